//! How does an office begin?
//!
//! An empty folder gets settings, keys, a register, the profile and the
//! instruments that come with Sijill, and a first user who holds every role
//! and can hand them on. If anything fails, the folder is empty again.

use crate::open::{Office, read_profile};
use crate::settings::{FORMAT, Settings};
use crate::{documents, folder, users};
use model::profile::Label;
use model::record::{Role, User};
use model::{Code, Problem, Record};
use register::{Author, Cost, Entropy, KeyFile, Location, Register};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The example office's texts and sheets; its vocabularies and gazetteer are
/// also what a new office starts from.
#[derive(RustEmbed)]
#[folder = "example/"]
pub(crate) struct Example;

/// Gives a source of randomness for each purpose.
pub type Entropies<'e> = &'e dyn Fn(&'static str) -> Box<dyn Entropy>;

/// What a new office begins with.
#[derive(Clone, Debug, Default)]
pub struct NewOffice {
    /// PostgreSQL URL; none for an encrypted file in the folder.
    pub database: Option<String>,
    /// Folder of a profile to start from; none for the one that comes with Sijill.
    pub profile: Option<PathBuf>,
    /// Name in both languages; none keeps the profile's.
    pub name: Option<Label>,
    /// First passphrase.
    pub passphrase: String,
    /// Name of the first user, who gets every role.
    pub first_user: String,
    /// Languages, the first first.
    pub languages: Vec<String>,
}

/// What the one who created the office must keep.
#[derive(Debug)]
pub struct Created {
    /// The recovery key, to be printed; it is shown only now.
    pub recovery: String,
}

impl Office {
    /// Starts an office in a folder.
    ///
    /// # Errors
    /// `office.folder-not-empty`, all problems of the profile, `register.exists`
    /// when the database holds an office, what the disk or the server refuses.
    pub fn create(
        folder: &Path,
        request: &NewOffice,
        at: jiff::Timestamp,
        entropies: Entropies,
    ) -> Result<(Office, Created), Vec<Problem>> {
        let mut texts = match &request.profile {
            Some(path) => folder::texts(path, &[".toml"])
                .map_err(one)?
                .into_iter()
                .map(|(below, text)| (format!("profile/{below}"), text))
                .collect(),
            None => first_profile(request, &mut *entropies("origin")),
        };
        for (name, text) in law::builtin() {
            texts.insert(format!("law/{name}"), text.to_owned());
        }
        let settings = Settings {
            format: FORMAT,
            database: request.database.clone(),
            example: false,
        };
        begin(
            folder,
            settings,
            Cost::OFFICE,
            &texts,
            request,
            at,
            entropies,
        )
    }
}

fn one(problem: Problem) -> Vec<Problem> {
    vec![problem]
}

/// Makes everything that a new office needs, or leaves the folder empty.
pub(crate) fn begin(
    path: &Path,
    settings: Settings,
    cost: Cost,
    texts: &BTreeMap<String, String>,
    request: &NewOffice,
    at: jiff::Timestamp,
    entropies: Entropies,
) -> Result<(Office, Created), Vec<Problem>> {
    let profile = read_profile(texts)?;
    users::check_name(&request.first_user).map_err(one)?;
    folder::make_empty(path).map_err(one)?;
    let made = fill(
        path,
        settings,
        cost,
        texts,
        &profile.origin,
        request,
        at,
        entropies,
    );
    made.map_err(|problem| {
        // The folder was empty, so that all that is in it was made just now.
        let _ = folder::empty(path);
        one(problem)
    })
}

#[expect(clippy::too_many_arguments, reason = "the whole of a new office, once")]
fn fill(
    path: &Path,
    settings: Settings,
    cost: Cost,
    texts: &BTreeMap<String, String>,
    origin: &str,
    request: &NewOffice,
    at: jiff::Timestamp,
    entropies: Entropies,
) -> Result<(Office, Created), Problem> {
    let mut entropy = entropies("keys");
    let (keys, data_key, recovery) =
        KeyFile::generate(origin, &request.passphrase, cost, &mut *entropy)?;
    settings.write(path)?;
    keys.write(path)?;
    let location = Location::of(settings.database.as_deref());
    let register = Register::create(path, location, &data_key, entropies("register"))?;
    let author = Author {
        who: request.first_user.clone(),
        why: Some("init".into()),
        at,
        installation: keys.installation().to_owned(),
    };
    register.write(&author, |writing| {
        writing.add(&Record::User(User {
            name: request.first_user.clone(),
            display: None,
            roles: Role::ALL.to_vec(),
            disabled: false,
        }))?;
        documents::adopt(writing, texts)?;
        Ok(())
    })?;
    let office = Office::of(path, settings, register, keys, data_key, entropy)?;
    office.lay_out()?;
    Ok((
        office,
        Created {
            recovery: recovery.printed(),
        },
    ))
}

/// The profile that comes with Sijill, under the new office's own name.
fn first_profile(request: &NewOffice, entropy: &mut dyn Entropy) -> BTreeMap<String, String> {
    let mut texts = example_texts("profile/");
    let mut random = [0; 8];
    entropy.fill(&mut random);
    let name = request.name.clone().unwrap_or_else(|| Label {
        ar: "مكتب توثيق جديد".into(),
        en: "New documentation office".into(),
    });
    let languages: Vec<String> = if request.languages.is_empty() {
        vec!["ar".into(), "en".into()]
    } else {
        let mut languages = request.languages.clone();
        for language in ["ar", "en"] {
            if !languages.iter().any(|known| known == language) {
                languages.push(language.into());
            }
        }
        languages
    };
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let listed: Vec<String> = languages.iter().map(|language| quoted(language)).collect();
    let head = format!(
        "origin = {}\nlanguages = [{}]\nmonths = \"levant\"\nname = {{ ar = {}, en = {} }}\n",
        quoted(&format!(
            "sijill.invalid/{}",
            register::hexadecimal(&random)
        )),
        listed.join(", "),
        quoted(&name.ar),
        quoted(&name.en),
    );
    texts.insert("profile/profile.toml".into(), head);
    texts
}

/// The example's texts whose paths begin so.
pub(crate) fn example_texts(prefix: &str) -> BTreeMap<String, String> {
    Example::iter()
        .filter(|path| path.starts_with(prefix))
        .filter_map(|path| {
            let file = Example::get(&path)?;
            let text = String::from_utf8(file.data.into_owned()).ok()?;
            Some((path.into_owned(), text))
        })
        .collect()
}

/// A file of the example.
pub(crate) fn example_file(path: &str) -> Result<Vec<u8>, Problem> {
    Example::get(path)
        .map(|file| file.data.into_owned())
        .ok_or_else(|| {
            Problem::new(Code::OfficeIo)
                .with("path", path)
                .with("reason", "embedded")
        })
}
