//! Does this signature come from the key that the person registered here?
//!
//! The two verifications of Web Authentication Level 3 (W3C, sections 7.1 and
//! 7.2) for the keys ES256 and Ed25519, without attestation: which maker built
//! the device is nothing that the office asks. Pure: challenge and origin are
//! arguments. Anything unexpected is refused; there is no partial success.

use p256::ecdsa::signature::Verifier;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Somebody touched the device.
const PRESENT: u8 = 0x01;
/// The device knows that it was its owner (PIN, finger).
const VERIFIED: u8 = 0x04;
/// A new key follows.
const ATTESTED: u8 = 0x40;
/// Maps and lists of a device's answer are nested no deeper.
const DEEPEST: u8 = 8;

/// A public key, hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PublicKey {
    /// ECDSA with P-256 and SHA-256: the point, uncompressed (SEC 1).
    Es256(String),
    /// Ed25519: 32 bytes.
    Ed25519(String),
}

/// What an answer must be about.
pub(super) struct Expected<'a> {
    /// The challenge, base64url.
    pub challenge: &'a str,
    /// Scheme, host and port of the page, as it was served.
    pub origin: &'a str,
    /// The host.
    pub party: &'a str,
    /// The device must have made sure of its owner.
    pub owner: bool,
}

/// A key that a device made.
#[derive(Debug)]
pub(super) struct Made {
    pub id: Vec<u8>,
    pub key: PublicKey,
    pub counter: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The challenge that the browser says it answers; nothing is checked yet.
pub(super) fn challenge_of(client: &[u8]) -> Option<String> {
    serde_json::from_slice::<ClientData>(client)
        .ok()
        .map(|data| data.challenge)
}

fn is_about(client: &[u8], act: &str, expected: &Expected) -> bool {
    serde_json::from_slice::<ClientData>(client).is_ok_and(|data| {
        data.r#type == act
            && super::same(data.challenge.as_bytes(), expected.challenge.as_bytes())
            && data.origin == expected.origin
            && !data.cross_origin
    })
}

/// Flags and counter, when the data are of this office and somebody was there.
fn head(data: &[u8], expected: &Expected) -> Option<(u8, u32)> {
    let flags = *data.get(32)?;
    let counter = u32::from_be_bytes(data.get(33..37)?.try_into().ok()?);
    let ours = data[..32] == Sha256::digest(expected.party.as_bytes())[..];
    let there = flags & PRESENT != 0 && (!expected.owner || flags & VERIFIED != 0);
    (ours && there).then_some((flags, counter))
}

/// The key that a device made for this office.
pub(super) fn made(client: &[u8], attestation: &[u8], expected: &Expected) -> Option<Made> {
    if !is_about(client, "webauthn.create", expected) {
        return None;
    }
    let Item::Map(parts) = whole(attestation)? else {
        return None;
    };
    let Item::Bytes(data) = parts.get(&Item::Text("authData".into()))? else {
        return None;
    };
    let (flags, counter) = head(data, expected)?;
    if flags & ATTESTED == 0 {
        return None;
    }
    // 16 bytes say the device's model; two the length of the key's id.
    let length = usize::from(u16::from_be_bytes(data.get(53..55)?.try_into().ok()?));
    let id = data.get(55..55 + length)?.to_vec();
    let (key, _) = item(data.get(55 + length..)?, 0)?;
    let key = public_key(&key)?;
    (!id.is_empty() && id.len() <= 1023).then_some(Made { id, key, counter })
}

/// The signature counter, if the key signed this challenge.
pub(super) fn signed(
    client: &[u8],
    data: &[u8],
    signature: &[u8],
    key: &PublicKey,
    expected: &Expected,
) -> Option<u32> {
    if !is_about(client, "webauthn.get", expected) {
        return None;
    }
    let (_, counter) = head(data, expected)?;
    let mut message = data.to_vec();
    message.extend_from_slice(&Sha256::digest(client));
    let good = match key {
        PublicKey::Es256(point) => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&super::bytes_of(point)).ok()?;
            let signature = p256::ecdsa::Signature::from_der(signature).ok()?;
            key.verify(&message, &signature).is_ok()
        }
        PublicKey::Ed25519(bytes) => {
            let bytes: [u8; 32] = super::bytes_of(bytes).try_into().ok()?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok()?;
            let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
            key.verify_strict(&message, &signature).is_ok()
        }
    };
    good.then_some(counter)
}

/// A COSE key (RFC 9053): its type, algorithm, curve and point must belong together.
fn public_key(key: &Item) -> Option<PublicKey> {
    let Item::Map(parts) = key else { return None };
    let number = |name: i64| match parts.get(&Item::Number(name)) {
        Some(Item::Number(value)) => Some(*value),
        _ => None,
    };
    let bytes = |name: i64| match parts.get(&Item::Number(name)) {
        Some(Item::Bytes(value)) if value.len() == 32 => Some(value.as_slice()),
        _ => None,
    };
    match (number(1)?, number(3)?, number(-1)?) {
        (2, -7, 1) => {
            let point = [&[4], bytes(-2)?, bytes(-3)?].concat();
            p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok()?;
            Some(PublicKey::Es256(register::hexadecimal(&point)))
        }
        (1, -8, 6) => Some(PublicKey::Ed25519(register::hexadecimal(bytes(-2)?))),
        _ => None,
    }
}

/// One item of CBOR (RFC 8949), as far as devices send it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Number(i64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Item>),
    Map(BTreeMap<Item, Item>),
    Other(u8),
}

/// One item and nothing behind it.
fn whole(bytes: &[u8]) -> Option<Item> {
    item(bytes, 0)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(item, _)| item)
}

