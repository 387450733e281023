//! Which rows does a form have, and which is which when two people edit?
//!
//! What a record has several of (names, participants, claims…) stands in a form as
//! rows, numbered from 0: `claim0-basis`. The numbers are those of the revision that
//! the form began from; further ones are new. Two edits are merged by what a row
//! *is* (a claim's id, a participant's person), never by its number, so that a
//! row that somebody else added or took out shifts nothing.

use super::Fields;
use model::Record;
use model::record::{Event, Person, PlaceRef};
use std::collections::{BTreeMap, BTreeSet};

/// What a form has rows of.
pub const LISTS: [&str; 6] = ["name", "identifier", "person", "body", "claim", "related"];

/// The rows of a record by what they are, list by list, in their order.
pub type Keys = BTreeMap<&'static str, Vec<String>>;

/// List, number and part of the name of a row's field.
pub fn split(name: &str) -> Option<(&'static str, usize, &str)> {
    LISTS.into_iter().find_map(|list| {
        let (number, part) = name.strip_prefix(list)?.split_once('-')?;
        Some((list, number.parse().ok()?, part))
    })
}

/// How many rows of a list the fields have.
pub fn count(fields: &Fields, list: &str) -> usize {
    let numbers = fields
        .keys()
        .filter_map(|name| split(name))
        .filter(|(known, ..)| *known == list)
        .map(|(_, number, _)| number + 1);
    numbers.max().unwrap_or(0).min(MOST)
}

/// Rows of one list that a form takes.
const MOST: usize = 200;

/// Gives a form one more row, empty.
pub fn add(fields: &mut Fields, list: &str) {
    let part = match list {
        "name" => "full",
        "identifier" => "value",
        "person" => "person",
        "body" => "body",
        "claim" => "source",
        _ => "event",
    };
    let number = count(fields, list);
    if number < MOST {
        fields.insert(format!("{list}{number}-{part}"), String::new());
    }
}

fn place_key(place: &PlaceRef) -> String {
    place
        .id
        .clone()
        .or_else(|| place.as_written.clone())
        .unwrap_or_default()
}

/// What each row of a record is.
pub fn keys(record: &Record) -> Keys {
    let mut keys = match record {
        Record::Person(person) => of_person(person),
        Record::Event(event) => of_event(event),
        _ => Keys::new(),
    };
    for rows in keys.values_mut() {
        // The second of two that are the same is a row of its own.
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for key in rows {
            while !seen.insert(key.clone()) {
                key.push('~');
            }
        }
    }
    keys
}

fn of_person(person: &Person) -> Keys {
    let names = person.names.iter().map(model::record::Name::display);
    let identifiers = person
        .identifiers
        .iter()
        .map(|it| format!("{} {}", it.scheme, it.value));
    [
        ("name", names.collect()),
        ("identifier", identifiers.collect()),
    ]
    .into()
}

fn of_event(event: &Event) -> Keys {
    let persons = event.persons.iter().map(|part| part.person.clone());
    let bodies = event.bodies.iter().map(|part| place_key(&part.body));
    let claims = event.claims.iter().map(|claim| claim.id.clone());
    let related = event
        .related
        .iter()
        .map(|tie| format!("{} {}", tie.relation, tie.event));
    [
        ("person", persons.collect()),
        ("body", bodies.collect()),
        ("claim", claims.collect()),
        ("related", related.collect()),
    ]
    .into()
}

/// A field by what it is in: outside of rows, or in a row by its key.
type Place = (&'static str, String, String);

/// New rows sort behind those that are there, in their order.
fn key_of(keys: &Keys, list: &str, number: usize) -> String {
    keys.get(list)
        .and_then(|rows| rows.get(number).cloned())
        .unwrap_or_else(|| format!("\u{10ffff}{number:04}"))
}

fn keyed(keys: &Keys, fields: &Fields) -> BTreeMap<Place, String> {
    let placed = fields.iter().map(|(name, value)| {
        let place = match split(name) {
            Some((list, number, part)) => (list, key_of(keys, list, number), part.to_owned()),
            None => ("", String::new(), name.clone()),
        };
        (place, value.clone())
    });
    placed.collect()
}

/// A form as it began, or as it would begin now.
pub struct Version<'v> {
    pub keys: &'v Keys,
    pub fields: &'v Fields,
}

