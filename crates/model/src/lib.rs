//! The vocabulary of the field: what an office records, and in which words?
//!
//! Everything here is plain data with plain rules. No file, database, clock,
//! network or human language is known to this crate; every other crate may
//! know this one. Start from [`record::Record`].

pub mod fold;
pub mod problem;
pub mod truth;

pub use problem::{Code, Problem, Severity, Spot};
pub use truth::Truth;
