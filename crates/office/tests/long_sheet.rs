//! Does a long sheet come in whole and once, or not at all, and in little memory?

use model::{Code, Phase, Problem};
use office::{Documenting, ImportRequest, NewOffice, Office, Seat, Seeded};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const USER: &str = "admin";

fn at() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000).expect("a moment of 2023")
}

fn office(folder: &Path) -> Office {
    let request = NewOffice {
        passphrase: "a passphrase of tests".into(),
        first_user: USER.into(),
        ..NewOffice::default()
    };
    let entropy = |purpose: &'static str| -> Box<dyn office::Entropy> {
        Box::new(Seeded::new(&format!("long {purpose}")))
    };
    let made = Office::create(&folder.join("office"), &request, at(), &entropy);
    made.unwrap_or_else(|problems| panic!("{problems:?}")).0
}

fn seat(office: &Office) -> Seat<Documenting> {
    office.seat(USER, at(), None).expect("the first user may")
}

fn synthetic(rows: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    office::write_synthetic_sheet(rows, 1, &mut bytes).expect("a vector takes everything");
    bytes
}

fn request<'a>(bytes: &'a [u8], mapping: &str) -> ImportRequest<'a> {
    ImportRequest {
        bytes,
        file_name: "long.csv",
        mapping: Some((mapping.to_owned(), "long.toml".into())),
        skip_bad_rows: false,
    }
}

/// The most memory that this process ever had, where the system tells it.
fn peak_in_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[test]
fn a_hundred_thousand_rows_come_in_whole_and_once_in_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let bytes = synthetic(100_000);
    let told = AtomicU64::new(0);
    let imported = office
        .import(
            &seat(&office),
            &request(&bytes, office::SYNTHETIC_MAPPING),
            &|step| {
                if step.phase == Phase::Writing {
                    let before = told.swap(step.done, Ordering::SeqCst);
                    assert!(before <= step.done && Some(step.done) <= step.total);
                }
                Ok(())
            },
        )
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    let counts = imported.changes.counts;
    assert_eq!(told.into_inner(), 100_000);
    assert_eq!(
        (counts.rows_taken, counts.persons_added),
        (100_000, 100_000)
    );
    assert!(imported.position > Some(counts.persons_added + counts.events_added));
    let again = office
        .import(
            &seat(&office),
            &request(&bytes, office::SYNTHETIC_MAPPING),
            &model::unwatched,
        )
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(
        again.changes.counts.unchanged,
        counts.persons_added + counts.events_added
    );
    assert_eq!((again.changes.counts.updated, again.position), (0, None));
    if let Some(peak) = peak_in_megabytes() {
        assert!(peak < 300, "{peak} MB");
    }
}

const MAPPING: &str = "list = \"l\"\nid = \"id\"\n[person]\ngiven = \"name\"\nbirth = \"born\"\n";

#[test]
fn one_wrong_row_near_the_end_keeps_the_whole_sheet_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let sheet = |first: u32, rows: u32, wrong: u32| {
        let mut csv = String::from("id,name,born\n");
        for row in first..first + rows {
            let born = if row == wrong { "31/02/1980" } else { "1980" };
            csv.push_str(&format!("{row},N{row},{born}\n"));
        }
        csv.into_bytes()
    };
    let import = |bytes: &[u8]| {
        let request = request(bytes, MAPPING);
        office.import(&seat(&office), &request, &model::unwatched)
    };
    let before = import(&sheet(0, 1, 9)).expect("right").position;
    let problems = import(&sheet(1, 3000, 2990)).expect_err("a wrong row");
    let told: Vec<(Code, Option<u64>)> = problems
        .iter()
        .map(|problem| (problem.code, problem.spot.row))
        .collect();
    assert_eq!(
        told,
        [
            (Code::DateImpossible, Some(2991)),
            (Code::OfficeRowsWrong, None)
        ]
    );
    // One person and the sheet itself; the mapping is known and nothing else was left behind.
    let after = import(&sheet(9000, 1, 9)).expect("right").position;
    assert_eq!(after, before.map(|position| position + 2));
    // The same sheet with the row left out takes in the others.
    let bytes = sheet(1, 3000, 2990);
    let skipping = ImportRequest {
        skip_bad_rows: true,
        ..request(&bytes, MAPPING)
    };
    let imported = office
        .import_whole(&seat(&office), &skipping, &model::unwatched)
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(imported.changes.additions.len(), 2999);
}

