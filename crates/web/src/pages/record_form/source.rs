//! How does a source become a form, and a form a source?
//!
//! What it agreed to is no part of the form: consents are given and taken back one
//! by one, each with its day (`consents`).

use super::{Fields, Former, Group, Typed, some};
use model::record::Source;

impl Former<'_> {
    pub(super) fn source_fields(&self, source: &Source) -> Fields {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let open = if source.open { "yes" } else { "" };
        let mut fields: Fields = [
            ("source-kind", source.kind.clone()),
            ("source-name", text(&source.name)),
            ("relation", text(&source.relation)),
            ("reach", text(&source.reach)),
            ("open", open.to_owned()),
            ("benefit", text(&source.benefit)),
            ("notes", text(&source.notes)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        self.own_fields("source", &source.own, &mut fields);
        fields
    }

    pub(super) fn source(&mut self, mut source: Source, typed: Typed) -> Source {
        if let Some(kind) = typed.changed("source-kind") {
            source.kind = self.term("source-kind", "source", kind).unwrap_or_default();
        }
        if let Some(relation) = typed.changed("relation") {
            source.relation = self.term("relation", "relation-to-victim", relation);
        }
        for (name, place) in [
            ("source-name", &mut source.name),
            ("reach", &mut source.reach),
            ("benefit", &mut source.benefit),
            ("notes", &mut source.notes),
        ] {
            if let Some(value) = typed.changed(name) {
                *place = some(value);
            }
        }
        source.open = typed.value("open") == "yes";
        self.own("source", &mut source.own, typed);
        source
    }

    pub(super) fn source_groups(&self, fields: &Fields) -> Vec<Group> {
        let mut kind = self.select("source-kind", "web-field-source-kind", "source", fields);
        kind.required = true;
        let mut open = self.input("open", "web-field-open", "check", fields);
        open.hint = self.say.t("web-field-open-hint");
        let mut benefit = self.input("benefit", "web-field-benefit", "text", fields);
        if benefit.error.is_empty() {
            benefit.hint = self.say.t("web-field-benefit-hint");
        }
        let mut who = vec![
            kind,
            self.input("source-name", "web-field-source-name", "text", fields),
            self.select(
                "relation",
                "web-field-relation",
                "relation-to-victim",
                fields,
            ),
            open,
        ];
        who.extend([
            self.input("reach", "web-field-reach", "text", fields),
            benefit,
        ]);
        who.extend(self.own_inputs("source", fields));
        who.push(self.input("notes", "web-field-notes", "area", fields));
        let mut group = self.group("web-group-source", who);
        group.hint = self.say.t("web-source-text");
        vec![group]
    }
}
