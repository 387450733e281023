//! How far apart are two spellings? A weighted alignment of letters.
//!
//! Words become codes, Arabic letters and Latin sounds in one alphabet, and are
//! aligned with costs per letter: within Arabic, letters that differ by their
//! dots or sound alike cost less; between Arabic and Latin, vowels and ʿain
//! cost almost nothing and classes of letters meet (after Freeman, Condon and
//! Ackerman 2006). All costs are whole numbers, so that distance is exactly
//! symmetric on every machine.

use std::sync::LazyLock;

/// Codes: 0..=27 the Arabic letters, then what only Latin has, then digits.
const LATIN_A: u8 = 28;
const LATIN_E: u8 = 29;
const LATIN_I: u8 = 30;
const LATIN_O: u8 = 31;
const LATIN_U: u8 = 32;
const LATIN_G: u8 = 33;
const LATIN_P: u8 = 34;
const LATIN_C: u8 = 35;
const LATIN_CH: u8 = 36;
const LATIN_V: u8 = 37;
const DIGIT: u8 = 40;
const OTHER: u8 = 50;
const CODES: usize = 64;

const ALEF: u8 = 0;
const BA: u8 = 1;
const TA: u8 = 2;
const THA: u8 = 3;
const JIM: u8 = 4;
const HHA: u8 = 5;
const KHA: u8 = 6;
const DAL: u8 = 7;
const DHAL: u8 = 8;
const RA: u8 = 9;
const ZAY: u8 = 10;
const SIN: u8 = 11;
const SHIN: u8 = 12;
const SAD: u8 = 13;
const DAD: u8 = 14;
const TTA: u8 = 15;
const ZZA: u8 = 16;
const AIN: u8 = 17;
const GHAIN: u8 = 18;
const FA: u8 = 19;
const QAF: u8 = 20;
const KAF: u8 = 21;
const LAM: u8 = 22;
const MIM: u8 = 23;
const NUN: u8 = 24;
const HA: u8 = 25;
const WAW: u8 = 26;
const YA: u8 = 27;

/// The longest word that is aligned in full, in codes.
pub(crate) const MOST_CODES: usize = 40;

/// Turns folded text (spaces are left out) into codes.
pub(crate) fn codes_of(word: &str) -> Vec<u8> {
    let mut codes = Vec::with_capacity(word.len());
    let letters: Vec<char> = word.chars().filter(|c| *c != ' ').collect();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let next = letters.get(at + 1).copied().unwrap_or('\0');
        at += 1;
        let code = match (letter, next) {
            ('s', 'h') => pair(&mut at, SHIN),
            ('c', 'h') => pair(&mut at, LATIN_CH),
            ('k', 'h') => pair(&mut at, KHA),
            ('g', 'h') => pair(&mut at, GHAIN),
            ('t', 'h') => pair(&mut at, THA),
            ('d', 'h') => pair(&mut at, DHAL),
            ('p', 'h') => pair(&mut at, FA),
            ('d', 'j') => pair(&mut at, JIM),
            _ => single(letter),
        };
        // Doubled Latin consonants and doubled letters sound once.
        if codes.last() != Some(&code) {
            codes.push(code);
        }
        if letter == 'x' {
            codes.push(SIN);
        }
    }
    codes.truncate(MOST_CODES);
    codes
}

fn pair(at: &mut usize, code: u8) -> u8 {
    *at += 1;
    code
}

fn single(letter: char) -> u8 {
    match letter {
        'ا' => ALEF,
        'ب' | 'b' => BA,
        'ت' | 't' => TA,
        'ث' => THA,
        'ج' | 'j' => JIM,
        'ح' => HHA,
        'خ' => KHA,
        'د' | 'd' => DAL,
        'ذ' => DHAL,
        'ر' | 'r' => RA,
        'ز' | 'z' => ZAY,
        'س' | 's' => SIN,
        'ش' => SHIN,
        'ص' => SAD,
        'ض' => DAD,
        'ط' => TTA,
        'ظ' => ZZA,
        'ع' => AIN,
        'غ' => GHAIN,
        'ف' | 'f' => FA,
        'ق' | 'q' => QAF,
        'ك' | 'k' | 'x' => KAF,
        'ل' | 'l' => LAM,
        'م' | 'm' => MIM,
        'ن' | 'n' => NUN,
        'ه' | 'h' => HA,
        'و' | 'w' => WAW,
        'ي' | 'y' => YA,
        'a' => LATIN_A,
        'e' => LATIN_E,
        'i' => LATIN_I,
        'o' => LATIN_O,
        'u' => LATIN_U,
        'g' => LATIN_G,
        'p' => LATIN_P,
        'c' => LATIN_C,
        'v' => LATIN_V,
        '0'..='9' => DIGIT + (letter as u8 - b'0'),
        other => OTHER + (other as u32 % 13) as u8,
    }
}

