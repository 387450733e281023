//! A small office, sheets built in memory, and change sets as text for snapshots.
#![allow(dead_code)] // each test file uses its part

use intake::{
    ChangeSet, Existing, Mapping, NothingYet, Reading, Sheet, plan, propose_mapping, read_sheet,
};
use model::{Problem, Profile, Record};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};

/// Id, Arabic and English label of a term.
type Words = (&'static str, &'static str, &'static str);

/// A profile with a few words of each vocabulary.
pub fn profile() -> Profile {
    let mut texts = BTreeMap::new();
    texts.insert(
        "profile.toml".to_owned(),
        r#"
name = { ar = "مكتب", en = "Office" }
origin = "test.invalid/register"
languages = ["ar", "en"]
[[field]]
record = "person"
id = "card"
ar = "رقم البطاقة"
en = "Card number"
type = "text"
class = "identifying"
reason = "for the test"
[[field]]
record = "person"
id = "children"
ar = "عدد الأولاد"
en = "Number of children"
type = "number"
class = "internal"
reason = "for the test"
[[field]]
record = "source"
id = "hours"
ar = "أوقات الاتصال"
en = "Safe hours"
type = "text"
class = "contact"
reason = "for the test"
"#
        .to_owned(),
    );
    let vocabularies: [(&str, &[Words]); 13] = [
        (
            "sex",
            &[("male", "ذكر", "Male"), ("female", "أنثى", "Female")],
        ),
        (
            "event",
            &[
                ("arrest", "اعتقال", "Arrest"),
                ("release", "إفراج", "Release"),
                ("death", "وفاة", "Death"),
                ("sighting", "مشاهدة", "Sighting"),
                ("departure", "مغادرة", "Departure"),
            ],
        ),
        (
            "service",
            &[
                ("conscript", "مجند", "Conscript"),
                ("officer", "ضابط", "Officer"),
            ],
        ),
        (
            "rank",
            &[
                ("private", "جندي", "Private"),
                ("sergeant", "رقيب", "Sergeant"),
            ],
        ),
        (
            "basis",
            &[
                ("family-visit", "زيارة الأسرة", "Family visit"),
                ("hearsay", "سماع", "Hearsay"),
            ],
        ),
        (
            "source",
            &[
                ("person", "شخص", "Person"),
                ("organisation", "منظمة", "Organisation"),
                ("publication", "منشور", "Publication"),
            ],
        ),
        (
            "role",
            &[("victim", "ضحية", "Victim"), ("witness", "شاهد", "Witness")],
        ),
        (
            "relation",
            &[("ends", "تُنهي", "Ends"), ("follows", "تلي", "Follows")],
        ),
        (
            "relation-to-victim",
            &[("father", "أب", "Father"), ("brother", "أخ", "Brother")],
        ),
        ("identifier", &[("civil", "الرقم الوطني", "Civil number")]),
        (
            "manner",
            &[
                ("checkpoint", "حاجز", "Checkpoint"),
                ("raid", "مداهمة", "Raid"),
            ],
        ),
        (
            "consent",
            &[
                ("record", "التوثيق", "To record"),
                ("share", "المشاركة", "To share"),
            ],
        ),
        ("involvement", &[("carried-out", "نفّذ", "Carried out")]),
    ];
    for (id, terms) in vocabularies {
        let mut text = format!("id = \"{id}\"\nlabel = {{ ar = \"{id}\", en = \"{id}\" }}\n");
        for (id, ar, en) in terms {
            let _ = writeln!(
                text,
                "[[term]]\nid = \"{id}\"\nar = \"{ar}\"\nen = \"{en}\""
            );
        }
        texts.insert(format!("vocabularies/{id}.toml"), text);
    }
    let mut places = String::new();
    for (id, ar, en, parent) in [
        ("daraa", "درعا", "Daraa", ""),
        ("daraa-district", "درعا", "Daraa", "daraa"),
        ("daraa-city", "درعا", "Daraa", "daraa-district"),
        ("izra", "إزرع", "Izra", "daraa"),
        ("nawa", "نوى", "Nawa", "izra"),
        ("aleppo", "حلب", "Aleppo", ""),
        ("sednaya", "سجن صيدنايا", "Sednaya prison", ""),
    ] {
        let _ = writeln!(
            places,
            "[[place]]\nid = \"{id}\"\nar = \"{ar}\"\nen = \"{en}\""
        );
        if !parent.is_empty() {
            let _ = writeln!(places, "parent = \"{parent}\"");
        }
    }
    texts.insert("places.toml".into(), places);
    texts.insert("bodies.toml".into(), "[[body]]\nid = \"military-intelligence\"\nar = \"المخابرات العسكرية\"\nen = \"Military Intelligence\"\n".into());
    Profile::read(&texts).expect("the test's profile")
}

pub fn mapping(text: &str) -> Mapping {
    Mapping::read(text, "mapping.toml").unwrap_or_else(|problems| panic!("{problems:?}"))
}

pub fn read(bytes: &[u8], name: &str) -> Result<Sheet, Vec<Problem>> {
    read_sheet(bytes, name, &Reading::default())
}

/// Reads with a mapping's own options and plans against an office.
pub fn plan_against(
    bytes: &[u8],
    name: &str,
    mapping: &Mapping,
    existing: &dyn Existing,
) -> Result<ChangeSet, Vec<Problem>> {
    let sheet = read_sheet(bytes, name, &mapping.reading())?;
    plan(&sheet, mapping, &profile(), existing)
}

pub fn plan_with(bytes: &[u8], name: &str, mapping: &Mapping) -> ChangeSet {
    plan_against(bytes, name, mapping, &NothingYet)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Problems one to a line: severity, place, code, details.
pub fn problem_lines<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> String {
    let mut text = String::new();
    for problem in problems {
        let row = problem
            .spot
            .row
            .map_or("-".to_owned(), |row| row.to_string());
        let column = problem.spot.column.as_deref().unwrap_or("-");
        let line = problem
            .spot
            .line
            .map_or(String::new(), |line| format!(" line {line}"));
        let _ = writeln!(
            text,
            "{:?} row {row} column {column}{line}: {problem}",
            problem.severity
        );
    }
    text
}

/// Everything that came of a sheet: columns, problems, records.
pub fn story(bytes: &[u8], name: &str, mapping: Option<&Mapping>) -> String {
    let reading = mapping.map(Mapping::reading).unwrap_or_default();
    let sheet = match read_sheet(bytes, name, &reading) {
        Ok(sheet) => sheet,
        Err(problems) => return format!("REFUSED\n{}", problem_lines(&problems)),
    };
    let mut text = format!(
        "{:?}\ncolumns: {}\n",
        sheet.origin,
        sheet.headers.join(" | ")
    );
    let proposed;
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => {
            proposed = propose_mapping(&sheet, &profile());
            &proposed
        }
    };
    match plan(&sheet, mapping, &profile(), &NothingYet) {
        Err(problems) => text.push_str(&format!("MAPPING REFUSED\n{}", problem_lines(&problems))),
        Ok(changes) => text.push_str(&change_text(&changes)),
    }
    text
}

/// A change set as text; the hash of the file is left out.
pub fn change_text(changes: &ChangeSet) -> String {
    let mut text = format!(
        "rows {} taken {} left out {}\n",
        changes.counts.rows, changes.counts.rows_taken, changes.counts.rows_left_out
    );
    text.push_str(&problem_lines(changes.problems()));
    for record in &changes.additions {
        let _ = writeln!(text, "+ {}", short(&record.canonical(), &changes.sha256));
    }
    for update in &changes.updates {
        let _ = writeln!(text, "~ {} row {}", update.id, update.row);
        for (word, list) in [("change", &update.changes), ("conflict", &update.conflicts)] {
            for change in list {
                let _ = writeln!(
                    text,
                    "  {word} {}",
                    serde_json::to_string(change).expect("a change is JSON")
                );
            }
        }
    }
    text
}

fn short(record: &str, sha256: &str) -> String {
    record.replace(&format!("\"file_sha256\":\"{sha256}\","), "")
}

/// Rewrites the parts of a zip archive.
pub fn repack(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .expect("start");
        out.write_all(change(&name, text).as_bytes())
            .expect("write");
    }
    out.finish().expect("finish").into_inner()
}

/// The additions with ids in place of references; `new_id` gives each its id.
pub fn with_ids(changes: &ChangeSet, new_id: impl FnMut() -> String) -> Vec<(String, Record)> {
    let ids: Vec<String> = std::iter::repeat_with(new_id)
        .take(changes.additions.len())
        .collect();
    let mut records = changes.additions.clone();
    for record in &mut records {
        ChangeSet::settle(record, &ids);
    }
    ids.into_iter().zip(records).collect()
}
