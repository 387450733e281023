//! How do records become rows of the frame?
//!
//! Records are streamed in the order of their ids and written at once, so that
//! memory holds the tables and little else. Every part of a date is kept: its
//! EDTF text and its bounds, never a day in between. What the office learned
//! after the day of "as known on" does not exist; what it may have learned by
//! then is there as `possible`.

use super::initials::initials;
use super::known::{Knowledge, Known, first_learned};
use super::link::Decided;
use super::schema::{self, OwnColumn};
use super::{Frame, FrameOptions, failed, same_act};
use crate::confine::Guard;
use jiff::civil::Date;
use model::profile::{ConfirmationRule, Profile, Vocabulary};
use model::protect::MEDICAL_ATTRIBUTES;
use model::record::{Claim, Event, Person, PlaceRef, Source, Values, VerificationStatus};
use model::{Problem, Record, When};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql};
use std::collections::HashMap;

/// Fills a frame from records, one by one.
pub struct FrameBuilder {
    connection: Connection,
    options: FrameOptions,
    profile: Profile,
    person_sql: String,
    event_sql: String,
    person_own: Vec<OwnColumn>,
    event_own: Vec<OwnColumn>,
    places: HashMap<String, Located>,
    service_groups: HashMap<String, String>,
    bases: HashMap<(usize, String), bool>,
    source_kinds: HashMap<String, String>,
    late_sources: bool,
    persons: Decided,
    events: Decided,
    knowledge: Knowledge,
}

/// Where a place of the gazetteer lies, and everything that it lies in.
#[derive(Clone, Debug, Default)]
struct Located {
    town: Option<String>,
    district: Option<String>,
    governorate: Option<String>,
    lineage: Vec<String>,
}

/// A value on its way into a row, without copying texts.
enum Cell<'a> {
    Text(Option<&'a str>),
    Day(Option<Date>),
    Whole(Option<i64>),
    Own(String),
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Text(Some(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Own(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Day(Some(day)) => ToSqlOutput::from(day.to_string()),
            Cell::Whole(Some(number)) => ToSqlOutput::from(*number),
            Cell::Text(None) | Cell::Day(None) | Cell::Whole(None) => {
                ToSqlOutput::Borrowed(ValueRef::Null)
            }
        })
    }
}

fn some_text(text: Option<&String>) -> Cell<'_> {
    Cell::Text(text.map(String::as_str))
}

fn flag(value: bool) -> Cell<'static> {
    Cell::Whole(Some(i64::from(value)))
}

fn when_cells<'a>(when: Option<&'a When>, row: &mut Vec<Cell<'a>>) {
    row.push(Cell::Text(when.map(When::edtf)));
    row.push(Cell::Day(when.and_then(When::earliest)));
    row.push(Cell::Day(when.and_then(When::latest)));
}

