//! What would a person say for this date?
//!
//! [`When::spoken`] takes a date apart into the shapes that a language has a
//! phrase for, so that `words` can say it (messages of `dates.ftl`) without
//! knowing EDTF. No sentence is made here; a shape without a phrase keeps its
//! EDTF text.

use super::When;
use edtf_core::{Date as EdtfDate, Edtf, IntervalEndpoint, SetElement, SetKind};

/// The doubt that a source puts on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// None is stated.
    None,
    /// `~`: about then.
    Approximate,
    /// `?`: probably then.
    Uncertain,
    /// `%`: probably about then.
    Both,
}

/// A date taken apart for saying. Months are 1–12, years astronomical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// One day.
    Day {
        year: i64,
        month: u8,
        day: u8,
        doubt: Doubt,
    },
    /// One month.
    Month { year: i64, month: u8, doubt: Doubt },
    /// EDTF sub-year group 21–41 (21 spring … 24 winter, 33–36 quarters, 40–41 halves).
    Season { year: i64, season: u8, doubt: Doubt },
    /// One year.
    Year { year: i64, doubt: Doubt },
    /// Some time from the first to the second.
    Between(Box<Spoken>, Box<Spoken>),
    /// Not later than this.
    Until(Box<Spoken>),
    /// Not earlier than this.
    From(Box<Spoken>),
    /// One of these.
    OneOf(Vec<Spoken>),
    /// A shape without a phrase, as EDTF.
    Other(String),
}

impl When {
    /// The date taken apart for saying.
    pub fn spoken(&self) -> Spoken {
        let other = || Spoken::Other(self.edtf().to_owned());
        match Edtf::parse(self.edtf()) {
            Ok(Edtf::Date(date)) => spoken_date(&date),
            Ok(Edtf::DateTime(moment)) => spoken_date(&moment.date),
            Ok(Edtf::Interval(interval)) => match (&interval.start, &interval.end) {
                (IntervalEndpoint::Date(from), IntervalEndpoint::Date(until)) => {
                    Spoken::Between(spoken_date(from).into(), spoken_date(until).into())
                }
                (IntervalEndpoint::Date(from), end) if !end.is_dated() => {
                    Spoken::From(spoken_date(from).into())
                }
                (start, IntervalEndpoint::Date(until)) if !start.is_dated() => {
                    Spoken::Until(spoken_date(until).into())
                }
                _ => other(),
            },
            Ok(Edtf::Set(set)) if set.kind == SetKind::OneMember => set
                .elements
                .iter()
                .map(|element| match element {
                    SetElement::Date(date) => spoken_date(date),
                    SetElement::OnOrBefore(date) => Spoken::Until(spoken_date(date).into()),
                    SetElement::OnOrAfter(date) => Spoken::From(spoken_date(date).into()),
                    SetElement::Range(from, until) => {
                        Spoken::Between(spoken_date(from).into(), spoken_date(until).into())
                    }
                })
                .collect::<Vec<_>>()
                .into(),
            _ => other(),
        }
    }
}

impl From<Vec<Spoken>> for Spoken {
    fn from(mut members: Vec<Spoken>) -> Spoken {
        if members.len() == 1 {
            members.remove(0)
        } else {
            Spoken::OneOf(members)
        }
    }
}

fn spoken_date(date: &EdtfDate) -> Spoken {
    let whole = || Spoken::Other(date.to_string());
    let parts = [
        Some(date.year.qualifier),
        date.month.map(|m| m.qualifier),
        date.day.map(|d| d.qualifier),
    ];
    let marks: Vec<_> = parts.into_iter().flatten().collect();
    // A mark on one part only has no plain phrase.
    if marks.iter().any(|mark| *mark != marks[0]) || date.year.significant_digits.is_some() {
        return whole();
    }
    let doubt = match (marks[0].approximate, marks[0].uncertain) {
        (false, false) => Doubt::None,
        (true, false) => Doubt::Approximate,
        (false, true) => Doubt::Uncertain,
        (true, true) => Doubt::Both,
    };
    let Some(year) = date.year.value() else {
        return whole();
    };
    match (date.month, date.day) {
        (None, _) => Spoken::Year { year, doubt },
        (Some(month), day) => match (month.value(), day.map(|day| day.value())) {
            (Some(month), Some(Some(day))) => Spoken::Day {
                year,
                month,
                day,
                doubt,
            },
            (Some(season @ 21..), None) => Spoken::Season {
                year,
                season,
                doubt,
            },
            (Some(month), None) => Spoken::Month { year, month, doubt },
            // Open digits at the end say the same as leaving them out.
            (Some(month), Some(None)) if day.is_some_and(|d| d.digits == [None, None]) => {
                Spoken::Month { year, month, doubt }
            }
            (None, None) if month.digits == [None, None] => Spoken::Year { year, doubt },
            (None, Some(None))
                if month.digits == [None, None]
                    && day.is_some_and(|d| d.digits == [None, None]) =>
            {
                Spoken::Year { year, doubt }
            }
            _ => whole(),
        },
    }
}
