//! Is this person covered, under this instrument and reading, as of this day?
//!
//! A rule holds when its condition does and no exclusion of it applies; an
//! exclusion applies when its condition holds and its exception does not. A
//! person is covered when the instrument is in force and some rule holds. All
//! of it in strong Kleene logic, so less knowledge never changes an outcome
//! but to `cannot_be_known`. `settle` finds what would settle it.

use crate::explain::Node;
use crate::facts::{Facts, Stated, Value, agreed, held_at, term_in};
use crate::instrument::{
    Assumption, Condition, Effect, Exclusion, Instrument, Leaf, Reading, Rule, Side,
};
use crate::settle::Memo;
use crate::window::Window;
use jiff::civil::Date;
use model::{Code, Problem, Truth, When};
use serde::{Deserialize, Serialize};

/// What a test comes to, under the text as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Some rule covers the person.
    Covered,
    /// No rule does.
    NotCovered,
    /// The recorded facts, or the text, do not settle it.
    CannotBeKnown,
}

impl Outcome {
    /// The word of files and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Covered => "covered",
            Outcome::NotCovered => "not_covered",
            Outcome::CannotBeKnown => "cannot_be_known",
        }
    }
}

impl From<Truth> for Outcome {
    fn from(truth: Truth) -> Outcome {
        match truth {
            Truth::True => Outcome::Covered,
            Truth::False => Outcome::NotCovered,
            Truth::Unknown => Outcome::CannotBeKnown,
        }
    }
}

/// How far the sets of missing facts settle the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settling {
    /// It is settled.
    Settled,
    /// Knowing every fact of a set settles it, whatever they turn out to be
    /// (a day of which the text does not settle whether it counts aside).
    Always,
    /// No set settles it for certain; each of these may.
    Perhaps,
    /// No fact would: the text itself does not settle it.
    Never,
}

/// What one rule comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Granted {
    /// The rule's id.
    pub rule: String,
    /// What it grants.
    pub effect: Effect,
    /// Whether it applies.
    pub truth: Truth,
}

/// A test and its reasoning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// The person's id.
    pub person: String,
    /// The instrument's id.
    pub instrument: String,
    /// The reading's id; none for the text as recorded.
    pub reading: Option<String>,
    /// The day as of which it is asked.
    pub as_of: When,
    /// Ids of the assumptions it was run under.
    pub assumptions: Vec<String>,
    /// What it comes to.
    pub outcome: Outcome,
    /// What each rule comes to, those that another goes before left out.
    pub granted: Vec<Granted>,
    /// Minimal sets of facts that would settle it, smallest first.
    pub missing: Vec<Vec<String>>,
    /// How far they would.
    pub missing_settles: Settling,
    /// The reasoning.
    pub explanation: Node,
}

/// Tests one person. To test many, keep a [`Tester`].
///
/// # Errors
/// `law.reading-unknown`, `law.assumption-unknown`.
pub fn test(
    instrument: &Instrument,
    reading: Option<&str>,
    facts: &Facts,
    as_of: Date,
    assumptions: &[String],
) -> Result<Tested, Problem> {
    Ok(Tester::new(instrument, reading, as_of, assumptions)?.test(facts))
}

/// Tests persons under one instrument and reading, as of one day. What would
/// settle an outcome is remembered between persons who lack the same.
pub struct Tester<'i> {
    pub(crate) instrument: &'i Instrument,
    pub(crate) reading: Option<&'i Reading>,
    pub(crate) as_of: Date,
    pub(crate) assumptions: Vec<&'i Assumption>,
    memo: Memo,
}

impl<'i> Tester<'i> {
    /// A tester for an instrument.
    ///
    /// # Errors
    /// `law.reading-unknown`, `law.assumption-unknown` when the instrument has none with the id.
    pub fn new(
        instrument: &'i Instrument,
        reading: Option<&str>,
        as_of: Date,
        assumptions: &[String],
    ) -> Result<Tester<'i>, Problem> {
        let unknown = |code: Code, id: &str| {
            Problem::new(code)
                .with("id", id)
                .with("instrument", &instrument.id)
        };
        let reading = match reading {
            None => None,
            Some(id) => Some(
                instrument
                    .readings
                    .iter()
                    .find(|reading| reading.id == id)
                    .ok_or_else(|| unknown(Code::LawReadingUnknown, id))?,
            ),
        };
        let assumptions = assumptions
            .iter()
            .map(|id| {
                instrument
                    .assumptions
                    .iter()
                    .find(|assumption| assumption.id == *id)
                    .ok_or_else(|| unknown(Code::LawAssumptionUnknown, id))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Tester {
            instrument,
            reading,
            as_of,
            assumptions,
            memo: Memo::default(),
        })
    }

    /// Tests a person.
    pub fn test(&mut self, facts: &Facts) -> Tested {
        let facts = self.supposing(facts);
        let truth = self.truth(&facts);
        let outcome = Outcome::from(truth);
        let (missing, missing_settles) = self.settling(outcome, &facts);
        Tested {
            person: facts.person.clone(),
            instrument: self.instrument.id.clone(),
            reading: self.reading.map(|reading| reading.id.clone()),
            as_of: When::day(self.as_of),
            assumptions: self.assumptions.iter().map(|a| a.id.clone()).collect(),
            outcome,
            granted: self.granted(&facts),
            missing,
            missing_settles,
            explanation: self.explain(&facts, outcome, truth),
        }
    }

    /// The outcome alone, without its reasoning: for counting many persons.
    pub fn outcome(&self, facts: &Facts) -> Outcome {
        Outcome::from(self.truth(&self.supposing(facts)))
    }

