//! How probable is it that two records are one person, and why?
//!
//! Log-odds of "match" against all other classes together. Cheap fields are
//! summed first; a pair is given up as soon as even the best levels of the
//! fields that are left could not lift it over the floor, which changes no
//! result. Scores are symmetric: every level is.

use crate::compare::{CODES, OPEN, OPEN_SIMILAR, Way};
use crate::levels::{Level, place};
use crate::model::{Calibration, MOST_FIELDS};
use crate::names::level as name_level;
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
    /// log P(level | match) − log P(level | class), by field and level; for the
    /// codes of open levels the best that they can still become.
    gains: Vec<[Lanes; CODES]>,
    /// The best that a field can do at all.
    most: Vec<Lanes>,
    /// Fields that name a person.
    naming: Vec<usize>,
    /// How names can stand in each other's place.
    ways: Vec<(Way, usize, Option<usize>)>,
    /// The level of each field where texts differ.
    differing: Vec<u8>,
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
    /// By field, level or code of an open level.
    gains: Vec<[Few; CODES]>,
    most: Vec<Few>,
    /// The best that names in each other's place do for a field of names.
    crossed: Vec<Few>,
    /// Fields in the order in which their text is compared: those first that
    /// fall deepest where texts differ.
    order: Vec<u8>,
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
        let mut all_most = Vec::with_capacity(tables.len());
        for (field, table) in tables.iter().enumerate() {
            let mut of_level = [[0f32; LANES]; CODES];
            let mut most = [[f32::MIN; LANES]; 2];
            let mut ever = [0f32; LANES];
            // Crossed names are looked for apart (see `rescued`).
            let open = |spec: &Level, code: u8| match (&prepared.fields[field], code) {
                (Kind::Name { .. }, OPEN_SIMILAR) => matches!(
                    spec.name,
                    "similar"
                        | "weak"
                        | "differ"
                        | "sounds-close"
                        | "sounds-similar"
                        | "sounds-differ"
                ),
                (Kind::Name { .. }, _) => {
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
                    for (most, code) in most.iter_mut().zip([OPEN_SIMILAR, OPEN]) {
                        if open(spec, code) {
                            most[class] = most[class].max(gain);
                        }
                    }
                }
            }
            for (most, code) in most.iter().zip([OPEN_SIMILAR, OPEN]) {
                of_level[code as usize] =
                    most.map(|most| if most == f32::MIN { 0.0 } else { most });
            }
            gains.push(of_level);
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
        let differing = tables
            .iter()
            .enumerate()
            .map(|(field, table)| match prepared.fields[field] {
                Kind::Name { .. } => name_level::DIFFER,
                Kind::Place { .. } => place::TOWN_SAME_GOVERNORATE,
                _ => table.len() as u8 - 1,
            })
            .collect();
        Scorer {
            prepared,
            most: all_most,
            naming,
            prior,
            gains,
            ways: prepared.crossings.ways(),
            differing,
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
                    let level = self.prepared.quick_level(field, a, b);
                    add(&mut sum, &self.gains[field][level as usize]);
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
        let mut order: Vec<u8> = (0..self.gains.len() as u8).collect();
        let fall = |field: u8| {
            let field = usize::from(field);
            let best = &self.gains[field][OPEN as usize];
            let differ = &self.gains[field][self.differing[field] as usize];
            let falls = lanes.map(|lane| best[lane] - differ[lane]);
            falls.iter().sum::<f32>()
        };
        order.sort_by(|&x, &y| fall(y).total_cmp(&fall(x)).then(x.cmp(&y)));
        let crossed = |levels: &[Lanes; CODES]| {
            let [here, across] = [name_level::CROSSED, name_level::SOUNDS_CROSSED]
                .map(|level| few(&levels[level as usize]));
            std::array::from_fn(|lane| here[lane].max(across[lane]))
        };
        Bound {
            order,
            crossed: self.gains.iter().map(crossed).collect(),
            prior: few(&self.prior),
            gains: self
                .gains
                .iter()
                .map(|levels| std::array::from_fn(|level| few(&levels[level])))
                .collect(),
            most: self.most.iter().map(few).collect(),
        }
    }

    /// The score of two records, or nothing if it lies below the floor.
    pub(crate) fn score(&self, bound: &Bound, a: &[u32], b: &[u32]) -> Option<(f32, f32)> {
        let mut sum = bound.prior;
        let mut levels = [0u8; MOST_FIELDS];
        let mut open = 0u32;
        for (field, gains) in bound.gains.iter().enumerate() {
            let level = self.prepared.quick_level(field, a, b);
            levels[field] = level;
            open |= u32::from(level >= OPEN_SIMILAR) << field;
            add(&mut sum, &gains[level as usize]);
        }
        if self.lost(&sum) {
            if !self.rescued(bound, &sum, &levels, a, b) {
                return None;
            }
        } else {
            for &field in &bound.order {
                if open >> field & 1 == 0 {
                    continue;
                }
                let field = usize::from(field);
                let level = self.prepared.slow_level(field, a, b);
                let gains = &bound.gains[field];
                subtract(&mut sum, &gains[levels[field] as usize]);
                add(&mut sum, &gains[level as usize]);
                levels[field] = level;
                open ^= 1 << field;
                if self.lost(&sum) {
                    if self.rescued(bound, &sum, &levels, a, b) {
                        break;
                    }
                    return None;
                }
            }
        }
        for (field, level) in levels.iter_mut().enumerate().take(bound.gains.len()) {
            if open >> field & 1 == 1 {
                *level = self.prepared.slow_level(field, a, b);
            }
        }
        let levels = &mut levels[..self.gains.len()];
        if !self.comparable(levels) {
            return None;
        }
        self.prepared.cross(a, b, levels);
        let sum = self.sum(levels);
        if self.least(&sum) < self.floor {
            return None;
        }
        let (log_odds, relatives) = self.finish(&sum);
        let kept = log_odds >= self.floor || self.first_rival > 1 && relatives >= 0.5;
        kept.then(|| (self.calibrated(log_odds), relatives))
    }

    /// Whether a score is below the floor, whatever rounding does.
    fn lost(&self, sum: &Few) -> bool {
        least(sum) < self.floor - 0.01
    }

    /// Whether names in each other's place lift a lost pair over the floor: the
    /// ways that could do so are looked for.
    fn rescued(
        &self,
        bound: &Bound,
        sum: &Few,
        levels: &[u8; MOST_FIELDS],
        a: &[u32],
        b: &[u32],
    ) -> bool {
        let added = |field: usize| &bound.gains[field][levels[field] as usize];
        self.ways.iter().any(|&(way, found, emptied)| {
            if !way.allowed(levels[found], emptied.map(|field| levels[field])) {
                return false;
            }
            let glued = way == Way::Glued;
            let gains = if glued { &bound.most } else { &bound.crossed };
            let mut hopeful = *sum;
            add(&mut hopeful, &gains[found]);
            subtract(&mut hopeful, added(found));
            if let Some(field) = emptied {
                subtract(&mut hopeful, added(field));
                if glued {
                    add(&mut hopeful, &bound.most[field]);
                }
            }
            !self.lost(&hopeful) && self.prepared.crosses(way, a, b)
        })
    }

    /// The score of two rows whatever it is.
    pub(crate) fn score_fully(&self, a: &[u32], b: &[u32]) -> (f32, f32) {
        let mut levels = [0u8; MOST_FIELDS];
        let levels = &mut levels[..self.gains.len()];
        self.prepared.levels(a, b, levels);
        let (log_odds, relatives) = self.finish(&self.sum(levels));
        if self.comparable(levels) {
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
    fn comparable(&self, levels: &[u8]) -> bool {
        self.naming.is_empty() || self.naming.iter().any(|&field| levels[field] != 0)
    }

    /// Levels and what each field adds, in the order of the model's fields; the
    /// start is the log-odds of any proposed pair.
    pub(crate) fn explain(&self, a: &[u32], b: &[u32]) -> (f32, Vec<(u8, f32)>) {
        let mut levels = vec![0u8; self.gains.len()];
        self.prepared.levels(a, b, &mut levels);
        let mut sum = self.prior;
        let start = self.calibrated(self.finish(&sum).0);
        let mut last = start;
        let comparable = self.comparable(&levels);
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
