//! Who asks for what?
//!
//! One request, read whole before the office is asked: path, form, upload,
//! language. A [`Knock`] is the request as it comes; with an open office, its
//! session and its user it is an [`Ask`]. Seats are taken from here, so that a
//! role that was taken away is gone at the next request, and a script's token
//! reaches no further than its scopes.

use crate::answer::Refusal;
use crate::app::App;
use crate::form::Form;
use crate::house::House;
use model::record::User;
use model::{Code, Problem};
use office::{Administering, Permission, Policy, Preferences, Seat, Session};
use std::ops::Deref;
use std::sync::Arc;
use words::{Digits, Language, Words};

/// A file that was sent.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One request, whoever it comes from.
pub struct Knock {
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
    /// Token of a script, which only twins look at.
    pub bearer: String,
    pub language: Language,
    pub address: String,
    pub agent: String,
    /// Scheme, host and port at which this was served; empty when nobody said the host.
    pub origin: String,
    /// The request does not come from another site.
    pub same_site: bool,
    /// The browser itself says that it comes from a page of this office.
    pub same_origin: bool,
    pub at: jiff::Timestamp,
}

impl Knock {
    /// A part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// The token that every form of this browser carries.
    pub fn csrf(&self) -> String {
        csrf_of(&self.token)
    }

    /// Whether the form came from a page that this browser was shown here.
    pub fn has_token(&self) -> bool {
        let (sent, expected) = (self.form.get("csrf"), self.csrf());
        let right = sent.len() == expected.len()
            && sent
                .bytes()
                .zip(expected.bytes())
                .fold(0, |differ, (a, b)| differ | (a ^ b))
                == 0;
        !self.token.is_empty() && right && self.same_site
    }
}

/// One request to an open office.
pub struct Ask {
    pub house: Arc<House>,
    pub app: Arc<App>,
    pub knock: Knock,
    pub session: Option<(Session, User)>,
    /// What a script's token may do; `None` for a person in a browser.
    pub scopes: Option<Vec<String>>,
    /// How the user wants pages to be.
    pub preferences: Preferences,
}

impl Deref for Ask {
    type Target = Knock;
    fn deref(&self) -> &Knock {
        &self.knock
    }
}

impl Ask {
    pub fn words(&self) -> Arc<Words> {
        self.app.words(self.language, self.preferences.digits)
    }

    /// The sentences for what leaves as data or as a file: their digits are not a matter of taste.
    pub fn words_of_files(&self) -> Arc<Words> {
        self.app.words(self.language, Digits::Western)
    }

    /// The user's name; empty before signing in.
    pub fn user(&self) -> &str {
        self.session
            .as_ref()
            .map_or("", |(_, user)| user.name.as_str())
    }

    /// The office's rules, at most half a minute old.
    pub fn policy(&self) -> Result<Arc<Policy>, Refusal> {
        Ok(self.house.policy(&self.app, self.at)?)
    }

    fn in_scope<P: Permission>(&self) -> bool {
        self.scopes
            .as_ref()
            .is_none_or(|scopes| scopes.iter().any(|scope| scope == P::NAME))
    }

    /// Whether one of the user's roles holds a permission.
    pub fn may<P: Permission>(&self) -> bool {
        self.in_scope::<P>()
            && self
                .session
                .as_ref()
                .is_some_and(|(_, user)| user.roles.iter().any(|role| P::ROLES.contains(role)))
    }

    /// The user's seat; whoever has none is told that there is nothing here.
    pub fn seat<P: Permission>(&self) -> Result<Seat<P>, Refusal> {
        if !self.in_scope::<P>() {
            return Err(Refusal::NotFound);
        }
        let why = self.form.some("why");
        let seat = self.seat_because(why)?;
        let by_passkey = self
            .session
            .as_ref()
            .is_some_and(|(session, _)| session.passkey);
        if P::NAME == Administering::NAME && !by_passkey && self.policy()?.administrators_passkey {
            return Err(Problem::new(Code::OfficePasskeyNeeded).into());
        }
        Ok(seat)
    }

    /// A seat before this screen, with a reason; what is masked is shown of one record.
    pub fn seat_because<P: Permission>(&self, why: Option<String>) -> Result<Seat<P>, Problem> {
        let seat = self.app.office.seat(self.user(), self.at, why)?;
        let revealed = self.house.revealed(&self.token, self.at);
        Ok(seat.masking(revealed.map(|(id, _)| id)))
    }

    /// Goes on only when the user proved a short while ago who they are: for acts
    /// that somebody at an unlocked screen must not be able to do.
    pub fn proved(&self) -> Result<(), Refusal> {
        let Some((session, user)) = &self.session else {
            return Err(Refusal::SignIn);
        };
        if session.is_proved(self.at) {
            return Ok(());
        }
        // The example's user came by a one-time address and has nothing to prove it with.
        let office = &self.app.office;
        if office.settings().example && !office.is_activated(&user.name, self.at)? {
            return Ok(());
        }
        Err(Refusal::Prove(Vec::new()))
    }
}

/// Derived from the cookie's secret one way, so that a page never holds the secret itself.
pub fn csrf_of(token: &str) -> String {
    office::digest(&format!("form {token}"))
}
