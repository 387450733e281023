//! Writing records down: several participants and accounts, two who edit at once, drafts,
//! mistakes taken back, sessions that end.

mod world;

use model::record::Role;
use serde_json::Value;
use world::{Browser, World};

/// Asks to see who a source is.
async fn reveal(browser: &mut Browser<'_>, source: &str) {
    let path = format!("{}/reveal", source.replace("/source/", "/record/"));
    let answer = browser.post(&path, &[("reveal-why", "a test")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn new_person(browser: &mut Browser<'_>, name: &str) -> String {
    let answer = browser.post("/record", &[("name0-full", name)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

async fn twin(browser: &mut Browser<'_>, path: &str) -> Value {
    let answer = browser.get(&format!("{path}.json")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// The fields of a form by name, as its twin tells them.
async fn form(browser: &mut Browser<'_>, path: &str) -> (String, Vec<(String, String)>) {
    let twin = twin(browser, path).await;
    (twin["base"].to_string(), fields_of(&twin))
}

/// The inputs of a group, also those that are filled in seldom.
fn inputs_of(group: &Value) -> impl Iterator<Item = &Value> {
    let more = group["more"][1].as_array().into_iter().flatten();
    group["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .chain(more)
}

fn fields_of(twin: &Value) -> Vec<(String, String)> {
    let groups = twin["groups"].as_array().expect("groups");
    groups
        .iter()
        .flat_map(inputs_of)
        .map(|input| {
            let text = |key: &str| input[key].as_str().expect("a text").to_owned();
            (text("name"), text("value"))
        })
        .collect()
}

fn value<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("{name} in {fields:?}")).1
}

fn with<'f>(
    base: &'f str,
    fields: &'f [(String, String)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut all: Vec<(&str, &str)> = vec![("base", base)];
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)),
    );
    all.extend(changes);
    all
}

fn id_of(path: &str) -> String {
    path.rsplit('/').next().expect("an id").to_owned()
}

/// An event of a person, newest last: its address.
async fn last_event(browser: &mut Browser<'_>, person: &str) -> String {
    let twin = twin(browser, person).await;
    let events = twin["events"].as_array().expect("events");
    let ids = events.iter().map(|it| it["id"].as_str().expect("an id"));
    format!("/event/{}", ids.max().expect("an event"))
}

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

#[tokio::test]
async fn consents_are_typed_as_people_write_dates() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let source = browser
        .post(
            "/record/source",
            &[("source-kind", "family"), ("source-name", "Father")],
        )
        .await
        .header("location")
        .to_owned();
    let path = format!("{source}/consent");
    let wrong = browser
        .post(
            &path,
            &[
                ("back", "source"),
                ("purpose", "record"),
                ("when", "31/31/2019"),
                ("recipient", "kept"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"kept\"") && wrong.body.contains("value=\"31/31/2019\""));
    let saved = browser
        .post(
            &path,
            &[
                ("back", "source"),
                ("purpose", "record"),
                ("when", "تموز 2019"),
                ("lapses", "7/2021"),
                ("explained-by", "Rana"),
            ],
        )
        .await;
    assert_eq!(saved.header("location"), path, "{}", saved.body);
    let page = browser.get(&path).await;
    for part in ["July 2019", "July 2021", "Rana"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
}

#[tokio::test]
async fn the_office_adds_terms_and_fields_and_retires_what_it_no_longer_uses() {
    let world = World::new();
    let mut administers = world.signed_as("ward", &[Role::Administrator], "en").await;
    let path = "/office/vocabularies/basis";
    let wrong = administers
        .post(
            path,
            &[("en", "Told by a neighbour"), ("parent", "nothing like it")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("value=\"Told by a neighbour\""),
        "{}",
        wrong.body
    );
    let added = administers
        .post(
            path,
            &[
                ("ar", "إفادة جار \"قريب\""),
                ("en", "Told by a neighbour"),
                ("also", "جار الأسرة، neighbour said"),
                ("parent", "سماع"),
            ],
        )
        .await;
    assert_eq!(added.status, 303, "{}", added.body);
    let twice = administers
        .post(path, &[("ar", "أخرى"), ("en", "Neighbour said")])
        .await;
    assert_eq!(twice.status, 422, "{}", twice.body);
    let field = [
        ("record", "event"),
        ("ar", "عدد الشهود"),
        ("en", "Number of witnesses"),
        ("type", "number"),
        ("class", "internal"),
    ];
    let reasonless = administers.post("/office/fields", &field).await;
    assert_eq!(reasonless.status, 422, "{}", reasonless.body);
    let mut whole = field.to_vec();
    whole.push(("reason", "Tells how sure the account is."));
    let added = administers.post("/office/fields", &whole).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = administers.get("/office/fields").await;
    assert!(page.body.contains("number-of-witnesses"), "{}", page.body);

    // Forms know the new words at once, in either language.
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "New Words").await;
    let event = [
        ("kind", "arrest"),
        ("claim0-basis", "جار الأسرة"),
        ("own-number-of-witnesses", "١٢"),
    ];
    let saved = browser.post(&format!("{person}/event"), &event).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let form_path = format!("{}/edit", last_event(&mut browser, &person).await);
    let (base, fields) = form(&mut browser, &form_path).await;
    assert_eq!(value(&fields, "claim0-basis"), "Told by a neighbour");
    assert_eq!(value(&fields, "own-number-of-witnesses"), "12");
    let wrong = [("own-number-of-witnesses", "many")];
    let refused = browser
        .post(&form_path, &with(&base, &fields, &wrong))
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);

    // A retired term is read in what was said and cannot be picked anew.
    let retire = [("do", "retire"), ("term", "told-by-a-neighbour")];
    let retired = administers.post(path, &retire).await;
    assert_eq!(retired.status, 303, "{}", retired.body);
    let kept = browser
        .post(
            &form_path,
            &with(&base, &fields, &[("notes", "still saved")]),
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let anew = browser.post(&format!("{person}/event"), &event).await;
    assert_eq!(anew.status, 422, "{}", anew.body);
    let again = [("do", "take-up"), ("term", "told-by-a-neighbour")];
    assert_eq!(administers.post(path, &again).await.status, 303);
    let anew = browser.post(&format!("{person}/event"), &event).await;
    assert_eq!(anew.status, 303, "{}", anew.body);
    // Whoever does not administer changes none.
    assert_eq!(browser.post(path, &retire).await.status, 404);
    assert_eq!(browser.post("/office/fields", &whole).await.status, 404);
}

#[tokio::test]
async fn a_file_has_a_class_is_edited_and_withdrawn() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut researcher = world.signed_as("rana", &[Role::Researcher], "en").await;
    let person = new_person(&mut browser, "Has A File").await;
    let files = format!("/record/{}/files", id_of(&person));
    let added = browser
        .upload(&files, "letter.txt", b"what the family wrote")
        .await;
    assert_eq!(added.status, 303, "{}", added.body);
    let file = twin(&mut browser, &files).await["files"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let page = format!("/evidence/{file}");
    assert_eq!(researcher.get(&page).await.status, 200);
    let path = format!("{page}/edit");
    let (base, fields) = form(&mut browser, &path).await;
    let changes = [
        ("file-name", "the letter.txt"),
        ("class", "medical"),
        ("why", "it tells of wounds"),
    ];
    let saved = browser.post(&path, &with(&base, &fields, &changes)).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let shown = browser.get(&page).await;
    assert!(
        shown.body.contains("the letter.txt") && shown.body.contains("medical:"),
        "{}",
        shown.body
    );
    // Whoever may not read the class does not learn that it is there.
    assert_eq!(researcher.get(&page).await.status, 404);
    assert!(!researcher.get(&files).await.body.contains(&file));
    assert!(!researcher.get(&person).await.body.contains(&file));
    let nameless = [("file-name", " ")];
    let refused = browser.post(&path, &with("2", &fields, &nameless)).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let withdraw = format!("/record/{file}/withdraw");
    let done = browser
        .post(&withdraw, &[("base", "2"), ("why", "another family")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!browser.get(&files).await.body.contains(&file));
    assert!(browser.get(&page).await.body.contains("another family"));
    let back = browser
        .post(&withdraw, &[("base", "3"), ("do", "restore")])
        .await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(browser.get(&files).await.body.contains(&file));
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
