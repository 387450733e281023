//! What would this sheet add, change and leave in the office's register?
//!
//! [`plan`] reads every row and compares it with what the same list said
//! before. Nothing is written: a person reviews the [`ChangeSet`] first. The
//! order of work: ids, rows, references, comparison. A row missing from a newer
//! sheet is reported, never deleted.

use crate::interpret::Interpreter;
use crate::key::{Key, Target};
use crate::mapping::Mapping;
use crate::merge::{FieldChange, merge};
use crate::references::{each_reference, each_reference_ref};
use crate::rows::{RowReader, RowRecords, listed_mut};
use crate::sheet::Sheet;
use model::record::{RecordId, Source};
use model::{Code, Problem, Profile, Record, Severity};
use serde::Serialize;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// What the office has from lists already.
pub trait Existing {
    /// The record that an earlier import made for a key.
    fn find(&self, key: &Key) -> Option<Found>;
    /// The own ids of all rows of a list that were imported before, in any order.
    fn own_ids(&self, list: &str) -> Vec<String>;
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
    /// New records. References to others of them are `new:<index>` (see [`ChangeSet::resolve`]).
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
    /// As it stands in the register.
    pub old: Record,
    /// Exactly as the list says it now. Where this differs from `new`, keep both as
    /// revisions, this one first: the next import compares with it.
    pub as_listed: Record,
    /// As it is proposed: the list's changes, with the office's own edits kept.
    pub new: Record,
    /// What changes, field by field.
    pub changes: Vec<FieldChange>,
    /// Fields that list and office both changed; the office's value is kept.
    pub conflicts: Vec<FieldChange>,
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

/// A change set whose references are ids.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// New records with their ids.
    pub additions: Vec<(RecordId, Record)>,
    /// Revisions of records in the order in which they are to be saved.
    pub updates: Vec<(RecordId, Record)>,
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

    /// Puts ids where references to other records of this change set are.
    /// `ids` holds those of the additions so far: each refers only to earlier ones.
    pub fn settled(record: &Record, ids: &[RecordId]) -> Record {
        let mut record = record.clone();
        each_reference(&mut record, &mut |reference| {
            if let Some(index) = reference
                .strip_prefix(NEW)
                .and_then(|index| index.parse::<usize>().ok())
                && let Some(id) = ids.get(index)
            {
                reference.clone_from(id);
            }
        });
        record
    }

    /// Gives every new record an id and puts ids where references were.
    pub fn resolve(&self, mut new_id: impl FnMut() -> RecordId) -> Resolved {
        let ids: Vec<RecordId> = self.additions.iter().map(|_| new_id()).collect();
        let settle = |record: &Record| ChangeSet::settled(record, &ids);
        let additions = ids
            .iter()
            .cloned()
            .zip(self.additions.iter().map(settle))
            .collect();
        let mut updates = Vec::new();
        for update in &self.updates {
            let (as_listed, new) = (settle(&update.as_listed), settle(&update.new));
            if as_listed != new {
                updates.push((update.id.clone(), as_listed));
            }
            updates.push((update.id.clone(), new));
        }
        Resolved { additions, updates }
    }
}

