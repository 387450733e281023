//! Which commands keep the office itself: its founding, people, keys, log, backups and doors?
//!
//! What they do is in `commands/{demo,init,user,key,log,backup,retention,serve,doctor}.rs`.

use super::say::Say;
use clap::{Arg, Command, value_parser};

/// `sijill demo`.
pub fn demo(say: &Say) -> Command {
    say.sub("demo")
        .arg(
            say.file("dir", "DIR", "demo-dir")
                .default_value("sijill-example"),
        )
        .arg(say.flag("serve", "demo-serve"))
}

/// `sijill init`.
pub fn init(say: &Say) -> Command {
    say.sub("init")
        .arg(say.path("dir", "DIR", "init-dir").required(true))
        .arg(say.option("database", "URL", "database"))
        .arg(say.file("profile", "DIR", "init-profile"))
}

/// `sijill user`.
pub fn user(say: &Say) -> Command {
    say.sub("user")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(say.nested("user", "list").arg(say.format()))
        .subcommand(
            say.nested("user", "add")
                .arg(say.named("name", "NAME", "user-name"))
                .arg(
                    say.option("roles", "ROLES", "user-roles-option")
                        .required(true),
                )
                .arg(say.option("display", "NAME", "user-display"))
                .arg(say.why()),
        )
        .subcommand(
            say.nested("user", "invite")
                .arg(say.named("name", "NAME", "user-name"))
                .arg(say.why()),
        )
        .subcommand(
            say.nested("user", "roles")
                .arg(say.named("name", "NAME", "user-name"))
                .arg(
                    say.option("roles", "ROLES", "user-roles-option")
                        .required(true),
                )
                .arg(say.why()),
        )
        .subcommand(
            say.nested("user", "disable")
                .arg(say.named("name", "NAME", "user-name"))
                .arg(say.why()),
        )
}

/// `sijill key`.
pub fn key(say: &Say) -> Command {
    say.sub("key")
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(say.nested("key", "list").arg(say.format()))
        .subcommand(
            say.nested("key", "add")
                .arg(say.named("slot", "SLOT", "key-slot"))
                .arg(say.file("new-passphrase-file", "FILE", "key-new-file")),
        )
        .subcommand(
            say.nested("key", "change")
                .arg(say.named("slot", "SLOT", "key-slot"))
                .arg(say.file("new-passphrase-file", "FILE", "key-new-file")),
        )
        .subcommand(
            say.nested("key", "revoke")
                .arg(say.named("slot", "SLOT", "key-slot")),
        )
}

/// `sijill verify`.
pub fn verify(say: &Say) -> Command {
    say.sub("verify")
        .arg(say.file("checkpoint", "FILE", "verify-checkpoint"))
        .arg(say.format())
}

/// `sijill checkpoint`.
pub fn checkpoint(say: &Say) -> Command {
    say.sub("checkpoint")
        .arg(say.file("out", "FILE", "checkpoint-out"))
}

/// `sijill backup`.
pub fn backup(say: &Say) -> Command {
    say.sub("backup")
        .arg(say.path("file", "FILE", "backup-file").required(true))
}

/// `sijill restore`.
pub fn restore(say: &Say) -> Command {
    say.sub("restore")
        .arg(say.path("file", "FILE", "restore-file").required(true))
        .arg(say.option("database", "URL", "database"))
}

/// `sijill serve`.
pub fn serve(say: &Say) -> Command {
    say.sub("serve")
        .arg(
            say.option("listen", "ADDRESS:PORT", "serve-listen")
                .default_value(crate::commands::ADDRESS),
        )
        .arg(say.flag("behind-proxy", "serve-behind-proxy"))
        .arg(
            say.file("tls-cert", "FILE.pem", "serve-tls-cert")
                .requires("tls-key")
                .conflicts_with("behind-proxy"),
        )
        .arg(
            say.file("tls-key", "FILE.pem", "serve-tls-key")
                .requires("tls-cert"),
        )
        .arg(say.flag("new", "serve-new"))
}

/// `sijill retention`.
pub fn retention(say: &Say) -> Command {
    say.sub("retention")
        .arg(say.flag("apply", "retention-apply"))
        .arg(say.format())
}

/// `sijill doctor`.
pub fn doctor(say: &Say) -> Command {
    say.sub("doctor").arg(say.format())
}

/// `sijill completions`.
pub fn completions(say: &Say) -> Command {
    say.sub("completions").arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(value_parser!(clap_complete::Shell))
            .help(say.t("completions-shell")),
    )
}

/// `sijill dev`.
pub fn dev(say: &Say) -> Command {
    Command::new("dev")
        .hide(true)
        .about(say.t("dev"))
        .subcommand_required(true)
        .subcommand(
            Command::new("generate")
                .about(say.t("dev-generate"))
                .arg(
                    say.option("persons", "N", "dev-generate-persons")
                        .default_value("10000")
                        .value_parser(value_parser!(u64)),
                )
                .arg(
                    say.option("seed", "N", "dev-generate-seed")
                        .default_value("1")
                        .value_parser(value_parser!(u64)),
                )
                .arg(
                    say.file("out", "FILE.csv", "dev-generate-out")
                        .required(true),
                ),
        )
        .subcommand(Command::new("command-docs").about(say.t("dev-command-docs")))
}
