//! What did the checks find?
//!
//! Contradictions are printed, not smoothed: what was said, what the records
//! give, where, and which records. A report without findings says so.

use crate::compose::parts::Parts;
use crate::document::{Block, Chapter, Inline, Row, Table, Tone, isolated, plain, text};
use crate::phrase::{case_anchor, figure_anchor, named, said};
use model::Severity;
use model::profile::Label;
use std::collections::BTreeMap;
use study::computed::{Computed, Finding};
use words::Words;

/// Records named one by one in a finding; the others are counted.
const NAMED: usize = 12;

/// The chapter; `None` when the text has placed the findings.
pub fn chapter(parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    (!parts.has("findings")).then(|| Chapter {
        id: "findings".into(),
        heading: words.text("report-findings"),
        blocks: parts.findings(),
    })
}

/// The findings, or that there are none.
pub fn blocks(computed: &Computed, words: &Words) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph {
        text: plain(words.text("report-findings-about")),
    }];
    if computed.findings.is_empty() {
        blocks.push(Block::Remark {
            text: plain(words.text("report-findings-none")),
        });
    } else {
        blocks.push(Block::Table(Table {
            id: "table-findings".into(),
            caption: plain(words.text("report-findings-caption")),
            head: [
                "report-finding-what",
                "report-finding-place",
                "report-finding-records",
            ]
            .iter()
            .map(|id| words.text(id))
            .collect(),
            numeric: vec![false; 3],
            shares: Vec::new(),
            rows: computed
                .findings
                .iter()
                .map(|finding| row(finding, computed, words))
                .collect(),
            note: Vec::new(),
        }));
    }
    blocks
}

fn row(finding: &Finding, computed: &Computed, words: &Words) -> Row {
    Row {
        // Contradictions stand out from what is only worth a look.
        tone: match finding.severity {
            Severity::Error => Tone::Plain,
            Severity::Warning => Tone::Unknown,
        },
        cells: vec![
            plain(sentence(finding, words)),
            place(&finding.place, computed, words),
            records(&finding.ids, computed, words),
        ],
    }
}

/// What was found, as a sentence; the code and both values where there is none for it.
pub fn sentence(finding: &Finding, words: &Words) -> String {
    let labelled = |label: &Option<Label>, value: &str| match label {
        Some(label) => said(label, words),
        None => value.to_owned(),
    };
    let expected = labelled(&finding.expected_label, &finding.expected);
    let found = labelled(&finding.found_label, &finding.found);
    let id = format!("finding-{}", finding.code.replace('.', "-"));
    if words.has(&id) {
        words.text_with(
            &id,
            &[("expected", expected.into()), ("found", found.into())],
        )
    } else {
        [finding.code.clone(), expected, found].join(&words.text("report-list-separator"))
    }
}

/// What a part of a finding's place is called.
pub fn place_label(key: &str, words: &Words) -> String {
    named("report-place", key, words)
}

/// The parts of a place, a figure as a link.
fn place(place: &BTreeMap<String, String>, computed: &Computed, words: &Words) -> Vec<Inline> {
    let mut line = Vec::new();
    for (key, value) in place {
        if !line.is_empty() {
            line.push(Inline::Break);
        }
        line.push(text(place_label(key, words)));
        line.push(text(" "));
        line.push(match key.as_str() {
            "figure" | "against" if computed.figures.iter().any(|figure| figure.id == *value) => {
                Inline::Link {
                    to: figure_anchor(value),
                    text: vec![isolated(value)],
                }
            }
            "kind" | "first" | "then" => text(named("report-event", value, words)),
            _ => record(value, computed).unwrap_or_else(|| isolated(value)),
        });
    }
    line
}

/// A record as a link to its case, where the document tells it.
fn record(id: &str, computed: &Computed) -> Option<Inline> {
    let case = computed
        .cases
        .iter()
        .find(|case| case.person == id || case.events.iter().any(|event| event.id == id))?;
    Some(Inline::Link {
        to: case_anchor(&case.person),
        text: vec![isolated(&case.called)],
    })
}

/// Records by the name of their case where the document tells it, else by id.
fn records(ids: &[String], computed: &Computed, words: &Words) -> Vec<Inline> {
    if ids.is_empty() {
        return plain(words.text("report-none"));
    }
    let mut listed = Vec::new();
    for id in ids.iter().take(NAMED) {
        if !listed.is_empty() {
            listed.push(text(words.text("report-list-separator")));
        }
        listed.push(record(id, computed).unwrap_or_else(|| Inline::Code { text: id.clone() }));
    }
    if ids.len() > NAMED {
        listed.push(text(" "));
        listed.push(text(words.text_with(
            "report-and-more",
            &[("count", (ids.len() - NAMED).into())],
        )));
    }
    listed
}
