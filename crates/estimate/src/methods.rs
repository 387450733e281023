//! What does each method answer for one tally?
//!
//! One function for each method: it runs the method, says what it found on the way,
//! and gives the number only if the computation settled. Invariant: a method that the
//! tally does not allow adds a finding and no result. The neighbour `estimate` calls
//! them in turn; `sensitivity` calls two of them with other priors.

use crate::bootstrap::{Choice, bca};
use crate::bounds::{self, Simple};
use crate::dga::{GraphSettings, dga};
use crate::estimate::{Settings, summary};
use crate::gate::Finding;
use crate::hierarchy::{Design, Existence, Model, Table};
use crate::lcmcr::{ClassSettings, Lists, lcmcr};
use crate::loglinear::{self, Family, Ranked, fit_all, profile, stepwise};
use crate::numeric::{mean, quantile};
use crate::outcome::{Diagnostics, MethodResult, MethodSettings, ModelLine, NHat, Weights};
use crate::random::Random;
use crate::tally::Tally;
use model::problem::{Code, Problem};

/// Above this ratio of medians the prior on lists decides.
const PRIOR_DECIDES: f64 = 1.25;
/// Above this weight the complete graph is worth a warning.
const COMPLETE: f64 = 0.05;
/// Above this share of draws far away, the data do not bound the total.
const BEYOND: f64 = 0.025;

/// Latent classes under one prior, as a result with its findings.
pub(crate) fn class_result(
    tally: &Tally,
    settings: &ClassSettings,
    seed: u64,
    method: &'static str,
    findings: &mut Vec<Finding>,
) -> MethodResult {
    let found = lcmcr(tally, settings, seed);
    let draws = found.draws();
    if !found.converged {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateNotConverged)
                .with("method", method)
                .with("rhat", format!("{:.3}", found.convergence.r_hat))
                .with(
                    "draws",
                    format!(
                        "{:.0}",
                        found.convergence.ess_bulk.min(found.convergence.ess_tail)
                    ),
                ),
        ));
    }
    if found.modes.len() > 1 {
        let heaps: Vec<String> = found
            .modes
            .iter()
            .map(|m| format!("{:.0} ({:.0} %)", m.total, 100.0 * m.share))
            .collect();
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateTwoModes)
                .with("method", method)
                .with("heaps", heaps.join(" | ")),
        ));
    }
    if found.beyond > BEYOND {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateCapTouched)
                .with("method", method)
                .with("percent", (100.0 * found.beyond).round()),
        ));
    }
    let prior = settings.lists.beta(tally.lists().len());
    MethodResult {
        method,
        lower_bound: false,
        converged: found.converged,
        n_hat: if found.converged {
            summary(&draws)
        } else {
            None
        },
        diagnostics: Diagnostics::Classes {
            convergence: found.convergence,
            draws: draws.len(),
            occupied_classes: found.occupied,
            acceptance: found.acceptance,
            modes: found.modes,
            beyond: found.beyond,
            list_prior: [prior.a, prior.b],
        },
        settings: MethodSettings::Classes(*settings),
        weights: Weights::None,
        draws,
    }
}

pub(crate) fn classes(
    tally: &Tally,
    settings: &Settings,
    findings: &mut Vec<Finding>,
    methods: &mut Vec<MethodResult>,
) {
    let first = class_result(tally, &settings.classes, settings.seed, "lcmcr", findings);
    let second = ClassSettings {
        lists: Lists::Expansion {
            low: settings.expansion.0,
            high: settings.expansion.1,
        },
        ..settings.classes
    };
    let second = class_result(tally, &second, settings.seed, "lcmcr-expansion", findings);
    if let (Some(a), Some(b)) = (&first.n_hat, &second.n_hat)
        && let (Some(a), Some(b)) = (a.median, b.median)
        && (a / b).max(b / a) > PRIOR_DECIDES
    {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGatePriorDecides)
                .with("uniform", format!("{a:.0}"))
                .with("expansion", format!("{b:.0}")),
        ));
    }
    methods.push(first);
    methods.push(second);
}

/// A method that this tally's number of lists does not allow.
fn out_of_range(method: &'static str, lists: usize, findings: &mut Vec<Finding>) {
    findings.push(Finding::warn(
        Problem::new(Code::EstimateGateMethodRange)
            .with("method", method)
            .with("lists", lists),
    ));
}

