//! Which events does a row tell of, and who says so?
//!
//! An event exists when one of its deciding cells is filled; the dates of a row
//! are compared by their bounds, so that a partial date is never in the wrong
//! order by what it leaves open.

use super::{EventContext, RowReader, joined_id, notes, text};
use crate::interpret::{Interpreter, Reading, Tree};
use crate::key::{Key, Target};
use crate::mapping::{ClaimMap, EventMap};
use model::record::{
    Claim, Event, Involvement, Participant, RelatedEvent, Verification, VerificationStatus,
};
use model::{Code, Problem, Record, When};

impl<'a> RowReader<'a> {
    pub(super) fn event(
        &mut self,
        position: usize,
        map: &EventMap,
        context: &mut EventContext<'_>,
        reading: &mut Reading<'a>,
    ) -> Option<Event> {
        let row = reading.row;
        let kind = self.maybe(&map.kind, reading, |read, field, reading| {
            read.term(field, "event", reading)
        })?;
        let mut event = Event {
            kind,
            synthetic: context.synthetic,
            ..Event::default()
        };
        event.listed = self.listed(context.own_id, &format!("event:{}", map.name()), row.number);
        if let Some(person) = &context.person {
            let role = self.maybe(&map.role, reading, |read, field, reading| {
                read.term(field, "role", reading)
            });
            event.persons.push(Participant {
                person: person.token(),
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
            if !(context.known)(&key) {
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
                person: Target::Far(key).token(),
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
            if !deciding.is_empty() && !deciding.iter().any(|&column| self.is_filled(row, column)) {
                continue;
            }
            let read = self.claim(index, claim, context, reading);
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
                    event: Target::Far(key).token(),
                });
            }
        }
        Some(event)
    }

    pub(super) fn claim(
        &mut self,
        index: usize,
        map: &ClaimMap,
        context: &mut EventContext<'_>,
        reading: &mut Reading<'a>,
    ) -> Claim {
        let mapping = self.mapping;
        let source = map.from.as_ref().and_then(|name| {
            let (name, source) = mapping.sources.get_key_value(name)?;
            self.source(name, source, context, reading)
        });
        Claim {
            id: self
                .maybe(&map.id, reading, text)
                .unwrap_or_else(|| format!("c{}", index + 1)),
            source: source.map(|index| Target::Source(index).token()),
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

    /// Nothing happens to a person before birth.
    pub(super) fn order_of_dates(
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

    /// Ties events of the row to each other; one that ends or follows another cannot come before it.
    pub(super) fn tie_events(
        &self,
        made: &[(&EventMap, usize)],
        records: &mut [Record],
        reading: &mut Reading<'a>,
    ) {
        for &(map, at) in made {
            for related in &map.related {
                let Some(&(_, other)) = made
                    .iter()
                    .find(|(other, _)| related.event.as_deref() == Some(other.name()))
                else {
                    continue;
                };
                let start = match &records[other] {
                    Record::Event(event) => event.when.clone(),
                    _ => None,
                };
                let Record::Event(event) = &mut records[at] else {
                    continue;
                };
                event.related.push(RelatedEvent {
                    relation: related.relation.clone(),
                    event: Target::Draft(other).token(),
                });
                if matches!(related.relation.as_str(), "ends" | "follows")
                    && let (Some(when), Some(start)) = (&event.when, &start)
                    && is_before(when, start)
                {
                    let column = map
                        .when
                        .as_ref()
                        .map_or("", |field| self.interpreter.header(field));
                    reading.problems.push(
                        Problem::new(Code::IntakeEndBeforeStart)
                            .with("end", when.edtf())
                            .with("start", start.edtf())
                            .at_cell(reading.row.number, column),
                    );
                }
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
