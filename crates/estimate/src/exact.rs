//! Does a table have a maximum likelihood estimate? In exact arithmetic.
//!
//! Rank, null space and one linear programme over integers and fractions.
//! Invariant: no rounding; a computation that would overflow 128 bits says so
//! (`None`) instead of guessing. The neighbour `hierarchy` asks the questions.

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    top: i128,
    bottom: i128,
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

impl Fraction {
    const ZERO: Fraction = Fraction { top: 0, bottom: 1 };
    const ONE: Fraction = Fraction { top: 1, bottom: 1 };

    fn new(top: i128, bottom: i128) -> Fraction {
        let g = gcd(top, bottom).max(1) * bottom.signum();
        Fraction {
            top: top / g,
            bottom: bottom / g,
        }
    }

    fn minus_product(self, a: Fraction, b: Fraction) -> Option<Fraction> {
        if a.top == 0 || b.top == 0 {
            return Some(self);
        }
        let top = a.top.checked_mul(b.top)?;
        let bottom = a.bottom.checked_mul(b.bottom)?;
        let left = self.top.checked_mul(bottom)?;
        let right = top.checked_mul(self.bottom)?;
        Some(Fraction::new(
            left.checked_sub(right)?,
            self.bottom.checked_mul(bottom)?,
        ))
    }

    fn over(self, other: Fraction) -> Option<Fraction> {
        Some(Fraction::new(
            self.top.checked_mul(other.bottom)?,
            self.bottom.checked_mul(other.top)?,
        ))
    }

    fn below(self, other: Fraction) -> Option<bool> {
        Some(self.top.checked_mul(other.bottom)? < other.top.checked_mul(self.bottom)?)
    }
}

/// Reduced row echelon form of an integer matrix.
pub(crate) struct Echelon {
    rows: Vec<Vec<i128>>,
    pivots: Vec<usize>,
    columns: usize,
}

impl Echelon {
    /// Eliminates; `None` when a number would not fit 128 bits.
    pub(crate) fn of(matrix: impl Iterator<Item = Vec<i128>>, columns: usize) -> Option<Echelon> {
        let mut rows: Vec<Vec<i128>> = Vec::new();
        let mut pivots: Vec<usize> = Vec::new();
        for mut row in matrix {
            if rows.len() == columns {
                break;
            }
            for (done, &p) in rows.iter().zip(&pivots) {
                eliminate(&mut row, done, p)?;
            }
            let Some(pivot) = row.iter().position(|&v| v != 0) else {
                continue;
            };
            for other in &mut rows {
                eliminate(other, &row, pivot)?;
            }
            rows.push(row);
            pivots.push(pivot);
        }
        Some(Echelon {
            rows,
            pivots,
            columns,
        })
    }

    /// Rank of the matrix.
    pub(crate) fn rank(&self) -> usize {
        self.rows.len()
    }

    /// Integer vectors that span the null space.
    pub(crate) fn null_space(&self) -> Option<Vec<Vec<i128>>> {
        let mut basis = Vec::new();
        for free in (0..self.columns).filter(|c| !self.pivots.contains(c)) {
            let mut scale: i128 = 1;
            for (row, &p) in self.rows.iter().zip(&self.pivots) {
                if row[free] != 0 {
                    let need = row[p] / gcd(row[p], row[free]);
                    scale = scale.checked_mul(need / gcd(scale, need))?.abs();
                }
            }
            let mut vector = vec![0; self.columns];
            vector[free] = scale;
            for (row, &p) in self.rows.iter().zip(&self.pivots) {
                vector[p] = -scale.checked_mul(row[free])? / row[p];
            }
            basis.push(vector);
        }
        Some(basis)
    }
}

/// Makes `row[pivot]` zero with a multiple of `by`, and keeps the numbers small.
fn eliminate(row: &mut [i128], by: &[i128], pivot: usize) -> Option<()> {
    if row[pivot] == 0 {
        return Some(());
    }
    let g = gcd(row[pivot], by[pivot]);
    let (mine, theirs) = (by[pivot] / g, row[pivot] / g);
    let mut common = 0;
    for (r, &b) in row.iter_mut().zip(by) {
        *r = r.checked_mul(mine)?.checked_sub(b.checked_mul(theirs)?)?;
        if common != 1 {
            common = gcd(common, *r);
        }
    }
    if common > 1 {
        for r in row.iter_mut() {
            *r /= common;
        }
    }
    Some(())
}

