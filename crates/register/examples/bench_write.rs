//! How fast does the register write, open, scan and search?
//!
//! `cargo run --release -p register --example bench_write -- [PERSONS] [BATCH] [FOLDER] [URL]`:
//! invents persons, each with one event, writes them in batches of one act, and
//! prints times. Names are drawn from a skewed list so that frequent names are
//! as frequent as in life. Beside a folder that is named, the names
//! (`FOLDER.names.csv`) and the texts that are searched (`FOLDER.queries.txt`) are
//! written, so that another database can be asked the same.

use jiff::Timestamp;
use model::Record;
use model::record::{Claim, Event, Identifier, Listed, Name, Participant, Person, PlaceRef};
use register::{Author, Cost, KeyFile, Location, Register, SearchOptions, Seeded};
use std::time::{Duration, Instant};

const GIVEN: &[&str] = &[
    "محمد",
    "أحمد",
    "علي",
    "خالد",
    "عمر",
    "يوسف",
    "إبراهيم",
    "محمود",
    "حسن",
    "حسين",
    "مصطفى",
    "عبد الله",
    "عبد الرحمن",
    "سامر",
    "رامي",
    "باسل",
    "وائل",
    "مازن",
    "غسان",
    "نضال",
    "فادي",
    "زياد",
    "طارق",
    "أنس",
    "بلال",
    "حمزة",
    "ياسر",
    "أيمن",
    "رضوان",
    "صلاح الدين",
    "نور الدين",
    "عماد",
    "فراس",
    "مهند",
    "قصي",
];
const SYLLABLES: &[&str] = &[
    "حد", "عل", "شه", "قط", "مر", "سل", "بر", "خط", "نج", "رف", "زع", "كر", "صب", "دل", "غن", "طو",
];
const ENDS: &[&str] = &["ان", "اوي", "ي", "ه", "ون", "ار", "يم", "ود", "وش", "ات"];

/// Small steps of a linear congruential generator: repeatable, and good enough to invent names.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n
    }

    fn given(&mut self) -> &'static str {
        let (a, b) = (self.below(GIVEN.len()), self.below(GIVEN.len()));
        GIVEN[a.min(b)]
    }

    fn family(&mut self) -> String {
        let mut name = "ال".to_owned();
        name.push_str(SYLLABLES[self.below(16)]);
        name.push_str(SYLLABLES[self.below(16)]);
        if self.below(4) == 0 {
            name.push_str(SYLLABLES[self.below(16)]);
        }
        name.push_str(ENDS[self.below(10)]);
        name
    }
}

fn listed(row: u64, part: &str, cells: bool) -> Option<Box<Listed>> {
    let cell = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Some(Box::new(Listed {
        list: "families".into(),
        own_id: format!("F-{row:07}"),
        part: part.into(),
        file: "families-2018.csv".into(),
        file_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        row: row + 1,
        cells: if cells {
            vec![
                cell("الاسم", "محمد"),
                cell("اسم الأب", "خالد"),
                cell("الكنية", "العلي"),
                cell("تاريخ الاعتقال", "12/03/2013"),
                cell("المكان", "حلب"),
                cell("الجهة", "الأمن العسكري"),
            ]
        } else {
            Vec::new()
        },
    }))
}

fn person(dice: &mut Dice, row: u64) -> Record {
    Record::Person(Person {
        names: vec![Name {
            given: Some(dice.given().into()),
            father: Some(dice.given().into()),
            family: Some(dice.family()),
            mother: Some(format!("{} {}", dice.given(), dice.family())),
            nickname: (dice.below(5) == 0).then(|| format!("أبو {}", dice.given())),
            ..Name::default()
        }],
        sex: Some("male".into()),
        identifiers: vec![Identifier {
            scheme: "national".into(),
            value: format!("0{:010}", row * 7919),
        }],
        origin: Some(PlaceRef {
            id: Some(["aleppo", "homs", "idlib", "daraa", "hama"][dice.below(5)].into()),
            as_written: None,
        }),
        listed: listed(row, "person", true),
        synthetic: true,
        ..Person::default()
    })
}

