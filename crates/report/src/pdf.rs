//! How is the document printed?
//!
//! By a typesetter inside the program that can read exactly two things: the
//! layout (`pdf/layout.typ`, or `pdf/one-sheet.typ`) and the document as JSON data. No text of the
//! document is ever part of a layout's source, so that none can become
//! markup. There is no package, no network, no file, no clock and no font
//! but the shipped ones.

use crate::document::Document;
use crate::fonts::FACES;
use model::{Code, Problem};
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const LAYOUT: &str = include_str!("pdf/layout.typ");
const SHEET: &str = include_str!("pdf/one-sheet.typ");

/// Everything that the typesetter can see.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: &'static [Font],
    layout: Source,
    data_id: FileId,
    data: Bytes,
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() {
            Ok(self.layout.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The shipped fonts, read once.
fn fonts() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| {
        FACES
            .iter()
            .filter_map(|face| Font::new(Bytes::new(face.ttf), 0))
            .collect()
    })
}

fn file(name: &str) -> Result<FileId, Problem> {
    let path = VirtualPath::new(name).map_err(|error| failed(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn failed(text: impl ToString) -> Problem {
    Problem::new(Code::ReportLayoutFailed).with("text", text.to_string())
}

fn first_message(errors: impl IntoIterator<Item = SourceDiagnostic>) -> Problem {
    failed(
        errors
            .into_iter()
            .next()
            .map(|error| error.message.to_string())
            .unwrap_or_default(),
    )
}

/// The document as a PDF, tagged for assistive technology (PDF/UA-1).
///
/// # Errors
/// `report.font-unreadable` when a shipped font is damaged; `report.layout-failed` with the
/// typesetter's first message.
pub fn print(document: &Document) -> Result<Vec<u8>, Problem> {
    set(document, LAYOUT)
}

/// A document of one sheet as a PDF, tagged like every other.
///
/// # Errors
/// As [`print`].
pub fn print_sheet(document: &Document) -> Result<Vec<u8>, Problem> {
    set(document, SHEET)
}

fn set(document: &Document, layout: &str) -> Result<Vec<u8>, Problem> {
    let fonts = fonts();
    if fonts.len() != FACES.len() {
        return Err(Problem::new(Code::ReportFontUnreadable));
    }
    let data = serde_json::to_vec(document).map_err(failed)?;
    let press = Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(fonts)),
        fonts,
        layout: Source::new(file("layout.typ")?, layout.to_owned()),
        data_id: file("document.json")?,
        data: Bytes::new(data),
    };
    let pages = typst::compile::<PagedDocument>(&press)
        .output
        .map_err(first_message);
    let bytes = pages.and_then(|pages| {
        let options = PdfOptions {
            creator: Smart::Custom(None),
            standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| failed(e.message()))?,
            tagged: true,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&pages, &options).map_err(first_message)
    });
    // The typesetter remembers what it laid out; a report holds confidential text.
    typst::comemo::evict(0);
    bytes
}
