//! How is a label, a count or a day of the study said in this document?
//!
//! The study's own labels are read in the document's language; everything
//! else is a message of `words`. A count never stands without its possible
//! part, and no day is ever added to a partial date.

use crate::document::{Labels, anchor};
use model::When;
use model::profile::Label;
use std::collections::BTreeMap;
use study::SUPPRESSED;
use study::computed::{Computed, ComputedFigure};
use words::Words;

/// The words that stand around every document.
pub(crate) fn labels(words: &Words) -> Labels {
    Labels {
        contents: words.text("report-contents"),
        notes: words.text("report-notes"),
        back: words.text("report-note-back"),
        skip: words.text("report-skip"),
        table: words.text("report-table"),
        chart: words.text("report-chart"),
    }
}

/// A label in the document's language.
pub fn said(label: &Label, words: &Words) -> String {
    label.in_language(words.language().code()).to_owned()
}

/// A count with what may be added: `9`, `1 (+2 possible)`.
pub fn parts(words: &Words, sure: u64, possible: u64) -> String {
    if possible == 0 {
        words.number(sure)
    } else {
        words.text_with(
            "report-parts",
            &[("sure", sure.into()), ("possible", possible.into())],
        )
    }
}

/// The anchor of a figure's entry in the appendix.
pub fn figure_anchor(figure: &str) -> String {
    anchor("count", figure)
}

/// The anchor of a case.
pub fn case_anchor(person: &str) -> String {
    anchor("case", person)
}

/// The name of a grouping column. Those that the engine makes itself (`period`,
/// `outcome`) have no label of their own: it knows no language.
pub fn group_label(figure: &ComputedFigure, column: &str, words: &Words) -> String {
    let groups = figure.groups.iter();
    let label = groups
        .filter(|group| group.column == column)
        .map(|group| said(&group.label, words))
        .find(|label| label != column);
    let own = format!("group-{column}");
    match label {
        Some(label) => label,
        None if words.has(&own) => words.text(&own),
        None => column.to_owned(),
    }
}

/// The name of a group's value: of the study's period, of the figure's own
/// labels, “unknown”, or the value itself.
pub fn cell_name(
    figure: &ComputedFigure,
    column: &str,
    value: &str,
    computed: &Computed,
    words: &Words,
) -> String {
    let labels = figure.groups.iter().find(|group| group.column == column);
    if let Some(label) = labels.and_then(|group| group.labels.get(value)) {
        return said(label, words);
    }
    let period = computed.periods.iter().find(|period| period.id == value);
    match (column, value, period) {
        ("period", _, Some(period)) => said(&period.label, words),
        ("period", "unknown", None) => words.text("report-period-unknown"),
        (_, SUPPRESSED, _) => words.text("report-suppressed"),
        (_, "unknown", _) => words.text("report-unknown"),
        ("outcome", outcome, _) => named("outcome", outcome, words),
        _ => value.to_owned(),
    }
}

/// A count in a table that is looked up by its group: what is hidden says so
/// and is never shown as nothing.
pub fn shown(
    figure: &ComputedFigure,
    group: &BTreeMap<String, String>,
    computed: &Computed,
    words: &Words,
) -> String {
    let rule = computed.suppression.as_ref();
    if rule.is_some_and(|rule| rule.hides(&figure.id, group)) {
        return words.text("report-suppressed");
    }
    let cell = figure.cells.iter().find(|cell| cell.group == *group);
    let (sure, possible) = cell.map_or((0, 0), |cell| (cell.sure, cell.possible));
    parts(words, sure, possible)
}

/// What was hidden in a figure, as a note under its table; nothing where nothing was.
pub fn hidden_note(figure: &ComputedFigure, computed: &Computed, words: &Words) -> Option<String> {
    let rule = computed.suppression.as_ref()?;
    let named = |group: &BTreeMap<String, String>| {
        let values = group.iter();
        let said = values.map(|(column, value)| cell_name(figure, column, value, computed, words));
        said.collect::<Vec<_>>().join(" / ")
    };
    let note = |message: &str, names: Vec<String>| {
        (!names.is_empty()).then(|| {
            let names = names.join(&words.text("report-list-separator"));
            let values = [("below", rule.below.into()), ("names", names.into())];
            words.text_with(message, &values)
        })
    };
    let hidden = rule.hidden_in(&figure.id).map(named).collect();
    let unconfirmed = rule.unconfirmed_in(&figure.id).map(named).collect();
    let notes = [
        note("report-suppressed-note", hidden),
        note("report-suppressed-confirmed", unconfirmed),
    ];
    let said: Vec<String> = notes.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// A message chosen by a stable id of the study; the id itself when there is none.
pub fn named(prefix: &str, id: &str, words: &Words) -> String {
    let message = format!("{prefix}-{}", id.replace(['.', '_', ':'], "-"));
    let exact = format!("{prefix}-{id}");
    match [message, exact].iter().find(|message| words.has(message)) {
        Some(message) => words.text(message),
        None => id.to_owned(),
    }
}

/// A partial date in words; the text itself when it is not one.
pub fn when(edtf: &str, words: &Words) -> String {
    match When::parse(edtf) {
        Ok(when) => words.date(&when),
        Err(_) => edtf.to_owned(),
    }
}

/// A half-open period: from a day until before another.
pub fn half_open(from: &str, until: &str, words: &Words) -> String {
    words.text_with(
        "report-half-open",
        &[
            ("from", when(from, words).into()),
            ("until", when(until, words).into()),
        ],
    )
}
