//! How long what is kept: the report names each number, applying the rules takes away what
//! is beside the cases, and nothing of the log (OWASP ASVS 5.0, 14.2.7).

mod world;

use model::Record;
use model::record::{Consent, Role, Source};
use office::{Administering, Documenting, Policy, Verifying};
use world::{PASSPHRASE, World};

const DAY: i64 = 24 * 60 * 60;

fn kind<'j>(report: &'j serde_json::Value, name: &str) -> &'j serde_json::Value {
    let kinds = report["kinds"].as_array().expect("kinds");
    kinds
        .iter()
        .find(|kind| kind["kind"] == name)
        .unwrap_or_else(|| panic!("{name} is not in {report}"))
}

fn source(world: &World, lapses: Option<&str>) -> String {
    let seat = world
        .office
        .seat::<Documenting>("example", world.at(), None)
        .expect("documents");
    let consents = lapses.map(|day| Consent {
        purpose: "record".into(),
        recipient: None,
        given: true,
        explained_by: None,
        when: None,
        language: None,
        lapses: Some(model::When::day(day.parse().expect("a day"))),
        withdrawn: None,
    });
    let record = Record::Source(Source {
        kind: "person".into(),
        consents: consents.into_iter().collect(),
        ..Source::default()
    });
    world.office.add_record(&seat, &record).expect("added")
}

#[tokio::test]
async fn the_report_tells_what_is_due_with_its_reason_and_rules_take_away_what_is_beside_the_cases()
{
    let world = World::new();
    let administers = world
        .office
        .seat::<Administering>("example", world.at(), None)
        .expect("administers");
    let rules = Policy {
        two_persons: false,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        ..Policy::default()
    };
    let short = Policy {
        keep_looks: 90,
        ..rules.clone()
    };
    let refused = world.office.set_policy(&administers, &short);
    assert_eq!(
        refused.map_err(|it| it.code.as_str()),
        Err("office.keeps-short"),
        "the log of reads is not deleted after 90 days"
    );
    world.office.set_policy(&administers, &rules).expect("set");
    let lapsed = source(&world, Some("2019-01-31"));
    let stands = source(&world, Some("2031-01-31"));
    let gone = source(&world, None);
    let documents = world
        .office
        .seat::<Documenting>("example", world.at(), Some("entered twice".into()))
        .expect("documents");
    world
        .office
        .withdraw_record(&documents, &gone, 1)
        .expect("withdrawn");
    let secret = world.user("samar", &[Role::Documenter]);
    let mut samar = world.browser("en");
    samar.get("/sign-in").await;
    samar
        .sign_in("samar", PASSPHRASE, &world.code(&secret))
        .await;
    samar.get(&format!("/source/{stands}")).await;

    // Whoever documents reads of cases, and of nothing that is administered.
    let report = samar.get("/office/retention.json").await;
    let report: serde_json::Value = serde_json::from_str(&report.body).expect("JSON");
    assert_eq!(kind(&report, "consents")["due"], 1);
    assert_eq!(kind(&report, "consents")["items"][0]["id"], lapsed.as_str());
    assert_eq!(kind(&report, "consents")["items"][0]["since"], "2019-01-31");
    assert_eq!(kind(&report, "withdrawn")["held"], 1);
    assert_eq!(kind(&report, "withdrawn")["due"], 0);
    assert!(!report.to_string().contains("sign-ins"));
    assert_eq!(samar.post("/office/retention", &[]).await.status, 404);
    let page = samar.get("/office/retention").await.body;
    assert!(
        page.contains(&format!("href=\"/source/{lapsed}/consent\"")),
        "{page}"
    );

    // And the other way round.
    let mut lina = world.signed_as("lina", &[Role::Administrator], "en").await;
    let page = lina.get("/office/retention").await.body;
    assert!(
        !page.contains(&lapsed) && page.contains("Sign-ins and attempts"),
        "{page}"
    );
    let mut reader = world.signed_as("reader", &[Role::Reader], "en").await;
    assert_eq!(reader.get("/office/retention").await.status, 404);

    // Two years and a day later.
    world.pass(731 * DAY);
    let mut browser = world.signed("en").await;
    let report = browser.get("/office/retention.json").await;
    let report: serde_json::Value = serde_json::from_str(&report.body).expect("JSON");
    let due = kind(&report, "withdrawn");
    assert_eq!(
        (&due["due"], &due["items"][0]["id"]),
        (&1.into(), &gone.as_str().into())
    );
    assert_eq!(due["items"][0]["why"], "entered twice");
    assert_eq!(kind(&report, "looks")["due"], 1);
    assert!(kind(&report, "sign-ins")["due"].as_u64() > Some(1));
    let reading = || {
        world
            .office
            .seat::<office::Reading>("example", world.at(), None)
            .expect("reads")
    };
    let before = world.office.position(&reading()).expect("a position");
    let applied = browser.post("/office/retention", &[]).await;
    assert_eq!(applied.status, 200, "{}", applied.body);
    assert!(
        applied.body.contains("The rules are applied"),
        "{}",
        applied.body
    );
    let report = browser.get("/office/retention.json").await;
    let report: serde_json::Value = serde_json::from_str(&report.body).expect("JSON");
    assert_eq!(
        (
            &kind(&report, "looks")["due"],
            &kind(&report, "sign-ins")["due"]
        ),
        (&0.into(), &0.into())
    );
    // Records stay due until two persons decide; the log has one entry more and is whole.
    assert_eq!(kind(&report, "withdrawn")["due"], 1);
    assert!(world.office.position(&reading()).expect("a position") > before);
    let seat = world
        .office
        .seat::<Verifying>("example", world.at(), None)
        .expect("verifies");
    let checked = world.office.verify(&seat, None).expect("checked");
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
}
