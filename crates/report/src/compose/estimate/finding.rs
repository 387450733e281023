//! What is the finding at a glance, in whole sentences, and on what does it rest?
//!
//! Tiles, sentences and the facts at the foot. Invariant: where nothing could be
//! estimated the tile says that there is no number, and the sentence that this does not
//! mean that nobody is missing.

use super::{Origin, Teller, said};
use crate::document::{Block, Fact, Inline, Tile, anchor, plain};
use crate::phrase::{said as label_said, when};
use estimate::{Answer, Tally};
use words::Value;

impl Teller<'_> {
    pub(super) fn tiles(&self) -> Vec<Tile> {
        let words = self.words;
        let to = anchor("table", &self.id("methods"));
        let tile = |number: String, possible: String, label: String| Tile {
            to: to.clone(),
            number,
            possible,
            label,
        };
        let mut tiles = vec![tile(
            words.number(self.shown.answer.n()),
            String::new(),
            words.text("estimate-page-tile-documented"),
        )];
        let span = |low: f64, high: f64| {
            words.text_with(
                "estimate-range",
                &[
                    ("low", said::down(low, words).into()),
                    ("high", said::up(high, words).into()),
                ],
            )
        };
        if !self.shown.answer.ran() {
            tiles.push(tile(
                words.text("estimate-page-tile-none"),
                String::new(),
                words.text("estimate-page-tile-none-why"),
            ));
            return tiles;
        }
        if let Some(bound) = self.bound() {
            let limits = words.text_with(
                "estimate-page-tile-interval",
                &[
                    ("low", said::down(bound.low, words).into()),
                    ("high", said::up(bound.high, words).into()),
                ],
            );
            let centre = bound.central().unwrap_or(bound.low);
            tiles.push(tile(
                said::about(centre, words),
                limits,
                words.text("estimate-page-tile-bound"),
            ));
        }
        if let Some(two) = self.two_lists() {
            tiles.push(tile(
                span(two.low, two.high),
                String::new(),
                words.text("estimate-page-tile-two"),
            ));
        } else if let Some(range) = self.range() {
            let numbers = if range.methods == 1 {
                "estimate-page-tile-number"
            } else {
                "estimate-page-tile-numbers"
            };
            tiles.push(tile(
                span(range.interval_low, range.interval_high),
                words.text_with(
                    numbers,
                    &[
                        ("low", said::about(range.low, words).into()),
                        ("high", said::about(range.high, words).into()),
                    ],
                ),
                words.text_with(
                    "estimate-page-tile-range",
                    &[("methods", range.methods.into())],
                ),
            ));
        }
        tiles
    }

    /// The finding in whole sentences.
    pub(super) fn finding(&self) -> Block {
        let words = self.words;
        let answer = &self.shown.answer;
        let mut sentences = vec![match self.draws_of_links() {
            Some(draws) => words.text_with(
                "estimate-page-documented-draws",
                &[
                    ("n", words.number(answer.n()).into()),
                    ("draws", draws.into()),
                ],
            ),
            None => words.text_with("estimate-page-documented-are", &[("n", answer.n().into())]),
        }];
        let lists = self.shown.pooled.as_ref().map_or(0, |tally| {
            estimate::gate::prepare(tally).tally.lists().len()
        });
        let mut rounded = true;
        if !answer.ran() {
            rounded = false;
            sentences.push(words.text("estimate-page-finding-none"));
        } else if let Some(two) = self.two_lists() {
            sentences.push(words.text_with(
                "estimate-page-finding-two",
                &[
                    ("low", said::down(two.low, words).into()),
                    ("high", said::up(two.high, words).into()),
                ],
            ));
        } else if let Some(range) = self.range() {
            let id = match range.methods {
                1 => "estimate-page-finding-one",
                _ => "estimate-page-finding-range",
            };
            sentences.push(words.text_with(
                id,
                &[
                    ("lists", lists.into()),
                    ("methods", range.methods.into()),
                    ("low", said::about(range.low, words).into()),
                    ("high", said::about(range.high, words).into()),
                    ("interval-low", said::down(range.interval_low, words).into()),
                    ("interval-high", said::up(range.interval_high, words).into()),
                ],
            ));
            if self.disagree() {
                sentences.push(words.text("estimate-page-finding-disagree"));
            }
        }
        if let Some(bound) = self.bound() {
            sentences.push(words.text_with(
                "estimate-page-finding-bound",
                &[("bound", said::down(bound.low, words).into())],
            ));
        }
        if let Answer::Strata(_, strata) = answer
            && strata.n_refused > 0
            && answer.ran()
        {
            sentences.push(words.text_with(
                "estimate-page-finding-refused-strata",
                &[("n", words.number(strata.n_refused).into())],
            ));
        }
        if rounded {
            sentences.push(words.text("estimate-page-rounded"));
        }
        Block::Paragraph {
            text: plain(sentences.join(" ")),
        }
    }

    /// From what the numbers were made, and how to make them again.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let words = self.words;
        let mut facts = Vec::new();
        let mut add = |id: &str, value: Vec<Inline>| {
            facts.push(Fact {
                label: words.text(id),
                value,
            });
        };
        match &self.shown.origin {
            Origin::File(file) => add(
                "estimate-page-fact-source",
                plain(words.text_with("estimate-page-from-file", &[("file", file.into())])),
            ),
            Origin::Register {
                study,
                figure,
                position,
                as_known_on,
                possible_left_out,
                without_list,
            } => {
                add(
                    "estimate-page-fact-source",
                    plain(words.text_with(
                        "estimate-page-from-register",
                        &[
                            ("study", label_said(study, words).into()),
                            ("figure", label_said(figure, words).into()),
                        ],
                    )),
                );
                if let Some(day) = as_known_on {
                    add("report-fact-known", plain(when(day, words)));
                }
                add(
                    "estimate-page-fact-position",
                    plain(words.number(*position)),
                );
                let out: Vec<String> = [
                    ("estimate-possible-left-out", *possible_left_out),
                    ("estimate-without-list", *without_list),
                ]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(id, count)| words.text_with(id, &[("count", count.into())]))
                .collect();
                if !out.is_empty() {
                    add("estimate-page-fact-left-out", plain(out.join(" ")));
                }
            }
        }
        let (seed, version, hash) = match &self.shown.answer {
            Answer::Whole(whole) => (whole.seed, whole.version, Some(whole.tally_hash.clone())),
            Answer::Strata(_, strata) => (
                strata.seed,
                strata.version,
                self.shown.pooled.as_ref().map(Tally::hash),
            ),
        };
        if self.shown.answer.ran() {
            add(
                "estimate-page-fact-repeat",
                plain(words.text_with(
                    "estimate-repeat",
                    &[
                        ("seed", Value::Text(seed.to_string())),
                        ("version", version.into()),
                    ],
                )),
            );
        }
        if let Some(hash) = hash {
            add(
                "estimate-page-fact-tally",
                vec![Inline::Code { text: hash }],
            );
        }
        facts
    }
}
