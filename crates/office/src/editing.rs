//! How does a person write a case by hand?
//!
//! A save names the revision that it began from. When somebody else saved in
//! between, nothing is written and the problem says so; the door shows both
//! and the person decides field by field. What a form may hold is checked
//! here, so that every door refuses the same. Records that a form makes on its
//! way (a witness whom nobody wrote down yet) are written in the same act. How
//! a record that was put in by mistake is taken back is in `withdrawals`.

use crate::catalogue::id_of;
use crate::{Documenting, Office, Reading, Seat};
use model::profile::unknown_term;
use model::protect::redact;
use model::record::{Event, Evidence, RecordId, Source, Verification};
use model::{Code, Problem, Profile, Record};
use register::{Field, Saved, SearchOptions, Writing};

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
        self.add_record_with(seat, record, &[])
    }

    /// As [`Office::add_record`], with records that are written down on the way:
    /// each under the name by which `record` points at it.
    ///
    /// # Errors
    /// As [`Office::add_record`].
    pub fn add_record_with(
        &self,
        seat: &Seat<Documenting>,
        record: &Record,
        fresh: &[Fresh],
    ) -> Result<RecordId, Vec<Problem>> {
        self.add_record_inside(seat, record, fresh, None)
    }

    /// As [`Office::add_record_with`], with all of it in a compartment from the start.
    ///
    /// # Errors
    /// As [`Office::add_record`]; `office.no-such-record` for a compartment that the
    /// seat's holder is no member of.
    pub fn add_record_inside(
        &self,
        seat: &Seat<Documenting>,
        record: &Record,
        fresh: &[Fresh],
        compartment: Option<&str>,
    ) -> Result<RecordId, Vec<Problem>> {
        if matches!(record, Record::File(_)) {
            // Files come in with their bytes (`evidence`).
            return Err(vec![not_permitted()]);
        }
        self.check_all(record, fresh)?;
        self.write(seat, |writing| {
            let before = writing.position();
            let record = settle(writing, record, fresh)?;
            stands(writing, &record)?;
            let id = writing.add(&record)?;
            if compartment.is_some() {
                for added in writing.changed_since(before)? {
                    crate::compartments::put(writing, &added, compartment)?;
                }
            }
            Ok(id)
        })
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
        self.revise_record_with(seat, id, base, record, &[])
    }

    /// As [`Office::revise_record`], with records that are written down on the way.
    ///
    /// # Errors
    /// As [`Office::revise_record`].
    pub fn revise_record_with(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        base: u64,
        record: &Record,
        fresh: &[Fresh],
    ) -> Result<u64, Vec<Problem>> {
        self.check_all(record, fresh)?;
        let saved = self.write(seat, |writing| {
            let current = writing
                .get(id)?
                .filter(|current| current.record.kind() == record.kind())
                .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))?;
            if current.record.withdrawn().is_some() {
                return Err(Problem::new(Code::OfficeRecordWithdrawn).with("id", id));
            }
            if current.number != base {
                return Err(Problem::new(Code::OfficeRecordChanged)
                    .with("revision", current.number)
                    .with("who", &current.who));
            }
            let mut record = settle(writing, record, fresh)?;
            stands(writing, &record)?;
            if let (Record::File(file), Record::File(was)) = (&mut record, &current.record) {
                // What was handed over, and by whom, is not for editing.
                *file = Evidence {
                    name: file.name.clone(),
                    class: file.class,
                    ..was.clone()
                };
                // What was drawn from it is as closed as the file itself.
                for mut copy in writing.pointing_at(id)? {
                    if let Record::File(drawn) = &mut copy.record
                        && drawn.derived_from.as_deref() == Some(id)
                    {
                        drawn.class = file.class;
                        drawn.name.clone_from(&file.name);
                        writing.save(&copy.id, &copy.record)?;
                    }
                }
            }
            if let Record::Event(event) = &mut record
                && record_differs(&current.record, event)
            {
                // What was concluded was concluded about something else.
                event.verification = Verification::default();
            }
            match writing.save(id, &record)? {
                Saved::Unchanged => Ok(base),
                Saved::Revised { number, .. } => Ok(number),
            }
        });
        saved.map_err(|problem| vec![problem])
    }

    fn check_all(&self, record: &Record, fresh: &[Fresh]) -> Result<(), Vec<Problem>> {
        let profile = self.profile();
        for (_, made) in fresh {
            check(made, &profile)?;
        }
        check(record, &profile)
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

/// A record that is written down on the way, under the name by which another points at it.
pub type Fresh = (String, Record);

/// Writes what is new and puts its ids where its names stood.
fn settle(writing: &mut Writing, record: &Record, fresh: &[Fresh]) -> Result<Record, Problem> {
    let mut record = record.clone();
    for (name, made) in fresh {
        let id = writing.add(made)?;
        let put = |place: &mut RecordId| {
            if place == name {
                place.clone_from(&id);
            }
        };
        match &mut record {
            Record::Event(event) => {
                event
                    .persons
                    .iter_mut()
                    .for_each(|part| put(&mut part.person));
                event
                    .claims
                    .iter_mut()
                    .filter_map(|claim| claim.source.as_mut())
                    .for_each(put);
            }
            Record::Contact(contact) => contact.about.iter_mut().for_each(put),
            _ => {}
        }
    }
    Ok(record)
}

/// A record that counts may not rest on one that was withdrawn.
pub(crate) fn stands(writing: &Writing, record: &Record) -> Result<(), Problem> {
    let Record::Event(event) = record else {
        return Ok(());
    };
    let persons = event.persons.iter().map(|part| ("persons", &part.person));
    let sources = event
        .claims
        .iter()
        .filter_map(|claim| claim.source.as_ref());
    let events = event.related.iter().map(|tie| ("related", &tie.event));
    for (field, id) in persons
        .chain(sources.map(|source| ("source", source)))
        .chain(events)
    {
        if let Some(stored) = writing.get(id)?
            && stored.record.withdrawn().is_some()
        {
            return Err(Problem::new(Code::OfficeRecordWithdrawn)
                .with("id", id)
                .at_field(field));
        }
    }
    Ok(())
}

fn not_permitted() -> Problem {
    Problem::new(Code::OfficeNotPermitted)
        .with("user", "")
        .with("permission", "document")
        .with("roles", "")
}

/// Whether an event says something else than before, its conclusion apart.
fn record_differs(before: &Record, event: &Event) -> bool {
    let Record::Event(before) = before else {
        return true;
    };
    Event {
        verification: event.verification.clone(),
        ..before.clone()
    } != *event
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
        Record::Source(source) => needs(!source.kind.is_empty(), "source-kind"),
        Record::Contact(contact) => needs(!contact.about.is_empty(), "about"),
        Record::File(file) => needs(!file.name.trim().is_empty(), "file-name"),
        _ => problems.push(not_permitted()),
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
        .map(|(vocabulary, id)| unknown_term(vocabulary, id, &[]).at_field(vocabulary))
        .collect()
}

impl Office {
    /// Sources that a new claim is likely to name: with words, those whose names
    /// they find; without, those of the events of `near` persons first, then the
    /// newest others. None that was withdrawn, up to the limit.
    ///
    /// # Errors
    /// Those of the register.
    pub fn sources_to_choose(
        &self,
        seat: &Seat<Documenting>,
        near: &[RecordId],
        words: &str,
        limit: usize,
    ) -> Result<Vec<(RecordId, Source)>, Problem> {
        let profile = self.profile();
        self.with_catalogue(seat, |tx, catalogue| {
            let mut ids: Vec<RecordId> = Vec::new();
            let mut theirs = std::collections::BTreeSet::new();
            if words.is_empty() {
                for person in near {
                    for event in tx.events_of(person)? {
                        if let Record::Event(event) = event.record {
                            ids.extend(event.claims.into_iter().filter_map(|claim| claim.source));
                        }
                    }
                }
                theirs.extend(ids.iter().cloned());
                // Ids begin with their moment, so that the last ones are the newest.
                let newest = catalogue.newest_sources().take(limit);
                ids.extend(newest.map(|key| id_of(*key)));
            } else {
                let options = SearchOptions {
                    limit,
                    fields: vec![Field::Source],
                    unfinished: true,
                };
                ids.extend(tx.search(words, &options)?.into_iter().map(|hit| hit.id));
            }
            let mut seen = std::collections::BTreeSet::new();
            ids.retain(|id| seen.insert(id.clone()));
            let mut sources = Vec::new();
            for id in ids.into_iter().take(limit) {
                let record = tx.get(&id)?.and_then(|it| match words {
                    // A masked source tells who it is only by whose it is.
                    "" => self
                        .masked(seat, &id, it.record)
                        .filter(|(_, masked)| !masked || theirs.contains(&id))
                        .map(|(record, _)| record),
                    // Whoever looks for a name sees whom it finds.
                    _ => redact(it.record, seat.classes(), &profile),
                });
                if let Some(Record::Source(source)) = record
                    && source.withdrawn.is_none()
                {
                    sources.push((id, source));
                }
            }
            Ok(sources)
        })
    }
}
