//! Whatever is changed behind the register's back is named.
//!
//! These tests stand inside the crate because they play the one who tampers.

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/server/mod.rs"]
mod server;

use common::*;
use model::record::{Evidence, Record};
use model::{Code, Problem};
use register::{Checkpoint, Location, Register, SearchOptions, tree};
use std::collections::BTreeSet;

/// An office with three acts, an edited person and a file.
fn filled(office: &Office) -> String {
    let register = &office.register;
    let id = register
        .write(&author(0), |tx| {
            let id = tx.add(&listed(person("أحمد", "خالد", "العلي"), "1"))?;
            tx.add(&arrest(&id, None))?;
            Ok(id)
        })
        .unwrap();
    register
        .write(&author(1), |tx| {
            tx.save(&id, &listed(person("أحمد", "خالد", "العلو"), "1"))
        })
        .unwrap();
    let (sha256, size) = register.files().put("شهادة العائلة".as_bytes()).unwrap();
    let file = Record::File(Evidence {
        sha256,
        size,
        name: "شهادة.txt".into(),
        about: vec![id.clone()],
        ..Evidence::default()
    });
    register.write(&author(2), |tx| tx.add(&file)).unwrap();
    id
}

/// Opens the encrypted database behind the register's back.
fn behind(office: &Office, sql: &str) {
    let register = &office.register;
    match &office.location {
        Location::Sqlite => register.tamper(sql).unwrap(),
        Location::Postgres(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute(sql).unwrap();
        }
    }
}

fn found(register: &Register) -> Vec<String> {
    let verified = register.verify(None).unwrap();
    verified.problems.iter().map(said).collect()
}

fn said(problem: &Problem) -> String {
    let mut text = problem.to_string();
    if let Some(record) = &problem.spot.record {
        text.push_str(&format!(
            " at {}",
            if record.is_empty() { "?" } else { "record" }
        ));
    }
    text
}

#[test]
fn an_untouched_register_holds() {
    let office = Office::sqlite();
    filled(&office);
    let verified = office.register.verify(None).unwrap();
    assert_eq!(verified.problems, []);
    assert_eq!((verified.position, verified.files), (4, 1));
    assert_eq!(
        verified.root,
        office.register.read(|tx| Ok(tx.root())).unwrap()
    );
}

#[test]
fn the_log_cannot_be_changed_through_its_tables() {
    let office = Office::sqlite();
    filled(&office);
    for sql in [
        "delete from revision",
        "update revision set content = null where position = 1",
        "update revision set record = 'x' where position = 1",
        "update act set at = '2000-01-01T00:00:00.000Z'",
        "delete from act",
    ] {
        let problem = office.register.tamper(sql).unwrap_err();
        assert_eq!(problem.code, Code::RegisterAppendOnly, "{sql}");
    }
}

/// Changes that a person with the key and without scruples could make.
const CHANGES: [(&str, &str); 12] = [
    (
        "content",
        "update revision set content = (select content from revision where position = 2) where position = 1",
    ),
    (
        "content gone",
        "update revision set content = null where position = 2",
    ),
    (
        "commitment",
        "update revision set commitment = leaf where position = 2",
    ),
    (
        "leaf",
        "update revision set leaf = commitment where position = 3",
    ),
    (
        "record",
        "update revision set record = '01900000-0000-7000-8000-000000000000' where position = 2",
    ),
    ("missing", "delete from revision where position = 2"),
    (
        "tail cut",
        "delete from revision where position = 4; delete from act where number = 3",
    ),
    (
        "moment",
        "update act set at = '2000-01-01T00:00:00.000Z' where number = 2",
    ),
    ("look-up of rows", "delete from listed"),
    ("look-up of events", "delete from tie"),
    (
        "newest",
        "update record set latest = 1, revisions = 1 where latest = 3",
    ),
    ("index", "delete from posting where token = 2"),
];

