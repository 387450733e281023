//! How many were never documented, by every method that this tally allows?
//!
//! The one entry: gate first, then the methods asked for, then the findings that
//! need a fitted model. Invariant: a refused tally has no numbers (two lists have
//! Chapman's grid and nothing else); a method that did not settle has none either.

use crate::compare::compare;
use crate::dga::GraphSettings;
use crate::gate::{Action, Finding, Prepared, prepare};
use crate::lcmcr::ClassSettings;
use crate::methods;
use crate::numeric::{mean, quantile, sorted};
use crate::outcome::{Estimate, Method, NHat, spread};
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
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// Estimates the total behind one tally.
pub fn estimate(tally: &Tally, settings: &Settings) -> Estimate {
    let Prepared {
        tally,
        mut findings,
    } = prepare(tally);
    // A list that was left out, or is not in this stratum, cannot distort the number.
    let here = |list: &String| tally.lists().contains(list);
    let fed = settings.structure.fed.iter();
    for (from, to) in fed.filter(|(from, to)| here(from) && here(to)) {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateSourceFed)
                .with("from", from)
                .with("list", to)
                .at_field(to),
        ));
    }
    let blind = settings.structure.blind.iter();
    for (list, group) in blind.filter(|(list, _)| here(list)) {
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
    let mut found = Vec::new();
    for method in Method::ALL {
        if !settings.methods.contains(&method)
            || (refused && !(only_two && method == Method::Chapman))
        {
            continue;
        }
        match method {
            Method::Lcmcr => methods::classes(&tally, settings, &mut findings, &mut found),
            Method::Dga => methods::graphs(&tally, settings, &mut findings, &mut found),
            Method::Loglinear => methods::models(&tally, settings, &mut findings, &mut found),
            Method::Bounds => methods::simple_bounds(&tally, &mut found),
            Method::Coverage => methods::coverage(&tally, settings, &mut found),
            Method::Chapman => methods::two_lists(&tally, &mut found),
        }
    }
    compare(&tally, &found, &mut findings);
    findings.sort_by_key(|f| f.action);
    Estimate {
        tally_hash: tally.hash(),
        n: tally.n(),
        lists: tally.lists().to_vec(),
        gate: findings,
        spread: spread(&found),
        methods: found,
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
