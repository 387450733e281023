//! Outside bytes as a security key's answer: never a panic, never a key that was not made for this office.
#![no_main]

// The module alone, because the crate around it brings typesetting along.
#[allow(dead_code)]
#[path = "../../crates/office/src/accounts/webauthn.rs"]
mod webauthn;

use sha2::{Digest, Sha256};
use webauthn::{Expected, PublicKey};

fn same(one: &[u8], other: &[u8]) -> bool {
    one == other
}

fn bytes_of(hexadecimal: &str) -> Vec<u8> {
    (0..hexadecimal.len() / 2)
        .filter_map(|at| u8::from_str_radix(hexadecimal.get(2 * at..2 * at + 2)?, 16).ok())
        .collect()
}

/// Answers as a browser gives them, about this office and this challenge.
fn client(act: &str) -> Vec<u8> {
    format!(
        r#"{{"type":"{act}","challenge":"Y2hhbGxlbmdl","origin":"https://office.invalid","crossOrigin":false}}"#
    )
    .into_bytes()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let expected = Expected {
        challenge: "Y2hhbGxlbmdl",
        origin: "https://office.invalid",
        party: "office.invalid",
        owner: true,
    };
    let _ = webauthn::challenge_of(bytes);
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(read) = webauthn::from_base64url(text)
    {
        let again = webauthn::from_base64url(&webauthn::base64url(&read));
        assert_eq!(again, Some(read));
    }
    // Whatever the device says, and a right answer around whatever key it says it made.
    let _ = webauthn::made(&client("webauthn.create"), bytes, &expected);
    let mut data = Sha256::digest(b"office.invalid").to_vec();
    data.extend([0x45, 0, 0, 0, 1]);
    data.extend([0; 16]);
    data.extend(bytes);
    let mut attestation = b"\xa1\x68authData\x59".to_vec();
    attestation.extend((data.len() as u16).to_be_bytes());
    attestation.extend(&data[..data.len().min(usize::from(u16::MAX))]);
    if let Some(made) = webauthn::made(&client("webauthn.create"), &attestation, &expected) {
        assert!(!made.id.is_empty() && made.id.len() <= 1023);
    }
    for key in [
        PublicKey::Ed25519("00".repeat(32)),
        PublicKey::Es256("04".to_owned() + &"11".repeat(64)),
    ] {
        let _ = webauthn::signed(&client("webauthn.get"), &data, bytes, &key, &expected);
    }
});
