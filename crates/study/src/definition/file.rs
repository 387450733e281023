//! Which keys may a study's files have?
//!
//! The TOML of `study.toml` and `published.toml`, key by key, as
//! `docs/study.md` describes it. Nothing is interpreted here.

use model::profile::Label;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `study.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyFile {
    pub(crate) title: Label,
    #[serde(default)]
    pub(crate) subtitle: Option<Label>,
    pub(crate) span: Span,
    #[serde(default, rename = "period")]
    pub(crate) periods: Vec<PeriodEntry>,
    #[serde(default)]
    pub(crate) population: Option<Population>,
    #[serde(default, rename = "exclusion")]
    pub(crate) exclusions: Vec<ExclusionEntry>,
    #[serde(default, rename = "figure")]
    pub(crate) figures: Vec<FigureEntry>,
    #[serde(default, rename = "law")]
    pub(crate) laws: Vec<LawEntry>,
    #[serde(default)]
    pub(crate) cases: Option<CasesEntry>,
    #[serde(default, rename = "chart")]
    pub(crate) charts: Vec<ChartEntry>,
    #[serde(default, rename = "check")]
    pub(crate) checks: Vec<CheckEntry>,
    #[serde(default, rename = "checks")]
    pub(crate) checking: Checking,
    #[serde(default, rename = "pattern")]
    pub(crate) patterns: Vec<PatternEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Span {
    pub(crate) from: Spanned<String>,
    pub(crate) until: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeriodEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) label: Label,
    pub(crate) from: Spanned<String>,
    pub(crate) until: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Population {
    pub(crate) rows: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExclusionEntry {
    pub(crate) reason: Label,
    pub(crate) rows: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Label,
    #[serde(default)]
    pub(crate) definition: Option<Label>,
    pub(crate) unit: Spanned<String>,
    pub(crate) clock: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    #[serde(default)]
    pub(crate) group_by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) span: bool,
    pub(crate) rows: Spanned<String>,
    #[serde(default, rename = "column")]
    pub(crate) columns: Vec<ColumnEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnEntry {
    pub(crate) name: Spanned<String>,
    #[serde(default)]
    pub(crate) label: Option<Label>,
    #[serde(default)]
    pub(crate) vocabulary: Option<String>,
    #[serde(default)]
    pub(crate) values: Vec<ValueLabel>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueLabel {
    pub(crate) id: String,
    pub(crate) ar: String,
    pub(crate) en: String,
}

impl ValueLabel {
    pub(crate) fn label(&self) -> Label {
        Label {
            ar: self.ar.clone(),
            en: self.en.clone(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LawEntry {
    #[serde(default)]
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) instrument: Spanned<String>,
    #[serde(default)]
    pub(crate) reading: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) assumption: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) rows: Option<Spanned<String>>,
}

impl LawEntry {
    /// The name of the test in the study.
    pub(crate) fn name(&self) -> &str {
        self.id.as_ref().unwrap_or(&self.instrument).get_ref()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Called {
    #[default]
    Number,
    Initials,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OriginLevel {
    #[default]
    None,
    Town,
    District,
    Governorate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CasesEntry {
    pub(crate) rows: Spanned<String>,
    #[serde(default)]
    pub(crate) called: Called,
    #[serde(default)]
    pub(crate) origin: OriginLevel,
    #[serde(default)]
    pub(crate) events: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ChartEntry {
    Timeline {
        id: String,
        title: Label,
        rows: Spanned<String>,
        series: Vec<ValueLabel>,
        #[serde(default, rename = "window")]
        windows: Vec<WindowEntry>,
    },
    Flow {
        id: String,
        title: Label,
        rest: Label,
        #[serde(default, rename = "stage")]
        stages: Vec<StageEntry>,
    },
    Bars {
        id: String,
        title: Label,
        figure: String,
        column: String,
    },
}

impl ChartEntry {
    pub(crate) fn id(&self) -> &str {
        match self {
            ChartEntry::Timeline { id, .. }
            | ChartEntry::Flow { id, .. }
            | ChartEntry::Bars { id, .. } => id,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WindowEntry {
    pub(crate) label: Label,
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) until: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageEntry {
    pub(crate) id: String,
    pub(crate) column: usize,
    pub(crate) label: Label,
    pub(crate) rows: Spanned<String>,
    #[serde(default)]
    pub(crate) end: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum CheckEntry {
    Sum { figure: String },
    Equal { left: String, right: String },
    Subset { left: String, right: String },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Checking {
    /// Look at the records of persons outside the population, too.
    #[serde(default = "yes")]
    pub(crate) whole_frame: bool,
}

impl Default for Checking {
    fn default() -> Checking {
        Checking { whole_frame: true }
    }
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternEntry {
    pub(crate) words: Spanned<String>,
}

/// `published.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedFile {
    #[serde(default, rename = "file")]
    pub(crate) files: Vec<ProseFile>,
    #[serde(default, rename = "statement")]
    pub(crate) statements: Vec<StatementEntry>,
    #[serde(default, rename = "estimate")]
    pub(crate) estimates: Vec<QuoteEntry>,
    #[serde(default, rename = "external")]
    pub(crate) externals: Vec<ExternalEntry>,
    #[serde(default, rename = "pattern")]
    pub(crate) patterns: Vec<PatternEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProseFile {
    pub(crate) name: Spanned<String>,
    /// For people who read the study's file: texts of both languages are read alike.
    #[serde(rename = "language")]
    _language: String,
    #[serde(default)]
    pub(crate) footnotes: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementEntry {
    #[serde(default)]
    pub(crate) file: Option<String>,
    pub(crate) quote: Spanned<String>,
    pub(crate) figure: Spanned<String>,
    #[serde(default)]
    pub(crate) cell: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) number: Option<String>,
    #[serde(default)]
    pub(crate) value: Option<u64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteEntry {
    #[serde(default)]
    pub(crate) file: Option<String>,
    pub(crate) quote: Spanned<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExternalEntry {
    #[serde(default)]
    pub(crate) file: Option<String>,
    pub(crate) quote: Spanned<String>,
    /// Who says so: for people who read the study's file.
    #[serde(rename = "source")]
    _source: Label,
}
