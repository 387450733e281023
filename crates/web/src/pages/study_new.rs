//! How does a researcher begin a study?
//!
//! A name, a title, the days that it speaks of and their periods; the figures
//! are built on the next page. Days are typed as people write them.

use crate::answer::{Answer, Answered, Told, page, status_of, told};
use crate::ask::Ask;
use crate::form::encode;
use crate::frame::Frame;
use askama::Template;
use model::Problem;
use model::profile::Label;
use office::{Cut, NewStudy, Studying};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "new_study.html")]
struct NewStudyView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    title_ar: String,
    title_en: String,
    first: String,
    last: String,
    cut: String,
    problems: Vec<Told>,
}

fn show(ask: &Ask, problems: &[Problem]) -> Answered {
    let typed = |name: &str| ask.form.get(name).to_owned();
    let status = status_of(problems);
    page(
        ask,
        &NewStudyView {
            frame: Frame::new(ask, "/studies", "web-study-new"),
            id: typed("id"),
            title_ar: typed("title-ar"),
            title_en: typed("title-en"),
            first: typed("first"),
            last: typed("last"),
            cut: typed("cut"),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// The form of a new study.
pub fn show_new_study(ask: &Ask) -> Answered {
    ask.seat::<Studying>()?;
    show(ask, &[])
}

/// Begins it and goes on to its first figure.
pub fn begin_study(ask: &Ask) -> Answered {
    let seat = ask.seat::<Studying>()?;
    let new = NewStudy {
        id: ask.form.get("id").to_owned(),
        title: Label {
            ar: ask.form.get("title-ar").to_owned(),
            en: ask.form.get("title-en").to_owned(),
        },
        first: ask.form.get("first").to_owned(),
        last: ask.form.get("last").to_owned(),
        cut: Cut::parse(ask.form.get("cut")).unwrap_or_default(),
    };
    match ask.app.office.begin_study(&seat, &new) {
        Ok(()) => Ok(Answer::see(&format!(
            "/studies/{}/builder",
            encode(&new.id)
        ))),
        Err(problems) => show(ask, &problems),
    }
}
