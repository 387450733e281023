//! How probable is it that two records are one person, and why?
//!
//! Log-odds of "match" against all other classes together. Cheap fields are
//! summed first; a pair is given up as soon as even the best levels of the
//! fields that are left could not lift it over the floor, which changes no
//! result. Scores are symmetric: every level is.

use crate::compare::Open;
use crate::levels::{Level, MOST_LEVELS};
use crate::model::{Calibration, MOST_FIELDS};
use crate::prepare::{Crossings, Kind, Prepared};
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
    /// The best that a field can still do when its values are known to differ:
    /// if names are similar at most, or whatever they are.
    best: [Vec<Lanes>; 2],
    /// Fields whose names can stand in each other's place.
    movable: Vec<usize>,
    calibration: Calibration,
    /// Floor before calibration.
    floor: f32,
    classes: usize,
    /// First class that a pair must be told from to be kept.
    first_rival: usize,
}

/// How many classes a pair is measured against before all are.
const FEW: usize = 4;
type Few = [f32; FEW];

/// A quick upper bound of scores: the gains over a few classes only. Any class
/// bounds the score from above, so whichever are taken, no result changes.
pub(crate) struct Bound {
    prior: Few,
    gains: Vec<[Few; MOST_LEVELS]>,
    best: [Vec<Few>; 2],
    most: Vec<Few>,
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
        let mut best = [Vec::new(), Vec::new()];
        let mut all_most = Vec::with_capacity(tables.len());
        for (field, table) in tables.iter().enumerate() {
            let mut of_level = [[0f32; LANES]; MOST_LEVELS];
            let mut most = [[f32::MIN; LANES]; 2];
            let mut ever = [0f32; LANES];
            // Crossed names are hoped for apart (see `score`).
            let open = |spec: &Level, open: Open| match (&prepared.fields[field], open) {
                (Kind::Name { .. }, Open::Similar) => matches!(
                    spec.name,
                    "similar"
                        | "weak"
                        | "differ"
                        | "sounds-close"
                        | "sounds-similar"
                        | "sounds-differ"
                ),
                (Kind::Name { .. }, Open::Close) => {
                    !spec.name.starts_with("equal") && !spec.name.ends_with("crossed")
                }
                // Left open are only two towns of different names.
                (Kind::Place { .. }, _) => spec.group == 1 && !spec.name.starts_with("same"),
                _ => !spec.name.starts_with("equal"),
            };
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
                    for which in [Open::Similar, Open::Close] {
                        if open(spec, which) {
                            let most = &mut most[which as usize][class];
                            *most = most.max(gain);
                        }
                    }
                }
            }
            gains.push(of_level);
            for (best, most) in best.iter_mut().zip(most) {
                best.push(most.map(|most| if most == f32::MIN { 0.0 } else { most }));
            }
            all_most.push(ever);
        }
        let naming = (0..tables.len())
            .filter(|&field| {
                matches!(
                    prepared.fields[field],
                    Kind::Name { .. } | Kind::Identifier { .. }
                )
            })
            .collect();
        let Crossings {
            given,
            father,
            grandfather,
            family,
        } = prepared.crossings;
        Scorer {
            prepared,
            most: all_most,
            naming,
            prior,
            gains,
            best,
            movable: [given, father, grandfather, family]
                .into_iter()
                .flatten()
                .map(|(field, _)| field)
                .collect(),
            calibration,
            floor: ((floor - calibration.shift) / calibration.slope) as f32,
            classes: mixture.classes,
            first_rival: if keep_relatives { RELATIVES.end } else { 1 },
        }
    }

    /// The bound that throws out most of some pairs, taken greedily.
    pub(crate) fn bound<'b>(&self, pairs: impl Iterator<Item = (&'b [u32], &'b [u32])>) -> Bound {
        let sums: Vec<Lanes> = pairs
            .map(|(a, b)| {
                let mut sum = self.prior;
                for field in 0..self.gains.len() {
                    match self.prepared.quick_level(field, a, b) {
                        Ok(level) => add(&mut sum, &self.gains[field][level as usize]),
                        Err(open) => add(&mut sum, &self.best[open as usize][field]),
                    }
                }
                sum
            })
            .collect();
        let mut left: Vec<bool> = vec![true; sums.len()];
        let mut lanes = [self.first_rival; FEW];
        for lane in &mut lanes {
            let out = |class: usize| {
                let kept = sums.iter().zip(&left).filter(|(_, left)| **left);
                kept.filter(|(sum, _)| sum[class] < self.floor).count()
            };
            *lane = (self.first_rival..self.classes)
                .max_by_key(|&class| (out(class), std::cmp::Reverse(class)))
                .unwrap_or(self.first_rival);
            for (left, sum) in left.iter_mut().zip(&sums) {
                *left &= sum[*lane] >= self.floor;
            }
        }
        let few = |all: &Lanes| lanes.map(|lane| all[lane]);
        Bound {
            prior: few(&self.prior),
            gains: self
                .gains
                .iter()
                .map(|levels| std::array::from_fn(|level| few(&levels[level])))
                .collect(),
            best: std::array::from_fn(|open| self.best[open].iter().map(few).collect()),
            most: self.most.iter().map(few).collect(),
        }
    }

    /// The score of two records, or nothing if it lies below the floor.
    pub(crate) fn score(&self, bound: &Bound, a: &[u32], b: &[u32]) -> Option<(f32, f32)> {
        let mut sum = bound.prior;
        let mut levels = [0u8; MOST_FIELDS];
        let mut open = [(0u8, Open::Close); MOST_FIELDS];
        let mut opened = 0;
        for (field, gains) in bound.gains.iter().enumerate() {
            match self.prepared.quick_level(field, a, b) {
                Ok(level) => {
                    levels[field] = level;
                    add(&mut sum, &gains[level as usize]);
                }
                Err(why) => {
                    open[opened] = (field as u8, why);
                    opened += 1;
                    add(&mut sum, &bound.best[why as usize][field]);
                }
            }
        }
        let open = &open[..opened];
        // What names in each other's place could still change.
        let mut hope = [0.0; FEW];
        let movable = self.prepared.may_cross(a, b);
        if movable {
            for &field in &self.movable {
                add(&mut hope, &bound.most[field]);
                subtract(
                    &mut hope,
                    match open.iter().find(|open| usize::from(open.0) == field) {
                        Some((_, why)) => &bound.best[*why as usize][field],
                        None => &bound.gains[field][levels[field] as usize],
                    },
                );
            }
            for hope in &mut hope {
                *hope = hope.max(0.0);
            }
        }
        let lost = |sum: &Few| {
            let mut most = *sum;
            add(&mut most, &hope);
            least(&most) < self.floor - 0.01
        };
        if lost(&sum) || !self.comparable(&levels, open) {
            return None;
        }
        for &(field, why) in open {
            let field = usize::from(field);
            let level = self.prepared.slow_level(field, a, b);
            levels[field] = level;
            subtract(&mut sum, &bound.best[why as usize][field]);
            add(&mut sum, &bound.gains[field][level as usize]);
            if !movable && lost(&sum) {
                return None;
            }
        }
        if movable {
            self.prepared.cross(a, b, &mut levels);
        }
        let sum = self.sum(&levels[..self.gains.len()]);
        if self.least(&sum) < self.floor {
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
        if self.comparable(levels, &[]) {
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
    fn comparable(&self, levels: &[u8], open: &[(u8, Open)]) -> bool {
        self.naming.is_empty()
            || self.naming.iter().any(|&field| {
                levels[field] != 0 || open.iter().any(|open| usize::from(open.0) == field)
            })
    }

    /// Levels and what each field adds, in the order of the model's fields; the
    /// start is the log-odds of any proposed pair.
    pub(crate) fn explain(&self, a: &[u32], b: &[u32]) -> (f32, Vec<(u8, f32)>) {
        let mut levels = vec![0u8; self.gains.len()];
        self.prepared.levels(a, b, &mut levels);
        let mut sum = self.prior;
        let start = self.calibrated(self.finish(&sum).0);
        let mut last = start;
        let comparable = self.comparable(&levels, &[]);
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

    /// Upper bound of the log-odds: the smallest gain over any class.
    fn least(&self, sum: &Lanes) -> f32 {
        sum[self.first_rival..]
            .iter()
            .copied()
            .fold(f32::MAX, f32::min)
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

fn add<const N: usize>(sum: &mut [f32; N], more: &[f32; N]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

fn subtract<const N: usize>(sum: &mut [f32; N], less: &[f32; N]) {
    for (sum, less) in sum.iter_mut().zip(less) {
        *sum -= less;
    }
}

fn least<const N: usize>(sum: &[f32; N]) -> f32 {
    sum.iter().copied().fold(f32::MAX, f32::min)
}
