//! How does Markdown with numbers in it become a tree of blocks and inlines?
//!
//! What it knows of Markdown is what a report can lay out; HTML and links stay
//! the words that they are. Where a reference is wrong, reading goes on, so that
//! all problems of a text are told at once.

use super::{Block, CLOSE, Embed, Inline, OPEN, Reference, Speak, Spoken};
use crate::computed::{Chart, Computed, Parts};
use crate::definition::line_at;
use crate::open::{Part, find_cell};
use model::{Code, Problem};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::collections::BTreeMap;

/// Builds the tree of one text.
pub(super) struct Builder<'c, 's> {
    pub(super) computed: &'c Computed,
    pub(super) speak: &'s Speak<'s>,
    pub(super) source: &'c str,
    pub(super) file: String,
    pub(super) references: Vec<Reference>,
    pub(super) problems: Vec<Problem>,
    pub(super) notes: BTreeMap<String, Vec<Block>>,
    pub(super) marks: Vec<String>,
}

impl Builder<'_, '_> {
    /// Blocks until the end of the enclosing tag.
    pub(super) fn blocks(
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
        let asks_confirmed = path.trim().ends_with(".confirmed");
        let parts = parts.filter(|part| !asks_confirmed || *part != "confirmed");
        let values: Vec<&str> = parts.take(shown.groups.len()).collect();
        let group = shown.groups.iter().map(|group| group.column.clone());
        let group = group.zip(values.iter().map(|value| (*value).to_owned()));
        let group: BTreeMap<String, String> = group.collect();
        // Of a figure without a cell, all confirmed ones are told only with those of each cell.
        let confirmed = asks_confirmed
            && (rule.unconfirmed_in(figure).chain(rule.hidden_in(figure)))
                .any(|hidden| group.len() < shown.groups.len() || *hidden == group);
        (confirmed || rule.hidden_in(figure).any(|hidden| *hidden == group))
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
