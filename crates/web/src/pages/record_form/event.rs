//! How does an event with its claims become a form, and a form an event?
//!
//! What the office concludes stands first; below it each source's account is a
//! row of its own, with the same fields, so that what one source says never
//! overwrites what another said or what the office holds.

use super::participants::persons_of;
use super::{Fields, Former, Group, Input, Typed, place_of, place_text, rows, some};
use crate::answer::Refusal;
use model::record::{Claim, Event, Values};
use model::{Profile, When};

/// What kind of value an attribute holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    Date,
    Place,
    Term,
}

/// What kind of value an attribute of events holds.
pub fn holds(profile: &Profile, attribute: &str) -> Holds {
    let has = |word: &str| attribute.split('-').any(|part| part == word);
    if profile.vocabulary(attribute).is_some() {
        Holds::Term
    } else if has("date") {
        Holds::Date
    } else if has("place") || attribute == "from" || attribute == "to" {
        Holds::Place
    } else {
        Holds::Text
    }
}

fn edtf(when: Option<&When>) -> String {
    when.map(|it| it.edtf().to_owned()).unwrap_or_default()
}

impl Former<'_> {
    pub(super) fn event_fields(&self, event: &Event) -> Fields {
        let (profile, language) = (&self.say.profile, self.say.language);
        let place =
            |place: Option<&model::record::PlaceRef>| place_text(profile, "place", language, place);
        let mut fields: Fields = [
            ("kind", event.kind.clone()),
            ("when", edtf(event.when.as_ref())),
            ("place", place(event.place.as_ref())),
            ("facility", place(event.facility.as_ref())),
            ("notes", event.notes.clone().unwrap_or_default()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        self.value_fields(&event.kind, "attribute-", &event.attributes, &mut fields);
        self.own_fields("event", &event.own, &mut fields);
        self.participant_fields(event, &mut fields);
        for (row, claim) in event.claims.iter().enumerate() {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            let body = place_text(profile, "body", language, claim.body.as_ref());
            for (part, value) in [
                ("source", text(&claim.source)),
                ("basis", text(&claim.basis)),
                ("learned", edtf(claim.learned.as_ref())),
                ("reliability", text(&claim.reliability)),
                ("when", edtf(claim.when.as_ref())),
                ("place", place(claim.place.as_ref())),
                ("facility", place(claim.facility.as_ref())),
                ("body", body),
                ("words", text(&claim.words)),
            ] {
                fields.insert(format!("claim{row}-{part}"), value);
            }
            let start = format!("claim{row}-value-");
            self.value_fields(&event.kind, &start, &claim.values, &mut fields);
        }
        fields
    }

    /// The attributes of a kind of event, and those that the record has besides.
    fn attributes(&self, kind: &str, values: &Values) -> Vec<String> {
        let profile = &self.say.profile;
        let term = profile.vocabulary("event").and_then(|it| it.get(kind));
        let mut known = term.map(|term| term.attributes.clone()).unwrap_or_default();
        let besides = values.keys().filter(|id| !known.contains(id));
        let besides: Vec<String> = besides.cloned().collect();
        known.extend(besides);
        known
    }

    fn value_fields(&self, kind: &str, start: &str, values: &Values, fields: &mut Fields) {
        for id in self.attributes(kind, values) {
            let value = values.get(&id).cloned().unwrap_or_default();
            let value = match holds(&self.say.profile, &id) {
                Holds::Place => {
                    let places = &self.say.profile.places;
                    places.label_of(&value, self.say.language).to_owned()
                }
                _ => value,
            };
            fields.insert(format!("{start}{id}"), value);
        }
    }

    /// Puts attributes into their values, each as its kind is kept.
    fn values(&mut self, kind: &str, start: &str, values: &mut Values, typed: Typed) {
        let profile = std::sync::Arc::clone(&self.say.profile);
        for id in self.attributes(kind, values) {
            let name = format!("{start}{id}");
            let Some(text) = typed.changed(&name) else {
                continue;
            };
            let value = match holds(&profile, &id) {
                Holds::Date => self.date(&name, text).map(|when| when.edtf().to_owned()),
                Holds::Place => place_of(&profile, "place", text)
                    .and_then(|place| place.id.or(place.as_written)),
                Holds::Term => self.term(&name, &id, text),
                Holds::Text => some(text),
            };
            match value {
                Some(value) => values.insert(id, value),
                None => values.remove(&id),
            };
        }
    }

    fn value_inputs(
        &self,
        kind: &str,
        start: &str,
        values: &Values,
        fields: &Fields,
    ) -> Vec<Input> {
        let attributes = self.attributes(kind, values).into_iter();
        attributes
            .map(|id| {
                let name = format!("{start}{id}");
                let mut input = match holds(&self.say.profile, &id) {
                    Holds::Term => self.select(&name, "", &id, fields),
                    Holds::Date => self.input(&name, "", "date", fields),
                    Holds::Place => self.input(&name, "", "place", fields),
                    Holds::Text => self.input(&name, "", "text", fields),
                };
                input.label = self.say.called("event", &id);
                input
            })
            .collect()
    }

    pub(super) fn event(&mut self, mut event: Event, typed: Typed) -> Event {
        let profile = std::sync::Arc::clone(&self.say.profile);
        // The kind comes first: it says which attributes there are.
        if let Some(kind) = typed.changed("kind") {
            event.kind = self.term("kind", "event", kind).unwrap_or_default();
        }
        if let Some(text) = typed.changed("when") {
            event.when = self.date("when", text);
        }
        if let Some(text) = typed.changed("place") {
            event.place = place_of(&profile, "place", text);
        }
        if let Some(text) = typed.changed("facility") {
            event.facility = place_of(&profile, "place", text);
        }
        if let Some(text) = typed.changed("notes") {
            event.notes = some(text);
        }
        let kind = event.kind.clone();
        self.values(&kind, "attribute-", &mut event.attributes, typed);
        self.own("event", &mut event.own, typed);
        event.persons = self.persons(&event.persons, typed);
        event.bodies = self.bodies(&event.bodies, typed);
        event.related = self.related(&event.related, typed);
        event.claims = self.claims(&event, typed);
        event
    }

    fn claims(&mut self, event: &Event, typed: Typed) -> Vec<Claim> {
        let mut claims: Vec<Claim> = Vec::new();
        // Ids of claims that were taken out are not given again: the history names them.
        let mut ids: Vec<String> = event.claims.iter().map(|claim| claim.id.clone()).collect();
        for row in 0..typed.count("claim") {
            if typed.is_removed("claim", row) {
                continue;
            }
            let was = event.claims.get(row);
            let mut claim = was.cloned().unwrap_or_default();
            self.claim(&event.kind, row, &mut claim, typed);
            if claim == Claim::default() {
                continue;
            }
            if claim.id.is_empty() {
                claim.id = fresh_id(&ids);
                ids.push(claim.id.clone());
            }
            claims.push(claim);
        }
        claims
    }

    fn claim(&mut self, kind: &str, row: usize, claim: &mut Claim, typed: Typed) {
        let profile = std::sync::Arc::clone(&self.say.profile);
        let field = |part: &str| format!("claim{row}-{part}");
        claim.source = self.source_named(&field(""), claim.source.take(), typed);
        if let Some(text) = typed.changed(&field("basis")) {
            claim.basis = self.term(&field("basis"), "basis", text);
        }
        if let Some(text) = typed.changed(&field("reliability")) {
            claim.reliability = self.term(&field("reliability"), "reliability", text);
        }
        if let Some(text) = typed.changed(&field("learned")) {
            claim.learned = self.date(&field("learned"), text);
        }
        if let Some(text) = typed.changed(&field("when")) {
            claim.when = self.date(&field("when"), text);
        }
        if let Some(text) = typed.changed(&field("place")) {
            claim.place = place_of(&profile, "place", text);
        }
        if let Some(text) = typed.changed(&field("facility")) {
            claim.facility = place_of(&profile, "place", text);
        }
        if let Some(text) = typed.changed(&field("body")) {
            claim.body = place_of(&profile, "body", text);
        }
        if let Some(text) = typed.changed(&field("words")) {
            claim.words = some(text);
        }
        let start = field("value-");
        self.values(kind, &start, &mut claim.values, typed);
    }

    pub(super) fn event_groups(
        &self,
        event: &Event,
        fields: &Fields,
    ) -> Result<Vec<Group>, Refusal> {
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
        ];
        what.extend(self.value_inputs(chosen, "attribute-", &event.attributes, fields));
        what.extend(self.own_inputs("event", fields));
        what.push(self.input("notes", "web-field-notes", "area", fields));
        let mut groups = vec![self.group("web-group-event", what)];
        groups.extend(self.participant_groups(event, fields)?);
        groups.extend(self.claim_groups(event, chosen, fields)?);
        groups.extend(self.related_groups(event, fields)?);
        Ok(groups)
    }

    fn claim_groups(
        &self,
        event: &Event,
        kind: &str,
        fields: &Fields,
    ) -> Result<Vec<Group>, Refusal> {
        let near = persons_of(fields);
        let count = rows::count(fields, "claim").max(1);
        let mut sources = Vec::new();
        for row in 0..count {
            let start = format!("claim{row}-");
            sources.push(self.source_inputs(&start, "web-field-source", fields, &near)?);
        }
        let none = Values::new();
        let inputs = |row: usize| {
            let field = |part: &str| format!("claim{row}-{part}");
            let mut inputs = sources[row].clone();
            let reliability = field("reliability");
            inputs.extend([
                self.select(&field("basis"), "web-field-basis", "basis", fields),
                self.select(&reliability, "web-field-reliability", "reliability", fields),
                self.input(&field("learned"), "web-field-learned", "date", fields),
                self.input(&field("when"), "web-field-claim-when", "date", fields),
                self.input(&field("words"), "web-field-words", "area", fields),
            ]);
            inputs
        };
        let otherwise = |row: usize| {
            let field = |part: &str| format!("claim{row}-{part}");
            let mut inputs = vec![
                self.input(&field("place"), "web-field-claim-place", "place", fields),
                self.input(
                    &field("facility"),
                    "web-field-claim-facility",
                    "place",
                    fields,
                ),
                self.input(&field("body"), "web-field-claim-body", "body", fields),
            ];
            let values = event.claims.get(row).map_or(&none, |claim| &claim.values);
            let told = self.value_inputs(kind, &field("value-"), values, fields);
            inputs.extend(told.into_iter().map(|mut input| {
                let label = [("value", input.label.as_str().into())];
                input.label = self.say.words.text_with("web-field-as-told", &label);
                input
            }));
            inputs
        };
        let kept = event.claims.len();
        let mut groups = self.row_groups("claim", "web-group-claim", count, inputs, fields, kept);
        for (row, group) in groups.iter_mut().enumerate() {
            group.more = Some((self.say.t("web-claim-more"), otherwise(row)));
        }
        Ok(groups)
    }
}

/// The first `c1`, `c2`… that no claim has.
fn fresh_id(ids: &[String]) -> String {
    (1..)
        .map(|number| format!("c{number}"))
        .find(|id| !ids.contains(id))
        .expect("an event has fewer claims than there are numbers")
}
