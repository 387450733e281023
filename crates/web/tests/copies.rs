//! Files that are no photographs: what leaves has nothing hidden in it, or two persons
//! agreed that it leaves as it is (OWASP ASVS 2.3.5, 14.2.8). How each kind is read:
//! `crates/intake/tests/copies.rs` and `pdf_pages.rs`.

mod world;

use model::record::Role;
use model::{Phase, Step};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use web::{Kind, OnStep, Patience};
use world::World;

/// The original leaves with a reason alone.
const WAIVED: [(&str, &str); 2] = [("what", "original"), ("waiver", "asked for by the court")];

/// A sound, of which no copy is made.
const SOUND: &[u8] = b"ID3\x03SecretAuthor";

/// A page of 200 by 100 points that says more than it shows.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (SecretScript) >> >> endobj\n\
    2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
    3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj\n\
    4 0 obj << /Length 76 >> stream\nBT /F 10 Tf 5 10 Td (He was seen alive.) Tj 3 Tr 0 20 Td (SecretBehind) Tj ET\nendstream endobj\n\
    5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n\
    6 0 obj << /Author (SecretAuthor) /Producer (SecretProgram) >> endobj\n\
    trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\n";

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

/// Every part of an archive as text.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        std::io::Read::read_to_string(&mut part, &mut text).expect("text");
    }
    text
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        out.start_file(*name, options).expect("begun");
        out.write_all(text.as_bytes()).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

fn paper() -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", "<x>SecretAuthor</x>"),
        ("word/comments.xml", "<x>SecretComment</x>"),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:r><w:t>He was seen alive.</w:t></w:r><w:del><w:r><w:delText>SecretName</w:delText></w:r></w:del></w:p></w:body></w:document>",
        ),
    ])
}

#[tokio::test]
async fn the_words_of_a_paper_leave_without_what_is_hidden_in_it() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let bytes = paper();
    assert!(holds(&bytes, b"SecretAuthor") && holds(&bytes, b"SecretName"));
    let id = browser.seal(&person, "statement.docx", &bytes).await;
    let page = browser.get(&format!("/evidence/{id}")).await.body;
    assert!(page.contains("the words of the document alone"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert_eq!(
        browser.get(&format!("/evidence/{id}/picture")).await.status,
        404
    );
    let take = format!("/evidence/{id}/take");
    let copy = browser.post(&take, &[]).await;
    assert_eq!(copy.status, 200, "{}", copy.body);
    assert!(
        copy.header("content-disposition")
            .contains("statement.docx")
    );
    let text = unpacked(&copy.bytes);
    assert!(text.contains("He was seen alive."), "{text}");
    assert!(
        !text.contains("Secret") && !holds(&copy.bytes, b"Secret"),
        "{text}"
    );
    let original = browser.post(&take, &WAIVED).await;
    assert_eq!(original.bytes, bytes, "not a byte is changed");
}

#[tokio::test]
async fn what_has_no_clean_copy_leaves_with_a_waiver_of_two_persons_alone() {
    let world = World::new();
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    let rules = office::Policy {
        two_persons: true,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        ..office::Policy::default()
    };
    world.office.set_policy(&seat, &rules).expect("set");
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut omar = world.signed_as("omar", &[Role::Reviewer], "en").await;
    let person = samar.first_person("Ghabagheb").await;
    let id = samar.seal(&person, "voice.mp3", SOUND).await;
    let page = samar.get(&format!("/evidence/{id}")).await.body;
    assert!(page.contains("cannot be made of this kind"), "{page}");
    let take = format!("/evidence/{id}/take");
    // Neither by asking for a copy, nor without a reason, nor alone.
    for fields in [
        &[][..],
        &[("what", "copy")],
        &[("what", "original")],
        &WAIVED,
    ] {
        let refused = samar.post(&take, fields).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(!holds(&refused.bytes, b"SecretAuthor"));
    }
    let requests = omar.get("/office/requests").await.body;
    assert!(requests.contains("with the hidden data"), "{requests}");
    assert!(requests.contains(&id) && requests.contains("asked for by the court"));
    let (_, rest) = requests.split_once("/office/requests/").expect("a form");
    let request = rest.split('"').next().expect("an id").to_owned();
    let agree = format!("/office/requests/{request}");
    assert_eq!(omar.post(&agree, &[("do", "agree")]).await.status, 303);
    let original = samar.post(&take, &WAIVED).await;
    assert_eq!((original.status, original.bytes.as_slice()), (200, SOUND));
    assert_eq!(samar.post(&take, &WAIVED).await.status, 422, "once");
}

#[tokio::test]
async fn the_pages_of_a_pdf_leave_as_pictures_of_what_is_seen() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    assert!(holds(PDF, b"SecretBehind"));
    let id = browser.seal(&person, "certificate.pdf", PDF).await;
    let address = format!("/evidence/{id}");
    let page = browser.get(&address).await.body;
    assert!(
        page.contains("a new PDF of pictures of the pages"),
        "{page}"
    );
    assert!(page.contains("What can be seen on a page stays"), "{page}");
    assert!(page.contains("no pictures of the pages yet"), "{page}");
    let made = browser.post(&format!("{address}/picture"), &[]).await;
    assert_eq!(
        (made.status, made.header("location")),
        (303, address.as_str())
    );
    let page = browser.get(&address).await.body;
    assert!(!page.contains("no pictures of the pages yet"), "{page}");
    assert!(page.contains("made a copy without hidden data"), "{page}");
    // Nothing of it is drawn in a page.
    assert!(!page.contains("<img"), "{page}");
    assert_eq!(browser.get(&format!("{address}/picture")).await.status, 404);
    let take = format!("{address}/take");
    let copy = browser.post(&take, &[]).await;
    assert_eq!(copy.status, 200, "{}", copy.body);
    assert!(
        copy.header("content-disposition")
            .contains("certificate.pdf")
    );
    assert!(holds(&copy.bytes, b"%PDF-1.7") && holds(&copy.bytes, b"/Image"));
    for hidden in [
        &b"Secret"[..],
        b"JavaScript",
        b"/Font",
        b"/Producer",
        b"/Info",
    ] {
        assert!(
            !holds(&copy.bytes, hidden),
            "{}",
            String::from_utf8_lossy(hidden)
        );
    }
    let original = browser.post(&take, &WAIVED).await;
    assert_eq!(original.bytes, PDF, "not a byte is changed");
    let page = browser.get(&address).await.body;
    assert!(
        page.contains("took out a copy without hidden data"),
        "{page}"
    );
}

