//! What does a cell say: which date, term, place, number?
//!
//! Every value of a record comes from here, and only from the cells that the
//! mapping names for it, in the same row. What cannot be read is a problem with
//! its row and column, never a default. Each field remembers what it has read:
//! sheets repeat the same few dates, words and towns.

use crate::mapping::{As, Field, Mapping};
use crate::places::Places;
use crate::sheet::{Cell, Kind, Origin, Row, Sheet, is_invisible};
use model::fold::{fold, is_placeholder};
use model::profile::FieldType;
use model::record::PlaceRef;
use model::when::{DayOrder, from_excel_serial, read_typed, settle_order};
use model::{Code, Problem, Profile, When};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

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
            Err(mut problem) => {
                if let Some(nearest) = problem.details.get_mut("nearest")
                    && nearest.is_empty()
                {
                    *nearest = "none".into();
                }
                Err(problem)
            }
        }
    }

    /// A partial date.
    pub fn date(&mut self, field: &Field, reading: &mut Reading<'a>) -> Option<When> {
        self.settle(field);
        let bound = &self.bounds[field.slot];
        if let Some(parts) = bound.parts {
            return self.date_of_parts(parts, &bound.header, reading);
        }
        let [column] = bound.columns[..] else {
            let text = self.text(field, reading)?;
            let read = self.read_date(
                field,
                Cell {
                    text: &text,
                    kind: Kind::Text,
                    serial: None,
                },
            );
            return self.date_or_problem(read, &self.bounds[field.slot].header, reading);
        };
        let cell = reading.row.cell(column);
        let key = cell.trimmed();
        if let Some(known) = bound.dates.get(key) {
            let known = known.clone();
            return self.date_or_problem(known, &bound.header, reading);
        }
        if is_error(&cell) {
            self.cell_text(bound, column, reading);
            return None;
        }
        let read = self.read_date(field, cell);
        let bound = &mut self.bounds[field.slot];
        bound.dates.insert(key, read.clone());
        self.date_or_problem(read, &self.bounds[field.slot].header, reading)
    }

    fn date_or_problem(
        &self,
        read: Result<Option<When>, Problem>,
        header: &str,
        reading: &mut Reading<'a>,
    ) -> Option<When> {
        read.unwrap_or_else(|problem| {
            reading
                .problems
                .push(problem.at_cell(reading.row.number, header));
            None
        })
    }

    /// Finds the order of day and month of a column once: the mapping says it, or its values do.
    fn settle(&mut self, field: &Field) {
        let sheet = self.sheet;
        let said = field.dates.or(self.dates);
        let bound = &mut self.bounds[field.slot];
        if bound.order.is_some() {
            return;
        }
        bound.order = Some(said.unwrap_or_else(|| {
            let texts: HashSet<&str> = sheet
                .rows()
                .flat_map(|row| bound.columns.iter().map(move |&column| row.cell(column)))
                .filter(|cell| cell.kind == Kind::Text)
                .map(|cell| cell.trimmed())
                .collect();
            settle_order(texts)
        }));
    }

    fn read_date(&self, field: &Field, cell: Cell<'_>) -> Result<Option<When>, Problem> {
        let bound = &self.bounds[field.slot];
        let mut text = cell.trimmed();
        if let Some(meant) = bound
            .values
            .get(text)
            .or_else(|| bound.values.get(&fold(text)))
        {
            text = meant;
        } else if let Some(serial) = cell.serial {
            let when = from_excel_serial(serial, self.date1904)?;
            // A year typed into a cell that is formatted as a date.
            if (1800.0..=2200.0).contains(&serial) && serial.fract() == 0.0 && !field.serials {
                return Err(Problem::new(Code::IntakeDateYearAsSerial)
                    .with("text", serial)
                    .with("day", when.edtf()));
            }
            return Ok(Some(when));
        }
        if text.is_empty() {
            return field
                .fixed
                .as_deref()
                .map(|fixed| read_typed(fixed, DayOrder::YearFirst).map(|typed| typed.when))
                .transpose();
        }
        if is_nothing(text) || (!text.chars().any(char::is_numeric) && is_placeholder(text)) {
            return Ok(None);
        }
        if let Some(number) = bare_number(text) {
            if field.serials {
                return from_excel_serial(number, self.date1904).map(Some);
            }
            if (10_000.0..=80_000.0).contains(&number) {
                let day = from_excel_serial(number, self.date1904)?;
                return Err(Problem::new(Code::IntakeDateSerial)
                    .with("text", text)
                    .with("day", day.edtf()));
            }
        }
        let order = bound.order.unwrap_or(DayOrder::Unsettled);
        read_typed(text, order).map(|typed| Some(typed.when))
    }

    fn date_of_parts(
        &self,
        parts: [Option<usize>; 3],
        header: &str,
        reading: &mut Reading<'a>,
    ) -> Option<When> {
        let mut digits: [Option<u32>; 3] = [None; 3];
        for (place, column) in parts.into_iter().enumerate() {
            let Some(column) = column else { continue };
            let cell = reading.row.cell(column);
            let text = cell.trimmed();
            if is_nothing(text) || (!text.chars().any(char::is_numeric) && is_placeholder(text)) {
                continue;
            }
            let number = plain_digits(text).parse::<u32>().ok().or_else(|| {
                // A month by its name is read together with a year.
                let when = (place == 1)
                    .then(|| read_typed(&format!("{text} 2001"), DayOrder::DayFirst).ok())??;
                when.when
                    .earliest()
                    .filter(|_| when.when.edtf().len() == 7)
                    .map(|day| day.month().unsigned_abs().into())
            });
            match number {
                Some(number) => digits[place] = Some(number),
                None => {
                    reading.problems.push(
                        Problem::new(Code::DateUnreadable)
                            .with("text", text)
                            .at_cell(reading.row.number, &self.sheet.headers[column]),
                    );
                    return None;
                }
            }
        }
        let written = match digits {
            [None, None, None] => return None,
            [Some(year), None, None] => format!("{year}"),
            [Some(year), Some(month), None] => format!("{year}-{month:02}"),
            [Some(year), Some(month), Some(day)] => format!("{year}-{month:02}-{day:02}"),
            [None, ..] => {
                reading.problems.push(
                    Problem::new(Code::DateYearMissing)
                        .with("text", "")
                        .at_cell(reading.row.number, header),
                );
                return None;
            }
            // A day without its month leaves the month open.
            [Some(year), None, Some(day)] => format!("{year}-XX-{day:02}"),
        };
        let read = read_typed(&written, DayOrder::YearFirst).map(|typed| Some(typed.when));
        self.date_or_problem(read, header, reading)
    }

    /// A place or body: the id where it can be told, and the source's words where they differ.
    pub fn place(
        &mut self,
        field: &Field,
        tree: Tree,
        reading: &mut Reading<'a>,
    ) -> Option<PlaceRef> {
        let bound = &self.bounds[field.slot];
        let mut key: PlaceCells<'a> = [""; 4];
        let short = bound.words.is_none() && bound.columns.len() <= key.len();
        for (slot, &column) in key.iter_mut().zip(&bound.columns) {
            *slot = reading.row.cell(column).trimmed();
        }
        if short && let Some(known) = bound.places.get(&key) {
            let known = known.clone();
            // What is strange is counted in every row; what contradicts is said in every row.
            let said_again = known
                .as_ref()
                .is_some_and(|place| place.as_written.is_some());
            if !said_again {
                return known;
            }
            let first = key
                .iter()
                .copied()
                .find(|text| !is_nothing(text))
                .unwrap_or_default();
            if !self
                .strange
                .contains_key(&(tree, bound.header.clone(), clean(first).into_owned()))
            {
                return known;
            }
            self.strange_place(field, tree, &clean(first), reading.row.number);
            return known;
        }
        let before = reading.problems.len();
        let read = self.read_place(field, tree, reading);
        if short && reading.problems.len() == before {
            self.bounds[field.slot].places.insert(key, read.clone());
        }
        read
    }

    fn strange_place(&mut self, field: &Field, tree: Tree, text: &str, row: u64) {
        let header = self.bounds[field.slot].header.clone();
        self.strange
            .entry((tree, header, text.to_owned()))
            .or_insert((row, 0))
            .1 += 1;
    }

    fn read_place(
        &mut self,
        field: &Field,
        tree: Tree,
        reading: &mut Reading<'a>,
    ) -> Option<PlaceRef> {
        let bound = &self.bounds[field.slot];
        let mut texts: Vec<String> = Vec::new();
        for &column in &bound.columns {
            if let Some(text) = self.cell_text(bound, column, reading)
                && !is_nothing(&text)
            {
                texts.push(text.into_owned());
            }
        }
        if texts.is_empty() {
            texts.extend(field.fixed.clone());
        }
        let words = bound.words.and_then(|column| {
            let text = reading.row.cell(column).trimmed();
            (!text.is_empty()).then(|| text.to_owned())
        });
        if texts.is_empty() {
            return words.map(|words| PlaceRef {
                id: None,
                as_written: Some(words),
            });
        }
        let places = match tree {
            Tree::Place => &self.places,
            Tree::Body => &self.bodies,
        };
        let found = places.find(&texts);
        if found.contradicts {
            reading.problems.push(
                Problem::new(Code::IntakePlaceContradiction)
                    .with("text", texts.join(" / "))
                    .at_cell(reading.row.number, &bound.header)
                    .warning(),
            );
        }
        let said = texts.join(" / ");
        if words.is_some() || bound.words.is_some() {
            return Some(PlaceRef {
                id: found.id,
                as_written: if found.resolved {
                    words
                } else {
                    words.or(Some(said))
                },
            });
        }
        if !found.resolved && !found.contradicts {
            let text = texts[0].clone();
            self.strange_place(field, tree, &text, reading.row.number);
        }
        Some(PlaceRef {
            id: found.id,
            as_written: (!found.same_words).then_some(said),
        })
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
                        .filter(|_| text.chars().any(|letter| !letter.is_ascii()))
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

/// Suggestions as a sentence names them; `none` when there are none.
pub(crate) fn or_none(words: &[String]) -> String {
    if words.is_empty() {
        "none".into()
    } else {
        words.join(" · ")
    }
}

/// Text without invisible marks, its runs of white space made one space each.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let mut last_space = true;
    let tidy = text.chars().all(|letter| {
        let space = letter == ' ';
        let fine = !(is_invisible(letter)
            || letter.is_control()
            || (letter.is_whitespace() && !space)
            || (space && last_space));
        last_space = space;
        fine
    });
    if tidy {
        return Cow::Borrowed(text);
    }
    // Line breaks inside a cell belong to the text; other white space does not.
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let visible: String = line
                .chars()
                .filter(|&letter| !is_invisible(letter) && (!letter.is_control() || letter == '\t'))
                .collect();
            visible.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect();
    Cow::Owned(lines.join("\n"))
}

