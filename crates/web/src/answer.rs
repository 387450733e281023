//! What goes back?
//!
//! A page (or its JSON twin) from one view, another address, or a file. What
//! cannot be had looks the same whether it is forbidden or was never there.

use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::{held, prove, reveals};
use askama::Template;
use model::{Code, Problem, Profile};
use serde::Serialize;
use std::borrow::Cow;

/// A whole answer.
pub struct Answer {
    pub status: u16,
    pub media_type: &'static str,
    pub body: Vec<u8>,
    pub see: Option<String>,
    pub download: Option<String>,
    /// Cookies to set: name and value; an empty value ends the cookie.
    pub cookies: Vec<(&'static str, String)>,
    /// Everything that the browser keeps of this site goes.
    pub clear: bool,
    /// What is sent in place of the body, piece by piece.
    pub file: Option<std::fs::File>,
    /// The bytes came from outside: nothing in them may run.
    pub sandboxed: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Refusal {
    /// Not there, or not for this user.
    NotFound,
    /// Nobody has signed in.
    SignIn,
    /// The form was not one of this browser's.
    Stale,
    /// More than is taken.
    TooLarge,
    /// The user has to prove once more who they are; what was wrong with the last proof.
    Prove(Vec<Problem>),
    /// What is masked of the record has to be revealed first; what was wrong with asking.
    Reveal(Vec<Problem>),
    /// More than one person may read in an hour.
    Many(Vec<Problem>),
    /// What is wrong.
    Wrong(Vec<Problem>),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal::from(vec![problem])
    }
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Refusal {
        let hidden = |problem: &Problem| {
            matches!(
                problem.code,
                Code::OfficeNoSuchRecord
                    | Code::OfficeNoSuchStudy
                    | Code::OfficeNotPermitted
                    | Code::OfficeUserUnknown
                    | Code::LawInstrumentUnknown
                    | Code::StudyReferenceUnknown
                    | Code::RegisterRecordMissing
            )
        };
        if problems.iter().any(hidden) {
            Refusal::NotFound
        } else {
            Refusal::Wrong(problems)
        }
    }
}

pub type Answered = Result<Answer, Refusal>;

impl Answer {
    pub fn of(media_type: &'static str, body: impl Into<Vec<u8>>) -> Answer {
        Answer {
            status: 200,
            media_type,
            body: body.into(),
            see: None,
            download: None,
            cookies: Vec::new(),
            clear: false,
            file: None,
            sandboxed: false,
        }
    }

    /// Go on at another address of this office; never anywhere else.
    pub fn see(path: &str) -> Answer {
        Answer {
            status: 303,
            see: Some(local(path).to_owned()),
            ..Answer::of(HTML, "")
        }
    }

    pub fn download(media_type: &'static str, name: &str, body: Vec<u8>) -> Answer {
        Answer {
            download: Some(name.to_owned()),
            ..Answer::of(media_type, body)
        }
    }

    /// A file from outside the office: downloaded, never shown here.
    pub fn evidence(name: &str, body: Vec<u8>) -> Answer {
        Answer {
            sandboxed: true,
            ..Answer::download("application/octet-stream", name, body)
        }
    }

    /// A picture that the office drew itself, to stand in a page.
    pub fn picture(media_type: &'static str, body: Vec<u8>) -> Answer {
        Answer {
            sandboxed: true,
            ..Answer::of(media_type, body)
        }
    }

    pub fn with_status(mut self, status: u16) -> Answer {
        self.status = status;
        self
    }

    pub fn with_cookie(mut self, name: &'static str, value: &str) -> Answer {
        self.cookies.push((name, value.to_owned()));
        self
    }
}

pub const HTML: &str = "text/html; charset=utf-8";
pub const JSON: &str = "application/json; charset=utf-8";

/// A path of this office, or its first page for anything else: no open redirect.
pub fn local(path: &str) -> &str {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['\\', ':', '\n', '\r'])
        && path.is_ascii();
    if inside { path } else { "/" }
}

