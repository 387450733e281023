//! How does a record become a form, and a form a record?
//!
//! A form is names and values; only values that differ from those of the
//! revision it began from are applied, so that what a form cannot show is never
//! lost. What a record has several of stands in `rows`, where also two edits of
//! the same record are merged; whom a participant or source is found by is in `pick`.

use crate::answer::{Refusal, called};
use crate::ask::Ask;
use crate::pages::find::{Choice, choices};
use crate::say::Say;
use model::profile::{FieldType, OwnField, unknown_term};
use model::record::{PlaceRef, Values};
use model::when::typed::{DayOrder, read_typed};
use model::{Code, Problem, Profile, Record, When};
use office::Fresh;
use serde::Serialize;
use std::collections::BTreeMap;

mod contact;
mod event;
mod file;
mod participants;
mod person;
pub mod pick;
pub mod rows;
mod source;

pub use event::{Holds, holds};
pub use file::{class_choices, class_of};

/// Vocabularies up to this size are chosen from a list; longer ones are typed, in either language.
const LISTED: usize = 7;

/// Values of a form by name.
pub type Fields = BTreeMap<String, String>;

/// One field of a form as shown.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    pub name: String,
    pub label: String,
    /// `text`, `area`, `date`, `select`, `term`, `check`, `place`, `body` or `pick`.
    pub kind: &'static str,
    /// Vocabulary of a typed term.
    pub list: String,
    /// What is typed here decides which fields there are.
    pub reshapes: bool,
    /// A row that was just asked for begins here.
    pub focus: bool,
    /// The words by which somebody is looked for (`pick`).
    pub find: String,
    pub value: String,
    pub choices: Vec<Choice>,
    pub required: bool,
    pub error: String,
    pub hint: String,
    /// What a date was understood as.
    pub understood: String,
    /// What somebody else wrote here meanwhile.
    pub theirs: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub legend: String,
    pub hint: String,
    pub inputs: Vec<Input>,
    /// What is filled in seldom: what it is called, and its fields; open when one has a value.
    pub more: Option<(String, Vec<Input>)>,
    /// The list of which another row can be had below, and what the button says.
    pub add: Option<(&'static str, String)>,
}

impl Group {
    /// Every field, also those that are filled in seldom.
    pub fn all(&self) -> impl Iterator<Item = &Input> {
        let more = self.more.iter().flat_map(|(_, inputs)| inputs);
        self.inputs.iter().chain(more)
    }

    /// Every field, to be changed.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Input> {
        let more = self.more.iter_mut().flat_map(|(_, inputs)| inputs);
        self.inputs.iter_mut().chain(more)
    }

    /// Whether something that is filled in seldom says something here.
    pub fn is_open(&self) -> bool {
        self.more.iter().flat_map(|(_, inputs)| inputs).any(|it| {
            !it.value.is_empty() || !it.error.is_empty() || !it.theirs.is_empty() || it.focus
        })
    }
}

/// What was typed, against what the form began from.
#[derive(Clone, Copy)]
pub(super) struct Typed<'f> {
    typed: &'f Fields,
    before: &'f Fields,
}

