//! Which day is a spreadsheet's serial number?
//!
//! Spreadsheets store a date as a count of days, under one of two systems that
//! the workbook names. The 1900 system counts 1900 as a leap year; its serial
//! 60 is a 29 February 1900 that never was, and is a problem here, not a day.
//! Serials are read only through this door: a bare number in a text is never one.

use super::When;
use crate::{Code, Problem};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// 9999-12-31 in the 1900 system, the last serial that spreadsheets show as a date.
const LAST_SERIAL: f64 = 2_958_465.0;

/// The day of an Excel serial number; a time of day (the fraction) is dropped.
///
/// `date1904` is the workbook's own setting: day 0 is 1 January 1904. Otherwise
/// day 1 is 1 January 1900 (ECMA-376 part 1, 18.17.4.1).
///
/// # Errors
/// `date.impossible` for serials 0 and 60 of the 1900 system, which are no day;
/// `date.out-of-range` for negative, too large or not finite numbers.
pub fn from_excel_serial(serial: f64, date1904: bool) -> Result<When, Problem> {
    let refuse = |code: Code| Problem::new(code).with("text", serial);
    let days = serial.floor();
    // The negation also refuses NaN.
    if !(0.0..LAST_SERIAL + 1.0).contains(&days) {
        return Err(refuse(Code::DateOutOfRange));
    }
    // In range, so the conversion is exact.
    let days = days as i64;
    let (origin, offset): (Date, i64) = match (date1904, days) {
        (true, days) => (date(1904, 1, 1), days),
        (false, 0 | 60) => return Err(refuse(Code::DateImpossible)),
        (false, 1..=59) => (date(1899, 12, 31), days),
        (false, days) => (date(1899, 12, 30), days),
    };
    origin
        .checked_add(offset.days())
        .map(When::day)
        .map_err(|_| refuse(Code::DateOutOfRange))
}
