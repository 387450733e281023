//! The session ended while somebody was writing: where is what they typed?
//!
//! A form of a record that comes too late is answered with a page that holds all
//! of it, to be sent again after signing in in another window. It is on that page
//! and nowhere else: nothing is kept for somebody of whom it is not known any more
//! who they are. Only a browser that was here before gets it back (the session's
//! cookie does not travel from other sites), or one that says itself that a page of the
//! office sent it: whoever locks the office in one window loses the cookie of the form
//! in the other. Only a click sends it.

use crate::answer::{Answer, HTML};
use crate::ask::{Ask, Knock};
use crate::frame::Frame;
use askama::Template;

#[derive(Template)]
#[template(path = "held.html")]
struct HeldView {
    frame: Frame,
    action: String,
    fields: Vec<(String, String)>,
    /// Where to go first; empty when somebody is signed in already.
    first: &'static str,
}

/// Whether what was sent is a form of a record, from this browser.
fn is_record_form(knock: &Knock) -> bool {
    let form = knock.form.get("form");
    knock.post
        && !knock.json
        && !knock.fragment
        && knock.same_site
        && (!knock.token.is_empty() || knock.same_origin)
        && !form.is_empty()
        && (form == knock.path || knock.path == "/draft")
}

/// The page that holds a form that came too late; `first` is where to go before it is sent again.
pub fn hold(knock: &Knock, frame: Frame, first: &'static str) -> Option<Answer> {
    if !is_record_form(knock) {
        return None;
    }
    let view = HeldView {
        action: knock.path.clone(),
        fields: knock
            .form
            .0
            .iter()
            .filter(|(name, _)| name != "csrf")
            .cloned()
            .collect(),
        first,
        frame,
    };
    let body = view.render().ok()?;
    Some(Answer::of(HTML, body).with_status(403))
}

/// The same for an open office.
pub fn hold_of(ask: &Ask) -> Option<Answer> {
    let (first, title) = if ask.session.is_some() {
        ("", "web-held-again")
    } else {
        ("/sign-in", "web-held")
    };
    hold(ask, Frame::new(ask, "", title), first)
}

/// What the place of the draft says when the session has ended while it was kept.
pub fn draft_ended(ask: &Ask) -> Option<Answer> {
    (ask.fragment && ask.path == "/draft")
        .then(|| Answer::of(HTML, ask.words().text("web-draft-ended")))
}
