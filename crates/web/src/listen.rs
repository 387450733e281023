//! Where does the office listen?
//!
//! On loopback, unless a proxy that speaks TLS stands in front and the person
//! says so: a page of the office never goes over a wire in the clear.

use crate::app::App;
use crate::routes::service;
use model::{Code, Problem};
use std::net::SocketAddr;
use std::sync::Arc;

/// A listener that is open but not served yet.
pub struct Listening {
    runtime: tokio::runtime::Runtime,
    listener: tokio::net::TcpListener,
    /// Where it listens, with the port that it got.
    pub address: SocketAddr,
}

/// Refuses an address that others can reach, unless a proxy was announced.
///
/// # Errors
/// `web.not-loopback`.
pub fn check_address(address: SocketAddr, behind_proxy: bool) -> Result<(), Problem> {
    if address.ip().is_loopback() || behind_proxy {
        return Ok(());
    }
    Err(Problem::new(Code::WebNotLoopback).with("address", address))
}

/// Opens the listener.
///
/// # Errors
/// `web.not-loopback`; `web.listen-refused` with the system's reason.
pub fn listen(address: SocketAddr, behind_proxy: bool) -> Result<Listening, Problem> {
    check_address(address, behind_proxy)?;
    let refused = |error: std::io::Error| {
        Problem::new(Code::WebListenRefused)
            .with("address", address)
            .with("reason", error)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(64)
        .enable_all()
        .build()
        .map_err(refused)?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(address))
        .map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok(Listening {
        runtime,
        listener,
        address,
    })
}

impl Listening {
    /// Serves until the person ends the program (Ctrl-C).
    ///
    /// # Errors
    /// `web.listen-refused` when the system takes the listener away.
    pub fn serve(self, app: App) -> Result<(), Problem> {
        let Listening {
            runtime,
            listener,
            address,
        } = self;
        let service = service(Arc::new(app)).into_make_service_with_connect_info::<SocketAddr>();
        runtime.block_on(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(async {
                    // Without a signal to wait for there is nothing to stop for either.
                    if tokio::signal::ctrl_c().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                })
                .await
                .map_err(|error| {
                    Problem::new(Code::WebListenRefused)
                        .with("address", address)
                        .with("reason", error)
                })
        })
    }
}
