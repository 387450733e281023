//! Which records answer a text, best first?
//!
//! Every typed word becomes one sorted list of records (the union over its
//! spellings); the lists are walked together and each record scored by how
//! well and how rarely its words match (weights after Spärck Jones 1972). Only
//! the best are read from the register and scored again on their newest names.
//! Fields that a viewer may not see take no part at all.

use super::lexicon::likeness;
use super::segment::{Key, decode, word_key};
use super::words::{Field, Word, number_word, words_of};
use crate::database::Cell;
use crate::reading::{Stored, Tx};
use crate::statements as sql;
use model::fold::{fold, name_tokens, skeleton, vowel_key};
use model::record::RecordId;
use model::{Code, Problem, Record};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::PoisonError;

/// Words of a text beyond this many are ignored.
const WORDS: usize = 8;

/// What to search in and how much to return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// At most so many hits.
    pub limit: usize,
    /// Fields that may be searched; their kinds are the kinds of records found.
    /// Leave out what the viewer may not see.
    pub fields: Vec<Field>,
    /// The last word may be unfinished (search as one types).
    pub unfinished: bool,
}

impl Default for SearchOptions {
    /// Twenty persons by every field of a person.
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 20,
            fields: Field::ALL
                .into_iter()
                .filter(|field| field.kind() == "person")
                .collect(),
            unfinished: false,
        }
    }
}

/// A record that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Id of the record.
    pub id: RecordId,
    /// Kind of the record.
    pub kind: &'static str,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Which typed word met which field.
    pub why: Vec<Matched>,
}

/// A typed word that met a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// The typed word, folded.
    pub typed: String,
    /// The record's word, folded.
    pub word: String,
    /// The field where it stands.
    pub field: Field,
    /// 1 for the same word, less for a like one.
    pub quality: f32,
}

/// A typed word with what it may mean.
struct Typed {
    text: String,
    number: String,
    unfinished: bool,
    answers: Answers,
}

/// How well each record answers one typed word: a mark for each first position,
/// 0 for not at all. A byte for each entry of the log is small beside the
/// lists of frequent names, and needs no sorting.
struct Answers {
    marks: Vec<u8>,
    records: u64,
    highest: u8,
    /// What each mark counts, with the rarity of the word.
    worth: [f32; 256],
}

/// The mark of a score of 1.
const ONE: f32 = 80.0;

impl Answers {
    fn new(size: u64) -> Answers {
        Answers {
            marks: vec![0; usize::try_from(size).unwrap_or(usize::MAX) + 1],
            records: 0,
            highest: 0,
            worth: [0.0; 256],
        }
    }

    fn note(&mut self, first: u64, score: f32) {
        // The largest score is 3 (a number met whole), so marks fit a byte.
        let mark = (score * ONE).clamp(1.0, 255.0) as u8;
        if let Some(held) = usize::try_from(first)
            .ok()
            .and_then(|at| self.marks.get_mut(at))
        {
            self.records += u64::from(*held == 0);
            *held = mark.max(*held);
            self.highest = mark.max(self.highest);
        }
    }

    /// What is closed to the reader answers nothing, nor makes a word more frequent.
    fn take_out(&mut self, first: u64) {
        let held = usize::try_from(first).ok();
        if let Some(held) = held.and_then(|at| self.marks.get_mut(at)) {
            self.records -= u64::from(*held != 0);
            *held = 0;
        }
    }

    /// The most that this word can count for any record.
    fn most(&self) -> f32 {
        self.worth[usize::from(self.highest)]
    }

    /// Hands on each record that answers, in order.
    fn each(&self, mut take: impl FnMut(usize)) {
        let (groups, rest) = self.marks.as_chunks::<8>();
        for (group, marks) in groups.iter().enumerate() {
            if u64::from_ne_bytes(*marks) == 0 {
                continue;
            }
            for (at, _) in marks.iter().enumerate().filter(|(_, mark)| **mark > 0) {
                take(group * 8 + at);
            }
        }
        for (at, _) in rest.iter().enumerate().filter(|(_, mark)| **mark > 0) {
            take(groups.len() * 8 + at);
        }
    }

    /// Weighs the word by how rare it is among all that was written.
    fn weigh(&mut self, written: u64) -> f32 {
        let rarity = (1.0 + written as f32 / (1.0 + self.records as f32)).ln();
        for (mark, worth) in self.worth.iter_mut().enumerate() {
            *worth = mark as f32 / ONE * rarity;
        }
        rarity
    }
}

