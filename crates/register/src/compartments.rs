//! Which records are closed to a reader?
//!
//! A placement puts a record into a compartment; whatever points at a closed
//! record, directly or through others, is at least as closed. This is followed
//! here from the log, as the words of the index are, so that a member who was
//! added or taken away sees otherwise in the next transaction. A transaction
//! that was begun for a reader has a [`Sight`]: closed records are not there for
//! it, in `reading`, `search` and `writing` alike, and a guessed id answers as an
//! unknown one does.

use crate::derived;
use crate::opening::Register;
use crate::reading::{PAGE, Tx};
use crate::statements as sql;
use crate::{database::Cell, reading::Known};
use model::record::{Compartment, RecordId};
use model::{Code, Problem, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// The compartments that a record needs.
type Needs = BTreeSet<RecordId>;

/// A record that is not for everybody.
#[derive(Clone, Debug)]
struct Closed {
    /// Which needs, by their number.
    needs: u32,
    /// Position of its first revision, under which the index knows it.
    first: u64,
    kind: Box<str>,
}

/// Everything that is closed, to whomever.
#[derive(Clone, Debug, Default)]
pub(crate) struct Enclosed {
    compartments: BTreeMap<RecordId, Compartment>,
    /// The compartment that each placed record was put into.
    placed: HashMap<RecordId, RecordId>,
    closed: HashMap<RecordId, Closed>,
    /// Needs, each once; a record names its own by number.
    needs: Vec<Needs>,
    /// Counts the moves and the changes of members that were followed.
    changes: u64,
}

/// What the register keeps of it between transactions.
#[derive(Debug, Default)]
pub(crate) struct Enclosures(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    position: u64,
    filled: bool,
    enclosed: Arc<Enclosed>,
}

/// What one reader may see, of one moment of the log.
#[derive(Clone, Debug)]
pub struct Sight {
    enclosed: Arc<Enclosed>,
    held: BTreeSet<RecordId>,
    /// Whether the reader holds what each of the needs asks for.
    open: Vec<bool>,
    sees_all: bool,
}

impl Sight {
    fn of(enclosed: Arc<Enclosed>, user: &str) -> Sight {
        let held: BTreeSet<RecordId> = enclosed
            .compartments
            .iter()
            .filter(|(_, known)| !known.ended && known.members.iter().any(|it| it == user))
            .map(|(id, _)| id.clone())
            .collect();
        let open: Vec<bool> = enclosed
            .needs
            .iter()
            .map(|needs| needs.is_subset(&held))
            .collect();
        Sight {
            sees_all: open.iter().all(|open| *open),
            enclosed,
            held,
            open,
        }
    }

    fn allows(&self, closed: &Closed) -> bool {
        self.open[closed.needs as usize]
    }

    /// Whether nothing is closed to this reader.
    pub fn sees_all(&self) -> bool {
        self.sees_all
    }

    /// Whether a record is closed to this reader.
    pub fn hides(&self, id: &str) -> bool {
        !self.sees_all
            && self
                .enclosed
                .closed
                .get(id)
                .is_some_and(|closed| !self.allows(closed))
    }

    /// Ids of all that is closed to this reader, in no order.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.hidden_records().map(|(id, _)| id)
    }

    fn hidden_records(&self) -> impl Iterator<Item = (&str, &Closed)> {
        let all = (!self.sees_all).then(|| self.enclosed.closed.iter());
        all.into_iter()
            .flatten()
            .filter(|(_, closed)| !self.allows(closed))
            .map(|(id, closed)| (id.as_str(), closed))
    }

    /// Positions under which the index knows what is closed to this reader.
    pub(crate) fn hidden_firsts(&self) -> impl Iterator<Item = u64> {
        self.hidden_records().map(|(_, closed)| closed.first)
    }

    /// How many records of a kind are closed to this reader.
    pub(crate) fn hidden_of(&self, kind: &str) -> u64 {
        let closed = self.hidden_records().map(|(_, closed)| closed);
        closed.filter(|closed| &*closed.kind == kind).count() as u64
    }

    /// The compartments that the reader is a member of, by id; ended ones have no members.
    pub fn held(&self) -> impl Iterator<Item = (&RecordId, &Compartment)> {
        let all = self.enclosed.compartments.iter();
        all.filter(|(id, _)| self.held.contains(*id))
    }

    /// Whether the reader is a member of every compartment that has not ended.
    pub fn holds_all(&self) -> bool {
        let all = self.enclosed.compartments.values();
        self.held.len() == all.filter(|known| !known.ended).count()
    }

    /// The records that were themselves put into a compartment, sorted by id, those that
    /// are closed to the reader among them.
    pub fn placed_in(&self, compartment: &str) -> Vec<RecordId> {
        let all = self.enclosed.placed.iter();
        let mut inside: Vec<RecordId> = all
            .filter(|(_, into)| *into == compartment)
            .map(|(id, _)| id.clone())
            .collect();
        inside.sort();
        inside
    }

    /// What tells apart two readers to whom different records are closed: computed
    /// things that stand for one may be shown to the other only when this is equal.
    pub fn clearance(&self) -> String {
        let held: Vec<&str> = self.held.iter().map(String::as_str).collect();
        held.join(" ")
    }

    /// [`Sight::clearance`] at a moment of this server: it is another one after each
    /// move and each change of members, so that what was computed before is not shown.
    pub fn moment(&self) -> String {
        format!("{} {}", self.enclosed.changes, self.clearance())
    }

    /// The compartment that a record itself was put into.
    pub fn placed(&self, id: &str) -> Option<&RecordId> {
        self.enclosed.placed.get(id)
    }

    /// The compartments that one must be a member of to see a record, with those
    /// that it has from what it points at.
    pub fn needs(&self, id: &str) -> impl Iterator<Item = &RecordId> {
        self.enclosed.needs_of(id).into_iter().flatten()
    }

    /// Whether a revision would close a record to people for whom it is there now.
    pub(crate) fn would_close(&self, id: &str, record: &Record) -> bool {
        let now = self.enclosed.needs_of(id);
        derived::references(record).into_iter().any(|about| {
            self.enclosed
                .needs_of(about)
                .is_some_and(|needs| now.is_none_or(|now| !needs.is_subset(now)))
        })
    }
}

