//! How far do the methods agree, and how sure is each?
//!
//! One row for each method on one axis of totals: the 95 % interval as a bar, the
//! method's number as a tick, and over it the shape of its draws. Lower bounds are
//! hollow. The documented persons are a dashed line, so that nobody takes the axis
//! for a count. Every curve has the same height: only shapes can be compared.

use super::canvas::{Anchor, Canvas, Paint, Voice, lines_of};
use crate::document::{Drawing, plain};
use estimate::NHat;
use estimate::density::density;
use words::Words;

/// One method's row.
pub struct Curve<'a> {
    /// How the method is called.
    pub name: String,
    /// Whether it says “at least”.
    pub lower_bound: bool,
    /// Its number and interval.
    pub n_hat: NHat,
    /// Draws of the total; empty when the method has none.
    pub draws: &'a [f64],
}

const HILL: f64 = 26.0;
const LINE: f64 = 14.0;

/// The rows, `width` pixels wide, for `n` documented persons; `None` without a row.
pub fn draw(id: &str, width: f64, n: u64, curves: &[Curve<'_>], words: &Words) -> Option<Drawing> {
    let documented = n as f64;
    let high = curves.iter().map(|c| c.n_hat.high).fold(0.0, f64::max);
    if curves.is_empty() || high <= documented || !high.is_finite() {
        return None;
    }
    let from = documented - 0.04 * (high - documented);
    let until = high + 0.05 * (high - documented);
    let (left, right) = (4.0, width - 6.0);
    let x = |total: f64| left + (total - from) / (until - from) * (right - left);
    let whole = |total: f64| words.number(total.round().max(0.0) as u64);

    let mut canvas = Canvas::sized(id, width, words);
    let step = step((until - from) / 4.0);
    let ticks: Vec<f64> = (0..)
        .map(|k| (documented / step).ceil() * step + f64::from(k) * step)
        .take_while(|t| *t < until)
        .collect();
    let height: f64 = curves.iter().map(|c| row_height(c, width)).sum();
    let top = 18.0;
    for tick in &ticks {
        canvas.line(x(*tick), top, x(*tick), top + height, false);
    }
    canvas.line(x(documented), top - 4.0, x(documented), top + height, true);
    canvas.label(
        Voice::Quiet,
        Anchor::Start,
        x(documented) + 3.0,
        11.0,
        &words.text_with("estimate-page-documented-line", &[("count", n.into())]),
    );
    let mut y = top;
    let mut told = Vec::new();
    for curve in curves {
        let mut sentence = vec![words.text_with(
            "estimate-page-method-interval",
            &[
                ("method", curve.name.as_str().into()),
                ("low", whole(curve.n_hat.low).into()),
                ("high", whole(curve.n_hat.high).into()),
            ],
        )];
        if let Some(centre) = curve.n_hat.central() {
            sentence.push(words.text_with(
                "estimate-page-method-number",
                &[("count", whole(centre).into())],
            ));
        }
        let sentence = sentence.join(" ");
        for line in lines_of(&curve.name, width - 30.0) {
            y += LINE;
            canvas.label(
                Voice::Over,
                Anchor::Start,
                x(documented) + 6.0,
                y - 2.0,
                &line,
            );
        }
        let points = density(documented, curve.draws, 160);
        let peak = points.iter().map(|p| p.density).fold(0.0, f64::max);
        if peak > 0.0 {
            let floor = y + HILL;
            let shape: Vec<(f64, f64)> = points
                .iter()
                .filter(|p| p.total >= from && p.total <= until)
                .map(|p| (x(p.total), floor - HILL * p.density / peak))
                .collect();
            canvas.hill(&shape, floor, &sentence);
            y = floor;
        } else {
            // No hill keeps the label and the bar apart.
            y += 3.0;
        }
        let (low, high) = (x(curve.n_hat.low.max(from)), x(curve.n_hat.high));
        let paint = if curve.lower_bound {
            Paint::Possible
        } else {
            Paint::Sure
        };
        canvas.mark(paint, low, y + 2.0, (high - low).max(1.5), 5.0, &sentence);
        if let Some(centre) = curve.n_hat.central() {
            canvas.mark(
                Paint::Death,
                x(centre) - 1.25,
                y - 1.0,
                2.5,
                11.0,
                &sentence,
            );
        }
        y += 14.0;
        told.push(sentence);
    }
    canvas.line(left, y, right, y, true);
    for tick in &ticks {
        // The last label would leave the picture.
        if x(*tick) < right - 20.0 {
            canvas.label(
                Voice::Quiet,
                Anchor::Start,
                x(*tick) - 3.0,
                y + 13.0,
                &whole(*tick),
            );
        }
    }
    let title = words.text("estimate-page-estimates");
    let alt = told.join(" ");
    Some(Drawing {
        id: crate::document::anchor("figure", id),
        caption: plain(title.clone()),
        svg: canvas.finish(y + 20.0, &title, &alt),
        alt,
        note: plain(words.text("estimate-page-estimates-note")),
    })
}

fn row_height(curve: &Curve<'_>, width: f64) -> f64 {
    let hill = if curve.draws.len() < 10 { 3.0 } else { HILL };
    LINE * lines_of(&curve.name, width - 30.0).len() as f64 + hill + 14.0
}

/// A round step of at least this size: 1, 2 or 5 times a power of ten.
fn step(least: f64) -> f64 {
    let power = 10f64.powf(least.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= least)
        .unwrap_or(10.0 * power)
}
