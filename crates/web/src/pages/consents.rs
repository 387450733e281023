//! What did each source agree to, and what did it take back?
//!
//! All sources on one page for whoever looks after consent, one source alone for
//! whoever comes from it. Consents are not edited: each is added or taken back.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::event::source_name;
use crate::pages::find::Choice;
use crate::pages::record_form::understood;
use crate::say::Say;
use askama::Template;
use model::record::Consent;
use model::when::typed::{DayOrder, read_typed};
use model::{Code, Problem, Record, When};
use office::{Documenting, Reading};
use serde::Serialize;

/// Sources on one page.
const SHOWN: usize = 25;

#[derive(Serialize)]
struct ConsentShown {
    purpose: String,
    purpose_id: String,
    recipient: String,
    given: bool,
    when: String,
    explained_by: String,
    lapses: String,
    withdrawn: String,
    /// It was given and not taken back.
    stands: bool,
}

#[derive(Serialize)]
struct SourceShown {
    id: String,
    name: String,
    kind: String,
    consents: Vec<ConsentShown>,
    /// What was typed for this source, when its form comes back.
    typed: Typed,
}

/// The form of a consent as it was typed.
#[derive(Clone, Default, Serialize)]
struct Typed {
    purpose: String,
    refused: bool,
    when: String,
    understood: String,
    lapses: String,
    lapses_understood: String,
    recipient: String,
    explained_by: String,
}

#[derive(Template, Serialize)]
#[template(path = "consents.html")]
struct ConsentsView {
    #[serde(skip)]
    frame: Frame,
    sources: Vec<SourceShown>,
    purposes: Vec<Choice>,
    /// From where the next page begins, when there is one.
    next: Option<usize>,
    /// The only source shown; empty on the page of all.
    only: String,
    problems: Vec<Told>,
}

fn typed(ask: &Ask, say: &Say, id: &str) -> Typed {
    let blank = Typed {
        explained_by: ask.user().to_owned(),
        ..Typed::default()
    };
    if !ask.post || ask.part("id") != id {
        return blank;
    }
    let text = |name: &str| ask.form.get(name).to_owned();
    Typed {
        purpose: text("purpose"),
        refused: ask.form.get("given") == "no",
        understood: understood(say, ask.form.get("when")),
        when: text("when"),
        lapses_understood: understood(say, ask.form.get("lapses")),
        lapses: text("lapses"),
        recipient: text("recipient"),
        explained_by: ask.form.some("explained-by").unwrap_or(blank.explained_by),
    }
}

fn consents(ask: &Ask, only: &str, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let say = Say::new(ask);
    let all = if only.is_empty() {
        ask.app.office.consents(&seat)?
    } else {
        let reading = ask.seat::<Reading>()?;
        let seen = ask.app.office.show(&reading, only, None)?.seen;
        if !matches!(&seen.record, Record::Source(source) if source.withdrawn.is_none()) {
            return Err(Refusal::NotFound);
        }
        vec![seen]
    };
    let from: usize = ask.query.get("from").parse().unwrap_or(0);
    let next = (from + SHOWN < all.len()).then_some(from + SHOWN);
    let sources = all
        .into_iter()
        .skip(from)
        .take(SHOWN)
        .filter_map(|seen| {
            let Record::Source(source) = seen.record else {
                return None;
            };
            let consents = source.consents.iter().map(|consent| ConsentShown {
                purpose: say.term("consent", Some(&consent.purpose)),
                purpose_id: consent.purpose.clone(),
                recipient: consent.recipient.clone().unwrap_or_default(),
                given: consent.given,
                when: say.date(consent.when.as_ref()),
                explained_by: consent.explained_by.clone().unwrap_or_default(),
                lapses: say.date(consent.lapses.as_ref()),
                withdrawn: say.date(consent.withdrawn.as_ref()),
                stands: consent.given && consent.withdrawn.is_none(),
            });
            Some(SourceShown {
                consents: consents.collect(),
                kind: say.term("source", Some(&source.kind)),
                name: source_name(&say, &source),
                typed: typed(ask, &say, &seen.id),
                id: seen.id,
            })
        })
        .collect();
    let purposes = say
        .profile
        .vocabulary("consent")
        .map(|terms| {
            let live = terms.terms.iter().filter(|term| !term.retired);
            live.map(|term| Choice {
                id: term.id.clone(),
                label: say.term("consent", Some(&term.id)),
                chosen: false,
            })
            .collect()
        })
        .unwrap_or_default();
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &ConsentsView {
            frame: Frame::new(ask, "/office", "web-consents-all"),
            sources,
            purposes,
            next,
            only: only.to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The sources with what they agreed to.
pub fn show_consents(ask: &Ask) -> Answered {
    consents(ask, "", &[])
}

/// What one source agreed to.
pub fn show_consents_of_source(ask: &Ask) -> Answered {
    consents(ask, ask.part("id"), &[])
}

/// A day as people type it.
fn day(ask: &Ask, field: &str) -> Result<Option<When>, Problem> {
    match ask.form.get(field) {
        "" => Ok(None),
        text => read_typed(text, DayOrder::DayFirst)
            .map(|typed| Some(typed.when))
            .map_err(|problem| problem.at_field(field)),
    }
}

/// Adds a consent of a source, or takes one back.
pub fn change_consent(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let office = &ask.app.office;
    let (id, purpose) = (ask.part("id"), ask.form.get("purpose"));
    let changed = match ask.form.get("do") {
        "withdraw" => office.withdraw_consent(&seat, id, purpose),
        _ => {
            let days = day(ask, "when").and_then(|when| Ok((when, day(ask, "lapses")?)));
            days.and_then(|(when, lapses)| {
                let consent = Consent {
                    purpose: purpose.to_owned(),
                    recipient: ask.form.some("recipient"),
                    given: ask.form.get("given") != "no",
                    explained_by: ask
                        .form
                        .some("explained-by")
                        .or_else(|| Some(ask.user().to_owned())),
                    when,
                    language: Some(ask.language.code().to_owned()),
                    lapses,
                    withdrawn: None,
                };
                office.record_consent(&seat, id, consent)
            })
        }
    };
    let alone = ask.form.get("back") == "source";
    match changed {
        Ok(_) if alone => Ok(Answer::see(&format!("/source/{id}/consent"))),
        Ok(_) => Ok(Answer::see("/office/consents")),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(problem.into()),
        Err(problem) => consents(ask, if alone { id } else { "" }, &[problem]),
    }
}
