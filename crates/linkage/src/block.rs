//! Which pairs are worth comparing? Blocks of records that agree on keys.
//!
//! A rule is a set of keys; records that agree on all of them form a block.
//! A block over the limit is left to narrower rules or refined by further keys,
//! and only where keys are exhausted is it cut into runs of neighbours; all of
//! it is counted and reported, never silent. A pair belongs to the first rule that puts it in one block.

use crate::dates;
use crate::model::{Field, Rule};
use crate::prepare::{Kind, Prepared};
use crate::strings::{hash_text, mix};
use rayon::prelude::*;

/// What of a field is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Consonant skeleton of the whole name.
    Sound,
    /// Consonant skeleton of the first part of the name.
    FirstSound,
    /// Given name and father's name in either order: lists swap them.
    WithFather,
    /// The value itself.
    Value,
    /// First four letters of a text.
    Prefix,
    Day,
    Month,
    /// From the middle of a month to the middle of the next: dates that lie near
    /// each other across the end of a month.
    MonthAcross,
    Year,
    Town,
    District,
    Governorate,
}

const PARTS: &[(Part, &str)] = &[
    (Part::Sound, "sound"),
    (Part::FirstSound, "first-sound"),
    (Part::WithFather, "with-father"),
    (Part::Value, "value"),
    (Part::Prefix, "prefix"),
    (Part::Day, "day"),
    (Part::Month, "month"),
    (Part::MonthAcross, "month-across"),
    (Part::Year, "year"),
    (Part::Town, "town"),
    (Part::District, "district"),
    (Part::Governorate, "governorate"),
];

/// One key: a part of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) field: usize,
    pub(crate) part: Part,
}

impl Key {
    /// The key as models write it.
    pub(crate) fn name(self, fields: &[Field]) -> String {
        let part = PARTS
            .iter()
            .find(|(part, _)| *part == self.part)
            .map_or("value", |(_, name)| name);
        format!("{}:{part}", fields[self.field].name)
    }

    /// Reads a key of a model.
    pub(crate) fn from_name(name: &str, fields: &[Field]) -> Option<Key> {
        let (field, part) = name.rsplit_once(':')?;
        Some(Key {
            field: fields.iter().position(|known| known.name == field)?,
            part: PARTS.iter().find(|(_, known)| *known == part)?.0,
        })
    }
}

/// A rule, its keys read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyRule {
    pub(crate) keys: Vec<Key>,
    /// Larger blocks are left to narrower rules.
    pub(crate) most: Option<usize>,
}

impl KeyRule {
    /// Whether agreeing on this rule means agreeing on another, and on more.
    fn narrows(&self, other: &KeyRule) -> bool {
        self.keys != other.keys
            && other
                .keys
                .iter()
                .all(|&coarse| self.keys.iter().any(|&fine| refines(fine, coarse)))
    }
}

/// Reads the rules of a model; a rule with an unknown key is left out.
pub(crate) fn keys_of(rules: &[Rule], fields: &[Field]) -> Vec<KeyRule> {
    rules
        .iter()
        .filter_map(|rule| {
            let keys: Option<Vec<Key>> = rule
                .keys
                .iter()
                .map(|name| Key::from_name(name, fields))
                .collect();
            let keys = keys.filter(|keys| !keys.is_empty())?;
            Some(KeyRule {
                keys,
                most: rule.most,
            })
        })
        .collect()
}

/// The values of keys in all rows, shortened to 32 bits: read many times over.
pub(crate) struct KeyValues {
    keys: Vec<Key>,
    columns: Vec<Vec<u32>>,
}

impl KeyValues {
    /// Reads the given keys of all rows.
    pub(crate) fn new(prepared: &Prepared, mut keys: Vec<Key>) -> KeyValues {
        keys.sort_unstable();
        keys.dedup();
        let columns = keys
            .par_iter()
            .map(|&key| {
                let short = |row| match prepared.key(key, prepared.row(row)) {
                    0 => 0,
                    value => (mix(0, value) >> 32) as u32 | 1,
                };
                (0..prepared.len() as u32).map(short).collect()
            })
            .collect();
        KeyValues { keys, columns }
    }

