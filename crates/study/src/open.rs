//! Which records stand behind a number?
//!
//! Opens a cell of a figure: each counted id with its events and what each
//! source says of them. Also resolves the references by which text and people
//! name a number: `figure`, `figure.value`, `figure.value.possible`.

use crate::compute::not_there;
use crate::computed::{Cell, Computed, ComputedFigure, Parts};
use crate::frame::{Frame, failed};
use model::Problem;
use serde::Serialize;

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

impl Found<'_> {
    /// The counts of the cell or the total.
    pub fn parts(&self) -> Parts {
        self.cell.map_or(self.figure.total, |cell| Parts {
            sure: cell.sure,
            possible: cell.possible,
        })
    }

    /// The ids surely and possibly counted, sorted.
    pub fn ids(&self) -> (Vec<String>, Vec<String>) {
        let (mut sure, mut possible) = (Vec::new(), Vec::new());
        for cell in self
            .figure
            .cells
            .iter()
            .filter(|cell| self.cell.is_none_or(|one| one.group == cell.group))
        {
            sure.extend(cell.ids.iter().cloned());
            possible.extend(cell.possible_ids.iter().cloned());
        }
        for ids in [&mut sure, &mut possible] {
            ids.sort();
            ids.dedup();
        }
        possible.retain(|id| sure.binary_search(id).is_err());
        (sure, possible)
    }
}

/// The number that a reference names: a figure, then the value of each grouping
/// column, then perhaps `sure` or `possible`.
///
/// # Errors
/// `study.reference-unknown` when the figure or the cell is not there.
pub fn find_cell<'c>(computed: &'c Computed, reference: &str) -> Result<Found<'c>, Problem> {
    let unknown = || not_there(reference);
    let mut path: Vec<&str> = reference.trim().split('.').collect();
    let part = match path.last() {
        Some(&"sure") if path.len() > 1 => Part::Sure,
        Some(&"possible") if path.len() > 1 => Part::Possible,
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
    if values.is_empty() {
        return Ok(Found {
            figure,
            cell: None,
            part,
        });
    }
    if values.len() != figure.groups.len() {
        return Err(unknown());
    }
    let cell = figure
        .cells
        .iter()
        .find(|cell| {
            figure.groups.iter().zip(values).all(|(group, value)| {
                cell.group
                    .get(&group.column)
                    .is_some_and(|known| known == value)
            })
        })
        .ok_or_else(unknown)?;
    Ok(Found {
        figure,
        cell: Some(cell),
        part,
    })
}

/// Opens the number that a reference names: each counted id with its events,
/// claims and sources, the sure ones first, in the order of ids.
///
/// # Errors
/// `study.reference-unknown`, or `study.frame-failed` when the frame cannot be read.
pub fn open(computed: &Computed, frame: &Frame, reference: &str) -> Result<Vec<Opened>, Problem> {
    let found = find_cell(computed, reference)?;
    let (sure, possible) = found.ids();
    let sure = sure.into_iter().map(|id| (id, true));
    let possible = possible.into_iter().map(|id| (id, false));
    sure.chain(possible)
        .filter(|(_, sure)| match found.part {
            Part::Both => true,
            Part::Sure => *sure,
            Part::Possible => !*sure,
        })
        .map(|(id, sure)| one(frame, id, sure).map_err(failed))
        .collect()
}

/// Opens a figure, or the one cell whose grouping columns have these values.
///
/// # Errors
/// As [`open`]; `study.reference-unknown` when a column is not one of the figure's.
pub fn open_cell(
    computed: &Computed,
    frame: &Frame,
    figure: &str,
    values: &[(String, String)],
) -> Result<Vec<Opened>, Problem> {
    let mut reference = figure.to_owned();
    if !values.is_empty() {
        let groups = &find_cell(computed, figure)?.figure.groups;
        for (column, value) in values {
            if !groups.iter().any(|group| group.column == *column) {
                return Err(not_there(&format!("{figure} {column}={value}")));
            }
        }
        for group in groups {
            let value = values
                .iter()
                .find(|(column, _)| *column == group.column)
                .ok_or_else(|| not_there(&format!("{figure} {}=", group.column)))?;
            reference.push('.');
            reference.push_str(&value.1);
        }
    }
    open(computed, frame, &reference)
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
