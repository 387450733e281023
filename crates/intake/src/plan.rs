//! What would this sheet add, change and leave in the office's register?
//!
//! [`plan`] reads every row and compares it with what the same list said
//! before. Nothing is written: a person reviews the [`ChangeSet`] first. The
//! order of work: ids, rows, references, comparison. A row missing from a newer
//! sheet is reported, never deleted. [`plan_in_parts`] hands the records out as
//! it goes, so that a long sheet never stands in memory as records all at once.

mod drafts;
mod own_ids;

use crate::interpret::Interpreter;
use crate::key::Key;
use crate::mapping::Mapping;
use crate::merge::FieldChange;
use crate::references::each_reference;
use crate::rows::{RowReader, RowRecords};
use crate::sheet::Sheet;
use drafts::{DraftRow, Drafts};
use model::record::RecordId;
use model::{Code, Problem, Profile, Record, Severity};
use own_ids::OwnIds;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many rows are read before their records are handed out.
const PART: usize = 1024;

/// What the office has from lists already.
pub trait Existing {
    /// The record that an earlier import made for a key.
    fn find(&self, key: &Key) -> Option<Found>;
    /// The own ids of all rows of a list that were imported before, in any order.
    fn own_ids(&self, list: &str) -> Vec<String>;
    /// Whether the record of a key is there and closed to whoever imports: its row
    /// is passed over as one that says nothing new.
    fn is_closed(&self, _key: &Key) -> bool {
        false
    }
}

/// A record that an earlier import made.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: RecordId,
    /// As it stands now, with what the office has edited since.
    pub current: Record,
    /// Exactly as the list last said it ([`Update::as_listed`], or the addition);
    /// `None` when the office has not touched it since.
    pub imported: Option<Record>,
}

/// An office that has imported nothing yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct NothingYet;

impl Existing for NothingYet {
    fn find(&self, _: &Key) -> Option<Found> {
        None
    }

    fn own_ids(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A proposed change set.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangeSet {
    /// Name of the list.
    pub list: String,
    /// File name.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// New records. References to others of them are `new:<index>` (see [`ChangeSet::settle`]).
    pub additions: Vec<Record>,
    /// Records that the list now tells differently.
    pub updates: Vec<Update>,
    /// Rows that stay out, with what is wrong with each.
    pub left_out: Vec<LeftOut>,
    /// Own ids of rows that earlier sheets of the list had and this one has not.
    pub missing: Vec<String>,
    /// Warnings, by row.
    pub warnings: Vec<Problem>,
    /// How many of what.
    pub counts: Counts,
}

/// A record that the list now tells differently.
#[derive(Clone, Debug, Serialize)]
pub struct Update {
    /// Id of the record.
    pub id: RecordId,
    /// Row of the sheet.
    pub row: u64,
    /// The whole record before and after; left out where nobody asked for it.
    #[serde(flatten)]
    pub versions: Option<Box<Versions>>,
    /// What changes, field by field.
    pub changes: Vec<FieldChange>,
    /// Fields that list and office both changed; the office's value is kept.
    pub conflicts: Vec<FieldChange>,
}

/// A changed record, whole.
#[derive(Clone, Debug, Serialize)]
pub struct Versions {
    /// As it stands in the register.
    pub old: Record,
    /// Exactly as the list says it now. Where this differs from `new`, keep both as
    /// revisions, this one first: the next import compares with it.
    pub as_listed: Record,
    /// As it is proposed: the list's changes, with the office's own edits kept.
    pub new: Record,
}

/// Some of a change set, handed out while the sheet is still being read.
#[derive(Debug, Default)]
pub struct Part {
    /// New records; they refer only to each other and to those of earlier parts.
    pub additions: Vec<Record>,
    /// Records that change.
    pub updates: Vec<Update>,
    /// Data rows read so far.
    pub rows: u64,
    /// Rows that stay out so far.
    pub left_out: u64,
}

/// What whoever takes the parts of a plan wants of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Further parts.
    Parts,
    /// Only what is wrong with the rest; parts come without records.
    Problems,
    /// Nothing: planning ends here, and what comes back is not whole.
    Nothing,
}

impl Wanted {
    /// Whoever wanted no more parts gets none again: what later ones refer to is missing.
    fn then(self, next: Wanted) -> Wanted {
        match (self, next) {
            (Wanted::Problems, Wanted::Parts) => Wanted::Problems,
            (_, next) => next,
        }
    }
}

/// A row that stays out.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// Everything that is wrong with it, errors first.
    pub problems: Vec<Problem>,
}

