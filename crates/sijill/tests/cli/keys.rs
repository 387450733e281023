//! Who opens the office, who may do what, and what the log keeps of it.

use crate::harness::{PASSPHRASE, copy, office_copy, own_office, sijill, sijill_told};
use std::path::PathBuf;

const SECRET: [&str; 4] = ["--office", "office", "--passphrase-file", "pass"];

fn own() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    copy(own_office(), folder.path());
    let path = folder.path().to_owned();
    (folder, path)
}

#[test]
fn the_example_has_one_user_with_every_role() {
    let (folder, office) = office_copy();
    for language in ["ar", "en"] {
        let list = sijill(&office, language, &["user", "list"]);
        insta::assert_snapshot!(format!("users_{language}"), list.whole(folder.path()));
        let slots = sijill(&office, language, &["key", "list"]);
        insta::assert_snapshot!(format!("slots_{language}"), slots.whole(folder.path()));
    }
}

#[test]
fn a_user_does_what_the_roles_allow_until_the_access_ends() {
    let (_folder, office) = office_copy();
    let example =
        |arguments: &[&str]| sijill(&office, "en", &[&["--user", "example"], arguments].concat());
    example(&[
        "user",
        "add",
        "samar",
        "--roles",
        "reader",
        "--display",
        "سمر",
    ])
    .good();
    // With two users the program asks who is acting.
    let who = sijill(&office, "en", &["search", "M Q"]);
    assert!(
        who.code == 1 && who.err.contains("example, samar"),
        "{}",
        who.err
    );
    let samar =
        |arguments: &[&str]| sijill(&office, "ar", &[&["--user", "samar"], arguments].concat());
    let refused = samar(&["search", "M Q"]);
    insta::assert_snapshot!("refused", refused.whole(&office));
    samar(&["verify"]).good();
    example(&[
        "user",
        "roles",
        "samar",
        "--roles",
        "documenter,reviewer",
        "--why",
        "trained",
    ])
    .good();
    samar(&["search", "M Q"]).good();
    example(&["user", "disable", "samar", "--why", "left the office"]).good();
    assert_eq!(samar(&["verify"]).code, 1);
    let last = example(&["user", "disable", "example"]);
    assert!(
        last.code == 1 && last.err.contains("last administrator"),
        "{}",
        last.err
    );
    example(&["verify"]).good();
    let users = example(&["user", "list"]);
    insta::assert_snapshot!("users_changed", users.whole(&office));
}

#[test]
fn a_reader_sees_no_name_and_no_residence() {
    let (_folder, office) = office_copy();
    let example =
        |arguments: &[&str]| sijill(&office, "en", &[&["--user", "example"], arguments].concat());
    let found = example(&["search", "أحمد الغانم", "--limit", "1", "--format", "json"])
        .good()
        .json();
    let id = found[0]["id"].as_str().expect("an id").to_owned();
    example(&["user", "add", "reader", "--roles", "reader"]).good();
    let shown = sijill(&office, "en", &["--user", "reader", "show", &id]).good();
    for hidden in ["أحمد", "الغانم"] {
        assert!(!shown.out.contains(hidden), "{}", shown.out);
    }
    insta::assert_snapshot!("seen_by_a_reader", shown.whole(&office));
}

#[test]
fn the_passphrase_comes_from_a_file_or_a_descriptor() {
    let (_folder, path) = own();
    sijill(&path, "en", &[&SECRET[..], &["verify"]].concat()).good();
    let descriptor = ["--office", "office", "--passphrase-fd", "0", "verify"];
    sijill_told(&path, PASSPHRASE, &descriptor).good();
    let wrong = sijill_told(&path, "another passphrase than that", &descriptor);
    insta::assert_snapshot!("wrong_passphrase", wrong.whole(&path));
    let short = sijill_told(&path, "short", &["init", "new", "--passphrase-fd", "0"]);
    insta::assert_snapshot!("short_passphrase", short.whole(&path));
    assert!(
        !path.join("new").exists()
            || std::fs::read_dir(path.join("new")).is_ok_and(|mut it| it.next().is_none())
    );
}

#[test]
fn a_passphrase_is_changed_and_revoked_without_touching_the_register() {
    let (_folder, path) = own();
    let before = std::fs::read(path.join("office/register.db")).expect("a register");
    std::fs::write(path.join("new"), "عبارة جديدة طويلة بما يكفي\n").expect("a file");
    let with = |file: &'static str, arguments: &[&str]| {
        let secret = ["--office", "office", "--passphrase-file", file];
        sijill(&path, "en", &[&secret, arguments].concat())
    };
    with(
        "pass",
        &["key", "add", "samar", "--new-passphrase-file", "new"],
    )
    .good();
    with("new", &["key", "list"]).good();
    let after = std::fs::read(path.join("office/register.db")).expect("a register");
    // A note of the act is added; nothing is encrypted anew.
    assert_eq!(
        before[..16],
        after[..16],
        "the salt of the file is the same"
    );
    with(
        "new",
        &[
            "key",
            "change",
            "passphrase",
            "--new-passphrase-file",
            "new",
        ],
    )
    .good();
    assert_eq!(
        with("pass", &["verify"]).code,
        1,
        "the old passphrase opens nothing"
    );
    with("new", &["key", "revoke", "samar"]).good();
    with("new", &["verify"]).good();
    with("new", &["key", "revoke", "recovery"]).good();
    let last = with("new", &["key", "revoke", "passphrase"]);
    insta::assert_snapshot!("last_key", last.whole(&path));
}

#[test]
fn the_recovery_key_opens_the_office_until_a_new_one_is_made() {
    let (_folder, path) = own();
    let with = |file: &'static str, arguments: &[&str]| {
        let secret = ["--office", "office", "--passphrase-file", file];
        sijill(&path, "en", &[&secret, arguments].concat())
    };
    with("recovery", &["verify"]).good();
    // As a person types it: small letters, blanks for dashes.
    let typed = std::fs::read_to_string(path.join("recovery")).expect("a key");
    std::fs::write(path.join("typed"), typed.to_lowercase().replace('-', " ")).expect("a file");
    with("typed", &["verify"]).good();
    let new = with("pass", &["key", "change", "recovery"]).good();
    std::fs::write(path.join("renewed"), &new.out).expect("a file");
    assert_eq!(with("recovery", &["verify"]).code, 1);
    with("renewed", &["verify"]).good();
}

#[test]
fn evidence_goes_in_sealed_and_comes_out_noted() {
    let (folder, office) = office_copy();
    std::fs::write(folder.path().join("photo.jpg"), b"no picture, but bytes").expect("a file");
    let add = [
        "file",
        "add",
        "../photo.jpg",
        "--received-from",
        "the family",
    ];
    let id = sijill(&office, "en", &add).good().out.trim().to_owned();
    let out = folder.path().join("again.jpg");
    sijill(
        &office,
        "en",
        &["file", "get", &id, "--out", "../again.jpg"],
    )
    .good();
    assert_eq!(
        std::fs::read(out).expect("a file"),
        b"no picture, but bytes"
    );
    let history = sijill(&office, "en", &["history", &id, "--format", "json"])
        .good()
        .json();
    let acts: Vec<&str> = history[1]["record"]["custody"]
        .as_array()
        .or_else(|| history[1]["record"]["file"]["custody"].as_array())
        .expect("a chain of custody")
        .iter()
        .map(|entry| entry["act"].as_str().expect("an act"))
        .collect();
    assert_eq!(acts, ["handed-over", "sealed", "taken-out"]);
    sijill(&office, "en", &["verify"]).good();
}
