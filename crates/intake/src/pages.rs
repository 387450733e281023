//! What does a PDF file show, page by page, without what is hidden in it?
//!
//! Each page is drawn as a picture, and a new PDF is made of the pictures alone: no text
//! behind them, no author, dates, attachments, scripts, comments, earlier versions or
//! layers that are off can come along, because nothing is copied. What cannot be drawn as
//! other programs show it gives no copy: a copy that lacks a black bar would tell more
//! than its original. Everything is bounded; the product runs this in a process of its
//! own (`office`), because the bytes are from outside and the renderer is large.

use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::object::{Array, Dict, Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use model::{Code, Phase, Problem, Step, Watch};
use pdf_writer::{Filter, Finish, Name as WrittenName, Pdf as Written, Rect, Ref};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pages that a file may have.
pub const MAX_PAGES: usize = 500;
/// Dots to an inch; fewer where a page is larger than a sheet of A3.
const RESOLUTION: f32 = 150.0;
/// Pixels of a page.
const MAX_PIXELS: f32 = 6_000_000.0;
/// Pixels of one side.
const MAX_SIDE: f32 = 6_000.0;
/// Points of one side of a page (ISO 32000-1, annex C).
const MAX_POINTS: f32 = 14_400.0;
/// Bytes of the whole copy: what a file of evidence may have.
const MAX_COPY: usize = 64 * 1024 * 1024;
/// Of 100: letters stay legible, and a page of a scan stays well under a megabyte.
const QUALITY: u8 = 75;
/// What differs less than this from white or black becomes white or black: letters that
/// nobody sees must not be read by a program.
const UNSEEN: u8 = 8;
/// Room for what the renderer does inside of what it does.
const STACK: usize = 64 * 1024 * 1024;

/// Letters for what a file asks for and does not bring along (TrueType).
#[derive(Clone, Copy)]
pub struct Letters {
    /// In place of Helvetica, upright and slanted.
    pub sans: &'static [u8],
    /// The same, bold.
    pub sans_bold: &'static [u8],
    /// In place of Times.
    pub serif: &'static [u8],
    /// The same, bold.
    pub serif_bold: &'static [u8],
    /// The same, slanted.
    pub serif_italic: &'static [u8],
    /// In place of Courier.
    pub mono: &'static [u8],
}

impl Letters {
    fn of(&self, font: StandardFont) -> Option<&'static [u8]> {
        use StandardFont as F;
        Some(match font {
            F::Helvetica | F::HelveticaOblique | F::Symbol => self.sans,
            F::HelveticaBold | F::HelveticaBoldOblique => self.sans_bold,
            F::TimesRoman => self.serif,
            F::TimesBold | F::TimesBoldItalic => self.serif_bold,
            F::TimesItalic => self.serif_italic,
            F::Courier | F::CourierBold | F::CourierOblique | F::CourierBoldOblique => self.mono,
            F::ZapfDingBats => return None,
        })
    }
}

fn unreadable(reason: impl ToString) -> Problem {
    Problem::new(Code::IntakePdfUnreadable).with("reason", reason)
}

fn unfaithful(page: usize) -> Problem {
    Problem::new(Code::IntakePdfUnfaithful).with("page", page)
}

/// A page as a picture, ready to stand in a PDF.
struct Drawn {
    /// In points.
    size: (f32, f32),
    pixels: (u16, u16),
    /// Bits of one value; 3 values make a pixel where there is colour.
    bits: i32,
    colour: bool,
    filter: Filter,
    bytes: Vec<u8>,
}

/// Draws the pages of a PDF file as pictures, into a new PDF with nothing else in it.
/// `letters` stand in for fonts that the file does not bring along.
///
/// # Errors
/// `intake.pdf-encrypted` where it needs a password; `intake.pdf-too-large` beyond the
/// limits; `intake.pdf-unfaithful` where a page cannot be drawn as it is seen;
/// `intake.pdf-unreadable`, also when the renderer broke; those of `watch`.
pub fn draw_pages(bytes: &[u8], letters: Letters, watch: &Watch<'_>) -> Result<Vec<u8>, Problem> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || draw(bytes, letters, watch))
            .map_err(unreadable)?
            .join()
            .unwrap_or_else(|_| Err(unreadable("malformed")))
    })
}

