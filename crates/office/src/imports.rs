//! How does a sheet become records?
//!
//! `intake` turns bytes and a mapping into a change set; here it meets the
//! register. A dry run only plans. An import plans in one thread while another
//! writes what was planned, part by part, in one transaction: no other writer
//! comes between, a long sheet never stands in memory as records all at once,
//! and all of a sheet comes in or none of it. The sheet itself is sealed as
//! evidence, and its mapping is kept for the list's next sheet.

mod existing;
mod fingerprint;
mod left;
mod looking;
mod mappings;
mod preview;
mod writing;

use crate::{Documenting, Office, Seat, documents};
use existing::InRegister;
use fingerprint::Fingerprint;
use intake::{ChangeSet, Mapping, Part, Sheet, Update, Wanted};
pub use left::{LeftImport, LeftRows, LeftSettled, LeftSheet};
pub use looking::{LookedAt, MappingChoice, MappingOrigin};
pub use mappings::KeptMapping;
use model::record::{Custody, Document, Evidence, RecordId};
use model::{Code, Phase, Problem, Profile, Record, Severity, Step, Watch, unwatched};
pub use preview::{NewRow, Preview};
use register::{Author, Tx, Writing};
use serde::Serialize;
use writing::Written;

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

/// On which terms a sheet comes in.
#[derive(Default)]
struct Terms<'a> {
    /// Only what a preview with this fingerprint showed.
    previewed: Option<&'a str>,
    /// Where what is new goes.
    compartment: Option<&'a str>,
}

/// Puts what was added since a position into a compartment; events and whatever else
/// points at it are in it by that.
fn put_new(writing: &mut Writing, before: u64, into: Option<&str>) -> Result<(), Problem> {
    for id in writing.changed_since(before)? {
        let Some(stored) = writing.get(&id)?.filter(|stored| stored.number == 1) else {
            continue;
        };
        if matches!(
            stored.record,
            Record::Person(_) | Record::Source(_) | Record::File(_)
        ) {
            crate::compartments::put(writing, &id, into)?;
        }
    }
    Ok(())
}

/// What was planned.
pub(crate) struct Planned {
    sheet: Sheet,
    changes: ChangeSet,
    fingerprint: String,
}

