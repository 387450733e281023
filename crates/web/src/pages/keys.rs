//! Which secrets open the office?
//!
//! Adding, changing and revoking: each asks who it is, takes a second person
//! where the rules say so, and is in the log. A new recovery key is shown once.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::{Code, Problem};
use office::{Act, Administering, NewSecret, check_passphrase};
use serde::Serialize;

#[derive(Serialize)]
struct Slot {
    name: String,
    kind: String,
    #[serde(skip)]
    recovery: bool,
}

#[derive(Template, Serialize)]
#[template(path = "keys.html")]
struct KeysView {
    #[serde(skip)]
    frame: Frame,
    slots: Vec<Slot>,
    #[serde(skip)]
    slot: String,
    #[serde(skip)]
    recovery: String,
    problems: Vec<Told>,
}

fn keys(ask: &Ask, recovery: String, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Administering>()?;
    let say = Say::new(ask);
    let slots = ask.app.office.key_slots(&seat);
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &KeysView {
            frame: Frame::new(ask, "/office", "web-keys"),
            slots: slots
                .into_iter()
                .map(|(name, kind)| Slot {
                    name,
                    recovery: kind == "recovery",
                    kind: say.t(&format!("web-slot-{kind}")),
                })
                .collect(),
            slot: ask.form.get("slot").to_owned(),
            recovery,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The slots that open the office.
pub fn show_keys(ask: &Ask) -> Answered {
    keys(ask, String::new(), &[])
}

fn new_passphrase(ask: &Ask) -> Result<&str, Problem> {
    let (first, second) = (ask.form.raw("passphrase"), ask.form.raw("again"));
    if first != second {
        return Err(Problem::new(Code::CliPassphraseDiffers));
    }
    check_passphrase(first, ask.user())?;
    Ok(first)
}

/// Adds, changes or revokes a slot.
pub fn change_keys(ask: &Ask) -> Answered {
    let seat = ask.seat::<Administering>()?;
    ask.proved()?;
    let office = &ask.app.office;
    let slot = ask.form.get("slot");
    let act = |act: Act| office.agreed(&seat, &act);
    let named = || match slot {
        "" => Err(Problem::new(Code::OfficeFieldMissing).at_field("slot")),
        slot => Ok(slot.to_owned()),
    };
    let done: Result<Option<String>, Problem> = match ask.form.get("do") {
        // What is typed is checked before anybody is asked to agree.
        "add" => named()
            .and_then(|slot| Ok((slot, new_passphrase(ask)?)))
            .and_then(|(slot, secret)| {
                act(Act::AddKey { slot: slot.clone() })?;
                office.add_key(&seat, &slot, secret).map(|()| None)
            }),
        "change" => named()
            .and_then(|slot| Ok((slot, new_passphrase(ask)?)))
            .and_then(|(slot, secret)| {
                act(Act::ChangeKey { slot: slot.clone() })?;
                let secret = NewSecret::Passphrase(secret.to_owned());
                office.change_key(&seat, &slot, &secret)
            }),
        "renew" => named().and_then(|slot| {
            act(Act::ChangeKey { slot: slot.clone() })?;
            office.change_key(&seat, &slot, &NewSecret::Recovery)
        }),
        "revoke" => named().and_then(|slot| {
            act(Act::RevokeKey { slot: slot.clone() })?;
            office.revoke_key(&seat, &slot).map(|()| None)
        }),
        _ => return Err(Refusal::NotFound),
    };
    match done {
        Ok(Some(recovery)) => keys(ask, recovery, &[]),
        Ok(None) => Ok(Answer::see("/office/keys")),
        Err(problem) => keys(ask, String::new(), &[problem]),
    }
}
