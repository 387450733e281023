//! What can be done inside one writing transaction?
//!
//! [`Writing::add`] and [`Writing::save`] append revisions; nothing else does.
//! Each entry is hashed into the tree as it is written, each act closes with
//! the root of the log after it. Derived look-ups are kept in step in the same
//! transaction. Reading inside a write is [`Tx`], to which this dereferences.

use crate::database::Cell;
use crate::derived;
use crate::entry::{Entries, Head, SALT, commitment};
use crate::id::new_id;
use crate::opening::Writer;
use crate::reading::{Tx, author_bound, content_bound, damaged, is_kept, missing};
use crate::search::{Pending, words_of};
use crate::statements as sql;
use crate::tree::{Frontier, leaf_hash};
use model::record::{Decision, DecisionKind, RecordId};
use model::{Code, Problem, Record};
use std::collections::HashMap;
use std::ops::Deref;

/// What a save did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The record says this already; nothing was written.
    Unchanged,
    /// A new revision was written.
    Revised {
        /// Number of the revision, from 2.
        number: u64,
        /// Its position in the log.
        position: u64,
    },
}

/// A transaction that writes.
pub struct Writing<'r, 'w> {
    tx: Tx<'r>,
    writer: &'w mut Writer,
    head: Head,
    entries: Entries,
    /// Number of this act, and the position before its first entry.
    act: u64,
    before: u64,
    /// First positions of records added in this act, so that events find their persons at once.
    added: HashMap<RecordId, u64>,
    pending: Pending,
    text: Vec<u8>,
}

/// Where a revision goes.
struct Place<'a> {
    id: &'a str,
    kind: &'static str,
    number: u64,
    previous: u64,
}

impl<'r> Deref for Writing<'r, '_> {
    type Target = Tx<'r>;

    fn deref(&self) -> &Tx<'r> {
        &self.tx
    }
}

impl<'r, 'w> Writing<'r, 'w> {
    pub(crate) fn new(tx: Tx<'r>, head: Head, writer: &'w mut Writer) -> Writing<'r, 'w> {
        Writing {
            before: tx.position(),
            tx,
            writer,
            entries: Entries::of(&head),
            head,
            act: 0,
            added: HashMap::new(),
            pending: Pending::default(),
            text: Vec::new(),
        }
    }

    pub(crate) fn into_parts(self) -> (Tx<'r>, HashMap<Box<str>, u64>) {
        (self.tx, self.pending.into_learned())
    }

    /// Adds a new record and returns its id.
    ///
    /// # Errors
    /// `register.reference-unknown` when it points at a record that is not
    /// there; `register.listed-twice` when its row of the list has a record
    /// already; those of the database.
    pub fn add(&mut self, record: &Record) -> Result<RecordId, Problem> {
        let position = self.tx.position() + 1;
        let id = new_id(self.head.author.at, position, self.writer.drawn.draw());
        match self.beside_the_closed(record)? {
            Some(beside) => self.add_as(&id, &beside)?,
            None => self.add_as(&id, record)?,
        }
        Ok(id)
    }

    /// The record as another part of its row, when the row is that of a record which
    /// is closed to the author and stays so.
    fn beside_the_closed(&self, record: &Record) -> Result<Option<Record>, Problem> {
        let Some(listed) = record.listed() else {
            return Ok(None);
        };
        if !self
            .tx
            .is_listed_closed(&listed.list, &listed.own_id, &listed.part)?
        {
            return Ok(None);
        }
        let part = derived::beside(&listed.part);
        let mut beside = record.clone();
        let listed = match &mut beside {
            Record::Person(person) => &mut person.listed,
            Record::Event(event) => &mut event.listed,
            Record::Source(source) => &mut source.listed,
            _ => return Ok(None),
        };
        if let Some(listed) = listed {
            listed.part = part;
        }
        Ok(Some(beside))
    }

