//! What happened to each person that the study tells one by one?
//!
//! Events in the order of their earliest day; places, bodies and ways of
//! knowing by their labels. Names are not in the frame: a person is called by
//! initials or by a number, as the study says.

use crate::computed::{Case, CaseEvent};
use crate::definition::Study;
use crate::definition::file::{Called, CasesEntry, OriginLevel};
use crate::frame::{Frame, failed};
use crate::rows;
use model::Problem;
use model::profile::{Label, Profile, Vocabulary};

pub(crate) fn tell(
    study: &Study,
    cases: &CasesEntry,
    frame: &Frame,
    profile: &Profile,
) -> Result<Vec<Case>, Problem> {
    let persons = rows::ids_in_order(frame, &study.sql(&cases.rows, "cases"))?;
    persons
        .iter()
        .enumerate()
        .map(|(position, person)| one(person, position + 1, cases, frame, profile).map_err(failed))
        .collect()
}

/// The label of a term; the id itself when the vocabulary does not have it.
pub(crate) fn label(vocabulary: Option<&Vocabulary>, id: &str) -> Label {
    match vocabulary.and_then(|vocabulary| vocabulary.get(id)) {
        Some(term) => Label {
            ar: term.ar.clone(),
            en: term.en.clone(),
        },
        None => Label {
            ar: id.to_owned(),
            en: id.to_owned(),
        },
    }
}

fn one(
    person: &str,
    number: usize,
    cases: &CasesEntry,
    frame: &Frame,
    profile: &Profile,
) -> rusqlite::Result<Case> {
    let level = match cases.origin {
        OriginLevel::None => "null",
        OriginLevel::Town => "coalesce(origin_town, origin)",
        OriginLevel::District => "origin_district",
        OriginLevel::Governorate => "origin_governorate",
    };
    let mut query = frame.connection.prepare_cached(&format!(
        "select {level}, service, rank, initials from persons where id = ?1"
    ))?;
    let mut rows = query.query([person])?;
    let (mut origin, mut service, mut rank, mut initials) = (None, None, None, None);
    if let Some(row) = rows.next()? {
        origin = row.get::<_, Option<String>>(0)?;
        service = row.get::<_, Option<String>>(1)?;
        rank = row.get::<_, Option<String>>(2)?;
        initials = row.get::<_, Option<String>>(3)?;
    }
    let service = service.map(|id| label(profile.vocabulary("service"), &id));
    let rank = rank.map(|id| label(profile.vocabulary("rank"), &id));
    let called = match cases.called {
        Called::Initials => initials.unwrap_or_else(|| number.to_string()),
        Called::Number => number.to_string(),
    };
    Ok(Case {
        person: person.to_owned(),
        called,
        origin: origin.map(|id| label(Some(&profile.places), &id)),
        service: match (service, rank) {
            (Some(service), Some(rank)) => Some(Label {
                ar: format!("{}، {}", service.ar, rank.ar),
                en: format!("{}, {}", service.en, rank.en),
            }),
            (service, rank) => service.or(rank),
        },
        events: events(person, &cases.events, frame, profile)?,
    })
}

fn events(
    person: &str,
    kinds: &[String],
    frame: &Frame,
    profile: &Profile,
) -> rusqlite::Result<Vec<CaseEvent>> {
    let mut query = frame.connection.prepare_cached(
        "select id, kind, when_text, earliest, latest, coalesce(facility, place), body, claims from acts \
         where person_id = ?1 order by earliest is null, earliest, latest, id",
    )?;
    let mut bases = frame.connection.prepare_cached(
        "select distinct basis from claims where event_id = ?1 and basis is not null order by basis",
    )?;
    let mut rows = query.query([person])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let kind: String = row.get(1)?;
        if !kinds.is_empty() && !kinds.contains(&kind) {
            continue;
        }
        let bases = bases
            .query_map([&id], |row| row.get::<_, String>(0))?
            .map(|basis| basis.map(|basis| label(profile.vocabulary("basis"), &basis)))
            .collect::<rusqlite::Result<_>>()?;
        events.push(CaseEvent {
            label: label(profile.vocabulary("event"), &kind),
            when: row.get(2)?,
            earliest: row.get(3)?,
            latest: row.get(4)?,
            place: row
                .get::<_, Option<String>>(5)?
                .map(|id| label(Some(&profile.places), &id)),
            body: row
                .get::<_, Option<String>>(6)?
                .map(|id| label(Some(&profile.bodies), &id)),
            bases,
            claims: row.get::<_, i64>(7)?.unsigned_abs(),
            id,
            kind,
        });
    }
    Ok(events)
}
