//! What are the parts of a written name?
//!
//! Sources write one name joined or apart (عبد الله, عبدالله, Abd Allah), with
//! and without the article and بن. Here each part becomes one token in its own
//! script. Tokens keep their order; folding a token again changes nothing.
//! Across scripts tokens meet in `skeleton`.

use super::{fold, is_arabic, is_folded};
use std::borrow::Cow;

/// The parts of a name, folded: عبد/ابو/ام + name and name + الدين/الله are one
/// token, the article (ال, al-, el-, ar-Ra…) is dropped, بن/ibn/bin between
/// names too. `Abd Allah`, `Abdullah` and `Abdallah` give `abdallah`;
/// `عبد الله` and `عبدالله` give `عبدالله`.
pub fn name_tokens(text: &str) -> Vec<String> {
    let folded = if is_folded(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold(text))
    };
    if !folded.contains(' ') && is_arabic(&folded) {
        return vec![arabic_without_article(&folded).to_owned()];
    }
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut tokens: Vec<String> = Vec::with_capacity(words.len());
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        let used = if is_arabic(word) {
            arabic_token(word, after, &mut tokens)
        } else {
            latin_token(word, after, &mut tokens)
        };
        rest = &after[used..];
    }
    tokens
}

/// Given names and families whose first two letters only look like the article.
const ARABIC_NOT_ARTICLE: &[&str] = &[
    "الياس",
    "الياسين",
    "الهام",
    "الفت",
    "اليسار",
    "اليانا",
    "اليزا",
    "اليكس",
    "الكساندر",
    "البير",
    "الماس",
    "الماظ",
    "الماظه",
    "اليان",
    "الينا",
    "الفيرا",
    "الفريد",
    "البرت",
    "اليسا",
    "اليشع",
];

/// Drops the article of an Arabic word, never down to less than three letters.
fn arabic_without_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(bare) if bare.len() >= 6 && !ARABIC_NOT_ARTICLE.contains(&word) => bare,
        _ => word,
    }
}

/// Takes one Arabic word (and what it is joined with); returns how many of the
/// words after it are used up.
fn arabic_token(word: &str, after: &[&str], tokens: &mut Vec<String>) -> usize {
    let next = after.first().copied().filter(|next| is_arabic(next));
    match (word, next) {
        ("عبد", Some("ال")) if after.len() > 1 && is_arabic(after[1]) => {
            tokens.push(format!("عبدال{}", after[1]));
            2
        }
        ("عبد", Some(next)) => {
            tokens.push(format!("عبد{next}"));
            1
        }
        ("ابو" | "ابا", Some(next)) => {
            tokens.push(format!("ابو{next}"));
            1
        }
        ("ام", Some(next)) => {
            tokens.push(format!("ام{next}"));
            1
        }
        ("ال", Some(_)) => 0,
        ("بن" | "ابن" | "بنت", Some(_)) if !tokens.is_empty() => 0,
        ("الدين" | "الله" | "الاسلام" | "الحق" | "الزمان", _)
            if tokens.last().is_some_and(|last| is_arabic(last)) =>
        {
            if let Some(last) = tokens.last_mut() {
                last.push_str(word);
            }
            0
        }
        _ => {
            tokens.push(arabic_without_article(word).to_owned());
            0
        }
    }
}

/// Takes one word in another script, mostly Latin; returns how many of the
/// words after it are used up.
fn latin_token(word: &str, after: &[&str], tokens: &mut Vec<String>) -> usize {
    let next = after.first().copied().filter(|next| !is_arabic(next));
    // `Abd ul Rahim`, `Abdul Rahim`, `Abd Allah`.
    if let Some(next) = next
        && let Some(article) = servant(word)
    {
        let second = after.get(1).copied().filter(|second| !is_arabic(second));
        if let Some(second) = second
            && is_article_before(next, second)
        {
            tokens.push(format!("abdal{second}"));
            return 2;
        }
        if article || word != "abid" && word != "abed" {
            let served = match next {
                "allah" | "ellah" | "ullah" | "illah" | "alla" => "lah",
                _ => glued_article(next).unwrap_or(next),
            };
            tokens.push(format!("abdal{served}"));
            return 1;
        }
    }
    if let Some(rest) = glued_servant(word) {
        tokens.push(format!("abdal{rest}"));
        return 0;
    }
    if let Some(next) = next {
        match word {
            "abu" | "abou" | "abo" | "aboo" => {
                let (name, used) = name_after(next, after);
                tokens.push(format!("abu{name}"));
                return used;
            }
            "um" | "umm" | "om" | "oum" | "omm" => {
                let (name, used) = name_after(next, after);
                tokens.push(format!("um{name}"));
                return used;
            }
            "bin" | "ibn" | "ben" | "bint" if !tokens.is_empty() => return 0,
            _ if is_article_before(word, next) => {
                if is_faith(next)
                    && let Some(last) = tokens.last_mut()
                {
                    last.push_str("aldin");
                    return 1;
                }
                return 0;
            }
            _ => {}
        }
    }
    if let Some(base) = before_glued_faith(word) {
        match tokens.last_mut() {
            Some(last) if base.is_empty() => last.push_str("aldin"),
            _ => tokens.push(format!("{base}aldin")),
        }
        return 0;
    }
    tokens.push(glued_article(word).unwrap_or(word).to_owned());
    0
}

