//! What does the office keep, and in which shape?
//!
//! One [`Record`] is one document of the register; each save is a revision
//! that holds the whole document as canonical JSON. The *source layer*
//! (persons, events with their claims, sources, contacts) is kept as it was
//! told; the *judgement layer* ([`Decision`], an event's [`Verification`])
//! points at it and never overwrites it. Field names are those of the
//! HURIDOCS Events Standard Formats where they have one. Which reader may see
//! which field is in `protect`, the vocabularies behind terms in `profile`. The
//! kinds of record are in `person`, `event`, `source` and `office`.

mod event;
mod office;
mod person;
mod source;

pub use event::{
    BodyRef, Claim, Event, Involvement, Participant, RelatedEvent, Verification, VerificationStatus,
};
pub use office::{Compartment, Decision, DecisionKind, Document, Placement, Role, User};
pub use person::{Identifier, Name, Person, Service};
pub use source::{Consent, Contact, Custody, Evidence, Source};

use crate::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Id of a record: a UUIDv7 in its usual text form.
pub type RecordId = String;
/// Id of a term of a vocabulary, place or body of the profile.
pub type TermId = String;

/// Values of the office's own fields and of events' attributes, by field id.
pub type Values = BTreeMap<String, String>;

fn is_false(value: &bool) -> bool {
    !value
}

/// A document of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// A victim, witness, relative or perpetrator.
    Person(Person),
    /// An act done to one or more persons.
    Event(Event),
    /// A person, organisation, document or publication that told the office something.
    Source(Source),
    /// A follow-up with a source or family.
    Contact(Contact),
    /// A file of evidence (its bytes are sealed in the file store).
    File(Evidence),
    /// A reviewer's decision.
    Decision(Decision),
    /// A text of the office: profile, instrument, study.
    Document(Document),
    /// Somebody who may use the office.
    User(User),
    /// A part of the office that the others do not see into.
    Compartment(Compartment),
    /// That a record is in a compartment.
    Placement(Placement),
}

impl Record {
    /// The record's kind as stored and shown: `person`, `event`…
    pub fn kind(&self) -> &'static str {
        match self {
            Record::Person(_) => "person",
            Record::Event(_) => "event",
            Record::Source(_) => "source",
            Record::Contact(_) => "contact",
            Record::File(_) => "file",
            Record::Decision(_) => "decision",
            Record::Document(_) => "document",
            Record::User(_) => "user",
            Record::Compartment(_) => "compartment",
            Record::Placement(_) => "placement",
        }
    }

    /// The canonical text of the document: JSON without white space, fields in
    /// the order in which they are declared here and maps sorted by key, so
    /// that equal records are equal bytes. What is hashed is this stored text,
    /// never a text made again from the parsed record.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).expect("records are maps with text keys, which JSON can hold")
    }

    /// Reads a canonical text back.
    ///
    /// # Errors
    /// `record.unreadable` when the text is not a record of this version.
    pub fn from_canonical(text: &str) -> Result<Record, Problem> {
        let read = || {
            // Canonical text names the kind first; read as that kind alone it takes
            // half the time of a tagged enum, which holds every field twice.
            if let Some(rest) = text.strip_prefix("{\"record\":\"")
                && let Some((kind, fields)) = rest.split_once('"')
            {
                let fields = format!("{{{}", fields.strip_prefix(',').unwrap_or(fields));
                return match kind {
                    "person" => serde_json::from_str(&fields).map(Record::Person),
                    "event" => serde_json::from_str(&fields).map(Record::Event),
                    "source" => serde_json::from_str(&fields).map(Record::Source),
                    "contact" => serde_json::from_str(&fields).map(Record::Contact),
                    "file" => serde_json::from_str(&fields).map(Record::File),
                    "decision" => serde_json::from_str(&fields).map(Record::Decision),
                    "document" => serde_json::from_str(&fields).map(Record::Document),
                    "user" => serde_json::from_str(&fields).map(Record::User),
                    "compartment" => serde_json::from_str(&fields).map(Record::Compartment),
                    "placement" => serde_json::from_str(&fields).map(Record::Placement),
                    _ => serde_json::from_str(text),
                };
            }
            serde_json::from_str(text)
        };
        read().map_err(|error| Problem::new(Code::RecordUnreadable).with("reason", error))
    }

    /// Why the record counts for nothing, when it was put in by mistake.
    pub fn withdrawn(&self) -> Option<&Withdrawal> {
        match self {
            Record::Person(person) => person.withdrawn.as_ref(),
            Record::Event(event) => event.withdrawn.as_ref(),
            Record::Source(source) => source.withdrawn.as_ref(),
            Record::Contact(contact) => contact.withdrawn.as_ref(),
            Record::File(file) => file.withdrawn.as_ref(),
            _ => None,
        }
    }

    /// Withdraws the record, or restores it; `false` for kinds that cannot be withdrawn.
    pub fn set_withdrawn(&mut self, withdrawal: Option<Withdrawal>) -> bool {
        let place = match self {
            Record::Person(person) => &mut person.withdrawn,
            Record::Event(event) => &mut event.withdrawn,
            Record::Source(source) => &mut source.withdrawn,
            Record::Contact(contact) => &mut contact.withdrawn,
            Record::File(file) => &mut file.withdrawn,
            _ => return false,
        };
        *place = withdrawal;
        true
    }

    /// Where the record came from, when it came from a list.
    pub fn listed(&self) -> Option<&Listed> {
        match self {
            Record::Person(person) => person.listed.as_deref(),
            Record::Event(event) => event.listed.as_deref(),
            Record::Source(source) => source.listed.as_deref(),
            _ => None,
        }
    }
}

/// Why a record that was put in by mistake counts for nothing; who and when say its
/// revisions. It is restored by a revision without this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    pub why: String,
    /// The record with which it went, and with which it is restored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<RecordId>,
}

/// Another organisation's reference to the same person or event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Who uses the reference.
    pub organisation: String,
    /// The reference.
    pub value: String,
}

/// A place: the gazetteer's id where it could be told, and the words of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceRef {
    /// Id in the profile's gazetteer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<TermId>,
    /// As the source wrote it, when that differs from the gazetteer or is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_written: Option<String>,
}

/// The list that a record came from, with the whole row as it stood there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// Name of the list (the mapping gives it).
    pub list: String,
    /// The list's own id of the row.
    pub own_id: String,
    /// Which part of the row this record is (`person`, `event:arrest`…).
    pub part: String,
    /// File name as imported.
    pub file: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// The whole original row by header, on the row's main record only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<(String, String)>,
}
