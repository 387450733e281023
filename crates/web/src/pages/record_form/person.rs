//! How does a person become a form, and a form a person?

use super::{Fields, Former, Group, Input, Typed, place_of, place_text, rows, some};
use crate::pages::find::choices;
use model::record::{Identifier, Name, Person, Service};
use model::{Code, Problem};

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

impl Former<'_> {
    pub(super) fn person_fields(&self, person: &Person) -> Fields {
        let (profile, language) = (&self.say.profile, self.say.language);
        let mut fields = Fields::new();
        for (index, name) in person.names.iter().enumerate() {
            for (part, value) in name.parts() {
                fields.insert(format!("name{index}-{part}"), value.to_owned());
            }
        }
        for (index, identifier) in person.identifiers.iter().enumerate() {
            fields.insert(
                format!("identifier{index}-scheme"),
                identifier.scheme.clone(),
            );
            fields.insert(format!("identifier{index}-value"), identifier.value.clone());
        }
        for flag in &person.flags {
            fields.insert(format!("flag-{flag}"), "yes".into());
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
        for flag in choices(self.ask, "protection-flag", &[], "") {
            fields.entry(format!("flag-{}", flag.id)).or_default();
        }
        self.own_fields("person", &person.own, &mut fields);
        fields
    }

    pub(super) fn person(&mut self, mut person: Person, typed: Typed) -> Person {
        let profile = std::sync::Arc::clone(&self.say.profile);
        if let Some(text) = typed.changed("sex") {
            person.sex = self.term("sex", "sex", text);
        }
        if let Some(text) = typed.changed("birth") {
            person.birth = self.date("birth", text);
        }
        for (name, place) in [
            ("origin", &mut person.origin),
            ("residence", &mut person.residence),
        ] {
            if let Some(text) = typed.changed(name) {
                *place = place_of(&profile, "place", text);
            }
        }
        if let Some(text) = typed.changed("occupation") {
            person.occupation = some(text);
        }
        if let Some(text) = typed.changed("notes") {
            person.notes = some(text);
        }
        let mut service = person.service.take().unwrap_or_default();
        if let Some(text) = typed.changed("service") {
            service.kind = self.term("service", "service", text);
        }
        if let Some(text) = typed.changed("rank") {
            service.rank = self.term("rank", "rank", text);
        }
        if let Some(text) = typed.changed("unit") {
            service.unit = some(text);
        }
        person.service = Some(service).filter(|service| *service != Service::default());
        self.own("person", &mut person.own, typed);
        let flags = choices(self.ask, "protection-flag", &[], "").into_iter();
        for flag in flags.map(|flag| flag.id) {
            if let Some(ticked) = typed.changed(&format!("flag-{flag}")) {
                person.flags.retain(|known| *known != flag);
                if ticked == "yes" {
                    person.flags.push(flag);
                }
            }
        }
        person.names = self.names(&person.names, typed);
        person.identifiers = self.identifiers(&person.identifiers, typed);
        person
    }

    fn names(&self, began: &[Name], typed: Typed) -> Vec<Name> {
        let rows = (0..typed.count("name")).filter(|row| !typed.is_removed("name", *row));
        let names = rows.map(|row| {
            let mut name = began.get(row).cloned().unwrap_or_default();
            for part in NAME_PARTS {
                if let Some(text) = typed.changed(&format!("name{row}-{part}")) {
                    *part_of(&mut name, part) = some(text);
                }
            }
            name
        });
        names.filter(|name| *name != Name::default()).collect()
    }

    fn identifiers(&mut self, began: &[Identifier], typed: Typed) -> Vec<Identifier> {
        let mut identifiers = Vec::new();
        for row in 0..typed.count("identifier") {
            if typed.is_removed("identifier", row) {
                continue;
            }
            let mut identifier = began.get(row).cloned().unwrap_or_else(|| Identifier {
                scheme: String::new(),
                value: String::new(),
            });
            let (scheme, value) = (
                format!("identifier{row}-scheme"),
                format!("identifier{row}-value"),
            );
            if let Some(text) = typed.changed(&scheme) {
                identifier.scheme = self.term(&scheme, "identifier", text).unwrap_or_default();
            }
            if let Some(text) = typed.changed(&value) {
                identifier.value = text.trim().to_owned();
            }
            match (identifier.scheme.is_empty(), identifier.value.is_empty()) {
                (true, true) => continue,
                (true, false) if !self.has_problem(&scheme) => self
                    .problems
                    .push(Problem::new(Code::OfficeFieldMissing).at_field(&scheme)),
                (false, true) => self
                    .problems
                    .push(Problem::new(Code::OfficeFieldMissing).at_field(&value)),
                _ => {}
            }
            identifiers.push(identifier);
        }
        identifiers
    }

    pub(super) fn person_groups(&self, fields: &Fields) -> Vec<Group> {
        let names = |row: usize| -> Vec<Input> {
            let parts = NAME_PARTS.iter();
            parts
                .map(|part| {
                    let name = format!("name{row}-{part}");
                    self.input(&name, &format!("web-name-{part}"), "text", fields)
                })
                .collect()
        };
        // The name in the other script has a place from the start.
        let count = rows::count(fields, "name").max(2);
        let mut groups = vec![self.group("web-group-name", names(0))];
        groups.extend((1..count).map(|row| self.group("web-group-other-name", names(row))));
        if let Some(last) = groups.last_mut() {
            last.add = Some(("name", self.say.t("web-another-name")));
        }
        let mut life = vec![
            self.select("sex", "web-field-sex", "sex", fields),
            self.input("birth", "web-field-birth", "date", fields),
            self.input("origin", "web-field-origin", "place", fields),
            self.input("residence", "web-field-residence", "place", fields),
            self.input("occupation", "web-field-occupation", "text", fields),
        ];
        life.extend(self.own_inputs("person", fields));
        life.push(self.input("notes", "web-field-notes", "area", fields));
        let identifiers = (0..rows::count(fields, "identifier").max(1)).flat_map(|row| {
            let (scheme, value) = (
                format!("identifier{row}-scheme"),
                format!("identifier{row}-value"),
            );
            [
                self.select(&scheme, "web-field-identifier-kind", "identifier", fields),
                self.input(&value, "web-field-identifier", "text", fields),
            ]
        });
        let mut identifiers = self.group("web-group-identifiers", identifiers.collect());
        identifiers.add = Some(("identifier", self.say.t("web-another-identifier")));
        let flags = choices(self.ask, "protection-flag", &[], "").into_iter();
        let flags = flags.map(|flag| {
            let mut input = self.input(&format!("flag-{}", flag.id), "", "check", fields);
            input.label = flag.label;
            input
        });
        let service = vec![
            self.select("service", "web-field-service", "service", fields),
            self.select("rank", "web-field-rank", "rank", fields),
            self.input("unit", "web-field-unit", "text", fields),
        ];
        groups.extend([
            self.group("web-group-service", service),
            self.group("web-group-life", life),
            identifiers,
            self.group("web-field-flags", flags.collect()),
        ]);
        groups
    }
}
