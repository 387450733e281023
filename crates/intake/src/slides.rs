//! What do slides say, without what is hidden in them?
//!
//! As of a paper (`paper`), the words alone come out, slide by slide, in a new document:
//! no slides that are skipped, no speaker notes, comments, hidden shapes or shapes beside
//! the slide, no pictures, charts, authors or dates. What stands on a master page alone
//! does not come along either.

use crate::paper::{
    MAX_PART, attribute, document, hiding_styles, meant, paragraphs, part, unreadable,
};
use model::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use zip::ZipArchive;

/// Most slides that are read.
const MAX_SLIDES: usize = 2_000;
/// Most letters of all slides.
const MAX_WORDS: usize = 32 * 1024 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Writes the words of a PPTX or ODP file into a new DOCX file, with nothing else in it.
///
/// # Errors
/// `intake.paper-unreadable` for other kinds, what cannot be read, and what unpacks to
/// too much.
pub fn write_slides(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let slides = if archive.by_name("ppt/presentation.xml").is_ok() {
        of_pptx(&mut archive)?
    } else if archive.by_name("mimetype").is_ok()
        && part(&mut archive, "mimetype", 200)?.trim()
            == "application/vnd.oasis.opendocument.presentation"
    {
        of_odp(&mut archive)?
    } else {
        return Err(unreadable("kind"));
    };
    let mut lines = Vec::new();
    for (at, slide) in (1..).zip(slides) {
        lines.push(format!("— {at} —"));
        lines.extend(slide);
    }
    document(&lines)
}

/// The file that a relation of the presentation points at.
fn relations(text: &str) -> Result<BTreeMap<String, String>, Problem> {
    let mut reader = Reader::from_str(text);
    let mut found = BTreeMap::new();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(it) | Event::Empty(it) if it.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&it, "Id"), attribute(&it, "Target")) {
                    let path = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => format!("ppt/{target}"),
                    };
                    found.insert(id, path);
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn number(element: &BytesStart, name: &str) -> Option<i64> {
    attribute(element, name)?.parse().ok()
}

