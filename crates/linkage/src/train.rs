//! How much does each level of agreement tell? Latent classes, learned without labels.
//!
//! Pairs are a mixture of classes: the same person, relatives, and one class
//! for each way in which chance brings pairs into one block. Within a class
//! fields are independent. Fitted by expectation-maximisation on counted
//! patterns of levels (Fellegi and Sunter 1969; Larsen and Rubin 2001;
//! Enamorado, Fifield and Imai 2019), weights of a drawn sample included.
//! Probabilities sum to 1 within a level's group and are smoothed towards the
//! overall distribution, so that no level is ever impossible or untrained.

use crate::levels::{Level, MOST_LEVELS};
use crate::model::{Class, Field};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The most latent classes of a model.
pub const MOST_CLASSES: usize = 16;

pub(crate) const LANES: usize = MOST_CLASSES;
pub(crate) type Lanes = [f32; LANES];

/// Class number of matches.
pub(crate) const MATCH: usize = 0;
/// Class numbers of relatives: siblings, parent and child, and those of one
/// family and place.
pub(crate) const RELATIVES: std::ops::Range<usize> = 1..4;
/// Class number of parent and child.
pub(crate) const PARENT: usize = 2;

/// Distinct vectors of levels with their weights, in a fixed order.
pub(crate) struct Patterns {
    pub(crate) fields: usize,
    /// Levels of all patterns, one after the other.
    pub(crate) levels: Vec<u8>,
    pub(crate) weights: Vec<f32>,
    /// For each pattern what labels say: weight of matches, of non-matches.
    pub(crate) labels: Vec<(f32, f32)>,
}

impl Patterns {
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// Counts packed vectors (see [`pack`]) with weights and labels.
    pub(crate) fn count(fields: usize, mut packed: Vec<(u128, f32, (f32, f32))>) -> Patterns {
        packed.par_sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then(a.1.total_cmp(&b.1))
                .then(a.2.0.total_cmp(&b.2.0))
                .then(a.2.1.total_cmp(&b.2.1))
        });
        let mut patterns = Patterns {
            fields,
            levels: Vec::new(),
            weights: Vec::new(),
            labels: Vec::new(),
        };
        for same in packed.chunk_by(|a, b| a.0 == b.0) {
            let mut code = same[0].0;
            for _ in 0..fields {
                patterns.levels.push((code & 31) as u8);
                code >>= 5;
            }
            patterns.weights.push(same.iter().map(|one| one.1).sum());
            patterns.labels.push(
                same.iter()
                    .fold((0.0, 0.0), |sum, one| (sum.0 + one.2.0, sum.1 + one.2.1)),
            );
        }
        patterns
    }
}

/// Packs levels, five bits each.
pub(crate) fn pack(levels: &[u8]) -> u128 {
    levels
        .iter()
        .rev()
        .fold(0, |code, &level| code << 5 | u128::from(level))
}

/// Class-conditional probabilities of levels while they are learned.
#[derive(Clone)]
pub(crate) struct Mixture {
    pub(crate) classes: usize,
    pub(crate) shares: [f64; LANES],
    /// For each field and level the probability in each class.
    pub(crate) levels: Vec<[[f64; LANES]; MOST_LEVELS]>,
    /// Field and class whose probabilities are known and not learned.
    pub(crate) fixed: Vec<(usize, usize)>,
    /// What is believed before anything is learned, in pairs: by field, level, class.
    pub(crate) prior: Vec<[[f64; LANES]; MOST_LEVELS]>,
    /// The same for the shares of the classes.
    pub(crate) prior_shares: [f64; LANES],
    /// Fields in which siblings differ only by errors, as the records of one
    /// person do: learned for both classes together.
    pub(crate) tied: Vec<usize>,
}

/// Class number of siblings.
pub(crate) const SIBLINGS: usize = 1;

/// Sums that an expectation step gathers.
struct Sums {
    shares: [f64; LANES],
    levels: Vec<[[f64; LANES]; MOST_LEVELS]>,
    likelihood: f64,
}

impl Mixture {
    /// Log-probabilities by field, level and class; unused lanes are zero.
    fn logs(&self, tables: &[&[Level]]) -> Vec<[Lanes; MOST_LEVELS]> {
        self.levels
            .iter()
            .zip(tables)
            .map(|(levels, table)| {
                let mut logs = [[0f32; LANES]; MOST_LEVELS];
                for (level, spec) in table.iter().enumerate() {
                    if spec.group != 0 {
                        for class in 0..self.classes {
                            logs[level][class] = levels[level][class].max(1e-9).ln() as f32;
                        }
                    }
                }
                logs
            })
            .collect()
    }

