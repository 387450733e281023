//! What does a table teach, and by which rules should its pairs be found?
//!
//! Pairs are drawn from the blocks of many candidate rules, each rule with its
//! own rate, and weighted by the inverse of their chance to be drawn, so that
//! rare matches and common chance pairs are both learned from. Classes are
//! fitted, rules are chosen by greedy cover of what looks like matches, and
//! classes are fitted again on what those rules propose. The classes themselves
//! are in `train`.

use crate::block::{self, Candidate, Key, KeyRule, KeyValues};
use crate::levels::{Level, MOST_LEVELS};
use crate::linking::{Label, Training};
use crate::model::{Model, Rule};
use crate::prepare::Prepared;
use crate::strings::{hash_text, mix};
use crate::table::Table;
use crate::train::{
    MATCH, MOST_CLASSES, Mixture, PARENT, Patterns, RELATIVES, SIBLINGS, normalise, overall, pack,
    seeded_match, shipped,
};
use rayon::prelude::*;

/// Keys that refine blocks over the limit, best first, before anything is
/// learned: those that are mostly there and split much.
pub(crate) fn refining_keys(prepared: &Prepared, model: &Model) -> Vec<Key> {
    let keys = block::all_keys(prepared, &model.fields);
    let sample = prepared.len().min(5000);
    let mut ranked: Vec<(f64, Key)> = keys
        .into_iter()
        .map(|key| {
            let mut values: Vec<u64> = (0..sample)
                .map(|at| at as u64 * prepared.len() as u64 / sample as u64)
                .map(|row| prepared.key(key, prepared.row(row as u32)))
                .filter(|value| *value != 0)
                .collect();
            values.sort_unstable();
            let filled = values.len() as f64 / sample as f64;
            let together: f64 = values
                .chunk_by(|a, b| a == b)
                .map(|same| (same.len() as f64 / values.len().max(1) as f64).powi(2))
                .sum();
            (filled * filled * (1.0 - together), key)
        })
        .filter(|(worth, _)| *worth > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, key)| key).collect()
}

/// A weighted draw of pairs from the blocks of many candidate rules.
pub(crate) struct Draw<'a> {
    prepared: &'a Prepared,
    rules: Vec<KeyRule>,
    pairs: Vec<(u32, u32)>,
    /// Candidate rules that propose each pair, as bits.
    by_rule: Vec<u128>,
    weights: Vec<f32>,
    levels: Vec<u128>,
    labels: Vec<(f32, f32)>,
}

/// What is believed before learning counts as so many pairs of each class.
const PRIOR_PAIRS: f64 = 20.0;
/// From so many records on, what is believed of people's records weighs as much
/// as the matches that a table of that size usually holds.
const FIRM_BELIEF: f64 = 2_000_000.0;
/// Pairs that what is believed of people counts as. The matches of a table grow
/// with its records, but the pairs that chance brings together grow with their
/// square: in a list of millions the likeliest classes are some crowd of namesakes
/// called "match", unless it is held that one person's records look as they do elsewhere.
fn believed_pairs(records: usize) -> f64 {
    let records = records as f64;
    let firm = (records / FIRM_BELIEF).min(1.0) * EXPECTED_MATCHES * records;
    firm.max(1.5 * PRIOR_PAIRS)
}

/// Matches for each record, before anything is learned.
const EXPECTED_MATCHES: f64 = 0.3;
/// Of them so many pairs are siblings.
const EXPECTED_SIBLINGS: f64 = 0.2;

/// How many pairs are drawn to learn from: enough matches among them for a
/// large table, few enough to be quick for a small one.
fn training_pairs(model: &Model, records: usize) -> usize {
    match model.settings.training_pairs {
        0 => (30 * records)
            .min((records * 5 / 2).clamp(250_000, 900_000))
            .max((records * 2 / 3).min(3_000_000)),
        given => given,
    }
}

/// The most candidate rules: one bit each.
const MOST_CANDIDATES: usize = 128;
/// Where nearly all is covered a rule must bring a match for so many pairs.
const PAIRS_A_MATCH: f64 = 4000.0;
/// From so many records on the last matches are worth more pairs.
const LARGE: usize = 300_000;
/// The most rules of a model.
const MOST_RULES: usize = 40;

