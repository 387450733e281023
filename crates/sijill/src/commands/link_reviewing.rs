//! `sijill link sample`, `opinion`, `quality`, `acts`, `act` and `draws`: what a
//! reviewer of the register does besides deciding about pairs of persons.

use super::{path, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, neutral, print};
use crate::progress::Steps;
use clap::ArgMatches;
use model::record::DecisionKind;
use model::{Problem, Truth};
use office::{
    ActPair, ActTold, AlreadyHere, AsOf, DrawWanted, Reviewing, SampleWanted, Studying,
    field_in_words, level_in_words,
};
use std::fmt::Write;

/// The pairs of the blind sample: drawn, or the next one shown.
pub fn sample(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    if matches.get_flag("next") {
        let Some(asked) = office.next_sampled(&seat).map_err(one)? else {
            context.note(&context.text_with("web-quality-waiting", &[("count", 0u64.into())]));
            return Ok(());
        };
        let pair = office
            .look_at_pair(&seat, &asked.a, &asked.b)
            .map_err(one)?
            .pair;
        // Blind: what the fields say, and not how much that weighs.
        let mut table = Table::new(
            [
                "linked-column-field",
                "linked-column-first",
                "linked-column-second",
            ]
            .map(|id| context.text(id)),
        );
        table.row([String::new(), pair.name_a.clone(), pair.name_b.clone()]);
        for field in &pair.fields {
            table.row([
                field_in_words(&context.words, &field.field),
                field.first.clone(),
                field.second.clone(),
            ]);
        }
        if Format::of(matches) == Format::Table {
            emit(&format!("{}\n{}\n\n", asked.a, asked.b));
        }
        print(Format::of(matches), &table, &asked);
        context.note(&context.text_with("web-quality-waiting", &[("count", asked.waiting.into())]));
        context.note(&context.text("link-sample-opinion"));
        return Ok(());
    }
    let wanted = SampleWanted {
        pairs: matches.get_one::<usize>("pairs").copied().unwrap_or(140),
        both: matches.get_one::<f64>("both").copied().unwrap_or(0.2),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or(1),
    };
    let steps = Steps::told(context);
    let sample = office
        .draw_sample(&seat, &wanted, &|step| steps.step(step))
        .map_err(one)?;
    drop(steps);
    context.note(&context.text_with("link-sample-drawn", &[("count", sample.pairs.len().into())]));
    Ok(())
}

/// One opinion on a pair of the sample.
pub fn opinion(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let same = match text(matches, "verdict") {
        "same" => Some(true),
        "different" => Some(false),
        _ => None,
    };
    office
        .give_opinion(&seat, text(matches, "a"), text(matches, "b"), same)
        .map_err(one)?;
    context.note(&context.text("link-opinion-noted"));
    Ok(())
}

/// What the reviewed sample says.
pub fn quality(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let quality = office.link_quality(&seat).map_err(one)?;
    let mut table = Table::new(
        [
            "web-quality-measure",
            "web-quality-value",
            "web-quality-interval",
        ]
        .map(|id| context.text(id)),
    );
    let mut row = |id: &str, value: String, interval: String| {
        table.row([context.text(&format!("web-quality-{id}")), value, interval]);
    };
    if let Some(estimate) = &quality.estimate {
        let interval = |(low, high): (f64, f64)| format!("{low:.3} – {high:.3}");
        row(
            "precision",
            format!("{:.3}", estimate.quality.precision),
            interval(estimate.precision),
        );
        row(
            "recall",
            format!("{:.3}", estimate.quality.recall),
            interval(estimate.recall),
        );
    }
    let shares = [
        ("agreement", quality.agreement),
        ("kappa", quality.kappa),
        ("ac1", quality.ac1),
    ];
    for (id, value) in shares.into_iter().filter_map(|(id, it)| Some((id, it?))) {
        row(id, format!("{value:.3}"), String::new());
    }
    for (id, count) in [
        ("sampled", quality.sampled),
        ("twice", quality.asked_twice),
        ("reviewed", quality.reviewed),
        ("decided-twice", quality.decided_twice),
        ("cannot-tell", quality.cannot_tell),
        ("disputed", quality.disputed),
    ] {
        row(id, context.words.number(count), String::new());
    }
    print(Format::of(matches), &table, &quality);
    Ok(())
}

fn act_said(context: &Context, office: &office::Office, act: &ActTold) -> String {
    let profile = office.profile();
    let language = context.words.language().code();
    let mut said = vec![profile.label("event", &act.kind, language).to_owned()];
    said.extend(Some(act.when.clone()).filter(|it| !it.is_empty()));
    said.extend(
        Some(profile.label("place", &act.place, language).to_owned()).filter(|it| !it.is_empty()),
    );
    said.extend(Some(act.list.clone()).filter(|it| !it.is_empty()));
    format!("{}\n{}", said.join(" · "), act.id)
}

