//! Who are the relatives of a person?
//!
//! Relatives are found by name, never by typing an id; that two persons are
//! relatives is a decision that can be said anew and taken back, with a reason.

use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::find::{Choice, choices};
use crate::say::{Say, joined};
use askama::Template;
use model::{Code, Problem, Record};
use office::{Documenting, FindQuery, Finding, Reading};
use serde::Serialize;

#[derive(Serialize)]
struct Candidate {
    id: String,
    name: String,
    about: String,
}

#[derive(Template, Serialize)]
#[template(path = "relative.html")]
struct RelativeView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    text: String,
    found: Vec<Candidate>,
    asked: bool,
    relations: Vec<Choice>,
    /// Whom was chosen, and why, when the form comes back.
    other: String,
    why: String,
    problems: Vec<Told>,
}

fn relative_form(ask: &Ask, problems: &[Problem]) -> Answered {
    let id = ask.part("id");
    let say = Say::new(ask);
    let Record::Person(person) = ask.app.office.look_at(&ask.seat::<Reading>()?, id)? else {
        return Err(Refusal::NotFound);
    };
    let text = ask.form.get("q").to_owned();
    let mut found = Vec::new();
    if !text.is_empty() {
        let query = FindQuery {
            text: text.clone(),
            limit: 12,
            ..FindQuery::default()
        };
        let answer = ask.app.office.find(&ask.seat::<Finding>()?, &query)?;
        found = answer
            .persons
            .into_iter()
            .filter(|it| it.id != id)
            .map(|it| Candidate {
                name: say.person(&it.person),
                about: joined([
                    say.place("place", it.person.origin.as_ref()),
                    say.date(it.person.birth.as_ref()),
                ]),
                id: it.id,
            })
            .collect();
    }
    page(
        ask,
        &RelativeView {
            frame: Frame::new(ask, "/find", "web-new-relative"),
            id: id.to_owned(),
            name: say.person(&person),
            asked: !text.is_empty(),
            text,
            found,
            relations: relations(ask, ask.form.get("relation")),
            other: ask.form.get("other").to_owned(),
            why: ask.form.get("why").to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// What one person can be to another.
fn relations(ask: &Ask, chosen: &str) -> Vec<Choice> {
    choices(ask, "relation-to-victim", &[], chosen)
        .into_iter()
        .filter(|it| !["self", "none", "unknown", "official", "lawyer"].contains(&it.id.as_str()))
        .collect()
}

/// The relation of a form, under its id where a label was typed.
fn relation_of(ask: &Ask) -> String {
    let profile = ask.app.office.profile();
    let relation = ask.form.get("relation");
    profile
        .vocabulary("relation-to-victim")
        .and_then(|terms| terms.recognise(relation))
        .map_or_else(|| relation.to_owned(), |term| term.id.clone())
}

/// Where a relative is looked for.
pub fn new_relative(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    relative_form(ask, &[])
}

/// Finds persons who may be the relative, or notes the one that was chosen.
pub fn save_relative(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let other = ask.form.get("other");
    if other.is_empty() {
        return relative_form(ask, &[]);
    }
    // Whoever is linked was seen first: an id that was guessed leads nowhere.
    let Record::Person(_) = ask.app.office.look_at(&ask.seat::<Reading>()?, other)? else {
        return Err(Refusal::NotFound);
    };
    let relation = relation_of(ask);
    match ask.app.office.relate_persons(&seat, id, other, &relation) {
        Ok(_) => Ok(Answer::see(&format!("/person/{id}#relatives"))),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => relative_form(ask, &[problem]),
    }
}

#[derive(Template, Serialize)]
#[template(path = "relation.html")]
struct RelationView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    decision: String,
    other: String,
    other_name: String,
    relations: Vec<Choice>,
    why: String,
    problems: Vec<Told>,
}

fn relation_form(ask: &Ask, problems: &[Problem]) -> Answered {
    ask.seat::<Documenting>()?;
    let (id, decision) = (ask.part("id"), ask.part("decision"));
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let Record::Person(person) = ask.app.office.look_at(&seat, id)? else {
        return Err(Refusal::NotFound);
    };
    let around = ask.app.office.around(&seat, id)?;
    let relative = around.relatives.into_iter();
    let relative = relative
        .into_iter()
        .find(|it| it.decision == decision)
        .ok_or(Refusal::NotFound)?;
    let other_name = match &relative.person.record {
        Record::Person(other) => say.person(other),
        _ => say.t("web-no-name"),
    };
    let chosen = if ask.post {
        relation_of(ask)
    } else {
        relative.relation
    };
    page(
        ask,
        &RelationView {
            frame: Frame::new(ask, "/find", "web-edit-relative"),
            id: id.to_owned(),
            name: say.person(&person),
            decision: decision.to_owned(),
            other: relative.person.id,
            other_name,
            relations: relations(ask, &chosen),
            why: ask.form.get("why").to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// What the relative is to the person, to be said anew or taken back.
pub fn edit_relative(ask: &Ask) -> Answered {
    relation_form(ask, &[])
}

/// Says anew what the relative is to the person, or takes back that they are relatives.
pub fn change_relative(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (id, decision) = (ask.part("id"), ask.part("decision"));
    let office = &ask.app.office;
    if ask.form.get("do") == "save" {
        office.revise_relation(&seat, id, decision, &relation_of(ask))?;
    } else {
        office.unrelate_persons(&seat, id, decision)?;
    }
    Ok(Answer::see(&format!("/person/{id}#relatives")))
}
