//! What does the model believe about lists before it sees them?
//!
//! With a uniform prior on list probabilities the prior chance to be on no list
//! is `2^-J`: many sparse lists tell the model that everybody is documented. The
//! other prior says what ratio of population to documented is plausible and
//! spreads it over the lists, so that adding lists says nothing by itself.

use crate::lcmcr::posterior::ListPrior;
use crate::numeric::{digamma, gamma_cdf, log, root, trigamma};
use serde::Serialize;

/// Prior on the probability to be on a list, within a class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lists {
    /// Uniform between 0 and 1 (the original model).
    Uniform,
    /// The ratio of population to documented, in one class, lies between these with 95 %.
    Expansion {
        /// 2.5 % point, above 1.
        low: f64,
        /// 97.5 % point.
        high: f64,
    },
}

impl Lists {
    /// Parameters of the beta prior for `lists` lists.
    ///
    /// With `s = -log p0 = log E - log(E - 1)` a gamma is fitted to the two points of `s`; the beta
    /// for "not on a list" has the mean and variance of its negative logarithm, times the number of
    /// lists, equal to the gamma's.
    pub(crate) fn beta(self, lists: usize) -> ListPrior {
        let Lists::Expansion { low, high } = self else {
            return ListPrior { a: 1.0, b: 1.0 };
        };
        let s = |e: f64| log(e) - log(e - 1.0);
        let (s_low, s_high) = (s(high.max(low * 1.0001)), s(low.max(1.000_001)));
        // The ratio of the two quantiles falls as the shape grows.
        let quantile = |shape: f64, p: f64| {
            let mut top = shape + 10.0;
            while gamma_cdf(shape, top) < p {
                top *= 2.0;
            }
            root(|x| gamma_cdf(shape, x) - p, 0.0, top)
        };
        let shape = libm::exp(root(
            |t| {
                let shape = libm::exp(t);
                log(quantile(shape, 0.975) / quantile(shape, 0.025)) - log(s_high / s_low)
            },
            -1.5,
            6.0,
        ));
        let rate = quantile(shape, 0.975) / s_high;
        let lists = lists as f64;
        let (mean, variance) = (shape / rate / lists, shape / (rate * rate) / lists);
        let second = |first: f64| {
            root(
                |t| digamma(first + libm::exp(t)) - digamma(first) - mean,
                -25.0,
                25.0,
            )
        };
        let first = libm::exp(root(
            |t| {
                let first = libm::exp(t);
                let second = libm::exp(second(first));
                trigamma(first) - trigamma(first + second) - variance
            },
            -12.0,
            12.0,
        ));
        ListPrior {
            a: libm::exp(second(first)),
            b: first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{exp, quantile, sorted};
    use crate::random::Random;

    #[test]
    fn the_expansion_prior_has_the_points_that_were_asked_for() {
        let mut random = Random::new(&[5; 32], 1, "prior", 0);
        for (lists, low, high) in [(4, 1.1, 3.0), (10, 1.1, 3.0), (5, 1.1, 1.5), (8, 1.1, 5.0)] {
            let prior = Lists::Expansion { low, high }.beta(lists);
            let ratios: Vec<f64> = (0..40_000)
                .map(|_| {
                    let s: f64 = (0..lists)
                        .map(|_| random.log_beta(prior.a, prior.b).1)
                        .sum();
                    1.0 / (1.0 - exp(s))
                })
                .collect();
            let ordered = sorted(&ratios);
            let found = (quantile(&ordered, 0.025), quantile(&ordered, 0.975));
            assert!(
                (found.0 / low - 1.0).abs() < 0.06,
                "{lists} {low} {high}: {found:?} {prior:?}"
            );
            assert!(
                (found.1 / high - 1.0).abs() < 0.12,
                "{lists} {low} {high}: {found:?} {prior:?}"
            );
        }
    }
}