impl FrameBuilder {
    /// An empty frame for this profile.
    ///
    /// # Errors
    /// `study.frame-failed` when SQLite cannot make the tables.
    pub fn new(profile: &Profile, options: FrameOptions) -> Result<FrameBuilder, Problem> {
        let connection = Connection::open_in_memory_with_flags(
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(failed)?;
        // Nothing outlives the process: no journal to roll back to is needed.
        connection
            .execute_batch(
                "pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off; \
                 pragma temp_store = memory; pragma trusted_schema = off;",
            )
            .map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(32);
        connection
            .execute_batch(&schema::create_statements(profile))
            .map_err(failed)?;
        let person_own = schema::own_columns(profile, "person");
        let event_own = schema::own_columns(profile, "event");
        let mut builder = FrameBuilder {
            person_sql: insert_sql("persons", &person_own),
            event_sql: insert_sql("events", &event_own),
            connection,
            options,
            profile: profile.clone(),
            person_own,
            event_own,
            places: located(profile),
            service_groups: HashMap::new(),
            bases: HashMap::new(),
            source_kinds: HashMap::new(),
            late_sources: false,
            knowledge: Knowledge::Told,
            persons: Decided::default(),
            events: Decided::default(),
        };
        if let Some(services) = profile.vocabularies.get("service") {
            for term in &services.terms {
                if let Some(broadest) = services.lineage(&term.id).last() {
                    builder
                        .service_groups
                        .insert(term.id.clone(), broadest.id.clone());
                }
            }
        }
        builder.fill_terms().map_err(failed)?;
        builder.connection.execute_batch("begin").map_err(failed)?;
        Ok(builder)
    }

    /// Takes in the newest version of a record. Records come in the order of
    /// their ids; decisions that link records are followed, all other kinds of
    /// record are not part of the frame.
    ///
    /// # Errors
    /// `study.frame-failed` when the row cannot be written.
    pub fn add(&mut self, id: &str, record: &Record) -> Result<(), Problem> {
        // Put in by mistake: it counts for nothing.
        if record.withdrawn().is_some() {
            return Ok(());
        }
        match record {
            Record::Person(person) => self.add_person(id, person),
            Record::Event(event) => self.add_event(id, event),
            Record::Source(source) => self.add_source(id, source),
            Record::Decision(decision) => {
                self.persons.take_persons(decision);
                self.events.take_events(decision);
                Ok(())
            }
            _ => Ok(()),
        }
        .map_err(failed)
    }

    /// Settles what may have been learned by the day of "as known on" one way or the other.
    #[must_use]
    pub fn knowing(mut self, knowledge: Knowledge) -> FrameBuilder {
        self.knowledge = knowledge;
        self
    }

    /// Links person records that are the same person, as a cluster of a linkage
    /// run says; decisions that were added as records are followed already.
    pub fn link(&mut self, same_person: &[String]) {
        for two in same_person.windows(2) {
            self.persons.join(&two[0], &two[1]);
        }
    }

    /// Links the records, makes the indexes, and hands over the frame.
    ///
    /// # Errors
    /// `study.frame-failed` when SQLite runs out of memory.
    pub fn finish(mut self) -> Result<Frame, Problem> {
        self.connection.execute_batch("commit").map_err(failed)?;
        self.finish_tables().map_err(failed)?;
        let views = self
            .connection
            .prepare("select name, sql from sqlite_schema where type = 'view' order by rowid")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<rusqlite::Result<Vec<(String, String)>>>()
            })
            .map_err(failed)?;
        Ok(Frame {
            guard: Guard::on(&mut self.connection, &views).map_err(failed)?,
            connection: self.connection,
            options: self.options,
            identifying: Frame::identifying_columns(&self.profile),
            views,
        })
    }

    fn finish_tables(&mut self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        if self.late_sources {
            connection.execute_batch(
                "update claims set source_kind = (select kind from sources where id = source_id) \
                 where source_kind is null and source_id is not null",
            )?;
        }
        connection.execute_batch(
            "insert into person_records select id, id from persons; \
             insert into event_records select id, id from events;",
        )?;
        connection.execute_batch(schema::INDEXES)?;
        let (persons, _) = self.persons.clusters();
        same_act::recognise(connection, &persons, &mut self.events, &self.profile)?;
        persons.apply_to_persons(connection)?;
        let (events, _) = self.events.clusters();
        events.apply_to_events(connection)?;
        connection.execute_batch("analyze")?;
        let said = [
            ("position", self.options.position.to_string()),
            ("root", self.options.root.clone()),
            (
                "as_known_on",
                self.options
                    .as_known_on
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
            ),
            ("office_ar", self.profile.name.ar.clone()),
            ("office_en", self.profile.name.en.clone()),
            (
                "notice_ar",
                self.profile
                    .notice
                    .as_ref()
                    .map(|label| label.ar.clone())
                    .unwrap_or_default(),
            ),
            (
                "notice_en",
                self.profile
                    .notice
                    .as_ref()
                    .map(|label| label.en.clone())
                    .unwrap_or_default(),
            ),
        ];
        for (name, value) in said {
            connection.execute("insert into frame values (?1, ?2)", [name, &value])?;
        }
        Ok(())
    }

    fn fill_terms(&self) -> rusqlite::Result<()> {
        let mut insert = self
            .connection
            .prepare("insert or ignore into terms values (?1, ?2, ?3, ?4, ?5)")?;
        let vocabularies = self
            .profile
            .vocabularies
            .values()
            .chain([&self.profile.bodies]);
        for vocabulary in vocabularies {
            let name = if std::ptr::eq(vocabulary, &self.profile.bodies) {
                "body"
            } else {
                &vocabulary.id
            };
            for term in &vocabulary.terms {
                insert.execute((name, &term.id, &term.ar, &term.en, &term.parent))?;
            }
        }
        let mut insert = self
            .connection
            .prepare("insert or ignore into places values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for term in &self.profile.places.terms {
            let at = &self.places[&term.id];
            insert.execute((
                &term.id,
                &term.kind,
                &term.ar,
                &term.en,
                &term.parent,
                &at.town,
                &at.district,
                &at.governorate,
            ))?;
        }
        Ok(())
    }

    fn add_person(&mut self, id: &str, person: &Person) -> rusqlite::Result<()> {
        let mut row: Vec<Cell> = Vec::with_capacity(24);
        row.push(Cell::Text(Some(id)));
        row.push(some_text(person.sex.as_ref()));
        when_cells(person.birth.as_ref(), &mut row);
        let origin = person.origin.as_ref().and_then(|place| place.id.as_ref());
        let at = origin.and_then(|place| self.places.get(place));
        row.push(some_text(origin));
        row.push(some_text(at.and_then(|at| at.town.as_ref())));
        row.push(some_text(at.and_then(|at| at.district.as_ref())));
        row.push(some_text(at.and_then(|at| at.governorate.as_ref())));
        let residence = person
            .residence
            .as_ref()
            .and_then(|place| place.id.as_ref());
        let at = residence.and_then(|place| self.places.get(place));
        row.push(some_text(at.and_then(|at| at.governorate.as_ref())));
        let service = person.service.as_ref();
        let kind = service.and_then(|service| service.kind.as_ref());
        row.push(some_text(kind));
        row.push(some_text(
            kind.map(|kind| self.service_groups.get(kind).unwrap_or(kind)),
        ));
        row.push(some_text(service.and_then(|service| service.rank.as_ref())));
        row.push(match person.names.first().map(initials) {
            Some(initials) if !initials.is_empty() => Cell::Own(initials),
            _ => Cell::Text(None),
        });
        row.push(Cell::Whole(Some(1)));
        row.push(flag(person.synthetic));
        own_cells(&self.person_own, &person.own, &mut row);
        insert(&self.connection, &self.person_sql, &row)?;
        for term in &person.flags {
            self.connection
                .prepare_cached("insert or ignore into person_flags values (?1, ?2)")?
                .execute((id, term))?;
        }
        Ok(())
    }

    fn add_source(&mut self, id: &str, source: &Source) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("insert into sources values (?1, ?2, ?3, ?4)")?
            .execute((id, &source.kind, &source.relation, source.synthetic))?;
        self.source_kinds.insert(id.to_owned(), source.kind.clone());
        Ok(())
    }

    fn add_event(&mut self, id: &str, event: &Event) -> rusqlite::Result<()> {
        let on = self.options.as_known_on;
        let known: Vec<Known> = event
            .claims
            .iter()
            .map(|claim| {
                self.knowledge
                    .settled(Known::of(claim.learned.as_ref(), on))
            })
            .collect();
        let event_known = if on.is_none() || known.contains(&Known::Sure) {
            Known::Sure
        } else if known.is_empty() || known.contains(&Known::Possible) {
            self.knowledge.settled(Known::Possible)
        } else {
            Known::Not
        };
        if event_known == Known::Not {
            return Ok(());
        }
        let facility = event.facility.as_ref().and_then(|place| place.id.as_ref());
        let (confirmed, rule) = self.confirmation(event, facility, &known);
        let learned = first_learned(event, &known);

        let mut row: Vec<Cell> = Vec::with_capacity(32);
        row.push(Cell::Text(Some(id)));
        row.push(Cell::Text(Some(&event.kind)));
        when_cells(event.when.as_ref(), &mut row);
        row.push(flag(event.when.as_ref().is_some_and(When::is_qualified)));
        let place = event.place.as_ref().and_then(|place| place.id.as_ref());
        let at = place.or(facility).and_then(|place| self.places.get(place));
        row.push(some_text(place));
        row.push(some_text(at.and_then(|at| at.town.as_ref())));
        row.push(some_text(at.and_then(|at| at.district.as_ref())));
        row.push(some_text(at.and_then(|at| at.governorate.as_ref())));
        row.push(some_text(facility));
        let involvement = event.bodies.first();
        row.push(some_text(
            involvement.and_then(|body| body.body.id.as_ref()),
        ));
        row.push(Cell::Whole(involvement.map(|body| i64::from(body.alleged))));
        row.push(Cell::Text(Some(match event.verification.status {
            VerificationStatus::Open => "open",
            VerificationStatus::Verified => "verified",
            VerificationStatus::Disputed => "disputed",
            VerificationStatus::Rejected => "rejected",
        })));
        row.push(Cell::Whole(confirmed));
        row.push(rule.map_or(Cell::Text(None), Cell::Own));
        let claims = known.iter().filter(|known| **known != Known::Not).count();
        row.push(Cell::Whole(i64::try_from(claims).ok()));
        row.push(Cell::Text(learned.text));
        row.push(Cell::Day(learned.earliest));
        row.push(Cell::Day(learned.latest));
        row.push(Cell::Text(Some(event_known.word())));
        row.push(Cell::Text(Some("sure")));
        row.push(flag(event.synthetic));
        own_cells(&self.event_own, &event.own, &mut row);
        insert(&self.connection, &self.event_sql, &row)?;

        for participant in &event.persons {
            self.connection
                .prepare_cached("insert or ignore into participants values (?1, ?2, ?3)")?
                .execute((id, &participant.person, &participant.role))?;
        }
        for (name, value) in open_values(&event.attributes) {
            self.connection
                .prepare_cached("insert into attributes values (?1, ?2, ?3)")?
                .execute((id, name, value))?;
        }
        for related in &event.related {
            self.connection
                .prepare_cached("insert or ignore into related_events values (?1, ?2, ?3)")?
                .execute((id, &related.relation, &related.event))?;
        }
        for (claim, known) in event.claims.iter().zip(known) {
            if known != Known::Not {
                self.late_sources |=
                    add_claim(&self.connection, &self.source_kinds, id, claim, known)?;
            }
        }
        Ok(())
    }

    /// Whether the profile's rule confirms the event: by a claim surely known,
    /// or perhaps by one that may have been learned later.
    fn confirmation(
        &mut self,
        event: &Event,
        facility: Option<&String>,
        known: &[Known],
    ) -> (Option<i64>, Option<String>) {
        let mut found: (Option<i64>, Option<usize>) = (None, None);
        for (index, rule) in self.profile.confirmations.iter().enumerate() {
            let here = match (&rule.facility, facility) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(wanted), Some(facility)) => {
                    facility == wanted
                        || self
                            .places
                            .get(facility)
                            .is_some_and(|at| at.lineage.contains(wanted))
                }
            };
            if rule.event != event.kind || !here {
                continue;
            }
            let bases = self.profile.vocabularies.get("basis");
            let mut best = Known::Not;
            for (claim, known) in event.claims.iter().zip(known) {
                let Some(basis) = &claim.basis else { continue };
                let enough = *self
                    .bases
                    .entry((index, basis.clone()))
                    .or_insert_with(|| sufficient(bases, basis, &rule.bases));
                match (enough, known) {
                    (true, Known::Sure) => best = Known::Sure,
                    (true, Known::Possible) if best == Known::Not => best = Known::Possible,
                    _ => {}
                }
            }
            let confirmed = match best {
                Known::Sure => Some(1),
                Known::Possible => None,
                Known::Not => Some(0),
            };
            if found.1.is_none() || confirmed == Some(1) {
                found = (confirmed, Some(index));
            }
            if confirmed == Some(1) {
                break;
            }
        }
        (
            found.0,
            found
                .1
                .map(|index| named(&self.profile.confirmations[index])),
        )
    }
}

