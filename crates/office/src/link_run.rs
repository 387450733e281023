//! Which person records of the register could be the same person?
//!
//! A run compares all person records and proposes pairs; only a reviewer's
//! decision links. Invariant: a run is a reckoning that can be made again from
//! the log, so it is remembered outside of it, and the same register gives the
//! same run. The model that was learned is kept for `duplicates`.

use crate::link_decisions::ordered;
use crate::link_fields::persons_as_table;
use crate::link_said::Said;
use crate::open::locked;
use crate::{Office, Permission, Reviewing, Seat};
use linkage::{Decision as RowDecision, Linked, Model, Table};
use model::record::RecordId;
use model::{Code, Phase, Problem, Step, Watch, unwatched};
use register::NEVER;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most pairs that wait at a time; the surest wait first.
const MOST_WAITING: usize = 5_000;
/// Pairs less probable than this are not put before a reviewer.
const WORTH_A_LOOK: f64 = 0.1;
/// Relatives at least this probable are put before a reviewer too.
pub(crate) const PROBABLY_RELATIVES: f64 = 0.5;

/// What each field of a pair says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Field of the model.
    pub field: String,
    /// Level of agreement.
    pub level: String,
    /// What it adds to the match weight, in bits (log₂ of the odds).
    pub bits: f64,
}

/// Two records that could be one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedPair {
    /// Smaller id.
    pub a: RecordId,
    /// Larger id.
    pub b: RecordId,
    /// Probability that both are one person.
    pub probability: f64,
    /// Probability that they are relatives.
    pub relatives: f64,
    /// Weight of any proposed pair, before a field is looked at, in bits.
    pub start: f64,
    /// What each field adds.
    pub reasons: Vec<Reason>,
}

/// The last run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkRun {
    /// Number of log entries read.
    pub position: u64,
    /// Person records that were compared.
    pub records: u64,
    /// Pairs that were compared.
    pub compared: u64,
    /// Linked persons, if every pair from the threshold on were one.
    pub persons_suggested: u64,
    /// Linked persons by the decisions alone.
    pub persons: u64,
    /// Probability from which on records would be one person.
    pub threshold: f64,
    /// Pairs that wait for a decision, surest first.
    pub waiting: Vec<ProposedPair>,
    /// "Same" decisions that other decisions contradict, as pairs of ids.
    pub contradicted: Vec<(RecordId, RecordId)>,
}

/// All person records compared with each other.
pub(crate) struct Compared {
    pub(crate) position: u64,
    pub(crate) table: Table,
    pub(crate) said: Arc<Said>,
    pub(crate) decisions: Vec<RowDecision>,
    pub(crate) linked: Linked,
}

fn bits(natural: f32) -> f64 {
    f64::from(natural) / std::f64::consts::LN_2
}

impl Office {
    /// Compares all person records under the decisions that stand.
    pub(crate) fn compare_persons<P: Permission>(
        &self,
        seat: &Seat<P>,
        threshold: Option<f64>,
        watch: &Watch<'_>,
    ) -> Result<Compared, Problem> {
        watch(Step::whole(Phase::Reading))?;
        let profile = self.profile();
        let (position, table) = self.read(seat, |tx| {
            Ok((tx.position(), persons_as_table(tx, &profile)?))
        })?;
        let said = self.said(seat)?;
        let row = |a: &RecordId, b: &RecordId, same: bool| {
            Some(RowDecision {
                a: table.row_of(a)?,
                b: table.row_of(b)?,
                same,
            })
        };
        let decisions: Vec<RowDecision> = said
            .persons
            .same()
            .filter_map(|(a, b)| row(a, b, true))
            .chain(
                said.persons
                    .different()
                    .filter_map(|(a, b)| row(a, b, false)),
            )
            .collect();
        let mut model = Model::propose(&table);
        model.settings.keep_relatives = true;
        if let Some(threshold) = threshold {
            model.settings.threshold = threshold;
        }
        let linked = linkage::link_watched(&table, &model, &decisions, watch)?;
        Ok(Compared {
            position,
            table,
            said,
            decisions,
            linked,
        })
    }

    /// Compares all person records and remembers the pairs that wait for a
    /// reviewer. Decisions hold: same is joined, different is kept apart.
    ///
    /// # Errors
    /// `linkage.table-empty` without persons; `linkage.nothing-to-compare`;
    /// those of the register.
    pub fn run_linkage(
        &self,
        seat: &Seat<Reviewing>,
        threshold: Option<f64>,
    ) -> Result<LinkRun, Problem> {
        self.run_linkage_watched(seat, threshold, &unwatched)
    }

