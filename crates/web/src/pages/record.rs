//! How does a documenter write down what was told?
//!
//! Here is the form as it is shown, the same for every kind of record; what it
//! may hold is in `record_form`, how it is begun, saved and merged in `life`, how
//! a record that was put in by mistake is taken back in `withdraw`.

mod life;
mod withdraw;

pub use life::{
    edit_contact, edit_event, edit_evidence, edit_person, edit_source, new_contact,
    new_contact_of_source, new_event, new_person, new_person_again, new_source, save_contact,
    save_event, save_evidence, save_new_contact, save_new_contact_of_source, save_new_event,
    save_new_person, save_new_source, save_person, save_source,
};
pub use withdraw::{expunge, show_withdrawal, withdraw_or_restore};

use crate::answer::{Answer, Answered, HTML, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::compartments::compartments_for_new;
use crate::pages::find::Choice;
use crate::pages::record_form::{Fields, Former, Group, pick, rows, settled, understood};
use crate::pages::similar::{Matches, matches};
use crate::say::{Say, joined};
use askama::Template;
use model::record::Person;
use model::{Code, Problem, Record};
use office::Documenting;
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "record.html")]
struct RecordView {
    #[serde(skip)]
    frame: Frame,
    action: String,
    /// Revision that the form began from; 0 for a new record.
    base: u64,
    /// Why, as typed.
    why: String,
    groups: Vec<Group>,
    /// Terms that can be typed: id of the list, label with the other language's.
    lists: Vec<(String, Vec<(String, String)>)>,
    problems: Vec<Told>,
    /// Records that the new person could be; none on other forms.
    matches: Option<Matches>,
    changed: bool,
    /// When the draft that the form continues was kept; empty without one.
    drafted: String,
    back: String,
    /// Compartments that a new record can go into; none for others.
    compartments: Vec<Choice>,
    /// The record can be withdrawn: where.
    withdraw: String,
}

/// Gazetteers up to this size travel with the form; larger ones are asked while one types.
const CARRIED: usize = 1000;

/// Names of a form that are no fields of the record.
const BESIDE: [&str; 7] = ["csrf", "base", "why", "do", "form", "of", "compartment"];

/// The fields of a record as the form sent them.
pub(super) fn fields_of(ask: &Ask) -> Fields {
    fields_among(ask, &ask.form.0)
}

/// The fields of a record among names and values; a later value of a name counts.
pub(super) fn fields_among(ask: &Ask, pairs: &[(String, String)]) -> Fields {
    let profile = ask.app.office.profile();
    let fields = pairs.iter();
    fields
        .filter(|(name, _)| !BESIDE.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), settled(&profile, name, value)))
        .collect()
}

/// What stands around a form.
#[derive(Default)]
pub struct Shape {
    /// Message of the title.
    pub title: &'static str,
    /// Where the form is sent.
    pub action: String,
    /// Where to go without saving.
    pub back: String,
    /// Revision that the form began from; 0 for a new record.
    pub base: u64,
    /// When the draft that the form continues was kept.
    pub drafted: String,
    /// Why, as typed.
    pub why: String,
    /// The compartment that a new record goes into, as chosen.
    pub compartment: String,
    /// Where the record can be withdrawn, if it is there.
    pub withdraw: String,
}

/// The labels of a vocabulary in the page's language, each with the other's; a place
/// also with what it lies in.
fn typed_terms(ask: &Ask, vocabulary: &str) -> Vec<(String, String)> {
    let profile = ask.app.office.profile();
    let (own, other) = match ask.language.code() {
        "ar" => ("ar", "en"),
        _ => ("en", "ar"),
    };
    let Some(terms) = profile.vocabulary(vocabulary) else {
        return Vec::new();
    };
    terms
        .terms
        .iter()
        .filter(|term| !term.retired)
        .map(|term| {
            let within = term.parent.as_deref().filter(|_| vocabulary == "place");
            let within = within.and_then(|parent| terms.get(parent));
            let within = within.map(|it| it.label(own).to_owned());
            let beside = joined([term.label(other).to_owned(), within.unwrap_or_default()]);
            (term.label(own).to_owned(), beside)
        })
        .collect()
}

