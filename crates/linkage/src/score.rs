//! How probable is it that two records are one person, and why?
//!
//! Log-odds of "match" against all other classes together. Cheap fields are
//! summed first; a pair is given up as soon as even the best levels of the
//! fields that are left could not lift it over the floor, which changes no
//! result. Scores are symmetric: every level is.

use crate::levels::{Level, MOST_LEVELS};
use crate::model::{Calibration, MOST_FIELDS};
use crate::prepare::{Kind, Prepared};
use crate::train::{LANES, Lanes, MATCH, Mixture, RELATIVES};

/// A pair of rows with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Row of the first record; less than `b`.
    pub a: u32,
    /// Row of the second record.
    pub b: u32,
    /// Natural log-odds that they are one person.
    pub log_odds: f32,
    /// Probability that they are relatives.
    pub relatives: f32,
}

impl Pair {
    /// Probability that the two records are one person.
    pub fn probability(&self) -> f64 {
        probability(f64::from(self.log_odds))
    }
}

/// Probability of log-odds.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What one field adds to a score.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Step {
    /// Field of the model.
    pub field: String,
    /// Level of agreement.
    pub level: &'static str,
    /// Log-odds that it adds; steps and the start sum to the score.
    pub adds: f32,
}

/// The log-odds that a pair without any name or identifier has at most.
const NAMELESS: f32 = -5.0;

pub(crate) struct Scorer<'a> {
    prepared: &'a Prepared,
    prior: Lanes,
    /// log P(level | match) − log P(level | class), by field and level.
    gains: Vec<[Lanes; MOST_LEVELS]>,
    /// The best that a field can do at all.
    most: Vec<Lanes>,
    /// Fields that name a person.
    naming: Vec<usize>,
    /// The best that a field can still do when its values are known to differ.
    best: Vec<Lanes>,
    quick: Vec<usize>,
    slow: Vec<usize>,
    calibration: Calibration,
    /// Floor before calibration.
    floor: f32,
    classes: usize,
    /// First class that a pair must be told from to be kept.
    first_rival: usize,
}

