//! What must hold for every tally?

use estimate::dga::{GraphSettings, dga};
use estimate::hierarchy::{Model, Table};
use estimate::loglinear::fit_all;
use estimate::{
    Method, Settings, Stratum, Tallies, Tally, estimate, estimate_strata, leave_one_out,
    prior_sensitivity, upset,
};
use proptest::prelude::*;

/// Quick settings; every method runs.
fn quick() -> Settings {
    let mut settings = Settings {
        resamples: 60,
        coverage_resamples: 60,
        ..Settings::default()
    };
    settings.classes.warm_up = 100;
    settings.classes.budget = 100;
    settings.classes.r_hat = 9.0;
    settings.classes.effective = 0.0;
    settings
}

fn names(lists: usize) -> Vec<String> {
    (0..lists)
        .map(|j| char::from(b'A' + j as u8).to_string())
        .collect()
}

/// A tally of three or four lists, every observable cell filled.
fn full() -> impl Strategy<Value = Tally> {
    (3usize..=4).prop_flat_map(|lists| {
        prop::collection::vec(1u64..60, (1 << lists) - 1).prop_map(move |counts| {
            Tally::new(
                &names(lists),
                counts
                    .into_iter()
                    .enumerate()
                    .map(|(i, c)| (i as u32 + 1, c)),
            )
            .unwrap()
        })
    })
}

/// A tally in which cells may be empty.
fn sparse() -> impl Strategy<Value = Tally> {
    prop::collection::vec(prop_oneof![2 => Just(0u64), 3 => 1u64..30], 15).prop_filter_map(
        "needs a person",
        |counts| {
            let cells = counts
                .into_iter()
                .enumerate()
                .map(|(i, c)| (i as u32 + 1, c));
            Tally::new(&names(4), cells).ok().filter(|t| t.n() > 0)
        },
    )
}

fn as_csv(tally: &Tally, order: &[usize], reverse: bool) -> String {
    let mut text: Vec<String> = order.iter().map(|&j| tally.lists()[j].clone()).collect();
    text.push("count".to_owned());
    let mut rows: Vec<String> = tally
        .cells()
        .iter()
        .map(|&(p, c)| {
            let mut row: Vec<String> = order.iter().map(|j| (p >> j & 1).to_string()).collect();
            row.push(c.to_string());
            row.join(",")
        })
        .collect();
    if reverse {
        rows.reverse();
    }
    format!("{}\n{}\n", text.join(","), rows.join("\n"))
}

fn json(estimate: &estimate::Estimate) -> String {
    serde_json::to_string(estimate).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn permuting_lists_or_rows_changes_no_byte(tally in sparse(), turn in 0usize..4) {
        let lists = tally.lists().len();
        let order: Vec<usize> = (0..lists).map(|j| (j + turn) % lists).collect();
        let again = Tally::read(as_csv(&tally, &order, true).as_bytes(), "t").unwrap();
        prop_assert_eq!(&again, &tally);
        prop_assert_eq!(again.hash(), tally.hash());
    }

    #[test]
    fn an_empty_list_changes_nothing_but_a_note(tally in sparse()) {
        let mut wider = names(tally.lists().len());
        wider.push("Z".to_owned());
        let wider = Tally::new(&wider, tally.cells().iter().copied()).unwrap();
        let (plain, noted) = (estimate(&tally, &quick()), estimate(&wider, &quick()));
        prop_assert_eq!(plain.tally_hash.clone(), noted.tally_hash.clone());
        prop_assert_eq!(&plain.methods, &noted.methods);
        prop_assert_eq!(noted.gate.len(), plain.gate.len() + 1);
    }

    #[test]
    fn doubling_all_counts_narrows_relative_intervals(tally in full()) {
        let doubled = Tally::new(
            tally.lists(),
            tally.cells().iter().map(|&(p, c)| (p, 2 * c)),
        ).unwrap();
        let lists = tally.lists().len();
        let models = Model::all(lists, 2);
        let independence = |t: &Tally| {
            let family = fit_all(&models[..1], &Table::of(t));
            let fit = &family.ranked[0].fit;
            let (low, high) = fit.log_normal_interval(t.n() as f64, 1.96);
            ((high - low) / t.n() as f64, fit.n0 / t.n() as f64)
        };
        let (once, twice) = (independence(&tally), independence(&doubled));
        prop_assert!(twice.0 < once.0);
        prop_assert!((twice.1 / once.1 - 1.0).abs() < 1e-6);
        // Without averaging over models: the graph of independence alone narrows too, and the
        // average's width follows once one graph dominates; here only that it stays finite.
        let wide = dga(&doubled, &GraphSettings::default()).unwrap();
        prop_assert!(wide.quantile(0.025) <= wide.quantile(0.975));
    }

    #[test]
    fn no_tally_makes_a_method_panic_or_answer_below_the_documented(tally in sparse()) {
        let found = estimate(&tally, &quick());
        for m in &found.methods {
            if let Some(h) = m.n_hat {
                prop_assert!(h.low <= h.high, "{} {:?}", m.method, h);
                prop_assert!(h.low >= found.n as f64 - 1e-6, "{} {:?}", m.method, h);
                prop_assert!(h.high.is_finite());
            }
        }
        if found.refused() {
            prop_assert!(found.methods.iter().all(|m| m.method == "chapman"));
        }
    }

    #[test]
    fn the_reader_of_sheets_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Tally::read(&bytes, "t");
    }
}

