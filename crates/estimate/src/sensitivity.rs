//! What if one list were missing, or the prior another? And who overlaps with whom?
//!
//! Tables beside an estimate: leave one list out, sweep the priors, and the rows of
//! an UpSet plot. Invariant: these are readings of the same persons with the same
//! seed; they are shown beside an estimate and never replace it.

use crate::dga::GraphSettings;
use crate::estimate::{Settings, summary};
use crate::gate::{Finding, prepare};
use crate::lcmcr::{ClassSettings, Lists};
use crate::methods::{class_result, graph_result};
use crate::outcome::{Method, MethodResult, NHat};
use crate::random::Random;
use crate::replicates::{add, pool};
use crate::tallies::Tallies;
use crate::tally::Tally;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use std::fmt;

/// The estimate without one list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutList {
    /// The list left out.
    pub list: String,
    /// Documented persons on the other lists.
    pub n: u64,
    /// Findings about what is left.
    pub gate: Vec<Finding>,
    /// Each method's number, where there is one; of strata the sums.
    pub methods: Vec<(&'static str, Option<NHat>)>,
}

/// Estimates again without each list in turn, by the methods of `settings`.
pub fn leave_one_out(tallies: &Tallies, settings: &Settings) -> Vec<WithoutList> {
    let Some(pooled) = tallies.pooled() else {
        return Vec::new();
    };
    let lists = prepare(&pooled).tally.lists().to_vec();
    if lists.len() < 3 {
        // Without one of two lists nothing is left to compare.
        return Vec::new();
    }
    lists
        .into_par_iter()
        .filter_map(|list| {
            // A set that could be estimated with the list has the same lists without it.
            let found = tallies.without(&list).estimate(settings).ok()?;
            Some(WithoutList {
                list,
                n: found.n(),
                gate: found.gate().to_vec(),
                methods: found.numbers(),
            })
        })
        .collect()
}

/// A prior of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// Latent classes: list probabilities uniform.
    Uniform,
    /// Latent classes: plausible ratio of all to documented, 2.5 % and 97.5 % points.
    Expansion(f64, f64),
    /// Graphs: pseudo-count of each full cell.
    PseudoCount(f64),
}

impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Prior::Uniform => write!(f, "uniform"),
            Prior::Expansion(low, high) => write!(f, "expansion {low}-{high}"),
            Prior::PseudoCount(delta) => write!(f, "delta {delta}"),
        }
    }
}

impl Serialize for Prior {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An estimate under another prior.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnderPrior {
    /// `lcmcr` or `dga`.
    pub method: &'static str,
    /// The prior: `uniform`, `expansion 1.1-3`, `delta 0.5`.
    pub prior: Prior,
    /// The number, where there is one.
    pub n_hat: Option<NHat>,
}

/// Sweeps list priors of the latent classes and pseudo-counts of the graphs.
///
/// Strata that are refused take no part, as in the estimate itself.
pub fn prior_sensitivity(tallies: &Tallies, settings: &Settings) -> Vec<UnderPrior> {
    let parts: Vec<Tally> = match tallies {
        Tallies::One(tally) => vec![tally],
        Tallies::Draws(tallies) => tallies.iter().collect(),
        Tallies::Strata(_, strata) => strata.iter().map(|s| &s.tally).collect(),
    }
    .into_iter()
    .map(prepare)
    .filter(|prepared| match tallies {
        Tallies::Strata(..) => !prepared.thin(),
        Tallies::One(_) | Tallies::Draws(_) => !prepared.refused(),
    })
    .map(|prepared| prepared.tally)
    .collect();
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let mut priors = Vec::new();
    if settings.methods.contains(&Method::Lcmcr) {
        priors.push(Prior::Uniform);
        priors.extend([1.5, 3.0, 5.0].map(|high| Prior::Expansion(1.1, high)));
    }
    if settings.methods.contains(&Method::Dga) && crate::dga::LISTS.contains(&first.lists().len()) {
        let smallest = 1.0 / f64::from(1u32 << first.lists().len());
        priors.extend([smallest, 0.5, 1.0].map(Prior::PseudoCount));
    }
    priors
        .into_par_iter()
        .map(|prior| {
            let found: Option<Vec<MethodResult>> = parts
                .iter()
                .map(|part| under(prior, part, settings))
                .collect();
            UnderPrior {
                method: match prior {
                    Prior::PseudoCount(_) => "dga",
                    Prior::Uniform | Prior::Expansion(..) => "lcmcr",
                },
                prior,
                n_hat: found.and_then(|found| joined(tallies, first, &found, settings.seed)),
            }
        })
        .collect()
}

fn under(prior: Prior, tally: &Tally, settings: &Settings) -> Option<MethodResult> {
    let mut unread = Vec::new();
    let lists = match prior {
        Prior::Uniform => Lists::Uniform,
        Prior::Expansion(low, high) => Lists::Expansion { low, high },
        Prior::PseudoCount(delta) => {
            let with = GraphSettings {
                delta: Some(delta),
                ..settings.graphs
            };
            return graph_result(tally, &with, settings.seed, &mut unread);
        }
    };
    let with = ClassSettings {
        lists,
        ..settings.classes
    };
    Some(class_result(
        tally,
        &with,
        settings.seed,
        "lcmcr",
        &mut unread,
    ))
}

/// One number of the parts: itself, the sum of strata, or the pool of draws of the links.
fn joined(tallies: &Tallies, first: &Tally, found: &[MethodResult], seed: u64) -> Option<NHat> {
    if let (Tallies::One(_), [one]) = (tallies, found) {
        return one.n_hat;
    }
    if found.iter().any(|m| m.n_hat.is_none()) {
        return None;
    }
    let draws: Vec<&[f64]> = found.iter().map(|m| m.draws.as_slice()).collect();
    summary(&match tallies {
        Tallies::Strata(..) => {
            let mut random = Random::new(&first.digest(), seed, "priors", draws.len() as u64);
            add(&draws, &mut random)
        }
        Tallies::One(_) | Tallies::Draws(_) => pool(&draws),
    })
}

/// What stands beside an estimate: without one list, under other priors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Beside {
    /// The estimate without each list in turn.
    pub leave_one_out: Vec<WithoutList>,
    /// The estimate under other priors.
    pub prior_sensitivity: Vec<UnderPrior>,
}

/// Both tables. Where the estimate itself is refused there is nothing to vary.
pub fn beside(tallies: &Tallies, settings: &Settings) -> Beside {
    Beside {
        leave_one_out: leave_one_out(tallies, settings),
        prior_sensitivity: prior_sensitivity(tallies, settings),
    }
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
