//! With what do scripts ask for the JSON twins?
//!
//! A personal token stands for its user, narrowed to the scopes that were
//! chosen; it never opens the door, never administers and never concludes,
//! because those need a person who proves who they are. It is shown once; kept
//! is its hash. It ends on its day, when it is revoked, and with its user's
//! sign-in or access.

use crate::accounts::{seconds, sha256};
use crate::seat::Permission;
use crate::{Documenting, Finding, Office, Reading, Studying, Testing, Verifying};
use model::record::User;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};

/// What a token begins with, so that a scanner of leaked secrets knows one.
pub const TOKEN_PREFIX: &str = "sijill_";
/// Most days that a token lives.
pub const TOKEN_DAYS: u64 = 365;
/// Its last use is noted only so often.
const NOTED: u64 = 60;
/// Most tokens of one user.
const MOST: usize = 20;

/// The scopes that a token may have: permissions by name.
pub const SCOPES: [&str; 6] = [
    Reading::NAME,
    Finding::NAME,
    Documenting::NAME,
    Studying::NAME,
    Testing::NAME,
    Verifying::NAME,
];

/// A token as its user sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonalToken {
    /// Short name; no secret.
    pub id: String,
    /// Whose it is.
    pub user: String,
    /// What it is for, in its user's words.
    pub label: String,
    /// Permissions that it may use, as far as its user has them.
    pub scopes: Vec<String>,
    /// Second at which it was made.
    pub made: u64,
    /// Second at which it ends.
    pub expires: u64,
    /// Second of its last use, to a minute.
    pub used: Option<u64>,
    #[serde(default)]
    hash: String,
}

impl Office {
    /// Makes a token; what is returned is shown only now.
    ///
    /// # Errors
    /// `office.token-scope` for no scope or one that is none; `office.token-days`
    /// for a life of no day or more than a year; `office.tokens-many`.
    pub fn make_token(
        &self,
        user: &str,
        label: &str,
        scopes: &[&str],
        days: u64,
        at: jiff::Timestamp,
    ) -> Result<String, Problem> {
        let now = seconds(at);
        if scopes.is_empty() || scopes.iter().any(|scope| !SCOPES.contains(scope)) {
            return Err(Problem::new(Code::OfficeTokenScope)
                .with("scopes", SCOPES.join(", "))
                .at_field("scope"));
        }
        if days == 0 || days > TOKEN_DAYS {
            return Err(Problem::new(Code::OfficeTokenDays)
                .with("most", TOKEN_DAYS)
                .at_field("days"));
        }
        if self.tokens_of(user, at)?.len() >= MOST {
            return Err(Problem::new(Code::OfficeTokensMany).with("most", MOST as u64));
        }
        let secret = format!("{TOKEN_PREFIX}{}", self.new_token());
        let hash = sha256(&secret);
        let token = PersonalToken {
            id: hash[..8].to_owned(),
            user: user.into(),
            label: label
                .chars()
                .filter(|it| !it.is_control())
                .take(120)
                .collect(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            made: now,
            expires: now + days * 24 * 60 * 60,
            used: None,
            hash: hash.clone(),
        };
        self.kept("token", &hash, &token, token.expires)?;
        Ok(secret)
    }

    /// A user's tokens that are in force, oldest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn tokens_of(
        &self,
        user: &str,
        at: jiff::Timestamp,
    ) -> Result<Vec<PersonalToken>, Problem> {
        let mut tokens: Vec<PersonalToken> = self
            .register
            .recall_all("token", seconds(at))?
            .iter()
            .filter_map(|value| serde_json::from_slice(value).ok())
            .filter(|token: &PersonalToken| token.user == user)
            .collect();
        tokens.sort_by(|a, b| (a.made, &a.id).cmp(&(b.made, &b.id)));
        Ok(tokens)
    }

    /// The token and its user, when it is in force and its user may still come in.
    ///
    /// # Errors
    /// Those of the register.
    pub fn token_user(
        &self,
        secret: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<(PersonalToken, User)>, Problem> {
        let now = seconds(at);
        let hash = sha256(secret);
        let Some(mut token) = self.recalled::<PersonalToken>("token", &hash, now)? else {
            return Ok(None);
        };
        let Some(user) = self.active_user(&token.user)? else {
            return Ok(None);
        };
        if token.used.is_none_or(|used| now >= used + NOTED) {
            token.used = Some(now);
            self.kept("token", &hash, &token, token.expires)?;
        }
        Ok(Some((token, user)))
    }

    /// Ends one of a user's tokens by its short name.
    ///
    /// # Errors
    /// Those of the register.
    pub fn revoke_token(&self, user: &str, id: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        for token in self.tokens_of(user, at)? {
            if token.id == id {
                self.register.forget("token", &token.hash)?;
            }
        }
        Ok(())
    }

    pub(crate) fn forget_tokens_of(&self, user: &str, now: u64) -> Result<(), Problem> {
        let at = jiff::Timestamp::from_second(i64::try_from(now).unwrap_or(0)).unwrap_or_default();
        for token in self.tokens_of(user, at)? {
            self.register.forget("token", &token.hash)?;
        }
        Ok(())
    }
}
