//! What do all requests share?
//!
//! The office, the clock and the sentences of both languages; and two small
//! caches that any server can make again: a study as computed at a position of
//! the log, and the queue of verification. Nothing here would be missed by a
//! second server on the same register.

use model::Problem;
use office::{AsOf, Computed, Office, Queue, Reading, Reviewing, Seat, Studying};
use std::sync::{Arc, Mutex, PoisonError};
use words::{Language, Words};

/// Tells the moment; the library never reads a clock itself.
pub type Clock = Arc<dyn Fn() -> jiff::Timestamp + Send + Sync>;

/// How many computed studies are kept.
const STUDIES_KEPT: usize = 6;

type StudyKey = (String, Option<jiff::civil::Date>, u64);

/// What all requests share.
pub struct App {
    pub(crate) office: Arc<Office>,
    pub(crate) clock: Clock,
    /// The name of the client's address is told by a proxy in front.
    pub(crate) behind_proxy: bool,
    arabic: Arc<Words>,
    english: Arc<Words>,
    studies: Mutex<Vec<(StudyKey, Arc<Computed>)>>,
    queues: Mutex<Vec<(String, u64, Arc<Queue>)>>,
}

impl App {
    /// Serves an office.
    pub fn new(office: Arc<Office>, clock: Clock, behind_proxy: bool) -> App {
        let months = office.months();
        let words = |language| Arc::new(Words::isolated(language).with_months(months));
        App {
            office,
            clock,
            behind_proxy,
            arabic: words(Language::Arabic),
            english: words(Language::English),
            studies: Mutex::default(),
            queues: Mutex::default(),
        }
    }

    pub(crate) fn words(&self, language: Language) -> Arc<Words> {
        Arc::clone(match language {
            Language::Arabic => &self.arabic,
            Language::English => &self.english,
        })
    }

    /// A computed study, from the cache when the log has not grown since.
    pub(crate) fn study(
        &self,
        seat: &Seat<Studying>,
        reading: &Seat<Reading>,
        id: &str,
        as_of: &AsOf,
    ) -> Result<Arc<Computed>, Vec<Problem>> {
        // Texts edited in the folder are adopted first: they move the position.
        self.office.refresh(seat)?;
        let position = self
            .office
            .position(reading)
            .map_err(|problem| vec![problem])?;
        let key = (id.to_owned(), as_of.known_on, position);
        let mut kept = self.studies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, computed)) = kept.iter().find(|(known, _)| *known == key) {
            return Ok(Arc::clone(computed));
        }
        drop(kept);
        let computed = Arc::new(self.office.compute_study(seat, id, as_of)?);
        kept = self.studies.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(0, (key, Arc::clone(&computed)));
        kept.truncate(STUDIES_KEPT);
        Ok(computed)
    }

    /// What waits for a reviewer, from the cache when the log has not grown since.
    pub(crate) fn queue(
        &self,
        seat: &Seat<Reviewing>,
        reading: &Seat<Reading>,
    ) -> Result<Arc<Queue>, Problem> {
        let position = self.office.position(reading)?;
        let mut kept = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept
            .iter()
            .find(|(user, at, _)| user == seat.user() && *at == position);
        if let Some((_, _, queue)) = known {
            return Ok(Arc::clone(queue));
        }
        drop(kept);
        let queue = Arc::new(self.office.verification_queue(seat, 50)?);
        kept = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(user, _, _)| user != seat.user());
        kept.insert(0, (seat.user().to_owned(), position, Arc::clone(&queue)));
        kept.truncate(32);
        Ok(queue)
    }
}
