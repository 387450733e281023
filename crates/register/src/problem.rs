//! How do the failures of disks, databases and servers become problems of the catalogue?
//!
//! One place, so that the same failure has the same code whichever backend
//! met it. Sentences are in `words`; codes in `model::problem`.

use model::{Code, Problem};
use std::path::Path;

/// A failure of the file system.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Code::RegisterDiskFull
        }
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
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => {
            Code::RegisterIo
        }
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
