//! In which encoding was a text file written?
//!
//! Decoding never replaces a byte silently: a text that does not decode whole is
//! a problem with the row of the first bad byte. Windows-1256 has no marker, so
//! it is accepted only when what comes out looks like Arabic, and it is said.

use crate::sheet::is_arabic_letter;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};
use model::{Code, Problem};
use std::borrow::Cow;

/// Decoded text, the encoding's name, and a warning when it was guessed.
pub(super) type Decoded<'a> = (Cow<'a, str>, &'static str, Option<Problem>);

pub(super) fn decode<'a>(bytes: &'a [u8], wanted: Option<&str>) -> Result<Decoded<'a>, Problem> {
    if let Some(label) = wanted {
        let encoding = Encoding::for_label(label.as_bytes())
            .ok_or_else(|| Problem::new(Code::IntakeEncodingUnknown).with("encoding", label))?;
        return whole(bytes, encoding).map(|text| (text, encoding.name(), None));
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return whole(bytes, encoding).map(|text| (text, encoding.name(), None));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return whole(bytes, encoding).map(|text| (text, encoding.name(), None));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), UTF_8.name(), None));
    }
    for encoding in [WINDOWS_1256, WINDOWS_1252] {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors && looks_right(&text, encoding) {
            let note = Problem::new(Code::IntakeEncodingGuessed)
                .with("encoding", encoding.name())
                .warning();
            return Ok((text, encoding.name(), Some(note)));
        }
    }
    Err(broken(bytes, UTF_8))
}

fn whole<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, Problem> {
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if had_errors {
        Err(broken(bytes, encoding))
    } else {
        Ok(text)
    }
}

fn broken(bytes: &[u8], encoding: &'static Encoding) -> Problem {
    let problem = Problem::new(Code::IntakeEncodingBroken).with("encoding", encoding.name());
    match std::str::from_utf8(bytes) {
        Err(error) if encoding == UTF_8 => {
            let line = bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count() as u64
                + 1;
            problem.at_line(line)
        }
        _ => problem,
    }
}

/// UTF-16 without a byte-order mark: separators and line ends are ASCII, so one
/// byte of many pairs is NUL.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = head.chunks_exact(2);
    let ascii_low = pairs
        .clone()
        .filter(|pair| pair[1] == 0 && pair[0] != 0)
        .count();
    let ascii_high = pairs
        .clone()
        .filter(|pair| pair[0] == 0 && pair[1] != 0)
        .count();
    let nothing = head.iter().filter(|&&byte| byte == 0).count();
    // Arabic text has its high byte 0x06; a lone NUL in a UTF-8 file is not UTF-16.
    let arabic_low = pairs.clone().filter(|pair| pair[1] == 6).count();
    let arabic_high = pairs.clone().filter(|pair| pair[0] == 6).count();
    let enough = head.len() * 2 / 5;
    if ascii_high == 0
        && ascii_low > 0
        && (ascii_low + arabic_low) * 2 >= enough
        && nothing == ascii_low
    {
        Some(UTF_16LE)
    } else if ascii_low == 0
        && ascii_high > 0
        && (ascii_high + arabic_high) * 2 >= enough
        && nothing == ascii_high
    {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether a decoded text is what somebody could have typed.
fn looks_right(text: &str, encoding: &'static Encoding) -> bool {
    let foreign: Vec<char> = text.chars().filter(|letter| !letter.is_ascii()).collect();
    let arabic = foreign
        .iter()
        .filter(|&&letter| is_arabic_letter(letter))
        .count();
    if text
        .chars()
        .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\0'))
    {
        return false;
    }
    if encoding == WINDOWS_1256 {
        // UTF-8 read as Windows-1256 is a text of ط and ظ (0xD8 and 0xD9): a
        // UTF-8 file with one bad byte must not come in as that.
        let telling = foreign
            .iter()
            .filter(|letter| matches!(letter, 'ط' | 'ظ'))
            .count();
        return arabic * 10 >= foreign.len() * 7 && telling * 4 < arabic.max(4);
    }
    let latin = foreign
        .iter()
        .filter(|letter| {
            matches!(
                letter,
                '\u{C0}'..='\u{FF}' | 'Œ' | 'œ' | '’' | '‘' | '“' | '”' | '–' | '—' | '\u{A0}'
            )
        })
        .count();
    let telling = foreign
        .iter()
        .filter(|letter| matches!(letter, 'Ø' | 'Ù' | 'Ã'))
        .count();
    latin * 10 >= foreign.len() * 9 && telling * 4 < foreign.len().max(4)
}
