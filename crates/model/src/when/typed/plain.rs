//! Which single date do these numbers and words make?
//!
//! Input is folded text without words of doubt or range. The result may lack a
//! year or a month (`between June and July 2019`); the other end of its range
//! may complete it, nothing else may.

use super::super::month_names::{
    HIJRI_WORDS, MONTH_NAMES, PASSED_OVER, SEASON_NAMES, WEEKDAY_NAMES,
};
use super::{DayOrder, refuse_odd_year};
use crate::{Code, Problem};
use jiff::civil::Date;

/// A single date as far as its text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Day(Date),
    Month(i16, i8),
    /// One of several months of a year.
    Months(i16, &'static [i8]),
    /// EDTF sub-year group 21–23.
    Season(i16, u8),
    /// The winter that begins in this year's December.
    WinterFrom(i16),
    /// A winter of which only one year is named: it began or ended in it.
    WinterOf(i16),
    Year(i16),
    Years(i16, i16),
    /// Without a year.
    DayOfMonth(i8, i8),
    /// Without a year.
    MonthOnly(i8),
    /// Without month and year.
    DayOnly(i8),
}

enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Separator(char),
}

/// Reads one date.
pub(super) fn read_plain(text: &str, order: DayOrder) -> Result<Plain, Problem> {
    let tokens = tokens(text).ok_or_else(unreadable)?;
    if tokens.iter().any(|t| matches!(t, Token::Word(_))) {
        return read_worded(&tokens, order);
    }
    read_numbers(&numbers_of(&tokens).ok_or_else(unreadable)?, order)
}

/// The order of day and month that a folded text shows; `None` when it shows nothing.
pub(super) fn shown_order(folded: &str) -> Option<DayOrder> {
    let date = super::split::without_midnight(folded).ok()?;
    let numbers = numbers_of(&tokens(&date)?)?;
    let [a, b, c] = numbers.as_slice() else {
        return None;
    };
    match (a.len(), c.len()) {
        (4, 1 | 2) => Some(DayOrder::YearFirst),
        (1 | 2, 4) => {
            let (a, b): (u8, u8) = (a.parse().ok()?, b.parse().ok()?);
            match (a > 12, b > 12) {
                (true, false) => Some(DayOrder::DayFirst),
                (false, true) => Some(DayOrder::MonthFirst),
                _ => Some(DayOrder::Unsettled),
            }
        }
        _ => None,
    }
}

fn unreadable() -> Problem {
    Problem::new(Code::DateUnreadable)
}

fn impossible() -> Problem {
    Problem::new(Code::DateImpossible)
}

fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic() || c == '\'');
        let end = rest
            .find(|next| kind(next) != kind(c))
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        match kind(c) {
            (true, _) => found.push(Token::Number(piece)),
            (_, true) => found.push(Token::Word(piece)),
            _ => {
                // A separator is one sign, blanks around it aside.
                let sign: Vec<char> = piece.chars().filter(|c| *c != ' ').collect();
                match sign.as_slice() {
                    [] => found.push(Token::Separator(' ')),
                    [sign @ ('/' | '-' | '.')] => found.push(Token::Separator(*sign)),
                    _ => return None,
                }
            }
        }
        rest = after;
    }
    Some(found)
}

/// The numbers of a text that holds only numbers with one kind of separator.
fn numbers_of<'a>(tokens: &[Token<'a>]) -> Option<Vec<&'a str>> {
    let mut numbers = Vec::new();
    let mut separator = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Number(number) if at % 2 == 0 => numbers.push(*number),
            Token::Separator(sign) if at % 2 == 1 => {
                if *separator.get_or_insert(*sign) != *sign {
                    return None;
                }
            }
            _ => return None,
        }
    }
    (tokens.len() % 2 == 1).then_some(numbers)
}

fn read_numbers(numbers: &[&str], order: DayOrder) -> Result<Plain, Problem> {
    let lengths: Vec<usize> = numbers.iter().map(|number| number.len()).collect();
    match (numbers, lengths.as_slice()) {
        ([y], [4]) => Ok(Plain::Year(year(y)?)),
        ([d], [1 | 2]) => Ok(Plain::DayOnly(small(d)?)),
        ([y, m], [4, 1 | 2]) | ([m, y], [1 | 2, 4]) => Ok(Plain::Month(year(y)?, month(m)?)),
        ([from, until], [4, 4]) => {
            let (from, until) = (year(from)?, year(until)?);
            if from > until {
                return Err(Problem::new(Code::DateRangeReversed));
            }
            Ok(Plain::Years(from, until))
        }
        (_, [1 | 2, 1 | 2]) => Err(Problem::new(Code::DateYearMissing)),
        (_, [1 | 2, 1 | 2, 1 | 2]) => Err(Problem::new(Code::DateTwoDigitYear)),
        ([y, m, d], [4, 1 | 2, 1 | 2]) => day(year(y)?, month(m)?, small(d)?).map(Plain::Day),
        ([a, b, y], [1 | 2, 1 | 2, 4]) => in_order(small(a)?, small(b)?, year(y)?, order),
        _ => Err(unreadable()),
    }
}

