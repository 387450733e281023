//! Who is the person, as one source told it?
//!
//! Two records of the same person stay two; that they are one is a decision
//! (`office`). Names are kept in every script in which they were given.

use super::{Listed, PlaceRef, Reference, TermId, Values, Withdrawal, is_false};
use crate::When;
use serde::{Deserialize, Serialize};

/// Names, life and service of one person as one source layer record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// Every variant of the name, as it was given; the first is the one shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// Term of the vocabulary `sex`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<TermId>,
    /// Birth, as far as known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<When>,
    /// Numbers given by authorities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Place the person is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<PlaceRef>,
    /// Place the person lived in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residence: Option<PlaceRef>,
    /// Occupation as told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// Military, police or security service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// References of other organisations to this person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Terms of the vocabulary `protection-flag` (minor, still-detained, at-risk…).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<TermId>,
    /// The office's own fields.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub own: Values,
    /// Free notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The list and row it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<Box<Listed>>,
    /// Invented, for examples and tests; said wherever the record is shown.
    #[serde(skip_serializing_if = "is_false")]
    pub synthetic: bool,
    /// Put in by mistake: it stays in the log and counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// One way in which a person is named, in one script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Name {
    /// The whole name as written by the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<String>,
    /// Given name (ism).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Father's given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub father: Option<String>,
    /// Grandfather's given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grandfather: Option<String>,
    /// Family name (or nisba).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Mother's name as in civil records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<String>,
    /// Nickname or kunya.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
}

impl Name {
    /// The name in the order in which it is said: the full name as written,
    /// else given, father, grandfather, family. Empty when nothing is known.
    pub fn display(&self) -> String {
        if let Some(full) = &self.full {
            return full.clone();
        }
        let parts = [&self.given, &self.father, &self.grandfather, &self.family];
        let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if said.is_empty() {
            return self.nickname.clone().unwrap_or_default();
        }
        said.join(" ")
    }

    /// Every part that is set, with its field name.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("full", &self.full),
            ("given", &self.given),
            ("father", &self.father),
            ("grandfather", &self.grandfather),
            ("family", &self.family),
            ("mother", &self.mother),
            ("nickname", &self.nickname),
        ]
        .into_iter()
        .filter_map(|(part, value)| value.as_deref().map(|value| (part, value)))
    }
}

/// A number given by an authority: civil, military, passport…
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Term of the vocabulary `identifier`.
    pub scheme: TermId,
    /// The number as written.
    pub value: String,
}

/// Service in an army, police or security body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    /// Term of the vocabulary `service` (conscript, officer, volunteer, policeman…).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TermId>,
    /// Term of the vocabulary `rank`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<TermId>,
    /// Unit as told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}
