//! Compartments in imports, links and counts; and which readings look past them.

use model::profile::Label;
use model::record::{Person, RecordId, Role};
use model::{Code, Record};
use office::{
    Documenting, FindQuery, ImportRequest, NewOffice, Office, Reviewing, SYNTHETIC_MAPPING, Seat,
    Seeded,
};
use std::collections::BTreeMap;
use std::path::Path;

const ROWS: u64 = 120;

fn at() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000).expect("a moment of 2023")
}

fn seat<P: office::Permission>(office: &Office, user: &str) -> Seat<P> {
    let why = Some("agreed in the team".to_owned());
    office.seat(user, at(), why).expect("holds the role")
}

/// An office of three persons with a list of invented cases.
fn office(folder: &Path, sheet: &[u8]) -> Office {
    let request = NewOffice {
        passphrase: "a passphrase of tests".into(),
        first_user: "lina".into(),
        ..NewOffice::default()
    };
    let entropy = |purpose: &'static str| -> Box<dyn office::Entropy> {
        Box::new(Seeded::new(&format!("compartments {purpose}")))
    };
    let office = Office::create(&folder.join("office"), &request, at(), &entropy)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
        .0;
    for name in ["samar", "omar"] {
        let roles = [Role::Documenter, Role::Reviewer];
        office
            .add_user(&seat(&office, "lina"), name, None, &roles)
            .expect("added");
    }
    import(&office, "omar", sheet);
    office
}

fn sheet() -> Vec<u8> {
    let mut bytes = Vec::new();
    office::write_synthetic_sheet(ROWS, 1, &mut bytes).expect("a vector takes everything");
    bytes
}

fn import(office: &Office, user: &str, bytes: &[u8]) -> office::Imported {
    let request = ImportRequest {
        bytes,
        file_name: "list.csv",
        mapping: Some((SYNTHETIC_MAPPING.to_owned(), "list.toml".into())),
        skip_bad_rows: false,
    };
    office
        .import_whole(&seat(office, user), &request, &model::unwatched)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn everybody(office: &Office, user: &str) -> Vec<(RecordId, Person)> {
    let query = FindQuery {
        limit: 1000,
        ..FindQuery::default()
    };
    let found = office.find(&seat(office, user), &query).expect("found");
    let persons: Vec<(RecordId, Person)> = found
        .persons
        .into_iter()
        .map(|found| (found.id, found.person))
        .collect();
    assert_eq!(found.total, persons.len() as u64);
    persons
}

fn close(office: &Office, ids: &[RecordId]) -> RecordId {
    let name = Label {
        ar: "تحقيق".into(),
        en: "Inquiry".into(),
    };
    let compartment = office
        .add_compartment(&seat(office, "lina"), &name, &["samar".to_owned()])
        .expect("made");
    for id in ids {
        let documents: Seat<Documenting> = seat(office, "samar");
        office
            .place_record(&documents, id, Some(&compartment))
            .expect("moved");
    }
    compartment
}

#[test]
fn a_sheet_that_comes_again_leaves_closed_rows_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = sheet();
    let office = office(folder.path(), &bytes);
    let (closed, of_list) = everybody(&office, "omar").remove(7);
    let own_id = of_list.listed.expect("from a list").own_id;
    close(&office, std::slice::from_ref(&closed));

    // The same list again: nothing new, nothing told, nothing doubled.
    let again = import(&office, "omar", &bytes);
    assert!(again.changes.additions.is_empty() && again.changes.updates.is_empty());
    assert!(again.changes.missing.is_empty() && again.changes.left_out.is_empty());
    assert_eq!(again.changes.counts.rows_taken, ROWS);
    assert_eq!(everybody(&office, "omar").len() as u64, ROWS - 1);
    assert_eq!(everybody(&office, "samar").len() as u64, ROWS);

    // Another sheet says something else of every row: the closed one keeps what it said.
    let text = String::from_utf8(bytes).expect("text");
    let head = text.lines().next().expect("headers");
    let column = head
        .split(',')
        .position(|name| name.contains("occupation") || name.contains("notes"));
    let changed: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(row, line)| match (row, column) {
            (0, _) | (_, None) => line.to_owned(),
            (_, Some(column)) => {
                let mut cells: Vec<&str> = line.split(',').collect();
                cells[column] = "told anew";
                cells.join(",")
            }
        })
        .collect();
    let changed = import(&office, "omar", changed.join("\n").as_bytes());
    let told = serde_json::to_string(&changed.changes).expect("JSON");
    assert!(!told.contains(&closed), "an id is told");
    assert!(!told.contains(&format!("\"{own_id}\"")), "a row is told");
    assert_eq!(everybody(&office, "samar").len() as u64, ROWS);
}

