//! How do the invented persons stand in the sheet?
//!
//! As an office keeps them: Arabic headers, one person in a row, days as real
//! dates, as typed text with Arabic-Indic or European digits, or with the Levant's
//! month names. The bytes depend on nothing but the persons: the workbook's
//! creation date is fixed.

use crate::invented::{Invented, Told};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// Months as the Levant names them.
const MONTHS: [&str; 12] = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
];

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A real date of the spreadsheet.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Cell {
        text.map_or(Cell::Empty, Cell::from)
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Cell {
        Cell::from(if truth { "نعم" } else { "لا" })
    }
}

/// The headers, in the order of the columns.
pub const HEADERS: &[&str] = &[
    "الرقم",
    "الاسم",
    "اسم الأب",
    "العائلة",
    "اسم الأم",
    "اللقب",
    "الجنس",
    "تاريخ الميلاد",
    "البلدة",
    "الخدمة",
    "الرتبة",
    "القطعة",
    "تنبيه حماية",
    "سنة طلبه للخدمة",
    "منشق",
    "تاريخ الانشقاق",
    "تاريخ تسليم النفس",
    "مكان تسليم النفس",
    "تاريخ التسوية",
    "مكان التسوية",
    "رقم بطاقة التسوية",
    "تاريخ العودة إلى القطعة",
    "معتقل",
    "تاريخ الاعتقال",
    "بلدة الاعتقال",
    "منشأة الاعتقال",
    "جهة الاعتقال",
    "طريقة الاعتقال",
    "المصدر",
    "صلة المصدر",
    "كيف عرف بالاعتقال",
    "متى علم المكتب بالاعتقال",
    "درجة الوثوق",
    "مصدر ثانٍ",
    "نوع المصدر الثاني",
    "صلة المصدر الثاني",
    "تاريخ الاعتقال عند المصدر الثاني",
    "كيف عرف المصدر الثاني",
    "متى علم المكتب من المصدر الثاني",
    "درجة الوثوق بالمصدر الثاني",
    "تاريخ المشاهدة",
    "مكان المشاهدة",
    "كيف عُرفت المشاهدة",
    "متى علم المكتب بالمشاهدة",
    "درجة الوثوق بالمشاهدة",
    "تاريخ الإفراج",
    "متى علم المكتب بالإفراج",
    "تاريخ الالتحاق",
    "التشكيل",
    "الموافقة على التوثيق",
    "الموافقة على النشر دون اسم",
    "آخر تواصل",
    "وسيلة التواصل",
    "رفض المتابعة",
];

/// One row as cells, in the order of [`HEADERS`]; `index` counts from 0 and decides the style of dates.
pub fn row(index: usize, person: &Invented) -> Vec<Cell> {
    let style = index % 10;
    let day = |day: Option<Date>| day.map_or(Cell::Empty, |day| written(style, &Told::Day(day)));
    let told = |told: Option<&Told>| told.map_or(Cell::Empty, |told| written(style, told));
    let (surrender_day, surrender_place) = person.surrender.unzip();
    let (settlement_day, settlement_place) = person.settlement.unzip();
    let (joining_day, formation) = person.joining.unzip();
    let second = person.second.as_ref();
    let arrested = person.arrest.is_some();
    vec![
        Cell::Text(format!("م-{:03}", index + 1)),
        person.given.into(),
        person.father.into(),
        person.family.into(),
        person.mother.into(),
        person.nickname.as_deref().into(),
        "ذكر".into(),
        told(person.birth.as_ref()),
        person.town.into(),
        person.service.into(),
        person.rank.into(),
        person.unit.into(),
        if person.still_detained && arrested {
            "ما زال محتجزاً".into()
        } else {
            Cell::Empty
        },
        told(person.call_up.as_ref()),
        if person.defected {
            "نعم".into()
        } else {
            Cell::Empty
        },
        told(person.defection.as_ref()),
        day(surrender_day),
        surrender_place.into(),
        day(settlement_day),
        settlement_place.into(),
        person.card.as_deref().into(),
        day(person.returned),
        if arrested {
            "نعم".into()
        } else {
            Cell::Empty
        },
        told(person.arrest.as_ref()),
        person.arrest_town.into(),
        person.arrest_facility.into(),
        person.arrest_body.into(),
        person.manner.into(),
        person.source.as_str().into(),
        person.relation.into(),
        person.arrest_known.basis.into(),
        day(person.arrest_known.learned),
        person.arrest_known.reliability.into(),
        second.map(|second| second.name.as_str()).into(),
        second.map(|second| second.kind).into(),
        second.map(|second| second.relation).into(),
        told(second.map(|second| &second.told)),
        second.map(|second| second.known.basis).into(),
        day(second.and_then(|second| second.known.learned)),
        second.map(|second| second.known.reliability).into(),
        told(person.sighting.as_ref().map(|(told, _)| told)),
        person.sighting.as_ref().map(|&(_, place)| place).into(),
        person.sighting_known.basis.into(),
        day(person.sighting_known.learned),
        person.sighting_known.reliability.into(),
        day(person.release),
        day(person.release_learned),
        day(joining_day),
        formation.into(),
        person.consent_record.into(),
        person.consent_publish.map_or(Cell::Empty, Cell::from),
        day(person.contact),
        person.channel.into(),
        if person.refused {
            "نعم".into()
        } else {
            Cell::Empty
        },
    ]
}

/// A date as one of several documenters would have written it.
fn written(style: usize, told: &Told) -> Cell {
    match told {
        Told::Words(words) => Cell::Text(words.clone()),
        Told::Day(day) => match style {
            0 => Cell::Text(format!(
                "{:02}/{:02}/{}",
                day.day(),
                day.month(),
                day.year()
            )),
            1 => Cell::Text(format!("{} {} {}", day.day(), month(*day), day.year())),
            2 => Cell::Text(arabic_digits(&format!(
                "{}/{}/{}",
                day.day(),
                day.month(),
                day.year()
            ))),
            _ => Cell::Day(*day),
        },
        Told::Month(day) => Cell::Text(match style {
            0..=2 => format!("{:02}/{}", day.month(), day.year()),
            3..=6 => format!("{} {}", month(*day), day.year()),
            _ => day.to_string()[..7].to_owned(),
        }),
    }
}

fn month(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

fn arabic_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) => char::from_u32(0x0660 + digit).unwrap_or(letter),
            None => letter,
        })
        .collect()
}

/// The whole workbook.
///
/// # Errors
/// What the writer reports; nothing here depends on the machine.
pub fn bytes(persons: &[Invented]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2019, 12, 31)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_creation_datetime(&created)
            .set_title("أشخاص مُختلَقون — Invented persons"),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name("السجل")?;
    sheet.set_right_to_left(true);
    sheet.set_freeze_panes(1, 2)?;
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (column, header) in (0u16..).zip(HEADERS) {
        sheet.write_with_format(0, column, *header, &bold)?;
        sheet.set_column_width(column, 16)?;
    }
    for (index, person) in persons.iter().enumerate() {
        let line = u32::try_from(index + 1).expect("a few hundred rows");
        for (column, cell) in (0u16..).zip(row(index, person)) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write(line, column, text)?;
                }
                Cell::Day(day) => {
                    let (year, month, day) = (
                        day.year().unsigned_abs(),
                        day.month().unsigned_abs(),
                        day.day().unsigned_abs(),
                    );
                    sheet.write_with_format(
                        line,
                        column,
                        ExcelDateTime::from_ymd(year, month, day)?,
                        &date,
                    )?;
                }
            }
        }
    }
    workbook.save_to_buffer()
}
