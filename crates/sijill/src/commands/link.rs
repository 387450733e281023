//! `sijill link`: who is the same person, in any table or in the register?
//!
//! With files it links tables and needs no office; `run`, `review`, `decide`
//! and `withdraw` are about the register. Progress is told on standard error.

use super::{link_reviewing, path, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, neutral, print};
use crate::progress::Steps;
use clap::ArgMatches;
use model::record::DecisionKind;
use model::{Code, Problem};
use office::{
    LinkOptions, Reviewing, TableLinks, field_in_words, level_in_words, link_tables, propose_model,
    read_threshold,
};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    match matches.subcommand() {
        Some(("run", sub)) => propose(context, sub),
        Some(("review", sub)) => review(context, sub),
        Some(("decide", sub)) => decide(context, sub),
        Some(("withdraw", sub)) => withdraw(context, sub),
        Some(("sample", sub)) => link_reviewing::sample(context, sub),
        Some(("opinion", sub)) => link_reviewing::opinion(context, sub),
        Some(("quality", sub)) => link_reviewing::quality(context, sub),
        Some(("acts", sub)) => link_reviewing::acts(context, sub),
        Some(("act", sub)) => link_reviewing::act(context, sub),
        Some(("draws", sub)) => link_reviewing::draws(context, sub),
        _ => tables(context, matches),
    }
}

/// A file that is read cannot be.
fn unread(file: &Path, error: &std::io::Error) -> Problems {
    one(Problem::new(Code::CliFileUnreadable)
        .with("reason", error)
        .in_file(file.display()))
}

