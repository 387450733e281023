//! How does a command print: a table for people, JSON and CSV for programs?
//!
//! Tables go by columns as wide as their widest cell; on a terminal too narrow
//! for that, the widest columns break their words over several lines. What goes
//! into a file or a pipe is broken only where COLUMNS asks for it. CSV is quoted
//! and never holds a cell that a spreadsheet would run as a formula.

use crate::world;
use serde::Serialize;
use unicode_width::UnicodeWidthChar;

/// Between two columns.
const GAP: usize = 2;
/// No column gets narrower than this while another one is wider.
const NARROWEST: usize = 8;

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

/// How many columns of a terminal a text takes: letter by letter, as terminals
/// do, which know no ligatures.
pub fn width(text: &str) -> usize {
    text.chars().filter_map(|letter| letter.width()).sum()
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

    /// Prints the table for people, as wide as the terminal allows.
    pub fn to_text(&self) -> String {
        self.in_columns(world::columns())
    }

    /// Prints the table no wider than `most`, when there is such a bound.
    fn in_columns(&self, most: Option<usize>) -> String {
        let widths = self.widths(most);
        let mut text = String::new();
        let mut line = |row: &[String]| {
            let broken: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| wrap(cell, *width))
                .collect();
            let height = broken.iter().map(Vec::len).max().unwrap_or(0);
            for at in 0..height {
                let mut line = String::new();
                for (index, (cell, room)) in broken.iter().zip(&widths).enumerate() {
                    if index > 0 {
                        line.push_str(&" ".repeat(GAP));
                    }
                    let part = cell.get(at).map(String::as_str).unwrap_or_default();
                    line.push_str(part);
                    line.push_str(&" ".repeat(room.saturating_sub(width(part))));
                }
                text.push_str(line.trim_end());
                text.push('\n');
            }
        };
        line(&self.headers);
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        line(&rule);
        for row in &self.rows {
            line(row);
        }
        text
    }

    /// How wide each column is: as its widest cell, else the widest columns share
    /// what the others leave, and no id is broken while a sentence can be.
    fn widths(&self, most: Option<usize>) -> Vec<usize> {
        let columns = self.headers.len();
        let rows = || std::iter::once(&self.headers).chain(&self.rows);
        let widest = |measure: &dyn Fn(&str) -> usize| -> Vec<usize> {
            (0..columns)
                .map(|column| {
                    let cells = rows().filter_map(|row| row.get(column));
                    cells.map(|cell| measure(cell)).max().unwrap_or(0)
                })
                .collect()
        };
        let natural = widest(&width);
        let Some(most) = most else { return natural };
        let room = most.saturating_sub(GAP * columns.saturating_sub(1));
        let word = |cell: &str| cell.split(' ').map(width).max();
        let words = widest(&|cell| word(cell).unwrap_or(0));
        let mut widths = natural;
        for least in [words, vec![NARROWEST; columns]] {
            while widths.iter().sum::<usize>() > room {
                let breakable = (0..columns).filter(|column| widths[*column] > least[*column]);
                let Some(widest) = breakable.max_by_key(|column| widths[*column]) else {
                    break;
                };
                widths[widest] -= 1;
            }
        }
        widths
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

/// A text in lines no wider than `room`, broken between words where that is possible.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && width(&line) + 1 + width(word) > room {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            for letter in word.chars() {
                if width(&line) + letter.width().unwrap_or(0) > room {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
    }
    lines
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
            table.in_columns(None),
            "Name      Place\n────────  ─────\nأحمد      طفس\nMohammad  Nawa\n"
        );
    }

    #[test]
    fn a_table_too_wide_breaks_its_sentences_and_no_id() {
        let mut table = Table::new(["Id", "Name", "What is told about it"]);
        table.row([
            "01-8f2e-77",
            "أحمد",
            "taken at a checkpoint, seen in prison by a man released later",
        ]);
        table.row(["02-0c11-90", "Mohammad", "surrendered"]);
        let text = table.in_columns(Some(40));
        assert_eq!(
            text,
            "Id          Name      What is told about\n\
             \u{20}                     it\n\
             ──────────  ────────  ──────────────────\n\
             01-8f2e-77  أحمد      taken at a\n\
             \u{20}                     checkpoint, seen\n\
             \u{20}                     in prison by a man\n\
             \u{20}                     released later\n\
             02-0c11-90  Mohammad  surrendered\n"
        );
        assert!(text.lines().all(|line| width(line) <= 40));
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        assert_eq!(wrap("a 123456789 b", 5), ["a", "12345", "6789", "b"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn csv_never_holds_a_formula() {
        let mut table = Table::new(["x"]);
        table.row(["=HYPERLINK(1)"]);
        table.row(["a,b"]);
        assert_eq!(table.to_csv(), "x\n'=HYPERLINK(1)\n\"a,b\"\n");
    }
}