/// A rule as releases name it.
fn named(rule: &ConfirmationRule) -> String {
    format!("{} v{}", rule.id, rule.version)
}

/// Whether a basis, or a broader one, is among the sufficient ones.
fn sufficient(bases: Option<&Vocabulary>, basis: &str, sufficient: &[String]) -> bool {
    sufficient.iter().any(|wanted| wanted == basis)
        || bases.is_some_and(|bases| {
            bases
                .lineage(basis)
                .iter()
                .any(|term| sufficient.contains(&term.id))
        })
}

fn add_claim(
    connection: &Connection,
    source_kinds: &HashMap<String, String>,
    event: &str,
    claim: &Claim,
    known: Known,
) -> rusqlite::Result<bool> {
    let source_kind = claim
        .source
        .as_ref()
        .and_then(|source| source_kinds.get(source));
    let mut row: Vec<Cell> = Vec::with_capacity(16);
    row.push(Cell::Text(Some(event)));
    row.push(Cell::Text(Some(&claim.id)));
    row.push(some_text(claim.source.as_ref()));
    row.push(some_text(source_kind));
    row.push(some_text(claim.basis.as_ref()));
    when_cells(claim.when.as_ref(), &mut row);
    row.push(some_text(place_id(claim.place.as_ref())));
    row.push(some_text(place_id(claim.facility.as_ref())));
    row.push(some_text(place_id(claim.body.as_ref())));
    when_cells(claim.learned.as_ref(), &mut row);
    row.push(some_text(claim.reliability.as_ref()));
    row.push(Cell::Text(Some(known.word())));
    insert(
        connection,
        "insert into claims values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &row,
    )?;
    for (name, value) in open_values(&claim.values) {
        connection
            .prepare_cached("insert into claim_values values (?1, ?2, ?3, ?4)")?
            .execute((event, &claim.id, name, value))?;
    }
    Ok(claim.source.is_some() && source_kind.is_none())
}

