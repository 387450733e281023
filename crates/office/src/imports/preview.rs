//! What would this sheet do, for a person to look at before agreeing?
//!
//! One plan of the whole sheet gives everything that the preview shows: counts,
//! the first of the new rows in words, changes field by field, problems, who is
//! probably here already, and the fingerprint that the import must make again.
//! The parts of the plan are let go as they come: of a sheet of 100,000 rows all
//! records at once would take most of a gigabyte.

use super::{ImportRequest, Told, annotated, mapping_path};
use crate::duplicates::{AlreadyHere, Newcomers};
use crate::{Documenting, Office, Seat};
use intake::{ChangeSet, Part};
use model::record::{Event, Person};
use model::{Problem, Record, Watch};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A row that brings something new.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// Row as a spreadsheet numbers it.
    pub row: u64,
    /// The person, if the row has a new one.
    pub person: Option<Person>,
    /// New events.
    pub events: Vec<Event>,
    /// New sources, by name.
    pub sources: Vec<String>,
}

/// What an import would do.
pub struct Preview {
    /// Headers of the sheet.
    pub headers: Vec<String>,
    /// Counts, changes and problems; additions are in `rows`.
    pub changes: ChangeSet,
    /// The first rows that bring something new.
    pub rows: Vec<NewRow>,
    /// How many rows bring something new.
    pub rows_new: u64,
    /// The first rows whose persons are probably here already.
    pub here: Vec<AlreadyHere>,
    /// How many such rows there are.
    pub here_count: u64,
    /// What [`Office::import_as_previewed`] asks for.
    pub fingerprint: String,
    /// Whether the list was imported before.
    pub known_list: bool,
}

impl Office {
    /// Plans an import and tells the first `most` of each kind of change.
    ///
    /// # Errors
    /// As [`Office::plan_import`]; those of `watch`.
    pub fn preview_import(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        most: usize,
        watch: &Watch<'_>,
    ) -> Result<Preview, Vec<Problem>> {
        let mut told = Told::new(false);
        let mut rows = NewRows::new(most);
        let mut newcomers = Newcomers::new(self.profile());
        let keep = |mut part: Part| {
            newcomers.add(&part.additions);
            rows.add(std::mem::take(&mut part.additions));
            told.keep(part);
        };
        let planned = self.plan_parts(seat, request, keep, watch)?;
        let (fingerprint, headers) = (planned.fingerprint, planned.sheet.headers);
        let changes = told.complete(planned.changes);
        let (here, here_count) = self
            .already_here_of(seat, newcomers, most, watch)
            .map_err(|problem| vec![problem])?;
        let (rows, rows_new) = rows.end();
        let known_list = self.texts().contains_key(&mapping_path(&changes.list));
        Ok(Preview {
            headers,
            changes,
            rows,
            rows_new,
            here,
            here_count,
            fingerprint,
            known_list,
        })
    }

    /// A copy of the sheet's rows that have a problem, with the problem beside
    /// each, as XLSX; and how many rows that are.
    ///
    /// # Errors
    /// As [`Office::plan_import`]; those of `watch`; what the writer refuses.
    pub fn problem_rows(
        &self,
        seat: &Seat<Documenting>,
        request: &ImportRequest,
        words: &words::Words,
        watch: &Watch<'_>,
    ) -> Result<(Vec<u8>, u64), Vec<Problem>> {
        let planned = self.plan_telling(seat, request, Told::new(false), watch)?;
        let all = planned.changes.problems();
        let rows: BTreeSet<u64> = all.iter().filter_map(|it| it.spot.row).collect();
        let sheet = planned.sheet.only(&rows);
        // Only what concerns its rows: the copy is mended and comes back as a sheet.
        let data: BTreeSet<u64> = sheet.rows().map(|row| row.number).collect();
        let of_rows = |problem: &&&Problem| problem.spot.row.is_some_and(|row| data.contains(&row));
        let problems: Vec<&Problem> = all.iter().filter(of_rows).copied().collect();
        let bytes = annotated(&sheet, &problems, words).map_err(|problem| vec![problem])?;
        Ok((bytes, sheet.len() as u64))
    }
}

/// The first rows with what they bring, and how many rows bring something.
struct NewRows {
    most: usize,
    rows: Vec<NewRow>,
    at: HashMap<u64, usize>,
    all: HashSet<u64>,
}

impl NewRows {
    fn new(most: usize) -> NewRows {
        NewRows {
            most,
            rows: Vec::new(),
            at: HashMap::new(),
            all: HashSet::new(),
        }
    }

    fn add(&mut self, additions: Vec<Record>) {
        for record in additions {
            let Some(row) = record.listed().map(|listed| listed.row) else {
                continue;
            };
            self.all.insert(row);
            let place = match self.at.get(&row) {
                Some(place) => *place,
                None if self.rows.len() < self.most => {
                    self.at.insert(row, self.rows.len());
                    self.rows.push(NewRow {
                        row,
                        person: None,
                        events: Vec::new(),
                        sources: Vec::new(),
                    });
                    self.rows.len() - 1
                }
                None => continue,
            };
            match record {
                Record::Person(person) => self.rows[place].person = Some(person),
                Record::Event(event) => self.rows[place].events.push(event),
                Record::Source(source) => self.rows[place].sources.extend(source.name),
                _ => {}
            }
        }
    }

    fn end(mut self) -> (Vec<NewRow>, u64) {
        self.rows.sort_by_key(|row| row.row);
        (self.rows, self.all.len() as u64)
    }
}
