//! How many, by log-linear models?
//!
//! Counts are Poisson with a logarithm that is a sum of main effects and
//! interactions; the unseen cell is the exponential of the intercept (Fienberg
//! 1972; Cormack 1989). Fitting is Newton's method: the information matrix of two
//! terms is the fitted count of persons on the lists of both, a look-up after one
//! superset sum. Invariant: only designs with existence code 0 are fitted. The
//! neighbours are `hierarchy` (gate) and `bootstrap` (interval over selection).

use crate::hierarchy::{Design, Existence, Model, Table};
use crate::numeric::{exp, lgamma, log};
use crate::tally::Pattern;
use rayon::prelude::*;

/// The largest number of lists for log-linear models (2^10 cells).
pub const MOST_LISTS: usize = 10;

/// A fitted log-linear model.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Estimated number of persons on no list.
    pub n0: f64,
    /// Standard error of the logarithm of `n0`.
    pub log_n0_error: f64,
    /// Poisson log-likelihood.
    pub log_likelihood: f64,
    /// Number of parameters: intercept, main effects, interactions, and those at minus infinity.
    pub parameters: usize,
    /// Bayesian information criterion.
    pub bic: f64,
    pub(crate) beta: Vec<f64>,
}

impl Fit {
    /// Log-normal interval for the total: `n + exp(b0 ± z se)`.
    pub fn log_normal_interval(&self, n: f64, z: f64) -> (f64, f64) {
        let centre = log(self.n0);
        (
            n + exp(centre - z * self.log_n0_error),
            n + exp(centre + z * self.log_n0_error),
        )
    }
}

/// Memory for fits, so that thousands of them allocate once.
#[derive(Default)]
pub(crate) struct Workspace {
    mu: Vec<f64>,
    sums: Vec<f64>,
    matrix: Vec<f64>,
    step: Vec<f64>,
    target: Vec<f64>,
    trial: Vec<f64>,
}

/// Adds, for every cell, what all cells with more lists hold.
fn superset_sums(values: &mut [f64], lists: usize) {
    for j in 0..lists {
        let half = 1 << j;
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (l, h) in low.iter_mut().zip(high) {
                *l += *h;
            }
        }
    }
}

/// Adds, for every cell, what all cells with fewer lists hold.
fn subset_sums(values: &mut [f64], lists: usize) {
    for j in 0..lists {
        let half = 1 << j;
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (l, h) in low.iter().zip(high) {
                *h += *l;
            }
        }
    }
}

impl Workspace {
    /// Fitted counts of `beta` into `mu`; true when all are finite.
    fn fitted(&mut self, design: &Design, lists: usize, beta: &[f64], unseen: bool) {
        self.mu.clear();
        self.mu.resize(1 << lists, 0.0);
        for (&term, &b) in design.columns.iter().zip(beta) {
            self.mu[term as usize] = b;
        }
        subset_sums(&mut self.mu, lists);
        for (x, mu) in self.mu.iter_mut().enumerate() {
            let inside = design.kept[x] || (x == 0 && unseen);
            *mu = if inside { exp(mu.min(600.0)) } else { 0.0 };
        }
    }

    /// Solves `information(mu) step = right` by Cholesky; false when the matrix is not positive.
    fn solve(&mut self, design: &Design, lists: usize, right: &[f64]) -> bool {
        self.sums.clear();
        self.sums.extend_from_slice(&self.mu);
        superset_sums(&mut self.sums, lists);
        let p = design.columns.len();
        self.matrix.resize(p * p, 0.0);
        for i in 0..p {
            for j in 0..=i {
                self.matrix[i * p + j] =
                    self.sums[(design.columns[i] | design.columns[j]) as usize];
            }
        }
        if !cholesky(&mut self.matrix, p) {
            return false;
        }
        self.step.clear();
        self.step.extend_from_slice(right);
        forward(&self.matrix, p, &mut self.step);
        backward(&self.matrix, p, &mut self.step);
        true
    }
}

