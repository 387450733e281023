//! Which pairs should a reviewer look at, and what do the answers say of all pairs?
//!
//! Pairs to label are those where an answer teaches most. A stratified sample
//! of reviewed pairs estimates precision and recall of the whole linkage with
//! an interval, and Cohen's kappa says how far reviewers agree.

use crate::evaluate::Quality;
use crate::score::{Pair, probability};
use crate::strings::mix;

/// Pairs whose labels teach most: uncertain ones, spread over the range of
/// probabilities so that not all ask the same; best first, at most `most`.
/// Pairs in `known` (rows in either order) are left out.
pub fn worth_asking(pairs: &[Pair], known: &[(u32, u32)], most: usize, seed: u64) -> Vec<Pair> {
    let known: std::collections::HashSet<(u32, u32)> =
        known.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    // Ten strata of log-odds from −4 to 6, those near even odds asked most.
    let mut strata: Vec<Vec<(u64, &Pair)>> = vec![Vec::new(); 10];
    for pair in pairs {
        if known.contains(&(pair.a, pair.b)) {
            continue;
        }
        let stratum = (pair.log_odds + 4.0).clamp(0.0, 9.99) as usize;
        let luck = mix(seed, u64::from(pair.a) << 32 | u64::from(pair.b));
        strata[stratum].push((luck, pair));
    }
    for stratum in &mut strata {
        stratum.sort_unstable_by_key(|(luck, pair)| (*luck, pair.a, pair.b));
    }
    let shares = [1, 2, 3, 4, 4, 4, 3, 2, 2, 1];
    let mut taken = [0usize; 10];
    let mut asked = Vec::new();
    while asked.len() < most {
        let before = asked.len();
        for (stratum, share) in shares.iter().enumerate() {
            for _ in 0..*share {
                if asked.len() < most
                    && let Some((_, pair)) = strata[stratum].get(taken[stratum])
                {
                    asked.push(**pair);
                    taken[stratum] += 1;
                }
            }
        }
        if asked.len() == before {
            break;
        }
    }
    asked
}

/// One stratum of reviewed pairs.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Stratum {
    /// Lowest log-odds of its pairs.
    pub from: f32,
    /// Pairs in the stratum.
    pub pairs: u64,
    /// Pairs of it that were reviewed.
    pub reviewed: u64,
    /// Reviewed pairs that are one person.
    pub same: u64,
}

/// Quality estimated from a stratified sample, with 95 % intervals.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// Point estimates at the threshold.
    pub quality: Quality,
    /// Interval of precision.
    pub precision: (f64, f64),
    /// Interval of recall among the pairs that blocking proposed.
    pub recall: (f64, f64),
    /// The strata.
    pub strata: Vec<Stratum>,
}

/// Bounds of the strata in log-odds.
const BOUNDS: [f32; 7] = [-4.0, -2.0, -0.85, 0.0, 1.4, 3.0, 5.0];

/// A stratified sample of pairs to review, `most` in all, drawn by `seed`.
pub fn sample(pairs: &[Pair], most: usize, seed: u64) -> Vec<Pair> {
    let each = most / BOUNDS.len();
    let mut drawn = Vec::new();
    for stratum in 0..BOUNDS.len() {
        let mut inside: Vec<(u64, &Pair)> = pairs
            .iter()
            .filter(|pair| stratum_of(pair.log_odds) == Some(stratum))
            .map(|pair| (mix(seed, u64::from(pair.a) << 32 | u64::from(pair.b)), pair))
            .collect();
        inside.sort_unstable_by_key(|(luck, pair)| (*luck, pair.a, pair.b));
        drawn.extend(inside.iter().take(each).map(|(_, pair)| **pair));
    }
    drawn
}

fn stratum_of(log_odds: f32) -> Option<usize> {
    BOUNDS.iter().rposition(|&from| log_odds >= from)
}

