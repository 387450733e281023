//! How does a follow-up become a form, and a form a follow-up?

use super::{Fields, Former, Group, Typed, some};
use crate::answer::Refusal;
use model::Record;
use model::record::Contact;
use office::Reading;

impl Former<'_> {
    pub(super) fn contact_fields(&self, contact: &Contact) -> Fields {
        let date = |when: &Option<model::When>| {
            when.as_ref()
                .map(|it| it.edtf().to_owned())
                .unwrap_or_default()
        };
        let tick = |set: bool| if set { "yes" } else { "" }.to_owned();
        [
            ("when", date(&contact.when)),
            ("channel", contact.channel.clone().unwrap_or_default()),
            // Beside the first, a source with whom it was.
            ("source", contact.about.get(1).cloned().unwrap_or_default()),
            ("outcome", contact.outcome.clone().unwrap_or_default()),
            ("next-due", date(&contact.next_due)),
            ("refused", tick(contact.refused)),
            ("harassed", tick(contact.harassed)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    pub(super) fn contact(&mut self, mut contact: Contact, typed: Typed) -> Contact {
        if let Some(text) = typed.changed("when") {
            contact.when = self.date("when", text);
        }
        if let Some(text) = typed.changed("next-due") {
            contact.next_due = self.date("next-due", text);
        }
        if let Some(text) = typed.changed("channel") {
            contact.channel = self.term("channel", "channel", text);
        }
        if let Some(text) = typed.changed("outcome") {
            contact.outcome = some(text);
        }
        if !contact.about.is_empty() {
            let was = contact.about.get(1).cloned();
            let source = self.source_named("", was, typed);
            contact.about.truncate(1);
            contact.about.extend(source);
        }
        contact.refused = typed.value("refused") == "yes";
        contact.harassed = typed.value("harassed") == "yes";
        contact
    }

    pub(super) fn contact_groups(
        &self,
        contact: &Contact,
        fields: &Fields,
    ) -> Result<Vec<Group>, Refusal> {
        let mut inputs = vec![
            self.input("when", "web-field-when", "date", fields),
            self.select("channel", "web-field-channel", "channel", fields),
        ];
        let about = contact.about.first().map_or("", String::as_str);
        let seat = self.ask.seat::<Reading>()?;
        // With the family of a person it may be through a source; with a source it is with them.
        if let Ok(Record::Person(_)) = self.ask.app.office.look_at(&seat, about) {
            let near = [about.to_owned()];
            inputs.extend(self.source_inputs("", "web-field-contact-source", fields, &near)?);
        }
        inputs.extend([
            self.input("next-due", "web-field-next-due", "date", fields),
            self.input("outcome", "web-field-outcome", "area", fields),
            self.input("refused", "web-field-refused", "check", fields),
            self.input("harassed", "web-field-harassed", "check", fields),
        ]);
        Ok(vec![self.group("web-contact", inputs)])
    }
}
