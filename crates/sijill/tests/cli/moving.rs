//! An office leaves its machine and comes back the same.

use crate::harness::{copy, demo, office_copy, own_office, sijill, text};
use crate::server::Server;
use std::path::Path;

/// What must be the same in every copy: figures as JSON and the report as a page.
fn numbers(office: &Path) -> (String, Vec<u8>) {
    // A backup notes itself in the log; figures are compared at the position before it.
    let at = sijill(&demo().office(), "en", &["verify", "--format", "json"])
        .good()
        .json();
    let at = at["entries"].to_string();
    let run = ["study", "run", "defectors", "--format", "json", "--at", &at];
    let figures = sijill(office, "en", &run).good().out;
    let page = office.with_extension("html");
    let report = [
        "report",
        "defectors",
        "--language",
        "ar",
        "--out",
        text(&page),
        "--at",
        &at,
    ];
    sijill(office, "en", &report).good();
    (figures, std::fs::read(page).expect("a page"))
}

#[test]
fn a_backup_comes_back_with_the_same_figures_and_the_same_report() {
    let (folder, office) = office_copy();
    sijill(&office, "en", &["backup", "../office.sijill"]).good();
    let sealed = std::fs::read(folder.path().join("office.sijill")).expect("a backup");
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
    for language in ["ar", "en"] {
        let into = format!("restored-{language}");
        let restore = ["--office", &into, "restore", "office.sijill"];
        let restored = sijill(folder.path(), language, &restore);
        insta::assert_snapshot!(
            format!("restored_{language}"),
            restored.whole(folder.path())
        );
    }
    let restored = folder.path().join("restored-en");
    sijill(&restored, "en", &["verify"]).good();
    assert_eq!(numbers(&restored), numbers(&office));
    // A folder that holds something is left alone.
    let again = ["--office", "restored-en", "restore", "office.sijill"];
    assert_eq!(sijill(folder.path(), "en", &again).code, 1);
    sijill(&restored, "en", &["verify"]).good();
}

#[test]
fn a_damaged_or_foreign_backup_is_refused_and_leaves_nothing() {
    let (folder, office) = office_copy();
    sijill(&office, "en", &["backup", "../office.sijill"]).good();
    let whole = std::fs::read(folder.path().join("office.sijill")).expect("a backup");
    let write =
        |bytes: &[u8]| std::fs::write(folder.path().join("bad.sijill"), bytes).expect("a file");
    let restore = [
        "--office",
        "new",
        "restore",
        "bad.sijill",
        "--passphrase-file",
        "pass",
    ];
    std::fs::write(folder.path().join("pass"), "not the passphrase of this\n").expect("a file");
    for part in 0..6 {
        let mut bytes = whole.clone();
        let at = whole.len() / 6 * part + 31;
        bytes[at] ^= 1;
        write(&bytes);
        let refused = sijill(folder.path(), "en", &restore);
        assert_eq!(refused.code, 1, "byte {at}: {}", refused.err);
        assert!(is_empty(&folder.path().join("new")), "byte {at}");
    }
    for bytes in [&whole[..whole.len() / 2], b"no backup", b""] {
        write(bytes);
        let refused = sijill(folder.path(), "ar", &restore);
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(is_empty(&folder.path().join("new")));
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

#[test]
fn an_encrypted_office_is_restored_with_its_own_passphrase_only() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(own_office(), folder.path());
    let with = |office: &str, file: &str, arguments: &[&str]| {
        let secret = ["--office", office, "--passphrase-file", file];
        sijill(folder.path(), "en", &[&secret, arguments].concat())
    };
    with("office", "pass", &["backup", "office.sijill"]).good();
    std::fs::write(folder.path().join("wrong"), "quite another passphrase\n").expect("a file");
    assert_eq!(with("new", "wrong", &["restore", "office.sijill"]).code, 1);
    with("new", "pass", &["restore", "office.sijill"]).good();
    with("new", "pass", &["verify"]).good();
    let search = ["search", "الحريري", "--format", "json"];
    assert_eq!(
        with("new", "pass", &search).good().out,
        with("office", "pass", &search).good().out
    );
}

#[test]
fn the_example_moves_to_postgresql_with_the_same_figures_and_report() {
    let Some(server) = Server::start() else {
        return;
    };
    let (folder, office) = office_copy();
    sijill(&office, "en", &["backup", "../office.sijill"]).good();
    let url = server.url("moved");
    let restore = [
        "--office",
        "moved",
        "restore",
        "office.sijill",
        "--database",
        &url,
    ];
    sijill(folder.path(), "en", &restore).good();
    let moved = folder.path().join("moved");
    assert!(!moved.join("register.db").exists());
    sijill(&moved, "en", &["verify"]).good();
    assert_eq!(numbers(&moved), numbers(&office));
    let check = ["study", "check", "defectors", "--format", "json"];
    let checked = sijill(&moved, "en", &check).good().json();
    assert_eq!(checked["findings"].as_array().expect("findings").len(), 4);
    let search = ["search", "أحمد", "--format", "json"];
    assert_eq!(
        sijill(&moved, "en", &search).good().out,
        sijill(&office, "en", &search).good().out
    );
    // And back into a file.
    sijill(&moved, "en", &["backup", "../back.sijill"]).good();
    sijill(
        folder.path(),
        "en",
        &["--office", "back", "restore", "back.sijill"],
    )
    .good();
    assert_eq!(numbers(&folder.path().join("back")), numbers(&office));
    let taken = sijill(
        folder.path(),
        "ar",
        &[
            "--office",
            "twice",
            "restore",
            "office.sijill",
            "--database",
            &url,
        ],
    );
    assert_eq!(
        taken.code, 1,
        "a database that holds an office is left alone"
    );
}

#[test]
fn the_frame_leaves_without_names_and_opens_in_any_sqlite() {
    let (folder, office) = office_copy();
    for (name, more) in [
        ("frame.sqlite", None),
        ("whole.sqlite", Some("--identifying")),
    ] {
        let out = format!("../{name}");
        let mut export = vec!["frame", "export", "--out", &out];
        export.extend(more);
        sijill(&office, "ar", &export).good();
        let bytes = std::fs::read(folder.path().join(name)).expect("a file");
        assert!(bytes.starts_with(b"SQLite format 3\0"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("الغانم"), "names are not in the frame");
    }
    let size = |name: &str| {
        std::fs::metadata(folder.path().join(name))
            .expect("a file")
            .len()
    };
    assert!(size("whole.sqlite") >= size("frame.sqlite"));
}
