//! What was given to link? Columns of dictionary-coded text, one row a record.
//!
//! Rows are put in the order of their ids when a table is finished, so that
//! nothing after it can depend on the order in which a file happened to be
//! written. What columns mean is said in `roles`.

use crate::roles::{Role, recognise};
use crate::strings::Strings;
use ::model::problem::{Code, Problem};
use std::io::Read;

/// One column: its header, what it means, its distinct values, and for each
/// row the number of its value (0 = missing).
#[derive(Clone, Debug)]
pub struct Column {
    /// Header as written.
    pub header: String,
    /// What the column means.
    pub role: Role,
    /// Distinct values, trimmed.
    pub values: Strings,
    /// Value number of each row.
    pub rows: Vec<u32>,
}

/// A table to link: columns of equal length and an id for each row.
#[derive(Clone, Debug)]
pub struct Table {
    /// Columns without the id.
    pub columns: Vec<Column>,
    /// Ids of the rows; distinct.
    ids: Strings,
    /// Number of the id of each row.
    order: Vec<u32>,
}

/// How a table is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Header of the id column; recognised if not given.
    pub id: Option<String>,
    /// Header of the column that names the list a record is from.
    pub source: Option<String>,
    /// Roles given by hand: header, role.
    pub roles: Vec<(String, Role)>,
    /// Largest number of rows that will be taken (0 = no limit).
    pub most_rows: usize,
}

/// The most columns that a table may have.
const MOST_COLUMNS: usize = 4096;

/// Put after the last line: a row of its own, unless a quotation mark is open.
const END: &[u8] = b"\n\"\x04\n";
/// How that row reads, and how a cell ends that runs into it.
const END_ALONE: &[u8] = b"\x04\n";
const END_IN_CELL: &[u8] = b"\n\x04";

impl Table {
    /// Reads CSV files as one table: columns meet by header; the field
    /// separator (comma, semicolon, tab) is seen from the first line.
    ///
    /// `files` are (name, bytes). With several files and no source column the
    /// file's name becomes the source, and ids need be distinct only within a
    /// file (they become `name:id` where two files share one).
    ///
    /// # Errors
    /// `linkage.not-text` for bytes that are not UTF-8, `linkage.spreadsheet`,
    /// `linkage.quote-open`, `linkage.rows-uneven`, `cli.file-unreadable`,
    /// `linkage.column-missing`, `linkage.id-missing`, `linkage.id-twice`,
    /// `linkage.too-large`, `linkage.table-empty`.
    pub fn read_csv<R: Read>(files: Vec<(String, R)>, reading: &Reading) -> Result<Table, Problem> {
        let several = files.len() > 1;
        let only = files.first().filter(|_| !several).map(|it| it.0.clone());
        let mut builder = Builder::default();
        for (name, bytes) in files {
            builder.read_file(&name, bytes, reading, several)?;
        }
        builder.finish(reading).map_err(|problem| match only {
            Some(name) => problem.in_file(name),
            None => problem,
        })
    }

