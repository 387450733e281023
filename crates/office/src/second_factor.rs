//! Which six digits does the person's device show now?
//!
//! Time-based one-time passwords of RFC 6238 over HMAC-SHA-1, 30-second steps,
//! six digits, as every authenticator app reads them. Pure: the moment is an
//! argument, and refusing a code that was used is left to `accounts`.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds of one step.
pub(crate) const STEP: u64 = 30;
/// Steps before and after that are accepted, for clocks that differ.
const DRIFT: u64 = 1;

/// The code of a step.
fn code_at(secret: &[u8], step: u64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of every length");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let word = digest[offset..offset + 4]
        .iter()
        .fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// The code that a device shows at this second (since 1970).
pub fn code_now(secret: &[u8], now: u64) -> String {
    code_at(secret, now / STEP)
}

/// The step whose code this is, if it is one of now or of a step beside it.
pub(crate) fn step_of(secret: &[u8], code: &str, now: u64) -> Option<u64> {
    let typed: String = code
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| {
            letter
                .to_digit(10)
                .or_else(|| arabic_digit(letter))
                .map_or('x', |digit| char::from_digit(digit, 10).unwrap_or('x'))
        })
        .collect();
    let step = now / STEP;
    (step.saturating_sub(DRIFT)..=step + DRIFT)
        .find(|step| super::accounts::same(code_at(secret, *step).as_bytes(), typed.as_bytes()))
}

/// Arabic-Indic and Persian digits, which keyboards of the region type.
fn arabic_digit(letter: char) -> Option<u32> {
    match letter {
        '٠'..='٩' => Some(letter as u32 - '٠' as u32),
        '۰'..='۹' => Some(letter as u32 - '۰' as u32),
        _ => None,
    }
}

/// RFC 4648 base32 without padding, as authenticator apps take a secret.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut held) = (String::new(), 0u32, 0u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_now(secret, second), code);
        }
    }

    #[test]
    fn a_code_is_accepted_beside_its_step_and_no_further() {
        let secret = b"12345678901234567890";
        assert_eq!(step_of(secret, "287 082", 59 + 30), Some(1));
        assert_eq!(step_of(secret, "٢٨٧٠٨٢", 59), Some(1));
        assert_eq!(step_of(secret, "287082", 59 + 90), None);
    }

    #[test]
    fn base32_is_that_of_the_standard() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
    }
}
