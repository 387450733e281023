//! How are estimates from several imputations or draws of links joined?
//!
//! Two named rules. *Pooling draws* keeps the shape and is used wherever draws
//! exist. The *rule of replicates* joins means and variances of the logarithm of
//! the unseen (Rubin's rules as HRDAG's verdata applies them). Invariant: the
//! rule that was used is named beside the number.

use crate::numeric::{exp, log, mean, student_quantile, variance};
use crate::random::Random;
use serde::Serialize;

/// A total joined over replicates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Combined {
    /// Mean over replicates of the mean total.
    pub total: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Number of replicates.
    pub replicates: usize,
}

/// Joins replicates, each with its documented persons and its draws of the total; `None` for fewer than two.
///
/// With `W` the mean variance and `B` the variance of the means of `log n0` (0 counts as 0.1),
/// `T = W + (R+1)/R B`, `df = (R-1)(1 + W R/((R+1)B))²`, limits `exp(mean ± t sqrt T)` plus the rounded mean of
/// the documented.
pub fn combine(replicates: &[(f64, &[f64])]) -> Option<Combined> {
    let r = replicates.len() as f64;
    if replicates.len() < 2 || replicates.iter().any(|(_, d)| d.len() < 2) {
        return None;
    }
    let logs: Vec<Vec<f64>> = replicates
        .iter()
        .map(|(n, draws)| {
            draws
                .iter()
                .map(|t| if t - n > 0.0 { log(t - n) } else { log(0.1) })
                .collect()
        })
        .collect();
    let means: Vec<f64> = logs.iter().map(|l| mean(l)).collect();
    let within = mean(&logs.iter().map(|l| variance(l)).collect::<Vec<f64>>());
    let between = variance(&means);
    let total = within + (r + 1.0) / r * between;
    let documented = mean(&replicates.iter().map(|(n, _)| *n).collect::<Vec<f64>>()).round();
    let unseen = mean(
        &replicates
            .iter()
            .map(|(n, draws)| mean(&draws.iter().map(|t| t - n).collect::<Vec<f64>>()))
            .collect::<Vec<f64>>(),
    );
    let df = if between > 0.0 {
        let part = 1.0 + within / ((r + 1.0) / r * between);
        (r - 1.0) * part * part
    } else {
        f64::INFINITY
    };
    let t = student_quantile(0.975, df.min(1e8));
    let half = t * total.sqrt();
    let centre = mean(&means);
    Some(Combined {
        total: documented + unseen,
        low: documented + exp(centre - half),
        high: documented + exp(centre + half),
        replicates: replicates.len(),
    })
}

/// Number of draws in a pool or a sum.
pub(crate) const POOL: usize = 4_000;

/// Equal shares of every replicate's draws, by evenly spaced draws in their order.
pub(crate) fn pool(replicates: &[&[f64]]) -> Vec<f64> {
    let each = (POOL / replicates.len().max(1)).max(50);
    replicates
        .iter()
        .filter(|d| !d.is_empty())
        .flat_map(|d| {
            let d = *d;
            (0..each).map(move |i| d[i * d.len() / each])
        })
        .collect()
}

/// Sums of draws of independent parts: each draw of the sum takes one draw of every part.
pub(crate) fn add(parts: &[&[f64]], random: &mut Random) -> Vec<f64> {
    if parts.iter().any(|p| p.is_empty()) {
        return Vec::new();
    }
    (0..POOL)
        .map(|_| parts.iter().map(|p| p[random.below(p.len())]).sum())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_replicates_keep_their_interval_and_unequal_ones_widen_it() {
        let mut random = Random::new(&[2; 32], 1, "replicates", 0);
        let mut draws = |centre: f64| -> Vec<f64> {
            (0..4000)
                .map(|_| 1000.0 + exp(centre + 0.2 * random.normal()))
                .collect()
        };
        let (a, b, c) = (draws(6.0), draws(6.0), draws(6.5));
        let same = combine(&[(1000.0, &a), (1000.0, &b)]).unwrap();
        assert!(
            (same.low - 1000.0 - exp(6.0 - 1.96 * 0.2)).abs() < 12.0,
            "{same:?}"
        );
        assert!(
            (same.high - 1000.0 - exp(6.0 + 1.96 * 0.2)).abs() < 25.0,
            "{same:?}"
        );
        let apart = combine(&[(1000.0, &a), (1000.0, &c)]).unwrap();
        assert!(apart.high - apart.low > 1.5 * (same.high - same.low));
        assert!(combine(&[(1000.0, &a)]).is_none());
    }
}
