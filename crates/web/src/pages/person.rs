//! What does the office know of this person, and how does it know?

use crate::answer::{Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{EventShown, Fact, Say, joined};
use crate::timeline::{Bar, Item, Tick, draw};
use askama::Template;
use model::Record;
use model::record::Source;
use office::{Documenting, ExplanationLine, LawQuery, Reading, Reviewing, Seat, Seen, Testing};
use serde::Serialize;
use std::collections::BTreeMap;

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
    relatives: Vec<RelativeShown>,
    /// Other records that a reviewer holds to be the same person: label is the name, value the id.
    same: Vec<Fact>,
    contacts: Vec<ContactShown>,
    files: Vec<FileShown>,
    /// Whoever may reach the family sees follow-ups, also that there are none.
    reaches: bool,
    edits: bool,
    tests: bool,
}

#[derive(Serialize)]
struct RelativeShown {
    decision: String,
    id: String,
    name: String,
    relation: String,
}

#[derive(Serialize)]
struct ContactShown {
    id: String,
    revision: u64,
    when: String,
    channel: String,
    by: String,
    outcome: String,
    refused: bool,
    harassed: bool,
    next_due: String,
}

#[derive(Serialize)]
struct FileShown {
    id: String,
    name: String,
    media_type: String,
    bytes: u64,
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
    /// Path in the document, for scripts.
    field: String,
    label: String,
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
    let around = ask.app.office.around(&seat, ask.part("id"))?;
    let named = |seen: &Seen| match &seen.record {
        Record::Person(person) => say.person(person),
        _ => say.t("web-no-name"),
    };
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
            contacts: around
                .contacts
                .iter()
                .filter_map(|seen| contact_shown(&say, seen))
                .collect(),
            files: around
                .files
                .iter()
                .filter_map(|seen| file_shown(&say, seen))
                .collect(),
            reaches: seat.classes().contains(&model::Class::Contact),
            edits: ask.may::<Documenting>(),
            tests: ask.may::<Testing>(),
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
                })
            }
            _ => None,
        })
        .collect();
    draw(&items, ask.language.direction() == "rtl")
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
    let names = names_in(ask, &seat, &history);
    for seen in history {
        kind = seen.record.kind();
        let after = flat(&serde_json::to_value(&seen.record).unwrap_or_default());
        let fields: std::collections::BTreeSet<&String> =
            before.keys().chain(after.keys()).collect();
        let differences = fields
            .into_iter()
            .filter(|field| before.get(*field) != after.get(*field))
            .map(|field| {
                let said = |fields: &BTreeMap<String, String>| {
                    fields
                        .get(field)
                        .map(|value| value_in_words(&say, &names, field, value))
                        .unwrap_or_default()
                };
                Difference {
                    field: field.clone(),
                    label: field_in_words(&say, kind, field),
                    before: said(&before),
                    after: said(&after),
                }
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
    let back = if matches!(kind, "person" | "event" | "source" | "contact") {
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

/// Names of the persons and sources that any revision points at, as far as the reader may see them.
fn names_in(ask: &Ask, seat: &Seat<Reading>, history: &[Seen]) -> BTreeMap<String, String> {
    let (mut names, persons) = names_around(ask, seat, history.iter().map(|seen| &seen.record));
    names.extend(persons);
    names
}

/// A path of a document as a person would call the field: `claims.2.basis` is how the second source knows.
fn field_in_words(say: &Say, kind: &str, path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            if let Some(last) = words.last_mut() {
                *last = format!("{last} {part}");
            }
            continue;
        }
        if matches!(part, "own" | "attributes" | "values") && parts.peek().is_some() {
            let record = if part == "own" { kind } else { "event" };
            let id = parts.by_ref().collect::<Vec<_>>().join(".");
            let mut fact = say.values(record, &[(id, String::new())].into());
            words.extend(fact.pop().map(|fact| fact.label));
            break;
        }
        // `id` and `as_written` say the same thing of a place in two ways.
        if matches!(part, "id" | "as_written") && !words.is_empty() {
            continue;
        }
        let message = format!("web-history-{}", part.replace('_', "-"));
        let field = format!("web-field-{}", part.replace('_', "-"));
        let name = format!("web-name-{part}");
        let known = [message, name, field]
            .into_iter()
            .find(|id| say.words.has(id));
        words.push(known.map_or_else(|| part.to_owned(), |id| say.t(&id)));
    }
    words.join(" · ")
}

/// A value of a document as a person would say it: terms by their labels, ids by their names.
fn value_in_words(say: &Say, names: &BTreeMap<String, String>, path: &str, value: &str) -> String {
    let parts: Vec<&str> = path
        .split('.')
        .filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let last = parts.last().copied().unwrap_or_default();
    let above = parts.iter().rev().nth(1).copied().unwrap_or_default();
    if let Some(name) = names.get(value) {
        return name.clone();
    }
    let vocabulary = match (above, last) {
        ("service", "kind") => "service",
        (_, "kind") => "event",
        ("place" | "facility" | "origin" | "residence", "id") => "place",
        ("body", "id") => "body",
        (_, "status") => return say.t(&format!("web-status-{value}")),
        (_, "flags") => "protection-flag",
        (_, "scheme") => "identifier",
        (_, "degree") => "involvement",
        (_, "purpose") => "consent",
        ("attributes" | "values", id) => id,
        (_, id) => id,
    };
    if value == "true" || value == "false" {
        return say.t(if value == "true" { "web-yes" } else { "web-no" });
    }
    let known = say
        .profile
        .vocabulary(vocabulary)
        .is_some_and(|terms| terms.get(value).is_some());
    if known {
        return say.term(vocabulary, Some(&value.to_owned()));
    }
    let dated = matches!(
        last,
        "when" | "learned" | "birth" | "next_due" | "lapses" | "withdrawn"
    );
    match model::When::parse(value) {
        Ok(when) if dated => say.words.date(&when),
        _ => value.to_owned(),
    }
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
