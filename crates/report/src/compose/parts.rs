//! Which parts of the report has its text already placed?
//!
//! Every part stands in a document once: where the text asks for it, else in
//! the chapter that `compose` makes for it. Asked for again, it is a link to
//! where it stands.

use crate::compose::estimate::{self, EstimateShown};
use crate::compose::{cases, counting, figures, findings, law, method};
use crate::document::{Block, Chapter, link, plain, spoken};
use crate::figure;
use crate::phrase::said;
use std::collections::BTreeSet;
use study::computed::{Chart, Computed};
use words::Words;

/// What is left to place.
pub struct Parts<'c> {
    computed: &'c Computed,
    words: &'c Words,
    estimates: &'c [EstimateShown],
    placed: BTreeSet<String>,
}

impl<'c> Parts<'c> {
    /// Nothing is placed yet.
    pub fn new(
        computed: &'c Computed,
        estimates: &'c [EstimateShown],
        words: &'c Words,
    ) -> Parts<'c> {
        Parts {
            computed,
            words,
            estimates,
            placed: BTreeSet::new(),
        }
    }

    /// Whether the text placed a part, by the anchor or name that it has here.
    pub fn has(&self, part: &str) -> bool {
        self.placed.contains(part)
    }

    /// Places blocks under a name; the second time a link to the first.
    fn once(&mut self, name: &str, blocks: Vec<Block>) -> Vec<Block> {
        if self.placed.insert(name.to_owned()) {
            return blocks;
        }
        blocks
            .iter()
            .find_map(|block| match block {
                Block::Table(table) => Some((table.id.clone(), spoken(&table.caption))),
                Block::Drawing(drawing) => Some((drawing.id.clone(), spoken(&drawing.caption))),
                Block::Case(card) => Some((card.id.clone(), card.called.clone())),
                _ => None,
            })
            .map(|(to, caption)| Block::Paragraph {
                text: vec![link(to, caption)],
            })
            .into_iter()
            .collect()
    }

    /// The table of a figure.
    pub fn table(&mut self, id: &str) -> Vec<Block> {
        let Some(figure) = self.computed.figures.iter().find(|figure| figure.id == id) else {
            // The text asked for it: that it is withheld is said.
            return vec![Block::Remark {
                text: plain(
                    self.words
                        .text_with("report-withheld", &[("figure", id.into())]),
                ),
            }];
        };
        let table = figures::table(figure, self.computed, self.words);
        self.once(
            &format!("table {id}"),
            table.map(Block::Table).into_iter().collect(),
        )
    }

    /// A chart; its title alone when it has nothing to show.
    pub fn chart(&mut self, id: &str) -> Vec<Block> {
        let found = self
            .computed
            .charts
            .iter()
            .find(|chart| chart_id(chart) == id);
        let Some(chart) = found else {
            return Vec::new();
        };
        let drawing = figure::svg(chart, self.computed, self.words);
        self.once(
            &format!("chart {id}"),
            drawing.map(Block::Drawing).into_iter().collect(),
        )
    }

    /// A law test.
    pub fn law(&mut self, id: &str) -> Vec<Block> {
        let found = self.computed.law_tables.iter().find(|table| table.id == id);
        let Some(table) = found else {
            return Vec::new();
        };
        self.once(
            &format!("law {id}"),
            law::test(table, self.computed, self.words),
        )
    }

    /// An estimate that the study declares, under its title.
    pub fn estimate(&mut self, id: &str) -> Vec<Block> {
        let Some(shown) = self.estimates.iter().find(|shown| shown.id == id) else {
            return Vec::new();
        };
        let chapter = estimate::chapter(shown, self.words);
        if !self.placed.insert(format!("estimate {id}")) {
            return vec![Block::Paragraph {
                text: vec![link(chapter.id, chapter.heading)],
            }];
        }
        let mut blocks = vec![Block::Heading {
            id: chapter.id,
            level: 2,
            text: chapter.heading,
        }];
        blocks.extend(chapter.blocks);
        blocks
    }

    /// The chapters of the estimates that the text does not place.
    pub fn unplaced_estimates(&self) -> Vec<Chapter> {
        self.estimates
            .iter()
            .filter(|shown| !self.has(&format!("estimate {}", shown.id)))
            .map(|shown| estimate::chapter(shown, self.words))
            .collect()
    }

    /// The cases.
    pub fn cases(&mut self) -> Vec<Block> {
        self.once("cases", cases::blocks(self.computed, self.words))
    }

    /// What the checks found.
    pub fn findings(&mut self) -> Vec<Block> {
        self.once("findings", findings::blocks(self.computed, self.words))
    }

    /// The notice of an example office.
    pub fn notice(&mut self) -> Vec<Block> {
        self.computed
            .notice
            .iter()
            .map(|notice| Block::Remark {
                text: plain(said(notice, self.words)),
            })
            .collect()
    }

    /// Who was left out and why.
    pub fn exclusions(&mut self) -> Vec<Block> {
        self.once(
            "exclusions",
            vec![method::exclusions(self.computed, self.words)],
        )
    }

    /// Claims by basis.
    pub fn sources(&mut self) -> Vec<Block> {
        let table = method::sources(self.computed, self.words);
        self.once("sources", table.into_iter().collect())
    }

    /// How each number was counted; the second time a link to the first.
    pub fn how_counted(&mut self) -> Vec<Block> {
        if self.has(counting::ID) {
            return vec![Block::Paragraph {
                text: vec![link(counting::ID, self.words.text("report-counting"))],
            }];
        }
        self.once(counting::ID, counting::blocks(self.computed, self.words))
    }
}

/// The id of a chart, whatever its kind.
pub fn chart_id(chart: &Chart) -> &str {
    match chart {
        Chart::Timeline { id, .. } | Chart::Flow { id, .. } | Chart::Bars { id, .. } => id,
    }
}
