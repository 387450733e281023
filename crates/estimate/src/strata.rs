//! How many in all, when places, periods or perpetrators differ?
//!
//! Each stratum is estimated by itself; thin ones are refused and their documented
//! persons stay counted, not estimated. Draws of independent strata are added
//! (never medians). Invariant: the estimated total speaks only for the strata that
//! it names.

use crate::estimate::{Settings, VERSION, estimate, summary};
use crate::gate::{Action, Finding, prepare};
use crate::hierarchy::{Model, Table};
use crate::loglinear::fit_all;
use crate::outcome::{Estimate, Method, NHat, Spread};
use crate::random::Random;
use crate::replicates::add;
use crate::tally::{Stratum, Tally};
use model::problem::{Code, Problem};
use serde::Serialize;

/// The estimate of one stratum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumEstimate {
    /// Values of the strata columns.
    pub values: Vec<String>,
    /// True when the stratum is too thin or refused: counted, not estimated.
    pub refused: bool,
    /// Its estimate; without methods when refused.
    pub estimate: Estimate,
}

/// A method's total over the strata.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrataTotal {
    /// Name of the method.
    pub method: &'static str,
    /// Strata in the sum; the others had no number by this method.
    pub strata: usize,
    /// Documented persons of those strata.
    pub n: u64,
    /// Sum of draws.
    pub n_hat: Option<NHat>,
    /// Draws of the sum.
    #[serde(skip)]
    pub draws: Vec<f64>,
}

/// Estimates by stratum and their sums.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrataEstimate {
    /// Documented persons of all strata.
    pub n: u64,
    /// Documented persons of refused strata: counted, not estimated.
    pub n_refused: u64,
    /// Every stratum.
    pub strata: Vec<StratumEstimate>,
    /// Sums for methods that have draws.
    pub totals: Vec<StrataTotal>,
    /// Spread of the sums that cover all strata that are not refused.
    pub spread: Option<Spread>,
    /// Findings about the strata together.
    pub gate: Vec<Finding>,
    /// The user's seed.
    pub seed: u64,
    /// Version of the methods.
    pub version: &'static str,
}

/// Estimates each stratum and adds draws.
pub fn estimate_strata(strata: &[Stratum], settings: &Settings) -> StrataEstimate {
    let mut gate = Vec::new();
    let each: Vec<StratumEstimate> = strata
        .iter()
        .map(|s| {
            let refused = prepare(&s.tally).thin();
            let nothing = Settings {
                methods: Vec::new(),
                ..settings.clone()
            };
            let estimate = estimate(&s.tally, if refused { &nothing } else { settings });
            if refused {
                gate.push(Finding::warn(
                    Problem::new(Code::EstimateGateStratumRefused)
                        .with("stratum", s.values.join(" · "))
                        .with("n", s.tally.n()),
                ));
            }
            StratumEstimate {
                values: s.values.clone(),
                refused,
                estimate,
            }
        })
        .collect();
    let kept: Vec<&StratumEstimate> = each.iter().filter(|s| !s.refused).collect();
    let mut names: Vec<&'static str> = Vec::new();
    for m in kept.iter().flat_map(|s| &s.estimate.methods) {
        if !names.contains(&m.method) && !m.draws.is_empty() && !m.lower_bound {
            names.push(m.method);
        }
    }
    let totals: Vec<StrataTotal> = names
        .into_iter()
        .map(|name| {
            let parts: Vec<(&[f64], u64)> = kept
                .iter()
                .filter_map(|s| s.estimate.method(name).map(|m| (m, s.estimate.n)))
                .filter(|(m, _)| m.n_hat.is_some() && !m.draws.is_empty())
                .map(|(m, n)| (m.draws.as_slice(), n))
                .collect();
            let mut random = strata_random(&each, settings.seed, name);
            let draws = add(&parts.iter().map(|p| p.0).collect::<Vec<_>>(), &mut random);
            let whole = parts.len() == kept.len();
            StrataTotal {
                method: name,
                strata: parts.len(),
                n: parts.iter().map(|p| p.1).sum(),
                n_hat: if whole { summary(&draws) } else { None },
                draws: if whole { draws } else { Vec::new() },
            }
        })
        .collect();
    differ(strata, &kept, settings, &mut gate);
    let inside: Vec<&NHat> = totals.iter().filter_map(|t| t.n_hat.as_ref()).collect();
    let centres: Vec<f64> = inside.iter().filter_map(|h| h.central()).collect();
    let spread = (centres.len() > 1).then(|| {
        let low = centres.iter().copied().fold(f64::INFINITY, f64::min);
        let high = centres.iter().copied().fold(0.0, f64::max);
        Spread {
            low,
            high,
            ratio: high / low,
            interval_low: inside.iter().map(|h| h.low).fold(f64::INFINITY, f64::min),
            interval_high: inside.iter().map(|h| h.high).fold(0.0, f64::max),
            methods: centres.len(),
        }
    });
    gate.sort_by_key(|f| f.action);
    StrataEstimate {
        n: strata.iter().map(|s| s.tally.n()).sum(),
        n_refused: each
            .iter()
            .filter(|s| s.refused)
            .map(|s| s.estimate.n)
            .sum(),
        strata: each,
        totals,
        spread,
        gate,
        seed: settings.seed,
        version: VERSION,
    }
}

fn strata_random(each: &[StratumEstimate], seed: u64, name: &str) -> Random {
    use sha2::{Digest, Sha256};
    let mut sha = Sha256::new();
    for s in each {
        sha.update(s.estimate.tally_hash.as_bytes());
    }
    Random::new(&sha.finalize().into(), seed, name, each.len() as u64)
}

/// Ratio of pooled to summed log-linear totals beyond which strata must not be pooled.
const POOLING: f64 = 1.5;

/// Warns when one pooled table would answer something else than the sum.
fn differ(
    strata: &[Stratum],
    kept: &[&StratumEstimate],
    settings: &Settings,
    gate: &mut Vec<Finding>,
) {
    if !settings.methods.contains(&Method::Loglinear) || kept.len() < 2 {
        return;
    }
    let sum: Option<f64> = kept
        .iter()
        .map(|s| {
            s.estimate
                .method("loglinear")
                .and_then(|m| m.n_hat)
                .and_then(|h| h.central())
        })
        .sum();
    let values: Vec<&Vec<String>> = kept.iter().map(|s| &s.values).collect();
    let inside: Vec<&Tally> = strata
        .iter()
        .filter(|s| values.contains(&&s.values))
        .map(|s| &s.tally)
        .collect();
    let Ok(pooled) = Tally::new(
        inside[0].lists(),
        inside.iter().flat_map(|t| t.cells().iter().copied()),
    ) else {
        return;
    };
    let pooled = prepare(&pooled);
    if pooled.findings.iter().any(|f| f.action == Action::Refuse) || pooled.tally.lists().len() > 5
    {
        return;
    }
    let lists = pooled.tally.lists().len();
    let family = fit_all(&Model::all(lists, lists - 1), &Table::of(&pooled.tally));
    if let (Some(sum), Some(best)) = (sum, family.ranked.first()) {
        let together = pooled.tally.n() as f64 + best.fit.n0;
        if (together / sum).max(sum / together) > POOLING {
            gate.push(Finding::warn(
                Problem::new(Code::EstimateGateStrataDiffer)
                    .with("pooled", format!("{together:.0}"))
                    .with("sum", format!("{sum:.0}")),
            ));
        }
    }
}
