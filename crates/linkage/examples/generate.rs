//! Makes a large table of invented people in the manner of a smaller one whose
//! persons are known, to measure what no given table is large enough for.
//!
//!     cargo run --release --example generate -- FILE.csv TRUTH.csv ROWS SEED OUT.csv OUT_TRUTH.csv
//!
//! Learned from the small table: how often each name and place occurs in the list
//! that writes most carefully (source A), and, for people who are on that list and
//! on another, how the other list writes the same name or place, leaves it out, or
//! moves the date. New people get names by those frequencies; one in six has a
//! brother, or a son named after him, on the list, mostly of the same day and town;
//! some die in mass events. Each of a person's records then writes every field as
//! that list was seen to write it. A name seldom seen is written as it is, with a
//! letter lost now and then; sources C and D swap given name and father at times.
//! The same arguments give the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufWriter, Write};

const HEADER: &str = "rec_id,source,given_name,father_name,grandfather_name,family_name,mother_name,sex,birth_date,governorate,district,town,event_type,event_date";
/// Columns of a row after id and source.
const GIVEN: usize = 0;
const FATHER: usize = 1;
const GRANDFATHER: usize = 2;
const FAMILY: usize = 3;
const MOTHER: usize = 4;
const SEX: usize = 5;
const BIRTH: usize = 6;
const GOVERNORATE: usize = 7;
const TOWN: usize = 9;
const TYPE: usize = 10;
const EVENT: usize = 11;
const FIELDS: usize = 12;
/// A spelling is taken from what was seen if the name was seen so often.
const SEEN: usize = 8;

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
    fn chance(&mut self, share: f64) -> bool {
        ((self.next() >> 11) as f64) < share * (1u64 << 53) as f64
    }
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

type Row = Vec<String>;

/// What the small table teaches.
#[derive(Default)]
struct Manner {
    /// Rows of source A, each value as often as it occurs: drawn from by column.
    rows: Vec<Row>,
    /// Values of a column that men and women have, where that differs.
    given: BTreeMap<String, Vec<String>>,
    /// How a source writes a value of a column; by source, column, value.
    written: HashMap<(String, usize, String), Vec<String>>,
    /// How a source writes any value: itself, otherwise, not at all.
    dates: HashMap<(String, usize), Vec<(i64, usize)>>,
    /// Share of a source's cells of a column that are filled.
    filled: HashMap<(String, usize), f64>,
    /// The lists on which a person is.
    lists: Vec<Vec<String>>,
}

