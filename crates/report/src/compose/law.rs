//! What did each instrument promise each person, under the text as recorded?
//!
//! One table for each instrument, reading and assumption. Outcomes are
//! counted beside it; what cannot be known is a result like the others and
//! names the facts that would settle it. No verdict on anybody is printed.

use crate::compose::parts::Parts;
use crate::document::{Block, Chapter, Inline, Row, Table, Tone, anchor, isolated, plain, text};
use crate::phrase::{case_anchor, named, said};
use study::computed::{Computed, LawRow, LawTable};
use words::Words;

/// The tests that the text has not placed; `None` when there are none.
pub fn chapter(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    let mut blocks = Vec::new();
    for table in &computed.law_tables {
        if !parts.has(&format!("law {}", table.id)) {
            blocks.extend(parts.law(&table.id));
        }
    }
    if blocks.is_empty() {
        return None;
    }
    blocks.insert(
        0,
        Block::Paragraph {
            text: plain(words.text("report-law-about")),
        },
    );
    Some(Chapter {
        id: "law".into(),
        heading: words.text("report-law"),
        blocks,
    })
}

/// One test: its title, its terms, its outcomes.
pub fn test(table: &LawTable, computed: &Computed, words: &Words) -> Vec<Block> {
    vec![
        Block::Heading {
            id: anchor("law", &table.id),
            level: 2,
            text: said(&table.title, words),
        },
        Block::Paragraph {
            text: terms(table, words),
        },
        Block::Table(outcomes(table, computed, words)),
    ]
}

/// Reading, assumption, and how many came out how.
fn terms(table: &LawTable, words: &Words) -> Vec<Inline> {
    let mut said_so = Vec::new();
    // Without a reading it is the text as recorded, which the next sentence says.
    if !table.reading.is_empty() {
        said_so.extend([
            text(words.text("report-law-reading")),
            text(" "),
            isolated(&table.reading),
            text(words.text("report-sentence-end")),
            text(" "),
        ]);
    }
    said_so.push(match &table.assumption {
        None => text(words.text("report-law-as-recorded")),
        Some(assumption) => Inline::Strong {
            text: plain(words.text_with(
                "report-law-assuming",
                &[("assumption", said(assumption, words).into())],
            )),
        },
    });
    let mut counts = Vec::new();
    for outcome in ["covered", "not_covered", "cannot_be_known"] {
        let count = table
            .rows
            .iter()
            .filter(|row| row.outcome == outcome)
            .count() as u64;
        counts.push(words.text_with(
            "report-law-count",
            &[
                ("outcome", named("report-outcome", outcome, words).into()),
                ("count", words.counted("person", count).into()),
            ],
        ));
    }
    said_so.push(Inline::Break);
    said_so.push(text(counts.join(&words.text("report-list-separator"))));
    said_so
}

fn outcomes(table: &LawTable, computed: &Computed, words: &Words) -> Table {
    Table {
        id: anchor("table-law", &table.id),
        caption: plain(words.text_with(
            if table.assumption.is_some() {
                "report-law-caption-assuming"
            } else {
                "report-law-caption"
            },
            &[("instrument", said(&table.title, words).into())],
        )),
        head: [
            "report-law-person",
            "report-law-outcome",
            "report-law-reason",
            "report-law-missing",
        ]
        .iter()
        .map(|id| words.text(id))
        .collect(),
        numeric: vec![false; 4],
        shares: Vec::new(),
        rows: table
            .rows
            .iter()
            .map(|row| Row {
                tone: if row.outcome == "cannot_be_known" {
                    Tone::Unknown
                } else {
                    Tone::Plain
                },
                cells: vec![
                    person(row, computed),
                    vec![Inline::Strong {
                        text: plain(named("report-outcome", &row.outcome, words)),
                    }],
                    plain(said(&row.reason, words)),
                    missing(&row.missing, words),
                ],
            })
            .collect(),
        note: plain(words.text("report-law-note")),
    }
}

/// A link to the case where it is told, else the name alone.
fn person(row: &LawRow, computed: &Computed) -> Vec<Inline> {
    if computed.cases.iter().any(|case| case.person == row.person) {
        vec![Inline::Link {
            to: case_anchor(&row.person),
            text: vec![isolated(&row.called)],
        }]
    } else {
        vec![isolated(&row.called)]
    }
}

/// Facts that would settle it: all of one set, or all of another.
fn missing(sets: &[Vec<String>], words: &Words) -> Vec<Inline> {
    let mut listed = Vec::new();
    for (index, set) in sets.iter().enumerate() {
        if index > 0 {
            listed.push(Inline::Break);
            listed.push(text(words.text("report-or")));
            listed.push(text(" "));
        }
        for (place, fact) in set.iter().enumerate() {
            if place > 0 {
                listed.push(text(words.text("report-and")));
            }
            let name = named("law-fact", fact, words);
            listed.push(if name == *fact {
                Inline::Code { text: name }
            } else {
                text(name)
            });
        }
    }
    if listed.is_empty() {
        plain(words.text("report-none"))
    } else {
        listed
    }
}
