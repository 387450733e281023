//! `sijill serve`: the office in the browser.
//!
//! On loopback unless a proxy that speaks TLS was announced. The clock that the
//! pages use is read in `world`, as every command's.

use super::text;
use crate::context::{Context, Problems, one};
use crate::world;
use clap::ArgMatches;
use model::{Code, Problem};
use office::Office;
use std::net::SocketAddr;
use std::sync::Arc;

/// Where an office is served when nothing else is said.
pub const ADDRESS: &str = "127.0.0.1:7407";

pub fn run(context: &Context, matches: &ArgMatches) -> Result<(), Problems> {
    let address: SocketAddr = text(matches, "listen").parse().map_err(|error| {
        one(Problem::new(Code::WebListenRefused)
            .with("address", text(matches, "listen"))
            .with("reason", error))
    })?;
    let behind_proxy = matches.get_flag("behind-proxy");
    web::check_address(address, behind_proxy).map_err(one)?;
    let office = context.open()?;
    serve(context, office, address, behind_proxy)
}

/// Serves an open office until the person ends it.
pub fn serve(
    context: &Context,
    office: Office,
    address: SocketAddr,
    behind_proxy: bool,
) -> Result<(), Problems> {
    let listening = web::listen(address, behind_proxy).map_err(one)?;
    let shown = format!("http://{}", listening.address);
    if behind_proxy && !listening.address.ip().is_loopback() {
        context.note(&context.text_with("serve-plain", &[("address", shown.as_str().into())]));
    }
    if office.settings().example {
        let token = office.example_token(world::now()).map_err(one)?;
        context.note(&context.text_with(
            "serve-once",
            &[("address", format!("{shown}/once/{token}").into())],
        ));
    } else {
        context.note(&context.text_with("serve-at", &[("address", shown.as_str().into())]));
    }
    let app = web::App::new(Arc::new(office), Arc::new(world::now), behind_proxy);
    listening.serve(app).map_err(one)
}
