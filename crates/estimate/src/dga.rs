//! How many, averaged over decomposable graphs?
//!
//! Bayesian averaging over all graphs on three to six lists whose cliques part the
//! likelihood (Madigan and York 1997), hyper-Dirichlet prior, `p(N)` proportional
//! to `1/N`. The complete graph says nothing about the unseen cell: it is left out
//! unless asked for, and the weight that it would have had is reported. Invariant:
//! sums on the logarithmic scale, and a grid that grows until its tail is empty.

use crate::numeric::{exp, lgamma, log, log_sum_exp};
use crate::random::Random;
use crate::tally::{Pattern, Tally};
use rayon::prelude::*;
use serde::Serialize;

/// Fewest and most lists.
pub const LISTS: std::ops::RangeInclusive<usize> = 3..=6;

/// Settings of the average.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GraphSettings {
    /// Prior pseudo-count for each full cell; `None` is `2^-lists`.
    pub delta: Option<f64>,
    /// Whether the complete graph takes part.
    pub complete: bool,
    /// The grid ends when less than this probability lies in its last tenth (of the logarithm).
    pub tail: f64,
}

impl Default for GraphSettings {
    fn default() -> GraphSettings {
        GraphSettings {
            delta: None,
            complete: false,
            tail: 1e-4,
        }
    }
}

/// A graph and its share of the average.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphWeight {
    /// Its cliques, by the names of the lists.
    pub cliques: Vec<Vec<String>>,
    /// Posterior probability among the graphs in the average.
    pub weight: f64,
    /// Most probable total under this graph alone.
    pub mode: f64,
}

/// Posterior of the total, averaged over graphs.
#[derive(Clone, Debug)]
pub struct GraphAverage {
    /// Unseen persons at the grid's points.
    pub grid: Vec<f64>,
    /// Posterior probability of the stretch around each point.
    pub probability: Vec<f64>,
    /// Width of each stretch.
    width: Vec<f64>,
    n: f64,
    /// All graphs with at least a millionth of the weight, heaviest first.
    pub graphs: Vec<GraphWeight>,
    /// Probability of the complete graph, were it in the average.
    pub complete_weight: f64,
    /// Pseudo-count that was used.
    pub delta: f64,
    /// False when the tail would not empty before the grid's last end.
    pub tail_empty: bool,
}

/// A decomposable graph as signed margins: `+1` for each clique, `-1` for each separator.
#[derive(Clone, Debug)]
struct Graph {
    margins: Vec<(usize, f64)>,
    cliques: Vec<Pattern>,
    complete: bool,
}

/// All labelled decomposable (chordal) graphs on `lists` vertices.
fn graphs(lists: usize) -> Vec<Graph> {
    let pairs: Vec<(usize, usize)> = (0..lists)
        .flat_map(|a| (a + 1..lists).map(move |b| (a, b)))
        .collect();
    (0u32..1 << pairs.len())
        .filter_map(|edges| {
            let mut near = vec![0 as Pattern; lists];
            for (i, &(a, b)) in pairs.iter().enumerate() {
                if edges >> i & 1 == 1 {
                    near[a] |= 1 << b;
                    near[b] |= 1 << a;
                }
            }
            decompose(&near, edges.count_ones() as usize == pairs.len())
        })
        .collect()
}

/// Takes away vertices whose neighbours all know each other, one by one; `None` if that gets stuck.
fn decompose(near: &[Pattern], complete: bool) -> Option<Graph> {
    let mut left: Pattern = (1 << near.len()) - 1;
    let mut signed = vec![0.0; 1 << near.len()];
    while left != 0 {
        let vertex = (0..near.len()).find(|&v| {
            left >> v & 1 == 1 && {
                let around = near[v] & left;
                (0..near.len())
                    .filter(|u| around >> u & 1 == 1)
                    .all(|u| (near[u] | 1 << u) & around == around)
            }
        })?;
        let around = near[vertex] & left;
        signed[(around | 1 << vertex) as usize] += 1.0;
        signed[around as usize] -= 1.0;
        left &= !(1 << vertex);
    }
    let margins: Vec<(usize, f64)> = signed
        .iter()
        .copied()
        .enumerate()
        .skip(1)
        .filter(|&(_, c)| c != 0.0)
        .collect();
    let cliques: Vec<Pattern> = margins
        .iter()
        .filter(|m| m.1 > 0.0)
        .map(|m| m.0 as Pattern)
        .collect();
    Some(Graph {
        margins,
        cliques,
        complete,
    })
}

