//! Multiple systems estimation: pure, seeded, parallel.
mod exact;
pub mod hierarchy;
pub mod loglinear;
mod numeric;
mod random;
mod sheet;
pub mod tally;

pub use tally::{Pattern, Stratum, Tally};
