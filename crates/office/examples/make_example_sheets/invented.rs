//! Who are the invented persons, and what happened to them?
//!
//! 133 persons that, with the nine published cases, add up to the margins of the
//! published report, and 11 more whom its rules leave out. The margins are *made*
//! here, person by person, and counted from the records later; nothing else of
//! the program knows them. One person's story is in `taking`, what followed the
//! arrest in `afterwards`, the sheet in `workbook`.

use crate::afterwards::{coarsen, left_out, release, see_in_sednaya};
use crate::names::FATHER;
use crate::random::Chance;
use crate::taking::{Way, arrested};
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

pub const QABOUN: &str = "فرع الشرطة العسكرية في القابون";
pub const SEDNAYA: &str = "سجن صيدنايا العسكري";
/// The settlement agreements of the governorate.
pub const AGREEMENT: Date = date(2018, 7, 1);
/// Legislative Decree 18/2018.
const DECREE: Date = date(2018, 10, 9);
/// The last day of the study.
const LAST: Date = date(2019, 8, 31);

/// By this day the office had learned what it published.
pub const CLOSED: Date = date(2019, 9, 28);

pub fn days(from: Date, days: i64) -> Date {
    from.saturating_add(days.days())
}

pub fn by(day: Date, latest: Date) -> Date {
    day.min(latest)
}

pub fn month_of(day: Date) -> Date {
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
