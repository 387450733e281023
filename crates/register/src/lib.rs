//! The only SQL on disk and the only keys: append-only revisions, sealed files, search.
//!
//! What did the office write, when, and can it prove it? A [`Register`] is
//! opened with the data key that [`KeyFile`] unwraps; [`Register::read`] and
//! [`Register::write`] run one transaction each. Nothing that was written is
//! ever changed: a save adds a revision to a log whose hashes `tree` computes
//! and whose roots `checkpoint` signs. Time and randomness are arguments.

// Tests inside the crate share their offices with those outside.
#[cfg(test)]
extern crate self as register;

mod backup;
pub mod checkpoint;
mod compartments;
mod database;
mod derived;
mod entropy;
mod entry;
mod files;
mod hexadecimal;
mod id;
mod keys;
mod opening;
mod problem;
mod reading;

mod schema;
mod seal;
mod search;
mod statements;
#[cfg(test)]
mod tests;
pub mod tree;
mod verify;
mod volatile;
mod writing;

#[doc(hidden)]
pub use backup::fuzz_backup;
pub use backup::{Backed, Protection, ReadBack, Restored, Unlocking, read_back, restore};
pub use checkpoint::{Checkpoint, Signer, base64};
pub use compartments::Sight;
pub use database::Location;
pub use entropy::{Entropy, Seeded};
pub use entry::Author;
pub use files::Files;
pub use hexadecimal::hexadecimal;
pub use keys::{Cost, DataKey, KeyFile, RecoveryKey, SlotKind};
pub use opening::Register;
pub use reading::{Destroyed, Stored, Tx};
pub use search::{Field, Hit, Matched, SearchOptions};
pub use verify::Verified;
pub use volatile::NEVER;
pub use writing::{Saved, Writing};
