//! What have reviewers decided, all together?
//!
//! Every decision about persons and events, kept in memory and following the log
//! entry by entry: who stands for whom, which pairs need no question any more.
//! Invariant: it can be made again from the log at any moment; a withdrawn
//! decision is as if it had never been. Decisions are written in `link_decisions`.

use crate::link_decisions::{Decided, about_events, about_persons, is_opinion, ordered, there};
use crate::link_run::LinkRun;
use crate::open::locked;
use crate::seat::Permission;
use crate::{Office, Seat};
use model::record::{Decision, DecisionKind, RecordId};
use model::{Problem, Record};
use register::Tx;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use study::frame::{Clusters, Decided as Decisions};

/// What reviewers have said so far, over ids, as of a position of the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    position: u64,
    filled: bool,
    /// Every decision, withdrawn ones among them, by id.
    pub(crate) all: BTreeMap<RecordId, Decided>,
    /// Standing decisions about persons.
    pub(crate) persons: Decisions,
    /// Standing decisions about events.
    pub(crate) events: Decisions,
    /// The clusters of persons.
    pub(crate) same: Clusters,
    /// "Same" that "different" contradicts.
    pub(crate) contradicted: Vec<(RecordId, RecordId)>,
    /// Pairs of clusters that need no question any more.
    settled: HashSet<(RecordId, RecordId)>,
}

impl Said {
    fn follow(&mut self, tx: &Tx<'_>) -> Result<(), Problem> {
        let mut changed = false;
        if self.filled {
            for id in tx.changed_since(self.position)? {
                if let Some(stored) = there(tx.get(&id))? {
                    changed |= self.take(stored);
                }
            }
        } else {
            tx.scan("decision", None, |stored| {
                self.take(stored);
                Ok(())
            })?;
            (self.filled, changed) = (true, true);
        }
        self.position = tx.position();
        if changed {
            self.settle();
        }
        Ok(())
    }

    fn take(&mut self, stored: register::Stored) -> bool {
        let Record::Decision(decision) = stored.record else {
            return false;
        };
        let kind = decision.kind;
        if !(about_persons(kind) || about_events(kind) || is_opinion(kind)) {
            return false;
        }
        let decided = Decided {
            id: stored.id.clone(),
            kind,
            about: decision.about,
            why: decision.why,
            reason: stored.why,
            who: stored.who,
            at: stored.at.to_string(),
            withdrawn: decision.withdrawn,
            position: stored.position,
        };
        self.all.insert(stored.id, decided);
        true
    }

    fn settle(&mut self) {
        (self.persons, self.events) = (Decisions::default(), Decisions::default());
        for decided in self.all.values() {
            let decision = Decision {
                kind: decided.kind,
                about: decided.about.clone(),
                why: None,
                withdrawn: decided.withdrawn,
            };
            self.persons.take_persons(&decision);
            self.events.take_events(&decision);
        }
        (self.same, self.contradicted) = self.persons.clusters();
        let untold = self
            .all
            .values()
            .filter(|it| it.kind == DecisionKind::CannotTell && !it.withdrawn)
            .filter_map(|it| Some((it.about.first()?, it.about.get(1)?)));
        self.settled = self
            .persons
            .different()
            .map(|(a, b)| (a, b))
            .chain(untold)
            .map(|(a, b)| ordered(self.same.root(a), self.same.root(b)))
            .collect();
    }

    /// Whether two records still wait for a decision.
    pub(crate) fn waits(&self, a: &str, b: &str) -> bool {
        let (a, b) = (self.same.root(a), self.same.root(b));
        a != b && !self.settled.contains(&ordered(a, b))
    }

    /// The standing decision about exactly these two.
    pub(crate) fn about(&self, a: &str, b: &str) -> Option<&Decided> {
        self.all.values().find(|it| {
            !it.withdrawn
                && (about_persons(it.kind) || about_events(it.kind))
                && it.about.len() == 2
                && it.about.iter().any(|id| id == a)
                && it.about.iter().any(|id| id == b)
        })
    }
}

/// What the office remembers of linkage between requests; any server can make
/// it again.
#[derive(Default)]
pub(crate) struct Linking {
    pub(crate) said: Mutex<Arc<Said>>,
    /// The run that was asked for last, by the name under which it is kept.
    pub(crate) run: Mutex<Option<(String, Arc<LinkRun>)>>,
    pub(crate) duplicates: Mutex<Option<crate::duplicates::Duplicates>>,
}

impl Office {
    /// What was decided about records that the seat's holder may see, brought up to
    /// the newest entry.
    pub(crate) fn said<P: Permission>(&self, seat: &Seat<P>) -> Result<Arc<Said>, Problem> {
        let all = self.said_by_all()?;
        let sight = self.sight(seat)?;
        if sight.sees_all() {
            return Ok(all);
        }
        let mut seen = Said::clone(&all);
        seen.all.retain(|id, decided| {
            !sight.hides(id) && !decided.about.iter().any(|about| sight.hides(about))
        });
        seen.settle();
        Ok(Arc::new(seen))
    }

    /// The name under which something of linkage is kept that was computed over what
    /// the seat's holder may see: who sees other records has another run.
    pub(crate) fn linkage_of<P: Permission>(
        &self,
        seat: &Seat<P>,
        what: &str,
    ) -> Result<String, Problem> {
        let clearance = self.sight(seat)?.clearance();
        Ok(format!("{what} {clearance}").trim_end().to_owned())
    }

    fn said_by_all(&self) -> Result<Arc<Said>, Problem> {
        self.register.read(|tx| {
            let mut said = locked(&self.linking.said);
            if !said.filled || said.position < tx.position() {
                let mut newer = Said::clone(&said);
                newer.follow(tx)?;
                *said = Arc::new(newer);
            }
            Ok(Arc::clone(&said))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(id: &str, kind: DecisionKind, about: [&str; 2]) -> (RecordId, Decided) {
        let decided = Decided {
            id: id.into(),
            kind,
            about: about.map(str::to_owned).to_vec(),
            why: None,
            reason: None,
            who: "nour".into(),
            at: String::new(),
            withdrawn: false,
            position: 1,
        };
        (id.into(), decided)
    }

    #[test]
    fn what_is_settled_for_one_record_is_settled_for_the_person() {
        let mut said = Said::default();
        said.all.extend([
            decided("1", DecisionKind::SamePerson, ["a", "b"]),
            decided("2", DecisionKind::DifferentPersons, ["b", "c"]),
            decided("3", DecisionKind::CannotTell, ["d", "e"]),
        ]);
        said.settle();
        assert!(!said.waits("a", "b"));
        assert!(!said.waits("a", "c"));
        assert!(!said.waits("e", "d"));
        assert!(said.waits("a", "d"));
        said.all.get_mut("2").expect("a decision").withdrawn = true;
        said.settle();
        assert!(said.waits("a", "c"));
    }

    #[test]
    fn an_opinion_links_nothing_and_settles_nothing() {
        let mut said = Said::default();
        said.all
            .extend([decided("1", DecisionKind::OpinionSame, ["a", "b"])]);
        said.settle();
        assert!(said.waits("a", "b"));
    }
}
