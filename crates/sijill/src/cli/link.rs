//! Which commands are there below `sijill link`?
//!
//! Without another word it links tables (`commands/link`); with one it is about
//! the register's own records: proposals, decisions, the blind sample and what
//! it says of the proposals, events of linked persons, draws for an estimate
//! (`commands/link_reviewing`).

use super::say::Say;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

/// `sijill link`.
pub fn link(say: &Say) -> Command {
    reviewing(tables(say), say)
}

/// What can be said of two records.
const VERDICTS: [&str; 3] = ["same", "different", "cannot-tell"];

fn verdict(say: &Say, possible: impl Into<PossibleValuesParser>) -> Arg {
    say.named("verdict", "VERDICT", "link-decide-verdict")
        .value_parser(possible.into())
}

fn seed(say: &Say) -> Arg {
    say.option("seed", "N", "link-seed")
        .default_value("1")
        .value_parser(value_parser!(u64))
}

fn tables(say: &Say) -> Command {
    say.sub("link")
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .arg_required_else_help(true)
        .arg(
            say.path("files", "FILE.csv", "link-files")
                .num_args(1..)
                .required(true),
        )
        .arg(say.file("out", "DIR", "link-out").required(true))
        .arg(say.file("model", "MODEL.toml", "link-model"))
        .arg(say.flag("propose", "link-propose"))
        .arg(say.file("labels", "LABELS.csv", "link-labels"))
        .arg(say.option("id", "COLUMN", "link-id"))
        .arg(say.option("source", "COLUMN", "link-source"))
        .arg(say.option("threshold", "P", "link-threshold"))
        .arg(say.file("truth", "TRUTH.csv", "link-truth"))
        .arg(
            say.option("draws", "N", "link-draws")
                .default_value("0")
                .value_parser(value_parser!(usize)),
        )
        .arg(seed(say))
        .arg(
            say.option("ask", "N", "link-ask")
                .default_value("0")
                .value_parser(value_parser!(usize)),
        )
        .arg(
            say.option("column", "ROLE=NAME", "link-column")
                .action(ArgAction::Append),
        )
}

fn reviewing(link: Command, say: &Say) -> Command {
    link.subcommand(
        say.nested("link", "run")
            .arg(say.option("threshold", "P", "link-threshold"))
            .arg(say.format()),
    )
    .subcommand(
        say.nested("link", "review")
            .arg(
                say.option("limit", "N", "link-review-limit")
                    .default_value("20")
                    .value_parser(value_parser!(usize)),
            )
            .arg(say.flag("decided", "link-review-decided"))
            .arg(say.format()),
    )
    .subcommand(
        say.nested("link", "decide")
            .arg(say.named("a", "ID_A", "link-decide-id"))
            .arg(say.named("b", "ID_B", "link-decide-id"))
            .arg(verdict(
                say,
                [VERDICTS[0], VERDICTS[1], VERDICTS[2], "relatives"],
            ))
            .arg(say.why())
            .arg(say.option("relation", "TERM", "link-decide-relation")),
    )
    .subcommand(
        say.nested("link", "withdraw")
            .arg(say.named("decision", "DECISION_ID", "link-withdraw-decision"))
            .arg(say.why()),
    )
    .subcommand(
        say.nested("link", "sample")
            .arg(
                say.option("pairs", "N", "link-sample-pairs")
                    .default_value("140")
                    .value_parser(value_parser!(usize)),
            )
            .arg(
                say.option("both", "SHARE", "link-sample-both")
                    .default_value("0.2")
                    .value_parser(value_parser!(f64)),
            )
            .arg(seed(say))
            .arg(
                say.flag("next", "link-sample-next")
                    .conflicts_with_all(["pairs", "both", "seed"]),
            )
            .arg(say.format()),
    )
    .subcommand(
        say.nested("link", "opinion")
            .arg(say.named("a", "ID_A", "link-decide-id"))
            .arg(say.named("b", "ID_B", "link-decide-id"))
            .arg(verdict(say, VERDICTS))
            .arg(say.why()),
    )
    .subcommand(say.nested("link", "quality").arg(say.format()))
    .subcommand(
        say.nested("link", "acts")
            .arg(
                say.option("limit", "N", "link-review-limit")
                    .default_value("20")
                    .value_parser(value_parser!(usize)),
            )
            .arg(say.format()),
    )
    .subcommand(
        say.nested("link", "act")
            .arg(say.named("a", "EVENT_A", "link-act-id"))
            .arg(say.named("b", "EVENT_B", "link-act-id"))
            .arg(verdict(say, VERDICTS))
            .arg(say.why()),
    )
    .subcommand(
        say.nested("link", "draws")
            .about(say.t("link-draws-of-figure"))
            .arg(say.named("study", "STUDY", "link-draws-study"))
            .arg(say.named("figure", "FIGURE", "link-draws-figure"))
            .arg(
                say.option("draws", "N", "link-draws-draws")
                    .default_value("50")
                    .value_parser(value_parser!(usize)),
            )
            .arg(seed(say))
            .arg(
                say.file("out", "TALLIES.csv", "link-draws-out")
                    .required(true),
            ),
    )
}
