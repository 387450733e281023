//! Which missing facts would settle an outcome that cannot be known?
//!
//! Answered by trying: each fact that an open leaf asks for gets the values
//! that make a difference to the conditions and are compatible with what is
//! already stated of it; a set of facts settles the outcome when every
//! combination of their values does. Only the smallest sets are kept. Where no
//! set does so for certain, the sets that may are given instead.

use crate::facts::{FactKind, Facts, Until, Value, kind_of};
use crate::instrument::Leaf;
use crate::tester::{Settling, Tester};
use jiff::civil::Date;
use model::{Truth, When};
use std::collections::{BTreeSet, HashMap};

type Values = Vec<Value>;
type Key = (Vec<Truth>, Vec<(&'static str, Vec<Value>)>);
type Answer = (Vec<Vec<String>>, Settling);

/// Stands for a term that the instrument does not list.
const UNLISTED: &str = "\u{0}";
/// Sets of more facts than this are not looked for.
const LARGEST_SET: usize = 5;

/// What was found for persons who lack the same.
#[derive(Default)]
pub(crate) struct Memo {
    found: HashMap<Key, Answer>,
}

impl Memo {
    pub(crate) fn settling(&mut self, tester: &Tester, facts: &Facts) -> Answer {
        let leaves = leaves(tester);
        let truths: Vec<Truth> = leaves.iter().map(|leaf| tester.leaf(leaf, facts)).collect();
        let open: BTreeSet<&'static str> = leaves
            .iter()
            .zip(&truths)
            .filter(|(_, truth)| **truth == Truth::Unknown)
            .flat_map(|(leaf, _)| asked(tester, leaf))
            .collect();
        let stated = open.iter().map(|fact| (*fact, values(facts, fact)));
        let key = (truths, stated.collect());
        if let Some(answer) = self.found.get(&key) {
            return answer.clone();
        }
        let answer = search(tester, facts, &leaves, open);
        self.found.insert(key, answer.clone());
        answer
    }
}

fn search(
    tester: &Tester,
    facts: &Facts,
    leaves: &[&Leaf],
    open: BTreeSet<&'static str>,
) -> Answer {
    let domains: Vec<(&'static str, Vec<Values>)> = open
        .into_iter()
        .map(|fact| (fact, domain(tester, facts, leaves, fact)))
        .filter(|(_, domain)| !domain.is_empty())
        .collect();
    for (settling, enough) in [
        (Settling::Always, all_known as fn(&[Truth]) -> bool),
        (Settling::Perhaps, some_known),
    ] {
        let mut found: Vec<Vec<usize>> = Vec::new();
        for size in 1..=domains.len().min(LARGEST_SET) {
            for set in subsets(domains.len(), size) {
                let smaller_does = found
                    .iter()
                    .any(|known| known.iter().all(|fact| set.contains(fact)));
                if smaller_does {
                    continue;
                }
                let chosen: Vec<&(&str, Vec<Values>)> =
                    set.iter().map(|at| &domains[*at]).collect();
                let mut outcomes = Vec::new();
                try_all(tester, &mut facts.clone(), &chosen, &mut outcomes);
                if enough(&outcomes) {
                    found.push(set);
                }
            }
        }
        if !found.is_empty() {
            let named = |set: Vec<usize>| set.iter().map(|at| domains[*at].0.to_owned()).collect();
            return (found.into_iter().map(named).collect(), settling);
        }
    }
    (Vec::new(), Settling::Never)
}

fn all_known(outcomes: &[Truth]) -> bool {
    outcomes.iter().all(|truth| truth.is_known())
}

fn some_known(outcomes: &[Truth]) -> bool {
    outcomes.iter().any(|truth| truth.is_known())
}

/// Every combination of the chosen facts' values.
fn try_all(
    tester: &Tester,
    facts: &mut Facts,
    chosen: &[&(&str, Vec<Values>)],
    outcomes: &mut Vec<Truth>,
) {
    let Some(((fact, domain), rest)) = chosen.split_first().map(|(first, rest)| (*first, rest))
    else {
        outcomes.push(tester.truth(facts));
        return;
    };
    for values in domain {
        facts.set(fact, values.clone());
        try_all(tester, facts, rest, outcomes);
    }
}

fn leaves<'i>(tester: &Tester<'i>) -> Vec<&'i Leaf> {
    let mut leaves: Vec<&'i Leaf> = Vec::new();
    for rule in tester.instrument.rules_under(tester.reading) {
        rule.when.each_leaf(&mut |leaf| leaves.push(leaf));
        for exclusion in tester.instrument.exclusions_of(rule, tester.reading) {
            exclusion.when.each_leaf(&mut |leaf| leaves.push(leaf));
            if let Some(unless) = &exclusion.unless {
                unless.each_leaf(&mut |leaf| leaves.push(leaf));
            }
        }
    }
    leaves
}

/// The facts that a leaf asks for.
fn asked(tester: &Tester, leaf: &Leaf) -> Vec<&'static str> {
    match leaf {
        Leaf::In { fact, .. } | Leaf::Side { fact, .. } | Leaf::At { fact, .. } => vec![fact],
        Leaf::Within { fact, window } => {
            let mut facts = vec![*fact];
            if let Some(kind_of) = tester.window(window).and_then(|w| w.kind_of.as_ref()) {
                facts.push(kind_of.fact);
                if !kind_of.by_article.is_empty() {
                    facts.push("offence.article");
                }
            }
            facts
        }
        Leaf::NotHeld { .. } => Vec::new(),
    }
}

