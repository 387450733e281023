//! Which of a sheet's records are new, changed or the same?
//!
//! Records refer to each other by position until here; each then gets the id
//! that it has in the register, or its place among the additions. A row that
//! refers to a row further down waits for it; a row that refers to one that
//! stays out stays out itself.

use super::{Existing, Found, NEW, Part, Update, Versions};
use crate::key::{Key, Target};
use crate::mapping::Mapping;
use crate::merge::{FieldChange, merge};
use crate::references::{each_reference, each_reference_ref};
use crate::rows::listed_mut;
use model::record::Source;
use model::{Code, Problem, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A row that comes in, with its records as it told them.
pub(super) struct DraftRow {
    /// Row as a spreadsheet numbers it.
    pub number: u64,
    /// Its records, with references as tokens.
    pub records: Vec<Record>,
    /// Sources that it names without a claim that refers to them.
    pub sources: Vec<usize>,
}

impl DraftRow {
    fn each_far(&self, visit: &mut dyn FnMut(&Key)) {
        for record in &self.records {
            each_reference_ref(record, &mut |reference| {
                if let Some(Target::Far(key)) = Target::read(reference) {
                    visit(&key);
                }
            });
        }
    }

    fn keys(&self) -> impl Iterator<Item = Key> {
        self.records.iter().filter_map(Key::of)
    }
}

/// Records as the rows told them, until they are compared and handed out.
pub(super) struct Drafts<'a> {
    existing: &'a dyn Existing,
    list: &'a str,
    /// First row of each own id of the sheet.
    in_sheet: &'a HashMap<String, u64>,
    /// Whether the register has anything of this list.
    known_list: bool,
    /// Whether rows may refer to other rows of the list.
    far: bool,
    /// Rows that were read and not handed out.
    pub rows: Vec<DraftRow>,
    /// Rows that refer to rows of which nothing is known yet.
    waiting: Vec<DraftRow>,
    /// What stands for records that were handed out, when rows may refer to them.
    settled: HashMap<Key, String>,
    /// What stands for the sources that were handed out, by their position.
    sources: Vec<Option<String>>,
    /// How many additions were handed out.
    added: usize,
    /// Fields that list and office both changed.
    pub conflicts: Vec<Problem>,
}

