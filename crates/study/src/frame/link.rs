//! Which records are one person, or one event?
//!
//! Records that reviewers hold to be the same are joined; the id of a cluster
//! is the smallest id in it, so that it does not depend on the order of the
//! decisions. Nothing is lost: `person_records` and `event_records` say which
//! records a row stands for, and claims of all records are kept.

use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};

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
                "claims",
                "confirmed",
                "learned_text",
                "learned_earliest",
                "learned_latest",
                "known",
                "synthetic",
            ],
        )?;
        for (first, second) in self.pairs_in(connection, "events")? {
            connection.execute(
                &format!(
                    "update events as kept set {merge}, claims = kept.claims + other.claims, \
                     confirmed = coalesce(max(kept.confirmed, other.confirmed), kept.confirmed, other.confirmed), \
                     learned_text = case when kept.learned_text is null or other.learned_text is null then null \
                       else min(kept.learned_text, other.learned_text) end, \
                     learned_earliest = min(kept.learned_earliest, other.learned_earliest), \
                     learned_latest = coalesce(min(kept.learned_latest, other.learned_latest), \
                       kept.learned_latest, other.learned_latest), \
                     known = max(kept.known, other.known), \
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
