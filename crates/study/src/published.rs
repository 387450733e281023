//! Does what was published agree with the records, and with itself?
//!
//! Each published statement is held against the figure that counts the same;
//! every other number of the prose must be backed by something. A contradiction
//! is reported once: a number in a finding of one kind is in none of another.
//! How a text is cut into numbers is in `prose`.

use crate::computed::{Computed, ComputedFigure, Finding, Parts};
use crate::definition::Study;
use crate::definition::file::{PublishedFile, StatementEntry};
use crate::frame::Frame;
use crate::prose::{Pattern, Prose, Use};
use model::profile::Label;
use model::{Code, Problem, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// A statement found in the prose.
struct Stated<'p> {
    entry: &'p StatementEntry,
    file: &'p str,
    line: u64,
    value: u64,
    found: Parts,
    ids: Vec<String>,
}

pub(crate) fn check(
    study: &Study,
    computed: &Computed,
    frame: &Frame,
) -> Result<Vec<Finding>, Vec<Problem>> {
    let Some(published) = &study.published else {
        return Ok(Vec::new());
    };
    let mut problems = Vec::new();
    let mut findings = Vec::new();
    let patterns = patterns(study, published, &mut problems);
    let mut proses: BTreeMap<&str, Prose<'_>> = BTreeMap::new();
    for file in &published.files {
        let name = file.name.get_ref().as_str();
        if let Some(text) = study.files.get(name) {
            proses.insert(name, Prose::cut(text, file.footnotes));
        }
    }
    let only = published
        .files
        .first()
        .map_or("", |file| file.name.get_ref().as_str());
    let mut stated = Vec::new();
    for entry in &published.statements {
        let file = entry.file.as_deref().unwrap_or(only);
        let Some(prose) = proses.get_mut(file) else {
            continue;
        };
        match read_statement(study, computed, entry, file, prose) {
            Ok(Some(statement)) => stated.push(statement),
            Ok(None) => findings.push(quote_missing(file, entry.quote.get_ref())),
            Err(problem) => problems.push(problem),
        }
    }
    let declared = published
        .estimates
        .iter()
        .map(|estimate| (&estimate.file, &estimate.quote))
        .chain(
            published
                .externals
                .iter()
                .map(|external| (&external.file, &external.quote)),
        );
    for (file, quote) in declared {
        let file = file.as_deref().unwrap_or(only);
        let Some(prose) = proses.get_mut(file) else {
            continue;
        };
        let occurrences = prose.find(quote.get_ref());
        if occurrences.is_empty() {
            findings.push(quote_missing(file, quote.get_ref()));
        }
        for slot in occurrences.into_iter().flatten() {
            if prose.number(slot).is_some() && prose.uses[slot] == Use::Open {
                prose.uses[slot] = Use::Declared;
            }
        }
    }
    for prose in proses.values_mut() {
        for pattern in &patterns {
            prose.account_for_pattern(pattern);
        }
        prose.account_for_dates_and_labels();
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    findings.splice(0..0, contradicted(computed, &stated));
    for (file, prose) in &proses {
        let (twins, taken) = twins(file, prose, frame).map_err(|problem| vec![problem])?;
        findings.extend(twins);
        findings.extend(unbacked(
            file,
            prose,
            &taken,
            Severity::Error,
            "prose.unbacked",
        ));
    }
    Ok(findings)
}

/// The patterns of both files; those of `study.toml` hold everywhere.
fn patterns(study: &Study, published: &PublishedFile, problems: &mut Vec<Problem>) -> Vec<Pattern> {
    let own = study
        .file
        .patterns
        .iter()
        .map(|entry| (Study::FILE, study.line(&entry.words), entry));
    let theirs = published
        .patterns
        .iter()
        .map(|entry| (Study::PUBLISHED, study.published_line(&entry.words), entry));
    let mut patterns = Vec::new();
    for (file, line, entry) in own.chain(theirs) {
        match Pattern::read(entry.words.get_ref()) {
            Ok(pattern) => patterns.push(pattern),
            Err(problem) => problems.push(problem.in_file(file).at_line(line)),
        }
    }
    patterns
}

/// Finds a statement's quotation, its number and its cell; none when the words are not there.
fn read_statement<'p>(
    study: &Study,
    computed: &Computed,
    entry: &'p StatementEntry,
    file: &'p str,
    prose: &mut Prose<'_>,
) -> Result<Option<Stated<'p>>, Problem> {
    let at = |code: Code| {
        Problem::new(code)
            .with("quote", entry.quote.get_ref())
            .in_file(Study::PUBLISHED)
            .at_line(study.published_line(&entry.quote))
    };
    let (found, ids) = cell(computed, entry)
        .ok_or_else(|| at(Code::StudyCellUnknown).with("figure", entry.figure.get_ref()))?;
    let occurrences = prose.find(entry.quote.get_ref());
    let Some(first) = occurrences.first() else {
        return Ok(None);
    };
    let line = prose.line(first[0]);
    let wanted = entry.number.as_ref().and_then(|number| {
        let cut = Prose::cut(number, false);
        (0..cut.tokens.len()).find_map(|slot| cut.number(slot).map(str::to_owned))
    });
    let numbers: Vec<usize> = first
        .iter()
        .copied()
        .filter(|slot| prose.number(*slot).is_some())
        .collect();
    let said: Vec<usize> = match (&wanted, entry.value) {
        (Some(wanted), _) => numbers
            .into_iter()
            .filter(|slot| prose.number(*slot) == Some(wanted))
            .collect(),
        (None, Some(value)) => {
            let value = value.to_string();
            numbers
                .into_iter()
                .filter(|slot| prose.number(*slot) == Some(&value))
                .collect()
        }
        (None, None) => numbers,
    };
    let value = match (entry.value, said.as_slice()) {
        (Some(value), _) => value,
        (None, [one, ..])
            if said
                .iter()
                .all(|slot| prose.number(*slot) == prose.number(*one)) =>
        {
            prose
                .number(*one)
                .and_then(|number| number.parse().ok())
                .ok_or_else(|| at(Code::StudyStatementNumber))?
        }
        _ => return Err(at(Code::StudyStatementNumber)),
    };
    let spelled = value.to_string();
    for slot in occurrences.into_iter().flatten() {
        if prose.number(slot) == Some(&spelled) {
            prose.uses[slot] = Use::Statement;
        }
    }
    let line = said.first().map_or(line, |slot| prose.line(*slot));
    Ok(Some(Stated {
        entry,
        file,
        line,
        value,
        found,
        ids,
    }))
}

