//! What does a written paper say, without what is hidden in it?
//!
//! A DOCX or ODT file is read for its words, and a new document is made of them: who
//! wrote it, when and with which program, earlier wordings (tracked changes), comments,
//! hidden text, small pictures, embedded files and everything else stay behind in the
//! original, which is never changed. Pictures, headers, footers and notes stay behind,
//! too: what comes out is the text of the body alone, paragraph by paragraph. As with
//! photographs (`picture`), nothing is cleaned; something new is made of what is known.
//! Slides are read in `slides`, with what is here.

use model::{Code, Problem};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

/// Most bytes that one part may unpack to.
pub(crate) const MAX_PART: u64 = 32 * 1024 * 1024;
/// Most files in the archive.
const MAX_ENTRIES: usize = 4_096;
/// Media type of what comes out.
pub const PAPER_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Parts of a document that hold nothing of what it says: whole elements are passed over.
const PASSED_OVER: &[&str] = &[
    // WordprocessingML: what was deleted or moved away, fields' commands, the older twin of a drawing.
    "w:del",
    "w:moveFrom",
    "w:instrText",
    "w:delText",
    "w:sdtPr",
    "w:pict",
    "w:object",
    "mc:Fallback",
    "wp:docPr",
    "pic:pic",
    // OpenDocument: tracked changes, comments, forms, scripts, names of drawings.
    "text:tracked-changes",
    "office:annotation",
    "office:forms",
    "office:scripts",
    "text:hidden-text",
    "text:hidden-paragraph",
    "text:script",
    "text:note",
    "presentation:notes",
    "svg:title",
    "svg:desc",
    "table:tracked-changes",
    "draw:object",
    "draw:image",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Docx,
    Odt,
}

impl Kind {
    /// Where the text is, and where styles are that may hide some of it.
    fn parts(self) -> [&'static str; 2] {
        match self {
            Kind::Docx => ["word/document.xml", "word/styles.xml"],
            Kind::Odt => ["content.xml", "styles.xml"],
        }
    }
}

/// The problem of a file whose words cannot be read.
pub(crate) fn unreadable(reason: impl ToString) -> Problem {
    Problem::new(Code::IntakePaperUnreadable).with("reason", reason)
}

fn kind_of(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Option<Kind> {
    if archive.len() > MAX_ENTRIES {
        return None;
    }
    if archive.by_name("word/document.xml").is_ok() {
        return Some(Kind::Docx);
    }
    let mut said = String::new();
    let mimetype = archive.by_name("mimetype").ok()?;
    mimetype.take(100).read_to_string(&mut said).ok()?;
    (said.trim() == "application/vnd.oasis.opendocument.text").then_some(Kind::Odt)
}

/// Whether bytes are a paper whose words can be written anew.
pub fn is_paper(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut it| kind_of(&mut it).is_some())
}

/// A part of the archive as text, of no more than so many bytes.
pub(crate) fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    most: u64,
) -> Result<String, Problem> {
    let entry = archive.by_name(name).map_err(unreadable)?;
    let mut text = String::new();
    // Counted as it comes out: what the directory declares can lie.
    let read = entry.take(most + 1).read_to_string(&mut text);
    read.map_err(unreadable)?;
    if text.len() as u64 > most {
        return Err(unreadable("size"));
    }
    Ok(text)
}

/// An attribute's value, as it is written.
pub(crate) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

/// Whether an element says that text is hidden.
fn hides(element: &BytesStart) -> bool {
    match element.name().as_ref() {
        "w:vanish" | "w:webHidden" | "w:specVanish" => !attribute(element, "w:val")
            .is_some_and(|it| ["0", "false", "off"].contains(&it.as_str())),
        "style:text-properties" => {
            attribute(element, "text:display").is_some_and(|it| it != "true")
        }
        _ => false,
    }
}

