//! What does the office's folder hold, and what does `office.toml` say?
//!
//! Folder: `office.toml` (these settings), `keys.toml` (wrapped keys),
//! `register.db` (encrypted, unless the register is on a server), `files/`
//! (sealed evidence), and the texts that people edit: `profile/`, `law/`,
//! `studies/`, `mappings/` (see `documents`). Nothing secret stands in
//! `office.toml` but a server's URL may hold a password, so it is private to
//! its owner.

use model::{Code, Problem};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The settings of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Version of the folder's format.
    pub format: u32,
    /// PostgreSQL URL; absent when the register is `register.db` in the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The example office, which opens by itself with a known passphrase.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

/// The format that this version writes.
pub const FORMAT: u32 = 1;

/// Name of the settings file.
pub const FILE: &str = "office.toml";

impl Settings {
    /// Reads the settings of the office in a folder.
    ///
    /// # Errors
    /// `office.not-here` when the folder holds no office, `office.settings` when
    /// its settings cannot be read, `office.newer` when a newer version wrote them.
    pub fn read(folder: &Path) -> Result<Settings, Problem> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path)
            .map_err(|_| Problem::new(Code::OfficeNotHere).with("folder", folder.display()))?;
        let settings: Settings = toml::from_str(&text).map_err(|error| {
            Problem::new(Code::OfficeSettings)
                .with("reason", error.message())
                .in_file(path.display())
        })?;
        if settings.format > FORMAT {
            return Err(Problem::new(Code::OfficeNewer).with("format", settings.format));
        }
        Ok(settings)
    }

    /// Writes the settings, readable by the owner only.
    ///
    /// # Errors
    /// `office.io` when the disk refuses.
    pub fn write(&self, folder: &Path) -> Result<(), Problem> {
        let path = folder.join(FILE);
        let text = toml::to_string(self).expect("settings are a table of plain values");
        crate::folder::write_private(&path, text.as_bytes())
    }
}
