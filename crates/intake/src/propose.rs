//! What do the columns of an unknown sheet probably mean?
//!
//! A proposal is for a person to read and mend: every column is in it, mapped
//! or named as not understood. Headers decide, in either language and either
//! header row; a column of dates or of an office's own words is recognised by its
//! values when its header says nothing.

pub(crate) mod dictionary;

use crate::form::order_open;
use crate::mapping::{
    Bodies, BodyMap, ClaimMap, Columns, EventMap, Field, Mapping, PersonMap, ServiceMap, SourceMap,
    Synthetic,
};
use crate::sheet::{Kind, Origin, Sheet};
use model::Profile;
use model::when::{DayOrder, read_typed};
use std::collections::BTreeMap;

/// How many rows are looked at to understand a column by its values.
const LOOK: usize = 200;

/// Why a column is read as it is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its header says it.
    Header,
    /// Its header names an event and a side of it.
    Event,
    /// Its header is the label of the office's own field.
    Own,
    /// Its values say it.
    Values,
    /// Nothing says it.
    Nothing,
}

/// Proposes a mapping for a sheet.
pub fn propose_mapping(sheet: &Sheet, profile: &Profile) -> Mapping {
    propose_with_reasons(sheet, profile).0
}

/// Proposes a mapping for a sheet, with the reason for each column.
pub fn propose_with_reasons(sheet: &Sheet, profile: &Profile) -> (Mapping, Vec<Why>) {
    let mut proposal = Proposal::new(sheet, profile);
    let mut why: Vec<Why> = (0..sheet.headers.len())
        .map(|column| proposal.place(column))
        .collect();
    proposal.by_values(&mut why);
    (proposal.finish(), why)
}

struct Proposal<'a> {
    sheet: &'a Sheet,
    profile: &'a Profile,
    person: PersonMap,
    source: SourceMap,
    has_source: bool,
    claim: ClaimMap,
    id: Vec<String>,
    synthetic: Option<String>,
    generic: EventMap,
    events: Vec<(String, EventMap)>,
    origin: BTreeMap<u8, String>,
    /// Columns that stay to be understood by their values.
    left: Vec<usize>,
}

