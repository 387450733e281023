//! How is the encrypted file opened, and how does a statement run on it?
//!
//! SQLCipher with the raw 32-byte key (no second key stretching: the key is
//! random already). Acknowledged writes survive a power failure
//! (`synchronous=FULL` with WAL). `cipher_memory_security` stays off: it locks
//! and wipes every page buffer at a multiple of the cost, and who can read the
//! process's memory can read the data key anyway.

use super::{Cell, Purpose, Row};
use crate::hexadecimal::push_hexadecimal;
use crate::keys::DataKey;
use model::{Code, Problem};
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use std::path::PathBuf;
use zeroize::Zeroizing;

pub(crate) struct Opener {
    path: PathBuf,
    key: Zeroizing<[u8; 32]>,
}

impl Opener {
    pub(crate) fn new(path: PathBuf, key: &DataKey) -> Opener {
        Opener {
            path,
            key: key.purpose("sijill sqlcipher 1"),
        }
    }

    pub(crate) fn open(
        &self,
        purpose: Purpose,
        create: bool,
    ) -> Result<rusqlite::Connection, Problem> {
        self.try_open(purpose, create)
            .map_err(|error| self.explain(&error))
    }

    fn try_open(&self, purpose: Purpose, create: bool) -> rusqlite::Result<rusqlite::Connection> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = rusqlite::Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(20))?;
        connection.set_prepared_statement_cache_capacity(96);
        let mut pragma = Zeroizing::new(String::with_capacity(96));
        pragma.push_str("pragma key = \"x'");
        push_hexadecimal(&mut pragma, self.key.as_ref());
        pragma.push_str("'\"; pragma cipher_page_size = 8192;");
        connection.execute_batch(&pragma)?;
        // The first look into the file: a wrong key or a changed first page ends here.
        connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
        connection.execute_batch(
            "pragma journal_mode = wal;
             pragma synchronous = full;
             pragma temp_store = memory;
             pragma secure_delete = on;
             pragma trusted_schema = off;
             pragma foreign_keys = off;
             pragma wal_autocheckpoint = 4000;
             pragma journal_size_limit = 67108864;",
        )?;
        // Without it a statement is planned anew for every other value of a range.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(match purpose {
            Purpose::Write => "pragma cache_size = -65536;",
            Purpose::Read => "pragma cache_size = -32768; pragma query_only = on;",
        })?;
        Ok(connection)
    }

    fn explain(&self, error: &rusqlite::Error) -> Problem {
        use rusqlite::ErrorCode;
        let code = match error.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) if !self.path.exists() => Code::RegisterNotAnOffice,
            Some(ErrorCode::NotADatabase) => Code::RegisterUnopenable,
            _ => return crate::problem::sqlite(error).in_file(self.path.display()),
        };
        Problem::new(code).in_file(self.path.display())
    }
}

impl rusqlite::ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Number(number) => {
                ToSqlOutput::Owned(Value::Integer(i64::try_from(*number).map_err(|error| {
                    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
                })?))
            }
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

pub(crate) fn run(
    connection: &rusqlite::Connection,
    sql: &str,
    cells: &[Cell],
) -> Result<u64, Problem> {
    let run = || -> rusqlite::Result<usize> {
        let mut statement = connection.prepare_cached(sql)?;
        for (at, cell) in cells.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, cell)?;
        }
        statement.raw_execute()
    };
    run()
        .map(|rows| rows as u64)
        .map_err(|error| crate::problem::sqlite(&error))
}

pub(crate) fn each(
    connection: &rusqlite::Connection,
    sql: &str,
    cells: &[Cell],
    take: &mut dyn FnMut(&Row) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let sqlite = |error: rusqlite::Error| crate::problem::sqlite(&error);
    let mut statement = connection.prepare_cached(sql).map_err(sqlite)?;
    for (at, cell) in cells.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, cell).map_err(sqlite)?;
    }
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(sqlite)? {
        take(&Row::Sqlite(row))?;
    }
    Ok(())
}

/// SQLCipher tells of a page by its number, in English; what it tells otherwise is of the
/// file as a whole.
fn damaged(told: &str) -> Problem {
    match told
        .rsplit(' ')
        .next()
        .and_then(|word| word.parse::<u64>().ok())
    {
        Some(page) => Problem::new(Code::RegisterPageDamaged).with("page", page),
        None => Problem::new(Code::RegisterDamaged).with("part", "register.db"),
    }
}

/// Checks the authentication code of every page of the file, also of pages that
/// no table uses.
pub(crate) fn damaged_pages(connection: &rusqlite::Connection) -> Result<Vec<Problem>, Problem> {
    let check = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare("pragma cipher_integrity_check")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        rows.collect()
    };
    let found = check().map_err(|error| crate::problem::sqlite(&error))?;
    Ok(found.iter().take(10).map(|told| damaged(told)).collect())
}
