//! On which level does each field of two records agree?
//!
//! Fields that are told by numbers alone come first (`quick_level`), text only
//! where it differs (`slow_level`). Parts of names in each other's place, and a
//! father glued to the given name, are looked for last. Every level is a
//! symmetric function of two rows; rows are made in `prepare`.

use crate::dates;
use crate::levels::{MOST_LEVELS, identifier, place, text};
use crate::names::{self, COMPOUND, LATIN, Reach, level as name_level};
use crate::prepare::{Crossings, Kind, Prepared};
use crate::texts;

/// Codes that stand for a level where values are there and differ, until their
/// text is compared: names that are similar at most, or any level but "equal".
pub(crate) const OPEN_SIMILAR: u8 = MOST_LEVELS as u8;
pub(crate) const OPEN: u8 = OPEN_SIMILAR + 1;
/// Levels and the codes of open ones.
pub(crate) const CODES: usize = MOST_LEVELS + 2;

/// How parts of names stand in each other's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    WithFather,
    WithFamily,
    /// The father is glued to the given name.
    Glued,
    /// The father stands where others have the family.
    FatherLast,
    GrandfatherLast,
}

impl Way {
    /// Whether the levels of the two fields, open ones among them, leave room
    /// for this way: told before any name is looked at.
    pub(crate) fn allowed(self, found: u8, emptied: Option<u8>) -> bool {
        let differs = |level: u8| {
            matches!(
                level,
                name_level::WEAK
                    | name_level::DIFFER
                    | name_level::SOUNDS_DIFFER
                    | OPEN_SIMILAR
                    | OPEN
            )
        };
        match self {
            Way::WithFather | Way::WithFamily => differs(found) && emptied.is_some_and(differs),
            Way::Glued => {
                matches!(found, name_level::PART | name_level::SOUNDS_PART | OPEN)
                    && emptied == Some(0)
            }
            Way::FatherLast | Way::GrandfatherLast => differs(found),
        }
    }
}

impl Crossings {
    /// Each way with the field that becomes "crossed" and the one that is then
    /// no evidence; those that a table's fields allow.
    pub(crate) fn ways(&self) -> Vec<(Way, usize, Option<usize>)> {
        let field = |part: Option<(usize, usize)>| part.map(|(field, _)| field);
        let [given, father, grandfather, family] =
            [self.given, self.father, self.grandfather, self.family].map(field);
        let all = [
            (Way::WithFather, given, father, father),
            (Way::WithFamily, given, family, family),
            (Way::Glued, given, father, father),
            (Way::FatherLast, family, father, None),
            (Way::GrandfatherLast, family, grandfather, grandfather),
        ];
        all.into_iter()
            .filter_map(|(way, found, other, emptied)| {
                other?;
                Some((way, found?, emptied))
            })
            .collect()
    }
}

/// Where the frequency bands of a name lie in its extra word.
const BAND: u32 = names::SUMMARY;
const SOUND_BAND: u32 = BAND + 3;

impl Prepared {
    /// Fills the extra words of a row, which save looking values up again with
    /// every comparison: summary and bands of a name, the number of an event's
    /// day, the summary of a town.
    pub(crate) fn fill_extras(&self, row: &mut [u32]) {
        for kind in &self.fields {
            match kind {
                Kind::Name {
                    slot,
                    extra,
                    bands,
                    sound_bands,
                } => {
                    let name = row[*slot] as usize;
                    row[*extra] = self.names.quick[name]
                        | u32::from(bands[name]) << BAND
                        | u32::from(sound_bands[name]) << SOUND_BAND;
                }
                Kind::Event { slot, extra, .. } => {
                    row[*extra] = dates::days(row[*slot]).cast_unsigned();
                }
                Kind::Place { town, extra, .. } => {
                    row[*extra] = self.places.quick[row[*town] as usize];
                }
                _ => {}
            }
        }
    }

