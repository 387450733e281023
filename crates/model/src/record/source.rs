//! Who told the office something, with which consent, and what was handed in?
//!
//! A source may be a person, an organisation or a publication; a contact is a
//! follow-up with it; the bytes of a file of evidence are in the file store of
//! `register`, and only its description is a record.

use super::{Listed, RecordId, TermId, Values, Withdrawal, is_false};
use crate::When;
use crate::profile::Class;
use serde::{Deserialize, Serialize};

/// Who or what told the office something; confidential unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// Term of the vocabulary `source` (person, organisation, document, publication).
    pub kind: TermId,
    /// Name or title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Relation to the victim, as told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<TermId>,
    /// How to reach the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
    /// The source may be named to every reader (publications). The default is no.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
    /// What the source agreed to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// Payment or benefit given, explained; `None` when nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benefit: Option<String>,
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

/// Consent for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Term of the vocabulary `consent` (record, contact-again, share, publish-without-name…).
    pub purpose: TermId,
    /// With whom, for sharing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Given or refused.
    pub given: bool,
    /// Who explained it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// In which language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses: Option<When>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<When>,
}

/// One follow-up with a source or family.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// The persons or sources concerned.
    pub about: Vec<RecordId>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Term of the vocabulary `channel` (meeting, call, message).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<TermId>,
    /// By whom (user name).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The family refused to go on.
    #[serde(skip_serializing_if = "is_false")]
    pub refused: bool,
    /// The family was harassed for it.
    #[serde(skip_serializing_if = "is_false")]
    pub harassed: bool,
    /// Next contact due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<When>,
    /// Put in by mistake: it stays in the log and counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// A file of evidence; its bytes never change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Name as it was handed over.
    pub name: String,
    /// Media type as found in the bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The records that it is evidence for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<RecordId>,
    /// The file that this one was made from (a redacted copy, a transcript).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<RecordId>,
    /// Who had it, when, and what was done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custody: Vec<Custody>,
    /// What the file shows: whoever may not read this class does not learn of it. Without
    /// one, everybody who reads cases learns that there is a file, not what it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Put in by mistake: it stays in the log and counts for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

/// One step of a chain of custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// When, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Who handed it over, received or handled it.
    pub who: String,
    /// What was done (received, copied, sealed, shown…).
    pub act: String,
}
