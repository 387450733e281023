//! What did the office itself decide, write, and allow?
//!
//! The judgement layer points at records and never changes them: a decision
//! that is withdrawn leaves them as they were. Texts, users and compartments
//! are records too, so that the log knows who changed them and when.

use super::{RecordId, is_false};
use crate::profile::Label;
use serde::{Deserialize, Serialize};

/// A reviewer's decision: itself a record, reversible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub kind: DecisionKind,
    /// About which records (sorted).
    pub about: Vec<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The decision was withdrawn; what it linked is apart again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withdrawn: bool,
}

/// What a decision says of its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// These person records are the same person.
    SamePerson,
    /// These person records are different persons.
    DifferentPersons,
    /// Nobody can tell.
    CannotTell,
    /// These persons are relatives.
    Relatives,
    /// These event records are the same act.
    SameEvent,
    /// These event records are different acts.
    DifferentEvents,
    /// Nobody can tell whether these event records are the same act.
    CannotTellEvents,
    /// One reviewer's opinion for measuring, blind to others: one person. Links nothing.
    OpinionSame,
    /// One reviewer's opinion for measuring: two persons. Keeps nothing apart.
    OpinionDifferent,
    /// One reviewer's opinion for measuring: it cannot be told.
    OpinionCannotTell,
    /// The record may leave the office in a release.
    Released,
    /// The content was lawfully destroyed.
    Expunged,
}

/// A text of the office, by path: a file of the profile, an instrument, a study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    /// Path below the office's folder, with `/`.
    pub path: String,
    /// The whole text; empty when the document was removed.
    pub text: String,
    /// The file was taken out of the office's folder.
    #[serde(skip_serializing_if = "is_false")]
    pub removed: bool,
}

/// Somebody who may use the office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct User {
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// May no longer use the office.
    #[serde(skip_serializing_if = "is_false")]
    pub disabled: bool,
}

/// A part of the office whose cases only its members see.
///
/// What is in it is said by [`Placement`]s; whatever points at a record in a
/// compartment is as closed as that record (`register`, module `compartments`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Compartment {
    /// Its name.
    pub name: Label,
    /// User names of those who see into it, sorted.
    pub members: Vec<String>,
    /// Nothing is put into it any more, and nobody sees into it: whatever is still
    /// there is closed to everybody until it is taken up again.
    #[serde(skip_serializing_if = "is_false")]
    pub ended: bool,
}

/// That a record is in a compartment. A record has at most one placement, so that
/// its revisions are the history of moves, each with who, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Placement {
    /// The record that is placed.
    pub of: RecordId,
    /// The compartment; none since the record was taken out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compartment: Option<RecordId>,
}

/// What a user may do; each role is a set of permissions and of readable protection classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Users, keys, profile, backup; reads no case.
    Administrator,
    /// Records what people told, imports, edits.
    Documenter,
    /// Decides: verifies, links, disputes.
    Reviewer,
    /// Studies, figures, reports; sees no contact or medical field.
    Researcher,
    /// Law tests and cases, with identifying fields.
    Lawyer,
    /// Reads what is public or internal.
    Reader,
}

impl Role {
    /// Every role, in the order shown.
    pub const ALL: [Role; 6] = [
        Role::Administrator,
        Role::Documenter,
        Role::Reviewer,
        Role::Researcher,
        Role::Lawyer,
        Role::Reader,
    ];

    /// The role's word in commands and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Documenter => "documenter",
            Role::Reviewer => "reviewer",
            Role::Researcher => "researcher",
            Role::Lawyer => "lawyer",
            Role::Reader => "reader",
        }
    }

    /// Reads a role's word.
    pub fn parse(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == word)
    }
}
