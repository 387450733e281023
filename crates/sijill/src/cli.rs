//! Which commands and options are there?
//!
//! The one place where a command is defined. Its sentences are messages of
//! `words` (`cli-<command>` and `cli-<command>-<option>`), so that `--help`
//! speaks the person's language; examples are under `cli-<command>-examples`.
//! What a command does is in `commands/<command>.rs`.

use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser, value_parser};
use std::path::PathBuf;
use words::Words;

/// Builds the whole command line with help in the language of `words`.
pub fn command(words: &Words) -> Command {
    let t = |id: &str| words.text(&format!("cli-{id}"));
    let path = |name: &'static str, id: &str| {
        Arg::new(name)
            .value_parser(value_parser!(PathBuf))
            .help(t(id))
    };
    let option = |name: &'static str, value: &'static str, id: &str| {
        Arg::new(name).long(name).value_name(value).help(t(id))
    };
    let flag = |name: &'static str, id: &str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(t(id))
    };
    let format = || {
        Arg::new("format")
            .long("format")
            .value_parser(PossibleValuesParser::new(["table", "json", "csv"]))
            .default_value("table")
            .help(t("format"))
    };
    let sub = |name: &'static str| {
        let examples = format!("cli-{name}-examples");
        let command = Command::new(name).about(t(name));
        if words.has(&examples) {
            command.after_help(words.text(&examples))
        } else {
            command
        }
    };
    // A command below another one shows those of its examples that are its own.
    let nested = |parent: &str, name: &'static str| {
        let command = Command::new(name).about(t(&format!("{parent}-{name}")));
        let all = words.text(&format!("cli-{parent}-examples"));
        let own = format!("sijill {parent} {name}");
        let mut examples: Vec<&str> = all
            .lines()
            .filter(|line| line.trim_start().starts_with(&own))
            .collect();
        examples.splice(0..0, all.lines().next());
        match examples.len() {
            0 | 1 => command,
            _ => command.after_help(examples.join("\n")),
        }
    };
    let known_on = || option("as-known-on", "DAY", "as-known-on");
    let at = || option("at", "POSITION", "at").value_parser(value_parser!(u64));
    let why = || option("why", "TEXT", "why");

    Command::new("sijill")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t("about"))
        .after_help(t("examples"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            option("office", "DIR", "office")
                .global(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(option("user", "NAME", "user-option").global(true))
        .arg(
            option("lang", "LANGUAGE", "lang")
                .global(true)
                .value_parser(PossibleValuesParser::new(["ar", "en"])),
        )
        .arg(
            option("passphrase-file", "FILE", "passphrase-file")
                .global(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("passphrase-fd", "N", "passphrase-fd")
                .global(true)
                .value_parser(value_parser!(u32)),
        )
        .subcommand(
            sub("demo")
                .arg(
                    path("dir", "demo-dir")
                        .long("dir")
                        .value_name("DIR")
                        .default_value("sijill-example"),
                )
                .arg(flag("serve", "demo-serve")),
        )
        .subcommand(
            sub("init")
                .arg(path("dir", "init-dir").value_name("DIR").required(true))
                .arg(option("database", "URL", "database"))
                .arg(
                    path("profile", "init-profile")
                        .long("profile")
                        .value_name("DIR"),
                ),
        )
        .subcommand(
            sub("import")
                .arg(
                    path("file", "import-file")
                        .value_name("FILE")
                        .required(true),
                )
                .arg(
                    path("mapping", "import-mapping")
                        .long("mapping")
                        .value_name("FILE"),
                )
                .arg(flag("propose", "import-propose"))
                .arg(flag("dry-run", "import-dry-run"))
                .arg(flag("skip-bad-rows", "import-skip-bad-rows"))
                .arg(
                    path("annotate", "import-annotate")
                        .long("annotate")
                        .value_name("FILE.xlsx"),
                )
                .arg(why())
                .arg(format()),
        )
        .subcommand(
            sub("export")
                .arg(
                    path("out", "export-out")
                        .long("out")
                        .value_name("FILE.csv")
                        .required(true),
                )
                .arg(
                    path("mapping", "export-mapping")
                        .long("mapping")
                        .value_name("FILE.toml"),
                ),
        )
        .subcommand(
            sub("search")
                .arg(
                    Arg::new("text")
                        .value_name("TEXT")
                        .required(true)
                        .num_args(1..)
                        .help(t("search-text")),
                )
                .arg(
                    option("limit", "N", "search-limit")
                        .default_value("20")
                        .value_parser(value_parser!(usize)),
                )
                .arg(format()),
        )
        .subcommand(
            sub("show")
                .arg(Arg::new("id").value_name("ID").required(true).help(t("id")))
                .arg(at())
                .arg(format()),
        )
        .subcommand(
            sub("history")
                .arg(Arg::new("id").value_name("ID").required(true).help(t("id")))
                .arg(format()),
        )
        .subcommand(
            sub("study")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(nested("study", "list").arg(format()))
                .subcommand(
                    nested("study", "new")
                        .arg(
                            Arg::new("study")
                                .value_name("STUDY")
                                .required(true)
                                .help(t("study-new-id")),
                        )
                        .arg(option("title-ar", "TITLE", "study-new-title-ar"))
                        .arg(option("title-en", "TITLE", "study-new-title-en"))
                        .arg(option("from", "DATE", "study-new-from").required(true))
                        .arg(option("to", "DATE", "study-new-to").required(true))
                        .arg(
                            option("periods", "PERIODS", "study-new-periods")
                                .value_parser(["whole", "years", "months"])
                                .default_value("whole"),
                        ),
                )
                .subcommand(
                    nested("study", "run")
                        .arg(
                            Arg::new("study")
                                .value_name("STUDY")
                                .required(true)
                                .help(t("study-id")),
                        )
                        .arg(known_on())
                        .arg(at())
                        .arg(format()),
                )
                .subcommand(
                    nested("study", "open")
                        .arg(
                            Arg::new("study")
                                .value_name("STUDY")
                                .required(true)
                                .help(t("study-id")),
                        )
                        .arg(
                            Arg::new("figure")
                                .value_name("FIGURE")
                                .required(true)
                                .help(t("study-open-figure")),
                        )
                        .arg(
                            Arg::new("cell")
                                .value_name("COLUMN=VALUE")
                                .num_args(0..)
                                .help(t("study-open-cell")),
                        )
                        .arg(known_on())
                        .arg(at())
                        .arg(format()),
                )
                .subcommand(
                    nested("study", "check")
                        .arg(
                            Arg::new("study")
                                .value_name("STUDY")
                                .required(true)
                                .help(t("study-id")),
                        )
                        .arg(known_on())
                        .arg(at())
                        .arg(format()),
                ),
        )
        .subcommand(
            sub("report")
                .arg(
                    Arg::new("study")
                        .value_name("STUDY")
                        .required(true)
                        .help(t("study-id")),
                )
                .arg(
                    option("language", "LANGUAGE", "report-language")
                        .value_parser(PossibleValuesParser::new(["ar", "en"]))
                        .required(true),
                )
                .arg(
                    path("out", "report-out")
                        .long("out")
                        .value_name("FILE")
                        .required(true),
                )
                .arg(known_on())
                .arg(at()),
        )
        .subcommand(
            sub("law")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(nested("law", "list").arg(format()))
                .subcommand(
                    nested("law", "show").arg(
                        Arg::new("instrument")
                            .value_name("INSTRUMENT")
                            .required(true)
                            .help(t("law-instrument")),
                    ),
                )
                .subcommand(
                    nested("law", "test")
                        .arg(
                            Arg::new("instrument")
                                .value_name("INSTRUMENT")
                                .help(t("law-instrument")),
                        )
                        .arg(option("study", "STUDY", "law-test-study"))
                        .arg(option("person", "ID", "law-test-person"))
                        .arg(option("reading", "READING", "law-test-reading"))
                        .arg(option("assume", "ASSUMPTION", "law-test-assume"))
                        .arg(at())
                        .arg(format()),
                ),
        )
        .subcommand(
            sub("user")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(nested("user", "list").arg(format()))
                .subcommand(
                    nested("user", "add")
                        .arg(
                            Arg::new("name")
                                .value_name("NAME")
                                .required(true)
                                .help(t("user-name")),
                        )
                        .arg(option("roles", "ROLES", "user-roles-option").required(true))
                        .arg(option("display", "NAME", "user-display"))
                        .arg(why()),
                )
                .subcommand(
                    nested("user", "invite")
                        .arg(
                            Arg::new("name")
                                .value_name("NAME")
                                .required(true)
                                .help(t("user-name")),
                        )
                        .arg(why()),
                )
                .subcommand(
                    nested("user", "roles")
                        .arg(
                            Arg::new("name")
                                .value_name("NAME")
                                .required(true)
                                .help(t("user-name")),
                        )
                        .arg(option("roles", "ROLES", "user-roles-option").required(true))
                        .arg(why()),
                )
                .subcommand(
                    nested("user", "disable")
                        .arg(
                            Arg::new("name")
                                .value_name("NAME")
                                .required(true)
                                .help(t("user-name")),
                        )
                        .arg(why()),
                ),
        )
        .subcommand(
            sub("key")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(nested("key", "list").arg(format()))
                .subcommand(
                    nested("key", "add")
                        .arg(
                            Arg::new("slot")
                                .value_name("SLOT")
                                .required(true)
                                .help(t("key-slot")),
                        )
                        .arg(
                            path("new-passphrase-file", "key-new-file")
                                .long("new-passphrase-file")
                                .value_name("FILE"),
                        ),
                )
                .subcommand(
                    nested("key", "change")
                        .arg(
                            Arg::new("slot")
                                .value_name("SLOT")
                                .required(true)
                                .help(t("key-slot")),
                        )
                        .arg(
                            path("new-passphrase-file", "key-new-file")
                                .long("new-passphrase-file")
                                .value_name("FILE"),
                        ),
                )
                .subcommand(
                    nested("key", "revoke").arg(
                        Arg::new("slot")
                            .value_name("SLOT")
                            .required(true)
                            .help(t("key-slot")),
                    ),
                ),
        )
        .subcommand(
            sub("file")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(
                    nested("file", "add")
                        .arg(path("file", "file-file").value_name("FILE").required(true))
                        .arg(option("about", "ID", "file-about").action(ArgAction::Append))
                        .arg(option("received-from", "NAME", "file-received-from"))
                        .arg(why()),
                )
                .subcommand(
                    nested("file", "get")
                        .arg(Arg::new("id").value_name("ID").required(true).help(t("id")))
                        .arg(
                            path("out", "file-out")
                                .long("out")
                                .value_name("FILE")
                                .required(true),
                        ),
                ),
        )
        .subcommand(
            sub("verify")
                .arg(
                    path("checkpoint", "verify-checkpoint")
                        .long("checkpoint")
                        .value_name("FILE"),
                )
                .arg(format()),
        )
        .subcommand(
            sub("checkpoint").arg(path("out", "checkpoint-out").long("out").value_name("FILE")),
        )
        .subcommand(
            sub("backup").arg(
                path("file", "backup-file")
                    .value_name("FILE")
                    .required(true),
            ),
        )
        .subcommand(
            sub("restore")
                .arg(
                    path("file", "restore-file")
                        .value_name("FILE")
                        .required(true),
                )
                .arg(option("database", "URL", "database")),
        )
        .subcommand(
            sub("serve")
                .arg(
                    option("listen", "ADDRESS:PORT", "serve-listen")
                        .default_value(crate::commands::ADDRESS),
                )
                .arg(flag("behind-proxy", "serve-behind-proxy"))
                .arg(
                    path("tls-cert", "serve-tls-cert")
                        .long("tls-cert")
                        .value_name("FILE.pem")
                        .requires("tls-key")
                        .conflicts_with("behind-proxy"),
                )
                .arg(
                    path("tls-key", "serve-tls-key")
                        .long("tls-key")
                        .value_name("FILE.pem")
                        .requires("tls-cert"),
                )
                .arg(flag("new", "serve-new")),
        )
        .subcommand(sub("doctor").arg(format()))
        .subcommand(
            sub("frame")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(
                    nested("frame", "export")
                        .arg(
                            path("out", "frame-out")
                                .long("out")
                                .value_name("FILE.sqlite")
                                .required(true),
                        )
                        .arg(flag("identifying", "frame-identifying"))
                        .arg(known_on())
                        .arg(at()),
                ),
        )
        .subcommand(
            sub("estimate")
                .arg(
                    path("tally", "estimate-tally")
                        .value_name("TALLY.csv")
                        .required_unless_present("study")
                        .conflicts_with("study"),
                )
                .arg(option("study", "STUDY", "estimate-study").requires("figure"))
                .arg(option("figure", "FIGURE", "estimate-figure").requires("study"))
                .arg(
                    option("lists", "BY", "estimate-lists")
                        .value_parser(PossibleValuesParser::new(["list", "source-kind"])),
                )
                .arg(
                    option("method", "METHOD", "estimate-method")
                        .value_parser(PossibleValuesParser::new([
                            "lcmcr",
                            "dga",
                            "loglinear",
                            "bounds",
                            "all",
                        ]))
                        .default_value("all"),
                )
                .arg(option("strata", "COLUMNS", "estimate-strata"))
                .arg(
                    option("replicates", "COLUMN", "estimate-replicates")
                        .conflicts_with_all(["strata", "study"]),
                )
                .arg(option("seed", "N", "estimate-seed").value_parser(value_parser!(u64)))
                .arg(flag("sensitivity", "estimate-sensitivity"))
                .arg(
                    path("draws", "estimate-draws")
                        .long("draws")
                        .value_name("FILE"),
                )
                .arg(
                    path("out", "estimate-out")
                        .long("out")
                        .value_name("FILE.{html,pdf}"),
                )
                .arg(
                    option("language", "LANGUAGE", "estimate-language")
                        .value_parser(PossibleValuesParser::new(["ar", "en"]))
                        .requires("out"),
                )
                .arg(option("title", "TEXT", "estimate-title").requires("out"))
                .arg(known_on())
                .arg(at())
                .arg(format()),
        )
        .subcommand(
            sub("link")
                .args_conflicts_with_subcommands(true)
                .subcommand_negates_reqs(true)
                .arg_required_else_help(true)
                .arg(
                    path("files", "link-files")
                        .value_name("FILE.csv")
                        .num_args(1..)
                        .required(true),
                )
                .arg(
                    path("out", "link-out")
                        .long("out")
                        .value_name("DIR")
                        .required(true),
                )
                .arg(
                    path("model", "link-model")
                        .long("model")
                        .value_name("MODEL.toml"),
                )
                .arg(flag("propose", "link-propose"))
                .arg(
                    path("labels", "link-labels")
                        .long("labels")
                        .value_name("LABELS.csv"),
                )
                .arg(option("id", "COLUMN", "link-id"))
                .arg(option("source", "COLUMN", "link-source"))
                .arg(option("threshold", "P", "link-threshold"))
                .arg(
                    path("truth", "link-truth")
                        .long("truth")
                        .value_name("TRUTH.csv"),
                )
                .arg(
                    option("draws", "N", "link-draws")
                        .default_value("0")
                        .value_parser(value_parser!(usize)),
                )
                .arg(
                    option("seed", "N", "link-seed")
                        .default_value("1")
                        .value_parser(value_parser!(u64)),
                )
                .arg(
                    option("ask", "N", "link-ask")
                        .default_value("0")
                        .value_parser(value_parser!(usize)),
                )
                .arg(option("column", "ROLE=NAME", "link-column").action(ArgAction::Append))
                .subcommand(
                    nested("link", "run")
                        .arg(option("threshold", "P", "link-threshold"))
                        .arg(format()),
                )
                .subcommand(
                    nested("link", "review")
                        .arg(
                            option("limit", "N", "link-review-limit")
                                .default_value("20")
                                .value_parser(value_parser!(usize)),
                        )
                        .arg(flag("decided", "link-review-decided"))
                        .arg(format()),
                )
                .subcommand(
                    nested("link", "decide")
                        .arg(
                            Arg::new("a")
                                .value_name("ID_A")
                                .required(true)
                                .help(t("link-decide-id")),
                        )
                        .arg(
                            Arg::new("b")
                                .value_name("ID_B")
                                .required(true)
                                .help(t("link-decide-id")),
                        )
                        .arg(
                            Arg::new("verdict")
                                .value_name("VERDICT")
                                .required(true)
                                .value_parser(PossibleValuesParser::new([
                                    "same",
                                    "different",
                                    "cannot-tell",
                                    "relatives",
                                ]))
                                .help(t("link-decide-verdict")),
                        )
                        .arg(why()),
                )
                .subcommand(
                    nested("link", "withdraw")
                        .arg(
                            Arg::new("decision")
                                .value_name("DECISION_ID")
                                .required(true)
                                .help(t("link-withdraw-decision")),
                        )
                        .arg(why()),
                ),
        )
        .subcommand(
            sub("completions").arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .required(true)
                    .value_parser(value_parser!(clap_complete::Shell))
                    .help(t("completions-shell")),
            ),
        )
        .subcommand(
            Command::new("dev")
                .hide(true)
                .about(t("dev"))
                .subcommand_required(true)
                .subcommand(
                    Command::new("generate")
                        .about(t("dev-generate"))
                        .arg(
                            option("persons", "N", "dev-generate-persons")
                                .default_value("10000")
                                .value_parser(value_parser!(u64)),
                        )
                        .arg(
                            option("seed", "N", "dev-generate-seed")
                                .default_value("1")
                                .value_parser(value_parser!(u64)),
                        )
                        .arg(
                            path("out", "dev-generate-out")
                                .long("out")
                                .value_name("FILE.csv")
                                .required(true),
                        ),
                )
                .subcommand(Command::new("command-docs").about(t("dev-command-docs"))),
        )
        .mut_subcommand("link", |link| crate::cli_link::reviewing(link, words))
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
