//! `sijill file add` and `sijill file get`: evidence goes in sealed and comes out noted.

use super::{path, text};
use crate::context::{Context, Problems, one};
use crate::output::emit;
use clap::ArgMatches;
use model::{Code, Problem};
use office::Documenting;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Documenting>(&office)?;
    match matches.subcommand() {
        Some(("add", sub)) => {
            let file = path(sub, "file").unwrap_or_default();
            let bytes = std::fs::read(&file).map_err(|error| {
                one(Problem::new(Code::CliFileUnreadable)
                    .with("reason", error)
                    .in_file(file.display()))
            })?;
            let name = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let about: Vec<String> = sub
                .get_many::<String>("about")
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            let from = sub.get_one::<String>("received-from").cloned();
            let id = office
                .add_file(&seat, &name.unwrap_or_default(), &bytes, about, from)
                .map_err(one)?;
            emit(&format!("{id}\n"));
        }
        Some(("get", sub)) => {
            let bytes = office.take_file(&seat, text(sub, "id")).map_err(one)?;
            let out = path(sub, "out").unwrap_or_default();
            std::fs::write(&out, bytes).map_err(|error| {
                one(Problem::new(Code::CliFileUnwritable)
                    .with("reason", error)
                    .in_file(out.display()))
            })?;
        }
        _ => {}
    }
    Ok(())
}