/// Names of the styles that hide what has them.
pub(crate) fn hiding_styles(text: &str, found: &mut BTreeSet<String>) -> Result<(), Problem> {
    let mut reader = Reader::from_str(text);
    let mut style = String::new();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "w:style" => style = attribute(&element, "w:styleId").unwrap_or_default(),
                "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
                _ if !style.is_empty() && hides(&element) => {
                    found.insert(style.clone());
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The paragraphs of a body, in their order.
struct Words<'s> {
    hiding: &'s BTreeSet<String>,
    paragraphs: Vec<String>,
    /// Paragraphs that are open: one inside a box stands in another.
    open: Vec<(String, bool)>,
    /// The run or span that is open: where its text began, and whether it is hidden.
    runs: Vec<(usize, bool)>,
}

impl Words<'_> {
    fn put(&mut self, text: &str) {
        if let Some((paragraph, _)) = self.open.last_mut() {
            paragraph.push_str(text);
        }
    }

    fn hide_run(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.1 = true;
        }
    }

    fn start(&mut self, element: &BytesStart) {
        let has = |name: &str| attribute(element, name).is_some_and(|it| self.hiding.contains(&it));
        match element.name().as_ref() {
            "w:p" | "text:p" | "text:h" => {
                let hidden = has("text:style-name");
                self.open.push((String::new(), hidden));
            }
            "w:r" | "text:span" => {
                let hidden = has("text:style-name");
                let at = self.open.last().map_or(0, |(text, _)| text.len());
                self.runs.push((at, hidden));
            }
            "w:rStyle" if has("w:val") => self.hide_run(),
            "w:pStyle" if has("w:val") => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.1 = true;
                }
            }
            "w:tab" | "text:tab" if !self.runs.is_empty() || self.is_odt(element) => self.put("\t"),
            "w:br" | "w:cr" | "text:line-break" => self.put(" "),
            "w:noBreakHyphen" => self.put("-"),
            "text:s" => {
                let count = attribute(element, "text:c").and_then(|it| it.parse().ok());
                self.put(&" ".repeat(count.unwrap_or(1).min(80)));
            }
            _ if hides(element) => self.hide_run(),
            _ => {}
        }
    }

    fn is_odt(&self, element: &BytesStart) -> bool {
        element.name().as_ref().starts_with("text:")
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:p" | "text:p" | "text:h" => {
                if let Some((text, hidden)) = self.open.pop()
                    && !hidden
                    && !text.trim().is_empty()
                {
                    self.paragraphs.push(text.trim_end().to_owned());
                }
            }
            "w:r" | "text:span" => {
                if let Some((at, hidden)) = self.runs.pop()
                    && hidden
                    && let Some((text, _)) = self.open.last_mut()
                {
                    text.truncate(at);
                }
            }
            _ => {}
        }
    }
}

/// The letter that a reference stands for.
pub(crate) fn meant(reference: &BytesRef) -> Result<char, Problem> {
    match reference.as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => reference
            .resolve_char_ref()
            .ok()
            .flatten()
            // Entities of one's own are neither fetched nor multiplied.
            .ok_or_else(|| unreadable("entity")),
    }
}

/// The paragraphs of a body, without what is hidden in it.
pub(crate) fn paragraphs(text: &str, hiding: &BTreeSet<String>) -> Result<Vec<String>, Problem> {
    let mut words = Words {
        hiding,
        paragraphs: Vec::new(),
        open: Vec::new(),
        runs: Vec::new(),
    };
    let mut reader = Reader::from_str(text);
    // Text stands in these alone; in OpenDocument everywhere inside a paragraph.
    let mut inside_text = 0_u32;
    let docx = text.contains("<w:document");
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(element) => {
                let name = element.name();
                // Of a slide a shape can stand on a layer that is not shown.
                let layer = attribute(&element, "draw:layer");
                if PASSED_OVER.contains(&name.as_ref())
                    || layer.is_some_and(|it| hiding.contains(&format!("layer {it}")))
                {
                    reader.read_to_end(name).map_err(unreadable)?;
                    continue;
                }
                inside_text += u32::from(name.as_ref() == "w:t");
                words.start(&element);
            }
            Event::Empty(element) => {
                words.start(&element);
                words.end(element.name().as_ref());
            }
            Event::End(element) => {
                let name = element.name();
                inside_text = inside_text.saturating_sub(u32::from(name.as_ref() == "w:t"));
                words.end(name.as_ref());
            }
            Event::Text(part) if !docx || inside_text > 0 => words.put(&part),
            Event::CData(part) if !docx || inside_text > 0 => words.put(&part),
            Event::GeneralRef(part) if !docx || inside_text > 0 => {
                let meant = meant(&part)?;
                words.put(meant.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return Ok(words.paragraphs),
            _ => {}
        }
    }
}

/// Whether a paragraph begins from the right, by its first letter.
pub(crate) fn is_right_to_left(text: &str) -> bool {
    let first = text.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(|letter| ('\u{0590}'..='\u{08FF}').contains(&letter))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\t' => out.push_str("</w:t><w:tab/><w:t xml:space=\"preserve\">"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A DOCX file of paragraphs.
pub(crate) fn document(paragraphs: &[String]) -> Result<Vec<u8>, Problem> {
    const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    const TIES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    for paragraph in paragraphs {
        let (turned, run) = if is_right_to_left(paragraph) {
            ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>")
        } else {
            ("", "")
        };
        let text = escaped(paragraph);
        body.push_str(&format!(
            "<w:p>{turned}<w:r>{run}<w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
        ));
    }
    body.push_str("</w:body></w:document>");
    // No moment: the archive's own begins in 1980.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", TIES),
        ("word/document.xml", &body),
    ] {
        out.start_file(name, options).map_err(unreadable)?;
        out.write_all(text.as_bytes()).map_err(unreadable)?;
    }
    Ok(out.finish().map_err(unreadable)?.into_inner())
}

