//! A study declares the lists of an estimate; what is wrong with them is said with its line.

use crate::nine::files;
use study::Study;

const DECLARED: &str = r#"
[[estimate]]
id = "not-documented"
title = { ar = "كم لم يوثَّق", en = "How many were not documented" }
figure = "arrests"
strata = ["period"]
seed = 7
[[estimate.list]]
id = "families"
label = { ar = "الأسر", en = "Families" }
from = ["calls", "visits"]
[[estimate.list]]
id = "lawyers"
label = { ar = "المحامون", en = "Lawyers" }
from = ["court-files"]
takes_from = ["families"]
cannot_reach = [ { ar = "من لا محامي لهم", en = "persons without a lawyer" } ]
"#;

fn read(changes: &[(&str, &str)]) -> Result<Study, String> {
    let mut files = files();
    let mut declared = DECLARED.to_owned();
    for (from, to) in changes {
        assert!(declared.contains(from), "{from}");
        declared = declared.replacen(from, to, 1);
    }
    let text = files.get_mut("study.toml").expect("a file of the study");
    text.push_str(&declared);
    let text = text.clone();
    Study::read("nine", &files).map_err(|problems| {
        problems
            .iter()
            .map(|problem| {
                let line = problem.spot.line.unwrap_or(0);
                let quoted = text.lines().nth(line as usize - 1).unwrap_or_default();
                format!("{problem} at `{quoted}`")
            })
            .collect::<Vec<_>>()
            .join("\n")
    })
}

#[test]
fn declared_lists_keep_what_the_office_knows_of_them() {
    let study = read(&[]).expect("sound");
    let [estimate] = study.estimates().try_into().expect("one estimate");
    assert_eq!((estimate.figure.as_str(), estimate.seed), ("arrests", 7));
    assert_eq!(estimate.strata, ["period"]);
    assert_eq!(estimate.lists[0].from, ["calls", "visits"]);
    assert_eq!(estimate.lists[1].takes_from, ["families"]);
    assert_eq!(
        estimate.lists[1].cannot_reach[0].en,
        "persons without a lawyer"
    );
}

#[test]
fn lists_that_would_count_a_source_twice_and_names_that_are_not_there_are_problems() {
    let problems = read(&[
        (
            "figure = \"arrests\"\nstrata = [\"period\"]",
            "figure = \"arrests\"\nstrata = [\"colour\"]",
        ),
        ("from = [\"court-files\"]", "from = [\"visits\"]"),
        ("takes_from = [\"families\"]", "takes_from = [\"courts\"]"),
    ])
    .expect_err("three problems");
    insta::assert_snapshot!(problems);
    let problems = read(&[
        ("figure = \"arrests\"", "figure = \"nothing\""),
        ("id = \"not-documented\"", "id = \"Not documented\""),
    ])
    .expect_err("two problems");
    insta::assert_snapshot!(problems);
    let problems = read(&[("from = [\"court-files\"]", "from = []")]).expect_err("one problem");
    insta::assert_snapshot!(problems);
}
