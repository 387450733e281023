//! How far apart are two partial dates?
//!
//! A date is year, year and month, or a day; nothing is filled in. Dates are
//! packed in one number so that equality is one comparison.

use crate::levels::{birth, event};
use ::model::fold::fold;

/// A packed partial date: `year << 9 | month << 5 | day`, 0 = missing, month
/// and day 0 = not known. The two bits from [`BAND`] up hold a frequency band.
pub(crate) type Packed = u32;

/// Shift of the frequency band in a packed date.
pub(crate) const BAND: u32 = 24;
const DATE: u32 = (1 << BAND) - 1;

/// Reads a date as lists write it: ISO `2013-05-20`, `2013-05`, `2013`,
/// `20130520`, day first `20/05/2013`. What cannot be a date is missing.
pub(crate) fn parse(text: &str) -> Packed {
    let folded = fold(text);
    let parts: Vec<&str> = folded.split(' ').collect();
    // A time of day after the date is left out.
    let number =
        |part: &str| -> Option<u32> { (part.len() <= 8).then(|| part.parse().ok()).flatten() };
    let numbers: Vec<Option<u32>> = parts.iter().map(|part| number(part)).collect();
    match (parts.as_slice(), numbers.as_slice()) {
        ([one], [Some(value)]) if one.len() == 8 => {
            let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
            pack(year, month, day)
        }
        ([one], [Some(value)]) if one.len() == 4 => pack(*value, 0, 0),
        ([one, _], [Some(year), Some(month)]) if one.len() == 4 => pack(*year, *month, 0),
        ([_, two], [Some(month), Some(year)]) if two.len() == 4 => pack(*year, *month, 0),
        ([one, _, three, ..], [Some(year), Some(month), _, ..]) if one.len() == 4 => {
            // `2013-05-20T10:00` folds to `20t10`.
            let digits: String = three.chars().take_while(char::is_ascii_digit).collect();
            pack(*year, *month, digits.parse().unwrap_or(0))
        }
        ([_, _, three, ..], [Some(first), Some(second), Some(year), ..]) if three.len() == 4 => {
            if *second > 12 {
                pack(*year, *first, *second)
            } else {
                pack(*year, *second, *first)
            }
        }
        _ => 0,
    }
}

fn pack(year: u32, month: u32, day: u32) -> Packed {
    if !(1..=9999).contains(&year) {
        return 0;
    }
    match (month, day) {
        (1..=12, 1..=31) => year << 9 | month << 5 | day,
        (1..=12, _) => year << 9 | month << 5,
        _ => year << 9,
    }
}

pub(crate) fn year(date: Packed) -> u32 {
    (date & DATE) >> 9
}

pub(crate) fn month(date: Packed) -> u32 {
    date >> 5 & 15
}

pub(crate) fn day(date: Packed) -> u32 {
    date & 31
}

/// The date without its month and day where it is 1 January by default.
pub(crate) fn birth_of(date: Packed) -> Packed {
    if month(date) == 1 && day(date) == 1 || day(date) == 0 {
        year(date) << 9
    } else {
        date
    }
}

/// Days since an epoch (proleptic Gregorian; after Howard Hinnant's
/// `days_from_civil`); 0 without a day.
pub(crate) fn days(date: Packed) -> i32 {
    if day(date) == 0 {
        return 0;
    }
    let (year, month, day) = (year(date) as i32, month(date) as i32, day(date) as i32);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

/// Level of two event dates whose [`days`] are known.
pub(crate) fn event_level(a: Packed, b: Packed, days_a: i32, days_b: i32) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    if a == b && day(a) != 0 {
        return event::SAME + (a >> BAND) as u8;
    }
    let (year_a, year_b) = (year(a), year(b));
    if month(a) == 0 || month(b) == 0 {
        return match year_a.abs_diff(year_b) {
            0 => event::YEAR_SAME,
            1 => event::YEAR_NEXT,
            _ => event::YEAR_DIFFER,
        };
    }
    if day(a) == 0 || day(b) == 0 {
        let months = (year_a * 12 + month(a)).abs_diff(year_b * 12 + month(b));
        return match months {
            0 => event::MONTH_SAME,
            1 => event::MONTH_NEXT,
            _ if year_a == year_b => event::MONTH_YEAR,
            _ => event::MONTH_DIFFER,
        };
    }
    let apart = days_a.abs_diff(days_b);
    match apart {
        0..=3 => event::WITHIN_3,
        4..=14 => event::WITHIN_14,
        _ if year_a == year_b && month(a) == day(b) && day(a) == month(b) => event::SWAPPED,
        15..=40 => event::WITHIN_40,
        _ if month(a) == month(b) && day(a) == day(b) && year_a.abs_diff(year_b) <= 2 => {
            event::OTHER_YEAR
        }
        41..=420 => event::WITHIN_420,
        _ => event::DIFFER,
    }
}

