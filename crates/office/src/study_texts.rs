//! How is a study written by hand, with its figures in place?
//!
//! A study's files are texts that people edit, in the folder or in a browser.
//! A save names the revision that it began from, like that of any record; it is
//! refused when somebody else saved in between, or when the study could then no
//! longer be read or its text filled in. Figures are made in `figure_drafts`.

use crate::{Office, Seat, Studying, documents};
use model::record::Document;
use model::{Code, Problem, Record};
use serde::Serialize;
use std::collections::BTreeMap;
use study::{Computed, Study};
use words::{Language, Words};

/// A file of a study.
#[derive(Clone, Debug, Serialize)]
pub struct StudyText {
    /// Name: `study.toml`, `text.ar.md`…
    pub name: String,
    /// The whole text; empty for a text that nobody has begun.
    pub text: String,
    /// Revision of the document, for saving; 0 when it is not there yet.
    pub revision: u64,
}

/// Files that every study may have, besides those that it has.
const USUAL: [&str; 3] = [Study::FILE, "text.ar.md", "text.en.md"];

impl Office {
    /// The names of a study's files, those first that every study has.
    ///
    /// # Errors
    /// `office.no-such-study`.
    pub fn study_files(
        &self,
        seat: &Seat<Studying>,
        study: &str,
    ) -> Result<Vec<String>, Vec<Problem>> {
        self.refresh(seat)?;
        let files = documents::below(&self.texts(), &format!("studies/{study}"));
        if files.is_empty() {
            return Err(vec![
                Problem::new(Code::OfficeNoSuchStudy).with("study", study),
            ]);
        }
        let mut names: Vec<String> = USUAL.map(str::to_owned).to_vec();
        names.extend(
            files
                .into_keys()
                .filter(|name| !USUAL.contains(&name.as_str())),
        );
        Ok(names)
    }

    /// One file of a study, for editing.
    ///
    /// # Errors
    /// `office.no-such-study`, also for a file that no study has.
    pub fn study_text(
        &self,
        seat: &Seat<Studying>,
        study: &str,
        name: &str,
    ) -> Result<StudyText, Vec<Problem>> {
        if !self
            .study_files(seat, study)?
            .iter()
            .any(|known| known == name)
        {
            return Err(vec![
                Problem::new(Code::OfficeNoSuchStudy).with("study", study),
            ]);
        }
        let path = format!("studies/{study}/{name}");
        let revision = self
            .register
            .read(|tx| {
                let found = documents::known(tx)?
                    .into_iter()
                    .find(|(_, document)| document.path == path);
                match found {
                    Some((id, _)) => Ok(tx.get(&id)?.map_or(0, |stored| stored.number)),
                    None => Ok(0),
                }
            })
            .map_err(|problem| vec![problem])?;
        Ok(StudyText {
            text: self.texts().get(&path).cloned().unwrap_or_default(),
            name: name.to_owned(),
            revision,
        })
    }

    /// A text with its figures in place, as markup of the program's own making:
    /// the chapters that the report would have.
    ///
    /// # Errors
    /// All references to something that the study does not have, with line.
    pub fn preview_text(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
        language: Language,
        text: &str,
    ) -> Result<String, Vec<Problem>> {
        let mut computed = Computed::clone(computed);
        computed
            .texts
            .insert(language.code().to_owned(), text.to_owned());
        let words = Words::isolated(language).with_months(self.months());
        // An estimate takes seconds the first time: only for a text that shows one.
        let estimates = if text.contains("{{estimate:") {
            self.shown_estimates(seat, &computed)?
        } else {
            Vec::new()
        };
        let document = report::of_study(&computed, &estimates, &words)?;
        Ok(report::text_fragment(&document))
    }

    /// Saves a file of a study into the log and the folder.
    ///
    /// # Errors
    /// `office.record-changed` when somebody else saved in between; all that
    /// would make the study unreadable, with file and line.
    pub fn save_study_text(
        &self,
        seat: &Seat<Studying>,
        study: &str,
        name: &str,
        base: u64,
        text: &str,
    ) -> Result<(), Vec<Problem>> {
        self.study_text(seat, study, name)?;
        let text = text.replace("\r\n", "\n");
        let text = if text.is_empty() || text.ends_with('\n') {
            text
        } else {
            format!("{text}\n")
        };
        let mut files = documents::below(&self.texts(), &format!("studies/{study}"));
        files.insert(name.to_owned(), text.clone());
        self.check_study(seat, study, &files)?;
        let path = format!("studies/{study}/{name}");
        let new = Document {
            path: path.clone(),
            text: text.clone(),
            removed: false,
        };
        self.register
            .write(&self.author(seat), |writing| {
                let found = documents::known(writing)?
                    .into_iter()
                    .find(|(_, document)| document.path == path);
                let Some((id, _)) = found else {
                    return writing.add(&Record::Document(new)).map(|_| ());
                };
                let current = writing.get(&id)?;
                if let Some(current) = current.filter(|current| current.number != base) {
                    return Err(Problem::new(Code::OfficeRecordChanged)
                        .with("revision", current.number)
                        .with("who", &current.who));
                }
                writing.save(&id, &Record::Document(new)).map(|_| ())
            })
            .and_then(|()| self.remember_text(&path, &text))
            .map_err(|problem| vec![problem])
    }

    /// Whether a study with these files can be read, computed and written out.
    fn check_study(
        &self,
        seat: &Seat<Studying>,
        id: &str,
        files: &BTreeMap<String, String>,
    ) -> Result<(), Vec<Problem>> {
        let study = Study::read(id, files)?;
        let (computed, _) = self.compute_quietly(seat, &study, &crate::AsOf::default())?;
        let mut problems = Vec::new();
        for language in Language::ALL {
            let words = Words::isolated(language).with_months(self.months());
            if computed.texts.contains_key(language.code())
                && let Err(found) = report::of_study(&computed, &[], &words)
            {
                problems.extend(found);
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}
