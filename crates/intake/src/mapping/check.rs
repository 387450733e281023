//! Does a mapping fit its sheet and its office?
//!
//! All problems at once, each with the line of the mapping: columns that the
//! sheet does not have, terms that the profile does not have, names inside the
//! mapping that nothing bears, and columns of the sheet that nothing reads.

use super::{Columns, EventMap, Field, Mapping, NameMap, PersonMap, SourceMap, Synthetic};
use crate::sheet::Sheet;
use model::fold::{nearest, or_none};
use model::{Code, Problem, Profile};
use std::collections::BTreeSet;

/// A field of the mapping and the vocabulary that its values are terms of.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(&mut Field, Option<&'static str>);

impl Mapping {
    /// Calls `visit` for every field, with its vocabulary when it has one.
    pub(crate) fn visit_fields(&mut self, visit: Visit<'_>) {
        if let Some(person) = &mut self.person {
            person.visit_fields(visit);
        }
        for source in self.sources.values_mut() {
            source.visit_fields(visit);
        }
        for event in &mut self.events {
            event.visit_fields(visit);
        }
    }

    /// Every column that the mapping names outside of fields.
    fn loose_columns(&self) -> Vec<&String> {
        let mut columns: Vec<&String> = self.id.0.iter().chain(&self.ignore).collect();
        if let Some(Synthetic::Column(column)) = &self.synthetic {
            columns.push(column);
        }
        if let Some(person) = &self.person {
            columns.extend(&person.id.0);
            columns.extend(&person.present.0);
        }
        for event in &self.events {
            columns.extend(&event.deciding.0);
            columns.extend(event.persons.iter().flat_map(|person| &person.id.0));
            columns.extend(
                event
                    .related
                    .iter()
                    .filter_map(|related| related.row.as_ref()),
            );
            columns.extend(event.claims.iter().flat_map(|claim| &claim.deciding.0));
        }
        columns
    }

    /// Whether the sheet has what this mapping needs.
    pub fn fits(&self, sheet: &Sheet, profile: &Profile) -> bool {
        self.check(sheet, profile).0.is_empty()
    }

