//! Which rows stayed out of imports, and what becomes of them?
//!
//! Each sheet that left rows stands here with the columns and rows that were wrong,
//! until it comes in whole or somebody says why it is settled. Looking again goes on
//! with the sealed sheet as a new upload would; nothing of a cell is told before.

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::import;
use crate::say::Say;
use askama::Template;
use model::Problem;
use office::{Documenting, LeftImport, Reading};
use serde::Serialize;

/// Settled imports that are shown.
const SETTLED: usize = 20;

#[derive(Serialize)]
struct GroupLeft {
    column: String,
    code: String,
    rows: u64,
    first: u64,
}

#[derive(Serialize)]
struct LeftShown {
    id: String,
    list: String,
    file: String,
    sheet: String,
    by: String,
    at: String,
    rows: u64,
    groups: Vec<GroupLeft>,
    settled_by: String,
    settled_at: String,
    /// Empty where the sheet came in whole at last.
    why: String,
}

#[derive(Template, Serialize)]
#[template(path = "import_left.html")]
struct LeftView {
    #[serde(skip)]
    frame: Frame,
    open: Vec<LeftShown>,
    settled: Vec<LeftShown>,
    /// The sheet that the problems are about.
    of: String,
    why: String,
    problems: Vec<Told>,
}

fn shown(say: &Say, left: LeftImport) -> LeftShown {
    let settled = left.settled.as_ref();
    LeftShown {
        by: left.by,
        at: say.second(left.at),
        rows: left.rows,
        groups: left
            .groups
            .into_iter()
            .map(|group| GroupLeft {
                column: group.column,
                code: group.code,
                rows: group.rows,
                first: group.first,
            })
            .collect(),
        settled_by: settled.map(|it| it.by.clone()).unwrap_or_default(),
        settled_at: settled.map(|it| say.second(it.at)).unwrap_or_default(),
        why: settled.and_then(|it| it.why.clone()).unwrap_or_default(),
        id: left.id,
        list: left.list,
        file: left.file,
        sheet: left.sheet,
    }
}

fn left(ask: &Ask, problems: &[Problem]) -> Answered {
    let all = ask
        .app
        .office
        .left_by_imports(&ask.seat::<Documenting>()?)?;
    let say = Say::new(ask);
    let (settled, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.settled.is_some());
    let status = if problems.is_empty() { 200 } else { 422 };
    page(
        ask,
        &LeftView {
            frame: Frame::new(ask, "/import", "web-left"),
            open: open.into_iter().map(|it| shown(&say, it)).collect(),
            settled: settled
                .into_iter()
                .take(SETTLED)
                .map(|it| shown(&say, it))
                .collect(),
            of: ask.part("id").to_owned(),
            why: ask.form.get("why").to_owned(),
            problems: told(ask, problems),
        },
    )
    .map(|answer| answer.with_status(status))
}

/// Imports that left rows out.
pub fn show_left(ask: &Ask) -> Answered {
    left(ask, &[])
}

/// Looks again at a sheet that left rows, settles what it left, or takes that back.
pub fn settle_left(ask: &Ask) -> Answered {
    let seat = ask.seat::<Documenting>()?;
    let (office, id) = (&ask.app.office, ask.part("id"));
    let settles = match ask.form.get("do") {
        "look" => {
            let sheet = office.left_sheet(&seat, &ask.seat::<Reading>()?, id)?;
            return import::go_on(ask, &sheet.file, sheet.bytes, sheet.mapping);
        }
        "settle" => true,
        "take-back" => false,
        _ => return Err(Refusal::NotFound),
    };
    match office.settle_left(&seat, id, settles) {
        Ok(()) => Ok(Answer::see("/import/left")),
        Err(problem) => match Refusal::from(problem) {
            Refusal::Wrong(problems) => left(ask, &problems),
            refusal => Err(refusal),
        },
    }
}
