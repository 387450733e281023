//! What a person's day begins with: digits as they read them, what waits for them,
//! and the source of a follow-up found by typing.

mod world;

use model::record::Role;
use world::{Browser, World};

/// What a page says, without names of its own (codes, what people typed, inputs).
fn said(page: &str) -> String {
    let rest = page.split_once("<main").expect("a page").1;
    let mut rest = rest.split_once('>').expect("its tag").1;
    let mut text = String::new();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let (tag, after) = tag.split_once('>').expect("a whole tag");
        let name = tag.split_whitespace().next().unwrap_or_default();
        rest = match name {
            "code" | "bdi" | "pre" | "textarea" | "style" => {
                let end = format!("</{name}>");
                after.split_once(&end).expect("an ended element").1
            }
            _ => after,
        };
    }
    text
}

fn has_western_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

async fn pages(browser: &mut Browser<'_>) -> Vec<String> {
    let person = browser.first_person("Ghabagheb").await;
    let twin = browser.get(&format!("/person/{person}.json")).await;
    let twin: serde_json::Value = serde_json::from_str(&twin.body).expect("JSON");
    let event = twin["events"][0]["id"].as_str().expect("an event");
    let laws = browser.get("/laws.json").await;
    let laws: serde_json::Value = serde_json::from_str(&laws.body).expect("JSON");
    let mut paths: Vec<String> = [
        "/today",
        "/find",
        "/verify",
        "/studies",
        "/studies/defectors",
        "/studies/defectors/builder",
        "/studies/defectors/estimate/arrests",
        "/laws",
        "/import",
        "/links",
        "/office",
        "/office/log",
        "/office/people",
        "/office/rules",
        "/office/jobs",
        "/office/vocabularies",
        "/office/consents",
        "/office/disclosures",
        "/office/backups",
        "/me",
        "/me/tokens",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/person/{person}"));
    paths.push(format!("/person/{person}/laws"));
    paths.push(format!("/event/{event}"));
    paths.push(format!("/record/{event}/history"));
    for law in laws["laws"].as_array().expect("laws") {
        let id = law["id"].as_str().expect("id");
        paths.push(format!("/laws/{id}"));
        paths.push(format!("/laws/{id}/outcomes"));
    }
    paths
}

#[tokio::test]
async fn arabic_pages_are_written_in_the_digits_that_a_person_chose() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    let paths = pages(&mut browser).await;
    let western = browser.get("/studies/defectors").await;
    assert!(has_western_digit(&said(&western.body)));
    let chosen = browser
        .post("/me/digits", &[("digits", "arabic-indic")])
        .await;
    assert_eq!(chosen.header("location"), "/me", "{}", chosen.body);
    let mut left = Vec::new();
    for path in &paths {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        // Texts of law, titles of studies and the like are as somebody wrote them.
        let text = said(&page.body);
        let words: Vec<&str> = text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let is_id = word.len() > 30;
            if has_western_digit(word) && !is_id && !path.contains("/law") {
                let kind = path.split('/').nth(1).unwrap_or_default();
                let around = &words[at.saturating_sub(3)..(at + 2).min(words.len())];
                left.push(format!("{kind}: {}", around.join(" ")));
            }
        }
    }
    left.sort();
    left.dedup();
    insta::assert_snapshot!("digits.left", left.join("\n"));
}

#[tokio::test]
async fn keys_of_one_letter_are_turned_off_with_the_account_and_digits_stay() {
    let world = World::new();
    let mut samar = world.signed_as("samar", &[Role::Researcher], "ar").await;
    let mut rana = world.signed_as("rana", &[Role::Researcher], "ar").await;
    let off = "<body data-keys=\"off\">";
    samar
        .post("/me/digits", &[("digits", "arabic-indic")])
        .await;
    assert!(!samar.get("/today").await.body.contains(off));
    let chosen = samar.post("/me/shortcuts", &[("shortcuts", "off")]).await;
    assert_eq!(chosen.header("location"), "/keyboard", "{}", chosen.body);
    for language in ["ar", "en"] {
        samar.language = language;
        for path in ["/today", "/keyboard", "/studies/defectors", "/nothing"] {
            assert!(samar.get(path).await.body.contains(off), "{path}");
        }
    }
    assert!(!rana.get("/today").await.body.contains(off));
    let twin: serde_json::Value =
        serde_json::from_str(&samar.get("/me.json").await.body).expect("JSON");
    assert_eq!(twin["digits"], "arabic-indic");
    let refused = samar.post("/me/shortcuts", &[("shortcuts", "")]).await;
    assert_eq!(refused.status, 404);
    samar.post("/me/shortcuts", &[("shortcuts", "on")]).await;
    assert!(!samar.get("/today").await.body.contains(off));
}

