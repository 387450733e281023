//! Which person do I mean?
//!
//! The words that are looked for travel in the body, never in an address.

use crate::answer::{Answer, Answered, HTML, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{Say, joined, status_of};
use askama::Template;
use model::when::typed::{DayOrder, read_typed};
use model::{Problem, When};
use office::{FindQuery, Finding};
use serde::Serialize;

const SHOWN: usize = 40;

#[derive(Serialize)]
struct Hit {
    id: String,
    name: String,
    about: String,
    events: String,
    synthetic: bool,
}

/// Something that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub id: String,
    pub label: String,
    pub chosen: bool,
}

#[derive(Template, Serialize)]
#[template(path = "find.html")]
struct FindView {
    #[serde(skip)]
    frame: Frame,
    asked: bool,
    text: String,
    from: String,
    until: String,
    services: Vec<Choice>,
    places: Vec<Choice>,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    hits: Vec<Hit>,
    more: bool,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "found.html")]
struct FoundPart<'v> {
    frame: &'v Frame,
    asked: bool,
    hits: &'v [Hit],
    more: bool,
    problems: &'v [Told],
}

/// The box and the facets.
pub fn show_find(ask: &Ask) -> Answered {
    ask.seat::<Finding>()?;
    answer(ask)
}

/// The persons found.
pub fn find_persons(ask: &Ask) -> Answered {
    answer(ask)
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

fn answer(ask: &Ask) -> Answered {
    let seat = ask.seat::<Finding>()?;
    let say = Say::new(ask);
    let form = &ask.form;
    let mut problems = Vec::new();
    let query = FindQuery {
        text: form.get("q").to_owned(),
        service: form.some("service"),
        place: form.some("place"),
        event: form.some("kind"),
        from: day(form.get("from"), "from", &mut problems),
        until: day(form.get("until"), "until", &mut problems),
        verification: status_of(form.get("status")),
        unfinished: ask.fragment,
        limit: SHOWN,
    };
    let asked = ask.post && !query.text.is_empty();
    let mut hits = Vec::new();
    let mut more = false;
    if asked && problems.is_empty() {
        let found = ask.app.office.find(&seat, &query)?;
        more = found.more;
        for found in found.persons {
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
            hits.push(Hit {
                name: say.person(person),
                about: joined([
                    say.place("place", person.origin.as_ref()),
                    say.term("service", service.kind.as_ref()),
                    say.term("rank", service.rank.as_ref()),
                ]),
                events: events.join(" · "),
                synthetic: person.synthetic,
                id: found.id,
            });
        }
    }
    let frame = Frame::new(ask, "/find", "web-way-find");
    let problems = told(ask, &problems);
    if ask.fragment {
        let part = FoundPart {
            frame: &frame,
            asked,
            hits: &hits,
            more,
            problems: &problems,
        };
        return part
            .render()
            .map(|html| Answer::of(HTML, html))
            .map_err(|_| Refusal::NotFound);
    }
    let status = form.get("status");
    let view = FindView {
        asked,
        text: query.text,
        from: form.get("from").to_owned(),
        until: form.get("until").to_owned(),
        services: choices(ask, "service", &[], form.get("service")),
        places: choices(
            ask,
            "place",
            &["governorate", "district", "subdistrict", "town"],
            form.get("place"),
        ),
        kinds: choices(ask, "event", &[], form.get("kind")),
        statuses: ["open", "verified", "disputed", "rejected"]
            .into_iter()
            .map(|word| Choice {
                id: word.into(),
                label: frame.t(&format!("web-status-{word}")),
                chosen: word == status,
            })
            .collect(),
        hits,
        more,
        problems,
        frame,
    };
    page(ask, &view)
}
