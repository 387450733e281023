//! What does an estimate consist of when it leaves this crate?
//!
//! Plain values that serialise to the JSON of the house: gate, one entry for each
//! method with its diagnostics and settings, the spread between methods, seed and
//! version. Invariant: a number that must not be used is absent, not marked; the
//! documented count stands apart and is never added to an estimate.

use crate::bounds::Sensitivity;
use crate::convergence::Convergence;
use crate::density::Mode;
use crate::dga::{GraphSettings, GraphWeight};
use crate::gate::Finding;
use crate::lcmcr::ClassSettings;
use serde::Serialize;

/// A method that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Latent classes, under both list priors.
    Lcmcr,
    /// Average over decomposable graphs.
    Dga,
    /// Log-linear models with the choice bootstrapped.
    Loglinear,
    /// Lower bounds (Chao, Mth).
    Bounds,
    /// Sample coverage.
    Coverage,
    /// Two lists with a grid of odds ratios.
    Chapman,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 6] = [
        Method::Lcmcr,
        Method::Dga,
        Method::Loglinear,
        Method::Bounds,
        Method::Coverage,
        Method::Chapman,
    ];

    /// The method of this name (`lcmcr`, `dga`, `loglinear`, `bounds`, `coverage`, `chapman`).
    pub fn named(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|m| m.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Lcmcr => "lcmcr",
            Method::Dga => "dga",
            Method::Loglinear => "loglinear",
            Method::Bounds => "bounds",
            Method::Coverage => "coverage",
            Method::Chapman => "chapman",
        }
    }
}

/// An estimated total: mean and median of a distribution or a point, and a 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct NHat {
    /// The estimate itself, for methods that maximise rather than draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<f64>,
    /// Mean of the posterior or of the resamples.
    pub mean: Option<f64>,
    /// Median of the posterior or of the resamples.
    pub median: Option<f64>,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl NHat {
    /// The number to show first: the point if there is one, else the median.
    pub fn central(&self) -> Option<f64> {
        self.point.or(self.median)
    }
}

impl MethodResult {
    /// Whether this is a model's estimate that settled: bounds, sample coverage and two lists are beside the point
    /// when models are compared.
    pub(crate) fn models(&self) -> bool {
        self.converged && !self.lower_bound && !matches!(self.method, "chapman" | "coverage")
    }
}

/// One method's answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodResult {
    /// `lcmcr`, `lcmcr-expansion`, `dga`, `loglinear`, `chao`, `mth`, `coverage` or `chapman`.
    pub method: &'static str,
    /// Whether the number says "at least" rather than "about".
    pub lower_bound: bool,
    /// Whether the computation settled; if not there is no number.
    pub converged: bool,
    /// The estimated total, documented persons included.
    pub n_hat: Option<NHat>,
    /// How the computation went.
    pub diagnostics: Diagnostics,
    /// What it was run with.
    pub settings: MethodSettings,
    /// What the method averaged or chose among, whole: for export.
    #[serde(skip)]
    pub weights: Weights,
    /// Draws of the total, for export, sums over strata and plots.
    #[serde(skip)]
    pub draws: Vec<f64>,
}

/// What a method averaged or chose among, heaviest or best first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Weights {
    /// The method has none, or several tallies were joined.
    #[default]
    None,
    /// Every graph with its posterior probability, from a millionth on.
    Graphs(Vec<GraphWeight>),
    /// Every log-linear model that could be fitted, by BIC.
    Models(Vec<ModelLine>),
}

/// A log-linear model in a list of the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelLine {
    /// Largest terms.
    pub model: String,
    /// BIC.
    pub bic: f64,
    /// Total.
    pub total: f64,
    /// Log-normal interval of this model alone (not *the* interval).
    pub low: f64,
    /// Upper limit of the same.
    pub high: f64,
}

