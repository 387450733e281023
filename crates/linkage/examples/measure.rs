//! Prints how good and how fast linkage is on a table whose truth is known:
//! `cargo run --release -p linkage --example measure -- FILE.csv TRUTH.csv`

use linkage::evaluate::{b_cubed, best_pair_quality, calibration, cluster_quality, pair_quality};
use linkage::{Model, Reading, Table, link};
use std::collections::HashMap;
use std::io::Write;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, names] = arguments.as_slice()
        && flag == "--names"
    {
        return measure_names(names);
    }
    let [file, truth, rest @ ..] = arguments.as_slice() else {
        eprintln!(
            "measure FILE.csv[,FILE2.csv] TRUTH.csv [--model] [--labels] [--index] [--errors] [--missed] [--json]"
        );
        std::process::exit(2);
    };
    let files = file
        .split(',')
        .map(|name| {
            (
                name.to_owned(),
                std::fs::File::open(name).expect("the file is there"),
            )
        })
        .collect();
    let mut laps = vec![("start", cpu_seconds())];
    let table = Table::read_csv(files, &Reading::default()).expect("the table is readable");
    laps.push(("read", cpu_seconds()));
    let proposed = Model::propose(&table);
    let linked = link(&table, &proposed, &[]).expect("the table can be linked");
    laps.push(("link", cpu_seconds()));
    let clusters = linked.clusters(&[]);
    laps.push(("cluster", cpu_seconds()));
    let peak = peak_memory();
    print_laps(&laps, peak);

    let mut people: HashMap<String, u32> = HashMap::new();
    let mut of_row: Vec<Option<u32>> = vec![None; table.len()];
    let mut reader = csv::Reader::from_path(truth).expect("the truth is there");
    for record in reader.records() {
        let record = record.expect("the truth is readable");
        let next = people.len() as u32;
        let person = *people.entry(record[1].to_owned()).or_insert(next);
        if let Some(row) = table.row_of(&record[0]) {
            of_row[row as usize] = Some(person);
        }
    }
    if rest.iter().any(|flag| flag == "--model") {
        println!("{}", linked.model.to_toml());
    }
    println!("{:?}", linked.training);
    for rule in &linked.rules {
        println!(
            "  {:60} recall {:.3} {:.3} pairs {:9} blocks {:8} largest {:4} refined {:5} left {:6} separated {:9} cut {}",
            rule.keys.join(" + "),
            rule.recall,
            rule.recall_so_far,
            rule.pairs,
            rule.blocks,
            rule.largest,
            rule.refined,
            rule.left,
            rule.separated,
            rule.cut
        );
    }
    for class in &linked.model.classes {
        println!("  class {:6.4} {}", class.share, class.name);
    }
    if rest.iter().any(|flag| flag == "--index") {
        measure_index(&table, &linked, &clusters.of_row);
    }
    let mut by_person: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, person) in of_row.iter().enumerate() {
        if let Some(person) = person {
            by_person.entry(*person).or_default().push(row as u32);
        }
    }
    let (mut proposed_pairs, mut true_pairs) = (0u64, 0u64);
    for rows in by_person.values() {
        for (at, &a) in rows.iter().enumerate() {
            for &b in &rows[at + 1..] {
                true_pairs += 1;
                proposed_pairs += u64::from(linked.proposes(a, b));
            }
        }
    }
    println!(
        "records {}  implied {}  compared {} ({:.1} per record)  blocking recall {:.4} of {true_pairs}  kept {}",
        table.len(),
        linked.implied.len(),
        linked.compared,
        linked.compared as f64 / table.len() as f64,
        proposed_pairs as f64 / true_pairs as f64,
        linked.pairs.len()
    );
    let (at, best) = best_pair_quality(&linked.pairs, &of_row);
    println!(
        "pairs    best F1 {:.4} (P {:.4} R {:.4}) at log-odds {at:.2}",
        best.f1, best.precision, best.recall
    );
    for p in [0.5f32, 0.9, 0.95] {
        let q = pair_quality(&linked.pairs, &of_row, (p / (1.0 - p)).ln());
        println!(
            "pairs    p>={p}: P {:.4} R {:.4} F1 {:.4}",
            q.precision, q.recall, q.f1
        );
    }
    let q = cluster_quality(&clusters.of_row, &of_row);
    let b = b_cubed(&clusters.of_row, &of_row);
    println!(
        "clusters default F1 {:.4} (P {:.4} R {:.4})  B3 {:.4}",
        q.f1, q.precision, q.recall, b.f1
    );
    let mut best = (0.0, 0.0f32);
    for step in -8..=12 {
        let threshold = step as f32 * 0.4;
        let clusters = linked.clusters_at(threshold, &[]);
        let q = cluster_quality(&clusters.of_row, &of_row);
        if q.f1 > best.0 {
            best = (q.f1, threshold);
        }
    }
    println!("clusters best F1 {:.4} at log-odds {:.1}", best.0, best.1);
    for band in calibration(
        &linked.pairs,
        &of_row,
        &[
            0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0,
        ],
    ) {
        println!(
            "  p {:.2}-{:.2}: {:7} pairs, expected {:.3}, true {:.3}",
            band.from, band.to, band.pairs, band.expected, band.observed
        );
    }
    if rest.iter().any(|flag| flag == "--labels") {
        measure_labels(&table, &proposed, &of_row);
    }
    if rest.iter().any(|flag| flag == "--missed") {
        show_missed(&linked, &by_person);
    }
    if rest.iter().any(|flag| flag == "--errors") {
        show_errors(&table, &linked, &of_row);
    }
    if rest.iter().any(|flag| flag == "--json") {
        let figures = [
            ("blocking_recall", proposed_pairs as f64 / true_pairs as f64),
            ("cluster_f1", cluster_quality(&clusters.of_row, &of_row).f1),
            ("people", by_person.len() as f64),
            ("exact_people", exact_people(&clusters.of_row, &by_person)),
            ("cpu_seconds", laps[laps.len() - 1].1 - laps[0].1),
            ("peak_gib", peak),
        ];
        print_json(&linked, &of_row, &figures);
    }
}

