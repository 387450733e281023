//! How does a study's text read, with its figures in place?
//!
//! The text stands beside its preview, which the report's own code makes, so
//! that both say the same. Other files of the study are checked when they are
//! saved. Nothing is saved that would leave the study without a report.

use crate::answer::{Answer, Answered, HTML, Refusal, Told, page, status_of, told};
use crate::ask::Ask;
use crate::form::encode;
use crate::frame::Frame;
use crate::say::Say;
use askama::Template;
use model::{Code, Problem};
use office::{AsOf, Reading, Studying};
use serde::Serialize;
use words::Language;

#[derive(Template, Serialize)]
#[template(path = "study_text.html")]
struct TextView {
    #[serde(skip)]
    frame: Frame,
    study: String,
    name: String,
    files: Vec<String>,
    base: u64,
    text: String,
    /// A text of the report, not a file of definitions.
    prose: bool,
    language: &'static str,
    direction: &'static str,
    /// What the text can refer to, and what it is.
    references: Vec<(String, String)>,
    preview: String,
    saved: bool,
    changed: bool,
    problems: Vec<Told>,
}

#[derive(Template)]
#[template(path = "study_preview.html")]
struct PreviewPart<'v> {
    frame: &'v Frame,
    language: &'static str,
    direction: &'static str,
    preview: &'v str,
    problems: &'v [Told],
}

/// The language of a text of the report.
fn language_of(name: &str) -> Option<Language> {
    let code = name.strip_prefix("text.")?.strip_suffix(".md")?;
    Language::ALL.into_iter().find(|it| it.code() == code)
}

struct Editing {
    base: u64,
    text: String,
    saved: bool,
    problems: Vec<Problem>,
}

fn show(ask: &Ask, editing: Editing) -> Answered {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let (study, name) = (ask.part("study"), ask.part("name"));
    let say = Say::new(ask);
    let language = language_of(name);
    let mut problems = editing.problems;
    let (mut preview, mut references) = (String::new(), Vec::new());
    if let Some(language) = language {
        let computed = ask.app.study(&seat, &reading, study, &AsOf::default())?;
        match ask
            .app
            .office
            .preview_text(&seat, &computed, language, &editing.text)
        {
            // Numbers lead to how they were counted; here that is the study's page.
            Ok(html) => {
                preview = html.replace(
                    "href=\"#count-",
                    &format!("href=\"/studies/{}#", encode(study)),
                );
            }
            Err(found) if problems.is_empty() => problems = found,
            Err(_) => {}
        }
        for figure in &computed.figures {
            references.push((format!("{{{{{}}}}}", figure.id), say.label(&figure.title)));
            references.push((
                format!("{{{{table:{}}}}}", figure.id),
                say.t("web-text-as-table"),
            ));
        }
        for declared in &computed.estimates {
            references.push((
                format!("{{{{estimate:{}}}}}", declared.id),
                say.label(&declared.title),
            ));
        }
        let parts = ["cases", "findings", "exclusions", "sources", "how-counted"];
        for part in parts {
            references.push((
                format!("{{{{{part}}}}}"),
                say.t(&format!("web-text-part-{part}")),
            ));
        }
    }
    let (code, direction) = language.map_or(("en", "ltr"), |it| (it.code(), it.direction()));
    let status = status_of(&problems);
    let frame = Frame::titled(
        ask,
        "/studies",
        say.words
            .text_with("web-edit-file", &[("value", name.into())]),
    );
    let problems = told(ask, &problems);
    if ask.fragment {
        let part = PreviewPart {
            frame: &frame,
            language: code,
            direction,
            preview: &preview,
            problems: &problems,
        };
        return part
            .render()
            .map(|html| Answer::of(HTML, html))
            .map_err(|_| Refusal::NotFound);
    }
    page(
        ask,
        &TextView {
            study: study.to_owned(),
            name: name.to_owned(),
            files: ask.app.office.study_files(&seat, study)?,
            base: editing.base,
            text: editing.text,
            prose: language.is_some(),
            language: code,
            direction,
            references,
            preview,
            saved: editing.saved,
            changed: status == 409,
            problems,
            frame,
        },
    )
    .map(|answer| answer.with_status(status))
}

/// A file of a study beside what it becomes.
pub fn edit_study_text(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let text = ask
        .app
        .office
        .study_text(&seat, ask.part("study"), ask.part("name"))?;
    show(
        ask,
        Editing {
            base: text.revision,
            text: text.text,
            saved: false,
            problems: Vec::new(),
        },
    )
}

/// Shows the text as it would read, or saves it.
pub fn save_study_text(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let (study, name) = (ask.part("study"), ask.part("name"));
    let known = ask.app.office.study_text(&seat, study, name)?;
    let text = ask.form.raw("text").replace("\r\n", "\n");
    let base = ask.form.get("base").parse().unwrap_or(0);
    let mut editing = Editing {
        base,
        text,
        saved: false,
        problems: Vec::new(),
    };
    if ask.form.all("do").last() == Some("save") {
        match ask
            .app
            .office
            .save_study_text(&seat, study, name, base, &editing.text)
        {
            Ok(()) => {
                ask.app.forget_study(study);
                editing.base = ask.app.office.study_text(&seat, study, name)?.revision;
                editing.saved = true;
            }
            Err(problems) => {
                // Whoever saves now has seen what somebody else wrote: it is named above.
                if problems
                    .iter()
                    .any(|it| it.code == Code::OfficeRecordChanged)
                {
                    editing.base = known.revision;
                }
                editing.problems = problems;
            }
        }
    }
    show(ask, editing)
}
