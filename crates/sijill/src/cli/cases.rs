//! Which commands bring cases in and out, and show them?
//!
//! What they do is in `commands/{import,cases,file}.rs`.

use super::say::Say;
use clap::{Arg, ArgAction, Command, value_parser};

/// `sijill import`.
pub fn import(say: &Say) -> Command {
    say.sub("import")
        .arg(say.path("file", "FILE", "import-file").required(true))
        .arg(say.file("mapping", "FILE", "import-mapping"))
        .arg(say.flag("propose", "import-propose"))
        .arg(say.flag("dry-run", "import-dry-run"))
        .arg(say.flag("skip-bad-rows", "import-skip-bad-rows"))
        .arg(say.file("annotate", "FILE.xlsx", "import-annotate"))
        .arg(say.why())
        .arg(say.format())
}

/// `sijill export`.
pub fn export(say: &Say) -> Command {
    say.sub("export")
        .arg(say.file("out", "FILE.csv", "export-out").required(true))
        .arg(say.file("mapping", "FILE.toml", "export-mapping"))
}

/// `sijill search`.
pub fn search(say: &Say) -> Command {
    say.sub("search")
        .arg(
            Arg::new("text")
                .value_name("TEXT")
                .required(true)
                .num_args(1..)
                .help(say.t("search-text")),
        )
        .arg(
            say.option("limit", "N", "search-limit")
                .default_value("20")
                .value_parser(value_parser!(usize)),
        )
        .arg(say.format())
}

/// `sijill show`.
pub fn show(say: &Say) -> Command {
    say.sub("show")
        .arg(say.named("id", "ID", "id"))
        .arg(say.at())
        .arg(say.format())
}

/// `sijill history`.
pub fn history(say: &Say) -> Command {
    say.sub("history")
        .arg(say.named("id", "ID", "id"))
        .arg(say.format())
}

/// `sijill file`.
pub fn file(say: &Say) -> Command {
    say.sub("file")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(
            say.nested("file", "add")
                .arg(say.path("file", "FILE", "file-file").required(true))
                .arg(
                    say.option("about", "ID", "file-about")
                        .action(ArgAction::Append),
                )
                .arg(say.option("received-from", "NAME", "file-received-from"))
                .arg(say.why()),
        )
        .subcommand(
            say.nested("file", "get")
                .arg(say.named("id", "ID", "id"))
                .arg(say.file("out", "FILE", "file-out").required(true)),
        )
}
