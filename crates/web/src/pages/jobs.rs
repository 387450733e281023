//! How far is the long work, and how does a person end it?
//!
//! The list shows the jobs of those acts that the reader may do, too; what a job
//! works on and what came of it is told to whoever began it, and to nobody else.
//! The page goes on without scripts by asking again; with htmx the part that
//! changes asks for itself.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::{Job, Kind, Made, State};
use crate::say::{Fact, Say};
use askama::Template;
use model::{Code, Problem};
use office::{Administering, Documenting, Reviewing, Verifying};
use serde::Serialize;
use std::sync::Arc;

/// A way on from a job that has ended.
#[derive(Serialize)]
struct WayOn {
    href: String,
    label: String,
}

/// A job as its reader may see it.
#[derive(Serialize)]
pub struct JobShown {
    id: u64,
    kind: &'static str,
    title: String,
    by: String,
    /// Name of the file; only for who began it.
    about: String,
    began: String,
    state: &'static str,
    said: String,
    phase: String,
    done: u64,
    total: Option<u64>,
    /// The step's length is not known.
    whole: bool,
    ending: bool,
    before: u64,
    own: bool,
    can_cancel: bool,
    goes_on: bool,
    facts: Vec<Fact>,
    good: String,
    /// What a cancelled job left behind.
    left: String,
    problems: Vec<Told>,
    ways: Vec<WayOn>,
    #[serde(skip)]
    exported: Option<(String, String)>,
}

#[derive(Template, Serialize)]
#[template(path = "jobs.html")]
struct JobsView {
    #[serde(skip)]
    frame: Frame,
    jobs: Vec<JobShown>,
    goes_on: bool,
}

#[derive(Template, Serialize)]
#[template(path = "job.html")]
struct JobView {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    job: JobShown,
}

/// Whether the asker may do what jobs of this kind do.
fn may_do(ask: &Ask, kind: Kind) -> bool {
    match kind {
        Kind::Sheet | Kind::Preview | Kind::Import | Kind::Rows | Kind::Export | Kind::Copy => {
            ask.may::<Documenting>()
        }
        Kind::Backup => ask.seat::<Administering>().is_ok(),
        Kind::Check => ask.may::<Verifying>(),
        Kind::Linkage | Kind::Sample => ask.may::<Reviewing>(),
    }
}

fn can_cancel(ask: &Ask, job: &Job) -> bool {
    !job.state.is_ended() && (job.by == ask.user() || ask.seat::<Administering>().is_ok())
}

fn shown(ask: &Ask, job: &Job) -> JobShown {
    let say = Say::new(ask);
    let own = job.by == ask.user();
    let step = job.step.filter(|_| job.state == State::Running);
    let mut shown = JobShown {
        id: job.id,
        kind: job.kind.as_str(),
        title: say.t(&format!("web-job-{}", job.kind.as_str())),
        by: job.by.clone(),
        about: if own {
            job.about.clone()
        } else {
            String::new()
        },
        began: say.instant(job.at),
        state: job.state.as_str(),
        said: say.t(&format!("web-job-state-{}", job.state.as_str())),
        phase: step
            .map(|step| say.t(&format!("phase-{}", step.phase.as_str())))
            .unwrap_or_default(),
        done: step.map_or(0, |step| step.done),
        total: step.and_then(|step| step.total).filter(|total| *total > 0),
        whole: step.is_some_and(|step| step.total.is_none()),
        ending: job.ending,
        before: job.before,
        own,
        can_cancel: can_cancel(ask, job) && !job.ending,
        goes_on: !job.state.is_ended(),
        facts: Vec::new(),
        good: String::new(),
        left: match job.state {
            State::Cancelled => say.t(&format!("web-job-cancelled-{}", job.kind.as_str())),
            _ => String::new(),
        },
        problems: Vec::new(),
        ways: Vec::new(),
        exported: None,
    };
    if own {
        shown.problems = told(ask, &job.problems);
        if let Some(made) = &job.made {
            tell_made(ask, &say, job.id, made, &mut shown);
        }
    }
    shown
}

