//! Which records stand behind a number?
//!
//! Opens a cell of a figure: each counted id with its events and what each
//! source says of them. Also resolves the references by which text and people
//! name a number: `figure`, `figure.value`, `figure.value.possible`,
//! `figure.value.confirmed`.

use crate::compute::not_there;
use crate::computed::{Cell, Computed, ComputedFigure, Parts};
use crate::frame::{Frame, failed};
use model::Problem;
use serde::Serialize;
use std::collections::BTreeMap;

/// A counted id, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// The id that was counted.
    pub id: String,
    /// `person` or `event`.
    pub kind: String,
    /// Surely counted.
    pub sure: bool,
    /// The event itself, or all events of the person.
    pub events: Vec<OpenedEvent>,
}

/// An event behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenedEvent {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// EDTF text of the day, as known.
    pub when: Option<String>,
    /// Place or facility, by id.
    pub place: Option<String>,
    /// The office's conclusion.
    pub verification: String,
    /// What each source says.
    pub claims: Vec<OpenedClaim>,
}

/// A claim behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenedClaim {
    /// Id inside the event.
    pub id: String,
    /// Id of the source.
    pub source: Option<String>,
    /// Kind of the source.
    pub source_kind: Option<String>,
    /// How the source knows.
    pub basis: Option<String>,
    /// When, as it says.
    pub when: Option<String>,
    /// Place or facility, as it says.
    pub place: Option<String>,
    /// When the office learned it.
    pub learned: Option<String>,
}

/// Which part of a number is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Both parts.
    #[default]
    Both,
    /// The sure part alone.
    Sure,
    /// The possible part alone.
    Possible,
    /// Those of the sure part that are confirmed by rule.
    Confirmed,
}

impl Part {
    /// The part that a word of a reference, a command or an address names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Part> {
        match word {
            "sure" => Some(Part::Sure),
            "possible" => Some(Part::Possible),
            "confirmed" => Some(Part::Confirmed),
            _ => None,
        }
    }
}

/// A number that a reference names.
#[derive(Clone, Copy, Debug)]
pub struct Found<'c> {
    /// Its figure.
    pub figure: &'c ComputedFigure,
    /// Its cell; none for the total.
    pub cell: Option<&'c Cell>,
    /// Which part is meant.
    pub part: Part,
}

impl<'c> Found<'c> {
    /// All of a figure.
    #[must_use]
    pub fn of(figure: &'c ComputedFigure) -> Found<'c> {
        Found {
            figure,
            cell: None,
            part: Part::Both,
        }
    }

    fn cells(&self) -> impl Iterator<Item = &'c Cell> {
        let (figure, only) = (self.figure, self.cell);
        let cells = figure.cells.iter();
        cells.filter(move |cell| only.is_none_or(|one| one.group == cell.group))
    }

    /// The counts of the cell or the total; of the confirmed ones, which are all sure, theirs.
    pub fn parts(&self) -> Parts {
        if self.part == Part::Confirmed {
            return Parts {
                sure: self.confirmed().unwrap_or_default(),
                possible: 0,
            };
        }
        self.cell.map_or(self.figure.total, |cell| Parts {
            sure: cell.sure,
            possible: cell.possible,
        })
    }

    /// How many of the sure ones are confirmed by rule, each counted once; none when a cell
    /// does not say.
    pub fn confirmed(&self) -> Option<u64> {
        match self.cell {
            Some(cell) => cell.confirmed,
            None if self.cells().all(|cell| cell.confirmed.is_some()) => {
                Some(self.confirmed_ids().len() as u64)
            }
            None => None,
        }
    }

    fn confirmed_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.cells().flat_map(Cell::confirmed_ids).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The ids surely and possibly counted, sorted; only those of the part that is meant.
    pub fn ids(&self) -> (Vec<String>, Vec<String>) {
        if self.part == Part::Confirmed {
            return (self.confirmed_ids(), Vec::new());
        }
        let (mut sure, mut possible) = (Vec::new(), Vec::new());
        for cell in self.cells() {
            sure.extend(cell.ids.iter().cloned());
            possible.extend(cell.possible_ids.iter().cloned());
        }
        for ids in [&mut sure, &mut possible] {
            ids.sort();
            ids.dedup();
        }
        possible.retain(|id| sure.binary_search(id).is_err());
        match self.part {
            Part::Sure => possible.clear(),
            Part::Possible => sure.clear(),
            Part::Both | Part::Confirmed => {}
        }
        (sure, possible)
    }
}

impl Cell {
    fn confirmed_ids(&self) -> impl Iterator<Item = String> {
        let ids = self.confirmed_at.iter();
        ids.filter_map(|at| self.ids.get(*at as usize).cloned())
    }
}

