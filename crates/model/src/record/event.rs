//! What was done to whom, where and when, and who says so?
//!
//! An event holds the claims about it: each claim is one source's account, with
//! its own words and dates. What the office concludes is its [`Verification`].

use super::{Listed, PlaceRef, RecordId, TermId, Values, Withdrawal, is_false};
use crate::When;
use serde::{Deserialize, Serialize};

/// One act done to one or more persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    /// Term of the vocabulary `event` (arrest, sighting, death…).
    pub kind: TermId,
    /// The persons concerned, each with a role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Participant>,
    /// When it happened (the first clock), as the office concludes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceRef>,
    /// In or at which facility (prison, branch, checkpoint, hospital).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<PlaceRef>,
    /// Who did it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Involvement>,
    /// Attributes by the event's kind (profile: `event` terms list them).
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub attributes: Values,
    /// The office's conclusion about the whole event.
    #[serde(skip_serializing_if = "Verification::is_open")]
    pub verification: Verification,
    /// What each source says of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// Other events that this one belongs to (a release ends an arrest…).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedEvent>,
    /// The office's own fields.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub own: Values,
    /// Free notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The list and row it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<Box<Listed>>,
    /// Invented, for examples and tests.
    #[serde(skip_serializing_if = "is_false")]
    pub synthetic: bool,
    /// Put in by mistake: it stays in the log and counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// A person's part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// Id of the person's record.
    pub person: RecordId,
    /// Term of the vocabulary `role` (victim, witness, relative, perpetrator).
    pub role: TermId,
}

/// A body's part in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Involvement {
    /// Id of the body in the profile's tree, or the words of the source.
    pub body: BodyRef,
    /// Alleged, not established.
    #[serde(default, skip_serializing_if = "is_false")]
    pub alleged: bool,
    /// Term of the vocabulary `involvement` (carried out, ordered, present…).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degree: Option<TermId>,
}

/// A body is referred to as a place is: by id where it could be told, and in the source's words.
pub type BodyRef = PlaceRef;

/// A tie between two events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedEvent {
    /// Term of the vocabulary `relation` (ends, follows, evidence-of…).
    pub relation: TermId,
    /// Id of the other event.
    pub event: RecordId,
}

/// The office's conclusion about an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Verification {
    /// Where the conclusion stands.
    pub status: VerificationStatus,
    /// Who concluded it (user name).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Verification {
    fn is_open(&self) -> bool {
        *self == Verification::default()
    }
}

/// Where a conclusion stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// Nobody has concluded yet.
    #[default]
    Open,
    /// A second person agreed.
    Verified,
    /// Sources conflict and the office has not settled it.
    Disputed,
    /// The office holds that it did not happen so.
    Rejected,
}

/// What one source says of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claim {
    /// Short id, unique inside the event (`c1`, `c2`…).
    pub id: String,
    /// Id of the source's record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<RecordId>,
    /// How the source knows: term of the vocabulary `basis`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<TermId>,
    /// When, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceRef>,
    /// Facility, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<PlaceRef>,
    /// Body, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyRef>,
    /// Other values that it states, by attribute.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub values: Values,
    /// When the office learned it (the second clock).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<When>,
    /// Term of the vocabulary `reliability` (HURIDOCS's five steps and unknown).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<TermId>,
    /// The words of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
