//! Outside bytes as a paper: never a panic, and nothing left to take away.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_paper(bytes);
});
