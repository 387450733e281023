//! How does a sheet come in, step by step?
//!
//! Upload, columns, what would change, confirmation. The sheet waits between
//! the steps as the user's draft, sealed, for two hours; each step is a job, so
//! that a long sheet hangs no page. The change set is the command line's, and
//! what is confirmed is what was shown. The columns' form is in `import_form`
//! and `import_fill`, the preview in `import_plan`.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Draft, Kind, Made};
use crate::pages::find::Choice;
use crate::pages::jobs::{self, Awaited};
use crate::pages::{import_fill, import_form, import_plan};
use crate::say::{Fact, Say};
use askama::Template;
use model::{Code, Problem};
use office::{Counts, Documenting, ImportRequest, LookedAt, MappingChoice, MappingOrigin, Reading};
use serde::Serialize;
use std::sync::Arc;

/// Seconds for which a sheet waits.
const WAITS: u64 = 2 * 60 * 60;
/// Seconds for which a workbook of problems waits for its download.
const ROWS_WAIT: u64 = 15 * 60;
/// Rows, changes and problems that a preview keeps to be looked through.
const KEPT: usize = 2_000;

#[derive(Template, Serialize)]
#[template(path = "import.html")]
struct ImportView {
    #[serde(skip)]
    frame: Frame,
    /// Mappings that the office keeps.
    lists: Vec<Choice>,
    problems: Vec<Told>,
}

#[derive(Template, Serialize)]
#[template(path = "import_done.html")]
struct DoneView {
    #[serde(skip)]
    frame: Frame,
    file: String,
    counts: Vec<Fact>,
    rows_taken: u64,
    rows_left: u64,
    position: u64,
    persons: Vec<Fact>,
    #[serde(skip)]
    reviews: bool,
}

/// The steps of an import, for the head of its pages.
pub const STEPS: [&str; 4] = ["upload", "mapping", "plan", "done"];

/// Where a sheet is dropped.
pub fn show_import(ask: &Ask) -> Answered {
    upload(ask, &[])
}

