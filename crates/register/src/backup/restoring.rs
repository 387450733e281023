//! How does an office come back out of a backup?
//!
//! Into a folder beside the target, and into one transaction: every commitment,
//! entry and root is recomputed on the way in, so that what comes back is what
//! was written, at the same positions and with the same hashes; look-ups and
//! the index are made again from the contents. Only then does the folder get
//! its name. The stream's frames are in `frames`.

use super::frames::{Frame, FrameReader, damaged};
use super::{Unlocking, opened};
use crate::database::{Cell, Location};
use crate::derived;
use crate::entropy::Entropy;
use crate::entry::{Entries, Head, SALT, commitment};
use crate::hexadecimal::from_hexadecimal;
use crate::keys::{DataKey, KeyFile};
use crate::opening::{Register, Writer};
use crate::reading::{Tx, author_bound, content_bound};
use crate::search::{Pending, words_of};
use crate::statements as sql;
use crate::tree::{Hash, leaf_hash};
use crate::verify::parse;
use crate::writing::{add_act, append_leaf};
use model::{Code, Problem, Record};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Places held before they are written as one segment of the index.
const HELD: usize = 500_000;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Number of entries of the log.
    pub position: u64,
    /// Root of the log.
    pub root: Hash,
    /// Number of files of evidence.
    pub files: u64,
    /// Files of the folder that the register does not know, as given to the backup.
    pub settings: Vec<(String, Vec<u8>)>,
}

/// Restores a backup into a new folder (and, for PostgreSQL, an empty database).
/// `unlock` opens the data key of the key file in the backup, or returns a new
/// key file with its key, under which the office is then sealed.
///
/// # Errors
/// `register.exists` when the folder or database is not empty; `backup.unreadable`,
/// `backup.key-wrong`, `backup.newer`, `backup.damaged`; what `unlock` returns;
/// those of disk and database. After every error there is nothing in the folder
/// and nothing in the database.
pub fn restore(
    source: &mut dyn Read,
    with: &Unlocking,
    folder: &Path,
    location: Location,
    entropy: Box<dyn Entropy>,
    unlock: impl FnOnce(KeyFile) -> Result<(KeyFile, DataKey), Problem>,
) -> Result<Restored, Problem> {
    let io = |error: std::io::Error| crate::problem::io(folder, &error);
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        return Err(Problem::new(Code::RegisterExists).in_file(folder.display()));
    }
    let mut frames = FrameReader::started(opened(source, with)?)?;
    let Frame::Keys { text } = frames.read()? else {
        return Err(damaged("keys"));
    };
    let (keys, key) = unlock(KeyFile::parse(&text)?)?;

    let unfinished = beside(folder);
    let _ = std::fs::remove_dir_all(&unfinished);
    keys.write(&unfinished)?;
    let register = Register::create(&unfinished, location, &key, entropy)
        .inspect_err(|_| drop(std::fs::remove_dir_all(&unfinished)))?;
    let done = register
        .load(|tx, writer| Loading::new(tx, writer).run(&mut frames))
        .and_then(|restored| {
            // Closed before the folder moves: the journal belongs to the old name.
            register.close()?;
            if folder.exists() {
                std::fs::remove_dir(folder).map_err(io)?;
            }
            std::fs::rename(&unfinished, folder).map_err(io)?;
            if let Some(parent) = folder
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
            {
                std::fs::File::open(parent)
                    .and_then(|parent| parent.sync_all())
                    .map_err(io)?;
            }
            Ok(restored)
        });
    if done.is_err() {
        register.abandon();
        let _ = std::fs::remove_dir_all(&unfinished);
    }
    done
}

/// A folder of the same file system, with a name that says what it is.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".restoring");
    folder.with_file_name(name)
}

struct Act {
    last: u64,
    head: Head,
    root: Hash,
}

struct Loading<'t, 'r> {
    tx: &'t mut Tx<'r>,
    writer: &'t mut Writer,
    settings: Vec<(String, Vec<u8>)>,
    acts: Vec<Act>,
    /// Which act is being filled, and its first position.
    act: usize,
    first: u64,
    entries: Option<Entries>,
    /// First and latest position and number of revisions of each record.
    records: HashMap<String, (u64, u64, u64)>,
    pending: Pending,
    /// Entries without content: each must be named by a `Destroyed`.
    hollow: HashSet<u64>,
    files: u64,
}

impl<'t, 'r> Loading<'t, 'r> {
    fn new(tx: &'t mut Tx<'r>, writer: &'t mut Writer) -> Loading<'t, 'r> {
        Loading {
            tx,
            writer,
            settings: Vec::new(),
            acts: Vec::new(),
            act: 0,
            first: 1,
            entries: None,
            records: HashMap::new(),
            pending: Pending::default(),
            hollow: HashSet::new(),
            files: 0,
        }
    }

