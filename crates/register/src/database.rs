//! How does one statement run on SQLite and on PostgreSQL alike?
//!
//! [`Connection`] is either; statements are constants of `statements` in the
//! house subset of SQL: `$1…$n` placeholders that first appear in that order
//! (SQLite numbers them by appearance), every number a 64-bit integer, ids and
//! instants as text. Nothing outside this folder names a driver.

mod postgres;
mod sqlite;

use model::Problem;
use std::path::PathBuf;

/// Where a register's tables are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// `register.db` in the office's folder, encrypted.
    Sqlite,
    /// A PostgreSQL database: `postgres://user:password@host/database` or
    /// `host=… dbname=…`. Beyond this machine the connection is always TLS
    /// with a checked certificate (`sslrootcert=FILE` names another authority).
    Postgres(String),
}

impl Location {
    /// Where the folder's register is: by URL when one is given.
    pub fn of(url: Option<&str>) -> Location {
        url.map_or(Location::Sqlite, |url| Location::Postgres(url.to_owned()))
    }
}

/// A value bound to a placeholder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Number(u64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Cell<'a> {
    pub(crate) fn bytes_or_null(bytes: Option<&'a [u8]>) -> Cell<'a> {
        bytes.map_or(Cell::Null, Cell::Bytes)
    }
}

/// One row of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a ::postgres::Row),
}

impl Row<'_> {
    pub(crate) fn number(&self, column: usize) -> Result<u64, Problem> {
        let number: i64 = match self {
            Row::Sqlite(row) => row.get(column).map_err(|e| crate::problem::sqlite(&e))?,
            Row::Postgres(row) => row
                .try_get(column)
                .map_err(|e| crate::problem::postgres(&e))?,
        };
        u64::try_from(number).map_err(|_| damaged("a number below zero"))
    }

    /// A number that may be null (read as 0).
    pub(crate) fn number_or_zero(&self, column: usize) -> Result<u64, Problem> {
        let number: Option<i64> = match self {
            Row::Sqlite(row) => row.get(column).map_err(|e| crate::problem::sqlite(&e))?,
            Row::Postgres(row) => row
                .try_get(column)
                .map_err(|e| crate::problem::postgres(&e))?,
        };
        u64::try_from(number.unwrap_or(0)).map_err(|_| damaged("a number below zero"))
    }

    pub(crate) fn text(&self, column: usize) -> Result<&str, Problem> {
        match self {
            Row::Sqlite(row) => row
                .get_ref(column)
                .map_err(|e| crate::problem::sqlite(&e))?
                .as_str()
                .map_err(|_| damaged("a text")),
            Row::Postgres(row) => row
                .try_get(column)
                .map_err(|e| crate::problem::postgres(&e)),
        }
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], Problem> {
        self.bytes_or_null(column)?
            .ok_or_else(|| damaged("missing bytes"))
    }

    pub(crate) fn bytes_or_null(&self, column: usize) -> Result<Option<&[u8]>, Problem> {
        match self {
            Row::Sqlite(row) => row
                .get_ref(column)
                .map_err(|e| crate::problem::sqlite(&e))?
                .as_bytes_or_null()
                .map_err(|_| damaged("bytes")),
            Row::Postgres(row) => row
                .try_get(column)
                .map_err(|e| crate::problem::postgres(&e)),
        }
    }

    pub(crate) fn hash(&self, column: usize) -> Result<[u8; 32], Problem> {
        self.bytes(column)?
            .try_into()
            .map_err(|_| damaged("a hash of another length"))
    }
}

fn damaged(what: &str) -> Problem {
    Problem::new(model::Code::RegisterDamaged).with("part", what)
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

/// A connection to either backend.
pub(crate) enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Session>),
}

impl Connection {
    /// Runs a statement; returns the number of rows that it touched.
    pub(crate) fn run(&self, sql: &'static str, cells: &[Cell]) -> Result<u64, Problem> {
        match self {
            Connection::Sqlite(connection) => sqlite::run(connection, sql, cells),
            Connection::Postgres(session) => session.run(sql, cells),
        }
    }