fn item(bytes: &[u8], depth: u8) -> Option<(Item, &[u8])> {
    if depth > DEEPEST {
        return None;
    }
    let (first, mut rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 31);
    let length = match short {
        0..=23 => u64::from(short),
        24..=27 => {
            let (number, behind) = rest.split_at_checked(1 << (short - 24))?;
            rest = behind;
            number
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte))
        }
        _ => return None,
    };
    let several = |rest: &'_ [u8]| usize::try_from(length).ok().filter(|it| *it <= rest.len());
    Some(match kind {
        0 => (Item::Number(i64::try_from(length).ok()?), rest),
        1 => (Item::Number(-1 - i64::try_from(length).ok()?), rest),
        2 | 3 => {
            let (value, behind) = rest.split_at(several(rest)?);
            let value = value.to_vec();
            let value = match kind {
                2 => Item::Bytes(value),
                _ => Item::Text(String::from_utf8(value).ok()?),
            };
            (value, behind)
        }
        4 => {
            let mut list = Vec::new();
            for _ in 0..several(rest)? {
                let (value, behind) = item(rest, depth + 1)?;
                rest = behind;
                list.push(value);
            }
            (Item::List(list), rest)
        }
        5 => {
            let mut map = BTreeMap::new();
            for _ in 0..several(rest)? {
                let (name, behind) = item(rest, depth + 1)?;
                let (value, behind) = item(behind, depth + 1)?;
                rest = behind;
                if map.insert(name, value).is_some() {
                    return None; // said twice
                }
            }
            (Item::Map(map), rest)
        }
        7 if short < 24 => (Item::Other(short), rest),
        _ => return None,
    })
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// base64url without padding (RFC 4648, section 5).
pub(super) fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(
                LETTERS[(bits >> (18 - 6 * place) & 63) as usize],
            ));
        }
    }
    text
}

/// The bytes of base64url without padding; `None` for anything else.
pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0, 0u32);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = held << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 255) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::bytes_of;

    // Web Authentication Level 3, section "Test Vectors", ES256 without attestation.
    const CREATED: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d";
    const ATTESTATION: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
    const GOT: &str = "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";
    const DATA: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
    const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";

    fn expected<'a>(challenge: &'a str, origin: &'a str, party: &'a str) -> Expected<'a> {
        Expected {
            challenge,
            origin,
            party,
            owner: false,
        }
    }

    fn challenge(hexadecimal: &str) -> String {
        base64url(&bytes_of(hexadecimal))
    }

    fn registered() -> Made {
        let challenge =
            challenge("00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130");
        made(
            &bytes_of(CREATED),
            &bytes_of(ATTESTATION),
            &expected(&challenge, "https://example.org", "example.org"),
        )
        .expect("the standard's own example")
    }

    #[test]
    fn the_standards_example_registers_and_signs_in() {
        let made = registered();
        assert_eq!(
            register::hexadecimal(&made.id),
            "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4"
        );
        let challenge =
            challenge("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408");
        let expected = expected(&challenge, "https://example.org", "example.org");
        assert_eq!(
            signed(
                &bytes_of(GOT),
                &bytes_of(DATA),
                &bytes_of(SIGNATURE),
                &made.key,
                &expected
            ),
            Some(0)
        );
        // The example's device did not make sure of its owner, so the office refuses it.
        let strict = Expected {
            owner: true,
            ..expected
        };
        assert_eq!(
            signed(
                &bytes_of(GOT),
                &bytes_of(DATA),
                &bytes_of(SIGNATURE),
                &made.key,
                &strict
            ),
            None
        );
    }

    #[test]
    fn another_challenge_origin_host_or_bit_is_refused() {
        let made = registered();
        let right = challenge("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408");
        for (challenge, origin, party) in [
            ("AAAA", "https://example.org", "example.org"),
            (
                right.as_str(),
                "https://example.org.evil.net",
                "example.org",
            ),
            (right.as_str(), "http://example.org", "example.org"),
            (right.as_str(), "https://example.org", "example.net"),
        ] {
            let expected = expected(challenge, origin, party);
            assert_eq!(
                signed(
                    &bytes_of(GOT),
                    &bytes_of(DATA),
                    &bytes_of(SIGNATURE),
                    &made.key,
                    &expected
                ),
                None
            );
        }
        let expected = expected(&right, "https://example.org", "example.org");
        for at in [33, 36] {
            let mut data = bytes_of(DATA);
            data[at] ^= 2;
            assert_eq!(
                signed(
                    &bytes_of(GOT),
                    &data,
                    &bytes_of(SIGNATURE),
                    &made.key,
                    &expected
                ),
                None
            );
        }
        // An answer to a registration is none to a sign-in.
        assert_eq!(
            signed(
                &bytes_of(CREATED),
                &bytes_of(DATA),
                &bytes_of(SIGNATURE),
                &made.key,
                &expected
            ),
            None
        );
    }

    #[test]
    fn broken_answers_of_devices_are_refused_without_a_panic() {
        let bytes = bytes_of(ATTESTATION);
        for length in 0..bytes.len() {
            assert!(whole(&bytes[..length]).is_none(), "cut at {length}");
        }
        for broken in [
            "ff",
            "9fff",
            "bf",
            "5b7fffffffffffffff",
            "1bffffffffffffffff",
            "a2010201",
        ] {
            assert!(whole(&bytes_of(broken)).is_none(), "{broken}");
        }
        assert!(whole(&[0x81; 64]).is_none(), "nested too deep");
    }

    #[test]
    fn base64url_is_that_of_the_standard() {
        for text in ["", "f", "fo", "foo", "foob", "fooba", "foobar"] {
            let coded = base64url(text.as_bytes());
            assert_eq!(from_base64url(&coded).as_deref(), Some(text.as_bytes()));
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(from_base64url("a+b="), None);
    }
}
