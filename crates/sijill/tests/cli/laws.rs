//! What the instruments say and what they promised whom.

use crate::harness::{demo, redacted, sijill};

#[test]
fn instruments_are_listed_and_shown_in_both_languages() {
    let office = demo().office();
    for language in ["ar", "en"] {
        let list = sijill(&office, language, &["law", "list"]);
        insta::assert_snapshot!(format!("law_list_{language}"), list.whole(&office));
        let shown = sijill(&office, language, &["law", "show", "ld-18-2018"]);
        insta::assert_snapshot!(format!("law_show_{language}"), shown.whole(&office));
    }
    let json = sijill(&office, "en", &["law", "list", "--format", "json"])
        .good()
        .json();
    assert!(json.as_array().expect("a list").len() >= 17);
}

#[test]
fn nobody_is_known_to_be_covered_and_both_facts_are_named() {
    let office = demo().office();
    let test = ["law", "test", "ld-18-2018", "--study", "defectors"];
    for language in ["ar", "en"] {
        let tested = sijill(&office, language, &test);
        insta::assert_snapshot!(format!("law_test_{language}"), tested.whole(&office));
    }
    let json = sijill(&office, "en", &[&test[..], &["--format", "json"]].concat())
        .good()
        .json();
    let tested = json.as_array().expect("a list");
    assert_eq!(tested.len(), 9);
    for person in tested {
        for key in [
            "person",
            "instrument",
            "reading",
            "outcome",
            "missing",
            "explanation",
        ] {
            assert!(person.get(key).is_some(), "{key}");
        }
        assert_eq!(person["outcome"], "cannot_be_known");
        for set in person["missing"].as_array().expect("sets") {
            let named = set.to_string();
            assert!(
                named.contains("offence.article") && named.contains("offence.date"),
                "{named}"
            );
        }
    }
    let csv = sijill(&office, "en", &[&test[..], &["--format", "csv"]].concat()).good();
    assert_eq!(csv.out.lines().count(), 10);
}

#[test]
fn under_the_assumption_five_are_covered_and_four_are_not_known() {
    let office = demo().office();
    let test = [
        "law",
        "test",
        "ld-18-2018",
        "--study",
        "defectors",
        "--assume",
        "desertion-before-the-decree",
    ];
    for language in ["ar", "en"] {
        let tested = sijill(&office, language, &test);
        insta::assert_snapshot!(format!("law_assumed_{language}"), tested.whole(&office));
    }
    let json = sijill(&office, "en", &[&test[..], &["--format", "json"]].concat())
        .good()
        .json();
    let mut called: Vec<&str> = json
        .as_array()
        .expect("a list")
        .iter()
        .filter(|person| person["outcome"] == "covered")
        .map(|person| person["called"].as_str().expect("initials"))
        .collect();
    called.sort_unstable();
    assert_eq!(called, ["A M", "A S", "H N", "M Q", "S K"]);
}

#[test]
fn one_person_is_tested_with_the_whole_reasoning() {
    let office = demo().office();
    let find = ["search", "M Q", "--limit", "1", "--format", "json"];
    let found = sijill(&office, "en", &find).good().json();
    let id = found[0]["id"].as_str().expect("an id").to_owned();
    let test = [
        "law",
        "test",
        "ld-18-2018",
        "--person",
        &id,
        "--assume",
        "desertion-before-the-decree",
        "--format",
        "json",
    ];
    let tested = sijill(&office, "en", &test).good();
    // Without a day of its own a case is tested as of today.
    let as_of = tested.json()[0]["as_of"].clone();
    let as_of = as_of.as_str().expect("a day");
    let lasting = tested.out.replace(as_of, "AS-OF-TODAY");
    insta::assert_snapshot!("law_person", redacted(&lasting, &office));
}
