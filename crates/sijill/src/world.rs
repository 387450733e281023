//! What is taken from the air, and where?
//!
//! The clock, the operating system's randomness, the environment and the
//! terminal are read here and nowhere else, and handed down as arguments. The
//! example office has its own: a clock that stands still and a fixed seed, so
//! that it comes out the same on every machine.

use words::Language;

/// The moment now.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clock is read"
)]
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// A variable of the environment, when it is set and text.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the environment is read"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// How many characters a line of standard output has: what COLUMNS says, else
/// the terminal; none for a file or a pipe.
pub fn columns() -> Option<usize> {
    let said = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    said.or_else(|| {
        let (_, columns) = console::Term::stdout().size_checked()?;
        Some(usize::from(columns))
    })
    .filter(|columns| *columns > 0)
}

/// The language of the person: `--lang`, `SIJILL_LANG`, the locale, else English.
/// Read before the command line is parsed, because help is in it too.
pub fn language(arguments: &[String]) -> Language {
    let mut asked = None;
    for (index, argument) in arguments.iter().enumerate() {
        if argument == "--lang" {
            asked = arguments.get(index + 1).cloned();
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            asked = Some(value.to_owned());
        }
    }
    asked
        .or_else(|| variable("SIJILL_LANG"))
        .or_else(|| variable("LC_ALL"))
        .or_else(|| variable("LC_MESSAGES"))
        .or_else(|| variable("LANG"))
        .and_then(|name| Language::parse(&name))
        .unwrap_or(Language::English)
}

/// The operating system's randomness.
pub struct SystemEntropy;

impl office::Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("an operating system without randomness can keep no secret");
    }
}

/// The operating system's randomness, for every purpose alike.
pub fn entropies(_purpose: &'static str) -> Box<dyn office::Entropy> {
    Box::new(SystemEntropy)
}
