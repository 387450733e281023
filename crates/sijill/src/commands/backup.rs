//! `sijill backup` and `sijill restore`.

use super::path;
use crate::context::{Context, Problems, one};
use crate::progress::{self, Steps};
use crate::world;
use clap::ArgMatches;
use model::Code;
use office::{Administering, Office, Unlock};

pub fn backup(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    // Read once: a file descriptor cannot be read again to seal the backup.
    let (office, secret) = context.open_with_secret(&context.folder)?;
    let seat = context.seat::<Administering>(&office)?;
    let file = path(matches, "file").unwrap_or_default();
    let steps = Steps::shown(context);
    let position = office
        .backup_watched(&seat, &file, &secret, &|step| steps.step(step))
        .map_err(one)?;
    drop(steps);
    context.note(&context.text_with(
        "backup-written",
        &[
            ("file", file.display().to_string().into()),
            ("position", position.into()),
        ],
    ));
    Ok(())
}

pub fn restore(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let file = path(matches, "file").unwrap_or_default();
    let database = matches.get_one::<String>("database").cloned();
    // The example's backup opens by itself, as the example does.
    let restore = |secret: &Unlock| {
        let _working = progress::working(&context.text("restore-working"));
        Office::restore(
            &file,
            &context.folder,
            database.clone(),
            secret,
            &world::entropies,
        )
    };
    let example = Unlock::Passphrase(office::EXAMPLE_PASSPHRASE.into());
    let position = match restore(&example) {
        Err(problem) if problem.code == Code::BackupKeyWrong => restore(&context.unlock()?),
        other => other,
    }
    .map_err(one)?;
    context.note(&context.text_with(
        "restore-done",
        &[
            ("folder", context.folder.display().to_string().into()),
            ("position", position.into()),
        ],
    ));
    Ok(())
}
