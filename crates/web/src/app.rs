//! What do all requests share?
//!
//! The office, the clock and the sentences of both languages; and two small
//! caches that any server can make again: a study as computed at a position of
//! the log, and the queue of verification. Nothing here would be missed by a
//! second server on the same register.

use crate::jobs::{Jobs, OnStep, Patience};
use crate::standing::{Standing, Stands};
use model::Problem;
use office::{
    AsOf, Computed, LawOutcomes, Office, Queue, QueuePart, Reading, Reviewing, Seat, Studying,
    Testing,
};
use std::sync::{Arc, Mutex, PoisonError};
use words::{Digits, Language, Words};

/// Tells the moment; the library never reads a clock itself.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// How many computed studies are kept.
const STUDIES_KEPT: usize = 6;
/// How many outcomes of laws are kept.
const OUTCOMES_KEPT: usize = 16;

/// The last part tells for whom: who sees other records has other numbers.
type StudyKey = (String, Option<jiff::civil::Date>, Option<u64>, String);

/// Which outcomes of a law are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OutcomesAsked {
    pub instrument: String,
    pub reading: Option<String>,
    pub assumptions: Vec<String>,
}

/// The last part tells for whom, as for studies.
type OutcomesKey = (OutcomesAsked, Language, Digits, String);

/// Persons of one list of outcomes that are named.
const NAMED: usize = 50;
/// Events of the queue on one page.
pub(crate) const QUEUE_SHOWN: usize = 20;
/// Whose queue, which part of it, from where on.
type QueueKey = (String, QueuePart, u64);

/// What all requests share.
pub struct App {
    pub(crate) office: Arc<Office>,
    pub(crate) clock: Clock,
    /// The name of the client's address is told by a proxy in front.
    pub(crate) behind_proxy: bool,
    arabic: Arc<Words>,
    arabic_indic: Arc<Words>,
    english: Arc<Words>,
    studies: Standing<StudyKey, Computed>,
    law_outcomes: Standing<OutcomesKey, LawOutcomes>,
    queues: Mutex<Vec<(QueueKey, u64, Arc<Queue>)>>,
    /// Long work beside the requests.
    pub(crate) jobs: Jobs,
    /// Whether the search for similar records is being prepared.
    pub(crate) preparing: Arc<std::sync::atomic::AtomicBool>,
}

impl App {
    /// Serves an office.
    pub fn new(office: Arc<Office>, clock: Clock, behind_proxy: bool) -> App {
        let months = office.months();
        let words = |language, digits| {
            let words = Words::isolated(language).with_months(months);
            Arc::new(words.with_digits(digits))
        };
        App {
            office,
            clock,
            behind_proxy,
            arabic: words(Language::Arabic, Digits::Western),
            arabic_indic: words(Language::Arabic, Digits::ArabicIndic),
            english: words(Language::English, Digits::Western),
            studies: Standing::new(STUDIES_KEPT),
            law_outcomes: Standing::new(OUTCOMES_KEPT),
            queues: Mutex::default(),
            jobs: Jobs::default(),
            preparing: Arc::default(),
        }
    }

    /// The same with another patience for jobs, told of each of their steps.
    pub fn with_jobs(self, patience: Patience, on_step: Option<OnStep>) -> App {
        App {
            jobs: Jobs::new(patience, on_step),
            ..self
        }
    }

    /// The sentences of a language; only Arabic ones are written in two kinds of digits.
    pub(crate) fn words(&self, language: Language, digits: Digits) -> Arc<Words> {
        Arc::clone(match (language, digits) {
            (Language::Arabic, Digits::Western) => &self.arabic,
            (Language::Arabic, Digits::ArabicIndic) => &self.arabic_indic,
            (Language::English, _) => &self.english,
        })
    }

    /// A computed study. With a day or a position it is of that moment; else it is
    /// of the newest entry, or of a somewhat older one where the register is large.
    pub(crate) fn study(
        self: &Arc<App>,
        seat: &Seat<Studying>,
        reading: &Seat<Reading>,
        id: &str,
        as_of: &AsOf,
    ) -> Result<Arc<Computed>, Vec<Problem>> {
        // Texts edited in the folder are adopted first: they move the position.
        self.office.refresh(seat)?;
        let newest = self
            .office
            .position(reading)
            .map_err(|problem| vec![problem])?;
        let clearance = self
            .office
            .clearance(seat)
            .map_err(|problem| vec![problem])?;
        let key = (id.to_owned(), as_of.known_on, as_of.at, clearance);
        let computed = self.studies.get(
            self,
            |app| &app.studies,
            key,
            newest,
            computing(seat, id, *as_of),
        )?;
        Ok(computed.value)
    }

