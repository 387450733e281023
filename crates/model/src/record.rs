//! What does the office keep, and in which shape?
//!
//! One [`Record`] is one document of the register; each save is a revision
//! that holds the whole document as canonical JSON. The *source layer*
//! (persons, events with their claims, sources, contacts) is kept as it was
//! told; the *judgement layer* ([`Decision`], an event's [`Verification`])
//! points at it and never overwrites it. Field names are those of the
//! HURIDOCS Events Standard Formats where they have one. Which reader may see
//! which field is in `protect`, the vocabularies behind terms in `profile`.

use crate::profile::{Class, Label};
use crate::{Code, Problem, When};
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