#[test]
fn a_sheet_can_come_into_a_compartment_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path(), &sheet());
    let compartment = close(&office, &[]);
    let mut bytes = Vec::new();
    office::write_synthetic_sheet(30, 2, &mut bytes).expect("a vector takes everything");
    let mapping = SYNTHETIC_MAPPING.replacen("list = \"synthetic\"", "list = \"inside\"", 1);
    let request = ImportRequest {
        bytes: &bytes,
        file_name: "inside.csv",
        mapping: Some((mapping, "inside.toml".into())),
        skip_bad_rows: false,
    };
    let bring = |user: &str| {
        let documents: Seat<Documenting> = seat(&office, user);
        let seen = office
            .preview_import(&documents, &request, 1, &model::unwatched)
            .unwrap_or_else(|problems| panic!("{problems:?}"));
        office.import_inside(
            &documents,
            &request,
            &seen.fingerprint,
            Some(&compartment),
            &model::unwatched,
        )
    };
    let refused = bring("omar").expect_err("no member");
    assert_eq!(refused[0].code, Code::OfficeNoSuchRecord);
    bring("samar").unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(everybody(&office, "samar").len() as u64, ROWS + 30);
    assert_eq!(everybody(&office, "omar").len() as u64, ROWS);
    let sources = |user: &str| office.consents(&seat(&office, user)).expect("told").len();
    assert!(sources("omar") <= sources("samar"));
}

#[test]
fn a_run_of_linkage_is_over_what_the_reviewer_may_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path(), &sheet());
    // Somebody writes down anew whom the list has.
    const DOUBLED: u64 = 5;
    for (_, person) in everybody(&office, "omar")
        .into_iter()
        .take(DOUBLED as usize)
    {
        let twice = Record::Person(Person {
            listed: None,
            ..person
        });
        let documents: Seat<Documenting> = seat(&office, "omar");
        office.add_record(&documents, &twice).expect("added");
    }
    let all = ROWS + DOUBLED;
    let run = |user: &str| {
        let reviewing: Seat<Reviewing> = seat(&office, user);
        office.run_linkage(&reviewing, None).expect("compared")
    };
    let before = run("omar");
    let [first, second] = [&before.waiting[0].a, &before.waiting[0].b].map(Clone::clone);
    close(&office, std::slice::from_ref(&first));
    let waits = |user: &str| {
        let reviewing: Seat<Reviewing> = seat(&office, user);
        let pairs = office.waiting_pairs(&reviewing, 1000).expect("told");
        let told = pairs.iter().any(|pair| pair.a == first || pair.b == first);
        let count = office.pairs_waiting(&reviewing).expect("counted");
        assert_eq!(count, pairs.len() as u64, "as many as are told");
        told
    };
    // The run from before holds the closed record and tells nothing of it.
    assert!(!waits("omar"));
    let looked = office.look_at_pair(&seat(&office, "omar"), &first, &second);
    assert_eq!(
        looked.expect_err("not there").code,
        Code::OfficeNoSuchRecord
    );
    let (outside, inside) = (run("omar"), run("samar"));
    assert_eq!((outside.records, inside.records), (all - 1, all));
    assert!(waits("samar"));
    // Each is told of their own run.
    let last = |user: &str| office.last_linkage(&seat(&office, user)).expect("told");
    assert_eq!(last("omar").records, all - 1);
    assert_eq!(last("samar").records, all);
}

