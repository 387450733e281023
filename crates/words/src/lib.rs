//! Every sentence that a person reads: how is it said in this language?
//!
//! Sentences are Fluent messages in `ftl/`; code names them by id and passes
//! values. Problems are looked up by their code. Dates and numbers are said
//! by `spoken`, because month names and digits follow the office, not the
//! locale. A message that is missing is a bug which the tests find; at run
//! time its id is shown rather than nothing.

mod spoken;

pub use spoken::{Digits, Months};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use model::{Problem, Spot};
use unic_langid::LanguageIdentifier;

/// The languages of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Arabic, the first language.
    Arabic,
    /// English.
    English,
}

impl Language {
    /// Both languages.
    pub const ALL: [Language; 2] = [Language::Arabic, Language::English];

    /// `ar` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::English => "en",
        }
    }

    /// Reads `ar`, `en` and locale names such as `ar_SY.UTF-8`.
    pub fn parse(text: &str) -> Option<Language> {
        match text.get(..2)?.to_ascii_lowercase().as_str() {
            "ar" => Some(Language::Arabic),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// `rtl` or `ltr`.
    pub fn direction(self) -> &'static str {
        match self {
            Language::Arabic => "rtl",
            Language::English => "ltr",
        }
    }
}

macro_rules! sentences {
    ($($file:literal),* $(,)?) => {
        /// The texts of the messages: file, Arabic, English.
        const SENTENCES: &[(&str, &str, &str)] = &[$((
            $file,
            include_str!(concat!("../ftl/ar/", $file, ".ftl")),
            include_str!(concat!("../ftl/en/", $file, ".ftl")),
        )),*];
    };
}

sentences!(
    "model",
    "register",
    "intake",
    "linkage",
    "law",
    "dates",
    "study",
    "estimate",
    "estimate-page",
    "report",
    "office",
    "cli",
    "units",
    "web",
    "access",
    "compartments",
    "pictures",
    "security",
    "screens",
    "reviewing",
    "recording",
    "jobs",
);

/// A value that a sentence names.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text, shown as it is.
    Text(String),
    /// A whole number, which decides the plural and is shown in the office's digits.
    Number(u64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(number as u64)
    }
}

/// A problem as it is said to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is wrong.
    pub sentence: String,
    /// What to do about it; empty when there is nothing to say.
    pub hint: String,
    /// Where; empty when it has no place.
    pub place: String,
}

/// The sentences of one language, with the office's months and digits.
pub struct Words {
    language: Language,
    digits: Digits,
    months: Months,
    isolating: bool,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The sentences of a language, for plain text: values are not wrapped in
    /// bidi isolates (terminals show them as boxes).
    pub fn plain(language: Language) -> Words {
        Words::new(language, false)
    }

    /// The sentences of a language, for documents and pages: each value is
    /// isolated (U+2068…U+2069), so that a Latin name in an Arabic sentence
    /// does not reorder it.
    pub fn isolated(language: Language) -> Words {
        Words::new(language, true)
    }

    fn new(language: Language, isolating: bool) -> Words {
        Words {
            language,
            digits: Digits::Western,
            months: Months::Levant,
            isolating,
            bundle: bundle(language, isolating, Digits::Western),
        }
    }

    /// Sets the digits that numbers are shown in; English ones are always Western.
    #[must_use]
    pub fn with_digits(mut self, digits: Digits) -> Words {
        if digits != self.digits {
            self.bundle = bundle(self.language, self.isolating, digits);
            self.digits = digits;
        }
        self
    }

