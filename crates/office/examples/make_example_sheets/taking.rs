//! How was an invented person taken, who told the office, and how well is it known?
//!
//! One person at a time, each with a name, a service and a story that keeps its order: left the forces,
//! surrendered, settled, went back, was arrested. How many of each there are is decided in `invented`.

use crate::invented::{
    AGREEMENT, CLOSED, Invented, Known, QABOUN, Second, Told, by, days, month_of,
};
use crate::names::{FAMILY, FATHER, GIVEN, MOTHER, TOWNS, UNITS};
use crate::random::Chance;
use jiff::civil::{Date, date};

/// How somebody came to be arrested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Surrendered and was held there and then.
    Surrendered,
    /// Surrendered, waited for the settlement, and was arrested.
    SurrenderedThenArrested,
    /// Surrendered, got a settlement card, went back to the unit, and was arrested there.
    Returned,
    /// Settled without surrendering to a military body.
    Settled,
    /// Nothing is known but the arrest after the agreements.
    Unknown,
}

pub fn named(chance: &mut Chance) -> Invented {
    let given = chance.pick(GIVEN);
    let mut father = chance.pick(FATHER);
    while father == given {
        father = chance.pick(FATHER);
    }
    Invented {
        given,
        father,
        family: chance.pick(FAMILY),
        mother: chance.percent(70).then(|| chance.pick(MOTHER)),
        nickname: chance
            .percent(12)
            .then(|| format!("أبو {}", chance.pick(GIVEN))),
        town: chance.weighted(TOWNS),
        ..Invented::default()
    }
}

pub fn birth(chance: &mut Chance, service: &str) -> Option<Told> {
    let oldest = if service == "ضابط" || service == "متطوع" {
        1972
    } else {
        1985
    };
    let year = i16::try_from(chance.between(oldest, 1995)).expect("a year");
    match chance.between(0, 9) {
        0..=5 => Some(Told::Words(year.to_string())),
        6..=8 => {
            let month = i8::try_from(chance.between(1, 12)).expect("a month");
            let day = i8::try_from(chance.between(1, 28)).expect("a day");
            Some(Told::Day(date(year, month, day)))
        }
        _ => None,
    }
}

pub fn rank(chance: &mut Chance, service: &str) -> Option<&'static str> {
    let ranks: &[&str] = match service {
        "ضابط" => &[
            "ملازم",
            "ملازم أول",
            "ملازم أول",
            "نقيب",
            "نقيب",
            "رائد",
            "مقدم",
        ],
        "متطوع" => &["رقيب أول"],
        "شرطي" => &["شرطي"],
        "عنصر في فرع أمني" => &["رقيب"],
        _ => &["جندي", "جندي", "جندي", "عريف", "رقيب"],
    };
    chance
        .percent(if service.starts_with("مجند") {
            35
        } else {
            100
        })
        .then(|| chance.pick(ranks))
}

pub fn defection(chance: &mut Chance) -> Option<Told> {
    let year = chance.weighted(&[(2011i16, 2), (2012, 9), (2013, 5), (2014, 2), (2015, 1)]);
    let month = i8::try_from(chance.between(1, 12)).expect("a month");
    match chance.between(0, 9) {
        0..=2 => None,
        3..=5 => Some(Told::Words(year.to_string())),
        6..=7 => Some(Told::Month(date(year, month, 1))),
        _ => Some(Told::Day(date(
            year,
            month,
            i8::try_from(chance.between(1, 28)).expect("a day"),
        ))),
    }
}

pub const BASES: &[(&str, u64)] = &[
    ("خبرة شخصية", 3),
    ("إفادة الأسرة", 6),
    ("إبلاغ من السلطات", 2),
    ("إفادة معتقل أُفرج عنه", 2),
    ("سماع غير مباشر", 1),
];

pub const FAMILY_MEMBERS: &[(&str, &str)] = &[
    ("والدة", "أحد الوالدين"),
    ("والد", "أحد الوالدين"),
    ("شقيق", "أخ أو أخت"),
    ("شقيقة", "أخ أو أخت"),
    ("زوجة", "زوج أو زوجة"),
    ("ابن عم", "قريب"),
    ("خال", "قريب"),
];

pub fn arrested(
    chance: &mut Chance,
    way: Way,
    day: Date,
    service: &'static str,
    place: Option<&'static str>,
) -> Invented {
    let mut person = Invented {
        service,
        birth: birth(chance, service),
        rank: rank(chance, service),
        unit: (chance.percent(45) && service != "شرطي").then(|| chance.pick(UNITS)),
        defected: true,
        defection: defection(chance),
        arrest: Some(Told::Day(day)),
        ..named(chance)
    };
    match way {
        Way::Surrendered => {
            person.surrender = place.map(|place| (day, place));
            person.arrest_facility = place;
            person.arrest_body = Some(body_of(place));
            person.manner = Some("عند تسليم النفس");
        }
        Way::SurrenderedThenArrested => {
            let before = chance.between(5, 30);
            person.surrender =
                place.map(|place| (days(day, -before).max(days(AGREEMENT, 3)), place));
            taken(chance, &mut person);
        }
        Way::Returned => {
            // No later than two months after the settlement (the report's footnote 15).
            let settled = days(day, -chance.between(30, 55));
            person.surrender = place.map(|place| {
                (
                    days(settled, -chance.between(1, 6)).max(days(AGREEMENT, 1)),
                    place,
                )
            });
            person.settlement = Some((settled, chance.pick(CENTRES)));
            person.card = Some(card(chance));
            person.returned = Some(days(settled, chance.between(5, 20)));
            person.arrest_body = Some("المخابرات العسكرية");
            person.manner = Some("في القطعة العسكرية");
        }
        Way::Settled => {
            let longest = i64::from(
                day.since(days(AGREEMENT, 3))
                    .map_or(1, |span| span.get_days()),
            )
            .clamp(1, 150);
            person.settlement =
                Some((days(day, -chance.between(1, longest)), chance.pick(CENTRES)));
            person.card = chance.percent(60).then(|| card(chance));
            taken(chance, &mut person);
        }
        Way::Unknown => taken(chance, &mut person),
    }
    told(chance, &mut person, day);
    person
}

