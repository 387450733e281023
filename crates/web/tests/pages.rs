//! Pages as people see them, in both languages, on the example office; and the days of use.

mod world;

use model::record::Role;
use world::World;

/// Pages whose whole text is kept as snapshots.
const KEPT: &[&str] = &[
    "/sign-in",
    "/today",
    "/find",
    "/record",
    "/import",
    "/office",
    "/office/log",
    "/keyboard",
    "/nothing-here",
];

#[tokio::test]
async fn every_template_renders_in_both_languages() {
    let world = World::new();
    let mut unsaid = Vec::new();
    for language in ["ar", "en"] {
        let mut door = world.browser(language);
        let answer = door.get("/sign-in").await;
        insta::assert_snapshot!(format!("sign-in.{language}"), answer.stable(&door));
        let mut browser = world.signed(language).await;
        let person = browser.first_person("Ghabagheb").await;
        let twin = browser.get(&format!("/person/{person}.json")).await;
        let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
        let event = twin["events"][0]["id"]
            .as_str()
            .expect("an event")
            .to_owned();
        let source = twin["events"][0]["claims"][0]["source_id"]
            .as_str()
            .map(str::to_owned);
        let laws = browser.get("/laws.json").await;
        let laws: serde_json::Value = serde_json::from_str(&laws.body).expect("JSON");
        let mut paths: Vec<String> = KEPT
            .iter()
            .filter(|path| **path != "/sign-in")
            .map(|path| (*path).to_owned())
            .collect();
        paths.extend(
            [
                "/record/source",
                "/verify",
                "/studies",
                "/studies/defectors",
                "/studies/defectors/builder",
                "/studies/defectors/text/text.ar.md",
                "/studies/defectors/text/study.toml",
                "/laws",
                "/office/people",
                "/office/vocabularies",
                "/office/vocabularies/event",
                "/office/keys",
                "/me",
            ]
            .map(str::to_owned),
        );
        paths.push(format!("/person/{person}"));
        paths.push(format!("/person/{person}/laws"));
        paths.push(format!("/person/{person}/edit"));
        paths.push(format!("/person/{person}/event"));
        paths.push(format!("/person/{person}/contact"));
        paths.push(format!("/person/{person}/relative"));
        paths.push(format!("/event/{event}"));
        paths.push(format!("/event/{event}/edit"));
        paths.push(format!("/record/{event}/history"));
        paths.extend(source.map(|source| format!("/source/{source}")));
        for law in laws["laws"].as_array().expect("laws") {
            paths.push(format!("/laws/{}", law["id"].as_str().expect("id")));
        }
        for path in &paths {
            let answer = browser.get(path).await;
            let expected = if path == "/nothing-here" { 404 } else { 200 };
            assert_eq!(answer.status, expected, "{path}: {}", answer.body);
            let direction = if language == "ar" {
                "dir=\"rtl\""
            } else {
                "dir=\"ltr\""
            };
            assert!(
                answer
                    .body
                    .contains(&format!("lang=\"{language}\" {direction}")),
                "{path}"
            );
            if path != "/studies/defectors" {
                assert!(
                    answer.body.len() < 400_000,
                    "{path}: {} bytes",
                    answer.body.len()
                );
            }
            // A message that nobody wrote shows as its id.
            for id in answer
                .body
                .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
            {
                // Ids of instruments hold a year; no message does.
                let message = ["web-", "law-", "finding-"]
                    .iter()
                    .any(|start| id.starts_with(start));
                if message && !id.contains(|letter: char| letter.is_ascii_digit()) {
                    unsaid.push(format!("{language} {path}: {id}"));
                }
            }
            if KEPT.contains(&path.as_str()) {
                insta::assert_snapshot!(
                    format!(
                        "{}.{language}",
                        path.trim_start_matches('/').replace('/', "-")
                    ),
                    answer.stable(&browser)
                );
            }
            let twin = browser.get(&format!("{path}.json")).await;
            assert_eq!(twin.status, expected, "{path}.json");
            assert_eq!(
                twin.header("content-type"),
                "application/json; charset=utf-8"
            );
            serde_json::from_str::<serde_json::Value>(&twin.body)
                .unwrap_or_else(|error| panic!("{path}.json: {error}"));
            assert!(
                !twin.body.contains(&browser.csrf()),
                "{path}.json holds the form's token"
            );
        }
        // A part of the study may name law messages by fact.
        unsaid.retain(|line| !line.contains("/laws/"));
    }
    unsaid.sort();
    unsaid.dedup();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

#[tokio::test]
async fn the_first_page_is_small() {
    let world = World::new();
    let mut browser = world.browser("ar");
    let mut bytes = browser.get("/sign-in").await.bytes.len();
    for file in [
        "sijill.css",
        "sijill.js",
        "htmx-2.0.11.min.js",
        "sijill.svg",
    ] {
        bytes += browser.get(&format!("/static/{file}")).await.bytes.len();
    }
    assert!(bytes < 100_000, "{bytes} bytes without fonts");
}

#[tokio::test]
async fn a_spelling_without_hamza_finds_the_name_with_it() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    let answer = browser
        .post("/record", &[("name0-full", "أحمد خالد القاسم")])
        .await;
    let path = answer.header("location").to_owned();
    for text in ["احمد القاسم", "Ahmad Khaled"] {
        let found = browser.post("/find", &[("q", text)]).await;
        assert!(
            found.body.contains(&format!("href=\"{path}\"")),
            "{text}: {}",
            found.body
        );
    }
}

