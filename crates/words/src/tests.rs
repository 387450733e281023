use super::*;
use model::problem::{CODES, Code};
use std::collections::{BTreeMap, BTreeSet};

/// Ids (with attributes) and the variables that each uses, read from the text.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        if line.starts_with('#') {
            continue;
        }
        let trimmed = line.trim_start();
        if !line.starts_with([' ', '}', '\t']) && line.contains('=') {
            current = line.split('=').next().unwrap_or_default().trim().to_owned();
            found.entry(current.clone()).or_default();
        } else if trimmed.starts_with('.') && trimmed.contains('=') {
            let message = current.split('.').next().unwrap_or_default().to_owned();
            let attribute = trimmed.split('=').next().unwrap_or_default().trim();
            current = format!("{message}{attribute}");
            found.entry(current.clone()).or_default();
        }
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            if let Some(variables) = found.get_mut(&current) {
                variables.insert(name);
            }
        }
    }
    found
}

#[test]
fn every_file_of_sentences_reads_without_an_error() {
    for (file, arabic, english) in SENTENCES {
        let indic = spoken::sentences_in_arabic_indic(arabic);
        for (language, text) in [("ar", *arabic), ("ar, ٠-٩", &indic), ("en", english)] {
            if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
                panic!("{language}/{file}.ftl: {errors:?}");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    for (file, arabic, english) in SENTENCES {
        let (arabic, english) = (messages(arabic), messages(english));
        let ids = |m: &BTreeMap<String, BTreeSet<String>>| -> BTreeSet<String> {
            m.keys().cloned().collect()
        };
        assert_eq!(ids(&arabic), ids(&english), "ids of {file}.ftl");
        for (id, variables) in &english {
            assert_eq!(&arabic[id], variables, "variables of {id} in {file}.ftl");
        }
    }
}

#[test]
fn no_message_stands_in_two_files() {
    let mut seen = BTreeMap::new();
    for (file, _, english) in SENTENCES {
        for id in messages(english).into_keys() {
            if let Some(other) = seen.insert(id.clone(), file) {
                panic!("{id} stands in {other}.ftl and in {file}.ftl");
            }
        }
    }
}

#[test]
fn every_problem_has_a_sentence_and_a_hint_in_both_languages() {
    let mut missing = Vec::new();
    for language in Language::ALL {
        let words = Words::plain(language);
        for code in CODES {
            let id = code.as_str().replace('.', "-");
            let message = words.bundle.get_message(&id);
            let whole = message.as_ref().is_some_and(|message| {
                message.value().is_some() && message.get_attribute("hint").is_some()
            });
            if !whole {
                missing.push(format!("{} {id}", language.code()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_page_names_its_form_where_the_command_line_names_keys_of_a_file() {
    let problem = Problem::new(Code::IntakeColumnUnmapped).with("column", "s");
    for language in Language::ALL {
        let words = Words::plain(language);
        let (typed, seen) = (words.problem(&problem), words.problem_on_page(&problem));
        assert_eq!(typed.sentence, seen.sentence);
        assert!(typed.hint.contains('`') && !seen.hint.contains('`'));
        for code in CODES {
            let id = code.as_str().replace('.', "-");
            let page = words.say(&id, Some("page"), &FluentArgs::new());
            assert!(page.is_none_or(|page| !page.contains('`')), "{id}");
        }
    }
    // A problem without a hint for pages has its one hint there, too.
    let problem = Problem::new(Code::RegisterDiskFull);
    let words = Words::plain(Language::English);
    assert_eq!(words.problem(&problem), words.problem_on_page(&problem));
}

#[test]
fn every_file_in_the_folder_is_compiled_in() {
    for language in ["ar", "en"] {
        let folder = format!("{}/ftl/{language}", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder stands beside this crate")
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .replace(".ftl", "")
            })
            .collect();
        files.sort();
        let mut known: Vec<String> = SENTENCES
            .iter()
            .map(|(file, _, _)| (*file).into())
            .collect();
        known.sort();
        assert_eq!(files, known);
    }
}

#[test]
fn partial_dates_are_said_as_partial() {
    let mut said = String::new();
    for language in Language::ALL {
        let words = Words::plain(language);
        for edtf in [
            "2018-11-11",
            "2019-02",
            "2018",
            "2019-07~",
            "2018-10-09?",
            "2018-07-01/2018-10",
            "2018/..",
            "201X",
        ] {
            let when = model::When::parse(edtf).expect(edtf);
            said.push_str(&format!("{edtf}: {}\n", words.date(&when)));
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn arabic_counts_take_their_six_forms() {
    let words = Words::plain(Language::Arabic);
    let said: Vec<String> = [0, 1, 2, 3, 11, 100, 142, 10516]
        .map(|count| words.counted("arrest", count))
        .into();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn numbers_are_shown_in_the_digits_of_the_office() {
    let words = Words::plain(Language::Arabic).with_digits(Digits::ArabicIndic);
    assert_eq!(words.number(10516), "١٠٬٥١٦");
    assert_eq!(
        Words::plain(Language::English).number(1_000_000),
        "1,000,000"
    );
}
