//! How is a register made, opened, read and written?
//!
//! One transaction for each [`Register::read`] and [`Register::write`]. A read
//! sees one moment of the log however long it takes; a write is alone, and is
//! on disk when it returns. What is kept in memory (connections, the words of
//! the index) is only a copy: another server on the same database misses
//! nothing. What one can ask is in `reading`, what one can do in `writing`.

use crate::compartments::Enclosures;
use crate::database::{Cell, Connection, Connector, Location, Purpose};
use crate::entropy::{Drawn, Entropy};
use crate::entry::{Author, Head};
use crate::files::Files;
use crate::keys::DataKey;
use crate::reading::Tx;
use crate::seal::Vault;
use crate::search::Lexicon;
use crate::statements as sql;
use crate::tree::Frontier;
use crate::writing::Writing;
use crate::{database, schema};
use model::record::RecordId;
use model::{Code, Problem};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

/// An open register.
pub struct Register {
    pub(crate) folder: PathBuf,
    pub(crate) location: Location,
    pub(crate) connector: Connector,
    pub(crate) vault: Vault,
    pub(crate) files: Files,
    pub(crate) lexicon: RwLock<Lexicon>,
    pub(crate) enclosures: Enclosures,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
}

/// What only the one who writes needs.
pub(crate) struct Writer {
    connection: Option<Connection>,
    pub(crate) drawn: Drawn,
    /// Ids of words seen by earlier writes, as of this epoch.
    pub(crate) words: HashMap<Box<str>, u64>,
    pub(crate) epoch: u64,
}

/// What every transaction reads first.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Raised when words leave the index, so that copies in memory are dropped.
    pub(crate) epoch: u64,
    pub(crate) frontier: Frontier,
}

impl State {
    fn read(connection: &Connection) -> Result<State, Problem> {
        let damaged = || Problem::new(Code::RegisterDamaged).with("part", "state");
        connection
            .one(sql::STATE, &[Cell::Text("log")], |row| {
                let (epoch, rest) = row.bytes(0)?.split_first_chunk::<8>().ok_or_else(damaged)?;
                Ok(State {
                    epoch: u64::from_be_bytes(*epoch),
                    frontier: Frontier::from_bytes(rest).ok_or_else(damaged)?,
                })
            })?
            .ok_or_else(damaged)
    }

    pub(crate) fn put(&self, connection: &Connection) -> Result<(), Problem> {
        let mut bytes = self.epoch.to_be_bytes().to_vec();
        bytes.extend(self.frontier.to_bytes());
        let cells = [Cell::Text("log"), Cell::Bytes(&bytes)];
        connection.run(sql::PUT_STATE, &cells).map(|_| ())
    }
}

impl Register {
    /// Makes a new, empty register in the office's folder (or in the database
    /// of the URL) and opens it.
    ///
    /// # Errors
    /// `register.exists` when there is one already; else as [`Register::open`].
    pub fn create(
        folder: &Path,
        location: Location,
        key: &DataKey,
        entropy: Box<dyn Entropy>,
    ) -> Result<Register, Problem> {
        crate::files::make_private_folder(folder)?;
        let path = database::database_path(folder);
        if location == Location::Sqlite && path.exists() {
            return Err(Problem::new(Code::RegisterExists).in_file(path.display()));
        }
        let connector = Connector::new(&location, folder, key)?;
        let connection = connector.create()?;
        connection.script("begin")?;
        if connection.prepare("select 1 from state").is_ok() {
            return Err(Problem::new(Code::RegisterExists));
        }
        // PostgreSQL refuses everything after a failed statement of a transaction.
        connection.script("rollback; begin")?;
        schema::create(&connection)?;
        let format = schema::FORMAT.to_be_bytes();
        let cells = [Cell::Text("format"), Cell::Bytes(&format)];
        connection.run(sql::PUT_STATE, &cells)?;
        let empty = State {
            epoch: 0,
            frontier: Frontier::default(),
        };
        empty.put(&connection)?;
        connection.commit()?;
        drop(connection);
        Register::open(folder, location, key, entropy)
    }

