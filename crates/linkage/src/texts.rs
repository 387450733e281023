//! How alike are two texts that are not names of people: addresses, codes, numbers?
//!
//! Jaro-Winkler (Winkler 1990) for text, one edit for identifiers, relative
//! difference for numbers. All on folded text, all symmetric.

use crate::levels::{identifier, text};

/// Level of two different texts.
pub(crate) fn text_level(a: &str, b: &str) -> u8 {
    let alike = jaro_winkler(a, b);
    let edited = one_edit(a, b);
    if alike >= 920 || edited && a.len().min(b.len()) >= 4 {
        return text::CLOSE;
    }
    let shared = |word: &&str| word.len() >= 3 && b.split(' ').any(|other| other == *word);
    if a.split(' ').any(|word| shared(&word)) {
        return text::PART;
    }
    if alike >= 800 || edited {
        return text::SIMILAR;
    }
    text::DIFFER
}

/// Level of two different identifiers.
pub(crate) fn identifier_level(a: &str, b: &str) -> u8 {
    if one_edit(a, b) {
        identifier::ONE_EDIT
    } else {
        identifier::DIFFER
    }
}

/// Level of two different numbers; what cannot be read as a number is text.
pub(crate) fn number_level(a: &str, b: &str) -> u8 {
    let read = |text: &str| text.replace(' ', ".").parse::<f64>().ok();
    if let (Some(x), Some(y)) = (read(a), read(b)) {
        let apart = (x - y).abs();
        let size = x.abs().max(y.abs());
        if apart <= 0.02 * size {
            return text::CLOSE;
        }
        if one_edit(a, b) {
            return text::PART;
        }
        return if apart <= 0.1 * size {
            text::SIMILAR
        } else {
            text::DIFFER
        };
    }
    text_level(a, b)
}

/// The letters of a text, at most so many: on the stack, because texts are
/// compared by the million.
struct Letters {
    letters: [char; Letters::MOST],
    count: usize,
}

impl Letters {
    const MOST: usize = 64;

    fn of(text: &str) -> Letters {
        let mut letters = ['\0'; Letters::MOST];
        let mut count = 0;
        for (to, letter) in letters.iter_mut().zip(text.chars()) {
            *to = letter;
            count += 1;
        }
        Letters { letters, count }
    }

    fn all(&self) -> &[char] {
        &self.letters[..self.count]
    }
}

/// Whether two texts differ by one letter too many, too few, other, or by two
/// neighbours that changed places.
pub(crate) fn one_edit(a: &str, b: &str) -> bool {
    // What both begin and end with says nothing; a letter has up to four bytes.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let mut left = a.chars();
    let mut right = b.chars();
    loop {
        let (rest_a, rest_b) = (left.as_str(), right.as_str());
        match (left.next(), right.next()) {
            (None, None) => return true,
            (x, y) if x == y => {}
            (Some(x), Some(y)) => {
                let (after_a, after_b) = (left.as_str(), right.as_str());
                return after_a == after_b
                    || rest_a == after_b
                    || after_a == rest_b
                    || changed_places(x, y, after_a, after_b);
            }
            _ => return left.as_str().is_empty() && right.as_str().is_empty(),
        }
    }
}

/// Whether after `x` and `y` come the other of the two, then the same.
fn changed_places(x: char, y: char, after_x: &str, after_y: &str) -> bool {
    match (after_x.strip_prefix(y), after_y.strip_prefix(x)) {
        (Some(rest), Some(other)) => rest == other,
        _ => false,
    }
}