/// What somebody else wrote meanwhile, merged into what was typed: a field or row
/// that only one of the two changed follows that one; where both did, what was typed
/// stays and the other value is named. A row that they took out stays if I
/// changed it. Returns the merged fields, numbered as the record is now, and the
/// other values.
pub fn merge(base: &Version, mine: &Fields, now: &Version) -> (Fields, Fields) {
    let was = keyed(base.keys, base.fields);
    let typed = keyed(base.keys, mine);
    let theirs = keyed(now.keys, now.fields);
    let value = |fields: &BTreeMap<Place, String>, place: &Place| {
        fields.get(place).cloned().unwrap_or_default()
    };
    let in_rows = |keys: &Keys, place: &Place| {
        place.0.is_empty()
            || keys
                .get(place.0)
                .is_some_and(|rows| rows.contains(&place.1))
    };
    // Rows that they took out: gone, unless something in them was typed anew.
    let changed_rows: BTreeSet<(&str, &str)> = typed
        .iter()
        .filter(|(place, typed)| **typed != value(&was, place))
        .map(|(place, _)| (place.0, place.1.as_str()))
        .collect();
    let mut merged: BTreeMap<Place, String> = BTreeMap::new();
    let mut others: BTreeMap<Place, String> = BTreeMap::new();
    let places: BTreeSet<&Place> = was
        .keys()
        .chain(theirs.keys())
        .chain(typed.keys())
        .collect();
    for place in places {
        let there_before = in_rows(base.keys, place);
        let there_now = in_rows(now.keys, place);
        if there_before && !there_now && !changed_rows.contains(&(place.0, place.1.as_str())) {
            continue;
        }
        let (was, theirs) = (value(&was, place), value(&theirs, place));
        let typed = typed.get(place).cloned().unwrap_or_else(|| was.clone());
        if there_before && !there_now {
            // They took the row out and I changed it: it stays, and is said to be gone.
            if typed != was {
                others.insert(place.clone(), "—".into());
            }
            merged.insert(place.clone(), typed);
        } else if typed == was {
            merged.insert(place.clone(), theirs);
        } else {
            if theirs != was && theirs != typed {
                others.insert(place.clone(), theirs);
            }
            merged.insert(place.clone(), typed);
        }
    }
    numbered(now.keys, merged, others)
}

