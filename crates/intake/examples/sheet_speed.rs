//! How long do reading, mapping and checking a sheet take? `cargo run --release -p intake --example sheet_speed -- FILE [PROFILE]`

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

fn profile(folder: &Path) -> model::Profile {
    let mut texts = BTreeMap::new();
    for (prefix, folder) in [
        ("", folder.to_path_buf()),
        ("vocabularies/", folder.join("vocabularies")),
    ] {
        for entry in std::fs::read_dir(folder)
            .expect("the profile's folder")
            .flatten()
        {
            if let Ok(text) = std::fs::read_to_string(entry.path()) {
                texts.insert(
                    format!("{prefix}{}", entry.file_name().to_string_lossy()),
                    text,
                );
            }
        }
    }
    model::Profile::read(&texts).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a sheet");
    let profile = arguments
        .next()
        .map(|folder| profile(Path::new(&folder)))
        .unwrap_or_default();
    let bytes = std::fs::read(&file).expect("the sheet");
    let start = Instant::now();
    let sheet = intake::read_sheet(&bytes, &file, &intake::Reading::default())
        .unwrap_or_else(|problems| panic!("{problems:?}"));
    eprintln!("read {} rows: {:?}", sheet.len(), start.elapsed());
    let mapping = intake::propose_mapping(&sheet, &profile);
    eprintln!("proposed: {:?}", start.elapsed());
    println!("{}", mapping.to_toml());
    let changes = intake::plan(&sheet, &mapping, &profile, &intake::NothingYet)
        .unwrap_or_else(|problems| panic!("{problems:#?}"));
    eprintln!("planned: {:?}", start.elapsed());
    println!(
        "{}",
        serde_json::to_string_pretty(&changes.counts).expect("counts are JSON")
    );
    for record in changes.additions.iter().take(2) {
        println!("{}", record.canonical());
    }
    let mut kinds: BTreeMap<&str, (u64, String)> = BTreeMap::new();
    for problem in changes.problems() {
        let entry = kinds.entry(problem.code.as_str()).or_default();
        entry.0 += 1;
        entry.1 = format!("{problem} {:?}", problem.spot.row);
    }
    println!("{kinds:#?}");
}
