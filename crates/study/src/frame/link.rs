//! Which records are one person, or one event?
//!
//! Records that reviewers hold to be the same are joined; the id of a cluster
//! is the smallest id in it, so that it does not depend on the order of the
//! decisions. "Different" is kept whatever else was decided: a "same" that would
//! join two records held to be different is not followed, and is named. Nothing
//! is lost: `person_records` and `event_records` say which records a row stands
//! for, and claims of all records are kept. Which events of a linked person are
//! one act is in `same_act`.

use model::record::{Decision, DecisionKind};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Two ids, the smaller first.
pub type Pair = (String, String);

fn pair(a: &str, b: &str) -> Pair {
    if a <= b {
        (a.to_owned(), b.to_owned())
    } else {
        (b.to_owned(), a.to_owned())
    }
}

/// What reviewers decided about two of each: same or different.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    same: BTreeSet<Pair>,
    different: BTreeSet<Pair>,
}

impl Decided {
    /// Takes in what a standing decision says of persons; anything else is passed over.
    pub fn take_persons(&mut self, decision: &Decision) {
        self.take(
            decision,
            DecisionKind::SamePerson,
            &[DecisionKind::DifferentPersons, DecisionKind::Relatives],
        );
    }

    /// Takes in what a standing decision says of events; anything else is passed over.
    pub fn take_events(&mut self, decision: &Decision) {
        self.take(
            decision,
            DecisionKind::SameEvent,
            &[DecisionKind::DifferentEvents],
        );
    }

    fn take(&mut self, decision: &Decision, same: DecisionKind, different: &[DecisionKind]) {
        if decision.withdrawn {
            return;
        }
        let into = if decision.kind == same {
            &mut self.same
        } else if different.contains(&decision.kind) {
            &mut self.different
        } else {
            return;
        };
        for (at, a) in decision.about.iter().enumerate() {
            for b in &decision.about[at + 1..] {
                if a != b {
                    into.insert(pair(a, b));
                }
            }
        }
    }

    /// Says that two are the same.
    pub fn join(&mut self, a: &str, b: &str) {
        if a != b {
            self.same.insert(pair(a, b));
        }
    }

    /// Pairs held to be the same, sorted.
    pub fn same(&self) -> impl Iterator<Item = &Pair> {
        self.same.iter()
    }

    /// Pairs held to be different, sorted.
    pub fn different(&self) -> impl Iterator<Item = &Pair> {
        self.different.iter()
    }

    /// Whether two were held to be different themselves.
    pub fn apart(&self, a: &str, b: &str) -> bool {
        self.different.contains(&pair(a, b))
    }

    /// The clusters, and the "same" that "different" contradicts, which joined nothing.
    pub fn clusters(&self) -> (Clusters, Vec<Pair>) {
        let mut clusters = Clusters::default();
        let mut contradicted = Vec::new();
        // Records of each cluster that something is kept apart from, by root.
        let mut members: HashMap<String, Vec<&str>> = HashMap::new();
        let mut foes: HashMap<&str, Vec<&str>> = HashMap::new();
        for (a, b) in &self.different {
            foes.entry(a).or_default().push(b);
            foes.entry(b).or_default().push(a);
        }
        for (a, b) in &self.same {
            let (x, y) = (clusters.root(a), clusters.root(b));
            if x == y {
                continue;
            }
            let of = |root: &String, own: &'_ str| -> Vec<String> {
                members.get(root).map_or_else(
                    || vec![own.to_owned()],
                    |known| known.iter().map(|id| (*id).to_owned()).collect(),
                )
            };
            let (left, right) = (of(&x, a), of(&y, b));
            let forbidden = left.iter().any(|id| {
                foes.get(id.as_str())
                    .is_some_and(|foes| foes.iter().any(|foe| right.iter().any(|it| it == foe)))
            });
            if forbidden {
                contradicted.push((a.clone(), b.clone()));
                continue;
            }
            clusters.join(&[a.clone(), b.clone()]);
            let mut both = members.remove(&x).unwrap_or_else(|| vec![a]);
            both.extend(members.remove(&y).unwrap_or_else(|| vec![b]));
            members.insert(clusters.root(a), both);
        }
        (clusters, contradicted)
    }
}

/// Disjoint sets of record ids.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    parent: HashMap<String, String>,
}

impl Clusters {
    /// Says that these ids are the same.
    pub fn join(&mut self, ids: &[String]) {
        for pair in ids.windows(2) {
            let (a, b) = (self.root(&pair[0]), self.root(&pair[1]));
            // The smaller id stays on top, so the root is the cluster's id.
            match a.cmp(&b) {
                std::cmp::Ordering::Less => {
                    self.parent.insert(b, a);
                }
                std::cmp::Ordering::Greater => {
                    self.parent.insert(a, b);
                }
                std::cmp::Ordering::Equal => {}
            }
        }
    }

    /// The id of the cluster that an id is in: the id itself when it is in none.
    pub fn root(&self, id: &str) -> String {
        let mut id = id;
        while let Some(parent) = self.parent.get(id) {
            id = parent;
        }
        id.to_owned()
    }

    /// Clusters of more than one id: the smallest id, and the others sorted.
    pub fn all(&self) -> BTreeMap<String, Vec<String>> {
        let mut clusters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in self.parent.keys() {
            clusters.entry(self.root(id)).or_default().push(id.clone());
        }
        for others in clusters.values_mut() {
            others.sort();
        }
        clusters
    }

