//! How uncertain is an estimate whose model was chosen by looking at the data?
//!
//! Bias-corrected and accelerated bootstrap (Efron 1987) around the whole choice:
//! every resample chooses again, among the best models of the real table by BIC
//! (Silverman, Chan and Vincent 2024) or by adding pairs stepwise (Chan, Silverman
//! and Vincent 2021). Invariant: the interval never speaks for one chosen model.
//! Resamples are independent, so any number of threads gives the same bytes.

use crate::hierarchy::{Design, Existence, Table};
use crate::loglinear::{Ranked, Workspace, fit_design, stepwise_in};
use crate::numeric::{lgamma, log, normal_cdf, normal_quantile, quantile_unbiased, sorted};
use crate::random::Random;
use crate::tally::Tally;
use rayon::prelude::*;
use std::collections::HashMap;

/// How each resample chooses its model.
#[derive(Clone, Copy, Debug)]
pub enum Choice<'a> {
    /// By BIC among these models, the best of the real table.
    Best(&'a [Ranked]),
    /// By adding pairs while the least likely one is below this probability.
    Stepwise(f64),
}

/// A BCa interval.
#[derive(Clone, Debug)]
pub struct Interval {
    /// The estimate on the real table.
    pub total: f64,
    /// Lower limit of the 95 % interval.
    pub low: f64,
    /// Upper limit of the 95 % interval.
    pub high: f64,
    /// Totals of the resamples that gave one, in order of their number.
    pub resamples: Vec<f64>,
    /// The corrected distribution as ordered quantiles, one for each resample: its central 95 % is the
    /// interval. This is what may be pooled and added; the resamples themselves are biased.
    pub draws: Vec<f64>,
    /// Resamples without a finite estimate.
    pub failed: usize,
    /// Bias correction.
    pub bias: f64,
    /// Acceleration.
    pub acceleration: f64,
}

/// Designs already decided, by model and by which cells are zero.
type Decided = HashMap<(usize, u64), Design>;

struct Chooser<'a> {
    choice: Choice<'a>,
    work: Workspace,
    decided: Decided,
}

impl Chooser<'_> {
    /// The total that the choice gives for a table.
    fn total(&mut self, table: &Table) -> Option<f64> {
        match self.choice {
            Choice::Stepwise(threshold) => {
                stepwise_in(table, threshold, &mut self.work).map(|r| table.n() + r.fit.n0)
            }
            Choice::Best(models) => self.best(models, table),
        }
    }

    fn best(&mut self, models: &[Ranked], table: &Table) -> Option<f64> {
        let n = table.n();
        let zeros =
            table.counts.iter().enumerate().fold(
                0u64,
                |bits, (x, &c)| if c > 0.0 { bits | 1 << x } else { bits },
            );
        // No model can beat the saturated likelihood.
        let saturated: f64 = table
            .counts
            .iter()
            .filter(|&&c| c > 0.0)
            .map(|&c| c * log(c) - c - lgamma(c + 1.0))
            .sum();
        let mut best: Option<(f64, f64)> = None;
        for (m, ranked) in models.iter().enumerate() {
            let floor = -2.0 * saturated + ranked.fit.parameters as f64 * log(n);
            if best.is_some_and(|(bic, _)| floor >= bic) {
                continue;
            }
            let design = self
                .decided
                .entry((m, zeros))
                .or_insert_with(|| Design::new(&ranked.model, table));
            if design.existence != Existence::Fine {
                continue;
            }
            let same = design.columns.len() == ranked.fit.beta.len();
            let start = same.then_some(ranked.fit.beta.as_slice());
            if let Some(fit) = fit_design(design, table, start, &mut self.work)
                && best.is_none_or(|(bic, _)| fit.bic < bic)
            {
                best = Some((fit.bic, n + fit.n0));
            }
        }
        best.map(|(_, total)| total)
    }
}

/// The BCa interval of a choice, from `resamples` multinomial resamples of the documented persons.
///
/// `None` when the real table gives no estimate or fewer than half of the resamples do.
pub fn bca(tally: &Tally, choice: Choice<'_>, resamples: u32, seed: u64) -> Option<Interval> {
    let table = Table::of(tally);
    let chooser = || Chooser {
        choice,
        work: Workspace::default(),
        decided: HashMap::new(),
    };
    let total = chooser().total(&table)?;
    let digest = tally.digest();
    let n = tally.n();
    let weights: Vec<f64> = tally.cells().iter().map(|c| c.1 as f64).collect();

    let replicate = |chooser: &mut Chooser<'_>, b: u32| -> Option<f64> {
        let mut random = Random::new(&digest, seed, "resample", u64::from(b));
        let mut again = Table {
            lists: table.lists,
            counts: vec![0.0; table.counts.len()],
        };
        random.split(n, &weights, |k, count| {
            again.counts[tally.cells()[k].0 as usize] = count as f64;
        });
        chooser.total(&again).filter(|t| t.is_finite())
    };
    let found: Vec<Option<f64>> = (0..resamples)
        .into_par_iter()
        .with_min_len(16)
        .map_init(chooser, replicate)
        .collect();
    let draws: Vec<f64> = found.iter().copied().flatten().collect();
    let failed = found.len() - draws.len();
    if draws.len() < found.len().div_ceil(2).max(2) {
        return None;
    }

    // Taking away one person matters only by the person's pattern.
    let without: Vec<Option<f64>> = tally
        .cells()
        .par_iter()
        .map_init(chooser, |chooser, &(pattern, _)| {
            let mut again = table.clone();
            again.counts[pattern as usize] -= 1.0;
            chooser.total(&again)
        })
        .collect();
    let mut weight = 0.0;
    let mut centre = 0.0;
    for (j, f) in without.iter().zip(&weights) {
        if let Some(j) = j {
            weight += f;
            centre += f * j;
        }
    }
    centre /= weight;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for (j, f) in without.iter().zip(&weights) {
        if let Some(j) = j {
            let r = centre - j;
            squares += f * r * r;
            cubes += f * r * r * r;
        }
    }
    let acceleration = if squares > 0.0 {
        cubes / (6.0 * squares * squares.sqrt())
    } else {
        0.0
    };

    // A share of 0 or 1 would be an infinite correction: keep it half a resample inside.
    let count = draws.len() as f64;
    let below = draws.iter().filter(|&&d| d < total).count() as f64
        + 0.5 * draws.iter().filter(|&&d| d == total).count() as f64;
    let share = (below / count).clamp(0.5 / count, 1.0 - 0.5 / count);
    let bias = normal_quantile(share);
    let ordered = sorted(&draws);
    let limit = |p: f64| {
        let z = bias + normal_quantile(p);
        let bent = 1.0 - acceleration * z;
        let level = if bent > 0.0 {
            normal_cdf(bias + z / bent)
        } else {
            p.round()
        };
        quantile_unbiased(&ordered, level)
    };
    Some(Interval {
        total,
        low: limit(0.025),
        high: limit(0.975),
        draws: (0..draws.len())
            .map(|i| limit((i as f64 + 0.5) / count))
            .collect(),
        resamples: draws,
        failed,
        bias,
        acceleration,
    })
}
