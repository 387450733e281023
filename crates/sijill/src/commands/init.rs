//! `sijill init`: an office is started.

use super::path;
use crate::context::{Context, Problems};
use crate::output::emit;
use crate::world;
use clap::ArgMatches;
use office::{NewOffice, Office};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let folder = path(matches, "dir").unwrap_or_default();
    let request = NewOffice {
        database: matches.get_one::<String>("database").cloned(),
        profile: path(matches, "profile"),
        passphrase: context.new_passphrase(None)?,
        first_user: context.first_user(),
        languages: vec![context.words.language().code().into()],
        name: None,
    };
    let (_, created) = Office::create(&folder, &request, world::now(), &world::entropies)?;
    context.note(&context.text_with(
        "init-done",
        &[
            ("folder", folder.display().to_string().into()),
            ("user", request.first_user.clone().into()),
        ],
    ));
    context.note(&context.text("recovery-key-print"));
    emit(&format!("{}\n", created.recovery));
    Ok(())
}