/// Lower Cholesky factor in place.
pub(crate) fn cholesky(m: &mut [f64], p: usize) -> bool {
    for i in 0..p {
        let (above, row) = m.split_at_mut(i * p);
        for j in 0..i {
            let other = &above[j * p..j * p + j + 1];
            let mut sum = row[j];
            for k in 0..j {
                sum -= row[k] * other[k];
            }
            row[j] = sum / other[j];
        }
        let mut diagonal = row[i];
        for value in &row[..i] {
            diagonal -= value * value;
        }
        if diagonal.is_nan() || diagonal <= 1e-13 * row[i].abs() {
            return false;
        }
        row[i] = diagonal.sqrt();
    }
    true
}

pub(crate) fn forward(l: &[f64], p: usize, v: &mut [f64]) {
    for i in 0..p {
        let mut sum = v[i];
        for k in 0..i {
            sum -= l[i * p + k] * v[k];
        }
        v[i] = sum / l[i * p + i];
    }
}

pub(crate) fn backward(l: &[f64], p: usize, v: &mut [f64]) {
    for i in (0..p).rev() {
        let mut sum = v[i];
        for k in i + 1..p {
            sum -= l[k * p + i] * v[k];
        }
        v[i] = sum / l[i * p + i];
    }
}

/// Fits a design with code 0; `counts[0]` enters only when `unseen` (for profiles over the total).
///
/// Returns the coefficients and leaves fitted counts and Cholesky factor in the workspace.
fn newton(
    design: &Design,
    lists: usize,
    counts: &[f64],
    unseen: bool,
    start: Option<&[f64]>,
    work: &mut Workspace,
) -> Option<Vec<f64>> {
    let p = design.columns.len();
    let inside = |x: usize| design.kept[x] || (x == 0 && unseen);
    // f*: persons on all lists of each term.
    let mut totals: Vec<f64> = (0..counts.len())
        .map(|x| if inside(x) { counts[x] } else { 0.0 })
        .collect();
    superset_sums(&mut totals, lists);
    let wanted: Vec<f64> = design.columns.iter().map(|&t| totals[t as usize]).collect();
    let mut beta = match start {
        Some(start) => start.to_vec(),
        None => {
            // One weighted least squares step from the counts themselves.
            work.mu = (0..counts.len())
                .map(|x| if inside(x) { counts[x] + 0.5 } else { 0.0 })
                .collect();
            work.target = (0..counts.len())
                .map(|x| {
                    let m = work.mu[x];
                    if m > 0.0 {
                        m * log(m) + counts[x] - m
                    } else {
                        0.0
                    }
                })
                .collect();
            superset_sums(&mut work.target, lists);
            let right: Vec<f64> = design
                .columns
                .iter()
                .map(|&t| work.target[t as usize])
                .collect();
            if !work.solve(design, lists, &right) {
                return None;
            }
            work.step.clone()
        }
    };
    let likelihood = |work: &Workspace, beta: &[f64]| {
        let linear: f64 = wanted.iter().zip(beta).map(|(w, b)| w * b).sum();
        linear - work.mu.iter().sum::<f64>()
    };
    work.fitted(design, lists, &beta, unseen);
    let mut value = likelihood(work, &beta);
    let mut gradient = vec![0.0; p];
    for _ in 0..200 {
        work.sums.clear();
        work.sums.extend_from_slice(&work.mu);
        superset_sums(&mut work.sums, lists);
        for ((g, &w), &t) in gradient.iter_mut().zip(&wanted).zip(&design.columns) {
            *g = w - work.sums[t as usize];
        }
        if !work.solve(design, lists, &gradient) {
            return None;
        }
        let decrement: f64 = gradient.iter().zip(&work.step).map(|(g, s)| g * s).sum();
        if decrement < 1e-16 * (1.0 + value.abs()) || decrement < 1e-11 {
            // One last full step costs nothing and squares the error away.
            for (b, s) in beta.iter_mut().zip(&work.step) {
                *b += s;
            }
            work.fitted(design, lists, &beta, unseen);
            return Some(beta);
        }
        let step = std::mem::take(&mut work.step);
        let mut length = 1.0;
        let mut moved = false;
        for _ in 0..40 {
            work.trial.clear();
            work.trial
                .extend(beta.iter().zip(&step).map(|(b, s)| b + length * s));
            let trial = std::mem::take(&mut work.trial);
            work.fitted(design, lists, &trial, unseen);
            let next = likelihood(work, &trial);
            if next.is_finite() && next >= value - 1e-12 * value.abs() {
                beta.copy_from_slice(&trial);
                work.trial = trial;
                value = next;
                moved = true;
                break;
            }
            work.trial = trial;
            length *= 0.5;
        }
        work.step = step;
        if !moved {
            return None;
        }
    }
    None
}

