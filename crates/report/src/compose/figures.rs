//! How many: at a glance, by period, and by every other grouping?
//!
//! Each table has its unknown row and its total, and says why the total may
//! be less than the sum of its possible parts. Estimates never share a table
//! with documented counts.

use crate::compose::parts::Parts;
use crate::document::{Block, Chapter, Inline, Row, Table, Tile, Tone, link, plain, text};
use crate::figure::by_period;
use crate::phrase::{
    cell_name, figure_anchor, group_label, hidden_note, named, parts as written, said, shown,
};
use std::collections::BTreeMap;
use study::computed::{Computed, ComputedFigure};
use words::Words;

/// The figures' totals, one tile each.
pub fn at_a_glance(computed: &Computed, words: &Words) -> Chapter {
    let mut blocks = Vec::new();
    for (estimates, heading) in [(false, None), (true, Some("report-estimates"))] {
        let tiles: Vec<Tile> = computed
            .figures
            .iter()
            .filter(|figure| estimated(figure) == estimates)
            .map(|figure| Tile {
                to: figure_anchor(&figure.id),
                number: words.number(figure.total.sure),
                possible: match figure.total.possible {
                    0 => String::new(),
                    more => words.text_with("report-possible-more", &[("count", more.into())]),
                },
                label: said(&figure.title, words),
            })
            .collect();
        if tiles.is_empty() {
            continue;
        }
        if let Some(heading) = heading {
            blocks.push(Block::Heading {
                id: String::new(),
                level: 2,
                text: words.text(heading),
            });
        }
        blocks.push(Block::Tiles { tiles });
    }
    blocks.push(Block::Remark {
        text: plain(words.text("report-never-added")),
    });
    Chapter {
        id: "figures".into(),
        heading: words.text("report-figures"),
        blocks,
    }
}

fn estimated(figure: &ComputedFigure) -> bool {
    matches!(figure.kind.as_str(), "estimate" | "range")
}

/// The period table, and a table for each figure with another grouping.
pub fn tables(computed: &Computed, parts: &mut Parts<'_>, words: &Words) -> Option<Chapter> {
    let mut blocks = Vec::new();
    for estimates in [false, true] {
        let figures: Vec<&ComputedFigure> = computed
            .figures
            .iter()
            .filter(|figure| by_period(figure) && estimated(figure) == estimates)
            .collect();
        if !figures.is_empty() {
            blocks.push(Block::Table(period_table(
                &figures, estimates, computed, words,
            )));
        }
    }
    for figure in &computed.figures {
        // By period alone it stands in the table above.
        if !by_period(figure) && !parts.has(&format!("table {}", figure.id)) {
            blocks.extend(parts.table(&figure.id));
        }
    }
    (!blocks.is_empty()).then(|| Chapter {
        id: "tables".into(),
        heading: words.text("report-tables"),
        blocks,
    })
}

/// The table of a figure by its own grouping; `None` without one.
pub fn table(figure: &ComputedFigure, computed: &Computed, words: &Words) -> Option<Table> {
    match figure.groups.as_slice() {
        [] => None,
        [group] => Some(one_way(figure, &group.column, computed, words)),
        [first, second] => Some(two_way(
            figure,
            (&first.column, &second.column),
            computed,
            words,
        )),
        _ => Some(many_ways(figure, computed, words)),
    }
}

/// A count as a link to its entry in the appendix.
pub fn counted(figure: &ComputedFigure, sure: u64, possible: u64, words: &Words) -> Vec<Inline> {
    vec![link(
        figure_anchor(&figure.id),
        written(words, sure, possible),
    )]
}

fn caption(figure: &ComputedFigure, words: &Words) -> Vec<Inline> {
    vec![
        text(said(&figure.title, words)),
        text(words.text("report-caption-separator")),
        link(
            figure_anchor(&figure.id),
            words.text_with(
                "report-caption-what",
                &[
                    ("unit", named("report-unit", &figure.unit, words).into()),
                    ("kind", named("report-kind", &figure.kind, words).into()),
                ],
            ),
        ),
    ]
}

/// Why rows may hold more than the total, and what is hidden.
fn note(figure: &ComputedFigure, computed: &Computed, words: &Words) -> Vec<Inline> {
    let sure: u64 = figure.cells.iter().map(|cell| cell.sure).sum();
    let mut note = Vec::new();
    if figure.cells.iter().any(|cell| cell.possible > 0) {
        note.push(text(words.text("report-note-possible")));
    }
    if sure != figure.total.sure {
        if !note.is_empty() {
            note.push(text(" "));
        }
        note.push(text(words.text("report-note-total")));
    }
    if let Some(hidden) = hidden_note(figure, computed, words) {
        if !note.is_empty() {
            note.push(text(" "));
        }
        note.push(text(hidden));
    }
    note
}