#[test]
fn whoever_is_told_of_a_part_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path(), &sheet());
    let part = |user: &str| {
        let documents: Seat<Documenting> = seat(&office, user);
        office.counts_a_part(&documents).expect("told")
    };
    assert!(!part("omar"));
    close(&office, &[]);
    assert!(part("omar") && !part("samar"));
    assert!(
        office
            .compartments_of(&seat::<Documenting>(&office, "omar"))
            .expect("told")
            .is_empty()
    );
}

#[test]
fn a_place_in_a_compartment_is_a_revision_and_the_record_is_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = office(folder.path(), &sheet());
    let (id, _) = everybody(&office, "samar").remove(0);
    let revisions = |user: &str| office.history(&seat(&office, user), &id);
    let before: Vec<Record> = revisions("samar")
        .expect("told")
        .into_iter()
        .map(|seen| seen.record)
        .collect();
    let compartment = close(&office, std::slice::from_ref(&id));
    let without: Seat<Documenting> = office.seat("samar", at(), None).expect("documents");
    let refused = office.place_record(&without, &id, None);
    assert_eq!(
        refused.expect_err("asks why").code,
        Code::OfficeReasonMissing
    );
    let outside = office.place_record(&seat(&office, "omar"), &id, None);
    assert_eq!(outside.expect_err("unknown").code, Code::OfficeNoSuchRecord);
    let placed = office.placed(&seat(&office, "samar"), &id).expect("told");
    assert_eq!(placed.own.expect("in it").id, compartment);
    assert_eq!(placed.moves.len(), 1);
    assert_eq!(placed.moves[0].why, "agreed in the team");
    let after: Vec<Record> = revisions("samar")
        .expect("told")
        .into_iter()
        .map(|seen| seen.record)
        .collect();
    assert_eq!(before, after);
    assert_eq!(
        revisions("omar").expect_err("unknown").code,
        Code::OfficeNoSuchRecord
    );
}

/// Readings and writings that are for nobody in particular, by file: sign-in, texts and
/// users of the office, its log, and what is kept of all records to answer quickly (and
/// told only as far as the asker sees). Everything else goes through a seat.
const PAST_COMPARTMENTS: &[(&str, usize)] = &[
    ("accounts.rs", 1),
    ("approvals.rs", 1),
    ("catalogue.rs", 1),
    ("compartments.rs", 1),
    ("create.rs", 1),
    ("doctor.rs", 1),
    ("duplicates.rs", 2),
    ("editing.rs", 2),
    ("imports/mappings.rs", 1),
    ("link_said.rs", 1),
    ("log.rs", 1),
    ("open.rs", 4),
    ("policy.rs", 3),
    ("retention.rs", 1),
    ("saved_searches.rs", 3),
    ("studies.rs", 1),
    ("study_new.rs", 1),
    ("study_texts.rs", 2),
    ("users.rs", 4),
    ("withdrawals.rs", 3),
];

fn readings(folder: &Path, below: &str, found: &mut BTreeMap<String, usize>) {
    for entry in std::fs::read_dir(folder).expect("read") {
        let path = entry.expect("entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("{below}{}", name.expect("a name"));
        if path.is_dir() {
            readings(&path, &format!("{name}/"), found);
        } else if name.ends_with(".rs") {
            let text = std::fs::read_to_string(&path).expect("text");
            let code: String = text.split_whitespace().collect();
            let count =
                code.matches("register.read(").count() + code.matches("register.write(").count();
            if count > 0 {
                found.insert(name, count);
            }
        }
    }
}

#[test]
fn whatever_tells_of_cases_reads_them_for_somebody() {
    let mut found = BTreeMap::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    readings(&source, "", &mut found);
    let known: BTreeMap<String, usize> = PAST_COMPARTMENTS
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect();
    assert_eq!(
        found, known,
        "a reading past the compartments: use Office::read or Office::write with a seat"
    );
}
