//! What does the office know of this person, and how does it know?

use crate::answer::{Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{EventShown, Fact, Say, joined};
use askama::Template;
use jiff::civil::Date;
use model::record::Source;
use model::{Record, When};
use office::{Documenting, ExplanationLine, LawQuery, Reading, Reviewing, Seat, Seen, Testing};
use serde::Serialize;
use std::collections::BTreeMap;

/// One line of the timeline; places in thousandths of its width.
#[derive(Serialize)]
struct Bar {
    id: String,
    kind: String,
    when: String,
    start: String,
    width: String,
    middle: String,
    exact: bool,
}

#[derive(Serialize)]
struct Tick {
    year: String,
    at: String,
}

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
    synthetic: bool,
    facts: Vec<Fact>,
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
    undated: u64,
    events: Vec<EventShown>,
    edits: bool,
    tests: bool,
}

#[derive(Template, Serialize)]
#[template(path = "event.html")]
struct EventView {
    #[serde(skip)]
    frame: Frame,
    event: EventShown,
    edits: bool,
    concludes: bool,
}

#[derive(Template, Serialize)]
#[template(path = "source.html")]
struct SourceView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    facts: Vec<Fact>,
    consents: Vec<Fact>,
    events: Vec<EventShown>,
}

#[derive(Serialize)]
struct Difference {
    field: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct RevisionShown {
    number: u64,
    position: u64,
    who: String,
    at: String,
    why: String,
    differences: Vec<Difference>,
}

#[derive(Template, Serialize)]
#[template(path = "history.html")]
struct HistoryView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    back: String,
    revisions: Vec<RevisionShown>,
}

#[derive(Serialize)]
struct Test {
    instrument: String,
    outcome: &'static str,
    reason: String,
    lines: Vec<ExplanationLine>,
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
                sources.insert(id.clone(), source_name(&say, &source));
            }
        }
        for part in &event.persons {
            if !persons.contains_key(&part.person)
                && let Ok(Record::Person(person)) = ask.app.office.look_at(seat, &part.person)
            {
                persons.insert(part.person.clone(), say.person(&person));
            }
        }
    }
    (sources, persons)
}

fn source_name(say: &Say, source: &Source) -> String {
    match &source.name {
        Some(name) => name.clone(),
        None => joined([
            say.term("source", Some(&source.kind)),
            say.term("relation-to-victim", source.relation.as_ref()),
        ]),
    }
}

fn events_shown(ask: &Ask, seat: &Seat<Reading>, events: &[Seen]) -> Vec<EventShown> {
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

/// A person with timeline, facts, events and claims.
pub fn show_person(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let Record::Person(person) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let events = events_shown(ask, &seat, &shown.events);
    let (bars, ticks) = timeline(ask, &shown.events, &events);
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
            synthetic: person.synthetic,
            facts: say.person_facts(person),
            undated: (events.len() - bars.len()) as u64,
            bars,
            ticks,
            events,
            edits: ask.may::<Documenting>(),
            tests: ask.may::<Testing>(),
        },
    )
}

/// Days since a fixed day, for distances only.
fn number(day: Date) -> f64 {
    f64::from(day.year()) * 365.2425 + f64::from(day.day_of_year())
}

/// To scale, in the direction of reading: a known day is a dot, anything less is as wide as it is unknown.
fn timeline(ask: &Ask, seen: &[Seen], shown: &[EventShown]) -> (Vec<Bar>, Vec<Tick>) {
    let dated: Vec<(&EventShown, &When, Date, Date)> = seen
        .iter()
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => {
                let when = event.when.as_ref()?;
                let earliest = when.earliest().or(when.latest())?;
                let latest = when.latest().unwrap_or(earliest);
                let shown = shown.iter().find(|shown| shown.id == seen.id)?;
                Some((shown, when, earliest, latest))
            }
            _ => None,
        })
        .collect();
    let (Some(first), Some(last)) = (
        dated.iter().map(|it| it.2.year()).min(),
        dated.iter().map(|it| it.3.year()).max(),
    ) else {
        return (Vec::new(), Vec::new());
    };
    let begin = f64::from(first) * 365.2425;
    let span = f64::from(last - first + 1) * 365.2425;
    let arabic = ask.language.direction() == "rtl";
    // Percent of the width; mirrored where reading goes from right to left.
    let place = |day: f64| (day - begin) / span * 100.0;
    let bars = dated
        .iter()
        .map(|(shown, when, earliest, latest)| {
            let (from, until) = (place(number(*earliest) - 1.0), place(number(*latest)));
            let width = (until - from).max(0.4);
            let start = if arabic { 100.0 - from - width } else { from };
            Bar {
                id: shown.id.clone(),
                kind: shown.kind.clone(),
                when: shown.when.clone(),
                start: format!("{start:.2}"),
                width: format!("{width:.2}"),
                middle: format!("{:.2}", start + width / 2.0),
                exact: when.is_exact_day(),
            }
        })
        .collect();
    let step = usize::try_from((last - first) / 8 + 1).unwrap_or(1);
    let ticks = (first..=last)
        .step_by(step)
        .map(|year| {
            let at = place(f64::from(year) * 365.2425);
            let at = if arabic { 100.0 - at } else { at };
            Tick {
                year: year.to_string(),
                at: format!("{at:.2}"),
            }
        })
        .collect();
    (bars, ticks)
}