    /// The level of one field that can be told without comparing text:
    /// missing, equal, hopeless, dates, places, terms. Otherwise the code of an
    /// open level.
    #[inline]
    pub(crate) fn quick_level(&self, field: usize, a: &[u32], b: &[u32]) -> u8 {
        match &self.fields[field] {
            Kind::Name { slot, extra, .. } => {
                let (x, y) = (a[*slot], b[*slot]);
                if x == 0 || y == 0 {
                    return 0;
                }
                let (left, right) = (a[*extra], b[*extra]);
                if x == y {
                    return name_level::EQUAL + (left >> BAND & 7) as u8;
                }
                let across = (left ^ right) & LATIN != 0;
                match names::reach(left, right, across) {
                    Reach::Nothing if across => name_level::SOUNDS_DIFFER,
                    Reach::Nothing => name_level::DIFFER,
                    Reach::Similar => OPEN_SIMILAR,
                    Reach::All => OPEN,
                }
            }
            Kind::Event { slot, extra, .. } => dates::event_level(
                a[*slot],
                b[*slot],
                a[*extra].cast_signed(),
                b[*extra].cast_signed(),
            ),
            Kind::Birth { slot } => dates::birth_level(a[*slot], b[*slot]),
            Kind::Place {
                governorate,
                district,
                town,
                bands,
                extra,
            } => {
                let (left, right) = (a[*extra], b[*extra]);
                let apart = || names::hopeless(left, right, (left ^ right) & LATIN != 0);
                place_level([*governorate, *district, *town], bands, a, b, |_, _| {
                    apart().then_some(false)
                })
                .unwrap_or(OPEN)
            }
            Kind::Category { slot, .. } => {
                let (x, y) = (a[*slot], b[*slot]);
                u8::from(x != 0 && y != 0) * (1 + u8::from(x != y))
            }
            Kind::Identifier { slot, .. } => {
                equal_or(a[*slot], b[*slot], |_| identifier::EQUAL).unwrap_or(OPEN)
            }
            Kind::Text { slot, bands, .. } | Kind::Number { slot, bands, .. } => {
                equal_or(a[*slot], b[*slot], |value| {
                    text::EQUAL + bands[value as usize]
                })
                .unwrap_or(OPEN)
            }
        }
    }

