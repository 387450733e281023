//! Who sees into which part of the office, and in which part is this record?
//!
//! Names and members are managed with people and roles, with a second person where
//! the rules ask for one. A record is moved by a member who documents, with a
//! reason; its page and its moves are there for members alone.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::say::Say;
use askama::Template;
use model::profile::Label;
use model::{Problem, Record};
use office::{Act, Administering, Documenting, OwnCompartment, Reading, Verifying};
use serde::Serialize;

#[derive(Serialize)]
struct CompartmentRow {
    id: String,
    ar: String,
    en: String,
    label: String,
    members: Vec<Choice>,
    /// How it ended.
    ended: Option<EndedRow>,
    /// Records that were put into it, for a member.
    holds: Option<u64>,
    /// Other compartments into which a member who documents could put them.
    targets: Vec<Choice>,
    /// What was asked of its end.
    #[serde(skip)]
    asked: String,
    #[serde(skip)]
    why: String,
}

#[derive(Serialize)]
struct EndedRow {
    by: String,
    at: String,
    why: String,
}

#[derive(Template, Serialize)]
#[template(path = "compartments.html")]
struct CompartmentsView {
    #[serde(skip)]
    frame: Frame,
    compartments: Vec<CompartmentRow>,
    /// For a new one.
    people: Vec<Choice>,
    administers: bool,
    /// Whether the reader could open or move what is in a compartment.
    #[serde(skip)]
    documents: bool,
    problems: Vec<Told>,
}

fn choices(names: &[String], chosen: &[String]) -> Vec<Choice> {
    let choice = |name: &String| Choice {
        id: name.clone(),
        label: name.clone(),
        chosen: chosen.contains(name),
    };
    names.iter().map(choice).collect()
}

