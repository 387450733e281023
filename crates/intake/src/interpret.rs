//! What does a cell say: which date, term, place, number?
//!
//! Every value of a record comes from here, and only from the cells that the
//! mapping names for it, in the same row. What cannot be read is a problem with
//! its row and column, never a default. Each field remembers what it has read:
//! sheets repeat the same few dates, words and towns.

mod date;
mod place;
mod words;

pub(crate) use words::{clean, is_nothing, read_yes};

use crate::mapping::{As, Field, Mapping};
use crate::places::Places;
use crate::sheet::{Origin, Row, Sheet};
use model::fold::{fold, or_none};
use model::profile::FieldType;
use model::record::PlaceRef;
use model::when::DayOrder;
use model::{Code, Problem, Profile, When};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use words::{is_error, whole_number};

/// For how many unknown words the nearest labels are looked up.
const MOST_NEAREST: usize = 100;

/// The row that is being read, with what is wrong with it so far.
pub(crate) struct Reading<'a> {
    pub row: Row<'a>,
    pub problems: Vec<Problem>,
}

/// Which tree a place-like field points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tree {
    Place,
    Body,
}

/// The cells of up to four columns; fields of more columns are not remembered.
type PlaceCells<'a> = [&'a str; 4];

/// A field bound to its columns, with what it has read so far.
struct Bound<'a> {
    columns: Vec<usize>,
    /// Year, month, day.
    parts: Option<[Option<usize>; 3]>,
    words: Option<usize>,
    /// Column that problems name.
    header: String,
    values: HashMap<String, String>,
    order: Option<DayOrder>,
    dates: HashMap<&'a str, Result<Option<When>, Problem>>,
    terms: HashMap<&'a str, Result<Option<String>, Problem>>,
    /// Places by the cells that name them, narrowest first.
    places: HashMap<PlaceCells<'a>, Option<PlaceRef>>,
}

/// Reads fields of rows.
pub(crate) struct Interpreter<'a> {
    sheet: &'a Sheet,
    profile: &'a Profile,
    places: Places<'a>,
    bodies: Places<'a>,
    bounds: Vec<Bound<'a>>,
    dates: Option<DayOrder>,
    date1904: bool,
    /// Texts of an export are taken letter by letter and may hold retired terms.
    exact: bool,
    /// Places and bodies outside the trees: first row and number of rows, by tree, column and text.
    strange: BTreeMap<(Tree, String, String), (u64, u64)>,
}

