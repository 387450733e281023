//! What does the text of a study say, with its numbers filled in?
//!
//! Markdown becomes a small tree of blocks and inlines that `report` lays out.
//! A number stands in the text as `{{figure.cell}}` and is never typed; the
//! sentence around it is spoken by a function that is passed in, because
//! sentences live in `words`. A reference to something that the study does not
//! have is a problem with file and line. HTML and links are not taken over.

use crate::computed::{Chart, Computed, Parts};
use crate::definition::line_at;
use crate::open::{Part, find_cell};
use model::{Code, Problem};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
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

struct Builder<'c, 's> {
    computed: &'c Computed,
    speak: &'s Speak<'s>,
    source: &'c str,
    file: String,
    references: Vec<Reference>,
    problems: Vec<Problem>,
    notes: BTreeMap<String, Vec<Block>>,
    marks: Vec<String>,
}

impl Builder<'_, '_> {
    /// Blocks until the end of the enclosing tag.
    fn blocks(
        &mut self,
        events: &[Event<'_>],
        position: &mut usize,
        end: Option<TagEnd>,
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some(event) = events.get(*position) {
            *position += 1;
            match event {
                Event::End(tag) if Some(*tag) == end => break,
                Event::Start(Tag::Paragraph) => {
                    let inlines = self.inlines(events, position, TagEnd::Paragraph);
                    blocks.push(self.paragraph(inlines));
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let inlines = self.inlines(events, position, TagEnd::Heading(*level));
                    blocks.push(Block::Heading {
                        level: depth(*level),
                        inlines: self.resolved(inlines),
                    });
                }
                Event::Start(Tag::BlockQuote(kind)) => {
                    let inner = self.blocks(events, position, Some(TagEnd::BlockQuote(*kind)));
                    blocks.push(Block::Quote { blocks: inner });
                }
                Event::Start(Tag::List(start)) => {
                    let mut items = Vec::new();
                    while let Some(Event::Start(Tag::Item)) = events.get(*position) {
                        *position += 1;
                        items.push(self.blocks(events, position, Some(TagEnd::Item)));
                    }
                    *position += 1;
                    blocks.push(Block::List {
                        start: *start,
                        items,
                    });
                }
                Event::Start(Tag::FootnoteDefinition(mark)) => {
                    let inner = self.blocks(events, position, Some(TagEnd::FootnoteDefinition));
                    self.notes.insert(mark.to_string(), inner);
                }
                Event::Start(Tag::Table(_)) => blocks.push(self.table(events, position)),
                Event::Start(Tag::CodeBlock(_)) => {
                    let inlines = self.inlines(events, position, TagEnd::CodeBlock);
                    blocks.push(Block::Paragraph {
                        inlines: self.resolved(inlines),
                    });
                }
                Event::Rule => blocks.push(Block::Rule),
                // A tight list has its words in the item itself.
                Event::Text(_) | Event::Code(_) | Event::Start(_) | Event::FootnoteReference(_) => {
                    *position -= 1;
                    let inlines = self.loose(events, position);
                    blocks.push(self.paragraph(inlines));
                }
                _ => {}
            }
        }
        blocks
    }

    /// Inlines that stand in no paragraph, until something else begins or ends.
    fn loose(&mut self, events: &[Event<'_>], position: &mut usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some(event) = events.get(*position) {
            let inline = matches!(
                event,
                Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::FootnoteReference(_)
                    | Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                            | Tag::Strikethrough
                    )
            );
            if !inline {
                // A block that is not known here is stepped over, or nothing would move on.
                if inlines.is_empty() {
                    *position += 1;
                }
                break;
            }
            *position += 1;
            self.inline(event, events, position, &mut inlines);
        }
        inlines
    }

