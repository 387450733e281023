//! Which records of a table are the same person, with everything that can be
//! said about the answer?
//!
//! `linkage` gives pairs and clusters; here labels and truth are read, draws
//! become tallies for an estimate, and the page is written (`linked_page`).
//! The register's own records are linked in `link_run`. Invariant: a label is
//! what somebody decided, so it also holds in the clusters.

use crate::linked_page;
use linkage::evaluate::{self, CalibrationBand, Quality};
use linkage::{Clusters, Decision, Linked, Model, Reading, Role, Table};
use model::{Code, Phase, Problem, Step, Watch};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use words::Words;

/// A file that goes with the tables: its name for problems, and its bytes.
pub type Sheet = (String, Vec<u8>);

/// How tables are to be linked.
#[derive(Clone, Debug, Default)]
pub struct LinkOptions {
    /// Header of the id column; recognised if not given.
    pub id: Option<String>,
    /// Header of the column that names the list of a record.
    pub source: Option<String>,
    /// `role=name`, as given.
    pub columns: Vec<String>,
    /// A model to use again.
    pub model: Option<Sheet>,
    /// Decided pairs: `id_a`, `id_b`, `same`.
    pub labels: Option<Sheet>,
    /// Known persons: `id`, `person`.
    pub truth: Option<Sheet>,
    /// Probability from which on records become one cluster.
    pub threshold: Option<f64>,
    /// How many clusterings to draw.
    pub draws: usize,
    /// Seed of the draws and questions.
    pub seed: u64,
    /// How many pairs to ask about.
    pub ask: usize,
}

/// How good the linkage is where the truth is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// Records whose person is known.
    pub records: u64,
    /// Pairs from the threshold on.
    pub pairs: Quality,
    /// Pairs from the threshold on that would have been best.
    pub best_pairs: Quality,
    /// That threshold, as a probability.
    pub best_threshold: f64,
    /// Clusters as sets of pairs.
    pub clusters: Quality,
    /// Clusters seen from each record (B-cubed).
    pub b_cubed: Quality,
    /// Of the pairs in each band of probability, how many are true.
    pub calibration: Vec<CalibrationBand>,
}

/// More links than so many a record are no list of persons.
const MOST_LINKS: usize = 10;

/// What was linked.
pub struct TableLinks {
    /// The table.
    pub table: Table,
    /// Pairs and model.
    pub linked: Linked,
    /// Clusters of the rows.
    pub clusters: Clusters,
    /// Quality, when the truth was given.
    pub measured: Option<Measured>,
    /// Drawn clusterings.
    pub draws: Vec<Clusters>,
    /// Labels that others contradict.
    pub warnings: Vec<Problem>,
    labels: Vec<Decision>,
    seed: u64,
    ask: usize,
}

/// Counts of a linkage, for people and programs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkSummary {
    /// Records of the table.
    pub records: u64,
    /// Pairs that were compared.
    pub compared: u64,
    /// Pairs that were kept.
    pub pairs: u64,
    /// Pairs from the threshold on.
    pub linked_pairs: u64,
    /// Clusters, single records among them.
    pub clusters: u64,
    /// Records in the largest cluster.
    pub largest: u64,
    /// Probability from which on records become one cluster.
    pub threshold: f64,
}

/// Tallies of the sources over the draws: names of the lists, then for each
/// draw persons by the lists that they are on.
pub type DrawnTallies = (Vec<String>, Vec<BTreeMap<u32, u64>>);

fn reading(options: &LinkOptions) -> Result<Reading, Problem> {
    let mut roles = Vec::new();
    for given in &options.columns {
        let role = given
            .split_once('=')
            .and_then(|(role, name)| Some((name.trim().to_owned(), Role::from_name(role.trim())?)));
        roles.push(role.ok_or_else(|| {
            let known: Vec<&str> = linkage::roles::ROLES
                .iter()
                .map(|(_, name)| *name)
                .collect();
            Problem::new(Code::LinkageRoleUnknown)
                .with("text", given)
                .with("roles", known.join(", "))
        })?);
    }
    Ok(Reading {
        id: options.id.clone(),
        source: options.source.clone(),
        roles,
        most_rows: 0,
    })
}