#[test]
fn every_change_made_behind_its_back_is_named() {
    let mut told = String::new();
    for (name, sql) in CHANGES {
        let office = Office::sqlite();
        filled(&office);
        let guards = [
            "revision_stays",
            "revision_is_kept",
            "act_stays",
            "act_is_kept",
        ];
        for guard in guards {
            behind(&office, &format!("drop trigger {guard}"));
        }
        behind(&office, sql);
        let problems = found(&office.reopened());
        assert!(!problems.is_empty(), "{name}");
        told.push_str(&format!("{name}:\n  {}\n", problems.join("\n  ")));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_same_changes_are_named_on_postgresql() {
    let Some(server) = server::Server::start() else {
        return;
    };
    for (at, (name, sql)) in CHANGES.into_iter().enumerate() {
        let office = Office::new(Location::Postgres(server.url(&format!("proof{at}"))));
        filled(&office);
        assert_eq!(found(&office.register), [""; 0]);
        behind(&office, "set session_replication_role = replica");
        behind(
            &office,
            &format!("set session_replication_role = replica; {sql}"),
        );
        assert!(!found(&office.register).is_empty(), "{name}");
    }
}

#[test]
fn a_flipped_byte_anywhere_in_the_database_is_refused_or_named() {
    let office = Office::sqlite();
    filled(&office);
    let folder = office.path().to_owned();
    let key = office.key.clone();
    let Office {
        register,
        folder: kept,
        ..
    } = office;
    drop(register);
    let path = folder.join("register.db");
    let whole = std::fs::read(&path).unwrap();
    let mut outcomes = BTreeSet::new();
    let step = (whole.len() / 97).max(1) | 1;
    for at in (0..whole.len()).step_by(step) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        std::fs::write(&path, &changed).unwrap();
        let opened = Register::open(
            &folder,
            Location::Sqlite,
            &key,
            Box::new(register::Seeded::new("x")),
        );
        let outcome = match opened.and_then(|register| register.verify(None)) {
            Err(problem) => problem.code.as_str(),
            Ok(verified) => verified
                .problems
                .first()
                .map_or("nothing", |p| p.code.as_str()),
        };
        outcomes.insert(outcome);
        assert_ne!(outcome, "nothing", "byte {at} of {}", whole.len());
    }
    assert!(
        outcomes
            .iter()
            .all(|outcome| outcome.starts_with("register.")),
        "{outcomes:?}"
    );
    drop(kept);
}

#[test]
fn a_changed_or_missing_file_is_named_with_its_record() {
    let office = Office::sqlite();
    filled(&office);
    let mut sealed = Vec::new();
    for folder in std::fs::read_dir(office.path().join("files")).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            sealed.push(file.unwrap().path());
        }
    }
    let bytes = std::fs::read(&sealed[0]).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        std::fs::write(&sealed[0], changed).unwrap();
        let problems = office.register.verify(None).unwrap().problems;
        assert_eq!(problems[0].code, Code::RegisterFileChanged, "byte {at}");
        assert!(problems[0].spot.record.is_some());
    }
    std::fs::remove_file(&sealed[0]).unwrap();
    let problems = office.register.verify(None).unwrap().problems;
    assert_eq!(problems[0].code, Code::RegisterFileMissing);
}

