//! Which records does one row make?
//!
//! A row makes at most one person, its events with their claims, and the
//! sources that it names first. A row comes in whole or stays out: one error
//! and none of its records is proposed. References between new records are
//! tokens (see `key`) until the register gives ids.

use crate::interpret::{Interpreter, Reading, Tree, is_nothing, read_yes};
use crate::key::Key;
use crate::mapping::{
    ClaimMap, Columns, EventMap, Field, Mapping, PersonMap, SourceMap, Synthetic,
};
use crate::read::hex;
use crate::sheet::{Row, Sheet};
use model::fold::{fold, is_placeholder};
use model::record::{
    Claim, Consent, Event, Identifier, Involvement, Listed, Name, Participant, Person, Reference,
    RelatedEvent, Service, Source, Values, Verification, VerificationStatus,
};
use model::{Code, Problem, Record, When};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Reads rows into records.
pub(crate) struct RowReader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    pub interpreter: Interpreter<'a>,
    id_columns: Vec<usize>,
    person_id: Vec<usize>,
    synthetic: Option<usize>,
    /// Columns that decide on each event, and columns that only this event reads.
    events: Vec<EventColumns>,
}

struct EventColumns {
    deciding: Vec<usize>,
    own: Vec<usize>,
    participants: Vec<Vec<usize>>,
    related: Vec<Option<usize>>,
    claims: Vec<ClaimColumns>,
}

struct ClaimColumns {
    /// The claim is made when one of these is filled; always when there is none.
    deciding: Vec<usize>,
}

/// What one row says.
#[derive(Default)]
pub(crate) struct RowRecords {
    /// Records with their references as tokens; the first holds the original row.
    pub records: Vec<Record>,
    /// Named sources by key; made once for the whole list.
    pub sources: Vec<(Key, Source)>,
    pub problems: Vec<Problem>,
}

