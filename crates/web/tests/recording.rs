//! Writing records down: several participants, bodies and accounts on one form, rows that
//! come and go, relations; and how the forms read. Two who edit: `editing`; mistakes:
//! `mistakes`; files: `evidence`.

mod world;

use model::record::Role;
use world::World;
use world::forms::{form, id_of, last_event, new_person, reveal, twin, value, with};

#[tokio::test]
async fn an_act_has_several_persons_bodies_and_accounts_from_form_to_record_to_form() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let victim = new_person(&mut browser, "Round Trip Victim").await;
    let witness = new_person(&mut browser, "Round Trip Witness").await;
    let saved = browser
        .post(
            &format!("{victim}/event"),
            &[
                ("kind", "arrest"),
                ("when", "شباط 2019"),
                ("place", "غباغب"),
                ("attribute-offence-date", "about July 2018"),
                ("own-told-at-the-arrest", "five minutes"),
                ("person1-person", &id_of(&witness)),
                ("person1-role", "شاهد"),
                ("person2-person", "new"),
                ("person2-person-find", "Round Trip Brother"),
                ("person2-role", "relative"),
                ("body0-body", "a patrol in plain clothes"),
                ("body0-degree", "carried-out"),
                ("body0-alleged", "yes"),
                ("body1-body", "the branch in the town"),
                ("body1-degree", "ordered"),
                ("claim0-source", "new"),
                ("claim0-source-find", "The cousin"),
                ("claim0-source-kind", "family"),
                ("claim0-basis", "own-experience"),
                ("claim0-when", "12/2/2019"),
                ("claim0-value-charge", "none was told"),
                ("claim1-basis", "hearsay"),
                ("claim1-when", "3/2019"),
                ("claim1-value-charge", "desertion"),
                ("claim1-reliability", "unreliable"),
                ("claim1-words", "he was taken in spring"),
                ("do", "save"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let event = last_event(&mut browser, &victim).await;
    let (_, fields) = form(&mut browser, &format!("{event}/edit")).await;
    for (name, expected) in [
        ("kind", "Arrest"),
        ("when", "2019-02"),
        ("attribute-offence-date", "2018-07~"),
        ("own-told-at-the-arrest", "five minutes"),
        ("person0-role", "victim"),
        ("person1-person", id_of(&witness).as_str()),
        ("person1-role", "witness"),
        ("person2-role", "relative"),
        ("body0-body", "a patrol in plain clothes"),
        ("body0-alleged", "yes"),
        ("body1-degree", "Ordered"),
        ("body1-alleged", ""),
        ("claim0-when", "2019-02-12"),
        ("claim0-value-charge", "none was told"),
        ("claim1-when", "2019-03"),
        ("claim1-words", "he was taken in spring"),
    ] {
        assert_eq!(value(&fields, name), expected, "{name}");
    }
    // Both who were written down on the way are records of their own.
    let brother = format!("/person/{}", value(&fields, "person2-person"));
    assert!(
        browser
            .get(&brother)
            .await
            .body
            .contains("Round Trip Brother")
    );
    let source = format!("/source/{}", value(&fields, "claim0-source"));
    reveal(&mut browser, &source).await;
    assert!(browser.get(&source).await.body.contains("The cousin"));
    // Each of them has the event, and the sources stand side by side.
    assert!(browser.get(&witness).await.body.contains("Arrest"));
    let page = browser.get(&event).await;
    for part in [
        "Round Trip Brother",
        "Witness",
        "What the sources say",
        "none was told",
        "not the same",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
}

#[tokio::test]
async fn another_row_comes_without_scripts_and_loses_nothing() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Rows Without Scripts").await;
    let path = format!("{person}/event");
    let more = browser
        .post(
            &path,
            &[
                ("kind", "arrest"),
                ("when", "not yet a date"),
                ("claim0-words", "half a sentence"),
                ("why", "typed early"),
                ("do", "add-person"),
            ],
        )
        .await;
    assert_eq!(more.status, 200, "{}", more.body);
    for part in [
        "name=\"person1-person-find\"",
        "value=\"not yet a date\"",
        "half a sentence</textarea>",
        "value=\"typed early\"",
        "autofocus",
    ] {
        assert!(more.body.contains(part), "{part}: {}", more.body);
    }
    assert!(
        !more.body.contains("role=\"alert\""),
        "nothing is wrong yet"
    );
    let claim = browser
        .post(&path, &[("claim0-words", "one"), ("do", "add-claim")])
        .await;
    assert!(
        claim.body.contains("name=\"claim1-words\""),
        "{}",
        claim.body
    );
    // The words find somebody, who can then be chosen.
    new_person(&mut browser, "Findable Witness").await;
    let looked = browser
        .post(
            &path,
            &[
                ("kind", "arrest"),
                ("person1-person-find", "Findable Witness"),
                ("person1-role", "witness"),
                ("do", "look"),
            ],
        )
        .await;
    assert!(
        looked.body.contains("Findable Witness\u{2069}</option>")
            && looked.body.contains("value=\"new\""),
        "{}",
        looked.body
    );
    // Words alone settle nobody.
    let unsettled = browser
        .post(
            &path,
            &[
                ("kind", "arrest"),
                ("person1-person-find", "Findable Witness"),
                ("person1-role", "witness"),
                ("do", "save"),
            ],
        )
        .await;
    assert_eq!(unsettled.status, 422);
    assert!(
        unsettled.body.contains("href=\"#person1-person-find\"")
            && unsettled.body.contains("id=\"person1-person-error\""),
        "{}",
        unsettled.body
    );
    // An id that nobody found leads nowhere.
    let guessed = browser
        .post(
            &path,
            &[
                ("kind", "arrest"),
                ("person1-person", "01900000-0000-7000-8000-000000000000"),
                ("person1-role", "witness"),
            ],
        )
        .await;
    assert_eq!(guessed.status, 422, "{}", guessed.body);
}

#[tokio::test]
async fn a_row_is_taken_out_and_an_event_tied_to_another() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Tied Events").await;
    let other = new_person(&mut browser, "Taken Out").await;
    for (kind, when) in [("arrest", "2018"), ("release", "2019")] {
        let saved = browser
            .post(
                &format!("{person}/event"),
                &[
                    ("kind", kind),
                    ("when", when),
                    ("person1-person", &id_of(&other)),
                    ("person1-role", "witness"),
                    ("claim0-words", "first"),
                    ("claim1-words", "second"),
                ],
            )
            .await;
        assert_eq!(saved.status, 303, "{}", saved.body);
    }
    let events = twin(&mut browser, &person).await;
    let id = |at: usize| {
        events["events"][at]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let (arrest, release) = (id(0), id(1));
    let path = format!("/event/{release}/edit");
    let (base, fields) = form(&mut browser, &path).await;
    let offered = browser
        .post(&path, &with(&base, &fields, &[("do", "add-related")]))
        .await;
    assert!(
        offered
            .body
            .contains(&format!("<option value=\"{arrest}\">\u{2068}Arrest")),
        "{}",
        offered.body
    );
    let saved = browser
        .post(
            &path,
            &with(
                &base,
                &fields,
                &[
                    ("person1-remove", "yes"),
                    ("claim0-remove", "yes"),
                    ("related0-relation", "ends"),
                    ("related0-event", &arrest),
                ],
            ),
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let (_, fields) = form(&mut browser, &path).await;
    assert_eq!(value(&fields, "claim0-words"), "second");
    assert!(!fields.iter().any(|(name, _)| name == "person1-person"));
    assert_eq!(value(&fields, "related0-event"), arrest);
    let page = browser.get(&format!("/event/{release}")).await;
    assert!(
        page.body.contains("Ends") && page.body.contains(&arrest),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_relation_is_said_anew_and_taken_back_with_its_history() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let one = new_person(&mut browser, "Relation One").await;
    let two = new_person(&mut browser, "Relation Two").await;
    let noted = browser
        .post(
            &format!("{one}/relative"),
            &[("other", &id_of(&two)), ("relation", "sibling")],
        )
        .await;
    assert_eq!(noted.status, 303, "{}", noted.body);
    let decision = twin(&mut browser, &one).await["relatives"][0]["decision"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("{one}/relative/{decision}");
    let page = browser.get(&path).await;
    assert!(
        page.body.contains("<option value=\"sibling\" selected>"),
        "{}",
        page.body
    );
    let changed = browser
        .post(
            &path,
            &[
                ("do", "save"),
                ("relation", "child"),
                ("why", "the mother said so"),
            ],
        )
        .await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    let now = twin(&mut browser, &one).await;
    assert_eq!(now["relatives"][0]["relation"], "Child");
    let history = browser.get(&format!("/record/{decision}/history")).await;
    assert!(
        history.body.contains("the mother said so"),
        "{}",
        history.body
    );
    let dropped = browser
        .post(&path, &[("do", "drop"), ("why", "another family")])
        .await;
    assert_eq!(dropped.status, 303, "{}", dropped.body);
    assert_eq!(browser.get(&path).await.status, 404);
}

/// Whole forms in both languages.
#[tokio::test]
async fn the_forms_of_records_read_so() {
    let world = World::new();
    for language in ["ar", "en"] {
        let mut browser = world.signed(language).await;
        let answer = browser.get("/record/source").await;
        insta::assert_snapshot!(format!("source-form.{language}"), answer.stable(&browser));
        let person = browser.first_person("Ghabagheb").await;
        let answer = browser.get(&format!("/person/{person}/event")).await;
        insta::assert_snapshot!(format!("event-form.{language}"), answer.stable(&browser));
        let wrong = browser
            .post(
                &format!("/person/{person}/event"),
                &[
                    ("kind", "arrest"),
                    ("when", "30/02/2019"),
                    ("person1-person-find", "x"),
                    ("claim0-source", "new"),
                    ("claim0-source-find", "x"),
                ],
            )
            .await;
        insta::assert_snapshot!(
            format!("event-form-wrong.{language}"),
            wrong.stable(&browser)
        );
        let answer = browser.get(&format!("/record/{person}/withdraw")).await;
        insta::assert_snapshot!(format!("withdraw.{language}"), answer.stable(&browser));
        let twin = twin(&mut browser, &format!("/person/{person}")).await;
        let event = twin["events"][0]["id"]
            .as_str()
            .expect("an event")
            .to_owned();
        let answer = browser.get(&format!("/event/{event}")).await;
        insta::assert_snapshot!(format!("event.{language}"), answer.stable(&browser));
    }
}
