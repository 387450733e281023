//! How many, surely and possibly, in which cell, and which ones?
//!
//! Runs a figure's query over the frame and sorts each row into cells. A cell
//! holds ids, not numbers, so that every number can be opened. The sure and
//! the possible part are disjoint; the total is the number of distinct ids.
//! Placing a row in time is in `place`; the order and labels of groups in
//! `group`. Rows are read once and ids kept as numbers, because a national
//! office has a million of them.

mod group;
mod place;

use crate::compute::KnownBounds;
use crate::computed::{Cell, ComputedFigure, Parts};
use crate::confine::Sql;
use crate::definition::file::FigureEntry;
use crate::definition::{Study, hex};
use crate::frame::Frame;
use crate::ids::Ids;
use group::Grouping;
use model::profile::Profile;
use model::{Code, Problem};
use place::{Clock, Placed};
use rusqlite::Row;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The value of a group whose value is not known.
pub const UNKNOWN: &str = "unknown";
/// The grouping column that the engine makes from the row's date.
pub const PERIOD: &str = "period";

/// What one cell has gathered.
#[derive(Default)]
struct Gathered {
    sure: Ids,
    possible: Ids,
    confirmed: Ids,
}

/// Reads the rows of one figure.
struct Reader<'s> {
    clock: Option<Clock<'s>>,
    by_period: bool,
    id: usize,
    sure: Option<usize>,
    confirmed: Option<usize>,
    /// Whether any row is under a rule of confirmation.
    says_confirmed: bool,
    /// Positions in the query of the grouping columns but `period`.
    columns: Vec<usize>,
    grouping: Grouping,
    cells: HashMap<Vec<u32>, Gathered>,
    /// Rows sure in the total that no cell holds surely.
    straddling: Ids,
    key: Vec<u32>,
}

/// Computes a figure; between bounds, what is sure in both of them is sure, and
/// everything else that either of them counts is possible.
pub(crate) fn compute(
    study: &Study,
    figure: &FigureEntry,
    frame: &Frame,
    bounds: Option<&KnownBounds<'_>>,
    profile: &Profile,
) -> Result<ComputedFigure, Problem> {
    let sql = study.sql(&figure.rows, format!("figure {}", figure.id.get_ref()));
    let by_period = figure.by_period();
    let grouping = Grouping::new(figure.group_by.len() - usize::from(by_period));
    let gathering = match bounds {
        None => read(study, figure, &sql, frame, grouping)?.gathered(),
        Some(bounds) => {
            let mut least = read(study, figure, &sql, bounds.least, grouping)?.gathered();
            // The values of groups keep their numbers, so that cells can be compared.
            let grouping = std::mem::take(&mut least.grouping);
            let most = read(study, figure, &sql, bounds.most, grouping)?.gathered();
            least.between(most)
        }
    };
    Ok(finish(gathering, study, figure, profile, &sql.text))
}

fn read<'s>(
    study: &'s Study,
    figure: &FigureEntry,
    sql: &Sql,
    frame: &Frame,
    grouping: Grouping,
) -> Result<Reader<'s>, Problem> {
    let by_period = figure.by_period();
    frame.run(
        sql,
        |statement| {
            let names: Vec<&str> = statement.column_names().collect();
            let position = |name: &str| {
                names
                    .iter()
                    .position(|known| known.eq_ignore_ascii_case(name))
            };
            let needed = |name: &str| {
                position(name)
                    .ok_or_else(|| sql.problem(Code::StudyColumnMissing).with("column", name))
            };
            let clock = if by_period || figure.span {
                Some(Clock::new(study, &names).ok_or_else(|| {
                    sql.problem(Code::StudyColumnMissing)
                        .with("column", "when_text")
                })?)
            } else {
                None
            };
            let columns = figure
                .group_by
                .iter()
                .map(toml::Spanned::get_ref)
                .filter(|column| column.as_str() != PERIOD)
                .map(|column| needed(column))
                .collect::<Result<Vec<usize>, Problem>>()?;
            Ok(Reader {
                clock,
                by_period,
                id: needed("id")?,
                sure: position("sure"),
                confirmed: position("confirmed"),
                says_confirmed: false,
                grouping,
                key: vec![0; columns.len() + usize::from(by_period)],
                columns,
                cells: HashMap::new(),
                straddling: Ids::default(),
            })
        },
        |reader, row| {
            reader.take(row).map_err(|reason| match reason {
                Wrong::Sqlite(error) => sql.problem(Code::StudySqlWrong).with("reason", error),
                Wrong::Date(text) => sql.problem(Code::StudyRowDate).with("text", text),
                Wrong::IdMissing => sql.problem(Code::StudyRowId),
            })
        },
    )
}