impl<'a> Drafts<'a> {
    pub fn new(
        existing: &'a dyn Existing,
        mapping: &'a Mapping,
        in_sheet: &'a HashMap<String, u64>,
        known_list: bool,
    ) -> Drafts<'a> {
        Drafts {
            existing,
            list: &mapping.list,
            in_sheet,
            known_list,
            far: mapping.refers_to_other_rows(),
            rows: Vec::new(),
            waiting: Vec::new(),
            settled: HashMap::new(),
            sources: Vec::new(),
            added: 0,
            conflicts: Vec::new(),
        }
    }

    /// The rows that can be handed out; with the last rows, all that come in.
    pub fn ready(
        &mut self,
        last: bool,
        left_out: &mut BTreeMap<u64, Vec<Problem>>,
    ) -> Vec<DraftRow> {
        let mut rows = std::mem::take(&mut self.rows);
        if !self.far {
            return rows;
        }
        if last {
            rows.append(&mut self.waiting);
            rows.sort_by_key(|row| row.number);
        }
        // Rows may refer to each other in a circle: what drops out is found from the outside in.
        let mut here: HashSet<Key> = rows.iter().flat_map(DraftRow::keys).collect();
        loop {
            let mut staying = Vec::with_capacity(rows.len());
            let mut dropped = Vec::new();
            for row in rows {
                let mut lacking = None;
                row.each_far(&mut |key| {
                    if lacking.is_none() && !self.is_there(key, &here, last) {
                        lacking = Some(key.clone());
                    }
                });
                match lacking {
                    None => staying.push(row),
                    Some(key) => dropped.push((row, key)),
                }
            }
            rows = staying;
            if dropped.is_empty() {
                return rows;
            }
            for (row, key) in dropped {
                row.keys().for_each(|key| {
                    here.remove(&key);
                });
                if !last {
                    self.waiting.push(row);
                    continue;
                }
                let mut problem = Problem::new(Code::IntakePersonNotFound)
                    .with("list", &key.list)
                    .with("id", &key.own_id);
                problem.spot.row = Some(row.number);
                left_out.entry(row.number).or_default().push(problem);
            }
        }
    }

    /// Whether the record of a key is handed out, comes with these rows, or is in
    /// the register. A row that is still to come says more than the register does.
    fn is_there(&self, key: &Key, here: &HashSet<Key>, last: bool) -> bool {
        here.contains(key)
            || self.settled.contains_key(key)
            || ((last || key.list != self.list || !self.in_sheet.contains_key(&key.own_id))
                && self.existing.find(key).is_some())
    }

    /// Notes rows that nobody wants handed out any more, so that others can refer to them.
    pub fn pass(&mut self, rows: &[DraftRow]) {
        if self.far {
            let keys = rows.iter().flat_map(DraftRow::keys);
            self.settled.extend(keys.map(|key| (key, String::new())));
        }
    }

    fn find(&self, record: &Record) -> Option<Box<Found>> {
        if !self.known_list {
            return None;
        }
        Key::of(record)
            .and_then(|key| self.existing.find(&key))
            .map(Box::new)
    }

    /// What stands for a record in references: its id, or `new:` and its place among the additions.
    fn place(&mut self, found: Option<&Found>) -> String {
        match found {
            Some(found) => found.id.clone(),
            None => {
                self.added += 1;
                format!("{NEW}{}", self.added - 1)
            }
        }
    }

    /// Compares rows with the register; `sources` are those that all rows have named so far.
    pub fn compare(
        &mut self,
        rows: Vec<DraftRow>,
        sources: &[Source],
        counts: &mut super::Counts,
    ) -> Part {
        // Found records are rare in a first import and boxed, so that none of the rows pays for them.
        let mut found: Vec<Option<Box<Found>>> = Vec::new();
        let mut places: Vec<String> = Vec::new();
        for record in rows.iter().flat_map(|row| &row.records) {
            let known = self.find(record);
            let place = self.place(known.as_deref());
            if self.far
                && let Some(key) = Key::of(record)
            {
                self.settled.insert(key, place.clone());
            }
            places.push(place);
            found.push(known);
        }
        let mut proposed = Vec::new();
        for index in self.new_sources(&rows, sources.len()) {
            let source = sources[index].clone();
            let row = source.listed.as_ref().map_or(0, |listed| listed.row);
            let record = Record::Source(source);
            let known = self.find(&record);
            self.sources[index] = Some(self.place(known.as_deref()));
            proposed.push((record, known, row));
        }
        let mut part = Part::default();
        let mut found = found.into_iter();
        let mut first = 0;
        for row in rows {
            let of_row = row.records.len();
            for mut record in row.records {
                each_reference(&mut record, &mut |reference| {
                    self.settle(reference, &places[first..]);
                });
                self.sort_in(
                    record,
                    found.next().flatten(),
                    row.number,
                    &mut part,
                    counts,
                );
            }
            first += of_row;
        }
        for (record, known, row) in proposed {
            self.sort_in(record, known, row, &mut part, counts);
        }
        part
    }

    /// Sources that a row refers to and no earlier part has handed out.
    fn new_sources(&mut self, rows: &[DraftRow], known: usize) -> BTreeSet<usize> {
        self.sources.resize(known, None);
        let mut new = BTreeSet::new();
        for row in rows {
            new.extend(&row.sources);
            for record in &row.records {
                each_reference_ref(record, &mut |reference| {
                    if let Some(Target::Source(index)) = Target::read(reference) {
                        new.insert(index);
                    }
                });
            }
        }
        new.retain(|index| self.sources[*index].is_none());
        new
    }

    /// Puts what stands for a record where a token is; `of_row` begins with the places of its row.
    fn settle(&self, reference: &mut String, of_row: &[String]) {
        match Target::read(reference) {
            None => {}
            Some(Target::Draft(index)) => reference.clone_from(&of_row[index]),
            Some(Target::Source(index)) => {
                if let Some(place) = &self.sources[index] {
                    reference.clone_from(place);
                }
            }
            Some(Target::Far(key)) => match self.settled.get(&key) {
                Some(place) => reference.clone_from(place),
                None => {
                    if let Some(other) = self.existing.find(&key) {
                        *reference = other.id;
                    }
                }
            },
        }
    }

    /// A record is new, changes one of the register, or says nothing new.
    fn sort_in(
        &mut self,
        record: Record,
        known: Option<Box<Found>>,
        row: u64,
        part: &mut Part,
        counts: &mut super::Counts,
    ) {
        let Some(known) = known else {
            part.additions.push(record);
            return;
        };
        match compare_one(*known, record, row) {
            None => counts.unchanged += 1,
            Some(update) => {
                let told = update.conflicts.iter();
                self.conflicts
                    .extend(told.map(|conflict| conflict_problem(&update, conflict)));
                part.updates.push(update);
            }
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
        versions: Some(Box::new(Versions {
            old: known.current,
            as_listed: listed,
            new: merged.record,
        })),
        changes: merged.changes,
        conflicts: merged.conflicts,
    })
}
