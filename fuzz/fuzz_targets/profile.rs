//! Outside bytes as a profile file: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let texts = [("profile.toml".to_owned(), text.to_owned())].into();
        let _ = model::Profile::read(&texts);
    }
});
