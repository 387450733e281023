//! The whole way from a table to scored pairs: prepare, block, learn, score.
//!
//! Every step is a pure function of the table, the model and the labels; the
//! same input gives the same output on any number of cores. Whoever asks may
//! watch: the work can be ended between steps and between the chunks of pairs,
//! and watching changes nothing of the answer. Clusters are made in `cluster`,
//! from what comes out here and from decisions.

use crate::block::{self, Blocks, KeyValues, RuleReport};
use crate::calibrate::calibrate;
use crate::cluster::{Clusters, Decision, cluster};
use crate::learning::{Draw, refining_keys};
use crate::levels::Level;
use crate::model::{Calibration, Model};
use crate::prepare::Prepared;
use crate::score::{Bound, Pair, Scorer, Step};
use crate::table::Table;
use crate::train::Mixture;
use ::model::problem::{Code, Problem};
use ::model::{Phase, Step as Progress, Watch, unwatched};
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

/// A label of a reviewer, as rows of the table.
pub type Label = Decision;

/// A linked table: its model, its scored pairs and what blocking did.
pub struct Linked {
    /// The model, trained.
    pub model: Model,
    /// Pairs with log-odds above the floor, by rows.
    pub pairs: Vec<Pair>,
    /// What each rule did.
    pub rules: Vec<RuleReport>,
    /// How many pairs were compared.
    pub compared: u64,
    /// Pairs that no rule proposes but two likely links of a third record do:
    /// compared too, so that clusters of three know all their scores.
    pub implied: Vec<(u32, u32)>,
    /// How training went; nothing if the model came trained.
    pub training: Option<Training>,
    prepared: Prepared,
    mixture: Mixture,
    blocks: Blocks,
}

/// How training went.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Training {
    /// Pairs drawn to learn from.
    pub pairs: usize,
    /// Distinct patterns among them.
    pub patterns: usize,
    /// Rounds of expectation-maximisation.
    pub rounds: usize,
    /// Whether it came to rest before the limit of rounds.
    pub converged: bool,
    /// Estimated matches among all pairs that any candidate rule proposes.
    pub matches: f64,
}

/// Links the records of a table. A model without classes is trained, without
/// labels unless there are some; a model without rules gets rules.
///
/// # Errors
/// `linkage.nothing-to-compare` if the model has no field that the table fills.
pub fn link(table: &Table, model: &Model, labels: &[Label]) -> Result<Linked, Problem> {
    link_watched(table, model, labels, &unwatched)
}

