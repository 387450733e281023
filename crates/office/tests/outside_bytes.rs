//! Do the entry points of the fuzz targets (`fuzz/`) hold on an ordinary toolchain too?
//!
//! Right files of every kind, with bytes changed, cut, doubled and put in, a few
//! hundred of each from a fixed seed: never a panic, never a broken promise. What
//! the promises are is said where the targets are.

use model::when::{DayOrder, read_typed};
use model::{Profile, Record, When};

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

/// What parsers stumble over.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    ",",
    ";",
    "[",
    "]",
    "{",
    "}",
    "=",
    "#",
    "/",
    "..",
    "-",
    "~",
    "?",
    "%",
    "X",
    "999999999999999999999",
    "-1",
    "0",
    "\u{0}",
    "\u{FEFF}",
    "\u{200F}",
    "٣",
    "ء",
    "é",
    "e\u{301}",
    "😀",
    "null",
    "true",
];

/// The bytes with a few things done to them.
fn spoilt(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(5) {
            0 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            1 => bytes.truncate(at),
            2 => {
                let end = (at + chance.below(40)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, again);
            }
            3 => {
                let end = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

fn try_all(name: &str, rounds: usize, right: &[&[u8]], entry: impl Fn(&[u8])) {
    let mut chance = Chance(name.len() as u64);
    for bytes in right {
        entry(bytes);
        for _ in 0..rounds {
            entry(&spoilt(bytes, &mut chance));
        }
    }
}

fn try_texts(name: &str, rounds: usize, right: &[&str], entry: impl Fn(&str)) {
    let right: Vec<&[u8]> = right.iter().map(|text| text.as_bytes()).collect();
    try_all(name, rounds, &right, |bytes| {
        entry(&String::from_utf8_lossy(bytes));
    });
}

#[test]
fn sheets_and_mappings() {
    let csv: &[u8] = include_bytes!("../example/sheets/published-cases.csv");
    let xlsx: &[u8] = include_bytes!("../example/sheets/invented-persons.xlsx");
    let mapping: &[u8] = include_bytes!("../example/mappings/published-cases.toml");
    let exported: &[u8] = include_bytes!("../src/synthetic.toml");
    try_all("csv", 300, &[csv, b"a;b\n1;2\n"], intake::fuzz_csv);
    try_all("xlsx", 60, &[xlsx, b"PK\x03\x04"], intake::fuzz_xlsx);
    try_all("mapping", 300, &[mapping, exported], intake::fuzz_mapping);
}

#[test]
fn pictures() {
    let jpeg: &[u8] = include_bytes!("pictures/turned.jpg");
    let png: &[u8] = include_bytes!("pictures/turned.png");
    try_all(
        "picture",
        300,
        &[jpeg, png, b"\xFF\xD8\xFF\xE0"],
        intake::fuzz_picture,
    );
}

#[test]
fn dates_and_names() {
    let dates = [
        "2018-11-12",
        "2018-11~",
        "2018-1X",
        "2018?/2019-03",
        "../2019",
        "-0044",
        "Y17E7",
        "2018-21",
        "{2018,2019..2021}",
        "12/11/2018",
        "تشرين الثاني ٢٠١٨",
        "12 Nov 2018",
        "1440-02-03 هـ",
    ];
    try_texts("edtf", 400, &dates, |text| {
        if let Ok(when) = When::parse(text) {
            let again = When::parse(when.edtf()).expect("a canonical date reads again");
            assert_eq!(again, when);
            if let (Some(first), Some(last)) = (when.earliest(), when.latest()) {
                assert!(first <= last, "{text}");
            }
        }
        for order in [
            DayOrder::DayFirst,
            DayOrder::MonthFirst,
            DayOrder::Unsettled,
        ] {
            let _ = read_typed(text, order);
        }
    });
    let names = [
        "أحمد بن محمد الحوراني",
        "Abū Aḥmad al-Ḥūrānī",
        "عبد الرحمن",
        "N/A",
    ];
    try_texts("fold", 400, &names, |text| {
        let once = model::fold::fold(text);
        assert_eq!(model::fold::fold(&once), once, "{text:?}");
        for token in model::fold::name_tokens(text) {
            let _ = model::fold::skeleton(&token);
        }
    });
}

#[test]
fn texts_of_an_office() {
    for (name, text) in law::builtin() {
        try_texts(name, 20, &[text], |text| {
            let _ = law::Library::load([("x.toml", text)]);
        });
    }
    let profile = include_str!("../example/profile/profile.toml");
    try_texts("profile", 200, &[profile], |text| {
        let texts = [("profile.toml".to_owned(), text.to_owned())].into();
        let _ = Profile::read(&texts);
    });
    let study = include_str!("../example/studies/defectors/study.toml");
    try_texts("study", 100, &[study], |text| {
        let files = [("study.toml".to_owned(), text.to_owned())].into();
        let _ = study::Study::read("x", &files);
    });
}

#[test]
fn keys_and_records() {
    let mut entropy = register::Seeded::new("outside");
    let cost = register::Cost::EXAMPLE;
    let (keys, _, recovery) =
        register::KeyFile::generate("office.invalid", "passphrase", cost, &mut entropy)
            .expect("a key file");
    let texts = [keys.text(), recovery.printed()];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    try_texts("key_file", 200, &texts, |text| {
        let _ = register::KeyFile::parse(text);
        let _ = register::RecoveryKey::parse(text);
    });
    let records = [
        r#"{"record":"person","names":[{"given":"أحمد"}],"birth":"1980-03~","own":{"card":"1"},"synthetic":true}"#,
        r#"{"record":"event","kind":"arrest","persons":[{"person":"p","role":"victim"}],"claims":[{"id":"c1"}]}"#,
        r#"{"record":"decision","kind":"same_person","about":["a","b"]}"#,
    ];
    try_texts("record", 400, &records, |text| {
        if let Ok(record) = Record::from_canonical(text) {
            let canonical = record.canonical();
            let again = Record::from_canonical(&canonical).expect("a canonical text reads again");
            assert_eq!(again.canonical(), canonical);
        }
    });
}

#[test]
fn tables_and_tallies() {
    let tally = "draw,a,b,c,count\n1,1,0,0,30\n1,0,1,0,22\n2,0,0,1,9\n2,1,1,1,3\n";
    try_texts("tally", 400, &[tally], |text| {
        let _ = estimate::Tally::read(text.as_bytes(), "tally.csv");
        let _ = estimate::Tally::read_strata(text.as_bytes(), "tally.csv", &["draw"]);
    });
    let table = "id,name,mother,birth,place\n1,أحمد محمد الحوراني,فاطمة,1980,درعا\n\
                 2,احمد محمد الحوراني,فاطمة,1980-02,درعا\n3,Khaled Ali,Maryam,1975,Homs\n";
    try_texts("table", 100, &[table], |text| {
        let reading = linkage::Reading::default();
        let files = vec![("sheet.csv".to_owned(), text.as_bytes())];
        if let Ok(table) = linkage::Table::read_csv(files, &reading) {
            let model = linkage::Model::propose(&table);
            if model.fields.is_empty() {
                return; // Nothing to compare, which whoever proposes it is told.
            }
            let again = linkage::Model::from_toml(&model.to_toml()).expect("it reads again");
            assert_eq!(again, model);
        }
    });
}

#[test]
fn notes_and_backups() {
    // The example in the documentation of Go's `golang.org/x/mod/sumdb/note`.
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let note = "If you think cryptography is the answer to your problem,\n\
                then you don't know what your problem is.\n\n\
                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    try_texts("note", 400, &[note], |text| {
        let _ = register::Checkpoint::read(text, key);
    });
    try_texts("verifier key", 200, &[key], |key| {
        let _ = register::Checkpoint::read(note, key);
    });
    // A start and an end, each a letter, a length and its fields.
    let mut stream = b"S".to_vec();
    stream.extend(8u64.to_le_bytes());
    stream.extend(1u64.to_le_bytes());
    stream.push(b'E');
    stream.extend(48u64.to_le_bytes());
    stream.extend([0; 48]);
    try_all("backup", 1000, &[&stream], register::fuzz_backup);
}
