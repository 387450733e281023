//! Which letter does a letter become when names are compared?
//!
//! One letter at a time and without context, so that folding is idempotent.
//! Plain Arabic and ASCII go through a `match`; everything else is decomposed
//! first (Unicode Standard Annex 15), which also turns Arabic presentation
//! forms from PDF files into plain letters.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What becomes of a letter; a dropped letter becomes nothing at all.
pub(super) enum Folded {
    /// A letter or digit to keep.
    Letter(char),
    /// White space or punctuation.
    Gap,
}

/// Folds one letter into zero, one or more pieces.
pub(super) fn fold_letter(letter: char, emit: &mut impl FnMut(Folded)) {
    match letter {
        'a'..='z' | '0'..='9' => emit(Folded::Letter(letter)),
        'A'..='Z' => emit(Folded::Letter(letter.to_ascii_lowercase())),
        '\'' | '`' => {}
        '\0'..='\x7f' => emit(Folded::Gap),
        '\u{0600}'..='\u{06FF}' => fold_arabic(letter, emit),
        _ => decompose_compatible(letter, |part| {
            for lower in part.to_lowercase() {
                decompose_compatible(lower, |simple| fold_simple(simple, emit));
            }
        }),
    }
}

/// A letter of the block "Arabic"; the block's marks and signs vanish.
fn fold_arabic(letter: char, emit: &mut impl FnMut(Folded)) {
    let folded = match letter {
        'آ' | 'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' | 'ٵ' => 'ا',
        'ؤ' | 'ۆ' | 'ۇ' | 'ۋ' | 'ٶ' | 'ٷ' | 'ۅ' | 'ۉ' | 'ۊ' | 'ۈ' | 'ۏ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ې' | 'ێ' | 'ے' | 'ۓ' | 'ؠ' | 'ٸ' | 'ۍ' | 'ؽ' | 'ؾ' | 'ؿ' => {
            'ي'
        }
        'ة' | 'ۀ' | 'ہ' | 'ۂ' | 'ۃ' | 'ھ' | 'ە' | 'ۿ' => 'ه',
        'ک' | 'ڪ' | 'گ' | 'ڬ' | 'ڭ' | 'ػ' | 'ؼ' => 'ك',
        'پ' | 'ٻ' => 'ب',
        'چ' | 'ڃ' | 'ڄ' => 'ج',
        'ژ' | 'ڑ' => 'ز',
        'ڤ' | 'ڥ' => 'ف',
        'ڨ' => 'ق',
        'ٹ' | 'ټ' => 'ت',
        'ڈ' => 'د',
        'ں' | 'ڻ' => 'ن',
        'ء' | 'ٴ' | 'ـ' => return,
        'ا'..='غ' | 'ف'..='و' | 'ي' => letter,
        '٠'..='٩' => ascii_digit(letter, '٠'),
        '۰'..='۹' => ascii_digit(letter, '۰'),
        '\u{0610}'..='\u{061A}'
        | '\u{061C}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06ED}'
        | '\u{0600}'..='\u{0605}' => return,
        other if other.is_alphanumeric() => other,
        _ => return emit(Folded::Gap),
    };
    emit(Folded::Letter(folded));
}

/// A letter that cannot be decomposed further and is in lower case.
fn fold_simple(letter: char, emit: &mut impl FnMut(Folded)) {
    let spelled = match letter {
        '\0'..='\x7f' | '\u{0600}'..='\u{06FF}' => {
            return if letter.is_ascii() {
                match letter.to_ascii_lowercase() {
                    plain @ ('a'..='z' | '0'..='9') => emit(Folded::Letter(plain)),
                    '\'' | '`' => {}
                    _ => emit(Folded::Gap),
                }
            } else {
                fold_arabic(letter, emit)
            };
        }
        // Apostrophes, and the signs that stand for ʿain and hamza.
        '\u{2018}'..='\u{201B}'
        | '\u{2032}'
        | '\u{02B9}'..='\u{02C1}'
        | '\u{02EE}'
        | '\u{A78C}' => "",
        // Marks of direction and joining, soft hyphen, byte order mark.
        '\u{00AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => "",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ə' => "e",
        mark if is_combining_mark(mark) => "",
        other => {
            return emit(if other.is_alphanumeric() {
                Folded::Letter(other)
            } else {
                Folded::Gap
            });
        }
    };
    for plain in spelled.chars() {
        emit(Folded::Letter(plain));
    }
}

fn ascii_digit(digit: char, zero: char) -> char {
    let value = (digit as u32 - zero as u32) as u8;
    (b'0' + value) as char
}

/// Whether folding leaves this letter alone for certain.
pub(super) fn is_plain(letter: char) -> bool {
    matches!(letter, 'a'..='z' | '0'..='9' | ' ')
        || (matches!(letter, 'ا'..='غ' | 'ف'..='و' | 'ي') && letter != 'ة')
}
