//! How does the office change its words and own fields?
//!
//! The profile's files stay what people can read and edit: a term is written at the
//! end of its file, a retired one gets one line, and nothing else of the file
//! changes, comments included. The changed profile is read whole before anything
//! is written. A term is never taken out: old records go on saying it.

use crate::open::read_profile;
use crate::{Administering, Office, Seat, documents};
use model::profile::{FieldType, OwnField, Term};
use model::{Class, Code, Problem, Profile};
use std::collections::BTreeMap;

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
        self.change_profile(seat, vocabulary, |text, entry| {
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
        self.change_profile(seat, vocabulary, |text, entry| {
            with_retired(text, entry, id, retired)
        })
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
        let path = "profile/profile.toml".to_owned();
        let text = self.texts().get(&path).cloned().unwrap_or_default();
        let text = format!("{}\n\n[[field]]\n{}\n", text.trim_end(), lines.join("\n"));
        self.write_profile(seat, path, text)?;
        Ok(id)
    }

    fn change_profile(
        &self,
        seat: &Seat<Administering>,
        vocabulary: &str,
        change: impl FnOnce(&str, &str) -> Option<String>,
    ) -> Result<(), Vec<Problem>> {
        let texts = self.texts();
        let gone = || vec![Problem::new(Code::OfficeNoSuchRecord).with("id", vocabulary)];
        let (path, entry) = place_of(&texts, vocabulary).ok_or_else(gone)?;
        let text = texts.get(&path).ok_or_else(gone)?;
        let changed = change(text, entry).ok_or_else(gone)?;
        self.write_profile(seat, path, changed)
    }

    /// Writes a file of the profile into folder and log, if the profile can be read with it.
    fn write_profile(
        &self,
        seat: &Seat<Administering>,
        path: String,
        text: String,
    ) -> Result<(), Vec<Problem>> {
        let mut texts = BTreeMap::clone(&self.texts());
        texts.insert(path.clone(), text.clone());
        let _: Profile = read_profile(&texts)?;
        documents::lay_out(self.folder(), &[(path, text)].into()).map_err(|it| vec![it])?;
        self.refresh(seat).map(|_| ())
    }
}

/// The text with one entry retired or taken up again; `None` when it has no such entry.
fn with_retired(text: &str, entry: &str, id: &str, retired: bool) -> Option<String> {
    let start = format!("[[{entry}]]");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_id = |line: &str| {
        line.split_once('=').is_some_and(|(key, value)| {
            let value: Result<toml::Table, _> = format!("id = {}", value.trim()).parse();
            key.trim() == "id"
                && value.is_ok_and(|it| it.get("id").and_then(|it| it.as_str()) == Some(id))
        })
    };
    let heads: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].trim() == start)
        .collect();
    let (at, end) = heads.iter().enumerate().find_map(|(number, head)| {
        let end = heads.get(number + 1).copied().unwrap_or(lines.len());
        let at = (*head..end).find(|at| is_id(&lines[*at]))?;
        Some((at, end))
    })?;
    let known = (at..end).find(|line| {
        lines[*line]
            .split_once('=')
            .is_some_and(|(key, _)| key.trim() == "retired")
    });
    match (known, retired) {
        (Some(line), true) => lines[line] = "retired = true".into(),
        (Some(line), false) => {
            lines.remove(line);
        }
        (None, true) => lines.insert(at + 1, "retired = true".into()),
        (None, false) => {}
    }
    Some(format!("{}\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retiring_a_term_changes_one_line_and_can_be_undone() {
        let text = "# kept\nid = \"role\"\n\n[[term]]\nid = \"a\" # the first\nar = \"أ\"\nen = \"A\"\n\n[[term]]\nid = \"b\"\nar = \"ب\"\nen = \"B\"\n";
        let retired = with_retired(text, "term", "b", true).expect("there");
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
        assert_eq!(
            with_retired(&retired, "term", "b", false).as_deref(),
            Some(text)
        );
        assert_eq!(with_retired(text, "term", "c", true), None);
    }

    #[test]
    fn an_id_is_made_from_the_english_label() {
        assert_eq!(id_from("Told by a neighbour (2)"), "told-by-a-neighbour-2");
        assert!(is_id("told-by") && !is_id("Told") && !is_id("") && !is_id("2x"));
    }
}
