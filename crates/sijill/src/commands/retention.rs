//! `sijill retention`: how long is what kept, what is due, and what goes now?

use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, print};
use clap::ArgMatches;
use office::{Administering, Documenting, KeptKind};

const DAY: u64 = 24 * 60 * 60;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Administering>(&office)?;
    let mut kinds: Vec<KeptKind> = office.retention(&seat).map_err(one)?;
    // Whoever administers and does not document learns of no case.
    if let Ok(documents) = context.seat::<Documenting>(&office) {
        let cases = office.retention_of_cases(&documents).map_err(one)?;
        kinds.extend(cases);
    }
    let mut table = Table::new(
        ["what", "keeps", "held", "due", "leaves"]
            .map(|column| context.text(&format!("retention-column-{column}"))),
    );
    for kind in &kinds {
        let keeps = match kind.keeps {
            None => context.text("retention-without-end"),
            Some(seconds) if seconds < DAY => {
                context.text_with("retention-hours", &[("count", (seconds / 3600).into())])
            }
            Some(seconds) => {
                context.text_with("retention-days", &[("count", (seconds / DAY).into())])
            }
        };
        table.row([
            context.text(&format!("retention-{}", kind.kind)),
            keeps,
            kind.held.to_string(),
            kind.due.to_string(),
            context.text(&format!("retention-leaves-{}", kind.leaves.as_str())),
        ]);
        for due in &kind.items {
            let text = [due.since.as_str(), due.id.as_str(), due.why.as_str()].map(str::to_owned);
            let [since, id, why] = text;
            table.row([format!("  {id}"), since, String::new(), String::new(), why]);
        }
    }
    print(Format::of(matches), &table, &kinds);
    if matches.get_flag("apply") {
        let gone = office.apply_retention(&seat).map_err(one)?;
        let count: u64 = gone.iter().map(|(_, count)| count).sum();
        context.note(&context.text_with("retention-applied", &[("count", count.into())]));
    }
    Ok(())
}
