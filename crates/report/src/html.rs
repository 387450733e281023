//! How does the document look as one page?
//!
//! One file, no script, nothing from outside: the fonts are in it, and its
//! own policy forbids the browser to fetch anything. Every text of the tree
//! goes through `escape`; the only markup that is not made here is the SVG of
//! `figure`, which escapes its own. The sheet uses logical properties only,
//! so that one set of rules serves both directions.

mod one_sheet;

use crate::document::{
    Block, CaseCard, Chapter, Document, Drawing, Fact, Inline, Table, Tile, Tone,
};
use crate::fonts::FACES;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const SHEET: &str = include_str!("html/sheet.css");

/// A text in which no character can begin markup, in content or in an attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Not allowed in a page or in SVG at all.
            letter if letter.is_control() && !matches!(letter, '\n' | '\t') => {
                safe.push('\u{fffd}');
            }
            letter => safe.push(letter),
        }
    }
    safe
}

/// A text as a CSS string: everything but letters and digits by its number.
fn css_string(text: &str) -> String {
    let mut safe = String::from("\"");
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            safe.push(letter);
        } else {
            safe.push_str(&format!("\\{:x} ", letter as u32));
        }
    }
    safe.push('"');
    safe
}

pub use one_sheet::page as sheet;

/// The page.
pub fn page(document: &Document) -> String {
    let style = style(document);
    let mut writer = Writer {
        out: String::new(),
        notes: Vec::new(),
        document,
    };
    writer.open(&style);
    writer.body();
    writer.out
}

/// The chapters of the study's own text alone, for a page that has a head and a
/// sheet of its own.
pub fn text_fragment(document: &Document) -> String {
    fragment(document, |chapter| chapter.id.starts_with("text-"))
}

/// The chapters that are wanted, as markup of the program's own making.
pub(crate) fn fragment(document: &Document, wanted: impl Fn(&Chapter) -> bool) -> String {
    let mut writer = Writer {
        out: String::new(),
        notes: Vec::new(),
        document,
    };
    for chapter in document.chapters.iter().filter(|chapter| wanted(chapter)) {
        writer.chapter(chapter);
    }
    writer.endnotes();
    writer.out
}

/// The shipped fonts as rules of a style sheet.
fn faces() -> String {
    let mut style = String::new();
    for face in FACES {
        style.push_str(&format!(
            "@font-face{{font-family:\"{}\";font-weight:{};font-style:{};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            face.family,
            face.weight,
            if face.italic { "italic" } else { "normal" },
            STANDARD.encode(face.woff2),
        ));
    }
    style
}

fn style(document: &Document) -> String {
    let mut style = format!("\n{}", faces());
    // Running lines of the printed page: what it is, whether it is an example, which page.
    let corner = |name: &str, content: String| {
        format!(
            "@{name}{{content:{content};font:8pt \"Noto Sans\",\"Noto Sans Arabic\",sans-serif;color:#4d545e}}"
        )
    };
    style.push_str(&format!(
        "@page{{size:A4;margin:22mm 20mm 20mm;{}{}{}}}\n",
        corner("top-center", css_string(&document.notice)),
        corner("bottom-left", css_string(&document.title)),
        corner("bottom-right", "counter(page)".into()),
    ));
    style.push_str(SHEET);
    style
}

struct Writer<'a> {
    out: String,
    notes: Vec<&'a [Inline]>,
    document: &'a Document,
}

