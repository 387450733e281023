//! What may bytes from outside never do?
//!
//! Entry points for fuzzing: whatever the bytes are, reading ends, does not
//! panic, and what comes out can be planned. Called by the fuzz targets and by
//! property tests.

use crate::{Mapping, NothingYet, Reading, plan, propose_mapping, read_sheet};
use model::Profile;

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

/// Reads bytes as a paper; what was written anew has nothing left to take away.
pub fn fuzz_paper(bytes: &[u8]) {
    if let Ok(copy) = crate::write_anew(bytes) {
        assert_eq!(crate::write_anew(&copy).as_ref(), Ok(&copy));
    }
}

/// Reads bytes as slides; what was written is a paper.
pub fn fuzz_slides(bytes: &[u8]) {
    if let Ok(copy) = crate::write_slides(bytes) {
        assert!(crate::is_paper(&copy));
    }
}

/// Reads bytes as a workbook; what was written can be read.
pub fn fuzz_values(bytes: &[u8]) {
    if let Ok(copy) = crate::write_values(bytes) {
        assert!(
            crate::write_values(&copy).is_ok(),
            "what was written can be read"
        );
    }
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
