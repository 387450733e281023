//! What stands in a document, before anybody asks whether it is a page or a print?
//!
//! One tree for every output: `compose` builds it from a computed study and
//! the words of a language, `html` and `pdf` only lay it out, so that the two
//! can never say different things. Texts are plain: nothing in the tree is
//! markup of any kind, and each output escapes what it needs to.

use serde::Serialize;

/// A whole document in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// `ar` or `en`.
    pub language: &'static str,
    /// `rtl` or `ltr`.
    pub direction: &'static str,
    /// Title.
    pub title: String,
    /// Subtitle or scope line; empty when there is none.
    pub subtitle: String,
    /// Who publishes.
    pub office: String,
    /// Shown on every page; empty when there is none.
    pub notice: String,
    /// Short facts of the title page: label and value.
    pub facts: Vec<Fact>,
    /// Fixed words of the layout.
    pub labels: Labels,
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

/// A label with its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: Vec<Inline>,
}

/// Words that a layout adds by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Labels {
    /// Heading of the list of contents.
    pub contents: String,
    /// Heading of the footnotes of a page without pages.
    pub notes: String,
    /// Link from a footnote back to its place.
    pub back: String,
    /// First link of a page: to its text.
    pub skip: String,
    /// Before the number of a table.
    pub table: String,
    /// Before the number of a chart.
    pub chart: String,
}

/// A chapter: one heading of the contents, begun on a new page of print.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chapter {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
    },
    /// A lesser heading, level 2 or 3.
    Heading {
        /// Anchor; empty when nothing points here.
        id: String,
        /// 2 or 3.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A list.
    List {
        /// Numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// Words of somebody else.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A remark set apart from the text.
    Remark {
        /// Its text.
        text: Vec<Inline>,
    },
    /// The figures at one glance.
    Tiles {
        /// One for each figure.
        tiles: Vec<Tile>,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Drawing(Drawing),
    /// Labels with values, such as an entry of the appendix.
    Facts {
        /// The pairs.
        facts: Vec<Fact>,
    },
    /// A query or another machine's text, left to right, kept as it stands.
    Code {
        /// The text.
        text: String,
    },
    /// A case told in short.
    Case(CaseCard),
}

/// A figure at one glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tile {
    /// Anchor of what the number rests on; empty when the document has no such place.
    pub to: String,
    /// The number.
    pub number: String,
    /// What may be added, in words; empty when everything is settled.
    pub possible: String,
    /// What it counts.
    pub label: String,
}

/// A table. Every row has as many cells as the head.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// Anchor.
    pub id: String,
    /// Caption.
    pub caption: Vec<Inline>,
    /// Column heads; the first is that of the row heads.
    pub head: Vec<String>,
    /// Whether a column holds numbers, for every column.
    pub numeric: Vec<bool>,
    /// How columns of words share the width: the longest text of each, within reason.
    pub shares: Vec<usize>,
    /// The rows; the first cell is the row's head.
    pub rows: Vec<Row>,
    /// What the reader must know beside it; may be empty.
    pub note: Vec<Inline>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Row of a total or of what is not known, set apart.
    pub tone: Tone,
    /// The cells.
    pub cells: Vec<Vec<Inline>>,
}

/// How a row is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// An ordinary row.
    Plain,
    /// What is not known.
    Unknown,
    /// A total.
    Total,
}

/// A chart with its caption.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    /// Anchor.
    pub id: String,
    /// Caption.
    pub caption: Vec<Inline>,
    /// What it shows, in words, for readers who do not see it.
    pub alt: String,
    /// The picture: SVG of our own making.
    pub svg: String,
    /// How to read it; may be empty.
    pub note: Vec<Inline>,
}

/// A case told in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseCard {
    /// Anchor.
    pub id: String,
    /// How the person is called.
    pub called: String,
    /// Origin, service: one line.
    pub about: Vec<Inline>,
    /// What happened, in the order of time.
    pub steps: Vec<Step>,
}

/// One event of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The day as known.
    pub when: String,
    /// What happened, where, by whom.
    pub what: Vec<Inline>,
    /// How it is known.
    pub known: String,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Inline {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// Text of unknown direction (a name, an id), kept apart from its neighbours.
    Isolated {
        /// The text.
        text: String,
    },
    /// Stressed.
    Emphasis {
        /// What is stressed.
        text: Vec<Inline>,
    },
    /// Strongly stressed.
    Strong {
        /// What is stressed.
        text: Vec<Inline>,
    },
    /// A machine's text: an id, a hash.
    Code {
        /// The text.
        text: String,
    },
    /// A link to a place in this document. Every number is one.
    Link {
        /// Anchor.
        to: String,
        /// What is linked.
        text: Vec<Inline>,
    },
    /// An address outside, printed in full and never fetched.
    Address {
        /// The address.
        url: String,
        /// What is linked.
        text: Vec<Inline>,
    },
    /// A footnote.
    Note {
        /// What it says.
        text: Vec<Inline>,
    },
    /// A new line in the same paragraph.
    Break,
}

/// A text as an inline.
pub fn text(words: impl Into<String>) -> Inline {
    Inline::Text { text: words.into() }
}

/// A text as the only inline.
pub fn plain(words: impl Into<String>) -> Vec<Inline> {
    vec![text(words)]
}