/// What can be wrong with a row.
enum Wrong {
    Sqlite(rusqlite::Error),
    Date(String),
    IdMissing,
}

impl From<rusqlite::Error> for Wrong {
    fn from(error: rusqlite::Error) -> Wrong {
        Wrong::Sqlite(error)
    }
}

fn truthy(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Integer(number) => number != 0,
        ValueRef::Real(number) => number != 0.0,
        ValueRef::Text(text) => text == b"1" || text == b"sure",
        ValueRef::Null | ValueRef::Blob(_) => false,
    }
}

impl Reader<'_> {
    fn take(&mut self, row: &Row<'_>) -> Result<(), Wrong> {
        let placed = match &mut self.clock {
            None => None,
            Some(clock) => match clock.place(row)? {
                Placed { total: None, .. } => return Ok(()),
                placed => Some(placed),
            },
        };
        let ValueRef::Text(id) = row.get_ref(self.id)? else {
            return Err(Wrong::IdMissing);
        };
        let id = std::str::from_utf8(id).map_err(|_| Wrong::IdMissing)?;
        let row_sure = match self.sure {
            Some(column) => truthy(row.get_ref(column)?),
            None => true,
        };
        let confirmed = match self.confirmed {
            Some(column) => {
                let value = row.get_ref(column)?;
                self.says_confirmed |= value != ValueRef::Null;
                truthy(value)
            }
            None => false,
        };
        for (slot, column) in self.columns.iter().enumerate() {
            self.key[slot] = self.grouping.code(slot, row.get_ref(*column)?);
        }
        let Some(placed) = placed else {
            put(&mut self.cells, &self.key, id, row_sure, confirmed);
            return Ok(());
        };
        let sure_in_total = placed.total == Some(true) && row_sure;
        if !self.by_period {
            put(&mut self.cells, &self.key, id, sure_in_total, confirmed);
            return Ok(());
        }
        let last = self.key.len() - 1;
        let mut held = false;
        for &(period, sure) in placed.periods.iter() {
            self.key[last] = period;
            put(&mut self.cells, &self.key, id, sure && row_sure, confirmed);
            held |= sure;
        }
        if sure_in_total && !held {
            self.straddling.push(id);
        }
        Ok(())
    }
}

fn put(
    cells: &mut HashMap<Vec<u32>, Gathered>,
    key: &[u32],
    id: &str,
    sure: bool,
    confirmed: bool,
) {
    // Looked up before it is made: a key is copied only for a new cell.
    if !cells.contains_key(key) {
        cells.insert(key.to_vec(), Gathered::default());
    }
    let Some(cell) = cells.get_mut(key) else {
        return;
    };
    if sure {
        cell.sure.push(id);
        if confirmed {
            cell.confirmed.push(id);
        }
    } else {
        cell.possible.push(id);
    }
}

/// What a figure counts: settled sets, the possible ones without the sure ones.
struct Gathering {
    grouping: Grouping,
    cells: HashMap<Vec<u32>, Gathered>,
    sure: Ids,
    possible: Ids,
    says_confirmed: bool,
}

impl Reader<'_> {
    /// Settles the cells and joins them to the total.
    fn gathered(mut self) -> Gathering {
        let (mut sure, mut possible) = (std::mem::take(&mut self.straddling), Ids::default());
        for cell in self.cells.values_mut() {
            cell.sure.settle();
            cell.possible.settle();
            cell.possible.remove(&cell.sure);
            cell.confirmed.settle();
        }
        // One cell is its own total: nothing to join.
        if let (1, true, Some(only)) = (
            self.cells.len(),
            sure.is_empty(),
            self.cells.values().next(),
        ) {
            (sure, possible) = (only.sure.clone(), only.possible.clone());
        } else {
            for cell in self.cells.values() {
                sure.extend(&cell.sure);
                possible.extend(&cell.possible);
            }
            sure.settle();
            possible.settle();
            possible.remove(&sure);
        }
        Gathering {
            grouping: self.grouping,
            cells: self.cells,
            sure,
            possible,
            says_confirmed: self.says_confirmed,
        }
    }
}

