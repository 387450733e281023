//! How many, when the links between lists are themselves uncertain?
//!
//! A set of tallies (draws of the links, or imputations) is estimated tally by tally
//! and joined. Invariant: draws are pooled with equal shares and the rule of
//! replicates stands beside; a tally without a number is counted, not skipped in
//! silence.

use crate::estimate::{Settings, VERSION, estimate, summary};
use crate::gate::Finding;
use crate::numeric::mean;
use crate::outcome::{Diagnostics, Estimate, MethodResult, MethodSettings, NHat, spread};
use crate::replicates::{combine, pool};
use crate::tally::Tally;
use model::problem::{Code, Problem};
use sha2::{Digest, Sha256};

/// Fewer tallies than this say little about the uncertainty of links.
const FEW_TALLIES: usize = 10;

/// Estimates the total behind a set of tallies: draws of uncertain links, or imputations.
///
/// Each tally is estimated by itself; draws are pooled with equal shares, and the rule of replicates
/// stands in the diagnostics. A tally that is refused or not converged takes no part and is counted.
///
/// # Errors
/// An empty set, or tallies over different lists.
pub fn estimate_set(tallies: &[Tally], settings: &Settings) -> Result<Estimate, Problem> {
    let Some(first) = tallies.first() else {
        return Err(Problem::new(Code::EstimateTableEmpty));
    };
    if tallies.len() == 1 {
        return Ok(estimate(first, settings));
    }
    if let Some(other) = tallies.iter().find(|t| t.lists() != first.lists()) {
        return Err(Problem::new(Code::EstimateListsDiffer)
            .with("first", first.lists().join(" · "))
            .with("other", other.lists().join(" · ")));
    }
    let each: Vec<Estimate> = tallies.iter().map(|t| estimate(t, settings)).collect();
    let mut sha = Sha256::new();
    for e in &each {
        sha.update(e.tally_hash.as_bytes());
    }
    let mut gate: Vec<Finding> = Vec::new();
    for finding in each.iter().flat_map(|e| &e.gate) {
        // Of each kind and list the first is enough: numbers differ a little between draws.
        let known = gate.iter().any(|f| {
            f.problem.code == finding.problem.code
                && f.problem.spot == finding.problem.spot
                && f.problem.details.get("method") == finding.problem.details.get("method")
        });
        if !known {
            gate.push(finding.clone());
        }
    }
    if tallies.len() < FEW_TALLIES {
        gate.push(Finding::warn(
            Problem::new(Code::EstimateGateReplicatesFew)
                .with("replicates", tallies.len())
                .with("least", FEW_TALLIES),
        ));
    }
    let mut names: Vec<&'static str> = Vec::new();
    for m in each.iter().flat_map(|e| &e.methods) {
        if !names.contains(&m.method) {
            names.push(m.method);
        }
    }
    let methods: Vec<MethodResult> = names.into_iter().map(|name| join(name, &each)).collect();
    gate.sort_by_key(|f| f.action);
    Ok(Estimate {
        tally_hash: sha.finalize().iter().map(|b| format!("{b:02x}")).collect(),
        n: mean(&each.iter().map(|e| e.n as f64).collect::<Vec<f64>>()).round() as u64,
        lists: first.lists().to_vec(),
        gate,
        spread: spread(&methods),
        methods,
        seed: settings.seed,
        version: VERSION,
    })
}

/// One method over the estimates of a set.
fn join(name: &'static str, each: &[Estimate]) -> MethodResult {
    let used: Vec<(&Estimate, &MethodResult)> = each
        .iter()
        .filter_map(|e| e.method(name).map(|m| (e, m)))
        .filter(|(_, m)| m.n_hat.is_some())
        .collect();
    let centres: Vec<f64> = used
        .iter()
        .filter_map(|(_, m)| m.n_hat.as_ref().and_then(NHat::central))
        .collect();
    let drawn = !used.is_empty() && used.iter().all(|(_, m)| !m.draws.is_empty());
    let draws = if drawn {
        pool(
            &used
                .iter()
                .map(|(_, m)| m.draws.as_slice())
                .collect::<Vec<_>>(),
        )
    } else {
        Vec::new()
    };
    let replicates: Vec<(f64, &[f64])> = used
        .iter()
        .map(|(e, m)| (e.n as f64, m.draws.as_slice()))
        .collect();
    let n_hat = if drawn {
        summary(&draws)
    } else {
        // Without draws: the mean of the points between the outermost limits.
        let limits = used.iter().filter_map(|(_, m)| m.n_hat.as_ref());
        let (low, high) = limits.fold((f64::INFINITY, 0.0f64), |(l, h), n| {
            (l.min(n.low), h.max(n.high))
        });
        (!used.is_empty()).then(|| NHat {
            point: (!centres.is_empty()).then(|| mean(&centres)),
            mean: None,
            median: None,
            low,
            high,
        })
    };
    let example = each.iter().find_map(|e| e.method(name));
    MethodResult {
        method: name,
        lower_bound: example.is_some_and(|m| m.lower_bound),
        converged: used.len() * 2 > each.len(),
        n_hat: n_hat.filter(|_| used.len() * 2 > each.len()),
        diagnostics: Diagnostics::Replicates {
            tallies: each.len(),
            used: used.len(),
            centres,
            rule: if drawn { combine(&replicates) } else { None },
        },
        settings: example.map_or(MethodSettings::None {}, |m| m.settings.clone()),
        weights: crate::outcome::Weights::None,
        draws,
    }
}