/// CPU seconds of each part of the way, before the answers are judged: with a
/// large table that takes longer than linking.
fn print_laps(laps: &[(&str, f64)], peak: f64) {
    for two in laps.windows(2) {
        print!("{} {:.2} s  ", two[1].0, two[1].1 - two[0].1);
    }
    let total = laps[laps.len() - 1].1 - laps[0].1;
    println!("total {total:.2} CPU s, peak {peak:.3} GiB");
    std::io::stdout().flush().expect("standard output is open");
}

/// How many people are exactly one cluster each.
fn exact_people(of_row: &[u32], by_person: &HashMap<u32, Vec<u32>>) -> f64 {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for cluster in of_row {
        *sizes.entry(*cluster).or_default() += 1;
    }
    by_person
        .values()
        .filter(|rows| {
            let cluster = of_row[rows[0] as usize];
            sizes[&cluster] == rows.len() && rows.iter().all(|&row| of_row[row as usize] == cluster)
        })
        .count() as f64
}

/// The figures of the table of benchmarks, as one line of JSON.
fn print_json(linked: &linkage::Linked, of_row: &[Option<u32>], figures: &[(&str, f64)]) {
    let bands = calibration(&linked.pairs, of_row, &[0.5, 0.9, 1.0]);
    let high = pair_quality(&linked.pairs, of_row, 19f32.ln());
    let rest = [
        ("records", of_row.len() as f64),
        (
            "pairs_per_record",
            linked.compared as f64 / of_row.len() as f64,
        ),
        ("pair_f1", best_pair_quality(&linked.pairs, of_row).1.f1),
        ("precision_at_95", high.precision),
        ("middle_expected", bands[0].expected),
        ("middle_true", bands[0].observed),
        ("high_true", bands[1].observed),
    ];
    let all: Vec<String> = rest
        .iter()
        .chain(figures)
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    println!("{{{}}}", all.join(", "));
}

/// How labels that the tool asks for raise the quality: as labels for training
/// alone, and as decisions too.
fn measure_labels(table: &Table, model: &Model, of_row: &[Option<u32>]) {
    let mut labels: Vec<linkage::Decision> = Vec::new();
    for wanted in [0, 100, 500, 1000, 2000] {
        let linked = link(table, model, &labels).expect("the table can be linked");
        while labels.len() < wanted {
            let known: Vec<(u32, u32)> = labels.iter().map(|label| (label.a, label.b)).collect();
            let asked =
                linkage::review::worth_asking(&linked.pairs, &known, wanted - labels.len(), 7);
            if asked.is_empty() {
                break;
            }
            labels.extend(asked.iter().map(|pair| linkage::Decision {
                a: pair.a,
                b: pair.b,
                same: of_row[pair.a as usize] == of_row[pair.b as usize],
            }));
        }
        let linked = link(table, model, &labels).expect("the table can be linked");
        let trained = cluster_quality(&linked.clusters(&[]).of_row, of_row);
        let decided = cluster_quality(&linked.clusters(&labels).of_row, of_row);
        println!(
            "labels {:5}: clusters F1 {:.4} by training, {:.4} with decisions; {:?}",
            labels.len(),
            trained.f1,
            decided.f1,
            linked.model.calibration
        );
        for band in calibration(&linked.pairs, of_row, &[0.5, 0.9, 1.0]) {
            println!(
                "    p {:.2}-{:.2}: expected {:.3}, true {:.3}",
                band.from, band.to, band.expected, band.observed
            );
        }
    }
}

