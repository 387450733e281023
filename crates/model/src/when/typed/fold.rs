//! How is a typed date made comparable before it is read?
//!
//! Digits of every script in use become ASCII, Arabic letters lose the marks
//! that writers leave out, invisible direction marks go, dashes become one.
//! Only for reading: the text as typed is kept apart and never shown folded.

/// The folded text, single blanks, trimmed.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '٠'..='٩' => folded.push(digit(c, '٠')),
            '۰'..='۹' => folded.push(digit(c, '۰')),
            'ـ' | '\u{0670}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => {}
            '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}' => {}
            '\u{064B}'..='\u{065F}' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' | 'ی' => folded.push('ي'),
            'ک' => folded.push('ك'),
            'ة' => folded.push('ه'),
            '؟' => folded.push('?'),
            '،' | ',' | '(' | ')' | '؛' | '"' | '«' | '»' => folded.push(' '),
            '٫' => folded.push('.'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '\\' | '\u{2044}' | '\u{2215}' => folded.push('/'),
            c if c.is_whitespace() => folded.push(' '),
            c => folded.extend(c.to_lowercase()),
        }
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').trim_end().to_owned()
}

fn digit(c: char, zero: char) -> char {
    let value = u32::from(c) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(c)
}