fn draw(bytes: &[u8], letters: Letters, watch: &Watch<'_>) -> Result<Vec<u8>, Problem> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Problem::new(Code::IntakePdfEncrypted),
        LoadPdfError::Invalid => unreadable("malformed"),
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(unreadable("no page"));
    }
    let too_large = || {
        Problem::new(Code::IntakePdfTooLarge)
            .with("pages", pages.len())
            .with("most", MAX_PAGES)
    };
    if pages.len() > MAX_PAGES {
        return Err(too_large());
    }
    if layers_are_uncertain(&pdf) {
        return Err(unfaithful(1));
    }
    let total = pages.len() as u64;
    // Told by the interpreter while a page is drawn: it lacks letters or a picture.
    let lacking = Arc::new(AtomicBool::new(false));
    let settings = settings(letters, &lacking);
    let mut writing = Writing::new();
    for (at, page) in pages.iter().enumerate() {
        watch(Step::of(Phase::Pages, at as u64, total))?;
        if marks_are_uncertain(page) {
            return Err(unfaithful(at + 1));
        }
        let drawn = draw_page(page, &settings).map_err(unreadable)?;
        if lacking.load(Ordering::Acquire) {
            return Err(unfaithful(at + 1));
        }
        writing.add(&drawn);
        if writing.len() > MAX_COPY {
            return Err(too_large());
        }
    }
    watch(Step::of(Phase::Pages, total, total))?;
    Ok(writing.finish())
}

fn settings(letters: Letters, lacking: &Arc<AtomicBool>) -> InterpreterSettings {
    let (no_letters, no_picture) = (Arc::clone(lacking), Arc::clone(lacking));
    InterpreterSettings {
        font_resolver: Arc::new(move |query| {
            let found = match query {
                FontQuery::Standard(font) => letters.of(*font),
                // Numbers of glyphs mean nothing without the font that they count.
                FontQuery::Fallback(it) if it.character_collection.is_some() => None,
                FontQuery::Fallback(it) => letters.of(it.pick_standard_font()),
            };
            if found.is_none() {
                no_letters.store(true, Ordering::Release);
            }
            found.map(|bytes| (Arc::new(bytes) as FontData, 0))
        }),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(move |warning| match warning {
            InterpreterWarning::ImageDecodeFailure | InterpreterWarning::UnsupportedFont => {
                no_picture.store(true, Ordering::Release);
            }
        }),
        // A black bar is a mark like any other: without marks it would be lifted.
        render_annotations: true,
    }
}

/// Whether layers can be on or off by rules that the renderer does not know: by what is
/// done with the file (view, print), or by a formula.
fn layers_are_uncertain(pdf: &Pdf) -> bool {
    let catalog: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let layers = catalog.and_then(|it| it.get::<Dict<'_>>(b"OCProperties"));
    let Some(layers) = layers else { return false };
    let by_event = layers
        .get::<Dict<'_>>(b"D")
        .and_then(|it| it.get::<Array<'_>>(b"AS"))
        .is_some_and(|it| it.raw_iter().next().is_some());
    by_event
        || pdf.objects().into_iter().any(|object| match object {
            Object::Dict(dict) => dict.contains_key(b"VE"),
            _ => false,
        })
}

/// Whether a page has marks that would not be drawn as they are seen.
fn marks_are_uncertain(page: &Page<'_>) -> bool {
    const HIDDEN: u32 = 2;
    const NOT_IN_VIEW: u32 = 32;
    // Marks that can cover something: without a drawing of their own each program makes one.
    const COVERING: &[&str] = &[
        "Square",
        "Circle",
        "Polygon",
        "PolyLine",
        "Line",
        "Ink",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "FreeText",
        "Stamp",
        "Redact",
    ];
    let Some(marks) = page.raw().get::<Array<'_>>(b"Annots") else {
        return false;
    };
    marks.iter::<Dict<'_>>().any(|mark| {
        let flags = mark.get::<u32>(b"F").unwrap_or(0);
        if flags & HIDDEN != 0 {
            return false;
        }
        let kind = mark.get::<Name<'_>>(b"Subtype");
        let kind = kind.as_ref().map_or("", |it| it.as_str());
        let drawing = mark
            .get::<Dict<'_>>(b"AP")
            .and_then(|it| it.get::<Object<'_>>(b"N"));
        match drawing {
            // Seen on paper alone, or on a layer: the renderer asks for neither.
            Some(_) if flags & NOT_IN_VIEW != 0 || mark.contains_key(b"OC") => true,
            // One drawing for each state, of which the renderer draws none; off is empty.
            Some(Object::Dict(_)) => {
                let state = mark.get::<Name<'_>>(b"AS");
                state.is_some_and(|it| it.as_str() != "Off")
            }
            Some(_) => false,
            None => COVERING.contains(&kind) || (kind == "Widget" && is_filled_in(&mark)),
        }
    })
}

/// Whether a field of a form has a value, its own or that of the field above it.
fn is_filled_in(field: &Dict<'_>) -> bool {
    let above = field.get::<Dict<'_>>(b"Parent");
    let value = |it: &Dict<'_>| match it.get::<Object<'_>>(b"V") {
        Some(Object::String(text)) => !text.as_bytes().is_empty(),
        Some(Object::Name(name)) => name.as_str() != "Off",
        Some(Object::Array(_)) => true,
        _ => false,
    };
    value(field) || above.is_some_and(|it| value(&it))
}

