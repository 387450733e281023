//! How good are the proposals, as far as reviewers can tell?
//!
//! A stratified sample of all compared pairs is drawn and reviewed blind: to the
//! probability, to decisions, and, where two reviewers are asked, to each other.
//! Opinions are records of the log that link nothing; precision, recall and
//! agreement follow from them. Invariant: whoever gave an opinion on a pair is
//! not asked again, and sees no other's before giving it.

use crate::link_decisions::{is_opinion, person_seen};
use crate::link_run::{Compared, LinkRun};
use crate::link_said::Said;
use crate::{Office, Reviewing, Seat};
use linkage::Pair;
use linkage::review::{self, Estimate};
use model::record::{Decision, DecisionKind, RecordId};
use model::{Code, Problem, Record, Watch};
use register::NEVER;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Draws behind the intervals.
const DRAWS: usize = 2_000;

/// How a sample is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct SampleWanted {
    /// Pairs in all.
    pub pairs: usize,
    /// Share of the pairs that two reviewers look at, 0 to 1.
    pub both: f64,
    /// Seed.
    pub seed: u64,
}

/// A pair of the sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledPair {
    /// Smaller id.
    pub a: RecordId,
    /// Larger id.
    pub b: RecordId,
    /// Natural log-odds that the run gave it.
    pub log_odds: f32,
    /// Two reviewers look at it.
    pub both: bool,
}

/// A sample of pairs to review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Number of log entries that the run behind it read.
    pub position: u64,
    /// Threshold of the run, as a probability.
    pub threshold: f64,
    /// Seed.
    pub seed: u64,
    /// Who drew it.
    pub who: String,
    /// When.
    pub at: String,
    /// All pairs in each stratum, the least probable first.
    pub strata: Vec<u64>,
    /// The drawn pairs, in the order in which they are asked.
    pub pairs: Vec<SampledPair>,
}

/// How far the review of the sample has come, and what it says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// Number of log entries that the run behind the sample read.
    pub position: u64,
    /// Threshold, as a probability.
    pub threshold: f64,
    /// Pairs in the sample.
    pub sampled: u64,
    /// Pairs that two reviewers are asked about.
    pub asked_twice: u64,
    /// Pairs with every opinion that was asked for.
    pub reviewed: u64,
    /// Pairs that wait for this reviewer.
    pub waiting: u64,
    /// Pairs of which a reviewer could not tell; not in the estimate.
    pub cannot_tell: u64,
    /// Pairs on which two reviewers differ and that nobody has decided; not in the estimate.
    pub disputed: u64,
    /// Pairs on which two reviewers both said same or different.
    pub decided_twice: u64,
    /// Share of those on which they agree.
    pub agreement: Option<f64>,
    /// Cohen's kappa over them.
    pub kappa: Option<f64>,
    /// Gwet's AC1 over them: holds where nearly all pairs have one answer.
    pub ac1: Option<f64>,
    /// Precision and recall with 95 % intervals; nothing before the first opinion.
    pub estimate: Option<Estimate>,
}

/// A pair of the sample as a reviewer is asked about it: no weight, no probability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AskedPair {
    /// Smaller id.
    pub a: RecordId,
    /// Larger id.
    pub b: RecordId,
    /// Pairs of the sample that wait for this reviewer, this one among them.
    pub waiting: u64,
}

/// What everybody said of each pair of a sample.
struct Opinions {
    of: BTreeMap<(RecordId, RecordId), BTreeMap<String, DecisionKind>>,
}

impl Opinions {
    fn read(said: &Said) -> Opinions {
        let mut of: BTreeMap<(RecordId, RecordId), BTreeMap<String, DecisionKind>> =
            BTreeMap::new();
        let mut opinions: Vec<_> = said
            .all
            .values()
            .filter(|it| is_opinion(it.kind) && !it.withdrawn)
            .collect();
        opinions.sort_by_key(|it| it.position);
        for opinion in opinions {
            if let [a, b] = opinion.about.as_slice() {
                of.entry((a.clone(), b.clone()))
                    .or_default()
                    .insert(opinion.who.clone(), opinion.kind);
            }
        }
        Opinions { of }
    }

    fn on(&self, pair: &SampledPair) -> impl Iterator<Item = (&String, &DecisionKind)> {
        self.of
            .get(&(pair.a.clone(), pair.b.clone()))
            .into_iter()
            .flatten()
    }

