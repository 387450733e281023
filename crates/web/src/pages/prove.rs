//! Is it still the same person?
//!
//! Before a sensitive act the user proves once more who they are. The form that
//! asks carries what was to be done along, so that nothing typed is lost; the
//! proof is looked at on the way, before the handler of that act.

use crate::answer::{Answer, Answered, Refusal, Told, local, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use askama::Template;
use model::Problem;
use office::{Attempt, PasskeyAnswer};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "prove.html")]
struct ProveView {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    action: String,
    /// What was to be done, carried along.
    #[serde(skip)]
    fields: Vec<(String, String)>,
    #[serde(skip)]
    challenge: String,
    problems: Vec<Told>,
}

/// Fields of the proof begin so; no other form has such fields.
const PROOF: &str = "prove-";

/// Looks at a proof that came with the form.
pub fn prove_on_the_way(ask: &mut Ask) -> Result<(), Refusal> {
    if ask.session.is_none() || ask.scopes.is_some() {
        return Ok(());
    }
    let office = &ask.app.office;
    let proved = if ask.form.has("prove-passphrase") {
        let attempt = Attempt {
            name: ask.user(),
            passphrase: ask.form.raw("prove-passphrase"),
            code: ask.form.get("prove-code"),
            address: &ask.address,
            agent: &ask.agent,
        };
        office.prove_again(&attempt, &ask.token, ask.at)
    } else if ask.form.has("prove-id") {
        let answer = PasskeyAnswer {
            id: ask.form.get("prove-id"),
            client: ask.form.get("prove-client"),
            data: ask.form.get("prove-data"),
            signature: ask.form.get("prove-signature"),
            origin: &ask.origin,
        };
        office.prove_again_with_passkey(&ask.token, &answer, &ask.address, &ask.agent, ask.at)
    } else {
        return Ok(());
    };
    proved.map_err(|problem| Refusal::Prove(vec![problem]))?;
    ask.session = office.session(&ask.token, ask.at)?;
    Ok(())
}

/// The page that asks for the proof.
pub fn prove_page(ask: &Ask, problems: &[Problem]) -> Answer {
    let (action, fields) = if ask.post {
        let fields = ask
            .form
            .0
            .iter()
            .filter(|(name, _)| name != "csrf" && !name.starts_with(PROOF));
        (ask.path.clone(), fields.cloned().collect())
    } else {
        (
            "/prove".to_owned(),
            vec![("back".to_owned(), ask.path.clone())],
        )
    };
    let offer = ask
        .app
        .office
        .offer_passkey(ask.user(), &ask.token, ask.at)
        .ok()
        .filter(|offer| !offer.known.is_empty());
    let view = ProveView {
        frame: Frame::new(ask, "", "web-prove"),
        action,
        fields,
        challenge: offer.map(|offer| offer.challenge).unwrap_or_default(),
        problems: told(ask, problems),
    };
    let status = if ask.json { 401 } else { 403 };
    page(ask, &view).map_or_else(
        |_| Answer::of("text/plain; charset=utf-8", "").with_status(500),
        |answer| answer.with_status(status),
    )
}

/// Asks for the proof ahead of an act.
pub fn show_prove(ask: &Ask) -> Answered {
    Ok(match ask.proved() {
        Ok(()) => Answer::see("/me"),
        Err(_) => prove_page(ask, &[]).with_status(200),
    })
}

/// Goes back to the page that asked; the proof was looked at on the way.
pub fn prove(ask: &Ask) -> Answered {
    ask.proved()?;
    let back = local(ask.form.get("back"));
    Ok(Answer::see(if back == "/prove" { "/me" } else { back }))
}
