//! A mistake is withdrawn with what goes with it, leaves the figures, and is restored.
//! What withdrawing means across compartments, and expunging: `withdrawals`.

mod world;

use model::record::Role;
use serde_json::Value;
use world::World;
use world::forms::{form, id_of, last_event, new_person, twin, with};

#[tokio::test]
async fn a_mistake_is_withdrawn_with_what_goes_with_it_and_restored() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Put In Twice").await;
    let other = new_person(&mut browser, "Another Person").await;
    let event =
        |persons: &'static str| vec![("kind", "arrest"), ("when", "2018"), ("notes", persons)];
    let saved = browser
        .post(&format!("{person}/event"), &event("alone"))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let alone = last_event(&mut browser, &person).await;
    let mut together = event("together");
    let other_id = id_of(&other);
    together.extend([
        ("person1-person", other_id.as_str()),
        ("person1-role", "victim"),
    ]);
    let saved = browser.post(&format!("{person}/event"), &together).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let shared = last_event(&mut browser, &person).await;
    let contact = [("when", "1/9/2019"), ("next-due", "2/9/2019")];
    browser.post(&format!("{person}/contact"), &contact).await;

    // What concerns somebody else is in the way, and said.
    let path = format!("/record/{}/withdraw", id_of(&person));
    let page = browser.get(&path).await;
    assert!(
        page.body.contains(&shared) && page.body.contains("This still names it"),
        "{}",
        page.body
    );
    let refused = browser
        .post(&path, &[("base", "1"), ("why", "twice")])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let (base, fields) = form(&mut browser, &format!("{shared}/edit")).await;
    let changed = [("person0-remove", "yes")];
    let taken = browser
        .post(&format!("{shared}/edit"), &with(&base, &fields, &changed))
        .await;
    assert_eq!(taken.status, 303, "{}", taken.body);

    let page = browser.get(&path).await;
    assert!(
        page.body.contains(&alone),
        "the event that goes along is named: {}",
        page.body
    );
    let reasonless = browser.post(&path, &[("base", "1"), ("why", " ")]).await;
    assert_eq!(reasonless.status, 422, "{}", reasonless.body);
    let done = browser
        .post(
            &path,
            &[
                ("base", "1"),
                ("why", "the same man twice"),
                ("do", "withdraw"),
            ],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);

    // It counts for nothing and is in no list, but is not gone.
    let found = browser.post("/find", &[("q", "Put In Twice")]).await;
    assert!(
        !found.body.contains(&format!("href=\"{person}\"")),
        "{}",
        found.body
    );
    assert!(!browser.get("/today").await.body.contains("Put In Twice"));
    let gone = browser.get(&person).await;
    assert!(
        gone.body.contains("counts for nothing") && gone.body.contains("the same man twice"),
        "{}",
        gone.body
    );
    assert_eq!(browser.get(&format!("{person}/edit")).await.status, 404);
    assert_eq!(browser.get(&format!("{alone}/edit")).await.status, 404);
    // Nothing new may rest on it.
    let (base, fields) = form(&mut browser, &format!("{shared}/edit")).await;
    let id = id_of(&person);
    let back = [("person1-person", id.as_str()), ("person1-role", "witness")];
    let refused = browser
        .post(&format!("{shared}/edit"), &with(&base, &fields, &back))
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    // The event alone cannot come back without its person.
    let alone_path = format!("/record/{}/withdraw", id_of(&alone));
    let refused = browser
        .post(&alone_path, &[("base", "2"), ("do", "restore")])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);

    let restored = browser
        .post(&path, &[("base", "2"), ("do", "restore")])
        .await;
    assert_eq!(restored.status, 303, "{}", restored.body);
    let page = browser.get(&person).await;
    assert!(
        page.body.contains(&alone) && !page.body.contains("counts for nothing"),
        "{}",
        page.body
    );
    let found = browser.post("/find", &[("q", "Put In Twice")]).await;
    assert!(
        found.body.contains(&format!("href=\"{person}\"")),
        "{}",
        found.body
    );
    let history = browser
        .get(&format!("/record/{}/history", id_of(&person)))
        .await;
    assert!(
        history.body.contains("the same man twice"),
        "{}",
        history.body
    );
    // Those who do not document cannot do it.
    let mut reader = world.signed_as("rana", &[Role::Researcher], "en").await;
    assert_eq!(reader.get(&path).await.status, 404);
    assert_eq!(
        reader
            .post(&path, &[("base", "3"), ("why", "x")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn what_a_reviewer_joined_is_taken_apart_before_it_is_withdrawn() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let one = id_of(&new_person(&mut browser, "Joined First").await);
    let two = id_of(&new_person(&mut browser, "Joined Second").await);
    let pair = [
        ("a", one.as_str()),
        ("b", two.as_str()),
        ("verdict", "same"),
    ];
    let decided = browser.post("/links/decide", &pair).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
    let path = format!("/record/{two}/withdraw");
    let page = browser.get(&path).await;
    assert!(
        page.body.contains("href=\"/links/decisions\""),
        "{}",
        page.body
    );
    let refused = browser
        .post(&path, &[("base", "1"), ("why", "twice")])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[tokio::test]
async fn a_withdrawn_person_leaves_the_figures_until_restored() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let sure = |twin: &Value| {
        let figures = twin["figures"].as_array().expect("figures");
        let figure = figures.iter().find(|it| it["id"] == "arrests");
        figure.expect("arrests")["sure"].as_u64().expect("a number")
    };
    let before = sure(&twin(&mut browser, "/studies/defectors").await);
    let behind = twin(&mut browser, "/studies/defectors").await;
    let figures = behind["figures"].as_array().expect("figures");
    let arrests = figures
        .iter()
        .find(|it| it["id"] == "arrests")
        .expect("arrests");
    let opened = twin(&mut browser, arrests["href"].as_str().expect("an address")).await;
    let text = opened.to_string();
    let (_, rest) = text
        .split_once("/event/")
        .expect("an event behind the number");
    let event = twin(&mut browser, &format!("/event/{}", &rest[..36])).await;
    let person = event["event"]["persons"][0]["value"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/record/{person}/withdraw");
    let page = twin(&mut browser, &path).await;
    assert!(
        page["named_by"].as_array().expect("a list").is_empty(),
        "{page}"
    );
    let base = page["base"].to_string();
    let done = browser
        .post(&path, &[("base", &base), ("why", "wrong row")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let without = sure(&twin(&mut browser, "/studies/defectors").await);
    assert!(without < before, "{without} of {before}");
    let base = twin(&mut browser, &path).await["base"].to_string();
    let done = browser
        .post(&path, &[("base", &base), ("do", "restore")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = sure(&twin(&mut browser, "/studies/defectors").await);
    assert_eq!(again, before);
}
