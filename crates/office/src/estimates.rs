//! How many were never documented, from a tally or from the office's own lists?
//!
//! A tally goes to `estimate` as it stands. From the register it is made here:
//! the persons that a figure counts are the linked persons of the frame, and the
//! lists are the lists that their records came from. Invariant: only counts of
//! patterns leave this module, never persons; documented and estimated stand
//! beside each other and are never added.

use crate::{AsOf, Office, Seat, Studying};
use estimate::{Action, Estimate, Finding, Method, Settings, StrataEstimate, Stratum, Tally};
use model::profile::Label;
use model::record::{DecisionKind, RecordId};
use model::{Code, Problem, Record};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use study::computed::ComputedFigure;
use study::frame::Clusters;

/// Name of the list of records that came from no list: what people told the office itself.
pub const OWN_LIST: &str = "office";
/// Value of a stratum for persons whom a figure counts in several cells.
pub const SEVERAL: &str = "several";

/// What to run.
#[derive(Clone, Debug)]
pub struct EstimateOptions {
    /// `all`, or the name of one method.
    pub method: String,
    /// Seed of everything that is drawn.
    pub seed: u64,
}

impl EstimateOptions {
    fn settings(&self) -> Settings {
        let methods = match self.method.as_str() {
            "bounds" => vec![Method::Bounds, Method::Coverage, Method::Chapman],
            name => Method::named(name).map_or_else(|| Method::ALL.to_vec(), |method| vec![method]),
        };
        Settings {
            methods,
            seed: self.seed,
            ..Settings::default()
        }
    }
}

/// What counts as a list in the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListsBy {
    /// The list that a person's record was imported from.
    #[default]
    List,
    /// The kind of source that tells of the person's events.
    SourceKind,
}

impl ListsBy {
    /// The word of commands.
    pub fn as_str(self) -> &'static str {
        match self {
            ListsBy::List => "list",
            ListsBy::SourceKind => "source-kind",
        }
    }
}

/// The persons and lists that a tally is made of.
#[derive(Clone, Debug, Default)]
pub struct FigureTally {
    /// Study.
    pub study: String,
    /// Figure whose persons are the documented ones.
    pub figure: String,
    /// Grouping columns of the figure to estimate by.
    pub strata: Vec<String>,
    /// What counts as a list.
    pub lists_by: ListsBy,
}

/// Where a tally came from, when it was made from the register.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FromRegister {
    /// Study.
    pub study: String,
    /// Figure whose persons are the documented ones.
    pub figure: String,
    /// `list` or `source-kind`.
    pub lists_by: &'static str,
    /// Number of log entries read.
    pub position: u64,
    /// Root hash of the log at that position, base64.
    pub checkpoint: String,
    /// Day of the learned clock, if one was asked for.
    pub as_known_on: Option<String>,
    /// Persons that the figure counts only as possible: not in the tally.
    pub possible_left_out: u64,
    /// Persons of the figure on no list: not in the tally.
    pub without_list: u64,
}

/// The answer: of one table, of strata, or of a set of tallies.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One table, or a set of tallies of the same population.
    Whole(Estimate),
    /// Strata by the columns of these names.
    Strata(Vec<String>, StrataEstimate),
}

/// An estimate with what it was made from.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// The answer.
    pub answer: Answer,
    /// Where the tally came from, when it was made from the register.
    pub from: Option<FromRegister>,
    /// Labels of the values of strata, where the study has them.
    pub labels: BTreeMap<String, Label>,
}

/// Estimates from the bytes of a tally. `strata` are columns to estimate by;
/// `replicates` is the column that numbers draws of one and the same tally.
///
/// # Errors
/// All problems of the file with row and column.
pub fn estimate_sheet(
    bytes: &[u8],
    file: &str,
    strata: &[String],
    replicates: Option<&str>,
    options: &EstimateOptions,
) -> Result<Estimated, Vec<Problem>> {
    let settings = options.settings();
    if let Some(column) = replicates {
        let tallies: Vec<Tally> = Tally::read_strata(bytes, file, &[column])?
            .into_iter()
            .map(|stratum| stratum.tally)
            .collect();
        let found = estimate::estimate_set(&tallies, &settings)
            .map_err(|problem| vec![problem.in_file(file)])?;
        return Ok(Estimated {
            answer: Answer::Whole(found),
            from: None,
            labels: BTreeMap::new(),
        });
    }
    let columns: Vec<&str> = strata.iter().map(String::as_str).collect();
    let tallies = Tally::read_strata(bytes, file, &columns)?;
    let mut estimated = answer(strata.to_vec(), &tallies, &settings, None);
    for finding in estimated.findings() {
        finding.problem.spot.file = Some(file.to_owned());
    }
    Ok(estimated)
}