/// Jaro-Winkler similarity in thousandths.
pub(crate) fn jaro_winkler(a: &str, b: &str) -> u32 {
    let (a, b) = (Letters::of(a), Letters::of(b));
    let (a, b) = (a.all(), b.all());
    // The pairing of letters runs over the shorter, so that it is symmetric.
    let (a, b) = if (a.len(), a) <= (b.len(), b) {
        (a, b)
    } else {
        (b, a)
    };
    if a.is_empty() {
        return 0;
    }
    // Where each letter of `b` may stand, one bit a place; letters that share a row
    // are told apart when one is taken.
    let mut places = [0u64; 128];
    for (at, letter) in b.iter().enumerate() {
        places[*letter as usize % 128] |= 1 << at;
    }
    let window = (b.len() / 2).saturating_sub(1);
    let mut taken = 0u64;
    let mut matched = ['\0'; Letters::MOST];
    let mut hits = 0;
    for (at, letter) in a.iter().enumerate() {
        let from = at.saturating_sub(window);
        let near = (u64::MAX >> (63 - (window + at).min(63))) >> from << from;
        let mut left = places[*letter as usize % 128] & near & !taken;
        while left != 0 {
            let first = left.trailing_zeros() as usize;
            if b[first] == *letter {
                taken |= 1 << first;
                matched[hits] = *letter;
                hits += 1;
                break;
            }
            left &= left - 1;
        }
    }
    if hits == 0 {
        return 0;
    }
    let mut moved = 0;
    let mut in_b = taken;
    for letter in &matched[..hits] {
        moved += usize::from(b[in_b.trailing_zeros() as usize] != *letter);
        in_b &= in_b - 1;
    }
    let hits = hits as f64;
    let jaro =
        (hits / a.len() as f64 + hits / b.len() as f64 + (hits - (moved / 2) as f64) / hits) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count() as f64;
    ((jaro + prefix * 0.1 * (1.0 - jaro)) * 1000.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_edit_is_one_edit() {
        assert!(one_edit("5304218", "5304281"));
        assert!(one_edit("5304218", "530421"));
        assert!(one_edit("5304218", "5304219"));
        assert!(!one_edit("5304218", "5304129"));
        assert!(one_edit("حمص", "حمض") && one_edit("حمص", "حص") && one_edit("حمص", "محص"));
        assert!(one_edit("", "a") && one_edit("ab", "ab") && !one_edit("", "ab"));
        assert!(!one_edit("abc", "bcd"));
    }

    #[test]
    fn jaro_winkler_gives_the_published_examples() {
        assert_eq!(jaro_winkler("martha", "marhta"), 961);
        assert_eq!(jaro_winkler("dwayne", "duane"), 840);
        assert_eq!(jaro_winkler("dixon", "dicksonx"), 813);
    }

    /// Letter by letter, as the measure is defined.
    fn jaro_winkler_as_defined(a: &str, b: &str) -> u32 {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let (a, b) = if (a.len(), &a) <= (b.len(), &b) {
            (a, b)
        } else {
            (b, a)
        };
        let window = (b.len() / 2).saturating_sub(1);
        let mut taken = vec![false; b.len()];
        let mut of_a = Vec::new();
        for (at, letter) in a.iter().enumerate() {
            let near = at.saturating_sub(window)..(at + window + 1).min(b.len());
            if let Some(found) = near.into_iter().find(|&it| !taken[it] && b[it] == *letter) {
                taken[found] = true;
                of_a.push(*letter);
            }
        }
        if of_a.is_empty() {
            return 0;
        }
        let of_b = (0..b.len()).filter(|&at| taken[at]).map(|at| b[at]);
        let moved = of_a.iter().zip(of_b).filter(|(x, y)| **x != *y).count() / 2;
        let hits = of_a.len() as f64;
        let jaro =
            (hits / a.len() as f64 + hits / b.len() as f64 + (hits - moved as f64) / hits) / 3.0;
        let prefix = a.iter().zip(&b).take(4).take_while(|(x, y)| x == y).count() as f64;
        ((jaro + prefix * 0.1 * (1.0 - jaro)) * 1000.0).round() as u32
    }

    proptest! {
        // Letters of several scripts; ب and ب + 128 share a row of places.
        #[test]
        fn jaro_winkler_is_as_defined(a in "[a-dبس\u{6a8}ж]{0,64}", b in "[a-dبس\u{6a8}ж]{0,64}") {
            prop_assert_eq!(jaro_winkler(&a, &b), jaro_winkler_as_defined(&a, &b));
        }

        #[test]
        fn texts_compare_the_same_both_ways(a in "[a-d ]{0,12}", b in "[a-d ]{0,12}") {
            prop_assert_eq!(jaro_winkler(&a, &b), jaro_winkler(&b, &a));
            prop_assert_eq!(one_edit(&a, &b), one_edit(&b, &a));
            prop_assert_eq!(text_level(&a, &b), text_level(&b, &a));
            prop_assert_eq!(number_level(&a, &b), number_level(&b, &a));
        }
    }
}
