//! `sijill study …`: figures, the records behind them, and what contradicts them.

use super::{as_of, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json, print};
use clap::ArgMatches;
use model::{Code, Problem, Profile, When};
use office::{Computed, ComputedFigure, Office, Opened, StudyFinding, Studying};
use serde_json::json as value;
use words::Words;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Studying>(&office)?;
    match matches.subcommand() {
        Some(("list", sub)) => {
            let studies = office.studies(&seat)?;
            let mut table =
                Table::new(["study-column-id", "study-column-title"].map(|id| context.text(id)));
            for study in &studies {
                let title = study.title.in_language(context.words.language().code());
                table.row([study.id.as_str(), title]);
            }
            print(Format::of(sub), &table, &studies);
        }
        Some(("run", sub)) => {
            let computed = office.compute_study(&seat, text(sub, "study"), &as_of(sub)?)?;
            match Format::of(sub) {
                Format::Json => json(&promised(&computed)),
                Format::Csv => emit(&cells(&computed, &context.words).to_csv()),
                Format::Table => emit(&figures_text(&computed, &context.words)),
            }
        }
        Some(("open", sub)) => open(context, &office, &seat, sub)?,
        Some(("check", sub)) => {
            let computed = office.compute_study(&seat, text(sub, "study"), &as_of(sub)?)?;
            let shown = value!({
                "study": computed.study, "position": computed.position,
                "checkpoint": computed.checkpoint, "findings": computed.findings,
            });
            print(
                Format::of(sub),
                &findings_table(&computed.findings, &context.words),
                &shown,
            );
            if computed.findings.is_empty() {
                context.note(&context.text("check-nothing"));
            }
        }
        _ => {}
    }
    Ok(())
}

/// The promised shape of `study run --format json`, with more keys beside the promised ones.
fn promised(computed: &Computed) -> serde_json::Value {
    value!({
        "study": computed.study,
        "position": computed.position,
        "checkpoint": computed.checkpoint,
        "as_known_on": computed.as_known_on,
        "study_sha256": computed.study_sha256,
        "periods": computed.periods,
        "figures": computed.figures,
        "exclusions": computed.exclusions,
    })
}

fn label_of(figure: &ComputedFigure, column: &str, value: &str, words: &Words) -> String {
    figure
        .groups
        .iter()
        .find(|group| group.column == column)
        .and_then(|group| group.labels.get(value))
        .map_or_else(
            || {
                if value == "unknown" {
                    words.text("figure-unknown")
                } else {
                    value.to_owned()
                }
            },
            |label| label.in_language(words.language().code()).to_owned(),
        )
}

/// All figures, each as a small table under its title.
pub fn figures_text(computed: &Computed, words: &Words) -> String {
    let mut text = String::new();
    for figure in &computed.figures {
        text.push_str(&figure_text(figure, words));
        text.push('\n');
    }
    text
}

/// One figure as a small table under its title.
pub fn figure_text(figure: &ComputedFigure, words: &Words) -> String {
    let language = words.language().code();
    let mut headers: Vec<String> = figure
        .groups
        .iter()
        .map(|group| match group.column.as_str() {
            // The engine makes this group itself and knows no language.
            "period" => words.text("group-period"),
            _ => group.label.in_language(language).to_owned(),
        })
        .collect();
    headers.extend(["figure-sure", "figure-possible"].map(|id| words.text(id)));
    let mut table = Table::new(headers);
    for cell in &figure.cells {
        let mut row: Vec<String> = figure
            .groups
            .iter()
            .map(|group| {
                let value = cell
                    .group
                    .get(&group.column)
                    .map(String::as_str)
                    .unwrap_or_default();
                label_of(figure, &group.column, value, words)
            })
            .collect();
        row.extend([words.number(cell.sure), words.number(cell.possible)]);
        table.row(row);
    }
    let mut total: Vec<String> = vec![String::new(); figure.groups.len()];
    if let Some(first) = total.first_mut() {
        *first = words.text("figure-total");
    }
    total.extend([
        words.number(figure.total.sure),
        words.number(figure.total.possible),
    ]);
    table.row(total);
    format!(
        "{} [{}]\n{}",
        figure.title.in_language(language),
        figure.id,
        table.to_text()
    )
}