/// Writes the words of a DOCX or ODT file into a new DOCX file, with nothing else in it.
///
/// # Errors
/// `intake.paper-unreadable` for other kinds, what cannot be read, and what unpacks to
/// too much.
pub fn write_anew(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let kind = kind_of(&mut archive).ok_or_else(|| unreadable("kind"))?;
    let [body, styles] = kind.parts();
    let body = part(&mut archive, body, MAX_PART)?;
    let mut hiding = BTreeSet::new();
    if archive.by_name(styles).is_ok() {
        hiding_styles(&part(&mut archive, styles, MAX_PART)?, &mut hiding)?;
    }
    if kind == Kind::Odt {
        hiding_styles(&body, &mut hiding)?;
    }
    document(&paragraphs(&body, &hiding)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let options = SimpleFileOptions::default();
            out.start_file(*name, options).expect("begun");
            out.write_all(text.as_bytes()).expect("written");
        }
        out.finish().expect("finished").into_inner()
    }

    fn text_of(bytes: &[u8]) -> String {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        assert_eq!(archive.len(), 3);
        part(&mut archive, "word/document.xml", MAX_PART).expect("a body")
    }

    const BODY: &str = "<w:document><w:body><w:p w:rsidR=\"00SECRET\"><w:pPr><w:tabs><w:tab w:val=\"SECRET\"/></w:tabs></w:pPr><w:r><w:t>He was seen </w:t></w:r>\
        <w:del w:id=\"1\" w:author=\"SECRET\" w:date=\"2019-01-01\"><w:r><w:delText>SECRET name</w:delText></w:r></w:del>\
        <w:ins w:id=\"2\" w:author=\"SECRET\"><w:r><w:t>in the yard &amp; alive</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET hidden</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"Ghost\"/></w:rPr><w:t>SECRET styled</w:t></w:r>\
        <w:r><w:commentReference w:id=\"7\"/></w:r><w:r><w:instrText>SECRET field</w:instrText></w:r>\
        <w:r><w:drawing><wp:docPr id=\"1\" descr=\"SECRET\"><a:x>SECRET</a:x></wp:docPr></w:drawing></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"Ghost\"/></w:pPr><w:r><w:t>SECRET line</w:t></w:r></w:p>\
        <w:p><w:r><w:t>في آذار</w:t><w:tab/><w:t>2019</w:t></w:r></w:p></w:body></w:document>";

    fn docx() -> Vec<u8> {
        archive(&[
            ("[Content_Types].xml", "SECRET"),
            ("docProps/core.xml", "<x>SECRET author</x>"),
            ("docProps/custom.xml", "<x>SECRET</x>"),
            ("docProps/thumbnail.jpeg", "SECRET"),
            ("word/comments.xml", "<x>SECRET comment</x>"),
            ("word/media/image1.jpg", "SECRET"),
            (
                "word/styles.xml",
                "<w:styles><w:style w:styleId=\"Plain\"/><w:style w:styleId=\"Ghost\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>",
            ),
            ("word/document.xml", BODY),
        ])
    }

    #[test]
    fn words_come_out_and_nothing_that_was_hidden() {
        let out = write_anew(&docx()).expect("written");
        assert!(!out.windows(6).any(|six| six == b"SECRET"));
        let text = text_of(&out);
        assert!(!text.contains("SECRET"), "{text}");
        assert!(
            text.contains(">He was seen in the yard &amp; alive</w:t>"),
            "{text}"
        );
        assert!(
            text.contains("<w:bidi/>") && text.contains("في آذار"),
            "{text}"
        );
        assert_eq!(text.matches("<w:p>").count(), 2, "{text}");
        // What came out has nothing left to take away.
        assert_eq!(write_anew(&out).expect("again"), out);
        assert!(is_paper(&out));
    }

    #[test]
    fn an_open_document_is_read_the_same_way() {
        let body = "<office:document-content><office:automatic-styles><style:style style:name=\"T9\"><style:text-properties text:display=\"none\"/></style:style><style:style style:name=\"T1\"><style:text-properties/></style:style></office:automatic-styles>\
            <office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>SECRET</dc:creator></office:change-info><text:p>SECRET deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>\
            <text:h>Statement</text:h><text:p>She<text:s text:c=\"2\"/>said<office:annotation><dc:creator>SECRET</dc:creator><text:p>SECRET note</text:p></office:annotation> so<text:span text:style-name=\"T9\">SECRET span</text:span><text:span text:style-name=\"T1\">.</text:span></text:p></office:text></office:body></office:document-content>";
        let odt = archive(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("meta.xml", "<x>SECRET author</x>"),
            ("Thumbnails/thumbnail.png", "SECRET"),
            ("content.xml", body),
        ]);
        let text = text_of(&write_anew(&odt).expect("written"));
        assert!(!text.contains("SECRET"), "{text}");
        assert!(
            text.contains(">Statement</w:t>") && text.contains(">She  said so.</w:t>"),
            "{text}"
        );
    }

    #[test]
    fn entities_other_kinds_and_bombs_are_refused() {
        let entity = archive(&[(
            "word/document.xml",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>",
        )]);
        let bomb = archive(&[("word/document.xml", &" ".repeat(33 * 1024 * 1024))]);
        let other = archive(&[("xl/workbook.xml", "<x/>")]);
        for bytes in [&entity, &bomb, &other, &b"PK\x03\x04".to_vec()] {
            let refused = write_anew(bytes).expect_err("refused");
            assert_eq!(refused.code, Code::IntakePaperUnreadable);
        }
        assert!(!is_paper(&other) && !is_paper(b"%PDF-1.7"));
    }
}
