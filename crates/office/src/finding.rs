//! Which persons does a reader look for, and how are they told apart?
//!
//! The register's search ranks words; facets are asked of the `catalogue`, which
//! also counts them. The hits that are shown are read and redacted to the
//! seat's classes. A field that the reader may not see takes no part in the
//! search, a facet or an order, so that a hit betrays nothing.

use crate::catalogue::{Catalogue, EventRow, PersonRow, TermNumber, View, id_of, number_of};
use crate::searching::Named;
use crate::{Finding, Office, Reading, Seat};
use model::protect::redact;
use model::record::{Person, RecordId, VerificationStatus};
use model::{Class, Code, Problem, Profile, Record, When};
use register::{Field, SearchOptions};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct FindQuery {
    /// Words; empty for everybody whom the facets leave.
    pub text: String,
    /// Term of the vocabulary `service`, with narrower ones.
    pub service: Option<String>,
    /// A place, with all inside it: of origin, of residence, or of the event.
    pub place: Option<String>,
    /// Term of the vocabulary `protection-flag`.
    pub flag: Option<String>,
    /// Only persons with an event of this kind.
    pub event: Option<String>,
    /// The event's (or any event's) date may lie on or after this day.
    pub from: Option<When>,
    /// The event's (or any event's) date may lie on or before this day.
    pub until: Option<When>,
    /// The event's (or any event's) conclusion.
    pub verification: Option<VerificationStatus>,
    /// The last word may be unfinished.
    pub unfinished: bool,
    /// In which order.
    pub order: FindOrder,
    /// So many persons are passed over first.
    pub skip: usize,
    /// At most so many persons.
    pub limit: usize,
}

/// The order of persons found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindOrder {
    /// The best answer to the words; without words, the newest record.
    #[default]
    Best,
    /// The newest record first.
    Newest,
    /// By the name shown, folded.
    Name,
    /// By the earliest day of the events that are looked for; without a day last.
    Event,
}

impl FindOrder {
    /// Every order.
    pub const ALL: [FindOrder; 4] = [
        FindOrder::Best,
        FindOrder::Newest,
        FindOrder::Name,
        FindOrder::Event,
    ];

    /// The order's word in forms and messages.
    pub fn word(self) -> &'static str {
        match self {
            FindOrder::Best => "best",
            FindOrder::Newest => "newest",
            FindOrder::Name => "name",
            FindOrder::Event => "event",
        }
    }

    /// Reads the word of an order.
    pub fn parse(word: &str) -> Option<FindOrder> {
        FindOrder::ALL
            .into_iter()
            .find(|order| order.word() == word)
    }
}

/// A person found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundPerson {
    /// Id.
    pub id: RecordId,
    /// The record.
    pub person: Person,
    /// Kinds of the person's events with how many.
    pub events: BTreeMap<String, u64>,
    /// The event's date may lie in the days asked for, but need not.
    pub possibly: bool,
}

/// How many of the persons found each facet would leave.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FacetCounts {
    /// By kind of event.
    pub events: BTreeMap<String, u64>,
    /// By service, with narrower ones.
    pub services: BTreeMap<String, u64>,
    /// By place of origin, of residence or of an event, with all inside it.
    pub places: BTreeMap<String, u64>,
    /// By protection flag.
    pub flags: BTreeMap<String, u64>,
    /// By the conclusion about an event.
    pub statuses: Vec<(VerificationStatus, u64)>,
}

/// An answer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FoundPersons {
    /// In the order asked for.
    pub persons: Vec<FoundPerson>,
    /// There are more.
    pub more: bool,
    /// How many there are; at least so many when `capped`.
    pub total: u64,
    /// Words are so frequent that only their best answers were looked at.
    pub capped: bool,
    /// What the facets would leave of them; nothing when `capped`.
    pub counts: FacetCounts,
}

/// Best answers to words that are looked at.
const LOOKED_AT: usize = 400;

/// How a person meets the facets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Fit {
    Not,
    Possibly,
    Surely,
}

/// The facets of a query, as the catalogue numbers terms.
struct Facets<'q> {
    query: &'q FindQuery,
    of_events: bool,
    /// Whether each term is the place asked for or inside it.
    places: Option<Vec<bool>>,
    services: Option<Vec<bool>>,
    flag: Option<Option<TermNumber>>,
    kind: Option<Option<TermNumber>>,
    from: i32,
    until: i32,
    lived: bool,
}