    pub(super) fn apply_to_persons(&self, connection: &Connection) -> rusqlite::Result<()> {
        let merge = coalescing(connection, "persons", &["id", "records", "synthetic"])?;
        for (first, second) in self.pairs_in(connection, "persons")? {
            connection.execute(
                &format!(
                    "update persons as kept set {merge}, records = kept.records + other.records, \
                     synthetic = max(kept.synthetic, other.synthetic) \
                     from (select * from persons where id = ?2) as other where kept.id = ?1"
                ),
                [&first, &second],
            )?;
            for (sql, key) in [
                (
                    "update or ignore participants set person_id = ?1 where person_id = ?2",
                    "participants",
                ),
                (
                    "update person_records set person_id = ?1 where person_id = ?2",
                    "person_records",
                ),
                (
                    "update or ignore person_flags set person_id = ?1 where person_id = ?2",
                    "person_flags",
                ),
            ] {
                connection.execute(sql, [&first, &second])?;
                connection.execute(
                    &format!("delete from {key} where person_id = ?1"),
                    [&second],
                )?;
            }
            connection.execute("delete from persons where id = ?1", [&second])?;
        }
        Ok(())
    }

    pub(super) fn apply_to_events(&self, connection: &Connection) -> rusqlite::Result<()> {
        let merge = coalescing(
            connection,
            "events",
            &[
                "id",
                "when_text",
                "earliest",
                "latest",
                "qualified",
                "claims",
                "confirmed",
                "learned_text",
                "learned_earliest",
                "learned_latest",
                "known",
                "act",
                "synthetic",
            ],
        )?;
        // A date inside the other one says the same and more.
        let narrower = "(kept.when_text is null or (other.earliest >= kept.earliest \
             and other.latest <= kept.latest and other.qualified <= kept.qualified))";
        let dates: String = ["when_text", "earliest", "latest", "qualified"]
            .iter()
            .map(|name| {
                format!(
                    "{name} = case when {narrower} then coalesce(other.{name}, kept.{name}) \
                     else kept.{name} end, "
                )
            })
            .collect();
        for (first, second) in self.pairs_in(connection, "events")? {
            connection.execute(
                &format!(
                    "update events as kept set {merge}, {dates}claims = kept.claims + other.claims, \
                     confirmed = coalesce(max(kept.confirmed, other.confirmed), kept.confirmed, other.confirmed), \
                     learned_text = case when kept.learned_text is null or other.learned_text is null then null \
                       else min(kept.learned_text, other.learned_text) end, \
                     learned_earliest = min(kept.learned_earliest, other.learned_earliest), \
                     learned_latest = coalesce(min(kept.learned_latest, other.learned_latest), \
                       kept.learned_latest, other.learned_latest), \
                     known = max(kept.known, other.known), \
                     act = max(kept.act, other.act), \
                     synthetic = max(kept.synthetic, other.synthetic) \
                     from (select * from events where id = ?2) as other where kept.id = ?1"
                ),
                [&first, &second],
            )?;
            for (table, sql) in [
                (
                    "participants",
                    "update or ignore participants set event_id = ?1 where event_id = ?2",
                ),
                (
                    "attributes",
                    "update or ignore attributes set event_id = ?1 where event_id = ?2",
                ),
                (
                    "related_events",
                    "update or ignore related_events set event_id = ?1 where event_id = ?2",
                ),
                (
                    "event_records",
                    "update event_records set event_id = ?1 where event_id = ?2",
                ),
                (
                    "claims",
                    "update claims set event_id = ?1, claim_id = ?2 || '/' || claim_id where event_id = ?2",
                ),
                (
                    "claim_values",
                    "update claim_values set event_id = ?1, claim_id = ?2 || '/' || claim_id where event_id = ?2",
                ),
            ] {
                connection.execute(sql, [&first, &second])?;
                connection.execute(
                    &format!("delete from {table} where event_id = ?1"),
                    [&second],
                )?;
            }
            connection.execute(
                "update or ignore related_events set other_event_id = ?1 where other_event_id = ?2",
                [&first, &second],
            )?;
            connection.execute("delete from events where id = ?1", [&second])?;
        }
        Ok(())
    }

    /// Every (kept, joined) pair of ids that stand in the table. When the smallest
    /// id of a cluster has no row (it was never a record of this kind, or is not
    /// known yet on the day asked for), the next one is kept.
    fn pairs_in(
        &self,
        connection: &Connection,
        table: &str,
    ) -> rusqlite::Result<Vec<(String, String)>> {
        let mut exists = connection.prepare(&format!("select 1 from {table} where id = ?1"))?;
        let mut pairs = Vec::new();
        for (root, others) in self.all() {
            let mut present = Vec::new();
            for id in std::iter::once(root).chain(others) {
                if exists.exists([&id])? {
                    present.push(id);
                }
            }
            if let [first, rest @ ..] = present.as_slice() {
                pairs.extend(rest.iter().map(|other| (first.clone(), other.clone())));
            }
        }
        Ok(pairs)
    }
}

/// `column = coalesce(kept.column, other.column)` for all columns but these.
fn coalescing(connection: &Connection, table: &str, but: &[&str]) -> rusqlite::Result<String> {
    let mut statement =
        connection.prepare(&format!("select name from pragma_table_info('{table}')"))?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(names
        .iter()
        .filter(|name| !but.contains(&name.as_str()))
        .map(|name| format!("\"{name}\" = coalesce(kept.\"{name}\", other.\"{name}\")"))
        .collect::<Vec<_>>()
        .join(", "))
}