fn read(path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("the file is there");
    reader
        .records()
        .map(|row| {
            row.expect("a row of text")
                .iter()
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// Days since the first year, months of 30.5 days: enough to move dates by.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(year * 366 + (month - 1) * 305 / 10 + day)
}

/// A date so many days on, written with so many letters (4 = the year alone).
fn moved(date: &str, by: i64, letters: usize) -> String {
    let Some(start) = days(date) else {
        return date.to_owned();
    };
    let at = start + by;
    let (year, rest) = (at.div_euclid(366), at.rem_euclid(366).clamp(0, 365));
    let month = (rest * 10 / 305).min(11);
    let day = (rest - month * 305 / 10).clamp(1, 28);
    let full = if by == 0 {
        date.to_owned()
    } else {
        format!("{year:04}-{:02}-{day:02}", month + 1)
    };
    full.chars().take(letters).collect()
}

fn learn(table: &[Row], truth: &[Row]) -> Manner {
    let person: HashMap<&str, &str> = truth
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    let mut people: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in table {
        people.entry(person[row[0].as_str()]).or_default().push(row);
    }
    let mut manner = Manner::default();
    let mut cells: HashMap<(String, usize), (f64, f64)> = HashMap::new();
    for row in table {
        for column in 0..FIELDS {
            let (filled, all) = cells.entry((row[1].clone(), column)).or_default();
            *filled += f64::from(u8::from(!row[column + 2].is_empty()));
            *all += 1.0;
        }
    }
    manner.filled = cells
        .into_iter()
        .map(|(key, (filled, all))| (key, filled / all))
        .collect();
    for rows in people.values() {
        manner
            .lists
            .push(rows.iter().map(|row| row[1].clone()).collect());
        let Some(careful) = rows.iter().find(|row| row[1] == "A") else {
            continue;
        };
        let careful: Row = careful[2..].to_vec();
        for other in rows.iter().filter(|row| row[1] != "A") {
            for column in 0..FIELDS {
                let (from, to) = (&careful[column], &other[column + 2]);
                if from.is_empty() || to.is_empty() {
                    continue;
                }
                if matches!(column, BIRTH | EVENT) {
                    let moved = match (days(from), days(to)) {
                        (Some(from), Some(to)) => to - from,
                        _ => 0,
                    };
                    let key = (other[1].clone(), column);
                    manner.dates.entry(key).or_default().push((moved, to.len()));
                } else {
                    let key = (other[1].clone(), column, from.clone());
                    manner.written.entry(key).or_default().push(to.clone());
                }
            }
        }
        if !careful[GIVEN].is_empty() {
            let sex = careful[SEX].clone();
            manner
                .given
                .entry(sex)
                .or_default()
                .push(careful[GIVEN].clone());
        }
        manner.rows.push(careful);
    }
    manner
}

/// A value of a column, by how often it occurs.
fn any(manner: &Manner, dice: &mut Dice, column: usize) -> String {
    loop {
        let row = dice.one(&manner.rows);
        // What is shortened or left out is so by the list that writes it.
        let whole = column != EVENT || row[EVENT].len() == 10;
        if whole && !row[column].is_empty() {
            return row[column].clone();
        }
    }
}

fn new_person(manner: &Manner, dice: &mut Dice, masses: &[Row]) -> Row {
    let mut person: Row = vec![String::new(); FIELDS];
    let mut place = dice.one(&manner.rows);
    while place[GOVERNORATE..=TOWN].iter().any(String::is_empty) {
        place = dice.one(&manner.rows);
    }
    person[GOVERNORATE..=TOWN].clone_from_slice(&place[GOVERNORATE..=TOWN]);
    // Families live together: half of them have a name of their place.
    person[FAMILY] = any(manner, dice, FAMILY);
    if dice.chance(0.5) && !place[FAMILY].is_empty() {
        person[FAMILY] = place[FAMILY].clone();
    }
    person[SEX] = any(manner, dice, SEX);
    person[GIVEN] = dice.one(&manner.given[&person[SEX]]).clone();
    for column in [FATHER, GRANDFATHER, MOTHER, BIRTH, TYPE] {
        person[column] = any(manner, dice, column);
    }
    person[EVENT] = any(manner, dice, EVENT);
    if dice.chance(0.035) {
        let mass = dice.one(masses);
        person[GOVERNORATE..=TOWN].clone_from_slice(&mass[GOVERNORATE..=TOWN]);
        person[EVENT] = mass[EVENT].clone();
    }
    person
}

/// A brother, or a son named after his grandfather at times.
fn relative(manner: &Manner, dice: &mut Dice, of: &Row) -> Row {
    let mut person = of.clone();
    person[BIRTH] = any(manner, dice, BIRTH);
    if dice.chance(0.3) {
        person[FATHER] = of[GIVEN].clone();
        person[GRANDFATHER] = of[FATHER].clone();
        person[MOTHER] = any(manner, dice, MOTHER);
        person[SEX] = "M".into();
        person[GIVEN] = if dice.chance(0.2) {
            of[FATHER].clone()
        } else {
            dice.one(&manner.given["M"]).clone()
        };
    } else {
        while person[GIVEN] == of[GIVEN] {
            person[GIVEN] = dice.one(&manner.given[&person[SEX]]).clone();
        }
    }
    if dice.chance(0.5) {
        person[EVENT] = any(manner, dice, EVENT);
        person[TYPE] = any(manner, dice, TYPE);
    }
    person
}

/// How a list writes a person.
fn record(manner: &Manner, dice: &mut Dice, person: &Row, list: &str) -> Row {
    let mut cells: Row = vec![String::new(); FIELDS];
    for column in 0..FIELDS {
        let share = manner
            .filled
            .get(&(list.to_owned(), column))
            .copied()
            .unwrap_or(0.0);
        if person[column].is_empty() || !dice.chance(share) {
            continue;
        }
        cells[column] = if list == "A" {
            person[column].clone()
        } else if matches!(column, BIRTH | EVENT) {
            match manner.dates.get(&(list.to_owned(), column)) {
                Some(known) => {
                    let (by, letters) = *dice.one(known);
                    moved(&person[column], by, letters)
                }
                None => person[column].clone(),
            }
        } else {
            let key = (list.to_owned(), column, person[column].clone());
            match manner.written.get(&key) {
                Some(known) if known.len() >= SEEN || !known.is_empty() && dice.chance(0.7) => {
                    dice.one(known).clone()
                }
                _ => with_a_letter_lost(dice, &person[column], list),
            }
        };
    }
    if matches!(list, "C" | "D") && dice.chance(0.015) && !cells[FATHER].is_empty() {
        cells.swap(GIVEN, FATHER);
    }
    cells
}

/// A value that was seldom seen: as it is, in Latin letters for list D, and with a
/// letter lost at times.
fn with_a_letter_lost(dice: &mut Dice, value: &str, list: &str) -> String {
    let mut text = if list == "D" {
        latin(dice, value)
    } else {
        value.to_owned()
    };
    let letters: Vec<char> = text.chars().collect();
    if list != "B" && letters.len() > 4 && dice.chance(0.05) {
        let lost = 1 + dice.below(letters.len() - 2);
        text = letters
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != lost)
            .map(|(_, l)| l)
            .collect();
    }
    text
}

/// One of the usual ways to write an Arabic name in Latin letters.
fn latin(dice: &mut Dice, value: &str) -> String {
    let mut text = String::new();
    let mut last_consonant = false;
    for letter in value.chars() {
        let ways: &[&str] = match letter {
            'ا' | 'أ' | 'آ' | 'ى' => &["a"],
            'إ' => &["i", "e"],
            'ب' => &["b"],
            'ت' | 'ط' => &["t"],
            'ث' => &["th"],
            'ج' => &["j", "g"],
            'ح' | 'ه' => &["h"],
            'خ' => &["kh"],
            'د' | 'ض' => &["d"],
            'ذ' => &["dh", "z"],
            'ر' => &["r"],
            'ز' | 'ظ' => &["z"],
            'س' | 'ص' => &["s"],
            'ش' => &["sh", "ch"],
            'ع' | 'ء' => &["", "a"],
            'غ' => &["gh"],
            'ف' => &["f"],
            'ق' => &["q", "k"],
            'ك' => &["k"],
            'ل' => &["l"],
            'م' => &["m"],
            'ن' => &["n"],
            'و' | 'ؤ' => &["o", "u", "w"],
            'ي' | 'ئ' => &["i", "y", "ee"],
            'ة' => &["a", "ah", "eh"],
            ' ' => &[" "],
            _ => &[""],
        };
        let way = *dice.one(ways);
        let vowel = way.starts_with(['a', 'e', 'i', 'o', 'u', ' ']) || way.is_empty();
        if last_consonant && !vowel && dice.chance(0.7) {
            text.push(*dice.one(&['a', 'i', 'e', 'u']));
        }
        text.push_str(way);
        last_consonant = !vowel;
    }
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [table, truth, rows, seed, out, out_truth] = args.as_slice() else {
        panic!("generate FILE.csv TRUTH.csv ROWS SEED OUT.csv OUT_TRUTH.csv");
    };
    let rows: u64 = rows.parse().expect("rows are a number");
    let mut dice = Dice(seed.parse().expect("the seed is a number"));
    let manner = learn(&read(table), &read(truth));
    let create = |path: &str| BufWriter::new(std::fs::File::create(path).expect("can be written"));
    let (mut out, mut out_truth) = (create(out), create(out_truth));
    writeln!(out, "{HEADER}").expect("can be written");
    writeln!(out_truth, "rec_id,person_id").expect("can be written");
    let masses: Vec<Row> = (0..rows / 1900 + 1)
        .map(|_| {
            let mut mass = dice.one(&manner.rows).clone();
            mass[EVENT] = any(&manner, &mut dice, EVENT);
            mass
        })
        .collect();
    let (mut written, mut people) = (0u64, 0u64);
    let mut last: Option<Row> = None;
    while written < rows {
        let person = match last.take() {
            Some(of) if dice.chance(0.1) => relative(&manner, &mut dice, &of),
            _ => new_person(&manner, &mut dice, &masses),
        };
        // Ids do not tell who is who: they run over the table in a fixed shuffle.
        for list in dice.one(&manner.lists) {
            if written == rows {
                break;
            }
            let cells = record(&manner, &mut dice, &person, list);
            let id = written.wrapping_mul(0x9E37_79B1) % (1 << 32);
            writeln!(out, "r{id:010},{list},{}", cells.join(",")).expect("can be written");
            writeln!(out_truth, "r{id:010},{people}").expect("can be written");
            written += 1;
        }
        people += 1;
        last = Some(person);
    }
}
