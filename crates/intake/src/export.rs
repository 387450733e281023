//! How do records leave for another office's sheet, and come back the same?
//!
//! One row for each person with that person's events; events of other or no
//! persons, and sources to which no claim refers, get rows of their own. The mapping that is written beside the sheet
//! imports it into an empty office as the same records: only ids and the list
//! that they came from are new. Cells that a spreadsheet would run as a formula
//! begin with an apostrophe, which the mapping takes away again.

mod columns;

use crate::mapping::{
    Bodies, BodyMap, ClaimMap, Columns, ConsentMap, EventMap, Field, Mapping, NameMap,
    ParticipantMap, PersonMap, RelatedMap, ServiceMap, SourceMap, Synthetic,
};
use crate::several;
use columns::Sheet;
use model::record::{Event, Name, Person, PlaceRef, RecordId, Source, VerificationStatus};
use model::when::DayOrder;
use model::{Profile, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Writes persons, events and sources as a CSV sheet (UTF-8) with its mapping (TOML).
///
/// Records of other kinds (contacts, files, decisions) are not part of a sheet. A
/// person's numbers come back grouped by their scheme.
pub fn export(records: &[(RecordId, Record)], profile: &Profile, list: &str) -> (Vec<u8>, String) {
    let _ = profile;
    let mut sources: HashMap<&str, &Source> = HashMap::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut row_of: HashMap<&str, usize> = HashMap::new();
    for (id, record) in records {
        match record {
            Record::Source(source) => {
                sources.insert(id, source);
            }
            Record::Person(person) => {
                row_of.insert(id, rows.len());
                rows.push(Row {
                    id,
                    person: Some(person),
                    source: None,
                    synthetic: person.synthetic,
                    events: Vec::new(),
                });
            }
            _ => {}
        }
    }
    let mut place_of: HashMap<&str, (usize, usize)> = HashMap::new();
    for (id, record) in records {
        let Record::Event(event) = record else {
            continue;
        };
        let first = event
            .persons
            .first()
            .and_then(|participant| row_of.get(participant.person.as_str()).copied());
        // A row marks all its records as invented or none: others get a row of their own.
        let row = match first.filter(|&row| rows[row].synthetic == event.synthetic) {
            Some(row) => row,
            None => {
                rows.push(Row {
                    id,
                    person: None,
                    source: None,
                    synthetic: event.synthetic,
                    events: Vec::new(),
                });
                rows.len() - 1
            }
        };
        place_of.insert(id, (row, rows[row].events.len()));
        rows[row].events.push(event);
    }
    // A source to which no claim refers would otherwise have no row to stand in.
    let told: HashSet<&str> = records
        .iter()
        .filter_map(|(_, record)| match record {
            Record::Event(event) => Some(event),
            _ => None,
        })
        .flat_map(|event| &event.claims)
        .filter_map(|claim| claim.source.as_deref())
        .collect();
    rows.extend(records.iter().filter_map(|(id, record)| match record {
        Record::Source(source) if !told.contains(id.as_str()) => Some(Row {
            id,
            person: None,
            source: Some(source),
            synthetic: source.synthetic,
            events: Vec::new(),
        }),
        _ => None,
    }));
    // Of a person of whom nothing is known a column must say that there is one.
    let unknown = rows.iter().filter_map(|row| row.person).any(says_nothing);
    let mut export = Export {
        sheet: Sheet::default(),
        sources,
        row_ids: rows.iter().map(|row| row.id).collect(),
        row_of,
        place_of,
    };
    let mut mapping = Mapping {
        list: list.to_owned(),
        id: Columns(vec!["id".into()]),
        delimiter: Some(','),
        encoding: Some("utf-8".into()),
        header_row: Some(1),
        header_rows: Some(1),
        exported: true,
        dates: Some(DayOrder::YearFirst),
        synthetic: Some(Synthetic::Column("synthetic".into())),
        ..Mapping::default()
    };
    for row in &rows {
        export.sheet.begin();
        export.sheet.put("id", row.id);
        if row.synthetic {
            export.sheet.put("synthetic", "yes");
        }
        if let Some(person) = row.person {
            if unknown {
                export.sheet.put(PRESENT, "yes");
            }
            export.person(person);
        }
        if let Some(source) = row.source {
            export.source(ALONE, row.id, source);
        }
        for (position, event) in row.events.iter().enumerate() {
            export.event(position, event, row.person.is_some());
        }
    }
    export.sheet.need("synthetic");
    mapping.person =
        Some(export.person_map(&rows)).filter(|person| *person != PersonMap::default());
    if rows.iter().any(|row| row.source.is_some()) {
        let source = SourceMap {
            alone: true,
            ..export.source_map(ALONE)
        };
        mapping.sources.insert("alone".into(), source);
    }
    for position in 0..rows.iter().map(|row| row.events.len()).max().unwrap_or(0) {
        let events: Vec<&Event> = rows
            .iter()
            .filter_map(|row| row.events.get(position).copied())
            .collect();
        let event = export.event_map(position, &events, &mut mapping.sources);
        mapping.events.push(event);
    }
    (export.sheet.to_csv(), mapping.to_toml())
}

/// Column that says that a row has a person.
const PRESENT: &str = "person";
/// What the columns of a source to which no claim refers begin with.
const ALONE: &str = "source.";

/// Whether nothing is known of a person but that there is one.
fn says_nothing(person: &Person) -> bool {
    let bare = Person {
        listed: person.listed.clone(),
        synthetic: person.synthetic,
        ..Person::default()
    };
    *person == bare
}

struct Row<'a> {
    id: &'a str,
    person: Option<&'a Person>,
    source: Option<&'a Source>,
    synthetic: bool,
    events: Vec<&'a Event>,
}

