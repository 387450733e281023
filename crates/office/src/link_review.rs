//! Which person records of the register are the same person, and who said so?
//!
//! A run compares all person records and proposes pairs; a reviewer decides
//! each, and only a decision links records. Decisions are records of the log:
//! they say who, when and why, can be withdrawn, hold in the next run, and the
//! frame follows them at once. Invariant: proposals are a reckoning that can be
//! made again; they are remembered outside the log.

use crate::{Office, Reviewing, Seat};
use linkage::{Decision as RowDecision, Model, Reading, Role, Table};
use model::profile::Profile;
use model::protect::redact;
use model::record::{Decision, DecisionKind, Event, Name, Person, PlaceRef, RecordId};
use model::{Code, Problem, Record, When};
use register::{NEVER, Tx};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use study::frame::Clusters;

/// The most pairs that wait at a time; the surest wait first.
const MOST_WAITING: usize = 5_000;
/// Pairs less probable than this are not put before a reviewer.
const WORTH_A_LOOK: f64 = 0.1;
/// Relatives at least this probable are put before a reviewer too.
const PROBABLY_RELATIVES: f32 = 0.5;

/// What each field of a pair says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Field of the model.
    pub field: String,
    /// Level of agreement.
    pub level: String,
    /// What it adds to the match weight, in bits (log₂ of the odds).
    pub bits: f64,
}

/// Two records that could be one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedPair {
    /// Smaller id.
    pub a: RecordId,
    /// Larger id.
    pub b: RecordId,
    /// Probability that both are one person.
    pub probability: f64,
    /// Probability that they are relatives.
    pub relatives: f64,
    /// Weight of any proposed pair, before a field is looked at, in bits.
    pub start: f64,
    /// What each field adds.
    pub reasons: Vec<Reason>,
}

/// The last run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkRun {
    /// Number of log entries read.
    pub position: u64,
    /// Person records that were compared.
    pub records: u64,
    /// Pairs that were compared.
    pub compared: u64,
    /// Linked persons, if every pair from the threshold on were one.
    pub persons_suggested: u64,
    /// Linked persons by the decisions alone.
    pub persons: u64,
    /// Probability from which on records would be one person.
    pub threshold: f64,
    /// Pairs that wait for a decision, surest first.
    pub waiting: Vec<ProposedPair>,
    /// "Same" decisions that other decisions contradict, as pairs of ids.
    pub contradicted: Vec<(RecordId, RecordId)>,
}

/// One field of two records, side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideBySide {
    /// Field of the model.
    pub field: String,
    /// What the first record says.
    pub first: String,
    /// What the second record says.
    pub second: String,
    /// Level of agreement.
    pub level: String,
    /// What it adds, in bits.
    pub bits: f64,
}

/// A pair that waits, as a reviewer sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaitingPair {
    /// Smaller id.
    pub a: RecordId,
    /// Larger id.
    pub b: RecordId,
    /// Name in the first record.
    pub name_a: String,
    /// Name in the second record.
    pub name_b: String,
    /// Probability that both are one person.
    pub probability: f64,
    /// Probability that they are relatives.
    pub relatives: f64,
    /// Weight before any field, in bits.
    pub start: f64,
    /// Fields with their weights.
    pub fields: Vec<SideBySide>,
}

/// A decision about persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decided {
    /// Id of the decision.
    pub id: RecordId,
    /// What was decided.
    pub kind: DecisionKind,
    /// About which records.
    pub about: Vec<RecordId>,
    /// Why.
    pub why: Option<String>,
    /// Who said so last.
    pub who: String,
    /// When.
    pub at: String,
    /// Taken back.
    pub withdrawn: bool,
}

fn about_persons(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::SamePerson
            | DecisionKind::DifferentPersons
            | DecisionKind::CannotTell
            | DecisionKind::Relatives
    )
}

/// What reviewers have said so far, over ids.
#[derive(Default)]
struct Said {
    same: Clusters,
    pairs: Vec<(RecordId, RecordId, DecisionKind)>,
}

