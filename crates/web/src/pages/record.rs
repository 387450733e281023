//! How does a documenter write down what was told?

use crate::answer::{Answer, Answered, HTML, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::drafts::{Drafted, forget_draft, with_draft};
use crate::pages::find::{Choice, choices};
use crate::pages::record_form::{Fields, Former, Group, merge, settled, understood};
use crate::pages::similar::{Matches, matches};
use crate::say::Say;
use askama::Template;
use model::record::{Event, Participant, Person, Source};
use model::{Code, Problem, Record};
use office::{Documenting, Reading};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "record.html")]
struct RecordView {
    #[serde(skip)]
    frame: Frame,
    action: String,
    /// Revision that the form began from; 0 for a new record.
    base: u64,
    role: String,
    roles: Vec<Choice>,
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
}

/// Gazetteers up to this size travel with the form; larger ones are asked while one types.
const CARRIED: usize = 1000;

/// Names of a form that are no fields of the record.
const BESIDE: [&str; 6] = ["csrf", "base", "why", "role", "do", "form"];

pub(super) fn fields_of(ask: &Ask) -> Fields {
    let profile = ask.app.office.profile();
    ask.form
        .0
        .iter()
        .filter(|(name, _)| !BESIDE.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), settled(&profile, name, value)))
        .collect()
}

/// Whether the form is only to be shown again, for the kind that was chosen.
fn shows_only(ask: &Ask) -> bool {
    ask.form.all("do").last() == Some("show")
}

pub struct Shape<'a> {
    pub title: &'a str,
    pub action: String,
    pub back: String,
    pub base: u64,
    pub role: Option<String>,
    /// When the draft that the form continues was kept.
    pub drafted: String,
}

/// The labels of a vocabulary in the page's language, each with the other's.
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
        .map(|term| (term.label(own).to_owned(), term.label(other).to_owned()))
        .collect()
}

pub(super) fn form(
    ask: &Ask,
    shape: Shape,
    groups: Vec<Group>,
    problems: &[Problem],
    others: &Fields,
) -> Answered {
    let mut groups = groups;
    let typed: Fields = groups
        .iter()
        .flat_map(|group| &group.inputs)
        .map(|input| (input.name.clone(), input.value.clone()))
        .collect();
    for input in groups.iter_mut().flat_map(|group| &mut group.inputs) {
        input.theirs = others.get(&input.name).cloned().unwrap_or_default();
    }
    let changed = problems
        .iter()
        .any(|problem| problem.code == Code::OfficeRecordChanged);
    let mut lists: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for input in groups.iter().flat_map(|group| &group.inputs) {
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
    let status = status_of(problems);
    let role = shape.role.unwrap_or_default();
    page(
        ask,
        &RecordView {
            frame: Frame::new(ask, "/record", shape.title),
            action: shape.action,
            base: shape.base,
            roles: if role.is_empty() {
                Vec::new()
            } else {
                choices(ask, "role", &[], &role)
            },
            role,
            groups,
            lists,
            drafted: shape.drafted,
            // The form of a new person alone has matches beside it.
            matches: if ask.path == "/record" || ask.path == "/record/similar" {
                Some(matches(ask, &typed)?)
            } else {
                None
            },
            problems: told(ask, problems),
            changed,
            back: shape.back,
        },
    )
    .map(|answer| answer.with_status(status))
}

fn new_person_shape() -> Shape<'static> {
    Shape {
        title: "web-new-person",
        action: "/record".into(),
        back: "/today".into(),
        base: 0,
        role: None,
        drafted: String::new(),
    }
}

/// The form of a new person.
pub fn new_person(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let former = Former::new(ask);
    let begun = former.person_fields(&Person::default());
    let Drafted { fields, shape } = with_draft(ask, begun, new_person_shape())?;
    form(
        ask,
        shape,
        former.person_groups(&fields),
        &[],
        &Fields::new(),
    )
}

/// The form of a new person as it was typed, shown again.
pub fn new_person_again(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let former = Former::new(ask);
    let groups = former.person_groups(&fields_of(ask));
    form(ask, new_person_shape(), groups, &[], &Fields::new())
}

/// Writes a new person, then goes on to the first event.
pub fn save_new_person(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let fields = fields_of(ask);
    let mut former = Former::new(ask);
    let person = former.person(Person::default(), &fields);
    if former.problems.is_empty() {
        match ask.app.office.add_record(&seat, &Record::Person(person)) {
            Ok(id) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&format!("/person/{id}")));
            }
            Err(problems) => former.problems = problems,
        }
    }
    let groups = former.person_groups(&fields);
    form(
        ask,
        new_person_shape(),
        groups,
        &former.problems,
        &Fields::new(),
    )
}