/// Checks a threshold as given.
///
/// # Errors
/// `linkage.threshold-wrong`.
pub fn read_threshold(text: &str) -> Result<f64, Problem> {
    text.trim()
        .parse::<f64>()
        .ok()
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| Problem::new(Code::LinkageThresholdWrong).with("text", text))
}

/// The model that the data propose, untrained, as TOML.
///
/// # Errors
/// Those of reading the tables; `linkage.nothing-to-compare`.
pub fn propose_model<R: Read>(
    files: Vec<(String, R)>,
    options: &LinkOptions,
) -> Result<String, Problem> {
    let table = Table::read_csv(files, &reading(options)?)?;
    let model = Model::propose(&table);
    if model.fields.is_empty() {
        return Err(Problem::new(Code::LinkageNothingToCompare));
    }
    Ok(model.to_toml())
}

/// Links the records of one or more CSV tables.
///
/// # Errors
/// Those of reading each file, with its line; `linkage.nothing-to-compare`;
/// `linkage.label-unknown` and `linkage.label-unreadable` for labels; those of
/// `watch`, which end the work.
pub fn link_tables<R: Read>(
    files: Vec<(String, R)>,
    options: &LinkOptions,
    watch: &Watch<'_>,
) -> Result<TableLinks, Problem> {
    let reading = reading(options)?;
    let mut model = match &options.model {
        Some((name, bytes)) => {
            let text = utf8(name, bytes)?;
            Some(Model::from_toml(text).map_err(|problem| problem.in_file(name))?)
        }
        None => None,
    };
    watch(Step::whole(Phase::Reading))?;
    let table = Table::read_csv(files, &reading)?;
    let labels = match &options.labels {
        Some((name, bytes)) => read_labels(&table, name, bytes)?,
        None => Vec::new(),
    };
    let truth = options
        .truth
        .as_ref()
        .map(|(name, bytes)| read_truth(&table, name, bytes))
        .transpose()?;
    let model = model.get_or_insert_with(|| Model::propose(&table));
    if let Some(threshold) = options.threshold {
        model.settings.threshold = threshold;
    }
    let without = model.without_column(&table);
    if without.len() == model.fields.len() {
        return Err(Problem::new(Code::LinkageNothingToCompare));
    }
    let mut warnings: Vec<Problem> = without
        .iter()
        .map(|field| {
            Problem::new(Code::LinkageModelColumns)
                .with("field", field)
                .warning()
        })
        .collect();
    let linked = linkage::link_watched(&table, model, &labels, watch)?;
    watch(Step::whole(Phase::Clustering))?;
    let clusters = linked.clusters(&labels);
    warnings.extend(clusters.contradicted.iter().map(|decision| {
        Problem::new(Code::LinkageDecisionContradicted)
            .with("a", table.id(decision.a))
            .with("b", table.id(decision.b))
            .warning()
    }));
    // A person is seldom on more than a few lists.
    let over = linked.pairs.iter();
    let over = over.filter(|it| it.probability() >= linked.model.settings.threshold);
    let over = over.count();
    if linked.model.settings.threshold >= 0.5 && over > MOST_LINKS * table.len() {
        warnings.push(
            Problem::new(Code::LinkageLinksMany)
                .with("pairs", over)
                .with("records", table.len())
                .warning(),
        );
    }
    let measured = truth.map(|truth| measure(&linked, &clusters, &truth));
    let draws = if options.draws > 0 {
        let unscored = linked.model.settings.unscored as f32;
        linkage::draws::draw(
            table.len(),
            &linked.pairs,
            &labels,
            unscored,
            (options.draws, options.seed),
            watch,
        )?
    } else {
        Vec::new()
    };
    Ok(TableLinks {
        table,
        linked,
        clusters,
        measured,
        draws,
        warnings,
        labels,
        seed: options.seed,
        ask: options.ask,
    })
}

