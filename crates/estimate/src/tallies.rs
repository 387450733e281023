//! From what is an estimate made: one tally, strata of a population, or draws of uncertain links?
//!
//! One value for the three, so that an estimate, the estimates without one list and those
//! under other priors ask the same question of the same material. Invariant: strata are
//! added, draws of links are pooled, and the two are never confused.

use crate::estimate::{Settings, estimate};
use crate::outcome::{Estimate, MethodResult, NHat};
use crate::sets::estimate_set;
use crate::strata::{StrataEstimate, estimate_strata};
use crate::tally::{Stratum, Tally};
use model::problem::Problem;
use serde::Serialize;

/// What an estimate is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tallies {
    /// One population.
    One(Tally),
    /// Parts of a population, by the columns of these names.
    Strata(Vec<String>, Vec<Stratum>),
    /// The same population under several draws of its links, or several imputations.
    Draws(Vec<Tally>),
}

/// The answer: of one tally or of a set of draws, or of strata.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// One population.
    Whole(Estimate),
    /// Strata by the columns of these names, and their sums.
    Strata(Vec<String>, StrataEstimate),
}

impl Tallies {
    /// The estimate.
    ///
    /// # Errors
    /// A set of draws that is empty or whose tallies have different lists.
    pub fn estimate(&self, settings: &Settings) -> Result<Answer, Problem> {
        Ok(match self {
            Tallies::One(tally) => Answer::Whole(estimate(tally, settings)),
            Tallies::Strata(columns, strata) => {
                Answer::Strata(columns.clone(), estimate_strata(strata, settings))
            }
            Tallies::Draws(tallies) => Answer::Whole(estimate_set(tallies, settings)?),
        })
    }

    /// All persons in one tally: of all strata together, or of the first draw of the links.
    pub fn pooled(&self) -> Option<Tally> {
        match self {
            Tallies::One(tally) => Some(tally.clone()),
            Tallies::Draws(tallies) => tallies.first().cloned(),
            Tallies::Strata(_, strata) => {
                let first = &strata.first()?.tally;
                let cells = strata.iter().flat_map(|s| s.tally.cells().iter().copied());
                Tally::new(first.lists(), cells).ok()
            }
        }
    }

    /// The same persons without one list; who was on that list only falls out.
    #[must_use]
    pub fn without(&self, list: &str) -> Tallies {
        let without = |tally: &Tally| {
            let keep = (0..tally.lists().len())
                .filter(|&j| tally.lists()[j] != list)
                .fold(0, |bits, j| bits | 1 << j);
            tally.restricted(keep)
        };
        match self {
            Tallies::One(tally) => Tallies::One(without(tally)),
            Tallies::Strata(columns, strata) => Tallies::Strata(
                columns.clone(),
                strata
                    .iter()
                    .map(|s| Stratum {
                        values: s.values.clone(),
                        tally: without(&s.tally),
                    })
                    .collect(),
            ),
            Tallies::Draws(tallies) => Tallies::Draws(tallies.iter().map(without).collect()),
        }
    }
}

impl Answer {
    /// Documented persons, of refused strata too.
    pub fn n(&self) -> u64 {
        match self {
            Answer::Whole(whole) => whole.n,
            Answer::Strata(_, strata) => strata.n,
        }
    }

    /// Findings about the whole; those of each stratum stand with the stratum.
    pub fn gate(&self) -> &[crate::Finding] {
        match self {
            Answer::Whole(whole) => &whole.gate,
            Answer::Strata(_, strata) => &strata.gate,
        }
    }

    /// Each method's number; of strata the sums.
    pub fn numbers(&self) -> Vec<(&'static str, Option<NHat>)> {
        match self {
            Answer::Whole(whole) => whole.methods.iter().map(|m| (m.method, m.n_hat)).collect(),
            Answer::Strata(_, strata) => {
                strata.totals.iter().map(|t| (t.method, t.n_hat)).collect()
            }
        }
    }

    /// Whether any method has run: of a refused answer none, not even two lists' range.
    pub fn ran(&self) -> bool {
        let any = |methods: &[MethodResult]| !methods.is_empty();
        match self {
            Answer::Whole(whole) => any(&whole.methods),
            Answer::Strata(_, strata) => strata.strata.iter().any(|s| any(&s.estimate.methods)),
        }
    }
}
