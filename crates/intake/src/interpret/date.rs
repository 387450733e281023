//! Which partial date does a cell say?
//!
//! The order of day and month is the mapping's or shown by the whole column.
//! Serial numbers count as dates only where the workbook formats them so or the
//! mapping says it; a year typed into a date cell is asked about.

use super::words::{bare_number, is_error, is_nothing, plain_digits};
use super::{Interpreter, Reading};
use crate::mapping::Field;
use crate::sheet::{Cell, Kind};
use model::fold::{fold, is_placeholder};
use model::when::{DayOrder, from_excel_serial, read_typed, settle_order};
use model::{Code, Problem, When};
use std::collections::HashSet;

impl<'a> Interpreter<'a> {
    /// A partial date.
    pub fn date(&mut self, field: &Field, reading: &mut Reading<'a>) -> Option<When> {
        self.settle(field);
        let bound = &self.bounds[field.slot];
        if let Some(parts) = bound.parts {
            return self.date_of_parts(parts, &bound.header, reading);
        }
        let [column] = bound.columns[..] else {
            let text = self.text(field, reading)?;
            let read = self.read_date(
                field,
                Cell {
                    text: &text,
                    kind: Kind::Text,
                    serial: None,
                },
            );
            return self.date_or_problem(read, &self.bounds[field.slot].header, reading);
        };
        let cell = reading.row.cell(column);
        let key = cell.trimmed();
        if let Some(known) = bound.dates.get(key) {
            let known = known.clone();
            return self.date_or_problem(known, &bound.header, reading);
        }
        if is_error(&cell) {
            self.cell_text(bound, column, reading);
            return None;
        }
        let read = self.read_date(field, cell);
        let bound = &mut self.bounds[field.slot];
        bound.dates.insert(key, read.clone());
        self.date_or_problem(read, &self.bounds[field.slot].header, reading)
    }

    fn date_or_problem(
        &self,
        read: Result<Option<When>, Problem>,
        header: &str,
        reading: &mut Reading<'a>,
    ) -> Option<When> {
        read.unwrap_or_else(|problem| {
            reading
                .problems
                .push(problem.at_cell(reading.row.number, header));
            None
        })
    }

    /// Finds the order of day and month of a column once: the mapping says it, or its values do.
    fn settle(&mut self, field: &Field) {
        let sheet = self.sheet;
        let said = field.dates.or(self.dates);
        let bound = &mut self.bounds[field.slot];
        if bound.order.is_some() {
            return;
        }
        bound.order = Some(said.unwrap_or_else(|| {
            let texts: HashSet<&str> = sheet
                .rows()
                .flat_map(|row| bound.columns.iter().map(move |&column| row.cell(column)))
                .filter(|cell| cell.kind == Kind::Text)
                .map(|cell| cell.trimmed())
                .collect();
            settle_order(texts)
        }));
    }

    fn read_date(&self, field: &Field, cell: Cell<'_>) -> Result<Option<When>, Problem> {
        let bound = &self.bounds[field.slot];
        let mut text = cell.trimmed();
        if let Some(meant) = bound
            .values
            .get(text)
            .or_else(|| bound.values.get(&fold(text)))
        {
            text = meant;
        } else if let Some(serial) = cell.serial {
            let when = from_excel_serial(serial, self.date1904)?;
            // A year typed into a cell that is formatted as a date.
            if (1800.0..=2200.0).contains(&serial) && serial.fract() == 0.0 && !field.serials {
                return Err(Problem::new(Code::IntakeDateYearAsSerial)
                    .with("text", serial)
                    .with("day", when.edtf()));
            }
            return Ok(Some(when));
        }
        if text.is_empty() {
            return field
                .fixed
                .as_deref()
                .map(|fixed| read_typed(fixed, DayOrder::YearFirst).map(|typed| typed.when))
                .transpose();
        }
        if is_nothing(text) || (!text.chars().any(char::is_numeric) && is_placeholder(text)) {
            return Ok(None);
        }
        if let Some(number) = bare_number(text) {
            if field.serials {
                return from_excel_serial(number, self.date1904).map(Some);
            }
            if (10_000.0..=80_000.0).contains(&number) {
                let day = from_excel_serial(number, self.date1904)?;
                return Err(Problem::new(Code::IntakeDateSerial)
                    .with("text", text)
                    .with("day", day.edtf()));
            }
        }
        let order = bound.order.unwrap_or(DayOrder::Unsettled);
        read_typed(text, order).map(|typed| Some(typed.when))
    }

    fn date_of_parts(
        &self,
        parts: [Option<usize>; 3],
        header: &str,
        reading: &mut Reading<'a>,
    ) -> Option<When> {
        let mut digits: [Option<u32>; 3] = [None; 3];
        for (place, column) in parts.into_iter().enumerate() {
            let Some(column) = column else { continue };
            let cell = reading.row.cell(column);
            let text = cell.trimmed();
            if is_nothing(text) || (!text.chars().any(char::is_numeric) && is_placeholder(text)) {
                continue;
            }
            let number = plain_digits(text).parse::<u32>().ok().or_else(|| {
                // A month by its name is read together with a year.
                let when = (place == 1)
                    .then(|| read_typed(&format!("{text} 2001"), DayOrder::DayFirst).ok())??;
                when.when
                    .earliest()
                    .filter(|_| when.when.edtf().len() == 7)
                    .map(|day| day.month().unsigned_abs().into())
            });
            match number {
                Some(number) => digits[place] = Some(number),
                None => {
                    reading.problems.push(
                        Problem::new(Code::DateUnreadable)
                            .with("text", text)
                            .at_cell(reading.row.number, &self.sheet.headers[column]),
                    );
                    return None;
                }
            }
        }
        let written = match digits {
            [None, None, None] => return None,
            [Some(year), None, None] => format!("{year}"),
            [Some(year), Some(month), None] => format!("{year}-{month:02}"),
            [Some(year), Some(month), Some(day)] => format!("{year}-{month:02}-{day:02}"),
            [None, ..] => {
                reading.problems.push(
                    Problem::new(Code::DateYearMissing)
                        .with("text", "")
                        .at_cell(reading.row.number, header),
                );
                return None;
            }
            // A day without its month leaves the month open.
            [Some(year), None, Some(day)] => format!("{year}-XX-{day:02}"),
        };
        let read = read_typed(&written, DayOrder::YearFirst).map(|typed| Some(typed.when));
        self.date_or_problem(read, header, reading)
    }
}
