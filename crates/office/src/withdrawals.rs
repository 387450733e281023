//! How is a record taken back that was put in by mistake?
//!
//! Nothing is ever taken out: a withdrawn record stays in the log with the reason
//! and counts for nothing, in lists, figures and links, until it is restored. No
//! record that counts points at a withdrawn one: a person goes together with the
//! events that concern nobody else, with the follow-ups and files, and comes back with
//! them; what still names the record otherwise is changed first.

use crate::{Documenting, Office, Reading, Seat, Seen};
use model::record::{DecisionKind, RecordId, Withdrawal};
use model::{Code, Problem, Record};
use register::{Stored, Writing};

/// What goes with a record that is withdrawn, and what is in the way.
#[derive(Clone, Debug, Default)]
pub struct Withdrawing {
    /// Goes with it.
    pub together: Vec<Seen>,
    /// Still names it and has to be changed first.
    pub named_by: Vec<Seen>,
}

/// Whether a record goes with the one that is withdrawn; `None` when it does not name it.
fn goes_with(id: &str, of: &Record, stored: &Stored) -> Option<bool> {
    if stored.record.withdrawn().is_some() {
        return None;
    }
    match (&stored.record, of) {
        (Record::Event(event), Record::Person(_)) => {
            Some(event.persons.iter().all(|part| part.person == id))
        }
        (Record::Event(_), Record::Source(_) | Record::Event(_)) => Some(false),
        // What a reviewer joined is taken apart first, or figures would lose the other one.
        (Record::Decision(decision), _)
            if !decision.withdrawn
                && matches!(
                    decision.kind,
                    DecisionKind::SamePerson | DecisionKind::SameEvent
                ) =>
        {
            Some(false)
        }
        (Record::File(file), _) if file.about.iter().all(|about| about == id) => Some(true),
        (Record::Contact(contact), _) => Some(contact.about.iter().all(|about| about == id)),
        _ => None,
    }
}

fn no_such_record(id: &str) -> Problem {
    Problem::new(Code::OfficeNoSuchRecord).with("id", id)
}

impl Office {
    /// What would go with a record, and what is in the way of withdrawing it.
    ///
    /// # Errors
    /// `office.no-such-record`.
    pub fn withdrawing(&self, seat: &Seat<Reading>, id: &str) -> Result<Withdrawing, Problem> {
        let record = self.look_at(seat, id)?;
        self.read(seat, |tx| {
            let mut found = Withdrawing::default();
            for stored in tx.pointing_at(id)? {
                let goes = goes_with(id, &record, &stored);
                let list = match goes {
                    Some(true) => &mut found.together,
                    Some(false) => &mut found.named_by,
                    None => continue,
                };
                list.extend(self.see(seat, stored));
            }
            // Events that go are tied to each other; a tie from elsewhere is in the way.
            let gone: Vec<&RecordId> = found.together.iter().map(|seen| &seen.id).collect();
            let mut tied = Vec::new();
            for other in &gone {
                for stored in tx.pointing_at(other)? {
                    let named = matches!(stored.record, Record::Event(_))
                        && stored.record.withdrawn().is_none()
                        && !gone.contains(&&stored.id);
                    if named {
                        tied.extend(self.see(seat, stored));
                    }
                }
            }
            found.named_by.extend(tied);
            Ok(found)
        })
    }

    /// Withdraws a record that began from revision `base`, with what goes with it.
    /// The reason is the seat's.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.still-named` with how many records name it;
    /// `office.record-changed`; `office.no-such-record`, also when it is withdrawn already.
    pub fn withdraw_record(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        base: u64,
    ) -> Result<(), Problem> {
        let why = seat
            .why()
            .map(str::trim)
            .filter(|why| !why.is_empty())
            .ok_or_else(|| Problem::new(Code::OfficeReasonMissing).at_field("why"))?;
        self.write(seat, |writing| {
            let record = current(writing, id, base, false)?;
            let mut together = Vec::new();
            let mut named = 0_u64;
            for stored in writing.pointing_at(id)? {
                match goes_with(id, &record, &stored) {
                    Some(true) => together.push(stored),
                    Some(false) => named += 1,
                    None => {}
                }
            }
            let gone: Vec<&RecordId> = together.iter().map(|stored| &stored.id).collect();
            for other in &gone {
                for stored in writing.pointing_at(other)? {
                    named += u64::from(
                        matches!(stored.record, Record::Event(_))
                            && stored.record.withdrawn().is_none()
                            && !gone.contains(&&stored.id),
                    );
                }
            }
            if named > 0 {
                return Err(Problem::new(Code::OfficeStillNamed).with("count", named));
            }
            let mark = |with: Option<&str>| Withdrawal {
                why: why.to_owned(),
                with: with.map(str::to_owned),
            };
            for mut stored in together {
                stored.record.set_withdrawn(Some(mark(Some(id))));
                writing.save(&stored.id, &stored.record)?;
            }
            let mut record = record;
            record.set_withdrawn(Some(mark(None)));
            writing.save(id, &record).map(|_| ())
        })
    }

    /// Restores a withdrawn record that began from revision `base`, with what went with it.
    ///
    /// # Errors
    /// `office.record-withdrawn` when it rests on a record that is withdrawn;
    /// `office.record-changed`; `office.no-such-record`, also when it was not withdrawn.
    pub fn restore_record(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        base: u64,
    ) -> Result<(), Problem> {
        self.write(seat, |writing| {
            let mut record = current(writing, id, base, true)?;
            record.set_withdrawn(None);
            crate::editing::stands(writing, &record)?;
            writing.save(id, &record)?;
            for mut stored in writing.pointing_at(id)? {
                let with = stored.record.withdrawn().and_then(|it| it.with.as_deref());
                if with == Some(id) {
                    stored.record.set_withdrawn(None);
                    writing.save(&stored.id, &stored.record)?;
                }
            }
            Ok(())
        })
    }
}

/// The record as it is, withdrawn or not as it has to be.
fn current(writing: &Writing, id: &str, base: u64, withdrawn: bool) -> Result<Record, Problem> {
    let stored = writing.get(id)?.ok_or_else(|| no_such_record(id))?;
    let kind = matches!(
        stored.record,
        Record::Person(_)
            | Record::Event(_)
            | Record::Source(_)
            | Record::Contact(_)
            | Record::File(_)
    );
    if !kind {
        return Err(no_such_record(id));
    }
    if stored.number != base {
        return Err(Problem::new(Code::OfficeRecordChanged)
            .with("revision", stored.number)
            .with("who", &stored.who));
    }
    if stored.record.withdrawn().is_some() != withdrawn {
        return Err(no_such_record(id));
    }
    Ok(stored.record)
}
