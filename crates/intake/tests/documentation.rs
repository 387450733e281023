//! The examples of the documentation run.

mod common;

/// Sheets and the mappings under them, from a page's fenced blocks.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
        .windows(2)
        .filter(|pair| pair[0].0 == "csv" && pair[1].0 == "toml")
        .map(|pair| (pair[0].1.clone(), pair[1].1.clone()))
        .collect()
}

#[test]
fn the_examples_of_both_pages_import_without_an_error() {
    for (page, expected) in [
        (include_str!("../../../docs/import.md"), 2),
        (include_str!("../../../docs/ar/import.md"), 2),
    ] {
        let examples = examples(page);
        assert_eq!(examples.len(), expected);
        for (sheet, mapping) in examples {
            let changes =
                common::plan_with(sheet.as_bytes(), "example.csv", &common::mapping(&mapping));
            assert!(
                changes.problems().is_empty(),
                "{}",
                common::change_text(&changes)
            );
        }
    }
}

#[test]
fn every_key_of_a_mapping_is_described_in_both_pages() {
    let unknown =
        intake::Mapping::read("nothing = 1\n[person]\n", "m").expect_err("an unknown key");
    let mut keys: Vec<String> = Vec::new();
    for text in [
        "nothing = 1",
        "list = \"a\"\n[person]\nnothing = 1",
        "list = \"a\"\n[source.a]\nnothing = 1",
        "list = \"a\"\n[[event]]\nnothing = 1",
        "list = \"a\"\n[[event]]\n[[event.claim]]\nnothing = 1",
        "list = \"a\"\n[[source.a.consent]]\nnothing = 1",
    ] {
        let problems = intake::Mapping::read(text, "m")
            .err()
            .unwrap_or_else(|| unknown.clone());
        let reason = problems[0].details["reason"].clone();
        keys.extend(reason.split('`').skip(3).step_by(2).map(str::to_owned));
    }
    assert!(keys.len() > 50, "{keys:?}");
    for page in [
        include_str!("../../../docs/import.md"),
        include_str!("../../../docs/ar/import.md"),
    ] {
        for key in &keys {
            assert!(page.contains(key.as_str()), "{key} is not described");
        }
    }
}
