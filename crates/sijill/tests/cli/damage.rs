//! What happens when the power fails, a disk rots or a copy is rolled back?

use crate::harness::{copy, files, office_copy, own_office, program, sijill};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Rows of the sheet whose import is killed.
const ROWS: u64 = 4_000;

fn sheet(folder: &Path) {
    let persons = ROWS.to_string();
    let generate = [
        "dev",
        "generate",
        "--persons",
        &persons,
        "--seed",
        "3",
        "--out",
        "big.csv",
    ];
    sijill(folder, "en", &generate).good();
}

const IMPORT: [&str; 4] = ["import", "../big.csv", "--mapping", "../big.toml"];

fn persons_to_come(office: &Path) -> u64 {
    let plan = [&IMPORT[..], &["--dry-run", "--format", "json"]].concat();
    let plan = sijill(office, "en", &plan).good().json();
    plan["changes"]["counts"]["persons_added"]
        .as_u64()
        .expect("a count")
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

#[test]
fn an_import_killed_at_any_point_is_whole_or_absent() {
    let (folder, office) = office_copy();
    sheet(folder.path());
    let (mut absent, mut whole) = (0, 0);
    // Killed when so many bytes had been written to the journal or the register.
    for written in [1, 100_000, 1_000_000, 3_000_000, u64::MAX] {
        let killed = folder.path().join(format!("killed-{written}"));
        copy(&office, &killed);
        let before = size(&killed.join("register.db"));
        let grown = |name: &str| size(&killed.join(name));
        let mut child = program(&killed, "en", &IMPORT)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        loop {
            let journal = grown("register.db-wal") + grown("register.db-journal");
            let bytes = journal + grown("register.db").saturating_sub(before);
            if bytes >= written {
                child.kill().expect("the program is killed");
            }
            if child.try_wait().expect("a child").is_some() {
                break;
            }
            std::thread::yield_now();
        }
        sijill(&killed, "en", &["verify"]).good();
        match persons_to_come(&killed) {
            0 => whole += 1,
            ROWS => absent += 1,
            some => panic!("{some} of {ROWS} persons are missing after {written} bytes"),
        }
        sijill(&killed, "en", &IMPORT).good();
        assert_eq!(persons_to_come(&killed), 0, "running it again completes it");
        sijill(&killed, "en", &["verify"]).good();
    }
    assert_eq!(absent + whole, 5);
    assert!(whole >= 1, "the last one was not killed");
    assert!(absent >= 1, "one was killed at its first byte");
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).expect("a file");
    bytes[at] ^= 0b100;
    std::fs::write(path, bytes).expect("a file");
}

#[test]
fn a_flipped_byte_anywhere_in_the_register_is_named_or_refused() {
    let (folder, office) = office_copy();
    let whole = std::fs::read(office.join("register.db")).expect("a register");
    let mut said = Vec::new();
    // One byte in each of sixteen parts of the file, at another place of the page each time.
    for part in 0..16 {
        let at = whole.len() / 16 * part + 521 * part % 4096;
        std::fs::write(office.join("register.db"), &whole).expect("a file");
        flip(&office.join("register.db"), at);
        let verified = sijill(&office, "en", &["verify"]);
        assert_eq!(verified.code, 1, "byte {at}: {}", verified.err);
        let error = verified.err.lines().find(|line| line.starts_with("error:"));
        said.push(
            error
                .expect("a problem")
                .replace(folder.path().to_str().expect("a path"), "FOLDER"),
        );
    }
    said.sort();
    said.dedup();
    insta::assert_snapshot!("flipped_register", said.join("\n"));
}

#[test]
fn a_flipped_byte_in_a_file_of_evidence_is_named() {
    let (folder, office) = office_copy();
    for sealed in files(&office.join("files")) {
        let whole = std::fs::read(&sealed).expect("a sealed file");
        for at in [0, whole.len() / 2, whole.len() - 1] {
            flip(&sealed, at);
            let verified = sijill(&office, "ar", &["verify"]);
            assert_eq!(verified.code, 1, "byte {at}");
            assert!(verified.err.contains("خطأ"), "{}", verified.err);
            std::fs::write(&sealed, &whole).expect("a file");
        }
        std::fs::write(&sealed, &whole[..whole.len() / 2]).expect("a file");
        assert_eq!(
            sijill(&office, "en", &["verify"]).code,
            1,
            "half of it is gone"
        );
        std::fs::remove_file(&sealed).expect("a file");
        let gone = sijill(&office, "en", &["verify"]);
        assert_eq!(gone.code, 1, "all of it is gone");
        std::fs::write(&sealed, &whole).expect("a file");
    }
    let sealed = files(&office.join("files"));
    flip(&sealed[0], 99);
    let named = sijill(&office, "en", &["verify"]);
    insta::assert_snapshot!("flipped_file", named.whole(folder.path()));
}