#[tokio::test]
async fn a_pdf_that_cannot_be_drawn_says_so_and_leaves_with_the_waiver_alone() {
    let world = World::new();
    for (language, said) in [
        ("en", "This PDF cannot be read"),
        ("ar", "لا يمكن قراءة هذا الملف"),
    ] {
        let mut browser = world.signed(language).await;
        let person = browser.first_person("Ghabagheb").await;
        let bytes = format!("%PDF-1.7 SecretAuthor {language}");
        let name = format!("broken-{language}.pdf");
        let id = browser.seal(&person, &name, bytes.as_bytes()).await;
        for path in ["picture", "take"] {
            let refused = browser.post(&format!("/evidence/{id}/{path}"), &[]).await;
            assert_eq!(refused.status, 422, "{}", refused.body);
            assert!(refused.body.contains(said), "{}", refused.body);
            assert!(!refused.body.contains("SecretAuthor"));
        }
        let original = browser.post(&format!("/evidence/{id}/take"), &WAIVED).await;
        assert_eq!(original.bytes, bytes.as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_drawn_beside_the_requests_and_a_cancelled_copy_is_none() {
    let ((told, reached), (go, goes)) = (channel(), channel::<()>());
    let goes = Mutex::new(goes);
    let on_step: OnStep = Arc::new(move |of, step: Step| {
        if of == Kind::Copy && step.phase == Phase::Pages && told.send(step).is_ok() {
            let _ = goes.lock().expect("one job at a time").recv();
        }
    });
    let world = World::with_jobs(Patience::None, Some(on_step));
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let id = browser.seal(&person, "certificate.pdf", PDF).await;
    let begun = browser.post(&format!("/evidence/{id}/take"), &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let job = begun.header("location").to_owned();
    assert!(job.starts_with("/office/jobs/"), "{job}");
    assert_eq!(
        reached.recv().expect("it gets there"),
        Step::of(Phase::Pages, 0, 1)
    );
    let page = browser.get(&job).await.body;
    assert!(
        page.contains("Pages of the file") && page.contains("certificate.pdf"),
        "{page}"
    );
    // Another documenter learns that there is work, and not of what.
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let page = samar.get(&job).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("certificate.pdf"), "{}", page.body);
    browser.post(&job, &[]).await;
    go.send(()).expect("it waits there");
    let end = loop {
        let twin = browser.get(&format!("{job}.json")).await.body;
        let twin: serde_json::Value = serde_json::from_str(&twin).expect("JSON");
        if twin["goes_on"] == false {
            break twin;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(end["state"], "cancelled", "{end}");
    let page = browser.get(&format!("/evidence/{id}")).await.body;
    assert!(page.contains("no pictures of the pages yet"), "{page}");
}

#[tokio::test]
async fn workbooks_slides_and_texts_leave_without_what_is_hidden_in_them() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let ods = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("meta.xml", "<x>SecretAuthor</x>"),
        (
            "content.xml",
            "<office:body><table:table table:name=\"Days\"><table:table-row><table:table-cell><office:annotation><text:p>SecretNote</text:p></office:annotation><text:p>Seen alive</text:p></table:table-cell></table:table-row><table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>SecretRow</text:p></table:table-cell></table:table-row></table:table></office:body>",
        ),
    ]);
    let odp = archive(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.presentation",
        ),
        ("meta.xml", "<x>SecretAuthor</x>"),
        (
            "content.xml",
            "<office:body><draw:page><draw:frame><text:p>Seen alive</text:p></draw:frame><presentation:notes><text:p>SecretNote</text:p></presentation:notes></draw:page></office:body>",
        ),
    ]);
    for (name, bytes, out, told) in [
        (
            "days.ods",
            ods,
            "days.xlsx",
            "values of visible sheets, rows and columns alone",
        ),
        (
            "talk.odp",
            odp,
            "talk.docx",
            "the words of the slides alone",
        ),
    ] {
        assert!(holds(&bytes, b"SecretAuthor"));
        let id = browser.seal(&person, name, &bytes).await;
        let page = browser.get(&format!("/evidence/{id}")).await.body;
        assert!(page.contains(told), "{page}");
        let take = format!("/evidence/{id}/take");
        let copy = browser.post(&take, &[]).await;
        assert_eq!(copy.status, 200, "{}", copy.body);
        assert!(copy.header("content-disposition").contains(out));
        let text = unpacked(&copy.bytes);
        assert!(
            text.contains("Seen alive") && !text.contains("Secret"),
            "{text}"
        );
        let original = browser.post(&take, &WAIVED).await;
        assert_eq!(original.bytes, bytes, "not a byte is changed");
    }
    let id = browser
        .seal(
            &person,
            "list.csv",
            "name\u{E0041}\n\u{200B}علي\n".as_bytes(),
        )
        .await;
    let copy = browser.post(&format!("/evidence/{id}/take"), &[]).await;
    assert_eq!(copy.bytes, "\u{FEFF}name\nعلي\n".as_bytes());
}