    fn log_shares(&self) -> Lanes {
        let mut logs = [-1e9f32; LANES];
        for (log, share) in logs.iter_mut().zip(&self.shares).take(self.classes) {
            *log = share.max(1e-12).ln() as f32;
        }
        logs
    }

    /// Probability of each class for one vector of levels.
    fn posterior(logs: &[[Lanes; MOST_LEVELS]], shares: &Lanes, levels: &[u8]) -> (Lanes, f32) {
        let mut sum = *shares;
        for (field, &level) in logs.iter().zip(levels) {
            let add = &field[level as usize];
            for lane in 0..LANES {
                sum[lane] += add[lane];
            }
        }
        let most = sum.iter().copied().fold(f32::MIN, f32::max);
        let mut total = 0.0;
        for lane in &mut sum {
            *lane = fast_exp(*lane - most);
        }
        for lane in &sum {
            total += *lane;
        }
        for lane in &mut sum {
            *lane /= total;
        }
        (sum, most + total.ln())
    }

    /// Posterior probability of "match" for each pattern.
    pub(crate) fn matches(&self, patterns: &Patterns, tables: &[&[Level]]) -> Vec<f32> {
        let logs = self.logs(tables);
        let shares = self.log_shares();
        patterns
            .levels
            .par_chunks(patterns.fields)
            .map(|levels| Mixture::posterior(&logs, &shares, levels).0[MATCH])
            .collect()
    }

    /// Runs expectation-maximisation until the likelihood stands still.
    /// Returns how many rounds it took and whether it came to rest.
    ///
    /// Steps are lengthened while the likelihood grows (adaptive overrelaxed EM,
    /// Salakhutdinov and Roweis 2003): classes that overlap are told apart in a
    /// third of the rounds. A step that made it smaller is taken back to the
    /// plain one.
    pub(crate) fn fit(
        &mut self,
        patterns: &Patterns,
        tables: &[&[Level]],
        rounds: usize,
    ) -> (usize, bool) {
        const LONGER: f64 = 1.1;
        let total: f64 = patterns.weights.iter().map(|&w| f64::from(w)).sum();
        let mut last = f64::MIN;
        let mut stretch = 1.0;
        let mut plain: Option<Mixture> = None;
        for round in 0..rounds {
            let sums = self.expect(patterns, tables);
            if sums.likelihood < last
                && let Some(plain) = plain.take()
            {
                // Too long a step: from the plain one on again.
                *self = plain;
                stretch = 1.0;
                continue;
            }
            let rested = sums.likelihood - last < 1e-5 * total;
            last = sums.likelihood;
            let before = self.clone();
            self.maximise(&sums, tables);
            if rested {
                return (round + 1, true);
            }
            plain = (stretch > 1.0).then(|| self.clone());
            self.lengthen(&before, stretch, tables);
            stretch *= LONGER;
        }
        (rounds, false)
    }

    /// Goes on from `before` through where this mixture is, `stretch` times as
    /// far in logarithms.
    fn lengthen(&mut self, before: &Mixture, stretch: f64, tables: &[&[Level]]) {
        if stretch <= 1.0 {
            return;
        }
        let further = |from: f64, to: f64| {
            let (from, to) = (from.max(1e-12).ln(), to.max(1e-12).ln());
            (from + stretch * (to - from)).exp()
        };
        for class in 0..self.classes {
            self.shares[class] = further(before.shares[class], self.shares[class]);
            for (field, table) in tables.iter().enumerate() {
                if self.fixed.contains(&(field, class)) {
                    continue;
                }
                let mut sums = [0f64; 8];
                for (level, spec) in table.iter().enumerate() {
                    let to = &mut self.levels[field][level][class];
                    *to = further(before.levels[field][level][class], *to);
                    sums[spec.group as usize] += *to;
                }
                for (level, spec) in table.iter().enumerate() {
                    self.levels[field][level][class] /= sums[spec.group as usize];
                }
            }
        }
        let total: f64 = self.shares.iter().sum();
        for share in &mut self.shares {
            *share /= total;
        }
    }

