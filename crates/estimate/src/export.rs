//! What leaves an estimate for whoever wants to compute it again: tallies, settings, weights, draws.
//!
//! Invariant: everything that the numbers were made from stands in the export and
//! nothing else; documented persons are counts of patterns here, too.

use crate::estimate::Settings;
use crate::outcome::{Diagnostics, MethodResult, MethodSettings, NHat, Weights};
use crate::tallies::{Answer, Tallies};
use crate::tally::Tally;
use serde::Serialize;

/// All draws, weights and settings of an estimate.
#[derive(Clone, Debug, Serialize)]
pub struct Export<'a> {
    /// The tallies, with the values of their stratum or the number of their draw.
    pub tallies: Vec<ExportedTally<'a>>,
    /// `one`, `strata` or `draws`: how the tallies belong together.
    pub joined: &'static str,
    /// What was run, with what.
    pub settings: &'a Settings,
    /// Version of the methods.
    pub version: &'static str,
    /// Every method of every tally that has an answer of its own, and of the whole.
    pub results: Vec<ExportedResult<'a>>,
}

/// A tally as it was used.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedTally<'a> {
    /// Values of its stratum, or the number of its draw; empty for one tally.
    pub values: Vec<String>,
    /// Hash.
    pub tally_hash: String,
    /// Lists, in the order of their names.
    pub lists: &'a [String],
    /// Names of the lists of a pattern, with its persons.
    pub patterns: Vec<(Vec<String>, u64)>,
}

/// One method's answer with all that it drew and weighed.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedResult<'a> {
    /// Values of the stratum; empty for the whole.
    pub values: &'a [String],
    /// Method.
    pub method: &'static str,
    /// Number.
    pub n_hat: Option<NHat>,
    /// How it went; absent for sums over strata.
    pub diagnostics: Option<&'a Diagnostics>,
    /// With what; absent for sums over strata.
    pub settings: Option<&'a MethodSettings>,
    /// What it averaged or chose among.
    pub weights: &'a Weights,
    /// Draws of the total.
    pub draws: &'a [f64],
}

/// Everything that can be exported.
pub fn export<'a>(tallies: &'a Tallies, answer: &'a Answer, settings: &'a Settings) -> Export<'a> {
    let tally = |values: Vec<String>, tally: &'a Tally| ExportedTally {
        values,
        tally_hash: tally.hash(),
        lists: tally.lists(),
        patterns: tally
            .cells()
            .iter()
            .map(|&(pattern, count)| (tally.names(pattern), count))
            .collect(),
    };
    let mut results = Vec::new();
    let mut add = |values: &'a [String], methods: &'a [MethodResult]| {
        results.extend(methods.iter().map(|m| ExportedResult {
            values,
            method: m.method,
            n_hat: m.n_hat,
            diagnostics: Some(&m.diagnostics),
            settings: Some(&m.settings),
            weights: &m.weights,
            draws: &m.draws,
        }));
    };
    let version = match answer {
        Answer::Whole(whole) => {
            add(&[], &whole.methods);
            whole.version
        }
        Answer::Strata(_, strata) => {
            for stratum in &strata.strata {
                add(&stratum.values, &stratum.estimate.methods);
            }
            results.extend(strata.totals.iter().map(|total| ExportedResult {
                values: &[],
                method: total.method,
                n_hat: total.n_hat,
                diagnostics: None,
                settings: None,
                weights: &Weights::None,
                draws: &total.draws,
            }));
            strata.version
        }
    };
    Export {
        joined: match tallies {
            Tallies::One(_) => "one",
            Tallies::Strata(..) => "strata",
            Tallies::Draws(_) => "draws",
        },
        tallies: match tallies {
            Tallies::One(one) => vec![tally(Vec::new(), one)],
            Tallies::Strata(_, strata) => strata
                .iter()
                .map(|s| tally(s.values.clone(), &s.tally))
                .collect(),
            Tallies::Draws(draws) => draws
                .iter()
                .enumerate()
                .map(|(at, one)| tally(vec![(at + 1).to_string()], one))
                .collect(),
        },
        settings,
        version,
        results,
    }
}
