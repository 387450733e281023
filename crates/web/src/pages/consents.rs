//! What did each source agree to, and what did it take back?

use crate::answer::{Answer, Answered, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::say::Say;
use askama::Template;
use model::record::Consent;
use model::{Code, Problem, Record, When};
use office::Documenting;
use serde::Serialize;

const SHOWN: usize = 200;

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
}

#[derive(Template, Serialize)]
#[template(path = "consents.html")]
struct ConsentsView {
    #[serde(skip)]
    frame: Frame,
    sources: Vec<SourceShown>,
    purposes: Vec<Choice>,
    more: bool,
    problems: Vec<Told>,
}

fn consents(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let say = Say::new(ask);
    let all = ask.app.office.consents(&seat)?;
    let more = all.len() > SHOWN;
    let sources = all
        .into_iter()
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
                name: source
                    .name
                    .clone()
                    .unwrap_or_else(|| say.t("web-source-withheld")),
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
            more,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The sources with what they agreed to.
pub fn show_consents(ask: &Ask) -> Answered {
    consents(ask, &[])
}

/// Adds a consent of a source, or takes one back.
pub fn change_consent(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let office = &ask.app.office;
    let (id, purpose) = (ask.part("id"), ask.form.get("purpose"));
    let changed = match ask.form.get("do") {
        "withdraw" => office.withdraw_consent(&seat, id, purpose),
        _ => {
            let when = match ask.form.get("when") {
                "" => Ok(None),
                typed => When::parse(typed).map(Some),
            };
            when.map_err(|problem| problem.at_field("when"))
                .and_then(|when| {
                    let consent = Consent {
                        purpose: purpose.to_owned(),
                        recipient: ask.form.some("recipient"),
                        given: ask.form.get("given") != "no",
                        explained_by: Some(ask.user().to_owned()),
                        when,
                        language: Some(ask.language.code().to_owned()),
                        lapses: None,
                        withdrawn: None,
                    };
                    office.record_consent(&seat, id, consent)
                })
        }
    };
    match changed {
        Ok(_) => Ok(Answer::see("/office/consents")),
        Err(problem) if problem.code == Code::OfficeNoSuchRecord => Err(problem.into()),
        Err(problem) => consents(ask, &[problem]),
    }
}
