//! How does an estimate stand in a report, and on a sheet of its own?
//!
//! The same parts in both: documented persons, estimates side by side, lower bound,
//! without one list, under other priors, strata that were refused, assumptions in
//! plain words, who is on which lists, how far the methods agree. Invariant:
//! documented and estimated never stand in one sum, and the closing sentence that an
//! estimate adds no names is part of every output, of a refused one too.

mod finding;
mod said;
mod tables;

use crate::document::{Block, Chapter, Document, Drawing, Inline, anchor, isolated, plain, text};
use crate::figure::densities::{self, Curve};
use crate::figure::upset;
use crate::phrase::{labels, said as label_said};
use estimate::{Answer, Beside, Diagnostics, MethodResult, Tally};
use model::profile::Label;
pub use said::{
    FindingSaid, Range, finding as finding_in_words, from_to, no_number, prior as prior_in_words,
    range,
};
use std::collections::BTreeMap;
use words::Words;

/// Width of a picture in a column of the sheet, in CSS pixels.
const COLUMN: f64 = 430.0;

/// An estimate with everything that is shown beside it.
#[derive(Clone, Debug)]
pub struct EstimateShown {
    /// Id: part of the anchors, one for each estimate of a document.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Of whom it speaks, in words.
    pub population: Option<Label>,
    /// The estimate, or the reasons why there is none.
    pub answer: Answer,
    /// Without one list, under other priors.
    pub beside: Beside,
    /// All documented persons by their lists.
    pub pooled: Option<Tally>,
    /// How lists are called, by their name in the tally.
    pub lists: BTreeMap<String, Label>,
    /// How values of strata are called.
    pub values: BTreeMap<String, Label>,
    /// Combinations of lists with fewer persons than this are not shown by themselves; 0 shows all.
    pub least: u64,
    /// Where the tally came from.
    pub origin: Origin,
}

/// Where a tally came from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A sheet of this name.
    File(String),
    /// The register.
    Register {
        /// Study, by its title.
        study: Label,
        /// Figure, by its title.
        figure: Label,
        /// Number of log entries read.
        position: u64,
        /// Day of the learned clock, if one was asked for.
        as_known_on: Option<String>,
        /// Persons that the figure counts only as possible.
        possible_left_out: u64,
        /// Persons of the figure on no list.
        without_list: u64,
    },
}

/// Who publishes a sheet that stands alone.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    /// Name of the office; empty for a tally that belongs to none.
    pub office: Label,
    /// Shown on every page when the office is an example.
    pub notice: Option<Label>,
}

/// What is said of one estimate in one language.
struct Teller<'a> {
    shown: &'a EstimateShown,
    words: &'a Words,
}

/// The chapter of a report.
pub fn chapter(shown: &EstimateShown, words: &Words) -> Chapter {
    let teller = Teller { shown, words };
    let mut blocks = Vec::new();
    blocks.extend(
        teller
            .population()
            .map(|said| Block::Paragraph { text: said }),
    );
    blocks.push(Block::Tiles {
        tiles: teller.tiles(),
    });
    blocks.push(teller.finding());
    blocks.push(Block::Remark {
        text: plain(words.text("estimate-page-closing")),
    });
    blocks.extend(teller.numbers());
    blocks.extend(teller.curves(crate::figure::WIDTH).map(Block::Drawing));
    blocks.extend(teller.overlaps(crate::figure::WIDTH).map(Block::Drawing));
    blocks.extend(teller.sensitivity());
    blocks.extend(teller.listed("estimate-page-findings", teller.findings(true)));
    blocks.extend(teller.listed("estimate-page-assumptions", teller.assumptions()));
    blocks.push(Block::Facts {
        facts: teller.facts(),
    });
    Chapter {
        id: anchor("estimate", &shown.id),
        heading: label_said(&shown.title, words),
        blocks,
    }
}

/// The sheet for a commission or a court.
pub fn sheet(shown: &EstimateShown, publisher: &Publisher, words: &Words) -> Document {
    let teller = Teller { shown, words };
    let chapter = |id: &str, heading: String, blocks: Vec<Block>| Chapter {
        id: id.into(),
        heading,
        blocks,
    };
    let mut chapters = vec![chapter(
        "finding",
        String::new(),
        vec![
            Block::Tiles {
                tiles: teller.tiles(),
            },
            teller.finding(),
        ],
    )];
    let mut left = teller.numbers();
    left.extend(teller.sensitivity());
    let pictures: Vec<Block> = [teller.curves(COLUMN), teller.overlaps(COLUMN)]
        .into_iter()
        .flatten()
        .map(Block::Drawing)
        .collect();
    chapters.push(chapter("numbers", String::new(), left));
    chapters.push(chapter("pictures", String::new(), pictures));
    for (id, heading, items) in [
        ("caution", "estimate-page-findings", teller.findings(false)),
        (
            "assumptions",
            "estimate-page-assumptions",
            teller.assumptions(),
        ),
    ] {
        if !items.is_empty() {
            chapters.push(chapter(id, words.text(heading), vec![list(items)]));
        }
    }
    chapters.push(chapter(
        "statement",
        String::new(),
        vec![Block::Remark {
            text: plain(words.text("estimate-page-closing")),
        }],
    ));
    chapters.retain(|chapter| !chapter.blocks.is_empty());
    Document {
        language: words.language().code(),
        direction: words.language().direction(),
        title: label_said(&shown.title, words),
        subtitle: shown
            .population
            .as_ref()
            .map(|label| label_said(label, words))
            .unwrap_or_default(),
        office: label_said(&publisher.office, words),
        notice: publisher
            .notice
            .as_ref()
            .map(|label| label_said(label, words))
            .unwrap_or_default(),
        facts: teller.facts(),
        labels: labels(words),
        chapters,
    }
    .settled()
}