#[tokio::test]
async fn facets_narrow_by_partial_dates() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let answer = browser
        .post("/record", &[("name0-full", "Partial Dates")])
        .await;
    let person = answer.header("location").to_owned();
    let saved = browser
        .post(
            &format!("{person}/event"),
            &[
                ("role", "victim"),
                ("kind", "arrest"),
                ("when", "شباط 2019"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let find = |from: &'static str, until: &'static str| {
        vec![
            ("q", "Partial Dates"),
            ("kind", "arrest"),
            ("from", from),
            ("until", until),
        ]
    };
    let hit = format!("href=\"{person}\"");
    assert!(
        browser
            .post("/find", &find("2019-02-10", "2019-02-12"))
            .await
            .body
            .contains(&hit),
        "it may lie there"
    );
    assert!(
        !browser
            .post("/find", &find("2019-03", ""))
            .await
            .body
            .contains(&hit)
    );
    let wrong = browser.post("/find", &find("31/31/2019", "")).await;
    assert!(wrong.body.contains("role=\"alert\""), "{}", wrong.body);
}

#[tokio::test]
async fn a_day_of_use_from_a_new_person_to_a_verified_event() {
    let world = World::new();
    let mut documenter = world.signed_as("samar", &[Role::Documenter], "ar").await;
    let answer = documenter
        .post(
            "/record",
            &[
                ("name0-given", "ياسر"),
                ("name0-family", "المثال"),
                ("origin", "غباغب"),
                ("birth", "1990"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let person = answer.header("location").to_owned();
    // A date that cannot be stays in its field, with what is wrong beside it.
    let wrong = documenter
        .post(
            &format!("{person}/event"),
            &[
                ("role", "victim"),
                ("kind", "arrest"),
                ("when", "30/02/2019"),
                ("place", "غباغب"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("value=\"30/02/2019\"") && wrong.body.contains("aria-invalid=\"true\""),
        "{}",
        wrong.body
    );
    let saved = documenter
        .post(
            &format!("{person}/event"),
            &[
                ("role", "victim"),
                ("kind", "arrest"),
                ("when", "نحو تموز 2019"),
                ("place", "غباغب"),
                ("claim0-basis", "told-by-family"),
                ("claim0-learned", "12/9/2019"),
                ("claim0-words", "أُخذ من الحاجز"),
            ],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = documenter.get(&person).await;
    assert!(
        page.body.contains("تموز 2019") && page.body.contains("أُخذ من الحاجز"),
        "{}",
        page.body
    );
    let twin = documenter.get(&format!("{person}.json")).await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    assert_eq!(twin["events"][0]["edtf"], "2019-07~", "no day was invented");
    let event = twin["events"][0]["id"].as_str().expect("id").to_owned();
    let mut reviewer = world.signed_as("nour", &[Role::Reviewer], "en").await;
    assert!(reviewer.get("/verify").await.status == 200);
    let done = reviewer
        .post(
            &format!("/event/{event}/conclude"),
            &[
                ("base", "1"),
                ("status", "verified"),
                ("why", "two sources"),
            ],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let history = reviewer.get(&format!("/record/{event}/history")).await;
    assert!(
        history.body.contains("Conclusion · Status") && history.body.contains("two sources"),
        "{}",
        history.body
    );
}

#[tokio::test]
async fn two_who_edit_the_same_person_lose_nothing() {
    let world = World::new();
    let mut one = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut two = world.signed_as("nour", &[Role::Documenter], "en").await;
    let answer = one
        .post(
            "/record",
            &[("name0-full", "Two Editors"), ("occupation", "baker")],
        )
        .await;
    let path = format!("{}/edit", answer.header("location"));
    let base = [("base", "1"), ("name0-full", "Two Editors")];
    let first = one
        .post(
            &path,
            &[base[0], base[1], ("occupation", "carpenter"), ("notes", "")],
        )
        .await;
    assert_eq!(first.status, 303, "{}", first.body);
    // The other changes the same field and another one.
    let second = two
        .post(
            &path,
            &[
                base[0],
                base[1],
                ("occupation", "smith"),
                ("unit", "7th brigade"),
            ],
        )
        .await;
    assert_eq!(second.status, 409, "{}", second.body);
    assert!(
        second.body.contains("value=\"smith\"")
            && second.body.contains("carpenter")
            && second.body.contains("value=\"7th brigade\"")
    );
    assert!(second.body.contains("name=\"base\" value=\"2\""));
    let settled = two
        .post(
            &path,
            &[
                ("base", "2"),
                base[1],
                ("occupation", "smith"),
                ("unit", "7th brigade"),
            ],
        )
        .await;
    assert_eq!(settled.status, 303, "{}", settled.body);
}

#[tokio::test]
async fn a_sheet_comes_in_step_by_step() {
    let world = World::new();
    let mut browser = world
        .signed_as("samar", &[Role::Documenter, Role::Reader], "en")
        .await;
    let sheet = "id,name,town,date of arrest\n1,Khaled Mansour,Ghabagheb,12/03/2019\n2,Omar Haddad,Ghabagheb,25/04/2019\n3,Nobody,Ghabagheb,99/99/2019\n";
    let proposed = browser.upload("/import", "new.csv", sheet.as_bytes()).await;
    assert_eq!(proposed.status, 200, "{}", proposed.body);
    let field = |body: &str, name: &str| {
        let (_, rest) = body
            .split_once(&format!("name=\"{name}\" value=\""))
            .expect("a field");
        rest.split('"').next().expect("a value").to_owned()
    };
    let draft = field(&proposed.body, "draft");
    let twin: String = proposed
        .body
        .split_once("spellcheck=\"false\">")
        .and_then(|(_, rest)| rest.split_once("</textarea>"))
        .expect("a mapping")
        .0
        .to_owned();
    let mapping = twin
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&");
    let seat = world
        .office
        .seat::<office::Reading>("samar", world.at(), None)
        .expect("reads");
    let before = world.office.position(&seat).expect("position");
    let planned = browser
        .post("/import/plan", &[("draft", &draft), ("mapping", &mapping)])
        .await;
    insta::assert_snapshot!(
        "import-plan.en",
        planned.stable(&browser).replace(&draft, "DRAFT")
    );
    assert_eq!(
        world.office.position(&seat).expect("position"),
        before,
        "nothing is written before it is confirmed"
    );
    // Somebody else cannot use the draft.
    let mut other = world.signed_as("nour", &[Role::Documenter], "en").await;
    assert_eq!(
        other
            .post("/import/plan", &[("draft", &draft), ("mapping", &mapping)])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_number_opens_to_the_records_behind_it() {
    let world = World::new();
    let mut browser = world.signed_as("rana", &[Role::Researcher], "en").await;
    let study = browser.get("/studies/defectors").await;
    assert_eq!(study.status, 200, "{}", study.body);
    assert!(study.body.contains("<svg"), "charts are drawn");
    let twin = browser.get("/studies/defectors.json").await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let mut opened = 0;
    for figure in twin["figures"].as_array().expect("figures").iter().take(3) {
        let row = &figure["rows"][0];
        let (href, sure) = match row["href"].as_str() {
            Some(href) => (href.to_owned(), row["sure"].as_u64().expect("a number")),
            None => (
                figure["href"].as_str().expect("href").to_owned(),
                figure["sure"].as_u64().expect("a number"),
            ),
        };
        let (path, query) = href.split_once('?').unwrap_or((&href, ""));
        let behind = browser.get(&format!("{path}.json?{query}")).await;
        assert_eq!(behind.status, 200, "{href}: {}", behind.body);
        let behind: serde_json::Value = serde_json::from_str(&behind.body).expect("JSON");
        assert_eq!(behind["sure"].as_u64(), Some(sure), "{href}");
        opened += 1;
    }
    assert!(opened > 0);
    let then = browser.get("/studies/defectors?known-on=2018-12-31").await;
    assert_eq!(then.status, 200);
    let report = browser.get("/studies/defectors/report/ar.html").await;
    assert_eq!(report.status, 200);
    assert!(
        report
            .header("content-disposition")
            .starts_with("attachment; filename=\"defectors.ar.html\"")
    );
    assert_eq!(browser.get("/studies/none").await.status, 404);
    assert_eq!(
        browser.get("/studies/defectors/figure/none").await.status,
        404
    );
    assert_eq!(
        browser.get("/studies/defectors/report/ar.exe").await.status,
        404
    );
}