/// What came of a job, for who began it.
fn tell_made(ask: &Ask, say: &Say, id: u64, made: &Made, shown: &mut JobShown) {
    let mut fact = |label: &str, value: String| {
        shown.facts.push(Fact {
            label: say.t(label),
            value,
        });
    };
    let number = |count: u64| say.words.number(count);
    let (way, label) = match made {
        Made::Sheet(..) => (format!("/import/{id}"), "web-import-mapping"),
        Made::Preview(..) => (format!("/import/{id}"), "web-import-plan"),
        Made::Import(_, counts, ..) => {
            fact("web-count-rows-taken", number(counts.rows_taken));
            (format!("/import/{id}"), "web-import-done")
        }
        Made::Rows(_, rows) => {
            fact("web-count-rows", number(*rows));
            (format!("/import/{id}/rows"), "web-import-rows-take")
        }
        Made::Backup(backup) => {
            shown.good = say
                .words
                .text_with("web-backup-made", &[("value", backup.name.as_str().into())]);
            ("/office/backups".to_owned(), "web-backups")
        }
        Made::Check(checked) => {
            fact("web-entries", number(checked.entries));
            fact("web-files", number(checked.files));
            fact("web-root", checked.root.clone());
            if checked.problems.is_empty() {
                shown.good = say.t("web-log-whole");
            }
            shown.problems = told(ask, &checked.problems);
            ("/office/log".to_owned(), "web-log")
        }
        Made::Linkage(records, waiting) => {
            fact("web-job-records", number(*records));
            fact("web-job-waiting", number(*waiting));
            ("/links".to_owned(), "web-links-title")
        }
        Made::Sample(pairs) => {
            fact("web-quality-sampled", number(*pairs));
            ("/links/quality".to_owned(), "web-quality-title")
        }
        Made::Copy(id) => (format!("/evidence/{id}"), "web-copy-look"),
        Made::Export(sheet, mapping) => {
            shown.exported = Some((sheet.clone(), mapping.clone()));
            ("/office/export".to_owned(), "web-export")
        }
    };
    shown.ways.push(WayOn {
        href: way,
        label: say.t(label),
    });
}

/// The jobs that the asker may know of, the newest first.
pub fn list_jobs(ask: &Ask) -> Answered {
    ask.seat::<Verifying>()?;
    let jobs: Vec<JobShown> = ask
        .app
        .jobs
        .all()
        .iter()
        .filter(|job| may_do(ask, job.kind))
        .map(|job| shown(ask, job))
        .collect();
    page(
        ask,
        &JobsView {
            frame: Frame::new(ask, "/office", "web-jobs"),
            goes_on: jobs.iter().any(|job| job.goes_on),
            jobs,
        },
    )
}

/// A job that the asker may know of.
fn asked(ask: &Ask) -> Result<Job, Refusal> {
    ask.seat::<Verifying>()?;
    let id = ask.part("job").parse().map_err(|_| Refusal::NotFound)?;
    ask.app
        .jobs
        .find(id)
        .filter(|job| may_do(ask, job.kind))
        .ok_or(Refusal::NotFound)
}

/// A job of the asker's own.
pub fn own_job(ask: &Ask) -> Result<Job, Refusal> {
    asked(ask).and_then(|job| {
        if job.by == ask.user() {
            Ok(job)
        } else {
            Err(Refusal::NotFound)
        }
    })
}

fn job_page(ask: &Ask, job: &Job) -> Answered {
    page(
        ask,
        &JobView {
            frame: Frame::new(ask, "/office", &format!("web-job-{}", job.kind.as_str())),
            job: shown(ask, job),
        },
    )
}

/// A job.
pub fn show_job(ask: &Ask) -> Answered {
    job_page(ask, &asked(ask)?)
}

/// Tells a job to end.
pub fn cancel_job(ask: &Ask) -> Answered {
    let job = asked(ask)?;
    if !can_cancel(ask, &job) && !job.state.is_ended() {
        return Err(Refusal::NotFound);
    }
    ask.app.jobs.cancel(job.id);
    Ok(Answer::see(&format!("/office/jobs/{}", job.id)))
}

/// How a job that was begun just now stands after a short while.
pub enum Awaited {
    /// It is done.
    Made(Arc<Made>),
    /// It came to nothing, and why.
    Wrong(Vec<Problem>),
    /// It goes on; its page says how far it is.
    Going(Answer),
}

/// Waits a short while for a job that was begun; a full queue is what is wrong.
pub fn begun(ask: &Ask, job: Result<u64, Problem>) -> Result<Awaited, Refusal> {
    match job {
        Ok(id) => awaited(ask, id),
        Err(problem) => Ok(Awaited::Wrong(vec![problem])),
    }
}

/// Waits a short while for a job.
fn awaited(ask: &Ask, id: u64) -> Result<Awaited, Refusal> {
    let job = ask.app.jobs.wait_for(id).ok_or(Refusal::NotFound)?;
    Ok(match (job.state, &job.made) {
        (State::Done, Some(made)) => Awaited::Made(Arc::clone(made)),
        (State::Failed, _) => Awaited::Wrong(job.problems),
        (State::Cancelled | State::Done, _) => {
            Awaited::Wrong(vec![Problem::new(Code::OfficeWorkCancelled)])
        }
        (State::Waiting | State::Running, _) if ask.json => {
            Awaited::Going(job_page(ask, &job)?.with_status(202))
        }
        (State::Waiting | State::Running, _) => {
            Awaited::Going(Answer::see(&format!("/office/jobs/{id}")))
        }
    })
}
