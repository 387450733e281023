//! How are an estimate's numbers, findings and assumptions said?
//!
//! Sentences and tiles round: to three digits, limits outwards, because more digits
//! would promise more than an estimate can keep. Tables give whole persons.
//! Invariant: a finding names lists and methods as the reader knows them.

use super::Teller;
use estimate::{Action, Answer, Finding, NHat, Prior, UnderPrior};
use model::profile::Label;
use std::collections::BTreeMap;
use words::Words;

/// The step to which a number of this size is rounded: three digits, never less than one person.
fn step(value: f64) -> f64 {
    let digits = value.abs().max(1.0).log10().floor() as i32;
    10f64.powi((digits - 2).max(0))
}

fn rounded(value: f64, round: fn(f64) -> f64, words: &Words) -> String {
    let step = step(value);
    words.number((round(value / step) * step).max(0.0) as u64)
}

/// About so many.
pub(super) fn about(value: f64, words: &Words) -> String {
    rounded(value, f64::round, words)
}

/// A lower limit, rounded down.
pub(super) fn down(value: f64, words: &Words) -> String {
    rounded(value, f64::floor, words)
}

/// An upper limit, rounded up.
pub(super) fn up(value: f64, words: &Words) -> String {
    rounded(value, f64::ceil, words)
}

/// A number of persons as it was computed.
pub(super) fn whole(value: f64, words: &Words) -> String {
    words.number(value.round().max(0.0) as u64)
}

/// From one number to another, as computed; a single number where both are one.
pub fn from_to(low: f64, high: f64, words: &Words) -> String {
    if low.round() == high.round() {
        return whole(low, words);
    }
    words.text_with(
        "estimate-range",
        &[
            ("low", whole(low, words).into()),
            ("high", whole(high, words).into()),
        ],
    )
}

/// The smallest and largest number and limit of several methods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest number.
    pub low: f64,
    /// Largest number.
    pub high: f64,
    /// Smallest lower limit.
    pub interval_low: f64,
    /// Largest upper limit.
    pub interval_high: f64,
    /// How many methods have a number.
    pub methods: usize,
}

/// Whether a method estimates the total, rather than bounding it.
fn estimates(method: &str) -> bool {
    matches!(method, "lcmcr" | "lcmcr-expansion" | "dga" | "loglinear")
}

/// The range over the methods that estimate; where none of them ran, over the bounds.
pub fn range(numbers: &[(&'static str, Option<NHat>)]) -> Option<Range> {
    let any = numbers.iter().any(|(method, _)| estimates(method));
    let mut range: Option<Range> = None;
    for (method, n_hat) in numbers {
        let inside = if any {
            estimates(method)
        } else {
            *method != "chapman"
        };
        let Some(n_hat) = n_hat.filter(|_| inside) else {
            continue;
        };
        let Some(centre) = n_hat.central() else {
            continue;
        };
        let known = range.get_or_insert(Range {
            low: centre,
            high: centre,
            interval_low: n_hat.low,
            interval_high: n_hat.high,
            methods: 0,
        });
        known.low = known.low.min(centre);
        known.high = known.high.max(centre);
        known.interval_low = known.interval_low.min(n_hat.low);
        known.interval_high = known.interval_high.max(n_hat.high);
        known.methods += 1;
    }
    range
}

impl Teller<'_> {
    /// The range over the methods that estimate the total; none when only bounds were run.
    pub(super) fn range(&self) -> Option<Range> {
        let numbers = self.shown.answer.numbers();
        numbers
            .iter()
            .any(|(method, _)| estimates(method))
            .then(|| range(&numbers))
            .flatten()
    }

    /// Chao's lower bound.
    pub(super) fn bound(&self) -> Option<NHat> {
        self.whole_methods()
            .iter()
            .find(|m| m.method == "chao")
            .and_then(|m| m.n_hat)
    }

    /// The range of two lists.
    pub(super) fn two_lists(&self) -> Option<NHat> {
        self.whole_methods()
            .iter()
            .find(|m| m.method == "chapman")
            .and_then(|m| m.n_hat)
    }

    pub(super) fn disagree(&self) -> bool {
        self.shown.answer.gate().iter().any(disagrees)
    }
}

/// What a prior of a sweep assumes, with the method that it belongs to.
pub fn prior(under: &UnderPrior, words: &Words) -> String {
    let said = match under.prior {
        Prior::Uniform => words.text("estimate-page-prior-uniform"),
        Prior::Expansion(low, high) => words.text_with(
            "estimate-page-prior-expansion",
            &[
                ("low", low.to_string().into()),
                ("high", high.to_string().into()),
            ],
        ),
        Prior::PseudoCount(delta) => words.text_with(
            "estimate-page-prior-count",
            &[("delta", delta.to_string().into())],
        ),
    };
    let method = words.text(&format!("estimate-method-short-{}", under.method));
    format!("{method}: {said}")
}

/// Why there is no number without a list.
pub fn no_number(gate: &[Finding], words: &Words) -> String {
    let two = gate
        .iter()
        .any(|finding| finding.problem.code.as_str() == "estimate.gate-two-lists");
    words.text(if two {
        "estimate-page-two-lists-left"
    } else {
        "estimate-page-no-number"
    })
}

/// Whether a finding says that no single number should be quoted.
pub(super) fn disagrees(finding: &Finding) -> bool {
    matches!(
        finding.problem.code.as_str(),
        "estimate.gate-methods-disagree" | "estimate.gate-two-modes"
    )
}

/// All findings: about the whole, then of each stratum.
pub(super) fn findings(answer: &Answer) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = answer.gate().iter().collect();
    if let Answer::Strata(_, strata) = answer {
        all.extend(strata.strata.iter().flat_map(|s| &s.estimate.gate));
    }
    all.sort_by_key(|finding| finding.action);
    all
}

