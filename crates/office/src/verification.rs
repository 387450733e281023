//! What waits for a second pair of eyes?
//!
//! Nobody concludes about what they recorded or last changed themselves: the
//! one who verifies is another person than the one who wrote. A conclusion is a
//! revision of the event and can be taken back by another.

use crate::catalogue::id_of;
use crate::{Office, Reviewing, Seat, Seen};
use model::record::{Verification, VerificationStatus};
use model::{Code, Problem, Record};
use serde::Serialize;

/// Events that wait for a conclusion.
#[derive(Debug, Default, Serialize)]
pub struct Queue {
    /// Those that the asker may conclude about, oldest first, up to the limit.
    pub events: Vec<Seen>,
    /// All that the asker may conclude about.
    pub waiting: u64,
    /// Those that the asker wrote and somebody else must look at.
    pub own: u64,
    /// Those in dispute.
    pub disputed: u64,
}

impl Office {
    /// Events without a conclusion, and those in dispute.
    ///
    /// # Errors
    /// Those of the register.
    pub fn verification_queue(
        &self,
        seat: &Seat<Reviewing>,
        limit: usize,
    ) -> Result<Queue, Problem> {
        self.with_catalogue(seat, |tx, catalogue| {
            let mut queue = Queue::default();
            let own = catalogue.term(seat.user());
            for row in catalogue.events_there() {
                match row.status {
                    VerificationStatus::Disputed => queue.disputed += 1,
                    VerificationStatus::Open => {}
                    VerificationStatus::Verified | VerificationStatus::Rejected => continue,
                }
                if Some(row.writer) == own {
                    queue.own += 1;
                    continue;
                }
                queue.waiting += 1;
                if queue.events.len() >= limit {
                    continue;
                }
                let Some(stored) = tx.get(&id_of(row.id))? else {
                    continue;
                };
                queue.events.extend(self.see(seat, stored));
            }
            Ok(queue)
        })
    }

    /// Writes the office's conclusion about an event.
    ///
    /// # Errors
    /// `office.own-record` for the one who wrote it; `office.reason-missing`
    /// when a dispute or rejection says no why; `office.record-changed`;
    /// `office.no-such-record`.
    pub fn conclude(
        &self,
        seat: &Seat<Reviewing>,
        id: &str,
        base: u64,
        status: VerificationStatus,
    ) -> Result<(), Problem> {
        let why = seat.why().map(str::trim).filter(|why| !why.is_empty());
        if why.is_none() && status != VerificationStatus::Verified {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("why"));
        }
        self.write(seat, |writing| {
            let gone = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
            let current = writing.get(id)?.ok_or_else(gone)?;
            let Record::Event(mut event) = current.record else {
                return Err(gone());
            };
            if current.number != base {
                return Err(Problem::new(Code::OfficeRecordChanged)
                    .with("revision", current.number)
                    .with("who", &current.who));
            }
            // The newest writer who was not only concluding is the one who recorded it so.
            let mut wrote = Vec::new();
            let mut verdict: Option<Verification> = None;
            for revision in writing.history(id)? {
                let Record::Event(then) = &revision.record else {
                    continue;
                };
                if verdict.as_ref() == Some(&then.verification) || verdict.is_none() {
                    wrote.push(revision.who.clone());
                }
                verdict = Some(then.verification.clone());
            }
            if wrote.iter().any(|who| who == seat.user()) {
                return Err(Problem::new(Code::OfficeOwnRecord));
            }
            event.verification = Verification {
                status,
                by: Some(seat.user().into()),
                why: why.map(str::to_owned),
            };
            writing.save(id, &Record::Event(event)).map(|_| ())
        })
    }
}