impl<'a> RowReader<'a> {
    /// Binds the columns; `mapping` is the one that the interpreter was bound to.
    pub fn new(
        sheet: &'a Sheet,
        mapping: &'a Mapping,
        interpreter: Interpreter<'a>,
    ) -> RowReader<'a> {
        let position = |column: &String| sheet.column(column);
        let positions = |columns: &Columns| {
            columns
                .headers()
                .iter()
                .filter_map(position)
                .collect::<Vec<_>>()
        };
        // How often each column is read: one that only a single event reads says that there was one.
        let mut uses = vec![0_usize; sheet.headers.len()];
        mapping.clone().visit_fields(&mut |field, _| {
            field
                .all_columns()
                .filter_map(position)
                .for_each(|column| uses[column] += 1)
        });
        let events = mapping
            .events
            .iter()
            .map(|event| {
                let all: Vec<usize> = event.columns().iter().filter_map(position).collect();
                let own: Vec<usize> = all
                    .iter()
                    .copied()
                    .filter(|&column| {
                        all.iter().filter(|&&other| other == column).count() == uses[column]
                    })
                    .collect();
                let field = |field: &Option<Field>| {
                    field
                        .iter()
                        .flat_map(Field::all_columns)
                        .filter_map(position)
                        .collect::<Vec<_>>()
                };
                let deciding = if !event.deciding.headers().is_empty() {
                    positions(&event.deciding)
                } else if let kind @ [_, ..] = &field(&event.kind)[..] {
                    kind.to_vec()
                } else if let when @ [_, ..] = &field(&event.when)[..] {
                    when.to_vec()
                } else if !own.is_empty() {
                    own.clone()
                } else {
                    all.clone()
                };
                EventColumns {
                    deciding,
                    own,
                    participants: event
                        .persons
                        .iter()
                        .map(|person| positions(&person.id))
                        .collect(),
                    related: event
                        .related
                        .iter()
                        .map(|related| related.row.as_ref().and_then(position))
                        .collect(),
                    claims: event
                        .claims
                        .iter()
                        .map(|claim| ClaimColumns {
                            deciding: claim_columns(claim, mapping)
                                .iter()
                                .filter_map(position)
                                .collect(),
                        })
                        .collect(),
                }
            })
            .collect();
        RowReader {
            sheet,
            mapping,
            interpreter,
            id_columns: positions(&mapping.id),
            person_id: mapping
                .person
                .as_ref()
                .map(|person| positions(&person.id))
                .unwrap_or_default(),
            synthetic: match &mapping.synthetic {
                Some(Synthetic::Column(column)) => position(column),
                _ => None,
            },
            events,
        }
    }

    /// The list's own id of a row; its content when the list has none.
    ///
    /// # Errors
    /// `intake.id-missing` when the id columns are empty.
    pub fn own_id(&self, row: Row<'a>) -> Result<String, Problem> {
        if self.id_columns.is_empty() {
            let mut hash = Sha256::new();
            for (column, header) in self.sheet.headers.iter().enumerate() {
                let text = row.cell(column).trimmed();
                if !text.is_empty() {
                    hash.update(header.as_bytes());
                    hash.update([0x1F]);
                    hash.update(text.as_bytes());
                    hash.update([0x1E]);
                }
            }
            return Ok(format!("row-{}", hex(&hash.finalize()[..10])));
        }
        joined_id(&self.id_columns, row).ok_or_else(|| {
            Problem::new(Code::IntakeIdMissing)
                .at_cell(row.number, &self.sheet.headers[self.id_columns[0]])
        })
    }

    /// Reads a row. `known` tells whether a person with a key exists or comes in with this sheet.
    pub fn read(&mut self, row: Row<'a>, own_id: &str, known: &dyn Fn(&Key) -> bool) -> RowRecords {
        let mapping = self.mapping;
        let mut reading = Reading {
            row,
            problems: Vec::new(),
        };
        let mut out = RowRecords::default();
        let synthetic = self.is_synthetic(&mut reading);
        let person = match &mapping.person {
            None => None,
            Some(person) if person.list.is_some() => {
                self.person_elsewhere(person, known, &mut reading)
            }
            Some(map) => self
                .person(map, own_id, synthetic, &mut reading)
                .map(|person| {
                    out.records.push(Record::Person(person));
                    Key::new(&mapping.list, own_id, "person")
                }),
        };
        let birth = match out.records.first() {
            Some(Record::Person(person)) => person.birth.clone(),
            _ => None,
        };
        let mut sources = SourcesOfRow {
            keys: HashMap::new(),
            found: Vec::new(),
            own: Vec::new(),
        };
        let mut made: Vec<(&str, Option<When>)> = Vec::new();
        for (position, map) in mapping.events.iter().enumerate() {
            if !self.has_event(position, row) {
                self.say_what_is_left(position, map, &mut reading);
                continue;
            }
            let event = self.event(
                position,
                map,
                own_id,
                person.as_ref(),
                synthetic,
                known,
                &mut sources,
                &mut reading,
            );
            if let Some(event) = event {
                self.order_of_dates(map, &event, birth.as_ref(), &mut reading);
                made.push((map.name(), event.when.clone()));
                out.records.push(Record::Event(event));
            }
        }
        tie_events(
            mapping,
            own_id,
            &mut out.records,
            &made,
            row.number,
            self.sheet,
            &mut reading,
        );
        let before = out.records.len();
        out.records.extend(sources.own);
        if before == 0 && reading.problems.is_empty() {
            let mut problem = Problem::new(Code::IntakeRowNothing);
            problem.spot.row = Some(row.number);
            reading.problems.push(problem);
        }
        if let Some(main) = out.records.first_mut()
            && let Some(listed) = listed_mut(main)
        {
            listed.cells = self.sheet.original(row);
        }
        out.sources = sources.found;
        out.problems = reading.problems;
        out
    }

    fn listed(&self, own_id: &str, part: &str, row: u64) -> Option<Box<Listed>> {
        Some(Box::new(Listed {
            list: self.mapping.list.clone(),
            own_id: own_id.to_owned(),
            part: part.to_owned(),
            file: self.sheet.file.clone(),
            file_sha256: self.sheet.sha256.clone(),
            row,
            cells: Vec::new(),
        }))
    }

    fn is_synthetic(&self, reading: &mut Reading<'a>) -> bool {
        let Some(column) = self.synthetic else {
            return self.mapping.synthetic == Some(Synthetic::All(true));
        };
        let text = reading.row.cell(column).trimmed();
        if text.is_empty() {
            return false;
        }
        read_yes(text).unwrap_or_else(|| {
            reading.problems.push(
                Problem::new(Code::IntakeYesnoUnreadable)
                    .with("text", text)
                    .at_cell(reading.row.number, &self.sheet.headers[column]),
            );
            false
        })
    }

    /// The person of another list whom the row is about.
    fn person_elsewhere(
        &self,
        map: &PersonMap,
        known: &dyn Fn(&Key) -> bool,
        reading: &mut Reading<'a>,
    ) -> Option<Key> {
        let list = map.list.as_deref().unwrap_or_default();
        let column = self
            .person_id
            .first()
            .map_or("", |&column| self.sheet.headers[column].as_str());
        let Some(id) = joined_id(&self.person_id, reading.row) else {
            reading
                .problems
                .push(Problem::new(Code::IntakeIdMissing).at_cell(reading.row.number, column));
            return None;
        };
        let key = Key::new(list, &id, "person");
        if !known(&key) {
            reading.problems.push(
                Problem::new(Code::IntakePersonNotFound)
                    .with("list", list)
                    .with("id", id)
                    .at_cell(reading.row.number, column),
            );
            return None;
        }
        Some(key)
    }

    fn person(
        &mut self,
        map: &PersonMap,
        own_id: &str,
        synthetic: bool,
        reading: &mut Reading<'a>,
    ) -> Option<Person> {
        let row = reading.row;
        let mut person = Person::default();
        let parts = [
            &map.full,
            &map.given,
            &map.father,
            &map.grandfather,
            &map.family,
            &map.mother,
            &map.nickname,
        ];
        person.names.extend(self.name(parts, reading));
        for variant in &map.names {
            let parts = [
                &variant.full,
                &variant.given,
                &variant.father,
                &variant.grandfather,
                &variant.family,
                &variant.mother,
                &variant.nickname,
            ];
            person.names.extend(self.name(parts, reading));
        }
        person.sex = self.maybe(&map.sex, reading, |read, field, reading| {
            read.term(field, "sex", reading)
        });
        person.birth = self.maybe(&map.birth, reading, Interpreter::date);
        person.origin = self.maybe(&map.origin, reading, |read, field, reading| {
            read.place(field, Tree::Place, reading)
        });
        person.residence = self.maybe(&map.residence, reading, |read, field, reading| {
            read.place(field, Tree::Place, reading)
        });
        person.occupation = self.maybe(&map.occupation, reading, text);
        person.notes = self.maybe(&map.notes, reading, notes);
        if let Some(service) = &map.service {
            let read = Service {
                kind: self.maybe(&service.kind, reading, |read, field, reading| {
                    read.term(field, "service", reading)
                }),
                rank: self.maybe(&service.rank, reading, |read, field, reading| {
                    read.term(field, "rank", reading)
                }),
                unit: self.maybe(&service.unit, reading, text),
            };
            person.service = (read != Service::default()).then_some(read);
        }
        if let Some(field) = &map.flags
            && let Some(said) = self.interpreter.text(field, reading)
        {
            for word in said
                .split([';', '؛', '،', ',', '|'])
                .map(str::trim)
                .filter(|word| !word.is_empty())
            {
                person.flags.extend(self.flag(field, word, reading));
            }
        }
        for (scheme, field) in &map.identifiers {
            if let Some(value) = self
                .interpreter
                .text(field, reading)
                .filter(|value| !is_nothing(value))
            {
                for value in value.split(" ؛ ").flat_map(|value| value.split(" ; ")) {
                    person.identifiers.push(Identifier {
                        scheme: scheme.clone(),
                        value: value.to_owned(),
                    });
                }
            }
        }
        for (organisation, field) in &map.references {
            if let Some(value) = self
                .interpreter
                .text(field, reading)
                .filter(|value| !is_nothing(value))
            {
                for value in value.split(" ; ") {
                    person.references.push(Reference {
                        organisation: organisation.clone(),
                        value: value.to_owned(),
                    });
                }
            }
        }
        person.own = self.own_fields("person", &map.own, reading);
        if person == Person::default() {
            return None;
        }
        if !person.names.is_empty()
            && person
                .names
                .iter()
                .all(|name| is_placeholder(&name.display()))
        {
            let column = parts
                .into_iter()
                .flatten()
                .next()
                .map_or(String::new(), |field| {
                    self.interpreter.header(field).to_owned()
                });
            reading.problems.push(
                Problem::new(Code::IntakeNamePlaceholder)
                    .with("text", person.names[0].display())
                    .at_cell(row.number, column)
                    .warning(),
            );
        }
        person.synthetic = synthetic;
        person.listed = self.listed(own_id, "person", row.number);
        Some(person)
    }

    fn flag(&mut self, field: &Field, word: &str, reading: &mut Reading<'a>) -> Option<String> {
        match self.interpreter.pick_word("protection-flag", word) {
            Ok(term) => term,
            Err(problem) => {
                let header = self.interpreter.header(field).to_owned();
                reading
                    .problems
                    .push(problem.at_cell(reading.row.number, header));
                None
            }
        }
    }

    fn name(&mut self, parts: [&Option<Field>; 7], reading: &mut Reading<'a>) -> Option<Name> {
        let mut read = parts.map(|field| {
            let text = field.as_ref().and_then(|field| {
                self.interpreter
                    .text(field, reading)
                    .map(|text| (field, text))
            })?;
            if let Some(mend) = crate::lam_alef::mend(&text.1) {
                reading.problems.push(
                    Problem::new(Code::IntakeLamAlefReversed)
                        .with("text", &text.1)
                        .with("mend", mend)
                        .at_cell(reading.row.number, self.interpreter.header(text.0))
                        .warning(),
                );
            }
            Some(text.1).filter(|text| text.chars().any(char::is_alphanumeric))
        });
        let [full, given, father, grandfather, family, mother, nickname] = &mut read;
        let name = Name {
            full: full.take(),
            given: given.take(),
            father: father.take(),
            grandfather: grandfather.take(),
            family: family.take(),
            mother: mother.take(),
            nickname: nickname.take(),
        };
        (name != Name::default()).then_some(name)
    }

    fn maybe<T>(
        &mut self,
        field: &Option<Field>,
        reading: &mut Reading<'a>,
        read: impl FnOnce(&mut Interpreter<'a>, &Field, &mut Reading<'a>) -> Option<T>,
    ) -> Option<T> {
        field
            .as_ref()
            .and_then(|field| read(&mut self.interpreter, field, reading))
    }

    fn own_fields(
        &mut self,
        record: &str,
        fields: &std::collections::BTreeMap<String, Field>,
        reading: &mut Reading<'a>,
    ) -> Values {
        fields
            .iter()
            .filter_map(|(id, field)| {
                Some((
                    id.clone(),
                    self.interpreter.own(record, id, field, reading)?,
                ))
            })
            .collect()
    }

    fn has_event(&self, position: usize, row: Row<'a>) -> bool {
        let deciding = &self.events[position].deciding;
        deciding.is_empty()
            || deciding
                .iter()
                .any(|&column| !is_nothing(row.cell(column).trimmed()))
    }

    /// Cells that only this event reads and that are filled although the row has no such event.
    fn say_what_is_left(&self, position: usize, map: &EventMap, reading: &mut Reading<'a>) {
        for &column in &self.events[position].own {
            let text = reading.row.cell(column).trimmed();
            if !is_nothing(text) {
                reading.problems.push(
                    Problem::new(Code::IntakeEventLeft)
                        .with("event", map.name())
                        .with("text", text)
                        .at_cell(reading.row.number, &self.sheet.headers[column])
                        .warning(),
                );
                return;
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // everything that one event of one row depends on
    fn event(
        &mut self,
        position: usize,
        map: &EventMap,
        own_id: &str,
        person: Option<&Key>,
        synthetic: bool,
        known: &dyn Fn(&Key) -> bool,
        sources: &mut SourcesOfRow,
        reading: &mut Reading<'a>,
    ) -> Option<Event> {
        let row = reading.row;
        let kind = self.maybe(&map.kind, reading, |read, field, reading| {
            read.term(field, "event", reading)
        })?;
        let mut event = Event {
            kind,
            synthetic,
            ..Event::default()
        };
        event.listed = self.listed(own_id, &format!("event:{}", map.name()), row.number);
        if let Some(key) = person {
            let role = self.maybe(&map.role, reading, |read, field, reading| {
                read.term(field, "role", reading)
            });
            event.persons.push(Participant {
                person: key.token(),
                role: role.unwrap_or_else(|| "victim".into()),
            });
        }
        for (index, other) in map.persons.iter().enumerate() {
            let columns = &self.events[position].participants[index];
            let Some(id) = joined_id(columns, row) else {
                continue;
            };
            let key = Key::new(
                other.list.as_deref().unwrap_or(&self.mapping.list),
                &id,
                "person",
            );
            if !known(&key) {
                let column = &self.sheet.headers[columns[0]];
                reading.problems.push(
                    Problem::new(Code::IntakePersonNotFound)
                        .with("list", &key.list)
                        .with("id", id)
                        .at_cell(row.number, column),
                );
                continue;
            }
            let role = self.maybe(&other.role, reading, |read, field, reading| {
                read.term(field, "role", reading)
            });
            event.persons.push(Participant {
                person: key.token(),
                role: role.unwrap_or_else(|| "victim".into()),
            });
        }
        event.when = self.maybe(&map.when, reading, Interpreter::date);
        event.place = self.maybe(&map.place, reading, |read, field, reading| {
            read.place(field, Tree::Place, reading)
        });
        event.facility = self.maybe(&map.facility, reading, |read, field, reading| {
            read.place(field, Tree::Place, reading)
        });
        for body in &map.bodies.0 {
            let Some(name) = self.interpreter.place(&body.name, Tree::Body, reading) else {
                continue;
            };
            let alleged = self
                .maybe(&body.alleged, reading, |read, field, reading| {
                    read.yes(field, reading)
                })
                .unwrap_or(false);
            let degree = self.maybe(&body.degree, reading, |read, field, reading| {
                read.term(field, "involvement", reading)
            });
            event.bodies.push(Involvement {
                body: name,
                alleged,
                degree,
            });
        }
        event.attributes = map
            .attributes
            .iter()
            .filter_map(|(id, field)| {
                Some((id.clone(), self.interpreter.attribute(id, field, reading)?))
            })
            .collect();
        let status = self.maybe(&map.verification, reading, |read, field, reading| {
            read.term(field, "verification", reading)
        });
        event.verification = Verification {
            status: match status.as_deref() {
                Some("verified") => VerificationStatus::Verified,
                Some("disputed") => VerificationStatus::Disputed,
                Some("rejected") => VerificationStatus::Rejected,
                _ => VerificationStatus::Open,
            },
            by: self.maybe(&map.verified_by, reading, text),
            why: self.maybe(&map.verified_why, reading, text),
        };
        event.own = self.own_fields("event", &map.own, reading);
        event.notes = self.maybe(&map.notes, reading, notes);
        for (index, claim) in map.claims.iter().enumerate() {
            let deciding = &self.events[position].claims[index].deciding;
            if !deciding.is_empty()
                && !deciding
                    .iter()
                    .any(|&column| !is_nothing(row.cell(column).trimmed()))
            {
                continue;
            }
            let read = self.claim(index, claim, own_id, synthetic, sources, reading);
            event.claims.push(read);
        }
        for (index, related) in map.related.iter().enumerate() {
            let Some(column) = self.events[position].related[index] else {
                continue;
            };
            let text = row.cell(column).trimmed();
            if let Some((id, name)) = text.rsplit_once('#') {
                let key = Key::new(&self.mapping.list, id, &format!("event:{name}"));
                event.related.push(RelatedEvent {
                    relation: related.relation.clone(),
                    event: key.token(),
                });
            }
        }
        Some(event)
    }

    fn claim(
        &mut self,
        index: usize,
        map: &ClaimMap,
        own_id: &str,
        synthetic: bool,
        sources: &mut SourcesOfRow,
        reading: &mut Reading<'a>,
    ) -> Claim {
        let source = map.from.as_ref().and_then(|name| {
            let source = self.mapping.sources.get(name)?;
            self.source(name, source, own_id, synthetic, sources, reading)
        });
        Claim {
            id: self
                .maybe(&map.id, reading, text)
                .unwrap_or_else(|| format!("c{}", index + 1)),
            source: source.map(|key| key.token()),
            basis: self.maybe(&map.basis, reading, |read, field, reading| {
                read.term(field, "basis", reading)
            }),
            when: self.maybe(&map.when, reading, Interpreter::date),
            place: self.maybe(&map.place, reading, |read, field, reading| {
                read.place(field, Tree::Place, reading)
            }),
            facility: self.maybe(&map.facility, reading, |read, field, reading| {
                read.place(field, Tree::Place, reading)
            }),
            body: self.maybe(&map.body, reading, |read, field, reading| {
                read.place(field, Tree::Body, reading)
            }),
            values: map
                .values
                .iter()
                .filter_map(|(id, field)| {
                    Some((id.clone(), self.interpreter.attribute(id, field, reading)?))
                })
                .collect(),
            learned: self.maybe(&map.learned, reading, Interpreter::date),
            reliability: self.maybe(&map.reliability, reading, |read, field, reading| {
                read.term(field, "reliability", reading)
            }),
            words: self.maybe(&map.words, reading, text),
        }
    }

    /// The source of a row, read once however many claims refer to it.
    fn source(
        &mut self,
        name: &str,
        map: &SourceMap,
        own_id: &str,
        synthetic: bool,
        sources: &mut SourcesOfRow,
        reading: &mut Reading<'a>,
    ) -> Option<Key> {
        if let Some(known) = sources.keys.get(name) {
            return known.clone();
        }
        let mut source = Source {
            name: self
                .maybe(&map.name, reading, text)
                .filter(|name| !is_nothing(name)),
            relation: self.maybe(&map.relation, reading, |read, field, reading| {
                read.term(field, "relation-to-victim", reading)
            }),
            reach: self.maybe(&map.reach, reading, text),
            open: self
                .maybe(&map.open, reading, |read, field, reading| {
                    read.yes(field, reading)
                })
                .unwrap_or(false),
            benefit: self.maybe(&map.benefit, reading, text),
            notes: self.maybe(&map.notes, reading, notes),
            own: self.own_fields("source", &map.own, reading),
            ..Source::default()
        };
        for consent in &map.consents {
            let Some(given) = self.interpreter.yes(&consent.given, reading) else {
                continue;
            };
            let Some(purpose) = self.interpreter.term(&consent.purpose, "consent", reading) else {
                continue;
            };
            source.consents.push(Consent {
                purpose,
                given,
                recipient: self.maybe(&consent.recipient, reading, text),
                explained_by: self.maybe(&consent.explained_by, reading, text),
                when: self.maybe(&consent.when, reading, Interpreter::date),
                language: self.maybe(&consent.language, reading, text),
                lapses: self.maybe(&consent.lapses, reading, Interpreter::date),
                withdrawn: self.maybe(&consent.withdrawn, reading, Interpreter::date),
            });
        }
        // A mapping that names the source by a column says nothing where the column is empty.
        let said = source != Source::default() || map.name.is_none();
        source.kind = self
            .maybe(&map.kind, reading, |read, field, reading| {
                read.term(field, "source", reading)
            })
            .unwrap_or_else(|| "person".into());
        source.synthetic = synthetic;
        let key = said.then(|| match &source.name {
            Some(text) => {
                let key = Key::new(&self.mapping.list, &source_id(text), "source");
                source.listed = self.listed(&key.own_id, "source", reading.row.number);
                sources.found.push((key.clone(), source));
                key
            }
            None => {
                let key = Key::new(&self.mapping.list, own_id, &format!("source:{name}"));
                source.listed = self.listed(own_id, &key.part, reading.row.number);
                sources.own.push(Record::Source(source));
                key
            }
        });
        sources.keys.insert(name.to_owned(), key.clone());
        key
    }

    /// Nothing happens to a person before birth.
    fn order_of_dates(
        &self,
        map: &EventMap,
        event: &Event,
        birth: Option<&When>,
        reading: &mut Reading<'a>,
    ) {
        if let (Some(when), Some(birth)) = (&event.when, birth)
            && is_before(when, birth)
        {
            let column = map
                .when
                .as_ref()
                .map_or("", |field| self.interpreter.header(field));
            reading.problems.push(
                Problem::new(Code::IntakeEndBeforeStart)
                    .with("end", when.edtf())
                    .with("start", birth.edtf())
                    .at_cell(reading.row.number, column),
            );
        }
    }
}

/// Sources while a row is read.
struct SourcesOfRow {
    keys: HashMap<String, Option<Key>>,
    found: Vec<(Key, Source)>,
    own: Vec<Record>,
}

/// Ties events of the row to each other; one that ends or follows another cannot come before it.
fn tie_events(
    mapping: &Mapping,
    own_id: &str,
    records: &mut [Record],
    made: &[(&str, Option<When>)],
    row: u64,
    sheet: &Sheet,
    reading: &mut Reading<'_>,
) {
    for map in &mapping.events {
        let part = format!("event:{}", map.name());
        for related in &map.related {
            let Some(other) = &related.event else {
                continue;
            };
            let Some((_, other_when)) = made.iter().find(|(name, _)| name == other) else {
                continue;
            };
            let Some(Record::Event(event)) = records
                .iter_mut()
                .find(|record| record.listed().is_some_and(|listed| listed.part == part))
            else {
                continue;
            };
            let key = Key::new(&mapping.list, own_id, &format!("event:{other}"));
            event.related.push(RelatedEvent {
                relation: related.relation.clone(),
                event: key.token(),
            });
            if matches!(related.relation.as_str(), "ends" | "follows")
                && let (Some(when), Some(start)) = (&event.when, other_when)
                && is_before(when, start)
            {
                let column = map
                    .when
                    .as_ref()
                    .and_then(|field| field.all_columns().next())
                    .and_then(|name| sheet.column(name));
                let mut problem = Problem::new(Code::IntakeEndBeforeStart)
                    .with("end", when.edtf())
                    .with("start", start.edtf());
                problem.spot.row = Some(row);
                problem.spot.column = column.map(|column| sheet.headers[column].clone());
                reading.problems.push(problem);
            }
        }
    }
}

/// Surely before: the latest day of one lies before the earliest of the other, doubt set aside.
fn is_before(when: &When, other: &When) -> bool {
    !when.is_qualified()
        && !other.is_qualified()
        && matches!((when.latest(), other.earliest()), (Some(latest), Some(earliest)) if latest < earliest)
}

fn text<'a>(
    interpreter: &mut Interpreter<'a>,
    field: &Field,
    reading: &mut Reading<'a>,
) -> Option<String> {
    interpreter.text(field, reading)
}

fn notes<'a>(
    interpreter: &mut Interpreter<'a>,
    field: &Field,
    reading: &mut Reading<'a>,
) -> Option<String> {
    interpreter.notes(field, reading)
}

