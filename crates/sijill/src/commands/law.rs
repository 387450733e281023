//! `sijill law …`: what do the instruments say, and what did they promise whom?

use super::text;
use crate::context::{Context, Problems};
use crate::output::{Format, Table, emit, print, wrap};
use crate::world;
use clap::ArgMatches;
use office::{LawQuery, Testing};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Testing>(&office)?;
    let language = context.words.language().code();
    match matches.subcommand() {
        Some(("list", sub)) => {
            let instruments = office.instruments(&seat)?;
            let mut table = Table::new(
                [
                    "law-column-id",
                    "law-column-title",
                    "law-column-issued",
                    "law-column-text",
                ]
                .map(|id| context.text(id)),
            );
            for instrument in &instruments {
                let held = if instrument.stub {
                    "law-text-not-held"
                } else {
                    "law-text-recorded"
                };
                table.row([
                    instrument.id.clone(),
                    instrument.title.in_language(language).to_owned(),
                    instrument.issued.clone(),
                    context.text(held),
                ]);
            }
            print(Format::of(sub), &table, &instruments);
        }
        Some(("show", sub)) => {
            let text = office.instrument_text(&seat, text(sub, "instrument"), &context.words)?;
            // Room for the indent of the lines that follow.
            let room = world::columns().map_or(usize::MAX, |room| room.saturating_sub(4));
            for line in text.lines() {
                emit(&format!("{}\n", wrap(line, room).join("\n    ")));
            }
        }
        Some(("test", sub)) => {
            let given = |name: &str| sub.get_one::<String>(name).cloned();
            let query = LawQuery {
                instrument: given("instrument"),
                study: given("study"),
                person: given("person"),
                reading: given("reading"),
                assumptions: given("assume").into_iter().collect(),
                at: sub.get_one::<u64>("at").copied(),
            };
            let tested = office.test_law(&seat, &query, &context.words)?;
            let mut table = Table::new(
                [
                    "law-column-person",
                    "law-column-outcome",
                    "law-column-missing",
                    "law-column-why",
                ]
                .map(|id| context.text(id)),
            );
            for row in &tested {
                let missing: Vec<String> = row
                    .tested
                    .missing
                    .iter()
                    .map(|set| set.join(" + "))
                    .collect();
                table.row([
                    row.called.clone(),
                    context.text(&format!(
                        "law-{}",
                        row.tested.outcome.word().replace('_', "-")
                    )),
                    missing.join(" | "),
                    row.reason.clone(),
                ]);
            }
            print(Format::of(sub), &table, &tested);
            if Format::of(sub) == Format::Table {
                context.note(&context.text("law-as-recorded"));
            }
        }
        _ => {}
    }
    Ok(())
}
