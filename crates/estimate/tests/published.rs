//! Do the methods give the published numbers?

use estimate::hierarchy::{Design, Model, Table};
use estimate::loglinear;
use estimate::Tally;
use estimate::bootstrap::{Choice, bca};
use estimate::bounds;
use estimate::random::Random;

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
    assert_eq!(best.model.name(tally.lists()), "[ABA·EXH·OSCE,EXH·HRW,HRW·OSCE]");
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
    assert!((123.0 + best.fit.n0 - 157.2).abs() < 0.05, "{}", best.fit.n0);
}

#[test]
fn uk_by_log_linear_models() {
    let t = Table::of(&table("uk_slavery_2013_5"));
    let family = loglinear::fit_all(&Model::all(5, 4), &t);
    println!("{:?} {}", family.codes, 2744.0 + family.ranked[0].fit.n0);
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
    println!("{found:?}");
    assert_eq!(found.one_step.total.round(), 508.0);
}

#[test]
fn intervals_over_the_choice_of_a_model() {
    let started = std::time::Instant::now();
    let kosovo = table("kosovo_1999_killings_4");
    let family = loglinear::fit_all(&Model::all(4, 3), &Table::of(&kosovo));
    let found = bca(&kosovo, Choice::Best(&family.ranked[..20]), 1000, 1).unwrap();
    println!("kosovo {} {} {} {:?}", found.total, found.low, found.high, started.elapsed());
    for (name, threshold, low, high) in [
        ("western_us_trafficking_5", 0.02, 1293.0, 3670.0),
        ("new_orleans_trafficking_8_published185", 0.02, 717.0, 1657.0),
        ("new_orleans_trafficking_8_published185", 0.0, 644.0, 1618.0),
        ("new_orleans_trafficking_5_published185", 0.02, 589.0, 1703.0),
    ] {
        let started = std::time::Instant::now();
        let tally = table(name);
        let found = bca(&tally, Choice::Stepwise(threshold), 1000, 1).unwrap();
        println!("{name} {threshold} {:.1} {:.0} {:.0} published {low} {high} failed {} z0 {:.3} a {:.3} {:?}", found.total, found.low, found.high, found.failed, found.bias, found.acceleration, started.elapsed());
        let more = bca(&tally, Choice::Stepwise(threshold), 1000, 2).unwrap();
        println!("   seed 2 {:.0} {:.0}", more.low, more.high);
    }
    for name in ["uk_slavery_2013_5", "western_us_trafficking_5", "new_orleans_trafficking_5_published185"] {
        let tally = table(name);
        let started = std::time::Instant::now();
        let family = loglinear::fit_all(&Model::all(5, 4), &Table::of(&tally));
        println!("6893 {:?} {:?}", started.elapsed(), family.codes);
        let started = std::time::Instant::now();
        let found = bca(&tally, Choice::Best(&family.ranked[..100]), 1000, 1).unwrap();
        println!("{name} best {:.1} {:.0} {:.0} failed {} {:?}", found.total, found.low, found.high, found.failed, started.elapsed());
    }
}
