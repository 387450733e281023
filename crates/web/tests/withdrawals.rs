//! What is taken back: nothing that is closed to whoever withdraws is told of, in the way
//! or left behind; and what is expunged is gone but for the entries of the log.

mod world;

use model::Record;
use model::record::{Event, Name, Participant, Person, Role};
use office::{Administering, Documenting, Policy, Seat};
use world::{Browser, World};

fn seat<P: office::Permission>(world: &World, why: Option<&str>) -> Seat<P> {
    let why = why.map(str::to_owned);
    world.office.seat("example", world.at(), why).expect("sits")
}

fn person(world: &World, name: &str) -> String {
    let mut person = Person::default();
    person.names.push(Name {
        full: Some(name.into()),
        ..Name::default()
    });
    let seat = seat::<Documenting>(world, None);
    world
        .office
        .add_record(&seat, &Record::Person(person))
        .expect("added")
}

fn arrest(world: &World, persons: &[&String]) -> String {
    let persons = persons.iter().map(|id| Participant {
        person: (*id).clone(),
        role: "victim".into(),
    });
    let event = Record::Event(Event {
        kind: "arrest".into(),
        persons: persons.collect(),
        ..Event::default()
    });
    let seat = seat::<Documenting>(world, None);
    world.office.add_record(&seat, &event).expect("added")
}

/// Puts records into a compartment of the example's user alone.
fn close(world: &World, records: &[&String]) {
    let administers = seat::<Administering>(world, Some("a team of its own"));
    let name = model::profile::Label {
        ar: "فريق".into(),
        en: "team".into(),
    };
    let members = ["example".to_owned()];
    let id = world
        .office
        .add_compartment(&administers, &name, &members)
        .expect("made");
    let documents = seat::<Documenting>(world, Some("a danger"));
    for record in records {
        world
            .office
            .place_record(&documents, record, Some(&id))
            .expect("moved");
    }
}

async fn withdraw(browser: &mut Browser<'_>, id: &str, what: &str) -> world::Answer {
    let page = browser.get(&format!("/record/{id}/withdraw")).await.body;
    let base = page
        .split_once("name=\"base\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("a revision")
        .to_owned();
    let fields = [
        ("base", base.as_str()),
        ("why", "put in twice"),
        ("do", what),
    ];
    browser
        .post(&format!("/record/{id}/withdraw"), &fields)
        .await
}

#[tokio::test]
async fn what_is_closed_goes_along_unseen_and_comes_back() {
    let world = World::new();
    let (one, other) = (person(&world, "Open Person"), person(&world, "Open Friend"));
    let alone = arrest(&world, &[&one]);
    let both = arrest(&world, &[&one, &other]);
    close(&world, &[&alone, &both]);
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut member = world.signed("en").await;
    // Nobody who is no member is told of anything.
    let page = samar.get(&format!("/record/{one}/withdraw")).await.body;
    assert!(!page.contains(&alone) && !page.contains(&both), "{page}");
    assert!(!page.contains("still named"), "{page}");
    assert_eq!(withdraw(&mut samar, &one, "withdraw").await.status, 303);
    // What would have gone along went along; the other event tells its members.
    let page = member.get(&format!("/event/{alone}")).await.body;
    assert!(page.contains("put in twice"), "{page}");
    let page = member.get(&format!("/event/{both}")).await.body;
    assert!(!page.contains("put in twice"), "{page}");
    assert!(page.contains("Open Person · withdrawn"), "{page}");
    assert!(!page.contains("Open Friend · withdrawn"), "{page}");
    assert_eq!(samar.get(&format!("/event/{alone}")).await.status, 404);
    assert_eq!(withdraw(&mut samar, &one, "restore").await.status, 303);
    for event in [&alone, &both] {
        let page = member.get(&format!("/event/{event}")).await.body;
        assert!(
            !page.contains("withdrawn") && !page.contains("put in twice"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn expunging_takes_two_persons_and_leaves_the_log_whole() {
    let world = World::new();
    let administers = seat::<Administering>(&world, None);
    // Even where the rules need nobody.
    let rules = Policy {
        two_persons: false,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        ..Policy::default()
    };
    world.office.set_policy(&administers, &rules).expect("set");
    let one = person(&world, "Zafirah Qandoulin");
    let event = arrest(&world, &[&one]);
    let mut samar = world.signed_as("samar", &[Role::Documenter], "en").await;
    let mut omar = world.signed_as("omar", &[Role::Reviewer], "en").await;
    let address = format!("/record/{one}/expunge");
    let why = [("expunge-why", "the family asked for it")];
    assert_eq!(
        samar.post(&address, &why).await.status,
        404,
        "it counts still"
    );
    assert_eq!(withdraw(&mut samar, &one, "withdraw").await.status, 303);
    assert_eq!(samar.post(&address, &[]).await.status, 422, "a reason");
    let asked = samar.post(&address, &why).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    let requests = omar.get("/office/requests").await.body;
    assert!(
        requests.contains("Expunge a withdrawn record"),
        "{requests}"
    );
    let (_, rest) = requests.split_once("/office/requests/").expect("a form");
    let request = rest.split('"').next().expect("an id").to_owned();
    let agree = format!("/office/requests/{request}");
    assert_eq!(omar.post(&agree, &[("do", "agree")]).await.status, 303);
    let done = samar.post(&address, &why).await;
    assert_eq!(done.status, 303, "{}", done.body);
    for path in [
        format!("/person/{one}"),
        format!("/event/{event}"),
        format!("/record/{one}/history"),
        format!("/record/{one}/withdraw"),
    ] {
        let gone = samar.get(&path).await;
        assert_ne!(gone.status, 200, "{path}");
        assert!(!gone.body.contains("Qandoulin"), "{path}: {}", gone.body);
    }
    let found = samar.post("/find", &[("q", "Qandoulin")]).await;
    assert!(!found.body.contains(&one), "{}", found.body);
    let seat = seat::<office::Verifying>(&world, None);
    let checked = world.office.verify(&seat, None).expect("checked");
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
}
