//! Is what would be written now what a person saw and agreed to?
//!
//! A preview ends with a fingerprint of everything that it would do: which row
//! makes which new record, which fields of which records change, which rows stay
//! out, and under which profile. The import makes it again from what it writes,
//! in the same transaction. Equal fingerprints mean the same change set.

use intake::{ChangeSet, Part};
use model::Record;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The fingerprint of a plan that is still being made.
pub(super) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Begins with the office's texts: terms, places and own fields decide how
    /// cells are read.
    pub(super) fn of(texts: &BTreeMap<String, String>) -> Fingerprint {
        let mut fingerprint = Fingerprint(Sha256::new());
        for (path, text) in texts
            .iter()
            .filter(|(path, _)| path.starts_with("profile/"))
        {
            fingerprint.line(&[path, text]);
        }
        fingerprint
    }

    pub(super) fn add(&mut self, part: &Part) {
        for record in &part.additions {
            self.line(&[record.kind(), &row_of(record)]);
        }
        for update in &part.updates {
            let changes = serde_json::to_string(&(&update.changes, &update.conflicts));
            self.line(&[&update.id, &changes.unwrap_or_default()]);
        }
    }

    pub(super) fn end(&self, changes: &ChangeSet) -> String {
        let mut hash = self.0.clone();
        let out: Vec<u64> = changes.left_out.iter().map(|row| row.row).collect();
        let counts = &changes.counts;
        hash.update(format!("{} {out:?} {counts:?}", changes.sha256));
        register::hexadecimal(&hash.finalize())
    }

    fn line(&mut self, parts: &[&str]) {
        for part in parts {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }
}

/// Row and part of the row that a record is.
fn row_of(record: &Record) -> String {
    record.listed().map_or_else(String::new, |listed| {
        format!("{} {} {}", listed.row, listed.own_id, listed.part)
    })
}
