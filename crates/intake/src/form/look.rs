//! What does a sheet show of its columns to whoever says what they mean?
//!
//! Headers, a few values, how many are filled, which words repeat, and whether
//! dates tell their order: enough to map a sheet without reading it again.

use super::Takes;
use crate::interpret::{is_nothing, read_yes};
use crate::mapping::Mapping;
use crate::read::Reading;
use crate::sheet::{Kind, Origin, Sheet};
use model::Profile;
use model::when::{DayOrder, read_typed, settle_order};
use std::collections::{HashMap, HashSet};

/// Values of a column that are shown.
const SAMPLES: usize = 3;
/// Different words of a column that are kept; a column of more is no vocabulary.
const WORDS: usize = 200;

/// A column as the sheet shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnLook {
    /// Its header.
    pub header: String,
    /// Further names: second header row, HXL tag.
    pub also: Vec<String>,
    /// The first different values.
    pub samples: Vec<String>,
    /// Rows in which it is filled.
    pub filled: u64,
    /// Different words with how often they stand there, the most frequent first.
    pub words: Vec<(String, u64)>,
    /// There are more different words than are kept.
    pub more_words: bool,
    /// Dates stand here whose order of day and month nothing tells.
    pub order_open: bool,
    /// Bare numbers stand here, which a spreadsheet may have meant as days.
    pub numbers: bool,
}

/// A sheet as it is shown for mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetLook {
    /// Columns in the sheet's order.
    pub columns: Vec<ColumnLook>,
    /// Data rows.
    pub rows: u64,
    /// Sheets of a workbook; empty for separated text.
    pub sheets: Vec<String>,
    /// The sheet of the workbook that was read.
    pub sheet: String,
    /// Encoding of separated text.
    pub encoding: String,
    /// Its separator.
    pub delimiter: String,
    /// Row of the (last) header.
    pub header_row: u64,
    /// How it was read.
    pub reading: Reading,
    names: HashMap<String, usize>,
}

impl SheetLook {
    /// Which column a mapping means by a name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }
}

/// Looks at a sheet, with the names under which a mapping knows its columns.
pub fn look_at_sheet(
    sheet: &Sheet,
    mapping: &Mapping,
    profile: &Profile,
    reading: Reading,
) -> SheetLook {
    let (mut sheets, mut read, mut encoding, mut delimiter) =
        (Vec::new(), String::new(), String::new(), String::new());
    match &sheet.origin {
        Origin::Csv {
            encoding: name,
            delimiter: separator,
        } => {
            encoding = (*name).to_owned();
            delimiter = separator.to_string();
        }
        Origin::Xlsx {
            sheet, sheets: all, ..
        } => {
            read.clone_from(sheet);
            sheets.clone_from(all);
        }
    }
    let own = sheet.headers.iter().cloned();
    let used = mapping.uses(profile).into_iter().map(|it| it.column);
    let names = own
        .chain(used)
        .filter_map(|name| Some((name.clone(), sheet.column(&name)?)))
        .collect();
    SheetLook {
        columns: (0..sheet.headers.len())
            .map(|column| look(sheet, column))
            .collect(),
        rows: sheet.len() as u64,
        sheets,
        sheet: read,
        encoding,
        delimiter,
        header_row: sheet.header_row,
        reading,
        names,
    }
}

fn look(sheet: &Sheet, column: usize) -> ColumnLook {
    let mut counts: HashMap<&str, (u64, usize)> = HashMap::new();
    let mut found = ColumnLook {
        header: sheet.headers[column].clone(),
        ..ColumnLook::default()
    };
    let further = [&sheet.second_headers, &sheet.tags];
    found.also = further
        .into_iter()
        .filter_map(|names| names.get(column).cloned().flatten())
        .collect();
    for (at, row) in sheet.rows().enumerate() {
        let cell = row.cell(column);
        let text = cell.trimmed();
        if text.is_empty() {
            continue;
        }
        found.filled += 1;
        found.numbers |= cell.kind == Kind::Number;
        if let Some((count, _)) = counts.get_mut(text) {
            *count += 1;
        } else if counts.len() < WORDS {
            if found.samples.len() < SAMPLES {
                found.samples.push(text.to_owned());
            }
            counts.insert(text, (1, at));
        } else {
            found.more_words = true;
        }
    }
    let mut words: Vec<(&str, (u64, usize))> = counts.into_iter().collect();
    words.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    found.words = words
        .into_iter()
        .map(|(word, (count, _))| (word.to_owned(), count))
        .collect();
    found.order_open = order_open(sheet, column);
    found
}

/// Whether a column holds dates and nothing tells the order of day and month.
pub(crate) fn order_open(sheet: &Sheet, column: usize) -> bool {
    let texts = || {
        sheet
            .rows()
            .map(move |row| row.cell(column))
            .filter(|cell| cell.kind == Kind::Text)
            .map(|cell| cell.trimmed())
    };
    let ambiguous = |text: &str| {
        matches!(read_typed(text, DayOrder::Unsettled),
            Err(problem) if problem.code == model::Code::DateAmbiguous)
    };
    // A long column of names is told without reading each as a date, and a day only once.
    let two_numbers = |text: &&str| text.chars().filter(|it| it.is_numeric()).count() > 1;
    let mut seen = HashSet::new();
    let mut once = texts()
        .filter(two_numbers)
        .filter(|text| seen.insert(*text));
    once.any(ambiguous) && settle_order(texts()) == DayOrder::Unsettled
}

/// What a word of a column is understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// As this term, place, body, or `yes` and `no`.
    As(String),
    /// As saying nothing.
    Nothing,
    /// Not at all: rows that hold it stay out, or its words are kept as written.
    Unknown,
}

/// What a word is understood as in a hole; none where any text is right.
pub fn understood(takes: &Takes, text: &str, profile: &Profile) -> Option<Understood> {
    let vocabulary = match takes {
        Takes::Term(vocabulary) if vocabulary == "verification" => {
            let known = ["open", "verified", "disputed", "rejected"].contains(&text);
            return Some(if known {
                Understood::As(text.to_owned())
            } else {
                Understood::Unknown
            });
        }
        Takes::Term(vocabulary) => profile.vocabulary(vocabulary)?,
        Takes::Place => &profile.places,
        Takes::Body => &profile.bodies,
        Takes::Yesno => {
            return Some(match read_yes(text) {
                Some(true) => Understood::As("yes".into()),
                Some(false) => Understood::As("no".into()),
                None if is_nothing(text) => Understood::Nothing,
                None => Understood::Unknown,
            });
        }
        Takes::Text | Takes::Date | Takes::Number | Takes::Attribute | Takes::Columns => {
            return None;
        }
    };
    let term = vocabulary
        .get(text)
        .or_else(|| vocabulary.recognise(text))
        .filter(|term| !term.retired);
    Some(match term {
        Some(term) => Understood::As(term.id.clone()),
        None if is_nothing(text) => Understood::Nothing,
        None => Understood::Unknown,
    })
}
