//! The published report, computed from its nine cases: figures, law, cases and
//! the four places where it contradicts itself.

use crate::nine;

use crate::nine::{computed, frame_of, options, records, study_with};
use std::collections::BTreeMap;
use study::{FrameOptions, Part};

#[test]
fn the_check_finds_the_four_contradictions_and_nothing_else() {
    let frame = frame_of(&records(), options());
    let computed = computed(&study_with(&[]), &frame);
    insta::assert_snapshot!(nine::json(&computed.findings));
}

#[test]
fn the_whole_study_is_computed() {
    let frame = frame_of(&records(), options());
    let mut computed = computed(&study_with(&[]), &frame);
    computed.texts.clear();
    computed.findings.clear();
    insta::assert_snapshot!(nine::json(&computed));
}

#[test]
fn running_it_again_gives_the_same_bytes() {
    let study = study_with(&[]);
    let once =
        serde_json::to_string(&computed(&study, &frame_of(&records(), options()))).expect("JSON");
    let frame = frame_of(&records(), options());
    let again = serde_json::to_string(&computed(&study, &frame)).expect("JSON");
    let on_the_same_frame = serde_json::to_string(&computed(&study, &frame)).expect("JSON");
    assert_eq!(once, again);
    assert_eq!(again, on_the_same_frame);
}

#[test]
fn all_nine_cannot_be_known_and_with_the_assumption_five_are_covered() {
    let frame = frame_of(&records(), options());
    let computed = computed(&study_with(&[]), &frame);
    let outcomes: BTreeMap<&str, Vec<(&str, &str)>> = computed
        .law_tables
        .iter()
        .map(|table| {
            let rows = table
                .rows
                .iter()
                .map(|row| (row.called.as_str(), row.outcome.as_str()))
                .collect();
            (table.id.as_str(), rows)
        })
        .collect();
    insta::assert_snapshot!(nine::json(&outcomes));
    for row in &computed.law_tables[0].rows {
        let named: std::collections::BTreeSet<&String> = row.missing.iter().flatten().collect();
        assert!(
            named.iter().any(|fact| *fact == "offence.article"),
            "{row:?}"
        );
        assert!(named.iter().any(|fact| *fact == "offence.date"), "{row:?}");
    }
}

#[test]
fn a_number_opens_down_to_its_claims_and_sources() {
    let frame = frame_of(&records(), options());
    let computed = computed(&study_with(&[]), &frame);
    let opened = study::open(&computed, &frame, "sednaya.before-decree").expect("there");
    insta::assert_snapshot!(nine::json(&opened));
    let all = study::open(&computed, &frame, "arrests").expect("there");
    assert_eq!(all.len(), 9);
    assert!(study::open(&computed, &frame, "arrests.yesterday").is_err());
}

#[test]
fn the_confirmed_number_opens_to_exactly_the_confirmed_ones() {
    let frame = frame_of(&records(), options());
    let computed = computed(&study_with(&[]), &frame);
    for figure in &computed.figures {
        for cell in &figure.cells {
            let group: Vec<(String, String)> = cell.group.clone().into_iter().collect();
            let open = |part| study::open_cell(&computed, &frame, &figure.id, &group, part);
            let Some(confirmed) = cell.confirmed else {
                assert!(
                    open(Part::Confirmed).is_err(),
                    "{} says nothing of it",
                    figure.id
                );
                continue;
            };
            let opened = open(Part::Confirmed).expect("it says how many");
            assert_eq!(opened.len() as u64, confirmed);
            let sure: Vec<String> = ids(&open(Part::Sure).expect("there"));
            assert!(ids(&opened).iter().all(|id| sure.contains(id)));
        }
    }
    let cell = [("period".to_owned(), "before-decree".to_owned())];
    let of = |part| study::open_cell(&computed, &frame, "sednaya", &cell, part).expect("there");
    assert_eq!(
        ids(&of(Part::Confirmed)),
        ids(&study::open(&computed, &frame, "sednaya.before-decree.confirmed").expect("there"))
    );
}

fn ids(opened: &[study::Opened]) -> Vec<String> {
    opened.iter().map(|one| one.id.clone()).collect()
}

#[test]
fn as_known_earlier_there_was_less_and_the_revisions_say_what_came() {
    let study = study_with(&[]);
    let now = computed(&study, &frame_of(&records(), options()));
    // The notice of April 2019 is known by its end; the others were learned later.
    let then = FrameOptions {
        as_known_on: Some(jiff::civil::date(2019, 4, 15)),
        ..options()
    };
    let then = computed(&study, &frame_of(&records(), then));
    let told = then
        .figures
        .iter()
        .find(|figure| figure.id == "deaths-by-notice")
        .expect("there");
    assert_eq!(
        (told.total.sure, told.total.possible),
        (1, 0),
        "the figure asks for no `sure`"
    );
    let revisions = study::compare(&then, &now);
    insta::assert_snapshot!(nine::json(&revisions));
    assert!(study::compare(&now, &now).is_empty());
}

#[test]
fn linked_records_are_one_person_and_unlinked_again_without_the_decision() {
    let mut with_link = records();
    with_link.insert(nine::id(4, 1), nine::same_person([9, 10]));
    let linked = frame_of(&with_link, options());
    assert_eq!(linked.count("persons").expect("a table"), 9);
    assert_eq!(linked.count("person_records").expect("a table"), 10);
    // A death without a date and one in June 2019 are one death of one person.
    assert_eq!(linked.count("deaths").expect("a view"), 9);
    // Dated half a year earlier, the recruit would have died twice.
    for record in with_link.values_mut() {
        if let model::Record::Event(event) = record
            && event.kind == "death"
            && event.persons[0].person == nine::person_id(9)
        {
            event.when = Some(nine::when("2018-12"));
        }
    }
    let linked = frame_of(&with_link, options());
    let findings = computed(&study_with(&[]), &linked).findings;
    assert!(
        findings
            .iter()
            .any(|finding| finding.code == "events.two-deaths"),
        "{findings:#?}"
    );
    let apart = frame_of(&records(), options());
    assert_eq!(apart.count("persons").expect("a table"), 10);
}
