//! Which date did a person type into a sheet or a form?
//!
//! Reads dates as offices write them, in Arabic and English, and keeps the text
//! as typed beside the [`When`]. A text that can be read in two ways is a
//! problem that names both readings, never a guess: two-digit years, a missing
//! year, the Hijri calendar and an unsettled order of day and month are problems.
//! Words are in `month_names.rs`; spreadsheet serials are read by `serial.rs` only.

mod fold;
mod plain;
mod split;

use super::When;
use crate::{Code, Problem};
use fold::fold;
use plain::{Plain, read_plain};

/// In which order a column writes day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOrder {
    /// 11/12/2018 is 11 December.
    DayFirst,
    /// 11/12/2018 is 12 November.
    MonthFirst,
    /// 2018/12/11; a text with the year last is not settled by it.
    YearFirst,
    /// Not known: a text with two readings is a problem.
    Unsettled,
}

/// A date with the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Typed {
    /// What it says.
    pub when: When,
    /// The text exactly as typed.
    pub as_typed: String,
}

/// Years that a typed date may name; the Gregorian years of living memory and some more.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;
/// Years that a typed date more likely counts from the Hijra (1883 to 2077).
const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1300..=1500;

/// Reads a date as a person typed it.
///
/// # Errors
/// `date.unreadable`, `date.ambiguous` (with both readings), `date.impossible`,
/// `date.against-order` (readable only in the other order of day and month),
/// `date.two-digit-year`, `date.year-missing`, `date.calendar-unsettled` (Hijri),
/// `date.time-of-day` (a time other than midnight that EDTF cannot keep),
/// `date.range-reversed`, `date.out-of-range`. Every problem has `text`.
pub fn read_typed(text: &str, order: DayOrder) -> Result<Typed, Problem> {
    let when = read(text, order).map_err(|problem| problem.with("text", text.trim()))?;
    Ok(Typed {
        when,
        as_typed: text.to_owned(),
    })
}

/// Looks at a whole column: does it settle whether the day or the month comes first?
///
/// A text like 25/06/2018 shows the day first, 06/25/2018 the month first. A
/// column that shows both, or neither, is unsettled; one that writes only
/// year-first dates is year-first.
pub fn settle_order<'a>(texts: impl IntoIterator<Item = &'a str>) -> DayOrder {
    let (mut day_first, mut month_first, mut year_first, mut undecided) =
        (false, false, false, false);
    for text in texts {
        match plain::shown_order(&fold(text)) {
            Some(DayOrder::DayFirst) => day_first = true,
            Some(DayOrder::MonthFirst) => month_first = true,
            Some(DayOrder::YearFirst) => year_first = true,
            Some(DayOrder::Unsettled) => undecided = true,
            None => {}
        }
    }
    match (day_first, month_first) {
        (true, false) => DayOrder::DayFirst,
        (false, true) => DayOrder::MonthFirst,
        (false, false) if year_first && !undecided => DayOrder::YearFirst,
        _ => DayOrder::Unsettled,
    }
}

fn read(text: &str, order: DayOrder) -> Result<When, Problem> {
    // The commas and braces of an EDTF set do not survive folding.
    if text.contains(['[', '{'])
        && let Ok(when) = When::parse(text)
    {
        return Ok(when);
    }
    let folded = split::without_midnight(&fold(text))?;
    if let Some(when) = read_as_edtf(&folded)? {
        return Ok(when);
    }
    let (rest, mark) = split::without_doubt(&folded);
    if let Some((side, rest)) = split::before_or_after(&rest) {
        let plain = read_complete(rest, order)?;
        return compose(match side {
            split::Side::Before => format!("../{}", plain.just_before(mark)?),
            split::Side::After => format!("{}/..", plain.just_after(mark)?),
            split::Side::Until => format!("../{}", plain.last_part(mark)),
        });
    }
    let mut attempt = None;
    for (from, until) in split::ranges(&rest) {
        match read_range(from, until, order, mark) {
            Ok(when) => return Ok(when),
            Err(problem) => attempt = attempt.or(Some(problem)),
        }
    }
    match read_complete(&rest, order) {
        Ok(plain) => compose(plain.edtf(mark)),
        // The first split that did not read says more than the unsplit text.
        Err(problem) if problem.code == Code::DateUnreadable => Err(attempt.unwrap_or(problem)),
        Err(problem) => Err(problem),
    }
}

/// EDTF typed as such; `None` when the text is something else.
fn read_as_edtf(folded: &str) -> Result<Option<When>, Problem> {
    let upper = folded.to_uppercase();
    let spaced_moment = upper.replacen(' ', "T", 1);
    let Ok(when) = When::parse(&upper).or_else(|problem| {
        if upper.contains(':') {
            When::parse(&spaced_moment)
        } else {
            Err(problem)
        }
    }) else {
        return if folded.contains(':') {
            Err(Problem::new(Code::DateTimeOfDay))
        } else {
            Ok(None)
        };
    };
    if !upper.contains('X') {
        for bound in [when.earliest(), when.latest()].into_iter().flatten() {
            refuse_odd_year(bound.year())?;
        }
    }
    Ok(Some(when))
}

fn read_range(from: &str, until: &str, order: DayOrder, mark: &str) -> Result<When, Problem> {
    let until = read_complete(until, order)?;
    let from = read_plain(from, order)?.completed_by(&until)?;
    if from.first_day() > until.last_day() {
        return Err(Problem::new(Code::DateRangeReversed));
    }
    compose(format!(
        "{}/{}",
        from.first_part(mark),
        until.last_part(mark)
    ))
}

/// A date that names its year.
fn read_complete(text: &str, order: DayOrder) -> Result<Plain, Problem> {
    let plain = read_plain(text, order)?;
    if plain.names_its_year() {
        Ok(plain)
    } else {
        Err(Problem::new(Code::DateYearMissing))
    }
}

fn compose(edtf: String) -> Result<When, Problem> {
    When::parse(&edtf)
}

/// Refuses years that no one alive typed meaning the Gregorian calendar.
fn refuse_odd_year(year: i16) -> Result<(), Problem> {
    if HIJRI_YEARS.contains(&year) {
        Err(Problem::new(Code::DateCalendarUnsettled))
    } else if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(Problem::new(Code::DateOutOfRange))
    }
}
