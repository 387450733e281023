//! The exported frame opens in any SQLite tool and holds no name.

use crate::nine::{self, frame_of, options, profile, records};
use model::Record;

#[test]
fn the_export_has_every_table_and_no_identifying_column() {
    let mut records = records();
    let Some(Record::Person(person)) = records.get_mut(&nine::person_id(1)) else {
        panic!("a person")
    };
    person.own.insert("card-number".into(), "card-4711".into());
    person.own.insert("telephone".into(), "phone-0991".into());
    person
        .own
        .insert("settlement-date".into(), "2018-07".into());
    person.notes = Some("a note nobody may read".into());
    let frame = frame_of(&records, options());
    let file = std::env::temp_dir().join(format!("study-export-{}.sqlite", std::process::id()));
    frame.export(&file, false).expect("written");
    let bytes = std::fs::read(&file).expect("read");
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    assert!(holds("2018-07-31"), "an own date has its bounds");
    for secret in [
        "card-4711",
        "phone-0991",
        "a note",
        "M SH",
        "birth_earliest",
    ] {
        assert!(!holds(secret), "{secret}");
    }
    let read = rusqlite::Connection::open(&file).expect("opened");
    for view in [
        "acts",
        "arrests",
        "deaths",
        "notices_of_death",
        "bodies_returned",
        "transfers",
    ] {
        let rows = read.query_row(&format!("select count(*) from {view}"), [], |row| {
            row.get::<_, i64>(0)
        });
        assert_eq!(
            rows.expect(view).unsigned_abs(),
            frame.count(view).expect(view),
            "{view}"
        );
    }
    assert_eq!(
        frame
            .export(&file, false)
            .expect_err("there already")
            .code
            .as_str(),
        "study.export-exists"
    );
    std::fs::remove_file(&file).expect("removed");
}

#[test]
fn the_documentation_of_the_frame_is_up_to_date() {
    let said = study::frame::schema::documentation(&shipped_profile());
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/frame.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &said).expect("written");
    }
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        written == said,
        "docs/frame.md is out of date: run this test with UPDATE_DOCS=1"
    );
}

/// The example office's profile: the views of the page are those of its event kinds.
fn shipped_profile() -> model::Profile {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../office/example/profile");
    let mut texts = std::collections::BTreeMap::new();
    crate::shipped_study::texts(&folder, "", &mut texts);
    model::Profile::read(&texts).expect("the example's profile")
}

#[test]
fn views_are_named_by_the_plural_of_the_head_noun() {
    let named: Vec<String> = [
        "arrest",
        "notice-of-death",
        "body-returned",
        "document-received",
        "call-up",
        "return-to-unit",
        "injury",
        "harassment",
    ]
    .iter()
    .map(|kind| study::frame::schema::view_name(kind))
    .collect();
    assert_eq!(
        named,
        [
            "arrests",
            "notices_of_death",
            "bodies_returned",
            "documents_received",
            "call_ups",
            "returns_to_unit",
            "injuries",
            "harassments"
        ]
    );
    assert!(profile().vocabulary("event").is_some());
}
