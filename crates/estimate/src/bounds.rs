//! How many at least?
//!
//! Lower bounds that use only persons on one list and on two (Chao 1987; the Mth
//! bound of Rivest and Baillargeon 2007), Chapman's estimator for two lists with a
//! grid over the odds ratio (Lum and Ball 2015), and sample coverage (Chao and
//! Tsay 1998). Invariant: simple arithmetic that an office can check by hand; a
//! bound is named a bound and two lists never give a single number.

use crate::numeric::{exp, log, variance};
use crate::random::Random;
use crate::tally::Tally;
use serde::Serialize;

/// A total with its standard error and 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Simple {
    /// Estimated total (or its lower bound).
    pub total: f64,
    /// Standard error of the total.
    pub error: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Simple {
    /// Interval on the logarithm of the unseen: `n + (N-n)/C` to `n + (N-n) C`.
    fn new(n: f64, total: f64, error: f64) -> Simple {
        let unseen = total - n;
        let (low, high) = if unseen > 0.0 && error.is_finite() {
            let c = exp(1.96 * log(1.0 + error * error / (unseen * unseen)).sqrt());
            (n + unseen / c, n + unseen * c)
        } else {
            (total, total)
        };
        Simple {
            total,
            error,
            low,
            high,
        }
    }
}

/// Chao's bias-corrected lower bound under heterogeneity, with the variance of its three cases joined
/// (Chao 1987; bias-corrected form as in Colwell 2013, appendix B).
pub fn chao(tally: &Tally) -> Simple {
    let q = tally.frequencies();
    let lists = tally.lists().len() as f64;
    let (q1, q2) = (q[1] as f64, q.get(2).copied().unwrap_or(0) as f64);
    let n = tally.n() as f64;
    let a = (lists - 1.0) / lists;
    let unseen = a * q1 * (q1 - 1.0).max(0.0) / (2.0 * (q2 + 1.0));
    let up = 2.0 * (q2 + 1.0);
    let variance = a * q1 * (q1 - 1.0).max(0.0) / up
        + a * a * q1 * (2.0 * q1 - 1.0).powi(2) / (up * up)
        + a * a * q1 * q1 * q2 * (q1 - 1.0).max(0.0).powi(2) / (up * up * (q2 + 1.0).powi(2));
    Simple::new(n, n + unseen, variance.sqrt())
}

/// The largest number of lists for the Mth bound.
const MOST_LISTS_MTH: usize = 12;

/// Lower bound with lists of unequal reach: a Poisson model with main effects and one parameter for
/// each number of lists from three, which may not be negative, after the bias correction of
/// Rivest and Baillargeon. `None` beyond 12 lists, for two lists, or when it cannot be fitted.
pub fn mth(tally: &Tally) -> Option<Simple> {
    let lists = tally.lists().len();
    if !(3..=MOST_LISTS_MTH).contains(&lists) {
        return None;
    }
    let j = lists as f64;
    let mut counts = vec![0.0; 1 << lists];
    for (x, count) in counts.iter_mut().enumerate().skip(1) {
        *count = tally.count(x as u32) as f64
            + match x.count_ones() {
                1 => (j - 2.0) / (2.0 * j),
                2 => 2.0 / (j * (j - 1.0)),
                _ => 0.0,
            };
    }
    let q = tally.frequencies();
    let mut free: Vec<u32> = (3..=lists as u32).filter(|&k| q[k as usize] > 0).collect();
    loop {
        let p = 1 + lists + free.len();
        let row = |x: usize, into: &mut [f64]| {
            into.fill(0.0);
            into[0] = 1.0;
            for l in 0..lists {
                into[1 + l] = f64::from(x as u32 >> l & 1);
            }
            for (i, &k) in free.iter().enumerate() {
                into[1 + lists + i] = f64::from(u8::from((x as u32).count_ones() == k));
            }
        };
        let (beta, error) = poisson(&counts, p, row)?;
        // Non-negative: the most negative parameter is set to zero and the rest fitted again.
        let worst =
            (0..free.len()).min_by(|&a, &b| beta[1 + lists + a].total_cmp(&beta[1 + lists + b]));
        match worst {
            Some(w) if beta[1 + lists + w] < 0.0 => {
                free.remove(w);
            }
            _ => {
                let unseen = exp(beta[0]);
                let n = tally.n() as f64;
                // Delta method, with the binomial part of the total.
                let variance = unseen + unseen * unseen * error * error;
                return unseen
                    .is_finite()
                    .then(|| Simple::new(n, n + unseen, variance.sqrt()));
            }
        }
    }
}

