//! What may bytes from outside never do?
//!
//! Entry points for fuzzing: whatever the bytes are, reading ends, does not
//! panic, and what comes out can be planned. Called by the fuzz targets and by
//! property tests.

use crate::{Mapping, NothingYet, Reading, plan, propose_mapping, read_sheet};
use model::Profile;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Reads bytes as a text sheet and plans its proposed mapping.
pub fn fuzz_csv(bytes: &[u8]) {
    whole_way(bytes, "fuzz.csv");
}

/// Reads bytes as a workbook and plans its proposed mapping.
pub fn fuzz_xlsx(bytes: &[u8]) {
    whole_way(bytes, "fuzz.xlsx");
}

/// Reads bytes as a mapping; one that reads is written and read again the same.
pub fn fuzz_mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(mut mapping) = Mapping::read(text, "fuzz.toml") {
        let written = mapping.to_toml();
        let again = Mapping::read(&written, "fuzz.toml");
        mapping.text.clone_from(&written);
        assert_eq!(again.as_ref(), Ok(&mapping), "a written mapping reads back");
    }
}

/// Reads bytes as a picture; what is drawn anew can be drawn anew once more.
pub fn fuzz_picture(bytes: &[u8]) {
    if let Ok(picture) = crate::draw_anew(bytes) {
        let again = crate::draw_anew(&picture.bytes).expect("what was drawn can be read");
        assert_eq!(
            (again.width, again.height),
            (picture.width, picture.height),
            "nothing turns it or makes it smaller once more"
        );
    }
}

/// An archive of these parts. A part that is changed inside a packed archive does not pass its
/// checksum, so that little would ever reach what reads the parts: each of them comes right.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        out.start_file(*name, stored)
            .expect("a part is begun in memory");
        out.write_all(bytes).expect("written in memory");
    }
    out.finish().expect("finished in memory").into_inner()
}

/// Bytes as an archive, and as one part or two (a zero byte parts them) of a right archive.
fn as_parts(bytes: &[u8], names: [&str; 2], beside: &[(&str, &[u8])], read: impl Fn(&[u8])) {
    let end = bytes.iter().position(|byte| *byte == 0);
    let (one, other) = bytes.split_at(end.unwrap_or(bytes.len()));
    let mut parts = vec![(names[0], one)];
    if let Some(other) = other.get(1..) {
        parts.push((names[1], other));
    }
    parts.extend_from_slice(beside);
    read(&packed(&parts));
}

/// Reads bytes as a paper or as the text of one; what was written anew has nothing left to
/// take away.
pub fn fuzz_paper(bytes: &[u8]) {
    let read = |bytes: &[u8]| {
        if let Ok(copy) = crate::write_anew(bytes) {
            assert_eq!(crate::write_anew(&copy).as_ref(), Ok(&copy));
        }
    };
    read(bytes);
    as_parts(bytes, ["word/document.xml", "word/styles.xml"], &[], read);
    let kind: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
    as_parts(bytes, ["content.xml", "styles.xml"], &[kind], read);
}

/// Reads bytes as slides or as one of them; what was written is a paper.
pub fn fuzz_slides(bytes: &[u8]) {
    let read = |bytes: &[u8]| {
        if let Ok(copy) = crate::write_slides(bytes) {
            assert!(crate::is_paper(&copy));
        }
    };
    read(bytes);
    let relations: (&str, &[u8]) = (
        "ppt/_rels/presentation.xml.rels",
        br#"<Relationships><Relationship Id="a" Target="slides/slide1.xml"/></Relationships>"#,
    );
    let deck: (&str, &[u8]) = (
        "ppt/presentation.xml",
        br#"<p:presentation><p:sldIdLst><p:sldId id="1" r:id="a"/></p:sldIdLst></p:presentation>"#,
    );
    let names = ["ppt/slides/slide1.xml", "ppt/slides/slide2.xml"];
    as_parts(bytes, names, &[relations, deck], read);
    let names = ["ppt/presentation.xml", "ppt/slides/slide1.xml"];
    as_parts(bytes, names, &[relations], read);
    let kind: (&str, &[u8]) = (
        "mimetype",
        b"application/vnd.oasis.opendocument.presentation",
    );
    as_parts(bytes, ["content.xml", "styles.xml"], &[kind], read);
}

/// Reads bytes as a workbook or as a sheet of one; what was written can be read.
pub fn fuzz_values(bytes: &[u8]) {
    let read = |bytes: &[u8]| {
        if let Ok(copy) = crate::write_values(bytes) {
            let again = crate::write_values(&copy);
            assert!(again.is_ok(), "what was written can be read");
        }
    };
    read(bytes);
    let relations: (&str, &[u8]) = (
        "xl/_rels/workbook.xml.rels",
        br#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    );
    let book: (&str, &[u8]) = (
        "xl/workbook.xml",
        br#"<workbook><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>"#,
    );
    let names = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"];
    as_parts(bytes, names, &[relations, book], read);
    let kind: (&str, &[u8]) = (
        "mimetype",
        b"application/vnd.oasis.opendocument.spreadsheet",
    );
    as_parts(bytes, ["content.xml", "styles.xml"], &[kind], read);
}

/// Reads bytes as a PDF file and draws its pages.
#[cfg(feature = "pdf")]
pub fn fuzz_pages(bytes: &[u8]) {
    let letters = crate::Letters {
        sans: &[],
        sans_bold: &[],
        serif: &[],
        serif_bold: &[],
        serif_italic: &[],
        mono: &[],
    };
    if let Ok(copy) = crate::draw_pages(bytes, letters, &model::unwatched) {
        assert!(copy.starts_with(b"%PDF-"), "a PDF file came out");
    }
}

fn whole_way(bytes: &[u8], name: &str) {
    let profile = Profile::default();
    if let Ok(sheet) = read_sheet(bytes, name, &Reading::default()) {
        let mapping = propose_mapping(&sheet, &profile);
        if let Ok(changes) = plan(&sheet, &mapping, &profile, &NothingYet) {
            assert_eq!(
                changes.counts.rows,
                changes.counts.rows_taken + changes.counts.rows_left_out,
                "every row comes in or stays out"
            );
        }
    }
}
