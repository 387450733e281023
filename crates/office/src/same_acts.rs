//! Which events of a linked person are one act, and which could be?
//!
//! The rule is the profile's (`same-act.toml`) and is applied by the frame; here
//! a reviewer sees what it joined, what it cannot tell, part by part, and decides
//! otherwise. Invariant: what is shown is what the frame counts, for both ask
//! `study::frame::same_act`; an event that the reviewer may not see is not there.

use crate::link_decisions::{Decided, there};
use crate::{Office, Reviewing, Seat};
use model::Truth;
use model::profile::SameActRule;
use model::protect::redact;
use model::record::{Event, Name, RecordId, VerificationStatus};
use model::{Problem, Record};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use study::frame::same_act::{Act, Compared, compare, group};

/// An event in question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActTold {
    /// Id of the event's record.
    pub id: RecordId,
    /// Record of the person that tells of it.
    pub person: RecordId,
    /// Kind of event.
    pub kind: String,
    /// Date, EDTF; empty when not known.
    pub when: String,
    /// Place or facility of the gazetteer; empty when not known.
    pub place: String,
    /// The list it came from; empty for the office's own.
    pub list: String,
    /// Claims.
    pub claims: u64,
}

/// Two events of one person that the rule or a reviewer took for one act, or that could be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActPair {
    /// The linked person: the smallest id of its records.
    pub person: RecordId,
    /// Name of the person.
    pub name: String,
    /// One event.
    pub first: ActTold,
    /// The other.
    pub second: ActTold,
    /// The rule's answer, part by part.
    pub rule: Compared,
    /// How they are counted: `true` as one act, `false` as two, `unknown` as one
    /// surely and the other possibly.
    pub counted: Truth,
    /// The decision that stands about them.
    pub decided: Option<Decided>,
}

/// What the rule and reviewers made of the events of linked persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ActsFound {
    /// The rule.
    pub rule: SameActRule,
    /// Linked persons.
    pub persons: u64,
    /// Pairs that cannot be told and that nobody has decided, in the order of persons.
    pub open: Vec<ActPair>,
    /// How many those are in all.
    pub open_count: u64,
    /// Pairs that the rule took for one act or a reviewer decided.
    pub settled: Vec<ActPair>,
    /// How many those are in all.
    pub settled_count: u64,
}

impl Office {
    /// Events of linked persons that are one act or could be; not more than
    /// `limit` of each, and how many there are.
    ///
    /// # Errors
    /// Those of the register.
    pub fn acts_of_linked(
        &self,
        seat: &Seat<Reviewing>,
        limit: usize,
    ) -> Result<ActsFound, Problem> {
        let said = self.said(seat)?;
        let profile = self.profile();
        let (by_decision, _) = said.events.clusters();
        let mut found = ActsFound {
            rule: profile.same_act.clone(),
            ..ActsFound::default()
        };
        self.read(seat, |tx| {
            for (root, others) in said.same.all() {
                let mut name = None;
                let mut told: BTreeMap<RecordId, (Event, BTreeSet<RecordId>)> = BTreeMap::new();
                for record in std::iter::once(&root).chain(&others) {
                    let person = there(tx.get(record))?
                        .and_then(|it| redact(it.record, seat.classes(), &profile));
                    let Some(Record::Person(person)) = person else {
                        continue;
                    };
                    name = name.or_else(|| person.names.first().map(Name::display));
                    for stored in tx.events_of(record)? {
                        let event = redact(stored.record, seat.classes(), &profile);
                        if let Some(Record::Event(event)) = event
                            && event.verification.status != VerificationStatus::Rejected
                            && event.withdrawn.is_none()
                            && event
                                .persons
                                .iter()
                                .any(|part| part.person == *record && part.role == "victim")
                        {
                            told.entry(stored.id)
                                .or_insert_with(|| (event, BTreeSet::new()))
                                .1
                                .insert(record.clone());
                        }
                    }
                }
                found.persons += 1;
                let events: Vec<(&RecordId, &Event)> =
                    told.iter().map(|(id, (event, _))| (id, event)).collect();
                let acts: Vec<Act> = told
                    .iter()
                    .map(|(id, (event, records))| Act::of(id, event, records.clone()))
                    .collect();
                let apart = |a: &str, b: &str| said.events.apart(a, b);
                let grouped = group(&acts, &by_decision, apart, &profile.same_act, &profile);
                let act_of = |at: usize| {
                    grouped
                        .acts
                        .iter()
                        .position(|act| act.contains(&at))
                        .unwrap_or(usize::MAX)
                };
                for first in 0..acts.len() {
                    for second in first + 1..acts.len() {
                        let (x, y) = (&acts[first], &acts[second]);
                        let decided = said.about(&x.id, &y.id).cloned();
                        let (one, other) = (act_of(first), act_of(second));
                        let counted = if one == other {
                            Truth::True
                        } else if grouped.perhaps.contains(&(one.min(other), one.max(other))) {
                            Truth::Unknown
                        } else {
                            Truth::False
                        };
                        let one_record = !x.told_of.is_disjoint(&y.told_of);
                        if decided.is_none() && (counted == Truth::False || one_record) {
                            continue;
                        }
                        let open = decided.is_none() && counted == Truth::Unknown;
                        let (list, count) = if open {
                            (&mut found.open, &mut found.open_count)
                        } else {
                            (&mut found.settled, &mut found.settled_count)
                        };
                        *count += 1;
                        if list.len() < limit {
                            list.push(ActPair {
                                person: root.clone(),
                                name: name.clone().unwrap_or_default(),
                                first: act_told(x, events[first].1),
                                second: act_told(y, events[second].1),
                                rule: compare(x, y, &profile.same_act, &profile),
                                counted,
                                decided,
                            });
                        }
                    }
                }
            }
            Ok(found)
        })
    }
}

fn act_told(act: &Act, event: &Event) -> ActTold {
    ActTold {
        id: act.id.clone(),
        person: act.told_of.first().cloned().unwrap_or_default(),
        kind: act.kind.clone(),
        when: event
            .when
            .as_ref()
            .map(|when| when.edtf().to_owned())
            .unwrap_or_default(),
        place: act.place.clone().unwrap_or_default(),
        list: event
            .listed
            .as_ref()
            .map(|listed| listed.list.clone())
            .unwrap_or_default(),
        claims: event.claims.len() as u64,
    }
}
