//! The only SQL on disk and the only keys: append-only revisions, sealed files, search.
//!
//! What did the office write, when, and can it prove it? A [`Register`] is
//! opened with the data key that [`KeyFile`] unwraps; [`Register::read`] and
//! [`Register::write`] run one transaction each. Nothing that was written is
//! ever changed: a save adds a revision to a log whose hashes `tree` computes
//! and whose roots `checkpoint` signs. Time and randomness are arguments.

pub mod checkpoint;
mod database;
mod derived;
mod entropy;
mod entry;
mod files;
mod hexadecimal;
mod id;
mod keys;
mod problem;
mod reading;
mod register;
mod schema;
mod seal;
mod search;
mod statements;
pub mod tree;
mod writing;

pub use checkpoint::{Checkpoint, Signer};
pub use database::Location;
pub use entropy::{Entropy, Seeded};
pub use entry::Author;
pub use files::Files;
pub use hexadecimal::hexadecimal;
pub use keys::{Cost, DataKey, KeyFile, RecoveryKey, SlotKind};
pub use reading::{Destroyed, Stored, Tx};
pub use register::Register;
pub use search::{Field, Hit, Matched, SearchOptions};
pub use writing::{Saved, Writing};
