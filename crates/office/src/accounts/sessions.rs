//! Which browsers are signed in, and for how long?
//!
//! A session is a random token of which only the hash is kept. It ends without
//! use, after half a day in any case, when its user ends it or is disabled, and
//! when the office is locked. It remembers when its user last proved who they
//! are, because sensitive acts ask for that anew.

use super::{seconds, sha256};
use crate::Office;
use model::Problem;
use model::record::User;
use serde::{Deserialize, Serialize};

/// Seconds without a request after which a session ends.
pub const IDLE: u64 = 20 * 60;
/// Seconds after which a session ends whatever is done in it.
pub const ABSOLUTE: u64 = 12 * 60 * 60;
/// Seconds for which a proof of who one is counts for sensitive acts.
pub const PROVED: u64 = 10 * 60;
/// A session's last use is noted only so often.
const NOTED: u64 = 30;

/// A session, as its user sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Short name of the session; no secret.
    pub id: String,
    /// User name.
    pub user: String,
    /// Second at which it began (since 1970).
    pub began: u64,
    /// Second of its last use, to half a minute.
    pub seen: u64,
    /// Second at which its user last proved who they are.
    #[serde(default)]
    pub proved: u64,
    /// It was opened with a passkey, which no copy of the page can steal.
    #[serde(default)]
    pub passkey: bool,
    /// Where it began: address as the server saw it.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    #[serde(default)]
    hash: String,
}

/// What the browser calls itself, short and on one line.
pub(super) fn agent_line(agent: &str) -> String {
    agent
        .chars()
        .filter(|letter| !letter.is_control())
        .take(120)
        .collect()
}

impl Session {
    /// What stands for a session while a script asks with a token.
    pub fn of_token(token: &crate::PersonalToken) -> Session {
        Session {
            id: token.id.clone(),
            user: token.user.clone(),
            began: token.made,
            seen: token.made,
            proved: 0,
            passkey: false,
            address: String::new(),
            agent: String::new(),
            hash: String::new(),
        }
    }

    /// Whether its user proved who they are not long before `at`.
    pub fn is_proved(&self, at: jiff::Timestamp) -> bool {
        seconds(at) < self.proved + PROVED
    }
}

impl Office {
    pub(super) fn open_session(
        &self,
        user: &str,
        address: &str,
        agent: &str,
        passkey: bool,
        now: u64,
    ) -> Result<String, Problem> {
        let token = self.new_token();
        let hash = sha256(&token);
        let session = Session {
            id: hash[..8].to_owned(),
            user: user.into(),
            began: now,
            seen: now,
            proved: now,
            passkey,
            address: address.into(),
            agent: agent_line(agent),
            hash: hash.clone(),
        };
        self.kept("session", &hash, &session, now + ABSOLUTE)?;
        Ok(token)
    }

    pub(super) fn note_proof(&self, token: &str, now: u64) -> Result<(), Problem> {
        let hash = sha256(token);
        if let Some(mut session) = self.recalled::<Session>("session", &hash, now)? {
            session.proved = now;
            self.kept("session", &hash, &session, session.began + ABSOLUTE)?;
        }
        Ok(())
    }

    /// The session of a token with its user, unless it ended, ran out, or the
    /// user was disabled.
    ///
    /// # Errors
    /// Those of the register.
    pub fn session(
        &self,
        token: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<(Session, User)>, Problem> {
        let now = seconds(at);
        let hash = sha256(token);
        let Some(mut session) = self.recalled::<Session>("session", &hash, now)? else {
            return Ok(None);
        };
        let user = self.active_user(&session.user)?;
        if now >= session.seen + IDLE || now >= session.began + ABSOLUTE || user.is_none() {
            self.register.forget("session", &hash)?;
            return Ok(None);
        }
        if now >= session.seen + NOTED {
            session.seen = now;
            self.kept("session", &hash, &session, session.began + ABSOLUTE)?;
        }
        Ok(user.map(|user| (session, user)))
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_session(&self, token: &str) -> Result<(), Problem> {
        self.register.forget("session", &sha256(token)).map(|_| ())
    }

    /// A user's open sessions, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn sessions_of(&self, user: &str, at: jiff::Timestamp) -> Result<Vec<Session>, Problem> {
        let now = seconds(at);
        let mut sessions: Vec<Session> = self
            .register
            .recall_all("session", now)?
            .iter()
            .filter_map(|value| serde_json::from_slice(value).ok())
            .filter(|session: &Session| session.user == user && now < session.seen + IDLE)
            .collect();
        sessions.sort_by(|a, b| (b.began, &b.id).cmp(&(a.began, &a.id)));
        Ok(sessions)
    }

    /// Ends every session of a user.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_sessions_of(&self, user: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        for session in self.sessions_of(user, at)? {
            self.register.forget("session", &session.hash)?;
        }
        Ok(())
    }

    /// Ends one of a user's sessions by its short name.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_session_of(&self, user: &str, id: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        for session in self.sessions_of(user, at)? {
            if session.id == id {
                self.register.forget("session", &session.hash)?;
            }
        }
        Ok(())
    }

    /// Ends every session of everybody: the office is being locked.
    ///
    /// # Errors
    /// Those of the register.
    pub fn end_all_sessions(&self, at: jiff::Timestamp) -> Result<(), Problem> {
        for value in self.register.recall_all("session", seconds(at))? {
            if let Ok(session) = serde_json::from_slice::<Session>(&value) {
                self.register.forget("session", &session.hash)?;
            }
        }
        Ok(())
    }
}
