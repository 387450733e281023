//! What does one page say about a linkage?
//!
//! One file, no script, nothing from outside, both directions: weights by
//! level, probabilities, blocking, the threshold, and the most telling pairs
//! field by field. Invariant: every text of the table goes through `escape`;
//! the page's own policy lets the browser fetch nothing.

mod charts;

use crate::links::{Measured, TableLinks};
use charts::bar;
use linkage::evaluate::Quality;
use linkage::{Model, Pair};
use report::html::escape;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use words::{Language, Words};

const SHEET: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}\
h2{margin-block-start:2.5rem}\
table{border-collapse:collapse;margin-block:1rem}\
th,td{padding:.2rem .8rem;text-align:start;border-block-end:1px solid #8884;vertical-align:top}\
td.number,th.number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}\
td.number{unicode-bidi:plaintext}\
.wide{overflow-x:auto}\
svg{max-width:100%;height:auto;direction:ltr}\
figure{margin:1rem 0}\
section.pair{border:1px solid #8886;border-radius:.4rem;padding:.5rem 1rem;margin-block:1rem}\
.hint{opacity:.8}\
@media print{section.pair{break-inside:avoid}}";

/// Pairs that are shown field by field.
const SHOWN: usize = 12;
/// Rules, fields and levels are few; columns of a chart are this many.
const BINS: usize = 30;

/// The words for a level of agreement; a level without words keeps its name.
pub fn level_in_words(words: &Words, level: &str) -> String {
    let id = format!("linkage-level-{level}");
    if words.has(&id) {
        words.text(&id)
    } else {
        level.to_owned()
    }
}

/// The words for a field of a model; a column of the table keeps its header.
pub fn field_in_words(words: &Words, field: &str) -> String {
    let id = format!("linkage-field-{field}");
    let known = linkage::roles::ROLES.iter().any(|(_, role)| *role == field) || field == "place";
    if known && words.has(&id) {
        words.text(&id)
    } else {
        field.to_owned()
    }
}

/// The page of a linkage.
pub(crate) fn page(links: &TableLinks, words: &Words) -> String {
    let mut page = Page {
        links,
        words,
        out: String::new(),
    };
    let policy = crate::open::base64(&Sha256::digest(SHEET.as_bytes()));
    let direction = if words.language() == Language::Arabic {
        "rtl"
    } else {
        "ltr"
    };
    let _ = write!(
        page.out,
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{policy}'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{SHEET}</style></head>\n<body>\n",
        words.language().code(),
        escape(&words.text("linked-title")),
    );
    let title = escape(&words.text("linked-title"));
    let _ = writeln!(page.out, "<h1>{title}</h1>");
    page.summary();
    if let Some(measured) = &links.measured {
        page.measured(measured);
    }
    page.threshold();
    page.distribution();
    page.weights();
    page.blocking();
    page.pairs();
    page.out.push_str("</body>\n</html>\n");
    page.out
}

struct Page<'a> {
    links: &'a TableLinks,
    words: &'a Words,
    out: String,
}