/// Diagnostics of each kind of method.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Diagnostics {
    Classes {
        #[serde(flatten)]
        convergence: Convergence,
        draws: usize,
        occupied_classes: f64,
        acceptance: f64,
        modes: Vec<Mode>,
        /// Share of draws above twenty-one times the documented persons.
        beyond: f64,
        /// Parameters of the beta prior on list probabilities.
        list_prior: [f64; 2],
    },
    Graphs {
        graphs: Vec<GraphWeight>,
        complete_graph_weight: f64,
        mode: f64,
        grid_end: f64,
        tail_empty: bool,
    },
    Models {
        best: Vec<ModelLine>,
        /// How many models have existence code 0, 1, 2, 3, 4.
        existence_codes: [usize; 5],
        /// Multinomial profile likelihood of the best model: total, low, high.
        profile: Option<[f64; 3]>,
        bias: f64,
        acceleration: f64,
        failed_resamples: usize,
    },
    Bound {
        standard_error: f64,
    },
    Coverage {
        coverage: f64,
        independence: f64,
        high_coverage: f64,
        one_step: f64,
    },
    TwoLists {
        grid: Vec<Sensitivity>,
    },
    /// Several tallies joined: pooled draws stand in `n_hat`; here is the rule of replicates.
    Replicates {
        tallies: usize,
        used: usize,
        /// Mean of each tally's own central number.
        centres: Vec<f64>,
        rule: Option<crate::replicates::Combined>,
    },
    /// The method could not be used.
    None {},
}

/// Settings of each kind of method.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum MethodSettings {
    Classes(ClassSettings),
    Graphs(GraphSettings),
    Models {
        family: &'static str,
        models: usize,
        choice: String,
        resamples: u32,
    },
    Coverage {
        resamples: u64,
    },
    None {},
}

/// How far apart the methods are; the spread is itself a finding.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Smallest central number.
    pub low: f64,
    /// Largest central number.
    pub high: f64,
    /// Largest over smallest.
    pub ratio: f64,
    /// Lowest of the lower limits.
    pub interval_low: f64,
    /// Highest of the upper limits.
    pub interval_high: f64,
    /// How many methods.
    pub methods: usize,
}

/// The answer for one tally, or for a set of tallies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Hash of the tally that was used (of all of them, for a set).
    pub tally_hash: String,
    /// Distinct documented persons (mean, for a set).
    pub n: u64,
    /// Lists that were used.
    pub lists: Vec<String>,
    /// Findings, refusals first.
    pub gate: Vec<Finding>,
    /// Answers, in the order of [`Method::ALL`].
    pub methods: Vec<MethodResult>,
    /// Spread over the models that settled (not bounds, not sample coverage).
    pub spread: Option<Spread>,
    /// The user's seed.
    pub seed: u64,
    /// Version of the methods; another version may give other bytes.
    pub version: &'static str,
}

impl Estimate {
    /// The answer of a method by its name.
    pub fn method(&self, name: &str) -> Option<&MethodResult> {
        self.methods.iter().find(|m| m.method == name)
    }

    /// Whether the gate refused every number.
    pub fn refused(&self) -> bool {
        self.gate
            .iter()
            .any(|f| f.action == crate::gate::Action::Refuse)
    }

    /// All draws as CSV: `method,draw,total`.
    pub fn draws_csv(&self) -> String {
        let mut text = String::from("method,draw,total\n");
        for method in &self.methods {
            for (i, total) in method.draws.iter().enumerate() {
                text.push_str(&format!("{},{},{}\n", method.method, i + 1, total));
            }
        }
        text
    }
}

/// Spread over the models that settled.
pub(crate) fn spread(methods: &[MethodResult]) -> Option<Spread> {
    let inside: Vec<(f64, &NHat)> = methods
        .iter()
        .filter(|m| m.models())
        .filter_map(|m| m.n_hat.as_ref())
        .filter_map(|h| h.central().map(|c| (c, h)))
        .collect();
    if inside.len() < 2 {
        return None;
    }
    let fold = |f: fn(f64, f64) -> f64, start: f64, pick: &dyn Fn(&(f64, &NHat)) -> f64| {
        inside.iter().map(pick).fold(start, f)
    };
    let low = fold(f64::min, f64::INFINITY, &|i| i.0);
    let high = fold(f64::max, 0.0, &|i| i.0);
    Some(Spread {
        low,
        high,
        ratio: high / low,
        interval_low: fold(f64::min, f64::INFINITY, &|i| i.1.low),
        interval_high: fold(f64::max, 0.0, &|i| i.1.high),
        methods: inside.len(),
    })
}
