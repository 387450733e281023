//! Where does a record refer to other records?
//!
//! One place that knows, so that tokens are turned into ids everywhere or nowhere.

use model::Record;

/// Calls `visit` with every reference to another record, to change it.
pub(crate) fn each_reference(record: &mut Record, visit: &mut dyn FnMut(&mut String)) {
    match record {
        Record::Event(event) => {
            event
                .persons
                .iter_mut()
                .for_each(|participant| visit(&mut participant.person));
            event
                .claims
                .iter_mut()
                .filter_map(|claim| claim.source.as_mut())
                .for_each(&mut *visit);
            event
                .related
                .iter_mut()
                .for_each(|related| visit(&mut related.event));
        }
        Record::Contact(contact) => contact.about.iter_mut().for_each(visit),
        Record::File(file) => file
            .about
            .iter_mut()
            .chain(&mut file.derived_from)
            .for_each(visit),
        Record::Decision(decision) => decision.about.iter_mut().for_each(visit),
        Record::Placement(placed) => visit(&mut placed.of),
        Record::Person(_)
        | Record::Source(_)
        | Record::Document(_)
        | Record::User(_)
        | Record::Compartment(_) => {}
    }
}

/// Calls `visit` with every reference of an event to another record.
pub(crate) fn each_reference_ref(record: &Record, visit: &mut dyn FnMut(&str)) {
    if let Record::Event(event) = record {
        event
            .persons
            .iter()
            .for_each(|participant| visit(&participant.person));
        event
            .claims
            .iter()
            .filter_map(|claim| claim.source.as_ref())
            .for_each(|source| visit(source));
        event
            .related
            .iter()
            .for_each(|related| visit(&related.event));
    }
}