#[test]
fn a_changed_key_file_opens_nothing() {
    let (_folder, office) = office_copy();
    let whole = std::fs::read(office.join("keys.toml")).expect("a key file");
    for part in 0..12 {
        std::fs::write(office.join("keys.toml"), &whole).expect("a file");
        flip(&office.join("keys.toml"), whole.len() / 12 * part + 7);
        // A flipped letter in a slot that is not used is found when that slot is used.
        for command in ["verify", "checkpoint"] {
            let run = sijill(&office, "en", &[command]);
            let refused = run.code == 1 && run.err.contains("error:");
            assert!(run.code == 0 || refused, "{}", run.err);
        }
    }
}

#[test]
fn a_register_rolled_back_is_caught_by_a_held_checkpoint() {
    let (folder, office) = office_copy();
    let older = folder.path().join("older");
    copy(&office, &older);
    std::fs::write(folder.path().join("note.txt"), "something new").expect("a file");
    sijill(&office, "en", &["file", "add", "../note.txt"]).good();
    sijill(&office, "en", &["checkpoint", "--out", "../held"]).good();
    let held = ["verify", "--checkpoint", "../held"];
    sijill(&office, "en", &held).good();
    // The older copy is whole by itself: only who holds the checkpoint knows that more was there.
    sijill(&older, "en", &["verify"]).good();
    for language in ["ar", "en"] {
        let caught = sijill(&older, language, &held);
        insta::assert_snapshot!(
            format!("rolled_back_{language}"),
            caught.whole(folder.path())
        );
        assert_eq!(caught.code, 1);
    }
    // A checkpoint of an earlier position stays good as the log grows.
    sijill(
        &office,
        "en",
        &["file", "add", "../note.txt", "--why", "again"],
    );
    sijill(&office, "en", &held).good();
    std::fs::write(folder.path().join("held"), "no checkpoint").expect("a file");
    let nonsense = sijill(&office, "en", &held);
    insta::assert_snapshot!("no_checkpoint", nonsense.whole(folder.path()));
}

#[test]
fn a_checkpoint_of_another_office_is_no_witness() {
    let (folder, office) = office_copy();
    let own = own_office();
    let checkpoint = [
        "--office",
        "office",
        "--passphrase-file",
        "pass",
        "checkpoint",
    ];
    let note = sijill(own, "en", &checkpoint).good().out;
    std::fs::write(folder.path().join("other"), note).expect("a file");
    let refused = sijill(&office, "en", &["verify", "--checkpoint", "../other"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
}

#[test]
fn no_name_stands_in_the_bytes_of_an_office() {
    let own = own_office();
    let sheet = std::fs::read_to_string(own.join("people.csv")).expect("a sheet");
    let mut names: Vec<&str> = Vec::new();
    for row in sheet.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        names.extend(&cells[1..=5]);
    }
    names.sort_unstable();
    names.dedup();
    // The gazetteer and the vocabularies lie open; a family called as a town is no leak.
    let open: Vec<PathBuf> = ["profile", "law", "mappings", "studies"]
        .map(|it| own.join("office").join(it))
        .into();
    let texts: Vec<u8> = open
        .iter()
        .flat_map(|folder| files(folder))
        .flat_map(|file| std::fs::read(file).expect("a file"))
        .collect();
    names.retain(|name| name.chars().count() > 3 && !contains(&texts, name.as_bytes()));
    assert!(names.len() > 60, "{}", names.len());
    let mut looked = 0;
    for file in files(&own.join("office")) {
        if open.iter().any(|open| file.starts_with(open)) {
            continue;
        }
        looked += 1;
        let bytes = std::fs::read(&file).expect("a file");
        for name in &names {
            let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for spelled in [name.as_bytes(), utf16.as_slice()] {
                assert!(
                    !contains(&bytes, spelled),
                    "{name} stands in {}",
                    file.display()
                );
            }
        }
        assert!(!contains(&bytes, b"SQLite format 3"), "{}", file.display());
    }
    assert!(looked >= 3, "register, keys and a sealed sheet");
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let first = wanted[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        if rest[at..].starts_with(wanted) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_is_lost() {
    let (folder, office) = office_copy();
    let before = sijill(&office, "en", &["verify", "--format", "json"])
        .good()
        .json();
    for arguments in [
        &["backup", "../no/such/folder/office.sijill"][..],
        &[
            "report",
            "defectors",
            "--language",
            "ar",
            "--out",
            "../no/such/folder/report.html",
        ],
        &["frame", "export", "--out", "../no/such/folder/frame.sqlite"],
        &["checkpoint", "--out", "../no/such/folder/held"],
        &["export", "--out", "../no/such/folder/all.csv"],
    ] {
        for language in ["ar", "en"] {
            let refused = sijill(&office, language, arguments);
            assert_eq!(refused.code, 1, "{arguments:?}");
            let said = refused
                .err
                .lines()
                .any(|line| line.starts_with("error:") || line.starts_with("خطأ:"));
            assert!(said, "{}", refused.err);
        }
    }
    let after = sijill(&office, "en", &["verify", "--format", "json"])
        .good()
        .json();
    assert_eq!(before["files"], after["files"]);
    assert!(!folder.path().join("no").exists());
}
