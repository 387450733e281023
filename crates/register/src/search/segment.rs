//! How are postings written cheaply and kept few?
//!
//! A posting is the sorted list of places `first position << 4 | field` that
//! bear a token, as variable-length differences. Each act writes one segment:
//! a run of postings in the order of tokens, so that a bulk import appends and
//! never seeks. When [`FAN`] segments of one level exist they become one of a
//! higher level (O'Neil and others 1996, "The Log-Structured Merge-Tree"), up
//! to a size beyond which merging would make a small save wait.

use super::words::{Field, Word};
use crate::database::Cell;
use crate::opening::Writer;
use crate::reading::{Tx, damaged};
use crate::statements as sql;
use model::Problem;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// So many segments of one level become one; a level holds up to FAN times the entries of the one below.
const FAN: usize = 8;
/// Segments of this level (FAN to this power, two million entries) are left as they are.
const LAST_LEVEL: u64 = 7;
/// Tokens of numbers have no row in `token`: their id is a hash with this bit set.
const NUMBER: u64 = 1 << 62;
/// Postings read at once from each segment that is merged.
const PAGE: u64 = 2048;

/// How a word is looked up.
pub(crate) enum Key {
    /// By this key in the table `token`.
    Word(Vec<u8>),
    /// A number: its token is known without looking.
    Token(u64),
}

pub(crate) fn word_key(tx: &Tx, word: &str) -> Key {
    let tag = tx.register.vault.tag(word.as_bytes());
    if word.starts_with('#') {
        let hash = Sha256::digest(&tag);
        let bits = hash[..7]
            .iter()
            .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        return Key::Token(NUMBER | bits);
    }
    Key::Word(tag.into_owned())
}

/// Hands on a posting's places in order.
pub(crate) fn decode(bytes: &[u8], mut take: impl FnMut(u64)) -> Result<(), Problem> {
    let (mut at, mut value, mut shift) = (0u64, 0u64, 0u32);
    for byte in bytes {
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            at += value;
            take(at);
            (value, shift) = (0, 0);
        } else {
            shift += 7;
            if shift > 56 {
                return Err(damaged("posting"));
            }
        }
    }
    if shift != 0 {
        return Err(damaged("posting"));
    }
    Ok(())
}

fn encode(places: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(places.len() * 2);
    let mut before = 0;
    for place in places {
        let mut difference = place - before;
        before = *place;
        while difference >= 0x80 {
            bytes.push(difference as u8 | 0x80);
            difference >>= 7;
        }
        bytes.push(difference as u8);
    }
    bytes
}

fn level_of(entries: u64) -> u64 {
    u64::from(entries.max(1).ilog2() / FAN.ilog2())
}

/// What an act adds to the index.
#[derive(Default)]
pub(crate) struct Pending {
    places: HashMap<u64, Vec<u64>>,
    /// Ids of words met in this act and not before.
    learned: HashMap<Box<str>, u64>,
    last_token: Option<u64>,
    held: usize,
}

impl Pending {
    pub(crate) fn into_learned(self) -> HashMap<Box<str>, u64> {
        self.learned
    }

    /// Notes the words of the record whose first revision stands at `first`.
    pub(crate) fn add(
        &mut self,
        tx: &Tx,
        writer: &mut Writer,
        first: u64,
        words: Vec<Word>,
    ) -> Result<(), Problem> {
        for word in words {
            let token = self.token(tx, writer, &word.text)?;
            let place = first << 4 | word.field as u64;
            self.places.entry(token).or_default().push(place);
            self.held += 1;
        }
        Ok(())
    }

    /// How many places wait to be written.
    pub(crate) fn held(&self) -> usize {
        self.held
    }

    fn token(&mut self, tx: &Tx, writer: &mut Writer, word: &str) -> Result<u64, Problem> {
        if let Some(token) = writer.words.get(word).or_else(|| self.learned.get(word)) {
            return Ok(*token);
        }
        let key = match word_key(tx, word) {
            Key::Token(number) => return Ok(number),
            Key::Word(key) => key,
        };
        let found = tx
            .connection
            .one(sql::TOKEN, &[Cell::Bytes(&key)], |row| row.number(0))?;
        let token = match found {
            Some(token) => token,
            None => {
                let last = match self.last_token {
                    Some(last) => last,
                    None => tx
                        .connection
                        .one(sql::LAST_TOKEN, &[], |row| row.number_or_zero(0))?
                        .unwrap_or(0),
                };
                let token = last + 1;
                self.last_token = Some(token);
                let vault = &tx.register.vault;
                let sealed = vault.is_closed().then(|| {
                    let drawn = &mut writer.drawn;
                    vault.seal(&format!("token {token}"), word.as_bytes(), || drawn.draw())
                });
                let cells = [
                    Cell::Number(token),
                    Cell::Bytes(&key),
                    Cell::bytes_or_null(sealed.as_deref()),
                ];
                tx.connection.run(sql::ADD_TOKEN, &cells)?;
                token
            }
        };
        self.learned.insert(word.into(), token);
        Ok(token)
    }

