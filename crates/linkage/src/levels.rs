//! Which levels of agreement does each comparator know, best first?
//!
//! A level belongs to a group; a model's probabilities sum to 1 within a group,
//! not over all levels. What a record says decides the group (nothing, a year
//! only, Latin letters), agreement decides the level: missing values and
//! scripts are therefore no evidence for or against anybody.

use serde::{Deserialize, Serialize};

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// Names of people in Arabic and Latin letters.
    Name,
    /// A partial date of an event.
    Event,
    /// A partial date of birth (1 January is a year only).
    Birth,
    /// Governorate, district and town together.
    Place,
    /// A term: sex, kind of event, list.
    Category,
    /// A number given to one person.
    Identifier,
    /// Any text.
    Text,
    /// Any number.
    Number,
}

/// One level of agreement.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// Name in models and reports.
    pub name: &'static str,
    /// Group within which probabilities sum to 1; 0 is "no evidence".
    pub group: u8,
    /// Share of this level among true matches before anything is learned,
    /// relative to its group; bands of one level share it by their frequency.
    pub seed: f32,
    /// First level of the bands that this level belongs to.
    pub band_of: u8,
}

const fn level(name: &'static str, group: u8, seed: f32, band_of: u8) -> Level {
    Level {
        name,
        group,
        seed,
        band_of,
    }
}

const MISSING: Level = level("missing", 0, 1.0, 0);

const NAME: &[Level] = &[
    MISSING,
    level("equal-very-common", 1, 0.74, 1),
    level("equal-common", 1, 0.74, 1),
    level("equal-medium", 1, 0.74, 1),
    level("equal-uncommon", 1, 0.74, 1),
    level("equal-rare", 1, 0.74, 1),
    level("close", 1, 0.08, 6),
    level("part-equal", 1, 0.03, 7),
    level("nickname", 1, 0.03, 8),
    level("similar", 1, 0.04, 9),
    level("weak", 1, 0.02, 10),
    level("crossed", 1, 0.02, 11),
    level("differ", 1, 0.04, 12),
    level("sounds-equal-common", 2, 0.80, 13),
    level("sounds-equal-medium", 2, 0.80, 13),
    level("sounds-equal-rare", 2, 0.80, 13),
    level("sounds-close", 2, 0.07, 16),
    level("sounds-part-equal", 2, 0.04, 17),
    level("sounds-similar", 2, 0.03, 18),
    level("sounds-crossed", 2, 0.02, 19),
    level("sounds-differ", 2, 0.04, 20),
];

pub(crate) mod event {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const WITHIN_3: u8 = 4;
    pub(crate) const WITHIN_14: u8 = 5;
    pub(crate) const SWAPPED: u8 = 6;
    pub(crate) const WITHIN_40: u8 = 7;
    pub(crate) const OTHER_YEAR: u8 = 8;
    pub(crate) const WITHIN_420: u8 = 9;
    pub(crate) const DIFFER: u8 = 10;
    pub(crate) const MONTH_SAME: u8 = 11;
    pub(crate) const MONTH_NEXT: u8 = 12;
    pub(crate) const MONTH_YEAR: u8 = 13;
    pub(crate) const MONTH_DIFFER: u8 = 14;
    pub(crate) const YEAR_SAME: u8 = 15;
    pub(crate) const YEAR_NEXT: u8 = 16;
    pub(crate) const YEAR_DIFFER: u8 = 17;
}

const EVENT: &[Level] = &[
    MISSING,
    level("same-crowded-day", 1, 0.68, 1),
    level("same-usual-day", 1, 0.68, 1),
    level("same-quiet-day", 1, 0.68, 1),
    level("within-3-days", 1, 0.07, 4),
    level("within-14-days", 1, 0.05, 5),
    level("day-and-month-swapped", 1, 0.03, 6),
    level("within-40-days", 1, 0.06, 7),
    level("same-day-of-other-year", 1, 0.03, 8),
    level("within-420-days", 1, 0.04, 9),
    level("differ", 1, 0.04, 10),
    level("same-month", 2, 0.86, 11),
    level("next-month", 2, 0.05, 12),
    level("same-year-of-month", 2, 0.05, 13),
    level("differ-month", 2, 0.04, 14),
    level("same-year", 3, 0.92, 15),
    level("next-year", 3, 0.05, 16),
    level("differ-year", 3, 0.03, 17),
];

pub(crate) mod birth {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const SWAPPED: u8 = 2;
    pub(crate) const SAME_MONTH: u8 = 3;
    pub(crate) const OTHER_YEAR: u8 = 4;
    pub(crate) const SAME_YEAR: u8 = 5;
    pub(crate) const WITHIN_1: u8 = 6;
    pub(crate) const WITHIN_3: u8 = 7;
    pub(crate) const WITHIN_10: u8 = 8;
    pub(crate) const DIFFER: u8 = 9;
    pub(crate) const YEAR_SAME: u8 = 10;
    pub(crate) const YEAR_WITHIN_1: u8 = 11;
    pub(crate) const YEAR_WITHIN_3: u8 = 12;
    pub(crate) const YEAR_WITHIN_10: u8 = 13;
    pub(crate) const YEAR_DIFFER: u8 = 14;
}

const BIRTH: &[Level] = &[
    MISSING,
    level("same-day", 1, 0.60, 1),
    level("day-and-month-swapped", 1, 0.04, 2),
    level("same-month", 1, 0.07, 3),
    level("same-day-of-other-year", 1, 0.06, 4),
    level("same-year-of-day", 1, 0.08, 5),
    level("within-1-year-of-day", 1, 0.05, 6),
    level("within-3-years-of-day", 1, 0.04, 7),
    level("within-10-years-of-day", 1, 0.03, 8),
    level("differ-day", 1, 0.03, 9),
    level("same-year", 2, 0.65, 10),
    level("within-1-year", 2, 0.17, 11),
    level("within-3-years", 2, 0.09, 12),
    level("within-10-years", 2, 0.05, 13),
    level("differ", 2, 0.04, 14),
];

