//! What can be asked of the register inside one transaction?
//!
//! [`Tx`] answers as of one position of the log: the number of entries written
//! so far. The newest revision of a record is the record; `get_at`, `scan` and
//! `root_at` answer for earlier positions too. Nothing here writes (`writing`);
//! roots and proofs are in `log`.

mod log;

pub(crate) use log::is_kept;

use crate::compartments::Sight;
use crate::database::{Cell, Connection, Row};
use crate::derived;
use crate::entry::{Author, Head, SALT};
use crate::opening::{Register, State};
use crate::statements as sql;
use jiff::Timestamp;
use model::record::RecordId;
use model::{Code, Problem, Record};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Rows asked for at once while streaming.
pub(crate) const PAGE: u64 = 2000;

/// One revision of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Id of the record.
    pub id: RecordId,
    /// The whole document at this revision.
    pub record: Record,
    /// Number of the revision, from 1.
    pub number: u64,
    /// Position of the revision in the log, from 1.
    pub position: u64,
    /// Position of the record's first revision.
    pub first: u64,
    /// User name of the author.
    pub who: String,
    /// When it was written (the third clock).
    pub at: Timestamp,
    /// Why, in the author's words.
    pub why: Option<String>,
}

/// A content that was lawfully destroyed, and the entry that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destroyed {
    /// Position of the entry whose content is gone.
    pub position: u64,
    /// Position of the decision.
    pub entry: u64,
}

/// A transaction that reads.
pub struct Tx<'r> {
    pub(crate) register: &'r Register,
    pub(crate) connection: Connection,
    pub(crate) state: State,
    acts: RefCell<HashMap<u64, Rc<Author>>>,
    /// Whom it is for; everything is there when it is for nobody.
    sight: Option<Sight>,
}

/// A row of `record` joined with its newest revision.
struct Newest {
    id: RecordId,
    first: u64,
    latest: u64,
    number: u64,
    act: u64,
    content: Option<Vec<u8>>,
}

/// A row of `record`.
pub(crate) struct Known {
    pub(crate) kind: String,
    pub(crate) first: u64,
    pub(crate) latest: u64,
    pub(crate) revisions: u64,
}

