//! `sijill report`: a study becomes a document.

use super::{as_of, path, text};
use crate::context::{Context, Problems, one};
use crate::progress;
use clap::ArgMatches;
use model::{Code, Problem};
use office::Studying;
use words::Language;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let out = path(matches, "out").unwrap_or_default();
    let ending = out
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let format = match ending.as_deref() {
        Some("html") => office::DocumentFormat::Html,
        Some("pdf") => office::DocumentFormat::Pdf,
        _ => {
            return Err(one(
                Problem::new(Code::CliReportEnding).in_file(out.display())
            ));
        }
    };
    let language = Language::parse(text(matches, "language")).unwrap_or(Language::English);
    let office = context.open()?;
    let seat = context.seat::<Studying>(&office)?;
    let as_of = as_of(matches)?;
    let working = progress::working(&context.text("report-writing"));
    let computed = office.compute_study(&seat, text(matches, "study"), &as_of)?;
    let bytes = office.document(&seat, &computed, language, format)?;
    drop(working);
    std::fs::write(&out, bytes).map_err(|error| {
        one(Problem::new(Code::CliFileUnwritable)
            .with("reason", error)
            .in_file(out.display()))
    })?;
    context.note(&context.text_with(
        "report-written",
        &[("file", out.display().to_string().into())],
    ));
    Ok(())
}
