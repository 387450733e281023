//! Backups leave sealed and come back the same, on either backend.

mod common;
mod server;

use common::*;
use model::Code;
use model::record::{Evidence, Record};
use register::{
    Backed, KeyFile, Location, Protection, Register, Restored, SearchOptions, Seeded, Unlocking,
    restore,
};
use std::path::Path;

fn protection() -> Protection {
    Protection::Passphrase {
        passphrase: PASSPHRASE.into(),
        work: 2,
    }
}

fn filled() -> Office {
    let office = Office::sqlite();
    let register = &office.register;
    let bytes: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    let (sha256, size) = register.files().put(&bytes).unwrap();
    let gone = register
        .write(&author(0), |tx| {
            let gone = tx.add(&listed(person("سامر", "علي", "حداد"), "0"))?;
            let id = tx.add(&listed(person("أحمد", "خالد", "العلي"), "1"))?;
            let source = tx.add(&brother("يوسف"))?;
            tx.add(&arrest(&id, Some(&source)))?;
            tx.add(&Record::File(Evidence {
                sha256,
                size,
                about: vec![id.clone()],
                ..Evidence::default()
            }))?;
            Ok(gone)
        })
        .unwrap();
    for minute in 1..20 {
        register
            .write(&author(minute), |tx| {
                let id = tx.find_listed("families-2018", "1", "person")?.unwrap();
                tx.save(
                    &id,
                    &listed(person("أحمد", "خالد", &format!("عائلة{minute}")), "1"),
                )
            })
            .unwrap();
    }
    register
        .destroy(&author(30), &gone, ["salma", "karim"])
        .unwrap();
    office
}

fn backed_up(office: &Register) -> (Vec<u8>, Backed) {
    let mut bytes = Vec::new();
    let settings = [("sijill.toml".to_owned(), b"language = \"ar\"\n".to_vec())];
    let backed = office.backup(&mut bytes, &protection(), &settings).unwrap();
    (bytes, backed)
}

fn restored(bytes: &[u8], folder: &Path, location: Location) -> Result<Restored, model::Problem> {
    restore(
        &mut &bytes[..],
        &Unlocking::Passphrase(PASSPHRASE.into()),
        folder,
        location,
        Box::new(Seeded::new("restore")),
        |keys: KeyFile| {
            let key = keys.unlock(PASSPHRASE)?;
            Ok((keys, key))
        },
    )
}

fn opened(folder: &Path, location: Location) -> Register {
    let key = KeyFile::read(folder).unwrap().unlock(PASSPHRASE).unwrap();
    Register::open(folder, location, &key, Box::new(Seeded::new("open"))).unwrap()
}

/// Everything that can be read, as text.
fn reading(register: &Register) -> String {
    register
        .read(|tx| {
            let mut text = format!("{} {}\n", tx.position(), register::hexadecimal(&tx.root()));
            for kind in ["person", "event", "source", "file", "decision"] {
                for position in [5, tx.position()] {
                    tx.scan(kind, Some(position), |stored| {
                        text.push_str(&format!("{stored:?}\n"));
                        Ok(())
                    })?;
                }
            }
            for query in ["أحمد", "Ahmed", "عائلة19", "سامر"] {
                let hits = tx.search(query, &SearchOptions::default())?;
                text.push_str(&format!("{hits:?}\n"));
            }
            Ok(text)
        })
        .unwrap()
}

fn comes_back(location: Location) -> Register {
    let office = filled();
    let (bytes, backed) = backed_up(&office.register);
    assert_eq!(backed.missing, []);
    let parent = tempfile::tempdir().unwrap().keep();
    let folder = parent.join("office");
    let back = restored(&bytes, &folder, location.clone()).unwrap();
    assert_eq!((back.position, back.root), (backed.position, backed.root));
    assert_eq!(back.settings[0].0, "sijill.toml");
    let register = opened(&folder, location);
    assert_eq!(register.verify(None).unwrap().problems, []);
    assert_eq!(reading(&register), reading(&office.register));
    register
}

