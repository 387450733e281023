//! Which imports left rows out, and who settled what became of them?
//!
//! A sheet may come in without its wrong rows. What stayed out is noted with the
//! import, in the log: which columns, how many rows, the first of them, never what a
//! cell said, for that is in the sealed sheet alone. It waits until the same sheet
//! comes in whole, or somebody says with a reason why it is settled. Whoever does not
//! see the sheet, because it is of a compartment, does not see what it left either.

use super::{file_safe, mapping_path};
use crate::accounts::seconds;
use crate::{Documenting, Office, Reading, Seat, documents};
use intake::ChangeSet;
use model::record::{Document, RecordId};
use model::{Code, Problem, Record};
use register::{Tx, Writing};
use serde::{Deserialize, Serialize};

const FOLDER: &str = "imports/";

/// Rows that one thing is wrong with in one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftRows {
    /// Code of the problem.
    pub code: String,
    /// Header of the column; empty for a problem of the whole row.
    pub column: String,
    /// How many rows.
    pub rows: u64,
    /// The first of them, as a spreadsheet numbers it.
    pub first: u64,
}

/// How what an import left was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftSettled {
    /// By whom.
    pub by: String,
    /// Second since 1970.
    pub at: u64,
    /// Why; none where the sheet came in whole at last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// An import that left rows out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftImport {
    /// Id of its document; empty before it is written.
    #[serde(skip_deserializing, default)]
    pub id: RecordId,
    /// Name of the list.
    pub list: String,
    /// Name of the sheet's file.
    pub file: String,
    /// The sealed sheet.
    pub sheet: RecordId,
    /// Hash of its bytes.
    pub sha256: String,
    /// Who imported it last.
    pub by: String,
    /// Second since 1970 of that.
    pub at: u64,
    /// Rows that stayed out.
    pub rows: u64,
    /// What is wrong with them.
    pub groups: Vec<LeftRows>,
    /// Who settled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<LeftSettled>,
}

/// A sheet that left rows, to be looked at again.
pub struct LeftSheet {
    /// Name of its file.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The mapping that its list is kept with now.
    pub mapping: Option<String>,
}

fn groups(changes: &ChangeSet) -> Vec<LeftRows> {
    let mut groups: Vec<LeftRows> = Vec::new();
    for left in &changes.left_out {
        let mut counted: Vec<(&str, &str)> = Vec::new();
        for problem in &left.problems {
            let (code, column) = (
                problem.code.as_str(),
                problem.spot.column.as_deref().unwrap_or_default(),
            );
            if counted.contains(&(code, column)) {
                continue;
            }
            counted.push((code, column));
            let known = groups
                .iter_mut()
                .find(|it| it.code == code && it.column == column);
            match known {
                Some(group) => group.rows += 1,
                None => groups.push(LeftRows {
                    code: code.to_owned(),
                    column: column.to_owned(),
                    rows: 1,
                    first: left.row,
                }),
            }
        }
    }
    groups.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.first.cmp(&b.first)));
    groups
}

fn read_from(id: RecordId, document: &Document) -> Option<LeftImport> {
    let left: LeftImport = serde_json::from_str(&document.text).ok()?;
    Some(LeftImport { id, ..left })
}

fn save(writing: &mut Writing, left: &LeftImport) -> Result<(), Problem> {
    // The same sheet under the same list is the same work, however often it came.
    let sheet = left.sha256.get(..32).unwrap_or(&left.sha256);
    let document = Record::Document(Document {
        path: format!("{FOLDER}{}/{sheet}", file_safe(&left.list)),
        text: serde_json::to_string(left).expect("plain fields are JSON"),
        removed: false,
    });
    match left.id.as_str() {
        "" => writing.add(&document).map(|_| ()),
        id => writing.save(id, &document).map(|_| ()),
    }
}

fn known(tx: &Tx) -> Result<Vec<LeftImport>, Problem> {
    let documents = documents::known(tx)?.into_iter();
    let left = documents
        .filter(|(_, document)| document.path.starts_with(FOLDER) && !document.removed)
        .filter_map(|(id, document)| read_from(id, &document));
    Ok(left.collect())
}

