//! What do the instruments say, what did they promise whom, and what would settle the rest?
//!
//! The text stands beside the rules that code it, windows of time on a line
//! drawn to scale. Outcomes over everybody are computed without names
//! (`App::outcomes`); the names are looked up for the reader who asks.

use crate::answer::{Answered, Refusal, page};
use crate::app::OutcomesAsked;
use crate::ask::Ask;
use crate::form::encode;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::say::Say;
use crate::timeline::{Bar, Item, Tick, draw};
use askama::Template;
use jiff::civil::Date;
use model::Record;
use office::{CodedRule, Documenting, InstrumentShown, OutcomeOf, Reading, Seat, Testing};
use serde::Serialize;

#[derive(Serialize)]
struct LawRow {
    id: String,
    title: String,
    issued: String,
    stub: bool,
    readings: u64,
}

#[derive(Template, Serialize)]
#[template(path = "laws.html")]
struct LawsView {
    #[serde(skip)]
    frame: Frame,
    laws: Vec<LawRow>,
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
}

/// An article beside the rules that code it.
#[derive(Serialize)]
struct ArticleShown {
    id: String,
    text: String,
    rules: Vec<CodedRule>,
}

#[derive(Template, Serialize)]
#[template(path = "law.html")]
struct LawView {
    #[serde(skip)]
    frame: Frame,
    law: InstrumentShown,
    articles: Vec<ArticleShown>,
    /// Rules that cite no article of the text.
    others: Vec<CodedRule>,
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
}

#[derive(Serialize)]
struct PersonTested {
    id: String,
    name: String,
    reason: String,
}

#[derive(Serialize)]
struct PersonToAsk {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Question {
    /// Place in the list, from 1.
    number: usize,
    facts: String,
    ask: Vec<String>,
    always: bool,
    persons: Vec<PersonToAsk>,
    count: u64,
    /// From where its next persons are asked for.
    next: Option<usize>,
}

#[derive(Template, Serialize)]
#[template(path = "outcomes.html")]
struct OutcomesView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    title: String,
    readings: Vec<Choice>,
    assumptions: Vec<Choice>,
    assumed: Vec<String>,
    covered: Vec<PersonTested>,
    not_covered: Vec<PersonTested>,
    not_covered_count: u64,
    cannot_be_known: u64,
    covered_count: u64,
    questions: Vec<Question>,
    /// The one question that is looked at, and the place of its first person.
    only: Option<usize>,
    first: u64,
    /// What was asked, for links to further persons.
    #[serde(skip)]
    sent: String,
    position: u64,
    older: bool,
    documents: bool,
}

/// Persons of a question on one page.
const TO_ASK: usize = 50;

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The day of issue and the windows of an instrument, for a timeline; all on one line
/// that is called by its title when several instruments are drawn.
fn items(say: &Say, law: &InstrumentShown, href: &str, titled: bool) -> Vec<Item> {
    let mut items = Vec::new();
    if let (Some(first), Some(last)) = (day(&law.issued_days.0), day(&law.issued_days.1)) {
        items.push(Item {
            href: href.to_owned(),
            label: if titled {
                law.title.clone()
            } else {
                say.t("web-law-issued")
            },
            when: law.issued.clone(),
            first,
            last,
            exact: first == last,
            faint: false,
            joins: false,
        });
    }
    let drawn = !items.is_empty();
    for window in &law.windows {
        if let (Some(first), Some(last)) = (day(&window.first), day(&window.last)) {
            items.push(Item {
                href: href.to_owned(),
                label: window.text.clone(),
                when: String::new(),
                first,
                last,
                exact: false,
                faint: window.unsettled,
                joins: titled && drawn,
            });
        }
    }
    items
}

/// The instruments, oldest first, with their windows on one line.
pub fn list_laws(ask: &Ask) -> Answered {
    let seat = ask.seat::<Testing>()?;
    let say = Say::new(ask);
    let mut drawn = Vec::new();
    let mut laws = Vec::new();
    for law in ask.app.office.instruments(&seat)? {
        let shown = ask.app.office.show_instrument(&seat, &law.id, &say.words)?;
        if !shown.windows.is_empty() {
            drawn.extend(items(&say, &shown, &format!("/laws/{}", law.id), true));
        }
        laws.push(LawRow {
            title: shown.title,
            issued: shown.issued,
            stub: law.stub,
            readings: law.readings.len() as u64,
            id: law.id,
        });
    }
    let (bars, ticks) = draw(&drawn, ask.language.direction() == "rtl", &say.words);
    page(
        ask,
        &LawsView {
            frame: Frame::new(ask, "/laws", "web-way-laws"),
            laws,
            bars,
            ticks,
        },
    )
}

