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
use model::{Code, Phase, Problem, Step, Watch, unwatched};
use register::{Backed, KeyFile, Location, Protection, Unlocking};
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Steps of scrypt for real backups, as a power of two (age's own default).
const WORK: u8 = 18;
/// Steps for the example's backup: its passphrase is known to everybody.
const EXAMPLE_WORK: u8 = 10;
/// Folder of the backups that are made from a browser.
const FOLDER: &str = "backups";

/// A backup in the office's folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupFile {
    /// File name, which tells when it was made (UTC).
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
}

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
        self.backup_watched(seat, file, secret, &unwatched)
    }

    /// [`Office::backup`], telling how far it is.
    ///
    /// # Errors
    /// As [`Office::backup`]; those of `watch`: there is no file then.
    pub fn backup_watched(
        &self,
        seat: &Seat<Administering>,
        file: &Path,
        secret: &Unlock,
        watch: &Watch<'_>,
    ) -> Result<u64, Problem> {
        self.write_backup(seat, file, secret, watch)
            .map(|backed| backed.position)
    }

    /// Writes the backup, told of each step; ended halfway, it leaves no file.
    fn write_backup(
        &self,
        seat: &Seat<Administering>,
        file: &Path,
        secret: &Unlock,
        watch: &Watch<'_>,
    ) -> Result<Backed, Problem> {
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
                let backed =
                    self.register
                        .backup_watched(&mut out, &protection, &settings, watch)?;
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
        match backed.missing.first() {
            Some(problem) => Err(problem.clone()),
            None => Ok(backed),
        }
    }

    /// Whether a passphrase or recovery key opens this office.
    pub fn is_secret(&self, secret: &Unlock) -> bool {
        let keys = self.keys().clone();
        secret.open(&keys).is_ok()
    }

    /// Writes a backup into the office's folder, sealed with a secret that opens
    /// it, and reads it back to its end: every hash is computed anew from the file.
    ///
    /// # Errors
    /// `register.passphrase-wrong`; `office.backup-differs`, `backup.damaged` when
    /// the file does not hold what the register holds; else as [`Office::backup`];
    /// those of `watch`. After each there is no file.
    pub fn backup_here(
        &self,
        seat: &Seat<Administering>,
        secret: &Unlock,
        watch: &Watch<'_>,
    ) -> Result<BackupFile, Problem> {
        watch(Step::whole(Phase::Reading))?;
        if !self.is_secret(secret) {
            return Err(Problem::new(Code::RegisterPassphraseWrong));
        }
        let folder = self.folder.join(FOLDER);
        folder::make(&folder)?;
        let name = format!("sijill-{}.age", seat.at().strftime("%Y%m%dT%H%M%SZ"));
        let file = folder.join(&name);
        let backed = self.write_backup(seat, &file, secret, watch)?;
        read_whole(&file, secret, &backed, watch).inspect_err(|_| {
            let _ = std::fs::remove_file(&file);
        })?;
        let bytes = std::fs::metadata(&file)
            .map_err(|error| folder::io(&file, &error))?
            .len();
        Ok(BackupFile { name, bytes })
    }

    /// The backups in the office's folder that were made before a moment, but for the
    /// newest of all; `remove` takes them away. Returns their names.
    pub(crate) fn backups_before(
        &self,
        seat: &Seat<Administering>,
        before: jiff::Timestamp,
        remove: bool,
    ) -> Result<Vec<String>, Problem> {
        // Names tell when a backup was made, so that copying the folder changes nothing.
        let limit = format!("sijill-{}.age", before.strftime("%Y%m%dT%H%M%SZ"));
        let old = self.backups(seat)?.into_iter().skip(1);
        let names: Vec<String> = old.map(|it| it.name).filter(|it| *it < limit).collect();
        if remove {
            for name in &names {
                let file = self.folder.join(FOLDER).join(name);
                std::fs::remove_file(&file).map_err(|error| folder::io(&file, &error))?;
            }
        }
        Ok(names)
    }

    /// The backups in the office's folder, newest first.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn backups(&self, _seat: &Seat<Administering>) -> Result<Vec<BackupFile>, Problem> {
        let folder = self.folder.join(FOLDER);
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(folder::io(&folder, &error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| folder::io(&folder, &error))?;
            let (Ok(name), Ok(about)) = (entry.file_name().into_string(), entry.metadata()) else {
                continue;
            };
            if name.ends_with(".age") && about.is_file() {
                found.push(BackupFile {
                    name,
                    bytes: about.len(),
                });
            }
        }
        found.sort_by(|a, b| b.name.cmp(&a.name));
        Ok(found)
    }

    /// Where one of the backups lies; its name is one of [`Office::backups`].
    ///
    /// # Errors
    /// `office.no-such-record`; what the disk refuses.
    pub fn backup_path(&self, seat: &Seat<Administering>, name: &str) -> Result<PathBuf, Problem> {
        // Only names that the folder lists: nothing typed becomes a path.
        self.backups(seat)?
            .into_iter()
            .find(|known| known.name == name)
            .map(|known| self.folder.join(FOLDER).join(known.name))
            .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", name))
    }

    /// Notes that a backup left the machine.
    ///
    /// # Errors
    /// What the register cannot write.
    pub fn note_taken(&self, seat: &Seat<Administering>, name: &str) -> Result<(), Problem> {
        self.note_act(seat, &format!("take backup {name}"))
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

/// Reads a backup back and compares it with what was put into it.
fn read_whole(
    file: &Path,
    secret: &Unlock,
    backed: &Backed,
    watch: &Watch<'_>,
) -> Result<(), Problem> {
    let io = |error: &std::io::Error| folder::io(file, error);
    let mut source = std::io::BufReader::new(File::open(file).map_err(|error| io(&error))?);
    let with = Unlocking::Passphrase(secret.text());
    let found = register::read_back(&mut source, &with, backed.position, watch)?;
    let same =
        (found.position, found.root, found.files) == (backed.position, backed.root, backed.files);
    if same {
        Ok(())
    } else {
        Err(Problem::new(Code::OfficeBackupDiffers))
    }
}
