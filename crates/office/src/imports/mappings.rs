//! Which mappings does the office keep, and which fits this sheet?
//!
//! A mapping is kept under its list's name, as a text of the log with a working
//! copy in the folder: by an import that wrote something, or by hand before.

use super::{keep_mapping, mapping_path};
use crate::{Documenting, Office, Seat};
use intake::{Mapping, Reading, Sheet};
use model::{Problem, Profile};
use register::Author;
use serde::Serialize;
use std::collections::BTreeMap;

/// A mapping that the office keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptMapping {
    /// Name of its list.
    pub list: String,
    /// Where it is kept (`mappings/…`).
    pub path: String,
    /// Its text.
    #[serde(skip)]
    pub text: String,
}

/// The kept mappings that fit a file, each with the sheet as it reads it.
pub(super) fn fitting(
    texts: &BTreeMap<String, String>,
    profile: &Profile,
    bytes: &[u8],
    file_name: &str,
) -> Result<Vec<(Sheet, Mapping, String)>, Vec<Problem>> {
    let mut fitting = Vec::new();
    // Read once for all mappings that read it alike: an office has dozens of lists.
    let mut read: Vec<(Reading, Option<Sheet>)> = Vec::new();
    let kept = texts
        .iter()
        .filter(|(path, _)| path.starts_with("mappings/"));
    for (path, text) in kept {
        let mapping = Mapping::read(text, path)?;
        let reading = mapping.reading();
        let known = read.iter().position(|(known, _)| *known == reading);
        let known = known.unwrap_or_else(|| {
            let sheet = intake::read_sheet(bytes, file_name, &reading).ok();
            read.push((reading, sheet));
            read.len() - 1
        });
        if let Some(sheet) = &read[known].1
            && mapping.fits(sheet, profile)
        {
            fitting.push((sheet.clone(), mapping, text.clone()));
        }
    }
    Ok(fitting)
}

impl Office {
    /// The mappings that the office keeps, by the names of their lists. One that
    /// cannot be read is left out here; using it says why.
    ///
    /// # Errors
    /// What is wrong with the texts in the office's folder.
    pub fn mappings(&self, seat: &Seat<Documenting>) -> Result<Vec<KeptMapping>, Vec<Problem>> {
        self.refresh(seat)?;
        let texts = self.texts();
        let kept = texts
            .iter()
            .filter(|(path, _)| path.starts_with("mappings/"));
        let mut mappings: Vec<KeptMapping> = kept
            .filter_map(|(path, text)| {
                let mapping = Mapping::read(text, path).ok()?;
                Some(KeptMapping {
                    list: mapping.list,
                    path: path.clone(),
                    text: text.clone(),
                })
            })
            .collect();
        mappings.sort_by(|a, b| a.list.cmp(&b.list));
        Ok(mappings)
    }

    /// Keeps a mapping for the list's next sheet; returns its list's name.
    ///
    /// # Errors
    /// What makes the mapping unreadable; those of register and folder.
    pub fn save_mapping(
        &self,
        seat: &Seat<Documenting>,
        text: &str,
    ) -> Result<String, Vec<Problem>> {
        self.refresh(seat)?;
        let mapping = Mapping::read(text, "mapping.toml")?;
        if mapping.list.trim().is_empty() {
            return Err(vec![
                Problem::new(model::Code::IntakeMappingListMissing).with("name", "list"),
            ]);
        }
        let path = mapping_path(&mapping.list);
        let author = Author {
            why: Some(format!("mapping {}", mapping.list)),
            ..self.author(seat)
        };
        self.register
            .write(&author, |writing| keep_mapping(writing, &path, text))
            .and_then(|()| self.remember_text(&path, text))
            .map_err(|problem| vec![problem])?;
        Ok(mapping.list)
    }
}
