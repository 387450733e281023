//! On what do the numbers rest, and what can they not say?
//!
//! Rules that hold for every study, beside what this one's records show:
//! claims by basis, rows left out with the reason, the rules of confirmation,
//! and how many figures have a part that their dates do not settle.

use crate::compose::parts::Parts;
use crate::document::{Block, Chapter, Inline, Row, Table, Tone, isolated, plain, text};
use crate::phrase::{half_open, said};
use study::computed::Computed;
use words::Words;

fn paragraph(words: &Words, id: &str) -> Block {
    Block::Paragraph {
        text: plain(words.text(id)),
    }
}

fn item(inlines: Vec<Inline>) -> Vec<Block> {
    vec![Block::Paragraph { text: inlines }]
}

/// How the records were counted.
pub fn methodology(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Chapter {
    let mut blocks = vec![
        paragraph(words, "report-method-records"),
        paragraph(words, "report-method-clocks"),
        paragraph(words, "report-method-parts"),
        paragraph(words, "report-method-confirmation"),
    ];
    if !computed.confirmation_rules.is_empty() {
        blocks.push(Block::List {
            ordered: false,
            items: computed
                .confirmation_rules
                .iter()
                .map(|rule| item(vec![isolated(rule)]))
                .collect(),
        });
    }
    if !computed.periods.is_empty() {
        blocks.push(Block::Table(Table {
            id: "table-period-bounds".into(),
            caption: plain(words.text("report-periods-caption")),
            head: vec![words.text("report-period"), words.text("report-bounds")],
            numeric: vec![false, false],
            shares: Vec::new(),
            rows: computed
                .periods
                .iter()
                .map(|period| Row {
                    tone: Tone::Plain,
                    cells: vec![
                        plain(said(&period.label, words)),
                        plain(half_open(&period.from, &period.until, words)),
                    ],
                })
                .collect(),
            note: plain(words.text("report-periods-half-open")),
        }));
    }
    if !parts.has("sources") {
        blocks.extend(parts.sources());
    }
    Chapter {
        id: "method".into(),
        heading: words.text("report-method"),
        blocks,
    }
}

/// What the numbers cannot say.
pub fn limitations(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Chapter {
    let mut items = vec![
        item(plain(words.text("report-limit-documented"))),
        item(plain(words.text("report-limit-absence"))),
    ];
    if computed.part {
        items.push(item(plain(words.text("report-part-counted"))));
    }
    let unsettled = computed
        .figures
        .iter()
        .filter(|figure| figure.cells.iter().any(|cell| cell.possible > 0))
        .count() as u64;
    items.push(item(plain(words.text_with(
        "report-limit-unsettled",
        &[
            ("count", unsettled.into()),
            ("all", (computed.figures.len() as u64).into()),
        ],
    ))));
    let (partial, dated) = computed.cases.iter().flat_map(|case| &case.events).fold(
        (0_u64, 0_u64),
        |(partial, dated), event| match (&event.earliest, &event.latest) {
            (Some(earliest), Some(latest)) => (partial + u64::from(earliest != latest), dated + 1),
            _ => (partial, dated),
        },
    );
    if dated > 0 {
        items.push(item(plain(words.text_with(
            "report-limit-partial",
            &[("count", partial.into()), ("all", dated.into())],
        ))));
    }
    if !computed.findings.is_empty() {
        items.push(item(vec![
            text(words.text_with(
                "report-limit-findings",
                &[("count", (computed.findings.len() as u64).into())],
            )),
            text(" "),
            crate::document::link("findings", words.text("report-findings")),
            text(words.text("report-sentence-end")),
        ]));
    }
    if let Some(rule) = &computed.suppression {
        items.push(item(plain(words.text_with(
            "report-limit-suppressed",
            &[
                ("below", rule.below.into()),
                ("hidden", rule.hidden.len().into()),
                ("withheld", rule.withheld.len().into()),
            ],
        ))));
    }
    items.push(item(plain(words.text("report-limit-later"))));
    let mut blocks = vec![Block::List {
        ordered: false,
        items,
    }];
    if !parts.has("exclusions") {
        blocks.extend(parts.exclusions());
    }
    Chapter {
        id: "limitations".into(),
        heading: words.text("report-limitations"),
        blocks,
    }
}

/// Claims by basis; `None` when none is counted.
pub fn sources(computed: &Computed, words: &Words) -> Option<Block> {
    if computed.sources.is_empty() {
        return None;
    }
    let rows = computed
        .sources
        .iter()
        .map(|source| (said(&source.label, words), source.claims));
    Some(Block::Table(counts(
        "table-sources",
        ["report-sources-caption", "report-basis", "report-claims"],
        rows.collect(),
        plain(words.text("report-sources-note")),
        words,
    )))
}

/// Who was left out and why, or that nobody was.
pub fn exclusions(computed: &Computed, words: &Words) -> Block {
    if computed.exclusions.is_empty() {
        return paragraph(words, "report-exclusions-none");
    }
    let rows = computed
        .exclusions
        .iter()
        .map(|left| (said(&left.reason, words), left.count));
    Block::Table(counts(
        "table-exclusions",
        [
            "report-exclusions-caption",
            "report-reason",
            "report-records",
        ],
        rows.collect(),
        Vec::new(),
        words,
    ))
}

/// A table of names with counts, and their sum.
fn counts(
    id: &str,
    [caption, names, numbers]: [&str; 3],
    rows: Vec<(String, u64)>,
    note: Vec<Inline>,
    words: &Words,
) -> Table {
    let all = (
        words.text("report-all"),
        rows.iter().map(|(_, count)| count).sum(),
    );
    let last = rows.len();
    Table {
        id: id.into(),
        caption: plain(words.text(caption)),
        head: vec![words.text(names), words.text(numbers)],
        numeric: vec![false, true],
        shares: Vec::new(),
        rows: rows
            .into_iter()
            .chain([all])
            .enumerate()
            .map(|(index, (name, count))| Row {
                tone: if index == last {
                    Tone::Total
                } else {
                    Tone::Plain
                },
                cells: vec![plain(name), plain(words.number(count))],
            })
            .collect(),
        note,
    }
}
