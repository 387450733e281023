//! Which written places are one place?
//!
//! Places are few and names of places many: each written form is led to the
//! most frequent form that it can only mean, across scripts and over typing
//! errors. What cannot be led anywhere stays itself.

use crate::names::Names;
use crate::strings::Strings;
use rayon::prelude::*;
use std::collections::HashMap;

/// Names of places in other languages that do not sound like the Arabic one.
const EXONYMS: &[(&str, &str)] = &[
    ("aleppo", "حلب"),
    ("damascus", "دمشق"),
    ("damas", "دمشق"),
    ("sham", "دمشق"),
    ("damascus city", "دمشق"),
    ("rural damascus", "ريف دمشق"),
    ("damascus countryside", "ريف دمشق"),
    ("damascus suburbs", "ريف دمشق"),
    ("damascus rural", "ريف دمشق"),
    ("rif damascus", "ريف دمشق"),
    ("reef damascus", "ريف دمشق"),
    ("palmyra", "تدمر"),
    ("hassakeh", "حسكه"),
    ("hasaka", "حسكه"),
    ("kobani", "عين عرب"),
    ("latakia", "لاذقيه"),
    ("lattakia", "لاذقيه"),
    ("ladhiqiyah", "لاذقيه"),
];

/// Forms with at least this share of a column are where others are led to.
const ANCHOR_SHARE: f64 = 0.001;

/// For each value of each place column, the number of the place in `names`.
/// `counts` are the rows of each value.
pub(crate) fn build(
    columns: &[(&Strings, &[u32])],
) -> (Names, Vec<Vec<u32>>, Vec<HashMap<u32, u32>>) {
    let texts: Vec<Vec<&str>> = columns
        .iter()
        .map(|(values, _)| values.iter().collect())
        .collect();
    let (mut names, mut numbers) = Names::build(&texts);
    let known = Exonyms::new(&mut names);
    let mut leads = Vec::with_capacity(columns.len());
    for ((_, rows), column) in columns.iter().zip(&mut numbers) {
        for number in column.iter_mut() {
            *number = known.arabic(&names, *number);
        }
        let places = lead(&names, column, rows);
        for number in column.iter_mut() {
            *number = *places.get(number).unwrap_or(number);
        }
        leads.push(places);
    }
    (names, numbers, leads)
}

/// The number of a place written by somebody, exonyms led to the Arabic name.
pub(crate) fn exonym(names: &mut Names, raw: &str) -> u32 {
    let number = names.add(raw);
    if !names.latin(number) {
        return number;
    }
    Exonyms::new(names).arabic(names, number)
}

/// Numbers of the exonyms and of the names that they stand for.
struct Exonyms(Vec<(u32, u32)>);

impl Exonyms {
    fn new(names: &mut Names) -> Exonyms {
        Exonyms(
            EXONYMS
                .iter()
                .map(|(exonym, arabic)| (names.add(exonym), names.add(arabic)))
                .collect(),
        )
    }

    /// The Arabic name of a Latin form that is an exonym or is spelled nearly
    /// like one; any other form stays itself.
    fn arabic(&self, names: &Names, place: u32) -> u32 {
        if place == 0 || !names.latin(place) {
            return place;
        }
        let mut best = (0, place);
        for &(exonym, arabic) in &self.0 {
            let alike = if exonym == place {
                101
            } else {
                names.similarity(place, exonym, 82)
            };
            if alike > best.0 {
                best = (alike, arabic);
            }
        }
        best.1
    }
}

/// Where each rare or Latin form of one column is led to.
fn lead(names: &Names, column: &[u32], rows: &[u32]) -> HashMap<u32, u32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    let mut total = 0u32;
    let mut by_value = vec![0u32; column.len()];
    for &row in rows {
        by_value[row as usize] += 1;
    }
    for (&place, &count) in column.iter().zip(&by_value) {
        if place != 0 {
            *counts.entry(place).or_default() += count;
            total += count;
        }
    }
    let least = ((f64::from(total) * ANCHOR_SHARE) as u32).max(3);
    let mut anchors: Vec<(u32, u32)> = counts
        .iter()
        .filter(|(_, count)| **count >= least)
        .map(|(&place, &count)| (place, count))
        .collect();
    anchors.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then_with(|| names.texts.get(a.0).cmp(names.texts.get(b.0)))
    });
    anchors.truncate(3000);
    let forms: Vec<(u32, u32)> = counts.into_iter().collect();
    forms
        .par_iter()
        .filter_map(|&(place, count)| {
            let latin = names.latin(place);
            let mut best: Option<(u32, u32)> = None;
            let mut tie = false;
            for &(anchor, frequency) in &anchors {
                let across = latin && !names.latin(anchor);
                // Within a script only a far more frequent form is the right one.
                if anchor == place
                    || !across && (latin != names.latin(anchor) || frequency < 8 * count)
                {
                    continue;
                }
                let alike = names.similarity(place, anchor, if across { 80 } else { 84 });
                if alike == 0 {
                    continue;
                }
                match best {
                    Some((_, most)) if most == alike => tie = true,
                    Some((_, most)) if most > alike => {}
                    _ => {
                        best = Some((anchor, alike));
                        tie = false;
                    }
                }
            }
            match best {
                Some((anchor, alike)) if !tie || latin && alike >= 90 => Some((place, anchor)),
                _ => None,
            }
        })
        .collect()
}
