//! One person or two? The pages of reviewing, in both languages, without JavaScript.

mod world;

use model::record::Role;
use world::{Browser, World};

/// Writes a person down and returns the id.
async fn person(browser: &mut Browser<'_>, parts: [&str; 4], birth: &str) -> String {
    let [given, father, family, mother] = parts;
    let answer = browser
        .post(
            "/record",
            &[
                ("name0-given", given),
                ("name0-father", father),
                ("name0-family", family),
                ("name0-mother", mother),
                ("birth", birth),
                ("origin", "غباغب"),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer
        .header("location")
        .trim_start_matches("/person/")
        .to_owned()
}

/// Two records of one man, in two scripts.
async fn two_records(browser: &mut Browser<'_>) -> (String, String) {
    let a = person(
        browser,
        ["ياسين", "نضال", "الزعبلاوي", "سهيلة"],
        "1988-03-02",
    )
    .await;
    let b = person(browser, ["Yasin", "Nidal", "Zablawi", "Suhaila"], "1988").await;
    if a < b { (a, b) } else { (b, a) }
}

async fn twin(browser: &mut Browser<'_>, path: &str) -> serde_json::Value {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// Messages that nobody wrote show as their id.
fn unsaid(body: &str) -> Vec<String> {
    body.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'))
        .filter(|word| {
            ["web-", "link-kind-", "linked-", "linkage-"]
                .iter()
                .any(|start| word.starts_with(start))
        })
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_page_of_reviewing_renders_in_both_languages_with_its_twin() {
    let world = World::new();
    for language in ["ar", "en"] {
        let mut browser = world.signed(language).await;
        let (a, b) = two_records(&mut browser).await;
        assert_eq!(browser.post("/links/run", &[]).await.status, 303);
        let pair = format!("/links/pair/{a}/{b}");
        for path in [
            "/links",
            pair.as_str(),
            "/links/decisions",
            "/links/acts",
            "/links/quality",
            "/links/sample",
        ] {
            let answer = browser.get(path).await;
            if path == "/links/sample" {
                assert_eq!(answer.status, 303, "no sample yet");
                continue;
            }
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            assert!(
                unsaid(&answer.body).is_empty(),
                "{:?}",
                unsaid(&answer.body)
            );
            let shown = twin(&mut browser, &format!("{path}.json")).await;
            assert!(!shown.to_string().contains(&browser.csrf()));
        }
        let page = browser.get(&pair).await;
        for part in [
            "name=\"verdict\" value=\"same\"",
            "data-key=\"1\"",
            "Zablawi",
            "الزعبلاوي",
        ] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn a_pair_is_decided_the_next_follows_and_a_decision_is_undone() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let before = twin(&mut browser, "/links.json").await;
    assert!(before["run"].is_null() && before["pair"].is_null());
    let (a, b) = two_records(&mut browser).await;
    let ran = browser.post("/links/run", &[]).await;
    assert_eq!((ran.status, ran.header("location")), (303, "/links"));
    let queue = twin(&mut browser, "/links.json").await;
    let waiting = queue["waiting"].as_u64().expect("a number");
    assert!(waiting > 0);
    let today = browser.get("/today").await;
    assert!(today.body.contains("href=\"/links\""), "{}", today.body);
    let shown = twin(&mut browser, &format!("/links/pair/{a}/{b}.json")).await;
    let fields = shown["pair"]["fields"].as_array().expect("fields");
    assert!(
        fields
            .iter()
            .any(|field| field["bits"].as_f64() > Some(1.0))
    );
    assert!(
        !shown["pair"]["shared"]
            .as_array()
            .expect("shared")
            .is_empty()
    );
    let decided = browser
        .post(
            "/links/decide",
            &[("a", &a), ("b", &b), ("verdict", "same"), ("why", "")],
        )
        .await;
    assert_eq!(decided.status, 303, "{}", decided.body);
    let next = decided.header("location").to_owned();
    let page = browser.get(&next).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("data-key=\"u\""), "{}", page.body);
    let after = twin(&mut browser, "/links.json").await;
    assert_eq!(after["waiting"], waiting - 1);
    let shown = twin(&mut browser, "/links/decisions.json").await;
    let decision = &shown["decisions"][0];
    // Nothing was written as a reason: the fields that say most are noted.
    assert!(
        decision["why"].as_str().expect("why").contains(':'),
        "{decision}"
    );
    let id = decision["id"].as_str().expect("id").to_owned();
    let undone = browser
        .post(
            "/links/withdraw",
            &[("decision", &id), ("why", "another mother")],
        )
        .await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    let again = twin(&mut browser, "/links.json").await;
    assert_eq!(again["waiting"], waiting);
    let wrong = browser
        .post(
            "/links/decide",
            &[("a", &a), ("b", &b), ("verdict", "maybe")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    let gone = browser
        .post(
            "/links/decide",
            &[("a", &a), ("b", "nobody"), ("verdict", "same")],
        )
        .await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn relatives_are_noted_as_a_relation() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    let father = person(&mut browser, ["نضال", "ياسر", "الزعبلاوي", "هدى"], "1960").await;
    let son = person(&mut browser, ["ياسين", "نضال", "الزعبلاوي", "سهيلة"], "1988").await;
    let noted = browser
        .post(
            "/links/decide",
            &[
                ("a", &father),
                ("b", &son),
                ("verdict", "relatives"),
                ("relation", "a parent"),
            ],
        )
        .await;
    assert_eq!(noted.status, 303, "{}", noted.body);
    let shown = twin(&mut browser, "/links/decisions.json").await;
    let said = shown["decisions"][0]["said"].as_str().expect("said");
    assert!(said.contains("أحد الوالدين"), "{said}");
}

#[tokio::test]
async fn only_a_reviewer_comes_to_the_queue() {
    let world = World::new();
    let mut signed = world.signed("en").await;
    let (a, b) = two_records(&mut signed).await;
    signed.post("/links/run", &[]).await;
    let mut documenter = world.signed_as("samar", &[Role::Documenter], "en").await;
    for path in [
        "/links",
        "/links.json",
        "/links/decisions",
        "/links/acts",
        "/links/quality",
        "/links/sample",
        &format!("/links/pair/{a}/{b}"),
    ] {
        assert_eq!(documenter.get(path).await.status, 404, "{path}");
    }
    let refused = documenter
        .post(
            "/links/decide",
            &[("a", &a), ("b", &b), ("verdict", "same")],
        )
        .await;
    assert_eq!(refused.status, 404);
    assert_eq!(documenter.post("/links/run", &[]).await.status, 404);
    assert!(!documenter.get("/today").await.body.contains("/links"));
    let mut reviewer = world.signed_as("nour", &[Role::Reviewer], "en").await;
    let page = reviewer.get(&format!("/links/pair/{a}/{b}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(reviewer.get("/links/pair/nobody/no-one").await.status, 404);
}

#[tokio::test]
async fn similar_records_stand_beside_the_form_and_hold_nothing_up() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let there = person(
        &mut browser,
        ["ياسين", "نضال", "الزعبلاوي", "سهيلة"],
        "1988-03-02",
    )
    .await;
    let typed = [
        ("name0-given", "Yassin"),
        ("name0-father", "Nidal"),
        ("name0-family", "Zablawi"),
        ("name0-mother", "Suhayla"),
        ("birth", "1988"),
    ];
    // Without JavaScript: the whole form again, filled in, with the matches.
    let looked = browser.post("/record/similar", &typed).await;
    assert_eq!(looked.status, 200, "{}", looked.body);
    assert!(
        looked.body.contains(&format!("href=\"/person/{there}\"")),
        "{}",
        looked.body
    );
    assert!(looked.body.contains("value=\"Yassin\""));
    let shown = browser.post("/record/similar.json", &typed).await;
    let shown: serde_json::Value = serde_json::from_str(&shown.body).expect("JSON");
    assert_eq!(shown["matches"]["similar"][0]["id"], there.as_str());
    let saved = browser.post("/record", &typed).await;
    assert_eq!(saved.status, 303, "saving is never held up: {}", saved.body);
}

#[tokio::test]
async fn a_sheet_says_who_is_probably_here_already() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let there = person(
        &mut browser,
        ["ياسين", "نضال", "الزعبلاوي", "سهيلة"],
        "1988-03-02",
    )
    .await;
    let sheet = "id,الاسم,اسم الأب,الكنية,اسم الأم,تاريخ الولادة\n\
                 x1,ياسين,نضال,الزعبلاوى,سهيله,1988-03-02\n\
                 x2,زكوان,طعمة,القرنفلي,وطفاء,1931-02-03\n";
    let proposed = browser.upload("/import", "few.csv", sheet.as_bytes()).await;
    assert_eq!(proposed.status, 200, "{}", proposed.body);
    let between = |start: &str, end: &str| {
        let (_, rest) = proposed.body.split_once(start).expect("there");
        rest.split(end).next().expect("there").to_owned()
    };
    let draft = between("name=\"draft\" value=\"", "\"");
    let mapping = between("spellcheck=\"false\">", "</textarea>")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let plan = browser
        .post("/import/plan", &[("draft", &draft), ("mapping", &mapping)])
        .await;
    assert_eq!(plan.status, 200, "{}", plan.body);
    assert!(
        plan.body.contains(&format!("href=\"/person/{there}\"")),
        "{}",
        plan.body
    );
    let shown = browser
        .post(
            "/import/plan.json",
            &[("draft", &draft), ("mapping", &mapping)],
        )
        .await;
    let shown: serde_json::Value = serde_json::from_str(&shown.body).expect("JSON");
    assert_eq!(shown["here_count"], 1);
    assert_eq!(shown["here"][0]["row"], 2);
}

#[tokio::test]
async fn a_sample_is_drawn_and_reviewed_blind() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    two_records(&mut browser).await;
    let drawn = browser
        .post("/links/quality", &[("pairs", "14"), ("both", "0")])
        .await;
    assert_eq!(drawn.status, 303, "{}", drawn.body);
    let mut asked = 0;
    loop {
        let shown = twin(&mut browser, "/links/sample.json").await;
        let (a, b) = (
            shown["a"].as_str().expect("an id").to_owned(),
            shown["b"].as_str().expect("an id").to_owned(),
        );
        if a.is_empty() {
            break;
        }
        // Blind: no weight, no probability.
        assert!(shown.get("fields").is_none() && shown.get("probability").is_none());
        let page = browser.get("/links/sample").await;
        assert!(unsaid(&page.body).is_empty(), "{:?}", unsaid(&page.body));
        let noted = browser
            .post(
                "/links/sample",
                &[("a", &a), ("b", &b), ("verdict", "different")],
            )
            .await;
        assert_eq!(noted.status, 303, "{}", noted.body);
        asked += 1;
    }
    assert!(asked > 0);
    let shown = twin(&mut browser, "/links/quality.json").await;
    assert_eq!(shown["quality"]["reviewed"], asked);
    assert_eq!(shown["measures"].as_array().expect("measures").len(), 2);
    let page = browser.get("/links/quality").await;
    assert!(unsaid(&page.body).is_empty(), "{:?}", unsaid(&page.body));
}

#[tokio::test]
async fn keys_of_reviewing_are_told_where_all_keys_are() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let page = browser.get("/keyboard").await;
    for key in ["1", "2", "3", "4", "w", "n", "u", "p"] {
        assert!(
            page.body.contains(&format!("<kbd>{key}</kbd>")),
            "{key}: {}",
            page.body
        );
    }
}