/// Costs of an alignment in hundredths of an edit.
pub(crate) struct Costs {
    /// Whether th, dh, sh, kh, gh may be two letters (Fathi, Adham).
    split_sounds: bool,
    replace: [[u8; CODES]; CODES],
    leave_out: [u8; CODES],
}

impl Costs {
    fn new(base: u8) -> Costs {
        let mut replace = [[base; CODES]; CODES];
        for (code, row) in replace.iter_mut().enumerate() {
            row[code] = 0;
        }
        Costs {
            split_sounds: false,
            replace,
            leave_out: [100; CODES],
        }
    }

    /// What leaving out all letters of a word costs.
    pub(crate) fn weight(&self, codes: &[u8]) -> u32 {
        codes
            .iter()
            .map(|&code| u32::from(self.leave_out[code as usize]))
            .sum()
    }

    fn meet(&mut self, a: u8, b: u8, cost: u8) {
        let (a, b) = (a as usize, b as usize);
        self.replace[a][b] = self.replace[a][b].min(cost);
        self.replace[b][a] = self.replace[b][a].min(cost);
    }

    fn class(&mut self, letters: &[u8], cost: u8) {
        for &a in letters {
            for &b in letters {
                if a != b {
                    self.meet(a, b, cost);
                }
            }
        }
    }

    fn leave(&mut self, letters: &[u8], cost: u8) {
        for &letter in letters {
            self.leave_out[letter as usize] = cost;
        }
    }
}

/// Arabic with Arabic: typing and copying errors.
pub(crate) static ARABIC: LazyLock<Costs> = LazyLock::new(|| {
    let mut costs = Costs::new(100);
    // Letters of one shape, told apart by dots.
    costs.class(&[BA, TA, THA, NUN, YA], 50);
    costs.class(&[JIM, HHA, KHA], 50);
    costs.class(&[DAL, DHAL], 40);
    costs.class(&[RA, ZAY], 50);
    costs.class(&[SIN, SHIN], 50);
    costs.class(&[SAD, DAD], 50);
    costs.class(&[TTA, ZZA], 50);
    costs.class(&[AIN, GHAIN], 50);
    costs.class(&[FA, QAF], 50);
    // Letters of one sound in Syrian speech.
    costs.class(&[TA, TTA], 50);
    costs.class(&[SIN, SAD], 50);
    costs.class(&[DAL, DAD], 60);
    costs.class(&[DHAL, ZAY, ZZA], 50);
    costs.class(&[ZZA, DAD], 40);
    costs.class(&[HHA, HA], 60);
    costs.class(&[QAF, KAF], 60);
    costs.class(&[ALEF, YA, HA], 70);
    costs.class(&[ALEF, AIN], 70);
    costs.class(&[WAW, RA], 80);
    costs.leave(&[ALEF, WAW, YA], 70);
    costs.leave(&[HA], 80);
    costs
});

