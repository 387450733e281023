//! Do the methods give the published numbers?

use estimate::bootstrap::{Choice, bca};
use estimate::bounds;
use estimate::dga::{GraphSettings, dga};
use estimate::hierarchy::{Design, Model, Table};
use estimate::lcmcr::{ClassSettings, lcmcr};
use estimate::loglinear;
use estimate::random::Random;
use estimate::{Settings, Tally, estimate};

fn table(name: &str) -> Tally {
    let path = format!("{}/tests/tables/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    Tally::read(&std::fs::read(&path).unwrap(), name).unwrap()
}

fn pattern(tally: &Tally, names: &[&str]) -> u32 {
    names
        .iter()
        .map(|n| 1 << tally.lists().iter().position(|l| l == n).unwrap())
        .fold(0, |a, b: u32| a | b)
}

#[test]
fn sudan_has_its_eight_exact_unseen_cells() {
    let tally = table("sudan_khartoum_2023_24_allcause_3_d1o1");
    let t = Table::of(&tally);
    let names = ["public_survey", "private_survey", "social_media"];
    let p = |i: usize, j: usize| pattern(&tally, &[names[i], names[j]]);
    let (ab, ac, bc) = (p(0, 1), p(0, 2), p(1, 2));
    for (terms, unseen) in [
        (vec![], 4881.0),
        (vec![ab], 4517.0),
        (vec![ac], 4629.0),
        (vec![bc], 7199.0),
        (vec![ab, ac], 4124.0),
        (vec![ab, bc], 7035.0),
        (vec![ac, bc], 9847.0),
        (vec![ab, ac, bc], 18760.0),
    ] {
        let fit = loglinear::fit(&Model::with(&terms), &t).unwrap();
        assert_eq!(fit.n0.round(), unseen, "{terms:?}: {}", fit.n0);
    }
}

#[test]
fn the_artificial_table_has_its_eight_existence_codes() {
    let tally = table("artificial_3_existence");
    let t = Table::of(&tally);
    for (terms, code) in [
        (vec![], 0),
        (vec![3], 1),
        (vec![5], 0),
        (vec![6], 0),
        (vec![3, 5], 1),
        (vec![3, 6], 1),
        (vec![5, 6], 0),
        (vec![3, 5, 6], 2),
    ] {
        let design = Design::new(&Model::with(&terms), &t);
        assert_eq!(design.existence.code(), code, "{terms:?}");
    }
}

#[test]
fn kosovo_by_log_linear_models() {
    let tally = table("kosovo_1999_killings_4");
    let t = Table::of(&tally);
    let family = loglinear::fit_all(&Model::all(4, 3), &t);
    assert_eq!(family.codes, [113, 0, 0, 0, 0]);
    let best = &family.ranked[0];
    assert_eq!(
        best.model.name(tally.lists()),
        "[ABA·EXH·OSCE,EXH·HRW,HRW·OSCE]"
    );
    assert!((best.fit.bic - 203.03).abs() < 0.005, "{}", best.fit.bic);
    let total = 4400.0 + best.fit.n0;
    assert!((total - 10356.5).abs() < 0.1, "{total}");
    let (point, low, high) = loglinear::profile(&best.model, &t).unwrap();
    assert!((point - 10334.5).abs() < 0.1, "{point}");
    assert_eq!((low.round(), high.round()), (8994.0, 12110.0));
}

#[test]
fn korea_by_log_linear_models() {
    let tally = table("korea_palembang_3");
    let family = loglinear::fit_all(&Model::all(3, 2), &Table::of(&tally));
    let best = &family.ranked[0];
    assert_eq!(best.model.name(tally.lists()), "[b·c,c·d]");
    assert!(
        (123.0 + best.fit.n0 - 157.2).abs() < 0.05,
        "{}",
        best.fit.n0
    );
}

#[test]
fn uk_by_log_linear_models() {
    let t = Table::of(&table("uk_slavery_2013_5"));
    let family = loglinear::fit_all(&Model::all(5, 4), &t);
    assert_eq!((2744.0 + family.ranked[0].fit.n0).round(), 25311.0);
    let family = loglinear::fit_all(&Model::all(5, 2), &t);
    assert_eq!((2744.0 + family.ranked[0].fit.n0).round(), 22991.0);
    let chosen = loglinear::stepwise(&t, 0.02).unwrap();
    assert_eq!((2744.0 + chosen.fit.n0).round(), 11313.0);
}

#[test]
fn trafficking_by_stepwise_models() {
    for (name, threshold, total) in [
        ("western_us_trafficking_5", 0.02, 2483.4),
        ("new_orleans_trafficking_8_published185", 0.02, 1183.7),
        ("new_orleans_trafficking_8_published185", 0.0, 996.7),
        ("new_orleans_trafficking_5_published185", 0.02, 1034.2),
    ] {
        let tally = table(name);
        let chosen = loglinear::stepwise(&Table::of(&tally), threshold).unwrap();
        let found = tally.n() as f64 + chosen.fit.n0;
        assert!((found - total).abs() < 0.06, "{name} {threshold}: {found}");
    }
}

#[test]
fn sample_coverage_of_the_hepatitis_table() {
    let tally = table("taiwan_hav_1995_3_TRUTH545");
    let mut random = Random::new(&tally.digest(), 1, "coverage", 0);
    let found = bounds::coverage(&tally, 500, &mut random).unwrap();
    assert_eq!(found.one_step.total.round(), 508.0);
}

/// Standard deviations of the limits over forty seeds of 1,000 resamples; a published limit has the
/// same Monte Carlo error, so three errors of the difference are `3 √2` of them.
fn near(what: &str, found: f64, published: f64, error: f64) {
    let limit = 3.0 * 2f64.sqrt() * error;
    assert!(
        (found - published).abs() < limit,
        "{what}: {found:.0}, published {published}, ± {limit:.0}"
    );
}

#[test]
fn intervals_over_the_stepwise_choice() {
    for (name, threshold, low, high) in [
        (
            "western_us_trafficking_5",
            0.02,
            (1293.0, 78.0),
            (3670.0, 111.0),
        ),
        (
            "new_orleans_trafficking_8_published185",
            0.02,
            (717.0, 80.0),
            (1657.0, 66.0),
        ),
        (
            "new_orleans_trafficking_8_published185",
            0.0,
            (644.0, 15.0),
            (1618.0, 44.0),
        ),
        (
            "new_orleans_trafficking_5_published185",
            0.02,
            (589.0, 49.0),
            (1703.0, 59.0),
        ),
    ] {
        let found = bca(&table(name), Choice::Stepwise(threshold), 1000, 1).unwrap();
        near(name, found.low, low.0, low.1);
        near(name, found.high, high.0, high.1);
    }
}

/// The published run of 1,000 resamples gave 644–1,618. Another program, in another language and by another
/// route (the conditional likelihood of independent lists), gives 636–1,728 from 40,000 resamples and upper
/// limits from 1,614 to 1,760 from single runs of 1,000 and 4,000: the published upper limit is one low draw
/// of a noisy number, not another method.
#[test]
fn the_interval_of_independent_lists_in_new_orleans_is_that_of_an_independent_program() {
    let tally = table("new_orleans_trafficking_8_published185");
    let found = bca(&tally, Choice::Stepwise(0.0), 10_000, 1).unwrap();
    assert!((found.total - 996.66).abs() < 0.05, "{}", found.total);
    assert!((found.low - 636.0).abs() < 15.0, "{}", found.low);
    assert!((found.high - 1728.0).abs() < 60.0, "{}", found.high);
}

#[test]
fn intervals_over_the_choice_by_bic() {
    let kosovo = table("kosovo_1999_killings_4");
    let family = loglinear::fit_all(&Model::all(4, 3), &Table::of(&kosovo));
    let found = bca(&kosovo, Choice::Best(&family.ranked[..20]), 1000, 1).unwrap();
    assert!((found.total - 10357.0).abs() < 1.0);
    near("Kosovo", found.low, 6900.0, 175.0);
    near("Kosovo", found.high, 18000.0, 266.0);
    let uk = table("uk_slavery_2013_5");
    let family = loglinear::fit_all(&Model::all(5, 4), &Table::of(&uk));
    let found = bca(&uk, Choice::Best(&family.ranked[..100]), 1000, 1).unwrap();
    near("UK", found.low, 11168.0, 120.0);
    near("UK", found.high, 56052.0, 700.0);
}

#[test]
fn madigan_and_york_to_their_digits() {
    let tally = table("madigan_york_3_spina_bifida");
    let settings = GraphSettings {
        delta: Some(1.0),
        complete: true,
        ..GraphSettings::default()
    };
    let found = dga(&tally, &settings).unwrap();
    let best = &found.graphs[0];
    assert_eq!(best.cliques, [vec!["L1"], vec!["L2", "L3"]]);
    assert_eq!(format!("{:.2}", best.weight), "0.37");
    assert_eq!(best.mode, 729.0);
    assert_eq!(found.mode(), 728.0);
}

/// Every graph on three lists but the complete one, every number of unseen persons, from the definition:
/// Dirichlet-multinomial weights of cliques over those of separators.
#[test]
fn the_average_over_graphs_is_a_brute_force_sum_on_three_lists() {
    let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
    let cells = [
        (1u32, 20u64),
        (2, 16),
        (4, 11),
        (3, 9),
        (5, 5),
        (6, 6),
        (7, 3),
    ];
    let tally = Tally::new(&names, cells).unwrap();
    let graphs: [(&[u32], &[u32]); 7] = [
        (&[1, 2, 4], &[]),
        (&[3, 4], &[]),
        (&[5, 2], &[]),
        (&[6, 1], &[]),
        (&[3, 6], &[2]),
        (&[3, 5], &[1]),
        (&[5, 6], &[4]),
    ];
    let delta = 0.125;
    let n = tally.n() as f64;
    let weight = |lists: u32, unseen: f64| -> f64 {
        let each = delta * f64::from(1u32 << (3 - lists.count_ones()));
        let all = delta * 8.0;
        let mut sum = libm::lgamma(all) - libm::lgamma(all + n + unseen);
        for margin in (0..8u32).filter(|m| m & !lists == 0) {
            let documented = cells.iter().filter(|(p, _)| p & lists == margin);
            let count = documented.map(|(_, c)| *c as f64).sum::<f64>()
                + if margin == 0 { unseen } else { 0.0 };
            sum += libm::lgamma(each + count) - libm::lgamma(each);
        }
        sum
    };
    let logs: Vec<f64> = (0..20_000)
        .map(|m| {
            let m = f64::from(m);
            let graphs: Vec<f64> = graphs
                .iter()
                .map(|(cliques, separators)| {
                    cliques.iter().map(|c| weight(*c, m)).sum::<f64>()
                        - separators.iter().map(|s| weight(*s, m)).sum::<f64>()
                })
                .collect();
            let top = graphs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = graphs.iter().map(|g| (g - top).exp()).sum();
            top + sum.ln() + libm::lgamma(n + m + 1.0) - libm::lgamma(m + 1.0) - (n + m).ln()
        })
        .collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let whole: f64 = logs.iter().map(|l| (l - top).exp()).sum();
    let quantile = |p: f64| {
        let mut below = 0.0;
        logs.iter()
            .position(|l| {
                below += (l - top).exp() / whole;
                below >= p
            })
            .unwrap() as f64
            + n
    };
    let settings = GraphSettings {
        delta: Some(delta),
        tail: 1e-6,
        ..GraphSettings::default()
    };
    let found = dga(&tally, &settings).unwrap();
    for p in [0.025, 0.25, 0.5, 0.75, 0.975] {
        let (exact, averaged) = (quantile(p), found.quantile(p));
        assert!(
            (exact - averaged).abs() <= 0.01 * exact + 1.0,
            "{p}: {exact} and {averaged}"
        );
    }
}

#[test]
fn the_complete_graph_is_what_collapses_an_average() {
    let tally = table("uk_slavery_2013_5");
    let with = |complete| GraphSettings {
        delta: Some(0.5),
        complete,
        ..GraphSettings::default()
    };
    let all = dga(&tally, &with(true)).unwrap();
    assert_eq!(format!("{:.3}", all.complete_weight), "0.995");
    assert!(all.quantile(0.5) < 2800.0);
    assert!(dga(&tally, &with(false)).unwrap().quantile(0.5) > 4000.0);
}

#[test]
fn kosovo_by_graphs_for_three_pseudo_counts() {
    let tally = table("kosovo_1999_killings_4");
    for (delta, median) in [(0.0625, 12594.0), (0.5, 11322.0), (1.0, 4617.0)] {
        let settings = GraphSettings {
            delta: Some(delta),
            complete: true,
            ..GraphSettings::default()
        };
        let found = dga(&tally, &settings).unwrap().quantile(0.5);
        assert!((found - median).abs() < 5.0, "{delta}: {found}");
    }
}

/// Three published-length runs of two other samplers (10,376, 8,939–13,938; 10,441, 9,038–13,946; 10,390,
/// 8,850–13,674) differ with standard deviations of 34, 94 and 155: the Monte Carlo error of each.
#[test]
fn kosovo_by_latent_classes_within_three_monte_carlo_errors() {
    let tally = table("kosovo_1999_killings_4");
    let settings = ClassSettings {
        effective: 2_000.0,
        ..ClassSettings::default()
    };
    let found = lcmcr(&tally, &settings, 1);
    assert!(found.converged);
    let mut draws = found.draws();
    draws.sort_by(f64::total_cmp);
    let at = |p: f64| draws[(p * draws.len() as f64) as usize];
    assert!((at(0.5) - 10376.0).abs() < 3.0 * 34.0, "{}", at(0.5));
    assert!((at(0.025) - 8939.0).abs() < 3.0 * 94.0, "{}", at(0.025));
    assert!((at(0.975) - 13938.0).abs() < 3.0 * 155.0, "{}", at(0.975));
    assert!(
        at(0.025) < 10401.0 && 10401.0 < at(0.975),
        "the census of the Memory Book"
    );
}

#[test]
fn latent_classes_cover_the_known_truth_of_the_hepatitis_table_and_agree_on_korea() {
    let hepatitis = estimate(&table("taiwan_hav_1995_3_TRUTH545"), &Settings::default());
    for method in ["lcmcr", "lcmcr-expansion", "dga"] {
        let found = hepatitis.method(method).unwrap().n_hat.unwrap();
        assert!(
            found.low < 545.0 && 545.0 < found.high,
            "{method} {found:?}"
        );
    }
    let korea = estimate(&table("korea_palembang_3"), &Settings::default());
    let found = korea.method("lcmcr").unwrap().n_hat.unwrap();
    assert!((found.median.unwrap() - 137.0).abs() <= 2.0, "{found:?}");
    assert!(
        (found.low - 124.0).abs() <= 1.0 && (found.high - 198.0).abs() < 12.0,
        "{found:?}"
    );
}

#[test]
fn where_methods_disagree_the_spread_is_the_finding() {
    let uk = estimate(&table("uk_slavery_2013_5"), &Settings::default());
    assert!(
        uk.gate
            .iter()
            .any(|f| f.problem.code.as_str() == "estimate.gate-singletons"),
        "{:?}",
        uk.gate
    );
    let spread = uk.spread.unwrap();
    assert!(
        spread.interval_low < 13_000.0 && spread.interval_high > 50_000.0,
        "{spread:?}"
    );
}
