//! What do the studies come to, and which records stand behind a number?

use crate::answer::{Answer, Answered, Refusal, Told, page, told};
use crate::ask::Ask;
use crate::form::encode;
use crate::frame::Frame;
use crate::say::{Say, joined};
use askama::Template;
use model::profile::Label;
use model::{Code, Problem, Record, When};
use office::{
    AsOf, Computed, ComputedFigure, DocumentFormat, FigureFound, FigureGroup, FigurePart, Finding,
    Picture, Reading, Seat, StudyFinding, Studying, pictures,
};
use serde::Serialize;
use std::collections::BTreeMap;
use words::Language;

#[derive(Serialize)]
struct StudyRow {
    id: String,
    title: String,
    findings: Option<u64>,
}

#[derive(Template, Serialize)]
#[template(path = "studies.html")]
struct StudiesView {
    #[serde(skip)]
    frame: Frame,
    studies: Vec<StudyRow>,
}

#[derive(Serialize)]
pub(super) struct CellRow {
    pub(super) groups: Vec<String>,
    pub(super) sure: u64,
    pub(super) possible: u64,
    pub(super) confirmed: Option<u64>,
    pub(super) href: String,
    /// Where the confirmed ones are.
    pub(super) confirmed_href: String,
}

#[derive(Serialize)]
pub(super) struct FigureShown {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) definition: String,
    pub(super) unit: String,
    /// What is counted, in words.
    pub(super) counted: String,
    pub(super) kind: String,
    pub(super) columns: Vec<String>,
    pub(super) confirms: bool,
    pub(super) rows: Vec<CellRow>,
    pub(super) sure: u64,
    pub(super) possible: u64,
    pub(super) confirmed: Option<u64>,
    pub(super) href: String,
    pub(super) confirmed_href: String,
    pub(super) sql: String,
    pub(super) clock: String,
    /// The builder made it and can open it again.
    pub(super) drafted: bool,
}

/// A word about where a finding stands, with where it leads.
#[derive(Serialize)]
struct PlaceShown {
    label: String,
    value: String,
    /// Empty where it leads nowhere.
    href: String,
}

#[derive(Serialize)]
struct FindingShown {
    code: String,
    places: Vec<PlaceShown>,
    expected: String,
    found: String,
    grave: bool,
}

#[derive(Serialize)]
struct LawTested {
    person: String,
    called: String,
    outcome: String,
    said: String,
    reason: String,
}

#[derive(Serialize)]
struct LawShown {
    title: String,
    assumption: String,
    rows: Vec<LawTested>,
}

#[derive(Template, Serialize)]
#[template(path = "study.html")]
struct StudyView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    title: String,
    subtitle: String,
    position: u64,
    checkpoint: String,
    known_on: String,
    /// The day is of the clock of recording, not of learning.
    recorded: bool,
    #[serde(skip)]
    known_on_query: String,
    /// Names of the study's files, for editing.
    files: Vec<String>,
    figures: Vec<FigureShown>,
    /// Declared estimates, then figures of documented persons: name and title.
    estimates: Vec<(String, String)>,
    pictures: Vec<Picture>,
    laws: Vec<LawShown>,
    findings: Vec<FindingShown>,
    names: bool,
    problems: Vec<Told>,
}

#[derive(Serialize)]
struct OpenedRow {
    id: String,
    href: String,
    name: String,
    sure: bool,
    events: Vec<String>,
}

#[derive(Template, Serialize)]
#[template(path = "figure.html")]
struct FigureView {
    #[serde(skip)]
    frame: Frame,
    study: String,
    figure: String,
    title: String,
    cell: Vec<String>,
    /// The part that is shown alone, in words; empty for all.
    narrowed: String,
    /// All of what was narrowed.
    all: String,
    rows: Vec<OpenedRow>,
    sure: u64,
    possible: u64,
}

/// The office's studies.
pub fn list_studies(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let say = Say::new(ask);
    let mut studies = Vec::new();
    for study in ask.app.office.studies(&seat)? {
        let computed = ask.app.study_soon(&seat, &reading, &study.id)?;
        studies.push(StudyRow {
            title: say.label(&study.title),
            findings: computed.map(|computed| computed.findings.len() as u64),
            id: study.id,
        });
    }
    page(
        ask,
        &StudiesView {
            frame: Frame::new(ask, "/studies", "web-way-studies"),
            studies,
        },
    )
}

