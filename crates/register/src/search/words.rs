//! Under which words is a record found, and in which of its fields do they stand?
//!
//! Names are split and folded by `model::fold`; a kunya is found by itself and,
//! with less weight, by the name inside it. Numbers given by authorities are
//! one word each, found whole. Computed from the content alone, so that the
//! index can be verified and made again.

use model::Record;
use model::fold::{fold, is_placeholder, name_tokens};
use model::record::{Name, PlaceRef};

/// The field in which a word stands; what a viewer may not see is not searched for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// Given name.
    Given = 0,
    /// Family name.
    Family = 1,
    /// A whole name, not split by its source.
    Full = 2,
    /// Father's or grandfather's name.
    Father = 3,
    /// Mother's name.
    Mother = 4,
    /// Nickname or kunya.
    Nickname = 5,
    /// The name inside a kunya.
    InKunya = 6,
    /// Place of origin or residence.
    Place = 7,
    /// Number given by an authority, another organisation's reference.
    Number = 8,
    /// Name of a source.
    Source = 9,
    /// Place or facility of an event.
    EventPlace = 10,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 11] = [
        Field::Given,
        Field::Family,
        Field::Full,
        Field::Father,
        Field::Mother,
        Field::Nickname,
        Field::InKunya,
        Field::Place,
        Field::Number,
        Field::Source,
        Field::EventPlace,
    ];

    /// The field's word in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Given => "given",
            Field::Family => "family",
            Field::Full => "full",
            Field::Father => "father",
            Field::Mother => "mother",
            Field::Nickname => "nickname",
            Field::InKunya => "in-kunya",
            Field::Place => "place",
            Field::Number => "number",
            Field::Source => "source",
            Field::EventPlace => "event-place",
        }
    }

    /// The kind of record that has this field.
    pub fn kind(self) -> &'static str {
        match self {
            Field::Source => "source",
            Field::EventPlace => "event",
            _ => "person",
        }
    }

    /// How much a match in this field counts.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Field::Given | Field::Family | Field::Full | Field::Source => 1.0,
            Field::Number => 3.0,
            Field::Nickname => 0.9,
            Field::Father => 0.8,
            Field::Mother => 0.7,
            Field::InKunya => 0.5,
            Field::Place | Field::EventPlace => 0.4,
        }
    }
}

/// A word of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) field: Field,
}

/// The words of a record, each text once, under the first field that has it.
pub(crate) fn words_of(record: &Record) -> Vec<Word> {
    let mut words = Words(Vec::new());
    match record {
        Record::Person(person) => {
            for name in &person.names {
                words.name(name);
            }
            for place in [&person.origin, &person.residence].into_iter().flatten() {
                words.place(place, Field::Place);
            }
            for number in &person.identifiers {
                words.number(&number.value);
            }
            for reference in &person.references {
                words.number(&reference.value);
            }
        }
        Record::Source(source) => {
            if let Some(name) = &source.name {
                words.tokens(name, Field::Source);
            }
        }
        Record::Event(event) => {
            for place in [&event.place, &event.facility].into_iter().flatten() {
                words.place(place, Field::EventPlace);
            }
        }
        Record::Contact(_)
        | Record::File(_)
        | Record::Decision(_)
        | Record::Document(_)
        | Record::User(_)
        | Record::Compartment(_)
        | Record::Placement(_) => {}
    }
    let mut words = words.0;
    words.sort_unstable();
    words.dedup_by(|later, earlier| later.text == earlier.text);
    words
}

struct Words(Vec<Word>);

impl Words {
    fn push(&mut self, text: String, field: Field) {
        if !text.is_empty() {
            self.0.push(Word { text, field });
        }
    }

    fn tokens(&mut self, text: &str, field: Field) {
        if is_placeholder(text) {
            return;
        }
        for token in name_tokens(text) {
            if matches!(field, Field::Nickname | Field::Full)
                && let Some(inner) = inside_kunya(&token)
            {
                self.push(inner.to_owned(), Field::InKunya);
            }
            self.push(token, field);
        }
    }

    fn name(&mut self, name: &Name) {
        for (part, text) in name.parts() {
            let field = match part {
                "given" => Field::Given,
                "family" => Field::Family,
                "father" | "grandfather" => Field::Father,
                "mother" => Field::Mother,
                "nickname" => Field::Nickname,
                _ => Field::Full,
            };
            self.tokens(text, field);
        }
    }

    fn place(&mut self, place: &PlaceRef, field: Field) {
        for text in [&place.id, &place.as_written].into_iter().flatten() {
            self.tokens(text, field);
        }
    }

    fn number(&mut self, text: &str) {
        self.push(number_word(text), Field::Number);
    }
}

/// A number as one word: folded, without blanks, marked so that it is no name.
pub(crate) fn number_word(text: &str) -> String {
    let mut word: String = fold(text).chars().filter(|c| *c != ' ').collect();
    if !word.is_empty() {
        word.insert(0, '#');
    }
    word
}

/// The name inside a kunya token (ابواحمد, abuahmad): who searches for it may know no more.
pub(crate) fn inside_kunya(token: &str) -> Option<&str> {
    ["ابو", "ام", "abu", "um"]
        .iter()
        .find_map(|start| token.strip_prefix(start))
        .filter(|inner| inner.chars().count() >= 3)
}
