//! The door: signing in, activation, signing out, language, help.
//!
//! Three ways in: passphrase with a code, a passkey, and the example's one-time
//! address. What a signed-in user sees of their own access is in `access`.

use crate::answer::{Answer, Answered, Refusal, Told, local, page, told};
use crate::ask::Ask;
use crate::door::{LANGUAGE_COOKIE, SESSION_COOKIE};
use crate::frame::Frame;
use askama::Template;
use model::Problem;
use office::{Attempt, PasskeyAnswer};
use qrcode::render::svg;
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "sign_in.html")]
struct SignInView {
    #[serde(skip)]
    frame: Frame,
    name: String,
    #[serde(skip)]
    challenge: String,
    problems: Vec<Told>,
}

#[derive(Template, Serialize)]
#[template(path = "once.html")]
struct OnceView {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    token: String,
    problems: Vec<Told>,
}

#[derive(Template, Serialize)]
#[template(path = "activate.html")]
struct ActivateView {
    #[serde(skip)]
    frame: Frame,
    #[serde(skip)]
    token: String,
    user: String,
    #[serde(skip)]
    secret: String,
    #[serde(skip)]
    modules: u32,
    #[serde(skip)]
    picture: String,
    problems: Vec<Told>,
    /// Shown once, after it is done.
    codes: Vec<String>,
}

#[derive(Template, Serialize)]
#[template(path = "keyboard.html")]
struct KeyboardView {
    #[serde(skip)]
    frame: Frame,
}

/// Goes to where the person belongs.
pub fn show_door(ask: &Ask) -> Answered {
    Ok(Answer::see(if ask.session.is_some() {
        "/today"
    } else {
        "/sign-in"
    }))
}

/// An address that is not there.
pub fn nothing_here(_ask: &Ask) -> Answered {
    Err(Refusal::NotFound)
}

/// The form of signing in.
pub fn show_sign_in(ask: &Ask) -> Answered {
    if ask.session.is_some() {
        return Ok(Answer::see("/today"));
    }
    sign_in_form(ask, &[])
}

