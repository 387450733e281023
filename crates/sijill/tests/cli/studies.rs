//! Figures, the records behind them, and contradictions, in every format.

use crate::harness::{demo, redacted, sijill};
use serde_json::Value;

fn figures() -> Value {
    let run = ["study", "run", "defectors", "--format", "json"];
    sijill(&demo().office(), "en", &run).good().json()
}

fn figure<'v>(computed: &'v Value, id: &str) -> &'v Value {
    let figures = computed["figures"].as_array().expect("figures");
    let found = figures.iter().find(|figure| figure["id"] == id);
    found.unwrap_or_else(|| panic!("no figure {id}"))
}

/// `value sure+possible` of each cell that holds something, and the total.
fn told(computed: &Value, id: &str) -> String {
    let figure = figure(computed, id);
    let parts = |it: &Value| match it["possible"].as_u64() {
        Some(0) => it["sure"].to_string(),
        _ => format!("{}+{}", it["sure"], it["possible"]),
    };
    let mut said = Vec::new();
    for cell in figure["cells"].as_array().expect("cells") {
        let group = cell["group"].as_object().expect("a group").values();
        let group: Vec<&str> = group.map(|value| value.as_str().expect("a text")).collect();
        said.push(format!("{} {}", group.join("."), parts(cell)));
    }
    said.push(format!("all {}", parts(&figure["total"])));
    said.join(", ")
}

#[test]
fn the_figures_are_those_of_the_published_report() {
    let computed = figures();
    for (id, published) in [
        ("arrests", "before-decree 30, after-decree 112, all 142"),
        (
            "arrests-by-service",
            "conscript 114, officer 13, volunteer 3, policeman 11, security-branch-element 1, all 142",
        ),
        ("releases", "before-decree 1, after-decree 8, all 9"),
        ("sednaya", "before-decree 9, after-decree 13, all 22"),
        // Where the report contradicts itself the records decide.
        ("deaths-by-arrest", "before-decree 2, after-decree 7, all 9"),
        ("deaths-by-notice", "before-decree 0, after-decree 8, all 8"),
        (
            "law-18-2018",
            "covered 0, not_covered 0, cannot_be_known 9, all 9",
        ),
    ] {
        let told = told(&computed, id);
        let held = |part: &str| told.split(", ").any(|cell| cell == part);
        for part in published.split(", ").filter(|part| !part.ends_with(" 0")) {
            assert!(held(part), "{id}: {part} is not in {told}");
        }
    }
    assert!(told(&computed, "surrenders-by-place").starts_with("military-police-qaboun 36, "));
}

#[test]
fn the_promised_shape_of_figures_is_kept() {
    let computed = figures();
    for key in ["study", "position", "checkpoint", "figures"] {
        assert!(!computed[key].is_null(), "{key}");
    }
    for figure in computed["figures"].as_array().expect("figures") {
        for key in ["id", "unit", "clock", "kind", "total", "cells"] {
            assert!(!figure[key].is_null(), "{key}");
        }
        assert!(figure["total"]["sure"].is_u64() && figure["total"]["possible"].is_u64());
        for cell in figure["cells"].as_array().expect("cells") {
            assert!(cell["group"].is_object() && cell["sure"].is_u64());
            let ids = cell["ids"].as_array().expect("ids").len() as u64;
            assert_eq!(cell["sure"], ids);
        }
    }
}

#[test]
fn the_check_finds_the_four_contradictions_and_nothing_else() {
    let office = demo().office();
    let check = ["study", "check", "defectors", "--format", "json"];
    let checked = sijill(&office, "en", &check).good().json();
    let findings = checked["findings"].as_array().expect("findings");
    let said: Vec<String> = findings
        .iter()
        .map(|finding| {
            for key in ["code", "place", "expected", "found", "ids"] {
                assert!(!finding[key].is_null(), "{key}");
            }
            format!(
                "{} {} {}",
                finding["code"], finding["expected"], finding["found"]
            )
        })
        .collect();
    insta::assert_snapshot!("check_json", said.join("\n"));
    assert_eq!(findings.len(), 4);
    for language in ["ar", "en"] {
        let table = sijill(&office, language, &["study", "check", "defectors"]);
        insta::assert_snapshot!(format!("check_{language}"), table.whole(&office));
    }
    let csv = sijill(
        &office,
        "en",
        &["study", "check", "defectors", "--format", "csv"],
    );
    insta::assert_snapshot!("check_csv", csv.whole(&office));
}

#[test]
fn a_study_is_listed_and_printed_in_every_format() {
    let office = demo().office();
    for language in ["ar", "en"] {
        let list = sijill(&office, language, &["study", "list"]);
        insta::assert_snapshot!(format!("list_{language}"), list.whole(&office));
        let table = sijill(&office, language, &["study", "run", "defectors"]);
        insta::assert_snapshot!(format!("run_{language}"), table.whole(&office));
    }
    let csv = sijill(
        &office,
        "en",
        &["study", "run", "defectors", "--format", "csv"],
    );
    insta::assert_snapshot!("run_csv", csv.whole(&office));
    let json = sijill(&office, "en", &["study", "list", "--format", "json"]).good();
    assert_eq!(json.json()[0]["id"], "defectors");
}

