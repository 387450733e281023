//! What waits for a second pair of eyes?
//!
//! Nobody concludes about what they recorded or last changed themselves: the
//! one who verifies is another person than the one who wrote. A conclusion is a
//! revision of the event and can be taken back by another.

use crate::catalogue::id_of;
use crate::{Office, Reviewing, Seat, Seen};
use model::record::{Verification, VerificationStatus};
use model::{Code, Problem, Record};
use register::Stored;
use serde::Serialize;

/// Which of the events that wait are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueuePart {
    /// Those that the asker may conclude about.
    #[default]
    Waiting,
    /// Those that the asker wrote and somebody else must look at.
    Own,
    /// Those in dispute, whoever wrote them.
    Disputed,
}

/// Events that wait for a conclusion.
#[derive(Debug, Default, Serialize)]
pub struct Queue {
    /// Those of the part that is looked at, oldest first: so many are passed over, then up to the limit.
    pub events: Vec<Seen>,
    /// All that the asker may conclude about.
    pub waiting: u64,
    /// Those that the asker wrote and somebody else must look at.
    pub own: u64,
    /// Those in dispute.
    pub disputed: u64,
}

impl Office {
    /// Events without a conclusion, and those in dispute; of one part of them the
    /// events themselves, from `skip` on.
    ///
    /// # Errors
    /// Those of the register.
    pub fn verification_queue(
        &self,
        seat: &Seat<Reviewing>,
        part: QueuePart,
        skip: u64,
        limit: usize,
    ) -> Result<Queue, Problem> {
        self.with_catalogue(seat, |tx, catalogue| {
            let mut queue = Queue::default();
            let mut passed = 0;
            let own = catalogue.term(seat.user());
            for row in catalogue.events_there() {
                let disputed = row.status == VerificationStatus::Disputed;
                if !disputed && row.status != VerificationStatus::Open {
                    continue;
                }
                // Whoever concluded last did not write what was concluded about.
                let wrote = if row.judged {
                    writers(&tx.history(&id_of(row.id))?)
                        .iter()
                        .any(|who| who == seat.user())
                } else {
                    Some(row.writer) == own
                };
                queue.disputed += u64::from(disputed);
                queue.own += u64::from(wrote);
                queue.waiting += u64::from(!wrote);
                let looked_at = match part {
                    QueuePart::Waiting => !wrote,
                    QueuePart::Own => wrote,
                    QueuePart::Disputed => disputed,
                };
                if !looked_at || queue.events.len() >= limit {
                    continue;
                }
                passed += 1;
                if passed <= skip {
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

    /// Whether somebody wrote an event, and so leaves its conclusion to another.
    ///
    /// # Errors
    /// Those of the register.
    pub fn wrote(&self, seat: &Seat<Reviewing>, id: &str) -> Result<bool, Problem> {
        let revisions = self.read(seat, |tx| tx.history(id))?;
        Ok(writers(&revisions).iter().any(|who| who == seat.user()))
    }

    /// Writes the office's conclusion about an event. One that leaves the event open
    /// is a note: what was looked at, and what is still to be asked.
    ///
    /// # Errors
    /// `office.own-record` for the one who wrote it; `office.reason-missing`
    /// when anything but a verification says no why; `office.record-changed`;
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
            let wrote = writers(&writing.history(id)?);
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

/// Who wrote an event, by its revisions from the first on: a revision that changes
/// the conclusion alone is no writing.
fn writers(revisions: &[Stored]) -> Vec<String> {
    let mut wrote = Vec::new();
    let mut verdict: Option<&Verification> = None;
    for revision in revisions {
        let Record::Event(then) = &revision.record else {
            continue;
        };
        if verdict.is_none_or(|verdict| *verdict == then.verification) {
            wrote.push(revision.who.clone());
        }
        verdict = Some(&then.verification);
    }
    wrote
}
