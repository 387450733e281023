//! A PDF file leaves as pictures of its pages: what can be seen stays, nothing else does
//! (OWASP ASVS 14.2.8).
#![cfg(feature = "pdf")]

use intake::{Letters, draw_pages};
use model::{Code, Problem};
use std::process::Command;

fn letters() -> Letters {
    Letters {
        sans: include_bytes!("../../report/fonts/NotoSans-Regular.ttf"),
        sans_bold: include_bytes!("../../report/fonts/NotoSans-Bold.ttf"),
        serif: include_bytes!("../../report/fonts/NotoSerif-Regular.ttf"),
        serif_bold: include_bytes!("../../report/fonts/NotoSerif-Bold.ttf"),
        serif_italic: include_bytes!("../../report/fonts/NotoSerif-Italic.ttf"),
        mono: include_bytes!("../../report/fonts/NotoSansMono-Regular.ttf"),
    }
}

fn drawn(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    draw_pages(bytes, letters(), &model::unwatched)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// A PDF file of objects as they are written, the first one being number 1, the catalog.
fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (at, count) = (out.len(), objects.len() + 1);
    out.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n"));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n"
    ));
    out.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    let length = content.len();
    format!("<< {entries} /Length {length} >>\nstream\n{content}\nendstream")
}

/// A page of 200 by 100 points with as much hidden around it as fits; with these marks,
/// and by these rules for layers.
fn page(content: &str, marks: &str, rules: &str) -> Vec<u8> {
    let objects = [
        // 1: the catalog.
        format!(
            "<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R \
             /OpenAction << /S /JavaScript /JS (SecretScript\\(\\)) >> \
             /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] {rules} >> >> \
             /Names << /EmbeddedFiles << /Names [(SecretFile) 9 0 R] >> >> >>"
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 5 0 R \
             /Annots [{marks}] /Resources << /Font << /F 4 0 R >> \
             /Properties << /L 6 0 R >> /XObject << /P 12 0 R >> >> >>"
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        stream("", content),
        // 6: a layer; 7: what a mark shows.
        "<< /Type /OCG /Name (SecretLayer) >>".to_owned(),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 100 40]",
            "0 g 0 0 100 40 re f",
        ),
        stream(
            "/Type /Metadata /Subtype /XML",
            "<x:xmpmeta>SecretXmp</x:xmpmeta>",
        ),
        "<< /Type /Filespec /F (SecretFile.txt) /EF << /F 10 0 R >> >>".to_owned(),
        stream("/Type /EmbeddedFile", "SecretAttachment"),
        "<< /Author (SecretAuthor) /Producer (SecretProgram) /CreationDate (D:20190211) >>"
            .to_owned(),
        // 12: a picture that is none.
        stream(
            "/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 \
             /ColorSpace /DeviceRGB /Filter /DCTDecode",
            "no picture at all",
        ),
    ];
    file(&objects, "/Info 11 0 R")
}

const COMMENT: &str =
    "<< /Type /Annot /Subtype /Text /Rect [190 5 195 10] /Contents (SecretComment) >>";
/// A black bar over the top right.
const BAR: &str = "<< /Type /Annot /Subtype /Square /Rect [100 60 200 100] \
                   /Contents (SecretReason) /AP << /N 7 0 R >> >>";

/// Seen: words at the bottom left. Not seen: words behind the page (as text recognition
/// leaves them), on a layer that is off at the bottom right, in white, under a bar of the
/// page, and under a bar that is a mark.
fn secrets() -> Vec<u8> {
    let content = "BT /F 10 Tf 5 10 Td (He was seen alive.) Tj ET \
        BT /F 10 Tf 3 Tr 105 40 Td (SecretBehind) Tj 0 Tr ET \
        /OC /L BDC BT /F 10 Tf 105 10 Td (SecretOff) Tj ET EMC \
        0.985 g BT /F 10 Tf 5 40 Td (SecretWhite) Tj ET 0 g \
        BT /F 10 Tf 5 70 Td (SecretBarred) Tj ET 0 60 100 40 re f \
        BT /F 10 Tf 105 70 Td (SecretMarked) Tj ET";
    page(content, &format!("{COMMENT} {BAR}"), "")
}

