//! Does `sijill link` find who is the same person, say why, and undo it?
//!
//! Runs the program itself: on the invented people of `linkage`, and on the
//! example office, where nobody is linked but by a reviewer's decision.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn sijill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sijill"))
        .env_clear()
        .env("SIJILL_LANG", "en")
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn whole(output: &Output, folder: &Path) -> String {
    let text = format!(
        "exit {}\n--- out\n{}--- err\n{}",
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    text.replace(folder.to_str().expect("a path in Unicode"), "FOLDER")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

fn people(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../linkage/tests")
        .join(name)
}

const FEW: &str = "id,الاسم,اسم الأب,الكنية,اسم الأم,تاريخ الولادة,المحافظة,البلدة,القائمة
a1,خالد,مروان,الجاسم,فاطمة,1988-03-02,درعا,نوى,أ
a2,سامر,مروان,الجاسم,فاطمة,1991-07-11,درعا,نوى,أ
b1,Khaled,Marwan,Al-Jassem,Fatima,1988,درعا,نوى,ب
b2,ياسر,حسن,<b>الكفري</b>,مريم,1962,حمص,تدمر,ب
=b3,ياسر,حسن,<b>الكفري</b>,مريم,1962-01-05,حمص,تدمر,أ
";

#[test]
fn a_small_table_is_linked_with_everything_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (folder.path().join("few.csv"), folder.path().join("linked"));
    std::fs::write(&table, FEW).expect("a file");
    let arguments = [
        "link",
        text(&table),
        "--out",
        text(&out),
        "--draws",
        "20",
        "--ask",
        "2",
    ];
    let done = sijill(&arguments);
    insta::assert_snapshot!("few_said", whole(&done, folder.path()));
    let read = |name: &str| std::fs::read_to_string(out.join(name)).expect(name);
    insta::assert_snapshot!("few_clusters", read("clusters.csv"));
    for line in read("pairs.csv").lines() {
        assert!(!line.starts_with('='), "a spreadsheet would run {line}");
    }
    let page = read("linkage.html");
    assert!(page.contains("&lt;b&gt;الكفري&lt;/b&gt;") && !page.contains("<b>الكفري"));
    assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"));
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    assert!(read("tallies.csv").starts_with("draw,أ,ب,count\n1,"));
    let first = (
        read("pairs.csv"),
        read("draws.csv"),
        read("model.toml"),
        page,
    );
    sijill(&arguments);
    let again = (
        read("pairs.csv"),
        read("draws.csv"),
        read("model.toml"),
        read("linkage.html"),
    );
    assert!(first == again, "the same table gives the same bytes");
    // Used again, the model answers the same; in Arabic the page turns round.
    let (model, second) = (out.join("model.toml"), folder.path().join("again"));
    let done = sijill(&[
        "link",
        text(&table),
        "--out",
        text(&second),
        "--model",
        text(&model),
        "--lang",
        "ar",
    ]);
    assert!(done.status.success(), "{}", whole(&done, folder.path()));
    assert_eq!(
        std::fs::read_to_string(second.join("pairs.csv")).expect("pairs"),
        first.0
    );
    let page = std::fs::read_to_string(second.join("linkage.html")).expect("a page");
    assert!(page.contains("dir=\"rtl\""));
}

#[test]
fn invented_people_are_found_and_measured_without_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("linked");
    let done = sijill(&[
        "link",
        text(&people("people.csv")),
        "--out",
        text(&out),
        "--truth",
        text(&people("people_truth.csv")),
    ]);
    assert!(done.status.success(), "{}", whole(&done, folder.path()));
    let measured = std::fs::read_to_string(out.join("measured.json")).expect("measured");
    let measured: serde_json::Value = serde_json::from_str(&measured).expect("JSON");
    assert!(
        measured["clusters"]["f1"].as_f64().expect("a number") > 0.9,
        "{measured:#}"
    );
}