    /// Checks the mapping against a sheet and a profile.
    ///
    /// The first list holds errors that stop the import, the second warnings.
    pub(crate) fn check(&self, sheet: &Sheet, profile: &Profile) -> (Vec<Problem>, Vec<Problem>) {
        let mut errors = Vec::new();
        let mut read = vec![false; sheet.headers.len()];
        let mut unknown: BTreeSet<String> = BTreeSet::new();
        let mut use_column = |column: &String| match sheet.column(column) {
            Some(position) => read[position] = true,
            None => {
                unknown.insert(column.clone());
            }
        };
        self.loose_columns().into_iter().for_each(&mut use_column);
        let mut terms: Vec<(String, &'static str)> = Vec::new();
        let mut copy = self.clone();
        copy.visit_fields(&mut |field, vocabulary| {
            field.all_columns().for_each(&mut use_column);
            if let Some(vocabulary) = vocabulary {
                terms.extend(
                    field
                        .fixed
                        .iter()
                        .chain(field.values.values())
                        .filter(|term| !term.is_empty())
                        .map(|term| (term.clone(), vocabulary)),
                );
            }
        });
        for column in unknown {
            let line = self.line_of(&column);
            let nearest = or_none(&nearest(
                &column,
                sheet.headers.iter().map(|it| [it.as_str()]),
            ));
            let mut problem = Problem::new(Code::IntakeMappingColumnUnknown)
                .with("column", &column)
                .with("nearest", nearest);
            problem.spot.line = line;
            errors.push(problem);
        }
        for (term, vocabulary) in terms {
            if let Some(problem) = term_problem(profile, vocabulary, &term, self.exported) {
                let mut problem = problem;
                problem.spot.line = self.line_of(&term);
                errors.push(problem);
            }
        }
        errors.extend(self.check_names(profile));
        let warnings = read
            .iter()
            .zip(&sheet.headers)
            .enumerate()
            .filter(|(column, (read, _))| {
                !**read
                    && sheet
                        .rows()
                        .any(|row| !row.cell(*column).trimmed().is_empty())
            })
            .map(|(_, (_, header))| {
                Problem::new(Code::IntakeColumnUnmapped)
                    .with("column", header)
                    .at_cell(sheet.header_row, header)
                    .warning()
            })
            .collect();
        (errors, warnings)
    }

    /// Names that one part of the mapping uses and another part should have.
    fn check_names(&self, profile: &Profile) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |code: Code, name: &str| {
            let mut problem = Problem::new(code).with("name", name);
            problem.spot.line = self.line_of(name);
            problems.push(problem);
        };
        if self.list.trim().is_empty() {
            say(Code::IntakeMappingListMissing, "list");
        }
        let alone = self.sources.values().any(|source| source.alone);
        if self.person.is_none() && self.events.is_empty() && !alone {
            say(Code::IntakeMappingNothing, &self.list);
        }
        if let Some(person) = &self.person
            && person.list.is_some()
        {
            let alone = PersonMap {
                list: person.list.clone(),
                id: person.id.clone(),
                ..PersonMap::default()
            };
            if *person != alone || person.id.0.is_empty() {
                say(Code::IntakeMappingPersonElsewhere, "person");
            }
        }
        let names: Vec<&str> = self.events.iter().map(EventMap::name).collect();
        for (position, event) in self.events.iter().enumerate() {
            if names[..position].contains(&names[position]) {
                say(Code::IntakeMappingNameTwice, names[position]);
            }
            if event.kind.is_none() {
                say(Code::IntakeMappingKindMissing, names[position]);
            }
            for related in &event.related {
                match &related.event {
                    Some(other) if !names.contains(&other.as_str()) => {
                        say(Code::IntakeMappingReferenceUnknown, other)
                    }
                    None if related.row.is_none() => {
                        say(Code::IntakeMappingReferenceUnknown, &related.relation)
                    }
                    _ => {}
                }
                if let Some(problem) = term_problem(profile, "relation", &related.relation, true) {
                    let _ = problem;
                    say(Code::IntakeMappingReferenceUnknown, &related.relation);
                }
            }
            for from in event.claims.iter().filter_map(|claim| claim.from.as_ref()) {
                if !self.sources.contains_key(from) {
                    say(Code::IntakeMappingReferenceUnknown, from);
                }
            }
            for id in event
                .own
                .keys()
                .filter(|id| profile.field("event", id).is_none())
            {
                say(Code::IntakeMappingFieldUnknown, id);
            }
        }
        if let Some(person) = &self.person {
            for id in person
                .own
                .keys()
                .filter(|id| profile.field("person", id).is_none())
            {
                say(Code::IntakeMappingFieldUnknown, id);
            }
            for scheme in person.identifiers.keys() {
                if term_problem(profile, "identifier", scheme, true).is_some() {
                    say(Code::IntakeMappingReferenceUnknown, scheme);
                }
            }
        }
        for source in self.sources.values() {
            for id in source
                .own
                .keys()
                .filter(|id| profile.field("source", id).is_none())
            {
                say(Code::IntakeMappingFieldUnknown, id);
            }
        }
        problems
    }
}

/// Why a constant of the mapping is no term; `None` also when the office has no such vocabulary.
fn term_problem(profile: &Profile, vocabulary: &str, term: &str, retired: bool) -> Option<Problem> {
    if vocabulary == "verification" {
        let known = ["open", "verified", "disputed", "rejected"].contains(&term);
        return (!known).then(|| {
            Problem::new(Code::TermUnknown)
                .with("vocabulary", vocabulary)
                .with("text", term)
                .with("nearest", "open · verified · disputed · rejected")
        });
    }
    let terms = profile.vocabulary(vocabulary)?;
    if terms
        .get(term)
        .is_some_and(|found| retired || !found.retired)
    {
        return None;
    }
    terms.pick(term).err()
}

