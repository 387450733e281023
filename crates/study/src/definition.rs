//! What does a study ask, as its files say?
//!
//! A [`Study`] is read from texts, never from the disk. Every key that is not
//! known is a problem with its line, because a misspelt key would be a rule
//! that silently does not apply. All problems are reported at once. Statements
//! of SQL are only kept here; `figure`, `chart` and `compute` run them.

mod check;
pub(crate) mod file;

use crate::computed::{CaptureList, DeclaredEstimate, Period};
use crate::confine::Sql;
use file::{PublishedFile, StudyFile};
use jiff::civil::Date;
use model::{Code, Problem};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use toml::Spanned;

/// A study as its files define it.
#[derive(Clone, Debug)]
pub struct Study {
    /// Id: the name of its folder.
    pub id: String,
    /// SHA-256 over the files' names and contents, lower-case hexadecimal.
    pub sha256: String,
    /// The texts of all files by name.
    pub files: BTreeMap<String, String>,
    pub(crate) file: StudyFile,
    pub(crate) published: Option<PublishedFile>,
    pub(crate) periods: Vec<Bounds>,
    pub(crate) span: (Date, Date),
}

/// A period with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) period: Period,
    pub(crate) from: Date,
    pub(crate) until: Date,
}

impl Study {
    /// Name of the file that defines the study.
    pub const FILE: &str = "study.toml";
    /// Name of the file that says what was published.
    pub const PUBLISHED: &str = "published.toml";

    /// Reads a study from the texts of its folder, by file name.
    ///
    /// # Errors
    /// All problems of the files, each with file and line: `study.unreadable`,
    /// `study.file-missing`, `study.date-wrong`, `study.period-wrong`,
    /// `study.id-wrong`, `study.id-twice`, `study.reference-unknown`,
    /// `study.word-unknown`.
    pub fn read(id: &str, files: &BTreeMap<String, String>) -> Result<Study, Vec<Problem>> {
        let Some(text) = files.get(Study::FILE) else {
            return Err(vec![
                Problem::new(Code::StudyFileMissing)
                    .with("file", Study::FILE)
                    .with("study", id),
            ]);
        };
        let mut problems = Vec::new();
        let file: Option<StudyFile> = toml_text(Study::FILE, text, &mut problems);
        let published: Option<PublishedFile> = files
            .get(Study::PUBLISHED)
            .and_then(|text| toml_text(Study::PUBLISHED, text, &mut problems));
        let Some(file) = file else {
            return Err(problems);
        };
        let mut study = Study {
            id: id.to_owned(),
            sha256: hash(files),
            files: files.clone(),
            file,
            published,
            periods: Vec::new(),
            span: (Date::MIN, Date::MAX),
        };
        check::periods(&mut study, &mut problems);
        check::references(&study, &mut problems);
        if problems.is_empty() {
            Ok(study)
        } else {
            Err(problems)
        }
    }

    /// Title.
    pub fn title(&self) -> &model::profile::Label {
        &self.file.title
    }

    /// The last day of the study's span.
    pub fn last_day(&self) -> Date {
        self.span.1.saturating_sub(jiff::ToSpan::day(1))
    }

    /// Ids of the figures, in the order of the file.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        self.file
            .figures
            .iter()
            .map(|figure| figure.id.get_ref().as_str())
    }

    /// Ids of the instruments that the study tests.
    pub fn instruments(&self) -> impl Iterator<Item = &str> {
        self.file
            .laws
            .iter()
            .map(|law| law.instrument.get_ref().as_str())
    }

    /// The estimates that the study declares, in the order of the file.
    pub fn estimates(&self) -> Vec<DeclaredEstimate> {
        let texts =
            |values: &[Spanned<String>]| values.iter().map(|v| v.get_ref().clone()).collect();
        self.file
            .estimates
            .iter()
            .map(|entry| DeclaredEstimate {
                id: entry.id.get_ref().clone(),
                title: entry.title.clone(),
                population: entry.population.clone(),
                figure: entry.figure.get_ref().clone(),
                lists_by: entry.lists_by,
                strata: texts(&entry.strata),
                seed: entry.seed,
                lists: entry
                    .lists
                    .iter()
                    .map(|list| CaptureList {
                        id: list.id.get_ref().clone(),
                        label: list.label.clone(),
                        from: texts(&list.from),
                        takes_from: texts(&list.takes_from),
                        cannot_reach: list.cannot_reach.clone(),
                    })
                    .collect(),
            })
            .collect()
    }

    /// The Markdown text in a language (`ar`, `en`), when the study has one.
    pub fn text(&self, language: &str) -> Option<&str> {
        self.files
            .get(&format!("text.{language}.md"))
            .map(String::as_str)
    }

    /// The line on which a value of `study.toml` stands.
    pub(crate) fn line<T>(&self, value: &Spanned<T>) -> u64 {
        self.files
            .get(Study::FILE)
            .map_or(1, |text| line_at(text, value.span().start))
    }

    /// The line on which a value of `published.toml` stands.
    pub(crate) fn published_line<T>(&self, value: &Spanned<T>) -> u64 {
        self.files
            .get(Study::PUBLISHED)
            .map_or(1, |text| line_at(text, value.span().start))
    }

    /// A statement with the line on which its text begins.
    pub(crate) fn sql(&self, value: &Spanned<String>, field: impl Into<String>) -> Sql {
        let text = self.files.get(Study::FILE).map_or("", String::as_str);
        let start = value.span().start.min(text.len());
        let opening = &text[start..];
        // The line feed after three quotes is no part of the string.
        let skipped = opening.starts_with("\"\"\"\n")
            || opening.starts_with("\"\"\"\r\n")
            || opening.starts_with("'''\n");
        Sql {
            text: value.get_ref().clone(),
            file: Study::FILE.to_owned(),
            line: line_at(text, start) + u64::from(skipped),
            field: field.into(),
        }
    }
}

/// Whether a name stands for a part of the report, not for a figure.
pub(crate) fn is_part(name: &str) -> bool {
    check::RESERVED.contains(&name)
}

/// Line of a byte offset, from 1.
pub(crate) fn line_at(text: &str, offset: usize) -> u64 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1
}

fn toml_text<T: DeserializeOwned>(
    name: &str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            problems.push(
                Problem::new(Code::StudyUnreadable)
                    .with("reason", error.message())
                    .in_file(name)
                    .at_line(line),
            );
            None
        }
    }
}

/// Names and contents, each with its length, so that no two folders hash alike.
fn hash(files: &BTreeMap<String, String>) -> String {
    let mut hasher = Sha256::new();
    for (name, text) in files {
        for part in [name, text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hex(&hasher.finalize())
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
