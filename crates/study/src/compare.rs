//! What changed between two computations of a study?
//!
//! The table of revisions between two positions of the log, or two days of
//! "as known on": every cell whose counts or ids differ, with the ids that
//! came and went. A cell that only one of the two has counts as empty in the other.

use crate::computed::{Cell, Computed, ComputedFigure, Parts};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A cell that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Figure.
    pub figure: String,
    /// Value of each grouping column; empty for the total.
    pub group: BTreeMap<String, String>,
    /// Counts of the earlier computation.
    pub before: Parts,
    /// Counts of the later computation.
    pub after: Parts,
    /// Ids, sure or possible, that only the later one counts here, sorted.
    pub added: Vec<String>,
    /// Ids that only the earlier one counts here, sorted.
    pub removed: Vec<String>,
}

/// Every cell and total that differs, in the order of the later study's figures.
pub fn compare(before: &Computed, after: &Computed) -> Vec<Revision> {
    let mut revisions = Vec::new();
    let find = |computed: &'_ Computed, id: &str| -> Option<usize> {
        computed.figures.iter().position(|figure| figure.id == id)
    };
    for figure in &after.figures {
        let earlier = find(before, &figure.id).map(|position| &before.figures[position]);
        figures(&figure.id, earlier, Some(figure), &mut revisions);
    }
    for figure in &before.figures {
        if find(after, &figure.id).is_none() {
            figures(&figure.id, Some(figure), None, &mut revisions);
        }
    }
    revisions
}

fn figures(
    id: &str,
    before: Option<&ComputedFigure>,
    after: Option<&ComputedFigure>,
    revisions: &mut Vec<Revision>,
) {
    let cells = |figure: Option<&ComputedFigure>| -> Vec<Cell> {
        figure
            .map(|figure| figure.cells.clone())
            .unwrap_or_default()
    };
    let (old, new) = (cells(before), cells(after));
    let parts =
        |figure: Option<&ComputedFigure>| figure.map_or(Parts::default(), |figure| figure.total);
    push(
        id,
        BTreeMap::new(),
        (parts(before), parts(after)),
        (all_ids(&old), all_ids(&new)),
        revisions,
    );
    // A figure without groups is its total: one line is enough.
    let grouped = |cells: &[Cell]| cells.iter().any(|cell| !cell.group.is_empty());
    if !grouped(&old) && !grouped(&new) {
        return;
    }
    let in_both: BTreeSet<&BTreeMap<String, String>> = new.iter().map(|cell| &cell.group).collect();
    let gone = old
        .iter()
        .filter(|cell| !in_both.contains(&cell.group))
        .map(|cell| &cell.group);
    for group in new.iter().map(|cell| &cell.group).chain(gone) {
        let of = |cells: &[Cell]| cells.iter().find(|cell| cell.group == *group).cloned();
        let (old, new) = (of(&old), of(&new));
        let parts = |cell: &Option<Cell>| {
            cell.as_ref().map_or(Parts::default(), |cell| Parts {
                sure: cell.sure,
                possible: cell.possible,
            })
        };
        let ids = |cell: &Option<Cell>| all_ids(cell.as_slice());
        push(
            id,
            group.clone(),
            (parts(&old), parts(&new)),
            (ids(&old), ids(&new)),
            revisions,
        );
    }
}

fn all_ids(cells: &[Cell]) -> BTreeSet<String> {
    cells
        .iter()
        .flat_map(|cell| cell.ids.iter().chain(&cell.possible_ids))
        .cloned()
        .collect()
}

fn push(
    figure: &str,
    group: BTreeMap<String, String>,
    (before, after): (Parts, Parts),
    (old, new): (BTreeSet<String>, BTreeSet<String>),
    revisions: &mut Vec<Revision>,
) {
    if before == after && old == new {
        return;
    }
    revisions.push(Revision {
        figure: figure.to_owned(),
        group,
        before,
        after,
        added: new.difference(&old).cloned().collect(),
        removed: old.difference(&new).cloned().collect(),
    });
}
