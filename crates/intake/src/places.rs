//! Which place of the gazetteer do a row's words mean?
//!
//! A sheet names a place by one word or by several columns, narrowest first.
//! The broader columns choose between towns that share a name; when they
//! contradict every reading, nothing is chosen. A town that the gazetteer does
//! not have is placed in its district, and its name is kept as written.

use model::fold::fold;
use model::profile::{Term, Vocabulary};
use std::collections::HashMap;

/// A gazetteer or tree of bodies, by folded label.
pub(crate) struct Places<'a> {
    terms: &'a Vocabulary,
    by_label: HashMap<String, Vec<&'a Term>>,
}

/// What was found for a row's words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FoundPlace {
    pub id: Option<String>,
    /// The narrowest word itself was recognised.
    pub resolved: bool,
    /// The single word is the place's id or one of its two labels.
    pub same_words: bool,
    /// The words name places that do not lie in each other.
    pub contradicts: bool,
}

impl<'a> Places<'a> {
    pub fn new(terms: &'a Vocabulary) -> Places<'a> {
        let mut by_label: HashMap<String, Vec<&Term>> = HashMap::new();
        for term in &terms.terms {
            for label in [&term.id, &term.ar, &term.en].into_iter().chain(&term.also) {
                let same = by_label.entry(fold(label)).or_default();
                if !same.iter().any(|other| other.id == term.id) {
                    same.push(term);
                }
            }
        }
        Places { terms, by_label }
    }

    fn candidates(&self, text: &str) -> Vec<&'a Term> {
        if let Some(term) = self.terms.get(text) {
            return vec![term];
        }
        self.by_label.get(&fold(text)).cloned().unwrap_or_default()
    }

    /// Finds the place that the words mean, narrowest word first.
    pub fn find(&self, texts: &[String]) -> FoundPlace {
        let none = FoundPlace {
            id: None,
            resolved: false,
            same_words: false,
            contradicts: false,
        };
        let Some((narrow, broader)) = texts.split_first() else {
            return none;
        };
        let readings = self.candidates(narrow);
        if readings.is_empty() {
            let outer = self.find(broader);
            return FoundPlace {
                resolved: false,
                same_words: false,
                ..outer
            };
        }
        let within: Vec<&Term> = readings
            .iter()
            .copied()
            .filter(|reading| {
                let lineage = self.terms.lineage(&reading.id);
                broader.iter().all(|text| {
                    let outer = self.candidates(text);
                    outer.is_empty()
                        || outer
                            .iter()
                            .any(|outer| lineage.iter().any(|term| term.id == outer.id))
                })
            })
            .collect();
        // Town, district and governorate often share one name: the reading for which
        // most of the broader words are places around it is the one that is meant.
        let mut chosen: Option<(usize, &Term)> = None;
        for term in within {
            let around = self.places_around(term, broader);
            if chosen.is_none_or(|(most, _)| around > most) {
                chosen = Some((around, term));
            }
        }
        match chosen {
            Some((_, term)) => FoundPlace {
                id: Some(term.id.clone()),
                resolved: true,
                same_words: broader.is_empty()
                    && (*narrow == term.ar || *narrow == term.en || *narrow == term.id)
                    || self.says_its_lineage(term, texts),
                contradicts: false,
            },
            None => FoundPlace {
                contradicts: true,
                ..none
            },
        }
    }

    /// How many of the broader words, in their order, name places around this one.
    fn places_around(&self, term: &Term, broader: &[String]) -> usize {
        let lineage = self.terms.lineage(&term.id);
        let mut around = &lineage[lineage.len().min(1)..];
        let mut count = 0;
        for text in broader {
            let outer = self.candidates(text);
            if let Some(at) = around
                .iter()
                .position(|term| outer.iter().any(|outer| outer.id == term.id))
            {
                around = &around[at + 1..];
                count += 1;
            }
        }
        count
    }

    /// Whether every word is a label of the place or of one around it, so that
    /// the id says all that the words said.
    fn says_its_lineage(&self, term: &Term, texts: &[String]) -> bool {
        let lineage = self.terms.lineage(&term.id);
        texts.iter().enumerate().all(|(position, text)| {
            lineage
                .iter()
                .skip(usize::from(position > 0))
                .any(|term| *text == term.ar || *text == term.en || *text == term.id)
                || (position > 0
                    && lineage
                        .iter()
                        .any(|term| *text == term.ar || *text == term.en))
        })
    }
}
