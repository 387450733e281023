//! Which person or source is meant?
//!
//! Nobody types an id: a box takes words, a list beside it holds whom they find, and
//! one of them is chosen; or the words are the name of somebody who is written
//! down on the way. Without scripts a button looks; with them the list follows the
//! typing. An id that was not found by its reader is refused.

use super::{Fields, Former, Input, Typed, some};
use crate::answer::Refusal;
use crate::ask::Ask;
use crate::pages::find::Choice;
use crate::say::{Say, joined};
use model::record::Source;
use model::{Code, Problem, Record};
use office::{Documenting, FindQuery, Finding, Reading};

/// The choice of somebody who is not in the register yet.
pub const NEW: &str = "new";
/// Persons found for a box.
const PERSONS: usize = 10;
/// Sources offered without words, and found with them.
const SOURCES: usize = 40;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Person,
    Source,
}

impl Kind {
    /// Of a field's name.
    pub fn of(name: &str) -> Kind {
        match super::rows::split(name) {
            Some(("person", ..)) => Kind::Person,
            _ => Kind::Source,
        }
    }
}

/// Parts of a line where no markup can keep them apart, each in its own direction.
pub(super) fn isolated(parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    joined(parts.map(|part| format!("\u{2068}{part}\u{2069}")))
}

fn person_label(say: &Say, person: &model::record::Person) -> String {
    isolated([
        say.person(person),
        say.place("place", person.origin.as_ref()),
        say.date(person.birth.as_ref()),
    ])
}

pub(super) fn source_label(say: &Say, source: &Source) -> String {
    let kind = say.term("source", Some(&source.kind));
    let told = source.relation.as_ref();
    let told = told.filter(|relation| !["none", "unknown"].contains(&relation.as_str()));
    let relation = say.term("relation-to-victim", told);
    isolated([source.name.clone().unwrap_or_default(), kind, relation])
}

/// How a record is called in a list of choices; nothing where the reader sees none.
pub(super) fn label_of(ask: &Ask, id: &str) -> Option<String> {
    let say = Say::new(ask);
    match ask
        .app
        .office
        .look_at(&ask.seat::<Reading>().ok()?, id)
        .ok()?
    {
        Record::Person(person) => Some(person_label(&say, &person)),
        Record::Source(source) => Some(source_label(&say, &source)),
        _ => None,
    }
}

/// Whom the words find; sources without words are those that are near.
fn found(
    ask: &Ask,
    kind: Kind,
    words: &str,
    near: &[String],
) -> Result<Vec<(String, String)>, Refusal> {
    let say = Say::new(ask);
    if kind == Kind::Source {
        let seat = ask.seat::<Documenting>()?;
        let sources = ask
            .app
            .office
            .sources_to_choose(&seat, near, words, SOURCES)?;
        let label = |(id, source)| (id, source_label(&say, &source));
        return Ok(sources.into_iter().map(label).collect());
    }
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let query = FindQuery {
        text: words.to_owned(),
        unfinished: true,
        limit: PERSONS,
        ..FindQuery::default()
    };
    let answer = ask.app.office.find(&ask.seat::<Finding>()?, &query)?;
    let label = |it: office::FoundPerson| (it.id, person_label(&say, &it.person));
    Ok(answer.persons.into_iter().map(label).collect())
}

/// The choices of a box: the one that was chosen, those found, and a new one.
pub fn choices(
    ask: &Ask,
    kind: Kind,
    words: &str,
    chosen: &str,
    near: &[String],
) -> Result<Vec<Choice>, Refusal> {
    let mut choices: Vec<Choice> = Vec::new();
    if !chosen.is_empty() && chosen != NEW {
        choices.push(Choice {
            id: chosen.to_owned(),
            label: label_of(ask, chosen).unwrap_or_else(|| ask.words().text("web-no-name")),
            chosen: true,
        });
    }
    for (id, label) in found(ask, kind, words, near)? {
        if id != chosen {
            let chosen = false;
            choices.push(Choice { id, label, chosen });
        }
    }
    if !words.is_empty() {
        let message = match kind {
            Kind::Person => "web-pick-new-person",
            Kind::Source => "web-pick-new-source",
        };
        choices.push(Choice {
            id: NEW.into(),
            label: ask.words().text_with(message, &[("value", words.into())]),
            chosen: chosen == NEW,
        });
    }
    Ok(choices)
}

