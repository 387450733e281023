//! Outside bytes as a photograph: never a panic, never more than the limits allow.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_picture(bytes);
});