#[test]
fn a_number_opens_to_the_claims_behind_it() {
    let office = demo().office();
    let cell = [
        "study",
        "open",
        "defectors",
        "deaths-by-arrest",
        "period=before-decree",
    ];
    for language in ["ar", "en"] {
        let opened = sijill(&office, language, &cell);
        insta::assert_snapshot!(format!("open_{language}"), opened.whole(&office));
    }
    let json = [&cell[..], &["--format", "json"]].concat();
    let opened = sijill(&office, "en", &json).good();
    insta::assert_snapshot!("open_json", redacted(&opened.out, &office));
    let all = sijill(
        &office,
        "en",
        &["study", "open", "defectors", "arrests", "--format", "json"],
    );
    assert_eq!(all.good().json().as_array().expect("a list").len(), 142);
}

#[test]
fn a_study_stands_as_the_office_knew_it_then() {
    let office = demo().office();
    let run = |more: &[&str]| {
        let run = ["study", "run", "defectors", "--format", "json"];
        sijill(&office, "en", &[&run, more].concat()).good().json()
    };
    let then = run(&["--as-known-on", "2019-04-30"]);
    assert_eq!(then["as_known_on"], "2019-04-30");
    // One family was told in April 2019; the others were told, and the office learned it, later.
    let said = [
        "arrests",
        "deaths-by-arrest",
        "deaths-by-notice",
        "law-18-2018",
    ]
    .map(|id| format!("{id}: {}", told(&then, id)));
    insta::assert_snapshot!("as_known_on", said.join("\n"));
    let start = run(&["--at", "1"]);
    assert_eq!(start["position"], 1);
    assert_eq!(figure(&start, "arrests")["total"]["sure"], 0);
    assert_eq!(run(&["--at", "100000"]), figures());
}

#[test]
fn the_same_position_gives_the_same_bytes() {
    let office = demo().office();
    let run = ["study", "run", "defectors", "--format", "json"];
    let (first, second) = (sijill(&office, "en", &run), sijill(&office, "ar", &run));
    assert_eq!(first.out, second.out);
}

/// A copy of the example whose study hides cells below five.
fn suppressing() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, office) = crate::harness::office_copy();
    let file = office.join("studies/defectors/study.toml");
    let study = std::fs::read_to_string(&file).expect("a study");
    let span = study.find("[span]").expect("a span");
    let study = format!(
        "{}[suppression]\nbelow = 5\n\n{}",
        &study[..span],
        &study[span..]
    );
    std::fs::write(&file, study).expect("a study");
    (folder, office)
}

#[test]
fn small_cells_are_hidden_in_every_output_and_said_to_be() {
    let (folder, office) = suppressing();
    let run = |format: &str| {
        let run = ["study", "run", "defectors", "--format", format];
        sijill(&office, "en", &run).good().out
    };
    insta::assert_snapshot!("suppressed_table", redacted(&run("table"), folder.path()));
    insta::assert_snapshot!("suppressed_csv", run("csv"));
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    let rule = &json["suppression"];
    assert_eq!(rule["below"], 5);
    let hidden = rule["hidden"].as_array().expect("a list");
    assert!(!hidden.is_empty());
    for figure in json["figures"].as_array().expect("figures") {
        for cell in figure["cells"].as_array().expect("cells") {
            let (sure, possible) = (&cell["sure"], &cell["possible"]);
            for part in [sure, possible] {
                let small = (1..5).contains(&part.as_u64().expect("a number"));
                assert!(!small, "{}: {cell}", figure["id"]);
            }
            let here = |it: &&Value| it["figure"] == figure["id"] && it["group"] == cell["group"];
            assert!(!hidden.iter().any(|it| here(&it)), "{cell}");
        }
    }
    // The office itself may still open what it does not publish.
    let open = [
        "study",
        "open",
        "defectors",
        "deaths-by-arrest",
        "period=before-decree",
        "--format",
        "json",
    ];
    assert_eq!(
        sijill(&office, "en", &open)
            .good()
            .json()
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_document_says_what_it_hides_and_the_check_what_it_cannot_hide() {
    let (folder, office) = suppressing();
    for language in ["ar", "en"] {
        let page = folder.path().join("page.html");
        let out = crate::harness::text(&page);
        let report = ["report", "defectors", "--language", language, "--out", out];
        sijill(&office, language, &report).good();
        let page = std::fs::read_to_string(&page).expect("a page");
        let said = if language == "ar" {
            "محجوب"
        } else {
            "suppressed"
        };
        assert!(page.contains(said));
    }
    let check = ["study", "check", "defectors", "--format", "json"];
    let found = sijill(&office, "en", &check).good().json();
    let found = found["findings"].as_array().expect("findings").clone();
    let shown = found
        .iter()
        .filter(|it| it["code"] == "suppression.persons-shown");
    assert_eq!(shown.count(), 5, "cases, two law tests, timeline and flow");
}
