//! When did it happen, as far as the sources say?
//!
//! [`When`] is a partial date: EDTF (ISO 8601-2:2019 annex A, levels 0 to 2)
//! read by the crate `edtf-core`, behind this one type so that the reader can
//! be replaced. It stands for one day that may not be fully known: the day lies
//! somewhere between [`When::earliest`] and [`When::latest`], and no code path
//! invents which. Comparisons are three-valued and live in `when/compare.rs`;
//! the margin of `~`, `?` and `%` is declared in `when/margin.rs`; dates as
//! people type them are read in [`typed`], spreadsheet serials in [`serial`].

mod compare;
mod margin;
mod month_names;
pub mod serial;
pub mod typed;

pub use margin::{MARGINS, Margin};
pub use serial::from_excel_serial;
pub use typed::{DayOrder, Typed, read_typed, settle_order};

use crate::{Code, Problem};
use edtf_core::{Bound, Date as EdtfDate, Edtf, Interval, IntervalEndpoint, SetElement, YearKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A partial date: some day between two bounds, as the source said it.
///
/// Two `When` are equal when their canonical EDTF texts are. They are ordered by
/// earliest bound, then latest bound, then text; an open or unknown beginning
/// comes before every day, an open or unknown end after every day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    /// Canonical EDTF.
    edtf: Box<str>,
    /// What the text says, from its earliest to its latest day.
    bounds: Stretch,
    /// The bounds moved apart by the margin of `~`, `?` and `%`.
    reach: Stretch,
    /// The reaches of a set's members when it has several; else empty.
    members: Box<[Stretch]>,
    precision: Precision,
    qualified: bool,
}

/// A run of days, both ends included; `None` is an open or unknown end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    earliest: Option<Date>,
    latest: Option<Date>,
}

/// How finely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One calendar day.
    Day,
    /// Some day of one month.
    Month,
    /// Some day of a season, quarter or half-year.
    Season,
    /// Some day of one year.
    Year,
    /// Some day of a decade (`201X`), or of a day or month of one (`201X-05`).
    Decade,
    /// Some day of a century or more (`19XX`).
    Century,
    /// An interval, a set of several members, or digits left open between known ones.
    Span,
}

impl When {
    /// Reads EDTF of level 0, 1 or 2. Blanks around the text are ignored.
    ///
    /// # Errors
    /// `date.unreadable` when the text is not EDTF, `date.impossible` when it is
    /// shaped like a calendar date that does not exist (`2019-02-30`),
    /// `date.out-of-range` when a bound lies outside the years −9999 to 9999.
    pub fn parse(edtf: &str) -> Result<When, Problem> {
        let text = edtf.trim();
        let parsed = Edtf::parse(text).map_err(|_| {
            let code = if looks_like_a_calendar_date(text) {
                Code::DateImpossible
            } else {
                Code::DateUnreadable
            };
            Problem::new(code).with("text", text)
        })?;
        When::from_parsed(&parsed)
            .ok_or_else(|| Problem::new(Code::DateOutOfRange).with("text", text))
    }

    /// Exactly this calendar day.
    pub fn day(day: Date) -> When {
        let stretch = Stretch {
            earliest: Some(day),
            latest: Some(day),
        };
        When {
            edtf: edtf_day(day).into(),
            bounds: stretch,
            reach: stretch,
            members: Box::default(),
            precision: Precision::Day,
            qualified: false,
        }
    }

    /// The canonical EDTF text; `When::parse` of it gives the same value.
    pub fn edtf(&self) -> &str {
        &self.edtf
    }

    /// The earliest day that the text allows; `None` for an open or unknown beginning.
    /// `~`, `?` and `%` do not move it.
    pub fn earliest(&self) -> Option<Date> {
        self.bounds.earliest
    }

    /// The latest day that the text allows; `None` for an open or unknown end.
    /// `~`, `?` and `%` do not move it.
    pub fn latest(&self) -> Option<Date> {
        self.bounds.latest
    }

