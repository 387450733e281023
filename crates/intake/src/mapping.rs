//! Which column of a sheet is which field of which record?
//!
//! A [`Mapping`] is a TOML file that people write, read and keep; every key is
//! described in `docs/import.md`. Unknown keys are errors with their line: a
//! misspelt key would otherwise be a column that silently does not come in.
//! Reading is here, the cell language ([`Field`]) in `mapping/field.rs`, writing
//! in `mapping/write.rs`, checks against sheet and profile in `mapping/check.rs`.

mod check;
mod field;
mod write;

pub use field::{As, DateParts, Field};

use crate::read::Reading;
use model::when::DayOrder;
use model::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How one list's sheets become records.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Name of the list: with the row's own id it tells what was imported before.
    pub list: String,
    /// Columns of the list's own id; none: the row's content is its id.
    #[serde(default, skip_serializing_if = "Columns::is_empty")]
    pub id: Columns,
    /// Sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Spreadsheet row of the header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// How many rows the header has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u64>,
    /// Encoding of a CSV file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Separator of a CSV file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// What merged cells mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub merged: Merged,
    /// What missing cells at the end of a row mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub short_rows: ShortRows,
    /// Order of day and month wherever a field does not say its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DayOrder>,
    /// The sheet is an export of this program: texts are taken letter by letter,
    /// apostrophes before formulas are taken away, retired terms may come in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub exported: bool,
    /// Columns that are knowingly not mapped; they stay in the original row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Marks the records as invented: always, or by a column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<Synthetic>,
    /// The person of a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonMap>,
    /// Sources by the name under which claims refer to them.
    #[serde(default, rename = "source", skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, SourceMap>,
    /// Events of a row.
    #[serde(default, rename = "event", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventMap>,
    /// The text that it was read from, for the lines of problems.
    #[serde(skip)]
    pub(crate) text: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_false(value: &bool) -> bool {
    !value
}

/// One column or several, by header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "OneOrMany", into = "OneOrMany")]
pub struct Columns(pub Vec<String>);

impl Columns {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Columns {
    fn from(columns: OneOrMany) -> Columns {
        match columns {
            OneOrMany::One(column) => Columns(vec![column]),
            OneOrMany::Many(columns) => Columns(columns),
        }
    }
}

impl From<Columns> for OneOrMany {
    fn from(columns: Columns) -> OneOrMany {
        let Columns(mut columns) = columns;
        if columns.len() == 1 {
            OneOrMany::One(columns.remove(0))
        } else {
            OneOrMany::Many(columns)
        }
    }
}

/// What merged cells mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merged {
    /// The rows that they touch stay out.
    #[default]
    Refuse,
    /// The value holds for every row and column that they cover.
    Fill,
}

/// What missing cells at the end of a CSV row mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShortRows {
    /// The row may have shifted and stays out.
    #[default]
    Refuse,
    /// They are empty cells.
    Empty,
}

/// What marks a record as invented.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Synthetic {
    /// Every record of the list is (`true`) or none.
    All(bool),
    /// The rows in which this column says yes.
    Column(String),
}

/// The person of a row.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonMap {
    /// The rows are about persons of this list, imported before; nothing else may be mapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Columns of the person's own id in that list.
    #[serde(skip_serializing_if = "Columns::is_empty")]
    pub id: Columns,
    /// Columns that say, when one is filled, that the row has a person even if
    /// nothing else is known.
    #[serde(skip_serializing_if = "Columns::is_empty")]
    pub present: Columns,
    /// Whole name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<Field>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<Field>,
    /// Father's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub father: Option<Field>,
    /// Grandfather's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grandfather: Option<Field>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Field>,
    /// Mother's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<Field>,
    /// Nickname or kunya.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<Field>,
    /// Sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Field>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<Field>,
    /// Place the person is from, narrowest column first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Field>,
    /// Place the person lived in, narrowest column first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residence: Option<Field>,
    /// Occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<Field>,
    /// Protection flags; several in one cell are separated by `;` or `،`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<Field>,
    /// Notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Field>,
    /// Service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceMap>,
    /// Numbers by scheme.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: BTreeMap<String, Field>,
    /// References by organisation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<String, Field>,
    /// The office's own fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub own: BTreeMap<String, Field>,
    /// Further variants of the name.
    #[serde(rename = "name", skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameMap>,
}

