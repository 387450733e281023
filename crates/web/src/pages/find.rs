//! Which person do I mean?
//!
//! The words that are looked for travel in the body, never in an address; a
//! search that is saved stays inside. Facets say how many persons they would
//! leave. Without words the facets alone are asked.

use crate::answer::{Answer, Answered, HTML, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{Say, joined, status_of};
use askama::Template;
use model::when::typed::{DayOrder, read_typed};
use model::{Problem, When};
use office::{FindOrder, FindQuery, Finding, FoundPersons};
use serde::Serialize;
use std::collections::BTreeMap;

const SHOWN: usize = 40;
/// The fields of the form that make up a search.
const FIELDS: [&str; 10] = [
    "q", "kind", "place", "service", "status", "flag", "from", "until", "order", "skip",
];

#[derive(Serialize)]
struct Hit {
    id: String,
    name: String,
    about: String,
    events: String,
    synthetic: bool,
    possibly: bool,
}

/// Something that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub id: String,
    pub label: String,
    pub chosen: bool,
}

/// A search that was saved, ready to be sent again.
#[derive(Serialize)]
struct Saved {
    id: String,
    name: String,
    owner: String,
    own: bool,
    shared: bool,
    fields: Vec<(String, String)>,
}

#[derive(Template, Serialize)]
#[template(path = "find.html")]
struct FindView {
    #[serde(skip)]
    frame: Frame,
    asked: bool,
    /// The facets are open: one of them is set.
    narrowed: bool,
    text: String,
    from: String,
    until: String,
    services: Vec<Choice>,
    places: Vec<Choice>,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    flags: Vec<Choice>,
    orders: Vec<Choice>,
    saved: Vec<Saved>,
    /// The search as it was sent, for the next page and for saving.
    sent: Vec<(String, String)>,
    hits: Vec<Hit>,
    total: u64,
    first: u64,
    capped: bool,
    next: Option<u64>,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "found.html")]
struct FoundPart<'v> {
    frame: &'v Frame,
    asked: bool,
    sent: &'v [(String, String)],
    hits: &'v [Hit],
    total: u64,
    first: u64,
    capped: bool,
    next: Option<u64>,
    problems: &'v [Told],
}

/// The box and the facets.
pub fn show_find(ask: &Ask) -> Answered {
    ask.seat::<Finding>()?;
    answer(ask, Vec::new())
}

/// The persons found; a search with a name is saved, too.
pub fn find_persons(ask: &Ask) -> Answered {
    let mut problems = Vec::new();
    if ask.form.get("do") == "save" {
        let seat = ask.seat::<Finding>()?;
        let fields: Vec<(String, String)> = sent(ask)
            .into_iter()
            .filter(|(name, _)| name != "skip")
            .collect();
        let shared = ask.form.has("shared");
        let name = ask.form.get("search-name");
        if let Err(problem) = ask.app.office.save_search(&seat, name, shared, &fields) {
            problems.push(problem);
        }
    }
    answer(ask, problems)
}

/// Takes a saved search away.
pub fn drop_search(ask: &Ask) -> Answered {
    let seat = ask.seat::<Finding>()?;
    ask.app.office.drop_search(&seat, ask.part("id"))?;
    Ok(Answer::see("/find"))
}

/// The fields of the search that are set.
fn sent(ask: &Ask) -> Vec<(String, String)> {
    FIELDS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), ask.form.some(name)?)))
        .collect()
}

/// The terms of a vocabulary that can be chosen, those of `kinds` only when given.
pub fn choices(ask: &Ask, vocabulary: &str, kinds: &[&str], chosen: &str) -> Vec<Choice> {
    let profile = ask.app.office.profile();
    let language = ask.language.code();
    let Some(terms) = profile.vocabulary(vocabulary) else {
        return Vec::new();
    };
    terms
        .terms
        .iter()
        .filter(|term| !term.retired || term.id == chosen)
        .filter(|term| {
            kinds.is_empty()
                || term
                    .kind
                    .as_deref()
                    .is_some_and(|kind| kinds.contains(&kind))
        })
        .map(|term| Choice {
            id: term.id.clone(),
            label: term.label(language).to_owned(),
            chosen: term.id == chosen,
        })
        .collect()
}

/// The same choices with how many persons each would leave, where that is known.
fn counted(say: &Say, choices: Vec<Choice>, counts: Option<&BTreeMap<String, u64>>) -> Vec<Choice> {
    let Some(counts) = counts else {
        return choices;
    };
    choices
        .into_iter()
        .map(|choice| match counts.get(&choice.id) {
            Some(count) => Choice {
                label: format!("{} ({})", choice.label, say.words.number(*count)),
                ..choice
            },
            None => choice,
        })
        .collect()
}

