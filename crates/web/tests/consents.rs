//! What a source consented to: typed, recorded, withdrawn.

mod world;

use model::record::Role;
use world::World;
use world::rules::between;

#[tokio::test]
async fn consent_is_recorded_and_withdrawn() {
    let world = World::new();
    let mut browser = world.signed("en").await;
    let page = browser.get("/office/consents").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let source = between(&page.body, "action=\"/source/", "/consent\"").to_owned();
    let path = format!("/source/{source}/consent");
    let given = [
        ("do", "add"),
        ("purpose", "share"),
        ("given", "yes"),
        ("recipient", "a partner"),
        ("when", "2019-07"),
    ];
    let added = browser.post(&path, &given).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let page = browser.get("/office/consents").await;
    assert!(page.body.contains("a partner"), "{}", page.body);
    let withdrawn = browser
        .post(&path, &[("do", "withdraw"), ("purpose", "share")])
        .await;
    assert_eq!(withdrawn.status, 303, "{}", withdrawn.body);
    assert_eq!(
        browser
            .post(&path, &[("do", "withdraw"), ("purpose", "share")])
            .await
            .status,
        404,
        "there is nothing left to withdraw"
    );
    let unknown = browser
        .post(&path, &[("do", "add"), ("purpose", "everything")])
        .await;
    assert_eq!(unknown.status, 422);
    let history = browser.get(&format!("/record/{source}/history")).await;
    assert_eq!(history.status, 200);
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
