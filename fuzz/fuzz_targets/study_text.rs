//! Outside bytes as a study's Markdown and as the text that was published: never a panic.
#![no_main]

use model::Profile;
use std::collections::BTreeMap;
use study::{Computed, Frame, FrameBuilder, FrameOptions, Silent, Study};

const STUDY: &str = r#"
title = { ar = "دراسة", en = "A study" }
[span]
from = "2018-01-01"
until = "2019-01-01"
[[period]]
id = "all"
label = { ar = "كلها", en = "All of it" }
from = "2018-01-01"
until = "2019-01-01"
[population]
rows = "select id from persons"
[[figure]]
id = "people"
title = { ar = "أشخاص", en = "People" }
definition = { ar = "كل من في السجل", en = "Everybody in the register" }
unit = "person"
clock = "none"
kind = "documented_count"
rows = "select id from persons"
"#;

const PUBLISHED: &str = r#"
[[file]]
name = "published.en.txt"
language = "en"
footnotes = true
[[statement]]
quote = "the arrest of 30 persons"
figure = "people"
"#;

fn study(published: &str) -> Study {
    let files: BTreeMap<String, String> = [
        ("study.toml", STUDY),
        ("published.toml", PUBLISHED),
        ("published.en.txt", published),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    Study::read("fuzz", &files).expect("the study of this target is right")
}

fn compute(study: &Study, frame: &Frame) -> Option<Computed> {
    let (profile, laws) = (Profile::default(), law::Library::load([]).expect("no laws"));
    study::compute(study, frame, &profile, &laws, &Silent).ok()
}

thread_local! {
    static FRAME: Frame = FrameBuilder::new(&Profile::default(), FrameOptions::default())
        .and_then(FrameBuilder::finish)
        .expect("an empty frame");
    static COMPUTED: Computed =
        FRAME.with(|frame| compute(&study("Nothing.\n"), frame)).expect("nothing is counted");
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    COMPUTED.with(|computed| {
        let mut computed = computed.clone();
        computed.texts.insert("en".into(), text.to_owned());
        let _ = study::text::fill(&computed, "en", &|number| format!("{:?}", number.parts));
    });
    FRAME.with(|frame| compute(&study(text), frame));
});
