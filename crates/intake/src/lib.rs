//! Hostile files stop here: a sheet becomes a proposed change set.
//!
//! Bytes go in ([`read_sheet`]), with a [`Mapping`] that says which column is
//! what and the office's profile; a [`ChangeSet`] comes out ([`plan`]) that a
//! person reviews. Nothing is guessed, nothing is shifted, nothing is written:
//! the register and the web are not known here.

mod alike;
mod annotate;
mod copies;
mod export;
mod form;
mod fuzz;
mod interpret;
mod key;
mod lam_alef;
mod mapping;
mod merge;
#[cfg(feature = "pdf")]
mod pages;
mod paper;
mod picture;
mod places;
mod plan;
mod propose;
mod read;
mod references;
mod rows;
mod several;
mod sheet;
mod slides;
mod values;

pub use annotate::annotate;
pub use copies::{Copied, Copying, copy_anew, write_text};
pub use export::export;
pub use form::{
    ColumnLook, Options, SheetLook, Side, Slot, Takes, Understood, Use, look_at_sheet, understood,
};
#[cfg(feature = "pdf")]
pub use fuzz::fuzz_pages;
pub use fuzz::{
    fuzz_csv, fuzz_mapping, fuzz_paper, fuzz_picture, fuzz_slides, fuzz_values, fuzz_xlsx,
};
pub use key::Key;
pub use mapping::{
    As, Bodies, BodyMap, ClaimMap, Columns, ConsentMap, DateParts, EventMap, Field, Mapping,
    Merged, NameMap, ParticipantMap, PersonMap, RelatedMap, ServiceMap, ShortRows, SourceMap,
    Synthetic,
};
pub use merge::FieldChange;
#[cfg(feature = "pdf")]
pub use pages::{Letters, MAX_PAGES, draw_pages};
pub use paper::{PAPER_TYPE, is_paper, write_anew};
pub use picture::{LONGER_SIDE, MAX_PIXELS, Picture, draw_anew, is_picture};
pub use plan::{
    ChangeSet, Counts, Existing, Found, LeftOut, NothingYet, Part, Update, Versions, Wanted, plan,
    plan_in_parts,
};
pub use propose::{Why, proposal_text, propose_mapping, propose_with_reasons};
pub use read::{MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_FILE, Reading, read_sheet, sheet_names};
pub use sheet::{Cell, Kind, Origin, Row, Sheet, column_letters};
pub use slides::write_slides;
pub use values::{VALUES_TYPE, write_values};
