//! The second door: the command line.
//!
//! `main` reads the language, parses the command, opens the office where the
//! command needs one, and turns a problem into a sentence, a place, a hint and
//! exit code 1. Which commands there are is in `cli`, what each does in
//! `commands/`, what is taken from the air in `world`. Started by itself to draw a
//! PDF file from outside, it does that and nothing else.

mod cli;
mod cli_docs;
mod commands;
mod context;
mod output;
mod passphrase;
mod progress;
mod world;

use context::Context;
use std::process::ExitCode;
use words::Words;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    #[cfg(feature = "pdf")]
    if let [_, word] = arguments.as_slice()
        && word == office::DRAW_PAGES
    {
        return draw_pages();
    }
    #[cfg(feature = "pdf")]
    if let Ok(program) = std::env::current_exe() {
        office::draw_apart(program);
    }
    let words = Words::plain(world::language(&arguments));
    let matches = match cli::command(&words).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are no errors; a command that was not understood is 2.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let context = Context::new(words, &matches);
    match commands::run(&context, &matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            context.say_problems(&problems);
            ExitCode::from(1)
        }
    }
}

/// A PDF file from standard input, pictures of its pages to standard output.
#[cfg(feature = "pdf")]
fn draw_pages() -> ExitCode {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let ended = office::draw_pages_here(&mut input, &mut output, &|step| eprintln!("{step}"));
    ended.map_or(ExitCode::FAILURE, |code| ExitCode::from(code as u8))
}