/// [`link`], telling how far it is: values are prepared, the model is learned,
/// blocks are formed, pairs are compared. The first three are told as they
/// begin; of the last it is told how many of the pairs that lie in blocks together are done.
///
/// # Errors
/// As [`link`]; those of `watch`, which end the work.
pub fn link_watched(
    table: &Table,
    model: &Model,
    labels: &[Label],
    watch: &Watch<'_>,
) -> Result<Linked, Problem> {
    if model.fields.is_empty() {
        return Err(Problem::new(Code::LinkageNothingToCompare));
    }
    watch(Progress::whole(Phase::Preparing))?;
    let prepared = Prepared::build(table, &model.fields);
    let mut model = model.clone();
    let mut training = None;
    let mut recalls = Vec::new();
    let mut refining = refining_keys(&prepared, &model);
    let mut keys = block::all_keys(&prepared, &model.fields);
    let given = block::keys_of(&model.rules, &model.fields);
    keys.extend(given.into_iter().flat_map(|rule| rule.keys));
    let values = KeyValues::new(&prepared, keys);
    if model.classes.is_empty() || model.rules.is_empty() {
        watch(Progress::whole(Phase::Learning))?;
        let draw = Draw::new(table, &prepared, &values, &model, labels);
        let (trained, of_rules) = draw.train(&mut model, &mut refining);
        training = Some(trained);
        recalls = of_rules;
    }
    watch(Progress::whole(Phase::Blocking))?;
    let tables: Vec<&[Level]> = model.fields.iter().map(|f| f.comparator.levels()).collect();
    let rules = block::keys_of(&model.rules, &model.fields);
    let mut blocks = Blocks::build(
        &prepared,
        values,
        &model.fields,
        &rules,
        &refining,
        model.settings.block_limit,
    );
    let mixture = Mixture::of_classes(&model.classes, &model.fields);
    let source = source_slot(&prepared, &model);
    if training.is_some() && !labels.is_empty() {
        // What the labelled pairs would score uncorrected, against what they are.
        let straight = Calibration::default();
        let scorer = Scorer::new(&prepared, &mixture, &tables, straight, 0.0, false);
        let labelled: Vec<(f32, bool)> = labels
            .iter()
            .map(|label| {
                let (a, b) = (label.a.min(label.b), label.a.max(label.b));
                let (log_odds, _) = scorer.score_fully(prepared.row(a), prepared.row(b));
                (log_odds, label.same)
            })
            .collect();
        model.calibration = calibrate(&labelled);
    }
    let scorer = Scorer::new(
        &prepared,
        &mixture,
        &tables,
        model.calibration,
        model.settings.floor,
        model.settings.keep_relatives,
    );
    let across = source.filter(|_| model.settings.across_sources_only);
    let (mut pairs, counts) = score_all(&prepared, &blocks, &scorer, across, watch)?;
    // Read for the last time; of a large table as much room as clusters need.
    blocks.members = Vec::new();
    let implied = implied(&prepared, &blocks, &pairs, across);
    let more: Vec<Pair> = implied
        .par_iter()
        .filter_map(|&(a, b)| {
            let (left, right) = (prepared.row(a), prepared.row(b));
            let (log_odds, relatives) = scorer.score_fully(left, right);
            let kept = f64::from(log_odds) >= model.settings.floor
                || model.settings.keep_relatives && relatives >= 0.5;
            kept.then_some(Pair {
                a,
                b,
                log_odds,
                relatives,
            })
        })
        .collect();
    pairs.extend(more);
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    let mut reports = blocks.reports.clone();
    for (report, (alone, so_far)) in reports.iter_mut().zip(recalls) {
        (report.recall, report.recall_so_far) = (alone, so_far);
    }
    for (report, &count) in reports.iter_mut().zip(&counts) {
        report.pairs = count;
    }
    Ok(Linked {
        pairs,
        rules: reports,
        compared: counts.iter().sum::<u64>() + implied.len() as u64,
        implied,
        training,
        mixture,
        blocks,
        prepared,
        model,
    })
}

impl Linked {
    /// Clusters of the rows under the model's threshold and decisions.
    pub fn clusters(&self, decisions: &[Decision]) -> Clusters {
        let threshold = self.model.settings.threshold.clamp(1e-9, 1.0 - 1e-9);
        self.clusters_at((threshold / (1.0 - threshold)).ln() as f32, decisions)
    }

    /// Clusters of the rows from a threshold in log-odds.
    pub fn clusters_at(&self, threshold: f32, decisions: &[Decision]) -> Clusters {
        cluster(
            self.prepared.len(),
            &self.pairs,
            decisions,
            threshold,
            self.model.settings.unscored as f32,
        )
    }

    /// The score of any two rows, proposed by blocking or not.
    pub fn score(&self, a: u32, b: u32) -> Pair {
        let (low, high) = (a.min(b), a.max(b));
        let tables = self.tables();
        let (log_odds, relatives) = self
            .scorer(&tables)
            .score_fully(self.prepared.row(low), self.prepared.row(high));
        Pair {
            a: low,
            b: high,
            log_odds,
            relatives,
        }
    }

    /// Why two rows have their score: the log-odds of any proposed pair, then
    /// what each field adds.
    pub fn explain(&self, a: u32, b: u32) -> (f32, Vec<Step>) {
        let tables = self.tables();
        let (start, steps) = self
            .scorer(&tables)
            .explain(self.prepared.row(a.min(b)), self.prepared.row(a.max(b)));
        let steps = steps
            .into_iter()
            .enumerate()
            .map(|(field, (level, adds))| Step {
                field: self.model.fields[field].name.clone(),
                level: tables[field][level as usize].name,
                adds,
            })
            .collect();
        (start, steps)
    }

