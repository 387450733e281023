//! Which rows are headers, which are data, and which rows cannot be trusted?
//!
//! The header is the first row that is nearly as full as the rows under it; a
//! title above it is not one. A second header row (another language, HXL tags,
//! a group of columns above their names) is understood and kept. Rows that are
//! ragged, merged or repeat the header are marked here, by row number: a row
//! that could have shifted is never read.

use super::{Found, Reading};
use crate::propose::dictionary;
use crate::sheet::{Merge, Origin, Sheet, Table, column_letters, trim};
use model::{Code, Problem};
use std::collections::{BTreeMap, HashMap};

/// How many rows are looked at to find the header.
const LOOK: usize = 30;
/// Most rows that merged regions may touch, all together.
const MAX_COVERED: u64 = 300_000;

pub(super) fn settle(
    found: Found,
    file: &str,
    sha256: String,
    reading: &Reading,
) -> Result<Sheet, Vec<Problem>> {
    let Found {
        origin,
        mut table,
        mut merges,
        mut notes,
        mut flaws,
    } = found;
    bound_merges(&mut merges, &table)?;
    let filled: Vec<usize> = (0..table.rows())
        .filter(|&row| table.filled(row) > 0)
        .collect();
    let missing = || vec![Problem::new(Code::IntakeHeaderMissing)];
    let first = match reading.header_row {
        Some(number) => *filled
            .iter()
            .find(|&&row| table.number(row) == number)
            .ok_or_else(missing)?,
        None => likely_header(&table, &filled, &merges).ok_or_else(missing)?,
    };
    let width = table.reach(first);
    let position = filled
        .iter()
        .position(|&row| row == first)
        .ok_or_else(missing)?;
    let mut names: Vec<String> = (0..width)
        .map(|column| one_line(table.cell(first, column).text))
        .collect();
    let mut next = position + 1;
    let mut second: Vec<Option<String>> = vec![None; width];
    let mut tags: Vec<Option<String>> = vec![None; width];
    let mut last = first;

    if position > 0 && reading.header_row.is_none() {
        join_group(
            &table,
            &merges,
            filled[position - 1],
            first,
            &mut names,
            &mut notes,
        );
    }
    // A workbook's group row may itself be chosen: names merged over several columns.
    let mut extra = reading.header_rows.map(|rows| rows.saturating_sub(1));
    while let Some(&row) = filled.get(next) {
        let wanted = match extra {
            Some(0) => break,
            Some(_) => true,
            None => false,
        };
        let number = table.number(row);
        if is_tag_row(&table, row) {
            for (column, tag) in tags.iter_mut().enumerate() {
                *tag = Some(trim(table.cell(row, column).text).to_owned())
                    .filter(|tag| !tag.is_empty());
            }
        } else if is_under_group(&table, &merges, last, row) {
            // Names under a merged group: the group's name comes first.
            names = under_group(&table, &merges, last, row, width.max(table.reach(row)));
            second.resize(names.len(), None);
            tags.resize(names.len(), None);
        } else if wanted || is_second_header(&table, row, &names) {
            for (column, name) in second.iter_mut().enumerate() {
                *name =
                    Some(one_line(table.cell(row, column).text)).filter(|name| !name.is_empty());
            }
            let mut note = Problem::new(Code::IntakeHeaderSecond).warning();
            note.spot.row = Some(number);
            notes.push(note);
        } else {
            break;
        }
        if let Some(left) = &mut extra {
            *left -= 1;
        }
        last = row;
        next += 1;
    }
    let header_row = table.number(last);
    let width = names.len();
    name_columns(&table, &mut names, &filled[next..], header_row, &mut notes)?;

    let text_rows = matches!(origin, Origin::Csv { .. });
    if text_rows {
        find_ragged(
            &table,
            &filled[next..],
            table.width(first),
            reading.short_rows_are_empty,
            &mut flaws,
        );
    }
    if reading.fill_merged {
        table = filled_from_merges(&table, &merges, header_row, width);
    }
    let filled: Vec<usize> = (0..table.rows())
        .filter(|&row| table.number(row) > header_row && table.filled(row) > 0)
        .collect();
    if !reading.fill_merged {
        mark_merges(&merges, header_row, &names, &mut flaws);
    }
    let header_cells: Vec<String> = (0..width)
        .map(|column| trim(table_header(&table, header_row, column)).to_owned())
        .collect();
    let mut data = Vec::with_capacity(filled.len());
    for row in filled {
        let number = table.number(row);
        if repeats_header(&table, row, &names, &header_cells) {
            let mut note = Problem::new(Code::IntakeHeaderRepeated).warning();
            note.spot.row = Some(number);
            notes.push(note);
            continue;
        }
        if !text_rows && table.reach(row) > width {
            let column = column_letters(table.reach(row) - 1);
            flaws
                .entry(number)
                .or_default()
                .push(Problem::new(Code::IntakeCellBeyondHeader).at_cell(number, column));
        }
        data.push(row as u32);
    }
    let sheet_name = match &origin {
        Origin::Xlsx { sheet, .. } => Some(sheet.clone()),
        Origin::Csv { .. } => None,
    };
    let letters: HashMap<String, &String> = names
        .iter()
        .enumerate()
        .map(|(column, name)| (column_letters(column), name))
        .collect();
    for problem in flaws.values_mut().flatten().chain(&mut notes) {
        problem.spot.file = Some(file.to_owned());
        problem.spot.sheet.clone_from(&sheet_name);
        if let Some(column) = &mut problem.spot.column
            && let Some(name) = letters.get(column.as_str())
        {
            column.clone_from(name);
        }
    }
    Ok(Sheet {
        file: file.to_owned(),
        sha256,
        origin,
        headers: names,
        second_headers: second,
        tags,
        header_row,
        notes,
        flaws,
        table,
        data,
    })
}