/// How many of what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Data rows of the sheet.
    pub rows: u64,
    /// Rows that come in.
    pub rows_taken: u64,
    /// Rows that stay out.
    pub rows_left_out: u64,
    /// Persons that are new.
    pub persons_added: u64,
    /// Events that are new.
    pub events_added: u64,
    /// Sources that are new.
    pub sources_added: u64,
    /// Records that change.
    pub updated: u64,
    /// Records that stay as they are.
    pub unchanged: u64,
    /// Fields that list and office both changed.
    pub conflicts: u64,
    /// Rows that earlier sheets had.
    pub missing: u64,
    /// Errors, rows left out or not.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
}

impl ChangeSet {
    /// Every problem: of rows left out and warnings, by row.
    pub fn problems(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self
            .left_out
            .iter()
            .flat_map(|row| &row.problems)
            .chain(&self.warnings)
            .collect();
        all.sort_by_key(|problem| {
            (
                problem.spot.row.unwrap_or(0),
                std::cmp::Reverse(problem.severity),
            )
        });
        all
    }

    /// The additions that a record refers to, by their positions.
    pub fn refers_to(record: &Record) -> Vec<usize> {
        let Record::Event(event) = record else {
            return Vec::new();
        };
        let persons = event.persons.iter().map(|participant| &participant.person);
        let sources = event
            .claims
            .iter()
            .filter_map(|claim| claim.source.as_ref());
        let events = event.related.iter().map(|related| &related.event);
        persons
            .chain(sources)
            .chain(events)
            .filter_map(|text| position_of(text))
            .collect()
    }

    /// Puts ids where references to other records of this change set are;
    /// `ids` holds the additions' ids by position.
    pub fn settle(record: &mut Record, ids: &[RecordId]) {
        each_reference(record, &mut |reference| {
            if let Some(id) = position_of(reference).and_then(|position| ids.get(position)) {
                reference.clone_from(id);
            }
        });
    }
}

/// What stands before the index of a new record in a reference.
const NEW: &str = "new:";

/// The position of the addition that a reference names.
fn position_of(reference: &str) -> Option<usize> {
    reference.strip_prefix(NEW)?.parse().ok()
}

/// Reads a sheet by a mapping and compares it with what the office has.
///
/// # Errors
/// Everything that is wrong with the mapping itself. What is wrong with rows is in
/// the change set.
pub fn plan(
    sheet: &Sheet,
    mapping: &Mapping,
    profile: &Profile,
    existing: &dyn Existing,
) -> Result<ChangeSet, Vec<Problem>> {
    let (mut additions, mut updates) = (Vec::new(), Vec::new());
    let changes = plan_in_parts(sheet, mapping, profile, existing, &mut |part| {
        additions.extend(part.additions);
        updates.extend(part.updates);
        Wanted::Parts
    })?;
    Ok(ChangeSet {
        additions,
        updates,
        ..changes
    })
}

