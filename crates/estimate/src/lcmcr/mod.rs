//! How many, if persons fall into classes within which lists are independent?
//!
//! Bayesian non-parametric latent classes (Manrique-Vallier 2016): a truncated
//! stick-breaking mixture, `p(N)` proportional to `1/N`, no cap on the total. Four
//! or more chains from far-apart starts run until they agree or the budget ends.
//! Invariant: an answer that has not converged says so; the same tally, settings
//! and seed give the same draws on any number of threads.

pub(crate) mod chain;
pub(crate) mod posterior;
pub(crate) mod prior;
pub(crate) mod sweep;

use crate::convergence::{Convergence, convergence};
use crate::density::{Mode, modes};
use crate::numeric::log;
use crate::random::Random;
use crate::tally::Tally;
use chain::{Chain, STARTS};
pub use prior::Lists;
use rayon::prelude::*;
use serde::Serialize;

/// Settings of the latent class model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClassSettings {
    /// Largest number of classes; `None` is 10, or `2^lists - 1` if that is less.
    pub classes: Option<usize>,
    /// Number of chains, at least 4.
    pub chains: usize,
    /// Prior on list probabilities.
    pub lists: Lists,
    /// Iterations of each chain that are thrown away.
    pub warm_up: usize,
    /// Largest number of counted iterations of each chain.
    pub budget: usize,
    /// Largest R-hat that counts as agreement.
    pub r_hat: f64,
    /// Least effective number of draws, for the middle and for the tails.
    pub effective: f64,
}

impl Default for ClassSettings {
    fn default() -> ClassSettings {
        ClassSettings {
            classes: None,
            chains: 4,
            lists: Lists::Uniform,
            warm_up: 1_500,
            budget: 32_000,
            r_hat: 1.01,
            effective: 400.0,
        }
    }
}

/// Draws from the posterior of the total and what they are worth.
#[derive(Clone, Debug)]
pub struct ClassPosterior {
    /// Totals, one vector for each chain.
    pub chains: Vec<Vec<f64>>,
    /// Agreement of the chains on the logarithm of the unseen.
    pub convergence: Convergence,
    /// Whether the settings' limits were met within the budget.
    pub converged: bool,
    /// Mean number of classes with at least one person, over the chains' last sweeps.
    pub occupied: f64,
    /// Share of Hamiltonian proposals accepted.
    pub acceptance: f64,
    /// Heaps of draws.
    pub modes: Vec<Mode>,
    /// Share of draws with more than twenty times the documented persons.
    pub beyond: f64,
    /// Number of classes allowed.
    pub classes: usize,
}

impl ClassPosterior {
    /// All totals, chain after chain.
    pub fn draws(&self) -> Vec<f64> {
        self.chains.concat()
    }
}

/// Runs the chains.
pub fn lcmcr(tally: &Tally, settings: &ClassSettings, seed: u64) -> ClassPosterior {
    let problem = problem(tally, settings);
    let digest = tally.digest();
    let n = problem.n;
    let purpose = match settings.lists {
        Lists::Uniform => "classes",
        Lists::Expansion { .. } => "classes expansion",
    };
    let mut chains: Vec<Chain> = (0..settings.chains.max(4))
        .into_par_iter()
        .map(|c| {
            let random = Random::new(&digest, seed, purpose, c as u64);
            let mut chain = Chain::new(&problem, STARTS[c % STARTS.len()], random);
            chain.warm_up(settings.warm_up.max(100));
            chain
        })
        .collect();
    let mut draws: Vec<Vec<f64>> = vec![Vec::new(); chains.len()];
    let mut spent = 0;
    let mut round = 1_000.min(settings.budget.max(100));
    let (found, converged) = loop {
        let more: Vec<Vec<f64>> = chains
            .par_iter_mut()
            .map(|chain| (0..round).map(|_| chain.draw()).collect())
            .collect();
        for (all, new) in draws.iter_mut().zip(more) {
            all.extend(new);
        }
        spent += round;
        let logs: Vec<Vec<f64>> = draws
            .iter()
            .map(|c| c.iter().map(|n0| log(n0.max(0.1))).collect())
            .collect();
        let found = convergence(&logs);
        let enough = |ess: f64| ess.is_nan() || ess >= settings.effective;
        if found.r_hat <= settings.r_hat && enough(found.ess_bulk) && enough(found.ess_tail) {
            break (found, true);
        }
        if spent >= settings.budget {
            break (found, false);
        }
        if found.r_hat > 1.05 {
            // Still on the way from the starts: what was drawn so far is warm-up.
            draws.iter_mut().for_each(Vec::clear);
        }
        round = spent.min(settings.budget - spent).max(1);
    };
    let totals: Vec<Vec<f64>> = draws
        .into_iter()
        .map(|c| c.into_iter().map(|n0| n + n0).collect())
        .collect();
    let all = totals.concat();
    let share = chains.len() as f64;
    ClassPosterior {
        convergence: found,
        converged,
        occupied: chains.iter().map(|c| c.occupied() as f64).sum::<f64>() / share,
        acceptance: chains.iter().map(Chain::acceptance).sum::<f64>() / share,
        modes: modes(n, &all),
        beyond: all.iter().filter(|&&t| t > 21.0 * n).count() as f64 / all.len() as f64,
        classes: problem.classes,
        chains: totals,
    }
}