#[test]
fn a_label_holds_in_the_clusters() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (folder.path().join("few.csv"), folder.path().join("linked"));
    let labels = folder.path().join("labels.csv");
    std::fs::write(&table, FEW).expect("a file");
    std::fs::write(&labels, "id_a,id_b,same\na1,b1,0\na1,a2,same\na2,b2,\n").expect("a file");
    let done = sijill(&[
        "link",
        text(&table),
        "--out",
        text(&out),
        "--labels",
        text(&labels),
    ]);
    assert!(done.status.success(), "{}", whole(&done, folder.path()));
    let clusters = std::fs::read_to_string(out.join("clusters.csv")).expect("clusters");
    assert!(
        clusters.contains("\na2,a1\n") && clusters.contains("\nb1,b1\n"),
        "{clusters}"
    );
}

#[test]
fn what_cannot_be_linked_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (folder.path().join("few.csv"), folder.path().join("linked"));
    let labels = folder.path().join("labels.csv");
    std::fs::write(&table, FEW).expect("a file");
    let mut all = String::new();
    for (what, label, more) in [
        ("an unknown id", "id_a,id_b,same\na1,zz,1\n", vec![]),
        (
            "an answer that is none",
            "id_a,id_b,same\na1,a2,perhaps\n",
            vec![],
        ),
        ("a column that is missing", "id_a,other\na1,a2\n", vec![]),
        (
            "a threshold beyond 1",
            "id_a,id_b,same\n",
            vec!["--threshold", "7"],
        ),
        (
            "a role that is none",
            "id_a,id_b,same\n",
            vec!["--column", "uncle=x"],
        ),
        (
            "a column that is not there",
            "id_a,id_b,same\n",
            vec!["--id", "nowhere"],
        ),
    ] {
        std::fs::write(&labels, label).expect("a file");
        let mut arguments = vec![
            "link",
            text(&table),
            "--out",
            text(&out),
            "--labels",
            text(&labels),
        ];
        arguments.extend(more);
        all.push_str(&format!(
            "== {what}\n{}\n",
            whole(&sijill(&arguments), folder.path())
        ));
    }
    std::fs::write(&table, "id,name\n").expect("a file");
    let done = sijill(&["link", text(&table), "--out", text(&out)]);
    all.push_str(&format!("== no record\n{}\n", whole(&done, folder.path())));
    assert!(!out.exists(), "nothing is written when something is wrong");
    insta::assert_snapshot!(all);
}

/// What is wrong with the files themselves, in both languages.
#[test]
fn files_that_do_not_fit_are_said_with_their_place_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(at(name), bytes).expect("a file");
        at(name)
    };
    let few = put("few.csv", FEW.as_bytes());
    std::fs::create_dir(at("folder")).expect("a folder");
    let (out, file) = (at("linked"), put("a-file", b""));
    let tables = [
        put("empty.csv", b""),
        put("header.csv", b"id,name\n"),
        put("cp1256.csv", b"id,name,family\n1,\xE3\xCD\xE3\xCF,x\n"),
        put("utf16.csv", b"\xFF\xFEi\0d\0\n\0"),
        put("nul.csv", b"id,name\n1,a\n2,b\0c\n"),
        put("workbook.csv", b"PK\x03\x04\x14\0\x06\0"),
        put("quote.csv", b"id,name\n1,a\n2,\"b\n3,c\n"),
        put("twice.csv", b"id,name\n1,a\n1,b\n"),
        put("same.csv", b"id,name\n1,a\n2,a\n"),
        at("folder"),
        at("nowhere.csv"),
    ];
    let beside = [
        ("--truth", put("other.csv", b"id,person\nzz,1\n")),
        ("--truth", put("two.csv", b"id,person\na1,1\na1,2\n")),
        ("--truth", at("nowhere.csv")),
        ("--labels", put("bytes.csv", b"id_a,id_b,same\n\xE3,b,1\n")),
        ("--model", put("no-model.toml", b"version = 1\nhello\n")),
        ("--model", at("folder")),
    ];
    for language in ["en", "ar"] {
        let mut all = String::new();
        let mut say = |what: &Path, arguments: &[&str]| {
            let done = Command::new(env!("CARGO_BIN_EXE_sijill"))
                .env_clear()
                .env("SIJILL_LANG", language)
                .arg("link")
                .args(arguments)
                .output()
                .expect("the program runs");
            assert_eq!(done.status.code(), Some(1), "{what:?}");
            let said = whole(&done, folder.path());
            let said = said.split_once("--- err\n").expect("a part").1;
            let said: Vec<&str> = said.lines().filter(|line| !line.ends_with('…')).collect();
            let what = what.file_name().unwrap_or_default().display();
            all.push_str(&format!("== {what}\n{}\n", said.join("\n")));
        };
        for table in &tables {
            say(table, &[text(table), "--out", text(&out)]);
        }
        for (option, sheet) in &beside {
            say(
                sheet,
                &[text(&few), "--out", text(&out), option, text(sheet)],
            );
        }
        say(&file, &[text(&few), "--out", text(&file)]);
        insta::assert_snapshot!(format!("files_that_do_not_fit.{language}"), all);
    }
    assert!(!out.exists(), "nothing is written when something is wrong");
}

