//! How does a person want pages to be?
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

/// What a person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The digits that Arabic pages are written with.
    pub digits: Digits,
    /// A letter pressed outside of a field goes somewhere. Whoever dictates to the computer, or
    /// whose hand slips, turns that off (WCAG 2.2, success criterion 2.1.4).
    pub shortcuts: bool,
}

impl Default for Preferences {
    /// Western digits, and shortcuts.
    fn default() -> Preferences {
        Preferences {
            digits: Digits::default(),
            shortcuts: true,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    digits: String,
    /// Not there in what was kept before there was a choice.
    #[serde(default)]
    without_shortcuts: bool,
}

impl Office {
    /// What a user chose; the default for whoever chose nothing.
    ///
    /// # Errors
    /// Those of the register.
    pub fn preferences(&self, user: &str, at: jiff::Timestamp) -> Result<Preferences, Problem> {
        let kept: Option<Kept> = self.recalled(KIND, user, seconds(at))?;
        Ok(kept.map_or_else(Preferences::default, |kept| Preferences {
            digits: Digits::parse(&kept.digits).unwrap_or_default(),
            shortcuts: !kept.without_shortcuts,
        }))
    }

    /// Remembers what a user chose; what the choice leaves alone stays.
    ///
    /// # Errors
    /// Those of the register.
    pub fn prefer(
        &self,
        user: &str,
        at: jiff::Timestamp,
        choose: impl FnOnce(&mut Preferences),
    ) -> Result<(), Problem> {
        let mut preferences = self.preferences(user, at)?;
        choose(&mut preferences);
        let chosen = Kept {
            digits: preferences.digits.word().to_owned(),
            without_shortcuts: !preferences.shortcuts,
        };
        self.kept(KIND, user, &chosen, register::NEVER)
    }
}
