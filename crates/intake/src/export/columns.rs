//! Which columns does an exported sheet have?
//!
//! Columns appear when a record first fills them and keep that order, so that
//! equal records give equal bytes. A cell that a spreadsheet would run begins
//! with an apostrophe; so does a cell that begins with one itself.

use std::collections::HashMap;

/// A sheet that grows columns as they are needed. The cells' texts stand one after
/// the other: most columns are empty in most rows.
#[derive(Default)]
pub(super) struct Sheet {
    columns: Vec<String>,
    positions: HashMap<String, usize>,
    text: String,
    /// Column and end of the text of each cell that is filled.
    cells: Vec<(u32, usize)>,
    /// First cell of each row.
    rows: Vec<usize>,
}

impl Sheet {
    pub fn begin(&mut self) {
        self.rows.push(self.cells.len());
    }

    /// Makes sure that a column exists.
    pub fn need(&mut self, column: &str) -> usize {
        if let Some(&position) = self.positions.get(column) {
            return position;
        }
        self.positions.insert(column.to_owned(), self.columns.len());
        self.columns.push(column.to_owned());
        self.columns.len() - 1
    }

    /// Writes a cell of the current row; a later text in the same cell stands instead.
    pub fn put(&mut self, column: &str, value: &str) {
        let position = self.need(column);
        self.text.push_str(value);
        self.cells.push((position as u32, self.text.len()));
    }

    pub fn has(&self, column: &str) -> bool {
        self.positions.contains_key(column)
    }

    /// What stands after a prefix in the columns that begin with it, sorted.
    pub fn under(&self, prefix: &str) -> Vec<String> {
        let mut keys: Vec<String> = self
            .columns
            .iter()
            .filter_map(|column| column.strip_prefix(prefix))
            .map(str::to_owned)
            .collect();
        keys.sort();
        keys
    }

    /// RFC 4180 with LF line ends.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            for (position, cell) in cells.enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_cell(&mut text, cell);
            }
            text.push('\n');
        };
        line(&mut self.columns.iter().map(String::as_str));
        let mut row = vec![""; self.columns.len()];
        let mut begin = 0;
        for (number, first) in self.rows.iter().enumerate() {
            row.fill("");
            let next = self.rows.get(number + 1).copied();
            for &(column, end) in &self.cells[*first..next.unwrap_or(self.cells.len())] {
                row[column as usize] = &self.text[begin..end];
                begin = end;
            }
            line(&mut row.iter().copied());
        }
        text.into_bytes()
    }
}

fn write_cell(text: &mut String, cell: &str) {
    let risky = cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠',
    ]);
    let quoted = risky || cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
    if !quoted {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if risky {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}