    fn run<R: Read>(mut self, frames: &mut FrameReader<R>) -> Result<Restored, Problem> {
        loop {
            match frames.read()? {
                Frame::Setting { path, bytes } => self.settings.push((path, bytes)),
                Frame::Act {
                    number,
                    last,
                    at,
                    author,
                    root,
                } => {
                    if number != self.acts.len() as u64 + 1 {
                        return Err(damaged("act"));
                    }
                    let head = Head::from_bytes(&author, &at).map_err(|_| damaged("author"))?;
                    if head.moment() != at {
                        return Err(damaged("act"));
                    }
                    self.acts.push(Act { last, head, root });
                }
                frame @ Frame::Entry { .. } => self.entry(frame)?,
                Frame::Destroyed { position, entry } => {
                    if !self.hollow.remove(&position) {
                        return Err(damaged("destroyed"));
                    }
                    let cells = [Cell::Number(position), Cell::Number(entry)];
                    self.tx.connection.run(sql::ADD_DESTROYED, &cells)?;
                }
                Frame::File { sha256, size } => self.file(&sha256, size, frames)?,
                Frame::End {
                    position,
                    root,
                    files,
                } => {
                    let whole = position == self.tx.position()
                        && root == self.tx.root()
                        && files == self.files
                        && self.act == self.acts.len()
                        && self.hollow.is_empty()
                        && frames.ends()?;
                    if !whole {
                        return Err(damaged("end"));
                    }
                    self.pending.flush(self.tx)?;
                    return Ok(Restored {
                        position,
                        root,
                        files,
                        settings: self.settings,
                    });
                }
                Frame::Start { .. } | Frame::Keys { .. } | Frame::Piece(_) => {
                    return Err(damaged("frame"));
                }
            }
        }
    }

    fn entry(&mut self, frame: Frame) -> Result<(), Problem> {
        let Frame::Entry {
            position,
            record: id,
            number,
            kind,
            act,
            content,
            commitment: committed,
        } = frame
        else {
            return Err(damaged("frame"));
        };
        let here = self.acts.get(self.act).ok_or_else(|| damaged("act"))?;
        let (first, latest, revisions) = self.records.get(&id).copied().unwrap_or((position, 0, 0));
        if position != self.tx.position() + 1
            || act != self.act as u64 + 1
            || number != revisions + 1
        {
            return Err(damaged("entry"));
        }
        let entries = self.entries.get_or_insert_with(|| Entries::of(&here.head));
        let leaf = leaf_hash(
            entries
                .entry(position, &id, number, &kind, &committed)
                .as_bytes(),
        );
        let parsed = match &content {
            Some(salted) if commitment(salted) != committed || salted.len() < SALT => {
                return Err(damaged("content"));
            }
            Some(salted) => {
                let record = parse(salted).ok_or_else(|| damaged("content"))?;
                if record.kind() != kind {
                    return Err(damaged("content"));
                }
                Some(record)
            }
            None => {
                self.hollow.insert(position);
                None
            }
        };
        let drawn = &mut self.writer.drawn;
        let sealed = content.as_ref().map(|salted| {
            let bound = content_bound(position);
            let vault = &self.tx.register.vault;
            vault.seal(&bound, salted, || drawn.draw())
        });
        let cells = [
            Cell::Number(position),
            Cell::Text(&id),
            Cell::Number(number),
            Cell::Text(&kind),
            Cell::Number(act),
            Cell::Number(latest),
            Cell::bytes_or_null(sealed.as_deref()),
            Cell::Bytes(&committed),
            Cell::Bytes(&leaf),
        ];
        self.tx.connection.run(sql::ADD_REVISION, &cells)?;
        append_leaf(self.tx, leaf)?;
        self.look_ups(&id, &kind, (first, latest, number), parsed.as_ref())?;
        self.records.insert(id, (first, position, number));
        self.close_act()
    }

