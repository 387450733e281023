//! How many were never documented, from a tally or from the office's own lists?
//!
//! A tally goes to `estimate` as it stands. From the register it is made in
//! `estimates/register`: the persons that a figure counts are the linked persons of
//! the frame, and the lists are those that their records came from, as the study
//! declares them. `estimates/page` shows an estimate as a document. Invariant: only
//! counts of patterns leave this module, never persons; documented and estimated stand
//! beside each other and are never added.

mod page;
mod register;

pub use page::SheetPage;
use page::known;
pub use register::{FigureTally, FromRegister};

use estimate::{Action, Answer, Beside, Finding, Method, Settings, Tallies, Tally};
use model::Problem;
use model::profile::Label;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Name of the list of records that came from no list: what people told the office itself.
pub const OWN_LIST: &str = "office";
/// Value of a stratum for persons whom a figure counts in several cells.
pub const SEVERAL: &str = "several";

/// What to run.
#[derive(Clone, Debug)]
pub struct EstimateOptions {
    /// `all`, or the name of one method.
    pub method: String,
    /// Seed of everything that is drawn; without it that of the study, or 1.
    pub seed: Option<u64>,
    /// Whether to estimate again without each list and under other priors.
    pub sensitivity: bool,
}

impl EstimateOptions {
    fn settings(&self) -> Settings {
        let methods = match self.method.as_str() {
            "bounds" => vec![Method::Bounds, Method::Coverage, Method::Chapman],
            name => Method::named(name).map_or_else(|| Method::ALL.to_vec(), |method| vec![method]),
        };
        Settings {
            methods,
            seed: self.seed.unwrap_or(1),
            ..Settings::default()
        }
    }
}

/// An estimate with what it was made from.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// The answer.
    pub answer: Answer,
    /// Without one list and under other priors; empty unless asked for.
    pub beside: Beside,
    /// The tallies that it was made from.
    pub tallies: Tallies,
    /// What was run, with what.
    pub settings: Settings,
    /// Where the tally came from, when it was made from the register.
    pub from: Option<FromRegister>,
    /// Title and population, when a study declares them.
    pub declared: Option<(Label, Option<Label>)>,
    /// Labels of the values of strata, where the study has them.
    pub labels: BTreeMap<String, Label>,
    /// How lists are called, and the groups that they cannot reach.
    pub lists: BTreeMap<String, Label>,
}

/// Estimates from the bytes of a tally. `strata` are columns to estimate by;
/// `replicates` is the column that numbers draws of one and the same tally.
///
/// # Errors
/// All problems of the file with row and column.
pub fn estimate_sheet(
    bytes: &[u8],
    file: &str,
    strata: &[String],
    replicates: Option<&str>,
    options: &EstimateOptions,
) -> Result<Estimated, Vec<Problem>> {
    let columns: Vec<&str> = match replicates {
        Some(column) => vec![column],
        None => strata.iter().map(String::as_str).collect(),
    };
    let mut read = Tally::read_strata(bytes, file, &columns)?;
    let tallies = match replicates {
        Some(_) => Tallies::Draws(read.into_iter().map(|stratum| stratum.tally).collect()),
        None if columns.is_empty() => Tallies::One(read.swap_remove(0).tally),
        None => Tallies::Strata(strata.to_vec(), read),
    };
    let mut estimated = Estimated::make(tallies, options.settings(), options.sensitivity)
        .map_err(|problem| vec![problem.in_file(file)])?;
    for finding in estimated.findings() {
        finding.problem.spot.file = Some(file.to_owned());
    }
    Ok(estimated)
}

impl Estimated {
    fn make(tallies: Tallies, settings: Settings, sensitivity: bool) -> Result<Estimated, Problem> {
        let known = known(&tallies, &settings, sensitivity)?;
        Ok(Estimated {
            answer: known.0.clone(),
            beside: known.1.clone(),
            tallies,
            settings,
            from: None,
            declared: None,
            labels: BTreeMap::new(),
            lists: BTreeMap::new(),
        })
    }

    /// Documented persons.
    pub fn n(&self) -> u64 {
        self.answer.n()
    }

    /// Findings about the whole.
    pub fn gate(&self) -> &[Finding] {
        self.answer.gate()
    }

    fn findings(&mut self) -> &mut [Finding] {
        match &mut self.answer {
            Answer::Whole(whole) => &mut whole.gate,
            Answer::Strata(_, strata) => &mut strata.gate,
        }
    }

