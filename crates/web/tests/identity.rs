//! Who a source is: masked until somebody who may read it asks with a reason, one at a
//! time; nothing at all for whoever may not (OWASP ASVS 5.0, 14.2.6 and 2.3.5).

mod world;

use model::Record;
use model::record::{Person, Role, Source};
use office::{Documenting, Policy};
use world::{Browser, World};

const NAME: &str = "أم خالد الحوراني";
const REACH: &str = "through the pharmacy at noon";

/// A source told in confidence, written down by the example's user.
fn source(world: &World) -> String {
    let seat = world
        .office
        .seat::<Documenting>("example", world.at(), None)
        .expect("documents");
    let source = Record::Source(Source {
        kind: "person".into(),
        relation: Some("mother".into()),
        name: Some(NAME.into()),
        reach: Some(REACH.into()),
        ..Source::default()
    });
    world.office.add_record(&seat, &source).expect("added")
}

fn rules(world: &World, two: bool) {
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    let policy = Policy {
        two_persons: two,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        administrators_passkey: false,
        sources_two_persons: two,
        ..Policy::default()
    };
    world.office.set_policy(&seat, &policy).expect("set");
    world.pass(31);
}

/// Every page that could tell who the source is.
async fn pages(browser: &mut Browser<'_>, id: &str) -> String {
    let mut all = String::new();
    for path in [
        format!("/source/{id}"),
        format!("/source/{id}.json"),
        format!("/source/{id}/consent"),
        format!("/source/{id}/edit"),
        format!("/source/{id}/contact"),
        format!("/record/{id}/history"),
        format!("/record/{id}/history.json"),
        format!("/record/{id}/files"),
        format!("/record/{id}/withdraw"),
        "/office/consents".to_owned(),
        "/office/consents.json".to_owned(),
    ] {
        let answer = browser.get(&path).await;
        assert!(
            [200, 403, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        all.push_str(&answer.body);
    }
    all
}

#[tokio::test]
async fn an_identity_is_shown_one_at_a_time_for_a_reason_and_for_ten_minutes() {
    let world = World::new();
    rules(&world, false);
    let (one, other) = (source(&world), source(&world));
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    for id in [&one, &other] {
        let masked = pages(&mut samar, id).await;
        assert!(!masked.contains(NAME) && !masked.contains(REACH));
        assert!(masked.contains("Who this is or how to reach them is not shown"));
        assert!(masked.contains("\"masked\": true"));
    }
    let address = format!("/record/{one}/reveal");
    let back = ("back", format!("/source/{one}"));
    let back = (back.0, back.1.as_str());
    // Without a reason nothing is shown.
    let refused = samar.post(&address, &[back, ("reveal-why", " ")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(!refused.body.contains(NAME));
    let before = pages(&mut samar, &one).await;
    assert!(!before.contains(NAME));
    let reason = ("reveal-why", "to arrange the second interview");
    let shown = samar.post(&address, &[back, reason]).await;
    assert_eq!((shown.status, shown.header("location")), (303, back.1));
    let page = samar.get(back.1).await.body;
    assert!(page.contains(NAME) && page.contains(REACH), "{page}");
    assert!(page.contains("Shown to you until"), "{page}");
    // Nobody else sees it for that, nor this browser another one.
    let mut omar = world.signed_as("omar", &[Role::Reviewer], "en").await;
    assert!(!pages(&mut omar, &one).await.contains(NAME));
    assert!(
        !samar
            .get(&format!("/source/{other}"))
            .await
            .body
            .contains(NAME)
    );
    let address_of_other = format!("/record/{other}/reveal");
    samar.post(&address_of_other, &[reason]).await;
    assert!(
        samar
            .get(&format!("/source/{other}"))
            .await
            .body
            .contains(NAME)
    );
    assert!(
        !samar
            .get(&format!("/source/{one}"))
            .await
            .body
            .contains(NAME),
        "one at a time"
    );
    // It ends by hand, and by itself.
    samar.post(&address_of_other, &[("do", "hide")]).await;
    assert!(!pages(&mut samar, &other).await.contains(NAME));
    samar.post(&address, &[back, reason]).await;
    world.pass(9 * 60);
    assert!(samar.get(back.1).await.body.contains(NAME));
    world.pass(60);
    assert!(!pages(&mut samar, &one).await.contains(NAME));
    // Then it asks who it is once more, too.
    world.pass(60);
    let asked = samar.post(&address, &[back, reason]).await;
    assert_eq!(asked.status, 403);
    assert!(asked.body.contains("Is it you?"), "{}", asked.body);
    assert!(asked.body.contains("to arrange the second interview"));
    // The log has who, which and why.
    let mut example = world.signed("en").await;
    let looks = example.get("/office/looks").await.body;
    assert_eq!(looks.matches("to arrange the second interview").count(), 3);
    assert!(looks.contains(&one) && looks.contains(&other), "{looks}");
}

#[tokio::test]
async fn whoever_may_not_know_it_learns_of_nothing_to_reveal() {
    let world = World::new();
    rules(&world, false);
    let id = source(&world);
    for role in [Role::Researcher, Role::Lawyer, Role::Reader] {
        let mut browser = world.signed_as(role.as_str(), &[role], "en").await;
        let all = pages(&mut browser, &id).await;
        assert!(!all.contains(NAME) && !all.contains(REACH));
        assert!(!all.contains("is not shown") && !all.contains("\"masked\": true"));
        let address = format!("/record/{id}/reveal");
        let answer = browser.post(&address, &[("reveal-why", "curious")]).await;
        assert_eq!(answer.status, 404, "{role:?}");
        let unknown = "/record/01890000-0000-7000-8000-000000000000/reveal";
        let answer = browser.post(unknown, &[("reveal-why", "curious")]).await;
        assert_eq!(answer.status, 404);
    }
}

#[tokio::test]
async fn a_form_of_a_source_asks_first_and_takes_nothing_away() {
    let world = World::new();
    rules(&world, false);
    let id = source(&world);
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let edit = format!("/source/{id}/edit");
    // A form that was sent while the identity is masked: asked first, typed words kept.
    let typed = [
        ("base", "1"),
        ("benefit", "none was given"),
        ("source-kind", "person"),
    ];
    let asked = samar.post(&edit, &typed).await;
    assert_eq!(asked.status, 403);
    assert!(asked.body.contains("none was given"), "{}", asked.body);
    let mut again = typed.to_vec();
    again.push(("reveal-why", "to note the benefit"));
    let saved = samar.post(&edit, &again).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = samar.get(&format!("/source/{id}")).await.body;
    assert!(page.contains(NAME) && page.contains(REACH), "{page}");
    assert!(page.contains("none was given"), "{page}");
}

#[tokio::test]
async fn a_source_of_somebody_else_takes_a_second_person() {
    let world = World::new();
    rules(&world, true);
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut omar = world.signed_as("omar", &[Role::Reviewer], "en").await;
    let id = source(&world);
    let address = format!("/record/{id}/reveal");
    let fields = [("reveal-why", "the family asked for news")];
    let asked = samar.post(&address, &fields).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    assert!(
        !samar
            .get(&format!("/source/{id}"))
            .await
            .body
            .contains(NAME)
    );
    let requests = omar.get("/office/requests").await.body;
    assert!(requests.contains("Show who a source is"), "{requests}");
    let (_, rest) = requests.split_once("/office/requests/").expect("a form");
    let request = rest.split('"').next().expect("an id").to_owned();
    let own = samar
        .post(&format!("/office/requests/{request}"), &[("do", "agree")])
        .await;
    assert_eq!(own.status, 404, "a documenter does not agree");
    let agreed = omar
        .post(&format!("/office/requests/{request}"), &[("do", "agree")])
        .await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);
    assert!(samar.get("/office/requests").await.body.contains(&address));
    assert_eq!(samar.get(&address).await.status, 200);
    assert_eq!(samar.post(&address, &fields).await.status, 303);
    assert!(
        samar
            .get(&format!("/source/{id}"))
            .await
            .body
            .contains(NAME)
    );
    // Once: the next time somebody agrees anew.
    samar.post(&address, &[("do", "hide")]).await;
    assert_eq!(samar.post(&address, &fields).await.status, 422);
    // What somebody wrote down themself takes nobody else.
    let typed = [("source-kind", "person"), ("source-name", "my own source")];
    let saved = samar.post("/record/source", &typed).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let own = saved.header("location").to_owned();
    assert!(!samar.get(&own).await.body.contains("my own source"));
    let address = format!("{}/reveal", own.replace("/source/", "/record/"));
    assert_eq!(samar.post(&address, &fields).await.status, 303);
    assert!(samar.get(&own).await.body.contains("my own source"));
}

#[tokio::test]
async fn where_a_person_at_risk_lives_is_masked_and_nobody_elses_dwelling() {
    let world = World::new();
    rules(&world, false);
    let seat = world
        .office
        .seat::<Documenting>("example", world.at(), None)
        .expect("documents");
    let person = |flags: &[&str]| {
        let mut person = Person {
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            ..Person::default()
        };
        person.names.push(model::record::Name {
            full: Some("Basel Example".into()),
            ..Default::default()
        });
        person.residence = Some(model::record::PlaceRef {
            id: None,
            as_written: Some("behind the old mill".into()),
        });
        let id = world.office.add_record(&seat, &Record::Person(person));
        id.expect("added")
    };
    let (at_risk, other) = (person(&["at-risk"]), person(&["minor"]));
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let masked = samar.get(&format!("/person/{at_risk}")).await.body;
    assert!(
        masked.contains("Basel Example"),
        "names are the work itself"
    );
    assert!(!masked.contains("behind the old mill"), "{masked}");
    let page = samar.get(&format!("/person/{other}")).await.body;
    assert!(page.contains("behind the old mill"), "{page}");
    let address = format!("/record/{at_risk}/reveal");
    samar
        .post(&address, &[("reveal-why", "to warn them")])
        .await;
    let page = samar.get(&format!("/person/{at_risk}")).await.body;
    assert!(page.contains("behind the old mill"), "{page}");
}