fn failed(method: &'static str, findings: &mut Vec<Finding>) {
    findings.push(Finding::warn(
        Problem::new(Code::EstimateGateMethodFailed).with("method", method),
    ));
}

/// The graph average as a result with its findings.
pub(crate) fn graph_result(
    tally: &Tally,
    settings: &GraphSettings,
    seed: u64,
    findings: &mut Vec<Finding>,
) -> Option<MethodResult> {
    let Some(found) = dga(tally, settings) else {
        out_of_range("dga", tally.lists().len(), findings);
        return None;
    };
    if !found.tail_empty {
        findings.push(Finding::warn(Problem::new(Code::EstimateGateGridEnd).with(
            "end",
            format!("{:.0}", found.grid.last().copied().unwrap_or(0.0)),
        )));
    }
    if found.complete_weight > COMPLETE {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateCompleteGraph)
                .with("percent", (100.0 * found.complete_weight).round()),
        ));
    }
    let mut random = Random::new(&tally.digest(), seed, "graphs", 0);
    let n_hat = found.tail_empty.then(|| NHat {
        point: None,
        mean: Some(found.mean()),
        median: Some(found.quantile(0.5)),
        low: found.quantile(0.025),
        high: found.quantile(0.975),
    });
    Some(MethodResult {
        method: "dga",
        lower_bound: false,
        converged: found.tail_empty,
        n_hat,
        diagnostics: Diagnostics::Graphs {
            complete_graph_weight: found.complete_weight,
            mode: found.mode(),
            grid_end: found.grid.last().copied().unwrap_or(0.0),
            tail_empty: found.tail_empty,
            graphs: found.graphs.iter().take(10).cloned().collect(),
        },
        settings: MethodSettings::Graphs(GraphSettings {
            delta: Some(found.delta),
            ..*settings
        }),
        weights: Weights::Graphs(found.graphs.clone()),
        draws: if found.tail_empty {
            found.draws(4_000, &mut random)
        } else {
            Vec::new()
        },
    })
}

pub(crate) fn graphs(
    tally: &Tally,
    settings: &Settings,
    findings: &mut Vec<Finding>,
    methods: &mut Vec<MethodResult>,
) {
    methods.extend(graph_result(
        tally,
        &settings.graphs,
        settings.seed,
        findings,
    ));
}

/// How many of the best models a resample chooses from.
fn contenders(lists: usize) -> usize {
    match lists {
        0..=3 => 8,
        4 => 20,
        _ => 100,
    }
}

pub(crate) fn models(
    tally: &Tally,
    settings: &Settings,
    findings: &mut Vec<Finding>,
    methods: &mut Vec<MethodResult>,
) {
    let lists = tally.lists().len();
    if lists > loglinear::MOST_LISTS {
        return out_of_range("loglinear", lists, findings);
    }
    let table = Table::of(tally);
    let (family, name) = match lists {
        0..=5 => (
            fit_all(&Model::all(lists, lists - 1), &table),
            "all hierarchical models",
        ),
        6 => (
            fit_all(&Model::all(lists, 2), &table),
            "all models with pairs",
        ),
        _ => (
            stepwise_family(&table, settings.threshold),
            "pairs added stepwise",
        ),
    };
    let unusable: usize = family.codes[1..].iter().sum();
    if unusable > 0 && lists <= 6 {
        let pairs: Vec<u32> = (1u32..1 << lists).filter(|p| p.count_ones() == 2).collect();
        let all_pairs = Design::new(&Model::with(&pairs), &table);
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateModelsUnusable)
                .with("unusable", unusable)
                .with("models", family.codes.iter().sum::<usize>())
                .with("pairs", all_pairs.existence.code()),
        ));
    }
    let Some(best) = family.ranked.first() else {
        return failed("loglinear", findings);
    };
    let top = &family.ranked[..family.ranked.len().min(contenders(lists))];
    let choice = if lists <= 6 {
        Choice::Best(top)
    } else {
        Choice::Stepwise(settings.threshold)
    };
    let Some(interval) = bca(tally, choice, settings.resamples, settings.seed) else {
        return failed("loglinear", findings);
    };
    let lines =
        |ranked: &[Ranked]| -> Vec<ModelLine> { ranked.iter().map(|r| line(r, tally)).collect() };
    methods.push(MethodResult {
        method: "loglinear",
        lower_bound: false,
        converged: true,
        n_hat: Some(NHat {
            point: Some(interval.total),
            mean: Some(mean(&interval.draws)),
            median: Some(quantile(&interval.draws, 0.5)),
            low: interval.low,
            high: interval.high,
        }),
        diagnostics: Diagnostics::Models {
            best: lines(&top[..top.len().min(5)]),
            existence_codes: family.codes,
            profile: profile(&best.model, &table)
                .filter(|p| p.2.is_finite())
                .map(|(t, l, h)| [t, l, h]),
            bias: interval.bias,
            acceleration: interval.acceleration,
            failed_resamples: interval.failed,
        },
        settings: MethodSettings::Models {
            family: name,
            models: family.codes.iter().sum(),
            choice: match choice {
                Choice::Best(models) => format!("BIC among the best {}", models.len()),
                Choice::Stepwise(p) => format!("stepwise below {p}"),
            },
            resamples: settings.resamples,
        },
        weights: Weights::Models(lines(&family.ranked)),
        draws: interval.draws,
    });
}