    /// Why there is no number at all; empty when there is one.
    pub fn refusals(&self) -> Vec<Problem> {
        if self.answer.ran() {
            return Vec::new();
        }
        let mut problems: Vec<Problem> = Vec::new();
        let gate: Vec<&Finding> = match &self.answer {
            Answer::Whole(whole) => whole.gate.iter().collect(),
            Answer::Strata(_, strata) => {
                // Which strata these are; below, why.
                problems.extend(strata.gate.iter().map(|finding| finding.problem.clone()));
                strata
                    .strata
                    .iter()
                    .flat_map(|stratum| &stratum.estimate.gate)
                    .collect()
            }
        };
        for finding in gate
            .iter()
            .filter(|finding| finding.action == Action::Refuse)
        {
            if !problems.contains(&finding.problem) {
                problems.push(finding.problem.clone());
            }
        }
        if problems.is_empty() {
            // A method that the number of lists does not allow.
            problems.extend(self.gate().iter().map(|finding| finding.problem.clone()));
        }
        for problem in &mut problems {
            problem.severity = model::Severity::Error;
        }
        problems
    }

    /// The promised JSON; overlaps, what was asked for besides and the register stand beside it.
    pub fn json(&self) -> serde_json::Value {
        let mut shown = match &self.answer {
            Answer::Whole(whole) => serde_json::to_value(whole).unwrap_or_default(),
            Answer::Strata(columns, strata) => {
                let mut sha = Sha256::new();
                for stratum in &strata.strata {
                    sha.update(stratum.estimate.tally_hash.as_bytes());
                }
                let methods: Vec<serde_json::Value> = strata
                    .totals
                    .iter()
                    .map(|total| {
                        json!({
                            "method": total.method,
                            "lower_bound": false,
                            "converged": total.n_hat.is_some(),
                            "n_hat": total.n_hat,
                            "diagnostics": { "strata": total.strata, "n": total.n },
                            "settings": {},
                        })
                    })
                    .collect();
                json!({
                    "tally_hash": ::register::hexadecimal(&sha.finalize()),
                    "n": strata.n,
                    "gate": strata.gate,
                    "methods": methods,
                    "spread": strata.spread,
                    "seed": strata.seed,
                    "version": strata.version,
                    "n_refused": strata.n_refused,
                    "strata_columns": columns,
                    "strata": strata.strata,
                })
            }
        };
        let Some(object) = shown.as_object_mut() else {
            return shown;
        };
        let mut add = |key: &str, value: serde_json::Result<serde_json::Value>| {
            object.insert(key.to_owned(), value.unwrap_or_default());
        };
        if let Some(pooled) = self.tallies.pooled() {
            add("upset", serde_json::to_value(estimate::upset(&pooled)));
        }
        if self.beside != Beside::default() {
            let Beside {
                leave_one_out,
                prior_sensitivity,
            } = &self.beside;
            add("leave_one_out", serde_json::to_value(leave_one_out));
            add("prior_sensitivity", serde_json::to_value(prior_sensitivity));
        }
        if let Some(from) = &self.from {
            add("from", serde_json::to_value(from));
        }
        shown
    }

    /// All draws, weights and settings as JSON, with the tallies that they were made from.
    pub fn export(&self) -> String {
        let export = estimate::export(&self.tallies, &self.answer, &self.settings);
        serde_json::to_string(&export).unwrap_or_default()
    }

    /// All draws: stratum, method, number of the draw, total.
    pub fn draws(&self) -> Vec<(String, &'static str, usize, f64)> {
        let mut rows = Vec::new();
        let mut add = |stratum: &str, method: &'static str, draws: &[f64]| {
            for (at, total) in draws.iter().enumerate() {
                rows.push((stratum.to_owned(), method, at + 1, *total));
            }
        };
        match &self.answer {
            Answer::Whole(whole) => {
                whole
                    .methods
                    .iter()
                    .for_each(|m| add("", m.method, &m.draws));
            }
            Answer::Strata(_, strata) => {
                for stratum in &strata.strata {
                    let name = stratum.values.join(" · ");
                    stratum
                        .estimate
                        .methods
                        .iter()
                        .for_each(|m| add(&name, m.method, &m.draws));
                }
                strata
                    .totals
                    .iter()
                    .for_each(|total| add("", total.method, &total.draws));
            }
        }
        rows
    }
}
