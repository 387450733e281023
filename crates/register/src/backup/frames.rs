//! How is the stream inside a backup written, and how is it read when it may be damaged?
//!
//! Each frame is one letter, a length and its fields; numbers are eight bytes,
//! little end first, texts and bytes carry their length. A file is one frame
//! followed by its bytes in pieces. Reading trusts no length: the age layer has
//! authenticated the bytes, but a backup can still come from a stranger.

use super::FORMAT;
use crate::files::read_chunk;
use crate::tree::Hash;
use model::{Code, Problem};
use std::io::{Read, Write};
use std::path::Path;

/// No frame is longer than this; contents are documents, not films.
const LONGEST: u64 = 1 << 28;

/// One piece of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    Start {
        format: u64,
    },
    Keys {
        text: String,
    },
    Setting {
        path: String,
        bytes: Vec<u8>,
    },
    Act {
        number: u64,
        last: u64,
        at: String,
        author: Vec<u8>,
        root: Hash,
    },
    Entry {
        position: u64,
        record: String,
        number: u64,
        kind: String,
        act: u64,
        content: Option<Vec<u8>>,
        commitment: Hash,
    },
    Destroyed {
        position: u64,
        entry: u64,
    },
    File {
        sha256: String,
        size: u64,
    },
    /// Bytes of the file before; at most the rest of its size.
    Piece(Vec<u8>),
    End {
        position: u64,
        root: Hash,
        files: u64,
    },
}

pub(crate) struct FrameWriter<W: Write> {
    out: W,
    fields: Vec<u8>,
}

impl<W: Write> FrameWriter<W> {
    pub(crate) fn new(out: W) -> FrameWriter<W> {
        FrameWriter {
            out,
            fields: Vec::new(),
        }
    }

    pub(crate) fn into_inner(self) -> W {
        self.out
    }

    pub(crate) fn put(&mut self, frame: &Frame) -> Result<(), Problem> {
        self.put_frame(frame)
            .map_err(|error| crate::problem::io(Path::new(""), &error))
    }

    fn put_frame(&mut self, frame: &Frame) -> std::io::Result<()> {
        let fields = &mut self.fields;
        fields.clear();
        let letter = match frame {
            Frame::Start { format } => {
                number(fields, *format);
                b'S'
            }
            Frame::Keys { text } => {
                bytes(fields, text.as_bytes());
                b'K'
            }
            Frame::Setting { path, bytes: file } => {
                bytes(fields, path.as_bytes());
                bytes(fields, file);
                b'T'
            }
            Frame::Act {
                number: act,
                last,
                at,
                author,
                root,
            } => {
                number(fields, *act);
                number(fields, *last);
                bytes(fields, at.as_bytes());
                bytes(fields, author);
                fields.extend(root);
                b'A'
            }
            Frame::Entry {
                position,
                record,
                number: revision,
                kind,
                act,
                content,
                commitment,
            } => {
                number(fields, *position);
                bytes(fields, record.as_bytes());
                number(fields, *revision);
                bytes(fields, kind.as_bytes());
                number(fields, *act);
                number(fields, u64::from(content.is_some()));
                bytes(fields, content.as_deref().unwrap_or_default());
                fields.extend(commitment);
                b'R'
            }
            Frame::Destroyed { position, entry } => {
                number(fields, *position);
                number(fields, *entry);
                b'D'
            }
            Frame::File { sha256, size } => {
                bytes(fields, sha256.as_bytes());
                number(fields, *size);
                b'F'
            }
            Frame::Piece(piece) => {
                fields.extend(piece);
                b'P'
            }
            Frame::End {
                position,
                root,
                files,
            } => {
                number(fields, *position);
                fields.extend(root);
                number(fields, *files);
                b'E'
            }
        };
        self.out.write_all(&[letter])?;
        self.out.write_all(&(fields.len() as u64).to_le_bytes())?;
        self.out.write_all(fields)
    }

    /// A writer that makes a piece of every write.
    pub(crate) fn pieces(&mut self) -> impl Write + '_ {
        Pieces(self)
    }
}

struct Pieces<'f, W: Write>(&'f mut FrameWriter<W>);

