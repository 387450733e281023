//! Which rules has the office set for itself?
//!
//! How many persons a dangerous act takes, after how long the office locks
//! itself, how much one person may read in an hour. The rules are a document of
//! the log, so that who loosened one, when and why, cannot be taken back unseen.

use crate::{Administering, Office, Seat, Verifying, documents};
use model::record::Document;
use model::{Code, Problem, Record};
use serde::{Deserialize, Serialize};

/// Path of the rules among the register's documents; no file of the folder.
const PATH: &str = "policy";

/// The office's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Keys, roles, exports and releases take a second person.
    pub two_persons: bool,
    /// Minutes without anybody at work after which the office locks itself; 0 for never.
    pub lock_after: u32,
    /// Different records read by one person in an hour that raise an alarm; 0 for never.
    pub reads_alarm: u32,
    /// Different records that one person may read in an hour; 0 for no limit.
    pub reads_most: u32,
    /// Administrators act only in sessions that a passkey opened.
    pub administrators_passkey: bool,
    /// The identity of a source that somebody else wrote down takes a second person.
    pub sources_two_persons: bool,
    /// Days for which notes of looks at records are kept; 0 without end, else a year at least.
    pub keep_looks: u32,
    /// Days for which sign-ins and attempts are kept; 0 without end.
    pub keep_sign_ins: u32,
    /// Days after which a withdrawn record is due to be expunged; 0 never.
    pub keep_withdrawn: u32,
    /// Days for which backups are kept in the office's folder, the newest ever; 0 without end.
    pub keep_backups: u32,
}

/// Notes of looks are kept at least so many days: a look is often asked about late.
const LOOKS_AT_LEAST: u32 = 365;

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            two_persons: true,
            lock_after: 60,
            reads_alarm: 300,
            reads_most: 2_000,
            administrators_passkey: false,
            sources_two_persons: true,
            keep_looks: 400,
            keep_sign_ins: 400,
            keep_withdrawn: 730,
            keep_backups: 0,
        }
    }
}

impl Policy {
    /// The example office keeps no secret and has one user.
    fn example() -> Policy {
        Policy {
            two_persons: false,
            lock_after: 0,
            reads_alarm: 0,
            reads_most: 0,
            administrators_passkey: false,
            sources_two_persons: false,
            ..Policy::default()
        }
    }
}

impl Office {
    /// The rules in force.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn policy(&self) -> Result<Policy, Problem> {
        let kept = self.register.read(documents::known)?;
        let text = kept
            .into_iter()
            .find(|(_, document)| document.path == PATH)
            .map(|(_, document)| document.text);
        Ok(match text {
            Some(text) => toml::from_str(&text).unwrap_or_default(),
            None if self.settings.example => Policy::example(),
            None => Policy::default(),
        })
    }

    /// Sets the rules; the seat's reason goes into the log with them.
    ///
    /// # Errors
    /// `office.policy-wrong` when the alarm would come after the limit;
    /// `office.keeps-short` when notes of looks would go too soon.
    pub fn set_policy(&self, seat: &Seat<Administering>, policy: &Policy) -> Result<(), Problem> {
        if policy.reads_most > 0 && policy.reads_alarm > policy.reads_most {
            return Err(Problem::new(Code::OfficePolicyWrong).at_field("reads_alarm"));
        }
        if policy.keep_looks > 0 && policy.keep_looks < LOOKS_AT_LEAST {
            return Err(Problem::new(Code::OfficeKeepsShort)
                .with("days", LOOKS_AT_LEAST)
                .at_field("keep_looks"));
        }
        let text = toml::to_string(policy).expect("the rules are a table of plain values");
        self.save_document(seat, PATH, text)
    }

    /// Notes that somebody locked the office.
    ///
    /// # Errors
    /// What the register cannot write.
    pub fn note_locked(&self, seat: &Seat<Verifying>) -> Result<(), Problem> {
        self.note_act(seat, "lock the office")
    }

    /// Saves a text that belongs to the log and to no file of the folder.
    pub(crate) fn save_document<P: crate::Permission>(
        &self,
        seat: &Seat<P>,
        path: &str,
        text: String,
    ) -> Result<(), Problem> {
        let document = Document {
            path: path.into(),
            text,
            removed: false,
        };
        self.register.write(&self.author(seat), |writing| {
            let known = documents::known(writing)?;
            match known.into_iter().find(|(_, it)| it.path == document.path) {
                Some((id, _)) => writing.save(&id, &Record::Document(document)).map(|_| ()),
                None => writing.add(&Record::Document(document)).map(|_| ()),
            }
        })
    }

    /// The register's documents below a path, oldest first.
    pub(crate) fn documents_below(&self, prefix: &str) -> Result<Vec<Document>, Problem> {
        let mut found = Vec::new();
        self.register.read(|tx| {
            for stored in tx.documents()? {
                if let Record::Document(document) = stored.record
                    && document
                        .path
                        .strip_prefix(prefix)
                        .is_some_and(|rest| rest.starts_with('/'))
                {
                    found.push((stored.first, document));
                }
            }
            Ok(())
        })?;
        found.sort_by_key(|(first, _)| *first);
        Ok(found.into_iter().map(|(_, document)| document).collect())
    }
}
