//! Compartments: whoever is no member sees nothing of what is in one, on no page, in
//! no twin, count or export; and a guessed id is an unknown one (OWASP ASVS 8.4.1).

mod world;

use axum::body::Body;
use model::profile::Label;
use model::record::{
    Claim, Contact, Decision, DecisionKind, Event, Name, Participant, Person, RecordId, Role,
    Source,
};
use model::{Record, When};
use office::{Documenting, FindQuery, Office, Policy, Reading, Studying};
use world::{Answer, Browser, World};

/// Nothing of this may be seen by others: names, words, a file's name.
const SECRETS: [&str; 6] = [
    "Zafirah",
    "زافرة",
    "Qandoulin",
    "Mihrajan Witness",
    "heard in the yard of Qandoulin",
    "zafirah-letter.txt",
];
const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";
const READS: [Role; 5] = [
    Role::Documenter,
    Role::Reviewer,
    Role::Researcher,
    Role::Lawyer,
    Role::Reader,
];

/// A case in a compartment, and what it is tied to outside.
struct Closed {
    compartment: RecordId,
    person: RecordId,
    event: RecordId,
    source: RecordId,
    contact: RecordId,
    file: RecordId,
    decision: RecordId,
    /// Open to the whole office, and held to be a relative.
    open: RecordId,
}

impl Closed {
    fn ids(&self) -> [&RecordId; 6] {
        [
            &self.person,
            &self.event,
            &self.source,
            &self.contact,
            &self.file,
            &self.decision,
        ]
    }
}

fn label() -> Label {
    Label {
        ar: "فريق النساء".into(),
        en: "Women's team".into(),
    }
}

fn seat<P: office::Permission>(world: &World, user: &str) -> office::Seat<P> {
    let why = Some("agreed in the team".to_owned());
    world
        .office
        .seat(user, world.at(), why)
        .expect("holds the role")
}

fn documenting(world: &World, user: &str) -> office::Seat<Documenting> {
    seat(world, user)
}

/// A case that its member puts into a compartment after it was open.
fn closed(world: &World, member: &str, open: &str) -> Closed {
    let office = &world.office;
    let compartment = office
        .add_compartment(&seat(world, "example"), &label(), &[member.to_owned()])
        .expect("made");
    let documents = documenting(world, member);
    let add = |record: Record| office.add_record(&documents, &record).expect("added");
    let person = add(Record::Person(Person {
        names: vec![
            Name {
                full: Some("Zafirah Qandoulin".into()),
                ..Name::default()
            },
            Name {
                full: Some("زافرة قندولين".into()),
                ..Name::default()
            },
        ],
        ..Person::default()
    }));
    let source = add(Record::Source(Source {
        kind: "witness".into(),
        name: Some("Mihrajan Witness".into()),
        ..Source::default()
    }));
    let event = add(Record::Event(Event {
        kind: "arrest".into(),
        when: Some(When::day(jiff::civil::date(2018, 11, 3))),
        persons: vec![Participant {
            person: person.clone(),
            role: "victim".into(),
        }],
        claims: vec![Claim {
            id: "c1".into(),
            source: Some(source.clone()),
            words: Some("heard in the yard of Qandoulin".into()),
            ..Claim::default()
        }],
        ..Event::default()
    }));
    let contact = add(Record::Contact(Contact {
        about: vec![person.clone()],
        outcome: Some("Zafirah's family".into()),
        next_due: Some(When::day(jiff::civil::date(2019, 1, 1))),
        ..Contact::default()
    }));
    let file = office
        .add_file(
            &documents,
            "zafirah-letter.txt",
            b"a letter",
            vec![person.clone()],
            None,
        )
        .expect("sealed");
    let decision = office
        .relate_persons(&documents, &person, open, "sibling")
        .expect("related");
    office
        .place_record(&documents, &person, Some(&compartment))
        .expect("moved");
    Closed {
        compartment,
        person,
        event,
        source,
        contact,
        file,
        decision,
        open: open.to_owned(),
    }
}

async fn person_found(world: &World) -> RecordId {
    let mut all = world.signed("en").await;
    all.first_person("Ghabagheb").await
}

/// The page with ids and what differs between two requests taken out.
fn same(answer: &Answer, browser: &Browser, id: &str) -> String {
    format!(
        "{} {} {}",
        answer.status,
        answer.header("content-type"),
        answer.stable(browser).replace(id, "ID")
    )
}

