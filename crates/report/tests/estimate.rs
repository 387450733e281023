//! The chapter and the sheet of an estimate, as a commission or a court gets them.

mod sample;

use estimate::{Beside, Method, Settings, Stratum, Tallies, Tally};
use model::profile::Label;
use report::document::{Block, Document};
use report::{EstimateShown, Origin, Publisher};
use std::collections::BTreeMap;
use words::{Language, Words};

fn label(ar: &str, en: &str) -> Label {
    Label {
        ar: ar.into(),
        en: en.into(),
    }
}

fn kosovo() -> Tally {
    let path = format!(
        "{}/../estimate/tests/tables/kosovo_1999_killings_4.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    Tally::read(&std::fs::read(path).expect("the table"), "kosovo.csv").expect("sound")
}

/// Every method with few draws: the page is tested here, not the numbers.
fn quick(methods: &[Method]) -> Settings {
    let mut settings = Settings {
        methods: methods.to_vec(),
        resamples: 200,
        coverage_resamples: 60,
        ..Settings::default()
    };
    settings.classes.warm_up = 200;
    settings.classes.budget = 400;
    settings.classes.r_hat = 9.0;
    settings.classes.effective = 0.0;
    settings
}

fn shown(tallies: &Tallies, settings: &Settings) -> EstimateShown {
    EstimateShown {
        id: "killings".into(),
        title: label(
            "كم شخصاً قُتل ولم يوثَّق في كوسوفو، آذار – حزيران 1999",
            "How many killings in Kosovo, March–June 1999, were not documented",
        ),
        population: Some(label(
            "ألبان كوسوفو الذين قُتلوا بين 20 آذار و22 حزيران 1999",
            "Kosovo Albanians killed between 20 March and 22 June 1999",
        )),
        answer: tallies.estimate(settings).expect("one kind of lists"),
        beside: estimate::beside(tallies, settings),
        pooled: tallies.pooled(),
        lists: BTreeMap::from([
            (
                "EXH".to_owned(),
                label("محاضر استخراج الجثامين", "Exhumation records"),
            ),
            (
                "ABA".to_owned(),
                label("نقابة المحامين الأمريكية", "American Bar Association"),
            ),
            (
                "OSCE".to_owned(),
                label("منظمة الأمن والتعاون في أوروبا", "OSCE"),
            ),
            (
                "HRW".to_owned(),
                label("هيومن رايتس ووتش", "Human Rights Watch"),
            ),
        ]),
        values: BTreeMap::from([("north".to_owned(), label("الشمال", "North"))]),
        least: 0,
        origin: Origin::File("kosovo.csv".into()),
    }
}

fn publisher() -> Publisher {
    Publisher {
        office: label("مكتب التوثيق", "Documentation Office"),
        notice: None,
    }
}

fn sheet(tallies: &Tallies, methods: &[Method], language: Language) -> Document {
    report::estimate_sheet(
        &shown(tallies, &quick(methods)),
        &publisher(),
        &Words::isolated(language),
    )
}

/// The page without the bytes of its fonts and without its charts.
fn readable(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest
        .find("<svg")
        .into_iter()
        .chain(rest.find("<style>"))
        .min()
    {
        let close = if rest[at..].starts_with("<svg") {
            "</svg>"
        } else {
            "</style>"
        };
        let end = at + rest[at..].find(close).expect("closed") + close.len();
        text.push_str(&rest[..at]);
        text.push('…');
        rest = &rest[end..];
    }
    text.push_str(rest);
    let (before, after) = text.split_once("style-src 'sha256-").expect("a policy");
    let (_, after) = after.split_once('\'').expect("closed");
    format!("{before}style-src 'sha256-…'{after}")
}

/// How many pages a PDF has: each is an object of its own.
fn pages(pdf: &[u8]) -> usize {
    String::from_utf8_lossy(pdf).matches("/Type/Page/").count()
}

fn strata() -> Tallies {
    let thin = Tally::new(
        kosovo().lists(),
        [(1, 5), (3, 2), (4, 3), (6, 1), (8, 2), (12, 1)],
    )
    .expect("sound");
    let stratum = |name: &str, tally: Tally| Stratum {
        values: vec![name.to_owned()],
        tally,
    };
    Tallies::Strata(
        vec!["place".into()],
        vec![stratum("north", kosovo()), stratum("west", thin)],
    )
}

fn disjoint() -> Tallies {
    let names: Vec<String> = ["A", "B", "C"].map(String::from).to_vec();
    Tallies::One(Tally::new(&names, [(1, 50), (2, 40), (4, 30)]).expect("sound"))
}

#[test]
fn the_sheet_reads_in_both_languages() {
    for language in Language::ALL {
        let page = report::sheet_html(&sheet(&Tallies::One(kosovo()), &Method::ALL, language));
        insta::assert_snapshot!(format!("sheet_{}", language.code()), readable(&page));
    }
}

#[test]
fn the_pictures_of_an_estimate_are_drawn_in_both_languages() {
    for language in Language::ALL {
        let document = sheet(
            &Tallies::One(kosovo()),
            &[Method::Dga, Method::Bounds],
            language,
        );
        for block in document.chapters.iter().flat_map(|chapter| &chapter.blocks) {
            if let Block::Drawing(drawing) = block {
                let name = format!("{}_{}", drawing.id, language.code());
                insta::assert_snapshot!(name, drawing.svg);
            }
        }
    }
}

#[test]
fn refused_strata_are_counted_and_no_sum_contains_them() {
    let page = report::sheet_html(&sheet(&strata(), &[Method::Dga], Language::English));
    insta::assert_snapshot!("sheet_strata", readable(&page));
}

#[test]
fn a_refused_estimate_says_why_and_still_shows_the_overlaps() {
    let page = report::sheet_html(&sheet(&disjoint(), &Method::ALL, Language::English));
    insta::assert_snapshot!("sheet_refused", readable(&page));
}

#[test]
fn two_lists_are_a_range_on_the_sheet_too() {
    let names: Vec<String> = ["A", "B"].map(String::from).to_vec();
    let two = Tallies::One(Tally::new(&names, [(1, 50), (2, 40), (3, 20)]).expect("sound"));
    let page = report::sheet_html(&sheet(&two, &Method::ALL, Language::English));
    insta::assert_snapshot!("sheet_two_lists", readable(&page));
}

#[test]
fn every_sheet_says_that_an_estimate_adds_no_names() {
    for language in Language::ALL {
        let words = Words::isolated(language);
        for tallies in [Tallies::One(kosovo()), strata(), disjoint()] {
            let shown = shown(&tallies, &quick(&[Method::Dga]));
            let closing = words.text("estimate-page-closing");
            let sheet = report::estimate_sheet(&shown, &publisher(), &words);
            let said = |blocks: &[Block]| {
                blocks.iter().any(|block| {
                    matches!(block, Block::Remark { text } if report::document::spoken(text) == closing)
                })
            };
            assert!(sheet.chapters.iter().any(|chapter| said(&chapter.blocks)));
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_sheet_of_four_lists_is_one_page_in_both_languages() {
    for language in Language::ALL {
        let document = sheet(&Tallies::One(kosovo()), &Method::ALL, language);
        let pdf = report::sheet_pdf(&document).expect("the sheet can be set");
        assert_eq!(pages(&pdf), 1, "{}", language.code());
        let again = report::sheet_pdf(&document).expect("the sheet can be set");
        assert!(pdf == again, "the same bytes");
    }
}

#[test]
fn a_sheet_without_anything_beside_has_no_empty_tables() {
    let tallies = Tallies::One(kosovo());
    let mut alone = shown(&tallies, &quick(&[Method::Bounds]));
    alone.beside = Beside::default();
    let page = report::sheet_html(&report::estimate_sheet(
        &alone,
        &Publisher::default(),
        &Words::isolated(Language::English),
    ));
    assert!(!page.contains("table-killings-without") && !page.contains("class=\"office\""));
}

#[test]
fn combinations_below_the_rule_of_the_study_are_told_together_and_sizes_are_hidden() {
    let tallies = Tallies::One(kosovo());
    let mut few = shown(&tallies, &quick(&[Method::Bounds]));
    let told = |shown: &EstimateShown| {
        report::sheet_html(&report::estimate_sheet(
            shown,
            &publisher(),
            &Words::plain(Language::English),
        ))
    };
    assert!(told(&few).contains(">18<") && told(&few).contains(">1,131<"));
    few.least = 20;
    let page = told(&few);
    // One combination is below 20: another one is hidden with it, so that their sum tells nothing.
    assert!(!page.contains(">18<") && !page.contains(">27<"));
    assert!(page.contains("2 further combinations have 45 persons together."));
}

#[test]
fn an_estimate_that_the_text_places_stands_there_and_nowhere_else() {
    let tallies = Tallies::One(kosovo());
    let shown = [shown(&tallies, &quick(&[Method::Bounds]))];
    let mut computed = sample::computed();
    computed.estimates = vec![study::computed::DeclaredEstimate {
        id: "killings".into(),
        title: shown[0].title.clone(),
        population: None,
        figure: computed.figures[0].id.clone(),
        lists_by: study::computed::ListsBy::List,
        strata: Vec::new(),
        seed: 1,
        lists: Vec::new(),
    }];
    let words = Words::isolated(Language::English);
    let chapters = |computed: &study::Computed| {
        let document = report::of_study(computed, &shown, &words).expect("sound");
        let with = |chapter: &&report::document::Chapter| {
            chapter.id == "estimate-killings"
                || chapter.blocks.iter().any(
                    |block| matches!(block, Block::Heading { id, .. } if id == "estimate-killings"),
                )
        };
        let found = document.chapters.iter().filter(with);
        found
            .map(|chapter| chapter.heading.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(chapters(&computed), [shown[0].title.en.clone()]);
    computed.texts.insert(
        "en".into(),
        "# What nobody wrote down\n\n{{estimate:killings}}\n\nAgain: see above.\n\n{{estimate:killings}}\n".into(),
    );
    assert_eq!(chapters(&computed), ["What nobody wrote down"]);
    computed
        .texts
        .insert("en".into(), "# Text\n\n{{estimate:nothing}}\n".into());
    let refused = report::of_study(&computed, &shown, &words).expect_err("no such estimate");
    assert_eq!(refused[0].code, model::Code::StudyTextReference);
}