/// The day of `known-on`, typed as people write it, on the clock of `by`: what
/// the office had learned by then, or what was recorded by then.
pub(super) fn as_of(ask: &Ask) -> (AsOf, Vec<Problem>) {
    use model::when::typed::{DayOrder, read_typed};
    let text = ask.query.get("known-on");
    if text.is_empty() {
        return (AsOf::default(), Vec::new());
    }
    let wrong = |problem: Problem| (AsOf::default(), vec![problem.at_field("known-on")]);
    let day = match read_typed(text, DayOrder::DayFirst).map(|typed| typed.when.latest()) {
        Ok(Some(day)) => day,
        Ok(None) => return wrong(Problem::new(Code::DateUnreadable).with("text", text)),
        Err(problem) => return wrong(problem),
    };
    if ask.query.get("by") != "recorded" {
        let known_on = Some(day);
        return (AsOf { known_on, at: None }, Vec::new());
    }
    let position = ask
        .seat::<Reading>()
        .ok()
        .and_then(|seat| ask.app.office.position_on(&seat, day).ok());
    (
        AsOf {
            known_on: None,
            at: Some(position.unwrap_or(0)),
        },
        Vec::new(),
    )
}

pub(super) fn known_on_query(ask: &Ask) -> String {
    match (ask.query.get("known-on"), ask.query.get("by")) {
        ("", _) => String::new(),
        (text, "recorded") => format!("known-on={}&by=recorded", encode(text)),
        (text, _) => format!("known-on={}", encode(text)),
    }
}

/// The part of a number that its page of records is narrowed to. With a hyphen, which no
/// grouping column has.
const NARROWED: &str = "narrowed-to";

/// A figure as its table; numbers are links when `opens`.
pub(super) fn figure_shown(
    say: &Say,
    study: &str,
    known_on: &str,
    figure: &ComputedFigure,
    opens: bool,
) -> FigureShown {
    let narrowed = |cell: &str, part: &str| {
        if !opens {
            return String::new();
        }
        let query: Vec<&str> = [cell, part, known_on]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let query = query.join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        format!(
            "/studies/{}/figure/{}{mark}{query}",
            encode(study),
            encode(&figure.id)
        )
    };
    let href = |cell: &str| narrowed(cell, "");
    let confirmed_href = |cell: &str| narrowed(cell, &format!("{NARROWED}=confirmed"));
    let cell_query = |group: &BTreeMap<String, String>| {
        let values = group.iter();
        let values = values.map(|(column, value)| format!("{}={}", encode(column), encode(value)));
        values.collect::<Vec<_>>().join("&")
    };
    let label_of = |column: &str, label: Option<&Label>, value: &str| match label {
        Some(label) => say.label(label),
        None if value == "unknown" => say.t("web-unknown"),
        None => value_said(say, column, value),
    };
    FigureShown {
        id: figure.id.clone(),
        title: say.label(&figure.title),
        definition: figure
            .definition
            .as_ref()
            .map(|text| say.label(text))
            .unwrap_or_default(),
        unit: figure.unit.clone(),
        counted: said_or(say, &format!("report-unit-{}", figure.unit), &figure.unit),
        kind: say.t(&format!("web-kind-{}", figure.kind.replace('_', "-"))),
        columns: figure
            .groups
            .iter()
            .map(|group| column_said(say, group))
            .collect(),
        confirms: figure.cells.iter().any(|cell| cell.confirmed.is_some()),
        rows: figure
            .cells
            .iter()
            .filter(|_| !figure.groups.is_empty())
            .map(|cell| CellRow {
                groups: figure
                    .groups
                    .iter()
                    .map(|group| {
                        let value = cell.group.get(&group.column).map_or("", String::as_str);
                        label_of(&group.column, group.labels.get(value), value)
                    })
                    .collect(),
                sure: cell.sure,
                possible: cell.possible,
                confirmed: cell.confirmed,
                href: href(&cell_query(&cell.group)),
                confirmed_href: confirmed_href(&cell_query(&cell.group)),
            })
            .collect(),
        sure: figure.total.sure,
        possible: figure.total.possible,
        confirmed: FigureFound::of(figure).confirmed(),
        href: href(""),
        confirmed_href: confirmed_href(""),
        sql: figure.query.clone(),
        clock: clock_said(say, &figure.clock),
        drafted: false,
    }
}