fn sign_in_form(ask: &Ask, problems: &[Problem]) -> Answered {
    let status = if problems.is_empty() { 200 } else { 422 };
    let offer = ask.app.office.offer_passkey("", &ask.token, ask.at)?;
    page(
        ask,
        &SignInView {
            frame: Frame::new(ask, "", "web-sign-in"),
            name: ask.form.get("name").to_owned(),
            challenge: offer.challenge,
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Signs in; the session gets a token that nobody knew before.
pub fn sign_in(ask: &Ask) -> Answered {
    let attempt = Attempt {
        name: ask.form.get("name"),
        passphrase: ask.form.raw("passphrase"),
        code: ask.form.get("code"),
        address: &ask.address,
        agent: &ask.agent,
    };
    match ask.app.office.sign_in(&attempt, ask.at) {
        Ok(token) => {
            ask.app.office.forget_expired(ask.at)?;
            Ok(Answer::see("/today").with_cookie(SESSION_COOKIE, &token))
        }
        Err(problem) => sign_in_form(ask, &[problem]),
    }
}

/// What a device answered, as the script put it into the form.
pub fn passkey_answer(ask: &Ask) -> PasskeyAnswer<'_> {
    PasskeyAnswer {
        id: ask.form.get("id"),
        client: ask.form.get("client"),
        data: ask.form.get("data"),
        signature: ask.form.get("signature"),
        origin: &ask.origin,
    }
}

/// Signs in with a passkey: the device made sure of its owner.
pub fn sign_in_by_passkey(ask: &Ask) -> Answered {
    let answer = passkey_answer(ask);
    let office = &ask.app.office;
    match office.sign_in_with_passkey(&ask.token, &answer, &ask.address, &ask.agent, ask.at) {
        Ok(token) => {
            office.forget_expired(ask.at)?;
            Ok(Answer::see("/today").with_cookie(SESSION_COOKIE, &token))
        }
        Err(problem) => sign_in_form(ask, &[problem]),
    }
}

/// The page of a one-time address: looking at it uses nothing up.
pub fn show_once(ask: &Ask) -> Answered {
    let frame = Frame::new(ask, "", "web-once");
    page(
        ask,
        &OnceView {
            frame,
            token: ask.part("token").to_owned(),
            problems: Vec::new(),
        },
    )
}

/// Signs in with a one-time token of the example office.
pub fn sign_in_once(ask: &Ask) -> Answered {
    match ask
        .app
        .office
        .sign_in_once(ask.part("token"), &ask.address, &ask.agent, ask.at)
    {
        Ok(token) => Ok(Answer::see("/today").with_cookie(SESSION_COOKIE, &token)),
        Err(_) => Err(Refusal::NotFound),
    }
}

/// The form of an activation: passphrase and second factor.
pub fn show_activation(ask: &Ask) -> Answered {
    activation_form(ask, &[])
}

fn activation_form(ask: &Ask, problems: &[Problem]) -> Answered {
    let token = ask.part("token");
    let activation = ask
        .app
        .office
        .activation(token, ask.at)?
        .ok_or(Refusal::NotFound)?;
    let (modules, picture) = picture_of(&activation.address);
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &ActivateView {
            frame: Frame::new(ask, "", "web-activate"),
            token: token.to_owned(),
            user: activation.user,
            secret: spaced(&activation.secret),
            modules,
            picture,
            problems: told(ask, problems),
            codes: Vec::new(),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Letters in fours, as they are read out and typed.
fn spaced(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The picture of a text: side in modules, and the path of its dark ones.
fn picture_of(text: &str) -> (u32, String) {
    let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else {
        return (1, String::new());
    };
    let whole = code
        .render::<svg::Color>()
        .quiet_zone(true)
        .module_dimensions(1, 1)
        .build();
    // Only the path is taken: the page draws the picture in its own colours.
    let path = whole
        .rsplit_once(" d=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    (
        u32::try_from(code.width()).unwrap_or(1) + 8,
        path.map(|(path, _)| path.to_owned()).unwrap_or_default(),
    )
}

/// Activates, and shows the recovery codes once.
pub fn activate(ask: &Ask) -> Answered {
    let (first, second) = (ask.form.raw("passphrase"), ask.form.raw("again"));
    if first != second {
        return activation_form(ask, &[Problem::new(model::Code::CliPassphraseDiffers)]);
    }
    let token = ask.part("token");
    match ask
        .app
        .office
        .activate(token, first, ask.form.get("code"), ask.at)
    {
        Ok(codes) => page(
            ask,
            &ActivateView {
                frame: Frame::new(ask, "", "web-activated"),
                token: String::new(),
                user: String::new(),
                secret: String::new(),
                modules: 1,
                picture: String::new(),
                problems: Vec::new(),
                codes,
            },
        ),
        Err(problem) if problem.code == model::Code::OfficeActivationUnknown => {
            Err(Refusal::NotFound)
        }
        Err(problem) => activation_form(ask, &[problem]),
    }
}

/// Changes the language of this browser.
pub fn change_language(ask: &Ask) -> Answered {
    let language = words::Language::parse(ask.form.get("language")).unwrap_or(ask.language);
    Ok(Answer::see(local(ask.form.get("back"))).with_cookie(LANGUAGE_COOKIE, language.code()))
}

/// The keys that go somewhere.
pub fn show_keyboard(ask: &Ask) -> Answered {
    page(
        ask,
        &KeyboardView {
            frame: Frame::new(ask, "", "web-keyboard"),
        },
    )
}

/// Ends this session.
pub fn sign_out(ask: &Ask) -> Answered {
    ask.app.office.end_session(&ask.token)?;
    Ok(gone())
}

/// Ends every session of this user.
pub fn sign_out_everywhere(ask: &Ask) -> Answered {
    ask.app.office.end_sessions_of(ask.user(), ask.at)?;
    Ok(gone())
}

fn gone() -> Answer {
    let mut answer = Answer::see("/sign-in").with_cookie(SESSION_COOKIE, "");
    answer.clear = true;
    answer
}
