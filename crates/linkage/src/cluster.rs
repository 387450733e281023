//! Which records are one person, taken all together?
//!
//! Clusters grow by falling log-odds; two join only if the mean log-odds over
//! all their cross pairs stays above the threshold, so that one strong pair
//! does not chain strangers. A reviewer's decisions are hard: "same" is joined
//! first, "different" never ends in one cluster. The result depends on pairs
//! and decisions only, not on their order; without a decision it is exactly
//! what it was before the decision.

use crate::score::Pair;
use std::collections::{HashMap, HashSet};

/// What a reviewer decided about two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// One row.
    pub a: u32,
    /// The other row.
    pub b: u32,
    /// One person, or two.
    pub same: bool,
}

/// For each row the lowest row of its cluster, and the decisions that could
/// not be kept because others contradict them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clusters {
    /// Lowest row of the cluster of each row.
    pub of_row: Vec<u32>,
    /// "Same" decisions that "different" decisions contradict.
    pub contradicted: Vec<Decision>,
}

/// Clusters rows. `threshold` and `unscored` are log-odds; a cross pair that
/// has no score counts as `unscored`.
pub fn cluster(
    rows: usize,
    pairs: &[Pair],
    decisions: &[Decision],
    threshold: f32,
    unscored: f32,
) -> Clusters {
    cluster_onto(rows, &[], pairs, decisions, threshold, unscored)
}

