//! The instruments shipped with the product load, and every test in them holds.

use law::{Library, builtin};

#[test]
fn the_shipped_instruments_load_and_their_own_tests_hold() {
    match Library::load(builtin()) {
        Ok(library) => assert_eq!(library.instruments().len(), 17),
        Err(problems) => {
            let said: Vec<String> = problems
                .iter()
                .map(|p| {
                    let file = p.spot.file.clone().unwrap_or_default();
                    format!("{file}:{}: {p}", p.spot.line.unwrap_or(0))
                })
                .collect();
            panic!("{}", said.join("\n"));
        }
    }
}
