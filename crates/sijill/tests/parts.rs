//! What is a release made of: every part listed, under a licence that goes with ours, from
//! one registry and with its hash (OWASP ASVS 5.0, 15.1 and 15.2); and is every crate
//! that encrypts, signs or hashes in the inventory (11.1)?

#[path = "../examples/parts.rs"]
mod parts;

use parts::{ALLOWED, cyclonedx, parts as all_parts};
use std::collections::BTreeSet;

/// Whether an SPDX expression can be met with the allowed licences.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace(" / ", " OR ").replace('/', " OR ");
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at) && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut met = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at);
    }
    met
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut met = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at);
    }
    met
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let met = either(words, at);
        *at += 1;
        return met;
    }
    let mut licence = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    ALLOWED.contains(&licence.as_str())
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-2.0-only OR MIT", true),
        ("GPL-2.0-only AND MIT", false),
        ("(MIT OR GPL-2.0-only) AND Unicode-3.0", true),
        ("(MIT AND GPL-2.0-only) OR Proprietary", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0 WITH another", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression), expected, "{expression}");
    }
}

#[test]
fn every_part_has_an_allowed_licence_one_origin_and_a_hash() {
    let parts = all_parts();
    assert!(parts.len() > 100, "{} parts", parts.len());
    for part in &parts {
        let name = format!("{} {}", part.name, part.version);
        assert!(is_allowed(&part.licence), "{name}: “{}”", part.licence);
        if let Some(source) = &part.source {
            assert_eq!(
                source, "registry+https://github.com/rust-lang/crates.io-index",
                "{name}"
            );
            let hash = part.sha256.as_deref().unwrap_or_default();
            assert_eq!(hash.len(), 64, "{name} has no hash in Cargo.lock");
        }
    }
    let list = cyclonedx(&parts);
    assert_eq!(
        list["components"].as_array().map(Vec::len),
        Some(parts.len())
    );
    assert_eq!(
        (&list["bomFormat"], &list["specVersion"]),
        (&"CycloneDX".into(), &"1.6".into())
    );
}

/// Words in the names of crates that encrypt, sign, hash or make randomness.
const CRYPTOGRAPHY: &[&str] = &[
    "aead",
    "aes",
    "age",
    "argon2",
    "blake",
    "chacha20",
    "cipher",
    "crypto",
    "curve25519",
    "digest",
    "ecdsa",
    "ed25519",
    "elliptic-curve",
    "getrandom",
    "hkdf",
    "hmac",
    "md-5",
    "openssl",
    "p256",
    "pbkdf2",
    "poly1305",
    "rand",
    "ring",
    "rsa",
    "rustls",
    "salsa20",
    "scrypt",
    "sha1",
    "sha2",
    "sha3",
    "signature",
    "x25519",
    "zeroize",
    "libsqlite3-sys",
];

fn is_cryptography(name: &str) -> bool {
    CRYPTOGRAPHY.iter().any(|word| {
        name == *word
            || name.starts_with(&format!("{word}-"))
            || (name.starts_with(word) && word.len() > 5)
    })
}

#[test]
fn every_crate_that_encrypts_signs_or_hashes_is_in_the_inventory() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let page = std::fs::read_to_string(format!("{root}/docs/cryptography.md")).expect("a page");
    let (_, list) = page.split_once("## Crates").expect("a section");
    let written: BTreeSet<String> = list
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    let used: BTreeSet<String> = all_parts()
        .into_iter()
        .map(|part| part.name)
        .filter(|name| is_cryptography(name))
        .collect();
    assert_eq!(written, used);
}

#[test]
fn the_inventory_says_what_the_code_does() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let page = std::fs::read_to_string(format!("{root}/docs/cryptography.md")).expect("a page");
    let mut checked = 0;
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [_, _, place, says, _] = cells[..] else {
            continue;
        };
        let Some(place) = place.strip_prefix('`').and_then(|it| it.strip_suffix('`')) else {
            continue;
        };
        let code = std::fs::read_to_string(format!("{root}/{place}"))
            .unwrap_or_else(|_| panic!("{place} is not there"));
        for said in says.split('`').skip(1).step_by(2) {
            assert!(code.contains(said), "{place} does not say “{said}”");
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked} facts are checked");
}
