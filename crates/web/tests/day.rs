//! What a person's day begins with: digits as they read them, what waits for them,
//! and the source of a follow-up found by typing.

mod world;

use model::record::Role;
use world::{Browser, World};

/// What a page says, without names of its own (codes, what people typed, inputs).
fn said(page: &str) -> String {
    let mut rest = page.split_once("<main").expect("a page").1;
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
    let western = browser.get("/office/log").await;
    assert!(has_western_digit(&said(&western.body)));
    let chosen = browser
        .post("/me/digits", &[("digits", "arabic-indic")])
        .await;
    assert_eq!(chosen.header("location"), "/me", "{}", chosen.body);
    let mut left = Vec::new();
    for path in &paths {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for word in said(&page.body).split_whitespace() {
            if has_western_digit(word) {
                let kind = path.split('/').nth(1).unwrap_or_default();
                left.push(format!("{kind}: {word}"));
            }
        }
    }
    left.sort();
    left.dedup();
    insta::assert_snapshot!("digits.left", left.join("\n"));
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
    first.post("/me/digits", &[("digits", "arabic-indic")]).await;
    let after = first.get(study).await.body;
    assert_ne!(said(&after), said(&before));
    assert_eq!(first.get(&format!("{study}.json")).await.body, data);
    let again = first.get(&format!("{study}/report/ar.html")).await.body;
    assert_eq!(again, report, "what leaves as a file is the same for everybody");
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
    let seat = world.office.seat("example", world.at(), None).expect("a seat");
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
    assert!(!has_western_digit(&said(&elsewhere.get("/studies").await.body)));
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
    let same = browser.post("/understood/date", &understood("11/2018")).await;
    assert_eq!(read.body, same.body);
    assert_eq!(read.status, 200, "{person}");
}
