//! Which persons does a text mean: by name, by number, or by a place?
//!
//! The register knows a record by its own words. A place stands there under its
//! id, while people write «القابون», Qaboun or Kaboun: what the gazetteer
//! recognises in the text is looked up as the place and all inside it, where
//! somebody is from, lived, or where something happened to them. A field that
//! the reader may not see takes no part, so that a hit betrays nothing.

use model::profile::Profile;
use model::protect::{Classes, redact};
use model::record::{Person, PlaceRef, RecordId};
use model::{Class, Problem, Record};
use register::{Field, SearchOptions, Tx};
use std::collections::{BTreeSet, HashSet};

/// Places inside the named one that are looked up, the named one first.
const PLACES: usize = 40;
/// Hits of one place that are looked at.
const READ: usize = 400;

/// A person that the text means.
pub(crate) struct Meant {
    /// Id.
    pub(crate) id: RecordId,
    /// Higher is better, within one answer.
    pub(crate) score: f32,
}

/// The fields of persons in which a reader may search.
fn fields(classes: &Classes) -> Vec<Field> {
    Field::ALL
        .into_iter()
        .filter(|field| field.kind() == "person")
        .filter(|_| classes.contains(&Class::Identifying))
        // One index holds origin and residence: who may not see where people live searches neither.
        .filter(|field| *field != Field::Place || classes.contains(&Class::Contact))
        .collect()
}

/// Persons that a text means, best first.
pub(crate) fn persons(
    tx: &Tx,
    profile: &Profile,
    classes: &Classes,
    text: &str,
    limit: usize,
    unfinished: bool,
) -> Result<Vec<Meant>, Problem> {
    let options = SearchOptions {
        limit,
        fields: fields(classes),
        unfinished,
    };
    let mut meant = Vec::new();
    if let Some(named) = Named::read(text, profile) {
        meant = if named.rest.is_empty() {
            at_place(tx, profile, classes, &named, limit)?
        } else {
            let options = SearchOptions {
                limit: READ,
                ..options.clone()
            };
            let mut here = Vec::new();
            for hit in tx.search(&named.rest, &options)? {
                if here.len() < limit && was_there(tx, profile, classes, &named, &hit.id)? {
                    here.push(Meant {
                        id: hit.id,
                        score: hit.score,
                    });
                }
            }
            here
        };
    }
    let mut seen: HashSet<RecordId> = meant.iter().map(|meant| meant.id.clone()).collect();
    for hit in tx.search(text, &options)? {
        if seen.insert(hit.id.clone()) {
            meant.push(Meant {
                id: hit.id,
                score: hit.score,
            });
        }
    }
    meant.truncate(limit);
    Ok(meant)
}

/// A text that names a place.
pub(crate) struct Named {
    /// The place and what lies inside it, by id; the place itself first.
    pub(crate) places: Vec<String>,
    /// The words that are not the place.
    pub(crate) rest: String,
}

impl Named {
    /// The longest run of words that the gazetteer recognises.
    pub(crate) fn read(text: &str, profile: &Profile) -> Option<Named> {
        let words: Vec<&str> = text.split_whitespace().collect();
        for length in (1..=words.len()).rev() {
            for start in 0..=words.len() - length {
                let run = words[start..start + length].join(" ");
                let Some(place) = profile.places.recognise(&run) else {
                    continue;
                };
                let mut places = vec![place.id.clone()];
                let inside = profile.places.terms.iter().filter(|term| {
                    let lineage = profile.places.lineage(&term.id);
                    lineage.iter().skip(1).any(|above| above.id == place.id)
                });
                places.extend(inside.map(|term| term.id.clone()));
                let rest: Vec<&str> = [&words[..start], &words[start + length..]].concat();
                return Some(Named {
                    places,
                    rest: rest.join(" "),
                });
            }
        }
        None
    }

    fn holds(&self, place: Option<&PlaceRef>) -> bool {
        place
            .and_then(|place| place.id.as_ref())
            .is_some_and(|id| self.places.contains(id))
    }

    /// Where somebody is from, or lived when the reader may know it.
    fn is_of(&self, person: &Person) -> bool {
        self.holds(person.origin.as_ref()) || self.holds(person.residence.as_ref())
    }
}

/// Whether something that the reader may see ties a person to the place.
fn was_there(
    tx: &Tx,
    profile: &Profile,
    classes: &Classes,
    named: &Named,
    id: &str,
) -> Result<bool, Problem> {
    let person = tx
        .get(id)?
        .and_then(|it| redact(it.record, classes, profile));
    let Some(Record::Person(person)) = person else {
        return Ok(false);
    };
    if named.is_of(&person) {
        return Ok(true);
    }
    for stored in tx.events_of(id)? {
        if let Some(Record::Event(event)) = redact(stored.record, classes, profile)
            && (named.holds(event.place.as_ref()) || named.holds(event.facility.as_ref()))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Persons of a place, then those to whom something happened there.
fn at_place(
    tx: &Tx,
    profile: &Profile,
    classes: &Classes,
    named: &Named,
    limit: usize,
) -> Result<Vec<Meant>, Problem> {
    let mut from_there = Vec::new();
    let mut happened_there = Vec::new();
    let mut seen = BTreeSet::new();
    let options = SearchOptions {
        limit: READ,
        fields: vec![Field::Place, Field::EventPlace],
        unfinished: false,
    };
    for place in named.places.iter().take(PLACES) {
        for hit in tx.search(place, &options)? {
            if from_there.len() >= limit {
                break;
            }
            let Some(stored) = tx.get(&hit.id)? else {
                continue;
            };
            match redact(stored.record, classes, profile) {
                Some(Record::Person(person))
                    if named.is_of(&person) && seen.insert(hit.id.clone()) =>
                {
                    from_there.push(Meant {
                        id: hit.id,
                        score: hit.score,
                    });
                }
                Some(Record::Event(event))
                    if named.holds(event.place.as_ref())
                        || named.holds(event.facility.as_ref()) =>
                {
                    happened_there.extend(event.persons.into_iter().map(|part| Meant {
                        id: part.person,
                        score: hit.score,
                    }));
                }
                _ => {}
            }
        }
    }
    happened_there.retain(|meant| seen.insert(meant.id.clone()));
    from_there.extend(happened_there);
    from_there.truncate(limit);
    Ok(from_there)
}
