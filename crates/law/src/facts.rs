//! What is known of one person, in the terms that instruments ask in?
//!
//! Facts come from outside as plain values with the ids of the records or
//! claims that state them; this crate knows no register. A fact that is not
//! here is unknown. Several statements of one fact are rivals: a test on them
//! is settled only where they agree.

use jiff::civil::Date;
use model::{Truth, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// What kind of value a fact takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A term, such as the number of an article; `103(4)` lies within `103`.
    Term,
    /// A partial date, or never.
    Date,
    /// A state over time: held, or not held, from a day until a day.
    State,
}

/// The facts that an instrument may ask for, with their kinds.
/// The message `law-fact-` and the name with `.` turned into `-` names each to people.
pub const FACTS: &[(&str, FactKind)] = &[
    ("offence.article", FactKind::Term),
    ("offence.date", FactKind::Date),
    ("offence.flight", FactKind::Term),
    ("offence.kind", FactKind::Term),
    ("offence.role", FactKind::Term),
    ("person.fugitive", FactKind::State),
    ("custody", FactKind::State),
    ("surrender.date", FactKind::Date),
    ("captive.freed", FactKind::Date),
    ("captive.condition", FactKind::Term),
    ("penalty.kind", FactKind::Term),
    ("injured.party", FactKind::Term),
];

/// The kind of a fact, if there is such a fact.
pub(crate) fn kind_of(fact: &str) -> Option<(&'static str, FactKind)> {
    FACTS.iter().find(|(name, _)| *name == fact).copied()
}

/// How long a state is known to have lasted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// It ended then.
    Ended(When),
    /// It still held then; its end is not known. (Seen in detention, say.)
    AtLeast(When),
    /// Nothing is known of its end.
    Unknown,
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// One of these terms; usually one.
    OneOf(Vec<String>),
    /// It happened then.
    When(When),
    /// It happened on each of these occasions; a test on it holds when it does for one.
    Occasions(Vec<When>),
    /// A source states that it never happened.
    Never,
    /// A state held, or did not hold, over this time.
    State {
        /// Whether it held.
        holds: bool,
        /// Since when.
        from: When,
        /// Until when.
        until: Until,
    },
}

/// One statement of a fact, with who states it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Stated {
    /// What is stated.
    pub value: Value,
    /// Ids of the records or claims that state it.
    pub sources: Vec<String>,
    /// The id of the assumption, when nobody states it and it is assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumption: Option<String>,
}

/// What is known of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The person's id, returned with the outcome.
    pub person: String,
    values: BTreeMap<String, Vec<Stated>>,
}

impl Facts {
    /// No facts of this person yet.
    pub fn of(person: impl Into<String>) -> Facts {
        Facts {
            person: person.into(),
            values: BTreeMap::new(),
        }
    }

    /// Adds a statement. Names outside [`FACTS`] are kept and never asked for.
    #[must_use]
    pub fn with(
        mut self,
        fact: &str,
        value: Value,
        sources: impl IntoIterator<Item = impl Into<String>>,
    ) -> Facts {
        self.state(
            fact,
            Stated {
                value,
                sources: sources.into_iter().map(Into::into).collect(),
                assumption: None,
            },
        );
        self
    }

    /// Adds a statement.
    pub fn state(&mut self, fact: &str, stated: Stated) {
        self.values.entry(fact.to_owned()).or_default().push(stated);
    }

    /// Forgets everything stated of a fact.
    pub fn forget(&mut self, fact: &str) {
        self.values.remove(fact);
    }

    /// Everything stated of a fact; empty when nothing is.
    pub fn stated(&self, fact: &str) -> &[Stated] {
        self.values.get(fact).map_or(&[], Vec::as_slice)
    }

    /// Replaces what is stated of a fact.
    pub(crate) fn set(&mut self, fact: &str, values: Vec<Value>) {
        let stated = values.into_iter().map(|value| Stated {
            value,
            sources: Vec::new(),
            assumption: None,
        });
        self.values.insert(fact.to_owned(), stated.collect());
    }

    /// The names of the facts of which something is stated.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }
}

/// One answer from rival answers: the one they agree on, else unknown; unknown for none.
pub(crate) fn agreed(answers: impl IntoIterator<Item = Truth>) -> Truth {
    let mut answers = answers.into_iter();
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|next| next == first) {
        first
    } else {
        Truth::Unknown
    }
}

/// Whether a term lies in a list. A part lies within its whole (`103(4)` in `103`);
/// of a whole it is not known whether it is the listed part.
pub(crate) fn term_in(term: &str, list: &[String]) -> Truth {
    let within = |part: &str, whole: &str| {
        part == whole
            || part
                .strip_prefix(whole)
                .is_some_and(|rest| rest.starts_with('('))
    };
    if list.iter().any(|listed| within(term, listed)) {
        Truth::True
    } else if list.iter().any(|listed| within(listed, term)) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// Whether a state held on a day, by everything stated of it.
pub(crate) fn held_at(stated: &[Stated], day: Date) -> Truth {
    let evidence = stated
        .iter()
        .filter_map(|statement| match &statement.value {
            Value::State { holds, from, until } => {
                (covers(from, until, day) == Truth::True).then_some(Truth::from(*holds))
            }
            Value::OneOf(_) | Value::When(_) | Value::Occasions(_) | Value::Never => None,
        });
    agreed(evidence)
}

/// Whether a time from one date until another covers the day.
fn covers(from: &When, until: &Until, day: Date) -> Truth {
    let begun = from.on_or_before(day);
    let lasting = match until {
        Until::Ended(end) => end.on_or_after(day),
        Until::AtLeast(seen) => match seen.on_or_after(day) {
            Truth::True => Truth::True,
            _ => Truth::Unknown,
        },
        // On its very first day it held.
        Until::Unknown => match from.exact_day() {
            Some(first) if first == day => Truth::True,
            _ => Truth::Unknown,
        },
    };
    begun.and(lasting)
}
