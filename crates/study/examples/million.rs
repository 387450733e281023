//! How fast is a study over a national office?
//!
//! `cargo run --release -p study --example million -- 1000000 FOLDER` loads that
//! many invented persons with one arrest each, exports the frame, computes a
//! study, and writes the study's SQL to a script, so that the `sqlite3` shell
//! can be timed on the same work:
//! `time sqlite3 FOLDER/frame.sqlite < FOLDER/study.sql > FOLDER/rows.txt`
//! (compare its `user` time; the times printed here are of the processor).

use model::record::{Claim, Event, Name, Participant, Person, PlaceRef, Service, Source};
use model::{Profile, Record, When};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use study::{Checks, FrameBuilder, FrameOptions, Silent, Study};

const FIGURES: &[(&str, &str, &str)] = &[
    (
        "arrests",
        "period",
        "select a.id, a.when_text, a.sure, a.confirmed from arrests a join population using (person_id)",
    ),
    (
        "arrests-by-service",
        "service_group",
        "select a.id, a.sure, p.service_group from arrests a join population using (person_id) join persons p on p.id = a.person_id",
    ),
    (
        "persons-by-district",
        "origin_district",
        "select p.id, p.origin_district from persons p join population on population.person_id = p.id",
    ),
    (
        "in-sednaya",
        "period",
        "select s.person_id as id, a.when_text, s.sure from sightings s join population using (person_id) join arrests a using (person_id) where s.facility = 'sednaya-military-prison'",
    ),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    let profile = Profile::read(&texts(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../office/example/profile"),
    ))
    .expect("the example's profile is right");

    let begun = Watch::start();
    let mut builder = FrameBuilder::new(&profile, FrameOptions::default()).expect("an empty frame");
    for number in 0..count {
        builder.add(&id(1, number), &person(number)).expect("a row");
    }
    for number in 0..count {
        builder.add(&id(2, number), &arrest(number)).expect("a row");
        if number % 10 == 0 {
            builder
                .add(&id(3, number), &sighting(number))
                .expect("a row");
        }
    }
    for number in 0..1000 {
        let source = Source {
            kind: "family".into(),
            ..Source::default()
        };
        builder
            .add(&id(4, number), &Record::Source(source))
            .expect("a row");
    }
    println!("records made and loaded  {:8.2} s", begun.seconds());
    let begun = Watch::start();
    let frame = builder.finish().expect("a frame");
    println!("linked and indexed       {:8.2} s", begun.seconds());

    let begun = Watch::start();
    let file = folder.join("frame.sqlite");
    let _ = std::fs::remove_file(&file);
    frame.export(&file, false).expect("written");
    println!("exported                 {:8.2} s", begun.seconds());

    let population = "select id from persons where sex = 'male'";
    let mut script = format!("insert into population {population};\n");
    let mut definition = format!(
        "title = {{ ar = \"س\", en = \"S\" }}\n[span]\nfrom = \"2015-01-01\"\nuntil = \"2020-01-01\"\n\
         [[period]]\nid = \"before\"\nlabel = {{ ar = \"ق\", en = \"B\" }}\nfrom = \"2015-01-01\"\nuntil = \"2018-10-09\"\n\
         [[period]]\nid = \"after\"\nlabel = {{ ar = \"ب\", en = \"A\" }}\nfrom = \"2018-10-09\"\nuntil = \"2020-01-01\"\n\
         [population]\nrows = \"{population}\"\n"
    );
    for (id, group, sql) in FIGURES {
        script.push_str(&format!("{sql};\n"));
        definition.push_str(&format!(
            "[[figure]]\nid = \"{id}\"\ntitle = {{ ar = \"س\", en = \"S\" }}\nunit = \"event\"\nclock = \"none\"\n\
             kind = \"documented_count\"\ngroup_by = [\"{group}\"]\nrows = \"{sql}\"\n"
        ));
    }
    std::fs::write(folder.join("study.sql"), script).expect("written");
    let study = Study::read(
        "million",
        &BTreeMap::from([("study.toml".to_owned(), definition)]),
    )
    .expect("the study is right");
    let library = law::Library::load(law::builtin()).expect("the shipped instruments load");
    for checks in [Checks::Left, Checks::Run] {
        let begun = Watch::start();
        let computed = study::compute_with(&study, &frame, &profile, &library, &Silent, checks)
            .expect("computed");
        println!("study, checks {checks:?}{:>9}{:8.2} s", "", begun.seconds());
        for figure in &computed.figures {
            println!(
                "    {} {} + {}",
                figure.id, figure.total.sure, figure.total.possible
            );
        }
    }
}

