//! Which words do offices write above their columns?
//!
//! The words are data, in `dictionary.toml`; this file only finds them, folded
//! and without the Arabic article.

use model::fold::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

#[derive(Deserialize)]
struct File {
    fields: BTreeMap<String, Vec<String>>,
    aspects: BTreeMap<String, Vec<String>>,
    events: BTreeMap<String, Vec<String>>,
}

/// The dictionary with its words folded.
pub(crate) struct Dictionary {
    fields: HashMap<String, String>,
    aspects: Vec<(String, String)>,
    events: Vec<(String, String)>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("dictionary.toml"))
        .expect("the dictionary is part of the program and a test reads it");
    let pairs = |words: BTreeMap<String, Vec<String>>| {
        let mut pairs: Vec<(String, String)> = words
            .into_iter()
            .flat_map(|(role, words)| {
                words
                    .into_iter()
                    .map(move |word| (plain(&word), role.clone()))
            })
            .collect();
        // The longest word says most.
        pairs.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        pairs
    };
    Dictionary {
        fields: pairs(file.fields).into_iter().collect(),
        aspects: pairs(file.aspects),
        events: pairs(file.events),
    }
});

/// Folded, without the article and without the English possessive.
pub(crate) fn plain(text: &str) -> String {
    fold(text)
        .split(' ')
        .filter(|word| !matches!(*word, "of" | "the" | "s" | "in" | "at"))
        .map(|word| {
            word.strip_prefix("ال")
                .filter(|rest| rest.chars().count() > 2)
                .unwrap_or(word)
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The role that a header has as a whole (`person.given`).
pub(crate) fn field(header: &str) -> Option<&'static str> {
    DICTIONARY.fields.get(&plain(header)).map(String::as_str)
}

/// Whether a text is a word that stands above columns.
pub(crate) fn names_something(text: &str) -> bool {
    field(text).is_some() || event_and_aspect(text, &|_| None).is_some()
}

/// An event and the side of it that a header means; `event_of` knows the office's own words.
pub(crate) fn event_and_aspect(
    header: &str,
    event_of: &dyn Fn(&str) -> Option<String>,
) -> Option<(String, &'static str)> {
    let words = plain(header);
    for (aspect, role) in &DICTIONARY.aspects {
        let rest = words
            .strip_prefix(aspect.as_str())
            .and_then(|rest| rest.strip_prefix(' '))
            .or_else(|| {
                words
                    .strip_suffix(aspect.as_str())
                    .and_then(|rest| rest.strip_suffix(' '))
            });
        if let Some(rest) = rest
            && let Some(event) = event(rest).or_else(|| event_of(rest))
        {
            return Some((event, role));
        }
    }
    None
}

/// The event that a word means.
pub(crate) fn event(words: &str) -> Option<String> {
    let words = plain(words);
    DICTIONARY
        .events
        .iter()
        .find(|(word, _)| *word == words)
        .map(|(_, role)| role.clone())
}
