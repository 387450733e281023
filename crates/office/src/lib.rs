//! The use-cases: what can a person do in the office?
//!
//! One function for each thing that a person can do: it asks for a [`Seat`],
//! does one transaction, and leaves a revision that says who, when and why.
//! The web and the command line are two doors to the same functions. Start
//! from [`Office`]; each feature is in the file of its name.

mod backups;
mod cases;
mod create;
mod doctor;
mod documents;
mod evidence;
mod example;
mod exports;
mod folder;
mod imports;
mod keys;
mod laws;
mod log;
mod open;
mod seat;
mod settings;
mod speech;
mod studies;
mod synthetic;
mod users;

pub use cases::{Found, Seen, Shown};
pub use create::{Created, Entropies, NewOffice};
pub use doctor::Advice;
pub use example::{EXAMPLE_MOMENT, EXAMPLE_PASSPHRASE, EXAMPLE_SEED, EXAMPLE_USER, build_example};
pub use imports::{ImportRequest, Imported, Proposal};
pub use keys::NewSecret;
pub use laws::{InstrumentSummary, LawQuery, TestedPerson};
pub use log::Checked;
pub use open::{Office, Unlock};
pub use register::{Entropy, RecoveryKey, Seeded};
pub use seat::{
    Administering, Documenting, Finding, Permission, Reading, Reviewing, Seat, Studying, Testing,
    Verifying,
};
pub use settings::Settings;
pub use studies::{AsOf, DocumentFormat, StudySummary};
pub use study::computed::ComputedFigure;
pub use study::{Computed, Finding as StudyFinding, Opened};
pub use synthetic::{MAPPING as SYNTHETIC_MAPPING, write_sheet as write_synthetic_sheet};