    fn look_ups(
        &mut self,
        id: &str,
        kind: &str,
        (first, latest, number): (u64, u64, u64),
        record: Option<&Record>,
    ) -> Result<(), Problem> {
        let position = self.tx.position();
        if latest == 0 {
            let cells = [
                Cell::Text(id),
                Cell::Text(kind),
                Cell::Number(first),
                Cell::Number(first),
            ];
            self.tx.connection.run(sql::ADD_RECORD, &cells)?;
        } else {
            let cells = [Cell::Number(position), Cell::Number(number), Cell::Text(id)];
            self.tx.connection.run(sql::REVISE_RECORD, &cells)?;
        }
        let Some(record) = record else {
            return Ok(());
        };
        let before = if latest == 0 {
            None
        } else {
            Some(self.earlier(latest)?)
        };
        let mut words = words_of(record);
        if let Some(before) = &before {
            let known = words_of(before);
            words.retain(|word| !known.contains(word));
            if let Some(own) = derived::own_key_of(before) {
                let tag = self.tx.register.vault.tag(&own);
                let row = [Cell::Bytes(&tag), Cell::Number(first)];
                self.tx.connection.run(sql::DROP_LISTED, &row)?;
            }
            for about in derived::references(before) {
                let tie = [Cell::Number(self.first_of(about)?), Cell::Number(first)];
                self.tx.connection.run(sql::DROP_TIE, &tie)?;
            }
        }
        if let Some(own) = derived::own_key_of(record) {
            let tag = self.tx.register.vault.tag(&own);
            let row = [Cell::Bytes(&tag), Cell::Number(first)];
            self.tx.connection.run(sql::ADD_LISTED, &row)?;
        }
        for about in derived::references(record) {
            let tie = [Cell::Number(self.first_of(about)?), Cell::Number(first)];
            self.tx.connection.run(sql::ADD_TIE, &tie)?;
        }
        self.pending.add(self.tx, self.writer, first, words)?;
        if self.pending.held() > HELD {
            self.pending.flush(self.tx)?;
        }
        Ok(())
    }

    fn first_of(&self, id: &str) -> Result<u64, Problem> {
        let found = self.records.get(id).map(|row| row.0);
        found.ok_or_else(|| damaged("reference"))
    }

    fn earlier(&self, position: u64) -> Result<Record, Problem> {
        let cells = [Cell::Number(position)];
        let content = self.tx.connection.one(sql::REVISION, &cells, |row| {
            Ok(row.bytes_or_null(4)?.map(<[u8]>::to_vec))
        })?;
        content
            .flatten()
            .and_then(|sealed| self.tx.open_content(position, &sealed).ok())
            .and_then(|salted| parse(&salted))
            .ok_or_else(|| damaged("content"))
    }

    /// Writes the act's row when its last entry is in, and compares the root.
    fn close_act(&mut self) -> Result<(), Problem> {
        let act = &self.acts[self.act];
        if self.tx.position() < act.last {
            return Ok(());
        }
        if self.tx.root() != act.root {
            return Err(damaged("root"));
        }
        let number = self.act as u64 + 1;
        let plain = act.head.to_bytes();
        let drawn = &mut self.writer.drawn;
        let bound = author_bound(number);
        let vault = &self.tx.register.vault;
        let author = vault.seal(&bound, &plain, || drawn.draw());
        add_act(self.tx, number, self.first, &act.head.moment(), &author)?;
        self.act += 1;
        self.first = self.tx.position() + 1;
        self.entries = None;
        Ok(())
    }

    fn file<R: Read>(
        &mut self,
        sha256: &str,
        size: u64,
        frames: &mut FrameReader<R>,
    ) -> Result<(), Problem> {
        let hash = from_hexadecimal(sha256)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or_else(|| damaged("file"))?;
        let mut pieces = Pieces {
            frames,
            left: size,
            piece: Vec::new(),
            used: 0,
            problem: None,
        };
        let sealed = self.tx.register.files.seal(&hash, &mut pieces);
        if let Some(problem) = pieces.problem {
            return Err(problem);
        }
        sealed.map_err(|problem| match problem.code {
            Code::RegisterFileChanged => damaged("file"),
            _ => problem,
        })?;
        self.files += 1;
        Ok(())
    }
}

/// The bytes of a file out of its pieces.
struct Pieces<'f, R: Read> {
    frames: &'f mut FrameReader<R>,
    left: u64,
    piece: Vec<u8>,
    used: usize,
    problem: Option<Problem>,
}

impl<R: Read> Read for Pieces<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.used == self.piece.len() && self.left > 0 {
            match self.frames.read() {
                Ok(Frame::Piece(piece)) if !piece.is_empty() && piece.len() as u64 <= self.left => {
                    self.left -= piece.len() as u64;
                    (self.piece, self.used) = (piece, 0);
                }
                other => {
                    self.problem = Some(other.err().unwrap_or_else(|| damaged("file")));
                    return Err(std::io::Error::other("backup"));
                }
            }
        }
        let length = buffer.len().min(self.piece.len() - self.used);
        buffer[..length].copy_from_slice(&self.piece[self.used..self.used + length]);
        self.used += length;
        Ok(length)
    }
}