fn period_table(
    figures: &[&ComputedFigure],
    estimates: bool,
    computed: &Computed,
    words: &Words,
) -> Table {
    let mut columns: Vec<String> = computed
        .periods
        .iter()
        .map(|period| period.id.clone())
        .collect();
    for figure in figures {
        for cell in &figure.cells {
            if let Some(value) = cell.group.get("period")
                && !columns.contains(value)
                && cell.sure + cell.possible > 0
            {
                columns.push(value.clone());
            }
        }
    }
    // The unknown column stands in every period table, even where it is empty.
    if !columns.iter().any(|column| column == "unknown") {
        columns.push("unknown".into());
    }
    let mut head = vec![words.text("report-figure")];
    for column in &columns {
        head.push(figures.first().map_or_else(
            || column.clone(),
            |figure| cell_name(figure, "period", column, computed, words),
        ));
    }
    head.push(words.text("report-all"));
    let rows = figures
        .iter()
        .map(|figure| {
            let mut cells = vec![plain(said(&figure.title, words))];
            for column in &columns {
                let group = BTreeMap::from([("period".to_owned(), column.clone())]);
                let said = shown(figure, &group, computed, words);
                cells.push(vec![link(figure_anchor(&figure.id), said)]);
            }
            cells.push(counted(
                figure,
                figure.total.sure,
                figure.total.possible,
                words,
            ));
            Row {
                tone: Tone::Plain,
                cells,
            }
        })
        .collect();
    let mut notes = vec![text(words.text("report-note-clock"))];
    if figures
        .iter()
        .any(|figure| figure.cells.iter().any(|cell| cell.possible > 0))
    {
        notes.push(text(" "));
        notes.push(text(words.text("report-note-possible")));
    }
    for figure in figures {
        if let Some(hidden) = hidden_note(figure, computed, words) {
            notes.push(text(" "));
            notes.push(text(hidden));
        }
    }
    Table {
        id: if estimates {
            "table-periods-estimated"
        } else {
            "table-periods"
        }
        .into(),
        caption: plain(words.text(if estimates {
            "report-period-table-estimated"
        } else {
            "report-period-table"
        })),
        numeric: numeric(head.len()),
        shares: Vec::new(),
        head,
        rows,
        note: notes,
    }
}

fn numeric(columns: usize) -> Vec<bool> {
    (0..columns).map(|column| column > 0).collect()
}

fn tone(value: &str) -> Tone {
    if value == "unknown" {
        Tone::Unknown
    } else {
        Tone::Plain
    }
}

fn one_way(figure: &ComputedFigure, column: &str, computed: &Computed, words: &Words) -> Table {
    let confirmed = figure.cells.iter().any(|cell| cell.confirmed.is_some());
    let mut head = vec![
        group_label(figure, column, words),
        words.text("report-sure"),
    ];
    if confirmed {
        head.push(words.text("report-confirmed"));
    }
    head.push(words.text("report-possible"));
    let to = figure_anchor(&figure.id);
    let linked = |number: u64| vec![link(to.clone(), words.number(number))];
    let rule = computed.suppression.as_ref();
    let hides = rule.is_some_and(|rule| {
        let mut hidden = rule
            .hidden_in(&figure.id)
            .chain(rule.unconfirmed_in(&figure.id));
        hidden.next().is_some()
    });
    let not_told = if hides {
        "report-suppressed"
    } else {
        "report-not-said"
    };
    let row = |name: String, sure: u64, sure_by_rule: Option<u64>, possible: u64, tone: Tone| {
        let mut cells = vec![plain(name), linked(sure)];
        if confirmed {
            cells.push(match sure_by_rule {
                Some(count) => linked(count),
                None => plain(words.text(not_told)),
            });
        }
        cells.push(linked(possible));
        Row { tone, cells }
    };
    let mut seen_unknown = false;
    let mut rows: Vec<Row> = Vec::new();
    for cell in &figure.cells {
        let value = cell.group.get(column).map_or("unknown", String::as_str);
        seen_unknown |= value == "unknown";
        let name = cell_name(figure, column, value, computed, words);
        rows.push(row(
            name,
            cell.sure,
            cell.confirmed,
            cell.possible,
            tone(value),
        ));
    }
    if !seen_unknown {
        let name = cell_name(figure, column, "unknown", computed, words);
        rows.push(row(name, 0, Some(0), 0, Tone::Unknown));
    }
    let all_confirmed = study::Found::of(figure).confirmed();
    rows.push(row(
        words.text("report-all"),
        figure.total.sure,
        all_confirmed,
        figure.total.possible,
        Tone::Total,
    ));
    Table {
        id: crate::document::anchor("table", &figure.id),
        caption: caption(figure, words),
        numeric: numeric(head.len()),
        shares: Vec::new(),
        head,
        rows,
        note: note(figure, computed, words),
    }
}

