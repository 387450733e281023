//! Does the example's sheet hold what its tool writes, and do its rows add up to the published margins?
//!
//! The margins are asserted here on the tool's rows, with the nine published cases taken off; that the
//! program counts the same from imported records is tested where studies run.

#[path = "../examples/make_example_sheets/afterwards.rs"]
mod afterwards;
#[path = "../examples/make_example_sheets/invented.rs"]
mod invented;
#[path = "../examples/make_example_sheets/names.rs"]
mod names;
#[path = "../examples/make_example_sheets/random.rs"]
mod random;
#[path = "../examples/make_example_sheets/taking.rs"]
mod taking;
#[path = "../examples/make_example_sheets/workbook.rs"]
mod workbook;

use invented::{Invented, Told};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

const AGREEMENT: Date = date(2018, 7, 1);
const DECREE: Date = date(2018, 10, 9);
const END: Date = date(2019, 9, 1);

/// The rows that belong to the study; the tool puts those outside its rules after them.
fn counted() -> Vec<Invented> {
    invented::persons().into_iter().take(133).collect()
}

/// First and last day that an arrest's date allows.
fn bounds(person: &Invented) -> (Date, Date) {
    match person
        .arrest
        .as_ref()
        .expect("everybody in the study was arrested")
    {
        Told::Day(day) => (*day, *day),
        Told::Month(month) => (month.first_of_month(), month.last_of_month()),
        // `~` reaches fifteen days to each side of a day.
        Told::Words(words) => {
            let day: Date = words
                .trim_end_matches('~')
                .parse()
                .expect("an approximate day");
            (
                day - jiff::Span::new().days(15),
                day + jiff::Span::new().days(15),
            )
        }
    }
}

fn in_first_period(person: &Invented) -> bool {
    let (earliest, latest) = bounds(person);
    let first = AGREEMENT <= earliest && latest < DECREE;
    let second = DECREE <= earliest && latest < END;
    assert!(
        first != second,
        "{earliest}–{latest} lies in one of the periods"
    );
    first
}

fn by_period<'p>(persons: impl Iterator<Item = &'p Invented>) -> (usize, usize) {
    let (first, second): (Vec<&Invented>, Vec<&Invented>) =
        persons.partition(|person| in_first_period(person));
    (first.len(), second.len())
}

#[test]
fn the_committed_sheet_is_what_the_tool_writes() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/example/sheets/invented-persons.xlsx"
    );
    let committed = std::fs::read(file).expect("the sheet is committed");
    let written = workbook::bytes(&invented::persons()).expect("the tool writes");
    assert!(
        committed == written,
        "run `cargo run -p office --example make_example_sheets` and commit the sheet"
    );
}

#[test]
fn arrests_by_period_add_up_with_the_published_cases() {
    // 30 and 112, less M Q and H N, less the other seven.
    assert_eq!(by_period(counted().iter()), (30 - 2, 112 - 7));
}

#[test]
fn services_add_up_with_the_published_cases() {
    let mut services: BTreeMap<&str, usize> = BTreeMap::new();
    for person in counted() {
        let group = if person.service.starts_with("مجند") {
            "مجند"
        } else {
            person.service
        };
        *services.entry(group).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ("مجند", 114 - 6),
        ("ضابط", 13),
        ("شرطي", 11 - 1),
        ("متطوع", 3 - 2),
        ("عنصر في فرع أمني", 1),
    ]);
    assert_eq!(services, expected);
}

#[test]
fn releases_and_presence_in_sednaya_add_up_with_the_published_cases() {
    let persons = counted();
    assert_eq!(
        by_period(persons.iter().filter(|person| person.release.is_some())),
        (1, 8)
    );
    assert!(
        persons
            .iter()
            .all(|person| person.release.is_some() == person.joining.is_some())
    );
    let seen = |hearsay: bool| {
        by_period(persons.iter().filter(|person| {
            person.sighting.is_some()
                && (person.sighting_known.basis == "سماع غير مباشر") == hearsay
        }))
    };
    assert_eq!(seen(false), (9 - 2, 13 - 3));
    assert_eq!(seen(true), (1, 3));
}

#[test]
fn nobody_surrendered_anywhere_as_often_as_at_qaboun() {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, place) in counted().iter().filter_map(|person| person.surrender) {
        *places.entry(place).or_default() += 1;
    }
    assert_eq!(
        places.remove("فرع الشرطة العسكرية في القابون"),
        Some(36 - 3)
    );
    assert!(places.values().all(|&count| count < 36), "{places:?}");
}

#[test]
fn what_happened_to_a_person_is_in_order() {
    let known = |told: &Option<Told>| match told {
        Some(Told::Day(day)) => Some((*day, *day)),
        Some(Told::Month(month)) => Some((month.first_of_month(), month.last_of_month())),
        _ => None,
    };
    let day = |day: Option<Date>| day.map(|day| (day, day));
    for person in invented::persons() {
        let story = [
            known(&person.defection),
            day(person.surrender.map(|(day, _)| day)),
            day(person.settlement.map(|(day, _)| day)),
            day(person.returned),
            known(&person.arrest),
            known(&person.sighting.clone().map(|(told, _)| told)),
            day(person.release),
            day(person.joining.map(|(day, _)| day)),
        ];
        let told: Vec<(Date, Date)> = story.into_iter().flatten().collect();
        assert!(
            told.windows(2).all(|pair| pair[0].1 <= pair[1].0),
            "{told:?}"
        );
    }
}

#[test]
fn names_and_rows_are_all_different() {
    let persons = invented::persons();
    let names: BTreeSet<(&str, &str, &str)> = persons
        .iter()
        .map(|person| (person.given, person.father, person.family))
        .collect();
    assert_eq!(names.len(), persons.len());
    assert_eq!(persons.len(), 133 + 11);
    for (index, person) in persons.iter().enumerate() {
        assert_eq!(workbook::row(index, person).len(), workbook::HEADERS.len());
    }
}
