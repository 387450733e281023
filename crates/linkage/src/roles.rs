//! What does a column mean? Seen from its header, in Arabic and English.
//!
//! Headers are folded and compared with known ones; anything else is text to
//! compare as text. A role given by hand always wins (see `table::Reading`).

use ::model::fold::fold;
use serde::{Deserialize, Serialize};

/// What a column means for telling people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The record's own id in its list.
    Id,
    /// Which list the record is from.
    Source,
    /// Given name.
    Given,
    /// Father's name.
    Father,
    /// Grandfather's name.
    Grandfather,
    /// Family name or nisba.
    Family,
    /// Mother's name.
    Mother,
    /// The whole name in one cell.
    FullName,
    /// Sex.
    Sex,
    /// Date of birth.
    Birth,
    /// Date of the event (death, arrest…).
    EventDate,
    /// Governorate, state, province.
    Governorate,
    /// District, county.
    District,
    /// Town, village, suburb, quarter.
    Town,
    /// Kind of event.
    EventType,
    /// A number given to one person: civil, military, social security.
    Identifier,
    /// Any other text.
    Text,
    /// A number that is measured or counted.
    Number,
    /// Not compared.
    Ignore,
}

impl Role {
    /// The role's name as models and the command line write it.
    pub fn name(self) -> &'static str {
        ROLES
            .iter()
            .find(|(role, _)| *role == self)
            .map_or("ignore", |(_, name)| name)
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Role> {
        ROLES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(role, _)| *role)
    }
}

/// Every role with its name.
pub const ROLES: &[(Role, &str)] = &[
    (Role::Id, "id"),
    (Role::Source, "source"),
    (Role::Given, "given"),
    (Role::Father, "father"),
    (Role::Grandfather, "grandfather"),
    (Role::Family, "family"),
    (Role::Mother, "mother"),
    (Role::FullName, "full-name"),
    (Role::Sex, "sex"),
    (Role::Birth, "birth"),
    (Role::EventDate, "event-date"),
    (Role::Governorate, "governorate"),
    (Role::District, "district"),
    (Role::Town, "town"),
    (Role::EventType, "event-type"),
    (Role::Identifier, "identifier"),
    (Role::Text, "text"),
    (Role::Number, "number"),
    (Role::Ignore, "ignore"),
];

