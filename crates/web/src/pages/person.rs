//! What does the office know of this person, and how does it know?

use crate::answer::{Answer, Answered, HTML, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::compartments::{PlacedShown, placed_shown};
use crate::pages::event::{events_shown, source_name};
use crate::pages::reveals::Identity;
use crate::say::{EventShown, Fact, Say, joined};
use crate::timeline::{Bar, Item, Tick, draw};
use askama::Template;
use model::Record;
use office::{Documenting, ExplanationLine, LawQuery, Reading, Seat, Seen, Testing};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "person.html")]
struct PersonView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    revision: u64,
    who: String,
    recorded: String,
    placed: PlacedShown,
    /// What is masked, for those who may reveal it.
    identity: Identity,
    synthetic: bool,
    facts: Vec<Fact>,
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
    undated: u64,
    events: Vec<EventShown>,
    relatives: Vec<RelativeShown>,
    /// Other records that a reviewer holds to be the same person: label is the name, value the id.
    same: Vec<Fact>,
    contacts: Vec<ContactShown>,
    files: Vec<FileShown>,
    /// Whoever may reach the family sees follow-ups, also that there are none.
    reaches: bool,
    edits: bool,
    tests: bool,
    /// Why it counts for nothing, when it was put in by mistake.
    withdrawn: Option<String>,
    /// What else was put in by mistake, for those who may restore it: value is the id.
    withdrawn_here: Vec<Fact>,
}

#[derive(Serialize)]
struct RelativeShown {
    decision: String,
    id: String,
    name: String,
    relation: String,
}

/// A follow-up, said.
#[derive(Serialize)]
pub struct ContactShown {
    pub id: String,
    pub revision: u64,
    pub when: String,
    pub channel: String,
    pub by: String,
    pub outcome: String,
    pub refused: bool,
    pub harassed: bool,
    pub next_due: String,
}

#[derive(Serialize)]
struct FileShown {
    id: String,
    name: String,
    media_type: String,
    bytes: u64,
}

/// Follow-ups as they are listed.
pub(super) fn contacts_shown(say: &Say, contacts: &[Seen]) -> Vec<ContactShown> {
    contacts
        .iter()
        .filter_map(|seen| contact_shown(say, seen))
        .collect()
}

fn contact_shown(say: &Say, seen: &Seen) -> Option<ContactShown> {
    let Record::Contact(contact) = &seen.record else {
        return None;
    };
    Some(ContactShown {
        id: seen.id.clone(),
        revision: seen.revision,
        when: say.date(contact.when.as_ref()),
        channel: say.term("channel", contact.channel.as_ref()),
        by: contact.by.clone().unwrap_or_default(),
        outcome: contact.outcome.clone().unwrap_or_default(),
        refused: contact.refused,
        harassed: contact.harassed,
        next_due: say.date(contact.next_due.as_ref()),
    })
}

fn file_shown(say: &Say, seen: &Seen) -> Option<FileShown> {
    let Record::File(file) = &seen.record else {
        return None;
    };
    Some(FileShown {
        id: seen.id.clone(),
        name: if file.name.is_empty() {
            say.t("web-file-withheld")
        } else {
            file.name.clone()
        },
        media_type: file.media_type.clone().unwrap_or_default(),
        bytes: file.size,
    })
}

#[derive(Serialize)]
struct Test {
    instrument: String,
    outcome: &'static str,
    reason: String,
    lines: Vec<Step>,
}

/// A step of the reasoning, with the accounts that it rests on: value is the event.
#[derive(Serialize)]
struct Step {
    depth: usize,
    text: String,
    accounts: Vec<Fact>,
}

/// Steps name accounts by their ids, `event#claim`, in brackets at the end; here each
/// is said, and leads to its event.
fn step(ask: &Ask, reading: &Seat<Reading>, say: &Say, line: ExplanationLine) -> Step {
    let bare = Step {
        depth: line.depth,
        text: line.text.clone(),
        accounts: Vec::new(),
    };
    let Some((text, ids)) = line.text.rsplit_once('[') else {
        return bare;
    };
    let mut accounts = Vec::new();
    for id in ids.split([',', '،', ']', ' ', '\u{2068}', '\u{2069}']) {
        let (event, claim) = id.split_once('#').unwrap_or((id, ""));
        let Ok(Record::Event(found)) = ask.app.office.look_at(reading, event) else {
            continue;
        };
        let claim = found.claims.iter().find(|known| known.id == claim);
        let source = claim.and_then(|claim| claim.source.as_ref());
        let source = source.and_then(|id| match ask.app.office.look_at(reading, id) {
            Ok(Record::Source(source)) => Some(source_name(say, &source)),
            _ => None,
        });
        accounts.push(Fact {
            label: joined([
                say.term("event", Some(&found.kind)),
                source.unwrap_or_else(|| say.t("web-source-withheld")),
            ]),
            value: event.to_owned(),
        });
    }
    if accounts.is_empty() {
        return bare;
    }
    Step {
        text: text.trim_end().to_owned(),
        accounts,
        ..bare
    }
}

/// The tests alone, for the page of the person.
#[derive(Template)]
#[template(path = "law_tests.html")]
struct LawTestsPart<'v> {
    frame: &'v Frame,
    tests: &'v [Test],
}

