//! What does a second pair of eyes have to look at?

use crate::answer::{Answer, Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::event::names_around;
use crate::say::{EventShown, Say, status_of};
use askama::Template;
use model::{Code, Problem, Record};
use office::{Reading, Reviewing};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "verify.html")]
struct QueueView {
    #[serde(skip)]
    frame: Frame,
    events: Vec<EventShown>,
    waiting: u64,
    own: u64,
    disputed: u64,
}

/// Events that wait, oldest first.
pub fn show_queue(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Reviewing>()?, ask.seat::<Reading>()?);
    let queue = ask.app.queue(&seat, &reading)?;
    let say = Say::new(ask);
    let first: Vec<_> = queue.events.iter().take(20).collect();
    let (sources, persons) = names_around(ask, &reading, first.iter().map(|seen| &seen.record));
    let events = first
        .iter()
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => Some(say.event(seen, event, &sources, &persons)),
            _ => None,
        })
        .collect();
    page(
        ask,
        &QueueView {
            frame: Frame::new(ask, "/verify", "web-way-verify"),
            events,
            waiting: queue.waiting,
            own: queue.own,
            disputed: queue.disputed,
        },
    )
}

/// Writes a conclusion.
pub fn conclude_event(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let base = ask.form.get("base").parse().unwrap_or(0);
    let status = status_of(ask.form.get("status"))
        .ok_or_else(|| Problem::new(Code::OfficeFieldMissing).at_field("status"))?;
    ask.app
        .office
        .conclude(&seat, ask.part("id"), base, status)?;
    Ok(Answer::see(if ask.form.has("queue") {
        "/verify"
    } else {
        "/today"
    }))
}
