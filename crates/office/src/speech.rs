//! How do the pure crates speak through `words`?
//!
//! `law` and `study` know no sentence of a language; they name messages and
//! values, and this file says them. Also the one-line reason of a law test.

use law::{Node, Settling, Speech, Tested, Text};
use model::profile::Label;
use model::{Truth, When};
use study::Voice;
use words::{Language, Value, Words};

/// Says the steps of an explanation in the words' language; instruments that extend
/// another are called by their titles, as far as those are given (id and title).
pub(crate) struct Spoken<'w>(pub &'w Words, pub &'w [(String, String)]);

impl Speech for Spoken<'_> {
    fn message(&self, id: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, Value)> = values
            .iter()
            .map(|(name, value)| {
                let called = self.1.iter().find(|(id, _)| *name == "by" && id == value);
                (*name, Value::from(called.map_or(value, |(_, title)| title)))
            })
            .collect();
        self.0.text_with(id, &values)
    }

    fn date(&self, when: &When) -> String {
        self.0.date(when)
    }

    fn choose<'t>(&self, text: &'t Text) -> &'t str {
        match self.0.language() {
            Language::Arabic => &text.ar,
            Language::English => &text.en,
        }
    }
}

/// Says the reason of a law test in both languages.
pub(crate) struct BothLanguages {
    arabic: Words,
    english: Words,
}

impl BothLanguages {
    /// Speaks with the office's month names.
    pub(crate) fn new(months: words::Months) -> BothLanguages {
        BothLanguages {
            arabic: Words::plain(Language::Arabic).with_months(months),
            english: Words::plain(Language::English).with_months(months),
        }
    }
}

impl Voice for BothLanguages {
    fn reason(&self, tested: &Tested) -> Label {
        Label {
            ar: reason(tested, &self.arabic),
            en: reason(tested, &self.english),
        }
    }
}

/// The step that decided, in one sentence: what is missing where nothing is
/// settled; else why no surrender was owed, the window that was kept or
/// missed, or the condition that failed.
pub(crate) fn reason(tested: &Tested, words: &Words) -> String {
    let facts = || {
        let sets: Vec<String> = tested
            .missing
            .iter()
            .map(|set| {
                let names: Vec<String> = set
                    .iter()
                    .map(|fact| words.text(&format!("law-fact-{}", fact.replace('.', "-"))))
                    .collect();
                names.join(&words.text("law-list-separator"))
            })
            .collect();
        [(
            "facts",
            Value::from(sets.join(&words.text("law-sets-separator"))),
        )]
    };
    match (tested.outcome, tested.missing_settles) {
        (law::Outcome::CannotBeKnown, Settling::Always) => {
            return words.text_with("law-missing-always", &facts());
        }
        (law::Outcome::CannotBeKnown, Settling::Perhaps) => {
            return words.text_with("law-missing-perhaps", &facts());
        }
        (law::Outcome::CannotBeKnown, _) => return words.text("law-missing-never"),
        _ => {}
    }
    let nodes = tested.explanation.walk();
    let decided: Option<&&Node> = match tested.outcome {
        law::Outcome::Covered => ["law-not-engaged", "law-leaf-within"]
            .iter()
            .find_map(|code| {
                nodes
                    .iter()
                    .find(|node| node.code == *code && node.truth != Truth::False)
            }),
        _ => nodes
            .iter()
            .find(|node| node.fact.is_some() && node.truth == Truth::False),
    };
    let speech = Spoken(words, &[]);
    let lines = decided.unwrap_or(&&tested.explanation).lines(&speech);
    lines
        .into_iter()
        .next()
        .map(|(_, line)| line)
        .unwrap_or_default()
}
