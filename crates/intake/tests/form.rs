//! Does a form over a mapping show all of it, and change only what was changed?

mod common;

use intake::{Field, Mapping, Options, Side, Use, Why, propose_with_reasons};
use std::collections::BTreeMap;

/// Every toml block of a documentation page that is a mapping of its own.
fn mappings_of_the_documentation() -> Vec<Mapping> {
    let page = include_str!("../../../docs/import.md");
    page.split("```toml\n")
        .skip(1)
        .filter_map(|block| {
            let (text, _) = block.split_once("```")?;
            Mapping::read(text, "page").ok()
        })
        .collect()
}

const EVERYTHING: &str = r#"
list = "everything"
id = ["book", "page"]
dates = "day-first"
ignore = ["remark"]
synthetic = "invented"
[person]
present = "any"
full = "name"
sex = { column = "s", values = { "1" = "male", "-" = "" } }
birth = { year = "y", month = "m", day = "d" }
origin = { column = ["town", "district"], words = "as told" }
flags = "flags"
service = { kind = { fixed = "conscript" }, rank = "rank" }
identifiers = { civil = "national no" }
references = { "Another. Office" = "their no" }
own = { card = "card" }
[[person.name]]
full = "latin"
[[person.name]]
given = "short"
[source.family]
name = "told by"
open = { column = "open", fixed = "no" }
own = { hours = "hours" }
[[source.family.consent]]
purpose = { fixed = "publish-without-name" }
given = "agrees"
when = { column = "asked", dates = "month-first" }
[source."list. itself"]
kind = { fixed = "list" }
alone = true
[[event]]
kind = { column = "kind", values = { "x" = "arrest" } }
name = "first"
if = ["a", "b"]
when = { column = "when", serials = true }
place = "where"
body = [{ name = "by", alleged = true, degree = { fixed = "carried-out" } }, { name = "and by" }]
attributes = { manner = "how", number = { column = "n", as = "number" } }
verification = { fixed = "verified" }
verified_by = "who checked"
related = [{ relation = "follows", row = "after" }]
[[event.person]]
id = ["with", "page"]
role = { fixed = "witness" }
list = "another"
[[event.claim]]
from = "family"
if = "told"
learned = "told on"
values = { manner = "how said" }
[[event.claim]]
from = "list. itself"
[[event]]
kind = { fixed = "release" }
when = "released"
related = [{ relation = "ends", event = "first" }]
"#;

#[test]
fn what_a_form_reads_out_of_a_mapping_fills_the_same_mapping() {
    let profile = common::profile();
    let everything = Mapping::read(EVERYTHING, "everything").expect("readable");
    let mut mappings = mappings_of_the_documentation();
    assert!(mappings.len() >= 2);
    mappings.push(everything);
    for mapping in mappings {
        let filled = mapping.fill(
            &profile,
            &mapping.uses(&profile),
            &mapping.options(&profile),
        );
        assert_eq!(filled.to_toml(), mapping.to_toml());
    }
}

#[test]
fn every_hole_can_be_filled_by_a_column() {
    let profile = common::profile();
    let mapping = Mapping::read(EVERYTHING, "everything").expect("readable");
    let slots = mapping.slots(&profile);
    insta::assert_debug_snapshot!(
        slots
            .iter()
            .map(|slot| format!("{} {:?}", slot.path, slot.takes))
            .collect::<Vec<_>>()
    );
    let uses: Vec<Use> = slots
        .iter()
        .map(|slot| Use {
            column: format!("column of {}", slot.path),
            path: slot.path.clone(),
            side: Side::Value,
        })
        .collect();
    let filled = mapping.fill(&profile, &uses, &BTreeMap::new());
    let again: Vec<Use> = filled.uses(&profile);
    assert_eq!(again, uses);
    // And each is something that the text can say, too.
    let read = Mapping::read(&filled.to_toml(), "written").expect("readable");
    assert_eq!(read.uses(&profile), uses);
}

#[test]
fn a_column_that_is_moved_leaves_what_its_field_says_behind() {
    let profile = common::profile();
    let mapping = Mapping::read(EVERYTHING, "everything").expect("readable");
    let mut uses = mapping.uses(&profile);
    let mut options = mapping.options(&profile);
    uses.retain(|it| it.path != "person.sex");
    options.insert(
        "event.1.place".into(),
        Options {
            fixed: Some("Somewhere".into()),
            ..Options::default()
        },
    );
    let filled = mapping.fill(&profile, &uses, &options);
    let person = filled.person.expect("a person");
    assert_eq!(person.sex, None);
    assert_eq!(filled.events[1].place, Some(Field::fixed("Somewhere")));
}

#[test]
fn a_proposal_says_why_for_every_column() {
    let sheet = intake::read_sheet(
        "id,name,date of arrest,x,card number,remark\n1,Ahmad,2019,male,12,\n2,Suad,2018,female,13,\n"
            .as_bytes(),
        "s.csv",
        &intake::Reading::default(),
    )
    .expect("readable");
    let (_, why) = propose_with_reasons(&sheet, &common::profile());
    assert_eq!(
        why,
        [
            Why::Header,
            Why::Header,
            Why::Event,
            Why::Values,
            Why::Own,
            Why::Nothing
        ]
    );
}