fn draw_page(page: &Page<'_>, settings: &InterpreterSettings) -> Result<Drawn, String> {
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err("size".into());
    }
    let scale = (RESOLUTION / 72.0)
        .min(MAX_SIDE / width.max(height))
        .min((MAX_PIXELS / (width * height)).sqrt());
    let side = |points: f32| (points * scale).round().clamp(1.0, MAX_SIDE) as u16;
    let pixels = (side(width), side(height));
    // A cache of its own for each page: what one page holds is let go before the next.
    let drawn = hayro::render(
        page,
        &RenderCache::new(),
        settings,
        &RenderSettings {
            x_scale: f32::from(pixels.0) / width,
            y_scale: f32::from(pixels.1) / height,
            width: Some(pixels.0),
            height: Some(pixels.1),
            bg_color: WHITE,
        },
    );
    let seen = |value: u8| match value {
        dark if dark < UNSEEN => 0,
        light if light > 255 - UNSEEN => 255,
        value => value,
    };
    // Nothing shines through: the ground is white.
    let values: Vec<u8> = drawn
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|pixel| [seen(pixel[0]), seen(pixel[1]), seen(pixel[2])])
        .collect();
    let (bits, colour, filter, bytes) = packed(&values, pixels)?;
    Ok(Drawn {
        size: (width.min(MAX_POINTS), height.min(MAX_POINTS)),
        pixels,
        bits,
        colour,
        filter,
        bytes,
    })
}

type Packed = (i32, bool, Filter, Vec<u8>);

/// The smaller one: a photograph as JPEG, black letters as sixteen greys (flate).
fn packed(values: &[u8], (width, height): (u16, u16)) -> Result<Packed, String> {
    let colour = values.chunks_exact(3).any(|pixel| {
        let most = pixel.iter().max().copied().unwrap_or(0);
        let least = pixel.iter().min().copied().unwrap_or(0);
        most - least > UNSEEN
    });
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    let (across, down) = (u32::from(width), u32::from(height));
    if colour {
        encoder
            .write_image(values, across, down, ExtendedColorType::Rgb8)
            .map_err(|error| error.to_string())?;
        return Ok((8, true, Filter::DctDecode, jpeg));
    }
    let greys: Vec<u8> = values.chunks_exact(3).map(|pixel| pixel[1]).collect();
    encoder
        .write_image(&greys, across, down, ExtendedColorType::L8)
        .map_err(|error| error.to_string())?;
    let mut flate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let mut line = Vec::with_capacity(usize::from(width).div_ceil(2));
    for row in greys.chunks_exact(usize::from(width)) {
        line.clear();
        line.extend(row.chunks(2).map(|two| {
            let nibble = |at: usize| two.get(at).map_or(0, |grey| (u16::from(*grey) + 8) / 17);
            ((nibble(0) << 4) | nibble(1)) as u8
        }));
        flate.write_all(&line).map_err(|error| error.to_string())?;
    }
    let flate = flate.finish().map_err(|error| error.to_string())?;
    Ok(if flate.len() < jpeg.len() {
        (4, false, Filter::FlateDecode, flate)
    } else {
        (8, false, Filter::DctDecode, jpeg)
    })
}

/// The new file while it grows.
struct Writing {
    pdf: Written,
    next: i32,
    kids: Vec<Ref>,
}

const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const PICTURE: WrittenName<'static> = WrittenName(b"P");

impl Writing {
    fn new() -> Writing {
        let mut pdf = Written::new();
        pdf.catalog(CATALOG).pages(TREE);
        Writing {
            pdf,
            next: 3,
            kids: Vec::new(),
        }
    }

    fn len(&self) -> usize {
        self.pdf.len()
    }

    fn id(&mut self) -> Ref {
        self.next += 1;
        Ref::new(self.next - 1)
    }

    fn add(&mut self, drawn: &Drawn) {
        let (page_id, content_id, picture_id) = (self.id(), self.id(), self.id());
        self.kids.push(page_id);
        let (width, height) = drawn.size;
        let mut page = self.pdf.page(page_id);
        page.parent(TREE)
            .media_box(Rect::new(0.0, 0.0, width, height))
            .contents(content_id);
        page.resources().x_objects().pair(PICTURE, picture_id);
        page.finish();
        let mut content = pdf_writer::Content::new();
        content.transform([width, 0.0, 0.0, height, 0.0, 0.0]);
        content.x_object(PICTURE);
        self.pdf.stream(content_id, &content.finish());
        let mut picture = self.pdf.image_xobject(picture_id, &drawn.bytes);
        picture.filter(drawn.filter);
        picture.width(i32::from(drawn.pixels.0));
        picture.height(i32::from(drawn.pixels.1));
        picture.bits_per_component(drawn.bits);
        if drawn.colour {
            picture.color_space().device_rgb();
        } else {
            picture.color_space().device_gray();
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let count = self.kids.len() as i32;
        self.pdf.pages(TREE).kids(self.kids).count(count);
        self.pdf.finish()
    }
}
