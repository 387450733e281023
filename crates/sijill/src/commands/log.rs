//! `sijill verify` and `sijill checkpoint`: is the log whole, and how do others know?

use super::path;
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, print};
use crate::progress::Steps;
use clap::ArgMatches;
use model::{Code, Problem};
use office::Verifying;

pub fn verify(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Verifying>(&office)?;
    let held = path(matches, "checkpoint")
        .map(|file| {
            std::fs::read_to_string(&file).map_err(|error| {
                one(Problem::new(Code::CliFileUnreadable)
                    .with("reason", error)
                    .in_file(file.display()))
            })
        })
        .transpose()?;
    let steps = Steps::shown(context);
    let checked = office
        .verify_watched(&seat, held.as_deref(), &|step| steps.step(step))
        .map_err(one)?;
    drop(steps);
    let mut table =
        Table::new(["verify-column-what", "verify-column-value"].map(|id| context.text(id)));
    table.row([
        context.text("verify-entries"),
        context.words.number(checked.entries),
    ]);
    table.row([
        context.text("verify-files"),
        context.words.number(checked.files),
    ]);
    table.row([context.text("verify-root"), checked.root.clone()]);
    print(Format::of(matches), &table, &checked);
    if checked.problems.is_empty() {
        context.note(&context.text("verify-whole"));
        Ok(())
    } else {
        Err(checked.problems)
    }
}

pub fn checkpoint(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Verifying>(&office)?;
    let note = office.checkpoint(&seat).map_err(one)?;
    match path(matches, "out") {
        Some(file) => std::fs::write(&file, &note).map_err(|error| {
            one(Problem::new(Code::CliFileUnwritable)
                .with("reason", error)
                .in_file(file.display()))
        }),
        None => {
            emit(&note);
            Ok(())
        }
    }
}