impl<'a> Draw<'a> {
    pub(crate) fn new(
        table: &Table,
        prepared: &'a Prepared,
        values: &KeyValues,
        model: &Model,
        labels: &[Label],
    ) -> Draw<'a> {
        let fields = &model.fields;
        let mut candidates = if model.rules.is_empty() {
            let keys = block::all_keys(prepared, fields);
            // Small tables can be blocked by narrow rules, and large ones need many
            // of them; they teach better than a wide one.
            let part = match prepared.len() {
                ..50_000 => 4.0,
                50_000..300_000 => 3.0,
                _ => 3.5,
            };
            let most = model.settings.pairs_per_record / part;
            block::affordable(prepared, values, &keys, most)
        } else {
            block::keys_of(&model.rules, fields)
                .into_iter()
                .map(|rule| Candidate { rule, cost: 1.0 })
                .collect()
        };
        candidates.truncate(MOST_CANDIDATES);
        let count = prepared.len();
        let luck: Vec<u32> = (0..count as u32)
            .into_par_iter()
            .map(|row| (mix(0x51, hash_text(table.id(row))) >> 32) as u32)
            .collect();
        let quota = training_pairs(model, count) as f64 / candidates.len().max(1) as f64;
        let drawn: Vec<Drawn> = candidates
            .par_iter()
            .map(|candidate| {
                let rate = quota / (2.0 * candidate.cost * count as f64).max(1.0);
                let rate = if rate > 0.4 { 1.0 } else { rate };
                draw_rule(
                    &values.combined(&candidate.rule.keys),
                    candidate,
                    rate,
                    &luck,
                )
            })
            .collect();
        let rules: Vec<KeyRule> = candidates.into_iter().map(|one| one.rule).collect();
        let mut all: Vec<(u64, u32)> = Vec::new();
        for (rule, drawn) in drawn.iter().enumerate() {
            all.extend(
                drawn
                    .pairs
                    .iter()
                    .map(|&(a, b)| (u64::from(a) << 32 | u64::from(b), rule as u32)),
            );
        }
        let mut labelled: std::collections::HashMap<u64, bool> = std::collections::HashMap::new();
        for label in labels {
            let (a, b) = (label.a.min(label.b), label.a.max(label.b));
            let code = u64::from(a) << 32 | u64::from(b);
            labelled.insert(code, label.same);
            all.push((code, u32::MAX));
        }
        all.par_sort_unstable();
        // Each rule as bits of the keys that any rule uses.
        let mut used: Vec<Key> = rules.iter().flat_map(|rule| rule.keys.clone()).collect();
        used.sort_unstable();
        used.dedup();
        used.truncate(64);
        let needs: Vec<u64> = rules
            .iter()
            .map(|rule| {
                rule.keys.iter().fold(0, |bits, key| {
                    // A rule of a key beyond the 64th needs a bit that nothing sets.
                    let bit = used.binary_search(key).unwrap_or(63);
                    bits | 1 << bit
                })
            })
            .collect();
        let mut draw = Draw {
            prepared,
            rules,
            pairs: Vec::new(),
            by_rule: Vec::new(),
            weights: Vec::new(),
            levels: Vec::new(),
            labels: Vec::new(),
        };
        for same in all.chunk_by(|x, y| x.0 == y.0) {
            let (a, b) = ((same[0].0 >> 32) as u32, same[0].0 as u32);
            let lucky = f64::from(luck[a as usize].min(luck[b as usize])) / f64::from(u32::MAX);
            // All rules that propose the pair, whether it was drawn for them or not.
            let mut bits = 0u128;
            let mut rate: f64 = 0.0;
            let (left, right) = (prepared.row(a), prepared.row(b));
            let mut agreed = 0u64;
            for (number, &key) in used.iter().enumerate() {
                let value = prepared.key(key, left);
                if value != 0 && value == prepared.key(key, right) {
                    agreed |= 1 << number;
                }
            }
            for (number, &needed) in needs.iter().enumerate() {
                if agreed & needed == needed && drawn[number].in_block(a) {
                    bits |= 1 << number;
                    rate = rate.max(drawn[number].rate);
                }
            }
            let label = labelled.get(&same[0].0);
            if bits == 0 && label.is_none() {
                continue;
            }
            let drawn = lucky <= rate && bits != 0;
            let weight = if drawn {
                1.0 / (1.0 - (1.0 - rate).powi(2))
            } else {
                0.0
            };
            draw.pairs.push((a, b));
            draw.by_rule.push(bits);
            draw.weights
                .push(weight.max(if label.is_some() { 1.0 } else { 0.0 }) as f32);
            draw.labels.push(match label {
                Some(true) => (1.0, 0.0),
                Some(false) => (0.0, 1.0),
                None => (0.0, 0.0),
            });
        }
        draw.levels = draw
            .pairs
            .par_iter()
            .map(|&(a, b)| draw.pack_levels(a, b, fields.len()))
            .collect();
        draw
    }

    fn pack_levels(&self, a: u32, b: u32, fields: usize) -> u128 {
        let mut levels = [0u8; crate::model::MOST_FIELDS];
        let levels = &mut levels[..fields];
        self.prepared
            .levels(self.prepared.row(a), self.prepared.row(b), levels);
        pack(levels)
    }

    fn patterns(&self, fields: usize, keep: impl Fn(usize) -> bool) -> Patterns {
        let packed = (0..self.pairs.len())
            .filter(|&at| keep(at))
            .map(|at| (self.levels[at], self.weights[at], self.labels[at]))
            .collect();
        Patterns::count(fields, packed)
    }

    /// Learns classes, chooses rules, learns again on what the rules propose.
    pub(crate) fn train(
        &self,
        model: &mut Model,
        refining: &mut [Key],
    ) -> (Training, Vec<(f64, f64)>) {
        let fields = model.fields.len();
        let tables: Vec<&[Level]> = model.fields.iter().map(|f| f.comparator.levels()).collect();
        let random = self.random(&tables);
        // Rules with a limit of their own bring pairs of rare values together; what
        // is usual is learned from the others.
        let usual = (0..self.rules.len())
            .filter(|&rule| self.rules[rule].most.is_none())
            .fold(0u128, |bits, rule| bits | 1 << rule);
        let taught =
            |bits: u128, at: usize| self.by_rule[at] & bits != 0 || self.labels[at] != (0.0, 0.0);
        let usual = if usual == 0 { u128::MAX } else { usual };
        let patterns = self.patterns(fields, |at| taught(usual, at));
        let all_rules: Vec<usize> = (0..self.rules.len()).collect();
        let (mut mixture, _) = self.seed(&patterns, &tables, &random, &all_rules, model, None);
        mixture.fit(&patterns, &tables, 15);

        let probability = self.match_probability(&mixture, &tables);
        let mass = |at: usize| f64::from(self.weights[at] * probability[at]);
        let total: f64 = (0..self.pairs.len()).map(mass).sum();
        let (chosen, teaching) = if model.rules.is_empty() {
            let (chosen, teaching) = self.choose(&probability, model);
            model.rules = chosen
                .iter()
                .map(|&rule| Rule {
                    keys: self.rules[rule]
                        .keys
                        .iter()
                        .map(|key| key.name(&model.fields))
                        .collect(),
                    most: self.rules[rule].most,
                })
                .collect();
            (chosen, teaching)
        } else {
            let count = all_rules.len();
            (all_rules, count)
        };
        self.rank_refining(refining, &probability);
        let taught_by = &chosen[..teaching];
        let bits = taught_by.iter().fold(0u128, |bits, &rule| bits | 1 << rule);
        let bits = if bits & usual == 0 {
            bits
        } else {
            bits & usual
        };
        let patterns = self.patterns(fields, |at| taught(bits, at));
        let (mut mixture, names) = self.seed(
            &patterns,
            &tables,
            &random,
            taught_by,
            model,
            Some(&mixture),
        );
        let (rounds, converged) = mixture.fit(&patterns, &tables, 22);
        if model.classes.is_empty() {
            model.classes = mixture.classes(&names, &model.fields);
        }
        let recalls = self.recalls(&chosen, &probability);
        let training = Training {
            pairs: self.pairs.len(),
            patterns: patterns.len(),
            rounds,
            converged,
            matches: total,
        };
        (training, recalls)
    }

    /// For each rule the share of estimated matches that it proposes alone, and
    /// with the rules before it; of all matches that any candidate rule proposes.
    fn recalls(&self, chosen: &[usize], probability: &[f32]) -> Vec<(f64, f64)> {
        let mass = |at: usize| f64::from(self.weights[at] * probability[at]);
        let total: f64 = (0..self.pairs.len()).map(mass).sum::<f64>().max(1e-9);
        let mut before = 0u128;
        chosen
            .iter()
            .map(|&rule| {
                before |= 1 << rule;
                let share = |bits: u128| {
                    (0..self.pairs.len())
                        .filter(|&at| self.by_rule[at] & bits != 0)
                        .map(mass)
                        .sum::<f64>()
                        / total
                };
                (share(1 << rule), share(before))
            })
            .collect()
    }

    fn match_probability(&self, mixture: &Mixture, tables: &[&[Level]]) -> Vec<f32> {
        let mut levels = Vec::with_capacity(self.pairs.len() * tables.len());
        for &code in &self.levels {
            let mut code = code;
            for _ in 0..tables.len() {
                levels.push((code & 31) as u8);
                code >>= 5;
            }
        }
        let each = Patterns {
            fields: tables.len(),
            levels,
            weights: self.weights.clone(),
            labels: self.labels.clone(),
        };
        mixture.matches(&each, tables)
    }

    /// Levels of random pairs: what chance alone agrees on.
    fn random(&self, tables: &[&[Level]]) -> Vec<Vec<f64>> {
        let count = self.prepared.len() as u64;
        let draws = 30_000u64;
        let mut counts = vec![vec![0f64; MOST_LEVELS]; tables.len()];
        let drawn: Vec<u128> = (0..draws)
            .into_par_iter()
            .filter_map(|at| {
                let a = mix(7, at) % count;
                let b = mix(11, at) % count;
                (a != b).then(|| self.pack_levels(a as u32, b as u32, tables.len()))
            })
            .collect();
        for mut code in drawn {
            for field in &mut counts {
                field[(code & 31) as usize] += 1.0;
                code >>= 5;
            }
        }
        for (field, table) in counts.iter_mut().zip(tables) {
            normalise(field, table, 0.5);
        }
        counts
    }

    /// Classes before learning: match, relatives, and one for each of the rules
    /// that propose most.
    fn seed(
        &self,
        patterns: &Patterns,
        tables: &[&[Level]],
        random: &[Vec<f64>],
        rules: &[usize],
        model: &Model,
        learned: Option<&Mixture>,
    ) -> (Mixture, Vec<String>) {
        let overall = overall(patterns, tables);
        let total: f64 = patterns.weights.iter().map(|&w| f64::from(w)).sum();
        // Rules by how much only they explain.
        let mut left: Vec<bool> = vec![true; self.pairs.len()];
        let mut chance: Vec<(usize, f64)> = Vec::new();
        while chance.len() < MOST_CLASSES - RELATIVES.end {
            let mut sums = vec![0f64; self.rules.len()];
            for (at, open) in left.iter().enumerate() {
                if *open {
                    let mut bits = self.by_rule[at];
                    while bits != 0 {
                        sums[bits.trailing_zeros() as usize] += f64::from(self.weights[at]);
                        bits &= bits - 1;
                    }
                }
            }
            let best = rules
                .iter()
                .copied()
                .filter(|&rule| self.rules[rule].most.is_none())
                .max_by(|&x, &y| sums[x].total_cmp(&sums[y]).then(y.cmp(&x)));
            let Some(best) = best.filter(|&best| sums[best] > 0.01 * total) else {
                break;
            };
            chance.push((best, sums[best]));
            for (at, open) in left.iter_mut().enumerate() {
                *open &= self.by_rule[at] >> best & 1 == 0;
            }
        }
        if chance.is_empty() {
            chance.push((usize::MAX, total));
        }
        let first = RELATIVES.end;
        let classes = first + chance.len();
        let mut mixture = Mixture {
            classes,
            shares: [0.0; MOST_CLASSES],
            levels: vec![[[0.0; MOST_CLASSES]; MOST_LEVELS]; tables.len()],
            fixed: Vec::new(),
            prior: vec![[[0.0; MOST_CLASSES]; MOST_LEVELS]; tables.len()],
            prior_shares: [0.0; MOST_CLASSES],
            tied: Vec::new(),
        };
        let records = self.prepared.len();
        let expected = EXPECTED_MATCHES * records as f64 / total.max(1.0);
        let of_match = believed_pairs(records);
        let of_siblings_pairs = (EXPECTED_SIBLINGS * of_match).max(1.5 * PRIOR_PAIRS);
        mixture.shares[MATCH] = expected.clamp(1e-5, 0.3);
        for class in RELATIVES {
            mixture.shares[class] = mixture.shares[MATCH] * EXPECTED_SIBLINGS;
        }
        let rest = 1.0 - 1.6 * mixture.shares[MATCH];
        let chance_total: f64 = chance.iter().map(|(_, sum)| sum).sum();
        for (number, (_, sum)) in chance.iter().enumerate() {
            mixture.shares[first + number] = rest * sum / chance_total;
        }
        let mut names: Vec<String> = ["match", "siblings", "parent-and-child", "relatives"]
            .map(str::to_owned)
            .into();
        for (rule, _) in &chance {
            names.push(match self.rules.get(*rule) {
                Some(rule) => rule
                    .keys
                    .iter()
                    .map(|key| key.name(&model.fields))
                    .collect::<Vec<_>>()
                    .join(" + "),
                None => "chance".to_owned(),
            });
        }
        for class in 0..classes {
            mixture.prior_shares[class] = PRIOR_PAIRS * mixture.shares[class];
        }
        let shipped = shipped();
        let believed = |class: &str, field: usize| -> Option<Vec<f64>> {
            let known = &shipped.iter().find(|c| c.name == class)?.levels;
            let levels = known.get(&model.fields[field].name)?;
            let mut shares = vec![0.0; MOST_LEVELS];
            for (share, spec) in shares.iter_mut().zip(tables[field]) {
                *share = levels.get(spec.name).copied().unwrap_or(1e-5);
            }
            normalise(&mut shares, tables[field], 0.0);
            Some(shares)
        };
        for (field, table) in tables.iter().enumerate() {
            let name = model.fields[field].name.as_str();
            let known = believed("match", field);
            let alike = known
                .clone()
                .unwrap_or_else(|| seeded_match(&overall[field], table));
            let of_siblings = believed("siblings", field);
            let of_chance = believed("chance", field);
            for level in 0..table.len() {
                let prior = &mut mixture.prior[field][level];
                // What a table shows of itself, and what is believed of people.
                let shown = PRIOR_PAIRS * overall[field][level];
                prior[..classes].fill(shown);
                if let (Some(known), Some(siblings), Some(chance_levels)) =
                    (&known, &of_siblings, &of_chance)
                {
                    prior[MATCH] = of_match * known[level];
                    prior[SIBLINGS] = of_siblings_pairs * siblings[level];
                    for (number, (rule, _)) in chance.iter().enumerate() {
                        let in_rule = self
                            .rules
                            .get(*rule)
                            .is_some_and(|rule| rule.keys.iter().any(|key| key.field == field));
                        if !in_rule {
                            prior[first + number] = PRIOR_PAIRS
                                * (0.5 * overall[field][level] + 0.5 * chance_levels[level]);
                        }
                    }
                }
            }
            // Brothers do not bear one name: what chance gives, but hardly equal.
            let mut other: Vec<f64> = random[field].clone();
            for (level, spec) in table.iter().enumerate() {
                if spec.name.starts_with("equal") || spec.name.starts_with("sounds-equal") {
                    other[level] *= 0.05;
                }
            }
            normalise(&mut other, table, 0.0);
            for level in 0..table.len() {
                let by_chance = random[field][level];
                let of = &mut mixture.levels[field][level];
                of[MATCH] = alike[level];
                for class in RELATIVES {
                    let sibling = class == SIBLINGS;
                    of[class] = match name {
                        "given" if class == PARENT && table[level].name.ends_with("crossed") => 0.1,
                        "given" if class == PARENT => 0.9 * other[level],
                        "given" => other[level],
                        "birth" if class == PARENT => generation(table[level].name),
                        "family" | "place" => alike[level],
                        "father" | "grandfather" | "mother" if sibling => alike[level],
                        "father" | "grandfather" | "mother" => by_chance,
                        "birth" | "source" | "event-date" => by_chance,
                        _ => 0.5 * alike[level] + 0.5 * by_chance,
                    };
                }
                for (number, (rule, _)) in chance.iter().enumerate() {
                    let in_rule = self
                        .rules
                        .get(*rule)
                        .is_some_and(|rule| rule.keys.iter().any(|key| key.field == field));
                    of[first + number] = if in_rule { alike[level] } else { by_chance };
                }
                if let Some(learned) = learned {
                    of[..first].copy_from_slice(&learned.levels[field][level][..first]);
                }
            }
            if name == "given" {
                mixture.fixed.extend(RELATIVES.map(|class| (field, class)));
            }
            // A generation apart, by other mothers: known, not learned.
            if matches!(name, "birth" | "mother" | "father" | "grandfather") {
                mixture.fixed.push((field, PARENT));
            }
            if matches!(
                name,
                "father" | "grandfather" | "family" | "mother" | "place"
            ) {
                mixture.tied.push(field);
            }
        }
        (mixture, names)
    }

    /// Greedy cover: rules by matches gained for each pair paid, and how many of
    /// them are to learn from. The others only look for the last matches of a
    /// large table among many chance pairs, which would teach little else.
    fn choose(&self, probability: &[f32], model: &Model) -> (Vec<usize>, usize) {
        let budget = model.settings.pairs_per_record * self.prepared.len() as f64;
        let total: f64 = probability
            .iter()
            .zip(&self.weights)
            .map(|(p, w)| f64::from(p * w))
            .sum();
        let mut open: Vec<bool> = vec![true; self.pairs.len()];
        let mut chosen: Vec<usize> = Vec::new();
        let mut spent = 0.0;
        let mut covered = 0.0;
        let mut teaching = None;
        while chosen.len() < MOST_RULES {
            let mut gains = vec![0f64; self.rules.len()];
            let mut costs = vec![0f64; self.rules.len()];
            for (at, open) in open.iter().enumerate() {
                if *open {
                    let mut bits = self.by_rule[at];
                    let weight = f64::from(self.weights[at]);
                    while bits != 0 {
                        let rule = bits.trailing_zeros() as usize;
                        gains[rule] += weight * f64::from(probability[at]);
                        costs[rule] += weight;
                        bits &= bits - 1;
                    }
                }
            }
            // While pairs are cheap the last matches are worth looking for.
            let cheap = spent < 20.0 * self.prepared.len() as f64;
            let least = if cheap { 0.000_02 } else { 0.000_2 };
            let best = (0..self.rules.len())
                .filter(|&rule| gains[rule] > least * total && spent + costs[rule] <= budget)
                .max_by(|&x, &y| {
                    (gains[x] / costs[x].powf(0.6))
                        .total_cmp(&(gains[y] / costs[y].powf(0.6)))
                        .then(y.cmp(&x))
                });
            let Some(best) = best else { break };
            covered += gains[best];
            // Nearly all is covered: a rule must now bring a match for few pairs.
            // Cheap rules are always welcome: learning needs chance pairs as well.
            let dear = |pairs: f64| gains[best] < costs[best] / pairs;
            if !cheap && covered - gains[best] > 0.991 * total && dear(PAIRS_A_MATCH) {
                // What any rule covers is a smaller part of all matches there.
                if self.prepared.len() < LARGE || dear(5.0 * PAIRS_A_MATCH) {
                    break;
                }
                teaching.get_or_insert(chosen.len());
            }
            spent += costs[best];
            chosen.push(best);
            for (at, open) in open.iter_mut().enumerate() {
                *open &= self.by_rule[at] >> best & 1 == 0;
            }
        }
        if chosen.is_empty() {
            chosen.extend((0..self.rules.len()).take(8));
        }
        let teaching = teaching.unwrap_or(chosen.len());
        (chosen, teaching)
    }

    /// Orders refining keys by how surely matches agree on them.
    fn rank_refining(&self, keys: &mut [Key], probability: &[f32]) {
        let likely: Vec<usize> = (0..self.pairs.len())
            .filter(|&at| probability[at] > 0.9)
            .take(20_000)
            .collect();
        if likely.len() < 50 {
            return;
        }
        let mut ranked: Vec<(f64, Key)> = keys
            .iter()
            .map(|&key| {
                let agree = likely
                    .iter()
                    .filter(|&&at| {
                        let (a, b) = self.pairs[at];
                        self.prepared.key(key, self.prepared.row(a))
                            == self.prepared.key(key, self.prepared.row(b))
                    })
                    .count();
                (agree as f64 / likely.len() as f64, key)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (to, (_, key)) in keys.iter_mut().zip(ranked) {
            *to = key;
        }
    }
}

/// How births of parent and child agree, within each group of levels.
fn generation(level: &str) -> f64 {
    match level {
        "differ" | "differ-day" => 0.94,
        "within-10-years" | "within-10-years-of-day" => 0.03,
        _ => 0.004,
    }
}

/// What was drawn for one candidate rule.
struct Drawn {
    /// Share of its pairs that were drawn.
    rate: f64,
    pairs: Vec<(u32, u32)>,
    /// For a rule with a limit of its own the rows of blocks over it, as bits.
    beyond: Vec<u64>,
}

impl Drawn {
    /// Whether the rule proposes the pairs of a row that has its keys.
    fn in_block(&self, row: u32) -> bool {
        let word = self.beyond.get(row as usize / 64);
        word.is_none_or(|word| word >> (row % 64) & 1 == 0)
    }
}

/// Pairs of one rule of which at least one record is lucky.
fn draw_rule(values: &[u64], candidate: &Candidate, rate: f64, luck: &[u32]) -> Drawn {
    const MOST_PARTNERS: usize = 1000;
    let bound = (rate * f64::from(u32::MAX)) as u32;
    let slots = (values.len() * 4).next_power_of_two();
    let slot = |value: u64| (value >> 24) as usize & (slots - 1);
    let mut beyond = Vec::new();
    if let Some(most) = candidate.rule.most {
        let mut sizes = vec![0u8; slots];
        for &value in values {
            let size = &mut sizes[slot(value)];
            *size = size.saturating_add(1);
        }
        beyond = vec![0u64; values.len().div_ceil(64)];
        for (row, &value) in values.iter().enumerate() {
            if usize::from(sizes[slot(value)]) > most {
                beyond[row / 64] |= 1 << (row % 64);
            }
        }
    }
    let mut drawn = Drawn {
        rate,
        pairs: Vec::new(),
        beyond,
    };
    let mut wanted = vec![false; slots];
    for (row, &value) in values.iter().enumerate() {
        if value != 0 && luck[row] <= bound && drawn.in_block(row as u32) {
            wanted[slot(value)] = true;
        }
    }
    let mut rows: Vec<(u64, u32, u32)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| **value != 0 && wanted[slot(**value)])
        .map(|(row, &value)| (value, luck[row], row as u32))
        .collect();
    rows.sort_unstable();
    for block in rows.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, lucky, row)) in block.iter().enumerate() {
            if lucky > bound {
                break;
            }
            for &(_, _, other) in block[at + 1..].iter().take(MOST_PARTNERS) {
                drawn.pairs.push((row.min(other), row.max(other)));
            }
        }
    }
    drawn
}
