//! The office's words and own fields, changed in the browser: with a reason, without
//! touching what was recorded.

mod world;

use model::Record;
use model::record::Role;
use serde_json::Value;
use world::{Browser, World};

async fn twin(browser: &mut Browser<'_>, path: &str) -> Value {
    let answer = browser.get(&format!("{path}.json")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

async fn new_person(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> String {
    let answer = browser.post("/record", fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

fn row<'t>(twin: &'t Value, list: &str, id: &str) -> &'t Value {
    let mut rows = twin[list].as_array().expect("rows").iter();
    rows.find(|row| row["id"] == id).expect("the row")
}

/// The reasons of the changes that a page tells, the newest first.
fn reasons(twin: &Value) -> String {
    let changes = twin["changes"].as_array().expect("changes").iter();
    let said = changes.map(|change| format!("{}: {}", change["who"], change["why"]));
    said.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_term_is_called_otherwise_and_retired_with_a_reason_that_the_log_keeps() {
    let world = World::new();
    let mut browser = world.signed_as("ward", &[Role::Administrator], "en").await;
    let path = "/office/vocabularies/basis";
    let term = [
        ("ar", "إفادة جار"),
        ("en", "Told by a neighbour"),
        ("why", "neighbours are the only ones left there"),
    ];
    assert_eq!(browser.post(path, &term).await.status, 303);
    let id = "told-by-a-neighbour";
    let page = browser.get(&format!("{path}?term={id}")).await;
    assert!(
        page.body
            .contains("id=\"changed-ar\" name=\"ar\" value=\"إفادة جار\""),
        "{}",
        page.body
    );
    let rename = |en: &'static str| {
        [
            ("do", "rename"),
            ("term", id),
            ("ar", "إفادة أحد الجيران"),
            ("en", en),
            ("why", "the reports say it so"),
        ]
    };
    for wrong in ["", "Hearsay"] {
        let refused = browser.post(path, &rename(wrong)).await;
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.body);
        assert!(
            refused.body.contains("إفادة أحد الجيران"),
            "nothing typed is lost"
        );
    }
    let renamed = browser
        .post(path, &rename("Account of a \"neighbour\""))
        .await;
    assert_eq!(renamed.status, 303, "{}", renamed.body);
    let shown = twin(&mut browser, path).await;
    let shown = row(&shown, "terms", id);
    assert_eq!(shown["en"], "Account of a \"neighbour\"");
    assert_eq!(shown["ar"], "إفادة أحد الجيران");
    for (act, why) in [
        ("retire", "nobody can go there"),
        ("take-up", "they came back"),
    ] {
        let done = browser
            .post(path, &[("do", act), ("term", id), ("why", why)])
            .await;
        assert_eq!(done.status, 303, "{}", done.body);
        let shown = twin(&mut browser, path).await;
        assert_eq!(row(&shown, "terms", id)["retired"], act == "retire");
    }
    let unknown = [
        ("do", "rename"),
        ("term", "nothing"),
        ("ar", "أ"),
        ("en", "a"),
    ];
    assert_eq!(browser.post(path, &unknown).await.status, 404);
    let told = twin(&mut browser, path).await;
    insta::assert_snapshot!("terms.changes", reasons(&told));
    let mut reads = world.signed_as("karim", &[Role::Reader], "en").await;
    let page = reads.get(&format!("{path}?term={id}")).await;
    assert!(!page.body.contains("changed-ar"), "{}", page.body);
    assert_eq!(
        twin(&mut reads, path).await["changes"],
        serde_json::json!([])
    );
    assert_eq!(reads.post(path, &rename("x")).await.status, 404);
}

#[tokio::test]
async fn a_retired_field_is_read_where_it_was_said_and_asked_for_no_more() {
    let world = World::new();
    let mut browser = world.signed_as("ward", &[Role::Administrator], "en").await;
    let mut documents = world.signed_as("samar", &[Role::Documenter], "en").await;
    let field = [
        ("record", "person"),
        ("ar", "اسم الشهرة في الفصيل"),
        ("en", "Name in the faction"),
        ("type", "text"),
        ("class", "identifying"),
        ("reason", "Families know it."),
        ("why", "asked for by the families"),
    ];
    assert_eq!(browser.post("/office/fields", &field).await.status, 303);
    let name = "own-name-in-the-faction";
    let before = [("name0-full", "Khaled Mansour"), (name, "Abu Sami")];
    let person = new_person(&mut documents, &before).await;
    let of = "person.name-in-the-faction";
    let change = |act: &'static str, why: &'static str| {
        [
            ("do", act),
            ("field", of),
            ("ar", "كنيته في الفصيل"),
            ("en", "Nickname in the faction"),
            ("why", why),
        ]
    };
    let page = browser.get(&format!("/office/fields?field={of}")).await;
    assert!(
        page.body.contains("value=\"Name in the faction\""),
        "{}",
        page.body
    );
    for (act, why) in [
        ("rename", "it is no name"),
        ("retire", "it endangers people"),
    ] {
        let done = browser.post("/office/fields", &change(act, why)).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    let shown = twin(&mut browser, "/office/fields").await;
    let shown = row(&shown, "fields", "name-in-the-faction");
    assert_eq!(
        (&shown["en"], &shown["retired"]),
        (&"Nickname in the faction".into(), &true.into())
    );

    // Read on the record and in its history, under the label of today.
    let page = documents.get(&person).await;
    for part in ["Nickname in the faction", "Abu Sami"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    // Asked for in no new form, and taken from no forged one.
    let new = documents.get("/record").await;
    assert!(!new.body.contains(name), "{}", new.body);
    let forged = [("name0-full", "Somebody Else"), (name, "Abu Other")];
    let other = new_person(&mut documents, &forged).await;
    let id = other.rsplit('/').next().expect("an id");
    let reading = world
        .office
        .seat("samar", world.at(), None)
        .expect("a seat");
    match world.office.look_at(&reading, id).expect("there") {
        Record::Person(person) => assert!(person.own.is_empty(), "{:?}", person.own),
        other => panic!("{other:?}"),
    }
    // Where it was said it can be mended, and saving something else keeps it.
    let form = documents.get(&format!("{person}/edit")).await;
    for part in [name, "Nickname in the faction (retired)", "Abu Sami"] {
        assert!(form.body.contains(part), "{part}: {}", form.body);
    }
    let edited = [("base", "1"), ("notes", "seen in Jasim")];
    let saved = documents.post(&format!("{person}/edit"), &edited).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(documents.get(&person).await.body.contains("Abu Sami"));

    let back = change("take-up", "the danger is over");
    assert_eq!(browser.post("/office/fields", &back).await.status, 303);
    assert!(documents.get("/record").await.body.contains(name));
    let told = twin(&mut browser, "/office/fields").await;
    insta::assert_snapshot!("fields.changes", reasons(&told));
    for language in ["ar", "en"] {
        browser.language = language;
        for path in ["/office/fields", "/office/vocabularies/basis"] {
            let page = browser
                .get(&format!("{path}?field={of}&term=hearsay"))
                .await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.body.contains("web-"), "{path}: {}", page.body);
        }
    }
    assert_eq!(documents.post("/office/fields", &back).await.status, 404);
}

#[tokio::test]
async fn the_office_adds_terms_and_fields_and_retires_what_it_no_longer_uses() {
    use world::forms::{form, last_event, new_person, value, with};
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