    /// The day, when exactly one day is meant and nothing doubts it.
    pub fn exact_day(&self) -> Option<Date> {
        match self.bounds.earliest {
            Some(day) if !self.qualified && self.bounds.latest == Some(day) => Some(day),
            _ => None,
        }
    }

    /// Whether exactly one day is meant and nothing doubts it.
    pub fn is_exact_day(&self) -> bool {
        self.exact_day().is_some()
    }

    /// Whether any part carries `~` (approximate), `?` (uncertain) or `%` (both).
    pub fn is_qualified(&self) -> bool {
        self.qualified
    }

    /// How finely the date is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    fn from_parsed(parsed: &Edtf) -> Option<When> {
        let qualified = parsed.is_uncertain() || parsed.is_approximate();
        let mut members = Vec::new();
        let (bounds, reach, precision) = match parsed {
            Edtf::Date(date) => date_stretches(date)?,
            Edtf::DateTime(moment) => date_stretches(&moment.date)?,
            Edtf::Interval(interval) => {
                let (bounds, reach) = interval_stretches(interval)?;
                (bounds, reach, Precision::Span)
            }
            Edtf::Set(set) => {
                let mut bounds = Vec::new();
                let mut precision = Precision::Span;
                for element in &set.elements {
                    let (said, reached, fineness) = element_stretches(element)?;
                    bounds.push(said);
                    members.push(reached);
                    precision = fineness;
                }
                if set.elements.len() > 1 {
                    precision = Precision::Span;
                }
                (hull(&bounds)?, hull(&members)?, precision)
            }
        };
        if members.len() < 2 {
            members.clear();
        }
        Some(When {
            edtf: parsed.to_string().into(),
            bounds,
            reach,
            members: members.into(),
            precision,
            qualified,
        })
    }

    /// The runs of days among which the true day lies, margins included.
    fn stretches(&self) -> &[Stretch] {
        if self.members.is_empty() {
            std::slice::from_ref(&self.reach)
        } else {
            &self.members
        }
    }
}

/// Bounds, reach and fineness of one date expression.
fn date_stretches(date: &EdtfDate) -> Option<(Stretch, Stretch, Precision)> {
    let found = Edtf::Date(*date).bounds();
    let bounds = Stretch {
        earliest: Some(day_of(found.earliest)?),
        latest: Some(day_of(found.latest)?),
    };
    let reach = match margin::of(date) {
        Some(margin) => Stretch {
            earliest: bounds.earliest.map(|day| margin.before(day)),
            latest: bounds.latest.map(|day| margin.after(day)),
        },
        None => bounds,
    };
    Some((bounds, reach, precision_of(date)))
}

fn interval_stretches(interval: &Interval) -> Option<(Stretch, Stretch)> {
    let (mut bounds, mut reach) = (OPEN, OPEN);
    if let IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrAfter(date) = &interval.start {
        let (said, reached, _) = date_stretches(date)?;
        bounds.earliest = said.earliest;
        reach.earliest = reached.earliest;
    }
    if let IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrBefore(date) = &interval.end {
        let (said, reached, _) = date_stretches(date)?;
        bounds.latest = said.latest;
        reach.latest = reached.latest;
    }
    Some((bounds, reach))
}

fn element_stretches(element: &SetElement) -> Option<(Stretch, Stretch, Precision)> {
    Some(match element {
        SetElement::Date(date) => date_stretches(date)?,
        SetElement::OnOrBefore(date) => {
            let (mut said, mut reached, _) = date_stretches(date)?;
            said.earliest = None;
            reached.earliest = None;
            (said, reached, Precision::Span)
        }
        SetElement::OnOrAfter(date) => {
            let (mut said, mut reached, _) = date_stretches(date)?;
            said.latest = None;
            reached.latest = None;
            (said, reached, Precision::Span)
        }
        SetElement::Range(from, to) => {
            let (first, first_reach, _) = date_stretches(from)?;
            let (last, last_reach, _) = date_stretches(to)?;
            let join = |a: Stretch, b: Stretch| Stretch {
                earliest: a.earliest,
                latest: b.latest,
            };
            (
                join(first, last),
                join(first_reach, last_reach),
                Precision::Span,
            )
        }
    })
}