fn upload(ask: &Ask, problems: &[Problem]) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    // A broken text in the folder is told where mappings are used, not here.
    let kept = ask.app.office.mappings(&seat).unwrap_or_default();
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &ImportView {
            frame: Frame::new(ask, "/import", "web-way-import"),
            lists: kept
                .into_iter()
                .map(|kept| Choice {
                    id: kept.list.clone(),
                    label: kept.list,
                    chosen: false,
                })
                .collect(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Keeps the sheet as a draft and shows how its columns would be read.
pub fn propose_import(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let sent = &ask.upload;
    if sent.bytes.is_empty() {
        let missing = Problem::new(Code::OfficeFieldMissing).at_field("file");
        return upload(ask, &[missing]);
    }
    let choice = match ask.form.get("by") {
        "" => MappingChoice::Fitting,
        "propose" => MappingChoice::Proposal,
        list => MappingChoice::Kept(list.strip_prefix("list ").unwrap_or(list).to_owned()),
    };
    let draft = keep(ask, &sent.name, &sent.bytes)?;
    by_columns(ask, draft, sent.bytes.clone(), choice)
}

/// Keeps a sheet as a draft.
fn keep(ask: &Ask, file: &str, bytes: &[u8]) -> Result<Draft, Refusal> {
    let file = file.replace('\n', " ");
    let mut kept = format!("{file}\n").into_bytes();
    kept.extend_from_slice(bytes);
    let office = &ask.app.office;
    let name = office.keep_draft(ask.user(), &kept, ask.at, WAITS)?;
    Ok(Draft { name, file })
}

/// Shows how the columns of a draft would be read.
fn by_columns(ask: &Ask, draft: Draft, bytes: Vec<u8>, choice: MappingChoice) -> Answered {
    match look_at(ask, draft.clone(), bytes, choice)? {
        Awaited::Made(made) => editor_of(ask, &made, &[]),
        Awaited::Wrong(problems) => {
            ask.app.office.drop_draft(ask.user(), &draft.name)?;
            upload(ask, &problems)
        }
        Awaited::Going(answer) => Ok(answer),
    }
}

/// Reads the sheet's columns as a job.
fn look_at(
    ask: &Ask,
    draft: Draft,
    bytes: Vec<u8>,
    choice: MappingChoice,
) -> Result<Awaited, Refusal> {
    let (user, words) = (ask.user().to_owned(), ask.words_of_files());
    let about = draft.file.clone();
    let job = ask.app.begin(
        Kind::Sheet,
        ask.user(),
        &about,
        ask.at,
        move |app, watch| {
            let seat = app
                .office
                .seat(&user, (app.clock)(), None)
                .map_err(|problem| vec![problem])?;
            let looked =
                app.office
                    .look_at_import(&seat, &bytes, &draft.file, &choice, &words, watch)?;
            Ok(Made::Sheet(draft, Box::new(looked)))
        },
    );
    jobs::begun(ask, job)
}

/// Goes on with a sheet that is here already, as a new upload of it would.
pub(super) fn go_on(ask: &Ask, file: &str, bytes: Vec<u8>, mapping: Option<String>) -> Answered {
    let draft = keep(ask, file, &bytes)?;
    match mapping {
        Some(text) => preview(ask, draft, bytes, text, &[]),
        None => by_columns(ask, draft, bytes, MappingChoice::Fitting),
    }
}

fn editor_of(ask: &Ask, made: &Made, problems: &[Problem]) -> Answered {
    match made {
        Made::Sheet(draft, looked) => import_form::editor(ask, draft, looked, problems, ""),
        _ => Err(Refusal::NotFound),
    }
}

/// The draft that the form names, with its bytes.
fn draft_of(ask: &Ask) -> Result<(Draft, Vec<u8>), Refusal> {
    let name = ask.form.get("draft");
    let kept = ask.app.office.draft(ask.user(), name, ask.at)?;
    let mut kept = kept.ok_or(Refusal::NotFound)?;
    let end = kept.iter().position(|byte| *byte == b'\n');
    let end = end.ok_or(Refusal::NotFound)?;
    let bytes = kept.split_off(end + 1);
    kept.pop();
    let draft = Draft {
        name: name.to_owned(),
        file: String::from_utf8_lossy(&kept).into_owned(),
    };
    Ok((draft, bytes))
}

/// What a sheet showed of its columns, if its job is still known.
fn look_known(ask: &Ask, draft: &Draft) -> Option<Arc<Made>> {
    let jobs = ask.app.jobs.all().into_iter();
    jobs.filter(|job| job.by == ask.user())
        .filter_map(|job| job.made)
        .find(|made| matches!(&**made, Made::Sheet(known, _) if known == draft))
}

/// Takes what the form or the text says of the columns, and goes where it says:
/// to what would change, or back to the columns.
pub fn plan_import(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (draft, bytes) = draft_of(ask)?;
    let text = ask.form.raw("mapping").replace("\r\n", "\n");
    let wanted = ask.form.get("do");
    if !ask.form.has("columns") {
        if wanted == "save" {
            ask.app.office.save_mapping(&seat, &text)?;
        }
        return match wanted {
            "columns" | "save" => columns(ask, draft, bytes, text, wanted == "save"),
            _ => preview(ask, draft, bytes, text, &[]),
        };
    }
    let made = match look_known(ask, &draft) {
        Some(made) => made,
        None => match look_at(
            ask,
            draft.clone(),
            bytes.clone(),
            MappingChoice::Text(text.clone()),
        )? {
            Awaited::Made(made) => made,
            Awaited::Wrong(problems) => return upload(ask, &problems),
            Awaited::Going(answer) => return Ok(answer),
        },
    };
    let Made::Sheet(_, looked) = &*made else {
        return Err(Refusal::NotFound);
    };
    let base = match office::Mapping::read(&text, "mapping.toml") {
        Ok(base) => base,
        Err(problems) => return upload(ask, &problems),
    };
    let (filled, problems) = import_fill::filled(ask, base.clone(), &looked.look);
    // An unchanged mapping keeps its comments.
    let text = if filled.to_toml() == base.to_toml() {
        text
    } else {
        filled.to_toml()
    };
    let reread = filled.reading() != looked.look.reading;
    if wanted == "look" && problems.is_empty() {
        return preview(ask, draft, bytes, text, &[]);
    }
    if reread && problems.is_empty() {
        return columns(ask, draft, bytes, text, false);
    }
    let saved = wanted == "save" && problems.is_empty();
    if saved {
        ask.app.office.save_mapping(&seat, &text)?;
    }
    let looked = LookedAt {
        look: looked.look.clone(),
        mapping: filled,
        text,
        origin: match &looked.origin {
            MappingOrigin::Kept(_) => MappingOrigin::Given,
            other => other.clone(),
        },
    };
    let note = if saved { "web-import-saved" } else { "" };
    import_form::editor(ask, &draft, &looked, &problems, note)
}

/// The columns as the text reads them.
fn columns(ask: &Ask, draft: Draft, bytes: Vec<u8>, text: String, saved: bool) -> Answered {
    let note = if saved { "web-import-saved" } else { "" };
    match look_at(ask, draft.clone(), bytes, MappingChoice::Text(text.clone()))? {
        Awaited::Made(made) => match &*made {
            Made::Sheet(draft, looked) => import_form::editor(ask, draft, looked, &[], note),
            _ => Err(Refusal::NotFound),
        },
        Awaited::Wrong(problems) => import_form::text_alone(ask, &draft, &text, &problems),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// Plans as a job and shows what would change; `before` is why it is shown again.
fn preview(ask: &Ask, draft: Draft, bytes: Vec<u8>, text: String, before: &[Problem]) -> Answered {
    let user = ask.user().to_owned();
    let (about, again, kept) = (draft.file.clone(), draft.clone(), text.clone());
    let job = ask.app.begin(
        Kind::Preview,
        ask.user(),
        &about,
        ask.at,
        move |app, watch| {
            let seat = app
                .office
                .seat(&user, (app.clock)(), None)
                .map_err(|problem| vec![problem])?;
            let request = ImportRequest {
                bytes: &bytes,
                file_name: &draft.file,
                mapping: Some((text.clone(), "mapping.toml".into())),
                skip_bad_rows: true,
            };
            let preview = app.office.preview_import(&seat, &request, KEPT, watch)?;
            drop(bytes);
            Ok(Made::Preview(draft, text, Box::new(preview)))
        },
    );
    let id = job.as_ref().copied().unwrap_or(0);
    match jobs::begun(ask, job)? {
        Awaited::Made(made) => import_plan::plan(ask, id, &made, before),
        Awaited::Wrong(problems) => import_form::text_alone(ask, &again, &kept, &problems),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// A step of an import of the asker's own, by its job.
pub fn show_import_step(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let job = jobs::own_job(ask)?;
    let made = job.made.ok_or(Refusal::NotFound)?;
    match &*made {
        Made::Sheet(..) => editor_of(ask, &made, &[]),
        Made::Preview(..) => import_plan::plan(ask, job.id, &made, &[]),
        Made::Import(..) => done(ask, &made),
        _ => Err(Refusal::NotFound),
    }
}

/// Imports what was shown, and nothing else.
pub fn confirm_import(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let (draft, bytes) = draft_of(ask)?;
    let text = ask.form.raw("mapping").replace("\r\n", "\n");
    let Some(seen) = ask.form.some("seen") else {
        return preview(ask, draft, bytes, text, &[]);
    };
    let (skip, inside) = (ask.form.has("skip"), ask.form.some("compartment"));
    let (user, why) = (ask.user().to_owned(), ask.form.some("why"));
    let (again, mapping, fingerprint) = (draft.clone(), text.clone(), seen.clone());
    let about = draft.file.clone();
    let job = ask.app.begin(
        Kind::Import,
        ask.user(),
        &about,
        ask.at,
        move |app, watch| {
            let one = |problem: Problem| vec![problem];
            let seat = app.office.seat(&user, (app.clock)(), why).map_err(one)?;
            let request = ImportRequest {
                bytes: &bytes,
                file_name: &draft.file,
                mapping: Some((mapping, "mapping.toml".into())),
                skip_bad_rows: skip,
            };
            let imported = app.office.import_inside(
                &seat,
                &request,
                &fingerprint,
                inside.as_deref(),
                watch,
            )?;
            // The sheet is evidence now; its draft is of no use.
            app.office.drop_draft(&user, &draft.name).map_err(one)?;
            let counts = imported.changes.counts;
            Ok(Made::Import(
                draft.file,
                counts,
                imported.persons,
                imported.position,
            ))
        },
    );
    match jobs::begun(ask, job)? {
        Awaited::Made(made) => done(ask, &made),
        Awaited::Wrong(problems) => {
            let (_, bytes) = draft_of(ask)?;
            let changed = |problem: &&Problem| problem.code == Code::OfficeImportChanged;
            let rows = |problem: &&Problem| problem.code == Code::OfficeRowsWrong;
            // Rows are told by the preview; what has to be said stands above it.
            let told = problems
                .iter()
                .find(|it| changed(it) || rows(it))
                .or_else(|| problems.first());
            let told: Vec<Problem> = told.into_iter().cloned().collect();
            preview(ask, again, bytes, text, &told)
        }
        Awaited::Going(answer) => Ok(answer),
    }
}

fn done(ask: &Ask, made: &Made) -> Answered {
    let Made::Import(file, counts, persons, position) = made else {
        return Err(Refusal::NotFound);
    };
    let reads = ask.may::<Reading>();
    page(
        ask,
        &DoneView {
            frame: Frame::new(ask, "/import", "web-way-import"),
            file: file.clone(),
            counts: counts_said(&Say::new(ask), counts),
            rows_taken: counts.rows_taken,
            rows_left: counts.rows_left_out,
            position: position.unwrap_or(0),
            persons: persons
                .iter()
                .filter(|_| reads)
                .map(|(id, name)| Fact {
                    label: name.clone(),
                    value: id.clone(),
                })
                .collect(),
            reviews: ask.may::<office::Reviewing>(),
        },
    )
}

/// Counts of a change set in words; what is none is left out, but for rows.
pub fn counts_said(say: &Say, counts: &Counts) -> Vec<Fact> {
    [
        ("rows", counts.rows, true),
        ("rows-taken", counts.rows_taken, true),
        ("rows-left-out", counts.rows_left_out, true),
        ("persons-added", counts.persons_added, true),
        ("events-added", counts.events_added, true),
        ("sources-added", counts.sources_added, true),
        ("updated", counts.updated, true),
        ("unchanged", counts.unchanged, true),
        ("conflicts", counts.conflicts, false),
        ("missing", counts.missing, false),
    ]
    .into_iter()
    .filter(|(_, count, always)| *always || *count > 0)
    .map(|(id, count, _)| Fact {
        label: say.t(&format!("web-count-{id}")),
        value: say.words.number(count),
    })
    .collect()
}

/// Makes a workbook of the rows with problems.
pub fn make_problem_rows(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let (draft, bytes) = draft_of(ask)?;
    let text = ask.form.raw("mapping").replace("\r\n", "\n");
    let (user, words, about) = (
        ask.user().to_owned(),
        ask.words_of_files(),
        draft.file.clone(),
    );
    let job = ask
        .app
        .begin(Kind::Rows, ask.user(), &about, ask.at, move |app, watch| {
            let one = |problem: Problem| vec![problem];
            let at = (app.clock)();
            let seat = app.office.seat(&user, at, None).map_err(one)?;
            let request = ImportRequest {
                bytes: &bytes,
                file_name: &draft.file,
                mapping: Some((text, "mapping.toml".into())),
                skip_bad_rows: true,
            };
            let (rows, count) = app.office.problem_rows(&seat, &request, &words, watch)?;
            let stem = draft.file.rsplit_once('.');
            let stem = stem.map_or(draft.file.as_str(), |(stem, _)| stem);
            let kept = app.office.keep_draft(&user, &rows, at, ROWS_WAIT);
            let made = Draft {
                name: kept.map_err(one)?,
                file: format!("{stem}-rows.xlsx"),
            };
            Ok(Made::Rows(made, count))
        });
    match jobs::begun(ask, job)? {
        Awaited::Made(made) => send_rows(ask, &made),
        Awaited::Wrong(problems) => Err(problems.into()),
        Awaited::Going(answer) => Ok(answer),
    }
}

/// Sends a workbook of rows with problems.
pub fn take_problem_rows(ask: &Ask) -> Answered {
    ask.seat::<Documenting>()?;
    let made = jobs::own_job(ask)?.made.ok_or(Refusal::NotFound)?;
    send_rows(ask, &made)
}

fn send_rows(ask: &Ask, made: &Made) -> Answered {
    let Made::Rows(draft, _) = made else {
        return Err(Refusal::NotFound);
    };
    let bytes = ask.app.office.draft(ask.user(), &draft.name, ask.at)?;
    Ok(Answer::evidence(
        &draft.file,
        bytes.ok_or(Refusal::NotFound)?,
    ))
}
