//! How do planned records get into the log?
//!
//! Part by part as they are planned. A record is written after those that it
//! refers to; references to new records become ids as these are given.

use intake::{ChangeSet, Part};
use model::record::{Name, RecordId};
use model::{Code, Problem, Record};
use register::Writing;

/// New persons that are named when the import is done.
const NAMED: usize = 50;

/// What an import has written so far.
#[derive(Default)]
pub(super) struct Written {
    /// Ids of all additions, by their position.
    ids: Vec<RecordId>,
    updated: bool,
    /// The first new persons, with their names.
    pub(super) persons: Vec<(RecordId, String)>,
}

impl Written {
    /// Whether the sheet has said nothing new.
    pub(super) fn is_nothing(&self) -> bool {
        self.ids.is_empty() && !self.updated
    }

    /// Writes additions and updates; nothing else.
    pub(super) fn write(
        &mut self,
        writing: &mut Writing,
        part: &mut Part,
        list: &str,
    ) -> Result<(), Problem> {
        let first = self.ids.len();
        self.ids
            .resize(first + part.additions.len(), RecordId::new());
        // What is left waiting after a round without progress refers to itself in a circle.
        let mut waiting: Vec<usize> = (0..part.additions.len()).collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut later = Vec::new();
            for position in waiting {
                let record = &mut part.additions[position];
                if self.is_ready(record) {
                    ChangeSet::settle(record, &self.ids);
                    let id = writing.add(record)?;
                    if let Record::Person(person) = &*record
                        && self.persons.len() < NAMED
                    {
                        let name = person.names.first().map(Name::display);
                        self.persons.push((id.clone(), name.unwrap_or_default()));
                    }
                    self.ids[first + position] = id;
                } else {
                    later.push(position);
                }
            }
            if later.len() == before {
                return Err(Problem::new(Code::OfficeReferencesCircular).with("list", list));
            }
            waiting = later;
        }
        for update in &mut part.updates {
            let Some(versions) = &mut update.versions else {
                continue;
            };
            ChangeSet::settle(&mut versions.as_listed, &self.ids);
            ChangeSet::settle(&mut versions.new, &self.ids);
            writing.save(&update.id, &versions.as_listed)?;
            // The office's own edits stay on top of what the list says.
            writing.save(&update.id, &versions.new)?;
            self.updated = true;
        }
        Ok(())
    }

    /// Whether everything that the record refers to is written.
    fn is_ready(&self, record: &Record) -> bool {
        ChangeSet::refers_to(record)
            .into_iter()
            .all(|other| !self.ids[other].is_empty())
    }
}