/// Grid of unseen counts up to `end`: every number to 400, then steps of a three-hundredth.
fn grid(end: f64) -> (Vec<f64>, Vec<f64>) {
    let mut points: Vec<f64> = vec![0.0];
    let mut at = 0.0f64;
    while at < end {
        at += if at < 400.0 {
            1.0
        } else {
            (at / 300.0).floor()
        };
        points.push(at);
    }
    let width = (0..points.len())
        .map(|i| {
            let below = if i == 0 {
                0.5
            } else {
                0.5 * (points[i] - points[i - 1])
            };
            let above = if i + 1 == points.len() {
                0.5
            } else {
                0.5 * (points[i + 1] - points[i])
            };
            below + above
        })
        .collect();
    (points, width)
}

/// Averages over all decomposable graphs; `None` outside three to six lists.
pub fn dga(tally: &Tally, settings: &GraphSettings) -> Option<GraphAverage> {
    let lists = tally.lists().len();
    if !LISTS.contains(&lists) {
        return None;
    }
    let catalogue = graphs(lists);
    let n = tally.n() as f64;
    let mut end = (60.0 * n).max(20_000.0);
    let mut found = average(tally, settings, &catalogue, end);
    for _ in 0..6 {
        if found.tail_empty {
            break;
        }
        end *= 8.0;
        found = average(tally, settings, &catalogue, end);
    }
    Some(found)
}

/// A graph's unnormalised weight and the total that is most probable under it.
type Weighed = (f64, f64);

fn average(tally: &Tally, settings: &GraphSettings, catalogue: &[Graph], end: f64) -> GraphAverage {
    let lists = tally.lists().len();
    let cells = f64::from(1u32 << lists);
    let delta = settings.delta.unwrap_or(1.0 / cells);
    let n = tally.n() as f64;
    let (points, width) = grid(end);

    let start = lgamma(delta * cells);
    let whole: Vec<f64> = points
        .iter()
        .map(|m| start - lgamma(n + m + delta * cells))
        .collect();
    // What a margin's Dirichlet says for each unseen count; only its all-zero cell changes.
    let margins: Vec<Vec<f64>> = (0..1usize << lists)
        .into_par_iter()
        .map(|margin| {
            if margin == 0 {
                return Vec::new();
            }
            let mut table = vec![0u64; 1 << lists];
            for &(pattern, count) in tally.cells() {
                table[pattern as usize & margin] += count;
            }
            let prior = delta * cells / f64::from(1u32 << margin.count_ones());
            let fixed: f64 = (1..1usize << lists)
                .filter(|s| s & margin == *s && table[*s] > 0)
                .map(|s| lgamma(table[s] as f64 + prior) - lgamma(prior))
                .sum::<f64>()
                - lgamma(prior);
            let outside = table[0] as f64 + prior;
            points
                .iter()
                .zip(&whole)
                .map(|(m, w)| fixed + w + lgamma(m + outside))
                .collect()
        })
        .collect();
    let log_width: Vec<f64> = width.iter().map(|w| log(*w)).collect();
    let common: Vec<f64> = points
        .iter()
        .zip(&log_width)
        .map(|(m, w)| lgamma(n + m + 1.0) - lgamma(m + 1.0) - log(n + m) + w)
        .collect();

    let row = |graph: &Graph| -> Vec<f64> {
        let mut sum = common.clone();
        for &(margin, sign) in &graph.margins {
            for (s, v) in sum.iter_mut().zip(&margins[margin]) {
                *s += sign * v;
            }
        }
        sum
    };
    // First the height of every graph at every eighth point, so that graphs of no weight cost little.
    let tops: Vec<f64> = catalogue
        .par_iter()
        .with_min_len(64)
        .map(|graph| {
            (0..points.len())
                .step_by(8)
                .map(|i| {
                    graph
                        .margins
                        .iter()
                        .map(|&(m, sign)| sign * margins[m][i])
                        .sum::<f64>()
                        + common[i]
                })
                .fold(f64::NEG_INFINITY, f64::max)
        })
        .collect();
    let highest = |with_complete: bool| {
        tops.iter()
            .zip(catalogue)
            .filter(|(_, g)| with_complete || !g.complete)
            .map(|(t, _)| *t)
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let top = highest(settings.complete);
    let heavy: Vec<usize> = (0..catalogue.len())
        .filter(|&g| tops[g] > top - 35.0 && (settings.complete || !catalogue[g].complete))
        .collect();
    // Chunks of fixed length, added in their order: the same sum on any number of threads.
    let parts: Vec<(Vec<f64>, Vec<Weighed>)> = heavy
        .par_chunks(32)
        .map(|chunk| {
            let mut sum = vec![0.0; points.len()];
            let each = chunk
                .iter()
                .map(|&g| {
                    let mut weight = 0.0;
                    let mut best = (f64::NEG_INFINITY, 0);
                    for (i, l) in row(&catalogue[g]).into_iter().enumerate() {
                        if l - log_width[i] > best.0 {
                            best = (l - log_width[i], i);
                        }
                        if l > top - 40.0 {
                            let value = exp(l - top);
                            sum[i] += value;
                            weight += value;
                        }
                    }
                    (weight, n + points[best.1])
                })
                .collect();
            (sum, each)
        })
        .collect();
    let mut probability = vec![0.0; points.len()];
    for (sum, _) in &parts {
        for (p, v) in probability.iter_mut().zip(sum) {
            *p += v;
        }
    }
    let rows: Vec<Weighed> = parts.into_iter().flat_map(|p| p.1).collect();
    let total: f64 = rows.iter().map(|r| r.0).sum();
    for p in &mut probability {
        *p /= total;
    }
    let complete_log = catalogue
        .iter()
        .find(|g| g.complete)
        .map_or(f64::NEG_INFINITY, |g| log_sum_exp(&row(g)));
    let others: f64 = rows
        .iter()
        .zip(&heavy)
        .filter(|(_, g)| !catalogue[**g].complete)
        .map(|(r, _)| r.0)
        .sum();
    let complete_weight =
        1.0 / (1.0 + exp((top + log(others) - complete_log).clamp(-700.0, 700.0)));

    let mut graphs: Vec<GraphWeight> = rows
        .iter()
        .zip(&heavy)
        .filter(|(r, _)| r.0 / total >= 1e-6)
        .map(|((weight, mode), &g)| GraphWeight {
            cliques: catalogue[g]
                .cliques
                .iter()
                .map(|&c| tally.names(c))
                .collect(),
            weight: weight / total,
            mode: *mode,
        })
        .collect();
    graphs.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.cliques.cmp(&b.cliques))
    });

    // What lies in the last tenth of the grid, on the logarithm, speaks for what lies beyond it.
    let last_tenth = exp(0.9 * log(end));
    let tail: f64 = points
        .iter()
        .zip(&probability)
        .filter(|(m, _)| **m > last_tenth)
        .map(|(_, p)| p)
        .sum();
    GraphAverage {
        grid: points,
        probability,
        width,
        n,
        graphs,
        complete_weight,
        delta,
        tail_empty: tail < settings.tail,
    }
}

