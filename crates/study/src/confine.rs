//! What may the SQL of a study do?
//!
//! Read the frame, and nothing else: an authorizer refuses every other table,
//! file, pragma and change, and every function whose answer depends on
//! anything but its arguments. The work is limited by SQLite's own steps, not
//! by the wall clock, so that the same study is stopped at the same place on
//! every machine. A problem names the line of the study's file.

use crate::frame::schema::TABLES;
use crate::frame::{Frame, failed};
use model::{Code, Problem};
use rusqlite::ffi::ErrorCode;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, Error, Row, Statement};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How much one statement may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps of SQLite's virtual machine.
    pub steps: u64,
    /// Rows that it may return.
    pub rows: u64,
}

impl Default for Limits {
    /// Enough for a figure over some millions of events; a forgotten join condition is stopped in minutes.
    fn default() -> Limits {
        Limits {
            steps: 20_000_000_000,
            rows: 20_000_000,
        }
    }
}

/// The progress handler is asked once in this many steps.
const STEPS_BETWEEN: i32 = 100_000;

/// SQL of a study with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sql {
    /// The statement.
    pub(crate) text: String,
    /// The study's file.
    pub(crate) file: String,
    /// Line on which the text begins.
    pub(crate) line: u64,
    /// What it is for: `figure arrests`.
    pub(crate) field: String,
}

impl Sql {
    /// A problem at the statement's first line.
    pub(crate) fn problem(&self, code: Code) -> Problem {
        Problem::new(code)
            .in_file(&self.file)
            .at_line(self.line)
            .at_field(&self.field)
    }

    fn problem_at(&self, code: Code, offset: usize) -> Problem {
        let before = self
            .text
            .get(..offset.min(self.text.len()))
            .unwrap_or(&self.text);
        let line = self.line + before.matches('\n').count() as u64;
        Problem::new(code)
            .in_file(&self.file)
            .at_line(line)
            .at_field(&self.field)
    }
}

/// Functions whose answer depends on their arguments alone.
const FUNCTIONS: &[&str] = &[
    "abs",
    "avg",
    "cast",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "octet_length",
    "percent_rank",
    "pow",
    "power",
    "printf",
    "quote",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
];

/// The guard that a frame's connection carries.
#[derive(Debug)]
pub(crate) struct Guard {
    confined: Arc<AtomicBool>,
    steps: Arc<AtomicU64>,
    refused: Arc<std::sync::Mutex<Option<String>>>,
    limits: Cell<Limits>,
    allowed_steps: Arc<AtomicU64>,
}

impl Guard {
    /// Puts the guard on a connection.
    pub(crate) fn on(
        connection: &mut Connection,
        views: &[(String, String)],
    ) -> rusqlite::Result<Guard> {
        let guard = Guard {
            confined: Arc::default(),
            steps: Arc::default(),
            refused: Arc::default(),
            limits: Cell::new(Limits::default()),
            allowed_steps: Arc::default(),
        };
        let readable = Readable {
            tables: TABLES
                .iter()
                .map(|table| table.name.to_owned())
                .chain(views.iter().map(|(name, _)| name.clone()))
                .collect(),
            modules: connection
                .prepare("select name from pragma_module_list")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?,
        };
        let (confined, refused) = (guard.confined.clone(), guard.refused.clone());
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            if !confined.load(Ordering::Relaxed) {
                return Authorization::Allow;
            }
            match refusal(&context.action, &readable) {
                None => Authorization::Allow,
                Some(what) => {
                    if let Ok(mut slot) = refused.lock() {
                        slot.get_or_insert(what);
                    }
                    Authorization::Deny
                }
            }
        }))?;
        let (confined, steps, allowed) = (
            guard.confined.clone(),
            guard.steps.clone(),
            guard.allowed_steps.clone(),
        );
        connection.progress_handler(
            STEPS_BETWEEN,
            Some(move || {
                let done = steps.fetch_add(STEPS_BETWEEN.unsigned_abs().into(), Ordering::Relaxed);
                confined.load(Ordering::Relaxed) && done > allowed.load(Ordering::Relaxed)
            }),
        )?;
        Ok(guard)
    }

    fn confine(&self) {
        if let Ok(mut slot) = self.refused.lock() {
            *slot = None;
        }
        self.steps.store(0, Ordering::Relaxed);
        self.allowed_steps
            .store(self.limits.get().steps, Ordering::Relaxed);
        self.confined.store(true, Ordering::Relaxed);
    }

    fn release(&self) {
        self.confined.store(false, Ordering::Relaxed);
    }

    fn refused(&self) -> Option<String> {
        self.refused.lock().ok().and_then(|slot| slot.clone())
    }
}

/// What a study may read, and what looks like a table and is none.
struct Readable {
    tables: Vec<String>,
    /// Virtual tables that SQLite brings along.
    modules: Vec<String>,
}

