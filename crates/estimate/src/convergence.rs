//! Have the chains found the same answer, and how many independent draws are they worth?
//!
//! Rank-normalised split R-hat and bulk and tail effective sample sizes (Vehtari,
//! Gelman, Simpson, Carpenter and Bürkner 2021). Invariant: chains are of equal
//! length and are split in halves, so that a drift within one chain counts too.

use crate::numeric::{mean, normal_quantile, quantile, sorted, variance};
use serde::Serialize;

/// What several chains of one quantity say about each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Convergence {
    /// Larger of the rank-normalised split R-hat and that of the folded draws; 1 is perfect.
    pub r_hat: f64,
    /// Effective number of draws for the middle of the distribution.
    pub ess_bulk: f64,
    /// Smaller effective number of draws for the 5 % and the 95 % point.
    pub ess_tail: f64,
}

/// Convergence of `chains`, each with the same number of draws (at least 8).
pub fn convergence(chains: &[Vec<f64>]) -> Convergence {
    let halves: Vec<&[f64]> = chains
        .iter()
        .flat_map(|c| {
            let half = c.len() / 2;
            [&c[..half], &c[c.len() - half..]]
        })
        .collect();
    let all: Vec<f64> = halves.iter().flat_map(|h| h.iter().copied()).collect();
    let ordered = sorted(&all);
    let median = quantile(&ordered, 0.5);
    let split = |values: &[f64]| -> Vec<Vec<f64>> {
        values
            .chunks(halves[0].len())
            .map(<[f64]>::to_vec)
            .collect()
    };
    let normal = split(&rank_normal(&all));
    let folded: Vec<f64> = all.iter().map(|v| (v - median).abs()).collect();
    let folded = split(&rank_normal(&folded));
    let tail = |p: f64| {
        let limit = quantile(&ordered, p);
        let below: Vec<f64> = all
            .iter()
            .map(|&v| f64::from(u8::from(v <= limit)))
            .collect();
        effective(&split(&below))
    };
    Convergence {
        r_hat: r_hat(&normal).max(r_hat(&folded)),
        ess_bulk: effective(&normal),
        ess_tail: tail(0.05).min(tail(0.95)),
    }
}

/// Normal scores of average ranks.
fn rank_normal(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut scores = vec![0.0; values.len()];
    let mut i = 0;
    while i < order.len() {
        let mut j = i;
        while j + 1 < order.len() && values[order[j + 1]] == values[order[i]] {
            j += 1;
        }
        let rank = (i + j) as f64 / 2.0 + 1.0;
        let score = normal_quantile_fast((rank - 0.375) / (values.len() as f64 + 0.25));
        for &o in &order[i..=j] {
            scores[o] = score;
        }
        i = j + 1;
    }
    scores
}

/// Normal quantile to about nine digits by Newton steps from a rational start (Abramowitz and Stegun 26.2.23).
fn normal_quantile_fast(p: f64) -> f64 {
    if !(1e-12..=1.0 - 1e-12).contains(&p) {
        return normal_quantile(p);
    }
    let tail = p.min(1.0 - p);
    let t = (-2.0 * crate::numeric::log(tail)).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    // z is the upper tail's quantile.
    let density = 0.398_942_280_401_432_7 * crate::numeric::exp(-0.5 * z * z);
    z += (0.5 * libm::erfc(z / std::f64::consts::SQRT_2) - tail) / density;
    if p < 0.5 { -z } else { z }
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let n = chains[0].len() as f64;
    let means: Vec<f64> = chains.iter().map(|c| mean(c)).collect();
    let within = mean(&chains.iter().map(|c| variance(c)).collect::<Vec<f64>>());
    let between = n * variance(&means);
    if within <= 0.0 {
        return if between > 0.0 { f64::INFINITY } else { 1.0 };
    }
    (((n - 1.0) / n * within + between / n) / within).sqrt()
}

/// Effective sample size by Geyer's initial monotone sequence over all chains.
fn effective(chains: &[Vec<f64>]) -> f64 {
    let m = chains.len() as f64;
    let length = chains[0].len();
    let n = length as f64;
    let means: Vec<f64> = chains.iter().map(|c| mean(c)).collect();
    let within = mean(&chains.iter().map(|c| variance(c)).collect::<Vec<f64>>());
    if within <= 0.0 {
        return f64::NAN;
    }
    let pooled = (n - 1.0) / n * within + variance(&means);
    let covariance = |lag: usize| -> f64 {
        let sum: f64 = chains
            .iter()
            .zip(&means)
            .map(|(c, mu)| {
                c[..length - lag]
                    .iter()
                    .zip(&c[lag..])
                    .map(|(a, b)| (a - mu) * (b - mu))
                    .sum::<f64>()
                    / n
            })
            .sum();
        sum / m
    };
    // The unbiased within-variance enters with the covariances of denominator n.
    let correlation = |lag: usize| 1.0 - (within - covariance(lag) * n / (n - 1.0)) / pooled;
    let mut sum = 0.0;
    let mut previous = f64::INFINITY;
    let mut lag = 0;
    while lag + 1 < length {
        let even = if lag == 0 { 1.0 } else { correlation(lag) };
        let pair = even + correlation(lag + 1);
        if pair <= 0.0 {
            break;
        }
        previous = pair.min(previous);
        sum += previous;
        lag += 2;
    }
    let tau = (-1.0 + 2.0 * sum).max(1.0 / crate::numeric::log(m * n).max(1.0));
    m * n / tau
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn autoregressive(rho: f64, shift: f64, index: u64) -> Vec<f64> {
        let mut r = Random::new(&[7; 32], 1, "ar", index);
        let mut x = r.normal();
        (0..5000)
            .map(|_| {
                x = rho * x + (1.0 - rho * rho).sqrt() * r.normal();
                x + shift
            })
            .collect()
    }

    #[test]
    fn the_effective_size_of_an_autoregression_is_known() {
        let chains: Vec<Vec<f64>> = (0..4).map(|i| autoregressive(0.8, 0.0, i)).collect();
        let found = convergence(&chains);
        let expected = 20_000.0 * 0.2 / 1.8;
        assert!((found.ess_bulk / expected - 1.0).abs() < 0.15, "{found:?}");
        assert!(found.r_hat < 1.01);
    }

    #[test]
    fn chains_apart_are_seen() {
        let chains: Vec<Vec<f64>> = (0..4)
            .map(|i| autoregressive(0.5, if i == 3 { 2.0 } else { 0.0 }, i))
            .collect();
        let found = convergence(&chains);
        assert!(found.r_hat > 1.1 && found.ess_bulk < 100.0, "{found:?}");
    }
}