    /// Whether a pair was compared: a rule of blocking proposes it, or two
    /// likely links of a third record do.
    pub fn proposes(&self, a: u32, b: u32) -> bool {
        self.blocks.first_rule(a, b).is_some()
            || self.implied.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    fn tables(&self) -> Vec<&'static [Level]> {
        self.model
            .fields
            .iter()
            .map(|field| field.comparator.levels())
            .collect()
    }

    fn scorer(&self, tables: &[&[Level]]) -> Scorer<'_> {
        Scorer::new(
            &self.prepared,
            &self.mixture,
            tables,
            self.model.calibration,
            self.model.settings.floor,
            self.model.settings.keep_relatives,
        )
    }
}

fn source_slot(prepared: &Prepared, model: &Model) -> Option<usize> {
    let field = model
        .fields
        .iter()
        .position(|field| field.name == "source")?;
    match prepared.fields[field] {
        crate::prepare::Kind::Category { slot, .. } => Some(slot),
        _ => None,
    }
}

/// Pairs that no rule proposes, but that are each probably one person with a
/// third record. Of a record's links the ten surest count.
fn implied(
    prepared: &Prepared,
    blocks: &Blocks,
    pairs: &[Pair],
    across: Option<usize>,
) -> Vec<(u32, u32)> {
    const MOST_LINKS: usize = 10;
    let mut links: Vec<(u32, f32, u32)> = pairs
        .iter()
        .filter(|pair| pair.log_odds >= 0.0)
        .flat_map(|pair| {
            [
                (pair.a, pair.log_odds, pair.b),
                (pair.b, pair.log_odds, pair.a),
            ]
        })
        .collect();
    links.par_sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)).then(x.2.cmp(&y.2)));
    let mut implied: Vec<(u32, u32)> = Vec::new();
    for of_row in links.chunk_by(|x, y| x.0 == y.0) {
        let surest = &of_row[..of_row.len().min(MOST_LINKS)];
        for (at, (_, _, x)) in surest.iter().enumerate() {
            for (_, _, y) in &surest[at + 1..] {
                let (a, b) = (*x.min(y), *x.max(y));
                let same_list =
                    across.is_some_and(|slot| prepared.row(a)[slot] == prepared.row(b)[slot]);
                if !same_list && blocks.first_rule(a, b).is_none() {
                    implied.push((a, b));
                }
            }
        }
    }
    implied.par_sort_unstable();
    implied.dedup();
    implied
}

/// The quick bound for the pairs of a rule, from the first pair of some blocks.
fn bound_of(prepared: &Prepared, blocks: &Blocks, scorer: &Scorer<'_>, rule: usize) -> Bound {
    const SAMPLE: usize = 300;
    let (rows, ends) = &blocks.members[rule];
    let step = (ends.len() / SAMPLE).max(1);
    scorer.bound(ends.iter().step_by(step).map(|&end| {
        (
            prepared.row(rows[end as usize - 2]),
            prepared.row(rows[end as usize - 1]),
        )
    }))
}

/// Tells how much of a step is done, one part after the other whatever core
/// it was done on.
pub(crate) struct Told<'w> {
    watch: &'w Watch<'w>,
    phase: Phase,
    all: u64,
    done: Mutex<u64>,
}

impl<'w> Told<'w> {
    /// Tells that the step begins.
    pub(crate) fn new(watch: &'w Watch<'w>, phase: Phase, all: u64) -> Result<Self, Problem> {
        watch(Progress::of(phase, 0, all))?;
        Ok(Told {
            watch,
            phase,
            all,
            done: Mutex::new(0),
        })
    }