    fn add_as(&mut self, id: &str, record: &Record) -> Result<(), Problem> {
        let ties = self.resolve(derived::references(record))?;
        let kind = record.kind();
        let first = self.append(
            &Place {
                id,
                kind,
                number: 1,
                previous: 0,
            },
            record.canonical().as_bytes(),
        )?;
        self.tx.connection.run(
            sql::ADD_RECORD,
            &[
                Cell::Text(id),
                Cell::Text(kind),
                Cell::Number(first),
                Cell::Number(first),
            ],
        )?;
        self.added.insert(id.to_owned(), first);
        self.add_derived(first, record, &ties)?;
        self.pending
            .add(&self.tx, self.writer, first, words_of(record))
    }

    /// Saves a new revision of a record, or nothing when it says the same already.
    ///
    /// # Errors
    /// `register.record-missing`, `register.kind-changed`,
    /// `register.content-destroyed`, and as [`Writing::add`].
    pub fn save(&mut self, id: &str, record: &Record) -> Result<Saved, Problem> {
        let known = self.tx.known(id)?.ok_or_else(|| missing(id))?;
        if known.kind != record.kind() {
            return Err(Problem::new(Code::RegisterKindChanged)
                .with("id", id)
                .with("was", known.kind)
                .with("is", record.kind()));
        }
        let stored = self.tx.get(id)?.ok_or_else(|| missing(id))?;
        let text = record.canonical();
        if stored.record == *record || stored.record.canonical() == text {
            return Ok(Saved::Unchanged);
        }
        // Decisions and placements are there to say something about closed records.
        let closes = matches!(
            record,
            Record::Event(_) | Record::Contact(_) | Record::File(_)
        ) && self
            .tx
            .sight()
            .is_some_and(|sight| sight.would_close(id, record));
        if closes {
            return Err(Problem::new(Code::RegisterWouldClose));
        }
        let ties = self.resolve(derived::references(record))?;
        let number = known.revisions + 1;
        let position = self.append(
            &Place {
                id,
                kind: record.kind(),
                number,
                previous: known.latest,
            },
            text.as_bytes(),
        )?;
        self.tx.connection.run(
            sql::REVISE_RECORD,
            &[Cell::Number(position), Cell::Number(number), Cell::Text(id)],
        )?;
        self.change_derived(known.first, &stored.record, record, &ties)?;
        let mut words = words_of(record);
        let before = words_of(&stored.record);
        words.retain(|word| !before.contains(word));
        self.pending
            .add(&self.tx, self.writer, known.first, words)?;
        Ok(Saved::Revised { number, position })
    }

    /// See [`crate::Register::destroy`], the only way here.
    pub(crate) fn destroy(&mut self, id: &str, reason: &str) -> Result<RecordId, Problem> {
        let known = self.tx.known(id)?.ok_or_else(|| missing(id))?;
        let revisions = self.tx.history(id)?;
        let Some(newest) = revisions.last() else {
            return Err(Problem::new(Code::RegisterContentDestroyed).with("id", id));
        };
        let decision = Record::Decision(Decision {
            kind: DecisionKind::Expunged,
            about: vec![id.to_owned()],
            why: Some(reason.to_owned()),
            withdrawn: false,
        });
        let decision_id = new_id(
            self.head.author.at,
            self.tx.position() + 1,
            self.writer.drawn.draw(),
        );
        let ties = self.resolve(vec![id])?;
        let place = Place {
            id: &decision_id,
            kind: "decision",
            number: 1,
            previous: 0,
        };
        let entry = self.append(&place, decision.canonical().as_bytes())?;
        self.tx.connection.run(
            sql::ADD_RECORD,
            &[
                Cell::Text(&decision_id),
                Cell::Text("decision"),
                Cell::Number(entry),
                Cell::Number(entry),
            ],
        )?;
        self.add_derived(entry, &decision, &ties)?;
        // Which words find the record now, before its content goes.
        let mut words = Vec::new();
        for stored in &revisions {
            words.extend(words_of(&stored.record));
            let position = [Cell::Number(stored.position), Cell::Number(entry)];
            self.tx.connection.run(sql::ADD_DESTROYED, &position)?;
            self.tx
                .connection
                .run(sql::DESTROY_CONTENT, &position[..1])?;
        }
        self.drop_derived(known.first, &newest.record)?;
        self.pending.forget(&self.tx, known.first, &words)?;
        // Copies of the index in memory hold words that may be gone now.
        self.tx.state.epoch += 1;
        if let Record::File(file) = &newest.record {
            let mut elsewhere = false;
            self.tx.scan("file", None, |other| {
                elsewhere |=
                    matches!(&other.record, Record::File(kept) if kept.sha256 == file.sha256);
                Ok(())
            })?;
            if !elsewhere {
                self.tx.register.files.destroy(&file.sha256)?;
            }
        }
        Ok(decision_id)
    }

