//! `sijill search`, `show` and `history`: who is in the register, and what is told of them?

use super::text;
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, json, print};
use clap::ArgMatches;
use model::profile::Profile;
use model::record::{Claim, Event, Person, PlaceRef};
use model::{Record, When};
use office::{Finding, Office, Reading, Seen};
use std::sync::Arc;
use words::Words;

pub fn search(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Finding>(&office)?;
    let wanted: Vec<&str> = matches
        .get_many::<String>("text")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(20);
    let found = office
        .search(&seat, &wanted.join(" "), limit)
        .map_err(one)?;
    let language = context.words.language().code();
    let mut table = Table::new(
        [
            "search-column-name",
            "search-column-place",
            "search-column-id",
        ]
        .map(|id| context.text(id)),
    );
    for hit in &found {
        let place = hit.place.as_deref().unwrap_or_default();
        let mark = if hit.synthetic { " *" } else { "" };
        let name = match hit.name.as_str() {
            "" => context.text("search-name-unknown"),
            name => name.to_owned(),
        };
        table.row([
            format!("{name}{mark}"),
            office.profile().places.label_of(place, language).to_owned(),
            hit.id.clone(),
        ]);
    }
    print(Format::of(matches), &table, &found);
    if found.is_empty() {
        context.note(&context.text("search-nothing"));
    } else if found.iter().any(|hit| hit.synthetic) && Format::of(matches) == Format::Table {
        context.note(&context.text("search-synthetic"));
    }
    Ok(())
}

pub fn show(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reading>(&office)?;
    let at = matches.get_one::<u64>("at").copied();
    let shown = office.show(&seat, text(matches, "id"), at).map_err(one)?;
    if Format::of(matches) == Format::Json {
        json(&shown);
        return Ok(());
    }
    let teller = Teller {
        office: &office,
        context,
        words: &context.words,
    };
    let mut table =
        Table::new(["show-column-what", "show-column-value"].map(|id| context.text(id)));
    teller.record(&shown.seen, &mut table);
    for event in &shown.events {
        teller.event_line(event, &mut table);
    }
    match Format::of(matches) {
        Format::Csv => emit(&table.to_csv()),
        _ => emit(&table.to_text()),
    }
    Ok(())
}

pub fn history(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Reading>(&office)?;
    let revisions = office.history(&seat, text(matches, "id")).map_err(one)?;
    let mut table = Table::new(
        [
            "history-column-revision",
            "history-column-position",
            "history-column-at",
            "history-column-who",
            "history-column-why",
            "history-column-changed",
        ]
        .map(|id| context.text(id)),
    );
    let mut before: Option<serde_json::Value> = None;
    for seen in &revisions {
        let now = serde_json::to_value(&seen.record).unwrap_or_default();
        table.row([
            seen.revision.to_string(),
            seen.position.to_string(),
            context.moment(&seen.at),
            seen.who.clone(),
            seen.why.clone().unwrap_or_default(),
            before
                .as_ref()
                .map(|before| changed(before, &now).join(", "))
                .unwrap_or_default(),
        ]);
        before = Some(now);
    }
    print(Format::of(matches), &table, &revisions);
    Ok(())
}

/// The top-level fields that differ.
fn changed(before: &serde_json::Value, now: &serde_json::Value) -> Vec<String> {
    let empty = serde_json::Map::new();
    let before = before.as_object().unwrap_or(&empty);
    let now = now.as_object().unwrap_or(&empty);
    let mut fields: Vec<String> = before
        .keys()
        .chain(now.keys())
        .filter(|key| before.get(*key) != now.get(*key))
        .cloned()
        .collect();
    fields.sort();
    fields.dedup();
    fields
}

/// Says the parts of a record with the labels of the profile.
struct Teller<'a> {
    office: &'a Office,
    context: &'a Context,
    words: &'a Words,
}

