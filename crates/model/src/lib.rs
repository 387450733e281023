//! The vocabulary of the field: what an office records, and in which words?
//!
//! Everything here is plain data with plain rules. No file, database, clock,
//! network or human language is known to this crate; every other crate may
//! know this one. Start from [`record::Record`].

pub mod fold;
pub mod problem;
pub mod profile;
pub mod protect;
pub mod record;
pub mod truth;
pub mod watch;
pub mod when;

pub use problem::{Code, Problem, Severity, Spot};
pub use profile::{Class, Profile};
pub use record::Record;
pub use truth::Truth;
pub use watch::{Phase, Step, Watch, unwatched};
pub use when::When;