    /// Positions of the first revisions of these records.
    fn resolve(&self, ids: Vec<&str>) -> Result<Vec<u64>, Problem> {
        ids.into_iter()
            .map(|id| {
                if let Some(first) = self.added.get(id) {
                    return Ok(*first);
                }
                self.tx
                    .known(id)?
                    .map(|known| known.first)
                    .ok_or_else(|| Problem::new(Code::RegisterReferenceUnknown).with("id", id))
            })
            .collect()
    }

    /// Appends one entry to the log.
    fn append(&mut self, place: &Place, content: &[u8]) -> Result<u64, Problem> {
        if self.act == 0 {
            self.act = self
                .tx
                .connection
                .one(sql::LAST_ACT, &[], |row| row.number(0))?
                .unwrap_or(0)
                + 1;
            self.tx.remember_author(self.act, &self.head.author);
        }
        let position = self.tx.position() + 1;
        let salt: [u8; SALT] = self.writer.drawn.draw();
        self.text.clear();
        self.text.extend(salt);
        self.text.extend(content);
        self.append_salted(place, position)?;
        Ok(position)
    }

    fn append_salted(&mut self, place: &Place, position: u64) -> Result<(), Problem> {
        let commitment = commitment(&self.text);
        let entry = self
            .entries
            .entry(position, place.id, place.number, place.kind, &commitment);
        let leaf = leaf_hash(entry.as_bytes());
        let drawn = &mut self.writer.drawn;
        let sealed = if self.tx.register.vault.is_closed() {
            self.tx
                .register
                .vault
                .seal(&content_bound(position), &self.text, || drawn.draw())
        } else {
            (&self.text).into()
        };
        self.tx.connection.run(
            sql::ADD_REVISION,
            &[
                Cell::Number(position),
                Cell::Text(place.id),
                Cell::Number(place.number),
                Cell::Text(place.kind),
                Cell::Number(self.act),
                Cell::Number(place.previous),
                Cell::Bytes(&sealed),
                Cell::Bytes(&commitment),
                Cell::Bytes(&leaf),
            ],
        )?;
        append_leaf(&mut self.tx, leaf)
    }

    fn add_derived(&mut self, first: u64, record: &Record, ties: &[u64]) -> Result<(), Problem> {
        if let Some(own) = derived::own_key_of(record) {
            self.claim_row(first, &own, record)?;
        }
        for about in ties {
            let tie = [Cell::Number(*about), Cell::Number(first)];
            self.tx.connection.run(sql::ADD_TIE, &tie)?;
        }
        Ok(())
    }

    /// Notes that this record is this row's.
    fn claim_row(&self, first: u64, own: &[u8], record: &Record) -> Result<(), Problem> {
        let tag = self.tx.register.vault.tag(own);
        let row = [Cell::Bytes(&tag), Cell::Number(first)];
        if self.tx.connection.run(sql::ADD_LISTED, &row)? == 1 {
            return Ok(());
        }
        let other = self.tx.listed(own)?.ok_or_else(|| damaged("listed"))?;
        let other = self.tx.id_of(other)?;
        let listed = record.listed().cloned().unwrap_or_default();
        Err(Problem::new(Code::RegisterListedTwice)
            .with("id", other)
            .with("list", listed.list)
            .with("own", listed.own_id))
    }

