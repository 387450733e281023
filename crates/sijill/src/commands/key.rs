//! `sijill key …`: which secrets open the office?

use super::{path, text};
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, emit, print};
use clap::ArgMatches;
use office::{Administering, NewSecret};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    let seat = context.seat::<Administering>(&office)?;
    match matches.subcommand() {
        Some(("list", sub)) => {
            let slots = office.key_slots(&seat);
            let mut table =
                Table::new(["key-column-slot", "key-column-kind"].map(|id| context.text(id)));
            for (name, kind) in &slots {
                table.row([name.clone(), context.text(&format!("key-kind-{kind}"))]);
            }
            print(Format::of(sub), &table, &slots);
        }
        Some(("add", sub)) => {
            let secret = context.new_passphrase(path(sub, "new-passphrase-file").as_deref())?;
            office
                .add_key(&seat, text(sub, "slot"), &secret)
                .map_err(one)?;
        }
        Some(("change", sub)) => {
            let slot = text(sub, "slot");
            let secret = if slot == "recovery" {
                NewSecret::Recovery
            } else {
                let file = path(sub, "new-passphrase-file");
                NewSecret::Passphrase(context.new_passphrase(file.as_deref())?)
            };
            if let Some(recovery) = office.change_key(&seat, slot, &secret).map_err(one)? {
                context.note(&context.text("recovery-key-print"));
                emit(&format!("{recovery}\n"));
            }
        }
        Some(("revoke", sub)) => office.revoke_key(&seat, text(sub, "slot")).map_err(one)?,
        _ => {}
    }
    Ok(())
}