fn line(ranked: &Ranked, tally: &Tally) -> ModelLine {
    let n = tally.n() as f64;
    let (low, high) = ranked.fit.log_normal_interval(n, 1.959_963_984_540_054);
    ModelLine {
        model: ranked.model.name(tally.lists()),
        bic: ranked.fit.bic,
        total: n + ranked.fit.n0,
        low,
        high,
    }
}

fn stepwise_family(table: &Table, threshold: f64) -> Family {
    let ranked: Vec<Ranked> = stepwise(table, threshold).into_iter().collect();
    let mut codes = [0; 5];
    codes[Existence::Fine.code() as usize] = ranked.len();
    Family { ranked, codes }
}

fn bound(method: &'static str, found: Simple) -> MethodResult {
    MethodResult {
        method,
        lower_bound: true,
        converged: true,
        n_hat: Some(NHat {
            point: Some(found.total),
            mean: None,
            median: None,
            low: found.low,
            high: found.high,
        }),
        diagnostics: Diagnostics::Bound {
            standard_error: found.error,
        },
        settings: MethodSettings::None {},
        weights: Weights::None,
        draws: Vec::new(),
    }
}

pub(crate) fn simple_bounds(tally: &Tally, methods: &mut Vec<MethodResult>) {
    methods.push(bound("chao", bounds::chao(tally)));
    methods.extend(bounds::mth(tally).map(|found| bound("mth", found)));
}

pub(crate) fn coverage(tally: &Tally, settings: &Settings, methods: &mut Vec<MethodResult>) {
    let mut random = Random::new(&tally.digest(), settings.seed, "coverage", 0);
    let Some(found) = bounds::coverage(tally, settings.coverage_resamples, &mut random) else {
        return;
    };
    // High coverage has an estimator of its own; below, one step is the safer one.
    let shown = if found.coverage > 0.55 {
        found.high
    } else {
        found.one_step
    };
    let usable =
        shown.total.is_finite() && shown.total > tally.n() as f64 && shown.error.is_finite();
    methods.push(MethodResult {
        method: "coverage",
        lower_bound: found.coverage <= 0.55,
        converged: usable,
        n_hat: usable.then_some(NHat {
            point: Some(shown.total),
            mean: None,
            median: None,
            low: shown.low,
            high: shown.high,
        }),
        diagnostics: Diagnostics::Coverage {
            coverage: found.coverage,
            independence: found.independence.total,
            high_coverage: found.high.total,
            one_step: found.one_step.total,
        },
        settings: MethodSettings::Coverage {
            resamples: settings.coverage_resamples,
        },
        weights: Weights::None,
        draws: Vec::new(),
    });
}

pub(crate) fn two_lists(tally: &Tally, methods: &mut Vec<MethodResult>) {
    let Some(grid) = bounds::chapman(tally) else {
        return;
    };
    // Never a single number: from half to twice the odds.
    let at = |ratio: f64| {
        grid.iter()
            .find(|g| g.odds_ratio == ratio)
            .map(|g| g.estimate)
    };
    let n_hat = at(0.5).zip(at(2.0)).map(|(few, many)| NHat {
        point: None,
        mean: None,
        median: None,
        low: few.low,
        high: many.high,
    });
    methods.push(MethodResult {
        method: "chapman",
        lower_bound: false,
        converged: true,
        n_hat,
        diagnostics: Diagnostics::TwoLists { grid },
        settings: MethodSettings::None {},
        weights: Weights::None,
        draws: Vec::new(),
    });
}
