//! How alike are two names? Levels of agreement, best first.
//!
//! Every distinct name is folded, split and coded once; a level is a pure and
//! symmetric function of two names. Levels within one script and levels across
//! scripts are separate groups: a list in Latin letters is no evidence against
//! anybody (see `levels`). Family relations of names (kunya, diminutives) are
//! in `NICKNAMES`.

use crate::sound::{self, codes_of, similarity};
use crate::strings::Strings;
use ::model::fold::{is_placeholder, name_tokens, skeleton, vowel_key};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Levels of a name, in the order of `levels::NAME`.
pub(crate) mod level {
    /// Equal; five bands from very common to rare.
    pub(crate) const EQUAL: u8 = 1;
    pub(crate) const CLOSE: u8 = 6;
    pub(crate) const PART: u8 = 7;
    pub(crate) const NICKNAME: u8 = 8;
    pub(crate) const SIMILAR: u8 = 9;
    pub(crate) const WEAK: u8 = 10;
    pub(crate) const CROSSED: u8 = 11;
    pub(crate) const DIFFER: u8 = 12;
    /// Across scripts: sounds equal; three bands.
    pub(crate) const SOUNDS: u8 = 13;
    pub(crate) const SOUNDS_CLOSE: u8 = 16;
    pub(crate) const SOUNDS_PART: u8 = 17;
    pub(crate) const SOUNDS_SIMILAR: u8 = 18;
    pub(crate) const SOUNDS_CROSSED: u8 = 19;
    pub(crate) const SOUNDS_DIFFER: u8 = 20;
}

/// One distinct name, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Codes of the whole name.
    codes: Box<[u8]>,
    /// Codes of each part, where there are several.
    parts: Box<[Box<[u8]>]>,
    /// Which letters occur: a quick bound on similarity.
    letters: u32,
    /// Hash of the long-vowel key.
    vowel_key: u64,
    latin: bool,
    kunya: bool,
    /// Whose nickname this is: a bit for each entry of [`NICKNAMES`].
    short: u64,
    /// Number of the full name that this is a nickname of, +1; 0 = none.
    nickname: u8,
}

/// All distinct names of all name columns, and cached levels of pairs.
pub(crate) struct Names {
    /// Normalised names; 0 is missing.
    pub(crate) texts: Strings,
    entries: Vec<Name>,
    /// What tells quickly that two names are too different: see [`quick_of`].
    pub(crate) quick: Vec<u32>,
    /// Hash of the consonant skeleton of the whole name.
    pub(crate) skeletons: Vec<u64>,
    /// Hash of the skeleton of the first part (أحمد of أحمد نور).
    pub(crate) first_skeletons: Vec<u64>,
    /// First part and the rest of each compound name; 0, 0 for the others.
    pub(crate) split: Vec<(u32, u32)>,
    cache: Vec<AtomicU64>,
}

/// For the codes of each nickname whose nickname it is, as bits.
static SHORT: LazyLock<HashMap<Vec<u8>, u64>> = LazyLock::new(|| {
    let mut of = HashMap::new();
    for (number, names) in NICKNAMES.iter().enumerate() {
        for short in &names[1..] {
            *of.entry(codes_of(short)).or_default() |= 1 << number;
        }
    }
    of
});

