//! Which log-linear models are there, and which can be fitted to this table?
//!
//! A hierarchical model is a set of interactions closed downwards, with all main
//! effects and without the interaction of all lists (the identifying assumption).
//! [`Design::new`] removes terms whose estimate is minus infinity and says by
//! exact arithmetic whether the rest exists (Fienberg and Rinaldo 2012) and is
//! identifiable (Chan, Silverman and Vincent 2021). Invariant: nothing is fitted
//! (neighbour `loglinear`) whose code is not 0.

use crate::exact::{Echelon, facial_direction};
use crate::tally::{Pattern, Tally};

/// A hierarchical log-linear model: its interactions of two and more lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Model {
    interactions: Vec<Pattern>,
}

impl Model {
    /// The model of independent lists.
    pub fn independence() -> Model {
        Model {
            interactions: Vec::new(),
        }
    }

    /// The smallest hierarchical model with these interactions.
    pub fn with(interactions: &[Pattern]) -> Model {
        let mut closed: Vec<Pattern> = Vec::new();
        for &term in interactions {
            let mut part = term;
            while part > 0 {
                if part.count_ones() >= 2 {
                    closed.push(part);
                }
                part = (part - 1) & term;
            }
        }
        Model::sorted(closed)
    }

    fn sorted(mut interactions: Vec<Pattern>) -> Model {
        interactions.sort_by_key(|t| (t.count_ones(), *t));
        interactions.dedup();
        Model { interactions }
    }

    /// All interactions of two and more lists, small ones first.
    pub fn interactions(&self) -> &[Pattern] {
        &self.interactions
    }

    /// All hierarchical models on `lists` lists with interactions of at most `order` lists.
    pub fn all(lists: usize, order: usize) -> Vec<Model> {
        let full: Pattern = (1 << lists) - 1;
        let mut terms: Vec<Pattern> = (1..full)
            .filter(|t| (2..=order as u32).contains(&t.count_ones()))
            .collect();
        terms.sort_by_key(|t| (t.count_ones(), *t));
        let mut found = Vec::new();
        let mut chosen = Vec::new();
        grow(&terms, 0, &mut chosen, &mut found);
        found
    }

    /// The model in the usual notation, as its largest terms: `[A·B,C]`.
    pub fn name(&self, lists: &[String]) -> String {
        let singles = (0..lists.len()).map(|j| 1 << j);
        let terms: Vec<Pattern> = singles.chain(self.interactions.iter().copied()).collect();
        let mut largest: Vec<Pattern> = terms
            .iter()
            .copied()
            .filter(|&t| !terms.iter().any(|&u| u != t && u & t == t))
            .collect();
        largest.sort_by_key(|t| (std::cmp::Reverse(t.count_ones()), *t));
        let names: Vec<String> = largest
            .iter()
            .map(|t| {
                let of: Vec<&str> = (0..lists.len())
                    .filter(|j| t >> j & 1 == 1)
                    .map(|j| lists[j].as_str())
                    .collect();
                of.join("·")
            })
            .collect();
        format!("[{}]", names.join(","))
    }
}

fn grow(terms: &[Pattern], at: usize, chosen: &mut Vec<Pattern>, found: &mut Vec<Model>) {
    let Some(&term) = terms.get(at) else {
        found.push(Model {
            interactions: chosen.clone(),
        });
        return;
    };
    grow(terms, at + 1, chosen, found);
    let facets = (0..32)
        .filter(|j| term >> j & 1 == 1)
        .map(|j| term & !(1 << j));
    if facets
        .filter(|f| f.count_ones() >= 2)
        .all(|f| chosen.contains(&f))
    {
        chosen.push(term);
        grow(terms, at + 1, chosen, found);
        chosen.pop();
    }
}

/// Counts of all cells of a table, by pattern; cell 0, the unseen, is kept at 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub(crate) lists: usize,
    pub(crate) counts: Vec<f64>,
}

impl Table {
    /// The full table of a tally; meant for at most [`crate::loglinear::MOST_LISTS`] lists.
    pub fn of(tally: &Tally) -> Table {
        let lists = tally.lists().len();
        let mut counts = vec![0.0; 1 << lists];
        for &(pattern, count) in tally.cells() {
            counts[pattern as usize] = count as f64;
        }
        Table { lists, counts }
    }

    /// Number of documented persons.
    pub fn n(&self) -> f64 {
        self.counts.iter().sum()
    }
}

/// Why a model can or cannot be fitted, with the codes of Chan, Silverman and Vincent (2021).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Existence {
    /// 0: the estimate exists and is unique.
    Fine,
    /// 1: no maximum likelihood estimate, not even with terms at minus infinity.
    NoEstimate,
    /// 2: the parameters are not identifiable.
    NotIdentifiable,
    /// 3: both.
    Neither,
    /// 4: the exact computation would overflow; treated as not usable.
    Undecided,
}