#[derive(Template, Serialize)]
#[template(path = "laws_of_person.html")]
struct LawsOfPersonView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    tests: Vec<Test>,
}

/// A person with timeline, facts, events and claims.
pub fn show_person(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let Record::Person(person) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let edits = ask.may::<Documenting>();
    let (gone, events): (Vec<EventShown>, Vec<EventShown>) =
        events_shown(ask, &seat, &shown.events)
            .into_iter()
            .partition(|event| event.withdrawn.is_some());
    let gone = gone.into_iter().map(|event| Fact {
        label: joined([event.kind, event.when]),
        value: event.id,
    });
    let (bars, ticks) = timeline(ask, &shown.events, &events);
    let around = ask.app.office.around(&seat, ask.part("id"))?;
    let named = |seen: &Seen| match &seen.record {
        Record::Person(person) => say.person(person),
        _ => say.t("web-no-name"),
    };
    let contacts_gone = contacts_shown(&say, &around.withdrawn);
    let contacts_gone = contacts_gone.into_iter().map(|contact| Fact {
        label: joined([say.t("web-contact"), contact.when, contact.channel]),
        value: contact.id,
    });
    let withdrawn_here = gone.chain(contacts_gone).filter(|_| edits).collect();
    let name = say.person(person);
    page(
        ask,
        &PersonView {
            frame: Frame::titled(ask, "/find", name.clone()),
            id: shown.seen.id.clone(),
            name,
            revision: shown.seen.revision,
            who: shown.seen.who.clone(),
            recorded: say.moment(&shown.seen.at),
            placed: placed_shown(ask, &shown.seen.id)?,
            identity: Identity::of(ask, &shown.seen),
            synthetic: person.synthetic,
            facts: say.person_facts(person),
            undated: (events.len() - bars.len()) as u64,
            bars,
            ticks,
            events,
            relatives: around
                .relatives
                .iter()
                .map(|relative| RelativeShown {
                    decision: relative.decision.clone(),
                    id: relative.person.id.clone(),
                    name: named(&relative.person),
                    relation: say.term("relation-to-victim", Some(&relative.relation)),
                })
                .collect(),
            same: around
                .same
                .iter()
                .map(|seen| Fact {
                    label: named(seen),
                    value: seen.id.clone(),
                })
                .collect(),
            contacts: contacts_shown(&say, &around.contacts),
            files: around
                .files
                .iter()
                .filter_map(|seen| file_shown(&say, seen))
                .collect(),
            reaches: seat.classes().contains(&model::Class::Contact),
            edits,
            tests: ask.may::<Testing>() && person.withdrawn.is_none(),
            withdrawn: person.withdrawn.as_ref().map(|it| it.why.clone()),
            withdrawn_here,
        },
    )
}

/// The events that have a date, drawn to scale.
fn timeline(ask: &Ask, seen: &[Seen], shown: &[EventShown]) -> (Vec<Bar>, Vec<Tick>) {
    let items: Vec<Item> = seen
        .iter()
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => {
                let when = event.when.as_ref()?;
                let first = when.earliest().or(when.latest())?;
                let shown = shown.iter().find(|shown| shown.id == seen.id)?;
                Some(Item {
                    href: format!("#{}", shown.id),
                    label: shown.kind.clone(),
                    when: shown.when.clone(),
                    first,
                    last: when.latest().unwrap_or(first),
                    exact: when.is_exact_day(),
                    faint: false,
                    joins: false,
                })
            }
            _ => None,
        })
        .collect();
    draw(&items, ask.language.direction() == "rtl", &ask.words())
}

/// What each instrument promised this person, with the reasoning.
pub fn show_laws_of_person(ask: &Ask) -> Answered {
    let reading = ask.seat::<Reading>()?;
    let seat = ask.seat::<Testing>()?;
    let say = Say::new(ask);
    let id = ask.part("id");
    let Record::Person(person) = ask.app.office.look_at(&reading, id)? else {
        return Err(Refusal::NotFound);
    };
    let query = LawQuery {
        person: Some(id.to_owned()),
        ..LawQuery::default()
    };
    let instruments = ask.app.office.instruments(&seat)?;
    let titles: Vec<(String, String)> = instruments
        .iter()
        .map(|known| (known.id.clone(), say.label(&known.title)))
        .collect();
    let tests: Vec<Test> = ask
        .app
        .office
        .test_law(&seat, &query, &say.words)?
        .into_iter()
        .map(|tested| Test {
            instrument: titles
                .iter()
                .find(|known| known.0 == tested.tested.instrument)
                .map_or_else(|| tested.tested.instrument.clone(), |known| known.1.clone()),
            outcome: tested.outcome(),
            lines: tested
                .explained(&say.words, &titles)
                .into_iter()
                .map(|line| step(ask, &reading, &say, line))
                .collect(),
            reason: tested.reason.clone(),
        })
        .collect();
    let name = say.person(&person);
    let frame = Frame::titled(ask, "/find", format!("{} · {name}", say.t("web-law-tests")));
    if ask.fragment {
        let part = LawTestsPart {
            frame: &frame,
            tests: &tests,
        };
        return part
            .render()
            .map(|html| Answer::of(HTML, html))
            .map_err(|_| Refusal::NotFound);
    }
    page(
        ask,
        &LawsOfPersonView {
            frame,
            id: id.to_owned(),
            name,
            tests,
        },
    )
}
