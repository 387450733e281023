//! Do the 95 % intervals cover, and does the gate speak up where they do not?
//!
//! Five designs with a known population of 2,000, seen through lists many times:
//! `cargo run --release -p estimate --example simulation [replicates [design]]`.

use estimate::random::Random;
use estimate::{Method, Settings, Tally, estimate};
use std::collections::BTreeMap;

const TRUTH: usize = 2_000;

struct Design {
    name: &'static str,
    lists: usize,
    /// Fills the probability of each list for one person.
    person: fn(&mut Random, &mut [f64]),
    /// What the office knows about its lists and no table can show: a group that they hardly reach.
    blind: bool,
    /// Chance that being on list 2i copies a person to list 2i+1.
    copies: f64,
}

const DESIGNS: [Design; 5] = [
    Design {
        name: "independent lists",
        lists: 4,
        person: |_, p| p.copy_from_slice(&[0.25, 0.2, 0.15, 0.2]),
        blind: false,
        copies: 0.0,
    },
    Design {
        name: "two classes",
        lists: 4,
        person: |r, p| {
            let q = if r.uniform() < 0.6 {
                [0.12, 0.1, 0.15, 0.08]
            } else {
                [0.5, 0.4, 0.35, 0.45]
            };
            p.copy_from_slice(&q);
        },
        blind: false,
        copies: 0.0,
    },
    Design {
        name: "dependence in pairs",
        lists: 4,
        person: |_, p| p.copy_from_slice(&[0.25, 0.15, 0.2, 0.15]),
        blind: false,
        copies: 0.35,
    },
    Design {
        name: "many sparse lists",
        lists: 9,
        person: |r, p| {
            let reach = if r.uniform() < 0.5 { 0.6 } else { 1.4 };
            for (j, p) in p.iter_mut().enumerate() {
                *p = reach * [0.03, 0.05, 0.04, 0.06, 0.02, 0.05, 0.03, 0.04, 0.06][j];
            }
        },
        blind: false,
        copies: 0.0,
    },
    Design {
        name: "a hard-to-reach class",
        lists: 4,
        person: |r, p| {
            let q = if r.uniform() < 0.3 {
                [0.01; 4]
            } else {
                [0.35, 0.3, 0.25, 0.3]
            };
            p.copy_from_slice(&q);
        },
        blind: true,
        copies: 0.0,
    },
];

fn draw(design: &Design, replicate: u64) -> Tally {
    let mut random = Random::new(&[0; 32], 2024, design.name, replicate);
    let mut cells: BTreeMap<u32, u64> = BTreeMap::new();
    let mut p = vec![0.0; design.lists];
    for _ in 0..TRUTH {
        (design.person)(&mut random, &mut p);
        let mut pattern = 0u32;
        for (j, p) in p.iter().enumerate() {
            if random.uniform() < *p {
                pattern |= 1 << j;
            }
        }
        for j in (0..design.lists - 1).step_by(2) {
            if pattern >> j & 1 == 1 && random.uniform() < design.copies {
                pattern |= 1 << (j + 1);
            }
        }
        if pattern > 0 {
            *cells.entry(pattern).or_default() += 1;
        }
    }
    let names: Vec<String> = (0..design.lists).map(|j| format!("L{j}")).collect();
    Tally::new(&names, cells).expect("simulated patterns fit their lists")
}

/// Findings that say what was run, not that the answer is in doubt.
fn technical(code: &str) -> bool {
    code.ends_with("models-unusable") || code.ends_with("method-range")
}

#[derive(Default)]
struct Line {
    answers: usize,
    covered: usize,
    medians: Vec<f64>,
    width: f64,
}

fn main() {
    let replicates: u64 = std::env::args()
        .nth(1)
        .and_then(|a| a.parse().ok())
        .unwrap_or(100);
    let mut settings = Settings {
        methods: vec![
            Method::Lcmcr,
            Method::Dga,
            Method::Loglinear,
            Method::Bounds,
        ],
        resamples: 500,
        ..Settings::default()
    };
    settings.classes.warm_up = 800;
    settings.classes.budget = 16_000;
    println!(
        "N = {TRUTH}, {replicates} replicates each; coverage of the 95 % interval, median of the central numbers, mean width of the interval"
    );
    let only = std::env::args().nth(2);
    for design in DESIGNS
        .iter()
        .filter(|d| only.as_ref().is_none_or(|o| d.name.contains(o.as_str())))
    {
        let mut lines: BTreeMap<&'static str, Line> = BTreeMap::new();
        let mut flags: BTreeMap<String, usize> = BTreeMap::new();
        settings.structure.blind = if design.blind {
            vec![("L0".to_owned(), "the hard-to-reach class".to_owned())]
        } else {
            Vec::new()
        };
        let (mut by_table, mut flagged, mut spread_covers, mut uncovered_unflagged) = (0, 0, 0, 0);
        for replicate in 0..replicates {
            let tally = draw(design, replicate);
            let found = estimate(&tally, &settings);
            let mut kinds: Vec<String> = found
                .gate
                .iter()
                .map(|f| f.problem.code.as_str().to_owned())
                .collect();
            kinds.sort();
            kinds.dedup();
            let loud = kinds.iter().any(|k| !technical(k));
            flagged += usize::from(loud);
            by_table += usize::from(
                kinds
                    .iter()
                    .any(|k| !technical(k) && !k.ends_with("source-blind")),
            );
            for kind in kinds {
                *flags.entry(kind).or_default() += 1;
            }
            let truth = TRUTH as f64;
            if let Some(s) = found.spread {
                spread_covers += usize::from(s.interval_low <= truth && truth <= s.interval_high);
            }
            let mut missed = false;
            for m in &found.methods {
                let Some(h) = m.n_hat else { continue };
                let line = lines.entry(m.method).or_default();
                line.answers += 1;
                let inside = h.low <= truth && truth <= h.high;
                line.covered += usize::from(inside);
                missed |= !inside && m.method == "lcmcr-expansion";
                line.medians.push(h.central().unwrap_or(f64::NAN));
                line.width += h.high - h.low;
            }
            uncovered_unflagged += usize::from(missed && !loud);
        }
        println!(
            "\n{} ({} lists): flagged in {flagged} of {replicates}, by the table alone in {by_table}; the methods' joint range covers in {spread_covers}; missed by lcmcr-expansion and not flagged {uncovered_unflagged}",
            design.name, design.lists
        );
        for (method, mut line) in lines {
            line.medians.sort_by(f64::total_cmp);
            println!(
                "  {method:<16} answers {:>3}  covers {:>5.1} %  median {:>6.0}  width {:>6.0}",
                line.answers,
                100.0 * line.covered as f64 / line.answers as f64,
                line.medians[line.medians.len() / 2],
                line.width / line.answers as f64
            );
        }
        for (flag, count) in flags {
            println!("  flag {flag}: {count}");
        }
    }
}
