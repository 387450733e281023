//! How does the study's own text enter the document?
//!
//! The one place that knows both trees. Headings of the text's main level
//! become chapters, references to figures become numbers that link to how
//! they were counted, and the parts that the text asks for (a table, a chart,
//! the cases) stand where it asks for them. What it does not ask for is left
//! to `compose`. It adds no number and, but for the heading of an opening
//! without one, no word.

use crate::compose::counting;
use crate::compose::parts::Parts;
use crate::document::{
    Block, Chapter, Inline, Row, Table, Tone, anchor, isolated, plain, spoken, text,
};
use crate::phrase::figure_anchor;
use model::Problem;
use study::Part;
use study::computed::Computed;
use study::text::{self as study_text, Embed, Spoken, Text};
use words::Words;

/// The study's text in the words' language, with its numbers filled in.
///
/// # Errors
/// All references to something that the study does not have, with file and line.
pub fn fill(computed: &Computed, words: &Words) -> Result<Text, Vec<Problem>> {
    study_text::fill(computed, words.language().code(), &|number| {
        speak(number, words)
    })
}

/// A number as it stands in a sentence.
fn speak(number: &Spoken<'_>, words: &Words) -> String {
    if number.suppressed {
        return words.text("report-suppressed-number");
    }
    let say = |count: u64| {
        if number.counted {
            words.counted(number.unit, count)
        } else {
            words.number(count)
        }
    };
    match number.part {
        Part::Sure | Part::Confirmed => say(number.parts.sure),
        Part::Possible => say(number.parts.possible),
        Part::Both if number.parts.possible == 0 => say(number.parts.sure),
        Part::Both => words.text_with(
            "report-parts",
            &[
                ("sure", say(number.parts.sure).into()),
                ("possible", words.number(number.parts.possible).into()),
            ],
        ),
    }
}

/// The chapters of the text. Parts that it places are taken out of `parts`.
pub fn chapters(
    source: &Text,
    computed: &Computed,
    parts: &mut Parts<'_>,
    words: &Words,
) -> Vec<Chapter> {
    let mut reader = Reader {
        source,
        parts,
        words,
        tables: 0,
    };
    let main = main_level(source);
    let mut chapters: Vec<Chapter> = Vec::new();
    for block in &source.blocks {
        match block {
            study_text::Block::Heading { level, inlines } if *level <= main => {
                let heading = spoken(&reader.inlines(inlines));
                // A text that begins with the report's own title does not say it twice.
                if chapters.is_empty()
                    && heading == computed.title.in_language(words.language().code())
                {
                    continue;
                }
                chapters.push(Chapter {
                    id: format!("text-{}", chapters.len() + 1),
                    heading,
                    blocks: Vec::new(),
                });
            }
            // The notice already stands on every page.
            study_text::Block::Embed {
                embed: Embed::Notice,
            } if chapters.is_empty() => {}
            _ => {
                if chapters.is_empty() {
                    chapters.push(Chapter {
                        id: "text-1".into(),
                        heading: words.text("report-introduction"),
                        blocks: Vec::new(),
                    });
                }
                // A chapter that places a whole part is that part's chapter: links lead here.
                let named = match block {
                    study_text::Block::Embed { embed } => part_of(embed),
                    _ => None,
                };
                let first = named.filter(|part| !reader.parts.has(part));
                let made = reader.block(block, main);
                if let Some(chapter) = chapters.last_mut() {
                    if let Some(part) = first {
                        chapter.id = part.to_owned();
                    }
                    chapter.blocks.extend(made);
                }
            }
        }
    }
    chapters
}

/// The part that fills a chapter of its own, by the name that it has in `parts`.
fn part_of(embed: &Embed) -> Option<&'static str> {
    match embed {
        Embed::Cases => Some("cases"),
        Embed::Findings => Some("findings"),
        Embed::HowCounted => Some(counting::ID),
        _ => None,
    }
}

/// The highest level that is used more than once: a single first-level heading is a title.
fn main_level(source: &Text) -> u8 {
    let levels: Vec<u8> = source
        .blocks
        .iter()
        .filter_map(|block| match block {
            study_text::Block::Heading { level, .. } => Some(*level),
            _ => None,
        })
        .collect();
    let twice = |level: &u8| levels.iter().filter(|other| *other == level).count() > 1;
    levels
        .iter()
        .copied()
        .filter(twice)
        .min()
        .or(levels.iter().copied().min())
        .unwrap_or(1)
}

struct Reader<'a, 'p, 'c> {
    source: &'a Text,
    parts: &'p mut Parts<'c>,
    words: &'a Words,
    tables: usize,
}

