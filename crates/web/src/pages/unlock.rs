//! What does the address show while there is no open office behind it?
//!
//! A locked office asks for its passphrase or recovery key and tells nothing
//! else, not even its name. Where there is none yet, whoever holds the address
//! that the terminal printed creates it: languages, name, passphrase, and the
//! first administrator, who sets up a sign-in next. The recovery key is shown
//! once, to be printed.

use crate::answer::{Answer, Answered, HTML, JSON, Refusal, Told, local};
use crate::ask::{Ask, Knock, csrf_of};
use crate::door::{LANGUAGE_COOKIE, SESSION_COOKIE};
use crate::frame::Frame;
use crate::house::House;
use crate::pages::held;
use crate::{assets, form};
use askama::Template;
use model::profile::Label;
use model::{Code, Problem};
use office::{NewOffice, check_passphrase};
use std::sync::Arc;
use words::Language;

#[derive(Template)]
#[template(path = "unlock.html")]
struct UnlockView {
    frame: Frame,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "no_office.html")]
struct NoOfficeView {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "first_run.html")]
struct FirstRunView {
    frame: Frame,
    token: String,
    arabic_first: bool,
    name_ar: String,
    name_en: String,
    user: String,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "created.html")]
struct CreatedView {
    frame: Frame,
    recovery: String,
    activation: String,
    user: String,
}

/// Answers everything while the office is locked or not there.
pub fn answer_closed(house: &Arc<House>, mut knock: Knock, read: Result<(), Refusal>) -> Answer {
    let fresh = knock.token.is_empty() && !knock.post && !knock.path.starts_with("/static/");
    if fresh {
        knock.token = house.new_token();
    }
    let answer = match read {
        Ok(()) => closed(house, &knock),
        Err(refusal) => Err(refusal),
    };
    let answer = answer.unwrap_or_else(|refusal| {
        // Locked while somebody was writing: the page holds what they typed.
        if matches!(refusal, Refusal::Stale)
            && !house.is_absent()
            && let Some(held) =
                held::hold(&knock, frame(house, &knock, "web-held-locked"), "/unlock")
        {
            return held;
        }
        let status = match refusal {
            Refusal::Stale => 403,
            Refusal::TooLarge => 413,
            _ => 404,
        };
        no_office_page(house, &knock).with_status(status)
    });
    if fresh && answer.cookies.is_empty() {
        answer.with_cookie(SESSION_COOKIE, &knock.token)
    } else {
        answer
    }
}

fn closed(house: &Arc<House>, knock: &Knock) -> Answered {
    if knock.path.starts_with("/static/") && !knock.post {
        return assets::file_of_program(&knock.path);
    }
    if knock.post && !knock.has_token() {
        return Err(Refusal::Stale);
    }
    if knock.path == "/language" && knock.post {
        let language = Language::parse(knock.form.get("language")).unwrap_or(knock.language);
        return Ok(Answer::see(local(knock.form.get("back")))
            .with_cookie(LANGUAGE_COOKIE, language.code()));
    }
    if knock.json {
        return Ok(Answer::of(JSON, "{\"open\": false}\n").with_status(503));
    }
    if house.is_absent() {
        return match knock.path.strip_prefix("/first-run/") {
            Some(token) if house.is_first_run(token) && knock.post => {
                create_office(house, knock, token)
            }
            Some(token) if house.is_first_run(token) => first_run(house, knock, token, &[]),
            Some(_) => Err(Refusal::NotFound),
            None => Ok(no_office_page(house, knock)),
        };
    }
    match (knock.path.as_str(), knock.post) {
        ("/unlock", false) => Ok(unlock_form(house, knock, &[])),
        ("/unlock", true) => Ok(match house.unlock(knock.form.raw("secret"), knock.at) {
            Ok(()) => Answer::see("/sign-in"),
            Err(problem) => unlock_form(house, knock, &[problem]),
        }),
        (_, true) => Err(Refusal::Stale),
        _ => Ok(Answer::see("/unlock")),
    }
}

fn frame(house: &House, knock: &Knock, title: &str) -> Frame {
    Frame::closed(
        house.words(knock.language),
        title,
        csrf_of(&knock.token),
        knock.path.clone(),
    )
}

fn told(house: &House, knock: &Knock, problems: &[Problem]) -> Vec<Told> {
    let words = house.words(knock.language);
    problems.iter().map(|it| Told::of(&words, it)).collect()
}

fn html(view: &impl Template) -> Answer {
    match view.render() {
        Ok(body) => Answer::of(HTML, body),
        Err(_) => Answer::of("text/plain; charset=utf-8", "").with_status(500),
    }
}

fn status_of(problems: &[Problem]) -> u16 {
    if problems.is_empty() { 200 } else { 422 }
}

fn no_office_page(house: &House, knock: &Knock) -> Answer {
    html(&NoOfficeView {
        frame: frame(house, knock, "web-no-office"),
    })
}

fn unlock_form(house: &House, knock: &Knock, problems: &[Problem]) -> Answer {
    html(&UnlockView {
        frame: frame(house, knock, "web-unlock"),
        problems: told(house, knock, problems),
    })
    .with_status(status_of(problems))
}

fn first_run(house: &House, knock: &Knock, token: &str, problems: &[Problem]) -> Answered {
    let form = &knock.form;
    Ok(html(&FirstRunView {
        frame: frame(house, knock, "web-first-run"),
        token: token.to_owned(),
        arabic_first: match form.get("languages") {
            "" => knock.language == Language::Arabic,
            languages => languages.starts_with("ar"),
        },
        name_ar: form.get("name_ar").to_owned(),
        name_en: form.get("name_en").to_owned(),
        user: form.get("user").to_owned(),
        problems: told(house, knock, problems),
    })
    .with_status(status_of(problems)))
}

fn request_of(form: &form::Form) -> Result<NewOffice, Vec<Problem>> {
    let mut problems = Vec::new();
    for field in ["name_ar", "name_en", "user"] {
        if form.get(field).is_empty() {
            problems.push(Problem::new(Code::OfficeFieldMissing).at_field(field));
        }
    }
    let passphrase = form.raw("passphrase");
    if let Err(problem) = check_passphrase(passphrase, form.get("user")) {
        problems.push(problem.at_field("passphrase"));
    }
    if passphrase != form.raw("again") {
        problems.push(Problem::new(Code::CliPassphraseDiffers).at_field("again"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let languages = if form.get("languages").starts_with("ar") {
        ["ar", "en"]
    } else {
        ["en", "ar"]
    };
    Ok(NewOffice {
        name: Some(Label {
            ar: form.get("name_ar").into(),
            en: form.get("name_en").into(),
        }),
        passphrase: passphrase.to_owned(),
        first_user: form.get("user").into(),
        languages: languages.map(str::to_owned).to_vec(),
        ..NewOffice::default()
    })
}

fn create_office(house: &Arc<House>, knock: &Knock, token: &str) -> Answered {
    let created = request_of(&knock.form).and_then(|request| {
        let created = house.create(token, &request, knock.at)?;
        Ok((request.first_user, created))
    });
    match created {
        Ok((user, (recovery, activation))) => Ok(html(&CreatedView {
            frame: frame(house, knock, "web-created"),
            recovery,
            activation,
            user,
        })),
        Err(problems) => first_run(house, knock, token, &problems),
    }
}

/// The address of unlocking or creating, when the office is open.
pub fn already_open(_ask: &Ask) -> Answered {
    Ok(Answer::see("/"))
}
