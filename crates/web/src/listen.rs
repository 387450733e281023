//! Where does the office listen, and who can read along?
//!
//! On loopback; or with TLS of its own (1.2 and 1.3, from a given certificate);
//! or behind a proxy that speaks TLS, when the person says so. A page of the
//! office never goes over a wire in the clear otherwise.

use crate::app::App;
use crate::door::Peer;
use crate::house::House;
use crate::routes::house_service;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use model::{Code, Problem};
use openssl::ssl::{Ssl, SslAcceptor, SslFiletype, SslMethod};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_openssl::SslStream;

/// Longest time for the two sides to agree on a key.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes at a time.
const HANDSHAKES: usize = 128;
/// Longest time that the end waits for: for requests, then for what reads behind them.
const ENDING: Duration = Duration::from_secs(10);
/// How often the house looks whether something has to be done.
const TICK: Duration = Duration::from_secs(15);

/// How the bytes between browser and office are kept from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wire {
    /// They never leave the machine.
    #[default]
    Loopback,
    /// A proxy in front speaks TLS.
    BehindProxy,
    /// The program speaks TLS itself.
    Tls {
        /// The certificate and those above it, PEM.
        chain: PathBuf,
        /// Its private key, PEM.
        key: PathBuf,
    },
}

impl From<bool> for Wire {
    /// Behind an announced proxy, or on loopback.
    fn from(behind_proxy: bool) -> Wire {
        if behind_proxy {
            Wire::BehindProxy
        } else {
            Wire::Loopback
        }
    }
}

/// A listener that is open but not served yet.
pub struct Listening {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    acceptor: Option<SslAcceptor>,
    /// Where it listens, with the port that it got.
    pub address: SocketAddr,
}

/// Refuses an address that others can reach, unless TLS or a proxy protects it.
///
/// # Errors
/// `web.not-loopback`.
pub fn check_address(address: SocketAddr, wire: impl Into<Wire>) -> Result<(), Problem> {
    if address.ip().is_loopback() || wire.into() != Wire::Loopback {
        return Ok(());
    }
    Err(Problem::new(Code::WebNotLoopback).with("address", address))
}

fn acceptor(wire: &Wire) -> Result<Option<SslAcceptor>, Problem> {
    let Wire::Tls { chain, key } = wire else {
        return Ok(None);
    };
    let make = || {
        // Mozilla's "intermediate" configuration: TLS 1.2 and 1.3, forward secrecy only.
        let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        builder.set_certificate_chain_file(chain)?;
        builder.set_private_key_file(key, SslFiletype::PEM)?;
        builder.check_private_key()?;
        Ok(builder.build())
    };
    let made: Result<SslAcceptor, openssl::error::ErrorStack> = make();
    made.map(Some)
        .map_err(|error| Problem::new(Code::WebTlsUnusable).with("reason", error))
}

/// Opens the listener.
///
/// # Errors
/// `web.not-loopback`; `web.tls-unusable`; `web.listen-refused` with the
/// system's reason.
pub fn listen(address: SocketAddr, wire: impl Into<Wire>) -> Result<Listening, Problem> {
    let wire = wire.into();
    check_address(address, wire.clone())?;
    let acceptor = acceptor(&wire)?;
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
        .block_on(TcpListener::bind(address))
        .map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok(Listening {
        runtime,
        listener,
        acceptor,
        address,
    })
}

impl Listening {
    /// Serves an open office until the person or the system ends the program (Ctrl-C, SIGTERM).
    ///
    /// # Errors
    /// `web.listen-refused` when the system takes the listener away.
    pub fn serve(self, app: App) -> Result<(), Problem> {
        self.serve_until(Arc::new(House::of(Arc::new(app))), asked_to_end())
    }

    /// Serves whatever stands there until the person or the system ends the program.
    ///
    /// # Errors
    /// `web.listen-refused` when the system takes the listener away.
    pub fn serve_house(self, house: Arc<House>) -> Result<(), Problem> {
        self.serve_until(house, asked_to_end())
    }

