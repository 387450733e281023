//! Where do the bytes of evidence lie?
//!
//! In `files/`, sealed: XChaCha20-Poly1305 in chunks of 64 KiB under a key made
//! for that content alone (HKDF of the data key and the content's SHA-256), so
//! that nonces can count. A file is named by a keyed hash of its SHA-256:
//! neither names, sizes to the byte, nor hashes of known documents can be read
//! from the folder. Bytes never change; the record `Evidence` points at them.

use crate::hexadecimal::{from_hexadecimal, hexadecimal};
use crate::keys::DataKey;
use crate::seal;
use hmac::{Hmac, KeyInit, Mac};
use model::{Code, Problem};
use sha2::{Digest, Sha256};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const MAGIC: &[u8; 16] = b"sijill file 1\n\0\0";
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// The sealed files of an office's folder.
pub struct Files {
    folder: PathBuf,
    contents: Zeroizing<[u8; 32]>,
    names: Zeroizing<[u8; 32]>,
}

impl Files {
    /// The files of this office's folder.
    pub fn new(folder: &Path, key: &DataKey) -> Files {
        Files {
            folder: folder.join("files"),
            contents: key.purpose("sijill files 1"),
            names: key.purpose("sijill file names 1"),
        }
    }

    fn path(&self, sha256: &[u8]) -> PathBuf {
        let mut name = Hmac::<Sha256>::new_from_slice(self.names.as_ref())
            .expect("HMAC takes keys of every length");
        name.update(sha256);
        let name = hexadecimal(&name.finalize().into_bytes());
        self.folder.join(&name[..2]).join(&name[2..])
    }

    fn cipher(&self, sha256: &[u8]) -> chacha20poly1305::XChaCha20Poly1305 {
        let mut key = Zeroizing::new([0; 32]);
        hkdf::Hkdf::<Sha256>::new(Some(sha256), self.contents.as_ref())
            .expand(b"content", key.as_mut())
            .expect("32 bytes are within what HKDF-SHA-256 can give");
        seal::cipher(&key)
    }

    /// Seals bytes; putting the same bytes twice keeps one copy.
    /// Returns the SHA-256 (lower-case hexadecimal) and the size.
    ///
    /// # Errors
    /// `register.io`, `register.disk-full`.
    pub fn put(&self, bytes: &[u8]) -> Result<(String, u64), Problem> {
        self.put_from(&mut std::io::Cursor::new(bytes))
    }

    /// As [`Files::put`] for bytes too many to hold: read twice, first to hash, then to seal.
    ///
    /// # Errors
    /// As [`Files::put`]; `register.file-changed` when the two readings differ.
    pub fn put_from(&self, source: &mut (impl Read + Seek)) -> Result<(String, u64), Problem> {
        let unreadable = |error: std::io::Error| crate::problem::io(Path::new(""), &error);
        let mut hash = Sha256::new();
        let mut buffer = vec![0; CHUNK];
        let mut size = 0u64;
        source.rewind().map_err(unreadable)?;
        loop {
            let read = read_chunk(source, &mut buffer).map_err(unreadable)?;
            hash.update(&buffer[..read]);
            size += read as u64;
            if read < CHUNK {
                break;
            }
        }
        let sha256: [u8; 32] = hash.finalize().into();
        let path = self.path(&sha256);
        if path.exists() && self.check(&hexadecimal(&sha256), size).is_ok() {
            return Ok((hexadecimal(&sha256), size));
        }
        source.rewind().map_err(unreadable)?;
        self.seal(&sha256, source)?;
        Ok((hexadecimal(&sha256), size))
    }

    /// Seals bytes whose hash is known already, as they stream in.
    ///
    /// # Errors
    /// As [`Files::put`]; `register.file-changed` when they have another hash.
    pub(crate) fn seal(&self, sha256: &[u8; 32], source: &mut dyn Read) -> Result<(), Problem> {
        let path = self.path(sha256);
        let cipher = self.cipher(sha256);
        let mut again = Sha256::new();
        write_whole_with(&path, |file| {
            file.write_all(MAGIC)?;
            let mut current = vec![0; CHUNK];
            let mut next = vec![0; CHUNK];
            let mut length = read_chunk(source, &mut current)?;
            for number in 0u64.. {
                // One chunk ahead, so that the last one can be marked as the last.
                let ahead = if length == CHUNK {
                    read_chunk(source, &mut next)?
                } else {
                    0
                };
                again.update(&current[..length]);
                let last = ahead == 0;
                let nonce = chunk_nonce(number, last);
                file.write_all(&seal::seal_with_nonce(
                    &cipher,
                    &nonce,
                    &[],
                    &current[..length],
                ))?;
                if last {
                    break;
                }
                std::mem::swap(&mut current, &mut next);
                length = ahead;
            }
            Ok(())
        })?;
        if again.finalize()[..] != sha256[..] {
            let _ = std::fs::remove_file(&path);
            return Err(Problem::new(Code::RegisterFileChanged).with("sha256", hexadecimal(sha256)));
        }
        Ok(())
    }

