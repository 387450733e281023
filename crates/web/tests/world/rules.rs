//! The office's rules in a test, and what a page says of them.

use super::World;
use office::Policy;

pub fn rules(world: &World, policy: &Policy) {
    let seat = world
        .office
        .seat("example", world.at(), None)
        .expect("administers");
    world.office.set_policy(&seat, policy).expect("set");
    world.pass(31); // rules are read again after half a minute
}

pub fn open_rules() -> Policy {
    Policy {
        two_persons: false,
        lock_after: 0,
        reads_alarm: 0,
        reads_most: 0,
        administrators_passkey: false,
        sources_two_persons: false,
        ..Policy::default()
    }
}

pub fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(found, _)| found)
        .unwrap_or_else(|| panic!("{before} is not in {text}"))
}
