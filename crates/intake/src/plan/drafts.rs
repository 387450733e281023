//! Which of a sheet's records are new, changed or the same?
//!
//! Records refer to each other by position until here; each then gets the id
//! that it has in the register, or its place among the additions. Rows that
//! refer to rows that stay out stay out themselves.

use super::{ChangeSet, Existing, Found, NEW, Update};
use crate::key::{Key, Target};
use crate::merge::{FieldChange, merge};
use crate::references::{each_reference, each_reference_ref};
use crate::rows::listed_mut;
use model::record::Source;
use model::{Code, Problem, Record};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Records as the rows told them, before they are compared.
#[derive(Default)]
pub(super) struct Drafts {
    pub records: Vec<Record>,
    rows: Vec<u64>,
    pub sources: Vec<Source>,
    /// Rows that drop out after all.
    gone: HashSet<u64>,
}

impl Drafts {
    /// Room for a person and an event of each row.
    pub fn with_room_for(rows: usize) -> Drafts {
        Drafts {
            records: Vec::with_capacity(rows * 2),
            rows: Vec::with_capacity(rows * 2),
            ..Drafts::default()
        }
    }

    pub fn take(&mut self, row: u64, records: Vec<Record>) {
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
    pub fn drop_dangling(
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
    pub fn compare(
        self,
        existing: &dyn Existing,
        known_list: bool,
        changes: &mut ChangeSet,
        warnings: &mut Vec<Problem>,
    ) {
        let by_key = self.by_key();
        let used = self.used_sources();
        let Drafts {
            mut records,
            rows,
            sources,
            gone,
        } = self;
        let find = |record: &Record| {
            if known_list {
                Key::of(record).and_then(|key| existing.find(&key))
            } else {
                None
            }
        };
        let mut places = Places::default();
        // Found records are rare in a first import and boxed, so that none of the rows pays for them.
        let mut found: Vec<Option<Box<Found>>> = Vec::new();
        for (record, row) in records.iter().zip(&rows) {
            if gone.contains(row) {
                places.of_records.push(String::new());
                found.push(None);
            } else {
                let known = find(record);
                let place = places.of(known.as_ref());
                places.of_records.push(place);
                found.push(known.map(Box::new));
            }
        }
        let mut source_records: Vec<(Record, Option<Box<Found>>, u64)> = Vec::new();
        for (index, source) in sources.into_iter().enumerate() {
            if !used.contains(&index) {
                places.of_sources.push(String::new());
                continue;
            }
            let row = source.listed.as_ref().map_or(0, |listed| listed.row);
            let record = Record::Source(source);
            let known = find(&record);
            let place = places.of(known.as_ref());
            places.of_sources.push(place);
            source_records.push((record, known.map(Box::new), row));
        }
        for record in &mut records {
            each_reference(record, &mut |reference| {
                places.settle(reference, &by_key, existing)
            });
        }
        let mut add = |record: Record, known: Option<Box<Found>>, row: u64| -> Option<Record> {
            let Some(known) = known else {
                return Some(record);
            };
            match compare_one(*known, record, row) {
                None => changes.counts.unchanged += 1,
                Some(update) => {
                    warnings.extend(
                        update
                            .conflicts
                            .iter()
                            .map(|conflict| conflict_problem(&update, conflict)),
                    );
                    changes.updates.push(update);
                }
            }
            None
        };
        // The same type in and out: the additions take the drafts' own memory.
        let mut position = 0;
        let mut additions: Vec<Record> = records
            .into_iter()
            .filter_map(|record| {
                let at = position;
                position += 1;
                if gone.contains(&rows[at]) {
                    None
                } else {
                    add(record, found[at].take(), rows[at])
                }
            })
            .collect();
        additions.extend(
            source_records
                .into_iter()
                .filter_map(|(record, known, row)| add(record, known, row)),
        );
        changes.additions = additions;
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
#[derive(Default)]
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

    fn settle(
        &self,
        reference: &mut String,
        by_key: &HashMap<Key, usize>,
        existing: &dyn Existing,
    ) {
        match Target::read(reference) {
            None => {}
            Some(Target::Draft(index)) => reference.clone_from(&self.of_records[index]),
            Some(Target::Source(index)) => reference.clone_from(&self.of_sources[index]),
            Some(Target::Far(key)) => match by_key.get(&key) {
                Some(&index) if !self.of_records[index].is_empty() => {
                    reference.clone_from(&self.of_records[index])
                }
                _ => {
                    if let Some(other) = existing.find(&key) {
                        *reference = other.id;
                    }
                }
            },
        }
    }
}

fn conflict_problem(update: &Update, conflict: &FieldChange) -> Problem {
    let mut problem = Problem::new(Code::IntakeUpdateConflict)
        .with("field", &conflict.field)
        .with("office", shown(conflict.old.as_ref()))
        .with("list", shown(conflict.new.as_ref()))
        .at_record(&update.id)
        .warning();
    problem.spot.row = Some(update.row);
    problem
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