/// A message, or the text itself where nobody wrote one.
fn said_or(say: &Say, message: &str, text: &str) -> String {
    if say.words.has(message) {
        say.t(message)
    } else {
        say.value(text)
    }
}

/// A grouping column. Those that the engine makes itself (`period`, `outcome`) have no
/// label of their own: it knows no language.
fn column_said(say: &Say, group: &FigureGroup) -> String {
    let label = say.label(&group.label);
    if label == group.column {
        said_or(say, &format!("group-{label}"), &label)
    } else {
        label
    }
}

/// A group's value that has no label.
fn value_said(say: &Say, column: &str, value: &str) -> String {
    match column {
        "outcome" => said_or(say, &format!("outcome-{}", value.replace('-', "_")), value),
        _ => say.value(value),
    }
}

/// A clock in words: which date decides.
pub(super) fn clock_said(say: &Say, clock: &str) -> String {
    match clock.split_once(':') {
        Some((of, kind)) if of == "happened" || of == "learned" => {
            let kind = say.term("event", Some(&kind.to_owned()));
            format!("{}: {kind}", say.t(&format!("web-clock-{of}")))
        }
        _ => String::new(),
    }
}

/// A study: figures, charts, law tests, findings.
pub fn show_study(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let say = Say::new(ask);
    let id = ask.part("study");
    let (as_of, problems) = as_of(ask);
    let computed = ask.app.study(&seat, &reading, id, &as_of)?;
    let drafts = ask.app.office.figure_drafts(&seat, id)?;
    let files = ask.app.office.study_files(&seat, id)?;
    let known_on = known_on_query(ask);
    let said = |label: Option<&Label>, text: &str| {
        label.map_or_else(|| say.value(text), |it| say.words.in_digits(&say.label(it)))
    };
    let title = say.label(&computed.title);
    page(
        ask,
        &StudyView {
            frame: Frame::titled(ask, "/studies", title.clone()),
            id: id.to_owned(),
            title,
            subtitle: computed
                .subtitle
                .as_ref()
                .map(|text| say.label(text))
                .unwrap_or_default(),
            position: computed.position,
            checkpoint: computed.checkpoint.clone(),
            known_on: ask.query.get("known-on").to_owned(),
            recorded: ask.query.get("by") == "recorded",
            files,
            known_on_query: known_on.clone(),
            figures: computed
                .figures
                .iter()
                .map(|figure| {
                    let drafted = drafts.iter().any(|draft| draft.id == figure.id);
                    FigureShown {
                        drafted,
                        ..figure_shown(&say, id, &known_on, figure, true)
                    }
                })
                .collect(),
            estimates: computed
                .estimates
                .iter()
                .map(|declared| (declared.id.clone(), say.label(&declared.title)))
                .chain(
                    computed
                        .figures
                        .iter()
                        .filter(|figure| figure.kind == "documented_count")
                        .map(|figure| (figure.id.clone(), say.label(&figure.title))),
                )
                .collect(),
            pictures: pictures(&computed, &say.words),
            laws: computed
                .law_tables
                .iter()
                .map(|table| LawShown {
                    title: say.label(&table.title),
                    assumption: table
                        .assumption
                        .as_ref()
                        .map(|text| say.label(text))
                        .unwrap_or_default(),
                    rows: table
                        .rows
                        .iter()
                        .map(|row| LawTested {
                            person: row.person.clone(),
                            called: row.called.clone(),
                            said: say.t(&format!("law-{}", row.outcome.replace('_', "-"))),
                            outcome: row.outcome.replace('_', "-"),
                            reason: say.words.in_digits(&say.label(&row.reason)),
                        })
                        .collect(),
                })
                .collect(),
            findings: computed
                .findings
                .iter()
                .map(|finding| FindingShown {
                    places: places_of(ask, &reading, &say, &computed, finding),
                    expected: said(finding.expected_label.as_ref(), &finding.expected),
                    found: said(finding.found_label.as_ref(), &finding.found),
                    grave: finding.severity == model::Severity::Error,
                    code: {
                        let message = format!("finding-{}", finding.code.replace('.', "-"));
                        let values = [
                            (
                                "expected",
                                said(finding.expected_label.as_ref(), &finding.expected).into(),
                            ),
                            (
                                "found",
                                said(finding.found_label.as_ref(), &finding.found).into(),
                            ),
                        ];
                        if say.words.has(&message) {
                            say.words.text_with(&message, &values)
                        } else {
                            finding.code.clone()
                        }
                    },
                })
                .collect(),
            names: ask.may::<Finding>(),
            problems: told(ask, &problems),
        },
    )
}