impl<'a> Writer<'a> {
    fn open(&mut self, style: &str) {
        let document = self.document;
        let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
        self.out.push_str(&format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; font-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            lang = document.language,
            dir = document.direction,
            title = escape(&document.title),
        ));
    }

    fn body(&mut self) {
        let document = self.document;
        self.out.push_str(&format!(
            "<a class=\"skip\" href=\"#report\">{}</a>\n",
            escape(&document.labels.skip)
        ));
        if !document.notice.is_empty() {
            self.out.push_str(&format!(
                "<p class=\"notice\" role=\"note\">{}</p>\n",
                escape(&document.notice)
            ));
        }
        self.out.push_str(&format!(
            "<header class=\"title\">\n<p class=\"office\">{}</p>\n<h1>{}</h1>\n",
            escape(&document.office),
            escape(&document.title)
        ));
        if !document.subtitle.is_empty() {
            self.out.push_str(&format!(
                "<p class=\"subtitle\">{}</p>\n",
                escape(&document.subtitle)
            ));
        }
        self.facts(&document.facts);
        self.out.push_str(&format!(
            "</header>\n<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">{}</h2>\n<ol>\n",
            escape(&document.labels.contents)
        ));
        for chapter in &document.chapters {
            self.out.push_str(&format!(
                "<li><a href=\"#{}\">{}</a></li>\n",
                escape(&chapter.id),
                escape(&chapter.heading)
            ));
        }
        self.out
            .push_str("</ol>\n</nav>\n<main id=\"report\" tabindex=\"-1\">\n");
        for chapter in &document.chapters {
            self.chapter(chapter);
        }
        self.endnotes();
        self.out.push_str("</main>\n</body>\n</html>\n");
    }

    fn chapter(&mut self, chapter: &'a Chapter) {
        let id = escape(&chapter.id);
        self.out.push_str(&format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
            escape(&chapter.heading)
        ));
        self.blocks(&chapter.blocks);
        self.out.push_str("</section>\n");
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph { text } => self.wrapped("p", "", text),
            Block::Remark { text } => self.wrapped("p", " class=\"remark\"", text),
            Block::Heading { id, level, text } => {
                let tag = if *level <= 2 { "h3" } else { "h4" };
                let id = if id.is_empty() {
                    String::new()
                } else {
                    format!(" id=\"{}\"", escape(id))
                };
                self.out
                    .push_str(&format!("<{tag}{id}>{}</{tag}>\n", escape(text)));
            }
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                self.out.push_str(&format!("<{tag}>\n"));
                for item in items {
                    self.out.push_str("<li>");
                    // A single paragraph needs no paragraph of its own inside an item.
                    if let [Block::Paragraph { text }] = item.as_slice() {
                        self.inlines(text);
                    } else {
                        self.blocks(item);
                    }
                    self.out.push_str("</li>\n");
                }
                self.out.push_str(&format!("</{tag}>\n"));
            }
            Block::Quote { blocks } => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            Block::Tiles { tiles } => self.tiles(tiles),
            Block::Table(table) => self.table(table),
            Block::Drawing(drawing) => self.drawing(drawing),
            Block::Facts { facts } => self.facts(facts),
            Block::Code { text } => self.out.push_str(&format!(
                "<pre dir=\"ltr\" tabindex=\"0\"><code>{}</code></pre>\n",
                escape(text)
            )),
            Block::Case(card) => self.case(card),
        }
    }

    fn wrapped(&mut self, tag: &str, attributes: &str, text: &'a [Inline]) {
        self.out.push_str(&format!("<{tag}{attributes}>"));
        self.inlines(text);
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn tiles(&mut self, tiles: &[Tile]) {
        self.out.push_str("<ul class=\"tiles\">\n");
        for tile in tiles {
            let to = match tile.to.as_str() {
                "" => String::new(),
                to => format!(" href=\"#{}\"", escape(to)),
            };
            self.out.push_str(&format!(
                "<li><a{to}><span class=\"number\">{}</span> ",
                escape(&tile.number)
            ));
            if !tile.possible.is_empty() {
                self.out.push_str(&format!(
                    "<span class=\"more\">{}</span> ",
                    escape(&tile.possible)
                ));
            }
            self.out.push_str(&format!(
                "<span class=\"what\">{}</span></a></li>\n",
                escape(&tile.label)
            ));
        }
        self.out.push_str("</ul>\n");
    }

    fn facts(&mut self, facts: &'a [Fact]) {
        self.out.push_str("<dl>\n");
        for fact in facts {
            self.out
                .push_str(&format!("<div><dt>{}</dt><dd>", escape(&fact.label)));
            self.inlines(&fact.value);
            self.out.push_str("</dd></div>\n");
        }
        self.out.push_str("</dl>\n");
    }

    fn table(&mut self, table: &'a Table) {
        let id = escape(&table.id);
        // A table that somebody typed into the text has no caption.
        if table.caption.is_empty() {
            self.out
                .push_str(&format!("<div class=\"wide\">\n<table id=\"{id}\">\n"));
        } else {
            self.out.push_str(&format!(
                "<div class=\"wide\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">\n<table id=\"{id}\">\n<caption id=\"{id}-caption\">"
            ));
            self.inlines(&table.caption);
            self.out.push_str("</caption>\n");
        }
        self.out.push_str("<thead>\n<tr>");
        let class = |column: usize| {
            if table.numeric.get(column).copied().unwrap_or(false) {
                " class=\"n\""
            } else {
                ""
            }
        };
        for (column, head) in table.head.iter().enumerate() {
            self.out.push_str(&format!(
                "<th scope=\"col\"{}>{}</th>",
                class(column),
                escape(head)
            ));
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str(match row.tone {
                Tone::Plain => "<tr>",
                Tone::Unknown => "<tr class=\"not-known\">",
                Tone::Total => "<tr class=\"total\">",
            });
            for (column, cell) in row.cells.iter().enumerate() {
                let tag = if column == 0 {
                    "th scope=\"row\""
                } else {
                    "td"
                };
                self.out.push_str(&format!("<{tag}{}>", class(column)));
                self.inlines(cell);
                self.out
                    .push_str(if column == 0 { "</th>" } else { "</td>" });
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
        if !table.note.is_empty() {
            self.wrapped("p", " class=\"under\"", &table.note);
        }
    }

    fn drawing(&mut self, drawing: &'a Drawing) {
        let id = escape(&drawing.id);
        self.out
            .push_str(&format!("<figure id=\"{id}\">\n<figcaption>"));
        self.inlines(&drawing.caption);
        self.out.push_str(&format!(
            "</figcaption>\n<div class=\"wide picture\" role=\"group\" tabindex=\"0\" aria-label=\"{}\">\n",
            escape(&crate::document::spoken(&drawing.caption))
        ));
        self.out.push_str(&drawing.svg);
        self.out.push_str("</div>\n");
        if !drawing.note.is_empty() {
            self.wrapped("p", " class=\"under\"", &drawing.note);
        }
        self.out.push_str("</figure>\n");
    }

    fn case(&mut self, card: &'a CaseCard) {
        let id = escape(&card.id);
        self.out.push_str(&format!(
            "<article class=\"case\" aria-labelledby=\"{id}\">\n<h3 id=\"{id}\"><bdi>{}</bdi></h3>\n",
            escape(&card.called)
        ));
        if !card.about.is_empty() {
            self.wrapped("p", " class=\"about\"", &card.about);
        }
        self.out.push_str("<ol>\n");
        for step in &card.steps {
            self.out.push_str(&format!(
                "<li><span class=\"when\">{}</span> <span>",
                escape(&step.when)
            ));
            self.inlines(&step.what);
            self.out.push_str(&format!(
                "<span class=\"known\">{}</span></span></li>\n",
                escape(&step.known)
            ));
        }
        self.out.push_str("</ol>\n</article>\n");
    }

    fn endnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.out.push_str(&format!(
            "<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">{}</h2>\n<ol>\n",
            escape(&self.document.labels.notes)
        ));
        let back = escape(&self.document.labels.back);
        let mut index = 0;
        // A note may hold notes: they are numbered behind it.
        while let Some(note) = self.notes.get(index).copied() {
            index += 1;
            self.out.push_str(&format!("<li id=\"note-{index}\">"));
            self.inlines(note);
            self.out.push_str(&format!(
                " <a class=\"back\" role=\"doc-backlink\" href=\"#note-ref-{index}\" aria-label=\"{back}\">↑</a></li>\n"
            ));
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text } => self.out.push_str(&escape(text)),
            Inline::Isolated { text } => {
                self.out.push_str(&format!("<bdi>{}</bdi>", escape(text)));
            }
            Inline::Emphasis { text } => self.within("em", "em", text),
            Inline::Strong { text } => self.within("strong", "strong", text),
            Inline::Code { text } => {
                self.out
                    .push_str(&format!("<code dir=\"ltr\">{}</code>", escape(text)));
            }
            Inline::Link { to, text } => {
                self.within(&format!("a href=\"#{}\"", escape(to)), "a", text);
            }
            Inline::Address { url, text } => {
                // Only web addresses become links; anything else stays text.
                if url.starts_with("https://") || url.starts_with("http://") {
                    let open = format!("a rel=\"noreferrer\" href=\"{}\"", escape(url));
                    self.within(&open, "a", text);
                } else {
                    self.inlines(text);
                }
            }
            Inline::Note { text } => {
                self.notes.push(text);
                let number = self.notes.len();
                self.out.push_str(&format!(
                    "<sup><a id=\"note-ref-{number}\" role=\"doc-noteref\" href=\"#note-{number}\">{number}</a></sup>"
                ));
            }
            Inline::Break => self.out.push_str("<br>"),
        }
    }

    fn within(&mut self, open: &str, close: &str, text: &'a [Inline]) {
        self.out.push_str(&format!("<{open}>"));
        self.inlines(text);
        self.out.push_str(&format!("</{close}>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_begin_markup() {
        assert_eq!(
            escape("\"><script>'&\u{0}"),
            "&quot;&gt;&lt;script&gt;&#39;&amp;\u{fffd}"
        );
    }

    #[test]
    fn no_text_can_leave_a_css_string() {
        assert_eq!(
            css_string("مثال </style>\"\\"),
            "\"مثال\\20 \\3c \\2f style\\3e \\22 \\5c \""
        );
    }
}