impl Enclosed {
    fn needs_of(&self, id: &str) -> Option<&Needs> {
        self.closed
            .get(id)
            .map(|closed| &self.needs[closed.needs as usize])
    }

    /// What a record needs by its own placement and by what it points at.
    fn asked(&self, id: &str, about: &[&str]) -> Needs {
        let mut needs: Needs = self.placed.get(id).cloned().into_iter().collect();
        for about in about {
            needs.extend(self.needs_of(about).into_iter().flatten().cloned());
        }
        needs
    }

    fn number(&mut self, needs: Needs) -> u32 {
        let known = self.needs.iter().position(|known| *known == needs);
        let at = known.unwrap_or_else(|| {
            self.needs.push(needs);
            self.needs.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Closes a record and, through it, whatever points at it.
    fn close(&mut self, tx: &Tx, id: &str, needs: Needs) -> Result<(), Problem> {
        let Some(Known { first, kind, .. }) = tx.known(id)? else {
            return Ok(());
        };
        let mut waiting = vec![(id.to_owned(), first, kind, needs)];
        while let Some((id, first, kind, mut needs)) = waiting.pop() {
            if let Some(before) = self.needs_of(&id) {
                if needs.is_subset(before) {
                    continue;
                }
                needs.extend(before.iter().cloned());
            }
            let closed = Closed {
                needs: self.number(needs.clone()),
                first,
                kind: kind.into(),
            };
            self.closed.insert(id, closed);
            let cells = [Cell::Number(first)];
            tx.connection.each(sql::POINTING_IDS, &cells, &mut |row| {
                let (id, first) = (row.text(0)?.to_owned(), row.number(1)?);
                waiting.push((id, first, row.text(2)?.to_owned(), needs.clone()));
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Everything, read anew.
    fn read(tx: &Tx) -> Result<Enclosed, Problem> {
        let mut enclosed = Enclosed::default();
        tx.scan("compartment", None, |stored| {
            if let Record::Compartment(compartment) = stored.record {
                enclosed.compartments.insert(stored.id, compartment);
            }
            Ok(())
        })?;
        tx.scan("placement", None, |stored| {
            if let Record::Placement(placed) = stored.record
                && let Some(compartment) = placed.compartment
            {
                enclosed.placed.insert(placed.of, compartment);
            }
            Ok(())
        })?;
        let placed: Vec<(RecordId, RecordId)> = enclosed
            .placed
            .iter()
            .map(|(id, compartment)| (id.clone(), compartment.clone()))
            .collect();
        for (id, compartment) in placed {
            enclosed.close(tx, &id, Needs::from([compartment]))?;
        }
        Ok(enclosed)
    }

    /// Takes a changed record in; `false` when something may be less closed than
    /// before, which is found out by reading everything anew.
    fn take(&mut self, tx: &Tx, id: &str, record: &Record) -> Result<bool, Problem> {
        if let Record::Placement(placed) = record {
            match (&placed.compartment, self.placed.get(&placed.of)) {
                (Some(new), None) => {
                    let (of, new) = (placed.of.clone(), new.clone());
                    self.placed.insert(of.clone(), new.clone());
                    self.close(tx, &of, Needs::from([new]))?;
                }
                (new, before) if new.as_ref() == before => {}
                _ => return Ok(false),
            }
        }
        let about = derived::references(record);
        let asked = self.asked(id, &about);
        let Some(before) = self.needs_of(id) else {
            if !asked.is_empty() {
                self.close(tx, id, asked)?;
            }
            return Ok(true);
        };
        // Two closed events that point at each other would keep each other closed for ever.
        let in_a_ring = self.is_event(id) && about.iter().any(|about| self.is_event(about));
        if in_a_ring || !asked.is_superset(before) {
            return Ok(false);
        }
        if asked != *before {
            self.close(tx, id, asked)?;
        }
        Ok(true)
    }

    fn is_event(&self, id: &str) -> bool {
        let known = self.closed.get(id);
        known.is_some_and(|known| &*known.kind == "event")
    }
}

impl Kept {
    fn follow(&mut self, tx: &Tx) -> Result<(), Problem> {
        if !self.filled {
            self.enclosed = Arc::new(Enclosed::read(tx)?);
            self.filled = true;
        } else {
            self.follow_changes(tx)?;
        }
        self.position = tx.position();
        Ok(())
    }

    fn follow_changes(&mut self, tx: &Tx) -> Result<(), Problem> {
        let changed = changed_since(tx, self.position)?;
        let divides = |kind: &str| kind == "compartment";
        let none = self.enclosed.compartments.is_empty();
        if none && !changed.iter().any(|(_, kind)| divides(kind)) {
            return Ok(());
        }
        for (id, kind) in &changed {
            // These point at nothing, and are closed only by a placement.
            if matches!(kind.as_str(), "person" | "source" | "document" | "user") {
                continue;
            }
            let stored = match tx.get(id) {
                Ok(Some(stored)) => stored,
                Ok(None) => continue,
                Err(problem) if problem.code == Code::RegisterContentDestroyed => continue,
                Err(problem) => return Err(problem),
            };
            if matches!(kind.as_str(), "compartment" | "placement") {
                Arc::make_mut(&mut self.enclosed).changes += 1;
            }
            if let Record::Compartment(compartment) = stored.record {
                let enclosed = Arc::make_mut(&mut self.enclosed);
                enclosed.compartments.insert(stored.id, compartment);
                continue;
            }
            let about = derived::references(&stored.record);
            let untouched = !divides(kind)
                && kind != "placement"
                && self.enclosed.needs_of(id).is_none()
                && self.enclosed.asked(id, &about).is_empty();
            if untouched {
                continue;
            }
            if !Arc::make_mut(&mut self.enclosed).take(tx, id, &stored.record)? {
                let changes = self.enclosed.changes;
                self.enclosed = Arc::new(Enclosed {
                    changes,
                    ..Enclosed::read(tx)?
                });
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Records that were written after a position, each once, with their kinds.
fn changed_since(tx: &Tx, position: u64) -> Result<Vec<(RecordId, String)>, Problem> {
    let (mut after, mut changed) = (position, Vec::new());
    let mut seen = std::collections::HashSet::new();
    loop {
        let page = tx.connection.all(
            sql::CHANGED_KINDS,
            &[Cell::Number(after), Cell::Number(PAGE)],
            |row| {
                let kind = row.text(2)?.to_owned();
                Ok((row.number(0)?, row.text(1)?.to_owned(), kind))
            },
        )?;
        let Some((last, ..)) = page.last() else {
            return Ok(changed);
        };
        after = *last;
        for (_, id, kind) in page {
            if seen.insert(id.clone()) {
                changed.push((id, kind));
            }
        }
    }
}

impl Enclosures {
    /// What a reader may see at the moment of a transaction. Another transaction may
    /// have followed the log further; then what was closed since is closed here too.
    pub(crate) fn sight(&self, tx: &Tx, user: &str) -> Result<Sight, Problem> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.filled || kept.position < tx.position() {
            kept.follow(tx)?;
        }
        Ok(Sight::of(Arc::clone(&kept.enclosed), user))
    }
}

impl Register {
    /// What a reader may see now.
    ///
    /// # Errors
    /// Those of the database.
    pub fn sight(&self, user: &str) -> Result<Sight, Problem> {
        self.read(|tx| self.enclosures.sight(tx, user))
    }

    /// Every compartment with its members, by id.
    ///
    /// # Errors
    /// Those of the database.
    pub fn compartments(&self) -> Result<Vec<(RecordId, Compartment)>, Problem> {
        self.read(|tx| {
            let mut all = Vec::new();
            tx.scan("compartment", None, |stored| {
                if let Record::Compartment(compartment) = stored.record {
                    all.push((stored.id, compartment));
                }
                Ok(())
            })?;
            Ok(all)
        })
    }
}
