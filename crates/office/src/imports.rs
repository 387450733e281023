//! How does a sheet become records?
//!
//! `intake` turns bytes and a mapping into a change set; here it meets the
//! register. A dry run plans; an import plans again inside its transaction and
//! applies, so that nothing can slip between what was planned and what is
//! written, and all of a sheet comes in or none of it. The sheet itself is
//! sealed as evidence, and its mapping is kept for the list's next sheet.

use crate::{Documenting, Office, Seat, documents};
use intake::{ChangeSet, Existing, Found, Key, Mapping, Sheet};
use model::record::{Custody, Document, Evidence, RecordId};
use model::{Code, Problem, Profile, Record, Severity};
use register::{Author, Stored, Tx, Writing};
use serde::Serialize;
use std::cell::RefCell;

/// Begins the reason of every revision that an import wrote.
const IMPORT: &str = "import ";

/// What is to be imported.
pub struct ImportRequest<'a> {
    /// The file's bytes.
    pub bytes: &'a [u8],
    /// The file's name, without its folder.
    pub file_name: &'a str,
    /// The mapping's text and file name; none for the one last used with this file's headers.
    pub mapping: Option<(String, String)>,
    /// Take in the right rows although others are wrong.
    pub skip_bad_rows: bool,
}

/// A proposed mapping.
pub struct Proposal {
    /// Its text, with comments.
    pub text: String,
}

/// What an import did, or would do.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The change set.
    pub changes: ChangeSet,
    /// Position of the log afterwards; none for a dry run or when nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
}

impl Office {
    /// Proposes how a sheet's columns are read.
    ///
    /// # Errors
    /// What makes the file unreadable.
    pub fn propose_mapping(
        &self,
        seat: &Seat<Documenting>,
        bytes: &[u8],
        file_name: &str,
        words: &words::Words,
    ) -> Result<Proposal, Vec<Problem>> {
        self.refresh(seat)?;
        let sheet = intake::read_sheet(bytes, file_name, &intake::Reading::default())?;
        let mapping = intake::propose_mapping(&sheet, &self.profile());
        Ok(Proposal {
            text: intake::proposal_text(&mapping, &sheet, &|id| words.text(id)),
        })
    }