#[test]
fn a_backup_comes_back_the_same() {
    let register = comes_back(Location::Sqlite);
    let folder = register.folder().to_owned();
    drop(register);
    std::fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[test]
fn an_office_moves_to_postgresql_and_back() {
    let Some(server) = server::Server::start() else {
        return;
    };
    let moved = comes_back(Location::Postgres(server.url("moved")));
    let (bytes, _) = backed_up(&moved);
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("office");
    restored(&bytes, &folder, Location::Sqlite).unwrap();
    assert_eq!(reading(&opened(&folder, Location::Sqlite)), reading(&moved));
    // Into a database that has an office: refused, and the office stays.
    let taken = restored(
        &bytes,
        &parent.path().join("other"),
        moved.location().clone(),
    );
    assert_eq!(taken.unwrap_err().code, Code::RegisterExists);
    assert_eq!(moved.verify(None).unwrap().problems, []);
    std::fs::remove_dir_all(moved.folder().parent().unwrap()).unwrap();
    // A damaged backup leaves an empty database as it was.
    let url = server.url("damaged");
    let broken = restored(
        &bytes[..bytes.len() / 2],
        &folder.with_file_name("x"),
        Location::Postgres(url.clone()),
    );
    assert_eq!(broken.unwrap_err().code, Code::BackupDamaged);
    restored(&bytes, &folder.with_file_name("y"), Location::Postgres(url)).unwrap();
}

#[test]
fn a_damaged_or_cut_backup_restores_nothing_and_says_so() {
    let office = filled();
    let (bytes, _) = backed_up(&office.register);
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("office");
    let mut codes = std::collections::BTreeSet::new();
    for part in 0..12 {
        let at = bytes.len() * part / 12;
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        for broken in [&changed[..], &bytes[..at]] {
            let problem = restored(broken, &folder, Location::Sqlite).unwrap_err();
            codes.insert(problem.code.as_str());
            let left = std::fs::read_dir(parent.path()).unwrap().count();
            assert_eq!(left, 0, "after {problem}");
        }
    }
    // Which of them depends on the random bytes of the header.
    let known = ["backup.damaged", "backup.key-wrong", "backup.unreadable"];
    assert!(codes.iter().all(|code| known.contains(code)), "{codes:?}");
}

#[test]
fn another_passphrase_opens_no_backup() {
    let office = filled();
    let (bytes, _) = backed_up(&office.register);
    let parent = tempfile::tempdir().unwrap();
    let refused = restore(
        &mut &bytes[..],
        &Unlocking::Passphrase("something else".into()),
        &parent.path().join("office"),
        Location::Sqlite,
        Box::new(Seeded::new("restore")),
        |_| unreachable!("the keys are inside"),
    );
    assert_eq!(refused.unwrap_err().code, Code::BackupKeyWrong);
}

#[test]
fn a_full_folder_is_not_restored_over() {
    let office = filled();
    let (bytes, _) = backed_up(&office.register);
    let refused = restored(&bytes, office.path(), Location::Sqlite);
    assert_eq!(refused.unwrap_err().code, Code::RegisterExists);
}

#[test]
fn a_backup_goes_on_while_others_write() {
    let office = filled();
    let before = office.register.read(|tx| Ok(tx.position())).unwrap();
    /// Writes a record after the first bytes of the backup are out.
    struct Meanwhile<'r>(&'r Register, bool, Vec<u8>);
    impl std::io::Write for Meanwhile<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if !std::mem::replace(&mut self.1, true) {
                self.0
                    .write(&author(40), |tx| tx.add(&brother("ليلى")))
                    .unwrap();
            }
            self.2.extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut out = Meanwhile(&office.register, false, Vec::new());
    let backed = office
        .register
        .backup(&mut out, &protection(), &[])
        .unwrap();
    assert!(backed.position >= before);
    let bytes = out.2;
    let parent = tempfile::tempdir().unwrap();
    let back = restored(&bytes, &parent.path().join("office"), Location::Sqlite).unwrap();
    assert_eq!(back.root, backed.root);
}
