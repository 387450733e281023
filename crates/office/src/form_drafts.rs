//! What did somebody begin to write and not save yet?
//!
//! Forms of records are kept beside the log, sealed, for the one who writes
//! them alone and for a week. They are no records: nobody else sees them, and
//! they are gone without a trace when they are saved, thrown away or too old.

use crate::{Documenting, Office, Seat};
use model::Problem;
use serde::{Deserialize, Serialize};

/// Seconds for which a form is kept.
pub(crate) const KEPT: u64 = 7 * 24 * 60 * 60;
const KIND: &str = "form";

/// A form as it was left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// Whose it is.
    pub user: String,
    /// Address of the form.
    pub form: String,
    /// Its fields, as typed.
    pub fields: Vec<(String, String)>,
    /// Second since 1970 at which it was kept.
    pub at: u64,
}

impl Office {
    /// Keeps a form in place of what was kept for its address.
    ///
    /// # Errors
    /// Those of the register.
    pub fn keep_form(
        &self,
        seat: &Seat<Documenting>,
        form: &str,
        fields: &[(String, String)],
    ) -> Result<(), Problem> {
        let now = u64::try_from(seat.at().as_second()).unwrap_or(0);
        let draft = FormDraft {
            user: seat.user().to_owned(),
            form: form.to_owned(),
            fields: fields.to_vec(),
            at: now,
        };
        let bytes = serde_json::to_vec(&draft).expect("a form is plain texts");
        let name = format!("{} {form}", seat.user());
        let mut entropy = self.entropy();
        self.register
            .remember(KIND, &name, &bytes, now + KEPT, entropy.as_mut())
    }

    /// What was kept for a form.
    ///
    /// # Errors
    /// Those of the register.
    pub fn form_draft(
        &self,
        seat: &Seat<Documenting>,
        form: &str,
    ) -> Result<Option<FormDraft>, Problem> {
        let now = u64::try_from(seat.at().as_second()).unwrap_or(0);
        let kept = self
            .register
            .recall(KIND, &format!("{} {form}", seat.user()), now)?;
        Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// The user's forms that wait, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn form_drafts(&self, seat: &Seat<Documenting>) -> Result<Vec<FormDraft>, Problem> {
        let now = u64::try_from(seat.at().as_second()).unwrap_or(0);
        let mut drafts: Vec<FormDraft> = self
            .register
            .recall_all(KIND, now)?
            .iter()
            .filter_map(|bytes| serde_json::from_slice(bytes).ok())
            .filter(|draft: &FormDraft| draft.user == seat.user())
            .collect();
        drafts.sort_by(|a, b| (b.at, &b.form).cmp(&(a.at, &a.form)));
        Ok(drafts)
    }

    /// Throws away what was kept for a form.
    ///
    /// # Errors
    /// Those of the register.
    pub fn drop_form(&self, seat: &Seat<Documenting>, form: &str) -> Result<(), Problem> {
        let name = format!("{} {form}", seat.user());
        // Looked up first: forgetting opens a connection that writes.
        if self.form_draft(seat, form)?.is_some() {
            self.register.forget(KIND, &name)?;
        }
        Ok(())
    }
}