/// What an import did, or would do.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The change set.
    pub changes: ChangeSet,
    /// The first persons that came in, with their names.
    #[serde(skip)]
    pub persons: Vec<(RecordId, String)>,
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

    /// What an import would add, change and leave; changes nothing. The change set
    /// counts and compares; the records themselves are in [`Office::plan_whole_import`].
    ///
    /// # Errors
    /// What makes the file or the mapping unreadable; wrong rows are in the change set.
    pub fn plan_import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
    ) -> Result<(Sheet, ChangeSet), Vec<Problem>> {
        self.plan_telling(seat, request, Told::new(false), &unwatched)
            .map(|planned| (planned.sheet, planned.changes))
    }

    /// [`Office::plan_import`] with every record that would come in or change.
    ///
    /// # Errors
    /// As [`Office::plan_import`].
    pub fn plan_whole_import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
    ) -> Result<(Sheet, ChangeSet), Vec<Problem>> {
        self.plan_telling(seat, request, Told::new(true), &unwatched)
            .map(|planned| (planned.sheet, planned.changes))
    }

    fn plan_telling(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        mut told: Told,
        watch: &Watch<'_>,
    ) -> Result<Planned, Vec<Problem>> {
        let planned = self.plan_parts(seat, request, |part| told.keep(part), watch)?;
        Ok(Planned {
            changes: told.complete(planned.changes),
            ..planned
        })
    }

    /// Plans a sheet and hands each part on; what is told of the whole is in the plan, what
    /// comes in and changes only in the parts.
    pub(crate) fn plan_parts(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        mut keep: impl FnMut(Part),
        watch: &Watch<'_>,
    ) -> Result<Planned, Vec<Problem>> {
        let one = |problem: Problem| vec![problem];
        watch(Step::whole(Phase::Reading)).map_err(one)?;
        self.refresh(seat)?;
        let (sheet, mapping, _) = self.read_request(request)?;
        let profile = self.profile();
        let mut fingerprint = Fingerprint::of(&self.texts());
        let rows = sheet.len() as u64;
        let mut ended = None;
        let planned = self.read(seat, |tx| {
            Ok(plan(tx, &sheet, &mapping, &profile, &mut |part| {
                let step = Step::of(Phase::Planning, part.rows, rows);
                fingerprint.add(&part);
                keep(part);
                match watch(step) {
                    Ok(()) => Wanted::Parts,
                    Err(problem) => {
                        ended = Some(problem);
                        Wanted::Nothing
                    }
                }
            }))
        });
        let changes = planned.map_err(one)??;
        if let Some(problem) = ended {
            return Err(one(problem));
        }
        Ok(Planned {
            sheet,
            fingerprint: fingerprint.end(&changes),
            changes,
        })
    }

    /// Imports a sheet: all of its right rows in one transaction, or nothing.
    /// `watch` is told how many rows are written; ended by it, nothing is written.
    ///
    /// # Errors
    /// As [`Office::plan_import`]; all problems of wrong rows, unless they are to be
    /// skipped; those of `watch`.
    pub fn import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        watch: &Watch<'_>,
    ) -> Result<Imported, Vec<Problem>> {
        self.import_telling(seat, request, Told::new(false), Terms::default(), watch)
    }

    /// [`Office::import`] of what a preview with this fingerprint showed, and of
    /// nothing else: when the register says something else by now, nothing is written.
    ///
    /// # Errors
    /// As [`Office::import`]; `office.import-changed`.
    pub fn import_as_previewed(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        fingerprint: &str,
        watch: &Watch<'_>,
    ) -> Result<Imported, Vec<Problem>> {
        self.import_inside(seat, request, fingerprint, None, watch)
    }

    /// [`Office::import_as_previewed`] with what is new in a compartment from the
    /// start, the sheet itself among it.
    ///
    /// # Errors
    /// As [`Office::import_as_previewed`]; `office.no-such-record` for a compartment
    /// that the seat's holder is no member of.
    pub fn import_inside(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        fingerprint: &str,
        compartment: Option<&str>,
        watch: &Watch<'_>,
    ) -> Result<Imported, Vec<Problem>> {
        self.import_telling(
            seat,
            request,
            Told::new(false),
            Terms {
                previewed: Some(fingerprint),
                compartment,
            },
            watch,
        )
    }

    /// [`Office::import`], handing back every record that came in or changed.
    ///
    /// # Errors
    /// As [`Office::import`].
    pub fn import_whole(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        watch: &Watch<'_>,
    ) -> Result<Imported, Vec<Problem>> {
        self.import_telling(seat, request, Told::new(true), Terms::default(), watch)
    }

    fn import_telling(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        mut told: Told,
        terms: Terms<'_>,
        watch: &Watch<'_>,
    ) -> Result<Imported, Vec<Problem>> {
        watch(Step::whole(Phase::Reading)).map_err(|problem| vec![problem])?;
        self.refresh(seat)?;
        let (sheet, mapping, mapping_text) = self.read_request(request)?;
        let mut fingerprint = Fingerprint::of(&self.texts());
        let author = Author {
            why: Some(match seat.why() {
                Some(why) => format!("{IMPORT}{}: {why}", mapping.list),
                None => format!("{IMPORT}{}", mapping.list),
            }),
            ..self.author(seat)
        };
        let path = mapping_path(&mapping.list);
        let mut wrong = None;
        let written = self.register.write_as(&author, |writing| {
            // Whoever waited for the right to write may have been told to end meanwhile.
            watch(Step::of(Phase::Writing, 0, sheet.len() as u64))?;
            let before = writing.position();
            let mut written = Written::default();
            let planned = self.plan_aside(
                seat.user(),
                writing.position(),
                &sheet,
                &mapping,
                request.skip_bad_rows,
                |mut part| {
                    let rows = part.rows;
                    fingerprint.add(&part);
                    let as_planned = told.copy(&part);
                    written.write(writing, &mut part, &mapping.list)?;
                    told.keep(as_planned.unwrap_or(part));
                    watch(Step::of(Phase::Writing, rows, sheet.len() as u64))
                },
            )?;
            let changes = match planned.and_then(|changes| {
                refuse_wrong_rows(&changes, request.skip_bad_rows).map(|()| changes)
            }) {
                Ok(changes) => changes,
                Err(problems) => return Err(keep_all(&mut wrong, problems)),
            };
            if terms
                .previewed
                .is_some_and(|seen| seen != fingerprint.end(&changes))
            {
                return Err(Problem::new(Code::OfficeImportChanged));
            }
            let whose = (seat.user(), seat.at());
            if written.is_nothing() {
                left::note(writing, &changes, None, whose)?;
                return Ok((changes, None, Vec::new()));
            }
            watch(Step::whole(Phase::Finishing))?;
            let (sha256, size) = self.register.files().put(request.bytes)?;
            let sealed = writing.add(&Record::File(Evidence {
                sha256,
                size,
                name: request.file_name.into(),
                custody: vec![Custody {
                    when: Some(self.day_of(seat.at())),
                    who: seat.user().into(),
                    act: "imported".into(),
                }],
                ..Evidence::default()
            }))?;
            if terms.compartment.is_some() {
                put_new(writing, before, terms.compartment)?;
            }
            keep_mapping(writing, &path, &mapping_text)?;
            left::note(writing, &changes, Some(sealed), whose)?;
            Ok((changes, Some(writing.position()), written.persons))
        });
        let (changes, position, persons) = match written {
            Ok(written) => written,
            Err(problem) => return Err(wrong.unwrap_or_else(|| vec![problem])),
        };
        if position.is_some() {
            self.remember_text(&path, &mapping_text)
                .map_err(|problem| vec![problem])?;
        }
        Ok(Imported {
            changes: told.complete(changes),
            persons,
            position,
        })
    }

    /// Plans in a thread of its own, from a reading transaction at the position at
    /// which the caller's writing one stands, and hands each part to `take` in the
    /// caller's thread. No part is handed out any more once rows are wrong that
    /// may not be skipped. The outer error is `take`'s or the register's.
    fn plan_aside(
        &self,
        user: &str,
        position: u64,
        sheet: &Sheet,
        mapping: &Mapping,
        skip_bad_rows: bool,
        mut take: impl FnMut(Part) -> Result<(), Problem>,
    ) -> Result<Result<ChangeSet, Vec<Problem>>, Problem> {
        let profile = self.profile();
        std::thread::scope(|scope| {
            // One part waits while one is made and one is written: that many are in memory.
            let (sender, parts) = std::sync::mpsc::sync_channel::<Part>(1);
            let planning = scope.spawn(move || {
                self.register.read_as(user, |tx| {
                    // The caller holds the one right to write: nothing can have come between.
                    if tx.position() != position {
                        return Err(Problem::new(Code::RegisterLocked));
                    }
                    Ok(plan(tx, sheet, mapping, &profile, &mut |part| {
                        if !skip_bad_rows && part.left_out > 0 {
                            // Nothing will be written; an ended writer takes nothing any more.
                            let told = Part {
                                rows: part.rows,
                                ..Part::default()
                            };
                            return match sender.send(told) {
                                Ok(()) => Wanted::Problems,
                                Err(_) => Wanted::Nothing,
                            };
                        }
                        match sender.send(part) {
                            Ok(()) => Wanted::Parts,
                            Err(_) => Wanted::Nothing,
                        }
                    }))
                })
            });
            let taken = parts.into_iter().try_for_each(&mut take);
            let planned = planning
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            taken?;
            planned
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
        annotated(sheet, &changes.problems(), words)
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
        let mut fitting = mappings::fitting(&texts, &profile, request.bytes, request.file_name)?;
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

/// A sheet as a workbook, with what is wrong beside its rows.
fn annotated(
    sheet: &Sheet,
    problems: &[&Problem],
    words: &words::Words,
) -> Result<Vec<u8>, Problem> {
    let title = words.text("import-column-problem");
    intake::annotate(sheet, problems, &title, &|problem| {
        let said = words.problem(problem);
        format!("{} {}", said.sentence, said.hint)
            .trim_end()
            .to_owned()
    })
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

fn plan(
    tx: &Tx,
    sheet: &Sheet,
    mapping: &Mapping,
    profile: &Profile,
    take: &mut dyn FnMut(Part) -> Wanted,
) -> Result<ChangeSet, Vec<Problem>> {
    // A list that was imported before left its mapping; a new one needs no search for its rows.
    let path = mapping_path(&mapping.list);
    let documents = documents::known(tx).map_err(|problem| vec![problem])?;
    let known_list = documents.iter().any(|(_, document)| document.path == path);
    let existing = InRegister::new(tx, known_list);
    let changes = intake::plan_in_parts(sheet, mapping, profile, &existing, take)?;
    existing.checked().map_err(|problem| vec![problem])?;
    Ok(changes)
}

/// What the caller hears of additions and updates: all of it, or which fields change.
struct Told {
    whole: bool,
    changes: ChangeSet,
}

impl Told {
    fn new(whole: bool) -> Told {
        Told {
            whole,
            changes: ChangeSet::default(),
        }
    }

    /// The part as it was planned, when it will be told whole.
    fn copy(&self, part: &Part) -> Option<Part> {
        self.whole.then(|| Part {
            additions: part.additions.clone(),
            updates: part.updates.clone(),
            ..Part::default()
        })
    }

    fn keep(&mut self, part: Part) {
        if self.whole {
            self.changes.additions.extend(part.additions);
            self.changes.updates.extend(part.updates);
            return;
        }
        self.changes
            .updates
            .extend(part.updates.into_iter().map(|update| Update {
                versions: None,
                ..update
            }));
    }

    fn complete(self, changes: ChangeSet) -> ChangeSet {
        ChangeSet {
            additions: self.changes.additions,
            updates: self.changes.updates,
            ..changes
        }
    }
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
