//! How long is what kept, and what is due?
//!
//! The report of retention, each number beside what it counts and each record that is
//! due with a link to the page where somebody acts on it. Applying the rules takes away
//! what is kept beside the cases; records go only one by one.

use crate::answer::{Answer, Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use office::{Administering, Documenting, KeptKind};
use serde::Serialize;

const DAY: u64 = 24 * 60 * 60;

#[derive(Serialize)]
struct DueShown {
    href: String,
    id: String,
    since: String,
    why: String,
}

#[derive(Serialize)]
struct KindShown {
    kind: &'static str,
    name: String,
    keeps: String,
    leaves: String,
    held: u64,
    due: u64,
    items: Vec<DueShown>,
}

#[derive(Template, Serialize)]
#[template(path = "retention.html")]
struct RetentionView {
    #[serde(skip)]
    frame: Frame,
    kinds: Vec<KindShown>,
    administers: bool,
    /// How many things went just now.
    gone: Option<u64>,
}

fn shown(say: &Say, kind: KeptKind) -> KindShown {
    let count = |id: &str, count: u64| {
        say.words
            .text_with(id, &[("count", words::Value::Number(count))])
    };
    let keeps = match kind.keeps {
        None => say.t("retention-without-end"),
        Some(seconds) if seconds < DAY => count("retention-hours", seconds / 3600),
        Some(seconds) => count("retention-days", seconds / DAY),
    };
    let items = kind.items.iter().map(|due| DueShown {
        href: kind.page(due),
        id: due.id.clone(),
        since: due.since.clone(),
        why: match kind.kind {
            "consents" => say.term("consent", Some(&due.why)),
            _ => due.why.clone(),
        },
    });
    KindShown {
        items: items.collect(),
        name: say.t(&format!("retention-{}", kind.kind)),
        keeps,
        leaves: say.t(&format!("retention-leaves-{}", kind.leaves.as_str())),
        held: kind.held,
        due: kind.due,
        kind: kind.kind,
    }
}

fn retention(ask: &Ask, gone: Option<u64>) -> Answered {
    let say = Say::new(ask);
    let office = &ask.app.office;
    let administers = ask.may::<Administering>();
    let mut kinds = Vec::new();
    if administers {
        ask.house.note_looks(&ask.app)?;
        kinds.extend(office.retention(&ask.seat::<Administering>()?)?);
    }
    if ask.may::<Documenting>() {
        kinds.extend(office.retention_of_cases(&ask.seat::<Documenting>()?)?);
    }
    if kinds.is_empty() {
        return Err(Refusal::NotFound);
    }
    page(
        ask,
        &RetentionView {
            frame: Frame::new(ask, "/office", "web-retention"),
            kinds: kinds.into_iter().map(|kind| shown(&say, kind)).collect(),
            administers,
            gone,
        },
    )
}

/// What is kept, for how long, and what is due.
pub fn show_retention(ask: &Ask) -> Answered {
    retention(ask, None)
}

/// Applies the rules to what is kept beside the cases.
pub fn apply_retention(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    ask.house.note_looks(&ask.app)?; // also those of a minute ago
    let gone = ask.app.office.apply_retention(&seat)?;
    let answer: Answer = retention(ask, Some(gone.iter().map(|(_, count)| count).sum()))?;
    Ok(answer)
}
