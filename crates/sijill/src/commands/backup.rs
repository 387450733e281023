//! `sijill backup` and `sijill restore`.

use super::path;
use crate::context::{Context, Problems, one};
use crate::world;
use clap::ArgMatches;
use office::{Administering, Office};

pub fn backup(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Administering>(&office)?;
    let file = path(matches, "file").unwrap_or_default();
    let position = office.backup(&seat, &file).map_err(one)?;
    context.note(&context.text_with(
        "backup-written",
        &[("file", file.display().to_string().into()), ("position", position.into())],
    ));
    Ok(())
}

pub fn restore(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let file = path(matches, "file").unwrap_or_default();
    let database = matches.get_one::<String>("database").cloned();
    // The example's backup opens by itself, as the example does.
    let unlock = if Office::backup_is_example(&file).map_err(one)? {
        office::Unlock::Passphrase(office::EXAMPLE_PASSPHRASE.into())
    } else {
        context.unlock()?
    };
    let position = Office::restore(
        &file,
        &context.folder,
        database,
        &unlock,
        Box::new(world::SystemEntropy),
    )
    .map_err(one)?;
    context.note(&context.text_with(
        "restore-done",
        &[("folder", context.folder.display().to_string().into()), ("position", position.into())],
    ));
    Ok(())
}
