//! How does a person want pages to be written?
//!
//! A preference belongs to a user's account, not to a browser, and says nothing of
//! a case: it is kept beside the log with what signs them in, for as long as there
//! is no other, and every browser of theirs follows it from its next page on.

use crate::Office;
use crate::accounts::seconds;
use model::Problem;
use serde::{Deserialize, Serialize};
use words::Digits;

const KIND: &str = "preferences";

#[derive(Default, Serialize, Deserialize)]
struct Preferences {
    #[serde(default)]
    digits: String,
}

impl Office {
    /// The digits that a user's Arabic pages are written with; Western ones for
    /// whoever chose none.
    ///
    /// # Errors
    /// Those of the register.
    pub fn digits_of(&self, user: &str, at: jiff::Timestamp) -> Result<Digits, Problem> {
        let kept: Option<Preferences> = self.recalled(KIND, user, seconds(at))?;
        Ok(kept
            .and_then(|kept| Digits::parse(&kept.digits))
            .unwrap_or_default())
    }

    /// Remembers the digits that a user chose.
    ///
    /// # Errors
    /// Those of the register.
    pub fn choose_digits(&self, user: &str, digits: Digits) -> Result<(), Problem> {
        let chosen = Preferences {
            digits: digits.word().to_owned(),
        };
        self.kept(KIND, user, &chosen, register::NEVER)
    }
}
