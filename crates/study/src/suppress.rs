//! Which small numbers must not leave the office, and which would give them away?
//!
//! A cell that counts fewer than the study's `[suppression] below` is hidden, and
//! with it as many others as it takes so that nobody can work it out: not from
//! the total, not from another figure that counts the same records or a margin of
//! them. What is hidden in a figure becomes one cell of the value `suppressed`,
//! whose count the total gives anyway; a figure whose total is too small is
//! withheld. How many of a cell are confirmed parts it in two, and is not told
//! where one of the two is too small or would give another cell away. Figures as
//! the office itself sees them are not touched: a document and every output of
//! numbers is made from [`released`].
//!
//! After the threshold rule with complementary suppression (Hundepool and others,
//! "Statistical Disclosure Control", 2012, chapter 4). Not covered: what follows
//! from the difference with an earlier publication.

use crate::computed::{Cell, Computed, HiddenCell, Suppression};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The value of a group that stands for all hidden cells of a figure.
pub const SUPPRESSED: &str = "suppressed";

/// The study as it may leave the office: small cells hidden, each one named in
/// `suppression`. Without a rule of suppression it is the study itself.
#[must_use]
pub fn released(computed: &Computed) -> Computed {
    let mut released = computed.clone();
    let Some(rule) = released.suppression.take() else {
        return released;
    };
    let marks = Marks::find(computed, rule.below, &rule.figures);
    let mut suppression = Suppression {
        hidden: Vec::new(),
        unconfirmed: Vec::new(),
        withheld: Vec::new(),
        ..rule
    };
    released.figures = Vec::new();
    for (figure, mut shown) in marks.figures.iter().zip(computed.figures.clone()) {
        if figure.withheld {
            suppression.withheld.push(shown.id);
            continue;
        }
        let (mut cells, mut hidden): (Vec<Cell>, Vec<Cell>) = (Vec::new(), Vec::new());
        for (index, mut cell) in shown.cells.into_iter().enumerate() {
            if figure.unsaid.contains(&index) {
                cell.confirmed = None;
                cell.confirmed_at = Vec::new();
                if !figure.hidden.contains(&index) {
                    suppression.unconfirmed.push(HiddenCell {
                        figure: shown.id.clone(),
                        group: cell.group.clone(),
                    });
                }
            }
            let into = if figure.hidden.contains(&index) {
                &mut hidden
            } else {
                &mut cells
            };
            into.push(cell);
        }
        if !hidden.is_empty() {
            cells.push(together(&hidden));
            suppression
                .hidden
                .extend(hidden.into_iter().map(|cell| HiddenCell {
                    figure: shown.id.clone(),
                    group: cell.group,
                }));
        }
        shown.cells = cells;
        released.figures.push(shown);
    }
    released.suppression = Some(suppression);
    released
}

/// All hidden cells as one. It names no record: whom it counts is what is hidden.
fn together(hidden: &[Cell]) -> Cell {
    let columns = hidden
        .first()
        .into_iter()
        .flat_map(|cell| cell.group.keys());
    Cell {
        group: columns
            .map(|column| (column.clone(), SUPPRESSED.to_owned()))
            .collect(),
        sure: hidden.iter().map(|cell| cell.sure).sum(),
        possible: hidden.iter().map(|cell| cell.possible).sum(),
        confirmed: None,
        confirmed_at: Vec::new(),
        ids: Vec::new(),
        possible_ids: Vec::new(),
    }
}

/// What is hidden of one figure.
#[derive(Clone, Debug, Default)]
struct Figure {
    hidden: BTreeSet<usize>,
    /// Cells whose confirmed part is not told.
    unsaid: BTreeSet<usize>,
    withheld: bool,
    /// How many records each cell counts, surely or possibly.
    sizes: Vec<u64>,
}

struct Marks {
    below: u64,
    figures: Vec<Figure>,
}