fn person_shape(id: &str, base: u64) -> Shape<'static> {
    Shape {
        title: "web-edit-person",
        action: format!("/person/{id}/edit"),
        back: format!("/person/{id}"),
        base,
        role: None,
        drafted: String::new(),
    }
}

/// The form of a person.
pub fn edit_person(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let shown = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?;
    let Record::Person(person) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let former = Former::new(ask);
    let shape = person_shape(id, shown.seen.revision);
    let Drafted { fields, shape } = with_draft(ask, former.person_fields(person), shape)?;
    form(
        ask,
        shape,
        former.person_groups(&fields),
        &[],
        &Fields::new(),
    )
}

/// The revision that a form began from.
fn began_from(ask: &Ask, id: &str) -> Result<(u64, Record), Refusal> {
    let base: u64 = ask.form.get("base").parse().map_err(|_| Refusal::Stale)?;
    let history = ask.app.office.history(&ask.seat::<Reading>()?, id)?;
    let seen = history
        .into_iter()
        .find(|seen| seen.revision == base)
        .ok_or(Refusal::Stale)?;
    Ok((base, seen.record))
}

/// Saves a person, or shows what somebody else changed meanwhile.
pub fn save_person(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let (base, began) = began_from(ask, id)?;
    let Record::Person(began) = began else {
        return Err(Refusal::NotFound);
    };
    let mine = fields_of(ask);
    let mut former = Former::new(ask);
    let person = former.person(began.clone(), &mine);
    if former.problems.is_empty() {
        match ask
            .app
            .office
            .revise_record(&seat, id, base, &Record::Person(person))
        {
            Ok(_) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&format!("/person/{id}")));
            }
            Err(problems) => former.problems = problems,
        }
    }
    if former
        .problems
        .iter()
        .any(|problem| problem.code == Code::OfficeRecordChanged)
    {
        let now = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?.seen;
        let Record::Person(current) = &now.record else {
            return Err(Refusal::NotFound);
        };
        let (merged, others) = merge(
            &former.person_fields(&began),
            &mine,
            &former.person_fields(current),
        );
        let groups = former.person_groups(&merged);
        return form(
            ask,
            person_shape(id, now.revision),
            groups,
            &former.problems,
            &others,
        );
    }
    let groups = former.person_groups(&mine);
    form(
        ask,
        person_shape(id, base),
        groups,
        &former.problems,
        &Fields::new(),
    )
}

/// The sources that a claim or follow-up may name: those told of around the person, and those of this form.
pub(super) fn sources(ask: &Ask, person: &str) -> Result<Vec<Choice>, Refusal> {
    let say = Say::new(ask);
    let known = ask
        .app
        .office
        .sources_to_choose(&ask.seat::<Documenting>()?, person, 60)?;
    Ok(known
        .into_iter()
        .map(|(id, source)| {
            let kind = say.term("source", Some(&source.kind));
            let label = source
                .name
                .map_or(kind.clone(), |name| format!("{name} ({kind})"));
            Choice {
                id,
                label,
                chosen: false,
            }
        })
        .collect())
}

fn new_event_shape(id: &str, role: &str) -> Shape<'static> {
    Shape {
        title: "web-new-event",
        action: format!("/person/{id}/event"),
        back: format!("/person/{id}"),
        base: 0,
        role: Some(role.to_owned()),
        drafted: String::new(),
    }
}

/// The form of a new event of a person.
pub fn new_event(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let Record::Person(_) = ask.app.office.look_at(&ask.seat::<Reading>()?, id)? else {
        return Err(Refusal::NotFound);
    };
    let former = Former::new(ask);
    let event = Event::default();
    let shape = new_event_shape(id, "victim");
    let Drafted { fields, shape } = with_draft(ask, former.event_fields(&event), shape)?;
    let groups = former.event_groups(&event, &fields, &sources(ask, id)?);
    form(ask, shape, groups, &[], &Fields::new())
}

