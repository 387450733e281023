//! What does a reviewer look at before deciding about two records?
//!
//! Both records side by side, field by field, with the weight of each field;
//! what speaks for one person, what against; whether they are rather relatives,
//! and which. Invariant: a record that the reviewer may not see, or that is not
//! there any more, takes its pair away: from the queue, its count and its page.

use crate::link_decisions::{Decided, person_seen, there};
use crate::link_fields::{Fields, fields_of, telling_date};
use crate::link_run::{PROBABLY_RELATIVES, ProposedPair};
use crate::{Office, Reviewing, Seat};
use model::profile::Profile;
use model::protect::Classes;
use model::record::{Name, RecordId};
use model::{Code, Problem, Record};
use register::Tx;
use serde::Serialize;

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

/// How two records may belong to relatives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kinship {
    /// The record of whom the relation is said.
    pub of: RecordId,
    /// What that person is to the other: a term of `relation-to-victim`.
    pub relation: &'static str,
    /// The other record.
    pub other: RecordId,
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
    /// Which relatives they would be, when they are probably relatives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinship: Option<Kinship>,
}

/// Two records, with what was proposed and decided about them.
#[derive(Clone, Debug, Serialize)]
pub struct PairLookedAt {
    /// Both records and the fields; without weights when no run proposed them.
    pub pair: WaitingPair,
    /// Whether a run proposed them.
    pub proposed: bool,
    /// The decision that stands about exactly these two.
    pub decided: Option<Decided>,
}

/// One side of a pair: its name and its fields.
struct Side {
    name: String,
    fields: Fields,
}

fn side(
    tx: &Tx<'_>,
    id: &str,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<Side>, Problem> {
    let Some(person) = person_seen(tx, id, classes, profile)? else {
        return Ok(None);
    };
    let mut first = None;
    for event in tx.events_of(id)? {
        if let Record::Event(event) = &event.record {
            telling_date(event, id, profile, &mut first);
        }
    }
    Ok(Some(Side {
        name: person.names.first().map(Name::display).unwrap_or_default(),
        fields: fields_of(&person, profile).on(first.as_ref()),
    }))
}

/// Which relatives two records would be: the given name of one is the father's
/// name of the other, or both have one father.
fn kinship(a: &str, b: &str, first: &Fields, second: &Fields) -> Option<Kinship> {
    const ONE_NAME: u32 = 90;
    let alike = |x: &str, y: &str| linkage::similarity_of(x, y) >= ONE_NAME;
    let said = |fields: &Fields, field: &str| fields.said(field);
    let kin = |of: &str, relation: &'static str, other: &str| {
        Some(Kinship {
            of: of.to_owned(),
            relation,
            other: other.to_owned(),
        })
    };
    let (given_a, given_b) = (said(first, "given"), said(second, "given"));
    let (father_a, father_b) = (said(first, "father"), said(second, "father"));
    if alike(&father_a, &father_b) {
        return kin(a, "sibling", b);
    }
    if alike(&father_b, &given_a) {
        return kin(a, "parent", b);
    }
    if alike(&father_a, &given_b) {
        return kin(b, "parent", a);
    }
    kin(a, "relative", b)
}

fn look(
    tx: &Tx<'_>,
    pair: &ProposedPair,
    classes: &Classes,
    profile: &Profile,
) -> Result<Option<WaitingPair>, Problem> {
    let (Some(a), Some(b)) = (
        side(tx, &pair.a, classes, profile)?,
        side(tx, &pair.b, classes, profile)?,
    ) else {
        return Ok(None);
    };
    let fields = pair
        .reasons
        .iter()
        .map(|reason| SideBySide {
            first: a.fields.said(&reason.field),
            second: b.fields.said(&reason.field),
            field: reason.field.clone(),
            level: reason.level.clone(),
            bits: reason.bits,
        })
        .collect();
    let kinship = (pair.relatives >= PROBABLY_RELATIVES)
        .then(|| kinship(&pair.a, &pair.b, &a.fields, &b.fields))
        .flatten();
    Ok(Some(WaitingPair {
        a: pair.a.clone(),
        b: pair.b.clone(),
        name_a: a.name,
        name_b: b.name,
        probability: pair.probability,
        relatives: pair.relatives,
        start: pair.start,
        fields,
        kinship,
    }))
}

/// Fields that are shown of two records that no run has weighed.
const UNWEIGHED: [&str; 9] = [
    "given",
    "father",
    "grandfather",
    "family",
    "mother",
    "sex",
    "birth",
    "event-date",
    "place",
];

impl Office {
    /// The surest pairs that wait, both records side by side.
    ///
    /// # Errors
    /// As [`Office::last_linkage`].
    pub fn waiting_pairs(
        &self,
        seat: &Seat<Reviewing>,
        limit: usize,
    ) -> Result<Vec<WaitingPair>, Problem> {
        self.pairs_from(seat, None, limit)
    }

