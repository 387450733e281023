//! Which words does the index know, and which of them may be meant by a typed one?
//!
//! A copy in memory of the table `token`, brought up to date before each
//! search. A typed word is spread over: itself; words with its consonant
//! skeleton (other scripts, other vowels); words within a slip or two of it;
//! for the last word while typing, words that begin with it. Each comes with a
//! quality between 0 and 1. The index itself is in `segment`.

use super::segment::segments;
use crate::database::Cell;
use crate::reading::Tx;
use crate::statements as sql;
use model::Problem;
use model::fold::{skeleton, vowel_key};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words asked for at once.
const PAGE: u64 = 20_000;
/// No more spellings of one typed word than this are looked up.
const SPELLINGS: usize = 40;

#[derive(Clone, Copy)]
struct Known {
    token: u64,
    /// How many places bear it, when it was last counted.
    entries: u64,
}

/// The words of the index.
#[derive(Default)]
pub(crate) struct Lexicon {
    words: BTreeMap<Box<str>, Known>,
    by_skeleton: HashMap<Box<str>, Vec<Box<str>>>,
    /// Skeletons by themselves and by each way to leave out one letter
    /// (Garbe 2012, symmetric delete spelling correction).
    by_slip: HashMap<Box<str>, Vec<Box<str>>>,
    last: u64,
    epoch: u64,
}

impl Lexicon {
    /// Whether everything that this transaction can see is known.
    pub(crate) fn is_current(&self, tx: &Tx) -> Result<bool, Problem> {
        let last = tx
            .connection
            .one(sql::LAST_TOKEN, &[], |row| row.number_or_zero(0))?;
        Ok(self.epoch == tx.state.epoch && self.last >= last.unwrap_or(0))
    }

    /// Reads the words that are not known yet.
    pub(crate) fn refresh(&mut self, tx: &Tx) -> Result<(), Problem> {
        if self.epoch != tx.state.epoch {
            *self = Lexicon {
                epoch: tx.state.epoch,
                ..Lexicon::default()
            };
        }
        let counts = if self.last == 0 {
            counts(tx)?
        } else {
            HashMap::new()
        };
        loop {
            let page = tx.connection.all(
                sql::TOKENS,
                &[Cell::Number(self.last), Cell::Number(PAGE)],
                |row| {
                    let token = row.number(0)?;
                    let bytes = match row.bytes_or_null(2)? {
                        None => row.bytes(1)?.to_vec(),
                        Some(sealed) => {
                            tx.register.vault.open(&format!("token {token}"), sealed)?
                        }
                    };
                    Ok((token, bytes))
                },
            )?;
            if page.is_empty() {
                return Ok(());
            }
            for (token, bytes) in page {
                self.last = token;
                let entries = counts.get(&token).copied().unwrap_or(0);
                if let Ok(word) = std::str::from_utf8(&bytes) {
                    self.learn(word, Known { token, entries });
                }
            }
        }
    }

    fn learn(&mut self, word: &str, known: Known) {
        self.words.insert(word.into(), known);
        let sound = skeleton(word);
        let bearers = self.by_skeleton.entry(sound.as_str().into()).or_default();
        bearers.push(word.into());
        if bearers.len() == 1 {
            for slip in slips(&sound) {
                let reached = self.by_slip.entry(slip.into()).or_default();
                reached.push(sound.as_str().into());
            }
        }
    }