/// CPU seconds of an index, of single questions and of a sheet of 10,000.
fn measure_index(table: &Table, linked: &linkage::Linked, clusters: &[u32]) {
    let start = cpu_seconds();
    let mut index = linkage::Index::build(table, &linked.model).expect("the model is trained");
    println!("index built in {:.2} CPU s", cpu_seconds() - start);
    let sheet = |rows: &[u32]| {
        let mut lines = vec![
            std::iter::once("rec_id".to_owned())
                .chain(table.columns.iter().map(|column| column.header.clone()))
                .collect::<Vec<String>>(),
        ];
        for &row in rows {
            lines.push(
                std::iter::once(format!("new-{row}"))
                    .chain((0..table.columns.len()).map(|c| table.value(c, row).to_owned()))
                    .collect(),
            );
        }
        Table::from_rows(&lines, &Reading::default()).expect("the sheet is readable")
    };
    let step = (table.len() as u32 / 10_000).max(1);
    let rows: Vec<u32> = (0..table.len() as u32)
        .step_by(step as usize)
        .take(10_000)
        .collect();
    let singles: Vec<Table> = rows.iter().step_by(50).map(|&row| sheet(&[row])).collect();
    let start = cpu_seconds();
    let mut found = 0;
    for single in &singles {
        found += usize::from(!index.candidates(single, 20)[0].is_empty());
    }
    println!(
        "one record: {:.2} ms each, itself found {found} of {}",
        1000.0 * (cpu_seconds() - start) / singles.len() as f64,
        singles.len()
    );
    let sheet = sheet(&rows);
    let start = cpu_seconds();
    let links = index.link_sheet(&sheet, clusters, &[]);
    let mut kept = 0;
    for (at, cluster) in links.clusters.iter().enumerate() {
        let id: u32 = sheet.id(at as u32)[4..].parse().expect("ids are new-ROW");
        kept += usize::from(*cluster == clusters[id as usize]);
    }
    println!(
        "a sheet of {}: {:.2} CPU s, {} pairs, joined its own cluster {kept}",
        rows.len(),
        cpu_seconds() - start,
        links.pairs.len()
    );
}

/// Recall and false pairs of name similarity on attested spellings, a file of
/// `name in Arabic, name in Latin, count` with tabs. Non-pairs are drawn by
/// frequency from the same file.
fn measure_names(file: &str) {
    let text = std::fs::read_to_string(file).expect("the file is there");
    let rows: Vec<(&str, &str, u64)> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?, cells.next()?.parse().ok()?))
        })
        .collect();
    let attested: std::collections::HashSet<(&str, &str)> =
        rows.iter().map(|row| (row.0, row.1)).collect();
    let mut by_use: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        by_use.extend(std::iter::repeat_n(at, row.2 as usize));
    }
    let scores: Vec<u32> = rows
        .iter()
        .map(|row| linkage::similarity_of(row.0, row.1))
        .collect();
    let mut state = 42u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut others = Vec::new();
    while others.len() < 200_000 {
        let (a, b) = (by_use[next() % by_use.len()], by_use[next() % by_use.len()]);
        if rows[a].0 != rows[b].0 && !attested.contains(&(rows[a].0, rows[b].1)) {
            others.push((a, b));
        }
    }
    let wrong: Vec<u32> = others
        .iter()
        .map(|&(a, b)| linkage::similarity_of(rows[a].0, rows[b].1))
        .collect();
    for least in [95, 92, 90, 88, 86, 84, 82, 80, 75, 70] {
        let used: u64 = rows.iter().map(|row| row.2).sum();
        let found: u64 = rows
            .iter()
            .zip(&scores)
            .filter(|(_, s)| **s >= least)
            .map(|(row, _)| row.2)
            .sum();
        let spelled = scores.iter().filter(|s| **s >= least).count();
        let false_pairs = wrong.iter().filter(|s| **s >= least).count();
        println!(
            "similarity >= {least}: recall by use {:.4}, by spelling {:.4}, false pairs {:.5}",
            found as f64 / used as f64,
            spelled as f64 / scores.len() as f64,
            false_pairs as f64 / wrong.len() as f64
        );
    }
    let mut missed: Vec<_> = rows.iter().zip(&scores).filter(|(_, s)| **s < 90).collect();
    missed.sort_by_key(|(row, _)| std::cmp::Reverse(row.2));
    for (row, score) in missed.iter().take(60) {
        println!("missed {} {} {} {score}", row.0, row.1, row.2);
    }
    let mut taken: HashMap<(&str, &str), u32> = HashMap::new();
    for (&(a, b), &score) in others.iter().zip(&wrong) {
        if score >= 90 {
            *taken.entry((rows[a].0, rows[b].1)).or_default() += 1;
        }
    }
    let mut taken: Vec<_> = taken.into_iter().collect();
    taken.sort_by_key(|((a, b), count)| (std::cmp::Reverse(*count), *a, *b));
    for ((a, b), count) in taken.iter().take(40) {
        println!("false {a} {b} {count}");
    }
}

