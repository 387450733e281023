//! How does the office change its words and own fields?
//!
//! The profile's files stay what people can read and edit: a term is written at the
//! end of its file, a retired one gets one line, a renamed one other labels, and
//! nothing else of the file changes, comments included. The changed profile is read
//! whole before anything is written, and the log says why. A term or field is never
//! taken out: old records go on saying it.

use crate::open::read_profile;
use crate::{Administering, Office, Seat, documents};
use model::profile::{FieldType, Label, OwnField, Term};
use model::{Class, Code, Problem, Profile};
use std::collections::BTreeMap;

/// A change of the office's words or own fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordChange {
    /// When.
    pub at: jiff::Timestamp,
    /// Who.
    pub who: String,
    /// What was done, and the reason that was given.
    pub why: String,
}

/// Changes that are told.
const CHANGES: usize = 20;

/// Where own fields stand.
const FIELDS: &str = "profile/profile.toml";

/// A text of TOML as one line.
fn quoted(text: &str) -> String {
    let line: String = text
        .trim()
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    toml::Value::String(line).to_string()
}

/// Small letters, digits and dashes, beginning with a letter.
fn is_id(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// An id from an English label: `Told by a neighbour` is `told-by-a-neighbour`.
fn id_from(label: &str) -> String {
    let words: Vec<String> = label
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

/// Which file a vocabulary stands in, and what its entries are called there.
fn place_of(texts: &BTreeMap<String, String>, vocabulary: &str) -> Option<(String, &'static str)> {
    match vocabulary {
        "place" => Some(("profile/places.toml".into(), "place")),
        "body" => Some(("profile/bodies.toml".into(), "body")),
        _ => {
            let named = |text: &str| {
                let table: Result<toml::Table, _> = text.parse();
                table.is_ok_and(|it| it.get("id").and_then(|id| id.as_str()) == Some(vocabulary))
            };
            let mut files = texts.iter();
            let found =
                files.find(|(path, text)| path.starts_with("profile/vocabularies/") && named(text));
            found.map(|(path, _)| (path.clone(), "term"))
        }
    }
}

fn missing(field: &str) -> Problem {
    Problem::new(Code::OfficeFieldMissing).at_field(field)
}

impl Office {
    /// Adds a term to a vocabulary, the gazetteer (`place`) or the tree of bodies
    /// (`body`); an empty id is made from the English label. Returns the id.
    ///
    /// # Errors
    /// `office.field-missing` for a label; `office.id-unreadable`; `term.duplicate`;
    /// `term.unknown` for a broader term; `office.no-such-record` for a vocabulary.
    pub fn add_term(
        &self,
        seat: &Seat<Administering>,
        vocabulary: &str,
        term: &Term,
    ) -> Result<String, Vec<Problem>> {
        self.refresh(seat)?;
        let id = if term.id.trim().is_empty() {
            id_from(&term.en)
        } else {
            term.id.trim().to_owned()
        };
        let mut problems = Vec::new();
        for (field, label) in [("ar", &term.ar), ("en", &term.en)] {
            if label.trim().is_empty() {
                problems.push(missing(field));
            }
        }
        if problems.is_empty() && !is_id(&id) {
            problems.push(
                Problem::new(Code::OfficeIdUnreadable)
                    .with("text", &id)
                    .at_field("id"),
            );
        }
        let profile = self.profile();
        let terms = profile
            .vocabulary(vocabulary)
            .ok_or_else(|| vec![Problem::new(Code::OfficeNoSuchRecord).with("id", vocabulary)])?;
        for (field, label) in [("id", &id), ("ar", &term.ar), ("en", &term.en)] {
            if !label.is_empty() && terms.recognise(label).is_some() {
                problems.push(
                    Problem::new(Code::TermDuplicate)
                        .with("vocabulary", vocabulary)
                        .with("term", label)
                        .at_field(field),
                );
                break;
            }
        }
        let parent = match term.parent.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(parent) => match terms.pick(parent) {
                Ok(broader) => Some(broader.id.clone()),
                Err(problem) => {
                    problems.push(problem.at_field("parent"));
                    None
                }
            },
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut lines = vec![
            format!("id = {}", quoted(&id)),
            format!("ar = {}", quoted(&term.ar)),
            format!("en = {}", quoted(&term.en)),
        ];
        let also: Vec<String> = term.also.iter().map(|it| quoted(it)).collect();
        if !also.is_empty() {
            lines.push(format!("also = [{}]", also.join(", ")));
        }
        for (key, value) in [("parent", &parent), ("kind", &term.kind)] {
            if let Some(value) = value.as_deref().filter(|it| !it.is_empty()) {
                lines.push(format!("{key} = {}", quoted(value)));
            }
        }
        let act = format!("vocabulary {vocabulary}: add {id}");
        self.change_vocabulary(seat, vocabulary, &act, |text, entry| {
            Some(format!(
                "{}\n\n[[{entry}]]\n{}\n",
                text.trim_end(),
                lines.join("\n")
            ))
        })?;
        Ok(id)
    }

    /// Retires a term, so that it cannot be picked anew, or takes it up again.
    ///
    /// # Errors
    /// `office.no-such-record` when the vocabulary has no such term.
    pub fn retire_term(
        &self,
        seat: &Seat<Administering>,
        vocabulary: &str,
        id: &str,
        retired: bool,
    ) -> Result<(), Vec<Problem>> {
        self.refresh(seat)?;
        let act = format!("vocabulary {vocabulary}: {} {id}", verb(retired));
        self.change_vocabulary(seat, vocabulary, &act, |text, entry| {
            with_entry(text, entry, &[("id", id)], &[("retired", mark(retired))])
        })
    }

    /// Calls a term otherwise; what was recorded under its id reads so from here on.
    ///
    /// # Errors
    /// `office.field-missing` for a label; `term.duplicate` where another term is called
    /// so; `office.no-such-record` when the vocabulary has no such term.
    pub fn relabel_term(
        &self,
        seat: &Seat<Administering>,
        vocabulary: &str,
        id: &str,
        label: &Label,
    ) -> Result<(), Vec<Problem>> {
        self.refresh(seat)?;
        let mut problems = missing_labels(label);
        let profile = self.profile();
        let terms = profile
            .vocabulary(vocabulary)
            .filter(|terms| terms.get(id).is_some())
            .ok_or_else(|| vec![Problem::new(Code::OfficeNoSuchRecord).with("id", id)])?;
        for (field, text) in [("ar", &label.ar), ("en", &label.en)] {
            let taken = terms.recognise(text).is_some_and(|other| other.id != id);
            if !text.trim().is_empty() && taken {
                let twice = Problem::new(Code::TermDuplicate)
                    .with("vocabulary", vocabulary)
                    .with("term", text);
                problems.push(twice.at_field(field));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let act = format!("vocabulary {vocabulary}: rename {id}");
        self.change_vocabulary(seat, vocabulary, &act, |text, entry| {
            with_entry(text, entry, &[("id", id)], &labels(label))
        })
    }

    /// Retires an own field, so that it is asked for no more, or takes it up again.
    ///
    /// # Errors
    /// `office.no-such-record` when records of this kind have no such field.
    pub fn retire_field(
        &self,
        seat: &Seat<Administering>,
        record: &str,
        id: &str,
        retired: bool,
    ) -> Result<(), Vec<Problem>> {
        self.refresh(seat)?;
        let act = format!("field {record}.{id}: {}", verb(retired));
        self.change_field(seat, [record, id], &act, &[("retired", mark(retired))])
    }

    /// Calls an own field otherwise.
    ///
    /// # Errors
    /// `office.field-missing` for a label; `office.no-such-record` when records of this
    /// kind have no such field.
    pub fn relabel_field(
        &self,
        seat: &Seat<Administering>,
        record: &str,
        id: &str,
        label: &Label,
    ) -> Result<(), Vec<Problem>> {
        self.refresh(seat)?;
        let problems = missing_labels(label);
        if !problems.is_empty() {
            return Err(problems);
        }
        let act = format!("field {record}.{id}: rename");
        self.change_field(seat, [record, id], &act, &labels(label))
    }

    /// Adds an own field to persons, events or sources; an empty id is made from the
    /// English label. Returns the id.
    ///
    /// # Errors
    /// `office.field-missing` for a label, for the vocabulary of a term, or for the reason
    /// of a field that is not public; `office.id-unreadable`; `term.duplicate`;
    /// `term.unknown` for the vocabulary.
    pub fn add_field(
        &self,
        seat: &Seat<Administering>,
        field: &OwnField,
    ) -> Result<String, Vec<Problem>> {
        self.refresh(seat)?;
        let profile = self.profile();
        let id = if field.id.trim().is_empty() {
            id_from(&field.en)
        } else {
            field.id.trim().to_owned()
        };
        let reason = field.reason.as_deref().map_or("", str::trim);
        let vocabulary = field.vocabulary.as_deref().unwrap_or_default();
        let mut problems = Vec::new();
        for (name, text) in [("ar", &field.ar), ("en", &field.en)] {
            if text.trim().is_empty() {
                problems.push(missing(name));
            }
        }
        if !["person", "event", "source"].contains(&field.record.as_str()) {
            problems.push(missing("record"));
        }
        if field.class != Class::Public && reason.is_empty() {
            problems.push(missing("reason"));
        }
        if field.field_type == FieldType::Term && profile.vocabulary(vocabulary).is_none() {
            problems.push(missing("vocabulary"));
        }
        if problems.is_empty() && !is_id(&id) {
            let unreadable = Problem::new(Code::OfficeIdUnreadable).with("text", &id);
            problems.push(unreadable.at_field("id"));
        }
        if profile.fields.iter().any(|known| known.id == id) {
            let twice = Problem::new(Code::TermDuplicate)
                .with("vocabulary", &field.record)
                .with("term", &id);
            problems.push(twice.at_field("id"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let word = |value: &toml::Value| value.to_string();
        let typed = |it: Result<toml::Value, _>| it.map(|it| word(&it)).unwrap_or_default();
        let mut lines = vec![
            format!("record = {}", quoted(&field.record)),
            format!("id = {}", quoted(&id)),
            format!("ar = {}", quoted(&field.ar)),
            format!("en = {}", quoted(&field.en)),
            format!("type = {}", typed(toml::Value::try_from(&field.field_type))),
            format!("class = {}", typed(toml::Value::try_from(field.class))),
        ];
        if field.field_type == FieldType::Term {
            lines.push(format!("vocabulary = {}", quoted(vocabulary)));
        }
        if !reason.is_empty() {
            lines.push(format!("reason = {}", quoted(reason)));
        }
        let text = self.texts().get(FIELDS).cloned().unwrap_or_default();
        let text = format!("{}\n\n[[field]]\n{}\n", text.trim_end(), lines.join("\n"));
        let act = format!("field {}.{id}: add", field.record);
        self.write_profile(seat, FIELDS.to_owned(), text, &act)?;
        Ok(id)
    }

    /// Who changed the file in which a vocabulary stands, when and why, the newest first;
    /// without one, the file of the own fields.
    ///
    /// # Errors
    /// Those of the register.
    pub fn word_changes(
        &self,
        seat: &Seat<Administering>,
        vocabulary: Option<&str>,
    ) -> Result<Vec<WordChange>, Problem> {
        let path = match vocabulary {
            Some(vocabulary) => place_of(&self.texts(), vocabulary).map(|(path, _)| path),
            None => Some(FIELDS.to_owned()),
        };
        self.read(seat, |tx| {
            let known = documents::known(tx)?.into_iter();
            let mut of = known.filter(|(_, document)| Some(&document.path) == path.as_ref());
            let Some((id, _)) = of.next() else {
                return Ok(Vec::new());
            };
            let newest = tx.history(&id)?.into_iter().rev().take(CHANGES);
            let changes = newest.map(|revision| WordChange {
                at: revision.at,
                who: revision.who,
                why: revision.why.unwrap_or_default(),
            });
            Ok(changes.collect())
        })
    }

    fn change_field(
        &self,
        seat: &Seat<Administering>,
        [record, id]: [&str; 2],
        act: &str,
        set: &[(&str, Option<String>)],
    ) -> Result<(), Vec<Problem>> {
        let gone = || vec![Problem::new(Code::OfficeNoSuchRecord).with("id", id)];
        let texts = self.texts();
        let text = texts.get(FIELDS).ok_or_else(gone)?;
        let of = [("record", record), ("id", id)];
        let changed = with_entry(text, "field", &of, set).ok_or_else(gone)?;
        self.write_profile(seat, FIELDS.to_owned(), changed, act)
    }

    fn change_vocabulary(
        &self,
        seat: &Seat<Administering>,
        vocabulary: &str,
        act: &str,
        change: impl FnOnce(&str, &str) -> Option<String>,
    ) -> Result<(), Vec<Problem>> {
        let texts = self.texts();
        let gone = || vec![Problem::new(Code::OfficeNoSuchRecord).with("id", vocabulary)];
        let (path, entry) = place_of(&texts, vocabulary).ok_or_else(gone)?;
        let text = texts.get(&path).ok_or_else(gone)?;
        let changed = change(text, entry).ok_or_else(gone)?;
        self.write_profile(seat, path, changed, act)
    }

    /// Writes a file of the profile into folder and log, if the profile can be read with
    /// it; the log says what was done and the reason that was given.
    fn write_profile(
        &self,
        seat: &Seat<Administering>,
        path: String,
        text: String,
        act: &str,
    ) -> Result<(), Vec<Problem>> {
        let mut texts = BTreeMap::clone(&self.texts());
        texts.insert(path.clone(), text.clone());
        let _: Profile = read_profile(&texts)?;
        documents::lay_out(self.folder(), &[(path, text)].into()).map_err(|it| vec![it])?;
        let why = match seat.why() {
            Some(why) => format!("{act}: {why}"),
            None => act.to_owned(),
        };
        self.take_in(seat, &why).map(|_| ())
    }
}

fn verb(retired: bool) -> &'static str {
    if retired { "retire" } else { "take up" }
}

fn mark(retired: bool) -> Option<String> {
    retired.then(|| "true".to_owned())
}

fn labels(label: &Label) -> [(&'static str, Option<String>); 2] {
    [
        ("ar", Some(quoted(&label.ar))),
        ("en", Some(quoted(&label.en))),
    ]
}

fn missing_labels(label: &Label) -> Vec<Problem> {
    let named = [("ar", &label.ar), ("en", &label.en)].into_iter();
    named
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(field, _)| missing(field))
        .collect()
}

/// The key of a line, and its value as TOML reads it.
fn key_and_value(line: &str) -> Option<(&str, toml::Value)> {
    let (key, value) = line.split_once('=')?;
    let read: toml::Table = format!("it = {}", value.trim()).parse().ok()?;
    Some((key.trim(), read.get("it")?.clone()))
}

/// The text with lines of one entry set, or taken out (`None`); the entry is the one
/// that says all of `of`. `None` when there is no such entry.
fn with_entry(
    text: &str,
    entry: &str,
    of: &[(&str, &str)],
    set: &[(&str, Option<String>)],
) -> Option<String> {
    let start = format!("[[{entry}]]");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let says = |line: &str, (key, value): &(&str, &str)| {
        key_and_value(line)
            .is_some_and(|(known, said)| known == *key && said.as_str() == Some(*value))
    };
    let begins = |line: &String| line.trim_start().starts_with('[');
    let (head, mut end) = (0..lines.len())
        .filter(|at| lines[*at].trim() == start)
        .map(|head| {
            let rest = lines[head + 1..].iter().position(begins);
            (head, rest.map_or(lines.len(), |rest| head + 1 + rest))
        })
        .find(|(head, end)| {
            let lines = &lines[*head..*end];
            of.iter().all(|it| lines.iter().any(|line| says(line, it)))
        })?;
    let id = (head..end).find(|at| of.last().is_some_and(|it| says(&lines[*at], it)))?;
    for (key, value) in set {
        let is_it = |line: &str| {
            line.split_once('=')
                .is_some_and(|(it, _)| it.trim() == *key)
        };
        match ((head..end).find(|at| is_it(&lines[*at])), value) {
            (Some(at), Some(value)) => lines[at] = format!("{key} = {value}"),
            (Some(at), None) => {
                lines.remove(at);
                end -= 1;
            }
            (None, Some(value)) => {
                lines.insert(id + 1, format!("{key} = {value}"));
                end += 1;
            }
            (None, None) => {}
        }
    }
    Some(format!("{}\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retiring_a_term_changes_one_line_and_can_be_undone() {
        let text = "# kept\nid = \"role\"\n\n[[term]]\nid = \"a\" # the first\nar = \"أ\"\nen = \"A\"\n\n[[term]]\nid = \"b\"\nar = \"ب\"\nen = \"B\"\n";
        let retire = |text: &str, id: &str, retired: bool| {
            with_entry(text, "term", &[("id", id)], &[("retired", mark(retired))])
        };
        let retired = retire(text, "b", true).expect("there");
        insta::assert_snapshot!(retired, @r#"
        # kept
        id = "role"

        [[term]]
        id = "a" # the first
        ar = "أ"
        en = "A"

        [[term]]
        id = "b"
        retired = true
        ar = "ب"
        en = "B"
        "#);
        assert_eq!(retire(&retired, "b", false).as_deref(), Some(text));
        assert_eq!(retire(text, "c", true), None);
    }

    #[test]
    fn a_field_is_found_among_other_tables_by_its_record_and_id() {
        let text = "[[field]]\nrecord = \"person\"\nid = \"seen\"\nar = \"أ\"\nen = \"A\"\n\n[[field]]\nrecord = \"event\"\nid = \"seen\" # twice\nar = \"ب\"\nen = \"B\"\n\n[other]\nar = \"ت\"\n";
        let of = [("record", "event"), ("id", "seen")];
        let label = Label {
            ar: "ج \"ج\"".into(),
            en: "C".into(),
        };
        let renamed = with_entry(text, "field", &of, &labels(&label)).expect("there");
        let retired = with_entry(&renamed, "field", &of, &[("retired", mark(true))]);
        insta::assert_snapshot!(retired.expect("there"), @r#"
        [[field]]
        record = "person"
        id = "seen"
        ar = "أ"
        en = "A"

        [[field]]
        record = "event"
        id = "seen" # twice
        retired = true
        ar = 'ج "ج"'
        en = "C"

        [other]
        ar = "ت"
        "#);
    }

    #[test]
    fn an_id_is_made_from_the_english_label() {
        assert_eq!(id_from("Told by a neighbour (2)"), "told-by-a-neighbour-2");
        assert!(is_id("told-by") && !is_id("Told") && !is_id("") && !is_id("2x"));
    }
}
