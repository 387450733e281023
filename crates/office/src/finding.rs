//! Which persons does a reader look for, and how are they told apart?
//!
//! The register's search ranks; here the hits are read, redacted to the seat's
//! classes, narrowed by facets and counted by them. A field that the reader
//! may not see takes no part in the search, so that a hit betrays nothing.

use crate::{Finding, Office, Reading, Seat};
use model::protect::redact;
use model::record::{Event, Person, RecordId, VerificationStatus};
use model::{Class, Code, Problem, Record, When};
use register::{Field, SearchOptions};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct FindQuery {
    /// Words.
    pub text: String,
    /// Term of the vocabulary `service`.
    pub service: Option<String>,
    /// A place, with all inside it.
    pub place: Option<String>,
    /// Only persons with an event of this kind.
    pub event: Option<String>,
    /// The event's (or any event's) date may lie on or after this day.
    pub from: Option<When>,
    /// The event's (or any event's) date may lie on or before this day.
    pub until: Option<When>,
    /// The event's (or any event's) conclusion.
    pub verification: Option<VerificationStatus>,
    /// The last word may be unfinished.
    pub unfinished: bool,
    /// At most so many persons.
    pub limit: usize,
}

/// A person found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundPerson {
    /// Id.
    pub id: RecordId,
    /// The record.
    pub person: Person,
    /// Kinds of the person's events with how many.
    pub events: BTreeMap<String, u64>,
}

/// An answer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FoundPersons {
    /// Best first.
    pub persons: Vec<FoundPerson>,
    /// There may be more.
    pub more: bool,
}

/// Hits that are read at most when facets narrow them.
const READ: usize = 400;

impl Office {
    /// Finds persons by words and facets.
    ///
    /// # Errors
    /// Those of the register.
    pub fn find(&self, seat: &Seat<Finding>, query: &FindQuery) -> Result<FoundPersons, Problem> {
        let profile = self.profile();
        let narrowed = query.event.is_some()
            || query.from.is_some()
            || query.until.is_some()
            || query.verification.is_some()
            || query.service.is_some()
            || query.place.is_some();
        let fields = Field::ALL
            .into_iter()
            .filter(|field| field.kind() == "person")
            .filter(|_| seat.classes().contains(&Class::Identifying))
            // One index holds origin and residence: who may not see where people live searches neither.
            .filter(|field| *field != Field::Place || seat.classes().contains(&Class::Contact))
            .collect();
        let options = SearchOptions {
            limit: if narrowed { READ } else { query.limit + 1 },
            fields,
            unfinished: query.unfinished,
        };
        let mut found = FoundPersons::default();
        self.register.read(|tx| {
            for hit in tx.search(&query.text, &options)? {
                let Some(stored) = tx.get(&hit.id)? else {
                    continue;
                };
                let Some(Record::Person(person)) = redact(stored.record, seat.classes(), &profile)
                else {
                    continue;
                };
                if let Some(wanted) = &query.service {
                    let kind = person
                        .service
                        .as_ref()
                        .and_then(|service| service.kind.as_deref());
                    let fits = kind.is_some_and(|kind| {
                        profile.vocabulary("service").is_some_and(|terms| {
                            terms.lineage(kind).iter().any(|term| term.id == *wanted)
                        })
                    });
                    if !fits {
                        continue;
                    }
                }
                if let Some(place) = &query.place {
                    let inside = [&person.origin, &person.residence]
                        .into_iter()
                        .flatten()
                        .any(|at| {
                            at.id.as_deref().is_some_and(|id| {
                                profile.vocabulary("place").is_some_and(|places| {
                                    places.lineage(id).iter().any(|term| term.id == *place)
                                })
                            })
                        });
                    if !inside {
                        continue;
                    }
                }
                let mut kinds = BTreeMap::new();
                let mut fits = query.event.is_none()
                    && query.from.is_none()
                    && query.until.is_none()
                    && query.verification.is_none();
                for event in tx.events_of(&hit.id)? {
                    if let Record::Event(event) = &event.record {
                        *kinds.entry(event.kind.clone()).or_insert(0) += 1;
                        fits = fits || fits_event(event, query);
                    }
                }
                if !fits {
                    continue;
                }
                if found.persons.len() == query.limit {
                    found.more = true;
                    break;
                }
                found.persons.push(FoundPerson {
                    id: hit.id,
                    person,
                    events: kinds,
                });
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// Whether an event may be the one that is looked for: a partial date fits where it could lie.
fn fits_event(event: &Event, query: &FindQuery) -> bool {
    if query.event.as_ref().is_some_and(|kind| *kind != event.kind)
        || query
            .verification
            .is_some_and(|status| status != event.verification.status)
    {
        return false;
    }
    if query.from.is_none() && query.until.is_none() {
        return true;
    }
    let Some(when) = &event.when else {
        return false;
    };
    let after = query.from.as_ref().and_then(When::earliest);
    let before = query.until.as_ref().and_then(When::latest);
    after.is_none_or(|day| when.latest().is_none_or(|latest| latest >= day))
        && before.is_none_or(|day| when.earliest().is_none_or(|earliest| earliest <= day))
}

impl Office {
    /// A record alone, as its reader may see it.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader.
    pub fn look_at(&self, seat: &Seat<Reading>, id: &str) -> Result<Record, Problem> {
        let stored = self.register.read(|tx| tx.get(id))?;
        stored
            .and_then(|stored| redact(stored.record, seat.classes(), &self.profile()))
            .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))
    }
}