fn each(fields: Vec<(&mut Option<Field>, Option<&'static str>)>, visit: Visit<'_>) {
    for (field, vocabulary) in fields {
        if let Some(field) = field {
            visit(field, vocabulary);
        }
    }
}

impl PersonMap {
    pub(crate) fn visit_fields(&mut self, visit: Visit<'_>) {
        each(
            vec![
                (&mut self.full, None),
                (&mut self.given, None),
                (&mut self.father, None),
                (&mut self.grandfather, None),
                (&mut self.family, None),
                (&mut self.mother, None),
                (&mut self.nickname, None),
                (&mut self.sex, Some("sex")),
                (&mut self.birth, None),
                (&mut self.origin, None),
                (&mut self.residence, None),
                (&mut self.occupation, None),
                (&mut self.flags, Some("protection-flag")),
                (&mut self.notes, None),
            ],
            visit,
        );
        if let Some(service) = &mut self.service {
            each(
                vec![
                    (&mut service.kind, Some("service")),
                    (&mut service.rank, Some("rank")),
                    (&mut service.unit, None),
                ],
                visit,
            );
        }
        for field in self
            .identifiers
            .values_mut()
            .chain(self.references.values_mut())
            .chain(self.own.values_mut())
        {
            visit(field, None);
        }
        for NameMap {
            full,
            given,
            father,
            grandfather,
            family,
            mother,
            nickname,
        } in &mut self.names
        {
            let parts = [full, given, father, grandfather, family, mother, nickname];
            each(parts.into_iter().map(|part| (part, None)).collect(), visit);
        }
    }
}

impl SourceMap {
    pub(crate) fn visit_fields(&mut self, visit: Visit<'_>) {
        each(
            vec![
                (&mut self.id, None),
                (&mut self.synthetic, None),
                (&mut self.name, None),
                (&mut self.kind, Some("source")),
                (&mut self.relation, Some("relation-to-victim")),
                (&mut self.reach, None),
                (&mut self.open, None),
                (&mut self.benefit, None),
                (&mut self.notes, None),
            ],
            visit,
        );
        self.own.values_mut().for_each(|field| visit(field, None));
        for consent in &mut self.consents {
            visit(&mut consent.purpose, Some("consent"));
            visit(&mut consent.given, None);
            each(
                vec![
                    (&mut consent.recipient, None),
                    (&mut consent.explained_by, None),
                    (&mut consent.when, None),
                    (&mut consent.language, None),
                    (&mut consent.lapses, None),
                    (&mut consent.withdrawn, None),
                ],
                visit,
            );
        }
    }
}

impl EventMap {
    pub(crate) fn visit_fields(&mut self, visit: Visit<'_>) {
        each(
            vec![
                (&mut self.kind, Some("event")),
                (&mut self.role, Some("role")),
                (&mut self.when, None),
                (&mut self.place, None),
                (&mut self.facility, None),
                (&mut self.verification, Some("verification")),
                (&mut self.verified_by, None),
                (&mut self.verified_why, None),
                (&mut self.notes, None),
            ],
            visit,
        );
        for person in &mut self.persons {
            each(vec![(&mut person.role, Some("role"))], visit);
        }
        for body in &mut self.bodies.0 {
            visit(&mut body.name, None);
            each(
                vec![
                    (&mut body.alleged, None),
                    (&mut body.degree, Some("involvement")),
                ],
                visit,
            );
        }
        for field in self.attributes.values_mut().chain(self.own.values_mut()) {
            visit(field, None);
        }
        for claim in &mut self.claims {
            each(
                vec![
                    (&mut claim.id, None),
                    (&mut claim.basis, Some("basis")),
                    (&mut claim.learned, None),
                    (&mut claim.reliability, Some("reliability")),
                    (&mut claim.when, None),
                    (&mut claim.place, None),
                    (&mut claim.facility, None),
                    (&mut claim.body, None),
                    (&mut claim.words, None),
                ],
                visit,
            );
            claim
                .values
                .values_mut()
                .for_each(|field| visit(field, None));
        }
    }

    /// Every column that the event and its claims read, sources apart.
    pub(crate) fn columns(&self) -> Vec<String> {
        let mut columns = Vec::new();
        self.clone()
            .visit_fields(&mut |field, _| columns.extend(field.all_columns().cloned()));
        columns
    }
}

impl Columns {
    /// The columns' headers.
    pub fn headers(&self) -> &[String] {
        &self.0
    }
}
