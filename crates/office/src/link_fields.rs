//! Which fields of a person's record are compared, as a table?
//!
//! Names by part (a name written in one is taken apart), birth, sex, place in
//! the gazetteer's own words, the earliest day of an arrest or death, the list,
//! and identifiers. Invariant: a field is compared as the record says it; no day
//! and no part of a name is invented.

use linkage::{Reading, Role, Table};
use model::profile::Profile;
use model::record::{Event, Person, PlaceRef, RecordId};
use model::{Code, Problem, Record, When};
use register::Tx;
use std::collections::{BTreeMap, HashMap};

/// The fields of a person that are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) of: BTreeMap<&'static str, String>,
    identifiers: BTreeMap<String, String>,
}

impl Fields {
    /// The same with the earliest day of an arrest or death.
    pub(crate) fn on(mut self, first: Option<&When>) -> Fields {
        if let Some(day) = first.map(partly).filter(|day| !day.is_empty()) {
            self.of.insert("event-date", day);
        }
        self
    }

    /// All in one text, for many persons at once.
    pub(crate) fn packed(&self) -> Box<str> {
        let of = COLUMNS.map(|(name, _)| self.of.get(name).map_or("", String::as_str));
        serde_json::json!([of, self.identifiers]).to_string().into()
    }

    /// What [`Fields::packed`] made a text of.
    pub(crate) fn unpacked(text: &str) -> Fields {
        type Packed = (Vec<String>, BTreeMap<String, String>);
        let (of, identifiers): Packed = serde_json::from_str(text).unwrap_or_default();
        let named = COLUMNS.iter().map(|(name, _)| *name).zip(of);
        Fields {
            of: named.filter(|(_, value)| !value.is_empty()).collect(),
            identifiers,
        }
    }

    /// What a record says in a field of the model.
    pub(crate) fn said(&self, field: &str) -> String {
        if field == "place" {
            let parts: Vec<&str> = ["governorate", "district", "town"]
                .iter()
                .filter_map(|part| self.of.get(part).map(String::as_str))
                .collect();
            return parts.join(" · ");
        }
        self.of
            .get(field)
            .or_else(|| self.identifiers.get(field))
            .cloned()
            .unwrap_or_default()
    }
}

const COLUMNS: [(&str, Role); 12] = [
    ("source", Role::Source),
    ("given", Role::Given),
    ("father", Role::Father),
    ("grandfather", Role::Grandfather),
    ("family", Role::Family),
    ("mother", Role::Mother),
    ("sex", Role::Sex),
    ("birth", Role::Birth),
    ("event-date", Role::EventDate),
    ("governorate", Role::Governorate),
    ("district", Role::District),
    ("town", Role::Town),
];

/// All person records as one table, each with the earliest day of its arrest or death.
pub(crate) fn persons_as_table(tx: &Tx<'_>, profile: &Profile) -> Result<Table, Problem> {
    let mut dates: HashMap<RecordId, Option<When>> = HashMap::new();
    tx.scan("event", None, |stored| {
        if let Record::Event(event) = &stored.record {
            for part in event.persons.iter().filter(|part| part.role == "victim") {
                let first = dates.entry(part.person.clone()).or_default();
                telling_date(event, &part.person, profile, first);
            }
        }
        Ok(())
    })?;
    let mut rows = Rows::new(profile)?;
    tx.scan("person", None, |stored| {
        let Record::Person(person) = &stored.record else {
            return Ok(());
        };
        if person.withdrawn.is_some() {
            return Ok(());
        }
        let first = dates.get(&stored.id).and_then(Option::as_ref);
        rows.add(&stored.id, &fields_of(person, profile).on(first))
    })?;
    rows.table()
}

/// Rows on their way into a table. One text for all: a million persons as
/// single strings would take gigabytes.
pub(crate) struct Rows {
    sheet: csv::Writer<Vec<u8>>,
    schemes: Vec<String>,
}

fn failed(error: csv::Error) -> Problem {
    Problem::new(Code::OfficeIo)
        .with("path", "")
        .with("reason", error)
}

impl Rows {
    /// No row yet; the columns are the profile's.
    pub(crate) fn new(profile: &Profile) -> Result<Rows, Problem> {
        let mut schemes: Vec<String> = profile
            .vocabulary("identifier")
            .map(|terms| terms.terms.iter().map(|term| term.id.clone()).collect())
            .unwrap_or_default();
        schemes.sort();
        let mut header = vec!["id".to_owned()];
        header.extend(COLUMNS.iter().map(|(name, _)| (*name).to_owned()));
        header.extend(schemes.iter().cloned());
        let mut sheet = csv::Writer::from_writer(Vec::new());
        sheet.write_record(&header).map_err(failed)?;
        Ok(Rows { sheet, schemes })
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, id: &str, fields: &Fields) -> Result<(), Problem> {
        let mut row = vec![id];
        row.extend(
            COLUMNS
                .iter()
                .map(|(name, _)| fields.of.get(name).map_or("", String::as_str)),
        );
        row.extend(
            self.schemes
                .iter()
                .map(|it| fields.identifiers.get(it).map_or("", String::as_str)),
        );
        self.sheet.write_record(&row).map_err(failed)
    }

    /// The table; its rows are in the order of their ids.
    pub(crate) fn table(self) -> Result<Table, Problem> {
        let bytes = self
            .sheet
            .into_inner()
            .map_err(|error| failed(error.into_error().into()))?;
        let mut roles: Vec<(String, Role)> = COLUMNS
            .iter()
            .map(|(name, role)| ((*name).to_owned(), *role))
            .collect();
        roles.extend(
            self.schemes
                .into_iter()
                .map(|scheme| (scheme, Role::Identifier)),
        );
        let reading = Reading {
            id: Some("id".into()),
            roles,
            ..Reading::default()
        };
        Table::read_csv(vec![("register".to_owned(), bytes.as_slice())], &reading)
    }
}