    fn settling(&mut self, outcome: Outcome, facts: &Facts) -> (Vec<Vec<String>>, Settling) {
        if outcome != Outcome::CannotBeKnown {
            return (Vec::new(), Settling::Settled);
        }
        // Taken out while it asks this tester what would settle the outcome.
        let mut memo = std::mem::take(&mut self.memo);
        let answer = memo.settling(self, facts);
        self.memo = memo;
        answer
    }

    /// The facts, with what the assumptions suppose where nothing is stated.
    fn supposing(&self, facts: &Facts) -> Facts {
        let mut supposed = facts.clone();
        for assumption in &self.assumptions {
            let absent: Vec<&str> = assumption
                .facts
                .names()
                .filter(|name| facts.stated(name).is_empty())
                .collect();
            for name in absent {
                for stated in assumption.facts.stated(name) {
                    supposed.state(
                        name,
                        Stated {
                            value: stated.value.clone(),
                            sources: Vec::new(),
                            assumption: Some(assumption.id.clone()),
                        },
                    );
                }
            }
        }
        supposed
    }

    /// Whether the person is covered.
    pub(crate) fn truth(&self, facts: &Facts) -> Truth {
        self.in_force().and(self.any_rule(facts))
    }

    pub(crate) fn in_force(&self) -> Truth {
        self.instrument.in_force.on_or_before(self.as_of)
    }

    fn any_rule(&self, facts: &Facts) -> Truth {
        if self.instrument.rules.is_empty() {
            return Truth::Unknown;
        }
        Truth::any(
            self.instrument
                .rules_under(self.reading)
                .map(|rule| self.rule(rule, facts)),
        )
    }

    pub(crate) fn rule(&self, rule: &Rule, facts: &Facts) -> Truth {
        let free = self
            .instrument
            .exclusions_of(rule, self.reading)
            .map(|exclusion| !self.exclusion(exclusion, facts));
        self.condition(&rule.when, facts).and(Truth::all(free))
    }

    pub(crate) fn exclusion(&self, exclusion: &Exclusion, facts: &Facts) -> Truth {
        let excepted = match &exclusion.unless {
            Some(unless) => self.condition(unless, facts),
            None => Truth::False,
        };
        self.condition(&exclusion.when, facts).and(!excepted)
    }

    pub(crate) fn condition(&self, condition: &Condition, facts: &Facts) -> Truth {
        match condition {
            Condition::All(parts) => Truth::all(parts.iter().map(|p| self.condition(p, facts))),
            Condition::Any(parts) => Truth::any(parts.iter().map(|p| self.condition(p, facts))),
            Condition::Not(part) => !self.condition(part, facts),
            Condition::Leaf(leaf) => self.leaf(leaf, facts),
        }
    }

    /// What one leaf comes to.
    pub(crate) fn leaf(&self, leaf: &Leaf, facts: &Facts) -> Truth {
        match leaf {
            Leaf::In {
                fact,
                terms,
                negated,
            } => {
                let truth = agreed(facts.stated(fact).iter().flat_map(|s| match &s.value {
                    Value::OneOf(said) => said.iter().map(|term| term_in(term, terms)).collect(),
                    _ => Vec::new(),
                }));
                if *negated { !truth } else { truth }
            }
            Leaf::Side { fact, side, day } => dated(facts.stated(fact), |when| match side {
                Side::Before => when.before(*day),
                Side::OnOrBefore => when.on_or_before(*day),
                Side::After => when.after(*day),
                Side::OnOrAfter => when.on_or_after(*day),
            }),
            Leaf::At {
                fact,
                day,
                precluded_by,
            } => {
                let stated = held_at(facts.stated(fact), *day);
                let precluded = precluded_by
                    .is_some_and(|other| held_at(facts.stated(other), *day) == Truth::True);
                match (precluded, stated) {
                    (false, stated) => stated,
                    // Held and precluded at once: the statements contradict each other.
                    (true, Truth::True) => Truth::Unknown,
                    (true, _) => Truth::False,
                }
            }
            Leaf::Within { fact, window } => match self.window(window) {
                Some(window) => dated(facts.stated(fact), |when| {
                    window.holds(when, facts, self.as_of)
                }),
                None => Truth::Unknown,
            },
            Leaf::NotHeld { .. } => Truth::Unknown,
        }
    }

    /// A window as the reading counts it.
    pub(crate) fn window(&self, id: &str) -> Option<&'i Window> {
        self.reading
            .and_then(|reading| reading.windows.iter().find(|window| window.id == id))
            .or_else(|| {
                self.instrument
                    .windows
                    .iter()
                    .find(|window| window.id == id)
            })
    }

    fn granted(&self, facts: &Facts) -> Vec<Granted> {
        let rules: Vec<(&Rule, Truth)> = self
            .instrument
            .rules_under(self.reading)
            .map(|rule| (rule, self.rule(rule, facts)))
            .collect();
        let behind = |id: &str| {
            rules
                .iter()
                .any(|(rule, truth)| *truth == Truth::True && rule.over.iter().any(|o| o == id))
        };
        rules
            .iter()
            .filter(|(rule, _)| !behind(&rule.id))
            .map(|(rule, truth)| Granted {
                rule: rule.id.clone(),
                effect: rule.effect,
                truth: *truth,
            })
            .collect()
    }
}

/// What the stated dates of a fact agree on; what never happened lies nowhere.
fn dated(stated: &[Stated], answer: impl Fn(&When) -> Truth) -> Truth {
    agreed(
        stated
            .iter()
            .filter_map(|statement| match &statement.value {
                Value::When(when) => Some(answer(when)),
                Value::Occasions(occasions) => Some(Truth::any(occasions.iter().map(&answer))),
                Value::Never => Some(Truth::False),
                Value::OneOf(_) | Value::State { .. } => None,
            }),
    )
}
