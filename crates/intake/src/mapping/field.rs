//! Where does a field's value come from: a column, several, a constant?
//!
//! In the file a field is a header (`"الاسم"`), a list of headers
//! (`["town", "district"]`), or a table with more to say (`{ column = "sex",
//! values = { "م" = "male" } }`, `{ fixed = "arrest" }`). Written back, it takes
//! the shortest of these forms.

use model::when::DayOrder;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Where the value of a field comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Columns by header; what several mean depends on the field.
    pub columns: Vec<String>,
    /// The same value in every row.
    pub fixed: Option<String>,
    /// What the sheet's own words mean.
    pub values: BTreeMap<String, String>,
    /// Order of day and month in this column.
    pub dates: Option<DayOrder>,
    /// Bare numbers of this column are spreadsheet serials.
    pub serials: bool,
    /// A date in three columns.
    pub parts: Option<DateParts>,
    /// Which kind of value it is, for attributes.
    pub kind: Option<As>,
    /// Column with the source's words for a place or body.
    pub words: Option<String>,
    /// Number of the field once the mapping is bound to a sheet.
    pub(crate) slot: usize,
}

/// A date in up to three columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct DateParts {
    /// Column of the year.
    pub year: String,
    /// Column of the month.
    pub month: Option<String>,
    /// Column of the day.
    pub day: Option<String>,
}

/// Kind of value of an attribute: `text`, `number`, `date`, `yesno`, or a vocabulary's id.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub enum As {
    /// Text as it stands.
    Text,
    /// A whole number.
    Number,
    /// A partial date.
    Date,
    /// Yes or no.
    Yesno,
    /// A term of this vocabulary.
    Term(String),
}

impl From<String> for As {
    fn from(word: String) -> As {
        match word.as_str() {
            "text" => As::Text,
            "number" => As::Number,
            "date" => As::Date,
            "yesno" => As::Yesno,
            _ => As::Term(word),
        }
    }
}

impl From<As> for String {
    fn from(kind: As) -> String {
        match kind {
            As::Text => "text".into(),
            As::Number => "number".into(),
            As::Date => "date".into(),
            As::Yesno => "yesno".into(),
            As::Term(vocabulary) => vocabulary,
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    column: Option<super::Columns>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fixed: Option<Fixed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    month: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dates: Option<DayOrder>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    serials: bool,
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    kind: Option<As>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

/// A constant: text, or a truth value as TOML writes it.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Fixed {
    Text(String),
    Truth(bool),
    Number(i64),
}

impl Field {
    /// A field with the same value in every row.
    pub fn fixed(value: impl Into<String>) -> Field {
        Field {
            fixed: Some(value.into()),
            ..Field::default()
        }
    }

    /// A field that a column holds.
    pub fn column(header: impl Into<String>) -> Field {
        Field {
            columns: vec![header.into()],
            ..Field::default()
        }
    }

    /// Every column that the field reads.
    pub fn all_columns(&self) -> impl Iterator<Item = &String> {
        let parts = self
            .parts
            .iter()
            .flat_map(|parts| [Some(&parts.year), parts.month.as_ref(), parts.day.as_ref()]);
        self.columns
            .iter()
            .chain(parts.flatten())
            .chain(&self.words)
    }

    fn is_plain(&self) -> bool {
        self.fixed.is_none()
            && self.values.is_empty()
            && self.dates.is_none()
            && !self.serials
            && self.parts.is_none()
            && self.kind.is_none()
            && self.words.is_none()
    }
}

impl TryFrom<Table> for Field {
    type Error = &'static str;

    fn try_from(table: Table) -> Result<Field, &'static str> {
        let parts = match (table.year, table.month, table.day) {
            (Some(year), month, day) => Some(DateParts { year, month, day }),
            (None, None, None) => None,
            (None, ..) => return Err("`month` and `day` need `year`"),
        };
        let columns = table.column.map(|columns| columns.0).unwrap_or_default();
        let fixed = table.fixed.map(|fixed| match fixed {
            Fixed::Text(text) => text,
            Fixed::Truth(true) => "yes".to_owned(),
            Fixed::Truth(false) => "no".to_owned(),
            Fixed::Number(number) => number.to_string(),
        });
        if columns.is_empty() && fixed.is_none() && parts.is_none() {
            return Err("one of `column`, `fixed`, `year` is needed");
        }
        Ok(Field {
            columns,
            fixed,
            values: table.values,
            dates: table.dates,
            serials: table.serials,
            parts,
            kind: table.kind,
            words: table.words,
            slot: 0,
        })
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = Field;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column, a list of columns, or a table such as { column = \"…\" } or { fixed = \"…\" }")
            }

            fn visit_str<E: serde::de::Error>(self, column: &str) -> Result<Field, E> {
                Ok(Field::column(column))
            }

            fn visit_bool<E: serde::de::Error>(self, truth: bool) -> Result<Field, E> {
                Ok(Field::fixed(if truth { "yes" } else { "no" }))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, columns: A) -> Result<Field, A::Error> {
                let columns = Vec::<String>::deserialize(SeqAccessDeserializer::new(columns))?;
                Ok(Field {
                    columns,
                    ..Field::default()
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                let table = Table::deserialize(MapAccessDeserializer::new(map))?;
                Field::try_from(table).map_err(serde::de::Error::custom)
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_plain() {
            return match self.columns.as_slice() {
                [column] => serializer.serialize_str(column),
                columns => columns.serialize(serializer),
            };
        }
        let parts = self.parts.clone();
        Table {
            column: (!self.columns.is_empty()).then(|| super::Columns(self.columns.clone())),
            fixed: self.fixed.clone().map(Fixed::Text),
            year: parts.as_ref().map(|parts| parts.year.clone()),
            month: parts.as_ref().and_then(|parts| parts.month.clone()),
            day: parts.and_then(|parts| parts.day),
            dates: self.dates,
            serials: self.serials,
            kind: self.kind.clone(),
            words: self.words.clone(),
            values: self.values.clone(),
        }
        .serialize(serializer)
    }
}
