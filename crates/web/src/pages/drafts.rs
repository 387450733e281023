//! What did I begin to write, and where was I?
//!
//! While somebody fills in a form of a record, it is kept on the server, sealed,
//! for that person alone and under the form's address; the form opened again
//! goes on from there. It is forgotten when the record is saved.

use crate::answer::{Answer, Answered, HTML, Refusal, local};
use crate::ask::Ask;
use crate::pages::record::Shape;
use crate::pages::record_form::{Fields, settled};
use crate::say::Say;
use office::Documenting;

/// A form, or the draft that continues it.
pub struct Drafted<'a> {
    pub fields: Fields,
    pub shape: Shape<'a>,
}

/// Puts what was kept for this form in place of what the record says.
pub fn with_draft<'a>(ask: &Ask, fields: Fields, shape: Shape<'a>) -> Result<Drafted<'a>, Refusal> {
    let seat = ask.seat::<Documenting>()?;
    let Some(draft) = ask.app.office.form_draft(&seat, &shape.action)? else {
        return Ok(Drafted { fields, shape });
    };
    let profile = ask.app.office.profile();
    let value = |name: &str| {
        let found = draft.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    let mut kept: Fields = draft
        .fields
        .iter()
        .filter(|(name, _)| !["base", "role", "why"].contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), settled(&profile, name, value)))
        .collect();
    for (name, value) in fields {
        kept.entry(name).or_insert(value);
    }
    let shape = Shape {
        // The draft goes on from the revision that it began from, so that a merge finds both.
        base: value("base")
            .and_then(|base| base.parse().ok())
            .unwrap_or(shape.base),
        role: shape.role.map(|role| value("role").unwrap_or(role)),
        drafted: Say::new(ask).second(draft.at),
        ..shape
    };
    Ok(Drafted {
        fields: kept,
        shape,
    })
}

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
