//! The first door: what does a person see of the office in a browser?
//!
//! Every address is one row of `routes`; behind each stands a plain function
//! from an [`ask::Ask`] to an answer, which takes its seats from the session's
//! user and calls the office. The asynchronous part ends in `door`: all work of
//! the office runs on blocking threads. Pages are templates over a view, and
//! the same view as JSON is the page's twin. Start from [`App`] and [`service`].

mod answer;
mod app;
mod ask;
mod assets;
mod door;
mod form;
mod frame;
mod house;
mod jobs;
mod listen;
mod pages;
mod routes;
mod say;
mod standing;
mod timeline;

pub use app::{App, Clock};
pub use house::{Entropies, House};
pub use jobs::{Kind, OnStep, Patience};
pub use listen::{Listening, Wire, check_address, listen};
pub use pages::api::description;
pub use routes::{ADDRESSES, house_service, service};
