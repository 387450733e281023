//! The nine published cases as records, a small profile and a small study:
//! enough to meet every rule, small enough to be read.

use model::profile::Profile;
use model::record::{
    Claim, Decision, DecisionKind, Event, Name, Participant, Person, PlaceRef, RelatedEvent,
    Service, Source,
};
use model::{Record, When};
use std::collections::BTreeMap;
use study::{Computed, Frame, FrameBuilder, FrameOptions, Knowledge, Study};

pub const STUDY: &str = include_str!("study.toml");
pub const PUBLISHED: &str = include_str!("published.toml");
pub const PROSE: &str = include_str!("published.en.txt");
pub const TEXT_EN: &str = include_str!("text.en.md");
pub const TEXT_AR: &str = include_str!("text.ar.md");

pub fn profile() -> Profile {
    let files = [
        ("profile.toml", include_str!("profile/profile.toml")),
        ("places.toml", include_str!("profile/places.toml")),
        ("bodies.toml", include_str!("profile/bodies.toml")),
        (
            "confirmation.toml",
            include_str!("profile/confirmation.toml"),
        ),
        (
            "vocabularies/event.toml",
            include_str!("profile/event.toml"),
        ),
        (
            "vocabularies/basis.toml",
            include_str!("profile/basis.toml"),
        ),
        (
            "vocabularies/service.toml",
            include_str!("profile/service.toml"),
        ),
    ];
    let texts = files
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    Profile::read(&texts).expect("the fixture's profile is right")
}

pub fn files() -> BTreeMap<String, String> {
    [
        ("study.toml", STUDY),
        ("published.toml", PUBLISHED),
        ("published.en.txt", PROSE),
        ("text.en.md", TEXT_EN),
        ("text.ar.md", TEXT_AR),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect()
}

/// A record id whose order is that of the numbers.
pub fn id(kind: u8, number: usize) -> String {
    format!("0190000{kind}-0000-7000-8000-{number:012}")
}

pub fn person_id(number: usize) -> String {
    id(1, number)
}

pub fn when(edtf: &str) -> When {
    When::parse(edtf).expect("a date of the fixture")
}

pub fn place(id: &str) -> Option<PlaceRef> {
    Some(PlaceRef {
        id: Some(id.into()),
        as_written: None,
    })
}

/// Initials, town, service, surrendered, arrested, seen in Sednaya, told.
type Told = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
);

pub const NINE: [Told; 9] = [
    (
        "A M",
        "mahjja",
        "conscript",
        Some("2018-11-11"),
        "2018-11-11",
        Some("2019-02"),
        &["2019-08"],
    ),
    (
        "M SH",
        "dael",
        "conscript",
        None,
        "2018-11-12",
        None,
        &["2019-07"],
    ),
    (
        "T K",
        "tafas",
        "conscript",
        None,
        "2018-11-25",
        Some("2019-01"),
        &["2019-07"],
    ),
    (
        "W Q",
        "ghabagheb",
        "conscript",
        None,
        "2018-12-09",
        Some("2019-01"),
        &["2019-08"],
    ),
    (
        "A S",
        "tseel",
        "conscript",
        Some("2019-01-24"),
        "2019-01-24",
        None,
        &["2019-08"],
    ),
    (
        "A H",
        "jabab",
        "policeman",
        None,
        "2019-02-06",
        None,
        &["2019-04"],
    ),
    (
        "M Q",
        "ghabagheb",
        "volunteer",
        None,
        "2018-09-16",
        Some("2019-01"),
        &["2019-08"],
    ),
    (
        "H N",
        "ghabagheb",
        "volunteer",
        None,
        "2018-08-14",
        Some("2018-12"),
        &["2019-09"],
    ),
    (
        "S K",
        "nawa",
        "conscript",
        Some("2019-01-28"),
        "2019-01-28",
        None,
        &["2019-05", "2019-09"],
    ),
];

pub fn event(kind: &str, person: usize) -> Event {
    Event {
        kind: kind.into(),
        persons: vec![Participant {
            person: person_id(person),
            role: "victim".into(),
        }],
        claims: vec![claim("c1", "publication", "publication")],
        ..Event::default()
    }
}

pub fn claim(name: &str, source: &str, basis: &str) -> Claim {
    let number = if source == "family" { 1 } else { 2 };
    Claim {
        id: name.into(),
        source: Some(id(3, number)),
        basis: Some(basis.into()),
        ..Claim::default()
    }
}

