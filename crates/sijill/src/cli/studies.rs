//! Which commands count: studies, their reports, laws, tables and estimates?
//!
//! What they do is in `commands/{study,report,law,frame,estimate}.rs`.

use super::say::Say;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, value_parser};

/// `sijill study`.
pub fn study(say: &Say) -> Command {
    say.sub("study")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(say.nested("study", "list").arg(say.format()))
        .subcommand(
            say.nested("study", "new")
                .arg(say.named("study", "STUDY", "study-new-id"))
                .arg(say.option("title-ar", "TITLE", "study-new-title-ar"))
                .arg(say.option("title-en", "TITLE", "study-new-title-en"))
                .arg(say.option("from", "DATE", "study-new-from").required(true))
                .arg(say.option("to", "DATE", "study-new-to").required(true))
                .arg(
                    say.option("periods", "PERIODS", "study-new-periods")
                        .value_parser(["whole", "years", "months"])
                        .default_value("whole"),
                ),
        )
        .subcommand(
            say.nested("study", "run")
                .arg(say.named("study", "STUDY", "study-id"))
                .arg(say.known_on())
                .arg(say.at())
                .arg(say.format()),
        )
        .subcommand(
            say.nested("study", "open")
                .arg(say.named("study", "STUDY", "study-id"))
                .arg(say.named("figure", "FIGURE", "study-open-figure"))
                .arg(
                    Arg::new("cell")
                        .value_name("COLUMN=VALUE")
                        .num_args(0..)
                        .help(say.t("study-open-cell")),
                )
                .arg(
                    say.option("part", "PART", "study-open-part")
                        .value_parser(PossibleValuesParser::new(["sure", "possible", "confirmed"])),
                )
                .arg(say.known_on())
                .arg(say.at())
                .arg(say.format()),
        )
        .subcommand(
            say.nested("study", "check")
                .arg(say.named("study", "STUDY", "study-id"))
                .arg(say.known_on())
                .arg(say.at())
                .arg(say.format()),
        )
}

/// `sijill report`.
pub fn report(say: &Say) -> Command {
    say.sub("report")
        .arg(say.named("study", "STUDY", "study-id"))
        .arg(
            say.option("language", "LANGUAGE", "report-language")
                .value_parser(PossibleValuesParser::new(["ar", "en"]))
                .required(true),
        )
        .arg(say.file("out", "FILE", "report-out").required(true))
        .arg(say.known_on())
        .arg(say.at())
}

/// `sijill law`.
pub fn law(say: &Say) -> Command {
    say.sub("law")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(say.nested("law", "list").arg(say.format()))
        .subcommand(say.nested("law", "show").arg(say.named(
            "instrument",
            "INSTRUMENT",
            "law-instrument",
        )))
        .subcommand(
            say.nested("law", "test")
                .arg(
                    Arg::new("instrument")
                        .value_name("INSTRUMENT")
                        .help(say.t("law-instrument")),
                )
                .arg(say.option("study", "STUDY", "law-test-study"))
                .arg(say.option("person", "ID", "law-test-person"))
                .arg(say.option("reading", "READING", "law-test-reading"))
                .arg(say.option("assume", "ASSUMPTION", "law-test-assume"))
                .arg(say.at())
                .arg(say.format()),
        )
}

/// `sijill frame`.
pub fn frame(say: &Say) -> Command {
    say.sub("frame")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(
            say.nested("frame", "export")
                .arg(say.file("out", "FILE.sqlite", "frame-out").required(true))
                .arg(say.flag("identifying", "frame-identifying"))
                .arg(say.known_on())
                .arg(say.at()),
        )
}

/// `sijill estimate`.
pub fn estimate(say: &Say) -> Command {
    say.sub("estimate")
        .arg(
            say.path("tally", "TALLY.csv", "estimate-tally")
                .required_unless_present("study")
                .conflicts_with("study"),
        )
        .arg(
            say.option("study", "STUDY", "estimate-study")
                .requires("figure"),
        )
        .arg(
            say.option("figure", "FIGURE", "estimate-figure")
                .requires("study"),
        )
        .arg(
            say.option("lists", "BY", "estimate-lists")
                .value_parser(PossibleValuesParser::new(["list", "source-kind"])),
        )
        .arg(
            say.option("method", "METHOD", "estimate-method")
                .value_parser(PossibleValuesParser::new([
                    "lcmcr",
                    "dga",
                    "loglinear",
                    "bounds",
                    "all",
                ]))
                .default_value("all"),
        )
        .arg(say.option("strata", "COLUMNS", "estimate-strata"))
        .arg(
            say.option("replicates", "COLUMN", "estimate-replicates")
                .conflicts_with_all(["strata", "study"]),
        )
        .arg(
            say.option("seed", "N", "estimate-seed")
                .value_parser(value_parser!(u64)),
        )
        .arg(say.flag("sensitivity", "estimate-sensitivity"))
        .arg(say.file("draws", "FILE", "estimate-draws"))
        .arg(say.file("out", "FILE.{html,pdf}", "estimate-out"))
        .arg(
            say.option("language", "LANGUAGE", "estimate-language")
                .value_parser(PossibleValuesParser::new(["ar", "en"]))
                .requires("out"),
        )
        .arg(
            say.option("title", "TEXT", "estimate-title")
                .requires("out"),
        )
        .arg(say.known_on())
        .arg(say.at())
        .arg(say.format())
}
