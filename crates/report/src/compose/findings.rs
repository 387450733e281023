//! What did the checks find?
//!
//! Contradictions are printed, not smoothed: what was said, what the records
//! give, where, and which records. A report without findings says so.

use crate::document::{Block, Chapter, Inline, Row, Table, Tone, isolated, plain, text};
use crate::phrase::{case_anchor, figure_anchor, named};
use std::collections::BTreeMap;
use study::computed::{Computed, Finding};
use words::Words;

/// Records named one by one in a finding; the others are counted.
const NAMED: usize = 12;

/// The chapter.
pub fn chapter(computed: &Computed, words: &Words) -> Option<Chapter> {
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
                "report-finding-expected",
                "report-finding-found",
                "report-finding-records",
            ]
            .iter()
            .map(|id| words.text(id))
            .collect(),
            numeric: vec![false; 5],
            shares: Vec::new(),
            rows: computed
                .findings
                .iter()
                .map(|finding| row(finding, computed, words))
                .collect(),
            note: Vec::new(),
        }));
    }
    Some(Chapter {
        id: "findings".into(),
        heading: words.text("report-findings"),
        blocks,
    })
}

fn row(finding: &Finding, computed: &Computed, words: &Words) -> Row {
    Row {
        tone: Tone::Plain,
        cells: vec![
            vec![Inline::Strong {
                text: plain(named("report-finding", &finding.code, words)),
            }],
            place(&finding.place, computed, words),
            vec![isolated(&finding.expected)],
            vec![isolated(&finding.found)],
            records(&finding.ids, computed, words),
        ],
    }
}

/// The parts of a place, a figure as a link.
fn place(place: &BTreeMap<String, String>, computed: &Computed, words: &Words) -> Vec<Inline> {
    let mut said = Vec::new();
    for (key, value) in place {
        if !said.is_empty() {
            said.push(Inline::Break);
        }
        said.push(text(named("report-place", key, words)));
        said.push(text(" "));
        if key == "figure" && computed.figures.iter().any(|figure| figure.id == *value) {
            said.push(Inline::Link {
                to: figure_anchor(value),
                text: vec![isolated(value)],
            });
        } else {
            said.push(isolated(value));
        }
    }
    said
}

/// Records by the name of their case where the document tells it, else by id.
fn records(ids: &[String], computed: &Computed, words: &Words) -> Vec<Inline> {
    if ids.is_empty() {
        return plain(words.text("report-none"));
    }
    let mut said = Vec::new();
    for id in ids.iter().take(NAMED) {
        if !said.is_empty() {
            said.push(text(words.text("report-list-separator")));
        }
        let case = computed
            .cases
            .iter()
            .find(|case| case.person == *id || case.events.iter().any(|event| event.id == *id));
        said.push(match case {
            Some(case) => Inline::Link {
                to: case_anchor(&case.person),
                text: vec![isolated(&case.called)],
            },
            None => Inline::Code { text: id.clone() },
        });
    }
    if ids.len() > NAMED {
        said.push(text(" "));
        said.push(text(words.text_with(
            "report-and-more",
            &[("count", (ids.len() - NAMED).into())],
        )));
    }
    said
}
