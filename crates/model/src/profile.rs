//! Which words, places, bodies and own fields does this office use?
//!
//! The profile is a folder of readable TOML files; this module reads their
//! texts (never the disk) and reports all problems at once with file and
//! line. A term is found by its id or by any of its labels in either
//! language, folded. A retired term stays readable in old records and cannot
//! be picked anew. The fields' protection classes are applied by `protect`.

use crate::fold::{fold, nearest, or_none};
use crate::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

mod read;
mod same_act;

pub use same_act::{PlaceLevel, SameActRule};

/// A label in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

impl Label {
    /// The label in a language (`ar` or anything else for English).
    pub fn in_language(&self, language: &str) -> &str {
        if language == "ar" { &self.ar } else { &self.en }
    }
}

/// Which readers may see a field (see `protect`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// May be published.
    Public,
    /// For everybody in the office.
    #[default]
    Internal,
    /// Tells who somebody is.
    Identifying,
    /// Tells how to reach somebody.
    Contact,
    /// Health, injuries, torture.
    Medical,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 5] = [
        Class::Public,
        Class::Internal,
        Class::Identifying,
        Class::Contact,
        Class::Medical,
    ];
}

/// One entry of a vocabulary, the gazetteer or the tree of bodies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stable id, as stored in records.
    pub id: String,
    /// Arabic label.
    pub ar: String,
    /// English label.
    pub en: String,
    /// Other spellings and labels, in either language, recognised on import and search.
    #[serde(default)]
    pub also: Vec<String>,
    /// Broader term.
    #[serde(default)]
    pub parent: Option<String>,
    /// Kind of a place (governorate, district, town, prison, branch…) or body.
    #[serde(default)]
    pub kind: Option<String>,
    /// Attributes that an event of this kind may have (vocabulary `event` only).
    #[serde(default)]
    pub attributes: Vec<String>,
    /// Can no longer be picked.
    #[serde(default)]
    pub retired: bool,
    /// First day of a body, partial.
    #[serde(default)]
    pub from: Option<crate::When>,
    /// Last day of a body, partial.
    #[serde(default)]
    pub until: Option<crate::When>,
    /// Latitude in degrees, WGS 84, as text so that nothing is rounded.
    #[serde(default)]
    pub latitude: Option<String>,
    /// Longitude in degrees, WGS 84.
    #[serde(default)]
    pub longitude: Option<String>,
}

impl Term {
    /// The term's label in a language.
    pub fn label(&self, language: &str) -> &str {
        if language == "ar" { &self.ar } else { &self.en }
    }
}

/// A list of terms with one meaning, found by id or label.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Id (`event`, `basis`, `place`…).
    pub id: String,
    /// What the vocabulary is called.
    pub label: Label,
    /// The terms in the order of the file.
    pub terms: Vec<Term>,
    by_id: HashMap<String, usize>,
    by_label: HashMap<String, usize>,
}

impl Vocabulary {
    /// Builds the look-ups; reports ids and labels that stand twice.
    pub fn new(id: &str, label: Label, terms: Vec<Term>) -> (Vocabulary, Vec<Problem>) {
        let mut vocabulary = Vocabulary {
            id: id.into(),
            label,
            terms,
            ..Vocabulary::default()
        };
        let mut problems = Vec::new();
        for (index, term) in vocabulary.terms.iter().enumerate() {
            if vocabulary.by_id.insert(term.id.clone(), index).is_some() {
                problems.push(
                    Problem::new(Code::TermDuplicate)
                        .with("vocabulary", id)
                        .with("term", &term.id),
                );
            }
        }
        for (index, term) in vocabulary.terms.iter().enumerate() {
            for label in [&term.id, &term.ar, &term.en].into_iter().chain(&term.also) {
                // Places share names (a town and its district): the first in the
                // file wins, so files list the more likely reading first.
                vocabulary.by_label.entry(fold(label)).or_insert(index);
            }
            if let Some(parent) = &term.parent
                && !vocabulary.by_id.contains_key(parent)
            {
                problems.push(unknown_term(id, parent, &[]));
            }
        }
        (vocabulary, problems)
    }

    /// The term with this id, retired or not.
    pub fn get(&self, id: &str) -> Option<&Term> {
        self.by_id.get(id).map(|&index| &self.terms[index])
    }

    /// The label of a term in a language; the id itself when it is not in the vocabulary.
    pub fn label_of<'a>(&'a self, id: &'a str, language: &str) -> &'a str {
        self.get(id).map_or(id, |term| term.label(language))
    }

    /// The term that a text names, by id or any label, folded.
    pub fn recognise(&self, text: &str) -> Option<&Term> {
        self.by_label
            .get(&fold(text))
            .map(|&index| &self.terms[index])
    }

    /// The term that a text names for a new record.
    ///
    /// # Errors
    /// `term.unknown` with the nearest labels, or `term.retired`.
    pub fn pick(&self, text: &str) -> Result<&Term, Problem> {
        match self.recognise(text) {
            Some(term) if term.retired => Err(Problem::new(Code::TermRetired)
                .with("vocabulary", &self.id)
                .with("text", text)),
            Some(term) => Ok(term),
            None => Err(unknown_term(&self.id, text, &self.nearest(text))),
        }
    }

