//! How is an estimate said in a terminal?
//!
//! Documented persons first, every method beside the others, then what to know before
//! quoting a number, what was varied, and what every number assumes. The sentences
//! are those of the sheet, so that both say the same.

use crate::output::Table;
use office::estimates_said as said;
use office::{Answer, Diagnostics, Estimated, GateFinding, MethodResult, NHat};
use words::Words;

/// The answer in words.
pub fn tell(estimated: &Estimated, words: &Words) -> String {
    Teller { words, estimated }.tell()
}

/// Says an estimate in words, for people.
struct Teller<'a> {
    words: &'a Words,
    estimated: &'a Estimated,
}

impl Teller<'_> {
    fn tell(&self) -> String {
        let words = self.words;
        let mut text = String::new();
        match &self.estimated.answer {
            Answer::Whole(whole) => {
                text.push_str(
                    &words.text_with(
                        "estimate-from-lists",
                        &[
                            (
                                "lists",
                                whole
                                    .lists
                                    .iter()
                                    .map(|name| self.list(name))
                                    .collect::<Vec<_>>()
                                    .join(&words.text("estimate-separator"))
                                    .into(),
                            ),
                            ("count", whole.lists.len().into()),
                        ],
                    ),
                );
                text.push_str("\n\n");
                text.push_str(&self.numbers(whole.n, &whole.methods));
                self.grid(&whole.methods, &mut text);
                self.findings(&whole.gate, &mut text);
                if let Some(spread) = &whole.spread {
                    text.push_str(&self.spread(spread.low, spread.high));
                }
            }
            Answer::Strata(_, strata) => {
                for stratum in &strata.strata {
                    text.push_str(&format!("{}\n", self.stratum(&stratum.values)));
                    if stratum.refused {
                        let documented = words.number(stratum.estimate.n);
                        text.push_str(&format!(
                            "{} {documented}: {}\n",
                            words.text("estimate-documented"),
                            words.text("estimate-refused")
                        ));
                    } else {
                        text.push_str(&self.numbers(stratum.estimate.n, &stratum.estimate.methods));
                    }
                    self.findings(&stratum.estimate.gate, &mut text);
                    text.push('\n');
                }
                text.push_str(&format!("{}\n", words.text("estimate-all-strata")));
                let mut table = self.head();
                table.row([
                    words.text("estimate-documented"),
                    words.number(strata.n),
                    String::new(),
                ]);
                if strata.n_refused > 0 {
                    table.row([
                        words.text("estimate-refused"),
                        words.number(strata.n_refused),
                        String::new(),
                    ]);
                    // What the sums below speak for: they never include a refused stratum.
                    table.row([
                        words.text("estimate-documented-estimated"),
                        words.number(strata.n - strata.n_refused),
                        String::new(),
                    ]);
                }
                for total in &strata.totals {
                    let (number, interval) = self.said(total.n_hat.as_ref());
                    table.row([self.method(total.method), number, interval]);
                }
                text.push_str(&table.to_text());
                self.findings(&strata.gate, &mut text);
                if let Some(spread) = &strata.spread {
                    text.push_str(&self.spread(spread.low, spread.high));
                }
            }
        }
        self.replicates(&mut text);
        self.without(&mut text);
        self.priors(&mut text);
        self.register(&mut text);
        self.assumptions(&mut text);
        text
    }

    fn table(&self, ids: &[&str]) -> Table {
        Table::new(ids.iter().map(|id| self.words.text(id)))
    }

    fn list(&self, name: &str) -> String {
        match self.estimated.lists.get(name) {
            Some(label) => label.in_language(self.words.language().code()).to_owned(),
            None => name.to_owned(),
        }
    }

    /// Draws of the links: pooled, and beside it the rule of replicates.
    fn replicates(&self, text: &mut String) {
        let words = self.words;
        let Answer::Whole(whole) = &self.estimated.answer else {
            return;
        };
        let mut table = self.table(&[
            "estimate-page-replicates-method",
            "estimate-page-replicates-rule",
            "estimate-interval",
            "estimate-page-replicates-used",
        ]);
        let mut any = false;
        for method in &whole.methods {
            let Diagnostics::Replicates {
                tallies,
                used,
                rule: Some(rule),
                ..
            } = &method.diagnostics
            else {
                continue;
            };
            any = true;
            table.row([
                self.method(method.method),
                words.number(rule.total.round() as u64),
                said::from_to(rule.low, rule.high, words),
                words.text_with(
                    "estimate-page-replicates-of",
                    &[("used", (*used).into()), ("all", (*tallies).into())],
                ),
            ]);
        }
        if any {
            text.push_str(&format!(
                "\n{}\n{}{}\n",
                words.text("estimate-page-replicates"),
                table.to_text(),
                words.text("estimate-page-replicates-note")
            ));
        }
    }

    /// The estimate without each list in turn.
    fn without(&self, text: &mut String) {
        let words = self.words;
        let rows = &self.estimated.beside.leave_one_out;
        if rows.is_empty() {
            return;
        }
        let mut table = self.table(&[
            "estimate-page-without-list",
            "estimate-documented",
            "estimate-page-without-numbers",
            "estimate-page-without-intervals",
        ]);
        let answer = &self.estimated.answer;
        let none = words.text("estimate-page-without-none");
        let whole = std::iter::once((none, answer.n(), answer.numbers(), answer.gate()));
        let others = rows.iter().map(|without| {
            let numbers = without.methods.clone();
            (
                self.list(&without.list),
                without.n,
                numbers,
                without.gate.as_slice(),
            )
        });
        for (list, n, numbers, gate) in whole.chain(others) {
            let [low, high] = match said::range(&numbers) {
                None => ["–".to_owned(), said::no_number(gate, words)],
                Some(range) => [
                    said::from_to(range.low, range.high, words),
                    said::from_to(range.interval_low, range.interval_high, words),
                ],
            };
            table.row([list, words.number(n), low, high]);
        }
        text.push_str(&format!(
            "\n{}\n{}{}\n",
            words.text("estimate-page-without"),
            table.to_text(),
            words.text("estimate-page-without-note")
        ));
    }

    /// The estimate under other priors.
    fn priors(&self, text: &mut String) {
        let words = self.words;
        let rows = &self.estimated.beside.prior_sensitivity;
        if rows.is_empty() {
            return;
        }
        let mut table = self.table(&[
            "estimate-page-prior",
            "estimate-page-number",
            "estimate-interval",
        ]);
        for under in rows {
            let (number, interval) = self.said(under.n_hat.as_ref());
            table.row([said::prior_in_words(under, words), number, interval]);
        }
        text.push_str(&format!(
            "\n{}\n{}{}\n",
            words.text("estimate-page-priors"),
            table.to_text(),
            words.text("estimate-page-priors-note")
        ));
    }

    fn head(&self) -> Table {
        Table::new(
            [
                "estimate-column-what",
                "estimate-column-number",
                "estimate-interval",
            ]
            .map(|id| self.words.text(id)),
        )
    }

    fn method(&self, name: &str) -> String {
        self.words.text(&format!("estimate-method-{name}"))
    }

    /// The central number and the interval, in words.
    fn said(&self, n_hat: Option<&NHat>) -> (String, String) {
        let whole = |value: f64| self.words.number(value.round() as u64);
        let Some(n_hat) = n_hat else {
            return (String::new(), self.words.text("estimate-not-converged"));
        };
        let interval = self.words.text_with(
            "estimate-from-to",
            &[
                ("low", whole(n_hat.low).into()),
                ("high", whole(n_hat.high).into()),
            ],
        );
        (n_hat.central().map(whole).unwrap_or_default(), interval)
    }

    fn numbers(&self, n: u64, methods: &[MethodResult]) -> String {
        let words = self.words;
        let mut table = self.head();
        table.row([
            words.text("estimate-documented"),
            words.number(n),
            String::new(),
        ]);
        for method in methods {
            let (number, interval) = self.said(method.n_hat.as_ref());
            table.row([self.method(method.method), number, interval]);
        }
        table.to_text()
    }

    /// Two lists: the range over odds ratios instead of a number.
    fn grid(&self, methods: &[MethodResult], text: &mut String) {
        for method in methods {
            let Diagnostics::TwoLists { grid } = &method.diagnostics else {
                continue;
            };
            let mut table = Table::new(
                [
                    "estimate-column-odds",
                    "estimate-column-number",
                    "estimate-interval",
                ]
                .map(|id| self.words.text(id)),
            );
            for step in grid {
                let n_hat = NHat {
                    point: Some(step.estimate.total),
                    low: step.estimate.low,
                    high: step.estimate.high,
                    ..NHat::default()
                };
                let (number, interval) = self.said(Some(&n_hat));
                table.row([step.odds_ratio.to_string(), number, interval]);
            }
            text.push_str(&format!("\n{}", table.to_text()));
        }
    }

    fn findings(&self, gate: &[GateFinding], text: &mut String) {
        if gate.is_empty() {
            return;
        }
        text.push_str(&format!("\n{}\n", self.words.text("estimate-findings")));
        for finding in gate {
            let found = said::finding_in_words(finding, &|name| self.list(name), self.words);
            text.push_str(&format!("- {} {}\n", found.action, found.sentence));
            if !found.hint.is_empty() {
                text.push_str(&format!("  {}\n", found.hint));
            }
        }
    }

    fn spread(&self, low: f64, high: f64) -> String {
        // One method, or several that say the same, have no range.
        if low.round() == high.round() {
            return String::new();
        }
        let whole = |value: f64| self.words.number(value.round() as u64);
        let range = self.words.text_with(
            "estimate-from-to",
            &[("low", whole(low).into()), ("high", whole(high).into())],
        );
        format!("\n{} {range}\n", self.words.text("estimate-spread"))
    }

    fn stratum(&self, values: &[String]) -> String {
        let language = self.words.language().code();
        let said: Vec<String> = values
            .iter()
            .map(
                |value| match (self.estimated.labels.get(value), value.as_str()) {
                    (Some(label), _) => label.in_language(language).to_owned(),
                    (None, "unknown") => self.words.text("figure-unknown"),
                    (None, office::SEVERAL) if self.estimated.from.is_some() => {
                        self.words.text("estimate-several")
                    }
                    (None, value) => value.to_owned(),
                },
            )
            .collect();
        said.join(" · ")
    }

    /// What stayed out of a tally that was made from the register.
    fn register(&self, text: &mut String) {
        let Some(from) = &self.estimated.from else {
            return;
        };
        text.push('\n');
        for (id, count) in [
            ("estimate-possible-left-out", from.possible_left_out),
            ("estimate-without-list", from.without_list),
        ] {
            if count > 0 {
                text.push_str(&format!(
                    "{}\n",
                    self.words.text_with(id, &[("count", count.into())])
                ));
            }
        }
        let id = match from.lists_by {
            "source-kind" => "estimate-lists-by-source-kind",
            _ => "estimate-lists-by-list",
        };
        text.push_str(&format!("{}\n", self.words.text(id)));
    }

    fn assumptions(&self, text: &mut String) {
        let words = self.words;
        text.push_str(&format!("\n{}\n", words.text("estimate-assumptions")));
        let mut ids: Vec<&str> = vec![
            "estimate-assumption-closed",
            "estimate-assumption-linkage",
            "estimate-assumption-reach",
            "estimate-assumption-model",
        ];
        let ran: Vec<&str> = match &self.estimated.answer {
            Answer::Whole(whole) => whole.methods.iter().map(|method| method.method).collect(),
            Answer::Strata(_, strata) => strata.totals.iter().map(|total| total.method).collect(),
        };
        for (method, id) in [
            ("lcmcr", "estimate-assumption-lcmcr"),
            ("dga", "estimate-assumption-dga"),
            ("loglinear", "estimate-assumption-loglinear"),
            ("chao", "estimate-assumption-bounds"),
        ] {
            if ran.contains(&method) {
                ids.push(id);
            }
        }
        for id in ids {
            text.push_str(&format!("- {}\n", words.text(id)));
        }
        let (seed, version, hash) = match &self.estimated.answer {
            Answer::Whole(whole) => (whole.seed, whole.version, whole.tally_hash.clone()),
            Answer::Strata(_, strata) => (strata.seed, strata.version, String::new()),
        };
        text.push_str(&format!(
            "\n{}\n{}\n\n{}\n",
            words.text("estimate-adds-no-names"),
            words.text("estimate-never-added"),
            words.text_with(
                "estimate-repeat",
                &[
                    ("seed", seed.to_string().into()),
                    ("version", version.into())
                ]
            ),
        ));
        if !hash.is_empty() {
            text.push_str(&format!(
                "{}\n",
                words.text_with("estimate-tally-hash", &[("hash", hash.into())])
            ));
        }
    }
}