/// Poisson regression of `counts[1..]` by Newton's method: coefficients and standard error of the first.
fn poisson(counts: &[f64], p: usize, row: impl Fn(usize, &mut [f64])) -> Option<(Vec<f64>, f64)> {
    let mut beta: Vec<f64> = vec![0.0; p];
    let mut x = vec![0.0; p];
    let mut first = true;
    for _ in 0..100 {
        let mut matrix = vec![0.0; p * p];
        let mut right = vec![0.0; p];
        for (cell, &count) in counts.iter().enumerate().skip(1) {
            row(cell, &mut x);
            let (mu, target) = if first {
                let mu = count + 0.5;
                (mu, mu * log(mu) + count - mu)
            } else {
                let mu = exp(x
                    .iter()
                    .zip(&beta)
                    .map(|(a, b)| a * b)
                    .sum::<f64>()
                    .min(600.0));
                (mu, count - mu)
            };
            for i in 0..p {
                if x[i] != 0.0 {
                    right[i] += target * x[i];
                    for k in 0..=i {
                        matrix[i * p + k] += mu * x[i] * x[k];
                    }
                }
            }
        }
        if !crate::loglinear::cholesky(&mut matrix, p) {
            return None;
        }
        let mut step = right.clone();
        crate::loglinear::forward(&matrix, p, &mut step);
        let decrement: f64 = step.iter().map(|s| s * s).sum();
        crate::loglinear::backward(&matrix, p, &mut step);
        if first {
            beta.copy_from_slice(&step);
            first = false;
            continue;
        }
        // Steps are kept short enough for the exponential.
        let longest = step.iter().fold(0.0f64, |a, s| a.max(s.abs()));
        let scale = if longest > 3.0 { 3.0 / longest } else { 1.0 };
        for (b, s) in beta.iter_mut().zip(&step) {
            *b += scale * s;
        }
        if decrement < 1e-12 {
            let mut unit = vec![0.0; p];
            unit[0] = 1.0;
            crate::loglinear::forward(&matrix, p, &mut unit);
            return Some((beta, unit.iter().map(|v| v * v).sum::<f64>().sqrt()));
        }
    }
    None
}

/// Evidence that persons had unequal chances: the coefficient of `k(k-1)/2` for persons on `k` lists, beside
/// main effects (quadratic heterogeneity, Darroch and others 1993), and twice the gain in log-likelihood.
///
/// `None` for fewer than three or more than 12 lists, or when a fit fails.
pub fn unequal_chances(tally: &Tally) -> Option<(f64, f64)> {
    let lists = tally.lists().len();
    if !(3..=MOST_LISTS_MTH).contains(&lists) {
        return None;
    }
    let counts: Vec<f64> = (0..1u32 << lists).map(|x| tally.count(x) as f64).collect();
    let row = |x: usize, into: &mut [f64]| {
        into[0] = 1.0;
        for l in 0..lists {
            into[1 + l] = f64::from(x as u32 >> l & 1);
        }
        if let Some(last) = into.get_mut(1 + lists) {
            let k = f64::from((x as u32).count_ones());
            *last = k * (k - 1.0) / 2.0;
        }
    };
    let likelihood = |beta: &[f64]| -> f64 {
        let mut x = vec![0.0; beta.len()];
        (1..counts.len())
            .map(|cell| {
                row(cell, &mut x);
                let linear: f64 = x.iter().zip(beta).map(|(a, b)| a * b).sum();
                counts[cell] * linear - exp(linear.min(600.0))
            })
            .sum()
    };
    let (plain, _) = poisson(&counts, 1 + lists, row)?;
    let (curved, _) = poisson(&counts, 2 + lists, row)?;
    Some((
        curved[1 + lists],
        2.0 * (likelihood(&curved) - likelihood(&plain)),
    ))
}

/// One row of the sensitivity grid for two lists.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// How many times the odds of being on one list are larger for persons on the other.
    pub odds_ratio: f64,
    /// The total, its error and limits if that is so.
    #[serde(flatten)]
    pub estimate: Simple,
}

/// Odds ratios of the sensitivity grid.
pub const ODDS_RATIOS: [f64; 9] = [0.25, 0.5, 0.667, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0];

/// Chapman's estimator over a grid of odds ratios (1 is Chapman 1951 itself); `None` but for two lists.
///
/// With odds ratio `r` the unseen are `r` times as many as under independence (Lum and Ball 2015).
pub fn chapman(tally: &Tally) -> Option<Vec<Sensitivity>> {
    if tally.lists().len() != 2 {
        return None;
    }
    let (a, b, m) = (
        tally.count(1) as f64,
        tally.count(2) as f64,
        tally.count(3) as f64,
    );
    let n = a + b + m;
    let unseen = a * b / (m + 1.0);
    let error =
        ((a + m + 1.0) * (b + m + 1.0) * a * b / ((m + 1.0) * (m + 1.0) * (m + 2.0))).sqrt();
    Some(
        ODDS_RATIOS
            .iter()
            .map(|&r| Sensitivity {
                odds_ratio: r,
                estimate: Simple::new(n, n + r * unseen, r * error),
            })
            .collect(),
    )
}

