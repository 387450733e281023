//! Is the log whole, and how does somebody else know?
//!
//! `verify` reads everything and names the first broken entry; a checkpoint
//! that a partner kept also catches a log whose tail was cut off.

use crate::{Office, Seat, Verifying};
use model::{Problem, Watch};
use serde::Serialize;

/// What `verify` found.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// Entries of the log.
    pub entries: u64,
    /// Files of evidence.
    pub files: u64,
    /// Root hash, base64.
    pub root: String,
    /// What is wrong; empty when all is whole.
    pub problems: Vec<Problem>,
}

impl Office {
    /// Checks every entry, every derived table and every file; with a held
    /// checkpoint, also that the log contains what it contained then.
    ///
    /// # Errors
    /// What the register cannot read at all.
    pub fn verify(&self, seat: &Seat<Verifying>, held: Option<&str>) -> Result<Checked, Problem> {
        self.verify_watched(seat, held, &model::unwatched)
    }

    /// [`Office::verify`], telling how many entries are checked.
    ///
    /// # Errors
    /// As [`Office::verify`]; those of `watch`, which end the check.
    pub fn verify_watched(
        &self,
        _seat: &Seat<Verifying>,
        held: Option<&str>,
        watch: &Watch<'_>,
    ) -> Result<Checked, Problem> {
        let key = self.keys().verifier_key()?;
        let verified = self
            .register
            .verify_watched(held.map(|note| (note, key.as_str())), watch)?;
        Ok(Checked {
            entries: verified.position,
            files: verified.files,
            root: crate::open::base64(&verified.root),
            problems: verified.problems,
        })
    }

    /// A signed checkpoint of the log as it is now (C2SP signed note).
    ///
    /// # Errors
    /// What the register cannot read, or a key file that was changed.
    pub fn checkpoint(&self, _seat: &Seat<Verifying>) -> Result<String, Problem> {
        let signer = self.keys().signer(&self.data_key)?;
        self.register
            .read(|tx| Ok(signer.sign(tx.position(), &tx.root())))
    }
}