fn list(items: Vec<Vec<Inline>>) -> Block {
    Block::List {
        ordered: false,
        items: items
            .into_iter()
            .map(|text| vec![Block::Paragraph { text }])
            .collect(),
    }
}

impl Teller<'_> {
    fn id(&self, part: &str) -> String {
        format!("{}-{part}", self.shown.id)
    }

    fn population(&self) -> Option<Vec<Inline>> {
        let population = self.shown.population.as_ref()?;
        Some(plain(self.words.text_with(
            "estimate-page-population",
            &[("population", label_said(population, self.words).into())],
        )))
    }

    /// How a list is called; the office's own records have a name of their own.
    fn list(&self, name: &str) -> String {
        match self.shown.lists.get(name) {
            Some(label) => label_said(label, self.words),
            None => name.to_owned(),
        }
    }

    fn method(&self, name: &str) -> String {
        self.words.text(&format!("estimate-method-{name}"))
    }

    /// The tables of the numbers: methods, two lists' range, strata, draws of the links.
    fn numbers(&self) -> Vec<Block> {
        [
            self.methods_table(),
            self.two_lists_table(),
            self.strata_table(),
            self.replicates_table(),
        ]
        .into_iter()
        .flatten()
        .map(Block::Table)
        .collect()
    }

    fn sensitivity(&self) -> Vec<Block> {
        [self.without_table(), self.priors_table()]
            .into_iter()
            .flatten()
            .map(Block::Table)
            .collect()
    }

    fn curves(&self, width: f64) -> Option<Drawing> {
        let (n, curves): (u64, Vec<Curve<'_>>) = match &self.shown.answer {
            Answer::Whole(whole) => (
                whole.n,
                whole
                    .methods
                    .iter()
                    .filter(|m| m.method != "chapman")
                    .filter_map(|m| {
                        Some(Curve {
                            name: self.method(m.method),
                            lower_bound: m.lower_bound,
                            n_hat: m.n_hat?,
                            draws: &m.draws,
                        })
                    })
                    .collect(),
            ),
            Answer::Strata(_, strata) => (
                strata.n - strata.n_refused,
                strata
                    .totals
                    .iter()
                    .filter_map(|total| {
                        Some(Curve {
                            name: self.method(total.method),
                            lower_bound: false,
                            n_hat: total.n_hat?,
                            draws: &total.draws,
                        })
                    })
                    .collect(),
            ),
        };
        densities::draw(&self.id("curves"), width, n, &curves, self.words)
    }

    fn overlaps(&self, width: f64) -> Option<Drawing> {
        let pooled = self.shown.pooled.as_ref()?;
        upset::draw(
            &self.id("overlaps"),
            width,
            &estimate::upset(pooled),
            self.shown.least,
            &|name| self.list(name),
            self.words,
        )
    }

    fn listed(&self, heading: &str, items: Vec<Vec<Inline>>) -> Vec<Block> {
        if items.is_empty() {
            return Vec::new();
        }
        vec![
            Block::Heading {
                id: String::new(),
                level: 2,
                text: self.words.text(heading),
            },
            list(items),
        ]
    }

    /// Each finding with what it does; with advice for the office, or without for a reader outside.
    fn findings(&self, advice: bool) -> Vec<Vec<Inline>> {
        let mut seen = Vec::new();
        for finding in said::findings(&self.shown.answer) {
            if !seen.contains(&finding) {
                seen.push(finding);
            }
        }
        seen.into_iter()
            .map(|finding| {
                let found = finding_in_words(finding, &|name| self.list(name), self.words);
                let mut inlines = vec![
                    Inline::Strong {
                        text: plain(found.action),
                    },
                    text(format!(" {}", found.sentence)),
                ];
                if advice && !found.hint.is_empty() {
                    inlines.push(text(format!(" {}", found.hint)));
                }
                inlines
            })
            .collect()
    }

    fn assumptions(&self) -> Vec<Vec<Inline>> {
        said::assumptions(&self.shown.answer)
            .into_iter()
            .map(|id| plain(self.words.text(id)))
            .collect()
    }

    fn whole_methods(&self) -> &[MethodResult] {
        match &self.shown.answer {
            Answer::Whole(whole) => &whole.methods,
            Answer::Strata(..) => &[],
        }
    }

    /// Number of tallies, when the answer joins draws of uncertain links.
    fn draws_of_links(&self) -> Option<usize> {
        self.whole_methods()
            .iter()
            .find_map(|method| match &method.diagnostics {
                Diagnostics::Replicates { tallies, .. } => Some(*tallies),
                _ => None,
            })
    }

    fn stratum(&self, values: &[String]) -> Vec<Inline> {
        let mut said = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                said.push(text(" · "));
            }
            said.push(isolated(said::value(
                value,
                &self.shown.values,
                matches!(self.shown.origin, Origin::Register { .. }),
                self.words,
            )));
        }
        said
    }
}
