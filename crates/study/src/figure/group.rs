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
use crate::text;
use law::Outcome;
use model::profile::{Label, Profile};
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The column of the table `law_tests` that names an outcome.
const OUTCOME: &str = "outcome";

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

/// A cell of the table that is shown: its key, unless it holds nothing, and its groups.
pub(super) type Shown = (Option<Vec<u32>>, BTreeMap<String, String>);

/// Every cell that is shown, in order.
pub(super) fn cells_in_order<'k>(
    grouping: &Grouping,
    study: &Study,
    figure: &FigureEntry,
    profile: &Profile,
    keys: impl Iterator<Item = &'k Vec<u32>>,
) -> Vec<Shown> {
    let by_period = figure.by_period();
    let mut held: BTreeSet<Vec<u32>> = keys.cloned().collect();
    if by_period {
        let others: BTreeSet<Vec<u32>> = if figure.group_by.len() == 1 {
            BTreeSet::from([Vec::new()])
        } else {
            held.iter()
                .map(|key| key[..key.len() - 1].to_vec())
                .collect()
        };
        for other in others {
            for code in 0..study.periods.len() as u32 {
                let mut key = other.clone();
                key.push(code);
                held.insert(key);
            }
        }
    } else if figure.group_by.is_empty() {
        held.insert(Vec::new());
    }
    let orders: Vec<HashMap<String, usize>> = figure
        .group_by
        .iter()
        .map(|column| order_of(study, figure, column.get_ref(), profile))
        .collect();
    let mut cells: Vec<Shown> = held
        .into_iter()
        .map(|key| {
            let group = group_of(grouping, study, figure, &key);
            (Some(key), group)
        })
        .collect();
    for values in named(study, figure) {
        let known = values
            .iter()
            .zip(&orders)
            .all(|(value, order)| order.contains_key(value) || value == UNKNOWN);
        let columns = figure
            .group_by
            .iter()
            .map(|column| column.get_ref().clone());
        let group: BTreeMap<String, String> = columns.zip(values).collect();
        if known && !cells.iter().any(|(_, there)| *there == group) {
            cells.push((None, group));
        }
    }
    cells.sort_by_cached_key(|(_, group)| {
        let ranks = figure.group_by.iter().zip(&orders).map(|(column, order)| {
            let value = group[column.get_ref()].clone();
            let place = match value.as_str() {
                UNKNOWN => usize::MAX,
                value => order.get(value).copied().unwrap_or(usize::MAX - 1),
            };
            (place, value)
        });
        ranks.collect::<Vec<(usize, String)>>()
    });
    cells
}

fn group_of(
    grouping: &Grouping,
    study: &Study,
    figure: &FigureEntry,
    key: &[u32],
) -> BTreeMap<String, String> {
    let mut slots = 0..;
    figure
        .group_by
        .iter()
        .map(|column| {
            let value = if column.get_ref() == PERIOD {
                match key[key.len() - 1] {
                    NO_PERIOD => UNKNOWN.to_owned(),
                    code => study.periods[code as usize].period.id.clone(),
                }
            } else {
                let slot = slots.next().unwrap_or_default();
                grouping.columns[slot].texts[key[slot] as usize].clone()
            };
            (column.get_ref().clone(), value)
        })
        .collect()
}

/// The groups of this figure that the study's texts and the published statements
/// name: they are shown even when nothing was counted in them.
fn named(study: &Study, figure: &FigureEntry) -> Vec<Vec<String>> {
    let columns = figure.group_by.len();
    let mut named = Vec::new();
    if columns == 0 {
        return named;
    }
    for text in ["ar", "en"]
        .into_iter()
        .filter_map(|language| study.text(language))
    {
        for reference in text::references(text) {
            let path = reference
                .text
                .split('|')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            let mut parts = path.split('.');
            if parts.next() == Some(figure.id.get_ref()) {
                let values: Vec<String> = parts.take(columns).map(str::to_owned).collect();
                if values.len() == columns {
                    named.push(values);
                }
            }
        }
    }
    for statement in study
        .published
        .iter()
        .flat_map(|published| &published.statements)
    {
        let values = figure
            .group_by
            .iter()
            .map(|column| statement.cell.get(column.get_ref()).cloned());
        if statement.figure.get_ref() == figure.id.get_ref()
            && let Some(values) = values.collect::<Option<Vec<String>>>()
        {
            named.push(values);
        }
    }
    named
}

fn entry<'f>(figure: &'f FigureEntry, column: &str) -> Option<&'f ColumnEntry> {
    figure
        .columns
        .iter()
        .find(|entry| entry.name.get_ref() == column)
}

/// The values that a column is known to have, with their places.
fn order_of(
    study: &Study,
    figure: &FigureEntry,
    column: &str,
    profile: &Profile,
) -> HashMap<String, usize> {
    let entry = entry(figure, column);
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
    } else if column == OUTCOME {
        let outcomes = [
            Outcome::Covered,
            Outcome::NotCovered,
            Outcome::CannotBeKnown,
        ];
        outcomes.map(|outcome| outcome.word().to_owned()).to_vec()
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
