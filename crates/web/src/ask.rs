//! Who asks for what?
//!
//! One request, read whole before the office is asked: path, form, upload, the
//! session with its user, the language. Seats are taken from here, so that a
//! role that was taken away is gone at the next request.

use crate::answer::Refusal;
use crate::app::App;
use crate::form::Form;
use model::record::User;
use office::{Permission, Seat, Session};
use std::sync::Arc;
use words::{Language, Words};

/// A file that was sent.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One request.
pub struct Ask {
    pub app: Arc<App>,
    /// Path without the ending of the JSON twin.
    pub path: String,
    /// Parts of the path by name.
    pub parts: Vec<(String, String)>,
    pub query: Form,
    pub form: Form,
    pub upload: Upload,
    pub post: bool,
    /// The twin for scripts is asked for.
    pub json: bool,
    /// Only the part that changes is asked for (htmx).
    pub fragment: bool,
    /// Token of the browser's cookie, whoever it belongs to.
    pub token: String,
    pub session: Option<(Session, User)>,
    pub language: Language,
    pub address: String,
    pub agent: String,
    pub at: jiff::Timestamp,
}

impl Ask {
    /// A part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    pub fn words(&self) -> Arc<Words> {
        self.app.words(self.language)
    }

    /// The user's name; empty before signing in.
    pub fn user(&self) -> &str {
        self.session
            .as_ref()
            .map_or("", |(_, user)| user.name.as_str())
    }

    /// Whether one of the user's roles holds a permission.
    pub fn may<P: Permission>(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|(_, user)| user.roles.iter().any(|role| P::ROLES.contains(role)))
    }

    /// The user's seat; whoever has none is told that there is nothing here.
    pub fn seat<P: Permission>(&self) -> Result<Seat<P>, Refusal> {
        let why = self.form.some("why");
        self.app
            .office
            .seat(self.user(), self.at, why)
            .map_err(Refusal::from)
    }

    /// The token that every form of this browser carries.
    pub fn csrf(&self) -> String {
        csrf_of(&self.token)
    }
}

/// Derived from the cookie's secret one way, so that a page never holds the secret itself.
pub fn csrf_of(token: &str) -> String {
    office::digest(&format!("form {token}"))
}