fn joined_id(columns: &[usize], row: Row<'_>) -> Option<String> {
    if columns.is_empty() {
        return None;
    }
    let parts: Vec<_> = columns
        .iter()
        .map(|&column| crate::interpret::clean(row.cell(column).trimmed()))
        .collect();
    parts
        .iter()
        .any(|part| !part.is_empty())
        .then(|| parts.join("/"))
}

/// The id of a named source: its name's hash, because ids are shown where names are not.
fn source_id(name: &str) -> String {
    let folded = fold(name);
    let telling = if folded.is_empty() { name } else { &folded };
    format!("source-{}", hex(&Sha256::digest(telling.as_bytes())[..10]))
}

/// Columns that say whether a claim was made.
fn claim_columns(claim: &ClaimMap, mapping: &Mapping) -> Vec<String> {
    if !claim.deciding.headers().is_empty() {
        return claim.deciding.headers().to_vec();
    }
    let mut columns = Vec::new();
    let mut event = EventMap {
        claims: vec![claim.clone()],
        ..EventMap::default()
    };
    event.visit_fields(&mut |field, _| columns.extend(field.all_columns().cloned()));
    if let Some(source) = claim
        .from
        .as_ref()
        .and_then(|name| mapping.sources.get(name))
    {
        source
            .clone()
            .visit_fields(&mut |field, _| columns.extend(field.all_columns().cloned()));
    }
    columns
}

/// Where a new record came from, to be completed.
pub(crate) fn listed_mut(record: &mut Record) -> Option<&mut Listed> {
    match record {
        Record::Person(person) => person.listed.as_deref_mut(),
        Record::Event(event) => event.listed.as_deref_mut(),
        Record::Source(source) => source.listed.as_deref_mut(),
        _ => None,
    }
}