/// What stands before the index of a new record in a reference.
const NEW: &str = "new:";

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
    let (errors, mut warnings) = mapping.check(sheet, profile);
    if !errors.is_empty() {
        return Err(errors);
    }
    warnings.extend(sheet.notes.iter().cloned());
    let mut bound = mapping.clone();
    let interpreter = Interpreter::new(sheet, &mut bound, profile);
    let mut reader = RowReader::new(sheet, &bound, interpreter);
    let ids = OwnIds::of(sheet, &reader);
    let mut drafts = Drafts::default();
    let mut left_out: BTreeMap<u64, Vec<Problem>> = BTreeMap::new();
    let known = |key: &Key| {
        (key.list == mapping.list && ids.first.contains_key(&key.own_id))
            || existing.find(key).is_some()
    };
    let mut taken = 0;
    for position in 0..sheet.len() {
        let row = sheet.row(position);
        let mut problems: Vec<Problem> = sheet.flaws.get(&row.number).cloned().unwrap_or_default();
        problems.extend(ids.problems.get(&row.number).cloned().unwrap_or_default());
        let broken = problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
            || ids.repeats.contains(&row.number);
        let Some(own_id) = ids.by_row[position].as_deref().filter(|_| !broken) else {
            left_out.insert(row.number, problems);
            continue;
        };
        let RowRecords {
            records,
            problems: found,
        } = reader.read(row, own_id, drafts.records.len(), &known);
        problems.extend(found);
        if problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
        {
            left_out.insert(row.number, problems);
            continue;
        }
        warnings.extend(problems);
        drafts.take(row.number, records);
        taken += 1;
    }
    drafts.sources = std::mem::take(&mut reader.sources.records);
    drafts.drop_dangling(existing, &mut left_out, &mut taken);
    warnings.extend(reader.interpreter.warnings());
    warnings.extend(crate::alike::rows_alike_but_for_id(
        sheet,
        &ids.by_row,
        mapping,
    ));

    let mut changes = ChangeSet {
        list: mapping.list.clone(),
        file: sheet.file.clone(),
        sha256: sheet.sha256.clone(),
        ..ChangeSet::default()
    };
    let before = existing.own_ids(&mapping.list);
    drafts.compare(existing, !before.is_empty(), &mut changes, &mut warnings);
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
    count(&mut changes, sheet.len() as u64, taken);
    Ok(changes)
}