/// A printed number: a figure's total, one of its cells, or a part of a cell: those of it
/// that are confirmed, and the rest of it, which follows.
struct Printed {
    figure: usize,
    cell: Option<usize>,
    part: bool,
    ids: Vec<u32>,
}

fn is_small(count: u64, below: u64) -> bool {
    (1..below).contains(&count)
}

impl Marks {
    fn find(computed: &Computed, below: u64, only: &[String]) -> Marks {
        let mut marks = Marks {
            below,
            figures: Vec::new(),
        };
        for figure in &computed.figures {
            let ruled = (only.is_empty() || only.contains(&figure.id))
                && matches!(figure.kind.as_str(), "documented_count" | "minimum");
            let small = |sure, possible| is_small(sure, below) || is_small(possible, below);
            let sizes = figure.cells.iter().map(|cell| cell.sure + cell.possible);
            let cells = figure.cells.iter().enumerate();
            marks.figures.push(Figure {
                hidden: cells
                    .filter(|(_, cell)| ruled && small(cell.sure, cell.possible))
                    .map(|(index, _)| index)
                    .collect(),
                unsaid: figure
                    .cells
                    .iter()
                    .enumerate()
                    .filter(|(_, cell)| {
                        cell.confirmed.is_some_and(|confirmed| {
                            ruled && small(confirmed, cell.sure.saturating_sub(confirmed))
                        })
                    })
                    .map(|(index, _)| index)
                    .collect(),
                withheld: ruled && small(figure.total.sure, figure.total.possible),
                sizes: sizes.collect(),
            });
        }
        let printed = printed(computed);
        loop {
            let mut changed = false;
            // What other figures print comes first: what it hides may be enough.
            for number in &printed {
                changed |= marks.stop(number, &printed);
            }
            for figure in 0..marks.figures.len() {
                changed |= marks.protect(figure, None);
            }
            if !changed {
                return marks;
            }
        }
    }

    /// Whether the sum of these hidden cells leaves each of them as large as a
    /// cell that need not be hidden: nobody knows which of them is small.
    fn is_safe(&self, figure: usize, hidden: &[usize]) -> bool {
        let sum: u64 = hidden
            .iter()
            .map(|cell| self.figures[figure].sizes[*cell])
            .sum();
        hidden.is_empty() || hidden.len() > 1 && sum + 1 >= self.below + hidden.len() as u64
    }

    /// Hides the smallest further cells until the hidden ones are safe; of a part
    /// of the cells when `among` says which. Without any left it withholds the figure.
    fn protect(&mut self, figure: usize, among: Option<&[usize]>) -> bool {
        let mut changed = false;
        while !self.figures[figure].withheld {
            let of = &self.figures[figure];
            let part = |cell: &usize| among.is_none_or(|among| among.contains(cell));
            let hidden: Vec<usize> = of.hidden.iter().copied().filter(part).collect();
            if self.is_safe(figure, &hidden) {
                break;
            }
            let next = (0..of.sizes.len())
                .filter(|cell| part(cell) && of.sizes[*cell] > 0 && !of.hidden.contains(cell))
                .min_by_key(|cell| of.sizes[*cell]);
            match next {
                Some(cell) => {
                    self.figures[figure].hidden.insert(cell);
                }
                None if among.is_none() => self.figures[figure].withheld = true,
                None => break,
            }
            changed = true;
        }
        changed
    }

    fn is_printed(&self, number: &Printed) -> bool {
        let figure = &self.figures[number.figure];
        !figure.withheld
            && number
                .cell
                .is_none_or(|cell| !figure.hidden.contains(&cell))
            && !(number.part
                && number
                    .cell
                    .is_some_and(|cell| figure.unsaid.contains(&cell)))
    }