fn table_header(table: &Table, header_row: u64, column: usize) -> &str {
    (0..table.rows())
        .find(|&row| table.number(row) == header_row)
        .map_or("", |row| table.cell(row, column).text)
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(crate::sheet::is_invisible)
        .to_owned()
}

/// Ends regions at the last row that the sheet has, and refuses so many that
/// walking them would be the attack.
fn bound_merges(merges: &mut Vec<Merge>, table: &Table) -> Result<(), Vec<Problem>> {
    let last = table
        .rows()
        .checked_sub(1)
        .map_or(0, |row| table.number(row));
    merges.retain(|merge| merge.first_row <= last);
    let mut covered = 0;
    for merge in merges {
        merge.last_row = merge.last_row.min(last);
        covered += merge.last_row - merge.first_row + 1;
    }
    if covered > MAX_COVERED {
        return Err(vec![
            Problem::new(Code::IntakeWorkbookBroken).with("reason", "mergeCells"),
        ]);
    }
    Ok(())
}

/// The first row that is at least 60 % as full as the fullest of the first rows.
fn likely_header(table: &Table, filled: &[usize], merges: &[Merge]) -> Option<usize> {
    let look = &filled[..filled.len().min(LOOK)];
    let most = look.iter().map(|&row| table.filled(row)).max()?;
    look.iter().copied().find(|&row| {
        let count = table.filled(row);
        // A merged header cell names as many columns as it covers, when others stand beside it.
        let number = table.number(row);
        let spread: usize = merges
            .iter()
            .filter(|merge| merge.first_row == number && merge.last_column > merge.first_column)
            .map(|merge| merge.last_column - merge.first_column)
            .sum();
        let title = count == 1 && most > 1;
        !title && (count + spread) * 10 >= most * 6
    })
}

/// Cells of HXL tags: `#adm1+name`.
fn is_tag_row(table: &Table, row: usize) -> bool {
    let mut any = false;
    for cell in table.cells(row) {
        let text = cell.trimmed();
        if text.is_empty() {
            continue;
        }
        if !text.strip_prefix('#').is_some_and(|tag| {
            tag.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && !tag.contains(char::is_whitespace)
        }) {
            return false;
        }
        // `#REF!` and its kin are errors of a spreadsheet, not tags.
        if text.ends_with('!') || text.ends_with('?') || text == "#N/A" {
            return false;
        }
        any = true;
    }
    any
}

