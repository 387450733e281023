//! How good is a linkage, where the truth is known?
//!
//! Precision, recall and F1 of pairs and of clusters as sets of pairs, B-cubed
//! (Bagga and Baldwin 1998), and calibration: of the pairs that were given a
//! probability, how many are true.

use crate::score::Pair;
use std::collections::HashMap;

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Quality {
    /// True among the found.
    pub precision: f64,
    /// Found among the true.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Quality {
    /// From counts: true and found, found, true.
    pub fn of(hits: f64, found: f64, truth: f64) -> Quality {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
        let (precision, recall) = (share(hits, found), share(hits, truth));
        Quality {
            precision,
            recall,
            f1: if precision + recall > 0.0 {
                2.0 * precision * recall / (precision + recall)
            } else {
                0.0
            },
        }
    }
}

/// One band of probabilities and how many of its pairs are true.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CalibrationBand {
    /// Lowest probability of the band.
    pub from: f64,
    /// Highest probability of the band.
    pub to: f64,
    /// Pairs in it.
    pub pairs: u64,
    /// Mean probability of its pairs.
    pub expected: f64,
    /// Share of its pairs that are true.
    pub observed: f64,
}

/// Number of pairs of records of one true person. `truth` is a person per row;
/// rows without a known person are `None` and count nowhere.
pub fn true_pairs(truth: &[Option<u32>]) -> u64 {
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    for person in truth.iter().flatten() {
        *sizes.entry(*person).or_default() += 1;
    }
    sizes.values().map(|size| size * (size - 1) / 2).sum()
}

fn is_true(truth: &[Option<u32>], pair: &Pair) -> bool {
    let (a, b) = (truth[pair.a as usize], truth[pair.b as usize]);
    a.is_some() && a == b
}

/// Quality of the pairs with at least some log-odds.
pub fn pair_quality(pairs: &[Pair], truth: &[Option<u32>], least: f32) -> Quality {
    let found = pairs.iter().filter(|pair| pair.log_odds >= least);
    let (mut hits, mut count) = (0u64, 0u64);
    for pair in found {
        count += 1;
        hits += u64::from(is_true(truth, pair));
    }
    Quality::of(hits as f64, count as f64, true_pairs(truth) as f64)
}

/// The log-odds at which the F1 of pairs is best, and that quality.
pub fn best_pair_quality(pairs: &[Pair], truth: &[Option<u32>]) -> (f32, Quality) {
    let mut ranked: Vec<(f32, bool)> = pairs
        .iter()
        .map(|pair| (pair.log_odds, is_true(truth, pair)))
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let all = true_pairs(truth) as f64;
    let mut hits = 0u64;
    let mut best = (f32::MAX, Quality::default());
    for (at, (log_odds, hit)) in ranked.iter().enumerate() {
        hits += u64::from(*hit);
        let last = ranked.get(at + 1).is_none_or(|next| next.0 < *log_odds);
        if last {
            let quality = Quality::of(hits as f64, (at + 1) as f64, all);
            if quality.f1 > best.1.f1 {
                best = (*log_odds, quality);
            }
        }
    }
    best
}

/// Quality of clusters as sets of pairs.
pub fn cluster_quality(of_row: &[u32], truth: &[Option<u32>]) -> Quality {
    let mut found: HashMap<u32, u64> = HashMap::new();
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    for (&cluster, person) in of_row.iter().zip(truth) {
        if let Some(person) = person {
            *found.entry(cluster).or_default() += 1;
            *both.entry((cluster, *person)).or_default() += 1;
        }
    }
    let pairs = |size: &u64| (size * (size - 1) / 2) as f64;
    Quality::of(
        both.values().map(pairs).sum(),
        found.values().map(pairs).sum(),
        true_pairs(truth) as f64,
    )
}

/// B-cubed: precision and recall seen from each record, averaged.
pub fn b_cubed(of_row: &[u32], truth: &[Option<u32>]) -> Quality {
    let mut found: HashMap<u32, u64> = HashMap::new();
    let mut people: HashMap<u32, u64> = HashMap::new();
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    let mut records = 0u64;
    for (&cluster, person) in of_row.iter().zip(truth) {
        if let Some(person) = person {
            records += 1;
            *found.entry(cluster).or_default() += 1;
            *people.entry(*person).or_default() += 1;
            *both.entry((cluster, *person)).or_default() += 1;
        }
    }
    let mut keys: Vec<_> = both.iter().collect();
    keys.sort_unstable();
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((cluster, person), &shared) in keys {
        let shared = shared as f64;
        precision += shared * shared / found[cluster] as f64;
        recall += shared * shared / people[person] as f64;
    }
    let records = (records as f64).max(1.0);
    let (precision, recall) = (precision / records, recall / records);
    Quality {
        precision,
        recall,
        f1: 2.0 * precision * recall / (precision + recall).max(1e-12),
    }
}

/// Calibration in bands of probability.
pub fn calibration(pairs: &[Pair], truth: &[Option<u32>], bounds: &[f64]) -> Vec<CalibrationBand> {
    bounds
        .windows(2)
        .map(|two| {
            let inside = pairs.iter().filter(|pair| {
                let p = pair.probability();
                p >= two[0] && (p < two[1] || two[1] >= 1.0)
            });
            let (mut count, mut sum, mut hits) = (0u64, 0.0, 0u64);
            for pair in inside {
                count += 1;
                sum += pair.probability();
                hits += u64::from(is_true(truth, pair));
            }
            let of = (count as f64).max(1.0);
            CalibrationBand {
                from: two[0],
                to: two[1],
                pairs: count,
                expected: sum / of,
                observed: hits as f64 / of,
            }
        })
        .collect()
}