/// A further variant of the name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the parts of model::record::Name
pub struct NameMap {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub father: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grandfather: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mother: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<Field>,
}

/// Service of a person.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceMap {
    /// Kind of service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Field>,
    /// Rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Field>,
    /// Unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Field>,
}

/// A source of a row, or of the whole list.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceMap {
    /// The source's own id in the list; rows with the same id share the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Field>,
    /// The source comes in from every row that names it, even if no claim refers to it.
    #[serde(skip_serializing_if = "is_false")]
    pub alone: bool,
    /// Marks the source as invented, where the list as a whole does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<Field>,
    /// Name; rows that name the same source share it. Without a name each row has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Field>,
    /// Kind; `person` when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Field>,
    /// Relation to the victim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Field>,
    /// How to reach the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<Field>,
    /// May be named to every reader; no unless it says yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Field>,
    /// Payment or benefit given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benefit: Option<Field>,
    /// Notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Field>,
    /// The office's own fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub own: BTreeMap<String, Field>,
    /// What the source agreed to.
    #[serde(rename = "consent", skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentMap>,
}

/// Consent for one purpose; a row whose `given` is empty has said nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentMap {
    /// Purpose.
    pub purpose: Field,
    /// Yes or no.
    pub given: Field,
    /// With whom, for sharing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Field>,
    /// Who explained it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained_by: Option<Field>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Field>,
    /// In which language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Field>,
    /// When it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapses: Option<Field>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Field>,
}

/// One event of a row.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventMap {
    /// Name inside the mapping; the fixed kind when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Field>,
    /// Columns that decide whether the row has the event: one must be filled.
    #[serde(rename = "if", skip_serializing_if = "Columns::is_empty")]
    pub deciding: Columns,
    /// Role of the row's person; `victim` when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Field>,
    /// Further persons of the same list.
    #[serde(rename = "person", skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<ParticipantMap>,
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Field>,
    /// Where, narrowest column first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Field>,
    /// In or at which facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Field>,
    /// Who did it.
    #[serde(rename = "body", skip_serializing_if = "Bodies::is_empty")]
    pub bodies: Bodies,
    /// Attributes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Field>,
    /// The office's conclusion (`open`, `verified`, `disputed`, `rejected`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification: Option<Field>,
    /// Who concluded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<Field>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_why: Option<Field>,
    /// The office's own fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub own: BTreeMap<String, Field>,
    /// Notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Field>,
    /// Ties to other events of the row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedMap>,
    /// What sources say of it.
    #[serde(rename = "claim", skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimMap>,
}

impl EventMap {
    /// The event's name inside its mapping.
    pub fn name(&self) -> &str {
        self.name
            .as_deref()
            .or_else(|| self.kind.as_ref().and_then(|kind| kind.fixed.as_deref()))
            .unwrap_or("event")
    }
}

/// A further person of an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParticipantMap {
    /// Columns of the person's own id.
    pub id: Columns,
    /// Role; `victim` when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Field>,
    /// Another list that the person is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

/// Bodies of an event: a column, a table, or several tables.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(from = "BodiesForm", into = "BodiesForm")]
pub struct Bodies(pub Vec<BodyMap>);

impl Bodies {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(untagged)]
enum BodiesForm {
    Many(Vec<BodyMap>),
    Table(Box<BodyMap>),
    Column(Field),
}

