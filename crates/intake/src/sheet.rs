//! What stands in a sheet, cell by cell, under which header and in which row?
//!
//! A [`Sheet`] keeps every cell as text together with the kind of value it had
//! in the file, in one arena: 100,000 rows of 30 columns cost little more than
//! their text. Rows keep the number that a spreadsheet shows. Readers fill the
//! [`Table`]; which of its rows are headers is decided in `header`.

use model::Problem;
use std::collections::BTreeMap;

/// What kind of value a cell held in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text, also everything in a CSV file.
    Text,
    /// A number without a date format.
    Number,
    /// A number that the workbook shows as a date: a spreadsheet serial.
    Date,
    /// A truth value.
    Bool,
    /// A spreadsheet error (`#REF!`).
    Error,
}

/// A cell: its text and the typed value behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    /// As typed; for a date serial the day in ISO form.
    pub text: &'a str,
    /// What kind of value it was.
    pub kind: Kind,
    /// The serial of a [`Kind::Date`] cell.
    pub serial: Option<f64>,
}

impl<'a> Cell<'a> {
    const EMPTY: Cell<'static> = Cell {
        text: "",
        kind: Kind::Text,
        serial: None,
    };

    /// The text without white space and invisible direction marks around it.
    pub fn trimmed(&self) -> &'a str {
        trim(self.text)
    }
}

/// Text without white space and invisible direction marks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

/// Direction marks, zero-width letters and the byte-order mark.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Cells as a reader found them, before anybody knows which rows are headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    text: String,
    /// End of each cell's text; a cell begins where the one before it ends.
    ends: Vec<u32>,
    kinds: Vec<Kind>,
    /// First cell of each row.
    starts: Vec<u32>,
    /// Row number as a spreadsheet shows it.
    numbers: Vec<u32>,
    /// Serials of date cells by cell index, ascending.
    serials: Vec<(u32, f64)>,
}

impl Table {
    /// Bytes of text and cells that a table can address.
    pub const MAX_TEXT: usize = u32::MAX as usize;

    pub fn with_capacity(text: usize) -> Table {
        Table {
            text: String::with_capacity(text),
            ..Table::default()
        }
    }

    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    pub fn cell_count(&self) -> usize {
        self.ends.len()
    }

    pub fn begin_row(&mut self, number: u32) {
        self.starts.push(self.ends.len() as u32);
        self.numbers.push(number);
    }

    pub fn push(&mut self, text: &str, kind: Kind) {
        self.text.push_str(text);
        self.close(kind);
    }

    pub fn push_date(&mut self, text: &str, serial: f64) {
        self.serials.push((self.ends.len() as u32, serial));
        self.push(text, Kind::Date);
    }

    fn close(&mut self, kind: Kind) {
        self.ends.push(self.text.len() as u32);
        self.kinds.push(kind);
    }

    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    pub fn number(&self, row: usize) -> u64 {
        u64::from(self.numbers[row])
    }

    pub fn width(&self, row: usize) -> usize {
        let end = self
            .starts
            .get(row + 1)
            .copied()
            .unwrap_or(self.ends.len() as u32);
        (end - self.starts[row]) as usize
    }

    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        if column >= self.width(row) {
            return Cell::EMPTY;
        }
        let index = self.starts[row] as usize + column;
        let begin = if index == 0 {
            0
        } else {
            self.ends[index - 1] as usize
        };
        let kind = self.kinds[index];
        let serial = (kind == Kind::Date)
            .then(|| {
                self.serials
                    .binary_search_by_key(&(index as u32), |entry| entry.0)
                    .ok()
            })
            .flatten()
            .map(|found| self.serials[found].1);
        Cell {
            text: &self.text[begin..self.ends[index] as usize],
            kind,
            serial,
        }
    }

    pub fn cells(&self, row: usize) -> impl Iterator<Item = Cell<'_>> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// How many cells of a row hold anything.
    pub fn filled(&self, row: usize) -> usize {
        self.cells(row)
            .filter(|cell| !cell.trimmed().is_empty())
            .count()
    }

    /// One past the last filled cell of a row.
    pub fn reach(&self, row: usize) -> usize {
        (0..self.width(row))
            .rev()
            .find(|&column| !self.cell(row, column).trimmed().is_empty())
            .map_or(0, |column| column + 1)
    }
}