impl<'a> Scorer<'a> {
    pub(crate) fn new(
        prepared: &'a Prepared,
        mixture: &Mixture,
        tables: &[&[Level]],
        calibration: Calibration,
        floor: f64,
        keep_relatives: bool,
    ) -> Scorer<'a> {
        let mut prior = [1e9f32; LANES];
        for (class, lane) in prior.iter_mut().enumerate().take(mixture.classes).skip(1) {
            *lane = (mixture.shares[MATCH].max(1e-12).ln() - mixture.shares[class].max(1e-12).ln())
                as f32;
        }
        let mut gains = Vec::with_capacity(tables.len());
        let mut best = Vec::with_capacity(tables.len());
        let mut all_most = Vec::with_capacity(tables.len());
        for (field, table) in tables.iter().enumerate() {
            let mut of_level = [[0f32; LANES]; MOST_LEVELS];
            let mut most = [0f32; LANES];
            let mut ever = [0f32; LANES];
            for (level, spec) in table.iter().enumerate() {
                if spec.group == 0 {
                    continue;
                }
                for class in 1..mixture.classes {
                    let gain = (mixture.levels[field][level][MATCH].max(1e-9).ln()
                        - mixture.levels[field][level][class].max(1e-9).ln())
                        as f32;
                    of_level[level][class] = gain;
                    ever[class] = ever[class].max(gain);
                    if !spec.name.starts_with("equal") {
                        most[class] = most[class].max(gain);
                    }
                }
            }
            gains.push(of_level);
            best.push(most);
            all_most.push(ever);
        }
        let is_slow = |kind: &Kind| {
            matches!(
                kind,
                Kind::Name { .. }
                    | Kind::Text { .. }
                    | Kind::Number { .. }
                    | Kind::Identifier { .. }
            )
        };
        let (slow, quick) = (0..tables.len()).partition(|&field| is_slow(&prepared.fields[field]));
        let naming = (0..tables.len())
            .filter(|&field| {
                matches!(
                    prepared.fields[field],
                    Kind::Name { .. } | Kind::Identifier { .. }
                )
            })
            .collect();
        Scorer {
            prepared,
            most: all_most,
            naming,
            prior,
            gains,
            best,
            quick,
            slow,
            calibration,
            floor: ((floor - calibration.shift) / calibration.slope) as f32,
            classes: mixture.classes,
            first_rival: if keep_relatives { RELATIVES.end } else { 1 },
        }
    }

    /// The score of two rows, or nothing if it lies below the floor.
    pub(crate) fn score(&self, a: &[u32], b: &[u32]) -> Option<(f32, f32)> {
        let mut sum = self.prior;
        let mut levels = [0u8; MOST_FIELDS];
        for &field in &self.quick {
            let level = self.prepared.quick_level(field, a, b).unwrap_or(0);
            levels[field] = level;
            add(&mut sum, &self.gains[field][level as usize]);
        }
        let mut open = [0usize; MOST_FIELDS];
        let mut opened = 0;
        let mut hope = [0f32; LANES];
        for &field in &self.slow {
            match self.prepared.quick_level(field, a, b) {
                Some(level) => {
                    levels[field] = level;
                    add(&mut sum, &self.gains[field][level as usize]);
                }
                None => {
                    open[opened] = field;
                    opened += 1;
                    add(&mut hope, &self.best[field]);
                }
            }
        }
        let glued = if opened > 0 {
            self.prepared.may_be_glued(a, b)
        } else {
            None
        };
        if let Some((given, father)) = glued {
            for field in [given, father] {
                add(&mut hope, &self.most[field]);
            }
        }
        if !self.comparable(&levels, opened) || least(&sum, &hope, self.first_rival) < self.floor {
            return None;
        }
        let movable = opened > 0 && (glued.is_some() || self.prepared.may_cross(a, b));
        for &field in &open[..opened] {
            let level = self.prepared.slow_level(field, a, b);
            levels[field] = level;
            add(&mut sum, &self.gains[field][level as usize]);
            if !movable {
                for (lane, best) in hope.iter_mut().zip(&self.best[field]) {
                    *lane -= best;
                }
                if least(&sum, &hope, self.first_rival) < self.floor - 0.01 {
                    return None;
                }
            }
        }
        if movable && self.prepared.cross(a, b, &mut levels) {
            sum = self.sum(&levels[..self.gains.len()]);
        }
        if least(&sum, &[0.0; LANES], self.first_rival) < self.floor {
            return None;
        }
        let (log_odds, relatives) = self.finish(&sum);
        let kept = log_odds >= self.floor || self.first_rival > 1 && relatives >= 0.5;
        kept.then(|| (self.calibrated(log_odds), relatives))
    }

    /// The score of two rows whatever it is.
    pub(crate) fn score_fully(&self, a: &[u32], b: &[u32]) -> (f32, f32) {
        let mut levels = [0u8; MOST_FIELDS];
        let levels = &mut levels[..self.gains.len()];
        self.prepared.levels(a, b, levels);
        let (log_odds, relatives) = self.finish(&self.sum(levels));
        if self.comparable(levels, 0) {
            (self.calibrated(log_odds), relatives)
        } else {
            (self.calibrated(log_odds).min(NAMELESS), 0.0)
        }
    }

    fn sum(&self, levels: &[u8]) -> Lanes {
        let mut sum = self.prior;
        for (field, &level) in levels.iter().enumerate() {
            add(&mut sum, &self.gains[field][level as usize]);
        }
        sum
    }

    /// Whether the records name anybody: where names or identifiers are among
    /// the fields, at least one of them must be there on both sides. Two
    /// nameless dead of one day and town are not one person.
    fn comparable(&self, levels: &[u8], open: usize) -> bool {
        open > 0 || self.naming.is_empty() || self.naming.iter().any(|&field| levels[field] != 0)
    }

    /// Levels and what each field adds, in the order of the model's fields; the
    /// start is the log-odds of any proposed pair.
    pub(crate) fn explain(&self, a: &[u32], b: &[u32]) -> (f32, Vec<(u8, f32)>) {
        let mut levels = vec![0u8; self.gains.len()];
        self.prepared.levels(a, b, &mut levels);
        let mut sum = self.prior;
        let start = self.calibrated(self.finish(&sum).0);
        let mut last = start;
        let comparable = self.comparable(&levels, 0);
        let mut steps: Vec<(u8, f32)> = levels
            .iter()
            .enumerate()
            .map(|(field, &level)| {
                add(&mut sum, &self.gains[field][level as usize]);
                let now = self.calibrated(self.finish(&sum).0);
                let adds = now - last;
                last = now;
                (level, adds)
            })
            .collect();
        if let (false, Some(first)) = (comparable, self.naming.first()) {
            steps[*first].1 += last.min(NAMELESS) - last;
        }
        (start, steps)
    }

    fn calibrated(&self, log_odds: f32) -> f32 {
        (f64::from(log_odds) * self.calibration.slope + self.calibration.shift) as f32
    }

    /// Log-odds and probability of relatives from the gains over each class.
    fn finish(&self, sum: &Lanes) -> (f32, f32) {
        let smallest = sum[1..].iter().copied().fold(f32::MAX, f32::min);
        let total: f32 = sum[1..self.classes]
            .iter()
            .map(|gain| (smallest - gain).exp())
            .sum();
        let log_odds = smallest - total.ln();
        let related: f32 = sum[RELATIVES.start..RELATIVES.end.min(self.classes)]
            .iter()
            .map(|gain| (smallest - gain).exp())
            .sum();
        let relatives = related / total * (1.0 - probability(f64::from(log_odds)) as f32);
        (log_odds, relatives)
    }
}

fn add(sum: &mut Lanes, more: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += more[lane];
    }
}

/// Upper bound of the log-odds: the smallest gain over any class.
fn least(sum: &Lanes, hope: &Lanes, first_rival: usize) -> f32 {
    let mut least = f32::MAX;
    for lane in first_rival..LANES {
        least = least.min(sum[lane] + hope[lane]);
    }
    least
}