impl<'r> Tx<'r> {
    pub(crate) fn new(register: &'r Register, connection: Connection, state: State) -> Tx<'r> {
        Tx {
            register,
            connection,
            state,
            acts: RefCell::new(HashMap::new()),
            sight: None,
        }
    }

    /// From here on, what is closed to this user is not there.
    pub(crate) fn look_as(&mut self, user: Option<&str>) -> Result<(), Problem> {
        if let Some(user) = user {
            self.sight = Some(self.register.enclosures.sight(self, user)?);
        }
        Ok(())
    }

    /// What is closed to the user that this was begun for; nothing when for nobody.
    pub fn sight(&self) -> Option<&Sight> {
        self.sight.as_ref()
    }

    /// Whether a record is closed to the user that this was begun for.
    pub fn hides(&self, id: &str) -> bool {
        self.sight.as_ref().is_some_and(|sight| sight.hides(id))
    }

    pub(crate) fn into_connection(self) -> Connection {
        self.connection
    }

    /// The newest revision of a record; `None` for an unknown id.
    ///
    /// # Errors
    /// `register.content-destroyed`; those of the database.
    pub fn get(&self, id: &str) -> Result<Option<Stored>, Problem> {
        if self.hides(id) {
            return Ok(None);
        }
        self.connection
            .one(sql::NEWEST, &[Cell::Text(id)], newest)?
            .map(|found| self.stored(found))
            .transpose()
    }

    /// The newest revision of the record whose first revision stands at `first`.
    pub(crate) fn get_by_first(&self, first: u64) -> Result<Option<Stored>, Problem> {
        self.connection
            .one(sql::NEWEST_BY_FIRST, &[Cell::Number(first)], newest)?
            .map(|found| self.stored(found))
            .transpose()
    }

    /// The record as it was when the log had `position` entries; `None` when
    /// it did not exist yet.
    ///
    /// # Errors
    /// As [`Tx::get`].
    pub fn get_at(&self, id: &str, position: u64) -> Result<Option<Stored>, Problem> {
        let Some(known) = self.known(id)? else {
            return Ok(None);
        };
        if known.first > position {
            return Ok(None);
        }
        self.revision_at(known.first, known.latest, position)
            .map(Some)
    }

    /// Every revision of a record, oldest first; those whose content was
    /// destroyed are left out (see [`Tx::destroyed`]).
    ///
    /// # Errors
    /// `register.record-missing`; those of the database.
    pub fn history(&self, id: &str) -> Result<Vec<Stored>, Problem> {
        let known = self.known(id)?.ok_or_else(|| missing(id))?;
        let mut revisions = Vec::new();
        let mut at = known.latest;
        while at > 0 {
            let (revision, previous) = self.revision(known.first, at)?;
            match self.stored(revision) {
                Ok(stored) => revisions.push(stored),
                Err(problem) if problem.code == Code::RegisterContentDestroyed => {}
                Err(problem) => return Err(problem),
            }
            at = previous;
        }
        revisions.reverse();
        Ok(revisions)
    }

    /// The record made from this part of this row of a list, if any.
    ///
    /// # Errors
    /// Those of the database.
    pub fn find_listed(
        &self,
        list: &str,
        own_id: &str,
        part: &str,
    ) -> Result<Option<RecordId>, Problem> {
        match self.find_listed_at_all(list, own_id, part)? {
            Some(id) if self.hides(&id) => {
                let beside = self.find_listed_at_all(list, own_id, &derived::beside(part))?;
                Ok(beside.filter(|id| !self.hides(id)))
            }
            found => Ok(found),
        }
    }

    /// Whether this part of this row of a list has a record that is closed to the
    /// user that this was begun for: an import leaves such a row as it is.
    ///
    /// # Errors
    /// Those of the database.
    pub fn is_listed_closed(&self, list: &str, own_id: &str, part: &str) -> Result<bool, Problem> {
        if self.sight.as_ref().is_none_or(Sight::sees_all) {
            return Ok(false);
        }
        let found = self.find_listed_at_all(list, own_id, part)?;
        Ok(found.is_some_and(|id| self.hides(&id)))
    }

    fn find_listed_at_all(
        &self,
        list: &str,
        own_id: &str,
        part: &str,
    ) -> Result<Option<RecordId>, Problem> {
        match self.listed(&derived::own_key(list, own_id, part))? {
            Some(first) => self.id_of(first).map(Some),
            None => Ok(None),
        }
    }

    /// [`Tx::find_listed`] for many rows of one list, in the order asked.
    ///
    /// # Errors
    /// Those of the database.
    pub fn find_all_listed<'a>(
        &self,
        list: &str,
        rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Vec<Option<RecordId>>, Problem> {
        rows.into_iter()
            .map(|(own_id, part)| self.find_listed(list, own_id, part))
            .collect()
    }

    /// Hands on every record of a kind (`person`, `event`…) as it was at a
    /// position (the newest with `None`), in the order of ids. Records whose
    /// content was destroyed are left out.
    ///
    /// # Errors
    /// What `take` returns; `register.position-unknown`; those of the database.
    pub fn scan(
        &self,
        kind: &str,
        position: Option<u64>,
        mut take: impl FnMut(Stored) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let position = position.unwrap_or(self.position());
        self.check_position(position)?;
        // Two kinds make up nearly all of a register; the others have an index.
        let statement = match kind {
            "person" | "event" => sql::SCAN,
            _ => sql::SCAN_FEW,
        };
        let mut after = String::new();
        loop {
            let page = self.connection.all(
                statement,
                &[Cell::Text(&after), Cell::Text(kind), Cell::Number(PAGE)],
                newest,
            )?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.id);
            for found in page {
                if found.first > position || self.hides(&found.id) {
                    continue;
                }
                let stored = if found.latest <= position {
                    self.stored(found)
                } else {
                    self.revision_at(found.first, found.latest, position)
                };
                match stored {
                    Ok(stored) => take(stored)?,
                    Err(problem) if problem.code == Code::RegisterContentDestroyed => {}
                    Err(problem) => return Err(problem),
                }
            }
        }
    }

    /// Number of records of a kind.
    ///
    /// # Errors
    /// Those of the database.
    pub fn count(&self, kind: &str) -> Result<u64, Problem> {
        let count = self
            .connection
            .one(sql::COUNT_KIND, &[Cell::Text(kind)], |row| row.number(0))?;
        let hidden = self.sight.as_ref().map_or(0, |sight| sight.hidden_of(kind));
        Ok(count.unwrap_or(0).saturating_sub(hidden))
    }

