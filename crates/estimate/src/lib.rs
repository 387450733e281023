//! How many were never documented? Multiple systems estimation: pure, seeded, parallel.
//!
//! Start from [`Tally::read`] and [`estimate()`]. A tally of capture patterns goes
//! in, never persons; what comes out names its gate, methods, diagnostics, seed and
//! version. The crate knows nothing of the register, of screens, languages or the
//! clock. The same tally, settings and seed give the same bytes on any number of
//! threads.

pub mod bootstrap;
pub mod bounds;
mod compare;
pub mod convergence;
pub mod density;
pub mod dga;
mod estimate;
mod exact;
mod export;
pub mod gate;
pub mod hierarchy;
pub mod lcmcr;
pub mod loglinear;
mod methods;
mod numeric;
mod outcome;
pub mod random;
pub mod replicates;
pub mod sensitivity;
mod sets;
mod sheet;
pub mod strata;
mod tallies;
pub mod tally;

pub use estimate::{Settings, Structure, VERSION, estimate};
pub use export::{Export, export};
pub use gate::{Action, Finding, gate};
pub use outcome::{
    Diagnostics, Estimate, Method, MethodResult, MethodSettings, ModelLine, NHat, Spread, Weights,
};
pub use sensitivity::{
    Beside, Prior, UnderPrior, Upset, WithoutList, beside, leave_one_out, prior_sensitivity, upset,
};
pub use sets::estimate_set;
pub use strata::{StrataEstimate, estimate_strata};
pub use tallies::{Answer, Tallies};
pub use tally::{Pattern, Stratum, Tally};
