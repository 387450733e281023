//! Outside bytes as a CSV sheet: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_csv(bytes);
});
