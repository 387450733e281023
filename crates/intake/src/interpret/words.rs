//! What do the letters of a cell amount to: nothing, a number, yes, an error?
//!
//! Plain functions of a text, in both languages and both kinds of digits. They
//! tidy what cannot be seen (direction marks, runs of blanks) and nothing else.

use crate::sheet::{Cell, Kind, is_invisible};
use model::fold::fold;
use std::borrow::Cow;

/// Text without invisible marks, its runs of white space made one space each.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let mut last_space = true;
    let tidy = text.chars().all(|letter| {
        let space = letter == ' ';
        let fine = !(is_invisible(letter)
            || letter.is_control()
            || (letter.is_whitespace() && !space)
            || (space && last_space));
        last_space = space;
        fine
    });
    if tidy {
        return Cow::Borrowed(text);
    }
    // Line breaks inside a cell belong to the text; other white space does not.
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let visible: String = line
                .chars()
                .filter(|&letter| !is_invisible(letter) && (!letter.is_control() || letter == '\t'))
                .collect();
            visible.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect();
    Cow::Owned(lines.join("\n"))
}

/// Whether a cell says that there is nothing to say: empty, a dash, "none".
pub(crate) fn is_nothing(text: &str) -> bool {
    if text.len() > 24 {
        return !text.chars().any(char::is_alphanumeric);
    }
    // Most cells begin with another letter: they are not folded to find that out.
    match text.chars().find(|letter| letter.is_alphanumeric()) {
        None => true,
        Some('ل' | 'ب' | 'n' | 'N') => matches!(
            fold(text).as_str(),
            "لا يوجد"
                | "لا يوجد شيء"
                | "لا شيء"
                | "بدون"
                | "none"
                | "n a"
                | "na"
                | "nan"
                | "null"
                | "nil"
                | "not applicable"
        ),
        Some(_) => false,
    }
}

/// Errors as spreadsheets write them, also in text files.
pub(crate) fn is_error(cell: &Cell<'_>) -> bool {
    if cell.kind == Kind::Error {
        return true;
    }
    let text = cell.trimmed();
    text.starts_with('#')
        && (matches!(
            text,
            "#REF!"
                | "#N/A"
                | "#VALUE!"
                | "#NAME?"
                | "#DIV/0!"
                | "#NULL!"
                | "#NUM!"
                | "#SPILL!"
                | "#CALC!"
                | "#ERROR!"
                | "#GETTING_DATA"
        ) || (text.len() > 2 && text.bytes().all(|byte| byte == b'#')))
}

/// The text with Arabic-Indic and Persian digits as ASCII.
pub(crate) fn plain_digits(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{0660}'..='\u{0669}' => char::from(b'0' + (letter as u32 - 0x0660) as u8),
            '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (letter as u32 - 0x06F0) as u8),
            _ => letter,
        })
        .collect()
}

/// A whole number in ASCII digits; separators of thousands are taken out.
pub(crate) fn whole_number(text: &str) -> Option<String> {
    let plain = plain_digits(text.trim());
    let plain = plain.strip_suffix(".0").unwrap_or(&plain);
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain), |digits| ("-", digits));
    let groups: Vec<&str> = digits.split([',', '٬', '\u{A0}', ' ']).collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let joined = groups.concat();
    (grouped && !joined.is_empty() && joined.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("{sign}{joined}"))
}

/// A text that is one plain number.
pub(crate) fn bare_number(text: &str) -> Option<f64> {
    let plain = plain_digits(text);
    plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        .then(|| plain.parse().ok())
        .flatten()
}

/// Yes or no in either language.
pub(crate) fn read_yes(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "نعم" | "اجل" | "صح" | "x" | "✓" => Some(true),
        "no" | "n" | "false" | "0" | "لا" | "كلا" | "خطا" => Some(false),
        _ if text == "✓" || text == "✔" => Some(true),
        _ => None,
    }
}
