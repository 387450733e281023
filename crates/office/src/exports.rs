//! How do records leave as a sheet that another office can import?
//!
//! Every person, event and source that the seat may read, with a mapping beside
//! it; imported into an empty office it gives the same records. Taking it out
//! is noted in the log, because whoever holds the sheet holds the cases.

use crate::{Documenting, Office, Seat};
use model::protect::redact;
use model::{Phase, Problem, Record, Step, Watch, unwatched};

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
        self.export_sheet_watched(seat, &unwatched)
    }

    /// [`Office::export_sheet`], telling how many records are read.
    ///
    /// # Errors
    /// As [`Office::export_sheet`]; those of `watch`: nothing is noted then.
    pub fn export_sheet_watched(
        &self,
        seat: &Seat<Documenting>,
        watch: &Watch<'_>,
    ) -> Result<Exported, Problem> {
        let profile = self.profile();
        let mut records = Vec::new();
        self.read(seat, |tx| {
            for kind in ["source", "person", "event"] {
                let mut read = 0;
                tx.scan(kind, None, |stored| {
                    if read % 1000 == 0 {
                        watch(Step {
                            done: records.len() as u64,
                            ..Step::whole(Phase::Copying)
                        })?;
                    }
                    read += 1;
                    let record = redact(stored.record, seat.classes(), &profile);
                    if let Some(record) = record.filter(|it| it.withdrawn().is_none()) {
                        records.push((stored.id, without_row(record)));
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        watch(Step::whole(Phase::Finishing))?;
        let (sheet, mapping) = intake::export(&records, &profile, &profile.origin);
        watch(Step::whole(Phase::Finishing))?;
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
