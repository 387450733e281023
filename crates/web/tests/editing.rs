//! Two who edit at once see each other's change and lose nothing; drafts go on where they
//! were left, also when the session ended meanwhile.

mod world;

use model::record::Role;
use serde_json::Value;
use world::World;
use world::forms::{
    fields_of, form, id_of, inputs_of, last_event, new_person, reveal, twin, value, with,
};

#[tokio::test]
async fn two_who_edit_the_same_event_lose_nothing() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    let person = new_person(&mut one, "Two Edit An Event").await;
    let saved = one
        .post(
            &format!("{person}/event"),
            &[
                ("kind", "arrest"),
                ("when", "2018"),
                ("claim0-words", "told first"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let path = format!("{}/edit", last_event(&mut one, &person).await);
    let (base, fields) = form(&mut one, &path).await;
    let theirs = two
        .post(
            &path,
            &with(
                &base,
                &fields,
                &[
                    ("when", "3/2018"),
                    ("place", "غباغب"),
                    ("claim1-words", "told to the second"),
                ],
            ),
        )
        .await;
    assert_eq!(theirs.status, 303, "{}", theirs.body);
    let mine = one
        .post(
            &format!("{path}.json"),
            &with(
                &base,
                &fields,
                &[
                    ("when", "4/2018"),
                    ("notes", "mine"),
                    ("claim0-words", "told first, better"),
                    ("claim1-words", "told to the first"),
                    ("why", "a call"),
                ],
            ),
        )
        .await;
    assert_eq!(mine.status, 409, "{}", mine.body);
    let shown: Value = serde_json::from_str(&mine.body).expect("JSON");
    let merged = fields_of(&shown);
    for (name, expected) in [
        ("when", "4/2018"),
        ("place", "Ghabagheb"),
        ("notes", "mine"),
        ("claim0-words", "told first, better"),
        ("claim1-words", "told to the second"),
        ("claim2-words", "told to the first"),
    ] {
        assert_eq!(value(&merged, name), expected, "{name}");
    }
    let inputs = shown["groups"].as_array().expect("groups").iter();
    let conflicts: Vec<(&str, &str)> = inputs
        .flat_map(inputs_of)
        .filter_map(|input| Some((input["name"].as_str()?, input["theirs"].as_str()?)))
        .filter(|(_, theirs)| !theirs.is_empty())
        .collect();
    assert_eq!(conflicts, [("when", "2018-03")], "only what both changed");
    let base = shown["base"].to_string();
    let again = one.post(&path, &with(&base, &merged, &[])).await;
    assert_eq!(again.status, 303, "{}", again.body);
    let (_, last) = form(&mut one, &path).await;
    assert_eq!(value(&last, "when"), "2018-04");
    assert_eq!(value(&last, "claim2-words"), "told to the first");
}

#[tokio::test]
async fn a_source_is_edited_by_two_and_keeps_its_history() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    let saved = one
        .post(
            "/record/source",
            &[
                ("source-kind", "أسرة الضحية"),
                ("source-name", "The mother"),
                ("own-safe-hours", "mornings"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let source = saved.header("location").to_owned();
    let path = format!("{source}/edit");
    reveal(&mut one, &source).await;
    reveal(&mut two, &source).await;
    let (base, fields) = form(&mut one, &path).await;
    assert_eq!(value(&fields, "own-safe-hours"), "mornings");
    let theirs = two
        .post(
            &path,
            &with(&base, &fields, &[("reach", "0999"), ("why", "she called")]),
        )
        .await;
    assert_eq!(theirs.status, 303, "{}", theirs.body);
    let mine = one
        .post(
            &path,
            &with(
                &base,
                &fields,
                &[("relation", "mother"), ("benefit", "none")],
            ),
        )
        .await;
    assert_eq!(mine.status, 409, "{}", mine.body);
    assert!(mine.body.contains("value=\"0999\"") && mine.body.contains("value=\"none\""));
    let twin_now = one
        .post(
            &format!("{path}.json"),
            &with(&base, &fields, &[("benefit", "none")]),
        )
        .await;
    let shown: Value = serde_json::from_str(&twin_now.body).expect("JSON");
    let (base, merged) = (shown["base"].to_string(), fields_of(&shown));
    let again = one.post(&path, &with(&base, &merged, &[])).await;
    assert_eq!(again.status, 303, "{}", again.body);
    let page = one.get(&source).await;
    for part in ["0999", "none", "mornings"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let id = id_of(&source);
    let history = one.get(&format!("/record/{id}/history")).await;
    assert!(
        history.body.contains("she called") && history.body.contains("How to reach the source"),
        "{}",
        history.body
    );
    // A kind is needed; what was typed stays.
    let wrong = one
        .post(
            "/record/source",
            &[("source-name", "No kind"), ("benefit", "tea")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("href=\"#source-kind\"") && wrong.body.contains("value=\"tea\""),
        "{}",
        wrong.body
    );
}

#[tokio::test]
async fn a_follow_up_is_edited_by_two_field_by_field() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    let source = one
        .post(
            "/record/source",
            &[("source-kind", "family"), ("source-name", "Aunt")],
        )
        .await
        .header("location")
        .to_owned();
    let saved = one
        .post(
            &format!("{source}/contact"),
            &[
                ("when", "1/9/2019"),
                ("channel", "call"),
                ("refused", "yes"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let contact = twin(&mut one, &source).await["contacts"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/contact/{contact}");
    let (base, fields) = form(&mut one, &path).await;
    assert_eq!(value(&fields, "refused"), "yes");
    let theirs = two
        .post(&path, &with(&base, &fields, &[("outcome", "no answer")]))
        .await;
    assert_eq!(theirs.status, 303, "{}", theirs.body);
    let mine = one
        .post(
            &format!("{path}.json"),
            &with(
                &base,
                &fields,
                &[("refused", ""), ("next-due", "1/10/2019")],
            ),
        )
        .await;
    assert_eq!(mine.status, 409, "{}", mine.body);
    let shown: Value = serde_json::from_str(&mine.body).expect("JSON");
    let (base, merged) = (shown["base"].to_string(), fields_of(&shown));
    assert_eq!(value(&merged, "outcome"), "no answer");
    assert_eq!(value(&merged, "refused"), "");
    let again = one.post(&path, &with(&base, &merged, &[])).await;
    assert_eq!(again.header("location"), format!("{source}#contacts"));
}

#[tokio::test]
async fn every_form_goes_on_from_its_draft_with_its_rows_and_unticked_boxes() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Drafted Person").await;
    let kept = |form: &str, fields: &[(&'static str, &'static str)]| {
        let mut all = vec![("form".to_owned(), form.to_owned())];
        all.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        all
    };
    for (form, name, value) in [
        (format!("{person}/event"), "claim2-words", "third account"),
        ("/record/source".to_owned(), "benefit", "half typed"),
        (format!("{person}/contact"), "outcome", "half said"),
        (format!("{person}/edit"), "occupation", "carp"),
    ] {
        let fields = kept(&form, &[(name, value), ("why", "because")]);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = browser.post("/draft", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let page = browser.get(&form).await;
        assert!(
            page.body.contains(value) && page.body.contains("value=\"because\""),
            "{form}: {}",
            page.body
        );
        let thrown = browser
            .post("/draft", &[("form", &form), ("do", "discard")])
            .await;
        assert_eq!(thrown.header("location"), form);
        assert!(!browser.get(&form).await.body.contains(value), "{form}");
    }
    // A box that was unticked stays unticked.
    let path = format!("{person}/contact");
    browser
        .post(&path, &[("when", "2019"), ("refused", "yes")])
        .await;
    let contact = twin(&mut browser, &person).await["contacts"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let form = format!("/contact/{contact}");
    browser
        .post("/draft", &[("form", &form), ("base", "1"), ("refused", "")])
        .await;
    let page = twin(&mut browser, &form).await;
    assert_eq!(value(&fields_of(&page), "refused"), "");
}

#[tokio::test]
async fn a_draft_of_an_older_revision_is_merged_when_it_is_saved() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    let person = new_person(&mut one, "Old Draft").await;
    let path = format!("{person}/edit");
    one.post(
        "/draft",
        &[("form", &path), ("base", "1"), ("occupation", "carpenter")],
    )
    .await;
    let theirs = two.post(&path, &[("base", "1"), ("notes", "theirs")]).await;
    assert_eq!(theirs.status, 303, "{}", theirs.body);
    let (base, fields) = form(&mut one, &path).await;
    assert_eq!(base, "1", "the draft goes on from where it began");
    let merged = one
        .post(&format!("{path}.json"), &with(&base, &fields, &[]))
        .await;
    assert_eq!(merged.status, 409, "{}", merged.body);
    let shown: Value = serde_json::from_str(&merged.body).expect("JSON");
    let merged = fields_of(&shown);
    assert_eq!(value(&merged, "occupation"), "carpenter");
    assert_eq!(value(&merged, "notes"), "theirs");
}

#[tokio::test]
async fn a_form_that_comes_after_the_session_ended_is_held_and_sent_again() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let fields = [
        ("form", "/record"),
        ("name0-full", "Typed \"For\" An Hour"),
        ("notes", "a long\nstory"),
        ("do", "save"),
    ];
    let csrf = browser.csrf();
    world.pass(3 * 60 * 60);
    let held = browser.post("/record", &fields).await;
    assert_eq!(held.status, 403, "{}", held.body);
    assert!(
        held.body.contains("Typed &#34;For&#34; An Hour") && held.body.contains("a long\nstory"),
        "{}",
        held.body
    );
    assert!(held.body.contains("href=\"/sign-in\""), "{}", held.body);
    // Signed in again in another window: the browser has another cookie by then.
    let token = world.office.example_token(world.at()).expect("an example");
    browser.get(&format!("/once/{token}")).await;
    browser.post(&format!("/once/{token}"), &[]).await;
    let mut late = vec![("csrf", csrf.as_str())];
    late.extend(fields);
    let again = browser.post_bare("/record", &late).await;
    assert_eq!(
        again.status, 403,
        "a form of the old session is not taken unasked"
    );
    assert!(again.body.contains("a long\nstory") && !again.body.contains("href=\"/sign-in\""));
    let saved = browser.post("/record", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // Passphrases and whatever is no form of a record are never given back.
    browser.token = "0".repeat(64);
    let csrf = browser.csrf();
    let other = browser
        .post_bare("/me/tokens", &[("csrf", &csrf), ("name", "secret-name")])
        .await;
    assert!(!other.body.contains("secret-name"), "{}", other.body);
    // A browser that was never here gets nothing back.
    let mut stranger = world.browser("en");
    let refused = stranger.post_bare("/record", &fields).await;
    assert!(!refused.body.contains("a long\nstory"), "{}", refused.body);
}
