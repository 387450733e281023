//! Is this person here already?
//!
//! All person records stand in an index that follows the log; a person being
//! typed, or the rows of a sheet, are compared with it in milliseconds, with
//! reasons. Invariant: nothing is ever merged or held up here, it is only told;
//! and only records that the asker may see are told of.

use crate::link_decisions::{person_seen, there};
use crate::link_fields::{Rows, fields_of, persons_as_table, telling_date};
use crate::link_run::{PROBABLY_RELATIVES, Reason, reasons};
use crate::open::locked;
use crate::{Documenting, ImportRequest, Office, Seat};
use linkage::index::Candidate;
use linkage::model::Rule;
use linkage::{Index, Model};
use model::record::{Name, Person, RecordId};
use model::{Code, Phase, Problem, Record, Step, Watch, When, unwatched};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A match less probable than this is not told.
const WORTH_TELLING: f64 = 0.1;
/// Rows of a sheet whose best match is at least so probable are told.
const PROBABLY_HERE: f64 = 0.5;
/// So many entries behind, the index is built anew.
const FAR_BEHIND: usize = 50_000;
/// Rows of a sheet that are looked up together.
const TOGETHER: usize = 1_000;
/// A register of so many persons has its index at once; a larger one prepares it first.
const AT_ONCE: usize = 5_000;

/// Keys under which one person is looked for besides the rules of the model:
/// somebody who is just being typed has hardly a place or a date yet.
const LOOKED_BY: [[&str; 2]; 6] = [
    ["given:sound", "family:sound"],
    ["given:sound", "father:sound"],
    ["father:sound", "family:sound"],
    ["given:sound", "mother:sound"],
    ["mother:sound", "family:sound"],
    ["father:sound", "mother:sound"],
];

/// The model with the rules of looking one person up.
fn for_looking_up(mut model: Model) -> Model {
    model.rules.extend(LOOKED_BY.map(|keys| Rule {
        keys: keys.map(str::to_owned).to_vec(),
        most: None,
    }));
    model
}

/// The index, as of a position of the log.
pub(crate) struct Duplicates {
    position: u64,
    index: Index,
    /// Ids of the rows.
    ids: Vec<RecordId>,
    /// The row that stands for each record now.
    row_of: HashMap<RecordId, u32>,
    /// Rows of earlier revisions.
    stale: HashSet<u32>,
}

/// A record that a new one could be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Similar {
    /// Id of the record that is there.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Probability that both are one person.
    pub probability: f64,
    /// Probability that they are relatives.
    pub relatives: f64,
    /// What each field adds, in bits, with what both say.
    pub fields: Vec<crate::SideBySide>,
}

/// A row of a sheet whose person is probably there already.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlreadyHere {
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// Name in the sheet.
    pub name: String,
    /// The best matches, the surest first.
    pub similar: Vec<Similar>,
}

/// What a search for similar records found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SimilarFound {
    /// Whether the index stood ready; when not, it is being prepared.
    pub ready: bool,
    /// The best matches, the surest first.
    pub similar: Vec<Similar>,
}

impl Office {
    /// Records that a person who is being written down could be; at most `most`,
    /// the surest first. `but` is the record being edited, if it is there already.
    ///
    /// # Errors
    /// Those of the register.
    pub fn similar_persons(
        &self,
        seat: &Seat<Documenting>,
        person: &Person,
        but: Option<&str>,
        most: usize,
    ) -> Result<SimilarFound, Problem> {
        if !self.duplicates_ready(seat)? {
            return Ok(SimilarFound::default());
        }
        let mut found =
            self.similar_of(seat, &[("new".into(), person, None)], but, most, &unwatched)?;
        Ok(SimilarFound {
            ready: true,
            similar: found.pop().unwrap_or_default(),
        })
    }

    /// Whether the index stands ready, or is small enough to be made at once.
    ///
    /// # Errors
    /// Those of the register.
    pub fn duplicates_ready(&self, seat: &Seat<Documenting>) -> Result<bool, Problem> {
        // Held while it is prepared: then it is not ready.
        let Ok(known) = self.linking.duplicates.try_lock() else {
            return Ok(false);
        };
        if known.is_some() {
            return Ok(true);
        }
        drop(known);
        self.with_catalogue(seat, |_, catalogue| Ok(catalogue.persons.len() <= AT_ONCE))
    }

    /// Makes the index now, so that nobody waits for it later.
    ///
    /// # Errors
    /// Those of the register.
    pub fn prepare_duplicates(&self) -> Result<(), Problem> {
        self.with_duplicates(&unwatched, |_| Ok(())).map(|_| ())
    }

