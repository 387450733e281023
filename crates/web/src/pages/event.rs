//! What happened, who says so, and where do they differ?
//!
//! An event alone with each source's account beside what the office concludes;
//! how events are said on other pages, too.

use crate::answer::{Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::compartments::{PlacedShown, placed_shown};
use crate::say::{EventShown, Say, SideBySide, joined};
use askama::Template;
use model::Record;
use model::record::Source;
use office::{Documenting, Reading, Reviewing, Seat, Seen};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Template, Serialize)]
#[template(path = "event.html")]
struct EventView {
    #[serde(skip)]
    frame: Frame,
    event: EventShown,
    placed: PlacedShown,
    /// What the office and each of several sources say, field by field.
    side_by_side: Vec<SideBySide>,
    /// Other events that this one belongs to: how, and which.
    related: Vec<TiedShown>,
    edits: bool,
    concludes: bool,
    /// The reader wrote it, and somebody else concludes.
    wrote: bool,
}

#[derive(Serialize)]
struct TiedShown {
    relation: String,
    id: String,
    label: String,
}

/// Names of the persons and sources that events point at, as far as the reader may see them.
pub fn names_around<'e>(
    ask: &Ask,
    seat: &Seat<Reading>,
    events: impl Iterator<Item = &'e Record>,
) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let say = Say::new(ask);
    let (mut sources, mut persons) = (BTreeMap::new(), BTreeMap::new());
    for event in events {
        let Record::Event(event) = event else {
            continue;
        };
        for id in event
            .claims
            .iter()
            .filter_map(|claim| claim.source.as_ref())
        {
            if !sources.contains_key(id)
                && let Ok(Record::Source(source)) = ask.app.office.look_at(seat, id)
            {
                let name = source_name(&say, &source);
                let gone = source.withdrawn.is_some();
                sources.insert(id.clone(), or_withdrawn(&say, name, gone));
            }
        }
        for part in &event.persons {
            if !persons.contains_key(&part.person)
                && let Ok(Record::Person(person)) = ask.app.office.look_at(seat, &part.person)
            {
                let gone = person.withdrawn.is_some();
                let name = or_withdrawn(&say, say.person(&person), gone);
                persons.insert(part.person.clone(), name);
            }
        }
    }
    (sources, persons)
}

/// A name, with a word where what it names was withdrawn: whoever withdrew it may not
/// have seen this event.
fn or_withdrawn(say: &Say, name: String, withdrawn: bool) -> String {
    if withdrawn {
        joined([name, say.t("web-withdrawn-named")])
    } else {
        name
    }
}

pub(super) fn source_name(say: &Say, source: &Source) -> String {
    match &source.name {
        Some(name) => name.clone(),
        None => joined([
            say.term("source", Some(&source.kind)),
            say.term("relation-to-victim", source.relation.as_ref()),
        ]),
    }
}

pub(super) fn events_shown(ask: &Ask, seat: &Seat<Reading>, events: &[Seen]) -> Vec<EventShown> {
    let say = Say::new(ask);
    let (sources, persons) = names_around(ask, seat, events.iter().map(|seen| &seen.record));
    events
        .iter()
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => Some(say.event(seen, event, &sources, &persons)),
            _ => None,
        })
        .collect()
}

/// One event with its claims; a reviewer concludes here.
pub fn show_event(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let Record::Event(record) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let say = Say::new(ask);
    let side_by_side = say.side_by_side(record);
    let related = record
        .related
        .iter()
        .filter_map(|tie| {
            let Ok(Record::Event(other)) = ask.app.office.look_at(&seat, &tie.event) else {
                return None;
            };
            Some(TiedShown {
                relation: say.term("relation", Some(&tie.relation)),
                id: tie.event.clone(),
                label: joined([
                    say.term("event", Some(&other.kind)),
                    say.date(other.when.as_ref()),
                ]),
            })
        })
        .collect();
    let event = events_shown(ask, &seat, &[shown.seen])
        .pop()
        .ok_or(Refusal::NotFound)?;
    let reviews = ask.may::<Reviewing>() && event.withdrawn.is_none();
    let wrote = reviews && ask.app.office.wrote(&ask.seat()?, &event.id)?;
    page(
        ask,
        &EventView {
            frame: Frame::titled(
                ask,
                "/find",
                joined([event.kind.clone(), event.when.clone()]),
            ),
            edits: ask.may::<Documenting>(),
            concludes: reviews && !wrote,
            wrote,
            placed: placed_shown(ask, &event.id)?,
            event,
            side_by_side,
            related,
        },
    )
}
