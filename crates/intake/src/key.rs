//! How does the office recognise a row that it has imported before?
//!
//! By the list's name, the list's own id of the row and the part of the row
//! that a record is: two sheets of the same list talk about the same records.
//! While records have no ids yet, references hold a key as a token.

use serde::Serialize;

/// List, the list's own id, and the part of the row (`person`, `event:arrest`, `source`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// Name of the list.
    pub list: String,
    /// The list's own id of the row.
    pub own_id: String,
    /// Part of the row.
    pub part: String,
}

/// What a reference inside a record points at while records have no ids yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A record of the same row, by its position in it.
    Draft(usize),
    /// A source of the list, by its position.
    Source(usize),
    /// A record of another row or another list.
    Far(Key),
}

const BETWEEN: char = '\u{1F}';

impl Target {
    /// The target as a text that stands where an id will stand.
    pub fn token(&self) -> String {
        match self {
            Target::Draft(index) => format!("\u{1}{index}"),
            Target::Source(index) => format!("\u{2}{index}"),
            Target::Far(key) => format!(
                "\u{3}{}{BETWEEN}{}{BETWEEN}{}",
                key.list, key.own_id, key.part
            ),
        }
    }

    /// Reads a token; `None` for an id.
    pub fn read(text: &str) -> Option<Target> {
        let (mark, rest) = (text.as_bytes().first()?, text.get(1..)?);
        match mark {
            1 => rest.parse().ok().map(Target::Draft),
            2 => rest.parse().ok().map(Target::Source),
            3 => {
                let mut parts = rest.split(BETWEEN);
                Some(Target::Far(Key::new(
                    parts.next()?,
                    parts.next()?,
                    parts.next()?,
                )))
            }
            _ => None,
        }
    }
}

impl Key {
    /// A key from its parts.
    pub fn new(list: &str, own_id: &str, part: &str) -> Key {
        Key {
            list: list.to_owned(),
            own_id: own_id.to_owned(),
            part: part.to_owned(),
        }
    }

    /// The key of a record that came from a list.
    pub fn of(record: &model::Record) -> Option<Key> {
        record
            .listed()
            .map(|listed| Key::new(&listed.list, &listed.own_id, &listed.part))
    }
}
