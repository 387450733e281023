//! What did a record say before, who changed it, and why?
//!
//! Revision by revision, each with the fields that changed, named and said as a
//! person would; what the reader may not see takes no part.

use crate::answer::{Answered, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::event::names_around;
use crate::say::Say;
use askama::Template;
use office::{Reading, Seat, Seen};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Difference {
    /// Path in the document, for scripts.
    field: String,
    label: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct RevisionShown {
    number: u64,
    position: u64,
    who: String,
    at: String,
    why: String,
    differences: Vec<Difference>,
}

#[derive(Template, Serialize)]
#[template(path = "history.html")]
struct HistoryView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    back: String,
    revisions: Vec<RevisionShown>,
}

/// Every revision, with what changed from one to the next.
pub fn show_history(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let id = ask.part("id");
    let history = ask.app.office.history(&seat, id)?;
    let mut revisions = Vec::new();
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut kind = "person";
    let mut relative_of = None;
    let names = names_in(ask, &seat, &history);
    for seen in history {
        kind = seen.record.kind();
        if let model::Record::Decision(decision) = &seen.record
            && decision.kind == model::record::DecisionKind::Relatives
        {
            relative_of = decision.about.first().cloned();
        }
        let after = flat(&serde_json::to_value(&seen.record).unwrap_or_default());
        let fields: std::collections::BTreeSet<&String> =
            before.keys().chain(after.keys()).collect();
        let differences = fields
            .into_iter()
            .filter(|field| before.get(*field) != after.get(*field))
            .map(|field| {
                let said = |fields: &BTreeMap<String, String>| {
                    fields
                        .get(field)
                        .map(|value| value_in_words(&say, &names, field, value))
                        .unwrap_or_default()
                };
                Difference {
                    field: field.clone(),
                    label: field_in_words(&say, kind, field),
                    before: said(&before),
                    after: said(&after),
                }
            })
            .collect();
        revisions.push(RevisionShown {
            number: seen.revision,
            position: seen.position,
            who: seen.who,
            at: say.moment(&seen.at),
            why: seen.why.unwrap_or_default(),
            differences,
        });
        before = after;
    }
    revisions.reverse();
    let back = match relative_of {
        Some(person) => format!("/person/{person}#relatives"),
        None if matches!(kind, "person" | "event" | "source" | "contact") => {
            format!("/{kind}/{id}")
        }
        None => "/today".into(),
    };
    page(
        ask,
        &HistoryView {
            frame: Frame::new(ask, "/find", "web-history"),
            id: id.to_owned(),
            back,
            revisions,
        },
    )
}

/// Names of the persons and sources that any revision points at, as far as the reader may see them.
fn names_in(ask: &Ask, seat: &Seat<Reading>, history: &[Seen]) -> BTreeMap<String, String> {
    let (mut names, persons) = names_around(ask, seat, history.iter().map(|seen| &seen.record));
    names.extend(persons);
    names
}

/// A path of a document as a person would call the field: `claims.2.basis` is how the second source knows.
fn field_in_words(say: &Say, kind: &str, path: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            if let Some(last) = words.last_mut() {
                *last = format!("{last} {}", say.words.in_digits(part));
            }
            continue;
        }
        if matches!(part, "own" | "attributes" | "values") && parts.peek().is_some() {
            let record = if part == "own" { kind } else { "event" };
            let id = parts.by_ref().collect::<Vec<_>>().join(".");
            let mut fact = say.values(record, &[(id, String::new())].into());
            words.extend(fact.pop().map(|fact| fact.label));
            break;
        }
        // `id` and `as_written` say the same thing of a place in two ways.
        if matches!(part, "id" | "as_written") && !words.is_empty() {
            continue;
        }
        let message = format!("web-history-{}", part.replace('_', "-"));
        let field = format!("web-field-{}", part.replace('_', "-"));
        let name = format!("web-name-{part}");
        let known = [message, name, field]
            .into_iter()
            .find(|id| say.words.has(id));
        words.push(known.map_or_else(|| part.to_owned(), |id| say.t(&id)));
    }
    words.join(" · ")
}

/// A value of a document as a person would say it: terms by their labels, ids by their names.
fn value_in_words(say: &Say, names: &BTreeMap<String, String>, path: &str, value: &str) -> String {
    let parts: Vec<&str> = path
        .split('.')
        .filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let last = parts.last().copied().unwrap_or_default();
    let above = parts.iter().rev().nth(1).copied().unwrap_or_default();
    if let Some(name) = names.get(value) {
        return name.clone();
    }
    let vocabulary = match (above, last) {
        ("service", "kind") => "service",
        (_, "kind") => "event",
        ("place" | "facility" | "origin" | "residence", "id") => "place",
        ("body", "id") => "body",
        (_, "status") => return say.t(&format!("web-status-{value}")),
        (_, "flags") => "protection-flag",
        (_, "scheme") => "identifier",
        (_, "degree") => "involvement",
        (_, "purpose") => "consent",
        ("attributes" | "values", id) => id,
        (_, id) => id,
    };
    if value == "true" || value == "false" {
        return say.t(if value == "true" { "web-yes" } else { "web-no" });
    }
    let known = say
        .profile
        .vocabulary(vocabulary)
        .is_some_and(|terms| terms.get(value).is_some());
    if known {
        return say.term(vocabulary, Some(&value.to_owned()));
    }
    let dated = matches!(
        last,
        "when" | "learned" | "birth" | "next_due" | "lapses" | "withdrawn"
    );
    match model::When::parse(value) {
        Ok(when) if dated => say.words.date(&when),
        _ => value.to_owned(),
    }
}

/// Every value of a document by its path, without the original row.
fn flat(value: &serde_json::Value) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &serde_json::Value, into: &mut BTreeMap<String, String>) {
        let below = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    if name != "listed" && name != "record" {
                        walk(&below(name), value, into);
                    }
                }
            }
            serde_json::Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    walk(&below(&(index + 1).to_string()), value, into);
                }
            }
            serde_json::Value::String(text) => {
                into.insert(path.to_owned(), text.clone());
            }
            serde_json::Value::Null => {}
            other => {
                into.insert(path.to_owned(), other.to_string());
            }
        }
    }
    let mut fields = BTreeMap::new();
    walk("", value, &mut fields);
    fields
}
