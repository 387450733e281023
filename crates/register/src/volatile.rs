//! What must the office remember for a while, and may forget without a trace?
//!
//! Sessions, hashes of passphrases, one-time tokens, counts of failed sign-ins,
//! sheets between upload and confirmation: state that several app servers share
//! and that is no record. It is outside the log and outside backups. Values are
//! sealed on a server as contents are (`seal`); names are look-up tags, so that
//! a server's keeper reads neither. Each call is one statement of its own.

use crate::Register;
use crate::database::{Cell, Connection, Purpose};
use crate::entropy::Entropy;
use model::Problem;

const MAKE: &str = "create table if not exists volatile (
  kind text not null,
  name {bytes} not null,
  value {bytes} not null,
  expires bigint not null,
  primary key (kind, name)
)";
const READY: &str = "select 1 from volatile where kind = $1 limit 1";
const RECALL: &str = "select value from volatile where kind = $1 and name = $2 and expires > $3";
const RECALL_ALL: &str =
    "select name, value from volatile where kind = $1 and expires > $2 order by name";
const REMEMBER: &str = "insert into volatile (kind, name, value, expires) values ($1, $2, $3, $4)
  on conflict (kind, name) do update set value = excluded.value, expires = excluded.expires";
const REMEMBER_ONCE: &str =
    "insert into volatile (kind, name, value, expires) values ($1, $2, $3, $4)
  on conflict (kind, name) do nothing";
const FORGET: &str = "delete from volatile where kind = $1 and name = $2";
const FORGET_EXPIRED: &str = "delete from volatile where expires <= $1";

/// Seconds since 1970 at which something is forgotten; this one never comes.
pub const NEVER: u64 = i64::MAX as u64;

impl Register {
    /// What is remembered under a name, unless it has expired by `now` (seconds since 1970).
    ///
    /// # Errors
    /// Those of the database.
    pub fn recall(&self, kind: &str, name: &str, now: u64) -> Result<Option<Vec<u8>>, Problem> {
        let tag = self.vault.tag(name.as_bytes());
        let cells = [Cell::Text(kind), Cell::Bytes(&tag), Cell::Number(now)];
        let sealed = self.read(|tx| {
            if tx.connection.prepare(RECALL).is_err() {
                return Ok(None); // nothing was ever remembered here
            }
            tx.connection
                .one(RECALL, &cells, |row| Ok(row.bytes(0)?.to_vec()))
        })?;
        sealed
            .map(|sealed| self.vault.open(&bound(kind, &tag), &sealed))
            .transpose()
    }

    /// Everything of a kind that has not expired, in no order that means anything.
    ///
    /// # Errors
    /// Those of the database.
    pub fn recall_all(&self, kind: &str, now: u64) -> Result<Vec<Vec<u8>>, Problem> {
        let cells = [Cell::Text(kind), Cell::Number(now)];
        let sealed = self.read(|tx| {
            if tx.connection.prepare(RECALL_ALL).is_err() {
                return Ok(Vec::new());
            }
            tx.connection.all(RECALL_ALL, &cells, |row| {
                Ok((row.bytes(0)?.to_vec(), row.bytes(1)?.to_vec()))
            })
        })?;
        sealed
            .iter()
            .map(|(tag, value)| self.vault.open(&bound(kind, tag), value))
            .collect()
    }

    /// Remembers a value until it expires, in place of what was there.
    ///
    /// # Errors
    /// `register.locked`, `register.unreachable`, `register.disk-full`.
    pub fn remember(
        &self,
        kind: &str,
        name: &str,
        value: &[u8],
        expires: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Problem> {
        self.put(REMEMBER, kind, name, value, expires, entropy)
            .map(|_| ())
    }

    /// Remembers a value unless something is there; `true` for the one who came first.
    ///
    /// # Errors
    /// As [`Register::remember`].
    pub fn remember_once(
        &self,
        kind: &str,
        name: &str,
        value: &[u8],
        expires: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<bool, Problem> {
        self.put(REMEMBER_ONCE, kind, name, value, expires, entropy)
            .map(|rows| rows == 1)
    }

    /// Forgets a value; `true` for the one who made it go, so that a token is used once.
    ///
    /// # Errors
    /// As [`Register::remember`].
    pub fn forget(&self, kind: &str, name: &str) -> Result<bool, Problem> {
        let tag = self.vault.tag(name.as_bytes());
        let connection = self.ready()?;
        connection
            .run(FORGET, &[Cell::Text(kind), Cell::Bytes(&tag)])
            .map(|rows| rows == 1)
    }

    /// Forgets what of a kind is due, as `due` says of each value; returns how many went.
    ///
    /// # Errors
    /// As [`Register::remember`].
    pub fn forget_where(&self, kind: &str, due: impl Fn(&[u8]) -> bool) -> Result<u64, Problem> {
        let connection = self.ready()?;
        let cells = [Cell::Text(kind), Cell::Number(0)];
        let sealed = connection.all(RECALL_ALL, &cells, |row| {
            Ok((row.bytes(0)?.to_vec(), row.bytes(1)?.to_vec()))
        })?;
        let mut gone = 0;
        for (tag, value) in &sealed {
            if due(&self.vault.open(&bound(kind, tag), value)?) {
                gone += connection.run(FORGET, &[Cell::Text(kind), Cell::Bytes(tag)])?;
            }
        }
        Ok(gone)
    }

    /// Forgets everything that has expired.
    ///
    /// # Errors
    /// As [`Register::remember`].
    pub fn forget_expired(&self, now: u64) -> Result<(), Problem> {
        self.ready()?
            .run(FORGET_EXPIRED, &[Cell::Number(now)])
            .map(|_| ())
    }

    fn put(
        &self,
        statement: &'static str,
        kind: &str,
        name: &str,
        value: &[u8],
        expires: u64,
        entropy: &mut dyn Entropy,
    ) -> Result<u64, Problem> {
        let tag = self.vault.tag(name.as_bytes());
        let sealed = self.vault.seal(&bound(kind, &tag), value, || {
            let mut nonce = [0; 24];
            entropy.fill(&mut nonce);
            nonce
        });
        let cells = [
            Cell::Text(kind),
            Cell::Bytes(&tag),
            Cell::Bytes(&sealed),
            Cell::Number(expires),
        ];
        self.ready()?.run(statement, &cells)
    }

    /// A connection of its own, so that no one waits for a long write of records
    /// but in the database itself; the table is made when it is first needed.
    fn ready(&self) -> Result<Connection, Problem> {
        let connection = self.connector.connect(Purpose::Write)?;
        if connection.prepare(READY).is_err() {
            let bytes = match connection {
                Connection::Sqlite(_) => "blob",
                Connection::Postgres(_) => "bytea",
            };
            connection.script(&MAKE.replace("{bytes}", bytes))?;
        }
        Ok(connection)
    }
}

fn bound(kind: &str, tag: &[u8]) -> String {
    format!("volatile {kind} {}", crate::hexadecimal(tag))
}
