//! What is wrong with an instrument file is said with its line, all at once.

use law::Library;

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    match Library::load(files.iter().copied()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .iter()
            .map(|p| {
                let file = p.spot.file.clone().unwrap_or_default();
                format!("{file}:{}: {p}", p.spot.line.unwrap_or(0))
            })
            .collect(),
    }
}

const HEAD: &str = r#"id = "x"
title_ar = "س"
title_en = "X"
issued = "2018-10-31"
original_text_held = false

[[article]]
id = "1"
text_ar = "نص"
text_en = "text"
"#;

fn with(rest: &str) -> Vec<String> {
    problems(&[("x.toml", &format!("{HEAD}{rest}"))])
}

#[test]
fn a_window_that_needs_rounding_and_declares_none_is_an_error() {
    let window = "[[window]]\nid = \"w\"\nfrom = \"2018-10-31\"\nmonths = 4\n";
    assert_eq!(
        with(window),
        ["x.toml:11: law.rounding-missing from=2018-10-31"]
    );
    assert!(with(&format!("{window}rounding = \"down\"\n")).is_empty());
    assert!(with(&window.replace("months = 4", "months = 2")).is_empty());
}

#[test]
fn rounding_up_ends_a_day_later_than_rounding_down() {
    for (rounding, outcome) in [("down", "not_covered"), ("up", "covered")] {
        let text = format!(
            r#"
[[window]]
id = "w"
from = "2018-10-31"
months = 4
rounding = "{rounding}"
last_day = "counts"

[[rule]]
id = "r"
cite = "1"
effect = "full"
when = {{ fact = "surrender.date", within = "w" }}

[[test]]
name = "the first of March"
facts = {{ "surrender.date" = "2019-03-01" }}
outcome = "{outcome}"
"#
        );
        assert_eq!(with(&text), Vec::<String>::new(), "{rounding}");
    }
}

#[test]
fn two_rules_that_could_both_apply_need_a_priority() {
    let rules = |second: &str, over: &str| {
        format!(
            r#"
[[rule]]
id = "a"
cite = "1"
effect = "full"
when = {{ fact = "offence.article", in = ["100", "103"] }}

[[rule]]
id = "b"
cite = "1"
effect = "half"
{over}
when = {{ all = [{{ fact = "offence.article", in = ["{second}"] }}, {{ fact = "offence.date", before = "2018-01-01" }}] }}
"#
        )
    };
    assert_eq!(
        with(&rules("103(4)", "")),
        ["x.toml:18: law.rules-conflict first=a second=b"]
    );
    assert!(with(&rules("103(4)", "over = \"a\"")).is_empty());
    assert!(with(&rules("102", "")).is_empty());
}

#[test]
fn a_rule_that_goes_before_another_is_the_one_that_is_granted() {
    let text = format!(
        r#"{HEAD}
[[rule]]
id = "a"
cite = "1"
effect = "full"
over = "b"
when = {{ fact = "offence.article", in = "100" }}

[[rule]]
id = "b"
cite = "1"
effect = "half"
when = {{ fact = "offence.date", before = "2018-01-01" }}
"#
    );
    let library = Library::load([("x.toml", text.as_str())]).expect("loads");
    let facts = law::Facts::of("p")
        .with(
            "offence.article",
            law::Value::OneOf(vec!["100".into()]),
            ["c"],
        )
        .with(
            "offence.date",
            law::Value::When(model::When::parse("2017").expect("a date")),
            ["c"],
        );
    let as_of = jiff::civil::date(2020, 1, 1);
    let tested = law::test(library.get("x").expect("there"), None, &facts, as_of, &[]);
    let granted = tested.expect("tested").granted;
    assert_eq!(granted.len(), 1);
    assert_eq!(
        (granted[0].rule.as_str(), granted[0].effect),
        ("a", law::Effect::Full)
    );
}

#[test]
fn every_problem_of_a_file_is_reported_with_its_line() {
    let text = r#"id = "x"
title_ar = "س"
issued = "31/10/2018"
original_text_held = "no"
colour = "red"

[[window]]
id = "w"
from = "2018-10-31"
months = 0

[[rule]]
id = "r"
cite = "9"
effect = "whole"
when = { fact = "shoe.size", in = ["44"] }

[[rule]]
id = "s"
cite = "9"
effect = "full"
excludes = "nobody"
when = { all = [] }

[[test]]
name = "t"
facts = { "offence.date" = "yesterday", "hat" = "black" }
outcome = "guilty"
"#;
    insta::assert_snapshot!(problems(&[("x.toml", text)]).join("\n"));
}

#[test]
fn names_that_nobody_defined_are_found() {
    let text = r#"
[[rule]]
id = "r"
cite = "9"
effect = "full"
excludes = "nobody"
over = "nothing"
when = { fact = "surrender.date", within = "door" }

[[rule]]
id = "r"
cite = "1"
effect = "full"
when = { fact = "offence.article", in = "100" }
"#;
    insta::assert_snapshot!(with(text).join("\n"));
}

#[test]
fn a_broken_file_names_its_line() {
    let found = problems(&[("x.toml", "id = \"x\"\ntitle_ar = \n")]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("x.toml:2: law.unreadable"),
        "{found:?}"
    );
}

#[test]
fn a_failing_test_in_a_file_keeps_the_library_from_loading() {
    let text = r#"
[[rule]]
id = "r"
cite = "1"
effect = "full"
when = { fact = "offence.article", in = "100" }

[[test]]
name = "wrong outcome"
facts = { "offence.article" = "101" }
outcome = "covered"

[[test]]
name = "wrong missing"
facts = {}
outcome = "cannot_be_known"
missing = [["offence.date"]]

[[test]]
name = "unknown reading"
reading = "mine"
facts = {}
outcome = "cannot_be_known"
"#;
    insta::assert_snapshot!(with(text).join("\n"));
}

#[test]
fn an_amendment_that_touches_an_article_it_does_not_name_is_an_error() {
    let first = format!(
        r#"{HEAD}
[[window]]
id = "w"
from = "2018-10-31"
days = 30

[[rule]]
id = "r"
cite = "1"
effect = "full"
when = {{ fact = "surrender.date", within = "w" }}
"#
    );
    let second = |articles: &str, target: &str, window: &str| {
        format!(
            r#"id = "y"
title_ar = "ص"
title_en = "Y"
issued = "2018-11-30"
original_text_held = false

[[amends]]
instrument = "{target}"
articles = "{articles}"
window = "{window}"
from = "2018-12-01"
days = 30
"#
        )
    };
    let both = |second: &str| problems(&[("x.toml", &first), ("y.toml", second)]);
    assert!(both(&second("1", "x", "w")).is_empty());
    assert_eq!(
        both(&second("2", "x", "w")),
        ["y.toml:7: law.amendment-too-wide article=1"]
    );
    assert_eq!(
        both(&second("1", "z", "w")),
        ["y.toml:7: law.instrument-unknown instrument=z"]
    );
    assert_eq!(
        both(&second("1", "x", "v")),
        ["y.toml:7: law.window-unknown window=v"]
    );
}