    /// Opens a sealed file into `out`, checking every chunk and the whole.
    ///
    /// # Errors
    /// `register.file-missing`, `register.file-changed`, `register.io`.
    pub fn open_into(&self, sha256: &str, out: &mut dyn Write) -> Result<u64, Problem> {
        let changed = || Problem::new(Code::RegisterFileChanged).with("sha256", sha256);
        let hash = from_hexadecimal(sha256).ok_or_else(changed)?;
        let path = self.path(&hash);
        let io = |error: std::io::Error| crate::problem::io(&path, &error);
        let mut file = std::fs::File::open(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::new(Code::RegisterFileMissing).with("sha256", sha256)
            }
            _ => io(error),
        })?;
        let mut magic = [0; MAGIC.len()];
        file.read_exact(&mut magic).map_err(|_| changed())?;
        if magic != *MAGIC {
            return Err(changed());
        }
        let cipher = self.cipher(&hash);
        let mut whole = Sha256::new();
        let mut size = 0;
        let mut current = vec![0; CHUNK + TAG];
        let mut next = vec![0; CHUNK + TAG];
        let mut length = read_chunk(&mut file, &mut current).map_err(io)?;
        for number in 0u64.. {
            let ahead = if length == CHUNK + TAG {
                read_chunk(&mut file, &mut next).map_err(io)?
            } else {
                0
            };
            let last = ahead == 0;
            let nonce = chunk_nonce(number, last);
            let plain = seal::open_with_nonce(&cipher, &nonce, &[], &current[..length])
                .map(Zeroizing::new)
                .ok_or_else(changed)?;
            whole.update(&plain[..]);
            size += plain.len() as u64;
            out.write_all(&plain).map_err(io)?;
            if last {
                break;
            }
            std::mem::swap(&mut current, &mut next);
            length = ahead;
        }
        if whole.finalize()[..] != hash {
            return Err(changed());
        }
        Ok(size)
    }

    /// The bytes of a sealed file.
    ///
    /// # Errors
    /// As [`Files::open_into`].
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        self.open_into(sha256, &mut bytes)?;
        Ok(bytes)
    }

    /// Whether a sealed file is there, unchanged and of this size.
    ///
    /// # Errors
    /// As [`Files::open_into`].
    pub fn check(&self, sha256: &str, size: u64) -> Result<(), Problem> {
        if self.open_into(sha256, &mut std::io::sink())? == size {
            return Ok(());
        }
        Err(Problem::new(Code::RegisterFileChanged).with("sha256", sha256))
    }

    /// Destroys a sealed file (for a lawful destruction only).
    pub(crate) fn destroy(&self, sha256: &str) -> Result<(), Problem> {
        let Some(hash) = from_hexadecimal(sha256) else {
            return Ok(());
        };
        let path = self.path(&hash);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(crate::problem::io(&path, &error))
            }
            _ => Ok(()),
        }
    }
}

fn chunk_nonce(number: u64, last: bool) -> [u8; 24] {
    let mut nonce = [0; 24];
    nonce[15..23].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(last);
    nonce
}

/// Fills the buffer as far as the source goes.
pub(crate) fn read_chunk(source: &mut dyn Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Writes a file whole or not at all, also when the power fails.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_whole_with(path, |file| file.write_all(bytes))
}

fn write_whole_with(
    path: &Path,
    write: impl FnOnce(&mut std::io::BufWriter<std::fs::File>) -> std::io::Result<()>,
) -> Result<(), Problem> {
    let io = |error: std::io::Error| crate::problem::io(path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    make_private_folder(folder)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let unfinished = folder.join(name);
    let written = (|| {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = std::io::BufWriter::new(options.open(&unfinished)?);
        write(&mut file)?;
        let file = file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)?;
        std::fs::File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    written.map_err(io)
}

/// Makes a folder that only its owner can enter.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), Problem> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| crate::problem::io(folder, &error))
}
