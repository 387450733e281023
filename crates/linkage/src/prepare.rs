//! What is compared, ready to be compared fast?
//!
//! Every distinct value is folded, coded and counted once; a record becomes a
//! short row of numbers. Nothing here depends on the order of the rows or on
//! which number a text happened to get.

use crate::dates;
use crate::full_names::{self, Parts};
use crate::levels::Comparator;
use crate::model::Field;
use crate::names::Names;
use crate::places;
use crate::roles::Role;
use crate::strings::Strings;
use crate::table::Table;
use ::model::fold::{fold, is_placeholder};
use rayon::prelude::*;
use std::collections::HashMap;

/// How one field of the model is compared, and where its values are in a row.
#[derive(Debug)]
pub(crate) enum Kind {
    Name {
        slot: usize,
        /// Where its extra word is in a row (see `compare`).
        extra: usize,
        bands: Vec<u8>,
        sound_bands: Vec<u8>,
    },
    Event {
        slot: usize,
        extra: usize,
        /// Each day of the table with its band.
        days: HashMap<u32, u32>,
    },
    Birth {
        slot: usize,
    },
    Place {
        governorate: usize,
        district: usize,
        town: usize,
        extra: usize,
        /// Bands by place: towns 0..=2, districts and governorates 0..=1.
        bands: [Vec<u8>; 3],
    },
    Category {
        slot: usize,
        terms: Strings,
    },
    Identifier {
        slot: usize,
        values: Strings,
    },
    Text {
        slot: usize,
        values: Strings,
        bands: Vec<u8>,
    },
    Number {
        slot: usize,
        values: Strings,
        bands: Vec<u8>,
    },
}

/// Which fields hold the parts of a name that sources put in each other's place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Crossings {
    pub(crate) given: Option<(usize, usize)>,
    pub(crate) father: Option<(usize, usize)>,
    pub(crate) grandfather: Option<(usize, usize)>,
    pub(crate) family: Option<(usize, usize)>,
}

/// A table ready for comparing. Slot 0 of every row is 0.
pub(crate) struct Prepared {
    pub(crate) fields: Vec<Kind>,
    pub(crate) names: Names,
    pub(crate) places: Names,
    pub(crate) stride: usize,
    pub(crate) rows: Vec<u32>,
    pub(crate) crossings: Crossings,
    /// How many parts full names usually have; 0 if no field comes from them.
    pub(crate) usual_parts: usize,
    /// For each place column where each written form is led to.
    leads: Vec<HashMap<u32, u32>>,
}