/// As [`plan`], but additions and updates are handed to `take` in parts and are
/// not in the change set that comes back. `take` is called at least every thousand
/// rows, also while there are no records to hand out, and says what it wants next.
///
/// # Errors
/// As [`plan`].
pub fn plan_in_parts(
    sheet: &Sheet,
    mapping: &Mapping,
    profile: &Profile,
    existing: &dyn Existing,
    take: &mut dyn FnMut(Part) -> Wanted,
) -> Result<ChangeSet, Vec<Problem>> {
    let (errors, mut warnings) = mapping.check(sheet, profile);
    if !errors.is_empty() {
        return Err(errors);
    }
    warnings.extend(sheet.notes.iter().cloned());
    let mut bound = mapping.clone();
    let interpreter = Interpreter::new(sheet, &mut bound, profile);
    let mut reader = RowReader::new(sheet, &bound, interpreter);
    let ids = OwnIds::of(sheet, &reader);
    let before = existing.own_ids(&mapping.list);
    let mut left_out: BTreeMap<u64, Vec<Problem>> = BTreeMap::new();
    let known = |key: &Key| {
        (key.list == mapping.list && ids.first.contains_key(&key.own_id))
            || existing.find(key).is_some()
    };
    let mut changes = ChangeSet {
        list: mapping.list.clone(),
        file: sheet.file.clone(),
        sha256: sheet.sha256.clone(),
        ..ChangeSet::default()
    };
    let mut drafts = Drafts::new(existing, &bound, &ids.first, !before.is_empty());
    let mut wanted = Wanted::Parts;
    let mut told = 0;
    for position in 0..sheet.len() {
        let row = sheet.row(position);
        let mut problems: Vec<Problem> = sheet.flaws.get(&row.number).cloned().unwrap_or_default();
        problems.extend(ids.problems.get(&row.number).cloned().unwrap_or_default());
        let broken = is_wrong(&problems) || ids.repeats.contains(&row.number);
        match ids.by_row[position].as_deref().filter(|_| !broken) {
            None => {
                left_out.insert(row.number, problems);
            }
            Some(own_id) => {
                let RowRecords {
                    records,
                    sources,
                    problems: found,
                } = reader.read(row, own_id, &known);
                problems.extend(found);
                if is_wrong(&problems) {
                    left_out.insert(row.number, problems);
                } else if records
                    .iter()
                    .filter_map(Key::of)
                    .any(|key| existing.is_closed(&key))
                {
                    changes.counts.rows_taken += 1;
                    changes.counts.unchanged += records.len() as u64;
                } else {
                    warnings.extend(problems);
                    drafts.rows.push(DraftRow {
                        number: row.number,
                        records,
                        sources,
                    });
                }
            }
        }
        let last = position + 1 == sheet.len();
        if !last && drafts.rows.len() < PART {
            // Rows that are wrong or wait for others fill no part, and are told all the same.
            if position - told >= PART {
                told = position;
                wanted = wanted.then(take(Part {
                    rows: position as u64 + 1,
                    left_out: left_out.len() as u64,
                    ..Part::default()
                }));
                if wanted == Wanted::Nothing {
                    return Ok(changes);
                }
            }
            continue;
        }
        told = position;
        let rows = drafts.ready(last, &mut left_out);
        changes.counts.rows_taken += rows.len() as u64;
        let mut part = if wanted == Wanted::Parts {
            drafts.compare(rows, &reader.sources.records, &mut changes.counts)
        } else {
            drafts.pass(&rows);
            Part::default()
        };
        part.rows = position as u64 + 1;
        part.left_out = left_out.len() as u64;
        count_part(&mut changes.counts, &part);
        wanted = wanted.then(take(part));
        if wanted == Wanted::Nothing {
            return Ok(changes);
        }
    }
    let conflicts = drafts.conflicts;
    warnings.extend(reader.interpreter.warnings());
    warnings.extend(crate::alike::rows_alike_but_for_id(
        sheet,
        &ids.by_row,
        mapping,
    ));
    warnings.extend(conflicts);
    let mut missing: Vec<String> = before
        .into_iter()
        .filter(|id| !ids.first.contains_key(id) && !id.starts_with("source-"))
        .collect();
    missing.sort();
    missing.dedup();
    for id in &missing {
        warnings.push(
            Problem::new(Code::IntakeRowMissing)
                .with("id", id)
                .with("list", &mapping.list)
                .warning(),
        );
    }
    for problem in left_out.values_mut().flatten().chain(&mut warnings) {
        problem.spot.file.get_or_insert_with(|| sheet.file.clone());
    }
    for problems in left_out.values_mut() {
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    }
    warnings.sort_by_key(|problem| problem.spot.row.unwrap_or(0));
    changes.missing = missing;
    changes.left_out = left_out
        .into_iter()
        .map(|(row, problems)| LeftOut { row, problems })
        .collect();
    changes.warnings = warnings;
    changes.counts.rows = sheet.len() as u64;
    count_problems(&mut changes);
    Ok(changes)
}

fn is_wrong(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
}

/// Counts what a part holds; `compare` has counted what stays as it is.
fn count_part(counts: &mut Counts, part: &Part) {
    counts.updated += part.updates.len() as u64;
    counts.conflicts += part
        .updates
        .iter()
        .map(|update| update.conflicts.len() as u64)
        .sum::<u64>();
    for record in &part.additions {
        match record {
            Record::Person(_) => counts.persons_added += 1,
            Record::Event(_) => counts.events_added += 1,
            _ => counts.sources_added += 1,
        }
    }
}

fn count_problems(changes: &mut ChangeSet) {
    let counts = &mut changes.counts;
    counts.rows_left_out = changes.left_out.len() as u64;
    counts.missing = changes.missing.len() as u64;
    for problem in changes
        .left_out
        .iter()
        .flat_map(|row| &row.problems)
        .chain(&changes.warnings)
    {
        match problem.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
        }
    }
}