    /// Builds a table from rows of text, the first row being the header.
    ///
    /// # Errors
    /// As [`Table::read_csv`].
    pub fn from_rows<S: AsRef<str>>(rows: &[Vec<S>], reading: &Reading) -> Result<Table, Problem> {
        let mut builder = Builder::default();
        let Some((header, rows)) = rows.split_first() else {
            return Err(Problem::new(Code::LinkageTableEmpty));
        };
        let header: Vec<String> = header.iter().map(|h| h.as_ref().to_owned()).collect();
        let places = builder.begin(&header, reading, None)?;
        for row in rows {
            builder.row(&places, row.iter().map(|v| v.as_ref()))?;
        }
        builder.finish(reading)
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The id of a row.
    pub fn id(&self, row: u32) -> &str {
        self.ids.get(self.order[row as usize])
    }

    /// The row of an id.
    pub fn row_of(&self, id: &str) -> Option<u32> {
        self.order
            .binary_search_by(|&number| id_order(self.ids.get(number), id))
            .ok()
            .map(|row| row as u32)
    }

    /// The value of a column in a row, "" if missing.
    pub fn value(&self, column: usize, row: u32) -> &str {
        let column = &self.columns[column];
        column.values.get(column.rows[row as usize])
    }

    /// The first column with a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }
}

/// Shorter ids first, then text order: numbers come in the order of their value.
fn id_order(a: &str, b: &str) -> std::cmp::Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[derive(Default)]
struct Builder {
    columns: Vec<Column>,
    ids: Strings,
    order: Vec<u32>,
    rows: usize,
    file: Option<String>,
    named_source: bool,
    /// Headers of roles by hand that some file has.
    by_hand: Vec<String>,
}

/// Where each cell of a row goes.
struct Places {
    /// Column of each cell; `None` for the id.
    of_cell: Vec<Option<usize>>,
    id: Option<usize>,
    /// Column that gets the file's name.
    file: Option<(usize, u32)>,
    /// Rows before the file's first.
    before: usize,
}

impl Builder {
    fn read_file<R: Read>(
        &mut self,
        name: &str,
        bytes: R,
        reading: &Reading,
        several: bool,
    ) -> Result<(), Problem> {
        self.file = Some(name.to_owned());
        let mut input = std::io::BufReader::with_capacity(1 << 16, bytes);
        let unreadable = |problem: Problem| problem.in_file(name);
        let (start, delimiter) = sniff(&mut input).map_err(unreadable)?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(std::io::Cursor::new(start).chain(input).chain(END));
        let mut record = csv::ByteRecord::new();
        let mut places: Option<Places> = None;
        let mut width = 0;
        loop {
            let more = reader.read_byte_record(&mut record).map_err(|error| {
                Problem::new(Code::CliFileUnreadable)
                    .with("reason", error)
                    .in_file(name)
            })?;
            let last = record.iter().next_back().unwrap_or_default();
            if !more || record.len() == 1 && last == END_ALONE {
                break;
            }
            let line = record.position().map_or(0, csv::Position::line);
            if last.ends_with(END_IN_CELL) {
                return Err(Problem::new(Code::LinkageQuoteOpen)
                    .in_file(name)
                    .at_line(line));
            }
            // No text holds it: it is left from another encoding or a broken file.
            if record.as_slice().contains(&0) {
                return Err(Problem::new(Code::LinkageNotText)
                    .in_file(name)
                    .at_line(line));
            }
            let text = |cell: &[u8]| {
                std::str::from_utf8(cell).map(str::to_owned).map_err(|_| {
                    Problem::new(Code::LinkageNotText)
                        .in_file(name)
                        .at_line(line)
                })
            };
            match &places {
                None => {
                    let header: Vec<String> = record.iter().map(text).collect::<Result<_, _>>()?;
                    width = header.len();
                    let file = several.then(|| name.to_owned());
                    places = Some(self.begin(&header, reading, file).map_err(unreadable)?);
                }
                Some(places) => {
                    if record.len() == 1 && record[0].is_empty() {
                        continue;
                    }
                    if record.len() > width && record.iter().skip(width).any(|c| !c.is_empty()) {
                        return Err(Problem::new(Code::LinkageRowsUneven)
                            .with("cells", record.len())
                            .with("columns", width)
                            .in_file(name)
                            .at_line(line));
                    }
                    if std::str::from_utf8(record.as_slice()).is_err() {
                        return Err(Problem::new(Code::LinkageNotText)
                            .in_file(name)
                            .at_line(line));
                    }
                    if reading.most_rows > 0 && self.rows >= reading.most_rows {
                        return Err(Problem::new(Code::LinkageTooLarge)
                            .with("rows", reading.most_rows)
                            .in_file(name));
                    }
                    let cells = record
                        .iter()
                        .take(width)
                        .map(|cell| std::str::from_utf8(cell).unwrap_or_default());
                    self.row(places, cells)
                        .map_err(|p| p.in_file(name).at_line(line))?;
                }
            }
        }
        if places.is_none() {
            return Err(Problem::new(Code::LinkageTableEmpty).in_file(name));
        }
        Ok(())
    }

