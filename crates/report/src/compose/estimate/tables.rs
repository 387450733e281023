//! Which tables stand beside an estimate?
//!
//! Methods side by side, two lists' range, strata, draws of the links, without one
//! list, under other priors. Invariant: every row says for how many documented
//! persons it speaks or stands under one that does, and a missing number is said.

use super::Teller;
use super::said::{self, from_to, range, whole};
use crate::document::{Inline, Row, Table, Tone, anchor, isolated, plain, text};
use estimate::{Answer, Diagnostics, NHat};

fn row(tone: Tone, cells: Vec<Vec<Inline>>) -> Row {
    Row { tone, cells }
}

impl Teller<'_> {
    /// A table of this estimate; the first column holds words, all others numbers.
    fn table(&self, part: &str, head: &[&str], rows: Vec<Row>, note: Vec<Inline>) -> Table {
        Table {
            id: anchor("table", &self.id(part)),
            caption: plain(self.words.text(&format!("estimate-page-{part}"))),
            head: head.iter().map(|id| self.words.text(id)).collect(),
            numeric: (0..head.len()).map(|column| column > 0).collect(),
            shares: Vec::new(),
            rows,
            note,
        }
    }

    fn note(&self, id: &str) -> Vec<Inline> {
        plain(self.words.text(id))
    }

    /// A number and its interval, or that there is none.
    fn cells(&self, n_hat: Option<NHat>) -> [Vec<Inline>; 2] {
        match n_hat {
            None => [plain("–"), plain(self.words.text("estimate-not-converged"))],
            Some(n_hat) => [
                plain(
                    n_hat
                        .central()
                        .map_or_else(|| "–".to_owned(), |centre| whole(centre, self.words)),
                ),
                plain(from_to(n_hat.low, n_hat.high, self.words)),
            ],
        }
    }

    pub(super) fn methods_table(&self) -> Option<Table> {
        let words = self.words;
        let answer = &self.shown.answer;
        if !answer.ran() || self.two_lists().is_some() {
            return None;
        }
        let mut rows = vec![row(
            Tone::Plain,
            vec![
                self.strong("estimate-documented"),
                plain(words.number(answer.n())),
                plain(words.text("estimate-counted")),
            ],
        )];
        if let Answer::Strata(_, strata) = answer
            && strata.n_refused > 0
        {
            rows.push(row(
                Tone::Unknown,
                vec![
                    plain(words.text("estimate-refused")),
                    plain(words.number(strata.n_refused)),
                    plain(words.text("estimate-counted")),
                ],
            ));
            rows.push(row(
                Tone::Plain,
                vec![
                    plain(words.text("estimate-documented-estimated")),
                    plain(words.number(strata.n - strata.n_refused)),
                    plain(words.text("estimate-counted")),
                ],
            ));
        }
        for (method, n_hat) in answer.numbers() {
            let [number, interval] = self.cells(n_hat);
            rows.push(row(
                Tone::Plain,
                vec![plain(self.method(method)), number, interval],
            ));
        }
        Some(self.table(
            "methods",
            &[
                "estimate-page-method",
                "estimate-page-number",
                "estimate-interval",
            ],
            rows,
            self.note("estimate-page-methods-note"),
        ))
    }

    fn strong(&self, id: &str) -> Vec<Inline> {
        vec![Inline::Strong {
            text: plain(self.words.text(id)),
        }]
    }

    pub(super) fn two_lists_table(&self) -> Option<Table> {
        let grid = self
            .whole_methods()
            .iter()
            .find_map(|method| match &method.diagnostics {
                Diagnostics::TwoLists { grid } => Some(grid),
                _ => None,
            })?;
        let rows = grid
            .iter()
            .map(|step| {
                row(
                    Tone::Plain,
                    vec![
                        plain(step.odds_ratio.to_string()),
                        plain(whole(step.estimate.total, self.words)),
                        plain(from_to(step.estimate.low, step.estimate.high, self.words)),
                    ],
                )
            })
            .collect();
        let mut table = self.table(
            "methods",
            &[
                "estimate-column-odds",
                "estimate-page-number",
                "estimate-interval",
            ],
            rows,
            self.note("estimate-page-tile-two"),
        );
        table.caption = plain(self.method("chapman"));
        Some(table)
    }

    pub(super) fn strata_table(&self) -> Option<Table> {
        let Answer::Strata(_, strata) = &self.shown.answer else {
            return None;
        };
        let words = self.words;
        let rows = strata
            .strata
            .iter()
            .map(|stratum| {
                let numbers: Vec<_> = stratum
                    .estimate
                    .methods
                    .iter()
                    .map(|m| (m.method, m.n_hat))
                    .collect();
                let documented = plain(words.number(stratum.estimate.n));
                let name = self.stratum(&stratum.values);
                match range(&numbers) {
                    _ if stratum.refused => row(
                        Tone::Unknown,
                        vec![
                            name,
                            documented,
                            plain("–"),
                            plain(words.text("estimate-refused")),
                        ],
                    ),
                    None => row(
                        Tone::Unknown,
                        vec![
                            name,
                            documented,
                            plain("–"),
                            plain(words.text("estimate-page-no-number")),
                        ],
                    ),
                    Some(found) => row(
                        Tone::Plain,
                        vec![
                            name,
                            documented,
                            plain(from_to(found.low, found.high, words)),
                            plain(from_to(found.interval_low, found.interval_high, words)),
                        ],
                    ),
                }
            })
            .collect();
        Some(self.table(
            "strata",
            &[
                "estimate-page-stratum",
                "estimate-documented",
                "estimate-page-without-numbers",
                "estimate-page-without-intervals",
            ],
            rows,
            self.note("estimate-page-strata-note"),
        ))
    }

    /// Pooled draws of the links beside the rule of replicates.
    pub(super) fn replicates_table(&self) -> Option<Table> {
        let words = self.words;
        let mut rows = Vec::new();
        for method in self.whole_methods() {
            let Diagnostics::Replicates {
                tallies,
                used,
                rule: Some(rule),
                ..
            } = &method.diagnostics
            else {
                continue;
            };
            let pooled = method
                .n_hat
                .and_then(|n_hat| n_hat.central().zip(Some(n_hat)));
            rows.push(row(
                Tone::Plain,
                vec![
                    plain(self.method(method.method)),
                    plain(pooled.map_or_else(
                        || words.text("estimate-page-no-number"),
                        |(centre, n_hat)| {
                            format!(
                                "{} ({})",
                                whole(centre, words),
                                from_to(n_hat.low, n_hat.high, words)
                            )
                        },
                    )),
                    plain(format!(
                        "{} ({})",
                        whole(rule.total, words),
                        from_to(rule.low, rule.high, words)
                    )),
                    plain(words.text_with(
                        "estimate-page-replicates-of",
                        &[("used", (*used).into()), ("all", (*tallies).into())],
                    )),
                ],
            ));
        }
        (!rows.is_empty()).then(|| {
            self.table(
                "replicates",
                &[
                    "estimate-page-replicates-method",
                    "estimate-page-replicates-pooled",
                    "estimate-page-replicates-rule",
                    "estimate-page-replicates-used",
                ],
                rows,
                self.note("estimate-page-replicates-note"),
            )
        })
    }

    pub(super) fn without_table(&self) -> Option<Table> {
        let words = self.words;
        let beside = &self.shown.beside.leave_one_out;
        if beside.is_empty() || !self.shown.answer.ran() {
            return None;
        }
        let answer = &self.shown.answer;
        let mut marked = false;
        let mut line = |name: Vec<Inline>, n: u64, numbers: &[_], mark: bool, none: String| {
            let mut name = name;
            if mark {
                marked = true;
                name.push(text(" *"));
            }
            // Who is on the list left out only: the difference would tell.
            let only = answer.n().saturating_sub(n);
            let documented = if only > 0 && only < self.shown.least {
                plain("–")
            } else {
                plain(words.number(n))
            };
            match range(numbers) {
                None => row(
                    Tone::Unknown,
                    vec![name, documented, plain("–"), plain(none)],
                ),
                Some(found) => row(
                    Tone::Plain,
                    vec![
                        name,
                        documented,
                        plain(from_to(found.low, found.high, words)),
                        plain(from_to(found.interval_low, found.interval_high, words)),
                    ],
                ),
            }
        };
        let mut rows = vec![line(
            plain(words.text("estimate-page-without-none")),
            answer.n(),
            &answer.numbers(),
            self.disagree(),
            said::no_number(answer.gate(), words),
        )];
        for without in beside {
            rows.push(line(
                vec![isolated(self.list(&without.list))],
                without.n,
                &without.methods,
                without.gate.iter().any(said::disagrees),
                said::no_number(&without.gate, words),
            ));
        }
        let mut note = self.note("estimate-page-without-note");
        if marked {
            note.push(text(format!(
                " {}",
                words.text("estimate-page-without-marked")
            )));
        }
        Some(self.table(
            "without",
            &[
                "estimate-page-without-list",
                "estimate-documented",
                "estimate-page-without-numbers",
                "estimate-page-without-intervals",
            ],
            rows,
            note,
        ))
    }

    pub(super) fn priors_table(&self) -> Option<Table> {
        let words = self.words;
        let beside = &self.shown.beside.prior_sensitivity;
        if beside.is_empty() {
            return None;
        }
        let rows = beside
            .iter()
            .map(|under| {
                let [number, interval] = self.cells(under.n_hat);
                row(
                    Tone::Plain,
                    vec![plain(said::prior(under, words)), number, interval],
                )
            })
            .collect();
        Some(self.table(
            "priors",
            &[
                "estimate-page-prior",
                "estimate-page-number",
                "estimate-interval",
            ],
            rows,
            self.note("estimate-page-priors-note"),
        ))
    }
}
