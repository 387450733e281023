//! Export, import into an empty office: the same records.

mod common;

use intake::{Mapping, NothingYet, export, plan, read_sheet};
use model::Record;
use model::record::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn when(text: &str) -> Option<model::When> {
    Some(model::When::parse(text).expect("a date"))
}

fn place(id: Option<&str>, words: Option<&str>) -> Option<PlaceRef> {
    Some(PlaceRef {
        id: id.map(str::to_owned),
        as_written: words.map(str::to_owned),
    })
}

/// Records without what an import makes new, with references by what they point at.
fn bare(records: &[(String, Record)]) -> Vec<String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (id, record) in records {
        let name = match record {
            Record::Person(person) => serde_json::to_string(&person.names).expect("JSON"),
            Record::Source(source) => format!("{:?}{:?}", source.name, source.reach),
            Record::Event(event) => format!("{}{:?}{:?}", event.kind, event.when, event.notes),
            _ => String::new(),
        };
        names.insert(id, name);
    }
    let mut texts: Vec<String> = records
        .iter()
        .map(|(_, record)| {
            let mut record = record.clone();
            match &mut record {
                Record::Person(person) => person.listed = None,
                Record::Source(source) => source.listed = None,
                Record::Event(event) => {
                    event.listed = None;
                    event.persons.iter_mut().for_each(|participant| {
                        participant.person = names[participant.person.as_str()].clone()
                    });
                    event
                        .claims
                        .iter_mut()
                        .filter_map(|claim| claim.source.as_mut())
                        .for_each(|source| *source = names[source.as_str()].clone());
                    event
                        .related
                        .iter_mut()
                        .for_each(|related| related.event = names[related.event.as_str()].clone());
                }
                _ => {}
            }
            record.canonical()
        })
        .collect();
    texts.sort();
    texts
}

fn there_and_back(records: &[(String, Record)]) -> Vec<(String, Record)> {
    let profile = common::profile();
    let (csv, mapping) = export(records, &profile, "copy");
    let mapping = Mapping::read(&mapping, "copy.toml")
        .unwrap_or_else(|problems| panic!("{problems:?}\n{mapping}"));
    let sheet = read_sheet(&csv, "copy.csv", &mapping.reading())
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    let changes = plan(&sheet, &mapping, &profile, &NothingYet)
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    assert!(
        changes.left_out.is_empty(),
        "{:?}\n{}",
        changes.left_out,
        String::from_utf8_lossy(&csv)
    );
    let mut number = 0;
    common::with_ids(&changes, || {
        number += 1;
        format!("new-{number}")
    })
}