    /// The level of one field whose values are there and differ.
    pub(crate) fn slow_level(&self, field: usize, a: &[u32], b: &[u32]) -> u8 {
        match &self.fields[field] {
            Kind::Name { slot, extra, .. } => {
                let level = self.names.level(a[*slot], b[*slot]);
                if level == name_level::SOUNDS {
                    let band = |row: &[u32]| (row[*extra] >> SOUND_BAND & 3) as u8;
                    level + band(a).min(band(b))
                } else {
                    level
                }
            }
            Kind::Place {
                governorate,
                district,
                town,
                bands,
                ..
            } => place_level([*governorate, *district, *town], bands, a, b, |x, y| {
                let level = self.places.level(x, y);
                Some(matches!(
                    level,
                    name_level::CLOSE
                        | name_level::SIMILAR
                        | name_level::SOUNDS
                        | name_level::SOUNDS_CLOSE
                ))
            })
            .unwrap_or(0),
            Kind::Identifier { slot, values } => {
                texts::identifier_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            Kind::Text { slot, values, .. } => {
                texts::text_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            Kind::Number { slot, values, .. } => {
                texts::number_level(values.get(a[*slot]), values.get(b[*slot]))
            }
            _ => self.quick_level(field, a, b),
        }
    }

    /// Levels of all fields, crossed names included.
    pub(crate) fn levels(&self, a: &[u32], b: &[u32], levels: &mut [u8]) {
        for (field, level) in levels.iter_mut().enumerate() {
            *level = self.quick_level(field, a, b);
            if *level >= OPEN_SIMILAR {
                *level = self.slow_level(field, a, b);
            }
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
                    && let Some(here) = self.crossed(a[first], b[second])
                    && let Some(there) = self.crossed(b[first], a[second])
                {
                    // By sound alone where one of the two is: whichever row comes first.
                    levels[g] = here.max(there);
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
        // خالد مروان in one cell: the father where others have the family.
        if self.usual_parts > 0
            && differs(family)
            && let (Some((l, last)), Some((_, second))) = (family, father)
        {
            for (x, y) in [(a, b), (b, a)] {
                if x[second] == 0
                    && let Some(crossed) = self.crossed(x[last], y[second])
                {
                    levels[l] = crossed;
                    return true;
                }
            }
        }
        if differs(family)
            && let (Some((l, last)), Some((g, grand))) = (family, grandfather)
            && let Some(crossed) = (self.crossed(a[last], b[grand]).into_iter())
                .chain(self.crossed(b[last], a[grand]))
                .min()
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

    fn extra_of(&self, field: usize) -> usize {
        match self.fields[field] {
            Kind::Name { extra, .. } => extra,
            _ => 0,
        }
    }

    /// Whether parts of two names stand in each other's place in the given way,
    /// as far as the names themselves go; a father glued to a given name only
    /// whether it could be.
    pub(crate) fn crosses(&self, way: Way, a: &[u32], b: &[u32]) -> bool {
        let Crossings {
            given,
            father,
            grandfather,
            family,
        } = self.crossings;
        let differ = |part: Option<(usize, usize)>| {
            part.is_some_and(|(_, slot)| {
                let (x, y) = (a[slot], b[slot]);
                x != 0 && y != 0 && x != y
            })
        };
        let (one, two) = match way {
            Way::WithFather => (given, father),
            Way::WithFamily => (given, family),
            Way::Glued => {
                let (Some((given, _)), Some((_, slot))) = (given, father) else {
                    return false;
                };
                let extra = self.extra_of(given);
                return (a[slot] == 0) != (b[slot] == 0) && (a[extra] | b[extra]) & COMPOUND != 0;
            }
            Way::FatherLast => (family, father),
            Way::GrandfatherLast => (family, grandfather),
        };
        let (Some(one), Some(two)) = (one, two) else {
            return false;
        };
        let could = |x: &[u32], y: &[u32]| {
            let (p, q) = (x[one.1], y[two.1]);
            p != 0
                && q != 0
                && (p == q || {
                    let (left, right) = (x[self.extra_of(one.0)], y[self.extra_of(two.0)]);
                    names::reach(left, right, (left ^ right) & LATIN != 0) == Reach::All
                })
        };
        let stands = |x: &[u32], y: &[u32]| self.crossed(x[one.1], y[two.1]).is_some();
        if !differ(Some(one)) {
            return false;
        }
        match way {
            Way::WithFather | Way::WithFamily => {
                differ(Some(two)) && could(a, b) && could(b, a) && stands(a, b) && stands(b, a)
            }
            Way::FatherLast => {
                self.usual_parts > 0
                    && (a[two.1] == 0 && could(a, b) && stands(a, b)
                        || b[two.1] == 0 && could(b, a) && stands(b, a))
            }
            _ => could(a, b) && stands(a, b) || could(b, a) && stands(b, a),
        }
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
}

/// The level of two places; `similar` says whether two different towns have
/// similar names, and `None` if that is not known yet.
fn place_level(
    slots: [usize; 3],
    bands: &[Vec<u8>; 3],
    a: &[u32],
    b: &[u32],
    similar: impl Fn(u32, u32) -> Option<bool>,
) -> Option<u8> {
    let [governorate, district, town] = slots;
    let (town_a, town_b) = (a[town], b[town]);
    let (district_a, district_b) = (a[district], b[district]);
    let (governorate_a, governorate_b) = (a[governorate], b[governorate]);
    let both = |x: u32, y: u32| x != 0 && y != 0;
    let same = |x: u32, y: u32| x != 0 && x == y;
    if both(town_a, town_b) {
        if town_a == town_b {
            return Some(place::TOWN + bands[2][town_a as usize]);
        }
        if same(town_a, district_b) || same(town_b, district_a) {
            return Some(place::TOWN_AS_DISTRICT);
        }
        if similar(town_a, town_b)? {
            return Some(place::TOWN_SIMILAR);
        }
        if same(district_a, district_b) {
            return Some(place::TOWN_SAME_DISTRICT);
        }
        return Some(match both(governorate_a, governorate_b) {
            true if governorate_a == governorate_b => place::TOWN_SAME_GOVERNORATE,
            true => place::TOWN_DIFFER,
            false => place::TOWN_UNKNOWN,
        });
    }
    let near_a = if town_a != 0 { town_a } else { district_a };
    let near_b = if town_b != 0 { town_b } else { district_b };
    let district_known = both(district_a, district_b);
    if district_known || both(near_a, near_b) {
        if same(district_a, district_b) {
            return Some(place::DISTRICT + bands[1][district_a as usize]);
        }
        if same(near_a, near_b) || same(town_a, district_b) || same(town_b, district_a) {
            return Some(place::DISTRICT + 1);
        }
        if district_known {
            return Some(if same(governorate_a, governorate_b) {
                place::DISTRICT_SAME_GOVERNORATE
            } else {
                place::DISTRICT_DIFFER
            });
        }
    }
    Some(if !both(governorate_a, governorate_b) {
        0
    } else if governorate_a == governorate_b {
        place::GOVERNORATE + bands[0][governorate_a as usize]
    } else {
        place::GOVERNORATE_DIFFER
    })
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
