//! Outside bytes as a partial date: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(when) = model::When::parse(text)
    {
        let again = model::When::parse(when.edtf()).expect("a canonical date reads again");
        assert_eq!(again, when);
        if let (Some(first), Some(last)) = (when.earliest(), when.latest()) {
            assert!(first <= last);
        }
    }
});