    fn begin(
        &mut self,
        header: &[String],
        reading: &Reading,
        file: Option<String>,
    ) -> Result<Places, Problem> {
        if header.len() > MOST_COLUMNS {
            return Err(Problem::new(Code::LinkageTooManyColumns)
                .with("columns", header.len())
                .with("most", MOST_COLUMNS));
        }
        let find = |wanted: &str| {
            header
                .iter()
                .position(|h| h.trim() == wanted.trim())
                .ok_or_else(|| Problem::new(Code::LinkageColumnMissing).with("column", wanted))
        };
        let given_id = reading.id.as_deref().map(find).transpose()?;
        let given_source = reading.source.as_deref().map(find).transpose()?;
        let mut id = given_id;
        let mut of_cell = Vec::with_capacity(header.len());
        for (cell, title) in header.iter().enumerate() {
            let by_hand = reading
                .roles
                .iter()
                .find(|(name, _)| name.trim() == title.trim())
                .map(|&(_, role)| role);
            if by_hand.is_some() {
                self.by_hand.push(title.trim().to_owned());
            }
            let mut role = by_hand.unwrap_or_else(|| recognise(title));
            if given_source == Some(cell) {
                role = Role::Source;
            } else if given_source.is_some() && role == Role::Source {
                role = Role::Ignore;
            }
            if id.is_none() && role == Role::Id && reading.id.is_none() {
                id = Some(cell);
            }
            if id == Some(cell) {
                of_cell.push(None);
                continue;
            }
            if role == Role::Id {
                role = Role::Ignore;
            }
            let before = header[..cell].iter().filter(|it| it.trim() == title.trim());
            of_cell.push(Some(match before.count() {
                0 => self.column(title.trim(), role),
                // The same header again: a column of its own, compared as text.
                times if by_hand.is_none() => {
                    let title = format!("{} ({})", title.trim(), times + 1);
                    self.column(&title, Role::Text)
                }
                times => self.column(&format!("{} ({})", title.trim(), times + 1), Role::Ignore),
            }));
        }
        if let Some(cell) = id {
            of_cell[cell] = None;
        }
        let with_source = of_cell
            .iter()
            .flatten()
            .any(|&column| self.columns[column].role == Role::Source);
        let file = match file {
            Some(name) if !with_source => {
                let column = self.column("source", Role::Source);
                self.named_source = true;
                let number = self.columns[column].values.number_of(&name);
                Some((column, number))
            }
            _ => None,
        };
        Ok(Places {
            of_cell,
            id,
            file,
            before: self.rows,
        })
    }

    fn column(&mut self, header: &str, role: Role) -> usize {
        let known = self
            .columns
            .iter()
            .position(|column| column.header == header && !header.is_empty());
        known.unwrap_or_else(|| {
            self.columns.push(Column {
                header: header.to_owned(),
                role,
                values: Strings::default(),
                rows: vec![0; self.rows],
            });
            self.columns.len() - 1
        })
    }

    fn row<'a>(
        &mut self,
        places: &Places,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), Problem> {
        let mut id = None;
        for (cell, value) in cells.enumerate() {
            let value = value.trim();
            match places.of_cell.get(cell) {
                Some(Some(column)) => {
                    let column = &mut self.columns[*column];
                    let number = column.values.number_of(value);
                    if column.rows.len() == self.rows {
                        column.rows.push(number);
                    }
                }
                Some(None) => id = Some(value),
                None => {}
            }
        }
        if let Some((column, number)) = places.file {
            self.columns[column].rows.push(number);
        }
        // Without ids a record is known by its row, as a spreadsheet counts.
        let row = (self.rows - places.before + 2).to_string();
        let id = match places.id {
            Some(_) => id.unwrap_or_default(),
            None => &row,
        };
        if id.is_empty() {
            return Err(Problem::new(Code::LinkageIdMissing));
        }
        let before = self.ids.len();
        let mut number = self.ids.number_of(id);
        if self.ids.len() == before {
            // Two files may use the same numbers for different people.
            let named = match (&self.file, self.named_source) {
                (Some(file), true) => self.ids.number_of(&format!("{file}:{id}")),
                _ => number,
            };
            if self.ids.len() == before {
                return Err(Problem::new(Code::LinkageIdTwice).with("id", id));
            }
            number = named;
        }
        self.order.push(number);
        self.rows += 1;
        for column in &mut self.columns {
            if column.rows.len() < self.rows {
                column.rows.push(0);
            }
        }
        Ok(())
    }

