//! How many were never documented, from the lists that a figure's persons are on?
//!
//! The chapter that a report would have, with what was asked beside it; the sheet
//! for a commission, all draws and the JSON are taken from here. An estimate stands
//! on a page of its own: it is never put into a sum with documented persons.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::form::encode;
use crate::frame::Frame;
use crate::pages::find::Choice;
use crate::pages::studies::{as_of, known_on_query};
use crate::say::Say;
use askama::Template;
use model::Problem;
use model::profile::Label;
use office::{
    Computed, DocumentFormat, EstimateOptions, Estimated, FigureTally, ListsBy, Reading, SheetPage,
    Studying,
};
use serde::Serialize;
use std::sync::Arc;
use words::Language;

#[derive(Template, Serialize)]
#[template(path = "estimate.html")]
struct EstimateView {
    #[serde(skip)]
    frame: Frame,
    study: String,
    figure: String,
    title: String,
    /// What counts as a list.
    #[serde(skip)]
    lists: Vec<Choice>,
    /// Grouping columns of the figure.
    #[serde(skip)]
    strata: Vec<Choice>,
    #[serde(skip)]
    seed: String,
    #[serde(skip)]
    sensitivity: bool,
    /// What was asked, for the addresses of the downloads.
    #[serde(skip)]
    asked: String,
    #[serde(skip)]
    markup: String,
    /// The promised JSON of `sijill estimate`.
    estimate: Option<serde_json::Value>,
    problems: Vec<Told>,
}

struct Asked {
    computed: Arc<Computed>,
    /// Title of the declared estimate, or of the figure.
    title: Label,
    /// Grouping columns of the figure that the estimate stands on.
    columns: Vec<(String, Label)>,
    wanted: FigureTally,
    options: EstimateOptions,
}

fn asked(ask: &Ask) -> Result<Asked, Refusal> {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let (as_of, problems) = as_of(ask);
    if !problems.is_empty() {
        return Err(Refusal::Wrong(problems));
    }
    let computed = ask.app.study(&seat, &reading, ask.part("study"), &as_of)?;
    let name = ask.part("figure");
    let declared = computed.estimates.iter().find(|known| known.id == name);
    let counted = declared.map_or(name, |declared| declared.figure.as_str());
    let figure = computed
        .figures
        .iter()
        .find(|known| known.id == counted)
        .ok_or(Refusal::NotFound)?;
    Ok(Asked {
        title: declared.map_or_else(|| figure.title.clone(), |known| known.title.clone()),
        columns: figure
            .groups
            .iter()
            .map(|group| (group.column.clone(), group.label.clone()))
            .collect(),
        wanted: FigureTally {
            figure: name.to_owned(),
            strata: ask.query.all("strata").map(str::to_owned).collect(),
            lists_by: match ask.query.get("lists") {
                "list" => Some(ListsBy::List),
                "source-kind" => Some(ListsBy::SourceKind),
                _ => None,
            },
        },
        options: EstimateOptions {
            method: "all".into(),
            seed: ask.query.number("seed"),
            sensitivity: ask.query.has("sensitivity"),
        },
        computed,
    })
}

fn estimated(ask: &Ask, asked: &Asked) -> Result<Estimated, Problem> {
    let seat = ask.app.office.seat::<Studying>(ask.user(), ask.at, None)?;
    ask.app
        .office
        .estimate_figure(&seat, &asked.computed, &asked.wanted, &asked.options)
}

/// The estimate, or why there is none.
pub fn show_estimate(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let asked = asked(ask)?;
    let say = Say::new(ask);
    let (mut problems, mut markup, mut estimate) = (Vec::new(), String::new(), None);
    match estimated(ask, &asked) {
        Ok(made) => {
            problems = made.refusals();
            estimate = Some(made.json());
            let office = &ask.app.office;
            let title = asked.title.clone();
            markup = office.estimate_fragment(&seat, &asked.computed, &made, title, &say.words);
        }
        Err(problem) => problems.push(problem),
    }
    let lists = [
        ("", "web-estimate-lists-study"),
        ("list", "web-estimate-lists-list"),
        ("source-kind", "web-estimate-lists-kind"),
    ];
    let mut query: Vec<String> = asked
        .wanted
        .strata
        .iter()
        .map(|column| format!("strata={}", encode(column)))
        .collect();
    for name in ["lists", "seed", "sensitivity"] {
        match ask.query.get(name) {
            "" => {}
            value => query.push(format!("{name}={}", encode(value))),
        }
    }
    query.extend(Some(known_on_query(ask)).filter(|it| !it.is_empty()));
    page(
        ask,
        &EstimateView {
            frame: Frame::new(ask, "/studies", "web-estimate"),
            study: ask.part("study").to_owned(),
            figure: asked.wanted.figure.clone(),
            title: say.label(&asked.title),
            lists: lists
                .iter()
                .map(|(id, label)| Choice {
                    id: (*id).to_owned(),
                    label: say.t(label),
                    chosen: ask.query.get("lists") == *id,
                })
                .collect(),
            strata: asked
                .columns
                .iter()
                .map(|(column, label)| Choice {
                    id: column.clone(),
                    label: match column.as_str() {
                        "period" => say.t("group-period"),
                        _ => say.label(label),
                    },
                    chosen: asked.wanted.strata.contains(column),
                })
                .collect(),
            seed: ask.query.get("seed").to_owned(),
            sensitivity: asked.options.sensitivity,
            asked: match query.join("&") {
                query if query.is_empty() => query,
                query => format!("?{query}"),
            },
            markup,
            estimate,
            problems: told(ask, &problems),
        },
    )
}

/// What is taken away: `ar.pdf`, `en.html`… is the sheet, `all.json` every draw with its settings.
pub fn download_estimate(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let asked = asked(ask)?;
    let made = estimated(ask, &asked)?;
    let name = ask.part("name");
    let file = format!("{}-{}", ask.part("study"), asked.wanted.figure);
    if name == "draws" {
        let bytes = made.export().into_bytes();
        let file = format!("{file}.draws.json");
        return Ok(Answer::download(crate::answer::JSON, &file, bytes));
    }
    let (language, ending) = name.split_once('.').ok_or(Refusal::NotFound)?;
    let (format, media_type) = match ending {
        "html" => (DocumentFormat::Html, crate::answer::HTML),
        "pdf" => (DocumentFormat::Pdf, "application/pdf"),
        _ => return Err(Refusal::NotFound),
    };
    let sheet = SheetPage {
        title: None,
        language: Language::parse(language).ok_or(Refusal::NotFound)?,
        format,
    };
    let bytes = ask
        .app
        .office
        .estimate_page(&seat, &asked.computed, &made, &sheet)?;
    let file = format!("{file}.{language}.{ending}");
    Ok(Answer::download(media_type, &file, bytes))
}
