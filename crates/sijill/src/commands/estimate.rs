//! `sijill estimate`: how many were never documented, from a tally or a figure of a study.

use super::{as_of, path, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json};
use clap::ArgMatches;
use model::{Code, Problem};
use office::{
    Answer, Diagnostics, EstimateOptions, Estimated, FigureTally, GateAction, GateFinding, ListsBy,
    MethodResult, NHat, Studying, estimate_sheet,
};
use words::Words;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let options = EstimateOptions {
        method: text(matches, "method").to_owned(),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or(1),
    };
    let strata: Vec<String> = matches
        .get_one::<String>("strata")
        .map(|columns| {
            columns
                .split(',')
                .map(|column| column.trim().to_owned())
                .collect()
        })
        .unwrap_or_default();
    let estimated = match path(matches, "tally") {
        Some(file) => {
            let bytes = std::fs::read(&file).map_err(|error| one(unreadable(&file, &error)))?;
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let replicates = matches.get_one::<String>("replicates").map(String::as_str);
            estimate_sheet(&bytes, &name, &strata, replicates, &options)?
        }
        None => {
            let office = context.open()?;
            let seat = context.seat::<Studying>(&office)?;
            let lists_by = match text(matches, "lists") {
                "source-kind" => ListsBy::SourceKind,
                _ => ListsBy::List,
            };
            let wanted = FigureTally {
                study: text(matches, "study").to_owned(),
                figure: text(matches, "figure").to_owned(),
                strata,
                lists_by,
            };
            office.estimate_figure(&seat, &wanted, &as_of(matches)?, &options)?
        }
    };
    if let Some(file) = path(matches, "draws") {
        let mut table = Table::new(["stratum", "method", "draw", "total"]);
        for (stratum, method, draw, total) in estimated.draws() {
            table.row([
                stratum,
                method.to_owned(),
                draw.to_string(),
                total.to_string(),
            ]);
        }
        std::fs::write(&file, table.to_csv()).map_err(|error| one(unreadable(&file, &error)))?;
    }
    let refusals = estimated.refusals();
    match Format::of(matches) {
        Format::Json => json(&estimated.json()),
        Format::Csv if refusals.is_empty() => emit(&rows(&estimated).to_csv()),
        Format::Table if refusals.is_empty() => {
            emit(
                &Teller {
                    words: &context.words,
                    estimated: &estimated,
                }
                .tell(),
            );
        }
        _ => {}
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn unreadable(file: &std::path::Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::OfficeIo)
        .with("path", file.display())
        .with("reason", error)
}

/// Every number, one a row, for programs and spreadsheets.
fn rows(estimated: &Estimated) -> Table {
    let mut table = Table::new([
        "stratum",
        "method",
        "documented",
        "point",
        "mean",
        "median",
        "low",
        "high",
        "converged",
        "lower_bound",
    ]);
    let mut add =
        |stratum: &str, method: &str, n: u64, n_hat: Option<NHat>, settled, bound: bool| {
            let number =
                |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            table.row([
                stratum.to_owned(),
                method.to_owned(),
                n.to_string(),
                number(n_hat.and_then(|it| it.point)),
                number(n_hat.and_then(|it| it.mean)),
                number(n_hat.and_then(|it| it.median)),
                number(n_hat.map(|it| it.low)),
                number(n_hat.map(|it| it.high)),
                bool::to_string(&settled),
                bound.to_string(),
            ]);
        };
    match &estimated.answer {
        Answer::Whole(whole) => {
            for method in &whole.methods {
                add(
                    "",
                    method.method,
                    whole.n,
                    method.n_hat,
                    method.converged,
                    method.lower_bound,
                );
            }
        }
        Answer::Strata(_, strata) => {
            for stratum in &strata.strata {
                let name = stratum.values.join(" · ");
                let n = stratum.estimate.n;
                if stratum.estimate.methods.is_empty() {
                    add(&name, "", n, None, false, false);
                }
                for method in &stratum.estimate.methods {
                    add(
                        &name,
                        method.method,
                        n,
                        method.n_hat,
                        method.converged,
                        method.lower_bound,
                    );
                }
            }
            for total in &strata.totals {
                add(
                    "",
                    total.method,
                    total.n,
                    total.n_hat,
                    total.n_hat.is_some(),
                    false,
                );
            }
        }
    }
    table
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
                text.push_str(&words.text_with(
                    "estimate-from-lists",
                    &[
                        (
                            "lists",
                            whole.lists.join(&words.text("estimate-separator")).into(),
                        ),
                        ("count", whole.lists.len().into()),
                    ],
                ));
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
        self.register(&mut text);
        self.assumptions(&mut text);
        text
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
            let said = self.words.problem(&finding.problem);
            let action = match finding.action {
                GateAction::Refuse => "estimate-action-refuse",
                GateAction::Drop => "estimate-action-drop",
                GateAction::Warn => "estimate-action-warn",
            };
            text.push_str(&format!(
                "- {} {}\n",
                self.words.text(action),
                said.sentence
            ));
            if !said.hint.is_empty() {
                text.push_str(&format!("  {}\n", said.hint));
            }
        }
    }

    fn spread(&self, low: f64, high: f64) -> String {
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