    /// A column that is headed "name", has no family name beside it and whose
    /// values mostly have several words holds full names.
    fn see_full_names(&mut self, reading: &Reading) {
        let by_hand = |header: &str| reading.roles.iter().any(|(name, _)| name.trim() == header);
        if self.columns.iter().any(|c| c.role == Role::Family) {
            return;
        }
        for column in &mut self.columns {
            if column.role != Role::Given || by_hand(&column.header) {
                continue;
            }
            let several: Vec<bool> = column
                .values
                .iter()
                .map(|value| value.split_whitespace().nth(1).is_some())
                .collect();
            let (mut filled, mut long) = (0u64, 0u64);
            for &row in column.rows.iter().filter(|row| **row != 0) {
                filled += 1;
                long += u64::from(several[row as usize]);
            }
            if long * 2 > filled {
                column.role = Role::FullName;
            }
        }
    }

    fn finish(mut self, reading: &Reading) -> Result<Table, Problem> {
        let known = |wanted: &str| self.by_hand.iter().any(|title| title == wanted.trim());
        if let Some((wanted, _)) = reading.roles.iter().find(|(name, _)| !known(name)) {
            return Err(Problem::new(Code::LinkageColumnMissing).with("column", wanted));
        }
        if self.rows == 0 {
            return Err(Problem::new(Code::LinkageTableEmpty));
        }
        self.see_full_names(reading);
        let mut rows: Vec<u32> = (0..self.rows as u32).collect();
        let ids = &self.ids;
        let order = &self.order;
        let sorted = order
            .windows(2)
            .all(|two| id_order(ids.get(two[0]), ids.get(two[1])).is_lt());
        if !sorted {
            rayon::slice::ParallelSliceMut::par_sort_unstable_by(rows.as_mut_slice(), |&a, &b| {
                id_order(ids.get(order[a as usize]), ids.get(order[b as usize]))
            });
            let put = |old: &[u32]| rows.iter().map(|&row| old[row as usize]).collect();
            self.order = put(&self.order);
            for column in &mut self.columns {
                column.rows = put(&column.rows);
            }
        }
        Ok(Table {
            columns: self.columns,
            ids: self.ids,
            order: self.order,
        })
    }
}

/// Reads the first bytes: drops a byte order mark, refuses UTF-16 and workbooks, and sees
/// which separator the first line uses.
fn sniff(input: &mut impl Read) -> Result<(Vec<u8>, u8), Problem> {
    let mut start = vec![0; 4096];
    let mut filled = 0;
    while filled < start.len() {
        match input.read(&mut start[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(Problem::new(Code::CliFileUnreadable).with("reason", error));
            }
        }
    }
    start.truncate(filled);
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(Problem::new(Code::LinkageNotText));
    }
    // A workbook of today (a ZIP file), and one of before 2007.
    if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Problem::new(Code::LinkageSpreadsheet));
    }
    if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
        start.drain(..3);
    }
    let line = start.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |separator: u8| line.iter().filter(|&&b| b == separator).count();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|&separator| count(separator))
        .unwrap_or(b',');
    let delimiter = if count(delimiter) == 0 {
        b','
    } else {
        delimiter
    };
    Ok((start, delimiter))
}