/// Whether a cell says that there is nothing to say: empty, a dash, "none".
pub(crate) fn is_nothing(text: &str) -> bool {
    if text.len() > 24 {
        return !text.chars().any(char::is_alphanumeric);
    }
    // Most cells begin with another letter: they are not folded to find that out.
    match text.chars().find(|letter| letter.is_alphanumeric()) {
        None => true,
        Some('ل' | 'ب' | 'n' | 'N') => matches!(
            fold(text).as_str(),
            "لا يوجد"
                | "لا يوجد شيء"
                | "لا شيء"
                | "بدون"
                | "none"
                | "n a"
                | "na"
                | "nan"
                | "null"
                | "nil"
                | "not applicable"
        ),
        Some(_) => false,
    }
}

/// Errors as spreadsheets write them, also in text files.
fn is_error(cell: &Cell<'_>) -> bool {
    if cell.kind == Kind::Error {
        return true;
    }
    let text = cell.trimmed();
    text.starts_with('#')
        && (matches!(
            text,
            "#REF!"
                | "#N/A"
                | "#VALUE!"
                | "#NAME?"
                | "#DIV/0!"
                | "#NULL!"
                | "#NUM!"
                | "#SPILL!"
                | "#CALC!"
                | "#ERROR!"
                | "#GETTING_DATA"
        ) || (text.len() > 2 && text.bytes().all(|byte| byte == b'#')))
}

/// The text with Arabic-Indic and Persian digits as ASCII.
pub(crate) fn plain_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{0660}'..='\u{0669}' => char::from(b'0' + (letter as u32 - 0x0660) as u8),
            '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (letter as u32 - 0x06F0) as u8),
            _ => letter,
        })
        .collect()
}

/// A whole number in ASCII digits; separators of thousands are taken out.
fn whole_number(text: &str) -> Option<String> {
    let plain = plain_digits(text.trim());
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain), |digits| ("-", digits));
    let groups: Vec<&str> = digits.split([',', '٬', '\u{A0}', ' ']).collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let joined = groups.concat();
    (grouped && !joined.is_empty() && joined.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("{sign}{joined}"))
}

/// A text that is one plain number.
fn bare_number(text: &str) -> Option<f64> {
    let plain = plain_digits(text);
    plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        .then(|| plain.parse().ok())
        .flatten()
}

/// Yes or no in either language.
pub(crate) fn read_yes(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "نعم" | "اجل" | "صح" | "x" | "✓" => Some(true),
        "no" | "n" | "false" | "0" | "لا" | "كلا" | "خطا" => Some(false),
        _ if text == "✓" || text == "✔" => Some(true),
        _ => None,
    }
}