fn event(dice: &mut Dice, row: u64, person: &str) -> Record {
    Record::Event(Event {
        kind: "arrest".into(),
        persons: vec![Participant {
            person: person.into(),
            role: "victim".into(),
        }],
        when: model::When::parse("2013-03-12").ok(),
        place: Some(PlaceRef {
            id: Some(["aleppo", "homs", "idlib", "daraa", "hama"][dice.below(5)].into()),
            as_written: None,
        }),
        claims: vec![Claim {
            id: "c1".into(),
            basis: Some("told".into()),
            ..Claim::default()
        }],
        listed: listed(row, "event:arrest", false),
        synthetic: true,
        ..Event::default()
    })
}

fn author(batch: u64) -> Author {
    Author {
        who: "bench".into(),
        why: None,
        at: Timestamp::from_second(1_700_000_000 + batch as i64).expect("a moment in 2023"),
        installation: "office.example/bench".into(),
    }
}

/// Time that this thread has run, which a busy machine does not stretch (Linux; else zero).
fn on_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Times by the clock and on the processor.
struct Watch(Instant, Duration);

impl Watch {
    fn start() -> Watch {
        Watch(Instant::now(), on_cpu())
    }

    fn clock(&self) -> Duration {
        self.0.elapsed()
    }

    fn cpu(&self) -> Duration {
        on_cpu().saturating_sub(self.1)
    }
}

impl std::fmt::Display for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2?} (processor {:.2?})", self.clock(), self.cpu())
    }
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        status
            .lines()
            .find(|line| line.starts_with(name))
            .map(|line| {
                line.split_whitespace()
                    .skip(1)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
    };
    format!(
        "now {}, at most {}",
        line("VmRSS").unwrap_or_default(),
        line("VmHWM").unwrap_or_default()
    )
}

fn main() -> Result<(), model::Problem> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, other: u64| {
        arguments
            .get(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(other)
    };
    let (persons, batch) = (number(0, 100_000), number(1, 5_000));
    let folder = arguments.get(2).map_or_else(
        || std::env::temp_dir().join(format!("sijill-bench-{}", std::process::id())),
        std::path::PathBuf::from,
    );
    let location = Location::of(arguments.get(3).map(String::as_str));
    let (_, key, _) = KeyFile::generate(
        "office.example/bench",
        "bench",
        Cost::EXAMPLE,
        &mut Seeded::new("k"),
    )?;
    // A folder that is named stays, and is only read when it is there already.
    let named = arguments.len() > 2;
    if !(named && folder.exists()) {
        let register =
            Register::create(&folder, location.clone(), &key, Box::new(Seeded::new("e")))?;
        let names = named.then(|| folder.with_extension("names.csv"));
        fill(&register, persons, batch, names.as_deref())?;
    }
    look(&folder, location, &key, persons)?;
    if named {
        let texts: Vec<String> = queries();
        let file = folder.with_extension("queries.txt");
        std::fs::write(file, texts.join("\n")).expect("a folder that can be written");
    }
    if !named {
        std::fs::remove_dir_all(&folder).ok();
    }
    Ok(())
}

/// The texts that are searched.
fn queries() -> Vec<String> {
    let mut dice = Dice(7);
    let text = |round: usize| match round % 4 {
        0 => format!("{} {}", dice.given(), dice.family()),
        1 => format!("{} {} {}", dice.given(), dice.given(), dice.family()),
        2 => dice.given().to_owned(),
        _ => [
            "Mohammed al-Hadad",
            "Ahmed Khalid",
            "abu ahmad",
            "محمد خالد احمد",
            "Yousef",
        ][dice.below(5)]
        .to_owned(),
    };
    (0..300).map(text).collect()
}

