//! `sijill doctor`: is this machine, and this office, in order?

use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, print};
use clap::ArgMatches;
use model::{Code, Problem};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let advice = office.doctor();
    let mut table = Table::new(
        [
            "doctor-column-state",
            "doctor-column-what",
            "doctor-column-found",
        ]
        .map(|id| context.text(id)),
    );
    for line in &advice {
        let state = if line.good {
            "doctor-good"
        } else {
            "doctor-mend"
        };
        let what = context.text(&format!("doctor-{}", line.what));
        table.row([context.text(state), what, line.found.clone()]);
    }
    print(Format::of(matches), &table, &advice);
    let mend: Vec<&str> = advice
        .iter()
        .filter(|line| !line.good)
        .map(|line| line.what)
        .collect();
    if mend.is_empty() {
        return Ok(());
    }
    for what in &mend {
        context.note(&context.text(&format!("doctor-{what}-mend")));
    }
    let count = mend.len();
    Err(one(Problem::new(Code::CliDoctorMend).with("count", count)))
}