    fn expect(&self, patterns: &Patterns, tables: &[&[Level]]) -> Sums {
        let logs = self.logs(tables);
        let shares = self.log_shares();
        let fields = patterns.fields;
        // Fixed chunks, added in order: the same sums on any number of cores.
        let chunk = 8192;
        let parts: Vec<Sums> = (0..patterns.len().div_ceil(chunk))
            .into_par_iter()
            .map(|part| {
                let mut counts = vec![[[0f32; LANES]; MOST_LEVELS]; fields];
                let mut shares_sum = [0f64; LANES];
                let mut likelihood = 0.0;
                let range = part * chunk..((part + 1) * chunk).min(patterns.len());
                for pattern in range {
                    let levels = &patterns.levels[pattern * fields..][..fields];
                    let weight = patterns.weights[pattern];
                    let (posterior, log) = Mixture::posterior(&logs, &shares, levels);
                    likelihood += f64::from(weight) * f64::from(log);
                    let (yes, no) = patterns.labels[pattern];
                    let mut counted = [0f32; LANES];
                    let free = (weight - yes - no).max(0.0);
                    let rest = (1.0 - posterior[MATCH]).max(1e-6);
                    for lane in 0..LANES {
                        counted[lane] = free * posterior[lane];
                        if no > 0.0 && lane != MATCH {
                            counted[lane] += no * posterior[lane] / rest;
                        }
                    }
                    counted[MATCH] += yes;
                    for (field, &level) in counts.iter_mut().zip(levels) {
                        let to = &mut field[level as usize];
                        for lane in 0..LANES {
                            to[lane] += counted[lane];
                        }
                    }
                    for lane in 0..LANES {
                        shares_sum[lane] += f64::from(counted[lane]);
                    }
                }
                let levels = counts
                    .iter()
                    .map(|field| {
                        let mut wide = [[0f64; LANES]; MOST_LEVELS];
                        for (to, from) in wide.iter_mut().flatten().zip(field.iter().flatten()) {
                            *to = f64::from(*from);
                        }
                        wide
                    })
                    .collect();
                Sums {
                    shares: shares_sum,
                    levels,
                    likelihood,
                }
            })
            .collect();
        let mut total = Sums {
            shares: [0.0; LANES],
            levels: vec![[[0.0; LANES]; MOST_LEVELS]; fields],
            likelihood: 0.0,
        };
        for part in parts {
            total.likelihood += part.likelihood;
            for (to, from) in total.shares.iter_mut().zip(part.shares) {
                *to += from;
            }
            for (to, from) in total.levels.iter_mut().zip(&part.levels) {
                for (to, from) in to.iter_mut().flatten().zip(from.iter().flatten()) {
                    *to += from;
                }
            }
        }
        total
    }

    fn maximise(&mut self, sums: &Sums, tables: &[&[Level]]) {
        let total: f64 = sums.shares.iter().chain(&self.prior_shares).sum();
        for class in 0..self.classes {
            let counted = sums.shares[class] + self.prior_shares[class];
            self.shares[class] = counted.max(1e-9 * total) / total;
        }
        for (field, table) in tables.iter().enumerate() {
            for class in 0..self.classes {
                if self.fixed.contains(&(field, class)) {
                    continue;
                }
                let mut group_sum = [0f64; 8];
                let tied = class <= SIBLINGS && self.tied.contains(&field);
                for (level, spec) in table.iter().enumerate() {
                    let counts = &sums.levels[field][level];
                    let counted = if tied {
                        counts[MATCH] + counts[SIBLINGS]
                    } else {
                        counts[class]
                    };
                    let count = counted + self.prior[field][level][class];
                    self.levels[field][level][class] = count;
                    group_sum[spec.group as usize] += count;
                }
                for (level, spec) in table.iter().enumerate() {
                    self.levels[field][level][class] /= group_sum[spec.group as usize].max(1e-30);
                }
            }
        }
    }

    /// The classes as a model holds them.
    pub(crate) fn classes(&self, names: &[String], fields: &[Field]) -> Vec<Class> {
        names
            .iter()
            .enumerate()
            .map(|(class, name)| Class {
                name: name.clone(),
                share: self.shares[class],
                levels: fields
                    .iter()
                    .enumerate()
                    .map(|(at, field)| {
                        let levels = field
                            .comparator
                            .levels()
                            .iter()
                            .enumerate()
                            .filter(|(_, spec)| spec.group != 0)
                            .map(|(level, spec)| {
                                (spec.name.to_owned(), self.levels[at][level][class])
                            })
                            .collect();
                        (field.name.clone(), levels)
                    })
                    .collect(),
            })
            .collect()
    }

    /// The mixture of a model's classes; levels it does not name share what the
    /// named ones leave.
    pub(crate) fn of_classes(classes: &[Class], fields: &[Field]) -> Mixture {
        let mut mixture = Mixture {
            classes: classes.len(),
            shares: [0.0; LANES],
            levels: vec![[[1.0; LANES]; MOST_LEVELS]; fields.len()],
            fixed: Vec::new(),
            prior: vec![[[0.0; LANES]; MOST_LEVELS]; fields.len()],
            prior_shares: [0.0; LANES],
            tied: Vec::new(),
        };
        let total: f64 = classes.iter().map(|class| class.share).sum();
        for (number, class) in classes.iter().enumerate() {
            mixture.shares[number] = class.share / total.max(1e-30);
            for (at, field) in fields.iter().enumerate() {
                let empty = BTreeMap::new();
                let known = class.levels.get(&field.name).unwrap_or(&empty);
                let table = field.comparator.levels();
                let mut sums = [0f64; 8];
                for (level, spec) in table.iter().enumerate() {
                    let share = known.get(spec.name).copied().unwrap_or(1e-4).max(1e-9);
                    mixture.levels[at][level][number] = share;
                    sums[spec.group as usize] += share;
                }
                for (level, spec) in table.iter().enumerate() {
                    mixture.levels[at][level][number] /= sums[spec.group as usize];
                }
            }
        }
        mixture
    }
}