impl Page<'_> {
    fn head(&mut self, id: &str) {
        let title = escape(&self.words.text(&format!("linked-{id}")));
        let hint = escape(&self.words.text(&format!("linked-{id}-hint")));
        let _ = writeln!(self.out, "<h2>{title}</h2>\n<p class=\"hint\">{hint}</p>");
    }

    /// A table; columns from `numbers` on hold numbers. Cells are markup already.
    fn table(&mut self, headers: &[&str], numbers: usize, rows: &[Vec<String>]) {
        let class = |at: usize| {
            if at >= numbers {
                " class=\"number\""
            } else {
                ""
            }
        };
        self.out
            .push_str("<div class=\"wide\"><table>\n<thead><tr>");
        for (at, header) in headers.iter().enumerate() {
            let _ = write!(
                self.out,
                "<th scope=\"col\"{}>{}</th>",
                class(at),
                escape(&self.words.text(&format!("linked-column-{header}")))
            );
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let _ = write!(self.out, "<td{}>{cell}</td>", class(at));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>\n");
    }

    fn number(&self, number: u64) -> String {
        escape(&self.words.number(number))
    }

    fn summary(&mut self) {
        let summary = self.links.summary();
        let rows = [
            ("records", self.number(summary.records)),
            ("compared", self.number(summary.compared)),
            ("linked-pairs", self.number(summary.linked_pairs)),
            ("clusters", self.number(summary.clusters)),
            ("largest", self.number(summary.largest)),
            ("threshold", format!("{:.2}", summary.threshold)),
        ]
        .map(|(id, value)| vec![escape(&self.words.text(&format!("linked-{id}"))), value]);
        self.table(&["what", "count"], 1, &rows);
        if !self.links.draws.is_empty() {
            let counts: Vec<u64> = self
                .links
                .draws
                .iter()
                .map(|draw| {
                    draw.of_row
                        .iter()
                        .enumerate()
                        .filter(|(row, low)| *row as u32 == **low)
                        .count() as u64
                })
                .collect();
            let text = self.words.text_with(
                "linked-draws",
                &[
                    ("draws", counts.len().into()),
                    (
                        "least",
                        self.words
                            .number(counts.iter().copied().min().unwrap_or(0))
                            .into(),
                    ),
                    (
                        "most",
                        self.words
                            .number(counts.iter().copied().max().unwrap_or(0))
                            .into(),
                    ),
                ],
            );
            let _ = writeln!(self.out, "<p>{}</p>", escape(&text));
        }
    }

    fn measured(&mut self, measured: &Measured) {
        self.head("measured");
        let row = |words: &Words, id: &str, quality: &Quality| {
            vec![
                escape(&words.text(&format!("linked-{id}"))),
                format!("{:.4}", quality.precision),
                format!("{:.4}", quality.recall),
                format!("{:.4}", quality.f1),
            ]
        };
        let rows = [
            row(self.words, "quality-pairs", &measured.pairs),
            row(self.words, "quality-best-pairs", &measured.best_pairs),
            row(self.words, "quality-clusters", &measured.clusters),
            row(self.words, "quality-b-cubed", &measured.b_cubed),
        ];
        self.table(&["what", "precision", "recall", "f1"], 1, &rows);
        let rows: Vec<Vec<String>> = measured
            .calibration
            .iter()
            .map(|band| {
                vec![
                    format!("{:.2}–{:.2}", band.from, band.to),
                    self.number(band.pairs),
                    format!("{:.3}", band.expected),
                    format!("{:.3}", band.observed),
                ]
            })
            .collect();
        self.table(&["probability", "pairs", "expected", "observed"], 0, &rows);
    }

    fn weights(&mut self) {
        self.head("weights");
        let rows: Vec<Vec<String>> = weights(&self.links.linked.model)
            .into_iter()
            .map(|(field, level, of_match, of_chance, bits)| {
                vec![
                    format!("<bdi>{}</bdi>", escape(&field_in_words(self.words, &field))),
                    escape(&level_in_words(self.words, &level)),
                    bar(bits, 12.0),
                    format!("{bits:+.2}"),
                    format!("{of_match:.4}"),
                    format!("{of_chance:.4}"),
                ]
            })
            .collect();
        self.table(
            &["field", "level", "bar", "weight", "of-match", "of-chance"],
            3,
            &rows,
        );
    }

    fn blocking(&mut self) {
        self.head("blocking");
        let rows: Vec<Vec<String>> = self
            .links
            .linked
            .rules
            .iter()
            .map(|rule| {
                vec![
                    format!("<bdi>{}</bdi>", escape(&rule.keys.join(" + "))),
                    self.number(rule.pairs),
                    self.number(rule.blocks),
                    self.number(rule.largest),
                    self.number(rule.most),
                    format!("{:.3}", rule.recall),
                    format!("{:.3}", rule.recall_so_far),
                    self.number(rule.refined),
                    self.number(rule.left),
                    self.number(rule.separated),
                    self.number(rule.cut),
                ]
            })
            .collect();
        let headers = [
            "rule",
            "pairs",
            "blocks",
            "largest",
            "most",
            "recall",
            "recall-so-far",
            "refined",
            "left",
            "separated",
            "cut",
        ];
        self.table(&headers, 1, &rows);
    }

    fn pairs(&mut self) {
        self.head("telling");
        for pair in telling(
            &self.links.linked.pairs,
            self.links.linked.model.settings.threshold,
        ) {
            self.pair(&pair);
        }
    }

    /// Two records side by side, and what each field adds.
    fn pair(&mut self, pair: &Pair) {
        let links = self.links;
        let bits = |log_odds: f32| f64::from(log_odds) / std::f64::consts::LN_2;
        let (start, steps) = links.linked.explain(pair.a, pair.b);
        let said = self.words.text_with(
            "linked-pair",
            &[("probability", format!("{:.3}", pair.probability()).into())],
        );
        let _ = writeln!(
            self.out,
            "<section class=\"pair\"><h3><bdi>{}</bdi> · <bdi>{}</bdi></h3>\n<p>{}</p>",
            escape(links.table.id(pair.a)),
            escape(links.table.id(pair.b)),
            escape(&said)
        );
        if pair.relatives > 0.5 {
            let _ = writeln!(
                self.out,
                "<p>{}</p>",
                escape(&self.words.text("linked-relatives"))
            );
        }
        let mut sum = bits(start);
        let mut rows = vec![vec![
            escape(&self.words.text("linked-start")),
            String::new(),
            String::new(),
            String::new(),
            bar(sum, 30.0),
            format!("{sum:+.2}"),
            format!("{sum:+.2}"),
        ]];
        for step in steps {
            let values = |row: u32| {
                let field = links
                    .linked
                    .model
                    .fields
                    .iter()
                    .find(|field| field.name == step.field);
                let values: Vec<String> = field
                    .into_iter()
                    .flat_map(|field| field.columns.values())
                    .filter_map(|header| {
                        let at = links
                            .table
                            .columns
                            .iter()
                            .position(|column| column.header == *header)?;
                        let value = links.table.value(at, row);
                        (!value.is_empty()).then(|| format!("<bdi>{}</bdi>", escape(value)))
                    })
                    .collect();
                values.join(" · ")
            };
            let adds = bits(step.adds);
            sum += adds;
            rows.push(vec![
                format!(
                    "<bdi>{}</bdi>",
                    escape(&field_in_words(self.words, &step.field))
                ),
                values(pair.a),
                values(pair.b),
                escape(&level_in_words(self.words, step.level)),
                bar(adds, 30.0),
                format!("{adds:+.2}"),
                format!("{sum:+.2}"),
            ]);
        }
        self.table(
            &["field", "first", "second", "level", "bar", "weight", "sum"],
            5,
            &rows,
        );
        self.out.push_str("</section>\n");
    }
}

