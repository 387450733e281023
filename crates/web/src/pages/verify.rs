//! What does a second pair of eyes have to look at?

use crate::answer::{Answer, Answered, page};
use crate::app::QUEUE_SHOWN;
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::event::names_around;
use crate::say::{EventShown, Say, status_of};
use askama::Template;
use model::{Code, Problem, Record};
use office::{QueuePart, Reading, Reviewing};
use serde::Serialize;

/// A part of the queue.
#[derive(Serialize)]
struct PartShown {
    name: &'static str,
    count: u64,
    /// It is the one looked at.
    here: bool,
}

#[derive(Template, Serialize)]
#[template(path = "verify.html")]
struct QueueView {
    #[serde(skip)]
    frame: Frame,
    events: Vec<EventShown>,
    /// Which part is looked at: `verify`, `own`, `disputed`.
    part: &'static str,
    parts: Vec<PartShown>,
    waiting: u64,
    own: u64,
    disputed: u64,
    /// Place of the first event shown, from 1.
    first: u64,
    /// From where the next page begins, when there is one.
    next: Option<u64>,
}

/// Events that wait, oldest first; also those that the asker wrote and those in dispute.
pub fn show_queue(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Reviewing>()?, ask.seat::<Reading>()?);
    let (part, name) = match ask.query.get("show") {
        "own" => (QueuePart::Own, "own"),
        "disputed" => (QueuePart::Disputed, "disputed"),
        _ => (QueuePart::Waiting, "verify"),
    };
    let skip = ask.query.get("from").parse().unwrap_or(0);
    let queue = ask.app.queue(&seat, &reading, part, skip)?;
    let say = Say::new(ask);
    let shown = queue.events.iter();
    let (sources, persons) = names_around(ask, &reading, shown.clone().map(|seen| &seen.record));
    let events = shown
        .filter_map(|seen| match &seen.record {
            Record::Event(event) => Some(say.event(seen, event, &sources, &persons)),
            _ => None,
        })
        .collect::<Vec<_>>();
    let counts = [
        ("verify", queue.waiting),
        ("own", queue.own),
        ("disputed", queue.disputed),
    ];
    let parts = counts.map(|(of, count)| PartShown {
        name: of,
        count,
        here: of == name,
    });
    let all = parts.iter().find(|it| it.here).map_or(0, |it| it.count);
    let after = skip + QUEUE_SHOWN as u64;
    page(
        ask,
        &QueueView {
            frame: Frame::new(ask, "/verify", "web-way-verify"),
            events,
            part: name,
            parts: parts.into(),
            first: skip + 1,
            next: (after < all).then_some(after),
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