/// Columns of chance link everything with everything, and the program says so.
#[test]
fn a_table_that_tells_nobody_apart_is_said_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (
        folder.path().join("noise.csv"),
        folder.path().join("linked"),
    );
    let mut rows = "id,c1,c2,c3,c4,c5,c6,c7,c8\n".to_owned();
    let mut state = 7u64;
    for row in 0..400 {
        rows.push_str(&row.to_string());
        for column in 2..10u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            rows.push_str(&format!(",v{}", (state >> 33) % (column * 3)));
        }
        rows.push('\n');
    }
    std::fs::write(&table, rows).expect("a file");
    let done = sijill(&["link", text(&table), "--out", text(&out)]);
    let said = whole(&done, folder.path());
    assert!(done.status.success(), "{said}");
    let pairs = std::fs::read_to_string(out.join("pairs.csv")).expect("pairs");
    let links = pairs.lines().skip(1).filter(|line| {
        let probability = line
            .rsplit(',')
            .next()
            .and_then(|it| it.parse::<f64>().ok());
        probability.is_some_and(|it| it >= 0.5)
    });
    assert_eq!(
        links.count() > 4_000,
        said.contains("hardly tells these records apart"),
        "{said}"
    );
}

/// A model of another table says which of its fields are nowhere; edited, it is used as edited.
#[test]
fn a_model_is_used_as_it_was_edited_and_says_what_it_does_not_find() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("few.csv"), FEW).expect("a file");
    let link = |table: &str, out: &str, more: &[&str]| {
        let (table, out) = (at(table), at(out));
        let mut arguments = vec!["link", text(&table), "--out", text(&out)];
        arguments.extend_from_slice(more);
        let done = sijill(&arguments);
        assert!(done.status.success(), "{}", whole(&done, folder.path()));
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let read = |file: &str| std::fs::read_to_string(at(file)).expect("a file");
    link("few.csv", "first", &[]);
    let model = at("first/model.toml");
    let again = link("few.csv", "again", &["--model", text(&model)]);
    assert!(!again.contains("learned"), "{again}");
    for file in ["model.toml", "pairs.csv", "clusters.csv"] {
        assert_eq!(
            read(&format!("first/{file}")),
            read(&format!("again/{file}")),
            "{file}"
        );
    }
    // Nothing is one person from a threshold of 1 on.
    let edited = read("first/model.toml").replace("threshold = 0.5", "threshold = 1.0");
    std::fs::write(at("edited.toml"), edited).expect("a file");
    link("few.csv", "edited", &["--model", text(&at("edited.toml"))]);
    let clusters = read("edited/clusters.csv");
    let alone = |line: &str| {
        line.split_once(',')
            .is_some_and(|(id, cluster)| id == cluster)
    };
    assert!(clusters.lines().skip(1).all(alone), "{clusters}");
    // A table without mothers.
    std::fs::write(at("less.csv"), FEW.replace("اسم الأم", "عمود آخر")).expect("a file");
    let said = link("less.csv", "less", &["--model", text(&model)]);
    assert!(
        said.contains("no column for the field “mother” of the model"),
        "{said}"
    );
}

