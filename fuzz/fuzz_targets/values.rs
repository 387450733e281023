//! Outside bytes as a workbook: never a panic, and a workbook comes out.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_values(bytes);
});