impl TableLinks {
    /// Scored pairs: both ids, match weight in bits (log₂ of the odds), probability.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str, f64, f64)> {
        self.linked.pairs.iter().map(|pair| {
            let weight = f64::from(pair.log_odds) / std::f64::consts::LN_2;
            (
                self.table.id(pair.a),
                self.table.id(pair.b),
                weight,
                pair.probability(),
            )
        })
    }

    /// Each record with its cluster, named by the first of its records.
    pub fn cluster_rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows_of(&self.clusters)
    }

    /// Each record with its cluster in one clustering.
    pub fn rows_of<'a>(
        &'a self,
        clusters: &'a Clusters,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        clusters
            .of_row
            .iter()
            .enumerate()
            .map(|(row, &lowest)| (self.table.id(row as u32), self.table.id(lowest)))
    }

    /// The model as it was used, trained.
    pub fn model_toml(&self) -> String {
        self.linked.model.to_toml()
    }

    /// The pairs whose labels would teach most.
    pub fn questions(&self) -> Vec<(&str, &str, f64)> {
        let known: Vec<(u32, u32)> = self.labels.iter().map(|label| (label.a, label.b)).collect();
        linkage::review::worth_asking(&self.linked.pairs, &known, self.ask, self.seed)
            .iter()
            .map(|pair| {
                (
                    self.table.id(pair.a),
                    self.table.id(pair.b),
                    pair.probability(),
                )
            })
            .collect()
    }

    /// Counts.
    pub fn summary(&self) -> LinkSummary {
        let mut sizes: HashMap<u32, u64> = HashMap::new();
        for lowest in &self.clusters.of_row {
            *sizes.entry(*lowest).or_default() += 1;
        }
        let threshold = self.linked.model.settings.threshold;
        let over = self
            .linked
            .pairs
            .iter()
            .filter(|pair| pair.probability() >= threshold);
        LinkSummary {
            records: self.table.len() as u64,
            compared: self.linked.compared,
            pairs: self.linked.pairs.len() as u64,
            linked_pairs: over.count() as u64,
            clusters: sizes.len() as u64,
            largest: sizes.values().copied().max().unwrap_or(0),
            threshold,
        }
    }

    /// Tallies of the sources for an estimate, one for each draw: nothing
    /// without draws, or with fewer than 2 or more than 20 sources. Clusters
    /// without a known source count nowhere.
    pub fn tallies(&self) -> Option<DrawnTallies> {
        let column = self.table.column(Role::Source)?;
        let source = |row: u32| Some(self.table.value(column, row)).filter(|name| !name.is_empty());
        let names: BTreeSet<&str> = (0..self.table.len() as u32).filter_map(source).collect();
        if self.draws.is_empty() || !(2..=estimate::tally::MOST_LISTS).contains(&names.len()) {
            return None;
        }
        let names: Vec<&str> = names.into_iter().collect();
        let of_row: Vec<u32> = (0..self.table.len() as u32)
            .map(|row| {
                source(row)
                    .and_then(|name| names.binary_search(&name).ok())
                    .map_or(0, |at| 1 << at)
            })
            .collect();
        let tallies = self
            .draws
            .iter()
            .map(|clusters| {
                let mut patterns = vec![0u32; of_row.len()];
                for (row, &lowest) in clusters.of_row.iter().enumerate() {
                    patterns[lowest as usize] |= of_row[row];
                }
                let mut tally: BTreeMap<u32, u64> = BTreeMap::new();
                for pattern in patterns.into_iter().filter(|pattern| *pattern != 0) {
                    *tally.entry(pattern).or_default() += 1;
                }
                tally
            })
            .collect();
        Some((names.into_iter().map(str::to_owned).collect(), tallies))
    }

    /// Everything about the linkage on one page, without scripts and without
    /// anything from outside.
    pub fn page(&self, words: &Words) -> String {
        linked_page::page(self, words)
    }
}

fn utf8<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Problem::new(Code::LinkageNotText)
            .in_file(name)
            .at_line(line as u64 + 1)
    })
}