#[test]
fn the_proposed_model_can_be_looked_at_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (table, out) = (folder.path().join("few.csv"), folder.path().join("linked"));
    std::fs::write(&table, FEW).expect("a file");
    let done = sijill(&["link", text(&table), "--out", text(&out), "--propose"]);
    assert!(done.status.success(), "{}", whole(&done, folder.path()));
    insta::assert_snapshot!(std::fs::read_to_string(out.join("model.toml")).expect("a model"));
    assert!(!out.join("pairs.csv").exists());
}

/// A decision links two persons of the example, the frame follows, withdrawing restores it.
#[test]
fn in_the_register_a_decision_links_and_can_be_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("office");
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "a long enough passphrase for a test\n").expect("a file");
    let made = sijill(&[
        "init",
        text(&office),
        "--user",
        "samar",
        "--passphrase-file",
        text(&secret),
    ]);
    assert!(made.status.success(), "{}", whole(&made, folder.path()));
    let at = |arguments: &[&str]| {
        let mut all = vec![
            "--office",
            text(&office),
            "--user",
            "samar",
            "--passphrase-file",
            text(&secret),
        ];
        all.extend_from_slice(arguments);
        sijill(&all)
    };
    let roles = at(&[
        "user",
        "roles",
        "samar",
        "--roles",
        "administrator,documenter,reviewer,researcher",
    ]);
    assert!(roles.status.success(), "{}", whole(&roles, folder.path()));
    let sheet = folder.path().join("few.csv");
    std::fs::write(&sheet, FEW).expect("a file");
    let mapping = at(&["import", text(&sheet), "--propose"]);
    let proposed = folder.path().join("few.toml");
    std::fs::write(&proposed, &mapping.stdout).expect("a file");
    let imported = at(&["import", text(&sheet), "--mapping", text(&proposed)]);
    assert!(
        imported.status.success(),
        "{}",
        whole(&imported, folder.path())
    );

    let before = at(&["link", "review"]);
    assert_eq!(
        before.status.code(),
        Some(1),
        "{}",
        whole(&before, folder.path())
    );
    let run = at(&["link", "run", "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!((&run["records"], &run["persons"]), (&5.into(), &5.into()));
    let waiting = run["waiting"].as_array().expect("pairs").clone();
    assert!(!waiting.is_empty());
    let (a, b) = (
        waiting[0]["a"].as_str().expect("an id"),
        waiting[0]["b"].as_str().expect("an id"),
    );

    let decided = at(&[
        "link",
        "decide",
        a,
        b,
        "same",
        "--why",
        "same mother and birth",
    ]);
    assert!(
        decided.status.success(),
        "{}",
        whole(&decided, folder.path())
    );
    let decision = String::from_utf8_lossy(&decided.stdout).trim().to_owned();
    let persons = || {
        let run = at(&["link", "run", "--format", "json"]);
        let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
        let waits = run["waiting"]
            .as_array()
            .expect("pairs")
            .iter()
            .any(|pair| pair["a"] == a && pair["b"] == b);
        (run["persons"].as_u64().expect("a number"), waits)
    };
    assert_eq!(persons(), (4, false));
    let review = at(&["link", "review", "--decided", "--format", "json"]);
    let review: serde_json::Value = serde_json::from_slice(&review.stdout).expect("JSON");
    assert_eq!(review[0]["kind"], "same_person");
    assert_eq!(
        (&review[0]["who"], &review[0]["why"]),
        (&"samar".into(), &"same mother and birth".into())
    );

    let withdrawn = at(&["link", "withdraw", &decision, "--why", "another mother"]);
    assert!(
        withdrawn.status.success(),
        "{}",
        whole(&withdrawn, folder.path())
    );
    assert_eq!(persons(), (5, true));

    // Deciding again revises the same decision; the same person twice is none.
    let again = at(&["link", "decide", b, a, "different"]);
    assert_eq!(String::from_utf8_lossy(&again.stdout).trim(), decision);
    assert_eq!(persons(), (5, false));
    assert_eq!(at(&["link", "decide", a, a, "same"]).status.code(), Some(1));
}