/// e to the power of `x` for x ≤ 0, within 3e-6 of it and 0 below −60: without
/// branches, so that all lanes are computed at once.
fn fast_exp(x: f32) -> f32 {
    let scaled = x.max(-60.0) * std::f32::consts::LOG2_E;
    let whole = (scaled - 0.5) as i32;
    let part = (scaled - whole as f32) * std::f32::consts::LN_2;
    let power = 1.0
        + part
            * (1.0
                + part * (0.5 + part * (1.0 / 6.0 + part * (1.0 / 24.0 + part * (1.0 / 120.0)))));
    power * f32::from_bits(((whole + 127) << 23) as u32)
}

/// Share of each level within its group over all patterns.
pub(crate) fn overall(patterns: &Patterns, tables: &[&[Level]]) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0f64; MOST_LEVELS]; patterns.fields];
    for (levels, &weight) in patterns
        .levels
        .chunks(patterns.fields)
        .zip(&patterns.weights)
    {
        for (count, &level) in counts.iter_mut().zip(levels) {
            count[level as usize] += f64::from(weight);
        }
    }
    for (count, table) in counts.iter_mut().zip(tables) {
        normalise(count, table, 0.5);
    }
    counts
}

/// Makes counts of levels sum to 1 within each group.
pub(crate) fn normalise(counts: &mut [f64], table: &[Level], add: f64) {
    let mut sums = [0f64; 8];
    for (level, spec) in table.iter().enumerate() {
        counts[level] += add;
        sums[spec.group as usize] += counts[level];
    }
    for (level, spec) in table.iter().enumerate() {
        counts[level] /= sums[spec.group as usize];
    }
}

/// What is believed of people's records before a table tells more: classes
/// `match`, `siblings`, `chance`.
pub(crate) fn shipped() -> Vec<Class> {
    #[derive(serde::Deserialize)]
    struct Shipped {
        classes: Vec<Class>,
    }
    toml::from_str::<Shipped>(include_str!("people.toml"))
        .expect("the shipped beliefs are checked by a test")
        .classes
}

/// What matches look like before anything is learned: the seeds of the levels,
/// shared among bands as the bands are shared overall.
pub(crate) fn seeded_match(overall: &[f64], table: &[Level]) -> Vec<f64> {
    let mut seeded = vec![0.0; MOST_LEVELS];
    for (level, spec) in table.iter().enumerate() {
        let band: f64 = table
            .iter()
            .enumerate()
            .filter(|(_, other)| other.band_of == spec.band_of && other.group == spec.group)
            .map(|(other, _)| overall[other])
            .sum();
        seeded[level] = f64::from(spec.seed) * overall[level] / band.max(1e-12);
    }
    normalise(&mut seeded, table, 0.0);
    seeded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_exponential_is_close_to_the_exact_one() {
        for step in 0..4000 {
            let x = -(step as f32) * 0.01;
            let (fast, exact) = (fast_exp(x), x.exp());
            assert!(
                (fast - exact).abs() <= 1e-5 * exact + 1e-25,
                "{x}: {fast} {exact}"
            );
        }
    }

    #[test]
    fn shipped_beliefs_know_every_level_of_their_fields() {
        let shipped = shipped();
        let names: Vec<&str> = shipped.iter().map(|class| class.name.as_str()).collect();
        assert_eq!(names, ["match", "siblings", "chance"]);
        for class in &shipped {
            assert_eq!(class.levels["given"].len(), 20);
            assert_eq!(class.levels["place"].len(), 16);
        }
    }

    #[test]
    fn packed_levels_come_back_in_order() {
        let patterns = Patterns::count(
            3,
            vec![
                (pack(&[1, 20, 0]), 2.0, (0.0, 0.0)),
                (pack(&[1, 20, 0]), 1.0, (1.0, 0.0)),
            ],
        );
        assert_eq!(patterns.levels, [1, 20, 0]);
        assert_eq!(patterns.weights, [3.0]);
        assert_eq!(patterns.labels, [(1.0, 0.0)]);
    }
}
