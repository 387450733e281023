//! How does a mark get its place, its words and its colour?
//!
//! Coordinates are logical: x grows in the direction of reading, and the
//! canvas mirrors it for Arabic. Numbers are written with at most two
//! decimals. Colours are presentation attributes (the print needs them) and
//! classes (a dark page overrides them); every pair of neighbours differs in
//! lightness, so that the picture survives a black-and-white printer.

mod strokes;

use crate::html::escape;
use words::{Language, Words};

/// Width of a picture that takes the page's whole width, in CSS pixels; the page and the print scale it.
pub const WIDTH: f64 = 720.0;

/// What a mark is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Surely counted.
    Sure,
    /// Might belong here: hollow.
    Possible,
    /// Not known: hatched.
    Unknown,
    /// Of the sure ones, those that no rule confirms.
    Unconfirmed,
    /// A span of time that the text of an instrument sets.
    Window,
    /// A band between two stages.
    Band,
    /// Death: the darkest.
    Death,
    /// A band towards what is not known: paler.
    Faint,
    /// Background stripe.
    Stripe,
}

impl Paint {
    fn attributes(self) -> &'static str {
        match self {
            Paint::Sure => r##"class="sure" fill="#2b5078""##,
            Paint::Possible => {
                r##"class="possible" fill="#ffffff" stroke="#2b5078" stroke-width="1.2""##
            }
            Paint::Unknown => {
                r##"class="unknown" fill="url(#hatch)" stroke="#767d87" stroke-width="1""##
            }
            Paint::Unconfirmed => {
                r##"class="unconfirmed" fill="#9db4cd" stroke="#2b5078" stroke-width="1""##
            }
            Paint::Window => {
                r##"class="window" fill="#f0dcc0" stroke="#a8742c" stroke-width="0.8""##
            }
            Paint::Band => r##"class="band" fill="#9db4cd" fill-opacity="0.55""##,
            Paint::Death => r##"class="death" fill="#16191d""##,
            Paint::Faint => r##"class="faint" fill="#c3c8cf" fill-opacity="0.45""##,
            Paint::Stripe => r##"class="stripe" fill="#f4f5f7""##,
        }
    }
}

/// Which end of a label stands at its x, in the direction of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The label begins here.
    Start,
    /// The label ends here.
    End,
}

/// How a label looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A label.
    Label,
    /// A label that stands over bands: with a rim of the ground's colour.
    Over,
    /// Beside a label: axes, remarks.
    Quiet,
    /// A number that is meant to be read.
    Number,
}

/// A picture in the making.
pub struct Canvas {
    id: String,
    width: f64,
    mirrored: bool,
    body: String,
    marks: usize,
}

impl Canvas {
    /// An empty picture; `id` begins every mark's id.
    pub fn new(id: &str, words: &Words) -> Canvas {
        Canvas::sized(id, WIDTH, words)
    }

    /// An empty picture of another width, for a column of a page.
    pub fn sized(id: &str, width: f64, words: &Words) -> Canvas {
        Canvas {
            id: crate::document::anchor("chart", id),
            width,
            mirrored: words.language() == Language::Arabic,
            body: String::new(),
            marks: 0,
        }
    }

    fn x(&self, x: f64) -> f64 {
        if self.mirrored { self.width - x } else { x }
    }

    /// The left edge of something that begins at x in the direction of reading.
    fn left(&self, x: f64, width: f64) -> f64 {
        if self.mirrored {
            self.width - x - width
        } else {
            x
        }
    }

    /// A rectangle that stands for something: `title` says for what.
    pub fn mark(&mut self, paint: Paint, x: f64, y: f64, width: f64, height: f64, title: &str) {
        self.marks += 1;
        let left = self.left(x, width);
        self.body.push_str(&format!(
            "<rect id=\"{}-{}\" {} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
            self.id,
            self.marks,
            paint.attributes(),
            number(left),
            number(y),
            number(width),
            number(height),
            escape(title),
        ));
    }

    /// A rectangle that only guides the eye.
    pub fn stripe(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let left = self.left(x, width);
        self.body.push_str(&format!(
            "<rect {} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
            Paint::Stripe.attributes(),
            number(left),
            number(y),
            number(width),
            number(height),
        ));
    }

