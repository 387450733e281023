//! How does an estimate become a page for somebody outside the office?
//!
//! Hands an estimate to `report` with the office's name and the labels of its lists.
//! What was computed once is remembered by the hash of its tallies and its settings:
//! a report is asked for in two languages and two formats, and an estimate takes
//! seconds. Only counts are remembered, and only while the program runs.

use super::{Answer, Beside, Estimated, Settings, Tallies};
use crate::studies::one;
use crate::{DocumentFormat, Office, Seat, Studying};
use model::Problem;
use model::profile::Label;
use report::{EstimateShown, Origin, Publisher};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use study::Computed;
use words::{Language, Words};

/// How a sheet of one estimate is wanted.
#[derive(Clone, Debug)]
pub struct SheetPage {
    /// Title; without it that of the study's estimate, or a plain one.
    pub title: Option<String>,
    /// Language.
    pub language: Language,
    /// Format.
    pub format: DocumentFormat,
}

/// Estimates that are remembered.
const REMEMBERED: usize = 16;

type Known = Arc<(Answer, Beside)>;
static KNOWN: Mutex<VecDeque<(String, Known)>> = Mutex::new(VecDeque::new());

/// The estimate of these tallies with these settings, from memory when it was made before.
///
/// # Errors
/// As `estimate::Tallies::estimate`.
pub(super) fn known(
    tallies: &Tallies,
    settings: &Settings,
    sensitivity: bool,
) -> Result<Known, Problem> {
    let hashes: Vec<String> = match tallies {
        Tallies::One(tally) => vec!["one".into(), tally.hash()],
        Tallies::Draws(draws) => std::iter::once("draws".to_owned())
            .chain(draws.iter().map(estimate::Tally::hash))
            .collect(),
        Tallies::Strata(columns, strata) => std::iter::once(format!("{columns:?}"))
            .chain(
                strata
                    .iter()
                    .map(|stratum| format!("{:?} {}", stratum.values, stratum.tally.hash())),
            )
            .collect(),
    };
    let key = format!("{hashes:?} {settings:?} {sensitivity}");
    // A thread that panicked here left whole entries behind: they are only pushed and popped.
    let remembered = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = remembered().iter().find(|(known, _)| *known == key) {
        return Ok(known.clone());
    }
    let answer = tallies.estimate(settings)?;
    let beside = if sensitivity && answer.ran() {
        estimate::beside(tallies, settings)
    } else {
        Beside::default()
    };
    let made = Arc::new((answer, beside));
    let mut remembered = remembered();
    remembered.push_back((key, made.clone()));
    while remembered.len() > REMEMBERED {
        remembered.pop_front();
    }
    Ok(made)
}

impl Estimated {
    /// As `report` shows it; `id` tells it from other estimates of the same document.
    pub(crate) fn shown(
        &self,
        id: &str,
        origin: Origin,
        title: Label,
        least: u64,
    ) -> EstimateShown {
        EstimateShown {
            id: id.to_owned(),
            title,
            population: self
                .declared
                .as_ref()
                .and_then(|(_, population)| population.clone()),
            answer: self.answer.clone(),
            beside: self.beside.clone(),
            pooled: self.tallies.pooled(),
            lists: self.lists.clone(),
            values: self.labels.clone(),
            least,
            origin,
        }
    }

    /// The sheet of an estimate that was made from a file, without an office.
    ///
    /// # Errors
    /// `report.layout-failed`, `report.pdf-absent`.
    pub fn sheet(&self, file: &str, page: &SheetPage) -> Result<Vec<u8>, Problem> {
        let shown = self.shown("tally", Origin::File(file.to_owned()), self.title(page), 0);
        lay_out(
            &shown,
            &Publisher::default(),
            &Words::isolated(page.language),
            page.format,
        )
    }

    fn title(&self, page: &SheetPage) -> Label {
        match (&page.title, &self.declared) {
            (Some(title), _) => Label {
                ar: title.clone(),
                en: title.clone(),
            },
            (None, Some((title, _))) => title.clone(),
            (None, None) => {
                let plain = |language| Words::plain(language).text("estimate-page-title");
                Label {
                    ar: plain(Language::Arabic),
                    en: plain(Language::English),
                }
            }
        }
    }

    /// Where the tally came from, for a page.
    fn origin(&self, computed: &Computed) -> Origin {
        let (figure, possible, without) = match &self.from {
            Some(from) => (
                from.figure.as_str(),
                from.possible_left_out,
                from.without_list,
            ),
            None => ("", 0, 0),
        };
        let known = computed.figures.iter().find(|known| known.id == figure);
        Origin::Register {
            study: computed.title.clone(),
            figure: known.map(|known| known.title.clone()).unwrap_or_default(),
            position: computed.position,
            as_known_on: computed.as_known_on.clone(),
            possible_left_out: possible,
            without_list: without,
        }
    }
}

/// Below how many persons the study shows no number of its figure; 0 without a rule.
fn least(computed: &Computed, estimated: &Estimated) -> u64 {
    let figure = estimated.from.as_ref().map(|from| &from.figure);
    computed
        .suppression
        .as_ref()
        .filter(|rule| {
            rule.figures.is_empty() || figure.is_some_and(|figure| rule.figures.contains(figure))
        })
        .map_or(0, |rule| rule.below)
}

fn shown_from(computed: &Computed, estimated: &Estimated, title: Label) -> EstimateShown {
    let study = estimated
        .from
        .as_ref()
        .map_or("", |from| from.study.as_str());
    let origin = estimated.origin(computed);
    estimated.shown(study, origin, title, least(computed, estimated))
}

fn lay_out(
    shown: &EstimateShown,
    publisher: &Publisher,
    words: &Words,
    format: DocumentFormat,
) -> Result<Vec<u8>, Problem> {
    let document = report::estimate_sheet(shown, publisher, words);
    match format {
        DocumentFormat::Html => Ok(report::sheet_html(&document).into_bytes()),
        DocumentFormat::Pdf => report::sheet_pdf(&document),
    }
}

impl Office {
    /// The sheet of an estimate that was made from this computed study.
    ///
    /// # Errors
    /// `report.layout-failed`, `report.pdf-absent`.
    pub fn estimate_page(
        &self,
        _seat: &Seat<Studying>,
        computed: &Computed,
        estimated: &Estimated,
        page: &SheetPage,
    ) -> Result<Vec<u8>, Problem> {
        let shown = shown_from(computed, estimated, estimated.title(page));
        let publisher = Publisher {
            office: computed.office.clone(),
            notice: computed.notice.clone(),
        };
        let words = Words::isolated(page.language).with_months(self.months());
        lay_out(&shown, &publisher, &words, page.format)
    }

    /// The same as markup of the program's own making, for a page of the office.
    pub fn estimate_fragment(
        &self,
        _seat: &Seat<Studying>,
        computed: &Computed,
        estimated: &Estimated,
        title: Label,
        words: &Words,
    ) -> String {
        report::estimate_fragment(&shown_from(computed, estimated, title), words)
    }

    /// The estimates that a computed study declares, as its report shows them.
    ///
    /// # Errors
    /// What the register cannot read; more lists than an estimate can have.
    pub(crate) fn shown_estimates(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
    ) -> Result<Vec<EstimateShown>, Vec<Problem>> {
        computed
            .estimates
            .iter()
            .map(|declared| {
                let estimated = self.declared_estimate(seat, computed, declared)?;
                let origin = estimated.origin(computed);
                let least = least(computed, &estimated);
                Ok(estimated.shown(&declared.id, origin, declared.title.clone(), least))
            })
            .collect::<Result<_, Problem>>()
            .map_err(one)
    }
}