/// Shares of a copy's picture that are dark, by halves and by the heights of the test
/// page: from the top at 60, 35 and 0 points, left then right.
fn darkness(copy: &[u8]) -> Vec<[u32; 2]> {
    use hayro::hayro_syntax::Pdf;
    use hayro::hayro_syntax::object::Object;
    let pdf = Pdf::new(copy.to_vec()).expect("a PDF file");
    let picture = pdf
        .objects()
        .into_iter()
        .find_map(|object| match object {
            Object::Stream(it) if it.dict().get::<i32>(b"Width").is_some() => Some(it),
            _ => None,
        })
        .expect("a picture");
    let side = |name: &[u8]| picture.dict().get::<i32>(name).expect("a side") as usize;
    let (width, height) = (side(b"Width"), side(b"Height"));
    assert_eq!((width, height), (417, 208), "150 dots to an inch");
    assert_eq!(side(b"BitsPerComponent"), 4, "sixteen greys are smaller");
    let bytes = picture.decoded().expect("unpacked");
    let line = width.div_ceil(2);
    let dark = |x: usize, y: usize| bytes[y * line + x / 2] >> (4 * (1 - x % 2)) & 15 < 8;
    [(0, 82), (83, 135), (136, height)]
        .iter()
        .map(|(from, to)| {
            [(0, 200), (210, width)].map(|(left, right)| {
                let all = (to - from) * (right - left);
                let found = (*from..*to)
                    .flat_map(|y| (left..right).map(move |x| (x, y)))
                    .filter(|(x, y)| dark(*x, *y))
                    .count();
                (found * 100 / all) as u32
            })
        })
        .collect()
}

#[test]
fn what_is_seen_stays_and_nothing_that_is_hidden() {
    let original = secrets();
    for secret in [
        "SecretAuthor",
        "SecretBehind",
        "SecretComment",
        "SecretScript",
    ] {
        assert!(holds(&original, secret), "planted: {secret}");
    }
    let copy = drawn(&original).expect("drawn");
    for hidden in [
        "Secret",
        "JavaScript",
        "Info",
        "Metadata",
        "/Annot",
        "Names",
        "Font",
        "2019",
    ] {
        assert!(!holds(&copy, hidden), "{hidden}");
    }
    let [top, middle, bottom] = darkness(&copy)[..] else {
        panic!("three heights");
    };
    // Both bars are whole, nothing shows in the middle, and words at the left alone.
    assert_eq!((top, middle), ([100, 100], [0, 0]));
    assert!(bottom[0] >= 1 && bottom[1] == 0, "{bottom:?}");
    // Equal files give equal copies, and a copy can be copied.
    assert_eq!(drawn(&original), Ok(copy.clone()));
    assert!(drawn(&copy).is_ok());
}

#[test]
fn programs_of_others_find_nothing_either() {
    let folder = tempfile_folder();
    let path = folder.join("copy.pdf");
    std::fs::write(&path, drawn(&secrets()).expect("drawn")).expect("written");
    let told = |program: &str, arguments: &[&str]| match Command::new(program)
        .args(arguments)
        .arg(&path)
        .output()
    {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            eprintln!("skipped: {program} is not here (Debian: poppler-utils)");
            None
        }
    };
    if let Some(info) = told("pdfinfo", &[]) {
        for word in ["Secret", "Producer", "Author", "CreationDate", "2019"] {
            assert!(!info.contains(word), "{info}");
        }
        assert!(
            info.contains("Pages:") && info.contains("JavaScript:      no"),
            "{info}"
        );
    }
    let text = Command::new("pdftotext").arg(&path).arg("-").output();
    match text {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), ""),
        Err(_) => eprintln!("skipped: pdftotext is not here (Debian: poppler-utils)"),
    }
    std::fs::remove_dir_all(folder).expect("removed");
}

