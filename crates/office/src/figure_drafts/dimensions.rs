//! By what can a count be narrowed and divided?
//!
//! What the profile and the frame offer for what is counted: the persons'
//! columns, places and bodies of the event, its attributes.

use super::{Dimension, PERSONS};
use model::profile::{Class, FieldType, Label, Profile};
use study::frame::schema::{column_name, kind_views};
use words::{Language, Words};

/// Says a message in both languages.
pub(super) fn both(id: &str) -> Label {
    Label {
        ar: Words::plain(Language::Arabic).text(id),
        en: Words::plain(Language::English).text(id),
    }
}

/// What a draft that counts this may be narrowed and divided by.
pub fn dimensions(profile: &Profile, counts: &str) -> Vec<Dimension> {
    let mut all = Vec::new();
    let fixed: [(&str, &str, Option<&str>, &str); 8] = [
        (
            "service",
            "p.service_group",
            Some("service"),
            "service_group",
        ),
        ("rank", "p.rank", Some("rank"), "rank"),
        ("sex", "p.sex", Some("sex"), "sex"),
        (
            "origin-governorate",
            "p.origin_governorate",
            Some("place"),
            "origin_governorate",
        ),
        (
            "origin-district",
            "p.origin_district",
            Some("place"),
            "origin_district",
        ),
        ("origin-town", "p.origin_town", Some("place"), "origin_town"),
        ("service-exact", "p.service", Some("service"), "service"),
        (
            "residence",
            "p.residence_governorate",
            Some("place"),
            "residence_governorate",
        ),
    ];
    for (id, value, vocabulary, column) in fixed {
        all.push(Dimension {
            id: id.into(),
            label: both(&format!("builder-{id}")),
            vocabulary: vocabulary.map(str::to_owned),
            divides: true,
            value: value.into(),
            column: column.into(),
            of_event: false,
            has_event: false,
        });
    }
    let mut own = |record: &str, row: &str, of_event: bool| {
        for field in profile.fields.iter().filter(|field| field.record == record) {
            let vocabulary = match field.field_type {
                FieldType::Term => field.vocabulary.clone(),
                FieldType::Yesno => Some("yes-no".into()),
                _ => continue,
            };
            if matches!(field.class, Class::Contact | Class::Medical) {
                continue;
            }
            let column = format!("own_{}", column_name(&field.id));
            all.push(Dimension {
                id: format!("own-{record}-{}", field.id),
                label: Label {
                    ar: field.ar.clone(),
                    en: field.en.clone(),
                },
                vocabulary,
                divides: true,
                value: format!("{row}.\"{column}\""),
                column,
                of_event,
                has_event: false,
            });
        }
    };
    own("person", "p", false);
    if counts != PERSONS {
        own("event", "e", true);
    }
    all.push(Dimension {
        id: "has".into(),
        label: both("builder-has"),
        vocabulary: Some("event".into()),
        divides: false,
        value: "p.id".into(),
        column: String::new(),
        of_event: false,
        has_event: true,
    });
    let Some((_, _, attributes)) = kind_views(profile)
        .into_iter()
        .find(|(_, kind, _)| kind == counts)
    else {
        return all;
    };
    let of_event: [(&str, Option<&str>); 7] = [
        ("governorate", Some("place")),
        ("district", Some("place")),
        ("town", Some("place")),
        ("facility", Some("place")),
        ("body", Some("body")),
        ("verification", Some("verification")),
        ("confirmed", None),
    ];
    for (id, vocabulary) in of_event {
        // A number becomes yes or no, so that a person reads it.
        let value = if id == "confirmed" {
            "case e.confirmed when 1 then 'yes' when 0 then 'no' end".to_owned()
        } else {
            format!("e.{id}")
        };
        all.push(Dimension {
            id: format!("event-{id}"),
            label: both(&format!("builder-event-{id}")),
            vocabulary: Some(vocabulary.unwrap_or("yes-no").to_owned()),
            divides: true,
            value,
            column: if id == "confirmed" { "by_rule" } else { id }.to_owned(),
            of_event: true,
            has_event: false,
        });
    }
    for (attribute, column) in attributes {
        let message = format!("web-attribute-{attribute}");
        let known = profile.vocabulary(&attribute);
        let label = known.map_or_else(|| both(&message), |terms| terms.label.clone());
        all.push(Dimension {
            id: format!("attribute-{attribute}"),
            label,
            vocabulary: Some(known.map_or("yes-no", |_| attribute.as_str()).to_owned()),
            divides: true,
            value: format!("e.\"{column}\""),
            column,
            of_event: true,
            has_event: false,
        });
    }
    all
}