    /// Every record that points at this one: events of a person or source,
    /// files, contacts and decisions about a record, in the order written.
    ///
    /// # Errors
    /// Those of the database.
    pub fn pointing_at(&self, id: &str) -> Result<Vec<Stored>, Problem> {
        let Some(known) = self.known(id)? else {
            return Ok(Vec::new());
        };
        let rows = self
            .connection
            .all(sql::POINTING_AT, &[Cell::Number(known.first)], newest)?;
        let mut stored = Vec::with_capacity(rows.len());
        for row in rows.into_iter().filter(|row| !self.hides(&row.id)) {
            match self.stored(row) {
                Ok(found) => stored.push(found),
                Err(problem) if problem.code == Code::RegisterContentDestroyed => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(stored)
    }

    /// The events of a person (or told by a source), in the order written.
    ///
    /// # Errors
    /// Those of the database.
    pub fn events_of(&self, id: &str) -> Result<Vec<Stored>, Problem> {
        let mut events = self.pointing_at(id)?;
        events.retain(|stored| matches!(stored.record, Record::Event(_)));
        Ok(events)
    }

    /// Every document (profile, instruments, studies) with its newest text.
    ///
    /// # Errors
    /// Those of the database.
    pub fn documents(&self) -> Result<Vec<Stored>, Problem> {
        self.every("document")
    }

    /// Every user.
    ///
    /// # Errors
    /// Those of the database.
    pub fn users(&self) -> Result<Vec<Stored>, Problem> {
        self.every("user")
    }

    /// Every decision, withdrawn ones too.
    ///
    /// # Errors
    /// Those of the database.
    pub fn decisions(&self) -> Result<Vec<Stored>, Problem> {
        self.every("decision")
    }

    fn every(&self, kind: &str) -> Result<Vec<Stored>, Problem> {
        let mut found = Vec::new();
        self.scan(kind, None, |stored| {
            found.push(stored);
            Ok(())
        })?;
        Ok(found)
    }

    /// Ids that begin with these characters (at least one), up to `limit`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn ids_beginning(&self, start: &str, limit: u64) -> Result<Vec<RecordId>, Problem> {
        if start.is_empty() || !start.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
            return Ok(Vec::new());
        }
        let start = start.to_ascii_lowercase();
        // `g` follows every hexadecimal digit and the dash.
        let end = format!("{start}g");
        let hidden = self.sight.iter().flat_map(Sight::hidden);
        let passed_over = hidden.filter(|id| id.starts_with(&start)).count() as u64;
        let cells = [
            Cell::Text(&start),
            Cell::Text(&end),
            Cell::Number(limit + passed_over),
        ];
        let mut ids = self.connection.all(sql::RECORDS_LIKE, &cells, |row| {
            row.text(0).map(str::to_owned)
        })?;
        ids.retain(|id| !self.hides(id));
        ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(ids)
    }

    /// Ids of the records that were written after a position, in the order of
    /// their first writing since, each once.
    ///
    /// # Errors
    /// Those of the database.
    pub fn changed_since(&self, position: u64) -> Result<Vec<RecordId>, Problem> {
        let (mut after, mut changed) = (position, Vec::new());
        let mut seen = std::collections::HashSet::new();
        loop {
            let page = self.connection.all(
                sql::CHANGED,
                &[Cell::Number(after), Cell::Number(PAGE)],
                |row| Ok((row.number(0)?, row.text(1)?.to_owned())),
            )?;
            let Some((last, _)) = page.last() else {
                return Ok(changed);
            };
            after = *last;
            for (_, id) in page {
                if !self.hides(&id) && seen.insert(id.clone()) {
                    changed.push(id);
                }
            }
        }
    }