/// Keeps the earliest day of an arrest or death of this person.
pub(crate) fn telling_date(
    event: &Event,
    person: &str,
    profile: &Profile,
    first: &mut Option<When>,
) {
    if event.withdrawn.is_some() {
        return;
    }
    let telling = profile.vocabulary("event").is_some_and(|kinds| {
        kinds
            .lineage(&event.kind)
            .iter()
            .any(|kind| matches!(kind.id.as_str(), "arrest" | "death"))
    });
    let victim = event
        .persons
        .iter()
        .any(|part| part.person == person && part.role == "victim");
    if let Some(when) = event
        .when
        .as_ref()
        .filter(|when| telling && victim && !partly(when).is_empty())
        && first.as_ref().is_none_or(|known| when < known)
    {
        *first = Some(when.clone());
    }
}

/// A partial date as lists write it: a day, a month or a year; empty when it is less.
fn partly(when: &When) -> String {
    let (Some(from), Some(until)) = (when.earliest(), when.latest()) else {
        return String::new();
    };
    if from == until {
        from.to_string()
    } else if (from.year(), from.month()) == (until.year(), until.month()) {
        format!("{:04}-{:02}", from.year(), from.month())
    } else if from.year() == until.year() {
        format!("{:04}", from.year())
    } else {
        String::new()
    }
}

/// What a record says; its earliest day is added by [`Fields::on`].
pub(crate) fn fields_of(person: &Person, profile: &Profile) -> Fields {
    let mut of: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut set = |field: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            of.entry(field).or_insert(value);
        }
    };
    for name in &person.names {
        set("given", name.given.clone());
        set("father", name.father.clone());
        set("grandfather", name.grandfather.clone());
        set("family", name.family.clone());
        set("mother", name.mother.clone());
    }
    let bare = person
        .names
        .iter()
        .all(|name| name.given.is_none() && name.family.is_none());
    if let Some(full) = person
        .names
        .iter()
        .find_map(|name| name.full.as_ref())
        .filter(|_| bare)
    {
        for (part, value) in parts_of(full) {
            set(part, Some(value));
        }
    }
    set("sex", person.sex.clone());
    set("birth", person.birth.as_ref().map(partly));
    set(
        "source",
        person.listed.as_ref().map(|listed| listed.list.clone()),
    );
    if let Some(place) = person.origin.as_ref().or(person.residence.as_ref()) {
        let PlaceRef { id, as_written } = place;
        let within = |kind: &str| {
            let term = profile.place_within(id.as_deref()?, kind)?;
            Some(term.label("ar").to_owned())
        };
        set("governorate", within("governorate"));
        set("district", within("district"));
        set("town", within("town").or_else(|| within("city")));
        if id.is_none() {
            set("town", as_written.clone());
        }
    }
    let identifiers = person
        .identifiers
        .iter()
        .map(|identifier| (identifier.scheme.clone(), identifier.value.clone()))
        .collect();
    Fields { of, identifiers }
}

/// Words that belong to the next one.
const PREFIXES: &[&str] = &[
    "عبد", "أبو", "ابو", "أم", "ام", "آل", "abd", "abdul", "abdel", "abu", "abou", "umm", "al",
    "el",
];
/// Words that stand between a name and the father's.
const BETWEEN: &[&str] = &["بن", "ابن", "بنت", "bin", "ibn", "bint", "ben"];

/// The parts of a name written in one: given, father, grandfather, family in
/// the order in which a Syrian name is said.
fn parts_of(full: &str) -> Vec<(&'static str, String)> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = String::new();
    for word in full.split_whitespace() {
        let lower = word.to_lowercase();
        if BETWEEN.contains(&lower.as_str()) {
            continue;
        }
        open = if open.is_empty() {
            word.to_owned()
        } else {
            format!("{open} {word}")
        };
        if !PREFIXES.contains(&lower.as_str()) {
            parts.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        parts.push(open);
    }
    let names: &[&'static str] = match parts.len() {
        0 => &[],
        1 => &["given"],
        2 => &["given", "family"],
        3 => &["given", "father", "family"],
        _ => &["given", "father", "grandfather", "family"],
    };
    if parts.len() > 4 {
        let family = parts.split_off(3).join(" ");
        parts.push(family);
    }
    names.iter().copied().zip(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(full: &str) -> String {
        parts_of(full)
            .iter()
            .map(|(part, value)| format!("{part}={value}"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn a_name_in_one_comes_apart_as_it_is_said() {
        assert_eq!(said("خالد الجاسم"), "given=خالد, family=الجاسم");
        assert_eq!(
            said("عبد الرحمن مروان الجاسم"),
            "given=عبد الرحمن, father=مروان, family=الجاسم"
        );
        assert_eq!(
            said("Khaled bin Marwan Ahmad Al Jassem"),
            "given=Khaled, father=Marwan, grandfather=Ahmad, family=Al Jassem"
        );
        assert_eq!(said("أبو"), "given=أبو");
        assert_eq!(said(" "), "");
    }

    #[test]
    fn a_date_says_no_more_than_is_known() {
        let partly = |text: &str| super::partly(&When::parse(text).expect("EDTF"));
        assert_eq!(partly("2013-08-21"), "2013-08-21");
        assert_eq!(partly("2013-08"), "2013-08");
        assert_eq!(partly("2013"), "2013");
        assert_eq!(partly("2013-11/2014-02"), "");
    }
}
