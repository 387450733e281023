//! Do the example's sheets, through the ordinary import, give the published figures, and does the check
//! find the contradictions of the published text and nothing else?
//!
//! Without a register: records go from intake to the frame. The way through the register is the demo's test.

use law::Library;
use model::{Profile, Record};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use study::{Computed, FrameBuilder, FrameOptions, Silent, Study};

const LISTS: &[(&str, &str)] = &[
    ("published-cases.csv", "published-cases.toml"),
    ("invented-persons.xlsx", "invented-persons.toml"),
    ("other-events.csv", "other-events.toml"),
];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example")
}

fn texts(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("the example is committed") {
        let entry = entry.expect("a readable folder");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            texts(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read_to_string(entry.path()).expect("a text"));
        }
    }
}

fn profile() -> Profile {
    let mut files = BTreeMap::new();
    texts(&example().join("profile"), "", &mut files);
    Profile::read(&files).expect("the example's profile has no problem")
}

/// Every record of the example's sheets, with ids in the order of the sheets.
fn records(profile: &Profile) -> Vec<(String, Record)> {
    let mut records = Vec::new();
    for (sheet, mapping) in LISTS {
        let bytes = std::fs::read(example().join("sheets").join(sheet)).expect("a sheet");
        let text =
            std::fs::read_to_string(example().join("mappings").join(mapping)).expect("a mapping");
        let mapping = intake::Mapping::read(&text, mapping).expect("a mapping without problems");
        let sheet =
            intake::read_sheet(&bytes, sheet, &mapping.reading()).expect("a readable sheet");
        let changes = intake::plan(&sheet, &mapping, profile, &intake::NothingYet)
            .expect("a mapping that fits the sheet");
        assert!(changes.problems().is_empty(), "{:#?}", changes.problems());
        let before = records.len();
        let ids: Vec<String> = (before + 1..=before + changes.additions.len())
            .map(|number| format!("00000000-0000-7000-8000-{number:012}"))
            .collect();
        for (id, mut record) in ids.iter().zip(changes.additions) {
            intake::ChangeSet::settle(&mut record, &ids);
            records.push((id.clone(), record));
        }
    }
    records
}

fn computed() -> Computed {
    let profile = profile();
    let options = FrameOptions {
        position: 1,
        root: "example".into(),
        ..FrameOptions::default()
    };
    let mut builder = FrameBuilder::new(&profile, options).expect("a frame");
    for (id, record) in records(&profile) {
        builder.add(&id, &record).expect("a record of the frame");
    }
    let frame = builder.finish().expect("a whole frame");
    let mut files = BTreeMap::new();
    texts(&example().join("studies/defectors"), "", &mut files);
    let study = Study::read("defectors", &files).expect("the study's files have no problem");
    let instruments = Library::load(law::builtin()).expect("the shipped instruments load");
    study::compute(&study, &frame, &profile, &instruments, &Silent)
        .expect("the study has no problem")
}

#[test]
fn every_record_of_an_invented_person_says_so_and_no_published_case_does() {
    let mut told = BTreeMap::new();
    for (_, record) in records(&profile()) {
        let (Record::Person(_) | Record::Event(_)) = &record else {
            continue;
        };
        let synthetic = match &record {
            Record::Person(person) => person.synthetic,
            Record::Event(event) => event.synthetic,
            _ => false,
        };
        let list = record
            .listed()
            .map(|listed| listed.list.clone())
            .unwrap_or_default();
        told.entry(list).or_insert_with(Vec::new).push(synthetic);
    }
    for (list, synthetic) in told {
        let invented = list == "invented-persons";
        assert!(synthetic.iter().all(|&said| said == invented), "{list}");
    }
}

#[test]
fn the_figures_equal_the_published_ones_where_the_text_agrees_with_itself() {
    let mut shown = String::new();
    let computed = computed();
    for exclusion in &computed.exclusions {
        writeln!(
            shown,
            "left out: {} {}",
            exclusion.count, exclusion.reason.en
        )
        .expect("a text takes every line");
    }
    for figure in &computed.figures {
        writeln!(
            shown,
            "{}: {} sure, {} possible",
            figure.id, figure.total.sure, figure.total.possible
        )
        .expect("a text takes every line");
        for cell in &figure.cells {
            let group: Vec<&str> = cell.group.values().map(String::as_str).collect();
            if !group.is_empty() {
                writeln!(
                    shown,
                    "    {}: {}, {}",
                    group.join(" "),
                    cell.sure,
                    cell.possible
                )
                .expect("a text takes every line");
            }
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_check_finds_the_four_contradictions_and_nothing_else() {
    let mut shown = String::new();
    for finding in computed().findings {
        let place: Vec<String> = finding
            .place
            .iter()
            .filter(|(key, _)| key.as_str() != "event")
            .map(|(key, value)| format!("{key} {value}"))
            .collect();
        writeln!(
            shown,
            "{} ({})\n    published: {}\n    computed: {}\n    records: {}",
            finding.code,
            place.join(", "),
            finding.expected,
            finding.found,
            finding.ids.len()
        )
        .expect("a text takes every line");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_decree_covers_five_of_the_nine_under_the_assumption_and_nobody_surely_without_it() {
    let mut shown = String::new();
    for table in computed().law_tables {
        writeln!(shown, "{}", table.id).expect("a text takes every line");
        for row in &table.rows {
            writeln!(
                shown,
                "    {}: {:?} {:?}",
                row.called, row.outcome, row.missing
            )
            .expect("a text takes every line");
        }
    }
    insta::assert_snapshot!(shown);
}
