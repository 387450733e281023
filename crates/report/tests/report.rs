//! The report of the sample study, as a reader gets it.

mod sample;

use proptest::prelude::*;
use report::document::Document;
use std::collections::BTreeSet;
use study::computed::{Chart, Computed};
use words::{Language, Words};

fn document(computed: &Computed, language: Language) -> Document {
    report::of_study(computed, &[], &Words::isolated(language))
        .expect("the sample's text names only what it has")
}

/// The page without the bytes of the fonts and without the charts, which have their own snapshots.
fn readable(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    for (open, close, stands_for) in std::iter::repeat([
        ("<style>", "</style>", "<style>…</style>"),
        ("<svg", "</svg>", "<svg>…</svg>"),
    ])
    .flatten()
    {
        match (rest.find(open), rest.find("<svg"), rest.find("<style>")) {
            (None, None, None) => break,
            (Some(at), svg, style)
                if svg.is_none_or(|s| at <= s) && style.is_none_or(|s| at <= s) =>
            {
                let end = at + rest[at..].find(close).expect("closed") + close.len();
                text.push_str(&rest[..at]);
                text.push_str(stands_for);
                rest = &rest[end..];
            }
            _ => {}
        }
    }
    text.push_str(rest);
    let (before, after) = text.split_once("style-src 'sha256-").expect("a policy");
    let (_, after) = after.split_once('\'').expect("closed");
    format!("{before}style-src 'sha256-…'{after}")
}

#[test]
fn the_page_reads_in_both_languages() {
    for language in Language::ALL {
        let page = report::html(&document(&sample::computed(), language));
        insta::assert_snapshot!(format!("page_{}", language.code()), readable(&page));
    }
}

#[test]
fn the_charts_are_drawn_in_both_languages() {
    let computed = sample::computed();
    for language in Language::ALL {
        let words = Words::isolated(language);
        for chart in &computed.charts {
            let id = match chart {
                Chart::Timeline { id, .. } | Chart::Flow { id, .. } | Chart::Bars { id, .. } => id,
            };
            let drawing = report::svg(chart, &computed, &words).expect("the sample fills it");
            insta::assert_snapshot!(format!("chart_{id}_{}", language.code()), drawing.svg);
        }
        let periods = report::figure::periods(&computed, &words).expect("the sample has periods");
        insta::assert_snapshot!(format!("chart_periods_{}", language.code()), periods.svg);
    }
}

#[test]
fn the_page_asks_for_nothing_from_outside_and_runs_nothing() {
    for language in Language::ALL {
        let page = report::html(&document(&sample::computed(), language));
        let body = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!body.contains("http:") && !body.contains("https:"));
        for forbidden in [
            "<script",
            "<link",
            "<img",
            "<iframe",
            " style=",
            "javascript:",
            "@import",
        ] {
            assert!(!body.contains(forbidden), "{forbidden}");
        }
        assert!(
            body.split("url(")
                .skip(1)
                .all(|rest| rest.starts_with("data:font/") || rest.starts_with('#'))
        );
        assert!(page.len() < 1_500_000, "{} bytes", page.len());
    }
}

/// Names of the tags that a page opens.
fn tags(page: &str) -> BTreeSet<String> {
    page.split('<')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "/!-".contains(*c))
                .collect()
        })
        .collect()
}