/// Precision and recall at a threshold in log-odds, from reviewed pairs.
///
/// `reviewed` are pairs drawn by [`sample`] with what the reviewer said. The
/// intervals come from `draws` draws of each stratum's share of matches from
/// its Beta(same + ½, different + ½) posterior (Jeffreys), seeded. The
/// threshold is taken down to the next stratum's bound.
pub fn estimate(
    pairs: &[Pair],
    reviewed: &[(Pair, bool)],
    threshold: f32,
    draws: usize,
    seed: u64,
) -> Estimate {
    estimate_of_counts(&counts(pairs), reviewed, threshold, draws, seed)
}

/// How many pairs lie in each stratum, the least probable first.
pub fn counts(pairs: &[Pair]) -> Vec<u64> {
    let mut counts = vec![0; BOUNDS.len()];
    for pair in pairs {
        if let Some(stratum) = stratum_of(pair.log_odds) {
            counts[stratum] += 1;
        }
    }
    counts
}

/// As [`estimate`], when only the number of pairs in each stratum ([`counts`])
/// is still known.
pub fn estimate_of_counts(
    counts: &[u64],
    reviewed: &[(Pair, bool)],
    threshold: f32,
    draws: usize,
    seed: u64,
) -> Estimate {
    let mut strata: Vec<Stratum> = BOUNDS
        .iter()
        .zip(counts.iter().chain(std::iter::repeat(&0)))
        .map(|(&from, &pairs)| Stratum {
            from,
            pairs,
            reviewed: 0,
            same: 0,
        })
        .collect();
    for (pair, same) in reviewed {
        if let Some(stratum) = stratum_of(pair.log_odds) {
            strata[stratum].reviewed += 1;
            strata[stratum].same += u64::from(*same);
        }
    }
    let cut = BOUNDS
        .iter()
        .rposition(|&from| from <= threshold + 1e-6)
        .unwrap_or(0);
    let quality = |share: &dyn Fn(usize) -> f64| {
        let matches = |range: std::ops::Range<usize>| -> f64 {
            range.map(|at| strata[at].pairs as f64 * share(at)).sum()
        };
        let found: f64 = strata[cut..].iter().map(|s| s.pairs as f64).sum();
        let hits = matches(cut..strata.len());
        Quality::of(hits, found, matches(0..strata.len()))
    };
    let point = quality(&|at| {
        let stratum = &strata[at];
        if stratum.reviewed == 0 {
            // Nothing reviewed: what the model says of the stratum's lower bound.
            probability(f64::from(stratum.from))
        } else {
            stratum.same as f64 / stratum.reviewed as f64
        }
    });
    let mut dice = Dice(mix(seed, 0xE571));
    let mut precisions = Vec::with_capacity(draws);
    let mut recalls = Vec::with_capacity(draws);
    for _ in 0..draws {
        let shares: Vec<f64> = strata
            .iter()
            .map(|s| dice.beta(s.same as f64 + 0.5, (s.reviewed - s.same) as f64 + 0.5))
            .collect();
        let drawn = quality(&|at| shares[at]);
        precisions.push(drawn.precision);
        recalls.push(drawn.recall);
    }
    // Where all or none of a stratum agree the draws stay inside of 0 and 1 and the
    // point does not: an interval reaches its point (the modified Jeffreys interval of
    // Brown, Cai and DasGupta 2001).
    let reaching = |(low, high): (f64, f64), point: f64| (low.min(point), high.max(point));
    Estimate {
        precision: reaching(middle_95(&mut precisions), point.precision),
        recall: reaching(middle_95(&mut recalls), point.recall),
        quality: point,
        strata,
    }
}

fn middle_95(values: &mut [f64]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 1.0);
    }
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    (at(0.025), at(0.975))
}

/// Gwet's AC1 of two reviewers over the pairs that both decided (Gwet 2008);
/// nothing if there are none. Where nearly all pairs have one answer, as in a
/// sample of sure links, kappa falls far below the agreement that is seen; AC1
/// does not.
pub fn ac1(both: &[(bool, bool)]) -> Option<f64> {
    if both.is_empty() {
        return None;
    }
    let count = both.len() as f64;
    let agree = both.iter().filter(|(x, y)| x == y).count() as f64 / count;
    let yes: f64 = both
        .iter()
        .map(|(x, y)| f64::from(u8::from(*x)) + f64::from(u8::from(*y)))
        .sum();
    let same = yes / (2.0 * count);
    let by_chance = 2.0 * same * (1.0 - same);
    Some((agree - by_chance) / (1.0 - by_chance))
}

