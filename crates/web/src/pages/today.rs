//! What waits for me?

use crate::answer::{Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use askama::Template;
use office::{AsOf, Documenting, Reading, Reviewing, Studying};
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
    findings: u64,
}

#[derive(Template, Serialize)]
#[template(path = "today.html")]
struct TodayView {
    #[serde(skip)]
    frame: Frame,
    waiting: Vec<Waiting>,
    studies: Vec<StudyWaiting>,
    records: bool,
    sign_ins: u64,
}

/// Counts with links.
pub fn show_today(ask: &Ask) -> Answered {
    let mut waiting = Vec::new();
    if ask.may::<Reviewing>() {
        let queue = ask
            .app
            .queue(&ask.seat::<Reviewing>()?, &ask.seat::<Reading>()?)?;
        for (id, count) in [
            ("verify", queue.waiting),
            ("own", queue.own),
            ("disputed", queue.disputed),
        ] {
            waiting.push(Waiting {
                id,
                count,
                href: "/verify".into(),
            });
        }
    }
    let mut studies = Vec::new();
    if ask.may::<Studying>() {
        let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
        for study in ask.app.office.studies(&seat)? {
            let computed = ask
                .app
                .study(&seat, &reading, &study.id, &AsOf::default())?;
            studies.push(StudyWaiting {
                title: study.title.in_language(ask.language.code()).to_owned(),
                findings: computed.findings.len() as u64,
                id: study.id,
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
            records: ask.may::<Documenting>(),
            sign_ins: failed.iter().filter(|known| !known.good).count() as u64,
        },
    )
}
