//! Whatever a PDF file does to the renderer ends a process of its own, and not the office
//! (OWASP ASVS 5.2.6).
#![cfg(feature = "pdf")]

use model::{Code, Problem, Step};
use office::{Documenting, EXAMPLE_PASSPHRASE, EXAMPLE_USER, Entropy, Office, Seeded, Unlock};
use std::io::Write;
use std::process::{Command, Stdio};

const SIJILL: &str = env!("CARGO_BIN_EXE_sijill");

/// A page that says this, and a catalog that has this in it.
fn pdf(content: &str, in_catalog: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R {in_catalog} >> endobj\n\
         2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
         3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R \
         /Resources << /XObject << /P 5 0 R >> >> >> endobj\n\
         4 0 obj << /Length {length} >> stream\n{content}\nendstream endobj\n\
         5 0 obj << /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 \
         /Resources << /XObject << /P 5 0 R >> >> >> stream\n/P Do /P Do\nendstream endobj\n\
         trailer << /Size 6 /Root 1 0 R >>\n"
    )
    .into_bytes()
}

/// Brackets within brackets, until the stack of the reader overflows: no panic that could
/// be caught, the end of the process.
fn deep() -> Vec<u8> {
    let deep = 3_000_000;
    pdf("", &format!("/X {}{}", "[".repeat(deep), "]".repeat(deep)))
}

fn process(bytes: &[u8]) -> (Option<i32>, Vec<u8>) {
    let mut child = Command::new(SIJILL)
        .arg(office::DRAW_PAGES)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("a pipe");
    // It may end before it has read everything.
    let _ = input.write_all(bytes);
    drop(input);
    let ended = child.wait_with_output().expect("ended");
    (ended.status.code(), ended.stdout)
}

#[test]
fn the_process_draws_refuses_or_ends_alone() {
    let (code, copy) = process(&pdf("0 0 50 50 re f", ""));
    assert_eq!(code, Some(0));
    assert!(copy.starts_with(b"%PDF-1.7"));
    let (code, said) = process(b"%PDF-1.7");
    assert_eq!(
        (code, String::from_utf8_lossy(&said).into_owned()),
        (
            Some(3),
            "intake.pdf-unreadable\nreason malformed".to_owned()
        )
    );
    let (code, out) = process(&deep());
    assert!(!matches!(code, Some(0 | 3)), "{code:?}");
    assert!(out.is_empty());
}

#[test]
fn the_office_goes_on_whatever_a_file_does() {
    office::draw_apart(SIJILL.into());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("office");
    office::build_example(&path, |_, _| {}).expect("built");
    let entropies = |purpose: &'static str| -> Box<dyn Entropy> {
        Box::new(Seeded::new(&format!("drawing apart: {purpose}")))
    };
    let unlock = Unlock::Passphrase(EXAMPLE_PASSPHRASE.into());
    let office = Office::open(&path, &unlock, &entropies).expect("opened");
    let at = jiff::Timestamp::from_second(1_570_000_000).expect("a moment");
    let seat = office
        .seat::<Documenting>(EXAMPLE_USER, at, None)
        .expect("documents");
    let sealed = |name: &str, bytes: &[u8]| {
        office
            .add_file(&seat, name, bytes, Vec::new(), None)
            .expect("sealed")
    };
    let whole = sealed("whole.pdf", &pdf("0 0 50 50 re f", ""));
    let copy = office.make_copy(&seat, &whole, &model::unwatched);
    assert!(copy.is_ok(), "{copy:?}");
    let (name, bytes) = office.take_copy(&seat, &whole).expect("taken out");
    assert_eq!(name, "whole.pdf");
    assert!(bytes.starts_with(b"%PDF-1.7"));

    let deep = sealed("deep.pdf", &deep());
    let ended = office.make_copy(&seat, &deep, &model::unwatched);
    assert_eq!(ended.expect_err("ended").code, Code::IntakePdfStopped);
    let locked = sealed("broken.pdf", b"%PDF-1.7 broken");
    let refused = office.make_copy(&seat, &locked, &model::unwatched);
    assert_eq!(
        refused.expect_err("refused").code,
        Code::IntakePdfUnreadable
    );

    // Two of itself within itself: it draws for as long as it may, unless somebody ends it.
    let endless = sealed("endless.pdf", &pdf("/P Do", ""));
    let stop = |_: Step| Err(Problem::new(Code::OfficeWorkCancelled));
    let ended = office.make_copy(&seat, &endless, &stop);
    assert_eq!(ended.expect_err("ended").code, Code::OfficeWorkCancelled);
}