/// All records in the order of their ids: persons, events, sources.
pub fn records() -> BTreeMap<String, Record> {
    let mut records = BTreeMap::new();
    let mut events: Vec<(usize, Event)> = Vec::new();
    for (position, (name, town, service, surrendered, arrested, seen, told)) in
        NINE.into_iter().enumerate()
    {
        let number = position + 1;
        let (given, family) = name.split_once(' ').expect("two initials");
        records.insert(
            person_id(number),
            Record::Person(Person {
                names: vec![Name {
                    given: Some(given.into()),
                    family: Some(family.into()),
                    ..Name::default()
                }],
                sex: Some("male".into()),
                origin: place(town),
                service: Some(Service {
                    kind: Some(service.into()),
                    ..Service::default()
                }),
                ..Person::default()
            }),
        );
        let at = |slot: usize| number * 10 + slot;
        if let Some(day) = surrendered {
            let surrender = Event {
                when: Some(when(day)),
                facility: place("military-police-qaboun"),
                ..event("surrender", number)
            };
            events.push((at(0), surrender));
        }
        events.push((
            at(1),
            Event {
                when: Some(when(arrested)),
                ..event("arrest", number)
            },
        ));
        if let Some(month) = seen {
            events.push((
                at(2),
                Event {
                    when: Some(when(month)),
                    facility: place("sednaya-military-prison"),
                    claims: vec![claim("c1", "publication", "family-visit")],
                    related: vec![RelatedEvent {
                        relation: "same-detention".into(),
                        event: id(2, at(1)),
                    }],
                    ..event("sighting", number)
                },
            ));
        }
        let mut death = event("death", number);
        death
            .attributes
            .insert("circumstance".into(), "in-detention".into());
        events.push((at(3), death));
        for (slot, month) in told.iter().enumerate() {
            events.push((
                at(4 + slot),
                Event {
                    when: Some(when(month)),
                    claims: vec![Claim {
                        learned: Some(when(month)),
                        ..claim("c1", "family", "told-by-authorities")
                    }],
                    ..event("notice-of-death", number)
                },
            ));
        }
    }
    // The recruit of whom text and footnote 10 say two things.
    records.insert(
        person_id(10),
        Record::Person(Person {
            origin: place("ghabagheb"),
            ..Person::default()
        }),
    );
    let mut killed = event("death", 10);
    killed
        .attributes
        .insert("circumstance".into(), "clashes".into());
    killed.when = Some(when("2019-06-07"));
    killed.claims = vec![
        Claim {
            place: place("idlib"),
            ..claim("c1", "publication", "publication")
        },
        Claim {
            place: place("kfarhoud"),
            when: Some(when("2019-06-07")),
            ..claim("c2", "publication", "publication")
        },
    ];
    events.push((100, killed));
    let mut departure = event("departure", 10);
    departure.persons.clear();
    departure.attributes.insert("men".into(), "4635".into());
    events.push((110, departure));
    for (number, event) in events {
        records.insert(id(2, number), Record::Event(event));
    }
    for (number, kind) in [(1, "family"), (2, "publication")] {
        records.insert(
            id(3, number),
            Record::Source(Source {
                kind: kind.into(),
                ..Source::default()
            }),
        );
    }
    records
}

pub fn same_person(about: [usize; 2]) -> Record {
    Record::Decision(Decision {
        kind: DecisionKind::SamePerson,
        about: about.map(person_id).to_vec(),
        why: None,
        withdrawn: false,
    })
}

pub fn frame_of(records: &BTreeMap<String, Record>, options: FrameOptions) -> Frame {
    frame_knowing(records, options, Knowledge::Told)
}

pub fn frame_knowing(
    records: &BTreeMap<String, Record>,
    options: FrameOptions,
    knowledge: Knowledge,
) -> Frame {
    let builder = FrameBuilder::new(&profile(), options).expect("an empty frame");
    let mut builder = builder.knowing(knowledge);
    for (id, record) in records {
        builder.add(id, record).expect("a row");
    }
    builder.finish().expect("a frame")
}

pub fn options() -> FrameOptions {
    FrameOptions {
        as_known_on: None,
        position: 42,
        root: "cm9vdA==".into(),
    }
}

pub fn study_with(changes: &[(&str, &str)]) -> Study {
    let mut files = files();
    for (from, to) in changes {
        let text = files.get_mut("study.toml").expect("there");
        assert!(text.contains(from), "{from}");
        *text = text.replace(from, to);
    }
    Study::read("nine", &files).expect("the fixture's study is right")
}

pub fn computed(study: &Study, frame: &Frame) -> Computed {
    let library = library();
    match study::compute(study, frame, &profile(), library, &study::Silent) {
        Ok(computed) => computed,
        Err(problems) => panic!("{problems:#?}"),
    }
}

/// Computed as an office does it: between the least and the most that can have been known.
pub fn computed_between(
    study: &Study,
    records: &BTreeMap<String, Record>,
    options: &FrameOptions,
) -> Computed {
    let frame = |knowledge| frame_knowing(records, options.clone(), knowledge);
    let (least, most) = (frame(Knowledge::Least), frame(Knowledge::Most));
    let bounds = study::KnownBounds {
        least: &least,
        most: &most,
    };
    study::compute_between(
        study,
        &frame(Knowledge::Told),
        Some(&bounds),
        &profile(),
        library(),
        &study::Silent,
        study::Checks::Run,
    )
    .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

pub fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

/// The shipped instruments, loaded once: every load runs their own tests.
pub fn library() -> &'static law::Library {
    static LIBRARY: std::sync::OnceLock<law::Library> = std::sync::OnceLock::new();
    LIBRARY
        .get_or_init(|| law::Library::load(law::builtin()).expect("the shipped instruments load"))
}