/// A file or folder cannot be written.
fn refused(file: &Path, error: &std::io::Error) -> Problems {
    one(Problem::new(Code::CliFileUnwritable)
        .with("reason", error)
        .in_file(file.display()))
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A small file that goes with the tables.
fn sheet(matches: &ArgMatches, name: &str) -> Result<Option<(String, Vec<u8>)>, Problems> {
    path(matches, name)
        .map(|file| {
            let bytes = std::fs::read(&file).map_err(|error| unread(&file, &error))?;
            Ok((name_of(&file), bytes))
        })
        .transpose()
}

fn threshold(matches: &ArgMatches) -> Result<Option<f64>, Problems> {
    let given = matches.get_one::<String>("threshold");
    given
        .map(|text| read_threshold(text).map_err(one))
        .transpose()
}

fn tables(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let many = |name: &str| -> Vec<String> {
        matches
            .get_many::<String>(name)
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    };
    let number = |name: &str| matches.get_one::<usize>(name).copied().unwrap_or(0);
    let options = LinkOptions {
        id: matches.get_one::<String>("id").cloned(),
        source: matches.get_one::<String>("source").cloned(),
        columns: many("column"),
        model: sheet(matches, "model")?,
        labels: sheet(matches, "labels")?,
        truth: sheet(matches, "truth")?,
        threshold: threshold(matches)?,
        draws: number("draws"),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or(1),
        ask: number("ask"),
    };
    let mut files = Vec::new();
    let given: Vec<&PathBuf> = matches.get_many("files").into_iter().flatten().collect();
    for file in &given {
        let opened = File::open(file).map_err(|error| unread(file, &error))?;
        // A list is known by its file's name, and where two share one by the path.
        let name = name_of(file);
        let alone = given.iter().filter(|it| name_of(it) == name).count() == 1;
        let shown = || file.display().to_string();
        files.push((if alone { name } else { shown() }, opened));
    }
    let out = path(matches, "out").unwrap_or_default();
    // Said now and not after an hour of work.
    if out.exists() && !out.is_dir() {
        let error = std::io::Error::from(std::io::ErrorKind::NotADirectory);
        return Err(refused(&out, &error));
    }
    if matches.get_flag("propose") {
        let model = propose_model(files, &options).map_err(one)?;
        std::fs::create_dir_all(&out).map_err(|error| refused(&out, &error))?;
        let file = out.join("model.toml");
        std::fs::write(&file, model).map_err(|error| refused(&file, &error))?;
        let said = [("file", file.display().to_string().into())];
        context.note(&context.text_with("link-proposed", &said));
        return Ok(());
    }
    let steps = Steps::told(context);
    let links = link_tables(files, &options, &|step| steps.step(step)).map_err(one)?;
    drop(steps);
    context.say_problems(&links.warnings);
    std::fs::create_dir_all(&out).map_err(|error| refused(&out, &error))?;
    let written = write_all(context, &links, &out).map_err(|error| refused(&out, &error))?;
    let mut table =
        Table::new(["linked-column-what", "linked-column-count"].map(|id| context.text(id)));
    let summary = links.summary();
    for (id, count) in [
        ("linked-records", summary.records),
        ("linked-compared", summary.compared),
        ("linked-linked-pairs", summary.linked_pairs),
        ("linked-clusters", summary.clusters),
        ("linked-largest", summary.largest),
    ] {
        table.row([context.text(id), context.words.number(count)]);
    }
    emit(&table.to_text());
    if let Some(measured) = &links.measured {
        let mut table = Table::new(
            [
                "linked-column-what",
                "linked-column-precision",
                "linked-column-recall",
                "linked-column-f1",
            ]
            .map(|id| context.text(id)),
        );
        for (id, quality) in [
            ("linked-quality-pairs", &measured.pairs),
            ("linked-quality-best-pairs", &measured.best_pairs),
            ("linked-quality-clusters", &measured.clusters),
            ("linked-quality-b-cubed", &measured.b_cubed),
        ] {
            let share = |value: f64| format!("{value:.4}");
            table.row([
                context.text(id),
                share(quality.precision),
                share(quality.recall),
                share(quality.f1),
            ]);
        }
        emit(&format!("\n{}", table.to_text()));
    }
    if summary.records < 2 {
        context.note(&context.text("link-table-small"));
    }
    context.note(&context.text_with(
        "link-written",
        &[
            ("folder", out.display().to_string().into()),
            (
                "files",
                written.join(&context.text("estimate-separator")).into(),
            ),
        ],
    ));
    Ok(())
}

/// Writes everything about a linkage into a folder; returns the names of the files.
fn write_all(context: &Context, links: &TableLinks, out: &Path) -> std::io::Result<Vec<String>> {
    let mut written = Vec::new();
    let mut text = |name: &str, text: &str| {
        written.push(name.to_owned());
        std::fs::write(out.join(name), text)
    };
    text("model.toml", &links.model_toml())?;
    text("linkage.html", &links.page(&context.words))?;
    if let Some(measured) = &links.measured {
        let shown = serde_json::to_string_pretty(measured).expect("numbers are plain JSON");
        text("measured.json", &(shown + "\n"))?;
    }
    let mut csv = |name: &str, header: &[String], rows: &mut dyn Iterator<Item = Vec<String>>| {
        let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(out.join(name))?));
        writer.write_record(header)?;
        for row in rows {
            writer.write_record(row)?;
        }
        written.push(name.to_owned());
        writer
            .into_inner()
            .map_err(|error| error.into_error())?
            .flush()
    };
    let headers = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    csv(
        "pairs.csv",
        &headers(&["id_a", "id_b", "weight", "probability"]),
        &mut links.pairs().map(|(a, b, weight, probability)| {
            vec![
                neutral(a),
                neutral(b),
                format!("{weight:.4}"),
                format!("{probability:.6}"),
            ]
        }),
    )?;
    csv(
        "clusters.csv",
        &headers(&["id", "cluster"]),
        &mut links
            .cluster_rows()
            .map(|(id, cluster)| vec![neutral(id), neutral(cluster)]),
    )?;
    let questions = links.questions();
    if !questions.is_empty() {
        csv(
            "questions.csv",
            &headers(&["id_a", "id_b", "probability", "same"]),
            &mut questions.into_iter().map(|(a, b, probability)| {
                vec![
                    neutral(a),
                    neutral(b),
                    format!("{probability:.4}"),
                    String::new(),
                ]
            }),
        )?;
    }
    if !links.draws.is_empty() {
        csv(
            "draws.csv",
            &headers(&["draw", "id", "cluster"]),
            &mut links.draws.iter().enumerate().flat_map(|(draw, clusters)| {
                links.rows_of(clusters).map(move |(id, cluster)| {
                    vec![(draw + 1).to_string(), neutral(id), neutral(cluster)]
                })
            }),
        )?;
    }
    if let Some((names, tallies)) = links.tallies() {
        let mut header = vec!["draw".to_owned()];
        header.extend(names.iter().map(|name| neutral(name)));
        header.push("count".into());
        csv(
            "tallies.csv",
            &header,
            &mut tallies
                .iter()
                .enumerate()
                .flat_map(|(draw, tally)| {
                    tally
                        .iter()
                        .map(move |(pattern, count)| (draw, *pattern, *count))
                })
                .map(|(draw, pattern, count)| {
                    let mut row = vec![(draw + 1).to_string()];
                    row.extend((0..names.len()).map(|list| (pattern >> list & 1).to_string()));
                    row.push(count.to_string());
                    row
                }),
        )?;
    }
    written.sort();
    Ok(written)
}

