//! What is closed to a reader is not there, whichever way one asks.

mod common;
mod server;

use common::*;
use model::profile::Label;
use model::record::{Compartment, Contact, Event, Participant, Placement, RecordId, RelatedEvent};
use model::{Code, Record};
use proptest::prelude::*;
use register::{Field, Location, Register, SearchOptions};
use std::collections::{BTreeMap, BTreeSet};

fn compartment(members: &[&str]) -> Record {
    Record::Compartment(Compartment {
        name: Label {
            ar: "تحقيق".into(),
            en: "Inquiry".into(),
        },
        members: members.iter().map(|name| (*name).to_owned()).collect(),
        ..Compartment::default()
    })
}

fn placed(of: &str, compartment: Option<&str>) -> Record {
    Record::Placement(Placement {
        of: of.into(),
        compartment: compartment.map(str::to_owned),
    })
}

fn event(persons: &[&str], related: &[&str]) -> Record {
    Record::Event(Event {
        kind: "arrest".into(),
        persons: persons
            .iter()
            .map(|person| Participant {
                person: (*person).to_owned(),
                role: "victim".into(),
            })
            .collect(),
        related: related
            .iter()
            .map(|event| RelatedEvent {
                relation: "follows".into(),
                event: (*event).to_owned(),
            })
            .collect(),
        ..Event::default()
    })
}

fn names() -> SearchOptions {
    SearchOptions {
        limit: 5,
        fields: Field::ALL
            .into_iter()
            .filter(|field| field.kind() == "person")
            .collect(),
        unfinished: false,
    }
}

/// A person in a compartment with an event and a follow-up, beside one who is open.
fn told(register: &Register) -> [RecordId; 6] {
    register
        .write(&author(0), |tx| {
            let closed = tx.add(&listed(person("ليلى", "حسن", "السرية"), "7"))?;
            let open = tx.add(&listed(person("ليلى", "عمر", "العلنية"), "8"))?;
            let arrest = tx.add(&event(&[&closed, &open], &[]))?;
            let contact = tx.add(&Record::Contact(Contact {
                about: vec![closed.clone()],
                ..Contact::default()
            }))?;
            let compartment = tx.add(&compartment(&["member"]))?;
            let placement = tx.add(&placed(&closed, Some(&compartment)))?;
            Ok([closed, open, arrest, contact, compartment, placement])
        })
        .unwrap()
}

fn a_guessed_id_is_an_unknown_one(location: Location) {
    let office = Office::new(location);
    let register = &office.register;
    let [closed, open, arrest, contact, compartment, placement] = told(register);
    let nowhere = "018f0000-0000-7000-8000-000000000000";
    let asked = |user: &str, id: &str| {
        register
            .read_as(user, |tx| {
                Ok(format!(
                    "{:?} {:?} {} {} {:?}",
                    tx.get(id)?,
                    tx.get_at(id, 6)?,
                    tx.history(id).map_or_else(
                        |problem| format!("{:?}", problem.code),
                        |history| history.len().to_string()
                    ),
                    tx.pointing_at(id)?.len(),
                    tx.ids_beginning(id, 5)?,
                ))
            })
            .unwrap()
    };
    for id in [&closed, &arrest, &contact, &placement] {
        assert_eq!(asked("other", id), asked("other", nowhere));
        assert_ne!(asked("member", id), asked("other", nowhere));
    }
    assert_ne!(asked("other", &open), asked("other", nowhere));

    let seen = |user: &str| {
        register
            .read_as(user, |tx| {
                let mut scanned = BTreeMap::new();
                for kind in ["person", "event", "contact", "placement"] {
                    let mut ids = Vec::new();
                    tx.scan(kind, None, |stored| {
                        ids.push(stored.id);
                        Ok(())
                    })?;
                    assert_eq!(tx.count(kind)?, ids.len() as u64);
                    scanned.insert(kind, ids.len());
                }
                let hits = tx.search("ليلى", &names())?;
                let listed = tx.find_listed("families-2018", "7", "person")?;
                let changed = tx.changed_since(0)?.len();
                Ok((scanned, hits.len(), listed.is_some(), changed))
            })
            .unwrap()
    };
    let all = BTreeMap::from([
        ("person", 2),
        ("event", 1),
        ("contact", 1),
        ("placement", 1),
    ]);
    let some = BTreeMap::from([
        ("person", 1),
        ("event", 0),
        ("contact", 0),
        ("placement", 0),
    ]);
    assert_eq!(seen("member"), (all, 2, true, 6));
    assert_eq!(seen("other"), (some.clone(), 1, false, 2));

    // Who is made a member sees at once, who is taken away at once no longer.
    let members = |minute, names: &[&str]| {
        let changed = self::compartment(names);
        register
            .write(&author(minute), |tx| tx.save(&compartment, &changed))
            .unwrap()
    };
    members(1, &["member", "other"]);
    assert_eq!(seen("other").1, 2);
    members(2, &["member"]);
    assert_eq!(seen("other").0, some);
    // Taken out, all of it is there again, with what it was before.
    register
        .write(&author(3), |tx| tx.save(&placement, &placed(&closed, None)))
        .unwrap();
    assert_eq!(seen("other").1, 2);
    let history = register
        .read_as("other", |tx| Ok(tx.history(&placement)?.len()))
        .unwrap();
    assert_eq!(history, 2);
}