    /// Where a printed number is the sum of some cells of a figure, the hidden
    /// ones among them must stay hidden: more of them are hidden, or the number is.
    fn stop(&mut self, number: &Printed, all: &[Printed]) -> bool {
        let mut changed = false;
        for figure in 0..self.figures.len() {
            if !self.is_printed(number) || self.figures[figure].hidden.is_empty() {
                continue;
            }
            if number.cell.is_none() && number.figure == figure {
                continue; // its own total, see `protect`
            }
            let Some(cells) = sums_to(number, figure, all) else {
                continue;
            };
            let hidden = |marks: &Marks| -> Vec<usize> {
                let hidden = &marks.figures[figure].hidden;
                cells
                    .iter()
                    .copied()
                    .filter(|it| hidden.contains(it))
                    .collect()
            };
            // Rather is a confirmed part not told than a cell hidden that need not be.
            if !number.part {
                changed |= self.protect(figure, Some(&cells));
            }
            if !self.is_safe(figure, &hidden(self)) {
                match number.cell {
                    Some(cell) if number.part => self.figures[number.figure].unsaid.insert(cell),
                    Some(cell) => self.figures[number.figure].hidden.insert(cell),
                    None => !std::mem::replace(&mut self.figures[number.figure].withheld, true),
                };
                changed = true;
            }
        }
        changed
    }
}

/// Every printed number with the records that it counts, as small numbers.
fn printed(computed: &Computed) -> Vec<Printed> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut all = Vec::new();
    for (figure, of) in computed.figures.iter().enumerate() {
        let mut total = Vec::new();
        for (index, cell) in of.cells.iter().enumerate() {
            let mut ids = Vec::new();
            for id in cell.ids.iter().chain(&cell.possible_ids) {
                let next = numbers.len() as u32;
                ids.push(*numbers.entry(id).or_insert(next));
            }
            ids.sort_unstable();
            ids.dedup();
            total.extend_from_slice(&ids);
            all.push(Printed {
                figure,
                cell: Some(index),
                part: false,
                ids,
            });
            if cell.confirmed.is_none() {
                continue;
            }
            let is_confirmed = |at: &usize| cell.confirmed_at.binary_search(&(*at as u32)).is_ok();
            let (confirmed, rest): (Vec<usize>, Vec<usize>) =
                (0..cell.ids.len()).partition(is_confirmed);
            for part in [confirmed, rest] {
                let mut ids: Vec<u32> = part.iter().map(|at| numbers[&*cell.ids[*at]]).collect();
                ids.sort_unstable();
                all.push(Printed {
                    figure,
                    cell: Some(index),
                    part: true,
                    ids,
                });
            }
        }
        total.sort_unstable();
        total.dedup();
        all.push(Printed {
            figure,
            cell: None,
            part: false,
            ids: total,
        });
    }
    all
}

/// The cells of a figure that a number is the sum of: those that together count
/// exactly its records, each of them once.
fn sums_to(number: &Printed, figure: usize, all: &[Printed]) -> Option<Vec<usize>> {
    if number.ids.is_empty() {
        return None;
    }
    let mut cells = Vec::new();
    let mut held = 0;
    let whole = |other: &&Printed| other.figure == figure && !other.part;
    for other in all.iter().filter(whole) {
        let Some(cell) = other.cell else { continue };
        let inside = |id: &u32| number.ids.binary_search(id).is_ok();
        match other.ids.iter().filter(|id| inside(id)).count() {
            0 => {}
            some if some == other.ids.len() => {
                held += some;
                cells.push(cell);
            }
            _ => return None,
        }
    }
    let same =
        number.figure == figure && !number.part && number.cell.is_some_and(|cell| cells == [cell]);
    (held == number.ids.len() && !same).then_some(cells)
}

