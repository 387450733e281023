//! Which names sound alike, whatever the script?
//!
//! A skeleton keeps the consonants of a token in one alphabet for Arabic and
//! Latin: vowels, ʿain, hamza, and و ي inside a word leave no trace, doubled
//! letters count once, a final h is silent. It is a key for finding
//! candidates (search, blocking): محمد and محمود share it, so it is never
//! enough to say that two names are the same. The idea is that of Freeman,
//! Condon and Ackerman (2006), "Cross Linguistic Name Matching in English and
//! Arabic": equivalence classes of letters, vowels skipped.

use super::{is_arabic, is_folded, name_tokens};

/// Consonant skeleton of a token in ASCII letters: أحمد, Ahmad, Ahmed and
/// Ahmet give `hmd`. Text of several tokens gives one skeleton each, joined
/// with spaces. Tokens of other scripts are returned folded. A token of vowels
/// alone (آية, Aya) keeps its first vowel, so that no name has an empty key.
pub fn skeleton(token: &str) -> String {
    each_token(token, |token| key(token, false))
}

/// A finer key than [`skeleton`]: long vowels are kept as `a`, `u`, `i` where
/// the spelling shows them (ا و ي; aa, ou, oo, ee, w, y). Within one script it
/// tells محمد from محمود; across scripts it is stricter than the names are,
/// because Latin spellings seldom show length.
pub fn vowel_key(token: &str) -> String {
    each_token(token, |token| key(token, true))
}

fn each_token(text: &str, key: impl Fn(&str) -> String) -> String {
    // A folded Arabic word needs no parsing: the key leaves out what parsing would.
    if is_folded(text) && !text.contains(' ') && is_arabic(text) && !text.starts_with("ال") {
        return key(text);
    }
    let keys: Vec<String> = name_tokens(text).iter().map(|token| key(token)).collect();
    keys.join(" ")
}

fn key(token: &str, vowels: bool) -> String {
    let mut sounds = Sounds {
        key: String::with_capacity(token.len()),
        vowels,
    };
    if is_arabic(token) {
        arabic(token, &mut sounds);
    } else if token.is_ascii() {
        latin(token, &mut sounds);
    } else {
        return token.to_owned();
    }
    let mut key = sounds.key;
    // ة and ه are silent at the end of Latin spellings, ح cannot be told from them.
    if key.len() > 1 && key.ends_with('h') {
        key.pop();
        if vowels && key.ends_with('a') && key.len() > 1 {
            key.pop();
        }
    } else if vowels && key.len() > 1 && key.ends_with('a') {
        key.pop();
    }
    if !vowels {
        match key.as_str() {
            // Turkish spellings end in t: Ahmet, Mehmet.
            "hmt" => "hmd".clone_into(&mut key),
            "mhmt" => "mhmd".clone_into(&mut key),
            "" => key = first_vowel(token),
            _ => {}
        }
    }
    key
}

/// The key being built; equal neighbours are written once.
struct Sounds {
    key: String,
    vowels: bool,
}

impl Sounds {
    fn consonant(&mut self, sound: char) {
        if !self.key.ends_with(sound) {
            self.key.push(sound);
        }
    }

    fn long_vowel(&mut self, sound: char) {
        if self.vowels && !self.key.ends_with(sound) {
            self.key.push(sound);
        }
    }
}

fn first_vowel(token: &str) -> String {
    match token.chars().next() {
        Some('و' | 'u' | 'o' | 'w') => "u",
        Some('ي' | 'i' | 'e' | 'y') => "i",
        Some(_) => "a",
        None => "",
    }
    .to_owned()
}

fn arabic(token: &str, sounds: &mut Sounds) {
    // The article inside عبدال… is written in many ways; the key leaves it out.
    let rest = match token.strip_prefix("عبدال") {
        Some(rest) if rest.chars().count() >= 2 => {
            sounds.consonant('b');
            sounds.consonant('d');
            rest
        }
        _ => token,
    };
    let rest = match rest.strip_suffix("الدين") {
        Some(base) if !base.is_empty() => base,
        _ => rest,
    };
    for (at, letter) in rest.chars().enumerate() {
        let initial = at == 0 && rest.len() == token.len();
        match letter {
            'ب' => sounds.consonant('b'),
            'ت' | 'ث' | 'ط' => sounds.consonant('t'),
            'ج' => sounds.consonant('j'),
            'ح' | 'ه' => sounds.consonant('h'),
            'خ' => sounds.consonant('x'),
            'د' | 'ض' => sounds.consonant('d'),
            'ذ' | 'ز' | 'ظ' => sounds.consonant('z'),
            'ر' => sounds.consonant('r'),
            'س' | 'ص' => sounds.consonant('s'),
            'ش' => sounds.consonant('c'),
            'غ' => sounds.consonant('g'),
            'ف' => sounds.consonant('f'),
            'ق' | 'ك' => sounds.consonant('k'),
            'ل' => sounds.consonant('l'),
            'م' => sounds.consonant('m'),
            'ن' => sounds.consonant('n'),
            'و' if initial => sounds.consonant('w'),
            'ي' if initial => sounds.consonant('y'),
            'و' => sounds.long_vowel('u'),
            'ي' => sounds.long_vowel('i'),
            'ا' if !initial => sounds.long_vowel('a'),
            'ا' | 'ع' => {}
            other => sounds.key.push(other),
        }
    }
    if rest.len() < token.len() && token.ends_with("الدين") {
        sounds.consonant('d');
        sounds.consonant('n');
    }
}

