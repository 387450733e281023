//! Which copy without hidden data can be made of a file, and who makes it?
//!
//! A copy is never the original with something taken away: it is made anew of what is
//! known to be seen. What is not in this list (sound, video, archives, whatever else)
//! has none.

use crate::{PAPER_TYPE, draw_anew, read, slides, values, write_anew};
use model::{Code, Problem};

/// How a copy of a file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// A photograph is drawn anew (JPEG, PNG).
    Picture,
    /// The words of a paper (DOCX, ODT).
    Paper,
    /// The words of slides (PPTX, ODP).
    Slides,
    /// The values of a workbook (XLSX, ODS).
    Values,
    /// The letters of a text (CSV, TXT).
    Text,
    /// Pictures of the pages (PDF).
    Pages,
}

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// The ending of its name; none where it is as the original's.
    pub ending: Option<&'static str>,
}

impl Copying {
    /// How a copy of a file is made, by its name and the media type that its first bytes
    /// told; none for kinds of which there is no copy.
    pub fn of(name: &str, media_type: Option<&str>) -> Option<Copying> {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase())
            .unwrap_or_default();
        match (media_type, ending.as_str()) {
            (Some("image/jpeg" | "image/png"), _) => Some(Copying::Picture),
            (Some("application/pdf"), _) if cfg!(feature = "pdf") => Some(Copying::Pages),
            (Some("application/zip"), "docx" | "odt") => Some(Copying::Paper),
            (Some("application/zip"), "pptx" | "odp") => Some(Copying::Slides),
            (Some("application/zip"), "xlsx" | "ods") => Some(Copying::Values),
            (None, "csv" | "tsv" | "txt") => Some(Copying::Text),
            _ => None,
        }
    }
}

/// Makes the copy of a file, but for pages: those take their time, letters and a watch
/// (`draw_pages`).
///
/// # Errors
/// Those of the kind; `intake.picture-kind` for pages.
pub fn copy_anew(copying: Copying, bytes: &[u8]) -> Result<Copied, Problem> {
    let (bytes, media_type, ending) = match copying {
        Copying::Picture => {
            let drawn = draw_anew(bytes)?;
            (drawn.bytes, drawn.media_type, None)
        }
        Copying::Paper => (write_anew(bytes)?, PAPER_TYPE, Some("docx")),
        Copying::Slides => (slides::write_slides(bytes)?, PAPER_TYPE, Some("docx")),
        Copying::Values => (
            values::write_values(bytes)?,
            values::VALUES_TYPE,
            Some("xlsx"),
        ),
        Copying::Text => (write_text(bytes)?, "text/plain; charset=utf-8", None),
        Copying::Pages => return Err(Problem::new(Code::IntakePictureKind)),
    };
    Ok(Copied {
        bytes,
        media_type,
        ending,
    })
}

/// A text as UTF-8, without what nobody can see in it: control characters, letters
/// without width that could number the copy, and the plane of tags. Marks of direction
/// and joiners belong to the text.
///
/// # Errors
/// `intake.encoding-broken`.
pub fn write_text(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let unseen = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
            || matches!(letter, '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
    };
    let seen: String = read::letters_of(bytes)?
        .chars()
        .filter(|letter| !unseen(*letter))
        .collect();
    // With the mark a spreadsheet reads Arabic letters as what they are.
    Ok([b"\xEF\xBB\xBF", seen.as_bytes()].concat())
}
