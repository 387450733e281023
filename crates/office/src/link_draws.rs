//! How uncertain are the lists of a figure's persons, for want of sure links?
//!
//! Clusterings of all person records are drawn under the decisions that stand,
//! and in each the persons that a figure surely counts are tallied by the lists
//! that their records came from. `sijill estimate` takes the draws as replicates
//! of one tally. Invariant: counts of patterns leave, never persons; a decision
//! holds in every draw.

use crate::estimates::OWN_LIST;
use crate::link_run::Compared;
use crate::links::DrawnTallies;
use crate::studies::AsOf;
use crate::{Office, Seat, Studying};
use model::record::RecordId;
use model::{Code, Problem, Record, Watch};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What to draw.
#[derive(Clone, Debug)]
pub struct DrawWanted {
    /// Study.
    pub study: String,
    /// Figure whose persons are tallied.
    pub figure: String,
    /// How many clusterings.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

/// Drawn tallies of a figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnFigure {
    /// Lists, then for each draw how many persons are on which of them (bits).
    pub tallies: DrawnTallies,
    /// Persons in the draw with the fewest.
    pub least: u64,
    /// Persons in the draw with the most.
    pub most: u64,
}

impl Office {
    /// Draws clusterings of the register and tallies a figure's persons in each.
    ///
    /// # Errors
    /// Those of the study and of a run; `study.reference-unknown` when there is no
    /// such figure; `estimate.lists-too-many`; `estimate.table-empty`; those of `watch`.
    pub fn draw_tallies(
        &self,
        seat: &Seat<Studying>,
        wanted: &DrawWanted,
        as_of: &AsOf,
        watch: &Watch<'_>,
    ) -> Result<DrawnFigure, Vec<Problem>> {
        self.refresh(seat)?;
        let one = |problem: Problem| vec![problem];
        let definition = self.read_study(&wanted.study)?;
        let (computed, _) = self.compute_quietly(seat, &definition, as_of)?;
        let figure = computed
            .figures
            .iter()
            .find(|known| known.id == wanted.figure)
            .ok_or_else(|| {
                one(Problem::new(Code::StudyReferenceUnknown).with("reference", &wanted.figure))
            })?;
        let counted: BTreeSet<&String> = figure.cells.iter().flat_map(|cell| &cell.ids).collect();
        let compared = self.compare_persons(seat, None, watch).map_err(one)?;
        let (lists, persons) = self
            .lists_and_persons(seat, &compared, &counted)
            .map_err(one)?;
        self.tally_draws(&compared, &lists, &persons, wanted, watch)
            .map_err(one)
    }

    /// The list of each row, and the rows of the persons that the figure counts.
    fn lists_and_persons(
        &self,
        seat: &Seat<Studying>,
        compared: &Compared,
        counted: &BTreeSet<&String>,
    ) -> Result<(Vec<String>, BTreeSet<u32>), Problem> {
        let Compared { table, said, .. } = compared;
        let (events, _) = said.events.clusters();
        let mut lists = vec![OWN_LIST.to_owned(); table.len()];
        let mut rows: BTreeSet<u32> = BTreeSet::new();
        let mut of_event: HashMap<RecordId, Vec<RecordId>> = HashMap::new();
        self.read(seat, |tx| {
            tx.scan("person", None, |stored| {
                if let Some(row) = table.row_of(&stored.id) {
                    if let Some(listed) = stored.record.listed() {
                        lists[row as usize].clone_from(&listed.list);
                    }
                    // A linked person is counted under its smallest id.
                    if counted.contains(&said.same.root(&stored.id)) {
                        rows.insert(row);
                    }
                }
                Ok(())
            })?;
            tx.scan("event", None, |stored| {
                let Record::Event(event) = &stored.record else {
                    return Ok(());
                };
                if event.withdrawn.is_some() {
                    return Ok(());
                }
                let act = events.root(&stored.id);
                if counted.contains(&act) || counted.contains(&stored.id) {
                    let victims = event.persons.iter().filter(|part| part.role == "victim");
                    of_event
                        .entry(act)
                        .or_default()
                        .extend(victims.map(|part| part.person.clone()));
                }
                Ok(())
            })
        })?;
        rows.extend(
            of_event
                .values()
                .flatten()
                .filter_map(|id| table.row_of(id)),
        );
        Ok((lists, rows))
    }

    fn tally_draws(
        &self,
        compared: &Compared,
        lists: &[String],
        persons: &BTreeSet<u32>,
        wanted: &DrawWanted,
        watch: &Watch<'_>,
    ) -> Result<DrawnFigure, Problem> {
        let Compared {
            table,
            decisions,
            linked,
            ..
        } = compared;
        if persons.is_empty() {
            return Err(Problem::new(Code::EstimateTableEmpty));
        }
        let draws = linkage::draws::draw(
            table.len(),
            &linked.pairs,
            decisions,
            linked.model.settings.unscored as f32,
            (wanted.draws, wanted.seed),
            watch,
        )?;
        let names: BTreeSet<&String> = lists.iter().collect();
        let names: Vec<&String> = names.into_iter().collect();
        let most = estimate::tally::MOST_LISTS;
        if names.len() > most {
            return Err(Problem::new(Code::EstimateListsTooMany)
                .with("lists", names.len())
                .with("most", most));
        }
        let bit: Vec<u32> = lists
            .iter()
            .map(|list| names.binary_search(&list).map_or(0, |at| 1 << at))
            .collect();
        let (mut fewest, mut largest) = (u64::MAX, 0);
        let tallies = draws
            .iter()
            .map(|clusters| {
                let mut patterns = vec![0u32; bit.len()];
                for (row, &lowest) in clusters.of_row.iter().enumerate() {
                    patterns[lowest as usize] |= bit[row];
                }
                let drawn: BTreeSet<u32> = persons
                    .iter()
                    .map(|&row| clusters.of_row[row as usize])
                    .collect();
                fewest = fewest.min(drawn.len() as u64);
                largest = largest.max(drawn.len() as u64);
                let mut tally: BTreeMap<u32, u64> = BTreeMap::new();
                for lowest in drawn {
                    *tally.entry(patterns[lowest as usize]).or_default() += 1;
                }
                tally
            })
            .collect();
        Ok(DrawnFigure {
            tallies: (names.into_iter().cloned().collect(), tallies),
            least: if draws.is_empty() { 0 } else { fewest },
            most: largest,
        })
    }
}
