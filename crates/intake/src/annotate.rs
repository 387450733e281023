//! How does the office see a sheet's problems where they are?
//!
//! A copy of the sheet as a workbook: the rows as they were read, a first column
//! that says what is wrong with each row, and colours on the cells concerned.
//! Everything is written as text, so that no cell can run as a formula.

use crate::sheet::{Kind, Sheet};
use model::{Code, Problem, Severity};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError,
};
use std::collections::{BTreeMap, HashMap};

const ERROR: Color = Color::RGB(0xF4_C7_C3);
const WARNING: Color = Color::RGB(0xFC_E8_B2);
const HEADER: Color = Color::RGB(0xE8_EA_ED);
/// Most characters of a cell in a workbook.
const MAX_LETTERS: usize = 32_000;

/// An annotated copy of a sheet, as the bytes of an XLSX workbook.
///
/// `title` heads the column of problems; `say` makes a problem's sentence. The
/// copy reads from right to left when the headers are Arabic.
///
/// # Errors
/// `intake.annotation-failed` when the workbook cannot be written (a sheet of more
/// rows than a workbook holds).
pub fn annotate(
    sheet: &Sheet,
    problems: &[&Problem],
    title: &str,
    say: &dyn Fn(&Problem) -> String,
) -> Result<Vec<u8>, Problem> {
    write(sheet, problems, title, say)
        .map_err(|error| Problem::new(Code::IntakeAnnotationFailed).with("reason", error))
}

fn write(
    sheet: &Sheet,
    problems: &[&Problem],
    title: &str,
    say: &dyn Fn(&Problem) -> String,
) -> Result<Vec<u8>, XlsxError> {
    let mut by_row: BTreeMap<u64, Vec<&Problem>> = BTreeMap::new();
    let mut cells: HashMap<(u64, usize), Severity> = HashMap::new();
    for problem in problems {
        let row = problem.spot.row.unwrap_or(sheet.header_row);
        by_row.entry(row).or_default().push(problem);
        if let Some(column) = problem
            .spot
            .column
            .as_deref()
            .and_then(|column| sheet.column(column))
        {
            let worst = cells.entry((row, column)).or_insert(problem.severity);
            *worst = (*worst).max(problem.severity);
        }
    }
    let mut workbook = Workbook::new();
    // A fixed date: equal sheets give equal copies.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = workbook.add_worksheet();
    page.set_right_to_left(sheet.is_arabic());
    page.set_freeze_panes(1, 1)?;
    page.set_column_width(0, 60)?;
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = plain.clone().set_text_wrap();
    let header = plain.clone().set_bold().set_background_color(HEADER);
    let coloured = |severity: Severity, format: &Format| {
        format
            .clone()
            .set_background_color(if severity == Severity::Error {
                ERROR
            } else {
                WARNING
            })
    };
    page.write_string_with_format(0, 0, title, &header)?;
    for (column, name) in sheet.headers.iter().enumerate() {
        let format = cells
            .get(&(sheet.header_row, column))
            .map_or_else(|| header.clone(), |&severity| coloured(severity, &header));
        page.write_string_with_format(0, column as u16 + 1, bounded(name), &format)?;
    }
    let said = |problems: &[&Problem]| {
        problems
            .iter()
            .map(|problem| say(problem))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut at = 1;
    // What concerns the sheet as a whole, and rows that are not data, come first.
    let data: std::collections::HashSet<u64> = sheet.rows().map(|row| row.number).collect();
    for (row, problems) in by_row.iter().filter(|(row, _)| !data.contains(row)) {
        let text = format!("{row}: {}", said(problems));
        page.write_string_with_format(at, 0, bounded(&text), &coloured(worst(problems), &wrapped))?;
        at += 1;
    }
    for row in sheet.rows() {
        if let Some(problems) = by_row.get(&row.number) {
            let text = format!("{}: {}", row.number, said(problems));
            page.write_string_with_format(
                at,
                0,
                bounded(&text),
                &coloured(worst(problems), &wrapped),
            )?;
        }
        for column in 0..sheet.headers.len() {
            let cell = row.cell(column);
            let severity = cells.get(&(row.number, column));
            if cell.text.is_empty() && severity.is_none() {
                continue;
            }
            let format =
                severity.map_or_else(|| plain.clone(), |&severity| coloured(severity, &plain));
            match (cell.kind, cell.text.parse::<f64>()) {
                (Kind::Number, Ok(number)) => {
                    page.write_number_with_format(at, column as u16 + 1, number, &format)?
                }
                _ => page.write_string_with_format(
                    at,
                    column as u16 + 1,
                    bounded(cell.text),
                    &format,
                )?,
            };
        }
        at += 1;
    }
    workbook.save_to_buffer()
}

fn worst(problems: &[&Problem]) -> Severity {
    problems
        .iter()
        .map(|problem| problem.severity)
        .max()
        .unwrap_or_default()
}

fn bounded(text: &str) -> &str {
    match text.char_indices().nth(MAX_LETTERS) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
