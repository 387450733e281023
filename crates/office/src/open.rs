//! What is an open office?
//!
//! The folder, its settings and keys, the register, and the profile as last
//! adopted. All of it is shared: every function takes `&self`, so that one
//! office serves many requests at once. What people edit in the folder is
//! adopted by [`Office::refresh`] before it is used.

use crate::catalogue::Catalogue;
use crate::create::Entropies;
use crate::seat::{Permission, Seat};
use crate::settings::Settings;
use crate::{documents, folder};
use model::profile::Profile;
use model::record::{Document, User};
use model::{Code, Problem, Record};
pub(crate) use register::base64;
use register::{
    Author, DataKey, Entropy, KeyFile, Location, RecoveryKey, Register, Sight, Tx, Writing,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// What opens an office.
pub enum Unlock {
    /// A passphrase.
    Passphrase(String),
    /// The printed recovery key.
    Recovery(RecoveryKey),
}

impl Unlock {
    /// A text that may be a passphrase or a printed recovery key: a recovery
    /// key has a checksum, so that hardly a passphrase is taken for one.
    pub fn from_text(text: &str) -> Unlock {
        match RecoveryKey::parse(text) {
            Ok(recovery) => Unlock::Recovery(recovery),
            Err(_) => Unlock::Passphrase(text.to_owned()),
        }
    }

    /// The secret as text, to seal a backup with.
    pub(crate) fn text(&self) -> String {
        match self {
            Unlock::Passphrase(passphrase) => passphrase.clone(),
            Unlock::Recovery(recovery) => recovery.printed(),
        }
    }

    pub(crate) fn open(&self, keys: &KeyFile) -> Result<DataKey, Problem> {
        match self {
            Unlock::Passphrase(passphrase) => keys.unlock(passphrase),
            Unlock::Recovery(recovery) => keys.recover(recovery),
        }
    }
}

/// An open office.
pub struct Office {
    pub(crate) folder: PathBuf,
    pub(crate) settings: Settings,
    pub(crate) register: Register,
    pub(crate) data_key: DataKey,
    keys: Mutex<KeyFile>,
    entropy: Mutex<Box<dyn Entropy>>,
    texts: RwLock<Arc<Adopted>>,
    pub(crate) catalogue: RwLock<Catalogue>,
    pub(crate) linking: crate::link_said::Linking,
    /// Held while a picture is drawn anew.
    pub(crate) drawing: Mutex<()>,
}

/// The texts as last adopted, and the profile read from them.
#[derive(Default)]
struct Adopted {
    texts: Arc<BTreeMap<String, String>>,
    profile: Arc<Profile>,
}

/// A lock that a panicking thread left behind still guards whole values: each
/// is replaced in one step.
pub(crate) fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Office {
    /// Opens the office in a folder.
    ///
    /// # Errors
    /// `office.not-here`, `register.passphrase-wrong`, `register.damaged`, the
    /// problems of the adopted profile's first broken file.
    pub fn open(folder: &Path, unlock: &Unlock, entropies: Entropies) -> Result<Office, Problem> {
        let settings = Settings::read(folder)?;
        let keys = KeyFile::read(folder)?;
        let data_key = unlock.open(&keys)?;
        let location = Location::of(settings.database.as_deref());
        let register = Register::open(folder, location, &data_key, entropies("register"))?;
        Office::of(
            folder,
            settings,
            register,
            keys,
            data_key,
            entropies("keys"),
        )
    }

    pub(crate) fn of(
        folder: &Path,
        settings: Settings,
        register: Register,
        keys: KeyFile,
        data_key: DataKey,
        entropy: Box<dyn Entropy>,
    ) -> Result<Office, Problem> {
        let office = Office {
            folder: folder.to_owned(),
            settings,
            register,
            data_key,
            keys: Mutex::new(keys),
            entropy: Mutex::new(entropy),
            texts: RwLock::default(),
            catalogue: RwLock::default(),
            linking: crate::link_said::Linking::default(),
            drawing: Mutex::default(),
        };
        let known = office.register.read(documents::in_register)?;
        let profile = read_profile(&known).map_err(first)?;
        office.adopt(known, profile);
        Ok(office)
    }

    /// The profile as last adopted.
    pub fn profile(&self) -> Arc<Profile> {
        let adopted = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&adopted.profile)
    }

    /// The office's texts as last adopted, by path.
    pub(crate) fn texts(&self) -> Arc<BTreeMap<String, String>> {
        let adopted = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&adopted.texts)
    }

    fn adopt(&self, texts: BTreeMap<String, String>, profile: Profile) {
        let adopted = Adopted {
            texts: Arc::new(texts),
            profile: Arc::new(profile),
        };
        *self.texts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(adopted);
    }

    /// Takes what was edited in the folder into the log, and uses it from here on.
    ///
    /// # Errors
    /// All problems of the profile; nothing is taken in then.
    pub fn refresh<P: Permission>(&self, seat: &Seat<P>) -> Result<Vec<String>, Vec<Problem>> {
        self.take_in(seat, "adopt")
    }

    /// [`Office::refresh`] of texts that were written here, for a reason that the log keeps.
    pub(crate) fn take_in<P: Permission>(
        &self,
        seat: &Seat<P>,
        why: &str,
    ) -> Result<Vec<String>, Vec<Problem>> {
        let one = |problem: Problem| vec![problem];
        let texts = documents::in_folder(&self.folder).map_err(one)?;
        if *self.texts() == texts {
            return Ok(Vec::new());
        }
        let profile = read_profile(&texts)?;
        let author = Author {
            why: Some(why.to_owned()),
            ..self.author(seat)
        };
        let adopted = self
            .register
            .write(&author, |tx| documents::adopt(tx, &texts))
            .map_err(one)?;
        self.adopt(texts, profile);
        Ok(adopted)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Which month names the office says dates with.
    pub fn months(&self) -> words::Months {
        words::Months::parse(&self.profile().months).unwrap_or_default()
    }

    /// The acting user's seat.
    ///
    /// # Errors
    /// `office.user-unknown`; `office.not-permitted` when no role of the user holds it.
    pub fn seat<P: Permission>(
        &self,
        user: &str,
        at: jiff::Timestamp,
        why: Option<String>,
    ) -> Result<Seat<P>, Problem> {
        let user = self.user(user)?;
        Seat::take(&user, at, why)
    }

    fn user(&self, name: &str) -> Result<User, Problem> {
        self.register.read(|tx| {
            crate::users::all(tx)?
                .into_iter()
                .map(|(_, user)| user)
                .find(|user| user.name == name)
                .ok_or_else(|| Problem::new(Code::OfficeUserUnknown).with("user", name))
        })
    }

    /// Who writes, for the log.
    pub(crate) fn author<P: Permission>(&self, seat: &Seat<P>) -> Author {
        Author {
            who: seat.user().to_owned(),
            why: seat.why().map(str::to_owned),
            at: seat.at(),
            installation: locked(&self.keys).installation().to_owned(),
        }
    }

    /// What the seat's holder may see: nothing of a compartment without being a member.
    pub(crate) fn sight<P: Permission>(&self, seat: &Seat<P>) -> Result<Sight, Problem> {
        self.register.sight(seat.user())
    }

    /// Reads what is there for the seat's holder. Everything that is told of cases
    /// goes through here; a test lists the few readings that do not.
    pub(crate) fn read<P: Permission, T>(
        &self,
        seat: &Seat<P>,
        ask: impl FnOnce(&Tx) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.register.read_as(seat.user(), ask)
    }

    /// Writes among what is there for the seat's holder.
    pub(crate) fn write<P: Permission, T>(
        &self,
        seat: &Seat<P>,
        act: impl FnOnce(&mut Writing) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.register.write_as(&self.author(seat), act)
    }

    pub(crate) fn keys(&self) -> MutexGuard<'_, KeyFile> {
        locked(&self.keys)
    }

    pub(crate) fn entropy(&self) -> MutexGuard<'_, Box<dyn Entropy>> {
        locked(&self.entropy)
    }

    /// Keeps a text that a use-case wrote into the log, in memory and in the folder.
    pub(crate) fn remember_text(&self, path: &str, text: &str) -> Result<(), Problem> {
        let mut texts = BTreeMap::clone(&self.texts());
        texts.insert(path.to_owned(), text.to_owned());
        let profile = Profile::clone(&self.profile());
        self.adopt(texts, profile);
        documents::lay_out(
            &self.folder,
            &BTreeMap::from([(path.to_owned(), text.to_owned())]),
        )
    }

    /// Notes an act that changes no record, such as a change of keys: a
    /// revision of one small document, which says who, when and what.
    pub(crate) fn note_act<P: Permission>(&self, seat: &Seat<P>, act: &str) -> Result<(), Problem> {
        self.register.write(&self.author(seat), |writing| {
            let note = Document {
                path: "acts".into(),
                text: format!("{} {act}", seat.at()),
                removed: false,
            };
            match documents::known(writing)?
                .into_iter()
                .find(|(_, it)| it.path == note.path)
            {
                Some((id, _)) => writing.save(&id, &Record::Document(note)).map(|_| ()),
                None => writing.add(&Record::Document(note)).map(|_| ()),
            }
        })
    }

    /// Writes texts into the folder's working copies.
    pub(crate) fn lay_out(&self) -> Result<(), Problem> {
        for name in ["profile", "law", "studies", "mappings"] {
            folder::make(&self.folder.join(name))?;
        }
        documents::lay_out(&self.folder, &self.texts())
    }
}

/// The day of an instant, in UTC.
pub(crate) fn day(at: jiff::Timestamp) -> jiff::civil::Date {
    jiff::tz::TimeZone::UTC.to_datetime(at).date()
}

/// The profile among the office's texts.
pub(crate) fn read_profile(texts: &BTreeMap<String, String>) -> Result<Profile, Vec<Problem>> {
    Profile::read(&documents::below(texts, "profile")).map_err(|problems| {
        problems
            .into_iter()
            .map(|mut problem| {
                problem.spot.file = problem.spot.file.map(|file| format!("profile/{file}"));
                problem
            })
            .collect()
    })
}

/// The first of all problems, for functions that act.
pub(crate) fn first(problems: Vec<Problem>) -> Problem {
    problems
        .into_iter()
        .next()
        .unwrap_or_else(|| Problem::new(Code::ProfileUnreadable))
}
