//! When did it happen, against what the decrees promised?
//!
//! Time runs in the direction of reading. A lane for each series: a square is
//! a known day, a bar runs from the earliest to the latest day that the
//! record allows, and both are hollow when they straddle the boundary of a
//! period. Windows of instruments stand above. A lane with more events than
//! it can hold becomes months: solid for those surely in the month, hollow
//! for those that only might be.

use super::canvas::{Anchor, Canvas, Paint, Voice, WIDTH, lines_of, width_of};
use crate::document::{Drawing, plain};
use crate::phrase::said;
use jiff::civil::Date;
use model::profile::Label;
use study::computed::{Computed, TimelineEvent, Window};
use words::Words;

const LANES: f64 = 132.0;
const SIDE: f64 = 6.0;
/// Events that a lane may hold one by one.
const MANY: usize = 600;

struct Axis {
    first: Date,
    days: f64,
}

impl Axis {
    fn x(&self, day: Date) -> f64 {
        LANES + (WIDTH - LANES - SIDE) * days_between(self.first, day) as f64 / self.days
    }
}

fn days_between(from: Date, until: Date) -> i64 {
    // Days as numbers since a fixed day: no unit of a span to choose.
    let number = |day: Date| {
        let (year, month) = (i64::from(day.year()), i64::from(day.month()));
        let (year, month) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + i64::from(day.day())
    };
    number(until) - number(from)
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn first_of_month(day: Date) -> Date {
    day.first_of_month()
}

fn next_month(day: Date) -> Date {
    let last = day.last_of_month();
    last.tomorrow().unwrap_or(last)
}

/// The picture of a timeline; `None` without a dated event.
pub fn draw(
    id: &str,
    title: &Label,
    events: &[TimelineEvent],
    series: &[(String, Label)],
    windows: &[Window],
    computed: &Computed,
    words: &Words,
) -> Option<Drawing> {
    let dated: Vec<(&TimelineEvent, Date, Date)> = events
        .iter()
        .filter_map(|event| {
            let (earliest, latest) = (day(&event.earliest)?, day(&event.latest)?);
            Some((event, earliest.min(latest), earliest.max(latest)))
        })
        .collect();
    let first = dated.iter().map(|(_, earliest, _)| *earliest).min()?;
    let last = dated.iter().map(|(_, _, latest)| *latest).max()?;
    let windows: Vec<(&Window, Date, Option<Date>)> = windows
        .iter()
        .filter_map(|window| {
            Some((
                window,
                day(&window.from)?,
                window.until.as_deref().and_then(day),
            ))
        })
        .collect();
    let first = windows
        .iter()
        .map(|(_, from, _)| *from)
        .fold(first, Date::min);
    let last = windows
        .iter()
        .map(|(_, from, until)| until.unwrap_or(*from))
        .fold(last, Date::max);
    let first = first_of_month(first);
    let end = next_month(last);
    let axis = Axis {
        first,
        days: days_between(first, end) as f64,
    };

    let mut boundaries: Vec<Date> = computed
        .periods
        .iter()
        .flat_map(|period| [day(&period.from), day(&period.until)])
        .flatten()
        .filter(|boundary| *boundary > first && *boundary < end)
        .collect();
    boundaries.sort();
    boundaries.dedup();

    let mut canvas = Canvas::new(id, words);
    let mut told = Vec::new();
    let mut y = 4.0;
    let mut issues = Vec::new();
    for (window, from, until) in &windows {
        let label = said(&window.label, words);
        let span = match until {
            Some(until) => words.text_with(
                "report-span",
                &[
                    ("first", words.day(*from).into()),
                    ("last", words.day(*until).into()),
                ],
            ),
            None => words.day(*from),
        };
        let sentence = words.text_with(
            "report-mark",
            &[
                ("name", label.as_str().into()),
                ("count", span.as_str().into()),
            ],
        );
        let x0 = axis.x(*from);
        // The last day belongs to the window: the bar ends with it.
        let x1 = until.map_or(x0, |until| axis.x(until.tomorrow().unwrap_or(until)));
        if until.is_some() {
            canvas.mark(Paint::Window, x0, y + 2.0, x1 - x0, 15.0, &sentence);
        } else {
            canvas.mark(Paint::Death, x0 - 1.0, y + 1.0, 2.0, 17.0, &sentence);
            issues.push((x0, y + 18.0));
        }
        let needed = width_of(&label) * 0.9;
        if x1 - x0 > needed + 10.0 {
            canvas.label(Voice::Quiet, Anchor::Start, x0 + 5.0, y + 13.5, &label);
        } else if WIDTH - x1 > needed + 10.0 {
            canvas.label(Voice::Quiet, Anchor::Start, x1 + 6.0, y + 13.5, &label);
        } else {
            canvas.label(Voice::Quiet, Anchor::End, x0 - 6.0, y + 13.5, &label);
        }
        told.push(sentence);
        y += 21.0;
    }
    y += 8.0;
    let lanes_top = y;
    let mut lanes = Vec::new();
    for (series_id, label) in series {
        let members: Vec<(&TimelineEvent, Date, Date)> = dated
            .iter()
            .filter(|(event, ..)| event.series == *series_id)
            .copied()
            .collect();
        let lane = Lane {
            name: said(label, words),
            dark: series_id.contains("death") || series_id.contains("notice"),
            members,
        };
        let height = lane.height(&axis);
        lanes.push((lane, y, height));
        y += height;
    }
    // Grid first, so that marks stand on it.
    for (index, (_, top, height)) in lanes.iter().enumerate() {
        if index % 2 == 0 {
            canvas.stripe(0.0, *top, WIDTH, *height);
        }
    }
    months(&mut canvas, &axis, lanes_top, y, end, words);
    for boundary in &boundaries {
        canvas.line(axis.x(*boundary), lanes_top, axis.x(*boundary), y, true);
    }
    for (x, from) in issues {
        canvas.line(x, from, x, lanes_top, true);
    }
    for (lane, top, height) in &lanes {
        let mut below = top + height / 2.0 - 4.0;
        let lines = lines_of(&lane.name, LANES - 16.0);
        below -= 7.5 * (lines.len() as f64 - 1.0);
        for line in &lines {
            canvas.label(Voice::Label, Anchor::Start, 4.0, below, line);
            below += 15.0;
        }
        let count = words.number(lane.members.len() as u64);
        canvas.label(Voice::Number, Anchor::Start, 4.0, below, &count);
        told.push(words.text_with(
            "report-mark",
            &[("name", lane.name.as_str().into()), ("count", count.into())],
        ));
        lane.draw(&mut canvas, &axis, *top, *height, &boundaries, words);
    }
    let title = said(title, words);
    let alt = told.join(&words.text("report-list-separator"));
    Some(Drawing {
        id: crate::document::anchor("figure", id),
        caption: plain(title.clone()),
        svg: canvas.finish(y + 36.0, &title, &alt),
        alt,
        note: plain(words.text("report-timeline-note")),
    })
}

/// Month lines and names under the lanes; the year under its first month shown.
fn months(canvas: &mut Canvas, axis: &Axis, top: f64, bottom: f64, end: Date, words: &Words) {
    let months = (axis.days / 30.4).ceil() as usize;
    let step = [1, 2, 3, 4, 6, 12, 24, 60]
        .into_iter()
        .find(|step| months / step <= 8)
        .unwrap_or(120);
    let mut month = axis.first;
    let mut passed = 0;
    let mut year = None;
    while month < end {
        if passed % step == 0 {
            let x = axis.x(month);
            canvas.line(x, top, x, bottom + 4.0, false);
            let name = words.month(month.month().unsigned_abs());
            if step < 12 && x + 2.0 + width_of(&name) * 0.9 <= WIDTH {
                canvas.label(Voice::Quiet, Anchor::Start, x + 2.0, bottom + 15.0, &name);
            }
            if year != Some(month.year()) {
                year = Some(month.year());
                let written = words.in_digits(&month.year().to_string());
                canvas.label(
                    Voice::Number,
                    Anchor::Start,
                    x + 2.0,
                    bottom + 30.0,
                    &written,
                );
            }
        }
        passed += 1;
        month = next_month(month);
    }
    canvas.line(LANES, bottom, WIDTH - SIDE, bottom, false);
}

struct Lane<'a> {
    name: String,
    dark: bool,
    members: Vec<(&'a TimelineEvent, Date, Date)>,
}

/// A square or a bar with its place in the stack.
struct Placed<'a> {
    event: &'a TimelineEvent,
    earliest: Date,
    latest: Date,
    left: f64,
    width: f64,
    row: usize,
}

