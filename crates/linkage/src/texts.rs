//! How alike are two texts that are not names of people: addresses, codes, numbers?
//!
//! Jaro-Winkler (Winkler 1990) for text, one edit for identifiers, relative
//! difference for numbers. All on folded text, all symmetric.

use crate::levels::{identifier, text};

/// Level of two different texts.
pub(crate) fn text_level(a: &str, b: &str) -> u8 {
    let alike = jaro_winkler(a, b);
    if alike >= 920 || one_edit(a, b) && a.len().min(b.len()) >= 4 {
        return text::CLOSE;
    }
    let shared = |word: &&str| word.len() >= 3 && b.split(' ').any(|other| other == *word);
    if a.split(' ').any(|word| shared(&word)) {
        return text::PART;
    }
    if alike >= 800 || one_edit(a, b) {
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

/// Whether two texts differ by one letter too many, too few, other, or by two
/// neighbours that changed places.
pub(crate) fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short
        .iter()
        .zip(long.iter())
        .take_while(|(x, y)| x == y)
        .count();
    let (rest, other) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return rest == &other[1..];
    }
    match (rest, other) {
        ([], []) => true,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) => p == s && q == r && x == y,
        _ => false,
    }
}

/// Jaro-Winkler similarity in thousandths.
pub(crate) fn jaro_winkler(a: &str, b: &str) -> u32 {
    let letters = |text: &str| -> Vec<char> { text.chars().take(64).collect() };
    let (a, b) = (letters(a), letters(b));
    // The pairing of letters runs over the shorter, so that it is symmetric.
    let (a, b) = if (a.len(), &a) <= (b.len(), &b) {
        (a, b)
    } else {
        (b, a)
    };
    if a.is_empty() {
        return 0;
    }
    let window = (b.len() / 2).saturating_sub(1);
    let mut taken = 0u64;
    let mut matched = Vec::with_capacity(a.len());
    for (at, letter) in a.iter().enumerate() {
        let from = at.saturating_sub(window);
        let to = (at + window + 1).min(b.len());
        for (other, candidate) in b.iter().enumerate().take(to).skip(from) {
            if taken >> other & 1 == 0 && candidate == letter {
                taken |= 1 << other;
                matched.push(*letter);
                break;
            }
        }
    }
    if matched.is_empty() {
        return 0;
    }
    let in_b = b.iter().enumerate().filter(|(at, _)| taken >> at & 1 == 1);
    let moved = matched
        .iter()
        .zip(in_b)
        .filter(|(x, (_, y))| x != y)
        .count();
    let hits = matched.len() as f64;
    let jaro =
        (hits / a.len() as f64 + hits / b.len() as f64 + (hits - (moved / 2) as f64) / hits) / 3.0;
    let prefix = a.iter().zip(&b).take(4).take_while(|(x, y)| x == y).count() as f64;
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
    }

    #[test]
    fn jaro_winkler_gives_the_published_examples() {
        assert_eq!(jaro_winkler("martha", "marhta"), 961);
        assert_eq!(jaro_winkler("dwayne", "duane"), 840);
        assert_eq!(jaro_winkler("dixon", "dicksonx"), 813);
    }

    proptest! {
        #[test]
        fn texts_compare_the_same_both_ways(a in "[a-d ]{0,12}", b in "[a-d ]{0,12}") {
            prop_assert_eq!(jaro_winkler(&a, &b), jaro_winkler(&b, &a));
            prop_assert_eq!(one_edit(&a, &b), one_edit(&b, &a));
            prop_assert_eq!(text_level(&a, &b), text_level(&b, &a));
            prop_assert_eq!(number_level(&a, &b), number_level(&b, &a));
        }
    }
}
