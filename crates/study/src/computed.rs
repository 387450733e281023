//! What does a computed study hold?
//!
//! Everything that a screen or a document needs, and nothing that has to be
//! computed again: figures with the ids they counted, law tests, cases,
//! findings. It is a pure function of (study files, frame, position), so that
//! the same position gives the same bytes. `report` reads it; `figure` and
//! `check` fill it. The JSON shapes of `figures` and `findings` are promised
//! to scripts: add keys, never change them.

use model::profile::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A study, computed at a position of the log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Computed {
    /// Id of the study (its folder's name).
    pub study: String,
    /// Title.
    pub title: Label,
    /// Subtitle or scope line.
    pub subtitle: Option<Label>,
    /// Who publishes, with the profile's name.
    pub office: Label,
    /// Shown on every page when the office is an example.
    pub notice: Option<Label>,
    /// Number of log entries read.
    pub position: u64,
    /// Root hash of the log at that position, base64.
    pub checkpoint: String,
    /// Cases of compartments that whoever computed this is no member of are left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub part: bool,
    /// Day of the learned clock, when the study was run "as known on".
    pub as_known_on: Option<String>,
    /// SHA-256 of the study's files, lower-case hexadecimal.
    pub study_sha256: String,
    /// The study's periods, half-open.
    pub periods: Vec<Period>,
    /// Figures in the order of the file.
    pub figures: Vec<ComputedFigure>,
    /// Law tests by instrument.
    pub law_tables: Vec<LawTable>,
    /// The cases told one by one, names withheld or as initials.
    pub cases: Vec<Case>,
    /// Charts that the study declares.
    pub charts: Vec<Chart>,
    /// Estimates that the study declares. Only who is counted and on which lists: the numbers
    /// are made by `estimate`, which this crate does not know.
    pub estimates: Vec<DeclaredEstimate>,
    /// Rows left out, with the reason.
    pub exclusions: Vec<Exclusion>,
    /// The study's rule of suppression; after [`crate::released`] also what it hid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
    /// Claims by basis and sources by kind, for the methodology.
    pub sources: Vec<SourceCount>,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// The text in Markdown by language (`ar`, `en`), with references to
    /// figures not yet filled in (`text` fills them).
    pub texts: BTreeMap<String, String>,
    /// Confirmation rules and their versions, as `id v1`.
    pub confirmation_rules: Vec<String>,
}

/// Which numbers are too small to leave the office, and which were hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// Cells that count fewer than this, and at least one, are hidden.
    pub below: u64,
    /// Figures to which the rule applies; empty for all documented counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// Cells that were hidden, those too that would give another one away.
    pub hidden: Vec<HiddenCell>,
    /// Cells that are told without how many of them are confirmed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<HiddenCell>,
    /// Figures that were left out because their total is hidden.
    pub withheld: Vec<String>,
}

/// A hidden cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HiddenCell {
    /// Figure.
    pub figure: String,
    /// Value of each grouping column.
    pub group: BTreeMap<String, String>,
}

/// A half-open period `[from, until)`, ISO days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Id.
    pub id: String,
    /// Label.
    pub label: Label,
    /// First day.
    pub from: String,
    /// Day after the last.
    pub until: String,
}

/// A number with a sure and a possible part; the parts are disjoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// Surely counted.
    pub sure: u64,
    /// Might also belong here: the dates or facts do not settle it.
    pub possible: u64,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct ComputedFigure {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Label,
    /// What is counted: person, arrest, death, sighting, report.
    pub unit: String,
    /// Which date decides the period: `happened:arrest`, `learned:notice_of_death`, `none`.
    pub clock: String,
    /// `documented_count`, `minimum`, `range` or `estimate`.
    pub kind: String,
    /// All cells together (each counted id once).
    pub total: Parts,
    /// The cells, in the order of the groups; unknown groups last, with the value `unknown`.
    pub cells: Vec<Cell>,
    /// What the figure counts, in words.
    pub definition: Option<Label>,
    /// The query, as it stands in the study.
    pub query: String,
    /// SHA-256 of the sorted counted ids joined by line feeds, lower-case hexadecimal.
    pub ids_sha256: String,
    /// Grouping columns, with labels.
    pub groups: Vec<Group>,
}

/// A grouping column of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Column of the query (`period` is made by the engine).
    pub column: String,
    /// Label.
    pub label: Label,
    /// The labels of its values, by value.
    pub labels: BTreeMap<String, Label>,
}

/// One cell of a figure.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// Value of each grouping column.
    pub group: BTreeMap<String, String>,
    /// Surely counted here.
    pub sure: u64,
    /// Might also belong here.
    pub possible: u64,
    /// Of the sure ones, how many are confirmed by rule; absent when the query does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<u64>,
    /// Ids surely counted, sorted.
    pub ids: Vec<String>,
    /// Which of `ids` are the confirmed ones: their positions, ascending.
    #[serde(skip)]
    pub confirmed_at: Vec<u32>,
    /// Ids possibly counted, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible_ids: Vec<String>,
}

/// The outcomes of one instrument over the study's persons.
#[derive(Clone, Debug, Serialize)]
pub struct LawTable {
    /// Id of the test in the study, as references in the text name it.
    pub id: String,
    /// Instrument id.
    pub instrument: String,
    /// Title.
    pub title: Label,
    /// Reading; empty for the text as recorded.
    pub reading: String,
    /// Label of the assumption, when one was made.
    pub assumption: Option<Label>,
    /// One row a person, in the order of the cases.
    pub rows: Vec<LawRow>,
}