    /// The pair that comes after another one in the queue, or the first.
    ///
    /// # Errors
    /// As [`Office::last_linkage`].
    pub fn next_pair(
        &self,
        seat: &Seat<Reviewing>,
        after: Option<(&str, &str)>,
    ) -> Result<Option<WaitingPair>, Problem> {
        Ok(self.pairs_from(seat, after, 1)?.pop())
    }

    fn pairs_from(
        &self,
        seat: &Seat<Reviewing>,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<WaitingPair>, Problem> {
        let run = self.run_remembered(seat)?;
        let said = self.said(seat)?;
        let profile = self.profile();
        let skip = after.map_or(0, |(a, b)| {
            run.waiting
                .iter()
                .position(|pair| pair.a == a && pair.b == b)
                .map_or(0, |at| at + 1)
        });
        self.read(seat, |tx| {
            let mut shown = Vec::new();
            for pair in &run.waiting[skip..] {
                if shown.len() == limit {
                    break;
                }
                if said.waits(&pair.a, &pair.b) {
                    shown.extend(look(tx, pair, seat.classes(), &profile)?);
                }
            }
            Ok(shown)
        })
    }

    /// How many pairs wait for this reviewer; none before the first run.
    ///
    /// # Errors
    /// Those of the register.
    pub fn pairs_waiting(&self, seat: &Seat<Reviewing>) -> Result<u64, Problem> {
        if !seat.classes().contains(&model::Class::Internal) {
            return Ok(0);
        }
        let run = match self.run_remembered(seat) {
            Ok(run) => run,
            Err(problem) if problem.code == Code::LinkageNotRunYet => return Ok(0),
            Err(problem) => return Err(problem),
        };
        let said = self.said(seat)?;
        self.with_catalogue(seat, |_, catalogue| {
            let there = |id: &str| {
                catalogue
                    .person(id)
                    .is_some_and(|at| catalogue.has_person(at))
            };
            let waiting = run
                .waiting
                .iter()
                .filter(|pair| there(&pair.a) && there(&pair.b) && said.waits(&pair.a, &pair.b));
            Ok(waiting.count() as u64)
        })
    }

    /// Two person records side by side, proposed or not.
    ///
    /// # Errors
    /// `office.no-such-record`, also for records that are not for this reviewer;
    /// `linkage.pair-needs-two`.
    pub fn look_at_pair(
        &self,
        seat: &Seat<Reviewing>,
        a: &str,
        b: &str,
    ) -> Result<PairLookedAt, Problem> {
        if a == b {
            return Err(Problem::new(Code::LinkagePairNeedsTwo));
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let proposed = match self.run_remembered(seat) {
            Ok(run) => run
                .waiting
                .iter()
                .find(|pair| pair.a == a && pair.b == b)
                .cloned(),
            Err(_) => None,
        };
        let unweighed = || ProposedPair {
            a: a.to_owned(),
            b: b.to_owned(),
            probability: 0.0,
            relatives: 0.0,
            start: 0.0,
            reasons: UNWEIGHED
                .iter()
                .map(|field| crate::link_run::Reason {
                    field: (*field).to_owned(),
                    level: String::new(),
                    bits: 0.0,
                })
                .collect(),
        };
        let profile = self.profile();
        let said = self.said(seat)?;
        let was_proposed = proposed.is_some();
        let pair = proposed.unwrap_or_else(unweighed);
        let looked = self.read(seat, |tx| look(tx, &pair, seat.classes(), &profile))?;
        let pair = looked.ok_or_else(|| Problem::new(Code::OfficeNoSuchRecord).with("id", a))?;
        Ok(PairLookedAt {
            decided: said.about(a, b).cloned(),
            proposed: was_proposed,
            pair,
        })
    }

    /// Whether a record is there for this reviewer.
    pub(crate) fn is_there(
        &self,
        tx: &Tx<'_>,
        seat: &Seat<Reviewing>,
        id: &str,
    ) -> Result<bool, Problem> {
        let stored = there(tx.get(id))?;
        Ok(stored.is_some_and(|it| {
            model::protect::redact(it.record, seat.classes(), &self.profile()).is_some()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(given: &str, father: &str) -> Fields {
        let mut fields = Fields::default();
        fields.of.insert("given", given.to_owned());
        fields.of.insert("father", father.to_owned());
        fields
    }

    #[test]
    fn the_relation_is_told_from_the_names() {
        let told = |first: &Fields, second: &Fields| {
            let kin = kinship("a", "b", first, second).expect("relatives");
            format!("{} {} {}", kin.of, kin.relation, kin.other)
        };
        let brother = fields("سامر", "مروان");
        assert_eq!(told(&fields("خالد", "مروان"), &brother), "a sibling b");
        assert_eq!(told(&fields("Marwan", "خالد"), &brother), "a parent b");
        assert_eq!(told(&brother, &fields("مروان", "خالد")), "b parent a");
        assert_eq!(told(&fields("خالد", "حسن"), &brother), "a relative b");
    }
}
