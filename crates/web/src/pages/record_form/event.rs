//! How does an event with its claims become a form, and a form an event?

use super::{Fields, Former, Group, place_of, place_text, some};
use crate::pages::find::Choice;
use model::Profile;
use model::record::{BodyRef, Claim, Event, Involvement};

impl Former<'_> {
    /// The fields of an event's form.
    pub fn event_fields(&self, event: &Event) -> Fields {
        let (profile, language) = (&self.say.profile, self.say.language);
        let mut fields = Fields::new();
        let mut put = |name: &str, value: String| {
            fields.insert(name.into(), value);
        };
        put("kind", event.kind.clone());
        put(
            "when",
            event
                .when
                .as_ref()
                .map(|it| it.edtf().to_owned())
                .unwrap_or_default(),
        );
        put(
            "place",
            place_text(profile, "place", language, event.place.as_ref()),
        );
        put(
            "facility",
            place_text(profile, "place", language, event.facility.as_ref()),
        );
        put(
            "body",
            place_text(
                profile,
                "body",
                language,
                event.bodies.first().map(|it| &it.body),
            ),
        );
        put(
            "alleged",
            if event.bodies.first().is_some_and(|it| it.alleged) {
                "yes"
            } else {
                ""
            }
            .into(),
        );
        put(
            "degree",
            event
                .bodies
                .first()
                .and_then(|it| it.degree.clone())
                .unwrap_or_default(),
        );
        put("notes", event.notes.clone().unwrap_or_default());
        for attribute in attributes_of(profile, &event.kind) {
            put(
                &format!("attribute-{attribute}"),
                event
                    .attributes
                    .get(&attribute)
                    .cloned()
                    .unwrap_or_default(),
            );
        }
        for (index, claim) in event.claims.iter().enumerate() {
            let mut claimed = |part: &str, value: String| {
                fields.insert(format!("claim{index}-{part}"), value);
            };
            claimed("source", claim.source.clone().unwrap_or_default());
            claimed("basis", claim.basis.clone().unwrap_or_default());
            claimed(
                "when",
                claim
                    .when
                    .as_ref()
                    .map(|it| it.edtf().to_owned())
                    .unwrap_or_default(),
            );
            claimed(
                "place",
                place_text(profile, "place", language, claim.place.as_ref()),
            );
            claimed(
                "facility",
                place_text(profile, "place", language, claim.facility.as_ref()),
            );
            claimed(
                "learned",
                claim
                    .learned
                    .as_ref()
                    .map(|it| it.edtf().to_owned())
                    .unwrap_or_default(),
            );
            claimed("reliability", claim.reliability.clone().unwrap_or_default());
            claimed("words", claim.words.clone().unwrap_or_default());
        }
        fields
    }

    /// The event as the form says it, on top of what it began from.
    pub fn event(&mut self, mut event: Event, fields: &Fields) -> Event {
        let before = self.event_fields(&event);
        let profile = std::sync::Arc::clone(&self.say.profile);
        let mut all = fields.clone();
        // A box that is not ticked sends nothing.
        if before.get("alleged").is_some_and(|it| it == "yes") {
            all.entry("alleged".into()).or_default();
        }
        // The kind comes first: it says which attributes there are.
        if let Some(kind) = fields.get("kind")
            && before.get("kind") != Some(kind)
        {
            event.kind = self.term("kind", "event", kind).unwrap_or_default();
        }
        let fields = &all;
        for (name, value) in fields {
            if before.get(name).map_or("", String::as_str) == value {
                continue;
            }
            match name.as_str() {
                "kind" => {}
                "when" => event.when = self.date("when", value),
                "place" => event.place = place_of(&profile, "place", value),
                "facility" => event.facility = place_of(&profile, "place", value),
                "body" | "alleged" | "degree" => {
                    let body: Option<BodyRef> = place_of(
                        &profile,
                        "body",
                        fields.get("body").map_or("", String::as_str),
                    );
                    let alleged = fields.get("alleged").is_some_and(|it| it == "yes");
                    let others = event.bodies.split_off(event.bodies.len().min(1));
                    event.bodies.clear();
                    let degree = fields.get("degree").cloned().unwrap_or_default();
                    let degree = self.term("degree", "involvement", &degree);
                    event.bodies = body
                        .map(|body| Involvement {
                            body,
                            alleged,
                            degree,
                        })
                        .into_iter()
                        .collect();
                    event.bodies.extend(others);
                }
                "notes" => event.notes = some(value),
                other => {
                    if let Some(id) = other.strip_prefix("attribute-")
                        && attributes_of(&profile, &event.kind)
                            .iter()
                            .any(|known| known == id)
                    {
                        match some(value) {
                            Some(value) => event.attributes.insert(id.to_owned(), value),
                            None => event.attributes.remove(id),
                        };
                    } else if let Some((index, part)) = other
                        .strip_prefix("claim")
                        .and_then(|rest| rest.split_once('-'))
                        && let Ok(index) = index.parse::<usize>()
                        && index <= event.claims.len()
                    {
                        if index == event.claims.len() {
                            if value.is_empty() {
                                continue;
                            }
                            event.claims.push(Claim {
                                id: fresh_id(&event),
                                ..Claim::default()
                            });
                        }
                        self.claim(&profile, &mut event.claims[index], other, part, value);
                    }
                }
            }
        }
        event
    }

    fn claim(
        &mut self,
        profile: &Profile,
        claim: &mut Claim,
        field: &str,
        part: &str,
        value: &str,
    ) {
        match part {
            "source" => claim.source = some(value),
            "basis" => claim.basis = self.term(field, "basis", value),
            "when" => claim.when = self.date(field, value),
            "place" => claim.place = place_of(profile, "place", value),
            "facility" => claim.facility = place_of(profile, "place", value),
            "learned" => claim.learned = self.date(field, value),
            "reliability" => claim.reliability = self.term(field, "reliability", value),
            "words" => claim.words = some(value),
            _ => {}
        }
    }

    /// The groups of an event's form; `sources` can be chosen for claims.
    pub fn event_groups(&self, event: &Event, fields: &Fields, sources: &[Choice]) -> Vec<Group> {
        let mut kind = self.select("kind", "web-field-kind", "event", fields);
        kind.required = true;
        kind.reshapes = true;
        let chosen = fields
            .get("kind")
            .map_or(event.kind.as_str(), String::as_str);
        let mut what = vec![
            kind,
            self.input("when", "web-field-when", "date", fields),
            self.input("place", "web-field-place", "place", fields),
            self.input("facility", "web-field-facility", "place", fields),
            self.input("body", "web-field-body", "body", fields),
            self.select("degree", "web-field-degree", "involvement", fields),
            self.input("alleged", "web-field-alleged", "check", fields),
        ];
        for attribute in attributes_of(&self.say.profile, chosen) {
            let name = format!("attribute-{attribute}");
            let mut input = if self.say.profile.vocabulary(&attribute).is_some() {
                self.select(&name, "", &attribute, fields)
            } else {
                self.input(&name, "", "text", fields)
            };
            input.label = self
                .say
                .values("event", &[(attribute.clone(), String::new())].into())
                .pop()
                .map(|fact| fact.label)
                .unwrap_or(attribute);
            what.push(input);
        }
        what.push(self.input("notes", "web-field-notes", "area", fields));
        let mut groups = vec![Group {
            legend: self.say.t("web-group-event"),
            inputs: what,
        }];
        for index in 0..=event.claims.len() {
            let field = |part: &str| format!("claim{index}-{part}");
            let mut source = self.input(&field("source"), "web-field-source", "select", fields);
            source.choices = sources
                .iter()
                .map(|choice| Choice {
                    chosen: choice.id == source.value,
                    ..choice.clone()
                })
                .collect();
            if !source.value.is_empty() && !source.choices.iter().any(|choice| choice.chosen) {
                source.choices.push(Choice {
                    id: source.value.clone(),
                    label: source.value.clone(),
                    chosen: true,
                });
            }
            let legend = if index == event.claims.len() {
                "web-group-new-claim"
            } else {
                "web-group-claim"
            };
            groups.push(Group {
                legend: format!("{} {}", self.say.t(legend), index + 1),
                inputs: vec![
                    source,
                    self.select(&field("basis"), "web-field-basis", "basis", fields),
                    self.input(&field("learned"), "web-field-learned", "date", fields),
                    self.select(
                        &field("reliability"),
                        "web-field-reliability",
                        "reliability",
                        fields,
                    ),
                    self.input(&field("when"), "web-field-claim-when", "date", fields),
                    self.input(&field("place"), "web-field-place", "place", fields),
                    self.input(&field("facility"), "web-field-facility", "place", fields),
                    self.input(&field("words"), "web-field-words", "area", fields),
                ],
            });
        }
        groups
    }
}

fn attributes_of(profile: &Profile, kind: &str) -> Vec<String> {
    profile
        .vocabulary("event")
        .and_then(|events| events.get(kind))
        .map(|term| term.attributes.clone())
        .unwrap_or_default()
}

/// The first `c1`, `c2`… that no claim has.
fn fresh_id(event: &Event) -> String {
    (1..)
        .map(|number| format!("c{number}"))
        .find(|id| event.claims.iter().all(|claim| claim.id != *id))
        .expect("an event has fewer claims than there are numbers")
}
