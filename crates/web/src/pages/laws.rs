//! What do the instruments say, what did they promise whom, and what would settle the rest?

use crate::answer::{Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::Record;
use office::{InstrumentShown, LawQuery, Reading, Testing};
use serde::Serialize;
use std::collections::BTreeMap;

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
}

#[derive(Template, Serialize)]
#[template(path = "law.html")]
struct LawView {
    #[serde(skip)]
    frame: Frame,
    law: InstrumentShown,
}

#[derive(Serialize)]
struct PersonTested {
    id: String,
    name: String,
    reason: String,
}

#[derive(Serialize)]
struct Question {
    facts: String,
    persons: Vec<PersonTested>,
    count: u64,
}

#[derive(Template, Serialize)]
#[template(path = "outcomes.html")]
struct OutcomesView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    title: String,
    covered: Vec<PersonTested>,
    not_covered: u64,
    cannot_be_known: u64,
    covered_count: u64,
    questions: Vec<Question>,
}

/// Persons of one list that are named on the page; the rest is counted.
const NAMED: usize = 50;

/// The instruments, oldest first.
pub fn list_laws(ask: &Ask) -> Answered {
    let seat = ask.seat::<Testing>()?;
    let say = Say::new(ask);
    let laws = ask
        .app
        .office
        .instruments(&seat)?
        .into_iter()
        .map(|law| LawRow {
            title: say.label(&law.title),
            issued: model::When::parse(&law.issued)
                .map_or(law.issued, |when| say.words.date(&when)),
            stub: law.stub,
            readings: law.readings.len() as u64,
            id: law.id,
        })
        .collect();
    page(
        ask,
        &LawsView {
            frame: Frame::new(ask, "/laws", "web-way-laws"),
            laws,
        },
    )
}

/// Text beside rule.
pub fn show_law(ask: &Ask) -> Answered {
    let seat = ask.seat::<Testing>()?;
    let law = ask
        .app
        .office
        .show_instrument(&seat, ask.part("instrument"), &ask.words())?;
    page(
        ask,
        &LawView {
            frame: Frame::titled(ask, "/laws", law.title.clone()),
            law,
        },
    )
}

/// Outcomes over all cases, and what to ask families.
pub fn show_outcomes(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Testing>()?, ask.seat::<Reading>()?);
    let say = Say::new(ask);
    let id = ask.part("instrument");
    let law = ask.app.office.show_instrument(&seat, id, &say.words)?;
    let query = LawQuery {
        instrument: Some(id.to_owned()),
        ..LawQuery::default()
    };
    let tested = ask.app.office.test_law(&seat, &query, &say.words)?;
    let named = |person: &str, reason: &str| PersonTested {
        name: match ask.app.office.look_at(&reading, person) {
            Ok(Record::Person(person)) => say.person(&person),
            _ => say.t("web-no-name"),
        },
        id: person.to_owned(),
        reason: reason.to_owned(),
    };
    let (mut covered, mut covered_count, mut not_covered, mut cannot) = (Vec::new(), 0, 0, 0);
    let mut questions: BTreeMap<Vec<String>, (u64, Vec<PersonTested>)> = BTreeMap::new();
    for test in &tested {
        match test.outcome() {
            "covered" => {
                covered_count += 1;
                if covered.len() < NAMED {
                    covered.push(named(&test.tested.person, &test.reason));
                }
            }
            "not-covered" => not_covered += 1,
            _ => {
                cannot += 1;
                // The smallest set of facts that would settle it is the question to ask.
                let facts = test.tested.missing.first().cloned().unwrap_or_default();
                let (count, persons) = questions.entry(facts).or_default();
                *count += 1;
                if persons.len() < NAMED {
                    persons.push(named(&test.tested.person, &test.reason));
                }
            }
        }
    }
    let mut questions: Vec<Question> = questions
        .into_iter()
        .map(|(facts, (count, persons))| Question {
            facts: facts
                .iter()
                .map(|fact| say.t(&format!("law-fact-{}", fact.replace('.', "-"))))
                .collect::<Vec<_>>()
                .join(&say.t("law-list-separator")),
            persons,
            count,
        })
        .collect();
    questions.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.facts.cmp(&b.facts)));
    page(
        ask,
        &OutcomesView {
            frame: Frame::titled(ask, "/laws", law.title.clone()),
            id: id.to_owned(),
            title: law.title,
            covered,
            not_covered,
            cannot_be_known: cannot,
            covered_count,
            questions,
        },
    )
}
