//! What stands around every page?
//!
//! Language and direction, the office's name, the notice of an example, the
//! ways to go that this user has, and the token of every form. Templates say
//! sentences through [`Frame::t`]; nothing else speaks.

use crate::ask::Ask;
use office::{Documenting, Finding, Permission, Reviewing, Studying, Testing, Verifying};
use std::sync::Arc;
use words::{Value, Words};

/// A way to go.
pub struct Way {
    pub href: &'static str,
    pub label: String,
    pub key: &'static str,
    pub here: bool,
}

/// Ways whose pages tell numbers over all cases.
const COUNTS: [&str; 4] = ["/studies", "/laws", "/links", "/verify"];

fn counts_a_part(ask: &Ask) -> bool {
    let seat = ask.seat::<Verifying>();
    seat.is_ok_and(|seat| ask.app.office.counts_a_part(&seat).unwrap_or(true))
}

/// The frame of one page.
pub struct Frame {
    words: Arc<Words>,
    pub language: &'static str,
    pub direction: &'static str,
    pub title: String,
    pub office: String,
    pub notice: String,
    pub user: String,
    pub ways: Vec<Way>,
    pub csrf: String,
    pub path: String,
    pub finds: bool,
    /// Keys of one letter go somewhere.
    pub shortcuts: bool,
    /// What is counted here leaves out cases of compartments that are not the user's.
    pub part: bool,
    pub other: &'static str,
}

impl Frame {
    /// The frame of a page below `way` (empty for none), titled by a message.
    pub fn new(ask: &Ask, way: &str, title: &str) -> Frame {
        Frame::titled(ask, way, ask.words().text(title))
    }

    /// The same with a title that is said already.
    pub fn titled(ask: &Ask, way: &str, title: String) -> Frame {
        let words = ask.words();
        let language = ask.language.code();
        let profile = ask.app.office.profile();
        fn add<P: Permission>(
            ask: &Ask,
            words: &Words,
            here: &str,
            ways: &mut Vec<Way>,
            href: &'static str,
            key: &'static str,
        ) {
            if ask.may::<P>() {
                ways.push(Way {
                    href,
                    label: words.text(&format!("web-way-{}", &href[1..])),
                    key,
                    here: here == href,
                });
            }
        }
        let mut ways = Vec::new();
        add::<Verifying>(ask, &words, way, &mut ways, "/today", "t");
        add::<Finding>(ask, &words, way, &mut ways, "/find", "f");
        add::<Documenting>(ask, &words, way, &mut ways, "/record", "r");
        add::<Documenting>(ask, &words, way, &mut ways, "/import", "i");
        add::<Reviewing>(ask, &words, way, &mut ways, "/verify", "v");
        add::<Reviewing>(ask, &words, way, &mut ways, "/links", "p");
        add::<Studying>(ask, &words, way, &mut ways, "/studies", "s");
        add::<Testing>(ask, &words, way, &mut ways, "/laws", "l");
        add::<Verifying>(ask, &words, way, &mut ways, "/office", "o");
        Frame {
            language,
            direction: ask.language.direction(),
            title,
            office: profile.name.in_language(language).to_owned(),
            notice: profile
                .notice
                .as_ref()
                .map(|notice| notice.in_language(language).to_owned())
                .unwrap_or_default(),
            user: ask.user().to_owned(),
            ways,
            csrf: ask.csrf(),
            path: ask.path.clone(),
            finds: ask.may::<Finding>(),
            shortcuts: ask.preferences.shortcuts,
            part: COUNTS.contains(&way) && counts_a_part(ask),
            other: if language == "ar" { "en" } else { "ar" },
            words,
        }
    }

    /// The frame while there is no open office: it tells not even a name.
    pub fn closed(words: Arc<Words>, title: &str, csrf: String, path: String) -> Frame {
        let language = words.language();
        Frame {
            language: language.code(),
            direction: language.direction(),
            title: words.text(title),
            office: words.text("web-brand"),
            notice: String::new(),
            user: String::new(),
            ways: Vec::new(),
            csrf,
            path,
            finds: false,
            shortcuts: true,
            part: false,
            other: if language.code() == "ar" { "en" } else { "ar" },
            words,
        }
    }

    /// A sentence.
    pub fn t(&self, id: &str) -> String {
        self.words.text(id)
    }

    /// A sentence with a number.
    pub fn tn(&self, id: &str, count: &u64) -> String {
        self.words
            .text_with(id, &[("count", Value::Number(*count))])
    }

    /// A sentence with a text.
    pub fn tv(&self, id: &str, value: &str) -> String {
        self.words.text_with(id, &[("value", Value::from(value))])
    }

    /// How much of how much.
    pub fn of(&self, done: &u64, total: &u64) -> String {
        let numbers = [
            ("done", Value::Number(*done)),
            ("total", Value::Number(*total)),
        ];
        self.words.text_with("web-job-of", &numbers)
    }

    /// In how many of how many rows.
    pub fn of_rows(&self, filled: &u64, rows: &u64) -> String {
        let numbers = [
            ("filled", Value::Number(*filled)),
            ("rows", Value::Number(*rows)),
        ];
        self.words.text_with("web-map-filled", &numbers)
    }

    /// From which to which of how many.
    pub fn of_window(&self, from: &u64, to: &u64, count: &u64) -> String {
        let numbers = [
            ("from", Value::Number(*from)),
            ("to", Value::Number(*to)),
            ("count", Value::Number(*count)),
        ];
        self.words.text_with("web-import-window", &numbers)
    }

    /// A position, such as a row of a sheet: in the page's digits, never with thousands apart.
    pub fn at(&self, position: &u64) -> String {
        self.words.in_digits(&position.to_string())
    }

    /// A number.
    pub fn n(&self, number: &u64) -> String {
        self.words.number(*number)
    }
}