impl<'q> Facets<'q> {
    fn new(
        query: &'q FindQuery,
        catalogue: &Catalogue,
        profile: &Profile,
        lived: bool,
    ) -> Facets<'q> {
        let inside = |vocabulary: &str, wanted: &String| {
            let mut inside = vec![false; catalogue.terms()];
            let terms = profile.vocabulary(vocabulary);
            for term in terms.iter().flat_map(|terms| &terms.terms) {
                if let Some(number) = catalogue.term(&term.id)
                    && terms.is_some_and(|terms| {
                        terms.lineage(&term.id).iter().any(|it| it.id == *wanted)
                    })
                {
                    inside[number as usize] = true;
                }
            }
            inside
        };
        let of_events = query.event.is_some()
            || query.from.is_some()
            || query.until.is_some()
            || query.verification.is_some();
        let day = |when: &Option<When>, bound: fn(&When) -> Option<jiff::civil::Date>| {
            when.as_ref().and_then(bound).map(number_of)
        };
        Facets {
            of_events,
            places: query.place.as_ref().map(|place| inside("place", place)),
            services: query
                .service
                .as_ref()
                .map(|service| inside("service", service)),
            flag: query.flag.as_ref().map(|flag| catalogue.term(flag)),
            kind: query.event.as_ref().map(|kind| catalogue.term(kind)),
            from: day(&query.from, When::earliest).unwrap_or(i32::MIN),
            until: day(&query.until, When::latest).unwrap_or(i32::MAX),
            lived,
            query,
        }
    }

    fn narrows(&self) -> bool {
        self.of_events || self.places.is_some() || self.services.is_some() || self.flag.is_some()
    }

    fn person(&self, row: &PersonRow) -> Fit {
        let fits = !row.gone
            && self
                .services
                .as_ref()
                .is_none_or(|inside| inside[row.service as usize])
            && self
                .flag
                .is_none_or(|flag| flag.is_some_and(|flag| row.flags.contains(&flag)));
        if fits { Fit::Surely } else { Fit::Not }
    }

    fn lives_there(&self, row: &PersonRow) -> bool {
        self.places.as_ref().is_none_or(|inside| {
            inside[row.origin as usize] || (self.lived && inside[row.residence as usize])
        })
    }

    fn event(&self, row: &EventRow) -> Fit {
        if row.gone || !self.of_kind(row) || !self.of_status(row) {
            return Fit::Not;
        }
        self.in_days(row)
    }

    fn of_kind(&self, row: &EventRow) -> bool {
        self.kind.is_none_or(|kind| kind == Some(row.kind))
    }

    fn of_status(&self, row: &EventRow) -> bool {
        let wanted = self.query.verification;
        wanted.is_none_or(|status| status == row.status)
    }

    fn in_days(&self, row: &EventRow) -> Fit {
        if self.from == i32::MIN && self.until == i32::MAX {
            return Fit::Surely;
        }
        match row.when {
            Some((earliest, latest)) if earliest >= self.from && latest <= self.until => {
                Fit::Surely
            }
            Some((earliest, latest)) if latest >= self.from && earliest <= self.until => {
                Fit::Possibly
            }
            _ => Fit::Not,
        }
    }

    fn happened_there(&self, row: &EventRow) -> bool {
        self.places
            .as_ref()
            .is_some_and(|inside| inside[row.place as usize] || inside[row.facility as usize])
    }

    /// How each person meets the facets, and the earliest day of the events that do.
    fn marks(&self, catalogue: &View) -> (Vec<Fit>, Vec<i32>) {
        let count = catalogue.persons.len();
        let mut best = vec![
            if self.of_events {
                Fit::Not
            } else {
                Fit::Surely
            };
            count
        ];
        let mut there: Vec<bool> = catalogue
            .persons
            .iter()
            .map(|row| self.lives_there(row))
            .collect();
        let mut earliest = vec![i32::MAX; count];
        for row in catalogue.events_there() {
            let fit = self.event(row);
            if fit == Fit::Not {
                continue;
            }
            let happened = self.happened_there(row);
            for &person in &row.persons {
                let person = person as usize;
                if fit > best[person] {
                    best[person] = fit;
                }
                there[person] |= happened;
                if let Some((first, _)) = row.when
                    && first > i32::MIN
                {
                    earliest[person] = earliest[person].min(first);
                }
            }
        }
        let rows = catalogue.persons.iter().enumerate();
        for ((fit, there), (at, row)) in best.iter_mut().zip(there).zip(rows) {
            if !there || !catalogue.has_person(at) || self.person(row) == Fit::Not {
                *fit = Fit::Not;
            }
        }
        (best, earliest)
    }
}