fn values(facts: &Facts, fact: &str) -> Vec<Value> {
    facts.stated(fact).iter().map(|s| s.value.clone()).collect()
}

/// The values of a fact that make a difference, one of each difference.
fn domain(tester: &Tester, facts: &Facts, leaves: &[&Leaf], fact: &'static str) -> Vec<Values> {
    let about: Vec<&Leaf> = leaves
        .iter()
        .filter(|leaf| asked(tester, leaf).contains(&fact))
        .copied()
        .collect();
    let candidates: Vec<Values> = match kind_of(fact) {
        Some((_, FactKind::Term)) => terms(tester, facts, &about, fact),
        Some((_, FactKind::Date)) => dates(tester, facts, &about, fact),
        Some((_, FactKind::State)) => states(&about, fact),
        None => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    let mut hypothetical = facts.clone();
    candidates
        .into_iter()
        .filter(|values| {
            hypothetical.set(fact, values.clone());
            let truths: Vec<Truth> = about
                .iter()
                .map(|l| tester.leaf(l, &hypothetical))
                .collect();
            let kinds: Vec<Vec<usize>> = about
                .iter()
                .filter_map(|leaf| match leaf {
                    Leaf::Within { window, .. } => tester.window(window),
                    _ => None,
                })
                .map(|window| window.possible_kinds(&hypothetical))
                .collect();
            // A date matters per kind as well: two dates may agree only while the kind is open.
            let per_kind: Vec<Truth> = values
                .iter()
                .flat_map(|value| match value {
                    Value::When(when) => each_kind(tester, &about, when),
                    _ => Vec::new(),
                })
                .collect();
            seen.insert((truths, kinds, per_kind))
        })
        .collect()
}

fn each_kind(tester: &Tester, about: &[&Leaf], when: &When) -> Vec<Truth> {
    about
        .iter()
        .filter_map(|leaf| match leaf {
            Leaf::Within { window, .. } => tester.window(window),
            _ => None,
        })
        .flat_map(|window| window.holds_by_kind(when, tester.as_of))
        .collect()
}

fn terms(tester: &Tester, facts: &Facts, about: &[&Leaf], fact: &str) -> Vec<Values> {
    let mut listed: BTreeSet<String> = BTreeSet::new();
    let mut closed = false;
    for leaf in about {
        match leaf {
            Leaf::In {
                fact: tested,
                terms,
                ..
            } if *tested == fact => {
                listed.extend(terms.iter().cloned());
            }
            Leaf::Within { window, .. } => {
                let Some(window) = tester.window(window) else {
                    continue;
                };
                let Some(kind_of) = &window.kind_of else {
                    continue;
                };
                if kind_of.fact == fact {
                    closed = true;
                    listed.extend(window.kinds.iter().filter_map(|(kind, _)| kind.clone()));
                } else {
                    listed.extend(
                        kind_of
                            .by_article
                            .iter()
                            .map(|(article, _)| article.clone()),
                    );
                }
            }
            _ => {}
        }
    }
    let said: Vec<String> = values(facts, fact)
        .into_iter()
        .filter_map(|value| match value {
            Value::OneOf(terms) => Some(terms),
            _ => None,
        })
        .flatten()
        .collect();
    let mut candidates: Vec<String> = Vec::new();
    if said.is_empty() {
        candidates.extend(listed);
        if !closed {
            candidates.push(UNLISTED.to_owned());
        }
    } else {
        for term in said {
            let parts = listed.iter().filter(|part| {
                part.strip_prefix(&term)
                    .is_some_and(|rest| rest.starts_with('('))
            });
            let before = candidates.len();
            candidates.extend(parts.cloned());
            candidates.push(if candidates.len() > before {
                format!("{term}({UNLISTED})")
            } else {
                term
            });
        }
    }
    candidates
        .into_iter()
        .map(|term| vec![Value::OneOf(vec![term])])
        .collect()
}

fn dates(tester: &Tester, facts: &Facts, about: &[&Leaf], fact: &str) -> Vec<Values> {
    let mut days: BTreeSet<Date> = BTreeSet::new();
    let mut around = |day: Date| {
        days.insert(day);
        days.extend([day.yesterday(), day.tomorrow()].into_iter().flatten());
    };
    let mut windows = Vec::new();
    for leaf in about {
        match leaf {
            Leaf::Side { day, .. } => around(*day),
            Leaf::Within { window, .. } => {
                let Some(window) = tester.window(window) else {
                    continue;
                };
                for (_, own) in &window.kinds {
                    for in_force in window.stretches(own, tester.as_of) {
                        let stretch = in_force.stretch;
                        around(stretch.first);
                        around(stretch.last);
                        windows.push(stretch);
                    }
                }
            }
            _ => {}
        }
    }
    let stated = values(facts, fact);
    let said: Vec<&When> = stated
        .iter()
        .flat_map(|value| match value {
            Value::When(when) => vec![when],
            Value::Occasions(occasions) => occasions.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    for when in &said {
        days.extend(when.earliest());
        days.extend(when.latest());
    }
    let mut candidates: Vec<Values> = days
        .into_iter()
        .filter(|day| said.is_empty() || said.iter().any(|when| when.could_be(*day)))
        // Whether such a day counts is for the text to settle, not for a fact.
        .filter(|day| !windows.iter().any(|stretch| stretch.unsettled_edge(*day)))
        .map(|day| vec![Value::When(When::day(day))])
        .collect();
    let may_be_never = said.is_empty() || stated.contains(&Value::Never);
    if may_be_never && !windows.is_empty() {
        candidates.push(vec![Value::Never]);
    }
    candidates
}

fn states(about: &[&Leaf], fact: &str) -> Vec<Values> {
    let days: BTreeSet<Date> = about
        .iter()
        .filter_map(|leaf| match leaf {
            Leaf::At {
                fact: tested, day, ..
            } if *tested == fact => Some(*day),
            _ => None,
        })
        .collect();
    let mut candidates: Vec<Values> = vec![Vec::new()];
    for day in days {
        candidates = candidates
            .iter()
            .flat_map(|known| {
                [true, false].map(|holds| {
                    let mut known = known.clone();
                    known.push(Value::State {
                        holds,
                        from: When::day(day),
                        until: Until::Ended(When::day(day)),
                    });
                    known
                })
            })
            .collect();
    }
    candidates
}

/// Every set of `size` of the first `count` numbers, in order.
fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    (0..count)
        .flat_map(|last| {
            subsets(last, size - 1).into_iter().map(move |mut set| {
                set.push(last);
                set
            })
        })
        .collect()
}
