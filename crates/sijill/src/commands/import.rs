//! `sijill import` and `sijill export`: sheets in, sheets out.

use super::{link_reviewing, path};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json};
use crate::progress::Steps;
use clap::ArgMatches;
use model::{Code, Problem, Severity};
use office::{AlreadyHere, ChangeSet, Documenting, ImportRequest, Office, Seat};
use std::path::Path;

/// Rows that are probably in the register already are named up to so many.
const ROWS_TOLD: usize = 1_000;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let file = path(matches, "file").unwrap_or_default();
    let bytes = read(&file)?;
    let office = context.open()?;
    let seat = context.seat::<Documenting>(&office)?;
    let file_name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let file_name = file_name.unwrap_or_default();
    if matches.get_flag("propose") {
        let proposal = office.propose_mapping(&seat, &bytes, &file_name, &context.words)?;
        emit(&proposal.text);
        return Ok(());
    }
    let mapping = path(matches, "mapping")
        .map(|path| Ok::<_, Problems>((read_text(&path)?, path.display().to_string())))
        .transpose()?;
    let request = ImportRequest {
        bytes: &bytes,
        file_name: &file_name,
        mapping,
        skip_bad_rows: matches.get_flag("skip-bad-rows"),
    };
    if let Some(out) = path(matches, "annotate") {
        annotate(context, &office, &seat, &request, &out)?;
    }
    if matches.get_flag("dry-run") {
        let (_, changes) = match Format::of(matches) {
            Format::Json => office.plan_whole_import(&seat, &request)?,
            Format::Table | Format::Csv => office.plan_import(&seat, &request)?,
        };
        let steps = Steps::shown(context);
        let here = office.already_here(&seat, &request, ROWS_TOLD, &|step| steps.step(step))?;
        drop(steps);
        show(context, Format::of(matches), &changes, None, Some(&here));
        let wrong = changes.counts.rows_left_out;
        return if wrong == 0 {
            Ok(())
        } else {
            Err(one(Problem::new(Code::OfficeRowsWrong)
                .with("rows", wrong)
                .with("file", &file_name)))
        };
    }
    let steps = Steps::shown(context);
    let imported = match Format::of(matches) {
        Format::Json => office.import_whole(&seat, &request, &|step| steps.step(step)),
        Format::Table | Format::Csv => office.import(&seat, &request, &|step| steps.step(step)),
    };
    drop(steps);
    let imported = imported?;
    show(
        context,
        Format::of(matches),
        &imported.changes,
        imported.position,
        None,
    );
    Ok(())
}

fn annotate(
    context: &Context,
    office: &Office,
    seat: &Seat<Documenting>,
    request: &ImportRequest,
    out: &Path,
) -> Result<(), Problems> {
    let (sheet, changes) = office.plan_import(seat, request)?;
    let copy = office
        .annotate(seat, &sheet, &changes, &context.words)
        .map_err(one)?;
    write(out, &copy)?;
    context.note(&context.text_with(
        "import-annotated",
        &[("file", out.display().to_string().into())],
    ));
    Ok(())
}

/// Counts, field changes, every problem with its row and column, and who is
/// probably in the register already.
fn show(
    context: &Context,
    format: Format,
    changes: &ChangeSet,
    position: Option<u64>,
    here: Option<&(Vec<AlreadyHere>, u64)>,
) {
    let words = &context.words;
    match format {
        Format::Json => {
            let mut shown = serde_json::json!({ "changes": changes, "position": position });
            if let Some((rows, _)) = here {
                shown["already_here"] = serde_json::json!(rows);
            }
            json(&shown);
            return;
        }
        Format::Csv => {
            emit(&problems_table(context, changes).to_csv());
            return;
        }
        Format::Table => {}
    }
    let counts = &changes.counts;
    let mut table =
        Table::new(["import-column-what", "import-column-count"].map(|id| context.text(id)));
    for (id, count) in [
        ("import-rows", counts.rows),
        ("import-rows-taken", counts.rows_taken),
        ("import-rows-left-out", counts.rows_left_out),
        ("import-persons-added", counts.persons_added),
        ("import-events-added", counts.events_added),
        ("import-sources-added", counts.sources_added),
        ("import-updated", counts.updated),
        ("import-unchanged", counts.unchanged),
        ("import-conflicts", counts.conflicts),
        ("import-missing", counts.missing),
    ] {
        table.row([context.text(id), words.number(count)]);
    }
    emit(&table.to_text());
    if !changes.updates.is_empty() {
        let mut table = Table::new(
            [
                "import-column-row",
                "import-column-field",
                "import-column-old",
                "import-column-new",
            ]
            .map(|id| context.text(id)),
        );
        for update in &changes.updates {
            for change in &update.changes {
                table.row([
                    update.row.to_string(),
                    change.field.clone(),
                    plain(change.old.as_ref()),
                    plain(change.new.as_ref()),
                ]);
            }
        }
        emit(&format!("\n{}", table.to_text()));
    }
    if !changes.left_out.is_empty() || !changes.warnings.is_empty() {
        emit(&format!("\n{}", problems_table(context, changes).to_text()));
    }
    if let Some((rows, count)) = here.filter(|(_, count)| *count > 0) {
        emit(&link_reviewing::already_here(context, rows, *count));
    }
    if let Some(position) = position {
        context.note(&context.text_with("import-done", &[("position", position.into())]));
    }
}

/// A value of a field as a cell: a text as it is, anything else as JSON.
fn plain(value: Option<&serde_json::Value>) -> String {
    match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn problems_table(context: &Context, changes: &ChangeSet) -> Table {
    let mut table = Table::new(
        [
            "import-column-row",
            "import-column-column",
            "import-column-gravity",
            "import-column-problem",
            "import-column-hint",
        ]
        .map(|id| context.text(id)),
    );
    for problem in changes.problems() {
        let said = context.words.problem(problem);
        let gravity = match problem.severity {
            Severity::Error => "problem-error",
            Severity::Warning => "problem-warning",
        };
        table.row([
            problem
                .spot
                .row
                .map(|row| row.to_string())
                .unwrap_or_default(),
            problem.spot.column.clone().unwrap_or_default(),
            context.text(gravity),
            said.sentence,
            said.hint,
        ]);
    }
    table
}

pub fn export(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Documenting>(&office)?;
    let out = path(matches, "out").unwrap_or_default();
    let mapping = path(matches, "mapping").unwrap_or_else(|| out.with_extension("toml"));
    let exported = office.export_sheet(&seat).map_err(one)?;
    write(&out, &exported.sheet)?;
    write(&mapping, exported.mapping.as_bytes())?;
    context.note(&context.text_with(
        "export-written",
        &[
            ("file", out.display().to_string().into()),
            ("mapping", mapping.display().to_string().into()),
        ],
    ));
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, Problems> {
    std::fs::read(file).map_err(|error| {
        one(Problem::new(Code::CliFileUnreadable)
            .with("reason", error)
            .in_file(file.display()))
    })
}

fn read_text(file: &Path) -> Result<String, Problems> {
    String::from_utf8(read(file)?)
        .map_err(|_| one(Problem::new(Code::OfficeTextNotUtf8).in_file(file.display())))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Problems> {
    std::fs::write(file, bytes).map_err(|error| {
        one(Problem::new(Code::CliFileUnwritable)
            .with("reason", error)
            .in_file(file.display()))
    })
}
