//! What is there to count over?
//!
//! The [`Frame`] is a database in memory of plain typed tables, read from the
//! register's newest records once; it holds no name and nothing that tells how
//! to reach somebody. It is the same whatever the register's backend. Its
//! tables are described in `schema`, filled in `load`, joined by reviewers'
//! decisions in `link`, its events by the rule of `same_act`, and written to a file in `export`. The SQL of a study
//! runs over it confined by `confine`.

mod export;
mod initials;
mod known;
mod link;
mod load;
pub mod same_act;
pub mod schema;

use jiff::civil::Date;
use model::{Code, Problem, Profile};
use rusqlite::Connection;

use crate::confine::Guard;

pub use known::Knowledge;
pub use link::{Clusters, Decided};
pub use load::FrameBuilder;

/// At which moment the frame stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameOptions {
    /// Leave out what the office learned after this day.
    pub as_known_on: Option<Date>,
    /// Number of log entries read.
    pub position: u64,
    /// Root hash of the log at that position, base64.
    pub root: String,
}

/// The register at one moment, as tables in memory.
pub struct Frame {
    pub(crate) connection: Connection,
    /// At which moment it stands.
    pub options: FrameOptions,
    /// Columns that an export leaves out: (table, column).
    pub(crate) identifying: Vec<(String, String)>,
    /// Views in the order of creation: (name, statement).
    pub(crate) views: Vec<(String, String)>,
    pub(crate) guard: Guard,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Frame {
    /// How many rows a table or view has.
    ///
    /// # Errors
    /// `study.frame-failed` when there is no such table.
    pub fn count(&self, table: &str) -> Result<u64, Problem> {
        let name = table.replace('"', "");
        self.connection
            .query_row(&format!("select count(*) from \"{name}\""), [], |row| {
                row.get::<_, i64>(0)
            })
            .map(|count| count.unsigned_abs())
            .map_err(failed)
    }

    /// Ids of all linked persons, sorted.
    ///
    /// # Errors
    /// `study.frame-failed`.
    pub fn persons(&self) -> Result<Vec<String>, Problem> {
        self.own(|connection| {
            connection
                .prepare("select id from persons order by id")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// Whether something is there of which nobody said whether the office had
    /// learned it by the day of "as known on".
    ///
    /// # Errors
    /// `study.frame-failed`.
    pub fn is_undecided(&self) -> Result<bool, Problem> {
        self.own(|connection| {
            connection
                .prepare(
                    "select 1 from events where known = 'possible' union all \
                     select 1 from claims where known = 'possible' limit 1",
                )?
                .exists([])
        })
    }

    /// The columns of class identifying, as (table, column).
    pub(crate) fn identifying_columns(profile: &Profile) -> Vec<(String, String)> {
        let mut columns = Vec::new();
        for table in schema::TABLES {
            for column in table.columns {
                if column.class == model::Class::Identifying {
                    columns.push((table.name.to_owned(), column.name.to_owned()));
                }
            }
            for own in schema::own_columns(profile, table.own) {
                if own.class == model::Class::Identifying {
                    if own.is_date {
                        columns.push((table.name.to_owned(), format!("{}_earliest", own.name)));
                        columns.push((table.name.to_owned(), format!("{}_latest", own.name)));
                    }
                    columns.push((table.name.to_owned(), own.name));
                }
            }
        }
        columns
    }
}

/// A failure of SQLite inside the frame itself (memory, an export's disk).
pub(crate) fn failed(error: rusqlite::Error) -> Problem {
    Problem::new(Code::StudyFrameFailed).with("reason", error)
}
