//! What does an instrument come to over everybody, and what would settle the rest?
//!
//! Persons are tested a few at a time and only what a list needs is kept: with a
//! hundred thousand of them the reasoning alone would fill the memory. Whoever
//! wants the reasoning asks for one person (`laws`). Persons that lack the same
//! facts stand together, because one question to a family settles them alike.

use crate::speech::reason;
use crate::{AsOf, Office, Seat, Testing};
use law::{Settling, Tester};
use model::Problem;
use model::record::RecordId;
use serde::Serialize;
use std::collections::BTreeMap;
use words::Words;

/// A person with the main reason.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeOf {
    /// Id.
    pub person: RecordId,
    /// Why, in one sentence.
    pub reason: String,
}

/// Persons for whom the same facts are missing.
#[derive(Clone, Debug, Serialize)]
pub struct MissingFacts {
    /// Ids of the facts; none when no fact would settle it.
    pub facts: Vec<String>,
    /// Knowing them settles it whatever they turn out to be; else perhaps.
    pub always: bool,
    /// How many persons.
    pub count: u64,
    /// All of them.
    pub persons: Vec<RecordId>,
}

/// The outcomes of one instrument over everybody.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LawOutcomes {
    /// How many are covered.
    pub covered: u64,
    /// How many are not.
    pub not_covered: u64,
    /// For how many it cannot be known.
    pub cannot_be_known: u64,
    /// The first of those covered.
    pub covered_first: Vec<OutcomeOf>,
    /// The first of those not covered.
    pub not_covered_first: Vec<OutcomeOf>,
    /// What would settle the rest, the question that settles most first.
    pub missing: Vec<MissingFacts>,
}

/// Persons tested at once.
const AT_ONCE: usize = 2000;

impl Office {
    /// Tests everybody under one instrument; of those covered and not covered so many persons are
    /// named, of those to ask about all.
    ///
    /// # Errors
    /// As [`Office::test_law`].
    pub fn law_outcomes(
        &self,
        seat: &Seat<Testing>,
        instrument: &str,
        reading: Option<&str>,
        assumptions: &[String],
        named: usize,
        words: &Words,
    ) -> Result<LawOutcomes, Vec<Problem>> {
        let one = |problem: Problem| vec![problem];
        self.refresh(seat)?;
        let library = self.library()?;
        let known = library.get(instrument).map_err(one)?;
        let as_of = crate::open::day(seat.at());
        let mut tester = Tester::new(known, reading, as_of, assumptions).map_err(one)?;
        let frame = self.frame_at(seat, &AsOf::default()).map_err(one)?;
        let persons = frame.persons().map_err(one)?;
        let mut outcomes = LawOutcomes::default();
        let mut missing: BTreeMap<Vec<String>, MissingFacts> = BTreeMap::new();
        for some in persons.chunks(AT_ONCE) {
            for facts in study::facts_of(&frame, some).map_err(one)? {
                let tested = tester.test(&facts);
                let person = &facts.person;
                let note = |list: &mut Vec<OutcomeOf>| {
                    if list.len() < named {
                        list.push(OutcomeOf {
                            person: person.clone(),
                            reason: reason(&tested, words),
                        });
                    }
                };
                match tested.outcome {
                    law::Outcome::Covered => {
                        outcomes.covered += 1;
                        note(&mut outcomes.covered_first);
                    }
                    law::Outcome::NotCovered => {
                        outcomes.not_covered += 1;
                        note(&mut outcomes.not_covered_first);
                    }
                    law::Outcome::CannotBeKnown => {
                        outcomes.cannot_be_known += 1;
                        // The smallest set of facts that would settle it is the question to ask.
                        let facts = tested.missing.first().cloned().unwrap_or_default();
                        let question =
                            missing
                                .entry(facts.clone())
                                .or_insert_with(|| MissingFacts {
                                    facts,
                                    always: true,
                                    count: 0,
                                    persons: Vec::new(),
                                });
                        question.count += 1;
                        question.always &= tested.missing_settles == Settling::Always;
                        question.persons.push(person.clone());
                    }
                }
            }
        }
        outcomes.missing = missing.into_values().collect();
        outcomes
            .missing
            .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.facts.cmp(&b.facts)));
        Ok(outcomes)
    }
}