impl GraphAverage {
    /// Total below which the posterior has probability `p`, interpolated within its stretch.
    pub fn quantile(&self, p: f64) -> f64 {
        let mut sum = 0.0;
        for ((m, w), q) in self.grid.iter().zip(&self.width).zip(&self.probability) {
            if sum + q >= p {
                let inside = if *q > 0.0 { (p - sum) / q } else { 0.5 };
                // A stretch of one person is that person.
                return self.n
                    + if *w <= 1.0 {
                        *m
                    } else {
                        m + w * (inside - 0.5)
                    };
            }
            sum += q;
        }
        self.n + self.grid.last().copied().unwrap_or(0.0)
    }

    /// Posterior mean of the total.
    pub fn mean(&self) -> f64 {
        self.n
            + self
                .grid
                .iter()
                .zip(&self.probability)
                .map(|(m, p)| m * p)
                .sum::<f64>()
    }

    /// Most probable total.
    pub fn mode(&self) -> f64 {
        let best = self
            .probability
            .iter()
            .zip(&self.width)
            .map(|(p, w)| p / w)
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map_or(0, |(i, _)| i);
        self.n + self.grid[best]
    }

    /// Independent draws of the total.
    pub fn draws(&self, count: usize, random: &mut Random) -> Vec<f64> {
        let mut cumulative = Vec::with_capacity(self.probability.len());
        let mut sum = 0.0;
        for p in &self.probability {
            sum += p;
            cumulative.push(sum);
        }
        (0..count)
            .map(|_| {
                let u = random.uniform() * sum;
                let i = cumulative
                    .partition_point(|&c| c < u)
                    .min(self.grid.len() - 1);
                let inside = random.uniform() - 0.5;
                self.n + (self.grid[i] + self.width[i] * inside).round().max(0.0)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposable_graphs_are_as_many_as_counted_before() {
        assert_eq!(graphs(3).len(), 8);
        assert_eq!(graphs(4).len(), 61);
        assert_eq!(graphs(5).len(), 822);
        assert_eq!(graphs(6).len(), 18_154);
    }
}