impl Office {
    /// Finds persons by words and facets.
    ///
    /// # Errors
    /// Those of the register.
    pub fn find(&self, seat: &Seat<Finding>, query: &FindQuery) -> Result<FoundPersons, Problem> {
        let profile = self.profile();
        let may = |class: Class| seat.classes().contains(&class);
        let options = SearchOptions {
            limit: LOOKED_AT,
            fields: Field::ALL
                .into_iter()
                .filter(|field| field.kind() == "person")
                .filter(|_| may(Class::Identifying))
                // One index holds origin and residence: who may not see where people live searches neither.
                .filter(|field| *field != Field::Place || may(Class::Contact))
                .collect(),
            unfinished: query.unfinished,
        };
        let words = !query.text.trim().is_empty();
        self.with_catalogue(seat, |tx, catalogue| {
            let facets = Facets::new(query, catalogue, &profile, may(Class::Contact));
            let mut found = FoundPersons::default();
            let needs_days = query.order == FindOrder::Event;
            let (marks, earliest) = if facets.narrows() || needs_days || !words {
                facets.marks(catalogue)
            } else {
                (Vec::new(), Vec::new())
            };
            let mut chosen: Vec<usize> = if words {
                // Words alone need no more answers than are shown.
                let alone = marks.is_empty() && query.order == FindOrder::Best;
                let limit = if alone {
                    (query.skip + query.limit + 1).min(LOOKED_AT)
                } else {
                    LOOKED_AT
                };
                let options = SearchOptions { limit, ..options };
                let hits = |text: &str| -> Result<Vec<usize>, Problem> {
                    let hits = tx.search(text, &options)?;
                    Ok(hits
                        .iter()
                        .filter_map(|hit| catalogue.person(&hit.id))
                        // The words of a withdrawn record still find it; it is in no list.
                        .filter(|at| !catalogue.persons[*at].gone)
                        .collect())
                };
                let mut answers = Vec::new();
                // A place that the words name is looked up as the place and all
                // inside it, which a record does not spell out.
                if let Some(named) = Named::read(&query.text, &profile) {
                    let there = FindQuery {
                        place: named.places.first().cloned(),
                        ..FindQuery::default()
                    };
                    let there = Facets::new(&there, catalogue, &profile, may(Class::Contact));
                    let (there, _) = there.marks(catalogue);
                    if named.rest.is_empty() {
                        let all = (0..there.len()).rev();
                        answers.extend(all.filter(|at| there[*at] != Fit::Not));
                    } else {
                        let rest = hits(&named.rest)?;
                        answers.extend(rest.into_iter().filter(|at| there[*at] != Fit::Not));
                    }
                }
                let more = hits(&query.text)?;
                found.capped = more.len() == limit;
                answers.extend(more);
                let mut seen = vec![false; catalogue.persons.len()];
                answers.retain(|at| !std::mem::replace(&mut seen[*at], true));
                answers.retain(|at| marks.get(*at).is_none_or(|fit| *fit != Fit::Not));
                answers
            } else {
                (0..catalogue.persons.len())
                    .filter(|at| marks[*at] != Fit::Not)
                    .collect()
            };
            found.total = chosen.len() as u64;
            if !found.capped {
                found.counts = count_facets(catalogue, &profile, &facets, &chosen);
            }
            let end = query.skip + query.limit;
            match query.order {
                FindOrder::Best if words => {}
                FindOrder::Best | FindOrder::Newest => {
                    foremost(&mut chosen, end, |at| std::cmp::Reverse(*at));
                }
                FindOrder::Name if may(Class::Identifying) => {
                    foremost(&mut chosen, end, |at| {
                        let name = &catalogue.persons[*at].name;
                        (name.is_empty(), name, *at)
                    });
                }
                FindOrder::Name => {}
                FindOrder::Event => foremost(&mut chosen, end, |at| (earliest[*at], *at)),
            }
            found.more = chosen.len() > end || (found.capped && words);
            let shown: Vec<usize> = chosen.into_iter().take(end).skip(query.skip).collect();
            let mut kinds = kinds_of(catalogue, &shown);
            for at in shown {
                let id = id_of(catalogue.persons[at].id);
                let record = match tx.get(&id) {
                    Ok(stored) => stored.and_then(|it| redact(it.record, seat.classes(), &profile)),
                    Err(problem) if problem.code == Code::RegisterContentDestroyed => None,
                    Err(problem) => return Err(problem),
                };
                if let Some(Record::Person(person)) = record {
                    found.persons.push(FoundPerson {
                        id,
                        person,
                        events: kinds.remove(&at).unwrap_or_default(),
                        possibly: marks.get(at).is_some_and(|fit| *fit == Fit::Possibly),
                    });
                }
            }
            Ok(found)
        })
    }
}

/// Brings the first `end` of an order to the front, in order; the rest stays as it is.
fn foremost<K: Ord>(chosen: &mut [usize], end: usize, key: impl Fn(&usize) -> K) {
    if end < chosen.len() {
        chosen.select_nth_unstable_by(end, |a, b| key(a).cmp(&key(b)));
    }
    let end = end.min(chosen.len());
    chosen[..end].sort_unstable_by_key(key);
}