    /// The combined value of several keys in each row; 0 where one is not known.
    pub(crate) fn combined(&self, keys: &[Key]) -> Vec<u64> {
        let column = |key: &Key| {
            let at = self.keys.binary_search(key);
            &self.columns[at.expect("all keys of the rules are read")]
        };
        let Some((first, rest)) = keys.split_first() else {
            return Vec::new();
        };
        let mut all: Vec<u64> = column(first)
            .iter()
            .map(|&value| {
                if value == 0 {
                    0
                } else {
                    mix(1, u64::from(value)) | 1
                }
            })
            .collect();
        for key in rest {
            for (combined, &value) in all.iter_mut().zip(column(key)) {
                *combined = if *combined == 0 || value == 0 {
                    0
                } else {
                    mix(*combined, u64::from(value)) | 1
                };
            }
        }
        all
    }
}

/// All keys that the fields of a table offer.
pub(crate) fn all_keys(prepared: &Prepared, fields: &[Field]) -> Vec<Key> {
    let mut keys = Vec::new();
    for (field, kind) in prepared.fields.iter().enumerate() {
        let parts: &[Part] = match kind {
            Kind::Name { .. } if fields[field].name == "given" => {
                if prepared.crossings.father.is_some() {
                    &[Part::FirstSound, Part::WithFather]
                } else {
                    &[Part::FirstSound]
                }
            }
            Kind::Name { .. } => &[Part::Sound],
            Kind::Event { .. } => &[Part::Year, Part::Month, Part::MonthAcross, Part::Day],
            Kind::Birth { .. } => &[Part::Year, Part::Day],
            Kind::Place { .. } => &[Part::Governorate, Part::District, Part::Town],
            Kind::Category { .. } => &[],
            Kind::Identifier { .. } => &[Part::Value],
            Kind::Text { .. } | Kind::Number { .. } => &[Part::Value, Part::Prefix],
        };
        keys.extend(parts.iter().map(|&part| Key { field, part }));
    }
    keys
}

impl Prepared {
    /// The value of a key in a row; 0 where it is not known.
    pub(crate) fn key(&self, key: Key, row: &[u32]) -> u64 {
        match (&self.fields[key.field], key.part) {
            (Kind::Name { slot, .. }, Part::Sound) => self.names.skeletons[row[*slot] as usize],
            (Kind::Name { slot, .. }, Part::FirstSound) => {
                self.names.first_skeletons[row[*slot] as usize]
            }
            (Kind::Name { slot, .. }, Part::WithFather) => {
                let father = self.crossings.father.map_or(0, |(_, slot)| row[slot]);
                if row[*slot] == 0 || father == 0 {
                    return 0;
                }
                let given = self.names.first_skeletons[row[*slot] as usize];
                let father = self.names.skeletons[father as usize];
                mix(given.min(father), given.max(father)) | 1
            }
            (Kind::Name { slot, .. }, _) => u64::from(row[*slot]),
            (Kind::Event { slot, .. } | Kind::Birth { slot }, part) => {
                let date = row[*slot];
                match part {
                    Part::Year => u64::from(dates::year(date)),
                    Part::Month if dates::month(date) != 0 => {
                        u64::from(dates::year(date) << 4 | dates::month(date))
                    }
                    Part::MonthAcross if dates::day(date) != 0 => {
                        let half = u64::from(dates::day(date) > 15);
                        let months = u64::from(dates::year(date) * 12 + dates::month(date));
                        (months * 2 + half).div_ceil(2)
                    }
                    Part::Day if dates::day(date) != 0 => {
                        u64::from(date & ((1 << dates::BAND) - 1))
                    }
                    _ => 0,
                }
            }
            (
                Kind::Place {
                    governorate,
                    district,
                    town,
                    ..
                },
                part,
            ) => match part {
                Part::Governorate => u64::from(row[*governorate]),
                Part::District => u64::from(row[*district]),
                _ => u64::from(row[*town]),
            },
            (Kind::Category { slot, .. }, _) => u64::from(row[*slot]),
            (Kind::Text { slot, values, .. } | Kind::Number { slot, values, .. }, Part::Prefix) => {
                let text = values.get(row[*slot]);
                if text.is_empty() {
                    0
                } else {
                    let end = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
                    hash_text(&text[..end])
                }
            }
            (
                Kind::Identifier { slot, .. } | Kind::Text { slot, .. } | Kind::Number { slot, .. },
                _,
            ) => u64::from(row[*slot]),
        }
    }

    /// The combined value of several keys; 0 where one is not known.
    pub(crate) fn combined(&self, keys: &[Key], row: &[u32]) -> u64 {
        let mut hash = 1;
        for &key in keys {
            match self.key(key, row) {
                0 => return 0,
                value => hash = mix(hash, value),
            }
        }
        hash | 1
    }
}

