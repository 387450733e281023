//! Is there an office, and is it open?
//!
//! Behind the address stands a folder without an office, a locked office, or an
//! open one. Only here does one become the other: creating it with the token
//! that the terminal printed, unlocking it with a passphrase or the recovery
//! key, locking it by hand or when nobody has worked for a while. A locked
//! office has no key in memory; requests that began before it was locked end.

use crate::app::{App, Clock};
use crate::ask::Ask;
use model::{Code, Problem};
use office::{Entropy, Look, NewOffice, Office, Policy, Settings, Unlock, Verifying};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use words::{Language, Words};

/// Gives randomness for a purpose.
pub type Entropies = Arc<dyn Fn(&'static str) -> Box<dyn Entropy> + Send + Sync>;

/// Failed attempts to unlock before each next one waits.
const FREE_ATTEMPTS: u32 = 3;
/// Longest wait between two attempts, in seconds.
const LONGEST_WAIT: i64 = 60;
/// Seconds for which the rules are not read again.
const RULES_KEPT: i64 = 30;
/// Looks that are noted together.
const LOOKS_TOGETHER: usize = 64;

/// What stands behind the address.
pub enum State {
    /// A folder without an office.
    Absent,
    /// An office without its key.
    Locked,
    /// An office at work.
    Open(Arc<App>),
}

/// What one user read in this hour.
#[derive(Default)]
struct Reading {
    hour: i64,
    records: BTreeSet<String>,
    alarmed: bool,
}

/// The place where an office is served.
pub struct House {
    folder: PathBuf,
    pub(crate) clock: Clock,
    pub(crate) behind_proxy: bool,
    entropies: Option<Entropies>,
    state: RwLock<State>,
    /// Hash of the token with which the first administrator creates the office.
    first_run: Mutex<Option<String>>,
    /// Failed attempts to unlock, and when the last one was.
    attempts: Mutex<(u32, i64)>,
    /// When somebody signed in last asked for something.
    used: AtomicI64,
    rules: Mutex<Option<(i64, Arc<Policy>)>>,
    looks: Mutex<Vec<Look>>,
    reading: Mutex<BTreeMap<String, Reading>>,
    /// Which record's identity a browser is shown, and until when; one at a time.
    revealed: Mutex<BTreeMap<String, (String, i64)>>,
    arabic: Arc<Words>,
    english: Arc<Words>,
}

/// A lock that a panicking thread left behind still guards whole values.
fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl House {
    fn new(
        folder: &Path,
        clock: Clock,
        behind_proxy: bool,
        entropies: Option<Entropies>,
        state: State,
    ) -> House {
        let used = clock().as_second();
        House {
            folder: folder.to_owned(),
            clock,
            behind_proxy,
            entropies,
            state: RwLock::new(state),
            first_run: Mutex::default(),
            attempts: Mutex::default(),
            used: AtomicI64::new(used),
            rules: Mutex::default(),
            looks: Mutex::default(),
            reading: Mutex::default(),
            revealed: Mutex::default(),
            arabic: Arc::new(Words::isolated(Language::Arabic)),
            english: Arc::new(Words::isolated(Language::English)),
        }
    }

    /// An open office that cannot be locked, because nothing here could open it again.
    pub fn of(app: Arc<App>) -> House {
        let (clock, behind_proxy) = (Arc::clone(&app.clock), app.behind_proxy);
        let folder = app.office.folder().to_owned();
        House::new(&folder, clock, behind_proxy, None, State::Open(app))
    }

    /// An office that is open already and can be locked.
    pub fn opened(office: Office, entropies: Entropies, clock: Clock, behind_proxy: bool) -> House {
        House::opened_app(App::new(Arc::new(office), clock, behind_proxy), entropies)
    }

    /// The same of an application that is made already.
    pub fn opened_app(app: App, entropies: Entropies) -> House {
        let (folder, clock) = (app.office.folder().to_owned(), Arc::clone(&app.clock));
        let behind_proxy = app.behind_proxy;
        let state = State::Open(Arc::new(app));
        House::new(&folder, clock, behind_proxy, Some(entropies), state)
    }

    /// The office in a folder, locked; or the place of one that will be created.
    /// Returns the path of the page of creation in that case: it holds a token
    /// that is shown only to whoever started the program.
    ///
    /// # Errors
    /// Settings that cannot be read.
    pub fn locked(
        folder: &Path,
        entropies: Entropies,
        clock: Clock,
        behind_proxy: bool,
    ) -> Result<(House, Option<String>), Problem> {
        let state = match Settings::read(folder) {
            Ok(_) => State::Locked,
            Err(problem) if problem.code == Code::OfficeNotHere => State::Absent,
            Err(problem) => return Err(problem),
        };
        let absent = matches!(state, State::Absent);
        let house = House::new(folder, clock, behind_proxy, Some(entropies), state);
        if !absent {
            return Ok((house, None));
        }
        let token = house.new_token();
        *locked(&house.first_run) = Some(office::digest(&token));
        Ok((house, Some(format!("/first-run/{token}"))))
    }

    /// The open office, if it is open.
    pub fn app(&self) -> Option<Arc<App>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Open(app) => Some(Arc::clone(app)),
            State::Absent | State::Locked => None,
        }
    }

    /// Whether there is no office yet.
    pub fn is_absent(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        matches!(*state, State::Absent)
    }

    /// Whether this office can be locked and opened again from a browser.
    pub fn can_lock(&self) -> bool {
        self.entropies.is_some()
    }

    pub(crate) fn words(&self, language: Language) -> Arc<Words> {
        Arc::clone(match language {
            Language::Arabic => &self.arabic,
            Language::English => &self.english,
        })
    }

    /// 32 random bytes as hexadecimal; empty where the office's own randomness is used.
    pub(crate) fn new_token(&self) -> String {
        let mut bytes = [0; 32];
        match &self.entropies {
            Some(entropies) => entropies("door").fill(&mut bytes),
            None => return String::new(),
        }
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn put(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn open_with(&self, office: Office) -> Arc<App> {
        let app = Arc::new(App::new(
            Arc::new(office),
            Arc::clone(&self.clock),
            self.behind_proxy,
        ));
        *locked(&self.rules) = None;
        self.used
            .store((self.clock)().as_second(), Ordering::Relaxed);
        self.put(State::Open(Arc::clone(&app)));
        app
    }

    /// Whether this is the token that the terminal printed, and nobody has used it.
    pub(crate) fn is_first_run(&self, token: &str) -> bool {
        locked(&self.first_run).as_deref() == Some(office::digest(token).as_str())
    }

    /// Creates the office; returns the recovery key and the token with which the
    /// first administrator sets up a sign-in.
    ///
    /// # Errors
    /// What is wrong with the request; what the disk or server refuses. The token
    /// of the terminal goes on being good then.
    pub(crate) fn create(
        &self,
        token: &str,
        request: &NewOffice,
        at: jiff::Timestamp,
    ) -> Result<(String, String), Vec<Problem>> {
        let Some(entropies) = &self.entropies else {
            return Err(vec![Problem::new(Code::OfficeActivationUnknown)]);
        };
        // One at a time: two browsers with the same address make one office.
        let mut first_run = locked(&self.first_run);
        if first_run.as_deref() != Some(office::digest(token).as_str()) {
            return Err(vec![Problem::new(Code::OfficeActivationUnknown)]);
        }
        let fill = |purpose: &'static str| entropies(purpose);
        let (office, created) = Office::create(&self.folder, request, at, &fill)?;
        *first_run = None;
        drop(first_run);
        let app = self.open_with(office);
        let invite = || {
            let why = Some("first run".to_owned());
            let seat = app.office.seat(&request.first_user, at, why)?;
            app.office.invite(&seat, &request.first_user)
        };
        Ok((created.recovery, invite().map_err(|it| vec![it])?))
    }

    /// Opens the locked office.
    ///
    /// # Errors
    /// `web.unlock-slow` after too many attempts; `register.passphrase-wrong`.
    pub(crate) fn unlock(&self, secret: &str, at: jiff::Timestamp) -> Result<(), Problem> {
        let Some(entropies) = &self.entropies else {
            return Err(Problem::new(Code::RegisterPassphraseWrong));
        };
        // One attempt at a time: each costs memory and seconds by design.
        let mut attempts = locked(&self.attempts);
        let now = at.as_second();
        if let Some(beyond) = attempts.0.checked_sub(FREE_ATTEMPTS) {
            let until = attempts.1 + (1i64 << beyond.min(6)).min(LONGEST_WAIT);
            if now < until {
                return Err(Problem::new(Code::WebUnlockSlow).with("seconds", until - now));
            }
        }
        if self.app().is_some() {
            return Ok(()); // somebody else was faster
        }
        let fill = |purpose: &'static str| entropies(purpose);
        match Office::open(&self.folder, &Unlock::from_text(secret), &fill) {
            Ok(office) => {
                *attempts = (0, now);
                self.open_with(office);
                Ok(())
            }
            Err(problem) => {
                *attempts = (attempts.0.saturating_add(1), now);
                Err(problem)
            }
        }
    }

    /// Locks the office: every session ends and the key leaves the memory.
    /// `who` is the user who asked for it, or nobody when it was left alone.
    ///
    /// # Errors
    /// What the register cannot write; the office is locked all the same.
    pub fn lock(&self, who: Option<&str>, at: jiff::Timestamp) -> Result<(), Problem> {
        let Some(app) = self.app().filter(|_| self.can_lock()) else {
            return Ok(());
        };
        // Nobody gets in from here on; what still works is told to end, so that
        // the right to write is free and nothing half done stays behind.
        app.jobs.close();
        self.put(State::Locked);
        locked(&self.revealed).clear();
        app.jobs.wait_for_all();
        let noted = self.note_looks(&app);
        let ended = app.office.end_all_sessions(at);
        let logged = who.map_or(Ok(()), |user| {
            let why = Some("lock".to_owned());
            let seat = app.office.seat::<Verifying>(user, at, why)?;
            app.office.note_locked(&seat)
        });
        noted.and(ended).and(logged)
    }

    /// What has to be done every now and then: notes looks, and locks an office
    /// in which nobody has worked for as long as its rules say.
    ///
    /// # Errors
    /// Those of the register.
    pub fn tick(&self) -> Result<(), Problem> {
        let Some(app) = self.app() else { return Ok(()) };
        let at = (self.clock)();
        self.note_looks(&app)?;
        let after = i64::from(self.policy(&app, at)?.lock_after) * 60;
        let idle = at.as_second() - self.used.load(Ordering::Relaxed);
        if after > 0 && idle >= after {
            self.lock(None, at)?;
        }
        Ok(())
    }

    /// The record whose identity this browser is shown now, and until when.
    pub(crate) fn revealed(&self, token: &str, at: jiff::Timestamp) -> Option<(String, i64)> {
        let all = locked(&self.revealed);
        let shown = all.get(&office::digest(token))?;
        (at.as_second() < shown.1).then(|| shown.clone())
    }

    /// Shows a browser what is masked of one record, in place of any other; or of none.
    pub(crate) fn show_revealed(&self, token: &str, id: Option<&str>, at: jiff::Timestamp) {
        let now = at.as_second();
        let mut all = locked(&self.revealed);
        all.retain(|_, (_, until)| now < *until);
        let name = office::digest(token);
        match id {
            Some(id) => all.insert(name, (id.to_owned(), now + office::REVEALED)),
            None => all.remove(&name),
        };
    }

    /// Somebody signed in asks for something.
    pub(crate) fn note_use(&self, at: jiff::Timestamp) {
        self.used.store(at.as_second(), Ordering::Relaxed);
    }

    /// The office's rules, read again after half a minute.
    pub(crate) fn policy(&self, app: &App, at: jiff::Timestamp) -> Result<Arc<Policy>, Problem> {
        let now = at.as_second();
        if let Some((read, rules)) = &*locked(&self.rules)
            && (*read..*read + RULES_KEPT).contains(&now)
        {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(app.office.policy()?);
        *locked(&self.rules) = Some((now, Arc::clone(&rules)));
        Ok(rules)
    }

    /// The rules were changed here.
    pub(crate) fn forget_rules(&self) {
        *locked(&self.rules) = None;
    }

    /// Counts that this person reads this record; refuses beyond the office's
    /// limit, and raises an alarm once an hour beyond what is usual.
    ///
    /// # Errors
    /// `office.reads-many`; those of the register.
    pub(crate) fn count_read(&self, ask: &Ask, record: &str) -> Result<(), Problem> {
        let rules = self.policy(&ask.app, ask.at)?;
        let (count, alarm) = {
            let mut all = locked(&self.reading);
            let hour = ask.at.as_second() / 3600;
            all.retain(|_, reading| reading.hour == hour);
            let reading = all.entry(ask.user().to_owned()).or_default();
            reading.hour = hour;
            let most = usize::try_from(rules.reads_most).unwrap_or(usize::MAX);
            if most > 0 && reading.records.len() >= most && !reading.records.contains(record) {
                return Err(Problem::new(Code::OfficeReadsMany));
            }
            reading.records.insert(record.to_owned());
            let count = reading.records.len() as u64;
            let alarm =
                rules.reads_alarm > 0 && count >= u64::from(rules.reads_alarm) && !reading.alarmed;
            reading.alarmed |= alarm;
            (count, alarm)
        };
        if alarm {
            let why = Some("alarm".to_owned());
            let seat = ask.app.office.seat::<Verifying>(ask.user(), ask.at, why)?;
            ask.app.office.raise_alarm(&seat, count)?;
        }
        Ok(())
    }

    /// Notes that this person saw what stands at this address.
    pub(crate) fn note_look(&self, ask: &Ask) -> Result<(), Problem> {
        let full = {
            let mut looks = locked(&self.looks);
            looks.push(Look {
                at: u64::try_from(ask.at.as_second()).unwrap_or(0),
                user: ask.user().to_owned(),
                path: ask.path.clone(),
            });
            looks.len() >= LOOKS_TOGETHER
        };
        if full {
            self.note_looks(&ask.app)
        } else {
            Ok(())
        }
    }

    /// Writes the looks that were not written yet.
    pub(crate) fn note_looks(&self, app: &App) -> Result<(), Problem> {
        let looks = std::mem::take(&mut *locked(&self.looks));
        app.office.note_looks(&looks)
    }
}
