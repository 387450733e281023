//! How does the frame become a file that any SQLite tool opens?
//!
//! A plain, unencrypted database with the same tables, indexes and views.
//! Identifying columns are not written at all unless asked for, so that no
//! page of the file ever held them. Rows are streamed: the file, not memory,
//! holds the copy.

use super::schema::{INDEXES, TABLES};
use super::{Frame, failed};
use model::{Code, Problem};
use rusqlite::Connection;
use rusqlite::types::ToSqlOutput;
use std::path::Path;

impl Frame {
    /// Writes the frame to a new SQLite file. Without `identifying` the columns
    /// of that class are left out.
    ///
    /// # Errors
    /// `study.export-exists` when the file is there already, `study.frame-failed`
    /// when the disk refuses.
    pub fn export(&self, path: &Path, identifying: bool) -> Result<(), Problem> {
        if path.exists() {
            return Err(Problem::new(Code::StudyExportExists).with("file", path.display()));
        }
        let written = Connection::open(path)
            .and_then(|file| self.write_all(&file, identifying))
            .map_err(failed);
        if written.is_err() {
            // Half a data set must not be mistaken for a whole one.
            let _ = std::fs::remove_file(path);
        }
        written
    }

    fn write_all(&self, file: &Connection, identifying: bool) -> rusqlite::Result<()> {
        file.execute_batch(
            "pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off; begin",
        )?;
        let left_out = |table: &str, column: &str| {
            !identifying
                && self
                    .identifying
                    .iter()
                    .any(|(t, c)| t == table && c == column)
        };
        for table in TABLES {
            let columns: Vec<(String, String)> = self
                .connection
                .prepare(&format!(
                    "select name, type from pragma_table_info('{}')",
                    table.name
                ))?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, String)>>>()?
                .into_iter()
                .filter(|(column, _)| !left_out(table.name, column))
                .collect();
            let declared: Vec<String> = columns
                .iter()
                .map(|(name, kind)| format!("\"{name}\" {kind}"))
                .collect();
            file.execute_batch(&format!(
                "create table {} ({}, primary key ({})) without rowid",
                table.name,
                declared.join(", "),
                table.key
            ))?;
            let names: Vec<String> = columns
                .iter()
                .map(|(name, _)| format!("\"{name}\""))
                .collect();
            self.copy_rows(file, table.name, &names)?;
        }
        file.execute_batch(INDEXES)?;
        for (_, sql) in &self.views {
            let mut sql = sql.clone();
            for (table, column) in &self.identifying {
                if !identifying && table == "events" {
                    sql = sql.replace(&format!("e.\"{column}\", "), "");
                }
            }
            file.execute_batch(&sql)?;
        }
        file.execute_batch("commit; analyze")
    }

    fn copy_rows(&self, file: &Connection, table: &str, names: &[String]) -> rusqlite::Result<()> {
        let list = names.join(", ");
        let places = vec!["?"; names.len()].join(", ");
        let mut read = self
            .connection
            .prepare(&format!("select {list} from {table}"))?;
        let mut write = file.prepare(&format!("insert into {table} values ({places})"))?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..names.len() {
                write
                    .raw_bind_parameter(column + 1, ToSqlOutput::Borrowed(row.get_ref(column)?))?;
            }
            write.raw_execute()?;
        }
        Ok(())
    }
}