/// Given names and what people are called by instead, folded; at most 64.
const NICKNAMES: &[&[&str]] = &[
    &[
        "محمد",
        "حمودي",
        "حموده",
        "حماده",
        "حمود",
        "حمدو",
        "hammoudi",
        "hamoudi",
        "hamouda",
        "hamada",
        "hammoudeh",
    ],
    &[
        "احمد",
        "حمودي",
        "حماده",
        "حمدو",
        "ahmadi",
        "hamada",
        "hamoudi",
    ],
    &["محمود", "حمودي", "حموده", "hamoudi"],
    &["علي", "علوش", "علاوي", "علوه", "alloush", "aloush", "allawi"],
    &["حسن", "حسون", "حسونه", "hassoun", "hassoune"],
    &["حسين", "حسون", "حسو", "hassoun", "hasso"],
    &["خالد", "خلودي", "خلود", "خلدو", "khaldo"],
    &["مصطفي", "صطوف", "مصطو", "صطيف", "stouf", "mosto"],
    &["ابراهيم", "برهوم", "برهو", "خليل", "barhoum", "brahoum"],
    &["اسماعيل", "سموع", "سماعين", "سمعو"],
    &[
        "عبدالله",
        "عبود",
        "عبودي",
        "عبدو",
        "عبيده",
        "abboud",
        "aboud",
        "abdo",
        "abdou",
        "aboudi",
    ],
    &[
        "عبدالرحمن",
        "عبود",
        "عبودي",
        "عبدو",
        "رحمو",
        "abboud",
        "aboud",
        "abdo",
        "abdou",
    ],
    &[
        "عبدالكريم",
        "عبود",
        "عبدو",
        "كرمو",
        "abboud",
        "aboud",
        "abdo",
        "abdou",
    ],
    &[
        "عبدالقادر",
        "عبود",
        "عبدو",
        "قدور",
        "abboud",
        "aboud",
        "abdo",
        "kaddour",
        "qaddour",
    ],
    &["عبدالعزيز", "عزوز", "عزو", "عبدو", "azzouz", "azouz"],
    &["عبدالرزاق", "رزوق", "عبدو", "razzouk", "razouq"],
    &["عبدالحميد", "حميدو", "عبدو"],
    &["سليمان", "سلوم", "سليم", "salloum"],
    &["يوسف", "يوسفو", "يويو"],
    &["جاسم", "جسوم"],
    &["عمر", "عمورة", "عموري", "ammouri"],
    &["فاطمه", "فطوم", "فطيم", "فطومه", "fattoum", "fatoum"],
    &["خديجه", "خدوج", "khadouj"],
    &["عايشه", "عيوش", "عواش", "ayoush"],
    &["مريم", "مريومه", "مرمر"],
    &["زينب", "زنوبه", "زينو", "زنوب"],
    &["امينه", "امون", "امونه"],
    &["ياسين", "ياسينو"],
    &["نور", "نورا", "نوري"],
];

impl Names {
    /// Normalises every distinct name of the given columns; returns for each
    /// column the number of the normalised name for each raw value.
    pub(crate) fn build(columns: &[Vec<&str>]) -> (Names, Vec<Vec<u32>>) {
        let mut texts = Strings::default();
        let mut numbers = Vec::with_capacity(columns.len());
        for column in columns {
            let normal: Vec<String> = column.par_iter().map(|raw| normalise(raw)).collect();
            numbers.push(normal.iter().map(|text| texts.number_of(text)).collect());
        }
        let names = Names::of(texts);
        (names, numbers)
    }

    fn of(mut texts: Strings) -> Names {
        let split = (0..texts.len() as u32)
            .map(|name| split_of(&mut texts, name))
            .collect();
        let all: Vec<&str> = texts.iter().collect();
        let built: Vec<(Name, u64, u64)> = all.par_iter().map(|text| Name::new(text)).collect();
        let mut entries = Vec::with_capacity(built.len());
        let mut skeletons = Vec::with_capacity(built.len());
        let mut first_skeletons = Vec::with_capacity(built.len());
        for (entry, skeleton, first) in built {
            entries.push(entry);
            skeletons.push(skeleton);
            first_skeletons.push(first);
        }
        let cache = cache_for(texts.len());
        let quick = entries.iter().map(quick_of).collect();
        Names {
            texts,
            entries,
            quick,
            skeletons,
            first_skeletons,
            split,
            cache,
        }
        .filled()
    }

    /// Gives the parts of compound names their own (unsplit) entries.
    fn filled(mut self) -> Names {
        self.split.resize(self.texts.len(), (0, 0));
        self
    }

    /// Whether a name is written in Latin letters.
    pub(crate) fn latin(&self, name: u32) -> bool {
        self.quick[name as usize] & LATIN != 0
    }

