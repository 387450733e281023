//! How does a sheet come in, step by step?
//!
//! Upload, mapping, what would change, confirmation. The sheet waits between
//! the steps as the user's draft, sealed, for two hours; the change set is the
//! command line's.

use crate::answer::{Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::similar::{RowShown, rows_already_here};
use askama::Template;
use model::Problem;
use office::{Documenting, ImportRequest};
use serde::Serialize;

/// Seconds for which a sheet waits.
const WAITS: u64 = 2 * 60 * 60;
const SHOWN: usize = 200;

#[derive(Default, Serialize)]
struct Count {
    id: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct Change {
    id: String,
    row: u64,
    fields: Vec<(String, String, String)>,
}

#[derive(Template, Serialize)]
#[template(path = "import.html")]
struct ImportView {
    #[serde(skip)]
    frame: Frame,
    /// `upload`, `mapping`, `plan` or `done`.
    step: &'static str,
    file: String,
    #[serde(skip)]
    draft: String,
    mapping: String,
    counts: Vec<Count>,
    changes: Vec<Change>,
    wrong_rows: u64,
    problems: Vec<Told>,
    more_problems: u64,
    position: u64,
    /// Rows whose persons are probably in the register already, and how many.
    here: Vec<RowShown>,
    here_count: u64,
}

impl ImportView {
    fn at(&self, step: &str) -> bool {
        self.step == step
    }
}

fn empty(ask: &Ask, step: &'static str) -> ImportView {
    ImportView {
        frame: Frame::new(ask, "/import", "web-way-import"),
        step,
        file: String::new(),
        draft: String::new(),
        mapping: String::new(),
        counts: Vec::new(),
        changes: Vec::new(),
        wrong_rows: 0,
        problems: Vec::new(),
        more_problems: 0,
        position: 0,
        here: Vec::new(),
        here_count: 0,
    }
}

/// Where a sheet is dropped.
pub fn show_import(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    page(ask, &empty(ask, "upload"))
}

fn wrong(ask: &Ask, view: ImportView, problems: &[Problem]) -> Answered {
    let problems = told(ask, &problems[..problems.len().min(SHOWN)]);
    page(ask, &ImportView { problems, ..view }).map(|answer| answer.with_status(422))
}

/// Keeps the sheet as a draft and proposes how its columns are read.
pub fn propose_import(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let upload = &ask.upload;
    if upload.bytes.is_empty() {
        let missing = Problem::new(model::Code::OfficeFieldMissing).at_field("file");
        return wrong(ask, empty(ask, "upload"), &[missing]);
    }
    let proposal = ask
        .app
        .office
        .propose_mapping(&seat, &upload.bytes, &upload.name, &ask.words());
    match proposal {
        Ok(proposal) => {
            let mut kept = format!("{}\n", upload.name.replace('\n', " ")).into_bytes();
            kept.extend_from_slice(&upload.bytes);
            let draft = ask
                .app
                .office
                .keep_draft(ask.user(), &kept, ask.at, WAITS)?;
            let view = ImportView {
                file: upload.name.clone(),
                draft,
                mapping: proposal.text,
                ..empty(ask, "mapping")
            };
            page(ask, &view)
        }
        Err(problems) => wrong(ask, empty(ask, "upload"), &problems),
    }
}

fn draft_of(ask: &Ask) -> Result<(String, Vec<u8>), Refusal> {
    let kept = ask
        .app
        .office
        .draft(ask.user(), ask.form.get("draft"), ask.at)?
        .ok_or(Refusal::NotFound)?;
    let end = kept
        .iter()
        .position(|byte| *byte == b'\n')
        .ok_or(Refusal::NotFound)?;
    Ok((
        String::from_utf8_lossy(&kept[..end]).into_owned(),
        kept[end + 1..].to_vec(),
    ))
}

/// What the import would do; changes nothing.
pub fn plan_import(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (file, bytes) = draft_of(ask)?;
    let mapping = ask.form.raw("mapping").replace("\r\n", "\n");
    let request = ImportRequest {
        bytes: &bytes,
        file_name: &file,
        mapping: Some((mapping.clone(), "mapping.toml".into())),
        skip_bad_rows: true,
    };
    let view = |step| ImportView {
        file: file.clone(),
        draft: ask.form.get("draft").to_owned(),
        mapping: mapping.clone(),
        ..empty(ask, step)
    };
    let changes = match ask.app.office.plan_import(&seat, &request) {
        Ok((_, changes)) => changes,
        Err(problems) => return wrong(ask, view("mapping"), &problems),
    };
    let (here, here_count) = rows_already_here(ask, &request)?;
    let all: Vec<Problem> = changes.problems().into_iter().cloned().collect();
    let counts = serde_json::to_value(&changes.counts).unwrap_or_default();
    let number = |name: &str| {
        counts
            .get(name)
            .and_then(serde_json::Value::as_u64)
            .unwrap_or(0)
    };
    let known = [
        "rows",
        "rows_taken",
        "rows_left_out",
        "persons_added",
        "events_added",
        "sources_added",
        "updated",
        "unchanged",
    ];
    let view = ImportView {
        counts: known
            .into_iter()
            .filter(|name| counts.get(*name).is_some())
            .map(|id| Count {
                id,
                count: number(id),
            })
            .collect(),
        changes: changes
            .updates
            .iter()
            .take(SHOWN)
            .map(|update| Change {
                id: update.id.clone(),
                row: update.row,
                fields: update
                    .changes
                    .iter()
                    .map(|change| {
                        let change = serde_json::to_value(change).unwrap_or_default();
                        let text = |name: &str| match change.get(name) {
                            Some(serde_json::Value::String(text)) => text.clone(),
                            Some(serde_json::Value::Null) | None => String::new(),
                            Some(other) => other.to_string(),
                        };
                        (text("field"), text("old"), text("new"))
                    })
                    .collect(),
            })
            .collect(),
        wrong_rows: number("rows_left_out"),
        problems: told(ask, &all[..all.len().min(SHOWN)]),
        more_problems: all.len().saturating_sub(SHOWN) as u64,
        here,
        here_count,
        ..view("plan")
    };
    page(ask, &view)
}

/// Imports what was shown.
pub fn confirm_import(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (file, bytes) = draft_of(ask)?;
    let mapping = ask.form.raw("mapping").replace("\r\n", "\n");
    let request = ImportRequest {
        bytes: &bytes,
        file_name: &file,
        mapping: Some((mapping.clone(), "mapping.toml".into())),
        skip_bad_rows: ask.form.has("skip"),
    };
    match ask.app.office.import(&seat, &request, &model::unwatched) {
        Ok(imported) => {
            ask.app
                .office
                .drop_draft(ask.user(), ask.form.get("draft"))?;
            let view = ImportView {
                file,
                position: imported.position.unwrap_or(0),
                counts: vec![Count {
                    id: "rows_taken",
                    count: imported.changes.counts.rows_taken,
                }],
                ..empty(ask, "done")
            };
            page(ask, &view)
        }
        Err(problems) => {
            let view = ImportView {
                file,
                draft: ask.form.get("draft").to_owned(),
                mapping,
                ..empty(ask, "mapping")
            };
            wrong(ask, view, &problems)
        }
    }
}
