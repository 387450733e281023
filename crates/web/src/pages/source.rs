//! Who or what told the office, what did they agree to, and when were they last spoken to?

use crate::answer::{Answered, Refusal, page};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::pages::compartments::{PlacedShown, placed_shown};
use crate::pages::event::{events_shown, source_name};
use crate::pages::person::{ContactShown, contacts_shown};
use crate::pages::reveals::Identity;
use crate::say::{EventShown, Fact, Say, joined};
use askama::Template;
use model::Record;
use office::{Documenting, Reading};
use serde::Serialize;

#[derive(Template, Serialize)]
#[template(path = "source.html")]
struct SourceView {
    #[serde(skip)]
    frame: Frame,
    id: String,
    name: String,
    placed: PlacedShown,
    facts: Vec<Fact>,
    consents: Vec<Fact>,
    events: Vec<EventShown>,
    contacts: Vec<ContactShown>,
    /// Whoever may reach the source sees follow-ups, also that there are none.
    reaches: bool,
    /// What is masked, for those who may reveal it.
    identity: Identity,
    edits: bool,
    /// Why it counts for nothing, when it was put in by mistake.
    withdrawn: Option<String>,
}

/// A source, as far as the reader may know it.
pub fn show_source(ask: &Ask) -> Answered {
    let seat = ask.seat::<Reading>()?;
    let say = Say::new(ask);
    let shown = ask.app.office.show(&seat, ask.part("id"), None)?;
    let Record::Source(source) = &shown.seen.record else {
        return Err(Refusal::NotFound);
    };
    let mut facts = Vec::new();
    let mut add = |id: &str, value: String| {
        if !value.is_empty() {
            facts.push(Fact {
                label: say.t(&format!("web-field-{id}")),
                value,
            });
        }
    };
    add("source-kind", say.term("source", Some(&source.kind)));
    add(
        "relation",
        say.term("relation-to-victim", source.relation.as_ref()),
    );
    if source.open {
        add("open", say.t("web-yes"));
    }
    add("reach", source.reach.clone().unwrap_or_default());
    add("benefit", source.benefit.clone().unwrap_or_default());
    add("notes", source.notes.clone().unwrap_or_default());
    facts.extend(say.values("source", &source.own));
    let consents = source
        .consents
        .iter()
        .map(|consent| Fact {
            label: joined([
                say.term("consent", Some(&consent.purpose)),
                consent.recipient.clone().unwrap_or_default(),
            ]),
            value: joined([
                say.t(if consent.withdrawn.is_some() {
                    "web-consent-withdrawn"
                } else if consent.given {
                    "web-consent-given"
                } else {
                    "web-consent-refused"
                }),
                say.date(consent.withdrawn.as_ref().or(consent.when.as_ref())),
            ]),
        })
        .collect();
    let name = source_name(&say, source);
    let withdrawn = source.withdrawn.as_ref().map(|it| it.why.clone());
    let around = ask.app.office.around(&seat, &shown.seen.id)?;
    page(
        ask,
        &SourceView {
            frame: Frame::titled(ask, "/find", name.clone()),
            id: shown.seen.id.clone(),
            name,
            placed: placed_shown(ask, &shown.seen.id)?,
            facts,
            consents,
            events: events_shown(ask, &seat, &shown.events)
                .into_iter()
                .filter(|event| event.withdrawn.is_none())
                .collect(),
            contacts: contacts_shown(&say, &around.contacts),
            identity: Identity::of(ask, &shown.seen),
            reaches: seat.classes().contains(&model::Class::Contact),
            edits: ask.may::<Documenting>(),
            withdrawn,
        },
    )
}