/// Prints false and missed pairs with what each field added.
fn show_errors(table: &Table, linked: &linkage::Linked, of_row: &[Option<u32>]) {
    let line = |row: u32| {
        let cells: Vec<&str> = (0..table.columns.len())
            .map(|c| table.value(c, row))
            .collect();
        format!("{} {}", table.id(row), cells.join("|"))
    };
    let show = |a: u32, b: u32| {
        let (start, steps) = linked.explain(a, b);
        println!("{}\n{}", line(a), line(b));
        let steps: Vec<String> = steps
            .iter()
            .filter(|step| step.level != "missing")
            .map(|step| format!("{}:{} {:+.1}", step.field, step.level, step.adds))
            .collect();
        println!(
            "    {:.1} | {} = {:.1}",
            start,
            steps.join(", "),
            linked.score(a, b).log_odds
        );
    };
    let mut level_counts: HashMap<String, (u64, u64)> = HashMap::new();
    let mut shown = 0;
    println!("FALSE");
    for pair in linked.pairs.iter().filter(|pair| pair.log_odds > 2.2) {
        let right = of_row[pair.a as usize] == of_row[pair.b as usize];
        for step in linked.explain(pair.a, pair.b).1 {
            let count = level_counts
                .entry(format!("{}:{}", step.field, step.level))
                .or_default();
            if right { count.0 += 1 } else { count.1 += 1 }
        }
        if !right {
            shown += 1;
            if shown % 40 == 1 {
                show(pair.a, pair.b);
            }
        }
    }
    println!("MISSED");
    shown = 0;
    for pair in linked.pairs.iter().filter(|pair| pair.log_odds < 0.0) {
        if of_row[pair.a as usize] == of_row[pair.b as usize] {
            shown += 1;
            if shown % 40 == 1 {
                show(pair.a, pair.b);
            }
        }
    }
    let mut counts: Vec<_> = level_counts.into_iter().collect();
    counts.sort();
    for (level, (right, wrong)) in counts {
        println!(
            "  {level:50} right {right:6} wrong {wrong:5} {:.4}",
            wrong as f64 / (right + wrong) as f64
        );
    }
}

/// How the true pairs that blocking does not propose agree, field by field,
/// and the commonest patterns of agreement among them.
fn show_missed(linked: &linkage::Linked, by_person: &HashMap<u32, Vec<u32>>) {
    let mut levels: HashMap<String, (u64, u64)> = HashMap::new();
    let mut patterns: HashMap<String, u64> = HashMap::new();
    for rows in by_person.values() {
        for (at, &a) in rows.iter().enumerate() {
            for &b in &rows[at + 1..] {
                let missed = !linked.proposes(a, b);
                if !missed && (a + b) % 16 != 0 {
                    continue;
                }
                let mut pattern = Vec::new();
                for step in linked.explain(a, b).1 {
                    let count = levels
                        .entry(format!("{}:{}", step.field, step.level))
                        .or_default();
                    if missed {
                        count.0 += 1
                    } else {
                        count.1 += 1
                    }
                    let alike = step.level.contains("same") || step.level.contains("equal");
                    if alike && step.field != "sex" && step.field != "event-type" {
                        pattern.push(format!("{}:{}", step.field, step.level));
                    }
                }
                if missed {
                    *patterns.entry(pattern.join(" ")).or_default() += 1;
                }
            }
        }
    }
    let mut levels: Vec<_> = levels.into_iter().collect();
    levels.sort();
    for (level, (missed, found)) in levels {
        println!("  {level:45} missed {missed:6} proposed (1 in 16) {found:6}");
    }
    let mut patterns: Vec<_> = patterns.into_iter().collect();
    patterns.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    for (pattern, count) in patterns.iter().take(60) {
        println!("  {count:5} {pattern}");
    }
}

/// CPU seconds of this process, user and system (100 ticks a second on Linux).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

/// Peak resident memory in GiB.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0 / 1024.0
}
