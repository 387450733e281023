//! How did a test come to its outcome?
//!
//! A tree of nodes, each with a message code and values: `words` says it in
//! either language (messages of `law.ftl`; the variable `$truth` is `true`,
//! `false` or `unknown`). Every leaf carries the fact, what is stated of it, by
//! which records, under which article, and the truth it gave.

use crate::facts::{Stated, Until, Value};
use crate::instrument::{Instrument, Text};
use model::{Truth, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// A value that a message names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A date, said by the language.
    Date(When),
    /// A text of the instrument in both languages.
    Both(Text),
    /// A term as recorded: an id, a word.
    Text(String),
    /// Terms, named by the instrument.
    Terms(Vec<String>),
    /// The id of another message.
    Message {
        /// The id.
        message: String,
    },
}

/// One step of the reasoning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// The id of the message that says it.
    pub code: String,
    /// What it came to.
    pub truth: Truth,
    /// The articles it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cite: Vec<String>,
    /// The fact that a leaf tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// Everything stated of the fact; empty when nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<Stated>,
    /// Values of the message.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, Arg>,
    /// The steps it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
    /// What the articles and terms named here are called; others are called by their ids.
    #[serde(skip)]
    pub(crate) labels: BTreeMap<String, Text>,
}

/// What a language must be able to say; an office implements it with `words`.
pub trait Speech {
    /// A message with its values.
    fn message(&self, id: &str, values: &[(&str, String)]) -> String;
    /// A partial date.
    fn date(&self, when: &When) -> String;
    /// The text of this language.
    fn choose<'t>(&self, text: &'t Text) -> &'t str;
}

impl Node {
    pub(crate) fn new(code: impl Into<String>, truth: Truth) -> Node {
        Node {
            code: code.into(),
            truth,
            cite: Vec::new(),
            fact: None,
            stated: Vec::new(),
            args: BTreeMap::new(),
            children: Vec::new(),
            labels: BTreeMap::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, arg: Arg) -> Node {
        self.args.insert(name, arg);
        self
    }

    pub(crate) fn citing(mut self, cite: &[String], instrument: &Instrument) -> Node {
        self.cite = cite.to_vec();
        self.named(cite.iter(), instrument)
    }

    /// Takes the names of articles and terms from the instrument.
    pub(crate) fn named<'s>(
        mut self,
        ids: impl Iterator<Item = &'s String>,
        instrument: &Instrument,
    ) -> Node {
        for id in ids {
            if let Some(label) = instrument.label(id) {
                self.labels.insert(id.clone(), label.clone());
            }
        }
        self
    }

    /// The names of articles and terms in one language.
    fn names(&self, speech: &impl Speech, ids: &[String]) -> String {
        let name = |id: &String| match self.labels.get(id) {
            Some(label) => speech.choose(label).to_owned(),
            None => id.clone(),
        };
        listed(speech, ids.iter().map(name))
    }

    pub(crate) fn over(mut self, children: Vec<Node>) -> Node {
        self.children = children;
        self
    }

    /// Every node of the tree, this one first.
    pub fn walk(&self) -> Vec<&Node> {
        let mut nodes = vec![self];
        for child in &self.children {
            nodes.extend(child.walk());
        }
        nodes
    }

    /// The tree as lines of text with their depth.
    pub fn lines(&self, speech: &impl Speech) -> Vec<(usize, String)> {
        let mut lines = Vec::new();
        self.say(0, speech, &mut lines);
        lines
    }

    fn say(&self, depth: usize, speech: &impl Speech, lines: &mut Vec<(usize, String)>) {
        let mut values: Vec<(&str, String)> = vec![
            ("truth", truth_word(self.truth).to_owned()),
            ("cite", self.names(speech, &self.cite)),
        ];
        for (name, arg) in &self.args {
            values.push((name, self.said(arg, speech)));
        }
        if let Some(fact) = &self.fact {
            values.push(("fact", speech.message(&fact_message(fact), &[])));
        }
        lines.push((depth, speech.message(&self.code, &values)));
        if self.fact.is_some() {
            for statement in &self.stated {
                lines.push((depth + 1, self.said_statement(statement, speech)));
            }
            if self.stated.is_empty() {
                lines.push((depth + 1, speech.message("law-nothing-stated", &[])));
            }
        }
        for child in &self.children {
            child.say(depth + 1, speech, lines);
        }
    }
}

/// The id of the message that names a fact.
pub(crate) fn fact_message(fact: &str) -> String {
    format!("law-fact-{}", fact.replace('.', "-"))
}

fn truth_word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}

fn listed(speech: &impl Speech, items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    items.join(&speech.message("law-list-separator", &[]))
}

impl Node {
    fn said(&self, arg: &Arg, speech: &impl Speech) -> String {
        match arg {
            Arg::Date(when) => speech.date(when),
            Arg::Both(text) => speech.choose(text).to_owned(),
            Arg::Text(text) => text.clone(),
            Arg::Terms(terms) => self.names(speech, terms),
            Arg::Message { message } => speech.message(message, &[]),
        }
    }

    fn said_statement(&self, statement: &Stated, speech: &impl Speech) -> String {
        let value = match &statement.value {
            Value::OneOf(terms) => {
                let value = self.names(speech, terms);
                let id = if terms.len() == 1 {
                    "law-value-term"
                } else {
                    "law-value-one-of"
                };
                speech.message(id, &[("value", value)])
            }
            Value::When(when) => speech.date(when),
            Value::Occasions(occasions) => {
                let value = listed(speech, occasions.iter().map(|when| speech.date(when)));
                speech.message("law-value-occasions", &[("value", value)])
            }
            Value::Never => speech.message("law-value-never", &[]),
            Value::State { holds, from, until } => {
                let from = ("from", speech.date(from));
                let holds = ("truth", truth_word(Truth::from(*holds)).to_owned());
                match until {
                    Until::Ended(end) => speech.message(
                        "law-value-state-ended",
                        &[holds, from, ("until", speech.date(end))],
                    ),
                    Until::AtLeast(seen) => speech.message(
                        "law-value-state-at-least",
                        &[holds, from, ("until", speech.date(seen))],
                    ),
                    Until::Unknown => speech.message("law-value-state-open", &[holds, from]),
                }
            }
        };
        match &statement.assumption {
            Some(assumption) => speech.message(
                "law-assumed",
                &[("value", value), ("assumption", assumption.clone())],
            ),
            None if statement.sources.is_empty() => {
                speech.message("law-stated-bare", &[("value", value)])
            }
            None => {
                let sources = listed(speech, statement.sources.iter().cloned());
                speech.message("law-stated", &[("value", value), ("sources", sources)])
            }
        }
    }
}