impl<'f> Typed<'f> {
    /// What a field says: as typed, or as it was where the form did not send it.
    fn value(&self, name: &str) -> &'f str {
        let found = self.typed.get(name).or_else(|| self.before.get(name));
        found.map_or("", String::as_str)
    }

    /// What a field says now, if that is something else than before.
    fn changed(&self, name: &str) -> Option<&'f str> {
        let before = self.before.get(name).map_or("", String::as_str);
        Some(self.value(name)).filter(|value| *value != before)
    }

    /// Rows of a list.
    fn count(&self, list: &str) -> usize {
        rows::count(self.typed, list).max(rows::count(self.before, list))
    }

    /// Whether a row is to be taken out.
    fn is_removed(&self, list: &str, row: usize) -> bool {
        self.value(&format!("{list}{row}-remove")) == "yes"
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn place_text(
    profile: &Profile,
    vocabulary: &str,
    language: &str,
    place: Option<&PlaceRef>,
) -> String {
    place
        .and_then(|place| match &place.id {
            Some(id) => Some(profile.label(vocabulary, id, language).to_owned()),
            None => place.as_written.clone(),
        })
        .unwrap_or_default()
}

/// A place by any of its names; what the gazetteer does not know stays in the person's words.
fn place_of(profile: &Profile, vocabulary: &str, text: &str) -> Option<PlaceRef> {
    let text = some(text)?;
    Some(
        match profile
            .vocabulary(vocabulary)
            .and_then(|places| places.pick(&text).ok())
        {
            Some(term) => PlaceRef {
                id: Some(term.id.clone()),
                as_written: None,
            },
            None => PlaceRef {
                id: None,
                as_written: Some(text),
            },
        },
    )
}

/// Reads and writes records as forms in one language.
pub struct Former<'a> {
    ask: &'a Ask,
    say: Say,
    /// What is wrong, by field.
    pub problems: Vec<Problem>,
    /// Records that are written down on the way.
    pub fresh: Vec<Fresh>,
}

