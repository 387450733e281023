//! In which periods does a row lie, and how surely?
//!
//! A period holds a date surely when every day that the date allows lies
//! inside, possibly when some do. `~`, `?` and sets are honoured when the query
//! gives the EDTF text. Dates repeat, so each is looked at once.

use super::Wrong;
use crate::definition::Study;
use jiff::civil::Date;
use model::{Truth, When};
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::collections::HashMap;

/// Code of the group of rows without any date.
pub(super) const NO_PERIOD: u32 = u32::MAX;

/// Where a row lies: `total` is none when it lies wholly outside the span,
/// else whether it lies surely inside; each period with whether it is sure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) total: Option<bool>,
    pub(super) periods: Box<[(u32, bool)]>,
}

/// Reads the date of a row.
pub(super) struct Clock<'s> {
    study: &'s Study,
    columns: Columns,
    seen: HashMap<String, Placed>,
    key: String,
}

enum Columns {
    Text(usize),
    Bounds(usize, usize),
}

impl<'s> Clock<'s> {
    /// None when the query gives no date.
    pub(super) fn new(study: &'s Study, names: &[&str]) -> Option<Clock<'s>> {
        let position = |name: &str| {
            names
                .iter()
                .position(|known| known.eq_ignore_ascii_case(name))
        };
        let columns = match (
            position("when_text"),
            position("earliest"),
            position("latest"),
        ) {
            (Some(text), _, _) => Columns::Text(text),
            (None, Some(earliest), Some(latest)) => Columns::Bounds(earliest, latest),
            _ => return None,
        };
        Some(Clock {
            study,
            columns,
            seen: HashMap::new(),
            key: String::new(),
        })
    }

    pub(super) fn place(&mut self, row: &Row<'_>) -> Result<Placed, Wrong> {
        self.key.clear();
        match self.columns {
            Columns::Text(column) => self.key.push_str(text(row.get_ref(column)?)?),
            Columns::Bounds(earliest, latest) => {
                self.key.push_str(text(row.get_ref(earliest)?)?);
                self.key.push('/');
                self.key.push_str(text(row.get_ref(latest)?)?);
            }
        }
        if let Some(placed) = self.seen.get(&self.key) {
            return Ok(placed.clone());
        }
        let placed = match self.columns {
            Columns::Text(_) if self.key.is_empty() => no_date(),
            Columns::Text(_) => {
                let when = When::parse(&self.key).map_err(|_| Wrong::Date(self.key.clone()))?;
                placed(self.study, |from, until| when.within(from, until))
            }
            Columns::Bounds(..) => {
                let wrong = || Wrong::Date(self.key.clone());
                let (earliest, latest) = self.key.split_once('/').ok_or_else(wrong)?;
                let day = |text: &str| match text {
                    "" => Ok(None),
                    text => text.parse::<Date>().map(Some).map_err(|_| wrong()),
                };
                match (day(earliest)?, day(latest)?) {
                    (None, None) => no_date(),
                    bounds => placed(self.study, |from, until| within(bounds, from, until)),
                }
            }
        };
        self.seen.insert(self.key.clone(), placed.clone());
        Ok(placed)
    }
}

fn text(value: ValueRef<'_>) -> Result<&str, Wrong> {
    match value {
        ValueRef::Null => Ok(""),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map_err(|_| Wrong::Date(String::from_utf8_lossy(text).into_owned())),
        other => Err(Wrong::Date(format!("{other:?}"))),
    }
}

/// Nobody said when: it may lie in the span, in no period more than in another.
fn no_date() -> Placed {
    Placed {
        total: Some(false),
        periods: Box::new([(NO_PERIOD, false)]),
    }
}

/// Whether a day between two bounds, either of which may be open, lies in `[from, until)`.
pub(super) fn within(
    (earliest, latest): (Option<Date>, Option<Date>),
    from: Date,
    until: Date,
) -> Truth {
    if latest.is_some_and(|latest| latest < from)
        || earliest.is_some_and(|earliest| earliest >= until)
    {
        return Truth::False;
    }
    match (earliest, latest) {
        (Some(earliest), Some(latest)) if earliest >= from && latest < until => Truth::True,
        _ => Truth::Unknown,
    }
}

fn placed(study: &Study, within: impl Fn(Date, Date) -> Truth) -> Placed {
    let total = match within(study.span.0, study.span.1) {
        Truth::False => None,
        truth => Some(truth == Truth::True),
    };
    let mut periods: Vec<(u32, bool)> = Vec::new();
    for (code, bounds) in (0..).zip(&study.periods) {
        match within(bounds.from, bounds.until) {
            Truth::False => {}
            truth => periods.push((code, truth == Truth::True)),
        }
    }
    // Inside the span but in a gap between the periods.
    if total.is_some() && periods.is_empty() {
        periods.push((NO_PERIOD, total == Some(true)));
    }
    Placed {
        total,
        periods: periods.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(offset: i32) -> Date {
        date(2018, 1, 1).saturating_add(jiff::Span::new().days(offset))
    }

    proptest! {
        /// The sure part can only shrink and the possible part only grow when a date gets wider.
        #[test]
        fn widening_a_date_never_makes_it_surer(
            first in 0..400_i32, length in 0..60_i32, before in 0..60_i32, after in 0..60_i32,
            from in 0..400_i32, days in 1..200_i32,
        ) {
            let narrow = (Some(day(first)), Some(day(first + length)));
            let wide = (Some(day(first - before)), Some(day(first + length + after)));
            let (from, until) = (day(from), day(from + days));
            let (narrow, wide) = (within(narrow, from, until), within(wide, from, until));
            prop_assert!(wide == narrow || wide == Truth::Unknown);
        }

        /// A date lies in exactly one of two periods that meet, or in both possibly.
        #[test]
        fn periods_that_meet_share_a_date_or_one_has_it(
            first in 0..400_i32, length in 0..60_i32, boundary in 1..399_i32,
        ) {
            let bounds = (Some(day(first)), Some(day(first + length)));
            let left = within(bounds, day(0), day(boundary));
            let right = within(bounds, day(boundary), day(500));
            prop_assert!(matches!(
                (left, right),
                (Truth::True, Truth::False) | (Truth::False, Truth::True) | (Truth::Unknown, Truth::Unknown)
            ));
        }
    }
}