impl From<BodiesForm> for Bodies {
    fn from(form: BodiesForm) -> Bodies {
        Bodies(match form {
            BodiesForm::Many(bodies) => bodies,
            BodiesForm::Table(body) => vec![*body],
            BodiesForm::Column(name) => vec![BodyMap {
                name,
                ..BodyMap::default()
            }],
        })
    }
}

impl From<Bodies> for BodiesForm {
    fn from(bodies: Bodies) -> BodiesForm {
        let Bodies(mut bodies) = bodies;
        match bodies.len() {
            1 if bodies[0].alleged.is_none() && bodies[0].degree.is_none() => {
                BodiesForm::Column(bodies.remove(0).name)
            }
            1 => BodiesForm::Table(Box::new(bodies.remove(0))),
            _ => BodiesForm::Many(bodies),
        }
    }
}

/// A body's part in an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BodyMap {
    /// Which body.
    pub name: Field,
    /// Alleged, not established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alleged: Option<Field>,
    /// Degree of involvement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degree: Option<Field>,
}

/// A tie to another event of the row.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedMap {
    /// Term of the vocabulary `relation`.
    pub relation: String,
    /// Name of the other event in the mapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Column that names another row's event as `own id#event name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
}

/// What one source says of an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimMap {
    /// Short id inside the event; `c1`, `c2`… when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Field>,
    /// Name of a `[source.…]` of the mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How the source knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Field>,
    /// When the office learned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<Field>,
    /// Reliability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Field>,
    /// When, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Field>,
    /// Where, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Field>,
    /// Facility, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Field>,
    /// Body, as this source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Field>,
    /// Other values that it states.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Field>,
    /// The words of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Field>,
    /// Columns that decide whether the row has the claim: one must be filled.
    #[serde(rename = "if", skip_serializing_if = "Columns::is_empty")]
    pub deciding: Columns,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// `intake.mapping-unreadable` with the line, for syntax and unknown keys.
    pub fn read(text: &str, file: &str) -> Result<Mapping, Vec<Problem>> {
        let read: Result<Mapping, toml::de::Error> = toml::from_str(text);
        match read {
            Ok(mut mapping) => {
                text.clone_into(&mut mapping.text);
                Ok(mapping)
            }
            Err(error) => {
                let line = error.span().map_or(1, |span| line_at(text, span.start));
                Err(vec![
                    Problem::new(Code::IntakeMappingUnreadable)
                        .with("reason", error.message())
                        .in_file(file)
                        .at_line(line),
                ])
            }
        }
    }

    /// How the mapping wants its file to be read.
    pub fn reading(&self) -> Reading {
        Reading {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            header_row: self.header_row,
            header_rows: self.header_rows,
            fill_merged: self.merged == Merged::Fill,
            short_rows_are_empty: self.short_rows == ShortRows::Empty,
            unquote: self.exported,
        }
    }

    /// Whether a row can refer to another row of the same list.
    pub(crate) fn refers_to_other_rows(&self) -> bool {
        let person = self.person.iter().filter_map(|person| person.list.as_ref());
        let mut lists = person.chain(
            self.events
                .iter()
                .flat_map(|event| &event.persons)
                .map(|person| person.list.as_ref().unwrap_or(&self.list)),
        );
        let mut related = self.events.iter().flat_map(|event| &event.related);
        lists.any(|list| *list == self.list) || related.any(|related| related.row.is_some())
    }

    /// Line of the mapping's text on which a quoted word first stands.
    pub(crate) fn line_of(&self, word: &str) -> Option<u64> {
        let quoted = format!("\"{word}\"");
        let line = |holds: &dyn Fn(&str) -> bool| self.text.lines().position(holds);
        line(&|line| line.contains(&quoted))
            .or_else(|| line(&|line| !word.is_empty() && line.contains(word)))
            .map(|line| line as u64 + 1)
    }
}

fn line_at(text: &str, at: usize) -> u64 {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count() as u64
        + 1
}
