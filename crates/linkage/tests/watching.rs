//! Whoever watches a linkage sees it go on, can end it, and changes nothing of it.

use linkage::{Linked, Model, Reading, Table, link, link_watched};
use model::{Code, Phase, Problem, Step};
use std::sync::Mutex;

fn people() -> Table {
    let text = include_str!("people.csv");
    Table::read_csv(
        vec![("people.csv".into(), text.as_bytes())],
        &Reading::default(),
    )
    .expect("readable")
}

fn said(linked: &Linked) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{}",
        linked.pairs,
        linked.implied,
        linked.clusters(&[]),
        linked.model.to_toml()
    )
}

fn ends() -> Problem {
    Problem::new(Code::OfficeWorkCancelled)
}

#[test]
fn a_watched_linkage_gives_the_same_answer_to_the_last_byte() {
    let table = people();
    let model = Model::propose(&table);
    let unwatched = link(&table, &model, &[]).expect("linked");
    let steps = Mutex::new(Vec::new());
    let watched = link_watched(&table, &model, &[], &|step| {
        steps.lock().expect("whole").push(step);
        Ok(())
    })
    .expect("linked");
    assert_eq!(said(&watched), said(&unwatched));

    let steps = steps.into_inner().expect("whole");
    let mut phases: Vec<Phase> = steps.iter().map(|step| step.phase).collect();
    phases.dedup();
    assert_eq!(
        phases,
        [
            Phase::Preparing,
            Phase::Learning,
            Phase::Blocking,
            Phase::Comparing
        ]
    );
    let compared: Vec<&Step> = steps
        .iter()
        .filter(|step| step.phase == Phase::Comparing)
        .collect();
    assert!(compared.len() > 2, "pairs are told in chunks");
    assert!(compared.is_sorted_by_key(|step| step.done));
    let last = compared.last().expect("a step");
    assert_eq!(Some(last.done), last.total);
}

#[test]
fn whoever_ends_it_at_any_step_gets_the_reason_back_and_no_answer() {
    let table = people();
    let model = Model::propose(&table);
    let steps = Mutex::new(0);
    link_watched(&table, &model, &[], &|_| {
        *steps.lock().expect("whole") += 1;
        Ok(())
    })
    .expect("linked");
    let all = *steps.lock().expect("whole");
    // Each step as it begins, halfway through the pairs, and the very last.
    for last in [1, 2, 3, 4, 4 + (all - 4) / 2, all] {
        let told = Mutex::new(0);
        let ended = link_watched(&table, &model, &[], &|_| {
            let mut told = told.lock().expect("whole");
            *told += 1;
            if *told >= last { Err(ends()) } else { Ok(()) }
        });
        let problem = ended.map(|_| ()).expect_err("it was ended");
        assert_eq!(problem.code, Code::OfficeWorkCancelled, "at step {last}");
    }
}

#[test]
fn drawn_clusterings_can_be_ended_between_draws() {
    let table = people();
    let linked = link(&table, &Model::propose(&table), &[]).expect("linked");
    let drawn = |watch: &model::Watch<'_>| {
        linkage::draws::draw(table.len(), &linked.pairs, &[], -4.0, (8, 1), watch)
    };
    assert_eq!(drawn(&model::unwatched).expect("drawn").len(), 8);
    let ended = drawn(&|step| if step.done >= 2 { Err(ends()) } else { Ok(()) });
    assert!(ended.is_err());
}