/// Which program wrote the file, as far as it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Separated text.
    Csv {
        /// WHATWG name of the encoding.
        encoding: &'static str,
        /// The separator.
        delimiter: char,
    },
    /// A workbook.
    Xlsx {
        /// Name of the sheet that was read.
        sheet: String,
        /// The workbook counts days from 1 January 1904.
        date1904: bool,
        /// Every sheet of the workbook.
        sheets: Vec<String>,
    },
}

/// A merged region of a workbook's sheet, in spreadsheet rows and columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    pub first_row: u64,
    pub last_row: u64,
    pub first_column: usize,
    pub last_column: usize,
}

/// One sheet: headers, rows, and what was odd about them.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// File name as given.
    pub file: String,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
    /// What the file is.
    pub origin: Origin,
    /// Column names, unique, in the order of the sheet.
    pub headers: Vec<String>,
    /// The second header row's name of a column, when there is such a row.
    pub second_headers: Vec<Option<String>>,
    /// HXL tags, when the sheet has a row of them.
    pub tags: Vec<Option<String>>,
    /// Row of the (last) header, as a spreadsheet numbers it.
    pub header_row: u64,
    /// Problems of the sheet as a whole; all warnings.
    pub notes: Vec<Problem>,
    /// Problems of single rows by row number. A row with an error is not taken in.
    pub flaws: BTreeMap<u64, Vec<Problem>>,
    pub(crate) table: Table,
    /// Indexes of the table's data rows.
    pub(crate) data: Vec<u32>,
}

/// One data row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    index: usize,
    /// Row as a spreadsheet numbers it.
    pub number: u64,
}

impl<'a> Row<'a> {
    /// The cell in a column (from 0); an empty one beyond the row's end.
    pub fn cell(&self, column: usize) -> Cell<'a> {
        self.sheet.table.cell(self.index, column)
    }
}

impl Sheet {
    /// How many data rows there are (empty rows and headers are not among them).
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether the sheet has no data row.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// The sheet with only these rows (spreadsheet numbers).
    pub fn only(mut self, rows: &std::collections::BTreeSet<u64>) -> Sheet {
        let table = &self.table;
        self.data
            .retain(|index| rows.contains(&table.number(*index as usize)));
        self
    }

    /// A data row, from 0.
    pub fn row(&self, position: usize) -> Row<'_> {
        let index = self.data[position] as usize;
        Row {
            sheet: self,
            index,
            number: self.table.number(index),
        }
    }

    /// The data rows in the order of the sheet.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|position| self.row(position))
    }

    /// Position of a column, by its header, the second header or HXL tag, else folded.
    pub fn column(&self, name: &str) -> Option<usize> {
        let exact = |names: &[Option<String>]| {
            names
                .iter()
                .position(|header| header.as_deref() == Some(name))
        };
        self.headers
            .iter()
            .position(|header| header == name)
            .or_else(|| exact(&self.second_headers))
            .or_else(|| exact(&self.tags))
            .or_else(|| {
                let wanted = model::fold::fold(name);
                let mut alike = (0..self.headers.len())
                    .filter(|&column| model::fold::fold(&self.headers[column]) == wanted);
                // Two columns that fold alike are told apart by exact names only.
                alike
                    .next()
                    .filter(|_| !wanted.is_empty() && alike.next().is_none())
            })
    }

    /// The whole original row by header; empty cells are left out.
    pub fn original(&self, row: Row<'_>) -> Vec<(String, String)> {
        self.headers
            .iter()
            .enumerate()
            .filter_map(|(column, header)| {
                let text = row.cell(column).text;
                (!text.is_empty()).then(|| (header.clone(), text.to_owned()))
            })
            .collect()
    }

    /// Whether most headers are written in Arabic.
    pub fn is_arabic(&self) -> bool {
        let arabic = self
            .headers
            .iter()
            .filter(|header| header.chars().any(is_arabic_letter))
            .count();
        arabic * 2 > self.headers.len()
    }
}

/// Whether a letter belongs to the Arabic script.
pub(crate) fn is_arabic_letter(letter: char) -> bool {
    matches!(letter, '\u{0620}'..='\u{064A}' | '\u{0671}'..='\u{06D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The letters that a spreadsheet shows above a column (from 0).
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters
        .iter()
        .rev()
        .map(|&letter| char::from(letter))
        .collect()
}
