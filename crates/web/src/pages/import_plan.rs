//! What would the sheet change, before anybody agrees?
//!
//! Counts, new rows, changes field by field, problems with their places and the
//! way to mend them, rows that are probably here already. The first of each
//! stand on one page; each has pages of its own behind it.

use crate::answer::{Answered, Refusal, Told, called, page, told};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::jobs::Made;
use crate::pages::compartments::compartments_for_new;
use crate::pages::find::Choice;
use crate::pages::import::counts_said;
use crate::pages::similar::{RowShown, row_shown};
use crate::say::{Fact, Say, joined};
use askama::Template;
use model::record::Event;
use model::{Code, Problem, Severity};
use office::{FieldChange, NewRow};
use serde::Serialize;

/// Of each kind so many stand on the first page.
const FIRST: usize = 20;
/// And so many on a page of their own.
const PAGE: usize = 100;

#[derive(Serialize)]
struct NewShown {
    row: u64,
    person: String,
    events: Vec<String>,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct ChangeShown {
    row: u64,
    id: String,
    field: String,
    before: String,
    after: String,
    /// The office changed it too; its value stays.
    conflict: bool,
}

/// Problems of one kind in one column.
#[derive(Serialize)]
struct GroupShown {
    column: String,
    /// Where the column stands in the form.
    at: String,
    sentence: String,
    hint: String,
    count: u64,
    first: u64,
    warning: bool,
}

/// One part of the preview and where the rest of it is.
#[derive(Serialize)]
struct Part {
    id: &'static str,
    title: String,
    count: u64,
    /// Of so many that can be looked through.
    kept: u64,
    from: u64,
    to: u64,
    back: Option<u64>,
    next: Option<u64>,
    /// Only the first are shown; a page of its own shows more.
    more: bool,
}

#[derive(Template, Serialize)]
#[template(path = "import_plan.html")]
struct PlanView {
    #[serde(skip)]
    frame: Frame,
    job: u64,
    file: String,
    list: String,
    known_list: bool,
    #[serde(skip)]
    draft: String,
    mapping: String,
    seen: String,
    /// Why it is shown again.
    again: Vec<Told>,
    counts: Vec<Fact>,
    wrong_rows: u64,
    errors: u64,
    warnings: u64,
    parts: Vec<Part>,
    rows_new: Vec<NewShown>,
    changes: Vec<ChangeShown>,
    groups: Vec<GroupShown>,
    problems: Vec<Told>,
    here: Vec<RowShown>,
    here_count: u64,
    missing: Vec<String>,
    /// Where what is new can go.
    compartments: Vec<Choice>,
    /// Whether the import would write anything.
    writes: bool,
    #[serde(skip)]
    whole: bool,
}

impl PlanView {
    fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }
}

/// The window of a part that is asked for.
struct Window<'a> {
    ask: &'a Ask,
    asked: String,
    page: usize,
    parts: Vec<Part>,
}

impl Window<'_> {
    fn cut<T>(&mut self, id: &'static str, title: &str, count: u64, all: Vec<T>) -> Vec<T> {
        if !self.asked.is_empty() && self.asked != id || count == 0 {
            return Vec::new();
        }
        let kept = all.len();
        let size = if self.asked.is_empty() { FIRST } else { PAGE };
        let from = (self.page * size).min(kept);
        let to = (from + size).min(kept);
        let alone = !self.asked.is_empty();
        self.parts.push(Part {
            id,
            title: self.ask.words().text(title),
            count,
            kept: kept as u64,
            from: from as u64 + 1,
            to: to as u64,
            back: (alone && self.page > 0).then(|| self.page as u64 - 1),
            next: (alone && to < kept).then(|| self.page as u64 + 1),
            more: !alone && to < kept,
        });
        all.into_iter().skip(from).take(size).collect()
    }
}

fn event_said(say: &Say, event: &Event) -> String {
    let bodies = event
        .bodies
        .iter()
        .map(|it| say.place("body", Some(&it.body)));
    let said = [
        say.term("event", Some(&event.kind)),
        say.date(event.when.as_ref()),
        say.place("place", event.facility.as_ref()),
        say.place("place", event.place.as_ref()),
    ];
    joined(said.into_iter().chain(bodies))
}

fn new_shown(say: &Say, row: &NewRow) -> NewShown {
    NewShown {
        row: row.row,
        person: row
            .person
            .as_ref()
            .map(|person| say.person(person))
            .unwrap_or_default(),
        events: row.events.iter().map(|it| event_said(say, it)).collect(),
        sources: row.sources.clone(),
    }
}

