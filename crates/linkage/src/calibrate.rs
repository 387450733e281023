//! Do probabilities mean what they say? A line through labelled pairs.
//!
//! Platt (1999): the slope and the shift of log-odds under which the labels
//! are most likely, held near "no correction" while labels are few. Label pairs
//! from all strata (see `review::sample`), or the line is bent towards some.

use crate::model::Calibration;

/// How strongly "no correction" is believed, in labelled pairs of even odds.
const BELIEF: f64 = 10.0;

/// The line on log-odds that fits labelled pairs best: (log-odds before any
/// correction, whether they are one person). Newton's method on two parameters,
/// at most 50 steps; without labels no correction.
pub fn calibrate(labelled: &[(f32, bool)]) -> Calibration {
    let (mut slope, mut shift) = (1.0f64, 0.0f64);
    for _ in 0..50 {
        // Gradient and curvature of the penalised log-likelihood.
        let mut gradient = (-BELIEF * (slope - 1.0), -BELIEF * 0.25 * shift);
        let mut curve = (BELIEF, 0.0, BELIEF * 0.25);
        for &(log_odds, same) in labelled {
            let x = f64::from(log_odds.clamp(-15.0, 15.0));
            let p = crate::score::probability(slope * x + shift);
            let error = f64::from(u8::from(same)) - p;
            let weight = p * (1.0 - p);
            gradient = (gradient.0 + error * x, gradient.1 + error);
            curve = (
                curve.0 + weight * x * x,
                curve.1 + weight * x,
                curve.2 + weight,
            );
        }
        let determinant = curve.0 * curve.2 - curve.1 * curve.1;
        let step = (
            (curve.2 * gradient.0 - curve.1 * gradient.1) / determinant,
            (curve.0 * gradient.1 - curve.1 * gradient.0) / determinant,
        );
        slope = (slope + step.0).clamp(0.05, 5.0);
        shift = (shift + step.1).clamp(-10.0, 10.0);
        if step.0.abs() + step.1.abs() < 1e-9 {
            break;
        }
    }
    Calibration { slope, shift }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Dice;

    #[test]
    fn without_labels_nothing_is_corrected() {
        assert_eq!(calibrate(&[]), Calibration::default());
    }

    #[test]
    fn a_bend_in_the_log_odds_is_found() {
        let mut dice = Dice(4);
        let labelled: Vec<(f32, bool)> = (0..4000)
            .map(|at| {
                let given = (at % 100) as f32 / 10.0 - 5.0;
                let truly = crate::score::probability(0.6 * f64::from(given) - 1.0);
                (given, dice.uniform() < truly)
            })
            .collect();
        let line = calibrate(&labelled);
        assert!((line.slope - 0.6).abs() < 0.06, "{line:?}");
        assert!((line.shift + 1.0).abs() < 0.2, "{line:?}");
    }
}