/// Fits `model` to `table`; `None` when its existence code is not 0.
pub fn fit(model: &Model, table: &Table) -> Option<Fit> {
    let design = Design::new(model, table);
    fit_design(&design, table, None, &mut Workspace::default())
}

/// Fits a prepared design, from given coefficients if there are any.
pub(crate) fn fit_design(
    design: &Design,
    table: &Table,
    start: Option<&[f64]>,
    work: &mut Workspace,
) -> Option<Fit> {
    if design.existence != Existence::Fine {
        return None;
    }
    let beta = newton(design, table.lists, &table.counts, false, start, work)?;
    let n = table.n();
    let mut log_likelihood = 0.0;
    for (x, &count) in table.counts.iter().enumerate() {
        if design.kept[x] {
            log_likelihood -= work.mu[x];
            if count > 0.0 {
                log_likelihood += count * log(work.mu[x]) - lgamma(count + 1.0);
            }
        }
    }
    let p = design.columns.len();
    let parameters = p + design.removed;
    // The intercept is the first row: solve for its unit vector.
    let mut unit = vec![0.0; p];
    unit[0] = 1.0;
    forward(&work.matrix, p, &mut unit);
    let log_n0_error = unit.iter().map(|v| v * v).sum::<f64>().sqrt();
    let n0 = exp(beta[0]);
    if !n0.is_finite() {
        return None;
    }
    Some(Fit {
        n0,
        log_n0_error,
        log_likelihood,
        parameters,
        bic: -2.0 * log_likelihood + parameters as f64 * log(n),
        beta,
    })
}

/// A model of the family with its place by BIC.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The model.
    pub model: Model,
    /// Its fit.
    pub fit: Fit,
}

/// All models that can be fitted, best BIC first, and how many could not be, by existence code.
#[derive(Clone, Debug)]
pub struct Family {
    /// Fitted models, best first.
    pub ranked: Vec<Ranked>,
    /// How many models have existence code 0, 1, 2, 3, 4.
    pub codes: [usize; 5],
}

/// Gates and fits all `models`.
pub fn fit_all(models: &[Model], table: &Table) -> Family {
    let outcomes: Vec<(u8, Option<Fit>)> = models
        .par_iter()
        .with_min_len(32)
        .map_init(Workspace::default, |work, model| {
            let design = Design::new(model, table);
            (
                design.existence.code(),
                fit_design(&design, table, None, work),
            )
        })
        .collect();
    let mut codes = [0; 5];
    let mut ranked = Vec::new();
    for (model, (code, fit)) in models.iter().zip(outcomes) {
        codes[code as usize] += 1;
        if let Some(fit) = fit {
            ranked.push(Ranked {
                model: model.clone(),
                fit,
            });
        }
    }
    ranked.sort_by(|a, b| a.fit.bic.total_cmp(&b.fit.bic).then(a.model.cmp(&b.model)));
    Family { ranked, codes }
}

