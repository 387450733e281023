//! How likely are these classes, with persons, total and concentration summed out?
//!
//! With the prior `1/N` the total sums out to `Π (p_x / (1 - p0))^f_x`, and the
//! concentration of the sticks to `(b + S)^-(a+K-1)` with `S = -Σ log(1 - V_k)`.
//! What is left lives on logits of list probabilities and of sticks, is smooth,
//! and its gradient costs one pass over the observed patterns. Invariant: the
//! same target as the sweep of the neighbour `sweep`, which keeps all variables.

use crate::numeric::log;

/// Shape and rate of the gamma prior of the concentration.
pub(crate) const CONCENTRATION: (f64, f64) = (0.25, 0.25);

/// Beta prior of every list's probability in every class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ListPrior {
    pub(crate) a: f64,
    pub(crate) b: f64,
}

/// A tally laid out for the sampler; the last pattern is the unseen one, with count 0.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) lists: usize,
    pub(crate) classes: usize,
    pub(crate) patterns: Vec<u32>,
    pub(crate) counts: Vec<f64>,
    pub(crate) n: f64,
    pub(crate) prior: ListPrior,
}

impl Problem {
    /// Number of coordinates: a logit for each list and class, then one for each stick (the last unused).
    pub(crate) fn width(&self) -> usize {
        (self.lists + 1) * self.classes
    }
}

/// Everything that follows from a point, in linear space.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    /// Probability to be on list j in class k, then not to be, at `j * classes + k`.
    pub(crate) on: Vec<f64>,
    pub(crate) off: Vec<f64>,
    /// Their ratio.
    odds: Vec<f64>,
    /// Sticks and class weights.
    pub(crate) stick: Vec<f64>,
    pub(crate) weight: Vec<f64>,
    /// Joint probability of pattern and class, and its sum over classes.
    pub(crate) joint: Vec<f64>,
    pub(crate) cell: Vec<f64>,
    /// Gradient of the log density.
    pub(crate) gradient: Vec<f64>,
    total: Vec<f64>,
}