#[test]
fn a_held_checkpoint_catches_a_cut_tail_and_a_second_history() {
    let office = Office::sqlite();
    filled(&office);
    let signer = office.keys.signer(&office.key).unwrap();
    let verifier = office.keys.verifier_key().unwrap();
    let held = office.register.checkpoint(&signer).unwrap();
    insta::assert_snapshot!(held);
    let verify = |office: &Office| {
        let verified = office.register.verify(Some((&held, &verifier))).unwrap();
        verified.problems.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(verify(&office), [""; 0]);

    let shorter = Office::sqlite();
    shorter
        .register
        .write(&author(0), |tx| tx.add(&person("أحمد", "خالد", "العلي")))
        .unwrap();
    assert_eq!(verify(&shorter), ["verify.truncated held=4 size=1"]);

    let other = Office::sqlite();
    other
        .register
        .write(&author(0), |tx| {
            (0..5).try_for_each(|_| tx.add(&brother("يوسف")).map(|_| ()))
        })
        .unwrap();
    assert_eq!(verify(&other), ["verify.forked position=4"]);

    // The log grew: an old checkpoint still holds, and a proof shows why.
    filled_more(&office);
    assert_eq!(verify(&office), [""; 0]);
    let checkpoint = Checkpoint::read(&held, &verifier).unwrap();
    office
        .register
        .read(|tx| {
            let proof = tx.consistency_proof(4, tx.position())?;
            let holds =
                tree::check_consistency(4, &checkpoint.root, tx.position(), &tx.root(), &proof);
            assert!(holds);
            Ok(())
        })
        .unwrap();

    let forged = held.replace("\n4\n", "\n3\n");
    let problem = Checkpoint::read(&forged, &verifier).unwrap_err();
    assert_eq!(problem.code, Code::CheckpointSignatureWrong);
    let stranger = Office::sqlite();
    let problem = Checkpoint::read("x\ny\n\n— z z\n", &stranger.keys.verifier_key().unwrap());
    assert_eq!(problem.unwrap_err().code, Code::CheckpointUnreadable);
}

fn filled_more(office: &Office) {
    office
        .register
        .write(&author(9), |tx| {
            (0..700).try_for_each(|_| tx.add(&brother("يوسف")).map(|_| ()))
        })
        .unwrap();
}

fn destruction(office: &Office) {
    let id = filled(office);
    let register = &office.register;
    let alone = register.destroy(&author(5), &id, ["salma", "salma"]);
    assert_eq!(alone.unwrap_err().code, Code::RegisterApproversMissing);
    let root = register.read(|tx| tx.root_at(4)).unwrap();
    let decision = register
        .destroy(&author(5), &id, ["salma", "karim"])
        .unwrap();
    register
        .read(|tx| {
            assert_eq!(
                tx.get(&id).unwrap_err().code,
                Code::RegisterContentDestroyed
            );
            assert_eq!(tx.history(&id)?, []);
            assert_eq!(tx.search("احمد", &SearchOptions::default())?, []);
            assert_eq!(tx.find_listed("families-2018", "1", "person")?, None);
            assert_eq!(tx.get(&decision)?.unwrap().why, author(5).why);
            assert_eq!(tx.root_at(4)?, root, "the log is as it was");
            Ok(())
        })
        .unwrap();
    assert_eq!(found(&office.reopened()), [""; 0]);
    let again = register.destroy(&author(6), &id, ["salma", "karim"]);
    assert_eq!(again.unwrap_err().code, Code::RegisterContentDestroyed);
}

#[test]
fn a_lawful_destruction_takes_the_content_and_leaves_the_log() {
    destruction(&Office::sqlite());
    if let Some(server) = server::Server::start() {
        destruction(&Office::new(Location::Postgres(server.url("destroy"))));
    }
}

fn every_statement_prepares(office: &Office) {
    let connection = office
        .register
        .connector
        .connect(crate::database::Purpose::Read)
        .unwrap();
    for (name, sql) in crate::statements::ALL {
        assert_eq!(connection.prepare(sql), Ok(()), "{name}");
    }
}

#[test]
fn every_statement_prepares_on_both_backends() {
    every_statement_prepares(&Office::sqlite());
    if let Some(server) = server::Server::start() {
        every_statement_prepares(&Office::new(Location::Postgres(server.url("statements"))));
    }
}

#[test]
fn a_full_disk_is_an_error_and_loses_nothing() {
    let office = Office::sqlite();
    filled(&office);
    let register = &office.register;
    let before = register.read(|tx| Ok((tx.position(), tx.root()))).unwrap();
    register.leave_room_for(3).unwrap();
    let refused = register.write(&author(4), |tx| {
        (0..5000).try_for_each(|_| tx.add(&brother("يوسف")).map(|_| ()))
    });
    assert_eq!(refused.unwrap_err().code, Code::RegisterDiskFull);
    let after = register.read(|tx| Ok((tx.position(), tx.root()))).unwrap();
    assert_eq!(before, after);
    assert_eq!(found(register), [""; 0]);
    // With room again the same register goes on.
    register.leave_room_for(100_000).unwrap();
    register
        .write(&author(5), |tx| tx.add(&brother("يوسف")))
        .unwrap();
    assert_eq!(found(&office.reopened()), [""; 0]);
}

#[test]
fn another_office_does_not_open_it() {
    let office = Office::sqlite();
    filled(&office);
    let mut entropy = crate::Seeded::new("another");
    let another = crate::DataKey::generate(&mut entropy);
    let open = |folder: &std::path::Path, key| {
        let opened = Register::open(folder, Location::Sqlite, key, Box::new(entropy.clone()));
        opened.map(|_| ()).unwrap_err().code
    };
    assert_eq!(open(office.path(), &another), Code::RegisterUnopenable);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(open(empty.path(), &another), Code::RegisterNotAnOffice);
    let again = Register::create(
        office.path(),
        Location::Sqlite,
        &another,
        Box::new(entropy.clone()),
    );
    assert_eq!(again.map(|_| ()).unwrap_err().code, Code::RegisterExists);
}
