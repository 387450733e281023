//! What shape do these draws have?
//!
//! Kernel density on the logarithm of the unseen, the grid that a plot needs, and
//! the modes: two heaps of draws that each hold a tenth are two answers, and the
//! reader must see both. Invariant: the same draws give the same grid.

use crate::numeric::{exp, log, quantile, sorted, variance};
use serde::Serialize;

/// A point of a density curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DensityPoint {
    /// Total population.
    pub total: f64,
    /// Density per person.
    pub density: f64,
}

/// A heap of draws of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mode {
    /// Total at the top of the heap.
    pub total: f64,
    /// Share of the draws in the heap.
    pub share: f64,
}

/// Kernel density of log unseen on an even grid: (start, step, values).
fn kernel(ordered: &[f64], points: usize) -> (f64, f64, Vec<f64>) {
    let spread = variance(ordered).sqrt();
    let quartiles = (quantile(ordered, 0.75) - quantile(ordered, 0.25)) / 1.349;
    let width = if quartiles > 0.0 {
        spread.min(quartiles)
    } else {
        spread
    };
    let bandwidth = (0.9 * width * libm::pow(ordered.len() as f64, -0.2)).max(1e-6);
    let low = quantile(ordered, 0.001) - 3.0 * bandwidth;
    let high = quantile(ordered, 0.999) + 3.0 * bandwidth;
    let step = (high - low) / (points as f64 - 1.0);
    let mut values = vec![0.0; points];
    for &v in ordered {
        let from = ((v - 4.0 * bandwidth - low) / step).ceil().max(0.0) as usize;
        let to = (((v + 4.0 * bandwidth - low) / step).floor() as i64).min(points as i64 - 1);
        for (i, value) in values
            .iter_mut()
            .enumerate()
            .take((to + 1).max(0) as usize)
            .skip(from)
        {
            let z = (low + i as f64 * step - v) / bandwidth;
            *value += exp(-0.5 * z * z);
        }
    }
    let scale = 1.0 / (ordered.len() as f64 * bandwidth * 2.506_628_274_631_000_2);
    for value in &mut values {
        *value *= scale;
    }
    (low, step, values)
}

fn log_unseen(n: f64, totals: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = totals.iter().map(|t| log((t - n).max(0.1))).collect();
    let mut ordered = sorted(&logs);
    // Enough for a curve; thinning keeps the order.
    if ordered.len() > 20_000 {
        let every = ordered.len() / 10_000;
        ordered = ordered.into_iter().step_by(every).collect();
    }
    ordered
}

/// The density of totals at `points` places, evenly spaced on the logarithm of the unseen.
pub fn density(n: f64, totals: &[f64], points: usize) -> Vec<DensityPoint> {
    if totals.len() < 10 || points < 2 {
        return Vec::new();
    }
    let ordered = log_unseen(n, totals);
    let (low, step, values) = kernel(&ordered, points);
    values
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let unseen = exp(low + i as f64 * step);
            DensityPoint {
                total: n + unseen,
                density: v / unseen,
            }
        })
        .collect()
}

/// Heaps with at least a tenth of the draws, parted by a valley less than 0.7 of the lower top.
pub fn modes(n: f64, totals: &[f64]) -> Vec<Mode> {
    if totals.len() < 100 {
        return Vec::new();
    }
    let ordered = log_unseen(n, totals);
    let (low, step, values) = kernel(&ordered, 256);
    let mut heaps: Vec<(usize, usize, usize)> = Vec::new(); // from, top, to
    let mut from = 0;
    let mut top = 0;
    let mut bottom = 0;
    for i in 1..values.len() {
        if values[i] < values[bottom] || bottom < top {
            bottom = i;
        }
        if values[i] > values[top] && bottom <= top {
            top = i;
        } else if values[bottom] < 0.7 * values[top]
            && values[i] > values[bottom] / 0.7
            && bottom > top
        {
            heaps.push((from, top, bottom));
            from = bottom;
            top = i;
            bottom = i;
        } else if values[i] > values[top] {
            top = i;
            bottom = i;
        }
    }
    heaps.push((from, top, values.len() - 1));
    heaps
        .into_iter()
        .map(|(from, top, to)| {
            let inside = ordered
                .iter()
                .filter(|&&v| {
                    (from == 0 || v >= low + from as f64 * step)
                        && (to == values.len() - 1 || v < low + to as f64 * step)
                })
                .count();
            Mode {
                total: n + exp(low + top as f64 * step),
                share: inside as f64 / ordered.len() as f64,
            }
        })
        .filter(|m| m.share >= 0.1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn two_heaps_are_two_modes_and_one_is_one() {
        let mut r = Random::new(&[1; 32], 1, "heaps", 0);
        let one: Vec<f64> = (0..4000)
            .map(|_| 1000.0 + exp(7.0 + 0.3 * r.normal()))
            .collect();
        assert_eq!(modes(1000.0, &one).len(), 1, "{:?}", modes(1000.0, &one));
        let two: Vec<f64> = (0..4000)
            .map(|i| 1000.0 + exp(if i % 3 == 0 { 5.0 } else { 8.0 } + 0.3 * r.normal()))
            .collect();
        let found = modes(1000.0, &two);
        assert_eq!(found.len(), 2);
        assert!((found[0].share - 1.0 / 3.0).abs() < 0.02);
        let curve = density(1000.0, &one, 200);
        let area: f64 = curve
            .windows(2)
            .map(|w| 0.5 * (w[0].density + w[1].density) * (w[1].total - w[0].total))
            .sum();
        assert!((area - 1.0).abs() < 0.02, "{area}");
    }
}
