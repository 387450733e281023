//! What happened to each person that the report tells of?
//!
//! Names are withheld: a case is called as the study calls it. Days are as
//! the sources gave them, and every event says how it is known.

use crate::compose::parts::Parts;
use crate::document::{Block, CaseCard, Chapter, Inline, Step, isolated, plain, text};
use crate::phrase::{case_anchor, said, when};
use study::computed::{Case, CaseEvent, Computed};
use words::Words;

/// The chapter; `None` when the text has placed the cases or the study tells none.
pub fn chapter(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    (!computed.cases.is_empty() && !parts.has("cases")).then(|| Chapter {
        id: "cases".into(),
        heading: words.text("report-cases"),
        blocks: parts.cases(),
    })
}

/// The cases with what must be known to read them.
pub fn blocks(computed: &Computed, words: &Words) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph {
        text: plain(words.text("report-cases-about")),
    }];
    blocks.extend(
        computed
            .cases
            .iter()
            .map(|case| Block::Case(card(case, words))),
    );
    blocks
}

fn card(case: &Case, words: &Words) -> CaseCard {
    let mut about = Vec::new();
    for label in [&case.service, &case.origin].into_iter().flatten() {
        if !about.is_empty() {
            about.push(text(words.text("report-list-separator")));
        }
        about.push(isolated(said(label, words)));
    }
    CaseCard {
        id: case_anchor(&case.person),
        called: case.called.clone(),
        about,
        steps: case.events.iter().map(|event| step(event, words)).collect(),
    }
}

fn step(event: &CaseEvent, words: &Words) -> Step {
    let mut what: Vec<Inline> = vec![Inline::Strong {
        text: plain(said(&event.label, words)),
    }];
    // A branch is a place and a body; where both are the same it is said once.
    let body = event
        .body
        .as_ref()
        .filter(|body| Some(*body) != event.place.as_ref());
    for label in event.place.iter().chain(body) {
        what.push(text(words.text("report-list-separator")));
        what.push(isolated(said(label, words)));
    }
    let bases: Vec<String> = event.bases.iter().map(|basis| said(basis, words)).collect();
    let claims = words.counted("claim", event.claims);
    Step {
        when: match &event.when {
            Some(edtf) => when(edtf, words),
            None => words.text("report-when-unknown"),
        },
        what,
        known: if bases.is_empty() {
            claims
        } else {
            words.text_with(
                "report-known-by",
                &[
                    ("claims", claims.into()),
                    (
                        "bases",
                        bases.join(&words.text("report-list-separator")).into(),
                    ),
                ],
            )
        },
    }
}
