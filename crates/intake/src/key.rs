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

const MARK: char = '\u{1}';
const BETWEEN: char = '\u{1F}';

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

    /// The key as a reference inside a record that has no id yet.
    pub(crate) fn token(&self) -> String {
        format!(
            "{MARK}{}{BETWEEN}{}{BETWEEN}{}",
            self.list, self.own_id, self.part
        )
    }

    /// The key that a reference holds.
    pub(crate) fn from_token(text: &str) -> Option<Key> {
        let mut parts = text.strip_prefix(MARK)?.split(BETWEEN);
        Some(Key::new(parts.next()?, parts.next()?, parts.next()?))
    }
}