fn office() -> Vec<(String, Record)> {
    let named = |given: &str, family: &str| Name {
        given: Some(given.into()),
        family: Some(family.into()),
        ..Name::default()
    };
    let ahmad = Person {
        names: vec![
            named("أحمد", "الحوراني"),
            Name {
                full: Some("=Ahmad  Al-Hourani".into()),
                ..Name::default()
            },
        ],
        sex: Some("male".into()),
        birth: when("1980-03~"),
        identifiers: vec![
            Identifier {
                scheme: "civil".into(),
                value: "0123".into(),
            },
            Identifier {
                scheme: "civil".into(),
                value: "-7".into(),
            },
        ],
        origin: place(Some("nawa"), Some("نوى البلد")),
        residence: place(None, Some("somewhere, \"else\"")),
        occupation: Some("'baker".into()),
        service: Some(Service {
            kind: Some("conscript".into()),
            rank: Some("private".into()),
            unit: Some("@unit".into()),
        }),
        references: vec![Reference {
            organisation: "Another Office".into(),
            value: "X 9".into(),
        }],
        own: [
            ("card".to_owned(), "none".to_owned()),
            ("children".to_owned(), "3".to_owned()),
        ]
        .into(),
        notes: Some(" two\n\nlines\t".into()),
        synthetic: true,
        ..Person::default()
    };
    let omar = Person {
        names: vec![named("-", "N/A")],
        ..Person::default()
    };
    let mother = Source {
        kind: "person".into(),
        name: Some("أم أحمد".into()),
        relation: Some("father".into()),
        reach: Some("+963 11".into()),
        consents: vec![Consent {
            purpose: "share".into(),
            recipient: Some("A court".into()),
            given: false,
            explained_by: Some("Sami".into()),
            when: when("2019-02"),
            language: Some("ar".into()),
            lapses: when("2029"),
            withdrawn: None,
        }],
        own: [("hours".to_owned(), "10-12".to_owned())].into(),
        synthetic: true,
        ..Source::default()
    };
    let paper = Source {
        kind: "publication".into(),
        name: Some("أم أحمد".into()),
        open: true,
        ..Source::default()
    };
    let arrest = Event {
        kind: "arrest".into(),
        persons: vec![
            Participant {
                person: "p1".into(),
                role: "victim".into(),
            },
            Participant {
                person: "p2".into(),
                role: "witness".into(),
            },
        ],
        when: when("2018-11-12"),
        place: place(Some("daraa-city"), None),
        facility: place(Some("sednaya"), None),
        bodies: vec![
            Involvement {
                body: place(Some("military-intelligence"), None).expect("a body"),
                alleged: true,
                degree: Some("carried-out".into()),
            },
            Involvement {
                body: place(None, Some("others")).expect("a body"),
                alleged: false,
                degree: None,
            },
        ],
        attributes: [
            ("manner".to_owned(), "checkpoint".to_owned()),
            ("charge".to_owned(), "٣".to_owned()),
        ]
        .into(),
        verification: Verification {
            status: VerificationStatus::Disputed,
            by: Some("reviewer".into()),
            why: Some("two dates".into()),
        },
        claims: vec![
            Claim {
                id: "c1".into(),
                source: Some("s1".into()),
                basis: Some("family-visit".into()),
                when: when("2018-11-13"),
                place: place(Some("nawa"), None),
                body: place(None, Some("the branch")),
                values: [("manner".to_owned(), "raid".to_owned())].into(),
                learned: when("2019"),
                words: Some("they took him".into()),
                ..Claim::default()
            },
            Claim {
                id: "x".into(),
                source: Some("s2".into()),
                ..Claim::default()
            },
        ],
        notes: Some("-".into()),
        synthetic: true,
        ..Event::default()
    };
    let release = Event {
        kind: "release".into(),
        persons: vec![Participant {
            person: "p1".into(),
            role: "victim".into(),
        }],
        when: when("2019-02/2019-03"),
        related: vec![RelatedEvent {
            relation: "ends".into(),
            event: "e1".into(),
        }],
        synthetic: true,
        ..Event::default()
    };
    let departure = Event {
        kind: "departure".into(),
        attributes: [("men".to_owned(), "4635".to_owned())].into(),
        ..Event::default()
    };
    let sighting = Event {
        kind: "sighting".into(),
        persons: vec![Participant {
            person: "p2".into(),
            role: "victim".into(),
        }],
        claims: vec![Claim {
            id: "c1".into(),
            source: Some("s1".into()),
            ..Claim::default()
        }],
        ..Event::default()
    };
    vec![
        ("p1".into(), Record::Person(ahmad)),
        ("p2".into(), Record::Person(omar)),
        ("s1".into(), Record::Source(mother)),
        ("s2".into(), Record::Source(paper)),
        ("e1".into(), Record::Event(arrest)),
        ("e2".into(), Record::Event(release)),
        ("e3".into(), Record::Event(departure)),
        ("e4".into(), Record::Event(sighting)),
    ]
}

#[test]
fn an_exported_office_comes_back_the_same() {
    let before = office();
    let after = there_and_back(&before);
    assert_eq!(bare(&before), bare(&after));
}

#[test]
fn no_cell_of_an_export_runs_as_a_formula() {
    let (csv, _) = export(&office(), &common::profile(), "copy");
    let text = String::from_utf8(csv).expect("UTF-8");
    for cell in text.split(['\n', ',']) {
        assert!(
            !cell
                .trim_start_matches('"')
                .starts_with(['=', '+', '-', '@', '\t']),
            "{cell}"
        );
    }
}

/// A text that nobody would write, or none.
fn maybe_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("([^\u{0}]|[;\\\\؛ '=\\-]){1,8}")
}

