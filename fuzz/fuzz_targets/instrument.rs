//! Outside bytes as an instrument file: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = law::Library::load([("x.toml", text)]);
    }
});