fn tempfile_folder() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn what_cannot_be_drawn_as_it_is_seen_is_not_drawn() {
    const NAME: &str = "BT /F 10 Tf 105 70 Td (A name) Tj ET";
    let refused = |content: &str, marks: &str, rules: &str| {
        drawn(&page(content, marks, rules)).expect_err("refused")
    };
    let unfaithful = Problem::new(Code::IntakePdfUnfaithful).with("page", 1);
    // A bar of which each program makes its own drawing: without it the name would show.
    let bar = BAR.replace("/AP << /N 7 0 R >>", "");
    assert_eq!(refused(NAME, &bar, ""), unfaithful);
    // A mark on a layer, and one that stands on paper alone.
    let layered = BAR.replace("/AP", "/OC 6 0 R /AP");
    assert_eq!(refused(NAME, &layered, ""), unfaithful);
    let printed = BAR.replace("/AP", "/F 32 /AP");
    assert_eq!(refused(NAME, &printed, ""), unfaithful);
    // A tick that stands only in one of several drawings.
    let ticked = "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /AS /Yes \
                  /AP << /N << /Yes 7 0 R >> >> >>";
    assert_eq!(refused(NAME, ticked, ""), unfaithful);
    // A field that was filled in without a drawing: each program writes it by itself.
    let filled = "<< /Type /Annot /Subtype /Widget /Rect [0 0 90 9] /FT /Tx /V (Ali) >>";
    assert_eq!(refused(NAME, filled, ""), unfaithful);
    let empty = filled.replace("(Ali)", "()");
    assert!(drawn(&page(NAME, &empty, "")).is_ok());
    // Layers that are on or off by what is done with the file.
    let by_event = "/AS [<< /Event /View /OCGs [6 0 R] /Category [/View] >>]";
    assert_eq!(refused(NAME, "", by_event), unfaithful);
    // A picture that cannot be read can cover something, too.
    assert_eq!(refused("200 0 0 100 0 0 cm /P Do", "", ""), unfaithful);
    // A mark that is hidden, or off, is neither drawn nor in the way.
    let hidden = bar.replace("/Rect", "/F 2 /Rect");
    let off = ticked.replace("/AS /Yes", "/AS /Off");
    assert!(drawn(&page(NAME, &format!("{hidden} {off}"), "")).is_ok());
}

#[test]
fn broken_locked_and_endless_files_are_refused() {
    let code = |bytes: &[u8]| drawn(bytes).expect_err("refused").code;
    assert_eq!(code(b"%PDF-1.7\n"), Code::IntakePdfUnreadable);
    assert_eq!(code(b"no PDF at all"), Code::IntakePdfUnreadable);
    let whole = secrets();
    // Cut anywhere it is read or refused, and never breaks the program.
    for cut in (0..whole.len()).step_by(211) {
        let _ = drawn(&whole[..cut]);
    }
    let tree = |kids: String, count: usize| {
        [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /MediaBox [0 0 9 9] /Kids [{kids}] /Count {count} >>"),
            "<< /Type /Page /Parent 2 0 R >>".to_owned(),
            format!(
                "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{0}> /U <{0}> >>",
                "11".repeat(32)
            ),
        ]
    };
    let many = intake::MAX_PAGES + 1;
    let endless = file(&tree("3 0 R ".repeat(many), many), "");
    assert_eq!(code(&endless), Code::IntakePdfTooLarge);
    let locked = file(&tree("3 0 R".into(), 1), "/Encrypt 4 0 R /ID [<00> <00>]");
    assert_eq!(code(&locked), Code::IntakePdfEncrypted);
}

#[test]
fn whoever_watches_ends_it_between_two_pages() {
    let stop = |_: model::Step| Err(Problem::new(Code::OfficeWorkCancelled));
    let ended = draw_pages(&secrets(), letters(), &stop).expect_err("ended");
    assert_eq!(ended.code, Code::OfficeWorkCancelled);
}

#[test]
fn no_bytes_break_the_renderer() {
    let whole = secrets();
    let pieces: [&[u8]; 12] = [
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b"/",
        b"-1",
        b"0 R",
        b"Tf",
        b"cm",
        b"99999999999",
        b"\0",
    ];
    // SplitMix64 (Steele, Lea and Flood 2014), from a fixed seed.
    let mut state = 20_261_124_u64;
    let mut below = |bound: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    };
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=below(3) {
            let from = below(bytes.len());
            let to = (from + below(20)).min(bytes.len());
            bytes.splice(from..to, pieces[below(pieces.len())].iter().copied());
        }
        intake::fuzz_pages(&bytes);
    }
}