/// Persons of whom little or nothing is known.
fn persons() -> impl Strategy<Value = Vec<Person>> {
    let person = (
        proptest::collection::vec(maybe_text(), 0..3),
        proptest::collection::vec("[a-z;\\\\ ؛]{1,6}", 0..3),
        proptest::collection::vec("[a-z;\\\\ ]{1,6}", 0..3),
        (maybe_text(), maybe_text(), maybe_text()),
        any::<bool>(),
    );
    let person = person.prop_map(
        |(names, numbers, references, (card, place, notes), synthetic)| Person {
            names: names
                .into_iter()
                .flatten()
                .map(|full| Name {
                    full: Some(full),
                    ..Name::default()
                })
                .collect(),
            identifiers: numbers
                .into_iter()
                .map(|value| Identifier {
                    scheme: "civil".into(),
                    value,
                })
                .collect(),
            references: references
                .into_iter()
                .map(|value| Reference {
                    organisation: "Another Office".into(),
                    value,
                })
                .collect(),
            own: card
                .map(|card| ("card".to_owned(), card))
                .into_iter()
                .collect(),
            origin: place.map(|words| PlaceRef {
                id: Some("nawa".into()),
                as_written: Some(words),
            }),
            notes,
            synthetic,
            ..Person::default()
        },
    );
    proptest::collection::vec(person, 0..4)
}

/// Sources with and without a name.
fn sources() -> impl Strategy<Value = Vec<Source>> {
    let source = (
        maybe_text(),
        maybe_text(),
        maybe_text(),
        any::<bool>(),
        any::<bool>(),
    );
    let source = source.prop_map(|(name, hours, share, open, synthetic)| Source {
        kind: "organisation".into(),
        name,
        open,
        own: hours
            .map(|hours| ("hours".to_owned(), hours))
            .into_iter()
            .collect(),
        consents: share
            .map(|recipient| Consent {
                purpose: "share".into(),
                recipient: Some(recipient),
                given: open,
                explained_by: None,
                when: None,
                language: None,
                lapses: None,
                withdrawn: None,
            })
            .into_iter()
            .collect(),
        synthetic,
        ..Source::default()
    });
    proptest::collection::vec(source, 0..4)
}

/// What an event refers to, by numbers that are cut down to what there is.
type Ties = (Vec<usize>, Vec<Option<usize>>, Option<usize>);

fn events() -> impl Strategy<Value = Vec<(Event, Ties)>> {
    let ties = (
        proptest::collection::vec(0..4_usize, 0..4),
        proptest::collection::vec(proptest::option::of(0..4_usize), 0..3),
        proptest::option::of(0..4_usize),
    );
    let event = (maybe_text(), maybe_text(), any::<bool>(), ties);
    let event = event.prop_map(|(charge, notes, synthetic, ties)| {
        let event = Event {
            kind: "arrest".into(),
            attributes: charge
                .map(|charge| ("charge".to_owned(), charge))
                .into_iter()
                .collect(),
            notes,
            synthetic,
            ..Event::default()
        };
        (event, ties)
    });
    proptest::collection::vec(event, 0..5)
}

/// Puts the three together.
fn tied(
    persons: Vec<Person>,
    sources: Vec<Source>,
    events: Vec<(Event, Ties)>,
) -> Vec<(String, Record)> {
    let (people, tellers) = (persons.len(), sources.len());
    let mut records: Vec<(String, Record)> = Vec::new();
    records.extend(
        persons
            .into_iter()
            .enumerate()
            .map(|(at, person)| (format!("p{at}"), Record::Person(person))),
    );
    records.extend(
        sources
            .into_iter()
            .enumerate()
            .map(|(at, source)| (format!("s{at}"), Record::Source(source))),
    );
    for (at, (mut event, (concerned, told, after))) in events.into_iter().enumerate() {
        let mut concerned: Vec<usize> = concerned.into_iter().filter(|who| *who < people).collect();
        concerned.dedup();
        concerned.sort_by_key(|who| (who + at) % 3);
        concerned.dedup();
        event.persons = concerned
            .iter()
            .map(|who| Participant {
                person: format!("p{who}"),
                role: "witness".into(),
            })
            .collect();
        event.claims = told
            .into_iter()
            .enumerate()
            .map(|(number, source)| Claim {
                id: format!("c{}", number + 1),
                source: source
                    .filter(|source| *source < tellers)
                    .map(|source| format!("s{source}")),
                words: event.notes.clone(),
                ..Claim::default()
            })
            .collect();
        event.related = after
            .filter(|earlier| *earlier < at)
            .map(|earlier| RelatedEvent {
                relation: "follows".into(),
                event: format!("e{earlier}"),
            })
            .into_iter()
            .collect();
        records.push((format!("e{at}"), Record::Event(event)));
    }
    records
}

