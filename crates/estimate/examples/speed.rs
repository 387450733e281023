//! How fast is it? Effective samples a CPU second, graph averages, models, resamples.
//!
//! `cargo run --release -p estimate --example speed`. Times are wall times on one
//! thread unless said otherwise; nothing in the tests depends on them.

use estimate::bootstrap::{Choice, bca};
use estimate::dga::{GraphSettings, dga};
use estimate::hierarchy::{Model, Table};
use estimate::lcmcr::{ClassSettings, lcmcr};
use estimate::loglinear::fit_all;
use estimate::Tally;
use std::time::Instant;

fn table(name: &str) -> Tally {
    let path = format!("{}/tests/tables/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).expect("the tables are part of the crate");
    Tally::read(&bytes, name).expect("the tables are sound")
}

/// Best of several runs, in milliseconds.
fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed().as_secs_f64() * 1e3
        })
        .fold(f64::INFINITY, f64::min)
}

fn measure() {
    for name in [
        "kosovo_1999_killings_4",
        "uk_slavery_2013_5",
        "western_us_trafficking_5",
        "taiwan_hav_1995_3_TRUTH545",
    ] {
        let tally = table(name);
        for seed in 1..=3 {
            let settings =
                ClassSettings { classes: Some(10), effective: 1e12, budget: 8_000, ..Default::default() };
            let start = Instant::now();
            let found = lcmcr(&tally, &settings, seed);
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "lcmcr {name} seed {seed}: {:.0} effective draws in {seconds:.2} s with warm-up: {:.0} a second; R-hat {:.4}",
                found.convergence.ess_bulk,
                found.convergence.ess_bulk / seconds,
                found.convergence.r_hat
            );
        }
    }
    for name in ["uk_slavery_2013_5", "western_us_trafficking_5", "uk_slavery_2013_6"] {
        let tally = table(name);
        println!("dga {name}: {:.1} ms", best(5, || dga(&tally, &GraphSettings::default())));
    }
    for name in ["uk_slavery_2013_5", "western_us_trafficking_5"] {
        let tally = table(name);
        let data = Table::of(&tally);
        println!(
            "all 6,893 models gated and fitted, {name}: {:.0} ms",
            best(3, || fit_all(&Model::all(5, 4), &data))
        );
        let family = fit_all(&Model::all(5, 4), &data);
        println!(
            "1,000 BCa resamples over the best 100, {name}: {:.0} ms",
            best(3, || bca(&tally, Choice::Best(&family.ranked[..100]), 1_000, 1))
        );
    }
    for name in ["western_us_trafficking_5", "new_orleans_trafficking_8_published185"] {
        let tally = table(name);
        println!(
            "1,000 BCa resamples stepwise, {name}: {:.0} ms",
            best(3, || bca(&tally, Choice::Stepwise(0.02), 1_000, 1))
        );
    }
}

fn main() {
    println!("one thread:");
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool of one thread")
        .install(measure);
}
