//! Less knowledge may only move an outcome towards `cannot_be_known`.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{Facts, Library, Outcome, Tester, Until, Value, builtin};
use model::When;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::load(builtin()).expect("the shipped instruments load"));

/// Everything about one person, with nothing left open and nothing contradictory.
#[derive(Clone, Debug)]
struct World {
    article: &'static str,
    offence: Date,
    /// Taken into custody then, for so many days.
    taken: Date,
    held: i32,
    /// A fugitive at every day before he was taken.
    fugitive: bool,
    surrender: Option<Date>,
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i32..4000).prop_map(|days| date(2013, 6, 1).saturating_add(days.days()))
}

fn any_world() -> impl Strategy<Value = World> {
    (
        select(vec!["100", "101", "102", "103(4)", "103(2)", "law-30-2007"]),
        any_day(),
        any_day(),
        0i32..3000,
        any::<bool>(),
        prop::option::of(any_day()),
    )
        .prop_map(
            |(article, offence, taken, held, fugitive, surrender)| World {
                article,
                offence,
                taken,
                held,
                fugitive,
                surrender,
            },
        )
}

/// How much of a date is told: 0 the day … 5 nothing at all.
fn told(day: Date, how: u8) -> Option<When> {
    let (y, m) = (day.year(), day.month());
    let text = match how {
        0 => day.to_string(),
        1 => format!("{y}-{m:02}"),
        2 => format!("{y}-{m:02}~"),
        3 => format!("{}/{}", y - 1, y + 1),
        4 => format!("{}/..", y - 2),
        _ => return None,
    };
    Some(When::parse(&text).expect("a date"))
}

/// What a register holds of the world, at a width for each fact.
fn known(world: &World, widths: [u8; 6]) -> Facts {
    let mut facts = Facts::of("someone");
    let [article, offence, from, until, fugitive, surrender] = widths;
    let add = |facts: Facts, name: &str, value: Value| facts.with(name, value, ["record"]);
    match article {
        0 => {
            facts = add(
                facts,
                "offence.article",
                Value::OneOf(vec![world.article.into()]),
            )
        }
        1 => {
            let whole = world.article.split('(').next().unwrap_or_default();
            let either = vec![whole.to_owned(), world.article.to_owned(), "101".to_owned()];
            facts = add(facts, "offence.article", Value::OneOf(either));
        }
        _ => {}
    }
    if let Some(when) = told(world.offence, offence) {
        facts = add(facts, "offence.date", Value::When(when));
    }
    let end = world.taken.saturating_add(world.held.days());
    if let Some(taken) = told(world.taken, from) {
        let until = match told(end, until) {
            Some(end) if until < 3 => Until::Ended(end),
            Some(end) => Until::AtLeast(end),
            None => Until::Unknown,
        };
        facts = add(
            facts,
            "custody",
            Value::State {
                holds: true,
                from: taken,
                until,
            },
        );
    }
    if fugitive < 5
        && let Ok(eve) = world.taken.yesterday()
        && let Some(last) = told(eve, fugitive)
    {
        let state = Value::State {
            holds: world.fugitive,
            from: When::day(date(2000, 1, 1)),
            until: Until::Ended(last),
        };
        facts = add(facts, "person.fugitive", state);
    }
    match world.surrender {
        Some(day) => {
            if let Some(when) = told(day, surrender) {
                facts = add(facts, "surrender.date", Value::When(when));
            }
        }
        None if surrender < 5 => facts = add(facts, "surrender.date", Value::Never),
        None => {}
    }
    facts
}

fn outcomes(facts: &Facts, as_of: Date) -> Vec<(String, Outcome)> {
    LIBRARY
        .instruments()
        .iter()
        .flat_map(|instrument| {
            std::iter::once(None)
                .chain(instrument.readings.iter().map(|r| Some(r.id.as_str())))
                .map(move |reading| (instrument, reading))
        })
        .map(|(instrument, reading)| {
            let tester = Tester::new(instrument, reading, as_of, &[]).expect("known");
            (
                format!("{} {reading:?}", instrument.id),
                tester.outcome(facts),
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn knowing_less_never_changes_an_outcome_but_to_cannot_be_known(
        world in any_world(),
        narrow in [0u8..3, 0u8..6, 0u8..6, 0u8..6, 0u8..6, 0u8..6],
        further in [0u8..3, 0u8..6, 0u8..6, 0u8..6, 0u8..6, 0u8..6],
        as_of in any_day(),
    ) {
        let wide: Vec<u8> = narrow
            .iter()
            .zip(further)
            .map(|(narrow, further)| narrow.saturating_add(further).min(5))
            .collect();
        let wide: [u8; 6] = wide.try_into().expect("six widths");
        let less = outcomes(&known(&world, wide), as_of);
        for (some, less) in outcomes(&known(&world, narrow), as_of).into_iter().zip(less) {
            prop_assert!(
                less.1 == some.1 || less.1 == Outcome::CannotBeKnown,
                "{}: {:?} became {:?}", some.0, some.1, less.1
            );
        }
    }

    #[test]
    fn learning_every_missing_fact_settles_an_outcome_that_a_set_promises_to_settle(
        world in any_world(), widths in [1u8..3, 1u8..6, 0u8..6, 0u8..6, 3u8..6, 1u8..6],
    ) {
        let as_of = date(2026, 1, 1);
        let decree = LIBRARY.get("ld-18-2018").expect("shipped");
        let facts = known(&world, widths);
        let tested = law::test(decree, None, &facts, as_of, &[]).expect("known");
        let on_an_edge = |day: Date| [date(2019, 2, 9), date(2019, 4, 9)].contains(&day);
        prop_assume!(!world.surrender.is_some_and(on_an_edge));
        if tested.missing_settles == law::Settling::Always {
            for set in &tested.missing {
                let mut learned = facts.clone();
                for name in set {
                    learned.forget(name);
                    let value = match name.as_str() {
                        "offence.article" => Value::OneOf(vec![world.article.into()]),
                        "offence.date" => Value::When(When::day(world.offence)),
                        "surrender.date" => world
                            .surrender
                            .map_or(Value::Never, |day| Value::When(When::day(day))),
                        "person.fugitive" => Value::State {
                            holds: world.fugitive,
                            from: When::day(date(2018, 10, 9)),
                            until: Until::Ended(When::day(date(2018, 10, 9))),
                        },
                        "offence.flight" => Value::OneOf(vec![
                            if world.article == "101" { "external" } else { "internal" }.into(),
                        ]),
                        other => panic!("{other} was not expected"),
                    };
                    learned = learned.with(name, value, ["learned"]);
                }
                let settled = law::test(decree, None, &learned, as_of, &[]).expect("known");
                prop_assert!(settled.outcome != Outcome::CannotBeKnown, "{set:?}");
            }
        }
    }
}