    /// A line; dashed lines are boundaries of periods and days of issue.
    pub fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, dashed: bool) {
        let (class, colour, dash) = if dashed {
            ("rule", "#5a626d", " stroke-dasharray=\"3 3\"")
        } else {
            ("grid", "#cdd2d9", "")
        };
        self.body.push_str(&format!(
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{colour}\" stroke-width=\"1\"{dash}/>\n",
            number(self.x(x1)),
            number(y1),
            number(self.x(x2)),
            number(y2),
        ));
    }

    /// A band from one upright edge to another: `(x, top, bottom)` of both.
    pub fn band(&mut self, from: (f64, f64, f64), to: (f64, f64, f64), paint: Paint, title: &str) {
        self.marks += 1;
        let (x0, x1) = (self.x(from.0), self.x(to.0));
        let middle = number((x0 + x1) / 2.0);
        self.body.push_str(&format!(
            "<path id=\"{}-{}\" {} d=\"M{x0} {t0}C{m} {t0} {m} {t1} {x1} {t1}L{x1} {b1}C{m} {b1} {m} {b0} {x0} {b0}Z\"><title>{}</title></path>\n",
            self.id,
            self.marks,
            paint.attributes(),
            escape(title),
            x0 = number(x0),
            x1 = number(x1),
            m = middle,
            t0 = number(from.1),
            b0 = number(from.2),
            t1 = number(to.1),
            b1 = number(to.2),
        ));
    }

    /// A label. Its x is where `anchor` says, in the direction of reading.
    pub fn label(&mut self, voice: Voice, anchor: Anchor, x: f64, y: f64, words: &str) {
        let anchor = match (anchor, self.mirrored) {
            (Anchor::Start, false) | (Anchor::End, true) => "start",
            (Anchor::End, false) | (Anchor::Start, true) => "end",
        };
        let look = match voice {
            Voice::Label => r##"class="label" font-size="12.5" fill="#16191d""##,
            Voice::Over => {
                r##"class="label over" font-size="12.5" fill="#16191d" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke""##
            }
            Voice::Quiet => r##"class="quiet" font-size="11" fill="#4d545e""##,
            Voice::Number => r##"class="label" font-size="12.5" font-weight="700" fill="#16191d""##,
        };
        self.body.push_str(&format!(
            "<text {look} x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>\n",
            number(self.x(x)),
            number(y),
            self.directed(words),
        ));
    }

    /// A label, wrapped so that its own direction holds wherever it stands.
    fn directed(&self, words: &str) -> String {
        // Isolates from the sentences are not needed inside the one we add, and
        // a viewer without bidi controls in its font would draw boxes for them.
        let bare: String = words
            .chars()
            .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'))
            .collect();
        if self.mirrored {
            // The Arabic face has no long dash, and the typesetter's pictures do
            // not fall back for it; its hyphen reads the same in a label.
            let bare = bare.replace(['–', '—'], "-");
            // Nor has it brackets, and the typesetter does not find them elsewhere after every
            // letter: they name the face that has them.
            let mut text = escape(&bare);
            for bracket in ["(", ")", "[", "]"] {
                let set = format!("<tspan font-family=\"'Noto Sans'\">{bracket}</tspan>");
                text = text.replace(bracket, &set);
            }
            format!("\u{2067}{text}\u{2069}")
        } else {
            escape(&bare)
        }
    }

    /// The finished picture. `title` and `description` are what a reader who does not see it is told.
    pub fn finish(self, height: f64, title: &str, description: &str) -> String {
        let faces = if self.mirrored {
            "'Noto Sans Arabic', 'Noto Sans'"
        } else {
            "'Noto Sans', 'Noto Sans Arabic'"
        };
        // The hatch's id is unique in a page that holds several pictures.
        let hatch = format!("{}-hatch", self.id);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" class=\"{class}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" direction=\"ltr\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-family=\"{faces}\">\n<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}</desc>\n<defs><pattern id=\"{hatch}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"6\" height=\"6\" fill=\"#eceef1\"/><line class=\"hatch-line\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#767d87\" stroke-width=\"2\"/></pattern></defs>\n{body}</svg>\n",
            id = self.id,
            class = if self.width < WIDTH {
                "chart narrow"
            } else {
                "chart"
            },
            w = number(self.width),
            h = number(height),
            title = escape(title),
            desc = escape(description),
            body = self.body.replace("url(#hatch)", &format!("url(#{hatch})")),
        )
    }
}

/// A coordinate with at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".into()
    } else {
        text.into()
    }
}

/// About how wide a label is, in pixels at 12.5: enough to decide whether it fits.
pub fn width_of(label: &str) -> f64 {
    label
        .chars()
        .map(|letter| match letter {
            '\u{2066}'..='\u{2069}' | '\u{064b}'..='\u{065f}' => 0.0,
            'i' | 'l' | 'j' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ' ' | '\'' | ':' | 'ا' | 'د'
            | 'ر' | 'و' => 4.1,
            'm' | 'w' | 'M' | 'W' | 'س' | 'ش' | 'ص' | 'ض' => 10.8,
            'A'..='Z' => 8.3,
            _ => 7.2,
        })
        .sum()
}

/// A label broken into lines of at most `width` pixels, between words.
pub fn lines_of(label: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if width_of(last) + 4.0 + width_of(word) <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_at_most_two_decimals_and_no_negative_zero() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(2.0 / 3.0), "0.67");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(10.5), "10.5");
    }

    #[test]
    fn an_arabic_picture_is_mirrored_and_its_labels_are_wrapped() {
        let words = Words::isolated(Language::Arabic);
        let mut canvas = Canvas::new("c", &words);
        canvas.mark(Paint::Sure, 0.0, 0.0, 10.0, 5.0, "<&>");
        canvas.label(Voice::Label, Anchor::Start, 0.0, 10.0, "تعذيب (2014) ABC");
        let svg = canvas.finish(20.0, "t", "d");
        assert!(svg.contains("x=\"710\" y=\"0\" width=\"10\""));
        assert!(svg.contains("&lt;&amp;&gt;"));
        assert!(svg.contains(
            "text-anchor=\"end\">\u{2067}تعذيب <tspan font-family=\"'Noto Sans'\">(</tspan>2014<tspan font-family=\"'Noto Sans'\">)</tspan> ABC\u{2069}</text>"
        ));
    }
}