/// Back to names with numbers: rows as the record has them now, then the others.
fn numbered(
    keys: &Keys,
    merged: BTreeMap<Place, String>,
    others: BTreeMap<Place, String>,
) -> (Fields, Fields) {
    let mut rows: BTreeMap<&'static str, Vec<String>> = keys.clone();
    for (list, key, _) in merged.keys().filter(|place| !place.0.is_empty()) {
        let known = rows.entry(list).or_default();
        if !known.contains(key) {
            known.push(key.clone());
        }
    }
    let name = |(list, key, part): Place| match rows
        .get(list)
        .and_then(|known| known.iter().position(|it| *it == key))
    {
        Some(number) => format!("{list}{number}-{part}"),
        None => part,
    };
    let named = |fields: BTreeMap<Place, String>| {
        fields
            .into_iter()
            .map(|(place, value)| (name(place), value))
            .collect()
    };
    (named(merged), named(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn claims(ids: &[&str]) -> Keys {
        [("claim", ids.iter().map(|id| (*id).to_owned()).collect())].into()
    }

    fn merged(
        base: (&Keys, &[(&str, &str)]),
        mine: &[(&str, &str)],
        now: (&Keys, &[(&str, &str)]),
    ) -> (Fields, Fields) {
        let (before, after) = (fields(base.1), fields(now.1));
        merge(
            &Version {
                keys: base.0,
                fields: &before,
            },
            &fields(mine),
            &Version {
                keys: now.0,
                fields: &after,
            },
        )
    }

    #[test]
    fn two_who_change_different_fields_both_keep_their_change() {
        let none = Keys::new();
        let (fields_now, others) = merged(
            (&none, &[("when", "2019"), ("place", "a"), ("notes", "")]),
            &[("when", "2019-02"), ("place", "a"), ("notes", "")],
            (&none, &[("when", "2019"), ("place", "b"), ("notes", "")]),
        );
        assert_eq!(
            fields_now,
            fields(&[("when", "2019-02"), ("place", "b"), ("notes", "")])
        );
        assert!(others.is_empty());
    }

    #[test]
    fn two_who_change_the_same_field_see_each_other() {
        let none = Keys::new();
        let (fields_now, others) = merged(
            (&none, &[("when", "2019")]),
            &[("when", "2019-02")],
            (&none, &[("when", "2019-03")]),
        );
        assert_eq!(fields_now, fields(&[("when", "2019-02")]));
        assert_eq!(others, fields(&[("when", "2019-03")]));
    }

    #[test]
    fn a_field_that_a_form_does_not_send_is_as_it_was() {
        let none = Keys::new();
        let (fields_now, others) = merged(
            (&none, &[("when", "2019"), ("notes", "n")]),
            &[("when", "2020")],
            (&none, &[("when", "2019"), ("notes", "new")]),
        );
        assert_eq!(fields_now, fields(&[("when", "2020"), ("notes", "new")]));
        assert!(others.is_empty());
    }

    #[test]
    fn two_who_each_add_a_claim_both_keep_it() {
        let (fields_now, others) = merged(
            (&claims(&["c1"]), &[("claim0-words", "one")]),
            &[("claim0-words", "one"), ("claim1-words", "mine")],
            (
                &claims(&["c1", "c2"]),
                &[("claim0-words", "one"), ("claim1-words", "theirs")],
            ),
        );
        assert_eq!(
            fields_now,
            fields(&[
                ("claim0-words", "one"),
                ("claim1-words", "theirs"),
                ("claim2-words", "mine"),
            ])
        );
        assert!(others.is_empty());
    }

    #[test]
    fn a_row_that_was_taken_out_shifts_no_edit_to_another() {
        let (fields_now, others) = merged(
            (
                &claims(&["c1", "c2"]),
                &[("claim0-words", "one"), ("claim1-words", "two")],
            ),
            &[("claim0-words", "one"), ("claim1-words", "two, better")],
            (&claims(&["c2"]), &[("claim0-words", "two")]),
        );
        assert_eq!(fields_now, fields(&[("claim0-words", "two, better")]));
        assert!(others.is_empty());
    }

    #[test]
    fn a_row_that_i_changed_and_they_took_out_stays_and_is_said_to_be_gone() {
        let (fields_now, others) = merged(
            (
                &claims(&["c1"]),
                &[("claim0-words", "one"), ("claim0-basis", "a")],
            ),
            &[("claim0-words", "one, better"), ("claim0-basis", "a")],
            (&claims(&[]), &[]),
        );
        assert_eq!(
            fields_now,
            fields(&[("claim0-words", "one, better"), ("claim0-basis", "a")])
        );
        assert_eq!(others, fields(&[("claim0-words", "—")]));
    }

    proptest::proptest! {
        /// Nothing that either of the two typed is lost: it stands in the form or is named beside it.
        #[test]
        fn nothing_that_either_typed_is_lost(
            base in proptest::collection::vec("[a-c]?", 4),
            mine in proptest::collection::vec("[a-c]?", 4),
            theirs in proptest::collection::vec("[a-c]?", 4),
        ) {
            let of = |values: &[String]| -> Fields {
                values.iter().enumerate().map(|(at, value)| (format!("f{at}"), value.clone())).collect()
            };
            let none = Keys::new();
            let (base, mine, theirs) = (of(&base), of(&mine), of(&theirs));
            let (merged, others) = merge(
                &Version { keys: &none, fields: &base },
                &mine,
                &Version { keys: &none, fields: &theirs },
            );
            for (name, value) in &mine {
                if value != &base[name] {
                    proptest::prop_assert_eq!(&merged[name], value);
                }
            }
            for (name, value) in &theirs {
                if value != &base[name] {
                    proptest::prop_assert!(&merged[name] == value || others.get(name) == Some(value));
                }
            }
        }
    }
}
