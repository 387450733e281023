//! The demonstration, and finding and following what is in the register.

use crate::harness::{demo, office_copy, own_office, redacted, sijill, text};

#[test]
fn the_demonstration_shows_figures_law_and_contradictions() {
    let demo = demo();
    insta::assert_snapshot!("demo_en", demo.said.whole(demo.outside()));
    for report in [
        "defectors.ar.html",
        "defectors.ar.pdf",
        "defectors.en.html",
        "defectors.en.pdf",
    ] {
        assert!(
            demo.office().join("reports").join(report).exists(),
            "{report}"
        );
    }
}

#[test]
fn the_demonstration_speaks_arabic_on_an_office_that_is_there_already() {
    let (folder, office) = office_copy();
    let said = sijill(folder.path(), "ar", &["demo", "--dir", text(&office)]);
    insta::assert_snapshot!("demo_ar", said.whole(folder.path()));
}

#[test]
fn a_name_is_found_in_every_spelling() {
    let office = demo().office();
    let found = |text: &str| {
        let found = sijill(
            &office,
            "en",
            &["search", text, "--limit", "2", "--format", "json"],
        );
        let found = found.good().json();
        let names = found.as_array().expect("a list").iter();
        names
            .map(|hit| hit["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<String>>()
    };
    let exact = found("أحمد الغانم");
    assert_eq!(exact[0], "أحمد جميل الغانم");
    for spelled in [
        "احمد الغانم",
        "Ahmed Alghanem",
        "Ahmad al-Ghanem",
        "احمد الغانمم",
    ] {
        assert_eq!(found(spelled)[0], exact[0], "{spelled}");
    }
}

#[test]
fn a_kunya_is_found_by_itself_and_by_the_name_inside() {
    let (folder, office) = office_copy();
    let sheet = "رقم,الاسم,الكنية,اللقب,البلدة\n1,سليم,الزعبي,أبو أحمد,طفس\n2,غالب,الحريري,,نوى\n";
    std::fs::write(folder.path().join("few.csv"), sheet).expect("a file");
    let mapping = "list = \"few\"\nid = \"رقم\"\n[person]\ngiven = \"الاسم\"\nfamily = \"الكنية\"\nnickname = \"اللقب\"\norigin = \"البلدة\"\n";
    std::fs::write(folder.path().join("few.toml"), mapping).expect("a file");
    let import = ["import", "../few.csv", "--mapping", "../few.toml"];
    sijill(&office, "en", &import).good();
    for spelled in ["ابو احمد", "Abu Ahmad", "ابواحمد", "أبو أحمد الزعبي"]
    {
        let found = sijill(&office, "en", &["search", spelled, "--limit", "9"]).good();
        assert!(
            found.out.contains("سليم الزعبي"),
            "{spelled}\n{}",
            found.out
        );
    }
}

#[test]
fn a_place_is_found_by_its_name_in_either_language() {
    let office = demo().office();
    let ids = |text: &str| {
        let search = ["search", text, "--limit", "200", "--format", "json"];
        let found = sijill(&office, "en", &search).good().json();
        let ids = found.as_array().expect("a list").iter();
        ids.map(|hit| hit["id"].as_str().expect("an id").to_owned())
            .collect::<Vec<String>>()
    };
    // Thirty-six surrendered there; who is from there or was held there comes besides.
    let qaboun = ids("القابون");
    assert!(qaboun.len() >= 36, "{}", qaboun.len());
    assert_eq!(qaboun[..36], ids("Qaboun")[..36]);
    // A name and a place together: those of the name who were there come first.
    let both = sijill(
        &office,
        "ar",
        &["search", "قاسم", "القابون", "--limit", "3"],
    );
    insta::assert_snapshot!("search_name_and_place", both.whole(&office));
}

#[test]
fn what_is_found_is_shown_in_both_languages() {
    let office = demo().office();
    for language in ["ar", "en"] {
        let found = sijill(&office, language, &["search", "غباغب", "--limit", "13"]);
        insta::assert_snapshot!(format!("search_{language}"), found.whole(&office));
    }
    let csv = sijill(
        &office,
        "en",
        &["search", "H N", "--limit", "2", "--format", "csv"],
    );
    insta::assert_snapshot!("search_csv", csv.whole(&office));
    let nobody = sijill(&office, "en", &["search", "Zzyzx"]);
    insta::assert_snapshot!("search_nobody", nobody.whole(&office));
}

fn first_id(office: &std::path::Path, text: &str) -> String {
    let found = sijill(
        office,
        "en",
        &["search", text, "--limit", "1", "--format", "json"],
    );
    found.good().json()[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

#[test]
fn a_person_is_shown_with_what_each_source_says() {
    let office = demo().office();
    let id = first_id(&office, "W Q");
    for language in ["ar", "en"] {
        let shown = sijill(&office, language, &["show", &id]);
        insta::assert_snapshot!(format!("show_{language}"), shown.whole(&office));
    }
    let json = sijill(&office, "en", &["show", &id, "--format", "json"]).good();
    insta::assert_snapshot!("show_json", redacted(&json.out, &office));
    let csv = sijill(&office, "en", &["show", &id, "--format", "csv"]).good();
    assert!(csv.out.starts_with("What,Value\nId,"), "{}", csv.out);
}

#[test]
fn a_record_without_a_name_says_so() {
    let office = demo().office();
    let unnamed = sijill(&office, "ar", &["search", "غباغب", "--limit", "20"]).good();
    assert!(unnamed.out.contains("(الاسم غير معروف)"), "{}", unnamed.out);
}

#[test]
fn the_history_of_a_record_says_who_when_and_why() {
    let office = demo().office();
    let id = first_id(&office, "W Q");
    for language in ["ar", "en"] {
        let history = sijill(&office, language, &["history", &id]);
        insta::assert_snapshot!(format!("history_{language}"), history.whole(&office));
    }
    let json = sijill(&office, "en", &["history", &id, "--format", "json"])
        .good()
        .json();
    assert_eq!(json.as_array().expect("a list").len(), 1);
    assert_eq!(json[0]["who"], "example");
}

#[test]
fn what_is_not_there_is_said_with_what_to_do() {
    let (folder, office) = office_copy();
    let mut said = String::new();
    for language in ["ar", "en"] {
        for arguments in [
            &["show", "no-such-id"][..],
            &["history", "no-such-id"],
            &["study", "run", "nothing"],
            &["study", "open", "defectors", "nothing"],
            &["study", "open", "defectors", "arrests", "period"],
            &["study", "open", "defectors", "arrests", "period=never"],
            &["study", "run", "defectors", "--as-known-on", "yesterday"],
            &[
                "report",
                "defectors",
                "--language",
                "ar",
                "--out",
                "report.docx",
            ],
            &["law", "show", "nothing"],
            &["law", "test", "ld-18-2018", "--reading", "nothing"],
            &["import", "missing.csv"],
            &["restore", "missing.sijill"],
            &["user", "roles", "nobody", "--roles", "reader"],
            &["user", "add", "a b", "--roles", "reader"],
            &["user", "add", "samar", "--roles", "boss"],
            &["key", "revoke", "nothing"],
            &["--user", "nobody", "search", "x"],
            &["--office", "..", "verify"],
        ] {
            let run = sijill(&office, language, arguments);
            said.push_str(&format!("$ sijill {}\n", arguments.join(" ")));
            said.push_str(&run.whole(folder.path()));
            assert_eq!(run.code, 1, "{arguments:?}");
            assert!(run.out.is_empty(), "{arguments:?}: {}", run.out);
        }
    }
    insta::assert_snapshot!("what_is_not_there", said);
}

#[test]
fn a_command_that_is_not_understood_ends_with_2() {
    let office = demo().office();
    for arguments in [
        &["fly"][..],
        &["search"],
        &["study"],
        &["verify", "--colour"],
        &[],
    ] {
        for language in ["ar", "en"] {
            assert_eq!(
                sijill(&office, language, arguments).code,
                2,
                "{arguments:?}"
            );
        }
    }
    assert_eq!(sijill(&office, "en", &["--help"]).code, 0);
    assert_eq!(sijill(&office, "ar", &["study", "run", "--help"]).code, 0);
}

#[test]
fn every_shell_gets_completions() {
    let office = demo().office();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sijill(&office, "en", &["completions", shell]).good().out;
        assert!(script.contains("checkpoint"), "{shell}");
    }
}

#[test]
fn the_doctor_finds_a_healthy_office_and_a_broken_study() {
    let (folder, office) = office_copy();
    for language in ["ar", "en"] {
        let said = sijill(&office, language, &["doctor"]);
        insta::assert_snapshot!(format!("doctor_{language}"), said.whole(folder.path()));
    }
    let study = office.join("studies/defectors/study.toml");
    let broken = std::fs::read_to_string(&study).expect("a study") + "\nnonsense = 1\n";
    std::fs::write(&study, broken).expect("a file");
    let said = sijill(&office, "en", &["study", "list"]);
    assert_eq!(said.code, 1);
    let said = sijill(&office, "en", &["doctor"]);
    insta::assert_snapshot!("doctor_broken", said.whole(folder.path()));
}

#[test]
fn an_office_with_a_passphrase_asks_for_it() {
    let folder = own_office();
    let without = sijill(folder, "ar", &["--office", "office", "search", "محمد"]);
    insta::assert_snapshot!("passphrase_missing", without.whole(folder));
}
