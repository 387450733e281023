//! What does each page do?
//!
//! One file for each way to go; each function is one address. A page's view
//! holds all that its template shows and is, as JSON, its twin.

pub mod access;
pub mod accounts;
pub mod api;
pub mod around;
pub mod backups;
pub mod compartments;
pub mod consents;
pub mod disclosures;
pub mod drafts;
pub mod estimate;
pub mod event;
pub mod evidence;
pub mod figure_builder;
pub mod find;
pub mod held;
pub mod history;
pub mod import;
pub mod import_fill;
pub mod import_form;
pub mod import_left;
pub mod import_names;
pub mod import_plan;
pub mod jobs;
pub mod keys;
pub mod laws;
pub mod link_acts;
pub mod link_decisions;
pub mod link_quality;
pub mod links;
pub mod office;
pub mod person;
pub mod prove;
pub mod record;
pub mod record_form;
pub mod requests;
pub mod retention;
pub mod reveals;
pub mod rules;
pub mod similar;
pub mod source;
pub mod studies;
pub mod study_new;
pub mod study_text;
pub mod today;
pub mod unlock;
pub mod verify;
pub mod vocabularies;
