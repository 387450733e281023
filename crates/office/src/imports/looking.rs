//! What stands in the sheet that was handed in, and how would it be read?
//!
//! Before anything is planned a person looks at the columns: by the mapping that
//! the list's last sheet had, by one of the kept mappings, or by a proposal.

use super::mappings;
use crate::{Documenting, Office, Seat};
use intake::{Mapping, SheetLook, Why, look_at_sheet};
use model::{Code, Phase, Problem, Step, Watch};

/// Which mapping a sheet is read by at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingChoice {
    /// The one kept mapping that fits the sheet, else a proposal.
    Fitting,
    /// A proposal.
    Proposal,
    /// The kept mapping of this list.
    Kept(String),
    /// This text.
    Text(String),
}

/// Where a mapping came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingOrigin {
    /// It was proposed; for each column why.
    Proposed(Vec<Why>),
    /// It is kept for this list.
    Kept(String),
    /// It was handed in.
    Given,
}

/// A sheet with a mapping, as they are shown together.
#[derive(Clone, Debug)]
pub struct LookedAt {
    /// The sheet's columns.
    pub look: SheetLook,
    /// The mapping.
    pub mapping: Mapping,
    /// The mapping's text, with its comments.
    pub text: String,
    /// Where the mapping came from.
    pub origin: MappingOrigin,
}

impl Office {
    /// Reads a sheet for somebody who says what its columns mean; changes nothing.
    ///
    /// # Errors
    /// What makes the file or the mapping unreadable; `office.mapping-missing`;
    /// those of `watch`.
    pub fn look_at_import(
        &self,
        seat: &Seat<Documenting>,
        bytes: &[u8],
        file_name: &str,
        choice: &MappingChoice,
        words: &words::Words,
        watch: &Watch<'_>,
    ) -> Result<LookedAt, Vec<Problem>> {
        watch(Step::whole(Phase::Reading)).map_err(|problem| vec![problem])?;
        self.refresh(seat)?;
        let profile = self.profile();
        let read = |text: String, origin: MappingOrigin| {
            let mapping = Mapping::read(&text, "mapping.toml")?;
            let reading = mapping.reading();
            let sheet = intake::read_sheet(bytes, file_name, &reading)?;
            Ok(LookedAt {
                look: look_at_sheet(&sheet, &mapping, &profile, reading),
                mapping,
                text,
                origin,
            })
        };
        match choice {
            MappingChoice::Text(text) => return read(text.clone(), MappingOrigin::Given),
            MappingChoice::Kept(list) => {
                let kept = self.mappings(seat)?.into_iter().find(|it| it.list == *list);
                let Some(kept) = kept else {
                    return Err(vec![
                        Problem::new(Code::OfficeMappingMissing)
                            .with("file", file_name)
                            .with("found", 0),
                    ]);
                };
                return read(kept.text, MappingOrigin::Kept(kept.list));
            }
            MappingChoice::Fitting => {
                let mut fitting = mappings::fitting(&self.texts(), &profile, bytes, file_name)?;
                if fitting.len() == 1 {
                    let (sheet, mapping, text) = fitting.remove(0);
                    return Ok(LookedAt {
                        look: look_at_sheet(&sheet, &mapping, &profile, mapping.reading()),
                        origin: MappingOrigin::Kept(mapping.list.clone()),
                        mapping,
                        text,
                    });
                }
            }
            MappingChoice::Proposal => {}
        }
        let sheet = intake::read_sheet(bytes, file_name, &intake::Reading::default())?;
        let (mapping, why) = intake::propose_with_reasons(&sheet, &profile);
        let text = intake::proposal_text(&mapping, &sheet, &|id| words.text(id));
        let reading = mapping.reading();
        Ok(LookedAt {
            look: look_at_sheet(&sheet, &mapping, &profile, reading),
            mapping,
            text,
            origin: MappingOrigin::Proposed(why),
        })
    }
}
