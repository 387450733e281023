//! What is wrong with a study's files is said at once, with file and line.

use crate::nine::files;
use study::Study;

fn problems(file: &str, changes: &[(&str, &str)]) -> String {
    let mut files = files();
    let text = files.get_mut(file).expect("a file of the study");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
    }
    match Study::read("nine", &files) {
        Ok(_) => "no problem".to_owned(),
        Err(problems) => problems
            .iter()
            .map(|problem| {
                let place = problem.spot.file.clone().unwrap_or_default();
                format!("{place}:{}: {problem}", problem.spot.line.unwrap_or(0))
            })
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn a_key_that_is_not_known_is_a_problem_with_its_line() {
    insta::assert_snapshot!(
        [
            problems(
                "study.toml",
                &[("unit = \"arrest\"", "unit = \"arrest\"\ncolour = \"red\"")]
            ),
            problems("study.toml", &[("[cases]", "[cases]\nnames = true")]),
            problems("published.toml", &[("[[external]]", "[[rumour]]")]),
            problems("study.toml", &[("title = {", "title = ")]),
        ]
        .join("\n")
    );
}

#[test]
fn every_problem_of_periods_and_names_is_reported_at_once() {
    insta::assert_snapshot!(problems(
        "study.toml",
        &[
            ("until = \"2018-10-09\"", "until = \"2018-10-10\""),
            (
                "from = \"2018-07-01\"\nuntil = \"2019-09-01\"",
                "from = \"2018-07-01\"\nuntil = \"31 August 2019\""
            ),
            ("id = \"arrests\"", "id = \"cases\""),
            ("id = \"deaths-by-notice\"", "id = \"deaths-by-arrest\""),
            ("unit = \"death\"", "unit = \"deaths\""),
            ("clock = \"happened:arrest\"", "clock = \"whenever\""),
            ("figure = \"arrests-by-service\"", "figure = \"nothing\""),
            ("left = \"arrests\"", "left = \"rests\""),
            ("name = \"service_group\"", "name = \"service\""),
            ("rest = {", "rust = {"),
        ]
    ));
    insta::assert_snapshot!(problems(
        "study.toml",
        &[
            ("until = \"2018-10-09\"", "until = \"2018-10-10\""),
            (
                "from = \"2018-07-01\"\nuntil = \"2019-09-01\"",
                "from = \"2018-07-01\"\nuntil = \"31 August 2019\""
            ),
            ("id = \"arrests\"", "id = \"cases\""),
            ("id = \"deaths-by-notice\"", "id = \"deaths-by-arrest\""),
            ("unit = \"death\"", "unit = \"deaths\""),
            ("clock = \"happened:arrest\"", "clock = \"whenever\""),
            ("figure = \"arrests-by-service\"", "figure = \"nothing\""),
            ("left = \"arrests\"", "left = \"rests\""),
            ("name = \"service_group\"", "name = \"service\""),
            (
                "rest = { ar = \"لا أخبار بعد ذلك\", en = \"No further news\" }",
                ""
            ),
        ]
    ));
}

#[test]
fn a_published_file_that_is_not_there_is_named() {
    insta::assert_snapshot!(
        [
            problems(
                "published.toml",
                &[("name = \"published.en.txt\"", "name = \"printed.txt\"")]
            ),
            problems(
                "published.toml",
                &[(
                    "figure = \"deaths-in-sednaya\"",
                    "figure = \"deaths-in-jail\""
                )]
            ),
        ]
        .join("\n")
    );
    assert_eq!(
        Study::read("empty", &std::collections::BTreeMap::new()).expect_err("no file")[0]
            .code
            .as_str(),
        "study.file-missing"
    );
}
