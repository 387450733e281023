//! Does a backup that was just written hold what the register holds?
//!
//! The file is opened as a restore would open it and read to its end: every
//! commitment, entry hash, root and file is computed anew from what stands in
//! it. Nothing is written; a restore does the same and more (`restoring`).

use super::frames::{Frame, FrameReader, damaged};
use super::{Unlocking, opened};
use crate::entry::{Entries, Head, commitment};
use crate::hexadecimal::hexadecimal;
use crate::tree::{Frontier, Hash, leaf_hash};
use model::{Phase, Problem, Step, Watch, unwatched};
use sha2::{Digest, Sha256};
use std::io::Read;

/// What a backup was found to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// Number of entries of the log.
    pub position: u64,
    /// Root of the log, computed from the entries in the backup.
    pub root: Hash,
    /// Number of files of evidence.
    pub files: u64,
}

/// Reads a backup to its end and computes its hashes anew; `entries` is how many
/// are expected, for the progress.
///
/// # Errors
/// `backup.unreadable`, `backup.key-wrong`, `backup.newer`, `backup.damaged`;
/// those of `watch`.
pub fn read_back(
    source: &mut dyn Read,
    with: &Unlocking,
    entries: u64,
    watch: &Watch<'_>,
) -> Result<ReadBack, Problem> {
    whole(
        &mut FrameReader::started(opened(source, with)?)?,
        entries,
        watch,
    )
}

/// What fuzzing puts into the stream that a backup's age layer would have opened.
#[doc(hidden)]
pub fn fuzz_backup(stream: &[u8]) {
    if let Ok(mut frames) = FrameReader::started(stream) {
        let _ = whole(&mut frames, 1, &unwatched);
    }
}

/// Reads from behind the first frame to the end.
fn whole<R: Read>(
    frames: &mut FrameReader<R>,
    entries: u64,
    watch: &Watch<'_>,
) -> Result<ReadBack, Problem> {
    let mut acts: Vec<(u64, Head, Hash)> = Vec::new();
    let (mut act, mut frontier, mut files) = (0, Frontier::default(), 0);
    let mut of_act: Option<Entries> = None;
    loop {
        match frames.read()? {
            Frame::Act {
                number,
                last,
                at,
                author,
                root,
            } => {
                if number != acts.len() as u64 + 1 {
                    return Err(damaged("act"));
                }
                let head = Head::from_bytes(&author, &at).map_err(|_| damaged("author"))?;
                acts.push((last, head, root));
            }
            Frame::Entry {
                position,
                record,
                number,
                kind,
                content,
                commitment: committed,
                ..
            } => {
                if position % 1000 == 1 {
                    watch(Step::of(Phase::Checking, position - 1, entries))?;
                }
                let whole = content.is_none_or(|salted| commitment(&salted) == committed);
                if position != frontier.size() + 1 || !whole {
                    return Err(damaged("content"));
                }
                let (last, head, root) = acts.get(act).ok_or_else(|| damaged("act"))?;
                let hashed = of_act
                    .get_or_insert_with(|| Entries::of(head))
                    .entry(position, &record, number, &kind, &committed);
                frontier.append(leaf_hash(hashed.as_bytes()), |_, _, _| {});
                if position == *last {
                    if frontier.root() != *root {
                        return Err(damaged("root"));
                    }
                    act += 1;
                    of_act = None;
                }
            }
            Frame::File { sha256, size } => {
                watch(Step::whole(Phase::Files))?;
                let (mut hash, mut left) = (Sha256::new(), size);
                while left > 0 {
                    let Frame::Piece(piece) = frames.read()? else {
                        return Err(damaged("file"));
                    };
                    left = left
                        .checked_sub(piece.len() as u64)
                        .ok_or_else(|| damaged("file"))?;
                    hash.update(&piece);
                }
                if hexadecimal(&hash.finalize()) != sha256 {
                    return Err(damaged("file"));
                }
                files += 1;
            }
            Frame::End {
                position,
                root,
                files: told,
            } => {
                let whole = position == frontier.size()
                    && root == frontier.root()
                    && told == files
                    && act == acts.len()
                    && frames.ends()?;
                return if whole {
                    Ok(ReadBack {
                        position,
                        root,
                        files,
                    })
                } else {
                    Err(damaged("end"))
                };
            }
            Frame::Start { .. } | Frame::Piece(_) => return Err(damaged("frame")),
            Frame::Keys { .. } | Frame::Setting { .. } | Frame::Destroyed { .. } => {}
        }
    }
}
