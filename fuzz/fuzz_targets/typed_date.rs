//! Outside bytes as a date as people type it: never a panic, never a broken promise.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        use model::when::{DayOrder, typed::read_typed};
        for order in [
            DayOrder::DayFirst,
            DayOrder::MonthFirst,
            DayOrder::Unsettled,
        ] {
            let _ = read_typed(text, order);
        }
    }
});
