//! Outside bytes as a stored record: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(record) = model::Record::from_canonical(text)
    {
        let canonical = record.canonical();
        let again =
            model::Record::from_canonical(&canonical).expect("a canonical text reads again");
        assert_eq!(again.canonical(), canonical);
    }
});
