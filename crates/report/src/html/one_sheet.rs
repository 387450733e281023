//! How does a document of one sheet look as a page?
//!
//! The same tree, escaping and policy as a report, but no title page and no list of
//! contents: a head, the numbers, two columns where there is room, and the facts at the
//! foot. Printed from a browser it fits a sheet of A4.

use super::{SHEET, Writer, escape, faces};
use crate::document::{Block, Document};

const ONE_SHEET: &str = include_str!("one_sheet.css");

/// The page.
pub fn page(document: &Document) -> String {
    let style = format!("\n{}{SHEET}{ONE_SHEET}", faces());
    let mut writer = Writer {
        out: String::new(),
        notes: Vec::new(),
        document,
    };
    writer.open(&style);
    writer.one_sheet();
    writer.out
}

impl<'a> Writer<'a> {
    fn one_sheet(&mut self) {
        let document = self.document;
        if !document.notice.is_empty() {
            self.out.push_str(&format!(
                "<p class=\"notice\" role=\"note\">{}</p>\n",
                escape(&document.notice)
            ));
        }
        self.out
            .push_str("<main id=\"report\" class=\"one-sheet\">\n<header>\n");
        if !document.office.is_empty() {
            self.out.push_str(&format!(
                "<p class=\"office\">{}</p>\n",
                escape(&document.office)
            ));
        }
        self.out
            .push_str(&format!("<h1>{}</h1>\n", escape(&document.title)));
        if !document.subtitle.is_empty() {
            self.out.push_str(&format!(
                "<p class=\"subtitle\">{}</p>\n",
                escape(&document.subtitle)
            ));
        }
        self.out.push_str("</header>\n");
        for chapter in &document.chapters {
            self.panel(&chapter.id, &chapter.heading, &chapter.blocks);
        }
        self.out.push_str("<footer>\n");
        self.facts(&document.facts);
        self.out.push_str("</footer>\n</main>\n</body>\n</html>\n");
    }

    fn panel(&mut self, id: &str, heading: &str, blocks: &'a [Block]) {
        let id = escape(id);
        if heading.is_empty() {
            self.out.push_str(&format!("<div class=\"panel {id}\">\n"));
        } else {
            self.out.push_str(&format!(
                "<section class=\"panel {id}\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
                escape(heading)
            ));
        }
        self.blocks(blocks);
        self.out.push_str(if heading.is_empty() {
            "</div>\n"
        } else {
            "</section>\n"
        });
    }
}
