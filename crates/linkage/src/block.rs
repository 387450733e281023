//! Which pairs are worth comparing? Blocks of records that agree on keys.
//!
//! A rule is a set of keys; records that agree on all of them form a block.
//! A block over the limit is refined by further keys, and only where keys are
//! exhausted is it cut into runs of neighbours; both are counted and reported,
//! never silent. A pair belongs to the first rule that puts it in one block.

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
    /// The value itself.
    Value,
    /// First four letters of a text.
    Prefix,
    Day,
    Month,
    Year,
    Town,
    District,
    Governorate,
}

const PARTS: &[(Part, &str)] = &[
    (Part::Sound, "sound"),
    (Part::FirstSound, "first-sound"),
    (Part::Value, "value"),
    (Part::Prefix, "prefix"),
    (Part::Day, "day"),
    (Part::Month, "month"),
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

/// Reads the rules of a model; a rule with an unknown key is left out.
pub(crate) fn keys_of(rules: &[Rule], fields: &[Field]) -> Vec<Vec<Key>> {
    rules
        .iter()
        .filter_map(|rule| {
            let keys: Option<Vec<Key>> = rule
                .keys
                .iter()
                .map(|name| Key::from_name(name, fields))
                .collect();
            keys.filter(|keys| !keys.is_empty())
        })
        .collect()
}

/// All keys that the fields of a table offer.
pub(crate) fn all_keys(prepared: &Prepared, fields: &[Field]) -> Vec<Key> {
    let mut keys = Vec::new();
    for (field, kind) in prepared.fields.iter().enumerate() {
        let parts: &[Part] = match kind {
            Kind::Name { .. } if fields[field].name == "given" => &[Part::FirstSound],
            Kind::Name { .. } => &[Part::Sound],
            Kind::Event { .. } => &[Part::Year, Part::Month, Part::Day],
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
            (Kind::Name { slot, .. }, _) => u64::from(row[*slot]),
            (Kind::Event { slot, .. } | Kind::Birth { slot }, part) => {
                let date = row[*slot];
                match part {
                    Part::Year => u64::from(dates::year(date)),
                    Part::Month if dates::month(date) != 0 => {
                        u64::from(dates::year(date) << 4 | dates::month(date))
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
    /// Pairs of those blocks that refining separated.
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
        fields: &[Field],
        rules: &[Vec<Key>],
        refining: &[Key],
        limit: usize,
    ) -> Blocks {
        let built: Vec<(Vec<u32>, Vec<u32>, RuleReport)> = rules
            .par_iter()
            .map(|rule| {
                let mut report = RuleReport {
                    keys: rule.iter().map(|key| key.name(fields)).collect(),
                    ..RuleReport::default()
                };
                let (rows, ends) = group(prepared, rule, refining, limit, &mut report);
                (rows, ends, report)
            })
            .collect();
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
fn keyed(prepared: &Prepared, keys: &[Key]) -> Vec<(u64, u32)> {
    let count = prepared.len();
    let slots = (count * 4).next_power_of_two();
    let mut seen = vec![0u8; slots];
    let values: Vec<u64> = (0..count as u32)
        .map(|row| {
            let value = prepared.combined(keys, prepared.row(row));
            if value != 0 {
                let slot = &mut seen[(value >> 24) as usize & (slots - 1)];
                *slot = slot.saturating_add(1);
            }
            value
        })
        .collect();
    let mut rows: Vec<(u64, u32)> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| **value != 0 && seen[(**value >> 24) as usize & (slots - 1)] > 1)
        .map(|(row, &value)| (value, row as u32))
        .collect();
    rows.sort_unstable();
    rows
}

/// Groups rows into blocks; returns rows in block order and where blocks end.
fn group(
    prepared: &Prepared,
    rule: &[Key],
    refining: &[Key],
    limit: usize,
    report: &mut RuleReport,
) -> (Vec<u32>, Vec<u32>) {
    let keyed = keyed(prepared, rule);
    let mut rows = Vec::with_capacity(keyed.len());
    let mut ends = Vec::new();
    let further: Vec<Key> = refining
        .iter()
        .copied()
        .filter(|key| !rule.contains(key))
        .collect();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() < 2 {
            continue;
        }
        if block.len() <= limit {
            rows.extend(block.iter().map(|(_, row)| *row));
            ends.push(rows.len() as u32);
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
        for run in sorted.chunks(limit) {
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

/// Rules that are cheap enough, and whose parts alone are not: for each the
/// estimated pairs per record. Estimated on at most 20,000 records.
pub(crate) fn affordable(
    prepared: &Prepared,
    keys: &[Key],
    most_pairs: f64,
) -> Vec<(Vec<Key>, f64)> {
    let count = prepared.len();
    let sample = count.min(20_000);
    let rows: Vec<u32> = (0..sample)
        .map(|at| (at as u64 * count as u64 / sample as u64) as u32)
        .collect();
    let scale = count as f64 / sample as f64;
    let values: Vec<Vec<u64>> = keys
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
                    match values[key][row] {
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
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for _size in 1..=4 {
        let mut next: Vec<Vec<usize>> = Vec::new();
        for set in &open {
            let from = set.last().map_or(0, |last| last + 1);
            for key in from..keys.len() {
                if set
                    .iter()
                    .any(|&other| keys[other].field == keys[key].field)
                {
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
    let mut rules: Vec<(Vec<Key>, f64)> = found
        .into_iter()
        .map(|(set, cost)| (set.into_iter().map(|key| keys[key]).collect(), cost))
        .collect();
    rules.sort_by(|a, b| a.0.len().cmp(&b.0.len()).then_with(|| a.0.cmp(&b.0)));
    rules
}

/// Whether agreeing on `fine` means agreeing on `coarse`.
fn refines(fine: Key, coarse: Key) -> bool {
    fine == coarse
        || fine.field == coarse.field
            && matches!(
                (fine.part, coarse.part),
                (Part::Day, Part::Month | Part::Year)
                    | (Part::Month, Part::Year)
                    | (Part::Value, Part::Prefix)
            )
}
