//! What does each page do?
//!
//! One file for each way to go; each function is one address. A page's view
//! holds all that its template shows and is, as JSON, its twin.

pub mod accounts;
pub mod find;
pub mod import;
pub mod laws;
pub mod office;
pub mod person;
pub mod record;
pub mod record_form;
pub mod studies;
pub mod today;
pub mod verify;