impl Existence {
    /// The code as a number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// A model made ready for one table: what is left of it, and whether it can be fitted.
#[derive(Clone, Debug)]
pub struct Design {
    /// Terms left in the fit; the first is 0, the intercept.
    pub(crate) columns: Vec<Pattern>,
    /// Which cells are left in the fit, by pattern.
    pub(crate) kept: Vec<bool>,
    /// Number of terms fixed at minus infinity.
    pub(crate) removed: usize,
    /// Whether it can be fitted.
    pub existence: Existence,
    /// Cells whose fitted count would be zero, when there is no estimate.
    pub causes: Vec<Pattern>,
}

impl Design {
    /// Prepares `model` for a table of which only the zero pattern matters.
    pub fn new(model: &Model, table: &Table) -> Design {
        let counts = &table.counts;
        let mut seen = vec![false; counts.len()];
        for (seen, &count) in seen.iter_mut().zip(counts) {
            *seen = count > 0.0;
        }
        // seen[t]: some person is on all lists of t.
        for j in 0..table.lists {
            for x in 0..counts.len() {
                if x >> j & 1 == 0 && seen[x | 1 << j] {
                    seen[x] = true;
                }
            }
        }
        let mut columns = vec![0];
        let mut kept = vec![true; counts.len()];
        kept[0] = false;
        let mut removed = 0;
        let singles = (0..table.lists).map(|j| 1 << j);
        for term in singles.chain(model.interactions.iter().copied()) {
            if seen[term as usize] {
                columns.push(term);
            } else {
                removed += 1;
                for (x, kept) in kept.iter_mut().enumerate() {
                    if x as Pattern & term == term {
                        *kept = false;
                    }
                }
            }
        }
        let mut design = Design {
            columns,
            kept,
            removed,
            existence: Existence::Fine,
            causes: Vec::new(),
        };
        design.decide(counts);
        design
    }

    fn row(&self, cell: usize) -> Vec<i128> {
        self.columns
            .iter()
            .map(|&t| i128::from(cell as Pattern & t == t))
            .collect()
    }

    fn decide(&mut self, counts: &[f64]) {
        let cells: Vec<usize> = (1..counts.len()).filter(|&x| self.kept[x]).collect();
        let width = self.columns.len();
        let (positive, zero): (Vec<usize>, Vec<usize>) =
            cells.iter().partition(|&&x| counts[x] > 0.0);
        if zero.is_empty() && self.removed == 0 {
            return;
        }
        let undecided = |design: &mut Design| design.existence = Existence::Undecided;
        let Some(observed) = Echelon::of(positive.iter().map(|&x| self.row(x)), width) else {
            return undecided(self);
        };
        // Independent columns on the observed cells: identifiable, and no direction is free.
        if observed.rank() == width {
            return;
        }
        let Some(all) = Echelon::of(positive.iter().chain(&zero).map(|&x| self.row(x)), width)
        else {
            return undecided(self);
        };
        let identifiable = all.rank() == width;
        let Some(free) = observed.null_space() else {
            return undecided(self);
        };
        let image: Option<Vec<Vec<i128>>> = zero
            .iter()
            .map(|&x| {
                let row = self.row(x);
                free.iter()
                    .map(|v| {
                        row.iter()
                            .zip(v)
                            .try_fold(0i128, |sum, (a, b)| sum.checked_add(a.checked_mul(*b)?))
                    })
                    .collect()
            })
            .collect();
        let Some(image) = image else {
            return undecided(self);
        };
        let exists = match facial_direction(&image, free.len()) {
            None => return undecided(self),
            Some(None) => true,
            Some(Some(direction)) => {
                self.causes = zero
                    .iter()
                    .zip(&image)
                    .filter(|(_, row)| {
                        row.iter().zip(&direction).map(|(a, b)| a * b).sum::<i128>() != 0
                    })
                    .map(|(&x, _)| x as Pattern)
                    .collect();
                false
            }
        };
        self.existence = match (exists, identifiable) {
            (true, true) => Existence::Fine,
            (false, true) => Existence::NoEstimate,
            (true, false) => Existence::NotIdentifiable,
            (false, false) => Existence::Neither,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hierarchical_models_are_as_many_as_counted_before() {
        assert_eq!(Model::all(3, 2).len(), 8);
        assert_eq!(Model::all(4, 3).len(), 113);
        assert_eq!(Model::all(4, 2).len(), 64);
        assert_eq!(Model::all(5, 4).len(), 6893);
        assert_eq!(Model::all(5, 3).len(), 6212);
        assert_eq!(Model::all(5, 2).len(), 1024);
    }
}
