//! What has been decided, and can it be taken back?
//!
//! Decisions about persons and events, newest first, each with who said so, when
//! and why, and a way back. A decision about records that the reader may not see
//! is not on the list.

use crate::answer::{Answer, Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::links::decided_said;
use crate::say::{Say, joined};
use askama::Template;
use model::When;
use office::Reviewing;
use serde::Serialize;

/// A decision with the records that it is about.
#[derive(Serialize)]
struct DecisionShown {
    id: String,
    said: String,
    withdrawn: bool,
    records: Vec<RecordShown>,
    pair: String,
    why: String,
    who: String,
    at: String,
}

#[derive(Serialize)]
struct RecordShown {
    href: String,
    name: String,
}

#[derive(Template, Serialize)]
#[template(path = "link_decisions.html")]
struct DecisionsView {
    #[serde(skip)]
    frame: Frame,
    decisions: Vec<DecisionShown>,
    count: u64,
    newer: String,
    older: String,
}

/// Decisions on one page.
const SHOWN: usize = 50;

/// Takes a decision back.
pub fn withdraw_link(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    ask.app
        .office
        .withdraw_decision(&seat, ask.form.get("decision"))?;
    Ok(Answer::see(match ask.form.get("back") {
        "decisions" => "/links/decisions",
        "acts" => "/links/acts",
        _ => "/links",
    }))
}

/// Decisions, newest first, each with a way back.
pub fn list_decisions(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reviewing>()?;
    let say = Say::new(ask);
    let from: usize = ask.query.get("from").parse().unwrap_or(0);
    let (decided, count) = ask.app.office.decisions_to_undo(&seat, from, SHOWN)?;
    let decisions = decided
        .into_iter()
        .map(|(it, named)| DecisionShown {
            said: decided_said(&say, &it),
            withdrawn: it.withdrawn,
            pair: match named.as_slice() {
                [a, b] if a.record == "person" => format!("/links/pair/{}/{}", a.id, b.id),
                _ => String::new(),
            },
            records: named
                .iter()
                .map(|named| RecordShown {
                    href: format!("/{}/{}", named.record, named.id),
                    name: event_or_person(&say, named),
                })
                .collect(),
            why: it.reason.clone().unwrap_or_default(),
            who: it.who.clone(),
            at: say.moment(&it.at),
            id: it.id,
        })
        .collect();
    let at = |from: usize| format!("/links/decisions?from={from}");
    page(
        ask,
        &DecisionsView {
            frame: Frame::new(ask, "/links", "web-links-decisions"),
            decisions,
            count,
            newer: if from == 0 {
                String::new()
            } else {
                at(from.saturating_sub(SHOWN))
            },
            older: if (from + SHOWN) as u64 >= count {
                String::new()
            } else {
                at(from + SHOWN)
            },
        },
    )
}

fn event_or_person(say: &Say, named: &office::Named) -> String {
    if named.record == "event" {
        let kind = say.term("event", Some(&named.name));
        let when = named
            .when
            .as_deref()
            .and_then(|when| When::parse(when).ok());
        let when = say.date(when.as_ref());
        return joined([kind, when]);
    }
    if named.name.is_empty() {
        say.t("web-no-name")
    } else {
        named.name.clone()
    }
}