impl Said {
    fn read(tx: &Tx<'_>) -> Result<Said, Problem> {
        let mut said = Said::default();
        for stored in tx.decisions()? {
            let Record::Decision(decision) = stored.record else {
                continue;
            };
            if decision.withdrawn || !about_persons(decision.kind) {
                continue;
            }
            if decision.kind == DecisionKind::SamePerson {
                said.same.join(&decision.about);
            }
            for (at, a) in decision.about.iter().enumerate() {
                for b in &decision.about[at + 1..] {
                    let (a, b) = if a < b { (a, b) } else { (b, a) };
                    said.pairs.push((a.clone(), b.clone(), decision.kind));
                }
            }
        }
        Ok(said)
    }

    /// Pairs of persons (by the root of their cluster) that need no question any more.
    fn settled(&self) -> HashSet<(RecordId, RecordId)> {
        self.pairs
            .iter()
            .filter(|(_, _, kind)| *kind != DecisionKind::SamePerson)
            .map(|(a, b, _)| ordered(self.same.root(a), self.same.root(b)))
            .collect()
    }

    fn waits(&self, settled: &HashSet<(RecordId, RecordId)>, a: &str, b: &str) -> bool {
        let (a, b) = (self.same.root(a), self.same.root(b));
        a != b && !settled.contains(&ordered(a, b))
    }
}

fn ordered(a: RecordId, b: RecordId) -> (RecordId, RecordId) {
    if a < b { (a, b) } else { (b, a) }
}

impl Office {
    /// Compares all person records and remembers the pairs that wait for a
    /// reviewer. Decisions hold: same is joined, different is kept apart.
    ///
    /// # Errors
    /// `linkage.table-empty` without persons; `linkage.nothing-to-compare`;
    /// those of the register.
    pub fn run_linkage(
        &self,
        seat: &Seat<Reviewing>,
        threshold: Option<f64>,
    ) -> Result<LinkRun, Problem> {
        let profile = self.profile();
        let (position, table, said) = self.register.read(|tx| {
            Ok((
                tx.position(),
                persons_as_table(tx, &profile)?,
                Said::read(tx)?,
            ))
        })?;
        let decisions: Vec<RowDecision> = said
            .pairs
            .iter()
            .filter(|(_, _, kind)| *kind != DecisionKind::CannotTell)
            .filter_map(|(a, b, kind)| {
                let same = *kind == DecisionKind::SamePerson;
                Some(RowDecision {
                    a: table.row_of(a)?,
                    b: table.row_of(b)?,
                    same,
                })
            })
            .collect();
        let mut model = Model::propose(&table);
        model.settings.keep_relatives = true;
        if let Some(threshold) = threshold {
            model.settings.threshold = threshold;
        }
        let linked = linkage::link(&table, &model, &decisions)?;
        let clusters = linked.clusters(&decisions);
        let settled = said.settled();
        let mut likely: Vec<&linkage::Pair> = linked
            .pairs
            .iter()
            .filter(|pair| {
                pair.probability() >= WORTH_A_LOOK || pair.relatives >= PROBABLY_RELATIVES
            })
            .filter(|pair| said.waits(&settled, table.id(pair.a), table.id(pair.b)))
            .collect();
        likely.sort_by(|x, y| {
            y.log_odds
                .total_cmp(&x.log_odds)
                .then((x.a, x.b).cmp(&(y.a, y.b)))
        });
        likely.truncate(MOST_WAITING);
        let bits = |natural: f32| f64::from(natural) / std::f64::consts::LN_2;
        let waiting = likely
            .into_iter()
            .map(|pair| {
                let (start, steps) = linked.explain(pair.a, pair.b);
                let (a, b) = ordered(table.id(pair.a).to_owned(), table.id(pair.b).to_owned());
                ProposedPair {
                    a,
                    b,
                    probability: pair.probability(),
                    relatives: f64::from(pair.relatives),
                    start: bits(start),
                    reasons: steps
                        .into_iter()
                        .map(|step| Reason {
                            field: step.field,
                            level: step.level.to_owned(),
                            bits: bits(step.adds),
                        })
                        .collect(),
                }
            })
            .collect();
        let persons: BTreeSet<RecordId> = (0..table.len() as u32)
            .map(|row| said.same.root(table.id(row)))
            .collect();
        let suggested: BTreeSet<u32> = clusters.of_row.iter().copied().collect();
        let run = LinkRun {
            position,
            records: table.len() as u64,
            compared: linked.compared,
            persons_suggested: suggested.len() as u64,
            persons: persons.len() as u64,
            threshold: linked.model.settings.threshold,
            waiting,
            contradicted: clusters
                .contradicted
                .iter()
                .map(|it| (table.id(it.a).to_owned(), table.id(it.b).to_owned()))
                .collect(),
        };
        let text = serde_json::to_vec(&run).expect("a run is numbers and texts");
        let _ = seat;
        self.register
            .remember("linkage", "run", &text, NEVER, self.entropy().as_mut())?;
        Ok(run)
    }