    /// Rows of a sheet whose persons are probably in the register already; at most
    /// `most` of them, and how many there are.
    ///
    /// # Errors
    /// As [`Office::plan_import`]; those of `watch`.
    pub fn already_here(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<(Vec<AlreadyHere>, u64), Vec<Problem>> {
        let (_, changes) = self.plan_whole_import(seat, request)?;
        self.already_here_of(seat, &changes.additions, most, watch)
            .map_err(|problem| vec![problem])
    }

    /// The same of records that were planned already.
    pub(crate) fn already_here_of(
        &self,
        seat: &Seat<Documenting>,
        additions: &[Record],
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<(Vec<AlreadyHere>, u64), Problem> {
        let profile = self.profile();
        // The earliest day of each new person, from the sheet's own events.
        let mut days: HashMap<&str, Option<When>> = HashMap::new();
        for record in additions {
            if let Record::Event(event) = record {
                for part in event.persons.iter().filter(|part| part.role == "victim") {
                    let first = days.entry(&part.person).or_default();
                    telling_date(event, &part.person, &profile, first);
                }
            }
        }
        let mut rows: Vec<(RecordId, &Person, Option<When>)> = Vec::new();
        for (at, record) in additions.iter().enumerate() {
            if let Record::Person(person) = record {
                let id = format!("new:{at}");
                let day = days.get(id.as_str()).cloned().flatten();
                rows.push((id, person, day));
            }
        }
        if rows.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let mut found = Vec::with_capacity(rows.len());
        for some in rows.chunks(TOGETHER) {
            watch(Step::of(
                Phase::Looking,
                found.len() as u64,
                rows.len() as u64,
            ))?;
            found.extend(self.similar_of(seat, some, None, 3, watch)?);
        }
        let mut here: Vec<AlreadyHere> = rows
            .iter()
            .zip(found)
            .filter_map(|((_, person, _), similar)| {
                let similar: Vec<Similar> = similar
                    .into_iter()
                    .filter(|it| it.probability >= PROBABLY_HERE)
                    .collect();
                (!similar.is_empty()).then(|| AlreadyHere {
                    row: person.listed.as_ref().map_or(0, |listed| listed.row),
                    name: person.names.first().map(Name::display).unwrap_or_default(),
                    similar,
                })
            })
            .collect();
        here.sort_by_key(|it| it.row);
        let count = here.len() as u64;
        here.truncate(most);
        Ok((here, count))
    }

    /// The best matches of each of some persons.
    fn similar_of(
        &self,
        seat: &Seat<Documenting>,
        persons: &[(RecordId, &Person, Option<When>)],
        but: Option<&str>,
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<Similar>>, Problem> {
        let profile = self.profile();
        let mut rows = Rows::new(&profile)?;
        let mut own = HashMap::new();
        for (id, person, day) in persons {
            let fields = fields_of(person, day.as_ref(), &profile);
            rows.add(id, &fields)?;
            own.insert(id.clone(), fields);
        }
        let sheet = rows.table()?;
        let sight = self.sight(seat)?;
        let found = self.with_duplicates(watch, |known| {
            // Rows of earlier revisions and of closed records are passed over, so a few more are asked for.
            let closed = sight.hidden().take(40).count();
            let asked = most + known.stale.len().min(8) + usize::from(but.is_some()) + closed;
            let mut candidates: HashMap<String, Vec<Kept>> = HashMap::new();
            for (row, found) in (0u32..).zip(known.index.candidates(&sheet, asked)) {
                let kept = found
                    .into_iter()
                    .filter(|it| !known.stale.contains(&it.row))
                    .map(|it| Kept::of(&known.ids[it.row as usize], &it))
                    .filter(|it| Some(it.id.as_str()) != but && !sight.hides(&it.id))
                    .filter(|it| {
                        it.probability >= WORTH_TELLING || it.relatives >= PROBABLY_RELATIVES
                    })
                    .take(most)
                    .collect();
                candidates.insert(sheet.id(row).to_owned(), kept);
            }
            Ok(candidates)
        })?;
        let Some(mut found) = found else {
            return Ok(vec![Vec::new(); persons.len()]);
        };
        self.read(seat, |tx| {
            persons
                .iter()
                .map(|(id, ..)| {
                    let mut similar = Vec::new();
                    for kept in found.remove(id).unwrap_or_default() {
                        let there = person_seen(tx, &kept.id, seat.classes(), &profile)?;
                        let Some(there) = there else { continue };
                        let mut day = None;
                        for event in tx.events_of(&kept.id)? {
                            if let Record::Event(event) = &event.record {
                                telling_date(event, &kept.id, &profile, &mut day);
                            }
                        }
                        let theirs = fields_of(&there, day.as_ref(), &profile);
                        similar.push(Similar {
                            name: there.names.first().map(Name::display).unwrap_or_default(),
                            id: kept.id,
                            probability: kept.probability,
                            relatives: kept.relatives,
                            fields: kept
                                .reasons
                                .into_iter()
                                .map(|reason| crate::SideBySide {
                                    first: own[id].said(&reason.field),
                                    second: theirs.said(&reason.field),
                                    field: reason.field,
                                    level: reason.level,
                                    bits: reason.bits,
                                })
                                .filter(|it| !it.first.is_empty() && !it.second.is_empty())
                                .collect(),
                        });
                    }
                    Ok(similar)
                })
                .collect()
        })
    }

    /// Asks the index, made or brought up to the newest entry first; nothing
    /// without persons, or when no field of them can be compared. `watch` is told
    /// of the making.
    fn with_duplicates<T>(
        &self,
        watch: &Watch<'_>,
        ask: impl FnOnce(&mut Duplicates) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        let mut known = locked(&self.linking.duplicates);
        if let Some(there) = known.as_mut()
            && !self.follow(there)?
        {
            *known = None;
        }
        if known.is_none() {
            *known = self.build_duplicates(watch)?;
        }
        known.as_mut().map(ask).transpose()
    }

    /// Brings the index up to the newest entry; `false` when it is too far behind.
    fn follow(&self, known: &mut Duplicates) -> Result<bool, Problem> {
        let profile = self.profile();
        self.register.read(|tx| {
            if known.position >= tx.position() {
                return Ok(true);
            }
            let changed = tx.changed_since(known.position)?;
            if changed.len() > FAR_BEHIND {
                return Ok(false);
            }
            // A person whose event changed may have another day.
            let mut persons: Vec<RecordId> = Vec::new();
            for id in changed {
                match there(tx.get(&id))? {
                    Some(stored) => match stored.record {
                        Record::Person(_) => persons.push(id),
                        Record::Event(event) => {
                            persons.extend(event.persons.into_iter().map(|part| part.person));
                        }
                        _ => {}
                    },
                    None => {
                        if let Some(row) = known.row_of.remove(&id) {
                            known.stale.insert(row);
                        }
                    }
                }
            }
            persons.sort_unstable();
            persons.dedup();
            let mut rows = Rows::new(&profile)?;
            let mut any = false;
            for id in &persons {
                let Some(Record::Person(person)) = there(tx.get(id))?.map(|it| it.record) else {
                    continue;
                };
                if person.withdrawn.is_some() {
                    if let Some(row) = known.row_of.remove(id) {
                        known.stale.insert(row);
                    }
                    continue;
                }
                let mut day = None;
                for event in tx.events_of(id)? {
                    if let Record::Event(event) = &event.record {
                        telling_date(event, id, &profile, &mut day);
                    }
                }
                rows.add(id, &fields_of(&person, day.as_ref(), &profile))?;
                any = true;
            }
            if any {
                let sheet = rows.table()?;
                let first = known.index.append(&sheet);
                for row in 0..sheet.len() as u32 {
                    let id = sheet.id(row).to_owned();
                    known.ids.push(id.clone());
                    if let Some(earlier) = known.row_of.insert(id, first + row) {
                        known.stale.insert(earlier);
                    }
                }
            }
            known.position = tx.position();
            Ok(true)
        })
    }

    fn build_duplicates(&self, watch: &Watch<'_>) -> Result<Option<Duplicates>, Problem> {
        let profile = self.profile();
        let (position, table) = self
            .register
            .read(|tx| match persons_as_table(tx, &profile) {
                Err(problem) if problem.code == Code::LinkageTableEmpty => {
                    Ok((tx.position(), None))
                }
                read => Ok((tx.position(), Some(read?))),
            })?;
        let Some(table) = table else {
            return Ok(None);
        };
        // The model of the last run, or one that is learned from the same table.
        let built = match self.model_remembered()? {
            Some(model) => Index::build(&table, &for_looking_up(model)),
            None => match linkage::link_watched(&table, &Model::propose(&table), &[], watch) {
                Ok(linked) => Index::build(&table, &for_looking_up(linked.model)),
                Err(problem) => Err(problem),
            },
        };
        let index = match built {
            Ok(index) => index,
            // Nobody has a name, a date or a place yet.
            Err(problem)
                if matches!(
                    problem.code,
                    Code::LinkageNothingToCompare | Code::LinkageModelUnreadable
                ) =>
            {
                return Ok(None);
            }
            Err(problem) => return Err(problem),
        };
        let ids: Vec<RecordId> = (0..table.len() as u32)
            .map(|row| table.id(row).to_owned())
            .collect();
        Ok(Some(Duplicates {
            position,
            index,
            row_of: ids.iter().cloned().zip(0u32..).collect(),
            ids,
            stale: HashSet::new(),
        }))
    }
}

/// A candidate, on its way to its reader.
struct Kept {
    id: RecordId,
    probability: f64,
    relatives: f64,
    reasons: Vec<Reason>,
}

impl Kept {
    fn of(id: &str, candidate: &Candidate) -> Kept {
        Kept {
            id: id.to_owned(),
            probability: candidate.probability,
            relatives: f64::from(candidate.relatives),
            reasons: reasons(&candidate.steps),
        }
    }
}