/// Records of a finding that are named.
const NAMED: usize = 8;

/// Where a finding stands: its file and line, its figure, the records concerned.
fn places_of(
    ask: &Ask,
    reading: &Seat<Reading>,
    say: &Say,
    computed: &Computed,
    finding: &StudyFinding,
) -> Vec<PlaceShown> {
    let place = |key: &str, value: String, href: String| PlaceShown {
        label: say.t(&format!("report-place-{}", key.replace('_', "-"))),
        value,
        href,
    };
    let figure = finding.place.get("figure");
    let figure = computed
        .figures
        .iter()
        .find(|known| Some(&known.id) == figure);
    let labelled = |value: &str| {
        if value == "total" {
            return say.t("report-all");
        }
        let groups = figure.into_iter().flat_map(|figure| &figure.groups);
        let mut labels = groups.filter_map(|group| group.labels.get(value));
        let period = computed.periods.iter().find(|period| period.id == value);
        let label = labels.next().or(period.map(|period| &period.label));
        label.map_or_else(|| say.value(value), |label| say.label(label))
    };
    let mut places = Vec::new();
    for (key, value) in &finding.place {
        match (key.as_str(), figure) {
            // Which accounts they are is seen on the event's page, side by side.
            ("claim" | "against", _) if finding.place.contains_key("event") => {}
            ("event" | "person" | "first" | "then", _) if finding.ids.contains(value) => {}
            ("figure", Some(figure)) => {
                places.push(place(
                    key,
                    say.label(&figure.title),
                    format!("#{}", figure.id),
                ));
            }
            ("cell", _) => {
                let values: Vec<String> = value.split(", ").map(labelled).collect();
                places.push(place(
                    key,
                    values.join(&say.t("law-list-separator")),
                    String::new(),
                ));
            }
            ("kind", _) => places.push(place(key, say.term("event", Some(value)), String::new())),
            ("field", _) => {
                let message = match value.as_str() {
                    "date" => "web-field-when".to_owned(),
                    other => format!("web-field-{other}"),
                };
                let value = if say.words.has(&message) {
                    say.t(&message)
                } else {
                    say.value(value)
                };
                places.push(place(key, value, String::new()));
            }
            _ => places.push(place(key, say.value(value), String::new())),
        }
    }
    // The ids of a published number's records stand behind its figure.
    if figure.is_none() {
        for id in finding.ids.iter().take(NAMED) {
            match ask.app.office.look_at(reading, id) {
                Ok(Record::Person(person)) => {
                    places.push(place(
                        "person",
                        say.person(&person),
                        format!("/person/{id}"),
                    ));
                }
                Ok(Record::Event(event)) => {
                    let said = joined([
                        say.term("event", Some(&event.kind)),
                        say.date(event.when.as_ref()),
                    ]);
                    places.push(place("event", said, format!("/event/{id}")));
                }
                _ => {}
            }
        }
    }
    places
}