fn count(changes: &mut ChangeSet, rows: u64, taken: u64) {
    let counts = &mut changes.counts;
    counts.rows = rows;
    counts.rows_taken = taken;
    counts.rows_left_out = changes.left_out.len() as u64;
    counts.missing = changes.missing.len() as u64;
    counts.updated = changes.updates.len() as u64;
    counts.conflicts = changes
        .updates
        .iter()
        .map(|update| update.conflicts.len() as u64)
        .sum();
    for record in &changes.additions {
        match record {
            Record::Person(_) => counts.persons_added += 1,
            Record::Event(_) => counts.events_added += 1,
            _ => counts.sources_added += 1,
        }
    }
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

/// The rows' own ids, and which rows share one.
struct OwnIds {
    by_row: Vec<Option<String>>,
    /// First row of each id.
    first: HashMap<String, u64>,
    /// Rows that repeat an earlier row word for word.
    repeats: HashSet<u64>,
    problems: BTreeMap<u64, Vec<Problem>>,
}

impl OwnIds {
    fn of(sheet: &Sheet, reader: &RowReader<'_>) -> OwnIds {
        let mut ids = OwnIds {
            by_row: Vec::with_capacity(sheet.len()),
            first: HashMap::new(),
            repeats: HashSet::new(),
            problems: BTreeMap::new(),
        };
        let mut positions: HashMap<String, Vec<usize>> = HashMap::new();
        for position in 0..sheet.len() {
            let row = sheet.row(position);
            match reader.own_id(row) {
                Ok(id) => {
                    if ids.first.contains_key(&id) {
                        positions.entry(id.clone()).or_default().push(position);
                    } else {
                        ids.first.insert(id.clone(), row.number);
                    }
                    ids.by_row.push(Some(id));
                }
                Err(problem) => {
                    ids.problems.entry(row.number).or_default().push(problem);
                    ids.by_row.push(None);
                }
            }
        }
        let first_position: HashMap<u64, usize> = (0..sheet.len())
            .map(|position| (sheet.row(position).number, position))
            .filter(|_| !positions.is_empty())
            .collect();
        for (id, others) in positions {
            let first_row = ids.first[&id];
            let whole = content_hash(sheet, first_position[&first_row]);
            let (same, different): (Vec<usize>, Vec<usize>) = others
                .into_iter()
                .partition(|&position| content_hash(sheet, position) == whole);
            for position in same {
                let row = sheet.row(position).number;
                let mut problem = Problem::new(Code::IntakeRowDuplicate)
                    .with("first", first_row)
                    .warning();
                problem.spot.row = Some(row);
                ids.problems.entry(row).or_default().push(problem);
                ids.repeats.insert(row);
            }
            if different.is_empty() {
                continue;
            }
            // Nobody knows which of the rows the id belongs to: all stay out.
            let rows: Vec<u64> = std::iter::once(first_row)
                .chain(different.iter().map(|&position| sheet.row(position).number))
                .collect();
            for &row in &rows {
                let others: Vec<String> = rows
                    .iter()
                    .filter(|&&other| other != row)
                    .map(u64::to_string)
                    .collect();
                let mut problem = Problem::new(Code::IntakeIdTwice)
                    .with("id", &id)
                    .with("rows", others.join(", "));
                problem.spot.row = Some(row);
                ids.problems.entry(row).or_default().push(problem);
            }
        }
        ids
    }
}

fn content_hash(sheet: &Sheet, position: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    let row = sheet.row(position);
    for column in 0..sheet.headers.len() {
        row.cell(column).trimmed().hash(&mut hasher);
    }
    hasher.finish()
}

/// Records as the rows told them, before they are compared.
#[derive(Default)]
struct Drafts {
    records: Vec<Record>,
    rows: Vec<u64>,
    sources: Vec<Source>,
    /// Rows that drop out after all.
    gone: HashSet<u64>,
}

impl Drafts {
    fn take(&mut self, row: u64, records: Vec<Record>) {
        self.rows.resize(self.rows.len() + records.len(), row);
        self.records.extend(records);
    }

    /// Positions by key, when any record refers to another row; else nothing needs them.
    fn by_key(&self) -> HashMap<Key, usize> {
        let mut far = false;
        for record in &self.records {
            each_reference_ref(record, &mut |reference| {
                far |= matches!(Target::read(reference), Some(Target::Far(_)))
            });
        }
        if !far {
            return HashMap::new();
        }
        self.records
            .iter()
            .enumerate()
            .filter_map(|(index, record)| Some((Key::of(record)?, index)))
            .collect()
    }

    /// Rows that refer to rows that stay out stay out themselves.
    fn drop_dangling(
        &mut self,
        existing: &dyn Existing,
        left_out: &mut BTreeMap<u64, Vec<Problem>>,
        taken: &mut u64,
    ) {
        let by_key = self.by_key();
        if by_key.is_empty() {
            return;
        }
        loop {
            let mut dropped = BTreeMap::new();
            for (record, row) in self
                .records
                .iter()
                .zip(&self.rows)
                .filter(|(_, row)| !self.gone.contains(row))
            {
                each_reference_ref(record, &mut |reference| {
                    let Some(Target::Far(key)) = Target::read(reference) else {
                        return;
                    };
                    let here = by_key
                        .get(&key)
                        .is_some_and(|&other| !self.gone.contains(&self.rows[other]));
                    if !here && existing.find(&key).is_none() {
                        dropped.entry(*row).or_insert(key);
                    }
                });
            }
            if dropped.is_empty() {
                return;
            }
            for (row, key) in dropped {
                self.gone.insert(row);
                let mut problem = Problem::new(Code::IntakePersonNotFound)
                    .with("list", &key.list)
                    .with("id", &key.own_id);
                problem.spot.row = Some(row);
                left_out.entry(row).or_default().push(problem);
                *taken -= 1;
            }
        }
    }

    /// Compares with the register; `known_list` is false when it has nothing of this list.
    fn compare(
        self,
        existing: &dyn Existing,
        known_list: bool,
        changes: &mut ChangeSet,
        warnings: &mut Vec<Problem>,
    ) {
        let by_key = self.by_key();
        let used = self.used_sources();
        let Drafts {
            records,
            rows,
            sources,
            gone,
        } = self;
        let mut places = Places {
            new: 0,
            of_records: Vec::with_capacity(records.len()),
            of_sources: Vec::new(),
        };
        let find = |record: &Record| {
            if known_list {
                Key::of(record).and_then(|key| existing.find(&key))
            } else {
                None
            }
        };
        let mut all: Vec<(Option<Found>, Record, u64)> =
            Vec::with_capacity(records.len() + used.len());
        for (index, source) in sources.into_iter().enumerate() {
            if !used.contains(&index) {
                places.of_sources.push(String::new());
                continue;
            }
            let row = source.listed.as_ref().map_or(0, |listed| listed.row);
            let record = Record::Source(source);
            let found = find(&record);
            let place = places.of(found.as_ref());
            places.of_sources.push(place);
            all.push((found, record, row));
        }
        for (record, row) in records.into_iter().zip(rows) {
            if gone.contains(&row) {
                places.of_records.push(String::new());
                continue;
            }
            let found = find(&record);
            let place = places.of(found.as_ref());
            places.of_records.push(place);
            all.push((found, record, row));
        }
        for (found, mut record, row) in all {
            each_reference(
                &mut record,
                &mut |reference| match Target::read(reference) {
                    None => {}
                    Some(Target::Draft(index)) => reference.clone_from(&places.of_records[index]),
                    Some(Target::Source(index)) => reference.clone_from(&places.of_sources[index]),
                    Some(Target::Far(key)) => match by_key.get(&key) {
                        Some(&index) if !places.of_records[index].is_empty() => {
                            reference.clone_from(&places.of_records[index])
                        }
                        _ => {
                            if let Some(other) = existing.find(&key) {
                                *reference = other.id;
                            }
                        }
                    },
                },
            );
            let Some(found) = found else {
                changes.additions.push(record);
                continue;
            };
            let Some(update) = compare_one(found, record, row) else {
                changes.counts.unchanged += 1;
                continue;
            };
            for conflict in &update.conflicts {
                let mut problem = Problem::new(Code::IntakeUpdateConflict)
                    .with("field", &conflict.field)
                    .with("office", shown(conflict.old.as_ref()))
                    .with("list", shown(conflict.new.as_ref()))
                    .at_record(&update.id)
                    .warning();
                problem.spot.row = Some(row);
                warnings.push(problem);
            }
            changes.updates.push(update);
        }
    }

    /// Sources that a row which comes in refers to.
    fn used_sources(&self) -> HashSet<usize> {
        let mut used = HashSet::new();
        for (record, _) in self
            .records
            .iter()
            .zip(&self.rows)
            .filter(|(_, row)| !self.gone.contains(row))
        {
            each_reference_ref(record, &mut |reference| {
                if let Some(Target::Source(index)) = Target::read(reference) {
                    used.insert(index);
                }
            });
        }
        used
    }
}

/// What stands for each record in references: its id, or `new:` and its place among the additions.
struct Places {
    new: usize,
    of_records: Vec<String>,
    of_sources: Vec<String>,
}

impl Places {
    fn of(&mut self, found: Option<&Found>) -> String {
        match found {
            Some(found) => found.id.clone(),
            None => {
                self.new += 1;
                format!("{NEW}{}", self.new - 1)
            }
        }
    }
}

fn shown(value: Option<&serde_json::Value>) -> String {
    match value {
        None => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The update that a row proposes; `None` when the list says what it said before.
fn compare_one(known: Found, mut listed: Record, row: u64) -> Option<Update> {
    let base = known.imported.as_ref().unwrap_or(&known.current);
    // Another file or row number alone is no change of what the list says.
    if let (Some(new), Some(old)) = (listed_mut(&mut listed), base.listed()) {
        let mut as_before = old.clone();
        as_before.cells = std::mem::take(&mut new.cells);
        std::mem::swap(new, &mut as_before);
        let same = listed == *base;
        if same {
            return None;
        }
        if let Some(new) = listed_mut(&mut listed) {
            let cells = std::mem::take(&mut new.cells);
            *new = as_before;
            new.cells = cells;
        }
    }
    let merged = merge(base, &known.current, &listed)?;
    Some(Update {
        id: known.id,
        row,
        old: known.current,
        as_listed: listed,
        new: merged.record,
        changes: merged.changes,
        conflicts: merged.conflicts,
    })
}
