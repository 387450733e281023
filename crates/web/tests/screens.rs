//! The screens of daily work beyond single pages: figures without SQL, texts with
//! their figures, facets and saved searches, follow-ups, relatives, drafts.

mod world;

use model::record::Role;
use world::{Browser, World};

fn field(body: &str, name: &str) -> String {
    let (_, rest) = body
        .split_once(&format!("name=\"{name}\" value=\""))
        .expect("a field");
    rest.split('"').next().expect("a value").to_owned()
}

async fn new_person(browser: &mut Browser<'_>, name: &str) -> String {
    let answer = browser.post("/record", &[("name0-full", name)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_figure_is_made_without_sql_and_opened_again() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "en").await;
    let empty = browser.get("/studies/defectors/builder").await;
    assert_eq!(empty.status, 200, "{}", empty.body);
    let base = field(&empty.body, "base");
    let draft = |todo: &'static str, id: &'static str| {
        vec![
            ("counts", "release"),
            ("clock", "happened:arrest"),
            ("kind", "documented_count"),
            ("population", "yes"),
            ("group0", "period"),
            ("group1", "service"),
            ("condition0", "service"),
            ("value0", "officer"),
            ("condition1", "service"),
            ("value1", "conscript"),
            ("id", id),
            ("title-ar", "الإفراجات"),
            ("title-en", "Releases of some"),
            ("do", todo),
        ]
    };
    let tried = browser
        .post("/studies/defectors/builder", &draft("preview", ""))
        .await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    for part in ["row_number() over", "service_group", "officer", "conscript"] {
        assert!(tried.body.contains(part), "{part}: {}", tried.body);
    }
    let before = browser.get("/studies/defectors.json").await;
    assert!(
        !before.body.contains("releases-of-some"),
        "a preview saves nothing"
    );
    let mut fields = draft("save", "releases-of-some");
    fields.push(("base", &base));
    let saved = browser.post("/studies/defectors/builder", &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let study = browser.get("/studies/defectors.json").await;
    let study: serde_json::Value = serde_json::from_str(&study.body).expect("JSON");
    let figure = study["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .find(|figure| figure["id"] == "releases-of-some")
        .expect("the new figure");
    assert_eq!(figure["drafted"], true);
    // What the preview said is what the study says.
    let sure = figure["sure"].as_u64().expect("a number").to_string();
    assert!(
        tried.body.contains(&format!("figure-number\">{sure}<")),
        "{sure}"
    );
    let href = figure["href"].as_str().expect("an address");
    assert_eq!(browser.get(href).await.status, 200);
    let again = browser
        .get("/studies/defectors/builder?figure=releases-of-some")
        .await;
    assert!(
        again.body.contains("value=\"Releases of some\""),
        "{}",
        again.body
    );
    // Somebody who began from the older file does not overwrite it.
    let late = browser.post("/studies/defectors/builder", &fields).await;
    assert_eq!(late.status, 409, "{}", late.body);
    // A figure that was written by hand is not taken over.
    let mut taken = draft("save", "arrests");
    let base = field(&again.body, "base");
    taken.push(("base", &base));
    let refused = browser.post("/studies/defectors/builder", &taken).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[tokio::test]
async fn a_draft_that_makes_no_sense_says_where() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "ar").await;
    let answer = browser
        .post(
            "/studies/defectors/builder",
            &[
                ("counts", "arrest"),
                ("clock", "none"),
                ("group0", "period"),
                ("do", "preview"),
            ],
        )
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("role=\"alert\""), "{}", answer.body);
    assert_eq!(browser.get("/studies/none/builder").await.status, 404);
}

#[tokio::test]
async fn a_text_is_read_with_its_figures_in_place_before_it_is_saved() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "en").await;
    let path = "/studies/defectors/text/text.en.md";
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let base = field(&page.body, "base");
    let text = "# A title\n\n## First\n\nThere were {{arrests}} arrests.\n\n## Second\n\n{{table:arrests}}\n";
    let preview = browser
        .post(path, &[("text", text), ("base", &base), ("do", "preview")])
        .await;
    assert!(preview.body.contains("142"), "{}", preview.body);
    let wrong = browser
        .post(
            path,
            &[
                ("text", "{{no-such-figure}}"),
                ("base", &base),
                ("do", "save"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    assert!(wrong.body.contains("no-such-figure"));
    let saved = browser
        .post(path, &[("text", text), ("base", &base), ("do", "save")])
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let report = browser.get("/studies/defectors/report/en.html").await;
    assert!(
        report.body.contains("There were"),
        "the report has the new text"
    );
    let late = browser
        .post(path, &[("text", "other"), ("base", &base), ("do", "save")])
        .await;
    assert_eq!(late.status, 409, "{}", late.body);
    // No file outside of the study has an address here.
    for name in ["office.toml", "..%2Foffice.toml", "keys.toml"] {
        let answer = browser
            .get(&format!("/studies/defectors/text/{name}"))
            .await;
        assert_eq!(answer.status, 404, "{name}");
    }
}

#[tokio::test]
async fn facets_find_without_words_and_count_what_they_would_leave() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let all = browser.post("/find.json", &[("q", "")]).await;
    let all: serde_json::Value = serde_json::from_str(&all.body).expect("JSON");
    let everybody = all["total"].as_u64().expect("a total");
    let released = browser
        .post("/find.json", &[("q", ""), ("kind", "release")])
        .await;
    let released: serde_json::Value = serde_json::from_str(&released.body).expect("JSON");
    let some = released["total"].as_u64().expect("a total");
    assert!(some > 0 && some < everybody, "{some} of {everybody}");
    let label = all["kinds"]
        .as_array()
        .expect("kinds")
        .iter()
        .find(|kind| kind["id"] == "release")
        .and_then(|kind| kind["label"].as_str())
        .expect("a label");
    assert!(label.ends_with(&format!("({some})")), "{label}");
    let next = browser
        .post("/find.json", &[("q", ""), ("skip", "40")])
        .await;
    let next: serde_json::Value = serde_json::from_str(&next.body).expect("JSON");
    assert_eq!(next["first"], 41);
    assert_ne!(next["hits"][0]["id"], all["hits"][0]["id"]);
}

#[tokio::test]
async fn a_saved_search_is_its_owners_unless_it_is_shared() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    for (name, shared) in [("only mine", None), ("for all", Some(("shared", "yes")))] {
        let mut fields = vec![
            ("q", "Ghabagheb"),
            ("kind", "arrest"),
            ("do", "save"),
            ("search-name", name),
        ];
        fields.extend(shared);
        let answer = one.post("/find", &fields).await;
        assert!(answer.body.contains(name), "{}", answer.body);
    }
    let mine = one.get("/find").await.body;
    let theirs = two.get("/find").await.body;
    assert!(mine.contains("only mine") && mine.contains("for all"));
    assert!(
        !theirs.contains("only mine") && theirs.contains("for all"),
        "{theirs}"
    );
    let twin = one.get("/find.json").await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let saved = twin["saved"].as_array().expect("saved");
    let private = saved
        .iter()
        .find(|it| it["name"] == "only mine")
        .expect("mine");
    let id = private["id"].as_str().expect("an id").to_owned();
    // Its document is no page of records, and nobody else can take it away.
    assert_eq!(two.get(&format!("/record/{id}/history")).await.status, 404);
    assert_eq!(one.get(&format!("/record/{id}/history")).await.status, 404);
    assert_eq!(
        two.post(&format!("/find/saved/{id}"), &[]).await.status,
        404
    );
    assert_eq!(
        one.post(&format!("/find/saved/{id}"), &[]).await.status,
        303
    );
    assert!(!one.get("/find").await.body.contains("only mine"));
}