/// Whether the sheet is there for the reader; one whose content was destroyed is not.
fn is_there(tx: &Tx, sheet: &str) -> Result<bool, Problem> {
    match tx.get(sheet) {
        Ok(found) => Ok(found.is_some()),
        Err(problem) if problem.code == Code::RegisterContentDestroyed => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Notes what an import left, or that it left nothing of a sheet that had. `sheet` is
/// the sealed sheet, where anything of it came in now.
pub(super) fn note(
    writing: &mut Writing,
    changes: &ChangeSet,
    sheet: Option<RecordId>,
    (by, at): (&str, jiff::Timestamp),
) -> Result<(), Problem> {
    let before = known(writing)?
        .into_iter()
        .find(|it| it.list == changes.list && it.sha256 == changes.sha256);
    let at = seconds(at);
    if changes.left_out.is_empty() {
        return match before {
            Some(before) if before.settled.is_none() => {
                let settled = Some(LeftSettled {
                    by: by.to_owned(),
                    at,
                    why: None,
                });
                save(writing, &LeftImport { settled, ..before })
            }
            _ => Ok(()),
        };
    }
    let groups = groups(changes);
    // A sheet of which nothing ever came in is no import yet.
    let Some(sealed) = sheet.clone().or(before.as_ref().map(|it| it.sheet.clone())) else {
        return Ok(());
    };
    let same = before.as_ref().is_some_and(|it| it.groups == groups);
    if sheet.is_none() && same {
        return Ok(());
    }
    save(
        writing,
        &LeftImport {
            id: before.map(|it| it.id).unwrap_or_default(),
            list: changes.list.clone(),
            file: changes.file.clone(),
            sheet: sealed,
            sha256: changes.sha256.clone(),
            by: by.to_owned(),
            at,
            rows: changes.counts.rows_left_out,
            groups,
            settled: None,
        },
    )
}

impl Office {
    /// Imports that left rows out, the newest first, settled ones among them.
    ///
    /// # Errors
    /// Those of the register.
    pub fn left_by_imports(&self, seat: &Seat<Documenting>) -> Result<Vec<LeftImport>, Problem> {
        self.read(seat, |tx| {
            let mut left = Vec::new();
            for it in known(tx)? {
                if is_there(tx, &it.sheet)? {
                    left.push(it);
                }
            }
            left.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
            Ok(left)
        })
    }

    fn left_by(&self, seat: &Seat<Documenting>, id: &str) -> Result<LeftImport, Problem> {
        let all = self.left_by_imports(seat)?;
        all.into_iter()
            .find(|it| it.id == id)
            .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))
    }

    /// Says with the seat's reason that what an import left is settled: the rows came in
    /// another way, or are not to come in. `false` takes that back.
    ///
    /// # Errors
    /// `office.reason-missing`; `office.no-such-record`.
    pub fn settle_left(
        &self,
        seat: &Seat<Documenting>,
        id: &str,
        settled: bool,
    ) -> Result<(), Problem> {
        let left = self.left_by(seat, id)?;
        let why = seat.why().map(str::trim).filter(|why| !why.is_empty());
        let Some(why) = why else {
            return Err(Problem::new(Code::OfficeReasonMissing).at_field("why"));
        };
        let settled = settled.then(|| LeftSettled {
            by: seat.user().to_owned(),
            at: seconds(seat.at()),
            why: Some(why.to_owned()),
        });
        self.write(seat, |writing| {
            save(writing, &LeftImport { settled, ..left })
        })
    }

    /// The sealed sheet of an import that left rows, to be looked at again; the log
    /// says that it was.
    ///
    /// # Errors
    /// `office.no-such-record`, also when its file is not for this reader; what the disk
    /// refuses.
    pub fn left_sheet(
        &self,
        seat: &Seat<Documenting>,
        reading: &Seat<Reading>,
        id: &str,
    ) -> Result<LeftSheet, Problem> {
        let left = self.left_by(seat, id)?;
        self.look_at(reading, &left.sheet)?;
        let bytes = self.register.files().read(&left.sha256)?;
        self.note_act(seat, &format!("look again at sheet {}", left.sheet))?;
        let mapping = self.texts().get(&mapping_path(&left.list)).cloned();
        Ok(LeftSheet {
            file: left.file,
            bytes,
            mapping,
        })
    }
}
