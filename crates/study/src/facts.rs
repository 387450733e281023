//! What do the records say of a person, in the terms that instruments ask in?
//!
//! The whole mapping from events to legal facts stands here and in
//! `docs/study.md`. Only what an event or one of its attributes states becomes
//! a fact; what nobody recorded is not there, and therefore unknown. Each fact
//! carries the ids of the event and its claims (`event#claim`).

use crate::frame::{Frame, failed};
use law::{Facts, Until, Value};
use model::{Problem, When};
use std::collections::BTreeMap;

/// An event of a person, as far as facts need it.
#[derive(Clone, Debug, Default)]
struct Act {
    id: String,
    kind: String,
    when: Option<When>,
    attributes: BTreeMap<String, String>,
    /// Ids of events that this one is tied to.
    related: Vec<String>,
    sources: Vec<String>,
}

/// The facts of persons of the frame, in the order asked for.
///
/// - `surrender.date`: the date of an event `surrender`.
/// - `custody`: held from an event `arrest` until its `release` (tied to it, or the first that can
///   follow it) or the person's `death`; else at least until the last `sighting` in the same detention;
///   else nobody knows until when.
/// - `person.fugitive`: the attribute `fugitive` of an `arrest`, for the time up to it.
/// - `offence.article`, `offence.flight`, `offence.date`: the attributes `offence-article`, `flight`
///   and `offence-date` of any event; the date of an event `defection` is also an offence's date.
///
/// # Errors
/// `study.frame-failed` when the frame cannot be read.
pub fn facts_of(frame: &Frame, persons: &[String]) -> Result<Vec<Facts>, Problem> {
    let mut found = Vec::with_capacity(persons.len());
    for person in persons {
        let acts = acts_of(frame, person).map_err(failed)?;
        found.push(facts(person, &acts));
    }
    Ok(found)
}

fn acts_of(frame: &Frame, person: &str) -> rusqlite::Result<Vec<Act>> {
    let connection = &frame.connection;
    let mut events = connection.prepare_cached(
        "select e.id, e.kind, e.when_text from participants p join events e on e.id = p.event_id \
         where p.person_id = ?1 and p.role = 'victim' and e.verification <> 'rejected' \
         order by e.earliest is null, e.earliest, e.latest, e.id",
    )?;
    let mut attributes =
        connection.prepare_cached("select name, value from attributes where event_id = ?1")?;
    let mut related = connection.prepare_cached(
        "select other_event_id from related_events where event_id = ?1 order by 1",
    )?;
    let mut claims =
        connection.prepare_cached("select claim_id from claims where event_id = ?1 order by 1")?;
    let mut acts: Vec<Act> = events
        .query_map([person], |row| {
            let when: Option<String> = row.get(2)?;
            Ok(Act {
                id: row.get(0)?,
                kind: row.get(1)?,
                when: when.and_then(|text| When::parse(&text).ok()),
                ..Act::default()
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    for act in &mut acts {
        act.attributes = attributes
            .query_map([&act.id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        act.related = related
            .query_map([&act.id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let claims: Vec<String> = claims
            .query_map([&act.id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        act.sources = if claims.is_empty() {
            vec![act.id.clone()]
        } else {
            claims
                .into_iter()
                .map(|claim| format!("{}#{claim}", act.id))
                .collect()
        };
    }
    Ok(acts)
}

fn facts(person: &str, acts: &[Act]) -> Facts {
    let mut facts = Facts::of(person);
    for act in acts {
        for (attribute, fact) in [
            ("offence-article", "offence.article"),
            ("flight", "offence.flight"),
        ] {
            if let Some(value) = act.attributes.get(attribute) {
                facts = facts.with(fact, Value::OneOf(vec![value.clone()]), act.sources.clone());
            }
        }
        let stated = act
            .attributes
            .get("offence-date")
            .and_then(|text| When::parse(text).ok());
        let left = act.when.clone().filter(|_| act.kind == "defection");
        for when in stated.into_iter().chain(left) {
            facts = facts.with("offence.date", Value::When(when), act.sources.clone());
        }
        let Some(when) = &act.when else { continue };
        match act.kind.as_str() {
            "surrender" => {
                facts = facts.with(
                    "surrender.date",
                    Value::When(when.clone()),
                    act.sources.clone(),
                );
            }
            "arrest" => {
                facts = facts.with("custody", custody(act, when, acts), act.sources.clone());
                if let Some(fugitive) = fugitive(act, when) {
                    facts = facts.with("person.fugitive", fugitive, act.sources.clone());
                }
            }
            _ => {}
        }
    }
    facts
}

/// How long an arrest is known to have lasted.
fn custody(arrest: &Act, from: &When, acts: &[Act]) -> Value {
    let of_this = |act: &&Act| belongs(act, arrest, from, acts);
    let ended = acts
        .iter()
        .filter(|act| act.kind == "release")
        .find(of_this)
        .or_else(|| acts.iter().find(|act| act.kind == "death"))
        .map(|end| end.when.clone());
    let until = match ended {
        Some(Some(end)) => Until::Ended(end),
        // Released or dead, nobody knows when, or neither: seen there at least until then.
        Some(None) | None => acts
            .iter()
            .filter(|act| act.kind == "sighting")
            .filter(of_this)
            .filter_map(|act| act.when.clone())
            .max_by(|a, b| a.earliest().cmp(&b.earliest()))
            .map_or(Until::Unknown, Until::AtLeast),
    };
    Value::State {
        holds: true,
        from: from.clone(),
        until,
    }
}

/// Whether an event belongs to this arrest: tied to it, or tied to no arrest and
/// able to follow it before the next one.
fn belongs(act: &Act, arrest: &Act, from: &When, acts: &[Act]) -> bool {
    if act.related.contains(&arrest.id) {
        return true;
    }
    let other_arrests = || {
        acts.iter()
            .filter(|other| other.kind == "arrest" && other.id != arrest.id)
    };
    if other_arrests().any(|other| act.related.contains(&other.id)) {
        return false;
    }
    let Some(when) = &act.when else {
        return other_arrests().next().is_none();
    };
    let (Some(begun), Some(earliest)) = (from.earliest(), when.earliest()) else {
        return false;
    };
    earliest >= begun
        && !other_arrests().any(|other| {
            other
                .when
                .as_ref()
                .and_then(When::earliest)
                .is_some_and(|next| next > begun && next <= earliest)
        })
}

/// Whether the person was a fugitive up to this arrest, when the record says so.
fn fugitive(arrest: &Act, when: &When) -> Option<Value> {
    let holds = match arrest.attributes.get("fugitive")?.as_str() {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    // Since when is not said: any day up to the arrest.
    let from = When::parse(&format!("../{}", when.latest()?)).ok()?;
    Some(Value::State {
        holds,
        from,
        until: Until::Ended(when.clone()),
    })
}