impl Reader<'_, '_, '_> {
    fn blocks(&mut self, blocks: &[study_text::Block], main: u8) -> Vec<Block> {
        blocks
            .iter()
            .flat_map(|block| self.block(block, main))
            .collect()
    }

    fn block(&mut self, block: &study_text::Block, main: u8) -> Vec<Block> {
        match block {
            study_text::Block::Heading { level, inlines } => vec![Block::Heading {
                id: String::new(),
                // One below a chapter is level 2; levels are never skipped.
                level: if *level <= main + 1 { 2 } else { 3 },
                text: spoken(&self.inlines(inlines)),
            }],
            study_text::Block::Paragraph { inlines } => {
                vec![Block::Paragraph {
                    text: self.inlines(inlines),
                }]
            }
            study_text::Block::List { start, items } => vec![Block::List {
                ordered: start.is_some(),
                items: items.iter().map(|item| self.blocks(item, main)).collect(),
            }],
            study_text::Block::Quote { blocks } => {
                vec![Block::Quote {
                    blocks: self.blocks(blocks, main),
                }]
            }
            study_text::Block::Table { head, rows } => vec![self.typed_table(head, rows)],
            study_text::Block::Rule => Vec::new(),
            study_text::Block::Embed { embed } => self.embed(embed),
        }
    }

    fn embed(&mut self, embed: &Embed) -> Vec<Block> {
        let parts = &mut *self.parts;
        match embed {
            Embed::Table(figure) => parts.table(figure),
            Embed::Chart(id) => parts.chart(id),
            Embed::Law(id) => parts.law(id),
            Embed::Estimate(id) => parts.estimate(id),
            Embed::Cases => parts.cases(),
            Embed::Findings => parts.findings(),
            Embed::Notice => parts.notice(),
            Embed::Exclusions => parts.exclusions(),
            Embed::Sources => parts.sources(),
            Embed::HowCounted => parts.how_counted(),
        }
    }

    /// A table that somebody typed into the text.
    fn typed_table(
        &mut self,
        head: &[Vec<study_text::Inline>],
        rows: &[Vec<Vec<study_text::Inline>>],
    ) -> Block {
        self.tables += 1;
        let columns = head.len();
        Block::Table(Table {
            id: anchor("table-text", &self.tables.to_string()),
            caption: Vec::new(),
            head: head
                .iter()
                .map(|cell| spoken(&self.inlines(cell)))
                .collect(),
            numeric: vec![false; columns],
            shares: Vec::new(),
            rows: rows
                .iter()
                .map(|row| {
                    let mut cells: Vec<Vec<Inline>> =
                        row.iter().map(|cell| self.inlines(cell)).collect();
                    cells.resize(columns, Vec::new());
                    Row {
                        tone: Tone::Plain,
                        cells,
                    }
                })
                .collect(),
            note: Vec::new(),
        })
    }

    fn inlines(&self, inlines: &[study_text::Inline]) -> Vec<Inline> {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &study_text::Inline) -> Inline {
        match inline {
            study_text::Inline::Text { text: said } => text(said),
            study_text::Inline::Emphasis { inlines } => Inline::Emphasis {
                text: self.inlines(inlines),
            },
            study_text::Inline::Strong { inlines } => Inline::Strong {
                text: self.inlines(inlines),
            },
            study_text::Inline::Code { text } => Inline::Code { text: text.clone() },
            study_text::Inline::Break => Inline::Break,
            study_text::Inline::Footnote { number } => Inline::Note {
                text: self.note(*number),
            },
            study_text::Inline::Number {
                text: said, figure, ..
            } => Inline::Link {
                to: figure_anchor(figure),
                text: vec![isolated(said)],
            },
        }
    }

    /// A footnote's paragraphs as one run. A footnote inside a footnote is not followed,
    /// so that two that name each other end.
    fn note(&self, number: usize) -> Vec<Inline> {
        let mut said = Vec::new();
        for block in self.source.footnotes.get(number).into_iter().flatten() {
            let (study_text::Block::Paragraph { inlines }
            | study_text::Block::Heading { inlines, .. }) = block
            else {
                continue;
            };
            if !said.is_empty() {
                said.push(Inline::Break);
            }
            let marks = |inline: &&study_text::Inline| {
                !matches!(inline, study_text::Inline::Footnote { .. })
            };
            said.extend(
                inlines
                    .iter()
                    .filter(marks)
                    .map(|inline| self.inline(inline)),
            );
        }
        if said.is_empty() {
            plain(self.words.text("report-none"))
        } else {
            said
        }
    }
}
