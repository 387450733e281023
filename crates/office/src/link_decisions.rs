//! Who said which records are one person, and can it be taken back?
//!
//! Decisions are records of the log: who, when, why. They hold in the next run
//! (must-link, cannot-link), the frame follows them at once, and a withdrawn one
//! is as if it had never been. What all decisions come to is in `link_said`.
//! Invariant: a decision about records that its reader may not see is not there
//! for that reader.

use crate::{Office, Reviewing, Seat};
use model::profile::Profile;
use model::protect::{Classes, redact};
use model::record::{Decision, DecisionKind, Event, Person, RecordId};
use model::{Code, Problem, Record};
use register::Tx;
use serde::Serialize;

/// A decision about persons or events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decided {
    /// Id of the decision.
    pub id: RecordId,
    /// What was decided.
    pub kind: DecisionKind,
    /// About which records.
    pub about: Vec<RecordId>,
    /// Why; of relatives, who is what to the other (`ID TERM`).
    pub why: Option<String>,
    /// Why, as the one who decided last said it.
    pub reason: Option<String>,
    /// Who said so last.
    pub who: String,
    /// When.
    pub at: String,
    /// Taken back.
    pub withdrawn: bool,
    /// Position in the log.
    pub position: u64,
}

/// Kinds of decision about two persons.
pub(crate) fn about_persons(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::SamePerson
            | DecisionKind::DifferentPersons
            | DecisionKind::CannotTell
            | DecisionKind::Relatives
    )
}

/// Kinds of decision about two events.
pub(crate) fn about_events(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::SameEvent | DecisionKind::DifferentEvents | DecisionKind::CannotTellEvents
    )
}

/// Kinds of opinion that measure and link nothing.
pub(crate) fn is_opinion(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::OpinionSame
            | DecisionKind::OpinionDifferent
            | DecisionKind::OpinionCannotTell
    )
}

/// Two ids, the smaller first.
pub(crate) fn ordered(a: RecordId, b: RecordId) -> (RecordId, RecordId) {
    if a < b { (a, b) } else { (b, a) }
}

/// A record whose content was lawfully destroyed is not there.
pub(crate) fn there<T>(found: Result<Option<T>, Problem>) -> Result<Option<T>, Problem> {
    match found {
        Err(problem) if problem.code == Code::RegisterContentDestroyed => Ok(None),
        found => found,
    }
}