    fn change_derived(
        &mut self,
        first: u64,
        before: &Record,
        record: &Record,
        ties: &[u64],
    ) -> Result<(), Problem> {
        let (was, is) = (derived::own_key_of(before), derived::own_key_of(record));
        if was != is {
            if let Some(own) = was {
                let tag = self.tx.register.vault.tag(&own);
                let row = [Cell::Bytes(&tag), Cell::Number(first)];
                self.tx.connection.run(sql::DROP_LISTED, &row)?;
            }
            if let Some(own) = is {
                self.claim_row(first, &own, record)?;
            }
        }
        let earlier = self.resolve(derived::references(before))?;
        for about in earlier.iter().filter(|about| !ties.contains(about)) {
            let tie = [Cell::Number(*about), Cell::Number(first)];
            self.tx.connection.run(sql::DROP_TIE, &tie)?;
        }
        for about in ties.iter().filter(|about| !earlier.contains(about)) {
            let tie = [Cell::Number(*about), Cell::Number(first)];
            self.tx.connection.run(sql::ADD_TIE, &tie)?;
        }
        Ok(())
    }

    fn drop_derived(&mut self, first: u64, record: &Record) -> Result<(), Problem> {
        if let Some(own) = derived::own_key_of(record) {
            let tag = self.tx.register.vault.tag(&own);
            let row = [Cell::Bytes(&tag), Cell::Number(first)];
            self.tx.connection.run(sql::DROP_LISTED, &row)?;
        }
        for about in self.resolve(derived::references(record))? {
            let tie = [Cell::Number(about), Cell::Number(first)];
            self.tx.connection.run(sql::DROP_TIE, &tie)?;
        }
        Ok(())
    }

    /// Closes the act: its row, the index, the state of the log.
    pub(crate) fn finish(&mut self) -> Result<(), Problem> {
        if self.act == 0 {
            return Ok(());
        }
        self.pending.flush(&self.tx)?;
        let plain = self.head.to_bytes();
        let drawn = &mut self.writer.drawn;
        let bound = author_bound(self.act);
        let author = self.tx.register.vault.seal(&bound, &plain, || drawn.draw());
        add_act(
            &self.tx,
            self.act,
            self.before + 1,
            &self.head.moment(),
            &author,
        )?;
        self.tx.state.put(&self.tx.connection)
    }
}

/// Writes the row of an act that ends at the transaction's position.
pub(crate) fn add_act(
    tx: &Tx,
    number: u64,
    first: u64,
    at: &str,
    author: &[u8],
) -> Result<(), Problem> {
    let root = tx.root();
    let cells = [
        Cell::Number(number),
        Cell::Number(first),
        Cell::Number(tx.position()),
        Cell::Text(at),
        Cell::Bytes(author),
        Cell::Bytes(&root),
    ];
    tx.connection.run(sql::ADD_ACT, &cells).map(|_| ())
}

/// Appends a leaf to the tree and keeps the subtrees that proofs need.
pub(crate) fn append_leaf(tx: &mut Tx, leaf: [u8; 32]) -> Result<(), Problem> {
    let mut kept = Vec::new();
    let frontier: &mut Frontier = &mut tx.state.frontier;
    frontier.append(leaf, |level, place, hash| {
        if is_kept(level) {
            kept.push((level, place, *hash));
        }
    });
    for (level, place, hash) in kept {
        let cells = [
            Cell::Number(u64::from(level)),
            Cell::Number(place),
            Cell::Bytes(&hash),
        ];
        tx.connection.run(sql::ADD_NODE, &cells)?;
    }
    Ok(())
}