/// As [`cluster`], but the first rows lie in clusters already (`kept`, the
/// lowest row of each): those stay as they are and are never joined with each
/// other; rows after them may join one or form their own.
pub fn cluster_onto(
    rows: usize,
    kept: &[u32],
    pairs: &[Pair],
    decisions: &[Decision],
    threshold: f32,
    unscored: f32,
) -> Clusters {
    let near = components(rows, kept, pairs, decisions, threshold);
    let mut growth = Growth::new(rows, pairs, decisions, &near);
    drop(near);
    for (row, &lowest) in kept.iter().enumerate() {
        growth.join(lowest, row as u32);
    }
    for row in 0..kept.len() {
        let root = growth.root(row as u32);
        growth.kept[root as usize] = true;
    }
    let mut same: Vec<Decision> = decisions
        .iter()
        .filter(|decision| decision.same && decision.a != decision.b)
        .map(|d| Decision {
            a: d.a.min(d.b),
            b: d.a.max(d.b),
            same: true,
        })
        .collect();
    same.sort_unstable_by_key(|decision| (decision.a, decision.b));
    same.dedup();
    let mut contradicted = Vec::new();
    for decision in same {
        if growth.forbidden(decision.a, decision.b) {
            contradicted.push(decision);
        } else {
            growth.join(decision.a, decision.b);
        }
    }
    let mut order: Vec<u32> = (0..pairs.len() as u32)
        .filter(|&at| pairs[at as usize].log_odds >= threshold)
        .collect();
    order.sort_unstable_by(|&x, &y| {
        let (x, y) = (&pairs[x as usize], &pairs[y as usize]);
        y.log_odds
            .total_cmp(&x.log_odds)
            .then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    for at in order {
        let pair = &pairs[at as usize];
        let (a, b) = (growth.root(pair.a), growth.root(pair.b));
        if a == b || growth.was_refused(a, b) {
            continue;
        }
        let single = growth.size[a as usize] == 1 && growth.size[b as usize] == 1;
        let mean = if single {
            pair.log_odds
        } else {
            growth.mean(a, b, unscored)
        };
        if mean >= threshold && !growth.forbidden(a, b) {
            growth.join(a, b);
        } else {
            growth.refuse(a, b);
        }
    }
    let of_row = (0..rows as u32)
        .map(|row| {
            let root = growth.root(row);
            growth.lowest[root as usize]
        })
        .collect();
    Clusters {
        of_row,
        contradicted,
    }
}

/// For each row the root of the rows that it could at all end up with: those
/// that likely pairs, decisions and clusters that were there lead to.
fn components(
    rows: usize,
    kept: &[u32],
    pairs: &[Pair],
    decisions: &[Decision],
    threshold: f32,
) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..rows as u32).collect();
    let mut join = |a: u32, b: u32| {
        let (a, b) = (root_in(&mut parent, a), root_in(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
    };
    for (row, &lowest) in kept.iter().enumerate() {
        join(lowest, row as u32);
    }
    for decision in decisions.iter().filter(|decision| decision.same) {
        join(decision.a, decision.b);
    }
    for pair in pairs.iter().filter(|pair| pair.log_odds >= threshold) {
        join(pair.a, pair.b);
    }
    for row in 0..rows as u32 {
        parent[row as usize] = root_in(&mut parent, row);
    }
    parent
}

/// The root of a row; the way to it is halved for the next time.
fn root_in(parent: &mut [u32], mut row: u32) -> u32 {
    loop {
        let up = parent[row as usize];
        let above = parent[up as usize];
        if up == above {
            return up;
        }
        parent[row as usize] = above;
        row = above;
    }
}

struct Growth {
    parent: Vec<u32>,
    /// Next row of the same cluster, in a ring.
    next: Vec<u32>,
    size: Vec<u32>,
    lowest: Vec<u32>,
    /// Scored pairs of each row that can ever be asked for: where they start in
    /// `edges`. Of a large table that is a small part of all scored pairs.
    starts: Vec<u32>,
    /// The other row of a pair and its log-odds, by row: read in one sweep.
    edges: Vec<(u32, f32)>,
    /// How many pairs the rows of a cluster have, by its root.
    degree: Vec<u32>,
    apart: HashMap<u32, HashSet<u32>>,
    /// Roots of clusters that were there before.
    kept: Vec<bool>,
    /// Clusters that were not joined, by their roots, and their sizes then:
    /// while neither grows every further pair between them has the same answer.
    /// Among namesakes of one town there are thousands of such pairs.
    refused: HashMap<(u32, u32), (u32, u32)>,
}

impl Growth {
    fn new(rows: usize, pairs: &[Pair], decisions: &[Decision], near: &[u32]) -> Growth {
        let asked = |pair: &&Pair| near[pair.a as usize] == near[pair.b as usize];
        let mut starts = vec![0u32; rows + 1];
        for pair in pairs.iter().filter(asked) {
            starts[pair.a as usize + 1] += 1;
            starts[pair.b as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut fill = starts.clone();
        let mut edges = vec![(0u32, 0f32); starts[rows] as usize];
        for pair in pairs.iter().filter(asked) {
            for (row, far) in [(pair.a, pair.b), (pair.b, pair.a)] {
                edges[fill[row as usize] as usize] = (far, pair.log_odds);
                fill[row as usize] += 1;
            }
        }
        let degree = starts.windows(2).map(|two| two[1] - two[0]).collect();
        let mut apart: HashMap<u32, HashSet<u32>> = HashMap::new();
        for decision in decisions.iter().filter(|decision| !decision.same) {
            apart.entry(decision.a).or_default().insert(decision.b);
            apart.entry(decision.b).or_default().insert(decision.a);
        }
        let all: Vec<u32> = (0..rows as u32).collect();
        Growth {
            parent: all.clone(),
            next: all.clone(),
            size: vec![1; rows],
            lowest: all,
            starts,
            edges,
            degree,
            apart,
            kept: vec![false; rows],
            refused: HashMap::new(),
        }
    }

    fn root(&mut self, row: u32) -> u32 {
        root_in(&mut self.parent, row)
    }

    fn was_refused(&self, a: u32, b: u32) -> bool {
        let (a, b) = (a.min(b), a.max(b));
        self.refused.get(&(a, b)) == Some(&(self.size[a as usize], self.size[b as usize]))
    }

    fn refuse(&mut self, a: u32, b: u32) {
        let (a, b) = (a.min(b), a.max(b));
        let sizes = (self.size[a as usize], self.size[b as usize]);
        self.refused.insert((a, b), sizes);
    }

    fn members(&self, row: u32) -> Vec<u32> {
        let mut members = vec![row];
        let mut at = self.next[row as usize];
        while at != row {
            members.push(at);
            at = self.next[at as usize];
        }
        members
    }

    /// Mean log-odds over all cross pairs of two clusters.
    fn mean(&mut self, a: u32, b: u32, unscored: f32) -> f32 {
        let (few, other) = if self.degree[a as usize] <= self.degree[b as usize] {
            (a, b)
        } else {
            (b, a)
        };
        let mut scored: Vec<(u32, u32, f32)> = Vec::new();
        let mut row = few;
        loop {
            let range = self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
            for edge in range {
                let (far, log_odds) = self.edges[edge];
                if self.root(far) == other {
                    scored.push((row.min(far), row.max(far), log_odds));
                }
            }
            row = self.next[row as usize];
            if row == few {
                break;
            }
        }
        // Summed in one order from whichever cluster they were read.
        scored.sort_unstable_by_key(|x| (x.0, x.1));
        let cross = f64::from(self.size[a as usize]) * f64::from(self.size[b as usize]);
        let sum: f64 = scored.iter().map(|x| f64::from(x.2)).sum();
        ((sum + (cross - scored.len() as f64) * f64::from(unscored)) / cross) as f32
    }

    /// Whether a decision keeps the clusters of two rows apart.
    fn forbidden(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a != b && self.kept[a as usize] && self.kept[b as usize] {
            return true;
        }
        if self.apart.is_empty() {
            return false;
        }
        let others: Vec<u32> = self
            .members(a)
            .iter()
            .filter_map(|row| self.apart.get(row))
            .flatten()
            .copied()
            .collect();
        others.into_iter().any(|other| self.root(other) == b)
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (small, large) = if self.size[a as usize] < self.size[b as usize] {
            (a, b)
        } else {
            (b, a)
        };
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        self.degree[large as usize] =
            self.degree[large as usize].saturating_add(self.degree[small as usize]);
        self.kept[large as usize] |= self.kept[small as usize];
        self.lowest[large as usize] = self.lowest[large as usize].min(self.lowest[small as usize]);
        self.next.swap(small as usize, large as usize);
    }
}
