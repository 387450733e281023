//! What does a decree promise this person, under its text as recorded?
//!
//! Instruments are data: one TOML file each (`docs/law.md` describes every
//! key). A test asks of a person's facts, an instrument, a reading and a day:
//! `covered`, `not_covered` or `cannot_be_known`, with the whole reasoning and
//! the sets of missing facts that would settle it. Connectives are strong
//! Kleene; a fact that nobody recorded is unknown, never false. No verdict on
//! guilt is ever made. Start from [`Library`] and [`Tester`].

mod explain;
mod facts;
mod instrument;
mod library;
mod load;
mod reasoning;
mod settle;
mod tester;
mod window;

pub use explain::{Arg, Node, Speech};
pub use facts::{FACTS, FactKind, Facts, Stated, Until, Value};
pub use instrument::{
    Article, Assumption, Condition, Effect, Exclusion, Instrument, Leaf, Reading, Rule, Side,
    Source, Term, Text,
};
pub use library::{Library, builtin};
pub use tester::{Granted, Outcome, Settling, Tested, Tester, test};
pub use window::{Span, Window};
