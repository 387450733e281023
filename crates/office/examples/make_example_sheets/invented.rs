//! Who are the invented persons, and what happened to them?
//!
//! 133 persons that, with the nine published cases, add up to the margins of the
//! published report, and 11 more whom its rules leave out. The margins are *made*
//! here, person by person, and counted from the records later; nothing else of
//! the program knows them. The sheet that holds the persons is in `workbook`.

use crate::names::{FAMILY, FATHER, GIVEN, MOTHER, TOWNS, UNITS};
use crate::random::Chance;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// A date in a sheet: a day, a month, or words that the documenter wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A calendar day.
    Day(Date),
    /// Some day of this month (the first day stands for the month).
    Month(Date),
    /// A year only, or EDTF as written.
    Words(String),
}

/// A claim's second half of a row: how somebody knows, and when the office learned it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub basis: &'static str,
    pub learned: Option<Date>,
    pub reliability: &'static str,
}

/// A second source on the arrest.
#[derive(Clone, Debug)]
pub struct Second {
    pub name: String,
    pub kind: &'static str,
    pub relation: &'static str,
    pub told: Told,
    pub known: Known,
}

/// One row of the sheet.
#[derive(Clone, Debug, Default)]
pub struct Invented {
    pub given: &'static str,
    pub father: &'static str,
    pub family: &'static str,
    pub mother: Option<&'static str>,
    pub nickname: Option<String>,
    pub birth: Option<Told>,
    pub town: &'static str,
    pub service: &'static str,
    pub rank: Option<&'static str>,
    pub unit: Option<&'static str>,
    pub still_detained: bool,
    pub call_up: Option<Told>,
    pub defected: bool,
    pub defection: Option<Told>,
    pub surrender: Option<(Date, &'static str)>,
    pub settlement: Option<(Date, &'static str)>,
    pub card: Option<String>,
    pub returned: Option<Date>,
    pub arrest: Option<Told>,
    pub arrest_town: Option<&'static str>,
    pub arrest_facility: Option<&'static str>,
    pub arrest_body: Option<&'static str>,
    pub manner: Option<&'static str>,
    pub arrest_known: Known,
    pub second: Option<Second>,
    pub sighting: Option<(Told, &'static str)>,
    pub sighting_known: Known,
    pub release: Option<Date>,
    pub release_learned: Option<Date>,
    pub joining: Option<(Date, &'static str)>,
    pub source: String,
    pub relation: &'static str,
    pub consent_record: bool,
    pub consent_publish: Option<bool>,
    pub contact: Option<Date>,
    pub channel: &'static str,
    pub refused: bool,
}

const QABOUN: &str = "فرع الشرطة العسكرية في القابون";
const SEDNAYA: &str = "سجن صيدنايا العسكري";
/// The settlement agreements of the governorate.
const AGREEMENT: Date = date(2018, 7, 1);
/// Legislative Decree 18/2018.
const DECREE: Date = date(2018, 10, 9);
/// The last day of the study.
const LAST: Date = date(2019, 8, 31);

/// By this day the office had learned what it published.
const CLOSED: Date = date(2019, 9, 28);

/// How somebody came to be arrested.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
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

fn days(from: Date, days: i64) -> Date {
    from.saturating_add(days.days())
}

fn by(day: Date, latest: Date) -> Date {
    day.min(latest)
}

fn month_of(day: Date) -> Date {
    day.first_of_month()
}

impl Told {
    /// The first day that it allows.
    pub fn first(&self) -> Date {
        match self {
            Told::Day(day) => *day,
            Told::Month(day) => day.first_of_month(),
            Told::Words(_) => AGREEMENT,
        }
    }

    /// The last day that it allows.
    pub fn last(&self) -> Date {
        match self {
            Told::Day(day) => *day,
            Told::Month(day) => day.last_of_month(),
            Told::Words(_) => LAST,
        }
    }
}

/// All invented persons, in the order of the sheet: the study's 133, then those outside its rules.
pub fn persons() -> Vec<Invented> {
    let mut chance = Chance::new(0x0053_494A_494C_2019);
    let mut all = Vec::new();
    let mut services = services(&mut chance);
    let places = other_places(&mut chance);
    let (early_places, late_places) = places.split_at(7);
    // So many of each way; 5 and 28 of those who surrendered did so at Qaboun.
    let early = ways(&mut chance, [6, 3, 3, 12, 4]);
    let late = ways(&mut chance, [44, 10, 8, 35, 8]);
    let early_months = [(2018, 7, 6), (2018, 8, 10), (2018, 9, 9), (2018, 10, 3)];
    let late_months = [
        (2018, 10, 14),
        (2018, 11, 20),
        (2018, 12, 16),
        (2019, 1, 14),
        (2019, 2, 9),
        (2019, 3, 8),
        (2019, 4, 7),
        (2019, 5, 6),
        (2019, 6, 4),
        (2019, 7, 4),
        (2019, 8, 3),
    ];
    for (period, (ways, months, places)) in [
        (early, &early_months[..], early_places),
        (late, &late_months[..], late_places),
    ]
    .into_iter()
    .enumerate()
    {
        let from = if period == 0 { AGREEMENT } else { DECREE };
        let until = if period == 0 { days(DECREE, -1) } else { LAST };
        let qaboun = if period == 0 { 5 } else { 28 };
        let mut arrests = arrest_days(&mut chance, months, from, until);
        let mut held: Vec<&'static str> = vec![QABOUN; qaboun];
        held.extend(places);
        chance.shuffle(&mut held);
        let mut held = held.into_iter();
        let start = all.len();
        // A return to the unit takes weeks, so it goes to the later days of the first period.
        for way in ways {
            let index = match way {
                Way::Returned | Way::SurrenderedThenArrested => arrests.iter().position(|&day| {
                    day >= date(2018, 9, 4) && (period == 0 || day >= date(2018, 12, 20))
                }),
                _ => None,
            };
            let day = arrests.remove(index.unwrap_or(0));
            let service = services.pop().expect("as many services as persons");
            let place = (!matches!(way, Way::Settled | Way::Unknown))
                .then(|| held.next().expect("as many places as surrenders"));
            all.push(arrested(&mut chance, way, day, service, place));
        }
        let these = &mut all[start..];
        coarsen(these, if period == 0 { 2 } else { 8 }, period == 0);
        see_in_sednaya(
            &mut chance,
            these,
            if period == 0 { (7, 1) } else { (10, 3) },
        );
        release(&mut chance, these, period == 0);
    }
    for person in &mut all {
        person.still_detained = person.release.is_none();
    }
    chance.shuffle(&mut all);
    all.extend(left_out(&mut chance));
    tell_apart(&mut chance, &mut all);
    all
}

/// No two invented persons share given name, father's name and family name.
fn tell_apart(chance: &mut Chance, all: &mut [Invented]) {
    let mut seen = BTreeSet::new();
    for person in all {
        while !seen.insert((person.given, person.father, person.family)) {
            person.father = chance.pick(FATHER);
        }
    }
}

/// 108 conscripts, 13 officers, 10 policemen, 1 volunteer, 1 element of a branch: with the nine's six
/// conscripts, one policeman and two volunteers (M Q, and H N, whose rank is that of a career soldier).
fn services(chance: &mut Chance) -> Vec<&'static str> {
    let mut services = vec!["مجند في الخدمة الإلزامية"; 69];
    services.extend(vec!["مجند في الخدمة الاحتياطية"; 31]);
    services.extend(vec!["مجند"; 8]);
    services.extend(vec!["ضابط"; 13]);
    services.extend(vec!["شرطي"; 10]);
    services.extend(["متطوع", "عنصر في فرع أمني"]);
    chance.shuffle(&mut services);
    services
}

/// The 41 surrenders elsewhere, none of these places near Qaboun's number.
fn other_places(chance: &mut Chance) -> Vec<&'static str> {
    let mut places = Vec::new();
    for (place, count) in [
        ("مفرزة الشرطة العسكرية في درعا", 13),
        ("شعبة تجنيد درعا", 9),
        ("مفرزة الشرطة العسكرية في إزرع", 8),
        ("شعبة تجنيد الصنمين", 5),
        ("شعبة تجنيد إزرع", 4),
        ("حاجز على أوتوستراد دمشق – درعا", 2),
    ] {
        places.extend(vec![place; count]);
    }
    chance.shuffle(&mut places);
    places
}

fn ways(chance: &mut Chance, counts: [usize; 5]) -> Vec<Way> {
    let kinds = [
        Way::Surrendered,
        Way::SurrenderedThenArrested,
        Way::Returned,
        Way::Settled,
        Way::Unknown,
    ];
    let mut ways = Vec::new();
    for (kind, count) in kinds.into_iter().zip(counts) {
        ways.extend(vec![kind; count]);
    }
    chance.shuffle(&mut ways);
    // The ways that need a later day choose first.
    ways.sort_by_key(|way| !matches!(way, Way::Returned | Way::SurrenderedThenArrested));
    ways
}

fn arrest_days(
    chance: &mut Chance,
    months: &[(i16, i8, usize)],
    from: Date,
    until: Date,
) -> Vec<Date> {
    let mut found = Vec::new();
    for &(year, month, count) in months {
        let start = date(year, month, 1).max(days(from, 4 * i64::from(from == AGREEMENT)));
        let end = date(year, month, 1).last_of_month().min(until);
        let width = i64::from(end.since(start).map_or(0, |span| span.get_days()));
        found.extend((0..count).map(|_| days(start, chance.between(0, width))));
    }
    chance.shuffle(&mut found);
    found
}

fn named(chance: &mut Chance) -> Invented {
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

fn birth(chance: &mut Chance, service: &str) -> Option<Told> {
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

fn rank(chance: &mut Chance, service: &str) -> Option<&'static str> {
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

fn defection(chance: &mut Chance) -> Option<Told> {
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

const BASES: &[(&str, u64)] = &[
    ("خبرة شخصية", 3),
    ("إفادة الأسرة", 6),
    ("إبلاغ من السلطات", 2),
    ("إفادة معتقل أُفرج عنه", 2),
    ("سماع غير مباشر", 1),
];

const FAMILY_MEMBERS: &[(&str, &str)] = &[
    ("والدة", "أحد الوالدين"),
    ("والد", "أحد الوالدين"),
    ("شقيق", "أخ أو أخت"),
    ("شقيقة", "أخ أو أخت"),
    ("زوجة", "زوج أو زوجة"),
    ("ابن عم", "قريب"),
    ("خال", "قريب"),
];

fn arrested(
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

const CENTRES: &[&str] = &[
    "مركز التسوية في درعا",
    "مركز التسوية في نوى",
    "مركز التسوية في الصنمين",
];

fn card(chance: &mut Chance) -> String {
    format!("مثال-{:05}", chance.between(1, 99_999))
}

fn body_of(place: Option<&str>) -> &'static str {
    match place {
        Some(QABOUN) => "فرع الشرطة العسكرية في القابون",
        Some(place) if place.contains("الشرطة العسكرية") => "الشرطة العسكرية",
        Some(place) if place.contains("تجنيد") => "مديرية التجنيد العامة",
        _ => "المخابرات العسكرية",
    }
}

/// Taken by somebody somewhere, as far as known.
fn taken(chance: &mut Chance, person: &mut Invented) {
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
fn told(chance: &mut Chance, person: &mut Invented, day: Date) {
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

/// Some days are known to the month only; a month never straddles the two periods.
fn coarsen(these: &mut [Invented], count: usize, first_period: bool) {
    let straddles = date(2018, 10, 1);
    let may = |person: &&mut Invented| {
        let free = person.surrender.is_none() && person.returned.is_none();
        let start = person
            .arrest
            .as_ref()
            .map_or(straddles, |arrest| month_of(arrest.first()));
        free && start != straddles && person.settlement.is_none_or(|(settled, _)| settled < start)
    };
    for person in these.iter_mut().filter(may).take(count) {
        let month = month_of(
            person
                .arrest
                .as_ref()
                .expect("everybody here was arrested")
                .first(),
        );
        person.arrest = Some(Told::Month(month));
        // Nobody hears of a month before it is over.
        let over = days(month.last_of_month(), 3);
        person.arrest_known.learned = person.arrest_known.learned.map(|learned| learned.max(over));
        if let Some(second) = &mut person.second {
            second.told = Told::Month(month);
            second.known.learned = second.known.learned.map(|learned| learned.max(over));
        }
    }
    // One day is approximate. The margin of `~` is fifteen days on each side; it touches no boundary.
    let amid = date(2019, 2, 1)..date(2019, 7, 1);
    if let Some((person, day)) = these
        .iter_mut()
        .filter(|person| !first_period && person.second.is_none())
        .filter(may)
        .find_map(|person| match person.arrest {
            Some(Told::Day(day))
                if amid.contains(&day)
                    && person
                        .settlement
                        .is_none_or(|(settled, _)| settled < days(day, -20)) =>
            {
                Some((person, day))
            }
            _ => None,
        })
    {
        person.arrest = Some(Told::Words(format!("{day}~")));
    }
}

/// So many are documented in Sednaya by one of the four ways, and so many by hearsay alone.
fn see_in_sednaya(
    chance: &mut Chance,
    these: &mut [Invented],
    (confirmed, hearsay): (usize, usize),
) {
    let fits = |person: &&mut Invented| matches!(&person.arrest, Some(Told::Day(day)) if *day < date(2019, 4, 20));
    let mut chosen: Vec<&mut Invented> = these.iter_mut().filter(fits).collect();
    chance.shuffle(&mut chosen);
    for (index, person) in chosen.into_iter().take(confirmed + hearsay).enumerate() {
        let arrest = person.arrest.as_ref().expect("chosen by the arrest").last();
        let seen = days(arrest, chance.between(35, 125));
        let told = if chance.percent(60) {
            Told::Month(month_of(seen))
        } else {
            Told::Day(seen)
        };
        let basis = if index < confirmed {
            chance.weighted(&[
                ("إفادة معتقل أُفرج عنه", 4),
                ("زيارة الأسرة للمعتقل", 3),
                ("إبلاغ من السلطات عبر لجنة المصالحة والتسوية", 2),
                ("إفادة معتقلين لذويهم في أثناء الزيارة", 2),
            ])
        } else {
            "سماع غير مباشر"
        };
        person.sighting = Some((told, SEDNAYA));
        person.sighting_known = Known {
            basis,
            learned: Some(days(seen.last_of_month(), chance.between(3, 45))),
            reliability: if index < confirmed {
                "موثوق"
            } else {
                "ضعيف"
            },
        };
    }
}

/// One of the first period after three months; eight of the second at different intervals, one of them
/// after having been seen in Sednaya. All joined a formation.
fn release(chance: &mut Chance, these: &mut [Invented], first_period: bool) {
    let mut left = if first_period { 1 } else { 8 };
    let mut from_sednaya = usize::from(!first_period);
    for person in these.iter_mut() {
        let Some(Told::Day(arrest)) = person.arrest.clone() else {
            continue;
        };
        let seen = person.sighting.as_ref().map(|(told, _)| told.last());
        let fits = match seen {
            Some(seen) => from_sednaya > 0 && seen < date(2019, 5, 1),
            None if first_period => arrest < date(2018, 8, 20) && person.returned.is_none(),
            None => arrest < date(2019, 3, 15) && left > from_sednaya,
        };
        if left == 0 || !fits {
            continue;
        }
        let day = match seen {
            Some(seen) => days(seen, chance.between(20, 100)),
            None if first_period => arrest.saturating_add(3.months()),
            None => days(arrest, chance.between(25, 150)),
        };
        if seen.is_some() {
            from_sednaya -= 1;
        }
        left -= 1;
        person.release = Some(day);
        person.release_learned = Some(days(day, chance.between(2, 30)));
        let formation = chance.weighted(&[
            ("الفرقة الرابعة", 4),
            ("الفيلق الخامس", 3),
            ("الفرقة الخامسة", 1),
        ]);
        person.joining = Some((days(day, chance.between(3, 25)), formation));
    }
    assert_eq!((left, from_sednaya), (0, 0), "every release has somebody");
}

/// Persons whom the register knows and the study leaves out, each for another reason.
fn left_out(chance: &mut Chance) -> Vec<Invented> {
    let mut rows = Vec::new();
    // Called up and never joined: no defection (the report's footnote 4).
    for day in [date(2018, 8, 22), date(2018, 12, 3), date(2019, 4, 11)] {
        let mut person = Invented {
            service: "متخلف عن الخدمة لم يلتحق",
            birth: birth(chance, "مجند"),
            call_up: Some(Told::Words(chance.between(2013, 2017).to_string())),
            arrest: Some(Told::Day(day)),
            still_detained: true,
            ..named(chance)
        };
        taken(chance, &mut person);
        told(chance, &mut person, day);
        rows.push(person);
    }
    // Of another governorate.
    for (town, day) in [
        ("جباتا الخشب", date(2018, 11, 19)),
        ("خان أرنبة", date(2019, 2, 7)),
    ] {
        let mut person = arrested(
            chance,
            Way::Surrendered,
            day,
            "مجند في الخدمة الإلزامية",
            Some(QABOUN),
        );
        person.town = town;
        person.still_detained = true;
        rows.push(person);
    }
    // Back with the unit, arrested again later than two months after the settlement.
    for (settled, day) in [
        (date(2018, 7, 25), date(2018, 10, 30)),
        (date(2018, 9, 2), date(2019, 1, 21)),
    ] {
        let place = Some("مفرزة الشرطة العسكرية في درعا");
        let mut person = arrested(
            chance,
            Way::Returned,
            day,
            "مجند في الخدمة الاحتياطية",
            place,
        );
        person.settlement = Some((settled, CENTRES[0]));
        person.surrender = place.map(|place| (days(settled, -2), place));
        person.returned = Some(days(settled, 9));
        person.still_detained = true;
        rows.push(person);
    }
    // Before the agreements, and after the study's end.
    for day in [date(2018, 5, 14), date(2019, 9, 18)] {
        let mut person = arrested(chance, Way::Unknown, day, "مجند في الخدمة الإلزامية", None);
        person.still_detained = true;
        rows.push(person);
    }
    // A civilian.
    let day = date(2019, 1, 15);
    let mut civilian = Invented {
        service: "مدني",
        birth: birth(chance, "مدني"),
        arrest: Some(Told::Day(day)),
        still_detained: true,
        ..named(chance)
    };
    taken(chance, &mut civilian);
    told(chance, &mut civilian, day);
    rows.push(civilian);
    // Surrendered, settled, back with the unit, never arrested.
    let settled = date(2018, 11, 8);
    let mut free = arrested(
        chance,
        Way::Returned,
        days(settled, 40),
        "مجند في الخدمة الإلزامية",
        Some(QABOUN),
    );
    free.settlement = Some((settled, CENTRES[1]));
    free.surrender = Some((days(settled, -3), "شعبة تجنيد درعا"));
    free.returned = Some(days(settled, 12));
    (free.arrest, free.arrest_body, free.manner, free.second) = (None, None, None, None);
    free.arrest_known = Known::default();
    rows.push(free);
    rows
}
