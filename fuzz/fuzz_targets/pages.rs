//! Outside bytes as a PDF file: never a panic that is not caught, never more pages than the limit.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    intake::fuzz_pages(bytes);
});