/// Arabic with Latin: one sound, many spellings.
pub(crate) static SOUND: LazyLock<Costs> = LazyLock::new(|| {
    let mut costs = Costs::new(100);
    costs.split_sounds = true;
    costs.class(&[TA, TTA], 0);
    costs.class(&[TA, THA], 5);
    costs.class(&[SIN, SAD], 0);
    costs.class(&[SIN, THA], 25);
    costs.class(&[DAL, DAD], 0);
    costs.class(&[DAL, DHAL], 10);
    costs.class(&[DAD, DHAL], 0);
    costs.class(&[ZAY, DHAL, ZZA], 5);
    costs.class(&[DAD, ZZA, ZAY], 40);
    costs.class(&[DHAL, THA], 10);
    costs.class(&[ZZA, THA], 10);
    costs.class(&[DAL, TA], 50);
    costs.class(&[HHA, HA], 0);
    costs.class(&[KHA, HHA], 40);
    costs.class(&[KHA, HA], 30);
    costs.class(&[KHA, KAF], 30);
    costs.class(&[KHA, LATIN_CH], 30);
    costs.class(&[QAF, KAF], 0);
    costs.class(&[QAF, LATIN_C], 5);
    costs.class(&[KAF, LATIN_C], 5);
    costs.class(&[QAF, LATIN_G], 20);
    costs.class(&[QAF, GHAIN], 40);
    costs.class(&[KAF, LATIN_G], 40);
    costs.class(&[SIN, LATIN_C], 40);
    costs.class(&[SHIN, LATIN_CH], 0);
    costs.class(&[SHIN, SIN], 50);
    costs.class(&[JIM, LATIN_G], 0);
    costs.class(&[GHAIN, LATIN_G], 10);
    costs.class(&[JIM, GHAIN], 50);
    costs.class(&[JIM, LATIN_C], 50);
    costs.class(&[JIM, LATIN_CH], 40);
    costs.class(&[BA, LATIN_P], 0);
    costs.class(&[FA, LATIN_V], 10);
    costs.class(&[WAW, LATIN_V], 10);
    costs.class(&[BA, LATIN_V], 40);
    // Long vowels are written with any vowel of their kind.
    for vowel in [LATIN_A, LATIN_E, LATIN_I, LATIN_O, LATIN_U] {
        costs.meet(AIN, vowel, 0);
    }
    costs.class(&[ALEF, LATIN_A], 0);
    costs.class(&[ALEF, LATIN_E], 0);
    costs.class(&[ALEF, LATIN_I], 5);
    costs.class(&[ALEF, LATIN_O], 10);
    costs.class(&[ALEF, LATIN_U], 10);
    costs.class(&[WAW, LATIN_U], 0);
    costs.class(&[WAW, LATIN_O], 0);
    costs.class(&[WAW, LATIN_A], 40);
    costs.class(&[WAW, LATIN_E], 40);
    costs.class(&[WAW, LATIN_I], 60);
    costs.class(&[YA, LATIN_I], 0);
    costs.class(&[YA, LATIN_E], 0);
    costs.class(&[YA, LATIN_A], 12);
    costs.class(&[YA, LATIN_O], 60);
    costs.class(&[YA, LATIN_U], 60);
    // A final ه is written a, e or not at all.
    costs.class(&[HA, LATIN_A], 8);
    costs.class(&[HA, LATIN_E], 8);
    costs.class(&[LATIN_A, LATIN_E], 0);
    costs.class(&[LATIN_E, LATIN_I], 0);
    costs.class(&[LATIN_O, LATIN_U], 0);
    costs.class(&[LATIN_A, LATIN_I, LATIN_O, LATIN_U], 10);
    costs.leave(&[LATIN_A, LATIN_E], 4);
    costs.leave(&[LATIN_I, LATIN_O, LATIN_U], 6);
    costs.leave(&[AIN], 15);
    costs.leave(&[ALEF], 25);
    costs.leave(&[WAW, YA], 45);
    costs.leave(&[HA], 60);
    costs
});

