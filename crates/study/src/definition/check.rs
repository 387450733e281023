//! Does a study's file make sense in itself?
//!
//! Periods and names, without the frame. All problems are collected.

use super::file::{ChartShape, CheckShape};
use super::{Bounds, Study};
use crate::computed::Period;
use jiff::civil::Date;
use model::{Code, Problem};
use std::collections::BTreeSet;
use toml::Spanned;

/// What a figure may count.
const UNITS: &[&str] = &[
    "person",
    "arrest",
    "death",
    "release",
    "sighting",
    "surrender",
    "report",
    "event",
    "claim",
    "record",
    "source",
];
/// What kind of number a figure may be.
const KINDS: &[&str] = &["documented_count", "minimum", "range", "estimate"];
/// Words that a reference in the text uses for itself.
pub(super) const RESERVED: &[&str] = &[
    "table",
    "chart",
    "cases",
    "law",
    "findings",
    "notice",
    "exclusions",
    "sources",
    "how-counted",
    "sure",
    "possible",
    "total",
];

pub(super) fn periods(study: &mut Study, problems: &mut Vec<Problem>) {
    let span = &study.file.span;
    let (from, until) = (
        day(study, &span.from, problems),
        day(study, &span.until, problems),
    );
    if let (Some(from), Some(until)) = (from, until) {
        if from >= until {
            problems.push(at(study, &span.until, Code::StudyPeriodWrong).with("period", "span"));
        }
        study.span = (from, until);
    }
    let mut periods: Vec<Bounds> = Vec::new();
    for entry in &study.file.periods {
        let (from, until) = (
            day(study, &entry.from, problems),
            day(study, &entry.until, problems),
        );
        let (Some(from), Some(until)) = (from, until) else {
            continue;
        };
        let follows = periods.last().is_none_or(|last| last.until <= from);
        if from >= until || !follows || from < study.span.0 || until > study.span.1 {
            problems.push(
                at(study, &entry.id, Code::StudyPeriodWrong).with("period", entry.id.get_ref()),
            );
        }
        periods.push(Bounds {
            period: Period {
                id: entry.id.get_ref().clone(),
                label: entry.label.clone(),
                from: from.to_string(),
                until: until.to_string(),
            },
            from,
            until,
        });
    }
    study.periods = periods;
}

fn day(study: &Study, text: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<Date> {
    match text.get_ref().parse::<Date>() {
        Ok(day) => Some(day),
        Err(_) => {
            problems.push(at(study, text, Code::StudyDateWrong).with("text", text.get_ref()));
            None
        }
    }
}

fn at<T>(study: &Study, value: &Spanned<T>, code: Code) -> Problem {
    Problem::new(code)
        .in_file(Study::FILE)
        .at_line(study.line(value))
}

pub(super) fn references(study: &Study, problems: &mut Vec<Problem>) {
    let file = &study.file;
    let mut names = BTreeSet::new();
    for period in &file.periods {
        name(study, &period.id, &mut names, problems);
    }
    let mut names = BTreeSet::new();
    for figure in &file.figures {
        name(study, &figure.id, &mut names, problems);
        one_of(study, &figure.unit, UNITS, problems);
        one_of(study, &figure.kind, KINDS, problems);
        let clock = figure.clock.get_ref();
        let told = ["happened:", "learned:"].iter().any(|prefix| {
            clock
                .strip_prefix(prefix)
                .is_some_and(|kind| !kind.is_empty())
        });
        if clock != "none" && !told {
            let known = ["happened:…", "learned:…", "none"].join(" · ");
            problems.push(
                at(study, &figure.clock, Code::StudyWordUnknown)
                    .with("word", clock)
                    .with("known", known),
            );
        }
        for column in &figure.group_by {
            if column.get_ref() == "period" && file.periods.is_empty() {
                problems.push(unknown(study, column, "period"));
            }
        }
        for column in &figure.columns {
            if !figure
                .group_by
                .iter()
                .any(|group| group.get_ref() == column.name.get_ref())
            {
                problems.push(unknown(study, &column.name, column.name.get_ref()));
            }
        }
    }
    let mut tests = BTreeSet::new();
    for law in &file.laws {
        name(
            study,
            law.id.as_ref().unwrap_or(&law.instrument),
            &mut tests,
            problems,
        );
    }
    let rule = file.suppression.iter();
    for figure in rule.flat_map(|rule| &rule.figures) {
        if !names.contains(figure.get_ref()) {
            problems.push(unknown(study, figure, figure.get_ref()));
        }
    }
    charts(study, &names, problems);
    estimates(study, problems);
    checks(study, &names, problems);
    published(study, &names, problems);
}

fn charts(study: &Study, figures: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let mut ids = BTreeSet::new();
    for chart in &study.file.charts {
        name(study, &chart.id, &mut ids, problems);
        let mut wrong = |code: Code, detail: &'static str, value: &str| {
            problems.push(at(study, &chart.id, code).with(detail, value));
        };
        match chart.shape() {
            Err(key) => wrong(Code::StudyKeyMissing, "key", key),
            Ok(ChartShape::Bars { figure, .. }) => {
                if !figures.contains(figure) {
                    wrong(Code::StudyReferenceUnknown, "reference", figure);
                }
            }
            Ok(ChartShape::Flow { stages, .. }) => {
                let mut seen = BTreeSet::new();
                for stage in stages {
                    if !seen.insert(&stage.id) || stage.id == "rest" {
                        wrong(Code::StudyIdTwice, "id", &stage.id);
                    }
                }
            }
            Ok(ChartShape::Timeline { windows, .. }) => {
                let days = windows
                    .iter()
                    .flat_map(|window| [Some(&window.from), window.until.as_ref()]);
                for text in days.flatten() {
                    if text.parse::<Date>().is_err() {
                        wrong(Code::StudyDateWrong, "text", text);
                    }
                }
            }
        }
    }
}