/// The outcome for one person.
#[derive(Clone, Debug, Serialize)]
pub struct LawRow {
    /// Person id.
    pub person: String,
    /// How the person is called in the document (initials or a case number).
    pub called: String,
    /// `covered`, `not_covered`, `cannot_be_known`.
    pub outcome: String,
    /// Minimal sets of missing facts.
    pub missing: Vec<Vec<String>>,
    /// The main reason in each language.
    pub reason: Label,
}

/// One case, told.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Person id.
    pub person: String,
    /// How the person is called in the document.
    pub called: String,
    /// Place of origin, at the level that the study allows.
    pub origin: Option<Label>,
    /// Service and rank.
    pub service: Option<Label>,
    /// Its events in the order of their earliest day.
    pub events: Vec<CaseEvent>,
}

/// One event of a case.
#[derive(Clone, Debug, Serialize)]
pub struct CaseEvent {
    /// Event id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Label of the kind.
    pub label: Label,
    /// EDTF text of the day, as known.
    pub when: Option<String>,
    /// Earliest day, ISO.
    pub earliest: Option<String>,
    /// Latest day, ISO.
    pub latest: Option<String>,
    /// Place or facility.
    pub place: Option<Label>,
    /// Body.
    pub body: Option<Label>,
    /// How the sources know, distinct.
    pub bases: Vec<Label>,
    /// Number of claims.
    pub claims: u64,
}

/// A chart that the study declares.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "chart", rename_all = "kebab-case")]
pub enum Chart {
    /// Events over time against the windows of instruments.
    Timeline {
        /// Id.
        id: String,
        /// Title.
        title: Label,
        /// One bar for each event: id, earliest and latest day, series.
        events: Vec<TimelineEvent>,
        /// Labels of the series, in order.
        series: Vec<(String, Label)>,
        /// Instruments and windows.
        windows: Vec<Window>,
    },
    /// From what stage to what stage how many went.
    Flow {
        /// Id.
        id: String,
        /// Title.
        title: Label,
        /// Stages in columns, left to right in English.
        stages: Vec<Stage>,
        /// Flows between stages.
        flows: Vec<Flow>,
    },
    /// Bars of one figure's cells.
    Bars {
        /// Id.
        id: String,
        /// Title.
        title: Label,
        /// Figure.
        figure: String,
        /// Grouping column.
        column: String,
    },
}

/// One event of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEvent {
    /// Event id.
    pub id: String,
    /// Series.
    pub series: String,
    /// Earliest day, ISO.
    pub earliest: String,
    /// Latest day, ISO.
    pub latest: String,
}

/// An instrument's window on a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Window {
    /// Label.
    pub label: Label,
    /// First day.
    pub from: String,
    /// Last day; `None` draws a single line (the day of issue).
    pub until: Option<String>,
}

/// A stage of a flow.
#[derive(Clone, Debug, Serialize)]
pub struct Stage {
    /// Id.
    pub id: String,
    /// Column, from 0.
    pub column: usize,
    /// Label.
    pub label: Label,
    /// How many persons reached it.
    pub count: u64,
}

/// A flow between two stages.
#[derive(Clone, Debug, Serialize)]
pub struct Flow {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// How many persons.
    pub count: u64,
    /// Their ids.
    pub ids: Vec<String>,
}

/// What counts as a list in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListsBy {
    /// The list that a person's record was imported from.
    #[default]
    List,
    /// The kind of source that tells of the person's events.
    SourceKind,
}

impl ListsBy {
    /// The word of commands and of the study's file.
    pub fn as_str(self) -> &'static str {
        match self {
            ListsBy::List => "list",
            ListsBy::SourceKind => "source-kind",
        }
    }
}

/// An estimate of how many were never documented, as the study declares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeclaredEstimate {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Of whom the estimate speaks, in words.
    pub population: Option<Label>,
    /// Figure whose sure persons are the documented ones.
    pub figure: String,
    /// What `from` of a list names.
    pub lists_by: ListsBy,
    /// Grouping columns of the figure to estimate by.
    pub strata: Vec<String>,
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// The lists; empty when every list of the register is one of its own.
    pub lists: Vec<CaptureList>,
}

/// One list of an estimate, made of lists of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaptureList {
    /// Id.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Lists of the register, or kinds of source.
    pub from: Vec<String>,
    /// Lists of this estimate from which it takes names.
    pub takes_from: Vec<String>,
    /// Groups of persons that it cannot reach.
    pub cannot_reach: Vec<Label>,
}

/// Rows left out of the population.
#[derive(Clone, Debug, Serialize)]
pub struct Exclusion {
    /// Why.
    pub reason: Label,
    /// How many.
    pub count: u64,
    /// Their ids.
    pub ids: Vec<String>,
}

/// How many claims rest on one basis.
#[derive(Clone, Debug, Serialize)]
pub struct SourceCount {
    /// Basis.
    pub label: Label,
    /// How many claims.
    pub claims: u64,
}

/// Something that a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `published.contradicted`, `prose.unbacked`, `prose.twins`, `claims.conflict`, `parts.sum`…
    pub code: String,
    /// Where: file, line, figure, cell, event.
    pub place: BTreeMap<String, String>,
    /// What was expected or said.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// The records concerned, sorted.
    pub ids: Vec<String>,
    /// `warning` for something to look at, `error` for a contradiction.
    pub severity: model::Severity,
    /// `expected` with labels in both languages, where it names groups or places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_label: Option<Label>,
    /// `found` with labels in both languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_label: Option<Label>,
}