const OPEN: Stretch = Stretch {
    earliest: None,
    latest: None,
};

/// The smallest run that holds them all; `None` for no runs.
fn hull(stretches: &[Stretch]) -> Option<Stretch> {
    let earliest = stretches.iter().map(|s| s.earliest).min()?;
    let latest = if stretches.iter().any(|s| s.latest.is_none()) {
        None
    } else {
        stretches.iter().filter_map(|s| s.latest).max()
    };
    Some(Stretch { earliest, latest })
}

/// A bound of the EDTF reader as a calendar day, if the calendar reaches that far.
fn day_of(bound: Bound) -> Option<Date> {
    let Bound::Date(day) = bound else { return None };
    Date::new(
        i16::try_from(day.year).ok()?,
        i8::try_from(day.month).ok()?,
        i8::try_from(day.day).ok()?,
    )
    .ok()
}

fn precision_of(date: &EdtfDate) -> Precision {
    if !date.has_unspecified() && date.year.significant_digits.is_none() {
        return match date.precision() {
            edtf_core::Precision::Day => Precision::Day,
            edtf_core::Precision::Month => Precision::Month,
            edtf_core::Precision::Season => Precision::Season,
            edtf_core::Precision::Year => Precision::Year,
        };
    }
    match date.year.kind {
        YearKind::Standard { digits, .. } if digits.iter().any(Option::is_none) => {
            if digits[..3].iter().all(Option::is_some) {
                Precision::Decade
            } else {
                Precision::Century
            }
        }
        YearKind::Standard { .. } if date.year.significant_digits.is_none() => {
            // Only whole trailing parts left open fall together with a coarser date.
            match (date.month, date.day) {
                (Some(month), None) if month.digits == [None, None] => Precision::Year,
                (Some(month), Some(day)) if day.digits == [None, None] => {
                    if month.digits == [None, None] {
                        Precision::Year
                    } else if month.value().is_some() {
                        Precision::Month
                    } else {
                        Precision::Span
                    }
                }
                _ => Precision::Span,
            }
        }
        _ => match date.year.significant_digits {
            Some(4) => Precision::Year,
            Some(3) => Precision::Decade,
            _ => Precision::Century,
        },
    }
}

/// `YYYY-MM-DD` with four digits of year and EDTF's sign.
fn edtf_day(day: Date) -> String {
    let sign = if day.year() < 0 { "-" } else { "" };
    let year = day.year().unsigned_abs();
    format!("{sign}{year:04}-{:02}-{:02}", day.month(), day.day())
}

/// Whether a text that is not EDTF has the shape `YYYY-MM` or `YYYY-MM-DD`.
fn looks_like_a_calendar_date(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !"~?%".contains(*c)).collect();
    let parts: Vec<&str> = bare.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(lengths.as_slice(), [4, 2] | [4, 2, 2])
        && parts
            .iter()
            .all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

impl PartialEq for When {
    fn eq(&self, other: &When) -> bool {
        self.edtf == other.edtf
    }
}

impl Eq for When {}

impl std::hash::Hash for When {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.edtf.hash(state);
    }
}

impl Ord for When {
    fn cmp(&self, other: &When) -> std::cmp::Ordering {
        let end = |when: &When| (when.latest().is_none(), when.latest());
        self.earliest()
            .cmp(&other.earliest())
            .then_with(|| end(self).cmp(&end(other)))
            .then_with(|| self.edtf.cmp(&other.edtf))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &When) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for When {
    /// The canonical EDTF text; `words` says it to people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.edtf)
    }
}

impl std::str::FromStr for When {
    type Err = Problem;

    fn from_str(text: &str) -> Result<When, Problem> {
        When::parse(text)
    }
}

impl TryFrom<String> for When {
    type Error = Problem;

    fn try_from(text: String) -> Result<When, Problem> {
        When::parse(&text)
    }
}

impl From<When> for String {
    fn from(when: When) -> String {
        when.edtf.into()
    }
}

impl From<Date> for When {
    fn from(day: Date) -> When {
        When::day(day)
    }
}