/// A row of CSV: number and name with all of its parts.
fn row_of(number: usize, record: &Record) -> String {
    let parts: Vec<&str> = match record {
        Record::Person(person) => person.names[0].parts().map(|(_, part)| part).collect(),
        _ => Vec::new(),
    };
    format!("{number},{}\n", parts.join(" "))
}

fn fill(
    register: &Register,
    persons: u64,
    batch: u64,
    names: Option<&std::path::Path>,
) -> Result<(), model::Problem> {
    let mut dice = Dice(1);
    let mut made = Vec::new();
    let start = Watch::start();
    for row in 0..persons {
        made.push((person(&mut dice, row), dice.0));
    }
    println!("inventing {persons} persons: {}", start);
    if let Some(file) = names {
        let rows = made.iter().enumerate();
        let text: String = rows
            .map(|(number, (record, _))| row_of(number, record))
            .collect();
        std::fs::write(file, text).expect("a folder that can be written");
    }

    let start = Watch::start();
    let mut row = 0;
    for (number, some) in made.chunks(batch as usize).enumerate() {
        register.write(&author(number as u64), |tx| {
            for (person, seed) in some {
                let id = tx.add(person)?;
                tx.add(&event(&mut Dice(*seed), row, &id))?;
                row += 1;
            }
            Ok(())
        })?;
    }
    let (took, cpu) = (start.clock(), start.cpu());
    drop(made);
    println!(
        "writing {persons} persons and events in acts of {batch}: {took:.2?} (processor {cpu:.2?}), \
         {:.1} µs of processor a revision; memory {}",
        cpu.as_secs_f64() * 1e6 / (2 * persons) as f64,
        memory()
    );
    Ok(())
}

fn look(
    folder: &std::path::Path,
    location: Location,
    key: &register::DataKey,
    persons: u64,
) -> Result<(), model::Problem> {
    let start = Watch::start();
    let register = Register::open(folder, location, key, Box::new(Seeded::new("o")))?;
    let mut some = None;
    register.read(|tx| {
        let id = tx.find_listed("families", &format!("F-{:07}", persons / 2), "person")?;
        some = tx.get(&id.unwrap_or_default())?;
        tx.users().map(|_| ())
    })?;
    println!("opening and showing one: {}", start);

    let start = Watch::start();
    let mut count = 0;
    register.read(|tx| {
        tx.scan("person", None, |_| {
            count += 1;
            Ok(())
        })
    })?;
    println!("scanning {count} persons: {}", start);

    let start = Watch::start();
    register.read(|tx| tx.search("أحمد", &SearchOptions::default()))?;
    println!("first search: {start}; memory {}", memory());
    let mut times = Vec::new();
    let all = Watch::start();
    for text in queries() {
        let start = Watch::start();
        let hits = register.read(|tx| tx.search(&text, &SearchOptions::default()))?;
        times.push((start.cpu(), start.clock(), hits.len(), text));
    }
    println!("300 searches: {all}");
    times.sort();
    let at = |share: usize| times[times.len() * share / 100].clone();
    println!(
        "search on the processor: median {:.2?}, p95 {:.2?} ({}, {} hits), worst {:.2?} ({})",
        at(50).0,
        at(95).0,
        at(95).3,
        at(95).2,
        times[times.len() - 1].0,
        times[times.len() - 1].3
    );
    times.sort_by_key(|time| time.1);
    println!(
        "search by the clock: median {:.2?}, p95 {:.2?}",
        times[times.len() / 2].1,
        times[times.len() * 95 / 100].1
    );
    if let Some(stored) = some {
        let start = Watch::start();
        register.write(&author(10_000_000), |tx| {
            let Record::Person(mut person) = stored.record.clone() else {
                return Ok(());
            };
            person.notes = Some("!".into());
            tx.save(&stored.id, &Record::Person(person)).map(|_| ())
        })?;
        println!("one save: {start}; memory {}", memory());
    }
    if let Ok(size) = std::fs::metadata(folder.join("register.db")) {
        println!("register.db: {} MB", size.len() / 1_000_000);
    }
    Ok(())
}