impl Teller<'_> {
    fn profile(&self) -> Arc<Profile> {
        self.office.profile()
    }

    fn language(&self) -> &'static str {
        self.words.language().code()
    }

    fn term(&self, vocabulary: &str, id: &Option<String>) -> String {
        id.as_deref()
            .map(|id| {
                self.profile()
                    .label(vocabulary, id, self.language())
                    .to_owned()
            })
            .unwrap_or_default()
    }

    fn place(&self, vocabulary: &str, place: &Option<PlaceRef>) -> String {
        let Some(place) = place else {
            return String::new();
        };
        match (&place.id, &place.as_written) {
            (Some(id), _) => self
                .profile()
                .label(vocabulary, id, self.language())
                .to_owned(),
            (None, Some(written)) => format!("“{written}”"),
            (None, None) => String::new(),
        }
    }

    fn date(&self, when: &Option<When>) -> String {
        when.as_ref()
            .map(|when| self.words.date(when))
            .unwrap_or_default()
    }

    fn record(&self, seen: &Seen, table: &mut Table) {
        let mut add = |id: &str, value: String| {
            if !value.is_empty() {
                table.row([self.words.text(id), value]);
            }
        };
        add("show-id", seen.id.clone());
        add(
            "show-recorded",
            format!(
                "{} · {} · {}",
                self.context.moment(&seen.at),
                seen.who,
                seen.position
            ),
        );
        match &seen.record {
            Record::Person(person) => self.person(person, &mut add),
            Record::Event(event) => self.event(event, table),
            other => {
                let fields = serde_json::to_value(other).unwrap_or_default();
                for (key, value) in fields.as_object().into_iter().flatten() {
                    let value = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    table.row([key.clone(), value]);
                }
            }
        }
    }

    fn person(&self, person: &Person, add: &mut impl FnMut(&str, String)) {
        if person.names.iter().all(|name| name.display().is_empty()) {
            add("show-name", self.words.text("search-name-unknown"));
        }
        for name in &person.names {
            add("show-name", name.display());
            add("show-mother", name.mother.clone().unwrap_or_default());
            if name.given.is_some() || name.full.is_some() {
                add("show-nickname", name.nickname.clone().unwrap_or_default());
            }
        }
        add("show-sex", self.term("sex", &person.sex));
        add("show-birth", self.date(&person.birth));
        for identifier in &person.identifiers {
            add(
                "show-identifier",
                format!(
                    "{} {}",
                    self.term("identifier", &Some(identifier.scheme.clone())),
                    identifier.value
                ),
            );
        }
        add("show-origin", self.place("place", &person.origin));
        add("show-residence", self.place("place", &person.residence));
        add(
            "show-occupation",
            person.occupation.clone().unwrap_or_default(),
        );
        if let Some(service) = &person.service {
            let parts = [
                self.term("service", &service.kind),
                self.term("rank", &service.rank),
                service.unit.clone().unwrap_or_default(),
            ];
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            add("show-service", said.join(" · "));
        }
        for flag in &person.flags {
            add(
                "show-flag",
                self.term("protection-flag", &Some(flag.clone())),
            );
        }
        let profile = self.profile();
        for (id, value) in &person.own {
            let label = profile.field("person", id).map_or(id.as_str(), |field| {
                if self.language() == "ar" {
                    &field.ar
                } else {
                    &field.en
                }
            });
            add("show-own", format!("{label}: {value}"));
        }
        add("show-notes", person.notes.clone().unwrap_or_default());
        if person.synthetic {
            add("show-synthetic", self.words.text("show-yes"));
        }
        if let Some(listed) = &person.listed {
            add(
                "show-listed",
                format!(
                    "{} · {} · {} {}",
                    listed.list, listed.own_id, listed.file, listed.row
                ),
            );
        }
    }

    fn event(&self, event: &Event, table: &mut Table) {
        table.row([self.words.text("show-event"), self.event_said(event)]);
        for participant in &event.persons {
            table.row([
                self.term("role", &Some(participant.role.clone())),
                participant.person.clone(),
            ]);
        }
        for (name, value) in &event.attributes {
            table.row([name.clone(), value.clone()]);
        }
        for claim in &event.claims {
            table.row([self.words.text("show-claim"), self.claim(claim)]);
        }
    }

    fn event_said(&self, event: &Event) -> String {
        let bodies: Vec<String> = event
            .bodies
            .iter()
            .map(|part| self.place("body", &Some(part.body.clone())))
            .collect();
        let parts = [
            self.term("event", &Some(event.kind.clone())),
            self.date(&event.when),
            self.place("place", &event.facility),
            self.place("place", &event.place),
            bodies.join(", "),
        ];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" · ")
    }

    fn claim(&self, claim: &Claim) -> String {
        let values: Vec<String> = claim
            .values
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let learned = claim
            .learned
            .as_ref()
            .map(|when| {
                self.words
                    .text_with("show-learned", &[("date", self.words.date(when).into())])
            })
            .unwrap_or_default();
        let parts = [
            self.term("basis", &claim.basis),
            self.date(&claim.when),
            self.place("place", &claim.facility),
            self.place("place", &claim.place),
            values.join(", "),
            claim.words.clone().unwrap_or_default(),
            learned,
            claim.source.clone().unwrap_or_default(),
        ];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" · ")
    }

    /// One event of a person's list, with what each source says below it.
    fn event_line(&self, seen: &Seen, table: &mut Table) {
        if let Record::Event(event) = &seen.record {
            table.row([
                self.words.text("show-event"),
                format!("{} · {}", self.event_said(event), seen.id),
            ]);
            for claim in &event.claims {
                table.row([
                    format!("  {}", self.words.text("show-claim")),
                    self.claim(claim),
                ]);
            }
        }
    }
}
