//! Which values does a workbook show, without what is hidden in it?
//!
//! The values of visible sheets, rows and columns are written into a new XLSX workbook:
//! no formulas, comments, hidden sheets, rows or columns, nothing that merged cells cover,
//! no names, links, pictures, authors or dates. Of a formula its last value comes along.
//! A cell that only its colour or its number format hides is not hidden here.

use crate::paper::{attribute, meant, part};
use crate::read::{MAX_CELL, MAX_COLUMNS, cells_of, visible_sheets};
use crate::sheet::{Kind, Merge, is_arabic_letter};
use model::{Code, Problem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::collections::BTreeSet;
use std::io::Cursor;
use zip::ZipArchive;

/// Media type of what comes out.
pub const VALUES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most bytes that a part may unpack to.
const MAX_PART: u64 = 160 * 1024 * 1024;
/// Most cells with a value in all sheets.
const MAX_VALUES: usize = 3_000_000;
/// Most sheets.
const MAX_SHEETS: usize = 200;
/// Most characters of a cell in a workbook.
const MAX_LETTERS: usize = 32_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

enum Value {
    Number(f64),
    Truth(bool),
    Text(String),
}

/// A sheet as it is seen: its values with row and column, both from 0.
struct Page {
    name: String,
    values: Vec<(u32, u16, Value)>,
}

fn broken(reason: impl ToString) -> Problem {
    Problem::new(Code::IntakeWorkbookBroken).with("reason", reason)
}

fn too_many() -> Problem {
    Problem::new(Code::IntakeCellsTooMany).with("most", MAX_VALUES)
}

/// Writes the values that an XLSX or ODS workbook shows into a new XLSX workbook.
///
/// # Errors
/// Those of reading a workbook (`intake.workbook-broken`, `intake.zip-bomb`, …), also
/// where it cannot be told what is hidden.
pub fn write_values(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let pages = if archive.by_name("xl/workbook.xml").is_ok() {
        of_xlsx(bytes, &mut archive)?
    } else if archive.by_name("mimetype").is_ok()
        && part(&mut archive, "mimetype", 200)?.trim()
            == "application/vnd.oasis.opendocument.spreadsheet"
    {
        of_ods(&part(&mut archive, "content.xml", MAX_PART)?)?
    } else {
        return Err(broken("kind"));
    };
    written(&pages).map_err(broken)
}

fn written(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: equal sheets give equal copies, and no moment comes along.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for page in pages {
        let sheet = workbook.add_worksheet();
        // A name that a workbook cannot have becomes the sheet's number.
        let _ = sheet.set_name(&page.name);
        let arabic = page.values.iter().take(50).any(
            |(.., value)| matches!(value, Value::Text(text) if text.chars().any(is_arabic_letter)),
        );
        sheet.set_right_to_left(arabic);
        for (row, column, value) in &page.values {
            match value {
                Value::Number(number) => sheet.write_number(*row, *column, *number)?,
                Value::Truth(truth) => sheet.write_boolean(*row, *column, *truth)?,
                Value::Text(text) => {
                    let end = text.char_indices().nth(MAX_LETTERS);
                    let text = end.map_or(text.as_str(), |(end, _)| &text[..end]);
                    sheet.write_string(*row, *column, text)?
                }
            };
        }
    }
    workbook.save_to_buffer()
}

/// Rows and columns of a sheet that are not seen, from 0, ascending.
#[derive(Default)]
struct Hidden {
    rows: Vec<u32>,
    columns: Vec<u32>,
}

impl Hidden {
    /// Sorts what was found in any order.
    fn in_order(mut self) -> Hidden {
        for numbers in [&mut self.rows, &mut self.columns] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        self
    }

    /// Where what stands in a row and column is seen; none where it is not.
    fn seen(&self, row: u32, column: u32) -> Option<(u32, u16)> {
        let rows = self.rows.binary_search(&row).err()? as u32;
        let columns = self.columns.binary_search(&column).err()? as u32;
        Some((row - rows, u16::try_from(column - columns).ok()?))
    }
}

/// Regions of merged cells, asked row by row from the top: of each region the first
/// cell is seen.
struct Covered<'m> {
    waiting: std::vec::IntoIter<&'m Merge>,
    next: Option<&'m Merge>,
    here: Vec<&'m Merge>,
}