    /// Writes the act's segment and merges where there are many.
    pub(crate) fn flush(&mut self, tx: &Tx) -> Result<(), Problem> {
        if self.places.is_empty() {
            return Ok(());
        }
        self.held = 0;
        let mut postings: Vec<(u64, Vec<u64>)> = self.places.drain().collect();
        postings.sort_unstable_by_key(|(token, _)| *token);
        let segment = next_segment(tx)?;
        let mut entries = 0;
        for (token, places) in &mut postings {
            places.sort_unstable();
            entries += places.len() as u64;
            add_posting(tx, segment, *token, places.len() as u64, &encode(places))?;
        }
        add_segment(tx, segment, entries)?;
        merge(tx)
    }

    /// Takes a record out of the index (its content was destroyed), and the
    /// words that no other record bears.
    pub(crate) fn forget(&mut self, tx: &Tx, first: u64, words: &[Word]) -> Result<(), Problem> {
        let segments = segments(tx)?;
        for word in words {
            let (token, named) = match word_key(tx, &word.text) {
                Key::Token(number) => (number, false),
                Key::Word(key) => {
                    let found = tx
                        .connection
                        .one(sql::TOKEN, &[Cell::Bytes(&key)], |row| row.number(0))?;
                    match found {
                        Some(token) => (token, true),
                        None => continue,
                    }
                }
            };
            let mut borne = false;
            for (segment, _, _) in &segments {
                let key = [Cell::Number(*segment), Cell::Number(token)];
                let mut places = Vec::new();
                tx.connection.each(sql::POSTING, &key, &mut |row| {
                    decode(row.bytes(0)?, |place| places.push(place))
                })?;
                let before = places.len();
                places.retain(|place| place >> 4 != first);
                borne |= !places.is_empty();
                if places.is_empty() && before > 0 {
                    tx.connection.run(sql::DROP_POSTING, &key)?;
                } else if places.len() < before {
                    let bytes = encode(&places);
                    let cells = [
                        Cell::Number(places.len() as u64),
                        Cell::Bytes(&bytes),
                        key[0],
                        key[1],
                    ];
                    tx.connection.run(sql::PUT_POSTING, &cells)?;
                }
            }
            if named && !borne {
                tx.connection.run(sql::DROP_TOKEN, &[Cell::Number(token)])?;
            }
        }
        Ok(())
    }
}

/// Id, level and number of entries of every segment.
pub(crate) fn segments(tx: &Tx) -> Result<Vec<(u64, u64, u64)>, Problem> {
    tx.connection.all(sql::SEGMENTS, &[], |row| {
        Ok((row.number(0)?, row.number(1)?, row.number(2)?))
    })
}

fn next_segment(tx: &Tx) -> Result<u64, Problem> {
    let last = tx
        .connection
        .one(sql::LAST_SEGMENT, &[], |row| row.number_or_zero(0))?;
    Ok(last.unwrap_or(0) + 1)
}

fn add_segment(tx: &Tx, segment: u64, entries: u64) -> Result<(), Problem> {
    let cells = [
        Cell::Number(segment),
        Cell::Number(level_of(entries)),
        Cell::Number(entries),
    ];
    tx.connection.run(sql::ADD_SEGMENT, &cells).map(|_| ())
}

fn add_posting(
    tx: &Tx,
    segment: u64,
    token: u64,
    entries: u64,
    places: &[u8],
) -> Result<(), Problem> {
    let cells = [
        Cell::Number(segment),
        Cell::Number(token),
        Cell::Number(entries),
        Cell::Bytes(places),
    ];
    tx.connection.run(sql::ADD_POSTING, &cells).map(|_| ())
}

/// Merges levels that are full, lowest first.
fn merge(tx: &Tx) -> Result<(), Problem> {
    loop {
        let segments = segments(tx)?;
        let full = (0..LAST_LEVEL)
            .find(|level| segments.iter().filter(|(_, at, _)| at == level).count() >= FAN);
        let Some(full) = full else {
            return Ok(());
        };
        // Lower levels go along: they are small and would only be looked through again.
        let merged: Vec<u64> = segments
            .iter()
            .filter(|(_, level, _)| *level <= full)
            .map(|(id, _, _)| *id)
            .collect();
        merge_into_one(tx, &merged)?;
    }
}

/// Reads a segment's postings in the order of tokens.
struct Run {
    segment: u64,
    /// Token, entries and places; the next one last.
    page: Vec<(u64, u64, Vec<u8>)>,
    after: u64,
    ended: bool,
}