struct Export<'a> {
    sheet: Sheet,
    sources: HashMap<&'a str, &'a Source>,
    row_ids: Vec<&'a str>,
    row_of: HashMap<&'a str, usize>,
    place_of: HashMap<&'a str, (usize, usize)>,
}

/// The field of a column, when the sheet has the column.
fn field(sheet: &Sheet, column: &str) -> Option<Field> {
    sheet.has(column).then(|| Field::column(column))
}

/// Fields by key for all columns that begin with a prefix.
fn fields(sheet: &Sheet, prefix: &str) -> BTreeMap<String, Field> {
    sheet
        .under(prefix)
        .into_iter()
        .map(|key| (key.clone(), Field::column(format!("{prefix}{key}"))))
        .collect()
}

fn place_field(sheet: &Sheet, column: &str) -> Option<Field> {
    let words = format!("{column}.words");
    if !sheet.has(column) && !sheet.has(&words) {
        return None;
    }
    Some(Field {
        columns: vec![column.to_owned()],
        words: Some(words),
        ..Field::default()
    })
}

fn status(status: VerificationStatus) -> &'static str {
    match status {
        VerificationStatus::Open => "open",
        VerificationStatus::Verified => "verified",
        VerificationStatus::Disputed => "disputed",
        VerificationStatus::Rejected => "rejected",
    }
}