    fn table(&mut self, events: &[Event<'_>], position: &mut usize) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some(event) = events.get(*position) {
            *position += 1;
            match event {
                Event::Start(Tag::TableHead) => {
                    head = self.cells(events, position, TagEnd::TableHead)
                }
                Event::Start(Tag::TableRow) => {
                    rows.push(self.cells(events, position, TagEnd::TableRow))
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { head, rows }
    }

    fn cells(
        &mut self,
        events: &[Event<'_>],
        position: &mut usize,
        end: TagEnd,
    ) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some(event) = events.get(*position) {
            *position += 1;
            match event {
                Event::Start(Tag::TableCell) => {
                    let inlines = self.inlines(events, position, TagEnd::TableCell);
                    cells.push(self.resolved(inlines));
                }
                Event::End(tag) if *tag == end => break,
                _ => {}
            }
        }
        cells
    }

    fn inlines(&mut self, events: &[Event<'_>], position: &mut usize, end: TagEnd) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some(event) = events.get(*position) {
            *position += 1;
            if *event == Event::End(end) {
                break;
            }
            self.inline(event, events, position, &mut inlines);
        }
        inlines
    }

    fn inline(
        &mut self,
        event: &Event<'_>,
        events: &[Event<'_>],
        position: &mut usize,
        inlines: &mut Vec<Inline>,
    ) {
        match event {
            Event::Text(text) => push_text(inlines, text),
            Event::SoftBreak => push_text(inlines, " "),
            Event::HardBreak => inlines.push(Inline::Break),
            Event::Code(text) => inlines.push(Inline::Code {
                text: text.to_string(),
            }),
            Event::FootnoteReference(mark) => {
                let known = self.marks.iter().position(|known| **known == **mark);
                let number = known.unwrap_or_else(|| {
                    self.marks.push(mark.to_string());
                    self.marks.len() - 1
                });
                inlines.push(Inline::Footnote { number });
            }
            Event::Start(Tag::Emphasis) => {
                let inner = self.inlines(events, position, TagEnd::Emphasis);
                inlines.push(Inline::Emphasis {
                    inlines: self.resolved(inner),
                });
            }
            Event::Start(Tag::Strong) => {
                let inner = self.inlines(events, position, TagEnd::Strong);
                inlines.push(Inline::Strong {
                    inlines: self.resolved(inner),
                });
            }
            // The words of a link stay; where it leads is dropped with its tags.
            _ => {}
        }
    }

    /// A paragraph, or the part of the report that it names alone.
    fn paragraph(&mut self, inlines: Vec<Inline>) -> Block {
        if let [Inline::Text { text }] = inlines.as_slice()
            && let Some(number) = alone(text)
        {
            let reference = self.references[number].clone();
            if let Some(embed) = self.embed(&reference) {
                return Block::Embed { embed };
            }
        }
        Block::Paragraph {
            inlines: self.resolved(inlines),
        }
    }

    /// The part that a reference names; none when it names a number.
    fn embed(&mut self, reference: &Reference) -> Option<Embed> {
        let computed = self.computed;
        let of = |known: bool, embed: Embed| known.then_some(embed);
        let embed = match reference.text.split_once(':') {
            Some((kind, id)) => {
                let id = id.trim().to_owned();
                match kind.trim() {
                    "table" => of(
                        computed.figures.iter().any(|figure| figure.id == id)
                            || withheld(computed, &id),
                        Embed::Table(id),
                    ),
                    "chart" => of(
                        computed.charts.iter().any(|chart| chart_id(chart) == id),
                        Embed::Chart(id),
                    ),
                    "law" => of(
                        computed.law_tables.iter().any(|table| table.id == id),
                        Embed::Law(id),
                    ),
                    "estimate" => of(
                        computed.estimates.iter().any(|known| known.id == id),
                        Embed::Estimate(id),
                    ),
                    _ => None,
                }
            }
            None => match reference.text.as_str() {
                "cases" => Some(Embed::Cases),
                "findings" => Some(Embed::Findings),
                "notice" => Some(Embed::Notice),
                "exclusions" => Some(Embed::Exclusions),
                "sources" => Some(Embed::Sources),
                "how-counted" => Some(Embed::HowCounted),
                _ => return None,
            },
        };
        if embed.is_none() {
            self.problem(Code::StudyTextReference, reference);
        }
        // A part that is not there has its problem; the tree is not handed out then.
        Some(embed.unwrap_or(Embed::Notice))
    }

    /// Texts with their references spoken.
    fn resolved(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut spoken = Vec::with_capacity(inlines.len());
        for inline in inlines {
            let Inline::Text { text } = inline else {
                spoken.push(inline);
                continue;
            };
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once(OPEN) {
                let Some((number, after)) = after.split_once(CLOSE) else {
                    break;
                };
                push_text(&mut spoken, before);
                if let Some(reference) = number
                    .parse::<usize>()
                    .ok()
                    .and_then(|number| self.references.get(number).cloned())
                {
                    spoken.extend(self.number(&reference));
                }
                rest = after;
            }
            push_text(&mut spoken, rest);
        }
        spoken
    }

    fn number(&mut self, reference: &Reference) -> Option<Inline> {
        let (path, asked) = match reference.text.split_once('|') {
            Some((path, asked)) => (path.trim(), Some(asked.trim())),
            None => (reference.text.as_str(), None),
        };
        if asked.is_some_and(|asked| asked != "counted") {
            self.problem(Code::StudyTextReference, reference);
            return None;
        }
        if let Some((unit, figure)) = self.suppressed(path) {
            let text = (self.speak)(&Spoken {
                unit: &unit,
                parts: Parts::default(),
                part: Part::Both,
                counted: asked.is_some(),
                suppressed: true,
            });
            return Some(Inline::Number {
                text,
                figure,
                reference: path.to_owned(),
            });
        }
        let Ok(found) = find_cell(self.computed, path) else {
            let part = path.contains(':') || crate::definition::is_part(path);
            self.problem(
                if part {
                    Code::StudyTextAlone
                } else {
                    Code::StudyTextReference
                },
                reference,
            );
            return None;
        };
        let text = (self.speak)(&Spoken {
            unit: &found.figure.unit,
            parts: found.parts(),
            part: found.part,
            counted: asked.is_some(),
            suppressed: false,
        });
        Some(Inline::Number {
            text,
            figure: found.figure.id.clone(),
            reference: path.to_owned(),
        })
    }

    /// The unit and figure of a number that is hidden or withheld.
    fn suppressed(&self, path: &str) -> Option<(String, String)> {
        let rule = self.computed.suppression.as_ref()?;
        let mut parts = path.split('.');
        let figure = parts.next()?.trim();
        if rule.withheld.iter().any(|id| id == figure) {
            return Some((String::new(), figure.to_owned()));
        }
        let shown = self.computed.figures.iter().find(|it| it.id == figure)?;
        let values: Vec<&str> = parts.take(shown.groups.len()).collect();
        let group = shown.groups.iter().map(|group| group.column.clone());
        let group = group.zip(values.iter().map(|value| (*value).to_owned()));
        rule.hidden_in(figure)
            .any(|hidden| *hidden == group.clone().collect())
            .then(|| (shown.unit.clone(), figure.to_owned()))
    }

    fn problem(&mut self, code: Code, reference: &Reference) {
        self.problems.push(
            Problem::new(code)
                .with("reference", &reference.text)
                .in_file(&self.file)
                .at_line(line_at(self.source, reference.offset)),
        );
    }
}

fn withheld(computed: &Computed, figure: &str) -> bool {
    let rule = computed.suppression.as_ref();
    rule.is_some_and(|rule| rule.withheld.iter().any(|id| id == figure))
}

fn chart_id(chart: &Chart) -> &str {
    match chart {
        Chart::Timeline { id, .. } | Chart::Flow { id, .. } | Chart::Bars { id, .. } => id,
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// The number of the only reference of a text.
fn alone(text: &str) -> Option<usize> {
    text.trim()
        .strip_prefix(OPEN)?
        .strip_suffix(CLOSE)?
        .parse()
        .ok()
}

/// Adds words; neighbouring words are one text.
fn push_text(inlines: &mut Vec<Inline>, more: &str) {
    if more.is_empty() {
        return;
    }
    if let Some(Inline::Text { text }) = inlines.last_mut() {
        text.push_str(more);
    } else {
        inlines.push(Inline::Text {
            text: more.to_owned(),
        });
    }
}