impl Prepared {
    /// Prepares a table for the fields of a model. Fields whose columns the
    /// table does not have are missing everywhere.
    pub(crate) fn build(table: &Table, fields: &[Field]) -> Prepared {
        let column = |field: &Field, part: &str| field_column(table, field, part);
        // All names of people share one dictionary, all places another.
        let (full_column, full_parts, usual_parts) = full_names_of(table, fields);
        let mut name_values: Vec<Vec<&str>> = Vec::new();
        let mut place_columns: Vec<usize> = Vec::new();
        for field in fields {
            match field.comparator {
                Comparator::Name => {
                    for source in name_sources(table, field, full_column) {
                        name_values.push(match source {
                            Source::Column(at) => table.columns[at].values.iter().collect(),
                            Source::Part(_, part) => full_parts
                                .iter()
                                .map(|parts| parts[part].as_str())
                                .collect(),
                        });
                    }
                }
                Comparator::Place => {
                    for part in ["governorate", "district", "town"] {
                        place_columns.extend(column(field, part));
                    }
                }
                _ => {}
            }
        }
        let (names, name_numbers) = Names::build(&name_values);
        let place_values: Vec<(&Strings, &[u32])> = place_columns
            .iter()
            .map(|&at| (&table.columns[at].values, table.columns[at].rows.as_slice()))
            .collect();
        let (place_names, place_numbers, leads) = places::build(&place_values);

        // For each slot the columns that fill it, the first that is not empty.
        let mut slots: Vec<Vec<(usize, Vec<u32>)>> = vec![Vec::new()];
        let mut kinds = Vec::with_capacity(fields.len());
        let mut crossings = Crossings::default();
        let mut names_used = 0;
        let mut places_used = 0;
        let add = |slots: &mut Vec<Vec<(usize, Vec<u32>)>>, at: usize, map: Vec<u32>| {
            slots.push(vec![(at, map)]);
            slots.len() - 1
        };
        for (number, field) in fields.iter().enumerate() {
            let value = column(field, "value");
            let kind = match field.comparator {
                Comparator::Name => match name_sources(table, field, full_column) {
                    sources if !sources.is_empty() => {
                        let mut filled: Vec<(usize, Vec<u32>)> = Vec::new();
                        for source in sources {
                            filled.push((source.column(), name_numbers[names_used].clone()));
                            names_used += 1;
                        }
                        let counts = counts_of_first(&filled, table, names.texts.len());
                        slots.push(filled);
                        let slot = slots.len() - 1;
                        let place = Some((number, slot));
                        match field.name.as_str() {
                            "given" => crossings.given = place,
                            "father" => crossings.father = place,
                            "grandfather" => crossings.grandfather = place,
                            "family" => crossings.family = place,
                            _ => {}
                        }
                        let mut by_sound: HashMap<u64, u32> = HashMap::new();
                        for (name, &count) in counts.iter().enumerate().skip(1) {
                            *by_sound.entry(names.skeletons[name]).or_default() += count;
                        }
                        let sounds: Vec<u32> = names
                            .skeletons
                            .iter()
                            .map(|skeleton| by_sound.get(skeleton).copied().unwrap_or(0))
                            .collect();
                        let total = counts.iter().skip(1).sum();
                        Kind::Name {
                            slot,
                            extra: 0,
                            bands: bands(&counts, total, &[0.02, 0.005, 0.001, 0.0002]),
                            sound_bands: bands(&sounds, total, &[0.01, 0.001]),
                        }
                    }
                    _ => Kind::Name {
                        slot: 0,
                        extra: 0,
                        bands: vec![0; names.texts.len()],
                        sound_bands: vec![0; names.texts.len()],
                    },
                },
                Comparator::Event | Comparator::Birth => {
                    let slot = value.map_or(0, |at| {
                        let map = date_map(table, at, field.comparator);
                        add(&mut slots, at, map)
                    });
                    if field.comparator == Comparator::Event {
                        let date = (1 << dates::BAND) - 1;
                        let map = slots[slot].first().map_or(&[][..], |(_, map)| map);
                        let days = map
                            .iter()
                            .filter(|banded| dates::day(**banded) != 0)
                            .map(|&banded| (banded & date, banded))
                            .collect();
                        Kind::Event {
                            slot,
                            extra: 0,
                            days,
                        }
                    } else {
                        Kind::Birth { slot }
                    }
                }
                Comparator::Place => {
                    let mut part = |name: &str, shares: &[f64]| match column(field, name) {
                        Some(at) => {
                            let map = place_numbers[places_used].clone();
                            places_used += 1;
                            let counts =
                                counts_of(&map, &table.columns[at].rows, place_names.texts.len());
                            let total = counts.iter().skip(1).sum();
                            (add(&mut slots, at, map), bands(&counts, total, shares))
                        }
                        None => (0, vec![0; place_names.texts.len()]),
                    };
                    let (governorate, first) = part("governorate", &[0.08]);
                    let (district, second) = part("district", &[0.02]);
                    let (town, third) = part("town", &[0.01, 0.002]);
                    Kind::Place {
                        governorate,
                        district,
                        town,
                        extra: 0,
                        bands: [first, second, third],
                    }
                }
                Comparator::Category => {
                    let mut terms = Strings::default();
                    let slot = value.map_or(0, |at| {
                        let map = category_map(table, at, &field.name, &mut terms);
                        add(&mut slots, at, map)
                    });
                    Kind::Category { slot, terms }
                }
                Comparator::Identifier | Comparator::Text | Comparator::Number => {
                    let mut values = Strings::default();
                    let mut slot = 0;
                    let mut by_share = vec![0];
                    if let Some(at) = value {
                        let map: Vec<u32> = fold_values(&table.columns[at].values)
                            .iter()
                            .map(|text| values.number_of(text))
                            .collect();
                        let counts = counts_of(&map, &table.columns[at].rows, values.len());
                        let total = counts.iter().skip(1).sum();
                        by_share = bands(&counts, total, &[0.01, 0.001]);
                        slot = add(&mut slots, at, map);
                    }
                    match field.comparator {
                        Comparator::Identifier => Kind::Identifier { slot, values },
                        Comparator::Text => Kind::Text {
                            slot,
                            values,
                            bands: by_share,
                        },
                        _ => Kind::Number {
                            slot,
                            values,
                            bands: by_share,
                        },
                    }
                }
            };
            kinds.push(kind);
        }
        let mut stride = slots.len();
        for kind in &mut kinds {
            if let Kind::Name { extra, .. }
            | Kind::Event { extra, .. }
            | Kind::Place { extra, .. } = kind
            {
                *extra = stride;
                stride += 1;
            }
        }
        let mut prepared = Prepared {
            fields: kinds,
            names,
            places: place_names,
            stride,
            rows: Vec::new(),
            crossings,
            usual_parts,
            leads,
        };
        let mut rows = vec![0; stride * table.len()];
        rows.par_chunks_mut(stride * 4096)
            .enumerate()
            .for_each(|(chunk, part)| {
                for (slot, sources) in slots.iter().enumerate() {
                    for (at, map) in sources {
                        let column = &table.columns[*at].rows[chunk * 4096..];
                        for (row, &value) in part.chunks_mut(stride).zip(column) {
                            if row[slot] == 0 {
                                row[slot] = map[value as usize];
                            }
                        }
                    }
                }
                for row in part.chunks_mut(stride) {
                    prepared.fill_extras(row);
                }
            });
        prepared.rows = rows;
        prepared
    }

