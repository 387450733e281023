//! What if one list were missing, or the prior another? And who overlaps with whom?
//!
//! Tables beside an estimate: leave one list out, sweep the priors, and the rows of
//! an UpSet plot. Invariant: these are readings of the same tally with the same
//! seed; they are shown beside an estimate and never replace it.

use crate::estimate::{Settings, class_result, estimate, graph_result};
use crate::gate::{Finding, prepare};
use crate::lcmcr::{ClassSettings, Lists};
use crate::outcome::{Method, NHat};
use crate::tally::{Pattern, Tally};
use serde::Serialize;

/// The estimate without one list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutList {
    /// The list left out.
    pub list: String,
    /// Documented persons on the other lists.
    pub n: u64,
    /// Findings about what is left.
    pub gate: Vec<Finding>,
    /// Each method's number, where there is one.
    pub methods: Vec<(&'static str, Option<NHat>)>,
}

/// Estimates again without each list in turn, by the methods of `settings`.
pub fn leave_one_out(tally: &Tally, settings: &Settings) -> Vec<WithoutList> {
    let tally = prepare(tally).tally;
    let lists = tally.lists().len();
    (0..lists)
        .map(|j| {
            let keep = ((1u64 << lists) - 1) as Pattern & !(1 << j);
            let found = estimate(&tally.restricted(keep), settings);
            WithoutList {
                list: tally.lists()[j].clone(),
                n: found.n,
                gate: found.gate,
                methods: found
                    .methods
                    .into_iter()
                    .map(|m| (m.method, m.n_hat))
                    .collect(),
            }
        })
        .collect()
}

/// An estimate under another prior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnderPrior {
    /// `lcmcr` or `dga`.
    pub method: &'static str,
    /// The prior: `uniform`, `expansion 1.1-3`, `delta 0.5`.
    pub prior: String,
    /// The number, where there is one.
    pub n_hat: Option<NHat>,
}

/// Sweeps list priors of the latent classes and pseudo-counts of the graphs.
pub fn prior_sensitivity(tally: &Tally, settings: &Settings) -> Vec<UnderPrior> {
    let prepared = prepare(tally);
    if prepared.refused() {
        return Vec::new();
    }
    let tally = prepared.tally;
    let mut rows = Vec::new();
    let mut unread = Vec::new();
    if settings.methods.contains(&Method::Lcmcr) {
        let expansion = |high| {
            (
                format!("expansion 1.1-{high}"),
                Lists::Expansion { low: 1.1, high },
            )
        };
        for (prior, lists) in [
            ("uniform".to_owned(), Lists::Uniform),
            expansion(1.5),
            expansion(3.0),
            expansion(5.0),
        ] {
            let with = ClassSettings {
                lists,
                ..settings.classes
            };
            let found = class_result(&tally, &with, settings.seed, "lcmcr", &mut unread);
            rows.push(UnderPrior {
                method: "lcmcr",
                prior,
                n_hat: found.n_hat,
            });
        }
    }
    if settings.methods.contains(&Method::Dga) {
        let smallest = 1.0 / f64::from(1u32 << tally.lists().len());
        for delta in [smallest, 0.5, 1.0] {
            let with = crate::dga::GraphSettings {
                delta: Some(delta),
                ..settings.graphs
            };
            if let Some(found) = graph_result(&tally, &with, settings.seed, &mut unread) {
                rows.push(UnderPrior {
                    method: "dga",
                    prior: format!("delta {delta}"),
                    n_hat: found.n_hat,
                });
            }
        }
    }
    rows
}

/// One column of an UpSet plot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpsetRow {
    /// The lists of the pattern.
    pub lists: Vec<String>,
    /// Persons on exactly these lists.
    pub exactly: u64,
}

/// What an UpSet plot shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upset {
    /// Lists with their sizes, largest first.
    pub sizes: Vec<(String, u64)>,
    /// Patterns, most persons first.
    pub rows: Vec<UpsetRow>,
}

/// Overlaps of a tally for an UpSet plot.
pub fn upset(tally: &Tally) -> Upset {
    let mut sizes: Vec<(String, u64)> = tally.lists().iter().cloned().zip(tally.sizes()).collect();
    sizes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut cells = tally.cells().to_vec();
    cells.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Upset {
        sizes,
        rows: cells
            .iter()
            .map(|&(p, exactly)| UpsetRow {
                lists: tally.names(p),
                exactly,
            })
            .collect(),
    }
}
