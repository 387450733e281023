//! Who of the people that are there already could this new record be?
//!
//! An index holds a linked table ready for questions: the best candidates for
//! a record while it is typed, and the links of a whole new sheet. Clusters
//! that were there keep their ids; new rows join one of them or form new ones.

mod append;

use crate::block::{self, Key, KeyRule};
use crate::cluster::{Decision, cluster_onto};
use crate::levels::Level;
use crate::model::Model;
use crate::prepare::Prepared;
use crate::score::{Bound, Pair, Scorer, Step, probability};
use crate::table::Table;
use crate::train::Mixture;
use ::model::problem::{Code, Problem};
use rayon::prelude::*;
use std::collections::HashMap;

/// A table that new records are compared with.
pub struct Index {
    model: Model,
    mixture: Mixture,
    prepared: Prepared,
    rules: Vec<KeyRule>,
    /// For each rule all rows that have its keys, with the upper half of their
    /// combined value, sorted by it.
    sorted: Vec<Vec<(u32, u32)>>,
    refining: Vec<Key>,
}

/// A record that a new one could be.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Candidate {
    /// Row in the indexed table.
    pub row: u32,
    /// Natural log-odds that both are one person.
    pub log_odds: f32,
    /// The same as a probability.
    pub probability: f64,
    /// Probability that they are relatives.
    pub relatives: f32,
    /// Why.
    pub steps: Vec<Step>,
}

/// The links of a new sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetLinks {
    /// Scored pairs; rows from [`Index::len`] on are rows of the sheet.
    pub pairs: Vec<Pair>,
    /// For each row of the sheet the lowest row of its cluster: a row of the
    /// table (the cluster that was there, its id unchanged), or from
    /// [`Index::len`] on a new cluster of sheet rows.
    pub clusters: Vec<u32>,
}

/// From this many records on a block is narrowed by a further key.
const WIDE_BLOCK: usize = 600;

impl Index {
    /// Builds the index of a table for a trained model.
    ///
    /// # Errors
    /// `linkage.model-unreadable` if the model has no classes or no rules.
    pub fn build(table: &Table, model: &Model) -> Result<Index, Problem> {
        if model.classes.is_empty() || model.rules.is_empty() {
            return Err(Problem::new(Code::LinkageModelUnreadable).with("why", "classes, rules"));
        }
        let prepared = Prepared::build(table, &model.fields);
        let rules = block::keys_of(&model.rules, &model.fields);
        let sorted = rules
            .par_iter()
            .map(|rule| {
                let mut keyed: Vec<(u32, u32)> = (0..prepared.len() as u32)
                    .map(|row| (prepared.combined(&rule.keys, prepared.row(row)), row))
                    .filter(|(value, _)| *value != 0)
                    .map(|(value, row)| ((value >> 32) as u32, row))
                    .collect();
                keyed.sort_unstable();
                keyed
            })
            .collect();
        let refining = block::all_keys(&prepared, &model.fields);
        Ok(Index {
            mixture: Mixture::of_classes(&model.classes, &model.fields),
            model: model.clone(),
            prepared,
            rules,
            sorted,
            refining,
        })
    }

    /// Number of records in the table.
    pub fn len(&self) -> usize {
        self.prepared.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.prepared.len() == 0
    }

    /// For each row of `sheet` (columns as the indexed table's, by header or
    /// role) the best candidates, best first; relatives are among them.
    pub fn candidates(&mut self, sheet: &Table, most: usize) -> Vec<Vec<Candidate>> {
        let first = self.prepared.extend(sheet, &self.model.fields);
        let tables = self.tables();
        let scorer = self.scorer(&tables, true);
        let bound = self.bound(&scorer);
        let found = (0..sheet.len() as u32)
            .into_par_iter()
            .map(|row| {
                let mut pairs = self.pairs_of(first + row, first, &scorer, &bound);
                pairs
                    .sort_unstable_by(|x, y| y.log_odds.total_cmp(&x.log_odds).then(x.a.cmp(&y.a)));
                pairs.truncate(most);
                pairs
                    .iter()
                    .map(|pair| Candidate {
                        row: pair.a,
                        log_odds: pair.log_odds,
                        probability: probability(f64::from(pair.log_odds)),
                        relatives: pair.relatives,
                        steps: self.steps(&scorer, &tables, pair),
                    })
                    .collect()
            })
            .collect();
        self.prepared.truncate(first);
        found
    }

