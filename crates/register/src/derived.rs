//! Which look-ups follow from a record's content?
//!
//! The row of a list that it came from, and the records that it points at.
//! Both are computed from the content alone, so that `verify` can compare and
//! `backup` can make them again. Words for search are in `search::words`.

use model::Record;
use model::record::Event;

/// Key of a row's part in the table `listed`; keys sort by list, then row.
pub(crate) fn own_key(list: &str, own_id: &str, part: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(list.len() + own_id.len() + part.len() + 2);
    key.extend(list.as_bytes());
    key.push(0);
    key.extend(own_id.as_bytes());
    key.push(0);
    key.extend(part.as_bytes());
    key
}

/// What a part of a row is called whose own record is closed to whoever imports it.
pub(crate) fn beside(part: &str) -> String {
    format!("{part}+")
}

/// The key of the record's own row, when it came from a list.
pub(crate) fn own_key_of(record: &Record) -> Option<Vec<u8>> {
    record
        .listed()
        .map(|listed| own_key(&listed.list, &listed.own_id, &listed.part))
}

/// Ids of the records that this one points at, each once.
pub(crate) fn references(record: &Record) -> Vec<&str> {
    let mut ids: Vec<&str> = match record {
        Record::Event(event) => event_references(event),
        Record::Contact(contact) => contact.about.iter().map(String::as_str).collect(),
        Record::Decision(decision) => decision.about.iter().map(String::as_str).collect(),
        Record::File(file) => {
            let about = file.about.iter().map(String::as_str);
            about.chain(file.derived_from.as_deref()).collect()
        }
        Record::Placement(placed) => {
            let compartment = placed.compartment.as_deref();
            std::iter::once(placed.of.as_str())
                .chain(compartment)
                .collect()
        }
        Record::Person(_)
        | Record::Source(_)
        | Record::Document(_)
        | Record::User(_)
        | Record::Compartment(_) => Vec::new(),
    };
    if ids.len() > 1 {
        ids.sort_unstable();
        ids.dedup();
    }
    ids
}

fn event_references(event: &Event) -> Vec<&str> {
    let persons = event.persons.iter().map(|part| part.person.as_str());
    let sources = event
        .claims
        .iter()
        .filter_map(|claim| claim.source.as_deref());
    let events = event.related.iter().map(|tie| tie.event.as_str());
    persons.chain(sources).chain(events).collect()
}