    /// Tells that so much more is done.
    pub(crate) fn done(&self, more: u64) -> Result<(), Problem> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += more;
        (self.watch)(Progress::of(self.phase, *done, self.all))
    }
}

/// Scores every proposed pair once; pairs and how many each rule was first with.
fn score_all(
    prepared: &Prepared,
    blocks: &Blocks,
    scorer: &Scorer<'_>,
    across: Option<usize>,
    watch: &Watch<'_>,
) -> Result<(Vec<Pair>, Vec<u64>), Problem> {
    // Work of about equal size: rule, first block, last block, pairs in them.
    let mut work: Vec<(usize, usize, usize, u64)> = Vec::new();
    for (rule, (_, ends)) in blocks.members.iter().enumerate() {
        let mut first = 0;
        let (mut size, mut together) = (0u64, 0u64);
        let mut last_end = 0u64;
        for (block, &end) in ends.iter().enumerate() {
            let members = u64::from(end) - last_end;
            last_end = u64::from(end);
            size += members * members;
            together += members * members.saturating_sub(1) / 2;
            if size > 1 << 18 || block + 1 == ends.len() {
                work.push((rule, first, block + 1, together));
                first = block + 1;
                (size, together) = (0, 0);
            }
        }
    }
    let stride = prepared.stride;
    let count = blocks.rules;
    let bounds: Vec<Bound> = (0..count)
        .into_par_iter()
        .map(|rule| bound_of(prepared, blocks, scorer, rule))
        .collect();
    let together = work.iter().map(|chunk| chunk.3).sum();
    let told = Told::new(watch, Phase::Comparing, together)?;
    let parts: Vec<(Vec<Pair>, u64)> = work
        .par_iter()
        .map(|&(rule, first, last, together)| {
            let (rows, ends) = &blocks.members[rule];
            let bound = &bounds[rule];
            let mut pairs = Vec::new();
            let mut compared = 0;
            let mut values: Vec<u32> = Vec::new();
            let mut earlier: Vec<u32> = Vec::new();
            let mut left_earlier: Vec<u32> = Vec::new();
            for block in first..last {
                let start = if block == 0 { 0 } else { ends[block - 1] };
                let members = &rows[start as usize..ends[block] as usize];
                values.clear();
                earlier.clear();
                for &row in members {
                    values.extend_from_slice(prepared.row(row));
                    earlier.extend_from_slice(&blocks.of_row[row as usize * count..][..rule]);
                }
                let row_at = |at: usize| &values[at * stride..][..stride];
                for x in 0..members.len() {
                    let left = row_at(x);
                    // 0, "in no block", meets nothing.
                    left_earlier.clear();
                    let blocks = earlier[x * rule..][..rule].iter();
                    left_earlier.extend(blocks.map(|&at| if at == 0 { u32::MAX } else { at }));
                    for y in x + 1..members.len() {
                        let met = left_earlier
                            .iter()
                            .zip(&earlier[y * rule..][..rule])
                            .fold(0, |met, (a, b)| met | u32::from(a == b));
                        if met != 0 {
                            continue;
                        }
                        let right = row_at(y);
                        if across.is_some_and(|slot| left[slot] == right[slot]) {
                            continue;
                        }
                        compared += 1;
                        let (low, high, a, b) = if members[x] < members[y] {
                            (members[x], members[y], left, right)
                        } else {
                            (members[y], members[x], right, left)
                        };
                        if let Some((log_odds, relatives)) = scorer.score(bound, a, b) {
                            pairs.push(Pair {
                                a: low,
                                b: high,
                                log_odds,
                                relatives,
                            });
                        }
                    }
                }
            }
            told.done(together)?;
            Ok((pairs, compared))
        })
        .collect::<Result<_, Problem>>()?;
    let mut counts = vec![0; count];
    let mut pairs = Vec::with_capacity(parts.iter().map(|part| part.0.len()).sum());
    for ((part, compared), (rule, ..)) in parts.into_iter().zip(&work) {
        pairs.extend(part);
        counts[*rule] += compared;
    }
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok((pairs, counts))
}
