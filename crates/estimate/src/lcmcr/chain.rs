//! One Markov chain: Hamiltonian steps with persons summed out, and Gibbs sweeps.
//!
//! The sweep alone moves by about one person's worth of information at a time;
//! the Hamiltonian step crosses the posterior of the occupied classes, the sweep
//! refreshes empty classes and swaps labels. Both keep the same target, so their
//! alternation does. Invariant: step length and scales are fixed when warm-up
//! ends; only draws after that count.

use crate::lcmcr::posterior::{Evaluation, Problem};
use crate::lcmcr::sweep::{Persons, relabel, sweep, unseen};
use crate::numeric::{exp, log};
use crate::random::Random;

/// Where a chain starts; chains start far from each other on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// Everybody in one class.
    OneClass,
    /// Classes of equal weight with scattered lists.
    ManyClasses,
    /// A draw from the prior.
    Prior,
    /// Most persons unseen.
    MostlyUnseen,
}

/// Starts of the first four chains; further chains repeat them with other random numbers.
pub(crate) const STARTS: [Start; 4] = [
    Start::OneClass,
    Start::ManyClasses,
    Start::Prior,
    Start::MostlyUnseen,
];

/// Leapfrog steps of a trajectory, at most.
const LONGEST: usize = 80;

/// A chain between two draws.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    problem: Problem,
    random: Random,
    point: Vec<f64>,
    here: Evaluation,
    there: Evaluation,
    persons: Persons,
    n0: f64,
    step: f64,
    scale: Vec<f64>,
    moved: Vec<f64>,
    momentum: Vec<f64>,
    tried: u64,
    accepted: f64,
}

impl Chain {
    pub(crate) fn new(problem: &Problem, start: Start, mut random: Random) -> Chain {
        let (lists, k) = (problem.lists, problem.classes);
        let mut point = vec![0.0; problem.width()];
        for j in 0..lists {
            let size: f64 = problem
                .patterns
                .iter()
                .zip(&problem.counts)
                .filter(|(p, _)| *p >> j & 1 == 1)
                .map(|(_, c)| c)
                .sum();
            let logit = log((size + 0.5) / (problem.n - size + 0.5));
            for class in 0..k {
                point[j * k + class] = match start {
                    Start::OneClass => logit + 0.01 * random.normal(),
                    Start::ManyClasses => logit + 1.5 * random.normal(),
                    Start::Prior => {
                        random.log_gamma(problem.prior.a).max(-30.0)
                            - random.log_gamma(problem.prior.b).max(-30.0)
                    }
                    Start::MostlyUnseen => logit - 3.0 + 0.3 * random.normal(),
                };
            }
        }
        for class in 0..k - 1 {
            point[lists * k + class] = match start {
                Start::OneClass => 4.0,
                Start::ManyClasses => -log((k - class) as f64 - 1.0),
                Start::Prior | Start::MostlyUnseen => random.normal(),
            };
        }
        Chain {
            here: Evaluation::new(problem),
            there: Evaluation::new(problem),
            persons: Persons::new(problem),
            n0: 0.0,
            step: 0.02,
            scale: vec![1.0; problem.width()],
            moved: point.clone(),
            momentum: vec![0.0; point.len()],
            point,
            problem: problem.clone(),
            random,
            tried: 0,
            accepted: 0.0,
        }
    }

    /// Share of Hamiltonian proposals accepted since warm-up.
    pub(crate) fn acceptance(&self) -> f64 {
        self.accepted / self.tried.max(1) as f64
    }

    /// Classes with at least one person after the last sweep.
    pub(crate) fn occupied(&self) -> usize {
        self.persons.occupied()
    }

