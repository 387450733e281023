//! Where does text live? Each distinct text once, in one arena, known by number.
//!
//! Records are rows of numbers; a million rows hold only some ten thousand
//! distinct names. Numbers are given in order of first appearance, so nothing
//! outside may depend on which number a text has. 0 is the empty text.

use hashbrown::HashTable;

/// Distinct texts numbered from 0 (the empty text, "missing").
#[derive(Clone, Debug)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl Default for Strings {
    fn default() -> Strings {
        let mut strings = Strings {
            text: String::new(),
            ends: Vec::new(),
            numbers: HashTable::new(),
        };
        strings.number_of("");
        strings
    }
}

impl Strings {
    /// The number of a text, given now if it has none. The arena holds up to
    /// 4 GiB; text beyond that is kept as missing (readers check the size first).
    pub fn number_of(&mut self, text: &str) -> u32 {
        let Strings {
            text: arena,
            ends,
            numbers,
        } = self;
        let hash = hash_text(text);
        if let Some(&number) = numbers.find(hash, |&number| slice(arena, ends, number) == text) {
            return number;
        }
        if arena.len() + text.len() > u32::MAX as usize {
            return 0;
        }
        let number = ends.len() as u32;
        arena.push_str(text);
        ends.push(arena.len() as u32);
        numbers.insert_unique(hash, number, |&other| hash_text(slice(arena, ends, other)));
        number
    }

    /// The number of a text if it has one.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.numbers
            .find(hash_text(text), |&number| self.get(number) == text)
            .copied()
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> &str {
        slice(&self.text, &self.ends, number)
    }

    /// How many distinct texts there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether only the empty text is there.
    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// All texts in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|number| self.get(number))
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let number = number as usize;
    let start = if number == 0 {
        0
    } else {
        ends[number - 1] as usize
    };
    &text[start..ends[number] as usize]
}

/// A fixed hash of text: the same on every machine and in every run, so that
/// samples drawn by it are the same too. Folded multiplication of 8-byte words.
pub(crate) fn hash_text(text: &str) -> u64 {
    let mut hash = 0x9E37_79B9_7F4A_7C15u64 ^ text.len() as u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    mix(hash, u64::from_le_bytes(word))
}

/// Mixes a word into a hash.
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word.wrapping_add(0xD6E8_FEB8_6659_FD93))
        * u128::from(word ^ 0xA076_1D64_78BD_642F | 1);
    (product as u64) ^ ((product >> 64) as u64) ^ hash.rotate_left(23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number_and_the_empty_text_is_missing() {
        let mut strings = Strings::default();
        let first = strings.number_of("محمد");
        assert_eq!(strings.number_of("محمد"), first);
        assert_eq!(strings.number_of(""), 0);
        assert_eq!(strings.get(first), "محمد");
        assert_eq!(strings.find("Ali"), None);
        for n in 0..10_000 {
            strings.number_of(&n.to_string());
        }
        assert_eq!(
            strings.get(strings.find("9999").expect("was added")),
            "9999"
        );
    }
}
