//! What belongs to a record besides its events?
//!
//! Relatives, follow-ups with the family, files of evidence. Each is a record
//! that points at this one; each is redacted to its reader, and a contact is
//! there only for those who may reach people. That two persons are relatives is
//! a decision like that they are the same person, and can be withdrawn.

use crate::catalogue::{id_of, number_of};
use crate::{Documenting, Office, Reading, Seat, Seen};
use jiff::civil::Date;
use model::record::{Contact, Decision, DecisionKind, RecordId};
use model::{Class, Code, Problem, Record};
use serde::Serialize;
use std::collections::BTreeMap;

/// A relative of a person.
#[derive(Clone, Debug, Serialize)]
pub struct Relative {
    /// The decision that says so.
    pub decision: RecordId,
    /// The other person.
    pub person: Seen,
    /// What the other person is to this one: a term, or words; empty when it was not said.
    pub relation: String,
}

/// What belongs to a record besides its events.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Around {
    /// Relatives, in the order in which they were noted.
    pub relatives: Vec<Relative>,
    /// Records that a reviewer holds to be the same person.
    pub same: Vec<Seen>,
    /// Follow-ups, newest first.
    pub contacts: Vec<Seen>,
    /// Files of evidence, oldest first.
    pub files: Vec<Seen>,
    /// Follow-ups that were put in by mistake.
    pub withdrawn: Vec<Seen>,
}

/// Who is what to the other: the id of the one of whom the term is said, and the term.
fn told_relation(of: &str, relation: &str) -> String {
    format!("{of} {relation}")
}

