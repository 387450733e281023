//! Can this tally carry an estimate at all?
//!
//! Every trap that makes estimators answer nonsense without a word is looked for
//! before anything is fitted. Invariant: a finding that refuses is never
//! overridden by a method. Findings that need a fitted model (a posterior at its
//! cap, methods that disagree) are added by `estimate`, with the same type.

use crate::tally::{Pattern, Tally};
use model::problem::{Code, Problem};
use serde::Serialize;

/// What a finding does to the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// No number is given.
    Refuse,
    /// A list is left out and the rest is used.
    Drop,
    /// The number is given, with this beside it.
    Warn,
}

/// One trap, with the words' code and the values that the sentence names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it does.
    pub action: Action,
    /// What it is.
    #[serde(flatten)]
    pub problem: Problem,
}

impl Finding {
    /// A reason to give no number.
    pub fn refuse(problem: Problem) -> Finding {
        Finding {
            action: Action::Refuse,
            problem,
        }
    }

    /// A list left out.
    pub fn drop(problem: Problem) -> Finding {
        Finding {
            action: Action::Drop,
            problem: problem.warning(),
        }
    }

    /// Something to be read beside the number.
    pub fn warn(problem: Problem) -> Finding {
        Finding {
            action: Action::Warn,
            problem: problem.warning(),
        }
    }
}

/// Fewer persons than this on a list, or in all overlaps together, are thin.
const THIN: u64 = 10;
/// Fewer documented persons than this are few.
const FEW_PERSONS: u64 = 30;
/// A larger share of persons on one list only leaves little to learn from.
const MOST_SINGLETONS: f64 = 0.9;

/// A tally without its uninformative lists, and what was found on the way.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The tally that the methods use.
    pub tally: Tally,
    /// All findings, refusals first.
    pub findings: Vec<Finding>,
}

impl Prepared {
    /// Whether no number may be given (two lists may still show Chapman's grid).
    pub fn refused(&self) -> bool {
        self.findings.iter().any(|f| f.action == Action::Refuse)
    }

    /// Whether the data are too thin for a stratum of their own.
    pub fn thin(&self) -> bool {
        self.refused()
            || self.findings.iter().any(|f| {
                matches!(
                    f.problem.code,
                    Code::EstimateGateOverlapThin | Code::EstimateGateTotalSmall
                )
            })
    }
}

/// All findings about a tally.
pub fn gate(tally: &Tally) -> Vec<Finding> {
    prepare(tally).findings
}

/// Drops empty and repeated lists, then looks for every trap that needs no model.
pub fn prepare(tally: &Tally) -> Prepared {
    let mut findings = Vec::new();
    let tally = informative(tally, &mut findings);
    let lists = tally.lists().len();
    let n = tally.n();
    let sizes = tally.sizes();
    for (name, &size) in tally.lists().iter().zip(&sizes) {
        if size == n && n > 0 {
            findings.push(Finding::refuse(
                Problem::new(Code::EstimateGateListFull)
                    .with("list", name)
                    .with("n", n)
                    .at_field(name),
            ));
        }
    }
    if lists < 2 {
        findings.push(Finding::refuse(
            Problem::new(Code::EstimateGateListsFew).with("lists", lists),
        ));
    } else if lists == 2 {
        findings.push(Finding::refuse(Problem::new(Code::EstimateGateTwoLists)));
    }
    if lists >= 2 {
        overlaps(&tally, &mut findings);
    }
    for (name, &size) in tally.lists().iter().zip(&sizes) {
        if size < THIN {
            findings.push(Finding::warn(
                Problem::new(Code::EstimateGateListSmall)
                    .with("list", name)
                    .with("size", size)
                    .with("least", THIN)
                    .at_field(name),
            ));
        }
    }
    if n < FEW_PERSONS {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateTotalSmall)
                .with("n", n)
                .with("least", FEW_PERSONS),
        ));
    }
    let once = tally.frequencies().get(1).copied().unwrap_or(0);
    if n > 0 && once as f64 > MOST_SINGLETONS * n as f64 {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateSingletons)
                .with("once", once)
                .with("n", n)
                .with("percent", (100.0 * once as f64 / n as f64).round()),
        ));
    }
    findings.sort_by_key(|f| f.action);
    Prepared { tally, findings }
}

/// Leaves out lists without a record and lists that have exactly the persons of an earlier one.
fn informative(tally: &Tally, findings: &mut Vec<Finding>) -> Tally {
    let sizes = tally.sizes();
    let mut keep: Pattern = 0;
    for (j, name) in tally.lists().iter().enumerate() {
        if sizes[j] == 0 {
            findings.push(Finding::drop(
                Problem::new(Code::EstimateGateListEmpty)
                    .with("list", name)
                    .at_field(name),
            ));
            continue;
        }
        let same = (0..j)
            .filter(|i| keep >> i & 1 == 1)
            .find(|&i| sizes[i] == sizes[j] && tally.on_all(1 << i | 1 << j) == sizes[j]);
        if let Some(i) = same {
            findings.push(Finding::drop(
                Problem::new(Code::EstimateGateListSame)
                    .with("list", name)
                    .with("other", &tally.lists()[i])
                    .at_field(name),
            ));
            continue;
        }
        keep |= 1 << j;
    }
    tally.restricted(keep)
}

