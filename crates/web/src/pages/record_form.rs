//! How does a record become a form, and a form a record?
//!
//! A form is names and values; only values that differ from those of the
//! revision it began from are applied, so that what a form cannot show is never
//! lost. When somebody else saved in between, both are merged field by field.

use crate::ask::Ask;
use crate::pages::find::{Choice, choices};
use crate::say::Say;
use model::record::{BodyRef, Claim, Event, Involvement, Name, Person, PlaceRef, Service};
use model::when::typed::{DayOrder, read_typed};
use model::{Code, Problem, Profile, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// Values of a form by name.
pub type Fields = BTreeMap<String, String>;

/// One field of a form as shown.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    pub name: String,
    pub label: String,
    /// `text`, `area`, `date`, `select`, `check`, `place` or `body`.
    pub kind: &'static str,
    pub value: String,
    pub choices: Vec<Choice>,
    pub required: bool,
    pub error: String,
    pub hint: String,
    /// What a date was understood as.
    pub understood: String,
    /// What somebody else wrote here meanwhile.
    pub theirs: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub legend: String,
    pub inputs: Vec<Input>,
}

const NAME_PARTS: [&str; 7] = [
    "full",
    "given",
    "father",
    "grandfather",
    "family",
    "mother",
    "nickname",
];

fn part_of<'n>(name: &'n mut Name, part: &str) -> &'n mut Option<String> {
    match part {
        "full" => &mut name.full,
        "given" => &mut name.given,
        "father" => &mut name.father,
        "grandfather" => &mut name.grandfather,
        "family" => &mut name.family,
        "mother" => &mut name.mother,
        _ => &mut name.nickname,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn place_text(
    profile: &Profile,
    vocabulary: &str,
    language: &str,
    place: Option<&PlaceRef>,
) -> String {
    place
        .and_then(|place| match &place.id {
            Some(id) => Some(profile.label(vocabulary, id, language).to_owned()),
            None => place.as_written.clone(),
        })
        .unwrap_or_default()
}

/// A place by any of its names; what the gazetteer does not know stays in the person's words.
fn place_of(profile: &Profile, vocabulary: &str, text: &str) -> Option<PlaceRef> {
    let text = some(text)?;
    Some(
        match profile
            .vocabulary(vocabulary)
            .and_then(|places| places.pick(&text).ok())
        {
            Some(term) => PlaceRef {
                id: Some(term.id.clone()),
                as_written: None,
            },
            None => PlaceRef {
                id: None,
                as_written: Some(text),
            },
        },
    )
}

/// Reads and writes records as forms in one language.
pub struct Former<'a> {
    ask: &'a Ask,
    say: Say,
    /// What is wrong, by field.
    pub problems: Vec<Problem>,
}

