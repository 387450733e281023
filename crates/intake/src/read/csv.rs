//! Which cells does a separated text have?
//!
//! A record is one row of a spreadsheet, blank lines and records that run over
//! several lines included, so that row numbers agree with what the office sees.
//! RFC 4180 quoting; a quote that never closes stops the whole file, because
//! nobody knows where its rows end. Ragged rows are marked in `header`, which
//! knows how wide the sheet is.

use super::{Found, MAX_CELL, MAX_CELLS, MAX_COLUMNS, Reading, encoding};
use crate::sheet::{Kind, Origin, Table};
use model::{Code, Problem};
use std::borrow::Cow;
use std::collections::BTreeMap;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of the text decides which separator it has.
const SAMPLE: usize = 64 * 1024;

pub(super) fn read(bytes: &[u8], reading: &Reading) -> Result<Found, Vec<Problem>> {
    let (text, encoding, note) =
        encoding::decode(bytes, reading.encoding.as_deref()).map_err(|problem| vec![problem])?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let (declared, skip) = declared_delimiter(text);
    let delimiter = match reading.delimiter {
        Some(wanted) if wanted.is_ascii() && wanted != '"' && wanted != '\n' && wanted != '\r' => {
            wanted as u8
        }
        Some(wanted) => {
            return Err(vec![
                Problem::new(Code::IntakeDelimiterUnusable).with("delimiter", wanted),
            ]);
        }
        None => declared.unwrap_or_else(|| likely_delimiter(text)),
    };
    let mut parser = Parser::new(&text[skip..], delimiter, reading.unquote);
    parser.row = if skip > 0 { 1 } else { 0 };
    parser.all().map_err(|problem| vec![problem])?;
    Ok(Found {
        origin: Origin::Csv {
            encoding,
            delimiter: char::from(delimiter),
        },
        table: parser.table,
        merges: Vec::new(),
        notes: note.into_iter().collect(),
        flaws: parser.flaws,
    })
}

/// Excel's own first line `sep=;`, and how many bytes it takes.
fn declared_delimiter(text: &str) -> (Option<u8>, usize) {
    let bytes = text.as_bytes();
    if bytes.len() > 5
        && bytes[..4].eq_ignore_ascii_case(b"sep=")
        && matches!(bytes[5], b'\r' | b'\n')
        && bytes[4].is_ascii_punctuation()
    {
        let end = if bytes[5..].starts_with(b"\r\n") {
            7
        } else {
            6
        };
        return (Some(bytes[4]), end);
    }
    (None, 0)
}

/// The separator that cuts the first rows into the same number of cells, most of them.
fn likely_delimiter(text: &str) -> u8 {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let mut parser = Parser::new(&text[..end], delimiter, false);
        // A sample may end inside a quoted cell; what was read until then counts.
        let _ = parser.all();
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let rows = (0..parser.table.rows()).filter(|&row| parser.table.filled(row) > 0);
        let mut total = 0;
        for row in rows {
            *widths.entry(parser.table.width(row)).or_default() += 1;
            total += 1;
        }
        let Some((width, count)) = widths
            .into_iter()
            .filter(|&(width, _)| width > 1)
            .max_by_key(|&(width, count)| (count, width))
        else {
            continue;
        };
        let score = (count * 10 / total.max(1), width);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

struct Parser<'a> {
    bytes: &'a [u8],
    text: &'a str,
    delimiter: u8,
    unquote: bool,
    at: usize,
    row: u32,
    table: Table,
    flaws: BTreeMap<u64, Vec<Problem>>,
}

