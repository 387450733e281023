//! How does a person become a form, and a form a person?

use super::{Fields, Former, Group, place_of, place_text, some};
use crate::pages::find::choices;
use model::profile::FieldType;
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
    /// The fields of a person's form.
    pub fn person_fields(&self, person: &Person) -> Fields {
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
        for field in profile
            .fields
            .iter()
            .filter(|field| field.record == "person")
        {
            put(
                &format!("own-{}", field.id),
                person.own.get(&field.id).cloned().unwrap_or_default(),
            );
        }
        fields
    }

    /// The person as the form says it, on top of what it began from.
    pub fn person(&mut self, mut person: Person, fields: &Fields) -> Person {
        let before = self.person_fields(&person);
        let profile = std::sync::Arc::clone(&self.say.profile);
        // A box that is not ticked sends nothing.
        let unticked = before
            .keys()
            .filter(|name| name.starts_with("flag-") && !fields.contains_key(*name))
            .map(|name| (name.clone(), String::new()));
        let fields: Fields = fields.clone().into_iter().chain(unticked).collect();
        for (name, value) in &fields {
            if before.get(name).map_or("", String::as_str) == value {
                continue;
            }
            match name.as_str() {
                "sex" => person.sex = self.term("sex", "sex", value),
                "birth" => person.birth = self.date("birth", value),
                "origin" => person.origin = place_of(&profile, "place", value),
                "residence" => person.residence = place_of(&profile, "place", value),
                "occupation" => person.occupation = some(value),
                "service" => {
                    person.service.get_or_insert_default().kind =
                        self.term("service", "service", value)
                }
                "rank" => {
                    person.service.get_or_insert_default().rank = self.term("rank", "rank", value)
                }
                "unit" => person.service.get_or_insert_default().unit = some(value),
                "notes" => person.notes = some(value),
                other => {
                    if let Some((index, part)) = other
                        .strip_prefix("name")
                        .and_then(|rest| rest.split_once('-'))
                        && let Ok(index) = index.parse::<usize>()
                        && index <= person.names.len().max(1)
                        && NAME_PARTS.contains(&part)
                    {
                        if person.names.len() <= index {
                            person.names.resize(index + 1, Name::default());
                        }
                        *part_of(&mut person.names[index], part) = some(value);
                    } else if let Some(flag) = other.strip_prefix("flag-") {
                        person.flags.retain(|known| known != flag);
                        if value == "yes" {
                            person.flags.push(flag.to_owned());
                        }
                    } else if let Some((index, part)) = other
                        .strip_prefix("identifier")
                        .and_then(|rest| rest.split_once('-'))
                        && let Ok(index) = index.parse::<usize>()
                        && index <= person.identifiers.len()
                    {
                        if index == person.identifiers.len() {
                            person.identifiers.push(Identifier {
                                scheme: String::new(),
                                value: String::new(),
                            });
                        }
                        match part {
                            "scheme" => {
                                person.identifiers[index].scheme =
                                    self.term(other, "identifier", value).unwrap_or_default();
                            }
                            _ => person.identifiers[index].value = value.clone(),
                        }
                    } else if let Some(id) = other.strip_prefix("own-")
                        && profile.field("person", id).is_some()
                    {
                        match some(value) {
                            Some(value) => person.own.insert(id.to_owned(), value),
                            None => person.own.remove(id),
                        };
                    }
                }
            }
        }
        if person.service == Some(Service::default()) {
            person.service = None;
        }
        person.names.retain(|name| *name != Name::default());
        for (index, identifier) in person.identifiers.iter().enumerate() {
            if identifier.scheme.is_empty() != identifier.value.is_empty() {
                let part = if identifier.scheme.is_empty() {
                    "scheme"
                } else {
                    "value"
                };
                self.problems.push(
                    Problem::new(Code::OfficeFieldMissing)
                        .at_field(format!("identifier{index}-{part}")),
                );
            }
        }
        person
            .identifiers
            .retain(|identifier| !identifier.value.is_empty());
        person
    }

    /// The groups of a person's form.
    pub fn person_groups(&self, fields: &Fields) -> Vec<Group> {
        let names = |index: usize| {
            NAME_PARTS
                .iter()
                .map(|part| {
                    self.input(
                        &format!("name{index}-{part}"),
                        &format!("web-name-{part}"),
                        "text",
                        fields,
                    )
                })
                .collect()
        };
        let mut life = vec![
            self.select("sex", "web-field-sex", "sex", fields),
            self.input("birth", "web-field-birth", "date", fields),
            self.input("origin", "web-field-origin", "place", fields),
            self.input("residence", "web-field-residence", "place", fields),
            self.input("occupation", "web-field-occupation", "text", fields),
        ];
        for field in self
            .say
            .profile
            .fields
            .iter()
            .filter(|field| field.record == "person")
        {
            let name = format!("own-{}", field.id);
            let mut input = match (&field.field_type, &field.vocabulary) {
                (FieldType::Term, Some(vocabulary)) => self.select(&name, "", vocabulary, fields),
                (FieldType::Yesno, _) => self.select(&name, "", "yes-no", fields),
                (FieldType::Date, _) => self.input(&name, "", "date", fields),
                _ => self.input(&name, "", "text", fields),
            };
            input.label = if self.say.language == "ar" {
                field.ar.clone()
            } else {
                field.en.clone()
            };
            life.push(input);
        }
        life.push(self.input("notes", "web-field-notes", "area", fields));
        let counted = |prefix: &str| {
            (0..)
                .take_while(|index| {
                    let start = format!("{prefix}{index}-");
                    fields
                        .iter()
                        .any(|(name, value)| name.starts_with(&start) && !value.is_empty())
                })
                .count()
        };
        let mut groups = vec![Group {
            legend: self.say.t("web-group-name"),
            inputs: names(0),
        }];
        groups.extend((1..=counted("name").max(1)).map(|index| Group {
            legend: self.say.t("web-group-other-name"),
            inputs: names(index),
        }));
        let identifiers = (0..=counted("identifier")).flat_map(|index| {
            [
                self.select(
                    &format!("identifier{index}-scheme"),
                    "web-field-identifier-kind",
                    "identifier",
                    fields,
                ),
                self.input(
                    &format!("identifier{index}-value"),
                    "web-field-identifier",
                    "text",
                    fields,
                ),
            ]
        });
        let identifiers = identifiers.collect();
        let flags = choices(self.ask, "protection-flag", &[], "")
            .into_iter()
            .map(|flag| {
                let mut input = self.input(&format!("flag-{}", flag.id), "", "check", fields);
                input.label = flag.label;
                input
            })
            .collect();
        groups.extend([
            Group {
                legend: self.say.t("web-group-service"),
                inputs: vec![
                    self.select("service", "web-field-service", "service", fields),
                    self.select("rank", "web-field-rank", "rank", fields),
                    self.input("unit", "web-field-unit", "text", fields),
                ],
            },
            Group {
                legend: self.say.t("web-group-life"),
                inputs: life,
            },
            Group {
                legend: self.say.t("web-group-identifiers"),
                inputs: identifiers,
            },
            Group {
                legend: self.say.t("web-field-flags"),
                inputs: flags,
            },
        ]);
        groups
    }
}
