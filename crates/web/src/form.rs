//! What did the form say?
//!
//! Names and values of an `application/x-www-form-urlencoded` body or a query,
//! in their order; a name may stand several times. Control characters but line
//! ends and tabs are dropped here, so that no page, log or record gets them.

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// Reads a form's text.
    pub fn read(text: &str) -> Form {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Form(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// The first value of a name, without blanks around it; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The first value of a name that is there and not blank.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name))
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    }

    /// The first value exactly as typed (passphrases).
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// A number, in whichever digits it was typed: `20`, `٢٠` or `۲۰`.
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        western(self.get(name)).parse().ok()
    }

    /// Whether the name is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

/// A text with Arabic-Indic and Persian digits as those that programs read.
fn western(text: &str) -> String {
    let digit = |letter: char, zero: char| char::from_digit(letter as u32 - zero as u32, 10);
    text.chars()
        .map(|letter| match letter {
            '٠'..='٩' => digit(letter, '٠').unwrap_or(letter),
            '۰'..='۹' => digit(letter, '۰').unwrap_or(letter),
            other => other,
        })
        .collect()
}

/// Percent-decoding with `+` for a blank; what is no UTF-8 becomes U+FFFD.
pub fn decode(text: &str) -> String {
    let source = text.as_bytes();
    let mut bytes = Vec::with_capacity(source.len());
    let mut at = 0;
    while at < source.len() {
        let hex = || {
            text.get(at + 1..at + 3)
                .and_then(|two| u8::from_str_radix(two, 16).ok())
        };
        match source[at] {
            b'+' => bytes.push(b' '),
            b'%' if hex().is_some() => {
                bytes.extend(hex());
                at += 2;
            }
            other => bytes.push(other),
        }
        at += 1;
    }
    clean(&String::from_utf8_lossy(&bytes))
}

/// Without control characters, but for line ends and tabs.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}

/// Percent-encoding for one part of an address.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_arabic_blanks_and_repeated_names() {
        let form = Form::read("q=%D8%A3%D8%AD%D9%85%D8%AF+ali&r=a&r=b%00&x=%zz");
        assert_eq!(form.get("q"), "أحمد ali");
        assert_eq!(form.all("r").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(form.get("x"), "%zz");
        let form = Form::read("days=%D9%A2%D9%A0&most=2x");
        assert_eq!(form.number::<u32>("days"), Some(20));
        assert_eq!(form.number::<u32>("most"), None);
        assert_eq!(decode(&encode("لا/إله?a=b")), "لا/إله?a=b");
    }
}
