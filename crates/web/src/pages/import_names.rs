//! What is each hole of a mapping called, and what may fill it?
//!
//! The words for people: the heading under which a hole stands in the choices
//! of `import_form`, its name there, and the terms that a value may be.

use crate::say::Say;
use office::{Mapping, Side, Takes};

/// Names the holes of a mapping in words.
pub struct Names<'a> {
    pub say: &'a Say,
    pub mapping: &'a Mapping,
}

impl Names<'_> {
    pub fn event(&self, at: usize) -> String {
        let Some(event) = self.mapping.events.get(at) else {
            return String::new();
        };
        let fixed = event.kind.as_ref().and_then(|kind| kind.fixed.as_ref());
        let kind = match fixed {
            Some(kind) => self.say.term("event", Some(kind)),
            None => self.say.t("web-map-kind-column"),
        };
        match &event.name {
            Some(name) if Some(name) != fixed => format!("{kind} ({name})"),
            _ => kind,
        }
    }

    fn source(&self, at: usize) -> String {
        let name = self.mapping.sources.keys().nth(at);
        name.cloned().unwrap_or_default()
    }

    pub fn with(&self, id: &str, value: &str) -> String {
        self.say.words.text_with(id, &[("value", value.into())])
    }

    pub fn part(&self, name: &str) -> String {
        self.say.t(&format!("web-map-{}", name.replace('_', "-")))
    }

    /// A field of the office's own, or an attribute.
    fn called(&self, record: &str, id: &str) -> String {
        self.say
            .values(record, &[(id.to_owned(), String::new())].into())
            .into_iter()
            .next()
            .map_or_else(|| id.to_owned(), |fact| fact.label)
    }

    /// The heading under which a hole stands, and what it is called there.
    pub fn of(&self, path: &str) -> (String, String) {
        let mut parts = path.splitn(4, '.');
        let (first, second, third, rest) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let number = second.parse::<usize>().unwrap_or(0);
        match first {
            "person" => {
                let label = match (second, third) {
                    ("identifiers", scheme) => {
                        self.say.term("identifier", Some(&scheme.to_owned()))
                    }
                    ("references", name) => self.with("web-map-reference", name),
                    ("own", _) => {
                        let id = path.trim_start_matches("person.own.");
                        self.called("person", id)
                    }
                    ("service", part) => self.part(&format!("service-{part}")),
                    (part, _) => self.part(&format!("person-{part}")),
                };
                (self.say.t("web-map-person"), label)
            }
            "name" => (
                self.say.t("web-map-name"),
                self.part(&format!("person-{third}")),
            ),
            "source" => {
                let group = self.with("web-map-source", &self.source(number));
                let label = match third {
                    "own" => self.called("source", rest),
                    "consent" => {
                        let (at, part) = rest.split_once('.').unwrap_or((rest, ""));
                        let at = at.parse::<u64>().unwrap_or(0) + 1;
                        let part = self.part(&format!("consent-{part}"));
                        self.numbered("web-map-consent", at, &part)
                    }
                    part => self.part(&format!("source-{part}")),
                };
                (group, label)
            }
            "event" => self.of_event(number, third, rest),
            part => (self.say.t("web-map-row"), self.part(part)),
        }
    }

    fn numbered(&self, id: &str, number: u64, part: &str) -> String {
        self.say
            .words
            .text_with(id, &[("number", number.into()), ("part", part.into())])
    }

    fn of_event(&self, event: usize, part: &str, rest: &str) -> (String, String) {
        let title = self.event(event);
        let group = self.with("web-map-event", &title);
        let (at, inner) = rest.split_once('.').unwrap_or((rest, ""));
        let number = at.parse::<usize>().unwrap_or(0);
        let label = match part {
            "attributes" => self.called("event", rest),
            "own" => self.called("event", rest),
            "body" => {
                let inner = self.part(&format!("body-{inner}"));
                self.numbered("web-map-body", number as u64 + 1, &inner)
            }
            "person" => {
                let inner = self.part(&format!("other-{inner}"));
                self.numbered("web-map-other", number as u64 + 1, &inner)
            }
            "related" => self.say.t("web-map-related-row"),
            "claim" => {
                let claims = self.mapping.events.get(event).map(|it| &it.claims);
                let from = claims
                    .and_then(|claims| claims.get(number)?.from.clone())
                    .unwrap_or_default();
                let group = self.say.words.text_with(
                    "web-map-claim",
                    &[("event", title.into()), ("source", from.into())],
                );
                let label = match inner.split_once('.') {
                    Some(("values", id)) => self.called("event", id),
                    _ => self.part(&format!("claim-{inner}")),
                };
                return (group, label);
            }
            part => self.part(&format!("event-{part}")),
        };
        (group, label)
    }

    /// What a use is called in one line.
    pub fn line(&self, path: &str) -> String {
        let (group, label) = self.of(path);
        format!("{group} · {label}")
    }
}

/// Holes that few sheets fill: offered when everything is asked for.
pub fn is_rare(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let of = |start: &str| path.starts_with(start);
    let inside = |part: &str| path.contains(part);
    if of("person.") {
        return matches!(path, "person.id" | "person.present");
    }
    if of("name.") {
        return last != "full";
    }
    if of("source.") {
        return matches!(last, "id" | "synthetic" | "benefit" | "notes")
            || inside(".consent.") && !matches!(last, "given" | "when");
    }
    if inside(".claim.") {
        return !matches!(last, "basis" | "learned" | "reliability" | "words");
    }
    inside(".body.") && (last != "name" || !inside(".body.0."))
        || inside(".related.")
        || of("event.") && inside(".person.")
        || matches!(
            last,
            "if" | "role" | "verification" | "verified_by" | "verified_why"
        )
}

pub fn to_word(path: &str, side: Side) -> String {
    match side {
        Side::Value => path.to_owned(),
        side => format!("{path}~{}", side.as_str()),
    }
}

pub fn terms_of(say: &Say, takes: &Takes) -> Option<Vec<(String, String)>> {
    match takes {
        Takes::Yesno => Some(
            ["yes", "no"]
                .map(|it| {
                    (
                        it.to_owned(),
                        say.profile.label("yes-no", it, say.language).to_owned(),
                    )
                })
                .to_vec(),
        ),
        Takes::Term(name) if name == "verification" => Some(
            ["open", "verified", "disputed", "rejected"]
                .map(|it| (it.to_owned(), say.t(&format!("web-status-{it}"))))
                .to_vec(),
        ),
        Takes::Term(name) => {
            let terms = say.profile.vocabulary(name)?;
            let known = terms.terms.iter().filter(|term| !term.retired);
            Some(
                known
                    .map(|term| (term.id.clone(), term.label(say.language).to_owned()))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// The label of a term, place or body; the text itself where it is none.
pub fn label_of(say: &Say, takes: &Takes, id: &str) -> String {
    match takes {
        Takes::Place => say.profile.places.label_of(id, say.language).to_owned(),
        Takes::Body => say.profile.bodies.label_of(id, say.language).to_owned(),
        takes => terms_of(say, takes)
            .and_then(|terms| terms.into_iter().find(|(term, _)| term == id))
            .map_or_else(|| id.to_owned(), |(_, label)| label),
    }
}
