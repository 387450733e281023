//! How does a follow-up become a form, and a form a follow-up?

use super::{Fields, Former, Group, some};
use model::record::Contact;

impl Former<'_> {
    /// The fields of a contact's form.
    pub fn contact_fields(&self, contact: &Contact) -> Fields {
        let date = |when: &Option<model::When>| {
            when.as_ref()
                .map(|it| it.edtf().to_owned())
                .unwrap_or_default()
        };
        let tick = |set: bool| if set { "yes" } else { "" }.to_owned();
        [
            ("when", date(&contact.when)),
            ("channel", contact.channel.clone().unwrap_or_default()),
            ("outcome", contact.outcome.clone().unwrap_or_default()),
            ("next-due", date(&contact.next_due)),
            ("refused", tick(contact.refused)),
            ("harassed", tick(contact.harassed)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The contact as the form says it, on top of what it began from.
    pub fn contact(&mut self, contact: Contact, fields: &Fields) -> Contact {
        let value = |name: &str| fields.get(name).map_or("", String::as_str);
        let when = self.date("when", value("when"));
        let next_due = self.date("next-due", value("next-due"));
        Contact {
            when,
            channel: self.term("channel", "channel", value("channel")),
            outcome: some(value("outcome")),
            next_due,
            refused: value("refused") == "yes",
            harassed: value("harassed") == "yes",
            ..contact
        }
    }

    /// The group of a contact's form.
    pub fn contact_groups(&self, fields: &Fields) -> Vec<Group> {
        vec![Group {
            legend: self.say.t("web-contact"),
            inputs: vec![
                self.input("when", "web-field-when", "date", fields),
                self.select("channel", "web-field-channel", "channel", fields),
                self.input("next-due", "web-field-next-due", "date", fields),
                self.input("outcome", "web-field-outcome", "area", fields),
                self.input("refused", "web-field-refused", "check", fields),
                self.input("harassed", "web-field-harassed", "check", fields),
            ],
        }]
    }
}