fn propose(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let steps = Steps::told(context);
    let run = office
        .run_linkage_watched(&seat, threshold(matches)?, &|step| steps.step(step))
        .map_err(one)?;
    drop(steps);
    let mut table =
        Table::new(["linked-column-what", "linked-column-count"].map(|id| context.text(id)));
    for (id, count) in [
        ("link-records", run.records),
        ("linked-compared", run.compared),
        ("link-persons", run.persons),
        ("link-persons-suggested", run.persons_suggested),
    ] {
        table.row([context.text(id), context.words.number(count)]);
    }
    print(Format::of(matches), &table, &run);
    let contradicted: Vec<Problem> = run
        .contradicted
        .iter()
        .map(|(a, b)| {
            Problem::new(Code::LinkageDecisionContradicted)
                .with("a", a)
                .with("b", b)
                .warning()
        })
        .collect();
    context.say_problems(&contradicted);
    context.note(&context.text_with("link-run-done", &[("count", run.waiting.len().into())]));
    Ok(())
}

fn review(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    if matches.get_flag("decided") {
        return decided(context, matches, &office, &seat);
    }
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(20);
    let waiting = office.waiting_pairs(&seat, limit).map_err(one)?;
    let words = &context.words;
    let headers = [
        "linked-column-field",
        "linked-column-first",
        "linked-column-second",
        "linked-column-level",
        "linked-column-weight",
    ]
    .map(|id| context.text(id));
    if Format::of(matches) != Format::Table {
        let mut table = Table::new([
            "id_a",
            "id_b",
            "name_a",
            "name_b",
            "probability",
            "relatives",
        ]);
        for pair in &waiting {
            table.row([
                pair.a.clone(),
                pair.b.clone(),
                pair.name_a.clone(),
                pair.name_b.clone(),
                format!("{:.4}", pair.probability),
                format!("{:.4}", pair.relatives),
            ]);
        }
        print(Format::of(matches), &table, &waiting);
        return Ok(());
    }
    for pair in &waiting {
        let said = [("probability", format!("{:.3}", pair.probability).into())];
        emit(&format!(
            "{}\n{}\n{}\n",
            pair.a,
            pair.b,
            context.text_with("link-review-pair", &said)
        ));
        if pair.relatives > 0.5 {
            emit(&format!("{}\n", context.text("linked-relatives")));
        }
        let mut table = Table::new(headers.clone());
        table.row([String::new(), pair.name_a.clone(), pair.name_b.clone()]);
        table.row([
            context.text("linked-start"),
            String::new(),
            String::new(),
            String::new(),
            format!("{:+.1}", pair.start),
        ]);
        for field in &pair.fields {
            table.row([
                field_in_words(words, &field.field),
                field.first.clone(),
                field.second.clone(),
                level_in_words(words, &field.level),
                format!("{:+.1}", field.bits),
            ]);
        }
        emit(&format!("{}\n", table.to_text()));
    }
    let waits = office.last_linkage(&seat).map_err(one)?.waiting.len();
    context.note(&context.text_with("link-run-done", &[("count", waits.into())]));
    if waits > 0 {
        context.note(&context.text("link-review-next"));
    }
    Ok(())
}

fn decided(
    context: &Context,
    matches: &ArgMatches,
    office: &office::Office,
    seat: &office::Seat<Reviewing>,
) -> Result<(), Problems> {
    let decisions = office.decided_pairs(seat).map_err(one)?;
    let mut table = Table::new(
        [
            "link-column-decision",
            "link-column-kind",
            "link-column-records",
            "link-column-who",
            "link-column-at",
            "link-column-why",
        ]
        .map(|id| context.text(id)),
    );
    for decision in &decisions {
        let kind = serde_json::to_value(decision.kind).unwrap_or_default();
        let mut said = context.text(&format!("link-kind-{}", kind.as_str().unwrap_or_default()));
        if decision.withdrawn {
            said = format!("{said} ({})", context.text("link-kind-withdrawn"));
        }
        table.row([
            decision.id.clone(),
            said,
            decision.about.join(" · "),
            decision.who.clone(),
            context.moment(&decision.at),
            decision.why.clone().unwrap_or_default(),
        ]);
    }
    print(Format::of(matches), &table, &decisions);
    Ok(())
}

fn decide(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let kind = match text(matches, "verdict") {
        "same" => DecisionKind::SamePerson,
        "different" => DecisionKind::DifferentPersons,
        "relatives" => DecisionKind::Relatives,
        _ => DecisionKind::CannotTell,
    };
    let (a, b) = (text(matches, "a"), text(matches, "b"));
    let id = match matches.get_one::<String>("relation") {
        Some(relation) if kind == DecisionKind::Relatives => {
            office.decide_relatives(&seat, a, relation, b)
        }
        _ => office.decide_pair(&seat, a, b, kind),
    }
    .map_err(one)?;
    emit(&format!("{id}\n"));
    context.note(&context.text_with("link-decided", &[("id", id.into())]));
    Ok(())
}

fn withdraw(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let id = text(matches, "decision");
    office.withdraw_decision(&seat, id).map_err(one)?;
    context.note(&context.text_with("link-withdrawn", &[("id", id.into())]));
    Ok(())
}
