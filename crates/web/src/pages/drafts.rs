//! What did I begin to write, and where was I?
//!
//! While somebody fills in a form of a record, it is kept on the server, sealed,
//! for that person alone and under the form's address; the form opened again
//! goes on from there (`record`). It is forgotten when the record is saved.

use crate::answer::{Answer, Answered, HTML, Refusal, local};
use crate::ask::Ask;
use crate::say::Say;
use office::Documenting;

/// Forgets what was kept for the form that was just saved.
pub fn forget_draft(ask: &Ask) -> Result<(), Refusal> {
    let seat = ask.seat::<Documenting>()?;
    Ok(ask.app.office.drop_form(&seat, &ask.path)?)
}

/// Keeps a form, or throws what was kept away.
pub fn keep_draft(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let form = local(ask.form.get("form")).to_owned();
    if ask.form.get("do") == "discard" {
        ask.app.office.drop_form(&seat, &form)?;
        return Ok(Answer::see(&form));
    }
    let fields: Vec<(String, String)> = ask
        .form
        .0
        .iter()
        .filter(|(name, _)| !["csrf", "form", "do"].contains(&name.as_str()))
        .cloned()
        .collect();
    ask.app.office.keep_form(&seat, &form, &fields)?;
    if !ask.fragment {
        return Ok(Answer::see(&form));
    }
    let say = Say::new(ask);
    let kept = say
        .words
        .text_with("web-draft-kept", &[("value", say.instant(ask.at).into())]);
    Ok(Answer::of(HTML, kept))
}
