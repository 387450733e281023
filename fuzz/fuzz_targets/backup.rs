//! Outside bytes as the stream inside a backup: never a panic, never more memory than bytes that came.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    register::fuzz_backup(bytes);
});