impl Tx<'_> {
    /// Finds records by names in any spelling or script, kunyas, places,
    /// numbers, the office's own ids of rows, and ids (whole or the beginning).
    ///
    /// # Errors
    /// Those of the database.
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<Vec<Hit>, Problem> {
        let mut hits = self.by_id(text, options)?;
        if !hits.is_empty() {
            return Ok(hits);
        }
        let mut typed = self.typed(text, options)?;
        // The log's size serves as well as a count of persons would, and is the
        // same on every copy.
        let written = self.position();
        let rarities: Vec<f32> = typed
            .iter_mut()
            .map(|word| word.answers.weigh(written))
            .collect();
        for first in walk(&typed, options.limit.saturating_mul(2).max(40)) {
            match self.get_by_first(first) {
                Ok(Some(stored)) => hits.extend(judge(stored, &typed, &rarities, options)),
                Ok(None) => {}
                Err(problem) if problem.code == Code::RegisterContentDestroyed => {}
                Err(problem) => return Err(problem),
            }
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        hits.truncate(options.limit);
        Ok(hits)
    }

    fn by_id(&self, text: &str, options: &SearchOptions) -> Result<Vec<Hit>, Problem> {
        let text = text.trim();
        let like_an_id = text.len() >= 8
            && text.contains(|c: char| c.is_ascii_digit())
            && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        if !like_an_id {
            return Ok(Vec::new());
        }
        let mut hits = Vec::new();
        for id in self.ids_beginning(text, options.limit as u64)? {
            let kind = self.known(&id)?.map(|known| known.kind).unwrap_or_default();
            let allowed = options.fields.iter().map(|field| field.kind());
            if let Some(kind) = allowed.into_iter().find(|allowed| *allowed == kind) {
                hits.push(Hit {
                    id,
                    kind,
                    score: 100.0,
                    why: Vec::new(),
                });
            }
        }
        Ok(hits)
    }

    fn typed(&self, text: &str, options: &SearchOptions) -> Result<Vec<Typed>, Problem> {
        let mut tokens = name_tokens(text);
        tokens.truncate(WORDS);
        let mut typed = Vec::with_capacity(tokens.len());
        {
            let known = &self.register.lexicon;
            let current = known
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .is_current(self)?;
            if !current {
                known
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .refresh(self)?;
            }
        }
        let whole_number = number_word(text);
        let count = tokens.len();
        for (at, text) in tokens.into_iter().enumerate() {
            let unfinished = options.unfinished && at + 1 == count;
            let mut spellings = self
                .register
                .lexicon
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .spellings(&text, unfinished);
            let number = if at == 0 {
                whole_number.clone()
            } else {
                number_word(&text)
            };
            for number in [&number, &number_word(&text)] {
                if number.contains(|c: char| c.is_ascii_digit())
                    && let Key::Token(token) = word_key(self, number)
                {
                    spellings.push((token, 1.0));
                }
            }
            let answers = self.answers(&spellings, options)?;
            typed.push(Typed {
                text,
                number,
                unfinished,
                answers,
            });
        }
        Ok(typed)
    }

    /// The records that bear one of these tokens, each with its best score.
    fn answers(
        &self,
        spellings: &[(u64, f32)],
        options: &SearchOptions,
    ) -> Result<Answers, Problem> {
        let mut allowed = [0.0f32; 16];
        for field in &options.fields {
            allowed[*field as usize] = field.weight();
        }
        let mut answers = Answers::new(self.position());
        for (token, quality) in spellings {
            let cells = [Cell::Number(*token)];
            self.connection.each(sql::POSTINGS, &cells, &mut |row| {
                decode(row.bytes_or_null(0)?.unwrap_or_default(), |place| {
                    let weight = allowed[(place & 15) as usize];
                    if weight > 0.0 {
                        answers.note(place >> 4, weight * quality);
                    }
                })
            })?;
        }
        let hidden = self.sight().into_iter();
        hidden
            .flat_map(crate::compartments::Sight::hidden_firsts)
            .for_each(|first| answers.take_out(first));
        Ok(answers)
    }
}