/// Events of linked persons that are one act or could be.
pub fn acts(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(20);
    let found = office.acts_of_linked(&seat, limit).map_err(one)?;
    let truth = |truth: Truth| match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    };
    let mut table = Table::new(
        [
            "link-column-person",
            "link-column-first-event",
            "link-column-second-event",
            "link-column-rule",
            "link-column-counted",
            "link-column-decision",
        ]
        .map(|id| context.text(id)),
    );
    let mut add = |pair: &ActPair| {
        let part = |it: Truth| context.text(&format!("web-acts-{}", truth(it)));
        let rule = [pair.rule.kind, pair.rule.dates, pair.rule.places].map(part);
        table.row([
            pair.name.clone(),
            act_said(context, &office, &pair.first),
            act_said(context, &office, &pair.second),
            rule.join(" · "),
            context.text(&format!("web-acts-counted-{}", truth(pair.counted))),
            pair.decided
                .as_ref()
                .map(|it| it.id.clone())
                .unwrap_or_default(),
        ]);
    };
    found.open.iter().chain(&found.settled).for_each(&mut add);
    print(Format::of(matches), &table, &found);
    context.note(&context.text_with("link-acts-open", &[("count", found.open_count.into())]));
    if found.open_count > 0 {
        context.note(&context.text("link-acts-next"));
    }
    Ok(())
}

/// A decision about two events.
pub fn act(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reviewing>(&office)?;
    let kind = match text(matches, "verdict") {
        "same" => DecisionKind::SameEvent,
        "different" => DecisionKind::DifferentEvents,
        _ => DecisionKind::CannotTellEvents,
    };
    let id = office
        .decide_acts(&seat, text(matches, "a"), text(matches, "b"), kind)
        .map_err(one)?;
    emit(&format!("{id}\n"));
    context.note(&context.text_with("link-decided", &[("id", id.into())]));
    Ok(())
}

/// Tallies of a figure's persons over drawn clusterings.
pub fn draws(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Studying>(&office)?;
    let wanted = DrawWanted {
        study: text(matches, "study").to_owned(),
        figure: text(matches, "figure").to_owned(),
        draws: matches.get_one::<usize>("draws").copied().unwrap_or(50),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or(1),
    };
    let steps = Steps::told(context);
    let drawn = office.draw_tallies(&seat, &wanted, &AsOf::default(), &|step| steps.step(step))?;
    drop(steps);
    let (lists, tallies) = &drawn.tallies;
    let mut sheet = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["draw".to_owned()];
    header.extend(lists.iter().map(|list| neutral(list)));
    header.push("count".into());
    let out = path(matches, "out").unwrap_or_default();
    let refused = |reason: String| {
        one(Problem::new(model::Code::CliFileUnwritable)
            .with("reason", reason)
            .in_file(out.display()))
    };
    let mut write = |row: &[String]| {
        sheet
            .write_record(row)
            .map_err(|error| refused(error.to_string()))
    };
    write(&header)?;
    for (draw, tally) in tallies.iter().enumerate() {
        for (pattern, count) in tally {
            let mut row = vec![(draw + 1).to_string()];
            row.extend((0..lists.len()).map(|list| (pattern >> list & 1).to_string()));
            row.push(count.to_string());
            write(&row)?;
        }
    }
    let bytes = sheet
        .into_inner()
        .map_err(|error| refused(error.to_string()))?;
    std::fs::write(&out, bytes).map_err(|error| refused(error.to_string()))?;
    context.note(&context.text_with(
        "link-draws-written",
        &[
            ("draws", wanted.draws.into()),
            ("file", out.display().to_string().into()),
            ("least", drawn.least.into()),
            ("most", drawn.most.into()),
        ],
    ));
    Ok(())
}

/// Rows of a sheet that are probably in the register, as a table of text.
pub fn already_here(context: &Context, here: &[AlreadyHere], count: u64) -> String {
    let mut text = format!(
        "\n{}\n",
        context.text_with("link-already", &[("count", count.into())])
    );
    let mut table = Table::new(
        [
            "web-similar-row",
            "link-already-column-name",
            "link-already-column-there",
            "linked-column-probability",
            "web-links-shared",
            "link-already-column-id",
        ]
        .map(|id| context.text(id)),
    );
    for row in here {
        for similar in row.similar.iter().take(1) {
            let mut telling: Vec<_> = similar.fields.iter().filter(|it| it.bits >= 1.0).collect();
            telling.sort_by(|x, y| y.bits.total_cmp(&x.bits));
            let reasons: Vec<String> = telling
                .iter()
                .take(3)
                .map(|it| {
                    format!(
                        "{}: {}",
                        field_in_words(&context.words, &it.field),
                        level_in_words(&context.words, &it.level)
                    )
                })
                .collect();
            table.row([
                row.row.to_string(),
                row.name.clone(),
                similar.name.clone(),
                format!("{:.3}", similar.probability),
                reasons.join(" · "),
                similar.id.clone(),
            ]);
        }
    }
    let _ = write!(text, "{}", table.to_text());
    text
}
