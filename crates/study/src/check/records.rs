//! Do the records agree with themselves?
//!
//! Looks for claims of one event that cannot all be true, two deaths of one
//! person, and events in an order that cannot be. Only what is impossible on
//! every reading of the partial dates and of the gazetteer is reported: a town
//! inside the governorate that another source names is no conflict. An event
//! that a reviewer has verified or rejected is settled.

use super::place;
use crate::computed::Finding;
use crate::definition::Study;
use crate::frame::Frame;
use model::profile::{Label, Profile};
use model::{Problem, Severity, When};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The second kind cannot lie wholly before every event of the first kind.
const FIRST_THEN: &[(&str, &str)] = &[
    ("arrest", "release"),
    ("death", "notice-of-death"),
    ("defection", "settlement"),
];
/// What cannot happen to a person after death.
const OF_THE_LIVING: &[&str] = &[
    "surrender",
    "settlement",
    "return-to-unit",
    "arrest",
    "sighting",
    "visit",
    "trial",
    "release",
    "joining",
];

pub(super) fn check(
    study: &Study,
    frame: &Frame,
    profile: &Profile,
) -> Result<Vec<Finding>, Problem> {
    let whole = study.file.checking.whole_frame;
    let persons = if whole {
        ""
    } else {
        "and p.person_id in (select person_id from population)"
    };
    let events = if whole {
        ""
    } else {
        "and e.id in (select event_id from participants where person_id in (select person_id from population))"
    };
    frame.own(|connection| {
        let mut findings = conflicts(connection, events, profile)?;
        findings.extend(two_deaths(connection, persons)?);
        findings.extend(order(connection, persons)?);
        Ok(findings)
    })
}

/// A claim, as far as it can conflict.
struct Claim {
    id: String,
    when: Option<When>,
    place: Option<String>,
    values: BTreeMap<String, String>,
}