#[test]
fn an_exported_office_comes_into_an_empty_one() {
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let [first, second] = folders.each_ref().map(|folder| office(folder.path()));
    let bytes = synthetic(1500);
    let counts = |office: &Office, bytes: &[u8], mapping: &str| {
        let counts = office
            .import(&seat(office), &request(bytes, mapping), &model::unwatched)
            .unwrap_or_else(|problems| panic!("{problems:?}"))
            .changes
            .counts;
        (
            counts.persons_added,
            counts.events_added,
            counts.sources_added,
        )
    };
    let before = counts(&first, &bytes, office::SYNTHETIC_MAPPING);
    let exported = first.export_sheet(&seat(&first)).expect("a sheet");
    let after = counts(&second, &exported.sheet, &exported.mapping);
    assert_eq!(before, after);
}

#[test]
fn a_cancelled_import_leaves_nothing_at_whatever_step_it_is_told_to_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let mut csv = String::from("id,name,born\n");
    for row in 0..5000 {
        csv.push_str(&format!("{row},N{row},1980\n"));
    }
    let import = |ends: u64| {
        let steps = AtomicU64::new(0);
        let request = request(csv.as_bytes(), MAPPING);
        let ended = office.import(&seat(&office), &request, &|_| {
            if steps.fetch_add(1, Ordering::SeqCst) == ends {
                return Err(Problem::new(Code::OfficeWorkCancelled));
            }
            Ok(())
        });
        ended.map(|imported| imported.changes.counts.rows_taken)
    };
    let verifying = || {
        let seat = office.seat(USER, at(), None).expect("the first user may");
        let checked = office.verify(&seat, None).expect("readable");
        (checked.entries, checked.root, checked.problems)
    };
    let before = verifying();
    let mut cancelled = 0;
    for ends in 0.. {
        match import(ends) {
            Err(problems) => {
                assert_eq!(problems[0].code, Code::OfficeWorkCancelled);
                assert_eq!(verifying(), before, "cancelled at step {ends}");
                cancelled += 1;
            }
            Ok(rows) => {
                assert_eq!(rows, 5000);
                break;
            }
        }
    }
    // Before reading, before writing, after each thousand rows, before the end.
    assert_eq!(cancelled, 8);
    assert!(verifying().0 > before.0);
}

#[test]
fn an_import_writes_what_its_preview_showed_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path());
    let previewed = |csv: &str| {
        let preview = office
            .preview_import(
                &seat(&office),
                &request(csv.as_bytes(), MAPPING),
                10,
                &model::unwatched,
            )
            .unwrap_or_else(|problems| panic!("{problems:?}"));
        preview.fingerprint
    };
    let import = |csv: &str, fingerprint: &str| {
        let request = request(csv.as_bytes(), MAPPING);
        office
            .import_as_previewed(&seat(&office), &request, fingerprint, &model::unwatched)
            .map(|imported| imported.changes.counts.persons_added)
            .map_err(|problems| problems[0].code)
    };
    let (first, second) = (
        "id,name,born\n1,A,1980\n2,B,1981\n",
        "id,name,born\n2,B,1982\n3,C,1983\n",
    );
    let (of_first, of_second) = (previewed(first), previewed(second));
    assert_eq!(import(first, &of_second), Err(Code::OfficeImportChanged));
    assert_eq!(import(first, &of_first), Ok(2));
    // The second sheet was looked at when row 2 was new; now it changes a record.
    assert_eq!(import(second, &of_second), Err(Code::OfficeImportChanged));
    assert_eq!(import(second, &previewed(second)), Ok(1));
}
