//! Does `sijill estimate` answer a tally in full, and refuse a bad one with its place?
//!
//! Runs the program itself. Only methods whose numbers are exact or cheap are
//! run here; the numbers of all methods are tested in `estimate`.

use std::path::PathBuf;
use std::process::{Command, Output};

fn table(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../estimate/tests/tables")
        .join(name)
}

fn sijill(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sijill"))
        .env_clear()
        .env("SIJILL_LANG", "en")
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// Exit code, standard output and standard error as one text.
fn whole(output: &Output) -> String {
    format!(
        "exit {}\n--- out\n{}--- err\n{}",
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn in_file(text: &str, run: impl FnOnce(&str) -> String) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tally.csv");
    std::fs::write(&file, text).expect("a file");
    run(file.to_str().expect("a path in Unicode"))
}

#[test]
fn kosovo_has_its_lower_bounds_in_both_languages() {
    let kosovo = table("kosovo_1999_killings_4.csv");
    let kosovo = kosovo.to_str().expect("a path in Unicode");
    let english = sijill(&["estimate", kosovo, "--method", "bounds"]);
    insta::assert_snapshot!("kosovo_bounds_in_english", whole(&english));
    let arabic = sijill(&["estimate", kosovo, "--method", "bounds", "--lang", "ar"]);
    insta::assert_snapshot!("kosovo_bounds_in_arabic", whole(&arabic));
}

#[test]
fn the_json_has_the_promised_keys_and_the_same_bytes_each_time() {
    let tally = table("korea_palembang_3.csv");
    let tally = tally.to_str().expect("a path in Unicode");
    let run = || {
        sijill(&[
            "estimate", tally, "--method", "dga", "--seed", "7", "--format", "json",
        ])
    };
    let first = run();
    assert_eq!(first.stdout, run().stdout);
    let shown: serde_json::Value = serde_json::from_slice(&first.stdout).expect("JSON");
    for key in [
        "tally_hash",
        "n",
        "gate",
        "methods",
        "spread",
        "seed",
        "version",
    ] {
        assert!(shown.get(key).is_some(), "{key}");
    }
    assert_eq!(shown["n"], 123);
    assert_eq!(shown["seed"], 7);
    for key in ["method", "converged", "n_hat", "diagnostics", "settings"] {
        assert!(shown["methods"][0].get(key).is_some(), "{key}");
    }
    for key in ["mean", "median", "low", "high"] {
        assert!(shown["methods"][0]["n_hat"][key].is_number(), "{key}");
    }
}

#[test]
fn draws_are_written_with_their_method() {
    let folder = tempfile::tempdir().expect("a folder");
    let draws = folder.path().join("draws.csv");
    let tally = table("korea_palembang_3.csv");
    let done = sijill(&[
        "estimate",
        tally.to_str().expect("a path in Unicode"),
        "--method",
        "dga",
        "--format",
        "csv",
        "--draws",
        draws.to_str().expect("a path in Unicode"),
    ]);
    insta::assert_snapshot!("numbers_as_csv", whole(&done));
    let text = std::fs::read_to_string(draws).expect("the draws");
    assert!(
        text.starts_with("stratum,method,draw,total\n,dga,1,"),
        "{}",
        &text[..80]
    );
    assert_eq!(text.lines().count(), 4_001);
}

#[test]
fn everything_that_a_number_was_made_from_can_be_exported() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("everything.json");
    let tally = table("korea_palembang_3.csv");
    let done = sijill(&[
        "estimate",
        tally.to_str().expect("a path in Unicode"),
        "--method",
        "dga",
        "--draws",
        file.to_str().expect("a path in Unicode"),
    ]);
    assert_eq!(done.status.code(), Some(0), "{}", whole(&done));
    let bytes = std::fs::read(file).expect("the export");
    let shown: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(shown["joined"], "one");
    assert_eq!(shown["settings"]["seed"], 1);
    assert_eq!(
        shown["tallies"][0]["lists"]
            .as_array()
            .expect("lists")
            .len(),
        3
    );
    let result = &shown["results"][0];
    assert_eq!(result["draws"].as_array().expect("draws").len(), 4_000);
    // Of the seven graphs on three lists that say something, those with a millionth of the weight or more.
    let weights = result["weights"].as_array().expect("weights");
    assert_eq!(weights.len(), 3);
    let sum: f64 = weights.iter().filter_map(|w| w["weight"].as_f64()).sum();
    assert!((sum - 1.0).abs() < 1e-5, "{sum}");
}

#[test]
fn the_answer_is_varied_by_list_and_by_prior_when_asked_for() {
    let tally = table("kosovo_1999_killings_4.csv");
    let tally = tally.to_str().expect("a path in Unicode");
    let run = |more: &[&str]| {
        let mut all = vec!["estimate", tally, "--method", "dga", "--sensitivity"];
        all.extend_from_slice(more);
        sijill(&all)
    };
    insta::assert_snapshot!("kosovo_varied_in_english", whole(&run(&[])));
    insta::assert_snapshot!("kosovo_varied_in_arabic", whole(&run(&["--lang", "ar"])));
    let json = run(&["--format", "json"]);
    let shown: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(shown["leave_one_out"].as_array().expect("rows").len(), 4);
    assert_eq!(
        shown["prior_sensitivity"].as_array().expect("rows").len(),
        3
    );
    assert_eq!(shown["upset"]["rows"].as_array().expect("rows").len(), 15);
}

#[test]
fn draws_of_links_are_pooled_and_joined_by_the_rule_of_replicates() {
    let mut text = String::from("draw,A,B,C,count\n");
    for draw in 1..=3 {
        for (pattern, count) in [
            ("1,0,0", 40),
            ("0,1,0", 30),
            ("0,0,1", 22),
            ("1,1,0", 15),
            ("1,0,1", 12),
            ("0,1,1", 11),
            ("1,1,1", 9),
        ] {
            text.push_str(&format!("{draw},{pattern},{}\n", count + draw));
        }
    }
    let shown = in_file(&text, |file| {
        whole(&sijill(&[
            "estimate",
            file,
            "--replicates",
            "draw",
            "--method",
            "dga",
        ]))
    });
    insta::assert_snapshot!(shown);
}

#[test]
fn a_sheet_is_written_as_a_page_and_a_refused_one_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("sheet.html");
    let out_text = out.to_str().expect("a path in Unicode");
    let tally = table("korea_palembang_3.csv");
    let tally = tally.to_str().expect("a path in Unicode");
    let run = |tally: &str, more: &[&str]| {
        let mut all = vec!["estimate", tally, "--method", "dga", "--out", out_text];
        all.extend_from_slice(more);
        sijill(&all)
    };
    let done = run(tally, &["--language", "ar", "--title", "باليمبانغ"]);
    assert_eq!(done.status.code(), Some(0), "{}", whole(&done));
    let page = std::fs::read_to_string(&out).expect("the page");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("<h1>باليمبانغ</h1>"));
    assert!(page.contains("التقدير لا يضيف أسماءً"));
    let refused = in_file("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n", |file| {
        let done = run(file, &[]);
        assert_eq!(done.status.code(), Some(1));
        std::fs::read_to_string(&out).expect("the page")
    });
    assert!(refused.contains("No two lists share a person"));
    assert!(refused.contains("An estimate adds no names"));
    let wrong = sijill(&["estimate", tally, "--out", "sheet.docx"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", whole(&wrong));
}

#[test]
fn two_lists_give_a_range_and_no_number() {
    let shown = in_file("A,B,count\n1,0,50\n0,1,40\n1,1,20\n", |file| {
        whole(&sijill(&["estimate", file]))
    });
    insta::assert_snapshot!(shown);
}

#[test]
fn strata_are_estimated_by_themselves_and_thin_ones_only_counted() {
    let mut text = String::from("place,A,B,C,count\n");
    for (place, counts) in [
        ("north", [40, 30, 20, 15, 12, 11, 9]),
        ("south", [50, 45, 30, 22, 14, 12, 8]),
        ("west", [3, 2, 1, 1, 0, 0, 0]),
    ] {
        for (pattern, count) in [
            "1,0,0", "0,1,0", "0,0,1", "1,1,0", "1,0,1", "0,1,1", "1,1,1",
        ]
        .iter()
        .zip(counts)
        {
            text.push_str(&format!("{place},{pattern},{count}\n"));
        }
    }
    let shown = in_file(&text, |file| {
        whole(&sijill(&[
            "estimate", file, "--strata", "place", "--method", "dga",
        ]))
    });
    insta::assert_snapshot!(shown);
}

#[test]
fn bad_tallies_are_refused_with_their_place_and_give_no_number() {
    let cases = [
        ("an empty file", ""),
        ("one list", "A,count\n1,5\n"),
        (
            "disjoint lists",
            "A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n",
        ),
        (
            "a list that contains everyone",
            "A,B,C,count\n1,0,0,50\n1,1,0,40\n1,0,1,30\n1,1,1,5\n",
        ),
        (
            "much wrong at once",
            "A,B,C,count\n1,0,0,-5\n1,2,0,5\n1,0,0,3\n1,0,0,4\n0,0,0,9\n1,1\n",
        ),
    ];
    let mut all = String::new();
    for (what, text) in cases {
        for format in ["table", "json"] {
            let shown = in_file(text, |file| {
                let output = sijill(&["estimate", file, "--format", format]);
                assert_eq!(output.status.code(), Some(1), "{what}");
                if format == "json" && !output.stdout.is_empty() {
                    let shown: serde_json::Value =
                        serde_json::from_slice(&output.stdout).expect("JSON");
                    assert_eq!(shown["methods"], serde_json::json!([]), "{what}");
                }
                whole(&output)
            });
            if format == "table" {
                all.push_str(&format!("== {what}\n{shown}\n"));
            }
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_tally_or_a_study_must_be_given() {
    assert_eq!(sijill(&["estimate"]).status.code(), Some(2));
    assert_eq!(sijill(&["estimate", "--study", "x"]).status.code(), Some(2));
}

#[test]
fn the_lists_of_a_study_are_counted_and_refused_when_they_share_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("example");
    let office = office.to_str().expect("a path in Unicode");
    // Whether a PDF can be printed is another matter.
    sijill(&["demo", "--dir", office]);
    let estimate = |more: &[&str]| {
        let mut all = vec!["--office", office, "estimate", "--study", "defectors"];
        all.extend_from_slice(more);
        sijill(&all)
    };
    let refused = estimate(&["--figure", "arrests", "--format", "json"]);
    assert_eq!(refused.status.code(), Some(1), "{}", whole(&refused));
    let shown: serde_json::Value = serde_json::from_slice(&refused.stdout).expect("JSON");
    assert_eq!(shown["methods"], serde_json::json!([]));
    assert_eq!(shown["from"]["figure"], "arrests");
    assert!(shown["n"].as_u64().expect("a number") > 100);
    let codes: Vec<&str> = shown["gate"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    assert!(codes.contains(&"estimate.gate-overlap-none"), "{codes:?}");
    // The study declares its lists; the office's page of them says that there is no number, and why.
    assert_eq!(shown["from"]["declared"], "not-documented");
    let page = folder.path().join("report.html");
    let written = sijill(&[
        "--office",
        office,
        "report",
        "defectors",
        "--language",
        "en",
        "--out",
        page.to_str().expect("a path in Unicode"),
    ]);
    assert_eq!(written.status.code(), Some(0), "{}", whole(&written));
    let page = std::fs::read_to_string(page).expect("the report");
    assert!(page.contains("id=\"estimate-not-documented\""));
    assert!(
        page.contains("No two lists share a person") && page.contains("An estimate adds no names")
    );
    // Strata are grouping columns of the figure, and say which of them have no number.
    let strata = estimate(&[
        "--figure",
        "arrests",
        "--strata",
        "period",
        "--lists",
        "source-kind",
    ]);
    insta::assert_snapshot!("strata_of_a_figure_refused", whole(&strata));
    let unknown = estimate(&["--figure", "arrests", "--strata", "colour"]);
    insta::assert_snapshot!("a_column_that_the_figure_has_not", whole(&unknown));
    let unknown = estimate(&["--figure", "nothing"]);
    insta::assert_snapshot!("a_figure_that_is_not_there", whole(&unknown));
}