fn attribute_values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.split(open.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_link_has_its_target_and_every_id_stands_once() {
    for language in Language::ALL {
        let page = report::html(&document(&sample::computed(), language));
        let ids = attribute_values(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "an id stands twice");
        for to in attribute_values(&page, "href") {
            assert!(
                unique.contains(to.trim_start_matches('#')),
                "{to} leads nowhere"
            );
        }
    }
}

/// The sample with a text in every place that a person can fill.
fn poisoned(text: &str) -> Computed {
    let mut computed = sample::computed();
    let set = |label: &mut model::profile::Label| {
        label.ar = text.into();
        label.en = text.into();
    };
    set(&mut computed.title);
    set(&mut computed.office);
    computed.subtitle.as_mut().map(set);
    computed.notice.as_mut().map(set);
    computed.checkpoint = text.into();
    computed.as_known_on = Some(text.into());
    computed.confirmation_rules = vec![text.into()];
    for figure in &mut computed.figures {
        set(&mut figure.title);
        figure.id = format!("{text}{}", figure.id);
        figure.query = text.into();
        figure.unit = text.into();
        figure.clock = text.into();
        for group in &mut figure.groups {
            group.labels.values_mut().for_each(set);
        }
    }
    for case in &mut computed.cases {
        case.called = text.into();
        for event in &mut case.events {
            set(&mut event.label);
            event.when = Some(text.into());
            event.bases.iter_mut().for_each(set);
        }
    }
    for finding in &mut computed.findings {
        finding.expected = text.into();
        finding.code = text.into();
        finding.place.insert(text.into(), text.into());
        finding.ids = vec![text.into()];
    }
    for table in &mut computed.law_tables {
        table.instrument = text.into();
        for row in &mut table.rows {
            row.called = text.into();
            row.missing = vec![vec![text.into()]];
        }
    }
    for chart in &mut computed.charts {
        match chart {
            Chart::Timeline {
                id, title, series, ..
            } => {
                *id = format!("{id}{text}");
                set(title);
                series.iter_mut().for_each(|(_, label)| set(label));
            }
            Chart::Flow {
                id, title, stages, ..
            } => {
                *id = format!("{id}{text}");
                set(title);
                stages.iter_mut().for_each(|stage| set(&mut stage.label));
            }
            Chart::Bars { title, .. } => set(title),
        }
    }
    computed
}

/// The document of the poisoned sample, with the text in every place of the study's own text, too.
fn poisoned_document(evil: &str, language: Language) -> Document {
    use study::text::{Block, Inline, Text};
    let inlines = vec![
        Inline::Text { text: evil.into() },
        Inline::Code { text: evil.into() },
        Inline::Footnote { number: 0 },
        Inline::Number {
            text: evil.into(),
            figure: evil.into(),
            reference: evil.into(),
        },
        Inline::Strong {
            inlines: vec![Inline::Text { text: evil.into() }],
        },
    ];
    let paragraph = || Block::Paragraph {
        inlines: inlines.clone(),
    };
    let text = Text {
        blocks: vec![
            Block::Heading {
                level: 1,
                inlines: inlines.clone(),
            },
            paragraph(),
            Block::List {
                start: Some(1),
                items: vec![vec![paragraph()]],
            },
            Block::Table {
                head: vec![inlines.clone()],
                rows: vec![vec![inlines.clone()]],
            },
            Block::Quote {
                blocks: vec![paragraph()],
            },
        ],
        footnotes: vec![vec![paragraph()]],
    };
    report::compose::compose(&poisoned(evil), &[], &text, &Words::isolated(language))
}

#[test]
fn a_name_made_of_markup_is_inert_on_the_page() {
    let evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";
    let harmless = report::html(&poisoned_document("x", Language::English));
    let page = report::html(&poisoned_document(evil, Language::English));
    assert!(tags(&page).is_subset(&tags(&harmless)), "{:?}", tags(&page));
    assert!(page.contains("&lt;script&gt;alert(1)"));
    assert!(
        !attribute_values(&page, "href")
            .iter()
            .any(|to| !to.starts_with('#'))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_opens_a_tag(text in ".{0,40}") {
        let page = report::html(&poisoned_document(&text, Language::Arabic));
        // Marks of the charts may differ in number, kinds of tags may not; brackets in
        // Arabic charts are set in a face of their own.
        let harmless = report::html(&poisoned_document("[x]", Language::Arabic));
        prop_assert!(tags(&page).is_subset(&tags(&harmless)));
    }
}

#[test]
fn every_sentence_that_the_report_names_exists_in_both_languages() {
    let mut named = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sources are here") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(path).expect("readable");
                named.extend(
                    source
                        .split('"')
                        .filter(|text| {
                            text.starts_with("report-")
                                && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                        })
                        .map(str::to_owned),
                );
            }
        }
    }
    // Prefixes that an id of the study completes.
    for prefix in [
        "report-unit",
        "report-kind",
        "report-clock",
        "report-event",
        "report-outcome",
        "report-place",
    ] {
        assert!(named.remove(prefix), "{prefix} is no longer used");
    }
    assert!(named.len() > 90);
    for language in Language::ALL {
        let words = Words::isolated(language);
        let missing: Vec<&String> = named.iter().filter(|id| !words.has(id)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}

#[test]
fn an_arrest_on_both_sides_of_the_decree_is_drawn_hollow() {
    let mut computed = sample::computed();
    let Some(Chart::Timeline { events, .. }) = computed.charts.first_mut() else {
        panic!("the sample begins with a timeline")
    };
    events.retain(|event| event.id == "arrest-001");
    let draw = |computed: &Computed| {
        report::svg(
            &computed.charts[0],
            computed,
            &Words::isolated(Language::English),
        )
        .expect("one event")
        .svg
    };
    assert!(!draw(&computed).contains("class=\"possible\""));
    let Some(Chart::Timeline { events, .. }) = computed.charts.first_mut() else {
        unreachable!()
    };
    events[0].earliest = "2018-10-01".into();
    events[0].latest = "2018-10-31".into();
    assert!(draw(&computed).contains("class=\"possible\""));
}

#[test]
fn a_chart_with_nothing_to_show_is_left_out() {
    let mut computed = sample::computed();
    computed.figures.clear();
    let words = Words::isolated(Language::English);
    let bars = computed
        .charts
        .iter()
        .filter(|chart| matches!(chart, Chart::Bars { .. }));
    assert!(
        bars.map(|chart| report::svg(chart, &computed, &words))
            .all(|drawn| drawn.is_none())
    );
    assert!(report::figure::periods(&computed, &words).is_none());
}

#[test]
fn a_thousand_arrests_become_months_and_none_is_lost() {
    let mut computed = sample::computed();
    let Some(Chart::Timeline { events, .. }) = computed.charts.first_mut() else {
        unreachable!()
    };
    let one = events
        .iter()
        .find(|event| event.series == "arrest")
        .expect("an arrest")
        .clone();
    for n in 0..1000 {
        events.push(study::computed::TimelineEvent {
            id: format!("more-{n}"),
            ..one.clone()
        });
    }
    let drawing = report::svg(
        &computed.charts[0],
        &computed,
        &Words::plain(Language::English),
    )
    .expect("drawn");
    let in_months: u64 = drawing
        .svg
        .split("<title>Arrests, ")
        .skip(1)
        .filter_map(|rest| rest.split("</title>").next())
        .filter_map(|title| title.rsplit(": ").next())
        .filter_map(|count| count.split(' ').next())
        .filter_map(|count| count.replace(',', "").parse::<u64>().ok())
        .sum();
    // Months known to the month are sure in it; none of the sample's straddles two.
    assert_eq!(in_months, 1142);
}

#[cfg(feature = "pdf")]
mod print {
    use super::*;

    /// The text of a PDF, by a reader that is not ours.
    fn read(pdf: &[u8], name: &str) -> Option<String> {
        let path = std::env::temp_dir().join(format!("sijill-{}-{name}.pdf", std::process::id()));
        std::fs::write(&path, pdf).expect("the temporary folder takes a file");
        let output = std::process::Command::new("pdftotext")
            .arg("-layout")
            .arg(&path)
            .arg("-")
            .output();
        std::fs::remove_file(&path).expect("it was written above");
        match output {
            Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
            Err(_) => {
                eprintln!(
                    "skipped: pdftotext is not installed, so that the print was not read back"
                );
                None
            }
        }
    }

    #[test]
    fn the_print_is_the_same_twice_and_can_be_read_back() {
        for language in Language::ALL {
            let document = document(&sample::computed(), language);
            let first = report::pdf(&document).expect("typeset");
            assert!(first.starts_with(b"%PDF-"));
            assert!(
                first == report::pdf(&document).expect("typeset"),
                "the bytes differ"
            );
            assert!(first.len() < 2_000_000);
            let Some(text) = read(&first, language.code()) else {
                continue;
            };
            let expected: &[&str] = match language {
                Language::English => &[
                    "Defectors under the Guillotine",
                    "114",
                    "How each number was counted",
                    "Cannot be known",
                    "Example: nine cases",
                    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                ],
                Language::Arabic => &["المقصلة", "صيدنايا", "114", "CsUYapGGPo4dkMgIAUqom"],
            };
            for part in expected {
                assert!(text.contains(part), "{part} is not in the print:\n{text}");
            }
        }
    }

    #[test]
    fn a_name_made_of_layout_commands_prints_as_itself() {
        let evil = "#panic() *b* _i_ ] ` $x$ \\ @a <b> // = [";
        let document = poisoned_document(evil, Language::English);
        let pdf = report::pdf(&document).expect("it is only text");
        if let Some(text) = read(&pdf, "evil") {
            assert!(text.contains(evil), "{text}");
        }
    }
}
