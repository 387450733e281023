//! On which level does each field of two records agree?
//!
//! Fields that are told by numbers alone come first (`quick_level`), text only
//! where it differs (`slow_level`). Parts of names in each other's place, and a
//! father glued to the given name, are looked for last. Every level is a
//! symmetric function of two rows; rows are made in `prepare`.

use crate::dates;
use crate::levels::{identifier, place, text};
use crate::names::level as name_level;
use crate::prepare::{Crossings, Kind, Prepared};
use crate::texts;

impl Prepared {
    /// The level of one field that can be told without comparing text:
    /// missing, equal, dates, places, terms. `None` where text must be compared.
    pub(crate) fn quick_level(&self, field: usize, a: &[u32], b: &[u32]) -> Option<u8> {
        match &self.fields[field] {
            Kind::Name { slot, bands, .. } => {
                let (x, y) = (a[*slot], b[*slot]);
                if x == 0 || y == 0 {
                    Some(0)
                } else if x == y {
                    Some(name_level::EQUAL + bands[x as usize])
                } else {
                    None
                }
            }
            Kind::Event { slot, .. } => Some(dates::event_level(a[*slot], b[*slot])),
            Kind::Birth { slot } => Some(dates::birth_level(a[*slot], b[*slot])),
            Kind::Place {
                governorate,
                district,
                town,
                bands,
            } => Some(self.place_level([*governorate, *district, *town], bands, a, b)),
            Kind::Category { slot, .. } => {
                let (x, y) = (a[*slot], b[*slot]);
                Some(if x == 0 || y == 0 {
                    0
                } else if x == y {
                    1
                } else {
                    2
                })
            }
            Kind::Identifier { slot, .. } => equal_or(a[*slot], b[*slot], |_| identifier::EQUAL),
            Kind::Text { slot, bands, .. } | Kind::Number { slot, bands, .. } => {
                equal_or(a[*slot], b[*slot], |value| {
                    text::EQUAL + bands[value as usize]
                })
            }
        }
    }