/// `a/b/year` by the column's order.
fn in_order(a: i8, b: i8, year: i16, order: DayOrder) -> Result<Plain, Problem> {
    let day_first = day(year, b, a);
    let month_first = day(year, a, b);
    let against = |other: &Date| Problem::new(Code::DateAgainstOrder).with("reading", other);
    match order {
        DayOrder::DayFirst => match (day_first, month_first) {
            (Ok(date), _) => Ok(Plain::Day(date)),
            (Err(_), Ok(other)) => Err(against(&other)),
            (Err(problem), Err(_)) => Err(problem),
        },
        DayOrder::MonthFirst => match (month_first, day_first) {
            (Ok(date), _) => Ok(Plain::Day(date)),
            (Err(_), Ok(other)) => Err(against(&other)),
            (Err(problem), Err(_)) => Err(problem),
        },
        DayOrder::YearFirst | DayOrder::Unsettled => match (day_first, month_first) {
            (Ok(one), Ok(two)) if one != two => Err(Problem::new(Code::DateAmbiguous)
                .with("first", one)
                .with("second", two)),
            (Ok(date), _) | (_, Ok(date)) => Ok(Plain::Day(date)),
            (Err(problem), Err(_)) => Err(problem),
        },
    }
}

fn read_worded(tokens: &[Token], order: DayOrder) -> Result<Plain, Problem> {
    let mut months: Option<&'static [i8]> = None;
    let (mut season, mut weekday) = (None, None);
    let mut numbers: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((named, used)) = month_at(&tokens[at..]) {
            months = Some(match months {
                None => named,
                Some(known) => agreed(known, named).ok_or_else(impossible)?,
            });
            at += used;
            continue;
        }
        match &tokens[at] {
            Token::Separator(_) => {}
            Token::Number(number) => numbers.push(number),
            Token::Word(word) => {
                if let Some((_, group)) = SEASON_NAMES.iter().find(|(name, _)| name == word) {
                    season = Some(*group);
                } else if let Some((_, which)) = WEEKDAY_NAMES.iter().find(|(name, _)| name == word)
                {
                    weekday = Some(*which);
                } else if HIJRI_WORDS.contains(word) {
                    return Err(Problem::new(Code::DateCalendarUnsettled));
                } else if !PASSED_OVER.contains(word) {
                    return Err(unreadable());
                }
            }
        }
        at += 1;
    }
    let plain = match (months, season) {
        (None, None) => read_numbers(&numbers, order)?,
        (None, Some(season)) => in_season(season, &numbers)?,
        (Some(months), None) => in_month(months, &numbers)?,
        (Some(_), Some(_)) => return Err(unreadable()),
    };
    match (weekday, &plain) {
        (Some(named), Plain::Day(date)) if date.weekday().to_monday_one_offset() != named => {
            Err(impossible())
        }
        _ => Ok(plain),
    }
}

/// The month named at the start of the tokens and how many tokens name it.
fn month_at(tokens: &[Token]) -> Option<(&'static [i8], usize)> {
    // “month 11” names its month by number.
    if let [
        Token::Word("شهر" | "month"),
        Token::Separator(' '),
        Token::Number(number),
        ..,
    ] = tokens
        && number.len() <= 2
    {
        let which = number.parse::<usize>().ok()?.checked_sub(1)?;
        return Some((EACH_MONTH.get(which..=which)?, 3));
    }
    MONTH_NAMES
        .iter()
        .filter_map(|(name, months)| Some((*months, words_matched(tokens, name)?)))
        .max_by_key(|(_, used)| *used)
}

const EACH_MONTH: &[i8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/// How many tokens spell the name, if they begin with it.
fn words_matched(tokens: &[Token], name: &str) -> Option<usize> {
    let mut at = 0;
    for (nth, word) in name.split(' ').enumerate() {
        if nth > 0 && matches!(tokens.get(at), Some(Token::Separator(' '))) {
            at += 1;
        }
        match tokens.get(at) {
            Some(Token::Word(found) | Token::Number(found)) if *found == word => at += 1,
            _ => return None,
        }
    }
    Some(at)
}

/// The one name of two that agree, the more definite one.
fn agreed(known: &'static [i8], named: &'static [i8]) -> Option<&'static [i8]> {
    let (definite, other) = if known.len() <= named.len() {
        (known, named)
    } else {
        (named, known)
    };
    definite
        .iter()
        .all(|month| other.contains(month))
        .then_some(definite)
}