impl<'a> Former<'a> {
    pub fn new(ask: &'a Ask) -> Former<'a> {
        Former {
            ask,
            say: Say::new(ask),
            problems: Vec::new(),
        }
    }

    /// The fields of a person's form.
    pub fn person_fields(&self, person: &Person) -> Fields {
        let (profile, language) = (&self.say.profile, self.say.language);
        let mut fields = Fields::new();
        for (index, name) in person.names.iter().take(2).enumerate() {
            for (part, value) in name.parts() {
                fields.insert(format!("name{index}-{part}"), value.to_owned());
            }
        }
        let mut put = |name: &str, value: String| {
            fields.insert(name.into(), value);
        };
        put("sex", person.sex.clone().unwrap_or_default());
        put(
            "birth",
            person
                .birth
                .as_ref()
                .map(|it| it.edtf().to_owned())
                .unwrap_or_default(),
        );
        put(
            "origin",
            place_text(profile, "place", language, person.origin.as_ref()),
        );
        put(
            "residence",
            place_text(profile, "place", language, person.residence.as_ref()),
        );
        put("occupation", person.occupation.clone().unwrap_or_default());
        let service = person.service.clone().unwrap_or_default();
        put("service", service.kind.unwrap_or_default());
        put("rank", service.rank.unwrap_or_default());
        put("unit", service.unit.unwrap_or_default());
        put("notes", person.notes.clone().unwrap_or_default());
        for field in profile
            .fields
            .iter()
            .filter(|field| field.record == "person")
        {
            put(
                &format!("own-{}", field.id),
                person.own.get(&field.id).cloned().unwrap_or_default(),
            );
        }
        fields
    }

    /// The person as the form says it, on top of what it began from.
    pub fn person(&mut self, mut person: Person, fields: &Fields) -> Person {
        let before = self.person_fields(&person);
        let profile = std::sync::Arc::clone(&self.say.profile);
        for (name, value) in fields {
            if before.get(name).map_or("", String::as_str) == value {
                continue;
            }
            match name.as_str() {
                "sex" => person.sex = self.term("sex", "sex", value),
                "birth" => person.birth = self.date("birth", value),
                "origin" => person.origin = place_of(&profile, "place", value),
                "residence" => person.residence = place_of(&profile, "place", value),
                "occupation" => person.occupation = some(value),
                "service" => {
                    person.service.get_or_insert_default().kind =
                        self.term("service", "service", value)
                }
                "rank" => {
                    person.service.get_or_insert_default().rank = self.term("rank", "rank", value)
                }
                "unit" => person.service.get_or_insert_default().unit = some(value),
                "notes" => person.notes = some(value),
                other => {
                    if let Some((index, part)) = other
                        .strip_prefix("name")
                        .and_then(|rest| rest.split_once('-'))
                        && let Ok(index) = index.parse::<usize>()
                        && index < 2
                        && NAME_PARTS.contains(&part)
                    {
                        if person.names.len() <= index {
                            person.names.resize(index + 1, Name::default());
                        }
                        *part_of(&mut person.names[index], part) = some(value);
                    } else if let Some(id) = other.strip_prefix("own-")
                        && profile.field("person", id).is_some()
                    {
                        match some(value) {
                            Some(value) => person.own.insert(id.to_owned(), value),
                            None => person.own.remove(id),
                        };
                    }
                }
            }
        }
        if person.service == Some(Service::default()) {
            person.service = None;
        }
        person.names.retain(|name| *name != Name::default());
        person
    }

    /// The groups of a person's form.
    pub fn person_groups(&self, fields: &Fields) -> Vec<Group> {
        let names = |index: usize| {
            NAME_PARTS
                .iter()
                .map(|part| {
                    self.input(
                        &format!("name{index}-{part}"),
                        &format!("web-name-{part}"),
                        "text",
                        fields,
                    )
                })
                .collect()
        };
        let mut life = vec![
            self.select("sex", "web-field-sex", "sex", &[], fields),
            self.input("birth", "web-field-birth", "date", fields),
            self.input("origin", "web-field-origin", "place", fields),
            self.input("residence", "web-field-residence", "place", fields),
            self.input("occupation", "web-field-occupation", "text", fields),
        ];
        for field in self
            .say
            .profile
            .fields
            .iter()
            .filter(|field| field.record == "person")
        {
            let mut input = self.input(&format!("own-{}", field.id), "", "text", fields);
            input.label = if self.say.language == "ar" {
                field.ar.clone()
            } else {
                field.en.clone()
            };
            life.push(input);
        }
        life.push(self.input("notes", "web-field-notes", "area", fields));
        vec![
            Group {
                legend: self.say.t("web-group-name"),
                inputs: names(0),
            },
            Group {
                legend: self.say.t("web-group-other-name"),
                inputs: names(1),
            },
            Group {
                legend: self.say.t("web-group-service"),
                inputs: vec![
                    self.select("service", "web-field-service", "service", &[], fields),
                    self.select("rank", "web-field-rank", "rank", &[], fields),
                    self.input("unit", "web-field-unit", "text", fields),
                ],
            },
            Group {
                legend: self.say.t("web-group-life"),
                inputs: life,
            },
        ]
    }

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
        for (name, value) in fields {
            if before.get(name).map_or("", String::as_str) == value {
                continue;
            }
            match name.as_str() {
                "kind" => event.kind = self.term("kind", "event", value).unwrap_or_default(),
                "when" => event.when = self.date("when", value),
                "place" => event.place = place_of(&profile, "place", value),
                "facility" => event.facility = place_of(&profile, "place", value),
                "body" | "alleged" => {
                    let body: Option<BodyRef> = place_of(
                        &profile,
                        "body",
                        fields.get("body").map_or("", String::as_str),
                    );
                    let alleged = fields.get("alleged").is_some_and(|it| it == "yes");
                    let others = event.bodies.split_off(event.bodies.len().min(1));
                    let degree = event.bodies.pop().and_then(|first| first.degree);
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
        let mut kind = self.select("kind", "web-field-kind", "event", &[], fields);
        kind.required = true;
        let mut what = vec![
            kind,
            self.input("when", "web-field-when", "date", fields),
            self.input("place", "web-field-place", "place", fields),
            self.input("facility", "web-field-facility", "place", fields),
            self.input("body", "web-field-body", "body", fields),
            self.input("alleged", "web-field-alleged", "check", fields),
        ];
        for attribute in attributes_of(&self.say.profile, &event.kind) {
            let mut input = self.input(&format!("attribute-{attribute}"), "", "text", fields);
            let known = choices(self.ask, &attribute, &[], &input.value);
            input.label = self
                .say
                .values("event", &[(attribute.clone(), String::new())].into())
                .pop()
                .map(|fact| fact.label)
                .unwrap_or(attribute);
            if !known.is_empty() {
                input.kind = "select";
                input.choices = known;
            }
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
                    self.select(&field("basis"), "web-field-basis", "basis", &[], fields),
                    self.input(&field("learned"), "web-field-learned", "date", fields),
                    self.select(
                        &field("reliability"),
                        "web-field-reliability",
                        "reliability",
                        &[],
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

    fn date(&mut self, field: &str, text: &str) -> Option<When> {
        let text = some(text)?;
        match read_typed(&text, DayOrder::DayFirst) {
            Ok(typed) => Some(typed.when),
            Err(problem) => {
                self.problems.push(problem.at_field(field));
                None
            }
        }
    }

    fn term(&mut self, field: &str, vocabulary: &str, text: &str) -> Option<String> {
        let text = some(text)?;
        let picked = self
            .say
            .profile
            .vocabulary(vocabulary)
            .map(|terms| terms.pick(&text));
        match picked {
            Some(Ok(term)) => Some(term.id.clone()),
            Some(Err(problem)) => {
                self.problems.push(problem.at_field(field));
                None
            }
            None => {
                let problem = Problem::new(Code::TermUnknown)
                    .with("vocabulary", vocabulary)
                    .with("text", &text);
                self.problems
                    .push(problem.with("nearest", "").at_field(field));
                None
            }
        }
    }

    fn input(&self, name: &str, label: &str, kind: &'static str, fields: &Fields) -> Input {
        let value = fields.get(name).cloned().unwrap_or_default();
        let said = |problem: &Problem| {
            let said = self.say.words.problem(problem);
            (said.sentence, said.hint)
        };
        let wrong = self
            .problems
            .iter()
            .find(|problem| problem.spot.field.as_deref() == Some(name));
        let (error, hint) = wrong.map(said).unwrap_or_default();
        let understood = match kind {
            "date" => understood(&self.say, &value),
            _ => String::new(),
        };
        Input {
            name: name.into(),
            label: if label.is_empty() {
                String::new()
            } else {
                self.say.t(label)
            },
            kind,
            value,
            choices: Vec::new(),
            required: false,
            error,
            hint,
            understood,
            theirs: String::new(),
        }
    }

    fn select(
        &self,
        name: &str,
        label: &str,
        vocabulary: &str,
        kinds: &[&str],
        fields: &Fields,
    ) -> Input {
        let mut input = self.input(name, label, "select", fields);
        input.choices = choices(self.ask, vocabulary, kinds, &input.value);
        input
    }
}

/// How a typed date is understood; empty when there is none or it is wrong.
pub fn understood(say: &Say, text: &str) -> String {
    match read_typed(text, DayOrder::DayFirst) {
        Ok(typed) if !text.trim().is_empty() => say.words.date(&typed.when),
        _ => String::new(),
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

/// What somebody else wrote meanwhile, merged into what was typed: fields that
/// only one of the two changed follow that one; others keep what was typed and
/// name the other value. Returns the merged fields and the other values.
pub fn merge(base: &Fields, mine: &Fields, theirs: &Fields) -> (Fields, Fields) {
    let mut merged = mine.clone();
    let mut others = Fields::new();
    let value = |fields: &Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
    for name in base.keys().chain(theirs.keys()).chain(mine.keys()) {
        let (was, typed, now) = (value(base, name), value(mine, name), value(theirs, name));
        if typed == was {
            merged.insert(name.clone(), now);
        } else if now != was && now != typed {
            others.insert(name.clone(), now);
        }
    }
    (merged, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn two_who_change_different_fields_both_keep_their_change() {
        let base = fields(&[("when", "2019"), ("place", "a"), ("notes", "")]);
        let mine = fields(&[("when", "2019-02"), ("place", "a"), ("notes", "")]);
        let theirs = fields(&[("when", "2019"), ("place", "b"), ("notes", "")]);
        let (merged, others) = merge(&base, &mine, &theirs);
        assert_eq!(
            merged,
            fields(&[("when", "2019-02"), ("place", "b"), ("notes", "")])
        );
        assert!(others.is_empty());
    }

    #[test]
    fn two_who_change_the_same_field_see_each_other() {
        let base = fields(&[("when", "2019")]);
        let (merged, others) = merge(
            &base,
            &fields(&[("when", "2019-02")]),
            &fields(&[("when", "2019-03")]),
        );
        assert_eq!(merged, fields(&[("when", "2019-02")]));
        assert_eq!(others, fields(&[("when", "2019-03")]));
    }
}
