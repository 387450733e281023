//! Which function runs which command?

mod backup;
mod cases;
mod demo;
mod dev;
mod doctor;
mod estimate;
mod file;
mod frame;
mod import;
mod init;
mod key;
mod law;
mod link;
mod link_reviewing;
mod log;
mod report;
mod retention;
mod serve;
mod study;
mod user;

pub use serve::ADDRESS;

use crate::context::{Context, Problems};
use clap::ArgMatches;

/// Runs the command that was given.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let Some((name, sub)) = matches.subcommand() else {
        return Ok(()); // clap asks for a command
    };
    match name {
        "demo" => demo::run(context, sub),
        "init" => init::run(context, sub),
        "import" => import::run(context, sub),
        "export" => import::export(context, sub),
        "search" => cases::search(context, sub),
        "show" => cases::show(context, sub),
        "history" => cases::history(context, sub),
        "study" => study::run(context, sub),
        "serve" => serve::run(context, sub),
        "report" => report::run(context, sub),
        "law" => law::run(context, sub),
        "user" => user::run(context, sub),
        "key" => key::run(context, sub),
        "file" => file::run(context, sub),
        "verify" => log::verify(context, sub),
        "checkpoint" => log::checkpoint(context, sub),
        "backup" => backup::backup(context, sub),
        "restore" => backup::restore(context, sub),
        "retention" => retention::run(context, sub),
        "doctor" => doctor::run(context, sub),
        "frame" => frame::run(context, sub),
        "estimate" => estimate::run(context, sub),
        "link" => link::run(context, sub),
        "completions" => dev::completions(context, sub),
        "dev" => dev::run(context, sub),
        other => unreachable!("clap knows the commands, and `{other}` is none"),
    }
}

/// A text argument that the command line requires.
fn text<'a>(matches: &'a ArgMatches, name: &str) -> &'a str {
    matches
        .get_one::<String>(name)
        .map(String::as_str)
        .unwrap_or_default()
}

/// A path argument.
fn path(matches: &ArgMatches, name: &str) -> Option<std::path::PathBuf> {
    matches.get_one::<std::path::PathBuf>(name).cloned()
}

/// The day of the learned clock and the position, where a command has them.
fn as_of(matches: &ArgMatches) -> Result<office::AsOf, Problems> {
    let known_on = matches
        .get_one::<String>("as-known-on")
        .map(|day| {
            day.parse::<jiff::civil::Date>().map_err(|_| {
                vec![model::Problem::new(model::Code::CliDayUnreadable).with("text", day)]
            })
        })
        .transpose()?;
    Ok(office::AsOf {
        known_on,
        at: matches.get_one::<u64>("at").copied(),
    })
}
