//! Outside bytes as a name, folded for comparing: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let once = model::fold::fold(text);
        assert_eq!(
            model::fold::fold(&once),
            once,
            "folding twice changes nothing"
        );
        for token in model::fold::name_tokens(text) {
            let _ = model::fold::skeleton(&token);
        }
    }
});
