//! How is a mapping changed without writing TOML?
//!
//! A mapping has *holes*: places that a column or a constant can fill. Each has
//! a path (`person.birth`, `event.0.claim.1.basis`), the same in both directions:
//! [`Mapping::uses`] says which column fills which hole, [`Mapping::fill`] fills
//! them anew. What a mapping can say is either a hole, a field's option, or one
//! of the plain keys of its parts, so that a form over them shows all of it.
//! The walk over the holes is in `form/holes.rs`, what the sheet shows of its
//! columns in `form/look.rs`.

mod holes;
mod look;

pub(crate) use look::order_open;
pub use look::{ColumnLook, SheetLook, Understood, look_at_sheet, understood};

use crate::mapping::{As, DateParts, Field, Mapping};
use holes::{Hole, each_hole};
use model::Profile;
use model::when::DayOrder;
use std::collections::BTreeMap;

/// What a hole takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text.
    Text,
    /// A partial date.
    Date,
    /// A place of the gazetteer.
    Place,
    /// A body of the profile.
    Body,
    /// Yes or no.
    Yesno,
    /// A number.
    Number,
    /// A term of this vocabulary.
    Term(String),
    /// An attribute; the mapping may say of which kind.
    Attribute,
    /// Columns alone, never a constant: ids and deciding columns.
    Columns,
}

/// A place of a mapping that a column or a constant can fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its path.
    pub path: String,
    /// What it takes.
    pub takes: Takes,
}

/// Which side of a field a column fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The value.
    Value,
    /// The year of a date in several columns.
    Year,
    /// Its month.
    Month,
    /// Its day.
    Day,
    /// The source's words for a place or body.
    Words,
}

impl Side {
    /// Every side.
    pub const ALL: [Side; 5] = [Side::Value, Side::Year, Side::Month, Side::Day, Side::Words];

    /// The side's word after the path (`event.0.when~year`); empty for the value.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Value => "",
            Side::Year => "year",
            Side::Month => "month",
            Side::Day => "day",
            Side::Words => "words",
        }
    }
}

/// A column in a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The column, as the mapping names it.
    pub column: String,
    /// Path of the hole.
    pub path: String,
    /// Which side of it.
    pub side: Side,
}

/// What a field says besides its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The same value in every row, or in rows whose cell is empty.
    pub fixed: Option<String>,
    /// What the sheet's words mean.
    pub values: BTreeMap<String, String>,
    /// Order of day and month.
    pub dates: Option<DayOrder>,
    /// Bare numbers are spreadsheet serials.
    pub serials: bool,
    /// Kind of an attribute.
    pub kind: Option<As>,
}

impl Options {
    fn of(field: &Field) -> Options {
        Options {
            fixed: field.fixed.clone(),
            values: field.values.clone(),
            dates: field.dates,
            serials: field.serials,
            kind: field.kind.clone(),
        }
    }
}

impl Mapping {
    /// Everything that a column or constant can fill, in the order of the mapping's parts.
    pub fn slots(&self, profile: &Profile) -> Vec<Slot> {
        let mut slots = Vec::new();
        each_hole(&mut self.clone(), profile, &mut |path, takes, _| {
            slots.push(Slot {
                path: path.to_owned(),
                takes: takes.clone(),
            });
        });
        slots
    }

    /// Which column fills what.
    pub fn uses(&self, profile: &Profile) -> Vec<Use> {
        let mut uses = Vec::new();
        each_hole(&mut self.clone(), profile, &mut |path, _, hole| {
            let mut add = |column: &String, side| {
                uses.push(Use {
                    column: column.clone(),
                    path: path.to_owned(),
                    side,
                });
            };
            match hole {
                Hole::Columns(columns) => {
                    columns.iter().for_each(|column| add(column, Side::Value));
                }
                Hole::Column(column) => column.iter().for_each(|column| add(column, Side::Value)),
                Hole::Field(field) => {
                    let Some(field) = field else { return };
                    field
                        .columns
                        .iter()
                        .for_each(|column| add(column, Side::Value));
                    if let Some(parts) = &field.parts {
                        add(&parts.year, Side::Year);
                        parts.month.iter().for_each(|it| add(it, Side::Month));
                        parts.day.iter().for_each(|it| add(it, Side::Day));
                    }
                    field.words.iter().for_each(|it| add(it, Side::Words));
                }
            }
        });
        uses
    }

    /// What the fields say besides their columns, by path; plain fields are not among them.
    pub fn options(&self, profile: &Profile) -> BTreeMap<String, Options> {
        let mut all = BTreeMap::new();
        each_hole(&mut self.clone(), profile, &mut |path, _, hole| {
            if let Hole::Field(Some(field)) = hole {
                let options = Options::of(field);
                if options != Options::default() {
                    all.insert(path.to_owned(), options);
                }
            }
        });
        all
    }

    /// The mapping with these columns and options in its holes and no others. A
    /// month or day without a year, and words without a place, say nothing.
    pub fn fill(
        &self,
        profile: &Profile,
        uses: &[Use],
        options: &BTreeMap<String, Options>,
    ) -> Mapping {
        let mut filled = self.clone();
        each_hole(&mut filled, profile, &mut |path, _, hole| {
            let of_side = |side| {
                uses.iter()
                    .filter(move |it| it.path == path && it.side == side)
                    .map(|it| it.column.clone())
            };
            let columns: Vec<String> = of_side(Side::Value).collect();
            match hole {
                Hole::Columns(hole) => *hole = columns,
                Hole::Column(hole) => *hole = columns.into_iter().next(),
                Hole::Field(hole) => {
                    let said = options.get(path).cloned().unwrap_or_default();
                    let parts = of_side(Side::Year).next().map(|year| DateParts {
                        year,
                        month: of_side(Side::Month).next(),
                        day: of_side(Side::Day).next(),
                    });
                    let field = Field {
                        columns,
                        parts,
                        words: of_side(Side::Words).next(),
                        fixed: said.fixed,
                        values: said.values,
                        dates: said.dates,
                        serials: said.serials,
                        kind: said.kind,
                        ..Field::default()
                    };
                    let says =
                        !field.columns.is_empty() || field.parts.is_some() || field.fixed.is_some();
                    *hole = says.then_some(field);
                }
            }
        });
        filled
    }
}
