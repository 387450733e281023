//! What long work goes on beside the requests, and how does it end?
//!
//! Imports, backups, checks, comparisons and copies of files run here, so that no page hangs. Of
//! each lane one job runs at a time; the queue is bounded. A job knows who began
//! it and tells its contents to nobody else. Cancelling is a flag that the work
//! looks at: what writes does so in one transaction, so that a cancelled job has
//! written nothing. Jobs live in memory; with the key they are gone.

use crate::app::App;
use model::{Code, Problem, Step, Watch};
use office::{BackupFile, Checked, Counts, LookedAt, Preview};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Jobs that wait or run at a time.
const MOST: usize = 16;
/// Jobs of one person that wait or run at a time.
const MOST_OF_ONE: usize = 6;
/// Ended jobs that are kept.
const KEPT: usize = 60;
/// Ended jobs that keep a sheet or a preview; they may be large.
const KEPT_WHOLE: usize = 12;
/// How long a request waits for its job before it shows the progress.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long locking waits for a job that was told to end.
const ENDING: Duration = Duration::from_secs(5);

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reads a sheet's columns.
    Sheet,
    /// Plans an import.
    Preview,
    /// Imports.
    Import,
    /// Makes a sheet of the rows with problems.
    Rows,
    /// Makes a backup and reads it back.
    Backup,
    /// Checks the whole log.
    Check,
    /// Compares all person records.
    Linkage,
    /// Draws a sample of pairs of all person records.
    Sample,
    /// Writes records as a sheet.
    Export,
    /// Makes the copy of a file without what is hidden in it.
    Copy,
}

/// Of each lane one job runs at a time: who writes waits for who writes, and
/// nobody who looks at a sheet waits for a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Writing,
    Looking,
    Whole,
}

impl Kind {
    /// The kind's stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Sheet => "sheet",
            Kind::Preview => "preview",
            Kind::Import => "import",
            Kind::Rows => "rows",
            Kind::Backup => "backup",
            Kind::Check => "check",
            Kind::Linkage => "linkage",
            Kind::Sample => "sample",
            Kind::Export => "export",
            Kind::Copy => "copy",
        }
    }

    fn lane(self) -> Lane {
        match self {
            Kind::Import => Lane::Writing,
            Kind::Sheet | Kind::Preview | Kind::Rows => Lane::Looking,
            Kind::Backup
            | Kind::Check
            | Kind::Linkage
            | Kind::Sample
            | Kind::Export
            | Kind::Copy => Lane::Whole,
        }
    }
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,
}

impl State {
    /// The state's stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
        }
    }

    /// Whether nothing happens any more.
    pub fn is_ended(self) -> bool {
        matches!(self, State::Done | State::Failed | State::Cancelled)
    }
}

/// A sheet that waits for its next step, as its user's sealed draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Name of the draft.
    pub name: String,
    /// Name of the file.
    pub file: String,
}

/// What a job made.
pub enum Made {
    /// A sheet with a mapping.
    Sheet(Draft, Box<LookedAt>),
    /// What an import would do, by this mapping.
    Preview(Draft, String, Box<Preview>),
    /// What an import did: counts, first new persons, position of the log.
    Import(String, Counts, Vec<(String, String)>, Option<u64>),
    /// A workbook of the rows with problems, sealed; and how many they are.
    Rows(Draft, u64),
    /// A backup.
    Backup(BackupFile),
    /// What a check found.
    Check(Checked),
    /// Records that were compared, and pairs that wait.
    Linkage(u64, u64),
    /// Pairs of the sample.
    Sample(u64),
    /// An exported sheet and its mapping, sealed.
    Export(String, String),
    /// The copy of a file, by the id of its original.
    Copy(String),
}

impl Made {
    fn is_large(&self) -> bool {
        matches!(self, Made::Sheet(..) | Made::Preview(..))
    }
}

/// A job as it stands now.
#[derive(Clone)]
pub struct Job {
    pub id: u64,
    pub kind: Kind,
    /// Who began it.
    pub by: String,
    /// What it works on (a file's name); for who began it alone.
    pub about: String,
    pub at: jiff::Timestamp,
    pub state: State,
    /// How far it is, once it runs.
    pub step: Option<Step>,
    /// It was told to end.
    pub ending: bool,
    /// Jobs before it that it waits for.
    pub before: u64,
    pub problems: Vec<Problem>,
    pub made: Option<Arc<Made>>,
}