    /// Entries after a position up to another: position and record, oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn entries_between(&self, after: u64, until: u64) -> Result<Vec<(u64, RecordId)>, Problem> {
        let (mut after, mut entries) = (after, Vec::new());
        while after < until {
            let page = self.connection.all(
                sql::CHANGED,
                &[Cell::Number(after), Cell::Number(PAGE.min(until - after))],
                |row| Ok((row.number(0)?, row.text(1)?.to_owned())),
            )?;
            let Some((last, _)) = page.last() else {
                break;
            };
            after = *last;
            let within = page.into_iter().filter(|(position, _)| *position <= until);
            entries.extend(within.filter(|(_, id)| !self.hides(id)));
        }
        Ok(entries)
    }

    /// Every content that was lawfully destroyed.
    ///
    /// # Errors
    /// Those of the database.
    pub fn destroyed(&self) -> Result<Vec<Destroyed>, Problem> {
        let mut found: Vec<Destroyed> = Vec::new();
        loop {
            let after = found.last().map_or(0, |last| last.position);
            let page = self.connection.all(
                sql::DESTROYED,
                &[Cell::Number(after), Cell::Number(PAGE)],
                |row| {
                    Ok(Destroyed {
                        position: row.number(0)?,
                        entry: row.number(1)?,
                    })
                },
            )?;
            if page.is_empty() {
                return Ok(found);
            }
            found.extend(page);
        }
    }

    // ── within the crate ──

    pub(crate) fn known(&self, id: &str) -> Result<Option<Known>, Problem> {
        if self.hides(id) {
            return Ok(None);
        }
        self.connection.one(sql::RECORD, &[Cell::Text(id)], |row| {
            Ok(Known {
                kind: row.text(0)?.to_owned(),
                first: row.number(1)?,
                latest: row.number(2)?,
                revisions: row.number(3)?,
            })
        })
    }

    pub(crate) fn listed(&self, own: &[u8]) -> Result<Option<u64>, Problem> {
        let tag = self.register.vault.tag(own);
        self.connection
            .one(sql::LISTED, &[Cell::Bytes(&tag)], |row| row.number(0))
    }

    /// Id of the record whose first revision stands at `first`.
    pub(crate) fn id_of(&self, first: u64) -> Result<RecordId, Problem> {
        self.connection
            .one(sql::REVISION_RECORD, &[Cell::Number(first)], |row| {
                row.text(0).map(str::to_owned)
            })?
            .ok_or_else(|| damaged("revision"))
    }

    pub(crate) fn author(&self, act: u64) -> Result<Rc<Author>, Problem> {
        if let Some(author) = self.acts.borrow().get(&act) {
            return Ok(Rc::clone(author));
        }
        let (at, sealed) = self
            .connection
            .one(sql::ACT, &[Cell::Number(act)], |row| {
                Ok((row.text(2)?.to_owned(), row.bytes(3)?.to_vec()))
            })?
            .ok_or_else(|| damaged("act"))?;
        let author = Rc::new(self.open_head(act, &at, &sealed)?.author);
        let mut acts = self.acts.borrow_mut();
        if acts.len() >= 10_000 {
            acts.clear();
        }
        acts.insert(act, Rc::clone(&author));
        Ok(author)
    }

    pub(crate) fn open_head(&self, act: u64, at: &str, sealed: &[u8]) -> Result<Head, Problem> {
        let plain = self.register.vault.open(&author_bound(act), sealed)?;
        Head::from_bytes(&plain, at)
    }

    /// Salt and canonical text of an entry's content.
    pub(crate) fn open_content(&self, position: u64, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
        if self.register.vault.is_closed() {
            return self.register.vault.open(&content_bound(position), sealed);
        }
        Ok(sealed.to_vec())
    }

    /// The act being written is not in its table yet: its author is told here.
    pub(crate) fn remember_author(&self, act: u64, author: &Author) {
        self.acts.borrow_mut().insert(act, Rc::new(author.clone()));
    }

    fn revision(&self, first: u64, position: u64) -> Result<(Newest, u64), Problem> {
        self.connection
            .one(sql::REVISION, &[Cell::Number(position)], |row| {
                let revision = Newest {
                    id: row.text(0)?.to_owned(),
                    first,
                    latest: position,
                    number: row.number(1)?,
                    act: row.number(2)?,
                    content: row.bytes_or_null(4)?.map(<[u8]>::to_vec),
                };
                Ok((revision, row.number(3)?))
            })?
            .ok_or_else(|| damaged("revision"))
    }

    fn revision_at(&self, first: u64, latest: u64, position: u64) -> Result<Stored, Problem> {
        let mut at = latest;
        loop {
            let (revision, previous) = self.revision(first, at)?;
            if at <= position || previous == 0 {
                return self.stored(revision);
            }
            at = previous;
        }
    }

    fn stored(&self, found: Newest) -> Result<Stored, Problem> {
        let author = self.author(found.act)?;
        let Some(sealed) = found.content else {
            return Err(Problem::new(Code::RegisterContentDestroyed).with("id", &found.id));
        };
        let opened;
        let salted = if self.register.vault.is_closed() {
            opened = self.open_content(found.latest, &sealed)?;
            &opened
        } else {
            &sealed
        };
        let text = salted
            .get(SALT..)
            .and_then(|text| std::str::from_utf8(text).ok())
            .ok_or_else(|| damaged("content"))?;
        Ok(Stored {
            record: Record::from_canonical(text).map_err(|problem| problem.at_record(&found.id))?,
            id: found.id,
            number: found.number,
            position: found.latest,
            first: found.first,
            who: author.who.clone(),
            at: author.at,
            why: author.why.clone(),
        })
    }
}

fn newest(row: &Row) -> Result<Newest, Problem> {
    Ok(Newest {
        id: row.text(0)?.to_owned(),
        first: row.number(1)?,
        latest: row.number(2)?,
        number: row.number(3)?,
        act: row.number(4)?,
        content: row.bytes_or_null(5)?.map(<[u8]>::to_vec),
    })
}

pub(crate) fn content_bound(position: u64) -> String {
    format!("content {position}")
}

pub(crate) fn author_bound(act: u64) -> String {
    format!("author {act}")
}

pub(crate) fn missing(id: &str) -> Problem {
    Problem::new(Code::RegisterRecordMissing).with("id", id)
}

pub(crate) fn damaged(part: &str) -> Problem {
    Problem::new(Code::RegisterDamaged).with("part", part)
}
