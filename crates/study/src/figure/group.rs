//! In which order do the groups of a figure stand, and what are they called?
//!
//! Values are shown in the order of the study's list or of the vocabulary,
//! others by their text, `unknown` last. All periods are shown, of other
//! groups those that occur.

use super::place::NO_PERIOD;
use super::{PERIOD, UNKNOWN};
use crate::computed::{Cell, Group};
use crate::definition::Study;
use crate::definition::file::{ColumnEntry, FigureEntry};
use model::profile::{Label, Profile};
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The values met so far, numbered by column.
#[derive(Default)]
pub(super) struct Grouping {
    columns: Vec<Values>,
}

#[derive(Default)]
struct Values {
    texts: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Grouping {
    pub(super) fn new(columns: usize) -> Grouping {
        Grouping {
            columns: (0..columns).map(|_| Values::default()).collect(),
        }
    }

    /// The number of a value; null is the value `unknown`.
    pub(super) fn code(&mut self, column: usize, value: ValueRef<'_>) -> u32 {
        let spelled;
        let text = match value {
            ValueRef::Null => UNKNOWN,
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok("") | Err(_) => UNKNOWN,
                Ok(text) => text,
            },
            ValueRef::Integer(number) => {
                spelled = number.to_string();
                &spelled
            }
            ValueRef::Real(number) => {
                spelled = number.to_string();
                &spelled
            }
            ValueRef::Blob(_) => UNKNOWN,
        };
        let values = &mut self.columns[column];
        if let Some(code) = values.codes.get(text) {
            return *code;
        }
        let code = values.texts.len() as u32;
        values.texts.push(text.to_owned());
        values.codes.insert(text.to_owned(), code);
        code
    }
}

/// A cell of the table that is shown: its key and its groups.
pub(super) type Shown = (Vec<u32>, BTreeMap<String, String>);

/// Every cell that is shown, in order.
pub(super) fn cells_in_order<'k>(
    grouping: &Grouping,
    study: &Study,
    figure: &FigureEntry,
    profile: &Profile,
    keys: impl Iterator<Item = &'k Vec<u32>>,
) -> Vec<Shown> {
    let by_period = figure
        .group_by
        .iter()
        .any(|column| column.get_ref() == PERIOD);
    let mut shown: BTreeSet<Vec<u32>> = keys.cloned().collect();
    if by_period {
        let others: BTreeSet<Vec<u32>> = if figure.group_by.len() == 1 {
            BTreeSet::from([Vec::new()])
        } else {
            shown
                .iter()
                .map(|key| key[..key.len() - 1].to_vec())
                .collect()
        };
        for other in others {
            for code in 0..study.periods.len() as u32 {
                let mut key = other.clone();
                key.push(code);
                shown.insert(key);
            }
        }
    } else if figure.group_by.is_empty() {
        shown.insert(Vec::new());
    }
    let orders: Vec<HashMap<String, usize>> = figure
        .group_by
        .iter()
        .map(|column| {
            order_of(
                study,
                entry(figure, column.get_ref()),
                column.get_ref(),
                profile,
            )
        })
        .collect();
    let mut cells: Vec<(Vec<(usize, String)>, Shown)> = shown
        .into_iter()
        .map(|key| {
            let mut group = BTreeMap::new();
            let mut rank = Vec::new();
            let mut slot = 0;
            for (position, column) in figure.group_by.iter().enumerate() {
                let value = if column.get_ref() == PERIOD {
                    match key[key.len() - 1] {
                        NO_PERIOD => UNKNOWN.to_owned(),
                        code => study.periods[code as usize].period.id.clone(),
                    }
                } else {
                    slot += 1;
                    grouping.columns[slot - 1].texts[key[slot - 1] as usize].clone()
                };
                let place = if value == UNKNOWN {
                    usize::MAX
                } else {
                    orders[position]
                        .get(&value)
                        .copied()
                        .unwrap_or(usize::MAX - 1)
                };
                rank.push((place, value.clone()));
                group.insert(column.get_ref().clone(), value);
            }
            (rank, (key, group))
        })
        .collect();
    cells.sort_by(|a, b| a.0.cmp(&b.0));
    cells.into_iter().map(|(_, cell)| cell).collect()
}

fn entry<'f>(figure: &'f FigureEntry, column: &str) -> Option<&'f ColumnEntry> {
    figure
        .columns
        .iter()
        .find(|entry| entry.name.get_ref() == column)
}

fn order_of(
    study: &Study,
    entry: Option<&ColumnEntry>,
    column: &str,
    profile: &Profile,
) -> HashMap<String, usize> {
    let ids: Vec<String> = if column == PERIOD {
        study
            .periods
            .iter()
            .map(|bounds| bounds.period.id.clone())
            .collect()
    } else if let Some(entry) = entry.filter(|entry| !entry.values.is_empty()) {
        entry.values.iter().map(|value| value.id.clone()).collect()
    } else if let Some(vocabulary) = entry
        .and_then(|entry| entry.vocabulary.as_ref())
        .and_then(|id| profile.vocabulary(id))
    {
        vocabulary
            .terms
            .iter()
            .map(|term| term.id.clone())
            .collect()
    } else {
        Vec::new()
    };
    ids.into_iter()
        .enumerate()
        .map(|(position, id)| (id, position))
        .collect()
}

/// The grouping columns with the labels of the values that occur.
pub(super) fn labelled(
    study: &Study,
    figure: &FigureEntry,
    profile: &Profile,
    cells: &[Cell],
) -> Vec<Group> {
    figure
        .group_by
        .iter()
        .map(|column| {
            let column = column.get_ref();
            let entry = entry(figure, column);
            let values: BTreeSet<&String> = cells
                .iter()
                .filter_map(|cell| cell.group.get(column))
                .collect();
            let labels = values
                .into_iter()
                .filter_map(|value| {
                    value_label(study, entry, column, profile, value)
                        .map(|label| (value.clone(), label))
                })
                .collect();
            Group {
                column: column.clone(),
                label: entry
                    .and_then(|entry| entry.label.clone())
                    .unwrap_or_else(|| Label {
                        ar: column.clone(),
                        en: column.clone(),
                    }),
                labels,
            }
        })
        .collect()
}

fn value_label(
    study: &Study,
    entry: Option<&ColumnEntry>,
    column: &str,
    profile: &Profile,
    value: &str,
) -> Option<Label> {
    if column == PERIOD {
        return study
            .periods
            .iter()
            .find(|bounds| bounds.period.id == value)
            .map(|bounds| bounds.period.label.clone());
    }
    let entry = entry?;
    if let Some(known) = entry.values.iter().find(|known| known.id == value) {
        return Some(known.label());
    }
    let term = profile.vocabulary(entry.vocabulary.as_ref()?)?.get(value)?;
    Some(Label {
        ar: term.ar.clone(),
        en: term.en.clone(),
    })
}
