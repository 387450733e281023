//! What waits for me?

use crate::answer::{Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::Record;
use office::{Documenting, QueuePart, Reading, Reviewing, Studying};
use serde::Serialize;

#[derive(Serialize)]
struct Waiting {
    id: &'static str,
    count: u64,
    href: String,
}

#[derive(Serialize)]
struct StudyWaiting {
    id: String,
    title: String,
    /// None while they are computed for the first time.
    findings: Option<u64>,
}

#[derive(Template, Serialize)]
#[template(path = "today.html")]
struct TodayView {
    #[serde(skip)]
    frame: Frame,
    waiting: Vec<Waiting>,
    studies: Vec<StudyWaiting>,
    due: Vec<Due>,
    due_count: u64,
    /// Sheets that left rows out of their imports.
    imports: Vec<Left>,
    drafts: Vec<Begun>,
    records: bool,
    sign_ins: u64,
}

/// A follow-up that is due.
#[derive(Serialize)]
struct Due {
    person: String,
    name: String,
    due: String,
    outcome: String,
}

/// An import that left rows out.
#[derive(Serialize)]
struct Left {
    id: String,
    file: String,
    list: String,
    rows: u64,
    at: String,
}

/// A form that was begun and not saved.
#[derive(Serialize)]
struct Begun {
    form: String,
    title: String,
    at: String,
}

/// Follow-ups and imports that are named; the rest is counted.
const DUE: usize = 12;
/// Follow-ups that are named when all are asked for.
const DUE_ALL: usize = 500;

/// Counts with links.
pub fn show_today(ask: &Ask) -> Answered {
    let mut waiting = Vec::new();
    if ask.may::<Reviewing>() {
        let queue = ask
            .app
            .queue(&ask.seat()?, &ask.seat()?, QueuePart::Waiting, 0)?;
        for (id, count, href) in [
            ("verify", queue.waiting, "/verify"),
            ("own", queue.own, "/verify?show=own"),
            ("disputed", queue.disputed, "/verify?show=disputed"),
        ] {
            waiting.push(Waiting {
                id,
                count,
                href: href.into(),
            });
        }
        waiting.push(Waiting {
            id: "links",
            count: ask.app.office.pairs_waiting(&ask.seat::<Reviewing>()?)?,
            href: "/links".into(),
        });
    }
    let mut studies = Vec::new();
    if ask.may::<Studying>() {
        let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
        for study in ask.app.office.studies(&seat)? {
            let computed = ask.app.study_soon(&seat, &reading, &study.id)?;
            studies.push(StudyWaiting {
                title: study.title.in_language(ask.language.code()).to_owned(),
                findings: computed.map(|computed| computed.findings.len() as u64),
                id: study.id,
            });
        }
    }
    let say = Say::new(ask);
    let (mut due, mut due_count, mut drafts) = (Vec::new(), 0, Vec::new());
    let mut imports = Vec::new();
    if ask.may::<Documenting>() {
        let (seat, reading) = (ask.seat::<Documenting>()?, ask.seat::<Reading>()?);
        let today = jiff::tz::TimeZone::UTC.to_datetime(ask.at).date();
        let named = if ask.query.get("due") == "all" {
            DUE_ALL
        } else {
            DUE
        };
        let (contacts, count) = ask.app.office.contacts_due(&reading, today, named)?;
        due_count = count;
        if reading.classes().contains(&model::Class::Contact) {
            let named = if count > named as u64 { "?due=all" } else { "" };
            let place = if count > 0 { "#due" } else { "" };
            waiting.insert(
                0,
                Waiting {
                    id: "due",
                    count,
                    href: format!("/today{named}{place}"),
                },
            );
        }
        for (_, contact) in contacts {
            let person = contact.about.first().cloned().unwrap_or_default();
            let name = match ask.app.office.look_at(&reading, &person) {
                Ok(Record::Person(person)) => say.person(&person),
                _ => say.t("web-no-name"),
            };
            due.push(Due {
                name,
                person,
                due: say.date(contact.next_due.as_ref()),
                outcome: contact.outcome.unwrap_or_default(),
            });
        }
        let left = ask.app.office.left_by_imports(&seat)?.into_iter();
        let open = left.filter(|left| left.settled.is_none());
        imports.extend(open.map(|left| Left {
            at: say.second(left.at),
            id: left.id,
            file: left.file,
            list: left.list,
            rows: left.rows,
        }));
        waiting.push(Waiting {
            id: "imports",
            count: imports.iter().map(|left| left.rows).sum(),
            href: "/import/left".into(),
        });
        imports.truncate(DUE);
        for draft in ask.app.office.form_drafts(&seat)? {
            drafts.push(Begun {
                title: title_of(&say, &draft.form),
                at: say.second(draft.at),
                form: draft.form,
            });
        }
    }
    let failed = ask.app.office.sign_ins_of(ask.user(), ask.at)?;
    page(
        ask,
        &TodayView {
            frame: Frame::new(ask, "/today", "web-way-today"),
            waiting,
            studies,
            due,
            due_count,
            imports,
            drafts,
            records: ask.may::<Documenting>(),
            sign_ins: failed.iter().filter(|known| !known.good).count() as u64,
        },
    )
}

/// What a form at an address is called.
fn title_of(say: &Say, form: &str) -> String {
    let title = match form.rsplit('/').next().unwrap_or_default() {
        "record" => "web-new-person",
        "source" => "web-new-source",
        "event" => "web-new-event",
        "contact" => "web-new-contact",
        "edit" if form.starts_with("/event/") => "web-edit-event",
        "edit" if form.starts_with("/source/") => "web-edit-source",
        "edit" if form.starts_with("/evidence/") => "web-edit-evidence",
        "edit" => "web-edit-person",
        _ => "web-edit-contact",
    };
    say.t(title)
}
