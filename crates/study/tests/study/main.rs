//! What a study comes to, from records to findings.

mod computes_the_nine;
mod confined_sql;
mod dates_and_links;
mod declared_estimates;
mod exported;
mod files_with_problems;
mod nine;
mod same_act;
mod shipped_study;
mod texts;
