//! Which secrets open the office?
//!
//! A slot wraps the same data key under a passphrase or the recovery key, so
//! adding, changing and revoking one re-encrypts nothing. Each change is also
//! noted in the log.

use crate::{Administering, Office, Seat};
use model::Problem;
use register::{Cost, SlotKind};

/// What a slot is changed to.
#[derive(Debug)]
pub enum NewSecret {
    /// A new passphrase.
    Passphrase(String),
    /// A new recovery key, made by the office.
    Recovery,
}

impl Office {
    /// The slots: name and kind (`passphrase` or `recovery`).
    pub fn key_slots(&self, _seat: &Seat<Administering>) -> Vec<(String, &'static str)> {
        self.keys()
            .slots()
            .map(|(name, kind)| {
                let kind = match kind {
                    SlotKind::Passphrase => "passphrase",
                    SlotKind::Recovery => "recovery",
                };
                (name.to_owned(), kind)
            })
            .collect()
    }

    /// Adds a passphrase under a new slot.
    ///
    /// # Errors
    /// `register.slot-exists`; what the disk refuses.
    pub fn add_key(
        &self,
        seat: &Seat<Administering>,
        slot: &str,
        passphrase: &str,
    ) -> Result<(), Problem> {
        let cost = self.key_cost();
        let mut keys = self.keys().clone();
        keys.add_passphrase(
            &self.data_key,
            slot,
            passphrase,
            cost,
            self.entropy().as_mut(),
        )?;
        self.keep_keys(seat, keys, &format!("key add {slot}"))
    }

    /// Changes a slot; returns the new recovery key to print, when that was asked for.
    ///
    /// # Errors
    /// `register.slot-unknown`; what the disk refuses.
    pub fn change_key(
        &self,
        seat: &Seat<Administering>,
        slot: &str,
        secret: &NewSecret,
    ) -> Result<Option<String>, Problem> {
        let cost = self.key_cost();
        let mut keys = self.keys().clone();
        let printed = match secret {
            NewSecret::Passphrase(passphrase) => {
                keys.change_passphrase(
                    &self.data_key,
                    slot,
                    passphrase,
                    cost,
                    self.entropy().as_mut(),
                )?;
                None
            }
            NewSecret::Recovery => Some(
                keys.renew_recovery(&self.data_key, self.entropy().as_mut())
                    .printed(),
            ),
        };
        self.keep_keys(seat, keys, &format!("key change {slot}"))?;
        Ok(printed)
    }

    /// Takes a slot away.
    ///
    /// # Errors
    /// `register.slot-unknown`, `register.slot-last`; what the disk refuses.
    pub fn revoke_key(&self, seat: &Seat<Administering>, slot: &str) -> Result<(), Problem> {
        let mut keys = self.keys().clone();
        keys.revoke(slot)?;
        self.keep_keys(seat, keys, &format!("key revoke {slot}"))
    }

    fn key_cost(&self) -> Cost {
        if self.settings.example {
            Cost::EXAMPLE
        } else {
            Cost::OFFICE
        }
    }

    /// Writes the key file and notes the act in the log. The file comes first:
    /// a key that was revoked must not open the office although the note failed.
    fn keep_keys(
        &self,
        seat: &Seat<Administering>,
        keys: register::KeyFile,
        act: &str,
    ) -> Result<(), Problem> {
        keys.write(&self.folder)?;
        *self.keys() = keys;
        self.note_act(seat, act)
    }
}
