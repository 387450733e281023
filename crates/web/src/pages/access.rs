//! What lets me in, and where am I signed in?
//!
//! A user's own sessions, sign-ins, passkeys and tokens. What gives access for
//! longer (a passkey, a token) asks once more who it is; what ends access asks
//! nothing.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::accounts::passkey_answer;
use crate::pages::find::Choice;
use crate::say::Say;
use askama::Template;
use model::Problem;
use office::{SCOPES, TOKEN_DAYS};
use serde::Serialize;

#[derive(Serialize)]
struct SessionShown {
    id: String,
    began: String,
    seen: String,
    address: String,
    agent: String,
    passkey: bool,
    this: bool,
}

#[derive(Serialize)]
struct SignInShown {
    at: String,
    address: String,
    agent: String,
    good: bool,
    recovery: bool,
    passkey: bool,
    unfamiliar: bool,
}

#[derive(Serialize)]
struct PasskeyShown {
    id: String,
    label: String,
    origin: String,
    added: String,
    used: String,
}

#[derive(Template, Serialize)]
#[template(path = "me.html")]
struct MeView {
    #[serde(skip)]
    frame: Frame,
    name: String,
    roles: Vec<String>,
    sessions: Vec<SessionShown>,
    sign_ins: Vec<SignInShown>,
    passkeys: Vec<PasskeyShown>,
    tokens: u64,
    /// The digits of this user's Arabic pages.
    digits: String,
    #[serde(skip)]
    can_lock: bool,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "new_passkey.html")]
struct NewPasskeyView {
    frame: Frame,
    challenge: String,
    handle: String,
    user: String,
    known: String,
    problems: Vec<Told>,
}

#[derive(Serialize)]
struct TokenShown {
    id: String,
    label: String,
    scopes: Vec<String>,
    made: String,
    expires: String,
    used: String,
}

#[derive(Template, Serialize)]
#[template(path = "tokens.html")]
struct TokensView {
    #[serde(skip)]
    frame: Frame,
    tokens: Vec<TokenShown>,
    scopes: Vec<Choice>,
    days: u64,
    #[serde(skip)]
    secret: String,
    problems: Vec<Told>,
}

/// The user's own page: roles, sessions, last sign-ins, passkeys.
pub fn show_me(ask: &Ask) -> Answered {
    me(ask, &[])
}

