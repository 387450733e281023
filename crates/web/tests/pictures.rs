//! Photographs: what is shown and what is shared has nothing hidden in it; the original
//! stays as it was handed over (OWASP ASVS 5.2.2, 5.2.6, 14.2.8). Other files: `copies`.

mod world;

use model::record::Role;
use world::World;

const TURNED: &[u8] = include_bytes!("../../office/tests/pictures/turned.jpg");
const TURNED_PNG: &[u8] = include_bytes!("../../office/tests/pictures/turned.png");

/// The original leaves with a reason alone.
const WAIVED: [(&str, &str); 2] = [("what", "original"), ("waiver", "asked for by the court")];

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
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
        let id = browser.seal(&person, name, bytes).await;
        let page = browser.get(&format!("/evidence/{id}")).await;
        let address = format!("/evidence/{id}/picture");
        assert!(
            page.body.contains(&format!("src=\"{address}\"")),
            "{}",
            page.body
        );
        assert!(
            page.body.contains("made a copy without hidden data"),
            "{}",
            page.body
        );

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
    let id = browser.seal(&person, "broken.jpg", &broken).await;
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
    let id = browser.seal(&person, "courtyard.jpg", TURNED).await;
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
