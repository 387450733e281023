//! Which records does a text mean, however it is spelled?
//!
//! Each word of a record (`words`) is one token; a *posting* lists the records
//! that bear a token. Writes append a sorted *segment* of postings; segments of
//! like size are merged (`segment`), as in a log-structured merge tree. A query
//! (`query`) spreads each of its words over spellings known to the `lexicon`,
//! walks their postings together, and checks the best against their newest
//! revisions, so that an old posting never shows a record that changed.

mod lexicon;
mod query;
mod segment;
mod words;

pub(crate) use lexicon::Lexicon;
pub use query::{Hit, Matched, SearchOptions};
pub(crate) use segment::{Count, Pending, count_postings};
pub use words::Field;
pub(crate) use words::words_of;