    /// What an import would add, change and leave; changes nothing.
    ///
    /// # Errors
    /// What makes the file or the mapping unreadable; wrong rows are in the change set.
    pub fn plan_import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
    ) -> Result<(Sheet, ChangeSet), Vec<Problem>> {
        self.refresh(seat)?;
        let (sheet, mapping, _) = self.read_request(request)?;
        let profile = self.profile();
        let changes = self
            .register
            .read(|tx| Ok(plan(tx, &sheet, &mapping, &profile)));
        let changes = changes.map_err(|problem| vec![problem])??;
        Ok((sheet, changes))
    }

    /// Imports a sheet: all of its right rows in one transaction, or nothing.
    ///
    /// # Errors
    /// As [`Office::plan_import`]; all problems of wrong rows, unless they are to be skipped.
    pub fn import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Imported, Vec<Problem>> {
        self.refresh(seat)?;
        let (sheet, mapping, mapping_text) = self.read_request(request)?;
        let profile = self.profile();
        let author = Author {
            why: Some(match seat.why() {
                Some(why) => format!("{IMPORT}{}: {why}", mapping.list),
                None => format!("{IMPORT}{}", mapping.list),
            }),
            ..self.author(seat)
        };
        // A first look, so that a sheet that cannot come in seals no file.
        let changes = self
            .register
            .read(|tx| Ok(plan(tx, &sheet, &mapping, &profile)))
            .map_err(|problem| vec![problem])??;
        refuse_wrong_rows(&changes, request.skip_bad_rows)?;
        if changes.additions.is_empty() && changes.updates.is_empty() {
            return Ok(Imported {
                changes,
                position: None,
            });
        }
        let (sha256, size) = self
            .register
            .files()
            .put(request.bytes)
            .map_err(|problem| vec![problem])?;
        let evidence = Evidence {
            sha256,
            size,
            name: request.file_name.into(),
            custody: vec![Custody {
                when: Some(self.day_of(seat.at())),
                who: seat.user().into(),
                act: "imported".into(),
            }],
            ..Evidence::default()
        };
        let path = mapping_path(&mapping.list);
        let mut wrong = None;
        let written = self.register.write(&author, |writing| {
            // Planned again: another import may have been written since the first look.
            let changes = match plan(writing, &sheet, &mapping, &profile) {
                Ok(changes) => changes,
                Err(problems) => return Err(keep_all(&mut wrong, problems)),
            };
            if let Err(problems) = refuse_wrong_rows(&changes, request.skip_bad_rows) {
                return Err(keep_all(&mut wrong, problems));
            }
            apply(writing, &changes, &mut progress)?;
            writing.add(&Record::File(evidence))?;
            keep_mapping(writing, &path, &mapping_text)?;
            Ok((changes, writing.position()))
        });
        let (changes, position) = match written {
            Ok(written) => written,
            Err(problem) => return Err(wrong.unwrap_or_else(|| vec![problem])),
        };
        self.remember_text(&path, &mapping_text)
            .map_err(|problem| vec![problem])?;
        Ok(Imported {
            changes,
            position: Some(position),
        })
    }

    /// A copy of the sheet with each problem beside its row, as XLSX.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn annotate(
        &self,
        _seat: &Seat<Documenting>,
        sheet: &Sheet,
        changes: &ChangeSet,
        words: &words::Words,
    ) -> Result<Vec<u8>, Problem> {
        let title = words.text("import-column-problem");
        intake::annotate(sheet, &changes.problems(), &title, &|problem| {
            let said = words.problem(problem);
            format!("{} {}", said.sentence, said.hint)
                .trim_end()
                .to_owned()
        })
    }

    fn read_request(
        &self,
        request: &ImportRequest,
    ) -> Result<(Sheet, Mapping, String), Vec<Problem>> {
        if let Some((text, name)) = &request.mapping {
            let mapping = Mapping::read(text, name)?;
            let sheet = intake::read_sheet(request.bytes, request.file_name, &mapping.reading())?;
            return Ok((sheet, mapping, text.clone()));
        }
        // The mapping that was used before and whose columns this sheet has.
        let (texts, profile) = (self.texts(), self.profile());
        let mut fitting = Vec::new();
        for (path, text) in texts
            .iter()
            .filter(|(path, _)| path.starts_with("mappings/"))
        {
            let mapping = Mapping::read(text, path)?;
            if let Ok(sheet) =
                intake::read_sheet(request.bytes, request.file_name, &mapping.reading())
                && mapping.fits(&sheet, &profile)
            {
                fitting.push((sheet, mapping, text.clone()));
            }
        }
        match fitting.len() {
            1 => Ok(fitting.remove(0)),
            found => Err(vec![
                Problem::new(Code::OfficeMappingMissing)
                    .with("file", request.file_name)
                    .with("found", found),
            ]),
        }
    }
}

fn keep_all(wrong: &mut Option<Vec<Problem>>, problems: Vec<Problem>) -> Problem {
    let first = crate::open::first(problems.clone());
    *wrong = Some(problems);
    first
}

fn refuse_wrong_rows(changes: &ChangeSet, skip: bool) -> Result<(), Vec<Problem>> {
    if skip || changes.left_out.is_empty() {
        return Ok(());
    }
    let mut problems: Vec<Problem> = changes.problems().into_iter().cloned().collect();
    problems.retain(|problem| problem.severity == Severity::Error);
    problems.push(
        Problem::new(Code::OfficeRowsWrong)
            .with("rows", changes.counts.rows_left_out)
            .with("file", &changes.file),
    );
    Err(problems)
}

/// What the register has from a list.
struct InRegister<'t, 'r> {
    tx: &'t Tx<'r>,
    known_list: bool,
    failed: RefCell<Option<Problem>>,
}

impl InRegister<'_, '_> {
    fn look_up(&self, key: &Key) -> Result<Option<Found>, Problem> {
        let Some(id) = self.tx.find_listed(&key.list, &key.own_id, &key.part)? else {
            return Ok(None);
        };
        let Some(current) = self.tx.get(&id)? else {
            return Ok(None);
        };
        if current.number == 1 {
            return Ok(Some(Found {
                id,
                current: current.record,
                imported: None,
            }));
        }
        let imported = as_last_imported(&self.tx.history(&id)?)
            .filter(|imported| imported.position != current.position)
            .map(|imported| imported.record.clone());
        Ok(Some(Found {
            id,
            current: current.record,
            imported,
        }))
    }