    /// The last run, without the pairs that were decided since.
    ///
    /// # Errors
    /// `linkage.not-run-yet`; those of the register.
    pub fn last_linkage(&self, _seat: &Seat<Reviewing>) -> Result<LinkRun, Problem> {
        let bytes = self
            .register
            .recall("linkage", "run", 0)?
            .ok_or_else(|| Problem::new(Code::LinkageNotRunYet))?;
        let mut run: LinkRun =
            serde_json::from_slice(&bytes).map_err(|_| Problem::new(Code::LinkageNotRunYet))?;
        let said = self.register.read(Said::read)?;
        let settled = said.settled();
        run.waiting
            .retain(|pair| said.waits(&settled, &pair.a, &pair.b));
        Ok(run)
    }

    /// The surest pairs that wait, both records side by side.
    ///
    /// # Errors
    /// As [`Office::last_linkage`].
    pub fn waiting_pairs(
        &self,
        seat: &Seat<Reviewing>,
        limit: usize,
    ) -> Result<Vec<WaitingPair>, Problem> {
        let run = self.last_linkage(seat)?;
        let profile = self.profile();
        self.register.read(|tx| {
            let mut shown = Vec::new();
            for pair in run.waiting {
                if shown.len() == limit {
                    break;
                }
                let side = |id: &str| -> Result<Option<(String, Fields)>, Problem> {
                    let Some(stored) = tx.get(id)? else {
                        return Ok(None);
                    };
                    let Some(Record::Person(person)) =
                        redact(stored.record, seat.classes(), &profile)
                    else {
                        return Ok(None);
                    };
                    let mut first = None;
                    for event in tx.events_of(id)? {
                        if let Record::Event(event) = &event.record {
                            telling_date(event, id, &profile, &mut first);
                        }
                    }
                    let name = person.names.first().map(Name::display).unwrap_or_default();
                    Ok(Some((name, fields_of(&person, first.as_ref(), &profile))))
                };
                let (Some((name_a, a)), Some((name_b, b))) = (side(&pair.a)?, side(&pair.b)?)
                else {
                    continue;
                };
                let fields = pair
                    .reasons
                    .into_iter()
                    .map(|reason| SideBySide {
                        first: a.said(&reason.field),
                        second: b.said(&reason.field),
                        field: reason.field,
                        level: reason.level,
                        bits: reason.bits,
                    })
                    .collect();
                shown.push(WaitingPair {
                    a: pair.a,
                    b: pair.b,
                    name_a,
                    name_b,
                    probability: pair.probability,
                    relatives: pair.relatives,
                    start: pair.start,
                    fields,
                });
            }
            Ok(shown)
        })
    }