/// Level of two dates of birth, prepared by [`birth_of`].
pub(crate) fn birth_level(a: Packed, b: Packed) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let years = year(a).abs_diff(year(b));
    if day(a) == 0 || day(b) == 0 {
        return match years {
            0 => birth::YEAR_SAME,
            1 => birth::YEAR_WITHIN_1,
            2..=3 => birth::YEAR_WITHIN_3,
            4..=10 => birth::YEAR_WITHIN_10,
            _ => birth::YEAR_DIFFER,
        };
    }
    if a & DATE == b & DATE {
        return birth::SAME;
    }
    let same_day = day(a) == day(b) && month(a) == month(b);
    match years {
        0 if month(a) == day(b) && day(a) == month(b) => birth::SWAPPED,
        0 if month(a) == month(b) || day(a) == day(b) => birth::SAME_MONTH,
        1..=10 if same_day => birth::OTHER_YEAR,
        0 => birth::SAME_YEAR,
        1 => birth::WITHIN_1,
        2..=3 => birth::WITHIN_3,
        4..=10 => birth::WITHIN_10,
        _ => birth::DIFFER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event_level(a: Packed, b: Packed) -> u8 {
        super::event_level(a, b, days(a), days(b))
    }

    #[test]
    fn dates_are_read_as_lists_write_them() {
        let full = 2013 << 9 | 5 << 5 | 20;
        for text in [
            "2013-05-20",
            "20130520",
            "20/05/2013",
            "٢٠١٣/٠٥/٢٠",
            "2013-05-20T10:00",
            "05/20/2013",
        ] {
            assert_eq!(parse(text), full, "{text}");
        }
        assert_eq!(parse("2013-05"), 2013 << 9 | 5 << 5);
        assert_eq!(parse("05/2013"), 2013 << 9 | 5 << 5);
        assert_eq!(parse("2013"), 2013 << 9);
        assert_eq!(parse("spring"), 0);
        assert_eq!(parse("2013-13-40"), 2013 << 9);
    }

    #[test]
    fn a_date_of_one_kind_of_error_gets_its_level() {
        let level = |a, b| event_level(parse(a), parse(b));
        assert_eq!(level("2013-05-20", "2013-05-20"), event::SAME);
        assert_eq!(level("2013-05-20", "2013-05-22"), event::WITHIN_3);
        assert_eq!(level("2013-01-31", "2013-02-10"), event::WITHIN_14);
        assert_eq!(level("2013-05-02", "2013-02-05"), event::SWAPPED);
        assert_eq!(level("2013-05-02", "2014-05-02"), event::OTHER_YEAR);
        assert_eq!(level("2013-05", "2013-05-02"), event::MONTH_SAME);
        assert_eq!(level("2013", "2013-05-02"), event::YEAR_SAME);
        assert_eq!(level("2013", ""), 0);
    }

    #[test]
    fn the_first_of_january_is_a_year_only_for_births() {
        assert_eq!(birth_of(parse("1990-01-01")), parse("1990"));
        assert_eq!(
            birth_level(birth_of(parse("1990-01-01")), birth_of(parse("1990-06-05"))),
            birth::YEAR_SAME
        );
    }

    #[test]
    fn levels_are_symmetric() {
        let dates = [
            "2013-05-20",
            "2013-05",
            "2013",
            "2014-05-20",
            "2012-12-31",
            "2013-02-05",
            "2013-05-02",
            "",
        ];
        for a in dates.map(parse) {
            for b in dates.map(parse) {
                assert_eq!(event_level(a, b), event_level(b, a));
                assert_eq!(
                    birth_level(birth_of(a), birth_of(b)),
                    birth_level(birth_of(b), birth_of(a))
                );
            }
        }
    }
}
