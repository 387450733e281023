//! Which keys may a study's files have?
//!
//! The TOML of `study.toml` and `published.toml`, key by key, as
//! `docs/study.md` describes it. Nothing is interpreted here.

use crate::computed::ListsBy;
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
    #[serde(default)]
    pub(crate) suppression: Option<SuppressionEntry>,
    #[serde(default, rename = "law")]
    pub(crate) laws: Vec<LawEntry>,
    #[serde(default)]
    pub(crate) cases: Option<CasesEntry>,
    #[serde(default, rename = "chart")]
    pub(crate) charts: Vec<ChartEntry>,
    #[serde(default, rename = "estimate")]
    pub(crate) estimates: Vec<EstimateEntry>,
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

/// Numbers too small to leave the office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuppressionEntry {
    pub(crate) below: u64,
    #[serde(default)]
    pub(crate) figures: Vec<Spanned<String>>,
}

impl FigureEntry {
    /// Whether the engine sorts the rows into the study's periods.
    pub(crate) fn by_period(&self) -> bool {
        self.group_by
            .iter()
            .any(|column| column.get_ref() == crate::figure::PERIOD)
    }
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ChartKind {
    Timeline,
    Flow,
    Bars,
}

/// A chart of any kind: which keys it needs depends on the kind, see [`ChartEntry::shape`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChartEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) kind: ChartKind,
    pub(crate) title: Label,
    #[serde(default)]
    rows: Option<Spanned<String>>,
    #[serde(default)]
    series: Vec<ValueLabel>,
    #[serde(default, rename = "window")]
    windows: Vec<WindowEntry>,
    #[serde(default)]
    rest: Option<Label>,
    #[serde(default, rename = "stage")]
    stages: Vec<StageEntry>,
    #[serde(default)]
    figure: Option<String>,
    #[serde(default)]
    column: Option<String>,
}

/// The keys of a chart of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ChartShape<'c> {
    Timeline {
        rows: &'c Spanned<String>,
        series: &'c [ValueLabel],
        windows: &'c [WindowEntry],
    },
    Flow {
        rest: &'c Label,
        stages: &'c [StageEntry],
    },
    Bars {
        figure: &'c str,
        column: &'c str,
    },
}

impl ChartEntry {
    /// The chart by its kind.
    ///
    /// # Errors
    /// The name of the key that a chart of this kind needs and does not have.
    pub(crate) fn shape(&self) -> Result<ChartShape<'_>, &'static str> {
        Ok(match self.kind {
            ChartKind::Timeline => ChartShape::Timeline {
                rows: self.rows.as_ref().ok_or("rows")?,
                series: &self.series,
                windows: &self.windows,
            },
            ChartKind::Flow => ChartShape::Flow {
                rest: self.rest.as_ref().ok_or("rest")?,
                stages: &self.stages,
            },
            ChartKind::Bars => ChartShape::Bars {
                figure: self.figure.as_deref().ok_or("figure")?,
                column: self.column.as_deref().ok_or("column")?,
            },
        })
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

/// An estimate of how many were never documented: whose lists, over which figure's persons.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EstimateEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Label,
    #[serde(default)]
    pub(crate) population: Option<Label>,
    pub(crate) figure: Spanned<String>,
    #[serde(default)]
    pub(crate) lists_by: ListsBy,
    #[serde(default)]
    pub(crate) strata: Vec<Spanned<String>>,
    #[serde(default = "first_seed")]
    pub(crate) seed: u64,
    #[serde(default, rename = "list")]
    pub(crate) lists: Vec<CaptureEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaptureEntry {
    pub(crate) id: Spanned<String>,
    pub(crate) label: Label,
    pub(crate) from: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) takes_from: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) cannot_reach: Vec<Label>,
}

fn first_seed() -> u64 {
    1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckKind {
    Sum,
    Equal,
    Subset,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckEntry {
    pub(crate) kind: Spanned<CheckKind>,
    #[serde(default)]
    pub(crate) figure: Option<String>,
    #[serde(default)]
    pub(crate) left: Option<String>,
    #[serde(default)]
    pub(crate) right: Option<String>,
}

/// The keys of a check of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CheckShape<'c> {
    Sum(&'c str),
    Equal(&'c str, &'c str),
    Subset(&'c str, &'c str),
}

impl CheckEntry {
    /// The check by its kind.
    ///
    /// # Errors
    /// The name of the key that a check of this kind needs and does not have.
    pub(crate) fn shape(&self) -> Result<CheckShape<'_>, &'static str> {
        let left = self.left.as_deref().ok_or("left");
        let right = self.right.as_deref().ok_or("right");
        Ok(match self.kind.get_ref() {
            CheckKind::Sum => CheckShape::Sum(self.figure.as_deref().ok_or("figure")?),
            CheckKind::Equal => CheckShape::Equal(left?, right?),
            CheckKind::Subset => CheckShape::Subset(left?, right?),
        })
    }
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