impl Export<'_> {
    fn maybe(&mut self, column: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.sheet.put(column, value);
        }
    }

    fn place(&mut self, column: &str, place: Option<&PlaceRef>) {
        let Some(place) = place else { return };
        let words = format!("{column}.words");
        self.sheet.need(column);
        self.sheet.need(&words);
        self.maybe(column, place.id.as_deref());
        self.maybe(&words, place.as_written.as_deref());
    }

    fn name(&mut self, prefix: &str, name: &Name) {
        for (part, value) in name.parts() {
            self.sheet.put(&format!("{prefix}{part}"), value);
        }
    }

    fn person(&mut self, person: &Person) {
        for (position, name) in person.names.iter().enumerate() {
            self.name(&format!("name{}.", position + 1), name);
        }
        self.maybe("sex", person.sex.as_deref());
        self.maybe("birth", person.birth.as_ref().map(model::When::edtf));
        self.place("origin", person.origin.as_ref());
        self.place("residence", person.residence.as_ref());
        self.maybe("occupation", person.occupation.as_deref());
        if let Some(service) = &person.service {
            self.maybe("service.kind", service.kind.as_deref());
            self.maybe("service.rank", service.rank.as_deref());
            self.maybe("service.unit", service.unit.as_deref());
        }
        let mut several: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for identifier in &person.identifiers {
            several
                .entry(format!("identifier.{}", identifier.scheme))
                .or_default()
                .push(&identifier.value);
        }
        for reference in &person.references {
            several
                .entry(format!("reference.{}", reference.organisation))
                .or_default()
                .push(&reference.value);
        }
        for (column, values) in several {
            self.sheet.put(&column, &several::join(values));
        }
        if !person.flags.is_empty() {
            let flags = person.flags.iter().map(String::as_str);
            self.sheet.put("flags", &several::join(flags));
        }
        for (id, value) in &person.own {
            self.sheet.put(&format!("own.{id}"), value);
        }
        self.maybe("notes", person.notes.as_deref());
    }

    fn person_map(&self, rows: &[Row<'_>]) -> PersonMap {
        let sheet = &self.sheet;
        let names = rows
            .iter()
            .filter_map(|row| row.person)
            .map(|person| person.names.len())
            .max()
            .unwrap_or(0);
        let variant = |position: usize| {
            let part = |part: &str| field(sheet, &format!("name{position}.{part}"));
            NameMap {
                full: part("full"),
                given: part("given"),
                father: part("father"),
                grandfather: part("grandfather"),
                family: part("family"),
                mother: part("mother"),
                nickname: part("nickname"),
            }
        };
        let first = variant(1);
        let service = ServiceMap {
            kind: field(sheet, "service.kind"),
            rank: field(sheet, "service.rank"),
            unit: field(sheet, "service.unit"),
        };
        PersonMap {
            present: Columns(if sheet.has(PRESENT) {
                vec![PRESENT.into()]
            } else {
                Vec::new()
            }),
            full: first.full,
            given: first.given,
            father: first.father,
            grandfather: first.grandfather,
            family: first.family,
            mother: first.mother,
            nickname: first.nickname,
            names: (2..=names).map(variant).collect(),
            sex: field(sheet, "sex"),
            birth: field(sheet, "birth"),
            origin: place_field(sheet, "origin"),
            residence: place_field(sheet, "residence"),
            occupation: field(sheet, "occupation"),
            flags: field(sheet, "flags"),
            notes: field(sheet, "notes"),
            service: (service != ServiceMap::default()).then_some(service),
            identifiers: fields(sheet, "identifier."),
            references: fields(sheet, "reference."),
            own: fields(sheet, "own."),
            ..PersonMap::default()
        }
    }

    fn event(&mut self, position: usize, event: &Event, of_person: bool) {
        let e = format!("event{}.", position + 1);
        self.sheet.put(&format!("{e}kind"), &event.kind);
        let mut persons = event.persons.iter();
        if of_person && let Some(first) = persons.next() {
            self.sheet.put(&format!("{e}role"), &first.role);
        }
        for (index, participant) in persons.enumerate() {
            if let Some(&row) = self.row_of.get(participant.person.as_str()) {
                let id = self.row_ids[row].to_owned();
                self.sheet.put(&format!("{e}person{}.id", index + 1), &id);
                self.sheet
                    .put(&format!("{e}person{}.role", index + 1), &participant.role);
            }
        }
        self.maybe(
            &format!("{e}when"),
            event.when.as_ref().map(model::When::edtf),
        );
        self.place(&format!("{e}place"), event.place.as_ref());
        self.place(&format!("{e}facility"), event.facility.as_ref());
        for (index, body) in event.bodies.iter().enumerate() {
            let b = format!("{e}body{}", index + 1);
            self.place(&b, Some(&body.body));
            self.maybe(&format!("{b}.alleged"), body.alleged.then_some("yes"));
            self.maybe(&format!("{b}.degree"), body.degree.as_deref());
        }
        for (id, value) in &event.attributes {
            self.sheet.put(&format!("{e}attribute.{id}"), value);
        }
        if event.verification.status != VerificationStatus::Open {
            self.sheet.put(
                &format!("{e}verification"),
                status(event.verification.status),
            );
        }
        self.maybe(&format!("{e}verified-by"), event.verification.by.as_deref());
        self.maybe(
            &format!("{e}verified-why"),
            event.verification.why.as_deref(),
        );
        for (id, value) in &event.own {
            self.sheet.put(&format!("{e}own.{id}"), value);
        }
        self.maybe(&format!("{e}notes"), event.notes.as_deref());
        for (index, related) in event.related.iter().enumerate() {
            if let Some(&(row, place)) = self.place_of.get(related.event.as_str()) {
                let target = format!("{}#event{}", self.row_ids[row], place + 1);
                self.sheet.put(
                    &format!("{e}related{}.{}", index + 1, related.relation),
                    &target,
                );
            }
        }
        for (index, claim) in event.claims.iter().enumerate() {
            let c = format!("{e}claim{}.", index + 1);
            self.sheet.put(&format!("{c}id"), &claim.id);
            self.maybe(&format!("{c}basis"), claim.basis.as_deref());
            self.maybe(
                &format!("{c}when"),
                claim.when.as_ref().map(model::When::edtf),
            );
            self.maybe(
                &format!("{c}learned"),
                claim.learned.as_ref().map(model::When::edtf),
            );
            self.maybe(&format!("{c}reliability"), claim.reliability.as_deref());
            self.maybe(&format!("{c}words"), claim.words.as_deref());
            self.place(&format!("{c}place"), claim.place.as_ref());
            self.place(&format!("{c}facility"), claim.facility.as_ref());
            self.place(&format!("{c}body"), claim.body.as_ref());
            for (id, value) in &claim.values {
                self.sheet.put(&format!("{c}value.{id}"), value);
            }
            if let Some(id) = claim.source.as_deref()
                && let Some(&source) = self.sources.get(id)
            {
                self.source(&format!("{c}source."), id, source);
            }
        }
    }

    fn source(&mut self, s: &str, id: &str, source: &Source) {
        self.sheet.put(&format!("{s}id"), id);
        self.sheet.put(&format!("{s}kind"), &source.kind);
        self.maybe(&format!("{s}name"), source.name.as_deref());
        self.maybe(&format!("{s}relation"), source.relation.as_deref());
        self.maybe(&format!("{s}reach"), source.reach.as_deref());
        self.maybe(&format!("{s}open"), source.open.then_some("yes"));
        self.maybe(&format!("{s}benefit"), source.benefit.as_deref());
        self.maybe(&format!("{s}notes"), source.notes.as_deref());
        self.sheet.need(&format!("{s}synthetic"));
        self.maybe(&format!("{s}synthetic"), source.synthetic.then_some("yes"));
        for (id, value) in &source.own {
            self.sheet.put(&format!("{s}own.{id}"), value);
        }
        for (index, consent) in source.consents.iter().enumerate() {
            let k = format!("{s}consent{}.", index + 1);
            self.sheet.put(&format!("{k}purpose"), &consent.purpose);
            self.sheet.put(
                &format!("{k}given"),
                if consent.given { "yes" } else { "no" },
            );
            self.maybe(&format!("{k}recipient"), consent.recipient.as_deref());
            self.maybe(&format!("{k}explained-by"), consent.explained_by.as_deref());
            self.maybe(
                &format!("{k}when"),
                consent.when.as_ref().map(model::When::edtf),
            );
            self.maybe(&format!("{k}language"), consent.language.as_deref());
            self.maybe(
                &format!("{k}lapses"),
                consent.lapses.as_ref().map(model::When::edtf),
            );
            self.maybe(
                &format!("{k}withdrawn"),
                consent.withdrawn.as_ref().map(model::When::edtf),
            );
        }
    }

    fn event_map(
        &self,
        position: usize,
        events: &[&Event],
        sources: &mut BTreeMap<String, SourceMap>,
    ) -> EventMap {
        let sheet = &self.sheet;
        let e = format!("event{}.", position + 1);
        let at = |column: &str| field(sheet, &format!("{e}{column}"));
        let most =
            |count: fn(&Event) -> usize| events.iter().map(|event| count(event)).max().unwrap_or(0);
        let persons = (1..=most(|event| event.persons.len()))
            .filter(|index| sheet.has(&format!("{e}person{index}.id")))
            .map(|index| ParticipantMap {
                id: Columns(vec![format!("{e}person{index}.id")]),
                role: at(&format!("person{index}.role")),
                list: None,
            })
            .collect();
        let bodies = (1..=most(|event| event.bodies.len()))
            .filter_map(|index| {
                Some(BodyMap {
                    name: place_field(sheet, &format!("{e}body{index}"))?,
                    alleged: at(&format!("body{index}.alleged")),
                    degree: at(&format!("body{index}.degree")),
                })
            })
            .collect();
        let relations: BTreeSet<(usize, String)> = events
            .iter()
            .flat_map(|event| {
                event
                    .related
                    .iter()
                    .enumerate()
                    .map(|(index, related)| (index + 1, related.relation.clone()))
            })
            .collect();
        let claims = (1..=most(|event| event.claims.len()))
            .map(|index| self.claim_map(&e, position, index, sources))
            .collect();
        EventMap {
            name: Some(format!("event{}", position + 1)),
            kind: at("kind"),
            role: at("role"),
            persons,
            when: at("when"),
            place: place_field(sheet, &format!("{e}place")),
            facility: place_field(sheet, &format!("{e}facility")),
            bodies: Bodies(bodies),
            attributes: as_text(fields(sheet, &format!("{e}attribute."))),
            verification: at("verification"),
            verified_by: at("verified-by"),
            verified_why: at("verified-why"),
            own: fields(sheet, &format!("{e}own.")),
            notes: at("notes"),
            related: relations
                .into_iter()
                .map(|(index, relation)| (format!("{e}related{index}.{relation}"), relation))
                .filter(|(column, _)| sheet.has(column))
                .map(|(column, relation)| RelatedMap {
                    relation,
                    event: None,
                    row: Some(column),
                })
                .collect(),
            claims,
            deciding: Columns::default(),
        }
    }

    fn claim_map(
        &self,
        e: &str,
        position: usize,
        index: usize,
        sources: &mut BTreeMap<String, SourceMap>,
    ) -> ClaimMap {
        let sheet = &self.sheet;
        let c = format!("{e}claim{index}.");
        let at = |column: &str| field(sheet, &format!("{c}{column}"));
        let from = sheet.has(&format!("{c}source.id")).then(|| {
            let name = format!("event{}-claim{index}", position + 1);
            sources.insert(name.clone(), self.source_map(&format!("{c}source.")));
            name
        });
        ClaimMap {
            id: at("id"),
            from,
            basis: at("basis"),
            learned: at("learned"),
            reliability: at("reliability"),
            when: at("when"),
            place: place_field(sheet, &format!("{c}place")),
            facility: place_field(sheet, &format!("{c}facility")),
            body: place_field(sheet, &format!("{c}body")),
            values: as_text(fields(sheet, &format!("{c}value."))),
            words: at("words"),
            deciding: Columns(vec![format!("{c}id")]),
        }
    }

    fn source_map(&self, s: &str) -> SourceMap {
        let sheet = &self.sheet;
        let at = |column: &str| field(sheet, &format!("{s}{column}"));
        let consents = (1..)
            .map(|index| format!("{s}consent{index}."))
            .take_while(|k| sheet.has(&format!("{k}purpose")))
            .map(|k| {
                let at = |column: &str| field(sheet, &format!("{k}{column}"));
                ConsentMap {
                    purpose: Field::column(format!("{k}purpose")),
                    given: Field::column(format!("{k}given")),
                    recipient: at("recipient"),
                    explained_by: at("explained-by"),
                    when: at("when"),
                    language: at("language"),
                    lapses: at("lapses"),
                    withdrawn: at("withdrawn"),
                }
            })
            .collect();
        SourceMap {
            alone: false,
            id: at("id"),
            synthetic: at("synthetic"),
            name: at("name"),
            kind: at("kind"),
            relation: at("relation"),
            reach: at("reach"),
            open: at("open"),
            benefit: at("benefit"),
            notes: at("notes"),
            own: fields(sheet, &format!("{s}own.")),
            consents,
        }
    }
}

/// Stored values come back as they stand, whatever vocabulary bears their name.
fn as_text(mut fields: BTreeMap<String, Field>) -> BTreeMap<String, Field> {
    for field in fields.values_mut() {
        field.kind = Some(crate::mapping::As::Text);
    }
    fields
}