    /// Up to three labels that look like the text, see [`nearest`].
    pub fn nearest(&self, text: &str) -> Vec<String> {
        let standing = self.terms.iter().filter(|term| !term.retired);
        nearest(
            text,
            standing.map(|term| {
                let labels = [&term.ar, &term.en].into_iter().chain(&term.also);
                labels.map(String::as_str)
            }),
        )
    }

    /// The term and all broader terms, narrowest first. Ends at a loop.
    pub fn lineage<'a>(&'a self, id: &str) -> Vec<&'a Term> {
        let mut line: Vec<&Term> = Vec::new();
        let mut next = self.get(id);
        while let Some(term) = next {
            if line.iter().any(|seen| seen.id == term.id) {
                break;
            }
            line.push(term);
            next = term.parent.as_deref().and_then(|parent| self.get(parent));
        }
        line
    }
}

/// `term.unknown`, with the labels that look most like the text, if any do.
pub fn unknown_term(vocabulary: &str, text: &str, nearest: &[String]) -> Problem {
    Problem::new(Code::TermUnknown)
        .with("vocabulary", vocabulary)
        .with("text", text)
        .with("nearest", or_none(nearest))
}

/// What kind of value an own field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Free text.
    Text,
    /// A partial date.
    Date,
    /// A whole number.
    Number,
    /// `yes`, `no` or empty.
    Yesno,
    /// A term of the vocabulary named in `vocabulary`.
    Term,
}

/// A field that the office added to Person, Event or Source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnField {
    /// Which records have it: `person`, `event` or `source`.
    pub record: String,
    /// Id, as stored in `own`.
    pub id: String,
    /// What it is called in Arabic.
    pub ar: String,
    /// What it is called in English.
    pub en: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Vocabulary of a `term` field.
    #[serde(default)]
    pub vocabulary: Option<String>,
    /// Who may see it.
    pub class: Class,
    /// Why the office needs it (required unless public).
    #[serde(default)]
    pub reason: Option<String>,
    /// Stays readable where it was said, and is asked for no more.
    #[serde(default)]
    pub retired: bool,
}

/// A rule of confirmation, applied uniformly: an event of this kind (in this
/// facility) is confirmed by at least one claim whose basis is one of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationRule {
    /// Id.
    pub id: String,
    /// Version; releases name it.
    pub version: u32,
    /// What it confirms, in Arabic.
    pub ar: String,
    /// What it confirms, in English.
    pub en: String,
    /// Event kind.
    pub event: String,
    /// Facility, when the rule is about one.
    #[serde(default)]
    pub facility: Option<String>,
    /// Sufficient bases.
    pub bases: Vec<String>,
}

/// The whole profile.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The office's name.
    pub name: Label,
    /// Schema-less URL-like name under which checkpoints are signed.
    pub origin: String,
    /// Languages of the office, the first first (`ar`, `en`).
    pub languages: Vec<String>,
    /// Which month names Arabic dates are shown with: `levant`, `egypt` or `maghreb`.
    pub months: String,
    /// Shown on every page and document when the office is an example.
    pub notice: Option<Label>,
    /// Vocabularies by id.
    pub vocabularies: BTreeMap<String, Vocabulary>,
    /// Gazetteer: places and facilities.
    pub places: Vocabulary,
    /// Bodies: forces, branches, units, police, courts.
    pub bodies: Vocabulary,
    /// The office's own fields.
    pub fields: Vec<OwnField>,
    /// Rules of confirmation.
    pub confirmations: Vec<ConfirmationRule>,
    /// When two records of one person tell of the same act.
    pub same_act: SameActRule,
}

impl Profile {
    /// Reads a profile from its files' texts, by path below the profile's folder
    /// (`profile.toml`, `vocabularies/*.toml`, `places.toml`, `bodies.toml`,
    /// `confirmation.toml`, `same-act.toml`).
    ///
    /// # Errors
    /// All problems, each with file and line.
    pub fn read(texts: &BTreeMap<String, String>) -> Result<Profile, Vec<Problem>> {
        read::profile(texts)
    }

    /// A vocabulary by id; `place` and `body` name the two trees.
    pub fn vocabulary(&self, id: &str) -> Option<&Vocabulary> {
        match id {
            "place" => Some(&self.places),
            "body" => Some(&self.bodies),
            _ => self.vocabularies.get(id),
        }
    }

    /// The label of a term, or the id when vocabulary or term is not known.
    pub fn label<'a>(&'a self, vocabulary: &str, id: &'a str, language: &str) -> &'a str {
        self.vocabulary(vocabulary)
            .map_or(id, |terms| terms.label_of(id, language))
    }

    /// An own field of a kind of record.
    pub fn field(&self, record: &str, id: &str) -> Option<&OwnField> {
        self.fields
            .iter()
            .find(|field| field.record == record && field.id == id)
    }

    /// The broader place of a kind (`governorate`, `district`) that a place lies in.
    pub fn place_within(&self, place: &str, kind: &str) -> Option<&Term> {
        self.places
            .lineage(place)
            .into_iter()
            .find(|term| term.kind.as_deref() == Some(kind))
    }
}