    /// A study of the newest entry where that needs no waiting; nothing while the
    /// first computation in a large register goes on.
    pub(crate) fn study_soon(
        self: &Arc<App>,
        seat: &Seat<Studying>,
        reading: &Seat<Reading>,
        id: &str,
    ) -> Result<Option<Arc<Computed>>, Vec<Problem>> {
        let newest = self
            .office
            .position(reading)
            .map_err(|problem| vec![problem])?;
        let clearance = self
            .office
            .clearance(seat)
            .map_err(|problem| vec![problem])?;
        let key = (id.to_owned(), None, None, clearance);
        let stands = self.studies.soon(
            self,
            |app| &app.studies,
            key,
            newest,
            computing(seat, id, AsOf::default()),
        )?;
        Ok(stands.map(|stands| stands.value))
    }

    /// Lets go of a study whose files were changed here.
    pub(crate) fn forget_study(&self, id: &str) {
        self.studies.forget(|key| key.0 == id);
    }

    /// The outcomes of an instrument over everybody, without names.
    pub(crate) fn outcomes(
        self: &Arc<App>,
        seat: &Seat<Testing>,
        reading: &Seat<Reading>,
        asked: &OutcomesAsked,
        (language, digits): (Language, Digits),
    ) -> Result<Stands<LawOutcomes>, Vec<Problem>> {
        self.office.refresh(seat)?;
        let newest = self
            .office
            .position(reading)
            .map_err(|problem| vec![problem])?;
        let clearance = self
            .office
            .clearance(seat)
            .map_err(|problem| vec![problem])?;
        let key = (asked.clone(), language, digits, clearance);
        let (user, at, asked) = (seat.user().to_owned(), seat.at(), asked.clone());
        self.law_outcomes.get(
            self,
            |app| &app.law_outcomes,
            key,
            newest,
            move |app| {
                let seat = app
                    .office
                    .seat::<Testing>(&user, at, None)
                    .map_err(|problem| vec![problem])?;
                app.office.law_outcomes(
                    &seat,
                    &asked.instrument,
                    asked.reading.as_deref(),
                    &asked.assumptions,
                    NAMED,
                    &app.words(language, digits),
                )
            },
        )
    }

    /// What waits for a reviewer, one part of it from `skip` on, from the cache when
    /// the log has not grown since.
    pub(crate) fn queue(
        &self,
        seat: &Seat<Reviewing>,
        reading: &Seat<Reading>,
        part: QueuePart,
        skip: u64,
    ) -> Result<Arc<Queue>, Problem> {
        let position = self.office.position(reading)?;
        let asked = (seat.user().to_owned(), part, skip);
        let mut kept = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept
            .iter()
            .find(|(key, at, _)| *key == asked && *at == position);
        if let Some((_, _, queue)) = known {
            return Ok(Arc::clone(queue));
        }
        drop(kept);
        let queue = self
            .office
            .verification_queue(seat, part, skip, QUEUE_SHOWN)?;
        let queue = Arc::new(queue);
        kept = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(key, at, _)| key.0 != asked.0 || (*at == position && *key != asked));
        kept.insert(0, (asked, position, Arc::clone(&queue)));
        kept.truncate(32);
        Ok(queue)
    }
}

/// Computes a study for whoever asked, also on another thread: the seat is taken anew.
fn computing(
    seat: &Seat<Studying>,
    id: &str,
    as_of: AsOf,
) -> impl Fn(&App) -> Result<Computed, Vec<Problem>> + Send + use<> {
    let (user, at, id) = (seat.user().to_owned(), seat.at(), id.to_owned());
    move |app| {
        let seat = app
            .office
            .seat::<Studying>(&user, at, None)
            .map_err(|problem| vec![problem])?;
        app.office.compute_study(&seat, &id, &as_of)
    }
}