/// The records behind a figure or one of its cells.
pub fn open_figure(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let say = Say::new(ask);
    let (id, figure) = (ask.part("study"), ask.part("figure"));
    let (as_of, problems) = as_of(ask);
    if !problems.is_empty() {
        return Err(Refusal::Wrong(problems));
    }
    let cell: Vec<(String, String)> = ask
        .query
        .0
        .iter()
        .filter(|(name, _)| name != "known-on" && name != "by" && name != NARROWED)
        .cloned()
        .collect();
    let part = match ask.query.get(NARROWED) {
        "" => FigurePart::Both,
        word => FigurePart::parse(word).ok_or(Refusal::NotFound)?,
    };
    let computed = ask.app.study(&seat, &reading, id, &as_of)?;
    let known = computed
        .figures
        .iter()
        .find(|known| known.id == figure)
        .ok_or(Refusal::NotFound)?;
    let opened = ask
        .app
        .office
        .open_figure(&seat, id, figure, &cell, part, &as_of)?;
    let mut rows = Vec::new();
    for item in opened {
        let event = item.kind == "event";
        let person = match ask.app.office.look_at(&reading, &item.id) {
            Ok(Record::Person(person)) => say.person(&person),
            Ok(Record::Event(event)) => event
                .persons
                .first()
                .and_then(
                    |part| match ask.app.office.look_at(&reading, &part.person) {
                        Ok(Record::Person(person)) => Some(say.person(&person)),
                        _ => None,
                    },
                )
                .unwrap_or_else(|| say.t("web-no-name")),
            _ => continue,
        };
        rows.push(OpenedRow {
            href: format!("/{}/{}", if event { "event" } else { "person" }, item.id),
            name: person,
            sure: item.sure,
            events: item
                .events
                .iter()
                .map(|event| {
                    let when = event
                        .when
                        .as_deref()
                        .and_then(|text| When::parse(text).ok());
                    joined([
                        say.term("event", Some(&event.kind)),
                        say.date(when.as_ref()),
                        say.term("place", event.place.as_ref()),
                        say.t(&format!("web-status-{}", event.verification)),
                    ])
                })
                .collect(),
            id: item.id,
        });
    }
    let cell_said = cell
        .iter()
        .map(|(column, value)| {
            let group = known.groups.iter().find(|group| group.column == *column);
            let label = group.map_or_else(|| column.clone(), |group| column_said(&say, group));
            let value = group
                .and_then(|group| group.labels.get(value))
                .map_or_else(|| value_said(&say, column, value), |it| say.label(it));
            format!("{label}: {value}")
        })
        .collect();
    let title = say.label(&known.title);
    // Those surely counted first, then those that may be.
    rows.sort_by_key(|row| !row.sure);
    page(
        ask,
        &FigureView {
            frame: Frame::titled(ask, "/studies", title.clone()),
            study: id.to_owned(),
            figure: figure.to_owned(),
            title,
            cell: cell_said,
            narrowed: match part {
                FigurePart::Both => String::new(),
                FigurePart::Sure => say.t("web-narrowed-sure"),
                FigurePart::Possible => say.t("web-narrowed-possible"),
                FigurePart::Confirmed => say.t("web-narrowed-confirmed"),
            },
            all: {
                let kept = ask.query.0.iter().filter(|(name, _)| name != NARROWED);
                let kept = kept.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
                let (id, figure) = (encode(id), encode(figure));
                let kept = kept.collect::<Vec<_>>().join("&");
                format!("/studies/{id}/figure/{figure}?{kept}")
            },
            sure: rows.iter().filter(|row| row.sure).count() as u64,
            possible: rows.iter().filter(|row| !row.sure).count() as u64,
            rows,
        },
    )
}

/// The report as a document: `ar.html`, `ar.pdf`, `en.html`, `en.pdf`.
pub fn download_report(ask: &Ask) -> Answered {
    let (seat, reading) = (ask.seat::<Studying>()?, ask.seat::<Reading>()?);
    let id = ask.part("study");
    let (language, ending) = ask.part("name").split_once('.').ok_or(Refusal::NotFound)?;
    let language = Language::parse(language).ok_or(Refusal::NotFound)?;
    let (format, media_type) = match ending {
        "html" => (DocumentFormat::Html, "text/html; charset=utf-8"),
        "pdf" => (DocumentFormat::Pdf, "application/pdf"),
        _ => return Err(Refusal::NotFound),
    };
    let (as_of, problems) = as_of(ask);
    if !problems.is_empty() {
        return Err(Refusal::Wrong(problems));
    }
    let computed = ask.app.study(&seat, &reading, id, &as_of)?;
    let bytes = ask
        .app
        .office
        .document(&seat, &computed, language, format)?;
    Ok(Answer::download(
        media_type,
        &format!("{id}.{}.{ending}", language.code()),
        bytes,
    ))
}
