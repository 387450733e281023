//! What takes a second person, and what leaves the office: roles, keys, rules, exports,
//! backups, and the disclosure register.

mod world;

use model::record::Role;
use office::Policy;
use world::World;
use world::rules::{between, open_rules, plain, rules};

#[tokio::test]
async fn keys_roles_and_exports_take_a_second_person() {
    let world = World::new();
    rules(
        &world,
        &Policy {
            two_persons: true,
            ..open_rules()
        },
    );
    let mut lina = world
        .signed_as("lina", &[Role::Administrator, Role::Documenter], "en")
        .await;
    let mut omar = world.signed_as("omar", &[Role::Reviewer], "en").await;
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let roles = [("do", "roles"), ("role", "lawyer")];
    let asked = lina.post("/office/people/samar", &roles).await;
    assert_eq!(asked.status, 422);
    assert!(
        plain(&asked.body).contains("This takes a second person"),
        "{}",
        asked.body
    );
    let page = lina.get("/office/requests").await;
    assert!(page.body.contains("samar: lawyer"), "{}", page.body);
    assert!(
        !page.body.contains("value=\"agree\""),
        "not the one who asked"
    );
    let request = omar.get("/office/requests").await;
    let address = format!(
        "/office/requests/{}",
        between(&request.body, "action=\"/office/requests/", "\"")
    );
    let own = lina.post(&address, &[("do", "agree")]).await;
    assert_eq!(own.status, 422);
    assert!(
        own.body.contains("Nobody agrees to their own request"),
        "{}",
        own.body
    );
    assert_eq!(samar.post(&address, &[("do", "agree")]).await.status, 404);
    assert!(!samar.get("/office/requests").await.body.contains("lawyer"));
    let agreed = omar
        .post(&address, &[("do", "agree"), ("why", "talked to samar")])
        .await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);
    assert_eq!(lina.post("/office/people/samar", &roles).await.status, 303);
    assert_eq!(samar.get("/record").await.status, 404, "in force at once");
    assert_eq!(
        lina.post("/office/people/samar", &roles).await.status,
        422,
        "once"
    );

    // The same for keys, new people, an export and the rules.
    let long = "lantern orbit kettle verse";
    for (path, fields) in [
        (
            "/office/keys",
            vec![
                ("do", "add"),
                ("slot", "lina"),
                ("passphrase", long),
                ("again", long),
            ],
        ),
        (
            "/office/people",
            vec![("name", "newcomer"), ("role", "reader")],
        ),
        (
            "/office/export",
            vec![("recipient", "partner"), ("authority", "agreement")],
        ),
        (
            "/office/rules",
            vec![
                ("lock_after", "5"),
                ("reads_alarm", "0"),
                ("reads_most", "0"),
                ("keep_looks", "400"),
                ("keep_sign_ins", "400"),
                ("keep_withdrawn", "730"),
                ("keep_backups", "0"),
            ],
        ),
        ("/office/people/omar", vec![("do", "invite")]),
    ] {
        let asked = lina.post(path, &fields).await;
        assert_eq!(asked.status, 422, "{path}");
        assert!(
            plain(&asked.body).contains("This takes a second person"),
            "{path}"
        );
    }
    let request = omar.get("/office/requests").await;
    let waiting: Vec<&str> = request
        .body
        .split("action=\"/office/requests/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(waiting.len(), 6);
    for id in waiting {
        let answered = omar
            .post(&format!("/office/requests/{id}"), &[("do", "refuse")])
            .await;
        assert_eq!(answered.status, 303);
    }
    let again = omar.post(&address, &[("do", "agree")]).await;
    assert!(again.body.contains("answered already"), "{}", again.body);
    // What each did stands in the log.
    let seat = world
        .office
        .seat("omar", world.at(), None)
        .expect("verifies");
    assert_eq!(world.office.verify(&seat, None).expect("read").problems, []);
}

#[tokio::test]
async fn an_export_is_entered_in_the_disclosure_register() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let missing = browser
        .post("/office/export", &[("recipient", "partner")])
        .await;
    assert_eq!(missing.status, 422);
    let made = browser
        .post(
            "/office/export",
            &[("recipient", "partner"), ("authority", "agreement 7")],
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let draft = between(&made.body, "name=\"draft\" value=\"", "\"").to_owned();
    let sheet = browser
        .post(
            "/office/export/take",
            &[("draft", &draft), ("part", "sheet")],
        )
        .await;
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        sheet
            .header("content-disposition")
            .starts_with("attachment; filename=\"records.csv\"")
    );
    assert!(
        sheet
            .header("content-security-policy")
            .starts_with("sandbox")
    );
    let page = browser.get("/office/disclosures").await;
    assert!(page.body.contains("partner") && page.body.contains("agreement 7"));
    assert!(
        page.body.contains(&office::digest_of_bytes(&sheet.bytes)),
        "{}",
        page.body
    );
    // A draft is its maker's alone.
    let mut other = world.signed_as("samar", &[Role::Documenter], "en").await;
    let stolen = other
        .post("/office/export/take", &[("draft", &draft)])
        .await;
    assert_eq!(stolen.status, 403);
}

#[tokio::test]
async fn backups_are_made_and_downloaded_in_the_browser() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let wrong = browser
        .post("/office/backups", &[("secret", "not the passphrase")])
        .await;
    assert_eq!(wrong.status, 422);
    let made = browser
        .post("/office/backups", &[("secret", office::EXAMPLE_PASSPHRASE)])
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let path = format!(
        "/office/backups/{}",
        between(&made.body, "action=\"/office/backups/", "\"")
    );
    let taken = browser.post(&path, &[("why", "to the safe")]).await;
    assert_eq!(taken.status, 200);
    assert!(
        taken.bytes.starts_with(b"age-encryption.org/v1"),
        "encrypted"
    );
    assert!(taken.header("content-disposition").contains(".age"));
    assert!(
        browser
            .get("/office/disclosures")
            .await
            .body
            .contains("to the safe")
    );
    let outside = browser
        .post("/office/backups/..%2Fkeys.toml", &[("why", "x")])
        .await;
    assert_eq!(outside.status, 404);
}