/// Maximum of the multinomial profile likelihood over the total, with the interval where it drops
/// by half the 95 % quantile of chi-square with one degree of freedom.
///
/// `(total, low, high)`; `high` is infinite when the likelihood stays flat.
pub fn profile(model: &Model, table: &Table) -> Option<(f64, f64, f64)> {
    const DROP: f64 = 1.920_729_410_347_062;
    let design = Design::new(model, table);
    let mut work = Workspace::default();
    let start = fit_design(&design, table, None, &mut work)?;
    let n = table.n();
    let mut beta = start.beta.clone();
    let mut counts = table.counts.clone();
    let mut likelihood = |n0: f64| -> f64 {
        counts[0] = n0;
        let Some(found) = newton(&design, table.lists, &counts, true, Some(&beta), &mut work)
        else {
            return f64::NEG_INFINITY;
        };
        beta.clone_from(&found);
        let total = n + n0;
        let mut sum = lgamma(total + 1.0) - lgamma(n0 + 1.0);
        for (x, &count) in counts.iter().enumerate() {
            if count > 0.0 {
                sum += count * log(work.mu[x] / total);
            }
        }
        sum
    };
    // Golden section on log n0, wide first.
    let centre = log(start.n0.max(1e-6));
    let (mut a, mut b) = (centre - 3.0, centre + 3.0);
    let ratio = 0.618_033_988_749_894_9;
    let (mut c, mut d) = (b - ratio * (b - a), a + ratio * (b - a));
    let (mut fc, mut fd) = (likelihood(exp(c)), likelihood(exp(d)));
    while b - a > 1e-7 {
        if fc > fd {
            (b, d, fd) = (d, c, fc);
            c = b - ratio * (b - a);
            fc = likelihood(exp(c));
        } else {
            (a, c, fc) = (c, d, fd);
            d = a + ratio * (b - a);
            fd = likelihood(exp(d));
        }
    }
    let best = 0.5 * (a + b);
    let top = likelihood(exp(best));
    let mut edge = |direction: f64| -> f64 {
        let mut step = 0.1;
        let mut inner = best;
        let mut outer = best + direction * step;
        while likelihood(exp(outer)) > top - DROP {
            inner = outer;
            step *= 1.6;
            outer += direction * step;
            if (outer - best).abs() > 25.0 {
                return if direction > 0.0 { f64::INFINITY } else { 0.0 };
            }
        }
        for _ in 0..60 {
            let middle = 0.5 * (inner + outer);
            if likelihood(exp(middle)) > top - DROP {
                inner = middle;
            } else {
                outer = middle;
            }
        }
        exp(0.5 * (inner + outer))
    };
    let low = edge(-1.0);
    let high = edge(1.0);
    Some((n + exp(best), n + low, n + high))
}

/// Adds pairs one at a time (Chan, Silverman and Vincent 2021): the pair whose observed overlap is
/// least likely under the current fit, while its probability is below `threshold` and the larger
/// model exists.
pub fn stepwise(table: &Table, threshold: f64) -> Option<Ranked> {
    stepwise_in(table, threshold, &mut Workspace::default())
}

pub(crate) fn stepwise_in(table: &Table, threshold: f64, work: &mut Workspace) -> Option<Ranked> {
    let mut totals = table.counts.clone();
    superset_sums(&mut totals, table.lists);
    let mut pairs: Vec<Pattern> = Vec::new();
    let mut model = Model::independence();
    let mut design = Design::new(&model, table);
    let mut fitted = fit_design(&design, table, None, work)?;
    loop {
        let mut expected = work.mu.clone();
        superset_sums(&mut expected, table.lists);
        let mut candidates: Vec<(f64, Pattern)> = Vec::new();
        for i in 0..table.lists {
            for j in i + 1..table.lists {
                let pair: Pattern = 1 << i | 1 << j;
                if !pairs.contains(&pair) {
                    let p = rarity(totals[pair as usize], expected[pair as usize]);
                    if p < threshold {
                        candidates.push((p, pair));
                    }
                }
            }
        }
        candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut added = false;
        for (_, pair) in candidates {
            let mut with = pairs.clone();
            with.push(pair);
            let larger = Model::with(&with);
            let larger_design = Design::new(&larger, table);
            if larger_design.existence == Existence::Fine
                && let Some(next) = fit_design(&larger_design, table, None, work)
            {
                (pairs, model, design, fitted) = (with, larger, larger_design, next);
                added = true;
                break;
            }
        }
        if !added {
            debug_assert_eq!(design.existence, Existence::Fine);
            return Some(Ranked { model, fit: fitted });
        }
    }
}

/// Smaller of `P(X <= k)` and `P(X >= k)` for a Poisson variate.
fn rarity(k: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if k > 0.0 { 0.0 } else { 1.0 };
    }
    // Far in a tail the sum is not needed: any number below every threshold will do, ordered by distance.
    let at = exp(k * log(mean) - mean - lgamma(k + 1.0));
    if k <= mean {
        let (mut sum, mut term, mut i) = (0.0, at, k);
        while i >= 0.0 && term > 1e-18 * sum {
            sum += term;
            term *= i / mean;
            i -= 1.0;
        }
        sum.min(1.0 - sum + at)
    } else {
        let (mut sum, mut term, mut i) = (0.0, at, k);
        while term > 1e-18 * sum && term > 0.0 {
            sum += term;
            i += 1.0;
            term *= mean / i;
        }
        sum.min(1.0 - sum + at)
    }
}