/// Cohen's kappa of two reviewers over the pairs that both decided (Cohen
/// 1960); nothing if there are none. 1 is full agreement, 0 what chance gives.
pub fn kappa(both: &[(bool, bool)]) -> Option<f64> {
    if both.is_empty() {
        return None;
    }
    let count = both.len() as f64;
    let share = |test: &dyn Fn(&(bool, bool)) -> bool| {
        both.iter().filter(|pair| test(pair)).count() as f64 / count
    };
    let agree = share(&|(x, y)| x == y);
    let (first, second) = (share(&|(x, _)| *x), share(&|(_, y)| *y));
    let by_chance = first * second + (1.0 - first) * (1.0 - second);
    if by_chance >= 1.0 {
        return Some(1.0);
    }
    Some((agree - by_chance) / (1.0 - by_chance))
}

/// A seeded stream of random numbers (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Uniform in (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Gamma with shape `shape` (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.uniform().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Vec<Pair> {
        (0..7000u32)
            .map(|at| Pair {
                a: at,
                b: at + 10_000,
                log_odds: (at % 1100) as f32 / 100.0 - 4.0,
                relatives: 0.0,
            })
            .collect()
    }

    /// Truth drawn with exactly the probability that the pair was given.
    fn truly(pair: &Pair) -> bool {
        Dice(mix(99, u64::from(pair.a))).uniform() < pair.probability()
    }

    #[test]
    fn a_reviewed_sample_estimates_precision_and_recall_of_all_pairs() {
        let pairs = pairs();
        let reviewed: Vec<(Pair, bool)> = sample(&pairs, 700, 5)
            .into_iter()
            .map(|p| (p, truly(&p)))
            .collect();
        let estimate = estimate(&pairs, &reviewed, 0.0, 500, 1);
        let found: Vec<&Pair> = pairs.iter().filter(|p| p.log_odds >= 0.0).collect();
        let hits = found.iter().filter(|p| truly(p)).count() as f64;
        let all = pairs.iter().filter(|p| truly(p)).count() as f64;
        let (precision, recall) = (hits / found.len() as f64, hits / all);
        assert!(estimate.precision.0 < precision && precision < estimate.precision.1);
        assert!(estimate.recall.0 < recall && recall < estimate.recall.1);
        assert!(estimate.precision.1 - estimate.precision.0 < 0.06);
    }

    #[test]
    fn kappa_is_one_for_agreement_and_zero_for_chance() {
        assert_eq!(kappa(&[]), None);
        assert_eq!(kappa(&[(true, true), (false, false)]), Some(1.0));
        let chance = [(true, true), (true, false), (false, true), (false, false)];
        assert_eq!(kappa(&chance), Some(0.0));
    }

    #[test]
    fn ac1_holds_where_nearly_all_pairs_have_one_answer() {
        assert_eq!(ac1(&[]), None);
        assert_eq!(ac1(&[(true, true), (false, false)]), Some(1.0));
        // 118 agreements, 7 disagreements: the example of Gwet (2002).
        let mut both = vec![(true, true); 118];
        both.extend([(true, false); 5]);
        both.extend([(false, true); 2]);
        let (ac1, kappa) = (ac1(&both).expect("some"), kappa(&both).expect("some"));
        assert!((ac1 - 0.9408).abs() < 0.001, "{ac1}");
        assert!((kappa + 0.0234).abs() < 0.001, "{kappa}");
    }

    #[test]
    fn pairs_worth_asking_are_uncertain_and_new() {
        let pairs = pairs();
        let first = worth_asking(&pairs, &[], 100, 1);
        let known: Vec<(u32, u32)> = first.iter().map(|p| (p.b, p.a)).collect();
        let second = worth_asking(&pairs, &known, 100, 1);
        assert_eq!((first.len(), second.len()), (100, 100));
        assert!(second.iter().all(|p| !known.contains(&(p.b, p.a))));
        let near = first.iter().filter(|p| p.log_odds.abs() < 3.0).count();
        assert!(near > 60, "{near}");
    }
}