/// A finding as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingSaid {
    /// What it does: no number, left out, caution.
    pub action: String,
    /// What was found.
    pub sentence: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

/// A finding in words, with lists and methods called by name.
pub fn finding(finding: &Finding, list: &dyn Fn(&str) -> String, words: &Words) -> FindingSaid {
    let mut problem = finding.problem.clone();
    for (key, value) in &mut problem.details {
        *value = match *key {
            "list" | "other" | "from" | "group" => list(value),
            "parts" => {
                let groups: Vec<String> = value
                    .split(" | ")
                    .map(|part| part.split(" · ").map(list).collect::<Vec<_>>().join(" · "))
                    .collect();
                groups.join(" | ")
            }
            "method" => words.text(&format!("estimate-method-{value}")),
            _ => continue,
        };
    }
    let said = words.problem(&problem);
    FindingSaid {
        action: words.text(match finding.action {
            Action::Refuse => "estimate-action-refuse",
            Action::Drop => "estimate-action-drop",
            Action::Warn => "estimate-action-warn",
        }),
        sentence: said.sentence,
        hint: said.hint,
    }
}

/// The messages of the assumptions behind the numbers that were made; none when there is no number.
pub(super) fn assumptions(answer: &Answer) -> Vec<&'static str> {
    if !answer.ran() {
        return Vec::new();
    }
    let mut ids = vec![
        "estimate-assumption-closed",
        "estimate-assumption-linkage",
        "estimate-assumption-reach",
        "estimate-assumption-model",
    ];
    let ran = answer.numbers();
    for (method, id) in [
        ("lcmcr", "estimate-assumption-lcmcr"),
        ("dga", "estimate-assumption-dga"),
        ("loglinear", "estimate-assumption-loglinear"),
        ("chao", "estimate-assumption-bounds"),
    ] {
        if ran.iter().any(|(known, _)| *known == method) {
            ids.push(id);
        }
    }
    ids
}

/// A value of a stratum as the reader knows it.
pub(super) fn value(
    value: &str,
    labels: &BTreeMap<String, Label>,
    of_register: bool,
    words: &Words,
) -> String {
    match (labels.get(value), value) {
        (Some(label), _) => crate::phrase::said(label, words),
        (None, "unknown") => words.text("figure-unknown"),
        (None, "several") if of_register => words.text("estimate-several"),
        (None, value) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Language;

    #[test]
    fn sentences_round_to_three_digits_and_limits_outwards() {
        let words = Words::plain(Language::English);
        assert_eq!(about(10_427.0, &words), "10,400");
        assert_eq!(down(8_298.0, &words), "8,290");
        assert_eq!(up(17_986.0, &words), "18,000");
        assert_eq!(up(137.2, &words), "138");
        assert_eq!(down(0.0, &words), "0");
    }

    #[test]
    fn a_range_is_over_estimates_and_over_bounds_only_where_nothing_else_ran() {
        let n_hat = |low, point, high| {
            Some(NHat {
                point: Some(point),
                low,
                high,
                ..NHat::default()
            })
        };
        let both = [
            ("dga", n_hat(9.0, 10.0, 12.0)),
            ("loglinear", n_hat(8.0, 11.0, 15.0)),
            ("chao", n_hat(1.0, 2.0, 3.0)),
            ("lcmcr", None),
        ];
        let found = range(&both).expect("two methods have a number");
        assert_eq!((found.low, found.high, found.methods), (10.0, 11.0, 2));
        assert_eq!((found.interval_low, found.interval_high), (8.0, 15.0));
        assert_eq!(range(&both[2..3]).expect("the bound").low, 2.0);
        assert!(range(&both[3..]).is_none());
    }
}
