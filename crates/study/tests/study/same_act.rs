//! A person arrested once and told by two lists is counted once; two arrests stay two.

use crate::nine::{self, computed, event, frame_of, options, place, records, study_with, when};
use model::record::{Decision, DecisionKind, Event, Person};
use model::{Record, Truth};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use study::frame::same_act::{Act, compare, group};
use study::frame::{Clusters, Decided};

/// H N, arrested on 2018-08-14, and the record of another list that is the same person.
const H_N: usize = 8;
const OTHER: usize = 11;

fn decision(kind: DecisionKind, about: [String; 2]) -> Record {
    let mut about = about.to_vec();
    about.sort();
    Record::Decision(Decision {
        kind,
        about,
        why: None,
        withdrawn: false,
    })
}

fn arrest(edtf: &str) -> Event {
    Event {
        when: (!edtf.is_empty()).then(|| when(edtf)),
        ..event("arrest", OTHER)
    }
}

/// The nine cases, and another list's record of H N with these arrests, linked.
fn linked(arrests: &[Event]) -> BTreeMap<String, Record> {
    let mut records = records();
    records.insert(nine::person_id(OTHER), Record::Person(Person::default()));
    for (at, arrest) in arrests.iter().enumerate() {
        records.insert(nine::id(2, 900 + at), Record::Event(arrest.clone()));
    }
    records.insert(nine::id(4, 1), nine::same_person([OTHER, H_N]));
    records
}

fn arrests(records: &BTreeMap<String, Record>) -> String {
    let computed = computed(&study_with(&[]), &frame_of(records, options()));
    let figure = computed
        .figures
        .iter()
        .find(|figure| figure.id == "arrests")
        .expect("a figure");
    format!("{}+{}", figure.total.sure, figure.total.possible)
}

fn everything(records: &BTreeMap<String, Record>) -> String {
    let computed = computed(&study_with(&[]), &frame_of(records, options()));
    serde_json::to_string(&computed).expect("JSON")
}

#[test]
fn arrested_once_and_told_by_two_lists_is_counted_once() {
    assert_eq!(arrests(&records()), "9+0");
    for told in ["2018-08-14", "2018-08-16", "2018-08"] {
        assert_eq!(arrests(&linked(&[arrest(told)])), "9+0", "{told}");
    }
}

#[test]
fn two_arrests_of_one_person_stay_two() {
    assert_eq!(arrests(&linked(&[arrest("2019-02-01")])), "10+0");
    // One list tells both: none is lost, and the one in common is one.
    let both = [arrest("2018-08-15"), arrest("2018-08-16")];
    assert_eq!(arrests(&linked(&both)), "10+0");
}

#[test]
fn arrests_in_two_governorates_are_two_and_a_place_not_said_contradicts_nothing() {
    let mut records = linked(&[arrest("2018-08-14")]);
    let set = |records: &mut BTreeMap<String, Record>, id: String, at: &str| {
        let Some(Record::Event(event)) = records.get_mut(&id) else {
            panic!("an arrest")
        };
        event.place = place(at);
    };
    set(&mut records, nine::id(2, 81), "dael");
    assert_eq!(arrests(&records), "9+0");
    set(&mut records, nine::id(2, 900), "daraa");
    assert_eq!(arrests(&records), "9+0");
    set(&mut records, nine::id(2, 900), "tafas");
    assert_eq!(arrests(&records), "9+1");
    set(&mut records, nine::id(2, 900), "damascus");
    assert_eq!(arrests(&records), "10+0");
}

#[test]
fn what_cannot_be_known_is_counted_as_possible() {
    assert_eq!(arrests(&linked(&[arrest("2018")])), "9+1");
    assert_eq!(arrests(&linked(&[arrest("2018-09-10")])), "9+1");
    // Without a date it may lie outside of the study as well.
    assert_eq!(arrests(&linked(&[arrest("")])), "9+1");
}