pub(crate) mod place {
    pub(crate) const TOWN: u8 = 1;
    pub(crate) const TOWN_SIMILAR: u8 = 4;
    pub(crate) const TOWN_AS_DISTRICT: u8 = 5;
    pub(crate) const TOWN_SAME_DISTRICT: u8 = 6;
    pub(crate) const TOWN_SAME_GOVERNORATE: u8 = 7;
    pub(crate) const TOWN_UNKNOWN: u8 = 8;
    pub(crate) const TOWN_DIFFER: u8 = 9;
    pub(crate) const DISTRICT: u8 = 10;
    pub(crate) const DISTRICT_SAME_GOVERNORATE: u8 = 12;
    pub(crate) const DISTRICT_DIFFER: u8 = 13;
    pub(crate) const GOVERNORATE: u8 = 14;
    pub(crate) const GOVERNORATE_DIFFER: u8 = 16;
}

const PLACE: &[Level] = &[
    MISSING,
    level("same-large-town", 1, 0.80, 1),
    level("same-town", 1, 0.80, 1),
    level("same-small-town", 1, 0.80, 1),
    level("similar-town", 1, 0.05, 4),
    level("town-is-district", 1, 0.04, 5),
    level("other-town-same-district", 1, 0.03, 6),
    level("other-town-same-governorate", 1, 0.03, 7),
    level("other-town", 1, 0.02, 8),
    level("other-town-and-governorate", 1, 0.03, 9),
    level("same-large-district", 2, 0.90, 10),
    level("same-district", 2, 0.90, 10),
    level("other-district-same-governorate", 2, 0.06, 12),
    level("other-district", 2, 0.04, 13),
    level("same-large-governorate", 3, 0.96, 14),
    level("same-governorate", 3, 0.96, 14),
    level("other-governorate", 3, 0.04, 16),
];

const CATEGORY: &[Level] = &[
    MISSING,
    level("same", 1, 0.9, 1),
    level("differ", 1, 0.1, 2),
];

pub(crate) mod identifier {
    pub(crate) const EQUAL: u8 = 1;
    pub(crate) const ONE_EDIT: u8 = 2;
    pub(crate) const DIFFER: u8 = 3;
}

const IDENTIFIER: &[Level] = &[
    MISSING,
    level("equal", 1, 0.85, 1),
    level("one-edit", 1, 0.1, 2),
    level("differ", 1, 0.05, 3),
];

pub(crate) mod text {
    pub(crate) const EQUAL: u8 = 1;
    pub(crate) const CLOSE: u8 = 4;
    pub(crate) const PART: u8 = 5;
    pub(crate) const SIMILAR: u8 = 6;
    pub(crate) const DIFFER: u8 = 7;
}

const TEXT: &[Level] = &[
    MISSING,
    level("equal-common", 1, 0.75, 1),
    level("equal-medium", 1, 0.75, 1),
    level("equal-rare", 1, 0.75, 1),
    level("close", 1, 0.1, 4),
    level("part-equal", 1, 0.05, 5),
    level("similar", 1, 0.05, 6),
    level("differ", 1, 0.05, 7),
];

const NUMBER: &[Level] = &[
    MISSING,
    level("equal-common", 1, 0.75, 1),
    level("equal-medium", 1, 0.75, 1),
    level("equal-rare", 1, 0.75, 1),
    level("within-2-percent", 1, 0.1, 4),
    level("one-edit", 1, 0.05, 5),
    level("within-10-percent", 1, 0.05, 6),
    level("differ", 1, 0.05, 7),
];

/// The most levels that a comparator has.
pub(crate) const MOST_LEVELS: usize = 21;

impl Comparator {
    /// Levels of this comparator; level 0 is "missing".
    pub fn levels(self) -> &'static [Level] {
        match self {
            Comparator::Name => NAME,
            Comparator::Event => EVENT,
            Comparator::Birth => BIRTH,
            Comparator::Place => PLACE,
            Comparator::Category => CATEGORY,
            Comparator::Identifier => IDENTIFIER,
            Comparator::Text => TEXT,
            Comparator::Number => NUMBER,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Comparator; 8] = [
        Comparator::Name,
        Comparator::Event,
        Comparator::Birth,
        Comparator::Place,
        Comparator::Category,
        Comparator::Identifier,
        Comparator::Text,
        Comparator::Number,
    ];

    #[test]
    fn level_names_are_distinct_and_bands_lie_in_one_group() {
        for comparator in ALL {
            let levels = comparator.levels();
            assert!(levels.len() <= MOST_LEVELS);
            let mut names: Vec<_> = levels.iter().map(|level| level.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), levels.len());
            for level in levels {
                assert_eq!(level.group, levels[level.band_of as usize].group);
            }
        }
    }

    #[test]
    fn seeds_of_a_group_sum_to_one() {
        for comparator in ALL {
            let levels = comparator.levels();
            for group in 0..4 {
                let sum: f32 = levels
                    .iter()
                    .enumerate()
                    .filter(|(at, level)| level.group == group && level.band_of as usize == *at)
                    .map(|(_, level)| level.seed)
                    .sum();
                assert!(
                    sum == 0.0 || (sum - 1.0).abs() < 0.011,
                    "{comparator:?} {group} {sum}"
                );
            }
        }
    }
}
