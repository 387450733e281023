//! How does a draft stand in `study.toml`, and how is it found there again?
//!
//! As an entry like any other under a comment that keeps the draft. Invariant:
//! what the comment keeps is the draft again.

use super::dimensions::dimensions;
use super::{Condition, Dimension, FigureDraft};
use model::profile::{Label, Profile};
use std::ops::Range;
use study::PERIOD;

/// Begins the comment that keeps a draft.
const MARK: &str = "# figure builder: ";

/// A text as a TOML string of one line.
pub(crate) fn toml_text(text: &str) -> String {
    toml::Value::String(text.replace(['\r', '\n'], " ")).to_string()
}

pub(crate) fn toml_label(label: &Label) -> String {
    format!(
        "{{ ar = {}, en = {} }}",
        toml_text(&label.ar),
        toml_text(&label.en)
    )
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok())
            .filter(|_| *first == b'%');
        match hex {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl FigureDraft {
    /// The entry of `study.toml`, with the comment that keeps the draft.
    pub fn entry(&self, profile: &Profile) -> String {
        let mut entry = format!("{MARK}{}\n[[figure]]\n", self.kept());
        let mut line = |key: &str, value: String| entry.push_str(&format!("{key} = {value}\n"));
        line("id", toml_text(&self.id));
        line("title", toml_label(&self.title));
        if !self.definition.ar.is_empty() || !self.definition.en.is_empty() {
            line("definition", toml_label(&self.definition));
        }
        line("unit", toml_text(self.unit()));
        line("clock", toml_text(&self.clock));
        line("kind", toml_text(&self.kind));
        let all = dimensions(profile, &self.counts);
        let groups: Vec<(String, Option<&Dimension>)> = self
            .groups
            .iter()
            .filter_map(|id| {
                if id == PERIOD {
                    return Some((PERIOD.to_owned(), None));
                }
                let dimension = all.iter().find(|dimension| dimension.id == *id)?;
                Some((dimension.column.clone(), Some(dimension)))
            })
            .collect();
        if !groups.is_empty() {
            let columns: Vec<String> = groups.iter().map(|(column, _)| toml_text(column)).collect();
            line("group_by", format!("[{}]", columns.join(", ")));
        }
        if self.span {
            line("span", "true".into());
        }
        let sql = self.sql(profile).replace('\\', "\\\\").replace('"', "\\\"");
        line("rows", format!("\"\"\"\n{sql}\"\"\""));
        for (column, dimension) in groups {
            let Some(dimension) = dimension else { continue };
            entry.push_str(&format!(
                "[[figure.column]]\nname = {}\nlabel = {}\n",
                toml_text(&column),
                toml_label(&dimension.label)
            ));
            if let Some(vocabulary) = &dimension.vocabulary {
                entry.push_str(&format!("vocabulary = {}\n", toml_text(vocabulary)));
            }
        }
        entry
    }

    /// What the comment keeps: everything but the texts, which the entry holds.
    pub(super) fn kept(&self) -> String {
        let mut parts = vec![
            format!("counts={}", coded(&self.counts)),
            format!("clock={}", coded(&self.clock)),
            format!("kind={}", coded(&self.kind)),
        ];
        for (name, set) in [
            ("persons", self.persons),
            ("population", self.population),
            ("span", self.span),
        ] {
            if set {
                parts.push(format!("{name}=yes"));
            }
        }
        parts.extend(
            self.groups
                .iter()
                .map(|group| format!("group={}", coded(group))),
        );
        parts.extend(self.conditions.iter().map(|it| {
            let name = if it.not { "not" } else { "is" };
            format!("{name}={}:{}", coded(&it.dimension), coded(&it.value))
        }));
        parts.join("&")
    }

    pub(super) fn from_kept(kept: &str) -> FigureDraft {
        let mut draft = FigureDraft::default();
        for (name, value) in kept.split('&').filter_map(|part| part.split_once('=')) {
            match name {
                "counts" => draft.counts = decoded(value),
                "clock" => draft.clock = decoded(value),
                "kind" => draft.kind = decoded(value),
                "persons" => draft.persons = true,
                "population" => draft.population = true,
                "span" => draft.span = true,
                "group" => draft.groups.push(decoded(value)),
                "is" | "not" => {
                    if let Some((dimension, term)) = value.split_once(':') {
                        draft.conditions.push(Condition {
                            dimension: decoded(dimension),
                            not: name == "not",
                            value: decoded(term),
                        });
                    }
                }
                _ => {}
            }
        }
        draft
    }
}

/// The entries that the builder made, with where they stand in the text.
pub(super) fn entries(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut begun: Option<(usize, String)> = None;
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        let header = plain.starts_with('[') && plain != "[[figure.column]]";
        let first = begun.is_some() && plain == "[[figure]]" && end == 0;
        if (header && !first) || plain.starts_with(MARK) {
            if let Some((start, kept)) = begun.take() {
                found.push((start..end, kept));
            }
            end = 0;
        }
        if let Some(kept) = plain.strip_prefix(MARK) {
            begun = Some((at, kept.to_owned()));
        }
        at += line.len();
        if begun.is_some() && !plain.is_empty() && !plain.starts_with('#') {
            end = at;
        }
    }
    if let Some((start, kept)) = begun {
        found.push((start..end, kept));
    }
    found.retain(|(range, _)| range.end > range.start);
    found
}

/// The id, title and definition of an entry's text.
pub(super) fn texts_of(entry: &str) -> Option<(String, Label, Label, String)> {
    let table: toml::Table = entry.parse().ok()?;
    let figure = table.get("figure")?.as_array()?.first()?.as_table()?;
    let label = |name: &str| {
        let of = |language: &str| {
            figure
                .get(name)
                .and_then(|label| label.get(language))
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Label {
            ar: of("ar"),
            en: of("en"),
        }
    };
    let text = |name: &str| Some(figure.get(name)?.as_str()?.to_owned());
    Some((
        text("id")?,
        label("title"),
        label("definition"),
        text("rows")?,
    ))
}