/// A view as a page, or as its twin.
pub fn page<V: Template + Serialize>(ask: &Ask, view: &V) -> Answered {
    if ask.json {
        let body = serde_json::to_vec_pretty(view).map_err(|_| broken())?;
        return Ok(Answer::of(JSON, body));
    }
    let body = view.render().map_err(|_| broken())?;
    Ok(Answer::of(HTML, body))
}

fn broken() -> Refusal {
    Refusal::Wrong(vec![
        Problem::new(Code::RecordUnreadable).with("reason", "page"),
    ])
}

/// What an error page says.
#[derive(Template, Serialize)]
#[template(path = "error.html")]
struct ErrorView {
    #[serde(skip)]
    frame: Frame,
    title: String,
    text: String,
    problems: Vec<Told>,
}

/// A problem as a person reads it.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub code: &'static str,
    pub sentence: String,
    pub hint: String,
    pub place: String,
    /// Field of the form, where it is one.
    pub field: String,
    pub warning: bool,
}

impl Told {
    /// A problem in one language.
    pub fn of(words: &words::Words, problem: &Problem) -> Told {
        let said = words.problem_on_page(problem);
        Told {
            code: problem.code.as_str(),
            sentence: said.sentence,
            hint: said.hint,
            place: said.place,
            field: problem.spot.field.clone().unwrap_or_default(),
            warning: problem.severity == model::Severity::Warning,
        }
    }
}

/// Problems in the asker's language.
pub fn told(ask: &Ask, problems: &[Problem]) -> Vec<Told> {
    let words = ask.words();
    let profile = ask.app.office.profile();
    let called = |it| called(&profile, ask.language.code(), it);
    let told = problems.iter().map(|it| Told::of(&words, &called(it)));
    told.collect()
}

/// A problem with its vocabulary called as the office calls it, not by its id.
pub fn called<'p>(profile: &Profile, language: &str, problem: &'p Problem) -> Cow<'p, Problem> {
    let id = problem.details.get("vocabulary");
    let known = id.and_then(|id| profile.vocabulary(id));
    let known = known.map(|it| it.label.in_language(language).to_owned());
    match known {
        Some(label) => Cow::Owned(problem.clone().with("vocabulary", label)),
        None => Cow::Borrowed(problem),
    }
}

/// Status of a form that comes back with its problems: 409 when somebody else
/// changed what it began from, 422 for anything else, 200 without any.
pub fn status_of(problems: &[Problem]) -> u16 {
    let changed = problems
        .iter()
        .any(|problem| problem.code == Code::OfficeRecordChanged);
    match (problems.is_empty(), changed) {
        (true, _) => 200,
        (false, true) => 409,
        (false, false) => 422,
    }
}

/// The answer to a refusal.
pub fn refuse(ask: &Ask, refusal: &Refusal) -> Answer {
    if matches!(refusal, Refusal::SignIn | Refusal::Stale)
        && let Some(held) = held::draft_ended(ask).or_else(|| held::hold_of(ask))
    {
        return held;
    }
    let (status, name) = match refusal {
        Refusal::SignIn if ask.json => (401, "sign-in"),
        Refusal::SignIn => return Answer::see("/sign-in"),
        Refusal::NotFound => (404, "not-found"),
        Refusal::Stale => (403, "stale"),
        Refusal::TooLarge => (413, "too-large"),
        Refusal::Prove(problems) => return prove::prove_page(ask, problems),
        Refusal::Reveal(problems) => return reveals::reveal_page(ask, problems),
        Refusal::Many(_) => (429, "many"),
        Refusal::Wrong(_) => (422, "wrong"),
    };
    let problems = match refusal {
        Refusal::Wrong(problems) | Refusal::Many(problems) => told(ask, problems),
        _ => Vec::new(),
    };
    let frame = Frame::new(ask, "", &format!("web-error-{name}"));
    let view = ErrorView {
        title: frame.title.clone(),
        text: frame.t(&format!("web-error-{name}-text")),
        frame,
        problems,
    };
    match page(ask, &view) {
        Ok(answer) => answer.with_status(status),
        Err(_) => Answer::of("text/plain; charset=utf-8", "").with_status(500),
    }
}