    /// Sets the month names that Arabic dates are said with.
    #[must_use]
    pub fn with_months(mut self, months: Months) -> Words {
        self.months = months;
        self
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message with this id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A sentence without values.
    pub fn text(&self, id: &str) -> String {
        self.say(id, None, &FluentArgs::new())
            .unwrap_or_else(|| id.to_owned())
    }

    /// A sentence with values.
    pub fn text_with(&self, id: &str, values: &[(&str, Value)]) -> String {
        self.say(id, None, &arguments(values))
            .unwrap_or_else(|| id.to_owned())
    }

    /// A number with its noun in the right plural: `{ unit-arrest }` of 142.
    /// The noun's message is `unit-` and the unit's id.
    pub fn counted(&self, unit: &str, count: u64) -> String {
        let id = format!("unit-{unit}");
        if self.has(&id) {
            self.text_with(&id, &[("count", Value::Number(count))])
        } else {
            self.number(count)
        }
    }

    /// A whole number in the office's digits, thousands apart.
    pub fn number(&self, number: u64) -> String {
        self.in_digits(&spoken::grouped(number))
    }

    /// What is wrong, what to do, and where, for whoever has the files and the command line.
    pub fn problem(&self, problem: &Problem) -> Said {
        self.problem_with(problem, &["hint"])
    }

    /// The same for whoever sits before a page: where a hint names keys of a file, its `page`
    /// names what the form has instead.
    pub fn problem_on_page(&self, problem: &Problem) -> Said {
        self.problem_with(problem, &["page", "hint"])
    }

    fn problem_with(&self, problem: &Problem, hints: &[&str]) -> Said {
        let id = problem.code.as_str().replace('.', "-");
        let mut values = FluentArgs::new();
        for (name, value) in &problem.details {
            values.set(*name, fluent(&detail(name, value)));
        }
        let sentence = self
            .say(&id, None, &values)
            .unwrap_or_else(|| problem.to_string());
        let hint = hints
            .iter()
            .find_map(|hint| self.say(&id, Some(hint), &values))
            .unwrap_or_default();
        Said {
            sentence,
            hint,
            place: self.spot(&problem.spot),
        }
    }

    /// A place in words: `cases.csv, row 7, column “Date of arrest”`.
    pub fn spot(&self, spot: &Spot) -> String {
        let mut parts = Vec::new();
        if let Some(file) = &spot.file {
            parts.push(file.clone());
        }
        let mut add = |id: &str, value: Option<Value>| {
            if let Some(value) = value {
                parts.push(self.text_with(id, &[("value", value)]));
            }
        };
        add("spot-sheet", spot.sheet.as_ref().map(Value::from));
        // Rows and lines are positions, not counts: no thousands separator.
        let position = |at: u64| Value::Text(self.in_digits(&at.to_string()));
        add("spot-row", spot.row.map(position));
        add("spot-column", spot.column.as_ref().map(Value::from));
        add("spot-line", spot.line.map(position));
        add("spot-field", spot.field.as_ref().map(Value::from));
        add("spot-record", spot.record.as_ref().map(Value::from));
        parts.join(&self.text("spot-separator"))
    }

    fn say(&self, id: &str, attribute: Option<&str>, values: &FluentArgs) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut errors = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(values), &mut errors)
                .into_owned(),
        )
    }
}

fn bundle(language: Language, isolating: bool, digits: Digits) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language
        .code()
        .parse()
        .expect("`ar` and `en` are language identifiers");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(isolating);
    let arabic_indic = (language, digits) == (Language::Arabic, Digits::ArabicIndic);
    for (_, arabic, english) in SENTENCES {
        let text = match language {
            Language::Arabic if arabic_indic => spoken::sentences_in_arabic_indic(arabic),
            Language::Arabic => (*arabic).to_owned(),
            Language::English => (*english).to_owned(),
        };
        // A broken message is skipped here and found by the tests.
        let resource = match FluentResource::try_new(text) {
            Ok(resource) => resource,
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle.set_formatter(Some(if arabic_indic {
        grouped_arabic_indic
    } else {
        grouped_number
    }));
    bundle
}

/// Details travel as text; a whole number is a number again, so that plurals
/// work. What somebody typed (`text`) stays as typed: 1440 is not “1,440”.
fn detail(name: &str, value: &str) -> Value {
    match value.parse::<u64>() {
        Ok(number) if name != "text" && number.to_string() == value => Value::Number(number),
        _ => Value::Text(value.to_owned()),
    }
}

fn fluent(value: &Value) -> FluentValue<'static> {
    match value {
        Value::Text(text) => FluentValue::from(text.clone()),
        Value::Number(number) => FluentValue::from(*number as f64),
    }
}

fn arguments(values: &[(&str, Value)]) -> FluentArgs<'static> {
    let mut arguments = FluentArgs::new();
    for (name, value) in values {
        arguments.set((*name).to_owned(), fluent(value));
    }
    arguments
}

fn whole(number: &FluentNumber) -> u64 {
    number.value as u64
}

fn grouped_number(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(spoken::grouped(whole(number))),
        _ => None,
    }
}

fn grouped_arabic_indic(value: &FluentValue, memoizer: &IntlLangMemoizer) -> Option<String> {
    grouped_number(value, memoizer).map(|text| spoken::arabic_indic(&text))
}

#[cfg(test)]
mod tests;
