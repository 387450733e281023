//! Who may do what, in which words, and is the log whole?

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Kind, Made};
use crate::pages::find::Choice;
use crate::pages::jobs::{self, Awaited};
use crate::say::Say;
use askama::Template;
use model::Problem;
use model::record::Role;
use office::{Act, Administering, Approving, Documenting, Reading, RequestState, Verifying};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "office.html")]
struct OfficeView {
    #[serde(skip)]
    frame: Frame,
    administers: bool,
    reads: bool,
    documents: bool,
    /// Requests of others that wait for the asker.
    waiting: u64,
    alarms: u64,
    #[serde(skip)]
    can_lock: bool,
}

#[derive(Serialize)]
struct PersonOfOffice {
    name: String,
    display: String,
    roles: Vec<Choice>,
    disabled: bool,
    activated: bool,
}

#[derive(Template, Serialize)]
#[template(path = "people.html")]
struct PeopleView {
    #[serde(skip)]
    frame: Frame,
    people: Vec<PersonOfOffice>,
    roles: Vec<Choice>,
    administers: bool,
    problems: Vec<Told>,
    /// Address of an activation, shown once.
    #[serde(skip)]
    address: String,
    invited: String,
}

/// An entry of the log.
#[derive(Serialize)]
struct EntryShown {
    position: u64,
    at: String,
    who: String,
    kind: String,
    /// The record's page; empty where it has none.
    href: String,
    history: String,
    revision: u64,
    why: String,
}

#[derive(Template, Serialize)]
#[template(path = "log.html")]
struct LogView {
    #[serde(skip)]
    frame: Frame,
    newest: Vec<EntryShown>,
    /// From where older entries begin, when there are any.
    before: Option<u64>,
    checked: bool,
    entries: u64,
    files: u64,
    root: String,
    problems: Vec<Told>,
}

/// The parts of the office.
pub fn show_office(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    let office = &ask.app.office;
    let mut waiting = 0;
    if ask.may::<Approving>() {
        let requests = office.requests_of_all(&ask.seat::<Approving>()?)?;
        let waits = |it: &office::Request| {
            it.state == RequestState::Waiting && it.is_open(ask.at) && it.by != ask.user()
        };
        waiting = requests.iter().filter(|it| waits(it)).count() as u64;
    }
    // The page itself needs no passkey, so that whoever needs one can find it.
    let administers = ask.seat::<Administering>();
    let alarms = match &administers {
        Ok(seat) => office.alarms(seat)?.len() as u64,
        Err(_) => 0,
    };
    page(
        ask,
        &OfficeView {
            frame: Frame::new(ask, "/office", "web-way-office"),
            administers: administers.is_ok(),
            reads: ask.may::<Reading>(),
            documents: ask.may::<Documenting>(),
            waiting,
            alarms,
            can_lock: ask.house.can_lock(),
        },
    )
}

fn roles(ask: &Ask, held: &[Role]) -> Vec<Choice> {
    let say = Say::new(ask);
    Role::ALL
        .into_iter()
        .map(|role| Choice {
            id: role.as_str().into(),
            label: say.t(&format!("web-role-{}", role.as_str())),
            chosen: held.contains(&role),
        })
        .collect()
}

