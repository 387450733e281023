//! What was put in by mistake, and how does it come back?
//!
//! The page says what goes along and what is in the way before anything is done;
//! a record that was withdrawn is restored from the same address.

use super::life::page_of;
use crate::answer::{Answer, Answered, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::{Say, joined};
use askama::Template;
use model::{Code, Problem, Record};
use office::{Documenting, Reading, Seen};
use serde::Serialize;

#[derive(Serialize)]
struct Named {
    href: String,
    label: String,
}

#[derive(Template, Serialize)]
#[template(path = "withdraw.html")]
struct WithdrawView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    base: u64,
    name: String,
    back: String,
    /// Why it was withdrawn; none of a record that counts.
    withdrawn: Option<String>,
    /// It was withdrawn itself, not with another: it can be expunged.
    expungeable: bool,
    /// Goes with the record.
    together: Vec<Named>,
    /// Names the record and has to be changed first.
    named_by: Vec<Named>,
    why: String,
    problems: Vec<Told>,
}

/// How a record is called in a line.
pub(super) fn called(say: &Say, record: &Record) -> String {
    match record {
        Record::Person(person) => say.person(person),
        Record::Event(event) => joined([
            say.term("event", Some(&event.kind)),
            say.date(event.when.as_ref()),
        ]),
        Record::Source(source) => joined([
            source.name.clone().unwrap_or_default(),
            say.term("source", Some(&source.kind)),
        ]),
        Record::Contact(contact) => joined([
            say.t("web-contact"),
            say.date(contact.when.as_ref()),
            say.term("channel", contact.channel.as_ref()),
        ]),
        Record::Decision(_) => say.t("web-withdraw-link"),
        Record::File(file) => joined([say.t("web-file"), file.name.clone()]),
        other => other.kind().to_owned(),
    }
}

fn named(ask: &Ask, say: &Say, seen: &[Seen]) -> Vec<Named> {
    let line = |seen: &Seen| Named {
        href: match &seen.record {
            Record::Decision(_) => "/links/decisions".to_owned(),
            record => page_of(ask, &seen.id, record),
        },
        label: called(say, &seen.record),
    };
    seen.iter().map(line).collect()
}

fn withdrawal(ask: &Ask, problems: &[Problem]) -> Answered {
    ask.seat::<Documenting>()?;
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let id = ask.part("id");
    let seen = ask.app.office.show(&seat, id, None)?.seen;
    let can = matches!(
        seen.record,
        Record::Person(_)
            | Record::Event(_)
            | Record::Source(_)
            | Record::Contact(_)
            | Record::File(_)
    );
    if !can {
        return Err(Refusal::NotFound);
    }
    let withdrawn = seen.record.withdrawn().map(|it| it.why.clone());
    let with = seen.record.withdrawn().and_then(|it| it.with.clone());
    let found = match withdrawn {
        None => ask.app.office.withdrawing(&seat, id)?,
        Some(_) => office::Withdrawing::default(),
    };
    let title = match withdrawn {
        None => "web-withdraw",
        Some(_) => "web-restore",
    };
    page(
        ask,
        &WithdrawView {
            frame: Frame::new(ask, "/record", title),
            id: id.to_owned(),
            base: seen.revision,
            name: called(&say, &seen.record),
            back: page_of(ask, id, &seen.record),
            expungeable: withdrawn.is_some() && with.is_none(),
            withdrawn,
            together: named(ask, &say, &found.together),
            named_by: named(ask, &say, &found.named_by),
            why: ask.form.get("why").to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status_of(problems)))
}

/// What would go, what is in the way, and the reason; or how it is restored.
pub fn show_withdrawal(ask: &Ask) -> Answered {
    withdrawal(ask, &[])
}

/// Expunges a withdrawn record with what went with it, once somebody agreed.
pub fn expunge(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    ask.proved()?;
    let seat = ask.seat_because::<Documenting>(ask.form.some("expunge-why"))?;
    match ask.app.office.expunge(&seat, ask.part("id")) {
        Ok(_) => Ok(Answer::see("/office/retention")),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(problem.into()),
        Err(problem) => withdrawal(ask, &[problem]),
    }
}

/// Withdraws a record, or restores it.
pub fn withdraw_or_restore(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let id = ask.part("id");
    let base: u64 = ask.form.get("base").parse().map_err(|_| Refusal::Stale)?;
    let record = ask.app.office.look_at(&ask.seat::<Reading>()?, id)?;
    let office = &ask.app.office;
    let done = match ask.form.get("do") {
        "restore" => office.restore_record(&seat, id, base),
        _ => office.withdraw_record(&seat, id, base),
    };
    match done {
        // A withdrawn follow-up is on no page; its person is.
        Ok(()) => Ok(Answer::see(&page_of(ask, id, &record))),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(problem.into()),
        Err(problem) => withdrawal(ask, &[problem]),
    }
}
