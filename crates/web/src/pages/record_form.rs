//! How does a record become a form, and a form a record?
//!
//! A form is names and values; only values that differ from those of the
//! revision it began from are applied, so that what a form cannot show is never
//! lost. When somebody else saved in between, both are merged field by field.

use crate::ask::Ask;
use crate::pages::find::{Choice, choices};
use crate::say::Say;
use model::record::PlaceRef;
use model::when::typed::{DayOrder, read_typed};
use model::{Code, Problem, Profile, When};
use serde::Serialize;
use std::collections::BTreeMap;

mod contact;
mod event;
mod person;

/// Vocabularies up to this size are chosen from a list; longer ones are typed, in either language.
const LISTED: usize = 7;

/// Values of a form by name.
pub type Fields = BTreeMap<String, String>;

/// One field of a form as shown.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    pub name: String,
    pub label: String,
    /// `text`, `area`, `date`, `select`, `term`, `check`, `place` or `body`.
    pub kind: &'static str,
    /// Vocabulary of a typed term.
    pub list: String,
    /// What is typed here decides which fields there are.
    pub reshapes: bool,
    pub value: String,
    pub choices: Vec<Choice>,
    pub required: bool,
    pub error: String,
    pub hint: String,
    /// What a date was understood as.
    pub understood: String,
    /// What somebody else wrote here meanwhile.
    pub theirs: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub legend: String,
    pub inputs: Vec<Input>,
}

fn some(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn place_text(
    profile: &Profile,
    vocabulary: &str,
    language: &str,
    place: Option<&PlaceRef>,
) -> String {
    place
        .and_then(|place| match &place.id {
            Some(id) => Some(profile.label(vocabulary, id, language).to_owned()),
            None => place.as_written.clone(),
        })
        .unwrap_or_default()
}

/// A place by any of its names; what the gazetteer does not know stays in the person's words.
fn place_of(profile: &Profile, vocabulary: &str, text: &str) -> Option<PlaceRef> {
    let text = some(text)?;
    Some(
        match profile
            .vocabulary(vocabulary)
            .and_then(|places| places.pick(&text).ok())
        {
            Some(term) => PlaceRef {
                id: Some(term.id.clone()),
                as_written: None,
            },
            None => PlaceRef {
                id: None,
                as_written: Some(text),
            },
        },
    )
}

/// Reads and writes records as forms in one language.
pub struct Former<'a> {
    ask: &'a Ask,
    say: Say,
    /// What is wrong, by field.
    pub problems: Vec<Problem>,
}

