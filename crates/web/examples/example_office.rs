//! Builds the example office in a folder of its own and serves it, for checks in a browser.
//! Prints its address and one-time sign-in addresses; ends when its input ends.
//! The last address sets up the sign-in of a second person, who reviews.
//! `--persons N` adds as many invented persons, `--sessions N` prints as many addresses.

use model::record::Role;
use office::{Administering, Documenting, EXAMPLE_USER, ImportRequest, Office, build_example};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

#[expect(
    clippy::disallowed_methods,
    reason = "a program of its own: the clock is read here"
)]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn asked(name: &str, usual: u64) -> u64 {
    let mut words = std::env::args().skip_while(|word| word != name);
    words
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(usual)
}

/// Imports a sheet of invented persons as anybody would.
fn add_persons(office: &Office, persons: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut sheet = Vec::new();
    office::write_synthetic_sheet(persons, 1, &mut sheet)?;
    let seat = office
        .seat::<Documenting>(EXAMPLE_USER, now(), None)
        .map_err(|problem| problem.to_string())?;
    let request = ImportRequest {
        bytes: &sheet,
        file_name: "synthetic.csv",
        mapping: Some((office::SYNTHETIC_MAPPING.into(), "synthetic.toml".into())),
        skip_bad_rows: false,
    };
    office
        .import(&seat, &request, &model::unwatched)
        .map_err(|problems| format!("{problems:?}"))?;
    Ok(())
}

/// Somebody who reviews, waiting to set up the sign-in: four eyes need two people.
fn second_person(office: &Office) -> Result<String, model::Problem> {
    let seat = office.seat::<Administering>(EXAMPLE_USER, now(), None)?;
    office.add_user(&seat, "nour", None, &[Role::Reviewer, Role::Reader])?;
    Ok(format!("/activate/{}", office.invite(&seat, "nour")?))
}

fn build(folder: &Path, persons: u64) -> Result<(), Box<dyn std::error::Error>> {
    let office = build_example(folder, |_, _| {}).map_err(|problems| format!("{problems:?}"))?;
    if persons > 0 {
        add_persons(&office, persons)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let persons = asked("--persons", 0);
    let mut words = std::env::args().skip_while(|word| word != "--build");
    if let Some(folder) = words.nth(1) {
        return build(Path::new(&folder), persons);
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("office");
    // Built by a process of its own, so that what an import needs is not counted as the server's.
    let built = std::process::Command::new(std::env::current_exe()?)
        .args(["--persons", &persons.to_string(), "--build"])
        .arg(&path)
        .status()?;
    if !built.success() {
        return Err("the example could not be built".into());
    }
    let entropies = |purpose: &'static str| -> Box<dyn office::Entropy> {
        Box::new(office::Seeded::new(&format!("example office: {purpose}")))
    };
    let passphrase = office::Unlock::Passphrase(office::EXAMPLE_PASSPHRASE.into());
    let office =
        Office::open(&path, &passphrase, &entropies).map_err(|problem| problem.to_string())?;
    office.warm().map_err(|problem| problem.to_string())?;
    let listening =
        web::listen("127.0.0.1:0".parse()?, false).map_err(|problem| problem.to_string())?;
    let tokens: Result<Vec<String>, _> = (0..asked("--sessions", 8))
        .map(|_| office.example_token(now()))
        .collect();
    println!("http://localhost:{}", listening.address.port());
    for token in tokens.map_err(|problem| problem.to_string())? {
        println!("/once/{token}");
    }
    println!(
        "{}",
        second_person(&office).map_err(|problem| problem.to_string())?
    );
    println!("ready");
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        drop(end);
    });
    let app = web::App::new(Arc::new(office), Arc::new(now), false);
    let house = Arc::new(web::House::of(Arc::new(app)));
    let ended = async {
        let _ = ended.await;
    };
    listening
        .serve_until(house, ended)
        .map_err(|problem| problem.to_string())?;
    drop(folder);
    Ok(())
}