/// What ended a cell.
enum End {
    Cell,
    Row,
    Text,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, delimiter: u8, unquote: bool) -> Parser<'a> {
        Parser {
            bytes: text.as_bytes(),
            text,
            delimiter,
            unquote,
            at: 0,
            row: 0,
            table: Table::with_capacity(text.len()),
            flaws: BTreeMap::new(),
        }
    }

    fn all(&mut self) -> Result<(), Problem> {
        while self.at < self.bytes.len() {
            self.row += 1;
            self.table.begin_row(self.row);
            self.record()?;
            if self.table.cell_count() > MAX_CELLS {
                return Err(Problem::new(Code::IntakeCellsTooMany).with("most", MAX_CELLS));
            }
        }
        Ok(())
    }

    fn record(&mut self) -> Result<(), Problem> {
        let mut columns = 0;
        loop {
            columns += 1;
            if columns > MAX_COLUMNS {
                return Err(Problem::new(Code::IntakeColumnsTooMany)
                    .with("most", MAX_COLUMNS)
                    .at_row(self.row));
            }
            let end = if self.bytes.get(self.at) == Some(&b'"') {
                self.quoted()?
            } else {
                self.plain()
            };
            if !matches!(end, End::Cell) {
                return Ok(());
            }
        }
    }

    /// A cell without quotes around it.
    fn plain(&mut self) -> End {
        let begin = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == self.delimiter || byte == b'\n' || byte == b'\r' {
                break;
            }
            self.at += 1;
        }
        let text = self.text;
        self.keep(&text[begin..self.at]);
        self.end()
    }

    /// Steps over what ends a cell.
    fn end(&mut self) -> End {
        match self.bytes.get(self.at) {
            None => End::Text,
            Some(&byte) if byte == self.delimiter => {
                self.at += 1;
                End::Cell
            }
            Some(b'\r') => {
                self.at += if self.bytes.get(self.at + 1) == Some(&b'\n') {
                    2
                } else {
                    1
                };
                End::Row
            }
            Some(_) => {
                self.at += 1;
                End::Row
            }
        }
    }

    /// A cell in quotes; two quotes inside stand for one.
    fn quoted(&mut self) -> Result<End, Problem> {
        self.at += 1;
        let mut begin = self.at;
        let mut pieces: Option<String> = None;
        let text = self.text;
        loop {
            match self.bytes.get(self.at) {
                None => {
                    return Err(Problem::new(Code::IntakeQuoteOpen).at_row(self.row));
                }
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => {
                    pieces
                        .get_or_insert_default()
                        .push_str(&text[begin..=self.at]);
                    self.at += 2;
                    begin = self.at;
                }
                Some(b'"') => break,
                Some(_) => self.at += 1,
            }
        }
        let mut cell = match pieces {
            None => Cow::Borrowed(&text[begin..self.at]),
            Some(mut whole) => {
                whole.push_str(&text[begin..self.at]);
                Cow::Owned(whole)
            }
        };
        self.at += 1;
        let after = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|&byte| byte != self.delimiter && byte != b'\n' && byte != b'\r')
        {
            self.at += 1;
        }
        if text[after..self.at].trim().is_empty() {
            self.keep(&cell);
        } else {
            let column = crate::sheet::column_letters(self.table.width(self.table.rows() - 1));
            self.flaw(Problem::new(Code::IntakeQuoteStray).at_cell(u64::from(self.row), column));
            cell.to_mut().push_str(&text[after..self.at]);
            self.keep(&cell);
        }
        Ok(self.end())
    }

    fn keep(&mut self, cell: &str) {
        let mut cell = cell;
        if self.unquote {
            cell = cell.strip_prefix('\'').unwrap_or(cell);
        }
        let column = self.table.width(self.table.rows() - 1);
        if cell.len() > MAX_CELL {
            let mut end = MAX_CELL;
            while !cell.is_char_boundary(end) {
                end -= 1;
            }
            cell = &cell[..end];
            self.flaw(
                Problem::new(Code::IntakeCellTooLong)
                    .with("most", MAX_CELL)
                    .at_cell(u64::from(self.row), crate::sheet::column_letters(column)),
            );
        }
        if cell.as_bytes().contains(&0) {
            self.flaw(
                Problem::new(Code::IntakeCellNul)
                    .at_cell(u64::from(self.row), crate::sheet::column_letters(column)),
            );
        }
        self.table.push(cell, Kind::Text);
    }

    fn flaw(&mut self, problem: Problem) {
        self.flaws
            .entry(u64::from(self.row))
            .or_default()
            .push(problem);
    }
}

/// Sets the row alone, for problems of a whole row.
trait AtRow {
    fn at_row(self, row: u32) -> Self;
}

impl AtRow for Problem {
    fn at_row(mut self, row: u32) -> Problem {
        self.spot.row = Some(u64::from(row));
        self
    }
}
