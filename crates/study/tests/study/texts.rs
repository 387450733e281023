//! The study's text with its numbers filled in.

use crate::nine::{computed, frame_of, json, options, profile, records, study_with};
use study::text::{Spoken, fill};
use study::{Computed, Part};

fn spoken(number: &Spoken<'_>) -> String {
    let count = match number.part {
        Part::Possible => number.parts.possible,
        Part::Sure | Part::Confirmed | Part::Both => number.parts.sure,
    };
    if number.counted {
        format!("{count} {}s", number.unit)
    } else {
        count.to_string()
    }
}

fn nine() -> Computed {
    computed(&study_with(&[]), &frame_of(&records(), options()))
}

#[test]
fn references_become_numbers_and_parts_of_the_report() {
    let computed = nine();
    let text = fill(&computed, "en", &spoken).expect("all references are known");
    insta::assert_snapshot!(json(&text));
    assert!(
        fill(&computed, "fr", &spoken)
            .expect("no text")
            .blocks
            .is_empty()
    );
}

#[test]
fn a_reference_to_nothing_is_a_problem_with_its_line() {
    let mut computed = nine();
    computed.texts.insert(
        "en".into(),
        "# T\n\n{{arests}} and {{arrests.never}}\n\n{{table:none}}\n\nin {{table:arrests}} a line\n\n| a |\n|---|\n| {{arrests | doubled}} |\n\n{{arrests.before-decree.possible}} {{ open\n"
            .into(),
    );
    let problems = fill(&computed, "en", &spoken).expect_err("five are wrong");
    let told: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {problem}", problem.spot.line.unwrap_or(0)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_typed_number_is_a_warning_and_a_wrong_reference_stops_the_study() {
    let frame = frame_of(&records(), options());
    let mut files = crate::nine::files();
    files.insert("text.en.md".into(), "We counted 9 arrests[^1] in 2018, under Decree 18.\n\n1. On 3 May 2019.\n\n[^1]: All 2,479 of them.\n".into());
    let study = study::Study::read("nine", &files).expect("read");
    let typed: Vec<(String, String)> = computed(&study, &frame)
        .findings
        .into_iter()
        .filter(|finding| finding.code == "text.typed-number")
        .map(|finding| (finding.place["line"].clone(), finding.found))
        .collect();
    assert_eq!(
        typed,
        [
            ("1".to_owned(), "9".to_owned()),
            ("5".to_owned(), "2,479".to_owned())
        ]
    );
    files.insert("text.ar.md".into(), "سطر\n\n{{لا-شيء}}\n".into());
    let study = study::Study::read("nine", &files).expect("read");
    let library = crate::nine::library();
    let problems = study::compute(&study, &frame, &profile(), library, &study::Silent)
        .expect_err("a wrong reference");
    assert_eq!(
        (problems[0].code.as_str(), problems[0].spot.line),
        ("study.text-reference", Some(3))
    );
}