    /// Whether a reviewer is still asked.
    fn asks(&self, pair: &SampledPair, who: &str) -> bool {
        let needed = if pair.both { 2 } else { 1 };
        self.on(pair).count() < needed && self.on(pair).all(|(known, _)| known != who)
    }
}

fn verdict(kind: DecisionKind) -> Option<bool> {
    match kind {
        DecisionKind::OpinionSame => Some(true),
        DecisionKind::OpinionDifferent => Some(false),
        _ => None,
    }
}

impl Office {
    /// Draws a sample of all compared pairs and remembers it in place of the last
    /// one; opinions that were given on the same pairs still count.
    ///
    /// # Errors
    /// As [`Office::run_linkage`].
    pub fn draw_sample(
        &self,
        seat: &Seat<Reviewing>,
        wanted: &SampleWanted,
        watch: &Watch<'_>,
    ) -> Result<Sample, Problem> {
        let threshold = match self.run_remembered(seat) {
            Ok(run) => Some(LinkRun::clone(&run).threshold),
            Err(problem) if problem.code == Code::LinkageNotRunYet => None,
            Err(problem) => return Err(problem),
        };
        let Compared {
            position,
            table,
            linked,
            ..
        } = self.compare_persons(seat, threshold, watch)?;
        let strata = review::counts(&linked.pairs);
        let mut drawn = review::sample(&linked.pairs, wanted.pairs, wanted.seed);
        // From one end to the other and back, so that neither is asked alone.
        drawn.sort_by_key(|pair| {
            let mixed = (u64::from(pair.a) << 32 | u64::from(pair.b))
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(31);
            (mixed ^ wanted.seed, pair.a, pair.b)
        });
        let both = wanted.both.clamp(0.0, 1.0);
        let pairs: Vec<SampledPair> = drawn
            .iter()
            .enumerate()
            .map(|(at, pair)| {
                let (a, b) = (table.id(pair.a).to_owned(), table.id(pair.b).to_owned());
                let (a, b) = crate::link_decisions::ordered(a, b);
                SampledPair {
                    a,
                    b,
                    log_odds: pair.log_odds,
                    // Every so many: the share holds in any part of the sample.
                    both: ((at + 1) as f64 * both).floor() > (at as f64 * both).floor(),
                }
            })
            .collect();
        let sample = Sample {
            position,
            threshold: linked.model.settings.threshold,
            seed: wanted.seed,
            who: seat.user().to_owned(),
            at: seat.at().to_string(),
            strata,
            pairs,
        };
        let text = serde_json::to_vec(&sample).expect("a sample is numbers and texts");
        self.register.remember(
            "linkage",
            &self.linkage_of(seat, "sample")?,
            &text,
            NEVER,
            self.entropy().as_mut(),
        )?;
        Ok(sample)
    }

    /// The sample that is being reviewed.
    ///
    /// # Errors
    /// `linkage.no-sample`; those of the register.
    fn sample(&self, seat: &Seat<Reviewing>) -> Result<Sample, Problem> {
        self.register
            .recall("linkage", &self.linkage_of(seat, "sample")?, 0)?
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(|| Problem::new(Code::LinkageNoSample))
    }

    /// The next pair of the sample for this reviewer.
    ///
    /// # Errors
    /// `linkage.no-sample`; those of the register.
    pub fn next_sampled(&self, seat: &Seat<Reviewing>) -> Result<Option<AskedPair>, Problem> {
        let sample = self.sample(seat)?;
        let opinions = Opinions::read(&*self.said(seat)?);
        let (mut next, mut waiting) = (None, 0);
        self.read(seat, |tx| {
            for pair in &sample.pairs {
                if !opinions.asks(pair, seat.user())
                    || !self.is_there(tx, seat, &pair.a)?
                    || !self.is_there(tx, seat, &pair.b)?
                {
                    continue;
                }
                waiting += 1;
                next.get_or_insert_with(|| (pair.a.clone(), pair.b.clone()));
            }
            Ok(())
        })?;
        Ok(next.map(|(a, b)| AskedPair { a, b, waiting }))
    }

