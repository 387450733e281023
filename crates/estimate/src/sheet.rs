//! What does this sheet say, and where is it wrong?
//!
//! Reads the CSV form of a tally. Invariant: nothing is guessed and nothing is
//! repaired; a sheet with one bad cell gives no tally, and all bad cells are
//! named at once with row and column. The neighbour `tally` keeps what was read.

use crate::tally::{MOST_LISTS, Pattern, Stratum, Tally, largest_count, too_many};
use model::problem::{Code, Problem};
use std::collections::BTreeMap;

/// Name of the column with the counts.
const COUNT: &str = "count";

enum Role {
    List(usize),
    Stratum(usize),
    Count,
}

/// Reads the strata of a sheet; see [`Tally::read_strata`].
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    strata: &[&str],
) -> Result<Vec<Stratum>, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()]
            .iter()
            .filter(|&&b| b == b'\n')
            .count() as u64
            + 1;
        vec![
            Problem::new(Code::EstimateTextUnreadable)
                .in_file(file)
                .at_line(line),
        ]
    })?;
    if text.trim().is_empty() {
        return Err(vec![Problem::new(Code::EstimateFileEmpty).in_file(file)]);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(Ok(header)) => header,
        _ => return Err(vec![Problem::new(Code::EstimateFileEmpty).in_file(file)]),
    };
    let (roles, lists, mut problems) = roles(&header, strata);
    if !problems.is_empty() {
        return Err(placed(problems, file));
    }

    let mut tallies: BTreeMap<Vec<String>, BTreeMap<Pattern, u64>> = BTreeMap::new();
    let mut first_row: BTreeMap<(Vec<String>, Pattern), u64> = BTreeMap::new();
    let mut last = 1;
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(_) => {
                problems.push(Problem::new(Code::EstimateTextUnreadable).at_cell(last + 1, ""));
                continue;
            }
        };
        // The line of the text, so that empty lines do not shift the place.
        let row = record.position().map_or(last + 1, csv::Position::line);
        last = row;
        if record.len() != header.len() {
            problems.push(
                Problem::new(Code::EstimateRowLength)
                    .with("found", record.len())
                    .with("expected", header.len())
                    .at_cell(row, ""),
            );
            continue;
        }
        let before = problems.len();
        let mut pattern: Pattern = 0;
        let mut key = vec![String::new(); strata.len()];
        let mut count = 0u64;
        for (column, (value, role)) in record.iter().zip(&roles).enumerate() {
            match role {
                Role::Stratum(s) => key[*s] = value.to_owned(),
                Role::List(j) => match value {
                    "0" => {}
                    "1" => pattern |= 1 << j,
                    _ => problems.push(
                        Problem::new(Code::EstimateMembershipInvalid)
                            .with("text", value)
                            .at_cell(row, &header[column]),
                    ),
                },
                Role::Count => match value.parse::<u64>() {
                    Ok(c) if c <= largest_count() => count = c,
                    _ => problems.push(
                        Problem::new(Code::EstimateCountInvalid)
                            .with("text", value)
                            .at_cell(row, &header[column]),
                    ),
                },
            }
        }
        if problems.len() > before {
            continue;
        }
        if pattern == 0 {
            problems.push(Problem::new(Code::EstimatePatternUnseen).at_cell(row, COUNT));
            continue;
        }
        if let Some(first) = first_row.insert((key.clone(), pattern), row) {
            problems.push(
                Problem::new(Code::EstimatePatternDuplicate)
                    .with("first", first)
                    .at_cell(row, ""),
            );
            first_row.insert((key, pattern), first);
            continue;
        }
        tallies.entry(key).or_default().insert(pattern, count);
    }
    if problems.is_empty()
        && tallies
            .values()
            .all(|cells| cells.values().all(|&c| c == 0))
    {
        problems.push(Problem::new(Code::EstimateTableEmpty));
    }
    if !problems.is_empty() {
        return Err(placed(problems, file));
    }
    tallies
        .into_iter()
        .map(|(values, cells)| {
            Ok(Stratum {
                values,
                tally: Tally::new(&lists, cells)?,
            })
        })
        .collect::<Result<_, Problem>>()
        .map_err(|problem| placed(vec![problem], file))
}

/// What each column is, the names of the lists, and what is wrong with the header.
fn roles(header: &csv::StringRecord, strata: &[&str]) -> (Vec<Role>, Vec<String>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut roles = Vec::new();
    let mut lists: Vec<String> = Vec::new();
    for (column, name) in header.iter().enumerate() {
        if name.is_empty() {
            problems.push(
                Problem::new(Code::EstimateColumnUnnamed).at_cell(1, (column + 1).to_string()),
            );
        } else if header.iter().take(column).any(|other| other == name) {
            problems.push(
                Problem::new(Code::EstimateColumnDuplicate)
                    .with("column", name)
                    .at_cell(1, name),
            );
        }
        roles.push(if let Some(s) = strata.iter().position(|s| *s == name) {
            Role::Stratum(s)
        } else if name == COUNT {
            Role::Count
        } else {
            lists.push(name.to_owned());
            Role::List(lists.len() - 1)
        });
    }
    for wanted in strata.iter().copied().chain([COUNT]) {
        if !header.iter().any(|name| name == wanted) {
            problems.push(
                Problem::new(Code::EstimateColumnMissing)
                    .with("column", wanted)
                    .at_cell(1, wanted),
            );
        }
    }
    if lists.len() > MOST_LISTS {
        problems.push(too_many(lists.len()).at_cell(1, &lists[MOST_LISTS]));
    }
    if lists.len() < 2 {
        problems.push(
            Problem::new(Code::EstimateListsMissing)
                .with("lists", lists.len())
                .at_cell(1, lists.first().map_or("", String::as_str)),
        );
    }
    (roles, lists, problems)
}

/// Gives every problem its file, and takes away empty column names.
fn placed(problems: Vec<Problem>, file: &str) -> Vec<Problem> {
    problems
        .into_iter()
        .map(|mut p| {
            if p.spot.column.as_deref() == Some("") {
                p.spot.column = None;
            }
            p.in_file(file)
        })
        .collect()
}