    /// Runs `iterations` of warm-up, a fifth of them sweeps only.
    pub(crate) fn warm_up(&mut self, iterations: usize) {
        let plain = iterations / 5;
        for _ in 0..plain {
            self.here.probabilities(&self.problem, &self.point);
            self.gibbs();
        }
        let width = self.point.len();
        let (mut sum, mut squares, mut seen) = (vec![0.0; width], vec![0.0; width], 0.0);
        let settled = iterations - (iterations - plain) / 4;
        let mut steps = 0.0;
        let windows = [
            plain + (iterations - plain) / 4,
            plain + (iterations - plain) * 5 / 8,
        ];
        for i in plain..iterations {
            let rate = self.hamiltonian();
            // Robbins-Monro on the logarithm of the step, towards 80 % acceptance.
            let gain = 1.5 / libm::sqrt((i - plain) as f64 + 5.0);
            self.step = (self.step * exp(gain * (rate - 0.8))).clamp(1e-5, 3.0);
            for (d, &v) in self.point.iter().enumerate() {
                sum[d] += v.clamp(-20.0, 20.0);
                squares[d] += v.clamp(-20.0, 20.0) * v.clamp(-20.0, 20.0);
            }
            seen += 1.0;
            if i >= settled {
                steps += log(self.step);
            }
            self.gibbs();
            if windows.contains(&i) {
                for d in 0..width {
                    let variance: f64 = squares[d] / seen - (sum[d] / seen) * (sum[d] / seen);
                    self.scale[d] = (variance * seen / (seen + 5.0) + 1e-3).sqrt();
                }
                sum.fill(0.0);
                squares.fill(0.0);
                seen = 0.0;
                self.step = 0.2;
            }
        }
        self.step = exp(steps / (iterations - settled) as f64);
        self.tried = 0;
        self.accepted = 0.0;
    }

    /// One draw of the number of unseen persons.
    pub(crate) fn draw(&mut self) -> f64 {
        let rate = self.hamiltonian();
        self.tried += 1;
        self.accepted += rate;
        self.gibbs();
        self.n0
    }

    /// Total, then one sweep from the probabilities in `here`.
    fn gibbs(&mut self) {
        let p0 = self.here.cell[self.problem.patterns.len() - 1];
        self.n0 = unseen(&self.problem, p0, &mut self.random);
        sweep(
            &self.problem,
            &self.here,
            self.n0,
            &mut self.point,
            &mut self.persons,
            &mut self.random,
        );
        relabel(&self.problem, &mut self.point, &mut self.random);
    }

    /// One trajectory of random length; returns its acceptance probability. Leaves `here` at the point.
    fn hamiltonian(&mut self) -> f64 {
        let free = self.point.len() - 1;
        self.here.gradient(&self.problem, &self.point);
        let density = self.here.log_density(&self.problem, &self.point);
        let mut kinetic = 0.0;
        for p in &mut self.momentum[..free] {
            *p = self.random.normal();
            kinetic += *p * *p;
        }
        self.momentum[free] = 0.0;
        self.moved.copy_from_slice(&self.point);
        let steps = LONGEST / 4 + self.random.below(LONGEST * 3 / 4);
        // Coordinates are divided by their scale, so that all have the same step.
        let careful = if self.random.uniform() < 0.15 {
            0.25
        } else {
            1.0
        };
        let step = self.step * careful * (0.6 + 0.5 * self.random.uniform());
        let kick = |momentum: &mut [f64], gradient: &[f64], scale: &[f64], length: f64| {
            for ((p, g), s) in momentum.iter_mut().zip(gradient).zip(scale) {
                *p += length * s * g;
            }
        };
        kick(
            &mut self.momentum,
            &self.here.gradient,
            &self.scale,
            0.5 * step,
        );
        for i in 0..steps {
            for ((x, p), s) in self.moved.iter_mut().zip(&self.momentum).zip(&self.scale) {
                *x += step * s * p;
            }
            self.there.gradient(&self.problem, &self.moved);
            let length = if i + 1 == steps { 0.5 * step } else { step };
            kick(
                &mut self.momentum,
                &self.there.gradient,
                &self.scale,
                length,
            );
        }
        let after: f64 = self.momentum[..free].iter().map(|p| p * p).sum();
        let change =
            self.there.log_density(&self.problem, &self.moved) - density + 0.5 * (kinetic - after);
        if change.is_nan() {
            return 0.0;
        }
        let rate = exp(change.min(0.0));
        if self.random.uniform() < rate {
            std::mem::swap(&mut self.point, &mut self.moved);
            std::mem::swap(&mut self.here, &mut self.there);
        }
        rate
    }
}
