//! Runs the program, copies offices, and makes outputs comparable.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What a run left behind.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The run when it ended well.
    #[track_caller]
    pub fn good(self) -> Run {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// Exit code, output and errors as one text, redacted.
    pub fn whole(&self, folder: &Path) -> String {
        let text = format!(
            "exit {}\n--- out\n{}--- err\n{}",
            self.code, self.out, self.err
        );
        redacted(&text, folder)
    }

    /// The output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// The program in a language, in a folder, on a terminal of 80 columns; nothing
/// of this machine's environment reaches it.
pub fn program(folder: &Path, language: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sijill"));
    command
        .env_clear()
        .env("SIJILL_LANG", language)
        .env("COLUMNS", "80")
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// Runs the program.
#[track_caller]
pub fn sijill(folder: &Path, language: &str, arguments: &[&str]) -> Run {
    finished(program(folder, language, arguments))
}

/// Runs the program with a line on standard input.
pub fn sijill_told(folder: &Path, line: &str, arguments: &[&str]) -> Run {
    let mut command = program(folder, "en", arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    // A program that refuses before it reads has closed the pipe.
    let _ = writeln!(input, "{line}");
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    run_of(&output)
}

fn finished(mut command: Command) -> Run {
    run_of(&command.output().expect("the program runs"))
}

fn run_of(output: &std::process::Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr.clone()).expect("the errors are UTF-8"),
    }
}

/// The example office, built once, with what the demonstration said.
pub struct Demo {
    folder: TempDir,
    pub said: Run,
}

impl Demo {
    /// The folder in which it was built.
    pub fn outside(&self) -> &Path {
        self.folder.path()
    }

    /// The office. Only to be read; `office_copy` may be changed.
    pub fn office(&self) -> PathBuf {
        self.folder.path().join("example")
    }
}

pub fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let said = sijill(folder.path(), "en", &["demo", "--dir", "example"]);
        Demo { folder, said }
    })
}

/// A copy of the example office that a test may change; `office` is inside.
pub fn office_copy() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("office");
    copy(&demo().office(), &office);
    (folder, office)
}

/// An office of its own, encrypted, with 400 invented persons; passphrase in `pass`.
pub fn own_office() -> &'static Path {
    static OFFICE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, folder) = OFFICE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_owned();
        std::fs::write(path.join("pass"), format!("{PASSPHRASE}\n")).expect("a file");
        let secret = ["--passphrase-file", "pass"];
        let init = sijill(&path, "en", &[&["init", "office"], &secret[..]].concat()).good();
        std::fs::write(path.join("recovery"), &init.out).expect("a file");
        let sheet = "dev generate --persons 400 --seed 7 --out people.csv";
        sijill(&path, "en", &sheet.split(' ').collect::<Vec<_>>()).good();
        let import = [
            "--office",
            "office",
            "import",
            "people.csv",
            "--mapping",
            "people.toml",
        ];
        sijill(&path, "en", &[&import[..], &secret].concat()).good();
        (folder, path)
    });
    folder
}

pub const PASSPHRASE: &str = "سبع كلمات لا صلة بينها ١٢٣";

/// Copies a folder with all that is in it; only the owner may enter the copy.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    private(to);
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

#[cfg(unix)]
fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(folder, mode).expect("the mode is set");
}

#[cfg(not(unix))]
fn private(_: &Path) {}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in Unicode")
}

/// A moment to the second, as wide as it was.
fn without_time(line: String) -> String {
    let moment = |word: &str| {
        word.len() == 20
            && word.ends_with('Z')
            && word
                .bytes()
                .zip(*b"0000-00-00T00:00:00Z")
                .all(|(is, like)| {
                    if like == b'0' {
                        is.is_ascii_digit()
                    } else {
                        is == like
                    }
                })
    };
    let words: Vec<&str> = line
        .split(' ')
        .map(|word| {
            if moment(word) {
                "YYYY-MM-DDThh:mm:ssZ"
            } else {
                word
            }
        })
        .collect();
    words.join(" ")
}

/// A text in which folders, ids, hashes, positions and versions are names: ids
/// are numbered in the order in which they appear.
pub fn redacted(text: &str, folder: &Path) -> String {
    let text = text.replace(folder.to_str().expect("a path in Unicode"), "FOLDER");
    let mut ids: HashMap<String, usize> = HashMap::new();
    let mut out = String::new();
    let mut word = String::new();
    let code = |letter: char| letter.is_ascii_alphanumeric() || "-+/=".contains(letter);
    for letter in text.chars().chain(['\n']) {
        if code(letter) {
            word.push(letter);
            continue;
        }
        let hex = |word: &str| word.chars().all(|it| it.is_ascii_hexdigit() || it == '-');
        if word.len() == 36 && word.matches('-').count() == 4 && hex(&word) {
            let next = ids.len() + 1;
            let id = ids.entry(word.clone()).or_insert(next);
            out.push_str(&format!("id-{id:-<33}"));
        } else if word.len() == 64 && hex(&word) {
            out.push_str("SHA256");
        } else if word.len() == 44 && word.ends_with('=') {
            out.push_str("HASH");
        } else {
            out.push_str(&word);
        }
        word.clear();
        out.push(letter);
    }
    out.pop();
    let line = |line: &str| {
        let position = ["\"position\":", "\"score\":", "\"size\":"];
        match position.iter().find_map(|key| Some((line.find(key)?, key))) {
            Some((at, key)) => {
                let comma = if line.ends_with(',') { "," } else { "" };
                format!("{}{key} N{comma}", &line[..at])
            }
            None => line.to_owned(),
        }
    };
    let lines: Vec<String> = out.split('\n').map(line).map(without_time).collect();
    lines.join("\n")
}
