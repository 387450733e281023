//! Do the methods, their bounds and the table agree with each other?
//!
//! Findings that need fitted models: a bound above an interval, methods outside each
//! other's intervals, unequal chances, lists too sparse for their prior. Invariant:
//! these only warn; what refuses is found before anything is fitted, in `gate`.

use crate::bounds;
use crate::gate::Finding;
use crate::outcome::{MethodResult, NHat, spread};
use crate::tally::Tally;
use model::problem::{Code, Problem};

/// Above this ratio of largest to smallest central number the methods disagree.
const DISAGREE: f64 = 2.0;
/// 1 % point, one-sided, of the likelihood ratio for unequal chances.
const UNEQUAL: f64 = 5.411_894_431;
/// From this many lists on, each reaching less than this share, the list prior weighs more than the data.
const MANY_LISTS: usize = 6;
const SPARSE: f64 = 0.1;

/// Findings from comparing the methods with each other.
pub(crate) fn compare(tally: &Tally, methods: &[MethodResult], findings: &mut Vec<Finding>) {
    let chao = bounds::chao(tally);
    for m in methods.iter().filter(|m| m.models()) {
        if let Some(h) = &m.n_hat
            && chao.total > h.high
        {
            findings.push(Finding::warn(
                Problem::new(Code::EstimateGateBoundAbove)
                    .with("method", m.method)
                    .with("bound", format!("{:.0}", chao.total))
                    .with("high", format!("{:.0}", h.high)),
            ));
        }
    }
    let mut reach: Vec<u64> = tally.sizes();
    reach.sort_unstable();
    if reach.len() >= MANY_LISTS && !methods.is_empty() {
        let share = reach[(reach.len() - 1) / 2] as f64 / chao.total;
        if share < SPARSE {
            findings.push(Finding::warn(
                Problem::new(Code::EstimateGateListsSparse)
                    .with("lists", reach.len())
                    .with("percent", (100.0 * share).ceil()),
            ));
        }
    }
    if let Some((slope, ratio)) = bounds::unequal_chances(tally)
        && !methods.is_empty()
        && slope > 0.0
        && ratio > UNEQUAL
    {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateUnequalChances).with("ratio", format!("{ratio:.1}")),
        ));
    }
    let inside: Vec<NHat> = methods
        .iter()
        .filter(|m| m.models())
        .filter_map(|m| m.n_hat)
        .collect();
    // One method's number outside another's interval: at least one of the intervals is wrong.
    let outside = inside.iter().filter_map(NHat::central).any(|centre| {
        inside
            .iter()
            .any(|other| centre < other.low || centre > other.high)
    });
    if let Some(s) = spread(methods)
        && (s.ratio > DISAGREE || outside)
    {
        findings.push(Finding::warn(
            Problem::new(Code::EstimateGateMethodsDisagree)
                .with("low", format!("{:.0}", s.low))
                .with("high", format!("{:.0}", s.high)),
        ));
    }
}