    /// Decides about two person records; a decision about the same two is revised.
    /// Returns the id of the decision.
    ///
    /// # Errors
    /// `linkage.pair-needs-two`; `office.no-such-record`; those of the register.
    pub fn decide_pair(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
        kind: DecisionKind,
    ) -> Result<RecordId, Problem> {
        if a == b || !about_persons(kind) {
            return Err(Problem::new(Code::LinkagePairNeedsTwo));
        }
        let (a, b) = ordered(a.to_owned(), b.to_owned());
        let about = vec![a, b];
        self.register.write(&self.author(seat), |writing| {
            for id in &about {
                let person = writing
                    .get(id)?
                    .filter(|it| matches!(it.record, Record::Person(_)));
                if person.is_none() {
                    return Err(Problem::new(Code::OfficeNoSuchRecord).with("id", id));
                }
            }
            let known = writing.decisions()?.into_iter().find(|stored| {
                matches!(&stored.record, Record::Decision(known)
                    if known.about == about && about_persons(known.kind))
            });
            let decision = Record::Decision(Decision {
                kind,
                about: about.clone(),
                why: seat.why().map(str::to_owned),
                withdrawn: false,
            });
            match known {
                Some(known) => writing.save(&known.id, &decision).map(|_| known.id),
                None => writing.add(&decision),
            }
        })
    }

    /// Takes a decision back; what it linked is apart again.
    ///
    /// # Errors
    /// `office.no-such-record` when it is no decision about persons.
    pub fn withdraw_decision(&self, seat: &Seat<Reviewing>, id: &str) -> Result<(), Problem> {
        self.register.write(&self.author(seat), |writing| {
            let gone = || Problem::new(Code::OfficeNoSuchRecord).with("id", id);
            let Some(Record::Decision(mut decision)) = writing.get(id)?.map(|stored| stored.record)
            else {
                return Err(gone());
            };
            if !about_persons(decision.kind) {
                return Err(gone());
            }
            decision.withdrawn = true;
            if let Some(why) = seat.why() {
                decision.why = Some(why.to_owned());
            }
            writing.save(id, &Record::Decision(decision)).map(|_| ())
        })
    }

    /// Every decision about persons, newest first.
    ///
    /// # Errors
    /// Those of the register.
    pub fn decided_pairs(&self, _seat: &Seat<Reviewing>) -> Result<Vec<Decided>, Problem> {
        let mut stored = self.register.read(|tx| tx.decisions())?;
        stored.sort_by_key(|stored| std::cmp::Reverse(stored.position));
        Ok(stored
            .into_iter()
            .filter_map(|stored| {
                let Record::Decision(decision) = stored.record else {
                    return None;
                };
                about_persons(decision.kind).then(|| Decided {
                    id: stored.id,
                    kind: decision.kind,
                    about: decision.about,
                    why: decision.why,
                    who: stored.who,
                    at: stored.at.to_string(),
                    withdrawn: decision.withdrawn,
                })
            })
            .collect())
    }
}

/// The fields of a person that are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fields {
    of: BTreeMap<&'static str, String>,
    identifiers: BTreeMap<String, String>,
}

impl Fields {
    /// What a record says in a field of the model.
    fn said(&self, field: &str) -> String {
        if field == "place" {
            let parts: Vec<&str> = ["governorate", "district", "town"]
                .iter()
                .filter_map(|part| self.of.get(part).map(String::as_str))
                .collect();
            return parts.join(" · ");
        }
        self.of
            .get(field)
            .or_else(|| self.identifiers.get(field))
            .cloned()
            .unwrap_or_default()
    }
}

const COLUMNS: [(&str, Role); 12] = [
    ("source", Role::Source),
    ("given", Role::Given),
    ("father", Role::Father),
    ("grandfather", Role::Grandfather),
    ("family", Role::Family),
    ("mother", Role::Mother),
    ("sex", Role::Sex),
    ("birth", Role::Birth),
    ("event-date", Role::EventDate),
    ("governorate", Role::Governorate),
    ("district", Role::District),
    ("town", Role::Town),
];

