//! How does a command print: a table for people, JSON and CSV for programs?
//!
//! Tables go by columns as wide as their widest cell; CSV is quoted and never
//! holds a cell that a spreadsheet would run as a formula.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// What `--format` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// For programs, the whole of it.
    Json,
    /// For programs and spreadsheets, one table.
    Csv,
}

impl Format {
    /// Reads the option of a command that has it.
    pub fn of(matches: &clap::ArgMatches) -> Format {
        match matches.get_one::<String>("format").map(String::as_str) {
            Some("json") => Format::Json,
            Some("csv") => Format::Csv,
            _ => Format::Table,
        }
    }
}

/// A table of texts.
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headers.
    pub fn new<T: Into<String>>(headers: impl IntoIterator<Item = T>) -> Table {
        Table {
            headers: headers.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Prints the table for people.
    pub fn to_text(&self) -> String {
        let columns = self.headers.len();
        let mut widths = vec![0; columns];
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let line = |row: &Vec<String>| {
            let mut text = String::new();
            for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if index > 0 {
                    text.push_str("  ");
                }
                text.push_str(cell);
                if index + 1 < columns {
                    text.push_str(&" ".repeat(width.saturating_sub(cell.width())));
                }
            }
            text.trim_end().to_owned() + "\n"
        };
        let mut text = line(&self.headers);
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        text.push_str(&line(&rule));
        for row in &self.rows {
            text.push_str(&line(row));
        }
        text
    }

    /// Prints the table as CSV.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            let cells = row.iter().map(|cell| neutral(cell));
            writer
                .write_record(cells)
                .expect("a vector takes every row");
        }
        let bytes = writer.into_inner().expect("a vector takes every row");
        String::from_utf8(bytes).expect("cells are text")
    }
}

/// A cell that no spreadsheet runs: `=`, `+`, `-`, `@` and control characters
/// at the start get an apostrophe before them (OWASP ASVS 5.0, 1.2.10).
pub fn neutral(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\0') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

/// Prints a table, or the value behind it as JSON.
pub fn print(format: Format, table: &Table, value: &impl Serialize) {
    match format {
        Format::Table => emit(&table.to_text()),
        Format::Csv => emit(&table.to_csv()),
        Format::Json => json(value),
    }
}

/// Prints a value as JSON, readable.
pub fn json(value: &impl Serialize) {
    let text = serde_json::to_string_pretty(value).expect("what is shown is plain JSON");
    emit(&(text + "\n"));
}

/// Writes to standard output; a reader that went away (`| head`) ends the program quietly.
pub fn emit(text: &str) {
    use std::io::Write;
    if std::io::stdout().write_all(text.as_bytes()).is_err() {
        std::process::exit(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lines_up_in_both_scripts() {
        let mut table = Table::new(["Name", "Place"]);
        table.row(["أحمد", "طفس"]);
        table.row(["Mohammad", "Nawa"]);
        assert_eq!(
            table.to_text(),
            "Name      Place\n────────  ─────\nأحمد      طفس\nMohammad  Nawa\n"
        );
    }

    #[test]
    fn csv_never_holds_a_formula() {
        let mut table = Table::new(["x"]);
        table.row(["=HYPERLINK(1)"]);
        table.row(["a,b"]);
        assert_eq!(table.to_csv(), "x\n'=HYPERLINK(1)\n\"a,b\"\n");
    }
}