type Work = Box<dyn FnOnce(&Arc<App>, &Watch<'_>) -> Result<Made, Vec<Problem>> + Send>;

struct Entry {
    job: Job,
    end: Arc<AtomicBool>,
    work: Option<Work>,
}

#[derive(Default)]
struct Known {
    last: u64,
    closed: bool,
    jobs: VecDeque<Entry>,
    /// Lanes in which a thread works.
    busy: Vec<Lane>,
}

/// Is called at each step of each job, before it is looked whether it goes on.
pub type OnStep = Arc<dyn Fn(Kind, Step) + Send + Sync>;

/// All jobs of an open office.
#[derive(Default)]
pub struct Jobs {
    known: Mutex<Known>,
    changed: Condvar,
    patience: Patience,
    on_step: Option<OnStep>,
}

/// How long a request waits for the job that it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patience {
    /// A short while.
    #[default]
    Short,
    /// Until the job has ended: whatever the machine, the page is the result.
    UntilDone,
    /// Not at all: the page is always the progress.
    None,
}

impl Jobs {
    pub(crate) fn new(patience: Patience, on_step: Option<OnStep>) -> Jobs {
        Jobs {
            patience,
            on_step,
            ..Jobs::default()
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every job, the newest first.
    pub fn all(&self) -> Vec<Job> {
        self.known()
            .jobs
            .iter()
            .rev()
            .map(|entry| entry.job.clone())
            .collect()
    }

    /// A job.
    pub fn find(&self, id: u64) -> Option<Job> {
        let known = self.known();
        let entry = known.jobs.iter().find(|entry| entry.job.id == id)?;
        let mut job = entry.job.clone();
        if job.state == State::Waiting {
            let lane = job.kind.lane();
            let ahead = known.jobs.iter().filter(|it| {
                it.job.id < id && !it.job.state.is_ended() && it.job.kind.lane() == lane
            });
            job.before = ahead.count() as u64;
        }
        Some(job)
    }

    /// Whether a job of this kind waits or runs.
    pub fn goes_on(&self, kind: Kind) -> bool {
        let known = self.known();
        let mut jobs = known.jobs.iter();
        jobs.any(|entry| entry.job.kind == kind && !entry.job.state.is_ended())
    }

    /// Tells a job to end. One that waits has ended then; one that runs ends at
    /// its next step, unless that is its last.
    pub fn cancel(&self, id: u64) {
        let mut known = self.known();
        if let Some(entry) = known.jobs.iter_mut().find(|entry| entry.job.id == id) {
            entry.told_to_end();
        }
        drop(known);
        self.changed.notify_all();
    }

    /// Takes no further job and tells all to end.
    pub fn close(&self) {
        let mut known = self.known();
        known.closed = true;
        known.jobs.iter_mut().for_each(Entry::told_to_end);
        drop(known);
        self.changed.notify_all();
    }

    /// Waits until no job runs any more; a step that ends only by itself is not
    /// waited for beyond a few seconds.
    pub fn wait_for_all(&self) {
        let known = self.known();
        let runs = |known: &mut Known| !known.busy.is_empty();
        let _ = self.changed.wait_timeout_while(known, ENDING, runs);
    }

    /// Waits for a job as long as the office's patience goes, and says how it stands.
    pub fn wait_for(&self, id: u64) -> Option<Job> {
        let goes_on = |known: &mut Known| {
            known
                .jobs
                .iter()
                .any(|entry| entry.job.id == id && !entry.job.state.is_ended())
        };
        let known = self.known();
        match self.patience {
            Patience::Short => drop(self.changed.wait_timeout_while(known, PATIENCE, goes_on)),
            Patience::UntilDone => drop(self.changed.wait_while(known, goes_on)),
            Patience::None => drop(known),
        }
        self.find(id)
    }

    fn step(&self, id: u64, kind: Kind, end: &AtomicBool, step: Step) -> Result<(), Problem> {
        if let Some(entry) = self.known().jobs.iter_mut().find(|it| it.job.id == id) {
            entry.job.step = Some(step);
        }
        self.changed.notify_all();
        if let Some(told) = &self.on_step {
            told(kind, step);
        }
        if end.load(Ordering::Acquire) {
            return Err(Problem::new(Code::OfficeWorkCancelled));
        }
        Ok(())
    }

    fn ended(&self, id: u64, how: Result<Made, Vec<Problem>>) {
        let mut known = self.known();
        if let Some(entry) = known.jobs.iter_mut().find(|it| it.job.id == id) {
            let cancelled = |problem: &Problem| problem.code == Code::OfficeWorkCancelled;
            match how {
                Ok(made) => {
                    entry.job.state = State::Done;
                    entry.job.made = Some(Arc::new(made));
                }
                Err(problems) if problems.iter().any(cancelled) => {
                    entry.job.state = State::Cancelled;
                }
                Err(problems) => {
                    entry.job.state = State::Failed;
                    entry.job.problems = problems;
                }
            }
        }
        known.let_go();
        drop(known);
        self.changed.notify_all();
    }
}

impl Entry {
    fn told_to_end(&mut self) {
        match self.job.state {
            State::Waiting => {
                self.job.state = State::Cancelled;
                self.work = None;
            }
            State::Running => {
                self.job.ending = true;
                self.end.store(true, Ordering::Release);
            }
            State::Done | State::Failed | State::Cancelled => {}
        }
    }
}

impl Known {
    fn waiting(&mut self, lane: Lane) -> Option<&mut Entry> {
        self.jobs
            .iter_mut()
            .find(|entry| entry.job.state == State::Waiting && entry.job.kind.lane() == lane)
    }

    /// Lets go of the oldest ended jobs, and of what the oldest of them hold.
    fn let_go(&mut self) {
        let ended = self.jobs.iter().filter(|it| it.job.state.is_ended());
        let mut beyond = ended.count().saturating_sub(KEPT);
        self.jobs.retain(|entry| {
            let goes = beyond > 0 && entry.job.state.is_ended();
            beyond -= usize::from(goes);
            !goes
        });
        let large = |entry: &Entry| entry.job.made.as_ref().is_some_and(|it| it.is_large());
        let count = self.jobs.iter().filter(|entry| large(entry)).count();
        let beyond = count.saturating_sub(KEPT_WHOLE);
        for entry in self.jobs.iter_mut().filter(|it| large(it)).take(beyond) {
            entry.job.made = None;
        }
    }
}

impl App {
    /// Begins a job, or puts it into the queue; returns its number.
    ///
    /// # Errors
    /// `web.jobs-many`.
    pub(crate) fn begin(
        self: &Arc<App>,
        kind: Kind,
        by: &str,
        about: &str,
        at: jiff::Timestamp,
        work: impl FnOnce(&Arc<App>, &Watch<'_>) -> Result<Made, Vec<Problem>> + Send + 'static,
    ) -> Result<u64, Problem> {
        let mut known = self.jobs.known();
        let open = known.jobs.iter().filter(|it| !it.job.state.is_ended());
        let (mut all, mut own) = (0, 0);
        for entry in open {
            all += 1;
            own += usize::from(entry.job.by == by);
        }
        if known.closed || all >= MOST || own >= MOST_OF_ONE {
            return Err(Problem::new(Code::WebJobsMany));
        }
        known.last += 1;
        let id = known.last;
        known.jobs.push_back(Entry {
            job: Job {
                id,
                kind,
                by: by.to_owned(),
                about: about.to_owned(),
                at,
                state: State::Waiting,
                step: None,
                ending: false,
                before: 0,
                problems: Vec::new(),
                made: None,
            },
            end: Arc::default(),
            work: Some(Box::new(work)),
        });
        let lane = kind.lane();
        if !known.busy.contains(&lane) {
            known.busy.push(lane);
            // It holds the office only while it has something to do.
            let app = Arc::clone(self);
            std::thread::spawn(move || app.work_off(lane));
        }
        Ok(id)
    }

    /// Runs what waits in a lane, one after the other.
    fn work_off(self: Arc<App>, lane: Lane) {
        loop {
            let mut known = self.jobs.known();
            let Some(entry) = known.waiting(lane) else {
                known.busy.retain(|busy| *busy != lane);
                drop(known);
                self.jobs.changed.notify_all();
                return;
            };
            entry.job.state = State::Running;
            let (id, kind, end) = (entry.job.id, entry.job.kind, Arc::clone(&entry.end));
            let work = entry.work.take();
            drop(known);
            let Some(work) = work else { continue };
            let watch = |step: Step| self.jobs.step(id, kind, &end, step);
            // Whatever broke, the job has ended and the next one runs.
            let how = catch_unwind(AssertUnwindSafe(|| work(&self, &watch)))
                .unwrap_or_else(|_| Err(vec![Problem::new(Code::WebJobBroke)]));
            self.jobs.ended(id, how);
        }
    }
}