/// An estimate needs a figure, its grouping columns as strata, and lists that do not share a list of the register:
/// a list counted twice would look like overlap.
fn estimates(study: &Study, problems: &mut Vec<Problem>) {
    let mut ids = BTreeSet::new();
    for estimate in &study.file.estimates {
        name(study, &estimate.id, &mut ids, problems);
        let figure = study
            .file
            .figures
            .iter()
            .find(|figure| figure.id.get_ref() == estimate.figure.get_ref());
        let Some(figure) = figure else {
            problems.push(unknown(study, &estimate.figure, estimate.figure.get_ref()));
            continue;
        };
        for column in &estimate.strata {
            if !figure
                .group_by
                .iter()
                .any(|group| group.get_ref() == column.get_ref())
            {
                problems.push(unknown(study, column, column.get_ref()));
            }
        }
        let (mut lists, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for list in &estimate.lists {
            name(study, &list.id, &mut lists, problems);
            if list.from.is_empty() {
                problems.push(at(study, &list.id, Code::StudyKeyMissing).with("key", "from"));
            }
            for from in &list.from {
                if !taken.insert(from.get_ref()) {
                    problems.push(at(study, from, Code::StudyIdTwice).with("id", from.get_ref()));
                }
            }
        }
        for other in estimate.lists.iter().flat_map(|list| &list.takes_from) {
            if !lists.contains(other.get_ref()) {
                problems.push(unknown(study, other, other.get_ref()));
            }
        }
    }
}

fn checks(study: &Study, figures: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    for check in &study.file.checks {
        let named = match check.shape() {
            Ok(CheckShape::Sum(figure)) => vec![figure],
            Ok(CheckShape::Equal(left, right) | CheckShape::Subset(left, right)) => {
                vec![left, right]
            }
            Err(key) => {
                problems.push(at(study, &check.kind, Code::StudyKeyMissing).with("key", key));
                continue;
            }
        };
        for reference in named {
            let figure = reference.split('.').next().unwrap_or_default();
            if !figures.contains(figure) {
                problems.push(unknown(study, &check.kind, reference));
            }
        }
    }
}

fn published(study: &Study, figures: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let Some(published) = &study.published else {
        return;
    };
    let missing = |name: &str, line: u64| {
        Problem::new(Code::StudyFileMissing)
            .with("file", name)
            .with("study", &study.id)
            .in_file(Study::PUBLISHED)
            .at_line(line)
    };
    for file in &published.files {
        if !study.files.contains_key(file.name.get_ref()) {
            problems.push(missing(
                file.name.get_ref(),
                study.published_line(&file.name),
            ));
        }
    }
    let quotes = published
        .statements
        .iter()
        .map(|statement| (&statement.file, &statement.quote))
        .chain(
            published
                .estimates
                .iter()
                .map(|estimate| (&estimate.file, &estimate.quote)),
        )
        .chain(
            published
                .externals
                .iter()
                .map(|external| (&external.file, &external.quote)),
        );
    for (file, quote) in quotes {
        let known = match file {
            Some(file) => published
                .files
                .iter()
                .any(|known| known.name.get_ref() == file),
            None => published.files.len() == 1,
        };
        if !known {
            let name = file.as_deref().unwrap_or("file");
            problems.push(missing(name, study.published_line(quote)));
        }
    }
    for statement in &published.statements {
        if !figures.contains(statement.figure.get_ref()) {
            problems.push(
                Problem::new(Code::StudyReferenceUnknown)
                    .with("reference", statement.figure.get_ref())
                    .in_file(Study::PUBLISHED)
                    .at_line(study.published_line(&statement.figure)),
            );
        }
    }
}

fn name(
    study: &Study,
    id: &Spanned<String>,
    taken: &mut BTreeSet<String>,
    problems: &mut Vec<Problem>,
) {
    let text = id.get_ref();
    let plain = !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if !plain || RESERVED.contains(&text.as_str()) {
        problems.push(at(study, id, Code::StudyIdWrong).with("id", text));
    }
    if !taken.insert(text.clone()) {
        problems.push(at(study, id, Code::StudyIdTwice).with("id", text));
    }
}

fn one_of(study: &Study, word: &Spanned<String>, known: &[&str], problems: &mut Vec<Problem>) {
    if !known.contains(&word.get_ref().as_str()) {
        problems.push(
            at(study, word, Code::StudyWordUnknown)
                .with("word", word.get_ref())
                .with("known", known.join(" · ")),
        );
    }
}

fn unknown<T>(study: &Study, place: &Spanned<T>, reference: &str) -> Problem {
    at(study, place, Code::StudyReferenceUnknown).with("reference", reference)
}
