//! Which passphrases are good enough, and how are they kept?
//!
//! Long ones, of any letters (OWASP ASVS 5.0, 6.2): nothing is asked of their
//! composition, nothing is cut off, nothing expires. Guessable ones are refused
//! without asking anybody: a list of phrases that people of the region take,
//! and an estimate of how many guesses an attacker needs. Kept is the hash.

use crate::Office;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::{Code, Problem};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Fewest characters of a passphrase.
pub const PASSPHRASE: usize = 15;
/// Most characters of a passphrase.
const LONGEST: usize = 1024;
/// Characters that the estimate looks at: its work grows with the square.
const ESTIMATED: usize = 100;

/// Phrases that guessers of the region try first, one a line.
const COMMON: &str = include_str!("common_phrases.txt");

/// Small letters without blanks, signs, vowel marks and variants of a letter, so
/// that one line of the list stands for every way of writing it.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .nfkd()
        // Vowel marks count as letters for Unicode, so they are named here.
        .filter(|letter| letter.is_alphanumeric() && !is_combining_mark(*letter))
        .map(|letter| match letter {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        })
        .collect()
}

/// Whether a passphrase is long enough and none that guessers try first.
///
/// # Errors
/// `office.passphrase-short`, `office.passphrase-common`.
pub fn check_passphrase(passphrase: &str, user: &str) -> Result<(), Problem> {
    let length = passphrase.chars().count();
    if length < PASSPHRASE {
        return Err(Problem::new(Code::OfficePassphraseShort).with("least", PASSPHRASE));
    }
    let plain_one = plain(passphrase);
    let mut letters: Vec<char> = plain_one.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let named = plain_one.replace(&plain(user), "");
    let known = COMMON.lines().any(|line| {
        let line = plain(line);
        // A known phrase with a year or two signs behind it is still the phrase.
        !line.is_empty()
            && plain_one
                .replace(&line, "")
                .chars()
                .filter(|letter| !letter.is_numeric())
                .count()
                < 4
            && plain_one.contains(&line)
    });
    // One short word again and again is that word.
    let drawn: Vec<char> = plain_one.chars().collect();
    let repeated = (1..=(drawn.len() / 2).min(9))
        .any(|unit| drawn.chunks(unit).all(|chunk| drawn.starts_with(chunk)));
    let start: String = passphrase.chars().take(ESTIMATED).collect();
    let guessable = zxcvbn::zxcvbn(&start, &[user, "sijill", "سجل"]).score() < zxcvbn::Score::Three;
    if length > LONGEST
        || letters.len() < 5
        || named.chars().count() < 6
        || known
        || repeated
        || guessable
    {
        return Err(Problem::new(Code::OfficePassphraseCommon));
    }
    Ok(())
}

/// One passphrase however the keyboard composes its letters.
fn composed(passphrase: &str) -> String {
    passphrase.nfkc().take(LONGEST * 4).collect()
}

impl Office {
    fn argon(&self) -> Argon2<'static> {
        // ASVS 11.4.2 asks for 46 MiB and one pass; the example office keeps no secret.
        let (memory, passes) = if self.settings.example {
            (1024, 1)
        } else {
            (65_536, 3)
        };
        let params = Params::new(memory, passes, 1, Some(32)).expect("the parameters are in range");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    pub(super) fn hash_passphrase(&self, passphrase: &str) -> Result<String, Problem> {
        let mut salt = [0; 16];
        self.entropy().fill(&mut salt);
        self.argon()
            .hash_password_with_salt(composed(passphrase).as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| Problem::new(Code::RegisterKeyCost).with("reason", error))
    }

    pub(super) fn is_passphrase(&self, passphrase: &str, phc: &str) -> bool {
        PasswordHash::new(phc).is_ok_and(|hash| {
            self.argon()
                .verify_password(composed(passphrase).as_bytes(), &hash)
                .is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_passphrases_of_any_letters_are_good() {
        for good in [
            "five words nobody would ever guess",
            "خمس كلمات لا رابط بينها أبداً",
            "ورقة مطر سلّم جرس نافذة",
            "kettle-orbit-84-verse",
            "пять слов которые никто",
        ] {
            assert!(check_passphrase(good, "samar").is_ok(), "{good}");
        }
        // Long, without a cut: the estimate looks at the start only.
        assert!(check_passphrase(&"kettle orbit verse lantern ".repeat(30), "samar").is_ok());
    }

    #[test]
    fn what_guessers_try_first_is_refused() {
        for (bad, code) in [
            ("short", Code::OfficePassphraseShort),
            ("passwordpassword", Code::OfficePassphraseCommon),
            ("Password123456789", Code::OfficePassphraseCommon),
            ("qwertyuiopasdfghjkl", Code::OfficePassphraseCommon),
            ("1qaz2wsx3edc4rfv", Code::OfficePassphraseCommon),
            ("aaaaaaaaaaaaaaaaaaaa", Code::OfficePassphraseCommon),
            ("iloveyouiloveyou1", Code::OfficePassphraseCommon),
            ("correct horse battery staple", Code::OfficePassphraseCommon),
            ("بسم الله الرحمن الرحيم", Code::OfficePassphraseCommon),
            ("بِسْمِ اللهِ الرحمنِ الرحيم 2011", Code::OfficePassphraseCommon),
            ("سوريا سوريا سوريا", Code::OfficePassphraseCommon),
            ("samar samar samar", Code::OfficePassphraseCommon),
        ] {
            assert_eq!(
                check_passphrase(bad, "samar").map_err(|problem| problem.code),
                Err(code),
                "{bad}"
            );
        }
    }
}
