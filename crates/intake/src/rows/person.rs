//! Which person does a row tell of?
//!
//! Names keep every part and variant as written; what a name looks like (a
//! placeholder, a reversed ligature) is said beside it and changes nothing.

use super::{RowReader, joined_id, notes, text};
use crate::interpret::{Interpreter, Reading, Tree};
use crate::key::Key;
use crate::mapping::{Field, PersonMap};
use crate::several;
use model::fold::is_placeholder;
use model::record::{Identifier, Name, Person, Reference, Service};
use model::{Code, Problem};

impl<'a> RowReader<'a> {
    /// The person of another list whom the row is about.
    pub(super) fn person_elsewhere(
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

    pub(super) fn person(
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
            let words = if self.interpreter.is_exact() {
                several::split(&said)
            } else {
                let words = said.split([';', '؛', '،', ',', '|']).map(str::trim);
                words
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            for word in words {
                person.flags.extend(self.flag(field, &word, reading));
            }
        }
        for (scheme, field) in &map.identifiers {
            for value in self.several(field, reading) {
                person.identifiers.push(Identifier {
                    scheme: scheme.clone(),
                    value,
                });
            }
        }
        for (organisation, field) in &map.references {
            for value in self.several(field, reading) {
                person.references.push(Reference {
                    organisation: organisation.clone(),
                    value,
                });
            }
        }
        person.own = self.own_fields("person", &map.own, reading);
        let present = self
            .person_present
            .iter()
            .any(|&column| self.is_filled(row, column));
        if person == Person::default() && !present {
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

    /// The values of a cell that may hold several.
    fn several(&mut self, field: &Field, reading: &mut Reading<'a>) -> Vec<String> {
        let Some(said) = self
            .interpreter
            .text(field, reading)
            .filter(|said| !self.interpreter.is_nothing(said))
        else {
            return Vec::new();
        };
        if self.interpreter.is_exact() {
            return several::split(&said);
        }
        said.split(" ؛ ")
            .flat_map(|part| part.split(" ; "))
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn flag(
        &mut self,
        field: &Field,
        word: &str,
        reading: &mut Reading<'a>,
    ) -> Option<String> {
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

    pub(super) fn name(
        &mut self,
        parts: [&Option<Field>; 7],
        reading: &mut Reading<'a>,
    ) -> Option<Name> {
        let mut read = parts.map(|field| {
            let text = field.as_ref().and_then(|field| {
                self.interpreter
                    .text(field, reading)
                    .map(|text| (field, text))
            })?;
            if !self.interpreter.is_exact()
                && let Some(mend) = crate::lam_alef::mend(&text.1)
            {
                reading.problems.push(
                    Problem::new(Code::IntakeLamAlefReversed)
                        .with("text", &text.1)
                        .with("mend", mend)
                        .at_cell(reading.row.number, self.interpreter.header(text.0))
                        .warning(),
                );
            }
            Some(text.1).filter(|text| {
                self.interpreter.is_exact() || text.chars().any(char::is_alphanumeric)
            })
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
}
