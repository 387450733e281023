//! A long sheet is handed out in parts: nothing is lost or tied wrongly between them.

mod common;

use intake::{ChangeSet, Mapping, NothingYet, Part, Wanted, plan_in_parts, read_sheet};
use model::Record;

const ROWS: usize = 2500;

fn seen_together() -> Mapping {
    common::mapping(
        r#"
list = "l"
id = "id"
[person]
given = "name"
[source.teller]
name = "told by"
[[event]]
kind = { fixed = "sighting" }
when = "seen"
[[event.person]]
id = "with"
role = { fixed = "witness" }
[[event.claim]]
from = "teller"
"#,
    )
}

/// A sheet in which each row was seen with another, by its number.
fn sheet(seen: impl Fn(usize) -> &'static str, with: impl Fn(usize) -> usize) -> String {
    let mut csv = String::from("id,name,seen,with,told by\n");
    for row in 0..ROWS {
        csv.push_str(&format!(
            "{row},N{row},{},{},Source {}\n",
            seen(row),
            with(row),
            row % 7
        ));
    }
    csv
}

fn in_parts(csv: &str, mut take: impl FnMut(Part) -> bool) -> ChangeSet {
    let mapping = seen_together();
    let sheet = read_sheet(csv.as_bytes(), "long.csv", &mapping.reading()).expect("readable");
    plan_in_parts(
        &sheet,
        &mapping,
        &common::profile(),
        &NothingYet,
        &mut |part| {
            if take(part) {
                Wanted::Parts
            } else {
                Wanted::Problems
            }
        },
    )
    .expect("plannable")
}

#[test]
fn rows_refer_to_rows_of_any_other_part() {
    // The first refers to the last and so on: half of the rows must wait.
    let csv = sheet(|_| "2019", |row| ROWS - 1 - row);
    let mut records: Vec<Record> = Vec::new();
    let mut parts = 0;
    let changes = in_parts(&csv, |part| {
        parts += 1;
        let known = records.len() + part.additions.len();
        for record in &part.additions {
            assert!(ChangeSet::refers_to(record).iter().all(|at| *at < known));
        }
        records.extend(part.additions);
        true
    });
    assert!(parts > 1);
    let counts = &changes.counts;
    assert_eq!(counts.rows_taken, ROWS as u64);
    assert_eq!(
        (
            counts.persons_added,
            counts.events_added,
            counts.sources_added
        ),
        (ROWS as u64, ROWS as u64, 7)
    );
    let own_id = |at: usize| &records[at].listed().expect("from a list").own_id;
    for record in &records {
        let Record::Event(event) = record else {
            continue;
        };
        let row: usize = event
            .listed
            .as_ref()
            .expect("listed")
            .own_id
            .parse()
            .expect("a number");
        let refers = ChangeSet::refers_to(record);
        assert_eq!(*own_id(refers[0]), row.to_string());
        assert_eq!(*own_id(refers[1]), (ROWS - 1 - row).to_string());
        let Record::Source(source) = &records[refers[2]] else {
            panic!("a source")
        };
        assert_eq!(source.name, Some(format!("Source {}", row % 7)));
    }
}

#[test]
fn a_row_that_refers_to_one_that_stays_out_stays_out_wherever_it_stands() {
    let csv = sheet(
        |row| if row == 2000 { "31/02/2018" } else { "2019" },
        |row| match row {
            5 | 2400 => 2000, // before and after it
            7 => 5,           // and who refers to those
            row => row,
        },
    );
    let mut handed = 0;
    let changes = in_parts(&csv, |part| {
        handed += part.additions.len();
        true
    });
    let out: Vec<u64> = changes.left_out.iter().map(|row| row.row).collect();
    // Row numbers as a spreadsheet shows them: two more.
    assert_eq!(out, [7, 9, 2002, 2402]);
    assert_eq!(changes.counts.rows_taken, ROWS as u64 - 4);
    assert_eq!(handed, 2 * (ROWS - 4) + 7);
    insta::assert_snapshot!(common::problem_lines(changes.problems()));
}

#[test]
fn who_wants_no_more_parts_still_hears_what_is_wrong() {
    let wrong = |row| {
        if row == 3 || row == 2400 {
            "soon"
        } else {
            "2019"
        }
    };
    let csv = sheet(wrong, |row| row / 2);
    let mut parts = 0;
    let stopped = in_parts(&csv, |part| {
        parts += usize::from(!part.additions.is_empty());
        false
    });
    assert_eq!(parts, 1);
    let whole = in_parts(&csv, |_| true);
    assert_eq!(
        common::problem_lines(stopped.problems()),
        common::problem_lines(whole.problems())
    );
    // Two cannot be read; 6 and 7 were seen with 3, 12 to 15 with 6 and 7, and so on.
    assert!(whole.counts.rows_left_out > 100);
}

#[test]
fn a_hundred_thousand_rows_keep_every_value_in_its_row() {
    let mut csv = String::from("id,name,seen,with,told by\n");
    for row in 0..100_000_u32 {
        csv.push_str(&format!("{row},N{row},{},{row},\n", 1950 + row % 70));
    }
    let mut persons = 0_u32;
    let changes = in_parts(&csv, |part| {
        for record in &part.additions {
            let own_id = record.listed().expect("from a list").own_id.clone();
            match record {
                Record::Person(person) => {
                    assert_eq!(own_id, persons.to_string());
                    assert_eq!(person.names[0].given, Some(format!("N{persons}")));
                    persons += 1;
                }
                Record::Event(event) => {
                    let row: u32 = own_id.parse().expect("a number");
                    let when = event.when.as_ref().expect("a date").edtf().to_owned();
                    assert_eq!(when, (1950 + row % 70).to_string());
                }
                _ => panic!("no source was named"),
            }
        }
        true
    });
    assert_eq!(persons, 100_000);
    assert_eq!(changes.counts.rows_taken, 100_000);
    assert!(changes.problems().is_empty());
}

#[test]
fn who_wants_nothing_more_is_asked_within_a_thousand_rows_even_when_all_are_wrong() {
    for seen in ["2019", "soon"] {
        let csv = sheet(|_| seen, |row| row);
        let mapping = seen_together();
        let sheet = read_sheet(csv.as_bytes(), "long.csv", &mapping.reading()).expect("readable");
        let mut asked = Vec::new();
        plan_in_parts(
            &sheet,
            &mapping,
            &common::profile(),
            &NothingYet,
            &mut |part| {
                asked.push(part.rows);
                Wanted::Nothing
            },
        )
        .expect("plannable");
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0] <= 1100, "{asked:?}");
    }
}