/// The three estimators of sample coverage.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Estimated share of the population's capture that the lists cover.
    pub coverage: f64,
    /// If lists were independent.
    pub independence: Simple,
    /// For high coverage (above 0.55).
    pub high: Simple,
    /// For low coverage, in one step (a bound when lists are positively dependent).
    pub one_step: Simple,
}

/// Sample coverage for three and more lists (Chao and Tsay 1998), with parametric bootstrap errors.
pub fn coverage(tally: &Tally, resamples: u64, random: &mut Random) -> Option<Coverage> {
    if tally.lists().len() < 3 {
        return None;
    }
    let points = coverage_points(tally)?;
    let n = tally.n() as f64;
    let mut errors = [f64::NAN; 3];
    for (which, error) in errors.iter_mut().enumerate() {
        // A population of the estimated size, seen again through the same lists.
        let unseen = (points.totals[which] - n).max(0.0);
        let mut weights: Vec<f64> = tally.cells().iter().map(|c| c.1 as f64).collect();
        weights.push(unseen);
        let total = (n + unseen).round() as u64;
        let mut totals = Vec::new();
        for _ in 0..resamples {
            let mut cells = Vec::new();
            random.split(total, &weights, |k, count| {
                if k + 1 < weights.len() {
                    cells.push((tally.cells()[k].0, count));
                }
            });
            if let Ok(again) = Tally::new(tally.lists(), cells)
                && let Some(found) = coverage_points(&again)
                && found.totals[which].is_finite()
            {
                totals.push(found.totals[which]);
            }
        }
        if totals.len() as u64 * 10 >= resamples * 9 {
            *error = variance(&totals).sqrt();
        }
    }
    let simple = |i: usize| Simple::new(n, points.totals[i], errors[i]);
    Some(Coverage {
        coverage: points.coverage,
        independence: simple(0),
        high: simple(1),
        one_step: simple(2),
    })
}

struct Points {
    coverage: f64,
    totals: [f64; 3],
}

fn coverage_points(tally: &Tally) -> Option<Points> {
    let lists = tally.lists().len();
    let j = lists as f64;
    let size: Vec<f64> = tally.sizes().iter().map(|&s| s as f64).collect();
    let only: Vec<f64> = (0..lists).map(|i| tally.count(1 << i) as f64).collect();
    if size.contains(&0.0) {
        return None;
    }
    let c = 1.0 - only.iter().zip(&size).map(|(s, n)| s / n).sum::<f64>() / j;
    let d = tally.n() as f64 - only.iter().sum::<f64>() / j;
    if c <= 0.0 {
        return None;
    }
    let pairs: Vec<(f64, f64)> = (0..lists)
        .flat_map(|a| (a + 1..lists).map(move |b| (a, b)))
        .map(|(a, b)| {
            let pair = 1 << a | 1 << b;
            let weight = only[a] + only[b] + 2.0 * tally.count(pair) as f64;
            (weight, tally.on_all(pair) as f64 / (size[a] * size[b]))
        })
        .collect();
    let independence = d / c;
    let weights: f64 = pairs.iter().map(|p| p.0).sum();
    let crossed: f64 = pairs.iter().map(|p| p.0 * p.1).sum();
    let high = (j * d - weights) / (j * c - crossed);
    let start = d / c + pairs.iter().map(|p| p.0 * (d / c * p.1 - 1.0)).sum::<f64>() / (j * c);
    let one_step = d / c + pairs.iter().map(|p| p.0 * (start * p.1 - 1.0)).sum::<f64>() / (j * c);
    Some(Points {
        coverage: c,
        totals: [independence, high, one_step],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapman_by_hand() {
        let names = ["A".to_owned(), "B".to_owned()];
        let tally = Tally::new(&names, [(1, 60), (2, 40), (3, 20)]).unwrap();
        let grid = chapman(&tally).unwrap();
        let one = grid.iter().find(|g| g.odds_ratio == 1.0).unwrap();
        assert!((one.estimate.total - (81.0 * 61.0 / 21.0 - 1.0)).abs() < 1e-9);
        assert!(
            (one.estimate.error.powi(2) - 81.0 * 61.0 * 60.0 * 40.0 / (21.0 * 21.0 * 22.0)).abs()
                < 1e-6
        );
        let two = grid.iter().find(|g| g.odds_ratio == 2.0).unwrap();
        assert!((two.estimate.total - 120.0 - 2.0 * (one.estimate.total - 120.0)).abs() < 1e-9);
    }

    #[test]
    fn chao_by_hand() {
        let names = ["A".to_owned(), "B".to_owned(), "C".to_owned()];
        let tally =
            Tally::new(&names, [(1, 20), (2, 20), (4, 10), (3, 6), (6, 3), (7, 1)]).unwrap();
        let found = chao(&tally);
        assert!((found.total - (60.0 + 2.0 / 3.0 * 50.0 * 49.0 / 20.0)).abs() < 1e-9);
        assert!(found.low > 60.0 && found.high > found.total);
        assert!(mth(&tally).unwrap().total > 60.0);
    }
}
