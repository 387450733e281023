//! What does not fit together?
//!
//! Three kinds of checks: what was published against the figures (`published`),
//! the records against themselves (`check/records`), and the study's own parts
//! and text (here). A check reports; it settles nothing and changes nothing.

mod records;

use crate::computed::{Computed, Finding};
use crate::definition::Study;
use crate::definition::file::{ChartKind, CheckShape};
use crate::frame::Frame;
use crate::open::find_cell;
use crate::prose::{Pattern, Prose};
use crate::{published, text};
use model::profile::Profile;
use model::{Code, Problem, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the checks find, in a fixed order.
pub(crate) fn all(
    study: &Study,
    computed: &Computed,
    frame: &Frame,
    profile: &Profile,
) -> Result<Vec<Finding>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut findings = Vec::new();
    match published::check(study, computed, frame) {
        Ok(found) => findings.extend(found),
        Err(found) => problems.extend(found),
    }
    match records::check(study, frame, profile) {
        Ok(found) => findings.extend(found),
        Err(problem) => problems.push(problem),
    }
    for check in &study.file.checks {
        // What is missing was said when the file was read.
        let Ok(shape) = check.shape() else { continue };
        match parts(shape, computed) {
            Ok(found) => findings.extend(found),
            Err(problem) => {
                problems.push(
                    problem
                        .in_file(Study::FILE)
                        .at_line(study.line(&check.kind)),
                );
            }
        }
    }
    for language in ["ar", "en"] {
        // The number is not looked at here, only whether there is one.
        if let Err(found) = text::fill(computed, language, &|_| String::new()) {
            problems.extend(found);
        }
        findings.extend(typed_numbers(study, language, &mut problems));
    }
    findings.extend(persons_shown(study));
    if problems.is_empty() {
        Ok(findings)
    } else {
        Err(problems)
    }
}

/// A declared relation between figures of the study.
fn parts(check: CheckShape<'_>, computed: &Computed) -> Result<Option<Finding>, Problem> {
    let (code, place, expected, found, ids) = match check {
        CheckShape::Sum(figure) => {
            let total = find_cell(computed, figure)?;
            let whole = total.figure.total;
            let sum: u64 = total
                .figure
                .cells
                .iter()
                .map(|cell| cell.sure + cell.possible)
                .sum();
            if sum == whole.sure + whole.possible {
                return Ok(None);
            }
            let mut seen = BTreeSet::new();
            let mut twice = BTreeSet::new();
            for id in total
                .figure
                .cells
                .iter()
                .flat_map(|cell| cell.ids.iter().chain(&cell.possible_ids))
            {
                if !seen.insert(id) {
                    twice.insert(id.clone());
                }
            }
            let expected = (whole.sure + whole.possible).to_string();
            (
                "parts.sum",
                vec![("figure", figure)],
                expected,
                sum.to_string(),
                twice,
            )
        }
        CheckShape::Equal(left, right) => {
            let (a, b) = (find_cell(computed, left)?, find_cell(computed, right)?);
            if a.parts() == b.parts() {
                return Ok(None);
            }
            let (left_ids, right_ids) = (every_id(&a), every_id(&b));
            let differing = left_ids.symmetric_difference(&right_ids).cloned().collect();
            let told = |parts: crate::computed::Parts| match parts.possible {
                0 => parts.sure.to_string(),
                possible => format!("{}–{}", parts.sure, parts.sure + possible),
            };
            (
                "parts.equal",
                vec![("figure", left), ("against", right)],
                told(a.parts()),
                told(b.parts()),
                differing,
            )
        }
        CheckShape::Subset(left, right) => {
            let (a, b) = (find_cell(computed, left)?, find_cell(computed, right)?);
            let outside: BTreeSet<String> =
                every_id(&a).difference(&every_id(&b)).cloned().collect();
            if outside.is_empty() {
                return Ok(None);
            }
            (
                "parts.subset",
                vec![("figure", left), ("against", right)],
                "0".to_owned(),
                outside.len().to_string(),
                outside,
            )
        }
    };
    Ok(Some(Finding {
        code: code.to_owned(),
        place: place
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        expected,
        found,
        ids: ids.into_iter().collect(),
        severity: Severity::Error,
        expected_label: None,
        found_label: None,
    }))
}

fn every_id(found: &crate::open::Found<'_>) -> BTreeSet<String> {
    let (sure, possible) = found.ids();
    sure.into_iter().chain(possible).collect()
}

/// What a study with suppressed cells prints of single persons all the same: no
/// cell of it can be hidden, so that it is for the office to decide.
fn persons_shown(study: &Study) -> Vec<Finding> {
    let Some(rule) = &study.file.suppression else {
        return Vec::new();
    };
    let cases = study.file.cases.iter().map(|cases| ("cases", &cases.rows));
    let laws = study.file.laws.iter().map(|law| ("law", &law.instrument));
    let charts = study.file.charts.iter();
    let charts = charts
        .filter(|chart| !matches!(chart.kind, ChartKind::Bars))
        .map(|chart| ("chart", &chart.id));
    cases
        .chain(laws)
        .chain(charts)
        .map(|(what, at)| Finding {
            code: "suppression.persons-shown".into(),
            place: place([
                ("file", Study::FILE),
                ("line", &study.line(at).to_string()),
                ("field", what),
            ]),
            expected: rule.below.to_string(),
            found: what.into(),
            ids: Vec::new(),
            severity: Severity::Warning,
            expected_label: None,
            found_label: None,
        })
        .collect()
}

/// Numbers typed in the study's own text, where a reference should stand.
fn typed_numbers(study: &Study, language: &str, problems: &mut Vec<Problem>) -> Vec<Finding> {
    let Some(source) = study.text(language) else {
        return Vec::new();
    };
    let mut bare: String = source.to_owned();
    // What is blanked keeps its length in bytes, so that lines stay where they are.
    for reference in text::references(source) {
        blank(&mut bare, reference.offset, reference.length);
    }
    for (start, mark) in source.match_indices("[^") {
        if let Some(length) = source[start..].find(']') {
            blank(&mut bare, start, length + 1);
        }
        debug_assert_eq!(mark.len(), 2);
    }
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0
            && trimmed[digits..].starts_with(['.', ')'])
            && trimmed[digits + 1..].starts_with(' ')
        {
            blank(&mut bare, at + line.len() - trimmed.len(), digits);
        }
        at += line.len();
    }
    let mut prose = Prose::cut(&bare, false);
    for entry in &study.file.patterns {
        match Pattern::read(entry.words.get_ref()) {
            Ok(pattern) => prose.account_for_pattern(&pattern),
            Err(problem) => problems.push(
                Problem {
                    code: Code::StudyPatternEmpty,
                    ..problem
                }
                .in_file(Study::FILE)
                .at_line(study.line(&entry.words)),
            ),
        }
    }
    prose.account_for_dates_and_labels();
    published::unbacked(
        &format!("text.{language}.md"),
        &prose,
        &BTreeSet::new(),
        Severity::Warning,
        "text.typed-number",
    )
}

fn blank(text: &mut String, start: usize, length: usize) {
    text.replace_range(start..start + length, &" ".repeat(length));
}

/// A place of a finding.
pub(crate) fn place<const N: usize>(parts: [(&str, &str); N]) -> BTreeMap<String, String> {
    parts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}
