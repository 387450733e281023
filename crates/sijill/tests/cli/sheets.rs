//! Sheets in, sheets out: proposed, tried, mended, corrected, and never twice.

use crate::harness::{office_copy, redacted, sijill};
use std::path::{Path, PathBuf};

const SHEET: &str = "\
رقم,الاسم,اسم الأب,العائلة,البلدة,تاريخ الاعتقال,مكان الاعتقال
1,سالم,خالد,الرفاعي,طفس,2018-11,نوى
2,هدى,عمر,الزعبي,نوى,03/05/2019,طفس
3,ياسر,,المصري,داعل,,
";
const MAPPING: &str = r#"list = "clinic"
id = "رقم"
dates = "day-first"

[person]
given = "الاسم"
father = "اسم الأب"
family = "العائلة"
origin = "البلدة"

[[event]]
kind = { fixed = "arrest" }
if = "تاريخ الاعتقال"
when = "تاريخ الاعتقال"
place = "مكان الاعتقال"
[[event.claim]]
basis = { fixed = "own-experience" }
when = "تاريخ الاعتقال"
"#;

/// A copy of the example with the sheet and its mapping beside it.
fn office() -> (tempfile::TempDir, PathBuf) {
    let (folder, office) = office_copy();
    std::fs::write(folder.path().join("clinic.csv"), SHEET).expect("a file");
    std::fs::write(folder.path().join("clinic.toml"), MAPPING).expect("a file");
    (folder, office)
}

const IMPORT: [&str; 4] = ["import", "../clinic.csv", "--mapping", "../clinic.toml"];

fn count(office: &Path, what: &str) -> u64 {
    let plan = [&IMPORT[..], &["--dry-run", "--format", "json"]].concat();
    let plan = sijill(office, "en", &plan).good().json();
    plan["changes"]["counts"][what]
        .as_u64()
        .unwrap_or_else(|| panic!("{what}: {plan}"))
}

#[test]
fn a_mapping_is_proposed_in_the_language_of_the_person() {
    let (folder, office) = office();
    // A day that can be read two ways is asked about, never guessed.
    let clear = SHEET.replace("03/05/2019", "2019-05-03");
    std::fs::write(folder.path().join("clinic.csv"), clear).expect("a file");
    for language in ["ar", "en"] {
        let proposed = sijill(&office, language, &["import", "../clinic.csv", "--propose"]);
        insta::assert_snapshot!(
            format!("proposed_{language}"),
            proposed.whole(folder.path())
        );
    }
    // What was proposed reads the sheet as it stands.
    let proposed = sijill(&office, "ar", &["import", "../clinic.csv", "--propose"]).good();
    std::fs::write(folder.path().join("clinic.toml"), proposed.out).expect("a file");
    sijill(&office, "ar", &[&IMPORT[..], &["--dry-run"]].concat()).good();
}

#[test]
fn a_dry_run_shows_what_would_change_and_changes_nothing() {
    let (folder, office) = office();
    let before = sijill(&office, "en", &["verify", "--format", "json"])
        .good()
        .json();
    for language in ["ar", "en"] {
        let plan = sijill(&office, language, &[&IMPORT[..], &["--dry-run"]].concat());
        insta::assert_snapshot!(format!("dry_run_{language}"), plan.whole(folder.path()));
    }
    let after = sijill(&office, "en", &["verify", "--format", "json"])
        .good()
        .json();
    assert_eq!(before, after);
}

#[test]
fn an_import_is_kept_once_and_its_mapping_found_again() {
    let (folder, office) = office();
    let imported = sijill(
        &office,
        "en",
        &[&IMPORT[..], &["--why", "first list"]].concat(),
    );
    insta::assert_snapshot!("imported", imported.whole(folder.path()));
    assert_eq!(
        (count(&office, "persons_added"), count(&office, "updated")),
        (0, 0)
    );
    let again = sijill(&office, "ar", &["import", "../clinic.csv"]);
    insta::assert_snapshot!("imported_again", again.whole(folder.path()));
    let verified = |office: &Path| {
        sijill(office, "en", &["verify", "--format", "json"])
            .good()
            .json()
    };
    let entries = verified(&office)["entries"].clone();
    sijill(&office, "en", &["import", "../clinic.csv"]).good();
    assert_eq!(verified(&office)["entries"], entries, "nothing was written");
}

