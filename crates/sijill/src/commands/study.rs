//! `sijill study …`: figures, the records behind them, and what contradicts them.

use super::{as_of, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json, print, width, wrap};
use crate::{progress, world};
use clap::ArgMatches;
use model::profile::Label;
use model::{Code, Problem, Profile, When};
use office::{
    Computed, ComputedFigure, Cut, FigurePart, NewStudy, Office, Opened, Seat, StudyFinding,
    Studying, cell_name, finding_sentence, group_label, hidden_note, place_label, released,
};
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
        Some(("new", sub)) => {
            let asked = |name: &str| sub.get_one::<String>(name).cloned().unwrap_or_default();
            let new = NewStudy {
                id: asked("study"),
                title: Label {
                    ar: asked("title-ar"),
                    en: asked("title-en"),
                },
                first: asked("from"),
                last: asked("to"),
                cut: Cut::parse(text(sub, "periods")).unwrap_or_default(),
            };
            office.begin_study(&seat, &new)?;
            let begun = [("study", new.id.as_str().into())];
            context.note(&context.text_with("study-begun", &begun));
        }
        Some(("run", sub)) => {
            // Numbers on their way out: what is too small to leave is hidden.
            let computed = released(&compute(context, &office, &seat, sub)?);
            match Format::of(sub) {
                Format::Json => json(&promised(&computed)),
                Format::Csv => emit(&cells(&computed, &context.words).to_csv()),
                Format::Table => emit(&figures_text(&computed, &context.words)),
            }
        }
        Some(("open", sub)) => open(context, &office, &seat, sub)?,
        Some(("check", sub)) => {
            let computed = compute(context, &office, &seat, sub)?;
            let shown = value!({
                "study": computed.study, "position": computed.position,
                "checkpoint": computed.checkpoint, "findings": computed.findings,
            });
            let (found, words) = (&computed.findings, &context.words);
            match Format::of(sub) {
                Format::Json => json(&shown),
                Format::Csv => emit(&findings_table(found, words).to_csv()),
                Format::Table => emit(&findings_text(found, words)),
            }
            if computed.findings.is_empty() {
                context.note(&context.text("check-nothing"));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Computes the study that was named, and shows that it goes on.
fn compute(
    context: &Context,
    office: &Office,
    seat: &Seat<Studying>,
    matches: &ArgMatches,
) -> Result<Computed, Problems> {
    let as_of = as_of(matches)?;
    let _working = progress::working(&context.text("study-counting"));
    let computed = office.compute_study(seat, text(matches, "study"), &as_of)?;
    if computed.part {
        context.note(&context.text("report-part-counted"));
    }
    Ok(computed)
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
        "suppression": computed.suppression,
    })
}

/// All figures, each as a small table under its title.
pub fn figures_text(computed: &Computed, words: &Words) -> String {
    let mut text = String::new();
    for figure in &computed.figures {
        text.push_str(&figure_text(computed, figure, words));
        text.push('\n');
    }
    for figure in computed.suppression.iter().flat_map(|rule| &rule.withheld) {
        text.push_str(&words.text_with("report-withheld", &[("figure", figure.into())]));
        text.push('\n');
    }
    text
}

/// One figure as a small table under its title.
pub fn figure_text(computed: &Computed, figure: &ComputedFigure, words: &Words) -> String {
    let language = words.language().code();
    let mut headers: Vec<String> = figure
        .groups
        .iter()
        .map(|group| group_label(figure, &group.column, words))
        .collect();
    headers.extend(["figure-sure", "figure-possible"].map(|id| words.text(id)));
    let mut table = Table::new(headers);
    for cell in &figure.cells {
        let mut row: Vec<String> = figure
            .groups
            .iter()
            .map(|group| {
                let value = cell.group.get(&group.column);
                let value = value.map(String::as_str).unwrap_or_default();
                cell_name(figure, &group.column, value, computed, words)
            })
            .collect();
        row.extend([words.number(cell.sure), words.number(cell.possible)]);
        table.row(row);
    }
    if !figure.groups.is_empty() {
        let mut total = vec![String::new(); figure.groups.len()];
        total[0] = words.text("figure-total");
        total.extend([
            words.number(figure.total.sure),
            words.number(figure.total.possible),
        ]);
        table.row(total);
    }
    let mut note = hidden_note(figure, computed, words).unwrap_or_default();
    if !note.is_empty() {
        note = wrap(&note, world::columns().unwrap_or(usize::MAX)).join("\n") + "\n";
    }
    format!(
        "{} [{}]\n{}{note}",
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
                    format!(
                        "{column}={}",
                        cell_name(figure, column, value, computed, words)
                    )
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
        let hidden = computed.suppression.iter();
        for group in hidden.flat_map(|rule| rule.hidden_in(&figure.id)) {
            let group = group.iter().map(|(column, value)| {
                format!(
                    "{column}={}",
                    cell_name(figure, column, value, computed, words)
                )
            });
            let suppressed = words.text("report-suppressed");
            table.row([
                figure.id.clone(),
                figure.unit.clone(),
                figure.clock.clone(),
                figure.kind.clone(),
                group.collect::<Vec<_>>().join("; "),
                suppressed.clone(),
                suppressed,
            ]);
        }
    }
    table
}

/// Records named one by one under a finding; the others are counted.
const NAMED: usize = 3;

/// Findings for people: each a numbered sentence with its place below.
pub fn findings_text(findings: &[StudyFinding], words: &Words) -> String {
    let room = world::columns().unwrap_or(usize::MAX);
    let mut text = String::new();
    for (number, finding) in (1..).zip(findings) {
        let mut entry = |head: &str, said: &str| {
            let lines = wrap(said, room.saturating_sub(width(head)));
            let indent = " ".repeat(width(head));
            for (at, line) in lines.iter().enumerate() {
                text.push_str(if at == 0 { head } else { &indent });
                text.push_str(line);
                text.push('\n');
            }
        };
        entry(
            &format!("{number}. "),
            &format!("{} [{}]", finding_sentence(finding, words), finding.code),
        );
        for (key, value) in &finding.place {
            entry(&format!("     {}: ", place_label(key, words)), value);
        }
        if !finding.ids.is_empty() {
            let mut records: Vec<&str> = finding.ids.iter().map(String::as_str).collect();
            let more = records.len().saturating_sub(NAMED);
            records.truncate(NAMED);
            let more = match more {
                0 => String::new(),
                more => words.text_with("check-more", &[("count", more.into())]),
            };
            let label = words.text("check-column-records");
            entry(
                &format!("     {label}: "),
                format!("{} {more}", records.join(" ")).trim_end(),
            );
        }
    }
    text
}

/// Findings for programs, one a row.
fn findings_table(findings: &[StudyFinding], words: &Words) -> Table {
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
            finding_sentence(finding, words),
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
    seat: &Seat<Studying>,
    matches: &ArgMatches,
) -> Result<(), Problems> {
    let mut cell = Vec::new();
    for pair in matches.get_many::<String>("cell").into_iter().flatten() {
        let (column, value) = pair
            .split_once('=')
            .ok_or_else(|| one(Problem::new(Code::CliCellUnreadable).with("text", pair)))?;
        cell.push((column.to_owned(), value.to_owned()));
    }
    let as_of = as_of(matches)?;
    let working = progress::working(&context.text("study-counting"));
    let (study, figure) = (text(matches, "study"), text(matches, "figure"));
    let part = matches.get_one::<String>("part");
    let part = part
        .and_then(|word| FigurePart::parse(word))
        .unwrap_or_default();
    let opened = office.open_figure(seat, study, figure, &cell, part, &as_of)?;
    drop(working);
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