#[test]
fn a_guessed_id_of_a_closed_record_is_an_unknown_one() {
    a_guessed_id_is_an_unknown_one(Location::Sqlite);
}

#[test]
fn on_a_server_too_a_guessed_id_of_a_closed_record_is_an_unknown_one() {
    let Some(server) = server::Server::start() else {
        return;
    };
    a_guessed_id_is_an_unknown_one(Location::Postgres(server.url("compartments")));
}

#[test]
fn nobody_writes_about_what_is_closed_to_them_nor_closes_what_others_see() {
    let office = Office::sqlite();
    let register = &office.register;
    let [closed, open, arrest, ..] = told(register);
    let by = |who: &str| register::Author {
        who: who.into(),
        ..author(5)
    };
    let about_closed = register.write_as(&by("other"), |tx| tx.add(&event(&[&closed], &[])));
    assert_eq!(
        about_closed.unwrap_err().code,
        Code::RegisterReferenceUnknown
    );
    let revised = register.write_as(&by("other"), |tx| tx.save(&arrest, &event(&[&open], &[])));
    assert_eq!(revised.unwrap_err().code, Code::RegisterRecordMissing);

    let sighting = register
        .write_as(&by("other"), |tx| tx.add(&event(&[&open], &[])))
        .unwrap();
    let both = event(&[&open, &closed], &[]);
    let closes = register.write_as(&by("member"), |tx| tx.save(&sighting, &both));
    assert_eq!(closes.unwrap_err().code, Code::RegisterWouldClose);
    let new = register
        .write_as(&by("member"), |tx| tx.add(&both))
        .unwrap();
    assert!(register.sight("other").unwrap().hides(&new));
    assert!(!register.sight("member").unwrap().hides(&new));

    // A row whose record is closed is neither told of nor taken from it.
    let row = listed(person("ليلى", "حسن", "السرية"), "7");
    let again = register
        .write_as(&by("other"), |tx| {
            assert!(tx.is_listed_closed("families-2018", "7", "person")?);
            assert!(!tx.is_listed_closed("families-2018", "8", "person")?);
            tx.add(&row)
        })
        .unwrap();
    assert_ne!(again, closed);
    let found = |user: &str| {
        register
            .read_as(user, |tx| tx.find_listed("families-2018", "7", "person"))
            .unwrap()
    };
    assert_eq!(found("other"), Some(again));
    assert_eq!(found("member"), Some(closed.clone()));
    assert_eq!(
        register
            .read(|tx| tx.find_listed("families-2018", "7", "person"))
            .unwrap(),
        Some(closed)
    );
    assert!(register.verify(None).unwrap().problems.is_empty());
}