/// Latin with Latin: spellings of one sound, and typing errors.
pub(crate) static LATIN: LazyLock<Costs> = LazyLock::new(|| {
    let mut costs = Costs::new(100);
    costs.class(&[LATIN_A, LATIN_E], 20);
    costs.class(&[LATIN_E, LATIN_I], 20);
    costs.class(&[LATIN_O, LATIN_U], 15);
    costs.class(&[LATIN_A, LATIN_I, LATIN_O, LATIN_U, LATIN_E], 45);
    costs.class(&[LATIN_I, YA], 10);
    costs.class(&[LATIN_E, YA], 30);
    costs.class(&[LATIN_U, WAW], 20);
    costs.class(&[LATIN_O, WAW], 30);
    costs.class(&[KAF, QAF, LATIN_C], 10);
    costs.class(&[KHA, KAF], 40);
    costs.class(&[KHA, HA], 40);
    costs.class(&[KHA, LATIN_CH], 40);
    costs.class(&[LATIN_CH, SHIN], 15);
    costs.class(&[SIN, ZAY], 50);
    costs.class(&[SIN, SHIN], 50);
    costs.class(&[SIN, LATIN_C], 40);
    costs.class(&[TA, THA], 25);
    costs.class(&[SIN, THA], 50);
    costs.class(&[DAL, DHAL], 25);
    costs.class(&[ZAY, DHAL], 20);
    costs.class(&[DHAL, THA], 20);
    costs.class(&[DAL, TA], 60);
    costs.class(&[JIM, LATIN_G], 15);
    costs.class(&[GHAIN, LATIN_G], 15);
    costs.class(&[QAF, LATIN_G], 40);
    costs.class(&[BA, LATIN_P], 50);
    costs.class(&[FA, LATIN_V], 40);
    costs.class(&[WAW, LATIN_V], 40);
    costs.leave(&[LATIN_A, LATIN_E, LATIN_I, LATIN_O, LATIN_U], 35);
    costs.leave(&[YA, WAW], 45);
    costs.leave(&[HA], 50);
    costs
});

/// Similarity of two code words in hundredths, 100 = no cost at all; 0 if it is
/// less than `least`. Damerau-Levenshtein alignment; neighbours that changed
/// places cost 80.
pub(crate) fn similarity(a: &[u8], b: &[u8], costs: &Costs, least: u32) -> u32 {
    let most = costs.weight(a) + costs.weight(b);
    if most == 0 {
        return if a == b { 100 } else { 0 };
    }
    // Words of vowels alone have too little weight to differ; count each letter.
    let most = most.max(50 * (a.len().min(b.len()) as u32));
    // The largest cost that still gives `least`.
    let limit = ((101 - least.min(100)) * most - 1) / 200;
    match distance(a, b, costs, limit) {
        Some(cost) => 100 - (200 * cost / most).min(100),
        None => 0,
    }
}

/// Whether a sound that Latin writes with two letters stands for two Arabic
/// letters here: th for ت ح, dh for د ه.
fn is_two(sound: u8, first: u8, second: u8) -> bool {
    matches!(second, HA | HHA)
        && matches!(
            (sound, first),
            (THA, TA | TTA) | (DHAL, DAL | DAD) | (SHIN, SIN | SAD) | (KHA, KAF) | (GHAIN, JIM)
        )
}

/// Cost of the best alignment in hundredths of an edit; nothing if it is more
/// than `limit`.
fn distance(a: &[u8], b: &[u8], costs: &Costs, limit: u32) -> Option<u32> {
    const WIDTH: usize = MOST_CODES + 1;
    let mut rows = [[0u32; WIDTH]; 3];
    let [before, last, row] = &mut rows;
    let (mut before, mut last, mut row) = (before, last, row);
    for (j, &code) in b.iter().enumerate() {
        last[j + 1] = last[j] + u32::from(costs.leave_out[code as usize]);
    }
    // No later row costs less than the least of two rows (a row looks back two).
    let mut least_last = 0;
    for (i, &left) in a.iter().enumerate() {
        let out = u32::from(costs.leave_out[left as usize]);
        let replace = &costs.replace[left as usize];
        row[0] = last[0] + out;
        let mut least = row[0];
        for (j, &right) in b.iter().enumerate() {
            let mut best = last[j] + u32::from(replace[right as usize]);
            best = best.min(last[j + 1] + out);
            best = best.min(row[j] + u32::from(costs.leave_out[right as usize]));
            if i > 0 && j > 0 && left == b[j - 1] && a[i - 1] == right {
                best = best.min(before[j - 1] + 80);
            }
            if costs.split_sounds {
                if i > 0 && is_two(right, a[i - 1], left) {
                    best = best.min(before[j] + 5);
                }
                if j > 0 && is_two(left, b[j - 1], right) {
                    best = best.min(last[j - 1] + 5);
                }
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if least > limit && least_last > limit {
            return None;
        }
        least_last = least;
        (before, last, row) = (last, row, before);
    }
    Some(last[b.len()]).filter(|cost| *cost <= limit)
}