impl<'a> Former<'a> {
    pub fn new(ask: &'a Ask) -> Former<'a> {
        Former {
            ask,
            say: Say::new(ask),
            problems: Vec::new(),
            fresh: Vec::new(),
        }
    }

    /// The fields of a record's form.
    pub fn fields(&self, record: &Record) -> Fields {
        match record {
            Record::Person(person) => self.person_fields(person),
            Record::Event(event) => self.event_fields(event),
            Record::Source(source) => self.source_fields(source),
            Record::Contact(contact) => self.contact_fields(contact),
            Record::File(file) => self.file_fields(file),
            _ => Fields::new(),
        }
    }

    /// The record as the form says it, on top of what the form began from.
    pub fn record(&mut self, began: &Record, typed: &Fields) -> Record {
        let before = self.fields(began);
        let typed = Typed {
            typed,
            before: &before,
        };
        match began.clone() {
            Record::Person(person) => Record::Person(self.person(person, typed)),
            Record::Event(event) => Record::Event(self.event(event, typed)),
            Record::Source(source) => Record::Source(self.source(source, typed)),
            Record::Contact(contact) => Record::Contact(self.contact(contact, typed)),
            Record::File(file) => Record::File(self.file(file, typed)),
            other => other,
        }
    }

    /// The groups of a record's form with these fields.
    pub fn groups(&self, began: &Record, fields: &Fields) -> Result<Vec<Group>, Refusal> {
        match began {
            Record::Person(_) => Ok(self.person_groups(fields)),
            Record::Event(event) => self.event_groups(event, fields),
            Record::Source(_) => Ok(self.source_groups(fields)),
            Record::Contact(contact) => self.contact_groups(contact, fields),
            Record::File(_) => Ok(self.file_groups(fields)),
            _ => Ok(Vec::new()),
        }
    }

    fn group(&self, legend: &str, inputs: Vec<Input>) -> Group {
        Group {
            legend: self.say.t(legend),
            hint: String::new(),
            inputs,
            more: None,
            add: None,
        }
    }

    /// One group for each row of a list, the button for another below the last.
    fn row_groups(
        &self,
        list: &'static str,
        legend: &str,
        rows: usize,
        inputs: impl Fn(usize) -> Vec<Input>,
        fields: &Fields,
        kept: usize,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = (0..rows)
            .map(|row| {
                let mut group = self.group(legend, inputs(row));
                if rows > 1 {
                    let number = [("count", words::Value::Number(row as u64 + 1))];
                    group.legend = self
                        .say
                        .words
                        .text_with(&format!("web-row-{list}"), &number);
                }
                if row < kept {
                    let name = format!("{list}{row}-remove");
                    group
                        .inputs
                        .push(self.input(&name, "web-row-remove", "check", fields));
                }
                group
            })
            .collect();
        if let Some(last) = groups.last_mut() {
            last.add = Some((list, self.say.t(&format!("web-another-{list}"))));
        }
        groups
    }

    /// The office's own fields of a kind of record.
    fn own_inputs(&self, record: &str, fields: &Fields) -> Vec<Input> {
        let own = self.say.profile.fields.iter();
        // What was retired is shown only where it was said.
        let shown = |field: &&OwnField| {
            let said = fields.get(&format!("own-{}", field.id));
            field.record == record
                && (!field.retired || said.is_some_and(|value| !value.is_empty()))
        };
        own.filter(shown)
            .map(|field| {
                let name = format!("own-{}", field.id);
                let mut input = match (&field.field_type, &field.vocabulary) {
                    (FieldType::Term, Some(terms)) => self.select(&name, "", terms, fields),
                    (FieldType::Yesno, _) => self.select(&name, "", "yes-no", fields),
                    (FieldType::Date, _) => self.input(&name, "", "date", fields),
                    _ => self.input(&name, "", "text", fields),
                };
                input.label = if self.say.language == "ar" {
                    field.ar.clone()
                } else {
                    field.en.clone()
                };
                if field.retired {
                    input.label = format!("{} ({})", input.label, self.say.t("web-field-retired"));
                }
                input
            })
            .collect()
    }

    fn own_fields(&self, record: &str, own: &Values, fields: &mut Fields) {
        let known = self.say.profile.fields.iter();
        for field in known.filter(|field| field.record == record) {
            let value = own.get(&field.id).cloned().unwrap_or_default();
            fields.insert(format!("own-{}", field.id), value);
        }
    }

    /// Puts the office's own fields into their values, each as its type is kept.
    fn own(&mut self, record: &str, own: &mut Values, typed: Typed) {
        let profile = std::sync::Arc::clone(&self.say.profile);
        for field in profile.fields.iter().filter(|it| it.record == record) {
            let name = format!("own-{}", field.id);
            let Some(value) = typed.changed(&name) else {
                continue;
            };
            if field.retired && !own.contains_key(&field.id) {
                continue;
            }
            match self.own_value(field, &name, value) {
                Some(value) => own.insert(field.id.clone(), value),
                None => own.remove(&field.id),
            };
        }
    }

    fn own_value(&mut self, field: &OwnField, name: &str, value: &str) -> Option<String> {
        match (&field.field_type, &field.vocabulary) {
            (FieldType::Date, _) => self.date(name, value).map(|when| when.edtf().to_owned()),
            (FieldType::Term, Some(terms)) => self.term(name, terms, value),
            (FieldType::Yesno, _) => self.term(name, "yes-no", value),
            (FieldType::Number, _) => {
                let number = some(value).map(|text| model::fold::fold(&text));
                if number
                    .as_deref()
                    .is_some_and(|text| text.parse::<i64>().is_err())
                {
                    let wrong = Problem::new(Code::OfficeNumberUnreadable).with("text", value);
                    self.problems.push(wrong.at_field(name));
                    return None;
                }
                number
            }
            _ => some(value),
        }
    }

    fn date(&mut self, field: &str, text: &str) -> Option<When> {
        let text = some(text)?;
        match read_typed(&text, DayOrder::DayFirst) {
            Ok(typed) => Some(typed.when),
            Err(problem) => {
                self.problems.push(problem.at_field(field));
                None
            }
        }
    }

    fn term(&mut self, field: &str, vocabulary: &str, text: &str) -> Option<String> {
        let text = some(text)?;
        let picked = self
            .say
            .profile
            .vocabulary(vocabulary)
            .map(|terms| terms.pick(&text));
        match picked {
            Some(Ok(term)) => Some(term.id.clone()),
            Some(Err(problem)) => {
                self.problems.push(problem.at_field(field));
                None
            }
            None => {
                let problem = unknown_term(vocabulary, &text, &[]);
                self.problems.push(problem.at_field(field));
                None
            }
        }
    }

    /// One field, with what is wrong with it.
    pub fn input(&self, name: &str, label: &str, kind: &'static str, fields: &Fields) -> Input {
        let value = fields.get(name).cloned().unwrap_or_default();
        let said = |problem: &Problem| {
            let problem = called(&self.say.profile, self.say.language, problem);
            let said = self.say.words.problem_on_page(&problem);
            (said.sentence, said.hint)
        };
        let wrong = self
            .problems
            .iter()
            .find(|problem| problem.spot.field.as_deref() == Some(name));
        let (error, hint) = wrong.map(said).unwrap_or_default();
        let understood = match kind {
            "date" => understood(&self.say, &value),
            _ => String::new(),
        };
        Input {
            name: name.into(),
            label: if label.is_empty() {
                String::new()
            } else {
                self.say.t(label)
            },
            kind,
            list: String::new(),
            reshapes: false,
            focus: false,
            find: String::new(),
            value,
            choices: Vec::new(),
            required: false,
            error,
            hint,
            understood,
            theirs: String::new(),
        }
    }

    /// A term: chosen from a short list, typed where the vocabulary is long.
    fn select(&self, name: &str, label: &str, vocabulary: &str, fields: &Fields) -> Input {
        let mut input = self.input(name, label, "select", fields);
        let known = choices(self.ask, vocabulary, &[], &input.value);
        if known.len() <= LISTED {
            input.choices = known;
            return input;
        }
        input.kind = "term";
        input.list = vocabulary.to_owned();
        let label = self.say.term(vocabulary, Some(&input.value));
        if !input.value.is_empty() {
            input.value = label;
        }
        input
    }
}

impl Former<'_> {
    /// What somebody else wrote in a field, as it would be said.
    pub fn shown(&self, input: &Input, value: &str) -> String {
        if input.kind == "check" {
            return self
                .say
                .t(if value == "yes" { "web-yes" } else { "web-no" });
        }
        if input.kind == "pick" {
            return pick::label_of(self.ask, value).unwrap_or_else(|| self.say.t("web-no-name"));
        }
        if let Some(choice) = input.choices.iter().find(|choice| choice.id == value) {
            return choice.label.clone();
        }
        match vocabulary_of(&self.say.profile, &input.name) {
            Some(vocabulary) => self.say.term(vocabulary, Some(&value.to_owned())),
            None => value.to_owned(),
        }
    }
}

