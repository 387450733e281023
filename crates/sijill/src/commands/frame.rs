//! `sijill frame export`: the typed tables, for any SQLite tool.

use super::{as_of, path};
use crate::context::{Context, Problems, one};
use clap::ArgMatches;
use office::Studying;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let Some(("export", sub)) = matches.subcommand() else {
        return Ok(());
    };
    let office = context.open()?;
    let seat = context.seat::<Studying>(&office)?;
    let out = path(sub, "out").unwrap_or_default();
    office
        .export_frame(&seat, &as_of(sub)?, &out, sub.get_flag("identifying"))
        .map_err(one)?;
    context.note(&context.text_with(
        "frame-written",
        &[("file", out.display().to_string().into())],
    ));
    Ok(())
}
