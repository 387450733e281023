//! How does a form begin, come back, and become a record?
//!
//! One life for every kind of record: a form begins from a revision (or from
//! nothing), goes on from its draft, comes back with another row or with what is
//! wrong, and is saved; when somebody else saved in between, both are merged and
//! shown. Nothing that was typed is lost on any of these ways.

use super::{Shape, fields_among, fields_of, form, placed};
use crate::answer::{Answer, Answered, Refusal};
use crate::ask::Ask;
use crate::pages::drafts::forget_draft;
use crate::pages::record_form::rows::{self, Version};
use crate::pages::record_form::{Fields, Former};
use crate::say::Say;
use model::record::{Contact, Event, Participant, Person, Source};
use model::{Code, Problem, Record};
use office::{Documenting, Reading, Seen};

/// What a form begins from: nothing yet, or a revision.
struct Begun {
    record: Record,
    shape: Shape,
}

/// The fields of a form: as it began, with what was typed in place.
fn typed_over(former: &Former, began: &Record, typed: Fields) -> Fields {
    let mut fields = former.fields(began);
    fields.extend(typed);
    fields
}

/// Shows a form from its beginning, or from the draft that continues it.
fn begin(ask: &Ask, begun: Begun) -> Answered {
    let Begun { record, mut shape } = begun;
    let former = Former::new(ask);
    let seat = ask.seat::<Documenting>()?;
    let draft = ask.app.office.form_draft(&seat, &shape.action)?;
    let Some(draft) = draft else {
        let fields = former.fields(&record);
        return form(ask, shape, &former, &record, &fields, &Fields::new());
    };
    let value = |name: &str| {
        let found = draft.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    shape.drafted = Say::new(ask).second(draft.at);
    shape.why = value("why").unwrap_or_default();
    shape.compartment = value("compartment").unwrap_or_default();
    // The draft goes on from the revision that it began from, so that a merge finds both.
    let base: u64 = value("base")
        .and_then(|base| base.parse().ok())
        .unwrap_or(shape.base);
    let began = if base == shape.base {
        record
    } else {
        shape.base = base;
        let id = ask.part("id");
        match revision(ask, id, base) {
            Ok(seen) => seen.record,
            Err(Refusal::Reveal(problems)) => return Err(Refusal::Reveal(problems)),
            Err(_) => record,
        }
    };
    let fields = typed_over(&former, &began, fields_among(ask, &draft.fields));
    form(ask, shape, &former, &began, &fields, &Fields::new())
}

/// A record of which nothing is masked: what a form does not show it must not take away.
fn whole(seen: Seen) -> Result<Seen, Refusal> {
    if seen.masked {
        return Err(Refusal::Reveal(Vec::new()));
    }
    Ok(seen)
}

/// A revision of a record as the reader may see it.
fn revision(ask: &Ask, id: &str, number: u64) -> Result<Seen, Refusal> {
    let history = ask.app.office.history(&ask.seat::<Reading>()?, id)?;
    let mut revisions = history.into_iter();
    let found = revisions
        .find(|seen| seen.revision == number)
        .ok_or(Refusal::Stale)?;
    whole(found)
}

/// What a button asks of the form besides saving: another row, other fields, a look.
fn reshapes(ask: &Ask, fields: &mut Fields) -> bool {
    let asked: Vec<&str> = ask.form.all("do").collect();
    match asked.last().copied() {
        Some("show" | "look") => true,
        Some(other) => match other
            .strip_prefix("add-")
            .and_then(|list| rows::LISTS.into_iter().find(|known| *known == list))
        {
            Some(list) => {
                rows::add(fields, list);
                true
            }
            None => false,
        },
        None => false,
    }
}

fn has(problems: &[Problem], code: Code) -> bool {
    problems.iter().any(|problem| problem.code == code)
}

/// Writes a new record and goes to `see`; or shows the form again.
fn save_new(ask: &Ask, begun: Begun, see: impl FnOnce(&str) -> String) -> Answered {
    let Begun { record, mut shape } = begun;
    let seat = ask.seat::<Documenting>()?;
    let mut former = Former::new(ask);
    let mut fields = typed_over(&former, &record, fields_of(ask));
    shape.why = ask.form.get("why").to_owned();
    shape.compartment = ask.form.get("compartment").to_owned();
    if !reshapes(ask, &mut fields) {
        let made = former.record(&record, &fields);
        if former.problems.is_empty() {
            let office = &ask.app.office;
            let inside = ask.form.some("compartment");
            match office.add_record_inside(&seat, &made, &former.fresh, inside.as_deref()) {
                Ok(id) => {
                    forget_draft(ask)?;
                    return Ok(Answer::see(&see(&id)));
                }
                // What points at nothing is an address that leads nowhere.
                Err(problems) if has(&problems, Code::RegisterReferenceUnknown) => {
                    return Err(Refusal::NotFound);
                }
                Err(problems) => former.problems = placed(problems),
            }
        }
    }
    form(ask, shape, &former, &record, &fields, &Fields::new())
}

/// The record of an address, of one kind and not withdrawn.
fn there(ask: &Ask, kind: &str) -> Result<Seen, Refusal> {
    let seat = ask.seat::<Reading>()?;
    let seen = ask.app.office.show(&seat, ask.part("id"), None)?.seen;
    if seen.record.kind() != kind || seen.record.withdrawn().is_some() {
        return Err(Refusal::NotFound);
    }
    Ok(seen)
}

/// Where a record is shown: a follow-up on the page of the one whom it is about.
pub(super) fn page_of(ask: &Ask, id: &str, record: &Record) -> String {
    let contact = match record {
        Record::Contact(contact) => contact,
        Record::File(_) => return format!("/evidence/{id}"),
        _ => return format!("/{}/{id}", record.kind()),
    };
    let about = contact.about.first().map_or("", String::as_str);
    let seat = ask.seat::<Reading>();
    let found = seat.and_then(|seat| Ok(ask.app.office.look_at(&seat, about)?));
    found.map_or_else(
        |_| "/today".into(),
        |record| format!("/{}/{about}#contacts", record.kind()),
    )
}

fn edit_shape(ask: &Ask, title: &'static str, seen: &Seen) -> Shape {
    Shape {
        title,
        action: ask.path.clone(),
        back: page_of(ask, &seen.id, &seen.record),
        base: seen.revision,
        withdraw: format!("/record/{}/withdraw", seen.id),
        ..Shape::default()
    }
}

fn edit(ask: &Ask, kind: &str, title: &'static str) -> Answered {
    ask.seat::<Documenting>()?;
    let seen = whole(there(ask, kind)?)?;
    let shape = edit_shape(ask, title, &seen);
    let record = seen.record;
    begin(ask, Begun { record, shape })
}

/// Saves a record, or shows what somebody else changed meanwhile.
fn save(ask: &Ask, kind: &str, title: &'static str) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let base: u64 = ask.form.get("base").parse().map_err(|_| Refusal::Stale)?;
    let began = revision(ask, id, base)?;
    if began.record.kind() != kind {
        return Err(Refusal::NotFound);
    }
    let mut shape = edit_shape(ask, title, &began);
    shape.why = ask.form.get("why").to_owned();
    let began = began.record;
    let mut former = Former::new(ask);
    let mut fields = typed_over(&former, &began, fields_of(ask));
    if !reshapes(ask, &mut fields) {
        let record = former.record(&began, &fields);
        if former.problems.is_empty() {
            let office = &ask.app.office;
            match office.revise_record_with(&seat, id, base, &record, &former.fresh) {
                Ok(_) => {
                    forget_draft(ask)?;
                    return Ok(Answer::see(&shape.back));
                }
                Err(problems) if has(&problems, Code::RegisterReferenceUnknown) => {
                    return Err(Refusal::NotFound);
                }
                Err(problems) => former.problems = placed(problems),
            }
        }
        if has(&former.problems, Code::OfficeRecordChanged) {
            return merged(ask, shape, &former, &began, &fields);
        }
    }
    form(ask, shape, &former, &began, &fields, &Fields::new())
}

/// The form with what somebody else wrote meanwhile, going on from their revision.
fn merged(ask: &Ask, shape: Shape, former: &Former, began: &Record, mine: &Fields) -> Answered {
    let id = ask.part("id");
    let now = whole(ask.app.office.show(&ask.seat::<Reading>()?, id, None)?.seen)?;
    let (before, after) = (former.fields(began), former.fields(&now.record));
    let (keys_before, keys_now) = (rows::keys(began), rows::keys(&now.record));
    let (fields, others) = rows::merge(
        &Version {
            keys: &keys_before,
            fields: &before,
        },
        mine,
        &Version {
            keys: &keys_now,
            fields: &after,
        },
    );
    let shape = Shape {
        base: now.revision,
        ..shape
    };
    form(ask, shape, former, &now.record, &fields, &others)
}

fn person_begun() -> Begun {
    Begun {
        record: Record::Person(Person::default()),
        shape: Shape {
            title: "web-new-person",
            action: "/record".into(),
            back: "/today".into(),
            ..Shape::default()
        },
    }
}

/// The form of a new person.
pub fn new_person(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    begin(ask, person_begun())
}

/// The form of a new person as it was typed, shown again.
pub fn new_person_again(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let Begun { record, shape } = person_begun();
    let former = Former::new(ask);
    let fields = typed_over(&former, &record, fields_of(ask));
    form(ask, shape, &former, &record, &fields, &Fields::new())
}

/// Writes a new person, then goes on to the first event.
pub fn save_new_person(ask: &Ask) -> Answered {
    save_new(ask, person_begun(), |id| format!("/person/{id}"))
}

/// The form of a person.
pub fn edit_person(ask: &Ask) -> Answered {
    edit(ask, "person", "web-edit-person")
}

/// Saves a person.
pub fn save_person(ask: &Ask) -> Answered {
    save(ask, "person", "web-edit-person")
}

fn event_begun(ask: &Ask) -> Result<Begun, Refusal> {
    ask.seat::<Documenting>()?;
    let seen = there(ask, "person")?;
    let victim = Participant {
        person: seen.id.clone(),
        role: "victim".into(),
    };
    Ok(Begun {
        record: Record::Event(Event {
            persons: vec![victim],
            ..Event::default()
        }),
        shape: Shape {
            title: "web-new-event",
            action: format!("/person/{}/event", seen.id),
            back: format!("/person/{}", seen.id),
            ..Shape::default()
        },
    })
}

/// The form of a new event of a person.
pub fn new_event(ask: &Ask) -> Answered {
    begin(ask, event_begun(ask)?)
}

/// Writes a new event.
pub fn save_new_event(ask: &Ask) -> Answered {
    let person = ask.part("id");
    save_new(ask, event_begun(ask)?, |_| format!("/person/{person}"))
}

/// The form of an event with its participants and claims.
pub fn edit_event(ask: &Ask) -> Answered {
    edit(ask, "event", "web-edit-event")
}

/// Saves an event.
pub fn save_event(ask: &Ask) -> Answered {
    save(ask, "event", "web-edit-event")
}

fn source_begun() -> Begun {
    Begun {
        record: Record::Source(Source::default()),
        shape: Shape {
            title: "web-new-source",
            action: "/record/source".into(),
            back: "/today".into(),
            ..Shape::default()
        },
    }
}

/// The form of a new source.
pub fn new_source(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    begin(ask, source_begun())
}

/// Writes a new source.
pub fn save_new_source(ask: &Ask) -> Answered {
    save_new(ask, source_begun(), |id| format!("/source/{id}"))
}

/// The form of a source.
pub fn edit_source(ask: &Ask) -> Answered {
    edit(ask, "source", "web-edit-source")
}

/// Saves a source.
pub fn save_source(ask: &Ask) -> Answered {
    save(ask, "source", "web-edit-source")
}

fn contact_begun(ask: &Ask, kind: &str) -> Result<Begun, Refusal> {
    ask.seat::<Documenting>()?;
    let about = there(ask, kind)?;
    Ok(Begun {
        record: Record::Contact(Contact {
            by: Some(ask.user().to_owned()),
            about: vec![about.id.clone()],
            ..Contact::default()
        }),
        shape: Shape {
            title: "web-new-contact",
            action: format!("/{kind}/{}/contact", about.id),
            back: format!("/{kind}/{}#contacts", about.id),
            ..Shape::default()
        },
    })
}

fn save_contact_of(ask: &Ask, kind: &str) -> Answered {
    let begun = contact_begun(ask, kind)?;
    let back = begun.shape.back.clone();
    save_new(ask, begun, |_| back)
}

/// The form of a follow-up with a person's family.
pub fn new_contact(ask: &Ask) -> Answered {
    begin(ask, contact_begun(ask, "person")?)
}

/// Writes a follow-up with a person's family.
pub fn save_new_contact(ask: &Ask) -> Answered {
    save_contact_of(ask, "person")
}

/// The form of a follow-up with a source.
pub fn new_contact_of_source(ask: &Ask) -> Answered {
    begin(ask, contact_begun(ask, "source")?)
}

/// Writes a follow-up with a source.
pub fn save_new_contact_of_source(ask: &Ask) -> Answered {
    save_contact_of(ask, "source")
}

/// The form of a follow-up that was written down.
pub fn edit_contact(ask: &Ask) -> Answered {
    edit(ask, "contact", "web-edit-contact")
}

/// Saves a follow-up.
pub fn save_contact(ask: &Ask) -> Answered {
    save(ask, "contact", "web-edit-contact")
}

/// The form of what is said of a file of evidence; its bytes never change.
pub fn edit_evidence(ask: &Ask) -> Answered {
    edit(ask, "file", "web-edit-evidence")
}

/// Saves what is said of a file of evidence.
pub fn save_evidence(ask: &Ask) -> Answered {
    save(ask, "file", "web-edit-evidence")
}
