//! Which bytes are a sheet at all, and of which kind?
//!
//! [`read_sheet`] is the only door for bytes from outside. It tells formats by
//! their content, never by the file's name, refuses what it cannot read rightly
//! with a problem that says what the file is, and bounds every size before
//! anything is unpacked. Text is read in `csv`, workbooks in `xlsx`.

mod csv;
mod encoding;
mod header;
mod xlsx;

use crate::sheet::{Merge, Origin, Sheet, Table};
use model::{Code, Problem};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Largest file that is looked at, in bytes.
pub const MAX_FILE: usize = 256 * 1024 * 1024;
/// Largest cell, in bytes; a spreadsheet's own limit is 32,767 characters.
pub const MAX_CELL: usize = 128 * 1024;
/// Most columns of a sheet.
pub const MAX_COLUMNS: usize = 1_000;
/// Most cells of a sheet.
pub const MAX_CELLS: usize = 40_000_000;

/// What a mapping can say about how its file is read; empty means: find out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// WHATWG label of the encoding of a CSV file.
    pub encoding: Option<String>,
    /// Separator of a CSV file.
    pub delimiter: Option<char>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Spreadsheet row of the (first) header.
    pub header_row: Option<u64>,
    /// How many rows the header has.
    pub header_rows: Option<u64>,
    /// A merged cell's value holds for every row and column that it covers.
    pub fill_merged: bool,
    /// Cells that are missing at the end of a CSV row are empty cells.
    pub short_rows_are_empty: bool,
    /// A leading apostrophe was put there to stop formulas: take it away.
    pub unquote: bool,
}

/// What a reader found, before headers are told from data.
struct Found {
    origin: Origin,
    table: Table,
    merges: Vec<Merge>,
    notes: Vec<Problem>,
    flaws: BTreeMap<u64, Vec<Problem>>,
}

/// Reads one sheet of a CSV or XLSX file.
///
/// # Errors
/// Everything that stops the whole file: its format, its encoding, its size, a
/// missing header. What is wrong with single rows is in [`Sheet::flaws`].
pub fn read_sheet(bytes: &[u8], file_name: &str, reading: &Reading) -> Result<Sheet, Vec<Problem>> {
    let refuse = |code: Code| Err(vec![Problem::new(code).in_file(file_name)]);
    if bytes.is_empty() {
        return refuse(Code::IntakeFileEmpty);
    }
    if bytes.len() > MAX_FILE {
        return refuse(Code::IntakeFileTooLarge);
    }
    let found = match format_of(bytes) {
        Format::Zip => xlsx::read(bytes, reading),
        Format::Text => csv::read(bytes, reading),
        Format::Encrypted => return refuse(Code::IntakeEncrypted),
        Format::Refused(format) => Err(vec![
            Problem::new(Code::IntakeFormatRefused).with("format", format),
        ]),
    }
    .map_err(|problems| in_file(problems, file_name))?;
    header::settle(found, file_name, sha256_hex(bytes), reading)
        .map_err(|problems| in_file(problems, file_name))
}

fn in_file(problems: Vec<Problem>, file_name: &str) -> Vec<Problem> {
    problems
        .into_iter()
        .map(|problem| problem.in_file(file_name))
        .collect()
}

/// Names of a workbook's sheets with whether each is hidden; empty for text files.
///
/// # Errors
/// As [`read_sheet`], for the file as a whole.
pub fn sheet_names(bytes: &[u8]) -> Result<Vec<(String, bool)>, Vec<Problem>> {
    match format_of(bytes) {
        Format::Zip => xlsx::sheet_names(bytes),
        _ => Ok(Vec::new()),
    }
}

/// Cells of one sheet of a workbook that are seen on a screen (hidden rows and columns
/// and what merged cells cover are not told apart yet).
pub(crate) struct Cells {
    pub table: Table,
    pub merges: Vec<Merge>,
}

/// Visible sheets of a workbook: their place among all of its sheets, and their names.
///
/// # Errors
/// As [`read_sheet`], for the file as a whole.
pub(crate) fn visible_sheets(bytes: &[u8]) -> Result<Vec<(usize, String)>, Problem> {
    first(xlsx::visible_sheets(bytes))
}

/// The cells of a workbook's sheet, without looking for headers.
///
/// # Errors
/// As [`read_sheet`].
pub(crate) fn cells_of(bytes: &[u8], sheet: &str) -> Result<Cells, Problem> {
    let reading = Reading {
        sheet: Some(sheet.to_owned()),
        ..Reading::default()
    };
    let found = first(xlsx::read(bytes, &reading))?;
    Ok(Cells {
        table: found.table,
        merges: found.merges,
    })
}

/// A text file's letters, whichever encoding it has.
///
/// # Errors
/// `intake.encoding-broken`.
pub(crate) fn letters_of(bytes: &[u8]) -> Result<String, Problem> {
    encoding::decode(bytes, None).map(|(text, ..)| text.into_owned())
}

fn first<T>(read: Result<T, Vec<Problem>>) -> Result<T, Problem> {
    read.map_err(|problems| {
        let first = problems.into_iter().next();
        first.unwrap_or_else(|| Problem::new(Code::IntakeWorkbookBroken).with("reason", "?"))
    })
}

enum Format {
    Zip,
    Text,
    Encrypted,
    Refused(&'static str),
}

fn format_of(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"PK\x03\x04") {
        return Format::Zip;
    }
    if bytes.starts_with(b"PK\x05\x06") {
        return Format::Refused("zip");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        // An encrypted workbook is a compound file with a stream of this name.
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return if encrypted {
            Format::Encrypted
        } else {
            Format::Refused("xls")
        };
    }
    for (magic, format) in [
        (&b"%PDF"[..], "pdf"),
        (b"{\\rtf", "rtf"),
        (b"SQLite format 3\0", "sqlite"),
        (b"\x1f\x8b", "gzip"),
        (b"Rar!", "rar"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x89PNG", "image"),
        (b"\xFF\xD8\xFF", "image"),
    ] {
        if bytes.starts_with(magic) {
            return Format::Refused(format);
        }
    }
    let head: String = bytes
        .iter()
        .take(512)
        .filter(|byte| byte.is_ascii_graphic())
        .map(|&byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    if head.starts_with("<html") || head.starts_with("<!doctypehtml") || head.starts_with("<table")
    {
        return Format::Refused("html");
    }
    if head.starts_with("<?xml") {
        return Format::Refused("xml");
    }
    Format::Text
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