pub const CENTRES: &[&str] = &[
    "مركز التسوية في درعا",
    "مركز التسوية في نوى",
    "مركز التسوية في الصنمين",
];

pub fn card(chance: &mut Chance) -> String {
    format!("مثال-{:05}", chance.between(1, 99_999))
}

pub fn body_of(place: Option<&str>) -> &'static str {
    match place {
        Some(QABOUN) => "فرع الشرطة العسكرية في القابون",
        Some(place) if place.contains("الشرطة العسكرية") => "الشرطة العسكرية",
        Some(place) if place.contains("تجنيد") => "مديرية التجنيد العامة",
        _ => "المخابرات العسكرية",
    }
}

/// Taken by somebody somewhere, as far as known.
pub fn taken(chance: &mut Chance, person: &mut Invented) {
    let (facility, body, manner): (Option<&str>, &str, &str) = chance.weighted(&[
        (
            (
                Some("حاجز لفرع من شعبة المخابرات العسكرية في دمشق"),
                "فرع لشعبة المخابرات العسكرية، لم يُعرف أيّها",
                "على حاجز",
            ),
            6,
        ),
        (
            (Some("حاجز منكت الحطب"), "المخابرات العسكرية", "على حاجز"),
            5,
        ),
        (
            (
                Some("حاجز على أوتوستراد دمشق – درعا"),
                "المخابرات الجوية",
                "على حاجز",
            ),
            3,
        ),
        (
            (
                Some("فرع المخابرات العسكرية في درعا"),
                "الفرع 265",
                "استدعاء",
            ),
            4,
        ),
        (
            (
                Some("مفرزة المخابرات العسكرية في إزرع"),
                "الفرع 265",
                "استدعاء",
            ),
            2,
        ),
        ((None, "المخابرات الجوية", "مداهمة"), 3),
        ((None, "الأمن السياسي", "مداهمة"), 1),
        (
            (Some("معبر نصيب الحدودي"), "جهة غير معروفة", "على الحدود"),
            1,
        ),
        ((None, "جهة غير معروفة", "غير معروفة"), 2),
    ]);
    person.arrest_facility = facility;
    person.arrest_body = Some(body);
    person.manner = Some(manner);
    if facility.is_none() && manner == "مداهمة" {
        person.arrest_town = Some(person.town);
    }
}

/// Who told the office of it, when and how; and that the office kept in touch.
pub fn told(chance: &mut Chance, person: &mut Invented, day: Date) {
    let (word, relation) = chance.pick(FAMILY_MEMBERS);
    person.source = format!("{word} {} {}", person.given, person.family);
    person.relation = relation;
    person.arrest_known = Known {
        basis: chance.weighted(BASES),
        learned: Some(by(days(day, chance.between(2, 70)), CLOSED)),
        reliability: chance.weighted(&[
            ("موثوق جداً", 1),
            ("موثوق", 6),
            ("موثوق إلى حدّ ما", 3),
            ("غير معروفة", 1),
        ]),
    };
    if chance.percent(25) {
        let exact = chance.percent(50);
        let (name, kind, relation, basis) = chance.weighted(&[
            (
                (
                    "معتقل سابق",
                    "معتقل أُفرج عنه",
                    "رفيق احتجاز",
                    "إفادة معتقل أُفرج عنه",
                ),
                3,
            ),
            (("جار الأسرة", "شخص", "صديق", "خبرة شخصية"), 2),
            (("مختار البلدة", "شخص", "موظف رسمي", "سماع غير مباشر"), 1),
        ]);
        person.second = Some(Second {
            name: format!("{name}، {} {}", chance.pick(GIVEN), chance.pick(FAMILY)),
            kind,
            relation,
            told: if exact {
                Told::Day(day)
            } else {
                Told::Month(month_of(day))
            },
            known: Known {
                basis,
                learned: Some(by(days(day, chance.between(20, 160)), CLOSED)),
                reliability: "موثوق إلى حدّ ما",
            },
        });
    }
    person.consent_record = true;
    person.consent_publish = match chance.between(0, 9) {
        0..=6 => Some(true),
        7 => Some(false),
        _ => None,
    };
    person.contact = Some(by(days(day, chance.between(75, 240)), date(2019, 12, 20)));
    person.channel = chance.weighted(&[("لقاء مباشر", 3), ("اتصال هاتفي", 4), ("رسالة", 3)]);
    person.refused = chance.percent(8);
}
