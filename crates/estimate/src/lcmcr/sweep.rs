//! One Gibbs sweep over persons in classes, total, lists, sticks and concentration.
//!
//! The seven steps of Manrique-Vallier (2016) on the rows of the tally, then random
//! swaps of two classes' contents that keep the sticks and are accepted with
//! `(π_q/π_p)^(N_p - N_q)`. Invariant: counts of persons, never persons; logits,
//! never clamped probabilities. The neighbour `posterior` has the same target with
//! the persons summed out.

use crate::lcmcr::posterior::{CONCENTRATION, Evaluation, ListPrior, Problem};
use crate::numeric::{exp, log};
use crate::random::Random;

/// Counts of persons in classes, kept between sweeps for their memory only.
#[derive(Clone, Debug)]
pub(crate) struct Persons {
    /// Persons of class k on list j, at `j * classes + k`.
    on: Vec<f64>,
    /// Persons of class k, seen and unseen.
    all: Vec<f64>,
}

impl Persons {
    pub(crate) fn new(problem: &Problem) -> Persons {
        Persons {
            on: vec![0.0; problem.lists * problem.classes],
            all: vec![0.0; problem.classes],
        }
    }

    /// Number of classes that hold at least one person.
    pub(crate) fn occupied(&self) -> usize {
        self.all.iter().filter(|&&n| n > 0.0).count()
    }
}

/// Number of unseen persons given the chance to be unseen (exact for the prior `1/N`):
/// negative binomial as a Poisson with a gamma mean.
pub(crate) fn unseen(problem: &Problem, p0: f64, random: &mut Random) -> f64 {
    let odds = p0 / (1.0 - p0);
    let mean = exp(random.log_gamma(problem.n)) * odds;
    // Beyond a thousand million the Poisson's own spread is lost in the mean's.
    if mean < 1e9 {
        random.poisson(mean) as f64
    } else {
        mean.round()
    }
}

/// One sweep from `point`, whose probabilities `here` holds, for `n0` unseen persons.
pub(crate) fn sweep(
    problem: &Problem,
    here: &Evaluation,
    n0: f64,
    point: &mut [f64],
    persons: &mut Persons,
    random: &mut Random,
) {
    let k = problem.classes;
    persons.on.fill(0.0);
    persons.all.fill(0.0);
    let last = problem.patterns.len() - 1;
    for (x, joint) in here.joint.chunks_exact(k).enumerate() {
        let count = if x == last {
            n0.min(1e15)
        } else {
            problem.counts[x]
        };
        let pattern = problem.patterns[x];
        random.split(count as u64, joint, |class, part| {
            let part = part as f64;
            persons.all[class] += part;
            let mut lists = pattern;
            while lists != 0 {
                let j = lists.trailing_zeros() as usize;
                lists &= lists - 1;
                persons.on[j * k + class] += part;
            }
        });
    }
    // Swaps: the larger class likes the larger stick.
    for _ in 0..k {
        let (p, q) = (random.below(k), random.below(k));
        if p == q {
            continue;
        }
        let difference = persons.all[p] - persons.all[q];
        if difference == 0.0 {
            continue;
        }
        let ratio =
            difference * (log(here.weight[q].max(1e-300)) - log(here.weight[p].max(1e-300)));
        if ratio >= 0.0 || random.uniform() < exp(ratio) {
            persons.all.swap(p, q);
            for j in 0..problem.lists {
                persons.on.swap(j * k + p, j * k + q);
            }
        }
    }
    let ListPrior { a, b } = problem.prior;
    for j in 0..problem.lists {
        for class in 0..k {
            let on = persons.on[j * k + class];
            point[j * k + class] =
                random.log_gamma(a + on) - random.log_gamma(b + persons.all[class] - on);
        }
    }
    // Concentration given the sticks as they are, then the sticks given it and the persons.
    let sticks = &mut point[problem.lists * k..];
    let mut spread = 0.0;
    for &t in &sticks[..k - 1] {
        spread += softplus(t);
    }
    let concentration =
        exp(random.log_gamma(CONCENTRATION.0 + k as f64 - 1.0) - log(CONCENTRATION.1 + spread));
    let mut behind = 0.0;
    for class in (0..k - 1).rev() {
        behind += persons.all[class + 1];
        sticks[class] =
            random.log_gamma(1.0 + persons.all[class]) - random.log_gamma(concentration + behind);
    }
    sticks[k - 1] = 0.0;
}

/// Exchanges whole classes, weight and lists together, where the order of sticks asks for it.
///
/// The data do not see the exchange; only the density of the weights under stick-breaking with the
/// concentration summed out does: `(b - log π_K)^-(a+K-1) / (π_K Π rest_k)` with `rest_k = Σ_{l≥k} π_l`.
/// Without this step a chain whose largest class sits behind small ones stays there for very long.
pub(crate) fn relabel(problem: &Problem, point: &mut [f64], random: &mut Random) {
    let k = problem.classes;
    let (logits, sticks) = point.split_at_mut(problem.lists * k);
    let mut weight = vec![0.0; k];
    let mut rest = 0.0;
    for class in 0..k - 1 {
        weight[class] = rest - softplus(-sticks[class]);
        rest -= softplus(sticks[class]);
    }
    weight[k - 1] = rest;
    let mut behind = vec![0.0; k];
    let mut now = order_density(&weight, &mut behind);
    let mut changed = false;
    for _ in 0..k.div_ceil(2) {
        let (p, q) = (random.below(k), random.below(k));
        if p == q {
            continue;
        }
        weight.swap(p, q);
        let then = order_density(&weight, &mut behind);
        if then >= now || random.uniform() < exp(then - now) {
            now = then;
            changed = true;
            for j in 0..problem.lists {
                logits.swap(j * k + p, j * k + q);
            }
        } else {
            weight.swap(p, q);
        }
    }
    if changed {
        order_density(&weight, &mut behind);
        for class in 0..k - 1 {
            sticks[class] = weight[class] - behind[class + 1];
        }
    }
}

/// Log density of log weights in this order, up to what no order changes; fills `log rest_k`.
fn order_density(weight: &[f64], behind: &mut [f64]) -> f64 {
    let k = weight.len();
    behind[k - 1] = weight[k - 1];
    let mut sum =
        -weight[k - 1] - (CONCENTRATION.0 + k as f64 - 1.0) * log(CONCENTRATION.1 - weight[k - 1]);
    for class in (0..k - 1).rev() {
        let (a, b) = (weight[class], behind[class + 1]);
        behind[class] = a.max(b) + softplus(-(a - b).abs());
        if class > 0 {
            sum -= behind[class];
        }
    }
    sum
}

/// `log(1 + e^t)`.
fn softplus(t: f64) -> f64 {
    if t > 35.0 { t } else { libm::log1p(exp(t)) }
}