#[test]
fn what_is_in_an_ended_compartment_is_closed_to_everybody_until_it_is_taken_up() {
    let office = Office::sqlite();
    let register = &office.register;
    let [closed, _, arrest, _, compartment, _] = told(register);
    let becomes = |minute, ended| {
        let record = match self::compartment(&["member"]) {
            Record::Compartment(known) => Record::Compartment(Compartment { ended, ..known }),
            other => other,
        };
        register
            .write(&author(minute), |tx| tx.save(&compartment, &record))
            .unwrap();
    };
    becomes(1, true);
    for register in [register, &office.reopened()] {
        for user in ["member", "other"] {
            let sight = register.sight(user).unwrap();
            assert!(sight.hides(&closed) && sight.hides(&arrest), "{user}");
            assert_eq!(sight.held().count(), 0);
            assert!(sight.holds_all(), "nobody counts without an ended one");
            assert_eq!(sight.placed_in(&compartment), std::slice::from_ref(&closed));
        }
    }
    becomes(2, false);
    assert!(!register.sight("member").unwrap().hides(&closed));
    assert!(register.sight("other").unwrap().hides(&closed));
}

/// One thing that happens in an office, by numbers that wrap around what is there.
#[derive(Clone, Debug)]
enum Happens {
    Person,
    Event(Vec<u8>, Vec<u8>),
    Revised(u8, Vec<u8>, Vec<u8>),
    Placed(u8, u8),
    TakenOut(u8),
    Members(u8, u8),
}

fn happens() -> impl Strategy<Value = Happens> {
    let few = || proptest::collection::vec(any::<u8>(), 1..3);
    let fewer = || proptest::collection::vec(any::<u8>(), 0..2);
    prop_oneof![
        2 => Just(Happens::Person),
        4 => (few(), fewer()).prop_map(|(persons, related)| Happens::Event(persons, related)),
        3 => (any::<u8>(), few(), fewer()).prop_map(|(at, persons, related)| Happens::Revised(at, persons, related)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(at, into)| Happens::Placed(at, into)),
        1 => any::<u8>().prop_map(Happens::TakenOut),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(at, who)| Happens::Members(at, who)),
    ]
}

const USERS: [&str; 3] = ["amal", "bassam", "noor"];

/// What should be so, reckoned from the whole story anew each time.
#[derive(Default)]
struct Truth {
    persons: Vec<RecordId>,
    events: Vec<RecordId>,
    about: BTreeMap<RecordId, Vec<RecordId>>,
    compartments: Vec<RecordId>,
    members: BTreeMap<RecordId, BTreeSet<&'static str>>,
    placements: BTreeMap<RecordId, RecordId>,
    inside: BTreeMap<RecordId, RecordId>,
}

impl Truth {
    fn needs(&self) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
        let mut needs: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for (id, compartment) in &self.inside {
            needs
                .entry(id.clone())
                .or_default()
                .insert(compartment.clone());
        }
        loop {
            let before = needs.clone();
            for (id, about) in &self.about {
                for other in about {
                    let theirs = before.get(other).cloned().unwrap_or_default();
                    needs.entry(id.clone()).or_default().extend(theirs);
                }
            }
            if needs == before {
                return needs;
            }
        }
    }
}

fn pick(of: &[RecordId], at: u8) -> Option<RecordId> {
    (!of.is_empty()).then(|| of[usize::from(at) % of.len()].clone())
}

