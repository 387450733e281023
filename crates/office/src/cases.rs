//! How are records found, shown and followed through time?
//!
//! Every record leaves this file redacted to the seat's classes (`protect`), so
//! that no door can show more. Unknown and forbidden look alike:
//! `office.no-such-record`.

use crate::{Finding, Office, Reading, Seat, searching};
use model::protect::redact;
use model::record::RecordId;
use model::{Code, Problem, Record};
use register::Stored;
use serde::Serialize;

/// A record as its reader may see it.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Id.
    pub id: RecordId,
    /// Revision number of the record, from 1.
    pub revision: u64,
    /// Position in the log.
    pub position: u64,
    /// Who saved this revision.
    pub who: String,
    /// When it was recorded.
    pub at: String,
    /// Why, when it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The document, without what the reader may not see.
    pub record: Record,
    /// Something of it is shown only when its reader asks for it (`reveals`).
    #[serde(skip)]
    pub masked: bool,
}

/// A record with what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The record.
    #[serde(flatten)]
    pub seen: Seen,
    /// A person's events, in the order of their earliest day; a source's too.
    pub events: Vec<Seen>,
}

/// A person found.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// Id.
    pub id: RecordId,
    /// Kind of record.
    pub kind: &'static str,
    /// Name as shown.
    pub name: String,
    /// Place of origin, when known: id in the gazetteer or the words of the source.
    pub place: Option<String>,
    /// How well it matches; higher is better.
    pub score: f32,
    /// Invented.
    pub synthetic: bool,
}

fn no_such_record(id: &str) -> Problem {
    Problem::new(Code::OfficeNoSuchRecord).with("id", id)
}

impl Office {
    /// Finds records by names in either script, places, numbers or ids, best first.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn search(
        &self,
        seat: &Seat<Finding>,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Found>, Problem> {
        let profile = self.profile();
        self.read(seat, |tx| {
            let mut found = Vec::new();
            for meant in searching::persons(tx, &profile, seat.classes(), text, limit, false)? {
                let Some(stored) = tx.get(&meant.id)? else {
                    continue;
                };
                let Some(record) = redact(stored.record, seat.classes(), &profile)
                    .filter(|record| record.withdrawn().is_none())
                else {
                    continue;
                };
                found.push(found_of(meant.id, meant.score, &record));
            }
            Ok(found)
        })
    }

    /// Shows a record with its events, now or as it stood at a position of the log.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader.
    pub fn show(&self, seat: &Seat<Reading>, id: &str, at: Option<u64>) -> Result<Shown, Problem> {
        self.read(seat, |tx| {
            let stored = match at {
                None => tx.get(id)?,
                Some(position) => tx.get_at(id, position)?,
            };
            let seen = stored
                .and_then(|stored| self.see(seat, stored))
                .ok_or_else(|| no_such_record(id))?;
            let mut events = Vec::new();
            if matches!(seen.record, Record::Person(_) | Record::Source(_)) {
                for newest in tx.events_of(id)? {
                    let stored = match at {
                        None => Some(newest),
                        Some(position) => tx.get_at(&newest.id, position)?,
                    };
                    if let Some(stored) = stored
                        && let Some(event) = self.see(seat, stored)
                    {
                        events.push(event);
                    }
                }
                events.sort_by_key(|event| match &event.record {
                    Record::Event(content) => {
                        let day = content.when.as_ref().and_then(model::When::earliest);
                        (day.is_none(), day, event.id.clone())
                    }
                    _ => (true, None, event.id.clone()),
                });
            }
            Ok(Shown { seen, events })
        })
    }

    /// Every revision of a record, oldest first.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader.
    pub fn history(&self, seat: &Seat<Reading>, id: &str) -> Result<Vec<Seen>, Problem> {
        self.read(seat, |tx| {
            let mut revisions = Vec::new();
            if tx.get(id)?.is_none() {
                return Err(no_such_record(id));
            }
            for stored in tx.history(id)? {
                // Who may not see the record as it is may not see what it was.
                revisions.push(self.see(seat, stored).ok_or_else(|| no_such_record(id))?);
            }
            Ok(revisions)
        })
    }

    pub(crate) fn see<Role: crate::seat::Permission>(
        &self,
        seat: &Seat<Role>,
        stored: Stored,
    ) -> Option<Seen> {
        // What somebody looks for tells as much as a record, and is nobody else's.
        if crate::saved_searches::is_saved_search(&stored.record) {
            return None;
        }
        let (record, masked) = self.masked(seat, &stored.id, stored.record)?;
        Some(Seen {
            id: stored.id,
            revision: stored.number,
            position: stored.position,
            who: stored.who,
            at: stored.at.to_string(),
            why: stored.why,
            record,
            masked,
        })
    }
}

fn found_of(id: RecordId, score: f32, record: &Record) -> Found {
    let kind = record.kind();
    let mut found = Found {
        id,
        kind,
        name: String::new(),
        place: None,
        score,
        synthetic: false,
    };
    match record {
        Record::Person(person) => {
            found.name = person
                .names
                .first()
                .map(model::record::Name::display)
                .unwrap_or_default();
            found.place = person
                .origin
                .as_ref()
                .and_then(|place| place.id.clone().or_else(|| place.as_written.clone()));
            found.synthetic = person.synthetic;
        }
        Record::Source(source) => found.name = source.name.clone().unwrap_or_default(),
        _ => {}
    }
    found
}
