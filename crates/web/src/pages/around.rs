//! Who are the relatives, and when was the family last spoken to?
//!
//! Follow-ups are records of their own and name when the next one is due.
//! Relatives are found by name, never by typing an id; that two persons are
//! relatives is a decision that can be taken back.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::drafts::{Drafted, forget_draft, with_draft};
use crate::pages::find::{Choice, choices};
use crate::pages::record::{Shape, fields_of, form, sources};
use crate::pages::record_form::{Fields, Former, settled};
use crate::say::{Say, joined};
use askama::Template;
use model::record::Contact;
use model::{Code, Problem, Record};
use office::{Documenting, FindQuery, Finding, Reading};
use serde::Serialize;

fn contact_shape(action: String, back: String, base: u64) -> Shape<'static> {
    Shape {
        title: if base == 0 {
            "web-new-contact"
        } else {
            "web-edit-contact"
        },
        action,
        back,
        base,
        role: None,
        drafted: String::new(),
    }
}

fn new_contact_shape(id: &str) -> Shape<'static> {
    contact_shape(
        format!("/person/{id}/contact"),
        format!("/person/{id}#contacts"),
        0,
    )
}

/// The form of a follow-up with a person's family.
pub fn new_contact(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let Record::Person(_) = ask.app.office.look_at(&ask.seat::<Reading>()?, id)? else {
        return Err(Refusal::NotFound);
    };
    let former = Former::new(ask);
    let begun = former.contact_fields(&Contact::default());
    let Drafted { fields, shape } = with_draft(ask, begun, new_contact_shape(id))?;
    let groups = with_source(ask, id, former.contact_groups(&fields), &fields)?;
    form(ask, shape, groups, &[], &Fields::new())
}

/// A follow-up may be with a source, too: those that told of the person.
fn with_source(
    ask: &Ask,
    person: &str,
    mut groups: Vec<crate::pages::record_form::Group>,
    fields: &Fields,
) -> Result<Vec<crate::pages::record_form::Group>, Refusal> {
    let chosen = fields.get("source").cloned().unwrap_or_default();
    let former = Former::new(ask);
    let mut input = former.input("source", "web-field-contact-source", "select", fields);
    input.choices = sources(ask, person)?
        .into_iter()
        .map(|choice| Choice {
            chosen: choice.id == chosen,
            ..choice
        })
        .collect();
    if let Some(group) = groups.first_mut() {
        group.inputs.insert(2, input);
    }
    Ok(groups)
}

/// Writes a follow-up.
pub fn save_new_contact(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let fields = fields_of(ask);
    let mut former = Former::new(ask);
    let mut about = vec![id.to_owned()];
    about.extend(fields.get("source").filter(|it| !it.is_empty()).cloned());
    let contact = former.contact(
        Contact {
            about,
            by: Some(ask.user().to_owned()),
            ..Contact::default()
        },
        &fields,
    );
    if former.problems.is_empty() {
        match ask.app.office.add_record(&seat, &Record::Contact(contact)) {
            Ok(_) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&format!("/person/{id}#contacts")));
            }
            Err(problems) => former.problems = not_there(problems)?,
        }
    }
    let groups = with_source(ask, id, former.contact_groups(&fields), &fields)?;
    form(
        ask,
        new_contact_shape(id),
        groups,
        &former.problems,
        &Fields::new(),
    )
}

/// What points at nothing is an address that leads nowhere.
fn not_there(problems: Vec<Problem>) -> Result<Vec<Problem>, Refusal> {
    if problems
        .iter()
        .any(|it| it.code == Code::RegisterReferenceUnknown)
    {
        return Err(Refusal::NotFound);
    }
    Ok(problems)
}

/// The form of a follow-up that was written down.
pub fn edit_contact(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let seen = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?.seen;
    let Record::Contact(contact) = &seen.record else {
        return Err(Refusal::NotFound);
    };
    let back = contact
        .about
        .first()
        .map_or("/today".into(), |about| format!("/person/{about}#contacts"));
    let former = Former::new(ask);
    let shape = contact_shape(format!("/contact/{id}"), back, seen.revision);
    let Drafted { fields, shape } = with_draft(ask, former.contact_fields(contact), shape)?;
    form(
        ask,
        shape,
        former.contact_groups(&fields),
        &[],
        &Fields::new(),
    )
}

/// Saves a follow-up.
pub fn save_contact(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let base: u64 = ask.form.get("base").parse().map_err(|_| Refusal::Stale)?;
    let seen = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?.seen;
    let Record::Contact(current) = &seen.record else {
        return Err(Refusal::NotFound);
    };
    let back = current
        .about
        .first()
        .map_or("/today".into(), |about| format!("/person/{about}#contacts"));
    let fields = fields_of(ask);
    let mut former = Former::new(ask);
    let contact = former.contact(current.clone(), &fields);
    if former.problems.is_empty() {
        match ask
            .app
            .office
            .revise_record(&seat, id, base, &Record::Contact(contact))
        {
            Ok(_) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&back));
            }
            Err(problems) => former.problems = problems,
        }
    }
    // What somebody else wrote meanwhile stands beneath each field.
    let theirs = former.contact_fields(current);
    let changed = former
        .problems
        .iter()
        .any(|it| it.code == Code::OfficeRecordChanged);
    let others: Fields = if changed {
        theirs
            .into_iter()
            .filter(|(name, value)| fields.get(name).map_or("", String::as_str) != value)
            .collect()
    } else {
        Fields::new()
    };
    let shape = contact_shape(
        format!("/contact/{id}"),
        back,
        if changed { seen.revision } else { base },
    );
    let groups = former.contact_groups(&fields);
    form(ask, shape, groups, &former.problems, &others)
}

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
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &RelativeView {
            frame: Frame::new(ask, "/find", "web-new-relative"),
            id: id.to_owned(),
            name: say.person(&person),
            asked: !text.is_empty(),
            text,
            found,
            relations: choices(ask, "relation-to-victim", &[], ask.form.get("relation"))
                .into_iter()
                .filter(|it| {
                    !["self", "none", "unknown", "official", "lawyer"].contains(&it.id.as_str())
                })
                .collect(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
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
    let profile = ask.app.office.profile();
    let relation = ask.form.get("relation");
    let relation = profile
        .vocabulary("relation-to-victim")
        .and_then(|terms| terms.recognise(relation))
        .map_or_else(|| settled(&profile, "", relation), |term| term.id.clone());
    match ask.app.office.relate_persons(&seat, id, other, &relation) {
        Ok(_) => Ok(Answer::see(&format!("/person/{id}#relatives"))),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => relative_form(ask, &[problem]),
    }
}

/// Takes back that two persons are relatives.
pub fn drop_relative(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    ask.app
        .office
        .unrelate_persons(&seat, id, ask.part("decision"))?;
    Ok(Answer::see(&format!("/person/{id}#relatives")))
}