fn of_pptx(archive: &mut Archive) -> Result<Vec<Vec<String>>, Problem> {
    let relations = relations(&part(archive, "ppt/_rels/presentation.xml.rels", MAX_PART)?)?;
    let text = part(archive, "ppt/presentation.xml", MAX_PART)?;
    let mut reader = Reader::from_str(&text);
    let (mut order, mut size) = (Vec::new(), (i64::MAX, i64::MAX));
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(it) | Event::Empty(it) => match it.local_name().as_ref() {
                "sldId" => {
                    let id = attribute(&it, "r:id").ok_or_else(|| unreadable("order"))?;
                    order.push(relations.get(&id).ok_or_else(|| unreadable("order"))?);
                }
                "sldSz" => {
                    let most = i64::MAX;
                    size = (
                        number(&it, "cx").unwrap_or(most),
                        number(&it, "cy").unwrap_or(most),
                    );
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if order.len() > MAX_SLIDES {
        return Err(unreadable("size"));
    }
    let (mut slides, mut letters) = (Vec::new(), 0);
    for path in order {
        let text = part(archive, path, MAX_PART)?;
        letters += text.len();
        if letters > MAX_WORDS {
            return Err(unreadable("size"));
        }
        slides.extend(slide(&text, size)?);
    }
    Ok(slides)
}

/// A shape that is open: where its paragraphs begin, and whether they are not seen.
struct Shape {
    from: usize,
    hidden: bool,
    at: (i64, i64),
}

/// The paragraphs of a slide; none of one that is skipped in the show.
fn slide(text: &str, (across, down): (i64, i64)) -> Result<Option<Vec<String>>, Problem> {
    const SHAPES: &[&str] = &["sp", "grpSp", "graphicFrame", "pic", "cxnSp", "contentPart"];
    let mut reader = Reader::from_str(text);
    let mut found: Vec<String> = Vec::new();
    let mut shapes: Vec<Shape> = Vec::new();
    let (mut open, mut inside) = (None::<String>, 0_u32);
    loop {
        let event = reader.read_event().map_err(unreadable)?;
        match &event {
            Event::Start(it) | Event::Empty(it) => {
                let (name, empty) = (it.local_name(), matches!(event, Event::Empty(_)));
                match name.as_ref() {
                    "sld" if attribute(it, "show").is_some_and(|it| it == "0" || it == "false") => {
                        return Ok(None);
                    }
                    "Fallback" | "extLst" if !empty => {
                        reader.read_to_end(it.name()).map_err(unreadable)?;
                    }
                    shape if SHAPES.contains(&shape) && !empty => shapes.push(Shape {
                        from: found.len(),
                        hidden: false,
                        at: (0, 0),
                    }),
                    "cNvPr"
                        if attribute(it, "hidden").is_some_and(|it| it != "0" && it != "false") =>
                    {
                        if let Some(shape) = shapes.last_mut() {
                            shape.hidden = true;
                        }
                    }
                    // Only of shapes that stand on the slide itself: others are measured
                    // within their group.
                    "off" if shapes.len() == 1 => {
                        let at = (number(it, "x"), number(it, "y"));
                        shapes[0].at = (at.0.unwrap_or(0), at.1.unwrap_or(0));
                    }
                    "ext" if shapes.len() == 1 => {
                        if let (Some(width), Some(height)) = (number(it, "cx"), number(it, "cy")) {
                            let (x, y) = shapes[0].at;
                            shapes[0].hidden |= x >= across
                                || y >= down
                                || x.saturating_add(width) <= 0
                                || y.saturating_add(height) <= 0;
                        }
                    }
                    "p" if !empty => open = Some(String::new()),
                    "br" => put(&mut open, " "),
                    "t" if !empty => inside += 1,
                    _ => {}
                }
            }
            Event::End(it) => match it.local_name().as_ref() {
                "t" => inside = inside.saturating_sub(1),
                "p" => {
                    if let Some(text) = open.take()
                        && !text.trim().is_empty()
                    {
                        found.push(text.trim_end().to_owned());
                    }
                }
                shape if SHAPES.contains(&shape) => {
                    if let Some(shape) = shapes.pop()
                        && shape.hidden
                    {
                        found.truncate(shape.from);
                    }
                }
                _ => {}
            },
            Event::Text(text) if inside > 0 => put(&mut open, text),
            Event::CData(text) if inside > 0 => put(&mut open, text),
            Event::GeneralRef(it) if inside > 0 => {
                put(&mut open, meant(it)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return Ok(Some(found)),
            _ => {}
        }
    }
}

fn put(open: &mut Option<String>, text: &str) {
    if let Some(paragraph) = open {
        paragraph.push_str(text);
    }
}

/// Styles of slides that are skipped, and layers that are not shown on a screen.
fn unseen(text: &str, found: &mut BTreeSet<String>) -> Result<(), Problem> {
    let mut reader = Reader::from_str(text);
    let mut style = String::new();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(it) | Event::Empty(it) => match it.name().as_ref() {
                "style:style" => style = attribute(&it, "style:name").unwrap_or_default(),
                "style:drawing-page-properties"
                    if attribute(&it, "presentation:visibility")
                        .is_some_and(|it| it == "hidden") =>
                {
                    found.insert(format!("page {style}"));
                }
                "draw:layer"
                    if attribute(&it, "draw:display")
                        .is_some_and(|it| it != "always" && it != "screen") =>
                {
                    let name = attribute(&it, "draw:name").unwrap_or_default();
                    found.insert(format!("layer {name}"));
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn of_odp(archive: &mut Archive) -> Result<Vec<Vec<String>>, Problem> {
    let body = part(archive, "content.xml", MAX_PART)?;
    let mut hiding = BTreeSet::new();
    if archive.by_name("styles.xml").is_ok() {
        let styles = part(archive, "styles.xml", MAX_PART)?;
        hiding_styles(&styles, &mut hiding)?;
        unseen(&styles, &mut hiding)?;
    }
    hiding_styles(&body, &mut hiding)?;
    unseen(&body, &mut hiding)?;
    let mut reader = Reader::from_str(&body);
    let mut slides = Vec::new();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(it) if it.name().as_ref() == "draw:page" => {
                let style = attribute(&it, "draw:style-name").unwrap_or_default();
                let within = reader.read_to_end(it.name()).map_err(unreadable)?;
                if hiding.contains(&format!("page {style}")) {
                    continue;
                }
                let whole = usize::try_from(within.start)
                    .ok()
                    .zip(usize::try_from(within.end).ok());
                let text = whole.and_then(|(from, to)| body.get(from..to));
                slides.push(paragraphs(
                    text.ok_or_else(|| unreadable("order"))?,
                    &hiding,
                )?);
                if slides.len() > MAX_SLIDES {
                    return Err(unreadable("size"));
                }
            }
            Event::Eof => return Ok(slides),
            _ => {}
        }
    }
}