    /// Opens the register of an office's folder.
    ///
    /// # Errors
    /// `register.not-an-office`, `register.unopenable` (another key, or the
    /// first page was changed), `register.newer`, `register.damaged`,
    /// `register.unreachable`, `register.url-unreadable`.
    pub fn open(
        folder: &Path,
        location: Location,
        key: &DataKey,
        entropy: Box<dyn Entropy>,
    ) -> Result<Register, Problem> {
        let connector = Connector::new(&location, folder, key)?;
        let connection = connector.connect(Purpose::Read)?;
        let format = connection
            .prepare("select 1 from state")
            .and_then(|()| {
                connection.one(sql::STATE, &[Cell::Text("format")], |row| {
                    Ok(row
                        .bytes(0)?
                        .first_chunk::<8>()
                        .map_or(0, |bytes| u64::from_be_bytes(*bytes)))
                })
            })
            .map_err(|problem| match problem.code {
                Code::RegisterStatementFailed => Problem::new(Code::RegisterNotAnOffice),
                _ => problem,
            })?
            .ok_or_else(|| Problem::new(Code::RegisterDamaged).with("part", "format"))?;
        if format > schema::FORMAT {
            return Err(Problem::new(Code::RegisterNewer)
                .with("found", format)
                .with("known", schema::FORMAT));
        }
        let vault = match location {
            Location::Sqlite => Vault::Open,
            Location::Postgres(_) => Vault::closed(key),
        };
        Ok(Register {
            folder: folder.to_owned(),
            files: Files::new(folder, key),
            location,
            connector,
            vault,
            lexicon: RwLock::new(Lexicon::default()),
            enclosures: Enclosures::default(),
            writer: Mutex::new(Writer {
                connection: None,
                drawn: Drawn::new(entropy),
                words: HashMap::new(),
                epoch: 0,
            }),
            readers: Mutex::new(vec![connection]),
        })
    }

    /// The office's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the tables are.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The sealed files of evidence.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Reads in one transaction: everything asked inside is of one moment.
    ///
    /// # Errors
    /// What `ask` returns; `register.locked`, `register.unreachable`,
    /// `register.damaged`.
    pub fn read<T>(&self, ask: impl FnOnce(&Tx) -> Result<T, Problem>) -> Result<T, Problem> {
        self.read_seeing(None, ask)
    }

    /// As [`Register::read`], but what is closed to this user is not there.
    ///
    /// # Errors
    /// As [`Register::read`].
    pub fn read_as<T>(
        &self,
        user: &str,
        ask: impl FnOnce(&Tx) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.read_seeing(Some(user), ask)
    }

    fn read_seeing<T>(
        &self,
        user: Option<&str>,
        ask: impl FnOnce(&Tx) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (connection, state) = self.begin_read()?;
        let mut tx = Tx::new(self, connection, state);
        let answer = tx.look_as(user).and_then(|()| ask(&tx));
        let connection = tx.into_connection();
        if connection.roll_back() {
            lock(&self.readers).push(connection);
        }
        answer
    }

    fn begin_read(&self) -> Result<(Connection, State), Problem> {
        // A connection that waited in the pool may have died with its server.
        loop {
            let pooled = lock(&self.readers).pop();
            let fresh = pooled.is_none();
            let connection = match pooled {
                Some(connection) => connection,
                None => self.connector.connect(Purpose::Read)?,
            };
            let begun = connection
                .begin(Purpose::Read)
                .and_then(|()| State::read(&connection));
            match begun {
                Ok(state) => return Ok((connection, state)),
                Err(problem) if fresh => return Err(problem),
                Err(_) => {}
            }
        }
    }

    /// Writes in one transaction: all of it is on disk when this returns, or
    /// none of it happened.
    ///
    /// # Errors
    /// What `act` returns; `register.locked` when another writer does not end
    /// within 20 seconds; `register.disk-full`, `register.unreachable`,
    /// `register.damaged`. After every error nothing was written.
    pub fn write<T>(
        &self,
        author: &Author,
        act: impl FnOnce(&mut Writing) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.write_seeing(None, Head::of(author), act)
    }

    /// As [`Register::write`], but what is closed to the author is not there, and
    /// nothing that is there for others is closed to them in passing.
    ///
    /// # Errors
    /// As [`Register::write`].
    pub fn write_as<T>(
        &self,
        author: &Author,
        act: impl FnOnce(&mut Writing) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.write_seeing(Some(&author.who), Head::of(author), act)
    }

