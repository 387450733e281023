//! Which places of a mapping can be filled?
//!
//! One walk for reading and for filling, over the parts that the mapping has and
//! one empty further name, body and person after the last, so that they can be
//! added by filling them. Sources, events and claims are added by hand.

use super::Takes;
use crate::mapping::{
    BodyMap, ClaimMap, Columns, ConsentMap, EventMap, Field, Mapping, NameMap, ParticipantMap,
    PersonMap, ServiceMap, SourceMap, Synthetic,
};
use model::Profile;
use model::profile::FieldType;
use std::collections::{BTreeMap, BTreeSet};

/// A hole, open for reading and filling.
pub(super) enum Hole<'h> {
    Field(&'h mut Option<Field>),
    Columns(&'h mut Vec<String>),
    Column(&'h mut Option<String>),
}

/// Is called with each hole's path and what it takes.
pub(super) type EachHole<'f> = &'f mut dyn FnMut(&str, &Takes, Hole<'_>);

fn term(vocabulary: &str) -> Takes {
    Takes::Term(vocabulary.to_owned())
}

/// Calls `f` for every hole of a mapping.
pub(super) fn each_hole(mapping: &mut Mapping, profile: &Profile, f: EachHole<'_>) {
    f("id", &Takes::Columns, Hole::Columns(&mut mapping.id.0));
    f(
        "ignore",
        &Takes::Columns,
        Hole::Columns(&mut mapping.ignore),
    );
    let mut synthetic = match mapping.synthetic.take() {
        Some(Synthetic::Column(column)) => Some(column),
        all => {
            mapping.synthetic = all;
            None
        }
    };
    f("synthetic", &Takes::Columns, Hole::Column(&mut synthetic));
    if let Some(column) = synthetic {
        mapping.synthetic = Some(Synthetic::Column(column));
    }
    let mut person = mapping.person.take().unwrap_or_default();
    of_person(&mut person, profile, f);
    mapping.person = (person != PersonMap::default()).then_some(person);
    for (at, source) in mapping.sources.values_mut().enumerate() {
        of_source(source, at, profile, f);
    }
    for (at, event) in mapping.events.iter_mut().enumerate() {
        of_event(event, at, profile, f);
    }
}

fn fields<const N: usize>(
    start: &str,
    holes: [(&str, Takes, &mut Option<Field>); N],
    f: EachHole<'_>,
) {
    for (name, takes, hole) in holes {
        f(&format!("{start}.{name}"), &takes, Hole::Field(hole));
    }
}

/// Fields by name: those that are mapped, and those that could be.
fn by_name(
    start: &str,
    map: &mut BTreeMap<String, Field>,
    known: impl IntoIterator<Item = (String, Takes)>,
    f: EachHole<'_>,
) {
    let mut known: BTreeMap<String, Takes> = known.into_iter().collect();
    for name in map.keys() {
        known.entry(name.clone()).or_insert(Takes::Text);
    }
    for (name, takes) in known {
        let mut hole = map.remove(&name);
        f(&format!("{start}.{name}"), &takes, Hole::Field(&mut hole));
        if let Some(field) = hole {
            map.insert(name, field);
        }
    }
}

fn own_fields(profile: &Profile, record: &str) -> Vec<(String, Takes)> {
    let own = profile.fields.iter().filter(|own| own.record == record);
    own.map(|own| {
        let takes = match own.field_type {
            FieldType::Date => Takes::Date,
            FieldType::Number => Takes::Number,
            FieldType::Yesno => Takes::Yesno,
            FieldType::Term => term(own.vocabulary.as_deref().unwrap_or(&own.id)),
            FieldType::Text => Takes::Text,
        };
        (own.id.clone(), takes)
    })
    .collect()
}

fn of_person(person: &mut PersonMap, profile: &Profile, f: EachHole<'_>) {
    f(
        "person.id",
        &Takes::Columns,
        Hole::Columns(&mut person.id.0),
    );
    f(
        "person.present",
        &Takes::Columns,
        Hole::Columns(&mut person.present.0),
    );
    use Takes::{Date, Place, Text};
    fields(
        "person",
        [
            ("full", Text, &mut person.full),
            ("given", Text, &mut person.given),
            ("father", Text, &mut person.father),
            ("grandfather", Text, &mut person.grandfather),
            ("family", Text, &mut person.family),
            ("mother", Text, &mut person.mother),
            ("nickname", Text, &mut person.nickname),
            ("sex", term("sex"), &mut person.sex),
            ("birth", Date, &mut person.birth),
            ("origin", Place, &mut person.origin),
            ("residence", Place, &mut person.residence),
            ("occupation", Text, &mut person.occupation),
            ("flags", term("protection-flag"), &mut person.flags),
            ("notes", Text, &mut person.notes),
        ],
        f,
    );
    let mut service = person.service.take().unwrap_or_default();
    fields(
        "person.service",
        [
            ("kind", term("service"), &mut service.kind),
            ("rank", term("rank"), &mut service.rank),
            ("unit", Text, &mut service.unit),
        ],
        f,
    );
    person.service = (service != ServiceMap::default()).then_some(service);
    let schemes = profile
        .vocabulary("identifier")
        .map(|schemes| schemes.terms.iter().map(|it| (it.id.clone(), Text)))
        .into_iter()
        .flatten();
    by_name("person.identifiers", &mut person.identifiers, schemes, f);
    by_name("person.references", &mut person.references, [], f);
    by_name(
        "person.own",
        &mut person.own,
        own_fields(profile, "person"),
        f,
    );
    person.names.push(NameMap::default());
    for (at, name) in person.names.iter_mut().enumerate() {
        fields(
            &format!("name.{at}"),
            [
                ("full", Text, &mut name.full),
                ("given", Text, &mut name.given),
                ("father", Text, &mut name.father),
                ("grandfather", Text, &mut name.grandfather),
                ("family", Text, &mut name.family),
                ("mother", Text, &mut name.mother),
                ("nickname", Text, &mut name.nickname),
            ],
            f,
        );
    }
    person.names.retain(|name| *name != NameMap::default());
}

fn of_source(source: &mut SourceMap, at: usize, profile: &Profile, f: EachHole<'_>) {
    use Takes::{Date, Text, Yesno};
    let start = format!("source.{at}");
    fields(
        &start,
        [
            ("name", Text, &mut source.name),
            ("kind", term("source"), &mut source.kind),
            ("relation", term("relation-to-victim"), &mut source.relation),
            ("reach", Text, &mut source.reach),
            ("open", Yesno, &mut source.open),
            ("benefit", Text, &mut source.benefit),
            ("notes", Text, &mut source.notes),
            ("id", Text, &mut source.id),
            ("synthetic", Yesno, &mut source.synthetic),
        ],
        f,
    );
    let own = own_fields(profile, "source");
    by_name(&format!("{start}.own"), &mut source.own, own, f);
    let consents = std::mem::take(&mut source.consents);
    for (number, consent) in consents.into_iter().enumerate() {
        let (mut purpose, mut given) = (Some(consent.purpose.clone()), Some(consent.given.clone()));
        let mut rest = consent;
        fields(
            &format!("{start}.consent.{number}"),
            [
                ("purpose", term("consent"), &mut purpose),
                ("given", Yesno, &mut given),
                ("recipient", Text, &mut rest.recipient),
                ("explained_by", Text, &mut rest.explained_by),
                ("when", Date, &mut rest.when),
                ("language", Text, &mut rest.language),
                ("lapses", Date, &mut rest.lapses),
                ("withdrawn", Date, &mut rest.withdrawn),
            ],
            f,
        );
        if let (Some(purpose), Some(given)) = (purpose, given) {
            source.consents.push(ConsentMap {
                purpose,
                given,
                ..rest
            });
        }
    }
}

/// Attributes that events of a kind may have; of any kind where a column says it.
fn attributes(event: &EventMap, profile: &Profile) -> Vec<(String, Takes)> {
    let kind = event.kind.as_ref().filter(|kind| kind.columns.is_empty());
    let kind = kind.and_then(|kind| kind.fixed.as_deref());
    let terms = profile
        .vocabulary("event")
        .map_or(&[][..], |events| &events.terms[..]);
    let names: BTreeSet<&String> = terms
        .iter()
        .filter(|term| kind.is_none_or(|kind| kind == term.id))
        .flat_map(|term| &term.attributes)
        .collect();
    names
        .into_iter()
        .map(|name| (name.clone(), attribute(name, profile)))
        .collect()
}

fn attribute(name: &str, profile: &Profile) -> Takes {
    if profile.vocabularies.contains_key(name) {
        term(name)
    } else {
        Takes::Attribute
    }
}

fn of_event(event: &mut EventMap, at: usize, profile: &Profile, f: EachHole<'_>) {
    use Takes::{Body, Date, Place, Text, Yesno};
    let start = format!("event.{at}");
    let mut known = attributes(event, profile);
    known.extend(
        event
            .attributes
            .keys()
            .chain(event.claims.iter().flat_map(|claim| claim.values.keys()))
            .map(|name| (name.clone(), attribute(name, profile))),
    );
    fields(
        &start,
        [
            ("kind", term("event"), &mut event.kind),
            ("when", Date, &mut event.when),
            ("place", Place, &mut event.place),
            ("facility", Place, &mut event.facility),
        ],
        f,
    );
    event.bodies.0.push(BodyMap::default());
    for (number, body) in event.bodies.0.iter_mut().enumerate() {
        let mut name = (body.name != Field::default()).then(|| std::mem::take(&mut body.name));
        fields(
            &format!("{start}.body.{number}"),
            [
                ("name", Body, &mut name),
                ("alleged", Yesno, &mut body.alleged),
                ("degree", term("involvement"), &mut body.degree),
            ],
            f,
        );
        body.name = name.unwrap_or_default();
    }
    event.bodies.0.retain(|body| body.name != Field::default());
    by_name(
        &format!("{start}.attributes"),
        &mut event.attributes,
        known.clone(),
        f,
    );
    let own = own_fields(profile, "event");
    by_name(&format!("{start}.own"), &mut event.own, own, f);
    fields(
        &start,
        [
            ("notes", Text, &mut event.notes),
            ("role", term("role"), &mut event.role),
            (
                "verification",
                term("verification"),
                &mut event.verification,
            ),
            ("verified_by", Text, &mut event.verified_by),
            ("verified_why", Text, &mut event.verified_why),
        ],
        f,
    );
    f(
        &format!("{start}.if"),
        &Takes::Columns,
        Hole::Columns(&mut event.deciding.0),
    );
    event.persons.push(ParticipantMap::default());
    for (number, person) in event.persons.iter_mut().enumerate() {
        let path = format!("{start}.person.{number}");
        let Columns(id) = &mut person.id;
        f(&format!("{path}.id"), &Takes::Columns, Hole::Columns(id));
        fields(&path, [("role", term("role"), &mut person.role)], f);
    }
    event
        .persons
        .retain(|person| *person != ParticipantMap::default());
    for (number, related) in event.related.iter_mut().enumerate() {
        let path = format!("{start}.related.{number}.row");
        f(&path, &Takes::Columns, Hole::Column(&mut related.row));
    }
    for (number, claim) in event.claims.iter_mut().enumerate() {
        of_claim(claim, &format!("{start}.claim.{number}"), &known, f);
    }
}

fn of_claim(claim: &mut ClaimMap, start: &str, known: &[(String, Takes)], f: EachHole<'_>) {
    use Takes::{Body, Date, Place, Text};
    fields(
        start,
        [
            ("basis", term("basis"), &mut claim.basis),
            ("learned", Date, &mut claim.learned),
            ("reliability", term("reliability"), &mut claim.reliability),
            ("words", Text, &mut claim.words),
            ("when", Date, &mut claim.when),
            ("place", Place, &mut claim.place),
            ("facility", Place, &mut claim.facility),
            ("body", Body, &mut claim.body),
        ],
        f,
    );
    let values = &mut claim.values;
    by_name(&format!("{start}.values"), values, known.to_vec(), f);
    fields(start, [("id", Text, &mut claim.id)], f);
    f(
        &format!("{start}.if"),
        &Takes::Columns,
        Hole::Columns(&mut claim.deciding.0),
    );
}