/// A text of unknown direction.
pub fn isolated(words: impl Into<String>) -> Inline {
    Inline::Isolated { text: words.into() }
}

/// A link to a place in this document.
pub fn link(to: impl Into<String>, words: impl Into<String>) -> Inline {
    Inline::Link {
        to: to.into(),
        text: plain(words),
    }
}

/// The text of inlines without footnotes, for captions and `alt`.
pub fn spoken(inlines: &[Inline]) -> String {
    let mut said = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Isolated { text } | Inline::Code { text } => {
                said.push_str(text);
            }
            Inline::Emphasis { text }
            | Inline::Strong { text }
            | Inline::Link { text, .. }
            | Inline::Address { text, .. } => said.push_str(&spoken(text)),
            Inline::Note { .. } => {}
            Inline::Break => said.push(' '),
        }
    }
    said
}

impl Document {
    /// Settles what only the whole document knows: links whose target it does
    /// not hold become plain text, and tables learn how wide their columns are.
    #[must_use]
    pub fn settled(mut self) -> Document {
        let mut anchors = std::collections::BTreeSet::new();
        for chapter in &self.chapters {
            anchors.insert(chapter.id.clone());
            collect_anchors(&chapter.blocks, &mut anchors);
        }
        for chapter in &mut self.chapters {
            settle_blocks(&mut chapter.blocks, &anchors);
        }
        self
    }
}

type Anchors = std::collections::BTreeSet<String>;

fn collect_anchors(blocks: &[Block], anchors: &mut Anchors) {
    for block in blocks {
        let id = match block {
            Block::Heading { id, .. } => id,
            Block::Table(table) => &table.id,
            Block::Drawing(drawing) => &drawing.id,
            Block::Case(card) => &card.id,
            Block::List { items, .. } => {
                items.iter().for_each(|item| collect_anchors(item, anchors));
                continue;
            }
            Block::Quote { blocks } => {
                collect_anchors(blocks, anchors);
                continue;
            }
            Block::Paragraph { .. }
            | Block::Remark { .. }
            | Block::Tiles { .. }
            | Block::Facts { .. }
            | Block::Code { .. } => continue,
        };
        anchors.insert(id.clone());
    }
}

fn settle_blocks(blocks: &mut [Block], anchors: &Anchors) {
    for block in blocks {
        match block {
            Block::Paragraph { text } | Block::Remark { text } => settle_inlines(text, anchors),
            Block::List { items, .. } => {
                items
                    .iter_mut()
                    .for_each(|item| settle_blocks(item, anchors));
            }
            Block::Quote { blocks } => settle_blocks(blocks, anchors),
            Block::Facts { facts } => {
                facts
                    .iter_mut()
                    .for_each(|fact| settle_inlines(&mut fact.value, anchors));
            }
            Block::Drawing(drawing) => {
                settle_inlines(&mut drawing.caption, anchors);
                settle_inlines(&mut drawing.note, anchors);
            }
            Block::Case(card) => {
                settle_inlines(&mut card.about, anchors);
                card.steps
                    .iter_mut()
                    .for_each(|step| settle_inlines(&mut step.what, anchors));
            }
            Block::Table(table) => {
                settle_inlines(&mut table.caption, anchors);
                settle_inlines(&mut table.note, anchors);
                table.shares = shares(table);
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    settle_inlines(cell, anchors);
                }
            }
            Block::Tiles { tiles } => tiles
                .iter_mut()
                .filter(|tile| !anchors.contains(&tile.to))
                .for_each(|tile| tile.to.clear()),
            Block::Heading { .. } | Block::Code { .. } => {}
        }
    }
}

/// The longest text of each column, between a word and a line.
fn shares(table: &Table) -> Vec<usize> {
    (0..table.head.len())
        .map(|column| {
            let head = table
                .head
                .get(column)
                .map_or(0, |head| head.chars().count());
            let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            (cells.map(|cell| longest_line(cell)).fold(head, usize::max) + 3).clamp(9, 44)
        })
        .collect()
}

fn longest_line(inlines: &[Inline]) -> usize {
    inlines
        .split(|inline| matches!(inline, Inline::Break))
        .map(|line| spoken(line).chars().count())
        .max()
        .unwrap_or(0)
}

fn settle_inlines(inlines: &mut Vec<Inline>, anchors: &Anchors) {
    let mut settled = Vec::with_capacity(inlines.len());
    for mut inline in inlines.drain(..) {
        match &mut inline {
            Inline::Emphasis { text }
            | Inline::Strong { text }
            | Inline::Address { text, .. }
            | Inline::Note { text } => settle_inlines(text, anchors),
            Inline::Link { to, text } => {
                settle_inlines(text, anchors);
                if !anchors.contains(to) {
                    settled.append(text);
                    continue;
                }
            }
            Inline::Text { .. } | Inline::Isolated { .. } | Inline::Code { .. } | Inline::Break => {
            }
        }
        settled.push(inline);
    }
    *inlines = settled;
}

/// An anchor of a record's or figure's id: only letters, digits and `-`, so
/// that it means the same in a page, in a print and in a link.
pub fn anchor(kind: &str, id: &str) -> String {
    let mut name = String::from(kind);
    name.push('-');
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            name.push(letter);
        } else {
            // Escaped by number, so that two ids never share an anchor.
            name.push_str(&format!("_{:x}_", letter as u32));
        }
    }
    name
}