#[tokio::test]
async fn digits_are_remembered_with_the_account_and_change_no_data() {
    let world = World::new();
    let mut first = world.signed_as("samar", &[Role::Researcher], "ar").await;
    let mut other = world.signed_as("rana", &[Role::Researcher], "ar").await;
    let study = "/studies/defectors";
    let before = first.get(study).await.body;
    let data = first.get(&format!("{study}.json")).await.body;
    let report = first.get(&format!("{study}/report/ar.html")).await.body;
    assert_eq!(first.get("/me").await.status, 200);
    for wrong in ["", "roman"] {
        let refused = first.post("/me/digits", &[("digits", wrong)]).await;
        assert_eq!(refused.status, 404, "{wrong}");
    }
    first
        .post("/me/digits", &[("digits", "arabic-indic")])
        .await;
    let after = first.get(study).await.body;
    assert_ne!(said(&after), said(&before));
    assert_eq!(first.get(&format!("{study}.json")).await.body, data);
    let again = first.get(&format!("{study}/report/ar.html")).await.body;
    assert_eq!(
        again, report,
        "what leaves as a file is the same for everybody"
    );
    let twin: serde_json::Value =
        serde_json::from_str(&first.get("/me.json").await.body).expect("JSON");
    assert_eq!(twin["digits"], "arabic-indic");
    // Nobody else's pages, nor the same person's English ones.
    assert_eq!(said(&other.get(study).await.body), said(&before));
    first.language = "en";
    assert!(!first.get(study).await.body.contains('٢'));
    // Another browser of the same account needs no choice of its own.
    first.language = "ar";
    let token = first.token.clone();
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("a seat");
    let invited = world.office.invite(&seat, "samar").expect("invited");
    let secret = world
        .office
        .activation(&invited, world.at())
        .expect("read")
        .expect("there")
        .secret;
    let secret = world::base32(&secret);
    let code = world.code(&secret);
    world
        .office
        .activate(&invited, world::PASSPHRASE, &code, world.at())
        .expect("activated");
    world.pass(30);
    let mut elsewhere = world.browser("ar");
    elsewhere.get("/sign-in").await;
    elsewhere
        .sign_in("samar", world::PASSPHRASE, &world.code(&secret))
        .await;
    assert_ne!(elsewhere.token, token);
    let twin: serde_json::Value =
        serde_json::from_str(&elsewhere.get("/me.json").await.body).expect("JSON");
    assert_eq!(twin["digits"], "arabic-indic");
}

