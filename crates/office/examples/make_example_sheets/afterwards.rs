//! What is known of the invented persons after the arrest, and whom does the study leave out?
//!
//! Sightings in Sednaya, releases and dates known to the month are dealt out over a whole period, so that
//! their numbers are exact; no margin of a date ever touches a boundary of the study.

use crate::invented::{Invented, Known, QABOUN, SEDNAYA, Told, days, month_of};
use crate::random::Chance;
use crate::taking::{CENTRES, Way, arrested, birth, named, taken, told};
use jiff::ToSpan;
use jiff::civil::date;

/// Some days are known to the month only; a month never straddles the two periods.
pub fn coarsen(these: &mut [Invented], count: usize, first_period: bool) {
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
pub fn see_in_sednaya(
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
pub fn release(chance: &mut Chance, these: &mut [Invented], first_period: bool) {
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
pub fn left_out(chance: &mut Chance) -> Vec<Invented> {
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
