//! Writes the sheet of invented persons of the example office.
//!
//! `cargo run -p office --example make_example_sheets` writes
//! `example/sheets/invented-persons.xlsx` anew; the committed file and these
//! bytes are the same, which `tests/example_sheets.rs` asserts. The other two
//! sheets hold published facts and are kept by hand.

mod afterwards;
mod invented;
mod names;
mod random;
mod taking;
mod workbook;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("example/sheets/invented-persons.xlsx");
    std::fs::write(file, workbook::bytes(&invented::persons())?)?;
    Ok(())
}