fn answer(
    columns: Vec<String>,
    strata: &[Stratum],
    settings: &Settings,
    from: Option<FromRegister>,
) -> Estimated {
    let answer = match strata {
        [one] if columns.is_empty() => Answer::Whole(estimate::estimate(&one.tally, settings)),
        _ => Answer::Strata(columns, estimate::estimate_strata(strata, settings)),
    };
    Estimated {
        answer,
        from,
        labels: BTreeMap::new(),
    }
}

impl Estimated {
    /// Documented persons.
    pub fn n(&self) -> u64 {
        match &self.answer {
            Answer::Whole(whole) => whole.n,
            Answer::Strata(_, strata) => strata.n,
        }
    }

    /// Findings about the whole.
    pub fn gate(&self) -> &[Finding] {
        match &self.answer {
            Answer::Whole(whole) => &whole.gate,
            Answer::Strata(_, strata) => &strata.gate,
        }
    }

    fn findings(&mut self) -> &mut [Finding] {
        match &mut self.answer {
            Answer::Whole(whole) => &mut whole.gate,
            Answer::Strata(_, strata) => &mut strata.gate,
        }
    }

    /// Why there is no number at all; empty when there is one.
    pub fn refusals(&self) -> Vec<Problem> {
        let (methods, gate): (usize, Vec<&Finding>) = match &self.answer {
            Answer::Whole(whole) => (whole.methods.len(), whole.gate.iter().collect()),
            Answer::Strata(_, strata) => (
                strata
                    .strata
                    .iter()
                    .map(|stratum| stratum.estimate.methods.len())
                    .sum(),
                strata
                    .strata
                    .iter()
                    .flat_map(|stratum| &stratum.estimate.gate)
                    .collect(),
            ),
        };
        if methods > 0 {
            return Vec::new();
        }
        let mut problems: Vec<Problem> = Vec::new();
        if matches!(self.answer, Answer::Strata(..)) {
            // Which strata these are; below, why.
            problems.extend(self.gate().iter().map(|finding| finding.problem.clone()));
        }
        for finding in gate
            .iter()
            .filter(|finding| finding.action == Action::Refuse)
        {
            if !problems.contains(&finding.problem) {
                problems.push(finding.problem.clone());
            }
        }
        if problems.is_empty() {
            // A method that the number of lists does not allow.
            problems.extend(self.gate().iter().map(|finding| finding.problem.clone()));
        }
        for problem in &mut problems {
            problem.severity = model::Severity::Error;
        }
        problems
    }

    /// The promised JSON; what came from the register stands beside it.
    pub fn json(&self) -> serde_json::Value {
        let mut shown = match &self.answer {
            Answer::Whole(whole) => serde_json::to_value(whole).unwrap_or_default(),
            Answer::Strata(columns, strata) => {
                let mut sha = Sha256::new();
                for stratum in &strata.strata {
                    sha.update(stratum.estimate.tally_hash.as_bytes());
                }
                let methods: Vec<serde_json::Value> = strata
                    .totals
                    .iter()
                    .map(|total| {
                        json!({
                            "method": total.method,
                            "lower_bound": false,
                            "converged": total.n_hat.is_some(),
                            "n_hat": total.n_hat,
                            "diagnostics": { "strata": total.strata, "n": total.n },
                            "settings": {},
                        })
                    })
                    .collect();
                json!({
                    "tally_hash": register::hexadecimal(&sha.finalize()),
                    "n": strata.n,
                    "gate": strata.gate,
                    "methods": methods,
                    "spread": strata.spread,
                    "seed": strata.seed,
                    "version": strata.version,
                    "n_refused": strata.n_refused,
                    "strata_columns": columns,
                    "strata": strata.strata,
                })
            }
        };
        if let (Some(object), Some(from)) = (shown.as_object_mut(), &self.from) {
            object.insert(
                "from".into(),
                serde_json::to_value(from).unwrap_or_default(),
            );
        }
        shown
    }

    /// All draws: stratum, method, number of the draw, total.
    pub fn draws(&self) -> Vec<(String, &'static str, usize, f64)> {
        let mut rows = Vec::new();
        let mut add = |stratum: &str, method: &'static str, draws: &[f64]| {
            for (at, total) in draws.iter().enumerate() {
                rows.push((stratum.to_owned(), method, at + 1, *total));
            }
        };
        match &self.answer {
            Answer::Whole(whole) => {
                whole
                    .methods
                    .iter()
                    .for_each(|m| add("", m.method, &m.draws));
            }
            Answer::Strata(_, strata) => {
                for stratum in &strata.strata {
                    let name = stratum.values.join(" · ");
                    stratum
                        .estimate
                        .methods
                        .iter()
                        .for_each(|m| add(&name, m.method, &m.draws));
                }
                strata
                    .totals
                    .iter()
                    .for_each(|total| add("", total.method, &total.draws));
            }
        }
        rows
    }
}

