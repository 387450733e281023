//! Who asks for a second person, and who agrees?
//!
//! Everybody sees their own requests; those who may agree see all. Agreement
//! does nothing by itself: whoever asked does the act once more, and then it
//! goes through.

use crate::answer::{Answer, Answered, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::{Code, Problem};
use office::{Act, Approving, Request, RequestState, Verifying};
use serde::Serialize;

#[derive(Serialize)]
struct RequestShown {
    id: String,
    act: String,
    about: String,
    by: String,
    at: String,
    why: String,
    state: &'static str,
    said: String,
    answered_by: String,
    answered: String,
    /// The asker can agree or refuse.
    open: bool,
    /// Where the one who asked does it, now that somebody agreed.
    go: String,
}

#[derive(Template, Serialize)]
#[template(path = "requests.html")]
struct RequestsView {
    #[serde(skip)]
    frame: Frame,
    agrees: bool,
    requests: Vec<RequestShown>,
    problems: Vec<Told>,
}

/// The page on which an act is done.
fn page_of(act: &Act) -> String {
    let page = match act {
        Act::Expunge { id } => return format!("/record/{id}/withdraw"),
        Act::TakeOriginal { id, .. } => return format!("/evidence/{id}"),
        Act::Reveal { id } => return format!("/record/{id}/reveal"),
        Act::Roles { .. } | Act::AddUser { .. } | Act::Invite { .. } => "/office/people",
        Act::Compartment { .. } | Act::EndCompartment { .. } => "/office/compartments",
        Act::AddKey { .. } | Act::ChangeKey { .. } | Act::RevokeKey { .. } => "/office/keys",
        Act::Policy { .. } => "/office/rules",
        Act::Export { .. } => "/office/export",
        Act::TakeBackup { .. } => "/office/backups",
        Act::Release { .. } => "/office",
    };
    page.to_owned()
}

fn shown(ask: &Ask, say: &Say, request: Request) -> RequestShown {
    let open = request.is_open(ask.at);
    let state = match (request.state, open) {
        (RequestState::Waiting, true) => "waiting",
        (RequestState::Agreed, true) => "agreed",
        (RequestState::Waiting | RequestState::Agreed, false) => "ran-out",
        (RequestState::Refused, _) => "refused",
        (RequestState::Done, _) => "done",
    };
    let own = request.by == ask.user();
    RequestShown {
        act: say.t(&format!("web-act-{}", request.act.name())),
        about: request.act.about(),
        at: say.second(request.at),
        said: say.t(&format!("web-request-{state}")),
        answered: if request.answered > 0 {
            say.second(request.answered)
        } else {
            String::new()
        },
        open: state == "waiting" && !own && ask.may::<Approving>(),
        go: if own && state == "agreed" {
            page_of(&request.act)
        } else {
            String::new()
        },
        state,
        id: request.id,
        by: request.by,
        why: request.why.unwrap_or_default(),
        answered_by: request.answered_by.unwrap_or_default(),
    }
}

fn requests(ask: &Ask, problems: &[Problem]) -> Answered {
    ask.seat::<Verifying>()?;
    let say = Say::new(ask);
    let agrees = ask.may::<Approving>();
    let office = &ask.app.office;
    let all = if agrees {
        office.requests_of_all(&ask.seat::<Approving>()?)?
    } else {
        office.requests_by(ask.user())?
    };
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &RequestsView {
            frame: Frame::new(ask, "/office", "web-requests"),
            agrees,
            requests: all.into_iter().map(|it| shown(ask, &say, it)).collect(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The requests that the asker may see.
pub fn show_requests(ask: &Ask) -> Answered {
    requests(ask, &[])
}

/// Agrees to a request of somebody else, or refuses it.
pub fn answer_request(ask: &Ask) -> Answered {
    let seat = ask.seat::<Approving>()?;
    ask.proved()?;
    let agrees = ask.form.get("do") == "agree";
    let answered = ask
        .app
        .office
        .answer_request(&seat, ask.part("request"), agrees);
    match answered {
        Ok(_) => Ok(Answer::see("/office/requests")),
        Err(problem)
            if matches!(
                problem.code,
                Code::OfficeApprovalOwn | Code::OfficeApprovalClosed
            ) =>
        {
            requests(ask, &[problem])
        }
        Err(problem) => Err(problem.into()),
    }
}
