//! Outside bytes as a form's body or an address: never a panic, no control character comes through.
#![no_main]

// The module alone, because the crate around it brings typesetting along.
#[allow(dead_code)]
#[path = "../../crates/web/src/form.rs"]
mod form;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = form::Form::read(&text);
    for (name, value) in &read.0 {
        let bad = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
        assert!(!name.chars().any(bad) && !value.chars().any(bad));
        let _ = read.number::<u64>(name);
        assert_eq!(form::decode(&form::encode(value)), *value);
    }
});