    /// Adds a name that was not there when the columns were read.
    pub(crate) fn add(&mut self, raw: &str) -> u32 {
        let text = normalise(raw);
        let number = self.texts.number_of(&text);
        while self.split.len() < self.texts.len() {
            let next = self.split.len() as u32;
            let split = split_of(&mut self.texts, next);
            self.split.push(split);
        }
        while self.entries.len() < self.texts.len() {
            let number = self.entries.len() as u32;
            let (entry, skeleton, first) = Name::new(self.texts.get(number));
            self.quick.push(quick_of(&entry));
            self.entries.push(entry);
            self.skeletons.push(skeleton);
            self.first_skeletons.push(first);
        }
        number
    }

    /// The level of two different names, without bands: `EQUAL` never, the
    /// first `SOUNDS` for all its bands. Symmetric; cached.
    pub(crate) fn level(&self, a: u32, b: u32) -> u8 {
        let (x, y) = (self.quick[a as usize], self.quick[b as usize]);
        let across = (x ^ y) & LATIN != 0;
        if hopeless(x, y, across) {
            return if across {
                level::SOUNDS_DIFFER
            } else {
                level::DIFFER
            };
        }
        self.level_of_alike(a, b, across)
    }

    /// The level of two different names that are not hopeless.
    fn level_of_alike(&self, a: u32, b: u32, across: bool) -> u8 {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let key = (u64::from(low) << 28 | u64::from(high & 0x0FFF_FFFF)) << 8;
        let slot =
            &self.cache[(crate::strings::mix(0, key) >> 20) as usize & (self.cache.len() - 1)];
        let cached = slot.load(Ordering::Relaxed);
        if cached & !0xFF == key {
            return cached as u8;
        }
        let level = compare(&self.entries[a as usize], &self.entries[b as usize], across);
        slot.store(key | u64::from(level), Ordering::Relaxed);
        level
    }
}

/// The numbers of the first part and of the rest of a compound name.
fn split_of(texts: &mut Strings, name: u32) -> (u32, u32) {
    let text = texts.get(name);
    let Some((first, rest)) = text.split_once(' ') else {
        return (0, 0);
    };
    let (first, rest) = (first.to_owned(), rest.to_owned());
    (texts.number_of(&first), texts.number_of(&rest))
}

fn cache_for(names: usize) -> Vec<AtomicU64> {
    let slots = (names * 8).next_power_of_two().clamp(1 << 10, 1 << 21);
    (0..slots).map(|_| AtomicU64::new(u64::MAX)).collect()
}