    /// Adds the rows of another table with the same fields, at the end. What
    /// was not seen before counts as rare. Returns the first new row.
    pub(crate) fn extend(&mut self, table: &Table, fields: &[Field]) -> u32 {
        let first = self.len() as u32;
        let stride = self.stride;
        let mut added = vec![0u32; stride * table.len()];
        let mut place_column = 0;
        for (number, field) in fields.iter().enumerate() {
            let mut put = |slot: usize, at: usize, map: &[u32]| {
                for (row, &value) in added.chunks_mut(stride).zip(&table.columns[at].rows) {
                    if row[slot] == 0 {
                        row[slot] = map[value as usize];
                    }
                }
            };
            let value = field_column(table, field, "value");
            match &mut self.fields[number] {
                Kind::Name {
                    slot,
                    bands,
                    sound_bands,
                    ..
                } => {
                    let full = full_column_of(table, field);
                    for source in name_sources(table, field, full) {
                        if *slot == 0 {
                            break;
                        }
                        let at = source.column();
                        let values = table.columns[at].values.iter();
                        let map: Vec<u32> = match source {
                            Source::Column(_) => values.map(|raw| self.names.add(raw)).collect(),
                            Source::Part(_, part) => values
                                .map(|raw| {
                                    let parts = full_names::split(raw, self.usual_parts);
                                    self.names.add(&parts[part])
                                })
                                .collect(),
                        };
                        bands.resize(self.names.texts.len(), 4);
                        sound_bands.resize(self.names.texts.len(), 2);
                        put(*slot, at, &map);
                    }
                }
                Kind::Event { slot, .. } | Kind::Birth { slot } => {
                    if let Some(at) = value.filter(|_| *slot != 0) {
                        put(*slot, at, &date_map(table, at, field.comparator));
                    }
                }
                Kind::Place {
                    governorate,
                    district,
                    town,
                    bands,
                    ..
                } => {
                    let parts = [
                        ("governorate", *governorate),
                        ("district", *district),
                        ("town", *town),
                    ];
                    for (part, slot) in parts {
                        if slot == 0 {
                            continue;
                        }
                        if let Some(at) = field_column(table, field, part) {
                            let map: Vec<u32> = table.columns[at]
                                .values
                                .iter()
                                .map(|raw| {
                                    let place = places::exonym(&mut self.places, raw);
                                    let lead = self.leads.get(place_column);
                                    lead.and_then(|lead| lead.get(&place))
                                        .copied()
                                        .unwrap_or(place)
                                })
                                .collect();
                            put(slot, at, &map);
                        }
                        place_column += 1;
                    }
                    let places = self.places.texts.len();
                    bands[0].resize(places, 1);
                    bands[1].resize(places, 1);
                    bands[2].resize(places, 2);
                }
                Kind::Category { slot, terms } => {
                    if let Some(at) = value.filter(|_| *slot != 0) {
                        let map = category_map(table, at, &field.name, terms);
                        put(*slot, at, &map);
                    }
                }
                Kind::Identifier { slot, values } => {
                    if let Some(at) = value.filter(|_| *slot != 0) {
                        let map: Vec<u32> = fold_values(&table.columns[at].values)
                            .iter()
                            .map(|text| values.number_of(text))
                            .collect();
                        put(*slot, at, &map);
                    }
                }
                Kind::Text {
                    slot,
                    values,
                    bands,
                }
                | Kind::Number {
                    slot,
                    values,
                    bands,
                } => {
                    if let Some(at) = value.filter(|_| *slot != 0) {
                        let map: Vec<u32> = fold_values(&table.columns[at].values)
                            .iter()
                            .map(|text| values.number_of(text))
                            .collect();
                        bands.resize(values.len(), 2);
                        put(*slot, at, &map);
                    }
                }
            }
        }
        // Days have the band that they had before, new ones are quiet.
        let date = (1 << dates::BAND) - 1;
        for kind in &self.fields {
            if let Kind::Event { slot, days, .. } = kind {
                for row in added.chunks_mut(stride) {
                    let day = row[*slot] & date;
                    row[*slot] = match days.get(&day) {
                        Some(&banded) => banded,
                        None if dates::day(day) != 0 => day | 2 << dates::BAND,
                        None => day,
                    };
                }
            }
        }
        for row in added.chunks_mut(stride) {
            self.fill_extras(row);
        }
        self.rows.extend(added);
        first
    }

