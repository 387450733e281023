//! Turns a computed study into documents and keeps the compile time of PDF to itself.
//!
//! `compose` builds one tree of plain text from a computed study and the
//! words of a language; `html` and `pdf` lay it out, `figure` draws its
//! charts. All of it is a pure function of its arguments: the same study at
//! the same position gives the same bytes on every machine, with no clock, no
//! font of the system, no file and no network.

pub mod compose;
pub mod document;
pub mod figure;
pub mod fonts;
pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;
mod phrase;
pub mod prose;

use document::Document;
use model::Problem;
use study::computed::Computed;
use words::Words;

pub use compose::estimate as estimates;
pub use compose::estimate::{EstimateShown, Origin, Publisher};
pub use compose::findings::{place_label, sentence as finding_sentence};
pub use figure::svg;
pub use html::text_fragment;
pub use phrase::{cell_name, group_label, hidden_note};

/// The report of a study with its estimates as a document in the words' language (use
/// `Words::isolated`).
///
/// # Errors
/// All references in the study's text to something that it does not have, with file and line.
pub fn of_study(
    computed: &Computed,
    estimates: &[EstimateShown],
    words: &Words,
) -> Result<Document, Vec<Problem>> {
    let text = prose::fill(computed, words)?;
    Ok(compose::compose(computed, estimates, &text, words))
}

/// An estimate as a document of one sheet, for a commission or a court; lay it out with
/// [`sheet_html`] and [`sheet_pdf`].
pub fn estimate_sheet(shown: &EstimateShown, publisher: &Publisher, words: &Words) -> Document {
    compose::estimate::sheet(shown, publisher, words)
}

/// An estimate as markup of the program's own making, for a page of the office: the
/// chapter that a report would have.
pub fn estimate_fragment(shown: &EstimateShown, words: &Words) -> String {
    let mut document = estimate_sheet(shown, &Publisher::default(), words);
    document.chapters = vec![compose::estimate::chapter(shown, words)];
    html::fragment(&document.settled(), |_| true)
}

/// The sheet as one HTML page without scripts and without anything from outside.
pub fn sheet_html(document: &Document) -> String {
    html::sheet(document)
}

/// The sheet as a tagged PDF: one page, or both sides of the sheet when it holds more than fits.
///
/// # Errors
/// As [`pdf()`].
pub fn sheet_pdf(document: &Document) -> Result<Vec<u8>, Problem> {
    #[cfg(feature = "pdf")]
    {
        pdf::print_sheet(document)
    }
    #[cfg(not(feature = "pdf"))]
    {
        let _ = document;
        Err(Problem::new(model::Code::ReportPdfAbsent))
    }
}

/// The report as one HTML page without scripts and without anything from outside.
pub fn html(document: &Document) -> String {
    html::page(document)
}

/// The report as a tagged PDF.
///
/// # Errors
/// `report.layout-failed` when the typesetter refuses, `report.font-unreadable` when the
/// program's own fonts are damaged, `report.pdf-absent` when it was built without PDF.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Problem> {
    #[cfg(feature = "pdf")]
    {
        pdf::print(document)
    }
    #[cfg(not(feature = "pdf"))]
    {
        let _ = document;
        Err(Problem::new(model::Code::ReportPdfAbsent))
    }
}
