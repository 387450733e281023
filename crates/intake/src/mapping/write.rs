//! How does a mapping look when the program writes it?
//!
//! As a person would: short forms on one line, one table for the person, each
//! source and each event. Reading the text gives the same mapping.

use super::Mapping;
use std::fmt::Write as _;
use toml::{Table, Value};

impl Mapping {
    /// The mapping as a TOML text.
    pub fn to_toml(&self) -> String {
        let Ok(Value::Table(table)) = Value::try_from(self) else {
            return String::new();
        };
        let mut text = String::new();
        write_table(&mut text, &table, "");
        text
    }
}

/// The order in which a person would write the keys; others follow by the alphabet.
const ORDER: &[&str] = &[
    "list",
    "id",
    "relation",
    "name",
    "purpose",
    "column",
    "fixed",
    "year",
    "month",
    "day",
    "given",
    "father",
    "grandfather",
    "family",
    "full",
    "mother",
    "nickname",
    "sex",
    "birth",
    "origin",
    "residence",
    "occupation",
    "service",
    "kind",
    "if",
    "role",
    "from",
    "when",
    "place",
    "facility",
    "body",
    "attributes",
    "basis",
    "learned",
    "person",
    "source",
    "event",
    "claim",
];

/// Stands between the keys of a path; a source's name may hold a dot.
const BETWEEN: char = '\u{1F}';

/// Keys of which each entry gets a table of its own.
fn is_section(path: &str, value: &Value) -> bool {
    match value {
        Value::Array(items) => {
            let last = path.rsplit(BETWEEN).next().unwrap_or_default();
            matches!(last, "event" | "claim" | "name" | "consent" | "person")
                && !items.is_empty()
                && items.iter().all(Value::is_table)
        }
        Value::Table(_) => {
            matches!(path, "person" | "source")
                || path
                    .strip_prefix("source")
                    .and_then(|rest| rest.strip_prefix(BETWEEN))
                    .is_some_and(|rest| !rest.contains(BETWEEN))
        }
        _ => false,
    }
}

fn write_table(text: &mut String, table: &Table, path: &str) {
    let inner = |key: &str| {
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}{BETWEEN}{key}")
        }
    };
    let entries = ordered(table);
    for (key, value) in entries
        .iter()
        .copied()
        .filter(|(key, value)| !is_section(&inner(key), value))
    {
        let _ = writeln!(text, "{} = {}", written_key(key), inline(value));
    }
    for (key, value) in entries
        .iter()
        .copied()
        .filter(|(key, value)| is_section(&inner(key), value))
    {
        let header = if path.is_empty() {
            written_key(key)
        } else {
            format!("{}.{}", written_path(path), written_key(key))
        };
        match value {
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_table) {
                    let _ = writeln!(text, "\n[[{header}]]");
                    write_table(text, item, &inner(key));
                }
            }
            Value::Table(table) if path.is_empty() && key == "source" => {
                write_table(text, table, "source")
            }
            Value::Table(table) => {
                let _ = writeln!(text, "\n[{header}]");
                write_table(text, table, &inner(key));
            }
            _ => {}
        }
    }
}

/// A table's entries in the order in which a person would write them.
fn ordered(table: &Table) -> Vec<(&String, &Value)> {
    let mut entries: Vec<(&String, &Value)> = table.iter().collect();
    entries.sort_by_key(|(key, _)| {
        (
            ORDER
                .iter()
                .position(|known| known == key)
                .unwrap_or(ORDER.len()),
            (*key).clone(),
        )
    });
    entries
}

fn written_path(path: &str) -> String {
    path.split(BETWEEN)
        .map(written_key)
        .collect::<Vec<_>>()
        .join(".")
}

fn written_key(key: &str) -> String {
    let bare = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if bare {
        key.to_owned()
    } else {
        Value::String(key.to_owned()).to_string()
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(inline).collect::<Vec<_>>().join(", ")
        ),
        Value::Table(table) => {
            let fields: Vec<String> = ordered(table)
                .into_iter()
                .map(|(key, value)| format!("{} = {}", written_key(key), inline(value)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
        // toml writes strings with line breaks over several lines, which an inline table cannot hold.
        Value::String(text) if text.contains(['\n', '\r']) => {
            let escaped: String = text
                .chars()
                .map(|letter| match letter {
                    '"' => "\\\"".to_owned(),
                    '\\' => "\\\\".to_owned(),
                    letter if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
                    letter => letter.to_string(),
                })
                .collect();
            format!("\"{escaped}\"")
        }
        other => other.to_string(),
    }
}
