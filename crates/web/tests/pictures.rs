//! Photographs: what is shown and what is shared has nothing hidden in it; the original
//! stays as it was handed over (OWASP ASVS 5.2.2, 5.2.6, 14.2.8).

mod world;

use model::record::Role;
use world::{Browser, World};

const TURNED: &[u8] = include_bytes!("../../office/tests/pictures/turned.jpg");
const TURNED_PNG: &[u8] = include_bytes!("../../office/tests/pictures/turned.png");

/// The original leaves with a reason alone.
const WAIVED: [(&str, &str); 2] = [("what", "original"), ("waiver", "asked for by the court")];

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

/// Seals a file as evidence for a person; returns its id.
async fn sealed(browser: &mut Browser<'_>, person: &str, name: &str, bytes: &[u8]) -> String {
    let path = format!("/record/{person}/files");
    let added = browser.upload(&path, name, bytes).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = browser.get(&path).await.body;
    let (before, _) = page
        .split_once(&format!("<bdi>{name}</bdi>"))
        .expect("listed");
    let (_, id) = before.rsplit_once("href=\"/evidence/").expect("an address");
    id.split('"').next().expect("an id").to_owned()
}

#[tokio::test]
async fn a_photograph_is_seen_and_shared_without_what_is_hidden_in_it() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    for (name, bytes, kind) in [
        ("courtyard.jpg", TURNED, "image/jpeg"),
        ("courtyard.png", TURNED_PNG, "image/png"),
    ] {
        assert!(holds(bytes, b"SecretCamera") && holds(bytes, b"SecretTrail"));
        let id = sealed(&mut browser, &person, name, bytes).await;
        let page = browser.get(&format!("/evidence/{id}")).await;
        let address = format!("/evidence/{id}/picture");
        assert!(
            page.body.contains(&format!("src=\"{address}\"")),
            "{}",
            page.body
        );
        assert!(page.body.contains("drew a viewing copy"), "{}", page.body);

        let shown = browser.get(&address).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, kind));
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(
            shown
                .header("content-security-policy")
                .starts_with("sandbox")
        );
        // A copy goes out unless the original is asked for by name.
        let take = format!("/evidence/{id}/take");
        let copy = browser.post(&take, &[]).await;
        assert_eq!(copy.status, 200);
        assert!(copy.header("content-disposition").starts_with("attachment"));
        for out in [&shown.bytes, &copy.bytes] {
            for secret in [&b"Secret"[..], b"Exif", b"eXIf", b"adobe", b"2019"] {
                assert!(
                    !holds(out, secret),
                    "{name}: {}",
                    String::from_utf8_lossy(secret)
                );
            }
        }
        assert_eq!(shown.bytes, copy.bytes);
        let original = browser.post(&take, &WAIVED).await;
        assert_eq!(original.bytes, bytes, "not a byte is changed");
        let page = browser.get(&format!("/evidence/{id}")).await.body;
        assert!(
            page.contains("took out a copy without hidden data"),
            "{page}"
        );
        assert!(page.contains("took it out"), "{page}");
    }
    // The copies are not evidence of their own.
    let page = browser.get(&format!("/record/{person}/files")).await.body;
    assert_eq!(
        page.matches("<h2><a href=\"/evidence/").count(),
        2,
        "{page}"
    );
}

#[tokio::test]
async fn a_photograph_that_cannot_be_drawn_is_sealed_all_the_same() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let broken = [&TURNED[..400], b"<script>alert(1)</script>"].concat();
    let id = sealed(&mut browser, &person, "broken.jpg", &broken).await;
    let page = browser.get(&format!("/evidence/{id}")).await.body;
    assert!(page.contains("There is no viewing copy"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    assert_eq!(
        browser.get(&format!("/evidence/{id}/picture")).await.status,
        404
    );
    let told = browser.post(&format!("/evidence/{id}/picture"), &[]).await;
    assert_eq!(told.status, 422);
    assert!(
        told.body.contains("The picture cannot be read"),
        "{}",
        told.body
    );
    assert!(!told.body.contains("<script>"));
    let take = format!("/evidence/{id}/take");
    assert_eq!(browser.post(&take, &[]).await.status, 422);
    let original = browser.post(&take, &WAIVED).await;
    assert_eq!(original.bytes, broken);
}

#[tokio::test]
async fn pictures_are_for_those_who_may_see_everything_of_a_case() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let id = sealed(&mut browser, &person, "courtyard.jpg", TURNED).await;
    let address = format!("/evidence/{id}/picture");
    let mut samar = world.signed_as("samar", &[Role::Reviewer], "en").await;
    assert_eq!(samar.get(&address).await.status, 200);
    let mut omar = world.signed_as("omar", &[Role::Researcher], "en").await;
    assert_eq!(omar.get(&address).await.status, 404);
    let page = omar.get(&format!("/evidence/{id}")).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<img"), "{}", page.body);
    assert_eq!(omar.post(&address, &[]).await.status, 404);
}

const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj << /Author (SecretAuthor) /Producer (SecretProgram) >> endobj\n";

fn paper() -> Vec<u8> {
    use std::io::Write;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", "<x>SecretAuthor</x>"),
        ("word/comments.xml", "<x>SecretComment</x>"),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:r><w:t>He was seen alive.</w:t></w:r><w:del><w:r><w:delText>SecretName</w:delText></w:r></w:del></w:p></w:body></w:document>",
        ),
    ] {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, options).expect("begun");
        out.write_all(text.as_bytes()).expect("written");
    }
    out.finish().expect("finished").into_inner()
}

#[tokio::test]
async fn the_words_of_a_paper_leave_without_what_is_hidden_in_it() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let person = browser.first_person("Ghabagheb").await;
    let bytes = paper();
    assert!(holds(&bytes, b"SecretAuthor") && holds(&bytes, b"SecretName"));
    let id = sealed(&mut browser, &person, "statement.docx", &bytes).await;
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
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&copy.bytes)).expect("a document");
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        std::io::Read::read_to_string(&mut part, &mut text).expect("text");
    }
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
    let id = sealed(&mut samar, &person, "letter.pdf", PDF).await;
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
    assert_eq!((original.status, original.bytes.as_slice()), (200, PDF));
    assert_eq!(samar.post(&take, &WAIVED).await.status, 422, "once");
}