impl<'a> Former<'a> {
    pub fn new(ask: &'a Ask) -> Former<'a> {
        Former {
            ask,
            say: Say::new(ask),
            problems: Vec::new(),
        }
    }

    fn date(&mut self, field: &str, text: &str) -> Option<When> {
        let text = some(text)?;
        match read_typed(&text, DayOrder::DayFirst) {
            Ok(typed) => Some(typed.when),
            Err(problem) => {
                self.problems.push(problem.at_field(field));
                None
            }
        }
    }

    fn term(&mut self, field: &str, vocabulary: &str, text: &str) -> Option<String> {
        let text = some(text)?;
        let picked = self
            .say
            .profile
            .vocabulary(vocabulary)
            .map(|terms| terms.pick(&text));
        match picked {
            Some(Ok(term)) => Some(term.id.clone()),
            Some(Err(problem)) => {
                self.problems.push(problem.at_field(field));
                None
            }
            None => {
                let problem = Problem::new(Code::TermUnknown)
                    .with("vocabulary", vocabulary)
                    .with("text", &text);
                self.problems
                    .push(problem.with("nearest", "").at_field(field));
                None
            }
        }
    }

    /// One field, with what is wrong with it.
    pub fn input(&self, name: &str, label: &str, kind: &'static str, fields: &Fields) -> Input {
        let value = fields.get(name).cloned().unwrap_or_default();
        let said = |problem: &Problem| {
            let said = self.say.words.problem(problem);
            (said.sentence, said.hint)
        };
        let wrong = self
            .problems
            .iter()
            .find(|problem| problem.spot.field.as_deref() == Some(name));
        let (error, hint) = wrong.map(said).unwrap_or_default();
        let understood = match kind {
            "date" => understood(&self.say, &value),
            _ => String::new(),
        };
        Input {
            name: name.into(),
            label: if label.is_empty() {
                String::new()
            } else {
                self.say.t(label)
            },
            kind,
            list: String::new(),
            reshapes: false,
            value,
            choices: Vec::new(),
            required: false,
            error,
            hint,
            understood,
            theirs: String::new(),
        }
    }

    /// A term: chosen from a short list, typed where the vocabulary is long.
    fn select(&self, name: &str, label: &str, vocabulary: &str, fields: &Fields) -> Input {
        let mut input = self.input(name, label, "select", fields);
        let known = choices(self.ask, vocabulary, &[], &input.value);
        if known.len() <= LISTED {
            input.choices = known;
            return input;
        }
        input.kind = "term";
        input.list = vocabulary.to_owned();
        let label = self.say.term(vocabulary, Some(&input.value));
        if !input.value.is_empty() {
            input.value = label;
        }
        input
    }
}

/// The vocabulary of a field that holds a term.
fn vocabulary_of(name: &str) -> Option<&str> {
    let part = match name.split_once('-') {
        Some((start, part)) if start.starts_with("claim") || start.starts_with("identifier") => {
            part
        }
        _ => name,
    };
    Some(match part {
        "sex" | "service" | "rank" | "basis" | "reliability" | "channel" => part,
        "kind" => "event",
        "degree" => "involvement",
        "scheme" => "identifier",
        "role" => "role",
        _ => name.strip_prefix("attribute-")?,
    })
}

/// What was typed, with terms in any language under their ids, so that a field
/// that says the same is the same.
pub fn settled(profile: &Profile, name: &str, value: &str) -> String {
    let value = value.trim();
    let vocabulary = match name.strip_prefix("own-") {
        Some(id) => profile
            .field("person", id)
            .and_then(|field| field.vocabulary.as_deref()),
        None => vocabulary_of(name),
    };
    vocabulary
        .and_then(|vocabulary| profile.vocabulary(vocabulary))
        .and_then(|terms| terms.recognise(value))
        .map_or_else(|| value.to_owned(), |term| term.id.clone())
}

/// How a typed date is understood; empty when there is none or it is wrong.
pub fn understood(say: &Say, text: &str) -> String {
    match read_typed(text, DayOrder::DayFirst) {
        Ok(typed) if !text.trim().is_empty() => say.words.date(&typed.when),
        _ => String::new(),
    }
}

/// What somebody else wrote meanwhile, merged into what was typed: fields that
/// only one of the two changed follow that one; others keep what was typed and
/// name the other value. Returns the merged fields and the other values.
pub fn merge(base: &Fields, mine: &Fields, theirs: &Fields) -> (Fields, Fields) {
    let mut merged = mine.clone();
    let mut others = Fields::new();
    let value = |fields: &Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
    for name in base.keys().chain(theirs.keys()).chain(mine.keys()) {
        let (was, typed, now) = (value(base, name), value(mine, name), value(theirs, name));
        if typed == was {
            merged.insert(name.clone(), now);
        } else if now != was && now != typed {
            others.insert(name.clone(), now);
        }
    }
    (merged, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn two_who_change_different_fields_both_keep_their_change() {
        let base = fields(&[("when", "2019"), ("place", "a"), ("notes", "")]);
        let mine = fields(&[("when", "2019-02"), ("place", "a"), ("notes", "")]);
        let theirs = fields(&[("when", "2019"), ("place", "b"), ("notes", "")]);
        let (merged, others) = merge(&base, &mine, &theirs);
        assert_eq!(
            merged,
            fields(&[("when", "2019-02"), ("place", "b"), ("notes", "")])
        );
        assert!(others.is_empty());
    }

    #[test]
    fn two_who_change_the_same_field_see_each_other() {
        let base = fields(&[("when", "2019")]);
        let (merged, others) = merge(
            &base,
            &fields(&[("when", "2019-02")]),
            &fields(&[("when", "2019-03")]),
        );
        assert_eq!(merged, fields(&[("when", "2019-02")]));
        assert_eq!(others, fields(&[("when", "2019-03")]));
    }
}
