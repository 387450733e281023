//! How far may the truth lie from a date that its source calls approximate or uncertain?
//!
//! EDTF gives `~`, `?` and `%` no width, and an office must not invent one
//! silently: the margins stand in [`MARGINS`], in one table, and the
//! documentation prints them. They never move a date's bounds; they only make
//! a comparison `Unknown` when the boundary lies within the margin.

use super::Precision;
use edtf_core::{Date as EdtfDate, YearKind};
use jiff::ToSpan;
use jiff::civil::Date;

/// A width in calendar months and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Margin {
    /// Calendar months; a year is twelve.
    pub months: i32,
    /// Days.
    pub days: i32,
}

/// The margin on each side of a qualified date, by the finest part that the mark qualifies.
pub const MARGINS: &[(Precision, Margin)] = &[
    (
        Precision::Day,
        Margin {
            months: 0,
            days: 15,
        },
    ),
    (Precision::Month, Margin { months: 1, days: 0 }),
    (Precision::Season, Margin { months: 3, days: 0 }),
    (
        Precision::Year,
        Margin {
            months: 12,
            days: 0,
        },
    ),
    (
        Precision::Decade,
        Margin {
            months: 120,
            days: 0,
        },
    ),
    (
        Precision::Century,
        Margin {
            months: 1200,
            days: 0,
        },
    ),
];

impl Margin {
    /// The day this far before `day`, no earlier than the calendar begins.
    pub fn before(self, day: Date) -> Date {
        day.saturating_sub(self.months.months())
            .saturating_sub(self.days.days())
    }

    /// The day this far after `day`, no later than the calendar ends. Whole months
    /// after the last day of a month reach the last day of theirs.
    pub fn after(self, day: Date) -> Date {
        let moved = day.saturating_add(self.months.months());
        let moved = if self.months > 0 && day == day.last_of_month() {
            moved.last_of_month()
        } else {
            moved
        };
        moved.saturating_add(self.days.days())
    }
}

/// The margin of a date, if any part of it is qualified.
///
/// A mark on the right qualifies everything to its left, so a run of qualified
/// parts from the year on counts as its finest part (`2018-07~-11`: the month);
/// a mark on a single later part counts as that part (`2018-~07-11`: the month).
/// Digits left open in the qualified part widen it to the next coarser one.
pub(super) fn of(date: &EdtfDate) -> Option<Margin> {
    let year = date.year.qualifier.is_qualified();
    let month = date.month.map(|part| part.qualifier.is_qualified());
    let day = date.day.map(|part| part.qualifier.is_qualified());
    let part = match (year, month, day) {
        (true, Some(true), Some(true)) | (false, Some(false), Some(true)) => Precision::Day,
        (true, Some(true), _) | (false, Some(true), _) => month_or_season(date),
        (true, _, _) => Precision::Year,
        (false, _, _) => return None,
    };
    let part = if part == Precision::Day && date.day.is_some_and(|d| d.has_unspecified()) {
        Precision::Month
    } else {
        part
    };
    let part = if part <= Precision::Month && date.month.is_some_and(|m| m.has_unspecified()) {
        Precision::Year
    } else {
        part
    };
    let open_digits = match date.year.kind {
        YearKind::Standard { digits, .. } => {
            let open = digits.iter().position(Option::is_none);
            let kept = date.year.significant_digits.unwrap_or(4).min(4) as usize;
            4 - open.unwrap_or(4).min(kept)
        }
        YearKind::Big { .. } | YearKind::Exponential { .. } => 4,
    };
    let part = match open_digits {
        0 => part,
        1 => Precision::Decade,
        _ => Precision::Century,
    };
    MARGINS
        .iter()
        .find(|(precision, _)| *precision == part)
        .map(|(_, margin)| *margin)
}

fn month_or_season(date: &EdtfDate) -> Precision {
    match date.month.and_then(|month| month.value()) {
        Some(21..) => Precision::Season,
        _ => Precision::Month,
    }
}