#[test]
fn a_corrected_sheet_updates_and_the_history_says_what_changed() {
    let (folder, office) = office();
    sijill(&office, "en", &IMPORT).good();
    let corrected = SHEET
        .replace("2018-11,نوى", "2018-11-04,نوى")
        .replace("داعل", "جاسم");
    std::fs::write(folder.path().join("clinic.csv"), corrected).expect("a file");
    for language in ["ar", "en"] {
        let plan = sijill(&office, language, &["import", "../clinic.csv", "--dry-run"]);
        insta::assert_snapshot!(format!("corrected_{language}"), plan.whole(folder.path()));
    }
    sijill(
        &office,
        "en",
        &["import", "../clinic.csv", "--why", "the list was corrected"],
    )
    .good();
    let find = ["search", "ياسر المصري", "--limit", "1", "--format", "json"];
    let found = sijill(&office, "en", &find).good().json();
    let id = found[0]["id"].as_str().expect("an id").to_owned();
    let history = sijill(&office, "en", &["history", &id]);
    insta::assert_snapshot!("corrected_history", history.whole(folder.path()));
    assert_eq!(
        (count(&office, "persons_added"), count(&office, "updated")),
        (0, 0)
    );
}

#[test]
fn a_sheet_with_problems_is_refused_with_row_and_column_and_written_beside_them() {
    let (folder, office) = office();
    let bad = format!(
        "{SHEET}3,مكرر,,الرقم,نوى,,\n4,لا,,يوم,نوى,31/02/2019,طفس\n5,لا,,مكان,مكان لا نعرفه,,\n"
    );
    std::fs::write(folder.path().join("clinic.csv"), bad).expect("a file");
    for language in ["ar", "en"] {
        let refused = sijill(&office, language, &IMPORT);
        assert_eq!(refused.code, 1);
        insta::assert_snapshot!(format!("refused_{language}"), refused.whole(folder.path()));
    }
    let plan = sijill(
        &office,
        "en",
        &[&IMPORT[..], &["--dry-run", "--format", "json"]].concat(),
    );
    assert_eq!(plan.code, 1);
    let problems = plan.json()["changes"]["left_out"].clone();
    assert!(!problems.as_array().expect("a list").is_empty());
    let csv = sijill(
        &office,
        "en",
        &[&IMPORT[..], &["--dry-run", "--format", "csv"]].concat(),
    );
    insta::assert_snapshot!("refused_csv", redacted(&csv.out, folder.path()));
    let annotate = ["--annotate", "../mended.xlsx", "--dry-run"];
    sijill(&office, "ar", &[&IMPORT[..], &annotate].concat());
    let copy = std::fs::read(folder.path().join("mended.xlsx")).expect("an annotated copy");
    assert!(copy.starts_with(b"PK"));
    let skipped = sijill(&office, "en", &[&IMPORT[..], &["--skip-bad-rows"]].concat()).good();
    assert!(
        skipped.out.contains("Rows that stay out"),
        "{}",
        skipped.out
    );
    sijill(&office, "en", &["search", "هدى الزعبي"]).good();
}

#[test]
fn a_mapping_with_mistakes_is_refused_with_its_line() {
    let (folder, office) = office();
    let wrong = MAPPING
        .replace("father =", "farther =")
        .replace("العائلة", "عمود آخر");
    std::fs::write(folder.path().join("clinic.toml"), wrong).expect("a file");
    for language in ["ar", "en"] {
        let refused = sijill(&office, language, &IMPORT);
        assert_eq!(refused.code, 1);
        insta::assert_snapshot!(
            format!("mapping_refused_{language}"),
            refused.whole(folder.path())
        );
    }
}

#[test]
fn an_export_comes_into_an_empty_office_as_the_same_records() {
    let (folder, office) = office();
    sijill(&office, "en", &["export", "--out", "../all.csv"]).good();
    // A second office with the same words, places and own fields.
    let secret = folder.path().join("pass");
    std::fs::write(&secret, "a passphrase for the empty office\n").expect("a file");
    let with = ["--office", "empty", "--passphrase-file", "pass"];
    sijill(
        folder.path(),
        "en",
        &[
            "init",
            "empty",
            "--profile",
            "office/profile",
            "--passphrase-file",
            "pass",
        ],
    )
    .good();
    let import = ["import", "all.csv", "--mapping", "all.toml"];
    sijill(folder.path(), "en", &[&with[..], &import].concat()).good();
    sijill(
        folder.path(),
        "en",
        &[&with[..], &["export", "--out", "again.csv"]].concat(),
    )
    .good();
    let rows = |name: &str| {
        let text = std::fs::read_to_string(folder.path().join(name)).expect("a sheet");
        told_without_ids(&text)
    };
    let (first, second) = (rows("all.csv"), rows("again.csv"));
    assert_eq!(first.len(), second.len());
    assert_eq!(first, second);
}

/// The rows without the ids of records, which an office gives itself, in an order of their own.
fn told_without_ids(text: &str) -> Vec<String> {
    let mut rows: Vec<String> = text
        .lines()
        .map(|row| {
            // An id stands alone, or before the event of a row: `ID#event3`.
            let cells = row.split(',').map(|cell| match cell.split_at_checked(36) {
                Some((id, rest)) if id.matches('-').count() == 4 => format!("ID{rest}"),
                _ => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join(",")
        })
        .collect();
    rows.sort();
    rows
}
