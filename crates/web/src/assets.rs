//! Style sheet, scripts and fonts: files inside the program, nothing from elsewhere.

use crate::answer::{Answer, Answered, Refusal};
use crate::ask::Ask;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// Sends a file of the program.
pub fn send_asset(ask: &Ask) -> Answered {
    file_of_program(&ask.path)
}

/// A file of the program by its address.
pub fn file_of_program(path: &str) -> Answered {
    let path = path.strip_prefix("/static/").unwrap_or_default();
    let file = Static::get(path).ok_or(Refusal::NotFound)?;
    let media_type = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    Ok(Answer::of(media_type, file.data.into_owned()))
}
