//! Is the log whole, and how does somebody else know?
//!
//! `verify` reads everything and names the first broken entry; a checkpoint
//! that a partner kept also catches a log whose tail was cut off.

use crate::{Office, Reading, Seat, Seen, Verifying};
use model::{Code, Problem, Watch};
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

    /// Entries of the log that the seat's holder may see, the newest first: at most so
    /// many positions up to `until`. Revisions whose content was destroyed have none.
    ///
    /// # Errors
    /// Those of the register.
    pub fn log_entries(
        &self,
        seat: &Seat<Reading>,
        until: u64,
        limit: u64,
    ) -> Result<Vec<Seen>, Problem> {
        self.read(seat, |tx| {
            let mut seen = Vec::new();
            for (position, id) in tx.entries_between(until.saturating_sub(limit), until)? {
                match tx.get_at(&id, position) {
                    Ok(stored) => seen.extend(stored.and_then(|it| self.see(seat, it))),
                    Err(problem) if problem.code == Code::RegisterContentDestroyed => {}
                    Err(problem) => return Err(problem),
                }
            }
            seen.reverse();
            Ok(seen)
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