fn in_month(months: &'static [i8], numbers: &[&str]) -> Result<Plain, Problem> {
    let lengths: Vec<usize> = numbers.iter().map(|number| number.len()).collect();
    match (numbers, lengths.as_slice(), months) {
        ([], _, [month]) => Ok(Plain::MonthOnly(*month)),
        ([], _, _) => Err(Problem::new(Code::DateYearMissing)),
        ([y], [4], [month]) => Ok(Plain::Month(year(y)?, *month)),
        ([y], [4], months) => Ok(Plain::Months(year(y)?, months)),
        ([d], [1 | 2], [month]) => Ok(Plain::DayOfMonth(small(d)?, *month)),
        ([d, y], [1 | 2, 4], [month]) | ([y, d], [4, 1 | 2], [month]) => {
            day(year(y)?, *month, small(d)?).map(Plain::Day)
        }
        ([d, y], [1 | 2, 4], [first, second]) | ([y, d], [4, 1 | 2], [first, second]) => {
            let (one, two) = (
                day(year(y)?, *first, small(d)?),
                day(year(y)?, *second, small(d)?),
            );
            match (one, two) {
                (Ok(one), Ok(two)) => Err(Problem::new(Code::DateAmbiguous)
                    .with("first", one)
                    .with("second", two)),
                (Ok(date), _) | (_, Ok(date)) => Ok(Plain::Day(date)),
                (Err(problem), _) => Err(problem),
            }
        }
        (_, [1 | 2, 1 | 2], _) => Err(Problem::new(Code::DateTwoDigitYear)),
        _ => Err(unreadable()),
    }
}

fn in_season(season: u8, numbers: &[&str]) -> Result<Plain, Problem> {
    match numbers {
        [y] if y.len() == 4 => Ok(match season {
            24 => Plain::WinterOf(year(y)?),
            _ => Plain::Season(year(y)?, season),
        }),
        [from, until] if season == 24 && from.len() == 4 && until.len() == 4 => {
            let (from, until) = (year(from)?, year(until)?);
            if from + 1 == until {
                Ok(Plain::WinterFrom(from))
            } else {
                Err(unreadable())
            }
        }
        [] => Err(Problem::new(Code::DateYearMissing)),
        _ => Err(unreadable()),
    }
}

fn year(digits: &str) -> Result<i16, Problem> {
    let year: i16 = digits.parse().map_err(|_| unreadable())?;
    refuse_odd_year(year)?;
    Ok(year)
}

fn month(digits: &str) -> Result<i8, Problem> {
    match small(digits)? {
        month @ 1..=12 => Ok(month),
        _ => Err(impossible()),
    }
}

fn small(digits: &str) -> Result<i8, Problem> {
    digits.parse().map_err(|_| unreadable())
}

fn day(year: i16, month: i8, day: i8) -> Result<Date, Problem> {
    Date::new(year, month, day).map_err(|_| impossible())
}

impl Plain {
    pub(super) fn names_its_year(&self) -> bool {
        !matches!(
            self,
            Plain::DayOfMonth(..) | Plain::MonthOnly(_) | Plain::DayOnly(_)
        )
    }

    /// Takes the parts that it lacks from the other end of its range, where that
    /// keeps the two in order.
    pub(super) fn completed_by(self, until: &Plain) -> Result<Plain, Problem> {
        let missing = || Problem::new(Code::DateYearMissing);
        let last = until.last_day().ok_or_else(missing)?;
        match self {
            Plain::MonthOnly(month) if month <= last.month() => {
                Ok(Plain::Month(last.year(), month))
            }
            Plain::DayOfMonth(on, month) if month <= last.month() => {
                day(last.year(), month, on).map(Plain::Day)
            }
            Plain::DayOnly(on) if matches!(until, Plain::Day(_)) && on <= last.day() => {
                day(last.year(), last.month(), on).map(Plain::Day)
            }
            complete if complete.names_its_year() => Ok(complete),
            _ => Err(missing()),
        }
    }

    /// EDTF with the mark of doubt.
    pub(super) fn edtf(&self, mark: &str) -> String {
        match self {
            Plain::Day(date) => format!("{date}{mark}"),
            Plain::Month(year, month) => format!("{year:04}-{month:02}{mark}"),
            Plain::Months(year, months) => one_of(months.iter().map(|m| (*year, *m)), mark),
            Plain::Season(year, season) => format!("{year:04}-{season}{mark}"),
            Plain::WinterFrom(year) => one_of(winter(*year), mark),
            Plain::WinterOf(year) => one_of(winter(*year - 1).chain(winter(*year)), mark),
            Plain::Year(year) => format!("{year:04}{mark}"),
            Plain::Years(from, until) => format!("{from:04}{mark}/{until:04}{mark}"),
            // Incomplete dates are refused before this; EDTF will not read the text.
            Plain::DayOfMonth(..) | Plain::MonthOnly(_) | Plain::DayOnly(_) => String::new(),
        }
    }