/// A second header row names things: at least two words of the dictionary, nothing with a digit.
fn is_second_header(table: &Table, row: usize, names: &[String]) -> bool {
    let words: Vec<&str> = table
        .cells(row)
        .map(|cell| cell.trimmed())
        .filter(|text| !text.is_empty())
        .collect();
    if words.len() < 2
        || words.len() * 10 < names.iter().filter(|name| !name.is_empty()).count() * 6
    {
        return false;
    }
    if words.iter().any(|word| word.chars().any(char::is_numeric)) {
        return false;
    }
    let known = words
        .iter()
        .filter(|word| dictionary::names_something(word))
        .count();
    known >= 2 && known * 2 >= words.len()
}

/// Whether a row stands under merged groups of the header row.
fn is_under_group(table: &Table, merges: &[Merge], header: usize, row: usize) -> bool {
    let number = table.number(header);
    if table.number(row) != number + 1 {
        return false;
    }
    merges.iter().any(|merge| {
        merge.first_row == number
            && merge.last_row == number
            && merge.last_column > merge.first_column
            && (merge.first_column..=merge.last_column).all(|column| {
                let text = table.cell(row, column).trimmed();
                !text.is_empty() && !text.chars().any(char::is_numeric)
            })
    })
}

fn under_group(
    table: &Table,
    merges: &[Merge],
    header: usize,
    row: usize,
    width: usize,
) -> Vec<String> {
    let number = table.number(header);
    (0..width)
        .map(|column| {
            let group = merges.iter().find(|merge| {
                merge.first_row == number
                    && merge.last_row == number
                    && (merge.first_column..=merge.last_column).contains(&column)
            });
            let above = one_line(
                table
                    .cell(header, group.map_or(column, |merge| merge.first_column))
                    .text,
            );
            let below = one_line(table.cell(row, column).text);
            match (above.is_empty(), below.is_empty()) {
                (_, true) => above,
                (true, false) => below,
                (false, false) if above == below => above,
                (false, false) => format!("{above} / {below}"),
            }
        })
        .collect()
}

/// Column names that stand twice get the name of the group above them.
fn join_group(
    table: &Table,
    merges: &[Merge],
    group: usize,
    header: usize,
    names: &mut [String],
    notes: &mut Vec<Problem>,
) {
    let twice = |name: &String, names: &[String]| {
        !name.is_empty() && names.iter().filter(|other| *other == name).count() > 1
    };
    if table.number(group) + 1 != table.number(header)
        || table.filled(group) < 2
        || !names.iter().any(|name| twice(name, names))
    {
        return;
    }
    let before = names.to_vec();
    let number = table.number(group);
    let mut carried = String::new();
    for (column, name) in names.iter_mut().enumerate() {
        let own = one_line(table.cell(group, column).text);
        if !own.is_empty() {
            carried = own;
        }
        let merged_away = merges.iter().any(|merge| merge.first_row == number)
            && !merges.iter().any(|merge| {
                merge.first_row == number
                    && (merge.first_column..=merge.last_column).contains(&column)
            })
            && table.cell(group, column).text.is_empty();
        if twice(&before[column], &before) && !carried.is_empty() && !merged_away {
            *name = format!("{carried} / {name}");
        }
    }
    let mut note = Problem::new(Code::IntakeHeaderSecond).warning();
    note.spot.row = Some(table.number(group));
    notes.push(note);
}

/// Gives every column a name of its own.
fn name_columns(
    table: &Table,
    names: &mut [String],
    data: &[usize],
    header_row: u64,
    notes: &mut Vec<Problem>,
) -> Result<(), Vec<Problem>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (column, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            *name = format!("({})", column_letters(column));
            let holds = |row: &usize| !table.cell(*row, column).trimmed().is_empty();
            if data.iter().any(holds) {
                notes.push(
                    Problem::new(Code::IntakeHeaderEmpty)
                        .at_cell(header_row, &name)
                        .warning(),
                );
            }
        }
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let first = name.clone();
            let mut number = *count;
            while seen.contains_key(&format!("{first} ({number})")) {
                number += 1;
            }
            *name = format!("{first} ({number})");
            seen.insert(name.clone(), 1);
            notes.push(
                Problem::new(Code::IntakeHeaderTwice)
                    .with("header", first)
                    .with("name", &name)
                    .at_cell(header_row, &name)
                    .warning(),
            );
        }
    }
    if names.is_empty() {
        Err(vec![Problem::new(Code::IntakeHeaderMissing)])
    } else {
        Ok(())
    }
}

