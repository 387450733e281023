//! From what stage to what stage did how many go?
//!
//! Stages stand in columns; a stage is as tall, and a band as wide, as the
//! persons that it holds, on one scale for the whole picture. What leaves a
//! stage without a band is visible as the part of its edge that no band
//! touches: nothing is stretched to make the picture close.

use super::canvas::{Anchor, Canvas, Paint, Voice, WIDTH, lines_of};
use crate::document::{Drawing, plain};
use crate::phrase::said;
use model::profile::Label;
use std::collections::BTreeMap;
use study::computed::{Flow, Stage};
use words::Words;

const BAR: f64 = 12.0;
const GAP: f64 = 30.0;
const FIELD: f64 = 250.0;

struct Placed<'a> {
    stage: &'a Stage,
    x: f64,
    top: f64,
    height: f64,
    leaving: f64,
    entering: f64,
}

/// The picture of a flow; `None` without stages.
pub fn draw(
    id: &str,
    title: &Label,
    stages: &[Stage],
    flows: &[Flow],
    words: &Words,
) -> Option<Drawing> {
    let last = stages.iter().map(|stage| stage.column).max()?;
    let mut columns: BTreeMap<usize, Vec<&Stage>> = BTreeMap::new();
    for stage in stages {
        columns.entry(stage.column).or_default().push(stage);
    }
    let tallest = columns
        .values()
        .map(|column| column.iter().map(|stage| held(stage, flows)).sum::<u64>())
        .max()
        .filter(|most| *most > 0)?;
    let scale = FIELD / tallest as f64;
    // The last column's labels stand beyond it, the others' above their stage.
    let beyond = 150.0;
    let apart = if last == 0 {
        0.0
    } else {
        (WIDTH - beyond - BAR) / last as f64
    };

    let mut placed: BTreeMap<&str, Placed> = BTreeMap::new();
    let mut bottom: f64 = 0.0;
    for (column, members) in &columns {
        let mut y = 0.0;
        for stage in members {
            let room = if *column == last {
                0.0
            } else {
                label_height(stage, words, apart)
            };
            let height = (held(stage, flows) as f64 * scale).max(1.0);
            y += room;
            placed.insert(
                stage.id.as_str(),
                Placed {
                    stage,
                    x: *column as f64 * apart,
                    top: y,
                    height,
                    leaving: 0.0,
                    entering: 0.0,
                },
            );
            // A label beyond needs its lines even beside a thin stage.
            y += if *column == last {
                height.max(label_height(stage, words, beyond - 8.0)) + GAP / 2.0
            } else {
                height + GAP
            };
        }
        bottom = bottom.max(y);
    }

    let mut canvas = Canvas::new(id, words);
    let mut told = Vec::new();
    let mut numbers = Vec::new();
    // Bands leave and enter in the order of where they go and come from, so
    // that they cross no more than the stages force them to.
    let middle = |id: &str| {
        placed
            .get(id)
            .map_or(0.0, |place| place.top + place.height / 2.0)
    };
    let column = |id: &str| placed.get(id).map_or(0, |place| place.stage.column);
    let mut leaving: Vec<&Flow> = flows.iter().collect();
    leaving.sort_by(|a, b| {
        let near = column(&a.to).cmp(&column(&b.to));
        near.then(middle(&a.to).total_cmp(&middle(&b.to)))
    });
    let mut entering: Vec<&Flow> = flows.iter().collect();
    entering.sort_by(|a, b| {
        let near = column(&b.from).cmp(&column(&a.from));
        near.then(middle(&a.from).total_cmp(&middle(&b.from)))
    });
    let mut starts: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for flow in leaving {
        if let Some(from) = placed.get_mut(flow.from.as_str()) {
            starts.insert((&flow.from, &flow.to), from.top + from.leaving);
            from.leaving += flow.count as f64 * scale;
        }
    }
    let mut ends: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for flow in entering {
        if let Some(to) = placed.get_mut(flow.to.as_str()) {
            ends.insert((&flow.from, &flow.to), to.top + to.entering);
            to.entering += flow.count as f64 * scale;
        }
    }
    for flow in flows {
        let (Some(from), Some(to)) = (placed.get(flow.from.as_str()), placed.get(flow.to.as_str()))
        else {
            continue;
        };
        let width = flow.count as f64 * scale;
        let pair = (flow.from.as_str(), flow.to.as_str());
        let (Some(top0), Some(top1)) = (starts.get(&pair), ends.get(&pair)) else {
            continue;
        };
        let (x0, x1) = (from.x + BAR, to.x);
        let sentence = words.text_with(
            "report-flow-mark",
            &[
                ("from", said(&from.stage.label, words).into()),
                ("to", said(&to.stage.label, words).into()),
                ("count", words.counted("person", flow.count).into()),
            ],
        );
        canvas.band(
            (x0, *top0, top0 + width),
            (x1, *top1, top1 + width),
            if unknown(to.stage) {
                Paint::Faint
            } else {
                Paint::Band
            },
            &sentence,
        );
        // The number stands inside its band where the band is thick enough for it, near its start.
        if width >= 13.0 {
            numbers.push((x0 + 8.0, top0 + width / 2.0 + 4.0, words.number(flow.count)));
        }
        told.push(sentence);
    }
    for stage in stages {
        let Some(place) = placed.get(stage.id.as_str()) else {
            continue;
        };
        let name = said(&stage.label, words);
        let count = words.counted("person", stage.count);
        let sentence = words.text_with(
            "report-mark",
            &[("name", name.as_str().into()), ("count", count.into())],
        );
        canvas.mark(
            paint(stage),
            place.x,
            place.top,
            BAR,
            place.height,
            &sentence,
        );
        if stage.column == last {
            let x = place.x + BAR + 8.0;
            canvas.label(
                Voice::Number,
                Anchor::Start,
                x,
                place.top + 11.0,
                &words.number(stage.count),
            );
            for (index, line) in lines_of(&name, beyond - 24.0).iter().enumerate() {
                let y = place.top + 26.0 + 15.0 * index as f64;
                canvas.label(Voice::Label, Anchor::Start, x, y, line);
            }
        } else {
            let lines = lines_of(&name, apart - 16.0);
            let top = place.top - 7.0 - 15.0 * (lines.len() as f64 - 1.0);
            for (index, line) in lines.iter().enumerate() {
                canvas.label(
                    Voice::Over,
                    Anchor::Start,
                    place.x,
                    top + 15.0 * index as f64,
                    line,
                );
            }
            canvas.label(
                Voice::Number,
                Anchor::Start,
                place.x,
                top - 15.0,
                &words.number(stage.count),
            );
        }
        told.push(sentence);
    }
    for (x, y, written) in numbers {
        canvas.label(Voice::Quiet, Anchor::Start, x, y, &written);
    }
    let title = said(title, words);
    let alt = told.join(&words.text("report-list-separator"));
    Some(Drawing {
        id: crate::document::anchor("figure", id),
        caption: plain(title.clone()),
        svg: canvas.finish(bottom, &title, &alt),
        alt,
        note: plain(words.text("report-flow-note")),
    })
}

/// What a stage must have room for: its own count, or what enters or leaves it when that is more.
fn held(stage: &Stage, flows: &[Flow]) -> u64 {
    let entering = flows
        .iter()
        .filter(|flow| flow.to == stage.id)
        .map(|flow| flow.count)
        .sum();
    let leaving = flows
        .iter()
        .filter(|flow| flow.from == stage.id)
        .map(|flow| flow.count)
        .sum();
    stage.count.max(entering).max(leaving)
}

fn label_height(stage: &Stage, words: &Words, width: f64) -> f64 {
    15.0 * (lines_of(&said(&stage.label, words), width - 16.0).len() as f64 + 1.0) + 9.0
}

/// Stages that say that nothing is known.
fn unknown(stage: &Stage) -> bool {
    stage.id.contains("unknown") || stage.id.starts_with("no_") || stage.id.starts_with("no-")
}

fn paint(stage: &Stage) -> Paint {
    if unknown(stage) {
        Paint::Unknown
    } else if stage.id.contains("death") || stage.id.contains("died") {
        Paint::Death
    } else {
        Paint::Sure
    }
}