    /// The level of one field whose values are there and differ.
    pub(crate) fn slow_level(&self, field: usize, a: &[u32], b: &[u32]) -> u8 {
        match &self.fields[field] {
            Kind::Name {
                slot, sound_bands, ..
            } => {
                let (x, y) = (a[*slot], b[*slot]);
                let level = self.names.level(x, y);
                if level == name_level::SOUNDS {
                    level + sound_bands[x as usize].min(sound_bands[y as usize])
                } else {
                    level
                }
            }
            Kind::Identifier { slot, values } => {
                texts::identifier_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            Kind::Text { slot, values, .. } => {
                texts::text_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            Kind::Number { slot, values, .. } => {
                texts::number_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            _ => self.quick_level(field, a, b).unwrap_or(0),
        }
    }

    /// Levels of all fields, crossed names included.
    pub(crate) fn levels(&self, a: &[u32], b: &[u32], levels: &mut [u8]) {
        for (field, level) in levels.iter_mut().enumerate() {
            *level = self
                .quick_level(field, a, b)
                .unwrap_or_else(|| self.slow_level(field, a, b));
        }
        self.cross(a, b, levels);
    }

    /// Looks for parts of names that stand in each other's place (given and
    /// father, given and family, grandfather as family): the one that is found
    /// becomes "crossed", the other is no evidence. Whether anything was found.
    pub(crate) fn cross(&self, a: &[u32], b: &[u32], levels: &mut [u8]) -> bool {
        let differs = |part: Option<(usize, usize)>| {
            part.is_some_and(|(field, _)| {
                matches!(
                    levels[field],
                    name_level::DIFFER | name_level::WEAK | name_level::SOUNDS_DIFFER
                )
            })
        };
        let Crossings {
            given,
            father,
            grandfather,
            family,
        } = self.crossings;
        if differs(given) {
            for other in [father, family] {
                if let (Some((g, first)), Some((o, second))) = (given, other)
                    && differs(other)
                    && let Some(crossed) = self.crossed(a[first], b[second])
                    && self.crossed(b[first], a[second]).is_some()
                {
                    levels[g] = crossed;
                    levels[o] = 0;
                    return true;
                }
            }
        }
        // أحمد محمود without a father, against أحمد son of محمود.
        if let (Some((g, first)), Some((f, second))) = (given, father)
            && matches!(levels[g], name_level::PART | name_level::SOUNDS_PART)
            && levels[f] == 0
        {
            for (x, y) in [(a, b), (b, a)] {
                let (head, tail) = self.names.split[x[first] as usize];
                if head != 0
                    && x[second] == 0
                    && y[second] != 0
                    && let Some(glued) = self.alike(f, tail, y[second])
                    && let Some(same) = self.alike(g, head, y[first])
                {
                    levels[g] = same;
                    levels[f] = glued;
                    return true;
                }
            }
        }
        if differs(family)
            && let (Some((l, last)), Some((g, grand))) = (family, grandfather)
            && let Some(crossed) = self
                .crossed(a[last], b[grand])
                .or_else(|| self.crossed(b[last], a[grand]))
        {
            levels[l] = crossed;
            levels[g] = 0;
            return true;
        }
        false
    }

    /// The level of two names of a field if it is "equal" or close to it.
    fn alike(&self, field: usize, x: u32, y: u32) -> Option<u8> {
        let Kind::Name {
            bands, sound_bands, ..
        } = &self.fields[field]
        else {
            return None;
        };
        if x == 0 || y == 0 {
            return None;
        }
        if x == y {
            return Some(name_level::EQUAL + bands[x as usize]);
        }
        match self.names.level(x, y) {
            name_level::CLOSE => Some(name_level::CLOSE),
            name_level::SOUNDS => {
                Some(name_level::SOUNDS + sound_bands[x as usize].min(sound_bands[y as usize]))
            }
            _ => None,
        }
    }

    /// Whether parts of the names could stand in each other's place, told quickly.
    pub(crate) fn may_cross(&self, a: &[u32], b: &[u32]) -> bool {
        let could = |x: Option<(usize, usize)>, y: Option<(usize, usize)>| match (x, y) {
            (Some((_, x)), Some((_, y))) => (
                self.names.could_be(a[x], b[y]),
                self.names.could_be(b[x], a[y]),
            ),
            _ => (false, false),
        };
        let Crossings {
            given,
            father,
            grandfather,
            family,
        } = self.crossings;
        could(given, father) == (true, true)
            || could(given, family) == (true, true)
            || could(family, grandfather) != (false, false)
    }

    /// Whether a compound given name may hold the father's name, who is missing.
    pub(crate) fn may_be_glued(&self, a: &[u32], b: &[u32]) -> Option<(usize, usize)> {
        let (Some((g, first)), Some((f, second))) = (self.crossings.given, self.crossings.father)
        else {
            return None;
        };
        ((a[second] == 0) != (b[second] == 0) && self.names.compound(a[first], b[first]))
            .then_some((g, f))
    }

    /// The level of two names found in each other's place, if they are alike.
    fn crossed(&self, x: u32, y: u32) -> Option<u8> {
        if x == 0 || y == 0 {
            return None;
        }
        if x == y {
            return Some(name_level::CROSSED);
        }
        match self.names.level(x, y) {
            name_level::CLOSE => Some(name_level::CROSSED),
            name_level::SOUNDS => Some(name_level::SOUNDS_CROSSED),
            _ => None,
        }
    }

    fn place_level(&self, slots: [usize; 3], bands: &[Vec<u8>; 3], a: &[u32], b: &[u32]) -> u8 {
        let [governorate, district, town] = slots;
        let (town_a, town_b) = (a[town], b[town]);
        let (district_a, district_b) = (a[district], b[district]);
        let (governorate_a, governorate_b) = (a[governorate], b[governorate]);
        let both = |x: u32, y: u32| x != 0 && y != 0;
        let same = |x: u32, y: u32| x != 0 && x == y;
        if both(town_a, town_b) {
            if town_a == town_b {
                return place::TOWN + bands[2][town_a as usize];
            }
            if same(town_a, district_b) || same(town_b, district_a) {
                return place::TOWN_AS_DISTRICT;
            }
            if matches!(
                self.places.level(town_a, town_b),
                name_level::CLOSE
                    | name_level::SIMILAR
                    | name_level::SOUNDS
                    | name_level::SOUNDS_CLOSE
            ) {
                return place::TOWN_SIMILAR;
            }
            if same(district_a, district_b) {
                return place::TOWN_SAME_DISTRICT;
            }
            return match (
                both(governorate_a, governorate_b),
                governorate_a == governorate_b,
            ) {
                (true, true) => place::TOWN_SAME_GOVERNORATE,
                (true, false) => place::TOWN_DIFFER,
                _ => place::TOWN_UNKNOWN,
            };
        }
        let near_a = if town_a != 0 { town_a } else { district_a };
        let near_b = if town_b != 0 { town_b } else { district_b };
        let district_known = both(district_a, district_b);
        if district_known || both(near_a, near_b) {
            if same(district_a, district_b) {
                return place::DISTRICT + bands[1][district_a as usize];
            }
            if same(near_a, near_b) || same(town_a, district_b) || same(town_b, district_a) {
                return place::DISTRICT + 1;
            }
            if district_known {
                return if same(governorate_a, governorate_b) {
                    place::DISTRICT_SAME_GOVERNORATE
                } else {
                    place::DISTRICT_DIFFER
                };
            }
        }
        if both(governorate_a, governorate_b) {
            return if governorate_a == governorate_b {
                place::GOVERNORATE + bands[0][governorate_a as usize]
            } else {
                place::GOVERNORATE_DIFFER
            };
        }
        0
    }
}

fn equal_or(x: u32, y: u32, level: impl Fn(u32) -> u8) -> Option<u8> {
    if x == 0 || y == 0 {
        Some(0)
    } else if x == y {
        Some(level(x))
    } else {
        None
    }
}
