//! What is the example office, and how is it built?
//!
//! The nine published cases with their initials, and invented persons so that
//! single records add up to the published margins (`example/README.md`). It
//! comes in through the ordinary import. Its clock stands still and its seed is
//! fixed, so that it is the same, byte for byte, on every machine; its
//! passphrase is known to everybody, so nothing real belongs in it.

use crate::create::{Entropies, NewOffice, begin, example_file, example_texts};
use crate::settings::{FORMAT, Settings};
use crate::{Documenting, ImportRequest, Office};
use model::Problem;
use register::{Cost, Entropy, Seeded};
use std::path::Path;

/// The passphrase of every example office.
pub const EXAMPLE_PASSPHRASE: &str = "the example office is open to all";
/// The one user of the example office.
pub const EXAMPLE_USER: &str = "example";
/// The moment at which the example's clock stands.
pub const EXAMPLE_MOMENT: &str = "2019-10-01T08:00:00Z";
/// What the example's keys, salts and ids are drawn from.
pub const EXAMPLE_SEED: &str = "sijill example office 1";

/// Sheets in the order of their import, each with its mapping.
const SHEETS: &[(&str, &str)] = &[
    (
        "sheets/published-cases.csv",
        "mappings/published-cases.toml",
    ),
    (
        "sheets/invented-persons.xlsx",
        "mappings/invented-persons.toml",
    ),
    ("sheets/other-events.csv", "mappings/other-events.toml"),
];

fn seeded(purpose: &'static str) -> Box<dyn Entropy> {
    Box::new(Seeded::new(&format!("{EXAMPLE_SEED}: {purpose}")))
}

/// Builds the example office in an empty folder; `told` hears which sheet is
/// imported and how many rows it has.
///
/// # Errors
/// `office.folder-not-empty`; what the disk refuses.
pub fn build_example(
    folder: &Path,
    mut told: impl FnMut(&str, u64),
) -> Result<Office, Vec<Problem>> {
    let at: jiff::Timestamp = EXAMPLE_MOMENT
        .parse()
        .expect("the example's moment is a valid instant");
    let mut texts = example_texts("profile/");
    texts.extend(example_texts("studies/"));
    for (name, text) in law::builtin() {
        texts.insert(format!("law/{name}"), text.to_owned());
    }
    let request = NewOffice {
        passphrase: EXAMPLE_PASSPHRASE.into(),
        first_user: EXAMPLE_USER.into(),
        ..NewOffice::default()
    };
    let settings = Settings {
        format: FORMAT,
        database: None,
        example: true,
    };
    let entropies: Entropies = &seeded;
    let (office, _) = begin(
        folder,
        settings,
        Cost::EXAMPLE,
        &texts,
        &request,
        at,
        entropies,
    )?;
    for (sheet, mapping) in SHEETS {
        let one = |problem: Problem| vec![problem];
        let bytes = example_file(sheet).map_err(one)?;
        let text = String::from_utf8_lossy(&example_file(mapping).map_err(one)?).into_owned();
        let file_name = sheet.rsplit('/').next().unwrap_or(sheet);
        let seat = office
            .seat::<Documenting>(EXAMPLE_USER, at, None)
            .map_err(one)?;
        let request = ImportRequest {
            bytes: &bytes,
            file_name,
            mapping: Some((text, (*mapping).into())),
            skip_bad_rows: false,
        };
        let imported = office.import(&seat, &request, &model::unwatched)?;
        told(file_name, imported.changes.counts.rows_taken);
    }
    Ok(office)
}