    fn own_ids_in_register(&self, list: &str) -> Result<Vec<String>, Problem> {
        let mut ids = Vec::new();
        if !self.known_list {
            return Ok(ids);
        }
        for kind in ["person", "event"] {
            self.tx.scan(kind, None, |stored| {
                ids.extend(
                    stored
                        .record
                        .listed()
                        .filter(|listed| listed.list == list)
                        .map(|listed| listed.own_id.clone()),
                );
                Ok(())
            })?;
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    fn or_note<T: Default>(&self, answer: Result<T, Problem>) -> T {
        answer.unwrap_or_else(|problem| {
            self.failed.borrow_mut().get_or_insert(problem);
            T::default()
        })
    }
}

/// The revision that says what the list last said: the first one of the last
/// import that touched the record (the second one of the same import keeps
/// the office's own edits on top).
fn as_last_imported(history: &[Stored]) -> Option<&Stored> {
    let by_import = |revision: &&Stored| {
        revision
            .why
            .as_deref()
            .is_some_and(|why| why.starts_with(IMPORT))
    };
    let last = history.iter().rev().find(by_import)?;
    history.iter().find(|revision| {
        (revision.at, &revision.who, &revision.why) == (last.at, &last.who, &last.why)
    })
}

impl Existing for InRegister<'_, '_> {
    fn find(&self, key: &Key) -> Option<Found> {
        self.or_note(self.look_up(key))
    }

    fn own_ids(&self, list: &str) -> Vec<String> {
        self.or_note(self.own_ids_in_register(list))
    }
}

fn plan(
    tx: &Tx,
    sheet: &Sheet,
    mapping: &Mapping,
    profile: &Profile,
) -> Result<ChangeSet, Vec<Problem>> {
    // A list that was imported before left its mapping; a new one needs no search for its rows.
    let path = mapping_path(&mapping.list);
    let documents = documents::known(tx).map_err(|problem| vec![problem])?;
    let known_list = documents.iter().any(|(_, document)| document.path == path);
    let existing = InRegister {
        tx,
        known_list,
        failed: RefCell::new(None),
    };
    let changes = intake::plan(sheet, mapping, profile, &existing)?;
    match existing.failed.into_inner() {
        Some(problem) => Err(vec![problem]),
        None => Ok(changes),
    }
}

/// Writes additions and updates; nothing else.
fn apply(
    writing: &mut Writing,
    changes: &ChangeSet,
    progress: &mut impl FnMut(u64, u64),
) -> Result<(), Problem> {
    let total = (changes.additions.len() + changes.updates.len()) as u64;
    let mut ids: Vec<RecordId> = vec![RecordId::new(); changes.additions.len()];
    let mut done: u64 = 0;
    // A record is written after those that it refers to; what is left waiting
    // after a round without progress refers to itself in a circle.
    let mut waiting: Vec<usize> = (0..changes.additions.len()).collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for position in waiting {
            let record = &changes.additions[position];
            let ready = ChangeSet::refers_to(record)
                .into_iter()
                .all(|other| !ids[other].is_empty());
            if !ready {
                later.push(position);
                continue;
            }
            ids[position] = writing.add(&ChangeSet::settled(record, &ids))?;
            done += 1;
            if done.is_multiple_of(1024) {
                progress(done, total);
            }
        }
        if later.len() == before {
            return Err(Problem::new(Code::OfficeReferencesCircular).with("list", &changes.list));
        }
        waiting = later;
    }
    for update in &changes.updates {
        let (as_listed, new) = (
            ChangeSet::settled(&update.as_listed, &ids),
            ChangeSet::settled(&update.new, &ids),
        );
        writing.save(&update.id, &as_listed)?;
        // The office's own edits stay on top of what the list says.
        writing.save(&update.id, &new)?;
    }
    progress(total, total);
    Ok(())
}

fn keep_mapping(writing: &mut Writing, path: &str, text: &str) -> Result<(), Problem> {
    let document = Document {
        path: path.into(),
        text: text.into(),
        removed: false,
    };
    match documents::known(writing)?
        .into_iter()
        .find(|(_, known)| known.path == path)
    {
        Some((_, known)) if known == document => Ok(()),
        Some((id, _)) => writing.save(&id, &Record::Document(document)).map(|_| ()),
        None => writing.add(&Record::Document(document)).map(|_| ()),
    }
}

/// Where the mapping of a list is kept.
fn mapping_path(list: &str) -> String {
    format!("mappings/{}.toml", file_safe(list))
}

/// A list's name as a file name: letters, digits and `-`; nothing that climbs out of the folder.
fn file_safe(list: &str) -> String {
    list.chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect()
}