/// The wanted columns of a small CSV file, with the line of each row.
fn columns(
    name: &str,
    bytes: &[u8],
    wanted: &[&[&str]],
) -> Result<Vec<(u64, Vec<String>)>, Problem> {
    let text = utf8(name, bytes)?;
    let unreadable = |error: &csv::Error| {
        Problem::new(Code::LinkageNotText)
            .in_file(name)
            .at_line(error.position().map_or(0, csv::Position::line))
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| unreadable(&error))?
        .clone();
    let mut places = Vec::new();
    for names in wanted {
        let place = header
            .iter()
            .position(|title| names.contains(&title))
            .ok_or_else(|| {
                Problem::new(Code::LinkageColumnMissing)
                    .with("column", names[0])
                    .in_file(name)
            })?;
        places.push(place);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = places
            .iter()
            .map(|at| record.get(*at).unwrap_or_default().to_owned());
        rows.push((line, cells.collect()));
    }
    Ok(rows)
}

fn read_labels(table: &Table, name: &str, bytes: &[u8]) -> Result<Vec<Decision>, Problem> {
    let mut labels = Vec::new();
    for (line, cells) in columns(name, bytes, &[&["id_a"], &["id_b"], &["same", "label"]])? {
        let row = |id: &str| {
            table.row_of(id).ok_or_else(|| {
                Problem::new(Code::LinkageLabelUnknown)
                    .with("id", id)
                    .in_file(name)
                    .at_line(line)
            })
        };
        // A question that nobody has answered yet is no label.
        let same = match cells[2].to_lowercase().as_str() {
            "" => continue,
            "1" | "same" | "true" | "yes" | "نعم" => true,
            "0" | "different" | "false" | "no" | "لا" => false,
            _ => {
                return Err(Problem::new(Code::LinkageLabelUnreadable)
                    .with("text", &cells[2])
                    .in_file(name)
                    .at_line(line));
            }
        };
        labels.push(Decision {
            a: row(&cells[0])?,
            b: row(&cells[1])?,
            same,
        });
    }
    Ok(labels)
}

/// The known person of each row; ids that are not in the table are passed over.
fn read_truth(table: &Table, name: &str, bytes: &[u8]) -> Result<Vec<Option<u32>>, Problem> {
    let mut persons: HashMap<String, u32> = HashMap::new();
    let mut truth = vec![None; table.len()];
    let wanted: &[&[&str]] = &[
        &["id", "rec_id", "record_id"],
        &["person", "person_id", "cluster", "cluster_id"],
    ];
    for (line, cells) in columns(name, bytes, wanted)? {
        // Who is not known is left open, and other lists' records are passed over.
        let Some(row) = table.row_of(&cells[0]).filter(|_| !cells[1].is_empty()) else {
            continue;
        };
        let next = persons.len() as u32;
        let person = *persons.entry(cells[1].clone()).or_insert(next);
        if truth[row as usize]
            .replace(person)
            .is_some_and(|it| it != person)
        {
            return Err(Problem::new(Code::LinkageTruthTwice)
                .with("id", &cells[0])
                .in_file(name)
                .at_line(line));
        }
    }
    if persons.is_empty() {
        return Err(Problem::new(Code::LinkageTruthUnknown).in_file(name));
    }
    Ok(truth)
}

fn measure(linked: &Linked, clusters: &Clusters, truth: &[Option<u32>]) -> Measured {
    let threshold = linked.model.settings.threshold.clamp(1e-9, 1.0 - 1e-9);
    let odds = (threshold / (1.0 - threshold)).ln() as f32;
    let (best, best_pairs) = evaluate::best_pair_quality(&linked.pairs, truth);
    Measured {
        records: truth.iter().flatten().count() as u64,
        pairs: evaluate::pair_quality(&linked.pairs, truth, odds),
        best_pairs,
        best_threshold: linkage::score::probability(f64::from(best)),
        clusters: evaluate::cluster_quality(&clusters.of_row, truth),
        b_cubed: evaluate::b_cubed(&clusters.of_row, truth),
        calibration: evaluate::calibration(
            &linked.pairs,
            truth,
            &[0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0],
        ),
    }
}
