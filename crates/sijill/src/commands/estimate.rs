//! `sijill estimate`: how many were never documented, from a tally or a figure of a study.
//!
//! Reads what is asked for, writes draws and a sheet where they are wanted, and prints
//! the answer; `estimate/told` says it in words. A refused estimate prints no number,
//! and its sheet says why.

mod told;

use super::{as_of, path, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json};
use clap::ArgMatches;
use model::{Code, Problem};
use office::{
    Answer, DocumentFormat, EstimateOptions, Estimated, FigureTally, ListsBy, NHat, SheetPage,
    Studying, estimate_sheet,
};
use std::path::Path;
use words::Language;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let sheet = match path(matches, "out") {
        Some(out) => Some((sheet_page(context, matches, &out)?, out)),
        None => None,
    };
    let options = EstimateOptions {
        method: text(matches, "method").to_owned(),
        seed: matches.get_one::<u64>("seed").copied(),
        sensitivity: sheet.is_some() || matches.get_flag("sensitivity"),
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
    let (estimated, page) = match path(matches, "tally") {
        Some(file) => {
            let bytes = std::fs::read(&file).map_err(|error| one(unreadable(&file, &error)))?;
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let replicates = matches.get_one::<String>("replicates").map(String::as_str);
            let estimated = estimate_sheet(&bytes, &name, &strata, replicates, &options)?;
            let page = sheet
                .as_ref()
                .map(|(page, _)| estimated.sheet(&name, page).map_err(one))
                .transpose()?;
            (estimated, page)
        }
        None => {
            let office = context.open()?;
            let seat = context.seat::<Studying>(&office)?;
            let wanted = FigureTally {
                figure: text(matches, "figure").to_owned(),
                strata,
                lists_by: matches
                    .get_one::<String>("lists")
                    .map(|by| match by.as_str() {
                        "source-kind" => ListsBy::SourceKind,
                        _ => ListsBy::List,
                    }),
            };
            let computed = office.compute_study(&seat, text(matches, "study"), &as_of(matches)?)?;
            let estimated = office
                .estimate_figure(&seat, &computed, &wanted, &options)
                .map_err(one)?;
            let page = sheet
                .as_ref()
                .map(|(page, _)| office.estimate_page(&seat, &computed, &estimated, page))
                .transpose()
                .map_err(one)?;
            (estimated, page)
        }
    };
    if let Some(file) = path(matches, "draws") {
        let draws = match ending(&file).as_deref() {
            Some("json") => estimated.export(),
            _ => draws(&estimated).to_csv(),
        };
        std::fs::write(&file, draws).map_err(|error| one(unreadable(&file, &error)))?;
    }
    let refusals = estimated.refusals();
    match Format::of(matches) {
        Format::Json => json(&estimated.json()),
        Format::Csv if refusals.is_empty() => emit(&rows(&estimated).to_csv()),
        Format::Table if refusals.is_empty() => emit(&told::tell(&estimated, &context.words)),
        _ => {}
    }
    if let (Some(bytes), Some((_, out))) = (page, &sheet) {
        std::fs::write(out, bytes).map_err(|error| one(unreadable(out, &error)))?;
        context.note(&context.text_with(
            "report-written",
            &[("file", out.display().to_string().into())],
        ));
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn ending(file: &Path) -> Option<String> {
    Some(file.extension()?.to_string_lossy().to_lowercase())
}

/// How the sheet is wanted; its language is that of the answers unless another is asked for.
fn sheet_page(context: &Context, matches: &ArgMatches, out: &Path) -> Result<SheetPage, Problems> {
    let format = match ending(out).as_deref() {
        Some("html") => DocumentFormat::Html,
        Some("pdf") => DocumentFormat::Pdf,
        _ => {
            return Err(one(
                Problem::new(Code::CliReportEnding).in_file(out.display())
            ));
        }
    };
    Ok(SheetPage {
        title: matches.get_one::<String>("title").cloned(),
        language: matches
            .get_one::<String>("language")
            .and_then(|language| Language::parse(language))
            .unwrap_or(context.words.language()),
        format,
    })
}

fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(Code::OfficeIo)
        .with("path", file.display())
        .with("reason", error)
}

/// Every draw, one a row.
fn draws(estimated: &Estimated) -> Table {
    let mut table = Table::new(["stratum", "method", "draw", "total"]);
    for (stratum, method, draw, total) in estimated.draws() {
        table.row([
            stratum,
            method.to_owned(),
            draw.to_string(),
            total.to_string(),
        ]);
    }
    table
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