#[tokio::test]
async fn a_follow_up_is_due_until_the_next_one() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Family Of Somebody").await;
    let saved = browser
        .post(
            &format!("{person}/contact"),
            &[
                ("when", "1/9/2019"),
                ("channel", "call"),
                ("outcome", "nobody answered"),
                ("next-due", "15/9/2019"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let today = browser.get("/today").await;
    assert!(today.body.contains("Family Of Somebody"), "{}", today.body);
    let page = browser.get(&person).await;
    assert!(page.body.contains("nobody answered"), "{}", page.body);
    // Those who may not reach families do not learn that there was a call.
    let mut researcher = world.signed_as("rana", &[Role::Researcher], "en").await;
    let seen = researcher.get(&person).await;
    assert!(!seen.body.contains("nobody answered") && !seen.body.contains("id=\"contacts\""));
    assert!(
        !researcher
            .get("/today")
            .await
            .body
            .contains("Family Of Somebody")
    );
    let next = browser
        .post(
            &format!("{person}/contact"),
            &[("when", "20/9/2019"), ("outcome", "spoken to")],
        )
        .await;
    assert_eq!(next.status, 303, "{}", next.body);
    assert!(
        !browser
            .get("/today")
            .await
            .body
            .contains("Family Of Somebody")
    );
}

#[tokio::test]
async fn relatives_stand_on_both_pages_and_can_be_taken_back() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let (one, two) = (
        new_person(&mut browser, "Brother Alpha").await,
        new_person(&mut browser, "Brother Beta").await,
    );
    let found = browser
        .post(&format!("{one}/relative"), &[("q", "Brother Beta")])
        .await;
    let other = two.rsplit('/').next().expect("an id").to_owned();
    assert!(
        found.body.contains(&format!("value=\"{other}\"")),
        "{}",
        found.body
    );
    let saved = browser
        .post(
            &format!("{one}/relative"),
            &[("other", &other), ("relation", "sibling")],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = browser.get(&one).await;
    assert!(
        page.body.contains("Brother Beta") && page.body.contains("Sibling"),
        "{}",
        page.body
    );
    let page = browser.get(&two).await;
    assert!(page.body.contains("Brother Alpha"), "{}", page.body);
    let twin = browser.get(&format!("{one}.json")).await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let decision = twin["relatives"][0]["decision"].as_str().expect("an id");
    let gone = browser
        .post(&format!("{one}/relative/{decision}"), &[])
        .await;
    assert_eq!(gone.status, 303, "{}", gone.body);
    assert!(!browser.get(&one).await.body.contains("Brother Beta"));
    let itself = one.rsplit('/').next().expect("an id").to_owned();
    let refused = browser
        .post(&format!("{one}/relative"), &[("other", &itself)])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[tokio::test]
async fn a_form_that_was_begun_goes_on_where_it_was_left() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let kept = browser
        .post(
            "/draft",
            &[
                ("form", "/record"),
                ("name0-full", "Half Written"),
                ("birth", "about 19"),
            ],
        )
        .await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let form = browser.get("/record").await;
    assert!(
        form.body.contains("value=\"Half Written\"") && form.body.contains("value=\"about 19\""),
        "{}",
        form.body
    );
    assert!(
        browser
            .get("/today")
            .await
            .body
            .contains("href=\"/record\"")
    );
    // Nobody else goes on from it.
    let mut other = world.signed_as("nour", &[Role::Documenter], "en").await;
    assert!(!other.get("/record").await.body.contains("Half Written"));
    let saved = browser
        .post(
            "/record",
            &[("form", "/record"), ("name0-full", "Half Written")],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert!(!browser.get("/record").await.body.contains("Half Written"));
    let away = browser
        .post(
            "/draft",
            &[("form", "//elsewhere.example"), ("do", "discard")],
        )
        .await;
    assert_eq!(away.header("location"), "/", "a draft leads nowhere else");
}

#[tokio::test]
async fn terms_are_typed_in_either_language_and_shown_in_the_pages_own() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = new_person(&mut browser, "Typed Terms").await;
    let shown = browser
        .post(
            &format!("{person}/event"),
            &[("kind", "اعتقال"), ("do", "show")],
        )
        .await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(
        shown.body.contains("name=\"attribute-charge\""),
        "{}",
        shown.body
    );
    assert!(shown.body.contains("value=\"Arrest\""), "{}", shown.body);
    let saved = browser
        .post(
            &format!("{person}/event"),
            &[
                ("role", "victim"),
                ("kind", "اعتقال"),
                ("when", "2019"),
                ("claim0-basis", "Family visit"),
                ("do", "save"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let wrong = browser
        .post(
            &format!("{person}/event"),
            &[("role", "victim"), ("kind", "arest")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("aria-invalid=\"true\""),
        "{}",
        wrong.body
    );
}

#[tokio::test]
async fn the_outcomes_of_a_law_are_asked_under_a_reading_or_an_assumption() {
    let world = World::new();
    let mut browser = world.signed_as("layal", &[Role::Lawyer], "en").await;
    let law = browser.get("/laws/ld-18-2018").await;
    assert!(
        law.body.contains("<svg") && law.body.contains("fugitives"),
        "{}",
        law.body
    );
    let plain = browser.get("/laws/ld-18-2018/outcomes.json").await;
    let plain: serde_json::Value = serde_json::from_str(&plain.body).expect("JSON");
    assert_eq!(plain["covered_count"], 0);
    assert!(plain["questions"][0]["count"].as_u64().expect("a count") > 0);
    let path = "/laws/ld-18-2018/outcomes.json?assume=desertion-before-the-decree";
    let assumed = browser.get(path).await;
    let assumed: serde_json::Value = serde_json::from_str(&assumed.body).expect("JSON");
    assert!(
        assumed["covered_count"].as_u64().expect("a count") > 0,
        "{assumed}"
    );
    assert_eq!(assumed["assumed"].as_array().expect("said").len(), 1);
    let unknown = browser.get("/laws/ld-18-2018/outcomes?reading=none").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_study_is_begun_in_the_browser_and_its_first_figure_built() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "en").await;
    let list = browser.get("/studies").await;
    assert!(list.body.contains("href=\"/studies/new\""));
    let typed = |id: &'static str, first: &'static str, last: &'static str| {
        vec![
            ("id", id),
            ("title-ar", "إفراجات عام 2019"),
            ("title-en", ""),
            ("first", first),
            ("last", last),
            ("cut", "months"),
        ]
    };
    // What is wrong stands beside what was typed.
    for (id, first, last, said) in [
        ("Releases 2019", "2019", "2019", "cannot be an id"),
        ("new", "2019", "2019", "cannot be an id"),
        ("defectors", "2019", "2019", "already"),
        ("releases", "sometime", "2019", "sometime"),
        ("releases", "2019", "2018", "is empty"),
    ] {
        let answer = browser.post("/studies/new", &typed(id, first, last)).await;
        assert_eq!(answer.status, 422, "{id} {first} {last}: {}", answer.body);
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains("إفراجات عام 2019"));
    }
    let begun = browser
        .post("/studies/new", &typed("releases", "شباط 2019", "4/2019"))
        .await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    assert_eq!(begun.header("location"), "/studies/releases/builder");
    let text = browser.get("/studies/releases/text/study.toml").await;
    let (_, text) = text.body.split_once("<textarea").expect("a text");
    let (_, text) = text.split_once('>').expect("a text");
    let (text, _) = text.split_once("</textarea>").expect("a text");
    insta::assert_snapshot!(text.trim().replace("&#34;", "\""));
    let study = browser.get("/studies/releases").await;
    assert_eq!(study.status, 200, "{}", study.body);
    let twice = browser
        .post("/studies/new", &typed("releases", "2019", "2019"))
        .await;
    assert_eq!(twice.status, 422, "{}", twice.body);
}

#[tokio::test]
async fn an_estimate_stands_on_its_own_page_or_says_why_there_is_none() {
    let world = World::new();
    for (name, language) in [("rana", "ar"), ("rima", "en")] {
        let mut browser = world.signed_as(name, &[Role::Researcher], language).await;
        let page = browser
            .get("/studies/defectors/estimate/arrests?lists=list&seed=1")
            .await;
        assert_eq!(page.status, 200, "{}", page.body);
        insta::assert_snapshot!(format!("estimate.{language}"), page.stable(&browser));
        let twin = browser
            .get("/studies/defectors/estimate/arrests.json?lists=list&seed=1")
            .await;
        let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
        assert!(
            twin["estimate"]["gate"].is_array()
                || !twin["problems"].as_array().expect("list").is_empty()
        );
        let sheet = browser
            .get("/studies/defectors/estimate/arrests/en.html?lists=list&seed=1")
            .await;
        assert_eq!(sheet.status, 200);
        let nothing = browser.get("/studies/defectors/estimate/nothing").await;
        assert_eq!(nothing.status, 404);
    }
    // Who may not compute studies sees no estimate.
    let mut lawyer = world.signed_as("omar", &[Role::Reader], "en").await;
    let refused = lawyer.get("/studies/defectors/estimate/arrests").await;
    assert_eq!(refused.status, 404, "{}", refused.body);
}

async fn twin(browser: &mut Browser<'_>, path: &str) -> serde_json::Value {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

#[tokio::test]
async fn a_note_leaves_an_event_open_and_makes_nobody_its_writer() {
    let world = World::new();
    let mut nour = world
        .signed_as("nour", &[Role::Reviewer, Role::Reader], "en")
        .await;
    let queue = twin(&mut nour, "/verify.json").await;
    let waiting = queue["waiting"].as_u64().expect("a number");
    let event = queue["events"][0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/event/{event}/conclude");
    let conclude = |base: &'static str, status: &'static str, why: &'static str| {
        vec![
            ("base", base),
            ("status", status),
            ("why", why),
            ("queue", "1"),
        ]
    };
    // A note without words is none.
    let empty = nour.post(&path, &conclude("1", "open", "")).await;
    assert_eq!(empty.status, 422);
    let noted = nour
        .post(&path, &conclude("1", "open", "ask the family first"))
        .await;
    assert_eq!(noted.status, 303, "{}", noted.body);
    let queue = twin(&mut nour, "/verify.json").await;
    assert_eq!(
        (&queue["waiting"], &queue["own"]),
        (&waiting.into(), &0.into())
    );
    let page = nour.get(&format!("/event/{event}")).await;
    assert!(
        page.body.contains("nour: ask the family first"),
        "{}",
        page.body
    );
    // Disputed, it stands among the disputed, for everybody.
    let disputed = nour
        .post(&path, &conclude("2", "disputed", "two dates"))
        .await;
    assert_eq!(disputed.status, 303, "{}", disputed.body);
    let mut writer = world.signed("en").await;
    for browser in [&mut nour, &mut writer] {
        let queue = twin(browser, "/verify.json?show=disputed").await;
        assert_eq!(queue["disputed"], 1);
        assert_eq!(queue["events"][0]["id"], event.as_str());
    }
    // Whoever wrote it still cannot conclude, and sees it among what others look at.
    let own = twin(&mut writer, "/verify.json?show=own").await;
    assert_eq!((&own["own"], &own["waiting"]), (&waiting.into(), &0.into()));
    let refused = writer.post(&path, &conclude("3", "verified", "")).await;
    assert_eq!(refused.status, 422);
    // The queue is paged.
    let next = own["next"].as_u64().expect("more");
    let more = twin(&mut writer, &format!("/verify.json?show=own&from={next}")).await;
    assert_eq!(more["first"], next + 1);
    assert_ne!(more["events"][0]["id"], own["events"][0]["id"]);
    let verified = nour.post(&path, &conclude("3", "verified", "")).await;
    assert_eq!(verified.status, 303, "{}", verified.body);
    let queue = twin(&mut nour, "/verify.json").await;
    assert_eq!(queue["waiting"], waiting - 1);
}

#[tokio::test]
async fn each_facet_leaves_as_many_persons_as_it_says() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let mut find = async |fields: &[(&str, &str)]| -> serde_json::Value {
        let answer = browser.post("/find.json", fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    for (asked, at_least) in [
        (vec![("q", "Ghabagheb")], 20),
        (
            vec![
                ("q", ""),
                ("kind", "arrest"),
                ("from", "2019"),
                ("until", "2019"),
            ],
            40,
        ),
    ] {
        let found = find(&asked).await;
        let mut tried = 0;
        for (field, list) in [
            ("kind", "kinds"),
            ("place", "places"),
            ("service", "services"),
            ("status", "statuses"),
            ("flag", "flags"),
        ] {
            if asked.iter().any(|(name, _)| *name == field) {
                continue;
            }
            for choice in found[list].as_array().expect("choices") {
                let label = choice["label"].as_str().expect("a label");
                let Some((_, count)) = label.rsplit_once(" (") else {
                    continue;
                };
                let Ok(count) = count.trim_end_matches(')').parse::<u64>() else {
                    continue;
                };
                let id = choice["id"].as_str().expect("an id");
                let mut narrowed = asked.clone();
                narrowed.push((field, id));
                assert_eq!(find(&narrowed).await["total"], count, "{field}: {label}");
                tried += 1;
            }
        }
        assert!(tried > at_least, "{tried} choices");
    }
}