impl Lane<'_> {
    fn stack(&self, axis: &Axis) -> Vec<Placed<'_>> {
        let mut members = self.members.clone();
        members.sort_by(|a, b| (a.1, a.2, &a.0.id).cmp(&(b.1, b.2, &b.0.id)));
        let mut ends: Vec<f64> = Vec::new();
        members
            .into_iter()
            .map(|(event, earliest, latest)| {
                let (left, width) = if earliest == latest {
                    (axis.x(earliest) - SIDE / 2.0, SIDE)
                } else {
                    let left = axis.x(earliest);
                    let right = axis.x(latest.tomorrow().unwrap_or(latest));
                    (left, (right - left).max(SIDE))
                };
                let row = ends
                    .iter()
                    .position(|end| *end + 1.0 <= left)
                    .unwrap_or(ends.len());
                if row == ends.len() {
                    ends.push(0.0);
                }
                if let Some(end) = ends.get_mut(row) {
                    *end = left + width;
                }
                Placed {
                    event,
                    earliest,
                    latest,
                    left,
                    width,
                    row,
                }
            })
            .collect()
    }

    fn height(&self, axis: &Axis) -> f64 {
        if self.members.len() > MANY {
            return 110.0;
        }
        let rows = self
            .stack(axis)
            .iter()
            .map(|placed| placed.row + 1)
            .max()
            .unwrap_or(1);
        let name = lines_of(&self.name, LANES - 16.0).len() as f64;
        (rows as f64 * (SIDE + 1.0) + 14.0).max(15.0 * (name + 1.0) + 12.0)
    }

    fn draw(
        &self,
        canvas: &mut Canvas,
        axis: &Axis,
        top: f64,
        height: f64,
        boundaries: &[Date],
        words: &Words,
    ) {
        if self.members.len() > MANY {
            self.draw_months(canvas, axis, top, height, words);
            return;
        }
        let solid = if self.dark { Paint::Death } else { Paint::Sure };
        for placed in self.stack(axis) {
            let (earliest, latest) = (placed.earliest, placed.latest);
            let straddles = boundaries
                .iter()
                .any(|boundary| earliest < *boundary && *boundary <= latest);
            let known = earliest == latest;
            let when = if known {
                words.day(earliest)
            } else {
                words.text_with(
                    "report-span",
                    &[
                        ("first", words.day(earliest).into()),
                        ("last", words.day(latest).into()),
                    ],
                )
            };
            let sentence = words.text_with(
                "report-event-mark",
                &[
                    ("name", self.name.as_str().into()),
                    ("when", when.into()),
                    ("id", placed.event.id.as_str().into()),
                ],
            );
            // Stacked from the floor of the lane upwards.
            let floor = top + height - 7.0 - placed.row as f64 * (SIDE + 1.0);
            let thick = if known { SIDE } else { 4.0 };
            canvas.mark(
                if straddles { Paint::Possible } else { solid },
                placed.left,
                floor - SIDE / 2.0 - thick / 2.0,
                placed.width,
                thick,
                &sentence,
            );
        }
    }

    fn draw_months(&self, canvas: &mut Canvas, axis: &Axis, top: f64, height: f64, words: &Words) {
        let mut counts: Vec<(Date, Date, u64, u64)> = Vec::new();
        let latest = self
            .members
            .iter()
            .map(|member| member.2)
            .max()
            .unwrap_or(axis.first);
        let mut month = axis.first;
        while month <= latest {
            let next = next_month(month);
            let sure = self
                .members
                .iter()
                .filter(|m| m.1 >= month && m.2 < next)
                .count() as u64;
            let touching = self
                .members
                .iter()
                .filter(|m| m.1 < next && m.2 >= month)
                .count() as u64;
            counts.push((month, next, sure, touching - sure));
            month = next;
        }
        let most = counts
            .iter()
            .map(|(_, _, sure, possible)| sure + possible)
            .max()
            .unwrap_or(1);
        let scale = (height - 14.0) / most.max(1) as f64;
        let solid = if self.dark { Paint::Death } else { Paint::Sure };
        for (month, next, sure, possible) in counts {
            let (left, right) = (axis.x(month), axis.x(next));
            let floor = top + height - 4.0;
            let name = format!(
                "{} {}",
                words.month(month.month().unsigned_abs()),
                month.year()
            );
            let sentence = words.text_with(
                "report-mark-in",
                &[
                    ("title", self.name.as_str().into()),
                    ("name", name.into()),
                    ("count", crate::phrase::parts(words, sure, possible).into()),
                ],
            );
            let (a, b) = (sure as f64 * scale, possible as f64 * scale);
            if sure > 0 {
                canvas.mark(
                    solid,
                    left + 0.5,
                    floor - a,
                    right - left - 1.0,
                    a,
                    &sentence,
                );
            }
            if possible > 0 {
                canvas.mark(
                    Paint::Possible,
                    left + 0.5,
                    floor - a - b,
                    right - left - 1.0,
                    b,
                    &sentence,
                );
            }
        }
    }
}