impl Office {
    /// Estimates from the lists that the persons of a figure are on.
    ///
    /// # Errors
    /// Those of the study; `study.reference-unknown` when there is no such
    /// figure; `estimate.column-missing` when the figure is not grouped so;
    /// `estimate.table-empty` and the others of a tally.
    pub fn estimate_figure(
        &self,
        seat: &Seat<Studying>,
        wanted: &FigureTally,
        as_of: &AsOf,
        options: &EstimateOptions,
    ) -> Result<Estimated, Vec<Problem>> {
        let FigureTally {
            study,
            figure,
            strata,
            lists_by,
        } = wanted;
        let one = |problem: Problem| vec![problem];
        self.refresh(seat)?;
        let definition = self.read_study(study)?;
        let (computed, _) = self.compute_quietly(&definition, as_of)?;
        let found = computed
            .figures
            .iter()
            .find(|known| known.id == *figure)
            .ok_or_else(|| {
                one(Problem::new(Code::StudyReferenceUnknown).with("reference", figure))
            })?;
        for column in strata {
            if !found.groups.iter().any(|group| group.column == *column) {
                return Err(one(
                    Problem::new(Code::EstimateColumnMissing).with("column", column)
                ));
            }
        }
        let told = Told::read(self, computed.position, *lists_by).map_err(one)?;
        let (tallies, possible, without) = tallies(found, strata, &told).map_err(one)?;
        let from = FromRegister {
            study: study.clone(),
            figure: figure.clone(),
            lists_by: lists_by.as_str(),
            position: computed.position,
            checkpoint: computed.checkpoint.clone(),
            as_known_on: computed.as_known_on.clone(),
            possible_left_out: possible,
            without_list: without,
        };
        let mut estimated = answer(strata.clone(), &tallies, &options.settings(), Some(from));
        for group in found
            .groups
            .iter()
            .filter(|group| strata.contains(&group.column))
        {
            estimated.labels.extend(group.labels.clone());
        }
        Ok(estimated)
    }
}

/// What the register says of persons and lists: no names.
#[derive(Default)]
struct Told {
    persons: Clusters,
    events: Clusters,
    /// Lists of each linked person.
    lists: HashMap<RecordId, BTreeSet<String>>,
    /// Linked persons to whom each linked event happened.
    of_event: HashMap<RecordId, BTreeSet<RecordId>>,
}

impl Told {
    fn read(office: &Office, position: u64, by: ListsBy) -> Result<Told, Problem> {
        let mut told = Told::default();
        office.register.read(|tx| {
            tx.scan("decision", Some(position), |stored| {
                if let Record::Decision(decision) = &stored.record
                    && !decision.withdrawn
                {
                    match decision.kind {
                        DecisionKind::SamePerson => told.persons.join(&decision.about),
                        DecisionKind::SameEvent => told.events.join(&decision.about),
                        _ => {}
                    }
                }
                Ok(())
            })?;
            let mut kinds: HashMap<RecordId, String> = HashMap::new();
            if by == ListsBy::SourceKind {
                tx.scan("source", Some(position), |stored| {
                    if let Record::Source(source) = stored.record {
                        kinds.insert(stored.id, source.kind);
                    }
                    Ok(())
                })?;
            } else {
                tx.scan("person", Some(position), |stored| {
                    let list = stored
                        .record
                        .listed()
                        .map_or(OWN_LIST, |listed| &listed.list);
                    let person = told.persons.root(&stored.id);
                    told.lists
                        .entry(person)
                        .or_default()
                        .insert(list.to_owned());
                    Ok(())
                })?;
            }
            tx.scan("event", Some(position), |stored| {
                let Record::Event(event) = &stored.record else {
                    return Ok(());
                };
                let id = told.events.root(&stored.id);
                for part in event.persons.iter().filter(|part| part.role == "victim") {
                    let person = told.persons.root(&part.person);
                    for kind in event.claims.iter().filter_map(|claim| {
                        claim.source.as_ref().and_then(|source| kinds.get(source))
                    }) {
                        told.lists
                            .entry(person.clone())
                            .or_default()
                            .insert(kind.clone());
                    }
                    told.of_event.entry(id.clone()).or_default().insert(person);
                }
                Ok(())
            })
        })?;
        Ok(told)
    }

    /// The linked persons that a counted id stands for.
    fn persons_of(&self, unit: &str, id: &str) -> Vec<RecordId> {
        if unit == "person" || unit == "persons" {
            return vec![self.persons.root(id)];
        }
        let event = self.events.root(id);
        match self.of_event.get(&event) {
            Some(persons) => persons.iter().cloned().collect(),
            // Units of a study's own may count persons under another word.
            None => vec![self.persons.root(id)],
        }
    }
}