fn day(text: &str, field: &str, problems: &mut Vec<Problem>) -> Option<When> {
    if text.is_empty() {
        return None;
    }
    match read_typed(text, DayOrder::DayFirst) {
        Ok(typed) => Some(typed.when),
        Err(problem) => {
            problems.push(problem.at_field(field));
            None
        }
    }
}

fn hits_of(say: &Say, found: FoundPersons) -> Vec<Hit> {
    found
        .persons
        .into_iter()
        .map(|found| {
            let person = &found.person;
            let service = person.service.clone().unwrap_or_default();
            let events: Vec<String> = found
                .events
                .iter()
                .map(|(kind, count)| {
                    let kind = say.term("event", Some(kind));
                    if *count > 1 {
                        format!("{kind} ×{count}")
                    } else {
                        kind
                    }
                })
                .collect();
            Hit {
                name: say.person(person),
                about: joined([
                    say.place("place", person.origin.as_ref()),
                    say.term("service", service.kind.as_ref()),
                    say.term("rank", service.rank.as_ref()),
                ]),
                events: events.join(" · "),
                synthetic: person.synthetic,
                possibly: found.possibly,
                id: found.id,
            }
        })
        .collect()
}

fn answer(ask: &Ask, mut problems: Vec<Problem>) -> Answered {
    let seat = ask.seat::<Finding>()?;
    let say = Say::new(ask);
    let form = &ask.form;
    let query = FindQuery {
        text: form.get("q").to_owned(),
        service: form.some("service"),
        place: form.some("place"),
        flag: form.some("flag"),
        event: form.some("kind"),
        from: day(form.get("from"), "from", &mut problems),
        until: day(form.get("until"), "until", &mut problems),
        verification: status_of(form.get("status")),
        unfinished: ask.fragment,
        order: FindOrder::parse(form.get("order")).unwrap_or_default(),
        skip: form.get("skip").parse().unwrap_or(0),
        limit: SHOWN,
    };
    let narrowed = FIELDS[1..8].iter().any(|name| form.some(name).is_some());
    // While somebody types, an empty box asks for nobody.
    let asked = ask.post && (!ask.fragment || !query.text.is_empty() || narrowed);
    let mut found = FoundPersons::default();
    if asked && problems.is_empty() {
        found = ask.app.office.find(&seat, &query)?;
    }
    let (total, capped) = (found.total, found.capped);
    let next = found.more.then_some((query.skip + SHOWN) as u64);
    let counts = std::mem::take(&mut found.counts);
    let first = if found.persons.is_empty() {
        0
    } else {
        query.skip as u64 + 1
    };
    let hits = hits_of(&say, found);
    let frame = Frame::new(ask, "/find", "web-way-find");
    let problems = told(ask, &problems);
    let sent: Vec<(String, String)> = sent(ask)
        .into_iter()
        .filter(|(name, _)| name != "skip")
        .collect();
    if ask.fragment {
        let part = FoundPart {
            frame: &frame,
            asked,
            sent: &sent,
            hits: &hits,
            total,
            first,
            capped,
            next,
            problems: &problems,
        };
        return part
            .render()
            .map(|html| Answer::of(HTML, html))
            .map_err(|_| Refusal::NotFound);
    }
    let of = |counts| asked.then_some(counts);
    let status = form.get("status");
    let order = query.order;
    let mut governorates = choices(
        ask,
        "place",
        &["governorate", "district", "subdistrict", "town"],
        form.get("place"),
    );
    governorates = counted(&say, governorates, of(&counts.places));
    let saved = ask
        .app
        .office
        .saved_searches(&seat)?
        .into_iter()
        .map(|search| Saved {
            own: search.owner == ask.user(),
            id: search.id,
            name: search.name,
            owner: search.owner,
            shared: search.shared,
            fields: search.fields,
        })
        .collect();
    let view = FindView {
        asked,
        narrowed,
        text: query.text,
        from: form.get("from").to_owned(),
        until: form.get("until").to_owned(),
        services: counted(
            &say,
            choices(ask, "service", &[], form.get("service")),
            of(&counts.services),
        ),
        places: governorates,
        kinds: counted(
            &say,
            choices(ask, "event", &[], form.get("kind")),
            of(&counts.events),
        ),
        flags: counted(
            &say,
            choices(ask, "protection-flag", &[], form.get("flag")),
            of(&counts.flags),
        ),
        statuses: ["open", "verified", "disputed", "rejected"]
            .into_iter()
            .map(|word| Choice {
                id: word.into(),
                label: frame.t(&format!("web-status-{word}")),
                chosen: word == status,
            })
            .collect(),
        orders: FindOrder::ALL
            .into_iter()
            .map(|it| Choice {
                id: it.word().into(),
                label: frame.t(&format!("web-order-{}", it.word())),
                chosen: it == order,
            })
            .collect(),
        saved,
        sent,
        hits,
        total,
        first,
        capped,
        next,
        problems,
        frame,
    };
    page(ask, &view)
}
