//! How do the periods differ, figure by figure?
//!
//! Small multiples on one scale: a row for each figure counted by period, a
//! panel for each period, one square for each person or event, solid when it
//! surely falls into the period and hollow when it only might. Nothing is
//! rounded: where a panel cannot hold its squares, bars on one scale stand
//! in their place.

use super::canvas::{Anchor, Canvas, Paint, Voice, WIDTH, lines_of};
use crate::document::{Drawing, plain};
use crate::phrase::{cell_name, said, shown};
use std::collections::BTreeMap;
use study::computed::{Computed, ComputedFigure};
use words::Words;

const LABELS: f64 = 170.0;
const GAP: f64 = 22.0;
/// Squares that a panel may hold before bars replace them.
const MANY: u64 = 400;

/// Whether a figure is counted by period and by nothing else.
pub(crate) fn by_period(figure: &ComputedFigure) -> bool {
    figure.groups.len() == 1 && figure.groups.first().is_some_and(|g| g.column == "period")
}

/// Figures by period as small multiples; `None` with fewer than two figures or periods.
pub fn periods(computed: &Computed, words: &Words) -> Option<Drawing> {
    let figures: Vec<&ComputedFigure> = computed
        .figures
        .iter()
        .filter(|figure| by_period(figure))
        .collect();
    if figures.len() < 2 || computed.periods.len() < 2 {
        return None;
    }
    let most = figures
        .iter()
        .flat_map(|figure| &figure.cells)
        .map(|cell| cell.sure + cell.possible)
        .max()
        .filter(|most| *most > 0)?;
    // The unknown group gets a panel only where some figure has one.
    let mut columns: Vec<&str> = computed.periods.iter().map(|p| p.id.as_str()).collect();
    let others = figures
        .iter()
        .flat_map(|figure| &figure.cells)
        .filter(|cell| cell.sure + cell.possible > 0)
        .filter_map(|cell| cell.group.get("period"))
        .map(String::as_str);
    for other in others {
        if !columns.contains(&other) {
            columns.push(other);
        }
    }
    let panel = (WIDTH - LABELS - GAP * columns.len() as f64) / columns.len() as f64;
    // Room for the number in front of the squares.
    let field = panel - 44.0;
    let size = if most > 150 { 5.0 } else { 7.0 };
    let step = size + 2.0;
    let across = (field / step).floor().max(1.0);
    let squares = most <= MANY;

    let mut canvas = Canvas::new("periods", words);
    let mut y = 18.0;
    let first = figures.first()?;
    let mut heads = 1;
    for (index, column) in columns.iter().enumerate() {
        let name = cell_name(first, "period", column, computed, words);
        let left = LABELS + GAP + index as f64 * (panel + GAP);
        let lines = lines_of(&name, panel);
        heads = heads.max(lines.len());
        for (line, written) in lines.iter().enumerate() {
            canvas.label(
                Voice::Quiet,
                Anchor::Start,
                left,
                y + 14.0 * line as f64,
                written,
            );
        }
    }
    y += 14.0 * (heads as f64 - 1.0) + 8.0;
    let mut told = Vec::new();
    for figure in figures {
        canvas.line(0.0, y, WIDTH, y, false);
        let title = said(&figure.title, words);
        let lines = lines_of(&title, LABELS - 4.0);
        for (index, line) in lines.iter().enumerate() {
            canvas.label(
                Voice::Label,
                Anchor::Start,
                0.0,
                y + 18.0 + 16.0 * index as f64,
                line,
            );
        }
        let mut height = 16.0 * lines.len() as f64 + 12.0;
        for (index, column) in columns.iter().enumerate() {
            let left = LABELS + GAP + index as f64 * (panel + GAP);
            let cell = figure.cells.iter().find(|cell| {
                cell.group
                    .get("period")
                    .is_some_and(|value| value == column)
            });
            let (sure, possible) = cell.map_or((0, 0), |cell| (cell.sure, cell.possible));
            let name = cell_name(figure, "period", column, computed, words);
            let group = BTreeMap::from([("period".to_owned(), (*column).to_owned())]);
            let written = shown(figure, &group, computed, words);
            let hidden = computed.suppression.iter();
            let hidden = hidden.flat_map(|rule| rule.hidden_in(&figure.id));
            let said = if hidden.into_iter().any(|it| *it == group) {
                "–".to_owned()
            } else {
                words.number(sure)
            };
            canvas.label(Voice::Number, Anchor::Start, left, y + 18.0, &said);
            let field_left = left + 44.0;
            let solid = if *column == "unknown" {
                Paint::Unknown
            } else {
                Paint::Sure
            };
            if squares {
                for square in 0..(sure + possible) {
                    let paint = if square < sure {
                        solid
                    } else {
                        Paint::Possible
                    };
                    let (row, place) = ((square as f64 / across).floor(), square as f64 % across);
                    canvas.mark(
                        paint,
                        field_left + place * step,
                        y + 9.0 + row * step,
                        size,
                        size,
                        &title_of(&title, &name, words),
                    );
                }
                let rows = ((sure + possible) as f64 / across).ceil();
                height = height.max(rows * step + 16.0);
            } else {
                let scale = field / most as f64;
                if sure > 0 {
                    canvas.mark(
                        solid,
                        field_left,
                        y + 9.0,
                        sure as f64 * scale,
                        11.0,
                        &written,
                    );
                }
                if possible > 0 {
                    let from = field_left + sure as f64 * scale;
                    canvas.mark(
                        Paint::Possible,
                        from,
                        y + 9.0,
                        possible as f64 * scale,
                        11.0,
                        &written,
                    );
                }
            }
            told.push(words.text_with(
                "report-mark-in",
                &[
                    ("title", title.as_str().into()),
                    ("name", name.into()),
                    ("count", written.into()),
                ],
            ));
        }
        y += height;
    }
    let title = words.text("report-periods-chart");
    let alt = told.join(&words.text("report-list-separator"));
    Some(Drawing {
        id: "figure-periods".into(),
        caption: plain(title.clone()),
        svg: canvas.finish(y + 4.0, &title, &alt),
        alt,
        note: plain(words.text(if squares {
            "report-periods-squares"
        } else {
            "report-periods-bars"
        })),
    })
}

fn title_of(title: &str, name: &str, words: &Words) -> String {
    words.text_with(
        "report-mark",
        &[("name", title.into()), ("count", name.into())],
    )
}
