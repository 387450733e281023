//! How are a record's terms, places, dates and claims said on a page?
//!
//! One place, so that a fact reads the same on every page. What a record does
//! not say is left out, never shown as empty; a date is said as partial as it is.

use crate::ask::Ask;
use model::profile::{FieldType, Label};
use model::record::{Claim, Event, Name, Person, PlaceRef, Values, VerificationStatus};
use model::{Profile, When};
use office::Seen;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use words::Words;

/// A label with its value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A claim, said.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimShown {
    pub id: String,
    pub source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    pub basis: String,
    pub when: String,
    pub place: String,
    pub learned: String,
    pub reliability: String,
    pub words: String,
    pub values: Vec<Fact>,
}

/// Sources that say different things of one event.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    pub field: String,
    pub sayings: Vec<Fact>,
}

/// A person's part in an event, said.
#[derive(Clone, Debug, Serialize)]
pub struct Participating {
    /// Name.
    pub label: String,
    /// Id.
    pub value: String,
    pub role: String,
}

/// What the office and each source say of one field, side by side.
#[derive(Clone, Debug, Serialize)]
pub struct SideBySide {
    pub field: String,
    /// What the office concludes.
    pub office: String,
    /// What each claim says, in their order; empty where it says nothing.
    pub sayings: Vec<String>,
    /// Two sources say what cannot both be true.
    pub differs: bool,
}

/// An event, said.
#[derive(Clone, Debug, Serialize)]
pub struct EventShown {
    pub id: String,
    pub revision: u64,
    pub kind: String,
    pub when: String,
    pub edtf: String,
    pub place: String,
    pub bodies: String,
    pub facts: Vec<Fact>,
    pub status: &'static str,
    pub concluded: String,
    pub notes: String,
    pub who: String,
    pub recorded: String,
    pub claims: Vec<ClaimShown>,
    pub conflicts: Vec<Conflict>,
    pub persons: Vec<Participating>,
    pub synthetic: bool,
    /// Why it counts for nothing, when it was put in by mistake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

/// Says records in one language.
pub struct Say {
    pub words: Arc<Words>,
    pub profile: Arc<Profile>,
    pub language: &'static str,
}

/// The word of a conclusion in addresses and messages.
pub fn status_word(status: VerificationStatus) -> &'static str {
    match status {
        VerificationStatus::Open => "open",
        VerificationStatus::Verified => "verified",
        VerificationStatus::Disputed => "disputed",
        VerificationStatus::Rejected => "rejected",
    }
}

/// Reads the word of a conclusion.
pub fn status_of(word: &str) -> Option<VerificationStatus> {
    use VerificationStatus::{Disputed, Open, Rejected, Verified};
    [Open, Verified, Disputed, Rejected]
        .into_iter()
        .find(|status| status_word(*status) == word)
}

impl Say {
    pub fn new(ask: &Ask) -> Say {
        Say {
            words: ask.words(),
            profile: ask.app.office.profile(),
            language: ask.language.code(),
        }
    }

    pub fn t(&self, id: &str) -> String {
        self.words.text(id)
    }

    pub fn label(&self, label: &Label) -> String {
        label.in_language(self.language).to_owned()
    }

    pub fn term(&self, vocabulary: &str, id: Option<&String>) -> String {
        id.map(|id| self.profile.label(vocabulary, id, self.language).to_owned())
            .unwrap_or_default()
    }

    pub fn date(&self, when: Option<&When>) -> String {
        when.map(|when| self.words.date(when)).unwrap_or_default()
    }

    /// A place or body: its label, and the words of the source where they differ.
    pub fn place(&self, vocabulary: &str, place: Option<&PlaceRef>) -> String {
        let Some(place) = place else {
            return String::new();
        };
        match (&place.id, &place.as_written) {
            (Some(id), _) => self.profile.label(vocabulary, id, self.language).to_owned(),
            (None, Some(written)) => written.clone(),
            (None, None) => String::new(),
        }
    }

    pub fn moment(&self, at: &str) -> String {
        at.parse::<jiff::Timestamp>()
            .map(|at| self.instant(at))
            .unwrap_or_else(|_| at.to_owned())
    }

    /// Day and minute of an instant in UTC.
    pub fn instant(&self, at: jiff::Timestamp) -> String {
        let told = jiff::tz::TimeZone::UTC.to_datetime(at);
        let time = format!("{:02}:{:02}", told.hour(), told.minute());
        format!(
            "{} \u{2066}{} UTC\u{2069}",
            self.words.day(told.date()),
            self.words.in_digits(&time)
        )
    }