#[test]
fn a_person_of_whom_nothing_is_known_and_a_source_that_nobody_names_come_back() {
    let before = vec![
        ("p1".to_owned(), Record::Person(Person::default())),
        (
            "s1".to_owned(),
            Record::Source(Source {
                kind: "person".into(),
                ..Source::default()
            }),
        ),
    ];
    let after = there_and_back(&before);
    assert_eq!(bare(&before), bare(&after));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_office_comes_back_the_same(persons in persons(), sources in sources(), events in events()) {
        let before = tied(persons, sources, events);
        prop_assume!(!before.is_empty());
        prop_assert_eq!(bare(&before), bare(&there_and_back(&before)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_come_back_letter_by_letter(texts in proptest::collection::vec("[^\u{0}]{1,12}", 1..6), day in 1..28_u8) {
        let person = Person {
            names: texts.iter().map(|text| Name { full: Some(text.clone()), ..Name::default() }).collect(),
            occupation: texts.last().cloned(),
            notes: texts.first().cloned(),
            birth: when(&format!("1980-02-{day:02}")),
            ..Person::default()
        };
        let before = vec![("p1".to_owned(), Record::Person(person))];
        prop_assert_eq!(bare(&before), bare(&there_and_back(&before)));
    }

    #[test]
    fn no_row_ever_shifts(cells in proptest::collection::vec(("[a-zء-ي \",;|\t]{0,8}", "[a-zء-ي'=\n]{0,8}", 1900..2020_i32), 1..30)) {
        // Every mapped value equals its cell, in its own row, whatever stands around it.
        let mut csv = String::from("id,given,unmapped,year\n");
        for (row, (given, other, year)) in cells.iter().enumerate() {
            csv.push_str(&format!("{row},\"{}\",\"{}\",{year}\n", given.replace('"', "\"\""), other.replace('"', "\"\"")));
        }
        let mapping = common::mapping("list = \"l\"\nid = \"id\"\n[person]\ngiven = \"given\"\nbirth = \"year\"\n");
        let sheet = read_sheet(csv.as_bytes(), "a.csv", &mapping.reading()).expect("readable");
        let changes = plan(&sheet, &mapping, &common::profile(), &NothingYet).expect("plannable");
        prop_assert_eq!(changes.additions.len(), cells.len());
        for record in &changes.additions {
            let Record::Person(person) = record else { panic!("a person") };
            let (given, other, year) = &cells[person.listed.as_ref().expect("listed").own_id.parse::<usize>().expect("a number")];
            let read = person.names.first().and_then(|name| name.given.clone()).unwrap_or_default();
            let tidy = given.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(read == tidy || (read.is_empty() && !tidy.chars().any(char::is_alphanumeric)), "{:?} {:?}", read, tidy);
            prop_assert_eq!(person.birth.as_ref().map(|when| when.edtf().to_owned()), Some(year.to_string()));
            let kept: BTreeMap<_, _> = person.listed.as_ref().expect("listed").cells.iter().cloned().collect();
            prop_assert_eq!(kept.get("unmapped").cloned().unwrap_or_default(), other.clone());
        }
    }

    #[test]
    fn no_bytes_break_the_readers(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[a-z=\\[\\]\"\n{}., ]{0,200}") {
        intake::fuzz_csv(&bytes);
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        intake::fuzz_xlsx(&archive);
        intake::fuzz_mapping(text.as_bytes());
    }
}
