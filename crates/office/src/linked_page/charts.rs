//! Which charts does the page of a linkage have?
//!
//! The threshold chart, the distribution of weights, and the bar of one weight,
//! as SVG of the program's own making. Columns and lines are numbers only, so
//! nothing of the table reaches the markup here.

use super::{BINS, Page, escape};
use linkage::Pair;
use linkage::score::probability;
use std::fmt::Write;

/// What the probabilities expect from a threshold on.
struct Threshold {
    threshold: f64,
    precision: f64,
    recall: f64,
    pairs: u64,
}

impl Page<'_> {
    /// Expected precision and recall by threshold, from the probabilities.
    pub(super) fn threshold(&mut self) {
        self.head("thresholds");
        let mut given: Vec<f64> = self
            .links
            .linked
            .pairs
            .iter()
            .map(Pair::probability)
            .collect();
        given.sort_unstable_by(|a, b| b.total_cmp(a));
        let all: f64 = given.iter().sum();
        if all <= 0.0 {
            return;
        }
        let mut points: Vec<Threshold> = Vec::new();
        let (mut at, mut hits) = (0, 0.0);
        for step in (1..100).rev() {
            let threshold = f64::from(step) / 100.0;
            while at < given.len() && given[at] >= threshold {
                hits += given[at];
                at += 1;
            }
            if at > 0 {
                let (precision, recall) = (hits / at as f64, hits / all);
                points.push(Threshold {
                    threshold,
                    precision,
                    recall,
                    pairs: at as u64,
                });
            }
        }
        let path = |value: fn(&Threshold) -> f64| {
            points
                .iter()
                .map(|point| {
                    format!(
                        "{:.1},{:.1}",
                        40.0 + point.threshold * 640.0,
                        210.0 - value(point) * 190.0
                    )
                })
                .collect::<Vec<_>>()
                .join(" ")
        };
        let chosen = 40.0 + self.links.linked.model.settings.threshold * 640.0;
        let title = escape(&self.words.text("linked-thresholds"));
        let _ = writeln!(
            self.out,
            "<figure><svg viewBox=\"0 0 700 240\" width=\"700\" height=\"240\" role=\"img\" aria-label=\"{title}\">\
             <g stroke=\"currentColor\" stroke-opacity=\".3\"><line x1=\"40\" y1=\"210\" x2=\"680\" y2=\"210\"/><line x1=\"40\" y1=\"20\" x2=\"40\" y2=\"210\"/>\
             <line x1=\"{chosen:.1}\" y1=\"20\" x2=\"{chosen:.1}\" y2=\"210\" stroke-dasharray=\"4 4\"/></g>\
             <polyline points=\"{}\" fill=\"none\" stroke=\"#0b6e99\" stroke-width=\"2.5\"/>\
             <polyline points=\"{}\" fill=\"none\" stroke=\"#b35c00\" stroke-width=\"2.5\" stroke-dasharray=\"7 4\"/>\
             <g font-size=\"12\" fill=\"currentColor\"><text x=\"40\" y=\"228\">0</text><text x=\"350\" y=\"228\">0.5</text><text x=\"672\" y=\"228\">1</text>\
             <text x=\"14\" y=\"24\">1</text><text x=\"14\" y=\"214\">0</text></g></svg></figure>",
            path(|point| point.precision),
            path(|point| point.recall),
        );
        let rows: Vec<Vec<String>> = points
            .iter()
            .filter(|point| {
                [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
                    .iter()
                    .any(|it| (it - point.threshold).abs() < 1e-9)
            })
            .map(|point| {
                vec![
                    format!("{:.2}", point.threshold),
                    self.number(point.pairs),
                    format!("{:.3}", point.precision),
                    format!("{:.3}", point.recall),
                ]
            })
            .collect();
        self.table(&["threshold", "pairs", "precision", "recall"], 0, &rows);
    }

    /// How many pairs have which weight.
    pub(super) fn distribution(&mut self) {
        self.head("distribution");
        let mut bins = [0u64; BINS];
        for pair in &self.links.linked.pairs {
            let bits = f64::from(pair.log_odds) / std::f64::consts::LN_2;
            let bin = ((bits + 6.0) / 1.2).floor().clamp(0.0, (BINS - 1) as f64);
            bins[bin as usize] += 1;
        }
        let most = bins.iter().copied().max().unwrap_or(0).max(1) as f64;
        let title = escape(&self.words.text("linked-distribution"));
        let _ = write!(
            self.out,
            "<figure><svg viewBox=\"0 0 700 200\" width=\"700\" height=\"200\" role=\"img\" aria-label=\"{title}\"><g fill=\"#0b6e99\">"
        );
        for (at, count) in bins.iter().enumerate() {
            // By square root: the few uncertain pairs stay visible beside the many clear ones.
            let height = 160.0 * (*count as f64 / most).sqrt();
            let from = at as f64 * 1.2 - 6.0;
            let low = probability(from * std::f64::consts::LN_2);
            let _ = write!(
                self.out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"20\" height=\"{height:.1}\"><title>{from:.1} ({low:.3}): {count}</title></rect>",
                10.0 + at as f64 * 22.5,
                170.0 - height,
            );
        }
        self.out
            .push_str("</g><g font-size=\"12\" fill=\"currentColor\">");
        for bits in [-6, 0, 6, 12, 18, 24] {
            let x = 10.0 + (f64::from(bits) + 6.0) / 1.2 * 22.5;
            let _ = write!(self.out, "<text x=\"{x:.1}\" y=\"188\">{bits}</text>");
        }
        self.out.push_str("</g></svg></figure>\n");
    }
}

/// A weight as a bar from the middle: right for, left against.
pub(super) fn bar(bits: f64, most: f64) -> String {
    let length = (bits.abs() / most).min(1.0) * 60.0;
    let (x, paint) = if bits < 0.0 {
        (60.0 - length, "#b35c00")
    } else {
        (60.0, "#0b6e99")
    };
    format!(
        "<svg viewBox=\"0 0 120 12\" width=\"120\" height=\"12\" aria-hidden=\"true\"><rect x=\"{x:.1}\" y=\"1\" width=\"{length:.1}\" height=\"10\" fill=\"{paint}\"/><line x1=\"60\" y1=\"0\" x2=\"60\" y2=\"12\" stroke=\"currentColor\"/></svg>"
    )
}
