//! Is this person here already?
//!
//! All person records stand in an index that follows the log; a person being
//! typed, or the rows of a sheet, are compared with it in milliseconds, with
//! reasons. Invariant: nothing is ever merged or held up here, it is only told;
//! and only records that the asker may see are told of.

use crate::link_decisions::{person_seen, there};
use crate::link_fields::{Fields, Rows, fields_of, persons_as_table, telling_date};
use crate::link_run::{PROBABLY_RELATIVES, Reason, reasons};
use crate::open::locked;
use crate::{Documenting, ImportRequest, Office, Seat};
use linkage::index::Candidate;
use linkage::model::Rule;
use linkage::{Index, Model};
use model::record::{Name, Person, RecordId};
use model::{Code, Phase, Problem, Profile, Record, Step, Watch, When, unwatched};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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

/// A new person of a sheet, as much of it as is compared and told.
struct Newcomer {
    id: RecordId,
    row: u64,
    name: Box<str>,
    /// Packed: whole records of a long sheet would take most of a gigabyte.
    fields: Box<str>,
}

/// The new persons of a sheet, gathered from the parts of its plan.
pub(crate) struct Newcomers {
    profile: Arc<Profile>,
    /// New records of earlier parts.
    before: usize,
    persons: Vec<Newcomer>,
    /// The earliest day of each, from the sheet's own events.
    days: HashMap<RecordId, Option<When>>,
}

impl Newcomers {
    pub(crate) fn new(profile: Arc<Profile>) -> Newcomers {
        Newcomers {
            profile,
            before: 0,
            persons: Vec::new(),
            days: HashMap::new(),
        }
    }

    /// Gathers from the new records of the plan's next part.
    pub(crate) fn add(&mut self, additions: &[Record]) {
        for (at, record) in additions.iter().enumerate() {
            match record {
                Record::Event(event) => {
                    for part in event.persons.iter().filter(|part| part.role == "victim") {
                        let first = self.days.entry(part.person.clone()).or_default();
                        telling_date(event, &part.person, &self.profile, first);
                    }
                }
                Record::Person(person) => {
                    let name = person.names.first().map(Name::display);
                    self.persons.push(Newcomer {
                        id: format!("new:{}", self.before + at),
                        row: person.listed.as_ref().map_or(0, |listed| listed.row),
                        name: name.unwrap_or_default().into(),
                        fields: fields_of(person, &self.profile).packed(),
                    });
                }
                _ => {}
            }
        }
        self.before += additions.len();
    }
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
        let fields = fields_of(person, &self.profile());
        let asked = vec![("new".into(), fields)];
        let mut found = self.similar_of(seat, asked, but, most, &unwatched)?;
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
        let mut newcomers = Newcomers::new(self.profile());
        let keep = |part: intake::Part| newcomers.add(&part.additions);
        self.plan_parts(seat, request, keep, watch)?;
        self.already_here_of(seat, newcomers, most, watch)
            .map_err(|problem| vec![problem])
    }

    /// The same of persons that were planned already.
    pub(crate) fn already_here_of(
        &self,
        seat: &Seat<Documenting>,
        newcomers: Newcomers,
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<(Vec<AlreadyHere>, u64), Problem> {
        let Newcomers { persons, days, .. } = newcomers;
        let all = persons.len() as u64;
        let (mut here, mut count) = (Vec::new(), 0);
        for (chunk, some) in persons.chunks(TOGETHER).enumerate() {
            watch(Step::of(Phase::Looking, (chunk * TOGETHER) as u64, all))?;
            let compared: Vec<(RecordId, Fields)> = some
                .iter()
                .map(|one| {
                    let day = days.get(&one.id).and_then(Option::as_ref);
                    (one.id.clone(), Fields::unpacked(&one.fields).on(day))
                })
                .collect();
            let found = self.similar_of(seat, compared, None, 3, watch)?;
            for (one, mut similar) in some.iter().zip(found) {
                similar.retain(|it| it.probability >= PROBABLY_HERE);
                if similar.is_empty() {
                    continue;
                }
                count += 1;
                here.push(AlreadyHere {
                    row: one.row,
                    name: one.name.to_string(),
                    similar,
                });
            }
            // The first rows are shown; a list that is here already says so of all its rows.
            here.sort_by_key(|it| it.row);
            here.truncate(most);
        }
        Ok((here, count))
    }

    /// The best matches of each of some persons.
    fn similar_of(
        &self,
        seat: &Seat<Documenting>,
        persons: Vec<(RecordId, Fields)>,
        but: Option<&str>,
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<Vec<Vec<Similar>>, Problem> {
        let profile = self.profile();
        let mut rows = Rows::new(&profile)?;
        for (id, fields) in &persons {
            rows.add(id, fields)?;
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
                .map(|(id, own)| {
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
                        let theirs = fields_of(&there, &profile).on(day.as_ref());
                        similar.push(Similar {
                            name: there.names.first().map(Name::display).unwrap_or_default(),
                            id: kept.id,
                            probability: kept.probability,
                            relatives: kept.relatives,
                            fields: kept
                                .reasons
                                .into_iter()
                                .map(|reason| crate::SideBySide {
                                    first: own.said(&reason.field),
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
                rows.add(id, &fields_of(&person, &profile).on(day.as_ref()))?;
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