/// Rows of a text file with more or fewer cells than the header.
fn find_ragged(
    table: &Table,
    data: &[usize],
    width: usize,
    short_is_empty: bool,
    flaws: &mut BTreeMap<u64, Vec<Problem>>,
) {
    for &row in data {
        let cells = table.width(row);
        let too_many = cells > width && table.reach(row) > width;
        let too_few = cells < width && !short_is_empty;
        if too_many || too_few {
            let number = table.number(row);
            let mut problem = Problem::new(Code::IntakeRowRagged)
                .with("cells", cells)
                .with("columns", width);
            problem.spot.row = Some(number);
            flaws.entry(number).or_default().push(problem);
        }
    }
}

/// Rows that merged cells touch: the first one has the value, the others lack it.
fn mark_merges(
    merges: &[Merge],
    header_row: u64,
    names: &[String],
    flaws: &mut BTreeMap<u64, Vec<Problem>>,
) {
    for merge in merges {
        if merge.first_column >= names.len() {
            continue;
        }
        for row in merge.first_row.max(header_row + 1)..=merge.last_row {
            let problem = Problem::new(Code::IntakeMergedCells)
                .with(
                    "first",
                    format!("{}{}", column_letters(merge.first_column), merge.first_row),
                )
                .with(
                    "last",
                    format!("{}{}", column_letters(merge.last_column), merge.last_row),
                )
                .at_cell(row, &names[merge.first_column]);
            flaws.entry(row).or_default().push(problem);
        }
    }
}

/// The same table with the value of each merged region in every cell that it covers.
fn filled_from_merges(table: &Table, merges: &[Merge], header_row: u64, columns: usize) -> Table {
    let anchors: HashMap<u64, usize> = (0..table.rows())
        .map(|row| (table.number(row), row))
        .collect();
    let mut by_row: BTreeMap<u64, Vec<&Merge>> = BTreeMap::new();
    for merge in merges.iter().filter(|merge| merge.last_row > header_row) {
        for row in merge.first_row..=merge.last_row {
            by_row.entry(row).or_default().push(merge);
        }
    }
    let mut whole = Table::with_capacity(table.text_len());
    for row in 0..table.rows() {
        let number = table.number(row);
        whole.begin_row(number as u32);
        let covering = by_row.get(&number).map_or(&[][..], Vec::as_slice);
        let width = covering
            .iter()
            .map(|merge| (merge.last_column + 1).min(columns))
            .max()
            .unwrap_or(0)
            .max(table.width(row));
        for column in 0..width {
            let over = covering
                .iter()
                .find(|merge| (merge.first_column..=merge.last_column).contains(&column));
            let cell = match over.and_then(|merge| {
                anchors
                    .get(&merge.first_row)
                    .map(|&anchor| table.cell(anchor, merge.first_column))
            }) {
                Some(cell) => cell,
                None => table.cell(row, column),
            };
            match cell.serial {
                Some(serial) => whole.push_date(cell.text, serial),
                None => whole.push(cell.text, cell.kind),
            }
        }
    }
    whole
}

/// A data row that says the header again, as printed lists do on every page.
fn repeats_header(table: &Table, row: usize, names: &[String], header_cells: &[String]) -> bool {
    let mut same = 0;
    for column in 0..table.width(row) {
        let text = table.cell(row, column).trimmed();
        if text.is_empty() {
            continue;
        }
        let header = header_cells
            .get(column)
            .map(String::as_str)
            .unwrap_or_default();
        let name = names.get(column).map(String::as_str).unwrap_or_default();
        if text != header && text != name {
            return false;
        }
        same += 1;
    }
    same >= 2 || (same == 1 && names.len() == 1)
}
