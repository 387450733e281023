//! How does a whole office leave its machine safely, and come back the same?
//!
//! One encrypted file in age's format, sealed with the secret that opened the
//! office, holding the log, the files, the wrapped keys and the settings. It is
//! restored into an empty folder, in an encrypted file or on a PostgreSQL
//! server, with the same positions and the same hashes.

use crate::create::Entropies;
use crate::open::{Office, Unlock};
use crate::settings::{FILE, Settings};
use crate::{Administering, Seat, folder};
use model::{Code, Problem};
use register::{KeyFile, Location, Protection, Unlocking};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Steps of scrypt for real backups, as a power of two (age's own default).
const WORK: u8 = 18;
/// Steps for the example's backup: its passphrase is known to everybody.
const EXAMPLE_WORK: u8 = 10;

impl Office {
    /// Writes an encrypted backup while the office is in use; returns the
    /// position of the log up to which it goes. The file appears whole or not
    /// at all.
    ///
    /// # Errors
    /// What the register cannot read or the disk refuses; the first file of
    /// evidence that is missing or damaged (everything else is in the backup).
    pub fn backup(
        &self,
        seat: &Seat<Administering>,
        file: &Path,
        secret: &Unlock,
    ) -> Result<u64, Problem> {
        self.note_act(seat, "backup")?;
        let work = if self.settings.example {
            EXAMPLE_WORK
        } else {
            WORK
        };
        let protection = Protection::Passphrase {
            passphrase: secret.text(),
            work,
        };
        let settings = Settings {
            database: None,
            ..self.settings.clone()
        };
        let texts = toml::to_string(&settings).expect("settings are a table of plain values");
        let beside = file.with_extension("writing");
        let io = |error: &std::io::Error| folder::io(file, error);
        let backed = File::create(&beside)
            .map_err(|error| io(&error))
            .and_then(|mut out| {
                let settings = [(FILE.to_owned(), texts.into_bytes())];
                let backed = self.register.backup(&mut out, &protection, &settings)?;
                out.flush()
                    .and_then(|()| out.sync_all())
                    .map_err(|error| io(&error))?;
                Ok(backed)
            });
        let backed = match backed {
            Ok(backed) => backed,
            Err(problem) => {
                let _ = std::fs::remove_file(&beside);
                return Err(problem);
            }
        };
        std::fs::rename(&beside, file).map_err(|error| io(&error))?;
        match backed.missing.into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(backed.position),
        }
    }

    /// Restores a backup into an empty folder, and an empty database when a URL
    /// is given; returns the position of the log.
    ///
    /// # Errors
    /// `office.folder-not-empty`, `backup.key-wrong`, `backup.damaged`; what disk
    /// and server refuse. Nothing is left behind then.
    pub fn restore(
        file: &Path,
        path: &Path,
        database: Option<String>,
        secret: &Unlock,
        entropies: Entropies,
    ) -> Result<u64, Problem> {
        folder::make_empty(path)?;
        let mut source = File::open(file).map_err(|error| folder::io(file, &error))?;
        let open = |keys: KeyFile| secret.open(&keys).map(|key| (keys, key));
        let restored = register::restore(
            &mut source,
            &Unlocking::Passphrase(secret.text()),
            path,
            Location::of(database.as_deref()),
            entropies("register"),
            open,
        )?;
        let text = restored
            .settings
            .iter()
            .find(|(name, _)| name == FILE)
            .and_then(|(_, bytes)| std::str::from_utf8(bytes).ok())
            .and_then(|text| toml::from_str::<Settings>(text).ok())
            .ok_or_else(|| {
                Problem::new(Code::OfficeBackupUnreadable).with("file", file.display())
            })?;
        Settings { database, ..text }.write(path)?;
        // The texts that people edit come out of the log into the new folder.
        Office::open(path, secret, entropies)?.lay_out()?;
        Ok(restored.position)
    }
}
