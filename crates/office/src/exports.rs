//! How do records leave as a sheet that another office can import?
//!
//! Every person, event and source that the seat may read, with a mapping beside
//! it; imported into an empty office it gives the same records. Taking it out
//! is noted in the log, because whoever holds the sheet holds the cases.

use crate::{Documenting, Office, Seat};
use model::protect::redact;
use model::{Problem, Record};

/// A sheet with its mapping.
pub struct Exported {
    /// CSV, UTF-8.
    pub sheet: Vec<u8>,
    /// The mapping (TOML) that reads it back.
    pub mapping: String,
}

impl Office {
    /// Writes persons, events and sources as a sheet with its mapping.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn export_sheet(&self, seat: &Seat<Documenting>) -> Result<Exported, Problem> {
        let profile = self.profile();
        let mut records = Vec::new();
        self.register.read(|tx| {
            for kind in ["source", "person", "event"] {
                tx.scan(kind, None, |stored| {
                    if let Some(record) = redact(stored.record, seat.classes(), &profile) {
                        records.push((stored.id, without_row(record)));
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        let (sheet, mapping) = intake::export(&records, &profile, &profile.origin);
        self.note_act(seat, &format!("export {} records", records.len()))?;
        Ok(Exported { sheet, mapping })
    }
}

/// The record without the row that it came from: an export is a list of its own,
/// and the rows would be most of what has to be held.
fn without_row(mut record: Record) -> Record {
    match &mut record {
        Record::Person(person) => person.listed = None,
        Record::Event(event) => event.listed = None,
        Record::Source(source) => source.listed = None,
        _ => {}
    }
    record
}