impl Former<'_> {
    /// A box with the choices of whom its words find; `near` are persons whose sources come first.
    pub(super) fn pick(
        &self,
        name: &str,
        label: &str,
        fields: &Fields,
        near: &[String],
    ) -> Result<Input, Refusal> {
        let mut input = self.input(name, label, "pick", fields);
        input.find = fields
            .get(&format!("{name}-find"))
            .cloned()
            .unwrap_or_default();
        let kind = Kind::of(name);
        input.choices = choices(self.ask, kind, &input.find, &input.value, near)?;
        Ok(input)
    }

    /// Whether an id that was chosen anew is one that its reader can find.
    pub(super) fn is_there(&mut self, field: &str, id: &str) -> bool {
        let there = match Kind::of(field) {
            Kind::Person => {
                matches!(self.look_at(id), Some(Record::Person(it)) if it.withdrawn.is_none())
            }
            Kind::Source => {
                matches!(self.look_at(id), Some(Record::Source(it)) if it.withdrawn.is_none())
            }
        };
        if !there {
            self.unsettled(field);
        }
        there
    }

    fn look_at(&self, id: &str) -> Option<Record> {
        let seat = self.ask.seat::<Reading>().ok()?;
        self.ask.app.office.look_at(&seat, id).ok()
    }

    /// Somebody is named in words and nobody chosen.
    pub(super) fn unsettled(&mut self, field: &str) {
        let code = match Kind::of(field) {
            Kind::Person => Code::OfficeWhichPerson,
            Kind::Source => Code::OfficeWhichSource,
        };
        self.problems.push(Problem::new(code).at_field(field));
    }

    /// The box of a source, and what a new one is, once nobody there is meant.
    pub(super) fn source_inputs(
        &self,
        start: &str,
        label: &str,
        fields: &Fields,
        near: &[String],
    ) -> Result<Vec<Input>, Refusal> {
        let source = self.pick(&format!("{start}source"), label, fields, near)?;
        let kind = format!("{start}source-kind");
        let is_new = source.value == NEW || !source.find.is_empty();
        let mut inputs = vec![source];
        if is_new || fields.get(&kind).is_some_and(|it| !it.is_empty()) {
            inputs.push(self.select(&kind, "web-field-new-source-kind", "source", fields));
        }
        Ok(inputs)
    }

    /// The source that a box names: the one that it was, one that is there, or one that
    /// is written down on the way.
    pub(super) fn source_named(
        &mut self,
        start: &str,
        was: Option<String>,
        typed: Typed,
    ) -> Option<String> {
        let field = format!("{start}source");
        let words = typed.value(&format!("{start}source-find"));
        let mut named = was;
        if let Some(chosen) = typed.changed(&field) {
            named = some(chosen);
            if chosen == NEW {
                let kind = self.kind_of_new(&format!("{start}source-kind"), typed);
                let made = Source {
                    kind,
                    name: some(words),
                    ..Source::default()
                };
                named = self.write_down(&field, words, Record::Source(made));
            } else if !chosen.is_empty() {
                self.is_there(&field, chosen);
            }
        }
        if named.is_none() && !words.is_empty() && !self.has_problem(&field) {
            self.unsettled(&field);
        }
        named
    }

    fn kind_of_new(&mut self, field: &str, typed: Typed) -> String {
        match typed.value(field) {
            "" => {
                let missing = Problem::new(Code::OfficeFieldMissing);
                self.problems.push(missing.at_field(field));
                String::new()
            }
            kind => self.term(field, "source", kind).unwrap_or_default(),
        }
    }

    /// Writes somebody down on the way; the name under which the record points there.
    pub(super) fn write_down(
        &mut self,
        field: &str,
        words: &str,
        record: Record,
    ) -> Option<String> {
        if some(words).is_none() {
            self.unsettled(field);
            return None;
        }
        let name = format!("{NEW} {field}");
        self.fresh.push((name.clone(), record));
        Some(name)
    }
}
