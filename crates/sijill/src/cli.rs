//! Which commands and options are there?
//!
//! The one place where a command is defined, by what it is about: `office`,
//! `cases`, `studies`, `link`. Its sentences are messages of `words`
//! (`cli-<command>` and `cli-<command>-<option>`), so that `--help` speaks the
//! person's language; examples are under `cli-<command>-examples`. What a
//! command does is in `commands/<command>.rs`.

mod cases;
mod link;
mod office;
mod say;
mod studies;

use clap::builder::PossibleValuesParser;
use clap::{Command, value_parser};
use say::Say;
use words::Words;

/// Builds the whole command line with help in the language of `words`.
pub fn command(words: &Words) -> Command {
    let say = Say { words };
    Command::new("sijill")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say.t("about"))
        .after_help(say.t("examples"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(say.file("office", "DIR", "office").global(true))
        .arg(say.option("user", "NAME", "user-option").global(true))
        .arg(
            say.option("lang", "LANGUAGE", "lang")
                .global(true)
                .value_parser(PossibleValuesParser::new(["ar", "en"])),
        )
        .arg(
            say.file("passphrase-file", "FILE", "passphrase-file")
                .global(true),
        )
        .arg(
            say.option("passphrase-fd", "N", "passphrase-fd")
                .global(true)
                .value_parser(value_parser!(u32)),
        )
        .subcommands([
            office::demo(&say),
            office::init(&say),
            cases::import(&say),
            cases::export(&say),
            cases::search(&say),
            cases::show(&say),
            cases::history(&say),
            studies::study(&say),
            studies::report(&say),
            studies::law(&say),
            office::user(&say),
            office::key(&say),
            cases::file(&say),
            office::verify(&say),
            office::checkpoint(&say),
            office::backup(&say),
            office::restore(&say),
            office::retention(&say),
            office::serve(&say),
            office::doctor(&say),
            studies::frame(&say),
            studies::estimate(&say),
            link::link(&say),
            office::completions(&say),
            office::dev(&say),
        ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Language;

    #[test]
    fn the_command_line_is_well_formed_in_both_languages() {
        for language in Language::ALL {
            command(&Words::plain(language)).debug_assert();
        }
    }

    /// Every command with its path, depth first.
    fn each(command: &Command, path: &str, visit: &mut impl FnMut(&Command, &str)) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name());
            visit(sub, &path);
            each(sub, &path, visit);
        }
    }

    #[test]
    fn every_command_shows_an_example() {
        for language in Language::ALL {
            let root = command(&Words::plain(language));
            each(&root, "sijill", &mut |sub, path| {
                let leaf = sub.get_subcommands().next().is_none();
                let hidden = path.starts_with("sijill dev");
                // The office that is meant may stand before the command.
                let shown = sub.get_after_help().is_some_and(|text| {
                    text.to_string().lines().any(|line| {
                        let mut said = line.split_whitespace().collect::<Vec<_>>();
                        if let Some(at) = said.iter().position(|word| *word == "--office") {
                            said.drain(at..(at + 2).min(said.len()));
                        }
                        said.join(" ").starts_with(path)
                    })
                });
                assert!(shown || hidden || !leaf, "{language:?}: {path}");
            });
        }
    }

    #[test]
    fn every_command_and_option_has_its_sentence() {
        for language in Language::ALL {
            let root = command(&Words::plain(language));
            let mut missing = Vec::new();
            each(&root, "sijill", &mut |sub, path| {
                let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
                if about.is_empty() || about.starts_with("cli-") {
                    missing.push(format!("{path}: {about}"));
                }
                for argument in sub.get_arguments() {
                    let help = argument
                        .get_help()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    if help.is_empty() || help.starts_with("cli-") {
                        missing.push(format!("{path} {}: {help}", argument.get_id()));
                    }
                }
            });
            assert!(missing.is_empty(), "{language:?}: {missing:#?}");
        }
    }
}