/// What blocking did for one rule.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RuleReport {
    /// Keys of the rule.
    pub keys: Vec<String>,
    /// The most records of a block; larger ones are left or refined.
    pub most: u64,
    /// Blocks of two records or more.
    pub blocks: u64,
    /// Records in the largest block after refining.
    pub largest: u64,
    /// Pairs that this rule is the first to propose.
    pub pairs: u64,
    /// Share of estimated matches that this rule proposes, alone.
    pub recall: f64,
    /// Share of estimated matches that this rule and those before it propose.
    pub recall_so_far: f64,
    /// Blocks over the limit that were refined by further keys.
    pub refined: u64,
    /// Blocks over the limit that were left to narrower rules.
    pub left: u64,
    /// Pairs of those blocks that this rule does not propose.
    pub separated: u64,
    /// Blocks that no key could refine and that were cut into runs.
    pub cut: u64,
}

/// Blocks of all rules.
pub(crate) struct Blocks {
    /// For each row and rule the block's number within the rule, 0 = none.
    pub(crate) of_row: Vec<u32>,
    pub(crate) rules: usize,
    /// For each rule the rows of its blocks, and where each block ends.
    pub(crate) members: Vec<(Vec<u32>, Vec<u32>)>,
    pub(crate) reports: Vec<RuleReport>,
}

impl Blocks {
    pub(crate) fn build(
        prepared: &Prepared,
        values: KeyValues,
        fields: &[Field],
        rules: &[KeyRule],
        refining: &[Key],
        limit: usize,
    ) -> Blocks {
        let built: Vec<(Vec<u32>, Vec<u32>, RuleReport)> = rules
            .par_iter()
            .map(|rule| {
                let mut report = RuleReport {
                    keys: rule.keys.iter().map(|key| key.name(fields)).collect(),
                    most: rule.most.unwrap_or(limit) as u64,
                    ..RuleReport::default()
                };
                let narrower = rules.iter().any(|other| other.narrows(rule));
                let over = if rule.most.is_some() && narrower {
                    Over::Left
                } else {
                    Over::Refined(refining)
                };
                let limit = rule.most.unwrap_or(limit);
                let keyed = keyed(&values, &rule.keys);
                let (rows, ends) = group(prepared, &keyed, &rule.keys, &over, limit, &mut report);
                (rows, ends, report)
            })
            .collect();
        // Keys have served: of a large table they take as much room as what follows.
        drop(values);
        let count = rules.len();
        let mut of_row = vec![0u32; prepared.len() * count];
        let mut members = Vec::with_capacity(count);
        let mut reports = Vec::with_capacity(count);
        for (rule, (rows, ends, report)) in built.into_iter().enumerate() {
            let mut start = 0;
            for (block, &end) in ends.iter().enumerate() {
                for &row in &rows[start as usize..end as usize] {
                    of_row[row as usize * count + rule] = block as u32 + 1;
                }
                start = end;
            }
            members.push((rows, ends));
            reports.push(report);
        }
        Blocks {
            of_row,
            rules: count,
            members,
            reports,
        }
    }

    /// Whether some rule puts two rows in one block.
    pub(crate) fn first_rule(&self, a: u32, b: u32) -> Option<usize> {
        let left = &self.of_row[a as usize * self.rules..][..self.rules];
        let right = &self.of_row[b as usize * self.rules..][..self.rules];
        left.iter().zip(right).position(|(x, y)| *x != 0 && x == y)
    }
}

/// Rows with their key, those that are alone left out, sorted.
fn keyed(values: &KeyValues, keys: &[Key]) -> Vec<(u64, u32)> {
    let values = values.combined(keys);
    let slots = (values.len() * 4).next_power_of_two();
    let mut seen = vec![0u8; slots];
    for value in &values {
        if *value != 0 {
            let slot = &mut seen[(value >> 24) as usize & (slots - 1)];
            *slot = slot.saturating_add(1);
        }
    }
    let mut rows: Vec<(u64, u32)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| **value != 0 && seen[(**value >> 24) as usize & (slots - 1)] > 1)
        .map(|(row, &value)| (value, row as u32))
        .collect();
    rows.sort_unstable();
    rows
}

/// What becomes of a block over the limit.
enum Over<'a> {
    /// Narrower rules propose its pairs.
    Left,
    /// It is split by these keys.
    Refined(&'a [Key]),
}

