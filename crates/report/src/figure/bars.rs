//! How many in each group of a figure?
//!
//! One bar for each cell, in the order of the figure, the unknown group last
//! and hatched; the sure part solid, the possible part hollow behind it. All
//! bars share one scale, and the number stands at the bar's end.

use super::canvas::{Anchor, Canvas, Paint, Voice, WIDTH, lines_of, width_of};
use crate::document::{Drawing, link, plain, text};
use crate::phrase::{cell_name, figure_anchor, parts, said};
use model::profile::Label;
use study::computed::{Cell, Computed};
use words::Words;

const LABELS: f64 = 200.0;
const LINE: f64 = 16.0;

/// The bars of a figure by one of its grouping columns; `None` without such a figure.
pub fn draw(
    id: &str,
    title: &Label,
    figure: &str,
    column: &str,
    computed: &Computed,
    words: &Words,
) -> Option<Drawing> {
    let figure = computed
        .figures
        .iter()
        .find(|candidate| candidate.id == figure)?;
    let cells: Vec<&Cell> = figure
        .cells
        .iter()
        .filter(|cell| cell.group.contains_key(column))
        .collect();
    let most = cells
        .iter()
        .map(|cell| cell.sure + cell.possible)
        .max()
        .filter(|most| *most > 0)?;

    let mut canvas = Canvas::new(id, words);
    // Room for the number behind the longest bar.
    let room = cells
        .iter()
        .map(|cell| width_of(&parts(words, cell.sure, cell.possible)))
        .fold(0.0, f64::max);
    let scale = (WIDTH - LABELS - 10.0 - room - 14.0) / most as f64;
    // Where a cell does not say how many are confirmed, no bar is parted: a whole one would.
    let parted = cells.iter().all(|cell| cell.confirmed.is_some());
    let mut y = 6.0;
    let mut told = Vec::new();
    for cell in cells {
        let value = cell.group.get(column).map_or("", String::as_str);
        let name = cell_name(figure, column, value, computed, words);
        let lines = lines_of(&name, LABELS - 12.0);
        let height = lines.len() as f64 * LINE + 8.0;
        for (index, line) in lines.iter().enumerate() {
            let below = y + 4.0 + LINE * (index as f64 + 0.75);
            canvas.label(Voice::Label, Anchor::End, LABELS - 10.0, below, line);
        }
        let top = y + height / 2.0 - 7.0;
        let sentence = words.text_with(
            "report-mark",
            &[
                ("name", name.as_str().into()),
                ("count", words.counted(&figure.unit, cell.sure).into()),
            ],
        );
        let sure = cell.sure as f64 * scale;
        let possible = cell.possible as f64 * scale;
        if value == "unknown" {
            canvas.mark(
                Paint::Unknown,
                LABELS,
                top,
                (sure + possible).max(1.0),
                14.0,
                &sentence,
            );
        } else {
            let confirmed = if parted { cell.confirmed } else { None };
            let confirmed = confirmed.unwrap_or(cell.sure).min(cell.sure) as f64 * scale;
            if confirmed > 0.0 {
                canvas.mark(Paint::Sure, LABELS, top, confirmed, 14.0, &sentence);
            }
            if sure > confirmed {
                let more =
                    words.text_with("report-mark-unconfirmed", &[("name", name.as_str().into())]);
                canvas.mark(
                    Paint::Unconfirmed,
                    LABELS + confirmed,
                    top,
                    sure - confirmed,
                    14.0,
                    &more,
                );
            }
            if possible > 0.0 {
                let more = words.text_with(
                    "report-mark-possible",
                    &[
                        ("name", name.as_str().into()),
                        ("count", words.counted(&figure.unit, cell.possible).into()),
                    ],
                );
                canvas.mark(Paint::Possible, LABELS + sure, top, possible, 14.0, &more);
            }
        }
        let written = parts(words, cell.sure, cell.possible);
        canvas.label(
            Voice::Number,
            Anchor::Start,
            LABELS + sure + possible + 7.0,
            top + 11.5,
            &written,
        );
        told.push(words.text_with(
            "report-mark",
            &[("name", name.into()), ("count", written.into())],
        ));
        y += height;
    }
    canvas.line(LABELS, 2.0, LABELS, y + 2.0, false);
    let title = said(title, words);
    let separator = words.text("report-list-separator");
    let alt = told.join(&separator);
    Some(Drawing {
        id: crate::document::anchor("figure", id),
        caption: vec![
            text(title.clone()),
            text(words.text("report-caption-separator")),
            link(figure_anchor(&figure.id), words.text("report-counted-how")),
        ],
        svg: canvas.finish(y + 6.0, &title, &alt),
        alt,
        note: if figure.cells.iter().any(|cell| cell.possible > 0) {
            plain(words.text("report-bars-note"))
        } else {
            Vec::new()
        },
    })
}