fn happen(register: &Register, truth: &mut Truth, minute: i8, what: &Happens) {
    let picked = |of: &[RecordId], ats: &[u8]| -> Vec<RecordId> {
        let all: BTreeSet<RecordId> = ats.iter().filter_map(|at| pick(of, *at)).collect();
        all.into_iter().collect()
    };
    let record = |persons: &[RecordId], related: &[RecordId]| {
        let text = |ids: &[RecordId]| ids.to_vec();
        let (persons, related) = (text(persons), text(related));
        event(
            &persons.iter().map(String::as_str).collect::<Vec<_>>(),
            &related.iter().map(String::as_str).collect::<Vec<_>>(),
        )
    };
    register
        .write(&author(minute), |tx| {
            match what {
                Happens::Person => truth.persons.push(tx.add(&person("أمل", "سعيد", "ناصر"))?),
                Happens::Event(persons, related) => {
                    let (persons, related) = (
                        picked(&truth.persons, persons),
                        picked(&truth.events, related),
                    );
                    let id = tx.add(&record(&persons, &related))?;
                    truth.about.insert(id.clone(), [persons, related].concat());
                    truth.events.push(id);
                }
                Happens::Revised(at, persons, related) => {
                    let Some(id) = pick(&truth.events, *at) else {
                        return Ok(());
                    };
                    let (persons, related) = (
                        picked(&truth.persons, persons),
                        picked(&truth.events, related),
                    );
                    tx.save(&id, &record(&persons, &related))?;
                    truth.about.insert(id, [persons, related].concat());
                }
                Happens::Placed(at, into) => {
                    let all = [&truth.persons[..], &truth.events].concat();
                    let (Some(id), Some(into)) =
                        (pick(&all, *at), pick(&truth.compartments, *into))
                    else {
                        return Ok(());
                    };
                    let record = placed(&id, Some(&into));
                    match truth.placements.get(&id) {
                        Some(known) => drop(tx.save(known, &record)?),
                        None => drop(truth.placements.insert(id.clone(), tx.add(&record)?)),
                    }
                    truth.inside.insert(id, into);
                }
                Happens::TakenOut(at) => {
                    let inside: Vec<RecordId> = truth.inside.keys().cloned().collect();
                    let Some(id) = pick(&inside, *at) else {
                        return Ok(());
                    };
                    tx.save(&truth.placements[&id], &placed(&id, None))?;
                    truth.inside.remove(&id);
                }
                Happens::Members(at, who) => {
                    let Some(id) = pick(&truth.compartments, *at) else {
                        return Ok(());
                    };
                    let who = USERS[usize::from(*who) % USERS.len()];
                    let members = truth.members.entry(id.clone()).or_default();
                    if !members.remove(who) {
                        members.insert(who);
                    }
                    let names: Vec<&str> = members.iter().copied().collect();
                    tx.save(&id, &compartment(&names))?;
                }
            }
            Ok(())
        })
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_points_at_a_closed_record_is_as_closed(
        story in proptest::collection::vec(happens(), 1..40)
    ) {
        let office = Office::sqlite();
        let register = &office.register;
        let mut truth = Truth::default();
        register
            .write(&author(0), |tx| {
                for user in &USERS[..2] {
                    let id = tx.add(&compartment(&[user]))?;
                    truth.members.insert(id.clone(), [*user].into());
                    truth.compartments.push(id);
                }
                Ok(())
            })
            .unwrap();
        for (minute, what) in (1..).zip(&story) {
            happen(register, &mut truth, minute, what);
            let needs = truth.needs();
            // One register followed step by step, the other begins here.
            let anew = (usize::try_from(minute).unwrap() == story.len()).then(|| office.reopened());
            for user in USERS {
                let held: BTreeSet<RecordId> = truth
                    .members
                    .iter()
                    .filter(|(_, members)| members.contains(user))
                    .map(|(id, _)| id.clone())
                    .collect();
                let all = truth.persons.iter().chain(&truth.events);
                let open: BTreeSet<RecordId> = all
                    .filter(|id| needs.get(*id).is_none_or(|needs| needs.is_subset(&held)))
                    .cloned()
                    .collect();
                for register in anew.iter().chain([register]) {
                    let mut seen = BTreeSet::new();
                    register
                        .read_as(user, |tx| {
                            for kind in ["person", "event"] {
                                tx.scan(kind, None, |stored| {
                                    seen.insert(stored.id);
                                    Ok(())
                                })?;
                            }
                            Ok(())
                        })
                        .unwrap();
                    prop_assert_eq!(&seen, &open, "{} after {:?}", user, what);
                }
            }
        }
        prop_assert!(register.verify(None).unwrap().problems.is_empty());
    }
}
