//! What was computed over the whole register, and is it still so?
//!
//! A study or the outcomes of a law need every record. In a small register they
//! are computed again whenever the log has grown. In a large one nobody waits
//! for that: what stands is shown with its position, and one thread computes it
//! anew behind the page. Any server can make these again from the register.

use crate::app::App;
use model::Problem;
use std::sync::{Arc, Mutex, PoisonError};

/// Log entries beyond which nobody waits for a computation that was done before.
const LARGE: u64 = 20_000;

/// Computed things by what was asked, newest first.
pub struct Standing<K, T> {
    kept: Mutex<Vec<Kept<K, T>>>,
    running: Mutex<Vec<K>>,
    /// Held while something is computed: two computations over everybody at
    /// once would need twice the memory.
    computing: Mutex<()>,
    most: usize,
}

struct Kept<K, T> {
    key: K,
    position: u64,
    value: Arc<T>,
}

/// Something computed, with the position of the log at which it was.
pub struct Stands<T> {
    pub value: Arc<T>,
    pub position: u64,
    /// The log has grown since; it is being computed anew.
    pub older: bool,
}

impl<K: Clone + PartialEq + Send + 'static, T: Send + Sync + 'static> Standing<K, T> {
    pub fn new(most: usize) -> Standing<K, T> {
        Standing {
            kept: Mutex::default(),
            running: Mutex::default(),
            computing: Mutex::default(),
            most,
        }
    }

    fn known(&self, key: &K) -> Option<(u64, Arc<T>)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|known| known.key == *key)
            .map(|known| (known.position, Arc::clone(&known.value)))
    }

    fn keep(&self, key: K, position: u64, value: &Arc<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.key != key);
        kept.insert(
            0,
            Kept {
                key,
                position,
                value: Arc::clone(value),
            },
        );
        kept.truncate(self.most);
    }

    /// Lets go of what no longer stands although it is of the newest entry.
    pub fn forget(&self, gone: impl Fn(&K) -> bool) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| !gone(&known.key));
    }

    fn begin(&self, key: &K) -> bool {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let free = !running.contains(key);
        if free {
            running.push(key.clone());
        }
        free
    }

    fn end(&self, key: &K) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|known| known != key);
    }

    /// Computes a key behind the page, unless that is being done.
    fn compute_behind(
        &self,
        app: &Arc<App>,
        own: fn(&App) -> &Standing<K, T>,
        key: K,
        position: u64,
        compute: impl Fn(&App) -> Result<T, Vec<Problem>> + Send + 'static,
    ) {
        if !self.begin(&key) {
            return;
        }
        let app = Arc::clone(app);
        // A computation that fails leaves what stands; the page that asks first tells why.
        std::thread::spawn(move || {
            let standing = own(&app);
            let one = standing
                .computing
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let computed = compute(&app);
            drop(one);
            if let Ok(value) = computed {
                standing.keep(key.clone(), position, &Arc::new(value));
            }
            standing.end(&key);
        });
    }

    /// What stands for a key at the newest position, computed now unless it was
    /// before and the register is large. `own` finds this cache in the app again,
    /// on the thread that computes behind the page.
    pub fn get(
        &self,
        app: &Arc<App>,
        own: fn(&App) -> &Standing<K, T>,
        key: K,
        position: u64,
        compute: impl Fn(&App) -> Result<T, Vec<Problem>> + Send + 'static,
    ) -> Result<Stands<T>, Vec<Problem>> {
        if let Some(stands) = self.good_enough(&key, position) {
            if stands.older {
                self.compute_behind(app, own, key, position, compute);
            }
            return Ok(stands);
        }
        let _one = self
            .computing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Whoever waited finds what the one before has computed.
        if let Some(stands) = self.good_enough(&key, position) {
            return Ok(stands);
        }
        let value = Arc::new(compute(app)?);
        self.keep(key, position, &value);
        Ok(Stands {
            value,
            position,
            older: false,
        })
    }

    /// As [`Standing::get`], but in a large register nobody waits even the first
    /// time: nothing yet, while it is computed behind the page.
    pub fn soon(
        &self,
        app: &Arc<App>,
        own: fn(&App) -> &Standing<K, T>,
        key: K,
        position: u64,
        compute: impl Fn(&App) -> Result<T, Vec<Problem>> + Send + 'static,
    ) -> Result<Option<Stands<T>>, Vec<Problem>> {
        if position > LARGE && self.known(&key).is_none() {
            self.compute_behind(app, own, key, position, compute);
            return Ok(None);
        }
        self.get(app, own, key, position, compute).map(Some)
    }

    fn good_enough(&self, key: &K, position: u64) -> Option<Stands<T>> {
        let (at, value) = self.known(key)?;
        let older = at < position;
        (!older || position > LARGE).then_some(Stands {
            value,
            position: at,
            older,
        })
    }
}