/// Similarity of two written names in hundredths: 100 where they are one name
/// in any spelling or script, 0 for placeholders and for names with nothing in
/// common. From 90 on two names count as the same, spelled otherwise.
pub fn similarity_of(a: &str, b: &str) -> u32 {
    let (a, b) = (normalise(a), normalise(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 100;
    }
    let mut texts = Strings::default();
    let (x, y) = (texts.number_of(&a), texts.number_of(&b));
    Names::of(texts).similarity(x, y, 0)
}

/// Folded parts of a name joined with spaces; "" for placeholders.
pub(crate) fn normalise(raw: &str) -> String {
    if raw.is_empty() || is_placeholder(raw) {
        return String::new();
    }
    name_tokens(raw).join(" ")
}

impl Name {
    fn new(text: &str) -> (Name, u64, u64) {
        let latin = text.bytes().any(|byte| byte.is_ascii_lowercase());
        let codes = codes_of(text);
        let words: Vec<&str> = text.split(' ').collect();
        let parts = if words.len() > 1 {
            words
                .iter()
                .map(|word| codes_of(word).into_boxed_slice())
                .collect()
        } else {
            Box::default()
        };
        let kunya = text.starts_with("ابو") && text.len() > 8
            || text.starts_with("abu") && text.len() > 5
            || (text.starts_with("ام") && text.len() > 8 && text.contains("امم"))
            || (text.starts_with("um") && text.len() > 6);
        let skeletons = skeleton(text);
        let first = skeletons.split(' ').next().unwrap_or_default();
        let nickname = NICKNAMES
            .iter()
            .position(|names| names[0] == text)
            .map_or(0, |at| at as u8 + 1);
        let short = SHORT.get(codes.as_slice()).copied().unwrap_or(0);
        let letters = codes
            .iter()
            .map(|&code| class_of(code))
            .fold(0, |set, class| set | class);
        let name = Name {
            letters,
            vowel_key: crate::strings::hash_text(&vowel_key(text)),
            codes: codes.into_boxed_slice(),
            parts,
            latin,
            kunya,
            short,
            nickname,
        };
        let whole = if text.is_empty() {
            0
        } else {
            crate::strings::hash_text(&skeletons.replace(' ', ""))
        };
        let first = if text.is_empty() {
            0
        } else {
            crate::strings::hash_text(first)
        };
        (name, whole, first)
    }
}

/// Consonant classes in which no cost is low across classes, as bits; vowels
/// and weak letters have none.
fn class_of(code: u8) -> u32 {
    match code {
        1 | 34 => 1,                            // b p
        2 | 3 | 15 | 7 | 8 | 14 | 10 | 16 => 2, // t d z
        11 | 12 | 13 | 36 => 4,                 // s sh ch
        4 | 33 | 18 => 8,                       // j g gh
        9 => 16,
        19 | 37 => 32,
        20 | 21 | 35 => 64,
        22 => 128,
        23 => 256,
        24 => 512,
        6 => 1024,
        _ => 0,
    }
}

/// Bits of a quick summary besides the consonant classes. The bits above
/// [`SUMMARY`] are free for what a field knows of the name (see `compare`).
pub(crate) const LATIN: u32 = 1 << 16;
pub(crate) const COMPOUND: u32 = 1 << 17;
/// People of this name are also called otherwise.
const NICKNAMED: u32 = 1 << 18;
const KUNYA: u32 = 1 << 19;
/// People of another name are called so.
const NICKNAME: u32 = 1 << 20;
/// Weight of the name's letters, in steps of [`STEP`], rounded up; the largest
/// value is "that or more".
const WEIGHT: u32 = 21;
const HEAVIEST: u32 = 31;
const STEP: u32 = 40;
pub(crate) const SUMMARY: u32 = 26;
const CLASSES: u32 = (1 << 11) - 1;

/// How many bits each set of consonant classes has: quicker than counting where
/// the processor is not known to count them itself.
static COUNT: [u8; CLASSES as usize + 1] = {
    let mut count = [0; CLASSES as usize + 1];
    let mut set = 1;
    while set < count.len() {
        count[set] = count[set >> 1] + (set & 1) as u8;
        set += 1;
    }
    count
};

/// Consonant classes and kind of a name in one number.
fn quick_of(name: &Name) -> u32 {
    let bit = |on: bool, bit: u32| if on { bit } else { 0 };
    let costs = if name.latin {
        &*sound::LATIN
    } else {
        &*sound::ARABIC
    };
    let weight = costs.weight(&name.codes).div_ceil(STEP).min(HEAVIEST);
    name.letters
        | weight << WEIGHT
        | bit(name.latin, LATIN)
        | bit(!name.parts.is_empty(), COMPOUND)
        | bit(name.nickname != 0, NICKNAMED)
        | bit(name.kunya, KUNYA)
        | bit(name.short != 0, NICKNAME)
}

/// How alike two different names can be at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// They differ.
    Nothing,
    /// At most similar: neither close nor of one sound.
    Similar,
    /// Anything.
    All,
}

