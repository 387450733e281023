//! Which records does one row make?
//!
//! A row makes at most one person, its events with their claims, and the
//! sources that it names first. A row comes in whole or stays out: one error
//! and none of its records is proposed. References between new records are
//! tokens (see `key`) until the register gives ids.

mod event;
mod person;
mod source;

use crate::interpret::{Interpreter, Reading, is_nothing, read_yes};
use crate::key::{Key, Target};
use crate::mapping::{ClaimMap, Columns, EventMap, Field, Mapping, Synthetic};
use crate::read::hex;
use crate::sheet::{Row, Sheet};
use model::record::{Listed, Values};
use model::{Code, Problem, Record};
use sha2::{Digest, Sha256};
use source::Sources;

/// Reads rows into records.
pub(crate) struct RowReader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    pub interpreter: Interpreter<'a>,
    id_columns: Vec<usize>,
    person_id: Vec<usize>,
    /// Columns that say that there is a person.
    person_present: Vec<usize>,
    synthetic: Option<usize>,
    /// Columns that decide on each event, and columns that only this event reads.
    events: Vec<EventColumns>,
    /// The sources that the rows have named so far.
    pub sources: Sources,
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
    /// Sources that stand in the row for themselves, by their position.
    pub sources: Vec<usize>,
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
            person_present: mapping
                .person
                .as_ref()
                .map(|person| positions(&person.present))
                .unwrap_or_default(),
            synthetic: match &mapping.synthetic {
                Some(Synthetic::Column(column)) => position(column),
                _ => None,
            },
            events,
            sources: Sources::default(),
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

    /// Reads a row; `known` tells whether a record with a key exists or comes in
    /// with this sheet.
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
            Some(person) if person.list.is_some() => self
                .person_elsewhere(person, known, &mut reading)
                .map(Target::Far),
            Some(map) => self
                .person(map, own_id, synthetic, &mut reading)
                .map(|person| {
                    out.records.push(Record::Person(person));
                    Target::Draft(0)
                }),
        };
        let birth = match out.records.first() {
            Some(Record::Person(person)) => person.birth.clone(),
            _ => None,
        };
        let mut of_row = EventContext {
            own_id,
            person,
            synthetic,
            known,
            sources: Vec::new(),
        };
        let mut made: Vec<(&EventMap, usize)> = Vec::new();
        for (position, map) in mapping.events.iter().enumerate() {
            if !self.has_event(position, row) {
                self.say_what_is_left(position, map, &mut reading);
                continue;
            }
            if let Some(event) = self.event(position, map, &mut of_row, &mut reading) {
                self.order_of_dates(map, &event, birth.as_ref(), &mut reading);
                made.push((map, out.records.len()));
                out.records.push(Record::Event(event));
            }
        }
        self.tie_events(&made, &mut out.records, &mut reading);
        for (name, map) in mapping.sources.iter().filter(|(_, map)| map.alone) {
            out.sources
                .extend(self.source(name, map, &mut of_row, &mut reading));
        }
        if out.records.is_empty() && out.sources.is_empty() && reading.problems.is_empty() {
            let mut problem = Problem::new(Code::IntakeRowNothing);
            problem.spot.row = Some(row.number);
            reading.problems.push(problem);
        }
        let main = match (out.records.first_mut(), out.sources.first()) {
            (Some(record), _) => listed_mut(record),
            (None, Some(&source)) => self.sources.records[source].listed.as_deref_mut(),
            (None, None) => None,
        };
        if let Some(listed) = main.filter(|listed| listed.row == row.number) {
            listed.cells = self.sheet.original(row);
        }
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
        deciding.is_empty() || deciding.iter().any(|&column| self.is_filled(row, column))
    }

    /// Whether a cell says anything.
    fn is_filled(&self, row: Row<'a>, column: usize) -> bool {
        let cell = row.cell(column);
        if self.interpreter.is_exact() {
            !cell.text.is_empty()
        } else {
            !is_nothing(cell.trimmed())
        }
    }

    /// Cells that only this event reads and that are filled although the row has no such event.
    fn say_what_is_left(&self, position: usize, map: &EventMap, reading: &mut Reading<'a>) {
        for &column in &self.events[position].own {
            let text = reading.row.cell(column).trimmed();
            if self.is_filled(reading.row, column) {
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
}

/// What the events of a row share.
struct EventContext<'k> {
    own_id: &'k str,
    person: Option<Target>,
    synthetic: bool,
    known: &'k dyn Fn(&Key) -> bool,
    /// Sources that the row has named so far; `None` when it names none.
    sources: Vec<(String, Option<usize>)>,
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
