//! How many were never documented, by every method that this tally allows?
//!
//! The one entry: gate first, then the methods asked for, then the findings that
//! need a fitted model. Invariant: a refused tally has no numbers (two lists have
//! Chapman's grid and nothing else); a method that did not settle has none either.

use crate::bootstrap::{Choice, bca};
use crate::bounds::{self, Simple};
use crate::compare::compare;
use crate::dga::{GraphSettings, dga};
use crate::gate::{Action, Finding, Prepared, prepare};
use crate::hierarchy::{Design, Existence, Model, Table};
use crate::lcmcr::{ClassSettings, Lists, lcmcr};
use crate::loglinear::{self, Family, Ranked, fit_all, profile, stepwise};
use crate::numeric::{mean, quantile, sorted};
use crate::outcome::{
    Diagnostics, Estimate, Method, MethodResult, MethodSettings, ModelLine, NHat, spread,
};
use crate::random::Random;
use crate::tally::Tally;
use model::problem::{Code, Problem};
use serde::Serialize;

/// Version of the methods; part of what makes an estimate repeatable.
pub const VERSION: &str = concat!("estimate ", env!("CARGO_PKG_VERSION"));

/// What the office knows about its sources and no table can show.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Structure {
    /// `(from, to)`: the second list takes names from the first.
    pub fed: Vec<(String, String)>,
    /// `(list, group)`: the list cannot reach this group of persons.
    pub blind: Vec<(String, String)>,
}

/// What to run, and with what.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Methods to run.
    pub methods: Vec<Method>,
    /// The user's seed.
    pub seed: u64,
    /// Latent classes; the list prior here is the first, the expansion prior is run beside it.
    pub classes: ClassSettings,
    /// Plausible ratio of population to documented for the second list prior (2.5 % and 97.5 % points).
    pub expansion: (f64, f64),
    /// Graphs.
    pub graphs: GraphSettings,
    /// Resamples of the BCa interval.
    pub resamples: u32,
    /// Resamples for the errors of sample coverage.
    pub coverage_resamples: u64,
    /// Threshold of the stepwise choice, used beyond six lists.
    pub threshold: f64,
    /// What the office knows about its sources.
    pub structure: Structure,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            methods: Method::ALL.to_vec(),
            seed: 1,
            classes: ClassSettings::default(),
            expansion: (1.1, 3.0),
            graphs: GraphSettings::default(),
            resamples: 1_000,
            coverage_resamples: 500,
            threshold: 0.02,
            structure: Structure::default(),
        }
    }
}

/// Above this ratio of medians the prior on lists decides.
const PRIOR_DECIDES: f64 = 1.25;
/// Above this weight the complete graph is worth a warning.
const COMPLETE: f64 = 0.05;
/// Above this share of draws far away, the data do not bound the total.
const BEYOND: f64 = 0.025;

/// Estimates the total behind one tally.
pub fn estimate(tally: &Tally, settings: &Settings) -> Estimate {
    let Prepared {
        tally,
        mut findings,
    } = prepare(tally);
    for (from, to) in &settings.structure.fed {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateSourceFed)
                .with("from", from)
                .with("list", to)
                .at_field(to),
        ));
    }
    for (list, group) in &settings.structure.blind {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateSourceBlind)
                .with("list", list)
                .with("group", group)
                .at_field(list),
        ));
    }
    let refused = findings.iter().any(|f| f.action == Action::Refuse);
    let only_two = refused
        && tally.lists().len() == 2
        && findings
            .iter()
            .all(|f| f.action != Action::Refuse || f.problem.code == Code::EstimateGateTwoLists);
    let mut methods = Vec::new();
    for method in Method::ALL {
        if !settings.methods.contains(&method)
            || (refused && !(only_two && method == Method::Chapman))
        {
            continue;
        }
        match method {
            Method::Lcmcr => classes(&tally, settings, &mut findings, &mut methods),
            Method::Dga => graphs(&tally, settings, &mut findings, &mut methods),
            Method::Loglinear => models(&tally, settings, &mut findings, &mut methods),
            Method::Bounds => simple_bounds(&tally, &mut methods),
            Method::Coverage => coverage(&tally, settings, &mut methods),
            Method::Chapman => two_lists(&tally, &mut methods),
        }
    }
    compare(&tally, &methods, &mut findings);
    findings.sort_by_key(|f| f.action);
    Estimate {
        tally_hash: tally.hash(),
        n: tally.n(),
        lists: tally.lists().to_vec(),
        gate: findings,
        spread: spread(&methods),
        methods,
        seed: settings.seed,
        version: VERSION,
    }
}

/// Mean, median and central 95 % of draws.
pub(crate) fn summary(draws: &[f64]) -> Option<NHat> {
    if draws.is_empty() {
        return None;
    }
    let ordered = sorted(draws);
    Some(NHat {
        point: None,
        mean: Some(mean(&ordered)),
        median: Some(quantile(&ordered, 0.5)),
        low: quantile(&ordered, 0.025),
        high: quantile(&ordered, 0.975),
    })
}

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
        draws,
    }
}

fn classes(
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
        draws: if found.tail_empty {
            found.draws(4_000, &mut random)
        } else {
            Vec::new()
        },
    })
}

fn graphs(
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

fn models(
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
    let n = tally.n() as f64;
    let top = &family.ranked[..family.ranked.len().min(contenders(lists))];
    let choice = if lists <= 6 {
        Choice::Best(top)
    } else {
        Choice::Stepwise(settings.threshold)
    };
    let Some(interval) = bca(tally, choice, settings.resamples, settings.seed) else {
        return failed("loglinear", findings);
    };
    let lines = top
        .iter()
        .take(5)
        .map(|r| {
            let (low, high) = r.fit.log_normal_interval(n, 1.959_963_984_540_054);
            ModelLine {
                model: r.model.name(tally.lists()),
                bic: r.fit.bic,
                total: n + r.fit.n0,
                low,
                high,
            }
        })
        .collect();
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
            best: lines,
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
        draws: interval.draws,
    });
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
        draws: Vec::new(),
    }
}

fn simple_bounds(tally: &Tally, methods: &mut Vec<MethodResult>) {
    methods.push(bound("chao", bounds::chao(tally)));
    methods.extend(bounds::mth(tally).map(|found| bound("mth", found)));
}

fn coverage(tally: &Tally, settings: &Settings, methods: &mut Vec<MethodResult>) {
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
        draws: Vec::new(),
    });
}

fn two_lists(tally: &Tally, methods: &mut Vec<MethodResult>) {
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
        draws: Vec::new(),
    });
}
