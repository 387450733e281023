//! How fast is it? Effective samples a CPU second, graph averages, models, resamples.
//!
//! `cargo run --release -p estimate --example speed`. One thread, CPU time of the
//! process where the system tells it, else wall time. No test depends on them.

use estimate::Tally;
use estimate::bootstrap::{Choice, bca};
use estimate::dga::{GraphSettings, dga};
use estimate::hierarchy::{Model, Table};
use estimate::lcmcr::{ClassSettings, lcmcr};
use estimate::loglinear::fit_all;
use std::time::Instant;

fn table(name: &str) -> Tally {
    let path = format!("{}/tests/tables/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).expect("the tables are part of the crate");
    Tally::read(&bytes, name).expect("the tables are sound")
}

/// CPU seconds of this process (Linux counts hundredths), or seconds since the start elsewhere.
fn cpu_seconds(start: Instant) -> f64 {
    let ticks = std::fs::read_to_string("/proc/self/stat")
        .ok()
        .and_then(|stat| {
            let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
            Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
        });
    ticks.map_or_else(|| start.elapsed().as_secs_f64(), |t| t / 100.0)
}

/// CPU milliseconds of one run, over as many runs as make a second.
fn cost<T>(mut work: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    let before = cpu_seconds(start);
    let mut runs = 0;
    loop {
        std::hint::black_box(work());
        runs += 1;
        let spent = cpu_seconds(start) - before;
        if spent > 1.0 {
            return spent * 1e3 / f64::from(runs);
        }
    }
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
            let settings = ClassSettings {
                classes: Some(10),
                effective: 1e12,
                budget: 8_000,
                ..Default::default()
            };
            let start = Instant::now();
            let before = cpu_seconds(start);
            let found = lcmcr(&tally, &settings, seed);
            let seconds = cpu_seconds(start) - before;
            println!(
                "lcmcr {name} seed {seed}: {:.0} effective draws in {seconds:.2} CPU s with warm-up: {:.0} a second; R-hat {:.4}",
                found.convergence.ess_bulk,
                found.convergence.ess_bulk / seconds,
                found.convergence.r_hat
            );
        }
    }
    for name in [
        "uk_slavery_2013_5",
        "western_us_trafficking_5",
        "uk_slavery_2013_6",
    ] {
        let tally = table(name);
        println!(
            "dga {name}: {:.1} CPU ms",
            cost(|| dga(&tally, &GraphSettings::default()))
        );
    }
    for name in ["uk_slavery_2013_5", "western_us_trafficking_5"] {
        let tally = table(name);
        let data = Table::of(&tally);
        println!(
            "all 6,893 models gated and fitted, {name}: {:.0} CPU ms",
            cost(|| fit_all(&Model::all(5, 4), &data))
        );
        let family = fit_all(&Model::all(5, 4), &data);
        println!(
            "1,000 BCa resamples over the best 100, {name}: {:.0} CPU ms",
            cost(|| bca(&tally, Choice::Best(&family.ranked[..100]), 1_000, 1))
        );
    }
    for name in [
        "western_us_trafficking_5",
        "new_orleans_trafficking_8_published185",
    ] {
        let tally = table(name);
        println!(
            "1,000 BCa resamples stepwise, {name}: {:.0} CPU ms",
            cost(|| bca(&tally, Choice::Stepwise(0.02), 1_000, 1))
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
