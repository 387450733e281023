//! Who took part in an event: persons, bodies, and the events that belong to it?
//!
//! An act has several persons in several parts (victim, witness, perpetrator) and
//! several bodies (who did it, who ordered it, who held the person). Each is a row.

use super::{Fields, Former, Group, Input, Typed, pick, place_of, place_text, rows};
use crate::answer::Refusal;
use crate::pages::find::Choice;
use model::record::{Event, Involvement, Name, Participant, Person, RelatedEvent};
use model::{Code, Problem, Record};
use office::Reading;

impl Former<'_> {
    pub(super) fn participant_fields(&self, event: &Event, fields: &mut Fields) {
        for (row, part) in event.persons.iter().enumerate() {
            fields.insert(format!("person{row}-person"), part.person.clone());
            fields.insert(format!("person{row}-role"), part.role.clone());
        }
        for (row, part) in event.bodies.iter().enumerate() {
            let body = place_text(
                &self.say.profile,
                "body",
                self.say.language,
                Some(&part.body),
            );
            let alleged = if part.alleged { "yes" } else { "" };
            fields.insert(format!("body{row}-body"), body);
            fields.insert(
                format!("body{row}-degree"),
                part.degree.clone().unwrap_or_default(),
            );
            fields.insert(format!("body{row}-alleged"), alleged.to_owned());
        }
        for (row, tie) in event.related.iter().enumerate() {
            fields.insert(format!("related{row}-relation"), tie.relation.clone());
            fields.insert(format!("related{row}-event"), tie.event.clone());
        }
    }

    /// The persons of an event, each with a part, none twice in the same part.
    pub(super) fn persons(&mut self, began: &[Participant], typed: Typed) -> Vec<Participant> {
        let mut persons: Vec<Participant> = Vec::new();
        for row in 0..typed.count("person") {
            if typed.is_removed("person", row) {
                continue;
            }
            let field = format!("person{row}-person");
            let words = typed.value(&format!("{field}-find"));
            let mut part = began.get(row).cloned().unwrap_or_else(|| Participant {
                person: String::new(),
                role: String::new(),
            });
            if let Some(chosen) = typed.changed(&field) {
                part.person = chosen.to_owned();
            }
            let role = format!("person{row}-role");
            if let Some(typed) = typed.changed(&role) {
                part.role = self.term(&role, "role", typed).unwrap_or_default();
            }
            if part.person.is_empty() && words.is_empty() && part.role.is_empty() {
                continue;
            }
            if part.person.is_empty() {
                self.unsettled(&field);
            } else if part.person == pick::NEW {
                let name = Name {
                    full: Some(words.to_owned()),
                    ..Name::default()
                };
                let person = Person {
                    names: vec![name],
                    ..Person::default()
                };
                let fresh = self.write_down(&field, words, Record::Person(person));
                part.person = fresh.unwrap_or_default();
            } else if typed.changed(&field).is_some() && !self.is_there(&field, &part.person) {
                continue;
            }
            if part.role.is_empty() && !self.has_problem(&role) {
                let missing = Problem::new(Code::OfficeFieldMissing);
                self.problems.push(missing.at_field(&role));
            }
            if !persons.contains(&part) {
                persons.push(part);
            }
        }
        if persons.is_empty() {
            let missing = Problem::new(Code::OfficeFieldMissing);
            self.problems.push(missing.at_field("person0-person"));
        }
        persons
    }

    pub(super) fn has_problem(&self, field: &str) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.spot.field.as_deref() == Some(field))
    }

    /// The bodies that took part in an event.
    pub(super) fn bodies(&mut self, began: &[Involvement], typed: Typed) -> Vec<Involvement> {
        let profile = std::sync::Arc::clone(&self.say.profile);
        let mut bodies = Vec::new();
        for row in 0..typed.count("body") {
            if typed.is_removed("body", row) {
                continue;
            }
            let field = |part: &str| format!("body{row}-{part}");
            let was = began.get(row);
            let body = match typed.changed(&field("body")) {
                Some(text) => place_of(&profile, "body", text),
                None => was.map(|was| was.body.clone()),
            };
            let degree = match typed.changed(&field("degree")) {
                Some(text) => self.term(&field("degree"), "involvement", text),
                None => was.and_then(|was| was.degree.clone()),
            };
            let alleged = typed.value(&field("alleged")) == "yes";
            match body {
                Some(body) => bodies.push(Involvement {
                    body,
                    alleged,
                    degree,
                }),
                None if degree.is_some() || alleged => {
                    let missing = Problem::new(Code::OfficeFieldMissing);
                    self.problems.push(missing.at_field(field("body")));
                }
                None => {}
            }
        }
        bodies
    }

    /// The events that this one belongs to.
    pub(super) fn related(&mut self, began: &[RelatedEvent], typed: Typed) -> Vec<RelatedEvent> {
        let mut related: Vec<RelatedEvent> = Vec::new();
        for row in 0..typed.count("related") {
            if typed.is_removed("related", row) {
                continue;
            }
            let field = |part: &str| format!("related{row}-{part}");
            let was = began.get(row);
            let relation = match typed.changed(&field("relation")) {
                Some(text) => self.term(&field("relation"), "relation", text),
                None => was.map(|was| was.relation.clone()),
            };
            let event = match typed.changed(&field("event")) {
                Some(id) => Some(id.to_owned()).filter(|id| !id.is_empty()),
                None => was.map(|was| was.event.clone()),
            };
            match (relation, event) {
                (Some(relation), Some(event)) => {
                    let tie = RelatedEvent { relation, event };
                    if !related.contains(&tie) {
                        related.push(tie);
                    }
                }
                (None, None) => {}
                (relation, _) => {
                    let part = if relation.is_none() {
                        "relation"
                    } else {
                        "event"
                    };
                    if !self.has_problem(&field(part)) {
                        let missing = Problem::new(Code::OfficeFieldMissing);
                        self.problems.push(missing.at_field(field(part)));
                    }
                }
            }
        }
        related
    }

    /// The rows of persons and bodies.
    pub(super) fn participant_groups(
        &self,
        event: &Event,
        fields: &Fields,
    ) -> Result<Vec<Group>, Refusal> {
        let persons = rows::count(fields, "person").max(1);
        let mut picks = Vec::new();
        for row in 0..persons {
            let name = format!("person{row}-person");
            picks.push(self.pick(&name, "web-field-person", fields, &[])?);
        }
        let inputs = |row: usize| -> Vec<Input> {
            let role = format!("person{row}-role");
            let mut role = self.select(&role, "web-field-role", "role", fields);
            role.required = true;
            vec![picks[row].clone(), role]
        };
        let kept = event.persons.len();
        let kept = if kept == 1 && persons == 1 { 0 } else { kept };
        let mut groups =
            self.row_groups("person", "web-group-person", persons, inputs, fields, kept);
        let bodies = |row: usize| -> Vec<Input> {
            let field = |part: &str| format!("body{row}-{part}");
            vec![
                self.input(&field("body"), "web-field-body", "body", fields),
                self.select(&field("degree"), "web-field-degree", "involvement", fields),
                self.input(&field("alleged"), "web-field-alleged", "check", fields),
            ]
        };
        groups.extend(self.row_groups(
            "body",
            "web-group-body",
            rows::count(fields, "body").max(1),
            bodies,
            fields,
            event.bodies.len(),
        ));
        Ok(groups)
    }

    /// The rows of other events, chosen among those of the same persons.
    pub(super) fn related_groups(
        &self,
        event: &Event,
        fields: &Fields,
    ) -> Result<Vec<Group>, Refusal> {
        let count = rows::count(fields, "related");
        let known = if count == 0 {
            Vec::new()
        } else {
            self.events_near(fields)?
        };
        let inputs = |row: usize| -> Vec<Input> {
            let name = format!("related{row}-event");
            let mut other = self.input(&name, "web-field-related", "select", fields);
            other.choices = known
                .iter()
                .map(|choice| Choice {
                    chosen: choice.id == other.value,
                    ..choice.clone()
                })
                .collect();
            if !other.value.is_empty() && !other.choices.iter().any(|choice| choice.chosen) {
                other.choices.push(Choice {
                    id: other.value.clone(),
                    label: self.say.t("web-event-elsewhere"),
                    chosen: true,
                });
            }
            let relation = format!("related{row}-relation");
            vec![
                self.select(&relation, "web-field-event-relation", "relation", fields),
                other,
            ]
        };
        let mut groups = self.row_groups(
            "related",
            "web-group-related",
            count,
            inputs,
            fields,
            event.related.len(),
        );
        if groups.is_empty() {
            let mut empty = self.group("web-group-related", Vec::new());
            empty.add = Some(("related", self.say.t("web-another-related")));
            groups.push(empty);
        }
        Ok(groups)
    }

    /// The events of the persons in the form.
    fn events_near(&self, fields: &Fields) -> Result<Vec<Choice>, Refusal> {
        let seat = self.ask.seat::<Reading>()?;
        let own = self.ask.part("id");
        let mut known: Vec<Choice> = Vec::new();
        for id in persons_of(fields) {
            let Ok(shown) = self.ask.app.office.show(&seat, &id, None) else {
                continue;
            };
            for seen in shown.events {
                let Record::Event(event) = &seen.record else {
                    continue;
                };
                if seen.id == own
                    || event.withdrawn.is_some()
                    || known.iter().any(|it| it.id == seen.id)
                {
                    continue;
                }
                known.push(Choice {
                    label: pick::isolated([
                        self.say.term("event", Some(&event.kind)),
                        self.say.date(event.when.as_ref()),
                        self.say.place("place", event.place.as_ref()),
                    ]),
                    id: seen.id,
                    chosen: false,
                });
            }
        }
        Ok(known)
    }
}

/// The persons that are chosen in a form.
pub(super) fn persons_of(fields: &Fields) -> Vec<String> {
    (0..rows::count(fields, "person"))
        .filter_map(|row| fields.get(&format!("person{row}-person")))
        .filter(|id| !id.is_empty() && *id != pick::NEW)
        .cloned()
        .collect()
}