    /// Serves until `ended`. Requests that were begun are finished, within a bound, and the
    /// office is closed before this returns: a thread that still read while the program is taken
    /// down would find its cipher gone.
    ///
    /// # Errors
    /// `web.listen-refused` when the system takes the listener away.
    pub fn serve_until(
        self,
        house: Arc<House>,
        ended: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Problem> {
        let Listening {
            runtime,
            listener,
            acceptor,
            address,
        } = self;
        let service =
            house_service(Arc::clone(&house)).into_make_service_with_connect_info::<Peer>();
        let (end, mut ending) = tokio::sync::watch::channel(false);
        let mut begun = ending.clone();
        let told = async move {
            let _ = ending.wait_for(|ends| *ends).await;
        };
        let served = runtime.block_on(async {
            tokio::spawn(watch(Arc::clone(&house)));
            let serving = tokio::spawn(async move {
                match acceptor {
                    Some(acceptor) => {
                        let listener = TlsListener::start(listener, acceptor, address);
                        axum::serve(listener, service)
                            .with_graceful_shutdown(told)
                            .await
                    }
                    None => {
                        axum::serve(listener, service)
                            .with_graceful_shutdown(told)
                            .await
                    }
                }
            });
            let late = serving.abort_handle();
            tokio::spawn(async move {
                ended.await;
                let _ = end.send(true);
            });
            tokio::spawn(async move {
                let _ = begun.wait_for(|ends| *ends).await;
                tokio::time::sleep(ENDING).await;
                late.abort();
            });
            serving.await
        });
        let app = house.app();
        let looked = app.as_ref().map_or(Ok(()), |app| {
            app.jobs.close();
            app.jobs.wait_for_all();
            house.note_looks(app)
        });
        runtime.shutdown_timeout(ENDING);
        // What is computed behind the pages reads in threads of its own, and each holds the app.
        let held = app.map(|app| Arc::downgrade(&app));
        drop(house);
        let asked = std::time::Instant::now();
        while held.as_ref().is_some_and(|app| app.strong_count() > 0) && asked.elapsed() < ENDING {
            std::thread::sleep(Duration::from_millis(10));
        }
        looked?;
        match served {
            // Requests that were not done in time are left; that is an end too.
            Err(_) | Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Problem::new(Code::WebListenRefused)
                .with("address", address)
                .with("reason", error)),
        }
    }
}

/// Ends when the person presses Ctrl-C or the system asks the program to end.
async fn asked_to_end() {
    let (tell, mut told) = mpsc::channel::<()>(2);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let tell = tell.clone();
        if let Ok(mut asked) = signal(SignalKind::terminate()) {
            tokio::spawn(async move {
                if asked.recv().await.is_some() {
                    let _ = tell.send(()).await;
                }
            });
        }
    }
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = tell.send(()).await;
        }
    });
    // Without a signal to wait for there is nothing to stop for either.
    if told.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}

async fn watch(house: Arc<House>) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        let house = Arc::clone(&house);
        // A register that refuses now is asked again at the next tick.
        let _ = tokio::task::spawn_blocking(move || house.tick()).await;
    }
}

/// Connections whose handshake is done. One that is slow holds up nobody else.
struct TlsListener {
    ready: mpsc::Receiver<(SslStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl TlsListener {
    fn start(tcp: TcpListener, acceptor: SslAcceptor, address: SocketAddr) -> TlsListener {
        let (send, ready) = mpsc::channel(HANDSHAKES);
        let places = Arc::new(Semaphore::new(HANDSHAKES));
        tokio::spawn(async move {
            let mut tcp = tcp;
            while let Ok(place) = Arc::clone(&places).acquire_owned().await {
                // axum's own accept: it waits when the system is out of descriptors.
                let (stream, peer) = Listener::accept(&mut tcp).await;
                let (acceptor, send) = (acceptor.clone(), send.clone());
                tokio::spawn(async move {
                    let shaken = tokio::time::timeout(HANDSHAKE, shake(&acceptor, stream)).await;
                    drop(place);
                    if let Ok(Some(stream)) = shaken {
                        let _ = send.send((stream, peer)).await;
                    }
                });
            }
        });
        TlsListener { ready, address }
    }
}

async fn shake(acceptor: &SslAcceptor, stream: TcpStream) -> Option<SslStream<TcpStream>> {
    let ssl = Ssl::new(acceptor.context()).ok()?;
    let mut stream = SslStream::new(ssl, stream).ok()?;
    std::pin::Pin::new(&mut stream).accept().await.ok()?;
    Some(stream)
}

impl Listener for TlsListener {
    type Io = SslStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Peer {
        Peer {
            address: *stream.remote_addr(),
            tls: false,
        }
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Peer {
        Peer {
            address: *stream.remote_addr(),
            tls: true,
        }
    }
}
