//! How long does linking take in a register of this size, and how much memory?
//!
//! `cargo run --release -p office --no-default-features --example measure_linking -- FILE.csv FOLDER`
//! starts an office with the example's gazetteer in FOLDER, imports the sheet with
//! the mapping that is proposed for it, and measures each step that a reviewer or a
//! documenter waits for. Processor seconds are those of all cores together; the peak
//! is the highest resident memory of the process so far.

use model::record::{DecisionKind, Name, Person};
use office::{
    AsOf, Documenting, Entropy, ImportRequest, NewOffice, Office, Reviewing, Seat, Seeded, Studying,
};
use std::path::Path;
use std::time::Instant;

fn on_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|it| it.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

fn peak() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|it| it.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

fn measured<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (wall, cpu) = (Instant::now(), on_cpu());
    let done = work();
    println!(
        "{what}: {:.2} s, {:.2} CPU s, peak {:.0} MiB",
        wall.elapsed().as_secs_f64(),
        on_cpu() - cpu,
        peak()
    );
    done
}

fn spread(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize] * 1000.0;
    println!(
        "{what}: median {:.1} ms, p95 {:.1} ms, worst {:.1} ms of {}",
        at(0.5),
        at(0.95),
        at(1.0),
        times.len()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder] = arguments.as_slice() else {
        panic!("FILE.csv FOLDER");
    };
    let at = jiff::Timestamp::from_second(1_570_000_000).expect("a moment");
    let entropies = |purpose: &'static str| -> Box<dyn Entropy> { Box::new(Seeded::new(purpose)) };
    let request = NewOffice {
        profile: Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("example/profile")),
        passphrase: "a long enough passphrase for a measurement".into(),
        first_user: "samar".into(),
        languages: vec!["ar".into()],
        ..NewOffice::default()
    };
    let (office, _) =
        Office::create(Path::new(folder), &request, at, &entropies).expect("a new office");
    let bytes = std::fs::read(file).expect("a sheet");
    let documenting: Seat<Documenting> = office.seat("samar", at, None).expect("a seat");
    let words = words::Words::plain(words::Language::English);
    let mapping = office
        .propose_mapping(&documenting, &bytes, "people.csv", &words)
        .expect("a mapping")
        .text;
    let import = ImportRequest {
        bytes: &bytes,
        file_name: "people.csv",
        mapping: Some((mapping, "people.toml".into())),
        skip_bad_rows: true,
    };
    let imported = measured("import", || {
        office.import(&documenting, &import, &model::unwatched)
    })
    .expect("imported");
    println!("persons: {}", imported.changes.counts.persons_added);
    let seat: Seat<Reviewing> = office.seat("samar", at, None).expect("a seat");
    measured("columns in memory", || office.warm()).expect("warm");
    let run = measured("link run", || office.run_linkage(&seat, None)).expect("a run");
    println!(
        "compared {} pairs, {} wait, {} persons suggested of {}",
        run.compared,
        run.waiting.len(),
        run.persons_suggested,
        run.records
    );
    let mut pages = Vec::new();
    let mut decisions = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        let waiting = office.pairs_waiting(&seat).expect("a count");
        let pair = office.next_pair(&seat, None).expect("a pair");
        pages.push(begun.elapsed().as_secs_f64());
        let Some(pair) = pair.filter(|_| waiting > 0) else {
            break;
        };
        let begun = Instant::now();
        office
            .decide_pair(&seat, &pair.a, &pair.b, DecisionKind::SamePerson)
            .expect("decided");
        decisions.push(begun.elapsed().as_secs_f64());
    }
    spread("next pair with its count", pages);
    spread("decision", decisions);
    measured("acts of linked persons", || {
        office.acts_of_linked(&seat, 40)
    })
    .expect("acts");
    let studying: Seat<Studying> = office.seat("samar", at, None).expect("a seat");
    measured("frame with linked persons and acts", || {
        office.frame(&studying, &AsOf::default())
    })
    .expect("a frame");
    measured("search for similar records prepared", || {
        office.prepare_duplicates()
    })
    .expect("prepared");
    let mut looks = Vec::new();
    for (at, given) in ["محمد", "Ahmad", "خالد", "Yasin", "فاطمة"]
        .iter()
        .cycle()
        .take(200)
        .enumerate()
    {
        let person = Person {
            names: vec![Name {
                given: Some((*given).into()),
                father: Some(["حسن", "Ali", "عمر"][at % 3].into()),
                family: Some(["الحسن", "Al-Ahmad", "المصري", "الزعبي"][at % 4].into()),
                ..Name::default()
            }],
            ..Person::default()
        };
        let begun = Instant::now();
        let found = office
            .similar_persons(&documenting, &person, None, 5)
            .expect("looked");
        looks.push(begun.elapsed().as_secs_f64());
        assert!(found.ready);
    }
    spread("similar records of a typed name", looks);
    println!("peak {:.0} MiB", peak());
}