/// The address with its parts filled: `id` where a record is meant.
fn filled(path: &str, id: &str, other: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| match part {
            "{id}" | "{a}" | "{decision}" => id,
            "{b}" => other,
            "{study}" => "defectors",
            "{figure}" => "arrests",
            "{instrument}" => "sy-decree-18-2018",
            "{vocabulary}" => "event",
            "{name}" => "en",
            part if part.starts_with('{') => id,
            part => part,
        })
        .collect();
    parts.join("/")
}

fn tells(answer: &Answer) -> Option<&'static str> {
    SECRETS
        .into_iter()
        .find(|secret| answer.body.contains(secret))
}

#[tokio::test]
async fn whoever_is_no_member_sees_nothing_at_any_address() {
    let world = World::new();
    let open = person_found(&world).await;
    let mut samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let mut lina = world
        .signed_as("lina", &[Role::Administrator, Role::Reader], "en")
        .await;
    let before = omar.get("/today").await;
    let closed = closed(&world, "samar", &open);

    // The member sees all of it; of whom the source is, after asking.
    let fields = [("reveal-why", "to look at the case")];
    samar
        .post(&format!("/record/{}/reveal", closed.source), &fields)
        .await;
    for (path, secret) in [
        (format!("/person/{}", closed.person), "Zafirah Qandoulin"),
        (
            format!("/event/{}", closed.event),
            "heard in the yard of Qandoulin",
        ),
        (format!("/event/{}", closed.event), "team</bdi></span>"),
        (format!("/source/{}", closed.source), "Mihrajan Witness"),
        (format!("/evidence/{}", closed.file), "zafirah-letter.txt"),
        (format!("/person/{}", closed.open), "Zafirah Qandoulin"),
    ] {
        let answer = samar.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(secret), "{path}");
    }

    // What waits today is as it was, for others.
    assert_eq!(
        before.stable(&omar).replace("Zafirah", ""),
        omar.get("/today").await.stable(&omar)
    );

    for browser in [&mut omar, &mut lina] {
        for address in web::ADDRESSES {
            if address.path.starts_with("/static/") || address.path.starts_with("/sign-out") {
                continue;
            }
            let mut kept: Vec<&str> = closed.ids().map(String::as_str).to_vec();
            kept.push(&closed.compartment);
            // Where no record is named, one look is enough.
            let named = ["{id}", "{a}", "{decision}"];
            if !named.iter().any(|part| address.path.contains(part)) {
                kept.truncate(1);
            }
            for id in kept {
                for twin in ["", ".json"] {
                    let path = format!("{}{twin}", filled(address.path, id, &closed.open));
                    let answer = browser.get(&path).await;
                    assert_eq!(tells(&answer), None, "GET {path}");
                    let nowhere = filled(address.path, UNKNOWN, &closed.open);
                    let nowhere = browser.get(&format!("{nowhere}{twin}")).await;
                    assert_eq!(
                        same(&answer, browser, id),
                        same(&nowhere, browser, UNKNOWN),
                        "GET {path} is not as an unknown id is"
                    );
                }
            }
        }
        // What is open shows nothing of what it is tied to.
        for path in ["", "/laws", "/edit", "/relative"] {
            for twin in ["", ".json"] {
                let path = format!("/person/{}{path}{twin}", closed.open);
                assert_eq!(tells(&browser.get(&path).await), None, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_is_no_member_changes_nothing_and_learns_nothing_by_trying() {
    let world = World::new();
    let open = person_found(&world).await;
    let _samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let closed = closed(&world, "samar", &open);
    let position = |office: &Office| {
        let seat = office.seat::<Reading>("omar", world.at(), None);
        office.position(&seat.expect("reads")).expect("a position")
    };
    let fields = |id: &str| -> Vec<(&'static str, String)> {
        vec![
            ("why", "trying".into()),
            ("into", closed.compartment.clone()),
            ("compartment", closed.compartment.clone()),
            ("base", "1".into()),
            ("status", "verified".into()),
            ("a", id.into()),
            ("b", closed.open.clone()),
            ("other", id.into()),
            ("id", id.into()),
            ("decision", id.into()),
            ("kind", "arrest".into()),
            ("person0-person", id.into()),
            ("person0-role", "victim".into()),
            ("claim0-source", id.into()),
            ("purpose", "record".into()),
            ("same", "yes".into()),
        ]
    };
    for address in web::ADDRESSES {
        let leaves = [
            "/sign",
            "/language",
            "/lock",
            "/prove",
            "/me",
            "/office",
            "/unlock",
        ];
        if !address.takes_forms()
            || !address.path.contains('{')
            || leaves.iter().any(|start| address.path.starts_with(start))
        {
            continue;
        }
        for id in closed.ids() {
            let mut tried = Vec::new();
            for asked in [id.as_str(), UNKNOWN] {
                let path = filled(address.path, asked, &closed.open);
                let fields = fields(asked);
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                let before = position(&world.office);
                let answer = omar.post(&path, &fields).await;
                assert_eq!(tells(&answer), None, "POST {path}");
                let location = answer.header("location").replace(asked, "ID");
                let wrote = position(&world.office) - before;
                tried.push((same(&answer, &omar, asked), location, wrote));
            }
            assert_eq!(tried[0], tried[1], "POST {} with {id}", address.path);
        }
    }
}

#[tokio::test]
async fn words_counts_and_exports_hold_nothing_of_a_compartment() {
    let world = World::new();
    let open = person_found(&world).await;
    let mut samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let office = &world.office;
    let everybody = |user: &str| {
        let query = FindQuery {
            limit: 5,
            ..FindQuery::default()
        };
        let seat = office.seat(user, world.at(), None).expect("finds");
        let found = office.find(&seat, &query).expect("found");
        (found.total, found.counts.events)
    };
    let counted = |user: &str| {
        let seat = office.seat::<Studying>(user, world.at(), None).expect("s");
        let computed = office
            .compute_study(&seat, "defectors", &office::AsOf::default())
            .expect("computed");
        computed
            .figures
            .iter()
            .map(|figure| (figure.id.clone(), figure.total.sure, figure.total.possible))
            .collect::<Vec<_>>()
    };
    let (all, figures) = (everybody("omar"), counted("omar"));
    let closed = closed(&world, "samar", &open);
    assert_eq!(everybody("omar"), all);
    assert_eq!(everybody("samar").0, all.0 + 1);
    assert_eq!(counted("omar"), figures);

    for words in ["Zafirah", "زافرة", "Qandoulin", &closed.person[..13]] {
        let found = omar.post("/find", &[("q", words)]).await;
        assert!(!found.body.contains(&closed.person), "{words}");
        let found = omar.post("/find.json", &[("q", words)]).await;
        assert!(!found.body.contains(&closed.person), "{words}");
        let found = samar.post("/find", &[("q", words)]).await;
        assert!(found.body.contains(&closed.person), "{words}");
    }
    let typed = [("name0-full", "Zafirah Qandoulin")];
    let similar = omar.post("/record/similar", &typed).await;
    assert!(!similar.body.contains(&closed.person));
    let similar = samar.post("/record/similar", &typed).await;
    assert!(similar.body.contains(&closed.person), "{}", similar.body);

    let sheet = |user: &str| {
        let exported = office.export_sheet(&documenting(&world, user));
        String::from_utf8(exported.expect("exported").sheet).expect("text")
    };
    assert!(sheet("samar").contains("Zafirah"));
    for secret in SECRETS {
        assert!(!sheet("omar").contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn members_are_managed_with_a_second_person_and_in_force_at_once() {
    let world = World::new();
    let open = person_found(&world).await;
    let _samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let mut lina = world
        .signed_as("lina", &[Role::Administrator, Role::Documenter], "en")
        .await;
    let policy = Policy {
        two_persons: true,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        administrators_passkey: false,
        sources_two_persons: true,
        ..Policy::default()
    };
    world
        .office
        .set_policy(&seat(&world, "example"), &policy)
        .expect("set");
    world.pass(31); // rules are read again after half a minute
    let closed = closed(&world, "samar", &open);
    let path = format!("/person/{}", closed.person);
    assert_eq!(omar.get(&path).await.status, 404);
    // Whoever administers is no member by that.
    assert_eq!(lina.get(&path).await.status, 404);
    assert_eq!(omar.get("/office/compartments").await.status, 200);
    let omars = omar.get("/office/compartments").await.body;
    assert!(!omars.contains("Women"), "{omars}");

    let address = format!("/office/compartments/{}", closed.compartment);
    let fields = [
        ("ar", "فريق النساء"),
        ("en", "Women's team"),
        ("member", "samar"),
        ("member", "omar"),
    ];
    assert_eq!(omar.post(&address, &fields).await.status, 404);
    let asked = lina.post(&address, &fields).await;
    assert_eq!(asked.status, 422, "{}", asked.body);
    assert_eq!(omar.get(&path).await.status, 404);
    let requests = omar.get("/office/requests").await.body;
    let request = requests
        .split_once("action=\"/office/requests/")
        .and_then(|(_, rest)| rest.split_once('"'))
        .expect("a request waits")
        .0
        .to_owned();
    let agreed = omar
        .post(&format!("/office/requests/{request}"), &[("do", "agree")])
        .await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);
    assert_eq!(lina.post(&address, &fields).await.status, 303);
    assert_eq!(omar.get(&path).await.status, 200);

    // A member who is taken away sees nothing at the next request.
    let change = |members: &[&str]| {
        let members: Vec<String> = members.iter().map(|name| (*name).to_owned()).collect();
        world
            .office
            .change_compartment(
                &seat(&world, "example"),
                &closed.compartment,
                &label(),
                &members,
            )
            .expect("changed");
    };
    change(&["samar"]);
    assert_eq!(omar.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_record_is_moved_with_a_reason_and_back() {
    let world = World::new();
    let open = person_found(&world).await;
    let mut samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let closed = closed(&world, "samar", &open);
    let page = format!("/record/{}/compartment", closed.person);
    let shown = samar.get(&page).await;
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("agreed in the team"), "{}", shown.body);
    assert!(shown.body.contains("Women&#x27;s team") || shown.body.contains("Women&#39;s team"));

    let without = samar.post(&page, &[("into", "")]).await;
    assert_eq!(without.status, 422, "a reason is asked for");
    let out = samar
        .post(&page, &[("into", ""), ("why", "the family asked for it")])
        .await;
    assert_eq!(out.status, 303, "{}", out.body);
    for id in [&closed.person, &closed.event] {
        let kind = if *id == closed.person {
            "person"
        } else {
            "event"
        };
        assert_eq!(omar.get(&format!("/{kind}/{id}")).await.status, 200);
    }
    // The source had come along, and goes along.
    let source = format!("/source/{}", closed.source);
    assert_eq!(omar.get(&source).await.status, 200);
    // To whoever is a member of none there are no compartments.
    assert_eq!(omar.get(&page).await.status, 404);
    let again = [("into", closed.compartment.as_str()), ("why", "once more")];
    assert_eq!(omar.post(&page, &again).await.status, 404);
    assert_eq!(samar.post(&page, &again).await.status, 303);
    assert_eq!(omar.get(&source).await.status, 404);
    let moves = samar.get(&page).await.body;
    assert!(moves.contains("the family asked for it") && moves.contains("once more"));
}

#[tokio::test]
async fn a_new_record_is_in_its_compartment_from_the_start() {
    let world = World::new();
    let open = person_found(&world).await;
    let mut samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let closed = closed(&world, "samar", &open);
    assert!(
        samar
            .get("/record")
            .await
            .body
            .contains(&closed.compartment)
    );
    assert!(!omar.get("/record").await.body.contains("compartment"));
    let fields = |compartment: &'static str| {
        vec![
            ("name0-full", "Rawdah Qandoulin"),
            ("compartment", compartment),
        ]
    };
    let compartment: &'static str = closed.compartment.clone().leak();
    let refused = omar.post("/record", &fields(compartment)).await;
    assert_ne!(refused.status, 303, "only members put something in");
    let added = samar.post("/record", &fields(compartment)).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let address = added.header("location").to_owned();
    assert_eq!(samar.get(&address).await.status, 200);
    assert_eq!(omar.get(&address).await.status, 404);
    let request = omar
        .request("GET", &format!("{address}.json"))
        .body(Body::empty())
        .expect("a request");
    assert_eq!(world.send(request).await.status, 404);
}

#[test]
fn a_decision_about_a_closed_record_is_closed() {
    let world = World::new();
    world.user("samar", &READS);
    world.user("omar", &READS);
    let office = &world.office;
    let open = {
        let seat = office.seat("samar", world.at(), None).expect("finds");
        office.search(&seat, "Ghabagheb", 1).expect("found")[0]
            .id
            .clone()
    };
    let closed = closed(&world, "samar", &open);
    let about = |user: &str| {
        let seat: office::Seat<Reading> = seat(&world, user);
        let around = office.around(&seat, &open).expect("around");
        around.relatives.len()
    };
    assert_eq!((about("samar"), about("omar")), (1, 0));
    let reading: office::Seat<Reading> = seat(&world, "samar");
    let shown = office.look_at(&reading, &closed.decision).expect("there");
    let relatives = matches!(
        shown,
        Record::Decision(Decision {
            kind: DecisionKind::Relatives,
            ..
        })
    );
    assert!(relatives);
}

/// Agrees to the only request that waits.
async fn agree(browser: &mut Browser<'_>) {
    let page = browser.get("/office/requests").await.body;
    let (_, rest) = page
        .split_once("action=\"/office/requests/")
        .unwrap_or_else(|| panic!("a request waits: {page}"));
    let request = rest.split('"').next().expect("its name").to_owned();
    let agreed = browser
        .post(&format!("/office/requests/{request}"), &[("do", "agree")])
        .await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);
}

#[tokio::test]
async fn a_compartment_ends_only_when_nothing_is_left_in_it() {
    let world = World::new();
    let open = person_found(&world).await;
    let _samar = world.signed_as("samar", &READS, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let mut lina = world.signed_as("lina", &[Role::Administrator], "en").await;
    let closed = closed(&world, "samar", &open);
    let address = format!("/office/compartments/{}", closed.compartment);
    let end = |why: &'static str| [("do", "end"), ("why", why)];
    assert_eq!(omar.post(&address, &end("over")).await.status, 404);
    for (why, says) in [("", "reason"), ("over", "There are records")] {
        let refused = lina.post(&address, &end(why)).await;
        assert_eq!(refused.status, 422, "{why}: {}", refused.body);
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
    }
    // Whoever is no member neither opens nor moves what is in it.
    for inside in ["open", "nowhere", &closed.compartment] {
        let asked = [("do", "end"), ("why", "over"), ("inside", inside)];
        assert_eq!(lina.post(&address, &asked).await.status, 404, "{inside}");
    }
    let person = format!("/person/{}", closed.person);
    assert_eq!(omar.get(&person).await.status, 404);

    // Its members take everything out, each with a reason; then it ends.
    for record in [&closed.person, &closed.source] {
        world
            .office
            .place_record(&documenting(&world, "samar"), record, None)
            .expect("taken out");
    }
    assert_eq!(omar.get(&person).await.status, 200);
    let ended = lina.post(&address, &end("the team was dissolved")).await;
    assert_eq!(ended.status, 303, "{}", ended.body);
    let page = lina.get("/office/compartments").await;
    for part in [
        "ended",
        "the team was dissolved",
        "lina",
        "Take it up again",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert_eq!(lina.post(&address, &end("again")).await.status, 404);
    // Nothing is put into it any more, and nobody counts without it.
    let into = Some(closed.compartment.as_str());
    let refused = world
        .office
        .place_record(&documenting(&world, "samar"), &closed.person, into);
    assert!(refused.is_err());
    assert!(
        !world
            .office
            .counts_a_part(&documenting(&world, "omar"))
            .expect("known")
    );
    let fields = [
        ("ar", "فريق النساء"),
        ("en", "Women's team"),
        ("member", "samar"),
    ];
    assert_eq!(lina.post(&address, &fields).await.status, 303);
    world
        .office
        .place_record(&documenting(&world, "samar"), &closed.person, into)
        .expect("it is taken up again");
    assert_eq!(omar.get(&person).await.status, 404);
}

#[tokio::test]
async fn what_is_in_a_compartment_is_opened_or_moved_at_its_end_by_two_persons() {
    let world = World::new();
    let open = person_found(&world).await;
    let governs = [Role::Administrator, Role::Documenter];
    let mut samar = world.signed_as("samar", &governs, "en").await;
    let mut omar = world.signed_as("omar", &READS, "en").await;
    let mut both = closed(&world, "samar", &open);
    let office = &world.office;
    let person = format!("/person/{}", both.person);
    let other = office
        .add_compartment(&seat(&world, "example"), &label(), &["samar".into()])
        .expect("made");
    let page = samar.get("/office/compartments").await;
    for part in [
        "There are 2 records in it now",
        "All are opened",
        "All go into",
    ] {
        assert!(
            page.body
                .replace(['\u{2068}', '\u{2069}'], "")
                .contains(part),
            "{part}: {}",
            page.body
        );
    }
    for (inside, status) in [(other.clone(), 404), ("open".to_owned(), 200)] {
        let address = format!("/office/compartments/{}", both.compartment);
        let end = [("do", "end"), ("why", "over"), ("inside", inside.as_str())];
        // A second person agrees, whatever the rules say; nothing is open before.
        let asked = samar.post(&address, &end).await;
        assert_eq!(asked.status, 422, "{}", asked.body);
        assert!(asked.body.contains("second person"), "{}", asked.body);
        assert_eq!(omar.get(&person).await.status, 404);
        agree(&mut omar).await;
        assert_eq!(omar.get(&person).await.status, 404);
        let done = samar.post(&address, &end).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(omar.get(&person).await.status, status, "{inside}");
        both.compartment.clone_from(&other);
    }
    // Each record was moved by its own entry, with the reason.
    let reading = office.seat("samar", world.at(), None).expect("a seat");
    let moves = office.placed(&reading, &both.person).expect("there").moves;
    let said: Vec<(bool, &str, &str)> = moves
        .iter()
        .map(|moved| (moved.out, moved.who.as_str(), moved.why.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (false, "samar", "agreed in the team"),
            (false, "samar", "over"),
            (true, "samar", "over"),
        ]
    );
}