/// Tallies by stratum, and how many persons stayed out: only possible, on no list.
fn tallies(
    figure: &ComputedFigure,
    strata: &[String],
    told: &Told,
) -> Result<(Vec<Stratum>, u64, u64), Problem> {
    // Sure persons with the values of their strata.
    let mut sure: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
    let mut possible: BTreeSet<RecordId> = BTreeSet::new();
    for cell in &figure.cells {
        let values: Vec<String> = strata
            .iter()
            .map(|column| cell.group.get(column).cloned().unwrap_or_default())
            .collect();
        for person in cell
            .ids
            .iter()
            .flat_map(|id| told.persons_of(&figure.unit, id))
        {
            sure.entry(person)
                .and_modify(|known| {
                    for (known, value) in known.iter_mut().zip(&values) {
                        if known != value {
                            SEVERAL.clone_into(known);
                        }
                    }
                })
                .or_insert_with(|| values.clone());
        }
        for id in &cell.possible_ids {
            possible.extend(told.persons_of(&figure.unit, id));
        }
    }
    possible.retain(|person| !sure.contains_key(person));
    let names: Vec<String> = sure
        .keys()
        .filter_map(|person| told.lists.get(person))
        .flatten()
        .cloned()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let most = estimate::tally::MOST_LISTS;
    if names.len() > most {
        return Err(Problem::new(Code::EstimateListsTooMany)
            .with("lists", names.len())
            .with("most", most));
    }
    let mut without = 0;
    let mut cells: BTreeMap<Vec<String>, BTreeMap<u32, u64>> = BTreeMap::new();
    for (person, values) in sure {
        let Some(lists) = told.lists.get(&person).filter(|lists| !lists.is_empty()) else {
            without += 1;
            continue;
        };
        let pattern = lists.iter().fold(0u32, |pattern, list| {
            names
                .binary_search(list)
                .map_or(pattern, |at| pattern | 1 << at)
        });
        *cells.entry(values).or_default().entry(pattern).or_default() += 1;
    }
    if cells.is_empty() {
        return Err(Problem::new(Code::EstimateTableEmpty));
    }
    let strata = cells
        .into_iter()
        .map(|(values, cells)| {
            Ok(Stratum {
                values,
                tally: Tally::new(&names, cells)?,
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    Ok((strata, possible.len() as u64, without))
}

#[cfg(test)]
mod tests {
    use super::*;
    use study::computed::{Cell, Parts};

    fn figure(unit: &str, cells: &[(&str, &[&str], &[&str])]) -> ComputedFigure {
        let texts = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        ComputedFigure {
            id: "f".into(),
            title: Label::default(),
            unit: unit.into(),
            clock: "none".into(),
            kind: "documented_count".into(),
            total: Parts::default(),
            cells: cells
                .iter()
                .map(|(place, ids, possible)| Cell {
                    group: BTreeMap::from([("place".to_owned(), (*place).to_owned())]),
                    sure: ids.len() as u64,
                    possible: possible.len() as u64,
                    confirmed: None,
                    ids: texts(ids),
                    possible_ids: texts(possible),
                })
                .collect(),
            definition: None,
            query: String::new(),
            ids_sha256: String::new(),
            groups: Vec::new(),
        }
    }

    fn told(lists: &[(&str, &[&str])]) -> Told {
        let mut told = Told::default();
        for (person, names) in lists {
            told.lists.insert(
                (*person).into(),
                names.iter().map(|name| (*name).to_owned()).collect(),
            );
        }
        told
    }

    #[test]
    fn linked_records_are_one_person_on_all_their_lists() {
        let mut told = told(&[("p1", &["a", "b"]), ("p3", &["b"])]);
        told.persons.join(&["p1".into(), "p2".into()]);
        let figure = figure("person", &[("x", &["p1", "p3"], &["p1", "p4"])]);
        let (strata, possible, without) = tallies(&figure, &[], &told).expect("a tally");
        assert_eq!(strata[0].tally.cells(), [(0b10, 1), (0b11, 1)]);
        assert_eq!((possible, without), (1, 0));
    }

    #[test]
    fn events_are_tallied_as_their_persons_and_each_person_once() {
        let mut told = told(&[("p1", &["a"]), ("p2", &[])]);
        for event in ["e1", "e2"] {
            told.of_event.insert(
                event.into(),
                BTreeSet::from(["p1".to_owned(), "p2".to_owned()]),
            );
        }
        let figure = figure("arrest", &[("x", &["e1"], &[]), ("y", &["e2"], &[])]);
        let (strata, _, without) = tallies(&figure, &["place".into()], &told).expect("a tally");
        assert_eq!(strata.len(), 1);
        assert_eq!(strata[0].values, [SEVERAL]);
        assert_eq!((strata[0].tally.n(), without), (1, 1));
    }
}
