//! Which reader may see which field?
//!
//! Which *records* a reader may see at all is decided before: a transaction of the
//! register that was begun for a reader has none of a compartment that is closed to
//! them (`register`, module `compartments`). Every field has a protection class: the built-in ones here, the office's
//! own fields in the profile. [`redact`] takes out of a record whatever the
//! reader's classes do not hold, so that it is absent, never masked: no screen,
//! export, search or error text gets what it could leak. Roles map to classes
//! in [`classes_of`].

use crate::profile::{Class, Profile};
use crate::record::{Record, Role, Values};
use std::collections::BTreeSet;

/// The classes of fields that a reader may see.
pub type Classes = BTreeSet<Class>;

/// The classes that a role may read.
pub fn classes_of(role: Role) -> Classes {
    let classes: &[Class] = match role {
        // Runs the office without reading its cases.
        Role::Administrator => &[Class::Public],
        Role::Documenter | Role::Reviewer => &Class::ALL,
        Role::Researcher => &[Class::Public, Class::Internal, Class::Identifying],
        Role::Lawyer => &[
            Class::Public,
            Class::Internal,
            Class::Identifying,
            Class::Medical,
        ],
        Role::Reader => &[Class::Public, Class::Internal],
    };
    classes.iter().copied().collect()
}

/// Attributes of events that tell about health; all others are internal.
pub const MEDICAL_ATTRIBUTES: &[&str] = &["cause", "injuries", "torture", "health"];

/// The record without the fields that the classes do not hold; `None` when the
/// whole record is not for this reader.
pub fn redact(record: Record, classes: &Classes, profile: &Profile) -> Option<Record> {
    let may = |class: Class| classes.contains(&class);
    if !may(Class::Internal) && !matches!(record, Record::User(_) | Record::Document(_)) {
        return None;
    }
    let own = |kind: &str, values: &mut Values| {
        values.retain(|id, _| {
            // A field that the profile no longer has keeps the narrowest class.
            profile
                .field(kind, id)
                .map_or(classes.len() == Class::ALL.len(), |field| {
                    classes.contains(&field.class)
                })
        });
    };
    Some(match record {
        Record::Person(mut person) => {
            if !may(Class::Identifying) {
                person.names.clear();
                person.birth = None;
                person.identifiers.clear();
                person.references.clear();
                person.notes = None;
                if let Some(service) = &mut person.service {
                    service.unit = None;
                }
            }
            if !may(Class::Contact) {
                person.residence = None;
            }
            // The original row holds every column, so it needs every class.
            if classes.len() < Class::ALL.len() {
                person.listed = None;
            }
            own("person", &mut person.own);
            Record::Person(person)
        }
        Record::Event(mut event) => {
            if !may(Class::Medical) {
                event
                    .attributes
                    .retain(|id, _| !MEDICAL_ATTRIBUTES.contains(&id.as_str()));
            }
            for claim in &mut event.claims {
                if !may(Class::Medical) {
                    claim
                        .values
                        .retain(|id, _| !MEDICAL_ATTRIBUTES.contains(&id.as_str()));
                }
                if !may(Class::Identifying) {
                    claim.words = None;
                }
            }
            if !may(Class::Identifying) {
                event.notes = None;
            }
            if classes.len() < Class::ALL.len() {
                event.listed = None;
            }
            own("event", &mut event.own);
            Record::Event(event)
        }
        Record::Source(mut source) => {
            if !may(Class::Contact) {
                if !source.open {
                    source.name = None;
                }
                source.reach = None;
                source.notes = None;
            }
            if classes.len() < Class::ALL.len() {
                source.listed = None;
            }
            own("source", &mut source.own);
            Record::Source(source)
        }
        Record::Contact(contact) => {
            if !may(Class::Contact) {
                return None;
            }
            Record::Contact(contact)
        }
        Record::File(mut file) => {
            if file.class.is_some_and(|class| !may(class)) {
                return None;
            }
            if !may(Class::Identifying) {
                file.name = String::new();
                file.custody.clear();
            }
            Record::File(file)
        }
        Record::Decision(mut decision) => {
            if !may(Class::Identifying) {
                decision.why = None;
            }
            Record::Decision(decision)
        }
        // How the office is divided is shown where its people are managed, nowhere else.
        Record::Compartment(_) | Record::Placement(_) => return None,
        other @ (Record::Document(_) | Record::User(_)) => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Claim, Event, Listed, Name, Person, Source};

    fn person() -> Record {
        Record::Person(Person {
            names: vec![Name {
                full: Some("سر".into()),
                ..Name::default()
            }],
            notes: Some("سر".into()),
            own: [("card".to_owned(), "سر".to_owned())].into(),
            listed: Some(Box::new(Listed {
                cells: vec![("الاسم".into(), "سر".into())],
                ..Listed::default()
            })),
            ..Person::default()
        })
    }

    #[test]
    fn what_a_reader_may_not_see_is_absent_from_the_whole_document() {
        let profile = Profile::default();
        let seen =
            redact(person(), &classes_of(Role::Reader), &profile).expect("a reader sees cases");
        assert!(!seen.canonical().contains("سر"), "{}", seen.canonical());
    }

    #[test]
    fn an_administrator_reads_no_case() {
        let profile = Profile::default();
        let classes = classes_of(Role::Administrator);
        for record in [
            person(),
            Record::Event(Event::default()),
            Record::Source(Source::default()),
        ] {
            assert!(redact(record, &classes, &profile).is_none());
        }
    }

    #[test]
    fn a_researcher_does_not_learn_who_the_source_is() {
        let source = Source {
            name: Some("سر".into()),
            reach: Some("سر".into()),
            notes: Some("سر".into()),
            ..Source::default()
        };
        let classes = classes_of(Role::Researcher);
        let seen = redact(Record::Source(source), &classes, &Profile::default()).expect("seen");
        assert!(!seen.canonical().contains("سر"));
    }

    #[test]
    fn a_file_of_a_class_is_absent_for_whoever_may_not_read_it() {
        let file = Record::File(crate::record::Evidence {
            name: "injuries.jpg".into(),
            class: Some(Class::Medical),
            ..Default::default()
        });
        let seen = |role| redact(file.clone(), &classes_of(role), &Profile::default());
        assert!(seen(Role::Researcher).is_none() && seen(Role::Lawyer).is_some());
    }

    #[test]
    fn the_words_of_a_claim_are_for_those_who_may_identify() {
        let event = Event {
            claims: vec![Claim {
                words: Some("سر".into()),
                ..Claim::default()
            }],
            ..Event::default()
        };
        let classes = classes_of(Role::Reader);
        let seen = redact(Record::Event(event), &classes, &Profile::default()).expect("seen");
        assert!(!seen.canonical().contains("سر"));
    }
}
