//! Which rows share an id, and which repeat each other?
//!
//! A row that repeats an earlier one word for word is passed over; rows that
//! share an id and say different things all stay out, because nobody knows whom
//! the id belongs to.

use crate::rows::RowReader;
use crate::sheet::Sheet;
use model::{Code, Problem};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// The rows' own ids, and which rows share one.
pub(super) struct OwnIds {
    pub by_row: Vec<Option<String>>,
    /// First row of each id.
    pub first: HashMap<String, u64>,
    /// Rows that repeat an earlier row word for word.
    pub repeats: HashSet<u64>,
    pub problems: BTreeMap<u64, Vec<Problem>>,
}

impl OwnIds {
    pub fn of(sheet: &Sheet, reader: &RowReader<'_>) -> OwnIds {
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