impl<'a> Interpreter<'a> {
    /// Binds every field of the mapping to the sheet; fields get their slots.
    pub fn new(sheet: &'a Sheet, mapping: &mut Mapping, profile: &'a Profile) -> Interpreter<'a> {
        let mut bounds = Vec::new();
        mapping.visit_fields(&mut |field, _| {
            field.slot = bounds.len();
            bounds.push(Bound::new(field, sheet));
        });
        Interpreter {
            sheet,
            profile,
            places: Places::new(&profile.places),
            bodies: Places::new(&profile.bodies),
            bounds,
            dates: mapping.dates,
            date1904: matches!(sheet.origin, Origin::Xlsx { date1904: true, .. }),
            exact: mapping.exported,
            strange: BTreeMap::new(),
        }
    }

    /// Warnings that were gathered over all rows.
    pub fn warnings(&self) -> Vec<Problem> {
        // Nearest labels are looked up for the words that stand in most rows: a
        // sheet with thousands of unknown towns lacks a gazetteer, not a spelling.
        let mut counts: Vec<u64> = self.strange.values().map(|(_, count)| *count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let enough = counts.get(MOST_NEAREST).copied().unwrap_or(0);
        self.strange
            .iter()
            .map(|((tree, column, text), (row, count))| {
                let (vocabulary, terms) = match tree {
                    Tree::Place => ("place", &self.profile.places),
                    Tree::Body => ("body", &self.profile.bodies),
                };
                let nearest = if *count > enough || counts.len() <= MOST_NEAREST {
                    terms.nearest(text)
                } else {
                    Vec::new()
                };
                Problem::new(Code::IntakePlaceUnknown)
                    .with("vocabulary", vocabulary)
                    .with("text", text)
                    .with("count", count)
                    .with("nearest", or_none(&nearest))
                    .at_cell(*row, column)
                    .warning()
            })
            .collect()
    }

    /// Whether a text says that there is nothing to say; an export leaves such cells empty.
    pub fn is_nothing(&self, text: &str) -> bool {
        if self.exact {
            text.is_empty()
        } else {
            is_nothing(text)
        }
    }

    /// Whether texts are taken letter by letter.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// The field's text: columns joined by a space, the mapping's words for it, or the constant.
    pub fn text(&self, field: &Field, reading: &mut Reading<'a>) -> Option<String> {
        self.joined(field, " ", reading)
    }

    /// Notes: each column is a line.
    pub fn notes(&self, field: &Field, reading: &mut Reading<'a>) -> Option<String> {
        self.joined(field, "\n", reading)
    }

    fn joined(&self, field: &Field, between: &str, reading: &mut Reading<'a>) -> Option<String> {
        let bound = &self.bounds[field.slot];
        let mut text: Option<String> = None;
        for &column in &bound.columns {
            let Some(piece) = self.cell_text(bound, column, reading) else {
                continue;
            };
            match &mut text {
                None => text = Some(piece.into_owned()),
                Some(text) => {
                    text.push_str(between);
                    text.push_str(&piece);
                }
            }
        }
        text.or_else(|| field.fixed.clone().filter(|fixed| !fixed.is_empty()))
    }

    /// A cell's text, cleaned and put through the mapping's `values`; `None` when it holds nothing.
    fn cell_text(
        &self,
        bound: &Bound<'a>,
        column: usize,
        reading: &mut Reading<'a>,
    ) -> Option<Cow<'a, str>> {
        let cell = reading.row.cell(column);
        let text = if self.exact {
            cell.text
        } else {
            cell.trimmed()
        };
        if text.is_empty() {
            return None;
        }
        if !self.exact && is_error(&cell) {
            reading.problems.push(
                Problem::new(Code::IntakeCellError)
                    .with("text", text)
                    .at_cell(reading.row.number, &self.sheet.headers[column]),
            );
            return None;
        }
        if !bound.values.is_empty()
            && let Some(meant) = bound
                .values
                .get(text)
                .or_else(|| bound.values.get(&fold(text)))
        {
            return (!meant.is_empty()).then(|| Cow::Owned(meant.clone()));
        }
        Some(if self.exact {
            Cow::Borrowed(cell.text)
        } else {
            clean(text)
        })
    }

    /// A term of a vocabulary by id or label; free text when the office has no such vocabulary.
    pub fn term(
        &mut self,
        field: &Field,
        vocabulary: &str,
        reading: &mut Reading<'a>,
    ) -> Option<String> {
        let bound = &self.bounds[field.slot];
        let [column] = bound.columns[..] else {
            let text = self.text(field, reading)?;
            let header = bound.header.clone();
            return self.pick(vocabulary, &text).unwrap_or_else(|problem| {
                reading
                    .problems
                    .push(problem.at_cell(reading.row.number, header));
                None
            });
        };
        let key = reading.row.cell(column).trimmed();
        if let Some(known) = bound.terms.get(key) {
            return match known {
                Ok(term) => term.clone(),
                Err(problem) => {
                    reading
                        .problems
                        .push(problem.clone().at_cell(reading.row.number, &bound.header));
                    None
                }
            };
        }
        let before = reading.problems.len();
        let text = self.text(field, reading);
        if reading.problems.len() > before {
            return None;
        }
        let read = match text {
            Some(text) => self.pick(vocabulary, &text),
            None => Ok(None),
        };
        let bound = &mut self.bounds[field.slot];
        bound.terms.insert(key, read.clone());
        match read {
            Ok(term) => term,
            Err(problem) => {
                reading
                    .problems
                    .push(problem.at_cell(reading.row.number, &bound.header));
                None
            }
        }
    }

    /// A term that a single word names.
    pub fn pick_word(&self, vocabulary: &str, text: &str) -> Result<Option<String>, Problem> {
        self.pick(vocabulary, text)
    }

    fn pick(&self, vocabulary: &str, text: &str) -> Result<Option<String>, Problem> {
        if vocabulary == "verification"
            && ["open", "verified", "disputed", "rejected"].contains(&text)
        {
            return Ok(Some(text.to_owned()));
        }
        let Some(terms) = self.profile.vocabulary(vocabulary) else {
            return Ok(Some(text.to_owned()));
        };
        if let Some(term) = terms.get(text)
            && (self.exact || !term.retired)
        {
            return Ok(Some(term.id.clone()));
        }
        match terms.pick(text) {
            Ok(term) => Ok(Some(term.id.clone())),
            Err(_) if is_nothing(text) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Yes or no, in both languages and as TOML and spreadsheets write them.
    pub fn yes(&self, field: &Field, reading: &mut Reading<'a>) -> Option<bool> {
        let text = self.text(field, reading)?;
        if self.is_nothing(&text) {
            return None;
        }
        let answer = read_yes(&text);
        if answer.is_none() {
            let header = &self.bounds[field.slot].header;
            reading.problems.push(
                Problem::new(Code::IntakeYesnoUnreadable)
                    .with("text", text)
                    .at_cell(reading.row.number, header),
            );
        }
        answer
    }

    /// The value of an attribute or own field as it is stored.
    pub fn value(&mut self, field: &Field, kind: &As, reading: &mut Reading<'a>) -> Option<String> {
        match kind {
            As::Date => self.date(field, reading).map(|when| when.edtf().to_owned()),
            As::Yesno => self
                .yes(field, reading)
                .map(|yes| if yes { "yes" } else { "no" }.to_owned()),
            As::Term(vocabulary) => self.term(field, vocabulary, reading),
            As::Number => {
                let text = self.text(field, reading)?;
                if self.is_nothing(&text) {
                    return None;
                }
                let digits = if self.exact {
                    Some(text.clone())
                } else {
                    whole_number(&text)
                };
                if digits.is_none() {
                    let header = &self.bounds[field.slot].header;
                    reading.problems.push(
                        Problem::new(Code::IntakeNumberUnreadable)
                            .with("text", text)
                            .at_cell(reading.row.number, header),
                    );
                }
                digits
            }
            As::Text => self.text(field, reading),
        }
    }

    /// An event's attribute: as the mapping says, else a term when a vocabulary bears its name.
    pub fn attribute(
        &mut self,
        id: &str,
        field: &Field,
        reading: &mut Reading<'a>,
    ) -> Option<String> {
        let kind = match &field.kind {
            Some(kind) => kind.clone(),
            None if self.profile.vocabularies.contains_key(id) => As::Term(id.to_owned()),
            None => {
                let text = self.text(field, reading)?;
                // A number is stored in the digits that figures can count with.
                return Some(
                    whole_number(&text)
                        .filter(|_| !text.is_ascii())
                        .unwrap_or(text),
                );
            }
        };
        self.value(field, &kind, reading)
    }

    /// A value of the office's own field, by the profile's type.
    pub fn own(
        &mut self,
        record: &str,
        id: &str,
        field: &Field,
        reading: &mut Reading<'a>,
    ) -> Option<String> {
        let declared = self.profile.field(record, id);
        let kind = match declared.map(|own| &own.field_type) {
            Some(FieldType::Date) => As::Date,
            Some(FieldType::Number) => As::Number,
            Some(FieldType::Yesno) => As::Yesno,
            Some(FieldType::Term) => As::Term(
                declared
                    .and_then(|own| own.vocabulary.clone())
                    .unwrap_or_else(|| id.to_owned()),
            ),
            Some(FieldType::Text) | None => As::Text,
        };
        self.value(field, &kind, reading)
    }

    /// Header of the field's first column, for problems.
    pub fn header(&self, field: &Field) -> &str {
        &self.bounds[field.slot].header
    }
}

impl<'a> Bound<'a> {
    fn new(field: &Field, sheet: &'a Sheet) -> Bound<'a> {
        let position = |column: &String| sheet.column(column);
        let values = field
            .values
            .iter()
            .flat_map(|(said, meant)| [(said.clone(), meant.clone()), (fold(said), meant.clone())])
            .filter(|(said, _)| !said.is_empty())
            .collect();
        let header = field
            .all_columns()
            .next()
            .and_then(position)
            .map_or_else(String::new, |column| sheet.headers[column].clone());
        Bound {
            columns: field.columns.iter().filter_map(position).collect(),
            parts: field.parts.as_ref().map(|parts| {
                [
                    position(&parts.year),
                    parts.month.as_ref().and_then(position),
                    parts.day.as_ref().and_then(position),
                ]
            }),
            words: field.words.as_ref().and_then(position),
            header,
            values,
            order: None,
            dates: HashMap::new(),
            terms: HashMap::new(),
            places: HashMap::new(),
        }
    }
}
