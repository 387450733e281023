//! Which commands does a reviewer have below `sijill link`?
//!
//! What is about the register's own records: the blind sample, what it says of
//! the proposals, events of linked persons, draws for an estimate. The commands
//! that link tables are in `cli`; all run in `commands/link_reviewing`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use words::Words;

/// `sijill link` with the commands of reviewing.
pub fn reviewing(link: Command, words: &Words) -> Command {
    let t = |id: &str| words.text(&format!("cli-link-{id}"));
    let examples = words.text("cli-link-examples");
    let sub = |name: &'static str| {
        let command = Command::new(name).about(t(name));
        let own = format!("sijill link {name}");
        let mut shown: Vec<&str> = examples
            .lines()
            .filter(|line| {
                line.trim_start()
                    .strip_prefix(&own)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
            .collect();
        shown.splice(0..0, examples.lines().next());
        match shown.len() {
            0 | 1 => command,
            _ => command.after_help(shown.join("\n")),
        }
    };
    let id = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name)
            .value_name(value)
            .required(true)
            .help(t(help))
    };
    let verdict = || {
        Arg::new("verdict")
            .value_name("VERDICT")
            .required(true)
            .value_parser(PossibleValuesParser::new([
                "same",
                "different",
                "cannot-tell",
            ]))
            .help(t("decide-verdict"))
    };
    let option = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).long(name).value_name(value).help(t(help))
    };
    let why = || {
        Arg::new("why")
            .long("why")
            .value_name("TEXT")
            .help(words.text("cli-why"))
    };
    let format = || {
        Arg::new("format")
            .long("format")
            .value_parser(PossibleValuesParser::new(["table", "json", "csv"]))
            .default_value("table")
            .help(words.text("cli-format"))
    };
    let seed = || {
        option("seed", "N", "seed")
            .default_value("1")
            .value_parser(value_parser!(u64))
    };
    link.mut_subcommand("decide", |decide| {
        decide.arg(option("relation", "TERM", "decide-relation"))
    })
    .subcommand(
        sub("sample")
            .arg(
                option("pairs", "N", "sample-pairs")
                    .default_value("140")
                    .value_parser(value_parser!(usize)),
            )
            .arg(
                option("both", "SHARE", "sample-both")
                    .default_value("0.2")
                    .value_parser(value_parser!(f64)),
            )
            .arg(seed())
            .arg(
                Arg::new("next")
                    .long("next")
                    .action(ArgAction::SetTrue)
                    .conflicts_with_all(["pairs", "both", "seed"])
                    .help(t("sample-next")),
            )
            .arg(format()),
    )
    .subcommand(
        sub("opinion")
            .arg(id("a", "ID_A", "decide-id"))
            .arg(id("b", "ID_B", "decide-id"))
            .arg(verdict())
            .arg(why()),
    )
    .subcommand(sub("quality").arg(format()))
    .subcommand(
        sub("acts")
            .arg(
                option("limit", "N", "review-limit")
                    .default_value("20")
                    .value_parser(value_parser!(usize)),
            )
            .arg(format()),
    )
    .subcommand(
        sub("act")
            .arg(id("a", "EVENT_A", "act-id"))
            .arg(id("b", "EVENT_B", "act-id"))
            .arg(verdict())
            .arg(why()),
    )
    .subcommand(
        sub("draws")
            .about(t("draws-of-figure"))
            .arg(id("study", "STUDY", "draws-study"))
            .arg(id("figure", "FIGURE", "draws-figure"))
            .arg(
                option("draws", "N", "draws-draws")
                    .default_value("50")
                    .value_parser(value_parser!(usize)),
            )
            .arg(seed())
            .arg(
                option("out", "TALLIES.csv", "draws-out")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf)),
            ),
    )
}
