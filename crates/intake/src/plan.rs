//! What would this sheet add, change and leave in the office's register?
//!
//! [`plan`] reads every row and compares it with what the same list said
//! before. Nothing is written: a person reviews the [`ChangeSet`] first. The
//! order of work: ids, rows, references, comparison. A row missing from a newer
//! sheet is reported, never deleted.

use crate::interpret::Interpreter;
use crate::key::Key;
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

    /// Gives every new record an id and puts ids where references were.
    pub fn resolve(&self, mut new_id: impl FnMut() -> RecordId) -> Resolved {
        let ids: Vec<RecordId> = self.additions.iter().map(|_| new_id()).collect();
        let settle = |record: &Record| {
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
        };
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
            sources,
            problems: found,
        } = reader.read(row, own_id, &known);
        problems.extend(found);
        if problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
        {
            left_out.insert(row.number, problems);
            continue;
        }
        warnings.extend(problems);
        warnings.extend(drafts.take(row.number, records, sources));
        taken += 1;
    }
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
    drafts.compare(existing, &mut changes, &mut warnings);
    let mut missing: Vec<String> = existing
        .own_ids(&mapping.list)
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
    by_key: HashMap<Key, usize>,
    /// Which named sources a row refers to, for rows that drop out later.
    gone: HashSet<u64>,
}

impl Drafts {
    /// Takes a row's records in; the first row that names a source describes it.
    fn take(
        &mut self,
        row: u64,
        records: Vec<Record>,
        sources: Vec<(Key, Source)>,
    ) -> Vec<Problem> {
        let mut warnings = Vec::new();
        for (key, source) in sources {
            match self.by_key.get(&key) {
                None => self.add(row, key, Record::Source(source)),
                Some(&index) => {
                    if let Record::Source(first) = &mut self.records[index] {
                        let listed = first.listed.take();
                        let differs = Source {
                            listed: None,
                            ..source
                        } != *first;
                        first.listed = listed;
                        if differs {
                            let mut problem = Problem::new(Code::IntakeSourceDiffers)
                                .with("first", self.rows[index])
                                .warning();
                            problem.spot.row = Some(row);
                            warnings.push(problem);
                        }
                    }
                }
            }
        }
        for record in records {
            if let Some(key) = Key::of(&record) {
                self.add(row, key, record);
            }
        }
        warnings
    }

    fn add(&mut self, row: u64, key: Key, record: Record) {
        self.by_key.insert(key, self.records.len());
        self.records.push(record);
        self.rows.push(row);
    }

    /// Rows that refer to rows that stay out stay out themselves.
    fn drop_dangling(
        &mut self,
        existing: &dyn Existing,
        left_out: &mut BTreeMap<u64, Vec<Problem>>,
        taken: &mut u64,
    ) {
        if left_out.is_empty() && !self.has_far_references() {
            return;
        }
        loop {
            let mut dropped = BTreeMap::new();
            for (index, record) in self.records.iter().enumerate() {
                let row = self.rows[index];
                if self.gone.contains(&row) && !matches!(record, Record::Source(_)) {
                    continue;
                }
                each_reference_ref(record, &mut |reference| {
                    let Some(key) = Key::from_token(reference) else {
                        return;
                    };
                    let here = self.by_key.get(&key).is_some_and(|&other| {
                        !self.gone.contains(&self.rows[other]) || key.part == "source"
                    });
                    if !here && existing.find(&key).is_none() {
                        dropped.entry(row).or_insert(key);
                    }
                });
            }
            if dropped.is_empty() {
                return;
            }
            for (row, key) in dropped {
                if !self.gone.insert(row) {
                    continue;
                }
                let mut problem = Problem::new(Code::IntakePersonNotFound)
                    .with("list", &key.list)
                    .with("id", &key.own_id);
                problem.spot.row = Some(row);
                left_out.entry(row).or_default().push(problem);
                *taken -= 1;
            }
        }
    }

    /// Whether a record refers to another row of the sheet.
    fn has_far_references(&self) -> bool {
        self.records.iter().any(|record| {
            let own = record
                .listed()
                .map(|listed| listed.own_id.as_str())
                .unwrap_or_default();
            let mut far = false;
            each_reference_ref(record, &mut |reference| {
                far |= Key::from_token(reference)
                    .is_some_and(|key| key.own_id != own && key.part != "source");
            });
            far
        })
    }

    fn compare(
        mut self,
        existing: &dyn Existing,
        changes: &mut ChangeSet,
        warnings: &mut Vec<Problem>,
    ) {
        let used = self.used_sources();
        let kept: Vec<bool> = (0..self.records.len())
            .map(|index| match &self.records[index] {
                Record::Source(source)
                    if source
                        .listed
                        .as_ref()
                        .is_some_and(|listed| listed.part == "source") =>
                {
                    used.contains(&index)
                }
                _ => !self.gone.contains(&self.rows[index]),
            })
            .collect();
        let mut found: Vec<Option<Found>> = Vec::with_capacity(self.records.len());
        let mut references: Vec<String> = Vec::with_capacity(self.records.len());
        let mut new = 0;
        for (index, record) in self.records.iter().enumerate() {
            let known = if kept[index] {
                Key::of(record).and_then(|key| existing.find(&key))
            } else {
                None
            };
            references.push(match &known {
                Some(known) => known.id.clone(),
                None => format!("{NEW}{new}"),
            });
            new += usize::from(known.is_none() && kept[index]);
            found.push(known);
        }
        let by_key = std::mem::take(&mut self.by_key);
        let settle = |record: &mut Record| {
            each_reference(record, &mut |reference| {
                let Some(key) = Key::from_token(reference) else {
                    return;
                };
                match by_key.get(&key) {
                    Some(&index) => reference.clone_from(&references[index]),
                    None => {
                        if let Some(other) = existing.find(&key) {
                            *reference = other.id;
                        }
                    }
                }
            });
        };
        for (index, mut record) in self.records.into_iter().enumerate() {
            if !kept[index] {
                continue;
            }
            settle(&mut record);
            let row = self.rows[index];
            match found[index].take() {
                None => changes.additions.push(record),
                Some(known) => match compare_one(known, record, row) {
                    None => changes.counts.unchanged += 1,
                    Some(update) => {
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
                },
            }
        }
    }

    /// Named sources that a row which comes in refers to.
    fn used_sources(&self) -> HashSet<usize> {
        let mut used = HashSet::new();
        for (index, record) in self.records.iter().enumerate() {
            if matches!(record, Record::Event(_)) && !self.gone.contains(&self.rows[index]) {
                each_reference_ref(record, &mut |reference| {
                    if let Some(&source) =
                        Key::from_token(reference).and_then(|key| self.by_key.get(&key))
                    {
                        used.insert(source);
                    }
                });
            }
        }
        used
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