    /// [`Office::run_linkage`], telling how far it is.
    ///
    /// # Errors
    /// As [`Office::run_linkage`]; those of `watch`: the last run stands then.
    pub fn run_linkage_watched(
        &self,
        seat: &Seat<Reviewing>,
        threshold: Option<f64>,
        watch: &Watch<'_>,
    ) -> Result<LinkRun, Problem> {
        let Compared {
            position,
            table,
            said,
            decisions,
            linked,
        } = self.compare_persons(seat, threshold, watch)?;
        watch(Step::whole(Phase::Clustering))?;
        let clusters = linked.clusters(&decisions);
        let mut likely: Vec<&linkage::Pair> = linked
            .pairs
            .iter()
            .filter(|pair| {
                pair.probability() >= WORTH_A_LOOK
                    || f64::from(pair.relatives) >= PROBABLY_RELATIVES
            })
            .filter(|pair| said.waits(table.id(pair.a), table.id(pair.b)))
            .collect();
        likely.sort_by(|x, y| {
            y.log_odds
                .total_cmp(&x.log_odds)
                .then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        likely.truncate(MOST_WAITING);
        let waiting = likely
            .into_iter()
            .map(|pair| {
                let (start, steps) = linked.explain(pair.a, pair.b);
                let (a, b) = ordered(table.id(pair.a).to_owned(), table.id(pair.b).to_owned());
                ProposedPair {
                    a,
                    b,
                    probability: pair.probability(),
                    relatives: f64::from(pair.relatives),
                    start: bits(start),
                    reasons: reasons(&steps),
                }
            })
            .collect();
        let persons: BTreeSet<RecordId> = (0..table.len() as u32)
            .map(|row| said.same.root(table.id(row)))
            .collect();
        let suggested: BTreeSet<u32> = clusters.of_row.iter().copied().collect();
        let run = LinkRun {
            position,
            records: table.len() as u64,
            compared: linked.compared,
            persons_suggested: suggested.len() as u64,
            persons: persons.len() as u64,
            threshold: linked.model.settings.threshold,
            waiting,
            contradicted: said.contradicted.clone(),
        };
        // The last look: from here on the run is remembered whole.
        watch(Step::whole(Phase::Finishing))?;
        let text = serde_json::to_vec(&run).expect("a run is numbers and texts");
        let mut entropy = self.entropy();
        let entropy = entropy.as_mut();
        self.register.remember(
            "linkage",
            &self.linkage_of(seat, "run")?,
            &text,
            NEVER,
            entropy,
        )?;
        let head = position.to_string();
        self.register.remember(
            "linkage",
            &self.linkage_of(seat, "head")?,
            head.as_bytes(),
            NEVER,
            entropy,
        )?;
        let model = linked.model.to_toml();
        self.register
            .remember("linkage", "model", model.as_bytes(), NEVER, entropy)?;
        *locked(&self.linking.run) = None;
        Ok(run)
    }

    /// The last run, as it was when it ended.
    pub(crate) fn run_remembered(&self, seat: &Seat<Reviewing>) -> Result<Arc<LinkRun>, Problem> {
        let not_run = || Problem::new(Code::LinkageNotRunYet);
        let head = self
            .register
            .recall("linkage", &self.linkage_of(seat, "head")?, 0)?;
        let position = head
            .and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<u64>().ok())
            .ok_or_else(not_run)?;
        let name = self.linkage_of(seat, "run")?;
        let mut known = locked(&self.linking.run);
        if let Some((_, run)) = known
            .as_ref()
            .filter(|(of, run)| *of == name && run.position == position)
        {
            return Ok(Arc::clone(run));
        }
        let bytes = self
            .register
            .recall("linkage", &name, 0)?
            .ok_or_else(not_run)?;
        let run: LinkRun = serde_json::from_slice(&bytes).map_err(|_| not_run())?;
        let run = Arc::new(run);
        *known = Some((name, Arc::clone(&run)));
        Ok(run)
    }

    /// The last run, without the pairs that were decided since.
    ///
    /// # Errors
    /// `linkage.not-run-yet`; those of the register.
    pub fn last_linkage(&self, seat: &Seat<Reviewing>) -> Result<LinkRun, Problem> {
        let mut run = LinkRun::clone(&*self.run_remembered(seat)?);
        let said = self.said(seat)?;
        run.waiting.retain(|pair| said.waits(&pair.a, &pair.b));
        Ok(run)
    }

    /// The last run without its pairs, with what contradicts now; nothing before
    /// the first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn last_run(&self, seat: &Seat<Reviewing>) -> Result<Option<LinkRun>, Problem> {
        let run = match self.run_remembered(seat) {
            Ok(run) => run,
            Err(problem) if problem.code == Code::LinkageNotRunYet => return Ok(None),
            Err(problem) => return Err(problem),
        };
        Ok(Some(LinkRun {
            waiting: Vec::new(),
            contradicted: self.said(seat)?.contradicted.clone(),
            ..*run
        }))
    }

    /// How many person records a run would compare.
    ///
    /// # Errors
    /// Those of the register.
    pub fn persons_to_compare(&self, seat: &Seat<Reviewing>) -> Result<u64, Problem> {
        self.with_catalogue(seat, |_, catalogue| {
            let all = 0..catalogue.persons.len();
            Ok(all.filter(|at| catalogue.has_person(*at)).count() as u64)
        })
    }

    /// The model that the last run learned.
    pub(crate) fn model_remembered(&self) -> Result<Option<Model>, Problem> {
        let bytes = self.register.recall("linkage", "model", 0)?;
        Ok(bytes
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| Model::from_toml(&text).ok()))
    }
}

/// What each field adds, in bits.
pub(crate) fn reasons(steps: &[linkage::score::Step]) -> Vec<Reason> {
    steps
        .iter()
        .map(|step| Reason {
            field: step.field.clone(),
            level: step.level.to_owned(),
            bits: bits(step.adds),
        })
        .collect()
}