impl Gathering {
    /// What is certain whatever the office had learned, and what is not.
    fn between(mut self, mut most: Gathering) -> Gathering {
        let mut cells = HashMap::new();
        for (key, least) in self.cells {
            let mut both = most.cells.remove(&key).unwrap_or_default();
            let mut confirmed = std::mem::take(&mut both.confirmed);
            confirmed.keep(&least.confirmed);
            let (sure, possible) =
                between((least.sure, least.possible), (both.sure, both.possible));
            confirmed.keep(&sure);
            let cell = Gathered {
                sure,
                possible,
                confirmed,
            };
            cells.insert(key, cell);
        }
        for (key, cell) in most.cells {
            let nothing = (Ids::default(), Ids::default());
            let (sure, possible) = between(nothing, (cell.sure, cell.possible));
            let cell = Gathered {
                sure,
                possible,
                confirmed: Ids::default(),
            };
            cells.insert(key, cell);
        }
        (self.sure, self.possible) =
            between((self.sure, self.possible), (most.sure, most.possible));
        Gathering {
            grouping: most.grouping,
            cells,
            sure: self.sure,
            possible: self.possible,
            says_confirmed: self.says_confirmed || most.says_confirmed,
        }
    }
}

/// Of two pairs of sure and possible ids: those sure in both, and all others.
fn between(one: (Ids, Ids), other: (Ids, Ids)) -> (Ids, Ids) {
    let mut sure = one.0.clone();
    sure.keep(&other.0);
    let mut possible = one.0;
    for ids in [&one.1, &other.0, &other.1] {
        possible.extend(ids);
    }
    possible.settle();
    possible.remove(&sure);
    (sure, possible)
}

fn finish(
    gathering: Gathering,
    study: &Study,
    figure: &FigureEntry,
    profile: &Profile,
    query: &str,
) -> ComputedFigure {
    let Gathering {
        grouping,
        mut cells,
        sure,
        possible,
        says_confirmed,
    } = gathering;
    let total = Parts {
        sure: sure.len(),
        possible: possible.len(),
    };
    let mut counted = sure;
    counted.extend(&possible);
    counted.settle();
    let ids_sha256 = hash_ids(&counted);
    let order = group::cells_in_order(&grouping, study, figure, profile, cells.keys());
    let cells = order
        .into_iter()
        .map(|(key, group)| {
            let cell = key.and_then(|key| cells.remove(&key)).unwrap_or_default();
            Cell {
                group,
                sure: cell.sure.len(),
                possible: cell.possible.len(),
                confirmed: says_confirmed.then(|| cell.confirmed.len()),
                confirmed_at: cell.confirmed.positions_in(&cell.sure),
                ids: cell.sure.texts(),
                possible_ids: cell.possible.texts(),
            }
        })
        .collect::<Vec<_>>();
    let groups = group::labelled(study, figure, profile, &cells);
    ComputedFigure {
        id: figure.id.get_ref().clone(),
        title: figure.title.clone(),
        unit: figure.unit.get_ref().clone(),
        clock: figure.clock.get_ref().clone(),
        kind: figure.kind.get_ref().clone(),
        total,
        cells,
        definition: figure.definition.clone(),
        query: query.trim().to_owned(),
        ids_sha256,
        groups,
    }
}

/// SHA-256 of the sorted ids joined by line feeds, lower-case hexadecimal.
fn hash_ids(ids: &Ids) -> String {
    let mut hasher = Sha256::new();
    for (position, id) in ids.texts().iter().enumerate() {
        if position > 0 {
            hasher.update(b"\n");
        }
        hasher.update(id.as_bytes());
    }
    hex(&hasher.finalize())
}