    /// EDTF of the part that an interval begins with.
    pub(super) fn first_part(&self, mark: &str) -> String {
        match self {
            Plain::Months(..) | Plain::WinterFrom(_) | Plain::WinterOf(_) => self
                .first_day()
                .map(|day| Plain::Month(day.year(), day.month()).edtf(mark))
                .unwrap_or_default(),
            Plain::Years(from, _) => Plain::Year(*from).edtf(mark),
            other => other.edtf(mark),
        }
    }

    /// EDTF of the part that an interval ends with.
    pub(super) fn last_part(&self, mark: &str) -> String {
        match self {
            Plain::Months(..) | Plain::WinterFrom(_) | Plain::WinterOf(_) => self
                .last_day()
                .map(|day| Plain::Month(day.year(), day.month()).edtf(mark))
                .unwrap_or_default(),
            Plain::Years(_, until) => Plain::Year(*until).edtf(mark),
            other => other.edtf(mark),
        }
    }

    /// EDTF of what lies just before it, as finely as it is named.
    pub(super) fn just_before(&self, mark: &str) -> Result<String, Problem> {
        let last_choice = match self {
            Plain::Months(year, months) => months.last().and_then(|m| Date::new(*year, *m, 1).ok()),
            Plain::WinterOf(year) => Date::new(*year, 12, 1).ok(),
            other => other.first_day(),
        };
        let eve = last_choice
            .and_then(|day| day.yesterday().ok())
            .ok_or_else(unreadable)?;
        Ok(self.as_finely(eve).edtf(mark))
    }

    /// EDTF of what lies just after it, as finely as it is named.
    pub(super) fn just_after(&self, mark: &str) -> Result<String, Problem> {
        let first_choice = match self {
            Plain::Months(year, months) => months.first().and_then(|m| {
                let first = Date::new(*year, *m, 1).ok()?;
                Some(first.last_of_month())
            }),
            Plain::WinterOf(year) => Plain::WinterFrom(*year - 1).last_day(),
            other => other.last_day(),
        };
        let next = first_choice
            .and_then(|day| day.tomorrow().ok())
            .ok_or_else(unreadable)?;
        Ok(self.as_finely(next).edtf(mark))
    }

    fn as_finely(&self, day: Date) -> Plain {
        match self {
            Plain::Day(_) => Plain::Day(day),
            Plain::Year(_) | Plain::Years(..) => Plain::Year(day.year()),
            _ => Plain::Month(day.year(), day.month()),
        }
    }

    /// The first day that it may mean; `None` without a year.
    pub(super) fn first_day(&self) -> Option<Date> {
        let (year, month) = match self {
            Plain::Day(date) => return Some(*date),
            Plain::Month(year, month) => (*year, *month),
            Plain::Months(year, months) => (*year, *months.first()?),
            Plain::Season(year, season) => (*year, season_start(*season)),
            Plain::WinterFrom(year) => (*year, 12),
            Plain::WinterOf(year) => (*year - 1, 12),
            Plain::Year(year) | Plain::Years(year, _) => (*year, 1),
            Plain::DayOfMonth(..) | Plain::MonthOnly(_) | Plain::DayOnly(_) => return None,
        };
        Date::new(year, month, 1).ok()
    }

    /// The last day that it may mean; `None` without a year.
    pub(super) fn last_day(&self) -> Option<Date> {
        let (year, month) = match self {
            Plain::Day(date) => return Some(*date),
            Plain::Month(year, month) => (*year, *month),
            Plain::Months(year, months) => (*year, *months.last()?),
            Plain::Season(year, season) => (*year, season_start(*season) + 2),
            Plain::WinterFrom(year) | Plain::WinterOf(year) => (*year + 1, 2),
            Plain::Year(year) | Plain::Years(_, year) => (*year, 12),
            Plain::DayOfMonth(..) | Plain::MonthOnly(_) | Plain::DayOnly(_) => return None,
        };
        Date::new(year, month, 1).ok().map(Date::last_of_month)
    }
}

/// First month of spring, summer or autumn.
fn season_start(season: u8) -> i8 {
    match season {
        21 => 3,
        22 => 6,
        _ => 9,
    }
}

/// The three months of the winter that begins in the year's December.
fn winter(year: i16) -> impl Iterator<Item = (i16, i8)> {
    [(year, 12), (year + 1, 1), (year + 1, 2)].into_iter()
}

/// EDTF for one of several months.
fn one_of(months: impl Iterator<Item = (i16, i8)>, mark: &str) -> String {
    let members: Vec<String> = months
        .map(|(year, month)| Plain::Month(year, month).edtf(mark))
        .collect();
    format!("[{}]", members.join(","))
}