/// A value of a field as a text, anything else as JSON.
fn plain(value: Option<&serde_json::Value>) -> String {
    match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn groups(ask: &Ask, problems: &[&Problem], headers: &[String]) -> Vec<GroupShown> {
    let mut found: Vec<(Code, String, GroupShown)> = Vec::new();
    let (words, profile) = (ask.words(), ask.app.office.profile());
    for problem in problems {
        let column = problem.spot.column.clone().unwrap_or_default();
        let row = problem.spot.row.unwrap_or(0);
        let same = |(code, of, _): &&mut (Code, String, GroupShown)| {
            *code == problem.code && *of == column
        };
        if let Some((_, _, group)) = found.iter_mut().find(same) {
            group.count += 1;
            continue;
        }
        let said = words.problem_on_page(&called(&profile, ask.language.code(), problem));
        let shown = GroupShown {
            at: headers
                .iter()
                .position(|header| *header == column)
                .map(|at| format!("c{at}"))
                .unwrap_or_default(),
            column: column.clone(),
            sentence: said.sentence,
            hint: said.hint,
            count: 1,
            first: row,
            warning: problem.severity == Severity::Warning,
        };
        found.push((problem.code, column, shown));
    }
    let mut groups: Vec<GroupShown> = found.into_iter().map(|(_, _, group)| group).collect();
    groups.sort_by_key(|group| (group.warning, std::cmp::Reverse(group.count)));
    groups
}

/// The page of a preview; `again` says why it is shown once more.
pub fn plan(ask: &Ask, job: u64, made: &Made, again: &[Problem]) -> Answered {
    let Made::Preview(draft, mapping, preview) = made else {
        return Err(Refusal::NotFound);
    };
    let say = Say::new(ask);
    let changes = &preview.changes;
    let counts = &changes.counts;
    let mut window = Window {
        ask,
        asked: ask.query.get("show").to_owned(),
        page: ask.query.get("page").parse().unwrap_or(0),
        parts: Vec::new(),
    };
    let all: Vec<&Problem> = changes.problems();
    let groups = groups(ask, &all, &preview.headers);
    let kept: Vec<&Problem> = all.iter().take(2_000).copied().collect();
    let shown = window.cut("problems", "web-import-problems", all.len() as u64, kept);
    let problems = {
        let cloned: Vec<Problem> = shown.into_iter().cloned().collect();
        told(ask, &cloned)
    };
    let rows: Vec<&NewRow> = preview.rows.iter().collect();
    let rows_new = window
        .cut("new", "web-import-new", preview.rows_new, rows)
        .into_iter()
        .map(|row| new_shown(&say, row))
        .collect();
    let changed = |id: &str, row: u64, change: &FieldChange, conflict: bool| ChangeShown {
        row,
        id: id.to_owned(),
        field: change.field.clone(),
        before: plain(change.old.as_ref()),
        after: plain(change.new.as_ref()),
        conflict,
    };
    let fields: Vec<ChangeShown> = changes
        .updates
        .iter()
        .take(2_000)
        .flat_map(|update| {
            let (id, row) = (update.id.as_str(), update.row);
            let plain = update.changes.iter().map(move |it| (it, false));
            let both = update.conflicts.iter().map(move |it| (it, true));
            plain
                .chain(both)
                .map(move |(it, conflict)| changed(id, row, it, conflict))
        })
        .collect();
    let count = fields.len() as u64;
    let changes_shown = window.cut("changes", "web-import-changes", count, fields);
    let here: Vec<RowShown> = preview.here.iter().map(|it| row_shown(ask, it)).collect();
    let here = window.cut("here", "web-similar-already", preview.here_count, here);
    let missing = window.cut(
        "missing",
        "web-import-missing",
        counts.missing,
        changes.missing.iter().take(2_000).cloned().collect(),
    );
    let status = if again.is_empty() { 200 } else { 422 };
    page(
        ask,
        &PlanView {
            frame: Frame::new(ask, "/import", "web-way-import"),
            job,
            file: draft.file.clone(),
            list: changes.list.clone(),
            known_list: preview.known_list,
            draft: draft.name.clone(),
            mapping: mapping.clone(),
            seen: preview.fingerprint.clone(),
            again: told(ask, again),
            counts: counts_said(&say, counts),
            wrong_rows: counts.rows_left_out,
            errors: counts.errors,
            warnings: counts.warnings,
            whole: window.asked.is_empty(),
            parts: window.parts,
            rows_new,
            changes: changes_shown,
            groups,
            problems,
            here,
            here_count: preview.here_count,
            missing,
            compartments: compartments_for_new(ask, 0, "")?,
            writes: counts.persons_added
                + counts.events_added
                + counts.sources_added
                + counts.updated
                > 0,
        },
    )
    .map(|answer| answer.with_status(status))
}