/// Known headers, folded.
const HEADERS: &[(Role, &[&str])] = &[
    (
        Role::Id,
        &[
            "id",
            "rec id",
            "record id",
            "record",
            "row id",
            "uid",
            "uuid",
            "person record id",
            "المعرف",
            "رقم السجل",
            "معرف السجل",
            "رمز السجل",
        ],
    ),
    (
        Role::Source,
        &[
            "source",
            "list",
            "dataset",
            "database",
            "data source",
            "file",
            "المصدر",
            "القايمه",
            "مصدر",
            "الجهه الموثقه",
        ],
    ),
    (
        Role::Given,
        &[
            "given name",
            "given",
            "first name",
            "firstname",
            "forename",
            "name first",
            "fname",
            "givenname",
            "name",
            "الاسم",
            "الاسم الاول",
            "اسم الضحيه",
            "اسم الشهيد",
        ],
    ),
    (
        Role::Father,
        &[
            "father name",
            "father",
            "fathers name",
            "father s name",
            "fathername",
            "middle name",
            "patronymic",
            "اسم الاب",
            "الاب",
            "اسم الوالد",
            "الوالد",
        ],
    ),
    (
        Role::Grandfather,
        &[
            "grandfather name",
            "grandfather",
            "grandfathers name",
            "grand father",
            "grand father name",
            "اسم الجد",
            "الجد",
        ],
    ),
    (
        Role::Family,
        &[
            "family name",
            "family",
            "last name",
            "lastname",
            "surname",
            "name last",
            "lname",
            "nisba",
            "familyname",
            "العايله",
            "اسم العايله",
            "الكنيه",
            "النسبه",
            "اللقب",
            "الشهره",
            "الاسم الاخير",
            "الكنيه العايليه",
        ],
    ),
    (
        Role::Mother,
        &[
            "mother name",
            "mother",
            "mothers name",
            "mother s name",
            "mothername",
            "اسم الام",
            "الام",
            "اسم الوالده",
            "الوالده",
            "اسم الام ونسبتها",
        ],
    ),
    (
        Role::FullName,
        &[
            "full name",
            "fullname",
            "name full",
            "whole name",
            "victim name",
            "person name",
            "name ar",
            "name en",
            "الاسم الكامل",
            "الاسم الثلاثي",
            "الاسم الرباعي",
            "الاسم بالكامل",
            "الاسم والكنيه",
            "الاسم والشهره",
        ],
    ),
    (Role::Sex, &["sex", "gender", "الجنس", "النوع"]),
    (
        Role::Birth,
        &[
            "birth date",
            "birthdate",
            "date of birth",
            "dob",
            "birth",
            "birth year",
            "year of birth",
            "birthday",
            "تاريخ الميلاد",
            "تاريخ الولاده",
            "الميلاد",
            "الولاده",
            "سنه الميلاد",
            "مواليد",
            "عام الولاده",
            "تولد",
        ],
    ),
    (
        Role::EventDate,
        &[
            "event date",
            "date",
            "date of event",
            "date of death",
            "death date",
            "date of arrest",
            "arrest date",
            "date of disappearance",
            "incident date",
            "date of incident",
            "التاريخ",
            "تاريخ الحدث",
            "تاريخ الوفاه",
            "تاريخ الاعتقال",
            "تاريخ الاستشهاد",
            "تاريخ الاختفا",
            "تاريخ الحادثه",
            "تاريخ القتل",
        ],
    ),
    (
        Role::Governorate,
        &[
            "governorate",
            "province",
            "state",
            "muhafaza",
            "region",
            "المحافظه",
            "محافظه",
        ],
    ),
    (
        Role::District,
        &[
            "district",
            "county",
            "mantika",
            "mantiqa",
            "subdistrict",
            "sub district",
            "nahia",
            "nahiya",
            "المنطقه",
            "منطقه",
            "القضا",
            "الناحيه",
            "ناحيه",
        ],
    ),
    (
        Role::Town,
        &[
            "town",
            "city",
            "village",
            "suburb",
            "place",
            "place of origin",
            "origin",
            "town of origin",
            "neighbourhood",
            "neighborhood",
            "locality",
            "البلده",
            "المدينه",
            "القريه",
            "مكان",
            "الحي",
            "مكان الاصل",
            "بلده",
            "مدينه",
            "المدينه او البلده",
            "مكان الولاده",
        ],
    ),
    (
        Role::EventType,
        &[
            "event type",
            "event",
            "type",
            "type of event",
            "event kind",
            "kind",
            "status",
            "violation",
            "نوع الحدث",
            "الحدث",
            "النوع الحدث",
            "الحاله",
            "نوع الانتهاك",
        ],
    ),
    (
        Role::Identifier,
        &[
            "national id",
            "national number",
            "civil number",
            "civil id",
            "identity number",
            "id number",
            "passport",
            "passport number",
            "soc sec id",
            "social security number",
            "ssn",
            "military number",
            "phone",
            "telephone",
            "mobile",
            "email",
            "الرقم الوطني",
            "رقم الهويه",
            "رقم جواز السفر",
            "الرقم العسكري",
            "الهاتف",
            "رقم الهاتف",
            "الجوال",
            "رقم القيد",
            "الخانه",
        ],
    ),
    (
        Role::Number,
        &["age", "العمر", "height", "الطول", "count", "عدد"],
    ),
    (
        Role::Ignore,
        &[
            "notes",
            "note",
            "comments",
            "comment",
            "remarks",
            "created",
            "created at",
            "updated",
            "updated at",
            "url",
            "link",
            "ملاحظات",
            "رابط",
        ],
    ),
];

/// The role of a column, from its header; [`Role::Text`] if it is not known.
pub fn recognise(header: &str) -> Role {
    let folded = fold(header);
    HEADERS
        .iter()
        .find(|(_, known)| known.contains(&folded.as_str()))
        .map_or(Role::Text, |(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_in_both_languages() {
        for (header, role) in [
            ("rec_id", Role::Id),
            ("Given Name", Role::Given),
            ("اسم الأب", Role::Father),
            ("الكنية", Role::Family),
            ("المحافظة", Role::Governorate),
            ("تاريخ الولادة", Role::Birth),
            ("soc_sec_id", Role::Identifier),
            ("street_number", Role::Text),
            ("الاسم الثلاثي", Role::FullName),
        ] {
            assert_eq!(recognise(header), role, "{header}");
        }
    }

    #[test]
    fn known_headers_are_written_folded() {
        for (_, headers) in HEADERS {
            for header in *headers {
                assert_eq!(fold(header), *header);
            }
        }
    }

    #[test]
    fn every_role_has_a_name_and_comes_back_from_it() {
        for (role, name) in ROLES {
            assert_eq!(Role::from_name(name), Some(*role));
            assert_eq!(role.name(), *name);
        }
    }
}