    /// Runs a query and hands on its rows. On PostgreSQL the answer is held in
    /// memory, so big answers are asked for in pages.
    pub(crate) fn each(
        &self,
        sql: &'static str,
        cells: &[Cell],
        take: &mut dyn FnMut(&Row) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        match self {
            Connection::Sqlite(connection) => sqlite::each(connection, sql, cells, take),
            Connection::Postgres(session) => session.each(sql, cells, take),
        }
    }

    /// The first row, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &'static str,
        cells: &[Cell],
        read: impl FnOnce(&Row) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        let mut read = Some(read);
        let mut found = None;
        self.each(sql, cells, &mut |row| {
            if let Some(read) = read.take() {
                found = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Every row.
    pub(crate) fn all<T>(
        &self,
        sql: &'static str,
        cells: &[Cell],
        mut read: impl FnMut(&Row) -> Result<T, Problem>,
    ) -> Result<Vec<T>, Problem> {
        let mut rows = Vec::new();
        self.each(sql, cells, &mut |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Several statements without placeholders.
    pub(crate) fn script(&self, sql: &str) -> Result<(), Problem> {
        match self {
            Connection::Sqlite(connection) => connection
                .execute_batch(sql)
                .map_err(|e| crate::problem::sqlite(&e)),
            Connection::Postgres(session) => session.script(sql),
        }
    }

    /// Begins a transaction. A write is alone from here on: SQLite takes the
    /// write lock, PostgreSQL waits for the row that every writer locks first.
    pub(crate) fn begin(&self, purpose: Purpose) -> Result<(), Problem> {
        self.script(match (self, purpose) {
            (Connection::Sqlite(_), Purpose::Read) => "begin",
            (Connection::Sqlite(_), Purpose::Write) => "begin immediate",
            (Connection::Postgres(_), Purpose::Read) => {
                "begin transaction isolation level repeatable read read only"
            }
            (Connection::Postgres(_), Purpose::Write) => {
                "begin transaction isolation level read committed; \
                 select value from state where name = 'log' for update"
            }
        })
    }

    pub(crate) fn commit(&self) -> Result<(), Problem> {
        self.script("commit")
    }

    /// Whether the connection can be used for another transaction.
    pub(crate) fn roll_back(&self) -> bool {
        self.script("rollback").is_ok()
    }

    /// Pages of an encrypted file whose bytes are not as they were written,
    /// read or not. A server checks its own pages (`initdb --data-checksums`).
    pub(crate) fn damaged_pages(&self) -> Result<Vec<Problem>, Problem> {
        match self {
            Connection::Sqlite(connection) => sqlite::damaged_pages(connection),
            Connection::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Whether the statement can be prepared.
    pub(crate) fn prepare(&self, sql: &'static str) -> Result<(), Problem> {
        match self {
            Connection::Sqlite(connection) => connection
                .prepare_cached(sql)
                .map(|_| ())
                .map_err(|e| crate::problem::sqlite(&e)),
            Connection::Postgres(session) => session.prepared(sql).map(|_| ()),
        }
    }
}

/// Opens connections to one register.
pub(crate) enum Connector {
    Sqlite(sqlite::Opener),
    Postgres(Box<postgres::Opener>),
}

impl Connector {
    pub(crate) fn new(
        location: &Location,
        folder: &std::path::Path,
        key: &crate::keys::DataKey,
    ) -> Result<Connector, Problem> {
        Ok(match location {
            Location::Sqlite => Connector::Sqlite(sqlite::Opener::new(database_path(folder), key)),
            Location::Postgres(url) => Connector::Postgres(Box::new(postgres::Opener::new(url)?)),
        })
    }

    pub(crate) fn connect(&self, purpose: Purpose) -> Result<Connection, Problem> {
        match self {
            Connector::Sqlite(opener) => opener.open(purpose, false).map(Connection::Sqlite),
            Connector::Postgres(opener) => opener.open().map(Connection::Postgres),
        }
    }

    /// As `connect`, making an SQLite file that is not there yet.
    pub(crate) fn create(&self) -> Result<Connection, Problem> {
        match self {
            Connector::Sqlite(opener) => opener.open(Purpose::Write, true).map(Connection::Sqlite),
            Connector::Postgres(opener) => opener.open().map(Connection::Postgres),
        }
    }
}

/// The SQLite file of an office's folder.
pub(crate) fn database_path(folder: &std::path::Path) -> PathBuf {
    folder.join("register.db")
}
