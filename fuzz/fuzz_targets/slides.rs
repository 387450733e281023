//! Outside bytes as slides: never a panic, and a paper comes out.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_slides(bytes);
});