/// Field, level, probability among matches, among chance pairs, log₂ of their ratio.
fn weights(model: &Model) -> Vec<(String, String, f64, f64, f64)> {
    let Some((matches, others)) = model.classes.split_first() else {
        return Vec::new();
    };
    let share: f64 = others.iter().map(|class| class.share).sum();
    let mut rows = Vec::new();
    for field in &model.fields {
        let Some(levels) = matches.levels.get(&field.name) else {
            continue;
        };
        for level in field.comparator.levels() {
            let Some(&of_match) = levels.get(level.name) else {
                continue;
            };
            if level.group == 0 {
                continue;
            }
            let of_chance: f64 = others
                .iter()
                .filter_map(|class| {
                    Some(class.share * class.levels.get(&field.name)?.get(level.name)?)
                })
                .sum::<f64>()
                / share.max(1e-12);
            let bits = (of_match.max(1e-12) / of_chance.max(1e-12)).log2();
            rows.push((
                field.name.clone(),
                level.name.to_owned(),
                of_match,
                of_chance,
                bits,
            ));
        }
    }
    rows
}

/// Pairs that tell most about the linkage: nearest to the threshold on both
/// sides, probable relatives, and the surest; each once, in this order.
fn telling(pairs: &[Pair], threshold: f64) -> Vec<Pair> {
    let threshold = threshold.clamp(1e-9, 1.0 - 1e-9);
    let odds = (threshold / (1.0 - threshold)).ln() as f32;
    let best = |keep: &dyn Fn(&Pair) -> bool, key: &dyn Fn(&Pair) -> f32, most: usize| {
        let mut kept: Vec<&Pair> = pairs.iter().filter(|pair| keep(pair)).collect();
        let order =
            |x: &&Pair, y: &&Pair| key(x).total_cmp(&key(y)).then((x.a, x.b).cmp(&(y.a, y.b)));
        if kept.len() > most {
            kept.select_nth_unstable_by(most, order);
            kept.truncate(most);
        }
        kept.sort_unstable_by(order);
        kept.into_iter().copied().collect::<Vec<Pair>>()
    };
    let near = |pair: &Pair| (pair.log_odds - odds).abs();
    let mut shown: Vec<Pair> = Vec::new();
    let chosen = [
        best(&|pair| pair.log_odds >= odds, &near, 4),
        best(&|pair| pair.log_odds < odds, &near, 4),
        best(&|pair| pair.relatives > 0.5, &|pair| -pair.relatives, 2),
        best(&|_| true, &|pair| -pair.log_odds, 2),
    ];
    for pair in chosen.into_iter().flatten() {
        if shown.len() < SHOWN
            && !shown
                .iter()
                .any(|known| (known.a, known.b) == (pair.a, pair.b))
        {
            shown.push(pair);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: u32, log_odds: f32, relatives: f32) -> Pair {
        Pair {
            a,
            b: a + 1,
            log_odds,
            relatives,
        }
    }

    #[test]
    fn no_text_of_a_table_can_begin_markup() {
        assert_eq!(escape("<b a='\"&\u{1}"), "&lt;b a=&#39;&quot;&amp;\u{fffd}");
    }

    #[test]
    fn the_most_telling_pairs_are_near_the_threshold_relatives_and_the_surest_each_once() {
        let pairs: Vec<Pair> = (0..40)
            .map(|at| pair(2 * at, at as f32 - 20.0, if at == 3 { 0.9 } else { 0.0 }))
            .collect();
        let shown: Vec<i32> = telling(&pairs, 0.5)
            .iter()
            .map(|pair| pair.log_odds as i32)
            .collect();
        assert_eq!(shown, [0, 1, 2, 3, -1, -2, -3, -4, -17, 19, 18]);
    }
}
