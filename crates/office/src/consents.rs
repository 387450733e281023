//! What did a source agree to, and what did it take back?
//!
//! Consent is for one purpose, kept with who explained it and when. Taking it
//! back adds the day; nothing that was said is ever taken out. The document of
//! a source is revised, so that the history shows each change.

use crate::{Documenting, Office, Seat, Seen};
use model::record::{Consent, RecordId};
use model::{Code, Problem, Record};
use register::Saved;

impl Office {
    /// Every source with what it agreed to, newest first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn consents(&self, seat: &Seat<Documenting>) -> Result<Vec<Seen>, Problem> {
        let mut sources = Vec::new();
        self.read(seat, |tx| {
            tx.scan("source", None, |stored| {
                if stored.record.withdrawn().is_none() {
                    sources.extend(self.see(seat, stored));
                }
                Ok(())
            })
        })?;
        sources.reverse();
        Ok(sources)
    }

    /// Adds what a source agreed to or refused.
    ///
    /// # Errors
    /// `office.field-missing` without a purpose of the vocabulary;
    /// `office.no-such-record`.
    pub fn record_consent(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        consent: Consent,
    ) -> Result<RecordId, Problem> {
        let profile = self.profile();
        let known = profile
            .vocabulary("consent")
            .is_some_and(|terms| terms.terms.iter().any(|term| term.id == consent.purpose));
        if !known {
            return Err(Problem::new(Code::OfficeFieldMissing).at_field("purpose"));
        }
        self.change_consents(seat, id, |consents| {
            consents.push(consent);
            true
        })
    }

    /// Takes back what a source had agreed to for a purpose, on the day of the seat.
    ///
    /// # Errors
    /// `office.no-such-record`, also when there is nothing to take back.
    pub fn withdraw_consent(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        purpose: &str,
    ) -> Result<RecordId, Problem> {
        let day = self.day_of(seat.at());
        self.change_consents(seat, id, |consents| {
            let mut changed = false;
            for consent in consents {
                if consent.purpose == purpose && consent.given && consent.withdrawn.is_none() {
                    consent.withdrawn = Some(day.clone());
                    changed = true;
                }
            }
            changed
        })
    }

    fn change_consents(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        change: impl FnOnce(&mut Vec<Consent>) -> bool,
    ) -> Result<RecordId, Problem> {
        let missing = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
        self.write(seat, |writing| {
            let Some(Record::Source(mut source)) = writing.get(id)?.map(|stored| stored.record)
            else {
                return Err(missing());
            };
            if !change(&mut source.consents) {
                return Err(missing());
            }
            let _: Saved = writing.save(id, &Record::Source(source))?;
            Ok(id.to_owned())
        })
    }
}