impl<'a> Proposal<'a> {
    fn new(sheet: &'a Sheet, profile: &'a Profile) -> Proposal<'a> {
        Proposal {
            sheet,
            profile,
            person: PersonMap::default(),
            source: SourceMap::default(),
            has_source: false,
            claim: ClaimMap::default(),
            id: Vec::new(),
            synthetic: None,
            generic: EventMap::default(),
            events: Vec::new(),
            origin: BTreeMap::new(),
            left: Vec::new(),
        }
    }

    /// Finds a column's role by its header, its second header, then leaves it for later.
    fn place(&mut self, column: usize) -> Why {
        let header = self.sheet.headers[column].clone();
        let mut names = vec![header.clone()];
        names.extend(self.sheet.second_headers[column].clone());
        // "Arrest / date" says what "arrest date" says.
        names.push(header.replace(" / ", " "));
        for name in &names {
            if let Some(role) = dictionary::field(name)
                && self.take(role, &header)
            {
                return Why::Header;
            }
            let own_words = |words: &str| {
                let events = self.profile.vocabulary("event")?;
                events
                    .recognise(words)
                    .or_else(|| events.recognise(&format!("ال{words}")))
                    .map(|term| term.id.clone())
            };
            if let Some((event, aspect)) = dictionary::event_and_aspect(name, &own_words)
                && self.office_has(&event)
                && self.take_aspect(&event, aspect, &header)
            {
                return Why::Event;
            }
            for own in &self.profile.fields {
                let same = [&own.id, &own.ar, &own.en]
                    .into_iter()
                    .any(|label| dictionary::plain(label) == dictionary::plain(name));
                if same && own.record == "person" && !own.retired {
                    self.person
                        .own
                        .insert(own.id.clone(), Field::column(&header));
                    return Why::Own;
                }
            }
        }
        self.left.push(column);
        Why::Nothing
    }

    fn office_has(&self, event: &str) -> bool {
        self.profile
            .vocabulary("event")
            .is_none_or(|events| events.get(event).is_some())
    }

    /// Gives a role to a column; `false` when another column has it already.
    fn take(&mut self, role: &str, header: &str) -> bool {
        fn set(slot: &mut Option<Field>, header: &str) -> bool {
            let free = slot.is_none();
            if free {
                *slot = Some(Field::column(header));
            }
            free
        }
        let person = &mut self.person;
        match role {
            "id" => {
                let free = self.id.is_empty() && self.is_unique(header);
                if free {
                    self.id.push(header.to_owned());
                }
                free
            }
            "synthetic" => {
                self.synthetic = Some(header.to_owned());
                true
            }
            "person.full" => set(&mut person.full, header),
            "person.given" => set(&mut person.given, header),
            "person.father" => set(&mut person.father, header),
            "person.grandfather" => set(&mut person.grandfather, header),
            "person.family" => set(&mut person.family, header),
            "person.mother" => set(&mut person.mother, header),
            "person.nickname" => set(&mut person.nickname, header),
            "person.sex" => set(&mut person.sex, header),
            "person.birth" => set(&mut person.birth, header),
            "person.occupation" => set(&mut person.occupation, header),
            "person.flags" => set(&mut person.flags, header),
            "person.notes" => {
                person
                    .notes
                    .get_or_insert_default()
                    .columns
                    .push(header.to_owned());
                true
            }
            "origin.town" | "origin.district" | "origin.governorate" => {
                let level = match role {
                    "origin.town" => 0,
                    "origin.district" => 1,
                    _ => 2,
                };
                let free = !self.origin.contains_key(&level);
                if free {
                    self.origin.insert(level, header.to_owned());
                }
                free
            }
            "residence.town" => set(&mut person.residence, header),
            "person.service.kind" => set(
                &mut person.service.get_or_insert_with(ServiceMap::default).kind,
                header,
            ),
            "person.service.rank" => set(
                &mut person.service.get_or_insert_with(ServiceMap::default).rank,
                header,
            ),
            "person.service.unit" => set(
                &mut person.service.get_or_insert_with(ServiceMap::default).unit,
                header,
            ),
            "event.kind" => self.holds_events(header) && set(&mut self.generic.kind, header),
            "event.when" => set(&mut self.generic.when, header),
            "event.place" => set(&mut self.generic.place, header),
            "event.facility" => set(&mut self.generic.facility, header),
            "event.body" => {
                let free = self.generic.bodies.0.is_empty();
                if free {
                    self.generic.bodies = one_body(header);
                }
                free
            }
            "source.name" => {
                self.has_source = true;
                set(&mut self.source.name, header)
            }
            "source.kind" => set(&mut self.source.kind, header),
            "source.relation" => set(&mut self.source.relation, header),
            "source.reach" => set(&mut self.source.reach, header),
            "claim.basis" => set(&mut self.claim.basis, header),
            "claim.learned" => set(&mut self.claim.learned, header),
            "claim.reliability" => set(&mut self.claim.reliability, header),
            _ => match role.strip_prefix("person.identifiers.") {
                Some(scheme)
                    if self
                        .profile
                        .vocabulary("identifier")
                        .is_none_or(|schemes| schemes.get(scheme).is_some()) =>
                {
                    person
                        .identifiers
                        .insert(scheme.to_owned(), Field::column(header))
                        .is_none()
                }
                _ => false,
            },
        }
    }

    fn take_aspect(&mut self, event: &str, aspect: &str, header: &str) -> bool {
        let at = self
            .events
            .iter()
            .position(|(name, _)| name == event)
            .unwrap_or_else(|| {
                self.events.push((
                    event.to_owned(),
                    EventMap {
                        kind: Some(Field::fixed(event)),
                        ..EventMap::default()
                    },
                ));
                self.events.len() - 1
            });
        let map = &mut self.events[at].1;
        let slot = match aspect {
            "when" => &mut map.when,
            "place" => &mut map.place,
            "facility" => &mut map.facility,
            "notes" => &mut map.notes,
            "body" => {
                map.bodies.0.push(BodyMap {
                    name: Field::column(header),
                    ..BodyMap::default()
                });
                return true;
            }
            "source" | "basis" | "learned" => {
                if map.claims.is_empty() {
                    map.claims.push(ClaimMap::default());
                }
                let claim = &mut map.claims[0];
                match aspect {
                    "basis" => &mut claim.basis,
                    "learned" => &mut claim.learned,
                    _ => {
                        claim.from = Some("source".into());
                        self.has_source = true;
                        &mut self.source.name
                    }
                }
            }
            _ => return false,
        };
        match slot {
            // A place may be told in several columns.
            Some(field) if aspect == "place" => field.columns.push(header.to_owned()),
            Some(_) => return false,
            None => *slot = Some(Field::column(header)),
        }
        true
    }

    fn column_texts(&self, header: &str) -> Vec<&'a str> {
        let Some(column) = self.sheet.column(header) else {
            return Vec::new();
        };
        let sheet = self.sheet;
        (0..sheet.len().min(LOOK))
            .map(|row| sheet.row(row).cell(column).trimmed())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// An id stands in every row and never twice.
    fn is_unique(&self, header: &str) -> bool {
        let texts = self.column_texts(header);
        let different: std::collections::HashSet<&&str> = texts.iter().collect();
        !texts.is_empty()
            && different.len() == texts.len()
            && texts.len() == self.sheet.len().min(LOOK)
    }

    fn holds_events(&self, header: &str) -> bool {
        let Some(events) = self.profile.vocabulary("event") else {
            return true;
        };
        self.mostly(header, |text| events.recognise(text).is_some())
    }

    fn mostly(&self, header: &str, holds: impl Fn(&str) -> bool) -> bool {
        let texts = self.column_texts(header);
        !texts.is_empty() && texts.iter().filter(|text| holds(text)).count() * 10 >= texts.len() * 7
    }

    /// Columns whose header says nothing may say it by their values.
    fn by_values(&mut self, why: &mut [Why]) {
        for column in std::mem::take(&mut self.left) {
            let header = self.sheet.headers[column].clone();
            let words = |vocabulary: &str| {
                self.profile.vocabulary(vocabulary).is_some_and(|terms| {
                    self.mostly(&header, |text| terms.recognise(text).is_some())
                })
            };
            let role = if words("sex") && self.person.sex.is_none() {
                "person.sex"
            } else if self.generic.kind.is_none() && self.events.is_empty() && words("event") {
                "event.kind"
            } else if words("rank")
                && self
                    .person
                    .service
                    .as_ref()
                    .is_none_or(|service| service.rank.is_none())
            {
                "person.service.rank"
            } else if words("basis") {
                "claim.basis"
            } else if self.generic.when.is_none()
                && self.generic.kind.is_some()
                && self.is_dates(column)
            {
                "event.when"
            } else {
                ""
            };
            if self.take(role, &header) {
                why[column] = Why::Values;
            } else {
                self.left.push(column);
            }
        }
    }

    fn is_dates(&self, column: usize) -> bool {
        let sheet = self.sheet;
        let cells: Vec<_> = (0..sheet.len().min(LOOK))
            .map(|row| sheet.row(row).cell(column))
            .filter(|cell| !cell.trimmed().is_empty())
            .collect();
        let dates = cells
            .iter()
            .filter(|cell| {
                cell.kind == Kind::Date
                    || (cell.kind == Kind::Text
                        && cell.trimmed().len() > 4
                        && read_typed(cell.trimmed(), DayOrder::DayFirst).is_ok())
            })
            .count();
        !cells.is_empty() && dates * 10 >= cells.len() * 8
    }

    fn finish(mut self) -> Mapping {
        let origin: Vec<String> = std::mem::take(&mut self.origin).into_values().collect();
        if !origin.is_empty() {
            self.person.origin = Some(Field {
                columns: origin,
                ..Field::default()
            });
        }
        // "Name" beside "family" is the given name; "الاسم" alone is the whole name.
        let person = &mut self.person;
        if person.full.is_some()
            && person.given.is_none()
            && (person.family.is_some() || person.father.is_some())
            && self
                .sheet
                .headers
                .iter()
                .any(|header| dictionary::plain(header) == "name")
        {
            person.given = person.full.take();
        } else if person.given.is_some()
            && person.full.is_none()
            && person.family.is_none()
            && person.father.is_none()
        {
            person.full = person.given.take();
        }
        let generic = self.generic_event();
        let mut events: Vec<EventMap> = generic
            .into_iter()
            .chain(self.events.into_iter().map(|(_, event)| event))
            .collect();
        if events.is_empty() && self.has_source {
            self.has_source = false;
        }
        if self.has_source || self.claim != ClaimMap::default() {
            // The sheet's source told everything in its row.
            for event in &mut events {
                if event.claims.is_empty() {
                    event.claims.push(ClaimMap::default());
                }
                let claim = &mut event.claims[0];
                if self.has_source {
                    claim.from = Some("source".into());
                }
                claim.basis = claim.basis.take().or(self.claim.basis.clone());
                claim.learned = claim.learned.take().or(self.claim.learned.clone());
                claim.reliability = claim.reliability.take().or(self.claim.reliability.clone());
            }
        }
        end_arrests(&mut events, self.profile);
        let mut mapping = Mapping {
            list: list_name(&self.sheet.file),
            id: Columns(self.id),
            synthetic: self.synthetic.map(Synthetic::Column),
            person: (self.person != PersonMap::default()).then_some(self.person),
            events,
            ..Mapping::default()
        };
        if self.has_source {
            mapping.sources.insert("source".into(), self.source);
        }
        if let Origin::Xlsx { sheet, sheets, .. } = &self.sheet.origin
            && sheets.len() > 1
        {
            mapping.sheet = Some(sheet.clone());
        }
        if let Origin::Csv { encoding, .. } = &self.sheet.origin
            && encoding.starts_with("windows")
        {
            mapping.encoding = Some((*encoding).to_owned());
        }
        mapping.person.get_or_insert_with(PersonMap::default);
        if mapping.person == Some(PersonMap::default()) {
            mapping.person = None;
        }
        mapping
    }

    /// The event of columns that name no kind: from the column of kinds, else the one kind there is.
    fn generic_event(&mut self) -> Option<EventMap> {
        let generic = std::mem::take(&mut self.generic);
        if generic == EventMap::default() {
            return None;
        }
        if generic.kind.is_some() {
            return Some(EventMap {
                name: Some("event".into()),
                ..generic
            });
        }
        if let [(_, only)] = self.events.as_mut_slice() {
            // One event: what names no event is about it.
            only.when = only.when.take().or(generic.when);
            only.place = only.place.take().or(generic.place);
            only.facility = only.facility.take().or(generic.facility);
            if only.bodies.0.is_empty() {
                only.bodies = generic.bodies;
            }
            return None;
        }
        // Of several events, the responsible body is that of the arrest.
        if let Some((_, arrest)) = self.events.iter_mut().find(|(name, _)| name == "arrest")
            && arrest.bodies.0.is_empty()
        {
            arrest.bodies = generic.bodies;
        }
        None
    }
}