/// The number that a reference names: a figure, then the value of each grouping
/// column, then perhaps `sure`, `possible` or `confirmed`.
///
/// # Errors
/// `study.reference-unknown` when the figure or the cell is not there, or does not say how
/// many are confirmed.
pub fn find_cell<'c>(computed: &'c Computed, reference: &str) -> Result<Found<'c>, Problem> {
    let unknown = || not_there(reference);
    let mut path: Vec<&str> = reference.trim().split('.').collect();
    let part = match path.last() {
        Some(word) if path.len() > 1 => Part::parse(word).unwrap_or_default(),
        _ => Part::Both,
    };
    if part != Part::Both {
        path.pop();
    }
    let figure = computed
        .figures
        .iter()
        .find(|figure| figure.id == path[0])
        .ok_or_else(unknown)?;
    let values = &path[1..];
    let cell = match values {
        [] => None,
        values => Some(
            figure
                .cells
                .iter()
                .filter(|_| values.len() == figure.groups.len())
                .find(|cell| {
                    figure.groups.iter().zip(values).all(|(group, value)| {
                        cell.group
                            .get(&group.column)
                            .is_some_and(|known| known == value)
                    })
                })
                .ok_or_else(unknown)?,
        ),
    };
    Found { figure, cell, part }.that_says(unknown)
}

impl Found<'_> {
    /// Nobody asks for the confirmed ones where the query does not tell them apart.
    fn that_says(self, unknown: impl Fn() -> Problem) -> Result<Self, Problem> {
        match self.part {
            Part::Confirmed if self.confirmed().is_none() => Err(unknown()),
            _ => Ok(self),
        }
    }
}

/// Opens the number that a reference names: each counted id with its events,
/// claims and sources, the sure ones first, in the order of ids.
///
/// # Errors
/// `study.reference-unknown`, or `study.frame-failed` when the frame cannot be read.
pub fn open(computed: &Computed, frame: &Frame, reference: &str) -> Result<Vec<Opened>, Problem> {
    opened(frame, &find_cell(computed, reference)?)
}

/// Opens a figure, or the one cell whose grouping columns have these values, or a part of either.
///
/// # Errors
/// As [`open`]; `study.reference-unknown` when a column is not one of the figure's.
pub fn open_cell(
    computed: &Computed,
    frame: &Frame,
    figure: &str,
    values: &[(String, String)],
    part: Part,
) -> Result<Vec<Opened>, Problem> {
    let unknown = || {
        let values = values.iter();
        let values = values.map(|(column, value)| format!(" {column}={value}"));
        not_there(&format!("{figure}{}", values.collect::<String>()))
    };
    let named = computed.figures.iter().find(|known| known.id == figure);
    let figure = named.ok_or_else(unknown)?;
    let group: BTreeMap<String, String> = values.iter().cloned().collect();
    let cell = match values {
        [] => None,
        _ => Some(
            figure
                .cells
                .iter()
                .find(|cell| cell.group == group)
                .ok_or_else(unknown)?,
        ),
    };
    opened(frame, &Found { figure, cell, part }.that_says(unknown)?)
}

fn opened(frame: &Frame, found: &Found<'_>) -> Result<Vec<Opened>, Problem> {
    let (sure, possible) = found.ids();
    let sure = sure.into_iter().map(|id| (id, true));
    let possible = possible.into_iter().map(|id| (id, false));
    sure.chain(possible)
        .map(|(id, sure)| one(frame, id, sure).map_err(failed))
        .collect()
}

fn one(frame: &Frame, id: String, sure: bool) -> rusqlite::Result<Opened> {
    let connection = &frame.connection;
    let is_person = connection
        .prepare_cached("select 1 from persons where id = ?1")?
        .exists([&id])?;
    let mut query = connection.prepare_cached(
        "select id, kind, when_text, coalesce(facility, place), verification from events where id = ?1 or id in \
         (select event_id from participants where person_id = ?1 and role = 'victim') \
         order by earliest is null, earliest, latest, id",
    )?;
    let mut events: Vec<OpenedEvent> = query
        .query_map([&id], |row| {
            Ok(OpenedEvent {
                id: row.get(0)?,
                kind: row.get(1)?,
                when: row.get(2)?,
                place: row.get(3)?,
                verification: row.get(4)?,
                claims: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut claims = connection.prepare_cached(
        "select claim_id, source_id, source_kind, basis, when_text, coalesce(facility, place), learned_text \
         from claims where event_id = ?1 order by claim_id",
    )?;
    for event in &mut events {
        event.claims = claims
            .query_map([&event.id], |row| {
                Ok(OpenedClaim {
                    id: row.get(0)?,
                    source: row.get(1)?,
                    source_kind: row.get(2)?,
                    basis: row.get(3)?,
                    when: row.get(4)?,
                    place: row.get(5)?,
                    learned: row.get(6)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
    }
    Ok(Opened {
        kind: if is_person { "person" } else { "event" }.to_owned(),
        id,
        sure,
        events,
    })
}
