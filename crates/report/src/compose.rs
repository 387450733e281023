//! Which chapters does a computed study become?
//!
//! The order is that of a reader who asks twice: first how many, then how it
//! is known. Every number links to its entry in the last chapter. Nothing is
//! computed here: a number that the study does not hold cannot be printed.
//! Documented counts and estimates stand in separate tables and are never
//! added.

mod cases;
pub(crate) mod counting;
pub mod estimate;
mod figures;
pub(crate) mod findings;
mod law;
mod method;
pub(crate) mod parts;

use crate::document::{Chapter, Document, Fact, Inline, isolated, plain, text};
use crate::figure;
use crate::phrase::{half_open, labels, said, when};
use estimate::EstimateShown;
use parts::Parts;
use study::computed::Computed;
use study::text::Text;
use words::Words;

/// Builds the document. `prose` is the study's own text, with its figures filled in;
/// an estimate that it does not place has a chapter before those that say how it was counted.
pub fn compose(
    computed: &Computed,
    estimates: &[EstimateShown],
    prose: &Text,
    words: &Words,
) -> Document {
    let mut parts = Parts::new(computed, estimates, words);
    let mut chapters = vec![figures::at_a_glance(computed, words)];
    let mut told = crate::prose::chapters(prose, computed, &mut parts, words);
    // The text may open the appendix itself: every number links there, so it stays the last.
    let appendix = told.pop_if(|chapter| chapter.id == counting::ID);
    chapters.extend(told);
    chapters.extend(figures::tables(computed, &mut parts, words));
    chapters.extend(charts(computed, &mut parts, words));
    chapters.extend(law::chapter(computed, &mut parts, words));
    chapters.extend(cases::chapter(computed, &mut parts, words));
    chapters.extend(findings::chapter(&mut parts, words));
    chapters.push(method::methodology(computed, &mut parts, words));
    chapters.push(method::limitations(computed, &mut parts, words));
    chapters.extend(appendix.or_else(|| counting::chapter(&mut parts, words)));
    // After how many were counted, before single cases and how it was counted.
    let after = ["law", "cases", "findings", "method"];
    let at = chapters
        .iter()
        .position(|chapter| after.contains(&chapter.id.as_str()))
        .unwrap_or(chapters.len());
    chapters.splice(at..at, parts.unplaced_estimates());
    Document {
        language: words.language().code(),
        direction: words.language().direction(),
        title: said(&computed.title, words),
        subtitle: computed
            .subtitle
            .as_ref()
            .map(|label| said(label, words))
            .unwrap_or_default(),
        office: said(&computed.office, words),
        notice: computed
            .notice
            .as_ref()
            .map(|label| said(label, words))
            .unwrap_or_default(),
        facts: facts(computed, words),
        labels: labels(words),
        chapters,
    }
    .settled()
}

/// What the title page says about where the numbers come from.
fn facts(computed: &Computed, words: &Words) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |id: &str, value: Vec<Inline>| {
        facts.push(Fact {
            label: words.text(id),
            value,
        });
    };
    if let (Some(first), Some(last)) = (computed.periods.first(), computed.periods.last()) {
        add(
            "report-fact-period",
            plain(half_open(&first.from, &last.until, words)),
        );
    }
    add(
        "report-fact-known",
        plain(match &computed.as_known_on {
            Some(day) => when(day, words),
            None => words.text("report-known-all"),
        }),
    );
    add(
        "report-fact-position",
        plain(words.number(computed.position)),
    );
    add(
        "report-fact-checkpoint",
        vec![Inline::Code {
            text: computed.checkpoint.clone(),
        }],
    );
    add(
        "report-fact-study",
        vec![Inline::Code {
            text: computed.study_sha256.clone(),
        }],
    );
    if !computed.confirmation_rules.is_empty() {
        let mut rules = Vec::new();
        for (index, rule) in computed.confirmation_rules.iter().enumerate() {
            if index > 0 {
                rules.push(text(words.text("report-list-separator")));
            }
            rules.push(isolated(rule));
        }
        add("report-fact-rules", rules);
    }
    facts
}

/// The charts that the study declares, and the periods side by side.
fn charts(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    let mut blocks = Vec::new();
    blocks.extend(figure::periods(computed, words).map(crate::document::Block::Drawing));
    for chart in &computed.charts {
        let id = parts::chart_id(chart);
        if !parts.has(&format!("chart {id}")) {
            blocks.extend(parts.chart(id));
        }
    }
    (!blocks.is_empty()).then(|| Chapter {
        id: "charts".into(),
        heading: words.text("report-charts"),
        blocks,
    })
}
