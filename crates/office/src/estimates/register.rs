//! Which persons of a figure are on which lists of the register?
//!
//! The documented persons are those whom a figure surely counts, linked persons once;
//! their lists are the lists that their records came from, or the kinds of source that
//! told of their events, joined to the lists that the study declares. Invariant: who is
//! only possible, or on no declared list, stays out and is counted; no name leaves here.

use super::{EstimateOptions, Estimated, OWN_LIST, SEVERAL};
use crate::{Office, Seat, Studying};
use estimate::{Stratum, Tallies, Tally};
use model::profile::Label;
use model::record::RecordId;
use model::{Code, Problem, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use study::Computed;
use study::computed::{ComputedFigure, DeclaredEstimate, ListsBy};
use study::frame::{Clusters, Decided};
use words::{Language, Words};

/// The persons and lists that a tally is made of.
#[derive(Clone, Debug, Default)]
pub struct FigureTally {
    /// Figure whose persons are the documented ones, or an estimate that the study declares.
    pub figure: String,
    /// Grouping columns of the figure to estimate by; empty for those that the study declares.
    pub strata: Vec<String>,
    /// What counts as a list; without it what the study declares, else every list of the register.
    pub lists_by: Option<ListsBy>,
}

/// Where a tally came from, when it was made from the register.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FromRegister {
    /// Study.
    pub study: String,
    /// Figure whose persons are the documented ones.
    pub figure: String,
    /// The estimate that the study declares, when its lists were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
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

/// The estimate to make when the study declares none: every list of the register is one of its own.
fn undeclared(figure: &str, strata: &[String], lists_by: ListsBy) -> DeclaredEstimate {
    DeclaredEstimate {
        id: String::new(),
        title: Label::default(),
        population: None,
        figure: figure.to_owned(),
        lists_by,
        strata: strata.to_vec(),
        seed: 1,
        lists: Vec::new(),
    }
}

impl Office {
    /// Estimates from the lists that the persons of a figure of this computed study are on.
    ///
    /// # Errors
    /// `study.reference-unknown` when there is no such figure;
    /// `estimate.column-missing` when the figure is not grouped so;
    /// `estimate.table-empty` and the others of a tally.
    pub fn estimate_figure(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
        wanted: &FigureTally,
        options: &EstimateOptions,
    ) -> Result<Estimated, Problem> {
        let named = |declared: &&DeclaredEstimate| declared.id == wanted.figure;
        let of_figure = |declared: &&DeclaredEstimate| declared.figure == wanted.figure;
        let declared = computed
            .estimates
            .iter()
            .find(named)
            .or_else(|| computed.estimates.iter().find(of_figure));
        let mut material = match (declared, wanted.lists_by) {
            (Some(declared), None) => declared.clone(),
            (declared, by) => undeclared(
                declared.map_or(&wanted.figure, |declared| &declared.figure),
                &[],
                by.unwrap_or_default(),
            ),
        };
        if !wanted.strata.is_empty() {
            material.strata.clone_from(&wanted.strata);
        }
        material.seed = options.seed.unwrap_or(material.seed);
        self.estimate_declared(seat, computed, &material, options)
    }

    /// An estimate that a study declares, with everything that its page shows. A figure that counts
    /// nobody is a refused estimate, because a report must be able to say so.
    pub(super) fn declared_estimate(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
        declared: &DeclaredEstimate,
    ) -> Result<Estimated, Problem> {
        let options = EstimateOptions {
            method: "all".into(),
            seed: Some(declared.seed),
            sensitivity: true,
        };
        self.estimate_declared(seat, computed, declared, &options)
    }

    fn estimate_declared(
        &self,
        seat: &Seat<Studying>,
        computed: &Computed,
        declared: &DeclaredEstimate,
        options: &EstimateOptions,
    ) -> Result<Estimated, Problem> {
        let figure = computed
            .figures
            .iter()
            .find(|known| known.id == declared.figure)
            .ok_or_else(|| {
                Problem::new(Code::StudyReferenceUnknown).with("reference", &declared.figure)
            })?;
        for column in &declared.strata {
            if !figure.groups.iter().any(|group| group.column == *column) {
                return Err(Problem::new(Code::EstimateColumnMissing).with("column", column));
            }
        }
        let told = Told::read(self, seat, computed.position, declared)?;
        let (mut strata, possible, without) = tallies(figure, declared, &told)?;
        let tallies = if declared.strata.is_empty() {
            Tallies::One(strata.swap_remove(0).tally)
        } else {
            Tallies::Strata(declared.strata.clone(), strata)
        };
        let mut settings = options.settings();
        settings.seed = declared.seed;
        for list in &declared.lists {
            for from in &list.takes_from {
                settings.structure.fed.push((from.clone(), list.id.clone()));
            }
            for group in &list.cannot_reach {
                let group = (list.id.clone(), group.en.clone());
                settings.structure.blind.push(group);
            }
        }
        let mut estimated = Estimated::make(tallies, settings, options.sensitivity)?;
        estimated.from = Some(FromRegister {
            study: computed.study.clone(),
            figure: figure.id.clone(),
            declared: (!declared.id.is_empty()).then(|| declared.id.clone()),
            lists_by: declared.lists_by.as_str(),
            position: computed.position,
            checkpoint: computed.checkpoint.clone(),
            as_known_on: computed.as_known_on.clone(),
            possible_left_out: possible,
            without_list: without,
        });
        if !declared.id.is_empty() {
            estimated.declared = Some((declared.title.clone(), declared.population.clone()));
        }
        for group in figure
            .groups
            .iter()
            .filter(|group| declared.strata.contains(&group.column))
        {
            estimated.labels.extend(group.labels.clone());
        }
        if declared.strata.iter().any(|column| column == "period") {
            let periods = computed.periods.iter();
            estimated
                .labels
                .extend(periods.map(|period| (period.id.clone(), period.label.clone())));
        }
        estimated.lists = self.called(declared, &estimated.tallies);
        Ok(estimated)
    }

    /// How lists, and groups that they cannot reach, are called in both languages.
    fn called(&self, declared: &DeclaredEstimate, tallies: &Tallies) -> BTreeMap<String, Label> {
        let mut called = BTreeMap::new();
        for list in &declared.lists {
            called.insert(list.id.clone(), list.label.clone());
            for group in &list.cannot_reach {
                called.insert(group.en.clone(), group.clone());
            }
        }
        let profile = self.profile();
        let pooled = tallies.pooled();
        for name in pooled.iter().flat_map(|tally| tally.lists()) {
            if called.contains_key(name) {
                continue;
            }
            if declared.lists_by == ListsBy::SourceKind {
                let said = |language| profile.label("source", name, language).to_owned();
                let label = Label {
                    ar: said("ar"),
                    en: said("en"),
                };
                called.insert(name.clone(), label);
            } else if name == OWN_LIST {
                let said = |language| Words::plain(language).text("estimate-own-list");
                let label = Label {
                    ar: said(Language::Arabic),
                    en: said(Language::English),
                };
                called.insert(name.clone(), label);
            }
        }
        called
    }
}

/// What the register says of persons and lists: no names.
#[derive(Default)]
struct Told {
    persons: Clusters,
    events: Clusters,
    /// Lists of each linked person: those that the study declares, else those of the register.
    lists: HashMap<RecordId, BTreeSet<String>>,
    /// Linked persons to whom each linked event happened.
    of_event: HashMap<RecordId, BTreeSet<RecordId>>,
}

impl Told {
    fn read(
        office: &Office,
        seat: &Seat<Studying>,
        position: u64,
        declared: &DeclaredEstimate,
    ) -> Result<Told, Problem> {
        let mut told = Told::default();
        let by = declared.lists_by;
        // The list of the estimate that a list of the register belongs to.
        let list_of = |name: &str| -> Option<String> {
            if declared.lists.is_empty() {
                return Some(name.to_owned());
            }
            declared
                .lists
                .iter()
                .find(|list| list.from.iter().any(|from| from == name))
                .map(|list| list.id.clone())
        };
        office.read(seat, |tx| {
            let (mut persons, mut events) = (Decided::default(), Decided::default());
            tx.scan("decision", Some(position), |stored| {
                if let Record::Decision(decision) = &stored.record {
                    persons.take_persons(decision);
                    events.take_events(decision);
                }
                Ok(())
            })?;
            (told.persons, told.events) = (persons.clusters().0, events.clusters().0);
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
                    if stored.record.withdrawn().is_some() {
                        return Ok(());
                    }
                    let list = stored
                        .record
                        .listed()
                        .map_or(OWN_LIST, |listed| &listed.list);
                    if let Some(list) = list_of(list) {
                        let person = told.persons.root(&stored.id);
                        told.lists.entry(person).or_default().insert(list);
                    }
                    Ok(())
                })?;
            }
            tx.scan("event", Some(position), |stored| {
                let Record::Event(event) = &stored.record else {
                    return Ok(());
                };
                if event.withdrawn.is_some() {
                    return Ok(());
                }
                let id = told.events.root(&stored.id);
                for part in event.persons.iter().filter(|part| part.role == "victim") {
                    let person = told.persons.root(&part.person);
                    for kind in event.claims.iter().filter_map(|claim| {
                        claim.source.as_ref().and_then(|source| kinds.get(source))
                    }) {
                        if let Some(list) = list_of(kind) {
                            told.lists.entry(person.clone()).or_default().insert(list);
                        }
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
    declared: &DeclaredEstimate,
    told: &Told,
) -> Result<(Vec<Stratum>, u64, u64), Problem> {
    let strata = &declared.strata;
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
    // A declared list without a person of this figure is a finding, not a missing column.
    let names: Vec<String> = sure
        .keys()
        .filter_map(|person| told.lists.get(person))
        .flatten()
        .chain(declared.lists.iter().map(|list| &list.id))
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
        if declared.lists.is_empty() {
            return Err(Problem::new(Code::EstimateTableEmpty));
        }
        cells.insert(vec![String::new(); strata.len()], BTreeMap::new());
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
                    confirmed_at: Vec::new(),
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

    fn by(strata: &[&str]) -> DeclaredEstimate {
        let strata: Vec<String> = strata.iter().map(|column| (*column).to_owned()).collect();
        undeclared("f", &strata, ListsBy::List)
    }

    #[test]
    fn linked_records_are_one_person_on_all_their_lists() {
        let mut told = told(&[("p1", &["a", "b"]), ("p3", &["b"])]);
        told.persons.join(&["p1".into(), "p2".into()]);
        let figure = figure("person", &[("x", &["p1", "p3"], &["p1", "p4"])]);
        let (strata, possible, without) = tallies(&figure, &by(&[]), &told).expect("a tally");
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
        let (strata, _, without) = tallies(&figure, &by(&["place"]), &told).expect("a tally");
        assert_eq!(strata.len(), 1);
        assert_eq!(strata[0].values, [SEVERAL]);
        assert_eq!((strata[0].tally.n(), without), (1, 1));
    }

    #[test]
    fn declared_lists_stand_in_the_tally_even_when_nobody_is_on_them() {
        let told = told(&[("p1", &["north"]), ("p2", &["north", "south"])]);
        let mut declared = by(&[]);
        declared.lists = ["north", "south", "west"]
            .map(|id| study::computed::CaptureList {
                id: id.into(),
                label: Label::default(),
                from: vec![format!("list-of-{id}")],
                takes_from: Vec::new(),
                cannot_reach: Vec::new(),
            })
            .to_vec();
        let counted = figure("person", &[("x", &["p1", "p2"], &[])]);
        let (strata, _, _) = tallies(&counted, &declared, &told).expect("a tally");
        assert_eq!(strata[0].tally.lists(), ["north", "south", "west"]);
        assert_eq!(strata[0].tally.sizes(), [2, 1, 0]);
        let nobody = figure("person", &[]);
        let (strata, _, _) = tallies(&nobody, &declared, &told).expect("a tally");
        assert_eq!(strata[0].tally.n(), 0);
    }
}
