//! How was each number counted?
//!
//! The appendix that every number links to: definition, unit, clock, kind,
//! the query as it stands in the study, how many ids it counted and their
//! hash, and the position of the log at which anybody with the register can
//! count again.

use crate::compose::parts::Parts;
use crate::document::{Block, Chapter, Fact, Inline, isolated, plain};
use crate::phrase::{figure_anchor, hidden_note, named, parts as written, said};
use study::computed::{Computed, ComputedFigure};
use words::Words;

/// Anchor of the chapter.
pub const ID: &str = "counting";

/// The chapter; `None` when the text has placed it.
pub fn chapter(parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    (!parts.has(ID)).then(|| Chapter {
        id: ID.into(),
        heading: words.text("report-counting"),
        blocks: parts.how_counted(),
    })
}

/// What the study is, then one entry for each figure.
pub fn blocks(computed: &Computed, words: &Words) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph {
            text: plain(words.text("report-counting-about")),
        },
        Block::Facts {
            facts: vec![
                fact(
                    "report-fact-study-id",
                    vec![isolated(&computed.study)],
                    words,
                ),
                fact("report-fact-study", code(&computed.study_sha256), words),
                fact(
                    "report-fact-position",
                    plain(words.number(computed.position)),
                    words,
                ),
                fact("report-fact-checkpoint", code(&computed.checkpoint), words),
            ],
        },
    ];
    for figure in &computed.figures {
        blocks.push(Block::Heading {
            id: figure_anchor(&figure.id),
            level: 2,
            text: said(&figure.title, words),
        });
        blocks.push(Block::Facts {
            facts: entry(figure, computed, words),
        });
        blocks.push(Block::Code {
            text: figure.query.trim().to_owned(),
        });
    }
    blocks
}

fn fact(id: &str, value: Vec<Inline>, words: &Words) -> Fact {
    Fact {
        label: words.text(id),
        value,
    }
}

fn code(text: &str) -> Vec<Inline> {
    vec![Inline::Code {
        text: text.to_owned(),
    }]
}

fn entry(figure: &ComputedFigure, computed: &Computed, words: &Words) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(definition) = &figure.definition {
        facts.push(fact(
            "report-entry-definition",
            plain(said(definition, words)),
            words,
        ));
    }
    facts.push(fact(
        "report-entry-total",
        plain(written(words, figure.total.sure, figure.total.possible)),
        words,
    ));
    facts.push(fact(
        "report-entry-unit",
        plain(named("report-unit", &figure.unit, words)),
        words,
    ));
    facts.push(fact(
        "report-entry-clock",
        clock(&figure.clock, words),
        words,
    ));
    facts.push(fact(
        "report-entry-kind",
        plain(named("report-kind", &figure.kind, words)),
        words,
    ));
    facts.push(fact(
        "report-entry-ids",
        // The sure and the possible part are disjoint.
        plain(words.number(figure.total.sure + figure.total.possible)),
        words,
    ));
    facts.push(fact("report-entry-hash", code(&figure.ids_sha256), words));
    if let Some(hidden) = hidden_note(figure, computed, words) {
        facts.push(fact("report-entry-suppressed", plain(hidden), words));
    }
    facts.push(fact("report-entry-name", code(&figure.id), words));
    if figure.cells.iter().any(|cell| cell.confirmed.is_some()) {
        facts.push(fact(
            "report-fact-rules",
            vec![isolated(
                computed
                    .confirmation_rules
                    .join(&words.text("report-list-separator")),
            )],
            words,
        ));
    }
    facts
}

/// `happened:arrest` in words: which date decides the period.
fn clock(clock: &str, words: &Words) -> Vec<Inline> {
    match clock.split_once(':') {
        Some((kind @ ("happened" | "learned" | "recorded"), event)) => plain(words.text_with(
            &format!("report-clock-{kind}"),
            &[("event", named("report-event", event, words).into())],
        )),
        _ => plain(named("report-clock", clock, words)),
    }
}
