//! Where does a passphrase come from?
//!
//! From a file, a file descriptor or a prompt without echo, never from an
//! argument: arguments are seen by everybody on the machine and kept in the
//! shell's history. Only the line end is taken off; any characters may stand
//! in a passphrase.

use crate::context::{Problems, one};
use model::{Code, Problem};
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;
use words::Words;

/// Shortest passphrase for a new slot, in characters (OWASP ASVS 5.0, 6.2.1 asks for 15).
const SHORTEST: usize = 15;
/// Longest line read, in bytes.
const LONGEST: u64 = 4096;

fn first_line(source: impl Read) -> std::io::Result<String> {
    let mut line = String::new();
    BufReader::new(source.take(LONGEST)).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

fn unreadable(error: &std::io::Error) -> Problems {
    one(Problem::new(Code::CliPassphraseUnreadable).with("reason", error))
}

/// Reads the passphrase from the file or descriptor that was named, else asks.
pub fn read(
    words: &Words,
    file: Option<&Path>,
    descriptor: Option<u32>,
    question: &str,
) -> Result<String, Problems> {
    if let Some(file) = file {
        let open = std::fs::File::open(file).map_err(|error| unreadable(&error))?;
        return first_line(open).map_err(|error| unreadable(&error));
    }
    if let Some(descriptor) = descriptor {
        // Opening the descriptor's own path takes no unsafe code and works on Linux and macOS.
        let open = std::fs::File::open(format!("/dev/fd/{descriptor}"))
            .map_err(|error| unreadable(&error))?;
        return first_line(open).map_err(|error| unreadable(&error));
    }
    if !std::io::stdin().is_terminal() {
        return Err(one(Problem::new(Code::CliPassphraseMissing)));
    }
    rpassword::prompt_password(format!("{} ", words.text(question)))
        .map_err(|error| unreadable(&error))
}

/// Reads a new passphrase: asked twice at a terminal; never a short one.
pub fn read_new(
    words: &Words,
    file: Option<&Path>,
    descriptor: Option<u32>,
) -> Result<String, Problems> {
    let asked = file.is_none() && descriptor.is_none();
    let first = read(words, file, descriptor, "ask-new-passphrase")?;
    let length = first.chars().count();
    if length < SHORTEST {
        return Err(one(Problem::new(Code::CliPassphraseShort)
            .with("length", length)
            .with("shortest", SHORTEST)));
    }
    if asked && read(words, None, None, "ask-passphrase-again")? != first {
        return Err(one(Problem::new(Code::CliPassphraseDiffers)));
    }
    Ok(first)
}