/// Every cell of every figure, one a row.
fn cells(computed: &Computed, words: &Words) -> Table {
    let mut table = Table::new([
        "figure", "unit", "clock", "kind", "group", "sure", "possible",
    ]);
    for figure in &computed.figures {
        for cell in &figure.cells {
            let group: Vec<String> = cell
                .group
                .iter()
                .map(|(column, value)| {
                    format!("{column}={}", label_of(figure, column, value, words))
                })
                .collect();
            table.row([
                figure.id.clone(),
                figure.unit.clone(),
                figure.clock.clone(),
                figure.kind.clone(),
                group.join("; "),
                cell.sure.to_string(),
                cell.possible.to_string(),
            ]);
        }
    }
    table
}

/// Findings, one a row.
pub fn findings_table(findings: &[StudyFinding], words: &Words) -> Table {
    let mut table = Table::new(
        [
            "check-column-what",
            "check-column-place",
            "check-column-expected",
            "check-column-found",
            "check-column-records",
        ]
        .map(|id| words.text(id)),
    );
    for finding in findings {
        let place: Vec<String> = finding
            .place
            .iter()
            .map(|(key, value)| format!("{key} {value}"))
            .collect();
        table.row([
            words.text_with(
                &format!("finding-{}", finding.code.replace('.', "-")),
                &[
                    ("expected", finding.expected.clone().into()),
                    ("found", finding.found.clone().into()),
                ],
            ),
            place.join(", "),
            finding.expected.clone(),
            finding.found.clone(),
            finding.ids.len().to_string(),
        ]);
    }
    table
}

fn open(
    context: &Context,
    office: &Office,
    seat: &office::Seat<Studying>,
    matches: &ArgMatches,
) -> Result<(), Problems> {
    let mut cell = Vec::new();
    for pair in matches.get_many::<String>("cell").into_iter().flatten() {
        let (column, value) = pair
            .split_once('=')
            .ok_or_else(|| one(Problem::new(Code::CliCellUnreadable).with("text", pair)))?;
        cell.push((column.to_owned(), value.to_owned()));
    }
    let opened = office.open_figure(
        seat,
        text(matches, "study"),
        text(matches, "figure"),
        &cell,
        &as_of(matches)?,
    )?;
    print(
        Format::of(matches),
        &opened_table(context, &office.profile(), &opened),
        &opened,
    );
    Ok(())
}

/// Each counted id with its events and what each source says of them.
fn opened_table(context: &Context, profile: &Profile, opened: &[Opened]) -> Table {
    let words = &context.words;
    let language = words.language().code();
    let label = |vocabulary: &str, id: &Option<String>| {
        id.as_deref()
            .map(|id| profile.label(vocabulary, id, language).to_owned())
            .unwrap_or_default()
    };
    let said = |when: &Option<String>| {
        when.as_deref()
            .and_then(|edtf| When::parse(edtf).ok())
            .map(|when| words.date(&when))
            .unwrap_or_default()
    };
    let mut table = Table::new(
        [
            "open-column-id",
            "open-column-what",
            "open-column-when",
            "open-column-how",
        ]
        .map(|id| context.text(id)),
    );
    for counted in opened {
        let mark = if counted.sure { "" } else { " ?" };
        for event in &counted.events {
            let what = profile.label("event", &event.kind, language);
            table.row([
                format!("{}{mark}", counted.id),
                format!("{what} {}", label("place", &event.place))
                    .trim_end()
                    .to_owned(),
                said(&event.when),
                event.id.clone(),
            ]);
            for claim in &event.claims {
                table.row([
                    String::new(),
                    format!("  {}", label("basis", &claim.basis)),
                    said(&claim.when),
                    format!(
                        "{} {}",
                        claim.source.clone().unwrap_or_default(),
                        said(&claim.learned)
                    )
                    .trim()
                    .to_owned(),
                ]);
            }
        }
    }
    table
}
