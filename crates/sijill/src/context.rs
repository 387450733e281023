//! What does every command need: the words, the folder, the user, the office?

use crate::{passphrase, world};
use clap::ArgMatches;
use model::{Code, Problem, Severity};
use office::{Office, Permission, Seat, Unlock};
use std::path::{Path, PathBuf};
use words::{Value, Words};

/// All problems of a command that failed.
pub type Problems = Vec<Problem>;

/// The surroundings of one command.
pub struct Context {
    /// Sentences in the person's language.
    pub words: Words,
    /// Folder of the office.
    pub folder: PathBuf,
    user: Option<String>,
    passphrase_file: Option<PathBuf>,
    passphrase_descriptor: Option<u32>,
    why: Option<String>,
}

impl Context {
    /// Reads the options that go with every command.
    pub fn new(words: Words, matches: &ArgMatches) -> Context {
        let mut innermost = matches;
        while let Some((_, sub)) = innermost.subcommand() {
            innermost = sub;
        }
        let path = |name: &str| innermost.get_one::<PathBuf>(name).cloned();
        Context {
            words,
            folder: path("office").unwrap_or_else(|| PathBuf::from(".")),
            user: innermost
                .get_one::<String>("user")
                .cloned()
                .or_else(|| world::variable("SIJILL_USER")),
            passphrase_file: path("passphrase-file"),
            passphrase_descriptor: innermost.get_one::<u32>("passphrase-fd").copied(),
            why: innermost
                .try_get_one::<String>("why")
                .ok()
                .flatten()
                .cloned(),
        }
    }

    /// Whether the person said where the passphrase comes from.
    pub fn has_passphrase(&self) -> bool {
        self.passphrase_file.is_some() || self.passphrase_descriptor.is_some()
    }

    /// A sentence without values.
    pub fn text(&self, id: &str) -> String {
        self.words.text(id)
    }

    /// A sentence with values.
    pub fn text_with(&self, id: &str, values: &[(&str, Value)]) -> String {
        self.words.text_with(id, values)
    }

    /// A moment of the log to the second, as wide in every row and never broken; the
    /// whole one is in JSON.
    pub fn moment(&self, at: &str) -> String {
        match at.split_once('.') {
            Some((second, _)) => format!("{second}Z"),
            None => at.to_owned(),
        }
    }

    /// Prints a line about what is going on, on standard error.
    pub fn note(&self, text: &str) {
        eprintln!("{text}");
    }

    /// Opens the office in the folder; says so when it is an example.
    pub fn open(&self) -> Result<Office, Problems> {
        self.open_at(&self.folder)
    }

    /// Opens the office in a folder.
    pub fn open_at(&self, folder: &Path) -> Result<Office, Problems> {
        self.open_with_secret(folder).map(|(office, _)| office)
    }

    /// Opens the office in a folder, and hands over the secret that opened it.
    pub fn open_with_secret(&self, folder: &Path) -> Result<(Office, Unlock), Problems> {
        let settings = office::Settings::read(folder).map_err(one)?;
        let unlock = if settings.example {
            Unlock::Passphrase(office::EXAMPLE_PASSPHRASE.into())
        } else {
            self.unlock()?
        };
        let office = Office::open(folder, &unlock, &world::entropies).map_err(one)?;
        if settings.example {
            self.note(&self.text("office-is-example"));
        }
        Ok((office, unlock))
    }

    /// The passphrase or recovery key, from where the person said.
    pub fn unlock(&self) -> Result<Unlock, Problems> {
        let secret = passphrase::read(
            &self.words,
            self.passphrase_file.as_deref(),
            self.passphrase_descriptor,
            "ask-passphrase",
        )?;
        Ok(Unlock::from_text(&secret))
    }

    /// A new secret for an office or slot: from a file or descriptor, or asked twice.
    pub fn new_passphrase(&self, file: Option<&Path>) -> Result<String, Problems> {
        passphrase::read_new(
            &self.words,
            file.or(self.passphrase_file.as_deref()),
            if file.is_some() {
                None
            } else {
                self.passphrase_descriptor
            },
        )
    }

    /// The name of the person who acts.
    pub fn user(&self, office: &Office) -> Result<String, Problems> {
        if let Some(user) = &self.user {
            return Ok(user.clone());
        }
        let mut users = office.user_names().map_err(one)?;
        if users.len() == 1 {
            return Ok(users.remove(0));
        }
        Err(vec![
            Problem::new(Code::CliUserMissing).with("users", users.join(", ")),
        ])
    }

    /// The name given with `--user` or in the environment, else the default for a first user.
    pub fn first_user(&self) -> String {
        self.user.clone().unwrap_or_else(|| "admin".into())
    }

    /// The acting person's seat.
    pub fn seat<P: Permission>(&self, office: &Office) -> Result<Seat<P>, Problems> {
        let user = self.user(office)?;
        office
            .seat(&user, world::now(), self.why.clone())
            .map_err(one)
    }

    /// Prints problems on standard error: sentence, place, hint.
    pub fn say_problems(&self, problems: &[Problem]) {
        for problem in problems {
            let said = self.words.problem(problem);
            let grave = match problem.severity {
                Severity::Error => self.text("problem-error"),
                Severity::Warning => self.text("problem-warning"),
            };
            if said.place.is_empty() {
                eprintln!("{grave} {}", said.sentence);
            } else {
                eprintln!("{grave} {} ({})", said.sentence, said.place);
            }
            if !said.hint.is_empty() {
                eprintln!("  {} {}", self.text("problem-hint"), said.hint);
            }
        }
    }
}

/// One problem as the problems of a command.
pub fn one(problem: Problem) -> Problems {
    vec![problem]
}
