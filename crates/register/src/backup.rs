//! How does a whole office leave its machine safely, and come back the same?
//!
//! A backup is one age file (age-encryption.org/v1: the standard tool opens
//! it), written from one reading transaction while others write. Inside is a
//! stream of frames that names no database: keys, settings, acts with their
//! entries, what was destroyed, files, and an end that says how much there was.
//! [`restore`] checks every hash on the way in and builds beside the target, so
//! that a damaged backup leaves nothing behind. Frames are in `frames`.

mod frames;
mod reading_back;
mod restoring;

use crate::database::Cell;
use crate::keys::KeyFile;
use crate::opening::Register;
use crate::reading::{PAGE, Tx};
use crate::statements as sql;
use crate::tree::Hash;
use age::secrecy::SecretString;
use frames::{Frame, FrameWriter};
use model::{Code, Phase, Problem, Record, Step, Watch, unwatched};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;

pub use reading_back::{ReadBack, fuzz_backup, read_back};
pub use restoring::{Restored, restore};

/// Version of the stream that this program writes.
pub(crate) const FORMAT: u64 = 1;

/// For whom a backup is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Whoever knows the passphrase (scrypt with 2^`work` steps; 18 for real backups).
    Passphrase {
        /// The passphrase.
        passphrase: String,
        /// Logarithm of the number of steps.
        work: u8,
    },
    /// Holders of the private keys of these recipients (`age1…`), for example
    /// a key kept off this machine.
    Recipients(Vec<String>),
}

/// What opens a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlocking {
    /// Its passphrase.
    Passphrase(String),
    /// A recipient's private key (`AGE-SECRET-KEY-1…`).
    Identity(String),
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backed {
    /// Number of entries of the log.
    pub position: u64,
    /// Root of the log at that position.
    pub root: Hash,
    /// Number of files of evidence.
    pub files: u64,
    /// Files that could not be read, as problems with their hashes; everything else is in the backup.
    pub missing: Vec<Problem>,
}

impl Register {
    /// Writes a backup of everything as of one moment, while others go on writing.
    /// `settings` are files of the office's folder that the register does not
    /// know (path below the folder, bytes).
    ///
    /// # Errors
    /// `backup.recipient-unreadable`, `register.io`, `register.disk-full`;
    /// `register.damaged` when contents cannot be read.
    pub fn backup(
        &self,
        out: &mut dyn Write,
        protection: &Protection,
        settings: &[(String, Vec<u8>)],
    ) -> Result<Backed, Problem> {
        self.backup_watched(out, protection, settings, &unwatched)
    }

    /// [`Register::backup`], telling how many entries and files are copied.
    ///
    /// # Errors
    /// As [`Register::backup`]; those of `watch`, which end the copying.
    pub fn backup_watched(
        &self,
        out: &mut dyn Write,
        protection: &Protection,
        settings: &[(String, Vec<u8>)],
        watch: &Watch<'_>,
    ) -> Result<Backed, Problem> {
        let keys = KeyFile::read(&self.folder)?;
        let io = |error: std::io::Error| crate::problem::io(Path::new(""), &error);
        let sealed = encryptor(protection)?.wrap_output(out).map_err(io)?;
        let mut frames = FrameWriter::new(std::io::BufWriter::with_capacity(1 << 16, sealed));
        let backed = self.read(|tx| {
            frames.put(&Frame::Start { format: FORMAT })?;
            frames.put(&Frame::Keys { text: keys.text() })?;
            for (path, bytes) in settings {
                frames.put(&Frame::Setting {
                    path: path.clone(),
                    bytes: bytes.clone(),
                })?;
            }
            let files = log(tx, &mut frames, watch)?;
            let (count, missing) = contents(tx, &files, &mut frames, watch)?;
            frames.put(&Frame::End {
                position: tx.position(),
                root: tx.root(),
                files: count,
            })?;
            Ok(Backed {
                position: tx.position(),
                root: tx.root(),
                files: count,
                missing,
            })
        })?;
        let sealed = frames
            .into_inner()
            .into_inner()
            .map_err(|error| io(error.into_error()))?;
        sealed.finish().and_then(|out| out.flush()).map_err(io)?;
        Ok(backed)
    }
}

