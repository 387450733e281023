//! The office was locked while somebody was writing: what they typed is given back, to
//! them alone, and saved once they are in again.

mod world;

use axum::body::Body;
use model::record::Role;
use office::EXAMPLE_PASSPHRASE;
use world::{PASSPHRASE, World};

const FIELDS: [(&str, &str); 4] = [
    ("form", "/record"),
    ("name0-full", "Typed \"While\" It Was Locked"),
    ("notes", "a long\nstory"),
    ("do", "save"),
];

fn holds_it(answer: &world::Answer) -> bool {
    answer.body.contains("Typed &#34;While&#34; It Was Locked")
        && answer.body.contains("a long\nstory")
}

#[tokio::test]
async fn a_form_that_comes_while_the_office_is_locked_is_held_and_sent_again() {
    let world = World::lockable(web::Patience::UntilDone, None);
    let secret = world.user("samar", &[Role::Documenter]);
    let mut samar = world.browser("en");
    samar.get("/sign-in").await;
    let signed = samar
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    let mut other = world.signed("en").await;
    assert_eq!(other.post("/lock", &[]).await.status, 303);

    let held = samar.post("/record", &FIELDS).await;
    assert_eq!(held.status, 403);
    assert!(holds_it(&held), "{}", held.body);
    assert!(held.body.contains("href=\"/unlock\""), "{}", held.body);
    assert!(held.body.contains("The office is locked"), "{}", held.body);
    assert!(held.body.contains("value=\"/record\"") && held.body.contains("name=\"do\""));
    assert_eq!(held.header("cache-control"), "no-store");
    // Nothing of the office is told, and a draft is kept nowhere.
    assert!(!held.body.contains("samar"), "{}", held.body);
    let draft = samar
        .post("/draft", &[("of", "/record"), ("notes", "x")])
        .await;
    assert_eq!(draft.status, 403);
    // Passphrases are never given back, nor anything to another site.
    let token = samar.post("/me/tokens", &[("label", "secret-name")]).await;
    assert!(!token.body.contains("secret-name"), "{}", token.body);
    let body: Vec<String> = FIELDS
        .iter()
        .map(|(name, value)| format!("{name}={}", world::encode(value)))
        .collect();
    let send = async |site: Option<&str>, cookie: bool| {
        let stranger = world.browser("en");
        let from = if cookie { &samar } else { &stranger };
        let mut request = from
            .request("POST", "/record")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let request = request.body(Body::from(body.join("&"))).expect("a request");
        world.send(request).await
    };
    assert!(!holds_it(&send(Some("cross-site"), true).await));
    assert!(
        !holds_it(&send(None, false).await),
        "a browser that was never here"
    );
    // Whoever locked the office in one window has lost the cookie of the form in the other.
    assert!(holds_it(&send(Some("same-origin"), false).await));

    // Unlocked and signed in, in another window.
    let mut window = world.browser("en");
    window.get("/unlock").await;
    let opened = window
        .post("/unlock", &[("secret", EXAMPLE_PASSPHRASE)])
        .await;
    assert_eq!(
        (opened.status, opened.header("location")),
        (303, "/sign-in")
    );
    world.pass(30);
    let old = samar.csrf();
    let signed = samar
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    let mut late = vec![("csrf", old.as_str())];
    late.extend(FIELDS);
    let again = samar.post_bare("/record", &late).await;
    assert_eq!(again.status, 403, "not taken unasked");
    assert!(
        holds_it(&again) && again.body.contains("send it once more"),
        "{}",
        again.body
    );
    let saved = samar.post("/record", &FIELDS).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = samar.get(saved.header("location")).await;
    assert!(page.body.contains("a long\nstory"), "{}", page.body);
}
