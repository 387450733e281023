//! What changes in a record when its list tells it differently?
//!
//! Three versions meet: what the list said before, what the record is now, and
//! what the list says now. A field that only the list changed follows the list;
//! one that only the office changed stays; one that both changed is a conflict,
//! shown and not overwritten. Fields are compared as JSON, objects key by key,
//! claims by their id.

use model::Record;
use serde::Serialize;
use serde_json::{Map, Value};

/// One field's difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Path of the field (`birth`, `own.card`, `claims.c1.basis`).
    pub field: String,
    /// The value in the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// The value that the list says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// The outcome of a merge.
pub(crate) struct Merged {
    pub record: Record,
    pub changes: Vec<FieldChange>,
    pub conflicts: Vec<FieldChange>,
}

/// Merges what the list says now into the current record; `None` when nothing of
/// what the list says is new or worth a revision.
pub(crate) fn merge(before: &Record, current: &Record, listed: &Record) -> Option<Merged> {
    let value = |record: &Record| serde_json::to_value(record).unwrap_or(Value::Null);
    let (mut before, mut ours, mut theirs) = (value(before), value(current), value(listed));
    let row = take(&mut theirs, "listed");
    let row_before = take(&mut before, "listed");
    take(&mut ours, "listed");
    let mut work = Work {
        changes: Vec::new(),
        conflicts: Vec::new(),
    };
    let mut merged = work
        .merge("", Some(&before), Some(&ours), Some(&theirs))
        .unwrap_or(Value::Null);
    // The original row changes with its fields; by itself it is told cell by cell.
    if work.changes.is_empty() && work.conflicts.is_empty() {
        work.changes = cell_changes(row_before.as_ref(), row.as_ref());
    }
    if let (Value::Object(fields), Some(row)) = (&mut merged, row) {
        fields.insert("listed".into(), row);
    }
    // What was merged from records' own values reads back as a record.
    let record: Record = serde_json::from_value(merged).ok()?;
    Some(Merged {
        record,
        changes: work.changes,
        conflicts: work.conflicts,
    })
}

fn take(value: &mut Value, key: &str) -> Option<Value> {
    value.as_object_mut().and_then(|fields| fields.remove(key))
}

/// Differences of two original rows that no field of the record reads.
fn cell_changes(before: Option<&Value>, now: Option<&Value>) -> Vec<FieldChange> {
    let cells = |row: Option<&Value>| -> Map<String, Value> {
        let pairs = row
            .and_then(|row| row.get("cells"))
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        pairs
            .iter()
            .filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.clone())))
            .collect()
    };
    let (before, now) = (cells(before), cells(now));
    let mut names: Vec<&String> = before.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| before.get(*name) != now.get(*name))
        .map(|name| FieldChange {
            field: format!("row.{name}"),
            old: before.get(name).cloned(),
            new: now.get(name).cloned(),
        })
        .collect()
}

struct Work {
    changes: Vec<FieldChange>,
    conflicts: Vec<FieldChange>,
}

impl Work {
    fn merge(
        &mut self,
        path: &str,
        before: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if theirs == before || theirs == ours {
            return ours.cloned();
        }
        if let (Some(ours_keyed), Some(theirs_keyed)) = (keyed(ours), keyed(theirs)) {
            let empty = Map::new();
            let before_keyed = keyed(before);
            let (before_fields, is_list) = match &before_keyed {
                Some((fields, _)) => (fields, theirs_keyed.1),
                None => (&empty, theirs_keyed.1),
            };
            let mut names: Vec<&String> =
                ours_keyed.0.keys().chain(theirs_keyed.0.keys()).collect();
            names.sort();
            names.dedup();
            let mut fields = Map::new();
            for name in names {
                let inner = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                if let Some(value) = self.merge(
                    &inner,
                    before_fields.get(name),
                    ours_keyed.0.get(name),
                    theirs_keyed.0.get(name),
                ) {
                    fields.insert(name.clone(), value);
                }
            }
            return Some(if is_list {
                unkeyed(fields, ours, theirs)
            } else {
                Value::Object(fields)
            });
        }
        let change = FieldChange {
            field: path.to_owned(),
            old: ours.cloned(),
            new: theirs.cloned(),
        };
        if ours == before {
            self.changes.push(change);
            theirs.cloned()
        } else {
            self.conflicts.push(change);
            ours.cloned()
        }
    }
}

/// An object's fields, or a list of objects by their `id`; whether it was a list.
fn keyed(value: Option<&Value>) -> Option<(Map<String, Value>, bool)> {
    match value? {
        Value::Object(fields) => Some((fields.clone(), false)),
        Value::Array(items) => {
            let mut fields = Map::new();
            for item in items {
                let id = item.get("id")?.as_str()?.to_owned();
                if fields.insert(id, item.clone()).is_some() {
                    return None;
                }
            }
            Some((fields, true))
        }
        _ => None,
    }
}

/// The list again: in the register's order, new items after it in the list's order.
fn unkeyed(mut fields: Map<String, Value>, ours: Option<&Value>, theirs: Option<&Value>) -> Value {
    let order = [ours, theirs]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten();
    let ids: Vec<String> = order
        .filter_map(|item| item.get("id")?.as_str().map(str::to_owned))
        .collect();
    Value::Array(ids.iter().filter_map(|id| fields.remove(id)).collect())
}