impl Suppression {
    /// The hidden cells of a figure.
    pub fn hidden_in<'s>(
        &'s self,
        figure: &'s str,
    ) -> impl Iterator<Item = &'s BTreeMap<String, String>> {
        self.hidden
            .iter()
            .filter(move |cell| cell.figure == figure)
            .map(|cell| &cell.group)
    }

    /// The cells of a figure that are told without how many of them are confirmed.
    pub fn unconfirmed_in<'s>(
        &'s self,
        figure: &'s str,
    ) -> impl Iterator<Item = &'s BTreeMap<String, String>> {
        self.unconfirmed
            .iter()
            .filter(move |cell| cell.figure == figure)
            .map(|cell| &cell.group)
    }

    /// Whether a cell of a figure, or all of the figure, is hidden.
    pub fn hides(&self, figure: &str, group: &BTreeMap<String, String>) -> bool {
        self.withheld.iter().any(|id| id == figure)
            || self.hidden_in(figure).any(|hidden| hidden == group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::computed::{ComputedFigure, Group, Parts};
    use model::profile::Label;
    use proptest::prelude::*;

    /// A figure that counts records numbered from `first`, so many in each cell.
    fn figure(id: &str, first: usize, sizes: &[usize]) -> ComputedFigure {
        let mut next = first;
        let cells: Vec<Cell> = sizes
            .iter()
            .enumerate()
            .map(|(index, size)| {
                let ids = (next..next + size).map(|it| format!("{it:06}")).collect();
                next += size;
                Cell {
                    group: BTreeMap::from([("place".to_owned(), format!("p{index}"))]),
                    sure: *size as u64,
                    possible: 0,
                    confirmed: None,
                    confirmed_at: Vec::new(),
                    ids,
                    possible_ids: Vec::new(),
                }
            })
            .collect();
        ComputedFigure {
            id: id.into(),
            title: Label::default(),
            unit: "person".into(),
            clock: "none".into(),
            kind: "documented_count".into(),
            total: Parts {
                sure: sizes.iter().sum::<usize>() as u64,
                possible: 0,
            },
            cells,
            definition: None,
            query: String::new(),
            ids_sha256: String::new(),
            groups: vec![Group {
                column: "place".into(),
                label: Label::default(),
                labels: BTreeMap::new(),
            }],
        }
    }

    fn told(figures: &[ComputedFigure], below: u64) -> String {
        let computed = Computed {
            figures: figures.to_vec(),
            suppression: Some(Suppression {
                below,
                ..Suppression::default()
            }),
            ..Computed::default()
        };
        let released = released(&computed);
        let withheld = released.suppression.expect("a rule").withheld;
        let figures = released.figures.iter().map(|figure| {
            let cells = figure.cells.iter();
            let cells = cells.map(|cell| format!("{} {}", cell.group["place"], cell.sure));
            format!("{}: {}", figure.id, cells.collect::<Vec<_>>().join(", "))
        });
        let mut said: Vec<String> = figures.collect();
        said.extend(withheld.into_iter().map(|id| format!("{id} withheld")));
        said.join("; ")
    }

    #[test]
    fn a_small_cell_takes_the_next_smallest_with_it() {
        assert_eq!(
            told(&[figure("a", 0, &[40, 3, 9, 0, 60])], 5),
            "a: p0 40, p3 0, p4 60, suppressed 12"
        );
    }

    #[test]
    fn two_small_cells_whose_sum_gives_them_away_take_a_third() {
        // 1 + 1: who knows that both are at least 1 knows both.
        assert_eq!(
            told(&[figure("a", 0, &[40, 1, 1, 9])], 5),
            "a: p0 40, suppressed 11"
        );
        // 4 + 4: each might be anything from 1 to 7.
        assert_eq!(
            told(&[figure("a", 0, &[40, 4, 4, 9])], 5),
            "a: p0 40, p3 9, suppressed 8"
        );
    }

    #[test]
    fn a_figure_with_a_small_total_or_nothing_to_hide_behind_is_withheld() {
        assert_eq!(told(&[figure("a", 0, &[3])], 5), "a withheld");
        assert_eq!(told(&[figure("a", 0, &[3, 0, 0])], 5), "a withheld");
        assert_eq!(told(&[figure("a", 0, &[9, 8])], 5), "a: p0 9, p1 8");
    }

    #[test]
    fn another_figure_that_counts_the_same_records_gives_nothing_away() {
        // b's first cell is the sum of a's first two, and its second a's third.
        let (a, b) = (
            figure("a", 0, &[40, 3, 30, 20]),
            figure("b", 0, &[43, 30, 20]),
        );
        assert_eq!(
            told(&[a, b], 5),
            "a: p2 30, p3 20, suppressed 43; b: p0 43, p1 30, p2 20"
        );
        // Alone in its margin, it takes the margin with it.
        let (a, b) = (figure("a", 0, &[3, 40, 50]), figure("c", 0, &[3, 90]));
        let said = told(&[a, b], 5);
        assert_eq!(said, "a: p2 50, suppressed 43; c: suppressed 93");
    }

    /// Of each cell so many confirmed.
    fn confirmed(mut figure: ComputedFigure, confirmed: &[u32]) -> ComputedFigure {
        for (cell, count) in figure.cells.iter_mut().zip(confirmed) {
            cell.confirmed = Some(u64::from(*count));
            cell.confirmed_at = (0..*count).collect();
        }
        figure
    }

    fn told_confirmed(figures: &[ComputedFigure], below: u64) -> Vec<Vec<Option<u64>>> {
        let computed = Computed {
            figures: figures.to_vec(),
            suppression: Some(Suppression {
                below,
                ..Suppression::default()
            }),
            ..Computed::default()
        };
        let figures = released(&computed).figures.into_iter();
        figures
            .map(|figure| figure.cells.iter().map(|cell| cell.confirmed).collect())
            .collect()
    }

    #[test]
    fn a_confirmed_part_that_is_small_or_leaves_a_small_rest_is_not_told() {
        let figure = confirmed(figure("a", 0, &[40, 30, 20, 10]), &[20, 2, 17, 0]);
        assert_eq!(
            told_confirmed(&[figure], 5),
            [[Some(20), None, None, Some(0)]]
        );
    }

    #[test]
    fn a_confirmed_part_gives_no_cell_of_another_figure_away() {
        // b hides its 3 behind its 9; a's confirmed ones are b's first two cells: 12 - 3.
        let a = confirmed(figure("a", 0, &[60]), &[43]);
        let b = figure("b", 0, &[40, 3, 9, 8]);
        assert_eq!(
            told(&[a.clone(), b.clone()], 5),
            "a: p0 60; b: p0 40, p2 9, suppressed 11"
        );
        assert_eq!(told_confirmed(&[a, b], 5)[0], [None]);
    }

    proptest! {
        /// From the total and all printed cells, no hidden cell is known to be small.
        #[test]
        fn no_hidden_cell_follows_from_what_is_printed(
            sizes in prop::collection::vec(0..12_usize, 1..9), below in 2..8_u64,
        ) {
            let one = figure("a", 0, &sizes);
            let computed = Computed {
                figures: vec![one.clone()],
                suppression: Some(Suppression { below, ..Suppression::default() }),
                ..Computed::default()
            };
            let released = released(&computed);
            let rule = released.suppression.expect("a rule");
            let Some(shown) = released.figures.first() else {
                return Ok(()); // withheld
            };
            prop_assert!(!is_small(shown.total.sure, below));
            let mut hidden = 0;
            for (index, size) in sizes.iter().enumerate() {
                let group = BTreeMap::from([("place".to_owned(), format!("p{index}"))]);
                let is_hidden = rule.hides("a", &group);
                prop_assert!(is_hidden || !is_small(*size as u64, below));
                prop_assert!(!is_hidden || *size > 0);
                hidden += u64::from(is_hidden);
            }
            if hidden > 0 {
                let sum = shown.cells.last().expect("the hidden ones").sure;
                // The largest that one of them may be, when each of the others is at least 1.
                prop_assert!(sum - (hidden - 1) >= below);
                let printed: u64 = shown.cells.iter().map(|cell| cell.sure).sum();
                prop_assert_eq!(printed, shown.total.sure);
            }
        }
    }
}