    /// Links the rows of a new sheet with the table and with each other.
    /// `clusters` holds for each row of the table the lowest row of its
    /// cluster. `decisions` name table rows, and sheet rows from [`Index::len`] on.
    pub fn link_sheet(
        &mut self,
        sheet: &Table,
        clusters: &[u32],
        decisions: &[Decision],
    ) -> SheetLinks {
        let first = self.prepared.extend(sheet, &self.model.fields);
        let tables = self.tables();
        let scorer = self.scorer(&tables, self.model.settings.keep_relatives);
        let bound = self.bound(&scorer);
        let mut pairs: Vec<Pair> = (0..sheet.len() as u32)
            .into_par_iter()
            .flat_map_iter(|row| self.pairs_of(first + row, first, &scorer, &bound))
            .collect();
        pairs.extend(self.pairs_within(first, &scorer, &bound));
        pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
        self.prepared.truncate(first);
        let clusters = self.grow(first, sheet.len(), clusters, &pairs, decisions);
        SheetLinks { pairs, clusters }
    }

    /// Clusters the new rows onto those clusters that their pairs touch.
    fn grow(
        &self,
        first: u32,
        added: usize,
        clusters: &[u32],
        pairs: &[Pair],
        decisions: &[Decision],
    ) -> Vec<u32> {
        let touched: std::collections::BTreeSet<u32> = pairs
            .iter()
            .map(|pair| pair.a)
            .chain(decisions.iter().flat_map(|d| [d.a, d.b]))
            .filter(|&row| row < first)
            .map(|row| clusters[row as usize])
            .collect();
        // The touched clusters with all their members, then the new rows.
        let old: Vec<u32> = (0..first)
            .filter(|&row| touched.contains(&clusters[row as usize]))
            .collect();
        let local: HashMap<u32, u32> = old
            .iter()
            .copied()
            .chain(first..first + added as u32)
            .enumerate()
            .map(|(at, row)| (row, at as u32))
            .collect();
        let kept: Vec<u32> = old
            .iter()
            .map(|&row| local[&clusters[row as usize]])
            .collect();
        let moved: Vec<Pair> = pairs
            .iter()
            .map(|pair| Pair {
                a: local[&pair.a],
                b: local[&pair.b],
                ..*pair
            })
            .collect();
        let decided: Vec<Decision> = decisions
            .iter()
            .filter_map(|decision| {
                Some(Decision {
                    a: *local.get(&decision.a)?,
                    b: *local.get(&decision.b)?,
                    same: decision.same,
                })
            })
            .collect();
        let threshold = self.model.settings.threshold.clamp(1e-9, 1.0 - 1e-9);
        let grown = cluster_onto(
            old.len() + added,
            &kept,
            &moved,
            &decided,
            (threshold / (1.0 - threshold)).ln() as f32,
            self.model.settings.unscored as f32,
        );
        grown.of_row[old.len()..]
            .iter()
            .map(|&lowest| match old.get(lowest as usize) {
                Some(&row) => row,
                None => first + lowest - old.len() as u32,
            })
            .collect()
    }