impl<W: Write> Write for Pieces<'_, W> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if !piece.is_empty() {
            self.0.put_frame(&Frame::Piece(piece.to_vec()))?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.out.flush()
    }
}

fn number(fields: &mut Vec<u8>, value: u64) {
    fields.extend(value.to_le_bytes());
}

fn bytes(fields: &mut Vec<u8>, value: &[u8]) {
    number(fields, value.len() as u64);
    fields.extend(value);
}

/// Reads frames; every damage is `backup.damaged`.
pub(crate) struct FrameReader<R: Read> {
    source: R,
}

impl<R: Read> FrameReader<R> {
    /// A reader behind the first frame, which says a format that is known here.
    pub(crate) fn started(source: R) -> Result<FrameReader<R>, Problem> {
        let mut reader = FrameReader { source };
        match reader.read()? {
            Frame::Start { format } if format > FORMAT => Err(Problem::new(Code::BackupNewer)
                .with("found", format)
                .with("known", FORMAT)),
            Frame::Start { .. } => Ok(reader),
            _ => Err(Problem::new(Code::BackupUnreadable).with("reason", "start")),
        }
    }

    /// The next frame; the stream must not end before its `End`.
    pub(crate) fn read(&mut self) -> Result<Frame, Problem> {
        let mut head = [0; 9];
        self.fill(&mut head)?;
        let length =
            u64::from_le_bytes(head[1..].try_into().expect("nine bytes less one are eight"));
        if length > LONGEST {
            return Err(damaged("length"));
        }
        // Grown as bytes arrive, so that a false length costs no memory.
        let mut fields = Vec::new();
        let read = (&mut self.source)
            .take(length)
            .read_to_end(&mut fields)
            .map_err(|error| damaged(&error.to_string()))?;
        if read as u64 != length {
            return Err(damaged("end"));
        }
        let mut fields = Fields(&fields);
        let frame = fields.frame(head[0]).ok_or_else(|| damaged("frame"))?;
        if !fields.0.is_empty() {
            return Err(damaged("frame"));
        }
        Ok(frame)
    }

    /// Whether nothing follows.
    pub(crate) fn ends(&mut self) -> Result<bool, Problem> {
        let read =
            read_chunk(&mut self.source, &mut [0]).map_err(|error| damaged(&error.to_string()))?;
        Ok(read == 0)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), Problem> {
        let read =
            read_chunk(&mut self.source, buffer).map_err(|error| damaged(&error.to_string()))?;
        if read < buffer.len() {
            return Err(damaged("end"));
        }
        Ok(())
    }
}

pub(crate) fn damaged(reason: &str) -> Problem {
    Problem::new(Code::BackupDamaged).with("reason", reason)
}

struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn frame(&mut self, letter: u8) -> Option<Frame> {
        Some(match letter {
            b'S' => Frame::Start {
                format: self.number()?,
            },
            b'K' => Frame::Keys { text: self.text()? },
            b'T' => Frame::Setting {
                path: self.text()?,
                bytes: self.bytes()?,
            },
            b'A' => Frame::Act {
                number: self.number()?,
                last: self.number()?,
                at: self.text()?,
                author: self.bytes()?,
                root: self.hash()?,
            },
            b'R' => Frame::Entry {
                position: self.number()?,
                record: self.text()?,
                number: self.number()?,
                kind: self.text()?,
                act: self.number()?,
                content: {
                    let there = self.number()?;
                    let content = self.bytes()?;
                    (there == 1).then_some(content)
                },
                commitment: self.hash()?,
            },
            b'D' => Frame::Destroyed {
                position: self.number()?,
                entry: self.number()?,
            },
            b'F' => Frame::File {
                sha256: self.text()?,
                size: self.number()?,
            },
            b'P' => Frame::Piece(std::mem::take(&mut self.0).to_vec()),
            b'E' => Frame::End {
                position: self.number()?,
                root: self.hash()?,
                files: self.number()?,
            },
            _ => return None,
        })
    }

    fn number(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    fn hash(&mut self) -> Option<Hash> {
        let (bytes, rest) = self.0.split_first_chunk::<32>()?;
        self.0 = rest;
        Some(*bytes)
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes.to_vec())
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?).ok()
    }
}