/// Kinds of the events of a few persons with how many.
fn kinds_of(catalogue: &View, shown: &[usize]) -> BTreeMap<usize, BTreeMap<String, u64>> {
    let mut kinds: BTreeMap<usize, BTreeMap<String, u64>> = BTreeMap::new();
    for &at in shown {
        for row in catalogue.events_of(at) {
            let kind = catalogue.name_of(row.kind).to_owned();
            *kinds.entry(at).or_default().entry(kind).or_insert(0) += 1;
        }
    }
    kinds
}

/// How many persons there are: told of one person after the other, each counts once.
#[derive(Clone, Default)]
struct Persons {
    count: u64,
    last: Option<usize>,
}

impl Persons {
    fn mark(&mut self, person: usize) {
        if self.last != Some(person) {
            self.last = Some(person);
            self.count += 1;
        }
    }
}

/// Persons by the terms of a vocabulary, narrower ones counted with the broader.
struct ByTerm<'p> {
    terms: &'p [model::profile::Term],
    /// For each number of the catalogue, places of the term and its broader ones in `terms`.
    lineages: Vec<Vec<usize>>,
    marked: Vec<Persons>,
}

impl<'p> ByTerm<'p> {
    fn new(catalogue: &View, profile: &'p Profile, vocabulary: &str) -> ByTerm<'p> {
        let vocabulary = profile.vocabulary(vocabulary);
        let terms = vocabulary.map_or(&[][..], |it| &it.terms);
        let at: BTreeMap<&str, usize> = terms
            .iter()
            .enumerate()
            .map(|(at, term)| (term.id.as_str(), at))
            .collect();
        let mut lineages = vec![Vec::new(); catalogue.terms()];
        for term in terms {
            if let (Some(number), Some(vocabulary)) = (catalogue.term(&term.id), vocabulary) {
                let line = vocabulary.lineage(&term.id);
                let line = line.iter().filter_map(|it| at.get(it.id.as_str()).copied());
                lineages[number as usize] = line.collect();
            }
        }
        ByTerm {
            terms,
            lineages,
            marked: vec![Persons::default(); terms.len()],
        }
    }

    fn mark(&mut self, term: TermNumber, person: usize) {
        for &broader in &self.lineages[term as usize] {
            self.marked[broader].mark(person);
        }
    }

    fn counts(&self) -> BTreeMap<String, u64> {
        let counted = self.terms.iter().zip(&self.marked);
        counted
            .filter(|(_, marked)| marked.count > 0)
            .map(|(term, marked)| (term.id.clone(), marked.count))
            .collect()
    }
}

/// How many of the persons chosen each facet would leave, if it were set beside those
/// that are. A person counts once for a choice, however many events speak for it.
fn count_facets(
    catalogue: &View,
    profile: &Profile,
    facets: &Facets,
    chosen: &[usize],
) -> FacetCounts {
    let (mut kinds, mut flags) = (
        ByTerm::new(catalogue, profile, "event"),
        ByTerm::new(catalogue, profile, "protection-flag"),
    );
    let (mut services, mut places) = (
        ByTerm::new(catalogue, profile, "service"),
        ByTerm::new(catalogue, profile, "place"),
    );
    let mut statuses: Vec<(VerificationStatus, Persons)> = Vec::new();
    for &person in chosen {
        let row = &catalogue.persons[person];
        places.mark(row.origin, person);
        if facets.lived {
            places.mark(row.residence, person);
        }
        services.mark(row.service, person);
        for &flag in &row.flags {
            flags.mark(flag, person);
        }
        for row in catalogue.events_of(person) {
            let (kind, status) = (facets.of_kind(row), facets.of_status(row));
            if !(kind || status) || facets.in_days(row) == Fit::Not {
                continue;
            }
            if status {
                kinds.mark(row.kind, person);
            }
            if kind {
                let at = statuses.iter().position(|it| it.0 == row.status);
                let at = at.unwrap_or_else(|| {
                    statuses.push((row.status, Persons::default()));
                    statuses.len() - 1
                });
                statuses[at].1.mark(person);
            }
            if kind && status {
                places.mark(row.place, person);
                places.mark(row.facility, person);
            }
        }
    }
    FacetCounts {
        events: kinds.counts(),
        services: services.counts(),
        places: places.counts(),
        flags: flags.counts(),
        statuses: statuses
            .into_iter()
            .map(|(status, marked)| (status, marked.count))
            .collect(),
    }
}

impl Office {
    /// A record alone, as its reader may see it.
    ///
    /// # Errors
    /// `office.no-such-record`, also when it is not for this reader.
    pub fn look_at(&self, seat: &Seat<Reading>, id: &str) -> Result<Record, Problem> {
        let stored = self.read(seat, |tx| tx.get(id))?;
        stored
            .filter(|stored| !crate::saved_searches::is_saved_search(&stored.record))
            .and_then(|stored| self.masked(seat, id, stored.record))
            .map(|(record, _)| record)
            .ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", id))
    }
}