/// The name after Abu or Umm, with how many words it takes.
fn name_after<'a>(next: &'a str, after: &[&'a str]) -> (&'a str, usize) {
    match after.get(1) {
        Some(second) if is_article_before(next, second) => (second, 2),
        _ => (glued_article(next).unwrap_or(next), 1),
    }
}

/// Whether the word is عبد alone, and if so whether it carries the article.
fn servant(word: &str) -> Option<bool> {
    match word {
        "abd" | "abdd" | "abid" | "abed" | "aabd" => Some(false),
        "abdul" | "abdel" | "abdal" | "abdil" | "abdol" | "abdoul" | "abdull" | "abdell"
        | "abdall" | "abdur" | "abdar" | "abder" | "abdus" | "abdas" | "abdun" | "abdan"
        | "abden" | "abdes" | "abedal" | "abedel" | "abedul" => Some(true),
        _ => None,
    }
}

/// What the servant serves, where عبد is glued to it: `abdulrahman`,
/// `abdurrahman` and `abdrahman` give `rahman`.
fn glued_servant(word: &str) -> Option<&str> {
    let after = word
        .strip_prefix("abd")
        .or_else(|| word.strip_prefix("abed").filter(|rest| rest.len() > 4))
        .or_else(|| word.strip_prefix("abid").filter(|rest| rest.len() > 4))?;
    let after = after.strip_prefix('d').unwrap_or(after);
    let bytes = after.as_bytes();
    let first = *bytes.first()?;
    if !is_vowel(first) {
        return (bytes.len() >= 4 && first.is_ascii_lowercase()).then_some(after);
    }
    let vowels = bytes.iter().take_while(|&&byte| is_vowel(byte)).count();
    let consonant = *bytes.get(vowels)?;
    let rest = after.get(vowels + 1..)?;
    let doubled = rest.as_bytes().first() == Some(&consonant);
    if consonant == b'l' && rest.len() >= 2 {
        let single = if doubled && rest.len() >= 5 {
            &rest[1..]
        } else {
            rest
        };
        return Some(if single.len() >= 3 { single } else { rest });
    }
    (doubled && rest.len() >= 4).then_some(rest)
}

/// Whether a word standing alone is the article of the word after it:
/// al, el, ul always, ar, as, ash… only before the letter they echo.
fn is_article_before(word: &str, next: &str) -> bool {
    let Some(&first) = next.as_bytes().first() else {
        return false;
    };
    match word {
        "al" | "el" | "ul" | "il" => true,
        "ash" | "esh" | "ush" | "ach" | "ech" => next.starts_with("sh") || next.starts_with("ch"),
        "ath" | "eth" => next.starts_with("th"),
        "adh" | "edh" => next.starts_with("dh"),
        _ => {
            let bytes = word.as_bytes();
            bytes.len() == 2
                && matches!(bytes[0], b'a' | b'e' | b'u')
                && bytes[1] == first
                && matches!(first, b'r' | b's' | b'n' | b't' | b'd' | b'z')
        }
    }
}

/// The word without a glued al- or el-, where it has one.
fn glued_article(word: &str) -> Option<&str> {
    let rest = word
        .strip_prefix("al")
        .or_else(|| word.strip_prefix("el"))?;
    let first = *rest.as_bytes().first()?;
    let starts_a_name = if is_vowel(first) {
        rest.len() >= 5
            && word.starts_with("al")
            && !["ali", "ale", "alaa", "alou", "alaw", "alaed"]
                .iter()
                .any(|name| word.starts_with(name))
    } else {
        rest.len() >= 4 && first != b'l' && first.is_ascii_lowercase()
    };
    starts_a_name.then_some(rest)
}

/// Whether the word is دين as it is written after an article.
fn is_faith(word: &str) -> bool {
    matches!(word, "din" | "deen" | "dine" | "dean" | "dein")
}

/// What stands before a glued الدين: `nureddin` gives `nur`, `eddin` gives "".
fn before_glued_faith(word: &str) -> Option<&str> {
    const FAITH: &[&str] = &[
        "aldine", "eldine", "uddine", "eddine", "addine", "aldeen", "eldeen", "uddeen", "eddeen",
        "addeen", "uldeen", "iddine", "oddine", "aldin", "eldin", "uldin", "uddin", "eddin",
        "addin", "iddin", "oddin", "ildin", "adine", "edine", "udine", "adeen", "edeen", "udeen",
        "edin", "udin",
    ];
    FAITH
        .iter()
        .find_map(|faith| word.strip_suffix(faith))
        .filter(|base| base.is_empty() || base.len() >= 2)
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}