    pub fn second(&self, second: u64) -> String {
        let at = i64::try_from(second)
            .ok()
            .and_then(|second| jiff::Timestamp::from_second(second).ok());
        at.map(|at| self.instant(at)).unwrap_or_default()
    }

    /// How the person is called: the first name that fits the script of the page, else any.
    pub fn person(&self, person: &Person) -> String {
        let arabic = |name: &&Name| {
            name.display()
                .chars()
                .any(|letter| ('\u{0600}'..='\u{06ff}').contains(&letter))
                == (self.language == "ar")
        };
        let name = person
            .names
            .iter()
            .find(arabic)
            .or_else(|| person.names.first());
        name.map(Name::display)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.t("web-no-name"))
    }

    /// What an attribute or own field is called.
    pub fn called(&self, record: &str, id: &str) -> String {
        if let Some(field) = self.profile.field(record, id) {
            return if self.language == "ar" {
                field.ar.clone()
            } else {
                field.en.clone()
            };
        }
        let message = format!("web-attribute-{id}");
        if self.words.has(&message) {
            return self.t(&message);
        }
        self.profile
            .vocabulary(id)
            .map_or_else(|| id.to_owned(), |terms| self.label(&terms.label))
    }

    pub fn values(&self, record: &str, values: &Values) -> Vec<Fact> {
        values
            .iter()
            .map(|(id, value)| {
                let vocabulary = self
                    .profile
                    .field(record, id)
                    .and_then(|field| field.vocabulary.clone())
                    .unwrap_or_else(|| id.clone());
                let said = match When::parse(value) {
                    Ok(when) if value.contains('-') => self.words.date(&when),
                    _ if crate::pages::record_form::holds(&self.profile, id)
                        == crate::pages::record_form::Holds::Place =>
                    {
                        self.profile.label("place", value, self.language).to_owned()
                    }
                    _ if self.is_number(record, id) => self.words.in_digits(value),
                    _ if value == "yes" || value == "no" => self
                        .profile
                        .label("yes-no", value, self.language)
                        .to_owned(),
                    _ => self
                        .profile
                        .label(&vocabulary, value, self.language)
                        .to_owned(),
                };
                Fact {
                    label: self.called(record, id),
                    value: said,
                }
            })
            .collect()
    }

    fn is_number(&self, record: &str, id: &str) -> bool {
        let field = self.profile.field(record, id);
        field.is_some_and(|field| field.field_type == FieldType::Number)
    }

    /// A value that an engine made: a number or a partial date of digits alone is in the
    /// page's digits, anything else is a name and stays.
    pub fn value(&self, value: &str) -> String {
        let plain = |byte: u8| byte.is_ascii_digit() || b"-./,".contains(&byte);
        match value.bytes().all(plain) {
            true => self.words.in_digits(value),
            false => value.to_owned(),
        }
    }

    /// A share or probability, with three decimals.
    pub fn share(&self, share: f64) -> String {
        let share = self.words.in_digits(&format!("{share:.3}"));
        format!("\u{2066}{share}\u{2069}")
    }

    /// One attribute or own field; empty where it is not said.
    fn value_of(&self, record: &str, values: &Values, id: &str) -> String {
        let told = values.get_key_value(id);
        let one = told.map(|(id, value)| (id.clone(), value.clone()));
        let fact = self.values(record, &one.into_iter().collect()).pop();
        fact.map(|fact| fact.value).unwrap_or_default()
    }

    /// Everything that a person's record says, label by label.
    pub fn person_facts(&self, person: &Person) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut add = |id: &str, value: String| {
            if !value.is_empty() {
                facts.push(Fact {
                    label: self.t(&format!("web-field-{id}")),
                    value,
                });
            }
        };
        for name in &person.names {
            add("name", name.display());
            add("mother", name.mother.clone().unwrap_or_default());
            if !name.display().is_empty() && name.nickname.as_ref() != Some(&name.display()) {
                add("nickname", name.nickname.clone().unwrap_or_default());
            }
        }
        add("sex", self.term("sex", person.sex.as_ref()));
        add("birth", self.date(person.birth.as_ref()));
        for identifier in &person.identifiers {
            let scheme = self.term("identifier", Some(&identifier.scheme));
            add("identifier", format!("{scheme}: {}", identifier.value));
        }
        add("origin", self.place("place", person.origin.as_ref()));
        add("residence", self.place("place", person.residence.as_ref()));
        add("occupation", person.occupation.clone().unwrap_or_default());
        if let Some(service) = &person.service {
            add("service", self.term("service", service.kind.as_ref()));
            add("rank", self.term("rank", service.rank.as_ref()));
            add("unit", service.unit.clone().unwrap_or_default());
        }
        for reference in &person.references {
            add(
                "reference",
                format!("{}: {}", reference.organisation, reference.value),
            );
        }
        let flags: Vec<String> = person
            .flags
            .iter()
            .map(|flag| self.term("protection-flag", Some(flag)))
            .collect();
        add("flags", flags.join(" · "));
        add("notes", person.notes.clone().unwrap_or_default());
        facts.extend(self.values("person", &person.own));
        facts
    }

    fn claim(&self, claim: &Claim, sources: &BTreeMap<String, String>) -> ClaimShown {
        let places = [
            self.place("place", claim.facility.as_ref()),
            self.place("place", claim.place.as_ref()),
            self.place("body", claim.body.as_ref()),
        ];
        let source = claim
            .source
            .as_ref()
            .and_then(|id| sources.get(id))
            .cloned();
        ClaimShown {
            id: claim.id.clone(),
            source: source.unwrap_or_else(|| {
                self.t(match &claim.source {
                    Some(_) => "web-source-withheld",
                    None => "web-source-unnamed",
                })
            }),
            source_id: claim.source.clone(),
            basis: self.term("basis", claim.basis.as_ref()),
            when: self.date(claim.when.as_ref()),
            place: joined(places),
            learned: self.date(claim.learned.as_ref()),
            reliability: self.term("reliability", claim.reliability.as_ref()),
            words: claim.words.clone().unwrap_or_default(),
            values: self.values("event", &claim.values),
        }
    }

    /// An event with its claims; `sources` and `persons` are the names that the reader may see.
    pub fn event(
        &self,
        seen: &Seen,
        event: &Event,
        sources: &BTreeMap<String, String>,
        persons: &BTreeMap<String, String>,
    ) -> EventShown {
        let bodies: Vec<String> = event
            .bodies
            .iter()
            .map(|part| {
                let said = self.place("body", Some(&part.body));
                let degree = self.term("involvement", part.degree.as_ref());
                let alleged = if part.alleged {
                    self.t("web-alleged")
                } else {
                    String::new()
                };
                joined([said, degree, alleged])
            })
            .collect();
        let mut facts = self.values("event", &event.attributes);
        facts.extend(self.values("event", &event.own));
        let concluded = match (&event.verification.by, &event.verification.why) {
            (Some(by), Some(why)) => format!("{by}: {why}"),
            (Some(by), None) => by.clone(),
            (None, why) => why.clone().unwrap_or_default(),
        };
        EventShown {
            id: seen.id.clone(),
            revision: seen.revision,
            kind: self.term("event", Some(&event.kind)),
            when: self.date(event.when.as_ref()),
            edtf: event
                .when
                .as_ref()
                .map(|when| when.edtf().to_owned())
                .unwrap_or_default(),
            place: joined([
                self.place("place", event.facility.as_ref()),
                self.place("place", event.place.as_ref()),
            ]),
            bodies: bodies.join("، "),
            facts,
            status: status_word(event.verification.status),
            concluded,
            notes: event.notes.clone().unwrap_or_default(),
            who: seen.who.clone(),
            recorded: self.moment(&seen.at),
            claims: event
                .claims
                .iter()
                .map(|claim| self.claim(claim, sources))
                .collect(),
            conflicts: self.conflicts(event, sources),
            persons: event
                .persons
                .iter()
                .map(|part| Participating {
                    label: persons
                        .get(&part.person)
                        .cloned()
                        .unwrap_or_else(|| self.t("web-no-name")),
                    value: part.person.clone(),
                    role: self.term("role", Some(&part.role)),
                })
                .collect(),
            synthetic: event.synthetic,
            withdrawn: event.withdrawn.as_ref().map(|it| it.why.clone()),
        }
    }

    /// Fields of which two sources say what cannot both be true: other terms, or
    /// dates without a day in common.
    fn conflicts(&self, event: &Event, sources: &BTreeMap<String, String>) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let told: Vec<(ClaimShown, &Claim)> = event
            .claims
            .iter()
            .map(|claim| (self.claim(claim, sources), claim))
            .collect();
        let apart = |a: &When, b: &When| {
            let before = |x: &When, y: &When| {
                x.latest()
                    .zip(y.earliest())
                    .is_some_and(|(latest, earliest)| latest < earliest)
            };
            before(a, b) || before(b, a)
        };
        let dates: Vec<_> = told
            .iter()
            .filter_map(|(_, claim)| claim.when.as_ref())
            .collect();
        if dates.iter().any(|a| dates.iter().any(|b| apart(a, b))) {
            conflicts.push(self.conflict("when", &told, |shown, _| shown.when.clone()));
        }
        type Pick = fn(&Claim) -> Option<&String>;
        let picks: [(&str, &str, Pick); 3] = [
            ("place", "place", |claim| {
                claim.place.as_ref().and_then(|it| it.id.as_ref())
            }),
            ("facility", "place", |claim| {
                claim.facility.as_ref().and_then(|it| it.id.as_ref())
            }),
            ("body", "body", |claim| {
                claim.body.as_ref().and_then(|it| it.id.as_ref())
            }),
        ];
        for (field, vocabulary, pick) in picks {
            let mut said: Vec<&String> = told.iter().filter_map(|(_, claim)| pick(claim)).collect();
            said.sort_unstable();
            said.dedup();
            if said.len() > 1 {
                conflicts.push(
                    self.conflict(field, &told, |_, claim| self.term(vocabulary, pick(claim))),
                );
            }
        }
        let mut attributes: Vec<&String> = told
            .iter()
            .flat_map(|(_, claim)| claim.values.keys())
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        for attribute in attributes {
            let said: std::collections::BTreeSet<&String> = told
                .iter()
                .filter_map(|(_, claim)| claim.values.get(attribute))
                .collect();
            if said.len() > 1 {
                let mut conflict = self.conflict("when", &told, |_, claim| {
                    self.value_of("event", &claim.values, attribute)
                });
                conflict.field = self.called("event", attribute);
                conflicts.push(conflict);
            }
        }
        conflicts
    }

    /// What the office and each of several sources say, field by field; fields of
    /// which no source says anything are left out.
    pub fn side_by_side(&self, event: &Event) -> Vec<SideBySide> {
        if event.claims.len() < 2 {
            return Vec::new();
        }
        let none = BTreeMap::new();
        let conflicting: Vec<String> = self
            .conflicts(event, &none)
            .into_iter()
            .map(|conflict| conflict.field)
            .collect();
        let row = |field: String, office: String, say: &dyn Fn(&Claim) -> String| {
            let sayings: Vec<String> = event.claims.iter().map(say).collect();
            let differs = conflicting.contains(&field);
            sayings
                .iter()
                .any(|said| !said.is_empty())
                .then_some(SideBySide {
                    field,
                    office,
                    sayings,
                    differs,
                })
        };
        let of = |id: &str| self.t(&format!("web-field-{id}"));
        let body = event.bodies.first().map(|part| &part.body);
        let mut rows: Vec<SideBySide> = [
            row(of("when"), self.date(event.when.as_ref()), &|claim| {
                self.date(claim.when.as_ref())
            }),
            row(
                of("place"),
                self.place("place", event.place.as_ref()),
                &|claim| self.place("place", claim.place.as_ref()),
            ),
            row(
                of("facility"),
                self.place("place", event.facility.as_ref()),
                &|claim| self.place("place", claim.facility.as_ref()),
            ),
            row(of("body"), self.place("body", body), &|claim| {
                self.place("body", claim.body.as_ref())
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut attributes: Vec<&String> = event
            .claims
            .iter()
            .flat_map(|claim| claim.values.keys())
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        for id in attributes {
            rows.extend(row(
                self.called("event", id),
                self.value_of("event", &event.attributes, id),
                &|claim| self.value_of("event", &claim.values, id),
            ));
        }
        rows
    }

    fn conflict(
        &self,
        field: &str,
        told: &[(ClaimShown, &Claim)],
        say: impl Fn(&ClaimShown, &Claim) -> String,
    ) -> Conflict {
        let sayings = told
            .iter()
            .map(|(shown, claim)| Fact {
                label: joined([shown.source.clone(), shown.basis.clone()]),
                value: say(shown, claim),
            })
            .filter(|fact| !fact.value.is_empty())
            .collect();
        Conflict {
            field: self.t(&format!("web-field-{field}")),
            sayings,
        }
    }
}

/// The parts that say something, with a dot between them.
pub fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}