fn people(ask: &Ask, problems: &[Problem], invited: Option<(String, String)>) -> Answered {
    let seat = ask.seat::<Verifying>()?;
    let administers = ask.may::<Administering>();
    let mut people = Vec::new();
    for user in ask.app.office.users(&seat)? {
        people.push(PersonOfOffice {
            activated: administers && ask.app.office.is_activated(&user.name, ask.at)?,
            display: user.display.clone().unwrap_or_default(),
            roles: roles(ask, &user.roles),
            disabled: user.disabled,
            name: user.name,
        });
    }
    let status = if problems.is_empty() { 200 } else { 422 };
    let (invited, address) = invited.unwrap_or_default();
    page(
        ask,
        &PeopleView {
            frame: Frame::new(ask, "/office", "web-people"),
            people,
            roles: roles(ask, &[]),
            administers,
            problems: told(ask, problems),
            address,
            invited,
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The people of the office with their roles.
pub fn show_people(ask: &Ask) -> Answered {
    people(ask, &[], None)
}

fn roles_of(ask: &Ask) -> Vec<Role> {
    ask.form.all("role").filter_map(Role::parse).collect()
}

/// The address that somebody types: whole, where the browser said whom it asks.
fn activation(ask: &Ask, token: &str) -> String {
    format!("{}/activate/{token}", ask.origin)
}

/// Adds somebody and begins their activation.
pub fn add_person_of_office(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let name = ask.form.get("name");
    let office = &ask.app.office;
    let act = Act::AddUser {
        user: name.to_owned(),
        roles: roles_of(ask),
    };
    let added = office
        .agreed(&seat, &act)
        .and_then(|_| office.add_user(&seat, name, ask.form.some("display"), &roles_of(ask)));
    match added {
        Ok(_) => {
            let token = office.invite(&seat, name)?;
            people(ask, &[], Some((name.to_owned(), activation(ask, &token))))
        }
        Err(problem) => people(ask, &[problem], None),
    }
}

/// Changes roles, begins a new activation, takes the sign-in away, or ends access.
pub fn change_person_of_office(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let name = ask.part("user");
    let office = &ask.app.office;
    let done = match ask.form.get("do") {
        "roles" => {
            let act = Act::Roles {
                user: name.to_owned(),
                roles: roles_of(ask),
            };
            office
                .agreed(&seat, &act)
                .and_then(|_| office.set_roles(&seat, name, &roles_of(ask)))
        }
        "disable" => office
            .disable_user(&seat, name)
            .and_then(|()| office.revoke_credential(&seat, name)),
        "revoke" => office.revoke_credential(&seat, name),
        "end-sessions" => office.end_sessions_of(name, ask.at),
        "invite" => {
            // Who hands out a new sign-in of somebody could use it themselves.
            if office.is_activated(name, ask.at)? {
                let act = Act::Invite {
                    user: name.to_owned(),
                };
                if let Err(problem) = office.agreed(&seat, &act) {
                    return people(ask, &[problem], None);
                }
            }
            let token = office.invite(&seat, name)?;
            return people(ask, &[], Some((name.to_owned(), activation(ask, &token))));
        }
        _ => return Err(Refusal::NotFound),
    };
    match done {
        Ok(()) => Ok(Answer::see("/office/people")),
        Err(problem) => people(ask, &[problem], None),
    }
}

/// Entries of the log on one page.
const ENTRIES: u64 = 50;

/// The newest entries, or those before a position, as far as the asker may see them.
fn entries(ask: &Ask) -> Result<(Vec<EntryShown>, Option<u64>), Refusal> {
    if !ask.may::<Reading>() {
        return Ok((Vec::new(), None));
    }
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let position = ask.app.office.position(&seat)?;
    let until = ask.query.get("before").parse().unwrap_or(position);
    let until = until.min(position);
    let shown = ask.app.office.log_entries(&seat, until, ENTRIES)?;
    // Who is where in a closed part of the office is told on its own page, to its members.
    let shown = shown
        .into_iter()
        .filter(|seen| !matches!(seen.record.kind(), "compartment" | "placement"));
    let shown = shown.map(|seen| {
        let kind = seen.record.kind();
        let page = match kind {
            "person" | "event" | "source" => format!("/{kind}/{}", seen.id),
            "file" => format!("/evidence/{}", seen.id),
            "contact" => format!("/record/{}/history", seen.id),
            _ => String::new(),
        };
        EntryShown {
            kind: said_kind(&say, kind),
            href: page,
            history: format!("/record/{}/history", seen.id),
            position: seen.position,
            revision: seen.revision,
            who: seen.who,
            at: say.moment(&seen.at),
            why: seen.why.unwrap_or_default(),
        }
    });
    let before = until.saturating_sub(ENTRIES);
    Ok((shown.collect(), (before > 0).then_some(before)))
}

fn said_kind(say: &Say, kind: &str) -> String {
    let message = format!("log-kind-{kind}");
    if say.words.has(&message) {
        say.t(&message)
    } else {
        say.t("log-kind-other")
    }
}

fn log_view(ask: &Ask) -> Result<LogView, Refusal> {
    let (newest, before) = entries(ask)?;
    Ok(LogView {
        newest,
        before,
        frame: Frame::new(ask, "/office", "web-log"),
        checked: false,
        entries: 0,
        files: 0,
        root: String::new(),
        problems: Vec::new(),
    })
}

/// The log, before it is checked.
pub fn show_log(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    page(ask, &log_view(ask)?)
}

/// Checks every entry, with a held checkpoint when one was pasted.
pub fn check_log(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    let held = ask
        .form
        .some("checkpoint")
        .map(|text| format!("{}\n", text.replace('\r', "")));
    let user = ask.user().to_owned();
    let job = ask
        .app
        .begin(Kind::Check, ask.user(), "", ask.at, move |app, watch| {
            let seat = app.office.seat(&user, (app.clock)(), None);
            seat.and_then(|seat| app.office.verify_watched(&seat, held.as_deref(), watch))
                .map(Made::Check)
                .map_err(|problem| vec![problem])
        });
    let made = match jobs::begun(ask, job)? {
        Awaited::Made(made) => made,
        Awaited::Wrong(problems) => return Err(problems.into()),
        Awaited::Going(answer) => return Ok(answer),
    };
    let Made::Check(checked) = &*made else {
        return Err(Refusal::NotFound);
    };
    page(
        ask,
        &LogView {
            checked: true,
            entries: checked.entries,
            files: checked.files,
            root: checked.root.clone(),
            problems: told(ask, &checked.problems),
            ..log_view(ask)?
        },
    )
}

/// A signed checkpoint of the log, to be kept elsewhere.
pub fn download_checkpoint(ask: &Ask) -> Answered {
    let seat = ask.seat::<Verifying>()?;
    let text = ask.app.office.checkpoint(&seat)?;
    Ok(Answer::download(
        "text/plain; charset=utf-8",
        "checkpoint.txt",
        text.into_bytes(),
    ))
}