#[test]
fn a_death_is_one_unless_its_dates_are_surely_apart() {
    let death = |edtf: &str| Event {
        when: (!edtf.is_empty()).then(|| when(edtf)),
        ..event("death", OTHER)
    };
    let deaths = |edtf: &str| {
        let mut records = linked(&[death(edtf)]);
        // The recorded death of H N has no date; here it has one.
        for record in records.values_mut() {
            if let Record::Event(event) = record
                && event.kind == "death"
                && event.persons[0].person == nine::person_id(H_N)
            {
                event.when = Some(when("2018-12-01"));
            }
        }
        frame_of(&records, options())
            .count("deaths")
            .expect("a view")
    };
    let one = frame_of(&records(), options())
        .count("deaths")
        .expect("a view");
    assert_eq!(deaths(""), one);
    assert_eq!(deaths("2018"), one);
    assert_eq!(deaths("2018-12-20"), one);
    assert_eq!(deaths("2019-06-20"), one + 1);
}

#[test]
fn a_reviewer_takes_apart_what_the_rule_joined_and_back_again_byte_for_byte() {
    let mut records = linked(&[arrest("2018-08-16")]);
    let before = everything(&records);
    let about = [nine::id(2, 81), nine::id(2, 900)];
    let key = nine::id(4, 2);
    records.insert(
        key.clone(),
        decision(DecisionKind::DifferentEvents, about.clone()),
    );
    assert_eq!(arrests(&records), "10+0");
    let Some(Record::Decision(decided)) = records.get_mut(&key) else {
        panic!("a decision")
    };
    decided.withdrawn = true;
    assert_eq!(everything(&records), before);
    records.remove(&key);
    assert_eq!(everything(&records), before);
}

#[test]
fn a_reviewer_joins_what_the_rule_could_not_tell() {
    let mut records = linked(&[arrest("2018-09-10")]);
    let about = [nine::id(2, 81), nine::id(2, 900)];
    records.insert(
        nine::id(4, 2),
        decision(DecisionKind::SameEvent, about.clone()),
    );
    assert_eq!(arrests(&records), "9+0");
    records.insert(
        nine::id(4, 2),
        decision(DecisionKind::DifferentEvents, about.clone()),
    );
    assert_eq!(arrests(&records), "10+0");
    records.insert(
        nine::id(4, 2),
        decision(DecisionKind::CannotTellEvents, about),
    );
    assert_eq!(arrests(&records), "9+1");
}

#[test]
fn a_link_that_is_withdrawn_restores_every_figure_byte_for_byte() {
    let mut records = linked(&[arrest("2018-08-16"), arrest("2019-02-01")]);
    records.remove(&nine::id(4, 1));
    let before = everything(&records);
    assert_eq!(arrests(&records), "11+0");
    records.insert(nine::id(4, 1), nine::same_person([OTHER, H_N]));
    assert_eq!(arrests(&records), "10+0");
    let Some(Record::Decision(decided)) = records.get_mut(&nine::id(4, 1)) else {
        panic!("a decision")
    };
    decided.withdrawn = true;
    assert_eq!(everything(&records), before);
}

#[test]
fn a_same_that_different_contradicts_is_not_followed_and_is_named() {
    let mut decided = Decided::default();
    let about = |kind, a: &str, b: &str| Decision {
        kind,
        about: vec![a.into(), b.into()],
        why: None,
        withdrawn: false,
    };
    decided.take_persons(&about(DecisionKind::SamePerson, "b", "c"));
    decided.take_persons(&about(DecisionKind::SamePerson, "a", "b"));
    decided.take_persons(&about(DecisionKind::DifferentPersons, "a", "c"));
    let (clusters, contradicted) = decided.clusters();
    assert_eq!(clusters.root("b"), "a");
    assert_eq!(clusters.root("c"), "c");
    assert_eq!(contradicted, [("b".to_owned(), "c".to_owned())]);
}

