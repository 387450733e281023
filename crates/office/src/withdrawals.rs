//! How is a record taken back that was put in by mistake?
//!
//! Nothing is ever taken out: a withdrawn record stays in the log with the reason
//! and counts for nothing, in lists, figures and links, until it is restored. No
//! record that counts points at a withdrawn one: a person goes together with the
//! events that concern nobody else, with the follow-ups and files, and comes back with
//! them; what still names the record otherwise is changed first.
//!
//! What is closed to whoever withdraws is neither told of nor in the way. Of it goes
//! along what would go along if it were seen, so that it rests on nothing; what concerns
//! others, too, stays, and its members read that the record was withdrawn.
//!
//! A withdrawn record can be expunged: two persons, a reason, and only the entries of
//! the log remain.

use crate::{Act, Documenting, Office, Reading, Seat, Seen};
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
        let sight = self.sight(seat)?;
        if sight.hides(id) {
            return Err(no_such_record(id));
        }
        self.register.write(&self.author(seat), |writing| {
            let record = current(writing, id, base, false)?;
            let mut together = Vec::new();
            let mut named = 0_u64;
            for stored in writing.pointing_at(id)? {
                match goes_with(id, &record, &stored) {
                    Some(true) => together.push(stored),
                    Some(false) => named += u64::from(!sight.hides(&stored.id)),
                    None => {}
                }
            }
            let gone: Vec<&RecordId> = together.iter().map(|stored| &stored.id).collect();
            for other in &gone {
                for stored in writing.pointing_at(other)? {
                    named += u64::from(
                        !sight.hides(&stored.id)
                            && matches!(stored.record, Record::Event(_))
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
        let sight = self.sight(seat)?;
        if sight.hides(id) {
            return Err(no_such_record(id));
        }
        // What went along unseen comes back with it.
        self.register.write(&self.author(seat), |writing| {
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

impl Office {
    /// Expunges a withdrawn record with what went with it: every revision's content, its
    /// look-ups and the bytes of a file are destroyed, the entries of the log stay. Takes
    /// the seat's reason and always a second person, whatever the office's rules say.
    /// Returns how many records were expunged.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.no-such-record`, also when it was not withdrawn
    /// itself; `office.approval-needed`; `office.still-named` when a record that counts
    /// names it; those of the register.
    pub fn expunge(&self, seat: &Seat<Documenting>, id: &str) -> Result<u64, Problem> {
        if seat.why().is_none_or(|why| why.trim().is_empty()) {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("expunge-why"));
        }
        let sight = self.sight(seat)?;
        if sight.hides(id) {
            return Err(no_such_record(id));
        }
        let (mut all, named) = self.register.read(|tx| {
            let stored = tx.get(id)?.ok_or_else(|| no_such_record(id))?;
            let withdrawn = stored.record.withdrawn();
            if withdrawn.is_none_or(|it| it.with.is_some()) {
                return Err(no_such_record(id));
            }
            let (mut all, mut named) = (Vec::new(), 0_u64);
            for stored in tx.pointing_at(id)? {
                match stored.record.withdrawn() {
                    Some(it) if it.with.as_deref() == Some(id) => all.push(stored.id),
                    // Whoever is no member is not told of what is closed.
                    _ if sight.hides(&stored.id) => {}
                    Some(_) => named += 1,
                    // Follow-ups and files count as long as they are not withdrawn.
                    None => {
                        named += u64::from(match &stored.record {
                            Record::Event(_) | Record::Contact(_) => true,
                            Record::File(file) => file.withdrawn.is_none(),
                            _ => false,
                        });
                    }
                }
            }
            Ok((all, named))
        })?;
        if named > 0 {
            return Err(Problem::new(Code::OfficeStillNamed).with("count", named));
        }
        let second = self.agreed_by_another(seat, &Act::Expunge { id: id.to_owned() })?;
        all.push(id.to_owned());
        let count = all.len() as u64;
        let author = self.author(seat);
        for id in all {
            self.register
                .destroy(&author, &id, [seat.user(), &second])?;
        }
        Ok(count)
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
