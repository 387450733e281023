//! What has the register from a list already?
//!
//! The rows that earlier imports brought, as they are now and as the list last
//! said them. Looking up cannot fail for `intake`; what did go wrong is asked
//! for in the end, before anything that was planned counts.

use super::IMPORT;
use intake::{Existing, Found, Key};
use model::Problem;
use register::{Stored, Tx};
use std::cell::RefCell;

/// The rows of a list in the register.
pub(super) struct InRegister<'t, 'r> {
    tx: &'t Tx<'r>,
    known_list: bool,
    failed: RefCell<Option<Problem>>,
}

impl<'t, 'r> InRegister<'t, 'r> {
    /// `known_list` is false for a list of which the register has nothing.
    pub(super) fn new(tx: &'t Tx<'r>, known_list: bool) -> InRegister<'t, 'r> {
        InRegister {
            tx,
            known_list,
            failed: RefCell::new(None),
        }
    }

    /// What went wrong in looking up, which the answers could not say.
    pub(super) fn checked(self) -> Result<(), Problem> {
        match self.failed.into_inner() {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    fn look_up(&self, key: &Key) -> Result<Option<Found>, Problem> {
        let Some(id) = self.tx.find_listed(&key.list, &key.own_id, &key.part)? else {
            return Ok(None);
        };
        let Some(current) = self.tx.get(&id)? else {
            return Ok(None);
        };
        if current.number == 1 {
            return Ok(Some(Found {
                id,
                current: current.record,
                imported: None,
            }));
        }
        let imported = as_last_imported(&self.tx.history(&id)?)
            .filter(|imported| imported.position != current.position)
            .map(|imported| imported.record.clone());
        Ok(Some(Found {
            id,
            current: current.record,
            imported,
        }))
    }

    fn own_ids_in_register(&self, list: &str) -> Result<Vec<String>, Problem> {
        let mut ids = Vec::new();
        if !self.known_list {
            return Ok(ids);
        }
        for kind in ["person", "event"] {
            self.tx.scan(kind, None, |stored| {
                ids.extend(
                    stored
                        .record
                        .listed()
                        .filter(|listed| listed.list == list)
                        .map(|listed| listed.own_id.clone()),
                );
                Ok(())
            })?;
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    fn or_note<T: Default>(&self, answer: Result<T, Problem>) -> T {
        answer.unwrap_or_else(|problem| {
            self.failed.borrow_mut().get_or_insert(problem);
            T::default()
        })
    }
}

/// The revision that says what the list last said: the first one of the last
/// import that touched the record (the second one of the same import keeps
/// the office's own edits on top).
fn as_last_imported(history: &[Stored]) -> Option<&Stored> {
    let by_import = |revision: &&Stored| {
        revision
            .why
            .as_deref()
            .is_some_and(|why| why.starts_with(IMPORT))
    };
    let last = history.iter().rev().find(by_import)?;
    history.iter().find(|revision| {
        (revision.at, &revision.who, &revision.why) == (last.at, &last.who, &last.why)
    })
}

impl Existing for InRegister<'_, '_> {
    fn find(&self, key: &Key) -> Option<Found> {
        self.or_note(self.look_up(key))
    }

    fn own_ids(&self, list: &str) -> Vec<String> {
        self.or_note(self.own_ids_in_register(list))
    }

    fn is_closed(&self, key: &Key) -> bool {
        self.or_note(self.tx.is_listed_closed(&key.list, &key.own_id, &key.part))
    }
}