    /// Takes away the rows from `first` on.
    pub(crate) fn truncate(&mut self, first: u32) {
        self.rows.truncate(first as usize * self.stride);
    }

    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.rows.len() / self.stride
    }

    /// The numbers of one record.
    pub(crate) fn row(&self, row: u32) -> &[u32] {
        &self.rows[row as usize * self.stride..][..self.stride]
    }
}

/// Where a name field takes its values from.
#[derive(Clone, Copy)]
enum Source {
    /// A column of its own.
    Column(usize),
    /// A part of the full names of a column.
    Part(usize, usize),
}

impl Source {
    fn column(self) -> usize {
        match self {
            Source::Column(at) | Source::Part(at, _) => at,
        }
    }
}

/// The sources of a name field, the first that is not empty counts: its own
/// column, then its part of the full name.
fn name_sources(table: &Table, field: &Field, full: Option<usize>) -> Vec<Source> {
    let own = field_column(table, field, "value").map(Source::Column);
    let wanted = field.columns.contains_key("full");
    let part = full
        .filter(|_| wanted)
        .and_then(|at| Some(Source::Part(at, full_names::part_of(&field.name)?)));
    own.into_iter().chain(part).collect()
}

/// The column of full names that a field takes its part of: by header, else by role.
fn full_column_of(table: &Table, field: &Field) -> Option<usize> {
    let header = field.columns.get("full")?;
    let named = table.columns.iter().position(|c| c.header == *header);
    named.or_else(|| table.column(Role::FullName))
}

/// The column of full names of a model, the parts of its values, and how many
/// parts names there usually have.
fn full_names_of(table: &Table, fields: &[Field]) -> (Option<usize>, Vec<Parts>, usize) {
    let Some(at) = fields.iter().find_map(|field| full_column_of(table, field)) else {
        return (None, Vec::new(), 0);
    };
    let (parts, usual) = full_names::parts_of(&table.columns[at]);
    (Some(at), parts, usual)
}

