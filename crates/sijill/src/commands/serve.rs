//! `sijill serve`: the office in the browser.
//!
//! On loopback, or with TLS of its own, or behind an announced proxy. Without a
//! passphrase it starts locked and is unlocked in the browser; in an empty
//! folder the browser creates the office, with an address that only this
//! terminal shows. The clock that the pages use is read in `world`.

use super::{path, text};
use crate::context::{Context, Problems, one};
use crate::world;
use clap::ArgMatches;
use model::{Code, Problem};
use office::{Office, Settings};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use web::{House, Wire};

/// Where an office is served when nothing else is said.
pub const ADDRESS: &str = "127.0.0.1:7407";

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let address: SocketAddr = text(matches, "listen").parse().map_err(|error| {
        one(Problem::new(Code::WebListenRefused)
            .with("address", text(matches, "listen"))
            .with("reason", error))
    })?;
    let wire = match (path(matches, "tls-cert"), path(matches, "tls-key")) {
        (Some(chain), Some(key)) => Wire::Tls { chain, key },
        _ => Wire::from(matches.get_flag("behind-proxy")),
    };
    web::check_address(address, wire.clone()).map_err(one)?;
    match Settings::read(&context.folder) {
        Ok(_) if matches.get_flag("new") => Err(one(
            Problem::new(Code::OfficeFolderNotEmpty).with("folder", context.folder.display())
        )),
        Ok(settings) if settings.example || context.has_passphrase() => {
            serve(context, context.open()?, address, wire)
        }
        Err(problem)
            if problem.code == Code::OfficeNotHere
                && !matches.get_flag("new")
                && !is_empty(&context.folder) =>
        {
            Err(one(problem))
        }
        // Locked, or not there yet: the browser goes on from here.
        _ => serve_closed(context, address, wire),
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn shown(address: SocketAddr, wire: &Wire) -> String {
    let scheme = match wire {
        Wire::Tls { .. } => "https",
        Wire::Loopback | Wire::BehindProxy => "http",
    };
    format!("{scheme}://{address}")
}

fn warn(context: &Context, address: SocketAddr, wire: &Wire) {
    if *wire == Wire::BehindProxy && !address.ip().is_loopback() {
        let shown = shown(address, wire);
        context.note(&context.text_with("serve-plain", &[("address", shown.as_str().into())]));
    }
}

fn serve_closed(context: &Context, address: SocketAddr, wire: Wire) -> Result<(), Problems> {
    let behind_proxy = wire == Wire::BehindProxy;
    let (house, first_run) = House::locked(
        &context.folder,
        Arc::new(world::entropies),
        Arc::new(world::now),
        behind_proxy,
    )
    .map_err(one)?;
    let listening = web::listen(address, wire.clone()).map_err(one)?;
    warn(context, listening.address, &wire);
    let shown = shown(listening.address, &wire);
    context.note(&match first_run {
        Some(path) => context.text_with(
            "serve-first-run",
            &[
                ("folder", context.folder.display().to_string().into()),
                ("address", format!("{shown}{path}").into()),
            ],
        ),
        None => context.text_with("serve-locked", &[("address", shown.as_str().into())]),
    });
    listening.serve_house(Arc::new(house)).map_err(one)
}

/// Serves an open office until the person ends it.
pub fn serve(
    context: &Context,
    office: Office,
    address: SocketAddr,
    wire: Wire,
) -> Result<(), Problems> {
    let behind_proxy = wire == Wire::BehindProxy;
    let listening = web::listen(address, wire.clone()).map_err(one)?;
    warn(context, listening.address, &wire);
    let shown = shown(listening.address, &wire);
    if office.settings().example {
        let token = office.example_token(world::now()).map_err(one)?;
        context.note(&context.text_with(
            "serve-once",
            &[("address", format!("{shown}/once/{token}").into())],
        ));
        // The example opens by itself: there is nothing to lock.
        let app = web::App::new(Arc::new(office), Arc::new(world::now), behind_proxy);
        return listening.serve(app).map_err(one);
    }
    context.note(&context.text_with("serve-at", &[("address", shown.as_str().into())]));
    let house = House::opened(
        office,
        Arc::new(world::entropies),
        Arc::new(world::now),
        behind_proxy,
    );
    listening.serve_house(Arc::new(house)).map_err(one)
}
