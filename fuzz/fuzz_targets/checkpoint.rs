//! Outside bytes as a verifier key and a signed note: never a panic, and nothing that nobody signed holds.
#![no_main]

use model::Code;

/// The key of the example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (key, note) = text.split_once('\n').unwrap_or((KEY, text));
        let _ = register::Checkpoint::read(note, key);
        if let Err(problem) = register::Checkpoint::read(text, KEY) {
            assert!(matches!(
                problem.code,
                Code::CheckpointUnreadable | Code::CheckpointSignatureWrong
            ));
        }
    }
});