fn kosovo() -> Tally {
    let path = format!(
        "{}/tests/tables/kosovo_1999_killings_4.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    Tally::read(&std::fs::read(path).unwrap(), "kosovo").unwrap()
}

#[test]
fn doubling_kosovo_narrows_the_interval_of_every_method() {
    let doubled = Tally::new(
        kosovo().lists(),
        kosovo().cells().iter().map(|&(p, c)| (p, 2 * c)),
    )
    .unwrap();
    let settings = Settings {
        methods: vec![
            Method::Dga,
            Method::Loglinear,
            Method::Bounds,
            Method::Coverage,
        ],
        resamples: 300,
        ..Settings::default()
    };
    let width = |tally: &Tally| -> Vec<(&'static str, f64)> {
        estimate(tally, &settings)
            .methods
            .iter()
            .map(|m| {
                let n_hat = m.n_hat.unwrap();
                (
                    m.method,
                    (n_hat.high - n_hat.low) / n_hat.central().unwrap(),
                )
            })
            .collect()
    };
    for ((method, once), (_, twice)) in width(&kosovo()).into_iter().zip(width(&doubled)) {
        assert!(twice < once, "{method}: {once} then {twice}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let run = |threads: usize| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| {
                let found = estimate(&kosovo(), &quick());
                (json(&found), found.draws_csv())
            })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn another_seed_gives_other_draws_of_the_same_answer() {
    let one = estimate(&kosovo(), &Settings { seed: 1, ..quick() });
    let two = estimate(&kosovo(), &Settings { seed: 2, ..quick() });
    assert_ne!(one.draws_csv(), two.draws_csv());
    assert_eq!(one.tally_hash, two.tally_hash);
    assert_eq!(
        one.method("dga").unwrap().n_hat,
        two.method("dga").unwrap().n_hat
    );
}

#[test]
fn strata_add_draws_and_leave_thin_ones_counted() {
    let thin = Tally::new(
        kosovo().lists(),
        [(1, 5), (3, 2), (4, 3), (6, 1), (8, 2), (12, 1)],
    )
    .unwrap();
    let stratum = |name: &str, tally: Tally| Stratum {
        values: vec![name.to_owned()],
        tally,
    };
    let found = estimate_strata(
        &[
            stratum("a", kosovo()),
            stratum("b", kosovo()),
            stratum("c", thin),
        ],
        &quick(),
    );
    assert_eq!((found.n, found.n_refused), (8814, 14));
    assert!(found.strata[2].refused && found.strata[2].estimate.methods.is_empty());
    let total = found.totals.iter().find(|t| t.method == "dga").unwrap();
    assert_eq!((total.strata, total.n), (2, 8800));
    let median = total.n_hat.unwrap().median.unwrap();
    assert!((median - 2.0 * 12_650.0).abs() < 500.0, "{median}");
    assert!(
        found
            .gate
            .iter()
            .any(|f| f.problem.code.as_str() == "estimate.gate-stratum-refused")
    );
}

#[test]
fn a_set_of_tallies_is_pooled_and_the_rule_of_replicates_stands_beside() {
    let tallies: Vec<Tally> = (0..4u64)
        .map(|draw| {
            let cells = kosovo().cells().to_vec();
            Tally::new(
                kosovo().lists(),
                cells.into_iter().map(|(p, c)| (p, c + draw)),
            )
            .unwrap()
        })
        .collect();
    let found = estimate::estimate_set(&tallies, &quick()).unwrap();
    assert_eq!(found.n, 4423);
    let classes = found.method("lcmcr").unwrap();
    assert_eq!(classes.draws.len(), 4000);
    match &classes.diagnostics {
        estimate::Diagnostics::Replicates {
            tallies: 4,
            used: 4,
            rule: Some(rule),
            ..
        } => {
            assert!(rule.low < rule.total && rule.total < rule.high);
        }
        other => panic!("{other:?}"),
    }
    assert!(
        found
            .gate
            .iter()
            .any(|f| f.problem.code.as_str() == "estimate.gate-replicates-few")
    );
    let other = Tally::new(&names(3), [(1, 5), (3, 4)]).unwrap();
    assert!(estimate::estimate_set(&[kosovo(), other], &quick()).is_err());
}

#[test]
fn one_list_can_be_left_out_and_priors_swept() {
    let settings = Settings {
        methods: vec![Method::Dga, Method::Bounds],
        ..quick()
    };
    let without = leave_one_out(&Tallies::One(kosovo()), &settings);
    let left: Vec<(&str, u64)> = without.iter().map(|w| (w.list.as_str(), w.n)).collect();
    assert_eq!(
        left,
        [("ABA", 3555), ("EXH", 3269), ("HRW", 4094), ("OSCE", 3464)]
    );
    let priors = prior_sensitivity(&Tallies::One(kosovo()), &settings);
    assert_eq!(priors.len(), 3);
    assert_eq!(priors[0].prior.to_string(), "delta 0.0625");
    let plot = upset(&kosovo());
    assert_eq!(plot.rows[0].exactly, 1131);
    assert_eq!(plot.rows[0].lists, ["EXH"]);
}

#[test]
fn the_json_has_the_shape_of_the_house() {
    let path = format!(
        "{}/tests/tables/korea_palembang_3.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let korea = Tally::read(&std::fs::read(path).unwrap(), "korea").unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&estimate(&korea, &quick())).unwrap());
}
