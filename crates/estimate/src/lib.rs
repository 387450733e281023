//! Multiple systems estimation: pure, seeded, parallel.
pub mod bootstrap;
pub mod bounds;
pub mod convergence;
pub mod density;
pub mod dga;
mod exact;
pub mod gate;
pub mod hierarchy;
pub mod lcmcr;
pub mod loglinear;
mod numeric;
pub mod random;
mod sheet;
pub mod tally;

pub use tally::{Pattern, Stratum, Tally};