/// The vocabulary of a field that holds a term.
fn vocabulary_of<'p>(profile: &'p Profile, name: &'p str) -> Option<&'p str> {
    if let Some(id) = name.strip_prefix("own-") {
        let field = profile.fields.iter().find(|field| field.id == id)?;
        return match field.field_type {
            FieldType::Yesno => Some("yes-no"),
            _ => field.vocabulary.as_deref(),
        };
    }
    if let Some((list, _, part)) = rows::split(name) {
        return match (list, part) {
            ("claim", "basis" | "reliability") | ("person", "role") => Some(part),
            ("claim", "source-kind") => Some("source"),
            ("identifier", "scheme") => Some("identifier"),
            ("body", "degree") => Some("involvement"),
            ("related", "relation") => Some("relation"),
            _ => part.strip_prefix("value-"),
        };
    }
    Some(match name {
        "sex" | "service" | "rank" | "channel" => name,
        "kind" => "event",
        "source-kind" => "source",
        "relation" => "relation-to-victim",
        _ => name.strip_prefix("attribute-")?,
    })
}

/// What was typed, with terms in any language under their ids, so that a field
/// that says the same is the same.
pub fn settled(profile: &Profile, name: &str, value: &str) -> String {
    let value = value.trim();
    vocabulary_of(profile, name)
        .and_then(|vocabulary| profile.vocabulary(vocabulary))
        .and_then(|terms| terms.recognise(value))
        .map_or_else(|| value.to_owned(), |term| term.id.clone())
}

/// How a typed date is understood; empty when there is none or it is wrong.
pub fn understood(say: &Say, text: &str) -> String {
    match read_typed(text, DayOrder::DayFirst) {
        Ok(typed) if !text.trim().is_empty() => say.words.date(&typed.when),
        _ => String::new(),
    }
}
