//! How many persons are on exactly which lists?
//!
//! A [`Tally`] is the only input of every method: patterns and counts, never
//! persons. Invariant: lists stand in the order of their names, patterns are
//! sorted, distinct, non-zero and have a positive count, so that the same
//! facts in another order are the same value and the same hash.
//! Reading bytes is strict and names all problems at once; whether a tally can
//! carry an estimate is the question of the neighbour `gate`.

use model::problem::{Code, Problem};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The lists that a person is on: bit `j` is set when list `j` has the person.
pub type Pattern = u32;

/// The largest number of lists that a tally can have.
pub const MOST_LISTS: usize = 20;

/// The largest count that a pattern can have.
const LARGEST_COUNT: u64 = 1_000_000_000;

/// Persons by the lists that they are on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    lists: Vec<String>,
    cells: Vec<(Pattern, u64)>,
}

/// One part of the population (a place, a period, a perpetrator) with its tally.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stratum {
    /// The values of the strata columns, in the order asked for.
    pub values: Vec<String>,
    /// Its persons by lists.
    pub tally: Tally,
}

impl Tally {
    /// Builds a tally from names of lists and `(pattern, count)`.
    ///
    /// Patterns given twice are added; zero counts are left out; bits beyond the
    /// lists and the pattern of nobody's lists are a problem, and so are more than
    /// [`MOST_LISTS`] lists or a name given twice.
    pub fn new(
        lists: &[String],
        cells: impl IntoIterator<Item = (Pattern, u64)>,
    ) -> Result<Tally, Problem> {
        if lists.len() > MOST_LISTS {
            return Err(too_many(lists.len()));
        }
        let mut order: Vec<usize> = (0..lists.len()).collect();
        order.sort_by(|&a, &b| lists[a].cmp(&lists[b]));
        for pair in order.windows(2) {
            if lists[pair[0]] == lists[pair[1]] {
                return Err(
                    Problem::new(Code::EstimateColumnDuplicate).with("column", &lists[pair[0]])
                );
            }
        }
        let mut sum: BTreeMap<Pattern, u64> = BTreeMap::new();
        for (pattern, count) in cells {
            if pattern == 0 || u64::from(pattern) >> lists.len() != 0 {
                return Err(Problem::new(Code::EstimatePatternUnseen));
            }
            let canonical = order
                .iter()
                .enumerate()
                .filter(|&(_, &old)| pattern >> old & 1 == 1)
                .fold(0, |bits, (new, _)| bits | 1 << new);
            if count > 0 {
                let cell = sum.entry(canonical).or_default();
                *cell = cell.saturating_add(count);
                if *cell > LARGEST_COUNT {
                    return Err(Problem::new(Code::EstimateCountInvalid).with("text", *cell));
                }
            }
        }
        Ok(Tally {
            lists: order.iter().map(|&j| lists[j].clone()).collect(),
            cells: sum.into_iter().collect(),
        })
    }

    /// Reads a tally from CSV bytes: a header, one 0/1 column for each list, and `count`.
    ///
    /// # Errors
    /// All problems of the file, each with its row and column.
    pub fn read(bytes: &[u8], file: &str) -> Result<Tally, Vec<Problem>> {
        let mut strata = Tally::read_strata(bytes, file, &[])?;
        Ok(strata.swap_remove(0).tally)
    }

    /// Reads one tally for each combination of values in the strata columns.
    ///
    /// The strata come in the order of their values. Without strata columns there is
    /// exactly one stratum. Draws of uncertain links are read the same way, with the
    /// column of the draw as a stratum.
    ///
    /// # Errors
    /// All problems of the file, each with its row and column.
    pub fn read_strata(
        bytes: &[u8],
        file: &str,
        strata: &[&str],
    ) -> Result<Vec<Stratum>, Vec<Problem>> {
        crate::sheet::read(bytes, file, strata)
    }

    /// Names of the lists, in the order of the pattern's bits.
    pub fn lists(&self) -> &[String] {
        &self.lists
    }

    /// Patterns with their counts, sorted by pattern.
    pub fn cells(&self) -> &[(Pattern, u64)] {
        &self.cells
    }

    /// Number of distinct documented persons.
    pub fn n(&self) -> u64 {
        self.cells.iter().map(|c| c.1).sum()
    }

    /// Persons with exactly this pattern.
    pub fn count(&self, pattern: Pattern) -> u64 {
        self.cells
            .binary_search_by_key(&pattern, |c| c.0)
            .map_or(0, |i| self.cells[i].1)
    }

    /// Persons who are on all the lists of `pattern` at least.
    pub fn on_all(&self, pattern: Pattern) -> u64 {
        self.cells
            .iter()
            .filter(|c| c.0 & pattern == pattern)
            .map(|c| c.1)
            .sum()
    }

    /// Number of persons on each list.
    pub fn sizes(&self) -> Vec<u64> {
        (0..self.lists.len()).map(|j| self.on_all(1 << j)).collect()
    }

    /// `q[k]` persons are on exactly `k` lists; `q[0]` is 0.
    pub fn frequencies(&self) -> Vec<u64> {
        let mut q = vec![0; self.lists.len() + 1];
        for &(pattern, count) in &self.cells {
            q[pattern.count_ones() as usize] += count;
        }
        q
    }

    /// Names of the lists of a pattern.
    pub fn names(&self, pattern: Pattern) -> Vec<String> {
        (0..self.lists.len())
            .filter(|j| pattern >> j & 1 == 1)
            .map(|j| self.lists[j].clone())
            .collect()
    }

    /// The same persons seen only through the lists of `keep`; persons on none of them fall out.
    #[must_use]
    pub fn restricted(&self, keep: Pattern) -> Tally {
        let kept: Vec<usize> = (0..self.lists.len())
            .filter(|j| keep >> j & 1 == 1)
            .collect();
        let mut sum: BTreeMap<Pattern, u64> = BTreeMap::new();
        for &(pattern, count) in &self.cells {
            let bits = kept
                .iter()
                .enumerate()
                .fold(0, |bits, (new, &old)| bits | (pattern >> old & 1) << new);
            if bits != 0 {
                *sum.entry(bits).or_default() += count;
            }
        }
        Tally {
            lists: kept.iter().map(|&j| self.lists[j].clone()).collect(),
            cells: sum.into_iter().collect(),
        }
    }

    /// SHA-256 of the names and cells in canonical order, as lower-case hexadecimal.
    pub fn hash(&self) -> String {
        self.digest().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The 32 bytes of [`Tally::hash`].
    pub fn digest(&self) -> [u8; 32] {
        let mut sha = Sha256::new();
        sha.update(b"sijill tally 1\n");
        sha.update((self.lists.len() as u64).to_be_bytes());
        for name in &self.lists {
            sha.update((name.len() as u64).to_be_bytes());
            sha.update(name.as_bytes());
        }
        for &(pattern, count) in &self.cells {
            sha.update(pattern.to_be_bytes());
            sha.update(count.to_be_bytes());
        }
        sha.finalize().into()
    }
}

/// The problem of a table with more lists than [`MOST_LISTS`].
pub(crate) fn too_many(lists: usize) -> Problem {
    Problem::new(Code::EstimateListsTooMany)
        .with("lists", lists)
        .with("most", MOST_LISTS)
}

/// Largest count of one pattern, for the reader of sheets.
pub(crate) fn largest_count() -> u64 {
    LARGEST_COUNT
}
