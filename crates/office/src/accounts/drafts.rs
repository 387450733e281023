//! What does somebody have in hand that is no record yet?
//!
//! Bytes between two steps of a page (a sheet before it is confirmed), sealed,
//! for their user alone, for a while. And: forgetting what ran out.

use super::seconds;
use crate::Office;
use model::Problem;

impl Office {
    /// Keeps bytes for a user until `seconds` from now (a sheet between upload
    /// and confirmation); the name is new.
    ///
    /// # Errors
    /// Those of the register.
    pub fn keep_draft(
        &self,
        user: &str,
        bytes: &[u8],
        at: jiff::Timestamp,
        keep: u64,
    ) -> Result<String, Problem> {
        let name = self.new_token();
        let expires = seconds(at) + keep;
        let (mut entropy, key) = (self.entropy(), format!("{user} {name}"));
        self.register
            .remember("draft", &key, bytes, expires, entropy.as_mut())?;
        Ok(name)
    }

    /// A draft of this user.
    ///
    /// # Errors
    /// Those of the register.
    pub fn draft(
        &self,
        user: &str,
        name: &str,
        at: jiff::Timestamp,
    ) -> Result<Option<Vec<u8>>, Problem> {
        self.register
            .recall("draft", &format!("{user} {name}"), seconds(at))
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// Those of the register.
    pub fn drop_draft(&self, user: &str, name: &str) -> Result<(), Problem> {
        self.register
            .forget("draft", &format!("{user} {name}"))
            .map(|_| ())
    }

    /// Forgets sessions, tokens and drafts that ran out.
    ///
    /// # Errors
    /// Those of the register.
    pub fn forget_expired(&self, at: jiff::Timestamp) -> Result<(), Problem> {
        self.register.forget_expired(seconds(at))
    }
}