/// All person records as one table, each with the earliest day of its arrest or death.
fn persons_as_table(tx: &Tx<'_>, profile: &Profile) -> Result<Table, Problem> {
    let mut dates: HashMap<RecordId, Option<When>> = HashMap::new();
    tx.scan("event", None, |stored| {
        if let Record::Event(event) = &stored.record {
            for part in event.persons.iter().filter(|part| part.role == "victim") {
                let first = dates.entry(part.person.clone()).or_default();
                telling_date(event, &part.person, profile, first);
            }
        }
        Ok(())
    })?;
    let mut schemes: Vec<String> = profile
        .vocabulary("identifier")
        .map(|terms| terms.terms.iter().map(|term| term.id.clone()).collect())
        .unwrap_or_default();
    schemes.sort();
    // One text for all rows: a million persons as single strings would take gigabytes.
    let mut sheet = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| {
        Problem::new(Code::OfficeIo)
            .with("path", "")
            .with("reason", error)
    };
    let mut header = vec!["id".to_owned()];
    header.extend(COLUMNS.iter().map(|(name, _)| (*name).to_owned()));
    header.extend(schemes.iter().cloned());
    sheet.write_record(&header).map_err(failed)?;
    tx.scan("person", None, |stored| {
        let Record::Person(person) = &stored.record else {
            return Ok(());
        };
        let first = dates.get(&stored.id).and_then(Option::as_ref);
        let fields = fields_of(person, first, profile);
        let mut row = vec![stored.id.as_str()];
        row.extend(
            COLUMNS
                .iter()
                .map(|(name, _)| fields.of.get(name).map_or("", String::as_str)),
        );
        row.extend(
            schemes
                .iter()
                .map(|it| fields.identifiers.get(it).map_or("", String::as_str)),
        );
        sheet.write_record(&row).map_err(failed)
    })?;
    let bytes = sheet
        .into_inner()
        .map_err(|error| failed(error.into_error().into()))?;
    let mut roles: Vec<(String, Role)> = COLUMNS
        .iter()
        .map(|(name, role)| ((*name).to_owned(), *role))
        .collect();
    roles.extend(schemes.into_iter().map(|scheme| (scheme, Role::Identifier)));
    let reading = Reading {
        id: Some("id".into()),
        roles,
        ..Reading::default()
    };
    Table::read_csv(vec![("register".to_owned(), bytes.as_slice())], &reading)
}

/// Keeps the earliest day of an arrest or death of this person.
fn telling_date(event: &Event, person: &str, profile: &Profile, first: &mut Option<When>) {
    let telling = profile.vocabulary("event").is_some_and(|kinds| {
        kinds
            .lineage(&event.kind)
            .iter()
            .any(|kind| matches!(kind.id.as_str(), "arrest" | "death"))
    });
    let victim = event
        .persons
        .iter()
        .any(|part| part.person == person && part.role == "victim");
    if let Some(when) = event
        .when
        .as_ref()
        .filter(|when| telling && victim && !partly(when).is_empty())
        && first.as_ref().is_none_or(|known| when < known)
    {
        *first = Some(when.clone());
    }
}

/// A partial date as lists write it: a day, a month or a year; empty when it is less.
fn partly(when: &When) -> String {
    let (Some(from), Some(until)) = (when.earliest(), when.latest()) else {
        return String::new();
    };
    if from == until {
        from.to_string()
    } else if (from.year(), from.month()) == (until.year(), until.month()) {
        format!("{:04}-{:02}", from.year(), from.month())
    } else if from.year() == until.year() {
        format!("{:04}", from.year())
    } else {
        String::new()
    }
}

