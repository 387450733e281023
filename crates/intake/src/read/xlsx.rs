//! Which cells does a workbook's sheet have?
//!
//! The archive is weighed before anything is unpacked for use: entries, sizes
//! as declared, sizes as really unpacked, and their ratio are bounded, so that a
//! bomb costs a few milliseconds. Cells are then streamed by calamine; values of
//! formulas are the cached ones, said to be so; a formula that was never
//! computed is a problem, not an empty cell.

use super::{Found, MAX_CELL, MAX_CELLS, MAX_COLUMNS, Reading};
use crate::sheet::{Kind, Merge, Origin, Table, column_letters};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use model::{Code, Problem};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 160 * 1024 * 1024;
/// Most files in a workbook's archive.
const MAX_ENTRIES: usize = 4_096;
/// Most that a single part may grow in unpacking; real sheets stay under 60.
const MAX_RATIO: u64 = 200;
/// Parts smaller than this may have any ratio.
const SMALL: u64 = 1024 * 1024;
/// Most regions of merged cells that are looked at.
const MAX_MERGES: usize = 100_000;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8], reading: &Reading) -> Result<Found, Vec<Problem>> {
    weigh(bytes).map_err(|problem| vec![problem])?;
    guarded(|| read_weighed(bytes, reading))
}

pub(super) fn sheet_names(bytes: &[u8]) -> Result<Vec<(String, bool)>, Vec<Problem>> {
    weigh(bytes).map_err(|problem| vec![problem])?;
    guarded(|| {
        let book = open(bytes)?;
        Ok(worksheets(&book))
    })
}

/// Worksheets that are seen, with their place among all sheets.
pub(super) fn visible_sheets(bytes: &[u8]) -> Result<Vec<(usize, String)>, Vec<Problem>> {
    weigh(bytes).map_err(|problem| vec![problem])?;
    guarded(|| {
        let book = open(bytes)?;
        let all = book.sheets_metadata().iter().enumerate();
        Ok(all
            .filter(|(_, sheet)| {
                sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
            })
            .map(|(at, sheet)| (at, sheet.name.clone()))
            .collect())
    })
}

/// A panic of the reader on a malformed workbook is a problem of the file, not of the program.
fn guarded<T>(read: impl FnOnce() -> Result<T, Vec<Problem>>) -> Result<T, Vec<Problem>> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(vec![broken("malformed")]))
}

fn broken(reason: impl ToString) -> Problem {
    Problem::new(Code::IntakeWorkbookBroken).with("reason", reason)
}

/// Reads the archive's directory, then unpacks every part into nothing, counting.
fn weigh(bytes: &[u8]) -> Result<(), Problem> {
    let zip_broken =
        |error: zip::result::ZipError| Problem::new(Code::IntakeZipBroken).with("reason", error);
    let bomb = |size: u64| {
        Problem::new(Code::IntakeZipBomb)
            .with("size", size / 1_048_576)
            .with("most", MAX_UNPACKED / 1_048_576)
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(zip_broken)?;
    if archive.len() > MAX_ENTRIES {
        return Err(Problem::new(Code::IntakeZipEntries)
            .with("entries", archive.len())
            .with("most", MAX_ENTRIES));
    }
    let (mut declared, mut book, mut ods) = (0_u64, false, false);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(zip_broken)?;
        declared = declared.saturating_add(entry.size());
        if entry.size() > SMALL && entry.size() / entry.compressed_size().max(1) > MAX_RATIO {
            return Err(bomb(entry.size()));
        }
        let name = entry.name().map_err(zip_broken)?.to_ascii_lowercase();
        if entry.encrypted() {
            return Err(Problem::new(Code::IntakeEncrypted));
        }
        book |= name.ends_with(".rels");
        ods |= name == "content.xml";
    }
    if declared > MAX_UNPACKED {
        return Err(bomb(declared));
    }
    if !book {
        return Err(
            Problem::new(Code::IntakeFormatRefused).with("format", if ods { "ods" } else { "zip" })
        );
    }
    // What the directory declares can lie: count what really comes out.
    let mut unpacked = 0_u64;
    let mut buffer = vec![0_u8; 64 * 1024];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(zip_broken)?;
        let strings = entry
            .name()
            .map_err(zip_broken)?
            .to_ascii_lowercase()
            .ends_with("sharedstrings.xml");
        let (packed, mut size) = (entry.compressed_size().max(1), 0_u64);
        loop {
            let count = entry
                .read(&mut buffer)
                .map_err(|error| Problem::new(Code::IntakeZipBroken).with("reason", error))?;
            if count == 0 {
                break;
            }
            if strings && size == 0 {
                strings_are_plausible(&buffer[..count], entry.size())?;
            }
            size += count as u64;
            unpacked += count as u64;
            if unpacked > MAX_UNPACKED || (size > SMALL && size / packed > MAX_RATIO) {
                return Err(bomb(unpacked));
            }
        }
    }
    Ok(())
}

