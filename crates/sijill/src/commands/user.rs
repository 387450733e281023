//! `sijill user …`: who may use the office, and as what?

use super::text;
use crate::context::{Context, Problems, one};
use crate::output::{Format, Table, print};
use clap::ArgMatches;
use model::record::Role;
use model::{Code, Problem};
use office::{Administering, Verifying};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let office = context.open()?;
    match matches.subcommand() {
        Some(("list", sub)) => {
            let seat = context.seat::<Verifying>(&office)?;
            let users = office.users(&seat).map_err(one)?;
            let mut table = Table::new(
                [
                    "user-column-name",
                    "user-column-display",
                    "user-column-roles",
                    "user-column-state",
                ]
                .map(|id| context.text(id)),
            );
            for user in &users {
                let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
                let state = if user.disabled {
                    "user-disabled"
                } else {
                    "user-active"
                };
                table.row([
                    user.name.clone(),
                    user.display.clone().unwrap_or_default(),
                    roles.join(", "),
                    context.text(state),
                ]);
            }
            print(Format::of(sub), &table, &users);
        }
        Some(("add", sub)) => {
            let seat = context.seat::<Administering>(&office)?;
            let display = sub.get_one::<String>("display").cloned();
            let name = text(sub, "name");
            office
                .add_user(&seat, name, display, &roles(sub)?)
                .map_err(one)?;
            invite(context, &office, &seat, name)?;
        }
        Some(("invite", sub)) => {
            let seat = context.seat::<Administering>(&office)?;
            invite(context, &office, &seat, text(sub, "name"))?;
        }
        Some(("roles", sub)) => {
            let seat = context.seat::<Administering>(&office)?;
            office
                .set_roles(&seat, text(sub, "name"), &roles(sub)?)
                .map_err(one)?;
        }
        Some(("disable", sub)) => {
            let seat = context.seat::<Administering>(&office)?;
            office.disable_user(&seat, text(sub, "name")).map_err(one)?;
        }
        _ => {}
    }
    Ok(())
}

/// Shows the one-time address with which somebody sets up their sign-in.
fn invite(
    context: &Context,
    office: &office::Office,
    seat: &office::Seat<Administering>,
    name: &str,
) -> Result<(), Problems> {
    let token = office.invite(seat, name).map_err(one)?;
    let address = format!("http://{}/activate/{token}", super::ADDRESS);
    context.note(&context.text_with(
        "user-invited",
        &[("user", name.into()), ("address", address.into())],
    ));
    Ok(())
}

fn roles(matches: &ArgMatches) -> Result<Vec<Role>, Problems> {
    text(matches, "roles")
        .split(',')
        .map(|word| {
            Role::parse(word.trim())
                .ok_or_else(|| one(Problem::new(Code::CliRoleUnknown).with("role", word.trim())))
        })
        .collect()
}