/// Rows by the first grouping that is not the period, columns by the other.
fn two_way(
    figure: &ComputedFigure,
    groups: (&str, &str),
    computed: &Computed,
    words: &Words,
) -> Table {
    let (down, across) = if groups.0 == "period" {
        (groups.1, groups.0)
    } else {
        (groups.0, groups.1)
    };
    let mut columns: Vec<String> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    if across == "period" {
        columns.extend(computed.periods.iter().map(|period| period.id.clone()));
    }
    let hidden = computed.suppression.iter();
    let hidden = hidden.flat_map(|rule| rule.hidden_in(&figure.id));
    for group in figure.cells.iter().map(|cell| &cell.group).chain(hidden) {
        let value = |column: &str| group.get(column).cloned().unwrap_or("unknown".into());
        let (line, column) = (value(down), value(across));
        if !lines.contains(&line) {
            lines.push(line.clone());
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    for values in [&mut lines, &mut columns] {
        values.retain(|value| value != "unknown");
        values.push("unknown".into());
    }
    let mut head = vec![group_label(figure, down, words)];
    head.extend(
        columns
            .iter()
            .map(|value| cell_name(figure, across, value, computed, words)),
    );
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            let mut row = vec![plain(cell_name(figure, down, line, computed, words))];
            for column in &columns {
                let group = BTreeMap::from([
                    (down.to_owned(), line.clone()),
                    (across.to_owned(), column.clone()),
                ]);
                let said = shown(figure, &group, computed, words);
                row.push(vec![link(figure_anchor(&figure.id), said)]);
            }
            Row {
                tone: tone(line),
                cells: row,
            }
        })
        .collect();
    // The study holds no sums of rows or columns, so none are printed: only the total.
    let mut notes = vec![text(words.text("report-total-together")), text(" ")];
    notes.extend(counted(
        figure,
        figure.total.sure,
        figure.total.possible,
        words,
    ));
    notes.push(text(words.text("report-sentence-end")));
    notes.push(text(" "));
    notes.extend(note(figure, computed, words));
    Table {
        id: crate::document::anchor("table", &figure.id),
        caption: caption(figure, words),
        numeric: numeric(head.len()),
        shares: Vec::new(),
        head,
        rows,
        note: notes,
    }
}

/// Every cell as a row, for figures with three groupings or more.
fn many_ways(figure: &ComputedFigure, computed: &Computed, words: &Words) -> Table {
    let mut head: Vec<String> = figure
        .groups
        .iter()
        .map(|group| group_label(figure, &group.column, words))
        .collect();
    let mut numeric: Vec<bool> = head.iter().map(|_| false).collect();
    head.push(words.text("report-sure"));
    head.push(words.text("report-possible"));
    numeric.extend([true, true]);
    let line = |names: Vec<String>, sure: u64, possible: u64, tone: Tone| {
        let mut cells: Vec<Vec<Inline>> = names.into_iter().map(plain).collect();
        let to = figure_anchor(&figure.id);
        cells.push(vec![link(to.clone(), words.number(sure))]);
        cells.push(vec![link(to, words.number(possible))]);
        Row { tone, cells }
    };
    let mut rows: Vec<Row> = figure
        .cells
        .iter()
        .map(|cell| {
            let mut unknown = false;
            let names = figure
                .groups
                .iter()
                .map(|group| {
                    let value = cell
                        .group
                        .get(&group.column)
                        .map_or("unknown", String::as_str);
                    unknown |= value == "unknown";
                    cell_name(figure, &group.column, value, computed, words)
                })
                .collect();
            let tone = if unknown { Tone::Unknown } else { Tone::Plain };
            line(names, cell.sure, cell.possible, tone)
        })
        .collect();
    let mut names = vec![String::new(); figure.groups.len()];
    if let Some(first) = names.first_mut() {
        *first = words.text("report-all");
    }
    rows.push(line(
        names,
        figure.total.sure,
        figure.total.possible,
        Tone::Total,
    ));
    Table {
        id: crate::document::anchor("table", &figure.id),
        caption: caption(figure, words),
        numeric,
        shares: Vec::new(),
        head,
        rows,
        note: note(figure, computed, words),
    }
}
