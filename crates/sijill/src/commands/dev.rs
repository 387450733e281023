//! `sijill completions`, and what only developers of Sijill need.

use super::path;
use crate::context::{Context, Problems, one};
use crate::output::emit;
use crate::{cli, cli_docs};
use clap::ArgMatches;
use model::{Code, Problem};

pub fn completions(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    if let Some(shell) = matches.get_one::<clap_complete::Shell>("shell") {
        let mut command = cli::command(&context.words);
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command, "sijill", &mut script);
        emit(&String::from_utf8_lossy(&script));
    }
    Ok(())
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    match matches.subcommand() {
        Some(("generate", sub)) => {
            let out = path(sub, "out").unwrap_or_default();
            let unwritable = |error: std::io::Error| {
                one(Problem::new(Code::CliFileUnwritable)
                    .with("reason", error)
                    .in_file(out.display()))
            };
            let file = std::fs::File::create(&out).map_err(unwritable)?;
            let mut writer = std::io::BufWriter::new(file);
            let persons = sub.get_one::<u64>("persons").copied().unwrap_or(10_000);
            let seed = sub.get_one::<u64>("seed").copied().unwrap_or(1);
            office::write_synthetic_sheet(persons, seed, &mut writer).map_err(unwritable)?;
            let mapping = out.with_extension("toml");
            std::fs::write(&mapping, office::SYNTHETIC_MAPPING).map_err(unwritable)?;
        }
        Some(("command-docs", _)) => emit(&cli_docs::reference(context.words.language())),
        _ => {}
    }
    Ok(())
}
