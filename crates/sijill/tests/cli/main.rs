//! Does the program do, from its own command line, what it promises?
//!
//! Every test runs the built binary as a person or a script would and looks at
//! whole outputs. The example office is built once and copied; what differs
//! from one build to the next (ids, hashes, positions, folders) is redacted.

mod damage;
mod documentation;
mod harness;
mod keys;
mod laws;
mod moving;
mod reading;
mod reports;
#[path = "../../../register/tests/server/mod.rs"]
mod server;
mod sheets;
mod studies;
