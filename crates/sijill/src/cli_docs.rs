//! What does the reference of all commands say?
//!
//! `docs/cli.md` and `docs/ar/cli.md` are made from the definition in `cli`,
//! so that no command or option can be missing there; a test compares them.

use clap::Command;
use words::{Language, Words};

/// The reference in a language, as Markdown.
pub fn reference(language: Language) -> String {
    let words = Words::plain(language);
    let root = crate::cli::command(&words);
    let mut text = words.text("cli-docs-head");
    text.push_str("\n\n");
    text.push_str(&words.text("cli-docs-global"));
    text.push_str("\n\n");
    options(&root, &mut text);
    for sub in root.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        section(sub, "sijill", 2, &mut text);
    }
    text.push('\n');
    text.push_str(&words.text("cli-docs-json"));
    text.push('\n');
    text
}

/// `depth` is that of the heading; the examples of a command stand with the broadest one.
fn section(command: &Command, path: &str, depth: usize, text: &mut String) {
    let path = format!("{path} {}", command.get_name());
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    text.push_str(&format!("\n{} `{path}`\n\n{about}.\n\n", "#".repeat(depth)));
    options(command, text);
    if depth == 2
        && let Some(examples) = command.get_after_help()
    {
        // The first line is the word “Examples”; the rest is the examples themselves.
        let lines: Vec<String> = examples
            .to_string()
            .lines()
            .skip(1)
            .map(|line| line.trim().to_owned())
            .collect();
        text.push_str(&format!("\n```sh\n{}\n```\n", lines.join("\n")));
    }
    for sub in command.get_subcommands() {
        section(sub, &path, depth + 1, text);
    }
}

fn options(command: &Command, text: &mut String) {
    for argument in command.get_arguments() {
        if argument.get_id() == "help" || argument.get_id() == "version" {
            continue;
        }
        let value = argument.get_value_names().map(|names| {
            names
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        });
        let shown = match (argument.get_long(), value) {
            (Some(long), Some(value)) if argument.get_action().takes_values() => {
                format!("--{long} {value}")
            }
            (Some(long), _) => format!("--{long}"),
            (None, Some(value)) => value,
            (None, None) => argument.get_id().to_string(),
        };
        let help = argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        text.push_str(&format!("- `{shown}`: {help}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_of_commands_is_the_definition_of_commands() {
        for (language, path) in [
            (Language::English, "docs/cli.md"),
            (Language::Arabic, "docs/ar/cli.md"),
        ] {
            let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
            let text = reference(language);
            if crate::world::variable("SIJILL_WRITE_DOCS").is_some() {
                std::fs::write(&path, &text).expect("the docs folder is there");
            }
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                written, text,
                "run the tests with SIJILL_WRITE_DOCS=1 to write {path}"
            );
        }
    }
}
