//! Who is the same person: pure functions over columns.
//!
//! Start from [`Table::read_csv`], [`Model::propose`] and [`link`]; clusters
//! come from [`Linked::clusters`]. The crate reads no file, asks no clock and
//! knows no register: the same table, model, labels and decisions give the
//! same answer everywhere, in whatever order the rows came.

pub mod block;
pub mod calibrate;
pub mod cluster;
mod compare;
mod dates;
pub mod draws;
pub mod evaluate;
mod full_names;
pub mod index;
mod learning;
pub mod levels;
pub mod linking;
pub mod model;
mod names;
mod places;
mod prepare;
pub mod review;
pub mod roles;
pub mod score;
mod sound;
mod strings;
pub mod table;
mod texts;
mod train;

pub use cluster::{Clusters, Decision};
pub use index::Index;
pub use linking::{Label, Linked, link, link_watched};
pub use model::Model;
pub use names::similarity_of;
pub use roles::Role;
pub use score::Pair;
pub use table::{Reading, Table};