/// Edges of the graph "these two lists share a person", and what its shape forbids.
fn overlaps(tally: &Tally, findings: &mut Vec<Finding>) {
    let lists = tally.lists().len();
    let mut meets: Vec<Pattern> = vec![0; lists];
    let mut shared = 0;
    for i in 0..lists {
        for j in i + 1..lists {
            let both = tally.on_all(1 << i | 1 << j);
            shared += both;
            if both > 0 {
                meets[i] |= 1 << j;
                meets[j] |= 1 << i;
            }
        }
    }
    if shared == 0 {
        findings.push(Finding::refuse(Problem::new(Code::EstimateGateOverlapNone)));
        return;
    }
    let parts = components(&meets);
    if parts.len() > 1 {
        let names: Vec<String> = parts.iter().map(|p| tally.names(*p).join(" · ")).collect();
        findings.push(Finding::refuse(
            Problem::new(Code::EstimateGateIslands)
                .with("groups", parts.len())
                .with("parts", names.join(" | ")),
        ));
    }
    let triangle = (0..lists).any(|i| {
        (i + 1..lists)
            .any(|j| meets[i] >> j & 1 == 1 && meets[i] & meets[j] >> (j + 1) << (j + 1) != 0)
    });
    if lists >= 3 && !triangle {
        findings.push(Finding::warn(Problem::new(Code::EstimateGateNoTriangle)));
    }
    if shared < THIN {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateOverlapThin)
                .with("shared", shared)
                .with("least", THIN),
        ));
    }
}

/// Connected components of a graph given as neighbours of each vertex.
fn components(meets: &[Pattern]) -> Vec<Pattern> {
    let mut left: Pattern = ((1u64 << meets.len()) - 1) as Pattern;
    let mut parts = Vec::new();
    while left != 0 {
        let mut part: Pattern = 1 << left.trailing_zeros();
        loop {
            let wider = (0..meets.len())
                .filter(|v| part >> v & 1 == 1)
                .fold(part, |all, v| all | meets[v]);
            if wider == part {
                break;
            }
            part = wider;
        }
        left &= !part;
        parts.push(part);
    }
    parts
}

/// The groups of lists that share persons among themselves and with no other group.
pub fn islands(tally: &Tally) -> Vec<Tally> {
    let lists = tally.lists().len();
    let meets: Vec<Pattern> = (0..lists)
        .map(|i| {
            (0..lists)
                .filter(|&j| j != i && tally.on_all(1 << i | 1 << j) > 0)
                .fold(0, |all, j| all | 1 << j)
        })
        .collect();
    components(&meets)
        .into_iter()
        .map(|p| tally.restricted(p))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(lists: usize, cells: &[(Pattern, u64)]) -> Vec<String> {
        let names: Vec<String> = (0..lists)
            .map(|j| char::from(b'A' + j as u8).to_string())
            .collect();
        gate(&Tally::new(&names, cells.iter().copied()).unwrap())
            .iter()
            .map(|f| format!("{:?} {}", f.action, f.problem))
            .collect()
    }

    #[test]
    fn every_trap_of_a_bare_tally_is_named() {
        insta::assert_debug_snapshot!([
            ("one list", codes(1, &[(1, 50)])),
            ("two lists", codes(2, &[(1, 50), (2, 40), (3, 20)])),
            ("disjoint", codes(3, &[(1, 50), (2, 40), (4, 60)])),
            (
                "islands",
                codes(4, &[(1, 50), (2, 40), (3, 20), (4, 60), (8, 30), (12, 25)])
            ),
            (
                "a lonely list",
                codes(4, &[(1, 50), (2, 40), (3, 20), (7, 9), (5, 8), (8, 30)])
            ),
            (
                "no triangle",
                codes(3, &[(1, 50), (2, 40), (4, 60), (3, 12), (6, 12)])
            ),
            (
                "an empty list",
                codes(4, &[(1, 50), (2, 40), (4, 60), (3, 12), (6, 12), (5, 9)])
            ),
            (
                "the same list twice",
                codes(4, &[(1, 50), (2, 40), (12, 60), (3, 12), (14, 12), (13, 9)])
            ),
            (
                "a full list",
                codes(3, &[(1, 50), (3, 40), (5, 60), (7, 12)])
            ),
            (
                "thin",
                codes(3, &[(1, 5), (2, 4), (4, 6), (3, 2), (6, 1), (5, 1)])
            ),
            (
                "singletons",
                codes(
                    3,
                    &[(1, 500), (2, 400), (4, 600), (3, 20), (6, 10), (5, 10)]
                )
            ),
            (
                "nothing wrong",
                codes(
                    3,
                    &[(1, 50), (2, 40), (4, 60), (3, 20), (6, 10), (5, 10), (7, 3)]
                )
            ),
        ]);
    }
}
