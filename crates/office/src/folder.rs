//! How are files of the office's folder written?
//!
//! A file is replaced whole or not at all (written beside, flushed, renamed),
//! and is private to its owner. Errors of the disk become `office.io` with the
//! path.

use model::{Code, Problem};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// An error of the disk as a problem.
pub(crate) fn io(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::OfficeIo)
        .with("path", path.display())
        .with("reason", error)
}

/// Writes a file whole, private to its owner.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let beside = path.with_extension("writing");
    let write = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        io(path, &error)
    })
}

/// Makes a folder that only its owner can enter, with all above it.
pub(crate) fn make(path: &Path) -> Result<(), Problem> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| io(path, &error))
}

/// Makes a new folder for an office.
///
/// # Errors
/// `office.folder-not-empty` when something is in it already.
pub(crate) fn make_empty(path: &Path) -> Result<(), Problem> {
    make(path)?;
    let mut entries = fs::read_dir(path).map_err(|error| io(path, &error))?;
    if entries.next().is_some() {
        return Err(Problem::new(Code::OfficeFolderNotEmpty).with("folder", path.display()));
    }
    Ok(())
}

/// Takes everything out of a folder.
pub(crate) fn empty(path: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        if entry.is_dir() {
            fs::remove_dir_all(&entry)?;
        } else {
            fs::remove_file(&entry)?;
        }
    }
    Ok(())
}

/// Whether only its owner can enter the folder (always told of systems without Unix modes).
pub(crate) fn is_private(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        true
    }
}

/// The text files below a folder, by path with `/`, with the given endings;
/// none when the folder is not there.
pub(crate) fn texts(folder: &Path, endings: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
    let mut found = BTreeMap::new();
    gather(folder, "", endings, &mut found)?;
    Ok(found)
}

fn gather(
    folder: &Path,
    prefix: &str,
    endings: &[&str],
    found: &mut BTreeMap<String, String>,
) -> Result<(), Problem> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io(folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| io(folder, &error))?;
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let below = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}/{name}")
        };
        if path.is_dir() {
            gather(&path, &below, endings, found)?;
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).map_err(|error| {
                if error.kind() == std::io::ErrorKind::InvalidData {
                    Problem::new(Code::OfficeTextNotUtf8).in_file(path.display())
                } else {
                    io(&path, &error)
                }
            })?;
            found.insert(below, text);
        }
    }
    Ok(())
}
