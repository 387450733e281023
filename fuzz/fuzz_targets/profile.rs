//! Outside bytes as each file of a profile: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        for file in [
            "profile.toml",
            "vocabularies/event.toml",
            "places.toml",
            "bodies.toml",
            "confirmation.toml",
            "same-act.toml",
        ] {
            let texts = [(file.to_owned(), text.to_owned())].into();
            let _ = model::Profile::read(&texts);
        }
    }
});