/// The best records over all typed words, best first.
///
/// The rarest word leads: only its records are scored, then those of the next
/// rarest, and so on until what is left cannot beat the worst of the best
/// (Turtle and Flood 1995, "Query Evaluation: Strategies and Optimizations").
fn walk(typed: &[Typed], limit: usize) -> Vec<u64> {
    let words = typed.len() as f32;
    let mut order: Vec<&Answers> = typed.iter().map(|word| &word.answers).collect();
    order.sort_by_key(|answers| answers.records);
    let mut best = Best {
        limit,
        heap: BinaryHeap::with_capacity(limit + 1),
        worst: 0.0,
    };
    for lead in 0..order.len() {
        let (led, rest) = order.split_at(lead);
        let most: f32 = rest.iter().map(|answers| answers.most()).sum();
        // A record that meets every word comes before one that meets most.
        if best.heap.len() == limit && best.worst >= most * rest.len() as f32 / words {
            break;
        }
        rest[0].each(|record| {
            if led.iter().any(|answers| answers.marks[record] > 0) {
                return;
            }
            let (mut score, mut met) = (0.0, 0u8);
            for answers in rest {
                let mark = answers.marks[record];
                score += answers.worth[usize::from(mark)];
                met += u8::from(mark > 0);
            }
            best.offer(record, score * f32::from(met) / words);
        });
    }
    let sorted = best.heap.into_sorted_vec();
    sorted.into_iter().map(|entry| entry.0.1.0).collect()
}

/// The best records so far.
struct Best {
    limit: usize,
    /// The worst of them on top, so that it is the one replaced.
    heap: BinaryHeap<Reverse<(Score, Reverse<u64>)>>,
    worst: f32,
}

impl Best {
    fn offer(&mut self, record: usize, score: f32) {
        // Of equals the one written first stays.
        if self.heap.len() == self.limit && score < self.worst {
            return;
        }
        self.heap
            .push(Reverse((Score(score), Reverse(record as u64))));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        if self.heap.len() == self.limit {
            self.worst = self.heap.peek().map_or(0.0, |least| least.0.0.0);
        }
    }
}

/// A score with an order.
#[derive(Clone, Copy, PartialEq)]
struct Score(f32);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Score) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Score) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Scores a record on its newest words; `None` when none of them matches any more.
fn judge(
    stored: Stored,
    typed: &[Typed],
    rarities: &[f32],
    options: &SearchOptions,
) -> Option<Hit> {
    let words: Vec<(Word, String)> = words_of(&stored.record)
        .into_iter()
        .filter(|word| options.fields.contains(&word.field))
        .map(|word| {
            let sound = skeleton(&word.text);
            (word, sound)
        })
        .collect();
    let mut why = Vec::new();
    let mut score = 0.0;
    for (word, rarity) in typed.iter().zip(rarities) {
        let vowels = vowel_key(&word.text);
        let sound = skeleton(&word.text);
        let best = words
            .iter()
            .filter_map(|(known, known_sound)| {
                let quality = if known.field == Field::Number {
                    (known.text == word.number || known.text[1..] == word.text).then_some(1.0)
                } else {
                    let same_sound = *known_sound == sound;
                    let begun = word.unfinished && known.text.starts_with(&word.text);
                    let begun =
                        begun.then(|| 0.6 + 0.3 * word.text.len() as f32 / known.text.len() as f32);
                    let like = likeness(&word.text, &known.text, &vowels, same_sound);
                    begun.into_iter().chain(like).reduce(f32::max)
                };
                quality.map(|quality| (known, quality))
            })
            .max_by(|a, b| {
                let of = |found: &(&Word, f32)| found.0.field.weight() * found.1;
                of(a)
                    .total_cmp(&of(b))
                    .then_with(|| b.0.text.cmp(&a.0.text))
            });
        if let Some((known, quality)) = best {
            score += known.field.weight() * quality * rarity;
            why.push(Matched {
                typed: word.text.clone(),
                word: known.text.clone(),
                field: known.field,
                quality,
            });
        }
    }
    if why.is_empty() {
        return None;
    }
    score *= why.len() as f32 / typed.len() as f32;
    score *= 1.0 + name_fit(&stored.record, typed);
    Some(Hit {
        kind: stored.record.kind(),
        id: stored.id,
        score,
        why,
    })
}

/// Up to a quarter more for a name that is said just so: its words in this
/// order, and few others.
fn name_fit(record: &Record, typed: &[Typed]) -> f32 {
    let Record::Person(person) = record else {
        return 0.0;
    };
    let asked: Vec<&str> = typed.iter().map(|word| word.text.as_str()).collect();
    let fit = |tokens: Vec<String>| {
        let mut rest = tokens.iter();
        let in_order = asked
            .iter()
            .filter(|word| rest.by_ref().any(|token| token == *word))
            .count();
        0.25 * in_order as f32 / tokens.len().max(asked.len()).max(1) as f32
    };
    person
        .names
        .iter()
        .flat_map(|name| [Some(name.display()), name.nickname.clone()])
        .flatten()
        .map(|name| fit(name_tokens(&fold(&name))))
        .fold(0.0, f32::max)
}
