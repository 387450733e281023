//! What is said of a file of evidence, as a form: its name and who may see it.
//!
//! Bytes, hash and chain of custody are no part of it: they never change by hand.

use super::{Fields, Former, Group, Typed, some};
use crate::pages::find::Choice;
use crate::pages::vocabularies::class_word;
use crate::say::Say;
use model::Class;
use model::record::Evidence;

/// The protection classes that a file can have.
pub fn class_choices(say: &Say, chosen: &str) -> Vec<Choice> {
    Class::ALL
        .into_iter()
        .map(|class| {
            let id = class_word(class);
            Choice {
                id: id.to_owned(),
                label: say.t(&format!("web-class-{id}")),
                chosen: id == chosen,
            }
        })
        .collect()
}

/// Reads the word of a protection class.
pub fn class_of(word: &str) -> Option<Class> {
    Class::ALL
        .into_iter()
        .find(|class| class_word(*class) == word)
}

impl Former<'_> {
    pub(super) fn file_fields(&self, file: &Evidence) -> Fields {
        [
            ("file-name".to_owned(), file.name.clone()),
            (
                "class".to_owned(),
                file.class.map(class_word).unwrap_or_default().to_owned(),
            ),
        ]
        .into()
    }

    pub(super) fn file(&mut self, mut file: Evidence, typed: Typed) -> Evidence {
        if let Some(name) = typed.changed("file-name") {
            file.name = some(name).unwrap_or_default();
        }
        if let Some(class) = typed.changed("class") {
            file.class = class_of(class);
        }
        file
    }

    pub(super) fn file_groups(&self, fields: &Fields) -> Vec<Group> {
        let mut name = self.input("file-name", "web-field-file-name", "text", fields);
        name.required = true;
        let mut class = self.input("class", "web-field-class", "select", fields);
        class.choices = class_choices(&self.say, &class.value);
        class.hint = self.say.t("web-file-class-hint");
        vec![self.group("web-file", vec![name, class])]
    }
}
