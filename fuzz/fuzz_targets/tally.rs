//! Outside bytes as a tally or as draws of one: never a panic, never a broken promise.
#![no_main]

use estimate::Tally;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(tally) = Tally::read(bytes, "tally.csv") {
        let counted: u64 = tally.cells().iter().map(|(_, count)| count).sum();
        assert_eq!(counted, tally.n());
        assert!(tally.cells().iter().all(|(pattern, _)| *pattern != 0));
    }
    if let Ok(strata) = Tally::read_strata(bytes, "tally.csv", &["draw"]) {
        assert!(!strata.is_empty());
    }
});