/// Abbreviations of names that offices use in Latin script.
fn spelled_out(token: &str) -> &str {
    match token {
        "mhd" | "mhmd" | "mohd" | "muhd" | "mohmd" | "moh" | "mohamd" | "mouhd" => "muhammad",
        "abdl" => "abdul",
        // Here t, s, d and h are two letters, not one sound.
        "ishaq" | "ishak" | "eshaq" | "ishac" | "isaac" => "is'hak",
        "adham" | "adhm" => "ad'ham",
        "midhat" | "medhat" | "mithat" => "mid'hat",
        "fathi" | "fathy" | "fatheya" | "fathiya" | "fathia" => "fat'hi",
        "fathallah" | "fathalla" | "fathullah" => "fat'hallah",
        other => other,
    }
}

fn latin(token: &str, sounds: &mut Sounds) {
    let token = spelled_out(token);
    let (rest, servant) = match token.strip_prefix("abdal") {
        Some(rest) if rest.len() >= 2 => (rest, true),
        _ => (token, false),
    };
    if servant {
        sounds.consonant('b');
        sounds.consonant('d');
    }
    let (rest, faith) = match rest.strip_suffix("aldin") {
        Some(base) if !base.is_empty() => (base, true),
        _ => (rest, false),
    };
    let letters = rest.as_bytes();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let next = letters.get(at + 1).copied().unwrap_or(0);
        let initial = at == 0 && !servant;
        at += 1;
        match (letter, next) {
            (b's', b'h') | (b'c', b'h') => {
                sounds.consonant('c');
                at += 1;
            }
            (b'k', b'h') => {
                sounds.consonant('x');
                at += 1;
            }
            (b'g', b'h') => {
                sounds.consonant('g');
                at += 1;
            }
            (b't', b'h') => {
                sounds.consonant('t');
                at += 1;
            }
            (b'd', b'h') => {
                sounds.consonant('z');
                at += 1;
            }
            (b'p', b'h') => {
                sounds.consonant('f');
                at += 1;
            }
            (b'd', b'j') => {
                sounds.consonant('j');
                at += 1;
            }
            // French spellings: Ouael.
            (b'o', b'u') if initial && letters.get(2).is_some_and(|l| b"aei".contains(l)) => {
                sounds.consonant('w');
                at += 1;
            }
            (b'b' | b'p', _) => sounds.consonant('b'),
            (b't', _) => sounds.consonant('t'),
            (b'd', _) => sounds.consonant('d'),
            (b'j' | b'g', _) => sounds.consonant('j'),
            (b'h', _) => sounds.consonant('h'),
            (b'r', _) => sounds.consonant('r'),
            (b'z', _) => sounds.consonant('z'),
            (b's', _) => sounds.consonant('s'),
            (b'f' | b'v', _) => sounds.consonant('f'),
            (b'q' | b'k' | b'c', _) => sounds.consonant('k'),
            (b'x', _) => {
                sounds.consonant('k');
                sounds.consonant('s');
            }
            (b'l', _) => sounds.consonant('l'),
            (b'm', _) => sounds.consonant('m'),
            (b'n', _) => sounds.consonant('n'),
            (b'w', _) if initial => sounds.consonant('w'),
            (b'y', b'a' | b'e' | b'i' | b'o' | b'u') if initial => sounds.consonant('y'),
            (b'w', _) => sounds.long_vowel('u'),
            (b'y', _) => sounds.long_vowel('i'),
            (b'a', b'a') if !initial => sounds.long_vowel('a'),
            (b'o', b'u' | b'o') if !initial => {
                sounds.long_vowel('u');
                at += 1;
            }
            (b'u', b'u') if !initial => sounds.long_vowel('u'),
            (b'e', b'e') | (b'i', b'i' | b'e') if !initial => {
                sounds.long_vowel('i');
                at += 1;
            }
            (b'i', 0) if !initial => sounds.long_vowel('i'),
            (b'u' | b'o', 0) if !initial => sounds.long_vowel('u'),
            (b'0'..=b'9', _) => sounds.key.push(letter as char),
            _ => {}
        }
    }
    if faith {
        sounds.consonant('d');
        sounds.consonant('n');
    }
}
