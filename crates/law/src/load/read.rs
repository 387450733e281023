//! How is a key of an instrument file read, with its line?
//!
//! [`Fields`] hands out each key of a table once; what is left over at the end
//! is an unknown key. [`Reader`] collects problems and knows lines.

use super::both;
use crate::instrument::Text;
use jiff::civil::Date;
use model::{Code, Problem, When};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    pub problems: Vec<Problem>,
}

/// The keys of a table that nobody has read yet.
pub(crate) struct Fields<'t> {
    left: BTreeMap<&'t str, (usize, &'t Spanned<DeValue<'t>>)>,
    at: usize,
}

impl<'t> Fields<'t> {
    pub fn take(&mut self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.left.remove(key).map(|(_, value)| value)
    }

    /// Where the table begins.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn keys(&self) -> impl Iterator<Item = &'t str> {
        self.left.keys().copied()
    }
}

impl<'t> Reader<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Reader<'t> {
        Reader {
            file,
            text,
            problems: Vec::new(),
        }
    }

    pub fn line(&self, at: usize) -> u64 {
        let before = self.text.as_bytes().iter().take(at);
        1 + before.filter(|byte| **byte == b'\n').count() as u64
    }

    pub fn report(&mut self, at: usize, problem: Problem) {
        let line = self.line(at);
        self.problems.push(problem.in_file(self.file).at_line(line));
    }

    pub fn unreadable(&mut self, at: usize, key: &str) {
        let problem = Problem::new(Code::LawValueUnreadable).with("key", key);
        self.report(at, problem.at_field(key));
    }

    /// Where a quoted text first stands.
    pub fn find_text(&self, text: &str) -> usize {
        self.text.find(&format!("\"{text}\"")).unwrap_or(0)
    }

    /// Where a quoted text last stands.
    pub fn find_last_text(&self, text: &str) -> usize {
        self.text.rfind(&format!("\"{text}\"")).unwrap_or(0)
    }

    pub fn fields(&mut self, table: &'t DeTable<'t>, at: usize) -> Fields<'t> {
        let left = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), (key.span().start, value)))
            .collect();
        Fields { left, at }
    }

    /// Reports the keys that nobody read.
    pub fn finish(&mut self, fields: Fields) {
        for (key, (at, _)) in fields.left {
            let problem = Problem::new(Code::LawKeyUnknown).with("key", key);
            self.report(at, problem.at_field(key));
        }
    }

    fn required(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let found = fields.take(key);
        if found.is_none() {
            let problem = Problem::new(Code::LawKeyMissing).with("key", key);
            self.report(fields.at, problem.at_field(key));
        }
        found
    }

    fn read<T>(
        &mut self,
        key: &str,
        value: &'t Spanned<DeValue<'t>>,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let found = read(value.get_ref());
        if found.is_none() {
            self.unreadable(value.span().start, key);
        }
        found
    }

    pub fn text(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<String> {
        let value = self.required(fields, key)?;
        self.read(key, value, |value| value.as_str().map(str::to_owned))
    }

    pub fn optional_text(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<String> {
        let value = fields.take(key)?;
        self.read(key, value, |value| value.as_str().map(str::to_owned))
    }

    pub fn both(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<Text> {
        let ar = self.text(fields, &format!("{key}_ar"));
        let en = self.text(fields, &format!("{key}_en"));
        both(ar, en)
    }

    pub fn optional_both(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<Text> {
        let (ar_key, en_key) = (format!("{key}_ar"), format!("{key}_en"));
        if fields
            .keys()
            .any(|found| found == ar_key || found == en_key)
        {
            self.both(fields, key)
        } else {
            None
        }
    }

    pub fn flag(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<bool> {
        let value = self.required(fields, key)?;
        self.read(key, value, |value| value.as_bool())
    }

    pub fn optional_flag(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<bool> {
        let value = fields.take(key)?;
        self.read(key, value, |value| value.as_bool())
    }

    pub fn when(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<When> {
        let value = self.required(fields, key)?;
        self.read(key, value, |value| When::parse(value.as_str()?).ok())
    }

    pub fn optional_when(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<When> {
        let value = fields.take(key)?;
        self.read(key, value, |value| When::parse(value.as_str()?).ok())
    }

    pub fn day(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<Date> {
        let value = self.required(fields, key)?;
        self.read(key, value, day)
    }

    pub fn optional_day(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<Date> {
        let value = fields.take(key)?;
        self.read(key, value, day)
    }

    pub fn optional_number(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<i32> {
        let value = fields.take(key)?;
        self.read(key, value, |value| {
            let number: i32 = value.as_integer()?.as_str().parse().ok()?;
            (number > 0).then_some(number)
        })
    }

    pub fn word<T: Copy>(
        &mut self,
        fields: &mut Fields<'t>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = self.required(fields, key)?;
        self.read(key, value, |value| one_of(value, words))
    }

    pub fn optional_word<T: Copy>(
        &mut self,
        fields: &mut Fields<'t>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = fields.take(key)?;
        self.read(key, value, |value| one_of(value, words))
    }

    /// A list of texts; one text stands for a list of one.
    pub fn list(&mut self, fields: &mut Fields<'t>, key: &str) -> Option<Vec<String>> {
        let value = self.required(fields, key)?;
        self.read(key, value, texts)
    }

    pub fn optional_list(&mut self, fields: &mut Fields<'t>, key: &str) -> Vec<String> {
        fields
            .take(key)
            .and_then(|value| self.read(key, value, texts))
            .unwrap_or_default()
    }

    pub fn optional_sets(
        &mut self,
        fields: &mut Fields<'t>,
        key: &str,
    ) -> Option<Vec<Vec<String>>> {
        let value = fields.take(key)?;
        self.read(key, value, |value| {
            let sets = value.as_array()?;
            sets.iter().map(|set| texts(set.get_ref())).collect()
        })
    }

    /// Each table of an array of tables.
    pub fn each<T>(
        &mut self,
        fields: &mut Fields<'t>,
        key: &str,
        mut read: impl FnMut(&mut Reader<'t>, &mut Fields<'t>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = fields.take(key) else {
            return Vec::new();
        };
        let Some(tables) = value.get_ref().as_array() else {
            self.unreadable(value.span().start, key);
            return Vec::new();
        };
        let mut found = Vec::new();
        for table in tables.iter() {
            let at = table.span().start;
            match table.get_ref().as_table() {
                Some(table) => {
                    let mut fields = self.fields(table, at);
                    found.extend(read(self, &mut fields));
                    self.finish(fields);
                }
                None => self.unreadable(at, key),
            }
        }
        found
    }
}

fn day(value: &DeValue) -> Option<Date> {
    value.as_str()?.parse().ok()
}

fn one_of<T: Copy>(value: &DeValue, words: &[(&str, T)]) -> Option<T> {
    let said = value.as_str()?;
    words
        .iter()
        .find(|(word, _)| *word == said)
        .map(|(_, meant)| *meant)
}

fn texts(value: &DeValue) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(texts) => texts
            .iter()
            .map(|text| text.get_ref().as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}