impl Office {
    /// What belongs to a record besides its events.
    ///
    /// # Errors
    /// Those of the register.
    pub fn around(&self, seat: &Seat<Reading>, id: &str) -> Result<Around, Problem> {
        self.read(seat, |tx| {
            let mut around = Around::default();
            for stored in tx.pointing_at(id)? {
                if stored.record.withdrawn().is_some() {
                    if matches!(stored.record, Record::Contact(_)) {
                        around.withdrawn.extend(self.see(seat, stored));
                    }
                    continue;
                }
                match &stored.record {
                    Record::Contact(_) => around.contacts.extend(self.see(seat, stored)),
                    Record::File(_) => around.files.extend(self.see(seat, stored)),
                    Record::Decision(decision) if !decision.withdrawn => {
                        let (kind, why) = (decision.kind, decision.why.clone());
                        let others = decision.about.iter().filter(|other| *other != id);
                        let mut persons = Vec::new();
                        for other in others {
                            if let Some(stored) = tx.get(other)?
                                && matches!(stored.record, Record::Person(_))
                                && stored.record.withdrawn().is_none()
                            {
                                persons.extend(self.see(seat, stored));
                            }
                        }
                        match kind {
                            DecisionKind::SamePerson => around.same.extend(persons),
                            DecisionKind::Relatives => {
                                around.relatives.extend(persons.into_iter().map(|person| {
                                    let why = why.clone().unwrap_or_default();
                                    let relation = match why.split_once(' ') {
                                        Some((of, term)) if of == person.id => term.to_owned(),
                                        // Said of this person: what the other is was not said.
                                        Some((of, _)) if of == id => String::new(),
                                        _ => why,
                                    };
                                    Relative {
                                        decision: stored.id.clone(),
                                        person,
                                        relation,
                                    }
                                }));
                            }
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
            around.contacts.reverse();
            Ok(around)
        })
    }

    /// Notes that two persons are relatives: `other` is the `relation` of `person`.
    ///
    /// # Errors
    /// `linkage.pair-needs-two` for one person with itself; `office.no-such-record`;
    /// `office.same-person` when the two records are held to be one person.
    pub fn relate_persons(
        &self,
        seat: &Seat<Documenting>,
        person: &str,
        other: &str,
        relation: &str,
    ) -> Result<RecordId, Problem> {
        if person == other {
            return Err(Problem::new(Code::LinkagePairNeedsTwo).at_field("other"));
        }
        let mut about = vec![person.to_owned(), other.to_owned()];
        about.sort();
        let why = Some(relation.trim())
            .filter(|relation| !relation.is_empty())
            .map(|relation| told_relation(other, relation));
        self.write(seat, |writing| {
            for id in &about {
                let there = writing.get(id)?.map(|stored| stored.record);
                if !matches!(there, Some(Record::Person(_))) {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id));
                }
            }
            let mut known = None;
            for stored in writing.pointing_at(person)? {
                let Record::Decision(decision) = &stored.record else {
                    continue;
                };
                if decision.about != about || decision.withdrawn {
                    continue;
                }
                match decision.kind {
                    DecisionKind::SamePerson => {
                        return Err(Problem::new(Code::OfficeSamePerson).at_field("other"));
                    }
                    DecisionKind::Relatives => known = Some(stored.id),
                    _ => {}
                }
            }
            let decision = Record::Decision(Decision {
                kind: DecisionKind::Relatives,
                about,
                why,
                withdrawn: false,
            });
            match known {
                Some(id) => writing.save(&id, &decision).map(|_| id),
                None => writing.add(&decision),
            }
        })
    }

    /// Takes back that two persons are relatives.
    ///
    /// # Errors
    /// `office.no-such-record` when it is no such decision about this person.
    pub fn unrelate_persons(
        &self,
        seat: &Seat<Documenting>,
        person: &str,
        id: &str,
    ) -> Result<(), Problem> {
        self.change_relation(seat, person, id, |decision, _| decision.withdrawn = true)
    }

    /// Says anew what the other is to this person.
    ///
    /// # Errors
    /// As [`Office::unrelate_persons`].
    pub fn revise_relation(
        &self,
        seat: &Seat<Documenting>,
        person: &str,
        id: &str,
        relation: &str,
    ) -> Result<(), Problem> {
        self.change_relation(seat, person, id, |decision, other| {
            decision.why = Some(relation.trim())
                .filter(|relation| !relation.is_empty())
                .map(|relation| told_relation(other, relation));
        })
    }

    fn change_relation(
        &self,
        seat: &Seat<Documenting>,
        person: &str,
        id: &str,
        change: impl FnOnce(&mut Decision, &str),
    ) -> Result<(), Problem> {
        let missing = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
        self.write(seat, |writing| {
            let Some(Record::Decision(mut decision)) = writing.get(id)?.map(|stored| stored.record)
            else {
                return Err(missing());
            };
            let other = decision.about.iter().find(|about| *about != person);
            let is_told = decision.kind == DecisionKind::Relatives
                && !decision.withdrawn
                && decision.about.iter().any(|about| about == person);
            let other = other.filter(|_| is_told).ok_or_else(missing)?.clone();
            change(&mut decision, &other);
            writing.save(id, &Record::Decision(decision)).map(|_| ())
        })
    }

    /// Follow-ups that may be due on a day, the longest due first: the newest
    /// contact about each record decides. Returns so many of them and how many there are.
    ///
    /// # Errors
    /// Those of the register.
    pub fn contacts_due(
        &self,
        seat: &Seat<Reading>,
        today: Date,
        limit: usize,
    ) -> Result<(Vec<(Seen, Contact)>, u64), Problem> {
        if !seat.classes().contains(&Class::Contact) {
            return Ok((Vec::new(), 0));
        }
        let today = number_of(today);
        self.with_catalogue(seat, |tx, catalogue| {
            let mut newest: BTreeMap<u128, (i32, u128)> = BTreeMap::new();
            for row in catalogue.contacts_there() {
                for about in &row.about {
                    let at = (row.when, row.id);
                    let known = newest.entry(*about).or_insert(at);
                    *known = (*known).max(at);
                }
            }
            let mut due: Vec<(i32, u128)> = catalogue
                .contacts
                .iter()
                .filter(|row| !row.gone)
                .filter(|row| {
                    row.about
                        .iter()
                        .any(|about| newest.get(about) == Some(&(row.when, row.id)))
                })
                .filter_map(|row| Some((row.due?, row.id)))
                .filter(|(due, _)| *due <= today)
                .collect();
            due.sort_unstable();
            let count = due.len() as u64;
            let mut contacts = Vec::new();
            for (_, id) in due.into_iter().take(limit) {
                let seen = tx
                    .get(&id_of(id))?
                    .and_then(|stored| self.see(seat, stored));
                if let Some(seen) = seen
                    && let Record::Contact(contact) = &seen.record
                {
                    let contact = contact.clone();
                    contacts.push((seen, contact));
                }
            }
            Ok((contacts, count))
        })
    }
}