/// Exponential of values between -708 and 708 that the compiler can lay side by side.
///
/// Cody-Waite reduction and a polynomial of degree 12; relative error below 3e-16.
#[inline(always)]
fn exponential(x: f64) -> f64 {
    const MAGIC: f64 = 6_755_399_441_055_744.0;
    let x = x.clamp(-708.0, 708.0);
    let shifted = x * std::f64::consts::LOG2_E + MAGIC;
    let k = shifted - MAGIC;
    let r = (x - k * 6.931_471_803_691_238e-1) - k * 1.908_214_929_270_587_7e-10;
    let p = 1.0 / 479_001_600.0;
    let p = p * r + 1.0 / 39_916_800.0;
    let p = p * r + 1.0 / 3_628_800.0;
    let p = p * r + 1.0 / 362_880.0;
    let p = p * r + 1.0 / 40_320.0;
    let p = p * r + 1.0 / 5_040.0;
    let p = p * r + 1.0 / 720.0;
    let p = p * r + 1.0 / 120.0;
    let p = p * r + 1.0 / 24.0;
    let p = p * r + 1.0 / 6.0;
    let p = p * r + 0.5;
    let p = p * r + 1.0;
    let p = p * r + 1.0;
    p * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

impl Evaluation {
    pub(crate) fn new(problem: &Problem) -> Evaluation {
        let k = problem.classes;
        let m = problem.patterns.len();
        Evaluation {
            on: vec![0.0; problem.lists * k],
            off: vec![0.0; problem.lists * k],
            odds: vec![0.0; problem.lists * k],
            stick: vec![0.0; k],
            weight: vec![0.0; k],
            joint: vec![0.0; m * k],
            cell: vec![0.0; m],
            gradient: vec![0.0; problem.width()],
            total: vec![0.0; k],
        }
    }

    /// Probabilities at a point, without the gradient.
    pub(crate) fn probabilities(&mut self, problem: &Problem, point: &[f64]) {
        let k = problem.classes;
        let (logits, sticks) = point.split_at(problem.lists * k);
        for (((on, off), odds), &t) in self
            .on
            .iter_mut()
            .zip(&mut self.off)
            .zip(&mut self.odds)
            .zip(logits)
        {
            let e = exponential(-t);
            let inverse = 1.0 / (1.0 + e);
            *on = inverse;
            *off = e * inverse;
            *odds = 1.0 / e;
        }
        let mut rest = 1.0;
        for ((stick, weight), &t) in self
            .stick
            .iter_mut()
            .zip(&mut self.weight)
            .zip(sticks)
            .take(k - 1)
        {
            let e = exponential(-t);
            let inverse = 1.0 / (1.0 + e);
            *stick = inverse;
            *weight = rest * inverse;
            rest *= e * inverse;
        }
        self.stick[k - 1] = 1.0;
        self.weight[k - 1] = rest;
        // On no list, class by class; every other pattern is this times the odds of its lists.
        self.total.copy_from_slice(&self.weight);
        for off in self.off.chunks_exact(k) {
            for (value, f) in self.total.iter_mut().zip(off) {
                *value *= f;
            }
        }
        for ((joint, cell), &pattern) in self
            .joint
            .chunks_exact_mut(k)
            .zip(&mut self.cell)
            .zip(&problem.patterns)
        {
            joint.copy_from_slice(&self.total);
            let mut lists = pattern;
            while lists != 0 {
                let j = lists.trailing_zeros() as usize;
                lists &= lists - 1;
                for (value, f) in joint.iter_mut().zip(&self.odds[j * k..(j + 1) * k]) {
                    *value *= f;
                }
            }
            *cell = joint.iter().sum();
        }
    }

    /// Probabilities and gradient at a point.
    pub(crate) fn gradient(&mut self, problem: &Problem, point: &[f64]) {
        self.probabilities(problem, point);
        let k = problem.classes;
        let (by_logit, by_stick) = self.gradient.split_at_mut(problem.lists * k);
        by_logit.fill(0.0);
        self.total.fill(0.0);
        let last = problem.patterns.len() - 1;
        for (x, joint) in self.joint.chunks_exact(k).enumerate() {
            let scale = if x == last {
                problem.n / (1.0 - self.cell[last])
            } else {
                problem.counts[x] / self.cell[x]
            };
            for (t, v) in self.total.iter_mut().zip(joint) {
                *t += scale * v;
            }
            let mut lists = problem.patterns[x];
            while lists != 0 {
                let j = lists.trailing_zeros() as usize;
                lists &= lists - 1;
                for (g, v) in by_logit[j * k..(j + 1) * k].iter_mut().zip(joint) {
                    *g += scale * v;
                }
            }
        }
        let ListPrior { a, b } = problem.prior;
        for (row, on) in by_logit.chunks_exact_mut(k).zip(self.on.chunks_exact(k)) {
            for ((g, &p), &t) in row.iter_mut().zip(on).zip(&self.total) {
                *g += a - (t + a + b) * p;
            }
        }
        let spread = spread(&self.stick, &point[problem.lists * k..]);
        let pull = (CONCENTRATION.0 + k as f64 - 1.0) / (CONCENTRATION.1 + spread);
        let mut behind = 0.0;
        by_stick[k - 1] = 0.0;
        for s in (0..k - 1).rev() {
            behind += self.total[s + 1];
            let v = self.stick[s];
            by_stick[s] = (self.total[s] + 1.0) * (1.0 - v) - v * (behind + pull);
        }
    }

    /// Log density at the point last given to [`Evaluation::probabilities`].
    pub(crate) fn log_density(&self, problem: &Problem, point: &[f64]) -> f64 {
        let k = problem.classes;
        let last = problem.patterns.len() - 1;
        let mut sum = -problem.n * libm::log1p(-self.cell[last]);
        for (&count, &p) in problem.counts.iter().zip(&self.cell).take(last) {
            sum += count * log(p);
        }
        let (logits, sticks) = point.split_at(problem.lists * k);
        let ListPrior { a, b } = problem.prior;
        for &t in logits {
            // a log λ + b log(1-λ)
            sum -= (a + b) * softplus(-t) + b * t;
        }
        for &t in &sticks[..k - 1] {
            sum -= softplus(-t);
        }
        sum - (CONCENTRATION.0 + k as f64 - 1.0)
            * log(CONCENTRATION.1 + spread(&self.stick, sticks))
    }
}

/// `-Σ log(1 - V_k)` over the free sticks.
fn spread(stick: &[f64], logits: &[f64]) -> f64 {
    let free = stick.len() - 1;
    // 1 - V loses its digits near 1, where -log(1-V) is the logit itself.
    let mut product = 1.0;
    let mut sum = 0.0;
    for (&v, &t) in stick[..free].iter().zip(logits) {
        if t > 20.0 {
            sum += t;
        } else {
            product *= 1.0 - v;
            if product < 1e-200 {
                sum -= log(product);
                product = 1.0;
            }
        }
    }
    sum - log(product)
}

/// `log(1 + e^t)`.
fn softplus(t: f64) -> f64 {
    if t > 35.0 {
        t
    } else {
        libm::log1p(crate::numeric::exp(t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn the_exponential_is_right_to_the_last_digits() {
        for i in -7000..7000 {
            let x = f64::from(i) * 0.1013;
            let exact = libm::exp(x.clamp(-708.0, 708.0));
            assert!((exponential(x) / exact - 1.0).abs() < 4e-16, "{x}");
        }
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_density() {
        let problem = Problem {
            lists: 3,
            classes: 4,
            patterns: vec![1, 2, 4, 3, 6, 7, 0],
            counts: vec![30.0, 20.0, 12.0, 9.0, 4.0, 2.0, 0.0],
            n: 77.0,
            prior: ListPrior { a: 1.3, b: 2.1 },
        };
        let mut random = Random::new(&[3; 32], 1, "gradient", 0);
        let point: Vec<f64> = (0..problem.width())
            .map(|_| 1.5 * random.normal())
            .collect();
        let mut here = Evaluation::new(&problem);
        here.gradient(&problem, &point);
        for i in 0..problem.width() - 1 {
            let step = 1e-5;
            let mut moved = point.clone();
            let mut at = |d: f64| {
                moved[i] = point[i] + d;
                here_density(&problem, &moved)
            };
            let slope = (at(step) - at(-step)) / (2.0 * step);
            assert!(
                (slope - here.gradient[i]).abs() < 1e-4 * (1.0 + slope.abs()),
                "{i}"
            );
        }
    }

    fn here_density(problem: &Problem, point: &[f64]) -> f64 {
        let mut e = Evaluation::new(problem);
        e.probabilities(problem, point);
        e.log_density(problem, point)
    }
}
