//! What the disk shows, and what it keeps when the process or the space ends.

mod common;

use common::*;
use model::record::{Evidence, Record};
use register::{Location, Register, Seeded};
use std::path::Path;
use std::process::{Command, Stdio};

/// Every byte of every file below a folder.
fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes.extend(bytes_below(&path));
        } else {
            bytes.extend(path.file_name().unwrap().as_encoded_bytes());
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    bytes
}

#[test]
fn no_name_stands_on_disk_in_the_clear() {
    let office = Office::sqlite();
    let sentence = "شهادة عن أحمد العلي في سجن صيدنايا ".repeat(3000);
    let (sha256, size) = office.register.files().put(sentence.as_bytes()).unwrap();
    office
        .register
        .write(&author(0), |tx| {
            let id = tx.add(&listed(person("أحمد", "خالد", "العلي"), "OWN-ID-17"))?;
            tx.add(&Record::File(Evidence {
                sha256: sha256.clone(),
                size,
                about: vec![id],
                ..Evidence::default()
            }))
        })
        .unwrap();
    let bytes = bytes_below(office.path());
    assert!(bytes.len() > 200_000, "the journal and the file are there");
    for text in [
        "أحمد",
        "احمد",
        "العلي",
        "OWN-ID-17",
        "salma",
        "صيدنايا",
        "person",
        "SQLite",
        &sha256,
    ] {
        let found = bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes());
        assert!(!found, "{text}");
    }
}

/// Run again by the next test as a process of its own: writes acts of two
/// records and says each position once it is on disk, until it is killed.
#[test]
#[ignore = "the part of a test that is killed"]
fn writes_until_killed() {
    let folder = std::env::args_os().next_back().unwrap();
    let folder = Path::new(&folder);
    let key = register::KeyFile::read(folder)
        .unwrap()
        .unlock(PASSPHRASE)
        .unwrap();
    let entropy = Box::new(Seeded::new("killed"));
    let register = Register::open(folder, Location::Sqlite, &key, entropy).unwrap();
    for _ in 0..100_000 {
        let position = register
            .write(&author(1), |tx| {
                let id = tx.add(&person("أحمد", "خالد", "العلي"))?;
                tx.add(&arrest(&id, None))?;
                Ok(tx.position())
            })
            .unwrap();
        println!("acknowledged {position}");
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill_and_acts_stay_whole() {
    use std::io::{BufRead, BufReader};
    let office = Office::sqlite();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "writes_until_killed",
            "--ignored",
            "--nocapture",
            "--skip",
        ])
        // The last argument is a test to skip for the harness, and the folder for the child.
        .arg(office.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut acknowledged = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some((_, position)) = line.unwrap().split_once("acknowledged ") {
            acknowledged = position.parse().unwrap();
            if acknowledged >= 60 {
                // SIGKILL on unix.
                child.kill().unwrap();
                break;
            }
        }
    }
    child.wait().unwrap();
    assert!(acknowledged >= 60);
    let register = office.reopened();
    let verified = register.verify(None).unwrap();
    assert_eq!(verified.problems, []);
    assert!(verified.position >= acknowledged, "{verified:?}");
    assert_eq!(verified.position % 2, 0, "no act is half there");
    register
        .write(&author(2), |tx| tx.add(&person("رامي", "سعيد", "حداد")))
        .unwrap();
}

#[test]
fn the_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::sqlite();
    office.register.files().put(b"x").unwrap();
    for name in ["keys.toml", "files"] {
        let mode = std::fs::metadata(office.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}
