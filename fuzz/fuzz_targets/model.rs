//! Outside text as a linkage model: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(model) = linkage::Model::from_toml(text)
    {
        let again =
            linkage::Model::from_toml(&model.to_toml()).expect("a written model reads again");
        assert_eq!(again, model);
    }
});
