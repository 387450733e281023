//! A list comes again: unchanged, corrected, edited by the office in between.

mod common;

use common::{change_text, mapping, plan_against, plan_with, with_ids};
use insta::assert_snapshot;
use intake::{ChangeSet, Existing, Found, Key, Mapping};
use model::Record;
use std::collections::BTreeMap;

/// A register in memory: what each record is now, and what the list last said.
#[derive(Default)]
struct Office {
    records: BTreeMap<Key, Found>,
    ids: u32,
}

impl Existing for Office {
    fn find(&self, key: &Key) -> Option<Found> {
        self.records.get(key).cloned()
    }

    fn own_ids(&self, list: &str) -> Vec<String> {
        self.records
            .keys()
            .filter(|key| key.list == list && !key.part.starts_with("source"))
            .map(|key| key.own_id.clone())
            .collect()
    }
}

impl Office {
    fn apply(&mut self, changes: &ChangeSet) {
        let additions = with_ids(changes, || {
            self.ids += 1;
            format!("id-{}", self.ids)
        });
        let ids: Vec<String> = additions.iter().map(|(id, _)| id.clone()).collect();
        for (id, record) in additions {
            let key = Key::of(&record).expect("from a list");
            self.records.insert(
                key,
                Found {
                    id,
                    current: record.clone(),
                    imported: Some(record),
                },
            );
        }
        for update in &changes.updates {
            let mut versions = update.versions.clone().expect("whole");
            ChangeSet::settle(&mut versions.as_listed, &ids);
            ChangeSet::settle(&mut versions.new, &ids);
            let key = Key::of(&versions.as_listed).expect("from a list");
            let kept = self.records.get_mut(&key).expect("known");
            kept.current = versions.new;
            kept.imported = Some(versions.as_listed);
        }
    }

    fn edit(&mut self, own_id: &str, change: impl FnOnce(&mut model::record::Person)) {
        let found = self
            .records
            .get_mut(&Key::new("list", own_id, "person"))
            .expect("a person");
        if let Record::Person(person) = &mut found.current {
            change(person);
        }
    }
}

fn list() -> Mapping {
    mapping(
        r#"
list = "list"
id = "id"
[person]
full = "name"
occupation = "work"
birth = "birth"
[source.teller]
name = "source"
[[event]]
kind = { fixed = "arrest" }
when = "arrested"
[[event.claim]]
from = "teller"
"#,
    )
}

const FIRST: &str = "id,name,work,birth,arrested,source,remark\n\
    1,Ahmad,baker,1980,2018-11-12,Family A,x\n\
    2,Omar,teacher,1981,2018-11-25,Family B,y\n\
    3,Sami,,1982,,Family A,z\n";

#[test]
fn the_same_sheet_again_changes_nothing() {
    let mut office = Office::default();
    office.apply(&plan_with(FIRST.as_bytes(), "a.csv", &list()));
    let again =
        plan_against(FIRST.as_bytes(), "copy of a.csv", &list(), &office).expect("plannable");
    assert_eq!(again.counts.unchanged, 7);
    assert!(again.additions.is_empty() && again.updates.is_empty());
    let shuffled: String = {
        let mut lines: Vec<&str> = FIRST.lines().collect();
        lines[1..].reverse();
        lines.join("\n")
    };
    let again = plan_against(shuffled.as_bytes(), "b.csv", &list(), &office).expect("plannable");
    // The sources are described by other rows now, which is no change of what the list says.
    assert!(
        again.additions.is_empty() && again.updates.is_empty(),
        "{}",
        change_text(&again)
    );
}

#[test]
fn a_corrected_row_updates_and_an_edit_of_the_office_stays() {
    let mut office = Office::default();
    office.apply(&plan_with(FIRST.as_bytes(), "a.csv", &list()));
    office.edit("1", |person| person.notes = Some("asked again".into()));
    office.edit("2", |person| person.occupation = Some("headmaster".into()));
    let second = FIRST
        .replace("baker,1980", "baker,1979")
        .replace("teacher", "pupil")
        .replace(
            "3,Sami,,1982,,Family A,z\n",
            "4,Wael,,1990,2019-01-28,Family C,w\n",
        );
    let changes = plan_against(second.as_bytes(), "b.csv", &list(), &office).expect("plannable");
    assert_snapshot!(change_text(&changes));
    office.apply(&changes);
    let Record::Person(person) = &office.records[&Key::new("list", "1", "person")].current else {
        panic!("a person")
    };
    assert_eq!(
        (
            person.notes.as_deref(),
            person.birth.as_ref().map(|when| when.edtf())
        ),
        (Some("asked again"), Some("1979"))
    );
    let again = plan_against(second.as_bytes(), "b.csv", &list(), &office).expect("plannable");
    assert!(again.updates.is_empty(), "{}", change_text(&again));
    // A third sheet corrects another field: the office's edits still stand.
    let third = second.replace("Ahmad", "Ahmad H");
    office.apply(&plan_against(third.as_bytes(), "c.csv", &list(), &office).expect("plannable"));
    let Record::Person(person) = &office.records[&Key::new("list", "1", "person")].current else {
        panic!("a person")
    };
    assert_eq!(
        (person.names[0].display().as_str(), person.notes.as_deref()),
        ("Ahmad H", Some("asked again"))
    );
}

#[test]
fn rows_about_persons_of_another_list_find_them() {
    let mut office = Office::default();
    office.apply(&plan_with(FIRST.as_bytes(), "a.csv", &list()));
    let releases = mapping(
        r#"
list = "releases"
id = "no"
[person]
list = "list"
id = "case"
[[event]]
kind = { fixed = "release" }
when = "released"
"#,
    );
    let sheet = "no,case,released\n1,2,2019-04\n2,9,2019-05\n";
    let changes =
        plan_against(sheet.as_bytes(), "releases.csv", &releases, &office).expect("plannable");
    assert_snapshot!(change_text(&changes));
}
