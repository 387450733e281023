//! How does a person write a case by hand?
//!
//! A save names the revision that it began from. When somebody else saved in
//! between, nothing is written and the problem says so; the door shows both
//! and the person decides field by field. What a form may hold is checked
//! here, so that every door refuses the same.

use crate::catalogue::id_of;
use crate::{Documenting, Office, Reading, Seat};
use model::protect::redact;
use model::record::{Event, RecordId, Source};
use model::{Code, Problem, Profile, Record};
use register::Saved;

impl Office {
    /// Adds a person, event, source or contact that somebody typed.
    ///
    /// # Errors
    /// All that is wrong with it, field by field.
    pub fn add_record(
        &self,
        seat: &Seat<Documenting>,
        record: &Record,
    ) -> Result<RecordId, Vec<Problem>> {
        check(record, &self.profile())?;
        self.write(seat, |writing| writing.add(record))
            .map_err(|it| vec![it])
    }

    /// Saves a record that began from revision `base`; returns its number.
    ///
    /// # Errors
    /// `office.record-changed` with `revision` and `who` when somebody else
    /// saved in between; `office.no-such-record`; else as [`Office::add_record`].
    pub fn revise_record(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        base: u64,
        record: &Record,
    ) -> Result<u64, Vec<Problem>> {
        check(record, &self.profile())?;
        let saved = self.write(seat, |writing| {
            let current = writing
                .get(id)?
                .filter(|current| current.record.kind() == record.kind())
                .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))?;
            if current.number != base {
                return Err(Problem::new(Code::OfficeRecordChanged)
                    .with("revision", current.number)
                    .with("who", &current.who));
            }
            match writing.save(id, record)? {
                Saved::Unchanged => Ok(base),
                Saved::Revised { number, .. } => Ok(number),
            }
        });
        saved.map_err(|problem| vec![problem])
    }

    /// The newest position of the log.
    ///
    /// # Errors
    /// Those of the register.
    pub fn position(&self, _seat: &Seat<Reading>) -> Result<u64, Problem> {
        self.register.read(|tx| Ok(tx.position()))
    }
}

impl Office {
    /// The last position of the log that was written by the end of a day (in
    /// UTC): the office as recorded then.
    ///
    /// # Errors
    /// Those of the register.
    pub fn position_on(
        &self,
        _seat: &Seat<Reading>,
        day: jiff::civil::Date,
    ) -> Result<u64, Problem> {
        let end = jiff::tz::TimeZone::UTC
            .to_timestamp(day.at(23, 59, 59, 999_999_999))
            .unwrap_or(jiff::Timestamp::MAX);
        self.register.read(|tx| tx.position_at(end))
    }
}

fn check(record: &Record, profile: &Profile) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut needs = |there: bool, field: &str| {
        if !there {
            problems.push(Problem::new(Code::OfficeFieldMissing).at_field(field));
        }
    };
    match record {
        Record::Person(person) => {
            needs(
                person
                    .names
                    .iter()
                    .any(|name| !name.display().trim().is_empty()),
                "name",
            );
        }
        Record::Event(event) => {
            needs(!event.kind.is_empty(), "kind");
            needs(!event.persons.is_empty(), "persons");
            problems.extend(terms_of(event, profile));
        }
        Record::Source(source) => needs(!source.kind.is_empty(), "kind"),
        Record::Contact(contact) => needs(!contact.about.is_empty(), "about"),
        _ => problems.push(
            Problem::new(Code::OfficeNotPermitted)
                .with("user", "")
                .with("permission", "document")
                .with("roles", ""),
        ),
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// Terms of an event that the profile does not have.
fn terms_of(event: &Event, profile: &Profile) -> Vec<Problem> {
    let mut asked: Vec<(&str, &str)> = vec![("event", &event.kind)];
    asked.extend(
        event
            .persons
            .iter()
            .map(|part| ("role", part.role.as_str())),
    );
    for claim in &event.claims {
        asked.extend(claim.basis.as_deref().map(|basis| ("basis", basis)));
        asked.extend(
            claim
                .reliability
                .as_deref()
                .map(|term| ("reliability", term)),
        );
    }
    asked
        .into_iter()
        .filter(|(vocabulary, id)| {
            !id.is_empty()
                && profile
                    .vocabulary(vocabulary)
                    .is_none_or(|terms| terms.get(id).is_none())
        })
        .map(|(vocabulary, id)| {
            Problem::new(Code::TermUnknown)
                .with("vocabulary", vocabulary)
                .with("text", id)
                .with("nearest", "")
                .at_field(vocabulary)
        })
        .collect()
}

impl Office {
    /// Sources that a new claim about a person is likely to name: those of the
    /// person's events first, then the newest others, up to the limit.
    ///
    /// # Errors
    /// Those of the register.
    pub fn sources_to_choose(
        &self,
        seat: &Seat<Documenting>,
        person: &str,
        limit: usize,
    ) -> Result<Vec<(RecordId, Source)>, Problem> {
        let profile = self.profile();
        self.with_catalogue(seat, |tx, catalogue| {
            let mut ids: Vec<RecordId> = Vec::new();
            for event in tx.events_of(person)? {
                if let Record::Event(event) = event.record {
                    ids.extend(event.claims.into_iter().filter_map(|claim| claim.source));
                }
            }
            // Ids begin with their moment, so that the last ones are the newest.
            let newest = catalogue.newest_sources().take(limit);
            ids.extend(newest.map(|key| id_of(*key)));
            let mut seen = std::collections::BTreeSet::new();
            ids.retain(|id| seen.insert(id.clone()));
            let mut sources = Vec::new();
            for id in ids.into_iter().take(limit) {
                let record = tx
                    .get(&id)?
                    .and_then(|it| redact(it.record, seat.classes(), &profile));
                if let Some(Record::Source(source)) = record {
                    sources.push((id, source));
                }
            }
            Ok(sources)
        })
    }
}
