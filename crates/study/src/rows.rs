//! Which ids does a statement return?
//!
//! The simplest use of a study's SQL: a column `id`, as a set or in the order
//! of the statement.

use crate::confine::Sql;
use crate::frame::Frame;
use crate::ids::Ids;
use model::{Code, Problem};
use rusqlite::types::ValueRef;
use rusqlite::{Row, Statement};
use std::collections::HashSet;

/// The position of a column that the statement must have.
pub(crate) fn column(sql: &Sql, statement: &Statement<'_>, name: &str) -> Result<usize, Problem> {
    statement
        .column_names()
        .position(|known| known.eq_ignore_ascii_case(name))
        .ok_or_else(|| sql.problem(Code::StudyColumnMissing).with("column", name))
}

/// The text in a column; none when it is null.
pub(crate) fn text<'r>(
    sql: &Sql,
    row: &'r Row<'_>,
    column: usize,
) -> Result<Option<&'r str>, Problem> {
    match row.get_ref(column) {
        Ok(ValueRef::Text(text)) => Ok(std::str::from_utf8(text).ok()),
        Ok(_) => Ok(None),
        Err(error) => Err(sql.problem(Code::StudySqlWrong).with("reason", error)),
    }
}

/// The set of ids that a statement returns.
pub(crate) fn ids(frame: &Frame, sql: &Sql) -> Result<Ids, Problem> {
    let (_, mut found) = frame.run(
        sql,
        |statement| Ok((column(sql, statement, "id")?, Ids::default())),
        |(position, found), row| {
            let id = text(sql, row, *position)?.ok_or_else(|| sql.problem(Code::StudyRowId))?;
            found.push(id);
            Ok(())
        },
    )?;
    found.settle();
    Ok(found)
}

/// The ids that a statement returns, each once, in its order.
pub(crate) fn ids_in_order(frame: &Frame, sql: &Sql) -> Result<Vec<String>, Problem> {
    let (_, found, _) = frame.run(
        sql,
        |statement| Ok((column(sql, statement, "id")?, Vec::new(), HashSet::new())),
        |(position, found, seen), row| {
            let id = text(sql, row, *position)?.ok_or_else(|| sql.problem(Code::StudyRowId))?;
            if seen.insert(id.to_owned()) {
                found.push(id.to_owned());
            }
            Ok(())
        },
    )?;
    Ok(found)
}
