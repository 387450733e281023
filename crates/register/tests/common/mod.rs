//! Offices for tests: seeded keys, a fixed clock, either backend.
#![allow(dead_code)]

use jiff::Timestamp;
use model::Record;
use model::record::{Claim, Event, Listed, Name, Participant, Person, Source};
use register::{Author, Cost, DataKey, KeyFile, Location, Register, Seeded};
use std::path::{Path, PathBuf};

pub const PASSPHRASE: &str = "كلمة سر طويلة للاختبار";

/// An office in its own folder, gone when dropped.
pub struct Office {
    pub folder: tempfile::TempDir,
    pub location: Location,
    pub key: DataKey,
    pub keys: KeyFile,
    pub register: Register,
}

impl Office {
    pub fn new(location: Location) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let (keys, key, _) = KeyFile::generate(
            "office.example/test",
            PASSPHRASE,
            Cost::EXAMPLE,
            &mut Seeded::new("keys"),
        )
        .unwrap();
        keys.write(folder.path()).unwrap();
        let entropy = Box::new(Seeded::new("entropy"));
        let register = Register::create(folder.path(), location.clone(), &key, entropy).unwrap();
        Office {
            folder,
            location,
            key,
            keys,
            register,
        }
    }

    pub fn sqlite() -> Office {
        Office::new(Location::Sqlite)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn database(&self) -> PathBuf {
        self.path().join("register.db")
    }

    pub fn reopened(&self) -> Register {
        let entropy = Box::new(Seeded::new("again"));
        Register::open(self.path(), self.location.clone(), &self.key, entropy).unwrap()
    }
}

pub fn author(minute: i8) -> Author {
    let at: Timestamp = "2024-06-01T08:00:00Z".parse().unwrap();
    Author {
        who: "salma".into(),
        why: Some("نموذج الاستمارة".into()),
        at: at + jiff::Span::new().minutes(i64::from(minute)),
        installation: "office.example/test".into(),
    }
}

pub fn person(given: &str, father: &str, family: &str) -> Record {
    Record::Person(Person {
        names: vec![Name {
            given: Some(given.into()),
            father: Some(father.into()),
            family: Some(family.into()),
            ..Name::default()
        }],
        synthetic: true,
        ..Person::default()
    })
}

pub fn with_nickname(mut record: Record, nickname: &str) -> Record {
    if let Record::Person(person) = &mut record {
        person.names[0].nickname = Some(nickname.into());
    }
    record
}

pub fn listed(mut record: Record, own_id: &str) -> Record {
    if let Record::Person(person) = &mut record {
        person.listed = Some(Box::new(Listed {
            list: "families-2018".into(),
            own_id: own_id.into(),
            part: "person".into(),
            row: 2,
            ..Listed::default()
        }));
    }
    record
}

pub fn arrest(person: &str, source: Option<&str>) -> Record {
    Record::Event(Event {
        kind: "arrest".into(),
        persons: vec![Participant {
            person: person.into(),
            role: "victim".into(),
        }],
        claims: vec![Claim {
            id: "c1".into(),
            source: source.map(str::to_owned),
            ..Claim::default()
        }],
        ..Event::default()
    })
}

pub fn brother(name: &str) -> Record {
    Record::Source(Source {
        kind: "person".into(),
        name: Some(name.into()),
        ..Source::default()
    })
}
