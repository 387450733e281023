//! When are two written names the same word? Folding for comparing, never for showing.
//!
//! Search, intake and linkage all compare names through this module, so that
//! أحمد finds احمد and Ahmad everywhere or nowhere. Folded text is never
//! stored as the name and never shown. [`fold`] is idempotent: folded text
//! folds to itself. Letter tables are in `letters`, the parts of names
//! (عبد, ابو, ال, بن) in `tokens`, keys across scripts in `skeleton`, what somebody
//! may have meant in `nearest`.

mod letters;
mod nearest;
mod placeholder;
mod skeleton;
mod tokens;

pub use nearest::{nearest, or_none};
pub use placeholder::is_placeholder;
pub use skeleton::{skeleton, vowel_key};
pub use tokens::name_tokens;

use letters::Folded;

/// The whole text, folded: Arabic without marks, tatweel, hamza and letter
/// variants (ة as ه, ى as ي, Persian letters as the Arabic ones), presentation
/// forms as plain letters; Latin in lower case without marks; Arabic-Indic and
/// Persian digits as ASCII. Runs of white space and punctuation become one
/// space, none at the ends; apostrophes vanish (Sa'id is said).
///
/// `fold(fold(x)) == fold(x)` for every text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars() {
        letters::fold_letter(letter, &mut |piece| match piece {
            Folded::Letter(letter) => {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(letter);
            }
            Folded::Gap => gap = true,
        });
    }
    folded
}

/// Whether `text` is folded already, decided cheaply and on the safe side
/// (rare letters answer no and are folded again, to the same result).
fn is_folded(text: &str) -> bool {
    !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && text.chars().all(letters::is_plain)
}

/// Whether a folded word is written in Arabic letters.
fn is_arabic(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|letter| ('\u{0600}'..='\u{06FF}').contains(&letter))
}

#[cfg(test)]
mod tests;