    /// Writes down this reviewer's opinion on a pair of the sample; `None` when
    /// it cannot be told. Links nothing.
    ///
    /// # Errors
    /// `linkage.not-in-sample`, `linkage.opinion-given`, `office.no-such-record`.
    pub fn give_opinion(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
        same: Option<bool>,
    ) -> Result<RecordId, Problem> {
        let sample = self.sample(seat)?;
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let pair = sample
            .pairs
            .iter()
            .find(|pair| pair.a == a && pair.b == b)
            .ok_or_else(|| Problem::new(Code::LinkageNotInSample))?;
        let opinions = Opinions::read(&*self.said(seat)?);
        if opinions.on(pair).any(|(who, _)| who == seat.user()) {
            return Err(Problem::new(Code::LinkageOpinionGiven));
        }
        if !opinions.asks(pair, seat.user()) {
            return Err(Problem::new(Code::LinkageNotInSample));
        }
        let profile = self.profile();
        let opinion = Record::Decision(Decision {
            kind: match same {
                Some(true) => DecisionKind::OpinionSame,
                Some(false) => DecisionKind::OpinionDifferent,
                None => DecisionKind::OpinionCannotTell,
            },
            about: vec![a.to_owned(), b.to_owned()],
            why: seat.why().map(str::to_owned),
            withdrawn: false,
        });
        self.write(seat, |writing| {
            for id in [a, b] {
                if person_seen(writing, id, seat.classes(), &profile)?.is_none() {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id));
                }
            }
            writing.add(&opinion)
        })
    }

    /// What the reviewed sample says of the proposals.
    ///
    /// # Errors
    /// `linkage.no-sample`; those of the register.
    pub fn link_quality(&self, seat: &Seat<Reviewing>) -> Result<Quality, Problem> {
        let sample = self.sample(seat)?;
        let said = self.said(seat)?;
        let opinions = Opinions::read(&said);
        let waiting = self.next_sampled(seat)?.map_or(0, |asked| asked.waiting);
        let mut quality = Quality {
            position: sample.position,
            threshold: sample.threshold,
            sampled: sample.pairs.len() as u64,
            asked_twice: sample.pairs.iter().filter(|pair| pair.both).count() as u64,
            reviewed: 0,
            waiting,
            cannot_tell: 0,
            disputed: 0,
            decided_twice: 0,
            agreement: None,
            kappa: None,
            ac1: None,
            estimate: None,
        };
        let mut twice: Vec<(bool, bool)> = Vec::new();
        let mut reviewed: Vec<(Pair, bool)> = Vec::new();
        for (row, pair) in (0u32..).zip(&sample.pairs) {
            let kinds: Vec<DecisionKind> = opinions.on(pair).map(|(_, kind)| *kind).collect();
            let needed = if pair.both { 2 } else { 1 };
            quality.reviewed += u64::from(kinds.len() >= needed);
            let told: Vec<bool> = kinds.iter().filter_map(|kind| verdict(*kind)).collect();
            if let [first, second, ..] = told.as_slice() {
                twice.push((*first, *second));
            }
            let all: BTreeSet<bool> = told.iter().copied().collect();
            let settled = || match said.about(&pair.a, &pair.b).map(|it| it.kind) {
                Some(DecisionKind::SamePerson) => Some(true),
                Some(DecisionKind::DifferentPersons | DecisionKind::Relatives) => Some(false),
                _ => None,
            };
            let same = match (kinds.is_empty(), all.len()) {
                (true, _) => continue,
                (false, 1) => all.first().copied(),
                // Nobody could tell, or two differ: a decision about the pair settles it.
                (false, _) => settled(),
            };
            match same {
                Some(same) => {
                    let scored = Pair {
                        a: row,
                        b: row,
                        log_odds: pair.log_odds,
                        relatives: 0.0,
                    };
                    reviewed.push((scored, same));
                }
                None if all.len() == 2 => quality.disputed += 1,
                None => quality.cannot_tell += 1,
            }
        }
        quality.decided_twice = twice.len() as u64;
        quality.kappa = review::kappa(&twice);
        quality.ac1 = review::ac1(&twice);
        quality.agreement = (!twice.is_empty())
            .then(|| twice.iter().filter(|(x, y)| x == y).count() as f64 / twice.len() as f64);
        if !reviewed.is_empty() {
            let odds = sample.threshold.clamp(1e-9, 1.0 - 1e-9);
            let threshold = (odds / (1.0 - odds)).ln() as f32;
            quality.estimate = Some(review::estimate_of_counts(
                &sample.strata,
                &reviewed,
                threshold,
                DRAWS,
                sample.seed,
            ));
        }
        Ok(quality)
    }
}