/// How many rows have each value, where a slot is filled from several columns.
fn counts_of_first(sources: &[(usize, Vec<u32>)], table: &Table, values: usize) -> Vec<u32> {
    if let [(at, map)] = sources {
        return counts_of(map, &table.columns[*at].rows, values);
    }
    let mut counts = vec![0u32; values];
    for row in 0..table.len() {
        let first = sources
            .iter()
            .map(|(at, map)| map[table.columns[*at].rows[row] as usize])
            .find(|value| *value != 0);
        counts[first.unwrap_or(0) as usize] += 1;
    }
    counts
}

/// The column of a field's part: by its header, else by its role.
fn field_column(table: &Table, field: &Field, part: &str) -> Option<usize> {
    let header = field.columns.get(part)?;
    table
        .columns
        .iter()
        .position(|column| column.header == *header)
        .or_else(|| {
            let role = Role::from_name(part).or_else(|| Role::from_name(&field.name))?;
            table.column(role)
        })
}

/// How many rows have each mapped value.
fn counts_of(map: &[u32], rows: &[u32], values: usize) -> Vec<u32> {
    let mut counts = vec![0u32; values];
    for &row in rows {
        counts[map[row as usize] as usize] += 1;
    }
    counts
}

/// The frequency band of each value: 0 is at least the first share, and so on.
/// Shares of small tables are taken of 2,000 rows, where nothing is "common".
fn bands(counts: &[u32], total: u32, shares: &[f64]) -> Vec<u8> {
    let total = f64::from(total.max(2000));
    counts
        .iter()
        .map(|&count| {
            let share = f64::from(count) / total;
            shares
                .iter()
                .position(|&least| share >= least)
                .unwrap_or(shares.len()) as u8
        })
        .collect()
}

/// Folded values; placeholders are missing.
fn fold_values(values: &Strings) -> Vec<String> {
    let raw: Vec<&str> = values.iter().collect();
    raw.par_iter()
        .map(|raw| {
            if is_placeholder(raw) && !raw.bytes().any(|byte| byte.is_ascii_digit()) {
                String::new()
            } else {
                fold(raw)
            }
        })
        .collect()
}

/// Packed dates with the band of their day.
fn date_map(table: &Table, at: usize, comparator: Comparator) -> Vec<u32> {
    let column = &table.columns[at];
    let raw: Vec<&str> = column.values.iter().collect();
    let mut map: Vec<u32> = raw.par_iter().map(|raw| dates::parse(raw)).collect();
    if comparator == Comparator::Birth {
        for date in &mut map {
            *date = dates::birth_of(*date);
        }
        return map;
    }
    let mut days: HashMap<u32, u32> = HashMap::new();
    let mut total = 0;
    for &row in &column.rows {
        let date = map[row as usize];
        if dates::day(date) != 0 {
            *days.entry(date).or_default() += 1;
            total += 1;
        }
    }
    for date in &mut map {
        if let Some(&count) = days.get(date) {
            let band = bands(&[count], total, &[0.002, 0.0004])[0];
            *date |= u32::from(band) << dates::BAND;
        }
    }
    map
}

/// Terms in one spelling; sexes in both languages.
fn category_map(table: &Table, at: usize, field: &str, terms: &mut Strings) -> Vec<u32> {
    fold_values(&table.columns[at].values)
        .iter()
        .map(|text| {
            let term = match (field, text.as_str()) {
                ("sex", "m" | "male" | "man" | "boy" | "ذكر" | "رجل" | "ولد" | "ذ" | "1") => {
                    "m"
                }
                (
                    "sex",
                    "f" | "female" | "woman" | "girl" | "انثي" | "امراه" | "بنت" | "ا" | "2",
                ) => "f",
                ("sex", "u" | "x" | "unknown") => "",
                (_, text) => text,
            };
            terms.number_of(term)
        })
        .collect()
}