/// A table of strings that declares more of them than its bytes can hold would
/// make the reader reserve memory for all.
fn strings_are_plausible(head: &[u8], size: u64) -> Result<(), Problem> {
    let head = String::from_utf8_lossy(&head[..head.len().min(8192)]).into_owned();
    for (at, _) in head.match_indices("niqueCount") {
        let digits: String = head[at..]
            .chars()
            .skip_while(|letter| !letter.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        if digits
            .parse::<u64>()
            .map_or(!digits.is_empty(), |count| count > size)
        {
            return Err(broken("uniqueCount"));
        }
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<Workbook<'_>, Vec<Problem>> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| vec![broken(error)])
}

fn worksheets(book: &Workbook<'_>) -> Vec<(String, bool)> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn read_weighed(bytes: &[u8], reading: &Reading) -> Result<Found, Vec<Problem>> {
    let mut book = open(bytes)?;
    let sheets = worksheets(&book);
    let (name, mut notes) =
        choose(&sheets, reading.sheet.as_deref()).map_err(|problem| vec![problem])?;
    let date1904 = book.has_1904_epoch();
    let mut merges: Vec<Merge> = Vec::new();
    for region in book
        .merge_cells_by_sheet_name(&name)
        .map_err(|error| vec![broken(error)])?
        .into_iter()
        .take(MAX_MERGES)
    {
        merges.push(Merge {
            first_row: u64::from(region.start.0) + 1,
            last_row: u64::from(region.end.0) + 1,
            first_column: region.start.1 as usize,
            last_column: region.end.1 as usize,
        });
    }
    let mut reader = Filling {
        table: Table::with_capacity(bytes.len()),
        flaws: BTreeMap::new(),
        formulas: BTreeMap::new(),
        row: None,
        cells: Vec::new(),
        date1904,
        unquote: reading.unquote,
    };
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|error| vec![broken(error)])?;
    loop {
        match cells.next_cell_with_formula_metadata() {
            Ok(None) => break,
            Ok(Some(cell)) => reader
                .take(cell.pos.0, cell.pos.1, &cell.value, cell.formula.is_some())
                .map_err(|problem| vec![problem])?,
            Err(error) => return Err(vec![broken(error)]),
        }
    }
    reader.close_row().map_err(|problem| vec![problem])?;
    for (column, (row, count)) in &reader.formulas {
        notes.push(
            Problem::new(Code::IntakeFormulaCached)
                .with("count", count)
                .at_cell(*row, column_letters(*column as usize))
                .warning(),
        );
    }
    for problem in &mut notes {
        problem.spot.sheet = Some(name.clone());
    }
    let mut flaws = reader.flaws;
    for problem in flaws.values_mut().flatten() {
        problem.spot.sheet = Some(name.clone());
    }
    Ok(Found {
        origin: Origin::Xlsx {
            sheet: name,
            date1904,
            sheets: sheets.into_iter().map(|(name, _)| name).collect(),
        },
        table: reader.table,
        merges,
        notes,
        flaws,
    })
}

/// The sheet that the mapping names, else the first visible one.
fn choose(
    sheets: &[(String, bool)],
    wanted: Option<&str>,
) -> Result<(String, Vec<Problem>), Problem> {
    let listed = || {
        sheets
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    if let Some(wanted) = wanted {
        return match sheets.iter().find(|(name, _)| name == wanted) {
            Some((name, _)) => Ok((name.clone(), Vec::new())),
            None => Err(Problem::new(Code::IntakeSheetUnknown)
                .with("sheet", wanted)
                .with("sheets", listed())),
        };
    }
    let chosen = sheets
        .iter()
        .find(|(_, hidden)| !hidden)
        .or(sheets.first())
        .ok_or_else(|| Problem::new(Code::IntakeFileEmpty))?;
    let mut notes = Vec::new();
    if sheets.len() > 1 {
        notes.push(
            Problem::new(Code::IntakeSheetsSeveral)
                .with("sheet", &chosen.0)
                .with("sheets", listed())
                .warning(),
        );
    }
    for (name, _) in sheets.iter().filter(|(_, hidden)| *hidden) {
        notes.push(
            Problem::new(Code::IntakeSheetHidden)
                .with("sheet", name)
                .warning(),
        );
    }
    Ok((chosen.0.clone(), notes))
}

/// The table while it is filled from a stream of cells.
struct Filling {
    table: Table,
    flaws: BTreeMap<u64, Vec<Problem>>,
    /// First row and number of formulas by column.
    formulas: BTreeMap<u32, (u64, u64)>,
    row: Option<u32>,
    /// The current row's cells.
    cells: Vec<(u32, String, Kind, f64)>,
    date1904: bool,
    unquote: bool,
}

impl Filling {
    fn take(
        &mut self,
        row: u32,
        column: u32,
        value: &DataRef<'_>,
        formula: bool,
    ) -> Result<(), Problem> {
        if self.row != Some(row) {
            self.close_row()?;
            if self.row.is_some_and(|last| last > row) {
                return Err(broken("rows out of order"));
            }
            self.row = Some(row);
        }
        if formula {
            let number = u64::from(row) + 1;
            if matches!(value, DataRef::Empty) {
                self.flaw(
                    row,
                    Problem::new(Code::IntakeFormulaEmpty)
                        .at_cell(number, column_letters(column as usize)),
                );
            } else {
                self.formulas.entry(column).or_insert((number, 0)).1 += 1;
            }
        }
        let (text, kind, serial) = match value {
            DataRef::Empty => return Ok(()),
            DataRef::String(text) => (text.clone(), Kind::Text, 0.0),
            DataRef::SharedString(text) => ((*text).to_owned(), Kind::Text, 0.0),
            DataRef::Int(number) => (number.to_string(), Kind::Number, 0.0),
            DataRef::Float(number) => (number.to_string(), Kind::Number, 0.0),
            DataRef::Bool(truth) => (
                if *truth { "TRUE" } else { "FALSE" }.to_owned(),
                Kind::Bool,
                0.0,
            ),
            DataRef::DateTime(moment) if moment.is_datetime() => (
                shown(moment.as_f64(), self.date1904),
                Kind::Date,
                moment.as_f64(),
            ),
            DataRef::DateTime(moment) => (moment.as_f64().to_string(), Kind::Number, 0.0),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                (text.clone(), Kind::Text, 0.0)
            }
            DataRef::Error(error) => (error.to_string(), Kind::Error, 0.0),
        };
        if column as usize >= MAX_COLUMNS {
            return Err(Problem::new(Code::IntakeColumnsTooMany)
                .with("most", MAX_COLUMNS)
                .at_cell(u64::from(row) + 1, column_letters(column as usize)));
        }
        self.cells.push((column, text, kind, serial));
        Ok(())
    }

    fn flaw(&mut self, row: u32, problem: Problem) {
        self.flaws
            .entry(u64::from(row) + 1)
            .or_default()
            .push(problem);
    }

    /// Writes the row into the table, with empty cells where the file has none.
    fn close_row(&mut self) -> Result<(), Problem> {
        let Some(row) = self.row else { return Ok(()) };
        let mut cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        cells.sort_by_key(|cell| cell.0);
        if cells.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(broken("a cell stands twice"));
        }
        if self.table.rows() > 0 && self.table.number(self.table.rows() - 1) == u64::from(row) + 1 {
            return Err(broken("a row stands twice"));
        }
        self.table.begin_row(row + 1);
        let mut next = 0;
        for (column, text, kind, serial) in cells.drain(..) {
            while next < column {
                self.table.push("", Kind::Text);
                next += 1;
            }
            next += 1;
            let mut text = text.as_str();
            if self.unquote {
                text = text.strip_prefix('\'').unwrap_or(text);
            }
            if text.len() > MAX_CELL {
                let mut end = MAX_CELL;
                while !text.is_char_boundary(end) {
                    end -= 1;
                }
                text = &text[..end];
                self.flaw(
                    row,
                    Problem::new(Code::IntakeCellTooLong)
                        .with("most", MAX_CELL)
                        .at_cell(u64::from(row) + 1, column_letters(column as usize)),
                );
            }
            if text.contains('\0') {
                self.flaw(
                    row,
                    Problem::new(Code::IntakeCellNul)
                        .at_cell(u64::from(row) + 1, column_letters(column as usize)),
                );
            }
            match kind {
                Kind::Date => self.table.push_date(text, serial),
                _ => self.table.push(text, kind),
            }
        }
        if self.table.cell_count() > MAX_CELLS || self.table.text_len() > Table::MAX_TEXT / 2 {
            return Err(Problem::new(Code::IntakeCellsTooMany).with("most", MAX_CELLS));
        }
        self.cells = cells;
        Ok(())
    }
}

/// A serial as its day, with the time of day when it has one; else the bare number.
fn shown(serial: f64, date1904: bool) -> String {
    let Ok(when) = model::when::from_excel_serial(serial, date1904) else {
        return serial.to_string();
    };
    let minutes = (serial.fract() * 1_440.0).round() as u32;
    if minutes == 0 || minutes >= 1_440 {
        return when.edtf().to_owned();
    }
    format!("{} {:02}:{:02}", when.edtf(), minutes / 60, minutes % 60)
}
