//! Who can open the office, and who no longer can.

mod common;

use common::PASSPHRASE;
use model::Code;
use register::{Cost, DataKey, Entropy, KeyFile, RecoveryKey, Seeded};

fn made() -> (KeyFile, DataKey, RecoveryKey, Seeded) {
    let mut entropy = Seeded::new("keys");
    let (file, key, recovery) = KeyFile::generate(
        "office.example/test",
        PASSPHRASE,
        Cost::EXAMPLE,
        &mut entropy,
    )
    .unwrap();
    (file, key, recovery, entropy)
}

#[test]
fn the_key_file_is_readable_and_tells_nothing() {
    let (file, _, recovery, _) = made();
    insta::assert_snapshot!(file.text());
    insta::assert_snapshot!(recovery.printed());
    assert_eq!(KeyFile::parse(&file.text()).unwrap(), file);
}

#[test]
fn a_passphrase_opens_however_the_keyboard_composed_it() {
    let (mut file, key, _, mut entropy) = made();
    file.add_passphrase(&key, "second", "أحمد والقمر", Cost::EXAMPLE, &mut entropy)
        .unwrap();
    // Alef with hamza as one letter, and as two.
    assert!(file.unlock("\u{623}حمد والقمر").is_ok());
    assert!(file.unlock("\u{627}\u{654}حمد والقمر").is_ok());
    let wrong = file.unlock("احمد والقمر").unwrap_err();
    assert_eq!(wrong.code, Code::RegisterPassphraseWrong);
}

#[test]
fn slots_are_added_changed_and_revoked_without_touching_the_data_key() {
    let (mut file, key, recovery, mut entropy) = made();
    assert_eq!(
        file.revoke("passphrase").unwrap_err().code,
        Code::RegisterSlotLast
    );
    file.add_passphrase(
        &key,
        "karim",
        "another long one",
        Cost::EXAMPLE,
        &mut entropy,
    )
    .unwrap();
    file.revoke("passphrase").unwrap();
    assert_eq!(
        file.unlock(PASSPHRASE).unwrap_err().code,
        Code::RegisterPassphraseWrong
    );
    let opened = file.unlock("another long one").unwrap();
    assert!(file.signer(&opened).is_ok(), "it is the same data key");
    file.change_passphrase(&key, "karim", "a newer one", Cost::EXAMPLE, &mut entropy)
        .unwrap();
    assert!(file.unlock("another long one").is_err());
    assert!(file.unlock("a newer one").is_ok());
    let printed = recovery
        .printed()
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o");
    assert!(file.recover(&RecoveryKey::parse(&printed).unwrap()).is_ok());
    let newer = file.renew_recovery(&key, &mut entropy);
    assert_eq!(
        file.recover(&recovery).unwrap_err().code,
        Code::RegisterRecoveryKeyWrong
    );
    assert!(file.recover(&newer).is_ok());
}

#[test]
fn a_mistyped_recovery_key_is_told_from_a_wrong_one() {
    let (_, _, recovery, _) = made();
    let printed = recovery.printed();
    for at in 0..printed.len() {
        let mut letters: Vec<char> = printed.chars().collect();
        if letters[at] == '-' {
            continue;
        }
        letters[at] = if letters[at] == '7' { '8' } else { '7' };
        let mistyped: String = letters.into_iter().collect();
        let problem = RecoveryKey::parse(&mistyped).unwrap_err();
        assert_eq!(problem.code, Code::RegisterRecoveryKeyUnreadable);
    }
    assert!(RecoveryKey::parse(&printed[..20]).is_err());
    assert!(RecoveryKey::parse("").is_err());
}

#[test]
fn a_slot_cannot_be_made_weaker_or_given_another_name() {
    let (file, _, _, _) = made();
    for (from, to) in [
        ("passes = 1", "passes = 2"),
        ("name = \"passphrase\"", "name = \"salma\""),
    ] {
        let text = file.text();
        assert!(text.contains(from));
        let changed = KeyFile::parse(&text.replace(from, to)).unwrap();
        assert!(changed.unlock(PASSPHRASE).is_err(), "{from}");
    }
    let newer = KeyFile::parse(&file.text().replace("format = 1", "format = 2"));
    assert_eq!(newer.unwrap_err().code, Code::RegisterNewer);
    assert_eq!(
        KeyFile::parse("hello").unwrap_err().code,
        Code::RegisterKeyFileUnreadable
    );
}

#[test]
fn the_seeded_stream_is_the_same_however_it_is_drawn() {
    let (mut one, mut other) = (Seeded::new("a"), Seeded::new("a"));
    let mut whole = [0; 100];
    one.fill(&mut whole);
    let mut parts = [0; 100];
    let (first, second) = parts.split_at_mut(33);
    other.fill(first);
    other.fill(second);
    assert_eq!(whole, parts);
}