#[tokio::test]
async fn numbers_are_typed_in_either_kind_of_digits() {
    let world = World::new();
    let mut browser = world.signed("ar").await;
    let rules = [
        ("lock_after", "٣٠"),
        ("reads_alarm", "۲۰۰"),
        ("reads_most", "500"),
    ];
    let done = browser.post("/office/rules", &rules).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let policy = world.office.policy().expect("rules");
    assert_eq!(
        (policy.lock_after, policy.reads_alarm, policy.reads_most),
        (30, 200, 500)
    );
    // What cannot be read never becomes “never”.
    let mut wrong = rules;
    wrong[2].1 = "many";
    let refused = browser.post("/office/rules", &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(world.office.policy().expect("rules"), policy);
    let person = browser.first_person("Ghabagheb").await;
    let understood = |typed: &'static str| [("date", typed), ("value", typed)];
    let read = browser
        .post("/understood/date", &understood("١١/٢٠١٨"))
        .await;
    let same = browser
        .post("/understood/date", &understood("11/2018"))
        .await;
    assert_eq!(read.body, same.body);
    assert_eq!(read.status, 200, "{person}");
}

const MAPPING: &str = "list = \"families-2019\"\nid = \"no\"\n\n[person]\nfull = \"name\"\n";
const DATED: &str = "\n[[event]]\nkind = { fixed = \"arrest\" }\nwhen = \"taken\"\n";
const SHEET: &[u8] =
    b"no,name,taken\n1,Khaled Mansour,2019-06-05\n2,Samira Haddad,some day\n3,Huda Saleh,no day\n";

fn import(world: &World, mapping: &str) -> office::Imported {
    let seat = world
        .office
        .seat("samar", world.at(), None)
        .expect("a seat");
    let request = office::ImportRequest {
        bytes: SHEET,
        file_name: "families.csv",
        mapping: Some((mapping.to_owned(), "mapping.toml".into())),
        skip_bad_rows: true,
    };
    world
        .office
        .import(&seat, &request, &model::unwatched)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

async fn twin(browser: &mut Browser<'_>, path: &str) -> serde_json::Value {
    let answer = browser.get(&format!("{path}.json")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

fn waiting(today: &serde_json::Value, id: &str) -> u64 {
    let cards = today["waiting"].as_array().expect("cards").iter();
    let card = cards.clone().find(|card| card["id"] == id);
    card.expect("the card")["count"].as_u64().expect("a count")
}

#[tokio::test]
async fn rows_that_stayed_out_of_an_import_wait_on_today_until_they_are_settled() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut reads = world.signed_as("karim", &[Role::Reader], "en").await;
    assert_eq!(waiting(&twin(&mut browser, "/today").await, "imports"), 0);
    let dated = format!("{MAPPING}{DATED}");
    let imported = import(&world, &dated);
    assert_eq!(imported.changes.counts.rows_left_out, 2);
    let today = browser.get("/today").await;
    for part in ["families.csv", "2\u{2069} rows", "/import/left#left-"] {
        assert!(today.body.contains(part), "{part}: {}", today.body);
    }
    let left = twin(&mut browser, "/import/left").await;
    let id = left["open"][0]["id"].as_str().expect("an id").to_owned();
    insta::assert_snapshot!(
        "left.open",
        serde_json::to_string_pretty(&left)
            .expect("JSON")
            .replace(&id, "ID")
            .replace(left["open"][0]["sheet"].as_str().expect("an id"), "SHEET")
    );
    let page = browser.get("/import/left").await;
    assert!(
        !page.body.contains("some day"),
        "no cell is told: {}",
        page.body
    );
    assert_eq!(reads.get("/import/left").await.status, 404);
    let path = format!("/import/left/{id}");
    assert_eq!(reads.post(&path, &[("do", "look")]).await.status, 404);

    // The same import once more leaves the same, and says it once.
    import(&world, &dated);
    let again = twin(&mut browser, "/import/left").await;
    assert_eq!(again["open"].as_array().expect("a list").len(), 1);

    // Looking again goes on with the sealed sheet.
    let looked = browser.post(&path, &[("do", "look")]).await;
    assert_eq!(looked.status, 200, "{}", looked.body);
    for part in ["name=\"draft\"", "some day", "families-2019"] {
        assert!(looked.body.contains(part), "{part}: {}", looked.body);
    }

    // Settled with a reason, and taken back.
    for wrong in ["", "  "] {
        let refused = browser
            .post(&path, &[("do", "settle"), ("why", wrong)])
            .await;
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    let why = "Both came in with the second list.";
    let settled = browser.post(&path, &[("do", "settle"), ("why", why)]).await;
    assert_eq!(settled.status, 303, "{}", settled.body);
    let left = twin(&mut browser, "/import/left").await;
    assert_eq!(left["open"], serde_json::json!([]));
    assert_eq!(left["settled"][0]["why"], why);
    assert_eq!(left["settled"][0]["settled_by"], "samar");
    assert_eq!(waiting(&twin(&mut browser, "/today").await, "imports"), 0);
    let back = [("do", "take-back"), ("why", "One of them did not.")];
    assert_eq!(browser.post(&path, &back).await.status, 303);
    assert_eq!(waiting(&twin(&mut browser, "/today").await, "imports"), 2);

    // The sheet that comes in whole at last settles itself.
    let whole = import(&world, MAPPING);
    assert_eq!(whole.changes.counts.rows_left_out, 0);
    let left = twin(&mut browser, "/import/left").await;
    assert_eq!(left["open"], serde_json::json!([]));
    assert_eq!(left["settled"][0]["why"], "");
    for language in ["ar", "en"] {
        browser.language = language;
        for path in ["/import/left", "/today", "/import"] {
            let page = browser.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.body.contains("web-left"), "{path}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn what_a_sheet_of_a_compartment_left_is_there_for_its_members_alone() {
    let world = World::new();
    let mut member = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut other = world.signed_as("omar", &[Role::Documenter], "en").await;
    import(&world, &format!("{MAPPING}{DATED}"));
    let left = twin(&mut member, "/import/left").await;
    let (id, sheet) = (
        left["open"][0]["id"].clone(),
        left["open"][0]["sheet"].clone(),
    );
    assert_eq!(waiting(&twin(&mut other, "/today").await, "imports"), 2);
    let label = model::profile::Label {
        ar: "فريق".into(),
        en: "Team".into(),
    };
    let why = Some("agreed".to_owned());
    let administers = world
        .office
        .seat("example", world.at(), why.clone())
        .expect("a seat");
    let compartment = world
        .office
        .add_compartment(&administers, &label, &["samar".to_owned()])
        .expect("made");
    let documents = world.office.seat("samar", world.at(), why).expect("a seat");
    world
        .office
        .place_record(
            &documents,
            sheet.as_str().expect("an id"),
            Some(&compartment),
        )
        .expect("moved");
    assert_eq!(waiting(&twin(&mut member, "/today").await, "imports"), 2);
    assert_eq!(waiting(&twin(&mut other, "/today").await, "imports"), 0);
    let page = other.get("/import/left").await;
    assert!(!page.body.contains("families.csv"), "{}", page.body);
    let path = format!("/import/left/{}", id.as_str().expect("an id"));
    let settle = [("do", "settle"), ("why", "not mine")];
    assert_eq!(other.post(&path, &settle).await.status, 404);
    assert_eq!(other.post(&path, &[("do", "look")]).await.status, 404);
}

#[tokio::test]
async fn the_source_of_a_follow_up_is_looked_for_and_not_one_of_sixty() {
    let world = World::new();
    let mut browser = world.signed_as("samar", &[Role::Documenter], "en").await;
    let person = browser
        .post("/record", &[("name0-full", "Khaled Mansour")])
        .await
        .header("location")
        .to_owned();
    let path = format!("{person}/contact");
    let source = [
        ("source-kind", "family"),
        ("source-name", "Zakwan Qaranfuli"),
    ];
    let source = browser.post("/record/source", &source).await;
    assert_eq!(source.status, 303, "{}", source.body);
    let source = source
        .header("location")
        .rsplit('/')
        .next()
        .expect("an id")
        .to_owned();
    let page = browser.get(&path).await;
    assert!(page.body.contains("name=\"source-find\""), "{}", page.body);
    // With scripts the list follows the typing; without, a button looks.
    let typed = [
        ("of", "source"),
        ("source-find", "Qaranfuli"),
        ("source", ""),
    ];
    let found = browser.post("/record/pick", &typed).await;
    assert!(found.body.contains(&source), "{}", found.body);
    let looked = browser
        .post(&path, &[("source-find", "Qaranfuli"), ("do", "look")])
        .await;
    assert!(looked.body.contains(&source), "{}", looked.body);
    // Somebody is named in words and nobody chosen.
    let unsettled = browser
        .post(&path, &[("when", "2019"), ("source-find", "Qaranfuli")])
        .await;
    assert_eq!(unsettled.status, 422, "{}", unsettled.body);
    let chosen = [
        ("when", "2019"),
        ("source-find", "Qaranfuli"),
        ("source", source.as_str()),
    ];
    let saved = browser.post(&path, &chosen).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let contact = twin(&mut browser, &person).await["contacts"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let form = browser.get(&format!("/contact/{contact}")).await;
    let kept = format!("<option value=\"{source}\" selected>");
    assert!(form.body.contains(&kept), "{}", form.body);
    // One who is not there yet is written down on the way.
    let new = [
        ("when", "2019"),
        ("outcome", "by a new one"),
        ("source-find", "Nahla Sabbagh"),
        ("source", "new"),
        ("source-kind", "family"),
    ];
    let saved = browser.post(&path, &new).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let again = browser
        .post(
            "/record/pick",
            &[("of", "source"), ("source-find", "Nahla")],
        )
        .await;
    assert!(again.body.contains("Nahla Sabbagh"), "{}", again.body);
}