/// The form of a record with these fields.
fn form(
    ask: &Ask,
    shape: Shape,
    former: &Former,
    began: &Record,
    fields: &Fields,
    others: &Fields,
) -> Answered {
    let mut groups = former.groups(began, fields)?;
    for input in groups.iter_mut().flat_map(Group::all_mut) {
        input.theirs = others.get(&input.name).cloned().unwrap_or_default();
        if !input.theirs.is_empty() {
            input.theirs = former.shown(input, &input.theirs);
        }
    }
    if let Some(list) = ask
        .form
        .all("do")
        .last()
        .and_then(|it| it.strip_prefix("add-"))
    {
        let row = rows::count(fields, list).saturating_sub(1);
        let of_row = |name: &str| {
            rows::split(name).is_some_and(|(known, number, _)| known == list && number == row)
        };
        let mut inputs = groups.iter_mut().flat_map(Group::all_mut);
        if let Some(input) = inputs.find(|input| of_row(&input.name)) {
            input.focus = true;
        }
    }
    let problems = &former.problems;
    let changed = problems
        .iter()
        .any(|problem| problem.code == Code::OfficeRecordChanged);
    let mut lists: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for input in groups.iter().flat_map(Group::all) {
        let list = match input.kind {
            "term" => input.list.as_str(),
            "place" | "body" => input.kind,
            _ => continue,
        };
        if !lists.iter().any(|(known, _)| known == list) {
            let terms = typed_terms(ask, list);
            let carried = terms.len() <= CARRIED;
            lists.push((list.to_owned(), if carried { terms } else { Vec::new() }));
        }
    }
    // A problem is told in the summary by what its field is called, and leads there.
    let mut told = told(ask, problems);
    for problem in told.iter_mut().filter(|problem| !problem.field.is_empty()) {
        let mut inputs = groups.iter().flat_map(Group::all);
        match inputs.find(|input| input.name == problem.field) {
            Some(input) => {
                problem.place.clone_from(&input.label);
                if input.kind == "pick" {
                    problem.field.push_str("-find");
                }
            }
            None => problem.field.clear(),
        }
    }
    let status = status_of(problems);
    // The form of a new person alone has matches beside it.
    let matches = match ask.path.as_str() {
        "/record" | "/record/similar" => Some(matches(ask, fields)?),
        _ => None,
    };
    page(
        ask,
        &RecordView {
            frame: Frame::new(ask, "/record", shape.title),
            compartments: compartments_for_new(ask, shape.base, &shape.compartment)?,
            action: shape.action,
            base: shape.base,
            why: shape.why,
            groups,
            lists,
            drafted: shape.drafted,
            matches,
            problems: told,
            changed,
            back: shape.back,
            withdraw: shape.withdraw,
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The person of a form that is being typed, as far as it can be read yet.
pub(super) fn person_typed(ask: &Ask, fields: &Fields) -> Person {
    let mut former = Former::new(ask);
    match former.record(&Record::Person(Person::default()), fields) {
        Record::Person(person) => person,
        _ => Person::default(),
    }
}

/// Problems of the office name fields of the record; those of a form are called as its inputs are.
fn placed(problems: Vec<Problem>) -> Vec<Problem> {
    let placed = problems.into_iter().map(|problem| {
        let input = match problem.spot.field.as_deref() {
            Some("name") => "name0-full",
            Some("persons" | "role") => "person0-person",
            Some("source" | "basis" | "reliability") => "claim0-source",
            Some("event") => "kind",
            _ => return problem,
        };
        problem.at_field(input)
    });
    placed.collect()
}

#[derive(Template)]
#[template(path = "understood.html")]
struct UnderstoodPart {
    understood: String,
    error: String,
}

/// How a date is understood, while it is typed.
pub fn understand_date(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let say = Say::new(ask);
    let text = ask.form.get(ask.form.get("of"));
    let wrong = model::when::typed::read_typed(text, model::when::typed::DayOrder::DayFirst);
    let error = match &wrong {
        Err(problem) if !text.is_empty() => say.words.problem(problem).sentence,
        _ => String::new(),
    };
    rendered(&UnderstoodPart {
        understood: understood(&say, text),
        error,
    })
}

fn rendered(part: &impl Template) -> Answered {
    part.render()
        .map(|html| Answer::of(HTML, html))
        .map_err(|_| crate::answer::Refusal::NotFound)
}

#[derive(Template)]
#[template(path = "picked.html")]
struct PickedPart {
    choices: Vec<Choice>,
    asked: String,
}

/// Whom the words of a box find, while they are typed.
pub fn find_picked(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let of = ask.form.get("of");
    let words = ask.form.get(&format!("{of}-find"));
    let chosen = ask.form.get(of);
    let choices = pick::choices(ask, pick::Kind::of(of), words, chosen, &[])?;
    rendered(&PickedPart {
        choices,
        asked: ask.words().text("web-pick-which"),
    })
}