/// One event with its claims; a reviewer concludes here.
pub fn show_event(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let event = events_shown(ask, &seat, &[shown.seen])
        .pop()
        .ok_or(Refusal::NotFound)?;
    page(
        ask,
        &EventView {
            frame: Frame::titled(
                ask,
                "/find",
                joined([event.kind.clone(), event.when.clone()]),
            ),
            event,
            edits: ask.may::<Documenting>(),
            concludes: ask.may::<Reviewing>(),
        },
    )
}

/// A source, as far as the reader may know it.
pub fn show_source(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let Record::Source(source) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let mut facts = Vec::new();
    let mut add = |id: &str, value: String| {
        if !value.is_empty() {
            facts.push(Fact {
                label: say.t(&format!("web-field-{id}")),
                value,
            });
        }
    };
    add("source-kind", say.term("source", Some(&source.kind)));
    add(
        "relation",
        say.term("relation-to-victim", source.relation.as_ref()),
    );
    add("reach", source.reach.clone().unwrap_or_default());
    add("benefit", source.benefit.clone().unwrap_or_default());
    add("notes", source.notes.clone().unwrap_or_default());
    facts.extend(say.values("source", &source.own));
    let consents = source
        .consents
        .iter()
        .map(|consent| Fact {
            label: joined([
                say.term("consent", Some(&consent.purpose)),
                consent.recipient.clone().unwrap_or_default(),
            ]),
            value: joined([
                say.t(if consent.withdrawn.is_some() {
                    "web-consent-withdrawn"
                } else if consent.given {
                    "web-consent-given"
                } else {
                    "web-consent-refused"
                }),
                say.date(consent.withdrawn.as_ref().or(consent.when.as_ref())),
            ]),
        })
        .collect();
    let name = source_name(&say, source);
    page(
        ask,
        &SourceView {
            frame: Frame::titled(ask, "/find", name.clone()),
            id: shown.seen.id.clone(),
            name,
            facts,
            consents,
            events: events_shown(ask, &seat, &shown.events),
        },
    )
}

/// Every revision, with what changed from one to the next.
pub fn show_history(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let id = ask.part("id");
    let history = ask.app.office.history(&seat, id)?;
    let mut revisions = Vec::new();
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut kind = "person";
    for seen in history {
        kind = seen.record.kind();
        let after = flat(&serde_json::to_value(&seen.record).unwrap_or_default());
        let fields: std::collections::BTreeSet<&String> =
            before.keys().chain(after.keys()).collect();
        let differences = fields
            .into_iter()
            .filter(|field| before.get(*field) != after.get(*field))
            .map(|field| Difference {
                field: field.clone(),
                before: before.get(field).cloned().unwrap_or_default(),
                after: after.get(field).cloned().unwrap_or_default(),
            })
            .collect();
        revisions.push(RevisionShown {
            number: seen.revision,
            position: seen.position,
            who: seen.who,
            at: say.moment(&seen.at),
            why: seen.why.unwrap_or_default(),
            differences,
        });
        before = after;
    }
    revisions.reverse();
    let back = if matches!(kind, "person" | "event" | "source") {
        format!("/{kind}/{id}")
    } else {
        "/today".into()
    };
    page(
        ask,
        &HistoryView {
            frame: Frame::new(ask, "/find", "web-history"),
            id: id.to_owned(),
            back,
            revisions,
        },
    )
}

/// Every value of a document by its path, without the original row.
fn flat(value: &serde_json::Value) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &serde_json::Value, into: &mut BTreeMap<String, String>) {
        let below = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    if name != "listed" && name != "record" {
                        walk(&below(name), value, into);
                    }
                }
            }
            serde_json::Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(&below(&(index + 1).to_string()), value, into);
                }
            }
            serde_json::Value::String(text) => {
                into.insert(path.to_owned(), text.clone());
            }
            serde_json::Value::Null => {}
            other => {
                into.insert(path.to_owned(), other.to_string());
            }
        }
    }
    let mut fields = BTreeMap::new();
    walk("", value, &mut fields);
    fields
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
    let tests = ask
        .app
        .office
        .test_law(&seat, &query, &say.words)?
        .into_iter()
        .map(|tested| Test {
            instrument: instruments
                .iter()
                .find(|known| known.id == tested.tested.instrument)
                .map_or_else(
                    || tested.tested.instrument.clone(),
                    |known| say.label(&known.title),
                ),
            outcome: tested.outcome(),
            lines: tested.explained(&say.words),
            reason: tested.reason.clone(),
        })
        .collect();
    let name = say.person(&person);
    page(
        ask,
        &LawsOfPersonView {
            frame: Frame::titled(ask, "/find", format!("{} · {name}", say.t("web-law-tests"))),
            id: id.to_owned(),
            name,
            tests,
        },
    )
}
