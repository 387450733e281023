//! Whose identity is shown now, and who asked for it?
//!
//! A page says that something is masked to those who may read it; a form with a reason
//! shows it for one record, to this browser, for ten minutes. A form of a record that
//! holds what is masked asks first, and carries what was typed along.

use crate::answer::{Answer, Answered, Refusal, Told, local, page, status_of, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::Problem;
use office::{Reading, Seen};
use serde::Serialize;

/// What a page says of what is masked.
#[derive(Default, Serialize)]
pub struct Identity {
    /// Something is masked that the reader could reveal.
    pub masked: bool,
    /// Until when it is shown, after it was revealed.
    pub until: String,
}

impl Identity {
    /// Of a record as it is seen.
    pub fn of(ask: &Ask, seen: &Seen) -> Identity {
        let shown = ask.house.revealed(&ask.token, ask.at);
        Identity {
            masked: seen.masked,
            until: shown
                .filter(|(id, _)| *id == seen.id)
                .and_then(|(_, until)| u64::try_from(until).ok())
                .map_or_else(String::new, |until| Say::new(ask).second(until)),
        }
    }
}

#[derive(Template, Serialize)]
#[template(path = "reveal.html")]
struct RevealView {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    action: String,
    /// What was to be done, carried along.
    #[serde(skip)]
    fields: Vec<(String, String)>,
    why: String,
    problems: Vec<Told>,
}

/// The field that asks; no other form has it.
const WHY: &str = "reveal-why";

/// Looks at a wish to reveal that came with the form.
pub fn reveal_on_the_way(ask: &mut Ask) -> Result<(), Refusal> {
    if !ask.form.has(WHY) || ask.session.is_none() || ask.scopes.is_some() {
        return Ok(());
    }
    ask.proved()?;
    let id = ask.part("id");
    let seat = ask.seat_because::<Reading>(ask.form.some(WHY))?;
    match ask.app.office.reveal(&seat, id) {
        Ok(()) => {
            ask.house.show_revealed(&ask.token, Some(id), ask.at);
            Ok(())
        }
        Err(problem) if problem.code == model::Code::OfficeNoSuchRecord => Err(Refusal::NotFound),
        Err(problem) => Err(Refusal::Reveal(vec![problem])),
    }
}

/// The page that asks why something is to be shown.
pub fn reveal_page(ask: &Ask, problems: &[Problem]) -> Answer {
    let here = format!("/record/{}/reveal", ask.part("id"));
    let (action, fields) = if ask.post {
        let fields = ask.form.0.iter().filter(|(name, _)| {
            !["csrf", WHY].contains(&name.as_str()) && !name.starts_with("prove-")
        });
        (ask.path.clone(), fields.cloned().collect())
    } else {
        (here, vec![("back".to_owned(), ask.path.clone())])
    };
    let view = RevealView {
        frame: Frame::new(ask, "/record", "web-identity"),
        action,
        fields,
        why: ask.form.get(WHY).to_owned(),
        problems: told(ask, problems),
    };
    let status = if problems.is_empty() {
        403
    } else {
        status_of(problems)
    };
    page(ask, &view).map_or_else(
        |_| Answer::of("text/plain; charset=utf-8", "").with_status(500),
        |answer| answer.with_status(status),
    )
}

/// Asks why, on a page of its own: after a second person agreed.
pub fn show_reveal(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let seen = ask.app.office.show(&seat, ask.part("id"), None)?.seen;
    if !seen.masked {
        return Ok(Answer::see(&format!("/{}/{}", seen.record.kind(), seen.id)));
    }
    Ok(reveal_page(ask, &[]).with_status(200))
}

/// Goes back to the page that asked; it was revealed on the way, or is hidden now.
pub fn reveal(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let seen = ask.app.office.show(&seat, ask.part("id"), None)?.seen;
    if ask.form.get("do") == "hide" {
        ask.house.show_revealed(&ask.token, None, ask.at);
    } else if seen.masked {
        return Err(Refusal::Reveal(Vec::new()));
    }
    let own = format!("/{}/{}", seen.record.kind(), seen.id);
    let back = local(ask.form.get("back"));
    let asked = back == "/" || back.ends_with("/reveal");
    Ok(Answer::see(if asked { &own } else { back }))
}