/// A direction `w` with `B w >= 0`, not all zero, if there is one (Stiemke's alternative: else some
/// `y > 0` has `y'B = 0`, found as `y = 1 + z`, `z >= 0`, by the first phase of the simplex method
/// with Bland's rule on as few rows as `B` has columns).
///
/// `Some(Some(w))`: direction as a scaled integer vector; `Some(None)`: there is none; `None`: overflow.
pub(crate) fn facial_direction(b: &[Vec<i128>], dimension: usize) -> Option<Option<Vec<i128>>> {
    let cells = b.len();
    let width = cells + dimension + 1;
    let mut table = vec![vec![Fraction::ZERO; width]; dimension + 1];
    let mut sign = vec![1; dimension];
    for d in 0..dimension {
        let total: i128 = b.iter().map(|row| row[d]).sum();
        sign[d] = if total > 0 { -1 } else { 1 };
        for (c, row) in b.iter().enumerate() {
            table[d][c] = Fraction::new(sign[d] * row[d], 1);
        }
        table[d][cells + d] = Fraction::ONE;
        table[d][width - 1] = Fraction::new(-sign[d] * total, 1);
    }
    // The objective row is the sum of the rows less the cost of the artificial variables.
    for c in (0..cells).chain([width - 1]) {
        let mut sum = 0i128;
        for row in table.iter().take(dimension) {
            sum = sum.checked_add(row[c].top)?;
        }
        table[dimension][c] = Fraction::new(sum, 1);
    }
    let mut basis: Vec<usize> = (cells..cells + dimension).collect();
    while let Some(enter) = (0..cells).find(|&c| table[dimension][c].top > 0) {
        let mut leave: Option<(usize, Fraction)> = None;
        for d in 0..dimension {
            if table[d][enter].top > 0 {
                let ratio = table[d][width - 1].over(table[d][enter])?;
                let better = match leave {
                    None => true,
                    Some((l, best)) => ratio.below(best)? || (ratio == best && basis[d] < basis[l]),
                };
                if better {
                    leave = Some((d, ratio));
                }
            }
        }
        let Some((leave, _)) = leave else { break };
        let pivot = table[leave][enter];
        for value in &mut table[leave] {
            *value = value.over(pivot)?;
        }
        let pivot_row = table[leave].clone();
        for (d, row) in table.iter_mut().enumerate() {
            let factor = row[enter];
            if d != leave && factor.top != 0 {
                for (value, &p) in row.iter_mut().zip(&pivot_row) {
                    *value = value.minus_product(factor, p)?;
                }
            }
        }
        basis[leave] = enter;
    }
    if table[dimension][width - 1].top == 0 {
        return Some(None);
    }
    // A positive rest: the multipliers of the last objective row prove it (Farkas), and they are the
    // direction. The artificial columns started at 0 in that row, so each holds its row's multiplier
    // less the one unit with which the row entered the starting objective.
    let mut common: i128 = 1;
    for d in 0..dimension {
        let bottom = table[dimension][cells + d].bottom;
        common = common.checked_mul(bottom / gcd(common, bottom))?;
    }
    let mut direction = Vec::new();
    for (d, sign) in sign.iter().enumerate() {
        let rest = table[dimension][cells + d];
        let scaled = rest
            .top
            .checked_mul(common / rest.bottom)?
            .checked_add(common)?;
        direction.push(-sign * scaled);
    }
    Some(Some(direction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(b: &[Vec<i128>], w: &[i128]) -> Vec<i128> {
        b.iter()
            .map(|row| row.iter().zip(w).map(|(a, c)| a * c).sum())
            .collect()
    }

    #[test]
    fn a_direction_is_found_and_certified_or_shown_to_be_missing() {
        let pointed = vec![vec![1, 0], vec![1, 1], vec![2, -1]];
        let w = facial_direction(&pointed, 2).unwrap().unwrap();
        let image = product(&pointed, &w);
        assert!(
            image.iter().all(|&v| v >= 0) && image.iter().any(|&v| v > 0),
            "{w:?} {image:?}"
        );
        let spread = vec![vec![1, 0], vec![-1, 1], vec![0, -1]];
        assert_eq!(facial_direction(&spread, 2), Some(None));
    }

    #[test]
    fn certificates_hold_for_every_small_matrix_of_a_sequence() {
        let mut state = 12345u64;
        let mut next = || {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            i128::from(state >> 33) % 5 - 2
        };
        let mut found = 0;
        for _ in 0..2000 {
            let d = 3;
            let b: Vec<Vec<i128>> = (0..6).map(|_| (0..d).map(|_| next()).collect()).collect();
            if let Some(w) = facial_direction(&b, d).unwrap() {
                let image = product(&b, &w);
                assert!(image.iter().all(|&v| v >= 0) && image.iter().any(|&v| v > 0));
                found += 1;
            } else {
                // No direction on a fine grid either.
                for i in -4i128..=4 {
                    for j in -4i128..=4 {
                        for k in -4i128..=4 {
                            let image = product(&b, &[i, j, k]);
                            assert!(image.iter().any(|&v| v < 0) || image.iter().all(|&v| v == 0));
                        }
                    }
                }
            }
        }
        assert!(found > 100);
    }

    #[test]
    fn a_null_space_is_annihilated() {
        let rows = vec![vec![1, 1, 0, 0], vec![1, 0, 1, 0], vec![0, 1, -1, 0]];
        let echelon = Echelon::of(rows.clone().into_iter(), 4).unwrap();
        assert_eq!(echelon.rank(), 2);
        for v in echelon.null_space().unwrap() {
            assert!(product(&rows, &v).iter().all(|&x| x == 0));
        }
    }
}
