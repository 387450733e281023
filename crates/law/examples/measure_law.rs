//! How many persons are tested in a second? Run in release:
//! `cargo run --release -p law --example measure_law`

use jiff::ToSpan;
use jiff::civil::date;
use law::{Facts, Library, Tester, Until, Value, builtin};
use model::When;
use std::time::Instant;

const PERSONS: usize = 100_000;

fn main() {
    let library = Library::load(builtin()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let Ok(decree) = library.get("ld-18-2018") else {
        return;
    };
    let persons: Vec<Facts> = (0..PERSONS)
        .map(|n| {
            let taken = date(2018, 6, 1).saturating_add((n as i64 % 500).days());
            let custody = Value::State {
                holds: true,
                from: When::day(taken),
                until: Until::Unknown,
            };
            let facts = Facts::of(n.to_string()).with("custody", custody, ["claim"]);
            if n % 3 == 0 {
                facts.with("surrender.date", Value::When(When::day(taken)), ["claim"])
            } else {
                facts
            }
        })
        .collect();
    let Ok(mut tester) = Tester::new(decree, None, date(2020, 1, 1), &[]) else {
        return;
    };
    let open = |outcome| outcome == law::Outcome::CannotBeKnown;
    let begin = Instant::now();
    let with_reasons = persons
        .iter()
        .filter(|facts| open(tester.test(facts).outcome))
        .count();
    say("with reasons", begin, with_reasons);
    let begin = Instant::now();
    let alone = persons
        .iter()
        .filter(|facts| open(tester.outcome(facts)))
        .count();
    say("outcome alone", begin, alone);
}

fn say(what: &str, begin: Instant, open: usize) {
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{what}: {PERSONS} persons in {seconds:.2} s, {:.0} a second, {open} cannot be known",
        PERSONS as f64 / seconds
    );
}