impl<'m> Covered<'m> {
    fn new(merges: &'m [Merge]) -> Covered<'m> {
        let mut sorted: Vec<&Merge> = merges.iter().collect();
        sorted.sort_by_key(|merge| merge.first_row);
        let mut waiting = sorted.into_iter();
        let next = waiting.next();
        Covered {
            waiting,
            next,
            here: Vec::new(),
        }
    }

    fn go_to(&mut self, row: u64) {
        while let Some(merge) = self.next.filter(|merge| merge.first_row <= row) {
            self.here.push(merge);
            self.next = self.waiting.next();
        }
        self.here.retain(|merge| merge.last_row >= row);
    }

    fn covers(&self, row: u64, column: usize) -> bool {
        self.here.iter().any(|merge| {
            (merge.first_column..=merge.last_column).contains(&column)
                && (row, column) != (merge.first_row, merge.first_column)
        })
    }
}

fn is_true(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|it| it == "1" || it == "true")
}

fn is_nothing(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|it| it.parse::<f64>() == Ok(0.0))
}

/// What SpreadsheetML says of hidden rows and columns (ECMA-376, part 1, 18.3.1.13 and 73).
fn hidden_of_xlsx(text: &str) -> Result<Hidden, Problem> {
    let mut reader = Reader::from_str(text);
    let (mut hidden, mut row) = (Hidden::default(), 0_u32);
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(it) | Event::Empty(it) => match it.local_name().as_ref() {
                // Whatever is not listed is hidden: which rows those are only the program knows.
                "sheetFormatPr"
                    if is_true(&it, "zeroHeight") || is_nothing(&it, "defaultColWidth") =>
                {
                    return Err(broken("hidden"));
                }
                "col" if is_true(&it, "hidden") || is_nothing(&it, "width") => {
                    let number =
                        |name: &str| attribute(&it, name).and_then(|it| it.parse::<u32>().ok());
                    let (from, to) = number("min")
                        .zip(number("max"))
                        .ok_or_else(|| broken("hidden"))?;
                    let most = MAX_COLUMNS as u32;
                    hidden
                        .columns
                        .extend(from.clamp(1, most + 1) - 1..to.min(most));
                }
                "row" => {
                    row = match attribute(&it, "r") {
                        Some(number) => number.parse().map_err(broken)?,
                        None => row.saturating_add(1),
                    };
                    if is_true(&it, "hidden") || is_nothing(&it, "ht") {
                        hidden.rows.push(row.saturating_sub(1));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(hidden.in_order()),
            _ => {}
        }
    }
}

/// The parts of a workbook's sheets, in the order of the sheets.
fn parts_of_xlsx(archive: &mut Archive) -> Result<Vec<String>, Problem> {
    let relations = part(archive, "xl/_rels/workbook.xml.rels", MAX_PART)?;
    let mut reader = Reader::from_str(&relations);
    let mut targets = std::collections::BTreeMap::new();
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(it) | Event::Empty(it) if it.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&it, "Id"), attribute(&it, "Target")) {
                    let path = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => format!("xl/{target}"),
                    };
                    targets.insert(id, path);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let book = part(archive, "xl/workbook.xml", MAX_PART)?;
    let mut reader = Reader::from_str(&book);
    let mut parts = Vec::new();
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(it) | Event::Empty(it) if it.local_name().as_ref() == "sheet" => {
                let mut id = None;
                for attribute in it.attributes() {
                    let attribute = attribute.map_err(broken)?;
                    if attribute.key.local_name().as_ref() == "id" {
                        id = Some(attribute.value.into_owned());
                    }
                }
                let path = id.and_then(|it| targets.get(&it).cloned());
                parts.push(path.unwrap_or_default());
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

fn of_xlsx(bytes: &[u8], archive: &mut Archive) -> Result<Vec<Page>, Problem> {
    // First: it weighs the archive before anything is unpacked for use.
    let sheets = visible_sheets(bytes)?;
    if sheets.len() > MAX_SHEETS {
        return Err(broken("sheets"));
    }
    let parts = parts_of_xlsx(archive)?;
    let (mut pages, mut count) = (Vec::new(), 0);
    for (at, name) in sheets {
        let path = parts.get(at).ok_or_else(|| broken("hidden"))?;
        let text = part(archive, path, MAX_PART).map_err(|_| broken("hidden"))?;
        let hidden = hidden_of_xlsx(&text)?;
        drop(text);
        let cells = cells_of(bytes, &name)?;
        let mut covered = Covered::new(&cells.merges);
        let mut values = Vec::new();
        for at in 0..cells.table.rows() {
            let row = cells.table.number(at);
            covered.go_to(row);
            for (column, cell) in cells.table.cells(at).enumerate() {
                if cell.text.is_empty() || covered.covers(row, column) {
                    continue;
                }
                let Some((row, column)) = hidden.seen(row as u32 - 1, column as u32) else {
                    continue;
                };
                let number = cell.text.parse::<f64>().ok().filter(|it| it.is_finite());
                values.push((
                    row,
                    column,
                    match (cell.kind, number) {
                        (Kind::Number, Some(number)) => Value::Number(number),
                        (Kind::Bool, _) => Value::Truth(cell.text == "TRUE"),
                        _ => Value::Text(cell.text.to_owned()),
                    },
                ));
                count += 1;
                if count > MAX_VALUES {
                    return Err(too_many());
                }
            }
        }
        pages.push(Page { name, values });
    }
    Ok(pages)
}

/// Names of the styles with which a table is not displayed.
fn hidden_tables(text: &str) -> Result<BTreeSet<String>, Problem> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut style) = (BTreeSet::new(), String::new());
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(it) | Event::Empty(it) => match it.name().as_ref() {
                "style:style" => style = attribute(&it, "style:name").unwrap_or_default(),
                "style:table-properties"
                    if attribute(&it, "table:display").is_some_and(|it| it == "false") =>
                {
                    found.insert(style.clone());
                }
                "office:body" => return Ok(found),
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A table of an OpenDocument sheet while it is read.
struct Table {
    page: Page,
    hidden: Hidden,
    /// Groups that are open: whether each is folded.
    groups: Vec<bool>,
    /// The next column's and row's number, hidden ones too.
    columns: u32,
    row: u32,
    rows: u32,
    row_is_hidden: bool,
    cell: Option<Cell>,
    column: u32,
}

struct Cell {
    times: u32,
    value: Option<Value>,
    text: String,
}

fn repeated(element: &BytesStart, name: &str) -> u32 {
    let count = attribute(element, name).and_then(|it| it.parse().ok());
    count.unwrap_or(1).clamp(1, 2_000_000)
}

impl Table {
    fn new(element: &BytesStart) -> Table {
        let name = attribute(element, "table:name").unwrap_or_default();
        let name = quick_xml::escape::unescape(&name).map_or(String::new(), |it| it.into_owned());
        Table {
            page: Page {
                name,
                values: Vec::new(),
            },
            hidden: Hidden::default(),
            groups: Vec::new(),
            columns: 0,
            row: 0,
            rows: 0,
            row_is_hidden: false,
            cell: None,
            column: 0,
        }
    }

    fn is_unseen(&self, element: &BytesStart) -> bool {
        self.groups.contains(&true)
            || attribute(element, "table:visibility").is_some_and(|it| it != "visible")
    }

    fn start(&mut self, element: &BytesStart, empty: bool) {
        match element.name().as_ref() {
            "table:table-column-group" | "table:table-row-group" if !empty => {
                let folded = attribute(element, "table:display").is_some_and(|it| it == "false");
                self.groups.push(folded);
            }
            "table:table-column" => {
                let count = repeated(element, "table:number-columns-repeated");
                if self.is_unseen(element) {
                    let most = MAX_COLUMNS as u32;
                    let to = self.columns.saturating_add(count).min(most);
                    self.hidden.columns.extend(self.columns..to);
                }
                self.columns = self.columns.saturating_add(count);
            }
            "table:table-row" => {
                self.rows = repeated(element, "table:number-rows-repeated");
                self.row_is_hidden = self.is_unseen(element);
                self.column = 0;
            }
            // What merged cells cover can hold something; nobody sees it.
            "table:covered-table-cell" => {
                self.column = self
                    .column
                    .saturating_add(repeated(element, "table:number-columns-repeated"));
            }
            "table:table-cell" => {
                let value = match attribute(element, "office:value-type").as_deref() {
                    Some("float" | "percentage" | "currency") => attribute(element, "office:value")
                        .and_then(|it| it.parse().ok())
                        .filter(|it: &f64| it.is_finite())
                        .map(Value::Number),
                    Some("boolean") => attribute(element, "office:boolean-value")
                        .map(|it| Value::Truth(it == "true")),
                    _ => None,
                };
                self.cell = Some(Cell {
                    times: repeated(element, "table:number-columns-repeated"),
                    value,
                    text: String::new(),
                });
            }
            "text:p" => {
                if let Some(cell) = &mut self.cell
                    && !cell.text.is_empty()
                {
                    cell.text.push('\n');
                }
            }
            "text:tab" | "text:line-break" => self.put(" "),
            "text:s" => {
                let count = repeated(element, "text:c").min(80);
                self.put(&" ".repeat(count as usize));
            }
            _ => {}
        }
    }

    fn put(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && cell.text.len() < MAX_CELL
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Problem> {
        match name {
            "table:table-column-group" | "table:table-row-group" => {
                self.groups.pop();
            }
            "table:table-row" if !self.row_is_hidden => {
                self.row = self.row.saturating_add(self.rows);
            }
            "table:table-cell" => self.close_cell()?,
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Problem> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let from = self.column;
        self.column = from.saturating_add(cell.times);
        if self.row_is_hidden || (cell.text.is_empty() && cell.value.is_none()) {
            return Ok(());
        }
        let cells = u64::from(cell.times) * u64::from(self.rows);
        if cells + self.page.values.len() as u64 > MAX_VALUES as u64
            || self.column as usize > MAX_COLUMNS
        {
            return Err(too_many());
        }
        for row in self.row..self.row.saturating_add(self.rows) {
            for column in from..self.column {
                // Hidden rows are not counted in `row`; columns are in `column`.
                if let Some((_, column)) = self.hidden.seen(0, column) {
                    let value = match &cell.value {
                        Some(Value::Number(number)) => Value::Number(*number),
                        Some(Value::Truth(truth)) => Value::Truth(*truth),
                        _ => Value::Text(cell.text.clone()),
                    };
                    self.page.values.push((row, column, value));
                }
            }
        }
        Ok(())
    }
}

fn of_ods(text: &str) -> Result<Vec<Page>, Problem> {
    /// Elements of a sheet that hold nothing of its cells.
    const PASSED_OVER: &[&str] = &[
        "office:annotation",
        "office:forms",
        "office:scripts",
        "table:shapes",
        "table:tracked-changes",
        "table:scenario",
        "table:detective",
        "table:table-source",
        "text:note",
        "text:script",
        "text:hidden-text",
        "text:ruby-text",
    ];
    let hiding = hidden_tables(text)?;
    let mut reader = Reader::from_str(text);
    let mut pages: Vec<Page> = Vec::new();
    let (mut table, mut paragraphs, mut count) = (None::<Table>, 0_u32, 0);
    loop {
        let event = reader.read_event().map_err(broken)?;
        match &event {
            Event::Start(it) | Event::Empty(it) => {
                let (name, empty) = (it.name(), matches!(event, Event::Empty(_)));
                let name = name.as_ref();
                let passed = PASSED_OVER.contains(&name)
                    || name.starts_with("draw:")
                    // A table in a cell is not what a sheet shows.
                    || (name == "table:table" && table.is_some());
                if passed {
                    if !empty {
                        reader.read_to_end(it.name()).map_err(broken)?;
                    }
                    continue;
                }
                if name == "table:table" {
                    let style = attribute(it, "table:style-name").unwrap_or_default();
                    if empty {
                        continue;
                    }
                    if hiding.contains(&style) {
                        reader.read_to_end(it.name()).map_err(broken)?;
                    } else {
                        table = Some(Table::new(it));
                    }
                    continue;
                }
                if let Some(table) = &mut table {
                    table.start(it, empty);
                    if empty {
                        table.end(name)?;
                    } else {
                        paragraphs += u32::from(name == "text:p");
                    }
                }
            }
            Event::End(it) => {
                let name = it.name();
                let name = name.as_ref();
                paragraphs = paragraphs.saturating_sub(u32::from(name == "text:p"));
                if name == "table:table" {
                    pages.extend(table.take().map(|table| table.page));
                    count = pages.iter().map(|page| page.values.len()).sum();
                } else if let Some(table) = &mut table {
                    table.end(name)?;
                }
            }
            Event::Text(text) if paragraphs > 0 => {
                table.as_mut().into_iter().for_each(|it| it.put(text));
            }
            Event::CData(text) if paragraphs > 0 => {
                table.as_mut().into_iter().for_each(|it| it.put(text));
            }
            Event::GeneralRef(it) if paragraphs > 0 => {
                let letter = meant(it)?;
                if let Some(table) = &mut table {
                    table.put(letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => return Ok(pages),
            _ => {}
        }
        if count > MAX_VALUES || pages.len() > MAX_SHEETS {
            return Err(too_many());
        }
    }
}