/// Groups rows into blocks; returns rows in block order and where blocks end.
fn group(
    prepared: &Prepared,
    keyed: &[(u64, u32)],
    rule: &[Key],
    over: &Over<'_>,
    limit: usize,
    report: &mut RuleReport,
) -> (Vec<u32>, Vec<u32>) {
    let mut rows = Vec::with_capacity(keyed.len());
    let mut ends = Vec::new();
    let further: Vec<Key> = match over {
        Over::Left => Vec::new(),
        Over::Refined(keys) => keys
            .iter()
            .copied()
            .filter(|key| !rule.contains(key))
            .collect(),
    };
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() < 2 {
            continue;
        }
        if block.len() <= limit {
            rows.extend(block.iter().map(|(_, row)| *row));
            ends.push(rows.len() as u32);
        } else if let Over::Left = over {
            report.left += 1;
            let size = block.len() as u64;
            report.separated += size * (size - 1) / 2;
        } else {
            report.refined += 1;
            let members: Vec<u32> = block.iter().map(|(_, row)| *row).collect();
            let size = members.len() as u64;
            let mut kept = 0;
            let before = ends.len();
            let start = rows.len() as u32;
            refine(
                prepared, &members, &further, limit, &mut rows, &mut ends, report,
            );
            let mut last = start;
            for &end in &ends[before..] {
                let size = u64::from(end - last);
                kept += size * (size - 1) / 2;
                last = end;
            }
            report.separated += size * (size - 1) / 2 - kept;
        }
    }
    report.blocks = ends.len() as u64;
    let mut last = 0;
    for &end in &ends {
        report.largest = report.largest.max(u64::from(end - last));
        last = end;
    }
    (rows, ends)
}

/// Records that agree on every key are compared with so many neighbours.
const RUN: usize = 40;

/// Splits a block over the limit by the next key; where a key splits nothing,
/// by the one after it; at last into runs of neighbours.
fn refine(
    prepared: &Prepared,
    members: &[u32],
    keys: &[Key],
    limit: usize,
    rows: &mut Vec<u32>,
    ends: &mut Vec<u32>,
    report: &mut RuleReport,
) {
    if members.len() < 2 {
        return;
    }
    if members.len() <= limit {
        rows.extend_from_slice(members);
        ends.push(rows.len() as u32);
        return;
    }
    let Some((&key, rest)) = keys.split_first() else {
        report.cut += 1;
        let mut sorted = members.to_vec();
        sorted.sort_by(|&a, &b| prepared.row(a).cmp(prepared.row(b)).then(a.cmp(&b)));
        for run in sorted.chunks(limit.min(RUN)) {
            rows.extend_from_slice(run);
            ends.push(rows.len() as u32);
        }
        return;
    };
    let mut keyed: Vec<(u64, u32)> = members
        .iter()
        .map(|&row| (prepared.key(key, prepared.row(row)), row))
        .collect();
    keyed.sort_unstable();
    for part in keyed.chunk_by(|a, b| a.0 == b.0) {
        let part: Vec<u32> = part.iter().map(|(_, row)| *row).collect();
        refine(prepared, &part, rest, limit, rows, ends, report);
    }
}

/// A rule that could be taken, and what it would cost in pairs per record.
pub(crate) struct Candidate {
    pub(crate) rule: KeyRule,
    pub(crate) cost: f64,
}

/// The most records of a block where a rule of two keys is too dear without a
/// limit of its own.
const NARROW_BLOCK: usize = 30;