    /// Pairs of one new row with rows of the table.
    fn pairs_of(&self, row: u32, first: u32, scorer: &Scorer<'_>, bound: &Bound) -> Vec<Pair> {
        let values = self.prepared.row(row);
        let own: Vec<(Key, u64)> = self
            .refining
            .iter()
            .map(|&key| (key, self.prepared.key(key, values)))
            .collect();
        let mut others: Vec<u32> = Vec::new();
        for (rule, sorted) in self.rules.iter().zip(&self.sorted) {
            let wanted = self.prepared.combined(&rule.keys, values);
            if wanted == 0 {
                continue;
            }
            let upper = (wanted >> 32) as u32;
            let start = sorted.partition_point(|(value, _)| *value < upper);
            let count = sorted[start..]
                .iter()
                .take_while(|(value, _)| *value == upper)
                .count();
            if rule.most.is_some_and(|most| count > most) {
                continue;
            }
            let block = sorted[start..start + count].iter().map(|(_, row)| *row);
            if count <= WIDE_BLOCK {
                others.extend(block);
            } else {
                others.extend(block.filter(|&other| {
                    let far = self.prepared.row(other);
                    let agreeing = own.iter().filter(|(key, value)| {
                        *value != 0
                            && !rule.keys.contains(key)
                            && *value == self.prepared.key(*key, far)
                    });
                    agreeing.take(2).count() == 2
                }));
            }
        }
        others.sort_unstable();
        others.dedup();
        others
            .into_iter()
            .filter(|&other| other < first)
            .filter_map(|other| {
                let there = self.prepared.row(other);
                let (log_odds, relatives) = scorer.score(bound, there, values)?;
                Some(Pair {
                    a: other,
                    b: row,
                    log_odds,
                    relatives,
                })
            })
            .collect()
    }

    /// Pairs among the new rows.
    fn pairs_within(&self, first: u32, scorer: &Scorer<'_>, bound: &Bound) -> Vec<Pair> {
        let rows: Vec<u32> = (first..self.prepared.len() as u32).collect();
        let mut proposed: Vec<(u32, u32)> = Vec::new();
        for rule in &self.rules {
            let mut keyed: Vec<(u64, u32)> = rows
                .iter()
                .map(|&row| {
                    (
                        self.prepared.combined(&rule.keys, self.prepared.row(row)),
                        row,
                    )
                })
                .filter(|(value, _)| *value != 0)
                .collect();
            keyed.sort_unstable();
            for block in keyed.chunk_by(|a, b| a.0 == b.0) {
                for (at, &(_, a)) in block.iter().enumerate() {
                    // A sheet of one name over and over is compared with its neighbours.
                    for &(_, b) in block[at + 1..].iter().take(WIDE_BLOCK) {
                        proposed.push((a, b));
                    }
                }
            }
        }
        proposed.par_sort_unstable();
        proposed.dedup();
        proposed
            .par_iter()
            .filter_map(|&(a, b)| {
                let (log_odds, relatives) =
                    scorer.score(bound, self.prepared.row(a), self.prepared.row(b))?;
                Some(Pair {
                    a,
                    b,
                    log_odds,
                    relatives,
                })
            })
            .collect()
    }

    fn steps(&self, scorer: &Scorer<'_>, tables: &[&'static [Level]], pair: &Pair) -> Vec<Step> {
        let (_, steps) = scorer.explain(self.prepared.row(pair.a), self.prepared.row(pair.b));
        steps
            .into_iter()
            .enumerate()
            .map(|(field, (level, adds))| Step {
                field: self.model.fields[field].name.clone(),
                level: tables[field][level as usize].name,
                adds,
            })
            .collect()
    }

    /// The quick bound, from neighbours in the blocks of all rules.
    fn bound(&self, scorer: &Scorer<'_>) -> Bound {
        let neighbours = self.sorted.iter().flat_map(|sorted| {
            sorted
                .windows(2)
                .step_by(sorted.len() / 40 + 1)
                .filter(|two| two[0].0 == two[1].0)
                .map(|two| (self.prepared.row(two[0].1), self.prepared.row(two[1].1)))
        });
        scorer.bound(neighbours)
    }

    fn tables(&self) -> Vec<&'static [Level]> {
        self.model
            .fields
            .iter()
            .map(|field| field.comparator.levels())
            .collect()
    }

    fn scorer(&self, tables: &[&[Level]], keep_relatives: bool) -> Scorer<'_> {
        Scorer::new(
            &self.prepared,
            &self.mixture,
            tables,
            self.model.calibration,
            self.model.settings.floor,
            keep_relatives,
        )
    }
}