/// What is refused about an action, or nothing.
fn refusal(action: &AuthAction<'_>, readable: &Readable) -> Option<String> {
    match action {
        AuthAction::Select | AuthAction::Recursive => None,
        // A name that is neither a table nor a module is that of a recursive
        // common table expression: the frame's database holds nothing else.
        AuthAction::Read { table_name, .. } => {
            let named = |names: &[String]| names.iter().any(|name| name == table_name);
            let secret = ["sqlite_", "pragma_"]
                .iter()
                .any(|prefix| table_name.starts_with(prefix));
            (!named(&readable.tables) && (secret || named(&readable.modules)))
                .then(|| (*table_name).to_owned())
        }
        AuthAction::Function { function_name } => {
            let name = function_name.to_ascii_lowercase();
            (!FUNCTIONS.contains(&name.as_str())).then(|| format!("{name}()"))
        }
        other => Some(action_word(other)),
    }
}

/// The SQL words of what was tried.
fn action_word(action: &AuthAction<'_>) -> String {
    let told = format!("{action:?}");
    let word: String = told
        .chars()
        .take_while(|letter| letter.is_alphanumeric())
        .collect();
    let mut spaced = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() && !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.extend(letter.to_uppercase());
    }
    spaced
}

impl Frame {
    /// Sets how much each statement of a study may do.
    pub fn limit(&self, limits: Limits) {
        self.guard.limits.set(limits);
    }

    /// Runs a study's statement confined. `start` sees the prepared statement's
    /// columns; then `each` sees every row.
    pub(crate) fn run<S>(
        &self,
        sql: &Sql,
        start: impl FnOnce(&Statement<'_>) -> Result<S, Problem>,
        mut each: impl FnMut(&mut S, &Row<'_>) -> Result<(), Problem>,
    ) -> Result<S, Problem> {
        if let Some(offset) = depends_on_the_clock(&sql.text) {
            return Err(sql
                .problem_at(Code::StudySqlRefused, offset)
                .with("what", "now"));
        }
        self.guard.confine();
        let result = self.run_confined(sql, start, &mut each);
        self.guard.release();
        result
    }

    fn run_confined<S>(
        &self,
        sql: &Sql,
        start: impl FnOnce(&Statement<'_>) -> Result<S, Problem>,
        each: &mut impl FnMut(&mut S, &Row<'_>) -> Result<(), Problem>,
    ) -> Result<S, Problem> {
        let wrong = |error: Error| self.explain(sql, error);
        let mut statement = self.connection.prepare(&sql.text).map_err(wrong)?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(sql
                .problem(Code::StudySqlRefused)
                .with("what", "not a SELECT"));
        }
        if statement.parameter_count() > 0 {
            return Err(sql.problem(Code::StudySqlRefused).with("what", "?"));
        }
        let mut state = start(&statement)?;
        let mut rows = statement.raw_query();
        let most = self.guard.limits.get().rows;
        let mut seen = 0_u64;
        while let Some(row) = rows.next().map_err(wrong)? {
            seen += 1;
            if seen > most {
                return Err(sql.problem(Code::StudySqlRows).with("most", most));
            }
            each(&mut state, row)?;
        }
        Ok(state)
    }

    /// SQLite's error as a problem at the line of the study where it points.
    fn explain(&self, sql: &Sql, error: Error) -> Problem {
        if let Some(what) = self.guard.refused() {
            return sql.problem(Code::StudySqlRefused).with("what", what);
        }
        match error {
            Error::SqlInputError { msg, offset, .. } => sql
                .problem_at(Code::StudySqlWrong, usize::try_from(offset).unwrap_or(0))
                .with("reason", msg),
            Error::SqliteFailure(failure, _) if failure.code == ErrorCode::OperationInterrupted => {
                sql.problem(Code::StudySqlSteps)
                    .with("most", self.guard.limits.get().steps)
            }
            Error::MultipleStatement => sql
                .problem(Code::StudySqlRefused)
                .with("what", "several statements"),
            other => sql.problem(Code::StudySqlWrong).with("reason", other),
        }
    }

    /// The engine's own writing into its own tables.
    pub(crate) fn own<T>(
        &self,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Problem> {
        act(&self.connection).map_err(failed)
    }
}

/// Where the text asks for the present moment, which is no part of the frame.
fn depends_on_the_clock(sql: &str) -> Option<usize> {
    let lower = sql.to_ascii_lowercase();
    let empty_call = ["date", "time", "datetime", "julianday", "unixepoch"]
        .iter()
        .find_map(|name| {
            lower.match_indices(name).map(|(at, _)| at).find(|at| {
                let rest = lower[at + name.len()..].trim_start();
                rest.strip_prefix('(')
                    .is_some_and(|inside| inside.trim_start().starts_with(')'))
            })
        });
    lower
        .find("'now'")
        .or_else(|| lower.find("current_"))
        .or(empty_call)
}