fn problem(tally: &Tally, settings: &ClassSettings) -> posterior::Problem {
    let lists = tally.lists().len();
    let most = if lists < 5 { (1 << lists) - 1 } else { 10 };
    let (mut patterns, mut counts): (Vec<u32>, Vec<f64>) =
        tally.cells().iter().map(|&(p, c)| (p, c as f64)).unzip();
    patterns.push(0);
    counts.push(0.0);
    posterior::Problem {
        lists,
        classes: settings.classes.unwrap_or(10.min(most)).clamp(1, 50),
        patterns,
        counts,
        n: tally.n() as f64,
        prior: settings.lists.beta(lists),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{exp, lgamma};

    /// One class has an exact posterior: `1/N · N!/(N-n)! · Π B(1+n_j, 1+N-n_j)`.
    #[test]
    fn one_class_agrees_with_its_exact_sum() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        let tally = Tally::new(
            &names,
            [(1, 20), (2, 16), (4, 11), (3, 9), (5, 5), (6, 6), (7, 3)],
        )
        .unwrap();
        let settings = ClassSettings {
            classes: Some(1),
            effective: 8_000.0,
            ..Default::default()
        };
        let found = lcmcr(&tally, &settings, 1);
        let draws = found.draws();
        let n = tally.n() as f64;
        let logs: Vec<f64> = (0..3000)
            .map(|m| {
                let total = n + f64::from(m);
                let sizes: f64 = tally
                    .sizes()
                    .iter()
                    .map(|&s| {
                        let s = s as f64;
                        lgamma(1.0 + s) + lgamma(1.0 + total - s) - lgamma(2.0 + total)
                    })
                    .sum();
                lgamma(total + 1.0) - lgamma(f64::from(m) + 1.0) - log(total) + sizes
            })
            .collect();
        let top = crate::numeric::log_sum_exp(&logs);
        let total: f64 = logs.iter().map(|l| exp(l - top)).sum();
        for at in [15, 20, 25, 30, 35, 45, 60] {
            let exact = logs[..=at].iter().map(|l| exp(l - top)).sum::<f64>() / total;
            let value = n + at as f64;
            let drawn = draws.iter().filter(|&&t| t <= value).count() as f64 / draws.len() as f64;
            assert!(
                (exact - drawn).abs() < 0.015,
                "n0 <= {at}: {exact} and {drawn}"
            );
        }
    }

    /// Two classes on few persons, by summing over every split of every pattern.
    #[test]
    fn two_classes_agree_with_a_brute_force_sum() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        let cells = [(1u32, 3u64), (2, 2), (4, 2), (3, 2), (6, 1), (7, 2)];
        let tally = Tally::new(&names, cells).unwrap();
        let n = tally.n() as usize;
        let most = 120;
        // E[V^a (1-V)^b] with the concentration summed out, V ~ Beta(1, α), α ~ Gamma(1/4, rate 1/4),
        // by the midpoint rule on log α.
        let size = n + most + 1;
        let table: Vec<f64> = (0..=size).map(|k| lgamma(k as f64 + 1.0)).collect();
        let nodes: Vec<(f64, f64)> = (0..600)
            .map(|i| {
                let t = -60.0 + 0.11 * (f64::from(i) + 0.5);
                let alpha = exp(t);
                // Density of log α, up to a constant.
                (alpha, 0.25 * t - 0.25 * alpha)
            })
            .collect();
        let sticks = |a: usize, b: usize| -> f64 {
            let logs: Vec<f64> = nodes
                .iter()
                .map(|&(alpha, weight)| {
                    weight + log(alpha) + table[a] + lgamma(alpha + b as f64)
                        - lgamma(alpha + b as f64 + a as f64 + 1.0)
                })
                .collect();
            crate::numeric::log_sum_exp(&logs)
        };
        // Class margins of every split of the observed patterns, joined when equal.
        let mut splits: std::collections::BTreeMap<[usize; 4], f64> = [([0; 4], 1.0)].into();
        for &(pattern, count) in tally.cells() {
            let mut next = std::collections::BTreeMap::new();
            for (margin, ways) in &splits {
                for first in 0..=count as usize {
                    let mut m = *margin;
                    m[3] += first;
                    for (j, on) in m.iter_mut().take(3).enumerate() {
                        if pattern >> j & 1 == 1 {
                            *on += first;
                        }
                    }
                    let choose =
                        exp(table[count as usize] - table[first] - table[count as usize - first]);
                    *next.entry(m).or_insert(0.0) += ways * choose;
                }
            }
            splits = next;
        }
        let sizes: Vec<usize> = tally.sizes().iter().map(|&s| s as usize).collect();
        let beta = |on: usize, all: usize| table[on] + table[all - on] - table[all + 1];
        let mut by_unseen = vec![0.0; most + 1];
        let stick: Vec<Vec<f64>> = (0..=n + most)
            .map(|a| (0..=n + most - a).map(|b| sticks(a, b)).collect())
            .collect();
        for (margin, ways) in &splits {
            for (unseen, sum) in by_unseen.iter_mut().enumerate() {
                for first in 0..=unseen {
                    let a = margin[3] + first;
                    let b = n + unseen - a;
                    let mut l = stick[a][b] + table[unseen] - table[first] - table[unseen - first];
                    for j in 0..3 {
                        l += beta(margin[j], a) + beta(sizes[j] - margin[j], b);
                    }
                    // N!/(n0! Π f!) / N, without the constant.
                    l += table[n + unseen] - table[unseen] - log((n + unseen) as f64);
                    *sum += ways * exp(l);
                }
            }
        }
        let total: f64 = by_unseen.iter().sum();
        let settings = ClassSettings {
            classes: Some(2),
            effective: 8_000.0,
            ..Default::default()
        };
        let found = lcmcr(&tally, &settings, 3);
        let inside: Vec<f64> = found
            .draws()
            .into_iter()
            .filter(|&t| t <= (n + most) as f64)
            .collect();
        for at in [2usize, 5, 10, 20, 40, 80] {
            let exact = by_unseen[..=at].iter().sum::<f64>() / total;
            let drawn = inside.iter().filter(|&&t| t <= (n + at) as f64).count() as f64
                / inside.len() as f64;
            assert!(
                (exact - drawn).abs() < 0.02,
                "n0 <= {at}: {exact} and {drawn}"
            );
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_draws() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        let tally = Tally::new(
            &names,
            [(1, 20), (2, 16), (4, 11), (3, 9), (5, 5), (6, 6), (7, 3)],
        )
        .unwrap();
        let settings = ClassSettings {
            warm_up: 200,
            budget: 200,
            ..Default::default()
        };
        let run = |threads| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap()
                .install(|| lcmcr(&tally, &settings, 7).draws())
        };
        assert_eq!(run(1), run(3));
    }
}