/// Text beside rule.
pub fn show_law(ask: &Ask) -> Answered {
    let seat = ask.seat::<Testing>()?;
    let say = Say::new(ask);
    let law = ask
        .app
        .office
        .show_instrument(&seat, ask.part("instrument"), &say.words)?;
    let articles: Vec<ArticleShown> = law
        .articles
        .iter()
        .map(|article| ArticleShown {
            id: article.id.clone(),
            text: article.text.clone(),
            rules: law
                .coded
                .iter()
                .filter(|rule| rule.cite.contains(&article.id))
                .cloned()
                .collect(),
        })
        .collect();
    let others = law
        .coded
        .iter()
        .filter(|rule| {
            !rule
                .cite
                .iter()
                .any(|cite| articles.iter().any(|it| it.id == *cite))
        })
        .cloned()
        .collect();
    let (bars, ticks) = draw(
        &items(&say, &law, "#text", false),
        ask.language.direction() == "rtl",
        &say.words,
    );
    page(
        ask,
        &LawView {
            frame: Frame::titled(ask, "/laws", law.title.clone()),
            law,
            articles,
            others,
            bars,
            ticks,
        },
    )
}

/// Outcomes over all cases, and what to ask families.
pub fn show_outcomes(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Testing>()?, ask.seat::<Reading>()?);
    let say = Say::new(ask);
    let id = ask.part("instrument");
    let law = ask.app.office.show_instrument(&seat, id, &say.words)?;
    let asked = OutcomesAsked {
        instrument: id.to_owned(),
        reading: ask.query.some("reading"),
        assumptions: ask.query.all("assume").map(str::to_owned).collect(),
    };
    // A reading or assumption that the instrument does not have is no address of this page.
    let known = |parts: &[office::InstrumentPart], id: &str| parts.iter().any(|it| it.id == id);
    let wrong = asked
        .reading
        .as_ref()
        .is_some_and(|it| !known(&law.readings, it))
        || asked
            .assumptions
            .iter()
            .any(|it| !known(&law.assumptions, it));
    if wrong {
        return Err(Refusal::NotFound);
    }
    let stands = ask.app.outcomes(
        &seat,
        &reading,
        &asked,
        (ask.language, ask.preferences.digits),
    )?;
    let named = |list: &[OutcomeOf]| -> Vec<PersonTested> {
        list.iter()
            .map(|of| PersonTested {
                name: name_of(ask, &reading, &say, &of.person),
                id: of.person.clone(),
                reason: of.reason.clone(),
            })
            .collect()
    };
    let outcomes = &stands.value;
    let only: Option<usize> = ask.query.get("question").parse().ok();
    let from = match only {
        Some(_) => ask.query.get("from").parse().unwrap_or(0),
        None => 0,
    };
    let sent: Vec<String> = asked
        .reading
        .iter()
        .map(|it| format!("reading={}&", encode(it)))
        .chain(
            asked
                .assumptions
                .iter()
                .map(|it| format!("assume={}&", encode(it))),
        )
        .collect();
    let choice = |parts: &[office::InstrumentPart], chosen: &dyn Fn(&str) -> bool| -> Vec<Choice> {
        parts
            .iter()
            .map(|part| Choice {
                id: part.id.clone(),
                label: part.text.clone(),
                chosen: chosen(&part.id),
            })
            .collect()
    };
    let assumptions = choice(&law.assumptions, &|id| {
        asked.assumptions.iter().any(|it| it == id)
    });
    page(
        ask,
        &OutcomesView {
            frame: Frame::titled(ask, "/laws", law.title.clone()),
            id: id.to_owned(),
            readings: choice(&law.readings, &|id| asked.reading.as_deref() == Some(id)),
            assumed: assumptions
                .iter()
                .filter(|it| it.chosen)
                .map(|it| it.label.clone())
                .collect(),
            assumptions,
            title: law.title,
            covered: named(&outcomes.covered_first),
            not_covered: named(&outcomes.not_covered_first),
            not_covered_count: outcomes.not_covered,
            cannot_be_known: outcomes.cannot_be_known,
            covered_count: outcomes.covered,
            questions: outcomes
                .missing
                .iter()
                .zip(1..)
                .filter(|(_, number)| only.is_none_or(|only| only == *number))
                .map(|(missing, number)| {
                    let facts: Vec<String> = missing
                        .facts
                        .iter()
                        .map(|fact| say.t(&format!("law-fact-{}", fact.replace('.', "-"))))
                        .collect();
                    let after = from + TO_ASK;
                    Question {
                        number,
                        next: (after < missing.persons.len()).then_some(after),
                        facts: facts.join(&say.t("law-list-separator")),
                        ask: missing
                            .facts
                            .iter()
                            .map(|fact| format!("web-ask-{}", fact.replace('.', "-")))
                            .filter(|message| say.words.has(message))
                            .map(|message| say.t(&message))
                            .collect(),
                        always: missing.always,
                        persons: missing
                            .persons
                            .iter()
                            .skip(from)
                            .take(TO_ASK)
                            .map(|id| PersonToAsk {
                                name: name_of(ask, &reading, &say, id),
                                id: id.clone(),
                            })
                            .collect(),
                        count: missing.count,
                    }
                })
                .collect(),
            only,
            first: from as u64 + 1,
            sent: sent.concat(),
            position: stands.position,
            older: stands.older,
            documents: ask.may::<Documenting>(),
        },
    )
}

fn name_of(ask: &Ask, reading: &Seat<Reading>, say: &Say, person: &str) -> String {
    match ask.app.office.look_at(reading, person) {
        Ok(Record::Person(person)) => say.person(&person),
        _ => say.t("web-no-name"),
    }
}