impl Run {
    fn refill(&mut self, tx: &Tx) -> Result<(), Problem> {
        if self.ended || !self.page.is_empty() {
            return Ok(());
        }
        let cells = [
            Cell::Number(self.segment),
            Cell::Number(self.after),
            Cell::Number(PAGE),
        ];
        self.page = tx.connection.all(sql::POSTINGS_OF_SEGMENT, &cells, |row| {
            Ok((row.number(0)?, row.number(1)?, row.bytes(2)?.to_vec()))
        })?;
        self.page.reverse();
        self.ended = (self.page.len() as u64) < PAGE;
        self.after = self.page.first().map_or(0, |(token, _, _)| *token);
        Ok(())
    }
}

fn merge_into_one(tx: &Tx, merged: &[u64]) -> Result<(), Problem> {
    let segment = next_segment(tx)?;
    let mut runs: Vec<Run> = merged
        .iter()
        .map(|segment| Run {
            segment: *segment,
            page: Vec::new(),
            after: 0,
            ended: false,
        })
        .collect();
    let mut total = 0;
    let mut places = Vec::new();
    loop {
        for run in &mut runs {
            run.refill(tx)?;
        }
        let next = runs
            .iter()
            .filter_map(|run| run.page.last())
            .map(|posting| posting.0);
        let Some(token) = next.min() else { break };
        let mut found: Vec<(u64, Vec<u8>)> = Vec::new();
        for run in &mut runs {
            if let Some(posting) = run.page.pop_if(|posting| posting.0 == token) {
                found.push((posting.1, posting.2));
            }
        }
        let entries: u64 = found.iter().map(|posting| posting.0).sum();
        total += entries;
        match found.as_slice() {
            [(_, bytes)] => add_posting(tx, segment, token, entries, bytes)?,
            several => {
                places.clear();
                for (_, bytes) in several {
                    decode(bytes, |place| places.push(place))?;
                }
                if !places.is_sorted() {
                    places.sort_unstable();
                }
                add_posting(tx, segment, token, entries, &encode(&places))?;
            }
        }
    }
    for old in merged {
        tx.connection
            .run(sql::DROP_POSTINGS, &[Cell::Number(*old)])?;
        tx.connection
            .run(sql::DROP_SEGMENT, &[Cell::Number(*old)])?;
    }
    add_segment(tx, segment, total)
}

/// Sum over places of words, by which two indexes are compared without holding
/// either: addition forgets the order, the hash forgets nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    places: u64,
    sum: u128,
}

impl Count {
    /// Counts a word of the record whose first revision stands at `first`.
    pub(crate) fn add(&mut self, tx: &Tx, word: &str, first: u64, field: Field) {
        let place = [first << 4 | field as u64];
        match word_key(tx, word) {
            // A number's word is its hash, on both sides of the comparison.
            Key::Token(token) => self.add_places(&token.to_string(), &place),
            Key::Word(_) => self.add_places(word, &place),
        }
    }

    fn add_places(&mut self, word: &str, places: &[u64]) {
        let hash = Sha256::digest(word.as_bytes());
        let seed = hash[..16]
            .iter()
            .fold(0u128, |bits, byte| bits << 8 | u128::from(*byte))
            | 1;
        for place in places {
            self.places += 1;
            // Odd times odd is odd: no place makes a word vanish from the sum.
            let place = u128::from(*place) * 2 + 1;
            self.sum = self
                .sum
                .wrapping_add(seed.wrapping_mul(place.wrapping_mul(place)));
        }
    }
}

/// What the index says, counted as [`Count`] counts contents.
pub(crate) fn count_postings(tx: &Tx) -> Result<Count, Problem> {
    let mut words: HashMap<u64, String> = HashMap::new();
    let mut after = 0;
    loop {
        let cells = [Cell::Number(after), Cell::Number(PAGE)];
        let page = tx.connection.all(sql::TOKENS, &cells, |row| {
            let token = row.number(0)?;
            let bytes = match row.bytes_or_null(2)? {
                None => row.bytes(1)?.to_vec(),
                Some(sealed) => tx.register.vault.open(&format!("token {token}"), sealed)?,
            };
            Ok((token, String::from_utf8_lossy(&bytes).into_owned()))
        })?;
        let Some(last) = page.last() else { break };
        after = last.0;
        words.extend(page);
    }
    let mut count = Count::default();
    for (segment, _, _) in segments(tx)? {
        let mut after = 0;
        loop {
            let cells = [
                Cell::Number(segment),
                Cell::Number(after),
                Cell::Number(PAGE),
            ];
            let page = tx.connection.all(sql::POSTINGS_OF_SEGMENT, &cells, |row| {
                Ok((row.number(0)?, row.bytes(2)?.to_vec()))
            })?;
            let Some(last) = page.last() else { break };
            after = last.0;
            for (token, bytes) in page {
                let mut places = Vec::new();
                decode(&bytes, |place| places.push(place))?;
                let word = words
                    .get(&token)
                    .cloned()
                    .unwrap_or_else(|| token.to_string());
                count.add_places(&word, &places);
            }
        }
    }
    Ok(count)
}
