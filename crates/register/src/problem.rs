//! How do the failures of disks, databases and servers become problems of the catalogue?
//!
//! One place, so that the same failure has the same code whichever backend
//! met it. Sentences are in `words`; codes in `model::problem`. What the engine itself says, in
//! English, is only ever the detail `reason`, which the sentences mark as one for an engineer.

use model::{Code, Problem};
use std::path::Path;

/// A failure of the file system.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Code::RegisterDiskFull
        }
        std::io::ErrorKind::PermissionDenied => Code::RegisterNoPermission,
        std::io::ErrorKind::ReadOnlyFilesystem => Code::RegisterReadOnly,
        _ => Code::RegisterIo,
    };
    Problem::new(code)
        .with("reason", error)
        .in_file(path.display())
}

/// A failure of SQLite.
pub(crate) fn sqlite(error: &rusqlite::Error) -> Problem {
    use rusqlite::ErrorCode;
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Code::RegisterDiskFull,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::RegisterLocked,
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Code::RegisterDamaged,
        Some(ErrorCode::ReadOnly) => Code::RegisterReadOnly,
        // "Unable to open" is what SQLite says of a file that it may not read.
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Code::RegisterNoPermission,
        Some(ErrorCode::SystemIoFailure) => Code::RegisterDiskFails,
        Some(ErrorCode::ConstraintViolation) if error.to_string().contains("append-only") => {
            Code::RegisterAppendOnly
        }
        _ => Code::RegisterStatementFailed,
    };
    match code {
        // SQLite says that a page is wrong, not what stood on it.
        Code::RegisterDamaged => Problem::new(code).with("part", "register.db"),
        code => Problem::new(code).with("reason", error),
    }
}

/// A failure of a PostgreSQL server or of the way to it.
pub(crate) fn postgres(error: &postgres::Error) -> Problem {
    use postgres::error::SqlState;
    let Some(told) = error.as_db_error() else {
        let closed = error.is_closed() || std::error::Error::source(error).is_some();
        let code = if closed {
            Code::RegisterUnreachable
        } else {
            Code::RegisterStatementFailed
        };
        let reason =
            std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        return Problem::new(code).with("reason", reason);
    };
    let code = match told.code() {
        state if *state == SqlState::DISK_FULL => Code::RegisterDiskFull,
        state
            if *state == SqlState::LOCK_NOT_AVAILABLE
                || *state == SqlState::T_R_DEADLOCK_DETECTED
                || *state == SqlState::T_R_SERIALIZATION_FAILURE =>
        {
            Code::RegisterLocked
        }
        state
            if *state == SqlState::INVALID_PASSWORD
                || *state == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
                || *state == SqlState::INVALID_CATALOG_NAME
                || *state == SqlState::TOO_MANY_CONNECTIONS
                || *state == SqlState::CANNOT_CONNECT_NOW
                || *state == SqlState::ADMIN_SHUTDOWN =>
        {
            Code::RegisterUnreachable
        }
        state if *state == SqlState::DATA_CORRUPTED || *state == SqlState::INDEX_CORRUPTED => {
            Code::RegisterDamaged
        }
        _ if told.message().contains("append-only") => Code::RegisterAppendOnly,
        _ => Code::RegisterStatementFailed,
    };
    match code {
        Code::RegisterDamaged => {
            Problem::new(code).with("part", told.table().unwrap_or("PostgreSQL"))
        }
        code => Problem::new(code).with("reason", told.message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::{Connection, OpenFlags};

    fn code(refused: rusqlite::Result<()>) -> &'static str {
        sqlite(&refused.expect_err("refused")).code.as_str()
    }

    #[test]
    fn what_an_office_meets_has_a_code_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let one = Connection::open(&path).expect("opened");
        one.execute_batch("create table a (b); insert into a values (1)")
            .expect("filled");

        let reading = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("opened to read");
        let written = reading.execute_batch("insert into a values (2)");
        assert_eq!(code(written), "register.read-only");

        one.execute_batch("begin immediate").expect("begun");
        let other = Connection::open(&path).expect("opened twice");
        other
            .busy_timeout(std::time::Duration::ZERO)
            .expect("no patience");
        assert_eq!(
            code(other.execute_batch("begin immediate")),
            "register.locked"
        );
        one.execute_batch("rollback").expect("ended");

        one.execute_batch("pragma max_page_count = 3").expect("set");
        let full = one.execute_batch("insert into a values (zeroblob(100000))");
        assert_eq!(code(full), "register.disk-full");

        // A folder instead of a file cannot be opened, whoever asks, root too.
        let folder_opened = Connection::open(folder.path())
            .and_then(|it| it.execute_batch("select 1 from sqlite_schema"));
        assert_eq!(code(folder_opened), "register.no-permission");

        let garbage = folder.path().join("b.db");
        std::fs::write(&garbage, [7; 9000]).expect("written");
        let read = Connection::open(&garbage).and_then(|it| it.execute_batch("create table c (d)"));
        assert_eq!(code(read), "register.damaged");

        let wrong = one.execute_batch("select nothing from nowhere");
        assert_eq!(code(wrong), "register.statement-failed");
    }

    #[test]
    fn what_a_disk_refuses_is_told_apart() {
        use std::io::ErrorKind;
        let told = |kind: ErrorKind| io(Path::new("files"), &kind.into()).code.as_str();
        assert_eq!(told(ErrorKind::StorageFull), "register.disk-full");
        assert_eq!(told(ErrorKind::PermissionDenied), "register.no-permission");
        assert_eq!(told(ErrorKind::ReadOnlyFilesystem), "register.read-only");
        assert_eq!(told(ErrorKind::UnexpectedEof), "register.io");
    }
}