fn place_id(place: Option<&PlaceRef>) -> Option<&String> {
    place.and_then(|place| place.id.as_ref())
}

/// Values without those that tell about health, which no study may need.
fn open_values(values: &Values) -> impl Iterator<Item = (&String, &String)> {
    values
        .iter()
        .filter(|(name, _)| !MEDICAL_ATTRIBUTES.contains(&name.as_str()))
}

fn located(profile: &Profile) -> HashMap<String, Located> {
    let within = |id: &str, kind: &str| profile.place_within(id, kind).map(|term| term.id.clone());
    profile
        .places
        .terms
        .iter()
        .map(|term| {
            let located = Located {
                town: within(&term.id, "town").or_else(|| within(&term.id, "city")),
                district: within(&term.id, "district"),
                governorate: within(&term.id, "governorate"),
                lineage: profile
                    .places
                    .lineage(&term.id)
                    .iter()
                    .map(|term| term.id.clone())
                    .collect(),
            };
            (term.id.clone(), located)
        })
        .collect()
}

fn insert_sql(table: &str, own: &[OwnColumn]) -> String {
    let fixed = schema::TABLES
        .iter()
        .find(|known| known.name == table)
        .map_or(0, |known| known.columns.len());
    let count = fixed
        + own
            .iter()
            .map(|column| if column.is_date { 3 } else { 1 })
            .sum::<usize>();
    format!(
        "insert into {table} values ({})",
        vec!["?"; count].join(", ")
    )
}

fn insert(connection: &Connection, sql: &str, row: &[Cell]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, row)?;
    statement.raw_execute()?;
    Ok(())
}

fn bind(statement: &mut Statement, row: &[Cell]) -> rusqlite::Result<()> {
    for (index, cell) in row.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, cell)?;
    }
    Ok(())
}

fn own_cells<'a>(columns: &[OwnColumn], values: &'a Values, row: &mut Vec<Cell<'a>>) {
    for column in columns {
        let value = values.get(&column.field);
        row.push(some_text(value));
        if column.is_date {
            let when = value.and_then(|text| When::parse(text).ok());
            row.push(Cell::Day(when.as_ref().and_then(When::earliest)));
            row.push(Cell::Day(when.as_ref().and_then(When::latest)));
        }
    }
}
