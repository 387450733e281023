//! Which rows are the same but for their own id?
//!
//! A list that numbers its rows can hold one person twice under two numbers.
//! Such rows come in, because two people can share all that a row says, and are
//! shown.

use crate::mapping::Mapping;
use crate::sheet::Sheet;
use model::fold::is_placeholder;
use model::{Code, Problem};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Warnings for rows that repeat an earlier row in everything but the id.
pub(crate) fn rows_alike_but_for_id(
    sheet: &Sheet,
    ids: &[Option<String>],
    mapping: &Mapping,
) -> Vec<Problem> {
    if mapping.id.headers().is_empty()
        || mapping
            .person
            .as_ref()
            .is_none_or(|person| person.list.is_some())
    {
        return Vec::new();
    }
    let id_columns: Vec<usize> = mapping
        .id
        .headers()
        .iter()
        .filter_map(|column| sheet.column(column))
        .collect();
    let names: Vec<usize> = mapping
        .person
        .iter()
        .flat_map(|person| [&person.full, &person.given, &person.family])
        .flatten()
        .flat_map(|field| &field.columns)
        .filter_map(|column| sheet.column(column))
        .collect();
    let mut seen: HashMap<u64, (u64, usize)> = HashMap::with_capacity(sheet.len());
    let mut warnings = Vec::new();
    for (position, id) in ids.iter().enumerate() {
        let row = sheet.row(position);
        let mut hasher = DefaultHasher::new();
        let mut filled = 0;
        for column in 0..sheet.headers.len() {
            if !id_columns.contains(&column) {
                let text = row.cell(column).trimmed();
                filled += usize::from(!text.is_empty());
                text.hash(&mut hasher);
            }
        }
        // A row of one or two cells says too little to be somebody's double.
        if filled < 3 {
            continue;
        }
        match seen.entry(hasher.finish()) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert((row.number, position));
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let (first, at) = *entry.get();
                let named = names.iter().any(|&column| {
                    let text = row.cell(column).trimmed();
                    !text.is_empty() && !is_placeholder(text)
                });
                if named && ids[at] != *id {
                    let mut problem = Problem::new(Code::IntakeRowAlike)
                        .with("first", first)
                        .warning();
                    problem.spot.row = Some(row.number);
                    warnings.push(problem);
                }
            }
        }
    }
    warnings
}
