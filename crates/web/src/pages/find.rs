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
use model::profile::Term;
use model::when::typed::{DayOrder, read_typed};
use model::{Problem, When};
use office::{FacetCounts, FindOrder, FindQuery, Finding, FoundPersons};
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

/// What can be chosen to narrow down.
#[derive(Serialize)]
struct Facets {
    services: Vec<Choice>,
    places: Vec<Choice>,
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    flags: Vec<Choice>,
}

impl Facets {
    /// The choices, with what each would leave once something was asked for.
    fn new(ask: &Ask, say: &Say, counts: Option<&FacetCounts>) -> Facets {
        let form = &ask.form;
        let of = |vocabulary: &str, field: &str, counts: Option<&BTreeMap<String, u64>>| {
            counted(say, choices(ask, vocabulary, &[], form.get(field)), counts)
        };
        Facets {
            services: of("service", "service", counts.map(|it| &it.services)),
            kinds: of("event", "kind", counts.map(|it| &it.events)),
            flags: of("protection-flag", "flag", counts.map(|it| &it.flags)),
            places: places(ask, say, form.get("place"), counts.map(|it| &it.places)),
            statuses: ["open", "verified", "disputed", "rejected"]
                .into_iter()
                .map(|word| {
                    let mut label = say.t(&format!("web-status-{word}"));
                    let known = counts.into_iter().flat_map(|it| &it.statuses);
                    let status = status_of(word);
                    if let Some((_, count)) = known.into_iter().find(|it| Some(it.0) == status) {
                        label = format!("{label} ({})", say.words.number(*count));
                    }
                    Choice {
                        id: word.into(),
                        label,
                        chosen: word == form.get("status"),
                    }
                })
                .collect(),
        }
    }
}

/// Kinds of places that stand in the tree before anything was asked for.
const TREE: [&str; 4] = ["governorate", "district", "subdistrict", "town"];

/// The tree of places, each under what it lies in; once counted, those alone that
/// would leave somebody.
fn places(
    ask: &Ask,
    say: &Say,
    chosen: &str,
    counts: Option<&BTreeMap<String, u64>>,
) -> Vec<Choice> {
    let profile = ask.app.office.profile();
    let Some(gazetteer) = profile.vocabulary("place") else {
        return Vec::new();
    };
    let mut inside: BTreeMap<Option<&str>, Vec<&Term>> = BTreeMap::new();
    for term in &gazetteer.terms {
        let within = term.parent.as_deref();
        inside.entry(within).or_default().push(term);
    }
    let mut tree = Vec::new();
    let mut open: Vec<(&Term, usize)> = Vec::new();
    let under = |open: &mut Vec<_>, within: Option<&str>, depth| {
        let terms = inside.get(&within).into_iter().flatten().rev();
        open.extend(terms.map(|term| (*term, depth)));
    };
    under(&mut open, None, 0);
    while let Some((term, depth)) = open.pop() {
        let count = counts.and_then(|counts| counts.get(&term.id));
        let kind = term.kind.as_deref().unwrap_or_default();
        let shown = match counts {
            Some(_) => count.is_some(),
            None => !term.retired && TREE.contains(&kind),
        };
        let shown = shown || term.id == chosen;
        if shown {
            let count = count.map(|count| format!(" ({})", say.words.number(*count)));
            tree.push(Choice {
                id: term.id.clone(),
                label: format!(
                    "{}{}{}",
                    "\u{2003}".repeat(depth),
                    term.label(ask.language.code()),
                    count.unwrap_or_default()
                ),
                chosen: term.id == chosen,
            });
        }
        under(&mut open, Some(&term.id), depth + usize::from(shown));
    }
    tree
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
    #[serde(flatten)]
    facets: Facets,
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

/// What changes while somebody types: the persons found and what each choice would leave.
/// The choices travel outside of a `select`, which would choose among them while they are moved.
#[derive(Template)]
#[template(path = "found_part.html")]
struct FoundPart<'v> {
    frame: &'v Frame,
    facets: Option<Facets>,
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
    // Counts of the first few hundred would say less than there is.
    let counts = (asked && !capped).then_some(&counts);
    if ask.fragment {
        let part = FoundPart {
            frame: &frame,
            facets: (asked && problems.is_empty()).then(|| Facets::new(ask, &say, counts)),
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
    let order = query.order;
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
        facets: Facets::new(ask, &say, counts),
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