/// The counts and ids of the cell that a statement names. A group that did not
/// occur counts nothing; a column that the figure does not have is none.
fn cell(computed: &Computed, entry: &StatementEntry) -> Option<(Parts, Vec<String>)> {
    let figure = computed
        .figures
        .iter()
        .find(|figure| figure.id == *entry.figure.get_ref())?;
    let union = |cells: &mut dyn Iterator<Item = &crate::computed::Cell>| -> Vec<String> {
        let ids: BTreeSet<String> = cells
            .flat_map(|cell| cell.ids.iter().chain(&cell.possible_ids))
            .cloned()
            .collect();
        ids.into_iter().collect()
    };
    if entry.cell.is_empty() {
        return Some((figure.total, union(&mut figure.cells.iter())));
    }
    let columns = figure.groups.iter().map(|group| &group.column);
    if !columns.eq(entry.cell.keys()) && !same_columns(figure, entry) {
        return None;
    }
    let mut matching = figure
        .cells
        .iter()
        .filter(|cell| cell.group == entry.cell)
        .peekable();
    let parts = matching.peek().map_or(Parts::default(), |cell| Parts {
        sure: cell.sure,
        possible: cell.possible,
    });
    Some((parts, union(&mut matching)))
}

fn same_columns(figure: &ComputedFigure, entry: &StatementEntry) -> bool {
    let columns: BTreeSet<&String> = figure.groups.iter().map(|group| &group.column).collect();
    columns == entry.cell.keys().collect()
}

fn quote_missing(file: &str, quote: &str) -> Finding {
    Finding {
        code: "published.quote-missing".into(),
        place: BTreeMap::from([("file".into(), file.into())]),
        expected: quote.to_owned(),
        found: String::new(),
        ids: Vec::new(),
        severity: Severity::Error,
        expected_label: None,
        found_label: None,
    }
}