fn one_body(header: &str) -> Bodies {
    Bodies(vec![BodyMap {
        name: Field::column(header),
        ..BodyMap::default()
    }])
}

/// A release or death in the same row ends the arrest in it.
fn end_arrests(events: &mut [EventMap], profile: &Profile) {
    let has_arrest = events.iter().any(|event| event.name() == "arrest");
    let knows = profile
        .vocabulary("relation")
        .is_none_or(|relations| relations.get("ends").is_some());
    if has_arrest && knows {
        for event in events.iter_mut().filter(|event| event.name() == "release") {
            event.related.push(crate::mapping::RelatedMap {
                relation: "ends".into(),
                event: Some("arrest".into()),
                row: None,
            });
        }
    }
}

/// A list is called after its file, without the ending and the date of a copy.
fn list_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let tidy: String = stem.split_whitespace().collect::<Vec<_>>().join("-");
    if tidy.is_empty() { "list".into() } else { tidy }
}

/// The proposal as a TOML text with comments: what is not mapped, what to look at.
pub fn proposal_text(mapping: &Mapping, sheet: &Sheet, say: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for line in say("intake-proposal-intro").lines() {
        text.push_str(&format!("# {line}\n"));
    }
    let mut read = vec![false; sheet.headers.len()];
    let mut mark = |column: &String| {
        if let Some(position) = sheet.column(column) {
            read[position] = true;
        }
    };
    mapping
        .clone()
        .visit_fields(&mut |field, _| field.all_columns().for_each(&mut mark));
    mapping.id.headers().iter().for_each(&mut mark);
    if let Some(Synthetic::Column(column)) = &mapping.synthetic {
        mark(column);
    }
    if mapping.dates.is_none() && needs_order(mapping, sheet) {
        for line in say("intake-proposal-dates").lines() {
            text.push_str(&format!("# {line}\n"));
        }
        text.push_str("# dates = \"day-first\"\n");
    }
    if mapping.id.headers().is_empty() {
        for line in say("intake-proposal-no-id").lines() {
            text.push_str(&format!("# {line}\n"));
        }
    }
    let unread: Vec<&String> = sheet
        .headers
        .iter()
        .zip(&read)
        .filter(|(_, read)| !**read)
        .map(|(header, _)| header)
        .collect();
    if !unread.is_empty() {
        for line in say("intake-proposal-unmapped").lines() {
            text.push_str(&format!("# {line}\n"));
        }
        let quoted: Vec<String> = unread
            .iter()
            .map(|header| toml::Value::String((*header).clone()).to_string())
            .collect();
        text.push_str(&format!("# ignore = [{}]\n", quoted.join(", ")));
    }
    text.push_str(&mapping.to_toml());
    text
}

/// Whether a column of dates does not tell the order of day and month.
fn needs_order(mapping: &Mapping, sheet: &Sheet) -> bool {
    let mut dates: Vec<String> = Vec::new();
    let mut note = |field: &Option<Field>| {
        dates.extend(field.iter().flat_map(|field| field.columns.iter().cloned()))
    };
    if let Some(person) = &mapping.person {
        note(&person.birth);
    }
    for event in &mapping.events {
        note(&event.when);
        event.claims.iter().for_each(|claim| {
            note(&claim.when);
            note(&claim.learned);
        });
    }
    dates
        .iter()
        .filter_map(|header| sheet.column(header))
        .any(|column| order_open(sheet, column))
}