/// Time of the processor where the system tells it, so that a busy machine does
/// not decide; else time of the wall clock.
struct Watch {
    processor: Option<Duration>,
    wall: Instant,
}

impl Watch {
    fn start() -> Watch {
        Watch {
            processor: processor_time(),
            wall: Instant::now(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.processor, processor_time()) {
            (Some(begun), Some(now)) => (now - begun).as_secs_f64(),
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Linux counts the nanoseconds that a process ran in the first number of this file.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(
        told.split_whitespace().next()?.parse().ok()?,
    ))
}

fn id(kind: u8, number: usize) -> String {
    format!(
        "0190000{kind}-{:04x}-7000-8000-{:012x}",
        number >> 16,
        number
    )
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for below in ["", "vocabularies/"] {
        let folder = folder.join(below);
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_file() {
                let name = format!("{below}{}", entry.file_name().to_string_lossy());
                found.insert(name, std::fs::read_to_string(entry.path()).expect("a text"));
            }
        }
    }
    found
}

/// Numbers spread without order and the same on every run (splitmix64, Steele et al. 2014).
fn spread(number: usize, salt: u64) -> u64 {
    let mut mixed = (number as u64)
        .wrapping_add(salt)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn pick<'a>(number: usize, salt: u64, from: &[&'a str]) -> &'a str {
    from[(spread(number, salt) % from.len() as u64) as usize]
}

fn day(number: usize, salt: u64) -> When {
    let drawn = spread(number, salt);
    let (year, month) = (2015 + drawn % 5, 1 + drawn / 5 % 12);
    let text = match drawn / 60 % 4 {
        0 => format!("{year}-{month:02}"),
        _ => format!("{year}-{month:02}-{:02}", 1 + drawn / 240 % 28),
    };
    When::parse(&text).expect("a date made above")
}

fn place(id: &str) -> Option<PlaceRef> {
    Some(PlaceRef {
        id: Some(id.to_owned()),
        as_written: None,
    })
}

fn person(number: usize) -> Record {
    Record::Person(Person {
        names: vec![Name {
            given: Some("محمد".into()),
            family: Some("الاختبار".into()),
            ..Name::default()
        }],
        sex: Some(pick(number, 1, &["male", "male", "male", "female"]).to_owned()),
        origin: place(pick(
            number,
            2,
            &["ghabagheb", "nawa", "tafas", "dael", "jabab", "daraa"],
        )),
        service: Some(Service {
            kind: Some(
                pick(
                    number,
                    3,
                    &[
                        "conscript-reserve",
                        "conscript",
                        "officer",
                        "volunteer",
                        "policeman",
                    ],
                )
                .to_owned(),
            ),
            ..Service::default()
        }),
        synthetic: true,
        ..Person::default()
    })
}

fn claim(number: usize) -> Claim {
    Claim {
        id: "c1".into(),
        source: Some(id(4, number % 1000)),
        basis: Some(
            pick(
                number,
                5,
                &["family-visit", "hearsay", "told-by-family", "document-seen"],
            )
            .to_owned(),
        ),
        learned: Some(day(number, 6)),
        ..Claim::default()
    }
}

fn event(kind: &str, number: usize) -> Event {
    Event {
        kind: kind.to_owned(),
        persons: vec![Participant {
            person: id(1, number),
            role: "victim".into(),
        }],
        when: Some(day(number, 4)),
        claims: vec![claim(number)],
        synthetic: true,
        ..Event::default()
    }
}

fn arrest(number: usize) -> Record {
    Record::Event(Event {
        place: place("daraa"),
        ..event("arrest", number)
    })
}

fn sighting(number: usize) -> Record {
    Record::Event(Event {
        facility: place("sednaya-military-prison"),
        ..event("sighting", number)
    })
}