fn seen(
    tx: &Tx<'_>,
    id: &str,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<Record>, Problem> {
    let stored = there(tx.get(id))?;
    Ok(stored.and_then(|it| redact(it.record, classes, profile)))
}

/// A person's record as far as the reader may see it.
pub(crate) fn person_seen(
    tx: &Tx<'_>,
    id: &str,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<Person>, Problem> {
    Ok(match seen(tx, id, classes, profile)? {
        Some(Record::Person(person)) if person.withdrawn.is_none() => Some(person),
        _ => None,
    })
}

fn event_seen(
    tx: &Tx<'_>,
    id: &str,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<Event>, Problem> {
    Ok(match seen(tx, id, classes, profile)? {
        Some(Record::Event(event)) if event.withdrawn.is_none() => Some(event),
        _ => None,
    })
}

/// A decision with the names of those that it is about.
pub type DecidedAbout = (Decided, Vec<Named>);

impl Office {
    /// Decides about two person records; a decision about the same two is revised.
    /// Returns the id of the decision.
    ///
    /// # Errors
    /// `linkage.pair-needs-two`; `office.no-such-record`; those of the register.
    pub fn decide_pair(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
        kind: DecisionKind,
    ) -> Result<RecordId, Problem> {
        let why = seat.why().map(str::to_owned);
        self.decide_two(seat, a, b, kind, why)
    }

    /// Decides that two persons are relatives, and what `of` is to the other: a
    /// term of `relation-to-victim`.
    ///
    /// # Errors
    /// `linkage.relation-unknown`; as [`Office::decide_pair`].
    pub fn decide_relatives(
        &self,
        seat: &Seat<Reviewing>,
        of: &str,
        relation: &str,
        other: &str,
    ) -> Result<RecordId, Problem> {
        let profile = self.profile();
        let term = profile
            .vocabulary("relation-to-victim")
            .and_then(|terms| terms.recognise(relation))
            .ok_or_else(|| {
                Problem::new(Code::LinkageRelationUnknown)
                    .with("text", relation)
                    .at_field("relation")
            })?;
        let why = Some(format!("{of} {}", term.id));
        self.decide_two(seat, of, other, DecisionKind::Relatives, why)
    }

    /// Decides whether two event records are one act; a decision about the same
    /// two is revised. Returns the id of the decision.
    ///
    /// # Errors
    /// `linkage.events-need-two`; `office.no-such-record`; those of the register.
    pub fn decide_acts(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
        kind: DecisionKind,
    ) -> Result<RecordId, Problem> {
        if !about_events(kind) {
            return Err(Problem::new(Code::LinkageVerdictMissing));
        }
        let why = seat.why().map(str::to_owned);
        self.decide_two(seat, a, b, kind, why)
    }

    fn decide_two(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
        kind: DecisionKind,
        why: Option<String>,
    ) -> Result<RecordId, Problem> {
        let alike: fn(DecisionKind) -> bool = if about_events(kind) {
            about_events
        } else if about_persons(kind) {
            about_persons
        } else {
            return Err(Problem::new(Code::LinkageVerdictMissing));
        };
        if a == b {
            return Err(Problem::new(if about_events(kind) {
                Code::LinkageEventsNeedTwo
            } else {
                Code::LinkagePairNeedsTwo
            }));
        }
        let (a, b) = ordered(a.to_owned(), b.to_owned());
        let about = vec![a, b];
        let profile = self.profile();
        self.write(seat, |writing| {
            for id in &about {
                let visible = if about_events(kind) {
                    event_seen(writing, id, seat.classes(), &profile)?.is_some()
                } else {
                    person_seen(writing, id, seat.classes(), &profile)?.is_some()
                };
                if !visible {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id));
                }
            }
            let known = writing.pointing_at(&about[0])?.into_iter().find(|stored| {
                matches!(&stored.record, Record::Decision(known)
                    if known.about == about && alike(known.kind))
            });
            let decision = Record::Decision(Decision {
                kind,
                about: about.clone(),
                why: why.clone(),
                withdrawn: false,
            });
            match known {
                Some(known) => writing.save(&known.id, &decision).map(|_| known.id),
                None => writing.add(&decision),
            }
        })
    }

    /// Takes a decision back; what it linked is apart again.
    ///
    /// # Errors
    /// `office.no-such-record` when it is no decision about persons or events.
    pub fn withdraw_decision(&self, seat: &Seat<Reviewing>, id: &str) -> Result<(), Problem> {
        self.write(seat, |writing| {
            let gone = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
            let Some(Record::Decision(mut decision)) =
                there(writing.get(id))?.map(|stored| stored.record)
            else {
                return Err(gone());
            };
            if !(about_persons(decision.kind) || about_events(decision.kind)) {
                return Err(gone());
            }
            decision.withdrawn = true;
            // What a relative is to the other stays said.
            if let Some(why) = seat
                .why()
                .filter(|_| decision.kind != DecisionKind::Relatives)
            {
                decision.why = Some(why.to_owned());
            }
            writing.save(id, &Record::Decision(decision)).map(|_| ())
        })
    }

    /// Every decision about persons, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn decided_pairs(&self, seat: &Seat<Reviewing>) -> Result<Vec<Decided>, Problem> {
        Ok(self
            .decided(seat, about_persons)?
            .into_iter()
            .map(|(it, _)| it)
            .collect())
    }

    /// A decision that stands, when its reader may see what it is about.
    ///
    /// # Errors
    /// Those of the register.
    pub fn decision(&self, seat: &Seat<Reviewing>, id: &str) -> Result<Option<Decided>, Problem> {
        let said = self.said(seat)?;
        let Some(decided) = said
            .all
            .get(id)
            .filter(|it| !it.withdrawn && !is_opinion(it.kind))
        else {
            return Ok(None);
        };
        let profile = self.profile();
        self.read(seat, |tx| {
            for id in &decided.about {
                if name_of(tx, id, seat.classes(), &profile)?.is_none() {
                    return Ok(None);
                }
            }
            Ok(Some(decided.clone()))
        })
    }

    /// Decisions about persons and events, newest first, with the names of the
    /// persons; not more than `limit`, from `skip` on. And how many there are.
    ///
    /// # Errors
    /// Those of the register.
    pub fn decisions_to_undo(
        &self,
        seat: &Seat<Reviewing>,
        skip: usize,
        limit: usize,
    ) -> Result<(Vec<DecidedAbout>, u64), Problem> {
        let all = self.decided(seat, |kind| about_persons(kind) || about_events(kind))?;
        let count = all.len() as u64;
        Ok((all.into_iter().skip(skip).take(limit).collect(), count))
    }

    fn decided(
        &self,
        seat: &Seat<Reviewing>,
        wanted: impl Fn(DecisionKind) -> bool,
    ) -> Result<Vec<DecidedAbout>, Problem> {
        let said = self.said(seat)?;
        let mut known: Vec<&Decided> = said.all.values().filter(|it| wanted(it.kind)).collect();
        known.sort_by_key(|it| std::cmp::Reverse(it.position));
        let profile = self.profile();
        self.read(seat, |tx| {
            let mut shown = Vec::new();
            for decided in known {
                let mut names = Vec::new();
                for id in &decided.about {
                    if let Some(named) = name_of(tx, id, seat.classes(), &profile)? {
                        names.push(named);
                    }
                }
                // Whoever may not see a record does not see what was said of it.
                if names.len() == decided.about.len() {
                    shown.push((decided.clone(), names));
                }
            }
            Ok(shown)
        })
    }
}

/// A record that a decision is about, as its reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named {
    /// Id.
    pub id: RecordId,
    /// `person` or `event`.
    pub record: &'static str,
    /// Name of the person; kind of the event.
    pub name: String,
    /// Date of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

fn name_of(
    tx: &Tx<'_>,
    id: &str,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<Named>, Problem> {
    let stored = there(tx.get(id))?;
    Ok(
        match stored.and_then(|it| redact(it.record, classes, profile)) {
            Some(Record::Person(person)) => Some(Named {
                id: id.to_owned(),
                record: "person",
                name: person
                    .names
                    .first()
                    .map(model::record::Name::display)
                    .unwrap_or_default(),
                when: None,
            }),
            Some(Record::Event(event)) => Some(Named {
                id: id.to_owned(),
                record: "event",
                name: event.kind,
                when: event.when.as_ref().map(|when| when.edtf().to_owned()),
            }),
            _ => None,
        },
    )
}