fn compartments(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Verifying>()?;
    let office = &ask.app.office;
    let administers = ask.may::<Administering>();
    let (known, names) = if administers {
        let seat = ask.seat::<Administering>()?;
        (office.compartments(&seat)?, office.user_names()?)
    } else {
        (office.compartments_of(&seat)?, Vec::new())
    };
    let say = Say::new(ask);
    let own = office.own_compartments(&seat)?;
    let asked = |id: &str, name: &str| match ask.part("compartment") == id {
        true => ask.form.get(name).to_owned(),
        false => String::new(),
    };
    let mut held = Vec::new();
    for known in &own {
        held.push((known.id.clone(), office.held_in(&seat, &known.id)?));
    }
    let rows = known.into_iter().map(|known| CompartmentRow {
        label: say.label(&known.name),
        holds: held
            .iter()
            .find(|(id, _)| *id == known.id)
            .map(|(_, count)| *count),
        targets: own
            .iter()
            .filter(|_| ask.may::<Documenting>())
            .filter(|other| other.id != known.id)
            .map(|other| Choice {
                id: other.id.clone(),
                label: say.label(&other.name),
                chosen: asked(&known.id, "inside") == other.id,
            })
            .collect(),
        asked: asked(&known.id, "inside"),
        why: asked(&known.id, "why"),
        ended: known.ended.map(|ended| EndedRow {
            by: ended.by,
            at: say.moment(&ended.at),
            why: ended.why,
        }),
        members: match administers {
            true => choices(&names, &known.members),
            false => choices(&known.members, &known.members),
        },
        id: known.id,
        ar: known.name.ar,
        en: known.name.en,
    });
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &CompartmentsView {
            frame: Frame::new(ask, "/office", "web-compartments"),
            compartments: rows.collect(),
            people: choices(&names, &[]),
            administers,
            documents: ask.may::<Documenting>(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The compartments: all of them for those who manage people, else one's own.
pub fn show_compartments(ask: &Ask) -> Answered {
    compartments(ask, &[])
}

fn asked_for(ask: &Ask) -> (Label, Vec<String>) {
    let name = Label {
        ar: ask.form.get("ar").trim().to_owned(),
        en: ask.form.get("en").trim().to_owned(),
    };
    let members = ask.form.all("member").map(str::to_owned).collect();
    (name, members)
}

fn manage(ask: &Ask, id: &str) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let (name, members) = asked_for(ask);
    let office = &ask.app.office;
    let act = Act::Compartment {
        id: id.to_owned(),
        name: name.clone(),
        members: members.clone(),
    };
    let done = office
        .check_compartment(&seat, id, &name, &members)
        .and_then(|()| office.agreed(&seat, &act))
        .and_then(|_| match id {
            "" => office.add_compartment(&seat, &name, &members).map(|_| ()),
            id => office.change_compartment(&seat, id, &name, &members),
        });
    match done {
        Ok(()) => Ok(Answer::see("/office/compartments")),
        Err(problem) => compartments(ask, &[problem]),
    }
}

/// Makes a compartment.
pub fn add_compartment(ask: &Ask) -> Answered {
    manage(ask, "")
}

/// Gives a compartment another name or other members, ends it or takes it up again.
pub fn change_compartment(ask: &Ask) -> Answered {
    let id = ask.part("compartment");
    if ask.form.get("do") != "end" {
        return manage(ask, id);
    }
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let ended = match ask.form.get("inside") {
        "" => office.end_compartment(&seat, id),
        inside => {
            let documenting = ask.seat::<Documenting>()?;
            let into = Some(inside).filter(|inside| *inside != "open");
            office.end_compartment_with(&seat, &documenting, id, into)
        }
    };
    match ended {
        Ok(()) => Ok(Answer::see("/office/compartments")),
        Err(problem) => match Refusal::from(problem) {
            Refusal::Wrong(problems) => compartments(ask, &problems),
            refusal => Err(refusal),
        },
    }
}

#[derive(Serialize)]
struct MoveShown {
    said: String,
    at: String,
    who: String,
    why: String,
}

#[derive(Template, Serialize)]
#[template(path = "compartment.html")]
struct CompartmentView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    back: String,
    own: String,
    needs: Vec<String>,
    choices: Vec<Choice>,
    why: String,
    moves: Vec<MoveShown>,
    documents: bool,
    problems: Vec<Told>,
}

/// Where a record belongs, as its page shows it to members.
#[derive(Default, Serialize)]
pub struct PlacedShown {
    /// Compartments that one must be a member of to see it.
    pub needs: Vec<String>,
    /// The reader could move it.
    #[serde(skip)]
    pub moves: bool,
}

/// Where a record belongs; nothing in an office without compartments.
pub fn placed_shown(ask: &Ask, id: &str) -> Result<PlacedShown, Refusal> {
    let seat = ask.seat::<Reading>()?;
    let office = &ask.app.office;
    if office.own_compartments(&seat)?.is_empty() {
        return Ok(PlacedShown::default());
    }
    let say = Say::new(ask);
    let placed = office.placed(&seat, id)?;
    Ok(PlacedShown {
        needs: names(&say, &placed.needs),
        moves: ask.may::<Documenting>(),
    })
}

/// The compartments that a new record can go into; none when it is there already,
/// or for somebody who is a member of none.
pub fn compartments_for_new(ask: &Ask, base: u64, chosen: &str) -> Result<Vec<Choice>, Refusal> {
    if base > 0 {
        return Ok(Vec::new());
    }
    let say = Say::new(ask);
    let own = ask
        .app
        .office
        .own_compartments(&ask.seat::<Documenting>()?)?;
    let choice = |known: OwnCompartment| Choice {
        label: say.label(&known.name),
        chosen: known.id == chosen,
        id: known.id,
    };
    Ok(own.into_iter().map(choice).collect())
}

fn names(say: &Say, compartments: &[OwnCompartment]) -> Vec<String> {
    let named = compartments.iter().map(|known| say.label(&known.name));
    named.collect()
}

fn compartment(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let office = &ask.app.office;
    let id = ask.part("id");
    // To whoever is a member of none there are no compartments.
    if office.own_compartments(&seat)?.is_empty() {
        return Err(Refusal::NotFound);
    }
    let say = Say::new(ask);
    let record = office.look_at(&seat, id)?;
    let back = match &record {
        Record::Person(_) | Record::Event(_) | Record::Source(_) => {
            format!("/{}/{id}", record.kind())
        }
        Record::File(_) => format!("/evidence/{id}"),
        Record::Contact(_) => format!("/contact/{id}"),
        _ => return Err(Refusal::NotFound),
    };
    let placed = office.placed(&seat, id)?;
    let chosen = match ask.form.some("into") {
        Some(into) => into,
        None => placed
            .own
            .as_ref()
            .map_or(String::new(), |own| own.id.clone()),
    };
    let frame = Frame::new(ask, "", "web-compartment-of");
    let moves: Vec<MoveShown> = placed
        .moves
        .iter()
        .map(|moved| MoveShown {
            said: match (&moved.into, moved.out) {
                (Some(into), _) => {
                    let into = say.label(&into.name);
                    frame.tv("web-compartment-moved-into", &into)
                }
                (None, true) => say.t("web-compartment-moved-out"),
                (None, false) => say.t("web-compartment-moved-elsewhere"),
            },
            at: say.moment(&moved.at),
            who: moved.who.clone(),
            why: moved.why.clone(),
        })
        .collect();
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &CompartmentView {
            frame,
            id: id.to_owned(),
            back,
            own: placed
                .own
                .as_ref()
                .map_or(String::new(), |own| say.label(&own.name)),
            needs: names(&say, &placed.needs),
            choices: placed
                .choices
                .iter()
                .map(|known| Choice {
                    id: known.id.clone(),
                    label: say.label(&known.name),
                    chosen: known.id == chosen,
                })
                .collect(),
            why: ask.form.get("why").to_owned(),
            moves,
            documents: ask.may::<Documenting>(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The compartment of a record, with its moves.
pub fn show_compartment(ask: &Ask) -> Answered {
    compartment(ask, &[])
}

/// Puts a record into a compartment or takes it out.
pub fn move_record(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    ask.proved()?;
    let id = ask.part("id");
    let into = ask.form.some("into");
    match ask.app.office.place_record(&seat, id, into.as_deref()) {
        Ok(()) => Ok(Answer::see(&format!("/record/{id}/compartment"))),
        Err(problem) => compartment(ask, &[problem]),
    }
}