fn fields_of(person: &Person, first: Option<&When>, profile: &Profile) -> Fields {
    let mut of: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut set = |field: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            of.entry(field).or_insert(value);
        }
    };
    for name in &person.names {
        set("given", name.given.clone());
        set("father", name.father.clone());
        set("grandfather", name.grandfather.clone());
        set("family", name.family.clone());
        set("mother", name.mother.clone());
    }
    let bare = person
        .names
        .iter()
        .all(|name| name.given.is_none() && name.family.is_none());
    if let Some(full) = person
        .names
        .iter()
        .find_map(|name| name.full.as_ref())
        .filter(|_| bare)
    {
        for (part, value) in parts_of(full) {
            set(part, Some(value));
        }
    }
    set("sex", person.sex.clone());
    set("birth", person.birth.as_ref().map(partly));
    set("event-date", first.map(partly));
    set(
        "source",
        person.listed.as_ref().map(|listed| listed.list.clone()),
    );
    if let Some(place) = person.origin.as_ref().or(person.residence.as_ref()) {
        let PlaceRef { id, as_written } = place;
        let within = |kind: &str| {
            let term = profile.place_within(id.as_deref()?, kind)?;
            Some(term.label("ar").to_owned())
        };
        set("governorate", within("governorate"));
        set("district", within("district"));
        set("town", within("town").or_else(|| within("city")));
        if id.is_none() {
            set("town", as_written.clone());
        }
    }
    let identifiers = person
        .identifiers
        .iter()
        .map(|identifier| (identifier.scheme.clone(), identifier.value.clone()))
        .collect();
    Fields { of, identifiers }
}

/// Words that belong to the next one.
const PREFIXES: &[&str] = &[
    "عبد", "أبو", "ابو", "أم", "ام", "آل", "abd", "abdul", "abdel", "abu", "abou", "umm", "al",
    "el",
];
/// Words that stand between a name and the father's.
const BETWEEN: &[&str] = &["بن", "ابن", "بنت", "bin", "ibn", "bint", "ben"];

/// The parts of a name written in one: given, father, grandfather, family in
/// the order in which a Syrian name is said.
fn parts_of(full: &str) -> Vec<(&'static str, String)> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = String::new();
    for word in full.split_whitespace() {
        let lower = word.to_lowercase();
        if BETWEEN.contains(&lower.as_str()) {
            continue;
        }
        open = if open.is_empty() {
            word.to_owned()
        } else {
            format!("{open} {word}")
        };
        if !PREFIXES.contains(&lower.as_str()) {
            parts.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        parts.push(open);
    }
    let names: &[&'static str] = match parts.len() {
        0 => &[],
        1 => &["given"],
        2 => &["given", "family"],
        3 => &["given", "father", "family"],
        _ => &["given", "father", "grandfather", "family"],
    };
    if parts.len() > 4 {
        let family = parts.split_off(3).join(" ");
        parts.push(family);
    }
    names.iter().copied().zip(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(full: &str) -> String {
        parts_of(full)
            .iter()
            .map(|(part, value)| format!("{part}={value}"))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn a_name_in_one_comes_apart_as_it_is_said() {
        assert_eq!(said("خالد الجاسم"), "given=خالد, family=الجاسم");
        assert_eq!(
            said("عبد الرحمن مروان الجاسم"),
            "given=عبد الرحمن, father=مروان, family=الجاسم"
        );
        assert_eq!(
            said("Khaled bin Marwan Ahmad Al Jassem"),
            "given=Khaled, father=Marwan, grandfather=Ahmad, family=Al Jassem"
        );
        assert_eq!(said("أبو"), "given=أبو");
        assert_eq!(said(" "), "");
    }

    #[test]
    fn a_date_says_no_more_than_is_known() {
        let partly = |text: &str| super::partly(&When::parse(text).expect("EDTF"));
        assert_eq!(partly("2013-08-21"), "2013-08-21");
        assert_eq!(partly("2013-08"), "2013-08");
        assert_eq!(partly("2013"), "2013");
        assert_eq!(partly("2013-11/2014-02"), "");
    }

    #[test]
    fn what_is_settled_for_one_record_is_settled_for_the_person() {
        let mut said = Said::default();
        said.same.join(&["a".into(), "b".into()]);
        said.pairs
            .push(("b".into(), "c".into(), DecisionKind::DifferentPersons));
        let settled = said.settled();
        assert!(!said.waits(&settled, "a", "b"));
        assert!(!said.waits(&settled, "a", "c"));
        assert!(said.waits(&settled, "a", "d"));
    }
}
