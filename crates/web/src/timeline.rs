//! Where do days lie on a line that is drawn to scale?
//!
//! A known day is a dot; anything less is a bar as wide as it is unknown, or as
//! a window is long. The line runs in the direction of reading.

use jiff::civil::Date;
use serde::Serialize;
use words::Words;

/// Something on the line, from its first to its last day.
pub struct Item {
    pub href: String,
    pub label: String,
    pub when: String,
    pub first: Date,
    pub last: Date,
    /// Drawn as a dot.
    pub exact: bool,
    /// Drawn without a filling: not settled.
    pub faint: bool,
    /// Stands on the line of the item before it, its label for those who do not see it.
    pub joins: bool,
}

/// One line of a timeline.
#[derive(Serialize)]
pub struct Bar {
    pub href: String,
    pub kind: String,
    pub when: String,
    /// What else stands on the line, in words.
    pub also: Vec<String>,
    pub marks: Vec<Mark>,
}

/// Something drawn on a line; places in hundredths of its width.
#[derive(Serialize)]
pub struct Mark {
    pub start: String,
    pub width: String,
    pub middle: String,
    pub exact: bool,
    pub faint: bool,
}

/// A year on the line.
#[derive(Serialize)]
pub struct Tick {
    pub year: String,
    pub at: String,
}

/// Days since a fixed day, for distances only.
fn number(day: Date) -> f64 {
    f64::from(day.year()) * 365.2425 + f64::from(day.day_of_year())
}

/// Bars and years of a line; both empty when nothing has a day.
pub fn draw(items: &[Item], mirrored: bool, words: &Words) -> (Vec<Bar>, Vec<Tick>) {
    let (Some(first), Some(last)) = (
        items.iter().map(|it| it.first.year()).min(),
        items.iter().map(|it| it.last.year()).max(),
    ) else {
        return (Vec::new(), Vec::new());
    };
    let begin = f64::from(first) * 365.2425;
    let span = f64::from(last - first + 1) * 365.2425;
    let place = |day: f64| (day - begin) / span * 100.0;
    let mut bars: Vec<Bar> = Vec::new();
    for item in items {
        let (from, until) = (place(number(item.first) - 1.0), place(number(item.last)));
        let width = (until - from).max(0.4);
        let start = if mirrored { 100.0 - from - width } else { from };
        let mark = Mark {
            start: format!("{start:.2}"),
            width: format!("{width:.2}"),
            middle: format!("{:.2}", start + width / 2.0),
            exact: item.exact,
            faint: item.faint,
        };
        match bars.last_mut() {
            Some(bar) if item.joins => {
                bar.also.push(item.label.clone());
                bar.marks.push(mark);
            }
            _ => bars.push(Bar {
                href: item.href.clone(),
                kind: item.label.clone(),
                when: item.when.clone(),
                also: Vec::new(),
                marks: vec![mark],
            }),
        }
    }
    let step = usize::try_from((last - first) / 8 + 1).unwrap_or(1);
    let ticks = (first..=last)
        .step_by(step)
        .map(|year| {
            let at = place(f64::from(year) * 365.2425);
            let at = if mirrored { 100.0 - at } else { at };
            Tick {
                year: words.in_digits(&year.to_string()),
                at: format!("{at:.2}"),
            }
        })
        .collect();
    (bars, ticks)
}