    /// Lawfully destroys the content of a record: every revision's content and
    /// salt, its look-ups, and the bytes of a file of evidence. The log keeps
    /// its entries and still verifies; the act carries the reason (the
    /// author's why) and both approvers. Returns the id of the decision.
    ///
    /// # Errors
    /// `register.approvers-missing` without a reason and two different
    /// approvers; `register.record-missing`; `register.content-destroyed` when
    /// it was done already; else as [`Register::write`].
    pub fn destroy(
        &self,
        author: &Author,
        id: &str,
        approvers: [&str; 2],
    ) -> Result<RecordId, Problem> {
        let blank = |text: &str| text.trim().is_empty();
        let reason = author.why.clone().unwrap_or_default();
        if blank(&reason)
            || approvers.iter().any(|name| blank(name))
            || approvers[0] == approvers[1]
        {
            return Err(Problem::new(Code::RegisterApproversMissing));
        }
        let head = Head {
            approved_by: approvers.map(str::to_owned).to_vec(),
            ..Head::of(author)
        };
        self.write_seeing(None, head, |writing| writing.destroy(id, &reason))
    }

    fn write_seeing<T>(
        &self,
        user: Option<&str>,
        head: Head,
        act: impl FnOnce(&mut Writing) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut writer = lock(&self.writer);
        let (connection, state) = self.begin_write(&mut writer)?;
        if writer.epoch != state.epoch {
            writer.words.clear();
            writer.epoch = state.epoch;
        }
        let mut tx = Tx::new(self, connection, state);
        let looked = tx.look_as(user);
        let mut writing = Writing::new(tx, head, &mut writer);
        let done = looked
            .and_then(|()| act(&mut writing))
            .and_then(|done| writing.finish().map(|()| done));
        let (tx, learned) = writing.into_parts();
        let connection = tx.into_connection();
        match done {
            Ok(done) => {
                connection.commit()?;
                writer.words.extend(learned);
                writer.connection = Some(connection);
                Ok(done)
            }
            Err(problem) => {
                if connection.roll_back() {
                    writer.connection = Some(connection);
                }
                Err(problem)
            }
        }
    }

    /// Hands the connection of the one writer to a restore.
    pub(crate) fn load<T>(
        &self,
        load: impl FnOnce(&mut Tx, &mut Writer) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut writer = lock(&self.writer);
        let (connection, state) = self.begin_write(&mut writer)?;
        let mut tx = Tx::new(self, connection, state);
        let loaded = load(&mut tx, &mut writer).and_then(|loaded| {
            tx.state.put(&tx.connection)?;
            Ok(loaded)
        });
        let connection = tx.into_connection();
        match &loaded {
            Ok(_) => connection.commit()?,
            Err(_) => {
                connection.roll_back();
            }
        }
        loaded
    }

    /// Runs statements on the tables themselves, past all that this crate promises.
    #[cfg(test)]
    pub(crate) fn tamper(&self, statements: &str) -> Result<(), Problem> {
        self.connector.connect(Purpose::Write)?.script(statements)
    }

    /// Lets the writer's file grow by so many pages only: a full disk, for tests.
    #[cfg(test)]
    pub(crate) fn leave_room_for(&self, pages: u64) -> Result<(), Problem> {
        let writer = lock(&self.writer);
        let Some(connection) = &writer.connection else {
            return Ok(());
        };
        let used = connection.one("pragma page_count", &[], |row| row.number(0))?;
        let most = used.unwrap_or(0) + pages;
        connection.script(&format!("pragma max_page_count = {most}"))
    }

    /// Closes every connection, so that the folder can be moved.
    pub(crate) fn close(&self) -> Result<(), Problem> {
        lock(&self.readers).clear();
        lock(&self.writer).connection = None;
        if self.location == Location::Sqlite {
            // The last connection to close writes the journal into the file.
            drop(self.connector.connect(Purpose::Write)?);
        }
        Ok(())
    }

    /// Takes the empty tables away again that a failed restore had made on a server.
    pub(crate) fn abandon(&self) {
        if let Location::Postgres(_) = self.location {
            lock(&self.readers).clear();
            if let Ok(connection) = self.connector.connect(Purpose::Write) {
                // Nothing more can be done about a server that does not answer.
                let _ = schema::drop_empty(&connection);
            }
        }
    }

    fn begin_write(&self, writer: &mut Writer) -> Result<(Connection, State), Problem> {
        loop {
            let kept = writer.connection.take();
            let fresh = kept.is_none();
            let connection = match kept {
                Some(connection) => connection,
                None => self.connector.connect(Purpose::Write)?,
            };
            let begun = connection
                .begin(Purpose::Write)
                .and_then(|()| State::read(&connection));
            match begun {
                Ok(state) => return Ok((connection, state)),
                Err(problem) if fresh || problem.code == Code::RegisterLocked => {
                    return Err(problem);
                }
                Err(_) => {}
            }
        }
    }
}

/// Takes a lock; a panic elsewhere leaves nothing half-done under it, because
/// connections are taken out while they are used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
