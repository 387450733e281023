//! What do commands and options look like, and in which words do they speak?
//!
//! Every builder takes the id of its sentence without `cli-` before it.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;
use words::Words;

/// Builds commands and arguments in one language.
pub struct Say<'w> {
    pub words: &'w Words,
}

impl Say<'_> {
    /// A sentence of the command line.
    pub fn t(&self, id: &str) -> String {
        self.words.text(&format!("cli-{id}"))
    }

    /// A command with its examples.
    pub fn sub(&self, name: &'static str) -> Command {
        let examples = format!("cli-{name}-examples");
        let command = Command::new(name).about(self.t(name));
        if self.words.has(&examples) {
            command.after_help(self.words.text(&examples))
        } else {
            command
        }
    }

    /// A command below another one: it shows those of its examples that are its own.
    pub fn nested(&self, parent: &str, name: &'static str) -> Command {
        let command = Command::new(name).about(self.t(&format!("{parent}-{name}")));
        let all = self.t(&format!("{parent}-examples"));
        let own = format!("sijill {parent} {name}");
        let mut examples: Vec<&str> = all
            .lines()
            .filter(|line| {
                line.trim_start()
                    .strip_prefix(&own)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
            .collect();
        examples.splice(0..0, all.lines().next());
        match examples.len() {
            0 | 1 => command,
            _ => command.after_help(examples.join("\n")),
        }
    }

    /// What is named without an option before it.
    pub fn named(&self, name: &'static str, value: &'static str, id: &str) -> Arg {
        Arg::new(name)
            .value_name(value)
            .required(true)
            .help(self.t(id))
    }

    /// A file or folder that is named without an option before it.
    pub fn path(&self, name: &'static str, value: &'static str, id: &str) -> Arg {
        Arg::new(name)
            .value_name(value)
            .value_parser(value_parser!(PathBuf))
            .help(self.t(id))
    }

    /// An option with a value.
    pub fn option(&self, name: &'static str, value: &'static str, id: &str) -> Arg {
        Arg::new(name).long(name).value_name(value).help(self.t(id))
    }

    /// An option whose value is a file or folder.
    pub fn file(&self, name: &'static str, value: &'static str, id: &str) -> Arg {
        self.path(name, value, id).long(name)
    }

    /// An option without a value.
    pub fn flag(&self, name: &'static str, id: &str) -> Arg {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(self.t(id))
    }

    /// `--format`, as every command has it that shows something.
    pub fn format(&self) -> Arg {
        Arg::new("format")
            .long("format")
            .value_parser(PossibleValuesParser::new(["table", "json", "csv"]))
            .default_value("table")
            .help(self.t("format"))
    }

    /// `--as-known-on`.
    pub fn known_on(&self) -> Arg {
        self.option("as-known-on", "DAY", "as-known-on")
    }

    /// `--at`.
    pub fn at(&self) -> Arg {
        self.option("at", "POSITION", "at")
            .value_parser(value_parser!(u64))
    }

    /// `--why`.
    pub fn why(&self) -> Arg {
        self.option("why", "TEXT", "why")
    }
}