/// Writes a new event.
pub fn save_new_event(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let role = ask.form.some("role").unwrap_or_else(|| "victim".into());
    let fields = fields_of(ask);
    let mut former = Former::new(ask);
    let mut event = former.event(Event::default(), &fields);
    event.persons = vec![Participant {
        person: id.to_owned(),
        role: role.clone(),
    }];
    if former.problems.is_empty() && !shows_only(ask) {
        match ask.app.office.add_record(&seat, &Record::Event(event)) {
            Ok(_) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&format!("/person/{id}")));
            }
            Err(problems) => {
                let unknown = problems
                    .iter()
                    .any(|it| it.code == Code::RegisterReferenceUnknown);
                if unknown {
                    return Err(Refusal::NotFound);
                }
                former.problems = problems;
            }
        }
    }
    let groups = former.event_groups(&Event::default(), &fields, &sources(ask, id)?);
    form(
        ask,
        new_event_shape(id, &role),
        groups,
        &former.problems,
        &Fields::new(),
    )
}

fn event_shape(id: &str, base: u64) -> Shape<'static> {
    Shape {
        title: "web-edit-event",
        action: format!("/event/{id}/edit"),
        back: format!("/event/{id}"),
        base,
        role: None,
        drafted: String::new(),
    }
}

fn first_person(event: &Event) -> &str {
    event
        .persons
        .first()
        .map_or("", |part| part.person.as_str())
}

/// The form of an event with its claims.
pub fn edit_event(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let shown = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?;
    let Record::Event(event) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let former = Former::new(ask);
    let shape = event_shape(id, shown.seen.revision);
    let Drafted { fields, shape } = with_draft(ask, former.event_fields(event), shape)?;
    let groups = former.event_groups(event, &fields, &sources(ask, first_person(event))?);
    form(ask, shape, groups, &[], &Fields::new())
}

/// Saves an event, or shows what somebody else changed meanwhile.
pub fn save_event(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let (base, began) = began_from(ask, id)?;
    let Record::Event(began) = began else {
        return Err(Refusal::NotFound);
    };
    let mine = fields_of(ask);
    let mut former = Former::new(ask);
    let mut event = former.event(began.clone(), &mine);
    if event != began {
        // What was concluded was concluded about something else.
        event.verification = model::record::Verification::default();
    }
    if former.problems.is_empty() && !shows_only(ask) {
        match ask
            .app
            .office
            .revise_record(&seat, id, base, &Record::Event(event))
        {
            Ok(_) => {
                forget_draft(ask)?;
                return Ok(Answer::see(&format!("/event/{id}")));
            }
            Err(problems) => former.problems = problems,
        }
    }
    let known = sources(ask, first_person(&began))?;
    if former
        .problems
        .iter()
        .any(|problem| problem.code == Code::OfficeRecordChanged)
    {
        let now = ask.app.office.show(&ask.seat::<Reading>()?, id, None)?.seen;
        let Record::Event(current) = &now.record else {
            return Err(Refusal::NotFound);
        };
        let (merged, others) = merge(
            &former.event_fields(&began),
            &mine,
            &former.event_fields(current),
        );
        let groups = former.event_groups(current, &merged, &known);
        return form(
            ask,
            event_shape(id, now.revision),
            groups,
            &former.problems,
            &others,
        );
    }
    let groups = former.event_groups(&began, &mine, &known);
    form(
        ask,
        event_shape(id, base),
        groups,
        &former.problems,
        &Fields::new(),
    )
}

#[derive(Template, Serialize)]
#[template(path = "new_source.html")]
struct NewSourceView {
    #[serde(skip)]
    frame: Frame,
    kinds: Vec<Choice>,
    relations: Vec<Choice>,
    name: String,
    reach: String,
    notes: String,
    problems: Vec<Told>,
}

/// The form of a new source.
pub fn new_source(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    source_form(ask, &[])
}

fn source_form(ask: &Ask, problems: &[Problem]) -> Answered {
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &NewSourceView {
            frame: Frame::new(ask, "/record", "web-new-source"),
            kinds: choices(ask, "source", &[], ask.form.get("kind")),
            relations: choices(ask, "relation-to-victim", &[], ask.form.get("relation")),
            name: ask.form.get("name").to_owned(),
            reach: ask.form.get("reach").to_owned(),
            notes: ask.form.get("notes").to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Writes a new source.
pub fn save_new_source(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let source = Source {
        kind: ask.form.get("kind").to_owned(),
        name: ask.form.some("name"),
        relation: ask.form.some("relation"),
        reach: ask.form.some("reach"),
        notes: ask.form.some("notes"),
        ..Source::default()
    };
    match ask.app.office.add_record(&seat, &Record::Source(source)) {
        Ok(id) => Ok(Answer::see(&format!("/source/{id}"))),
        Err(problems) => source_form(ask, &problems),
    }
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
    let part = UnderstoodPart {
        understood: understood(&say, text),
        error,
    };
    part.render()
        .map(|html| Answer::of(HTML, html))
        .map_err(|_| Refusal::NotFound)
}