#[test]
fn the_rule_is_the_offices_own() {
    let mut profile = nine::profile();
    let told = |id: &str, edtf: &str| Act::of(id, &arrest(edtf), BTreeSet::from([id.to_owned()]));
    let (a, b) = (told("a", "2018-08-14"), told("b", "2018-08-20"));
    let answer = |profile: &model::Profile| compare(&a, &b, &profile.same_act, profile).answer;
    assert_eq!(answer(&profile), Truth::Unknown);
    profile.same_act.days = 7;
    assert_eq!(answer(&profile), Truth::True);
    profile.same_act.by_hand = vec!["arrest".into()];
    assert_eq!(answer(&profile), Truth::Unknown);
    profile.same_act.days = 0;
    profile.same_act.apart = 5;
    assert_eq!(answer(&profile), Truth::False);
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let day = prop_oneof![
        (1i8..=28).prop_map(|day| format!("2018-08-{day:02}")),
        (1i8..=12).prop_map(|month| format!("2018-{month:02}")),
        Just("2018".to_owned()),
        Just(String::new()),
    ];
    let spot = prop_oneof![
        Just(None),
        Just(Some("dael")),
        Just(Some("tafas")),
        Just(Some("daraa")),
        Just(Some("damascus"))
    ];
    prop::collection::vec((day, spot, 0..4usize), 0..9).prop_map(|told| {
        told.into_iter()
            .enumerate()
            .map(|(at, (edtf, spot, record))| {
                let mut event = arrest(&edtf);
                event.place = spot.and_then(place);
                Act::of(
                    &format!("e{at}"),
                    &event,
                    BTreeSet::from([format!("p{record}")]),
                )
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn acts_do_not_depend_on_the_order_and_the_sure_ones_are_surely_distinct(
        acts in acts(),
        turn in 0usize..9,
    ) {
        let profile = nine::profile();
        let rule = &profile.same_act;
        let found = |acts: &[Act]| {
            let grouped = group(acts, &Clusters::default(), |_, _| false, rule, &profile);
            let told: BTreeMap<Vec<String>, bool> = grouped
                .acts
                .iter()
                .zip(&grouped.sure)
                .map(|(act, sure)| {
                    (act.iter().map(|&at| acts[at].id.clone()).collect(), *sure)
                })
                .collect();
            (grouped, told)
        };
        let (grouped, told) = found(&acts);
        let mut turned = acts.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
            turned.reverse();
        }
        prop_assert_eq!(found(&turned).1, told);
        let count: usize = grouped.acts.iter().map(Vec::len).sum();
        prop_assert_eq!(count, acts.len());
        let sure: Vec<&Vec<usize>> = grouped
            .acts
            .iter()
            .zip(&grouped.sure)
            .filter(|(_, sure)| **sure)
            .map(|(act, _)| act)
            .collect();
        prop_assert_eq!(sure.is_empty(), acts.is_empty());
        for (at, one) in sure.iter().enumerate() {
            for other in &sure[at + 1..] {
                let surely_two = one.iter().any(|&x| {
                    other.iter().any(|&y| {
                        !acts[x].told_of.is_disjoint(&acts[y].told_of)
                            || compare(&acts[x], &acts[y], rule, &profile).answer == Truth::False
                    })
                });
                prop_assert!(surely_two);
            }
        }
        // What one record tells apart is never one act.
        for act in &grouped.acts {
            for (at, &x) in act.iter().enumerate() {
                for &y in &act[at + 1..] {
                    prop_assert!(acts[x].told_of.is_disjoint(&acts[y].told_of));
                }
            }
        }
    }

    #[test]
    fn the_rule_judges_two_events_alike_in_either_order(acts in acts()) {
        let profile = nine::profile();
        for a in &acts {
            for b in &acts {
                prop_assert_eq!(
                    compare(a, b, &profile.same_act, &profile),
                    compare(b, a, &profile.same_act, &profile)
                );
            }
        }
    }
}