fn conflicts(
    connection: &Connection,
    events: &str,
    profile: &Profile,
) -> rusqlite::Result<Vec<Finding>> {
    // Cheap and too wide: what is left is looked at claim by claim.
    let mut candidates = connection.prepare(&format!(
        "select e.id, e.kind from events e join ( \
           select event_id from claims group by event_id having count(*) > 1 and ( \
             max(when_earliest) > min(when_latest) \
             or max(coalesce(facility, place)) <> min(coalesce(facility, place))) \
           union select event_id from claim_values group by event_id, name having max(value) <> min(value) \
         ) c on c.event_id = e.id \
         where e.verification not in ('verified', 'rejected') {events} order by e.id"
    ))?;
    let mut findings = Vec::new();
    let mut rows = candidates.query([])?;
    while let Some(row) = rows.next()? {
        let (event, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let claims = claims_of(connection, &event)?;
        findings.extend(conflict(&event, &kind, "date", &claims, |a, b| {
            let (a, b) = (a.when.as_ref()?, b.when.as_ref()?);
            (!a.could_equal(b)).then(|| (same(a.edtf()), same(b.edtf())))
        }));
        findings.extend(conflict(&event, &kind, "place", &claims, |a, b| {
            let (a, b) = (a.place.as_ref()?, b.place.as_ref()?);
            apart(profile, a, b).then(|| (placed(profile, a), placed(profile, b)))
        }));
        let names: BTreeSet<&String> = claims
            .iter()
            .flat_map(|claim| claim.values.keys())
            .collect();
        for name in names {
            findings.extend(conflict(&event, &kind, name, &claims, |a, b| {
                let (a, b) = (a.values.get(name)?, b.values.get(name)?);
                let numbers = (a.trim().parse::<f64>().ok()?, b.trim().parse::<f64>().ok()?);
                (numbers.0 != numbers.1).then(|| (same(a), same(b)))
            }));
        }
    }
    Ok(findings)
}

/// The first pair of claims that cannot both be true. One finding for each
/// event and matter: who reads it opens the event.
fn conflict(
    event: &str,
    kind: &str,
    matter: &str,
    claims: &[Claim],
    differ: impl Fn(&Claim, &Claim) -> Option<(Label, Label)>,
) -> Option<Finding> {
    for (position, first) in claims.iter().enumerate() {
        for second in &claims[position + 1..] {
            if let Some((expected, found)) = differ(first, second) {
                return Some(Finding {
                    code: "claims.conflict".into(),
                    place: place([
                        ("event", event),
                        ("kind", kind),
                        ("field", matter),
                        ("claim", &second.id),
                        ("against", &first.id),
                    ]),
                    expected: expected.en.clone(),
                    found: found.en.clone(),
                    ids: vec![event.to_owned()],
                    severity: Severity::Error,
                    expected_label: Some(expected),
                    found_label: Some(found),
                });
            }
        }
    }
    None
}

fn same(text: &str) -> Label {
    Label {
        ar: text.to_owned(),
        en: text.to_owned(),
    }
}

fn claims_of(connection: &Connection, event: &str) -> rusqlite::Result<Vec<Claim>> {
    let mut query = connection.prepare_cached(
        "select claim_id, when_text, coalesce(facility, place) from claims where event_id = ?1 order by claim_id",
    )?;
    let mut values = connection.prepare_cached(
        "select name, value from claim_values where event_id = ?1 and claim_id = ?2",
    )?;
    let mut claims: Vec<Claim> = query
        .query_map([event], |row| {
            let when: Option<String> = row.get(1)?;
            Ok(Claim {
                id: row.get(0)?,
                when: when.and_then(|text| When::parse(&text).ok()),
                place: row.get(2)?,
                values: BTreeMap::new(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    for claim in &mut claims {
        claim.values = values
            .query_map([event, &claim.id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
    }
    Ok(claims)
}

/// Whether neither place lies in the other. A place that the gazetteer does not
/// have may lie anywhere.
fn apart(profile: &Profile, a: &str, b: &str) -> bool {
    let (of_a, of_b) = (profile.places.lineage(a), profile.places.lineage(b));
    !of_a.is_empty()
        && !of_b.is_empty()
        && !of_a.iter().any(|term| term.id == b)
        && !of_b.iter().any(|term| term.id == a)
}

/// A place with its governorate.
fn placed(profile: &Profile, id: &str) -> Label {
    let line = profile.places.lineage(id);
    let governorate = profile.place_within(id, "governorate");
    let Some(own) = line.first() else {
        return same(id);
    };
    match governorate {
        Some(governorate) if governorate.id != own.id => Label {
            ar: format!("{}، {}", own.ar, governorate.ar),
            en: format!("{}, {}", own.en, governorate.en),
        },
        _ => Label {
            ar: own.ar.clone(),
            en: own.en.clone(),
        },
    }
}

fn two_deaths(connection: &Connection, persons: &str) -> rusqlite::Result<Vec<Finding>> {
    let mut query = connection.prepare(&format!(
        "select p.person_id, group_concat(e.id, ' ') from events e join participants p on p.event_id = e.id \
         where e.kind = 'death' and p.role = 'victim' and e.verification <> 'rejected' {persons} \
         group by p.person_id having count(*) > 1 order by p.person_id"
    ))?;
    query
        .query_map([], |row| {
            let (person, deaths): (String, String) = (row.get(0)?, row.get(1)?);
            let mut ids: Vec<String> = deaths.split(' ').map(str::to_owned).collect();
            ids.sort();
            Ok(Finding {
                code: "events.two-deaths".into(),
                place: place([("person", &person)]),
                expected: "1".into(),
                found: ids.len().to_string(),
                ids,
                severity: Severity::Error,
                expected_label: None,
                found_label: None,
            })
        })?
        .collect()
}

/// Events that lie surely before what must come first, or after a death.
fn order(connection: &Connection, persons: &str) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (first, then) in FIRST_THEN {
        let mut query = connection.prepare(&format!(
            "select p.person_id, e.id, e.latest, min(f.earliest), min(f.id) \
             from events e join participants p on p.event_id = e.id and p.role = 'victim' \
             join participants q on q.person_id = p.person_id and q.role = 'victim' \
             join events f on f.id = q.event_id and f.kind = ?1 and f.verification <> 'rejected' \
             where e.kind = ?2 and e.latest is not null and e.qualified = 0 and e.verification <> 'rejected' {persons} \
             group by p.person_id, e.id \
             having count(*) = count(f.earliest) and max(f.qualified) = 0 and e.latest < min(f.earliest) \
             order by p.person_id, e.id"
        ))?;
        let mut rows = query.query([first, then])?;
        while let Some(row) = rows.next()? {
            findings.push(out_of_order(row, first, then)?);
        }
    }
    let kinds: Vec<String> = OF_THE_LIVING
        .iter()
        .map(|kind| format!("'{kind}'"))
        .collect();
    let mut query = connection.prepare(&format!(
        "select p.person_id, e.id, f.latest, e.earliest, f.id, e.kind \
         from events f join participants p on p.event_id = f.id and p.role = 'victim' \
         join participants q on q.person_id = p.person_id and q.role = 'victim' \
         join events e on e.id = q.event_id and e.kind in ({}) and e.verification <> 'rejected' \
         where f.kind = 'death' and f.verification <> 'rejected' and f.qualified = 0 and e.qualified = 0 {persons} \
         and e.earliest > f.latest order by p.person_id, e.id",
        kinds.join(", ")
    ))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let then: String = row.get(5)?;
        findings.push(out_of_order(row, &then, "death")?);
    }
    Ok(findings)
}

/// A row of person, event, the day that is too early, the day that it must not precede, the other event.
fn out_of_order(row: &rusqlite::Row<'_>, first: &str, then: &str) -> rusqlite::Result<Finding> {
    let (person, event): (String, String) = (row.get(0)?, row.get(1)?);
    let (early, late): (String, String) = (row.get(2)?, row.get(3)?);
    let other: String = row.get(4)?;
    let mut ids = vec![event, other];
    ids.sort();
    Ok(Finding {
        code: "events.order".into(),
        place: place([("person", &person), ("first", first), ("then", then)]),
        expected: format!("{first} {late} → {then}"),
        found: format!("{then} {early} → {first} {late}"),
        ids,
        severity: Severity::Error,
        expected_label: None,
        found_label: None,
    })
}
