//! With which letters is a document set?
//!
//! The fonts are shipped, so that a document looks the same on every machine:
//! a serif and a naskh for the text, their sans companions for tables and
//! charts, a monospace for queries and hashes. `fonts/README.md` says where
//! they come from.

/// A face: the family as CSS and the print name it, its weight and slope, and its two files.
pub struct Face {
    /// Family name.
    pub family: &'static str,
    /// 400 or 700.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
    /// TrueType, for the print.
    pub ttf: &'static [u8],
    /// The same glyphs as WOFF2, for the page.
    pub woff2: &'static [u8],
}

macro_rules! faces {
    ($($family:literal $weight:literal $italic:literal $file:literal;)*) => {
        /// Every face.
        pub const FACES: &[Face] = &[$(Face {
            family: $family,
            weight: $weight,
            italic: $italic,
            ttf: include_bytes!(concat!("../fonts/", $file, ".ttf")),
            woff2: include_bytes!(concat!("../fonts/", $file, ".woff2")),
        }),*];
    };
}

faces! {
    "Noto Serif" 400 false "NotoSerif-Regular";
    "Noto Serif" 700 false "NotoSerif-Bold";
    "Noto Serif" 400 true "NotoSerif-Italic";
    "Noto Naskh Arabic" 400 false "NotoNaskhArabic-Regular";
    "Noto Naskh Arabic" 700 false "NotoNaskhArabic-Bold";
    "Noto Sans" 400 false "NotoSans-Regular";
    "Noto Sans" 700 false "NotoSans-Bold";
    "Noto Sans Arabic" 400 false "NotoSansArabic-Regular";
    "Noto Sans Arabic" 700 false "NotoSansArabic-Bold";
    "Noto Sans Mono" 400 false "NotoSansMono-Regular";
}