/// How alike two different names can be, told from their summaries. Counts
/// classes of consonants that only one of them has; a part of a compound must
/// be found in the other name but for one letter.
#[inline]
pub(crate) fn reach(a: u32, b: u32, across: bool) -> Reach {
    let called = a & NICKNAMED != 0 && b & NICKNAME != 0 || b & NICKNAMED != 0 && a & NICKNAME != 0;
    if (a ^ b) & KUNYA != 0 || called {
        return Reach::All;
    }
    let count = |classes: u32| u32::from(COUNT[(classes & CLASSES) as usize]);
    let (only_a, only_b, both) = (count(a & !b), count(b & !a), count(a & b));
    if (a | b) & COMPOUND != 0 {
        let lost = match (a & COMPOUND != 0, b & COMPOUND != 0) {
            (true, true) => both == 0,
            (true, false) => only_b > 1,
            _ => only_a > 1,
        };
        return if lost { Reach::Nothing } else { Reach::All };
    }
    let only_one = only_a + only_b;
    if only_one > if across { 2 + both / 2 } else { 2 + both } {
        return Reach::Nothing;
    }
    // Letters of two classes cost at least 40 within a script, two such pairs 60
    // across scripts: too much for short names to be close.
    let (wa, wb) = (a >> WEIGHT & 31, b >> WEIGHT & 31);
    let light = wa < HEAVIEST && wb < HEAVIEST && (wa + wb) * STEP < if across { 900 } else { 800 };
    if light && only_one >= if across { 3 } else { 2 } {
        return Reach::Similar;
    }
    Reach::All
}

/// Whether two different names are too different for any level but "differ".
pub(crate) fn hopeless(a: u32, b: u32, across: bool) -> bool {
    reach(a, b, across) == Reach::Nothing
}

fn compare(a: &Name, b: &Name, across: bool) -> u8 {
    let costs = if across {
        &*sound::SOUND
    } else if a.latin {
        &*sound::LATIN
    } else {
        &*sound::ARABIC
    };
    // Below the lowest level's similarity it does not matter how far.
    let least = if across { 66 } else { 58 };
    let whole = similarity(&a.codes, &b.codes, costs, least);
    if across {
        return match whole {
            90.. => level::SOUNDS,
            78..=89 => level::SOUNDS_CLOSE,
            _ if part_equal(a, b, costs, 88) => level::SOUNDS_PART,
            66..=77 => level::SOUNDS_SIMILAR,
            _ if nickname(a, b) => level::SOUNDS_PART,
            _ => level::SOUNDS_DIFFER,
        };
    }
    match whole {
        90.. => level::CLOSE,
        _ if a.vowel_key == b.vowel_key && whole >= 60 => level::CLOSE,
        _ if part_equal(a, b, costs, 92) => level::PART,
        _ if nickname(a, b) => level::NICKNAME,
        75..=89 => level::SIMILAR,
        58..=74 => level::WEAK,
        _ => level::DIFFER,
    }
}

/// Whether one part of a compound equals the other name or a part of it.
fn part_equal(a: &Name, b: &Name, costs: &sound::Costs, least: u32) -> bool {
    if a.parts.is_empty() && b.parts.is_empty() {
        return false;
    }
    fn parts(name: &Name) -> &[Box<[u8]>] {
        if name.parts.is_empty() {
            std::slice::from_ref(&name.codes)
        } else {
            &name.parts
        }
    }
    parts(a).iter().any(|x| {
        parts(b)
            .iter()
            .any(|y| x.len() >= 2 && y.len() >= 2 && similarity(x, y, costs, least) >= least)
    })
}

/// Whether one is a kunya, or a known diminutive of the other.
fn nickname(a: &Name, b: &Name) -> bool {
    if a.kunya != b.kunya {
        return true;
    }
    let called = |full: &Name, short: &Name| {
        full.nickname > 0 && short.short >> (full.nickname - 1) & 1 == 1
    };
    called(a, b) || called(b, a)
}

impl Names {
    /// Similarity of two names in hundredths if it is at least so much, else 0;
    /// 0 where they are hopeless.
    pub(crate) fn similarity(&self, a: u32, b: u32, least: u32) -> u32 {
        let (x, y) = (self.quick[a as usize], self.quick[b as usize]);
        let across = (x ^ y) & LATIN != 0;
        if hopeless(x, y, across) {
            return 0;
        }
        let (left, right) = (&self.entries[a as usize], &self.entries[b as usize]);
        let costs = if across {
            &*sound::SOUND
        } else if left.latin {
            &*sound::LATIN
        } else {
            &*sound::ARABIC
        };
        similarity(&left.codes, &right.codes, costs, least)
    }
}