/// One finding for each figure that computes otherwise than published, else one
/// for published parts that do not add up to the published total.
fn contradicted(computed: &Computed, stated: &[Stated<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for figure in &computed.figures {
        let of_this: Vec<&Stated<'_>> = stated
            .iter()
            .filter(|statement| *statement.entry.figure.get_ref() == figure.id)
            .collect();
        let wrong: Vec<&Stated<'_>> = of_this
            .iter()
            .copied()
            .filter(|statement| {
                let Parts { sure, possible } = statement.found;
                !(sure..=sure + possible).contains(&statement.value)
            })
            .collect();
        if let Some(first) = wrong.first() {
            findings.push(contradiction(figure, &wrong, first));
        } else if let Some(finding) = published_sum(figure, &of_this) {
            findings.push(finding);
        }
    }
    findings
}

fn contradiction(figure: &ComputedFigure, wrong: &[&Stated<'_>], first: &Stated<'_>) -> Finding {
    // The records that were not counted then; when fewer were found, those that were.
    let above: Vec<&&Stated<'_>> = wrong
        .iter()
        .filter(|statement| statement.found.sure > statement.value)
        .collect();
    let concerned: BTreeSet<String> = if above.is_empty() {
        wrong
            .iter()
            .flat_map(|statement| statement.ids.iter().cloned())
            .collect()
    } else {
        above
            .iter()
            .flat_map(|statement| statement.ids.iter().cloned())
            .collect()
    };
    let lines: Vec<String> = wrong
        .iter()
        .map(|statement| statement.line.to_string())
        .collect();
    let cells: Vec<String> = wrong
        .iter()
        .map(|statement| cell_name(statement.entry))
        .collect();
    let quotes: Vec<&str> = wrong
        .iter()
        .map(|statement| statement.entry.quote.get_ref().as_str())
        .collect();
    let told = |value: &dyn Fn(&Stated<'_>) -> String, language: Option<&str>| {
        wrong
            .iter()
            .map(|statement| {
                let name = match language {
                    _ if statement.entry.cell.is_empty() => String::new(),
                    None => cell_name(statement.entry),
                    Some(language) => cell_label(figure, statement.entry, language),
                };
                if name.is_empty() {
                    value(statement)
                } else {
                    format!("{name}: {}", value(statement))
                }
            })
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let published = |statement: &Stated<'_>| statement.value.to_string();
    let counted = |statement: &Stated<'_>| spoken(statement.found);
    Finding {
        code: "published.contradicted".into(),
        place: BTreeMap::from([
            ("file".into(), first.file.to_owned()),
            ("line".into(), lines.join(", ")),
            ("figure".into(), figure.id.clone()),
            ("cell".into(), cells.join(", ")),
            ("quote".into(), quotes.join(" … ")),
        ]),
        expected: told(&published, None),
        found: told(&counted, None),
        ids: concerned.into_iter().collect(),
        severity: Severity::Error,
        expected_label: Some(Label {
            ar: told(&published, Some("ar")),
            en: told(&published, Some("en")),
        }),
        found_label: Some(Label {
            ar: told(&counted, Some("ar")),
            en: told(&counted, Some("en")),
        }),
    }
}

/// `3`, or `3–5` when some are only possible.
fn spoken(parts: Parts) -> String {
    match parts.possible {
        0 => parts.sure.to_string(),
        possible => format!("{}–{}", parts.sure, parts.sure + possible),
    }
}

/// The values of a cell's groups; `total` when the statement is about the whole.
fn cell_name(entry: &StatementEntry) -> String {
    if entry.cell.is_empty() {
        return "total".to_owned();
    }
    entry.cell.values().cloned().collect::<Vec<_>>().join(".")
}

fn cell_label(figure: &ComputedFigure, entry: &StatementEntry, language: &str) -> String {
    figure
        .groups
        .iter()
        .filter_map(|group| {
            let value = entry.cell.get(&group.column)?;
            Some(
                group
                    .labels
                    .get(value)
                    .map_or(value.as_str(), |label| label.in_language(language))
                    .to_owned(),
            )
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Published cells of a figure against its published total, when all cells that occur are published.
fn published_sum(figure: &ComputedFigure, stated: &[&Stated<'_>]) -> Option<Finding> {
    let total = stated
        .iter()
        .find(|statement| statement.entry.cell.is_empty())?;
    let mut cells: BTreeMap<&BTreeMap<String, String>, u64> = BTreeMap::new();
    for statement in stated
        .iter()
        .filter(|statement| !statement.entry.cell.is_empty())
    {
        cells.insert(&statement.entry.cell, statement.value);
    }
    let complete = figure
        .cells
        .iter()
        .filter(|cell| cell.sure + cell.possible > 0)
        .all(|cell| cells.contains_key(&cell.group));
    let sum: u64 = cells.values().sum();
    if cells.is_empty() || !complete || sum == total.value {
        return None;
    }
    Some(Finding {
        code: "published.sum".into(),
        place: BTreeMap::from([
            ("file".into(), total.file.to_owned()),
            ("line".into(), total.line.to_string()),
            ("figure".into(), figure.id.clone()),
        ]),
        expected: total.value.to_string(),
        found: sum.to_string(),
        ids: Vec::new(),
        severity: Severity::Error,
        expected_label: None,
        found_label: None,
    })
}

/// The same quantity with transposed digits. A sum in the prose decides which
/// of the two is meant: the one that its sentence adds up with is expected.
fn twins(
    file: &str,
    prose: &Prose<'_>,
    frame: &Frame,
) -> Result<(Vec<Finding>, BTreeSet<usize>), Problem> {
    let numbers: Vec<usize> = (0..prose.tokens.len())
        .filter(|slot| prose.number(*slot).is_some_and(|number| number.len() >= 3))
        .filter(|slot| prose.uses[*slot] != Use::NoFigure)
        .collect();
    let mut taken = BTreeSet::new();
    let mut findings = Vec::new();
    for (order, first) in numbers.iter().enumerate() {
        for second in &numbers[order + 1..] {
            let (Some(a), Some(b)) = (prose.number(*first), prose.number(*second)) else {
                continue;
            };
            let same_thing =
                prose.noun(*first).is_some() && prose.noun(*first) == prose.noun(*second);
            if !same_thing || !transposed(a, b) || taken.contains(first) || taken.contains(second) {
                continue;
            }
            let (meant, slipped) = match (adds_up(prose, *first), adds_up(prose, *second)) {
                (true, false) => (*first, *second),
                (false, true) => (*second, *first),
                _ => (*first, *second),
            };
            taken.extend([*first, *second]);
            let ids = records_with(frame, [a, b])?;
            findings.push(Finding {
                code: "prose.twins".into(),
                place: BTreeMap::from([
                    ("file".into(), file.to_owned()),
                    ("line".into(), prose.line(slipped).to_string()),
                    ("against_line".into(), prose.line(meant).to_string()),
                    ("quote".into(), prose.context(slipped)),
                    ("against_quote".into(), prose.context(meant)),
                ]),
                expected: prose.written(meant).to_owned(),
                found: prose.written(slipped).to_owned(),
                ids,
                severity: Severity::Error,
                expected_label: None,
                found_label: None,
            });
        }
    }
    Ok((findings, taken))
}

/// Whether two different numbers have the same digits, two neighbours exchanged
/// or the order otherwise slipped.
fn transposed(a: &str, b: &str) -> bool {
    let digits = |number: &str| {
        let mut digits: Vec<u8> = number.bytes().collect();
        digits.sort_unstable();
        digits
    };
    a != b && a.len() == b.len() && digits(a) == digits(b)
}

/// Whether a number takes part in a sum of its sentence: one number that is the
/// sum of two or more others standing next to each other.
fn adds_up(prose: &Prose<'_>, slot: usize) -> bool {
    let sentence = prose.tokens[slot].sentence;
    let numbers: Vec<(usize, u64)> = (0..prose.tokens.len())
        .filter(|other| {
            prose.tokens[*other].sentence == sentence && prose.uses[*other] != Use::NoFigure
        })
        .filter_map(|other| Some((other, prose.number(other)?.parse().ok()?)))
        .collect();
    for (total_slot, total) in &numbers {
        let others: Vec<&(usize, u64)> = numbers
            .iter()
            .filter(|(other, _)| other != total_slot)
            .collect();
        for length in 2..=others.len() {
            for window in others.windows(length) {
                let sum: u64 = window.iter().map(|(_, value)| value).sum();
                let takes_part =
                    *total_slot == slot || window.iter().any(|(other, _)| *other == slot);
                if sum == *total && takes_part {
                    return true;
                }
            }
        }
    }
    false
}

/// Events of the frame that state one of these numbers, as attribute or in a claim.
fn records_with(frame: &Frame, numbers: [&str; 2]) -> Result<Vec<String>, Problem> {
    frame.own(|connection| {
        connection
            .prepare(
                "select event_id from attributes where value in (?1, ?2) \
                 union select event_id from claim_values where value in (?1, ?2) order by 1",
            )?
            .query_map(numbers, |row| row.get(0))?
            .collect()
    })
}

/// Every number that nothing accounts for.
pub(crate) fn unbacked(
    file: &str,
    prose: &Prose<'_>,
    taken: &BTreeSet<usize>,
    severity: Severity,
    code: &str,
) -> Vec<Finding> {
    (0..prose.tokens.len())
        .filter(|slot| {
            prose.number(*slot).is_some() && prose.uses[*slot] == Use::Open && !taken.contains(slot)
        })
        .map(|slot| Finding {
            code: code.to_owned(),
            place: BTreeMap::from([
                ("file".into(), file.to_owned()),
                ("line".into(), prose.line(slot).to_string()),
                ("quote".into(), prose.context(slot)),
            ]),
            expected: String::new(),
            found: prose.written(slot).to_owned(),
            ids: Vec::new(),
            severity,
            expected_label: None,
            found_label: None,
        })
        .collect()
}
