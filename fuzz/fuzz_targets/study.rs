//! Outside bytes as a study file: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let files = [("study.toml".to_owned(), text.to_owned())].into();
        let _ = study::Study::read("x", &files);
    }
});