/// Rules that are cheap enough, and whose parts alone are not, estimated on at
/// most 20,000 records. Then rules of few keys that are cheap where blocks are
/// small (rare names): their large blocks are left to the others.
pub(crate) fn affordable(
    prepared: &Prepared,
    values: &KeyValues,
    keys: &[Key],
    most_pairs: f64,
) -> Vec<Candidate> {
    let count = prepared.len();
    let sample = count.min(20_000);
    let rows: Vec<u32> = (0..sample)
        .map(|at| (at as u64 * count as u64 / sample as u64) as u32)
        .collect();
    let scale = count as f64 / sample as f64;
    let sampled: Vec<Vec<u64>> = keys
        .par_iter()
        .map(|&key| {
            rows.iter()
                .map(|&row| prepared.key(key, prepared.row(row)))
                .collect()
        })
        .collect();
    let cost = |set: &[usize]| -> f64 {
        let mut combined: Vec<u64> = (0..sample)
            .filter_map(|row| {
                let mut hash = 1;
                for &key in set {
                    match sampled[key][row] {
                        0 => return None,
                        value => hash = mix(hash, value),
                    }
                }
                Some(hash)
            })
            .collect();
        combined.sort_unstable();
        let pairs: f64 = combined
            .chunk_by(|a, b| a == b)
            .map(|block| (block.len() * (block.len() - 1) / 2) as f64)
            .sum();
        pairs * scale / sample as f64
    };
    let mut found: Vec<(Vec<usize>, f64)> = Vec::new();
    let mut too_dear: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for _size in 1..=4 {
        let mut next: Vec<Vec<usize>> = Vec::new();
        for set in &open {
            let from = set.last().map_or(0, |last| last + 1);
            for key in from..keys.len() {
                let father =
                    |key: Key| prepared.crossings.father.map(|(field, _)| field) == Some(key.field);
                let again = |&other: &usize| {
                    keys[other].field == keys[key].field
                        || keys[other].part == Part::WithFather && father(keys[key])
                };
                if set.iter().any(again) {
                    continue;
                }
                let mut longer = set.clone();
                longer.push(key);
                let implied = found.iter().any(|(known, _)| {
                    known
                        .iter()
                        .all(|&part| longer.iter().any(|&other| refines(keys[other], keys[part])))
                });
                if !implied {
                    next.push(longer);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        let costs: Vec<f64> = next.par_iter().map(|set| cost(set)).collect();
        open = Vec::new();
        for (set, cost) in next.into_iter().zip(costs) {
            if cost <= most_pairs {
                found.push((set, cost));
            } else {
                // Two names that are rare together, or a rare name of a town.
                let parts: Vec<Part> = set.iter().map(|&key| keys[key].part).collect();
                let name = |part: &&Part| matches!(part, Part::Sound | Part::FirstSound);
                let names = parts.iter().filter(name).count();
                if parts.len() == 2 && names > 0 && (names == 2 || parts.contains(&Part::Town)) {
                    too_dear.push(set.clone());
                }
                open.push(set);
            }
        }
    }
    if found.is_empty() {
        // Nothing is cheap: take the cheapest of what there is, to be refined or cut.
        let most = open.iter().map(Vec::len).max().unwrap_or(0);
        let mut dear: Vec<(Vec<usize>, f64)> = open
            .into_iter()
            .filter(|set| set.len() == most && most > 0)
            .map(|set| {
                let cost = cost(&set);
                (set, cost)
            })
            .collect();
        dear.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        dear.truncate(6);
        found = dear;
    }
    let rule = |set: Vec<usize>, most, cost| Candidate {
        rule: KeyRule {
            keys: set.into_iter().map(|key| keys[key]).collect(),
            most,
        },
        cost,
    };
    let mut rules: Vec<Candidate> = found
        .into_iter()
        .map(|(set, cost)| rule(set, None, cost))
        .collect();
    let limited: Vec<(Vec<usize>, f64)> = too_dear
        .into_par_iter()
        .map(|set| {
            let named: Vec<Key> = set.iter().map(|&key| keys[key]).collect();
            let cost = small_blocks(&values.combined(&named), NARROW_BLOCK);
            (set, cost)
        })
        .collect();
    rules.extend(
        limited
            .into_iter()
            .filter(|(_, cost)| *cost > 0.05 && *cost <= most_pairs)
            .map(|(set, cost)| rule(set, Some(NARROW_BLOCK), cost)),
    );
    rules.sort_by(|a, b| {
        let (a, b) = (&a.rule.keys, &b.rule.keys);
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    });
    rules
}

/// Pairs per record in blocks of at most so many records, from every 16th block
/// of a large table.
fn small_blocks(values: &[u64], most: usize) -> f64 {
    let every = if values.len() > 200_000 { 16 } else { 1 };
    let mut some: Vec<u64> = values
        .iter()
        .copied()
        .filter(|value| *value != 0 && (value >> 7) % every == 0)
        .collect();
    some.sort_unstable();
    let pairs: usize = some
        .chunk_by(|a, b| a == b)
        .map(<[u64]>::len)
        .filter(|size| *size <= most)
        .map(|size| size * (size - 1) / 2)
        .sum();
    pairs as f64 * every as f64 / values.len().max(1) as f64
}

/// Whether agreeing on `fine` means agreeing on `coarse`.
fn refines(fine: Key, coarse: Key) -> bool {
    fine == coarse
        || fine.field == coarse.field
            && matches!(
                (fine.part, coarse.part),
                (Part::Day, Part::Month | Part::MonthAcross | Part::Year)
                    | (Part::Month, Part::Year)
                    | (Part::Value, Part::Prefix)
            )
}
