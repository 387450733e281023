//! Who is on exactly which lists?
//!
//! An UpSet plot with one row for each combination of lists, most persons first
//! (Lex and others 2014): filled dots are the lists that have them, the bar is how
//! many. Above it the lists themselves with their sizes. Combinations that do not
//! fit are told in the note, not left out in silence.

use super::canvas::{Anchor, Canvas, Paint, Voice, width_of};
use crate::document::{Drawing, plain};
use estimate::Upset;
use words::Words;

/// Most rows of combinations.
const ROWS: usize = 16;
const LINE: f64 = 18.0;
const DOT: f64 = 20.0;

/// The plot, `width` pixels wide. `name` says how a list is called.
///
/// Combinations of fewer than `least` persons are told together, two of them at the least, and
/// lists then stand without their sizes, from which a hidden number could be worked out.
pub fn draw(
    id: &str,
    width: f64,
    upset: &Upset,
    least: u64,
    name: &dyn Fn(&str) -> String,
    words: &Words,
) -> Option<Drawing> {
    let small = upset.rows.iter().filter(|row| row.exactly < least).count();
    let hidden = if small == 1 { 2 } else { small };
    let rows = ROWS.min(upset.rows.len() - hidden.min(upset.rows.len()));
    let largest = upset.sizes.first().map(|(_, size)| *size)?.max(1);
    let most = upset.rows.first().map(|row| row.exactly)?.max(1);
    let mut canvas = Canvas::sized(id, width, words);
    let lists: Vec<&str> = upset.sizes.iter().map(|(list, _)| list.as_str()).collect();
    let letter = |at: usize| char::from(b'A' + at as u8).to_string();

    // The lists, largest first, under letters.
    let names: Vec<String> = lists.iter().map(|list| name(list)).collect();
    let bars = 30.0
        + names
            .iter()
            .map(|name| width_of(name))
            .fold(0.0, f64::max)
            .min(width * 0.5)
        + 8.0;
    let room = width_of(&words.number(largest)) + 10.0;
    let scale = (width - bars - room) / largest as f64;
    let mut y = 4.0;
    for (at, (_, size)) in upset.sizes.iter().enumerate() {
        let sentence = words.text_with(
            "estimate-page-list-size",
            &[
                ("list", names[at].as_str().into()),
                ("count", (*size).into()),
            ],
        );
        canvas.label(Voice::Number, Anchor::Start, 4.0, y + 12.5, &letter(at));
        canvas.label(
            Voice::Label,
            Anchor::Start,
            26.0,
            y + 12.5,
            &short(&names[at], width * 0.5),
        );
        let length = *size as f64 * scale;
        if hidden > 0 {
            y += LINE;
            continue;
        }
        canvas.mark(
            Paint::Unconfirmed,
            bars,
            y + 3.0,
            length.max(1.0),
            11.0,
            &sentence,
        );
        canvas.label(
            Voice::Quiet,
            Anchor::Start,
            bars + length + 5.0,
            y + 12.5,
            &words.number(*size),
        );
        y += LINE;
    }

    // The combinations.
    y += 10.0;
    let column = |at: usize| 12.0 + DOT * at as f64;
    for at in 0..lists.len() {
        canvas.label(
            Voice::Quiet,
            Anchor::Start,
            column(at) - 3.5,
            y + 9.0,
            &letter(at),
        );
    }
    y += 14.0;
    let bars = column(lists.len()) + 2.0;
    let room = width_of(&words.number(most)) + 10.0;
    let scale = (width - bars - room) / most as f64;
    let mut told = Vec::new();
    for (index, row) in upset.rows.iter().take(rows).enumerate() {
        if index % 2 == 0 {
            canvas.stripe(0.0, y, width, LINE - 2.0);
        }
        let inside: Vec<usize> = (0..lists.len())
            .filter(|at| row.lists.iter().any(|list| list == lists[*at]))
            .collect();
        let middle = y + (LINE - 2.0) / 2.0;
        if let (Some(first), Some(last)) = (inside.first(), inside.last())
            && last > first
        {
            canvas.joint(column(*first), column(*last), middle);
        }
        for at in 0..lists.len() {
            canvas.dot(column(at), middle, 4.6, inside.contains(&at));
        }
        let only: Vec<&str> = inside.iter().map(|at| names[*at].as_str()).collect();
        let sentence = words.text_with(
            "estimate-page-exactly",
            &[
                ("lists", only.join(&words.text("estimate-separator")).into()),
                ("count", row.exactly.into()),
            ],
        );
        let length = row.exactly as f64 * scale;
        canvas.mark(
            Paint::Sure,
            bars,
            y + 2.5,
            length.max(1.0),
            LINE - 7.0,
            &sentence,
        );
        canvas.label(
            Voice::Quiet,
            Anchor::Start,
            bars + length + 5.0,
            y + 12.0,
            &words.number(row.exactly),
        );
        told.push(sentence);
        y += LINE - 2.0;
    }
    let rest: u64 = upset.rows.iter().skip(rows).map(|row| row.exactly).sum();
    let title = words.text("estimate-page-overlaps");
    let alt = told.join(" ");
    let note = if rest > 0 {
        words.text_with(
            "estimate-page-overlaps-rest",
            &[
                ("combinations", (upset.rows.len() - rows).into()),
                ("count", rest.into()),
            ],
        )
    } else {
        words.text("estimate-page-overlaps-note")
    };
    Some(Drawing {
        id: crate::document::anchor("figure", id),
        caption: plain(title.clone()),
        svg: canvas.finish(y + 6.0, &title, &alt),
        alt,
        note: plain(note),
    })
}

/// A name cut to its room; the whole one stands in the mark's title.
fn short(name: &str, room: f64) -> String {
    if width_of(name) <= room {
        return name.to_owned();
    }
    let mut cut = String::new();
    for letter in name.chars() {
        if width_of(&cut) + 12.0 > room {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}
