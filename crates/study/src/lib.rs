//! The frame, the figures and the checks, pure once the frame is built.
//!
//! Start from [`FrameBuilder`], which takes in records, and [`compute`], which
//! turns a [`Study`] and a [`Frame`] into a [`computed::Computed`]. Nothing here
//! knows the register, a key, the web, the wall clock or a sentence of a language.

mod case;
mod chart;
mod check;
mod compare;
mod compute;
pub mod computed;
mod confine;
mod definition;
mod facts;
mod figure;
pub mod frame;
mod ids;
mod open;
mod prose;
mod published;
mod rows;
mod suppress;
pub mod text;

pub use chart::REST;
pub use compare::{Revision, compare};
pub use compute::{Checks, KnownBounds, Silent, Voice, compute, compute_between, compute_with};
pub use computed::{Computed, Finding};
pub use confine::Limits;
pub use definition::Study;
pub use facts::facts_of;
pub use figure::{PERIOD, UNKNOWN};
pub use frame::{Frame, FrameBuilder, FrameOptions, Knowledge};
pub use open::{Found, Opened, OpenedClaim, OpenedEvent, Part, find_cell, open, open_cell};
pub use suppress::{SUPPRESSED, released};