fn me(ask: &Ask, problems: &[Problem]) -> Answered {
    let say = Say::new(ask);
    let Some((this, user)) = &ask.session else {
        return Err(Refusal::SignIn);
    };
    let office = &ask.app.office;
    let sessions = office.sessions_of(&user.name, ask.at)?;
    let sign_ins = office.sign_ins_of(&user.name, ask.at)?;
    let passkeys = office.passkeys_of(&user.name, ask.at)?;
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &MeView {
            frame: Frame::new(ask, "", "web-me"),
            name: user.display.clone().unwrap_or_else(|| user.name.clone()),
            roles: user
                .roles
                .iter()
                .map(|role| say.t(&format!("web-role-{}", role.as_str())))
                .collect(),
            sessions: sessions
                .into_iter()
                .map(|session| SessionShown {
                    began: say.second(session.began),
                    seen: say.second(session.seen),
                    this: session.id == this.id,
                    passkey: session.passkey,
                    id: session.id,
                    address: session.address,
                    agent: session.agent,
                })
                .collect(),
            sign_ins: sign_ins
                .into_iter()
                .map(|known| SignInShown {
                    at: say.second(known.at),
                    address: known.address,
                    agent: known.agent,
                    good: known.good,
                    recovery: known.recovery,
                    passkey: known.passkey,
                    unfamiliar: known.unfamiliar,
                })
                .collect(),
            passkeys: passkeys
                .into_iter()
                .map(|known| PasskeyShown {
                    added: say.second(known.added),
                    used: known.used.map(|used| say.second(used)).unwrap_or_default(),
                    id: known.id,
                    label: known.label,
                    origin: known.origin,
                })
                .collect(),
            tokens: office.tokens_of(&user.name, ask.at)?.len() as u64,
            digits: office.preferences(&user.name, ask.at)?.digits.word().into(),
            can_lock: ask.house.can_lock(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Remembers with the account which digits its Arabic pages are written with.
pub fn choose_digits(ask: &Ask) -> Answered {
    let digits = words::Digits::parse(ask.form.get("digits")).ok_or(Refusal::NotFound)?;
    let office = &ask.app.office;
    office.prefer(ask.user(), ask.at, |it| it.digits = digits)?;
    Ok(Answer::see("/me"))
}

/// Remembers with the account whether keys of one letter go somewhere.
pub fn choose_shortcuts(ask: &Ask) -> Answered {
    let office = &ask.app.office;
    let shortcuts = match ask.form.get("shortcuts") {
        "on" => true,
        "off" => false,
        _ => return Err(Refusal::NotFound),
    };
    office.prefer(ask.user(), ask.at, |it| it.shortcuts = shortcuts)?;
    Ok(Answer::see("/keyboard"))
}

/// Ends one of the user's own sessions.
pub fn end_own_session(ask: &Ask) -> Answered {
    let office = &ask.app.office;
    office.end_session_of(ask.user(), ask.part("session"), ask.at)?;
    Ok(Answer::see("/me"))
}

/// The page on which a browser makes a passkey.
pub fn show_new_passkey(ask: &Ask) -> Answered {
    ask.proved()?;
    new_passkey(ask, &[])
}

fn new_passkey(ask: &Ask, problems: &[Problem]) -> Answered {
    let offer = ask
        .app
        .office
        .offer_passkey(ask.user(), &ask.token, ask.at)?;
    // A challenge is of no use to a script: the twin tells only which keys there are,
    // and what is wrong.
    if ask.json && !problems.is_empty() {
        return Err(Refusal::Wrong(problems.to_vec()));
    }
    if ask.json {
        let known = serde_json::json!({ "known": offer.known });
        return Ok(Answer::of(crate::answer::JSON, known.to_string()));
    }
    let view = NewPasskeyView {
        frame: Frame::new(ask, "", "web-passkey-new"),
        challenge: offer.challenge,
        handle: offer.handle,
        user: ask.user().to_owned(),
        known: offer.known.join(" "),
        problems: told(ask, problems),
    };
    let status = if problems.is_empty() { 200 } else { 422 };
    let body = view.render().map_err(|_| Refusal::Wrong(Vec::new()))?;
    Ok(Answer::of(crate::answer::HTML, body).with_status(status))
}

/// Registers a passkey.
pub fn add_own_passkey(ask: &Ask) -> Answered {
    ask.proved()?;
    let label = ask.form.get("label");
    let answer = passkey_answer(ask);
    match ask
        .app
        .office
        .add_passkey(ask.user(), &ask.token, &answer, label, ask.at)
    {
        Ok(()) => Ok(Answer::see("/me")),
        Err(problem) => new_passkey(ask, &[problem]),
    }
}

/// Takes one of the user's own passkeys away.
pub fn remove_own_passkey(ask: &Ask) -> Answered {
    ask.proved()?;
    let office = &ask.app.office;
    office.remove_passkey(ask.user(), ask.part("passkey"), ask.at)?;
    Ok(Answer::see("/me"))
}

fn tokens(ask: &Ask, secret: String, problems: &[Problem]) -> Answered {
    let say = Say::new(ask);
    let chosen: Vec<&str> = ask.form.all("scope").collect();
    let scope = |id: &str| say.t(&format!("web-scope-{}", id.replace(' ', "-")));
    let tokens = ask.app.office.tokens_of(ask.user(), ask.at)?;
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &TokensView {
            frame: Frame::new(ask, "", "web-tokens"),
            tokens: tokens
                .into_iter()
                .map(|token| TokenShown {
                    scopes: token.scopes.iter().map(|id| scope(id)).collect(),
                    made: say.second(token.made),
                    expires: say.second(token.expires),
                    used: token.used.map(|used| say.second(used)).unwrap_or_default(),
                    id: token.id,
                    label: token.label,
                })
                .collect(),
            scopes: SCOPES
                .iter()
                .map(|id| Choice {
                    id: (*id).to_owned(),
                    label: scope(id),
                    chosen: chosen.contains(id),
                })
                .collect(),
            days: TOKEN_DAYS,
            secret,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The user's own tokens for scripts.
pub fn show_tokens(ask: &Ask) -> Answered {
    tokens(ask, String::new(), &[])
}

/// Makes a token, which is shown on this answer only.
pub fn make_own_token(ask: &Ask) -> Answered {
    ask.proved()?;
    let scopes: Vec<&str> = ask.form.all("scope").collect();
    let days = ask.form.number("days").unwrap_or(0);
    let made = ask
        .app
        .office
        .make_token(ask.user(), ask.form.get("label"), &scopes, days, ask.at);
    match made {
        Ok(secret) => tokens(ask, secret, &[]),
        Err(problem) => tokens(ask, String::new(), &[problem]),
    }
}

/// Ends one of the user's own tokens.
pub fn revoke_own_token(ask: &Ask) -> Answered {
    let office = &ask.app.office;
    office.revoke_token(ask.user(), ask.part("token"), ask.at)?;
    Ok(Answer::see("/me/tokens"))
}
