//! What other clusterings are as believable? Draws for the estimates.
//!
//! Each draw adds logistic noise to the log-odds of every pair and clusters
//! anew: a pair alone is then joined with exactly its probability, and pairs
//! that hang together are drawn together through the clustering. Decisions of
//! reviewers hold in every draw.

use crate::cluster::{Clusters, Decision, cluster};
use crate::linking::Told;
use crate::review::Dice;
use crate::score::Pair;
use crate::strings::mix;
use ::model::{Phase, Problem, Watch};
use rayon::prelude::*;

/// Draws of clusterings; draw `n` of a seed is always the same.
///
/// # Errors
/// Those of `watch`, which is told after each draw.
pub fn draw(
    rows: usize,
    pairs: &[Pair],
    decisions: &[Decision],
    unscored: f32,
    (draws, seed): (usize, u64),
    watch: &Watch<'_>,
) -> Result<Vec<Clusters>, Problem> {
    let told = Told::new(watch, Phase::Drawing, draws as u64)?;
    (0..draws as u64)
        .into_par_iter()
        .map(|number| {
            let noisy: Vec<Pair> = pairs
                .iter()
                .map(|pair| {
                    let place = mix(
                        mix(seed, number),
                        u64::from(pair.a) << 32 | u64::from(pair.b),
                    );
                    let u = Dice(place).uniform();
                    Pair {
                        log_odds: pair.log_odds + (u / (1.0 - u)).ln() as f32,
                        ..*pair
                    }
                })
                .collect();
            let drawn = cluster(rows, &noisy, decisions, 0.0, unscored);
            told.done(1)?;
            Ok(drawn)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::model::unwatched;

    #[test]
    fn a_pair_alone_is_joined_as_often_as_it_is_probable() {
        let pairs: Vec<Pair> = (0..500)
            .map(|at| Pair {
                a: 2 * at,
                b: 2 * at + 1,
                log_odds: 1.0,
                relatives: 0.0,
            })
            .collect();
        let draws = draw(1000, &pairs, &[], -4.0, (20, 3), &unwatched).expect("drawn");
        let joined: usize = draws
            .iter()
            .map(|clusters| {
                (0..500)
                    .filter(|&at| clusters.of_row[2 * at + 1] == 2 * at as u32)
                    .count()
            })
            .sum();
        let share = joined as f64 / 10_000.0;
        assert!((share - pairs[0].probability()).abs() < 0.02, "{share}");
    }

    #[test]
    fn decisions_hold_in_every_draw_and_draws_repeat() {
        let pairs = [Pair {
            a: 0,
            b: 1,
            log_odds: 3.0,
            relatives: 0.0,
        }];
        let apart = [Decision {
            a: 0,
            b: 1,
            same: false,
        }];
        let draws_apart = draw(3, &pairs, &apart, -4.0, (50, 9), &unwatched).expect("drawn");
        assert!(
            draws_apart
                .iter()
                .all(|clusters| clusters.of_row == [0, 1, 2])
        );
        let drawn = || draw(3, &pairs, &[], -4.0, (50, 9), &unwatched).expect("drawn");
        assert_eq!(drawn(), drawn());
    }
}
