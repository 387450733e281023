//! What does the text of a study say, with its numbers filled in?
//!
//! Markdown becomes a small tree of blocks and inlines that `report` lays out.
//! A number stands in the text as `{{figure.cell}}` and is never typed; the
//! sentence around it is spoken by a function that is passed in, because
//! sentences live in `words`. A reference to something that the study does not
//! have is a problem with file and line. Reading the Markdown is in `markdown`.

mod markdown;

use crate::computed::{Computed, Parts};
use crate::open::Part;
use markdown::Builder;
use model::Problem;
use pulldown_cmark::{Event, Options, Parser};
use serde::Serialize;
use std::collections::BTreeMap;

/// A text, ready to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// The footnotes by the order of their first mark.
    pub footnotes: Vec<Vec<Block>>,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What it says.
        inlines: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        inlines: Vec<Inline>,
    },
    /// A list.
    List {
        /// First number of a numbered list.
        start: Option<u64>,
        /// Items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote {
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A table typed in the text.
    Table {
        /// Header cells.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A rule between parts.
    Rule,
    /// A part of the report that is made from the computed study.
    Embed {
        /// Which.
        embed: Embed,
    },
}

/// A part of the report that is made from the computed study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "embed", content = "of", rename_all = "kebab-case")]
pub enum Embed {
    /// The table of a figure.
    Table(String),
    /// A chart.
    Chart(String),
    /// A law table, by the id of the test.
    Law(String),
    /// An estimate that the study declares.
    Estimate(String),
    /// The cases told one by one.
    Cases,
    /// What the checks found.
    Findings,
    /// The notice of an example office.
    Notice,
    /// Who was left out and why.
    Exclusions,
    /// Claims by basis.
    Sources,
    /// How each number was counted.
    HowCounted,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum Inline {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Emphasis.
    Emphasis {
        /// What is emphasised.
        inlines: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// What is emphasised.
        inlines: Vec<Inline>,
    },
    /// Literal words.
    Code {
        /// The words.
        text: String,
    },
    /// A forced new line.
    Break,
    /// The mark of a footnote, by its position in [`Text::footnotes`].
    Footnote {
        /// Position from 0.
        number: usize,
    },
    /// A number of a figure, spoken.
    Number {
        /// As spoken.
        text: String,
        /// The figure, to which the number can be opened.
        figure: String,
        /// The reference as typed.
        reference: String,
    },
}

/// A number to be spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken<'c> {
    /// What is counted.
    pub unit: &'c str,
    /// How many.
    pub parts: Parts,
    /// Which part is asked for.
    pub part: Part,
    /// With its noun.
    pub counted: bool,
    /// It is too small to leave the office: `parts` are nothing.
    pub suppressed: bool,
}

/// Speaks a number in the language of the text.
pub type Speak<'s> = dyn Fn(&Spoken<'_>) -> String + 's;

/// Reads the study's text in a language and fills in its numbers. A study
/// without a text in that language has an empty one.
///
/// # Errors
/// `study.text-reference` and `study.text-alone`, all of them, with file and line.
pub fn fill(computed: &Computed, language: &str, speak: &Speak<'_>) -> Result<Text, Vec<Problem>> {
    let file = format!("text.{language}.md");
    let Some(source) = computed.texts.get(language) else {
        return Ok(Text::default());
    };
    let (masked, references) = mask(source);
    let mut builder = Builder {
        computed,
        speak,
        source,
        file,
        references,
        problems: Vec::new(),
        notes: BTreeMap::new(),
        marks: Vec::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let events: Vec<Event<'_>> = Parser::new_ext(&masked, options).collect();
    let mut position = 0;
    let blocks = builder.blocks(&events, &mut position, None);
    let footnotes = builder
        .marks
        .iter()
        .map(|mark| builder.notes.get(mark).cloned().unwrap_or_default())
        .collect();
    if builder.problems.is_empty() {
        Ok(Text { blocks, footnotes })
    } else {
        Err(builder.problems)
    }
}

/// A reference in the source: where it stands and what is between the braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) offset: usize,
    pub(crate) length: usize,
    pub(crate) text: String,
}

/// Marks of private use stand for references while Markdown is read, so that
/// nothing between the braces is taken for Markdown.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// The source with each `{{…}}` replaced by its number between two marks.
fn mask(source: &str) -> (String, Vec<Reference>) {
    let references = references(source);
    let mut masked = String::with_capacity(source.len());
    let mut from = 0;
    for (number, reference) in references.iter().enumerate() {
        masked.push_str(&source[from..reference.offset].replace([OPEN, CLOSE], ""));
        masked.push_str(&format!("{OPEN}{number}{CLOSE}"));
        from = reference.offset + reference.length;
    }
    masked.push_str(&source[from..].replace([OPEN, CLOSE], ""));
    (masked, references)
}

/// Every `{{…}}` of a text. Braces that do not close on their line are words.
pub(crate) fn references(source: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = source[from..].find("{{").map(|at| from + at) {
        let inside = start + 2;
        let end = source[inside..].find("}}").map(|at| inside + at);
        match end {
            Some(end) if !source[inside..end].contains(['\n', '{']) => {
                found.push(Reference {
                    offset: start,
                    length: end + 2 - start,
                    text: source[inside..end].trim().replace("\\|", "|"),
                });
                from = end + 2;
            }
            _ => from = inside,
        }
    }
    found
}