    /// Tokens that the typed word may mean, with a quality, best first.
    pub(crate) fn spellings(&self, typed: &str, prefix: bool) -> Vec<(u64, f32)> {
        let mut found: HashMap<u64, f32> = HashMap::new();
        let mut offer = |token: u64, quality: f32| {
            let best = found.entry(token).or_insert(0.0);
            *best = best.max(quality);
        };
        if let Some(known) = self.words.get(typed) {
            offer(known.token, 1.0);
        }
        if prefix && typed.chars().count() >= 2 {
            let mut begun: Vec<(&Known, usize)> = self
                .words
                .range::<str, _>((std::ops::Bound::Included(typed), std::ops::Bound::Unbounded))
                .take_while(|(word, _)| word.starts_with(typed))
                .map(|(word, known)| (known, word.len()))
                .collect();
            begun.sort_by_key(|(known, _)| std::cmp::Reverse(known.entries));
            for (known, length) in begun.into_iter().take(SPELLINGS) {
                offer(known.token, 0.6 + 0.3 * typed.len() as f32 / length as f32);
            }
        }
        let sound = skeleton(typed);
        let vowels = vowel_key(typed);
        let mut tried: HashSet<&str> = HashSet::new();
        for slip in slips(&sound) {
            for reached in self.by_slip.get(slip.as_str()).into_iter().flatten() {
                if !tried.insert(reached) {
                    continue;
                }
                let same_sound = **reached == *sound;
                for word in self.by_skeleton.get(reached).into_iter().flatten() {
                    if let Some(quality) = likeness(typed, word, &vowels, same_sound)
                        && let Some(known) = self.words.get(word)
                    {
                        offer(known.token, quality);
                    }
                }
            }
        }
        let mut found: Vec<(u64, f32)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(SPELLINGS);
        found
    }
}

/// How many places bear each word, over all segments.
fn counts(tx: &Tx) -> Result<HashMap<u64, u64>, Problem> {
    let last = tx
        .connection
        .one(sql::LAST_TOKEN, &[], |row| row.number_or_zero(0))?
        .unwrap_or(0);
    let mut counts = HashMap::new();
    for (segment, _, _) in segments(tx)? {
        let cells = [Cell::Number(segment), Cell::Number(last)];
        tx.connection
            .each(sql::COUNTS_OF_SEGMENT, &cells, &mut |row| {
                *counts.entry(row.number(0)?).or_insert(0) += row.number(1)?;
                Ok(())
            })?;
    }
    Ok(counts)
}

/// The text and each way to leave out one of its letters.
fn slips(text: &str) -> Vec<String> {
    let mut slips = vec![text.to_owned()];
    if text.chars().count() < 2 {
        return slips;
    }
    for (at, letter) in text.char_indices() {
        let slip = format!("{}{}", &text[..at], &text[at + letter.len_utf8()..]);
        if !slips.contains(&slip) {
            slips.push(slip);
        }
    }
    slips
}

fn is_arabic(word: &str) -> bool {
    word.chars()
        .any(|letter| ('\u{0600}'..='\u{06FF}').contains(&letter))
}

/// How well a known word answers a typed one; `None` when it is another word.
pub(crate) fn likeness(
    typed: &str,
    word: &str,
    typed_vowels: &str,
    same_sound: bool,
) -> Option<f32> {
    if typed == word {
        return Some(1.0);
    }
    if is_arabic(typed) != is_arabic(word) {
        // Across scripts only consonants can be compared for sure.
        let alike = vowel_key(word) == typed_vowels;
        return same_sound.then_some(if alike { 0.95 } else { 0.85 });
    }
    let length = typed.chars().count().max(word.chars().count());
    let allowed = match length {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    // Latin spellings of one name differ in vowels more than in anything else.
    if same_sound && !is_arabic(typed) && vowel_key(word) == typed_vowels {
        return Some(0.92);
    }
    let slips = distance(typed, word);
    if slips > allowed || (!same_sound && (slips > 2 || length <= 3)) {
        return None;
    }
    let quality = 1.0 - 0.12 * slips as f32 - 0.3 * slips as f32 / length as f32;
    Some(if same_sound { quality } else { quality - 0.1 })
}

/// Slips between two words: a letter left out, put in, changed, or two swapped
/// (optimal string alignment; Damerau 1964).
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let width = other.len() + 1;
    let mut earlier = vec![0; width];
    let mut before: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for i in 1..=one.len() {
        row[0] = i;
        for j in 1..width {
            let changed = usize::from(one[i - 1] != other[j - 1]);
            row[j] = (before[j] + 1)
                .min(row[j - 1] + 1)
                .min(before[j - 1] + changed);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                row[j] = row[j].min(earlier[j - 2] + 1);
            }
        }
        std::mem::swap(&mut earlier, &mut before);
        std::mem::swap(&mut before, &mut row);
    }
    before[width - 1]
}
