//! How are numbers, months and partial dates said?
//!
//! Month names in Arabic differ between the Levant, Egypt and the Maghreb, and
//! offices differ in the digits that they print, so neither follows a locale.
//! A partial date is said as partial: no day is ever added to it.

use crate::{Language, Words};
use jiff::civil::Date;
use model::When;

/// Digits of numbers in Arabic text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// 0123456789
    #[default]
    Western,
    /// ٠١٢٣٤٥٦٧٨٩
    ArabicIndic,
}

/// Which month names an Arabic date is said with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Months {
    /// كانون الثاني، شباط، آذار…
    #[default]
    Levant,
    /// يناير، فبراير، مارس…
    Egypt,
    /// جانفي، فيفري، مارس…
    Maghreb,
}

impl Months {
    /// Reads the profile's word.
    pub fn parse(word: &str) -> Option<Months> {
        match word {
            "levant" => Some(Months::Levant),
            "egypt" => Some(Months::Egypt),
            "maghreb" => Some(Months::Maghreb),
            _ => None,
        }
    }
}

const LEVANT: [&str; 12] = [
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
const EGYPT: [&str; 12] = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];
const MAGHREB: [&str; 12] = [
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Thousands apart with a comma, from 1,000 on.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Western digits as Arabic-Indic ones, with the Arabic marks of thousands and
/// decimals between digits, and the Arabic sign of a per cent after one.
pub(crate) fn arabic_indic(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let told = letters.iter().enumerate().map(|(at, letter)| {
        let after = is_digit(at.checked_sub(1));
        let between = after && is_digit(Some(at + 1));
        match letter {
            '0'..='9' => char::from_u32(0x0660 + (*letter as u32 - '0' as u32)).unwrap_or(*letter),
            ',' if between => '٬',
            '.' if between => '٫',
            '%' if after => '٪',
            other => *other,
        }
    });
    told.collect()
}

/// A file of sentences with the numbers that stand in them as words of their own
/// (`بعد 20 دقيقة`); names and samples such as `SHA-256` and `11/2018` stay.
pub(crate) fn sentences_in_arabic_indic(text: &str) -> String {
    let is_number = |word: &str| {
        let bare = word.trim_matches(['،', '؛', '.', ':', '٪', '؟', '(', ')', '«', '»']);
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split_inclusive([' ', '\n'])
        .map(|word| match is_number(word.trim()) {
            true => arabic_indic(word),
            false => word.to_owned(),
        })
        .collect()
}

impl Digits {
    /// Reads the word of a preference.
    pub fn parse(word: &str) -> Option<Digits> {
        match word {
            "western" => Some(Digits::Western),
            "arabic-indic" => Some(Digits::ArabicIndic),
            _ => None,
        }
    }

    /// The word of a preference.
    pub fn word(self) -> &'static str {
        match self {
            Digits::Western => "western",
            Digits::ArabicIndic => "arabic-indic",
        }
    }
}

impl Words {
    /// The name of a month, 1 to 12; the number itself for anything else.
    pub fn month(&self, month: u8) -> String {
        let names = match (self.language, self.months) {
            (Language::English, _) => &ENGLISH,
            (Language::Arabic, Months::Levant) => &LEVANT,
            (Language::Arabic, Months::Egypt) => &EGYPT,
            (Language::Arabic, Months::Maghreb) => &MAGHREB,
        };
        month
            .checked_sub(1)
            .and_then(|index| names.get(index as usize))
            .map_or_else(|| month.to_string(), |name| (*name).to_owned())
    }

    /// A day: “9 October 2018”, «9 تشرين الأول 2018».
    pub fn day(&self, day: Date) -> String {
        self.in_digits(&format!(
            "{} {} {}",
            day.day(),
            self.month(day.month().unsigned_abs()),
            day.year()
        ))
    }

    /// A partial date as it is known: a day, a month, a year; else an interval
    /// of its bounds; with “about” and “perhaps” where the source said so.
    pub fn date(&self, when: &When) -> String {
        let text = when.edtf();
        let core: &str = text.trim_end_matches(['~', '?', '%']);
        let numbers: Vec<&str> = core.split('-').collect();
        let plain = core
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
        let said = match (plain, numbers.as_slice()) {
            (true, [year]) if year.len() == 4 => (*year).to_owned(),
            (true, [year, month]) => match month.parse::<u8>() {
                Ok(month) if (1..=12).contains(&month) => format!("{} {year}", self.month(month)),
                _ => return self.bounds(when),
            },
            (true, [_, _, _]) => match core.parse::<Date>() {
                Ok(day) => self.day(day),
                Err(_) => return self.bounds(when),
            },
            _ => return self.bounds(when),
        };
        let said = self.in_digits(&said);
        let marks = &text[core.len()..];
        let id = match marks {
            "~" => "date-about",
            "?" => "date-perhaps",
            "%" => "date-perhaps-about",
            _ => return said,
        };
        self.text_with(id, &[("date", said.into())])
    }

    fn bounds(&self, when: &When) -> String {
        match (when.earliest(), when.latest()) {
            (Some(first), Some(last)) if first == last => self.day(first),
            (Some(first), Some(last)) => self.text_with(
                "date-between",
                &[
                    ("first", self.day(first).into()),
                    ("last", self.day(last).into()),
                ],
            ),
            (Some(first), None) => {
                self.text_with("date-from", &[("first", self.day(first).into())])
            }
            (None, Some(last)) => self.text_with("date-until", &[("last", self.day(last).into())]),
            (None, None) => self.text("date-unknown"),
        }
    }

    /// A year, a time, a position or a decimal number, in the digits of these words.
    /// Not for ids, codes, and what somebody typed.
    pub fn in_digits(&self, text: &str) -> String {
        match (self.language, self.digits) {
            (Language::Arabic, Digits::ArabicIndic) => arabic_indic(text),
            _ => text.to_owned(),
        }
    }
}
