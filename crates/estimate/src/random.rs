//! Where do random numbers come from?
//!
//! One generator (xoshiro256++), seeded from the hash of the tally, the user's
//! seed and the name of the use, so that two tallies, methods or chains never
//! share numbers and every run can be repeated. Variates that can be tiny are
//! drawn on the logarithmic scale. Invariant: no clock, no system entropy.

use crate::numeric::{exp, lgamma, log};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A source of random numbers for one use.
#[derive(Clone, Debug)]
pub struct Random {
    bits: Xoshiro256PlusPlus,
    spare: Option<f64>,
}

impl Random {
    /// The generator for one use (`purpose`, `index`) of one tally under one user's seed.
    pub fn new(digest: &[u8; 32], seed: u64, purpose: &str, index: u64) -> Random {
        let mut sha = Sha256::new();
        sha.update(digest);
        sha.update(seed.to_be_bytes());
        sha.update(purpose.as_bytes());
        sha.update(index.to_be_bytes());
        Random {
            bits: Xoshiro256PlusPlus::from_seed(sha.finalize().into()),
            spare: None,
        }
    }

    /// Uniform on the open interval (0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.bits.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }

    /// Uniform on 0..n.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits.next_u64()) * n as u128) >> 64) as usize
    }

    /// Standard normal (Marsaglia's polar method).
    #[inline]
    pub fn normal(&mut self) -> f64 {
        if let Some(z) = self.spare.take() {
            return z;
        }
        loop {
            let u = 2.0 * self.uniform() - 1.0;
            let v = 2.0 * self.uniform() - 1.0;
            let s = u * u + v * v;
            if s < 1.0 && s > 0.0 {
                let scale = libm::sqrt(-2.0 * log(s) / s);
                self.spare = Some(v * scale);
                return u * scale;
            }
        }
    }

    /// Logarithm of a gamma variate with scale 1 (Marsaglia and Tsang 2000; small shapes by the power of a uniform).
    pub fn log_gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.log_gamma(shape + 1.0) + log(self.uniform()) / shape;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let z = self.normal();
            let v = 1.0 + c * z;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = self.uniform();
            let z2 = z * z;
            if u < 1.0 - 0.0331 * z2 * z2 || log(u) < 0.5 * z2 + d * (1.0 - v + log(v)) {
                return log(d * v);
            }
        }
    }

    /// `(log y, log(1 - y))` of a beta variate `y`.
    pub fn log_beta(&mut self, a: f64, b: f64) -> (f64, f64) {
        let (x, y) = (self.log_gamma(a), self.log_gamma(b));
        let top = x.max(y);
        let sum = top + log(exp(x - top) + exp(y - top));
        (x - sum, y - sum)
    }

    /// Poisson: inversion for small means, transformed rejection (Hörmann 1993, PTRS) for others.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            return 0;
        }
        if mean < 12.0 {
            let mut k = 0;
            let mut p = exp(-mean);
            let mut u = self.uniform();
            while u > p && k < 1000 {
                u -= p;
                k += 1;
                p *= mean / k as f64;
            }
            return k;
        }
        let smu = libm::sqrt(mean);
        let b = 0.931 + 2.53 * smu;
        let a = -0.059 + 0.024_83 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let v_r = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= v_r {
                return k as u64;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            if log(v * inverse_alpha / (a / (us * us) + b))
                <= k * log(mean) - mean - lgamma(k + 1.0)
            {
                return k as u64;
            }
        }
    }

    /// Binomial: inversion for small means, transformed rejection (Hörmann 1993, BTRS) for others.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        if p > 0.5 {
            return n - self.binomial(n, 1.0 - p);
        }
        let size = n as f64;
        if n == 1 {
            return u64::from(self.uniform() < p);
        }
        if size * p < 10.0 {
            let q = 1.0 - p;
            let odds = p / q;
            let start = if n < 16 {
                (1..n).fold(q, |power, _| power * q)
            } else {
                exp(size * libm::log1p(-p))
            };
            let mut k = 0u64;
            let mut mass = start;
            let mut u = self.uniform();
            while u > mass && k < n {
                u -= mass;
                k += 1;
                mass *= odds * (size - k as f64 + 1.0) / k as f64;
            }
            return k;
        }
        let spread = libm::sqrt(size * p * (1.0 - p));
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let c = size * p + 0.5;
        let v_r = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * spread;
        let log_odds = log(p / (1.0 - p));
        let mode = ((size + 1.0) * p).floor();
        let h = lgamma(mode + 1.0) + lgamma(size - mode + 1.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + c).floor();
            if us >= 0.07 && v <= v_r {
                return k as u64;
            }
            if k < 0.0 || k > size {
                continue;
            }
            if log(v * alpha / (a / (us * us) + b))
                <= h - lgamma(k + 1.0) - lgamma(size - k + 1.0) + (k - mode) * log_odds
            {
                return k as u64;
            }
        }
    }

    /// Splits `n` into as many parts as there are weights (multinomial), adding each part through `take`.
    pub fn split(&mut self, n: u64, weights: &[f64], mut take: impl FnMut(usize, u64)) {
        let total: f64 = weights.iter().sum();
        if n == 1 {
            let mut u = self.uniform() * total;
            for (k, w) in weights.iter().enumerate() {
                u -= w;
                if u < 0.0 || k + 1 == weights.len() {
                    take(k, 1);
                    return;
                }
            }
        }
        let (mut left, mut rest) = (n, total);
        for (k, &w) in weights.iter().enumerate() {
            if left == 0 {
                return;
            }
            let part = if k + 1 == weights.len() {
                left
            } else {
                self.binomial(left, w / rest)
            };
            if part > 0 {
                take(k, part);
            }
            left -= part;
            rest -= w;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draws: impl Iterator<Item = f64>) -> (f64, f64) {
        let all: Vec<f64> = draws.collect();
        (crate::numeric::mean(&all), crate::numeric::variance(&all))
    }

    #[test]
    fn variates_have_the_moments_of_their_distributions() {
        let mut r = Random::new(&[0; 32], 1, "test", 0);
        let n = 200_000;
        for (size, p) in [
            (5, 0.3),
            (40, 0.1),
            (400, 0.4),
            (400, 0.9),
            (100_000, 0.001),
        ] {
            let (m, v) = moments((0..n).map(|_| r.binomial(size, p) as f64));
            let (em, ev) = (size as f64 * p, size as f64 * p * (1.0 - p));
            assert!(
                (m - em).abs() < 5.0 * (ev / n as f64).sqrt(),
                "binomial {size} {p}: {m}"
            );
            assert!((v / ev - 1.0).abs() < 0.03, "binomial {size} {p}: {v} {ev}");
        }
        for mean in [0.5, 8.0, 30.0, 5000.0] {
            let (m, v) = moments((0..n).map(|_| r.poisson(mean) as f64));
            assert!((m - mean).abs() < 5.0 * (mean / n as f64).sqrt());
            assert!((v / mean - 1.0).abs() < 0.03);
        }
        for shape in [0.3, 1.0, 7.5] {
            let (m, v) = moments((0..n).map(|_| exp(r.log_gamma(shape))));
            assert!((m / shape - 1.0).abs() < 0.02, "gamma {shape}: {m}");
            assert!((v / shape - 1.0).abs() < 0.05);
        }
        let (m, v) = moments((0..n).map(|_| r.normal()));
        assert!(m.abs() < 0.01 && (v - 1.0).abs() < 0.02);
    }
}