/// The acts with their entries, then what was destroyed. Returns the hashes of all files.
fn log(
    tx: &Tx,
    frames: &mut FrameWriter<impl Write>,
    watch: &Watch<'_>,
) -> Result<BTreeSet<String>, Problem> {
    let mut files = BTreeSet::new();
    let mut number = 0;
    loop {
        let cells = [Cell::Number(number), Cell::Number(PAGE)];
        let acts = tx.connection.all(sql::ACTS, &cells, |row| {
            let number = row.number(0)?;
            let at = row.text(3)?.to_owned();
            let head = tx.open_head(number, &at, row.bytes(4)?)?;
            Ok(Frame::Act {
                number,
                last: row.number(2)?,
                at,
                author: head.to_bytes(),
                root: row.hash(5)?,
            })
        })?;
        let Some(Frame::Act { number: last, .. }) = acts.last() else {
            break;
        };
        number = *last;
        for act in &acts {
            frames.put(act)?;
        }
    }
    let mut position = 0;
    loop {
        watch(Step::of(Phase::Copying, position, tx.position()))?;
        let cells = [Cell::Number(position), Cell::Number(PAGE)];
        let entries = tx.connection.all(sql::REVISIONS, &cells, |row| {
            let position = row.number(0)?;
            let sealed = row.bytes_or_null(6)?;
            Ok(Frame::Entry {
                position,
                record: row.text(1)?.to_owned(),
                number: row.number(2)?,
                kind: row.text(3)?.to_owned(),
                act: row.number(4)?,
                content: sealed
                    .map(|sealed| tx.open_content(position, sealed))
                    .transpose()?,
                commitment: row.hash(7)?,
            })
        })?;
        let Some(Frame::Entry { position: last, .. }) = entries.last() else {
            break;
        };
        position = *last;
        for entry in &entries {
            if let Frame::Entry {
                kind,
                content: Some(content),
                ..
            } = entry
                && kind == "file"
                && let Some(Record::File(file)) = crate::verify::parse(content)
            {
                files.insert(file.sha256);
            }
            frames.put(entry)?;
        }
    }
    for gone in tx.destroyed()? {
        frames.put(&Frame::Destroyed {
            position: gone.position,
            entry: gone.entry,
        })?;
    }
    Ok(files)
}

/// The bytes of the files. A file that cannot be read is told, and does not
/// keep the rest from being saved.
fn contents(
    tx: &Tx,
    files: &BTreeSet<String>,
    frames: &mut FrameWriter<impl Write>,
    watch: &Watch<'_>,
) -> Result<(u64, Vec<Problem>), Problem> {
    let (mut count, mut missing) = (0, Vec::new());
    let all = files.len() as u64;
    for sha256 in files {
        watch(Step::of(Phase::Files, count, all))?;
        // Checked whole before the first byte goes out: a frame cannot be taken back.
        let size = match tx.register.files.open_into(sha256, &mut std::io::sink()) {
            Ok(size) => size,
            Err(problem) => {
                missing.push(problem);
                continue;
            }
        };
        frames.put(&Frame::File {
            sha256: sha256.clone(),
            size,
        })?;
        tx.register.files.open_into(sha256, &mut frames.pieces())?;
        count += 1;
    }
    Ok((count, missing))
}

fn encryptor(protection: &Protection) -> Result<age::Encryptor, Problem> {
    let refused =
        |name: &str| Problem::new(Code::BackupRecipientUnreadable).with("recipient", name);
    match protection {
        Protection::Passphrase { passphrase, work } => {
            let mut recipient = age::scrypt::Recipient::new(composed(passphrase));
            recipient.set_work_factor(*work);
            age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                .map_err(|_| refused("passphrase"))
        }
        Protection::Recipients(names) => {
            let recipients = names
                .iter()
                .map(|name| {
                    name.trim()
                        .parse::<age::x25519::Recipient>()
                        .map_err(|_| refused(name))
                })
                .collect::<Result<Vec<_>, _>>()?;
            age::Encryptor::with_recipients(
                recipients
                    .iter()
                    .map(|recipient| recipient as &dyn age::Recipient),
            )
            .map_err(|_| refused(""))
        }
    }
}

/// The stream inside a backup.
fn opened<'r>(source: &'r mut dyn Read, with: &Unlocking) -> Result<impl Read + 'r, Problem> {
    let unreadable = |error: age::DecryptError| {
        let code = match error {
            age::DecryptError::NoMatchingKeys
            | age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::InvalidMac => Code::BackupKeyWrong,
            _ => Code::BackupUnreadable,
        };
        Problem::new(code).with("reason", error)
    };
    let decryptor = age::Decryptor::new(source).map_err(unreadable)?;
    match with {
        Unlocking::Passphrase(passphrase) => {
            let mut identity = age::scrypt::Identity::new(composed(passphrase));
            identity.set_max_work_factor(22);
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity))
        }
        Unlocking::Identity(text) => {
            let identity: age::x25519::Identity = text
                .trim()
                .parse()
                .map_err(|_| Problem::new(Code::BackupKeyWrong).with("reason", "identity"))?;
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity))
        }
    }
    .map_err(unreadable)
}

/// The passphrase in NFKC, as for the office's own.
fn composed(passphrase: &str) -> SecretString {
    use unicode_normalization::UnicodeNormalization;
    SecretString::from(passphrase.nfkc().collect::<String>())
}
