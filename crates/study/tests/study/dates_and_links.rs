//! Partial dates, confirmation and linked records on their way into figures.

use crate::nine::{self, computed, frame_of, options, records, study_with, when};
use model::record::{Event, Person, VerificationStatus};
use model::{Record, When};
use std::collections::BTreeMap;
use study::{Computed, FrameOptions};

/// The records with the arrest of H N (2018-08-14) changed.
fn with_arrest(change: impl Fn(&mut Event)) -> BTreeMap<String, Record> {
    let mut records = records();
    let Some(Record::Event(arrest)) = records.get_mut(&nine::id(2, 81)) else {
        panic!("an arrest")
    };
    change(arrest);
    records
}

fn arrests(records: &BTreeMap<String, Record>) -> String {
    told(
        &computed(&study_with(&[]), &frame_of(records, options())),
        "arrests",
    )
}

fn told(computed: &Computed, id: &str) -> String {
    let figure = computed
        .figures
        .iter()
        .find(|figure| figure.id == id)
        .expect("a figure");
    let cells = figure.cells.iter().map(|cell| {
        let group: Vec<&str> = cell.group.values().map(String::as_str).collect();
        format!("{} {}+{}", group.join("."), cell.sure, cell.possible)
    });
    let total = format!("total {}+{}", figure.total.sure, figure.total.possible);
    cells.chain([total]).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_date_in_october_straddles_the_decree_and_is_sure_in_the_total() {
    let records = with_arrest(|arrest| arrest.when = Some(when("2018-10")));
    assert_eq!(
        arrests(&records),
        "before-decree 1+1, after-decree 7+1, total 9+0"
    );
}

#[test]
fn an_approximate_day_next_to_the_boundary_is_possible_on_both_sides() {
    let records = with_arrest(|arrest| arrest.when = Some(when("2018-10-08~")));
    assert_eq!(
        arrests(&records),
        "before-decree 1+1, after-decree 7+1, total 9+0"
    );
}

#[test]
fn a_date_that_straddles_the_end_of_the_span_is_possible_in_the_total_too() {
    let records = with_arrest(|arrest| arrest.when = Some(when("2019-08/2019-09")));
    assert_eq!(
        arrests(&records),
        "before-decree 1+0, after-decree 7+1, total 8+1"
    );
}

#[test]
fn a_row_outside_the_span_is_not_counted() {
    let records = with_arrest(|arrest| arrest.when = Some(when("2017")));
    assert_eq!(
        arrests(&records),
        "before-decree 1+0, after-decree 7+0, total 8+0"
    );
}

#[test]
fn a_row_without_a_date_stands_in_the_unknown_group() {
    let records = with_arrest(|arrest| arrest.when = None);
    assert_eq!(
        arrests(&records),
        "before-decree 1+0, after-decree 7+0, unknown 0+1, total 8+1"
    );
}

#[test]
fn a_rejected_event_is_not_counted() {
    let records = with_arrest(|arrest| arrest.verification.status = VerificationStatus::Rejected);
    assert_eq!(
        arrests(&records),
        "before-decree 1+0, after-decree 7+0, total 8+0"
    );
}

#[test]
fn a_null_in_a_grouping_column_stands_in_the_unknown_group_last() {
    let mut records = records();
    let Some(Record::Person(person)) = records.get_mut(&nine::person_id(6)) else {
        panic!("a person")
    };
    person.service = None;
    let computed = computed(&study_with(&[]), &frame_of(&records, options()));
    assert_eq!(
        told(&computed, "arrests-by-service"),
        "conscript 6+0, volunteer 2+0, unknown 1+0, total 9+0"
    );
}

#[test]
fn a_sighting_by_hearsay_is_kept_and_not_confirmed() {
    let mut records = records();
    let Some(Record::Event(sighting)) = records.get_mut(&nine::id(2, 82)) else {
        panic!("a sighting")
    };
    sighting.claims[0].basis = Some("hearsay".into());
    let frame = frame_of(&records, options());
    assert_eq!(frame.count("sightings").expect("a view"), 5);
    let computed = computed(&study_with(&[]), &frame);
    assert_eq!(
        told(&computed, "sednaya"),
        "before-decree 1+0, after-decree 3+0, total 4+0"
    );
}

#[test]
fn an_event_learned_around_the_day_asked_for_is_possible() {
    let learned = |edtf: &str| {
        let records = with_arrest(|arrest| arrest.claims[0].learned = Some(when(edtf)));
        let known = FrameOptions {
            as_known_on: Some(jiff::civil::date(2019, 1, 15)),
            ..options()
        };
        frame_of(&records, known)
    };
    // All other events say nothing of when they were learned: they are possible.
    assert_eq!(learned("2018-12").count("arrests").expect("a view"), 9);
    assert_eq!(learned("2019-01").count("arrests").expect("a view"), 9);
    assert_eq!(learned("2019-02").count("arrests").expect("a view"), 8);
    let sure = |edtf: &str| told(&computed(&study_with(&[]), &learned(edtf)), "arrests");
    assert_eq!(
        sure("2018-12"),
        "before-decree 1+1, after-decree 0+7, total 1+8"
    );
    assert_eq!(
        sure("2019-01"),
        "before-decree 0+2, after-decree 0+7, total 0+9"
    );
}

/// What figures come to on 15 January 2019 when two arrests are known since
/// December, one since some day of January, and nobody said of the others.
fn known_in_january(changes: &[(&str, &str)], figure: &str) -> String {
    let mut records = records();
    let learned = [(81, "2018-12"), (71, "2018-12-20"), (11, "2019-01")];
    for (event, edtf) in learned {
        let Some(Record::Event(arrest)) = records.get_mut(&nine::id(2, event)) else {
            panic!("an event {event}")
        };
        arrest.claims[0].learned = Some(when(edtf));
    }
    let known = FrameOptions {
        as_known_on: Some(jiff::civil::date(2019, 1, 15)),
        ..options()
    };
    told(
        &nine::computed_between(&study_with(changes), &records, &known),
        figure,
    )
}

#[test]
fn as_known_on_a_day_a_figure_is_the_same_whether_it_looks_at_sure_or_not() {
    let with = known_in_january(&[], "arrests");
    let without = known_in_january(&[("a.when_text, a.sure", "a.when_text")], "arrests");
    assert_eq!(with, without);
    assert_eq!(with, "before-decree 2+0, after-decree 0+7, total 2+7");
}

#[test]
fn as_known_on_a_day_what_rests_on_the_absence_of_an_event_is_only_possible() {
    // Persons without an arrest: who has one only perhaps is here only perhaps.
    let absent =
        "rows = \"select id from persons where id not in (select person_id from arrests)\"";
    let figure = format!(
        "[[figure]]\nid = \"free\"\ntitle = {{ ar = \"a\", en = \"a\" }}\nunit = \"person\"\n\
         clock = \"none\"\nkind = \"documented_count\"\n{absent}\n\n[[figure]]\nid = \"arrests\""
    );
    let changes = [("[[figure]]\nid = \"arrests\"", figure.as_str())];
    let told = known_in_january(&changes, "free");
    // Seven of the nine perhaps; two are surely arrested.
    assert!(
        told.ends_with("total 0+7") || told.contains("total 1+7"),
        "{told}"
    );
}

#[test]
fn linked_persons_fill_each_other_and_keep_both_records() {
    let mut records = records();
    let other = Person {
        birth: Some(when("1990")),
        sex: Some("female".into()),
        ..Person::default()
    };
    records.insert(nine::person_id(11), Record::Person(other));
    records.insert(nine::id(4, 1), nine::same_person([11, 2]));
    let Record::Decision(mut withdrawn) = nine::same_person([3, 2]) else {
        panic!("a decision")
    };
    withdrawn.withdrawn = true;
    records.insert(nine::id(4, 2), Record::Decision(withdrawn));
    let frame = frame_of(&records, options());
    let file = std::env::temp_dir().join(format!("study-linked-{}.sqlite", std::process::id()));
    frame.export(&file, true).expect("written");
    let read = rusqlite::Connection::open(&file).expect("opened");
    let row: (String, String, i64) = read
        .query_row(
            "select sex, birth_text, records from persons where id = ?1",
            [nine::person_id(2)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("the kept person");
    std::fs::remove_file(&file).expect("removed");
    // What the kept record says stays; what it does not say comes from the other.
    assert_eq!(row, ("male".into(), "1990".into(), 2));
    assert_eq!(frame.count("persons").expect("a table"), 10);
}

#[test]
fn records_of_one_act_count_once_with_all_their_claims() {
    let mut records = records();
    let twin = Event {
        when: Some(When::parse("2018-08").expect("a date")),
        ..nine::event("arrest", 8)
    };
    records.insert(nine::id(2, 89), Record::Event(twin));
    assert_eq!(
        arrests(&records),
        "before-decree 3+0, after-decree 7+0, total 10+0"
    );
    let same = model::record::Decision {
        kind: model::record::DecisionKind::SameEvent,
        about: vec![nine::id(2, 81), nine::id(2, 89)],
        why: None,
        withdrawn: false,
    };
    records.insert(nine::id(4, 1), Record::Decision(same));
    assert_eq!(
        arrests(&records),
        "before-decree 2+0, after-decree 7+0, total 9+0"
    );
    let frame = frame_of(&records, options());
    let computed = computed(&study_with(&[]), &frame);
    let opened = study::open(&computed, &frame, "arrests.before-decree").expect("opened");
    let claims: Vec<&str> = opened[1].events[0]
        .claims
        .iter()
        .map(|claim| claim.id.as_str())
        .collect();
    assert_eq!(claims, [format!("{}/c1", nine::id(2, 89)).as_str(), "c1"]);
}
