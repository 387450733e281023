//! Who outside received what of the office, when and under what authority?
//!
//! The disclosure register: exports and backups that leave through the browser
//! are entered by themselves; what is handed over by hand is entered by whoever
//! hands it over. Entries are revisions of the log and are never changed.

use crate::accounts::{seconds, sha256};
use crate::seat::Permission;
use crate::{Documenting, Office, Seat, Verifying};
use model::{Code, Problem};
use serde::{Deserialize, Serialize};

const FOLDER: &str = "disclosures";

/// One disclosure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disclosure {
    /// Second at which it was entered.
    pub at: u64,
    /// Day on which it was handed over, as typed.
    pub day: String,
    /// Who received it.
    pub recipient: String,
    /// What was handed over.
    pub what: String,
    /// Under what authority: consent, agreement, order of a court.
    pub authority: String,
    /// Who handed it over.
    pub by: String,
    /// Who agreed, where the rules need somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<String>,
    /// SHA-256 of the bytes, where they left through the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl Office {
    /// Every disclosure, newest first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn disclosures(&self, _seat: &Seat<Verifying>) -> Result<Vec<Disclosure>, Problem> {
        let mut all: Vec<Disclosure> = self
            .documents_below(FOLDER)?
            .iter()
            .filter_map(|document| serde_json::from_str(&document.text).ok())
            .collect();
        all.reverse();
        Ok(all)
    }

    /// Enters what was handed over by hand.
    ///
    /// # Errors
    /// `office.field-missing` for each field that says nothing.
    pub fn enter_disclosure(
        &self,
        seat: &Seat<Documenting>,
        disclosure: &Disclosure,
    ) -> Result<(), Vec<Problem>> {
        let fields = [
            ("recipient", &disclosure.recipient),
            ("what", &disclosure.what),
            ("authority", &disclosure.authority),
            ("day", &disclosure.day),
        ];
        let missing: Vec<Problem> = fields
            .iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(field, _)| Problem::new(Code::OfficeFieldMissing).at_field(*field))
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        self.note_disclosure(seat, disclosure.clone())
            .map_err(|problem| vec![problem])
    }

    /// Enters what left through the program.
    ///
    /// # Errors
    /// What the register cannot write.
    pub fn note_disclosure<P: Permission>(
        &self,
        seat: &Seat<P>,
        mut disclosure: Disclosure,
    ) -> Result<(), Problem> {
        disclosure.at = seconds(seat.at());
        disclosure.by = seat.user().into();
        if disclosure.day.is_empty() {
            disclosure.day = crate::open::day(seat.at()).to_string();
        }
        let text = serde_json::to_string_pretty(&disclosure).expect("plain fields are JSON");
        let name = sha256(&format!("{text}{}", self.new_token()));
        self.save_document(seat, &format!("{FOLDER}/{}", &name[..12]), text)
    }
}
